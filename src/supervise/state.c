// SPDX-License-Identifier: Apache-2.0
// What supervision becomes by its events, and what of it can be counted. Looks at the event alone: no policy, no calendar, no clock.
#include <string.h>

#include "supervise/events.h"

struct step { // one event being applied
    struct supervision *self;
    const struct event *event;
    const struct ev_supervise *body; // NULL where the event has none
    struct arena *arena;
    struct err *err;
};

static enum yk cannot_follow(const struct step *step) {
    return err_set(step->err, YK_FAILED, ERR_INTERNAL, "supervision: event %lld (%s) cannot follow",
                   (long long)step->event->seq, step->event->type->action);
}

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "supervision: no memory");
}

// Room for one more at the end, zeroed. NULL past memory.
static void *grow(struct arena *arena, const void *array, size_t n, size_t size) {
    char *copy = arena_alloc_array(arena, n + 1, size);
    if (copy && n) {
        memcpy(copy, array, n * size);
    }
    return copy;
}

static const struct supervision_subject no_subject = {.ledger = JSON_ABSENT_INT,
                                                      .number = JSON_ABSENT_INT,
                                                      .category = JSON_ABSENT_INT,
                                                      .channel = JSON_ABSENT_INT,
                                                      .caller_kind = JSON_ABSENT_INT,
                                                      .due_day = DAY_NONE};

static struct supervision_step *last_step(struct supervision *self) {
    return self->n_steps ? &self->steps[self->n_steps - 1] : NULL;
}

static void begin(const struct step *step, enum supervision_kind kind,
                  enum supervision_state state) {
    *step->self = (struct supervision){
        .kind = kind,
        .state = state,
        .number = JSON_ABSENT_INT,
        .cause = JSON_ABSENT_INT,
        .subject = no_subject,
        .at = step->event->recorded_at,
        .day = step->event->day,
        .answered_day = DAY_NONE,
        .next = JSON_ABSENT_INT,
        .ended_day = DAY_NONE,
    };
}

static void end(const struct step *step, enum supervision_state state) {
    struct supervision_step *last = last_step(step->self);
    step->self->state = state;
    step->self->ended_day = step->event->day;
    step->self->next = JSON_ABSENT_INT;
    if (last) {
        last->state = state;
        last->ended_day = step->event->day;
    }
}

static enum yk apply_urged(const struct step *step) {
    if (step->event->seq != 1) {
        return cannot_follow(step);
    }
    begin(step, SUPERVISION_URGE, SUPERVISION_AWAITING);
    step->self->number = step->body->paper_number;
    step->self->cause = step->body->cause;
    step->self->by_itself = step->body->cause != URGE_BY_HAND;
    step->self->subject = step->body->subject;
    return YK_OK;
}

static enum yk apply_replied(const struct step *step) {
    struct supervision *self = step->self;
    if (self->kind != SUPERVISION_URGE || self->state != SUPERVISION_AWAITING) {
        return cannot_follow(step);
    }
    self->answered_day = step->event->day;
    end(step, SUPERVISION_DONE);
    return YK_OK;
}

static enum yk apply_proposed(const struct step *step) {
    if (step->event->seq != 1) {
        return cannot_follow(step);
    }
    begin(step, SUPERVISION_ORDER, SUPERVISION_PROPOSED);
    step->self->by_itself = 1;
    step->self->subject = step->body->subject;
    return YK_OK;
}

static bool may_order(const struct supervision *self, const struct ev_supervise *body,
                      int64_t seq) {
    const struct supervision_step *last = supervision_last_step(self);
    if (seq == 1) {
        return body->n == 1;
    }
    return self->kind == SUPERVISION_ORDER && body->n == (int64_t)self->n_steps + 1 &&
           (self->state == SUPERVISION_PROPOSED ||
            (self->state == SUPERVISION_AWAITING && last && body->colour > last->colour));
}

static enum yk apply_ordered(const struct step *step) {
    struct supervision *self = step->self;
    const struct ev_supervise *body = step->body;
    if (!may_order(self, body, step->event->seq)) {
        return cannot_follow(step);
    }
    if (step->event->seq == 1) {
        begin(step, SUPERVISION_ORDER, SUPERVISION_AWAITING);
    }
    if (last_step(self)) {
        end(step, SUPERVISION_ESCALATED);
    }
    struct supervision_step *steps =
        grow(step->arena, self->steps, self->n_steps, sizeof *self->steps);
    if (!steps) {
        return no_memory(step->err);
    }
    struct supervision_step *added = &steps[self->n_steps];
    *added = (struct supervision_step){
        .n = body->n,
        .colour = body->colour,
        .number = body->paper_number,
        .state = SUPERVISION_AWAITING,
        .at = step->event->recorded_at,
        .seq = step->event->seq,
        .answer_seq = JSON_ABSENT_INT,
        .day = step->event->day,
        .limit_day = body->limit_day,
        .warn_day = body->warn_day,
        .answered_day = DAY_NONE,
        .ended_day = DAY_NONE,
        .policy = body->policy,
        .rule = arena_strdup(step->arena, body->rule),
        .calendar = arena_strdup(step->arena, body->calendar),
        .provisional = body->provisional,
    };
    if (!added->rule || !added->calendar) {
        return no_memory(step->err);
    }
    self->steps = steps;
    self->n_steps++;
    self->state = SUPERVISION_AWAITING;
    self->number = body->paper_number;
    self->subject = body->subject;
    self->next = JSON_ABSENT_INT;
    self->ended_day = DAY_NONE;
    return YK_OK;
}

static enum yk apply_next_proposed(const struct step *step) {
    struct supervision *self = step->self;
    if (self->kind != SUPERVISION_ORDER || self->state != SUPERVISION_AWAITING ||
        step->body->n != (int64_t)self->n_steps || self->next != JSON_ABSENT_INT) {
        return cannot_follow(step);
    }
    self->next = step->body->next;
    return YK_OK;
}

// What was dismissed is not proposed again for the same limit.
static enum yk apply_dismissed(const struct step *step) {
    struct supervision *self = step->self;
    bool notification = self->kind == SUPERVISION_NOTIFICATION;
    if (self->state == SUPERVISION_PROPOSED) {
        for (size_t i = 0; notification && i < self->n_items; i++) {
            self->items[i].state = SUPERVISION_DISMISSED;
        }
        end(step, SUPERVISION_DISMISSED);
        return YK_OK;
    }
    if (self->kind != SUPERVISION_ORDER || self->next == JSON_ABSENT_INT) {
        return cannot_follow(step);
    }
    self->next = NEXT_DISMISSED;
    return YK_OK;
}

static enum yk apply_answered(const struct step *step) {
    struct supervision_step *last = last_step(step->self);
    if (step->self->state != SUPERVISION_AWAITING || !last || last->n != step->body->n) {
        return cannot_follow(step);
    }
    last->state = step->self->state = SUPERVISION_ANSWERED;
    last->answered_day = step->event->day;
    last->answer_seq = step->event->seq;
    if (step->self->next != NEXT_DISMISSED) {
        step->self->next = JSON_ABSENT_INT;
    }
    return YK_OK;
}

static enum yk apply_judged(const struct step *step, bool accepted) {
    struct supervision_step *last = last_step(step->self);
    if (step->self->state != SUPERVISION_ANSWERED || !last || last->n != step->body->n) {
        return cannot_follow(step);
    }
    if (accepted) {
        end(step, SUPERVISION_DONE);
        return YK_OK;
    }
    last->state = step->self->state = SUPERVISION_AWAITING;
    last->answered_day = DAY_NONE;
    last->answer_seq = JSON_ABSENT_INT;
    last->refusals++;
    return YK_OK;
}

static enum yk apply_ended(const struct step *step, enum supervision_state state) {
    if (!supervision_is_open(step->self) || step->self->kind == SUPERVISION_NOTIFICATION) {
        return cannot_follow(step);
    }
    end(step, state);
    return YK_OK;
}

// ---- notification ----

static enum yk apply_drawn_up(const struct step *step) {
    if (step->event->seq != 1) {
        return cannot_follow(step);
    }
    begin(step, SUPERVISION_NOTIFICATION, SUPERVISION_PROPOSED);
    return YK_OK;
}

static bool is_drawn_up(const struct supervision *self) {
    return self->kind == SUPERVISION_NOTIFICATION && self->state == SUPERVISION_PROPOSED;
}

static enum yk apply_listed(const struct step *step) {
    struct supervision *self = step->self;
    int64_t last = self->n_items ? self->items[self->n_items - 1].n : 0;
    if (!is_drawn_up(self) || step->body->n != last + 1) {
        return cannot_follow(step);
    }
    struct supervision_item *items =
        grow(step->arena, self->items, self->n_items, sizeof *self->items);
    if (!items) {
        return no_memory(step->err);
    }
    items[self->n_items] = (struct supervision_item){
        .n = step->body->n,
        .state = SUPERVISION_PROPOSED,
        .seq = step->event->seq,
        .order = step->body->order,
        .order_number = step->body->order_number,
        .subject = step->body->subject,
        .signed_at = JSON_ABSENT_INT,
        .signed_day = DAY_NONE,
    };
    self->items = items;
    self->n_items++;
    return YK_OK;
}

static enum yk apply_struck(const struct step *step) {
    struct supervision *self = step->self;
    size_t i = 0;
    while (i < self->n_items && self->items[i].n != step->body->n) {
        i++;
    }
    if (!is_drawn_up(self) || i == self->n_items) {
        return cannot_follow(step);
    }
    self->n_items--;
    memmove(&self->items[i], &self->items[i + 1], (self->n_items - i) * sizeof *self->items);
    return YK_OK;
}

static enum yk apply_issued(const struct step *step) {
    struct supervision *self = step->self;
    if (!is_drawn_up(self) || self->n_items == 0) {
        return cannot_follow(step);
    }
    self->state = SUPERVISION_AWAITING;
    self->number = step->body->paper_number;
    self->day = step->event->day;
    for (size_t i = 0; i < self->n_items; i++) {
        self->items[i].state = SUPERVISION_AWAITING;
    }
    return YK_OK;
}

static enum yk apply_signed(const struct step *step) {
    struct supervision *self = step->self;
    size_t n_signed = 0;
    size_t n_now = 0;
    if (self->kind != SUPERVISION_NOTIFICATION || self->state != SUPERVISION_AWAITING) {
        return cannot_follow(step);
    }
    for (size_t i = 0; i < self->n_items; i++) {
        struct supervision_item *item = &self->items[i];
        if (item->state == SUPERVISION_AWAITING && item->subject.unit == step->body->unit) {
            item->state = SUPERVISION_DONE;
            item->signed_day = step->event->day;
            item->signed_at = step->event->recorded_at;
            item->signed_by = step->event->actor;
            n_now++;
        }
        n_signed += item->state == SUPERVISION_DONE;
    }
    if (n_now == 0) {
        return cannot_follow(step);
    }
    if (n_signed == self->n_items) {
        end(step, SUPERVISION_DONE);
    }
    return YK_OK;
}

static enum yk apply_notified(const struct step *step) {
    if (step->self->kind != SUPERVISION_ORDER || step->self->notification) {
        return cannot_follow(step);
    }
    step->self->notification = step->body->notification;
    step->self->next = JSON_ABSENT_INT;
    return YK_OK;
}

static enum yk apply_one(const struct step *step, enum supervise_event kind) {
    switch (kind) {
    case SE_URGED: return apply_urged(step);
    case SE_REPLIED: return apply_replied(step);
    case SE_PROPOSED: return apply_proposed(step);
    case SE_ORDERED: return apply_ordered(step);
    case SE_NEXT_PROPOSED: return apply_next_proposed(step);
    case SE_DISMISSED: return apply_dismissed(step);
    case SE_ANSWERED: return apply_answered(step);
    case SE_ACCEPTED: return apply_judged(step, true);
    case SE_REFUSED: return apply_judged(step, false);
    case SE_WITHDRAWN: return apply_ended(step, SUPERVISION_WITHDRAWN);
    case SE_CLOSED: return apply_ended(step, SUPERVISION_CLOSED);
    case SE_DRAWN_UP: return apply_drawn_up(step);
    case SE_LISTED: return apply_listed(step);
    case SE_STRUCK: return apply_struck(step);
    case SE_ISSUED: return apply_issued(step);
    case SE_NOTIFIED: return apply_notified(step);
    case SE_SIGNED: return apply_signed(step);
    case SE_COUNT: break;
    }
    return cannot_follow(step);
}

static enum yk supervise_apply(void *state, const struct event *event, struct arena *arena,
                               struct err *err) {
    struct supervision *self = state;
    const struct step step = {self, event, event->body, arena, err};
    ptrdiff_t kind = event->type - supervise_event_types;
    bool first = event->seq == 1;
    if (kind < 0 || kind >= SE_COUNT || (!first && event->seq != self->seq + 1) ||
        (first && kind != SE_URGED && kind != SE_PROPOSED && kind != SE_ORDERED &&
         kind != SE_DRAWN_UP)) {
        return cannot_follow(&step);
    }
    enum yk status = apply_one(&step, (enum supervise_event)kind);
    if (status == YK_OK) {
        self->seq = event->seq;
    }
    return status;
}

// ---- facts ----

static int64_t fact_day(int32_t day) {
    return day == DAY_NONE ? FACT_NULL : day;
}

static int64_t fact_id(int64_t id) {
    return id ? id : FACT_NULL;
}

static void put_subject(const struct supervision_subject *subject, bool issued, int64_t *v) {
    v[V_UNIT] = issued ? fact_id(subject->unit) : FACT_NULL;
    v[V_TO_UNIT] = fact_id(subject->unit);
    v[V_LEDGER] = subject->ledger;
    v[V_SUBJECT] = fact_id(subject->object);
    v[V_SUBJECT_NUMBER] = subject->number;
    v[V_CATEGORY] = subject->category;
    v[V_CHANNEL] = subject->channel;
    v[V_CALLER_KIND] = subject->caller_kind;
    v[V_CLOCK_DAY] = fact_day(subject->due_day);
}

static int64_t *put_row(const struct supervision *self, int32_t part, struct fact_set *out) {
    struct fact_row *row = fact_emit(out, &supervise_fact_table, part);
    if (!row) {
        return NULL;
    }
    int64_t *v = row->v;
    v[V_KIND] = self->kind;
    v[V_NUMBER] = self->number;
    v[V_SEQ] = self->seq;
    v[V_STATE] = self->state;
    v[V_BY_ITSELF] = self->by_itself == 1;
    v[V_DAY] = self->day;
    v[V_LIMIT_KEY] = DUE_KEY_NONE;
    v[V_ENDED_DAY] = fact_day(self->ended_day);
    return v;
}

static bool put_urge(const struct supervision *self, struct fact_set *out) {
    int64_t *v = put_row(self, 0, out);
    if (v) {
        put_subject(&self->subject, true, v);
        v[V_CAUSE] = self->cause;
        v[V_ANSWERED_DAY] = fact_day(self->answered_day);
    }
    return v != NULL;
}

// An answer was owed by the limit unless the order was withdrawn, or its subject had ended by then.
static bool is_owed(const struct supervision_step *step) {
    if (step->answered_day != DAY_NONE) {
        return true;
    }
    return step->state != SUPERVISION_WITHDRAWN &&
           (step->ended_day == DAY_NONE || step->ended_day > step->limit_day);
}

static bool put_step(const struct supervision *self, const struct supervision_step *step,
                     struct fact_set *out) {
    int64_t *v = put_row(self, (int32_t)step->n, out);
    bool last = step->n == (int64_t)self->n_steps;
    if (!v) {
        return false;
    }
    put_subject(&self->subject, true, v);
    v[V_COLOUR] = step->colour;
    v[V_NUMBER] = step->number;
    v[V_STATE] = step->state;
    v[V_DAY] = step->day;
    v[V_LIMIT_DAY] = step->limit_day;
    v[V_WARN_DAY] = step->warn_day;
    v[V_LIMIT_KEY] = step->limit_day;
    v[V_COUNTED_DAY] = is_owed(step) ? step->limit_day : FACT_NULL;
    v[V_ANSWERED_DAY] = fact_day(step->answered_day);
    if (step->answered_day != DAY_NONE) {
        v[V_ON_TIME] = step->answered_day <= step->limit_day;
    }
    v[V_ENDED_DAY] = fact_day(step->ended_day);
    v[V_NEXT] = last && self->next != NEXT_DISMISSED ? self->next : FACT_NULL;
    v[V_NOTIFICATION] = last ? fact_id(self->notification) : FACT_NULL;
    return true;
}

static bool put_order(const struct supervision *self, struct fact_set *out) {
    bool ok = true;
    for (size_t i = 0; ok && i < self->n_steps; i++) {
        ok = put_step(self, &self->steps[i], out);
    }
    if (self->n_steps == 0) { // proposed, or dismissed before it was an order
        int64_t *v = put_row(self, 0, out);
        ok = v != NULL;
        if (ok) {
            put_subject(&self->subject, false, v);
            v[V_COLOUR] = COLOUR_BLUE;
        }
    }
    return ok;
}

static bool put_notification(const struct supervision *self, struct fact_set *out) {
    bool issued = self->number != JSON_ABSENT_INT;
    bool ok = true;
    for (size_t i = 0; ok && i < self->n_items; i++) {
        const struct supervision_item *item = &self->items[i];
        int64_t *v = put_row(self, (int32_t)item->n, out);
        ok = v != NULL;
        if (ok) {
            put_subject(&item->subject, issued, v);
            v[V_STATE] = item->state;
            v[V_ANSWERED_DAY] = fact_day(item->signed_day);
            v[V_ENDED_DAY] = issued ? fact_day(item->signed_day) : fact_day(self->ended_day);
        }
    }
    if (self->n_items == 0) { // so that it is found again while it is empty
        ok = put_row(self, 0, out) != NULL;
    }
    return ok;
}

static enum yk supervise_facts(const void *state, int64_t object, struct fact_set *out,
                               struct err *err) {
    const struct supervision *self = state;
    (void)object;
    bool ok = self->kind == SUPERVISION_URGE    ? put_urge(self, out)
              : self->kind == SUPERVISION_ORDER ? put_order(self, out)
                                                : put_notification(self, out);
    return ok ? YK_OK : no_memory(err);
}

static const struct fact_table *const supervise_tables[] = {&supervise_fact_table, NULL};

const struct ledger supervise_ledger = {
    .code = LEDGER_SUPERVISION,
    .name = "supervision",
    .state_bytes = sizeof(struct supervision),
    .state_spec = &supervise_state_spec,
    .types = supervise_event_types,
    .n_types = SE_COUNT,
    .apply = supervise_apply,
    .facts = supervise_facts,
    .tables = supervise_tables,
};
