// SPDX-License-Identifier: Apache-2.0
// The fold: differences of facts gathered in memory. A counted row is one move, whatever the number of cells it touches; which cells a move has is decided
// here too, when they are asked for. How moves are written as bytes is tally_pending.c, the SQL tally_store.c.
#include "tally/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "tally/tally_store.h"

// Open addressing; n_slots is a power of two, 0 before the first use.
struct table {
    char *slots;
    uint8_t *used;
    size_t size, n_slots, n_used; // size: bytes of an item
    uint64_t (*hash)(const void *item);
    bool (*same)(const void *a, const void *b);
    void (*add)(void *to, const void *item);
};

struct tally_fold {
    struct table moves, cells; // cells: of moves that became too many to be kept apart
    struct tally_move *item;   // of the command that is running
    size_t n_item, cap_item;
};

enum { SLOTS_MIN = 256, MOVES_MAX = 1 << 16 };

// ---- tables ----

static uint64_t mix(uint64_t h, uint64_t v) {
    h = (h ^ v) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ (h >> 29);
}

static uint64_t pair(int32_t a, int32_t b) {
    return (uint64_t)(uint32_t)a << 32 | (uint32_t)b;
}

static uint64_t hash_move(const void *item) {
    const struct tally_move *move = item;
    uint64_t h = mix(pair(move->district, move->day), (uint64_t)move->unit);
    h = mix(h, (uint64_t)(uint32_t)move->measure << 32 ^ (uint64_t)move->hist);
    h = mix(h, (uint64_t)move->dims[0]);
    return mix(h, (uint64_t)move->dims[1] << 16 ^ (uint64_t)move->dims[2]);
}

static bool same_move(const void *pa, const void *pb) {
    const struct tally_move *a = pa, *b = pb;
    return a->district == b->district && a->measure == b->measure && a->day == b->day &&
           a->unit == b->unit && a->hist == b->hist &&
           memcmp(a->dims, b->dims, sizeof a->dims) == 0;
}

static void add_move(void *to, const void *item) {
    struct tally_move *move = to;
    move->n += ((const struct tally_move *)item)->n;
    move->sum += ((const struct tally_move *)item)->sum;
}

static uint64_t hash_cell(const void *item) {
    const struct tally_cell *cell = item;
    uint64_t h = mix(pair(cell->district, cell->bucket), (uint64_t)cell->unit);
    h = mix(h, (uint64_t)(uint32_t)cell->measure << 32 | (uint32_t)cell->dim << 8 |
                   (uint32_t)cell->grain);
    return mix(h, (uint64_t)cell->value);
}

static bool same_cell(const void *pa, const void *pb) {
    const struct tally_cell *a = pa, *b = pb;
    return a->district == b->district && a->measure == b->measure && a->unit == b->unit &&
           a->dim == b->dim && a->grain == b->grain && a->bucket == b->bucket &&
           a->value == b->value;
}

static void add_cell(void *to, const void *item) {
    struct tally_cell *cell = to;
    cell->n += ((const struct tally_cell *)item)->n;
    cell->sum += ((const struct tally_cell *)item)->sum;
}

static void table_done(struct table *table) {
    free(table->slots);
    free(table->used);
}

static void table_clear(struct table *table) {
    if (table->n_used) {
        memset(table->used, 0, table->n_slots);
    }
    table->n_used = 0;
}

// There must be room.
static void put(struct table *table, const void *item) {
    size_t at = table->hash(item) & (table->n_slots - 1);
    while (table->used[at] && !table->same(table->slots + at * table->size, item)) {
        at = (at + 1) & (table->n_slots - 1);
    }
    if (table->used[at]) {
        table->add(table->slots + at * table->size, item);
        return;
    }
    table->used[at] = 1;
    memcpy(table->slots + at * table->size, item, table->size);
    table->n_used++;
}

static bool make_room(struct table *table, size_t more) {
    size_t n_slots = table->n_slots ? table->n_slots : SLOTS_MIN;
    while ((table->n_used + more) * 2 > n_slots) {
        n_slots *= 2;
    }
    if (n_slots == table->n_slots) {
        return true;
    }
    struct table grown = *table;
    grown.n_slots = n_slots;
    grown.n_used = 0;
    grown.slots = malloc(n_slots * table->size);
    grown.used = calloc(n_slots, 1);
    if (!grown.slots || !grown.used) {
        table_done(&grown);
        return false;
    }
    for (size_t i = 0; i < table->n_slots; i++) {
        if (table->used[i]) {
            put(&grown, table->slots + i * table->size);
        }
    }
    table_done(table);
    *table = grown;
    return true;
}

// ---- the fold ----

struct tally_fold *tally_fold_new(void) {
    struct tally_fold *fold = calloc(1, sizeof *fold);
    if (!fold) {
        return NULL;
    }
    fold->moves = (struct table){
        .size = sizeof(struct tally_move), .hash = hash_move, .same = same_move, .add = add_move};
    fold->cells = (struct table){
        .size = sizeof(struct tally_cell), .hash = hash_cell, .same = same_cell, .add = add_cell};
    if (!make_room(&fold->moves, 1)) {
        tally_fold_free(&fold);
    }
    return fold;
}

void tally_fold_free(struct tally_fold **fold) {
    if (!*fold) {
        return;
    }
    table_done(&(*fold)->moves);
    table_done(&(*fold)->cells);
    free((*fold)->item);
    free(*fold);
    *fold = NULL;
}

void tally_fold_clear(struct tally_fold *fold) {
    table_clear(&fold->moves);
    table_clear(&fold->cells);
    fold->n_item = 0;
}

void tally_item_begin(struct tally_fold *fold) {
    fold->n_item = 0;
}

void tally_item_end(struct tally_fold *fold, bool keep) {
    for (size_t i = 0; keep && i < fold->n_item; i++) {
        put(&fold->moves, &fold->item[i]);
    }
    fold->n_item = 0;
}

// ---- the cells of a move ----

enum { CELLS_OF_MOVE_MAX = TALLY_GRAINS * 4 + 2 * TALLY_DIMS };

static void add_buckets(struct table *cells, const struct tally_move *move, int64_t unit, int dim,
                        int64_t value) {
    int32_t month = month_of_day(move->day);
    struct tally_cell cell = {
        .district = move->district,
        .measure = move->measure,
        .unit = unit,
        .dim = dim,
        .value = value,
        .grain = TALLY_MONTH,
        .bucket = month,
        .n = move->n,
        .sum = move->sum,
    };
    put(cells, &cell);
    if (tally_keeps_days(dim)) {
        cell.grain = TALLY_DAY;
        cell.bucket = move->day;
        put(cells, &cell);
        cell.grain = TALLY_YEAR;
        cell.bucket = tally_year(month);
        put(cells, &cell);
    }
}

static void add_for_unit(struct table *cells, const struct tally_move *move, int dim,
                         int64_t value) {
    add_buckets(cells, move, 0, dim, value);
    if (move->unit != 0) {
        add_buckets(cells, move, move->unit, dim, value);
    }
}

static void add_cells(struct table *cells, const struct tally_move *move) {
    add_buckets(cells, move, 0, DIM_TOTAL, 0);
    add_buckets(cells, move, 0, DIM_UNIT, move->unit);
    for (int i = 0; i < TALLY_DIMS; i++) {
        if (move->dims[i] != FACT_NULL) {
            add_for_unit(cells, move, DIM_CATEGORY + i, move->dims[i]);
        }
    }
    if (move->hist != FACT_NULL) {
        add_for_unit(cells, move, DIM_HIST, move->hist);
    }
}

// All moves into cells; the moves are forgotten.
static bool spill(struct tally_fold *fold) {
    for (size_t i = 0; i < fold->moves.n_slots; i++) {
        const struct tally_move *move = (const struct tally_move *)fold->moves.slots + i;
        if (!fold->moves.used[i] || (!move->n && !move->sum)) {
            continue;
        }
        if (!make_room(&fold->cells, CELLS_OF_MOVE_MAX)) {
            return false;
        }
        add_cells(&fold->cells, move);
        fold->moves.used[i] = 0;
    }
    table_clear(&fold->moves);
    return true;
}

// Room for all of the command's moves is made while it may still be refused; keeping them then cannot fail.
static bool reserve(struct tally_fold *fold, size_t more) {
    if (fold->n_item + more > fold->cap_item) {
        size_t cap = fold->cap_item ? fold->cap_item * 2 : 128;
        while (cap < fold->n_item + more) {
            cap *= 2;
        }
        struct tally_move *item = realloc(fold->item, cap * sizeof *item);
        if (!item) {
            return false;
        }
        fold->item = item;
        fold->cap_item = cap;
    }
    if (fold->moves.n_used > MOVES_MAX && !spill(fold)) {
        return false;
    }
    return make_room(&fold->moves, fold->n_item + more);
}

static bool counts(const struct measure *measure, const struct fact_row *row) {
    return row && row->v[measure->day_col] != FACT_NULL &&
           fact_matches(row, measure->conds, measure->n_conds);
}

static void add_row(struct tally_fold *fold, int32_t district, const struct measure *measure,
                    const struct fact_row *row, int sign) {
    const struct fact_table *table = row->table;
    int64_t unit = row->v[table->unit_col];
    bool has_value = measure->value_col >= 0 && row->v[measure->value_col] != FACT_NULL;
    struct tally_move move = {
        .district = district,
        .measure = measure->code,
        .day = (int32_t)row->v[measure->day_col],
        .unit = unit == FACT_NULL ? 0 : unit,
        .hist = measure->hist_col < 0 ? FACT_NULL : row->v[measure->hist_col],
        .n = sign,
        .sum = has_value ? sign * row->v[measure->value_col] : 0,
    };
    for (int i = 0; i < TALLY_DIMS; i++) {
        int col = table->dim_cols[DIM_CATEGORY + i];
        move.dims[i] = col < 0 ? FACT_NULL : row->v[col];
    }
    fold->item[fold->n_item++] = move;
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
    if (!reserve(fold, table->n_measures * 2)) {
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
    struct tally_cell *cells = NULL;
    if (spill(fold)) {
        cells = malloc((fold->cells.n_used + 1) * sizeof *cells);
    }
    if (!cells) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the tallies");
    }
    for (size_t i = 0; i < fold->cells.n_slots; i++) {
        const struct tally_cell *cell = (const struct tally_cell *)fold->cells.slots + i;
        if (fold->cells.used[i] && (cell->n || cell->sum)) {
            cells[n++] = *cell;
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

enum yk tally_fold_add(struct tally_fold *fold, const struct tally_move *moves, size_t n, int sign,
                       struct err *err) {
    if ((fold->moves.n_used > MOVES_MAX && !spill(fold)) || !make_room(&fold->moves, n)) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the tallies");
    }
    for (size_t i = 0; i < n; i++) {
        struct tally_move move = moves[i];
        move.n *= sign;
        move.sum *= sign;
        put(&fold->moves, &move);
    }
    return YK_OK;
}

static int compare_moves(const void *pa, const void *pb) {
    const struct tally_move *a = pa, *b = pb;
#define YK_BY(member)                                                                              \
    if (a->member != b->member) {                                                                  \
        return a->member < b->member ? -1 : 1;                                                     \
    }
    YK_BY(district)
    YK_BY(measure)
    YK_BY(day)
    YK_BY(unit)
    for (int i = 0; i < TALLY_DIMS; i++) {
        YK_BY(dims[i])
    }
    YK_BY(hist)
#undef YK_BY
    return 0;
}

void tally_moves_sort(struct tally_move *moves, size_t n) {
    if (n) { // of none there need not be an array
        qsort(moves, n, sizeof *moves, compare_moves);
    }
}

void tally_moves_tidy(struct tally_moves *moves) {
    size_t kept = 0;
    tally_moves_sort(moves->list, moves->n);
    for (size_t i = 0; i < moves->n;) {
        struct tally_move move = moves->list[i++];
        while (i < moves->n && same_move(&move, &moves->list[i])) {
            add_move(&move, &moves->list[i++]);
        }
        if (move.n || move.sum) {
            moves->list[kept++] = move;
        }
    }
    moves->n = kept;
}

bool tally_fold_moves(const struct tally_fold *fold, struct tally_move **out, size_t *out_n) {
    struct tally_move *moves = malloc((fold->moves.n_used + 1) * sizeof *moves);
    size_t n = 0;
    if (!moves) {
        return false;
    }
    for (size_t i = 0; i < fold->moves.n_slots; i++) {
        const struct tally_move *move = (const struct tally_move *)fold->moves.slots + i;
        if (fold->moves.used[i] && (move->n || move->sum)) {
            moves[n++] = *move;
        }
    }
    tally_moves_sort(moves, n);
    *out = moves;
    *out_n = n;
    return true;
}

bool tally_fold_has_cells(const struct tally_fold *fold) {
    return fold->cells.n_used > 0;
}
