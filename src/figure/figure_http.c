// SPDX-License-Identifier: Apache-2.0
// Routes of figures: definitions, one figure with its breakdown, its rows, and the dashboard. Decodes, asks figure.c, encodes.
#include "figure/figure_http.h"

#include <string.h>

#include "app/app.h"
#include "figure/figure_view.h"
#include "matter/matter_view.h"

#define AT(member) .offset = offsetof(struct figure_params, member)
#define COMMON_PARAMS                                                                              \
    {.name = "period", .type = JSON_TEXT, AT(period), .max = 40},                                  \
        {.name = "as_of", .type = JSON_DAY, AT(as_of)},                                            \
        {.name = "unit", .type = JSON_ID, AT(unit)},                                               \
        {.name = "category", .type = JSON_TEXT, AT(category), .max = 8},                           \
        {.name = "channel", .type = JSON_ENUM, AT(channel), .words = matter_channel_words}, {      \
        .name = "caller_kind", .type = JSON_ENUM, AT(caller_kind), .words = caller_kind_words      \
    }
static const struct json_field figure_fields[] = {
    COMMON_PARAMS, {.name = "by", .type = JSON_ENUM, AT(by), .words = figure_by_words}};
const struct json_spec figure_query_spec =
    JSON_SPEC("figure_query", struct figure_params, figure_fields);
static const struct json_field rows_fields[] = {
    COMMON_PARAMS,
    {.name = "side", .type = JSON_TEXT, AT(side), .max = 1},
    {.name = "cursor", .type = JSON_TEXT, AT(cursor), .max = 80},
    {.name = "limit", .type = JSON_INT, AT(limit), .min = 1, .max = 200},
};
static const struct json_spec rows_spec =
    JSON_SPEC("figure_rows_query", struct figure_params, rows_fields);
static const struct json_field dashboard_fields[] = {
    {.name = "period", .type = JSON_TEXT, AT(period), .max = 40},
    {.name = "unit", .type = JSON_ID, AT(unit)},
    {.name = "as_of", .type = JSON_DAY, AT(as_of)}};
static const struct json_spec dashboard_spec =
    JSON_SPEC("dashboard_query", struct figure_params, dashboard_fields);

static const struct json_field ranking_fields[] = {
    COMMON_PARAMS, {.name = "board", .type = JSON_ENUM, AT(board), .words = figure_board_words}};
static const struct json_spec ranking_spec =
    JSON_SPEC("ranking_query", struct figure_params, ranking_fields);

static enum yk list_definitions(struct request *rq, struct err *err) {
    (void)err;
    size_t n;
    const struct figure_def *defs = figure_registry(&n);
    jw_object(rq->json);
    jw_key(rq->json, "items");
    jw_array(rq->json);
    for (size_t i = 0; i < n; i++) {
        figure_write_def(rq->json, &defs[i]);
    }
    jw_array_end(rq->json);
    jw_object_end(rq->json);
    return YK_OK;
}

static int64_t or_zero(int64_t value) {
    return value == JSON_ABSENT_INT ? 0 : value;
}

enum yk figure_read_query(struct request *rq, const char *key, double weights[FIGURE_PARTS_MAX],
                          struct figure_query *out, struct org **org, struct err *err) {
    const struct figure_params *params = rq->query;
    struct figure_query query = {
        .def = key ? figure_find(key) : NULL,
        .as_of = params->as_of,
        .by = (enum figure_by)or_zero(params->by),
        .unit = params->unit,
        .channel = or_zero(params->channel),
        .caller_kind = or_zero(params->caller_kind),
        .today = rq->today,
        .weights = weights,
        .scope = &rq->actor->scope,
    };
    if (key && !query.def) {
        return err_set(err, YK_REFUSED, ERR_UNKNOWN_FIGURE, "no figure %s", key);
    }
    enum yk status = org_cache_get(rq->app->orgs, rq->db, rq->actor->scope.district, org, err);
    if (status == YK_OK) {
        status = period_parse(params->period, rq->today, &query.period, err);
    }
    if (status != YK_OK) {
        return status;
    }
    if (params->category) {
        query.category = category_number(params->category);
        if (!query.category || !org_find_category(*org, (int32_t)query.category)) {
            return err_add_field(err, "category", ERR_UNKNOWN_CATEGORY, "01, 01-02 or 01-02-03");
        }
    }
    if (query.unit && !org_find_unit(*org, query.unit)) {
        return err_add_field(err, "unit", ERR_UNKNOWN_UNIT, "a unit of the district");
    }
    figure_weights(*org, query.as_of == DAY_NONE ? rq->today : query.as_of, weights);
    *out = query;
    return YK_OK;
}

static enum yk write_figures(struct request *rq, const struct figure_query *query,
                             const struct org *org, struct err *err) {
    struct figure *figures;
    size_t n;
    enum yk status = figure_eval(rq->db, rq->arena, query, &figures, &n, err);
    for (size_t i = 0; status == YK_OK && i < n; i++) {
        figure_write(rq->json, &figures[i], query, org, rq->lang);
    }
    return status;
}

static enum yk write_compared(struct request *rq, const struct figure_query *query,
                              const struct org *org, struct err *err) {
    struct figure_compared *lines;
    size_t n;
    enum yk status = figure_compare(rq->db, rq->arena, query, org, &lines, &n, err);
    for (size_t i = 0; status == YK_OK && i < n; i++) {
        figure_write_compared(rq->json, &lines[i], query, org, rq->lang);
    }
    return status;
}

static enum yk get_figure(struct request *rq, struct err *err) {
    double weights[FIGURE_PARTS_MAX];
    struct figure_query query;
    _cleanup_org_ struct org *org = NULL;
    enum yk status = figure_read_query(rq, rq->word[0], weights, &query, &org, err);
    if (status != YK_OK) {
        return status;
    }
    jw_array(rq->json);
    // A month's own series says how it moved.
    status = query.by == BY_MONTH ? write_figures(rq, &query, org, err)
                                  : write_compared(rq, &query, org, err);
    jw_array_end(rq->json);
    return status;
}

// ---- rows ----

enum { ROWS_DEFAULT = 50 };

static enum yk write_rows(struct request *rq, const struct figure_query *query,
                          const struct figure_rows *rows, struct org *org, struct err *err) {
    const struct fact_table *table = figure_table(query->def);
    struct matter_row_source source;
    struct row_text *matters = NULL;
    int64_t *ids = arena_alloc_array(rq->arena, rows->n + 1, sizeof *ids);
    enum yk status = ids ? matter_rows_begin(rq, org, &source, err)
                         : err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for rows");
    for (size_t i = 0; i < rows->n && status == YK_OK; i++) {
        ids[i] = figure_row_matter(table, &rows->hits[i]);
    }
    if (status == YK_OK) {
        status = matter_rows_texts(&source, ids, rows->n, &matters, err);
    }
    jw_array(rq->json);
    for (size_t i = 0; i < rows->n && status == YK_OK; i++) {
        const struct fact_hit *hit = &rows->hits[i];
        jw_object(rq->json);
        jw_raw(rq->json, matters[i].json, matters[i].n);
        jw_key(rq->json, "row_object");
        jw_id(rq->json, hit->object);
        jw_key(rq->json, "part");
        jw_i64(rq->json, hit->part);
        jw_key(rq->json, "share");
        jw_real(rq->json, rows->shares[i], 10);
        jw_key(rq->json, "in_n");
        jw_bool(rq->json, rows->in_n[i]);
        jw_key(rq->json, "row_unit");
        matter_write_unit(rq->json, org,
                          hit->v[table->unit_col] == FACT_NULL ? 0 : hit->v[table->unit_col]);
        int64_t day = hit->v[figure_day_col(query->def)];
        jw_key(rq->json, "row_day");
        jw_day(rq->json, day == FACT_NULL ? DAY_NONE : (int32_t)day);
        jw_object_end(rq->json);
    }
    jw_array_end(rq->json);
    return status;
}

// A tally knows how many rows there are; counting them again would cost more than showing them.
static int64_t rows_behind(const struct figure *figure, bool side_n) {
    const struct figure *counted = figure->n_parts ? &figure->parts[0] : figure;
    return side_n || counted->big_n == FIGURE_NONE ? counted->n : counted->big_n;
}

static void write_rows_end(struct request *rq, const struct figure_query *query,
                           const struct figure_rows *rows, int64_t count) {
    jw_key(rq->json, "next_cursor");
    if (rows->more) {
        const struct fact_hit *last = &rows->hits[rows->n - 1];
        jw_text(rq->json, matter_cursor_format(rq->arena, last->v[figure_day_col(query->def)],
                                               last->object, last->part));
    } else {
        jw_null(rq->json);
    }
    jw_key(rq->json, "count");
    jw_object(rq->json);
    jw_key(rq->json, "n");
    jw_i64(rq->json, count);
    jw_key(rq->json, "exact");
    jw_bool(rq->json, true);
    jw_object_end(rq->json);
}

static enum yk write_rows_page(struct request *rq, const struct figure_query *query,
                               const struct figure_rows *rows, bool side_n, struct org *org,
                               struct err *err) {
    struct figure *figure;
    size_t n;
    enum yk status = figure_eval(rq->db, rq->arena, query, &figure, &n, err);
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    jw_key(rq->json, "items");
    status = write_rows(rq, query, rows, org, err);
    write_rows_end(rq, query, rows, rows_behind(figure, side_n));
    jw_key(rq->json, "figure");
    figure_write(rq->json, figure, query, org, rq->lang);
    jw_key(rq->json, "def");
    figure_write_def(rq->json, query->def);
    jw_object_end(rq->json);
    return status;
}

static enum yk get_rows(struct request *rq, struct err *err) {
    const struct figure_params *params = rq->query;
    double weights[FIGURE_PARTS_MAX];
    struct figure_query query;
    _cleanup_org_ struct org *org = NULL;
    struct fact_cursor after = {0};
    struct figure_rows rows = {0};
    bool side_n = params->side && strcmp(params->side, "n") == 0;
    if (params->side && !side_n && strcmp(params->side, "N") != 0) {
        return err_add_field(err, "side", ERR_UNKNOWN_VALUE, "n or N");
    }
    if (params->cursor && !matter_cursor_parse(params->cursor, &after)) {
        return err_add_field(err, "cursor", ERR_WRONG_TYPE, "next_cursor of the page before");
    }
    enum yk status = figure_read_query(rq, rq->word[0], weights, &query, &org, err);
    if (status == YK_OK) {
        int limit = params->limit == JSON_ABSENT_INT ? ROWS_DEFAULT : (int)params->limit;
        status = figure_find_rows(rq->db, rq->arena, &query, side_n, &after, limit, &rows, err);
    }
    return status == YK_OK ? write_rows_page(rq, &query, &rows, side_n, org, err) : status;
}

// ---- dashboard ----

static const char *const card_keys[] = {"matter.registered",
                                        "matter.dispatched",
                                        "matter.answered",
                                        "matter.closed",
                                        "matter.open",
                                        "matter.overdue",
                                        "matter.signed_on_time",
                                        "callback.on_time",
                                        "callback.coverage",
                                        "callback.truthfulness",
                                        "callback.completion",
                                        "callback.solved",
                                        "callback.satisfaction",
                                        "callback.composite",
                                        "matter.days_to_answer",
                                        "matter.days_to_answer.median",
                                        "matter.objected",
                                        "matter.extended",
                                        "matter.parked",
                                        "matter.promise_kept",
                                        "matter.returned",
                                        "matter.withdrawn",
                                        NULL};
static const char *const trend_keys[] = {"matter.registered",     "matter.closed",
                                         "callback.on_time",      "callback.truthfulness",
                                         "callback.satisfaction", NULL};

static enum yk write_cards(struct request *rq, const struct figure_query *base,
                           const struct org *org, struct err *err) {
    enum yk status = YK_OK;
    jw_array(rq->json);
    for (size_t i = 0; card_keys[i] && status == YK_OK; i++) {
        struct figure_query query = *base;
        query.def = figure_find(card_keys[i]);
        status = write_compared(rq, &query, org, err);
    }
    jw_array_end(rq->json);
    return status;
}

static enum yk write_by(struct request *rq, const struct figure_query *base, const char *key,
                        enum figure_by by, const struct org *org, struct err *err) {
    struct figure_query query = *base;
    query.def = figure_find(key);
    query.by = by;
    jw_array(rq->json);
    enum yk status = write_figures(rq, &query, org, err);
    jw_array_end(rq->json);
    return status;
}

static enum yk write_trend(struct request *rq, const struct figure_query *base,
                           const struct org *org, struct err *err) {
    enum yk status = YK_OK;
    jw_array(rq->json);
    for (size_t i = 0; trend_keys[i] && status == YK_OK; i++) {
        jw_object(rq->json);
        jw_key(rq->json, "key");
        jw_text(rq->json, trend_keys[i]);
        jw_key(rq->json, "points");
        status = write_by(rq, base, trend_keys[i], BY_MONTH, org, err);
        jw_object_end(rq->json);
    }
    jw_array_end(rq->json);
    return status;
}

static enum yk get_dashboard(struct request *rq, struct err *err) {
    double weights[FIGURE_PARTS_MAX];
    struct figure_query query;
    _cleanup_org_ struct org *org = NULL;
    enum yk status = figure_read_query(rq, NULL, weights, &query, &org, err);
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    jw_key(rq->json, "period");
    jw_text(rq->json, query.period.text);
    jw_key(rq->json, "cards");
    status = write_cards(rq, &query, org, err);
    jw_key(rq->json, "trend");
    status = status == YK_OK ? write_trend(rq, &query, org, err) : status;
    jw_key(rq->json, "by_category");
    status =
        status == YK_OK ? write_by(rq, &query, "matter.registered", BY_CATEGORY, org, err) : status;
    jw_key(rq->json, "by_channel");
    status =
        status == YK_OK ? write_by(rq, &query, "matter.registered", BY_CHANNEL, org, err) : status;
    jw_key(rq->json, "by_caller_kind");
    status = status == YK_OK ? write_by(rq, &query, "matter.registered", BY_CALLER_KIND, org, err)
                             : status;
    jw_object_end(rq->json);
    return status;
}

// ---- units beside each other ----

// One line of the table: a figure of each key, NULL where the unit does not stand in its list.
struct board {
    struct figure_query query;
    const struct figure_def **defs;
    struct figure_compared **lines;
    size_t *n_lines;
    size_t n_defs;
};

static enum yk read_board(struct request *rq, const struct org *org, int64_t which,
                          struct board *board, struct err *err) {
    size_t n;
    const struct figure_def *defs = figure_registry(&n);
    board->defs = arena_alloc_array(rq->arena, n, sizeof(const struct figure_def *));
    board->lines = arena_alloc_array(rq->arena, n, sizeof *board->lines);
    board->n_lines = arena_alloc_array(rq->arena, n, sizeof *board->n_lines);
    if (!board->defs || !board->lines || !board->n_lines) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a table of units");
    }
    enum yk status = YK_OK;
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        if ((int64_t)defs[i].board != which) {
            continue;
        }
        size_t k = board->n_defs++;
        board->defs[k] = board->query.def = &defs[i];
        status = figure_compare(rq->db, rq->arena, &board->query, org, &board->lines[k],
                                &board->n_lines[k], err);
    }
    return status;
}

static const struct figure_compared *line_of(const struct board *board, size_t k, int64_t unit) {
    for (size_t i = 0; i < board->n_lines[k]; i++) {
        if (board->lines[k][i].now.part == unit) {
            return &board->lines[k][i];
        }
    }
    return NULL;
}

static void write_unit_line(struct request *rq, struct board *board, const struct unit *unit,
                            const struct org *org) {
    bool any = false;
    for (size_t k = 0; k < board->n_defs; k++) {
        any = any || line_of(board, k, unit->id);
    }
    if (!any) {
        return;
    }
    jw_object(rq->json);
    jw_key(rq->json, "unit");
    matter_write_unit(rq->json, org, unit->id);
    jw_key(rq->json, "figures");
    jw_object(rq->json);
    for (size_t k = 0; k < board->n_defs; k++) {
        const struct figure_compared *line = line_of(board, k, unit->id);
        board->query.def = board->defs[k];
        if (line) {
            jw_key(rq->json, board->defs[k]->key);
            figure_write_compared(rq->json, line, &board->query, org, rq->lang);
        }
    }
    jw_object_end(rq->json);
    jw_object_end(rq->json);
}

static void write_board(struct request *rq, struct board *board, const struct org *org) {
    size_t n;
    const struct unit *units = org_units(org, &n);
    jw_object(rq->json);
    jw_key(rq->json, "period");
    jw_text(rq->json, board->query.period.text);
    jw_key(rq->json, "keys");
    jw_array(rq->json);
    for (size_t k = 0; k < board->n_defs; k++) {
        jw_text(rq->json, board->defs[k]->key);
    }
    jw_array_end(rq->json);
    jw_key(rq->json, "lines");
    jw_array(rq->json);
    for (size_t i = 0; i < n; i++) {
        write_unit_line(rq, board, &units[i], org);
    }
    jw_array_end(rq->json);
    jw_object_end(rq->json);
}

static enum yk get_ranking(struct request *rq, struct err *err) {
    const struct figure_params *params = rq->query;
    double weights[FIGURE_PARTS_MAX];
    _cleanup_org_ struct org *org = NULL;
    struct board board = {0};
    enum yk status = figure_read_query(rq, NULL, weights, &board.query, &org, err);
    if (status == YK_OK) {
        board.query.by = BY_UNIT;
        status = read_board(rq, org, params->board == JSON_ABSENT_INT ? BOARD_LOOP : params->board,
                            &board, err);
    }
    if (status == YK_OK) {
        write_board(rq, &board, org);
    }
    return status;
}

static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/figures",
     .cap = CAP_FIGURE_VIEW,
     .response = "FigureDefList",
     .status = 200,
     .run = list_definitions,
     .summary = "Definitions of all figures"},
    {.method = "GET",
     .path = "/api/v1/figures/{key:word}",
     .cap = CAP_FIGURE_VIEW,
     .query = &figure_query_spec,
     .response = "FigureList",
     .status = 200,
     .run = get_figure,
     .summary = "One figure, or its breakdown"},
    {.method = "GET",
     .path = "/api/v1/figures/{key:word}/rows",
     .cap = CAP_FIGURE_VIEW,
     .query = &rows_spec,
     .response = "FigureRowPage",
     .status = 200,
     .run = get_rows,
     .summary = "The rows behind a figure"},
    {.method = "GET",
     .path = "/api/v1/dashboard",
     .cap = CAP_FIGURE_VIEW,
     .query = &dashboard_spec,
     .response = "Dashboard",
     .status = 200,
     .run = get_dashboard,
     .summary = "A period at a glance"},
    {.method = "GET",
     .path = "/api/v1/ranking",
     .cap = CAP_FIGURE_VIEW,
     .query = &ranking_spec,
     .response = "Ranking",
     .status = 200,
     .run = get_ranking,
     .summary = "Units beside each other: figures of one kind with rank and change"},
};
const struct route_table figure_routes = {"figure", rows, sizeof rows / sizeof *rows};
