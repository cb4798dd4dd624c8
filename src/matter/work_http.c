// SPDX-License-Identifier: Apache-2.0
// My work and the queue of calls: what waits for the person who asks, what runs out first at the top. Queues are filters of the ledger page, so
// that each opens onto the same rows there.
#include <string.h>

#include "matter/assist_http.h"
#include "matter/fact_page_http.h"
#include "matter/matter_list.h"

enum { QUEUE_ITEMS = 8 };

// ---- calls ----

enum { DUE_TODAY = 1, DUE_LATER, DUE_ALL };
enum { CALL_SORT_NEXT = 1, CALL_SORT_NEXT_DESC, CALL_SORT_DUE, CALL_SORT_DUE_DESC };
struct call_filter {
    int64_t due, tries, sort, limit;
    int64_t *units;
    size_t n_units;
    const char *cursor;
};
static const struct json_word due_words[] = {
    {"today", DUE_TODAY},
    {"later", DUE_LATER},
    {"all", DUE_ALL},
    {NULL, 0},
};
static const struct json_word call_sort_words[] = {
    {"next_try_day", CALL_SORT_NEXT},
    {"-next_try_day", CALL_SORT_NEXT_DESC},
    {"call_due_day", CALL_SORT_DUE},
    {"-call_due_day", CALL_SORT_DUE_DESC},
    {NULL, 0},
};
#define IN(member_, ...)                                                                           \
    { .name = #member_, .offset = offsetof(struct call_filter, member_), .type = __VA_ARGS__ }
static const struct json_field call_fields[] = {
    IN(due, JSON_ENUM, .words = due_words),
    IN(tries, JSON_INT, .min = 0, .max = 2),
    {.name = "unit",
     .type = JSON_ID_ARRAY,
     .offset = offsetof(struct call_filter, units),
     .count_offset = offsetof(struct call_filter, n_units),
     .min = 1,
     .max = 64},
    IN(sort, JSON_ENUM, .words = call_sort_words),
    IN(cursor, JSON_TEXT, .min = 1, .max = 80),
    IN(limit, JSON_INT, .min = 1, .max = LIST_LIMIT_MAX),
};
static const struct json_spec call_spec = JSON_SPEC("call_filter", struct call_filter, call_fields);

static void and_due(struct fact_query *query, int64_t due, int32_t today) {
    enum fact_op op = due == DUE_TODAY ? FACT_LE : due == DUE_LATER ? FACT_GT : FACT_NOT_NULL;
    fact_query_and(query, (struct fact_cond){.col = R_NEXT_TRY_DAY, .op = op, .value = today});
}

static void set_call_order(struct fact_query *query, int64_t sort) {
    switch (sort) {
    case CALL_SORT_NEXT_DESC: query->order = (struct fact_order){R_NEXT_TRY_DAY, true}; break;
    case CALL_SORT_DUE: query->order = (struct fact_order){R_CALL_DUE_DAY, false}; break;
    case CALL_SORT_DUE_DESC: query->order = (struct fact_order){R_CALL_DUE_DAY, true}; break;
    default: query->order = (struct fact_order){R_NEXT_TRY_DAY, false}; break;
    }
}

static enum yk build_calls(const struct request *rq, const struct call_filter *filter,
                           struct fact_query *out, struct err *err) {
    fact_query_init(out, &round_fact_table, &rq->actor->scope);
    and_due(out, filter->due, rq->today);
    if (filter->tries != JSON_ABSENT_INT) { // 2: two and more
        enum fact_op op = filter->tries < 2 ? FACT_EQ : FACT_GE;
        fact_query_and(out, (struct fact_cond){.col = R_TRIES, .op = op, .value = filter->tries});
    }
    if (filter->n_units) {
        fact_query_and(out, (struct fact_cond){.col = R_UNIT,
                                               .op = FACT_IN,
                                               .list = filter->units,
                                               .n_list = filter->n_units});
    }
    set_call_order(out, filter->sort);
    return fact_page_at(out, filter->limit, filter->cursor, err);
}

static void write_call_members(struct jw *jw, const struct fact_hit *call) {
    const int64_t *v = call->v;
    jw_key(jw, "tries");
    jw_i64(jw, v[R_TRIES]);
    jw_key(jw, "next_try_day");
    jw_day(jw, (int32_t)v[R_NEXT_TRY_DAY]);
    jw_key(jw, "call_due_day");
    jw_day(jw, (int32_t)v[R_CALL_DUE_DAY]);
    jw_key(jw, "last_try_at");
    jw_time(jw, v[R_LAST_TRY_AT]);
    jw_key(jw, "round_kind");
    jw_text(jw, json_word_of(round_kind_words, v[R_KIND]));
}

static enum yk write_calls(struct request *rq, struct matter_desk *desk,
                           const struct fact_hit *calls, size_t n, bool members, struct err *err) {
    struct row_text *matters = NULL;
    int64_t *ids = arena_alloc_array(rq->arena, n + 1, sizeof *ids);
    if (!ids) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a queue");
    }
    for (size_t i = 0; i < n; i++) {
        ids[i] = calls[i].object;
    }
    enum yk status = matter_rows_texts(&desk->rows, ids, n, &matters, err);
    jw_key(rq->json, "items");
    jw_array(rq->json);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        jw_object(rq->json);
        jw_raw(rq->json, matters[i].json, matters[i].n);
        if (members) {
            write_call_members(rq->json, &calls[i]);
        }
        jw_object_end(rq->json);
    }
    jw_array_end(rq->json);
    return status;
}

static enum yk get_callbacks(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    struct fact_page page = {0};
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK) {
        status = build_calls(rq, rq->query, &page.query, err);
    }
    if (status == YK_OK) {
        status = fact_page_find(rq, &page, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    status = write_calls(rq, &desk, page.hits, page.n, true, err);
    fact_page_write_end(rq, &page);
    jw_object_end(rq->json);
    return status;
}

// ---- my work ----

static const int64_t s_registered[] = {MATTER_REGISTERED};
static const int64_t s_objected[] = {MATTER_OBJECTED};
static const int64_t s_dispatched[] = {MATTER_DISPATCHED};
static const int64_t s_at_work[] = {MATTER_SIGNED, MATTER_HANDLING};
static const int64_t s_signoff[] = {MATTER_SIGNOFF};
static const int64_t s_handling[] = {MATTER_HANDLING};
static const int64_t p_extension_head[] = {PENDING_EXTENSION_HEAD};
static const int64_t p_extension_office[] = {PENDING_EXTENSION_OFFICE};
static const int64_t p_parking[] = {PENDING_PARKING};
static const int64_t p_stage[] = {PENDING_STAGE};
static const int64_t l_red[] = {LIGHT_RED};
static const int64_t l_yellow[] = {LIGHT_YELLOW};

struct queue {
    const char *key;
    uint64_t caps;  // any of these
    uint32_t roles; // or any of these
    const int64_t *states;
    size_t n_states;
    const int64_t *lights;
    size_t n_lights;
    const int64_t *pending; // one
    bool returned;
    int64_t promise; // 0: whichever
    int64_t sort;
    const char *query;
};
#define CAP(cap_)       (UINT64_C(1) << (cap_))
#define STATES(states_) .states = (states_), .n_states = sizeof(states_) / sizeof *(states_)
#define LIGHTS(lights_) .lights = (lights_), .n_lights = sizeof(lights_) / sizeof *(lights_)
#define WATCHES         CAP(CAP_MATTER_HANDLE) | CAP(CAP_MATTER_ARBITRATE)
static const struct queue queues[] = {
    {.key = "overdue",
     .caps = WATCHES,
     .roles = 1u << ROLE_LEADER,
     LIGHTS(l_red),
     .sort = SORT_DUE,
     .query = "light=red&sort=due_day"},
    {.key = "due_soon",
     .caps = WATCHES,
     .roles = 1u << ROLE_LEADER,
     LIGHTS(l_yellow),
     .sort = SORT_DUE,
     .query = "light=yellow&sort=due_day"},
    {.key = "promise_passed",
     .caps = WATCHES,
     .roles = 1u << ROLE_LEADER,
     .promise = PROMISED_PASSED,
     .sort = SORT_PROMISE,
     .query = "promise=passed&sort=promise_day"},
    {.key = "promised",
     .caps = CAP(CAP_MATTER_HANDLE),
     .promise = PROMISED_OPEN,
     .sort = SORT_PROMISE,
     .query = "promise=open&sort=promise_day"},
    {.key = "stage",
     .caps = CAP(CAP_MATTER_SIGNOFF),
     .pending = p_stage,
     .sort = SORT_DUE,
     .query = "pending=stage&sort=due_day"},
    {.key = "to_sign",
     .caps = CAP(CAP_MATTER_HANDLE),
     STATES(s_dispatched),
     .sort = SORT_DUE,
     .query = "state=dispatched&sort=due_day"},
    {.key = "to_contact",
     .caps = CAP(CAP_MATTER_HANDLE),
     STATES(s_at_work),
     .sort = SORT_CONTACT,
     .query = "state=signed,handling&sort=contact_due_at"},
    {.key = "to_tell", .caps = WATCHES, .sort = SORT_TELL, .query = "sort=tell_due_at"},
    {.key = "to_sign_off",
     .caps = CAP(CAP_MATTER_SIGNOFF),
     STATES(s_signoff),
     .sort = SORT_DUE,
     .query = "state=signoff&sort=due_day"},
    {.key = "returned",
     .caps = CAP(CAP_MATTER_HANDLE),
     STATES(s_handling),
     .returned = true,
     .sort = SORT_DUE,
     .query = "state=handling&returned=true&sort=due_day"},
    {.key = "in_hand",
     .caps = CAP(CAP_MATTER_HANDLE),
     STATES(s_at_work),
     .sort = SORT_DUE,
     .query = "state=signed,handling&sort=due_day"},
    {.key = "to_arbitrate",
     .caps = CAP(CAP_MATTER_ARBITRATE),
     STATES(s_objected),
     .sort = SORT_DUE,
     .query = "state=objected&sort=due_day"},
    {.key = "extension_head",
     .caps = CAP(CAP_MATTER_SIGNOFF),
     .pending = p_extension_head,
     .sort = SORT_DUE,
     .query = "pending=extension_head&sort=due_day"},
    {.key = "extension_office",
     .caps = CAP(CAP_MATTER_ARBITRATE),
     .pending = p_extension_office,
     .sort = SORT_DUE,
     .query = "pending=extension_office&sort=due_day"},
    {.key = "parking",
     .caps = CAP(CAP_MATTER_ARBITRATE),
     .pending = p_parking,
     .sort = SORT_DUE,
     .query = "pending=parking&sort=due_day"},
    {.key = "to_dispatch",
     .caps = CAP(CAP_MATTER_DISPATCH),
     STATES(s_registered),
     .sort = SORT_DAY,
     .query = "state=registered&sort=day"},
    {.key = "objected",
     .caps = CAP(CAP_MATTER_HANDLE),
     STATES(s_objected),
     .sort = SORT_DUE,
     .query = "state=objected&sort=due_day"},
};

static bool is_mine(const struct queue *queue, const struct actor *actor) {
    return (actor->caps & queue->caps) || (actor->roles & queue->roles);
}

static void filter_of(const struct queue *queue, struct matter_filter *out) {
    json_spec_clear(&matter_filter_spec, out);
    // The list only reads them.
    out->states = (int64_t *)(uintptr_t)queue->states;
    out->n_states = queue->n_states;
    out->lights = (int64_t *)(uintptr_t)queue->lights;
    out->n_lights = queue->n_lights;
    out->pending = (int64_t *)(uintptr_t)queue->pending;
    out->n_pending = queue->pending ? 1 : 0;
    out->returned = queue->returned ? 1 : -1;
    out->promise = queue->promise ? queue->promise : JSON_ABSENT_INT;
    out->sort = queue->sort;
    out->limit = QUEUE_ITEMS;
}

static void write_queue_head(struct jw *jw, const char *key, const char *query, int64_t n,
                             bool exact) {
    jw_key(jw, "key");
    jw_text(jw, key);
    jw_key(jw, "query");
    jw_text(jw, query);
    matter_write_count(jw, n, exact);
}

static enum yk write_queue(struct request *rq, struct matter_desk *desk, const struct queue *queue,
                           struct err *err) {
    struct matter_filter filter;
    struct matter_list list;
    struct fact_hit *hits = NULL;
    size_t n = 0;
    bool more = false;
    int64_t count = 0;
    bool exact = true;
    filter_of(queue, &filter);
    enum yk status =
        matter_list_build(rq->db, rq->arena, &rq->actor->scope, &filter, rq->now_us, &list, err);
    if (status == YK_OK) {
        status = matter_rows_narrow(&desk->rows, &list.query, err);
    }
    if (status == YK_OK) {
        status = matter_list_find(rq->db, rq->arena, &list, &hits, &n, &more, err);
    }
    count = (int64_t)n;
    if (status == YK_OK && more) {
        status = matter_list_count(rq->db, &list, LIST_COUNT_EXACT_MAX, &count, &exact, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    write_queue_head(rq->json, queue->key, queue->query, count, exact);
    jw_key(rq->json, "items");
    status = matter_write_rows(&desk->rows, hits, n, err);
    jw_object_end(rq->json);
    return status;
}

static enum yk write_call_queue(struct request *rq, struct matter_desk *desk, int64_t due,
                                struct err *err) {
    struct call_filter filter;
    struct fact_query query;
    struct fact_hit *calls = NULL;
    size_t n = 0;
    bool more = false;
    int64_t count = 0;
    bool exact = true;
    json_spec_clear(&call_spec, &filter);
    filter.due = due;
    filter.limit = QUEUE_ITEMS;
    enum yk status = build_calls(rq, &filter, &query, err);
    if (status == YK_OK) {
        status = fact_find(rq->db, &query, rq->arena, &calls, &n, &more, err);
    }
    count = (int64_t)n;
    if (status == YK_OK && more) {
        status = fact_count(rq->db, &query, LIST_COUNT_EXACT_MAX, &count, &exact, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    write_queue_head(rq->json, due == DUE_TODAY ? "to_call_today" : "to_call_later",
                     due == DUE_TODAY ? "due=today" : "due=later", count, exact);
    status = write_calls(rq, desk, calls, n, false, err);
    jw_object_end(rq->json);
    return status;
}

static enum yk write_queues(struct request *rq, struct matter_desk *desk, struct err *err) {
    enum yk status = YK_OK;
    for (size_t i = 0; i < sizeof queues / sizeof *queues && status == YK_OK; i++) {
        if (is_mine(&queues[i], rq->actor)) {
            status = write_queue(rq, desk, &queues[i], err);
        }
    }
    if (status == YK_OK && actor_may(rq->actor, CAP_MATTER_HANDLE)) {
        status = assists_write_queue(rq, desk, ASSISTS_AWAITED, QUEUE_ITEMS, err);
    }
    if (status == YK_OK && actor_may(rq->actor, CAP_MATTER_DISPATCH)) {
        status = assists_write_queue(rq, desk, ASSISTS_TO_DECIDE, QUEUE_ITEMS, err);
    }
    if (status == YK_OK && actor_may(rq->actor, CAP_CALLBACK_WORK)) {
        status = write_call_queue(rq, desk, DUE_TODAY, err);
        if (status == YK_OK) {
            status = write_call_queue(rq, desk, DUE_LATER, err);
        }
    }
    return status;
}

static enum yk get_work(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    jw_key(rq->json, "queues");
    jw_array(rq->json);
    status = write_queues(rq, &desk, err);
    jw_array_end(rq->json);
    jw_object_end(rq->json);
    return status;
}

static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/work",
     .cap = CAP_MATTER_VIEW,
     .flags = ROUTE_QUICK,
     .response = "Work",
     .status = 200,
     .run = get_work,
     .summary = "What waits for me, what runs out first"},
    {.method = "GET",
     .path = "/api/v1/callbacks",
     .cap = CAP_CALLBACK_WORK,
     .flags = ROUTE_QUICK,
     .query = &call_spec,
     .response = "CallPage",
     .status = 200,
     .run = get_callbacks,
     .summary = "The queue of calls"},
};
const struct route_table work_routes = {"work", rows, sizeof rows / sizeof *rows};
