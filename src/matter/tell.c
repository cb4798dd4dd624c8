// SPDX-License-Identifier: Apache-2.0
// The rules of the clock "tell": when it starts, what it becomes by a pause, and what happens by itself as it runs out.
#include "matter/tell.h"
#include "matter/rules.h"

const struct matter_tell *matter_open_tell(const struct matter *matter) {
    const struct matter_tell *last = matter->n_tells ? &matter->tells[matter->n_tells - 1] : NULL;
    return last && last->outcome == TELL_OPEN ? last : NULL;
}

// Who writes down on Thursday that they called on Monday has told nobody anything since Monday.
bool tell_start(const struct matter_env *env, const struct rule_subject *subject, int32_t day,
                struct matter_clock *out) {
    struct matter_env then = *env;
    if (day < env->today) {
        then.today = day;
        then.now_us = day_start_us(day + 1) - 1;
    }
    return matter_start_clock(&then, TIME_TELL, subject, out);
}

bool tell_start_after_contact(const struct matter *matter, const struct matter_env *env,
                              int32_t day, struct matter_clock *out) {
    const struct rule_subject subject = matter_rule_subject(matter);
    return !tell_is_told_by_contact(matter, day) || tell_start(env, &subject, day, out);
}

bool tell_is_told_by_contact(const struct matter *matter, int32_t day) {
    const struct matter_dispatch *dispatch = matter_last_dispatch(matter);
    const struct matter_tell *open = matter_open_tell(matter);
    return dispatch && dispatch->contacted_day == DAY_NONE &&
           (!open || day >= open->clock.started_day);
}

void tell_pause(const struct matter *matter, const struct matter_env *env,
                const struct span_us *pauses, size_t n, struct matter_clock *out) {
    const struct matter_tell *open = matter_open_tell(matter);
    if (open) {
        matter_clock_reckon(&open->clock, env->calendar, pauses, n, 0, out);
    }
}

// ---- by itself ----

static enum yk add_due(const struct matter_env *env, const struct matter_tell *tell,
                       enum matter_event event, struct draft **out_draft, struct drafts *out,
                       struct err *err) {
    struct ev_tell_due *body = new_body(env, event);
    if (!body) {
        return no_memory(err);
    }
    body->n = tell->n;
    body->unit = tell->unit;
    body->tell_day = tell->clock.due_day;
    *out_draft = add_event(out, event, env->today, body);
    return YK_OK;
}

static enum yk not_now(int64_t n, struct err *err) {
    return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "stage reply %lld is not due now",
                   (long long)n);
}

enum yk matter_decide_tell_near(const struct matter *matter, const struct matter_env *env,
                                int64_t n, struct drafts *out, struct err *err) {
    const struct matter_tell *open = matter_open_tell(matter);
    struct draft *draft = NULL;
    if (!open || open->n != n || open->reminded == 1 || matter_clock_is_paused(&open->clock) ||
        env->now_us < matter_clock_warn_us(&open->clock) ||
        env->now_us > matter_clock_due_us(&open->clock)) {
        return not_now(n, err);
    }
    enum yk status = add_due(env, open, EV_TELL_NEAR, &draft, out, err);
    if (status == YK_OK) {
        draft_add_notice(draft, "matter.tell_near", open->unit, 0);
    }
    return status;
}

enum yk matter_decide_tell_passed(const struct matter *matter, const struct matter_env *env,
                                  int64_t n, struct drafts *out, struct err *err) {
    const struct matter_tell *open = matter_open_tell(matter);
    struct draft *draft = NULL;
    if (!open || open->n != n || open->passed_day != DAY_NONE ||
        matter_clock_is_paused(&open->clock) || env->now_us <= matter_clock_due_us(&open->clock)) {
        return not_now(n, err);
    }
    enum yk status = add_due(env, open, EV_TELL_PASSED, &draft, out, err);
    if (status == YK_OK) {
        draft_add_notice(draft, "matter.tell_passed", open->unit, 0);
        draft_add_notice(draft, "matter.tell_missed", 0, 0);
    }
    return status;
}
