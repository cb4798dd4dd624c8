// SPDX-License-Identifier: Apache-2.0
// What is read of the cells of tallies: which buckets make a span up, and the sums of spans that were read before, kept as long as nobody wrote cells. No SQL here:
// tally_store.c.
#ifndef YK_TALLY_TALLY_KEPT_H
#define YK_TALLY_TALLY_KEPT_H

#include "tally/tally_store.h"

struct tally_sum {
    int32_t month;
    int64_t value, n, sum;
};
struct tally_sums { // a heap array
    struct tally_sum *list;
    size_t n, cap;
};
bool tally_sums_add(struct tally_sums *sums, const struct tally_sum *sum); // false: no memory
// In order of month and value, each of these once, none that is nothing.
void tally_sums_tidy(struct tally_sums *sums);
void tally_sums_done(struct tally_sums *sums);

// Buckets from..to of one grain, to be added (sign 1) or taken away (-1).
typedef enum yk tally_buckets_fn(void *ctx, int grain, int32_t from, int32_t to, int sign,
                                 struct err *err);
// The fewest buckets that make a span up: whole years and months, and days at the edges; or a whole year or month less the days that are not in it, where
// that is less to read. from must be a day.
YK_NODISCARD enum yk tally_span_buckets(const struct tally_span *span, tally_buckets_fn *fn,
                                        void *ctx, struct err *err);

// The state of the cells: equal stamps, equal cells. All zero: unknown.
struct tally_stamp {
    uint64_t snapshot;
    int64_t first_waiting, position;
    int32_t district;
};
bool tally_stamp_equal(const struct tally_stamp *a, const struct tally_stamp *b);

struct tally_kept;
struct tally_kept *tally_kept_new(void); // NULL past memory
void tally_kept_free(struct tally_kept **kept);
// Forgets all that was read of cells in another state.
void tally_kept_begin(struct tally_kept *kept, const struct tally_stamp *stamp);
// Tidy sums, valid until the next call that keeps or begins; false: not known.
bool tally_kept_find(const struct tally_kept *kept, const struct tally_span *span,
                     const struct tally_sum **out, size_t *out_n);
// Keeps a copy. When there is no room, all is forgotten first; what is too long is not kept.
void tally_kept_put(struct tally_kept *kept, const struct tally_span *span,
                    const struct tally_sums *sums);

#endif
