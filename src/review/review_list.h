// SPDX-License-Identifier: Apache-2.0
// Which meetings, and which decisions that are followed up, a list shows, and in which order.
#ifndef YK_REVIEW_REVIEW_LIST_H
#define YK_REVIEW_REVIEW_LIST_H

#include "review/review.h"

enum review_show { TASKS_OPEN = 1, TASKS_LATE, TASKS_REPORTED, TASKS_ALL };
extern const struct json_word review_show_words[];

// Meetings, the latest first. state, kind: JSON_ABSENT_INT: any.
void review_list_build(const struct scope *scope, int64_t state, int64_t kind,
                       struct fact_query *out);
// Decisions, what runs out first first (all: by the day of the meeting). show: JSON_ABSENT_INT: open ones. units must outlive the query.
void review_tasks_build(const struct scope *scope, int64_t show, const int64_t *units,
                        size_t n_units, int32_t today, struct fact_query *out);

#endif
