// SPDX-License-Identifier: Apache-2.0
// Reading a page of rows: what the stores of lists have in common.
#ifndef YK_DB_ROWS_H
#define YK_DB_ROWS_H

#include "base/arena.h"
#include "db/db.h"

// A column's text in the arena; NULL for null, and past memory.
const char *db_copy_text(const struct db_stmt *st, int col, struct arena *arena);

// Reads the present row into `out`. False past memory.
typedef bool db_row_fn(const struct db_stmt *st, struct arena *arena, void *out);
// At most `max` rows of a statement whose parameters are bound, `size` bytes each, in the arena; ends the statement. YK_NOMEM past memory.
YK_NODISCARD enum yk db_page(struct db_stmt *st, struct arena *arena, size_t size, size_t max,
                             db_row_fn *read, void **out, size_t *out_n, struct err *err);

#endif
