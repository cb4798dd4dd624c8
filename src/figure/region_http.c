// SPDX-License-Identifier: Apache-2.0
// The roll-up: districts of a city or a province beside each other, from their tallies. A region is a code: 340400 stands above 3404xx, 340000 above 34xxxx, any other code above
// itself only. Sums and months of all districts are added up here; what does not add up is not made up. Whoever sees a whole region's own district sees the numbers of those below, never their rows.
#include "figure/region_http.h"

#include <math.h>

#include "app/app.h"
#include "figure/figure_view.h"

enum { REGION_MAX = 4096 };

struct region_params {
    const char *period;
    int64_t board;
};
static const struct json_field region_fields[] = {
    {.name = "period",
     .type = JSON_TEXT,
     .offset = offsetof(struct region_params, period),
     .max = 40},
    {.name = "board",
     .type = JSON_ENUM,
     .offset = offsetof(struct region_params, board),
     .words = figure_board_words},
};
static const struct json_spec region_spec =
    JSON_SPEC("region_query", struct region_params, region_fields);

int32_t region_span(int32_t code) {
    return code % 10000 == 0 ? 10000 : code % 100 == 0 ? 100 : 1;
}

bool region_covers(const struct scope *scope, int32_t district) {
    int32_t span = scope->level == SCOPE_DISTRICT ? region_span(scope->district) : 1;
    // The city itself is no district of the province's table, nor of its own.
    bool above = span > 1 && region_span(district) > 1;
    return !above && district / span == scope->district / span;
}

// One district's line: a figure of each definition of the board.
struct region_line {
    int32_t district;
    struct org *org;
    struct figure_compared *figures;
    struct figure *then; // the same of the period before
};
// The months of a figure over all districts, ascending.
struct region_trend {
    struct figure *points;
    size_t n;
};
struct region {
    struct request *rq;
    struct period period, before;
    const struct figure_def **defs;
    size_t n_defs;
    struct region_line *lines;
    size_t n_lines;
    struct region_trend *trends; // one for each definition; none where sums do not follow
};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a region");
}

// ---- sums ----

// A median and a composite of several districts do not follow from theirs.
static bool adds_up(const struct figure_def *def) {
    return def->kind != FIGURE_MEDIAN && def->kind != FIGURE_COMPOSITE;
}

static int64_t plus(int64_t a, int64_t b) {
    return a == FIGURE_NONE || b == FIGURE_NONE ? FIGURE_NONE : a + b;
}

static void add_up(struct figure *sum, const struct figure *one) {
    sum->n = plus(sum->n, one->n);
    sum->big_n = plus(sum->big_n, one->big_n);
    sum->amount = plus(sum->amount, one->amount);
    sum->base = plus(sum->base, one->base);
    sum->value += one->value;
}

// The value that follows from what was added up; of a count it is the sum already.
static void settle(struct figure *sum) {
    switch (sum->def->kind) {
    case FIGURE_COUNT:
    case FIGURE_SNAPSHOT: break;
    case FIGURE_RATIO: {
        bool weighted = sum->base != FIGURE_NONE;
        int64_t over = weighted ? sum->amount : sum->n, under = weighted ? sum->base : sum->big_n;
        sum->value = under > 0 ? 100.0 * (double)over / (double)under : NAN;
        break;
    }
    case FIGURE_MEAN: sum->value = sum->n > 0 ? (double)sum->amount / (double)sum->n : NAN; break;
    case FIGURE_MEDIAN:
    case FIGURE_COMPOSITE: sum->value = NAN; break;
    }
}

// All lines' figure, now or then; of one district it is that district's, whatever its kind.
static struct figure sum_of(const struct region *region, size_t k, bool then) {
    struct figure sum = {0};
    for (size_t i = 0; i < region->n_lines; i++) {
        const struct region_line *line = &region->lines[i];
        const struct figure *one = then ? &line->then[k] : &line->figures[k].now;
        if (i == 0) {
            sum = *one;
        } else {
            add_up(&sum, one);
        }
    }
    if (region->n_lines > 1) {
        settle(&sum);
    }
    return sum;
}

// Merges a district's months, ascending, into those of all.
static enum yk add_months(struct arena *arena, struct region_trend *trend,
                          const struct figure *months, size_t n, struct err *err) {
    struct figure *points = arena_alloc_array(arena, trend->n + n + 1, sizeof *points);
    if (!points) {
        return no_memory(err);
    }
    size_t at = 0, count = 0;
    for (size_t i = 0; i < n; i++) {
        while (at < trend->n && trend->points[at].part < months[i].part) {
            points[count++] = trend->points[at++];
        }
        points[count] = months[i];
        if (at < trend->n && trend->points[at].part == months[i].part) {
            points[count] = trend->points[at++];
            add_up(&points[count], &months[i]);
        }
        settle(&points[count++]);
    }
    while (at < trend->n) {
        points[count++] = trend->points[at++];
    }
    *trend = (struct region_trend){points, count};
    return YK_OK;
}

// ---- one district ----

static enum yk eval_months(struct region *region, const struct figure_query *query, size_t k,
                           struct err *err) {
    struct figure_query by_month = *query;
    struct figure *months;
    size_t n;
    if (!adds_up(query->def)) {
        return YK_OK;
    }
    by_month.by = BY_MONTH;
    enum yk status = figure_eval(region->rq->db, region->rq->arena, &by_month, &months, &n, err);
    return status == YK_OK ? add_months(region->rq->arena, &region->trends[k], months, n, err)
                           : status;
}

static enum yk eval_line(struct region *region, struct region_line *line, struct err *err) {
    struct request *rq = region->rq;
    double weights[FIGURE_PARTS_MAX];
    const struct scope *own = &rq->actor->scope;
    const struct scope whole = {.district = line->district, .level = SCOPE_DISTRICT};
    struct figure_query query = {
        .as_of = DAY_NONE,
        .today = rq->today,
        .weights = weights,
        .scope = line->district == own->district ? own : &whole,
    };
    figure_weights(line->org, rq->today, weights);
    enum yk status = YK_OK;
    for (size_t k = 0; k < region->n_defs && status == YK_OK; k++) {
        struct figure *now, *before;
        size_t n;
        query.def = region->defs[k];
        query.period = region->period;
        status = figure_eval(rq->db, rq->arena, &query, &now, &n, err);
        if (status == YK_OK) {
            status = eval_months(region, &query, k, err);
        }
        if (status == YK_OK) {
            query.period = region->before;
            status = figure_eval(rq->db, rq->arena, &query, &before, &n, err);
        }
        if (status == YK_OK) {
            line->figures[k] =
                (struct figure_compared){.now = now[0], .before = figure_rounded(&before[0])};
            line->figures[k].now.part = line->district;
            line->then[k] = before[0];
        }
    }
    return status;
}

static enum yk read_lines(struct region *region, struct err *err) {
    struct request *rq = region->rq;
    int32_t districts[REGION_MAX];
    size_t n = 0;
    enum yk status = org_store_districts(rq->db, districts, REGION_MAX, &n, err);
    region->lines = arena_alloc_array(rq->arena, n + 1, sizeof *region->lines);
    if (!region->lines) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        if (!region_covers(&rq->actor->scope, districts[i])) {
            continue;
        }
        struct region_line *line = &region->lines[region->n_lines];
        *line = (struct region_line){.district = districts[i]};
        line->figures = arena_alloc_array(rq->arena, region->n_defs + 1, sizeof *line->figures);
        line->then = arena_alloc_array(rq->arena, region->n_defs + 1, sizeof *line->then);
        if (!line->figures || !line->then) {
            return no_memory(err);
        }
        status = org_cache_get(rq->app->orgs, rq->db, districts[i], &line->org, err);
        if (status == YK_OK) {
            region->n_lines++;
            status = eval_line(region, line, err);
        }
    }
    return status;
}

// Ranks each figure over the districts; the lines stay in order of their code.
static enum yk rank_lines(struct region *region, struct err *err) {
    struct figure_compared *column =
        arena_alloc_array(region->rq->arena, region->n_lines + 1, sizeof *column);
    if (!column) {
        return no_memory(err);
    }
    for (size_t k = 0; k < region->n_defs; k++) {
        for (size_t i = 0; i < region->n_lines; i++) {
            column[i] = region->lines[i].figures[k];
        }
        figure_rank(column, region->n_lines);
        for (size_t i = 0; i < region->n_lines; i++) {
            for (size_t j = 0; j < region->n_lines; j++) {
                if (region->lines[j].district == column[i].now.part) {
                    region->lines[j].figures[k] = column[i];
                }
            }
        }
    }
    return YK_OK;
}

// ---- writing ----

static void write_number(struct jw *jw, const char *key, double value, int digits) {
    jw_key(jw, key);
    if (isnan(value)) {
        jw_null(jw);
    } else {
        jw_real(jw, value, digits);
    }
}

static void write_count(struct jw *jw, const char *key, int64_t n) {
    jw_key(jw, key);
    if (n == FIGURE_NONE) {
        jw_null(jw);
    } else {
        jw_i64(jw, n);
    }
}

static void write_values(struct jw *jw, const struct figure *figure) {
    write_number(jw, "value", figure_rounded(figure), figure->def->rounding);
    write_count(jw, "n", figure->n);
    write_count(jw, "N", figure->big_n);
}

static void write_figure(struct jw *jw, const struct figure *figure) {
    jw_key(jw, figure->def->key);
    jw_object(jw);
    write_values(jw, figure);
}

static void write_district(struct request *rq, int32_t code, const struct org *org) {
    jw_object(rq->json);
    jw_key(rq->json, "code");
    jw_i64(rq->json, code);
    jw_key(rq->json, "name");
    jw_text(rq->json, org_name(org, rq->lang));
    jw_object_end(rq->json);
}

static void write_line(const struct region *region, const struct region_line *line) {
    struct jw *jw = region->rq->json;
    jw_object(jw);
    jw_key(jw, "district");
    write_district(region->rq, line->district, line->org);
    jw_key(jw, "figures");
    jw_object(jw);
    for (size_t k = 0; k < region->n_defs; k++) {
        const struct figure_compared *one = &line->figures[k];
        write_figure(jw, &one->now);
        write_number(jw, "change", figure_change(&one->now, one->before), one->now.def->rounding);
        jw_key(jw, "rank");
        jw_i64(jw, one->rank);
        jw_key(jw, "ranked");
        jw_i64(jw, one->ranked);
        jw_object_end(jw);
    }
    jw_object_end(jw);
    jw_object_end(jw);
}

static void write_trend(struct jw *jw, const struct region_trend *trend) {
    char month[DAY_TEXT_BYTES];
    jw_key(jw, trend->points[0].def->key);
    jw_array(jw);
    for (size_t i = 0; i < trend->n; i++) {
        const struct figure *point = &trend->points[i];
        day_format(month_first_day((int32_t)point->part), month);
        month[7] = '\0';
        jw_object(jw);
        jw_key(jw, "month");
        jw_text(jw, month);
        write_values(jw, point);
        jw_object_end(jw);
    }
    jw_array_end(jw);
}

static void write_region(const struct region *region, const struct org *own) {
    struct jw *jw = region->rq->json;
    int32_t code = region->rq->actor->scope.district, span = region_span(code);
    jw_object(jw);
    jw_key(jw, "region");
    write_district(region->rq, code, own);
    jw_key(jw, "level");
    jw_text(jw, span == 10000 ? "province" : span == 100 ? "city" : "district");
    jw_key(jw, "period");
    jw_text(jw, region->period.text);
    jw_key(jw, "total");
    jw_object(jw);
    for (size_t k = 0; k < region->n_defs && region->n_lines; k++) {
        const struct figure sum = sum_of(region, k, false), then = sum_of(region, k, true);
        write_figure(jw, &sum);
        write_number(jw, "change", figure_change(&sum, figure_rounded(&then)), sum.def->rounding);
        jw_object_end(jw);
    }
    jw_object_end(jw);
    jw_key(jw, "trend");
    jw_object(jw);
    for (size_t k = 0; k < region->n_defs; k++) {
        if (region->trends[k].n) {
            write_trend(jw, &region->trends[k]);
        }
    }
    jw_object_end(jw);
    jw_key(jw, "lines");
    jw_array(jw);
    for (size_t i = 0; i < region->n_lines; i++) {
        write_line(region, &region->lines[i]);
    }
    jw_array_end(jw);
    jw_object_end(jw);
}

static enum yk take_board(struct region *region, int64_t which, struct err *err) {
    size_t n;
    const struct figure_def *defs = figure_registry(&n);
    region->defs = arena_alloc_array(region->rq->arena, n, sizeof(const struct figure_def *));
    region->trends = arena_alloc_array(region->rq->arena, n, sizeof *region->trends);
    if (!region->defs || !region->trends) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        region->trends[i] = (struct region_trend){0};
        if ((int64_t)defs[i].board == which) {
            region->defs[region->n_defs++] = &defs[i];
        }
    }
    return YK_OK;
}

static enum yk get_region(struct request *rq, struct err *err) {
    const struct region_params *params = rq->query;
    struct region region = {.rq = rq};
    _cleanup_org_ struct org *own = NULL;
    enum yk status = period_parse(params->period, rq->today, &region.period, err);
    if (status == YK_OK) {
        period_before(&region.period, &region.before);
        int64_t board = params->board == JSON_ABSENT_INT ? BOARD_LOOP : params->board;
        status = take_board(&region, board, err);
    }
    if (status == YK_OK) {
        status = org_cache_get(rq->app->orgs, rq->db, rq->actor->scope.district, &own, err);
    }
    if (status == YK_OK) {
        status = read_lines(&region, err);
    }
    if (status == YK_OK) {
        status = rank_lines(&region, err);
    }
    if (status == YK_OK) {
        write_region(&region, own);
    }
    for (size_t i = 0; i < region.n_lines; i++) {
        org_release(&region.lines[i].org);
    }
    return status;
}

static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/region",
     .cap = CAP_FIGURE_VIEW,
     .query = &region_spec,
     .response = "Region",
     .status = 200,
     .run = get_region,
     .summary = "Districts of one's city or province beside each other, with their sum"},
};
const struct route_table region_routes = {"region", rows, sizeof rows / sizeof *rows};
