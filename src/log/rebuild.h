// SPDX-License-Identifier: Apache-2.0
// Rebuild: replays the log into shadow tables (state, facts with their versions, tallies) and puts them in the place of the present ones in one transaction: its own, or the caller's.
#ifndef YK_LOG_REBUILD_H
#define YK_LOG_REBUILD_H

#include "log/verify.h"

YK_NODISCARD enum yk rebuild_store(struct db *db, const struct ledgers *ledgers,
                                   verify_progress_fn *progress, void *ctx, int64_t *out_events,
                                   struct err *err);

extern const struct db_sql_table rebuild_sql;

#endif
