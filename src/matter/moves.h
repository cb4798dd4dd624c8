// SPDX-License-Identifier: Apache-2.0
// What another calendar does to matters in hand: which due days move, seen before and done after. One event for each matter that is moved.
#ifndef YK_MATTER_MOVES_H
#define YK_MATTER_MOVES_H

#include "jobs/jobs.h"
#include "matter/command.h"

// The answer's due day before and after, or of the clock that moved when the answer's does not run.
struct matter_move {
    int64_t object, number, unit;
    enum time_clock clock;
    int32_t was_due, due; // DAY_NONE: paused
    bool now_overdue, no_longer_overdue, now_certain;
};
// Adds matter.due_moved when a running clock is reckoned otherwise by env->calendar; out->clock 0 when nothing moves. Idempotent: after it nothing moves. Pure.
YK_NODISCARD enum yk matter_decide_move(const struct matter *matter, const struct matter_env *env,
                                        struct drafts *out_drafts, struct matter_move *out,
                                        struct err *err);

enum { MOVES_SHOWN_MAX = 200, MOVES_READ_MAX = 20000 };
struct matter_moves { // the sum over all matters in hand
    int64_t moved, now_overdue, no_longer_overdue, now_certain;
    struct matter_move *shown; // the first of them
    size_t n_shown;
    bool exact; // false: more than MOVES_READ_MAX are in hand
};
YK_NODISCARD enum yk matter_moves_preview(struct db *db, struct arena *arena, int32_t district,
                                          const struct matter_env *env, struct matter_moves *out,
                                          struct err *err);
// Asks for the move of all matters to the district's calendar, in the transaction that sets it.
YK_NODISCARD enum yk matter_moves_ask(struct log_tx *tx, int64_t version, struct err *err);
extern const struct job_kind
    matter_moves_job; // asked for; and daily, for what was dispatched by an older calendar meanwhile

#endif
