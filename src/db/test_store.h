// SPDX-License-Identifier: Apache-2.0
// For unit tests only: a fresh store on either engine. On SQLite a file in a folder of its own, on PostgreSQL a schema of its own in
// the database that YIKOU_TEST_DATABASE names; without that variable the tests of PostgreSQL are skipped. Include cmocka.h before.
#ifndef YK_DB_TEST_STORE_H
#define YK_DB_TEST_STORE_H

#include "db/db.h"

struct test_store {
    enum db_engine engine;
    bool missing; // no PostgreSQL was given
    char url[640];
    char folder[64];
    char schema[48];
    struct db *db; // read and write
};

// cmocka setup and teardown of one test; *state is a struct test_store. The first pair is empty, the second has all migrations.
int test_store_setup_sqlite(void **state);
int test_store_setup_postgres(void **state);
int test_store_setup_sqlite_migrated(void **state);
int test_store_setup_postgres_migrated(void **state);
int test_store_teardown(void **state);

// The store of a running test, which is skipped when there is none.
struct test_store *test_store_of(void **state);
// One more connection to it; fails the test when it cannot be had.
struct db *test_store_connect(const struct test_store *store, enum db_mode mode);
// Runs constant SQL, fails the test when it fails.
void test_store_exec(struct db *db, const char *sql);
// First column of the first row.
int64_t test_store_i64(struct db *db, const char *sql);

// SQLite only: walks the plan of a statement. Calls found with each step that reads a whole table or index, or a whole district of one ("SCAN t",
// "SEARCH t … (district=?)"); not with steps over what the statement itself makes.
typedef void test_store_scan_fn(void *ctx, const char *step);
void test_store_scans(struct db *db, const char *sql, test_store_scan_fn *found, void *ctx);

// One test function, on both engines.
#define TEST_ON_BOTH(fn)                                                                           \
    {#fn " [sqlite]", fn, test_store_setup_sqlite, test_store_teardown, NULL}, {                   \
#fn " [postgres]", fn, test_store_setup_postgres, test_store_teardown, NULL                \
    }
#define TEST_ON_BOTH_MIGRATED(fn)                                                                  \
    {#fn " [sqlite]", fn, test_store_setup_sqlite_migrated, test_store_teardown, NULL}, {          \
#fn " [postgres]", fn, test_store_setup_postgres_migrated, test_store_teardown, NULL       \
    }

#endif
