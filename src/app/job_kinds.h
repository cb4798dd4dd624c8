// SPDX-License-Identifier: Apache-2.0
// Every kind of scheduled work of the program and every thing that notices speak of, and what their runners are handed.
#ifndef YK_APP_JOB_KINDS_H
#define YK_APP_JOB_KINDS_H

#include "app/app.h"
#include "jobs/jobs.h"
#include "notify/mail.h"
#include "notify/notify.h"

extern const struct job_kind *const all_job_kinds[]; // NULL-terminated
// For the runner of a serving program; the app must outlive it.
struct jobs_config jobs_config_of(const struct app *app);

// What each ledger tells of its things in notices, and the deliverer of those.
extern const struct notice_sources all_notices;
struct notify_config notify_config_of(const struct app *app);
struct mailer_config mailer_config_of(const struct app *app);

#endif
