// SPDX-License-Identifier: Apache-2.0
// The routes of supervision: the page of urges, orders and notifications, one of them with its story, what waits for whom, and every command. Decodes, calls one
// command, renders; rules are in supervise.c.
#include "supervise/supervise_http.h"

#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "matter/matter_http.h"
#include "matter/matter_list.h"
#include "supervise/command.h"
#include "supervise/supervise_list.h"
#include "supervise/supervise_view.h"

enum { QUEUE_ITEMS = 8, ORDERS_MAX = 100 };

// ---- lists ----

static enum yk count_all(struct db *db, const struct fact_query *query, int64_t cap, int64_t *out_n,
                         bool *out_exact, struct err *err) {
    struct fact_query all = *query;
    all.after.set = false;
    return fact_count(db, &all, cap, out_n, out_exact, err);
}

static enum yk write_list(struct request *rq, struct matter_desk *desk,
                          const struct fact_query *query, struct err *err) {
    struct fact_hit *hits = NULL;
    size_t n = 0;
    bool more = false;
    int64_t count = 0;
    bool exact = true;
    enum yk status = fact_find(rq->db, query, rq->arena, &hits, &n, &more, err);
    count = (int64_t)n;
    if (status == YK_OK && (more || query->after.set)) {
        status = count_all(rq->db, query, LIST_COUNT_EXACT_MAX, &count, &exact, err);
    }
    if (status != YK_OK) {
        return status;
    }
    const struct fact_hit *last = n ? &hits[n - 1] : NULL;
    jw_key(rq->json, "items");
    status = supervise_write_rows(&desk->rows, rq->actor, hits, n, err);
    jw_key(rq->json, "next_cursor");
    jw_text(rq->json, more ? matter_cursor_format(rq->arena, last->v[query->order.col],
                                                  last->object, last->part)
                           : NULL);
    matter_write_count(rq->json, count, exact);
    return status;
}

static enum yk get_list(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    struct fact_query query;
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK) {
        status = supervise_list_build(rq->query, &rq->actor->scope, rq->today, &query, err);
    }
    if (status == YK_OK) {
        jw_object(rq->json);
        status = write_list(rq, &desk, &query, err);
        jw_object_end(rq->json);
    }
    return status;
}

static enum yk get_count(struct request *rq, struct err *err) {
    struct fact_query query;
    int64_t n = 0;
    bool exact = true;
    enum yk status = supervise_list_build(rq->query, &rq->actor->scope, rq->today, &query, err);
    if (status == YK_OK) {
        status = count_all(rq->db, &query, 0, &n, &exact, err);
    }
    if (status == YK_OK) {
        jw_object(rq->json);
        jw_key(rq->json, "n");
        jw_i64(rq->json, n);
        jw_key(rq->json, "exact");
        jw_bool(rq->json, exact);
        jw_object_end(rq->json);
    }
    return status;
}

// ---- my work ----

struct queue {
    const char *key;
    enum cap cap;
    int64_t kind, state, next; // 0: any
    const char *query;
};
static const struct queue queues[] = {
    {"orders_to_answer", CAP_MATTER_HANDLE, SUPERVISION_ORDER, SUPERVISION_AWAITING, 0,
     "kind=order&state=awaiting&sort=limit_day"},
    {"urges_to_reply", CAP_MATTER_HANDLE, SUPERVISION_URGE, SUPERVISION_AWAITING, 0,
     "kind=urge&state=awaiting&sort=limit_day"},
    {"notifications_to_sign", CAP_MATTER_SIGNOFF, SUPERVISION_NOTIFICATION, SUPERVISION_AWAITING, 0,
     "kind=notification&state=awaiting&sort=limit_day"},
    {"answers_to_judge", CAP_SUPERVISE, SUPERVISION_ORDER, SUPERVISION_ANSWERED, 0,
     "kind=order&state=answered&sort=limit_day"},
    {"proposals", CAP_SUPERVISE, SUPERVISION_ORDER, SUPERVISION_PROPOSED, 0,
     "kind=order&state=proposed&sort=limit_day"},
    {"next_orange", CAP_SUPERVISE, 0, 0, NEXT_ORANGE, "next=orange&open=true&sort=limit_day"},
    {"next_red", CAP_SUPERVISE, 0, 0, NEXT_RED, "next=red&open=true&sort=limit_day"},
    {"to_notify", CAP_SUPERVISE, 0, 0, NEXT_NOTIFICATION,
     "next=notification&open=true&sort=limit_day"},
    {"unsigned", CAP_SUPERVISE, SUPERVISION_NOTIFICATION, SUPERVISION_AWAITING, 0,
     "kind=notification&state=awaiting&sort=limit_day"},
};

static enum yk write_queue(struct request *rq, struct matter_desk *desk, const struct queue *queue,
                           struct err *err) {
    struct supervise_filter filter;
    struct fact_query query;
    int64_t kind = queue->kind;
    int64_t state = queue->state;
    int64_t next = queue->next;
    json_spec_clear(&supervise_filter_spec, &filter);
    filter.kinds = &kind;
    filter.n_kinds = kind != 0;
    filter.states = &state;
    filter.n_states = state != 0;
    filter.nexts = &next;
    filter.n_nexts = next != 0;
    filter.open = 1;
    filter.sort = SUPERVISE_SORT_LIMIT;
    filter.limit = QUEUE_ITEMS;
    enum yk status = supervise_list_build(&filter, &rq->actor->scope, rq->today, &query, err);
    if (status == YK_OK) {
        jw_object(rq->json);
        jw_key(rq->json, "key");
        jw_text(rq->json, queue->key);
        jw_key(rq->json, "query");
        jw_text(rq->json, queue->query);
        status = write_list(rq, desk, &query, err);
        jw_object_end(rq->json);
    }
    return status;
}

static enum yk get_queues(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    enum yk status = matter_desk_open(rq, &desk, err);
    jw_object(rq->json);
    jw_key(rq->json, "queues");
    jw_array(rq->json);
    for (size_t i = 0; i < sizeof queues / sizeof *queues && status == YK_OK; i++) {
        if (actor_may(rq->actor, queues[i].cap)) {
            status = write_queue(rq, &desk, &queues[i], err);
        }
    }
    jw_array_end(rq->json);
    jw_object_end(rq->json);
    return status;
}

// ---- one ----

static enum yk write_one(struct matter_desk *desk, int64_t id, struct err *err) {
    struct log_object object;
    struct matter_row_source *rows = &desk->rows;
    enum yk status =
        log_peek(rows->db, rows->arena, &supervise_ledger, rows->district, id, &object, err);
    if (status == YK_OK && !supervise_visible(object.state, rows->district, desk->act.actor)) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    return status == YK_OK ? supervise_write_page(rows, id, object.state, desk->act.actor, err)
                           : status;
}

static enum yk get_one(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    enum yk status = matter_desk_open(rq, &desk, err);
    return status == YK_OK ? write_one(&desk, rq->id[0], err) : status;
}

static enum yk show(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    enum yk status = matter_desk_open(rq, &desk, err);
    return status == YK_OK ? write_one(&desk, rq->location, err) : status;
}

// ---- commands ----

struct command_body {
    int64_t matter, seq, colour, days, decision, order, n;
    int64_t *orders;
    size_t n_orders;
    const char *text, *reason, *note, *title, *cause;
};
typedef enum yk command_fn(const struct matter_act *act, int64_t id,
                           const struct command_body *body, int64_t *out_id, struct err *err);

// id: of the path, 0 where there is none.
static enum yk run_command(struct request *rq, int64_t id, command_fn *fn, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    int64_t made = rq->replay ? rq->location : id;
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK && !rq->replay) {
        status = fn(&desk.act, id, rq->body, &made, err);
    }
    if (status == YK_OK) {
        rq->location = made;
    }
    return status;
}

enum { DECISION_ACCEPT = 1, DECISION_REFUSE };
static const struct json_word judge_words[] = {
    {"accept", DECISION_ACCEPT}, {"refuse", DECISION_REFUSE}, {NULL, 0}};

#define IN(name_, ...)                                                                             \
    { .name = #name_, .offset = offsetof(struct command_body, name_), .type = __VA_ARGS__ }
#define NEEDED    .flags = JSON_REQUIRED
#define SEQ       IN(seq, JSON_INT, NEEDED, .min = 1, .max = INT64_C(1) << 40)
#define MAYBE_SEQ IN(seq, JSON_INT, .min = 1, .max = INT64_C(1) << 40)
#define LINES(name_)                                                                               \
    IN(name_, JSON_TEXT, .flags = JSON_REQUIRED | JSON_MULTILINE, .min = 2, .max = 2000)
#define MAYBE(name_) IN(name_, JSON_TEXT, .flags = JSON_MULTILINE, .max = 2000)
#define COLOUR(...)  IN(colour, JSON_ENUM, .words = order_colour_words, __VA_ARGS__)
#define DAYS         IN(days, JSON_INT, .min = 1, .max = 60)
#define COMMAND(name_, id_, ...)                                                                   \
    static const struct json_field name_##_fields[] = {__VA_ARGS__};                               \
    static const struct json_spec name_##_spec =                                                   \
        JSON_SPEC("Supervise_" #name_, struct command_body, name_##_fields);                       \
    static enum yk name_##_run(const struct matter_act *act, int64_t id,                           \
                               const struct command_body *body, int64_t *out_id, struct err *err); \
    static enum yk post_##name_(struct request *rq, struct err *err) {                             \
        return run_command(rq, (id_), name_##_run, err);                                           \
    }                                                                                              \
    static enum yk name_##_run(const struct matter_act *act, int64_t id,                           \
                               const struct command_body *body, int64_t *out_id, struct err *err)

static struct supervise_order_command order_of(const struct command_body *body) {
    return (struct supervise_order_command){
        .colour = body->colour, .days = body->days, .text = body->text, .reason = body->reason};
}

COMMAND(urges, 0, IN(matter, JSON_ID, NEEDED), MAYBE_SEQ, LINES(text)) {
    (void)id;
    return supervise_urge(act, body->matter, body->seq, URGE_BY_HAND, body->text, out_id, err);
}

COMMAND(orders, 0, IN(matter, JSON_ID, NEEDED), MAYBE_SEQ, COLOUR(NEEDED), DAYS, LINES(text),
        MAYBE(reason)) {
    (void)id;
    const struct supervise_order_command command = order_of(body);
    return supervise_raise(act, body->matter, body->seq, &command, out_id, err);
}

COMMAND(notifications, 0, IN(title, JSON_TEXT, NEEDED, .min = 2, .max = 60), MAYBE(text),
        IN(orders, JSON_ID_ARRAY, .count_offset = offsetof(struct command_body, n_orders),
           .max = ORDERS_MAX)) {
    (void)id;
    return supervise_draw_up(act, body->title, body->text, body->orders, body->n_orders, out_id,
                             err);
}

COMMAND(reply, rq->id[0], SEQ, MAYBE(text)) {
    (void)out_id;
    return supervise_reply(act, id, body->seq, body->text, err);
}

COMMAND(issue, rq->id[0], SEQ, COLOUR(.flags = 0), DAYS, MAYBE(text), MAYBE(reason)) {
    (void)out_id;
    struct log_object object;
    enum yk status = log_peek(act->tx->db, act->tx->arena, &supervise_ledger, act->tx->district, id,
                              &object, err);
    const struct supervision *self = status == YK_OK ? object.state : NULL;
    if (self && self->kind == SUPERVISION_NOTIFICATION) {
        return supervise_notify(act, id, body->seq, err);
    }
    const struct supervise_order_command command = order_of(body);
    return status == YK_OK ? supervise_issue(act, id, body->seq, &command, err) : status;
}

COMMAND(dismiss, rq->id[0], SEQ, LINES(reason)) {
    (void)out_id;
    return supervise_dismiss(act, id, body->seq, body->reason, err);
}

COMMAND(answer, rq->id[0], SEQ, LINES(text)) {
    (void)out_id;
    return supervise_answer(act, id, body->seq, body->text, err);
}

COMMAND(judge, rq->id[0], SEQ, IN(decision, JSON_ENUM, NEEDED, .words = judge_words), MAYBE(note)) {
    (void)out_id;
    return supervise_judge(act, id, body->seq, body->decision == DECISION_ACCEPT, body->note, err);
}

COMMAND(escalate, rq->id[0], SEQ, COLOUR(.flags = 0), DAYS, LINES(text), MAYBE(reason)) {
    (void)out_id;
    const struct supervise_order_command command = order_of(body);
    return supervise_escalate(act, id, body->seq, &command, err);
}

COMMAND(withdraw, rq->id[0], SEQ, LINES(reason)) {
    (void)out_id;
    return supervise_withdraw(act, id, body->seq, body->reason, err);
}

COMMAND(list, rq->id[0], SEQ, IN(order, JSON_ID), IN(matter, JSON_ID), MAYBE(cause)) {
    (void)out_id;
    return supervise_list(act, id, body->seq, body->order, body->matter, body->cause, err);
}

COMMAND(strike, rq->id[0], SEQ, IN(n, JSON_INT, NEEDED, .min = 1, .max = 1000)) {
    (void)out_id;
    return supervise_strike(act, id, body->seq, body->n, err);
}

COMMAND(sign, rq->id[0], SEQ) {
    (void)out_id;
    return supervise_sign(act, id, body->seq, err);
}

// ---- export ----

enum { EXPORT_MAX = 10000, EXPORT_BATCH = 200 };
static const char *const heads_zh[] = {"类型",     "文号",     "颜色",    "状态",
                                       "承办单位", "事项",     "标题",    "发出日期",
                                       "答复期限", "答复日期", "按期答复"};
static const char *const heads_en[] = {"Kind",  "Number", "Colour", "State",    "Unit",   "Matter",
                                       "Title", "Day",    "Limit",  "Answered", "In time"};
enum { N_HEADS = sizeof heads_zh / sizeof *heads_zh };

struct label {
    const struct json_word *words;
    const char *zh[SUPERVISION_STATE_END]; // by value
};
static const struct label kind_label = {supervision_kind_words, {"", "催办", "督办单", "通报"}};
static const struct label colour_label = {order_colour_words, {"", "蓝", "橙", "红"}};
static const struct label state_label = {
    supervision_state_words,
    {"", "待定", "待答复", "已答复", "已办结", "已升级", "已撤销", "随事项终结", "未采纳"}};

static void add_label(const struct request *rq, const struct label *label, int64_t value) {
    const char *text = "";
    if (value != FACT_NULL) {
        text = strcmp(rq->lang, "en") == 0 ? json_word_of(label->words, value) : label->zh[value];
    }
    csv_add_cell(rq->out, text, false);
}

static void add_day(const struct request *rq, int64_t day) {
    char text[DAY_TEXT_BYTES] = "";
    if (day != FACT_NULL) {
        day_format((int32_t)day, text);
    }
    csv_add_cell(rq->out, text, false);
}

static void add_line(const struct request *rq, const struct matter_desk *desk,
                     const struct fact_hit *hit, const char *title) {
    const int64_t *v = hit->v;
    bool en = strcmp(rq->lang, "en") == 0;
    char number[SUPERVISION_NUMBER_BYTES] = "";
    char matter[MATTER_NUMBER_BYTES] = "";
    if (v[V_NUMBER] != FACT_NULL) {
        supervision_number_format((enum supervision_kind)v[V_KIND], v[V_NUMBER], rq->lang, number);
    }
    if (v[V_SUBJECT_NUMBER] != FACT_NULL) {
        matter_number_format(desk->rows.district, v[V_SUBJECT_NUMBER], matter);
    }
    add_label(rq, &kind_label, v[V_KIND]);
    csv_add_cell(rq->out, number, false);
    add_label(rq, &colour_label, v[V_COLOUR]);
    add_label(rq, &state_label, v[V_STATE]);
    csv_add_cell(rq->out,
                 v[V_TO_UNIT] == FACT_NULL ? "" : org_unit_name(desk->org, v[V_TO_UNIT], rq->lang),
                 false);
    csv_add_cell(rq->out, matter, false);
    csv_add_cell(rq->out, title, false);
    add_day(rq, v[V_DAY]);
    add_day(rq, v[V_LIMIT_DAY]);
    add_day(rq, v[V_ANSWERED_DAY]);
    const char *yes = en ? "yes" : "是";
    const char *no = en ? "no" : "否";
    csv_add_cell(rq->out, v[V_ON_TIME] == FACT_NULL ? "" : v[V_ON_TIME] ? yes : no, true);
}

static enum yk add_batch(struct request *rq, struct matter_desk *desk, struct fact_query *query,
                         bool *out_more, struct err *err) {
    struct fact_hit *hits = NULL;
    size_t n = 0;
    const char **titles = NULL;
    enum yk status = fact_find(rq->db, query, rq->arena, &hits, &n, out_more, err);
    if (status == YK_OK) {
        status = supervise_titles(&desk->rows, hits, n, &titles, err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        add_line(rq, desk, &hits[i], titles[i]);
    }
    if (status == YK_OK && n) {
        const struct fact_hit *last = &hits[n - 1];
        query->after =
            (struct fact_cursor){true, last->v[query->order.col], last->object, last->part};
    }
    return status;
}

static enum yk get_export(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    struct fact_query query;
    bool more = true;
    const char *const *heads = strcmp(rq->lang, "en") == 0 ? heads_en : heads_zh;
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK) {
        status = supervise_list_build(rq->query, &rq->actor->scope, rq->today, &query, err);
    }
    if (status != YK_OK) {
        return status;
    }
    rq->file_name = "supervisions.csv";
    buf_add_text(rq->out, "\xef\xbb\xbf");
    for (size_t i = 0; i < N_HEADS; i++) {
        csv_add_cell(rq->out, heads[i], i + 1 == N_HEADS);
    }
    query.limit = EXPORT_BATCH;
    for (size_t done = 0; more && done < EXPORT_MAX && status == YK_OK; done += EXPORT_BATCH) {
        struct arena_mark mark = arena_mark(rq->arena);
        status = add_batch(rq, &desk, &query, &more, err);
        arena_rewind(rq->arena, mark);
    }
    return status;
}

// ---- the table ----

#define READ(path_, query_, response_, run_, summary_, flags_)                                     \
    {                                                                                              \
        .method = "GET", .path = "/api/v1/supervisions" path_, .cap = CAP_MATTER_VIEW,             \
        .flags = (flags_), .query = (query_), .response = (response_), .status = 200,              \
        .run = (run_), .summary = (summary_)                                                       \
    }
#define POST(path_, name_, cap_, status_, summary_)                                                \
    {                                                                                              \
        .method = "POST", .path = "/api/v1/supervisions/" path_, .cap = (cap_),                    \
        .flags = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY, .request = &name_##_spec,                     \
        .response = "Supervision", .status = (status_), .run = post_##name_, .render = show,       \
        .summary = (summary_)                                                                      \
    }
#define MAKE(name_, cap_, summary_) POST(#name_, name_, cap_, 201, summary_)
#define ACT(name_, cap_, summary_)  POST("{id:id}/" #name_, name_, cap_, 200, summary_)
static const struct route rows[] = {
    READ("", &supervise_filter_spec, "SupervisionPage", get_list,
         "Urges, orders and notifications: filtered, sorted, paged", ROUTE_QUICK),
    READ("/count", &supervise_count_spec, "Count", get_count, "How many a filter has, exactly", 0),
    READ("/export.csv", &supervise_count_spec, NULL, get_export, "The filtered page as CSV",
         ROUTE_STREAM_CSV),
    READ("/queues", NULL, "SupervisionQueues", get_queues, "What of supervision waits for me",
         ROUTE_QUICK),
    READ("/{id:id}", NULL, "Supervision", get_one, "One of them with its story", ROUTE_QUICK),
    MAKE(urges, CAP_SUPERVISE_URGE, "Urge the unit in charge of a matter"),
    MAKE(orders, CAP_SUPERVISE, "Raise a supervision order on a matter"),
    MAKE(notifications, CAP_SUPERVISE, "Draw up a notification of units"),
    ACT(reply, CAP_MATTER_HANDLE, "Acknowledge an urge, with or without words"),
    ACT(issue, CAP_SUPERVISE, "Issue a proposed order, or a notification that was drawn up"),
    ACT(dismiss, CAP_SUPERVISE, "Do not take up what is proposed"),
    ACT(answer, CAP_MATTER_HANDLE, "Answer an order"),
    ACT(judge, CAP_SUPERVISE, "Accept or refuse the unit's answer"),
    ACT(escalate, CAP_SUPERVISE, "Raise an order to the next colour"),
    ACT(withdraw, CAP_SUPERVISE, "Withdraw an order"),
    ACT(list, CAP_SUPERVISE, "Put a red order, or a matter with a cause, into a notification"),
    ACT(strike, CAP_SUPERVISE, "Take a unit out of a notification that is being drawn up"),
    ACT(sign, CAP_MATTER_SIGNOFF, "Sign for a notification, as head of a unit"),
};
const struct route_table supervise_routes = {"supervise", rows, sizeof rows / sizeof *rows};
