// SPDX-License-Identifier: Apache-2.0
// The rules of stage replies: what cannot be done in time gets measures and a new dated promise ("followed to the end", the rules of handling requests at
// once). How far ahead may be promised says the rule of time "stage"; docs/acts.md says the same in words.
#include "matter/rules.h"

static const struct matter_promise *last_promise(const struct matter *matter) {
    return matter->n_promises ? &matter->promises[matter->n_promises - 1] : NULL;
}

const struct matter_promise *matter_waiting_promise(const struct matter *matter) {
    const struct matter_promise *last = last_promise(matter);
    return last && last->outcome == PROMISE_WAITING ? last : NULL;
}

// A reply that waits, or was returned, takes nothing from the promise before it.
const struct matter_promise *matter_owed_promise(const struct matter *matter) {
    for (size_t i = matter->n_promises; i > 0; i--) {
        const struct matter_promise *promise = &matter->promises[i - 1];
        if (promise->given_day != DAY_NONE) {
            return promise->ended_day == DAY_NONE ? promise : NULL;
        }
    }
    return NULL;
}

// ---- may ----

// A district that does without sign-off lets the caller be told while a request waits; where the head signs, one thing waits at a time.
static enum err_code may_reply(const struct matter *matter, const struct matter_env *env) {
    bool waits = matter_waiting_promise(matter) != NULL;
    bool other = env->policy->head_signs_off && pending_fact(matter) != FACT_NULL;
    return waits || other ? ERR_REQUEST_OPEN : ERR_NONE;
}

enum err_code promise_check(const struct matter *matter, const struct matter_env *env,
                            enum matter_action action) {
    if (action == ACT_STAGE) {
        return may_reply(matter, env);
    }
    return matter_waiting_promise(matter) ? ERR_NONE : ERR_WRONG_STATE;
}

// ---- the clock of a promise ----

// The rule that says how far ahead may be promised; a set of rules from before there was one has the shipped one's.
struct limit {
    const struct time_rules *rules;
    int row;
    struct deadline_rule rule;
    int32_t first, last;
};

static void find_limit(const struct matter *matter, const struct matter_env *env,
                       struct limit *out) {
    struct deadline deadline;
    *out = (struct limit){.rules = env->rules};
    for (int i = 0; i < 2; i++) {
        out->row = time_rules_find(out->rules, TIME_STAGE, matter->kind, (int32_t)matter->category,
                                   matter->urgency);
        if (out->row >= 0) {
            break;
        }
        out->rules = time_rules_default();
    }
    (void)deadline_rule_parse(out->rules->rules[out->row].rule, &out->rule);
    deadline_compute(env->calendar, env->now_us, &out->rule, NULL, 0, 0, &deadline);
    out->last = deadline.due_day;
    out->first =
        out->rule.no_roll ? env->today + 1 : calendar_add_workdays(env->calendar, env->today, 1);
    out->first = out->first > out->last ? out->last : out->first;
}

// From now to the day, warning as the rule says. False when the day is none of the rule's: nobody is there to keep a promise on a day off.
static bool reckon(const struct matter_env *env, const struct limit *limit, int32_t day,
                   struct deadline_rule *out_rule, struct deadline *out) {
    *out_rule = limit->rule;
    if (limit->rule.unit == DEADLINE_WORKING_DAYS) {
        out_rule->amount = calendar_workdays_between(env->calendar, env->today, day);
    } else {
        out_rule->unit =
            DEADLINE_NATURAL_DAYS; // what is promised is a day, also where the rule is in hours
        out_rule->amount = day - env->today;
    }
    out_rule->count_first_day = false;
    deadline_compute(env->calendar, env->now_us, out_rule, NULL, 0, 0, out);
    return out->due_day == day;
}

static bool set_clock(const struct matter_env *env, const struct limit *limit, int32_t day,
                      struct matter_clock *out) {
    struct deadline_rule rule;
    struct deadline deadline;
    char text[RULE_TEXT_BYTES];
    (void)reckon(env, limit, day, &rule, &deadline);
    deadline_rule_format(&rule, text);
    *out = matter_no_clock;
    out->started_day = env->today;
    matter_clock_set(out, &deadline);
    out->rules = limit->rules->version;
    out->row = limit->row;
    out->rule = arena_strdup(env->arena, text);
    out->calendar = calendar_version(env->calendar);
    return out->rule != NULL;
}

static void check_day(const struct matter_env *env, const struct limit *limit, int32_t day,
                      struct err *fields) {
    struct deadline_rule rule;
    struct deadline deadline;
    char first[DAY_TEXT_BYTES];
    char last[DAY_TEXT_BYTES];
    day_format(limit->first, first);
    day_format(limit->last, last);
    if (day == DAY_NONE) {
        (void)err_add_field(fields, "day", ERR_IMPOSSIBLE_DAY, "%s..%s", first, last);
    } else if (day <= env->today || day > limit->last) {
        (void)err_add_field(fields, "day", ERR_OUT_OF_RANGE, "%s..%s", first, last);
    } else if (!reckon(env, limit, day, &rule, &deadline)) {
        day_format(calendar_add_workdays(env->calendar, day, 1), first);
        (void)err_add_field(fields, "day", ERR_OUT_OF_RANGE, "%s", first);
    }
}

// ---- a stage reply ----

// The caller is told by the unit, or by whoever took the matter in.
static void add_told(struct draft *draft, const struct matter *matter, int64_t told) {
    if (told == TOLD_BY_WINDOW) {
        draft_add_notice(draft, "caller.promised", matter->intake_unit, 0);
    }
}

enum yk matter_decide_stage(const struct matter *matter, const struct matter_env *env,
                            const struct matter_stage *command, struct drafts *out,
                            struct err *err) {
    enum yk status = check_may(matter, env, ACT_STAGE, err);
    if (status != YK_OK) {
        return status;
    }
    struct err local;
    struct err *fields = own_err(err, &local);
    struct limit limit;
    find_limit(matter, env, &limit);
    check_day(env, &limit, command->day, fields);
    if (fields->n_items) {
        return YK_REFUSED;
    }
    bool stands = !env->policy->head_signs_off;
    struct ev_stage *body = new_body(env, EV_STAGE_REPLIED);
    const struct rule_subject subject = matter_rule_subject(matter);
    if (!body || (stands && (!set_clock(env, &limit, command->day, &body->promise) ||
                             !tell_start(env, &subject, env->today, &body->tell)))) {
        return no_memory(err);
    }
    body->n = (int64_t)matter->n_promises + 1;
    body->unit = matter->lead;
    body->told = command->told;
    body->to_day = command->day;
    struct draft *draft = add_event(out, EV_STAGE_REPLIED, env->today, body);
    draft_add_text(draft, "text", command->text);
    draft_add_text(draft, "next", command->next);
    if (stands) {
        add_told(draft, matter, command->told);
    } else {
        draft_add_notice(draft, "matter.stage_to_sign", matter->lead, 0);
    }
    return YK_OK;
}

static enum yk add_return(const struct matter *matter, const struct matter_env *env,
                          const struct matter_promise *waiting, const char *note,
                          struct drafts *out, struct err *err) {
    struct ev_stage_returned *body = new_body(env, EV_STAGE_RETURNED);
    if (!body) {
        return no_memory(err);
    }
    body->n = waiting->n;
    body->unit = matter->lead;
    struct draft *draft = add_event(out, EV_STAGE_RETURNED, env->today, body);
    draft_add_text(draft, "note", note);
    draft_add_notice(draft, "matter.stage_returned", 0, waiting->by);
    return YK_OK;
}

// As with an answer one may take back one's own, not sign it.
enum yk matter_decide_countersign(const struct matter *matter, const struct matter_env *env,
                                  bool approve, const char *note, struct drafts *out,
                                  struct err *err) {
    enum yk status = check_may(matter, env, ACT_COUNTERSIGN, err);
    if (status != YK_OK) {
        return status;
    }
    const struct matter_promise *waiting = matter_waiting_promise(matter);
    if (!approve) {
        return add_return(matter, env, waiting, note, out, err);
    }
    if (waiting->by == env->actor->account) {
        return err_set(err, YK_REFUSED, ERR_OWN_ANSWER, "%s", "");
    }
    if (waiting->to_day <= env->today) {
        return err_set(err, YK_REFUSED, ERR_TOO_LATE, "the promised day is here");
    }
    struct limit limit;
    struct ev_stage *body = new_body(env, EV_STAGE_SIGNED_OFF);
    find_limit(matter, env, &limit);
    const struct rule_subject subject = matter_rule_subject(matter);
    if (!body || !set_clock(env, &limit, waiting->to_day, &body->promise) ||
        !tell_start(env, &subject, env->today, &body->tell)) {
        return no_memory(err);
    }
    body->n = waiting->n;
    body->unit = waiting->unit;
    body->told = waiting->told;
    body->to_day = waiting->to_day;
    // By a calendar that came between, the day may be off: it was written down, and is kept.
    body->promise.due_day = waiting->to_day;
    struct draft *draft = add_event(out, EV_STAGE_SIGNED_OFF, env->today, body);
    draft_add_text(draft, "note", note);
    draft_add_notice(draft, "matter.stage_signed_off", 0, waiting->by);
    add_told(draft, matter, waiting->told);
    return YK_OK;
}

// ---- by itself ----

static enum yk add_due(const struct matter_env *env, const struct matter_promise *promise,
                       enum matter_event event, struct draft **out_draft, struct drafts *out,
                       struct err *err) {
    struct ev_promise_due *body = new_body(env, event);
    if (!body) {
        return no_memory(err);
    }
    body->n = promise->n;
    body->unit = promise->unit;
    body->to_day = promise->to_day;
    *out_draft = add_event(out, event, env->today, body);
    return YK_OK;
}

static enum yk not_now(int64_t n, struct err *err) {
    return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "promise %lld is not due now", (long long)n);
}

enum yk matter_decide_promise_near(const struct matter *matter, const struct matter_env *env,
                                   int64_t n, struct drafts *out, struct err *err) {
    const struct matter_promise *owed = matter_owed_promise(matter);
    struct draft *draft = NULL;
    if (!owed || owed->n != n || owed->reminded == 1 || env->today > owed->to_day ||
        env->today < owed->clock.warn_day) {
        return not_now(n, err);
    }
    enum yk status = add_due(env, owed, EV_PROMISE_NEAR, &draft, out, err);
    if (status == YK_OK) {
        draft_add_notice(draft, "matter.promise_near", owed->unit, 0);
    }
    return status;
}

enum yk matter_decide_promise_passed(const struct matter *matter, const struct matter_env *env,
                                     int64_t n, struct drafts *out, struct err *err) {
    const struct matter_promise *owed = matter_owed_promise(matter);
    struct draft *draft = NULL;
    if (!owed || owed->n != n || owed->passed_day != DAY_NONE || env->today <= owed->to_day) {
        return not_now(n, err);
    }
    enum yk status = add_due(env, owed, EV_PROMISE_PASSED, &draft, out, err);
    if (status == YK_OK) {
        draft_add_notice(draft, "matter.promise_passed", owed->unit, 0);
        draft_add_notice(draft, "matter.promise_broken", 0, 0);
    }
    return status;
}
