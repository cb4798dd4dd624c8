// SPDX-License-Identifier: Apache-2.0
// Every kind of scheduled work: one row each, from the module that knows how. The names are stored and never change.
#include "app/job_kinds.h"

#include "org/org.h"
#include "supervise/job.h"

const struct job_kind *const all_job_kinds[] = {
    &job_sweep_kind,
    &supervise_sweep_job,
    NULL,
};

struct jobs_config jobs_config_of(const struct app *app) {
    return (struct jobs_config){
        .pool = app->pool,
        .kinds = app->job_kinds,
        .tools = {.orgs = app->orgs,
                  .calendar = app->calendar,
                  .ring = app->ring,
                  .public_url = app->public_url},
        .ledgers = app->ledgers,
        .ids = app->ids,
        .clock = &app->clock,
        .districts = org_store_districts,
    };
}
