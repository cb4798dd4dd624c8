// SPDX-License-Identifier: Apache-2.0
// Figures and their definitions as JSON, the same on the command line and over HTTP.
#ifndef YK_FIGURE_FIGURE_VIEW_H
#define YK_FIGURE_FIGURE_VIEW_H

#include "figure/figure.h"
#include "org/org.h"
#include "json/json.h"

extern const struct json_word figure_by_words[]; // unit category channel caller_kind month
const char *figure_kind_word(enum figure_kind kind);

extern const struct json_word figure_board_words[]; // loop time supervision
// One figure. query is the one it was evaluated by.
void figure_write(struct jw *jw, const struct figure *figure, const struct figure_query *query,
                  const struct org *org, const char *lang);
// The same with what it was before and where each of these opens; by unit with its rank.
void figure_write_compared(struct jw *jw, const struct figure_compared *compared,
                           const struct figure_query *query, const struct org *org,
                           const char *lang);
void figure_write_def(struct jw *jw, const struct figure_def *def);
// The name of a part of a breakdown.
void figure_part_name(const struct figure_query *query, int64_t part, const struct org *org,
                      const char *lang, struct buf *out);
// Weights of the composite by the district's policy in force on the day, as figure_query wants them.
void figure_weights(const struct org *org, int32_t day, double out[FIGURE_PARTS_MAX]);

#endif
