// SPDX-License-Identifier: Apache-2.0
// Commands of supervision from beginning to end: load and lock the subject, then the object, in ascending order; is it the actor's to see, has it moved on, decide, record
// on both. HTTP handlers, the daily sweep and the demonstration come through here. All need a write transaction; on anything but YK_OK the caller undoes it.
#ifndef YK_SUPERVISE_COMMAND_H
#define YK_SUPERVISE_COMMAND_H

#include "matter/command.h"
#include "supervise/supervise.h"

// Urges the unit in charge of a matter. seen: the matter's seq that the person saw (0: not checked). ERR_ALREADY_EXISTS: by hand once a day, by itself once for each cause and clock.
YK_NODISCARD enum yk supervise_urge(const struct matter_act *act, int64_t matter, int64_t seen,
                                    enum urge_cause cause, const char *text, int64_t *out_id,
                                    struct err *err);
YK_NODISCARD enum yk supervise_reply(const struct matter_act *act, int64_t id, int64_t seen,
                                     const char *text, struct err *err);

// A first order. ERR_ALREADY_EXISTS while there is an open one, or a proposal, on the matter. command->number is given here.
YK_NODISCARD enum yk supervise_raise(const struct matter_act *act, int64_t matter, int64_t seen,
                                     const struct supervise_order_command *command, int64_t *out_id,
                                     struct err *err);
// The order, or the proposal of one, that is open about a matter; 0: none. Reads only.
YK_NODISCARD enum yk supervise_find_open(const struct matter_act *act, int64_t matter,
                                         int64_t *out_id, struct err *err);
YK_NODISCARD enum yk supervise_issue(const struct matter_act *act, int64_t id, int64_t seen,
                                     const struct supervise_order_command *command,
                                     struct err *err);
YK_NODISCARD enum yk supervise_escalate(const struct matter_act *act, int64_t id, int64_t seen,
                                        const struct supervise_order_command *command,
                                        struct err *err);
YK_NODISCARD enum yk supervise_dismiss(const struct matter_act *act, int64_t id, int64_t seen,
                                       const char *reason, struct err *err);
YK_NODISCARD enum yk supervise_answer(const struct matter_act *act, int64_t id, int64_t seen,
                                      const char *text, struct err *err);
YK_NODISCARD enum yk supervise_judge(const struct matter_act *act, int64_t id, int64_t seen,
                                     bool accept, const char *note, struct err *err);
YK_NODISCARD enum yk supervise_withdraw(const struct matter_act *act, int64_t id, int64_t seen,
                                        const char *reason, struct err *err);

// A notification: drawn up with red orders in it, at once or later; issued with a number; signed for.
YK_NODISCARD enum yk supervise_draw_up(const struct matter_act *act, const char *title,
                                       const char *text, const int64_t *orders, size_t n,
                                       int64_t *out_id, struct err *err);
// One of: an order (red), or a matter by hand with a cause.
YK_NODISCARD enum yk supervise_list(const struct matter_act *act, int64_t id, int64_t seen,
                                    int64_t order, int64_t matter, const char *cause,
                                    struct err *err);
YK_NODISCARD enum yk supervise_strike(const struct matter_act *act, int64_t id, int64_t seen,
                                      int64_t n, struct err *err);
YK_NODISCARD enum yk supervise_notify(const struct matter_act *act, int64_t id, int64_t seen,
                                      struct err *err);
YK_NODISCARD enum yk supervise_sign(const struct matter_act *act, int64_t id, int64_t seen,
                                    struct err *err);

// What stands open about a matter that has ended, or to a unit that is not in charge any more, is closed (matter_left_fn).
YK_NODISCARD enum yk supervise_close(const struct matter_act *act, int64_t matter,
                                     const struct matter *now, struct err *err);

struct supervise_swept {
    int64_t urged, proposed, next;
    bool more; // there is more than one run takes
};
// The daily sweep: urges by itself, proposes first orders and next steps. Never twice for the same cause and clock, whenever and however often it runs; on a day off it does
// nothing. act: of the system (supervise_system).
YK_NODISCARD enum yk supervise_sweep(const struct matter_act *act, struct supervise_swept *out,
                                     struct err *err);
// The system as an actor of this district.
struct actor supervise_system(int32_t district);

#endif
