// SPDX-License-Identifier: Apache-2.0
// The rules of acts beside the straight way from dispatch to answer: more time for an answer. What may be asked for, who decides on it and what follows
// comes from the policy and the calendar of the day, and is written into the events; docs/acts.md says the same in words.
#include <stdio.h>

#include "matter/rules.h"
#include "matter/tell.h"

const struct matter_extension *matter_open_extension(const struct matter *matter) {
    const struct matter_extension *last =
        matter->n_extensions ? &matter->extensions[matter->n_extensions - 1] : NULL;
    return last && last->outcome == REQUEST_OPEN ? last : NULL;
}

// ---- clocks ----

static int64_t extended(const struct matter_clock *clock) {
    return clock->extension == JSON_ABSENT_INT ? 0 : clock->extension;
}

static struct deadline_rule rule_of(const struct matter_clock *clock) {
    struct deadline_rule rule = {.unit = DEADLINE_WORKING_DAYS};
    (void)deadline_rule_parse(clock->rule ? clock->rule : "", &rule);
    return rule;
}

enum { PAUSES_MAX = 64 };

// The pauses of the matter so far; the one that begins now is the command's to add.
static size_t pauses_of(const struct matter *matter, struct span_us out[PAUSES_MAX]) {
    size_t n = 0;
    for (size_t i = matter->n_parks; i > 0 && n + 1 < PAUSES_MAX; i--) {
        const struct matter_park *park = &matter->parks[i - 1];
        if (park->from_us != JSON_ABSENT_INT) {
            out[n++] = (struct span_us){park->from_us,
                                        park->to_us == JSON_ABSENT_INT ? TIME_NONE : park->to_us};
        }
    }
    return n;
}

void matter_clock_reckon(const struct matter_clock *clock, const struct calendar *calendar,
                         const struct span_us *pauses, size_t n, int64_t extension,
                         struct matter_clock *out) {
    const struct deadline_rule rule = rule_of(clock);
    struct deadline deadline;
    int64_t start =
        clock->started_at == JSON_ABSENT_INT ? day_start_us(clock->started_day) : clock->started_at;
    deadline_compute(calendar, start, &rule, pauses, n, (int)extension, &deadline);
    *out = *clock;
    matter_clock_set(out, &deadline);
    out->calendar = calendar_version(calendar);
    out->extension = extension ? extension : JSON_ABSENT_INT;
}

void matter_answer_reckon(const struct matter *matter, const struct calendar *calendar,
                          struct matter_clock *out) {
    struct span_us pauses[PAUSES_MAX];
    size_t n = pauses_of(matter, pauses);
    matter_clock_reckon(&matter->answer, calendar, pauses, n, extended(&matter->answer), out);
}

void matter_tell_reckon(const struct matter *matter, const struct calendar *calendar,
                        struct matter_clock *out) {
    const struct matter_tell *open = matter_open_tell(matter);
    struct span_us pauses[PAUSES_MAX];
    size_t n = pauses_of(matter, pauses);
    if (open) {
        matter_clock_reckon(&open->clock, calendar, pauses, n, 0, out);
    }
}

// The answer's clock with these pauses and so many days of extension in all.
static void reckon_with(const struct matter *matter, const struct matter_env *env,
                        const struct span_us *pauses, size_t n, int64_t extension,
                        struct matter_clock *out) {
    matter_clock_reckon(&matter->answer, env->calendar, pauses, n, extension, out);
}

static void reckon(const struct matter *matter, const struct matter_env *env, int64_t extension,
                   struct matter_clock *out) {
    struct span_us pauses[PAUSES_MAX];
    size_t n = pauses_of(matter, pauses);
    reckon_with(matter, env, pauses, n, extension, out);
}

// ---- more time ----

static enum err_code may_extend(const struct matter *matter, const struct matter_env *env) {
    if (pending_fact(matter) != FACT_NULL) {
        return ERR_REQUEST_OPEN;
    }
    if (matter->answer.due_day == DAY_NONE) {
        return ERR_WRONG_STATE;
    }
    if (extended(&matter->answer) >= env->policy->extend_total_days) {
        return ERR_LIMIT_REACHED;
    }
    return env->today > matter->answer.due_day && env->policy->extend_after_due != 1 ? ERR_TOO_LATE
                                                                                     : ERR_NONE;
}

static enum err_code may_decide_extension(const struct matter *matter,
                                          const struct matter_env *env) {
    const struct matter_extension *open = matter_open_extension(matter);
    if (!open) {
        return ERR_WRONG_STATE;
    }
    if (open->level == EXTENSION_BY_OFFICE && !actor_may(env->actor, CAP_MATTER_ARBITRATE)) {
        return ERR_FORBIDDEN;
    }
    return open->by == env->actor->account ? ERR_OWN_REQUEST : ERR_NONE;
}

// ---- parked ----

const struct matter_park *matter_open_park(const struct matter *matter) {
    const struct matter_park *last = matter->n_parks ? &matter->parks[matter->n_parks - 1] : NULL;
    return last && last->outcome == REQUEST_OPEN ? last : NULL;
}

const struct matter_park *matter_present_park(const struct matter *matter) {
    return matter->state == MATTER_PARKED ? &matter->parks[matter->n_parks - 1] : NULL;
}

static enum err_code may_park(const struct matter *matter, const struct matter_env *env) {
    if (pending_fact(matter) != FACT_NULL) {
        return ERR_REQUEST_OPEN;
    }
    if (matter->answer.due_day == DAY_NONE) {
        return ERR_WRONG_STATE;
    }
    return env->today > matter->answer.due_day && env->policy->extend_after_due != 1 ? ERR_TOO_LATE
                                                                                     : ERR_NONE;
}

static enum err_code may_decide_parking(const struct matter *matter, const struct matter_env *env) {
    const struct matter_park *open = matter_open_park(matter);
    if (!open) {
        return ERR_WRONG_STATE;
    }
    return open->by == env->actor->account ? ERR_OWN_REQUEST : ERR_NONE;
}

enum err_code acts_check(const struct matter *matter, const struct matter_env *env,
                         enum matter_action action) {
    switch (action) {
    case ACT_EXTEND: return may_extend(matter, env);
    case ACT_EXTENSION: return may_decide_extension(matter, env);
    case ACT_PARK: return may_park(matter, env);
    case ACT_PARKING: return may_decide_parking(matter, env);
    case ACT_STAGE:
    case ACT_COUNTERSIGN: return promise_check(matter, env, action);
    default: return ERR_NONE;
    }
}

// Days of the clock's own kind from its due day to the day wanted.
static int64_t days_until(const struct matter_env *env, const struct matter_clock *clock,
                          int32_t day) {
    return rule_of(clock).unit == DEADLINE_WORKING_DAYS
               ? calendar_workdays_between(env->calendar, clock->due_day, day)
               : day - clock->due_day;
}

static void refuse_span(struct err *fields, const char *field, int64_t from, int64_t to) {
    (void)err_add_field(fields, field, ERR_OUT_OF_RANGE, "%lld..%lld", (long long)from,
                        (long long)to);
}

// How many days are asked for, and whether the rules allow so many. A new day must be a working one, or the law would move it on.
static void check_days(const struct matter *matter, const struct matter_env *env, int32_t day,
                       int64_t *days, struct matter_clock *out, struct err *fields) {
    const struct matter_clock *clock = &matter->answer;
    bool by_day = *days == JSON_ABSENT_INT;
    int64_t left = env->policy->extend_total_days - extended(clock);
    char text[DAY_TEXT_BYTES];
    if (by_day && day == DAY_NONE) {
        (void)err_add_field(fields, "days", ERR_REQUIRED, "days, day");
        return;
    }
    if (by_day) {
        *days = days_until(env, clock, day);
    }
    if (*days < 1 || *days > left) {
        struct matter_clock last;
        reckon(matter, env, extended(clock) + left, &last);
        day_format(last.due_day, text);
        if (by_day) {
            (void)err_add_field(fields, "day", ERR_OUT_OF_RANGE, "≤ %s", text);
        } else {
            refuse_span(fields, "days", 1, left);
        }
        return;
    }
    reckon(matter, env, extended(clock) + *days, out);
    day_format(out->due_day, text);
    if ((by_day && out->due_day != day) || out->due_day < env->today) {
        (void)err_add_field(fields, by_day ? "day" : "days", ERR_OUT_OF_RANGE, "%s", text);
    }
}

// The head of the unit grants little and once; what the head asks for, somebody else must grant.
static enum extension_level level_of(const struct matter *matter, const struct matter_env *env,
                                     int64_t days) {
    bool by_head = days <= env->policy->extend_head_days && extended(&matter->answer) == 0 &&
                   !actor_may(env->actor, CAP_MATTER_SIGNOFF);
    return by_head ? EXTENSION_BY_HEAD : EXTENSION_BY_OFFICE;
}

enum yk matter_decide_extend(const struct matter *matter, const struct matter_env *env,
                             int64_t days, int32_t day, const char *reason, struct drafts *out,
                             struct err *err) {
    enum yk status = check_may(matter, env, ACT_EXTEND, err);
    if (status != YK_OK) {
        return status;
    }
    struct err local;
    struct err *fields = own_err(err, &local);
    struct matter_clock wanted;
    check_days(matter, env, day, &days, &wanted, fields);
    if (fields->n_items) {
        return YK_REFUSED;
    }
    struct ev_extension_asked *body = new_body(env, EV_EXTENSION_ASKED);
    if (!body) {
        return no_memory(err);
    }
    body->n = (int64_t)matter->n_extensions + 1;
    body->unit = matter->lead;
    body->level = level_of(matter, env, days);
    body->days = days;
    body->due_day = matter->answer.due_day;
    body->to_day = wanted.due_day;
    struct draft *draft = add_event(out, EV_EXTENSION_ASKED, env->today, body);
    draft_add_text(draft, "reason", reason);
    if (body->level == EXTENSION_BY_HEAD) {
        draft_add_notice(draft, "matter.extension_asked", matter->lead, 0);
    } else {
        draft_add_notice(draft, "matter.extension_office", 0, 0);
    }
    return YK_OK;
}

// The caller is told by whoever took the matter in.
enum yk matter_decide_extension(const struct matter *matter, const struct matter_env *env,
                                bool approve, const char *note, struct drafts *out,
                                struct err *err) {
    enum yk status = check_may(matter, env, ACT_EXTENSION, err);
    if (status != YK_OK) {
        return status;
    }
    const struct matter_extension *open = matter_open_extension(matter);
    enum matter_event event = approve ? EV_EXTENSION_APPROVED : EV_EXTENSION_REFUSED;
    struct ev_extension_decided *body = new_body(env, event);
    if (!body) {
        return no_memory(err);
    }
    body->n = open->n;
    body->unit = open->unit;
    body->days = open->days;
    body->due_day = matter->answer.due_day;
    if (approve) {
        reckon(matter, env, extended(&matter->answer) + open->days, &body->answer);
    }
    struct draft *draft = add_event(out, event, env->today, body);
    draft_add_text(draft, "note", note);
    if (!approve) {
        draft_add_notice(draft, "matter.extension_refused", 0, open->by);
    } else { // the due day moved: everybody at work on it is told
        draft_add_notice(draft, "matter.extended", open->unit, 0);
        draft_add_notice(draft, "caller.extended", matter->intake_unit, 0);
    }
    return YK_OK;
}

// ---- parking and coming back ----

static void check_ahead(const struct matter_env *env, int32_t day, int64_t most, const char *field,
                        struct err *fields) {
    char first[DAY_TEXT_BYTES];
    char last[DAY_TEXT_BYTES];
    day_format(env->today + 1, first);
    day_format(env->today + (int32_t)most, last);
    if (day == DAY_NONE) {
        (void)err_add_field(fields, field, ERR_IMPOSSIBLE_DAY, "%s..%s", first, last);
    } else if (day <= env->today || day > env->today + most) {
        (void)err_add_field(fields, field, ERR_OUT_OF_RANGE, "%s..%s", first, last);
    }
}

enum yk matter_decide_park(const struct matter *matter, const struct matter_env *env,
                           int64_t class_, int32_t review_day, const char *reason,
                           struct drafts *out, struct err *err) {
    enum yk status = check_may(matter, env, ACT_PARK, err);
    if (status != YK_OK) {
        return status;
    }
    struct err local;
    struct err *fields = own_err(err, &local);
    check_ahead(env, review_day, env->policy->park_days, "review_day", fields);
    if (fields->n_items) {
        return YK_REFUSED;
    }
    struct ev_park_asked *body = new_body(env, EV_PARK_ASKED);
    if (!body) {
        return no_memory(err);
    }
    body->n = (int64_t)matter->n_parks + 1;
    body->unit = matter->lead;
    body->class_ = class_;
    body->review_day = review_day;
    struct draft *draft = add_event(out, EV_PARK_ASKED, env->today, body);
    draft_add_text(draft, "reason", reason);
    draft_add_notice(draft, "matter.park_asked", 0, 0);
    return YK_OK;
}

// The caller is told by whoever took the matter in.
enum yk matter_decide_parking(const struct matter *matter, const struct matter_env *env,
                              bool approve, const char *note, struct drafts *out, struct err *err) {
    enum yk status = check_may(matter, env, ACT_PARKING, err);
    if (status != YK_OK) {
        return status;
    }
    const struct matter_park *open = matter_open_park(matter);
    struct ev_park_decided *body = new_body(env, approve ? EV_PARKED : EV_PARK_REFUSED);
    if (!body) {
        return no_memory(err);
    }
    body->n = open->n;
    body->unit = open->unit;
    body->class_ = open->class_;
    body->review_day = open->review_day;
    if (approve) {
        struct span_us pauses[PAUSES_MAX];
        size_t n = pauses_of(matter, pauses);
        pauses[n++] = (struct span_us){env->now_us, TIME_NONE};
        body->from = env->now_us;
        reckon_with(matter, env, pauses, n, extended(&matter->answer), &body->answer);
        tell_pause(matter, env, pauses, n, &body->tell);
    }
    struct draft *draft = add_event(out, approve ? EV_PARKED : EV_PARK_REFUSED, env->today, body);
    draft_add_text(draft, "note", note);
    if (!approve) {
        draft_add_notice(draft, "matter.park_refused", 0, open->by);
    } else {
        draft_add_notice(draft, "matter.parked", open->unit, 0);
        draft_add_notice(draft, "caller.parked", matter->intake_unit, 0);
    }
    return YK_OK;
}

enum yk matter_decide_park_now(const struct matter *matter, const struct matter_env *env,
                               int64_t class_, int32_t review_day, const char *reason,
                               struct drafts *out, struct err *err) {
    struct err local;
    struct err *fields = own_err(err, &local);
    if (!actor_may(env->actor, CAP_MATTER_ARBITRATE)) {
        return err_set(err, YK_REFUSED, ERR_FORBIDDEN, "park");
    }
    enum err_code code = matter->state == MATTER_DISPATCHED || matter->state == MATTER_SIGNED ||
                                 matter->state == MATTER_HANDLING
                             ? may_park(matter, env)
                             : ERR_WRONG_STATE;
    if (code != ERR_NONE) {
        return err_set(err, YK_REFUSED, code, "park in state %s",
                       json_word_of(matter_state_words, matter->state));
    }
    check_ahead(env, review_day, env->policy->park_days, "by_day", fields);
    if (fields->n_items) {
        return YK_REFUSED;
    }
    struct ev_park_asked *asked = new_body(env, EV_PARK_ASKED);
    struct ev_park_decided *body = new_body(env, EV_PARKED);
    if (!asked || !body) {
        return no_memory(err);
    }
    struct span_us pauses[PAUSES_MAX];
    size_t n = pauses_of(matter, pauses);
    pauses[n++] = (struct span_us){env->now_us, TIME_NONE};
    asked->n = body->n = (int64_t)matter->n_parks + 1;
    asked->unit = body->unit = matter->lead;
    asked->class_ = body->class_ = class_;
    asked->review_day = body->review_day = review_day;
    body->from = env->now_us;
    reckon_with(matter, env, pauses, n, extended(&matter->answer), &body->answer);
    tell_pause(matter, env, pauses, n, &body->tell);
    draft_add_text(add_event(out, EV_PARK_ASKED, env->today, asked), "reason", reason);
    draft_add_notice(add_event(out, EV_PARKED, env->today, body), "caller.parked",
                     matter->intake_unit, 0);
    return YK_OK;
}

static enum yk add_unpark(const struct matter *matter, const struct matter_env *env, bool by_itself,
                          const char *note, struct drafts *out, struct err *err) {
    struct ev_unparked *body = new_body(env, EV_UNPARKED);
    struct span_us pauses[PAUSES_MAX];
    if (!body) {
        return no_memory(err);
    }
    size_t n = pauses_of(matter, pauses); // the present one first
    pauses[0].to = env->now_us;
    body->n = matter_present_park(matter)->n;
    body->unit = matter->lead;
    body->to = env->now_us;
    body->by_itself = by_itself;
    reckon_with(matter, env, pauses, n, extended(&matter->answer), &body->answer);
    tell_pause(matter, env, pauses, n, &body->tell);
    struct draft *draft = add_event(out, EV_UNPARKED, env->today, body);
    draft_add_text(draft, "note", note);
    draft_add_notice(draft, "matter.unparked", matter->lead, 0);
    draft_add_notice(draft, "caller.unparked", matter->intake_unit, 0);
    return YK_OK;
}

enum yk matter_decide_unpark(const struct matter *matter, const struct matter_env *env,
                             const char *note, struct drafts *out, struct err *err) {
    enum yk status = check_may(matter, env, ACT_UNPARK, err);
    return status == YK_OK ? add_unpark(matter, env, false, note, out, err) : status;
}

enum yk matter_decide_unpark_due(const struct matter *matter, const struct matter_env *env,
                                 int64_t n, struct drafts *out, struct err *err) {
    const struct matter_park *park = matter_present_park(matter);
    if (!park || park->n != n || env->today < park->review_day) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "parking %lld does not end now",
                       (long long)n);
    }
    return add_unpark(matter, env, true, NULL, out, err);
}
