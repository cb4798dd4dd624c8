// SPDX-License-Identifier: Apache-2.0
// Sums that are kept with a connection, and the choice of buckets. A dashboard asks for some hundred spans, and again a moment later; nobody needs to ask the store for
// them again until waiting differences are folded into the cells.
#include "tally/tally_kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

// ---- sums ----

bool tally_sums_add(struct tally_sums *sums, const struct tally_sum *sum) {
    if (sums->n == sums->cap) {
        size_t cap = sums->cap ? sums->cap * 2 : 64;
        struct tally_sum *list = realloc(sums->list, cap * sizeof *list);
        if (!list) {
            return false;
        }
        sums->list = list;
        sums->cap = cap;
    }
    sums->list[sums->n++] = *sum;
    return true;
}

static int compare_sums(const void *pa, const void *pb) {
    const struct tally_sum *a = pa, *b = pb;
    if (a->month != b->month) {
        return a->month < b->month ? -1 : 1;
    }
    return a->value < b->value ? -1 : a->value > b->value;
}

static bool in_order(const struct tally_sums *sums) {
    for (size_t i = 1; i < sums->n; i++) {
        if (compare_sums(&sums->list[i - 1], &sums->list[i]) >= 0) {
            return false;
        }
    }
    return true;
}

void tally_sums_tidy(struct tally_sums *sums) {
    size_t kept = 0;
    if (!in_order(sums)) {
        qsort(sums->list, sums->n, sizeof *sums->list, compare_sums);
    }
    for (size_t i = 0; i < sums->n;) {
        struct tally_sum sum = sums->list[i++];
        while (i < sums->n && compare_sums(&sum, &sums->list[i]) == 0) {
            sum.n += sums->list[i].n;
            sum.sum += sums->list[i++].sum;
        }
        if (sum.n || sum.sum) {
            sums->list[kept++] = sum;
        }
    }
    sums->n = kept;
}

void tally_sums_done(struct tally_sums *sums) {
    free(sums->list);
    *sums = (struct tally_sums){0};
}

// ---- the buckets of a span ----

struct plan {
    const struct tally_span *span;
    tally_buckets_fn *fn;
    void *ctx;
};

static enum yk give(const struct plan *plan, int grain, int32_t from, int32_t to, int sign,
                    struct err *err) {
    return from <= to ? plan->fn(plan->ctx, grain, from, to, sign, err) : YK_OK;
}

static enum yk in_month(const struct plan *plan, int32_t from, int32_t to, int sign,
                        struct err *err) {
    int32_t month = month_of_day(from);
    int32_t first = month_first_day(month), last = month_first_day(month + 1) - 1;
    int32_t within = to - from + 1;
    if (last - first + 1 - within + 1 >= within) { // a month less some days is one bucket more
        return give(plan, TALLY_DAY, from, to, sign, err);
    }
    enum yk status = give(plan, TALLY_MONTH, month, month, sign, err);
    if (status == YK_OK) {
        status = give(plan, TALLY_DAY, first, from - 1, -sign, err);
    }
    return status == YK_OK ? give(plan, TALLY_DAY, to + 1, last, -sign, err) : status;
}

// Days of one year by months: whole ones together, those at the edges by days.
static enum yk by_months(const struct plan *plan, int32_t from, int32_t to, int sign,
                         struct err *err) {
    if (from > to) {
        return YK_OK;
    }
    int32_t first = month_of_day(from), last = month_of_day(to);
    bool whole_first = month_first_day(first) == from;
    bool whole_last = month_first_day(last + 1) - 1 == to;
    if (first == last && !(whole_first && whole_last)) {
        return in_month(plan, from, to, sign, err);
    }
    enum yk status = YK_OK;
    if (!whole_first) {
        status = in_month(plan, from, month_first_day(++first) - 1, sign, err);
    }
    if (!whole_last && status == YK_OK) {
        status = in_month(plan, month_first_day(last--), to, sign, err);
    }
    return status == YK_OK ? give(plan, TALLY_MONTH, first, last, sign, err) : status;
}

static int32_t year_first_day(int32_t year) {
    return month_first_day(year * 12);
}

static enum yk in_year(const struct plan *plan, int32_t year, int32_t from, int32_t to,
                       struct err *err) {
    int32_t first = year_first_day(year), last = year_first_day(year + 1) - 1;
    int32_t within = to - from + 1;
    if (last - first + 1 - within >= within) {
        return by_months(plan, from, to, 1, err);
    }
    enum yk status = give(plan, TALLY_YEAR, year, year, 1, err);
    if (status == YK_OK) {
        status = by_months(plan, first, from - 1, -1, err);
    }
    return status == YK_OK ? by_months(plan, to + 1, last, -1, err) : status;
}

// Whole years in one piece.
static enum yk by_years(const struct plan *plan, int32_t from, int32_t to, struct err *err) {
    int32_t first = tally_year(month_of_day(from)), last = tally_year(month_of_day(to));
    bool whole_first = year_first_day(first) == from;
    bool whole_last = year_first_day(last + 1) - 1 == to;
    if (first == last && !(whole_first && whole_last)) {
        return in_year(plan, first, from, to, err);
    }
    enum yk status = YK_OK;
    if (!whole_first) {
        status = in_year(plan, first, from, year_first_day(first + 1) - 1, err);
        first++;
    }
    if (!whole_last && status == YK_OK) {
        status = in_year(plan, last, year_first_day(last), to, err);
        last--;
    }
    return status == YK_OK ? give(plan, TALLY_YEAR, first, last, 1, err) : status;
}

enum yk tally_span_buckets(const struct tally_span *span, tally_buckets_fn *fn, void *ctx,
                           struct err *err) {
    const struct plan plan = {span, fn, ctx};
    if (span->from > span->to) {
        return YK_OK;
    }
    return span->by_month || !tally_keeps_days(span->dim)
               ? by_months(&plan, span->from, span->to, 1, err)
               : by_years(&plan, span->from, span->to, err);
}

// ---- what is kept ----

enum { SPANS_MAX = 1024, SLOTS = SPANS_MAX * 2, SUMS_MAX = 16384 };

struct kept_span {
    struct tally_span span;
    uint32_t first, n;
};
struct tally_kept {
    struct tally_stamp stamp;
    uint16_t slots[SLOTS]; // place in spans + 1; open addressing
    struct kept_span spans[SPANS_MAX];
    uint32_t n_spans, n_sums, cap_sums;
    struct tally_sum *sums;
};

struct tally_kept *tally_kept_new(void) {
    return calloc(1, sizeof(struct tally_kept));
}

void tally_kept_free(struct tally_kept **kept) {
    if (*kept) {
        free((*kept)->sums);
        free(*kept);
        *kept = NULL;
    }
}

static void forget(struct tally_kept *kept) {
    if (kept->n_spans) {
        memset(kept->slots, 0, sizeof kept->slots);
    }
    kept->n_spans = kept->n_sums = 0;
}

bool tally_stamp_equal(const struct tally_stamp *a, const struct tally_stamp *b) {
    return a->snapshot == b->snapshot && a->first_waiting == b->first_waiting &&
           a->position == b->position && a->district == b->district;
}

void tally_kept_begin(struct tally_kept *kept, const struct tally_stamp *stamp) {
    if (!tally_stamp_equal(&kept->stamp, stamp)) {
        forget(kept);
        kept->stamp = *stamp;
    }
}

static bool same_span(const struct tally_span *a, const struct tally_span *b) {
    return a->district == b->district && a->measure == b->measure && a->unit == b->unit &&
           a->dim == b->dim && a->from == b->from && a->to == b->to && a->by_month == b->by_month;
}

static size_t slot_of(const struct tally_kept *kept, const struct tally_span *span) {
    uint64_t h = (uint64_t)(uint32_t)span->measure << 32 | (uint32_t)span->from;
    h = (h ^ (uint64_t)span->unit << 8 ^ (uint64_t)span->dim << 1 ^ span->by_month) *
        UINT64_C(0x9E3779B97F4A7C15);
    h = (h ^ h >> 29 ^ (uint32_t)span->to) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(h >> 40) % SLOTS;
    while (kept->slots[at] && !same_span(&kept->spans[kept->slots[at] - 1].span, span)) {
        at = (at + 1) % SLOTS;
    }
    return at;
}

bool tally_kept_find(const struct tally_kept *kept, const struct tally_span *span,
                     const struct tally_sum **out, size_t *out_n) {
    size_t at = slot_of(kept, span);
    if (!kept->slots[at]) {
        return false;
    }
    const struct kept_span *found = &kept->spans[kept->slots[at] - 1];
    *out = found->n ? kept->sums + found->first : NULL;
    *out_n = found->n;
    return true;
}

static bool make_room(struct tally_kept *kept, size_t more) {
    if (more > SUMS_MAX / 4) {
        return false;
    }
    if (kept->n_spans == SPANS_MAX || kept->n_sums + more > SUMS_MAX) {
        forget(kept);
    }
    uint32_t cap = kept->cap_sums ? kept->cap_sums : 1024;
    while (cap < kept->n_sums + more) {
        cap *= 2;
    }
    if (cap != kept->cap_sums) {
        struct tally_sum *sums = realloc(kept->sums, cap * sizeof *sums);
        if (!sums) {
            return false;
        }
        kept->sums = sums;
        kept->cap_sums = cap;
    }
    return true;
}

void tally_kept_put(struct tally_kept *kept, const struct tally_span *span,
                    const struct tally_sums *sums) {
    if (!make_room(kept, sums->n)) {
        return;
    }
    kept->spans[kept->n_spans] =
        (struct kept_span){.span = *span, .first = kept->n_sums, .n = (uint32_t)sums->n};
    kept->slots[slot_of(kept, span)] = (uint16_t)++kept->n_spans;
    if (sums->n) {
        memcpy(kept->sums + kept->n_sums, sums->list, sums->n * sizeof *sums->list);
        kept->n_sums += (uint32_t)sums->n;
    }
}
