// SPDX-License-Identifier: Apache-2.0
// The minutes of a review as a paper: what stands in its placeholders and in its table. Pure but for names from the district's snapshot.
#ifndef YK_REVIEW_REVIEW_PAPER_H
#define YK_REVIEW_REVIEW_PAPER_H

#include "org/org.h"
#include "paper/paper.h"
#include "review/review.h"

struct review_paper_source {
    const struct org *org;
    struct arena *arena;
    int32_t district;
    const struct review *review;   // closed
    const struct log_entry *story; // whole, oldest first
    size_t n_story;
    const struct fact_hit *matters; // matter_fact rows of its items, in any order
    const char *const *titles;      // of these
    size_t n_matters;
};
// All texts point into the source, or live in the arena.
YK_NODISCARD enum yk review_paper_fill(const struct review_paper_source *source,
                                       struct paper_data *out, struct err *err);

#endif
