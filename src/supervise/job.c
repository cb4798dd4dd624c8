// SPDX-License-Identifier: Apache-2.0
// The sweep as scheduled work. Of mornings that were missed only the last is made up for: what is due then is what is still due.
#include "supervise/job.h"

#include "org/org.h"
#include "supervise/command.h"

enum { SWEEP_AT_MIN = 8 * 60 + 30, DAY_MIN = 24 * 60 };

static enum yk run_sweep(struct job_run *run, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    const struct actor system = supervise_system(run->tx.district);
    struct supervise_swept swept = {0};
    enum yk status = org_cache_get(run->tools->orgs, run->tx.db, run->tx.district, &org, err);
    if (status != YK_OK) {
        return status;
    }
    const struct matter_act act = {.tx = &run->tx,
                                   .actor = &system,
                                   .org = org,
                                   .calendar = org_calendar(org),
                                   .ring = run->tools->ring,
                                   .today = day_of_time(run->tx.now_us)};
    status = supervise_sweep(&act, &swept, err);
    if (status == YK_OK && swept.more) {
        const struct job_spec rest = {
            .kind = supervise_sweep_job.name, .key = "rest", .due_us = run->tx.now_us};
        status = job_add(&run->tx, &rest, err);
    }
    run->said =
        arena_printf(run->tx.arena, "urged %lld, proposed %lld, next steps %lld",
                     (long long)swept.urged, (long long)swept.proposed, (long long)swept.next);
    return status;
}

const struct job_kind supervise_sweep_job = {.name = "supervise.sweep",
                                             .zh = "催办与督办提醒",
                                             .en = "Urging and proposals of supervision",
                                             .run = run_sweep,
                                             .every_min = DAY_MIN,
                                             .at_min = SWEEP_AT_MIN,
                                             .only_latest = true};
