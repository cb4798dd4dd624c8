// SPDX-License-Identifier: Apache-2.0
// Pages of rows in an arena. Knows no table.
#include "db/rows.h"

const char *db_copy_text(const struct db_stmt *st, int col, struct arena *arena) {
    size_t n;
    const char *text = db_text(st, col, &n);
    return text ? arena_strndup(arena, text, n) : NULL;
}

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a page of rows");
}

static enum yk read_rows(struct db_stmt *st, struct arena *arena, size_t size, size_t max,
                         db_row_fn *read, char *rows, size_t *out_n, struct err *err) {
    size_t n = 0;
    enum db_row row = DB_DONE;
    while (n < max && (row = db_step(st)) == DB_ROW) {
        if (!read(st, arena, rows + size * n++)) {
            return no_memory(err);
        }
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out_n = n;
    return YK_OK;
}

enum yk db_page(struct db_stmt *st, struct arena *arena, size_t size, size_t max, db_row_fn *read,
                void **out, size_t *out_n, struct err *err) {
    char *rows = arena_alloc_array(arena, max, size);
    enum yk status =
        rows ? read_rows(st, arena, size, max, read, rows, out_n, err) : no_memory(err);
    db_done(st);
    if (status == YK_OK) {
        *out = rows;
    }
    return status;
}
