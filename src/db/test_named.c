// SPDX-License-Identifier: Apache-2.0
// Reads from PostgreSQL's generic plans whether statements name their district: prepares each, asks EXPLAIN for the plan that serves whatever is bound, and looks at each
// node that reads a distributed table. Knows nothing of why a statement may span districts: the tests that call it keep that list.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "db/test_named.h"
#include "db/test_store.h"

// The same rule as db/migrate.c's: what is unique only with its district.
void test_named_start(struct test_named *named, struct db *db) {
    *named = (struct test_named){.db = db};
    test_store_exec(db, "SET plan_cache_mode = force_generic_plan");
    struct db_stmt *st = db_use_text(
        db,
        "SELECT c.relname FROM pg_class AS c WHERE c.relkind = 'r'"
        " AND c.relnamespace = current_schema()::REGNAMESPACE AND NOT EXISTS"
        " (SELECT 1 FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisunique AND NOT EXISTS"
        " (SELECT 1 FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'district'"
        " AND a.attnum = ANY (i.indkey)))");
    while (db_step(st) == DB_ROW) {
        assert_true(named->n_tables < TEST_NAMED_TABLES_MAX);
        snprintf(named->tables[named->n_tables++], TEST_NAMED_NAME_BYTES, "%s",
                 db_text(st, 0, NULL));
    }
    assert_true(named->n_tables > 20);
}

static bool is_distributed(const struct test_named *named, const char *name, size_t n) {
    for (size_t i = 0; i < named->n_tables; i++) {
        if (strlen(named->tables[i]) == n && memcmp(named->tables[i], name, n) == 0) {
            return true;
        }
    }
    return false;
}

// A node of a plan that reads a distributed table, from "… Scan using x on TABLE alias" (or "Bitmap Heap Scan on").
static bool reads_distributed(const struct test_named *named, const char *line) {
    const char *on = strstr(line, " on ");
    return on && strstr(line, "Scan") && !strstr(line, "Bitmap Index Scan") &&
           is_distributed(named, on + 4, strcspn(on + 4, " "));
}

static int count_unnamed(const struct test_named *named, struct db_stmt *plan) {
    int n = 0;
    bool open = false; // a node whose conditions are still to come
    while (db_step(plan) == DB_ROW) {
        const char *line = db_text(plan, 0, NULL);
        bool node = strstr(line, "->") || strstr(line, "Scan");
        if (open && node) {
            n++;
            open = false;
        }
        if (open && strstr(line, "Cond:") && strstr(line, "district = ")) {
            open = false;
        }
        open = open || reads_distributed(named, line);
    }
    return n + open;
}

// New rows carry their district first.
static bool inserts_wrongly(const struct test_named *named, const char *sql) {
    const char *into = strstr(sql, "INSERT INTO ");
    if (!into) {
        return false;
    }
    into += strlen("INSERT INTO ");
    size_t n = strcspn(into, " ");
    return is_distributed(named, into, n) && strncmp(into + n, " (district, ", 12) != 0;
}

static int plan_missing(struct test_named *named, const char *name, int64_t n_params,
                        const char *sql) {
    struct buf buf;
    buf_init(&buf, 1 << 16);
    buf_add_text(&buf, "EXPLAIN (COSTS OFF) EXECUTE ");
    buf_add_text(&buf, name);
    for (int64_t i = 0; i < n_params; i++) {
        buf_add_text(&buf, i ? ", NULL" : "(NULL");
    }
    buf_add_text(&buf, n_params ? ")" : "");
    char *text = buf_take(&buf, NULL);
    assert_non_null(text);
    struct db_stmt *plan = db_use_text(named->db, text);
    int n = count_unnamed(named, plan);
    struct err err = {0};
    if (db_status(plan, &err) != YK_OK) {
        fail_msg("%s: %s", sql, err.detail);
    }
    free(text);
    return n + inserts_wrongly(named, sql);
}

// Whatever is prepared on the connection under a name (column = "name") or as a text (column = "statement").
static int prepared_missing(struct test_named *named, const struct db_sql *find, const char *what,
                            const char *sql) {
    struct db_stmt *st = db_use(named->db, find);
    db_bind_text(st, 1, what);
    assert_int_equal(db_one(st, NULL), YK_OK);
    char name[TEST_NAMED_NAME_BYTES];
    snprintf(name, sizeof name, "%s", db_text(st, 0, NULL));
    int64_t n_params = db_i64(st, 1);
    db_done(st);
    return plan_missing(named, name, n_params, sql);
}

int test_named_missing(struct test_named *named, const struct db_sql *row) {
    static const struct db_sql by_text = {
        "SELECT name, CAST(cardinality(parameter_types) AS BIGINT)"
        " FROM pg_prepared_statements WHERE statement = $1 LIMIT 1",
        NULL};
    const char *sql = row->pg ? row->pg : row->sql;
    struct err err = {0};
    if (db_prepare(named->db, row, &err) != YK_OK) {
        fail_msg("%s: %s", sql, err.detail);
    }
    return prepared_missing(named, &by_text, sql, sql);
}

int test_named_missing_text(struct test_named *named, const char *sql) {
    static const struct db_sql by_name = {
        "SELECT name, CAST(cardinality(parameter_types) AS BIGINT)"
        " FROM pg_prepared_statements WHERE name = $1",
        NULL};
    char name[TEST_NAMED_NAME_BYTES];
    snprintf(name, sizeof name, "named_%llu", (unsigned long long)named->n_texts++);
    struct buf buf;
    buf_init(&buf, 1 << 16);
    buf_add_text(&buf, "PREPARE ");
    buf_add_text(&buf, name);
    buf_add_text(&buf, " AS ");
    buf_add_text(&buf, sql);
    char *text = buf_take(&buf, NULL);
    assert_non_null(text);
    test_store_exec(named->db, text);
    free(text);
    int n = prepared_missing(named, &by_name, name, sql);
    char end[TEST_NAMED_NAME_BYTES + 16];
    snprintf(end, sizeof end, "DEALLOCATE %s", name);
    test_store_exec(named->db, end);
    return n;
}
