// SPDX-License-Identifier: Apache-2.0
// The fold: differences of facts gathered in memory, one hash cell per touched tally, so that a group commit writes each cell once. Which
// cells a fact has is decided here; reading them back and the SQL is tally_store.c.
#include "tally/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "tally/tally_store.h"

struct tally_fold {
    struct tally_cell *slots; // open addressing; n_slots is a power of two
    uint8_t *used;
    size_t n_slots, n_used;
    struct tally_cell *item; // of the command that is running
    size_t n_item, cap_item;
};

enum { SLOTS_MIN = 1024 };

struct tally_fold *tally_fold_new(void) {
    struct tally_fold *fold = calloc(1, sizeof *fold);
    if (!fold) {
        return NULL;
    }
    fold->n_slots = SLOTS_MIN;
    fold->slots = calloc(fold->n_slots, sizeof *fold->slots);
    fold->used = calloc(fold->n_slots, 1);
    if (!fold->slots || !fold->used) {
        tally_fold_free(&fold);
    }
    return fold;
}

void tally_fold_free(struct tally_fold **fold) {
    if (!*fold) {
        return;
    }
    free((*fold)->slots);
    free((*fold)->used);
    free((*fold)->item);
    free(*fold);
    *fold = NULL;
}

void tally_fold_clear(struct tally_fold *fold) {
    if (fold->n_used) {
        memset(fold->used, 0, fold->n_slots);
    }
    fold->n_used = 0;
    fold->n_item = 0;
}

size_t tally_fold_cells(const struct tally_fold *fold) {
    return fold->n_used;
}

static uint64_t mix(uint64_t h, uint64_t v) {
    h = (h ^ v) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ (h >> 29);
}

static size_t slot_of(const struct tally_cell *cell, size_t n_slots) {
    uint64_t h = mix((uint64_t)(uint32_t)cell->district << 32 | (uint32_t)cell->bucket,
                     (uint64_t)cell->unit);
    h = mix(h, (uint64_t)(uint32_t)cell->measure << 32 | (uint32_t)cell->dim << 8 |
                   (uint32_t)cell->grain);
    h = mix(h, (uint64_t)cell->value);
    return h & (n_slots - 1);
}

static bool same_key(const struct tally_cell *a, const struct tally_cell *b) {
    return a->district == b->district && a->measure == b->measure && a->unit == b->unit &&
           a->dim == b->dim && a->grain == b->grain && a->bucket == b->bucket &&
           a->value == b->value;
}

static void put(struct tally_cell *slots, uint8_t *used, size_t n_slots, size_t *n_used,
                const struct tally_cell *cell) {
    size_t at = slot_of(cell, n_slots);
    while (used[at] && !same_key(&slots[at], cell)) {
        at = (at + 1) & (n_slots - 1);
    }
    if (used[at]) {
        slots[at].n += cell->n;
        slots[at].sum += cell->sum;
        return;
    }
    used[at] = 1;
    slots[at] = *cell;
    (*n_used)++;
}

static bool grow(struct tally_fold *fold) {
    size_t n_slots = fold->n_slots * 2, n_used = 0;
    struct tally_cell *slots = calloc(n_slots, sizeof *slots);
    uint8_t *used = calloc(n_slots, 1);
    if (!slots || !used) {
        free(slots);
        free(used);
        return false;
    }
    for (size_t i = 0; i < fold->n_slots; i++) {
        if (fold->used[i]) {
            put(slots, used, n_slots, &n_used, &fold->slots[i]);
        }
    }
    free(fold->slots);
    free(fold->used);
    fold->slots = slots;
    fold->used = used;
    fold->n_slots = n_slots;
    fold->n_used = n_used;
    return true;
}

void tally_item_begin(struct tally_fold *fold) {
    fold->n_item = 0;
}

void tally_item_end(struct tally_fold *fold, bool keep) {
    for (size_t i = 0; keep && i < fold->n_item; i++) {
        put(fold->slots, fold->used, fold->n_slots, &fold->n_used, &fold->item[i]);
    }
    fold->n_item = 0;
}

// Room for all of the command's cells is made while it may still be refused; keeping them then cannot fail.
static bool reserve(struct tally_fold *fold, size_t more) {
    if (fold->n_item + more > fold->cap_item) {
        size_t cap = fold->cap_item ? fold->cap_item * 2 : 512;
        while (cap < fold->n_item + more) {
            cap *= 2;
        }
        struct tally_cell *item = realloc(fold->item, cap * sizeof *item);
        if (!item) {
            return false;
        }
        fold->item = item;
        fold->cap_item = cap;
    }
    while ((fold->n_used + fold->n_item + more) * 2 > fold->n_slots) {
        if (!grow(fold)) {
            return false;
        }
    }
    return true;
}

static bool counts(const struct measure *measure, const struct fact_row *row) {
    return row && row->v[measure->day_col] != FACT_NULL &&
           fact_matches(row, measure->conds, measure->n_conds);
}

// Units × dimensions × grains of one measure of one row.
enum { CELLS_PER_MEASURE_MAX = TALLY_GRAINS * (2 + 2 * 4) };

static void add_cell(struct tally_fold *fold, const struct tally_cell *base, int64_t unit, int dim,
                     int64_t value, int32_t day) {
    struct tally_cell cell = *base;
    cell.unit = unit;
    cell.dim = dim;
    cell.value = value;
    cell.grain = TALLY_MONTH;
    cell.bucket = month_of_day(day);
    fold->item[fold->n_item++] = cell;
    if (tally_keeps_days(dim)) {
        cell.grain = TALLY_DAY;
        cell.bucket = day;
        fold->item[fold->n_item++] = cell;
        cell.grain = TALLY_YEAR;
        cell.bucket = tally_year(month_of_day(day));
        fold->item[fold->n_item++] = cell;
    }
}

static void add_row(struct tally_fold *fold, int32_t district, const struct measure *measure,
                    const struct fact_row *row, int sign) {
    const struct fact_table *table = row->table;
    int32_t day = (int32_t)row->v[measure->day_col];
    int64_t unit = row->v[table->unit_col] == FACT_NULL ? 0 : row->v[table->unit_col];
    int64_t amount = measure->value_col < 0 || row->v[measure->value_col] == FACT_NULL
                         ? 0
                         : row->v[measure->value_col];
    struct tally_cell base = {
        .district = district, .measure = measure->code, .n = sign, .sum = sign * amount};
    add_cell(fold, &base, 0, DIM_TOTAL, 0, day);
    add_cell(fold, &base, 0, DIM_UNIT, unit, day);
    for (int dim = DIM_CATEGORY; dim <= DIM_CALLER_KIND; dim++) {
        int col = table->dim_cols[dim];
        if (col >= 0 && row->v[col] != FACT_NULL) {
            add_cell(fold, &base, 0, dim, row->v[col], day);
            add_cell(fold, &base, unit, dim, row->v[col], day);
        }
    }
    if (measure->hist_col >= 0 && row->v[measure->hist_col] != FACT_NULL) {
        add_cell(fold, &base, 0, DIM_HIST, row->v[measure->hist_col], day);
        add_cell(fold, &base, unit, DIM_HIST, row->v[measure->hist_col], day);
    }
}

// True when old and new row land in the very same cells with the same amounts.
static bool stays(const struct measure *measure, const struct fact_row *a,
                  const struct fact_row *b) {
    const struct fact_table *table = a->table;
    if (a->v[measure->day_col] != b->v[measure->day_col] ||
        a->v[table->unit_col] != b->v[table->unit_col]) {
        return false;
    }
    for (int dim = DIM_CATEGORY; dim <= DIM_CALLER_KIND; dim++) {
        int col = table->dim_cols[dim];
        if (col >= 0 && a->v[col] != b->v[col]) {
            return false;
        }
    }
    return (measure->value_col < 0 || a->v[measure->value_col] == b->v[measure->value_col]) &&
           (measure->hist_col < 0 || a->v[measure->hist_col] == b->v[measure->hist_col]);
}

enum yk tally_move(struct tally_fold *fold, int32_t district, const struct fact_row *old_row,
                   const struct fact_row *new_row, struct err *err) {
    const struct fact_table *table = old_row ? old_row->table : new_row->table;
    if (!reserve(fold, table->n_measures * 2 * CELLS_PER_MEASURE_MAX)) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold tallies of %s", table->name);
    }
    for (size_t i = 0; i < table->n_measures; i++) {
        const struct measure *measure = &table->measures[i];
        bool was = counts(measure, old_row), is = counts(measure, new_row);
        if (was && is && stays(measure, old_row, new_row)) {
            continue;
        }
        if (was) {
            add_row(fold, district, measure, old_row, -1);
        }
        if (is) {
            add_row(fold, district, measure, new_row, 1);
        }
    }
    return YK_OK;
}

static int compare_cells(const void *pa, const void *pb) {
    const struct tally_cell *a = pa, *b = pb;
#define YK_BY(member)                                                                              \
    if (a->member != b->member) {                                                                  \
        return a->member < b->member ? -1 : 1;                                                     \
    }
    YK_BY(district)
    YK_BY(grain)
    YK_BY(bucket)
    YK_BY(measure)
    YK_BY(unit)
    YK_BY(dim)
    YK_BY(value)
#undef YK_BY
    return 0;
}

int tally_cell_compare(const struct tally_cell *a, const struct tally_cell *b) {
    return compare_cells(a, b);
}

enum yk tally_fold_each(struct tally_fold *fold, tally_cell_fn *fn, void *ctx, struct err *err) {
    size_t n = 0;
    struct tally_cell *cells = malloc((fold->n_used ? fold->n_used : 1) * sizeof *cells);
    if (!cells) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the tallies");
    }
    for (size_t i = 0; i < fold->n_slots; i++) {
        if (fold->used[i] && (fold->slots[i].n || fold->slots[i].sum)) {
            cells[n++] = fold->slots[i];
        }
    }
    qsort(cells, n, sizeof *cells, compare_cells);
    enum yk status = YK_OK;
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        status = fn(ctx, &cells[i], err);
    }
    free(cells);
    return status;
}
