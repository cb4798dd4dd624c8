// SPDX-License-Identifier: Apache-2.0
// The rules of a matter: who may do what in which state, and what each command turns into. Whatever depends
// on the policy, the calendar or the clock is decided here, once, and written into the events; applying
// them (state.c) looks at nothing else.
#include "matter/matter.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "matter/rules.h"

// ---- small helpers ----

int64_t matter_number_of(int year, int64_t serial) {
    return year * MATTER_NUMBER_YEAR + serial;
}

void matter_number_format(int32_t district, int64_t number, char out[MATTER_NUMBER_BYTES]) {
    snprintf(out, MATTER_NUMBER_BYTES, "%06d-%04d-%06lld", (int)district,
             (int)(number / MATTER_NUMBER_YEAR), (long long)(number % MATTER_NUMBER_YEAR));
}

static bool parse_digits(const char **at, int min, int max, int64_t *out) {
    int64_t value = 0;
    int n = 0;
    for (; **at >= '0' && **at <= '9' && n <= max; (*at)++, n++) {
        value = value * 10 + (**at - '0');
    }
    if (n < min || n > max) {
        return false;
    }
    *out = value;
    return true;
}

bool matter_number_parse(const char *text, int64_t *out_number) {
    const char *at = text;
    int64_t first = 0;
    int64_t serial = 0;
    if (!parse_digits(&at, 4, 6, &first) || *at++ != '-') {
        return false;
    }
    int64_t year = first;
    if (at - text == 7) {
        if (!parse_digits(&at, 4, 4, &year) || *at++ != '-') {
            return false;
        }
    } else if (at - text != 5) {
        return false;
    }
    if (!parse_digits(&at, 6, 8, &serial) || *at) {
        return false;
    }
    *out_number = matter_number_of((int)year, serial);
    return true;
}

bool matter_is_ended(const struct matter *matter) {
    return matter->state == MATTER_CLOSED || matter->state == MATTER_WITHDRAWN ||
           matter->state == MATTER_JOINED;
}

const struct matter_dispatch *matter_last_dispatch(const struct matter *matter) {
    return matter->n_dispatches ? &matter->dispatches[matter->n_dispatches - 1] : NULL;
}

const struct matter_round *matter_last_round(const struct matter *matter) {
    return matter->n_rounds ? &matter->rounds[matter->n_rounds - 1] : NULL;
}

const struct matter_round *matter_open_round(const struct matter *matter) {
    const struct matter_round *last = matter_last_round(matter);
    return last && last->state == CALL_DUE ? last : NULL;
}

// ---- who may ----

#define IN(state_) (1u << (state_))
enum {
    BEFORE_ANSWER = IN(MATTER_REGISTERED) | IN(MATTER_DISPATCHED) | IN(MATTER_SIGNED) |
                    IN(MATTER_HANDLING) | IN(MATTER_SIGNOFF) | IN(MATTER_OBJECTED) |
                    IN(MATTER_PARKED),
    IN_HAND = BEFORE_ANSWER | IN(MATTER_ANSWERED),
    AT_WORK = IN(MATTER_SIGNED) | IN(MATTER_HANDLING),
};

struct permission {
    enum cap cap, other; // either; CAP_OPEN: no other
    bool by_lead;        // `cap` counts only for people of the lead unit
    unsigned states;
};
static const struct permission permissions[ACT_END] = {
    [ACT_DISPATCH] = {CAP_MATTER_DISPATCH, CAP_OPEN, false, IN(MATTER_REGISTERED)},
    [ACT_SIGN] = {CAP_MATTER_HANDLE, CAP_OPEN, true, IN(MATTER_DISPATCHED)},
    [ACT_OBJECT] = {CAP_MATTER_HANDLE, CAP_OPEN, true, IN(MATTER_DISPATCHED)},
    [ACT_ARBITRATE] = {CAP_MATTER_ARBITRATE, CAP_OPEN, false, IN(MATTER_OBJECTED)},
    [ACT_NOTE] = {CAP_MATTER_HANDLE, CAP_MATTER_DISPATCH, true, IN_HAND},
    [ACT_CONTACT] = {CAP_MATTER_HANDLE, CAP_OPEN, true, AT_WORK},
    [ACT_ANSWER] = {CAP_MATTER_HANDLE, CAP_OPEN, true, AT_WORK},
    [ACT_SIGNOFF] = {CAP_MATTER_SIGNOFF, CAP_OPEN, true, IN(MATTER_SIGNOFF)},
    [ACT_CALLBACK] = {CAP_CALLBACK_WORK, CAP_OPEN, false,
                      IN(MATTER_ANSWERED) | IN(MATTER_WITHDRAWN)},
    [ACT_WITHDRAW] = {CAP_MATTER_WITHDRAW, CAP_OPEN, false, BEFORE_ANSWER},
    [ACT_JOIN] = {CAP_MATTER_INTAKE, CAP_MATTER_DISPATCH, false, BEFORE_ANSWER},
    [ACT_REVEAL] = {CAP_PARTY_REVEAL, CAP_OPEN, false, ~0u},
    [ACT_AMEND] = {CAP_MATTER_INTAKE, CAP_MATTER_DISPATCH, false, IN_HAND},
    [ACT_EXTEND] = {CAP_MATTER_HANDLE, CAP_OPEN, true, AT_WORK},
    [ACT_PARK] = {CAP_MATTER_HANDLE, CAP_OPEN, true, AT_WORK},
    [ACT_PARKING] = {CAP_MATTER_ARBITRATE, CAP_OPEN, false, AT_WORK | IN(MATTER_SIGNOFF)},
    [ACT_UNPARK] = {CAP_MATTER_HANDLE, CAP_MATTER_ARBITRATE, true, IN(MATTER_PARKED)},
    [ACT_STAGE] = {CAP_MATTER_HANDLE, CAP_OPEN, true, AT_WORK},
    [ACT_COUNTERSIGN] = {CAP_MATTER_SIGNOFF, CAP_OPEN, true, AT_WORK},
    [ACT_ASSIST] = {CAP_MATTER_HANDLE, CAP_MATTER_DISPATCH, true, IN(MATTER_DISPATCHED) | AT_WORK},
    [ACT_ASSIST_DECIDE] = {CAP_MATTER_DISPATCH, CAP_OPEN, false, BEFORE_ANSWER},
    [ACT_ASSIST_SIGN] = {CAP_MATTER_HANDLE, CAP_OPEN, false, ~0u},
    [ACT_ASSIST_OBJECT] = {CAP_MATTER_HANDLE, CAP_OPEN, false, ~0u},
    [ACT_ASSIST_ANSWER] = {CAP_MATTER_HANDLE, CAP_OPEN, false, ~0u},
    [ACT_ASSIST_URGE] = {CAP_MATTER_HANDLE, CAP_SUPERVISE_URGE, true, BEFORE_ANSWER},
    [ACT_EXTENSION] = {CAP_MATTER_SIGNOFF, CAP_MATTER_ARBITRATE, true,
                       AT_WORK | IN(MATTER_SIGNOFF)},
};

// Whoever answered may not ask the person whether it is true; nor may whoever withdrew the matter.
static bool caller_is_judge(const struct matter *matter, const struct actor *actor) {
    if (matter->lead && actor->unit == matter->lead) {
        return true;
    }
    for (size_t i = 0; i < matter->n_rounds; i++) {
        const struct matter_round *round = &matter->rounds[i];
        if (round->kind == ROUND_ANSWER && round->unit == actor->unit) {
            return true;
        }
    }
    return matter->state == MATTER_WITHDRAWN && matter->withdrawn_by == actor->account;
}

static enum err_code check_particulars(const struct matter *matter, const struct matter_env *env,
                                       enum matter_action action) {
    const struct actor *actor = env->actor;
    const struct matter_dispatch *dispatch = matter_last_dispatch(matter);
    switch (action) {
    case ACT_OBJECT: return dispatch && dispatch->final ? ERR_OBJECTION_FINAL : ERR_NONE;
    case ACT_SIGNOFF:
        return ERR_NONE; // one's own answer may be taken back, not approved: decide tells them apart
    case ACT_CALLBACK:
        if (!matter_open_round(matter)) {
            return ERR_WRONG_STATE;
        }
        return caller_is_judge(matter, actor) ? ERR_HANDLER_MAY_NOT_CALL : ERR_NONE;
    case ACT_REVEAL:
        if (actor->scope.level == SCOPE_UNIT && matter->secret == 1) {
            return ERR_FORBIDDEN;
        }
        if (actor->scope.level == SCOPE_UNIT && actor->scope.unit != matter->lead) {
            return ERR_NOT_YOUR_UNIT;
        }
        return matter->party ? ERR_NONE : ERR_WRONG_STATE;
    default: break;
    }
    enum err_code code = acts_check(matter, env, action);
    return code == ERR_NONE ? assist_check(matter, env, action) : code;
}

enum err_code matter_may(const struct matter *matter, const struct matter_env *env,
                         enum matter_action action) {
    const struct actor *actor = env->actor;
    assert(action > 0 && action < ACT_END);
    const struct permission *need = &permissions[action];
    bool first = actor_may(actor, need->cap);
    bool other = need->other != CAP_OPEN && actor_may(actor, need->other);
    if (!first && !other) {
        return ERR_FORBIDDEN;
    }
    if (!other && need->by_lead && (!matter->lead || actor->unit != matter->lead)) {
        return ERR_NOT_YOUR_UNIT;
    }
    if (!(need->states & IN(matter->state))) {
        return ERR_WRONG_STATE;
    }
    return check_particulars(matter, env, action);
}

bool matter_visible(const struct matter *matter, int32_t district, const struct actor *actor) {
    const struct scope *scope = &actor->scope;
    if (scope->level == SCOPE_NONE || scope->district != district) {
        return false;
    }
    if (scope_covers(scope, district, matter->lead ? matter->lead : matter->intake_unit)) {
        return true;
    }
    for (size_t i = 0; i < matter->n_dispatches; i++) {
        if (scope_covers(scope, district, matter->dispatches[i].unit)) {
            return true;
        }
    }
    if (matter_assisted_by(matter, scope, district)) {
        return true;
    }
    for (size_t i = 0; i < matter->n_rounds; i++) {
        if (scope_covers(scope, district, matter->rounds[i].unit)) {
            return true;
        }
    }
    for (size_t i = 0; i < matter->n_told; i++) {
        if (scope_covers(scope, district, matter->told[i].unit)) {
            return true;
        }
    }
    return false;
}

size_t matter_actions(const struct matter *matter, const struct matter_env *env,
                      enum matter_action out[ACT_END]) {
    // What moves the matter on comes first; of these at most one pair fits any state.
    static const enum matter_action order[] = {
        ACT_CALLBACK,    ACT_ARBITRATE,     ACT_SIGNOFF,       ACT_COUNTERSIGN, ACT_EXTENSION,
        ACT_PARKING,     ACT_UNPARK,        ACT_DISPATCH,      ACT_SIGN,        ACT_ANSWER,
        ACT_ASSIST_SIGN, ACT_ASSIST_ANSWER, ACT_ASSIST_DECIDE, ACT_OBJECT,      ACT_ASSIST_OBJECT,
        ACT_CONTACT,     ACT_NOTE,          ACT_STAGE,         ACT_ASSIST,      ACT_ASSIST_URGE,
        ACT_EXTEND,      ACT_PARK,          ACT_AMEND,         ACT_JOIN,        ACT_WITHDRAW,
        ACT_REVEAL,
    };
    size_t n = 0;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (matter_may(matter, env, order[i]) == ERR_NONE) {
            out[n++] = order[i];
        }
    }
    return n;
}

// ---- making drafts ----

const struct matter_clock matter_no_clock = {
    .started_day = DAY_NONE,
    .due_day = DAY_NONE,
    .warn_day = DAY_NONE,
    .started_at = JSON_ABSENT_INT,
    .due_at = JSON_ABSENT_INT,
    .warn_at = JSON_ABSENT_INT,
    .rules = JSON_ABSENT_INT,
    .row = JSON_ABSENT_INT,
    .provisional = -1,
    .extension = JSON_ABSENT_INT,
};

bool matter_clock_is_paused(const struct matter_clock *clock) {
    return clock->started_day != DAY_NONE && clock->due_day == DAY_NONE;
}

int64_t matter_clock_due_us(const struct matter_clock *clock) {
    if (clock->due_day == DAY_NONE) {
        return TIME_NONE;
    }
    return clock->due_at != JSON_ABSENT_INT ? clock->due_at : day_start_us(clock->due_day + 1) - 1;
}

int64_t matter_clock_warn_us(const struct matter_clock *clock) {
    if (clock->warn_day == DAY_NONE) {
        return TIME_NONE;
    }
    return clock->warn_at != JSON_ABSENT_INT ? clock->warn_at : day_start_us(clock->warn_day);
}

bool matter_clock_is_met(const struct matter_clock *clock, int32_t day, int64_t at) {
    if (clock->due_day == DAY_NONE) {
        return true;
    }
    return clock->due_at != JSON_ABSENT_INT ? at <= clock->due_at : day <= clock->due_day;
}

struct light_clock matter_clock_light(const struct matter_clock *clock, bool stopped) {
    return (struct light_clock){
        .due_us = matter_clock_due_us(clock),
        .warn_us = matter_clock_warn_us(clock),
        .paused = matter_clock_is_paused(clock),
        .stopped = stopped,
    };
}

void matter_clock_set(struct matter_clock *clock, const struct deadline *deadline) {
    clock->due_day = deadline->due_day;
    clock->warn_day = deadline->warn_day;
    clock->due_at = clock->warn_at = JSON_ABSENT_INT;
    clock->provisional = deadline->provisional;
    if (deadline->due_day != DAY_NONE && deadline->due_us != matter_clock_due_us(clock)) {
        clock->due_at = deadline->due_us;
    }
    if (deadline->due_day != DAY_NONE && deadline->warn_us != matter_clock_warn_us(clock)) {
        clock->warn_at = deadline->warn_us;
    }
}

bool matter_start_clock(const struct matter_env *env, enum time_clock which,
                        const struct rule_subject *subject, struct matter_clock *out) {
    int row = time_rules_find(env->rules, which, subject->kind, (int32_t)subject->category,
                              subject->urgency);
    struct deadline_rule rule;
    struct deadline deadline;
    if (row < 0 || !deadline_rule_parse(env->rules->rules[row].rule, &rule)) {
        return true;
    }
    deadline_compute(env->calendar, env->now_us, &rule, NULL, 0, 0, &deadline);
    out->started_day = env->today;
    if (rule.unit == DEADLINE_HOURS) {
        out->started_at = env->now_us;
    }
    matter_clock_set(out, &deadline);
    out->rules = env->rules->version;
    out->row = row;
    out->rule = arena_strdup(env->arena, env->rules->rules[row].rule);
    out->calendar = calendar_version(env->calendar);
    return out->rule && out->calendar;
}

// due: the clock that the round stops, NULL for a withdrawal.
static bool open_round(const struct matter *matter, const struct matter_env *env,
                       const struct matter_clock *due, struct ev_opening *out) {
    out->n = (int64_t)matter->n_rounds + 1;
    if (due && due->started_day != DAY_NONE) {
        out->on_time = matter_clock_is_met(due, env->today, env->now_us);
    }
    out->call_state = matter->reachable == 1 ? CALL_DUE : CALL_CANNOT;
    if (out->call_state == CALL_CANNOT) {
        return true;
    }
    out->next_try_day = env->today;
    const struct rule_subject subject = matter_rule_subject(matter);
    return matter_start_clock(env, TIME_CALLBACK, &subject, &out->call);
}

// ---- intake, dispatch ----

static void check_category(const struct matter_category *category, struct err *err) {
    if (category->code == 0 || !category->open || !category->leaf) {
        (void)err_add_field(err, "category", ERR_UNKNOWN_CATEGORY, "%s", "03-02-01");
    }
}

// A department's work is not pushed down to a township or street, on whatever way it would come there.
static enum yk check_not_pushed_down(const struct matter_category *category,
                                     const struct matter_unit *unit, struct err *err) {
    return category->lead.id != 0 && category->lead.department && unit->local
               ? err_set(err, YK_REFUSED, ERR_PUSHED_DOWN, "category %lld",
                         (long long)category->code)
               : YK_OK;
}

static enum yk add_dispatch(const struct matter_env *env, const struct rule_subject *subject,
                            int64_t n, int64_t unit, bool final, const char *note,
                            struct drafts *out, struct err *err) {
    struct ev_dispatched *body = new_body(env, EV_DISPATCHED);
    if (!body) {
        return no_memory(err);
    }
    body->n = n;
    body->unit = unit;
    body->final = final;
    if (!matter_start_clock(env, TIME_SIGN, subject, &body->sign) ||
        !matter_start_clock(env, TIME_CONTACT, subject, &body->contact) ||
        !matter_start_clock(env, TIME_ANSWER, subject, &body->answer) ||
        !tell_start(env, subject, env->today, &body->tell)) {
        return no_memory(err);
    }
    struct draft *draft = add_event(out, EV_DISPATCHED, env->today, body);
    draft_add_text(draft, "note", note);
    draft_add_notice(draft, "matter.dispatched", unit, 0);
    return YK_OK;
}

static enum yk check_target(const struct matter *target, struct err *err) {
    if (target->state == MATTER_JOINED) {
        return err_set(err, YK_REFUSED, ERR_CANNOT_JOIN_ITSELF, "the other is joined already");
    }
    if (matter_is_ended(target)) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "the other has ended");
    }
    return YK_OK;
}

static enum yk add_join(const struct matter_env *env, int64_t id, int64_t target_id,
                        struct drafts *out, struct drafts *out_target, struct err *err) {
    struct ev_joined *body = new_body(env, EV_JOINED);
    struct ev_joined *mirror = new_body(env, EV_JOINED);
    if (!body || !mirror) {
        return no_memory(err);
    }
    body->into = target_id;
    mirror->repeat = id;
    add_event(out, EV_JOINED, env->today, body);
    add_event(out_target, EV_JOINED, env->today, mirror);
    return YK_OK;
}

static enum yk check_intake(const struct matter_env *env, const struct matter_intake *command,
                            struct err *err) {
    if (!actor_may(env->actor, CAP_MATTER_INTAKE) ||
        (command->dispatch && !actor_may(env->actor, CAP_MATTER_DISPATCH))) {
        return err_set(err, YK_REFUSED, ERR_FORBIDDEN, "intake");
    }
    struct err local;
    struct err *fields = own_err(err, &local);
    check_category(&command->category, fields);
    check_past_day(command->day, "day", env, fields);
    if (command->dispatch) {
        check_unit(&command->unit, "dispatch.unit", fields);
        assists_check_wanted(command->assists, command->n_assists, command->unit.id,
                             "dispatch.assists", fields);
    }
    if (command->dispatch && command->join_id) { // a repeat goes the way of its first one
        (void)err_add_field(fields, "dispatch", ERR_UNKNOWN_FIELD, "%s", "join | dispatch");
    }
    if (fields->n_items) {
        return YK_REFUSED;
    }
    return command->dispatch ? check_not_pushed_down(&command->category, &command->unit, err)
                             : YK_OK;
}

static int64_t kind_of(const struct matter_intake *command) {
    if (command->kind != JSON_ABSENT_INT) {
        return command->kind;
    }
    return command->caller_kind == CALLER_ENTERPRISE ? KIND_ENTERPRISE : KIND_HELP;
}

enum yk matter_decide_intake(const struct matter_env *env, const struct matter_intake *command,
                             struct drafts *out, struct drafts *out_target, struct err *err) {
    enum yk status = check_intake(env, command, err);
    if (status == YK_OK && command->join) {
        status = check_target(command->join, err);
    }
    if (status != YK_OK) {
        return status;
    }
    struct ev_registered *body = new_body(env, EV_REGISTERED);
    if (!body) {
        return no_memory(err);
    }
    body->number = command->number;
    body->channel = command->channel;
    body->caller_kind = command->caller_kind;
    body->party = command->party;
    body->reachable = command->reachable && command->caller_kind != CALLER_ANONYMOUS;
    body->kind = kind_of(command);
    body->category = command->category.code;
    body->urgency = command->urgency;
    body->secret = command->secret;
    body->unit = env->actor->unit;
    struct draft *draft = add_event(out, EV_REGISTERED, command->day, body);
    draft_add_text(draft, "title", command->title);
    draft_add_text(draft, "text", command->text);
    draft_add_text(draft, "unreachable_reason", command->unreachable_reason);
    if (command->join) { // a repeat is not dispatched: its first one already is on its way
        return add_join(env, command->id, command->join_id, out, out_target, err);
    }
    if (!command->dispatch) {
        return YK_OK;
    }
    const struct rule_subject subject = {body->kind, body->category, body->urgency};
    status = add_dispatch(env, &subject, 1, command->unit.id, false, command->note, out, err);
    return status == YK_OK ? assists_add_wanted(env, &subject, 0, command->assists,
                                                command->n_assists, out, err)
                           : status;
}

enum yk matter_decide_dispatch(const struct matter *matter, const struct matter_env *env,
                               struct matter_unit unit, struct matter_category category,
                               const char *note, const struct matter_assist_wanted *assists,
                               size_t n_assists, struct drafts *out, struct err *err) {
    enum yk status = check_may(matter, env, ACT_DISPATCH, err);
    if (status != YK_OK) {
        return status;
    }
    struct err local;
    struct err *fields = own_err(err, &local);
    check_unit(&unit, "unit", fields);
    assists_check_wanted(assists, n_assists, unit.id, "assists", fields);
    if (fields->n_items) {
        return YK_REFUSED;
    }
    status = check_not_pushed_down(&category, &unit, err);
    const struct rule_subject subject = matter_rule_subject(matter);
    if (status == YK_OK) {
        status = add_dispatch(env, &subject, (int64_t)matter->n_dispatches + 1, unit.id, false,
                              note, out, err);
    }
    return status == YK_OK ? assists_add_wanted(env, &subject, (int64_t)matter->n_assists, assists,
                                                n_assists, out, err)
                           : status;
}

enum yk matter_decide_sign(const struct matter *matter, const struct matter_env *env,
                           struct drafts *out, struct err *err) {
    enum yk status = check_may(matter, env, ACT_SIGN, err);
    if (status != YK_OK) {
        return status;
    }
    const struct matter_dispatch *dispatch = matter_last_dispatch(matter);
    struct ev_signed *body = new_body(env, EV_SIGNED);
    if (!body) {
        return no_memory(err);
    }
    body->n = dispatch->n;
    body->unit = matter->lead;
    body->on_time = matter_clock_is_met(&dispatch->sign, env->today, env->now_us);
    add_event(out, EV_SIGNED, env->today, body);
    return YK_OK;
}

// ---- objection ----

static struct ev_objection *new_objection(const struct matter *matter, const struct matter_env *env,
                                          enum matter_event event) {
    struct ev_objection *body = new_body(env, event);
    if (body) {
        body->n = matter_last_dispatch(matter)->n;
        body->unit = matter->lead;
    }
    return body;
}

enum yk matter_decide_object(const struct matter *matter, const struct matter_env *env,
                             const char *reason, struct drafts *out, struct err *err) {
    enum yk status = check_may(matter, env, ACT_OBJECT, err);
    if (status != YK_OK) {
        return status;
    }
    struct ev_objection *body = new_objection(matter, env, EV_OBJECTED);
    if (!body) {
        return no_memory(err);
    }
    struct draft *draft = add_event(out, EV_OBJECTED, env->today, body);
    draft_add_text(draft, "reason", reason);
    draft_add_notice(draft, "matter.objected", 0, 0); // to whoever decides
    return YK_OK;
}

// The clock for signing after a rejection: anew, but for an objection that came when signing was overdue already.
// It would be a way out of having been late.
static bool sign_again(const struct matter *matter, const struct matter_env *env,
                       struct matter_clock *out) {
    const struct matter_dispatch *dispatch = matter_last_dispatch(matter);
    const struct rule_subject subject = matter_rule_subject(matter);
    if (!matter_clock_is_met(&dispatch->sign, dispatch->objected_day, dispatch->objected_at)) {
        *out = dispatch->sign;
        return true;
    }
    return matter_start_clock(env, TIME_SIGN, &subject, out);
}

// The clock of the answer runs on after a rejection, for the objection had no ground.
enum yk matter_decide_arbitrate(const struct matter *matter, const struct matter_env *env,
                                const struct matter_arbitration *command, struct drafts *out,
                                struct err *err) {
    enum yk status = check_may(matter, env, ACT_ARBITRATE, err);
    if (status != YK_OK) {
        return status;
    }
    struct err local;
    struct err *fields = own_err(err, &local);
    if (command->uphold) {
        check_unit(&command->unit, "unit", fields);
        if (command->unit.id == matter->lead) {
            (void)err_add_field(fields, "unit", ERR_UNKNOWN_UNIT, "%s", "≠");
        }
    }
    if (fields->n_items) {
        return YK_REFUSED;
    }
    if (command->uphold) {
        status = check_not_pushed_down(&command->category, &command->unit, err);
    }
    if (status != YK_OK) {
        return status;
    }
    enum matter_event event = command->uphold ? EV_OBJECTION_UPHELD : EV_OBJECTION_REJECTED;
    struct ev_objection *body = new_objection(matter, env, event);
    if (!body || (!command->uphold && !sign_again(matter, env, &body->sign))) {
        return no_memory(err);
    }
    struct draft *draft = add_event(out, event, env->today, body);
    draft_add_text(draft, "note", command->note);
    draft_add_notice(draft,
                     command->uphold ? "matter.objection_upheld" : "matter.objection_rejected",
                     matter->lead, 0);
    if (!command->uphold) {
        return YK_OK;
    }
    const struct rule_subject subject = matter_rule_subject(matter);
    return add_dispatch(env, &subject, (int64_t)matter->n_dispatches + 1, command->unit.id, true,
                        NULL, out, err);
}

// ---- handling ----

enum yk matter_decide_note(const struct matter *matter, const struct matter_env *env,
                           const char *text, struct drafts *out, struct err *err) {
    enum yk status = check_may(matter, env, ACT_NOTE, err);
    if (status != YK_OK) {
        return status;
    }
    struct ev_noted *body = new_body(env, EV_NOTED);
    if (!body) {
        return no_memory(err);
    }
    body->unit = env->actor->unit;
    draft_add_text(add_event(out, EV_NOTED, env->today, body), "text", text);
    return YK_OK;
}

enum yk matter_decide_contact(const struct matter *matter, const struct matter_env *env,
                              int32_t day, int64_t how, const char *text, struct drafts *out,
                              struct err *err) {
    enum yk status = check_may(matter, env, ACT_CONTACT, err);
    if (status != YK_OK) {
        return status;
    }
    struct err local;
    struct err *fields = own_err(err, &local);
    check_past_day(day, "day", env, fields);
    int32_t dispatched = matter_last_dispatch(matter)->day;
    if (!fields->n_items && day < dispatched) {
        char from[DAY_TEXT_BYTES];
        day_format(dispatched, from);
        (void)err_add_field(fields, "day", ERR_OUT_OF_RANGE, "≥ %s", from);
    }
    if (fields->n_items) {
        return YK_REFUSED;
    }
    struct ev_contacted *body = new_body(env, EV_CONTACTED);
    if (!body || !tell_start_after_contact(matter, env, day, &body->tell)) {
        return no_memory(err);
    }
    body->unit = matter->lead;
    body->how = how;
    draft_add_text(add_event(out, EV_CONTACTED, day, body), "text", text);
    return YK_OK;
}

// ---- answer ----

// An answer after which nobody can be called ends the matter at once; it is counted apart.
static enum yk add_close(const struct matter_env *env, int64_t round, enum close_cause cause,
                         struct drafts *out, struct err *err) {
    struct ev_closed *body = new_body(env, EV_CLOSED);
    if (!body) {
        return no_memory(err);
    }
    body->round = round;
    body->cause = cause;
    add_event(out, EV_CLOSED, env->today, body);
    return YK_OK;
}

enum yk matter_decide_answer(const struct matter *matter, const struct matter_env *env,
                             const char *text, int64_t result, struct drafts *out,
                             struct err *err) {
    enum yk status = check_may(matter, env, ACT_ANSWER, err);
    if (status != YK_OK) {
        return status;
    }
    struct ev_answered *body = new_body(env, EV_ANSWERED);
    if (!body) {
        return no_memory(err);
    }
    body->unit = matter->lead;
    body->result = result;
    bool stands = !env->policy->head_signs_off;
    if (stands && !open_round(matter, env, &matter->answer, &body->round)) {
        return no_memory(err);
    }
    struct draft *draft = add_event(out, EV_ANSWERED, env->today, body);
    draft_add_text(draft, "done_text", text);
    if (!stands) {
        draft_add_notice(draft, "matter.to_sign_off", matter->lead, 0);
    }
    if (stands && body->round.call_state == CALL_CANNOT) {
        return add_close(env, body->round.n, CLOSED_CANNOT_CALL, out, err);
    }
    return YK_OK;
}

static enum yk add_signoff_return(const struct matter *matter, const struct matter_env *env,
                                  const char *note, struct drafts *out, struct err *err) {
    struct ev_signoff_returned *body = new_body(env, EV_SIGNOFF_RETURNED);
    if (!body) {
        return no_memory(err);
    }
    body->unit = matter->lead;
    struct draft *draft = add_event(out, EV_SIGNOFF_RETURNED, env->today, body);
    draft_add_text(draft, "note", note);
    draft_add_notice(draft, "matter.signoff_returned", 0, matter->answer_by);
    return YK_OK;
}

enum yk matter_decide_signoff(const struct matter *matter, const struct matter_env *env,
                              bool approve, const char *note, struct drafts *out, struct err *err) {
    enum yk status = check_may(matter, env, ACT_SIGNOFF, err);
    if (status != YK_OK) {
        return status;
    }
    if (!approve) {
        return add_signoff_return(matter, env, note, out, err);
    }
    if (matter->answer_by == env->actor->account) {
        return err_set(err, YK_REFUSED, ERR_OWN_ANSWER, "%s", "");
    }
    struct ev_signed_off *body = new_body(env, EV_SIGNED_OFF);
    if (!body || !open_round(matter, env, &matter->answer, &body->round)) {
        return no_memory(err);
    }
    body->unit = matter->lead;
    draft_add_text(add_event(out, EV_SIGNED_OFF, env->today, body), "note", note);
    if (body->round.call_state == CALL_CANNOT) {
        return add_close(env, body->round.n, CLOSED_CANNOT_CALL, out, err);
    }
    return YK_OK;
}

// ---- call-back ----

static int hour_of(int64_t time_us) {
    return (int)((time_us / US_PER_S + CLOCK_TZ_OFFSET_S) / 3600 % 24);
}

enum { SECOND_TRY_BEFORE_HOUR = 15 };

// The tries so far and the one being made now.
struct try_count {
    int tries, today, hours, days;
};

static struct try_count count_tries(const struct matter_round *round,
                                    const struct matter_env *env) {
    struct try_count count = {.tries = (int)round->n_tries + 1, .today = 1, .days = 1};
    unsigned hours = 1u << hour_of(env->now_us);
    int32_t last_day = DAY_NONE;
    for (size_t i = 0; i < round->n_tries; i++) {
        const struct matter_try *at = &round->tries[i];
        hours |= 1u << hour_of(at->at);
        if (at->day == env->today) {
            count.today++;
        } else if (at->day != last_day) {
            count.days++; // tries are in the order of their days
        }
        last_day = at->day;
    }
    count.hours = __builtin_popcount(hours);
    return count;
}

// "At least three tries at different hours on two days before unreachable." The second try of a day comes
// while the afternoon allows another hour; otherwise the next working day is next.
static int32_t next_try(const struct try_count *count, const struct matter_env *env) {
    const struct policy *policy = env->policy;
    if (count->tries >= policy->call_tries && count->hours >= policy->call_tries &&
        count->days >= policy->call_days) {
        return DAY_NONE;
    }
    if (count->today < 2 && hour_of(env->now_us) < SECOND_TRY_BEFORE_HOUR) {
        return env->today;
    }
    return calendar_add_workdays(env->calendar, env->today, 1);
}

static bool is_answer(int64_t word) {
    return word == WORD_YES || word == WORD_PARTLY || word == WORD_NO;
}

static bool is_less_than_yes(int64_t word) {
    return word == WORD_PARTLY || word == WORD_NO;
}

// From thousandths to hundredths.
static int64_t points(int64_t weight) {
    return (weight + 5) / 10;
}

static int64_t solved_points(const struct policy *policy, int64_t word) {
    switch (word) {
    case WORD_YES: return 100;
    case WORD_PARTLY: return points(policy->partly_weight);
    case WORD_NO: return 0;
    default: return JSON_ABSENT_INT;
    }
}

static int64_t satisfied_points(const struct policy *policy, int64_t grade) {
    switch (grade) {
    case GRADE_SATISFIED: return 100;
    case GRADE_BASICALLY: return points(policy->basically_weight);
    case GRADE_DISSATISFIED: return 0;
    default: return JSON_ABSENT_INT;
    }
}

static bool is_unsatisfactory(const struct ev_call_ended *call) {
    return is_less_than_yes(call->true_) || is_less_than_yes(call->done) ||
           is_less_than_yes(call->solved) || call->satisfaction == GRADE_DISSATISFIED;
}

// Where a withdrawal that was not of the person's own will goes back to; an answer always goes to its unit.
static enum matter_state return_state(const struct matter *matter) {
    const struct matter_dispatch *dispatch = matter_last_dispatch(matter);
    if (!matter->lead || !dispatch) {
        return MATTER_REGISTERED;
    }
    return dispatch->signed_day == DAY_NONE ? MATTER_DISPATCHED : MATTER_HANDLING;
}

// A clock after a return: anew, but for a withdrawal that came when the clock had been missed already. It goes on as it stood, or a
// withdrawal that the person never wanted would be a way out of having been late.
static bool clock_after_return(const struct matter *matter, const struct matter_env *env,
                               const struct matter_clock *before, enum time_clock which,
                               struct matter_clock *out) {
    const struct matter_round *round = matter_open_round(matter);
    if (round->kind == ROUND_WITHDRAWAL && before->started_day != DAY_NONE &&
        !matter_clock_is_met(before, round->answered_day, round->answered_at)) {
        *out = *before;
        return true;
    }
    const struct rule_subject subject = matter_rule_subject(matter);
    return matter_start_clock(env, which, &subject, out);
}

static enum yk add_return(const struct matter *matter, const struct matter_env *env,
                          const struct ev_call_ended *call, struct drafts *out, struct err *err) {
    struct ev_returned *body = new_body(env, EV_RETURNED);
    if (!body) {
        return no_memory(err);
    }
    body->round = call->round;
    body->unit = matter->lead;
    body->to = return_state(matter);
    body->supervised = call->consequence == CONSEQUENCE_RETURNED_SUPERVISED;
    if (matter->lead &&
        !clock_after_return(matter, env, &matter->answer, TIME_ANSWER, &body->answer)) {
        return no_memory(err);
    }
    const struct rule_subject subject = matter_rule_subject(matter);
    if (matter->lead && !tell_start(env, &subject, env->today, &body->tell)) {
        return no_memory(err);
    }
    if (body->to == MATTER_DISPATCHED &&
        !clock_after_return(matter, env, &matter_last_dispatch(matter)->sign, TIME_SIGN,
                            &body->sign)) {
        return no_memory(err);
    }
    struct draft *draft = add_event(out, EV_RETURNED, env->today, body);
    draft_add_notice(draft, body->supervised ? "matter.returned_supervised" : "matter.returned",
                     matter->lead ? matter->lead : matter->intake_unit, 0);
    if (matter_open_round(matter)->kind == ROUND_WITHDRAWAL) {
        draft_add_notice(draft, "matter.unwilling", 0, 0);
    }
    return YK_OK;
}

// Closed or back, by what the person said. Closing a withdrawal changes nothing: it has ended.
static enum yk add_consequence(const struct matter *matter, const struct matter_env *env,
                               const struct ev_call_ended *call, enum close_cause cause,
                               struct drafts *out, struct err *err) {
    if (call->consequence != CONSEQUENCE_CLOSED) {
        return add_return(matter, env, call, out, err);
    }
    if (matter_open_round(matter)->kind == ROUND_WITHDRAWAL) {
        return YK_OK;
    }
    return add_close(env, call->round, cause, out, err);
}

static enum yk add_unreachable(const struct matter *matter, const struct matter_env *env,
                               struct drafts *out, struct err *err) {
    struct ev_call_ended *body = new_body(env, EV_CALL_ENDED);
    if (!body) {
        return no_memory(err);
    }
    body->round = matter_open_round(matter)->n;
    body->reached = 0;
    body->state = CALL_UNREACHABLE;
    body->consequence = CONSEQUENCE_CLOSED;
    body->policy = env->policy->version;
    add_event(out, EV_CALL_ENDED, env->today, body);
    return add_consequence(matter, env, body, CLOSED_UNREACHABLE, out, err);
}

static enum yk decide_not_reached(const struct matter *matter, const struct matter_env *env,
                                  const char *note, struct drafts *out, struct err *err) {
    const struct matter_round *round = matter_open_round(matter);
    struct try_count count = count_tries(round, env);
    struct ev_call_tried *body = new_body(env, EV_CALL_TRIED);
    if (!body) {
        return no_memory(err);
    }
    body->round = round->n;
    body->tries = count.tries;
    body->next_try_day = next_try(&count, env);
    draft_add_text(add_event(out, EV_CALL_TRIED, env->today, body), "note", note);
    return body->next_try_day == DAY_NONE ? add_unreachable(matter, env, out, err) : YK_OK;
}

// A withdrawal is asked one thing only: was it of your own will.
static void check_answers(const struct matter_round *round, const struct matter_call *command,
                          struct err *err) {
    if (command->true_ == JSON_ABSENT_INT) {
        (void)err_add_field(err, "true_", ERR_REQUIRED, "yes, partly, no, declined, unknown");
    }
    if (round->kind != ROUND_WITHDRAWAL) {
        return;
    }
    const struct {
        const char *field;
        int64_t value;
    } others[] = {{"done", command->done},
                  {"solved", command->solved},
                  {"satisfaction", command->satisfaction}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (others[i].value != JSON_ABSENT_INT) {
            (void)err_add_field(err, others[i].field, ERR_UNKNOWN_FIELD, "%s", "true_");
        }
    }
}

static enum yk decide_reached(const struct matter *matter, const struct matter_env *env,
                              const struct matter_call *command, struct drafts *out,
                              struct err *err) {
    struct ev_call_ended *body = new_body(env, EV_CALL_ENDED);
    if (!body) {
        return no_memory(err);
    }
    body->round = matter_open_round(matter)->n;
    body->reached = 1;
    body->state = is_answer(command->true_) ? CALL_VALID : CALL_INCOMPLETE;
    body->true_ = command->true_;
    body->done = command->done;
    body->solved = command->solved;
    body->satisfaction = command->satisfaction;
    body->solved_points = solved_points(env->policy, command->solved);
    body->satisfied_points = satisfied_points(env->policy, command->satisfaction);
    body->policy = env->policy->version;
    body->consequence = CONSEQUENCE_CLOSED;
    if (is_unsatisfactory(body)) {
        body->consequence =
            matter->n_returns > 0 ? CONSEQUENCE_RETURNED_SUPERVISED : CONSEQUENCE_RETURNED;
    }
    struct draft *draft = add_event(out, EV_CALL_ENDED, env->today, body);
    draft_add_text(draft, "note", command->note);
    draft_add_text(draft, "words", command->words);
    return add_consequence(matter, env, body, CLOSED_BY_CALL, out, err);
}

enum yk matter_decide_callback(const struct matter *matter, const struct matter_env *env,
                               const struct matter_call *command, struct drafts *out,
                               struct err *err) {
    enum yk status = check_may(matter, env, ACT_CALLBACK, err);
    if (status != YK_OK) {
        return status;
    }
    if (!command->reached) {
        return decide_not_reached(matter, env, command->note, out, err);
    }
    struct err local;
    struct err *fields = own_err(err, &local);
    check_answers(matter_open_round(matter), command, fields);
    if (fields->n_items) {
        return YK_REFUSED;
    }
    return decide_reached(matter, env, command, out, err);
}

// ---- ending otherwise, amending ----

// Units talk people into withdrawing: so a withdrawal, too, is called back.
enum yk matter_decide_withdraw(const struct matter *matter, const struct matter_env *env,
                               const char *reason, struct drafts *out, struct err *err) {
    enum yk status = check_may(matter, env, ACT_WITHDRAW, err);
    if (status != YK_OK) {
        return status;
    }
    struct ev_withdrawn *body = new_body(env, EV_WITHDRAWN);
    if (!body || !open_round(matter, env, NULL, &body->round)) {
        return no_memory(err);
    }
    body->unit = matter->lead ? matter->lead : matter->intake_unit;
    struct draft *draft = add_event(out, EV_WITHDRAWN, env->today, body);
    draft_add_text(draft, "reason", reason);
    if (matter->lead) {
        draft_add_notice(draft, "matter.withdrawn", matter->lead, 0);
    }
    return YK_OK;
}

enum yk matter_decide_join(const struct matter *matter, int64_t id, const struct matter *target,
                           int64_t target_id, const struct matter_env *env, struct drafts *out,
                           struct drafts *out_target, struct err *err) {
    enum yk status = check_may(matter, env, ACT_JOIN, err);
    if (status != YK_OK) {
        return status;
    }
    if (id == target_id) {
        return err_set(err, YK_REFUSED, ERR_CANNOT_JOIN_ITSELF, "join");
    }
    if (matter->n_repeats > 0) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "it has repeats of its own");
    }
    status = check_target(target, err);
    return status == YK_OK ? add_join(env, id, target_id, out, out_target, err) : status;
}

enum yk matter_decide_amend(const struct matter *matter, const struct matter_env *env,
                            const struct matter_amendment *command, struct drafts *out,
                            struct err *err) {
    enum yk status = check_may(matter, env, ACT_AMEND, err);
    if (status != YK_OK) {
        return status;
    }
    struct err local;
    struct err *fields = own_err(err, &local);
    bool category = command->category.code != JSON_ABSENT_INT;
    if (category) {
        check_category(&command->category, fields);
    }
    if (!category && !command->title && command->urgency == JSON_ABSENT_INT &&
        command->kind == JSON_ABSENT_INT) {
        (void)err_add_field(fields, "title", ERR_REQUIRED, "title, kind, category, urgency");
    }
    if (fields->n_items) {
        return YK_REFUSED;
    }
    if (category && command->lead.id) {
        status = check_not_pushed_down(&command->category, &command->lead, err);
    }
    if (status != YK_OK) {
        return status;
    }
    struct ev_amended *body = new_body(env, EV_AMENDED);
    if (!body) {
        return no_memory(err);
    }
    body->category = command->category.code;
    body->urgency = command->urgency;
    body->kind = command->kind;
    body->title = command->title != NULL;
    struct draft *draft = add_event(out, EV_AMENDED, env->today, body);
    draft_add_text(draft, "title", command->title);
    draft_add_text(draft, "reason", command->reason);
    return YK_OK;
}

enum yk matter_decide_review(const struct matter_env *env, const struct matter_review *command,
                             struct drafts *out, struct err *err) {
    bool asked = command->decision == JSON_ABSENT_INT;
    enum matter_event event = asked ? EV_REVIEW_ASKED : EV_REVIEWED;
    if (!actor_may(env->actor, asked ? CAP_REVIEW_ASK : CAP_REVIEW_MANAGE)) {
        return err_set(err, YK_REFUSED, ERR_FORBIDDEN, "review");
    }
    struct ev_reviewed *body = new_body(env, event);
    if (!body) {
        return no_memory(err);
    }
    *body = (struct ev_reviewed){.meeting = command->meeting,
                                 .item = command->item,
                                 .decision = command->decision,
                                 .unit = command->unit,
                                 .by_day = command->by_day};
    draft_add_text(add_event(out, event, env->today, body), asked ? "reason" : "instruction",
                   command->text);
    return YK_OK;
}

// ---- papers ----

const struct matter_paper *matter_find_paper(const struct matter *matter, int64_t n) {
    return n >= 1 && n <= (int64_t)matter->n_papers ? &matter->papers[n - 1] : NULL;
}

// The dispatch that an order would be for: the last one, unless it was taken back or is disputed.
static const struct matter_dispatch *orderable(const struct matter *matter) {
    const struct matter_dispatch *last = matter_last_dispatch(matter);
    bool stands =
        last && last->outcome != DISPATCH_WITHDRAWN && last->outcome != DISPATCH_OBJECTION_OPEN;
    return stands ? last : NULL;
}

enum err_code matter_may_issue(const struct matter *matter, const struct actor *actor,
                               int64_t kind) {
    bool order = kind == PAPER_DISPATCH;
    const struct matter_dispatch *dispatch = order ? orderable(matter) : NULL;
    int64_t of = dispatch ? dispatch->n : JSON_ABSENT_INT;
    if (!order && kind != PAPER_RECEIPT) {
        return ERR_WRONG_STATE;
    }
    if (!actor_may(actor, order ? CAP_MATTER_DISPATCH : CAP_MATTER_INTAKE)) {
        return ERR_FORBIDDEN;
    }
    if (order && !dispatch) {
        return ERR_WRONG_STATE;
    }
    for (size_t i = 0; i < matter->n_papers; i++) {
        if (matter->papers[i].kind == kind && matter->papers[i].dispatch == of) {
            return ERR_ALREADY_EXISTS;
        }
    }
    return ERR_NONE;
}

enum yk matter_decide_issue(const struct matter *matter, const struct matter_env *env,
                            const struct matter_issue *command, struct drafts *out,
                            struct err *err) {
    enum err_code code = matter_may_issue(matter, env->actor, command->kind);
    if (code != ERR_NONE) {
        return err_set(err, YK_REFUSED, code, "paper %lld", (long long)command->kind);
    }
    struct ev_paper_issued *body = new_body(env, EV_PAPER_ISSUED);
    if (!body) {
        return no_memory(err);
    }
    body->n = (int64_t)matter->n_papers + 1;
    body->paper = command->kind;
    if (command->kind == PAPER_DISPATCH) {
        body->dispatch = orderable(matter)->n;
    }
    body->year = command->year;
    body->serial = command->serial;
    body->version = command->version;
    body->shipped = command->shipped;
    body->unit = env->actor->unit;
    add_event(out, EV_PAPER_ISSUED, env->today, body);
    return YK_OK;
}
