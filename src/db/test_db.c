// SPDX-License-Identifier: Apache-2.0
// The driver's contract (db.h), the same tests on both engines: values, parameters, classes of error, what a failure does to a
// transaction, savepoints, caches, limits, lost connections.

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/db.h"
#include "db/test_store.h"

static const struct db_sql sql_make = {
    "CREATE TABLE item (id INTEGER NOT NULL PRIMARY KEY, name TEXT, data BLOB,"
    " owner INTEGER REFERENCES item (id), n INTEGER NOT NULL CHECK (n >= 0), UNIQUE (name)) STRICT",
    "CREATE TABLE item (id BIGINT NOT NULL PRIMARY KEY, name TEXT, data BYTEA,"
    " owner BIGINT REFERENCES item (id), n BIGINT NOT NULL CHECK (n >= 0), UNIQUE (name))"};
static const struct db_sql sql_add = {
    "INSERT INTO item (id, name, data, owner, n) VALUES ($1, $2, $3, $4, $5)", NULL};
static const struct db_sql sql_get = {"SELECT id, name, data, owner, n FROM item WHERE id = $1",
                                      NULL};
static const struct db_sql sql_list = {"SELECT id FROM item ORDER BY id", NULL};
static const struct db_sql sql_count = {"SELECT COUNT(*) FROM item", NULL};

static struct db *make_items(void **state) {
    struct db *db = test_store_of(state)->db;
    assert_int_equal(db_run(db_use(db, &sql_make), NULL, NULL), YK_OK);
    return db;
}

static struct db_stmt *use_add(struct db *db, int64_t id, const char *name) {
    struct db_stmt *st = db_use(db, &sql_add);
    db_bind_i64(st, 1, id);
    db_bind_text(st, 2, name);
    db_bind_i64(st, 5, 0);
    return st;
}

static enum yk add(struct db *db, int64_t id, const char *name, struct err *err) {
    return db_run(use_add(db, id, name), NULL, err);
}

static int64_t count(struct db *db) {
    struct db_stmt *st = db_use(db, &sql_count);
    assert_int_equal(db_one(st, NULL), YK_OK);
    int64_t n = db_i64(st, 0);
    db_done(st);
    return n;
}

static void test_values(void **state) {
    struct db *db = make_items(state);
    static const unsigned char bytes[] = {0, 1, 0xFF, 0, 0x80};
    static const int64_t numbers[] = {INT64_MIN, -1, 0, 1, INT32_MAX + INT64_C(1), INT64_MAX};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct db_stmt *st = db_use(db, &sql_add);
        db_bind_i64(st, 1, numbers[i]);
        db_bind_text(st, 2, NULL);
        db_bind_blob(st, 3, bytes, sizeof bytes);
        db_bind_i64_or_null(st, 4, -7, -7);
        db_bind_i64(st, 5, 12);
        int64_t changed = 0;
        assert_int_equal(db_run(st, &changed, NULL), YK_OK);
        assert_int_equal(changed, 1);

        st = db_use(db, &sql_get);
        db_bind_i64(st, 1, numbers[i]);
        assert_int_equal(db_one(st, NULL), YK_OK);
        assert_true(db_i64(st, 0) == numbers[i]);
        assert_true(db_is_null(st, 1));
        size_t n = 9;
        assert_null(db_text(st, 1, &n));
        assert_int_equal(n, 0);
        assert_memory_equal(db_blob(st, 2, &n), bytes, sizeof bytes);
        assert_int_equal(n, sizeof bytes);
        assert_true(db_is_null(st, 3));
        assert_int_equal(db_i64(st, 3), 0);
        assert_int_equal(db_i64_or(st, 3, -7), -7);
        assert_int_equal(db_i64_or(st, 4, -7), 12);
        assert_int_equal(db_step(st), DB_DONE);
        assert_int_equal(db_step(st), DB_DONE);
    }
}

static void test_text_and_empty(void **state) {
    struct db *db = make_items(state);
    static const char text[] = "潘集区 𠮷 — “quoted” 'x' $1 \\ %s";
    struct db_stmt *st = db_use(db, &sql_add);
    db_bind_i64(st, 1, 1);
    db_bind_text_n(st, 2, "用电用水", 6); // not NUL-terminated at its end
    db_bind_blob(st, 3, "", 0);
    db_bind_i64(st, 5, 0);
    assert_int_equal(db_run(st, NULL, NULL), YK_OK);
    st = use_add(db, 2, text);
    assert_int_equal(db_run(st, NULL, NULL), YK_OK);
    st = use_add(db, 3, "");
    db_bind_blob(st, 3, NULL, 0);
    assert_int_equal(db_run(st, NULL, NULL), YK_OK);

    size_t n = 9;
    st = db_use(db, &sql_get);
    db_bind_i64(st, 1, 1);
    assert_int_equal(db_one(st, NULL), YK_OK);
    assert_string_equal(db_text(st, 1, &n), "用电");
    assert_int_equal(n, 6);
    assert_false(db_is_null(st, 2));
    assert_non_null(db_blob(st, 2, &n));
    assert_int_equal(n, 0);
    st = db_use(db, &sql_get);
    db_bind_i64(st, 1, 2);
    assert_int_equal(db_one(st, NULL), YK_OK);
    assert_string_equal(db_text(st, 1, NULL), text);
    st = db_use(db, &sql_get);
    db_bind_i64(st, 1, 3);
    assert_int_equal(db_one(st, NULL), YK_OK);
    assert_string_equal(db_text(st, 1, &n), "");
    assert_int_equal(n, 0);
    assert_false(db_is_null(st, 1));
    assert_true(db_is_null(st, 2));
    assert_null(db_blob(st, 2, NULL));
    db_done(st);
}

static void test_parameters(void **state) {
    struct db *db = test_store_of(state)->db;
    // SQLite would number these 1, 2, 3 by first appearance.
    static const struct db_sql mixed = {"SELECT $3, $1, $2, $3 - $1", NULL};
    struct db_stmt *st = db_use(db, &mixed);
    db_bind_i64(st, 1, 100);
    db_bind_text(st, 2, "b");
    db_bind_i64(st, 3, 300);
    assert_int_equal(db_one(st, NULL), YK_OK);
    assert_int_equal(db_i64(st, 0), 300);
    assert_int_equal(db_i64(st, 1), 100);
    assert_string_equal(db_text(st, 2, NULL), "b");
    assert_int_equal(db_i64(st, 3), 200);

    static const struct db_sql many = {
        "SELECT $11 + $10 * 10 + $2 * 100, $1, $3, $4, $5, $6, $7, $8, $9", NULL};
    st = db_use(db, &many);
    for (int i = 1; i <= 11; i++) {
        db_bind_i64(st, i, i);
    }
    assert_int_equal(db_one(st, NULL), YK_OK);
    assert_int_equal(db_i64(st, 0), 311);

    static const struct db_sql gap = {"SELECT $1 + $3", NULL};
    struct err err = {0};
    st = db_use(db, &gap);
    db_bind_i64(st, 1, 1);
    db_bind_i64(st, 3, 1);
    if (db_engine_of(db) == DB_SQLITE) {
        assert_int_equal(db_run(st, NULL, &err), YK_FAILED);
        assert_non_null(strstr(err.detail, "$1"));
    }
    db_done(st);

    st = db_use(db, &mixed);
    db_bind_i64(st, 4, 1);
    assert_int_equal(db_run(st, NULL, &err), YK_FAILED);
    assert_non_null(strstr(err.detail, "not there"));
}

// PostgreSQL must know a type where SQLite does not ask.
static void test_null_then_value(void **state) {
    struct db *db = make_items(state);
    static const struct db_sql either = {
        "SELECT COUNT(*) FROM item WHERE ($1 IS NULL OR id = $1) AND ($2 IS NULL OR name = $2)",
        NULL};
    static const struct db_sql only_null = {"SELECT COUNT(*) FROM item WHERE $1 IS NULL", NULL};
    assert_int_equal(add(db, INT64_C(1) << 40, "a", NULL), YK_OK);
    assert_int_equal(db_begin_write(db, NULL), YK_OK);
    struct db_stmt *st = db_use(db, &either);
    struct err err = {0};
    if (db_one(st, &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
    assert_int_equal(db_i64(st, 0), 1);
    st = db_use(db, &either);
    db_bind_i64(st, 1, INT64_C(1) << 40);
    assert_int_equal(db_one(st, NULL), YK_OK);
    assert_int_equal(db_i64(st, 0), 1);
    st = db_use(db, &either);
    db_bind_text(st, 2, "b");
    assert_int_equal(db_one(st, NULL), YK_OK);
    assert_int_equal(db_i64(st, 0), 0);
    st = db_use(db, &only_null);
    db_bind_null(st, 1);
    assert_int_equal(db_one(st, NULL), YK_OK);
    assert_int_equal(db_i64(st, 0), 1);
    st = db_use(db, &only_null);
    db_bind_i64(st, 1, 5);
    assert_int_equal(db_one(st, NULL), YK_OK);
    assert_int_equal(db_i64(st, 0), 0);
    assert_int_equal(add(db, 2, "b", NULL), YK_OK);
    assert_int_equal(db_commit(db, NULL), YK_OK);
    assert_int_equal(count(db), 2);
}

static void test_error_classes(void **state) {
    struct db *db = make_items(state);
    struct err err = {0};
    assert_int_equal(add(db, 1, "a", &err), YK_OK);

    struct db_stmt *st = use_add(db, 1, "b");
    assert_int_equal(db_step(st), DB_ERROR);
    assert_true(db_is_unique_violation(st));
    assert_int_equal(db_status(st, &err), YK_CONFLICT);
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_int_equal(db_step(st), DB_ERROR);
    assert_int_equal(add(db, 2, "a", &err), YK_CONFLICT);
    assert_int_equal(err.code, ERR_CONFLICT);

    st = use_add(db, 3, "c");
    db_bind_i64(st, 4, 99);
    assert_int_equal(db_run(st, NULL, &err), YK_FAILED);
    assert_int_equal(err.code, ERR_INTERNAL);
    assert_false(db_is_unique_violation(st));
    st = use_add(db, 3, "c");
    db_bind_i64(st, 5, -1);
    assert_int_equal(db_run(st, NULL, &err), YK_FAILED);
    st = use_add(db, 3, "c");
    db_bind_null(st, 5);
    assert_int_equal(db_run(st, NULL, &err), YK_FAILED);

    static const struct db_sql wrong = {"SELECT nothing FROM nowhere", NULL};
    st = db_use(db, &wrong);
    db_bind_i64(st, 1, 1);
    assert_int_equal(db_step(st), DB_ERROR);
    assert_int_equal(db_status(st, &err), YK_FAILED);
    assert_non_null(strstr(err.detail, "nowhere"));
    assert_int_equal(db_prepare(db, &wrong, &err), YK_FAILED);
    assert_int_equal(db_prepare(db, &sql_add, &err), YK_OK);
    // Outside a transaction nothing is spoiled.
    assert_int_equal(add(db, 3, "c", &err), YK_OK);
    assert_int_equal(count(db), 2);
}

// Posts ids first..last, and answers what the first failure said, or the commit.
static enum yk post_and_commit(struct db *db, int64_t first, int64_t last, struct err *err) {
    enum yk status = db_begin_write(db, err);
    for (int64_t id = first; id <= last && status == YK_OK; id++) {
        char name[24]; // taken over at once
        snprintf(name, sizeof name, "n%lld", (long long)id);
        status = db_post(use_add(db, id, name), err);
    }
    if (status != YK_OK) {
        db_rollback(db);
        return status;
    }
    return db_commit(db, err);
}

static void test_posted(void **state) {
    enum { MANY = 1500 }; // more than are sent at once
    struct db *db = make_items(state);
    struct err err = {0};
    assert_int_equal(post_and_commit(db, 1, MANY, &err), YK_OK);
    assert_int_equal(count(db), MANY);
    // What fails is told, at the latest by the commit, and nothing of it is kept.
    assert_int_equal(post_and_commit(db, MANY, MANY + 10, &err), YK_CONFLICT);
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_int_equal(post_and_commit(db, MANY - 400, MANY + 400, &err), YK_CONFLICT);
    assert_false(db_in_transaction(db));
    assert_int_equal(count(db), MANY);
    // A reading among them sees what was posted, or tells what failed.
    assert_int_equal(db_begin_write(db, &err), YK_OK);
    assert_int_equal(db_post(use_add(db, MANY + 1, "x"), &err), YK_OK);
    assert_int_equal(count(db), MANY + 1);
    enum yk status = db_post(use_add(db, MANY + 1, "y"), &err);
    struct db_stmt *st = db_use(db, &sql_get);
    db_bind_i64(st, 1, 1);
    status = status == YK_OK ? db_one(st, &err) : status;
    assert_int_equal(status, YK_CONFLICT);
    st = db_use(db, &sql_get);
    assert_int_equal(db_step(st), DB_ERROR); // spoiled
    db_rollback(db);
    // A savepoint undoes what was posted since, also what failed.
    assert_int_equal(db_begin_write(db, &err), YK_OK);
    assert_int_equal(db_post(use_add(db, MANY + 1, "z"), &err), YK_OK);
    assert_int_equal(db_savepoint(db, &err), YK_OK);
    status = db_post(use_add(db, 1, "again"), &err);
    assert_true(status == YK_OK || status == YK_CONFLICT);
    db_rollback_to(db);
    assert_int_equal(db_commit(db, &err), YK_OK);
    assert_int_equal(count(db), MANY + 1);
    assert_int_equal(add(db, MANY + 2, "last", &err), YK_OK);
}

static void test_one_and_changed(void **state) {
    struct db *db = make_items(state);
    struct err err = {0};
    struct db_stmt *st = db_use(db, &sql_get);
    db_bind_i64(st, 1, 1);
    assert_int_equal(db_one(st, &err), YK_NOT_FOUND);
    assert_int_equal(err.code, ERR_NOT_FOUND);
    for (int i = 1; i <= 5; i++) {
        assert_int_equal(add(db, i, NULL, &err), YK_OK);
    }
    static const struct db_sql raise = {"UPDATE item SET n = n + $1 WHERE id > $2", NULL};
    static const struct db_sql taken = {
        "INSERT INTO item (id, n) VALUES ($1, 0) ON CONFLICT DO NOTHING", NULL};
    static const struct db_sql returning = {"UPDATE item SET n = n + $1 WHERE id = $2 RETURNING n",
                                            NULL};
    int64_t changed = 0;
    st = db_use(db, &raise);
    db_bind_i64(st, 1, 3);
    db_bind_i64(st, 2, 2);
    assert_int_equal(db_run(st, &changed, &err), YK_OK);
    assert_int_equal(changed, 3);
    assert_int_equal(db_run(db_use(db, &sql_list), &changed, &err), YK_OK);
    assert_int_equal(changed, 0);
    st = db_use(db, &taken);
    db_bind_i64(st, 1, 5);
    assert_int_equal(db_run(st, &changed, &err), YK_OK);
    assert_int_equal(changed, 0);
    st = db_use(db, &returning);
    db_bind_i64(st, 1, 1);
    db_bind_i64(st, 2, 5);
    assert_int_equal(db_one(st, &err), YK_OK);
    assert_int_equal(db_i64(st, 0), 4);
    db_done(st);
    assert_int_equal(db_step(st), DB_DONE);
    assert_int_equal(test_store_i64(db, "SELECT n FROM item WHERE id = 5"), 4);
}

static void test_transaction(void **state) {
    struct db *db = make_items(state);
    struct db *other = test_store_connect(*state, DB_READ_ONLY);
    assert_int_equal(db_begin_write(db, NULL), YK_OK);
    assert_true(db_in_transaction(db));
    assert_int_equal(add(db, 1, NULL, NULL), YK_OK);
    assert_int_equal(count(other), 0);
    assert_int_equal(db_commit(db, NULL), YK_OK);
    assert_false(db_in_transaction(db));
    assert_int_equal(count(other), 1);

    // One snapshot, whatever others commit.
    assert_int_equal(db_begin_read(other, NULL), YK_OK);
    assert_int_equal(count(other), 1);
    assert_int_equal(add(db, 2, NULL, NULL), YK_OK);
    assert_int_equal(count(other), 1);
    db_rollback(other);
    assert_int_equal(count(other), 2);

    assert_int_equal(db_begin_write(db, NULL), YK_OK);
    assert_int_equal(add(db, 3, NULL, NULL), YK_OK);
    db_rollback(db);
    db_rollback(db);
    assert_int_equal(count(db), 2);

    struct err err = {0};
    assert_int_equal(add(other, 9, NULL, &err), YK_FAILED);
    assert_int_equal(count(other), 2);
    db_close(&other);
    assert_null(other);
    db_close(&other);
}

static void test_failure_spoils(void **state) {
    struct db *db = make_items(state);
    struct err err = {0};
    assert_int_equal(db_begin_write(db, NULL), YK_OK);
    assert_int_equal(add(db, 1, NULL, NULL), YK_OK);
    assert_int_equal(add(db, 1, NULL, NULL), YK_CONFLICT);
    assert_true(db_in_transaction(db));
    assert_int_equal(add(db, 2, NULL, &err), YK_FAILED);
    assert_non_null(strstr(err.detail, "failed before"));
    assert_int_equal(db_savepoint(db, &err), YK_FAILED);
    assert_int_equal(db_exec(db, "SELECT 1", &err), YK_FAILED);
    assert_int_equal(db_commit(db, &err), YK_FAILED);
    assert_false(db_in_transaction(db));
    assert_int_equal(count(db), 0);
}

static void test_savepoint(void **state) {
    struct db *db = make_items(state);
    struct err err = {0};
    assert_int_equal(db_begin_write(db, NULL), YK_OK);
    assert_int_equal(add(db, 1, NULL, NULL), YK_OK);
    assert_int_equal(db_savepoint(db, NULL), YK_OK);
    assert_int_equal(add(db, 2, NULL, NULL), YK_OK);
    assert_int_equal(db_savepoint(db, NULL), YK_OK);
    assert_int_equal(add(db, 3, NULL, NULL), YK_OK);
    assert_int_equal(add(db, 3, NULL, NULL), YK_CONFLICT);
    assert_int_equal(db_release(db, &err), YK_FAILED);
    db_rollback_to(db);
    assert_int_equal(count(db), 2);
    assert_int_equal(add(db, 4, NULL, NULL), YK_OK);
    assert_int_equal(db_release(db, NULL), YK_OK);
    assert_int_equal(count(db), 3);
    for (int i = 10; i < 13; i++) {
        assert_int_equal(db_savepoint(db, NULL), YK_OK);
        assert_int_equal(add(db, i, NULL, NULL), YK_OK);
        if (i == 11) {
            db_rollback_to(db);
        } else {
            assert_int_equal(db_release(db, NULL), YK_OK);
        }
    }
    // The error is of the inner savepoint, and goes with the outer.
    assert_int_equal(db_savepoint(db, NULL), YK_OK);
    assert_int_equal(db_savepoint(db, NULL), YK_OK);
    assert_int_equal(db_run(db_use_text(db, "SELECT x FROM nowhere"), NULL, NULL), YK_FAILED);
    db_rollback_to(db);
    db_rollback_to(db);
    assert_int_equal(db_commit(db, NULL), YK_OK);
    assert_int_equal(count(db), 5);
    assert_int_equal(test_store_i64(db, "SELECT COUNT(*) FROM item WHERE id IN (3, 11)"), 0);
}

// Whatever call fails, all is done or nothing.
static void test_each_call_failing(void **state) {
    struct db *db = make_items(state);
    unsigned n = 1;
    bool done = false;
    for (; !done; n++) {
        db_fail_at(db, n);
        enum yk status = db_begin_write(db, NULL);
        status = status == YK_OK ? add(db, 1, "a", NULL) : status;
        status = status == YK_OK ? db_savepoint(db, NULL) : status;
        status = status == YK_OK ? add(db, 2, "b", NULL) : status;
        status = status == YK_OK ? db_release(db, NULL) : status;
        if (status == YK_OK) {
            status = db_commit(db, NULL);
        } else {
            assert_int_equal(status, YK_FAILED);
            db_rollback(db);
        }
        assert_false(db_in_transaction(db));
        db_fail_at(db, 0);
        assert_int_equal(count(db), status == YK_OK ? 2 : 0);
        done = status == YK_OK;
    }
    assert_int_equal(n, 8);
    // Undone to the savepoint, the rest stands.
    assert_int_equal(db_begin_write(db, NULL), YK_OK);
    assert_int_equal(db_savepoint(db, NULL), YK_OK);
    assert_int_equal(add(db, 3, "c", NULL), YK_OK);
    db_fail_at(db, 1);
    assert_int_equal(add(db, 4, "d", NULL), YK_FAILED);
    db_rollback_to(db);
    assert_int_equal(add(db, 5, "e", NULL), YK_OK);
    assert_int_equal(db_commit(db, NULL), YK_OK);
    assert_int_equal(count(db), 3);
}

static void test_texts(void **state) {
    struct db *db = make_items(state);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(add(db, i, NULL, NULL), YK_OK);
    }
    struct db_stmt *open = db_use_text(db, "SELECT id FROM item ORDER BY id");
    assert_int_equal(db_step(open), DB_ROW);
    char sql[80];
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 300; i++) {
            snprintf(sql, sizeof sql, "SELECT %d + $1", i);
            struct db_stmt *st = db_use_text(db, sql);
            db_bind_i64(st, 1, round);
            assert_int_equal(db_one(st, NULL), YK_OK);
            assert_int_equal(db_i64(st, 0), i + round);
            db_done(st);
        }
    }
    // One with rows is kept, whatever its age.
    for (int i = 1; i < 10; i++) {
        assert_int_equal(db_step(open), DB_ROW);
        assert_int_equal(db_i64(open, 0), i);
    }
    assert_int_equal(db_step(open), DB_DONE);
    const struct db_stmt *first = db_use_text(db, "SELECT 1");
    assert_ptr_equal(db_use_text(db, "SELECT 1"), first);
    if (db_engine_of(db) == DB_POSTGRES) {
        // What was thrown out is dropped at the server too.
        assert_in_range(test_store_i64(db, "SELECT COUNT(*) FROM pg_prepared_statements"), 1, 110);
    }
}

struct composed {
    char text[64];
    struct db_sql sql;
};

// Rows made at run time live as long as the connection; a sanitizer build sees it when they do not, or are never freed.
static void test_own(void **state) {
    struct test_store *store = test_store_of(state);
    struct db *db = test_store_connect(store, DB_READ_WRITE);
    for (int i = 0; i < 100; i++) {
        struct composed *row = calloc(1, sizeof *row);
        assert_non_null(row);
        snprintf(row->text, sizeof row->text, "SELECT CAST(%d AS BIGINT)", i);
        row->sql.sql = row->text;
        assert_true(db_own(db, row, free));
        struct db_stmt *st = db_use(db, &row->sql);
        assert_int_equal(db_one(st, NULL), YK_OK);
        assert_int_equal(db_i64(st, 0), i);
        db_done(st);
    }
    db_close(&db);
}

static void test_nested_use(void **state) {
    struct db *db = make_items(state);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(add(db, i, NULL, NULL), YK_OK);
    }
    struct db_stmt *outer = db_use(db, &sql_list);
    int n = 0;
    while (db_step(outer) == DB_ROW) {
        struct db_stmt *inner = db_use(db, &sql_get);
        db_bind_i64(inner, 1, db_i64(outer, 0));
        assert_int_equal(db_one(inner, NULL), YK_OK);
        assert_int_equal(db_i64(inner, 0), n++);
    }
    assert_int_equal(n, 10);
    // A second use begins anew.
    outer = db_use(db, &sql_list);
    assert_int_equal(db_step(outer), DB_ROW);
    assert_int_equal(db_step(outer), DB_ROW);
    outer = db_use(db, &sql_list);
    assert_int_equal(db_step(outer), DB_ROW);
    assert_int_equal(db_i64(outer, 0), 0);
    db_done(outer);
}

static void test_table_made_later(void **state) {
    struct db *db = test_store_of(state)->db;
    assert_int_equal(db_run(db_use(db, &sql_count), NULL, NULL), YK_FAILED);
    make_items(state);
    assert_int_equal(count(db), 0);
    test_store_exec(db, "ALTER TABLE item ADD COLUMN more INTEGER");
    assert_int_equal(count(db), 0);
    assert_int_equal(add(db, 1, NULL, NULL), YK_OK);
}

static const char slow[] =
    "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 2000000000)"
    " SELECT MAX(x) FROM c";

static void test_time_limit(void **state) {
    struct db *db = make_items(state);
    struct err err = {0};
    db_set_time_limit_ms(db, 60);
    assert_int_equal(db_run(db_use_text(db, slow), NULL, &err), YK_REFUSED);
    assert_int_equal(err.code, ERR_TOO_SLOW);
    assert_int_equal(count(db), 0);
    assert_int_equal(db_begin_read(db, NULL), YK_OK);
    assert_int_equal(db_run(db_use_text(db, slow), NULL, &err), YK_REFUSED);
    db_rollback(db);
    db_set_time_limit_ms(db, 0);
    assert_int_equal(count(db), 0);
}

struct interrupting {
    struct db *db;
    _Atomic bool over;
};

// Again and again: the first may come before the statement has begun.
static void *interrupt_soon(void *arg) {
    struct interrupting *interrupting = arg;
    while (!atomic_load(&interrupting->over)) {
        usleep(20 * 1000);
        db_interrupt(interrupting->db);
    }
    return NULL;
}

static void test_interrupt(void **state) {
    struct db *db = make_items(state);
    struct interrupting interrupting = {.db = db};
    struct err err = {0};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, interrupt_soon, &interrupting), 0);
    enum yk status = db_run(db_use_text(db, slow), NULL, &err);
    atomic_store(&interrupting.over, true);
    pthread_join(thread, NULL);
    assert_int_equal(status, YK_REFUSED);
    assert_int_equal(err.code, ERR_TOO_SLOW);
    assert_int_equal(count(db), 0);
}

static void test_open_refused(void **state) {
    (void)state;
    struct db *db = NULL;
    struct err err = {0};
    assert_int_equal(db_open("mysql://x:secret@y", DB_CREATE, &db, &err), YK_FAILED);
    assert_null(strstr(err.detail, "secret"));
    assert_int_equal(db_open("sqlite:/nonexistent/folder/x.db", DB_CREATE, &db, &err), YK_FAILED);
    assert_int_equal(
        db_open("postgresql://nobody:secret@127.0.0.1:1/none", DB_READ_WRITE, &db, &err),
        YK_FAILED);
    assert_null(strstr(err.detail, "secret"));
    assert_null(db);

    char path[] = "/tmp/yikou-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "this is no database, but long enough to be read as one…", 54), 54);
    close(fd);
    char url[64];
    snprintf(url, sizeof url, "sqlite:%s", path);
    assert_int_equal(db_open(url, DB_READ_WRITE, &db, &err), YK_FAILED);
    assert_int_equal(db_open(url, DB_READ_ONLY, &db, &err), YK_FAILED);
    unlink(path);
    assert_int_equal(db_open(url, DB_READ_WRITE, &db, &err), YK_FAILED);
}

// A file that nobody has open, as a command finds it while nothing serves.
static void test_read_only_alone_sqlite(void **state) {
    make_items(state);
    struct test_store *store = test_store_of(state);
    assert_int_equal(add(store->db, 1, NULL, NULL), YK_OK);
    db_close(&store->db);
    struct db *db = test_store_connect(store, DB_READ_ONLY);
    assert_int_equal(count(db), 1);
    assert_int_equal(add(db, 2, NULL, NULL), YK_FAILED);
    db_close(&db);
    store->db = test_store_connect(store, DB_READ_WRITE);
    assert_int_equal(count(store->db), 1);
}

static void test_settings_sqlite(void **state) {
    struct db *db = make_items(state);
    struct db_stmt *st = db_use_text(db, "PRAGMA journal_mode");
    assert_int_equal(db_one(st, NULL), YK_OK);
    assert_string_equal(db_text(st, 0, NULL), "wal");
    db_done(st);
    assert_int_equal(test_store_i64(db, "PRAGMA synchronous"), 2);
    assert_int_equal(test_store_i64(db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(test_store_i64(db, "PRAGMA secure_delete"), 1);
}

static void test_full_sqlite(void **state) {
    struct db *db = make_items(state);
    struct err err = {0};
    static char big[64 * 1024];
    test_store_exec(db, "PRAGMA max_page_count = 40");
    assert_int_equal(db_begin_write(db, NULL), YK_OK);
    enum yk status = YK_OK;
    for (int i = 0; i < 10 && status == YK_OK; i++) {
        assert_int_equal(db_savepoint(db, NULL), YK_OK);
        struct db_stmt *st = use_add(db, i, NULL);
        db_bind_blob(st, 3, big, sizeof big);
        status = db_run(st, NULL, &err);
        if (status == YK_OK) {
            assert_int_equal(db_release(db, NULL), YK_OK);
        }
    }
    assert_int_equal(status, YK_REFUSED);
    assert_int_equal(err.code, ERR_STORAGE_FULL);
    db_rollback_to(db);
    if (!db_in_transaction(db)) {
        // SQLite gave the whole transaction up: nothing may be written outside of it by mistake.
        assert_int_equal(add(db, 100, NULL, NULL), YK_FAILED);
    }
    db_rollback(db);
    assert_int_equal(count(db), 0);
    assert_int_equal(add(db, 100, NULL, NULL), YK_OK);
}

static void test_busy_sqlite(void **state) {
    struct db *db = make_items(state);
    struct db *other = test_store_connect(*state, DB_READ_WRITE);
    struct err err = {0};
    db_set_time_limit_ms(other, 30);
    assert_int_equal(db_begin_write(db, NULL), YK_OK);
    assert_int_equal(db_begin_write(other, &err), YK_RETRY);
    assert_int_equal(err.code, ERR_BUSY);
    assert_false(db_in_transaction(other));
    assert_int_equal(db_commit(db, NULL), YK_OK);
    assert_int_equal(db_begin_write(other, &err), YK_OK);
    db_close(&other);
}

// Raises an error of a given class at the server.
static enum yk raise_state(struct db *db, const char *state, struct err *err) {
    char sql[96];
    snprintf(sql, sizeof sql, "DO $$ BEGIN RAISE EXCEPTION 'made' USING ERRCODE = '%s'; END $$",
             state);
    return db_exec(db, sql, err);
}

static void test_states_postgres(void **state) {
    struct db *db = make_items(state);
    static const struct {
        const char *state;
        enum yk status;
        enum err_code code;
    } cases[] = {
        {"40001", YK_RETRY, ERR_BUSY},           {"40P01", YK_RETRY, ERR_BUSY},
        {"53100", YK_REFUSED, ERR_STORAGE_FULL}, {"57014", YK_REFUSED, ERR_TOO_SLOW},
        {"23505", YK_CONFLICT, ERR_CONFLICT},    {"23503", YK_FAILED, ERR_INTERNAL},
        {"55P03", YK_RETRY, ERR_BUSY},           {"XX000", YK_FAILED, ERR_INTERNAL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err err = {0};
        assert_int_equal(raise_state(db, cases[i].state, &err), cases[i].status);
        assert_int_equal(err.code, cases[i].code);
    }
    assert_int_equal(count(db), 0);
}

static void test_column_types_postgres(void **state) {
    struct db *db = make_items(state);
    struct err err = {0};
    struct db_stmt *st =
        db_use_text(db, "SELECT 1::smallint, 2::integer, true, -3::integer, 'x'::varchar");
    assert_int_equal(db_one(st, NULL), YK_OK);
    assert_int_equal(db_i64(st, 0), 1);
    assert_int_equal(db_i64(st, 1), 2);
    assert_int_equal(db_i64(st, 2), 1);
    assert_int_equal(db_i64(st, 3), -3);
    assert_string_equal(db_text(st, 4, NULL), "x");
    assert_int_equal(db_run(db_use_text(db, "SELECT SUM(n) FROM item"), NULL, &err), YK_FAILED);
    assert_non_null(strstr(err.detail, "cast"));
    assert_int_equal(db_run(db_use_text(db, "SELECT CAST(SUM(n) AS BIGINT) FROM item"), NULL, &err),
                     YK_OK);
    // One parameter, two types.
    static const struct db_sql same = {"SELECT $1", NULL};
    st = db_use(db, &same);
    db_bind_i64(st, 1, 1);
    assert_int_equal(db_run(st, NULL, &err), YK_OK);
    st = db_use(db, &same);
    db_bind_text(st, 1, "x");
    assert_int_equal(db_run(st, NULL, &err), YK_FAILED);
}

static void kill_backend(void **state, struct db *db) {
    char sql[64];
    snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%d)",
             (int)test_store_i64(db, "SELECT pg_backend_pid()"));
    struct db *other = test_store_connect(*state, DB_READ_WRITE);
    assert_int_equal(test_store_i64(other, sql), 1);
    db_close(&other);
}

static void test_lost_postgres(void **state) {
    struct db *db = make_items(state);
    struct err err = {0};
    assert_int_equal(add(db, 1, NULL, NULL), YK_OK);
    assert_int_equal(db_begin_write(db, NULL), YK_OK);
    assert_int_equal(add(db, 2, NULL, NULL), YK_OK);
    kill_backend(state, db);
    assert_int_equal(add(db, 3, NULL, &err), YK_LOST);
    assert_true(db_is_lost(db));
    assert_false(db_in_transaction(db));
    assert_int_equal(db_commit(db, &err), YK_FAILED);
    assert_int_equal(db_begin_write(db, &err), YK_LOST);
    db_set_time_limit_ms(db, 7000);
    assert_int_equal(db_reconnect(db, &err), YK_OK);
    assert_false(db_is_lost(db));
    assert_int_equal(count(db), 1);
    assert_int_equal(add(db, 2, NULL, NULL), YK_OK);
    assert_int_equal(test_store_i64(db, "SELECT CAST(setting AS BIGINT) FROM pg_settings"
                                        " WHERE name = 'statement_timeout'"),
                     7000);
}

static void test_uncertain_postgres(void **state) {
    struct db *db = make_items(state);
    struct err err = {0};
    // Ends its own connection while COMMIT runs.
    test_store_exec(db, "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        " PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
                        "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON item"
                        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()");
    assert_int_equal(db_begin_write(db, NULL), YK_OK);
    assert_int_equal(add(db, 1, NULL, NULL), YK_OK);
    assert_int_equal(db_commit(db, &err), YK_UNCERTAIN);
    assert_true(db_is_lost(db));
    assert_false(db_in_transaction(db));
    assert_int_equal(db_reconnect(db, NULL), YK_OK);
    assert_int_equal(count(db), 0);
}

#define ON_SQLITE(fn)                                                                              \
    { #fn, fn, test_store_setup_sqlite, test_store_teardown, NULL }
#define ON_POSTGRES(fn)                                                                            \
    { #fn, fn, test_store_setup_postgres, test_store_teardown, NULL }

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST_ON_BOTH(test_values),
        TEST_ON_BOTH(test_text_and_empty),
        TEST_ON_BOTH(test_parameters),
        TEST_ON_BOTH(test_null_then_value),
        TEST_ON_BOTH(test_error_classes),
        TEST_ON_BOTH(test_posted),
        TEST_ON_BOTH(test_one_and_changed),
        TEST_ON_BOTH(test_transaction),
        TEST_ON_BOTH(test_failure_spoils),
        TEST_ON_BOTH(test_savepoint),
        TEST_ON_BOTH(test_each_call_failing),
        TEST_ON_BOTH(test_texts),
        TEST_ON_BOTH(test_own),
        TEST_ON_BOTH(test_nested_use),
        TEST_ON_BOTH(test_table_made_later),
        TEST_ON_BOTH(test_time_limit),
        TEST_ON_BOTH(test_interrupt),
        cmocka_unit_test(test_open_refused),
        ON_SQLITE(test_settings_sqlite),
        ON_SQLITE(test_read_only_alone_sqlite),
        ON_SQLITE(test_full_sqlite),
        ON_SQLITE(test_busy_sqlite),
        ON_POSTGRES(test_states_postgres),
        ON_POSTGRES(test_column_types_postgres),
        ON_POSTGRES(test_lost_postgres),
        ON_POSTGRES(test_uncertain_postgres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
