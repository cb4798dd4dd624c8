// SPDX-License-Identifier: Apache-2.0
// The rules of supervision: who may do what in which state, what each command turns into, and what the daily sweep finds due. Whatever depends on the
// policy, the calendar or the clock is decided here and written into the events; applying them (state.c) looks at nothing else.
#include "supervise/supervise.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "supervise/events.h"

enum { ITEMS_MAX = 100 };

void supervision_number_format(enum supervision_kind kind, int64_t number, const char *lang,
                               char out[SUPERVISION_NUMBER_BYTES]) {
    static const struct {
        const char *zh, *en;
    } words[] = {[SUPERVISION_URGE] = {"催", "U"},
                 [SUPERVISION_ORDER] = {"督", "S"},
                 [SUPERVISION_NOTIFICATION] = {"通", "N"}};
    int year = (int)(number / MATTER_NUMBER_YEAR);
    long long serial = number % MATTER_NUMBER_YEAR;
    bool en = strcmp(lang, "en") == 0;
    snprintf(out, SUPERVISION_NUMBER_BYTES, en ? "%s-%04d-%lld" : "%s〔%04d〕%lld号",
             en ? words[kind].en : words[kind].zh, year, serial);
}

const struct supervision_step *supervision_last_step(const struct supervision *self) {
    return self->n_steps ? &self->steps[self->n_steps - 1] : NULL;
}

bool supervision_is_open(const struct supervision *self) {
    return self->state == SUPERVISION_PROPOSED || self->state == SUPERVISION_AWAITING ||
           self->state == SUPERVISION_ANSWERED;
}

struct supervise_rules supervise_rules_of(const struct policy *policy) {
    return (struct supervise_rules){
        .policy = policy->version,
        .order_after = (int)policy->order_after_days,
        .limits = {[COLOUR_BLUE] = (int)policy->blue_days,
                   [COLOUR_ORANGE] = (int)policy->orange_days,
                   [COLOUR_RED] = (int)policy->red_days},
        .notify_after = (int)policy->notify_after_days,
    };
}

// ---- who may ----

#define KIND(kind_)   (1u << (kind_))
#define IN(state_)    (1u << (state_))
#define PROPOSED_ONLY IN(SUPERVISION_PROPOSED)
struct permission {
    enum cap cap;
    bool by_unit; // counts only for people of the unit it was issued to
    unsigned kinds, states;
};
static const struct permission permissions[SUPERVISE_ACTION_END] = {
    [SUPERVISE_REPLY] = {CAP_MATTER_HANDLE, true, KIND(SUPERVISION_URGE), IN(SUPERVISION_AWAITING)},
    [SUPERVISE_ISSUE] = {CAP_SUPERVISE, false,
                         KIND(SUPERVISION_ORDER) | KIND(SUPERVISION_NOTIFICATION), PROPOSED_ONLY},
    [SUPERVISE_DISMISS] = {CAP_SUPERVISE, false,
                           KIND(SUPERVISION_ORDER) | KIND(SUPERVISION_NOTIFICATION),
                           PROPOSED_ONLY | IN(SUPERVISION_AWAITING)},
    [SUPERVISE_ANSWER] = {CAP_MATTER_HANDLE, true, KIND(SUPERVISION_ORDER),
                          IN(SUPERVISION_AWAITING)},
    [SUPERVISE_JUDGE] = {CAP_SUPERVISE, false, KIND(SUPERVISION_ORDER), IN(SUPERVISION_ANSWERED)},
    [SUPERVISE_ESCALATE] = {CAP_SUPERVISE, false, KIND(SUPERVISION_ORDER),
                            IN(SUPERVISION_AWAITING)},
    [SUPERVISE_WITHDRAW] = {CAP_SUPERVISE, false, KIND(SUPERVISION_ORDER),
                            IN(SUPERVISION_AWAITING) | IN(SUPERVISION_ANSWERED)},
    [SUPERVISE_LIST] = {CAP_SUPERVISE, false, KIND(SUPERVISION_NOTIFICATION), PROPOSED_ONLY},
    [SUPERVISE_STRIKE] = {CAP_SUPERVISE, false, KIND(SUPERVISION_NOTIFICATION), PROPOSED_ONLY},
    [SUPERVISE_SIGN] = {CAP_MATTER_SIGNOFF, true, KIND(SUPERVISION_NOTIFICATION),
                        IN(SUPERVISION_AWAITING)},
};

static bool names_unit(const struct supervision *self, int64_t unit) {
    if (self->kind != SUPERVISION_NOTIFICATION) {
        return self->subject.unit == unit;
    }
    for (size_t i = 0; i < self->n_items; i++) {
        if (self->items[i].subject.unit == unit) {
            return true;
        }
    }
    return false;
}

static bool awaits_signature(const struct supervision *self, int64_t unit) {
    for (size_t i = 0; i < self->n_items; i++) {
        if (self->items[i].subject.unit == unit && self->items[i].state == SUPERVISION_AWAITING) {
            return true;
        }
    }
    return false;
}

static bool fits_particulars(const struct supervision *self, const struct actor *actor,
                             enum supervise_action action) {
    const struct supervision_step *last = supervision_last_step(self);
    switch (action) {
    case SUPERVISE_ISSUE:
    case SUPERVISE_STRIKE: return self->kind != SUPERVISION_NOTIFICATION || self->n_items > 0;
    case SUPERVISE_DISMISS: // of an order in force, the next step that is proposed
        return self->state == SUPERVISION_PROPOSED ||
               (self->kind == SUPERVISION_ORDER && self->next != JSON_ABSENT_INT &&
                self->next != NEXT_DISMISSED);
    case SUPERVISE_ESCALATE: return last && last->colour < COLOUR_RED;
    case SUPERVISE_LIST: return self->n_items < ITEMS_MAX;
    case SUPERVISE_SIGN: return awaits_signature(self, actor->unit);
    default: return true;
    }
}

enum err_code supervise_may(const struct supervision *self, const struct actor *actor,
                            enum supervise_action action) {
    assert(action > 0 && action < SUPERVISE_ACTION_END);
    const struct permission *need = &permissions[action];
    if (!actor_may(actor, need->cap)) {
        return ERR_FORBIDDEN;
    }
    if (need->by_unit && !names_unit(self, actor->unit)) {
        return ERR_NOT_YOUR_UNIT;
    }
    if (!(need->kinds & KIND(self->kind)) || !(need->states & IN(self->state)) ||
        !fits_particulars(self, actor, action)) {
        return ERR_WRONG_STATE;
    }
    return ERR_NONE;
}

size_t supervise_actions(const struct supervision *self, const struct actor *actor,
                         enum supervise_action out[SUPERVISE_ACTION_END]) {
    static const enum supervise_action order[] = {
        SUPERVISE_ANSWER,  SUPERVISE_REPLY,    SUPERVISE_SIGN,     SUPERVISE_JUDGE,
        SUPERVISE_ISSUE,   SUPERVISE_LIST,     SUPERVISE_ESCALATE, SUPERVISE_STRIKE,
        SUPERVISE_DISMISS, SUPERVISE_WITHDRAW,
    };
    size_t n = 0;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (supervise_may(self, actor, order[i]) == ERR_NONE) {
            out[n++] = order[i];
        }
    }
    return n;
}

bool supervise_item_visible(const struct supervision *self, const struct supervision_item *item,
                            int32_t district, const struct actor *actor) {
    const struct scope *scope = &actor->scope;
    if (scope->level == SCOPE_DISTRICT) {
        return scope->district == district;
    }
    return self->number != JSON_ABSENT_INT && scope_covers(scope, district, item->subject.unit);
}

bool supervise_visible(const struct supervision *self, int32_t district,
                       const struct actor *actor) {
    const struct scope *scope = &actor->scope;
    if (scope->level == SCOPE_DISTRICT) {
        return scope->district == district;
    }
    if (self->kind != SUPERVISION_NOTIFICATION) {
        return self->number != JSON_ABSENT_INT && scope_covers(scope, district, self->subject.unit);
    }
    for (size_t i = 0; i < self->n_items; i++) {
        if (supervise_item_visible(self, &self->items[i], district, actor)) {
            return true;
        }
    }
    return false;
}

static enum yk check_may(const struct supervision *self, const struct supervise_env *env,
                         enum supervise_action action, struct err *err) {
    enum err_code code = supervise_may(self, env->actor, action);
    if (code == ERR_NONE) {
        return YK_OK;
    }
    return err_set(err, YK_REFUSED, code, "%s in state %s",
                   json_word_of(supervise_action_words, action),
                   json_word_of(supervision_state_words, self->state));
}

// ---- making drafts ----

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for an event's body");
}

static struct ev_supervise *new_body(const struct supervise_env *env, enum supervise_event event) {
    const struct json_spec *spec = supervise_event_types[event].spec;
    struct ev_supervise *body = arena_alloc(env->arena, sizeof *body);
    if (body) {
        json_spec_clear(spec, body);
    }
    return body;
}

static struct draft *add_event(const struct supervise_env *env, struct drafts *out,
                               enum supervise_event event, const void *body) {
    return drafts_add(out, &supervise_event_types[event], env->today, body);
}

// A subject that has nobody responsible cannot be urged: there is no unit to write to.
static enum yk check_running(const struct supervise_subject_now *now, struct err *err) {
    if (now->ended || !now->subject.unit) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "the subject has ended or has no unit");
    }
    return YK_OK;
}

static enum yk check_cap(const struct supervise_env *env, enum cap cap, struct err *err) {
    return actor_may(env->actor, cap)
               ? YK_OK
               : err_set(err, YK_REFUSED, ERR_FORBIDDEN, "%s", cap_word(cap));
}

// ---- urging ----

enum yk supervise_decide_urge(const struct supervise_env *env,
                              const struct supervise_subject_now *now, enum urge_cause cause,
                              int64_t number, const char *text, struct drafts *out,
                              struct err *err) {
    enum yk status = YK_OK;
    if (cause == URGE_BY_HAND) {
        status = check_cap(env, CAP_SUPERVISE_URGE, err);
    }
    if (status == YK_OK) {
        status = check_running(now, err);
    }
    if (status == YK_OK && !now->running) {
        status = err_set(err, YK_REFUSED, ERR_WRONG_STATE, "nothing is awaited of the unit");
    }
    if (status != YK_OK) {
        return status;
    }
    struct ev_supervise *body = new_body(env, SE_URGED);
    if (!body) {
        return no_memory(err);
    }
    body->paper_number = number;
    body->cause = cause;
    body->subject = now->subject;
    struct draft *draft = add_event(env, out, SE_URGED, body);
    draft_add_text(draft, "text", text);
    draft_add_notice(draft, "supervise.urged", now->subject.unit, 0);
    return YK_OK;
}

enum yk supervise_decide_reply(const struct supervision *self, const struct supervise_env *env,
                               const char *text, struct drafts *out, struct err *err) {
    enum yk status = check_may(self, env, SUPERVISE_REPLY, err);
    if (status != YK_OK) {
        return status;
    }
    struct ev_supervise *body = new_body(env, SE_REPLIED);
    if (!body) {
        return no_memory(err);
    }
    body->unit = self->subject.unit;
    draft_add_text(add_event(env, out, SE_REPLIED, body), "text", text);
    return YK_OK;
}

// ---- orders ----

enum yk supervise_decide_propose(const struct supervise_env *env,
                                 const struct supervise_subject_now *now, struct drafts *out,
                                 struct err *err) {
    enum yk status = check_running(now, err);
    struct ev_supervise *body = status == YK_OK ? new_body(env, SE_PROPOSED) : NULL;
    if (!body) {
        return status == YK_OK ? no_memory(err) : status;
    }
    body->colour = COLOUR_BLUE;
    body->subject = now->subject;
    add_event(env, out, SE_PROPOSED, body);
    return YK_OK;
}

// The limit is a number of working days from today, reckoned once and written down (Civil Code, 201 and 203).
static bool set_limit(const struct supervise_env *env, int days, struct ev_supervise *body) {
    const struct deadline_rule rule = {.unit = DEADLINE_WORKING_DAYS,
                                       .amount = days,
                                       .warning = WARNING_WORKING_DAYS,
                                       .warning_amount = 1};
    char text[RULE_TEXT_BYTES];
    struct deadline deadline;
    deadline_rule_format(&rule, text);
    deadline_compute(env->calendar, env->now_us, &rule, NULL, 0, 0, &deadline);
    body->limit_day = deadline.due_day;
    body->warn_day = deadline.warn_day;
    body->provisional = deadline.provisional;
    body->policy = env->rules.policy;
    body->rule = arena_strdup(env->arena, text);
    body->calendar = calendar_version(env->calendar);
    return body->rule && body->calendar;
}

static enum yk add_order(const struct supervise_env *env, const struct supervision_subject *subject,
                         int64_t n, const struct supervise_order_command *command,
                         struct drafts *out, struct err *err) {
    struct ev_supervise *body = new_body(env, SE_ORDERED);
    int days =
        command->days == JSON_ABSENT_INT ? env->rules.limits[command->colour] : (int)command->days;
    if (!body || !set_limit(env, days, body)) {
        return no_memory(err);
    }
    body->paper_number = command->number;
    body->n = n;
    body->colour = command->colour;
    body->subject = *subject;
    struct draft *draft = add_event(env, out, SE_ORDERED, body);
    draft_add_text(draft, "text", command->text);
    draft_add_text(draft, "reason", command->reason);
    draft_add_notice(draft, "supervise.ordered", subject->unit, 0);
    return YK_OK;
}

static bool says(const char *text) {
    return text && *text;
}

// A caller may pass no err; the fields still decide.
static struct err *own_err(struct err *err, struct err *local) {
    memset(local, 0, sizeof *local);
    return err ? err : local;
}

static enum yk check_order(const struct supervise_order_command *command, bool needs_reason,
                           struct err *err) {
    struct err local;
    struct err *fields = own_err(err, &local);
    if (!says(command->text)) {
        (void)err_add_field(fields, "text", ERR_REQUIRED, "%s", "");
    }
    if (needs_reason && !says(command->reason)) {
        (void)err_add_field(fields, "reason", ERR_REQUIRED, "%s", "");
    }
    if (command->days != JSON_ABSENT_INT &&
        (command->days < 1 || command->days > SUPERVISE_LIMIT_DAYS_MAX)) {
        (void)err_add_field(fields, "days", ERR_OUT_OF_RANGE, "1-%d", SUPERVISE_LIMIT_DAYS_MAX);
    }
    return fields->n_items ? YK_REFUSED : YK_OK;
}

enum yk supervise_decide_raise(const struct supervise_env *env,
                               const struct supervise_subject_now *now,
                               const struct supervise_order_command *command, struct drafts *out,
                               struct err *err) {
    enum yk status = check_cap(env, CAP_SUPERVISE, err);
    if (status == YK_OK) {
        status = check_running(now, err);
    }
    if (status == YK_OK) {
        status = check_order(command, command->colour > COLOUR_BLUE, err);
    }
    return status == YK_OK ? add_order(env, &now->subject, 1, command, out, err) : status;
}

enum yk supervise_decide_issue(const struct supervision *self, const struct supervise_env *env,
                               const struct supervise_subject_now *now,
                               const struct supervise_order_command *command, struct drafts *out,
                               struct err *err) {
    struct supervise_order_command whole = *command;
    if (whole.colour == JSON_ABSENT_INT) {
        whole.colour = COLOUR_BLUE;
    }
    enum yk status = self->kind == SUPERVISION_ORDER
                         ? check_may(self, env, SUPERVISE_ISSUE, err)
                         : err_set(err, YK_REFUSED, ERR_WRONG_STATE, "no order");
    if (status == YK_OK) {
        status = check_running(now, err);
    }
    if (status == YK_OK) {
        status = check_order(&whole, whole.colour > COLOUR_BLUE, err);
    }
    return status == YK_OK ? add_order(env, &now->subject, 1, &whole, out, err) : status;
}

enum yk supervise_decide_escalate(const struct supervision *self, const struct supervise_env *env,
                                  const struct supervise_subject_now *now,
                                  const struct supervise_order_command *command, struct drafts *out,
                                  struct err *err) {
    struct supervise_order_command whole = *command;
    const struct supervision_step *last = supervision_last_step(self);
    enum yk status = check_may(self, env, SUPERVISE_ESCALATE, err);
    if (status == YK_OK) {
        status = check_running(now, err);
    }
    if (status != YK_OK) {
        return status;
    }
    if (now->subject.unit != self->subject.unit) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "another unit is responsible by now");
    }
    if (whole.colour == JSON_ABSENT_INT) {
        whole.colour = last->colour + 1;
    }
    if (whole.colour <= last->colour) {
        return err_add_field(err, "colour", ERR_OUT_OF_RANGE, "> %s",
                             json_word_of(order_colour_words, last->colour));
    }
    bool by_rule = env->today > last->limit_day && whole.colour == last->colour + 1;
    status = check_order(&whole, !by_rule, err);
    return status == YK_OK
               ? add_order(env, &self->subject, (int64_t)self->n_steps + 1, &whole, out, err)
               : status;
}

enum yk supervise_decide_propose_next(const struct supervision *self,
                                      const struct supervise_env *env, int64_t next,
                                      struct drafts *out, struct err *err) {
    struct ev_supervise *body = new_body(env, SE_NEXT_PROPOSED);
    if (!body) {
        return no_memory(err);
    }
    body->n = (int64_t)self->n_steps;
    body->next = next;
    add_event(env, out, SE_NEXT_PROPOSED, body);
    return YK_OK;
}

enum yk supervise_decide_dismiss(const struct supervision *self, const struct supervise_env *env,
                                 const char *reason, struct drafts *out, struct err *err) {
    enum yk status = check_may(self, env, SUPERVISE_DISMISS, err);
    if (status == YK_OK) {
        draft_add_text(add_event(env, out, SE_DISMISSED, NULL), "reason", reason);
    }
    return status;
}

enum yk supervise_decide_answer(const struct supervision *self, const struct supervise_env *env,
                                const char *text, struct drafts *out, struct err *err) {
    enum yk status = check_may(self, env, SUPERVISE_ANSWER, err);
    if (status != YK_OK) {
        return status;
    }
    const struct supervision_step *last = supervision_last_step(self);
    struct ev_supervise *body = new_body(env, SE_ANSWERED);
    if (!body) {
        return no_memory(err);
    }
    body->n = last->n;
    body->unit = self->subject.unit;
    body->on_time = env->today <= last->limit_day;
    draft_add_text(add_event(env, out, SE_ANSWERED, body), "text", text);
    return YK_OK;
}

enum yk supervise_decide_judge(const struct supervision *self, const struct supervise_env *env,
                               bool accept, const char *note, struct drafts *out, struct err *err) {
    enum supervise_event event = accept ? SE_ACCEPTED : SE_REFUSED;
    enum yk status = check_may(self, env, SUPERVISE_JUDGE, err);
    if (status == YK_OK && !accept && !says(note)) {
        status = err_add_field(err, "note", ERR_REQUIRED, "%s", "");
    }
    if (status != YK_OK) {
        return status;
    }
    struct ev_supervise *body = new_body(env, event);
    if (!body) {
        return no_memory(err);
    }
    body->n = supervision_last_step(self)->n;
    struct draft *draft = add_event(env, out, event, body);
    draft_add_text(draft, "note", note);
    draft_add_notice(draft, accept ? "supervise.accepted" : "supervise.refused", self->subject.unit,
                     0);
    return YK_OK;
}

enum yk supervise_decide_withdraw(const struct supervision *self, const struct supervise_env *env,
                                  const char *reason, struct drafts *out, struct err *err) {
    enum yk status = check_may(self, env, SUPERVISE_WITHDRAW, err);
    if (status == YK_OK) {
        struct draft *draft = add_event(env, out, SE_WITHDRAWN, NULL);
        draft_add_text(draft, "reason", reason);
        draft_add_notice(draft, "supervise.withdrawn", self->subject.unit, 0);
    }
    return status;
}

enum yk supervise_decide_close(const struct supervision *self, const struct supervise_env *env,
                               struct drafts *out, struct err *err) {
    (void)err;
    if (supervision_is_open(self) && self->kind != SUPERVISION_NOTIFICATION) {
        add_event(env, out, SE_CLOSED, NULL);
    }
    return YK_OK;
}

void supervise_oversight_of(const void *ordered, int64_t id, struct ev_oversight *out) {
    const struct ev_supervise *body = ordered;
    *out = (struct ev_oversight){.supervision = id,
                                 .paper_number = body->paper_number,
                                 .unit = body->subject.unit,
                                 .colour = body->colour,
                                 .limit_day = body->limit_day};
}

// ---- notification ----

enum yk supervise_decide_draw_up(const struct supervise_env *env, const char *title,
                                 const char *text, struct drafts *out, struct err *err) {
    enum yk status = check_cap(env, CAP_SUPERVISE, err);
    if (status == YK_OK) {
        struct draft *draft = add_event(env, out, SE_DRAWN_UP, NULL);
        draft_add_text(draft, "title", title);
        draft_add_text(draft, "text", text);
    }
    return status;
}

static bool is_listed(const struct supervision *self, const struct supervision_subject *subject) {
    for (size_t i = 0; i < self->n_items; i++) {
        if (self->items[i].subject.object == subject->object) {
            return true;
        }
    }
    return false;
}

enum yk supervise_decide_list(const struct supervision *self, const struct supervise_env *env,
                              const struct supervision_subject *subject, int64_t order,
                              int64_t order_number, const char *cause, struct drafts *out,
                              struct err *err) {
    enum yk status = check_may(self, env, SUPERVISE_LIST, err);
    if (status == YK_OK && !subject->unit) {
        status = err_set(err, YK_REFUSED, ERR_WRONG_STATE, "the matter has no unit");
    }
    if (status == YK_OK && is_listed(self, subject)) {
        status = err_set(err, YK_REFUSED, ERR_ALREADY_EXISTS, "the matter is in the list");
    }
    if (status == YK_OK && !order && !says(cause)) {
        status = err_add_field(err, "cause", ERR_REQUIRED, "%s", "");
    }
    if (status != YK_OK) {
        return status;
    }
    struct ev_supervise *body = new_body(env, SE_LISTED);
    if (!body) {
        return no_memory(err);
    }
    body->n = self->n_items ? self->items[self->n_items - 1].n + 1 : 1;
    body->order = order;
    body->order_number = order ? order_number : JSON_ABSENT_INT;
    body->subject = *subject;
    draft_add_text(add_event(env, out, SE_LISTED, body), "cause", cause);
    return YK_OK;
}

enum yk supervise_decide_strike(const struct supervision *self, const struct supervise_env *env,
                                int64_t n, struct drafts *out, struct err *err) {
    enum yk status = check_may(self, env, SUPERVISE_STRIKE, err);
    bool found = false;
    for (size_t i = 0; i < self->n_items; i++) {
        found = found || self->items[i].n == n;
    }
    if (status == YK_OK && !found) {
        status = err_add_field(err, "n", ERR_UNKNOWN_VALUE, "%s", "items");
    }
    if (status != YK_OK) {
        return status;
    }
    struct ev_supervise *body = new_body(env, SE_STRUCK);
    if (!body) {
        return no_memory(err);
    }
    body->n = n;
    add_event(env, out, SE_STRUCK, body);
    return YK_OK;
}

enum yk supervise_decide_notify(const struct supervision *self, const struct supervise_env *env,
                                int64_t number, struct drafts *out, struct err *err) {
    enum yk status = self->kind == SUPERVISION_NOTIFICATION
                         ? check_may(self, env, SUPERVISE_ISSUE, err)
                         : err_set(err, YK_REFUSED, ERR_WRONG_STATE, "no notification");
    if (status != YK_OK) {
        return status;
    }
    struct ev_supervise *body = new_body(env, SE_ISSUED);
    if (!body) {
        return no_memory(err);
    }
    body->paper_number = number;
    add_event(env, out, SE_ISSUED, body);
    return YK_OK;
}

enum yk supervise_decide_notified(const struct supervision *self, const struct supervise_env *env,
                                  int64_t notification, int64_t number, struct drafts *out,
                                  struct err *err) {
    if (self->kind != SUPERVISION_ORDER || self->notification) {
        return err_set(err, YK_REFUSED, ERR_ALREADY_EXISTS, "stands in a notification already");
    }
    struct ev_supervise *body = new_body(env, SE_NOTIFIED);
    if (!body) {
        return no_memory(err);
    }
    body->notification = notification;
    body->paper_number = number;
    draft_add_notice(add_event(env, out, SE_NOTIFIED, body), "supervise.notified",
                     self->subject.unit, 0);
    return YK_OK;
}

enum yk supervise_decide_sign(const struct supervision *self, const struct supervise_env *env,
                              struct drafts *out, struct err *err) {
    enum yk status = check_may(self, env, SUPERVISE_SIGN, err);
    if (status != YK_OK) {
        return status;
    }
    struct ev_supervise *body = new_body(env, SE_SIGNED);
    if (!body) {
        return no_memory(err);
    }
    body->unit = env->actor->unit;
    add_event(env, out, SE_SIGNED, body);
    return YK_OK;
}

// ---- what is due ----

int64_t supervise_urge_due(const struct supervise_subject_now *now, int32_t warn_day,
                           int32_t today) {
    int32_t due = now->subject.due_day;
    if (now->ended || !now->running || !now->subject.unit || due == DAY_NONE) {
        return 0;
    }
    if (today > due) {
        return URGE_OVERDUE;
    }
    return warn_day != DAY_NONE && today >= warn_day ? URGE_WARNING : 0;
}

bool supervise_order_due(const struct supervise_subject_now *now,
                         const struct supervise_rules *rules, const struct calendar *calendar,
                         int32_t today) {
    int32_t due = now->subject.due_day;
    return !now->ended && now->running && now->subject.unit && due != DAY_NONE && today > due &&
           calendar_workdays_between(calendar, due, today) >= rules->order_after;
}

int64_t supervise_next_of(const struct supervision *self, const struct supervise_rules *rules,
                          const struct calendar *calendar, int32_t today) {
    const struct supervision_step *last = supervision_last_step(self);
    if (self->kind != SUPERVISION_ORDER || self->state != SUPERVISION_AWAITING || !last ||
        self->next != JSON_ABSENT_INT || self->notification || today <= last->limit_day) {
        return 0;
    }
    if (last->colour < COLOUR_RED) {
        return last->colour + 1;
    }
    return calendar_workdays_between(calendar, last->limit_day, today) > rules->notify_after
               ? NEXT_NOTIFICATION
               : 0;
}
