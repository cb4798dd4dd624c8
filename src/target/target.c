// SPDX-License-Identifier: Apache-2.0
// The rules of a task: who may do what with it in which state, and what each command turns into. Whatever depends on a clock or on the programme is decided here
// and written into the events.
#include "target/target.h"

#include <assert.h>
#include <string.h>

#include "target/target_spec.h"

// ---- who may ----

#define IN(state_) (1u << (state_))
static const struct {
    enum cap cap;
    unsigned states;
} permissions[TACT_END] = {
    [TACT_BREAK_DOWN] = {CAP_TARGET_MANAGE, IN(TARGET_SET_UP)},
    [TACT_ASSIGN] = {CAP_TARGET_MANAGE, IN(TARGET_SET_UP)},
    [TACT_SIGN] = {CAP_TARGET_REPORT, IN(TARGET_ASSIGNED)},
    [TACT_REPORT] = {CAP_TARGET_REPORT, IN(TARGET_ASSIGNED)},
    [TACT_VERIFY] = {CAP_TARGET_MANAGE, IN(TARGET_ASSIGNED)},
    [TACT_RETURN] = {CAP_TARGET_MANAGE, IN(TARGET_ASSIGNED)},
    // Also after the task was struck off: what proves untrue then is said then.
    [TACT_UNTRUE] = {CAP_TARGET_MANAGE, IN(TARGET_ASSIGNED) | IN(TARGET_ACCEPTED)},
    [TACT_ACCEPT] = {CAP_TARGET_MANAGE, IN(TARGET_ASSIGNED)},
};

enum err_code target_may(const struct target *target, const struct actor *actor,
                         enum target_act act) {
    assert(act > 0 && act < TACT_END);
    if (!actor_may(actor, permissions[act].cap)) {
        return ERR_FORBIDDEN;
    }
    return permissions[act].states & IN(target->state) ? ERR_NONE : ERR_WRONG_STATE;
}

size_t target_actions(const struct target *target, const struct actor *actor,
                      enum target_act out[TACT_END]) {
    size_t n = 0;
    for (int act = 1; act < TACT_END; act++) {
        if (target_may(target, actor, (enum target_act)act) == ERR_NONE) {
            out[n++] = (enum target_act)act;
        }
    }
    return n;
}

static enum yk check_may(const struct target *target, const struct target_env *env,
                         enum target_act act, struct err *err) {
    enum err_code code = target_may(target, env->actor, act);
    return code == ERR_NONE ? YK_OK
                            : err_set(err, YK_REFUSED, code, "%s in state %s",
                                      json_word_of(target_act_words, act),
                                      json_word_of(target_state_words, target->state));
}

// ---- making drafts ----

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "target: no memory for an event");
}

static void *new_body(const struct target_env *env, enum target_event event) {
    const struct json_spec *spec = target_event_types[event].spec;
    void *body = arena_alloc(env->arena, spec->struct_bytes);
    if (body) {
        json_spec_clear(spec, body);
    }
    return body;
}

static struct draft *add_event(struct drafts *out, enum target_event event, int32_t day,
                               const void *body) {
    return drafts_add(out, &target_event_types[event], day, body);
}

static enum yk refuse_field(struct err *err, const char *field, enum err_code code,
                            const char *accepted) {
    err_add_field(err, field, code, "%s", accepted);
    return YK_REFUSED;
}

static enum yk check_set_up(const struct target_set_up *command, struct err *err) {
    enum yk status = YK_OK;
    if (command->action < 1 || command->action > command->n_actions) {
        status = refuse_field(err, "action", ERR_OUT_OF_RANGE, "an action of the programme");
    }
    if (!command->lead_known) {
        status = refuse_field(err, "lead", ERR_UNKNOWN_UNIT, "an open unit");
    }
    if (!command->supports_known) {
        status = refuse_field(err, "supports", ERR_UNKNOWN_UNIT, "open units");
    }
    return status;
}

enum yk target_decide_set_up(const struct target_env *env, const struct target_set_up *command,
                             struct drafts *out, struct err *err) {
    if (!actor_may(env->actor, CAP_TARGET_MANAGE)) {
        return err_set(err, YK_REFUSED, ERR_FORBIDDEN, "set up");
    }
    enum yk status = check_set_up(command, err);
    if (status != YK_OK) {
        return status;
    }
    struct ev_set_up *body = new_body(env, TE_SET_UP);
    struct target_indicator *indicators =
        arena_alloc_array(env->arena, command->n_indicators + 1, sizeof *indicators);
    int64_t *supports = arena_alloc_array(env->arena, command->n_supports + 1, sizeof *supports);
    if (!body || !indicators || !supports) {
        return no_memory(err);
    }
    for (size_t i = 0; i < command->n_indicators; i++) {
        indicators[i] = command->indicators[i];
        indicators[i].n = (int64_t)i + 1;
    }
    if (command->n_supports) {
        memcpy(supports, command->supports, command->n_supports * sizeof *supports);
    }
    *body = (struct ev_set_up){.programme = command->programme,
                               .kind = command->kind,
                               .action = command->action,
                               .number = command->number,
                               .lead = command->lead,
                               .report_days = command->report_days,
                               .from = command->from,
                               .to = command->to,
                               .name = command->name,
                               .name_en = command->name_en,
                               .supports = supports,
                               .n_supports = command->n_supports,
                               .indicators = indicators,
                               .n_indicators = command->n_indicators};
    add_event(out, TE_SET_UP, env->today, body);
    return YK_OK;
}

// ---- breaking down ----

// Parts of a whole add up to it; a percentage is each unit's alike.
static enum yk check_split(const struct target *target, const struct target_breakdown *command,
                           struct err *err) {
    for (size_t i = 0; i < target->n_indicators; i++) {
        const struct target_indicator *indicator = &target->indicators[i];
        bool ratio = indicator->counting == TARGET_RATIO;
        int64_t sum = 0;
        size_t n = 0;
        bool alike = true;
        for (size_t k = 0; k < command->n_shares; k++) {
            const struct target_share_plan *share = &command->shares[k];
            if (share->indicator == indicator->n) {
                n++;
                alike = alike && share->target == indicator->target;
                sum += share->target == AMOUNT_NONE ? 0 : share->target;
            }
        }
        bool fits = n > 0 && (indicator->target == AMOUNT_NONE ? sum == 0
                              : ratio                          ? alike
                                                               : sum == indicator->target);
        if (!fits) {
            return refuse_field(err, "shares", ERR_SPLIT_MISMATCH, indicator->name);
        }
    }
    return YK_OK;
}

static enum yk check_shares(const struct target *target, const struct target_breakdown *command,
                            struct err *err) {
    for (size_t i = 0; i < command->n_shares; i++) {
        const struct target_share_plan *share = &command->shares[i];
        if (!target_find_indicator(target, share->indicator)) {
            return refuse_field(err, "shares", ERR_OUT_OF_RANGE, "an indicator of the task");
        }
        if (!share->unit_known) {
            return refuse_field(err, "shares", ERR_UNKNOWN_UNIT, "an open unit");
        }
        for (size_t k = 0; k < i; k++) {
            if (command->shares[k].unit == share->unit &&
                command->shares[k].indicator == share->indicator) {
                return refuse_field(err, "shares", ERR_ALREADY_EXISTS, "each unit once");
            }
        }
    }
    return check_split(target, command, err);
}

static enum yk check_steps(const struct target *target, const struct target_breakdown *command,
                           struct err *err) {
    for (size_t i = 0; i < command->n_steps; i++) {
        const struct target_step *step = &command->steps[i];
        const struct target_indicator *indicator = target_find_indicator(target, step->indicator);
        if (!indicator || indicator->target == AMOUNT_NONE ||
            step->month < month_of_day(target->from) || step->month > month_of_day(target->to)) {
            return refuse_field(err, "steps", ERR_OUT_OF_RANGE, "a month of the programme");
        }
        for (size_t k = 0; k < i; k++) {
            const struct target_step *before = &command->steps[k];
            if (before->indicator == step->indicator &&
                (before->month >= step->month || before->value > step->value)) {
                return refuse_field(err, "steps", ERR_OUT_OF_RANGE, "months and values that rise");
            }
        }
    }
    return YK_OK;
}

enum yk target_decide_break_down(const struct target *target, const struct target_env *env,
                                 const struct target_breakdown *command, struct drafts *out,
                                 struct err *err) {
    enum yk status = check_may(target, env, TACT_BREAK_DOWN, err);
    if (status == YK_OK) {
        status = check_shares(target, command, err);
    }
    if (status == YK_OK) {
        status = check_steps(target, command, err);
    }
    if (status != YK_OK) {
        return status;
    }
    struct ev_broken_down *body = new_body(env, TE_BROKEN_DOWN);
    struct ev_share *shares = arena_alloc_array(env->arena, command->n_shares + 1, sizeof *shares);
    struct target_step *steps = arena_alloc_array(env->arena, command->n_steps + 1, sizeof *steps);
    if (!body || !shares || !steps) {
        return no_memory(err);
    }
    for (size_t i = 0; i < command->n_shares; i++) {
        const struct target_share_plan *share = &command->shares[i];
        shares[i] = (struct ev_share){(int64_t)i + 1, share->indicator, share->unit, share->target};
    }
    if (command->n_steps) {
        memcpy(steps, command->steps, command->n_steps * sizeof *steps);
    }
    *body = (struct ev_broken_down){shares, command->n_shares, steps, command->n_steps};
    add_event(out, TE_BROKEN_DOWN, env->today, body);
    return YK_OK;
}

enum yk target_decide_assign(const struct target *target, const struct target_env *env,
                             struct drafts *out, struct err *err) {
    enum yk status = check_may(target, env, TACT_ASSIGN, err);
    if (status == YK_OK) {
        draft_add_notice(add_event(out, TE_ASSIGNED, env->today, NULL), "target.assigned",
                         target->lead, 0);
    }
    return status;
}

enum yk target_decide_sign(const struct target *target, const struct target_env *env,
                           struct drafts *out, struct err *err) {
    enum yk status = check_may(target, env, TACT_SIGN, err);
    size_t unsigned_ones = 0;
    size_t ours = 0;
    if (status != YK_OK) {
        return status;
    }
    for (size_t i = 0; i < target->n_shares; i++) {
        bool mine = target->shares[i].unit == env->actor->unit;
        ours += mine;
        unsigned_ones += mine && !target->shares[i].signed_by;
    }
    if (!unsigned_ones) {
        return err_set(err, YK_REFUSED, ours ? ERR_WRONG_STATE : ERR_NOT_YOUR_UNIT,
                       "nothing is to be signed");
    }
    struct ev_signed *body = new_body(env, TE_SIGNED);
    if (!body) {
        return no_memory(err);
    }
    body->unit = env->actor->unit;
    add_event(out, TE_SIGNED, env->today, body);
    return YK_OK;
}

// ---- reports ----

static enum yk check_month(const struct target *target, const struct target_env *env,
                           const struct target_share *share,
                           const struct target_report_command *command, struct err *err) {
    const struct target_indicator *indicator = target_find_indicator(target, share->indicator);
    int64_t month = command->month;
    if (month < month_of_day(target->from) || month > month_of_day(target->to) ||
        month != target_period_end(target, indicator->frequency, month) ||
        month > target_period_end(target, indicator->frequency, month_of_day(env->today))) {
        return refuse_field(err, "month", ERR_OUT_OF_RANGE, "a period that has begun");
    }
    if (month <= command->locked) {
        return err_set(err, YK_REFUSED, ERR_PERIOD_CLOSED, "month %lld", (long long)month);
    }
    for (size_t i = 0; i < target->n_reports; i++) {
        const struct target_report *report = &target->reports[i];
        if (report->share == share->n && report->month == month &&
            (report->state == REPORT_WAITING || report->state == REPORT_VERIFIED)) {
            return err_set(err, YK_REFUSED, ERR_ALREADY_EXISTS, "a report of that month stands");
        }
    }
    if (target->n_reports >= REPORTS_MAX) {
        return err_set(err, YK_REFUSED, ERR_LIMIT_REACHED, "%d reports", REPORTS_MAX);
    }
    return YK_OK;
}

static enum yk check_value(const struct target *target, const struct target_share *share,
                           const struct target_report_command *command, struct err *err) {
    const struct target_indicator *indicator = target_find_indicator(target, share->indicator);
    bool ratio = indicator->counting == TARGET_RATIO;
    if (ratio && (command->base == AMOUNT_NONE || command->base <= 0)) {
        return refuse_field(err, "base", ERR_REQUIRED, "> 0");
    }
    if (!ratio && command->base != AMOUNT_NONE) {
        return refuse_field(err, "base", ERR_UNKNOWN_FIELD, "only of a ratio");
    }
    return YK_OK;
}

enum yk target_decide_report(const struct target *target, const struct target_env *env,
                             const struct target_report_command *command, struct drafts *out,
                             struct err *err) {
    enum yk status = check_may(target, env, TACT_REPORT, err);
    const struct target_share *share = target_find_share(target, command->share);
    if (status == YK_OK && !share) {
        return refuse_field(err, "share", ERR_OUT_OF_RANGE, "a share of the task");
    }
    if (status == YK_OK && share->unit != env->actor->unit) {
        return err_set(err, YK_REFUSED, ERR_NOT_YOUR_UNIT, "share %lld", (long long)share->n);
    }
    if (status == YK_OK && !share->signed_by) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "the unit has not signed");
    }
    if (status == YK_OK) {
        status = check_month(target, env, share, command, err);
    }
    if (status == YK_OK) {
        status = check_value(target, share, command, err);
    }
    struct ev_reported *body = status == YK_OK ? new_body(env, TE_REPORTED) : NULL;
    if (!body) {
        return status == YK_OK ? no_memory(err) : status;
    }
    *body = (struct ev_reported){.n = (int64_t)target->n_reports + 1,
                                 .share = share->n,
                                 .month = command->month,
                                 .value = command->value,
                                 .base = command->base};
    struct draft *draft = add_event(out, TE_REPORTED, env->today, body);
    draft_add_text(draft, "note", command->note);
    draft_add_notice(draft, "target.reported", 0, 0);
    return YK_OK;
}

static enum yk check_report(const struct target *target, const struct target_env *env,
                            enum target_act act, int64_t n, const struct target_report **out,
                            struct err *err) {
    enum yk status = check_may(target, env, act, err);
    const struct target_report *report = target_find_report(target, n);
    if (status == YK_OK && !report) {
        return refuse_field(err, "n", ERR_OUT_OF_RANGE, "a report of the task");
    }
    int64_t wanted = act == TACT_UNTRUE ? REPORT_VERIFIED : REPORT_WAITING;
    if (status == YK_OK && report->state != wanted) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "the report is %s",
                       json_word_of(report_state_words, report->state));
    }
    if (status == YK_OK && report->by == env->actor->account) {
        return err_set(err, YK_REFUSED, ERR_OWN_REPORT, "report %lld", (long long)n);
    }
    if (status == YK_OK) {
        *out = report;
    }
    return status;
}

static enum yk add_judged(const struct target *target, const struct target_env *env,
                          enum target_event event, const struct target_report *report, int64_t how,
                          struct drafts *out, struct err *err) {
    static const char *const notices[TE_COUNT] = {
        [TE_RETURNED] = "target.returned", [TE_UNTRUE] = "target.untrue"};
    struct ev_judged *body = new_body(env, event);
    if (!body) {
        return no_memory(err);
    }
    body->n = report->n;
    body->how = how;
    struct draft *draft = add_event(out, event, env->today, body);
    if (notices[event]) {
        draft_add_notice(draft, notices[event], target_find_share(target, report->share)->unit, 0);
    }
    return YK_OK;
}

static enum yk check_open(const struct target_report *report, int64_t locked, struct err *err) {
    return report->month > locked ? YK_OK
                                  : err_set(err, YK_REFUSED, ERR_PERIOD_CLOSED, "month %lld",
                                            (long long)report->month);
}

enum yk target_decide_verify(const struct target *target, const struct target_env *env, int64_t n,
                             int64_t how, int64_t locked, const char *note, struct drafts *out,
                             struct err *err) {
    const struct target_report *report = NULL;
    enum yk status = check_report(target, env, TACT_VERIFY, n, &report, err);
    if (status == YK_OK) {
        status = check_open(report, locked, err);
    }
    if (status == YK_OK) {
        status = add_judged(target, env, TE_VERIFIED, report, how, out, err);
    }
    if (status == YK_OK) {
        draft_add_text(&out->items[out->n - 1], "note", note);
    }
    return status;
}

enum yk target_decide_return(const struct target *target, const struct target_env *env, int64_t n,
                             const char *reason, struct drafts *out, struct err *err) {
    const struct target_report *report = NULL;
    enum yk status = check_report(target, env, TACT_RETURN, n, &report, err);
    if (status == YK_OK) {
        status = add_judged(target, env, TE_RETURNED, report, JSON_ABSENT_INT, out, err);
    }
    if (status == YK_OK) {
        draft_add_text(&out->items[out->n - 1], "reason", reason);
    }
    return status;
}

enum yk target_decide_untrue(const struct target *target, const struct target_env *env, int64_t n,
                             int64_t locked, const char *reason, struct drafts *out,
                             struct err *err) {
    const struct target_report *report = NULL;
    enum yk status = check_report(target, env, TACT_UNTRUE, n, &report, err);
    if (status == YK_OK) {
        status = check_open(report, locked, err);
    }
    if (status == YK_OK) {
        status = add_judged(target, env, TE_UNTRUE, report, JSON_ABSENT_INT, out, err);
    }
    if (status == YK_OK) {
        draft_add_text(&out->items[out->n - 1], "reason", reason);
    }
    return status;
}

enum yk target_decide_accept(const struct target *target, const struct target_env *env,
                             const char *note, struct drafts *out, struct err *err) {
    enum yk status = check_may(target, env, TACT_ACCEPT, err);
    if (status != YK_OK) {
        return status;
    }
    for (size_t i = 0; i < target->n_reports; i++) {
        if (target->reports[i].state == REPORT_WAITING) {
            return err_set(err, YK_REFUSED, ERR_TARGETS_UNMET, "report %zu waits", i + 1);
        }
    }
    for (size_t i = 0; i < target->n_indicators; i++) {
        struct pace pace;
        target_pace(target, target->indicators[i].n, 0, 0, env->today, &pace);
        if (pace.target != AMOUNT_NONE && !pace_met(&pace)) {
            return err_set(err, YK_REFUSED, ERR_TARGETS_UNMET, "indicator %zu", i + 1);
        }
    }
    struct draft *draft = add_event(out, TE_ACCEPTED, env->today, NULL);
    draft_add_text(draft, "note", note);
    draft_add_notice(draft, "target.accepted", target->lead, 0);
    return YK_OK;
}
