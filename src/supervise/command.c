// SPDX-License-Identifier: Apache-2.0
// From a command to its events in the log, on the matter and on the object of supervision. Decides nothing itself but that nothing is done twice.
#include "supervise/command.h"

#include <stdlib.h>
#include <string.h>

enum { ON_SUBJECT_MAX = 500 };

static struct supervise_env env_of(const struct matter_act *act) {
    return (struct supervise_env){
        .actor = act->actor,
        .rules = supervise_rules_of(policy_on(act->org, act->today)),
        .calendar = act->calendar,
        .now_us = act->tx->now_us,
        .today = act->today,
        .arena = act->tx->arena,
    };
}

static struct supervise_subject_now subject_of(int64_t id, const struct matter *matter) {
    bool ended = matter_is_ended(matter);
    return (struct supervise_subject_now){
        .subject = {.ledger = LEDGER_MATTER,
                    .object = id,
                    .number = matter->number,
                    .unit = matter->lead,
                    .category = matter->category,
                    .channel = matter->channel,
                    .caller_kind = matter->caller_kind,
                    .due_day = matter->answer.due_day},
        .ended = ended,
        .running = !ended && matter->answered_day == DAY_NONE && matter->answer.due_day != DAY_NONE,
    };
}

// ---- loading ----

struct opened {
    const struct matter_act *act;
    struct supervise_env env;
    struct log_object matter, object; // matter: seq 0 when it is not loaded
    struct supervise_subject_now now;
    const struct supervision *self;
    struct drafts drafts;
};

static enum yk hidden(struct err *err) {
    return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
}

static enum yk load_matter(const struct matter_act *act, int64_t id, struct log_object *out,
                           struct err *err) {
    enum yk status = log_load(act->tx, &matter_ledger, id, out, err);
    if (status == YK_OK && !matter_visible(out->state, act->tx->district, act->actor)) {
        return hidden(err);
    }
    return status;
}

static enum yk load_object(const struct matter_act *act, int64_t id, struct log_object *out,
                           struct err *err) {
    enum yk status = log_load(act->tx, &supervise_ledger, id, out, err);
    if (status == YK_OK && !supervise_visible(out->state, act->tx->district, act->actor)) {
        return hidden(err);
    }
    return status;
}

static enum yk open_new(const struct matter_act *act, int64_t matter, int64_t seen,
                        struct opened *out, struct err *err) {
    memset(out, 0, sizeof *out);
    out->act = act;
    out->env = env_of(act);
    enum yk status = load_matter(act, matter, &out->matter, err);
    if (status == YK_OK) {
        status = log_check_seq(&out->matter, seen, err);
    }
    if (status == YK_OK) {
        out->now = subject_of(matter, out->matter.state);
        status = log_new(act->tx, &supervise_ledger, 0, &out->object, err);
    }
    if (status == YK_OK) {
        out->self = out->object.state;
    }
    return status;
}

// The object alone, or after its subject, which is the older of the two.
static enum yk open_object(const struct matter_act *act, int64_t id, int64_t seen,
                           bool with_subject, struct opened *out, struct err *err) {
    enum yk status = YK_OK;
    memset(out, 0, sizeof *out);
    out->act = act;
    out->env = env_of(act);
    if (with_subject) {
        struct log_object seen_first;
        status = log_peek(act->tx->db, act->tx->arena, &supervise_ledger, act->tx->district, id,
                          &seen_first, err);
        const struct supervision *self = status == YK_OK ? seen_first.state : NULL;
        if (self && self->subject.object) {
            status = log_load(act->tx, &matter_ledger, self->subject.object, &out->matter, err);
            out->now =
                status == YK_OK ? subject_of(self->subject.object, out->matter.state) : out->now;
        }
    }
    if (status == YK_OK) {
        status = load_object(act, id, &out->object, err);
    }
    if (status == YK_OK) {
        status = log_check_seq(&out->object, seen, err);
    }
    out->self = out->object.state;
    return status;
}

// ---- recording ----

static enum yk take_number(const struct matter_act *act, enum supervision_kind kind, int64_t *out,
                           struct err *err) {
    static const char *const names[] = {[SUPERVISION_URGE] = "urge",
                                        [SUPERVISION_ORDER] = "order",
                                        [SUPERVISION_NOTIFICATION] = "notification"};
    int year;
    int month;
    int day;
    int64_t serial;
    day_to_civil(act->today, &year, &month, &day);
    enum yk status = log_next_number(act->tx, names[kind], year, &serial, err);
    if (status == YK_OK) {
        *out = matter_number_of(year, serial);
    }
    return status;
}

static enum yk record(struct opened *at, enum yk decided, struct err *err) {
    return decided == YK_OK ? log_record(at->act->tx, &at->object, &at->drafts, err) : decided;
}

static enum yk record_on_matter(const struct matter_act *act, struct log_object *matter,
                                enum oversight what, const struct ev_oversight *body,
                                struct err *err) {
    struct drafts drafts = {0};
    enum yk status = matter_decide_oversight(matter->state, what, body, act->today, act->tx->arena,
                                             &drafts, err);
    return status == YK_OK ? log_record(act->tx, matter, &drafts, err) : status;
}

// Both, the matter first: it is the older one.
static enum yk record_both(struct opened *at, enum yk decided, enum oversight what,
                           const struct ev_oversight *body, struct err *err) {
    enum yk status = decided;
    if (status == YK_OK && at->matter.seq) {
        status = record_on_matter(at->act, &at->matter, what, body, err);
    }
    return record(at, status, err);
}

// ---- what there is already ----

// Every row about a matter, whoever may see it.
static enum yk find_on(const struct matter_act *act, int64_t matter, bool open,
                       struct fact_hit **out, size_t *out_n, struct err *err) {
    const struct scope scope = {.district = act->tx->district, .level = SCOPE_DISTRICT};
    struct fact_query query;
    fact_query_init(&query, &supervise_fact_table, &scope);
    fact_query_and(&query, (struct fact_cond){.col = V_SUBJECT, .op = FACT_EQ, .value = matter});
    if (open) {
        fact_query_and(&query, (struct fact_cond){.col = V_ENDED_DAY, .op = FACT_IS_NULL});
    }
    query.order = (struct fact_order){.col = V_DAY};
    query.limit = ON_SUBJECT_MAX;
    return fact_find(act->tx->db, &query, act->tx->arena, out, out_n, NULL, err);
}

struct there {                    // what stands about a matter
    bool urged[URGE_OVERDUE + 1]; // for the clock that runs; by hand: today
    bool open_order, ordered;     // ordered: an order or a proposal for the clock that runs
};

static void look_at(const struct fact_hit *hit, const struct supervise_subject_now *now,
                    int32_t today, struct there *out) {
    const int64_t *v = hit->v;
    bool same_clock = v[V_CLOCK_DAY] == now->subject.due_day && v[V_TO_UNIT] == now->subject.unit;
    if (v[V_KIND] == SUPERVISION_URGE && v[V_CAUSE] == URGE_BY_HAND) {
        out->urged[URGE_BY_HAND] |= v[V_DAY] == today && v[V_TO_UNIT] == now->subject.unit;
    } else if (v[V_KIND] == SUPERVISION_URGE) {
        out->urged[v[V_CAUSE]] |= same_clock;
    } else if (v[V_KIND] == SUPERVISION_ORDER) {
        out->open_order |= v[V_ENDED_DAY] == FACT_NULL;
        out->ordered |= same_clock;
    }
}

static enum yk look(const struct matter_act *act, const struct supervise_subject_now *now,
                    struct there *out, struct err *err) {
    struct fact_hit *hits = NULL;
    size_t n = 0;
    enum yk status = find_on(act, now->subject.object, false, &hits, &n, err);
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        look_at(&hits[i], now, act->today, out);
    }
    return status;
}

static enum yk there_is(struct err *err, const char *what) {
    return err_set(err, YK_REFUSED, ERR_ALREADY_EXISTS, "%s", what);
}

// ---- urging ----

enum yk supervise_urge(const struct matter_act *act, int64_t matter, int64_t seen,
                       enum urge_cause cause, const char *text, int64_t *out_id, struct err *err) {
    struct opened at;
    struct there there;
    struct drafts unused = {0};
    int64_t number = 0;
    enum yk status = open_new(act, matter, seen, &at, err);
    if (status == YK_OK) { // what the rules refuse is refused before a number is taken
        status = supervise_decide_urge(&at.env, &at.now, cause, 0, text, &unused, err);
    }
    if (status == YK_OK) {
        status = look(act, &at.now, &there, err);
    }
    if (status == YK_OK && there.urged[cause]) {
        status = there_is(err, "urged already");
    }
    if (status == YK_OK) {
        status = take_number(act, SUPERVISION_URGE, &number, err);
    }
    if (status == YK_OK) {
        status = supervise_decide_urge(&at.env, &at.now, cause, number, text, &at.drafts, err);
    }
    const struct ev_oversight body = {.supervision = at.object.object,
                                      .paper_number = number,
                                      .unit = at.now.subject.unit,
                                      .cause = cause,
                                      .due_day = at.now.subject.due_day};
    status = record_both(&at, status, OVERSIGHT_URGED, &body, err);
    if (status == YK_OK) {
        *out_id = at.object.object;
    }
    return status;
}

enum yk supervise_reply(const struct matter_act *act, int64_t id, int64_t seen, const char *text,
                        struct err *err) {
    struct opened at;
    enum yk status = open_object(act, id, seen, false, &at, err);
    if (status == YK_OK) {
        status = supervise_decide_reply(at.self, &at.env, text, &at.drafts, err);
    }
    return record(&at, status, err);
}

// ---- orders ----

typedef enum yk order_fn(struct opened *at, const struct supervise_order_command *command,
                         struct drafts *out, struct err *err);

static enum yk do_raise(struct opened *at, const struct supervise_order_command *command,
                        struct drafts *out, struct err *err) {
    return supervise_decide_raise(&at->env, &at->now, command, out, err);
}

static enum yk do_issue(struct opened *at, const struct supervise_order_command *command,
                        struct drafts *out, struct err *err) {
    return supervise_decide_issue(at->self, &at->env, &at->now, command, out, err);
}

static enum yk do_escalate(struct opened *at, const struct supervise_order_command *command,
                           struct drafts *out, struct err *err) {
    return supervise_decide_escalate(at->self, &at->env, &at->now, command, out, err);
}

// Decided once without a number, which is taken last: its row is held until the commit.
static enum yk record_order(struct opened *at, enum yk status,
                            const struct supervise_order_command *command, order_fn *fn,
                            struct err *err) {
    struct supervise_order_command whole = *command;
    struct drafts unused = {0};
    if (status == YK_OK) {
        status = fn(at, &whole, &unused, err);
    }
    if (status == YK_OK) {
        status = take_number(at->act, SUPERVISION_ORDER, &whole.number, err);
    }
    if (status == YK_OK) {
        status = fn(at, &whole, &at->drafts, err);
    }
    if (status != YK_OK) {
        return status;
    }
    const struct draft *draft = &at->drafts.items[0];
    struct ev_oversight body;
    supervise_oversight_of(draft->body, at->object.object, &body);
    return record_both(at, YK_OK, OVERSIGHT_SUPERVISED, &body, err);
}

enum yk supervise_find_open(const struct matter_act *act, int64_t matter, int64_t *out_id,
                            struct err *err) {
    struct fact_hit *hits = NULL;
    size_t n = 0;
    int64_t found = 0;
    enum yk status = find_on(act, matter, true, &hits, &n, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        found = hits[i].v[V_KIND] == SUPERVISION_ORDER ? hits[i].object : found;
    }
    if (status == YK_OK) {
        *out_id = found;
    }
    return status;
}

enum yk supervise_raise(const struct matter_act *act, int64_t matter, int64_t seen,
                        const struct supervise_order_command *command, int64_t *out_id,
                        struct err *err) {
    struct opened at;
    struct there there = {0};
    enum yk status = open_new(act, matter, seen, &at, err);
    if (status == YK_OK) {
        status = look(act, &at.now, &there, err);
    }
    if (status == YK_OK && there.open_order) {
        status = there_is(err, "there is an open order");
    }
    status = record_order(&at, status, command, do_raise, err);
    if (status == YK_OK) {
        *out_id = at.object.object;
    }
    return status;
}

enum yk supervise_issue(const struct matter_act *act, int64_t id, int64_t seen,
                        const struct supervise_order_command *command, struct err *err) {
    struct opened at;
    enum yk status = open_object(act, id, seen, true, &at, err);
    return record_order(&at, status, command, do_issue, err);
}

enum yk supervise_escalate(const struct matter_act *act, int64_t id, int64_t seen,
                           const struct supervise_order_command *command, struct err *err) {
    struct opened at;
    enum yk status = open_object(act, id, seen, true, &at, err);
    return record_order(&at, status, command, do_escalate, err);
}

enum yk supervise_dismiss(const struct matter_act *act, int64_t id, int64_t seen,
                          const char *reason, struct err *err) {
    struct opened at;
    enum yk status = open_object(act, id, seen, false, &at, err);
    if (status == YK_OK) {
        status = supervise_decide_dismiss(at.self, &at.env, reason, &at.drafts, err);
    }
    return record(&at, status, err);
}

enum yk supervise_answer(const struct matter_act *act, int64_t id, int64_t seen, const char *text,
                         struct err *err) {
    struct opened at;
    enum yk status = open_object(act, id, seen, false, &at, err);
    if (status == YK_OK) {
        status = supervise_decide_answer(at.self, &at.env, text, &at.drafts, err);
    }
    return record(&at, status, err);
}

// The end of an order is told on its matter, unless that has ended before.
static enum yk record_end(struct opened *at, enum yk status, enum oversight_end end,
                          struct err *err) {
    const struct supervision_step *last = status == YK_OK ? supervision_last_step(at->self) : NULL;
    if (!last || at->now.ended) {
        return record(at, status, err);
    }
    const struct ev_oversight body = {.supervision = at->object.object,
                                      .paper_number = last->number,
                                      .unit = at->self->subject.unit,
                                      .colour = last->colour,
                                      .end = end};
    return record_both(at, status, OVERSIGHT_ENDED, &body, err);
}

enum yk supervise_judge(const struct matter_act *act, int64_t id, int64_t seen, bool accept,
                        const char *note, struct err *err) {
    struct opened at;
    enum yk status = open_object(act, id, seen, true, &at, err);
    if (status == YK_OK) {
        status = supervise_decide_judge(at.self, &at.env, accept, note, &at.drafts, err);
    }
    return accept ? record_end(&at, status, OVERSIGHT_ACCEPTED, err) : record(&at, status, err);
}

enum yk supervise_withdraw(const struct matter_act *act, int64_t id, int64_t seen,
                           const char *reason, struct err *err) {
    struct opened at;
    enum yk status = open_object(act, id, seen, true, &at, err);
    if (status == YK_OK) {
        status = supervise_decide_withdraw(at.self, &at.env, reason, &at.drafts, err);
    }
    return record_end(&at, status, OVERSIGHT_WITHDRAWN, err);
}

// ---- notification ----

static enum yk refuse_order(struct err *err) {
    return err_add_field(err, "order", ERR_UNKNOWN_VALUE, "%s", "colour=red");
}

// A red order in force that stands in no notification yet.
static enum yk read_red(const struct matter_act *act, int64_t id, struct supervision_subject *out,
                        int64_t *out_number, struct err *err) {
    struct log_object object;
    enum yk status = log_peek(act->tx->db, act->tx->arena, &supervise_ledger, act->tx->district, id,
                              &object, err);
    if (status == YK_NOT_FOUND) {
        return refuse_order(err);
    }
    const struct supervision *self = status == YK_OK ? object.state : NULL;
    const struct supervision_step *last = self ? supervision_last_step(self) : NULL;
    if (self && (!last || last->colour != COLOUR_RED || self->notification)) {
        return refuse_order(err);
    }
    if (self) {
        *out = self->subject;
        *out_number = last->number;
    }
    return status;
}

static enum yk list_order(struct opened *at, int64_t order, const char *cause, struct err *err) {
    struct supervision_subject subject;
    int64_t number = 0;
    enum yk status = read_red(at->act, order, &subject, &number, err);
    if (status == YK_OK) {
        status = supervise_decide_list(at->self, &at->env, &subject, order, number, cause,
                                       &at->drafts, err);
    }
    return status;
}

enum yk supervise_draw_up(const struct matter_act *act, const char *title, const char *text,
                          const int64_t *orders, size_t n, int64_t *out_id, struct err *err) {
    struct opened at = {.act = act, .env = env_of(act)};
    enum yk status = log_new(act->tx, &supervise_ledger, 0, &at.object, err);
    if (status == YK_OK) {
        at.self = at.object.state;
        status = supervise_decide_draw_up(&at.env, title, text, &at.drafts, err);
    }
    status = record(&at, status, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        at.drafts.n = 0;
        status = record(&at, list_order(&at, orders[i], NULL, err), err);
    }
    if (status == YK_OK) {
        *out_id = at.object.object;
    }
    return status;
}

enum yk supervise_list(const struct matter_act *act, int64_t id, int64_t seen, int64_t order,
                       int64_t matter, const char *cause, struct err *err) {
    struct opened at;
    enum yk status = open_object(act, id, seen, false, &at, err);
    if (status == YK_OK && order) {
        status = list_order(&at, order, cause, err);
    } else if (status == YK_OK) {
        struct log_object found;
        status = log_peek(act->tx->db, act->tx->arena, &matter_ledger, act->tx->district, matter,
                          &found, err);
        if (status == YK_NOT_FOUND || !matter) {
            return err_add_field(err, "matter", ERR_UNKNOWN_VALUE, "%s", "GET /api/v1/matters");
        }
        if (status == YK_OK) {
            const struct supervise_subject_now now = subject_of(matter, found.state);
            status =
                supervise_decide_list(at.self, &at.env, &now.subject, 0, 0, cause, &at.drafts, err);
        }
    }
    return record(&at, status, err);
}

enum yk supervise_strike(const struct matter_act *act, int64_t id, int64_t seen, int64_t n,
                         struct err *err) {
    struct opened at;
    enum yk status = open_object(act, id, seen, false, &at, err);
    if (status == YK_OK) {
        status = supervise_decide_strike(at.self, &at.env, n, &at.drafts, err);
    }
    return record(&at, status, err);
}

static int by_object(const void *a, const void *b) {
    const struct supervision_item *x = a;
    const struct supervision_item *y = b;
    return x->subject.object < y->subject.object ? -1 : x->subject.object > y->subject.object;
}

static int by_order(const void *a, const void *b) {
    const struct supervision_item *x = a;
    const struct supervision_item *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

static enum yk tell_matters(const struct matter_act *act, int64_t id, int64_t number,
                            const struct supervision_item *items, size_t n, struct err *err) {
    enum yk status = YK_OK;
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct log_object matter;
        const struct ev_oversight body = {
            .supervision = id, .paper_number = number, .unit = items[i].subject.unit};
        status = log_load(act->tx, &matter_ledger, items[i].subject.object, &matter, err);
        if (status == YK_OK) {
            status = record_on_matter(act, &matter, OVERSIGHT_NOTIFIED, &body, err);
        }
    }
    return status;
}

static enum yk tell_orders(const struct matter_act *act, int64_t id, int64_t number,
                           const struct supervision_item *items, size_t n, struct err *err) {
    const struct supervise_env env = env_of(act);
    enum yk status = YK_OK;
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct log_object order;
        struct drafts drafts = {0};
        if (!items[i].order) {
            continue;
        }
        status = log_load(act->tx, &supervise_ledger, items[i].order, &order, err);
        if (status == YK_OK) {
            status = supervise_decide_notified(order.state, &env, id, number, &drafts, err);
        }
        if (status == YK_OK) {
            status = log_record(act->tx, &order, &drafts, err);
        }
    }
    return status;
}

// All matters, then all orders, then the notification: each list in ascending order, as everywhere.
static enum yk tell_all(const struct matter_act *act, int64_t id, int64_t number,
                        const struct supervision *self, struct err *err) {
    struct supervision_item *items =
        arena_alloc_array(act->tx->arena, self->n_items + 1, sizeof *items);
    if (!items) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a notification");
    }
    memcpy(items, self->items, self->n_items * sizeof *items);
    qsort(items, self->n_items, sizeof *items, by_object);
    enum yk status = tell_matters(act, id, number, items, self->n_items, err);
    qsort(items, self->n_items, sizeof *items, by_order);
    return status == YK_OK ? tell_orders(act, id, number, items, self->n_items, err) : status;
}

enum yk supervise_notify(const struct matter_act *act, int64_t id, int64_t seen, struct err *err) {
    struct log_object first;
    struct drafts unused = {0};
    struct opened at = {0};
    int64_t number = 0;
    const struct supervise_env env = env_of(act);
    enum yk status = log_peek(act->tx->db, act->tx->arena, &supervise_ledger, act->tx->district, id,
                              &first, err);
    if (status == YK_OK && !supervise_visible(first.state, act->tx->district, act->actor)) {
        status = hidden(err);
    }
    if (status == YK_OK) {
        status = log_check_seq(&first, seen, err);
    }
    if (status == YK_OK) {
        status = supervise_decide_notify(first.state, &env, 0, &unused, err);
    }
    if (status == YK_OK) {
        status = take_number(act, SUPERVISION_NOTIFICATION, &number, err);
    }
    if (status == YK_OK) {
        status = tell_all(act, id, number, first.state, err);
    }
    // Locked last; whoever changed the list meanwhile changed its seq.
    if (status == YK_OK) {
        status = open_object(act, id, first.seq, false, &at, err);
    }
    if (status == YK_OK) {
        status = supervise_decide_notify(at.self, &at.env, number, &at.drafts, err);
    }
    return record(&at, status, err);
}

enum yk supervise_sign(const struct matter_act *act, int64_t id, int64_t seen, struct err *err) {
    struct opened at;
    enum yk status = open_object(act, id, seen, false, &at, err);
    if (status == YK_OK) {
        status = supervise_decide_sign(at.self, &at.env, &at.drafts, err);
    }
    return record(&at, status, err);
}

// ---- the matter went on ----

enum yk supervise_close(const struct matter_act *act, int64_t matter, const struct matter *now,
                        struct err *err) {
    struct fact_hit *hits = NULL;
    size_t n = 0;
    const struct supervise_env env = env_of(act);
    bool ended = matter_is_ended(now);
    int64_t before = 0;
    enum yk status = find_on(act, matter, true, &hits, &n, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct log_object object;
        struct drafts drafts = {0};
        const int64_t *v = hits[i].v;
        bool stays = !ended && v[V_TO_UNIT] == now->lead;
        if (stays || v[V_KIND] == SUPERVISION_NOTIFICATION || hits[i].object == before) {
            continue;
        }
        before = hits[i].object;
        status = log_load(act->tx, &supervise_ledger, hits[i].object, &object, err);
        if (status == YK_OK) {
            status = supervise_decide_close(object.state, &env, &drafts, err);
        }
        if (status == YK_OK) {
            status = log_record(act->tx, &object, &drafts, err);
        }
    }
    return status;
}

// ---- the daily sweep ----

enum { SWEEP_PAGE = 500, SWEEP_MAX = 2000 };

struct actor supervise_system(int32_t district) {
    return (struct actor){
        .name = "系统",
        .name_en = "System",
        .caps = UINT64_C(1) << CAP_SUPERVISE | UINT64_C(1) << CAP_SUPERVISE_URGE,
        .scope = {.district = district, .level = SCOPE_DISTRICT},
    };
}

static int by_id(const void *a, const void *b) {
    const struct fact_hit *x = a;
    const struct fact_hit *y = b;
    return x->object < y->object ? -1 : x->object > y->object;
}

static enum yk propose(const struct matter_act *act, int64_t matter, struct err *err) {
    struct opened at;
    enum yk status = open_new(act, matter, 0, &at, err);
    if (status == YK_OK) {
        status = supervise_decide_propose(&at.env, &at.now, &at.drafts, err);
    }
    return record(&at, status, err);
}

// Looks without a lock first; a matter on which something is due is then locked and looked at again by the commands themselves.
static enum yk sweep_matter(const struct matter_act *act, int64_t matter,
                            struct supervise_swept *swept, struct err *err) {
    struct log_object object;
    struct there there;
    const struct supervise_env env = env_of(act);
    int64_t id;
    enum yk status = log_peek(act->tx->db, act->tx->arena, &matter_ledger, act->tx->district,
                              matter, &object, err);
    if (status != YK_OK) {
        return status;
    }
    const struct matter *state = object.state;
    const struct supervise_subject_now now = subject_of(matter, state);
    int64_t cause = supervise_urge_due(&now, state->answer.warn_day, act->today);
    status = cause ? look(act, &now, &there, err) : YK_OK;
    if (status == YK_OK && cause && !there.urged[cause]) {
        status = supervise_urge(act, matter, 0, (enum urge_cause)cause, NULL, &id, err);
        swept->urged += status == YK_OK;
    }
    if (status == YK_OK && cause && !there.ordered && !there.open_order &&
        supervise_order_due(&now, &env.rules, act->calendar, act->today)) {
        status = propose(act, matter, err);
        swept->proposed += status == YK_OK;
    }
    return status;
}

// Clocks that warn or are past, page by page; each page in ascending order, as all who lock several do.
static enum yk sweep_matters(const struct matter_act *act, struct supervise_swept *swept,
                             struct err *err) {
    struct fact_query query;
    bool more = true;
    enum yk status = YK_OK;
    fact_query_init(&query, &matter_fact_table, &act->actor->scope);
    fact_query_and(&query, (struct fact_cond){.col = M_OPEN_DUE_AT, .op = FACT_NOT_NULL});
    fact_query_and(
        &query, (struct fact_cond){.col = M_OPEN_WARN_AT, .op = FACT_LE, .value = act->tx->now_us});
    query.order = (struct fact_order){.col = M_OPEN_DUE_AT};
    query.limit = SWEEP_PAGE;
    while (more && status == YK_OK && !swept->more) {
        struct fact_hit *hits = NULL;
        size_t n = 0;
        status = fact_find(act->tx->db, &query, act->tx->arena, &hits, &n, &more, err);
        if (status == YK_OK && n) {
            const struct fact_hit *last = &hits[n - 1];
            query.after = (struct fact_cursor){true, last->v[M_OPEN_DUE_AT], last->object, 0};
            qsort(hits, n, sizeof *hits, by_id);
        }
        for (size_t i = 0; i < n && status == YK_OK; i++) {
            status = sweep_matter(act, hits[i].object, swept, err);
        }
        swept->more = more && swept->urged + swept->proposed >= SWEEP_MAX;
    }
    return status;
}

// While the answer of the matter stands, or another unit has it, the ladder waits.
static enum yk sweep_order(const struct matter_act *act, int64_t id, struct supervise_swept *swept,
                           struct err *err) {
    struct opened at;
    enum yk status = open_object(act, id, 0, true, &at, err);
    int64_t next =
        status == YK_OK ? supervise_next_of(at.self, &at.env.rules, act->calendar, act->today) : 0;
    if (!next || !at.now.running || at.now.subject.unit != at.self->subject.unit) {
        return status;
    }
    status = supervise_decide_propose_next(at.self, &at.env, next, &at.drafts, err);
    swept->next += status == YK_OK;
    return record(&at, status, err);
}

static enum yk sweep_orders(const struct matter_act *act, struct supervise_swept *swept,
                            struct err *err) {
    struct fact_query query;
    struct fact_hit *hits = NULL;
    size_t n = 0;
    bool more = true;
    enum yk status = YK_OK;
    fact_query_init(&query, &supervise_fact_table, &act->actor->scope);
    fact_query_and(&query, (struct fact_cond){.col = V_ENDED_DAY, .op = FACT_IS_NULL});
    fact_query_and(&query,
                   (struct fact_cond){.col = V_LIMIT_KEY, .op = FACT_LT, .value = act->today});
    fact_query_and(
        &query, (struct fact_cond){.col = V_STATE, .op = FACT_EQ, .value = SUPERVISION_AWAITING});
    fact_query_and(&query, (struct fact_cond){.col = V_NEXT, .op = FACT_IS_NULL});
    query.order = (struct fact_order){.col = V_LIMIT_KEY};
    query.limit = SWEEP_PAGE;
    while (more && status == YK_OK) {
        status = fact_find(act->tx->db, &query, act->tx->arena, &hits, &n, &more, err);
        if (status == YK_OK && n) {
            const struct fact_hit *last = &hits[n - 1];
            query.after =
                (struct fact_cursor){true, last->v[V_LIMIT_KEY], last->object, last->part};
            qsort(hits, n, sizeof *hits, by_id);
        }
        for (size_t i = 0; i < n && status == YK_OK; i++) {
            status = sweep_order(act, hits[i].object, swept, err);
        }
    }
    return status;
}

enum yk supervise_sweep(const struct matter_act *act, struct supervise_swept *out,
                        struct err *err) {
    struct supervise_swept swept = {0};
    enum yk status = YK_OK;
    if (calendar_is_workday(act->calendar, act->today)) {
        status = sweep_matters(act, &swept, err);
        status = status == YK_OK ? sweep_orders(act, &swept, err) : status;
    }
    if (status == YK_OK) {
        *out = swept;
    }
    return status;
}
