// SPDX-License-Identifier: Apache-2.0
// A review as JSON: a row of the list of meetings, the whole page, a decision that is followed up. Decides nothing but what a unit's people do not see.
// Shapes are api/schema's ReviewRow, Review and ReviewTask.
#ifndef YK_REVIEW_REVIEW_VIEW_H
#define YK_REVIEW_REVIEW_VIEW_H

#include "matter/matter_view.h"
#include "review/review.h"

// "2023-000007": the year and the meeting's number in it.
enum { REVIEW_NUMBER_BYTES = 24 };
void review_number_format(int64_t number, char out[REVIEW_NUMBER_BYTES]);

// hit: of review_fact.
void review_write_row(struct matter_row_source *source, const struct fact_hit *hit);
// The whole meeting for this actor; YK_NOT_FOUND when nothing of it is theirs to see.
YK_NODISCARD enum yk review_write_page(struct matter_row_source *source, int64_t object,
                                       const struct log_object *review, const struct actor *actor,
                                       struct err *err);
// Rows of matter_fact for these ids, whoever asks: items are chosen before their rows are read.
YK_NODISCARD enum yk review_read_matters(struct matter_row_source *source, const int64_t *ids,
                                         size_t n, struct fact_hit **out, size_t *out_n,
                                         struct err *err);
// Decisions (hits of review_item_fact) as an array, each with its matter's row and its meeting's number.
YK_NODISCARD enum yk review_write_tasks(struct matter_row_source *source,
                                        const struct fact_hit *hits, size_t n, struct err *err);

#endif
