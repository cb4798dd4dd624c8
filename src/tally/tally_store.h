// SPDX-License-Identifier: Apache-2.0
// What the fold and the store of tallies share.
#ifndef YK_TALLY_TALLY_STORE_H
#define YK_TALLY_TALLY_STORE_H

#include "tally/tally.h"

extern const struct db_sql_table tally_sql;

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
// Can tally_read answer for these days?
bool tally_can_read(enum tally_dim dim, int32_t from, int32_t to);
int tally_cell_compare(const struct tally_cell *a, const struct tally_cell *b);
// Puts a whole cell (rebuild), into tally or its shadow.
YK_NODISCARD enum yk tally_put(struct db *db, const char *suffix, const struct tally_cell *cell,
                               struct err *err);

#endif
