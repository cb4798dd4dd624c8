// SPDX-License-Identifier: Apache-2.0
// The routes of assisting units: every command about one, their list, and their queues of my work. Rules are in assist.c.
#include "matter/assist_http.h"

#include "matter/assist.h"
#include "matter/fact_page_http.h"
#include "matter/matter_list.h"

// ---- commands ----

struct assist_body {
    int64_t seq, n, unit, decision;
    const char *text, *note, *reason;
};
typedef enum yk assist_fn(const struct matter_act *act, int64_t id, const struct assist_body *body,
                          struct err *err);

static enum yk run_command(struct request *rq, assist_fn *fn, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    int64_t id = rq->replay ? rq->location : rq->id[0];
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK && !rq->replay) {
        status = fn(&desk.act, id, rq->body, err);
    }
    if (status == YK_OK) {
        rq->location = id;
    }
    return status;
}

#define IN(name_, ...)                                                                             \
    { .name = #name_, .offset = offsetof(struct assist_body, name_), .type = __VA_ARGS__ }
#define NEEDED .flags = JSON_REQUIRED
#define LINES  .flags = JSON_REQUIRED | JSON_MULTILINE
#define SEQ    IN(seq, JSON_INT, NEEDED, .min = 1, .max = INT64_C(1) << 40)
#define COMMAND(name_, ...)                                                                        \
    static const struct json_field name_##_fields[] = {__VA_ARGS__};                               \
    static const struct json_spec name_##_spec =                                                   \
        JSON_SPEC("Matter_" #name_, struct assist_body, name_##_fields);                           \
    static enum yk name_##_run(const struct matter_act *act, int64_t id,                           \
                               const struct assist_body *body, struct err *err);                   \
    static enum yk post_##name_(struct request *rq, struct err *err) {                             \
        return run_command(rq, name_##_run, err);                                                  \
    }                                                                                              \
    static enum yk name_##_run(const struct matter_act *act, int64_t id,                           \
                               const struct assist_body *body, struct err *err)

COMMAND(assist, SEQ, IN(unit, JSON_ID, NEEDED), IN(text, JSON_TEXT, LINES, .min = 2, .max = 1000)) {
    return matter_assist_add(act, id, body->seq, body->unit, body->text, err);
}

COMMAND(assist_decide, SEQ, IN(n, JSON_INT, NEEDED, .min = 1, .max = ASSISTS_MAX),
        IN(decision, JSON_ENUM, NEEDED, .words = assist_decision_words), IN(unit, JSON_ID),
        IN(note, JSON_TEXT, LINES, .min = 2, .max = 1000)) {
    return matter_assist_decide(act, id, body->seq, body->n, body->decision, body->unit, body->note,
                                err);
}

COMMAND(assist_urge, SEQ, IN(n, JSON_INT, NEEDED, .min = 1, .max = ASSISTS_MAX),
        IN(text, JSON_TEXT, LINES, .min = 2, .max = 1000)) {
    return matter_assist_urge(act, id, body->seq, body->n, body->text, err);
}

COMMAND(assist_sign, SEQ) {
    return matter_assist_sign(act, id, body->seq, err);
}

COMMAND(assist_object, SEQ, IN(reason, JSON_TEXT, LINES, .min = 2, .max = 1000)) {
    return matter_assist_object(act, id, body->seq, body->reason, err);
}

COMMAND(assist_answer, SEQ, IN(text, JSON_TEXT, LINES, .min = 2, .max = 4000)) {
    return matter_assist_answer(act, id, body->seq, body->text, err);
}

// ---- the list ----

static const struct json_word what_words[] = {
    {"awaited", ASSISTS_AWAITED},
    {"to_decide", ASSISTS_TO_DECIDE},
    {"all", ASSISTS_ALL},
    {NULL, 0},
};
static const struct json_word light_words[] = {
    {"red", LIGHT_RED}, {"yellow", LIGHT_YELLOW}, {"green", LIGHT_GREEN}, {NULL, 0}};
struct assist_filter {
    int64_t what, light, limit;
    int64_t *units, *states;
    size_t n_units, n_states;
    const char *cursor;
};
#define FILTER(name_, ...)                                                                         \
    { .name = #name_, .offset = offsetof(struct assist_filter, name_), .type = __VA_ARGS__ }
#define LIST_OF(name_, member_, count_, ...)                                                       \
    {                                                                                              \
        .name = (name_), .offset = offsetof(struct assist_filter, member_),                        \
        .count_offset = offsetof(struct assist_filter, count_), .min = 1, .max = 64,               \
        .type = __VA_ARGS__                                                                        \
    }
static const struct json_field filter_fields[] = {
    FILTER(what, JSON_ENUM, .words = what_words),
    FILTER(light, JSON_ENUM, .words = light_words),
    LIST_OF("unit", units, n_units, JSON_ID_ARRAY),
    LIST_OF("state", states, n_states, JSON_ENUM_ARRAY, .words = assist_state_words),
    FILTER(cursor, JSON_TEXT, .min = 1, .max = 80),
    FILTER(limit, JSON_INT, .min = 1, .max = LIST_LIMIT_MAX),
};
static const struct json_spec filter_spec =
    JSON_SPEC("assist_filter", struct assist_filter, filter_fields);

static void and_light(struct fact_query *query, int64_t light, int64_t now_us) {
    static const struct fact_cond late = {.col = A_OPEN_DUE_AT, .op = FACT_LT};
    static const struct fact_cond in_time = {.col = A_OPEN_DUE_AT, .op = FACT_GE};
    static const struct fact_cond warns = {.col = A_OPEN_WARN_AT, .op = FACT_LE};
    static const struct fact_cond quiet = {.col = A_OPEN_WARN_AT, .op = FACT_GT};
    struct fact_cond first = light == LIGHT_RED ? late : light == LIGHT_YELLOW ? in_time : quiet;
    first.value = now_us;
    fact_query_and(query, first);
    if (light == LIGHT_YELLOW) {
        struct fact_cond second = warns;
        second.value = now_us;
        fact_query_and(query, second);
    }
}

static void and_list(struct fact_query *query, int col, const int64_t *values, size_t n) {
    if (n) {
        fact_query_and(query,
                       (struct fact_cond){.col = col, .op = FACT_IN, .list = values, .n_list = n});
    }
}

static void and_what(struct fact_query *query, int64_t what) {
    if (what == ASSISTS_AWAITED) {
        fact_query_and(query, (struct fact_cond){.col = A_OPEN_DUE_AT, .op = FACT_NOT_NULL});
        query->order = (struct fact_order){A_OPEN_DUE_AT, false};
    } else if (what == ASSISTS_TO_DECIDE) {
        fact_query_and(query, (struct fact_cond){.col = A_TO_DECIDE, .op = FACT_EQ, .value = 1});
        query->order = (struct fact_order){A_DAY, false};
    } else {
        query->order = (struct fact_order){A_DAY, true};
    }
}

void assists_query(const struct scope *scope, enum assists_what what, struct fact_query *out) {
    fact_query_init(out, &assist_fact_table, scope);
    and_what(out, what);
}

static enum yk build(const struct request *rq, const struct assist_filter *filter,
                     struct fact_query *out, struct err *err) {
    bool lit = filter->light != JSON_ABSENT_INT;
    // Only what is awaited has such a light.
    int64_t what = filter->what != JSON_ABSENT_INT ? filter->what
                   : lit                           ? ASSISTS_AWAITED
                                                   : ASSISTS_ALL;
    assists_query(&rq->actor->scope, (enum assists_what)what, out);
    if (lit) {
        and_light(out, filter->light, rq->now_us);
    }
    and_list(out, A_TO_UNIT, filter->units, filter->n_units);
    and_list(out, A_STATE, filter->states, filter->n_states);
    return fact_page_at(out, filter->limit, filter->cursor, err);
}

static struct light_clock clock_of(const int64_t *v) {
    bool open = v[A_OPEN_DUE_AT] != FACT_NULL;
    bool timed = open && v[A_OPEN_DUE_AT] != OPEN_DUE_NEVER;
    bool stopped = v[A_DUE_DAY] != FACT_NULL && !open && v[A_TO_DECIDE] == FACT_NULL;
    return (struct light_clock){
        .due_us = timed     ? v[A_OPEN_DUE_AT]
                  : stopped ? day_start_us((int32_t)v[A_DUE_DAY] + 1) - 1
                            : TIME_NONE,
        .warn_us = timed ? v[A_OPEN_WARN_AT] : TIME_NONE,
        .stopped = stopped,
    };
}

static void put_day(struct jw *jw, const char *key, int64_t day) {
    jw_key(jw, key);
    jw_day(jw, day == FACT_NULL ? DAY_NONE : (int32_t)day);
}

static void put_part(const struct matter_row_source *rows, const struct fact_hit *hit) {
    struct jw *jw = rows->jw;
    const int64_t *v = hit->v;
    const struct light_clock clock = clock_of(v);
    jw_key(jw, "assist");
    jw_object(jw);
    jw_key(jw, "n");
    jw_i64(jw, hit->part);
    jw_key(jw, "unit");
    matter_write_unit(jw, rows->org, v[A_TO_UNIT]);
    jw_key(jw, "state");
    jw_text(jw, json_word_of(assist_state_words, v[A_STATE]));
    put_day(jw, "day", v[A_DAY]);
    put_day(jw, "due_day", v[A_DUE_DAY]);
    jw_key(jw, "days_left");
    if (v[A_OPEN_DUE_AT] == FACT_NULL || v[A_DUE_DAY] == FACT_NULL) {
        jw_null(jw);
    } else {
        jw_i64(jw, calendar_workdays_between(rows->calendar, rows->today, (int32_t)v[A_DUE_DAY]));
    }
    jw_key(jw, "light");
    jw_text(jw, light_word(light_of(&clock, rows->now_us)));
    put_day(jw, "answered_day", v[A_ANSWERED_DAY]);
    jw_key(jw, "on_time");
    if (v[A_ON_TIME] == FACT_NULL) {
        jw_null(jw);
    } else {
        jw_bool(jw, v[A_ON_TIME] == 1);
    }
    jw_object_end(jw);
}

static enum yk write_items(struct request *rq, struct matter_desk *desk,
                           const struct fact_hit *hits, size_t n, bool parts, struct err *err) {
    struct row_text *matters = NULL;
    int64_t *ids = arena_alloc_array(rq->arena, n + 1, sizeof *ids);
    if (!ids) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a list");
    }
    for (size_t i = 0; i < n; i++) {
        ids[i] = hits[i].object;
    }
    enum yk status = matter_rows_texts(&desk->rows, ids, n, &matters, err);
    jw_key(rq->json, "items");
    jw_array(rq->json);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        jw_object(rq->json);
        jw_raw(rq->json, matters[i].json, matters[i].n);
        if (parts) {
            put_part(&desk->rows, &hits[i]);
        }
        jw_object_end(rq->json);
    }
    jw_array_end(rq->json);
    return status;
}

static enum yk get_assists(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    struct fact_page page = {0};
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK) {
        status = build(rq, rq->query, &page.query, err);
    }
    if (status == YK_OK) {
        status = fact_page_find(rq, &page, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    status = write_items(rq, &desk, page.hits, page.n, true, err);
    fact_page_write_end(rq, &page);
    jw_object_end(rq->json);
    return status;
}

// ---- my work ----

enum yk assists_write_queue(struct request *rq, struct matter_desk *desk, enum assists_what what,
                            int limit, struct err *err) {
    struct fact_query query;
    struct fact_hit *hits = NULL;
    size_t n = 0;
    bool more = false;
    bool exact = true;
    assists_query(&rq->actor->scope, what, &query);
    query.limit = limit;
    enum yk status = fact_find(rq->db, &query, rq->arena, &hits, &n, &more, err);
    int64_t count = (int64_t)n;
    if (status == YK_OK && more) {
        status = fact_count(rq->db, &query, LIST_COUNT_EXACT_MAX, &count, &exact, err);
    }
    if (status != YK_OK) {
        return status;
    }
    bool awaited = what == ASSISTS_AWAITED;
    jw_object(rq->json);
    jw_key(rq->json, "key");
    jw_text(rq->json, awaited ? "to_assist" : "assist_to_decide");
    jw_key(rq->json, "query");
    jw_text(rq->json, awaited ? "what=awaited" : "what=to_decide");
    matter_write_count(rq->json, count, exact);
    status = write_items(rq, desk, hits, n, false, err);
    jw_object_end(rq->json);
    return status;
}

// ---- the table ----

#define ACT(name_, cap_, summary_)                                                                 \
    {                                                                                              \
        .method = "POST", .path = "/api/v1/matters/{id:id}/" #name_, .cap = (cap_),                \
        .flags = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY, .request = &name_##_spec,                     \
        .response = "Matter", .status = 200, .run = post_##name_, .render = matter_show,           \
        .summary = (summary_)                                                                      \
    }
static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/assists",
     .cap = CAP_MATTER_VIEW,
     .flags = ROUTE_QUICK,
     .query = &filter_spec,
     .response = "AssistPage",
     .status = 200,
     .run = get_assists,
     .summary = "Assisting units: awaited, to be decided on, all"},
    // Whoever dispatches names, the lead asks; the rules tell which of them.
    ACT(assist, CAP_MATTER_VIEW, "Name an assisting unit, or ask for one"),
    ACT(assist_decide, CAP_MATTER_DISPATCH,
        "Grant or refuse what the lead asks for; withdraw, replace or keep an assisting unit"),
    ACT(assist_urge, CAP_MATTER_VIEW, "Urge an assisting unit whose answer is awaited"),
    ACT(assist_sign, CAP_MATTER_HANDLE, "Sign for one's own part"),
    ACT(assist_object, CAP_MATTER_HANDLE, "Object to assisting, with the reason"),
    ACT(assist_answer, CAP_MATTER_HANDLE, "Answer the lead"),
};
const struct route_table assist_routes = {"assist", rows, sizeof rows / sizeof *rows};
