// SPDX-License-Identifier: Apache-2.0
// What the fold, the rows that wait and the store of tallies share.
#ifndef YK_TALLY_TALLY_STORE_H
#define YK_TALLY_TALLY_STORE_H

#include "tally/tally.h"

extern const struct db_sql_table tally_sql;

// One counted row, or several alike, with what says which cells they touch. FACT_NULL: none.
enum { TALLY_DIMS = DIM_CALLER_KIND - DIM_CATEGORY + 1 };
struct tally_move {
    int32_t district, measure, day;
    int64_t unit; // 0: none
    int64_t dims[TALLY_DIMS];
    int64_t hist;
    int64_t n, sum;
};

// Grains, and the numbers of their buckets: the day, year × 12 + month - 1, the year.
enum { TALLY_DAY = 0, TALLY_MONTH = 1, TALLY_YEAR = 2, TALLY_GRAINS = 3 };

// The year in which a month lies.
static inline int32_t tally_year(int32_t month) {
    return month >= 0 ? month / 12 : (month - 11) / 12;
}

// Days and years are kept for totals, units and histograms; by category, channel and caller kind only months, since one day's cells of those would be
// most of what a commit writes (docs/decisions/0004). The edge days of such a span are counted from rows.
static inline bool tally_keeps_days(int dim) {
    return dim == DIM_TOTAL || dim == DIM_UNIT || dim == DIM_HIST;
}

// Of a fold: the moves that are not cells yet, in order of district, measure and day; the caller frees them. False: no memory.
bool tally_fold_moves(const struct tally_fold *fold, struct tally_move **out, size_t *out_n);
bool tally_fold_has_cells(const struct tally_fold *fold);
YK_NODISCARD enum yk tally_fold_add(struct tally_fold *fold, const struct tally_move *moves,
                                    size_t n, int sign, struct err *err);
void tally_moves_sort(struct tally_move *moves, size_t n);

// The bytes of one waiting row: its id, then the moves. Moves are of one district.
void tally_pending_write(int64_t id, const struct tally_move *moves, size_t n, struct buf *out);
// Appends to *moves (a heap array that it lets grow). YK_FAILED ERR_TAMPERED: not bytes that tally_pending_write makes under this id.
struct tally_moves {
    struct tally_move *list;
    size_t n, cap;
};
YK_NODISCARD enum yk tally_pending_read(int32_t district, int64_t id, const uint8_t *bytes,
                                        size_t n, struct tally_moves *moves, struct err *err);
void tally_moves_tidy(struct tally_moves *moves); // in order, each move once, none that is nothing
// Does the move count in a reading for this unit and dimension, and under which value?
bool tally_move_counts(const struct tally_move *move, int64_t unit, enum tally_dim dim,
                       int64_t *out_value);

// Can tally_read answer for these days?
bool tally_can_read(enum tally_dim dim, int32_t from, int32_t to);
int tally_cell_compare(const struct tally_cell *a, const struct tally_cell *b);
// Puts whole cells into the shadow of a rebuild, tally_new. Best by as many as this, in key order.
enum { TALLY_PUT_AT_ONCE = 64 };
YK_NODISCARD enum yk tally_put(struct db *db, const struct tally_cell *cells, size_t n,
                               struct err *err);

#endif
