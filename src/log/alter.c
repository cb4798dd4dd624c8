// SPDX-License-Identifier: Apache-2.0
// Altering stores for tests: which row and column, and to what, by a seed.
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include "log/alter.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"

static int64_t pick(struct alter *alter, int64_t n) {
    alter->seed = alter->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(alter->seed >> 33) % n;
}

static int64_t count_rows(struct alter *alter, const char *sql) {
    struct db_stmt *st = db_use_text(alter->db, sql);
    assert_int_equal(db_one(st, NULL), YK_OK);
    int64_t n = db_i64(st, 0);
    db_done(st);
    return n;
}

// A tally whose facts all moved on counts nothing: whatever it says of where it counted nothing is no statement.
static const char *only_rows_that_say_something(const struct alter_place *place) {
    return strcmp(place->table, "tally") == 0 ? " AND (n <> 0 OR sum <> 0)" : "";
}

static void add_key_condition(const struct db_stmt *st, int col, const char *name,
                              struct buf *out) {
    buf_add_printf(out, "%s%s = ", col ? " AND " : "", name);
    if (strcmp(name, "field") == 0) {
        buf_add_printf(out, "'%s'", db_text(st, col, NULL));
    } else {
        buf_add_i64(out, db_i64(st, col));
    }
}

// "district = … AND …" of a random row in which the column holds something. False when there is none.
static bool choose_row(struct alter *alter, const struct alter_place *place, const char *column,
                       struct buf *out) {
    char text[512];
    const char *more = only_rows_that_say_something(place);
    snprintf(text, sizeof text, "SELECT COUNT(*) FROM %s WHERE %s IS NOT NULL%s", place->table,
             column, more);
    int64_t n = count_rows(alter, text);
    if (n == 0) {
        return false;
    }
    snprintf(text, sizeof text,
             "SELECT %s FROM %s WHERE %s IS NOT NULL%s ORDER BY %s LIMIT 1 OFFSET %lld", place->key,
             place->table, column, more, place->key, (long long)pick(alter, n));
    struct db_stmt *st = db_use_text(alter->db, text);
    assert_int_equal(db_one(st, NULL), YK_OK);
    char names[256];
    char *save;
    int col = 0;
    snprintf(names, sizeof names, "%s", place->key);
    for (char *name = strtok_r(names, ", ", &save); name; name = strtok_r(NULL, ", ", &save)) {
        add_key_condition(st, col++, name, out);
    }
    db_done(st);
    return true;
}

static void add_change(struct alter *alter, const char *column, char type, struct buf *out) {
    bool once = pick(alter, 2);
    buf_add_printf(out, "%s = ", column);
    if (type == 'i') {
        buf_add_printf(out, "%s + %d", column, once ? 1 : 1000003);
    } else if (type == 't') {
        if (once || strcmp(column, "field") == 0) {
            buf_add_printf(out, "%s || 'x'", column);
        } else {
            buf_add_printf(out, "REPLACE(%s, 'e', 'f') || '.'", column);
        }
    } else if (db_engine_of(alter->db) == DB_POSTGRES) {
        buf_add_printf(out, "set_byte(%s, 0, 255 - get_byte(%s, 0))", column, column);
    } else {
        buf_add_printf(out, "CAST(X'00' || SUBSTR(%s, 2) || X'01' AS BLOB)", column);
    }
}

static bool alter_once(struct alter *alter, const struct alter_place *place) {
    char columns[1024];
    char *list[64];
    char *save;
    size_t n = 0;
    snprintf(columns, sizeof columns, "%s", place->columns);
    for (char *c = strtok_r(columns, " ", &save); c; c = strtok_r(NULL, " ", &save)) {
        list[n++] = c;
    }
    char *column = list[pick(alter, (int64_t)n)];
    char type = column[strlen(column) - 1];
    column[strlen(column) - 2] = 0;
    struct buf where;
    struct buf text;
    buf_init(&where, 4096);
    buf_init(&text, 8192);
    bool made = choose_row(alter, place, column, &where);
    if (made) {
        if (pick(alter, 8) == 0) {
            buf_add_printf(&text, "DELETE FROM %s", place->table);
        } else {
            buf_add_printf(&text, "UPDATE %s SET ", place->table);
            add_change(alter, column, type, &text);
        }
        buf_add_printf(&text, " WHERE %s", where.data);
        assert_int_equal(db_begin_write(alter->db, NULL), YK_OK);
        made = db_exec(alter->db, text.data, NULL) ==
               YK_OK; // or it met a key that exists, and nothing was altered
        if (made && alter->differences(alter->ctx) == 0) {
            fail_msg("passed: %s", text.data);
        }
        db_rollback(alter->db);
    }
    buf_done(&where);
    buf_done(&text);
    return made;
}

int alter_run(struct alter *alter, const struct alter_place *places, size_t n_places, int wanted) {
    int done = 0;
    for (int i = 0; done < wanted && i < wanted * 3; i++) {
        done += alter_once(alter, &places[(size_t)i % n_places]);
    }
    return done;
}
