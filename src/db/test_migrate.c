// SPDX-License-Identifier: Apache-2.0
// Migrations on both engines: order, once only, all or nothing, what is refused, two processes at once; and the dialect, as tables of cases.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/migrate.h"
#include "db/test_store.h"

extern const struct embedded_file db_migrations[];
extern const size_t db_migrations_count;

#define MIGRATION_TABLE                                                                            \
    "CREATE TABLE migration (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL,"             \
    " checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT;"
#define FILE_OF(name, text)                                                                        \
    { name, (const unsigned char *)(text), sizeof(text) - 1 }

static const struct embedded_file files[] = {
    FILE_OF("0000_migration.sql", MIGRATION_TABLE),
    // Not in their order.
    FILE_OF("0003_more.sql",
            "INSERT INTO thing VALUES (1, '一', NULL);\n"
            "--@ sqlite\nINSERT INTO thing VALUES (2, 'only here', NULL);\n"
            "--@ both\nINSERT INTO thing VALUES (3, 'it''s -- no comment', NULL);"),
    FILE_OF("0001_thing.sql", "-- Things, STRICT by rule; INTEGER ids.\n"
                              "CREATE TABLE thing (\n"
                              "    id INTEGER NOT NULL, -- a TEXT never\n"
                              "    name TEXT NOT NULL,\n"
                              "    data BLOB,\n"
                              "    PRIMARY KEY (id, name)\n"
                              ") STRICT, WITHOUT ROWID;\n"
                              "CREATE INDEX thing_by_name ON thing (name) WHERE name <> 'TEXT';\n"),
    FILE_OF("0002_other.sql", "SELECT 'on sqlite';"),
    FILE_OF("0002_other.pg.sql", "CREATE TABLE only_pg (words tsvector)"),
};
enum { N_FILES = sizeof files / sizeof files[0] };

static void test_up(void **state) {
    struct db *db = test_store_of(state)->db;
    struct err err = {0};
    int from = 9;
    int to = 9;
    int have = 9;
    int want = 9;
    assert_int_equal(migrate_check_files(db, files, N_FILES, &have, &want, &err), YK_OK);
    assert_int_equal(have, MIGRATE_NONE);
    assert_int_equal(want, 3);
    if (migrate_up_files(db, files, N_FILES, &from, &to, &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
    assert_int_equal(from, MIGRATE_NONE);
    assert_int_equal(to, 3);
    bool sqlite = db_engine_of(db) == DB_SQLITE;
    assert_int_equal(test_store_i64(db, "SELECT COUNT(*) FROM thing"), sqlite ? 3 : 2);
    assert_int_equal(test_store_i64(db, "SELECT COUNT(*) FROM migration"), 4);
    assert_int_equal(
        test_store_i64(db, "SELECT COUNT(*) FROM thing WHERE name = 'it''s -- no comment'"), 1);
    if (!sqlite) {
        assert_int_equal(test_store_i64(db, "SELECT COUNT(*) FROM only_pg"), 0);
        assert_int_equal(test_store_i64(db,
                                        "SELECT COUNT(*) FROM information_schema.columns WHERE"
                                        " table_name = 'thing' AND table_schema = current_schema()"
                                        " AND data_type IN ('bigint', 'bytea')"),
                         2);
    }
    // Once only.
    assert_int_equal(migrate_up_files(db, files, N_FILES, &from, &to, &err), YK_OK);
    assert_int_equal(from, 3);
    assert_int_equal(to, 3);
    assert_int_equal(migrate_up_files(db, files, N_FILES, NULL, NULL, NULL), YK_OK);
    assert_int_equal(migrate_check_files(db, files, N_FILES, &have, &want, &err), YK_OK);
    assert_int_equal(have, 3);
}

static void test_from_older(void **state) {
    struct db *db = test_store_of(state)->db;
    int from = 9;
    int to = 9;
    assert_int_equal(migrate_up_files(db, files, 1, NULL, &to, NULL), YK_OK);
    assert_int_equal(to, 0);
    assert_int_equal(migrate_up_files(db, files, N_FILES, &from, &to, NULL), YK_OK);
    assert_int_equal(from, 0);
    assert_int_equal(to, 3);
}

static void refused(struct db *db, const struct embedded_file *set, size_t n, const char *why) {
    struct err err = {0};
    int have = 9;
    int want = 9;
    int64_t before = test_store_i64(db, "SELECT COUNT(*) FROM migration");
    assert_int_equal(migrate_check_files(db, set, n, &have, &want, &err), YK_FAILED);
    assert_non_null(strstr(err.detail, why));
    assert_int_equal(have, 9);
    assert_int_equal(migrate_up_files(db, set, n, &have, &want, &err), YK_FAILED);
    assert_non_null(strstr(err.detail, why));
    assert_int_equal(have, 9);
    assert_int_equal(test_store_i64(db, "SELECT COUNT(*) FROM migration"), before);
    assert_false(db_in_transaction(db));
}

static void test_refused(void **state) {
    struct db *db = test_store_of(state)->db;
    assert_int_equal(migrate_up_files(db, files, N_FILES, NULL, NULL, NULL), YK_OK);
    // The program is older than the store.
    refused(db, files, 1, "newer than this program");
    // One byte of the past is another.
    struct embedded_file changed[N_FILES];
    memcpy(changed, files, sizeof files);
    changed[1] = (struct embedded_file)FILE_OF("0003_more.sql", "SELECT 1;");
    refused(db, changed, N_FILES, "was changed");
    // One was put in between.
    struct embedded_file between[N_FILES];
    memcpy(between, files, sizeof files);
    between[1].name = "0004_more.sql";
    refused(db, between, N_FILES, "has migration 3");
    // Names.
    static const char *const bad[] = {"3_x.sql", "0003x.sql", "0003_x.txt", "0003_.pg.sqlx", "x"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        memcpy(changed, files, sizeof files);
        changed[1].name = bad[i];
        refused(db, changed, N_FILES, "named");
    }
    memcpy(changed, files, sizeof files);
    changed[1].name = "0001_again.sql";
    refused(db, changed, N_FILES, "one number");
}

static void test_all_or_nothing(void **state) {
    struct db *db = test_store_of(state)->db;
    struct err err = {0};
    int to = 9;
    const struct embedded_file broken[] = {
        FILE_OF("0000_migration.sql", MIGRATION_TABLE),
        FILE_OF("0001_half.sql",
                "CREATE TABLE half (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1);"),
    };
    assert_int_equal(migrate_up_files(db, broken, 2, NULL, &to, &err), YK_FAILED);
    assert_non_null(strstr(err.detail, "0001_half.sql"));
    assert_non_null(strstr(err.detail, "nowhere"));
    assert_int_equal(to, 9);
    assert_false(db_in_transaction(db));
    assert_int_equal(test_store_i64(db, "SELECT COUNT(*) FROM migration"), 1);
    assert_int_equal(db_run(db_use_text(db, "SELECT COUNT(*) FROM half"), NULL, NULL), YK_FAILED);
}

static void *up_main(void *arg) {
    struct db *db = test_store_connect(arg, DB_READ_WRITE);
    struct err err = {0};
    enum yk status = migrate_up_files(db, files, N_FILES, NULL, NULL, &err);
    if (status != YK_OK) {
        print_error("%s\n", err.detail);
    }
    db_close(&db);
    return status == YK_OK ? arg : NULL;
}

static void test_two_at_once(void **state) {
    struct test_store *store = test_store_of(state);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, up_main, store), 0);
    }
    for (int i = 0; i < 4; i++) {
        void *done = NULL;
        pthread_join(threads[i], &done);
        assert_non_null(done);
    }
    assert_int_equal(test_store_i64(store->db, "SELECT COUNT(*) FROM migration"), 4);
}

// The program's own, on a store that the fixture migrated.
static void test_own(void **state) {
    struct db *db = test_store_of(state)->db;
    int have = 9;
    int want = 9;
    assert_int_equal(migrate_check(db, &have, &want, NULL), YK_OK);
    assert_int_equal(have, want);
    assert_true(want >= 0);
}

// A file that is not named in meson.build would be missing in the program.
static void test_all_are_embedded(void **state) {
    (void)state;
    const char *root = getenv("YIKOU_SOURCE_ROOT");
    if (!root) {
        skip();
    }
    char path[512];
    snprintf(path, sizeof path, "%s/src/db/migrations", root);
    DIR *folder = opendir(path);
    assert_non_null(folder);
    size_t n = 0;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        size_t len = strlen(entry->d_name);
        if (len < 4 || strcmp(entry->d_name + len - 4, ".sql") != 0) {
            continue;
        }
        n++;
        bool found = false;
        for (size_t i = 0; i < db_migrations_count; i++) {
            found = found || strcmp(db_migrations[i].name, entry->d_name) == 0;
        }
        if (!found) {
            fail_msg("%s is not listed in src/db/meson.build", entry->d_name);
        }
    }
    closedir(folder);
    assert_int_equal(n, db_migrations_count);
}

struct dialect_case {
    const char *sql;
    const char *postgres; // NULL: refused
};

static const struct dialect_case cases[] = {
    {"CREATE TABLE a (b INTEGER, c TEXT NOT NULL, d BLOB) STRICT;",
     "CREATE TABLE a (b BIGINT, c TEXT COLLATE \"C\" NOT NULL, d BYTEA) ;"},
    {"CREATE TABLE a (b INTEGER) STRICT, WITHOUT ROWID;", "CREATE TABLE a (b BIGINT)   ;"},
    {"CREATE TABLE a (b INTEGER) WITHOUT ROWID, STRICT;", "CREATE TABLE a (b BIGINT)   ;"},
    {"CREATE TABLE a (b INTEGER)", "CREATE TABLE a (b BIGINT)"},
    {"CREATE TABLE text (text TEXT, integer INTEGER);",
     "CREATE TABLE text (text TEXT COLLATE \"C\", integer BIGINT);"},
    {"CREATE TABLE a (b INTEGER CHECK (length(CAST(b AS TEXT)) > 2));",
     "CREATE TABLE a (b BIGINT CHECK (length(CAST(b AS TEXT)) > 2));"},
    {"CREATE TABLE a (b TEXT DEFAULT 'TEXT BLOB', \"INTEGER\" INTEGER); -- INTEGER\n",
     "CREATE TABLE a (b TEXT COLLATE \"C\" DEFAULT 'TEXT BLOB', \"INTEGER\" BIGINT); -- INTEGER\n"},
    {"/* STRICT ; BLOB */ ALTER TABLE a ADD COLUMN b TEXT;",
     "/* STRICT ; BLOB */ ALTER TABLE a ADD COLUMN b TEXT COLLATE \"C\";"},
    {"INSERT INTO a SELECT CAST(b AS INTEGER), CAST(c AS TEXT) FROM d;",
     "INSERT INTO a SELECT CAST(b AS BIGINT), CAST(c AS TEXT) FROM d;"},
    {"DO $$ BEGIN PERFORM 'INTEGER; TEXT'; END $$; DO $x$ BLOB $x$;",
     "DO $$ BEGIN PERFORM 'INTEGER; TEXT'; END $$; DO $x$ BLOB $x$;"},
    {"INTEGERS BLOBS MY_TEXT 一INTEGER", "INTEGERS BLOBS MY_TEXT 一INTEGER"},
    {"--@ sqlite\nx\n--@ postgres\ny\n--@ both\nz\n", "\n"
                                                      "y\nz\n"},
    {"--@ postgres\ny", "y"},
    {"--@ sqlite\ny", ""},
    {"", ""},
    {"'never closed INTEGER", "'never closed INTEGER"},
    {"CREATE TABLE a (b REAL);", NULL},
    {"CREATE TABLE a (b INTEGER PRIMARY KEY AUTOINCREMENT);", NULL},
    {"CREATE TABLE a (b BLOB DEFAULT x'00');", NULL},
    {"CREATE VIRTUAL TABLE a USING fts5 (b);", NULL},
    {"--@ oracle\nx", NULL},
};

static void test_dialect(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        struct err err = {0};
        buf_init(&out, 4096);
        enum yk status = migrate_translate(DB_POSTGRES, cases[i].sql, &out, &err);
        if (!cases[i].postgres) {
            assert_int_equal(status, YK_FAILED);
            assert_true(err.detail[0] != '\0');
        } else {
            assert_int_equal(status, YK_OK);
            assert_string_equal(out.data ? out.data : "", cases[i].postgres);
        }
        buf_done(&out);
    }
    struct buf out;
    buf_init(&out, 4096);
    assert_int_equal(migrate_translate(DB_SQLITE,
                                       "CREATE TABLE a (b INTEGER) STRICT;\n--@ postgres\nx\n"
                                       "--@ sqlite\nCREATE VIRTUAL TABLE v USING fts5 (b);\n",
                                       &out, NULL),
                     YK_OK);
    assert_string_equal(out.data, "CREATE TABLE a (b INTEGER) STRICT;\n\n"
                                  "CREATE VIRTUAL TABLE v USING fts5 (b);\n");
    buf_done(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST_ON_BOTH(test_up),
        TEST_ON_BOTH(test_from_older),
        TEST_ON_BOTH(test_refused),
        TEST_ON_BOTH(test_all_or_nothing),
        TEST_ON_BOTH(test_two_at_once),
        TEST_ON_BOTH_MIGRATED(test_own),
        cmocka_unit_test(test_all_are_embedded),
        cmocka_unit_test(test_dialect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
