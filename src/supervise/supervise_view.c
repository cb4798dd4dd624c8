// SPDX-License-Identifier: Apache-2.0
// Writing rows, pages and stories of supervision.
#include "supervise/supervise_view.h"

#include <string.h>

#include "matter/matter_store.h"
#include "supervise/events.h"

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "supervision: no memory for a reply");
}

// ---- the matters they are about ----

struct about {
    int64_t object, state;
    const char *title;
};
struct abouts {
    struct about *list;
    size_t n;
};

static enum yk read_titles(struct matter_row_source *source, const struct fact_hit *hits, size_t n,
                           struct abouts *out, struct err *err) {
    int64_t *ids = arena_alloc_array(source->arena, n + 1, sizeof *ids);
    int64_t *seqs = arena_alloc_array(source->arena, n + 1, sizeof *seqs);
    const char **titles = NULL;
    if (!ids || !seqs) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        ids[i] = hits[i].object;
        seqs[i] = hits[i].v[M_TITLE_SEQ];
    }
    enum yk status = matter_store_titles(source->db, source->arena, source->district, ids, seqs, n,
                                         &titles, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        out->list[i] = (struct about){ids[i], hits[i].v[M_STATE], titles[i]};
    }
    out->n = n;
    return status;
}

// Whoever may see a supervision may see what it is about: that is in it.
static enum yk read_abouts(struct matter_row_source *source, const int64_t *objects, size_t n,
                           struct abouts *out, struct err *err) {
    const struct scope scope = {.district = source->district, .level = SCOPE_DISTRICT};
    struct fact_query query;
    struct fact_hit *hits = NULL;
    size_t n_hits = 0;
    *out = (struct abouts){.list = arena_alloc_array(source->arena, n + 1, sizeof *out->list)};
    if (!out->list) {
        return no_memory(err);
    }
    if (n == 0) {
        return YK_OK;
    }
    fact_query_init(&query, &matter_fact_table, &scope);
    query.objects = objects;
    query.n_objects = n;
    query.order.col = -1;
    enum yk status = fact_find(source->db, &query, source->arena, &hits, &n_hits, NULL, err);
    return status == YK_OK ? read_titles(source, hits, n_hits, out, err) : status;
}

static const struct about *about_of(const struct abouts *abouts, int64_t object) {
    for (size_t i = 0; i < abouts->n; i++) {
        if (abouts->list[i].object == object) {
            return &abouts->list[i];
        }
    }
    return NULL;
}

static enum yk abouts_of_rows(struct matter_row_source *source, const struct fact_hit *hits,
                              size_t n, struct abouts *out, struct err *err) {
    int64_t *objects = arena_alloc_array(source->arena, n + 1, sizeof *objects);
    size_t n_objects = 0;
    if (!objects) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        bool known = hits[i].v[V_SUBJECT] == FACT_NULL;
        for (size_t k = 0; k < n_objects && !known; k++) {
            known = objects[k] == hits[i].v[V_SUBJECT];
        }
        if (!known) {
            objects[n_objects++] = hits[i].v[V_SUBJECT];
        }
    }
    return read_abouts(source, objects, n_objects, out, err);
}

enum yk supervise_titles(struct matter_row_source *source, const struct fact_hit *hits, size_t n,
                         const char ***out, struct err *err) {
    struct abouts abouts = {0};
    enum yk status = abouts_of_rows(source, hits, n, &abouts, err);
    const char **titles =
        status == YK_OK ? arena_alloc_array(source->arena, n + 1, sizeof *titles) : NULL;
    if (!titles) {
        return status == YK_OK ? no_memory(err) : status;
    }
    for (size_t i = 0; i < n; i++) {
        const struct about *about = about_of(&abouts, hits[i].v[V_SUBJECT]);
        titles[i] = about ? about->title : "";
    }
    *out = titles;
    return YK_OK;
}

// ---- pieces ----

enum light supervise_light(int32_t limit_day, int32_t warn_day, bool stopped, int64_t now_us) {
    const struct light_clock clock = {
        .due_us = limit_day == DAY_NONE ? TIME_NONE : day_start_us(limit_day + 1) - 1,
        .warn_us = warn_day == DAY_NONE ? TIME_NONE : day_start_us(warn_day),
        .stopped = stopped};
    return limit_day == DAY_NONE ? LIGHT_NONE : light_of(&clock, now_us);
}

static void put_word(struct jw *jw, const char *key, const struct json_word *words, int64_t value) {
    jw_key(jw, key);
    jw_text(jw, value == JSON_ABSENT_INT ? NULL : json_word_of(words, value));
}

static void put_day(struct jw *jw, const char *key, int64_t day) {
    jw_key(jw, key);
    jw_day(jw, day == FACT_NULL ? DAY_NONE : (int32_t)day);
}

static void put_bool(struct jw *jw, const char *key, bool value) {
    jw_key(jw, key);
    jw_bool(jw, value);
}

static void put_number(const struct matter_row_source *source, const char *key, int64_t kind,
                       int64_t number) {
    char text[SUPERVISION_NUMBER_BYTES];
    jw_key(source->jw, key);
    if (number == JSON_ABSENT_INT) {
        jw_null(source->jw);
        return;
    }
    supervision_number_format((enum supervision_kind)kind, number, source->lang, text);
    jw_text(source->jw, text);
}

static void put_unit(const struct matter_row_source *source, const char *key, int64_t unit) {
    jw_key(source->jw, key);
    matter_write_unit(source->jw, source->org, unit == FACT_NULL ? 0 : unit);
}

static void put_limit(const struct matter_row_source *source, int64_t limit, int64_t warn,
                      bool stopped) {
    struct jw *jw = source->jw;
    int32_t limit_day = limit == FACT_NULL ? DAY_NONE : (int32_t)limit;
    int32_t warn_day = warn == FACT_NULL ? DAY_NONE : (int32_t)warn;
    put_day(jw, "limit_day", limit);
    jw_key(jw, "light");
    jw_text(jw, light_word(supervise_light(limit_day, warn_day, stopped, source->now_us)));
    jw_key(jw, "days_left");
    if (limit_day == DAY_NONE || stopped) {
        jw_null(jw);
    } else {
        jw_i64(jw, calendar_workdays_between(source->calendar, source->today, limit_day));
    }
}

static void put_subject(const struct matter_row_source *source, const struct abouts *abouts,
                        int64_t object, int64_t number) {
    struct jw *jw = source->jw;
    const struct about *about = about_of(abouts, object);
    char text[MATTER_NUMBER_BYTES];
    jw_key(jw, "subject");
    if (!about) {
        jw_null(jw);
        return;
    }
    matter_number_format(source->district, number, text);
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, object);
    jw_key(jw, "number");
    jw_text(jw, text);
    jw_key(jw, "title");
    jw_text(jw, about->title);
    put_word(jw, "state", matter_state_words, about->state);
    jw_object_end(jw);
}

// What the office thinks of doing next is the office's.
static int64_t next_shown(const struct actor *actor, int64_t next) {
    return actor->scope.level == SCOPE_DISTRICT && next != NEXT_DISMISSED ? next : JSON_ABSENT_INT;
}

// ---- rows ----

static void write_row(struct matter_row_source *source, const struct actor *actor,
                      const struct fact_hit *hit, const struct abouts *abouts) {
    struct jw *jw = source->jw;
    const int64_t *v = hit->v;
    bool stopped = v[V_ANSWERED_DAY] != FACT_NULL || v[V_ENDED_DAY] != FACT_NULL;
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, hit->object);
    jw_key(jw, "part");
    jw_i64(jw, hit->part);
    jw_key(jw, "seq");
    jw_i64(jw, v[V_SEQ]);
    put_word(jw, "kind", supervision_kind_words, v[V_KIND]);
    put_number(source, "number", v[V_KIND], v[V_NUMBER]);
    put_word(jw, "colour", order_colour_words, v[V_COLOUR]);
    put_word(jw, "state", supervision_state_words, v[V_STATE]);
    put_word(jw, "cause", urge_cause_words, v[V_CAUSE]);
    put_bool(jw, "by_itself", v[V_BY_ITSELF] == 1);
    put_unit(source, "unit", v[V_TO_UNIT]);
    put_subject(source, abouts, v[V_SUBJECT], v[V_SUBJECT_NUMBER]);
    put_day(jw, "day", v[V_DAY]);
    put_day(jw, "clock_day", v[V_CLOCK_DAY]);
    put_limit(source, v[V_LIMIT_DAY], v[V_WARN_DAY], stopped);
    put_day(jw, "answered_day", v[V_ANSWERED_DAY]);
    jw_key(jw, "on_time");
    if (v[V_ON_TIME] == FACT_NULL) {
        jw_null(jw);
    } else {
        jw_bool(jw, v[V_ON_TIME] == 1);
    }
    put_day(jw, "ended_day", v[V_ENDED_DAY]);
    put_word(jw, "next", supervision_next_words, next_shown(actor, v[V_NEXT]));
    jw_object_end(jw);
}

enum yk supervise_write_rows(struct matter_row_source *source, const struct actor *actor,
                             const struct fact_hit *hits, size_t n, struct err *err) {
    struct abouts abouts = {0};
    enum yk status = abouts_of_rows(source, hits, n, &abouts, err);
    jw_array(source->jw);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        write_row(source, actor, &hits[i], &abouts);
    }
    jw_array_end(source->jw);
    return status;
}

// ---- the page ----

struct page {
    struct matter_row_source *source;
    const struct supervision *self;
    const struct actor *actor;
    struct abouts abouts;
    struct log_entry *story;
    size_t n_story;
};

static const char *text_of(const struct page *page, int64_t seq, const char *field) {
    for (size_t i = 0; i < page->n_story; i++) {
        const struct log_entry *entry = &page->story[i];
        for (size_t k = 0; k < entry->n_texts && entry->event.seq == seq; k++) {
            if (strcmp(entry->texts[k].field, field) == 0) {
                return entry->texts[k].content;
            }
        }
    }
    return NULL;
}

static void put_text(const struct page *page, const char *key, int64_t seq, const char *field) {
    jw_key(page->source->jw, key);
    jw_text(page->source->jw, text_of(page, seq, field));
}

static void write_step(const struct page *page, const struct supervision_step *step) {
    struct jw *jw = page->source->jw;
    bool stopped = step->answered_day != DAY_NONE || step->ended_day != DAY_NONE;
    jw_object(jw);
    jw_key(jw, "n");
    jw_i64(jw, step->n);
    put_word(jw, "colour", order_colour_words, step->colour);
    put_number(page->source, "number", SUPERVISION_ORDER, step->number);
    put_word(jw, "state", supervision_state_words, step->state);
    put_day(jw, "day", step->day);
    jw_key(jw, "rule");
    jw_text(jw, step->rule);
    put_limit(page->source, step->limit_day,
              step->warn_day == DAY_NONE ? FACT_NULL : step->warn_day, stopped);
    put_bool(jw, "provisional", step->provisional == 1);
    jw_key(jw, "answered_day");
    jw_day(jw, step->answered_day);
    jw_key(jw, "ended_day");
    jw_day(jw, step->ended_day);
    jw_key(jw, "refusals");
    jw_i64(jw, step->refusals);
    put_text(page, "text", step->seq, "text");
    put_text(page, "reason", step->seq, "reason");
    put_text(page, "answer", step->answer_seq, "text");
    jw_object_end(jw);
}

static void write_steps(const struct page *page) {
    jw_key(page->source->jw, "steps");
    jw_array(page->source->jw);
    for (size_t i = 0; i < page->self->n_steps; i++) {
        write_step(page, &page->self->steps[i]);
    }
    jw_array_end(page->source->jw);
}

static const char *name_of(const struct matter_row_source *source, int64_t account) {
    const struct account *found = account ? org_find_account(source->org, account) : NULL;
    bool en = strcmp(source->lang, "en") == 0;
    if (!found) {
        return NULL;
    }
    return en && found->name_en && *found->name_en ? found->name_en : found->name;
}

static void write_item(const struct page *page, const struct supervision_item *item) {
    struct jw *jw = page->source->jw;
    const struct supervision_subject *subject = &item->subject;
    jw_object(jw);
    jw_key(jw, "n");
    jw_i64(jw, item->n);
    put_unit(page->source, "unit", subject->unit);
    put_word(jw, "state", supervision_state_words, item->state);
    put_subject(page->source, &page->abouts, subject->object, subject->number);
    jw_key(jw, "order");
    jw_id(jw, item->order);
    put_number(page->source, "order_number", SUPERVISION_ORDER, item->order_number);
    put_text(page, "cause", item->seq, "cause");
    jw_key(jw, "signed_day");
    jw_day(jw, item->signed_day);
    jw_key(jw, "signed_by");
    jw_text(jw, name_of(page->source, item->signed_by));
    jw_object_end(jw);
}

static void write_items(const struct page *page) {
    const struct supervision *self = page->self;
    jw_key(page->source->jw, "items");
    jw_array(page->source->jw);
    for (size_t i = 0; i < self->n_items; i++) {
        if (supervise_item_visible(self, &self->items[i], page->source->district, page->actor)) {
            write_item(page, &self->items[i]);
        }
    }
    jw_array_end(page->source->jw);
}

static void write_actions(const struct page *page) {
    enum supervise_action actions[SUPERVISE_ACTION_END];
    size_t n = supervise_actions(page->self, page->actor, actions);
    jw_key(page->source->jw, "actions");
    jw_array(page->source->jw);
    for (size_t i = 0; i < n; i++) {
        jw_text(page->source->jw, json_word_of(supervise_action_words, actions[i]));
    }
    jw_array_end(page->source->jw);
}

static void write_head(const struct page *page, int64_t object) {
    const struct supervision *self = page->self;
    const struct supervision_step *last = supervision_last_step(self);
    struct jw *jw = page->source->jw;
    jw_key(jw, "id");
    jw_id(jw, object);
    jw_key(jw, "seq");
    jw_i64(jw, self->seq);
    put_word(jw, "kind", supervision_kind_words, self->kind);
    put_number(page->source, "number", self->kind, self->number);
    put_word(jw, "colour", order_colour_words,
             last                              ? last->colour
             : self->kind == SUPERVISION_ORDER ? COLOUR_BLUE
                                               : JSON_ABSENT_INT);
    put_word(jw, "state", supervision_state_words, self->state);
    put_word(jw, "cause", urge_cause_words, self->cause);
    put_bool(jw, "by_itself", self->by_itself == 1);
    put_unit(page->source, "unit", self->subject.unit);
    put_subject(page->source, &page->abouts, self->subject.object, self->subject.number);
    put_day(jw, "day", self->day);
    jw_key(jw, "clock_day");
    jw_day(jw, self->subject.due_day);
    put_limit(page->source, last ? last->limit_day : FACT_NULL, last ? last->warn_day : FACT_NULL,
              last && (last->answered_day != DAY_NONE || last->ended_day != DAY_NONE));
    jw_key(jw, "answered_day");
    jw_day(jw, last ? last->answered_day : self->answered_day);
    jw_key(jw, "ended_day");
    jw_day(jw, self->ended_day);
    put_word(jw, "next", supervision_next_words, next_shown(page->actor, self->next));
    jw_key(jw, "notification");
    jw_id(jw, self->notification);
    put_text(page, "title", 1, "title");
    put_text(page, "text", 1, "text");
}

static bool is_inner(const struct event *event) {
    ptrdiff_t kind = event->type - supervise_event_types;
    return kind == SE_PROPOSED || kind == SE_NEXT_PROPOSED || kind == SE_DISMISSED ||
           kind == SE_DRAWN_UP || kind == SE_LISTED || kind == SE_STRUCK;
}

// A unit is told neither what the office thought of doing nor what other units did.
static bool is_for(const struct page *page, const struct log_entry *entry) {
    const struct ev_supervise *body = entry->event.body;
    if (page->actor->scope.level == SCOPE_DISTRICT) {
        return true;
    }
    bool others = entry->event.type == &supervise_event_types[SE_SIGNED] &&
                  body->unit != page->actor->scope.unit;
    return !is_inner(&entry->event) && !others;
}

static enum yk write_story(struct page *page, struct err *err) {
    size_t n = 0;
    struct log_entry *shown =
        arena_alloc_array(page->source->arena, page->n_story + 1, sizeof *shown);
    if (!shown) {
        return no_memory(err);
    }
    for (size_t i = 0; i < page->n_story; i++) {
        if (is_for(page, &page->story[i])) {
            shown[n++] = page->story[i];
        }
    }
    jw_key(page->source->jw, "events");
    return matter_write_events(page->source, shown, n, err);
}

static enum yk read_page(struct page *page, int64_t object, struct err *err) {
    struct matter_row_source *source = page->source;
    const struct supervision *self = page->self;
    int64_t *objects = arena_alloc_array(source->arena, self->n_items + 1, sizeof *objects);
    size_t n = 0;
    if (!objects) {
        return no_memory(err);
    }
    if (self->subject.object) {
        objects[n++] = self->subject.object;
    }
    for (size_t i = 0; i < self->n_items; i++) {
        objects[n++] = self->items[i].subject.object;
    }
    enum yk status = read_abouts(source, objects, n, &page->abouts, err);
    if (status == YK_OK) {
        status = log_story(source->db, source->arena, &supervise_ledger, source->district, object,
                           0, &page->story, &page->n_story, err);
    }
    return status;
}

enum yk supervise_write_page(struct matter_row_source *source, int64_t object,
                             const struct supervision *self, const struct actor *actor,
                             struct err *err) {
    struct page page = {.source = source, .self = self, .actor = actor};
    enum yk status = read_page(&page, object, err);
    if (status != YK_OK) {
        return status;
    }
    jw_object(source->jw);
    write_head(&page, object);
    write_steps(&page);
    write_items(&page);
    status = write_story(&page, err);
    write_actions(&page);
    jw_object_end(source->jw);
    return status;
}
