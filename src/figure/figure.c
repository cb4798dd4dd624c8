// SPDX-License-Identifier: Apache-2.0
// Evaluating figures. Decides whether tallies can tell: live, whole days or months as kept, and at most one dimension beside the unit; otherwise the same
// predicates count rows. Both ways are held against each other by the tests.
#include "figure/figure.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "matter/matter.h"
#include "org/org.h"
#include "tally/tally_store.h"

struct group {
    int64_t key, n, sum;
};
struct groups {
    struct arena *arena;
    struct group *list;
    size_t n, cap;
};

struct eval {
    struct db *db;
    struct arena *arena;
    const struct figure_query *query;
    int32_t from, to; // days, cut at the as-of day
    bool tallies;
};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a figure");
}

const struct fact_table *figure_table(const struct figure_def *def) {
    const struct fact_table *table = NULL;
    if (def->kind == FIGURE_COMPOSITE) {
        const struct figure_def *part = figure_find(def->parts[0].key);
        return part ? figure_table(part) : NULL;
    }
    (void)figure_find_measure(def->measure_n, &table);
    return table;
}

static const struct measure *measure_of(const char *key) {
    return key ? figure_find_measure(key, NULL) : NULL;
}

int figure_day_col(const struct figure_def *def) {
    if (def->kind == FIGURE_COMPOSITE) {
        return figure_day_col(figure_find(def->parts[0].key));
    }
    return measure_of(def->measure_n)->day_col;
}

double figure_rounded(const struct figure *figure) {
    if (isnan(figure->value)) {
        return figure->value;
    }
    double scale = pow(10, figure->def->rounding);
    // Half up on the decimal that people would write: 0.285 is not let down by its binary form.
    return floor(figure->value * scale + 0.5 + 1e-9) / scale;
}

int64_t figure_category_group(int64_t filter, int64_t leaf) {
    int64_t below = filter == 0 ? 10000 : category_level((int32_t)filter) == 1 ? 100 : 1;
    return leaf / below * below;
}

// ---- groups ----

static int64_t group_key(const struct figure_query *query, int64_t value) {
    return query->by == BY_CATEGORY ? figure_category_group(query->category, value) : value;
}

static bool groups_add(struct groups *groups, int64_t key, int64_t n, int64_t sum) {
    size_t at = groups->n; // most come in order
    while (at > 0 && groups->list[at - 1].key >= key) {
        at--;
    }
    if (at < groups->n && groups->list[at].key == key) {
        groups->list[at].n += n;
        groups->list[at].sum += sum;
        return true;
    }
    if (groups->n == groups->cap) {
        size_t cap = groups->cap ? groups->cap * 2 : 32;
        struct group *list = arena_alloc_array(groups->arena, cap, sizeof *list);
        if (!list) {
            return false;
        }
        if (groups->n) {
            memcpy(list, groups->list, groups->n * sizeof *list);
        }
        groups->list = list;
        groups->cap = cap;
    }
    memmove(groups->list + at + 1, groups->list + at, (groups->n - at) * sizeof *groups->list);
    groups->list[at] = (struct group){key, n, sum};
    groups->n++;
    return true;
}

static const struct group *groups_get(const struct groups *groups, int64_t key) {
    static const struct group nothing;
    for (size_t i = 0; i < groups->n; i++) {
        if (groups->list[i].key == key) {
            return &groups->list[i];
        }
    }
    return &nothing;
}

// ---- from tallies ----

static int64_t unit_asked(const struct figure_query *query) {
    return query->scope->level == SCOPE_UNIT ? query->scope->unit : query->unit;
}

// A filter by unit outside one's scope, or no scope at all: nothing can be seen.
static bool sees_nothing(const struct figure_query *query) {
    return query->scope->level == SCOPE_NONE ||
           (query->scope->level == SCOPE_UNIT && query->unit && query->unit != query->scope->unit);
}

static enum tally_dim dim_of(enum figure_by by) {
    switch (by) {
    case BY_UNIT: return DIM_UNIT;
    case BY_CATEGORY: return DIM_CATEGORY;
    case BY_CHANNEL: return DIM_CHANNEL;
    case BY_CALLER_KIND: return DIM_CALLER_KIND;
    default: return DIM_TOTAL;
    }
}

// The one dimension that filters and breakdown need beside the unit; false when they need two.
static bool one_dim(const struct figure_query *query, enum tally_dim *out) {
    enum tally_dim dims[4] = {dim_of(query->by), query->category ? DIM_CATEGORY : DIM_TOTAL,
                              query->channel ? DIM_CHANNEL : DIM_TOTAL,
                              query->caller_kind ? DIM_CALLER_KIND : DIM_TOTAL};
    enum tally_dim dim = DIM_TOTAL;
    for (size_t i = 0; i < 4; i++) {
        if (dims[i] == DIM_TOTAL || dims[i] == dim) {
            continue;
        }
        if (dim != DIM_TOTAL) {
            return false;
        }
        dim = dims[i];
    }
    *out = dim;
    // A unit's own total by unit is one cell; asked through the total, given back under its key.
    return true;
}

struct tally_ctx {
    const struct eval *eval;
    struct groups *groups;
    enum tally_dim dim;
    int64_t unit;
};

static bool filtered_out(const struct figure_query *query, enum tally_dim dim, int64_t value) {
    int32_t from, to;
    switch (dim) {
    case DIM_CATEGORY:
        category_range((int32_t)query->category, &from, &to);
        return query->category && (value < from || value > to);
    case DIM_CHANNEL: return query->channel && value != query->channel;
    case DIM_CALLER_KIND: return query->caller_kind && value != query->caller_kind;
    default: return false;
    }
}

static enum yk add_cell(void *arg, int32_t month, int64_t value, int64_t n, int64_t sum,
                        struct err *err) {
    const struct tally_ctx *ctx = arg;
    const struct figure_query *query = ctx->eval->query;
    if (filtered_out(query, ctx->dim, value)) {
        return YK_OK;
    }
    int64_t key = query->by == BY_NONE                ? 0
                  : query->by == BY_MONTH             ? month
                  : ctx->unit && query->by == BY_UNIT ? ctx->unit
                                                      : group_key(query, value);
    return groups_add(ctx->groups, key, n, sum) ? YK_OK : no_memory(err);
}

static enum yk from_tallies(const struct eval *eval, const struct measure *measure, int32_t from,
                            int32_t to, struct groups *groups, struct err *err) {
    enum tally_dim dim = DIM_TOTAL;
    int64_t unit = unit_asked(eval->query);
    (void)one_dim(eval->query, &dim);
    if (unit && dim == DIM_UNIT) {
        dim = DIM_TOTAL;
    }
    struct tally_ctx ctx = {eval, groups, dim, unit};
    const struct tally_span span = {
        .district = eval->query->scope->district,
        .measure = measure->code,
        .unit = unit,
        .dim = dim,
        .from = from,
        .to = to,
        .by_month = eval->query->by == BY_MONTH,
    };
    return tally_read(eval->db, &span, add_cell, &ctx, err);
}

static bool tallies_can(const struct figure_query *query, int32_t from, int32_t to) {
    enum tally_dim dim;
    if (query->as_of != DAY_NONE || !one_dim(query, &dim)) {
        return false;
    }
    if (unit_asked(query) && dim == DIM_UNIT) {
        dim = DIM_TOTAL;
    }
    return tally_can_read(dim, from, to);
}

// ---- from rows ----

static void add_filters(const struct figure_query *query, const struct fact_table *table,
                        struct fact_query *rows) {
    if (query->unit) {
        fact_query_and(
            rows, (struct fact_cond){.col = table->unit_col, .op = FACT_EQ, .value = query->unit});
    }
    if (query->category) {
        int32_t first, last;
        category_range((int32_t)query->category, &first, &last);
        fact_query_and(rows, (struct fact_cond){.col = table->dim_cols[DIM_CATEGORY],
                                                .op = FACT_BETWEEN,
                                                .value = first,
                                                .value2 = last});
    }
    if (query->channel) {
        fact_query_and(rows, (struct fact_cond){.col = table->dim_cols[DIM_CHANNEL],
                                                .op = FACT_EQ,
                                                .value = query->channel});
    }
    if (query->caller_kind) {
        fact_query_and(rows, (struct fact_cond){.col = table->dim_cols[DIM_CALLER_KIND],
                                                .op = FACT_EQ,
                                                .value = query->caller_kind});
    }
    if (query->as_of != DAY_NONE) {
        rows->as_of_us = day_start_us(query->as_of + 1) - 1;
    }
}

static void rows_of_measure(const struct eval *eval, const struct fact_table *table,
                            const struct measure *measure, int32_t from, int32_t to,
                            struct fact_query *rows) {
    fact_query_init(rows, table, eval->query->scope);
    if (from == DAY_NONE) {
        fact_query_and(rows,
                       (struct fact_cond){.col = measure->day_col, .op = FACT_LE, .value = to});
    } else {
        fact_query_and(
            rows, (struct fact_cond){
                      .col = measure->day_col, .op = FACT_BETWEEN, .value = from, .value2 = to});
    }
    for (size_t i = 0; i < measure->n_conds; i++) {
        fact_query_and(rows, measure->conds[i]);
    }
    add_filters(eval->query, table, rows);
}

struct rows_ctx {
    const struct figure_query *query;
    struct groups *groups;
};

static enum yk add_rows(void *arg, int64_t group, int64_t n, int64_t sum, struct err *err) {
    const struct rows_ctx *ctx = arg;
    int64_t key =
        ctx->query->by == BY_NONE || group == FACT_NULL ? 0 : group_key(ctx->query, group);
    return groups_add(ctx->groups, key, n, sum) ? YK_OK : no_memory(err);
}

static int group_col_of(const struct figure_query *query, const struct fact_table *table,
                        int day_col) {
    switch (query->by) {
    case BY_NONE: return -1;
    case BY_MONTH: return FACT_BY_MONTH_OF(day_col);
    case BY_UNIT: return table->unit_col;
    default: return table->dim_cols[dim_of(query->by)];
    }
}

static enum yk from_rows(const struct eval *eval, const struct fact_table *table,
                         const struct measure *measure, int32_t from, int32_t to,
                         struct groups *groups, struct err *err) {
    struct fact_query rows;
    rows_of_measure(eval, table, measure, from, to, &rows);
    struct rows_ctx ctx = {eval->query, groups};
    return fact_group(eval->db, &rows, group_col_of(eval->query, table, measure->day_col),
                      measure->value_col, add_rows, &ctx, err);
}

static enum yk count_measure(struct eval *eval, const struct measure *measure, int32_t from,
                             int32_t to, struct groups *groups, struct err *err) {
    if (sees_nothing(eval->query) || from > to) {
        return YK_OK;
    }
    if (tallies_can(eval->query, from, to)) {
        return from_tallies(eval, measure, from, to, groups, err);
    }
    eval->tallies = false;
    return from_rows(eval, figure_table(eval->query->def), measure, from, to, groups, err);
}

// ---- kinds ----

static struct figure *new_figures(struct arena *arena, size_t n, const struct figure_def *def,
                                  bool tallies) {
    struct figure *figures = arena_alloc_array(arena, n ? n : 1, sizeof *figures);
    for (size_t i = 0; figures && i < n; i++) {
        figures[i] = (struct figure){
            .def = def,
            .value = NAN,
            .n = FIGURE_NONE,
            .big_n = FIGURE_NONE,
            .amount = FIGURE_NONE,
            .base = FIGURE_NONE,
            .from_tallies = tallies,
        };
    }
    return figures;
}

static void fill_ratio(struct figure *figure, const struct measure *top, const struct group *n,
                       const struct group *d) {
    figure->n = n->n;
    figure->big_n = d->n;
    if (top->value_col >= 0) { // weighted: hundredths over hundredths
        figure->amount = n->sum;
        figure->base = d->n * 100;
    }
    if (d->n > 0) {
        figure->value = top->value_col >= 0 ? 100.0 * (double)n->sum / (double)(d->n * 100)
                                            : 100.0 * (double)n->n / (double)d->n;
    }
}

static void fill(const struct figure_def *def, const struct measure *top, const struct group *n,
                 const struct group *d, struct figure *figure) {
    switch (def->kind) {
    case FIGURE_RATIO: fill_ratio(figure, top, n, d); break;
    case FIGURE_MEAN:
        figure->n = n->n;
        figure->amount = n->sum;
        figure->base = n->n;
        figure->value = n->n ? (double)n->sum / (double)n->n : NAN;
        break;
    default:
        figure->n = n->n;
        figure->value = (double)n->n;
        break;
    }
}

// Counts, ratios and means: one pass each for numerator and denominator, grouped.
static enum yk eval_grouped(struct eval *eval, struct figure **out, size_t *out_n,
                            struct err *err) {
    const struct figure_query *query = eval->query;
    const struct figure_def *def = query->def;
    const struct measure *top = measure_of(def->measure_n), *bottom = measure_of(def->measure_d);
    struct groups n = {.arena = eval->arena}, d = {.arena = eval->arena};
    enum yk status = count_measure(eval, top, eval->from, eval->to, &n, err);
    if (status == YK_OK && bottom) {
        status = count_measure(eval, bottom, eval->from, eval->to, &d, err);
    }
    if (status != YK_OK) {
        return status;
    }
    if (query->by == BY_MONTH) { // every month of the span, also the empty ones
        for (int32_t month = month_of_day(eval->from);
             month <= month_of_day(eval->to) && eval->from <= eval->to; month++) {
            if (!groups_add(bottom ? &d : &n, month, 0, 0)) {
                return no_memory(err);
            }
        }
    }
    const struct groups *keys = bottom ? &d : &n;
    size_t count = query->by == BY_NONE ? 1 : keys->n;
    struct figure *figures = new_figures(eval->arena, count, def, eval->tallies);
    if (!figures) {
        return no_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        int64_t key = query->by == BY_NONE ? 0 : keys->list[i].key;
        figures[i].part = key;
        fill(def, top, groups_get(&n, key), groups_get(&d, key), &figures[i]);
    }
    *out = figures;
    *out_n = count;
    return YK_OK;
}

struct hist {
    struct groups values;
};

static enum yk add_hist(void *arg, int32_t month, int64_t value, int64_t n, int64_t sum,
                        struct err *err) {
    (void)month;
    (void)sum;
    struct hist *hist = arg;
    return groups_add(&hist->values, value, n, 0) ? YK_OK : no_memory(err);
}

static enum yk add_hist_rows(void *arg, int64_t group, int64_t n, int64_t sum, struct err *err) {
    return group == FACT_NULL ? YK_OK : add_hist(arg, 0, group, n, sum, err);
}

static enum yk read_hist(struct eval *eval, struct hist *hist, struct err *err) {
    const struct figure_query *query = eval->query;
    const struct measure *measure = measure_of(query->def->measure_n);
    if (sees_nothing(query) || eval->from > eval->to) {
        return YK_OK;
    }
    if (query->as_of == DAY_NONE && !query->category && !query->channel && !query->caller_kind) {
        const struct tally_span span = {.district = query->scope->district,
                                        .measure = measure->code,
                                        .unit = unit_asked(query),
                                        .dim = DIM_HIST,
                                        .from = eval->from,
                                        .to = eval->to};
        return tally_read(eval->db, &span, add_hist, hist, err);
    }
    eval->tallies = false;
    struct fact_query rows;
    rows_of_measure(eval, figure_table(query->def), measure, eval->from, eval->to, &rows);
    return fact_group(eval->db, &rows, measure->hist_col, -1, add_hist_rows, hist, err);
}

static int64_t hist_at(const struct hist *hist, int64_t rank) { // rank from 0
    for (size_t i = 0; i < hist->values.n; i++) {
        rank -= hist->values.list[i].n;
        if (rank < 0) {
            return hist->values.list[i].key;
        }
    }
    return 0;
}

static enum yk eval_median(struct eval *eval, struct figure **out, struct err *err) {
    struct hist hist = {.values = {.arena = eval->arena}};
    enum yk status = read_hist(eval, &hist, err);
    struct figure *figure =
        status == YK_OK ? new_figures(eval->arena, 1, eval->query->def, eval->tallies) : NULL;
    if (!figure) {
        return status == YK_OK ? no_memory(err) : status;
    }
    int64_t n = 0;
    for (size_t i = 0; i < hist.values.n; i++) {
        n += hist.values.list[i].n;
    }
    figure->n = n;
    if (n > 0) {
        figure->value = ((double)hist_at(&hist, (n - 1) / 2) + (double)hist_at(&hist, n / 2)) / 2;
    }
    *out = figure;
    return YK_OK;
}

static void rows_of_snapshot(const struct eval *eval, struct fact_query *rows) {
    const struct figure_def *def = eval->query->def;
    const struct measure *plus = measure_of(def->measure_n), *minus = measure_of(def->measure_d);
    rows_of_measure(eval, figure_table(def), plus, DAY_NONE, eval->to - def->lag_days, rows);
    fact_query_and(
        rows, (struct fact_cond){.col = minus->day_col, .op = FACT_NULL_OR_GT, .value = eval->to});
}

static enum yk eval_snapshot(struct eval *eval, struct figure **out, size_t *out_n,
                             struct err *err) {
    const struct figure_query *query = eval->query;
    const struct figure_def *def = query->def;
    const struct fact_table *table = figure_table(def);
    const struct measure *plus = measure_of(def->measure_n), *minus = measure_of(def->measure_d);
    struct groups p = {.arena = eval->arena}, m = {.arena = eval->arena};
    enum yk status = YK_OK;
    int32_t upto = eval->to - def->lag_days;
    eval->tallies = tallies_can(query, DAY_NONE, upto) && tallies_can(query, DAY_NONE, eval->to);
    if (sees_nothing(query)) {
        eval->tallies = true;
    } else if (eval->tallies) {
        status = from_tallies(eval, plus, DAY_NONE, upto, &p, err);
        if (status == YK_OK) {
            status = from_tallies(eval, minus, DAY_NONE, eval->to, &m, err);
        }
    } else {
        struct fact_query rows;
        rows_of_snapshot(eval, &rows);
        struct rows_ctx ctx = {query, &p};
        status = fact_group(eval->db, &rows, group_col_of(query, table, plus->day_col), -1,
                            add_rows, &ctx, err);
    }
    size_t count = query->by == BY_NONE ? 1 : p.n;
    struct figure *figures =
        status == YK_OK ? new_figures(eval->arena, count, def, eval->tallies) : NULL;
    if (!figures) {
        return status == YK_OK ? no_memory(err) : status;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t key = query->by == BY_NONE ? 0 : p.list[i].key;
        int64_t n = groups_get(&p, key)->n - groups_get(&m, key)->n;
        if (n == 0 && query->by != BY_NONE) {
            continue;
        }
        figures[kept].part = key;
        figures[kept].n = n;
        figures[kept++].value = (double)n;
    }
    *out = figures;
    *out_n = kept;
    return YK_OK;
}

static const struct figure *figure_of_part(const struct figure *figures, size_t n, int64_t part) {
    for (size_t i = 0; i < n; i++) {
        if (figures[i].part == part) {
            return &figures[i];
        }
    }
    return NULL;
}

// The parts of one composite: those of its own key. A part that has nothing there makes it have no value.
static enum yk compose(struct eval *eval, struct figure *const got[FIGURE_PARTS_MAX],
                       const size_t got_n[FIGURE_PARTS_MAX], size_t n_parts, struct figure *figure,
                       struct err *err) {
    const struct figure_query *query = eval->query;
    struct figure *parts = new_figures(eval->arena, n_parts, query->def, true);
    if (!parts) {
        return no_memory(err);
    }
    double value = 0;
    for (size_t i = 0; i < n_parts; i++) {
        const struct figure *part = figure_of_part(got[i], got_n[i], figure->part);
        parts[i].def = figure_find(query->def->parts[i].key);
        if (part) {
            parts[i] = *part;
        } else {
            parts[i].n = parts[i].big_n = 0;
            parts[i].part = figure->part;
        }
        value += query->weights[query->def->parts[i].weight] * parts[i].value; // NAN stays
        figure->from_tallies = figure->from_tallies && parts[i].from_tallies;
    }
    figure->value = value;
    figure->parts = parts;
    figure->n_parts = n_parts;
    return YK_OK;
}

static enum yk eval_composite(struct eval *eval, struct figure **out, size_t *out_n,
                              struct err *err) {
    const struct figure_query *query = eval->query;
    struct figure *got[FIGURE_PARTS_MAX] = {NULL};
    size_t got_n[FIGURE_PARTS_MAX] = {0}, n_parts = 0;
    enum yk status = YK_OK;
    for (; n_parts < FIGURE_PARTS_MAX && query->def->parts[n_parts].key && status == YK_OK;
         n_parts++) {
        struct figure_query part = *query;
        part.def = figure_find(query->def->parts[n_parts].key);
        status = figure_eval(eval->db, eval->arena, &part, &got[n_parts], &got_n[n_parts], err);
    }
    struct figure *figures =
        status == YK_OK ? new_figures(eval->arena, got_n[0], query->def, true) : NULL;
    if (!figures) {
        return status == YK_OK ? no_memory(err) : status;
    }
    for (size_t i = 0; i < got_n[0] && status == YK_OK; i++) {
        figures[i].part = got[0][i].part;
        status = compose(eval, got, got_n, n_parts, &figures[i], err);
    }
    *out = figures;
    *out_n = got_n[0];
    return status;
}

// ---- breakdowns of what cannot be added up: one evaluation per part ----

static enum yk keys_of(struct eval *eval, struct groups *keys, struct err *err) {
    if (eval->query->by == BY_MONTH) {
        for (int32_t month = month_of_day(eval->from);
             eval->from <= eval->to && month <= month_of_day(eval->to); month++) {
            if (!groups_add(keys, month, 1, 0)) {
                return no_memory(err);
            }
        }
        return YK_OK;
    }
    return count_measure(eval, measure_of(eval->query->def->measure_n), eval->from, eval->to, keys,
                         err);
}

static void narrow(struct figure_query *query, int64_t key) {
    enum figure_by by = query->by;
    query->by = BY_NONE;
    switch (by) {
    case BY_UNIT: query->unit = key; break;
    case BY_CATEGORY: query->category = key; break;
    case BY_CHANNEL: query->channel = key; break;
    case BY_CALLER_KIND: query->caller_kind = key; break;
    default: {
        int32_t first = month_first_day((int32_t)key), last = month_first_day((int32_t)key + 1) - 1;
        query->period.from = first > query->period.from ? first : query->period.from;
        query->period.to = last < query->period.to ? last : query->period.to;
        break;
    }
    }
}

static enum yk eval_apart(struct eval *eval, struct figure **out, size_t *out_n, struct err *err) {
    struct groups keys = {.arena = eval->arena};
    enum yk status = keys_of(eval, &keys, err);
    struct figure *figures =
        status == YK_OK ? new_figures(eval->arena, keys.n, eval->query->def, true) : NULL;
    if (!figures) {
        return status == YK_OK ? no_memory(err) : status;
    }
    for (size_t i = 0; i < keys.n && status == YK_OK; i++) {
        struct figure_query part = *eval->query;
        struct figure *got;
        size_t got_n;
        narrow(&part, keys.list[i].key);
        status = figure_eval(eval->db, eval->arena, &part, &got, &got_n, err);
        if (status == YK_OK) {
            figures[i] = got[0];
            figures[i].part = keys.list[i].key;
        }
    }
    if (status == YK_OK) {
        *out = figures;
        *out_n = keys.n;
    }
    return status;
}

static void eval_init(struct eval *eval, struct db *db, struct arena *arena,
                      const struct figure_query *query) {
    int32_t last =
        query->as_of != DAY_NONE && query->as_of < query->today ? query->as_of : query->today;
    bool cut = query->def->cut_at_day || query->def->kind == FIGURE_SNAPSHOT ||
               query->def->kind == FIGURE_COMPOSITE;
    // What is due today can still be done in time: it counts from tomorrow on.
    last -= query->def->cut_at_day;
    *eval = (struct eval){
        .db = db,
        .arena = arena,
        .query = query,
        .from = query->period.from,
        .to = cut && query->period.to > last ? last : query->period.to,
        .tallies = true,
    };
}

enum yk figure_eval(struct db *db, struct arena *arena, const struct figure_query *query,
                    struct figure **out, size_t *out_n, struct err *err) {
    struct eval eval;
    eval_init(&eval, db, arena, query);
    bool by_months_apart = query->by == BY_MONTH && query->def->kind == FIGURE_SNAPSHOT;
    bool apart = query->by != BY_NONE && (query->def->kind == FIGURE_MEDIAN || by_months_apart);
    if (apart) {
        return eval_apart(&eval, out, out_n, err);
    }
    *out_n = 1;
    switch (query->def->kind) {
    case FIGURE_MEDIAN: return eval_median(&eval, out, err);
    case FIGURE_COMPOSITE: return eval_composite(&eval, out, out_n, err);
    case FIGURE_SNAPSHOT: return eval_snapshot(&eval, out, out_n, err);
    default: return eval_grouped(&eval, out, out_n, err);
    }
}

// ---- rows ----

static void rows_query(const struct eval *eval, bool side_n, struct fact_query *rows) {
    const struct figure_def *def = eval->query->def;
    if (def->kind == FIGURE_SNAPSHOT) {
        rows_of_snapshot(eval, rows);
        return;
    }
    const char *key = side_n || !def->measure_d ? def->measure_n : def->measure_d;
    if (def->kind == FIGURE_COMPOSITE) {
        const struct figure_def *part = figure_find(def->parts[0].key);
        key = side_n ? part->measure_n : part->measure_d;
    }
    rows_of_measure(eval, figure_table(def), measure_of(key), eval->from, eval->to, rows);
}

static const struct measure *top_measure(const struct figure_def *def) {
    return measure_of(def->kind == FIGURE_COMPOSITE ? figure_find(def->parts[0].key)->measure_n
                                                    : def->measure_n);
}

static void to_row(const struct fact_table *table, const struct fact_hit *hit,
                   struct fact_row *row) {
    row->table = table;
    row->part = hit->part;
    memcpy(row->v, hit->v, (size_t)table->n_cols * sizeof *row->v);
}

static double share_in_ratio(const struct figure_def *def, const struct figure *figure,
                             const struct fact_row *row) {
    const struct measure *top = measure_of(def->measure_n);
    bool counts = row->v[top->day_col] != FACT_NULL && fact_matches(row, top->conds, top->n_conds);
    if (!counts || figure->big_n <= 0) {
        return 0;
    }
    double points = top->value_col < 0 ? 1 : (double)row->v[top->value_col] / 100;
    return 100 * points / (double)figure->big_n;
}

// The rows at the middle ranks carry the median: found by value and then by object.
struct middle {
    int64_t objects[2];
    int32_t parts[2];
};

static enum yk find_middle(struct eval *eval, const struct figure *figure, struct middle *out,
                           struct err *err) {
    struct hist hist = {.values = {.arena = eval->arena}};
    enum yk status = read_hist(eval, &hist, err);
    for (int side = 0; side < 2 && status == YK_OK && figure->n > 0; side++) {
        int64_t rank = side ? figure->n / 2 : (figure->n - 1) / 2, before = 0;
        int64_t value = hist_at(&hist, rank);
        for (size_t i = 0; i < hist.values.n && hist.values.list[i].key < value; i++) {
            before += hist.values.list[i].n;
        }
        struct fact_query rows;
        struct fact_hit *hits;
        size_t n;
        rows_query(eval, true, &rows);
        fact_query_and(&rows,
                       (struct fact_cond){.col = measure_of(eval->query->def->measure_n)->hist_col,
                                          .op = FACT_EQ,
                                          .value = value});
        rows.limit = (int)(rank - before) + 1;
        status = fact_find(eval->db, &rows, eval->arena, &hits, &n, NULL, err);
        if (status == YK_OK && n > 0) {
            out->objects[side] = hits[n - 1].object;
            out->parts[side] = hits[n - 1].part;
        }
    }
    return status;
}

static double share_of(const struct eval *eval, const struct figure *figure,
                       const struct middle *middle, const struct fact_hit *hit,
                       const struct fact_row *row) {
    const struct figure_def *def = eval->query->def;
    double share = 0;
    switch (def->kind) {
    case FIGURE_RATIO: return share_in_ratio(def, figure, row);
    case FIGURE_MEAN:
        return figure->n ? (double)row->v[measure_of(def->measure_n)->value_col] / (double)figure->n
                         : 0;
    case FIGURE_MEDIAN:
        for (int side = 0; side < 2; side++) {
            if (hit->object == middle->objects[side] && hit->part == middle->parts[side]) {
                share += (double)row->v[measure_of(def->measure_n)->hist_col] / 2;
            }
        }
        return share;
    case FIGURE_COMPOSITE:
        for (size_t i = 0; i < figure->n_parts; i++) {
            share += eval->query->weights[def->parts[i].weight] *
                     share_in_ratio(figure->parts[i].def, &figure->parts[i], row);
        }
        return share;
    default: return 1;
    }
}

enum yk figure_find_rows(struct db *db, struct arena *arena, const struct figure_query *query,
                         bool side_n, const struct fact_cursor *after, int limit,
                         struct figure_rows *out, struct err *err) {
    struct figure_query whole = *query;
    struct figure *figure;
    size_t n_figures;
    whole.by = BY_NONE;
    struct eval eval;
    eval_init(&eval, db, arena, &whole);
    struct middle middle = {{0, 0}, {0, 0}};
    struct figure_rows found = {0};
    enum yk status = figure_eval(db, arena, &whole, &figure, &n_figures, err);
    if (status == YK_OK && query->def->kind == FIGURE_MEDIAN && !sees_nothing(query)) {
        status = find_middle(&eval, figure, &middle, err);
    }
    struct fact_query rows;
    rows_query(&eval, side_n, &rows);
    rows.order = (struct fact_order){.col = figure_day_col(query->def), .desc = true};
    if (after) {
        rows.after = *after;
    }
    rows.limit = limit;
    if (status == YK_OK) {
        status = fact_find(db, &rows, arena, &found.hits, &found.n, &found.more, err);
    }
    if (status != YK_OK) {
        return status;
    }
    found.shares = arena_alloc_array(arena, found.n ? found.n : 1, sizeof *found.shares);
    found.in_n = arena_alloc_array(arena, found.n ? found.n : 1, sizeof *found.in_n);
    if (!found.shares || !found.in_n) {
        return no_memory(err);
    }
    const struct measure *top = top_measure(query->def);
    for (size_t i = 0; i < found.n; i++) {
        struct fact_row row;
        to_row(rows.table, &found.hits[i], &row);
        found.shares[i] = share_of(&eval, figure, &middle, &found.hits[i], &row);
        found.in_n[i] =
            query->def->kind == FIGURE_SNAPSHOT || fact_matches(&row, top->conds, top->n_conds);
    }
    *out = found;
    return YK_OK;
}

enum yk figure_count_rows(struct db *db, const struct figure_query *query, bool side_n,
                          int64_t *out_n, struct err *err) {
    struct eval eval;
    struct fact_query rows;
    eval_init(&eval, db, NULL, query);
    rows_query(&eval, side_n, &rows);
    return fact_count(db, &rows, 0, out_n, NULL, err);
}
