// SPDX-License-Identifier: Apache-2.0
// Rows of any table, read by pages of their key and written as they are: what backup, restore and copy are made of. The columns are asked of the engine, so that
// nothing has to be said twice. Knows numbers, texts and blobs; no meaning.
#ifndef YK_BACKUP_ROWS_STORE_H
#define YK_BACKUP_ROWS_STORE_H

#include "base/buf.h"
#include "db/db.h"

enum { ROWS_COLUMNS_MAX = 64, ROWS_KEYS_MAX = 8, ROWS_NAME_BYTES = 64 };
enum rows_type { ROWS_I64, ROWS_TEXT, ROWS_BLOB };

struct rows_shape {
    char table[ROWS_NAME_BYTES];
    size_t n_columns, n_keys;
    struct {
        char name[ROWS_NAME_BYTES];
        enum rows_type type;
    } columns[ROWS_COLUMNS_MAX];
    int keys[ROWS_KEYS_MAX]; // columns of the primary key, in its order
    bool has_district;       // it is the first of the key
    char insert[4096];       // the statement that writes a row
};

// The columns of a table. YK_NOT_FOUND when there is no such table.
YK_NODISCARD enum yk rows_shape_of(struct db *db, const char *table, struct rows_shape *out,
                                   struct err *err);
// -1: none of that name.
int rows_column(const struct rows_shape *shape, const char *name);
// Makes a table of that shape in a SQLite file, with its key and no other index.
YK_NODISCARD enum yk rows_make_table(struct db *to, const struct rows_shape *shape,
                                     struct err *err);

// A row as it was read; valid until the next. Columns in the shape's order.
typedef enum yk rows_fn(void *ctx, const struct rows_shape *shape, const struct db_stmt *row,
                        struct err *err);
struct rows_range {
    int32_t district; // when the table has one
    const int64_t
        *keys; // first parts of the key after the district, whole numbers, that rows must have; or
    size_t n_keys;
    const int64_t
        *after; // one further part of the key, of which only greater ones are wanted; NULL: all
};
// Calls fn with each row, in order of the key.
YK_NODISCARD enum yk rows_each(struct db *from, const struct rows_shape *shape,
                               const struct rows_range *range, rows_fn *fn, void *ctx,
                               struct err *err);
// Writes a row; with `keep` one that has the same key stays as it is, else that is a conflict.
YK_NODISCARD enum yk rows_put(struct db *to, const struct rows_shape *shape,
                              const struct db_stmt *row, bool keep, struct err *err);
YK_NODISCARD enum yk rows_count(struct db *db, const struct rows_shape *shape, int32_t district,
                                int64_t *out, struct err *err);

#endif
