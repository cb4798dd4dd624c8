// SPDX-License-Identifier: Apache-2.0
// Composes the statements that read and write whole rows. Names come from the engine's own catalogue, values are always bound.
#include "backup/rows_store.h"

#include <stdio.h>
#include <string.h>

enum { PAGE_ROWS = 512, BLOCK_PAGE_ROWS = 16, TEXT_BYTES_MAX = 1 << 16, KEY_BYTES_MAX = 1 << 16 };

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold rows");
}

// ---- shapes ----

static const char shape_sqlite[] =
    "SELECT name, lower(type), pk FROM pragma_table_info($1) ORDER BY cid";
static const char shape_postgres[] =
    "SELECT CAST(a.attname AS TEXT), CAST(t.typname AS TEXT),"
    " CAST(COALESCE(array_position(CAST(i.indkey AS INT2[]), a.attnum), -1) + 1 AS BIGINT)"
    " FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
    " LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary"
    " WHERE a.attrelid = to_regclass(CAST($1 AS TEXT)) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

static bool take_type(const char *type, enum rows_type *out) {
    static const struct {
        const char *name;
        enum rows_type type;
    } types[] = {{"integer", ROWS_I64},
                 {"int8", ROWS_I64},
                 {"text", ROWS_TEXT},
                 {"blob", ROWS_BLOB},
                 {"bytea", ROWS_BLOB}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(type, types[i].name) == 0) {
            *out = types[i].type;
            return true;
        }
    }
    return false;
}

static enum yk take_column(struct rows_shape *shape, const struct db_stmt *st, struct err *err) {
    int64_t key = db_i64(st, 2);
    if (shape->n_columns == ROWS_COLUMNS_MAX || key > ROWS_KEYS_MAX ||
        !take_type(db_text(st, 1, NULL), &shape->columns[shape->n_columns].type)) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "column %s of %s cannot be carried",
                       db_text(st, 0, NULL), shape->table);
    }
    snprintf(shape->columns[shape->n_columns].name, ROWS_NAME_BYTES, "%s", db_text(st, 0, NULL));
    if (key > 0) {
        shape->keys[key - 1] = (int)shape->n_columns;
        shape->n_keys = shape->n_keys < (size_t)key ? (size_t)key : shape->n_keys;
    }
    shape->n_columns++;
    return YK_OK;
}

static void add_columns(struct buf *text, const struct rows_shape *shape) {
    for (size_t i = 0; i < shape->n_columns; i++) {
        buf_add_printf(text, "%s%s", i ? ", " : "", shape->columns[i].name);
    }
}

static void add_keys(struct buf *text, const struct rows_shape *shape, size_t from) {
    for (size_t i = from; i < shape->n_keys; i++) {
        buf_add_printf(text, "%s%s", i > from ? ", " : "", shape->columns[shape->keys[i]].name);
    }
}

// Composed once: a copy writes millions of rows.
static enum yk compose_insert(struct rows_shape *shape, struct err *err) {
    struct buf text;
    buf_init(&text, TEXT_BYTES_MAX);
    buf_add_printf(&text, "INSERT INTO %s (", shape->table);
    add_columns(&text, shape);
    buf_add_text(&text, ") VALUES (");
    for (size_t i = 0; i < shape->n_columns; i++) {
        buf_add_printf(&text, "%s$%zu", i ? ", " : "", i + 1);
    }
    buf_add_text(&text, ") ON CONFLICT DO NOTHING");
    bool fits = !text.failed && text.len < sizeof shape->insert;
    snprintf(shape->insert, sizeof shape->insert, "%s", fits ? text.data : "");
    buf_done(&text);
    return fits ? YK_OK : no_memory(err);
}

enum yk rows_shape_of(struct db *db, const char *table, struct rows_shape *out, struct err *err) {
    struct rows_shape shape = {0};
    snprintf(shape.table, sizeof shape.table, "%s", table);
    _cleanup_stmt_ struct db_stmt *st =
        db_use_text(db, db_engine_of(db) == DB_SQLITE ? shape_sqlite : shape_postgres);
    db_bind_text(st, 1, table);
    enum db_row row;
    enum yk status = YK_OK;
    while (status == YK_OK && (row = db_step(st)) == DB_ROW) {
        status = take_column(&shape, st, err);
    }
    if (status == YK_OK && row == DB_ERROR) {
        status = db_status(st, err);
    }
    if (status == YK_OK && shape.n_columns == 0) {
        status = err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "there is no table %s", table);
    }
    if (status == YK_OK && shape.n_keys == 0) {
        status = err_set(err, YK_FAILED, ERR_INTERNAL, "table %s has no key", table);
    }
    if (status == YK_OK) {
        shape.has_district = strcmp(shape.columns[shape.keys[0]].name, "district") == 0;
        status = compose_insert(&shape, err);
    }
    if (status == YK_OK) {
        *out = shape;
    }
    return status;
}

int rows_column(const struct rows_shape *shape, const char *name) {
    for (size_t i = 0; i < shape->n_columns; i++) {
        if (strcmp(shape->columns[i].name, name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

enum yk rows_make_table(struct db *to, const struct rows_shape *shape, struct err *err) {
    static const char *const names[] = {
        [ROWS_I64] = "INTEGER", [ROWS_TEXT] = "TEXT", [ROWS_BLOB] = "BLOB"};
    struct buf text;
    buf_init(&text, TEXT_BYTES_MAX);
    buf_add_printf(&text, "CREATE TABLE %s (", shape->table);
    for (size_t i = 0; i < shape->n_columns; i++) {
        buf_add_printf(&text, "%s %s, ", shape->columns[i].name, names[shape->columns[i].type]);
    }
    buf_add_text(&text, "PRIMARY KEY (");
    add_keys(&text, shape, 0);
    buf_add_text(&text, ")) STRICT, WITHOUT ROWID");
    enum yk status = text.failed ? no_memory(err) : db_exec(to, text.data, err);
    buf_done(&text);
    return status;
}

// ---- reading ----

// The key of the last row of a page, from which the next one goes on.
struct place {
    bool any;
    int64_t numbers[ROWS_KEYS_MAX];
    struct buf bytes; // of all texts and blobs, one after another
    size_t at[ROWS_KEYS_MAX], n[ROWS_KEYS_MAX];
};

static enum yk keep_place(struct place *place, const struct rows_shape *shape,
                          const struct db_stmt *row, struct err *err) {
    buf_clear(&place->bytes);
    for (size_t i = 0; i < shape->n_keys; i++) {
        int column = shape->keys[i];
        size_t n = 0;
        if (shape->columns[column].type == ROWS_I64) {
            place->numbers[i] = db_i64(row, column);
            continue;
        }
        const void *data = shape->columns[column].type == ROWS_TEXT ? db_text(row, column, &n)
                                                                    : db_blob(row, column, &n);
        place->at[i] = place->bytes.len;
        place->n[i] = n;
        buf_add(&place->bytes, data, n);
    }
    place->any = true;
    return place->bytes.failed ? no_memory(err) : YK_OK;
}

static int page_rows(const struct rows_shape *shape) {
    return strcmp(shape->table, "block") == 0 ? BLOCK_PAGE_ROWS : PAGE_ROWS;
}

static void compose(struct buf *text, const struct rows_shape *shape,
                    const struct rows_range *range, bool onward) {
    size_t fixed = (shape->has_district ? 1 : 0) + range->n_keys;
    buf_add_text(text, "SELECT ");
    add_columns(text, shape);
    buf_add_printf(text, " FROM %s", shape->table);
    for (size_t i = 0; i < fixed; i++) {
        buf_add_printf(text, " %s %s = $%zu", i ? "AND" : "WHERE",
                       shape->columns[shape->keys[i]].name, i + 1);
    }
    if (onward && fixed < shape->n_keys) {
        buf_add_printf(text, " %s (", fixed ? "AND" : "WHERE");
        add_keys(text, shape, fixed);
        buf_add_text(text, ") > (");
        for (size_t i = fixed; i < shape->n_keys; i++) {
            buf_add_printf(text, "%s$%zu", i > fixed ? ", " : "", i + 1);
        }
        buf_add_char(text, ')');
    } else if (range->after) {
        buf_add_printf(text, " %s %s > $%zu", fixed ? "AND" : "WHERE",
                       shape->columns[shape->keys[fixed]].name, fixed + 1);
    }
    if (fixed < shape->n_keys) {
        buf_add_text(text, " ORDER BY ");
        add_keys(text, shape, fixed);
    }
    // Blocks are large, and PostgreSQL hands over a page at once.
    buf_add_printf(text, " LIMIT %d", page_rows(shape));
}

static void bind_place(struct db_stmt *st, const struct rows_shape *shape,
                       const struct rows_range *range, const struct place *place) {
    size_t fixed = (shape->has_district ? 1 : 0) + range->n_keys;
    if (shape->has_district) {
        db_bind_i64(st, 1, range->district);
    }
    for (size_t i = 0; i < range->n_keys; i++) {
        db_bind_i64(st, (int)(fixed - range->n_keys + i) + 1, range->keys[i]);
    }
    for (size_t i = fixed; place->any && i < shape->n_keys; i++) {
        const char *at = place->bytes.data ? place->bytes.data + place->at[i] : "";
        switch (shape->columns[shape->keys[i]].type) {
        case ROWS_I64: db_bind_i64(st, (int)i + 1, place->numbers[i]); break;
        case ROWS_TEXT: db_bind_text_n(st, (int)i + 1, at, place->n[i]); break;
        case ROWS_BLOB: db_bind_blob(st, (int)i + 1, at, place->n[i]); break;
        }
    }
    if (!place->any && range->after) {
        db_bind_i64(st, (int)fixed + 1, *range->after);
    }
}

static enum yk read_page(struct db *from, const struct rows_shape *shape,
                         const struct rows_range *range, struct place *place, rows_fn *fn,
                         void *ctx, int *out_n, struct err *err) {
    struct buf text, last;
    buf_init(&text, TEXT_BYTES_MAX);
    buf_init(&last, KEY_BYTES_MAX);
    compose(&text, shape, range, place->any);
    if (text.failed) {
        buf_done(&text);
        return no_memory(err);
    }
    // What is bound must live until the last step, while the place moves on.
    struct place bound = *place;
    bound.bytes = last;
    buf_add(&bound.bytes, place->bytes.data, place->bytes.len);
    struct db_stmt *st = db_use_text(from, text.data);
    bind_place(st, shape, range, &bound);
    enum db_row row;
    enum yk status = bound.bytes.failed ? no_memory(err) : YK_OK;
    *out_n = 0;
    while (status == YK_OK && (row = db_step(st)) == DB_ROW) {
        ++*out_n;
        status = keep_place(place, shape, st, err);
        if (status == YK_OK) {
            status = fn(ctx, shape, st, err);
        }
    }
    if (status == YK_OK && row == DB_ERROR) {
        status = db_status(st, err);
    }
    db_done(st);
    buf_done(&bound.bytes);
    buf_done(&text);
    return status;
}

enum yk rows_each(struct db *from, const struct rows_shape *shape, const struct rows_range *range,
                  rows_fn *fn, void *ctx, struct err *err) {
    struct place place = {0};
    buf_init(&place.bytes, KEY_BYTES_MAX);
    int n = page_rows(shape);
    enum yk status = YK_OK;
    while (n == page_rows(shape) && status == YK_OK) {
        status = read_page(from, shape, range, &place, fn, ctx, &n, err);
    }
    buf_done(&place.bytes);
    return status;
}

// ---- writing ----

enum yk rows_put(struct db *to, const struct rows_shape *shape, const struct db_stmt *row,
                 bool keep, struct err *err) {
    char strict[sizeof shape->insert];
    // The clause is at the end.
    snprintf(strict, sizeof strict, "%.*s",
             (int)(strlen(shape->insert) - (sizeof " ON CONFLICT DO NOTHING" - 1)), shape->insert);
    struct db_stmt *st = db_use_text(to, keep ? shape->insert : strict);
    for (size_t i = 0; i < shape->n_columns; i++) {
        int column = (int)i;
        size_t n = 0;
        if (db_is_null(row, column)) {
            db_bind_null(st, column + 1);
        } else if (shape->columns[i].type == ROWS_I64) {
            db_bind_i64(st, column + 1, db_i64(row, column));
        } else if (shape->columns[i].type == ROWS_TEXT) {
            const char *data = db_text(row, column, &n);
            db_bind_text_n(st, column + 1, data, n);
        } else {
            const void *data = db_blob(row, column, &n);
            db_bind_blob(st, column + 1, data, n);
        }
    }
    return db_post(st, err);
}

enum yk rows_count(struct db *db, const struct rows_shape *shape, int32_t district, int64_t *out,
                   struct err *err) {
    char text[160];
    snprintf(text, sizeof text, "SELECT COUNT(*) FROM %s%s", shape->table,
             shape->has_district ? " WHERE district = $1" : "");
    _cleanup_stmt_ struct db_stmt *st = db_use_text(db, text);
    if (shape->has_district) {
        db_bind_i64(st, 1, district);
    }
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out = db_i64(st, 0);
    }
    return status;
}
