// SPDX-License-Identifier: Apache-2.0
// The SQL of blocks and of the queue before them.
#include "log/seal_store.h"

#include <string.h>

#include "crypto/hash.h"

enum { LOCK, DISTRICTS, WAITING, FORGET, PUT, LAST, NEXT, COUNT };
#define BLOCK_COLUMNS "height, first_pos, n, events, root, prev, hash, signature, sealed_at"
static const struct db_sql sql[] = {
    // The number is the sealer's own among advisory locks; it means nothing else.
    [LOCK] =
        {"SELECT 1",
         "SELECT CASE WHEN pg_try_advisory_xact_lock(5980494) THEN 1::BIGINT ELSE 0::BIGINT END"},
    [DISTRICTS] =
        {"WITH RECURSIVE d (x) AS (SELECT MIN(district) FROM waiting UNION ALL"
         " SELECT (SELECT MIN(district) FROM waiting WHERE district > d.x) FROM d WHERE d.x IS NOT NULL)"
         " SELECT x FROM d WHERE x IS NOT NULL ORDER BY x",
         "SELECT DISTINCT district FROM waiting ORDER BY district"},
    [WAITING] =
        {"SELECT id, events FROM waiting WHERE district = $1 AND id > $2 ORDER BY id LIMIT 256",
         NULL},
    [FORGET] = {"DELETE FROM waiting WHERE district = $1 AND id = $2", NULL},
    [PUT] = {"INSERT INTO block (district, " BLOCK_COLUMNS
             ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
             NULL},
    [LAST] = {"SELECT " BLOCK_COLUMNS
              " FROM block WHERE district = $1 ORDER BY height DESC LIMIT 1",
              NULL},
    [NEXT] = {"SELECT " BLOCK_COLUMNS
              " FROM block WHERE district = $1 AND height > $2 ORDER BY height LIMIT 1",
              NULL},
    [COUNT] =
        {"SELECT CAST(COALESCE(SUM(LENGTH(events)), 0) AS BIGINT) FROM waiting WHERE district = $1",
         NULL},
};
const struct db_sql_table seal_sql = {"seal", sql, sizeof sql / sizeof *sql};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold blocks");
}

enum yk seal_store_lock(struct db *db, bool *out_got, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[LOCK]);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out_got = db_i64(st, 0) != 0;
    }
    return status;
}

enum yk seal_store_waiting_districts(struct db *db, struct arena *arena, int32_t **out,
                                     size_t *out_n, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[DISTRICTS]);
    size_t n = 0, cap = 0;
    int32_t *list = NULL;
    enum db_row row;
    while ((row = db_step(st)) == DB_ROW) {
        if (n == cap) {
            int32_t *more = arena_alloc_array(arena, cap ? cap * 2 : 16, sizeof *more);
            if (!more) {
                return no_memory(err);
            }
            for (size_t i = 0; i < n; i++) {
                more[i] = list[i];
            }
            list = more;
            cap = cap ? cap * 2 : 16;
        }
        list[n++] = (int32_t)db_i64(st, 0);
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out = list;
    *out_n = n;
    return YK_OK;
}

static const uint8_t *copy_blob(struct arena *arena, const struct db_stmt *st, int col,
                                size_t *out_n) {
    const void *data = db_blob(st, col, out_n);
    return arena_memdup(arena, data ? data : "", *out_n);
}

struct waiting_list {
    struct arena *arena;
    struct waiting_row *rows;
    size_t n, cap;
};

static struct waiting_row *add_waiting(struct waiting_list *list) {
    if (list->n == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 256;
        struct waiting_row *rows = arena_alloc_array(list->arena, cap, sizeof *rows);
        if (!rows) {
            return NULL;
        }
        if (list->n) {
            memcpy(rows, list->rows, list->n * sizeof *rows);
        }
        list->rows = rows;
        list->cap = cap;
    }
    return &list->rows[list->n++];
}

// The events of one row; its id stands in them too.
static bool read_waiting(struct waiting_list *list, int64_t id, const uint8_t *bytes, size_t n) {
    size_t first = list->n;
    bool whole = n > 0 && n % WAITING_ENTRY_BYTES == 0;
    for (size_t at = 0; whole && at < n; at += WAITING_ENTRY_BYTES) {
        struct waiting_row *row = add_waiting(list);
        if (!row) {
            return false;
        }
        *row = (struct waiting_row){.row = id};
        waiting_entry_read(bytes + at, &row->entry);
        if (at == 0 && row->entry.id != id) {
            list->n = first;
            whole = false;
        }
    }
    if (!whole) {
        struct waiting_row *row = add_waiting(list);
        if (!row) {
            return false;
        }
        *row = (struct waiting_row){.row = id, .broken = true, .entry = {.id = id}};
    }
    return true;
}

enum yk seal_store_waiting(struct db *db, struct arena *arena, int32_t district, int64_t after_row,
                           size_t enough, struct waiting_row **out, size_t *out_n,
                           struct err *err) {
    struct waiting_list list = {.arena = arena};
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[WAITING]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, after_row);
    enum db_row row = DB_DONE;
    while (list.n < enough && (row = db_step(st)) == DB_ROW) {
        size_t n;
        const uint8_t *bytes = db_blob(st, 1, &n);
        if (!read_waiting(&list, db_i64(st, 0), bytes, n)) {
            return no_memory(err);
        }
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out = list.rows;
    *out_n = list.n;
    return YK_OK;
}

enum yk seal_store_forget(struct db *db, int32_t district, const struct waiting_row *rows, size_t n,
                          struct err *err) {
    enum yk status = YK_OK;
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        if (i > 0 && rows[i].row == rows[i - 1].row) {
            continue;
        }
        struct db_stmt *st = db_use(db, &sql[FORGET]);
        db_bind_i64(st, 1, district);
        db_bind_i64(st, 2, rows[i].row);
        status = db_post(st, err);
    }
    return status;
}

enum yk seal_store_find_waiting(struct db *db, struct arena *arena, int32_t district,
                                const int64_t *ids, size_t n, bool *out, struct err *err) {
    struct waiting_row *rows = NULL;
    size_t n_rows = 1;
    int64_t after = INT64_MIN;
    enum yk status = YK_OK;
    for (size_t k = 0; k < n; k++) {
        out[k] = false;
    }
    while (status == YK_OK && n_rows > 0) {
        status = seal_store_waiting(db, arena, district, after, 4096, &rows, &n_rows, err);
        for (size_t i = 0; status == YK_OK && i < n_rows; i++) {
            for (size_t k = 0; k < n; k++) {
                out[k] = out[k] || ids[k] == rows[i].entry.id;
            }
            after = rows[i].row;
        }
    }
    return status;
}

enum yk seal_store_put(struct db *db, const struct block_row *block, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[PUT]);
    db_bind_i64(st, 1, block->district);
    db_bind_i64(st, 2, block->height);
    db_bind_i64(st, 3, block->first_pos);
    db_bind_i64(st, 4, block->n);
    db_bind_blob(st, 5, block->events, block->events_n);
    db_bind_blob(st, 6, block->root, block->root_n);
    db_bind_blob(st, 7, block->prev, block->prev_n);
    db_bind_blob(st, 8, block->hash, block->hash_n);
    db_bind_blob(st, 9, block->signature, block->signature_n);
    db_bind_i64(st, 10, block->sealed_at);
    return db_post(st, err);
}

static enum yk read_block(struct db_stmt *st, struct arena *arena, int32_t district,
                          struct block_row *out, struct err *err) {
    enum yk status = db_one(st, err);
    if (status != YK_OK) {
        return status;
    }
    struct block_row block = {.district = district,
                              .height = db_i64(st, 0),
                              .first_pos = db_i64(st, 1),
                              .n = db_i64(st, 2),
                              .sealed_at = db_i64(st, 8)};
    block.events = copy_blob(arena, st, 3, &block.events_n);
    block.root = copy_blob(arena, st, 4, &block.root_n);
    block.prev = copy_blob(arena, st, 5, &block.prev_n);
    block.hash = copy_blob(arena, st, 6, &block.hash_n);
    block.signature = copy_blob(arena, st, 7, &block.signature_n);
    if (!block.events || !block.root || !block.prev || !block.hash || !block.signature) {
        return no_memory(err);
    }
    *out = block;
    return YK_OK;
}

enum yk seal_store_last(struct db *db, struct arena *arena, int32_t district, struct block_row *out,
                        struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[LAST]);
    db_bind_i64(st, 1, district);
    return read_block(st, arena, district, out, err);
}

enum yk seal_store_next(struct db *db, struct arena *arena, int32_t district, int64_t height,
                        struct block_row *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[NEXT]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, height);
    return read_block(st, arena, district, out, err);
}

enum yk seal_store_count_waiting(struct db *db, int32_t district, int64_t *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[COUNT]);
    db_bind_i64(st, 1, district);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out = db_i64(st, 0) / WAITING_ENTRY_BYTES;
    }
    return status;
}
