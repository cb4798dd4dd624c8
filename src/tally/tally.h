// SPDX-License-Identifier: Apache-2.0
// Tallies are marginals of facts: per measure, (all units) × total | unit | category | channel | caller kind | histogram, and (one unit) × each dimension but unit,
// in year, month and day buckets. A commit writes its differences as one row (tally_pending); a job folds such rows into the cells (docs/decisions/0012). Who
// reads gets both, of one snapshot, so a figure is exact at every moment. A span of days is read as whole years and months plus its edge days.
#ifndef YK_TALLY_TALLY_H
#define YK_TALLY_TALLY_H

#include "tally/fact.h"

struct tally_fold; // differences of one group commit
struct tally_fold *tally_fold_new(void);
void tally_fold_free(struct tally_fold **fold);
// The differences of one command are kept apart until it is known to stand.
void tally_item_begin(struct tally_fold *fold);
void tally_item_end(struct tally_fold *fold, bool keep);
// old or new may be NULL. Same table.
YK_NODISCARD enum yk tally_move(struct tally_fold *fold, int32_t district,
                                const struct fact_row *old_row, const struct fact_row *new_row,
                                struct err *err);
// Writes what was gathered, as one row for each district under `id` (never given before: that of an event of this commit), and forgets it. What is large goes into
// the cells at once.
YK_NODISCARD enum yk tally_flush(struct tally_fold *fold, struct db *db, int64_t id,
                                 struct err *err);
// Folds the rows that wait into the cells, in the caller's write transaction. One at a time on PostgreSQL: who comes second leaves them, with *out_rows 0.
YK_NODISCARD enum yk tally_settle(struct db *db, int64_t *out_rows, struct err *err);
// Takes what the rows that wait will add out of a fold, so that the cells alone are left to be compared. *out_broken: rows that cannot be read.
YK_NODISCARD enum yk tally_take_pending(struct tally_fold *fold, struct db *db, int32_t district,
                                        int64_t *out_rows, int64_t *out_broken, struct err *err);
void tally_fold_clear(struct tally_fold *fold);

struct tally_cell {
    int32_t district;
    int32_t measure;
    int64_t unit; // 0: all
    int32_t dim;
    int32_t grain; // 0 day, 1 month, 2 year
    int32_t bucket;
    int64_t value;
    int64_t n, sum;
};
// Every cell with n or sum ≠ 0, in key order: verify and rebuild walk the fold as the expected whole, tally_each what is stored (without what waits).
typedef enum yk tally_cell_fn(void *ctx, const struct tally_cell *cell, struct err *err);
YK_NODISCARD enum yk tally_fold_each(struct tally_fold *fold, tally_cell_fn *fn, void *ctx,
                                     struct err *err);
YK_NODISCARD enum yk tally_each(struct db *db, int32_t district, tally_cell_fn *fn, void *ctx,
                                struct err *err);

// Reading, best inside a read transaction, which then keeps what waits. Days from..to both in (INT32_MIN: from the beginning). unit 0: all units; otherwise that unit (DIM_UNIT is for unit 0 only: a unit's own total is asked with dim DIM_TOTAL).
struct tally_span {
    int32_t district;
    int32_t measure;
    int64_t unit;
    enum tally_dim dim;
    int32_t from, to;
    bool by_month; // cb gets the month number; else month 0 and sums over the span
};
// May not read tallies itself.
typedef enum yk tally_read_fn(void *ctx, int32_t month, int64_t value, int64_t n, int64_t sum,
                              struct err *err);
YK_NODISCARD enum yk tally_read(struct db *db, const struct tally_span *span, tally_read_fn *fn,
                                void *ctx, struct err *err);
// The sum over the span at DIM_TOTAL (or the one value of a dimension).
YK_NODISCARD enum yk tally_total(struct db *db, const struct tally_span *span, int64_t value,
                                 int64_t *out_n, int64_t *out_sum, struct err *err);

#endif
