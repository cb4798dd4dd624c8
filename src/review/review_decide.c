// SPDX-License-Identifier: Apache-2.0
// A decision on an item: what it says is recorded on the meeting and on the matter, and what it sets going (an order of supervision, a parking) is done in the same
// command by the ledger that it belongs to. Decides only which of their commands is meant; they decide whether it may be.
#include <string.h>

#include "review/opening.h"
#include "supervise/command.h"

struct deciding {
    const struct matter_act *act;
    const struct review_decide_command *command;
    struct review_opened at;
    struct log_object matter;
    const struct review_item *item;
    int64_t standing; // the open order, or proposal, about the matter; 0: none
    int64_t meeting;
    // what was set going
    int64_t order, order_step, park;
    int32_t by_day;
};

// ---- loading, in ascending order ----

static enum yk load_one(struct deciding *d, int64_t id, int64_t seen, int64_t matter,
                        struct err *err) {
    struct log_object order;
    if (id == matter) {
        return review_load_matter(d->act, id, &d->matter, err);
    }
    return id == d->meeting ? review_open_one(d->act, id, seen, &d->at, err)
                            : log_load(d->act->tx, &supervise_ledger, id, &order, err);
}

static enum yk load_all(struct deciding *d, int64_t seen, int64_t matter, struct err *err) {
    int64_t ids[3] = {matter, d->meeting, d->standing};
    size_t n = d->standing ? 3 : 2;
    enum yk status = YK_OK;
    for (size_t done = 0; done < n && status == YK_OK; done++) {
        size_t least = done;
        for (size_t i = done + 1; i < n; i++) {
            least = ids[i] < ids[least] ? i : least;
        }
        int64_t id = ids[least];
        ids[least] = ids[done];
        ids[done] = id;
        status = load_one(d, id, seen, matter, err);
    }
    return status;
}

// Which matter the item speaks of never changes, so that it may be read before anything is locked.
static enum yk find_matter(struct deciding *d, int64_t *out, struct err *err) {
    struct log_object peeked;
    enum yk status = log_peek(d->act->tx->db, d->act->tx->arena, &review_ledger,
                              d->act->tx->district, d->meeting, &peeked, err);
    if (status != YK_OK) {
        return status;
    }
    const struct review_item *item = review_find_item(peeked.state, d->command->n);
    if (!item) {
        return err_add_field(err, "n", ERR_OUT_OF_RANGE, "1–%zu",
                             ((const struct review *)peeked.state)->n_items);
    }
    *out = item->matter;
    return d->command->decision == REVIEW_SUPERVISE
               ? supervise_find_open(d->act, item->matter, &d->standing, err)
               : YK_OK;
}

// ---- an order ----

// The limit is the day decided on, which must be one on which an answer can be given.
static enum yk days_until(const struct deciding *d, int64_t *out, struct err *err) {
    int32_t by_day = d->command->by_day;
    int64_t days = calendar_workdays_between(d->act->calendar, d->act->today, by_day);
    if (days < 1 || days > SUPERVISE_LIMIT_DAYS_MAX ||
        !calendar_is_workday(d->act->calendar, by_day)) {
        char first[DAY_TEXT_BYTES], last[DAY_TEXT_BYTES];
        const struct calendar *calendar = d->act->calendar;
        day_format(calendar_add_workdays(calendar, d->act->today, 1), first);
        day_format(calendar_add_workdays(calendar, d->act->today, SUPERVISE_LIMIT_DAYS_MAX), last);
        return err_add_field(err, "by_day", ERR_NO_WORKING_DAY, "%s … %s", first, last);
    }
    *out = days;
    return YK_OK;
}

// As the order shows it: which meeting decided so. In the district's language, as papers are.
static const char *reason_of(const struct deciding *d) {
    int64_t number = d->at.review->number;
    return arena_printf(d->act->tx->arena, "%lld年第%lld次调度会第%lld项议定",
                        (long long)(number / MATTER_NUMBER_YEAR),
                        (long long)(number % MATTER_NUMBER_YEAR), (long long)d->command->n);
}

static enum yk last_step(struct deciding *d, const struct supervision_step **out, struct err *err) {
    struct log_object order;
    enum yk status = log_load(d->act->tx, &supervise_ledger, d->order, &order, err);
    *out = status == YK_OK ? supervision_last_step(order.state) : NULL;
    return status;
}

// What this item ordered before stays, unless it is to be sharper: who mends the wording does not mean another order.
static bool stands_already(const struct deciding *d, const struct supervision_step *last) {
    return d->item->order == d->standing && last &&
           (d->command->colour == JSON_ABSENT_INT || d->command->colour <= last->colour);
}

static enum yk give_order(struct deciding *d, struct err *err) {
    const struct matter_act *act = d->act;
    const struct supervision_step *last = NULL;
    struct supervise_order_command order = {
        .colour = d->command->colour, .text = d->command->instruction, .reason = reason_of(d)};
    enum yk status = days_until(d, &order.days, err);
    d->order = d->standing;
    if (status == YK_OK && d->standing) {
        status = last_step(d, &last, err);
    }
    if (status != YK_OK) {
        return status;
    }
    if (!d->standing) {
        order.colour = order.colour == JSON_ABSENT_INT ? COLOUR_BLUE : order.colour;
        status = supervise_raise(act, d->item->matter, 0, &order, &d->order, err);
    } else if (!last) {
        status = supervise_issue(act, d->standing, 0, &order, err);
    } else if (!stands_already(d, last)) {
        status = supervise_escalate(act, d->standing, 0, &order, err);
    }
    if (status == YK_OK) {
        status = last_step(d, &last, err);
    }
    if (status == YK_OK) {
        d->order_step = last->n;
    }
    return status;
}

// ---- a parking ----

static enum yk park(struct deciding *d, struct err *err) {
    const struct matter *matter = d->matter.state;
    const struct matter_park *present = matter_present_park(matter);
    const struct matter_park *asked = matter_open_park(matter);
    enum yk status = YK_OK;
    if (present) { // it stays
        d->park = present->n;
        d->by_day = present->review_day;
    } else if (asked) {
        d->park = asked->n;
        d->by_day = asked->review_day;
        status = matter_parking(d->act, d->item->matter, 0, true, d->command->instruction, err);
    } else if (d->command->class_ == JSON_ABSENT_INT) {
        status = err_add_field(err, "class", ERR_REQUIRED, "%s", "");
    } else {
        d->park = (int64_t)matter->n_parks + 1;
        status = matter_park_now(d->act, d->item->matter, d->command->class_, d->by_day,
                                 d->command->instruction, err);
    }
    return status;
}

// ---- the whole ----

static struct review_decision_command rule_of(const struct deciding *d) {
    const struct unit *unit =
        d->command->unit ? org_find_unit(d->act->org, d->command->unit) : NULL;
    return (struct review_decision_command){.n = d->command->n,
                                            .decision = d->command->decision,
                                            .unit = d->command->unit,
                                            .unit_known = unit && unit->open,
                                            .by_day = d->by_day,
                                            .instruction = d->command->instruction,
                                            .lead = ((const struct matter *)d->matter.state)->lead,
                                            .order = d->order,
                                            .order_step = d->order_step,
                                            .park = d->park};
}

static enum yk set_going(struct deciding *d, struct err *err) {
    struct drafts unused = {0};
    const struct review_decision_command first = rule_of(d);
    // What the meeting itself may not decide is refused before anything is done.
    enum yk status = review_decide_decision(d->at.review, &d->at.env, &first, &unused, err);
    if (status != YK_OK) {
        return status;
    }
    d->item = review_find_item(d->at.review, d->command->n);
    if (d->command->decision == REVIEW_SUPERVISE) {
        status = give_order(d, err);
    } else if (d->command->decision == REVIEW_PARK) {
        status = park(d, err);
    }
    return status;
}

static enum yk record_decision(struct deciding *d, struct err *err) {
    const struct review_decision_command command = rule_of(d);
    const struct matter_review on_matter = {.meeting = d->meeting,
                                            .item = command.n,
                                            .decision = command.decision,
                                            .unit = command.unit,
                                            .by_day = command.by_day,
                                            .text = command.instruction};
    // As it is after what was set going.
    enum yk status = log_load(d->act->tx, &matter_ledger, d->item->matter, &d->matter, err);
    if (status == YK_OK) {
        status = review_decide_decision(d->at.review, &d->at.env, &command, &d->at.drafts, err);
    }
    return status == YK_OK ? review_record_both(&d->at, &d->matter, &on_matter, err) : status;
}

enum yk review_decide(const struct matter_act *act, int64_t id, int64_t seen,
                      const struct review_decide_command *command, struct err *err) {
    struct deciding d = {.act = act, .command = command, .meeting = id, .by_day = command->by_day};
    struct err local = {0};
    struct err *use = err ? err : &local;
    int64_t matter = 0;
    enum yk status = find_matter(&d, &matter, use);
    if (status == YK_OK) {
        status = load_all(&d, seen, matter, use);
    }
    if (status == YK_OK) {
        status = set_going(&d, use);
    }
    return status == YK_OK ? record_decision(&d, use) : status;
}
