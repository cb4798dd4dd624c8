// SPDX-License-Identifier: Apache-2.0
// The SQL of backups.
#include "backup/backup_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MADE,
    LAST_MADE,
    CUT_EVENTS,
    CUT_TEXTS,
    CUT_CREDENTIALS,
    CUT_PAPERS,
    CUT_NOTICES,
    CUT_MAIL,
    CUT_OUTBOX,
    CUT_IDEM,
    CUT_JOBS,
    MOVE_VERSION,
    CUT_BLOCKS,
    FORGET_WAITING,
    FORGET_VERSION,
    EARLIEST,
    COUNT_EVENTS
};
#define BEGAN(ledger, object)                                                                      \
    "NOT EXISTS (SELECT 1 FROM event e WHERE e.district = $1 AND e.ledger = " ledger               \
    " AND e.object = " object " AND e.seq = 1)"
static const struct db_sql sql[] = {
    [MADE] = {"INSERT INTO backup_made (district, made_at, id, kind, height, bytes, file)"
              " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
              NULL},
    [LAST_MADE] =
        {"SELECT made_at FROM backup_made WHERE district = $1 ORDER BY made_at DESC LIMIT 1", NULL},
    [CUT_EVENTS] = {"DELETE FROM event WHERE district = $1 AND recorded_at > $2 AND ledger <> $3",
                    NULL},
    [CUT_TEXTS] =
        {"DELETE FROM text WHERE district = $1 AND NOT EXISTS (SELECT 1 FROM event e WHERE e.district = $1"
         " AND e.ledger = text.ledger AND e.object = text.object AND e.seq = text.seq)",
         NULL},
    [CUT_CREDENTIALS] = {"DELETE FROM credential WHERE district = $1 AND " BEGAN(
                             "1", "credential.account"),
                         NULL},
    [CUT_PAPERS] = {"DELETE FROM paper_code WHERE district = $1 AND " BEGAN("3",
                                                                            "paper_code.object"),
                    NULL},
    [CUT_NOTICES] = {"DELETE FROM notice WHERE district = $1 AND at > $2", NULL},
    [CUT_MAIL] = {"DELETE FROM mail WHERE district = $1 AND made_at > $2", NULL},
    [CUT_OUTBOX] = {"DELETE FROM outbox WHERE district = $1 AND at > $2", NULL},
    [CUT_IDEM] = {"DELETE FROM idem WHERE district = $1 AND at > $2", NULL},
    [CUT_JOBS] = {"DELETE FROM job WHERE district = $1", NULL},
    [MOVE_VERSION] =
        {"UPDATE org_version SET version = (SELECT MAX(id) FROM event WHERE district = $1 AND ledger = 1)"
         " WHERE district = $1 AND EXISTS (SELECT 1 FROM event WHERE district = $1 AND ledger = 1)",
         NULL},
    [CUT_BLOCKS] = {"DELETE FROM block WHERE district = $1 AND height >= $2", NULL},
    [FORGET_WAITING] = {"DELETE FROM waiting WHERE district = $1", NULL},
    [FORGET_VERSION] = {"DELETE FROM org_version WHERE district = $1", NULL},
    [EARLIEST] = {"SELECT CAST(COALESCE(MIN(recorded_at), 0) AS BIGINT) FROM event", NULL},
    [COUNT_EVENTS] = {"SELECT COUNT(*) FROM event WHERE district = $1", NULL},
};
const struct db_sql_table backup_sql = {"backup", sql, sizeof sql / sizeof *sql};

// ---- the file ----

static const char file_tables[] =
    "CREATE TABLE backup_label (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE backup_head (district INTEGER NOT NULL PRIMARY KEY, height INTEGER NOT NULL, pos INTEGER NOT NULL,"
    " hash BLOB NOT NULL, sealed_at INTEGER NOT NULL) STRICT;";

enum yk backup_store_begin(struct db *file, struct err *err) {
    return db_exec(file, file_tables, err);
}

// A file is whole or does not exist, so nothing is gained by a log beside it; and it can be read where nothing can be written.
enum yk backup_store_close(struct db *file, struct err *err) {
    return db_exec(file, "PRAGMA journal_mode=DELETE", err);
}

static const char put_value[] = "INSERT INTO backup_label (key, value) VALUES ($1, $2)";
static const char get_value[] = "SELECT value FROM backup_label WHERE key = $1";

static enum yk put_text(struct db *file, const char *key, const char *value, struct err *err) {
    struct db_stmt *st = db_use_text(file, put_value);
    db_bind_text(st, 1, key);
    db_bind_text(st, 2, value);
    return db_run(st, NULL, err);
}

static enum yk get_text(struct db *file, const char *key, char *out, size_t n, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use_text(file, get_value);
    db_bind_text(st, 1, key);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        snprintf(out, n, "%s", db_text(st, 0, NULL));
    }
    return status;
}

struct number {
    const char *key;
    size_t offset;
};
static const struct number numbers[] = {
    {"format", offsetof(struct backup_label, format)},
    {"form", offsetof(struct backup_label, form)},
    {"made_us", offsetof(struct backup_label, made_us)},
    {"recorded_us", offsetof(struct backup_label, recorded_us)},
    {"schema", offsetof(struct backup_label, schema)},
};
enum { N_NUMBERS = sizeof numbers / sizeof *numbers };

enum yk backup_store_put_label(struct db *file, const struct backup_label *label, struct err *err) {
    enum yk status = put_text(file, "id", label->id, err);
    if (status == YK_OK) {
        status = put_text(file, "since_id", label->since_id, err);
    }
    if (status == YK_OK) {
        status = put_text(file, "since_file", label->since_file, err);
    }
    if (status == YK_OK) {
        status = put_text(file, "program", label->program, err);
    }
    for (size_t i = 0; i < N_NUMBERS && status == YK_OK; i++) {
        char text[24];
        snprintf(
            text, sizeof text, "%lld",
            (long long)*(const int64_t *)(const void *)((const char *)label + numbers[i].offset));
        status = put_text(file, numbers[i].key, text, err);
    }
    return status;
}

enum yk backup_store_label(struct db *file, struct backup_label *out, struct err *err) {
    struct backup_label label = {0};
    enum yk status = get_text(file, "id", label.id, sizeof label.id, err);
    if (status == YK_OK) {
        status = get_text(file, "since_id", label.since_id, sizeof label.since_id, err);
    }
    if (status == YK_OK) {
        status = get_text(file, "since_file", label.since_file, sizeof label.since_file, err);
    }
    if (status == YK_OK) {
        status = get_text(file, "program", label.program, sizeof label.program, err);
    }
    for (size_t i = 0; i < N_NUMBERS && status == YK_OK; i++) {
        char text[24] = "";
        status = get_text(file, numbers[i].key, text, sizeof text, err);
        *(int64_t *)(void *)((char *)&label + numbers[i].offset) = strtoll(text, NULL, 10);
    }
    if (status != YK_OK) {
        return err_set(err, YK_REFUSED, ERR_TAMPERED, "this is no backup, or one that was damaged");
    }
    if (label.format > BACKUP_FORMAT) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "made by a newer program (%s)",
                       label.program);
    }
    *out = label;
    return YK_OK;
}

enum yk backup_store_put_head(struct db *file, const struct seal_head *head, struct err *err) {
    struct db_stmt *st = db_use_text(
        file,
        "INSERT INTO backup_head (district, height, pos, hash, sealed_at) VALUES ($1, $2, $3, $4, $5)");
    db_bind_i64(st, 1, head->district);
    db_bind_i64(st, 2, head->height);
    db_bind_i64(st, 3, head->pos);
    db_bind_blob(st, 4, head->hash, sizeof head->hash);
    db_bind_i64(st, 5, head->sealed_at);
    return db_run(st, NULL, err);
}

enum yk backup_store_heads(struct db *file, struct arena *arena, struct seal_head **out,
                           size_t *out_n, struct err *err) {
    enum { HEADS_MAX = 4096 };
    struct seal_head *heads = arena_alloc_array(arena, HEADS_MAX, sizeof *heads);
    if (!heads) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold heads");
    }
    size_t n = 0;
    _cleanup_stmt_ struct db_stmt *st = db_use_text(
        file, "SELECT district, height, pos, hash, sealed_at FROM backup_head ORDER BY district");
    enum db_row row = DB_DONE;
    while (n < HEADS_MAX && (row = db_step(st)) == DB_ROW) {
        size_t hash_n;
        const void *hash = db_blob(st, 3, &hash_n);
        heads[n] = (struct seal_head){.district = (int32_t)db_i64(st, 0),
                                      .height = db_i64(st, 1),
                                      .pos = db_i64(st, 2),
                                      .sealed_at = db_i64(st, 4)};
        memcpy(heads[n++].hash, hash, hash_n < SM3_BYTES ? hash_n : SM3_BYTES);
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out = heads;
    *out_n = n;
    return YK_OK;
}

// ---- the store ----

enum yk backup_store_made(struct db *db, const struct backup_made *made, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[MADE]);
    db_bind_i64(st, 1, made->district);
    db_bind_i64(st, 2, made->made_us);
    db_bind_text(st, 3, made->id);
    db_bind_i64(st, 4, made->form);
    db_bind_i64(st, 5, made->height);
    db_bind_i64(st, 6, made->bytes);
    db_bind_text(st, 7, made->file);
    return db_run(st, NULL, err);
}

enum yk backup_store_last_made(struct db *db, int32_t district, int64_t *out_us, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[LAST_MADE]);
    db_bind_i64(st, 1, district);
    enum yk status = db_one(st, err);
    if (status == YK_NOT_FOUND || status == YK_OK) {
        *out_us = status == YK_OK ? db_i64(st, 0) : 0;
        status = YK_OK;
    }
    return status;
}

static enum yk run_for(struct db *db, int which, int32_t district, const int64_t *second,
                       struct err *err) {
    struct db_stmt *st = db_use(db, &sql[which]);
    db_bind_i64(st, 1, district);
    if (second) {
        db_bind_i64(st, 2, *second);
    }
    return db_run(st, NULL, err);
}

enum yk backup_store_cut_log(struct db *db, int32_t district, int64_t until_us, int kept_ledger,
                             int64_t *out_n, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[CUT_EVENTS]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, until_us);
    db_bind_i64(st, 3, kept_ledger);
    enum yk status = db_run(st, out_n, err);
    return status == YK_OK ? run_for(db, CUT_TEXTS, district, NULL, err) : status;
}

enum yk backup_store_cut_beside(struct db *db, int32_t district, int64_t until_us,
                                struct err *err) {
    static const int plain[] = {CUT_CREDENTIALS, CUT_PAPERS, CUT_JOBS, MOVE_VERSION};
    static const int timed[] = {CUT_NOTICES, CUT_MAIL, CUT_OUTBOX, CUT_IDEM};
    enum yk status = YK_OK;
    for (size_t i = 0; i < sizeof plain / sizeof *plain && status == YK_OK; i++) {
        status = run_for(db, plain[i], district, NULL, err);
    }
    for (size_t i = 0; i < sizeof timed / sizeof *timed && status == YK_OK; i++) {
        status = run_for(db, timed[i], district, &until_us, err);
    }
    return status;
}

enum yk backup_store_cut_blocks(struct db *db, int32_t district, int64_t from_height,
                                struct err *err) {
    return run_for(db, CUT_BLOCKS, district, &from_height, err);
}

enum yk backup_store_forget_waiting(struct db *db, int32_t district, struct err *err) {
    return run_for(db, FORGET_WAITING, district, NULL, err);
}

enum yk backup_store_forget_district(struct db *db, int32_t district, struct err *err) {
    return run_for(db, FORGET_VERSION, district, NULL, err);
}

enum yk backup_store_earliest(struct db *db, int64_t *out_us, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[EARLIEST]);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out_us = db_i64(st, 0);
    }
    return status;
}

enum yk backup_store_count_events(struct db *db, int32_t district, int64_t *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[COUNT_EVENTS]);
    db_bind_i64(st, 1, district);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out = db_i64(st, 0);
    }
    return status;
}

enum yk backup_store_analyze(struct db *db, struct err *err) {
    return db_exec(db, "ANALYZE", err);
}
