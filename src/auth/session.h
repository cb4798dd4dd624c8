// SPDX-License-Identifier: Apache-2.0
// Credentials and sessions: what proves who somebody is. Rows of the store that are no events (a hash or a token must never be in
// the log). Times here are real time, never the domain clock: a demonstration that lives in 2023 still locks for half an hour.
#ifndef YK_AUTH_SESSION_H
#define YK_AUTH_SESSION_H

#include "base/arena.h"
#include "crypto/hash.h"
#include "db/db.h"

enum {
    SESSION_IDLE_MIN = 30,
    SESSION_END_H = 12,
    SIGN_IN_FAILURES_MAX = 5, // the fifth wrong password locks
    LOCK_MIN = 30,
    TOKEN_BYTES = 32,
    SESSION_TOKEN_TEXT_BYTES = 11 + 2 * TOKEN_BYTES + 1, // "340406." and the token in hex
    CSRF_TEXT_BYTES = 33,
};

// ---- tokens: pure ----

// District and token of a cookie's value; false when it is not one of ours. The district stands in it because every row is found by district first.
bool session_token_parse(const char *text, int32_t *out_district, uint8_t out_token[TOKEN_BYTES]);
void session_token_format(int32_t district, const uint8_t token[TOKEN_BYTES],
                          char out[SESSION_TOKEN_TEXT_BYTES]);
// What a page must send back with every write; cannot be had from outside, since the cookie is HttpOnly and this is its HMAC.
void session_csrf(const uint8_t token[TOKEN_BYTES], char out[CSRF_TEXT_BYTES]);
// Idle for 30 minutes, or 12 hours old.
bool session_is_over(int64_t created_at, int64_t last_seen_at, int64_t real_us);

// ---- credentials ----

extern const struct db_sql_table session_sql;

struct credential {
    int32_t district;
    int64_t account;
    const char *hash; // arena
    int64_t failures;
    int64_t last_sign_in_at; // TIME_NONE: never
};
// By login, in the whole store. YK_NOT_FOUND.
YK_NODISCARD enum yk credential_find(struct db *db, const char *login, struct arena *arena,
                                     struct credential *out, struct err *err);
YK_NODISCARD enum yk credential_get(struct db *db, int32_t district, int64_t account,
                                    struct arena *arena, struct credential *out, struct err *err);
// YK_CONFLICT when the login is taken, in whatever district. shared: one hash for all accounts of a demonstration.
YK_NODISCARD enum yk credential_put(struct db *db, int32_t district, int64_t account,
                                    const char *login, const char *hash, bool shared,
                                    struct err *err);
YK_NODISCARD enum yk credential_set_hash(struct db *db, int32_t district, int64_t account,
                                         const char *hash, struct err *err);
// Counts a wrong password and says which in a row it was; a count older than LOCK_MIN begins anew.
YK_NODISCARD enum yk credential_fail(struct db *db, int32_t district, int64_t account,
                                     int64_t real_us, int64_t *out_failures, struct err *err);
// Counts a try with a login that nobody has, by the same rules; out 0 while it is not locked.
YK_NODISCARD enum yk stranger_fail(struct db *db, const uint8_t login_hash[SM3_BYTES],
                                   int64_t real_us, int64_t *out_locked_until_us, struct err *err);
YK_NODISCARD enum yk stranger_sweep(struct db *db, int64_t real_us, struct err *err);
YK_NODISCARD enum yk credential_forgive(struct db *db, int32_t district, int64_t account,
                                        struct err *err); // the count back to 0
// The count back to 0 and the time kept.
YK_NODISCARD enum yk credential_signed_in(struct db *db, int32_t district, int64_t account,
                                          int64_t real_us, struct err *err);
struct last_sign_in {
    int64_t account, at;
};
// Of all accounts of a district that ever signed in, by account.
YK_NODISCARD enum yk credential_last_sign_ins(struct db *db, int32_t district, struct arena *arena,
                                              struct last_sign_in **out, size_t *out_n,
                                              struct err *err);

// ---- sessions ----

struct session {
    int64_t id, account;
    int64_t created_at, last_seen_at;
    const char *address, *agent;
};
YK_NODISCARD enum yk session_begin(struct db *db, int32_t district, const struct session *session,
                                   const uint8_t token[TOKEN_BYTES], struct err *err);
// By token; YK_NOT_FOUND when there is none or it is over.
YK_NODISCARD enum yk session_find(struct db *db, int32_t district, const uint8_t token[TOKEN_BYTES],
                                  int64_t real_us, struct arena *arena, struct session *out,
                                  struct err *err);
YK_NODISCARD enum yk session_seen(struct db *db, int32_t district, int64_t id, int64_t real_us,
                                  struct err *err);
// Those not over, last seen first.
YK_NODISCARD enum yk session_list(struct db *db, int32_t district, int64_t account, int64_t real_us,
                                  struct arena *arena, struct session **out, size_t *out_n,
                                  struct err *err);
// YK_NOT_FOUND unless it is the account's.
YK_NODISCARD enum yk session_end(struct db *db, int32_t district, int64_t account, int64_t id,
                                 struct err *err);
// Takes away those of an account that are over; done at each sign-in, so that the table stays small.
YK_NODISCARD enum yk session_sweep(struct db *db, int32_t district, int64_t account,
                                   int64_t real_us, struct err *err);
// Those of the whole district: who has left and does not come back leaves nothing behind.
YK_NODISCARD enum yk session_sweep_all(struct db *db, int32_t district, int64_t real_us,
                                       struct err *err);
// All of an account but one (0: all).
YK_NODISCARD enum yk session_end_others(struct db *db, int32_t district, int64_t account,
                                        int64_t kept, struct err *err);

// ---- first run ----

YK_NODISCARD enum yk installation_is_done(struct db *db, bool *out_done, struct err *err);
// Claims it; YK_CONFLICT when somebody was first.
YK_NODISCARD enum yk installation_done(struct db *db, int64_t real_us, struct err *err);

#endif
