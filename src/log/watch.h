// SPDX-License-Identifier: Apache-2.0
// How far background work is behind: looked at now and then by one thread, read by whoever asks, so that asking for metrics never reads the store.
#ifndef YK_LOG_WATCH_H
#define YK_LOG_WATCH_H

#include "db/pool.h"

extern const struct db_sql_table watch_sql;

struct watched {   // of all districts, the worst
    int64_t at_us; // when it was looked at, real time; 0 not yet
    int64_t districts;
    int64_t seal_lag_us, outbox_age_us, job_lag_us, jobs_failing;
    int64_t backup_us; // the last backup of the district whose one is oldest; 0 never
    int64_t wal_bytes, free_bytes;
};
// One reading of the store, in the caller's transaction or none. now_us: the domain clock.
YK_NODISCARD enum yk watch_store(struct db *db, int64_t now_us, struct watched *out,
                                 struct err *err);
// The database's own clock; 0 where it is this machine's.
YK_NODISCARD enum yk watch_clock(struct db *db, int64_t *out_us, struct err *err);

struct watch;
struct watch *watch_new(const char *folder); // where there must be room; NULL: not known
void watch_free(struct watch **watch);
// Reads the store anew when the last reading is old enough.
YK_NODISCARD enum yk watch_turn(struct watch *watch, struct pool *pool, int64_t now_us,
                                struct err *err);
struct watched watch_read(const struct watch *watch);

#endif
