// SPDX-License-Identifier: Apache-2.0
// One command on one matter between loading and recording, private to the command files of this folder. Decides nothing.
#ifndef YK_MATTER_OPENED_H
#define YK_MATTER_OPENED_H

#include "matter/command.h"

struct opened {
    const struct matter_act *act;
    struct log_object object;
    const struct matter *matter;
    struct matter_env env;
    struct drafts drafts;
};
// Loads and locks what the actor may see; what may not be seen is not found. seen: the seq that the person saw, 0: not checked. (command.c)
YK_NODISCARD enum yk matter_open(const struct matter_act *act, int64_t id, int64_t seen,
                                 struct opened *out, struct err *err);
// Records opened->drafts when `decided` is YK_OK, and tells who stands for what the matter has left; else passes `decided` on.
YK_NODISCARD enum yk matter_record(struct opened *opened, enum yk decided, struct err *err);
// The jobs of what is owed in the district; part of matter_jobs_again. (promise_command.c)
YK_NODISCARD enum yk matter_promise_jobs_again(struct log_tx *tx, struct err *err);
YK_NODISCARD enum yk matter_tell_jobs_again(struct log_tx *tx, struct err *err);
// The clock "tell" as it stood before something was recorded; afterwards the jobs of one that is new or moved. NULL: no matter yet. (tell_command.c)
struct tell_mark {
    int64_t n, due_us;
};
struct tell_mark matter_tell_mark(const struct matter *matter);
YK_NODISCARD enum yk matter_tell_jobs(struct log_tx *tx, int64_t id, const struct matter *matter,
                                      struct tell_mark before, struct err *err);
// A job's act, as nobody in particular. org is the caller's to release.
YK_NODISCARD enum yk matter_job_act(struct job_run *run, struct org **org, struct matter_act *out,
                                    struct err *err);
// What a job does to its object when its day comes: decide is asked with the job's number, and says no where others were there before. said: for the page of scheduled
// work, when something was recorded or nothing was left to do. (command.c)
typedef enum yk matter_due_fn(const struct matter *matter, const struct matter_env *env, int64_t n,
                              struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_run_due(struct job_run *run, matter_due_fn *decide, const char *done,
                                    const char *nothing, struct err *err);
// As the rules want to know them; id or code 0: there is no such one. (command.c)
struct matter_unit matter_act_unit(const struct matter_act *act, int64_t id);
struct matter_category matter_act_category(const struct matter_act *act, int64_t number);

#endif
