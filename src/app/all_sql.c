// SPDX-License-Identifier: Apache-2.0
// The list of the stores' statement tables, in the order in which includes may point.
#include "app/all_sql.h"

#include "auth/session.h"
#include "backup/backup_store.h"
#include "db/migrate.h"
#include "jobs/jobs_store.h"
#include "log/log_store.h"
#include "log/process.h"
#include "log/rebuild.h"
#include "log/seal_store.h"
#include "log/watch.h"
#include "matter/matter_store.h"
#include "notify/notify_store.h"
#include "org/audit_store.h"
#include "org/org.h"
#include "paper/tracking.h"
#include "party/party.h"
#include "tally/tally_store.h"

// One a line, so that two who add one do not meet.
// clang-format off
const struct db_sql_table *const all_sql[] = {
    &migrate_sql,
    &log_sql,
    &seal_sql,
    &watch_sql,
    &process_sql,
    &rebuild_sql,
    &tally_sql,
    &jobs_sql,
    &notify_sql,
    &org_sql,
    &audit_sql,
    &session_sql,
    &party_sql,
    &matter_sql,
    &paper_sql,
    &backup_sql,
};
// clang-format on
const size_t all_sql_count = sizeof all_sql / sizeof all_sql[0];
