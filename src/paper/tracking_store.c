// SPDX-License-Identifier: Apache-2.0
// The SQL of tracking codes: keyed hashes, and the matters that they lead to.
#include <string.h>

#include "paper/tracking.h"

enum { Q_ADD, Q_FIND, Q_COUNT };
static const struct db_sql queries[Q_COUNT] = {
    [Q_ADD] = {"INSERT INTO paper_code (district, hash, object, n) VALUES ($1, $2, $3, $4)"
               " ON CONFLICT DO NOTHING",
               NULL},
    [Q_FIND] = {"SELECT object, n FROM paper_code WHERE district = $1 AND hash = $2", NULL},
};
const struct db_sql_table paper_sql = {"paper", queries, Q_COUNT};

static void hash_code(const struct keyring *ring, const char *code, uint8_t out[SM3_BYTES]) {
    keyring_lookup_hash(ring, "tracking-code", code, out);
}

enum yk tracking_remember(struct db *db, const struct keyring *ring, int32_t district,
                          int64_t matter, int64_t n, struct err *err) {
    char code[TRACKING_TEXT_BYTES];
    uint8_t hash[SM3_BYTES];
    tracking_code(ring, district, matter, n, code);
    hash_code(ring, code, hash);
    struct db_stmt *st = db_use(db, &queries[Q_ADD]);
    db_bind_i64(st, 1, district);
    db_bind_blob(st, 2, hash, sizeof hash);
    db_bind_i64(st, 3, matter);
    db_bind_i64(st, 4, n);
    return db_run(st, NULL, err);
}

enum yk tracking_find(struct db *db, const struct keyring *ring, const char *text,
                      int32_t *out_district, int64_t *out_matter, struct err *err) {
    char code[TRACKING_TEXT_BYTES], made[TRACKING_TEXT_BYTES];
    uint8_t hash[SM3_BYTES];
    int32_t district;
    if (!tracking_parse(text, &district, code)) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "no such code");
    }
    hash_code(ring, code, hash);
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_FIND]);
    db_bind_i64(st, 1, district);
    db_bind_blob(st, 2, hash, sizeof hash);
    enum yk status = db_one(st, err);
    if (status != YK_OK) {
        return status;
    }
    int64_t matter = db_i64(st, 0);
    tracking_code(ring, district, matter, db_i64(st, 1), made);
    if (strcmp(made, code) != 0) {
        return err_set(err, YK_FAILED, ERR_TAMPERED, "paper_code leads to matter %lld wrongly",
                       (long long)matter);
    }
    *out_district = district;
    *out_matter = matter;
    return YK_OK;
}
