// SPDX-License-Identifier: Apache-2.0
// The SQL of the auditor's pages.
#include "org/audit_store.h"

#include "db/rows.h"

#include "crypto/hash.h"
#include "log/seal_store.h"

enum { LIST, BLOCKS };
static const struct db_sql sql[] = {
    // Walks the log by id, latest first; what the filters leave out is passed over, within the reader's time limit.
    [LIST] =
        {"SELECT e.object, e.seq, e.id, e.recorded_at, e.day, e.actor, e.action, e.version, e.body, e.ledger FROM event AS e"
         " WHERE e.district = $1 AND e.id < $2 AND (0 = $3 OR e.ledger = $3) AND (0 = $4 OR e.actor = $4) AND ('' = $5 OR e.action = $5)"
         " AND e.recorded_at BETWEEN $6 AND $7 ORDER BY e.id DESC LIMIT $8",
         "SELECT e.object, e.seq, e.id, e.recorded_at, e.day, e.actor, e.action, e.version, e.body, e.ledger FROM event AS e"
         " WHERE e.district = $1 AND e.id < $2 AND (0 = $3 OR e.ledger = $3) AND (0 = $4 OR e.actor = $4)"
         " AND ('' = CAST($5 AS TEXT) OR e.action = CAST($5 AS TEXT)) AND e.recorded_at BETWEEN $6 AND $7 ORDER BY e.id DESC LIMIT $8"},
    [BLOCKS] =
        {"SELECT height, first_pos, n, hash, sealed_at FROM block WHERE district = $1 AND height < $2 ORDER BY height DESC LIMIT $3",
         NULL},
};
const struct db_sql_table audit_sql = {"audit", sql, sizeof sql / sizeof *sql};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold rows of the log");
}

static bool read_row(const struct db_stmt *st, struct arena *arena, int32_t district,
                     struct audit_row *out) {
    size_t action_n, body_n;
    const char *action = db_text(st, 6, &action_n), *body = db_text(st, 8, &body_n);
    *out = (struct audit_row){
        .event =
            {
                .district = district,
                .object = db_i64(st, 0),
                .seq = db_i64(st, 1),
                .id = db_i64(st, 2),
                .recorded_at = db_i64(st, 3),
                .day = (int32_t)db_i64(st, 4),
                .actor = db_i64(st, 5),
                .action = arena_strndup(arena, action, action_n),
                .version = (int)db_i64(st, 7),
                .body = arena_strndup(arena, body, body_n),
                .body_n = body_n,
                .ledger = (int)db_i64(st, 9),
            },
    };
    return out->event.action && out->event.body;
}

static enum yk mark_sealed(struct db *db, struct arena *arena, int32_t district,
                           struct audit_row *rows, size_t n, struct err *err) {
    int64_t *ids = arena_alloc_array(arena, n ? n : 1, sizeof *ids);
    bool *waits = arena_alloc_array(arena, n ? n : 1, sizeof *waits);
    if (!ids || !waits) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        ids[i] = rows[i].event.id;
    }
    enum yk status = seal_store_find_waiting(db, arena, district, ids, n, waits, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        rows[i].sealed = !waits[i];
    }
    return status;
}

enum yk audit_list(struct db *db, struct arena *arena, int32_t district,
                   const struct audit_filter *filter, struct audit_row **out, size_t *out_n,
                   struct err *err) {
    struct audit_row *rows = arena_alloc_array(arena, (size_t)filter->limit, sizeof *rows);
    if (!rows) {
        return no_memory(err);
    }
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[LIST]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, filter->before_id);
    db_bind_i64(st, 3, filter->ledger);
    db_bind_i64(st, 4, filter->actor);
    db_bind_text(st, 5, filter->action);
    db_bind_i64(st, 6, filter->from_us);
    db_bind_i64(st, 7, filter->to_us);
    db_bind_i64(st, 8, filter->limit);
    size_t n = 0;
    enum db_row row = DB_DONE;
    while (n < (size_t)filter->limit && (row = db_step(st)) == DB_ROW) {
        if (!read_row(st, arena, district, &rows[n++])) {
            return no_memory(err);
        }
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    enum yk status = mark_sealed(db, arena, district, rows, n, err);
    if (status == YK_OK) {
        *out = rows;
        *out_n = n;
    }
    return status;
}

static bool read_block(const struct db_stmt *st, struct arena *arena, void *to) {
    (void)arena;
    struct audit_block *out = to;
    size_t hash_n;
    const void *hash = db_blob(st, 3, &hash_n);
    *out = (struct audit_block){.height = db_i64(st, 0),
                                .first_pos = db_i64(st, 1),
                                .n = db_i64(st, 2),
                                .sealed_at = db_i64(st, 4)};
    if (hash_n == SM3_BYTES) {
        hex_encode(hash, SM3_BYTES, out->hash);
    }
    return true;
}

enum yk audit_blocks(struct db *db, struct arena *arena, int32_t district, int64_t below, int limit,
                     struct audit_block **out, size_t *out_n, struct err *err) {
    void *rows = NULL;
    struct db_stmt *st = db_use(db, &sql[BLOCKS]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, below);
    db_bind_i64(st, 3, limit);
    enum yk status = db_page(st, arena, sizeof(struct audit_block), (size_t)limit, read_block,
                             &rows, out_n, err);
    if (status == YK_OK) {
        *out = rows;
    }
    return status;
}
