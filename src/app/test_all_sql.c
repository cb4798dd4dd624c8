// SPDX-License-Identifier: Apache-2.0
// Every statement of every store: can be prepared on both engines, and reads no whole table (nor a whole district of one) that is not allowed
// here with a reason; names its district in the key on PostgreSQL, or is a roll-up that is allowed here with a reason. A statement table that is not in app/all_sql.c fails too.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/all_sql.h"
#include "db/test_named.h"
#include "db/test_store.h"

struct allowed {
    const char *table;  // of statements
    const char *within; // part of the statement
    const char *step;   // as EXPLAIN QUERY PLAN says it, its beginning
    const char *reason;
};

static const struct allowed allowed[] = {
    {"migrate", "FROM migration", "SCAN migration", "a row for each migration, read at start-up"},
    {"migrate", "FROM sqlite_schema", "SCAN sqlite_schema", "a row for each table"},
    {"log", "ORDER BY id DESC LIMIT 1", "SEARCH event USING INDEX event_by_id (district=?)",
     "one row, the last of the index"},
    {"log", "ORDER BY district", "SCAN org_version", "a row for each district"},
    {"log", "SELECT COUNT(*) FROM event", "SCAN event", "the length of a rebuild or a check"},
    {"log", "MIN(ledger) FROM event", "SEARCH event USING PRIMARY KEY (district=?)",
     "one row, the first of the key"},
    {"log", "MIN(ledger) FROM state", "SEARCH state USING PRIMARY KEY (district=?)",
     "one row, the first of the key"},
    {"seal", "ORDER BY height DESC LIMIT 1", "SEARCH block USING PRIMARY KEY (district=?)",
     "one row, the last of the key"},
    {"seal", "SUM(LENGTH(events))", "SEARCH waiting USING PRIMARY KEY (district=?)",
     "what waits is emptied every second"},
    {"watch", "FROM waiting", "SEARCH w USING PRIMARY KEY (district=?)", "one row, the first"},
    {"watch", "FROM outbox", "SEARCH outbox USING PRIMARY KEY (district=?)", "one row, the first"},
    {"watch", "FROM backup_made", "SEARCH backup_made USING PRIMARY KEY (district=?)",
     "one row, the last"},
    {"watch", "FROM job WHERE district = $1 AND attempts > 0",
     "SEARCH job USING INDEX job_failed (district=?)", "what failed, a thousand at most"},
    {"watch", "FROM org_version", "SCAN org_version", "a row for each district"},
    {"tally", "FROM tally_pending WHERE district = $1",
     "SEARCH tally_pending USING PRIMARY KEY (district=?)", "what waits is folded every second"},
    {"tally", "FROM event WHERE district = $1 ORDER BY id DESC LIMIT 1",
     "SEARCH event USING COVERING INDEX event_by_id (district=?)",
     "one row, the last of the index"},
    {"org", "district = $1", "SEARCH org_version USING PRIMARY KEY (district=?)",
     "district is the whole key: one row"},
    {"org", "ORDER BY district", "SCAN org_version", "a row for each district"},
    {"session", "last_sign_in_at IS NOT NULL", "SEARCH credential USING PRIMARY KEY (district=?)",
     "a row for each account, for the list of accounts"},
    {"session", "FROM installation", "SCAN installation", "one row at most"},
    {"matter", "FROM matter_search_at", "SEARCH matter_search_at USING PRIMARY KEY (district=?)",
     "one row for each district"},
    {"matter", "ORDER BY id DESC LIMIT 1",
     "SEARCH event USING COVERING INDEX event_by_id (district=?)",
     "one row, the last of the index"},
    {"party", "name LIKE $2", "SEARCH party_name USING PRIMARY KEY (district=?)",
     "a district's enterprises, thousands at most, by a part of the name"},
    {"matter", "FROM park_fact WHERE district", "SEARCH park_fact USING PRIMARY KEY (district=?)",
     "once, in a store that was restored to an earlier moment"},
    {"backup", "DELETE FROM ", "SEARCH ", "in a store that is being restored, which nobody serves"},
    {"backup", "UPDATE org_version", "SEARCH ", "in a store that is being restored"},
    {"backup", "SELECT COUNT(*) FROM event", "SEARCH event USING", "once in a restore or a copy"},
    {"backup", "FROM backup_made", "SEARCH backup_made USING PRIMARY KEY (district=?)",
     "one row, the last of the key"},
    {"rebuild", "FROM sqlite_master", "SCAN sqlite_master", "a row for each table"},
};
enum { N_ALLOWED = sizeof allowed / sizeof allowed[0] };

static void test_prepare(void **state) {
    struct db *db = test_store_of(state)->db;
    int n_failed = 0;
    for (size_t t = 0; t < all_sql_count; t++) {
        for (size_t i = 0; i < all_sql[t]->n_rows; i++) {
            struct err err = {0};
            if (db_prepare(db, &all_sql[t]->rows[i], &err) != YK_OK) {
                print_error("%s, statement %zu: %s\n", all_sql[t]->name, i, err.detail);
                n_failed++;
            }
        }
    }
    assert_int_equal(n_failed, 0);
    assert_int_equal(db_prepare_tables(db, all_sql, all_sql_count, NULL), YK_OK);
}

struct walk {
    const struct db_sql_table *table;
    const char *sql;
    bool used[N_ALLOWED];
    int n_refused;
};

static void on_scan(void *ctx, const char *step) {
    struct walk *walk = ctx;
    for (size_t i = 0; i < N_ALLOWED; i++) {
        const struct allowed *a = &allowed[i];
        if (strcmp(a->table, walk->table->name) == 0 && strstr(walk->sql, a->within) &&
            strncmp(step, a->step, strlen(a->step)) == 0) {
            walk->used[i] = true;
            return;
        }
    }
    print_error("%s: %s: %s\n", walk->table->name, step, walk->sql);
    walk->n_refused++;
}

static void test_no_scan(void **state) {
    struct db *db = test_store_of(state)->db;
    struct walk walk = {0};
    for (size_t t = 0; t < all_sql_count; t++) {
        walk.table = all_sql[t];
        for (size_t i = 0; i < all_sql[t]->n_rows; i++) {
            walk.sql = all_sql[t]->rows[i].sql;
            test_store_scans(db, walk.sql, on_scan, &walk);
        }
    }
    for (size_t i = 0; i < N_ALLOWED; i++) {
        if (!walk.used[i]) {
            print_error("allowed, but not there: %s: %s\n", allowed[i].table, allowed[i].step);
            walk.n_refused++;
        }
    }
    assert_int_equal(walk.n_refused, 0);
}

// The checks above see what is listed, so they are shown a statement that must not pass.
static void test_scan_is_found(void **state) {
    struct db *db = test_store_of(state)->db;
    static const struct db_sql_table none = {.name = "none"};
    static const char *const scans[] = {
        "SELECT COUNT(*) FROM migration",
        "SELECT name FROM migration WHERE checksum = $1",
        "SELECT a.name FROM migration AS a JOIN migration AS b ON a.number = b.number",
        "WITH a (x) AS (SELECT name FROM migration) SELECT x FROM a UNION SELECT 'a'",
    };
    test_store_exec(db, "CREATE TABLE probe (district INTEGER NOT NULL, id INTEGER NOT NULL,"
                        " n INTEGER NOT NULL, PRIMARY KEY (district, id)) STRICT, WITHOUT ROWID");
    struct walk walk = {.table = &none};
    for (size_t i = 0; i < sizeof scans / sizeof scans[0]; i++) {
        walk.sql = "this is what is looked for";
        test_store_scans(db, scans[i], on_scan, &walk);
        assert_int_equal(walk.n_refused, i + 1);
    }
    test_store_scans(db, "SELECT n FROM probe WHERE district = $1 AND n = $2", on_scan, &walk);
    assert_int_equal(walk.n_refused, 5);
    test_store_scans(db, "SELECT n FROM probe WHERE district = $1 AND id = $2", on_scan, &walk);
    test_store_scans(db, "SELECT name FROM migration WHERE number = $1", on_scan, &walk);
    assert_int_equal(walk.n_refused, 5);
}

// ---- every statement names its district ----

struct roll_up {
    const char *table;  // of statements
    const char *within; // part of the statement
    const char *reason;
};

// What may read rows of more than one district, on PostgreSQL. On Citus each goes to all machines.
static const struct roll_up roll_ups[] = {
    {"log", "FROM event UNION",
     "which districts there are, before a check or a rebuild of the store"},
    {"log", "FROM org_version", "which districts are kept here, at start-up: a row for each"},
    {"log", "SELECT COUNT(*) FROM event", "the length of a check or a rebuild of the store"},
    {"rebuild", "DELETE FROM tally_pending", "a rebuild of the whole store begins anew"},
    {"backup", "MIN(recorded_at)", "from when on a backup of the whole store can be restored"},
    {"seal", "SELECT DISTINCT district FROM waiting",
     "whose events wait for a seal: emptied every second"},
    {"tally", "SELECT DISTINCT district FROM tally_pending",
     "whose sums wait: folded every second"},
    {"jobs", "SELECT DISTINCT district FROM job",
     "who has work that is due, along an index of times"},
    {"notify", "SELECT DISTINCT district FROM outbox", "whose notices wait: emptied every second"},
    {"notify", "SELECT DISTINCT district FROM mail",
     "whose letters are due, along an index of times"},
    {"watch", "FROM org_version ORDER BY district",
     "which districts are kept here: a row for each"},
    {"org", "FROM org_version ORDER BY district", "which districts are kept here: a row for each"},
};
enum { N_ROLL_UPS = sizeof roll_ups / sizeof roll_ups[0] };

struct districts_walk {
    struct test_named named;
    bool used[N_ROLL_UPS];
    int n_checked, n_refused;
};

static bool is_roll_up(struct districts_walk *walk, const char *table, const char *sql) {
    for (size_t i = 0; i < N_ROLL_UPS; i++) {
        if (strcmp(roll_ups[i].table, table) == 0 && strstr(sql, roll_ups[i].within)) {
            walk->used[i] = true;
            return true;
        }
    }
    return false;
}

static void check_district(struct districts_walk *walk, const char *table,
                           const struct db_sql *row) {
    const char *sql = row->pg ? row->pg : row->sql;
    walk->n_checked++;
    if (test_named_missing(&walk->named, row) > 0 && !is_roll_up(walk, table, sql)) {
        print_error("%s: names no district: %s\n", table, sql);
        walk->n_refused++;
    }
}

// Kept rows lie on the machine of their district, so a statement that does not say which goes to all of them.
static void test_districts_are_named(void **state) {
    struct districts_walk walk = {0};
    test_named_start(&walk.named, test_store_of(state)->db);
    for (size_t t = 0; t < all_sql_count; t++) {
        for (size_t i = 0; i < all_sql[t]->n_rows; i++) {
            check_district(&walk, all_sql[t]->name, &all_sql[t]->rows[i]);
        }
    }
    for (size_t i = 0; i < N_ROLL_UPS; i++) {
        if (!walk.used[i]) {
            print_error("allowed, but not there: %s: %s\n", roll_ups[i].table, roll_ups[i].within);
            walk.n_refused++;
        }
    }
    assert_true(walk.n_checked > 150);
    assert_int_equal(walk.n_refused, 0);
}

// The check is shown statements that must not pass.
static void test_unnamed_district_is_found(void **state) {
    struct districts_walk walk = {0};
    test_named_start(&walk.named, test_store_of(state)->db);
    static const struct db_sql bad[] = {
        {"SELECT body FROM state WHERE ledger = $1", NULL},
        {"SELECT body FROM state WHERE district > $1 AND object = $2", NULL},
        {"DELETE FROM idem WHERE at < $1", NULL},
        {"SELECT s.body FROM state AS s JOIN event AS e ON e.object = s.object WHERE s.district = $1",
         NULL},
        {"INSERT INTO idem (account, district, key, hash, object, at) VALUES ($1, $2, $3, $4, $5, $6)",
         NULL},
    };
    static const struct db_sql good[] = {
        {"SELECT body FROM state WHERE ledger = $1 AND district = $2", NULL},
        {"SELECT s.body FROM state AS s JOIN event AS e ON e.district = s.district AND e.object = s.object WHERE s.district = $1",
         NULL},
        {"SELECT login FROM credential WHERE login = $1", NULL},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_district(&walk, "none", &bad[i]);
        assert_int_equal(walk.n_refused, i + 1);
    }
    int before = walk.n_refused;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        check_district(&walk, "none", &good[i]);
    }
    assert_int_equal(walk.n_refused, before);
    // The same of texts that are composed (test_plans.c).
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_true(test_named_missing_text(&walk.named, bad[i].sql) > 0);
    }
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_int_equal(test_named_missing_text(&walk.named, good[i].sql), 0);
    }
}

static bool is_listed(const char *name, size_t n) {
    for (size_t t = 0; t < all_sql_count; t++) {
        if (strlen(all_sql[t]->name) == n && memcmp(all_sql[t]->name, name, n) == 0) {
            return true;
        }
    }
    return false;
}

// Looks for `struct db_sql_table X = {"name"`, and for statements that no such table holds.
static int check_source(const char *path) {
    static char text[1 << 20];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[len] = '\0';
    if (!strstr(text, "static const struct db_sql ")) {
        return 0;
    }
    const char *table = strstr(text, "const struct db_sql_table ");
    const char *name = table ? strstr(table, "{\"") : NULL;
    if (!name) {
        print_error("%s: has statements and exports no struct db_sql_table\n", path);
        return 1;
    }
    name += 2;
    size_t n = strcspn(name, "\"");
    if (!is_listed(name, n)) {
        print_error("%s: the statements of %.*s are not in app/all_sql.c\n", path, (int)n, name);
        return 1;
    }
    return 0;
}

static void test_all_are_listed(void **state) {
    (void)state;
    const char *root = getenv("YIKOU_SOURCE_ROOT");
    if (!root) {
        skip();
    }
    char path[512];
    snprintf(path, sizeof path, "%s/src", root);
    char *const paths[] = {path, NULL};
    FTS *fts = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    assert_non_null(fts);
    int n_wrong = 0;
    for (FTSENT *entry = fts_read(fts); entry; entry = fts_read(fts)) {
        size_t n = strlen(entry->fts_name);
        if (entry->fts_info == FTS_F && n > 2 && strcmp(entry->fts_name + n - 2, ".c") == 0 &&
            strncmp(entry->fts_name, "test_", 5) != 0) {
            n_wrong += check_source(entry->fts_accpath);
        }
    }
    fts_close(fts);
    assert_int_equal(n_wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST_ON_BOTH_MIGRATED(test_prepare),
        {"test_no_scan [sqlite]", test_no_scan, test_store_setup_sqlite_migrated,
         test_store_teardown, NULL},
        {"test_scan_is_found [sqlite]", test_scan_is_found, test_store_setup_sqlite_migrated,
         test_store_teardown, NULL},
        {"test_districts_are_named [postgres]", test_districts_are_named,
         test_store_setup_postgres_migrated, test_store_teardown, NULL},
        {"test_unnamed_district_is_found [postgres]", test_unnamed_district_is_found,
         test_store_setup_postgres_migrated, test_store_teardown, NULL},
        cmocka_unit_test(test_all_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
