// SPDX-License-Identifier: Apache-2.0
// Reads the first row of each queue of every district; a few seeks for each.
#include "log/watch.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include "base/clock.h"

enum { SEAL, OUTBOX, JOB, FAILING, BACKUP, DISTRICTS, CLOCK };
static const struct db_sql sql[] = {
    [SEAL] =
        {"SELECT e.recorded_at FROM waiting AS w JOIN event AS e ON e.district = w.district AND e.id = w.id"
         " WHERE w.district = $1 ORDER BY w.id LIMIT 1",
         NULL},
    [OUTBOX] = {"SELECT at FROM outbox WHERE district = $1 ORDER BY id, n LIMIT 1", NULL},
    [JOB] = {"SELECT at FROM job WHERE district = $1 AND at <= $2 ORDER BY at, id LIMIT 1", NULL},
    [FAILING] =
        {"SELECT COUNT(*) FROM (SELECT 1 FROM job WHERE district = $1 AND attempts > 0 ORDER BY at, id"
         " LIMIT 1000) AS failing",
         NULL},
    [BACKUP] = {"SELECT made_at FROM backup_made WHERE district = $1 ORDER BY made_at DESC LIMIT 1",
                NULL},
    [DISTRICTS] = {"SELECT district FROM org_version ORDER BY district", NULL},
    [CLOCK] = {"SELECT 0",
               "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)"},
};
const struct db_sql_table watch_sql = {"watch", sql, sizeof sql / sizeof *sql};

enum { DISTRICTS_MAX = 4096, LOOK_EVERY_S = 5 };

// The first number of a statement, or `none`.
static enum yk first(struct db *db, int which, int32_t district, const int64_t *second,
                     int64_t none, int64_t *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[which]);
    db_bind_i64(st, 1, district);
    if (second) {
        db_bind_i64(st, 2, *second);
    }
    enum db_row row = db_step(st);
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out = row == DB_ROW ? db_i64(st, 0) : none;
    return YK_OK;
}

static int64_t later(int64_t a, int64_t b) {
    return a > b ? a : b;
}

static enum yk look(struct db *db, int32_t district, int64_t now_us, struct watched *seen,
                    struct err *err) {
    int64_t sealed, told, due, failing = 0, backup;
    enum yk status = first(db, SEAL, district, NULL, now_us, &sealed, err);
    if (status == YK_OK) {
        status = first(db, OUTBOX, district, NULL, now_us, &told, err);
    }
    if (status == YK_OK) {
        status = first(db, JOB, district, &now_us, now_us, &due, err);
    }
    if (status == YK_OK) {
        status = first(db, FAILING, district, NULL, 0, &failing, err);
    }
    if (status == YK_OK) {
        status = first(db, BACKUP, district, NULL, 0, &backup, err);
    }
    if (status == YK_OK) {
        seen->seal_lag_us = later(seen->seal_lag_us, now_us - sealed);
        seen->outbox_age_us = later(seen->outbox_age_us, now_us - told);
        seen->job_lag_us = later(seen->job_lag_us, now_us - due);
        seen->jobs_failing += failing;
        seen->backup_us =
            seen->districts == 0 || backup < seen->backup_us ? backup : seen->backup_us;
        seen->districts++;
    }
    return status;
}

enum yk watch_store(struct db *db, int64_t now_us, struct watched *out, struct err *err) {
    int32_t districts[DISTRICTS_MAX];
    size_t n = 0;
    struct watched seen = {.at_us = clock_real_us()};
    struct db_stmt *st = db_use(db, &sql[DISTRICTS]);
    enum db_row row = DB_DONE;
    while (n < DISTRICTS_MAX && (row = db_step(st)) == DB_ROW) {
        districts[n++] = (int32_t)db_i64(st, 0);
    }
    enum yk status = row == DB_ERROR ? db_status(st, err) : YK_OK;
    db_done(st);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        status = look(db, districts[i], now_us, &seen, err);
    }
    if (status == YK_OK) {
        *out = seen;
    }
    return status;
}

enum yk watch_clock(struct db *db, int64_t *out_us, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[CLOCK]);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out_us = db_i64(st, 0);
    }
    return status;
}

// ---- kept ----

struct watch {
    char *folder;
    pthread_mutex_t lock;
    struct watched seen;
};

struct watch *watch_new(const char *folder) {
    struct watch *watch = calloc(1, sizeof *watch);
    if (watch) {
        pthread_mutex_init(&watch->lock, NULL);
        watch->folder = folder ? strdup(folder) : NULL;
    }
    return watch;
}

void watch_free(struct watch **watch) {
    if (*watch) {
        pthread_mutex_destroy(&(*watch)->lock);
        free((*watch)->folder);
        free(*watch);
        *watch = NULL;
    }
}

struct watched watch_read(const struct watch *watch) {
    struct watch *own = (struct watch *)(uintptr_t)watch; // only its lock changes
    pthread_mutex_lock(&own->lock);
    struct watched seen = own->seen;
    pthread_mutex_unlock(&own->lock);
    return seen;
}

enum yk watch_turn(struct watch *watch, struct pool *pool, int64_t now_us, struct err *err) {
    struct watched seen = watch_read(watch);
    int64_t age_us = clock_real_us() - seen.at_us;
    if (age_us >= 0 && age_us < LOOK_EVERY_S * US_PER_S) {
        return YK_OK;
    }
    struct statvfs room;
    struct db *db = pool_take_reader(pool);
    enum yk status = watch_store(db, now_us, &seen, err);
    pool_give_reader(pool, db);
    if (status == YK_OK) {
        seen.wal_bytes = pool_wal_bytes(pool);
        seen.free_bytes = watch->folder && statvfs(watch->folder, &room) == 0
                              ? (int64_t)(room.f_bavail * room.f_frsize)
                              : 0;
        pthread_mutex_lock(&watch->lock);
        watch->seen = seen;
        pthread_mutex_unlock(&watch->lock);
    }
    return status;
}
