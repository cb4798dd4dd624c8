// SPDX-License-Identifier: Apache-2.0
// Writing meetings, their items and the decisions that are followed up.
#include "review/review_view.h"

#include <stdio.h>
#include <string.h>

#include "review/review_spec.h"
#include "supervise/supervise.h"

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "review: no memory for a reply");
}

void review_number_format(int64_t number, char out[REVIEW_NUMBER_BYTES]) {
    snprintf(out, REVIEW_NUMBER_BYTES, "%04d-%06lld", (int)(number / MATTER_NUMBER_YEAR),
             (long long)(number % MATTER_NUMBER_YEAR));
}

// ---- pieces ----

static void write_text(struct jw *jw, const char *key, const char *text) {
    jw_key(jw, key);
    jw_text(jw, text);
}

static void write_day(struct jw *jw, const char *key, int64_t day) {
    jw_key(jw, key);
    jw_day(jw, day == FACT_NULL ? DAY_NONE : (int32_t)day);
}

static void write_word(struct jw *jw, const char *key, const struct json_word *words,
                       int64_t value) {
    jw_key(jw, key);
    jw_text(jw, json_word_of(words, value));
}

static void write_count(struct jw *jw, const char *key, int64_t n) {
    jw_key(jw, key);
    jw_i64(jw, n);
}

static void write_unit(const struct matter_row_source *source, const char *key, int64_t unit) {
    jw_key(source->jw, key);
    matter_write_unit(source->jw, source->org, unit == FACT_NULL ? 0 : unit);
}

static void write_reasons(struct jw *jw, int64_t reasons) {
    jw_key(jw, "reasons");
    jw_array(jw);
    for (const struct json_word *word = review_reason_words; word->word; word++) {
        if (reasons & word->value) {
            jw_text(jw, word->word);
        }
    }
    jw_array_end(jw);
}

static void write_head(const struct matter_row_source *source, int64_t id, int64_t number,
                       int64_t kind, int64_t state, int64_t day) {
    struct jw *jw = source->jw;
    char text[REVIEW_NUMBER_BYTES];
    review_number_format(number, text);
    jw_key(jw, "id");
    jw_id(jw, id);
    write_text(jw, "number", text);
    write_word(jw, "kind", review_kind_words, kind);
    write_word(jw, "state", review_state_words, state);
    write_day(jw, "day", day);
}

void review_write_row(struct matter_row_source *source, const struct fact_hit *hit) {
    struct jw *jw = source->jw;
    const int64_t *v = hit->v;
    jw_object(jw);
    write_head(source, hit->object, v[RW_NUMBER], v[RW_KIND], v[RW_STATE], v[RW_DAY]);
    write_unit(source, "host", v[RW_UNIT]);
    write_unit(source, "unit", v[RW_SCOPE_UNIT]);
    write_count(jw, "items_n", v[RW_ITEMS]);
    write_count(jw, "decided_n", v[RW_DECIDED]);
    write_count(jw, "done_n", v[RW_DONE]);
    jw_object_end(jw);
}

// ---- the page ----

struct meeting {
    int64_t id;
    const struct review *review;
    struct log_entry *story;
    size_t n_story;
};
struct page {
    struct matter_row_source *source;
    const struct actor *actor;
    struct meeting now;
    struct meeting *before; // the meetings that its items were decided on last
    size_t n_before;
    struct fact_hit *matters;
    size_t n_matters;
};

static const char *text_at(const struct meeting *meeting, int64_t seq, const char *field) {
    if (seq < 1 || seq > (int64_t)meeting->n_story) {
        return NULL;
    }
    const struct log_entry *entry = &meeting->story[seq - 1]; // a story has every event, from 1
    for (size_t i = 0; i < entry->n_texts; i++) {
        if (strcmp(entry->texts[i].field, field) == 0) {
            return entry->texts[i].content;
        }
    }
    return NULL;
}

static enum yk read_meeting(struct matter_row_source *source, int64_t id,
                            const struct review *review, struct meeting *out, struct err *err) {
    out->id = id;
    out->review = review;
    return log_story(source->db, source->arena, &review_ledger, source->district, id, 0,
                     &out->story, &out->n_story, err);
}

static const struct meeting *find_before(const struct page *page, int64_t id) {
    for (size_t i = 0; i < page->n_before; i++) {
        if (page->before[i].id == id) {
            return &page->before[i];
        }
    }
    return NULL;
}

static enum yk read_before(struct page *page, struct err *err) {
    struct matter_row_source *source = page->source;
    const struct review *review = page->now.review;
    page->before = arena_alloc_array(source->arena, review->n_items + 1, sizeof *page->before);
    if (!page->before) {
        return no_memory(err);
    }
    enum yk status = YK_OK;
    for (size_t i = 0; i < review->n_items && status == YK_OK; i++) {
        const struct review_item *item = &review->items[i];
        struct log_object object;
        if (!item->last_meeting || find_before(page, item->last_meeting) ||
            !review_item_visible(item, page->actor)) {
            continue;
        }
        status = log_peek(source->db, source->arena, &review_ledger, source->district,
                          item->last_meeting, &object, err);
        if (status == YK_OK) {
            status = read_meeting(source, item->last_meeting, object.state,
                                  &page->before[page->n_before++], err);
        }
    }
    return status;
}

// What a meeting gives a unit to do it shows that unit, whether it leads the matter or not: items are chosen before their rows are read.
enum yk review_read_matters(struct matter_row_source *source, const int64_t *ids, size_t n,
                            struct fact_hit **out, size_t *out_n, struct err *err) {
    const struct scope scope = {.district = source->district, .level = SCOPE_DISTRICT};
    struct fact_query query;
    if (n == 0) {
        *out_n = 0;
        return YK_OK;
    }
    fact_query_init(&query, &matter_fact_table, &scope);
    query.objects = ids;
    query.n_objects = n;
    query.order = (struct fact_order){M_DAY, false};
    return fact_find(source->db, &query, source->arena, out, out_n, NULL, err);
}

static const struct fact_hit *find_matter(const struct fact_hit *hits, size_t n, int64_t id) {
    for (size_t i = 0; i < n; i++) {
        if (hits[i].object == id) {
            return &hits[i];
        }
    }
    return NULL;
}

static enum yk write_matter(struct matter_row_source *source, const struct fact_hit *hits, size_t n,
                            int64_t id, struct err *err) {
    jw_key(source->jw, "matter");
    jw_object(source->jw);
    enum yk status = matter_write_row_members(source, find_matter(hits, n, id), id, err);
    jw_object_end(source->jw);
    return status;
}

// ---- what a decision set going, as it stands now ----

static enum yk write_order(const struct matter_row_source *source, int64_t id, int64_t n,
                           struct err *err) {
    struct jw *jw = source->jw;
    struct log_object object;
    char number[SUPERVISION_NUMBER_BYTES];
    jw_key(jw, "order");
    if (!id || id == FACT_NULL) {
        jw_null(jw);
        return YK_OK;
    }
    enum yk status =
        log_peek(source->db, source->arena, &supervise_ledger, source->district, id, &object, err);
    const struct supervision *self = status == YK_OK ? object.state : NULL;
    if (!self) {
        return status;
    }
    const struct supervision_step *step = supervision_last_step(self);
    if (n >= 1 && n <= (int64_t)self->n_steps) {
        step = &self->steps[n - 1];
    }
    supervision_number_format(SUPERVISION_ORDER, step->number, source->lang, number);
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, id);
    write_text(jw, "number", number);
    write_word(jw, "colour", order_colour_words, step->colour);
    write_word(jw, "state", supervision_state_words, step->state);
    write_day(jw, "limit_day", step->limit_day);
    write_day(jw, "ended_day", step->ended_day);
    jw_object_end(jw);
    return YK_OK;
}

static enum yk write_parking(const struct matter_row_source *source, int64_t matter, int64_t n,
                             struct err *err) {
    struct jw *jw = source->jw;
    struct log_object object;
    jw_key(jw, "parking");
    if (n < 1) { // none, or null
        jw_null(jw);
        return YK_OK;
    }
    enum yk status =
        log_peek(source->db, source->arena, &matter_ledger, source->district, matter, &object, err);
    const struct matter *state = status == YK_OK ? object.state : NULL;
    if (!state || n > (int64_t)state->n_parks) {
        return status == YK_OK ? err_set(err, YK_FAILED, ERR_INTERNAL, "no such parking") : status;
    }
    const struct matter_park *park = &state->parks[n - 1];
    jw_object(jw);
    write_word(jw, "class", park_class_words, park->class_);
    write_day(jw, "review_day", park->review_day);
    write_day(jw, "ended_day", park->ended_day);
    jw_object_end(jw);
    return YK_OK;
}

static enum yk write_set_going(const struct matter_row_source *source, int64_t matter,
                               int64_t order, int64_t order_step, int64_t park, struct err *err) {
    enum yk status = write_order(source, order, order_step, err);
    return status == YK_OK ? write_parking(source, matter, park, err) : status;
}

static enum yk write_decision(const struct matter_row_source *source, const struct meeting *meeting,
                              const struct review_item *item, struct err *err) {
    struct jw *jw = source->jw;
    write_word(jw, "decision", review_decision_words, item->decision);
    write_unit(source, "unit", item->unit);
    write_day(jw, "by_day", item->by_day);
    write_day(jw, "decided_day", item->decided_day);
    write_text(jw, "instruction", text_at(meeting, item->decided_seq, "instruction"));
    write_day(jw, "reported_day", item->reported_day);
    write_text(jw, "report", text_at(meeting, item->reported_seq, "text"));
    write_day(jw, "done_day", item->done_day);
    write_text(jw, "note", text_at(meeting, item->confirmed_seq, "note"));
    return write_set_going(source, item->matter, item->order, item->order_step, item->park, err);
}

static enum yk write_last(const struct page *page, const struct review_item *item,
                          struct err *err) {
    struct jw *jw = page->source->jw;
    const struct meeting *meeting = find_before(page, item->last_meeting);
    const struct review_item *last =
        meeting ? review_find_item(meeting->review, item->last_item) : NULL;
    char number[REVIEW_NUMBER_BYTES];
    jw_key(jw, "last");
    if (!last) {
        jw_null(jw);
        return YK_OK;
    }
    review_number_format(meeting->review->number, number);
    jw_object(jw);
    jw_key(jw, "meeting");
    jw_id(jw, meeting->id);
    write_text(jw, "number", number);
    write_day(jw, "day", meeting->review->day);
    enum yk status = write_decision(page->source, meeting, last, err);
    jw_object_end(jw);
    return status;
}

static bool is_late(const struct matter_row_source *source, const struct review_item *item) {
    int32_t done = item->done_day == DAY_NONE ? source->today : item->done_day;
    return item->by_day != DAY_NONE && done > item->by_day;
}

static void write_may(const struct page *page, const struct review_item *item) {
    const struct review *review = page->now.review;
    bool open = review_item_open(item);
    bool reported = item->reported_day != DAY_NONE;
    jw_key(page->source->jw, "can_report");
    jw_bool(page->source->jw, open && !reported && item->unit == page->actor->unit &&
                                  review_may(review, page->actor, RACT_FOLLOW) == ERR_NONE);
    jw_key(page->source->jw, "can_confirm");
    jw_bool(page->source->jw, open && reported && item->reported_by != page->actor->account &&
                                  review_may(review, page->actor, RACT_CONFIRM) == ERR_NONE);
}

static enum yk write_item(const struct page *page, const struct review_item *item,
                          struct err *err) {
    struct matter_row_source *source = page->source;
    struct jw *jw = source->jw;
    jw_object(jw);
    write_count(jw, "n", item->n);
    enum yk status = write_matter(source, page->matters, page->n_matters, item->matter, err);
    write_reasons(jw, item->reasons);
    write_text(jw, "asked", text_at(&page->now, item->asked_seq, "reason"));
    write_unit(source, "lead", item->lead);
    if (status == YK_OK) {
        status = write_last(page, item, err);
    }
    if (status == YK_OK) {
        status = write_decision(source, &page->now, item, err);
    }
    jw_key(jw, "late");
    jw_bool(jw, is_late(source, item));
    write_may(page, item);
    jw_object_end(jw);
    return status;
}

static enum yk write_items(struct page *page, struct err *err) {
    struct matter_row_source *source = page->source;
    const struct review *review = page->now.review;
    int64_t *ids = arena_alloc_array(source->arena, review->n_items + 1, sizeof *ids);
    size_t n = 0;
    if (!ids) {
        return no_memory(err);
    }
    for (size_t i = 0; i < review->n_items; i++) {
        if (review_item_visible(&review->items[i], page->actor)) {
            ids[n++] = review->items[i].matter;
        }
    }
    enum yk status = review_read_matters(source, ids, n, &page->matters, &page->n_matters, err);
    jw_key(source->jw, "items");
    jw_array(source->jw);
    for (size_t i = 0; i < review->n_items && status == YK_OK; i++) {
        if (review_item_visible(&review->items[i], page->actor)) {
            status = write_item(page, &review->items[i], err);
        }
    }
    jw_array_end(source->jw);
    return status;
}

static void write_actions(const struct page *page) {
    struct jw *jw = page->source->jw;
    enum review_act acts[RACT_END];
    size_t n = review_actions(page->now.review, page->actor, acts);
    jw_key(jw, "actions");
    jw_array(jw);
    for (size_t i = 0; i < n; i++) {
        jw_text(jw, json_word_of(review_act_words, acts[i]));
    }
    jw_array_end(jw);
}

static void write_words(const struct page *page) {
    struct jw *jw = page->source->jw;
    const struct meeting *now = &page->now;
    const struct review *review = now->review;
    write_day(jw, "planned_day", review->planned_day);
    write_unit(page->source, "host", review->host);
    write_unit(page->source, "unit", review->unit);
    write_text(jw, "topic", text_at(now, review->words_seq, "topic"));
    write_text(jw, "place", text_at(now, review->words_seq, "place"));
    write_text(jw, "conclusion", text_at(now, review->closed_seq, "conclusion"));
    jw_key(jw, "opened_at");
    jw_time(jw, review->opened_at == JSON_ABSENT_INT ? TIME_NONE : review->opened_at);
    jw_key(jw, "closed_at");
    jw_time(jw, review->closed_at == JSON_ABSENT_INT ? TIME_NONE : review->closed_at);
}

enum yk review_write_page(struct matter_row_source *source, int64_t object,
                          const struct log_object *review, const struct actor *actor,
                          struct err *err) {
    struct page page = {.source = source, .actor = actor};
    struct jw *jw = source->jw;
    const struct review *state = review->state;
    if (!review_visible(state, actor)) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    enum yk status = read_meeting(source, object, state, &page.now, err);
    if (status == YK_OK) {
        status = read_before(&page, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(jw);
    write_head(source, object, state->number, state->kind, state->state, state->day);
    write_count(jw, "seq", state->seq);
    write_words(&page);
    write_actions(&page);
    status = write_items(&page, err);
    jw_key(jw, "events");
    if (status == YK_OK && actor->scope.level == SCOPE_DISTRICT) {
        status = matter_write_events(source, page.now.story, page.now.n_story, err);
    } else {
        jw_array(jw);
        jw_array_end(jw);
    }
    jw_object_end(jw);
    return status;
}

// ---- decisions that are followed up ----

static enum yk read_meetings_of(struct matter_row_source *source, const struct fact_hit *tasks,
                                size_t n, struct fact_hit **out, size_t *out_n, struct err *err) {
    const struct scope scope = {.district = source->district, .level = SCOPE_DISTRICT};
    struct fact_query query;
    int64_t *ids = arena_alloc_array(source->arena, n + 1, sizeof *ids);
    size_t n_ids = 0;
    if (!ids) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        bool known = false;
        for (size_t k = 0; k < n_ids && !known; k++) {
            known = ids[k] == tasks[i].object;
        }
        if (!known) {
            ids[n_ids++] = tasks[i].object;
        }
    }
    *out_n = 0;
    if (n_ids == 0) {
        return YK_OK;
    }
    fact_query_init(&query, &review_fact_table, &scope);
    query.objects = ids;
    query.n_objects = n_ids;
    query.order = (struct fact_order){RW_DAY, false};
    return fact_find(source->db, &query, source->arena, out, out_n, NULL, err);
}

static enum yk write_task(struct matter_row_source *source, const struct fact_hit *hit,
                          const struct fact_hit *meeting, const struct fact_hit *matters,
                          size_t n_matters, struct err *err) {
    struct jw *jw = source->jw;
    const int64_t *v = hit->v;
    char number[REVIEW_NUMBER_BYTES];
    const char *instruction = NULL;
    enum yk status = YK_OK;
    if (v[I_DECIDED_SEQ] != FACT_NULL) {
        status = log_text(source->db, source->arena, &review_ledger, source->district, hit->object,
                          v[I_DECIDED_SEQ], "instruction", &instruction, err);
    }
    if (status != YK_OK) {
        return status;
    }
    review_number_format(meeting ? meeting->v[RW_NUMBER] : 0, number);
    jw_object(jw);
    jw_key(jw, "meeting");
    jw_id(jw, hit->object);
    write_text(jw, "number", number);
    write_day(jw, "day", v[I_DAY]);
    write_count(jw, "n", hit->part);
    status = write_matter(source, matters, n_matters, v[I_MATTER], err);
    write_reasons(jw, v[I_REASONS]);
    write_unit(source, "unit", v[I_UNIT]);
    write_word(jw, "decision", review_decision_words, v[I_DECISION]);
    write_text(jw, "instruction", instruction);
    write_day(jw, "by_day", v[I_BY_DAY]);
    write_day(jw, "reported_day", v[I_REPORTED_DAY]);
    write_day(jw, "done_day", v[I_DONE_DAY]);
    jw_key(jw, "late");
    int64_t done = v[I_DONE_DAY] == FACT_NULL ? source->today : v[I_DONE_DAY];
    jw_bool(jw, v[I_BY_DAY] != FACT_NULL && done > v[I_BY_DAY]);
    if (status == YK_OK) {
        status = write_set_going(source, v[I_MATTER], v[I_ORDER], 0, v[I_PARK], err);
    }
    jw_object_end(jw);
    return status;
}

enum yk review_write_tasks(struct matter_row_source *source, const struct fact_hit *hits, size_t n,
                           struct err *err) {
    struct fact_hit *meetings = NULL;
    struct fact_hit *matters = NULL;
    size_t n_meetings = 0;
    size_t n_matters = 0;
    int64_t *ids = arena_alloc_array(source->arena, n + 1, sizeof *ids);
    if (!ids) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        ids[i] = hits[i].v[I_MATTER];
    }
    enum yk status = read_meetings_of(source, hits, n, &meetings, &n_meetings, err);
    if (status == YK_OK) {
        status = review_read_matters(source, ids, n, &matters, &n_matters, err);
    }
    jw_array(source->jw);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        status = write_task(source, &hits[i], find_matter(meetings, n_meetings, hits[i].object),
                            matters, n_matters, err);
    }
    jw_array_end(source->jw);
    return status;
}
