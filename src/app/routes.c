// SPDX-License-Identifier: Apache-2.0
// Every route of the program: one table per module.
#include "app/commands.h"
#include "auth/session_http.h"
#include "exchange/exchange_http.h"
#include "figure/figure_http.h"
#include "figure/region_http.h"
#include "jobs/jobs_http.h"
#include "matter/matter_http.h"
#include "matter/matter_paper_http.h"
#include "notify/notify_http.h"
#include "org/audit_http.h"
#include "org/org_http.h"
#include "paper/paper_http.h"
#include "review/review_http.h"
#include "supervise/supervise_http.h"
#include "supervise/supervise_paper_http.h"
#include "target/target_http.h"

// One a line, so that two who add one do not meet.
// clang-format off
const struct route_table *const all_routes[] = {
    &auth_routes,
    &org_routes,
    &time_routes,
    &calendar_routes,
    &account_routes,
    &audit_routes,
    &matter_routes,
    &assist_routes,
    &work_routes,
    &party_routes,
    &figure_routes,
    &export_routes,
    &region_routes,
    &import_routes,
    &jobs_routes,
    &notify_routes,
    &review_routes,
    &paper_routes,
    &matter_paper_routes,
    &supervise_paper_routes,
    &supervise_routes,
    &target_routes,
    NULL,
};
// clang-format on
