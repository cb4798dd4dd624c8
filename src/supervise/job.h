// SPDX-License-Identifier: Apache-2.0
// The sweep as scheduled work.
#ifndef YK_SUPERVISE_JOB_H
#define YK_SUPERVISE_JOB_H

#include "jobs/jobs.h"

extern const struct job_kind supervise_sweep_job; // daily at 08:30

#endif
