// SPDX-License-Identifier: Apache-2.0
// The SQL of notices. Decides nothing.
#include "notify/notify_store.h"

#include "db/rows.h"

#include "base/clock.h"

enum {
    LOCK,
    OUTBOX,
    OUTBOX_REMOVE,
    OUTBOX_DISTRICTS,
    MAIL_DISTRICTS,
    OLDEST,
    ADD,
    LIST,
    LIST_UNREAD,
    COUNT,
    READ,
    READ_ALL,
    FIND_SINCE,
    RENEW,
    DIGEST,
    SWEEP,
    SETTINGS,
    PUT_SETTINGS,
    ADD_MAIL,
    TAKE_MAIL,
    SET_MAIL,
    MAILS,
    MAILS_FAILED,
    SWEEP_MAIL,
    COUNT_MAIL_DUE,
    COUNT_MAIL_FAILED,
    OLDEST_MAIL,
};
#define NOTICE_COLUMNS "account, id, kind, ledger, object, at, bell, digest, body, read_at"
#define MAIL_COLUMNS   "id, account, kind, ledger, object, body, made_at, at, tries, state, error"
#define MAIL_TAKE                                                                                  \
    "SELECT " MAIL_COLUMNS " FROM mail WHERE district = $1 AND state = 0 AND at <= $2"             \
    " ORDER BY at, id LIMIT 1"
static const struct db_sql sql[] = {
    // The number is the deliverer's own among advisory locks; it means nothing else.
    [LOCK] =
        {"SELECT CASE WHEN $1 > 0 THEN 1 ELSE 0 END",
         "SELECT CASE WHEN pg_try_advisory_xact_lock(5980495, $1::INTEGER) THEN 1::BIGINT ELSE 0::BIGINT END"},
    [OUTBOX] =
        {"SELECT o.id, o.n, o.kind, o.unit, o.account, o.ledger, o.object, o.at, COALESCE(e.actor, 0)"
         " FROM outbox AS o LEFT JOIN event AS e ON e.district = o.district AND e.id = o.id"
         " WHERE o.district = $1 AND o.id > $3 ORDER BY o.id, o.n LIMIT $2",
         NULL},
    [OUTBOX_REMOVE] = {"DELETE FROM outbox WHERE district = $1 AND (id, n) <= ($2, $3)", NULL},
    // Loose scans: a seek or two per district, however much waits in each.
    [OUTBOX_DISTRICTS] =
        {"WITH RECURSIVE d (x) AS (SELECT MIN(district) FROM outbox UNION ALL"
         " SELECT (SELECT MIN(district) FROM outbox WHERE district > d.x) FROM d WHERE d.x IS NOT NULL)"
         " SELECT x FROM d WHERE x IS NOT NULL ORDER BY x",
         "SELECT DISTINCT district FROM outbox ORDER BY district"},
    [MAIL_DISTRICTS] =
        {"WITH RECURSIVE d (x) AS (SELECT MIN(district) FROM mail UNION ALL"
         " SELECT (SELECT MIN(district) FROM mail WHERE district > d.x) FROM d WHERE d.x IS NOT NULL)"
         " SELECT x FROM d WHERE x IS NOT NULL AND EXISTS"
         " (SELECT 1 FROM mail WHERE district = d.x AND state = 0 AND at <= $1) ORDER BY x",
         "SELECT DISTINCT district FROM mail WHERE state = 0 AND at <= $1 ORDER BY district"},
    [OLDEST] = {"SELECT at FROM outbox WHERE district = $1 AND id > $2 ORDER BY id, n LIMIT 1",
                NULL},
    [ADD] = {"INSERT INTO notice (district, " NOTICE_COLUMNS
             ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
             NULL},
    [LIST] = {"SELECT " NOTICE_COLUMNS
              " FROM notice WHERE district = $1 AND account = $2 AND id < $3 AND bell = 1"
              " ORDER BY id DESC LIMIT $4",
              NULL},
    [LIST_UNREAD] = {"SELECT " NOTICE_COLUMNS
                     " FROM notice WHERE district = $1 AND account = $2 AND id < $3 AND bell = 1"
                     " AND read_at IS NULL ORDER BY id DESC LIMIT $4",
                     NULL},
    [COUNT] =
        {"SELECT COUNT(*) FROM (SELECT 1 FROM notice WHERE district = $1 AND account = $2 AND bell = 1"
         " AND read_at IS NULL LIMIT $3) AS unread",
         NULL},
    [READ] = {"UPDATE notice SET read_at = COALESCE(read_at, $4)"
              " WHERE district = $1 AND account = $2 AND id = $3 AND bell = 1",
              NULL},
    [FIND_SINCE] = {"SELECT " NOTICE_COLUMNS
                    " FROM notice WHERE district = $1 AND account = $2 AND id >= $3 AND kind = $4"
                    " AND object = $5 ORDER BY id DESC LIMIT 1",
                    NULL},
    [RENEW] = {"UPDATE notice SET body = $4, at = $5, read_at = NULL"
               " WHERE district = $1 AND account = $2 AND id = $3",
               NULL},
    [READ_ALL] = {"UPDATE notice SET read_at = $4 WHERE district = $1 AND account = $2 AND id <= $3"
                  " AND bell = 1 AND read_at IS NULL",
                  NULL},
    [DIGEST] = {"SELECT kind, COUNT(*) FROM notice WHERE district = $1 AND account = $2 AND id > $3"
                " AND digest = 1 GROUP BY kind ORDER BY kind",
                NULL},
    [SWEEP] = {"DELETE FROM notice WHERE district = $1 AND account = $2 AND id < $3", NULL},
    [SETTINGS] = {"SELECT body FROM notice_settings WHERE district = $1 AND account = $2", NULL},
    [PUT_SETTINGS] = {"INSERT INTO notice_settings (district, account, body) VALUES ($1, $2, $3)"
                      " ON CONFLICT (district, account) DO UPDATE SET body = excluded.body",
                      NULL},
    [ADD_MAIL] = {"INSERT INTO mail (district, " MAIL_COLUMNS
                  ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                  NULL},
    [TAKE_MAIL] = {MAIL_TAKE, MAIL_TAKE " FOR UPDATE SKIP LOCKED"},
    [SET_MAIL] = {"UPDATE mail SET at = $4, tries = $5, state = $6, error = $7"
                  " WHERE district = $1 AND id = $2 AND tries = $3 AND state = 0",
                  NULL},
    [MAILS] = {"SELECT " MAIL_COLUMNS " FROM mail WHERE district = $1 AND id < $2"
               " ORDER BY id DESC LIMIT $3",
               NULL},
    [MAILS_FAILED] = {"SELECT " MAIL_COLUMNS
                      " FROM mail WHERE district = $1 AND state = 2 AND id < $2"
                      " ORDER BY id DESC LIMIT $3",
                      NULL},
    [SWEEP_MAIL] = {"DELETE FROM mail WHERE district = $1 AND id < $2", NULL},
    [COUNT_MAIL_DUE] =
        {"SELECT COUNT(*) FROM (SELECT 1 FROM mail WHERE district = $1 AND state = 0 AND at <= $2 LIMIT 10000) AS due",
         NULL},
    [COUNT_MAIL_FAILED] =
        {"SELECT COUNT(*) FROM (SELECT 1 FROM mail WHERE district = $1 AND state = 2 AND id > $2 LIMIT 10000) AS failed",
         NULL},
    [OLDEST_MAIL] =
        {"SELECT at FROM mail WHERE district = $1 AND state = 0 AND at <= $2 ORDER BY at, id LIMIT 1",
         NULL},
};
const struct db_sql_table notify_sql = {"notify", sql, sizeof sql / sizeof *sql};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold notices");
}

static enum yk one_i64(struct db_stmt *st, int64_t *out, struct err *err) {
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out = db_i64(st, 0);
    }
    db_done(st);
    return status;
}

// ---- the outbox ----

enum yk notify_store_lock(struct db *db, int32_t district, bool *out_got, struct err *err) {
    int64_t got = 0;
    struct db_stmt *st = db_use(db, &sql[LOCK]);
    db_bind_i64(st, 1, district);
    enum yk status = one_i64(st, &got, err);
    if (status == YK_OK) {
        *out_got = got != 0;
    }
    return status;
}

static bool read_outbox(const struct db_stmt *st, struct arena *arena, void *to) {
    struct outbox_row *out = to;
    *out = (struct outbox_row){.id = db_i64(st, 0),
                               .n = db_i64(st, 1),
                               .kind = db_copy_text(st, 2, arena),
                               .unit = db_i64(st, 3),
                               .account = db_i64(st, 4),
                               .ledger = (int)db_i64(st, 5),
                               .object = db_i64(st, 6),
                               .at = db_i64(st, 7),
                               .actor = db_i64(st, 8)};
    return out->kind;
}

enum yk notify_store_outbox(struct db *db, struct arena *arena, int32_t district, int limit,
                            struct outbox_row **out, size_t *out_n, struct err *err) {
    void *rows = NULL;
    struct db_stmt *st = db_use(db, &sql[OUTBOX]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, limit);
    db_bind_i64(st, 3, INT64_MIN); // all: a key of the district alone would look like a scan
    enum yk status = db_page(st, arena, sizeof(struct outbox_row), (size_t)limit, read_outbox,
                             &rows, out_n, err);
    if (status == YK_OK) {
        *out = rows;
    }
    return status;
}

enum yk notify_store_outbox_remove(struct db *db, int32_t district, int64_t id, int64_t n,
                                   struct err *err) {
    struct db_stmt *st = db_use(db, &sql[OUTBOX_REMOVE]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, id);
    db_bind_i64(st, 3, n);
    return db_run(st, NULL, err);
}

enum yk notify_store_districts(struct db *db, bool mail, int64_t now_us, int32_t *out, size_t max,
                               size_t *out_n, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[mail ? MAIL_DISTRICTS : OUTBOX_DISTRICTS]);
    if (mail) {
        db_bind_i64(st, 1, now_us);
    }
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

enum yk notify_store_oldest(struct db *db, int32_t district, int64_t *out_at, struct err *err) {
    int64_t at = TIME_NONE;
    struct db_stmt *st = db_use(db, &sql[OLDEST]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, INT64_MIN);
    enum yk status = one_i64(st, &at, err);
    if (status == YK_OK || status == YK_NOT_FOUND) {
        *out_at = at;
        return YK_OK;
    }
    return status;
}

// ---- notices ----

enum yk notify_store_add(struct db *db, int32_t district, const struct notice_row *row,
                         struct err *err) {
    struct db_stmt *st = db_use(db, &sql[ADD]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, row->account);
    db_bind_i64(st, 3, row->id);
    db_bind_text(st, 4, row->kind);
    db_bind_i64(st, 5, row->ledger);
    db_bind_i64(st, 6, row->object);
    db_bind_i64(st, 7, row->at);
    db_bind_i64(st, 8, row->bell);
    db_bind_i64(st, 9, row->digest);
    db_bind_text(st, 10, row->body ? row->body : "");
    db_bind_i64_or_null(st, 11, row->read_at, TIME_NONE);
    return db_run(st, NULL, err);
}

static bool read_notice(const struct db_stmt *st, struct arena *arena, void *to) {
    struct notice_row *out = to;
    *out = (struct notice_row){.account = db_i64(st, 0),
                               .id = db_i64(st, 1),
                               .kind = db_copy_text(st, 2, arena),
                               .ledger = (int)db_i64(st, 3),
                               .object = db_i64(st, 4),
                               .at = db_i64(st, 5),
                               .bell = db_i64(st, 6) != 0,
                               .digest = db_i64(st, 7) != 0,
                               .body = db_copy_text(st, 8, arena),
                               .read_at = db_i64_or(st, 9, TIME_NONE)};
    return out->kind && out->body;
}

enum yk notify_store_list(struct db *db, struct arena *arena, int32_t district, int64_t account,
                          bool unread, int64_t before, int limit, struct notice_row **out,
                          size_t *out_n, struct err *err) {
    void *rows = NULL;
    struct db_stmt *st = db_use(db, &sql[unread ? LIST_UNREAD : LIST]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, account);
    db_bind_i64(st, 3, before);
    db_bind_i64(st, 4, limit);
    enum yk status = db_page(st, arena, sizeof(struct notice_row), (size_t)limit, read_notice,
                             &rows, out_n, err);
    if (status == YK_OK) {
        *out = rows;
    }
    return status;
}

enum yk notify_store_count(struct db *db, int32_t district, int64_t account, int max, int64_t *out,
                           struct err *err) {
    struct db_stmt *st = db_use(db, &sql[COUNT]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, account);
    db_bind_i64(st, 3, max);
    return one_i64(st, out, err);
}

enum yk notify_store_read(struct db *db, int32_t district, int64_t account, int64_t id,
                          int64_t now_us, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[READ]);
    int64_t changed = 0;
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, account);
    db_bind_i64(st, 3, id);
    db_bind_i64(st, 4, now_us);
    enum yk status = db_run(st, &changed, err);
    return status == YK_OK && !changed ? err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "") : status;
}

enum yk notify_store_read_all(struct db *db, int32_t district, int64_t account, int64_t upto,
                              int64_t now_us, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[READ_ALL]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, account);
    db_bind_i64(st, 3, upto);
    db_bind_i64(st, 4, now_us);
    return db_run(st, NULL, err);
}

enum yk notify_store_find_since(struct db *db, struct arena *arena, int32_t district,
                                int64_t account, int64_t since, const char *kind, int64_t object,
                                struct notice_row *out, struct err *err) {
    void *rows = NULL;
    size_t n = 0;
    struct db_stmt *st = db_use(db, &sql[FIND_SINCE]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, account);
    db_bind_i64(st, 3, since);
    db_bind_text(st, 4, kind);
    db_bind_i64(st, 5, object);
    enum yk status = db_page(st, arena, sizeof(struct notice_row), 1, read_notice, &rows, &n, err);
    if (status == YK_OK && n == 0) {
        return YK_NOT_FOUND;
    }
    if (status == YK_OK) {
        *out = *(struct notice_row *)rows;
    }
    return status;
}

enum yk notify_store_renew(struct db *db, int32_t district, const struct notice_row *row,
                           struct err *err) {
    struct db_stmt *st = db_use(db, &sql[RENEW]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, row->account);
    db_bind_i64(st, 3, row->id);
    db_bind_text(st, 4, row->body);
    db_bind_i64(st, 5, row->at);
    return db_run(st, NULL, err);
}

enum yk notify_store_digest(struct db *db, struct arena *arena, int32_t district, int64_t account,
                            int64_t since, struct notice_sum **out, size_t *out_n,
                            struct err *err) {
    size_t max, n = 0;
    notice_kinds(&max);
    struct notice_sum *sums = arena_alloc_array(arena, max, sizeof *sums);
    if (!sums) {
        return no_memory(err);
    }
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[DIGEST]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, account);
    db_bind_i64(st, 3, since);
    enum db_row row = DB_DONE;
    while (n < max && (row = db_step(st)) == DB_ROW) {
        sums[n] = (struct notice_sum){db_copy_text(st, 0, arena), db_i64(st, 1)};
        if (!sums[n++].kind) {
            return no_memory(err);
        }
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out = sums;
    *out_n = n;
    return YK_OK;
}

enum yk notify_store_sweep(struct db *db, int32_t district, int64_t account, int64_t before,
                           int64_t *out_n, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[SWEEP]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, account);
    db_bind_i64(st, 3, before);
    return db_run(st, out_n, err);
}

// ---- settings ----

enum yk notify_store_settings(struct db *db, struct arena *arena, int32_t district, int64_t account,
                              struct notice_settings *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[SETTINGS]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, account);
    enum yk status = db_one(st, err);
    if (status != YK_OK) {
        return status;
    }
    size_t n;
    const char *body = db_text(st, 0, &n);
    return json_decode_stored(&notice_settings_spec, body, n, arena, out, err);
}

enum yk notify_store_put_settings(struct db *db, struct arena *arena, int32_t district,
                                  int64_t account, const struct notice_settings *settings,
                                  struct err *err) {
    struct buf buf;
    struct jw jw;
    buf_init(&buf, 1 << 16);
    jw_init(&jw, &buf);
    jw_spec(&jw, &notice_settings_spec, settings);
    const char *body = buf.failed ? NULL : arena_strndup(arena, buf.data, buf.len);
    buf_done(&buf);
    if (!body) {
        return no_memory(err);
    }
    struct db_stmt *st = db_use(db, &sql[PUT_SETTINGS]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, account);
    db_bind_text(st, 3, body);
    return db_run(st, NULL, err);
}

// ---- letters ----

enum yk notify_store_add_mail(struct db *db, int32_t district, const struct mail_row *row,
                              struct err *err) {
    struct db_stmt *st = db_use(db, &sql[ADD_MAIL]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, row->id);
    db_bind_i64(st, 3, row->account);
    db_bind_text(st, 4, row->kind);
    db_bind_i64(st, 5, row->ledger);
    db_bind_i64(st, 6, row->object);
    db_bind_text(st, 7, row->body ? row->body : "");
    db_bind_i64(st, 8, row->made_at);
    db_bind_i64(st, 9, row->at);
    db_bind_i64(st, 10, row->tries);
    db_bind_i64(st, 11, row->state);
    db_bind_text(st, 12, row->error ? row->error : "");
    return db_run(st, NULL, err);
}

static bool read_mail(const struct db_stmt *st, struct arena *arena, void *to) {
    struct mail_row *out = to;
    *out = (struct mail_row){.id = db_i64(st, 0),
                             .account = db_i64(st, 1),
                             .kind = db_copy_text(st, 2, arena),
                             .ledger = (int)db_i64(st, 3),
                             .object = db_i64(st, 4),
                             .body = db_copy_text(st, 5, arena),
                             .made_at = db_i64(st, 6),
                             .at = db_i64(st, 7),
                             .tries = db_i64(st, 8),
                             .state = (enum mail_state)db_i64(st, 9),
                             .error = db_copy_text(st, 10, arena)};
    return out->kind && out->body && out->error;
}

enum yk notify_store_take_mail(struct db *db, struct arena *arena, int32_t district, int64_t now_us,
                               struct mail_row *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[TAKE_MAIL]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, now_us);
    struct mail_row row;
    enum yk status = db_one(st, err);
    if (status == YK_OK && !read_mail(st, arena, &row)) {
        status = no_memory(err);
    }
    if (status == YK_OK) {
        *out = row;
    }
    return status;
}

enum yk notify_store_set_mail(struct db *db, int32_t district, int64_t id, int64_t tries_before,
                              const struct mail_row *now, bool *out_done, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[SET_MAIL]);
    int64_t changed = 0;
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, id);
    db_bind_i64(st, 3, tries_before);
    db_bind_i64(st, 4, now->at);
    db_bind_i64(st, 5, now->tries);
    db_bind_i64(st, 6, now->state);
    db_bind_text(st, 7, now->error);
    enum yk status = db_run(st, &changed, err);
    if (status == YK_OK) {
        *out_done = changed != 0;
    }
    return status;
}

enum yk notify_store_mails(struct db *db, struct arena *arena, int32_t district, bool failed,
                           int64_t before, int limit, struct mail_row **out, size_t *out_n,
                           struct err *err) {
    void *rows = NULL;
    struct db_stmt *st = db_use(db, &sql[failed ? MAILS_FAILED : MAILS]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, before);
    db_bind_i64(st, 3, limit);
    enum yk status =
        db_page(st, arena, sizeof(struct mail_row), (size_t)limit, read_mail, &rows, out_n, err);
    if (status == YK_OK) {
        *out = rows;
    }
    return status;
}

enum yk notify_store_sweep_mail(struct db *db, int32_t district, int64_t before, int64_t *out_n,
                                struct err *err) {
    struct db_stmt *st = db_use(db, &sql[SWEEP_MAIL]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, before);
    return db_run(st, out_n, err);
}

static enum yk bounded(struct db *db, int which, int32_t district, int64_t bound, int64_t *out,
                       struct err *err) {
    struct db_stmt *st = db_use(db, &sql[which]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, bound);
    return one_i64(st, out, err);
}

enum yk notify_store_mail_health(struct db *db, int32_t district, int64_t now_us,
                                 struct mail_health *out, struct err *err) {
    struct mail_health health = {.oldest_at = TIME_NONE};
    enum yk status = bounded(db, COUNT_MAIL_DUE, district, now_us, &health.n_due, err);
    if (status == YK_OK) {
        status = bounded(db, COUNT_MAIL_FAILED, district, 0, &health.n_failed, err);
    }
    if (status == YK_OK) {
        status = bounded(db, OLDEST_MAIL, district, now_us, &health.oldest_at, err);
        status = status == YK_NOT_FOUND ? YK_OK : status;
    }
    if (status == YK_OK) {
        *out = health;
    }
    return status;
}
