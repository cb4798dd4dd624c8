// SPDX-License-Identifier: Apache-2.0
// Every kind of scheduled work of the program, and what its runner is handed.
#ifndef YK_APP_JOB_KINDS_H
#define YK_APP_JOB_KINDS_H

#include "app/app.h"
#include "jobs/jobs.h"

extern const struct job_kind *const all_job_kinds[]; // NULL-terminated
// For the runner of a serving program; the app must outlive it.
struct jobs_config jobs_config_of(const struct app *app);

#endif
