// SPDX-License-Identifier: Apache-2.0
// Supervision as JSON: a row of a list, the whole page with its story. Decides nothing but what a unit is not shown: what the office thinks of doing, and
// other units in a notification. Shapes are api/schema's SupervisionRow and Supervision.
#ifndef YK_SUPERVISE_SUPERVISE_VIEW_H
#define YK_SUPERVISE_SUPERVISE_VIEW_H

#include "matter/matter_view.h"
#include "supervise/supervise.h"

// Rows as a JSON array; their matters are read at once.
YK_NODISCARD enum yk supervise_write_rows(struct matter_row_source *source,
                                          const struct actor *actor, const struct fact_hit *hits,
                                          size_t n, struct err *err);
// The titles of the rows' matters, in their order ("" where a row has none), for exports.
YK_NODISCARD enum yk supervise_titles(struct matter_row_source *source, const struct fact_hit *hits,
                                      size_t n, const char ***out, struct err *err);
YK_NODISCARD enum yk supervise_write_page(struct matter_row_source *source, int64_t object,
                                          const struct supervision *self, const struct actor *actor,
                                          struct err *err);
// Of a limit; none, and not stopped: LIGHT_NONE.
enum light supervise_light(int32_t limit_day, int32_t warn_day, bool stopped, int64_t now_us);

#endif
