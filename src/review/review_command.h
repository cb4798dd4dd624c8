// SPDX-License-Identifier: Apache-2.0
// Commands on reviews from beginning to end: load and lock, decide, record, on the meeting and on the matters that it speaks of. All need a write transaction; on
// anything but YK_OK the caller undoes it. The actor, the clock and the district are those of a command on matters.
#ifndef YK_REVIEW_REVIEW_COMMAND_H
#define YK_REVIEW_REVIEW_COMMAND_H

#include "matter/command.h"
#include "review/review.h"

// What the district holds that belongs on an agenda on the day `today`, most urgent reason first, at most REVIEW_ITEMS_MAX; for a unit and those below it, or
// all (0). Reads only. Into the arena.
YK_NODISCARD enum yk review_search(struct db *db, struct arena *arena, const struct org *org,
                                   int64_t unit, int32_t today, struct review_found **out,
                                   size_t *out_n, struct err *err);

// Fills last_meeting and last_item of `found` from its matter.
YK_NODISCARD enum yk review_find_last(struct db *db, struct arena *arena, int32_t district,
                                      struct review_found *found, struct err *err);

// Plans a meeting and collects its agenda in the same act.
YK_NODISCARD enum yk review_plan(const struct matter_act *act, const struct review_plan *command,
                                 int64_t *out_id, struct err *err);
// The others: id, and the seq that the person saw (0: not checked).
YK_NODISCARD enum yk review_change(const struct matter_act *act, int64_t id, int64_t seen,
                                   const struct review_plan *command, struct err *err);
YK_NODISCARD enum yk review_collect(const struct matter_act *act, int64_t id, int64_t seen,
                                    struct err *err);
// On the meeting and on the matter. A matter that the actor may not see: refused by field.
YK_NODISCARD enum yk review_ask(const struct matter_act *act, int64_t id, int64_t seen,
                                int64_t matter, const char *reason, struct err *err);
YK_NODISCARD enum yk review_drop(const struct matter_act *act, int64_t id, int64_t seen, int64_t n,
                                 const char *reason, struct err *err);
YK_NODISCARD enum yk review_open(const struct matter_act *act, int64_t id, int64_t seen,
                                 struct err *err);
struct review_decide_command {
    int64_t n, decision, unit;
    int64_t colour; // supervise: JSON_ABSENT_INT: blue, or the next of an order that stands
    int64_t class_; // park: why; JSON_ABSENT_INT where the lead has asked, or the matter is parked
    int32_t by_day; // supervise: the order's limit; park: the review day
    const char *instruction;
};
// On the meeting and on the matter; "supervise" issues the order and "park" parks the matter in the same command, which is refused as a whole, with their
// reason, when these refuse. An order that is proposed is issued, one that stands gets its next step; what the lead asked for is granted; what this item set
// going before stays as it is unless a higher colour is asked for.
YK_NODISCARD enum yk review_decide(const struct matter_act *act, int64_t id, int64_t seen,
                                   const struct review_decide_command *command, struct err *err);
YK_NODISCARD enum yk review_close(const struct matter_act *act, int64_t id, int64_t seen,
                                  const char *conclusion, struct err *err);
YK_NODISCARD enum yk review_cancel(const struct matter_act *act, int64_t id, int64_t seen,
                                   const char *reason, struct err *err);
YK_NODISCARD enum yk review_follow(const struct matter_act *act, int64_t id, int64_t seen,
                                   int64_t n, const char *text, struct err *err);
YK_NODISCARD enum yk review_confirm(const struct matter_act *act, int64_t id, int64_t seen,
                                    int64_t n, bool accept, const char *note, struct err *err);

#endif
