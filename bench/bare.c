// SPDX-License-Identifier: Apache-2.0
// The bare loop: SQLite's own interface, the tables' own definitions and settings of durability, bodies taken from a store. No facts, no tallies, no texts.
#include "bare.h"

#include <sqlite3.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"

enum { TO_A_COMMIT = 64, DISTRICT = 340406 };

struct loop {
    sqlite3 *db;
    sqlite3_stmt *event, *state, *notice, *begin, *commit;
    const struct bare_bodies *bodies;
};

static const char schema[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
    "CREATE TABLE event (district INTEGER NOT NULL, ledger INTEGER NOT NULL, object INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, id INTEGER NOT NULL, recorded_at INTEGER NOT NULL, day INTEGER NOT NULL,"
    " actor INTEGER NOT NULL, action TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,"
    " PRIMARY KEY (district, ledger, object, seq)) STRICT, WITHOUT ROWID;"
    "CREATE UNIQUE INDEX event_by_id ON event (district, id);"
    "CREATE TABLE state (district INTEGER NOT NULL, ledger INTEGER NOT NULL, object INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, recorded_at INTEGER NOT NULL, body TEXT NOT NULL,"
    " PRIMARY KEY (district, ledger, object)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE outbox (district INTEGER NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL,"
    " kind TEXT NOT NULL, unit INTEGER NOT NULL, account INTEGER NOT NULL, ledger INTEGER NOT NULL,"
    " object INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (district, id, n)) STRICT, WITHOUT ROWID";
static const char insert_event[] = "INSERT INTO event VALUES (?, 3, ?, ?, ?, ?, ?, 7, ?, 1, ?)";
static const char insert_state[] = "INSERT INTO state VALUES (?, 3, ?, 2, ?, ?)";
static const char insert_notice[] =
    "INSERT INTO outbox VALUES (?, ?, 0, 'matter.dispatched', 9, 0, 3, ?, ?)";

static enum yk trouble(sqlite3 *db, struct err *err) {
    return err_set(err, YK_FAILED, ERR_INTERNAL, "bare loop: %s", sqlite3_errmsg(db));
}

static enum yk read_body(sqlite3 *db, const char *text, char out[BARE_BODY_BYTES],
                         struct err *err) {
    sqlite3_stmt *st = NULL;
    enum yk status = YK_OK;
    if (sqlite3_prepare_v2(db, text, -1, &st, NULL) != SQLITE_OK) {
        status = trouble(db, err);
    } else if (sqlite3_step(st) != SQLITE_ROW) {
        status = err_set(err, YK_FAILED, ERR_INTERNAL,
                         "bare loop: the last matter is not one entered and dispatched");
    } else {
        snprintf(out, BARE_BODY_BYTES, "%s", (const char *)sqlite3_column_text(st, 0));
    }
    sqlite3_finalize(st);
    return status;
}

#define LAST_MATTER                                                                                \
    " AND object = (SELECT MAX(object) FROM state WHERE district = 340406 AND ledger = 3)"

enum yk bare_read_bodies(const struct bench_store *store, struct bare_bodies *out,
                         struct err *err) {
    static const char event_of_last[] =
        "SELECT body FROM event WHERE district = 340406 AND ledger = 3 AND seq = 1"
        " AND action = 'registered'" LAST_MATTER;
    static const char next_of_last[] =
        "SELECT body FROM event WHERE district = 340406 AND ledger = 3 AND seq = 2"
        " AND action = 'dispatched'" LAST_MATTER;
    static const char state_of_last[] =
        "SELECT body FROM state WHERE district = 340406 AND ledger = 3 AND seq = 2" LAST_MATTER;
    char path[600];
    sqlite3 *db = NULL;
    enum yk status = YK_OK;
    snprintf(path, sizeof path, "%s/yikou.db", store->folder);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        status = trouble(db, err);
    }
    if (status == YK_OK) {
        status = read_body(db, event_of_last, out->registered, err);
    }
    if (status == YK_OK) {
        status = read_body(db, next_of_last, out->dispatched, err);
    }
    if (status == YK_OK) {
        status = read_body(db, state_of_last, out->state, err);
    }
    sqlite3_close(db);
    return status;
}

static bool prepare(struct loop *loop, const char *text, sqlite3_stmt **out) {
    return sqlite3_prepare_v2(loop->db, text, -1, out, NULL) == SQLITE_OK;
}

static enum yk open_loop(struct loop *loop, const struct bare_bodies *bodies, const char *path,
                         struct err *err) {
    *loop = (struct loop){.bodies = bodies};
    if (sqlite3_open(path, &loop->db) != SQLITE_OK ||
        sqlite3_exec(loop->db, schema, NULL, NULL, NULL) != SQLITE_OK ||
        !prepare(loop, insert_event, &loop->event) || !prepare(loop, insert_state, &loop->state) ||
        !prepare(loop, insert_notice, &loop->notice) ||
        !prepare(loop, "BEGIN IMMEDIATE", &loop->begin) ||
        !prepare(loop, "COMMIT", &loop->commit)) {
        return trouble(loop->db, err);
    }
    return YK_OK;
}

static void close_loop(struct loop *loop, const char *path) {
    static const char *const endings[] = {"", "-wal", "-shm"};
    char name[700];
    sqlite3_finalize(loop->event);
    sqlite3_finalize(loop->state);
    sqlite3_finalize(loop->notice);
    sqlite3_finalize(loop->begin);
    sqlite3_finalize(loop->commit);
    sqlite3_close(loop->db);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

static bool run(sqlite3_stmt *st) {
    bool done = sqlite3_step(st) == SQLITE_DONE;
    sqlite3_reset(st);
    return done;
}

static bool put_event(struct loop *loop, int64_t object, int64_t seq, int64_t id,
                      const char *action, const char *body) {
    sqlite3_bind_int64(loop->event, 1, DISTRICT);
    sqlite3_bind_int64(loop->event, 2, object);
    sqlite3_bind_int64(loop->event, 3, seq);
    sqlite3_bind_int64(loop->event, 4, id);
    sqlite3_bind_int64(loop->event, 5, id);
    sqlite3_bind_int64(loop->event, 6, 19417);
    sqlite3_bind_text(loop->event, 7, action, -1, SQLITE_STATIC);
    sqlite3_bind_text(loop->event, 8, body, -1, SQLITE_STATIC);
    return run(loop->event);
}

static bool put_state(struct loop *loop, int64_t object) {
    sqlite3_bind_int64(loop->state, 1, DISTRICT);
    sqlite3_bind_int64(loop->state, 2, object);
    sqlite3_bind_int64(loop->state, 3, object);
    sqlite3_bind_text(loop->state, 4, loop->bodies->state, -1, SQLITE_STATIC);
    return run(loop->state);
}

static bool put_notice(struct loop *loop, int64_t object, int64_t id) {
    sqlite3_bind_int64(loop->notice, 1, DISTRICT);
    sqlite3_bind_int64(loop->notice, 2, id);
    sqlite3_bind_int64(loop->notice, 3, object);
    sqlite3_bind_int64(loop->notice, 4, id);
    return run(loop->notice);
}

static bool put_intake(struct loop *loop, int64_t i) {
    int64_t object = INT64_C(1) << 50 | i;
    return put_event(loop, object, 1, 2 * i, "registered", loop->bodies->registered) &&
           put_event(loop, object, 2, 2 * i + 1, "dispatched", loop->bodies->dispatched) &&
           put_state(loop, object) && put_notice(loop, object, 2 * i + 1);
}

static bool put_one_event(struct loop *loop, int64_t i) {
    return put_event(loop, INT64_C(1) << 50 | i, 1, i, "dispatched", loop->bodies->dispatched);
}

static double processor_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static enum yk time_loop(const struct bare_bodies *bodies, const char *scratch, int64_t n,
                         bool (*put)(struct loop *loop, int64_t i), struct bare_result *out,
                         struct err *err) {
    struct loop loop;
    char path[600];
    snprintf(path, sizeof path, "%s/bare-%d.db", scratch, (int)getpid());
    enum yk status = open_loop(&loop, bodies, path, err);
    int64_t began = clock_monotonic_us();
    double cpu = processor_seconds();
    bool good = status == YK_OK;
    for (int64_t i = 0; i < n && good; i++) {
        good = (i % TO_A_COMMIT != 0 || run(loop.begin)) && put(&loop, i) &&
               ((i + 1) % TO_A_COMMIT != 0 || run(loop.commit));
    }
    good = good && (n % TO_A_COMMIT == 0 || run(loop.commit));
    if (status == YK_OK && !good) {
        status = trouble(loop.db, err);
    }
    if (status == YK_OK) {
        *out = (struct bare_result){n, (double)(clock_monotonic_us() - began) / 1e6,
                                    processor_seconds() - cpu};
    }
    close_loop(&loop, path);
    return status;
}

enum yk bare_intakes(const struct bare_bodies *bodies, const char *scratch, int64_t n,
                     struct bare_result *out, struct err *err) {
    return time_loop(bodies, scratch, n, put_intake, out, err);
}

enum yk bare_events(const struct bare_bodies *bodies, const char *scratch, int64_t n,
                    struct bare_result *out, struct err *err) {
    return time_loop(bodies, scratch, n, put_one_event, out, err);
}
