// SPDX-License-Identifier: Apache-2.0
// The rows of credentials, sessions and the first run; and the form of a token. Who may sign in, and what a wrong password leads to, is
// decided in session_http.c.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "auth/session.h"
#include "base/clock.h"

enum {
    SQL_CREDENTIAL_FIND,
    SQL_CREDENTIAL_GET,
    SQL_CREDENTIAL_PUT,
    SQL_CREDENTIAL_HASH,
    SQL_CREDENTIAL_FAIL,
    SQL_CREDENTIAL_FORGIVE,
    SQL_CREDENTIAL_SIGNED_IN,
    SQL_STRANGER_FAIL,
    SQL_STRANGER_SWEEP,
    SQL_LAST_SIGN_INS,
    SQL_SESSION_BEGIN,
    SQL_SESSION_FIND,
    SQL_SESSION_SEEN,
    SQL_SESSION_LIST,
    SQL_SESSION_END,
    SQL_SESSION_END_OTHERS,
    SQL_SESSION_SWEEP,
    SQL_SESSION_SWEEP_ALL,
    SQL_INSTALLED,
    SQL_INSTALL,
};
static const struct db_sql sql[] = {
    [SQL_CREDENTIAL_FIND] = {"SELECT district, account, hash, failures, last_sign_in_at"
                             " FROM credential WHERE login = $1",
                             NULL},
    [SQL_CREDENTIAL_GET] = {"SELECT district, account, hash, failures, last_sign_in_at"
                            " FROM credential WHERE district = $1 AND account = $2",
                            NULL},
    [SQL_CREDENTIAL_PUT] = {"INSERT INTO credential (district, account, login, hash, shared,"
                            " failures, failed_at) VALUES ($1, $2, $3, $4, $5, 0, 0)",
                            NULL},
    [SQL_CREDENTIAL_HASH] = {"UPDATE credential SET hash = $3, shared = 0, failures = 0"
                             " WHERE district = $1 AND account = $2",
                             NULL},
    [SQL_CREDENTIAL_FAIL] = {"UPDATE credential SET"
                             " failures = CASE WHEN failed_at < $3 THEN 1 ELSE failures + 1 END,"
                             " failed_at = $4 WHERE district = $1 AND account = $2"
                             " RETURNING failures",
                             NULL},
    [SQL_CREDENTIAL_FORGIVE] = {"UPDATE credential SET failures = 0"
                                " WHERE district = $1 AND account = $2",
                                NULL},
    [SQL_CREDENTIAL_SIGNED_IN] = {"UPDATE credential SET failures = 0, last_sign_in_at = $3"
                                  " WHERE district = $1 AND account = $2",
                                  NULL},
    // While it is locked nothing counts, and the lock is not drawn out.
    [SQL_STRANGER_FAIL] =
        {"INSERT INTO stranger (login_hash, failures, failed_at) VALUES ($1, 1, $2)"
         " ON CONFLICT (login_hash) DO UPDATE SET"
         " failures = CASE WHEN stranger.failed_at < $3 THEN 1 ELSE stranger.failures + 1 END,"
         " failed_at = CASE WHEN stranger.failed_at >= $3 AND stranger.failures >= $4"
         " THEN stranger.failed_at ELSE $2 END RETURNING failures, failed_at",
         NULL},
    [SQL_STRANGER_SWEEP] = {"DELETE FROM stranger WHERE failed_at < $1", NULL},
    [SQL_LAST_SIGN_INS] = {"SELECT account, last_sign_in_at FROM credential"
                           " WHERE district = $1 AND last_sign_in_at IS NOT NULL ORDER BY account",
                           NULL},
    [SQL_SESSION_BEGIN] = {"INSERT INTO session (district, id, account, token_hash, created_at,"
                           " last_seen_at, address, agent)"
                           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                           NULL},
    [SQL_SESSION_FIND] = {"SELECT id, account, created_at, last_seen_at, address, agent"
                          " FROM session WHERE district = $1 AND token_hash = $2",
                          NULL},
    [SQL_SESSION_SEEN] = {"UPDATE session SET last_seen_at = $3 WHERE district = $1 AND id = $2",
                          NULL},
    [SQL_SESSION_LIST] = {"SELECT id, account, created_at, last_seen_at, address, agent"
                          " FROM session WHERE district = $1 AND account = $2"
                          " ORDER BY last_seen_at DESC",
                          NULL},
    [SQL_SESSION_END] = {"DELETE FROM session WHERE district = $1 AND account = $2 AND id = $3",
                         NULL},
    [SQL_SESSION_END_OTHERS] = {"DELETE FROM session WHERE district = $1 AND account = $2"
                                " AND id <> $3",
                                NULL},
    [SQL_SESSION_SWEEP] = {"DELETE FROM session WHERE district = $1 AND account = $2"
                           " AND last_seen_at < $3",
                           NULL},
    [SQL_SESSION_SWEEP_ALL] = {"DELETE FROM session WHERE district = $1 AND last_seen_at < $2",
                               NULL},
    [SQL_INSTALLED] = {"SELECT count(*) FROM installation", NULL},
    [SQL_INSTALL] = {"INSERT INTO installation (one, at) VALUES (1, $1)", NULL},
};
const struct db_sql_table session_sql = {"session", sql, sizeof sql / sizeof *sql};

#define US_PER_MIN (60 * US_PER_S)
#define IDLE_US    (SESSION_IDLE_MIN * US_PER_MIN)
#define END_US     (SESSION_END_H * 60 * US_PER_MIN)

// ---- tokens ----

bool session_token_parse(const char *text, int32_t *out_district, uint8_t out_token[TOKEN_BYTES]) {
    char *dot = NULL;
    long district = text[0] >= '1' && text[0] <= '9' ? strtol(text, &dot, 10) : 0;
    if (district <= 0 || district > INT32_MAX || *dot != '.' ||
        hex_decode(dot + 1, out_token, TOKEN_BYTES) != YK_OK) {
        return false;
    }
    *out_district = (int32_t)district;
    return true;
}

void session_token_format(int32_t district, const uint8_t token[TOKEN_BYTES],
                          char out[SESSION_TOKEN_TEXT_BYTES]) {
    char hex[2 * TOKEN_BYTES + 1];
    hex_encode(token, TOKEN_BYTES, hex);
    snprintf(out, SESSION_TOKEN_TEXT_BYTES, "%d.%s", (int)district, hex);
}

void session_csrf(const uint8_t token[TOKEN_BYTES], char out[CSRF_TEXT_BYTES]) {
    uint8_t mac[SM3_BYTES];
    hmac_sm3(token, TOKEN_BYTES, &(struct iov){"csrf", 4}, 1, mac);
    hex_encode(mac, (CSRF_TEXT_BYTES - 1) / 2, out);
}

bool session_is_over(int64_t created_at, int64_t last_seen_at, int64_t real_us) {
    return real_us - created_at >= END_US || real_us - last_seen_at >= IDLE_US;
}

// ---- credentials ----

static enum yk read_credential(struct db_stmt *st, struct arena *arena, struct credential *out,
                               struct err *err) {
    enum yk status = db_one(st, err);
    if (status != YK_OK) {
        return status;
    }
    struct credential found = {
        .district = (int32_t)db_i64(st, 0),
        .account = db_i64(st, 1),
        .hash = arena_strdup(arena, db_text(st, 2, NULL)),
        .failures = db_i64(st, 3),
        .last_sign_in_at = db_i64_or(st, 4, TIME_NONE),
    };
    if (!found.hash) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a credential");
    }
    *out = found;
    return YK_OK;
}

enum yk credential_find(struct db *db, const char *login, struct arena *arena,
                        struct credential *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[SQL_CREDENTIAL_FIND]);
    db_bind_text(st, 1, login);
    return read_credential(st, arena, out, err);
}

enum yk credential_get(struct db *db, int32_t district, int64_t account, struct arena *arena,
                       struct credential *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[SQL_CREDENTIAL_GET]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, account);
    return read_credential(st, arena, out, err);
}

enum yk credential_put(struct db *db, int32_t district, int64_t account, const char *login,
                       const char *hash, bool shared, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[SQL_CREDENTIAL_PUT]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, account);
    db_bind_text(st, 3, login);
    db_bind_text(st, 4, hash);
    db_bind_i64(st, 5, shared);
    return db_run(st, NULL, err);
}

// Runs an update that must meet its one row.
static enum yk update_one(struct db_stmt *st, struct err *err) {
    int64_t changed = 0;
    enum yk status = db_run(st, &changed, err);
    if (status == YK_OK && changed == 0) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "no such row");
    }
    return status;
}

static struct db_stmt *use_for(struct db *db, int which, int32_t district, int64_t key) {
    struct db_stmt *st = db_use(db, &sql[which]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, key);
    return st;
}

enum yk credential_set_hash(struct db *db, int32_t district, int64_t account, const char *hash,
                            struct err *err) {
    struct db_stmt *st = use_for(db, SQL_CREDENTIAL_HASH, district, account);
    db_bind_text(st, 3, hash);
    return update_one(st, err);
}

enum yk credential_fail(struct db *db, int32_t district, int64_t account, int64_t real_us,
                        int64_t *out_failures, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = use_for(db, SQL_CREDENTIAL_FAIL, district, account);
    db_bind_i64(st, 3, real_us - LOCK_MIN * US_PER_MIN);
    db_bind_i64(st, 4, real_us);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out_failures = db_i64(st, 0);
    }
    return status;
}

enum yk stranger_fail(struct db *db, const uint8_t login_hash[SM3_BYTES], int64_t real_us,
                      int64_t *out_locked_until_us, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[SQL_STRANGER_FAIL]);
    db_bind_blob(st, 1, login_hash, SM3_BYTES);
    db_bind_i64(st, 2, real_us);
    db_bind_i64(st, 3, real_us - LOCK_MIN * US_PER_MIN);
    db_bind_i64(st, 4, SIGN_IN_FAILURES_MAX);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        bool locks = db_i64(st, 0) >= SIGN_IN_FAILURES_MAX;
        *out_locked_until_us = locks ? db_i64(st, 1) + LOCK_MIN * US_PER_MIN : 0;
    }
    return status;
}

enum yk stranger_sweep(struct db *db, int64_t real_us, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[SQL_STRANGER_SWEEP]);
    db_bind_i64(st, 1, real_us - LOCK_MIN * US_PER_MIN);
    return db_run(st, NULL, err);
}

enum yk credential_forgive(struct db *db, int32_t district, int64_t account, struct err *err) {
    return update_one(use_for(db, SQL_CREDENTIAL_FORGIVE, district, account), err);
}

enum yk credential_signed_in(struct db *db, int32_t district, int64_t account, int64_t real_us,
                             struct err *err) {
    struct db_stmt *st = use_for(db, SQL_CREDENTIAL_SIGNED_IN, district, account);
    db_bind_i64(st, 3, real_us);
    return update_one(st, err);
}

// A list in the arena that doubles; NULL past memory.
static void *grown(struct arena *arena, void *list, size_t n, size_t *cap, size_t item_bytes) {
    if (n < *cap) {
        return list;
    }
    size_t wanted = *cap ? 2 * *cap : 16;
    void *larger = arena_alloc_array(arena, wanted, item_bytes);
    if (larger && n) {
        memcpy(larger, list, n * item_bytes);
    }
    *cap = wanted;
    return larger;
}

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a list");
}

enum yk credential_last_sign_ins(struct db *db, int32_t district, struct arena *arena,
                                 struct last_sign_in **out, size_t *out_n, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[SQL_LAST_SIGN_INS]);
    struct last_sign_in *list = NULL;
    size_t n = 0, cap = 0;
    enum db_row row;
    db_bind_i64(st, 1, district);
    while ((row = db_step(st)) == DB_ROW) {
        list = grown(arena, list, n, &cap, sizeof *list);
        if (!list) {
            return no_memory(err);
        }
        list[n++] = (struct last_sign_in){db_i64(st, 0), db_i64(st, 1)};
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out = list;
    *out_n = n;
    return YK_OK;
}

// ---- sessions ----

static void hash_token(const uint8_t token[TOKEN_BYTES], uint8_t out[SM3_BYTES]) {
    sm3(token, TOKEN_BYTES, out);
}

enum yk session_begin(struct db *db, int32_t district, const struct session *session,
                      const uint8_t token[TOKEN_BYTES], struct err *err) {
    uint8_t hash[SM3_BYTES];
    hash_token(token, hash);
    struct db_stmt *st = use_for(db, SQL_SESSION_BEGIN, district, session->id);
    db_bind_i64(st, 3, session->account);
    db_bind_blob(st, 4, hash, sizeof hash);
    db_bind_i64(st, 5, session->created_at);
    db_bind_i64(st, 6, session->last_seen_at);
    db_bind_text(st, 7, session->address);
    db_bind_text(st, 8, session->agent);
    return db_run(st, NULL, err);
}

static bool read_session(struct db_stmt *st, struct arena *arena, struct session *out) {
    *out = (struct session){
        .id = db_i64(st, 0),
        .account = db_i64(st, 1),
        .created_at = db_i64(st, 2),
        .last_seen_at = db_i64(st, 3),
        .address = arena_strdup(arena, db_text(st, 4, NULL)),
        .agent = arena_strdup(arena, db_text(st, 5, NULL)),
    };
    return out->address && out->agent;
}

enum yk session_find(struct db *db, int32_t district, const uint8_t token[TOKEN_BYTES],
                     int64_t real_us, struct arena *arena, struct session *out, struct err *err) {
    uint8_t hash[SM3_BYTES];
    struct session found;
    hash_token(token, hash);
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[SQL_SESSION_FIND]);
    db_bind_i64(st, 1, district);
    db_bind_blob(st, 2, hash, sizeof hash);
    enum yk status = db_one(st, err);
    if (status != YK_OK) {
        return status;
    }
    if (!read_session(st, arena, &found)) {
        return no_memory(err);
    }
    if (session_is_over(found.created_at, found.last_seen_at, real_us)) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_SIGNED_IN, "the session is over");
    }
    *out = found;
    return YK_OK;
}

enum yk session_seen(struct db *db, int32_t district, int64_t id, int64_t real_us,
                     struct err *err) {
    struct db_stmt *st = use_for(db, SQL_SESSION_SEEN, district, id);
    db_bind_i64(st, 3, real_us);
    return update_one(st, err);
}

enum yk session_list(struct db *db, int32_t district, int64_t account, int64_t real_us,
                     struct arena *arena, struct session **out, size_t *out_n, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = use_for(db, SQL_SESSION_LIST, district, account);
    struct session *list = NULL;
    size_t n = 0, cap = 0;
    enum db_row row;
    while ((row = db_step(st)) == DB_ROW) {
        list = grown(arena, list, n, &cap, sizeof *list);
        if (!list || !read_session(st, arena, &list[n])) {
            return no_memory(err);
        }
        n += !session_is_over(list[n].created_at, list[n].last_seen_at, real_us);
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out = list;
    *out_n = n;
    return YK_OK;
}

enum yk session_end(struct db *db, int32_t district, int64_t account, int64_t id, struct err *err) {
    struct db_stmt *st = use_for(db, SQL_SESSION_END, district, account);
    db_bind_i64(st, 3, id);
    return update_one(st, err);
}

enum yk session_end_others(struct db *db, int32_t district, int64_t account, int64_t kept,
                           struct err *err) {
    struct db_stmt *st = use_for(db, SQL_SESSION_END_OTHERS, district, account);
    db_bind_i64(st, 3, kept);
    return db_run(st, NULL, err);
}

enum yk session_sweep(struct db *db, int32_t district, int64_t account, int64_t real_us,
                      struct err *err) {
    struct db_stmt *st = use_for(db, SQL_SESSION_SWEEP, district, account);
    // A session that is too old is not seen any more, and so becomes idle.
    db_bind_i64(st, 3, real_us - IDLE_US);
    return db_run(st, NULL, err);
}

enum yk session_sweep_all(struct db *db, int32_t district, int64_t real_us, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[SQL_SESSION_SWEEP_ALL]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, real_us - IDLE_US);
    return db_run(st, NULL, err);
}

// ---- first run ----

enum yk installation_is_done(struct db *db, bool *out_done, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[SQL_INSTALLED]);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out_done = db_i64(st, 0) > 0;
    }
    return status;
}

enum yk installation_done(struct db *db, int64_t real_us, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[SQL_INSTALL]);
    db_bind_i64(st, 1, real_us);
    return db_run(st, NULL, err);
}
