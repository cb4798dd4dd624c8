// SPDX-License-Identifier: Apache-2.0
// Making and removing the scratch stores of unit tests.

#include "db/test_store.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "db/migrate.h"

static bool open_sqlite(struct test_store *store) {
    const char *tmp = getenv("TMPDIR");
    snprintf(store->folder, sizeof store->folder, "%.32s/yikou-test.XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(store->folder)) {
        return false;
    }
    snprintf(store->url, sizeof store->url, "sqlite:%s/test.db", store->folder);
    return true;
}

static bool open_postgres(struct test_store *store) {
    const char *base = getenv("YIKOU_TEST_DATABASE");
    if (!base || !*base) {
        store->missing = true;
        return true;
    }
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    snprintf(store->schema, sizeof store->schema, "t_%d_%lld", (int)getpid(),
             (long long)now.tv_sec * 1000000000 + now.tv_nsec);
    snprintf(store->url, sizeof store->url, "%s%coptions=-csearch_path%%3D%s", base,
             strchr(base, '?') ? '&' : '?', store->schema);
    struct db *db = NULL;
    if (db_open(base, DB_READ_WRITE, &db, NULL) != YK_OK) {
        return false;
    }
    char sql[80];
    snprintf(sql, sizeof sql, "CREATE SCHEMA %s", store->schema);
    bool ok = db_exec(db, sql, NULL) == YK_OK;
    db_close(&db);
    return ok;
}

static int setup(void **state, enum db_engine engine, bool migrated) {
    struct test_store *store = calloc(1, sizeof *store);
    struct err err = {0};
    if (!store) {
        return -1;
    }
    *state = store;
    store->engine = engine;
    bool ok = engine == DB_SQLITE ? open_sqlite(store) : open_postgres(store);
    if (ok && store->missing) {
        return 0;
    }
    ok = ok && db_open(store->url, DB_CREATE, &store->db, &err) == YK_OK;
    ok = ok && (!migrated || migrate_up(store->db, NULL, NULL, &err) == YK_OK);
    if (!ok) {
        print_error("no test store: %s\n", err.detail);
    }
    return ok ? 0 : -1;
}

int test_store_setup_sqlite(void **state) {
    return setup(state, DB_SQLITE, false);
}

int test_store_setup_postgres(void **state) {
    return setup(state, DB_POSTGRES, false);
}

int test_store_setup_sqlite_migrated(void **state) {
    return setup(state, DB_SQLITE, true);
}

int test_store_setup_postgres_migrated(void **state) {
    return setup(state, DB_POSTGRES, true);
}

static void remove_sqlite(const struct test_store *store) {
    static const char *const names[] = {"test.db", "test.db-wal", "test.db-shm"};
    char path[96];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", store->folder, names[i]);
        unlink(path);
    }
    rmdir(store->folder);
}

int test_store_teardown(void **state) {
    struct test_store *store = *state;
    if (store->db && store->engine == DB_POSTGRES) {
        char sql[96];
        snprintf(sql, sizeof sql, "DROP SCHEMA %s CASCADE", store->schema);
        db_rollback(store->db);
        if ((db_is_lost(store->db) && db_reconnect(store->db, NULL) != YK_OK) ||
            db_exec(store->db, sql, NULL) != YK_OK) {
            print_error("could not drop the schema %s\n", store->schema);
        }
    }
    db_close(&store->db);
    if (store->engine == DB_SQLITE) {
        remove_sqlite(store);
    }
    free(store);
    return 0;
}

struct test_store *test_store_of(void **state) {
    struct test_store *store = *state;
    if (store->missing) {
        skip();
    }
    return store;
}

struct db *test_store_connect(const struct test_store *store, enum db_mode mode) {
    struct db *db = NULL;
    struct err err = {0};
    if (db_open(store->url, mode, &db, &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
    return db;
}

void test_store_exec(struct db *db, const char *sql) {
    struct err err = {0};
    if (db_exec(db, sql, &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
}

int64_t test_store_i64(struct db *db, const char *sql) {
    struct err err = {0};
    struct db_stmt *st = db_use_text(db, sql);
    if (db_one(st, &err) != YK_OK) {
        fail_msg("%s: %s", sql, err.detail);
    }
    int64_t value = db_i64(st, 0);
    db_done(st);
    return value;
}

// "… name (x) AS (…" and "(…) AS name": rows that the statement makes itself, from tables that have steps of their own.
static bool is_made_by(const char *sql, const char *name, size_t n) {
    for (const char *at = strstr(sql, name); at; at = strstr(at + 1, name)) {
        const char *end = at + n;
        if (at - sql >= 5 && strncmp(at - 5, ") AS ", 5) == 0 && !isalnum((unsigned char)*end)) {
            return true;
        }
        if (at > sql && at[-1] == ' ' && strncmp(end, " (", 2) == 0) {
            end = strchr(end, ')');
            if (end && strncmp(end, ") AS (", 6) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool is_scan(const char *sql, const char *step) {
    const char *what = strchr(step, ' ');
    if (what && strncmp(step, "SCAN ", 5) == 0) {
        char name[64];
        what++;
        snprintf(name, sizeof name, "%.*s", (int)strcspn(what, " "), what);
        return strcmp(step, "SCAN CONSTANT ROW") != 0 && !strstr(step, "VIRTUAL TABLE") &&
               !is_made_by(sql, name, strlen(name));
    }
    // Every key begins with the district, so it alone leads nowhere.
    return strncmp(step, "SEARCH", 6) == 0 && strstr(step, " (district=?)");
}

void test_store_scans(struct db *db, const char *sql, test_store_scan_fn *found, void *ctx) {
    struct buf buf;
    buf_init(&buf, 1 << 20);
    buf_add_text(&buf, "EXPLAIN QUERY PLAN ");
    buf_add_text(&buf, sql);
    char *text = buf_take(&buf, NULL);
    assert_non_null(text);
    struct db_stmt *st = db_use_text(db, text);
    enum db_row row = DB_ROW;
    while ((row = db_step(st)) == DB_ROW) {
        if (is_scan(sql, db_text(st, 3, NULL))) {
            found(ctx, db_text(st, 3, NULL));
        }
    }
    if (row == DB_ERROR) {
        struct err err = {0};
        (void)!db_status(st, &err);
        fail_msg("%s: %s", sql, err.detail);
    }
    free(text);
}
