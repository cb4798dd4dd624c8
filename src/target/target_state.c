// SPDX-License-Identifier: Apache-2.0
// What a task is by its events, and what can be seen in it without a clock: sums of verified reports, which report comes next, who sees which share.
#include <string.h>

#include "target/target_spec.h"

// ---- looking ----

const struct target_indicator *target_find_indicator(const struct target *target, int64_t n) {
    return n >= 1 && n <= (int64_t)target->n_indicators ? &target->indicators[n - 1] : NULL;
}

const struct target_share *target_find_share(const struct target *target, int64_t n) {
    return n >= 1 && n <= (int64_t)target->n_shares ? &target->shares[n - 1] : NULL;
}

const struct target_report *target_find_report(const struct target *target, int64_t n) {
    return n >= 1 && n <= (int64_t)target->n_reports ? &target->reports[n - 1] : NULL;
}

struct sums {
    int64_t value, base;
    size_t n;
};

static void add_reports(const struct target *target, const struct target_share *share,
                        int64_t month, bool snapshot, struct sums *sums) {
    const struct target_report *last = NULL;
    for (size_t i = 0; i < target->n_reports; i++) {
        const struct target_report *report = &target->reports[i];
        if (report->share != share->n || report->state != REPORT_VERIFIED ||
            (month && report->month > month)) {
            continue;
        }
        sums->n++;
        if (snapshot) {
            last = !last || report->month > last->month ? report : last;
        } else {
            sums->value += report->value;
            sums->base += report->base == AMOUNT_NONE ? 0 : report->base;
        }
    }
    sums->value += last ? last->value : 0;
}

int64_t target_done(const struct target *target, int64_t indicator, int64_t share, int64_t month) {
    const struct target_indicator *of = target_find_indicator(target, indicator);
    struct sums sums = {0};
    for (size_t i = 0; i < target->n_shares; i++) {
        const struct target_share *each = &target->shares[i];
        if (each->indicator == indicator && (!share || each->n == share)) {
            add_reports(target, each, month, of->counting == TARGET_SNAPSHOT, &sums);
        }
    }
    if (!sums.n) {
        return AMOUNT_NONE;
    }
    return of->counting == TARGET_RATIO ? pace_percent(sums.value, sums.base) : sums.value;
}

// What the plan wants by the end of the last month that is over, for the whole; a share's in proportion.
static int64_t step_of(const struct target *target, int64_t indicator, int64_t share_target,
                       int64_t whole, int32_t today) {
    int64_t value = AMOUNT_NONE;
    for (size_t i = 0; i < target->n_steps; i++) {
        const struct target_step *step = &target->steps[i];
        if (step->indicator != indicator) {
            continue;
        }
        if (value == AMOUNT_NONE) {
            value = 0; // there is a plan: nothing is due before its first month is over
        }
        if (step->month < month_of_day(today)) {
            value = step->value;
        }
    }
    if (value == AMOUNT_NONE || whole <= 0 || share_target == AMOUNT_NONE) {
        return AMOUNT_NONE;
    }
    return pace_part(value, share_target, whole);
}

void target_pace(const struct target *target, int64_t indicator, int64_t share, int64_t month,
                 int32_t today, struct pace *out) {
    const struct target_indicator *of = target_find_indicator(target, indicator);
    const struct target_share *part = share ? target_find_share(target, share) : NULL;
    int64_t wanted = part ? part->target : of->target;
    *out = (struct pace){.direction = of->direction,
                         .counting = of->counting,
                         .target = wanted,
                         .done = target_done(target, indicator, share, month),
                         .step = step_of(target, indicator, wanted, of->target, today),
                         .from = target->from,
                         .to = target->to,
                         .today = today,
                         .accepted = target->state == TARGET_ACCEPTED};
}

int64_t target_period_end(const struct target *target, int64_t frequency, int64_t month) {
    int64_t last = month_of_day(target->to);
    int64_t end = frequency == TARGET_YEARLY      ? month / 12 * 12 + 11
                  : frequency == TARGET_QUARTERLY ? month / 3 * 3 + 2
                                                  : month;
    return end > last ? last : end;
}

static bool is_reported(const struct target *target, int64_t share, int64_t month) {
    for (size_t i = 0; i < target->n_reports; i++) {
        const struct target_report *report = &target->reports[i];
        if (report->share == share && report->month == month &&
            (report->state == REPORT_WAITING || report->state == REPORT_VERIFIED)) {
            return true;
        }
    }
    return false;
}

int64_t target_next_month(const struct target *target, const struct target_share *share) {
    int64_t frequency = target_find_indicator(target, share->indicator)->frequency;
    int64_t last = month_of_day(target->to);
    for (int64_t month = month_of_day(target->from); month <= last; month++) {
        month = target_period_end(target, frequency, month);
        if (!is_reported(target, share->n, month)) {
            return month;
        }
    }
    return 0;
}

int32_t target_report_due(const struct target *target, int64_t month) {
    return month_first_day((int32_t)month + 1) - 1 + (int32_t)target->report_days;
}

bool target_share_visible(const struct target *target, const struct target_share *share,
                          const struct actor *actor) {
    return actor->scope.level == SCOPE_DISTRICT ||
           (actor->scope.level == SCOPE_UNIT && target->state != TARGET_SET_UP &&
            (actor->scope.unit == target->lead || actor->scope.unit == share->unit));
}

bool target_visible(const struct target *target, const struct actor *actor) {
    if (actor->scope.level != SCOPE_UNIT) {
        return actor->scope.level == SCOPE_DISTRICT;
    }
    // What is only being set up is nobody's yet.
    bool any = target->state != TARGET_SET_UP && actor->scope.unit == target->lead;
    for (size_t i = 0; i < target->n_supports && target->state != TARGET_SET_UP; i++) {
        any = any || target->supports[i] == actor->scope.unit;
    }
    for (size_t i = 0; i < target->n_shares && !any; i++) {
        any = target_share_visible(target, &target->shares[i], actor);
    }
    return any;
}

// ---- apply ----

struct step {
    struct target *target;
    const struct event *event;
    struct arena *arena;
    struct err *err;
};

static enum yk cannot_follow(const struct step *step) {
    return err_set(step->err, YK_FAILED, ERR_INTERNAL, "target: event %lld (%s) cannot follow",
                   (long long)step->event->seq, step->event->type->action);
}

static enum yk no_memory(const struct step *step) {
    return err_set(step->err, YK_NOMEM, ERR_INTERNAL, "target: no memory for a state");
}

// Before anything is broken down, the lead has all of each indicator.
static enum yk whole_to_lead(const struct step *step) {
    struct target *target = step->target;
    target->shares =
        arena_alloc_array(step->arena, target->n_indicators + 1, sizeof *target->shares);
    if (!target->shares) {
        return no_memory(step);
    }
    target->n_shares = target->n_indicators;
    for (size_t i = 0; i < target->n_indicators; i++) {
        target->shares[i] = (struct target_share){.n = (int64_t)i + 1,
                                                  .indicator = (int64_t)i + 1,
                                                  .unit = target->lead,
                                                  .target = target->indicators[i].target,
                                                  .signed_day = DAY_NONE};
    }
    return YK_OK;
}

static enum yk apply_set_up(const struct step *step) {
    const struct ev_set_up *body = step->event->body;
    *step->target = (struct target){.state = TARGET_SET_UP,
                                    .number = body->number,
                                    .programme = body->programme,
                                    .kind = body->kind,
                                    .action = body->action,
                                    .lead = body->lead,
                                    .report_days = body->report_days,
                                    .from = body->from,
                                    .to = body->to,
                                    .accepted_day = DAY_NONE,
                                    .name = body->name,
                                    .name_en = body->name_en,
                                    .supports = body->supports,
                                    .n_supports = body->n_supports,
                                    .indicators = body->indicators,
                                    .n_indicators = body->n_indicators};
    return whole_to_lead(step);
}

static enum yk apply_broken_down(const struct step *step) {
    const struct ev_broken_down *body = step->event->body;
    struct target *target = step->target;
    struct target_share *shares =
        arena_alloc_array(step->arena, body->n_shares + 1, sizeof *shares);
    if (!shares) {
        return no_memory(step);
    }
    for (size_t i = 0; i < body->n_shares; i++) {
        const struct ev_share *share = &body->shares[i];
        if (share->n != (int64_t)i + 1 || !target_find_indicator(target, share->indicator)) {
            return cannot_follow(step);
        }
        shares[i] = (struct target_share){.n = share->n,
                                          .indicator = share->indicator,
                                          .unit = share->unit,
                                          .target = share->target,
                                          .signed_day = DAY_NONE};
    }
    target->shares = shares;
    target->n_shares = body->n_shares;
    target->steps = body->steps;
    target->n_steps = body->n_steps;
    return YK_OK;
}

// Arrays are changed in copies: the state given may share them with the one before.
static enum yk apply_signed(const struct step *step) {
    struct target *target = step->target;
    int64_t unit = ((const struct ev_signed *)step->event->body)->unit;
    struct target_share *shares =
        arena_alloc_array(step->arena, target->n_shares + 1, sizeof *shares);
    if (!shares) {
        return no_memory(step);
    }
    for (size_t i = 0; i < target->n_shares; i++) {
        shares[i] = target->shares[i];
        if (shares[i].unit == unit && !shares[i].signed_by) {
            shares[i].signed_by = step->event->actor;
            shares[i].signed_day = step->event->day;
        }
    }
    target->shares = shares;
    return YK_OK;
}

static struct target_report *own_reports(const struct step *step) {
    struct target *target = step->target;
    struct target_report *reports =
        arena_alloc_array(step->arena, target->n_reports + 1, sizeof *reports);
    if (reports && target->n_reports) {
        memcpy(reports, target->reports, target->n_reports * sizeof *reports);
    }
    return reports;
}

static enum yk apply_reported(const struct step *step) {
    const struct ev_reported *body = step->event->body;
    struct target *target = step->target;
    struct target_report *reports = own_reports(step);
    if (!reports) {
        return no_memory(step);
    }
    if (body->n != (int64_t)target->n_reports + 1 || !target_find_share(target, body->share)) {
        return cannot_follow(step);
    }
    reports[target->n_reports++] = (struct target_report){.n = body->n,
                                                          .share = body->share,
                                                          .month = body->month,
                                                          .value = body->value,
                                                          .base = body->base,
                                                          .state = REPORT_WAITING,
                                                          .seq = step->event->seq,
                                                          .by = step->event->actor,
                                                          .day = step->event->day,
                                                          .judged_seq = JSON_ABSENT_INT,
                                                          .how = JSON_ABSENT_INT,
                                                          .judged_day = DAY_NONE};
    target->reports = reports;
    return YK_OK;
}

static enum yk apply_judged(const struct step *step, int64_t state) {
    const struct ev_judged *body = step->event->body;
    struct target_report *reports = own_reports(step);
    if (!reports) {
        return no_memory(step);
    }
    if (!target_find_report(step->target, body->n)) {
        return cannot_follow(step);
    }
    struct target_report *report = &reports[body->n - 1];
    report->state = state;
    report->judged_by = step->event->actor;
    report->judged_seq = step->event->seq;
    report->judged_day = step->event->day;
    if (body->how != JSON_ABSENT_INT) {
        report->how = body->how;
    }
    step->target->reports = reports;
    return YK_OK;
}

static enum yk apply_one(const struct step *step, enum target_event kind) {
    switch (kind) {
    case TE_SET_UP: return apply_set_up(step);
    case TE_BROKEN_DOWN: return apply_broken_down(step);
    case TE_ASSIGNED: step->target->state = TARGET_ASSIGNED; return YK_OK;
    case TE_SIGNED: return apply_signed(step);
    case TE_REPORTED: return apply_reported(step);
    case TE_VERIFIED: return apply_judged(step, REPORT_VERIFIED);
    case TE_RETURNED: return apply_judged(step, REPORT_RETURNED);
    case TE_UNTRUE:
        // What was struck off on it is open again.
        step->target->state = TARGET_ASSIGNED;
        step->target->accepted_day = DAY_NONE;
        return apply_judged(step, REPORT_UNTRUE);
    case TE_ACCEPTED:
        step->target->state = TARGET_ACCEPTED;
        step->target->accepted_day = step->event->day;
        return YK_OK;
    case TE_COUNT: break;
    }
    return cannot_follow(step);
}

static enum yk target_apply(void *state, const struct event *event, struct arena *arena,
                            struct err *err) {
    struct target *target = state;
    const struct step step = {target, event, arena, err};
    ptrdiff_t kind = event->type - target_event_types;
    if (kind < 0 || kind >= TE_COUNT || (kind == TE_SET_UP) != (event->seq == 1) ||
        (kind != TE_SET_UP && event->seq != target->seq + 1)) {
        return cannot_follow(&step);
    }
    enum yk status = apply_one(&step, (enum target_event)kind);
    if (status == YK_OK) {
        target->seq = event->seq;
    }
    return status;
}

static const struct fact_table *const tables[] = {&target_fact_table, &target_report_fact_table,
                                                  NULL};
const struct ledger target_ledger = {
    .code = LEDGER_TARGET,
    .name = "target",
    .state_bytes = sizeof(struct target),
    .state_spec = &target_state_spec,
    .types = target_event_types,
    .n_types = TE_COUNT,
    .apply = target_apply,
    .facts = target_facts,
    .tables = tables,
};
