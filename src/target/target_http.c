// SPDX-License-Identifier: Apache-2.0
// The routes of programmes and targets: lists, pages, every command, my work. Decodes, calls one command, renders; rules are in programme.c and target.c.
#include "target/target_http.h"

#include <math.h>

#include "matter/fact_page_http.h"
#include "matter/matter_http.h"
#include "target/target_command.h"
#include "target/target_view.h"

enum { AHEAD_DAYS = 10 };

// ---- lists ----

enum { WORK_SIGN = 1, WORK_DUE, WORK_VERIFY };
static const struct json_word work_words[] = {
    {"sign", WORK_SIGN},
    {"due", WORK_DUE},
    {"verify", WORK_VERIFY},
    {NULL, 0},
};
struct filter {
    int64_t kind, show, limit;
    const char *cursor, *month;
};
#define AT(member_, ...)                                                                           \
    { .name = #member_, .offset = offsetof(struct filter, member_), .type = __VA_ARGS__ }
#define PAGED                                                                                      \
    AT(cursor, JSON_TEXT, .min = 1, .max = 80), AT(limit, JSON_INT, .min = 1, .max = LIST_LIMIT_MAX)
static const struct json_field list_fields[] = {
    AT(kind, JSON_ENUM, .words = programme_kind_words),
    PAGED,
};
static const struct json_spec list_spec = JSON_SPEC("programme_filter", struct filter, list_fields);
static const struct json_field page_fields[] = {AT(month, JSON_TEXT, .min = 7, .max = 7)};
static const struct json_spec page_spec = JSON_SPEC("programme_month", struct filter, page_fields);
static const struct json_field work_fields[] = {
    AT(show, JSON_ENUM, .flags = JSON_REQUIRED, .words = work_words),
    PAGED,
};
static const struct json_spec work_spec =
    JSON_SPEC("target_work_filter", struct filter, work_fields);

// Programmes are the whole district's to know; which of their tasks one sees is a matter of scope.
static enum yk get_programmes(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    const struct filter *filter = rq->query;
    struct fact_page page = {0};
    const struct scope whole = {.district = rq->actor->scope.district, .level = SCOPE_DISTRICT};
    enum yk status = matter_desk_open(rq, &desk, err);
    fact_query_init(&page.query, &programme_fact_table, &whole);
    page.query.order = (struct fact_order){PG_DAY, true};
    fact_query_and(&page.query, (struct fact_cond){.col = PG_ACTION, .op = FACT_IS_NULL});
    if (filter->kind != JSON_ABSENT_INT) {
        fact_query_and(&page.query,
                       (struct fact_cond){.col = PG_KIND, .op = FACT_EQ, .value = filter->kind});
    }
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
    for (size_t i = 0; i < page.n && status == YK_OK; i++) {
        status = programme_write_row(&desk.rows, &page.hits[i], rq->actor, err);
    }
    jw_array_end(rq->json);
    fact_page_write_end(rq, &page);
    jw_object_end(rq->json);
    return status;
}

// A unit's people see what is theirs to do; whoever looks after all of them sees the whole district's.
static void choose_work(struct request *rq, int64_t show, struct fact_query *query) {
    static const int cols[] = {
        [WORK_SIGN] = TG_TO_SIGN, [WORK_DUE] = TG_DUE_DAY, [WORK_VERIFY] = TR_WAITING_DAY};
    fact_query_init(query, show == WORK_VERIFY ? &target_report_fact_table : &target_fact_table,
                    &rq->actor->scope);
    query->order = (struct fact_order){cols[show], false};
    fact_query_and(
        query,
        show == WORK_DUE
            ? (struct fact_cond){.col = TG_DUE_DAY, .op = FACT_LE, .value = rq->today + AHEAD_DAYS}
            : (struct fact_cond){.col = cols[show], .op = FACT_NOT_NULL});
}

static enum yk get_work(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    const struct filter *filter = rq->query;
    struct fact_page page = {0};
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK) {
        choose_work(rq, filter->show, &page.query);
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
    status = target_write_work(&desk.rows, page.hits, page.n, filter->show == WORK_VERIFY, err);
    fact_page_write_end(rq, &page);
    jw_object_end(rq->json);
    return status;
}

// ---- one programme, one task ----

static enum yk write_programme(struct request *rq, int64_t id, int64_t month, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    struct log_object object;
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK) {
        status = log_peek(rq->db, rq->arena, &programme_ledger, rq->actor->scope.district, id,
                          &object, err);
    }
    return status == YK_OK ? programme_write_page(&desk.rows, id, &object, rq->actor, month, err)
                           : status;
}

static enum yk get_programme(struct request *rq, struct err *err) {
    const struct filter *filter = rq->query;
    int64_t month = 0;
    if (filter->month && !target_month_parse(filter->month, &month)) {
        return matter_refuse_param(err, "month", ERR_IMPOSSIBLE_DAY, "YYYY-MM");
    }
    return write_programme(rq, rq->id[0], month, err);
}

static enum yk show_programme(struct request *rq, struct err *err) {
    return write_programme(rq, rq->location, 0, err);
}

static enum yk write_target(struct request *rq, int64_t id, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    struct log_object object;
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK) {
        status = log_peek(rq->db, rq->arena, &target_ledger, rq->actor->scope.district, id, &object,
                          err);
    }
    return status == YK_OK ? target_write_page(&desk.rows, id, &object, rq->actor, err) : status;
}

static enum yk get_target(struct request *rq, struct err *err) {
    return write_target(rq, rq->id[0], err);
}

static enum yk show_target(struct request *rq, struct err *err) {
    return write_target(rq, rq->location, err);
}

// ---- what people send ----

struct in_indicator {
    const char *name, *name_en, *unit, *unit_en, *evidence;
    int64_t direction, counting, frequency, item;
    double target;
    int8_t key;
};
struct in_share {
    int64_t indicator, unit;
    double target;
};
struct in_step {
    int64_t indicator;
    const char *month;
    double value;
};
struct body {
    int64_t seq, kind, report_days, action, lead, n, how;
    int32_t from, to;
    double value, base;
    const char *name, *name_en, *month, *reason, *note;
    struct programme_action *actions;
    size_t n_actions;
    int64_t *supports;
    size_t n_supports;
    struct in_indicator *indicators;
    size_t n_indicators;
    struct in_share *shares;
    size_t n_shares;
    struct in_step *steps;
    size_t n_steps;
};
typedef enum yk command_fn(struct matter_act *act, int64_t id, const struct body *body,
                           int64_t *out_id, struct err *err);

#define OF(type_, member_, ...)                                                                    \
    { .name = #member_, .offset = offsetof(struct type_, member_), .type = __VA_ARGS__ }
#define IN(member_, ...) OF(body, member_, __VA_ARGS__)
#define NEEDED           .flags = JSON_REQUIRED
#define LINES            .flags = JSON_MULTILINE
#define NEEDED_LINES     .flags = JSON_REQUIRED | JSON_MULTILINE
#define SEQ              IN(seq, JSON_INT, NEEDED, .min = 1, .max = INT64_C(1) << 40)
#define N                IN(n, JSON_INT, NEEDED, .min = 1, .max = REPORTS_MAX)
#define MONTH            IN(month, JSON_TEXT, NEEDED, .min = 7, .max = 7)
#define NAMES(type_)                                                                               \
    OF(type_, name, JSON_TEXT, NEEDED, .min = 2, .max = 100),                                      \
        OF(type_, name_en, JSON_TEXT, .max = 200)
#define LIST(member_, spec_, least_, most_)                                                        \
    {                                                                                              \
        .name = #member_, .type = JSON_ARRAY, .flags = (least_) ? JSON_REQUIRED : 0,               \
        .offset = offsetof(struct body, member_),                                                  \
        .count_offset = offsetof(struct body, n_##member_), .min = (least_), .max = (most_),       \
        .sub = &(spec_)                                                                            \
    }

static const struct json_field action_fields[] = {NAMES(programme_action)};
static const struct json_spec action_spec =
    JSON_SPEC("ProgrammeAction", struct programme_action, action_fields);
static const struct json_field indicator_fields[] = {
    NAMES(in_indicator),
    OF(in_indicator, unit, JSON_TEXT, NEEDED, .min = 1, .max = 12),
    OF(in_indicator, unit_en, JSON_TEXT, .max = 30),
    OF(in_indicator, evidence, JSON_TEXT, LINES, .max = 300),
    OF(in_indicator, direction, JSON_ENUM, NEEDED, .words = target_direction_words),
    OF(in_indicator, counting, JSON_ENUM, NEEDED, .words = target_counting_words),
    OF(in_indicator, frequency, JSON_ENUM, NEEDED, .words = target_frequency_words),
    OF(in_indicator, item, JSON_ENUM, .words = target_item_words),
    OF(in_indicator, target, JSON_REAL),
    OF(in_indicator, key, JSON_BOOL),
};
static const struct json_spec indicator_spec =
    JSON_SPEC("TargetIndicatorIn", struct in_indicator, indicator_fields);
static const struct json_field share_fields[] = {
    OF(in_share, indicator, JSON_INT, NEEDED, .min = 1, .max = INDICATORS_MAX),
    OF(in_share, unit, JSON_ID, NEEDED),
    OF(in_share, target, JSON_REAL),
};
static const struct json_spec share_spec =
    JSON_SPEC("TargetShareIn", struct in_share, share_fields);
static const struct json_field step_fields[] = {
    OF(in_step, indicator, JSON_INT, NEEDED, .min = 1, .max = INDICATORS_MAX),
    OF(in_step, month, JSON_TEXT, NEEDED, .min = 7, .max = 7),
    OF(in_step, value, JSON_REAL, NEEDED),
};
static const struct json_spec step_spec = JSON_SPEC("TargetStepIn", struct in_step, step_fields);

static enum yk take_amount(double real, const char *field, int64_t *out, struct err *err) {
    *out = AMOUNT_NONE;
    if (isnan(real) || amount_of_real(real, out)) {
        return YK_OK;
    }
    err_add_field(err, field, ERR_BAD_AMOUNT, "0.000 …");
    return YK_REFUSED;
}

static enum yk take_month(const char *text, const char *field, int64_t *out, struct err *err) {
    if (target_month_parse(text, out)) {
        return YK_OK;
    }
    err_add_field(err, field, ERR_IMPOSSIBLE_DAY, "YYYY-MM");
    return YK_REFUSED;
}

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "target: no memory for a command");
}

// ---- commands ----

static enum yk run_command(struct request *rq, command_fn *fn, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    int64_t id = rq->replay ? rq->location : rq->id[0];
    int64_t made = id;
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK && !rq->replay) {
        status = fn(&desk.act, id, rq->body, &made, err);
    }
    if (status == YK_OK) {
        rq->location = made;
    }
    return status;
}

#define COMMAND(name_, ...)                                                                        \
    static const struct json_field name_##_fields[] = {__VA_ARGS__};                               \
    static const struct json_spec name_##_spec =                                                   \
        JSON_SPEC("Target_" #name_, struct body, name_##_fields);                                  \
    static enum yk name_##_run(struct matter_act *act, int64_t id, const struct body *body,        \
                               int64_t *out_id, struct err *err);                                  \
    static enum yk post_##name_(struct request *rq, struct err *err) {                             \
        return run_command(rq, name_##_run, err);                                                  \
    }                                                                                              \
    static enum yk name_##_run(struct matter_act *act, int64_t id, const struct body *body,        \
                               int64_t *out_id, struct err *err)

COMMAND(plan, NAMES(body), IN(kind, JSON_ENUM, NEEDED, .words = programme_kind_words),
        IN(from, JSON_DAY, NEEDED), IN(to, JSON_DAY, NEEDED),
        IN(report_days, JSON_INT, NEEDED, .min = 0, .max = REPORT_DAYS_MAX),
        LIST(actions, action_spec, 1, ACTIONS_MAX)) {
    const struct programme_plan plan = {.kind = body->kind,
                                        .report_days = body->report_days,
                                        .from = body->from,
                                        .to = body->to,
                                        .name = body->name,
                                        .name_en = body->name_en,
                                        .actions = body->actions,
                                        .n_actions = body->n_actions};
    (void)id;
    return programme_plan(act, &plan, out_id, err);
}

COMMAND(lock, SEQ, MONTH) {
    int64_t month;
    (void)out_id;
    enum yk status = take_month(body->month, "month", &month, err);
    return status == YK_OK ? programme_lock(act, id, body->seq, month, err) : status;
}

COMMAND(open, SEQ, MONTH, IN(reason, JSON_TEXT, NEEDED_LINES, .min = 2, .max = 500)) {
    int64_t month;
    (void)out_id;
    enum yk status = take_month(body->month, "month", &month, err);
    return status == YK_OK ? programme_open(act, id, body->seq, month, body->reason, err) : status;
}

static enum yk take_indicators(struct matter_act *act, const struct body *body,
                               struct target_indicator **out, struct err *err) {
    enum yk status = YK_OK;
    struct target_indicator *all =
        arena_alloc_array(act->tx->arena, body->n_indicators + 1, sizeof *all);
    if (!all) {
        return no_memory(err);
    }
    for (size_t i = 0; i < body->n_indicators && status == YK_OK; i++) {
        const struct in_indicator *in = &body->indicators[i];
        all[i] = (struct target_indicator){.name = in->name,
                                           .name_en = in->name_en,
                                           .unit = in->unit,
                                           .unit_en = in->unit_en,
                                           .evidence = in->evidence,
                                           .direction = in->direction,
                                           .counting = in->counting,
                                           .frequency = in->frequency,
                                           .item = in->item,
                                           .key = in->key == 1};
        status = take_amount(in->target, "indicators", &all[i].target, err);
    }
    *out = all;
    return status;
}

COMMAND(set_up, SEQ, IN(action, JSON_INT, NEEDED, .min = 1, .max = ACTIONS_MAX), NAMES(body),
        IN(lead, JSON_ID, NEEDED),
        {.name = "supports",
         .type = JSON_ID_ARRAY,
         .offset = offsetof(struct body, supports),
         .count_offset = offsetof(struct body, n_supports),
         .max = SUPPORTS_MAX},
        LIST(indicators, indicator_spec, 1, INDICATORS_MAX)) {
    struct target_indicator *indicators = NULL;
    enum yk status = take_indicators(act, body, &indicators, err);
    const struct target_set_up set_up = {.action = body->action,
                                         .lead = body->lead,
                                         .name = body->name,
                                         .name_en = body->name_en,
                                         .supports = body->supports,
                                         .n_supports = body->n_supports,
                                         .indicators = indicators,
                                         .n_indicators = body->n_indicators};
    return status == YK_OK ? target_set_up(act, id, body->seq, &set_up, out_id, err) : status;
}

static enum yk take_breakdown(struct matter_act *act, const struct body *body,
                              struct target_breakdown *out, struct err *err) {
    enum yk status = YK_OK;
    struct arena *arena = act->tx->arena;
    struct target_share_plan *shares = arena_alloc_array(arena, body->n_shares + 1, sizeof *shares);
    struct target_step *steps = arena_alloc_array(arena, body->n_steps + 1, sizeof *steps);
    if (!shares || !steps) {
        return no_memory(err);
    }
    for (size_t i = 0; i < body->n_shares && status == YK_OK; i++) {
        shares[i].indicator = body->shares[i].indicator;
        shares[i].unit = body->shares[i].unit;
        status = take_amount(body->shares[i].target, "shares", &shares[i].target, err);
    }
    for (size_t i = 0; i < body->n_steps && status == YK_OK; i++) {
        steps[i].indicator = body->steps[i].indicator;
        status = take_month(body->steps[i].month, "steps", &steps[i].month, err);
        if (status == YK_OK) {
            status = take_amount(body->steps[i].value, "steps", &steps[i].value, err);
        }
    }
    *out = (struct target_breakdown){shares, body->n_shares, steps, body->n_steps};
    return status;
}

COMMAND(breakdown, SEQ, LIST(shares, share_spec, 1, SHARES_MAX),
        LIST(steps, step_spec, 0, STEPS_MAX)) {
    struct target_breakdown breakdown;
    (void)out_id;
    enum yk status = take_breakdown(act, body, &breakdown, err);
    return status == YK_OK ? target_break_down(act, id, body->seq, &breakdown, err) : status;
}

COMMAND(assign, SEQ) {
    (void)out_id;
    return target_assign(act, id, body->seq, err);
}

COMMAND(sign, SEQ) {
    (void)out_id;
    return target_sign(act, id, body->seq, err);
}

COMMAND(report, SEQ, IN(n, JSON_INT, NEEDED, .min = 1, .max = SHARES_MAX), MONTH,
        IN(value, JSON_REAL, NEEDED), IN(base, JSON_REAL),
        IN(note, JSON_TEXT, NEEDED_LINES, .min = 2, .max = 1000)) {
    struct target_report_command report = {.share = body->n, .note = body->note};
    (void)out_id;
    enum yk status = take_month(body->month, "month", &report.month, err);
    if (status == YK_OK) {
        status = take_amount(body->value, "value", &report.value, err);
    }
    if (status == YK_OK) {
        status = take_amount(body->base, "base", &report.base, err);
    }
    return status == YK_OK ? target_report(act, id, body->seq, &report, err) : status;
}

COMMAND(verify, SEQ, N, IN(how, JSON_ENUM, NEEDED, .words = report_how_words),
        IN(note, JSON_TEXT, LINES, .max = 500)) {
    (void)out_id;
    return target_verify(act, id, body->seq, body->n, body->how, body->note, err);
}

COMMAND(return, SEQ, N, IN(reason, JSON_TEXT, NEEDED_LINES, .min = 2, .max = 500)) {
    (void)out_id;
    return target_return(act, id, body->seq, body->n, body->reason, err);
}

COMMAND(untrue, SEQ, N, IN(reason, JSON_TEXT, NEEDED_LINES, .min = 2, .max = 500)) {
    (void)out_id;
    return target_untrue(act, id, body->seq, body->n, body->reason, err);
}

COMMAND(accept, SEQ, IN(note, JSON_TEXT, LINES, .max = 500)) {
    (void)out_id;
    return target_accept(act, id, body->seq, body->note, err);
}

// ---- the table ----

#define READ(path_, query_, response_, run_, summary_)                                             \
    {                                                                                              \
        .method = "GET", .path = "/api/v1/" path_, .cap = CAP_TARGET_VIEW, .query = (query_),      \
        .response = (response_), .status = 200, .run = (run_), .summary = (summary_)               \
    }
#define WRITE(path_, name_, cap_, response_, status_, render_, summary_)                           \
    {                                                                                              \
        .method = "POST", .path = "/api/v1/" path_, .cap = (cap_),                                 \
        .flags = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY, .request = &name_##_spec,                     \
        .response = (response_), .status = (status_), .run = post_##name_, .render = (render_),    \
        .summary = (summary_)                                                                      \
    }
#define ACT(name_, cap_, summary_)                                                                 \
    WRITE("targets/{id:id}/" #name_, name_, cap_, "Target", 200, show_target, summary_)
static const struct route rows[] = {
    READ("programmes", &list_spec, "ProgrammePage", get_programmes, "Programmes, newest first"),
    READ("programmes/{id:id}", &page_spec, "Programme", get_programme,
         "A programme with its tasks, now or at the end of a month"),
    READ("targets/{id:id}", NULL, "Target", get_target, "A task with its indicators and reports"),
    READ("target-work", &work_spec, "TargetWorkPage", get_work,
         "What is to be signed, reported or verified, the most urgent first"),
    WRITE("programmes", plan, CAP_TARGET_MANAGE, "Programme", 201, show_programme,
          "Plan a programme with its actions"),
    WRITE("programmes/{id:id}/lock", lock, CAP_TARGET_MANAGE, "Programme", 200, show_programme,
          "Close all months up to this one"),
    WRITE("programmes/{id:id}/open", open, CAP_TARGET_OPEN, "Programme", 200, show_programme,
          "Open a closed month and those after it, with the reason"),
    WRITE("programmes/{id:id}/tasks", set_up, CAP_TARGET_MANAGE, "Target", 201, show_target,
          "Set up a task with its indicators"),
    ACT(breakdown, CAP_TARGET_MANAGE, "Break the indicators down over units and months"),
    ACT(assign, CAP_TARGET_MANAGE, "Assign the task to its units"),
    ACT(sign, CAP_TARGET_REPORT, "Sign for one's unit"),
    ACT(report, CAP_TARGET_REPORT, "Report what was done in a period, with the evidence"),
    ACT(verify, CAP_TARGET_MANAGE, "Verify a report of somebody else"),
    ACT(return, CAP_TARGET_MANAGE, "Send a report back, with the reason"),
    ACT(untrue, CAP_TARGET_MANAGE, "Find a verified report untrue: it counts no more"),
    ACT(accept, CAP_TARGET_MANAGE, "Accept the task as done and strike it off"),
};
const struct route_table target_routes = {"target", rows, sizeof rows / sizeof *rows};
