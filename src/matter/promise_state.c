// SPDX-License-Identifier: Apache-2.0
// What a matter becomes by the events of promise.c, what ends a promise, and what of it can be counted. Looks at the event alone.
#include "matter/step.h"

static struct matter_promise *find_waiting(struct matter *matter, int64_t n) {
    struct matter_promise *last =
        matter->n_promises ? &matter->promises[matter->n_promises - 1] : NULL;
    return last && last->n == n && last->outcome == PROMISE_WAITING ? last : NULL;
}

static struct matter_promise *find_owed(struct matter *matter) {
    const struct matter_promise *owed = matter_owed_promise(matter);
    return owed ? &matter->promises[owed - matter->promises] : NULL;
}

static void end_owed(const struct step *step, enum promise_outcome how) {
    struct matter_promise *owed = find_owed(step->matter);
    if (!owed) {
        return;
    }
    owed->ended_day = step->event->day;
    if (owed->outcome == PROMISE_OPEN) {
        owed->outcome = step->event->day > owed->to_day ? PROMISE_BROKEN : how;
    }
}

void end_promise(const struct step *step, enum promise_outcome how) {
    struct matter *matter = step->matter;
    end_owed(step, how);
    if (matter->n_promises) {
        struct matter_promise *waiting = find_waiting(matter, (int64_t)matter->n_promises);
        if (waiting) {
            waiting->outcome = PROMISE_LAPSED;
        }
    }
}

// From now on it is promised; the promise before it has ended. A unit that tells the caller itself has spoken to them.
static enum yk give(const struct step *step, struct matter_promise *promise,
                    const struct ev_stage *body) {
    struct matter_dispatch *dispatch = last_dispatch(step->matter);
    end_owed(step, PROMISE_RENEWED);
    promise->given_day = step->event->day;
    promise->outcome = PROMISE_OPEN;
    if (promise->told != TOLD_BY_WINDOW && dispatch && dispatch->contacted_day == DAY_NONE) {
        dispatch->contacted_day = step->event->day;
        dispatch->contacted_at = step->event->recorded_at;
    }
    end_tell(step, TELL_TOLD);
    return keep_clock(step, &body->promise, &promise->clock) ? begin_tell(step, &body->tell)
                                                             : no_memory(step);
}

enum yk apply_stage_replied(const struct step *step) {
    struct matter *matter = step->matter;
    const struct ev_stage *body = step->event->body;
    if ((matter->state != MATTER_SIGNED && matter->state != MATTER_HANDLING) ||
        matter_waiting_promise(matter) || body->n != (int64_t)matter->n_promises + 1) {
        return cannot_follow(step);
    }
    struct matter_promise *all =
        grow(step->arena, matter->promises, matter->n_promises, sizeof *all);
    if (!all) {
        return no_memory(step);
    }
    struct matter_promise *promise = &all[matter->n_promises];
    *promise = (struct matter_promise){
        .n = body->n,
        .unit = body->unit,
        .by = step->event->actor,
        .told = body->told,
        .seq = step->event->seq,
        .decided_seq = JSON_ABSENT_INT,
        .day = step->event->day,
        .to_day = body->to_day,
        .given_day = DAY_NONE,
        .clock = matter_no_clock,
        .outcome = PROMISE_WAITING,
        .ended_day = DAY_NONE,
        .reminded = -1,
        .passed_day = DAY_NONE,
    };
    matter->promises = all;
    matter->state = MATTER_HANDLING;
    enum yk status = body->promise.started_day == DAY_NONE ? YK_OK : give(step, promise, body);
    matter->n_promises++; // only now: what was owed until then is found among those before
    return status;
}

enum yk apply_stage_signed_off(const struct step *step) {
    const struct ev_stage *body = step->event->body;
    struct matter_promise *waiting = find_waiting(step->matter, body->n);
    if (!waiting) {
        return cannot_follow(step);
    }
    waiting->decided_seq = step->event->seq;
    return give(step, waiting, body);
}

enum yk apply_stage_returned(const struct step *step) {
    const struct ev_stage_returned *body = step->event->body;
    struct matter_promise *waiting = find_waiting(step->matter, body->n);
    if (!waiting) {
        return cannot_follow(step);
    }
    waiting->decided_seq = step->event->seq;
    waiting->outcome = PROMISE_RETURNED;
    return YK_OK;
}

enum yk apply_promise_due(const struct step *step, bool passed) {
    const struct ev_promise_due *body = step->event->body;
    struct matter_promise *owed = find_owed(step->matter);
    if (!owed || owed->n != body->n || (passed && step->event->day <= owed->to_day)) {
        return cannot_follow(step);
    }
    if (passed) {
        owed->passed_day = step->event->day;
        owed->outcome = PROMISE_BROKEN;
    } else {
        owed->reminded = 1;
    }
    return YK_OK;
}

// ---- facts ----

static int64_t kept_fact(const struct matter_promise *promise) {
    switch (promise->outcome) {
    case PROMISE_KEPT:
    case PROMISE_RENEWED: return 1;
    case PROMISE_BROKEN: return 0;
    default: return FACT_NULL;
    }
}

static bool put_promise(const struct matter *matter, const struct matter_promise *promise,
                        struct fact_set *out) {
    struct fact_row *row = fact_emit(out, &promise_fact_table, (int32_t)promise->n);
    if (!row) {
        return false;
    }
    int64_t *v = row->v;
    v[P_UNIT] = promise->unit;
    v[P_DAY] = promise->given_day;
    v[P_DUE_DAY] = promise->outcome == PROMISE_LAPSED ? FACT_NULL : promise->to_day;
    v[P_TOLD] = promise->told;
    v[P_OUTCOME] = promise->outcome;
    v[P_ENDED_DAY] = promise->ended_day == DAY_NONE ? FACT_NULL : promise->ended_day;
    v[P_KEPT] = kept_fact(promise);
    if (promise->ended_day != DAY_NONE && promise->ended_day > promise->to_day) {
        v[P_DAYS_LATE] = promise->ended_day - promise->to_day;
    }
    v[P_CATEGORY] = matter->category;
    v[P_CHANNEL] = matter->channel;
    v[P_CALLER_KIND] = matter->caller_kind;
    return true;
}

bool put_promises(const struct matter *matter, struct fact_set *out) {
    bool ok = true;
    for (size_t i = 0; ok && i < matter->n_promises; i++) {
        if (matter->promises[i].given_day != DAY_NONE) {
            ok = put_promise(matter, &matter->promises[i], out);
        }
    }
    return ok;
}
