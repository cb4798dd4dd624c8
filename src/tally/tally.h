// SPDX-License-Identifier: Apache-2.0
// Tallies are marginals of facts: per measure, (all units) × total | unit | category | channel | caller kind | histogram, and (one unit) × each dimension but unit,
// in year, month and day buckets. A fold gathers the differences of one commit in memory and writes each touched cell once. A span of days is
// read as whole years and months plus its edge days.
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
// Writes the touched cells in key order and forgets them.
YK_NODISCARD enum yk tally_flush(struct tally_fold *fold, struct db *db, struct err *err);
void tally_fold_clear(struct tally_fold *fold);
size_t tally_fold_cells(const struct tally_fold *fold);

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
// Every cell with n or sum ≠ 0, in key order: verify and rebuild walk the fold as the expected whole.
typedef enum yk tally_cell_fn(void *ctx, const struct tally_cell *cell, struct err *err);
YK_NODISCARD enum yk tally_fold_each(struct tally_fold *fold, tally_cell_fn *fn, void *ctx,
                                     struct err *err);
YK_NODISCARD enum yk tally_each(struct db *db, int32_t district, tally_cell_fn *fn, void *ctx,
                                struct err *err);

// Reading. Days from..to both in (INT32_MIN: from the beginning). unit 0: all units; otherwise that unit (DIM_UNIT is for unit 0 only: a unit's own total is asked with dim DIM_TOTAL).
struct tally_span {
    int32_t district;
    int32_t measure;
    int64_t unit;
    enum tally_dim dim;
    int32_t from, to;
    bool by_month; // cb gets the month number; else month 0 and sums over the span
};
typedef enum yk tally_read_fn(void *ctx, int32_t month, int64_t value, int64_t n, int64_t sum,
                              struct err *err);
YK_NODISCARD enum yk tally_read(struct db *db, const struct tally_span *span, tally_read_fn *fn,
                                void *ctx, struct err *err);
// The sum over the span at DIM_TOTAL (or the one value of a dimension).
YK_NODISCARD enum yk tally_total(struct db *db, const struct tally_span *span, int64_t value,
                                 int64_t *out_n, int64_t *out_sum, struct err *err);

#endif
