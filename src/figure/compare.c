// SPDX-License-Identifier: Apache-2.0
// A figure beside what it was, and units beside each other: the same mechanism for every figure, whoever shows it. Decides which units stand in a table and which of
// them have a rank; counting is figure.c's.
#include <math.h>
#include <string.h>

#include "figure/figure.h"

int figure_sort_sign(const struct figure_def *def) {
    return def->better < 0 ? 1 : -1;
}

bool unit_may_lead(const struct unit *unit) {
    return unit->open && unit->kind >= UNIT_DEPARTMENT;
}

static int compare_lines(const void *a, const void *b) {
    const struct figure_compared *x = a, *y = b;
    if (x->rank != y->rank) { // who has none comes last
        return !x->rank ? 1 : !y->rank ? -1 : x->rank < y->rank ? -1 : 1;
    }
    return x->now.part < y->now.part ? -1 : x->now.part > y->now.part;
}

void figure_rank(struct figure_compared *lines, size_t n) {
    int ranked = 0;
    for (size_t i = 0; i < n; i++) {
        ranked += !isnan(lines[i].now.value);
    }
    for (size_t i = 0; i < n; i++) {
        double value = figure_rounded(&lines[i].now);
        int ahead = 0;
        for (size_t k = 0; k < n && !isnan(value); k++) {
            double other = figure_rounded(&lines[k].now);
            ahead += !isnan(other) && figure_sort_sign(lines[i].now.def) * (other - value) < 0;
        }
        lines[i].rank = isnan(value) ? 0 : ahead + 1;
        lines[i].ranked = ranked;
    }
    qsort(lines, n, sizeof *lines, compare_lines);
}

double figure_change(const struct figure *now, double then) {
    double scale = pow(10, now->def->rounding);
    return round((figure_rounded(now) - then) * scale) / scale; // NAN stays
}

// What a unit has of which nothing was counted.
static struct figure nothing_of(const struct figure_def *def, int64_t part) {
    bool counts = def->kind == FIGURE_COUNT || def->kind == FIGURE_SNAPSHOT;
    return (struct figure){.def = def,
                           .value = counts ? 0 : NAN,
                           .n = def->kind == FIGURE_COMPOSITE ? FIGURE_NONE : 0,
                           .big_n = def->kind == FIGURE_RATIO ? 0 : FIGURE_NONE,
                           .amount = FIGURE_NONE,
                           .base = FIGURE_NONE,
                           .from_tallies = true,
                           .part = part};
}

static double value_of_part(const struct figure *figures, size_t n, const struct figure_def *def,
                            int64_t part) {
    for (size_t i = 0; i < n; i++) {
        if (figures[i].part == part) {
            return figure_rounded(&figures[i]);
        }
    }
    const struct figure none = nothing_of(def, part);
    return none.value;
}

static bool has_part(const struct figure *figures, size_t n, int64_t part) {
    for (size_t i = 0; i < n; i++) {
        if (figures[i].part == part) {
            return true;
        }
    }
    return false;
}

// Every unit that may be given matters stands in a table of units, also who had none.
static bool stands_in_table(const struct figure_query *query, const struct unit *unit) {
    if (query->scope->level == SCOPE_NONE || (query->unit && query->unit != unit->id)) {
        return false;
    }
    return query->scope->level == SCOPE_UNIT ? query->scope->unit == unit->id : unit_may_lead(unit);
}

static enum yk lines_of(struct arena *arena, const struct figure_query *query,
                        const struct org *org, const struct figure *figures, size_t n,
                        struct figure_compared **out, size_t *out_n, struct err *err) {
    size_t n_units, count = n;
    const struct unit *units = org_units(org, &n_units);
    struct figure_compared *lines = arena_alloc_array(arena, n + n_units + 1, sizeof *lines);
    if (!lines) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a table of units");
    }
    for (size_t i = 0; i < n; i++) {
        lines[i] = (struct figure_compared){.now = figures[i]};
    }
    for (size_t i = 0; query->by == BY_UNIT && i < n_units; i++) {
        if (stands_in_table(query, &units[i]) && !has_part(figures, n, units[i].id)) {
            lines[count++] = (struct figure_compared){.now = nothing_of(query->def, units[i].id)};
        }
    }
    *out = lines;
    *out_n = count;
    return YK_OK;
}

enum yk figure_compare(struct db *db, struct arena *arena, const struct figure_query *query,
                       const struct org *org, struct figure_compared **out, size_t *out_n,
                       struct err *err) {
    struct figure_query before = *query, year_ago = *query;
    struct figure *now, *then = NULL, *long_ago = NULL;
    struct figure_compared *lines = NULL;
    size_t n, n_then = 0, n_long_ago = 0, n_lines = 0;
    period_before(&query->period, &before.period);
    period_year_before(&query->period, &year_ago.period);
    bool same =
        before.period.from == year_ago.period.from && before.period.to == year_ago.period.to;
    enum yk status = figure_eval(db, arena, query, &now, &n, err);
    if (status == YK_OK) {
        status = figure_eval(db, arena, &before, &then, &n_then, err);
    }
    if (status == YK_OK && !same) {
        status = figure_eval(db, arena, &year_ago, &long_ago, &n_long_ago, err);
    }
    if (status == YK_OK) {
        status = lines_of(arena, query, org, now, n, &lines, &n_lines, err);
    }
    if (status != YK_OK) {
        return status;
    }
    for (size_t i = 0; i < n_lines; i++) {
        int64_t part = lines[i].now.part;
        lines[i].before = value_of_part(then, n_then, query->def, part);
        lines[i].year_ago =
            same ? lines[i].before : value_of_part(long_ago, n_long_ago, query->def, part);
    }
    // A unit that sees itself alone has nobody to stand beside.
    if (query->by == BY_UNIT && !query->unit && query->scope->level != SCOPE_UNIT) {
        figure_rank(lines, n_lines);
    }
    *out = lines;
    *out_n = n_lines;
    return YK_OK;
}
