// SPDX-License-Identifier: Apache-2.0
// Writing rows, pages and stories of matters.
#include "matter/matter_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "matter/assist.h"
#include "matter/events.h"
#include "matter/matter_store.h"
#include "matter/row_cache.h"
#include "matter/tell.h"

enum { RELATED_MAX = 10, REPEATS_MAX = 100 };

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "matter: no memory for a reply");
}

// ---- pieces ----

void matter_write_unit(struct jw *jw, const struct org *org, int64_t unit) {
    const struct unit *found = unit ? org_find_unit(org, unit) : NULL;
    if (!unit) {
        jw_null(jw);
        return;
    }
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, unit);
    jw_key(jw, "name");
    jw_text(jw, found ? found->name : "");
    jw_key(jw, "name_en");
    jw_text(jw, found && found->name_en ? found->name_en : "");
    jw_object_end(jw);
}

void matter_write_category(struct jw *jw, const struct org *org, int64_t number) {
    char code[CATEGORY_CODE_BYTES];
    const struct category *found = org_find_category(org, (int32_t)number);
    category_code((int32_t)number, code);
    jw_object(jw);
    jw_key(jw, "code");
    jw_text(jw, code);
    jw_key(jw, "name");
    jw_text(jw, found ? found->name : "");
    jw_key(jw, "name_en");
    jw_text(jw, found && found->name_en ? found->name_en : "");
    jw_object_end(jw);
}

static void write_word(struct jw *jw, const char *key, const struct json_word *words,
                       int64_t value) {
    jw_key(jw, key);
    jw_text(jw, json_word_of(words, value));
}

static void write_day(struct jw *jw, const char *key, int64_t day) {
    jw_key(jw, key);
    jw_day(jw, day == FACT_NULL ? DAY_NONE : (int32_t)day);
}

static void write_time(struct jw *jw, const char *key, int64_t at) {
    jw_key(jw, key);
    jw_time(jw, at);
}

static void write_unit(const struct matter_row_source *source, const char *key, int64_t unit) {
    jw_key(source->jw, key);
    matter_write_unit(source->jw, source->org, unit);
}

// Light and days left of a clock; none, also of a matter that ended before any clock began.
static void write_light(const struct matter_row_source *source, const struct light_clock *clock) {
    jw_key(source->jw, "light");
    jw_text(source->jw, light_word(light_of(clock, source->now_us)));
    jw_key(source->jw, "days_left");
    if (clock->due_us == TIME_NONE || clock->stopped) {
        jw_null(source->jw);
    } else {
        jw_i64(source->jw, calendar_workdays_between(source->calendar, source->today,
                                                     day_of_time(clock->due_us)));
    }
}

// ---- cursors ----

enum yk matter_refuse_param(struct err *err, const char *name, enum err_code code,
                            const char *accepted) {
    err_add_field(err, name, code, "%s", accepted);
    if (err) {
        err->code = ERR_BAD_QUERY;
    }
    return YK_REFUSED;
}

const char *matter_cursor_format(struct arena *arena, int64_t value, int64_t object, int32_t part) {
    return arena_printf(arena, "%lldz%lldz%d", (long long)value, (long long)object, (int)part);
}

static bool parse_part(const char **at, char end, int64_t *out) {
    char *stop = NULL;
    bool digits = **at == '-' ? (*at)[1] >= '0' && (*at)[1] <= '9' : **at >= '0' && **at <= '9';
    if (!digits || strlen(*at) > 64) {
        return false;
    }
    *out = strtoll(*at, &stop, 10);
    if (*stop != end) {
        return false;
    }
    *at = stop + (end != '\0');
    return true;
}

bool matter_cursor_parse(const char *text, struct fact_cursor *out) {
    struct fact_cursor cursor = {.set = true};
    int64_t part;
    if (!parse_part(&text, 'z', &cursor.value) || !parse_part(&text, 'z', &cursor.object) ||
        !parse_part(&text, '\0', &part) || part < 0 || part > INT32_MAX) {
        return false;
    }
    cursor.part = (int32_t)part;
    *out = cursor;
    return true;
}

// ---- rows ----

enum yk matter_rows_load(struct matter_row_source *source, const struct fact_hit *hits, size_t n,
                         struct err *err) {
    int64_t *objects = arena_alloc_array(source->arena, n + 1, sizeof *objects);
    int64_t *seqs = arena_alloc_array(source->arena, n + 1, sizeof *seqs);
    if (!objects || !seqs) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        objects[i] = hits[i].object;
        seqs[i] = hits[i].v[M_TITLE_SEQ];
    }
    enum yk status = matter_store_titles(source->db, source->arena, source->district, objects, seqs,
                                         n, &source->titles, err);
    if (status == YK_OK) {
        source->objects = objects;
        source->n = n;
        source->next = 0;
    }
    return status;
}

static enum yk title_of(struct matter_row_source *source, const struct fact_hit *hit,
                        const char **out, struct err *err) {
    if (source->next < source->n && source->objects[source->next] == hit->object) {
        *out = source->titles[source->next++];
        return YK_OK;
    }
    const char **titles = NULL;
    enum yk status = matter_store_titles(source->db, source->arena, source->district, &hit->object,
                                         &hit->v[M_TITLE_SEQ], 1, &titles, err);
    if (status == YK_OK) {
        *out = titles[0];
    }
    return status;
}

static struct scope whole_district(int32_t district) {
    return (struct scope){.district = district, .level = SCOPE_DISTRICT};
}

void matter_and_party(struct fact_query *query, const struct scope *scope, int64_t party) {
    fact_query_and(query, (struct fact_cond){.col = M_PARTY, .op = FACT_EQ, .value = party});
    if (scope->level != SCOPE_DISTRICT) {
        fact_query_and(query, (struct fact_cond){.col = M_SECRET, .op = FACT_EQ, .value = 0});
    }
}

static enum yk find_hits(struct matter_row_source *source, struct fact_query *query,
                         struct fact_hit **out, size_t *out_n, struct err *err) {
    bool more;
    return fact_find(source->db, query, source->arena, out, out_n, &more, err);
}

static enum yk read_hit(struct matter_row_source *source, int64_t object,
                        const struct fact_hit **out, struct err *err) {
    struct scope scope = whole_district(source->district);
    struct fact_query query;
    struct fact_hit *hits = NULL;
    size_t n = 0;
    fact_query_init(&query, &matter_fact_table, &scope);
    query.cols = matter_row_cols;
    query.lean = true;
    query.object = object;
    query.order.col = -1;
    query.limit = 1;
    enum yk status = find_hits(source, &query, &hits, &n, err);
    if (status == YK_OK && n == 0) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    if (status == YK_OK) {
        *out = hits;
    }
    return status;
}

_Static_assert(FACT_NULL == TIME_NONE, "a null fact is no moment");

static struct light_clock clock_of_row(const struct fact_hit *hit) {
    const int64_t *v = hit->v;
    bool stopped = v[M_CLOCK] == CLOCK_STOPPED;
    bool paused = v[M_CLOCK] == CLOCK_PAUSED || (stopped && v[M_DUE_DAY] == FACT_NULL);
    int64_t due =
        stopped && !paused ? day_start_us((int32_t)v[M_DUE_DAY] + 1) - 1 : v[M_OPEN_DUE_AT];
    return (struct light_clock){
        .due_us = due, .warn_us = v[M_OPEN_WARN_AT], .paused = paused, .stopped = stopped};
}

enum light matter_row_light(const struct fact_hit *hit, int64_t now_us) {
    const struct light_clock clock = clock_of_row(hit);
    return light_of(&clock, now_us);
}

// When the row looks different though nothing happened and the day is the same: a running clock warns, or ends, at an hour.
static int64_t looks_until(const struct fact_hit *hit, int64_t now_us) {
    if (hit->v[M_CLOCK] != CLOCK_RUNNING) {
        return INT64_MAX;
    }
    int64_t warn = hit->v[M_OPEN_WARN_AT], end = hit->v[M_OPEN_DUE_AT] + 1;
    return now_us < warn ? warn : now_us < end ? end : INT64_MAX;
}

static void write_row(struct matter_row_source *source, const struct fact_hit *hit,
                      const char *title) {
    struct jw *jw = source->jw;
    const int64_t *v = hit->v;
    char number[MATTER_NUMBER_BYTES];
    matter_number_format(source->district, v[M_NUMBER], number);
    jw_key(jw, "id");
    jw_id(jw, hit->object);
    jw_key(jw, "seq");
    jw_i64(jw, v[M_SEQ]);
    jw_key(jw, "number");
    jw_text(jw, number);
    jw_key(jw, "title");
    jw_text(jw, title);
    write_word(jw, "state", matter_state_words, v[M_STATE]);
    const struct light_clock clock = clock_of_row(hit);
    write_light(source, &clock);
    write_word(jw, "urgency", matter_urgency_words, v[M_URGENCY]);
    write_word(jw, "kind", matter_kind_words, v[M_KIND]);
    write_word(jw, "channel", matter_channel_words, v[M_CHANNEL]);
    write_word(jw, "caller_kind", caller_kind_words, v[M_CALLER_KIND]);
    jw_key(jw, "category");
    matter_write_category(jw, source->org, v[M_CATEGORY]);
    write_unit(source, "unit", v[M_LEAD] == FACT_NULL ? 0 : v[M_LEAD]);
    write_day(jw, "day", v[M_DAY]);
    write_time(jw, "registered_at", v[M_REGISTERED_AT]);
    write_day(jw, "due_day", v[M_DUE_DAY]);
    write_day(jw, "answered_day", v[M_ANSWERED_DAY]);
    write_day(jw, "closed_day", v[M_CLOSED_DAY]);
    jw_key(jw, "round");
    jw_i64(jw, v[M_ROUND]);
    write_word(jw, "pending", matter_pending_words, v[M_PENDING]);
    write_day(jw, "promise_day",
              v[M_PROMISE_DUE_AT] == FACT_NULL ? FACT_NULL : day_of_time(v[M_PROMISE_DUE_AT]));
}

enum yk matter_write_row_members(struct matter_row_source *source, const struct fact_hit *hit,
                                 int64_t object, struct err *err) {
    const char *title = NULL;
    enum yk status = hit ? YK_OK : read_hit(source, object, &hit, err);
    if (status == YK_OK) {
        status = title_of(source, hit, &title, err);
    }
    if (status == YK_OK) {
        write_row(source, hit, title);
    }
    return status;
}

// ---- many rows ----

const uint64_t matter_row_cols =
    UINT64_C(1) << M_NUMBER | UINT64_C(1) << M_SEQ | UINT64_C(1) << M_DAY |
    UINT64_C(1) << M_REGISTERED_AT | UINT64_C(1) << M_STATE | UINT64_C(1) << M_CHANNEL |
    UINT64_C(1) << M_CATEGORY | UINT64_C(1) << M_CALLER_KIND | UINT64_C(1) << M_URGENCY |
    UINT64_C(1) << M_KIND | UINT64_C(1) << M_LEAD | UINT64_C(1) << M_DUE_DAY |
    UINT64_C(1) << M_OPEN_DUE_AT | UINT64_C(1) << M_OPEN_WARN_AT | UINT64_C(1) << M_CLOCK |
    UINT64_C(1) << M_ANSWERED_DAY | UINT64_C(1) << M_CLOSED_DAY | UINT64_C(1) << M_ENDED_DAY |
    UINT64_C(1) << M_ROUND | UINT64_C(1) << M_TITLE_SEQ | UINT64_C(1) << M_PENDING |
    UINT64_C(1) << M_PROMISE_DUE_AT;

enum { CHANGES_MAX = 2000 }; // more than these since the last look: the cache begins again

// Brings the cache up to this snapshot.
static enum yk note_changes(struct matter_row_source *source, int64_t position, struct err *err) {
    struct matter_change *changes = NULL;
    size_t n = 0;
    bool all = false;
    int64_t noted = row_cache_noted(source->cache, source->district);
    if (noted >= position) {
        return YK_OK;
    }
    enum yk status = noted ? matter_store_changes(source->db, source->arena, source->district,
                                                  noted, CHANGES_MAX, &changes, &n, &all, err)
                           : YK_OK;
    if (status == YK_OK && all) {
        row_cache_note(source->cache, source->district, noted, position, changes, n);
    } else if (status == YK_OK) {
        row_cache_restart(source->cache, source->district, position);
    }
    return status;
}

static enum yk find_position(struct matter_row_source *source, struct err *err) {
    int64_t position = 0;
    if (!source->cache || !source->by_position || source->position) {
        return YK_OK;
    }
    enum yk status = matter_store_position(source->db, source->district, &position, err);
    if (status == YK_OK && position) {
        status = note_changes(source, position, err);
    }
    if (status == YK_OK) {
        source->position = position;
    }
    return status;
}

enum yk matter_rows_narrow(struct matter_row_source *source, struct fact_query *query,
                           struct err *err) {
    enum yk status = find_position(source, err);
    if (status == YK_OK && source->position) {
        query->cols = UINT64_C(1) << query->order.col;
        query->lean = true;
    }
    return status;
}

static struct row_view view_of(const struct matter_row_source *source) {
    return (struct row_view){.names = org_version(source->org),
                             .position = source->position,
                             .now_us = source->now_us,
                             .district = source->district,
                             .today = source->today};
}

// Rows of a list: those the cache knows, and of the others what they show, in the list's order.
struct many_rows {
    const struct fact_hit *hits;
    size_t n;
    const struct kept_row **kept; // NULL: the next of fresh
    struct fact_hit *fresh;
    size_t n_fresh, next;
};

static enum yk look_up(struct matter_row_source *source, struct many_rows *rows, struct err *err) {
    int64_t *keys = arena_take_array(source->arena, 2 * rows->n + 1, sizeof *keys);
    rows->kept = arena_alloc_array(source->arena, rows->n + 1, sizeof *rows->kept);
    if (!keys || !rows->kept) {
        return no_memory(err);
    }
    if (!source->cache) {
        return YK_OK;
    }
    const struct row_view view = view_of(source);
    for (size_t i = 0; i < rows->n; i++) {
        keys[i] = rows->hits[i].object;
        keys[rows->n + i] = rows->hits[i].v[M_SEQ];
    }
    row_cache_find(source->cache, &view, keys, keys + rows->n, rows->n, rows->kept);
    return YK_OK;
}

static int compare_objects(const void *a, const void *b) {
    const struct fact_hit *x = a;
    const struct fact_hit *y = b;
    return x->object < y->object ? -1 : x->object > y->object;
}

// What a narrowed query left out.
static enum yk read_left_out(struct matter_row_source *source, struct fact_hit *hits, size_t n,
                             struct err *err) {
    struct scope scope = whole_district(source->district);
    struct fact_query query;
    struct fact_hit *found = NULL;
    size_t n_found = 0;
    int64_t *objects = arena_alloc_array(source->arena, n + 1, sizeof *objects);
    if (!objects) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        objects[i] = hits[i].object;
    }
    fact_query_init(&query, &matter_fact_table, &scope);
    query.cols = matter_row_cols;
    query.lean = true;
    query.objects = objects;
    query.n_objects = n;
    query.order.col = -1;
    enum yk status = find_hits(source, &query, &found, &n_found, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        const struct fact_hit *hit =
            bsearch(&hits[i], found, n_found, sizeof *found, compare_objects);
        if (!hit) {
            return err_set(err, YK_FAILED, ERR_INTERNAL, "a matter of a list has no row");
        }
        hits[i] = *hit;
    }
    return status;
}

static enum yk read_fresh(struct matter_row_source *source, struct many_rows *rows,
                          struct err *err) {
    size_t n = 0;
    bool left_out = false;
    for (size_t i = 0; i < rows->n; i++) {
        n += !rows->kept[i];
    }
    rows->fresh = arena_take_array(source->arena, n + 1, sizeof *rows->fresh);
    if (!rows->fresh) {
        return no_memory(err);
    }
    for (size_t i = 0; i < rows->n; i++) {
        if (!rows->kept[i]) {
            rows->fresh[rows->n_fresh++] = rows->hits[i];
            left_out = left_out || rows->hits[i].v[M_SEQ] == FACT_NULL;
        }
    }
    enum yk status = left_out ? read_left_out(source, rows->fresh, n, err) : YK_OK;
    return status == YK_OK ? matter_rows_load(source, rows->fresh, n, err) : status;
}

static enum yk write_fresh(struct matter_row_source *source, const struct fact_hit *hit,
                           struct err *err) {
    struct buf *buf = source->jw->buf;
    size_t before = buf->len;
    jw_object(source->jw);
    enum yk status = matter_write_row_members(source, hit, hit->object, err);
    jw_object_end(source->jw);
    if (status == YK_OK && source->cache && !buf->failed) {
        const struct row_view view = view_of(source);
        const char *row = memchr(buf->data + before, '{', buf->len - before); // after a comma
        const struct kept_row kept = {.view = view,
                                      .object = hit->object,
                                      .seq = hit->v[M_SEQ],
                                      .until_us = looks_until(hit, source->now_us),
                                      .n = (size_t)(buf->data + buf->len - row)};
        row_cache_keep(source->cache, &kept, row);
    }
    return status;
}

static enum yk write_many(struct matter_row_source *source, struct many_rows *rows,
                          struct err *err) {
    enum yk status = YK_OK;
    for (size_t i = 0; i < rows->n && status == YK_OK; i++) {
        const struct kept_row *kept = rows->kept[i];
        if (kept) {
            jw_raw(source->jw, kept->json, kept->n);
        } else {
            status = write_fresh(source, &rows->fresh[rows->next++], err);
        }
    }
    return status;
}

enum yk matter_write_rows(struct matter_row_source *source, const struct fact_hit *hits, size_t n,
                          struct err *err) {
    struct many_rows rows = {.hits = hits, .n = n};
    enum yk status = look_up(source, &rows, err);
    if (status == YK_OK) {
        status = read_fresh(source, &rows, err);
    }
    jw_array(source->jw);
    if (status == YK_OK) {
        status = write_many(source, &rows, err);
    }
    jw_array_end(source->jw);
    if (source->cache && rows.kept) {
        row_cache_release(source->cache, rows.kept, n);
    }
    return status;
}

// Written into a buffer of its own, without its braces.
static enum yk fresh_text(struct matter_row_source *source, const struct fact_hit *hit,
                          struct row_text *out, struct err *err) {
    struct jw *outer = source->jw;
    struct buf buf;
    struct jw jw;
    buf_init(&buf, 1 << 16);
    jw_init(&jw, &buf);
    source->jw = &jw;
    enum yk status = write_fresh(source, hit, err);
    source->jw = outer;
    if (status == YK_OK) {
        const char *json =
            buf.failed ? NULL : arena_memdup(source->arena, buf.data + 1, buf.len - 2);
        *out = (struct row_text){json, buf.len - 2};
        status = json ? YK_OK : no_memory(err);
    }
    buf_done(&buf);
    return status;
}

enum yk matter_rows_texts(struct matter_row_source *source, const int64_t *objects, size_t n,
                          struct row_text **out, struct err *err) {
    struct fact_hit *hits = arena_alloc_array(source->arena, n + 1, sizeof *hits);
    struct row_text *texts = arena_alloc_array(source->arena, n + 1, sizeof *texts);
    struct many_rows rows = {.hits = hits, .n = n};
    enum yk status = hits && texts ? find_position(source, err) : no_memory(err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        hits[i].object = objects[i];
        hits[i].v[M_SEQ] = FACT_NULL; // as of a narrowed query
    }
    if (status == YK_OK) {
        status = look_up(source, &rows, err);
    }
    if (status == YK_OK) {
        status = read_fresh(source, &rows, err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        const struct kept_row *kept = rows.kept[i];
        if (!kept) {
            status = fresh_text(source, &rows.fresh[rows.next++], &texts[i], err);
            continue;
        }
        texts[i].n = kept->n - 2;
        texts[i].json = arena_memdup(source->arena, kept->json + 1, texts[i].n);
        status = texts[i].json ? YK_OK : no_memory(err);
    }
    if (source->cache && rows.kept) {
        row_cache_release(source->cache, rows.kept, n);
    }
    if (status == YK_OK) {
        *out = texts;
    }
    return status;
}

// ---- events ----

static void write_member(const struct matter_row_source *source, const struct json_field *field,
                         const char *at);

static void write_data(const struct matter_row_source *source, const struct json_spec *spec,
                       const void *body) {
    jw_object(source->jw);
    for (size_t i = 0; spec && i < spec->n_fields; i++) {
        write_member(source, &spec->fields[i], (const char *)body + spec->fields[i].offset);
    }
    jw_object_end(source->jw);
}

static void write_int_member(const struct matter_row_source *source, const char *name,
                             int64_t value) {
    char number[MATTER_NUMBER_BYTES];
    if (value == JSON_ABSENT_INT) {
        return;
    }
    jw_key(source->jw, name);
    if (strcmp(name, "category") == 0) {
        matter_write_category(source->jw, source->org, value);
    } else if (strcmp(name, "number") == 0) {
        matter_number_format(source->district, value, number);
        jw_text(source->jw, number);
    } else {
        jw_i64(source->jw, value);
    }
}

// The caller is left to Matter.caller, which knows from whom to hide them.
static void write_id_member(const struct matter_row_source *source, const char *name,
                            int64_t value) {
    if (!value || strcmp(name, "party") == 0) {
        return;
    }
    jw_key(source->jw, name);
    if (strcmp(name, "unit") == 0) {
        matter_write_unit(source->jw, source->org, value);
    } else {
        jw_id(source->jw, value);
    }
}

// Absent members are left out. Only the types that bodies of matters have.
static void write_member(const struct matter_row_source *source, const struct json_field *field,
                         const char *at) {
    struct jw *jw = source->jw;
    switch (field->type) {
    case JSON_INT: write_int_member(source, field->name, *(const int64_t *)at); break;
    case JSON_ID: write_id_member(source, field->name, *(const int64_t *)at); break;
    case JSON_ENUM:
        if (*(const int64_t *)at != JSON_ABSENT_INT) {
            write_word(jw, field->name, field->words, *(const int64_t *)at);
        }
        break;
    case JSON_BOOL:
        if (*(const int8_t *)at >= 0) {
            jw_key(jw, field->name);
            jw_bool(jw, *(const int8_t *)at);
        }
        break;
    case JSON_DAY:
        if (*(const int32_t *)at != DAY_NONE) {
            jw_key(jw, field->name);
            jw_day(jw, *(const int32_t *)at);
        }
        break;
    case JSON_TEXT:
        if (*(const char *const *)at) {
            jw_key(jw, field->name);
            jw_text(jw, *(const char *const *)at);
        }
        break;
    case JSON_OBJECT:
        jw_key(jw, field->name);
        write_data(source, field->sub, at);
        break;
    default: break;
    }
}

static const char *actor_name(const struct matter_row_source *source, int64_t account) {
    bool zh = strcmp(source->lang, "en") != 0;
    const struct account *found = account ? org_find_account(source->org, account) : NULL;
    if (!account) {
        return zh ? "系统" : "System";
    }
    if (!found) {
        return "";
    }
    return zh || !found->name_en || !*found->name_en ? found->name : found->name_en;
}

static void write_actor(const struct matter_row_source *source, int64_t account) {
    struct jw *jw = source->jw;
    const struct account *found = account ? org_find_account(source->org, account) : NULL;
    jw_key(jw, "actor");
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, account);
    jw_key(jw, "name");
    jw_text(jw, actor_name(source, account));
    jw_key(jw, "unit");
    jw_text(jw, found ? org_unit_name(source->org, found->unit, source->lang) : "");
    jw_object_end(jw);
}

static void write_event(const struct matter_row_source *source, const struct log_entry *entry) {
    struct jw *jw = source->jw;
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, entry->event.id);
    jw_key(jw, "seq");
    jw_i64(jw, entry->event.seq);
    jw_key(jw, "action");
    jw_text(jw, entry->event.type->action);
    write_time(jw, "at", entry->event.recorded_at);
    write_day(jw, "day", entry->event.day);
    write_actor(source, entry->event.actor);
    jw_key(jw, "data");
    write_data(source, entry->event.body ? entry->event.type->spec : NULL, entry->event.body);
    jw_key(jw, "texts");
    jw_object(jw);
    for (size_t i = 0; i < entry->n_texts; i++) {
        jw_key(jw, entry->texts[i].field);
        jw_text(jw, entry->texts[i].content);
    }
    jw_object_end(jw);
    jw_object_end(jw);
}

enum yk matter_write_events(struct matter_row_source *source, const struct log_entry *entries,
                            size_t n, struct err *err) {
    (void)err;
    jw_array(source->jw);
    for (size_t i = 0; i < n; i++) {
        write_event(source, &entries[i]);
    }
    jw_array_end(source->jw);
    return YK_OK;
}

static const char *text_of(const struct log_entry *entries, size_t n, int64_t seq,
                           const char *field) {
    for (size_t i = 0; i < n; i++) {
        if (entries[i].event.seq != seq) {
            continue;
        }
        for (size_t k = 0; k < entries[i].n_texts; k++) {
            if (strcmp(entries[i].texts[k].field, field) == 0) {
                return entries[i].texts[k].content;
            }
        }
    }
    return NULL;
}

// ---- the page ----

struct page {
    struct matter_row_source *source;
    int64_t object;
    const struct matter *matter;
    const struct actor *actor;
    struct matter_env env;
    struct log_entry *story;
    size_t n_story;
};

static const struct time_rule *rule_of(const struct page *page, const struct matter_clock *clock) {
    const struct time_rules *rules = org_time_rules_version(page->source->org, clock->rules);
    bool known = rules && clock->row >= 0 && clock->row < (int64_t)rules->n_rules;
    return known ? &rules->rules[clock->row] : NULL;
}

// The rule in its parts: "5wd", and how it is counted.
static void write_rule(struct jw *jw, const struct matter_clock *clock) {
    struct deadline_rule rule = {0};
    char text[RULE_TEXT_BYTES];
    (void)deadline_rule_parse(clock->rule ? clock->rule : "", &rule);
    const struct deadline_rule plain = {.unit = rule.unit, .amount = rule.amount};
    deadline_rule_format(&plain, text);
    jw_key(jw, "rule");
    jw_text(jw, text);
    deadline_warning_format(&rule, text);
    jw_key(jw, "warning");
    jw_text(jw, text);
    jw_key(jw, "count_first_day");
    jw_bool(jw, rule.count_first_day);
    jw_key(jw, "rolled");
    jw_bool(jw, !rule.no_roll && rule.unit != DEADLINE_HOURS);
}

static void write_clock(const struct page *page, enum time_clock kind,
                        const struct matter_clock *clock, int32_t stopped) {
    struct matter_row_source *source = page->source;
    struct jw *jw = source->jw;
    if (clock->started_day == DAY_NONE) {
        return;
    }
    const struct time_rule *rule = rule_of(page, clock);
    const struct light_clock face = matter_clock_light(clock, stopped != DAY_NONE);
    jw_object(jw);
    jw_key(jw, "kind");
    jw_text(jw, json_word_of(time_clock_words, kind));
    write_day(jw, "started_day", clock->started_day);
    write_day(jw, "due_day", clock->due_day);
    write_time(jw, "due_at", clock->due_at);
    write_day(jw, "warn_day", clock->warn_day);
    write_time(jw, "warn_at", clock->warn_at);
    write_rule(jw, clock);
    jw_key(jw, "version");
    jw_i64(jw, clock->rules);
    jw_key(jw, "source");
    jw_text(jw, rule && rule->source ? rule->source : "");
    jw_key(jw, "source_en");
    jw_text(jw, rule && rule->source_en ? rule->source_en : "");
    jw_key(jw, "calendar");
    jw_text(jw, clock->calendar);
    jw_key(jw, "provisional");
    jw_bool(jw, clock->provisional == 1);
    jw_key(jw, "extended_days");
    jw_i64(jw, clock->extension == JSON_ABSENT_INT ? 0 : clock->extension);
    jw_key(jw, "stopped_day");
    jw_day(jw, stopped);
    write_light(source, &face);
    jw_object_end(jw);
}

static int32_t end_of(const struct matter *matter) {
    switch (matter->state) {
    case MATTER_CLOSED: return matter->closed_day;
    case MATTER_WITHDRAWN: return matter->withdrawn_day;
    case MATTER_JOINED: return matter->joined_day;
    default: return DAY_NONE;
    }
}

static int32_t sign_stopped(const struct matter *matter, const struct matter_dispatch *dispatch) {
    if (dispatch->signed_day != DAY_NONE) {
        return dispatch->signed_day;
    }
    return dispatch->outcome == DISPATCH_OBJECTION_OPEN ? dispatch->objected_day : end_of(matter);
}

// The first word with the caller is no longer awaited after the answer.
static int32_t contact_stopped(const struct matter *matter,
                               const struct matter_dispatch *dispatch) {
    if (dispatch->contacted_day != DAY_NONE) {
        return dispatch->contacted_day;
    }
    if (matter->n_rounds) {
        return matter->rounds[0].answered_day;
    }
    return dispatch->outcome == DISPATCH_OBJECTION_OPEN ? dispatch->objected_day : end_of(matter);
}

// Of the stage reply that stands last.
static void write_promise_clock(const struct page *page) {
    for (size_t i = page->matter->n_promises; i > 0; i--) {
        const struct matter_promise *promise = &page->matter->promises[i - 1];
        if (promise->given_day != DAY_NONE) {
            write_clock(page, TIME_STAGE, &promise->clock, promise->ended_day);
            return;
        }
    }
}

static void write_tell_clock(const struct page *page) {
    const struct matter *matter = page->matter;
    if (matter->n_tells) {
        const struct matter_tell *last = &matter->tells[matter->n_tells - 1];
        write_clock(page, TIME_TELL, &last->clock, last->ended_day);
    }
}

static void write_clocks(const struct page *page) {
    const struct matter *matter = page->matter;
    const struct matter_dispatch *dispatch = matter_last_dispatch(matter);
    const struct matter_round *round = matter_last_round(matter);
    jw_key(page->source->jw, "clocks");
    jw_array(page->source->jw);
    if (dispatch) {
        write_clock(page, TIME_CONTACT, &dispatch->contact, contact_stopped(matter, dispatch));
        write_clock(page, TIME_SIGN, &dispatch->sign, sign_stopped(matter, dispatch));
    }
    write_clock(page, TIME_ANSWER, &matter->answer,
                matter->answered_day != DAY_NONE ? matter->answered_day : end_of(matter));
    write_promise_clock(page);
    write_tell_clock(page);
    if (round) {
        write_clock(page, TIME_CALLBACK, &round->call, round->called_day);
    }
    jw_array_end(page->source->jw);
}

static void write_dispatches(const struct page *page) {
    struct jw *jw = page->source->jw;
    jw_key(jw, "dispatches");
    jw_array(jw);
    for (size_t i = 0; i < page->matter->n_dispatches; i++) {
        const struct matter_dispatch *dispatch = &page->matter->dispatches[i];
        jw_object(jw);
        jw_key(jw, "n");
        jw_i64(jw, dispatch->n);
        write_unit(page->source, "unit", dispatch->unit);
        write_day(jw, "day", dispatch->day);
        write_time(jw, "at", dispatch->at);
        write_day(jw, "sign_due_day", dispatch->sign.due_day);
        write_time(jw, "signed_at", dispatch->signed_at);
        write_time(jw, "objected_at", dispatch->objected_at);
        write_word(jw, "outcome", dispatch_outcome_words, dispatch->outcome);
        jw_key(jw, "final");
        jw_bool(jw, dispatch->final == 1);
        jw_object_end(jw);
    }
    jw_array_end(jw);
}

static void write_text(const struct page *page, const char *key, int64_t seq, const char *field) {
    jw_key(page->source->jw, key);
    jw_text(page->source->jw,
            seq == JSON_ABSENT_INT ? NULL : text_of(page->story, page->n_story, seq, field));
}

static void write_by(const struct page *page, int64_t account) {
    jw_key(page->source->jw, "by");
    jw_text(page->source->jw, actor_name(page->source, account));
}

static void write_extensions(const struct page *page) {
    struct jw *jw = page->source->jw;
    jw_key(jw, "extensions");
    jw_array(jw);
    for (size_t i = 0; i < page->matter->n_extensions; i++) {
        const struct matter_extension *extension = &page->matter->extensions[i];
        jw_object(jw);
        jw_key(jw, "n");
        jw_i64(jw, extension->n);
        write_unit(page->source, "unit", extension->unit);
        write_by(page, extension->by);
        write_word(jw, "level", extension_level_words, extension->level);
        jw_key(jw, "days");
        jw_i64(jw, extension->days);
        write_day(jw, "asked_day", extension->asked_day);
        write_day(jw, "due_day", extension->due_day);
        write_day(jw, "to_day", extension->to_day);
        write_word(jw, "outcome", request_outcome_words, extension->outcome);
        write_day(jw, "decided_day", extension->decided_day);
        write_text(page, "reason", extension->asked_seq, "reason");
        write_text(page, "note", extension->decided_seq, "note");
        jw_object_end(jw);
    }
    jw_array_end(jw);
}

static void write_parks(const struct page *page) {
    struct jw *jw = page->source->jw;
    jw_key(jw, "parks");
    jw_array(jw);
    for (size_t i = 0; i < page->matter->n_parks; i++) {
        const struct matter_park *park = &page->matter->parks[i];
        jw_object(jw);
        jw_key(jw, "n");
        jw_i64(jw, park->n);
        write_unit(page->source, "unit", park->unit);
        write_by(page, park->by);
        write_word(jw, "class", park_class_words, park->class_);
        write_day(jw, "asked_day", park->asked_day);
        write_day(jw, "review_day", park->review_day);
        write_word(jw, "outcome", request_outcome_words, park->outcome);
        write_day(jw, "decided_day", park->decided_day);
        write_day(jw, "ended_day", park->ended_day);
        jw_key(jw, "by_itself");
        jw_bool(jw, park->by_itself == 1);
        write_text(page, "reason", park->asked_seq, "reason");
        write_text(page, "note", park->decided_seq, "note");
        jw_object_end(jw);
    }
    jw_array_end(jw);
}

static void write_promises(const struct page *page) {
    struct jw *jw = page->source->jw;
    jw_key(jw, "promises");
    jw_array(jw);
    for (size_t i = 0; i < page->matter->n_promises; i++) {
        const struct matter_promise *promise = &page->matter->promises[i];
        jw_object(jw);
        jw_key(jw, "n");
        jw_i64(jw, promise->n);
        write_unit(page->source, "unit", promise->unit);
        write_by(page, promise->by);
        write_word(jw, "told", promise_told_words, promise->told);
        write_day(jw, "day", promise->day);
        write_day(jw, "to_day", promise->to_day);
        write_day(jw, "given_day", promise->given_day);
        write_word(jw, "outcome", promise_outcome_words, promise->outcome);
        write_day(jw, "ended_day", promise->ended_day);
        write_text(page, "text", promise->seq, "text");
        write_text(page, "next", promise->seq, "next");
        write_text(page, "note", promise->decided_seq, "note");
        jw_object_end(jw);
    }
    jw_array_end(jw);
}

static int32_t assist_sign_stopped(const struct matter_assist *assist) {
    if (assist->signed_day != DAY_NONE) {
        return assist->signed_day;
    }
    return assist->state == ASSIST_OBJECTED ? assist->objected_day : assist->ended_day;
}

// Its own clocks, and what the reader's unit may do about it is among the page's actions.
static void write_assist(const struct page *page, const struct matter_assist *assist) {
    struct jw *jw = page->source->jw;
    jw_object(jw);
    jw_key(jw, "n");
    jw_i64(jw, assist->n);
    write_unit(page->source, "unit", assist->unit);
    write_by(page, assist->by);
    write_word(jw, "state", assist_state_words, assist->state);
    write_day(jw, "asked_day", assist->asked_day);
    write_day(jw, "named_day", assist->named_day);
    write_day(jw, "signed_day", assist->signed_day);
    write_day(jw, "answered_day", assist->answered_day);
    write_day(jw, "ended_day", assist->ended_day);
    jw_key(jw, "late");
    jw_bool(jw,
            assist->answered_day != DAY_NONE &&
                !matter_clock_is_met(&assist->answer, assist->answered_day, assist->answered_at));
    jw_key(jw, "final");
    jw_bool(jw, assist->final == 1);
    jw_key(jw, "replaces");
    if (assist->replaces == JSON_ABSENT_INT) {
        jw_null(jw);
    } else {
        jw_i64(jw, assist->replaces);
    }
    jw_key(jw, "urged");
    jw_i64(jw, assist->urged == JSON_ABSENT_INT ? 0 : assist->urged);
    write_day(jw, "urged_day", assist->urged_day);
    write_text(page, "ask", assist->ask_seq, "ask");
    write_text(page, "reason", assist->objected_seq, "reason");
    write_text(page, "note", assist->decided_seq, "note");
    write_text(page, "answer", assist->answered_seq, "done_text");
    jw_key(jw, "clocks");
    jw_array(jw);
    write_clock(page, TIME_SIGN, &assist->sign, assist_sign_stopped(assist));
    write_clock(page, TIME_ASSIST, &assist->answer, assist->ended_day);
    jw_array_end(jw);
    jw_object_end(jw);
}

static void write_assists(const struct page *page) {
    jw_key(page->source->jw, "assists");
    jw_array(page->source->jw);
    for (size_t i = 0; i < page->matter->n_assists; i++) {
        write_assist(page, &page->matter->assists[i]);
    }
    jw_array_end(page->source->jw);
}

static void write_tries(const struct page *page, const struct matter_round *round) {
    struct jw *jw = page->source->jw;
    jw_key(jw, "tries");
    jw_array(jw);
    for (size_t i = 0; i < round->n_tries; i++) {
        const struct matter_try *at = &round->tries[i];
        const char *note = text_of(page->story, page->n_story, at->seq, "note");
        jw_object(jw);
        write_time(jw, "at", at->at);
        write_day(jw, "day", at->day);
        jw_key(jw, "reached");
        jw_bool(jw, at->reached == 1);
        jw_key(jw, "note");
        jw_text(jw, note ? note : "");
        jw_key(jw, "by");
        jw_text(jw, actor_name(page->source, at->by));
        jw_object_end(jw);
    }
    jw_array_end(jw);
}

static void write_round(const struct page *page, const struct matter_round *round) {
    struct jw *jw = page->source->jw;
    jw_object(jw);
    jw_key(jw, "n");
    jw_i64(jw, round->n);
    write_word(jw, "kind", round_kind_words, round->kind);
    write_unit(page->source, "unit", round->unit);
    write_day(jw, "answered_day", round->answered_day);
    write_tries(page, round);
    write_word(jw, "state", call_state_words, round->state);
    write_day(jw, "next_try_day", round->next_try_day);
    write_word(jw, "true_", call_answer_words, round->true_);
    write_word(jw, "done", call_answer_words, round->done);
    write_word(jw, "solved", call_answer_words, round->solved);
    write_word(jw, "satisfaction", call_grade_words, round->satisfaction);
    jw_key(jw, "words");
    jw_text(jw, text_of(page->story, page->n_story, round->ended_seq, "words"));
    write_time(jw, "ended_at", round->ended_at);
    write_word(jw, "consequence", consequence_words, round->consequence);
    jw_object_end(jw);
}

static void write_rounds(const struct page *page) {
    jw_key(page->source->jw, "rounds");
    jw_array(page->source->jw);
    for (size_t i = 0; i < page->matter->n_rounds; i++) {
        write_round(page, &page->matter->rounds[i]);
    }
    jw_array_end(page->source->jw);
}

// Who asked for secrecy is not shown to the units, not even masked.
static enum yk write_caller(const struct page *page, struct err *err) {
    struct matter_row_source *source = page->source;
    struct jw *jw = source->jw;
    const struct matter *matter = page->matter;
    bool hidden = matter->secret == 1 && page->actor->scope.level != SCOPE_DISTRICT;
    struct party_shown shown = {0};
    if (matter->party && !hidden) {
        enum yk status = party_show(source->db, source->arena, source->ring, source->district,
                                    matter->party, false, &shown, err);
        if (status != YK_OK) {
            return status;
        }
    }
    jw_key(jw, "caller");
    jw_object(jw);
    jw_key(jw, "party");
    jw_id(jw, shown.party);
    jw_key(jw, "name");
    jw_text(jw, shown.name ? shown.name : "");
    jw_key(jw, "phone");
    jw_text(jw, shown.phone);
    write_word(jw, "kind", caller_kind_words, matter->caller_kind);
    jw_object_end(jw);
    return YK_OK;
}

static enum yk find_rows(struct matter_row_source *source, struct fact_query *query,
                         struct fact_hit **out, size_t *out_n, struct err *err) {
    query->cols = matter_row_cols | UINT64_C(1) << query->order.col;
    enum yk status = matter_rows_narrow(source, query, err);
    return status == YK_OK ? find_hits(source, query, out, out_n, err) : status;
}

// The same caller's other matters, as far as the actor may see them.
static enum yk write_related(const struct page *page, struct err *err) {
    struct fact_query query;
    struct fact_hit *hits = NULL;
    size_t n = 0;
    enum yk status = YK_OK;
    bool hidden = page->matter->secret == 1 && page->actor->scope.level != SCOPE_DISTRICT;
    if (page->matter->party && !hidden) {
        fact_query_init(&query, &matter_fact_table, &page->actor->scope);
        matter_and_party(&query, &page->actor->scope, page->matter->party);
        query.order = (struct fact_order){.col = M_DAY, .desc = true};
        query.limit = RELATED_MAX + 1;
        status = find_rows(page->source, &query, &hits, &n, err);
    }
    jw_key(page->source->jw, "related");
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (hits[i].object != page->object) {
            hits[kept++] = hits[i];
        }
    }
    kept = kept < RELATED_MAX ? kept : RELATED_MAX;
    return status == YK_OK ? matter_write_rows(page->source, hits, kept, err) : status;
}

// Those that the actor may open: a repeat belongs to the window that took it, and its title to whoever asked.
static enum yk write_repeats(const struct page *page, struct err *err) {
    struct fact_query query;
    struct fact_hit *hits = NULL;
    size_t n = 0;
    enum yk status = YK_OK;
    if (page->matter->n_repeats > 0) {
        fact_query_init(&query, &matter_fact_table, &page->actor->scope);
        fact_query_and(
            &query, (struct fact_cond){.col = M_JOINED_INTO, .op = FACT_EQ, .value = page->object});
        query.order = (struct fact_order){.col = M_DAY, .desc = true};
        query.limit = REPEATS_MAX;
        status = find_rows(page->source, &query, &hits, &n, err);
    }
    jw_key(page->source->jw, "repeats");
    return status == YK_OK ? matter_write_rows(page->source, hits, n, err) : status;
}

static void write_actions(const struct page *page) {
    struct jw *jw = page->source->jw;
    enum matter_action actions[ACT_END];
    size_t n = matter_actions(page->matter, &page->env, actions);
    jw_key(jw, "actions");
    jw_array(jw);
    for (size_t i = 0; i < n; i++) {
        jw_text(jw, json_word_of(matter_action_words, actions[i]));
    }
    jw_array_end(jw);
}

static enum yk write_body(const struct page *page, struct err *err) {
    struct jw *jw = page->source->jw;
    const char *text = text_of(page->story, page->n_story, 1, "text");
    jw_key(jw, "text");
    jw_text(jw, text ? text : "");
    enum yk status = write_caller(page, err);
    if (status != YK_OK) {
        return status;
    }
    jw_key(jw, "secret");
    jw_bool(jw, page->matter->secret == 1);
    write_unit(page->source, "intake_unit", page->matter->intake_unit);
    write_clocks(page);
    write_dispatches(page);
    write_rounds(page);
    write_extensions(page);
    write_parks(page);
    write_promises(page);
    write_assists(page);
    jw_key(jw, "events");
    status = matter_write_events(page->source, page->story, page->n_story, err);
    if (status == YK_OK) {
        status = write_related(page, err);
    }
    jw_key(jw, "joined_into");
    jw_id(jw, page->matter->joined_into);
    if (status == YK_OK) {
        status = write_repeats(page, err);
    }
    write_actions(page);
    return status;
}

// Its title stands in the story, which has been read.
static enum yk write_own_row(const struct page *page, struct err *err) {
    const struct fact_hit *hit = NULL;
    enum yk status = read_hit(page->source, page->object, &hit, err);
    if (status != YK_OK) {
        return status;
    }
    const char *title = text_of(page->story, page->n_story, hit->v[M_TITLE_SEQ], "title");
    if (title) {
        write_row(page->source, hit, title);
        return YK_OK;
    }
    return matter_write_row_members(page->source, hit, page->object, err);
}

enum yk matter_write_page(struct matter_row_source *source, int64_t object,
                          const struct matter *matter, const struct actor *actor, struct err *err) {
    struct page page = {.source = source, .object = object, .matter = matter, .actor = actor};
    page.env = (struct matter_env){.actor = actor,
                                   .policy = policy_on(source->org, source->today),
                                   .calendar = source->calendar,
                                   .now_us = day_start_us(source->today),
                                   .today = source->today,
                                   .arena = source->arena};
    enum yk status = log_story(source->db, source->arena, &matter_ledger, source->district, object,
                               0, &page.story, &page.n_story, err);
    if (status != YK_OK) {
        return status;
    }
    jw_object(source->jw);
    status = write_own_row(&page, err);
    if (status == YK_OK) {
        status = write_body(&page, err);
    }
    jw_object_end(source->jw);
    return status;
}
