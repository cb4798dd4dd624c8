// SPDX-License-Identifier: Apache-2.0
// Commands on matters from beginning to end: load and lock, is it the actor's to see, has it moved on, decide, record. The HTTP handlers, the
// demonstration district and the bench all come through here, each with its own clock. All need a write transaction; on anything but YK_OK
// the caller undoes it.
#ifndef YK_MATTER_COMMAND_H
#define YK_MATTER_COMMAND_H

#include "crypto/keyring.h"
#include "jobs/jobs.h"
#include "matter/matter.h"
#include "org/org.h"
#include "paper/district.h"
#include "party/party.h"

// One actor's command. tx->now_us is the clock, tx->actor the account; `today` its day.
struct matter_act {
    struct log_tx *tx;
    const struct actor *actor;
    const struct org *org; // units, catalogue and the policy of the day
    const struct calendar *calendar;
    const struct keyring *ring;
    int32_t today;
    // Asked, in the same transaction, when a matter has ended or gone to another unit: what stands about it in other ledgers ends with it. NULL: nobody is.
    enum yk (*left)(const struct matter_act *act, int64_t id, const struct matter *now,
                    struct err *err);
};

struct matter_assist_input { // a unit to assist, and what is asked of it
    int64_t unit;
    const char *text;
};

struct matter_intake_command {
    int64_t channel, urgency, category; // category: code as a number, 0 unknown
    int64_t kind;                       // 0: by the kind of the caller
    int32_t day;
    bool secret;
    struct party_caller caller;
    const char *unreachable_reason, *title, *text;
    int64_t join; // 0, or the matter that this one repeats
    bool dispatch;
    int64_t unit; // with dispatch
    const char *note;
    const struct matter_assist_input *assists;
    size_t n_assists;
};
// Registers, gives the number, and joins or dispatches in the same act. All field errors at once where they can be known.
YK_NODISCARD enum yk matter_intake(const struct matter_act *act,
                                   const struct matter_intake_command *command, int64_t *out_id,
                                   struct err *err);

// The others: id, and the seq that the person saw (0: not checked).
YK_NODISCARD enum yk matter_dispatch(const struct matter_act *act, int64_t id, int64_t seen,
                                     int64_t unit, const char *note, struct err *err);
// Naming assisting units in the same act.
YK_NODISCARD enum yk matter_dispatch_with(const struct matter_act *act, int64_t id, int64_t seen,
                                          int64_t unit, const char *note,
                                          const struct matter_assist_input *assists,
                                          size_t n_assists, struct err *err);
YK_NODISCARD enum yk matter_sign(const struct matter_act *act, int64_t id, int64_t seen,
                                 struct err *err);
YK_NODISCARD enum yk matter_object(const struct matter_act *act, int64_t id, int64_t seen,
                                   const char *reason, struct err *err);
YK_NODISCARD enum yk matter_arbitrate(const struct matter_act *act, int64_t id, int64_t seen,
                                      bool uphold, int64_t unit, const char *note, struct err *err);
YK_NODISCARD enum yk matter_note(const struct matter_act *act, int64_t id, int64_t seen,
                                 const char *text, struct err *err);
YK_NODISCARD enum yk matter_contact(const struct matter_act *act, int64_t id, int64_t seen,
                                    int32_t day, int64_t how, const char *text, struct err *err);
YK_NODISCARD enum yk matter_answer(const struct matter_act *act, int64_t id, int64_t seen,
                                   const char *text, int64_t result, struct err *err);
YK_NODISCARD enum yk matter_signoff(const struct matter_act *act, int64_t id, int64_t seen,
                                    bool approve, const char *note, struct err *err);
YK_NODISCARD enum yk matter_callback(const struct matter_act *act, int64_t id, int64_t seen,
                                     const struct matter_call *call, struct err *err);
YK_NODISCARD enum yk matter_withdraw(const struct matter_act *act, int64_t id, int64_t seen,
                                     const char *reason, struct err *err);
YK_NODISCARD enum yk matter_join(const struct matter_act *act, int64_t id, int64_t seen,
                                 int64_t into, struct err *err);
// category 0, urgency and kind JSON_ABSENT_INT: unchanged; title NULL: unchanged. A category that does not exist: -1.
YK_NODISCARD enum yk matter_extend(const struct matter_act *act, int64_t id, int64_t seen,
                                   int64_t days, int32_t day, const char *reason, struct err *err);
YK_NODISCARD enum yk matter_extension(const struct matter_act *act, int64_t id, int64_t seen,
                                      bool approve, const char *note, struct err *err);
YK_NODISCARD enum yk matter_park(const struct matter_act *act, int64_t id, int64_t seen,
                                 int64_t class_, int32_t review_day, const char *reason,
                                 struct err *err);
// Approved, a job brings it back on its review day.
YK_NODISCARD enum yk matter_parking(const struct matter_act *act, int64_t id, int64_t seen,
                                    bool approve, const char *note, struct err *err);
// matter_decide_park_now; comes back by itself as any parking does.
YK_NODISCARD enum yk matter_park_now(const struct matter_act *act, int64_t id, int64_t class_,
                                     int32_t review_day, const char *reason, struct err *err);
YK_NODISCARD enum yk matter_unpark(const struct matter_act *act, int64_t id, int64_t seen,
                                   const char *note, struct err *err);
// Assisting units: named (by whoever dispatches) or asked for (by the lead), decided on, and their own part.
YK_NODISCARD enum yk matter_assist_add(const struct matter_act *act, int64_t id, int64_t seen,
                                       int64_t unit, const char *text, struct err *err);
// decision: enum assist_decision. unit 0: none, or the one asked for.
YK_NODISCARD enum yk matter_assist_decide(const struct matter_act *act, int64_t id, int64_t seen,
                                          int64_t n, int64_t decision, int64_t unit,
                                          const char *note, struct err *err);
YK_NODISCARD enum yk matter_assist_sign(const struct matter_act *act, int64_t id, int64_t seen,
                                        struct err *err);
YK_NODISCARD enum yk matter_assist_urge(const struct matter_act *act, int64_t id, int64_t seen,
                                        int64_t n, const char *text, struct err *err);
YK_NODISCARD enum yk matter_assist_object(const struct matter_act *act, int64_t id, int64_t seen,
                                          const char *reason, struct err *err);
YK_NODISCARD enum yk matter_assist_answer(const struct matter_act *act, int64_t id, int64_t seen,
                                          const char *text, struct err *err);
extern const struct job_kind matter_unpark_kind;
// Once it stands, jobs remind of it when its day nears and record that it has passed. (promise_command.c)
YK_NODISCARD enum yk matter_stage(const struct matter_act *act, int64_t id, int64_t seen,
                                  const struct matter_stage *command, struct err *err);
YK_NODISCARD enum yk matter_countersign(const struct matter_act *act, int64_t id, int64_t seen,
                                        bool approve, const char *note, struct err *err);
// What the jobs do on their mornings, for whoever makes history (log_tx.quiet_before_us): reminds, or records that the day has passed, if it is the time.
YK_NODISCARD enum yk matter_promise_due(const struct matter_act *act, int64_t id, int64_t n,
                                        struct err *err);
extern const struct job_kind matter_promise_near_kind, matter_promise_passed_kind;
extern const struct job_kind matter_tell_near_kind, matter_tell_passed_kind; // tell_command.c
YK_NODISCARD enum yk matter_amend(const struct matter_act *act, int64_t id, int64_t seen,
                                  const char *title, int64_t category, int64_t urgency,
                                  int64_t kind, const char *reason, struct err *err);

// Issues a paper on the matter: gives it its number (交办单, without gaps by year) or its tracking code (受理回执). template: as in force.
YK_NODISCARD enum yk matter_issue_paper(const struct matter_act *act, int64_t id, int64_t seen,
                                        enum paper_kind kind, const struct paper_template *template,
                                        int64_t *out_n, struct err *err);

// Adds the scheduled work that follows from how the district's matters stand, in a store that was restored to an earlier moment. What waits already stays.
YK_NODISCARD enum yk matter_jobs_again(struct log_tx *tx, struct err *err);

#endif
