// SPDX-License-Identifier: Apache-2.0
// The routes of regular reviews: the list of meetings, one meeting, every command on it, and the decisions that are followed up. Decodes, calls one command,
// renders; rules are in review.c.
#include "review/review_http.h"

#include "matter/fact_page_http.h"
#include "matter/matter_http.h"
#include "matter/matter_store.h"
#include "matter/oversight.h"
#include "paper/paper_http.h"
#include "review/review_command.h"
#include "review/review_list.h"
#include "review/review_paper.h"
#include "review/review_view.h"

// ---- lists ----

struct filter {
    int64_t state, kind, show, limit;
    int64_t *units;
    size_t n_units;
    const char *cursor;
};
#define AT(member_, ...)                                                                           \
    { .name = #member_, .offset = offsetof(struct filter, member_), .type = __VA_ARGS__ }
#define PAGED                                                                                      \
    AT(cursor, JSON_TEXT, .min = 1, .max = 80), AT(limit, JSON_INT, .min = 1, .max = LIST_LIMIT_MAX)
static const struct json_field list_fields[] = {
    AT(state, JSON_ENUM, .words = review_state_words),
    AT(kind, JSON_ENUM, .words = review_kind_words),
    PAGED,
};
static const struct json_spec list_spec = JSON_SPEC("review_filter", struct filter, list_fields);
static const struct json_field task_fields[] = {
    AT(show, JSON_ENUM, .words = review_show_words),
    {.name = "unit",
     .type = JSON_ID_ARRAY,
     .offset = offsetof(struct filter, units),
     .count_offset = offsetof(struct filter, n_units),
     .min = 1,
     .max = 64},
    PAGED,
};
static const struct json_spec task_spec =
    JSON_SPEC("review_task_filter", struct filter, task_fields);

static enum yk get_reviews(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    const struct filter *filter = rq->query;
    struct fact_page page = {0};
    enum yk status = matter_desk_open(rq, &desk, err);
    review_list_build(&rq->actor->scope, filter->state, filter->kind, &page.query);
    if (status == YK_OK) {
        status = fact_page_at(&page.query, filter->limit, filter->cursor, err);
    }
    if (status == YK_OK) {
        status = fact_page_find(rq, &page, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    jw_key(rq->json, "items");
    jw_array(rq->json);
    for (size_t i = 0; i < page.n; i++) {
        review_write_row(&desk.rows, &page.hits[i]);
    }
    jw_array_end(rq->json);
    fact_page_write_end(rq, &page);
    jw_object_end(rq->json);
    return YK_OK;
}

static enum yk get_tasks(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    const struct filter *filter = rq->query;
    struct fact_page page = {0};
    enum yk status = matter_desk_open(rq, &desk, err);
    review_tasks_build(&rq->actor->scope, filter->show, filter->units, filter->n_units, rq->today,
                       &page.query);
    if (status == YK_OK) {
        status = fact_page_at(&page.query, filter->limit, filter->cursor, err);
    }
    if (status == YK_OK) {
        status = fact_page_find(rq, &page, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    jw_key(rq->json, "items");
    status = review_write_tasks(&desk.rows, page.hits, page.n, err);
    fact_page_write_end(rq, &page);
    jw_object_end(rq->json);
    return status;
}

// ---- one meeting ----

static enum yk write_review(struct request *rq, int64_t id, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    struct log_object object;
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK) {
        status = log_peek(rq->db, rq->arena, &review_ledger, rq->actor->scope.district, id, &object,
                          err);
    }
    return status == YK_OK ? review_write_page(&desk.rows, id, &object, rq->actor, err) : status;
}

static enum yk get_review(struct request *rq, struct err *err) {
    return write_review(rq, rq->id[0], err);
}

static enum yk show_review(struct request *rq, struct err *err) {
    return write_review(rq, rq->location, err);
}

// ---- minutes ----

static enum yk read_minutes(struct matter_desk *desk, int64_t id, const struct review *review,
                            struct review_paper_source *out, struct err *err) {
    struct matter_row_source *rows = &desk->rows;
    struct log_entry *story = NULL;
    struct fact_hit *matters = NULL;
    int64_t *ids = arena_alloc_array(rows->arena, review->n_items + 1, sizeof *ids);
    if (!ids) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "review: no memory for minutes");
    }
    for (size_t i = 0; i < review->n_items; i++) {
        ids[i] = review->items[i].matter;
    }
    *out = (struct review_paper_source){
        .org = desk->org, .arena = rows->arena, .district = rows->district, .review = review};
    enum yk status = log_story(rows->db, rows->arena, &review_ledger, rows->district, id, 0, &story,
                               &out->n_story, err);
    if (status == YK_OK) {
        status = review_read_matters(rows, ids, review->n_items, &matters, &out->n_matters, err);
    }
    if (status == YK_OK) {
        status = matter_rows_load(rows, matters, out->n_matters, err);
    }
    out->story = story;
    out->matters = matters;
    out->titles = rows->titles;
    return status;
}

// Minutes are of the whole meeting: for those who may see all of it, once it is closed.
static enum yk get_minutes(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    struct log_object object;
    struct review_paper_source source;
    struct paper_template template;
    struct paper_data data;
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK) {
        status = log_peek(rq->db, rq->arena, &review_ledger, rq->actor->scope.district, rq->id[0],
                          &object, err);
    }
    const struct review *review = status == YK_OK ? object.state : NULL;
    if (review && (rq->actor->scope.level != SCOPE_DISTRICT || review->state != REVIEW_CLOSED)) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    if (status == YK_OK) {
        status = paper_template_at(rq->db, rq->arena, desk.rows.district, PAPER_MINUTES,
                                   review->paper_version, review->paper_shipped, &template, err);
    }
    if (status == YK_OK) {
        status = matter_desk_turn_back(rq, &desk, review->closed_at, err);
    }
    if (status == YK_OK) {
        status = read_minutes(&desk, rq->id[0], review, &source, err);
    }
    if (status == YK_OK) {
        status = review_paper_fill(&source, &data, err);
    }
    return status == YK_OK ? paper_reply(rq, &template, &data, "minutes", err) : status;
}

// ---- commands ----

struct body {
    int64_t seq, kind, unit, matter, n, decision, colour, class_;
    int32_t day, by_day;
    int8_t accept;
    const char *topic, *place, *reason, *instruction, *conclusion, *text, *note;
};
typedef enum yk command_fn(const struct matter_act *act, int64_t id, const struct body *body,
                           struct err *err);

static enum yk run_command(struct request *rq, command_fn *fn, struct err *err) {
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

#define IN(member_, ...)                                                                           \
    { .name = #member_, .offset = offsetof(struct body, member_), .type = __VA_ARGS__ }
#define NEEDED       .flags = JSON_REQUIRED
#define LINES        .flags = JSON_MULTILINE
#define NEEDED_LINES .flags = JSON_REQUIRED | JSON_MULTILINE
#define SEQ          IN(seq, JSON_INT, NEEDED, .min = 1, .max = INT64_C(1) << 40)
#define N            IN(n, JSON_INT, NEEDED, .min = 1, .max = REVIEW_ITEMS_MAX)
#define WORDS        IN(topic, JSON_TEXT, .max = 100), IN(place, JSON_TEXT, .max = 60)
#define COMMAND(name_, ...)                                                                        \
    static const struct json_field name_##_fields[] = {__VA_ARGS__};                               \
    static const struct json_spec name_##_spec =                                                   \
        JSON_SPEC("Review_" #name_, struct body, name_##_fields);                                  \
    static enum yk name_##_run(const struct matter_act *act, int64_t id, const struct body *body,  \
                               struct err *err);                                                   \
    static enum yk post_##name_(struct request *rq, struct err *err) {                             \
        return run_command(rq, name_##_run, err);                                                  \
    }                                                                                              \
    static enum yk name_##_run(const struct matter_act *act, int64_t id, const struct body *body,  \
                               struct err *err)

static struct review_plan plan_of(const struct body *body) {
    return (struct review_plan){.kind = body->kind,
                                .unit = body->unit,
                                .day = body->day,
                                .topic = body->topic,
                                .place = body->place};
}

static const struct json_field plan_fields[] = {
    IN(kind, JSON_ENUM, NEEDED, .words = review_kind_words),
    IN(day, JSON_DAY, NEEDED),
    IN(unit, JSON_ID),
    WORDS,
};
static const struct json_spec plan_spec = JSON_SPEC("ReviewPlan", struct body, plan_fields);

static enum yk post_review(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    const struct review_plan plan = plan_of(rq->body);
    int64_t id = rq->location;
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK && !rq->replay) {
        status = review_plan(&desk.act, &plan, &id, err);
    }
    if (status == YK_OK) {
        rq->location = id;
    }
    return status;
}

COMMAND(change, SEQ, IN(day, JSON_DAY, NEEDED), IN(unit, JSON_ID), WORDS) {
    const struct review_plan plan = plan_of(body);
    return review_change(act, id, body->seq, &plan, err);
}

COMMAND(collect, SEQ) {
    return review_collect(act, id, body->seq, err);
}

COMMAND(ask, SEQ, IN(matter, JSON_ID, NEEDED),
        IN(reason, JSON_TEXT, NEEDED_LINES, .min = 2, .max = 500)) {
    return review_ask(act, id, body->seq, body->matter, body->reason, err);
}

COMMAND(drop, SEQ, N, IN(reason, JSON_TEXT, NEEDED_LINES, .min = 2, .max = 500)) {
    return review_drop(act, id, body->seq, body->n, body->reason, err);
}

COMMAND(open, SEQ) {
    return review_open(act, id, body->seq, err);
}

COMMAND(decide, SEQ, N, IN(decision, JSON_ENUM, NEEDED, .words = review_decision_words),
        IN(unit, JSON_ID, NEEDED), IN(by_day, JSON_DAY),
        IN(colour, JSON_ENUM, .words = order_colour_words),
        {.name = "class",
         .offset = offsetof(struct body, class_),
         .type = JSON_ENUM,
         .words = park_class_words},
        IN(instruction, JSON_TEXT, NEEDED_LINES, .min = 2, .max = 1000)) {
    const struct review_decide_command command = {.n = body->n,
                                                  .decision = body->decision,
                                                  .unit = body->unit,
                                                  .colour = body->colour,
                                                  .class_ = body->class_,
                                                  .by_day = body->by_day,
                                                  .instruction = body->instruction};
    return review_decide(act, id, body->seq, &command, err);
}

COMMAND(close, SEQ, IN(conclusion, JSON_TEXT, LINES, .max = 2000)) {
    return review_close(act, id, body->seq, body->conclusion, err);
}

COMMAND(cancel, SEQ, IN(reason, JSON_TEXT, NEEDED_LINES, .min = 2, .max = 500)) {
    return review_cancel(act, id, body->seq, body->reason, err);
}

COMMAND(report, SEQ, N, IN(text, JSON_TEXT, NEEDED_LINES, .min = 2, .max = 1000)) {
    return review_follow(act, id, body->seq, body->n, body->text, err);
}

COMMAND(confirm, SEQ, N, IN(accept, JSON_BOOL, NEEDED), IN(note, JSON_TEXT, LINES, .max = 500)) {
    return review_confirm(act, id, body->seq, body->n, body->accept == 1, body->note, err);
}

// ---- the table ----

#define READ(path_, query_, response_, run_, summary_)                                             \
    {                                                                                              \
        .method = "GET", .path = "/api/v1/" path_, .cap = CAP_REVIEW_VIEW, .query = (query_),      \
        .response = (response_), .status = 200, .run = (run_), .summary = (summary_)               \
    }
#define ACT(name_, cap_, summary_)                                                                 \
    {                                                                                              \
        .method = "POST", .path = "/api/v1/reviews/{id:id}/" #name_, .cap = (cap_),                \
        .flags = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY, .request = &name_##_spec,                     \
        .response = "Review", .status = 200, .run = post_##name_, .render = show_review,           \
        .summary = (summary_)                                                                      \
    }
static const struct route rows[] = {
    READ("reviews", &list_spec, "ReviewPage", get_reviews, "Regular reviews, newest first"),
    READ("review-tasks", &task_spec, "ReviewTaskPage", get_tasks,
         "What reviews decided and what became of it"),
    READ("reviews/{id:id}", NULL, "Review", get_review, "One review with its agenda"),
    {.method = "GET",
     .path = "/api/v1/reviews/{id:id}/minutes",
     .cap = CAP_REVIEW_VIEW,
     .flags = ROUTE_PDF,
     .status = 200,
     .run = get_minutes,
     .summary = "The minutes of a closed review, as PDF"},
    {.method = "POST",
     .path = "/api/v1/reviews",
     .cap = CAP_REVIEW_MANAGE,
     .flags = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY,
     .request = &plan_spec,
     .response = "Review",
     .status = 201,
     .run = post_review,
     .render = show_review,
     .summary = "Plan a review; its agenda collects itself"},
    ACT(change, CAP_REVIEW_MANAGE, "Change day, scope, topic or place"),
    ACT(collect, CAP_REVIEW_MANAGE, "Collect the agenda anew"),
    ACT(ask, CAP_REVIEW_ASK, "Put a matter on the agenda, with the reason"),
    ACT(drop, CAP_REVIEW_MANAGE, "Take an item off, with the reason"),
    ACT(open, CAP_REVIEW_MANAGE, "Begin the meeting"),
    ACT(decide, CAP_REVIEW_MANAGE, "Decide on an item"),
    ACT(close, CAP_REVIEW_MANAGE, "End the meeting"),
    ACT(cancel, CAP_REVIEW_MANAGE, "Call the meeting off"),
    ACT(report, CAP_MATTER_HANDLE, "Report that a decision was carried out"),
    ACT(confirm, CAP_REVIEW_MANAGE, "Confirm a report, or send it back"),
};
const struct route_table review_routes = {"review", rows, sizeof rows / sizeof *rows};
