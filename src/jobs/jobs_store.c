// SPDX-License-Identifier: Apache-2.0
// The SQL of scheduled work. Decides nothing.
#include "jobs/jobs_store.h"

#include "db/rows.h"

enum {
    ADD,
    SET,
    CANCEL,
    TAKE,
    REMOVE,
    FAILED,
    HASTEN,
    HASTEN_DUE,
    GET,
    PUT_TRACE,
    SWEEP,
    DUE_DISTRICTS,
    LIST,
    LIST_FAILED,
    TRACES,
    COUNT_DUE,
    COUNT_FAILED,
    FIRST,
};
#define JOB_COLUMNS "id, kind, key, due_at, at, ledger, object, arg, attempts, error, asked_by"
#define TRACE_COLUMNS                                                                              \
    "done_at, id, kind, key, due_at, ledger, object, attempts, missed, said, asked_by"
#define JOB_INSERT                                                                                          \
    "INSERT INTO job (district, id, kind, key, due_at, at, ledger, object, arg, attempts, error, asked_by)" \
    " VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, 0, '', 0) ON CONFLICT (district, kind, key) DO "
#define JOB_TAKE                                                                                   \
    "SELECT " JOB_COLUMNS " FROM job WHERE district = $1 AND at <= $2 ORDER BY at, id LIMIT 1"
static const struct db_sql sql[] = {
    [ADD] = {JOB_INSERT "NOTHING", NULL},
    [SET] =
        {JOB_INSERT
         "UPDATE SET due_at = excluded.due_at, at = excluded.at, ledger = excluded.ledger,"
         " object = excluded.object, arg = excluded.arg, attempts = 0, error = '', asked_by = 0",
         NULL},
    [CANCEL] = {"DELETE FROM job WHERE district = $1 AND kind = $2 AND key = $3", NULL},
    [TAKE] = {JOB_TAKE, JOB_TAKE " FOR UPDATE SKIP LOCKED"},
    [REMOVE] = {"DELETE FROM job WHERE district = $1 AND id = $2", NULL},
    [FAILED] =
        {"UPDATE job SET attempts = attempts + 1, at = $4, error = $5 WHERE district = $1 AND id = $2 AND attempts = $3",
         NULL},
    [HASTEN] = {"UPDATE job SET at = $3, asked_by = $4 WHERE district = $1 AND id = $2", NULL},
    [HASTEN_DUE] =
        {"UPDATE job SET at = $3, due_at = $3, asked_by = $4 WHERE district = $1 AND id = $2",
         NULL},
    [GET] = {"SELECT " JOB_COLUMNS " FROM job WHERE district = $1 AND id = $2", NULL},
    [PUT_TRACE] = {"INSERT INTO job_done (district, " TRACE_COLUMNS
                   ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                   NULL},
    [SWEEP] = {"DELETE FROM job_done WHERE district = $1 AND done_at < $2", NULL},
    // A loose scan: two seeks per district, however many jobs each has.
    [DUE_DISTRICTS] =
        {"WITH RECURSIVE d (x) AS (SELECT MIN(district) FROM job UNION ALL"
         " SELECT (SELECT MIN(district) FROM job WHERE district > d.x) FROM d WHERE d.x IS NOT NULL)"
         " SELECT x FROM d WHERE x IS NOT NULL AND EXISTS (SELECT 1 FROM job WHERE district = d.x AND at <= $1)"
         " ORDER BY x",
         "SELECT DISTINCT district FROM job WHERE at <= $1 ORDER BY district"},
    [LIST] = {"SELECT " JOB_COLUMNS " FROM job WHERE district = $1 AND (at, id) > ($2, $3)"
              " ORDER BY at, id LIMIT $4",
              NULL},
    [LIST_FAILED] = {"SELECT " JOB_COLUMNS
                     " FROM job WHERE district = $1 AND attempts > 0 AND (at, id) > ($2, $3)"
                     " ORDER BY at, id LIMIT $4",
                     NULL},
    [TRACES] = {"SELECT " TRACE_COLUMNS
                " FROM job_done WHERE district = $1 AND (done_at, id) < ($2, $3)"
                " ORDER BY done_at DESC, id DESC LIMIT $4",
                NULL},
    [COUNT_DUE] =
        {"SELECT COUNT(*) FROM (SELECT 1 FROM job WHERE district = $1 AND at <= $2 LIMIT 10000) AS due",
         NULL},
    [COUNT_FAILED] =
        {"SELECT COUNT(*) FROM (SELECT 1 FROM job WHERE district = $1 AND attempts > 0 AND at > $2 LIMIT 10000) AS failed",
         NULL},
    [FIRST] = {"SELECT at FROM job WHERE district = $1 AND at > $2 ORDER BY at, id LIMIT 1", NULL},
};
const struct db_sql_table jobs_sql = {"jobs", sql, sizeof sql / sizeof *sql};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold jobs");
}

// ---- those that wait ----

enum yk job_store_add(struct db *db, int32_t district, int64_t id, const struct job_spec *spec,
                      bool move, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[move ? SET : ADD]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, id);
    db_bind_text(st, 3, spec->kind);
    db_bind_text(st, 4, spec->key);
    db_bind_i64(st, 5, spec->due_us);
    db_bind_i64(st, 6, spec->ledger);
    db_bind_i64(st, 7, spec->object);
    db_bind_i64(st, 8, spec->arg);
    return db_run(st, NULL, err);
}

enum yk job_store_cancel(struct db *db, int32_t district, const char *kind, const char *key,
                         struct err *err) {
    struct db_stmt *st = db_use(db, &sql[CANCEL]);
    db_bind_i64(st, 1, district);
    db_bind_text(st, 2, kind);
    db_bind_text(st, 3, key);
    return db_run(st, NULL, err);
}

static bool read_job(const struct db_stmt *st, struct arena *arena, void *to) {
    struct job_row *out = to;
    *out = (struct job_row){
        .id = db_i64(st, 0),
        .kind = db_copy_text(st, 1, arena),
        .key = db_copy_text(st, 2, arena),
        .due_at = db_i64(st, 3),
        .at = db_i64(st, 4),
        .ledger = (int)db_i64(st, 5),
        .object = db_i64(st, 6),
        .arg = db_i64(st, 7),
        .attempts = db_i64(st, 8),
        .error = db_copy_text(st, 9, arena),
        .asked_by = db_i64(st, 10),
    };
    return out->kind && out->key && out->error;
}

static enum yk read_one(struct db_stmt *st, struct arena *arena, struct job_row *out,
                        struct err *err) {
    struct job_row row;
    enum yk status = db_one(st, err);
    if (status == YK_OK && !read_job(st, arena, &row)) {
        status = no_memory(err);
    }
    db_done(st);
    if (status == YK_OK) {
        *out = row;
    }
    return status;
}

enum yk job_store_take(struct db *db, struct arena *arena, int32_t district, int64_t now_us,
                       struct job_row *out, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[TAKE]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, now_us);
    return read_one(st, arena, out, err);
}

enum yk job_store_get(struct db *db, struct arena *arena, int32_t district, int64_t id,
                      struct job_row *out, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[GET]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, id);
    return read_one(st, arena, out, err);
}

enum yk job_store_remove(struct db *db, int32_t district, int64_t id, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[REMOVE]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, id);
    return db_run(st, NULL, err);
}

enum yk job_store_failed(struct db *db, int32_t district, int64_t id, int64_t attempts, int64_t at,
                         const char *error, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[FAILED]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, id);
    db_bind_i64(st, 3, attempts);
    db_bind_i64(st, 4, at);
    db_bind_text(st, 5, error);
    return db_run(st, NULL, err);
}

enum yk job_store_hasten(struct db *db, int32_t district, int64_t id, int64_t at, bool due_too,
                         int64_t asked_by, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[due_too ? HASTEN_DUE : HASTEN]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, id);
    db_bind_i64(st, 3, at);
    db_bind_i64(st, 4, asked_by);
    int64_t changed = 0;
    enum yk status = db_run(st, &changed, err);
    return status == YK_OK && !changed ? err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "") : status;
}

// ---- traces ----

enum yk job_store_put_trace(struct db *db, int32_t district, const struct job_trace *trace,
                            struct err *err) {
    struct db_stmt *st = db_use(db, &sql[PUT_TRACE]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, trace->done_at);
    db_bind_i64(st, 3, trace->id);
    db_bind_text(st, 4, trace->kind);
    db_bind_text(st, 5, trace->key);
    db_bind_i64(st, 6, trace->due_at);
    db_bind_i64(st, 7, trace->ledger);
    db_bind_i64(st, 8, trace->object);
    db_bind_i64(st, 9, trace->attempts);
    db_bind_i64(st, 10, trace->missed);
    db_bind_text(st, 11, trace->said);
    db_bind_i64(st, 12, trace->asked_by);
    return db_run(st, NULL, err);
}

enum yk job_store_sweep(struct db *db, int32_t district, int64_t before, int64_t *out_n,
                        struct err *err) {
    struct db_stmt *st = db_use(db, &sql[SWEEP]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, before);
    return db_run(st, out_n, err);
}

// ---- looking ----

enum yk job_store_due_districts(struct db *db, int64_t now_us, int32_t *out, size_t max,
                                size_t *out_n, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[DUE_DISTRICTS]);
    db_bind_i64(st, 1, now_us);
    size_t n = 0;
    enum db_row row = DB_DONE;
    while (n < max && (row = db_step(st)) == DB_ROW) {
        out[n++] = (int32_t)db_i64(st, 0);
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out_n = n;
    return YK_OK;
}

enum yk job_store_list(struct db *db, struct arena *arena, int32_t district, bool failed,
                       int64_t after_at, int64_t after_id, int limit, struct job_row **out,
                       size_t *out_n, struct err *err) {
    void *rows = NULL;
    struct db_stmt *st = db_use(db, &sql[failed ? LIST_FAILED : LIST]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, after_at);
    db_bind_i64(st, 3, after_id);
    db_bind_i64(st, 4, limit);
    enum yk status =
        db_page(st, arena, sizeof(struct job_row), (size_t)limit, read_job, &rows, out_n, err);
    if (status == YK_OK) {
        *out = rows;
    }
    return status;
}

static bool read_trace(const struct db_stmt *st, struct arena *arena, void *to) {
    struct job_trace *out = to;
    *out = (struct job_trace){
        .done_at = db_i64(st, 0),
        .id = db_i64(st, 1),
        .kind = db_copy_text(st, 2, arena),
        .key = db_copy_text(st, 3, arena),
        .due_at = db_i64(st, 4),
        .ledger = (int)db_i64(st, 5),
        .object = db_i64(st, 6),
        .attempts = db_i64(st, 7),
        .missed = db_i64(st, 8),
        .said = db_copy_text(st, 9, arena),
        .asked_by = db_i64(st, 10),
    };
    return out->kind && out->key && out->said;
}

enum yk job_store_traces(struct db *db, struct arena *arena, int32_t district, int64_t before_at,
                         int64_t before_id, int limit, struct job_trace **out, size_t *out_n,
                         struct err *err) {
    void *rows = NULL;
    struct db_stmt *st = db_use(db, &sql[TRACES]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, before_at);
    db_bind_i64(st, 3, before_id);
    db_bind_i64(st, 4, limit);
    enum yk status =
        db_page(st, arena, sizeof(struct job_trace), (size_t)limit, read_trace, &rows, out_n, err);
    if (status == YK_OK) {
        *out = rows;
    }
    return status;
}

static enum yk count(struct db *db, int which, int32_t district, int64_t bound, int64_t *out,
                     struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[which]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, bound);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out = db_i64(st, 0);
    }
    return status;
}

enum yk job_store_health(struct db *db, int32_t district, int64_t now_us, struct job_health *out,
                         struct err *err) {
    struct job_health health = {.oldest_at = TIME_NONE, .next_at = TIME_NONE};
    enum yk status = count(db, COUNT_DUE, district, now_us, &health.n_due, err);
    if (status == YK_OK) {
        status = count(db, COUNT_FAILED, district, INT64_MIN, &health.n_failed, err);
    }
    if (status == YK_OK) {
        status = count(db, FIRST, district, INT64_MIN, &health.next_at, err);
        status = status == YK_NOT_FOUND ? YK_OK : status;
    }
    if (status == YK_OK) {
        if (health.next_at != TIME_NONE && health.next_at <= now_us) {
            health.oldest_at = health.next_at;
        }
        *out = health;
    }
    return status;
}
