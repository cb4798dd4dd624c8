// SPDX-License-Identifier: Apache-2.0
// Commands on programmes and tasks from beginning to end: load and lock, decide, record. All need a write transaction; on anything but YK_OK the caller
// undoes it. The actor, the clock and the district are those of a command on matters. The programme is locked before its task: its id is always the lower.
#ifndef YK_TARGET_TARGET_COMMAND_H
#define YK_TARGET_TARGET_COMMAND_H

#include "matter/command.h"
#include "target/target.h"

YK_NODISCARD enum yk programme_plan(const struct matter_act *act,
                                    const struct programme_plan *command, int64_t *out_id,
                                    struct err *err);
// seen: the seq that the person saw (0: not checked). month: as month_of_day counts.
YK_NODISCARD enum yk programme_lock(const struct matter_act *act, int64_t id, int64_t seen,
                                    int64_t month, struct err *err);
YK_NODISCARD enum yk programme_open(const struct matter_act *act, int64_t id, int64_t seen,
                                    int64_t month, const char *reason, struct err *err);

// A task of the programme; what the programme says (kind, days) is filled in here.
YK_NODISCARD enum yk target_set_up(const struct matter_act *act, int64_t programme, int64_t seen,
                                   const struct target_set_up *command, int64_t *out_id,
                                   struct err *err);
YK_NODISCARD enum yk target_break_down(const struct matter_act *act, int64_t id, int64_t seen,
                                       const struct target_breakdown *command, struct err *err);
YK_NODISCARD enum yk target_assign(const struct matter_act *act, int64_t id, int64_t seen,
                                   struct err *err);
YK_NODISCARD enum yk target_sign(const struct matter_act *act, int64_t id, int64_t seen,
                                 struct err *err);
YK_NODISCARD enum yk target_report(const struct matter_act *act, int64_t id, int64_t seen,
                                   const struct target_report_command *command, struct err *err);
YK_NODISCARD enum yk target_verify(const struct matter_act *act, int64_t id, int64_t seen,
                                   int64_t n, int64_t how, const char *note, struct err *err);
YK_NODISCARD enum yk target_return(const struct matter_act *act, int64_t id, int64_t seen,
                                   int64_t n, const char *reason, struct err *err);
YK_NODISCARD enum yk target_untrue(const struct matter_act *act, int64_t id, int64_t seen,
                                   int64_t n, const char *reason, struct err *err);
YK_NODISCARD enum yk target_accept(const struct matter_act *act, int64_t id, int64_t seen,
                                   const char *note, struct err *err);

#endif
