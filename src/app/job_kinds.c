// SPDX-License-Identifier: Apache-2.0
// Every kind of scheduled work: one row each, from the module that knows how. The names are stored and never change. And whom notices ask what they are about.
#include "app/job_kinds.h"

#include "matter/command.h"
#include "matter/moves.h"
#include "matter/subject.h"
#include "notify/digest.h"
#include "org/org.h"
#include "review/subject.h"
#include "supervise/job.h"
#include "supervise/subject.h"
#include "target/subject.h"

// One a line, so that two who add one do not meet.
// clang-format off
const struct job_kind *const all_job_kinds[] = {
    &job_sweep_kind,
    &matter_moves_job,
    &notice_sweep_kind,
    &digest_plan_kind,
    &digest_kind,
    &supervise_sweep_job,
    &matter_unpark_kind,
    &matter_promise_near_kind,
    &matter_promise_passed_kind,
    &matter_tell_near_kind,
    &matter_tell_passed_kind,
    NULL,
};
// clang-format on

struct jobs_config jobs_config_of(const struct app *app) {
    return (struct jobs_config){
        .pool = app->pool,
        .kinds = app->job_kinds,
        .tools = {.orgs = app->orgs,
                  .calendar = app->calendar,
                  .ring = app->ring,
                  .notices = app->notices,
                  .public_url = app->public_url},
        .ledgers = app->ledgers,
        .ids = app->ids,
        .clock = &app->clock,
        .districts = org_store_districts,
    };
}

static const struct notice_source subjects[] = {
    {LEDGER_MATTER, matter_subject},
    {LEDGER_SUPERVISION, supervise_subject},
    {LEDGER_REVIEW, review_subject},
    {LEDGER_TARGET, target_subject},
    {0, NULL},
};
const struct notice_sources all_notices = {.subjects = subjects, .digest = matter_digest};

struct notify_config notify_config_of(const struct app *app) {
    return (struct notify_config){
        .pool = app->pool, .orgs = app->orgs, .ids = app->ids, .clock = &app->clock};
}

struct mailer_config mailer_config_of(const struct app *app) {
    return (struct mailer_config){.pool = app->pool,
                                  .orgs = app->orgs,
                                  .clock = &app->clock,
                                  .sources = app->notices,
                                  .server = app->mail,
                                  .public_url = app->public_url};
}
