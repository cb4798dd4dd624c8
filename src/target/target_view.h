// SPDX-License-Identifier: Apache-2.0
// Programmes, tasks, shares and reports as JSON, for this actor. Amounts leave as numbers of their unit. Decides nothing but what a unit's people do not see.
// Shapes are api/schema's Programme, ProgrammePage, Target and TargetWorkPage.
#ifndef YK_TARGET_TARGET_VIEW_H
#define YK_TARGET_TARGET_VIEW_H

#include "matter/matter_view.h"
#include "target/target.h"

enum { TARGET_NUMBER_BYTES = 32, MONTH_TEXT_BYTES = 8 };
void target_number_format(int64_t number, char out[TARGET_NUMBER_BYTES]); // "2022-000034"
void target_month_format(int64_t month, char out[MONTH_TEXT_BYTES]);      // "2022-07"
bool target_month_parse(const char *text, int64_t *out);                  // strict

// hit: of programme_fact, part 0. Its lights are those of the tasks that the actor sees.
YK_NODISCARD enum yk programme_write_row(struct matter_row_source *source,
                                         const struct fact_hit *hit, const struct actor *actor,
                                         struct err *err);
// The whole programme with its tasks as they stand, or as they stood at the end of a month (0: now): what a matrix and a monthly table show.
YK_NODISCARD enum yk programme_write_page(struct matter_row_source *source, int64_t object,
                                          const struct log_object *programme,
                                          const struct actor *actor, int64_t month,
                                          struct err *err);
// A task's page; YK_NOT_FOUND when it is not the actor's to see.
YK_NODISCARD enum yk target_write_page(struct matter_row_source *source, int64_t object,
                                       const struct log_object *target, const struct actor *actor,
                                       struct err *err);
// Lines of my work. hits: of target_fact, or of target_report_fact (reports true).
YK_NODISCARD enum yk target_write_work(struct matter_row_source *source,
                                       const struct fact_hit *hits, size_t n, bool reports,
                                       struct err *err);
// The members of a row behind a figure of this ledger, without braces: what it is, of which task.
YK_NODISCARD enum yk target_write_figure_row(struct matter_row_source *source,
                                             const struct fact_table *table,
                                             const struct fact_hit *hit, struct err *err);

#endif
