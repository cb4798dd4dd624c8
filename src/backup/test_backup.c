// SPDX-License-Identifier: Apache-2.0
// The list of tables against the schema, on both engines; rows of every kind of column there and back by pages; and the set of objects.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/open.h"
#include "backup/rows_store.h"
#include "backup/tables.h"
#include "backup/touched.h"
#include "db/test_store.h"

static void must(enum yk status, const struct err *err) {
    if (status != YK_OK) {
        fail_msg("status %d: %s", status, err->detail);
    }
}

// A table that nobody decided about would be missing from every backup.
static void test_every_table_is_decided(void **state) {
    struct test_store *store = test_store_of(state);
    struct db_stmt *st = db_use_text(
        store->db,
        store->engine == DB_SQLITE
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'matter_search_%' ORDER BY name"
            : "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1");
    int n = 0, unknown = 0;
    while (db_step(st) == DB_ROW) {
        const char *name = db_text(st, 0, NULL);
        n++;
        if (!store_table_find(&all_ledgers, name)) {
            print_error("table %s stands in no row of src/backup/tables.c\n", name);
            unknown++;
        }
    }
    db_done(st);
    assert_true(n > 30);
    assert_int_equal(unknown, 0);
    assert_null(store_table_find(&all_ledgers, "matter_facts"));
    assert_null(store_table_find(&all_ledgers, "nothing"));
}

static enum yk has_shape(void *ctx, const struct store_table *table, const char *name,
                         struct err *err) {
    struct rows_shape shape;
    if (table->kind == TABLE_INDEX) {
        return YK_OK;
    }
    enum yk status = rows_shape_of(ctx, name, &shape, err);
    if (status != YK_OK) {
        return status;
    }
    bool beside = table->kind == TABLE_STORE || table->kind == TABLE_PASSING;
    assert_true(shape.has_district || beside);
    assert_true(table->kind != TABLE_OBJECT || rows_column(&shape, "object") >= 0);
    for (int i = 0; i < 2 && table->kind == TABLE_TIMED; i++) {
        assert_true(rows_column(&shape, table->times[i]) >= 0);
    }
    return YK_OK;
}

static void test_shapes(void **state) {
    struct err err = {0};
    must(store_table_each(&all_ledgers, has_shape, test_store_of(state)->db, &err), &err);
}

enum { ROWS = 1300 }; // more than two pages

struct seen {
    struct db *to;
    int n;
    bool keep;
};

static enum yk see(void *ctx, const struct rows_shape *shape, const struct db_stmt *row,
                   struct err *err) {
    struct seen *seen = ctx;
    seen->n++;
    return seen->to ? rows_put(seen->to, shape, row, seen->keep, err) : YK_OK;
}

static void test_pages(void **state) {
    struct test_store *store = test_store_of(state);
    struct err err = {0};
    must(db_begin_write(store->db, &err), &err);
    for (int i = 0; i < ROWS; i++) {
        struct db_stmt *st = db_use_text(
            store->db,
            "INSERT INTO idem (district, account, key, hash, object, at) VALUES ($1, $2, $3, $4, $5, $6)");
        char key[16];
        uint8_t hash[3] = {(uint8_t)i, 0, (uint8_t)(i >> 8)};
        snprintf(key, sizeof key, "k%d", i / 3); // three accounts to a key
        db_bind_i64(st, 1, i % 2 ? 340406 : 340402);
        db_bind_i64(st, 2, i % 6);
        db_bind_text(st, 3, key);
        db_bind_blob(st, 4, hash, sizeof hash);
        db_bind_i64(st, 5, i);
        db_bind_i64(st, 6, -i);
        must(db_run(st, NULL, &err), &err);
    }
    struct rows_shape shape;
    must(rows_shape_of(store->db, "idem", &shape, &err), &err);
    assert_int_equal(shape.n_keys, 3);
    assert_int_equal(shape.n_columns, 6);
    const struct rows_range all = {.district = 340406};
    struct seen seen = {0};
    must(rows_each(store->db, &shape, &all, see, &seen, &err), &err);
    assert_int_equal(seen.n, ROWS / 2);
    const int64_t account = 3;
    const struct rows_range one = {.district = 340406, .keys = &account, .n_keys = 1};
    seen.n = 0;
    must(rows_each(store->db, &shape, &one, see, &seen, &err), &err);
    assert_int_equal(seen.n, (ROWS + 2) / 6);
    const struct rows_range since = {.district = 340406, .after = &account};
    seen.n = 0;
    must(rows_each(store->db, &shape, &since, see, &seen, &err), &err);
    assert_int_equal(seen.n, (ROWS + 2) / 6 - 1);

    struct db *file = NULL;
    must(db_open("sqlite::memory:", DB_CREATE, &file, &err), &err);
    must(rows_make_table(file, &shape, &err), &err);
    seen = (struct seen){.to = file};
    must(rows_each(store->db, &shape, &all, see, &seen, &err), &err);
    int64_t n = 0;
    must(rows_count(file, &shape, 340406, &n, &err), &err);
    assert_int_equal(n, ROWS / 2);
    assert_int_equal(test_store_i64(file, "SELECT SUM(object) + SUM(at) FROM idem"), 0);
    assert_int_equal(test_store_i64(file, "SELECT COUNT(*) FROM idem WHERE length(hash) = 3"),
                     ROWS / 2);
    seen = (struct seen){.to = file, .keep = true};
    must(rows_each(store->db, &shape, &all, see, &seen, &err), &err);
    seen.keep = false;
    assert_int_equal(rows_each(store->db, &shape, &all, see, &seen, &err), YK_CONFLICT);
    db_close(&file);
    db_rollback(store->db);
}

static void test_touched(void **state) {
    (void)state;
    struct touched touched = {0};
    assert_false(touched_has(&touched, 1, 1, 1));
    for (int i = 0; i < 5000; i++) {
        touched_add(&touched, 340406, 3, (i * 7919) % 2500);
    }
    touched_add(&touched, 340402, 2, 7);
    touched_close(&touched);
    assert_int_equal(touched.n, 2501);
    assert_true(touched_has(&touched, 340406, 3, 2499));
    assert_true(touched_has(&touched, 340402, 2, 7));
    assert_false(touched_has(&touched, 340402, 3, 7));
    assert_false(touched_has(&touched, 340406, 3, 2500));
    touched_done(&touched);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST_ON_BOTH_MIGRATED(test_every_table_is_decided),
        TEST_ON_BOTH_MIGRATED(test_shapes),
        TEST_ON_BOTH_MIGRATED(test_pages),
        cmocka_unit_test(test_touched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
