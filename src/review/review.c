// SPDX-License-Identifier: Apache-2.0
// The rules of a review: who may do what with a meeting in which state, what each command turns into, what the meeting becomes by its events and what of
// it can be counted. Whatever depends on a clock is decided here and written into the events.
#include "review/review.h"

#include <assert.h>
#include <string.h>

#include "review/review_spec.h"

// ---- looking ----

const struct review_item *review_find_item(const struct review *review, int64_t n) {
    return n >= 1 && n <= (int64_t)review->n_items ? &review->items[n - 1] : NULL;
}

const struct review_item *review_find_matter(const struct review *review, int64_t matter) {
    for (size_t i = 0; i < review->n_items; i++) {
        if (review->items[i].matter == matter) {
            return &review->items[i];
        }
    }
    return NULL;
}

static bool is_decided(const struct review_item *item) {
    return item->decision != JSON_ABSENT_INT;
}

bool review_item_open(const struct review_item *item) {
    return is_decided(item) && item->by_day != DAY_NONE && item->done_day == DAY_NONE;
}

bool review_item_visible(const struct review_item *item, const struct actor *actor) {
    if (item->dropped == 1) {
        return false;
    }
    return actor->scope.level == SCOPE_DISTRICT ||
           (actor->scope.level == SCOPE_UNIT && is_decided(item) &&
            item->unit == actor->scope.unit);
}

bool review_visible(const struct review *review, const struct actor *actor) {
    bool any = actor->scope.level == SCOPE_DISTRICT;
    for (size_t i = 0; i < review->n_items && !any; i++) {
        any = review_item_visible(&review->items[i], actor);
    }
    return any;
}

// ---- who may ----

#define IN(state_) (1u << (state_))
static const struct {
    enum cap cap;
    unsigned states;
} permissions[RACT_END] = {
    [RACT_CHANGE] = {CAP_REVIEW_MANAGE, IN(REVIEW_PLANNED)},
    [RACT_COLLECT] = {CAP_REVIEW_MANAGE, IN(REVIEW_PLANNED) | IN(REVIEW_OPEN)},
    [RACT_ASK] = {CAP_REVIEW_ASK, IN(REVIEW_PLANNED) | IN(REVIEW_OPEN)},
    [RACT_DROP] = {CAP_REVIEW_MANAGE, IN(REVIEW_PLANNED) | IN(REVIEW_OPEN)},
    [RACT_OPEN] = {CAP_REVIEW_MANAGE, IN(REVIEW_PLANNED)},
    [RACT_DECIDE] = {CAP_REVIEW_MANAGE, IN(REVIEW_OPEN)},
    [RACT_CLOSE] = {CAP_REVIEW_MANAGE, IN(REVIEW_OPEN)},
    [RACT_CANCEL] = {CAP_REVIEW_MANAGE, IN(REVIEW_PLANNED)},
    [RACT_FOLLOW] = {CAP_MATTER_HANDLE, IN(REVIEW_OPEN) | IN(REVIEW_CLOSED)},
    [RACT_CONFIRM] = {CAP_REVIEW_MANAGE, IN(REVIEW_OPEN) | IN(REVIEW_CLOSED)},
};

enum err_code review_may(const struct review *review, const struct actor *actor,
                         enum review_act act) {
    assert(act > 0 && act < RACT_END);
    if (!actor_may(actor, permissions[act].cap)) {
        return ERR_FORBIDDEN;
    }
    return permissions[act].states & IN(review->state) ? ERR_NONE : ERR_WRONG_STATE;
}

size_t review_actions(const struct review *review, const struct actor *actor,
                      enum review_act out[RACT_END]) {
    size_t n = 0;
    for (int act = 1; act < RACT_END; act++) {
        if (review_may(review, actor, (enum review_act)act) == ERR_NONE) {
            out[n++] = (enum review_act)act;
        }
    }
    return n;
}

static enum yk check_may(const struct review *review, const struct review_env *env,
                         enum review_act act, struct err *err) {
    enum err_code code = review_may(review, env->actor, act);
    return code == ERR_NONE ? YK_OK
                            : err_set(err, YK_REFUSED, code, "%s in state %s",
                                      json_word_of(review_act_words, act),
                                      json_word_of(review_state_words, review->state));
}

// An item that can still be worked on, of a meeting in which the actor may do this.
static enum yk check_item(const struct review *review, const struct review_env *env,
                          enum review_act act, int64_t n, const struct review_item **out,
                          struct err *err) {
    enum yk status = check_may(review, env, act, err);
    const struct review_item *item = review_find_item(review, n);
    if (status == YK_OK && (!item || item->dropped == 1)) {
        err_add_field(err, "n", ERR_OUT_OF_RANGE, "1–%zu", review->n_items);
        return YK_REFUSED;
    }
    if (status == YK_OK) {
        *out = item;
    }
    return status;
}

// ---- making drafts ----

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "review: no memory for an event");
}

static void *new_body(const struct review_env *env, enum review_event event) {
    const struct json_spec *spec = review_event_types[event].spec;
    void *body = arena_alloc(env->arena, spec->struct_bytes);
    if (body) {
        json_spec_clear(spec, body);
    }
    return body;
}

static struct draft *add_event(struct drafts *out, enum review_event event, int32_t day,
                               const void *body) {
    return drafts_add(out, &review_event_types[event], day, body);
}

static enum yk check_day(int32_t day, const struct review_env *env, const char *field,
                         struct err *err) {
    char first[DAY_TEXT_BYTES];
    char last[DAY_TEXT_BYTES];
    if (day >= env->today && day <= env->today + REVIEW_AHEAD_DAYS_MAX) {
        return YK_OK;
    }
    day_format(env->today, first);
    day_format(env->today + REVIEW_AHEAD_DAYS_MAX, last);
    err_add_field(err, field, ERR_OUT_OF_RANGE, "%s … %s", first, last);
    return YK_REFUSED;
}

static enum yk check_plan(const struct review_plan *command, const struct review_env *env,
                          struct err *err) {
    enum yk status = check_day(command->day, env, "day", err);
    if (!command->unit_known) {
        err_add_field(err, "unit", ERR_UNKNOWN_UNIT, "%s", "");
        status = YK_REFUSED;
    }
    return status;
}

enum yk review_decide_plan(const struct review_env *env, const struct review_plan *command,
                           struct drafts *out, struct err *err) {
    if (!actor_may(env->actor, CAP_REVIEW_MANAGE)) {
        return err_set(err, YK_REFUSED, ERR_FORBIDDEN, "plan");
    }
    enum yk status = check_plan(command, env, err);
    if (status != YK_OK) {
        return status;
    }
    struct ev_planned *body = new_body(env, RV_PLANNED);
    if (!body) {
        return no_memory(err);
    }
    *body = (struct ev_planned){.number = command->number,
                                .kind = command->kind,
                                .unit = command->unit,
                                .host = env->actor->unit,
                                .day = command->day};
    struct draft *draft = add_event(out, RV_PLANNED, env->today, body);
    draft_add_text(draft, "topic", command->topic);
    draft_add_text(draft, "place", command->place);
    return YK_OK;
}

enum yk review_decide_change(const struct review *review, const struct review_env *env,
                             const struct review_plan *command, struct drafts *out,
                             struct err *err) {
    enum yk status = check_may(review, env, RACT_CHANGE, err);
    if (status == YK_OK) {
        status = check_plan(command, env, err);
    }
    if (status != YK_OK) {
        return status;
    }
    struct ev_changed *body = new_body(env, RV_CHANGED);
    if (!body) {
        return no_memory(err);
    }
    body->unit = command->unit;
    body->day = command->day;
    struct draft *draft = add_event(out, RV_CHANGED, env->today, body);
    draft_add_text(draft, "topic", command->topic);
    draft_add_text(draft, "place", command->place);
    return YK_OK;
}

static struct ev_item item_of(const struct review_found *found, int64_t n, int64_t reasons) {
    return (struct ev_item){.n = n,
                            .matter = found->matter,
                            .category = found->category,
                            .channel = found->channel,
                            .caller_kind = found->caller_kind,
                            .lead = found->lead,
                            .reasons = reasons,
                            .last_meeting = found->last_meeting,
                            .last_item = found->last_item};
}

static const struct review_found *find_found(const struct review_found *found, size_t n,
                                             int64_t matter) {
    for (size_t i = 0; i < n; i++) {
        if (found[i].matter == matter) {
            return &found[i];
        }
    }
    return NULL;
}

// What the search says of an item that stands already: nothing, that its reasons are others now, or that it has none any more.
static void compare_item(const struct review_item *item, const struct review_found *found,
                         struct ev_collected *body) {
    int64_t asked = item->reasons & REASON_ASKED;
    int64_t reasons = (found ? found->reasons : 0) | asked;
    if (item->dropped == 1 || is_decided(item) || reasons == item->reasons) {
        return;
    }
    if (!reasons) {
        body->gone[body->n_gone++] = item->n;
        return;
    }
    const struct review_found as_it_was = {.matter = item->matter,
                                           .category = item->category,
                                           .channel = item->channel,
                                           .caller_kind = item->caller_kind,
                                           .lead = item->lead,
                                           .last_meeting = item->last_meeting,
                                           .last_item = item->last_item};
    body->items[body->n_items++] = item_of(found ? found : &as_it_was, item->n, reasons);
}

enum yk review_decide_collect(const struct review *review, const struct review_env *env,
                              const struct review_found *found, size_t n, struct drafts *out,
                              struct err *err) {
    enum yk status = check_may(review, env, RACT_COLLECT, err);
    if (status != YK_OK) {
        return status;
    }
    struct ev_collected *body = new_body(env, RV_COLLECTED);
    if (body) {
        body->items = arena_alloc_array(env->arena, REVIEW_ITEMS_MAX, sizeof *body->items);
        body->gone = arena_alloc_array(env->arena, REVIEW_ITEMS_MAX, sizeof *body->gone);
    }
    if (!body || !body->items || !body->gone) {
        return no_memory(err);
    }
    for (size_t i = 0; i < review->n_items; i++) {
        compare_item(&review->items[i], find_found(found, n, review->items[i].matter), body);
    }
    int64_t last = (int64_t)review->n_items;
    for (size_t i = 0; i < n && last < REVIEW_ITEMS_MAX; i++) {
        if (!review_find_matter(review, found[i].matter)) {
            body->items[body->n_items++] = item_of(&found[i], ++last, found[i].reasons);
        }
    }
    if (body->n_items || body->n_gone) {
        add_event(out, RV_COLLECTED, env->today, body);
    }
    return YK_OK;
}

enum yk review_decide_ask(const struct review *review, const struct review_env *env,
                          const struct review_found *matter, const char *reason, struct drafts *out,
                          struct err *err) {
    enum yk status = check_may(review, env, RACT_ASK, err);
    if (status != YK_OK) {
        return status;
    }
    const struct review_item *item = review_find_matter(review, matter->matter);
    if (item && (is_decided(item) || (item->dropped != 1 && item->reasons & REASON_ASKED))) {
        return err_set(err, YK_REFUSED, ERR_ALREADY_EXISTS, "the matter is on this agenda");
    }
    if (!item && review->n_items >= REVIEW_ITEMS_MAX) {
        return err_set(err, YK_REFUSED, ERR_AGENDA_FULL, "%d items", REVIEW_ITEMS_MAX);
    }
    struct ev_item *body = new_body(env, RV_ASKED);
    if (!body) {
        return no_memory(err);
    }
    *body = item_of(matter, item ? item->n : (int64_t)review->n_items + 1,
                    (item && item->dropped != 1 ? item->reasons : 0) | REASON_ASKED);
    draft_add_text(add_event(out, RV_ASKED, env->today, body), "reason", reason);
    return YK_OK;
}

static enum yk add_numbered(const struct review_env *env, enum review_event event, int64_t n,
                            const char *field, const char *text, struct drafts *out,
                            struct err *err) {
    struct ev_numbered *body = new_body(env, event);
    if (!body) {
        return no_memory(err);
    }
    body->n = n;
    draft_add_text(add_event(out, event, env->today, body), field, text);
    return YK_OK;
}

enum yk review_decide_drop(const struct review *review, const struct review_env *env, int64_t n,
                           const char *reason, struct drafts *out, struct err *err) {
    const struct review_item *item = NULL;
    enum yk status = check_item(review, env, RACT_DROP, n, &item, err);
    if (status == YK_OK && is_decided(item)) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "the item is decided");
    }
    return status == YK_OK ? add_numbered(env, RV_DROPPED, n, "reason", reason, out, err) : status;
}

static size_t count_undecided(const struct review *review, size_t *out_standing) {
    size_t undecided = 0;
    *out_standing = 0;
    for (size_t i = 0; i < review->n_items; i++) {
        *out_standing += review->items[i].dropped != 1;
        undecided += review->items[i].dropped != 1 && !is_decided(&review->items[i]);
    }
    return undecided;
}

enum yk review_decide_open(const struct review *review, const struct review_env *env,
                           struct drafts *out, struct err *err) {
    size_t standing;
    enum yk status = check_may(review, env, RACT_OPEN, err);
    if (status != YK_OK) {
        return status;
    }
    count_undecided(review, &standing);
    if (!standing) {
        return err_set(err, YK_REFUSED, ERR_AGENDA_EMPTY, "no item");
    }
    add_event(out, RV_OPENED, env->today, NULL);
    return YK_OK;
}

static bool needs_day(int64_t decision) {
    return decision == REVIEW_PRESS || decision == REVIEW_SUPERVISE;
}

// Sets something going in another ledger, whose orders go to the matter's lead.
static bool acts(int64_t decision) {
    return decision == REVIEW_SUPERVISE || decision == REVIEW_PARK;
}

static enum yk check_decision(const struct review_decision_command *command,
                              const struct review_env *env, struct err *err) {
    enum yk status = YK_OK;
    if (command->by_day != DAY_NONE) {
        status = check_day(command->by_day, env, "by_day", err);
    } else if (needs_day(command->decision)) {
        err_add_field(err, "by_day", ERR_REQUIRED, "YYYY-MM-DD");
        status = YK_REFUSED;
    }
    if (!command->unit || !command->unit_known) {
        err_add_field(err, "unit", ERR_UNKNOWN_UNIT, "%s", "");
        status = YK_REFUSED;
    } else if (acts(command->decision) && command->unit != command->lead) {
        err_add_field(err, "unit", ERR_ONLY_THE_LEAD, "%s", "");
        status = YK_REFUSED;
    }
    return status;
}

enum yk review_decide_decision(const struct review *review, const struct review_env *env,
                               const struct review_decision_command *command, struct drafts *out,
                               struct err *err) {
    const struct review_item *item = NULL;
    enum yk status = check_item(review, env, RACT_DECIDE, command->n, &item, err);
    if (status == YK_OK) {
        status = check_decision(command, env, err);
    }
    if (status != YK_OK) {
        return status;
    }
    struct ev_decided *body = new_body(env, RV_DECIDED);
    if (!body) {
        return no_memory(err);
    }
    bool ends = command->decision == REVIEW_SETTLE || command->decision == REVIEW_DEFER;
    *body =
        (struct ev_decided){.n = command->n,
                            .decision = command->decision,
                            .unit = command->unit,
                            .by_day = ends ? DAY_NONE : command->by_day,
                            .order = command->order,
                            .order_step = command->order ? command->order_step : JSON_ABSENT_INT,
                            .park = command->park ? command->park : JSON_ABSENT_INT};
    struct draft *draft = add_event(out, RV_DECIDED, env->today, body);
    draft_add_text(draft, "instruction", command->instruction);
    if (!command->order) { // an order tells the unit itself
        draft_add_notice(draft, "review.decided", command->unit, 0);
    }
    return YK_OK;
}

enum yk review_decide_close(const struct review *review, const struct review_env *env,
                            const char *conclusion, int64_t paper_version, int64_t paper_shipped,
                            struct drafts *out, struct err *err) {
    size_t standing;
    enum yk status = check_may(review, env, RACT_CLOSE, err);
    if (status != YK_OK) {
        return status;
    }
    size_t undecided = count_undecided(review, &standing);
    if (undecided) {
        return err_set(err, YK_REFUSED, ERR_ITEMS_UNDECIDED, "%zu of %zu", undecided, standing);
    }
    struct ev_closed *body = new_body(env, RV_CLOSED);
    if (!body) {
        return no_memory(err);
    }
    *body = (struct ev_closed){paper_version, paper_shipped};
    draft_add_text(add_event(out, RV_CLOSED, env->today, body), "conclusion", conclusion);
    return YK_OK;
}

enum yk review_decide_cancel(const struct review *review, const struct review_env *env,
                             const char *reason, struct drafts *out, struct err *err) {
    enum yk status = check_may(review, env, RACT_CANCEL, err);
    if (status == YK_OK) {
        draft_add_text(add_event(out, RV_CANCELLED, env->today, NULL), "reason", reason);
    }
    return status;
}

enum yk review_decide_follow(const struct review *review, const struct review_env *env, int64_t n,
                             const char *text, struct drafts *out, struct err *err) {
    const struct review_item *item = NULL;
    enum yk status = check_item(review, env, RACT_FOLLOW, n, &item, err);
    if (status == YK_OK && item->unit != env->actor->unit) {
        return err_set(err, YK_REFUSED, ERR_NOT_YOUR_UNIT, "item %lld", (long long)n);
    }
    if (status == YK_OK && (!review_item_open(item) || item->reported_day != DAY_NONE)) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "nothing is to be reported");
    }
    status = status == YK_OK ? add_numbered(env, RV_FOLLOWED, n, "text", text, out, err) : status;
    if (status == YK_OK) {
        draft_add_notice(&out->items[out->n - 1], "review.followed", review->host, 0);
    }
    return status;
}

enum yk review_decide_confirm(const struct review *review, const struct review_env *env, int64_t n,
                              bool accept, const char *note, struct drafts *out, struct err *err) {
    const struct review_item *item = NULL;
    enum yk status = check_item(review, env, RACT_CONFIRM, n, &item, err);
    if (status == YK_OK && (!review_item_open(item) || item->reported_day == DAY_NONE)) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "nothing was reported");
    }
    if (status == YK_OK && item->reported_by == env->actor->account) {
        return err_set(err, YK_REFUSED, ERR_OWN_REPORT, "item %lld", (long long)n);
    }
    if (status != YK_OK) {
        return status;
    }
    struct ev_confirmed *body = new_body(env, RV_CONFIRMED);
    if (!body) {
        return no_memory(err);
    }
    body->n = n;
    body->accept = accept;
    struct draft *draft = add_event(out, RV_CONFIRMED, env->today, body);
    draft_add_text(draft, "note", note);
    draft_add_notice(draft, accept ? "review.confirmed" : "review.not_confirmed", item->unit, 0);
    return YK_OK;
}

// ---- apply ----

struct step {
    struct review *review;
    const struct event *event;
    struct arena *arena;
    struct err *err;
};

static enum yk cannot_follow(const struct step *step) {
    return err_set(step->err, YK_FAILED, ERR_INTERNAL, "review: event %lld (%s) cannot follow",
                   (long long)step->event->seq, step->event->type->action);
}

static enum yk apply_planned(const struct step *step) {
    const struct ev_planned *body = step->event->body;
    *step->review = (struct review){.state = REVIEW_PLANNED,
                                    .kind = body->kind,
                                    .number = body->number,
                                    .unit = body->unit,
                                    .host = body->host,
                                    .day = body->day,
                                    .planned_day = body->day,
                                    .words_seq = step->event->seq,
                                    .opened_at = JSON_ABSENT_INT,
                                    .closed_at = JSON_ABSENT_INT,
                                    .closed_seq = JSON_ABSENT_INT,
                                    .paper_version = JSON_ABSENT_INT,
                                    .paper_shipped = JSON_ABSENT_INT};
    return YK_OK;
}

static enum yk apply_changed(const struct step *step) {
    const struct ev_changed *body = step->event->body;
    step->review->unit = body->unit;
    step->review->day = step->review->planned_day = body->day;
    step->review->words_seq = step->event->seq;
    return YK_OK;
}

// Items are changed in a copy: the state given may share its array with the one before.
static struct review_item *own_items(const struct step *step, size_t room) {
    struct review *review = step->review;
    struct review_item *items = arena_alloc_array(step->arena, room + 1, sizeof *items);
    if (items && review->n_items) {
        memcpy(items, review->items, review->n_items * sizeof *items);
    }
    return items;
}

// An item found or asked for: the next number, or one that stands.
static bool put_item(struct review_item *items, size_t *n_items, const struct ev_item *from,
                     int64_t asked_seq) {
    if (from->n < 1 || from->n > (int64_t)*n_items + 1 || from->n > REVIEW_ITEMS_MAX) {
        return false;
    }
    struct review_item *item = &items[from->n - 1];
    if (from->n == (int64_t)*n_items + 1) {
        *item = (struct review_item){.n = from->n,
                                     .asked_seq = JSON_ABSENT_INT,
                                     .decision = JSON_ABSENT_INT,
                                     .decided_day = DAY_NONE,
                                     .by_day = DAY_NONE,
                                     .decided_seq = JSON_ABSENT_INT,
                                     .order_step = JSON_ABSENT_INT,
                                     .park = JSON_ABSENT_INT,
                                     .reported_day = DAY_NONE,
                                     .reported_seq = JSON_ABSENT_INT,
                                     .done_day = DAY_NONE,
                                     .confirmed_seq = JSON_ABSENT_INT};
        ++*n_items;
    }
    item->matter = from->matter;
    item->category = from->category;
    item->channel = from->channel;
    item->caller_kind = from->caller_kind;
    item->lead = from->lead;
    item->reasons = from->reasons;
    item->last_meeting = from->last_meeting;
    item->last_item = from->last_item;
    item->dropped = 0;
    if (asked_seq) {
        item->asked_seq = asked_seq;
    }
    return true;
}

static enum yk apply_collected(const struct step *step) {
    const struct ev_collected *body = step->event->body;
    struct review *review = step->review;
    struct review_item *items = own_items(step, review->n_items + body->n_items);
    size_t n = review->n_items;
    if (!items) {
        return err_set(step->err, YK_NOMEM, ERR_INTERNAL, "review: no memory for items");
    }
    for (size_t i = 0; i < body->n_items; i++) {
        if (!put_item(items, &n, &body->items[i], 0)) {
            return cannot_follow(step);
        }
    }
    for (size_t i = 0; i < body->n_gone; i++) {
        if (body->gone[i] < 1 || body->gone[i] > (int64_t)n) {
            return cannot_follow(step);
        }
        items[body->gone[i] - 1].dropped = 1;
    }
    review->items = items;
    review->n_items = n;
    return YK_OK;
}

static enum yk apply_asked(const struct step *step) {
    struct review *review = step->review;
    struct review_item *items = own_items(step, review->n_items + 1);
    size_t n = review->n_items;
    if (!items) {
        return err_set(step->err, YK_NOMEM, ERR_INTERNAL, "review: no memory for items");
    }
    if (!put_item(items, &n, step->event->body, step->event->seq)) {
        return cannot_follow(step);
    }
    review->items = items;
    review->n_items = n;
    return YK_OK;
}

static void apply_decided(const struct step *step, struct review_item *item) {
    const struct ev_decided *body = step->event->body;
    item->decision = body->decision;
    item->unit = body->unit;
    item->by_day = body->by_day;
    item->decided_day = step->event->day;
    item->decided_seq = step->event->seq;
    item->order = body->order;
    item->order_step = body->order_step;
    item->park = body->park;
    item->reported_by = 0; // decided anew: what was reported was on the decision before
    item->reported_day = DAY_NONE;
    item->reported_seq = JSON_ABSENT_INT;
}

static void apply_confirmed(const struct step *step, struct review_item *item) {
    const struct ev_confirmed *body = step->event->body;
    item->confirmed_seq = step->event->seq;
    if (body->accept == 1) {
        item->done_day = item->reported_day;
    } else {
        item->reported_day = DAY_NONE;
        item->reported_by = 0;
    }
}

static enum yk apply_to_item(const struct step *step, enum review_event kind, int64_t n) {
    struct review *review = step->review;
    struct review_item *items = own_items(step, review->n_items);
    if (!items) {
        return err_set(step->err, YK_NOMEM, ERR_INTERNAL, "review: no memory for items");
    }
    if (n < 1 || n > (int64_t)review->n_items) {
        return cannot_follow(step);
    }
    struct review_item *item = &items[n - 1];
    if (kind == RV_DROPPED) {
        item->dropped = 1;
    } else if (kind == RV_DECIDED) {
        apply_decided(step, item);
    } else if (kind == RV_FOLLOWED) {
        item->reported_by = step->event->actor;
        item->reported_day = step->event->day;
        item->reported_seq = step->event->seq;
    } else {
        apply_confirmed(step, item);
    }
    review->items = items;
    return YK_OK;
}

static enum yk apply_opened(const struct step *step) {
    step->review->state = REVIEW_OPEN;
    step->review->day = step->event->day;
    step->review->opened_at = step->event->recorded_at;
    return YK_OK;
}

static enum yk apply_closed(const struct step *step) {
    step->review->state = REVIEW_CLOSED;
    step->review->closed_at = step->event->recorded_at;
    const struct ev_closed *body = step->event->body;
    step->review->closed_seq = step->event->seq;
    step->review->closed_by = step->event->actor;
    step->review->paper_version = body->paper_version;
    step->review->paper_shipped = body->paper_shipped;
    return YK_OK;
}

static enum yk apply_one(const struct step *step, enum review_event kind) {
    const void *body = step->event->body;
    switch (kind) {
    case RV_PLANNED: return apply_planned(step);
    case RV_CHANGED: return apply_changed(step);
    case RV_COLLECTED: return apply_collected(step);
    case RV_ASKED: return apply_asked(step);
    case RV_DROPPED:
    case RV_FOLLOWED: return apply_to_item(step, kind, ((const struct ev_numbered *)body)->n);
    case RV_DECIDED: return apply_to_item(step, kind, ((const struct ev_decided *)body)->n);
    case RV_CONFIRMED: return apply_to_item(step, kind, ((const struct ev_confirmed *)body)->n);
    case RV_OPENED: return apply_opened(step);
    case RV_CLOSED: return apply_closed(step);
    case RV_CANCELLED: step->review->state = REVIEW_CANCELLED; return YK_OK;
    case RV_COUNT: break;
    }
    return cannot_follow(step);
}

static enum yk review_apply(void *state, const struct event *event, struct arena *arena,
                            struct err *err) {
    struct review *review = state;
    const struct step step = {review, event, arena, err};
    ptrdiff_t kind = event->type - review_event_types;
    if (kind < 0 || kind >= RV_COUNT || (kind == RV_PLANNED) != (event->seq == 1) ||
        (kind != RV_PLANNED && event->seq != review->seq + 1)) {
        return cannot_follow(&step);
    }
    enum yk status = apply_one(&step, (enum review_event)kind);
    if (status == YK_OK) {
        review->seq = event->seq;
    }
    return status;
}

// ---- facts ----

static int64_t fact_day(int32_t day) {
    return day == DAY_NONE ? FACT_NULL : day;
}

static bool put_item_row(const struct review *review, const struct review_item *item,
                         struct fact_set *out) {
    struct fact_row *row = fact_emit(out, &review_item_fact_table, (int32_t)item->n);
    if (!row) {
        return false;
    }
    int64_t *v = row->v;
    v[I_UNIT] = item->unit ? item->unit : item->lead ? item->lead : review->host;
    v[I_DAY] = review->day;
    v[I_MATTER] = item->matter;
    v[I_CATEGORY] = item->category;
    v[I_REASONS] = item->reasons;
    v[I_DECISION] = item->decision;
    v[I_DECIDED_DAY] = fact_day(item->decided_day);
    v[I_DECIDED_SEQ] = item->decided_seq;
    v[I_BY_DAY] = fact_day(item->by_day);
    v[I_OPEN_BY_DAY] = review_item_open(item) ? item->by_day : FACT_NULL;
    v[I_REPORTED_DAY] = fact_day(item->reported_day);
    v[I_DONE_DAY] = fact_day(item->done_day);
    if (item->done_day != DAY_NONE && item->by_day != DAY_NONE) {
        v[I_ON_TIME] = item->done_day <= item->by_day;
    }
    v[I_KIND] = review->kind;
    v[I_CHANNEL] = item->channel;
    v[I_CALLER_KIND] = item->caller_kind;
    v[I_ORDER] = item->order ? item->order : FACT_NULL;
    v[I_PARK] = item->park == JSON_ABSENT_INT ? FACT_NULL : item->park;
    return true;
}

static bool put_review_row(const struct review *review, struct fact_set *out) {
    struct fact_row *row = fact_emit(out, &review_fact_table, 0);
    if (!row) {
        return false;
    }
    int64_t *v = row->v;
    v[RW_UNIT] = review->host;
    v[RW_DAY] = review->day;
    v[RW_STATE] = review->state;
    v[RW_KIND] = review->kind;
    v[RW_NUMBER] = review->number;
    v[RW_SCOPE_UNIT] = review->unit ? review->unit : FACT_NULL;
    v[RW_ITEMS] = v[RW_DECIDED] = v[RW_DONE] = 0;
    for (size_t i = 0; i < review->n_items; i++) {
        const struct review_item *item = &review->items[i];
        v[RW_ITEMS] += item->dropped != 1;
        v[RW_DECIDED] += item->dropped != 1 && is_decided(item);
        v[RW_DONE] += item->dropped != 1 && item->done_day != DAY_NONE;
    }
    return true;
}

// A meeting that is only planned, or did not take place, has no items that count.
static enum yk review_facts(const void *state, int64_t object, struct fact_set *out,
                            struct err *err) {
    (void)object;
    const struct review *review = state;
    bool held = review->state == REVIEW_OPEN || review->state == REVIEW_CLOSED;
    bool ok = put_review_row(review, out);
    for (size_t i = 0; ok && held && i < review->n_items; i++) {
        ok = review->items[i].dropped == 1 || put_item_row(review, &review->items[i], out);
    }
    return ok ? YK_OK : err_set(err, YK_NOMEM, ERR_INTERNAL, "review: no memory for facts");
}

static const struct fact_col review_cols[RW_COLS] = {
    [RW_UNIT] = {"unit", FACT_UNIT, "who called it"},
    [RW_DAY] = {"day", FACT_DAY, "when it is or was held"},
    [RW_STATE] = {"state", FACT_CODE, "enum review_state"},
    [RW_KIND] = {"kind", FACT_CODE, "enum review_kind"},
    [RW_NUMBER] = {"number", FACT_NUMBER, "year x 10^8 + serial"},
    [RW_SCOPE_UNIT] = {"scope_unit", FACT_UNIT, "only its matters; null: all"},
    [RW_ITEMS] = {"items", FACT_NUMBER, "on the agenda"},
    [RW_DECIDED] = {"decided", FACT_NUMBER, "of these"},
    [RW_DONE] = {"done", FACT_NUMBER, "of these, confirmed"},
};
static const struct fact_col item_cols[I_COLS] = {
    [I_UNIT] = {"unit", FACT_UNIT, "who must do it; the lead while undecided"},
    [I_DAY] = {"day", FACT_DAY, "of the meeting"},
    [I_MATTER] = {"matter", FACT_NUMBER, ""},
    [I_CATEGORY] = {"category", FACT_CODE, "of the matter"},
    [I_REASONS] = {"reasons", FACT_NUMBER, "bits of enum review_reason"},
    [I_DECISION] = {"decision", FACT_CODE, "enum review_decision; null while undecided"},
    [I_DECIDED_DAY] = {"decided_day", FACT_DAY, ""},
    [I_DECIDED_SEQ] = {"decided_seq", FACT_NUMBER, "event of the decision"},
    [I_BY_DAY] = {"by_day", FACT_DAY, "to be done by; null when nothing is to be done"},
    [I_OPEN_BY_DAY] = {"open_by_day", FACT_DAY, "by_day until it is confirmed"},
    [I_REPORTED_DAY] = {"reported_day", FACT_DAY, "the unit says that it is done"},
    [I_DONE_DAY] = {"done_day", FACT_DAY, "reported on, and confirmed since"},
    [I_ON_TIME] = {"on_time", FACT_FLAG, "done by its day; null until confirmed"},
    [I_KIND] = {"kind", FACT_CODE, "enum review_kind"},
    [I_CHANNEL] = {"channel", FACT_CODE, "of the matter"},
    [I_CALLER_KIND] = {"caller_kind", FACT_CODE, "of the matter"},
    [I_ORDER] = {"supervision", FACT_NUMBER, "the order that the decision set going"},
    [I_PARK] = {"park", FACT_NUMBER, "the parking of the matter that it set going"},
};

#define IS(col_, value_)                                                                           \
    { .col = (col_), .op = FACT_EQ, .value = (value_) }
#define NOT_NULL(col_)                                                                             \
    { .col = (col_), .op = FACT_NOT_NULL }
static const struct fact_cond decided[] = {NOT_NULL(I_DECISION)};
static const struct fact_cond to_do[] = {NOT_NULL(I_BY_DAY)};
static const struct fact_cond on_time[] = {NOT_NULL(I_BY_DAY), IS(I_ON_TIME, 1)};
#define MEASURE(code_, key_, day_, conds_)                                                         \
    {                                                                                              \
        .code = (code_), .key = (key_), .day_col = (day_), .value_col = -1, .hist_col = -1,        \
        .conds = (conds_), .n_conds = sizeof(conds_) / sizeof *(conds_)                            \
    }
static const struct measure item_measures[] = {
    // Items on the agendas of meetings held or in session; of these the decided.
    {.code = 961, .key = "review.items", .day_col = I_DAY, .value_col = -1, .hist_col = -1},
    MEASURE(962, "review.decided", I_DAY, decided),
    // Decisions to be done in the span; n those done by their day and confirmed.
    MEASURE(963, "review.done.d", I_BY_DAY, to_do),
    MEASURE(964, "review.done.n", I_BY_DAY, on_time),
};

const struct fact_table review_fact_table = {
    .name = "review_fact",
    .code = 9,
    .cols = review_cols,
    .n_cols = RW_COLS,
    .unit_col = RW_UNIT,
    .dim_cols = {-1, -1, -1, -1, -1, -1},
};
const struct fact_table review_item_fact_table = {
    .name = "review_item_fact",
    .code = 10,
    .cols = item_cols,
    .n_cols = I_COLS,
    .unit_col = I_UNIT,
    .dim_cols = {-1, -1, [DIM_CATEGORY] = I_CATEGORY, [DIM_CHANNEL] = I_CHANNEL,
                 [DIM_CALLER_KIND] = I_CALLER_KIND, -1},
    .measures = item_measures,
    .n_measures = sizeof item_measures / sizeof *item_measures,
};
static const struct fact_table *const review_tables[] = {&review_fact_table,
                                                         &review_item_fact_table, NULL};

const struct ledger review_ledger = {
    .code = LEDGER_REVIEW,
    .name = "review",
    .state_bytes = sizeof(struct review),
    .state_spec = &review_state_spec,
    .types = review_event_types,
    .n_types = RV_COUNT,
    .apply = review_apply,
    .facts = review_facts,
    .tables = review_tables,
};
