// SPDX-License-Identifier: Apache-2.0
// The SQL of callers. Decides nothing.
#include "party/party_store.h"

enum {
    Q_CLAIM,
    Q_CLAIMED,
    Q_ADD_KEY,
    Q_ADD_NAME,
    Q_PUT_VAULT,
    Q_VAULT,
    Q_NAME,
    Q_BY_KEY,
    Q_BY_NAME_PART,
    Q_COUNT,
};
static const struct db_sql queries[Q_COUNT] = {
    [Q_CLAIM] = {"INSERT INTO party_claim (district, kind, hash, object) VALUES ($1, $2, $3, $4)"
                 " ON CONFLICT DO NOTHING",
                 NULL},
    [Q_CLAIMED] = {"SELECT object FROM party_claim WHERE district = $1 AND kind = $2 AND hash = $3",
                   NULL},
    [Q_ADD_KEY] = {"INSERT INTO party_key (district, purpose, hash, object) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT DO NOTHING",
                   NULL},
    [Q_ADD_NAME] = {"INSERT INTO party_name (district, object, name) VALUES ($1, $2, $3)", NULL},
    [Q_PUT_VAULT] =
        {"INSERT INTO party_vault (district, object, wrapped, name, phone, phone_hash)"
         " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (district, object) DO UPDATE"
         " SET wrapped = excluded.wrapped, name = excluded.name, phone = excluded.phone, phone_hash = excluded.phone_hash",
         NULL},
    [Q_VAULT] =
        {"SELECT wrapped, name, phone, phone_hash FROM party_vault WHERE district = $1 AND object = $2",
         NULL},
    [Q_NAME] = {"SELECT name FROM party_name WHERE district = $1 AND object = $2", NULL},
    [Q_BY_KEY] = {"SELECT object FROM party_key WHERE district = $1 AND purpose = $2 AND hash = $3"
                  " ORDER BY object DESC LIMIT $4",
                  NULL},
    // A district's enterprises are thousands, not millions: its names are read through.
    [Q_BY_NAME_PART] =
        {"SELECT object FROM party_name WHERE district = $1 AND name LIKE $2 ESCAPE '!'"
         " ORDER BY object DESC LIMIT $3",
         NULL},
};
const struct db_sql_table party_sql = {"party", queries, Q_COUNT};

enum yk party_store_claim(struct db *db, int32_t district, int64_t kind,
                          const uint8_t hash[SM3_BYTES], int64_t object, int64_t *out_object,
                          struct err *err) {
    // Most callers are known: a row that is looked for in vain costs less than one that is made in vain.
    enum yk known = party_store_claimed(db, district, kind, hash, out_object, err);
    if (known != YK_NOT_FOUND) {
        return known;
    }
    struct db_stmt *st = db_use(db, &queries[Q_CLAIM]);
    int64_t made = 0;
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, kind);
    db_bind_blob(st, 3, hash, SM3_BYTES);
    db_bind_i64(st, 4, object);
    enum yk status = db_run(st, &made, err);
    if (status != YK_OK || made == 1) {
        if (status == YK_OK) {
            *out_object = object;
        }
        return status;
    }
    return party_store_claimed(db, district, kind, hash, out_object, err);
}

enum yk party_store_claimed(struct db *db, int32_t district, int64_t kind,
                            const uint8_t hash[SM3_BYTES], int64_t *out_object, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_CLAIMED]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, kind);
    db_bind_blob(st, 3, hash, SM3_BYTES);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out_object = db_i64(st, 0);
    }
    return status;
}

enum yk party_store_add_key(struct db *db, int32_t district, enum party_key_purpose purpose,
                            const uint8_t hash[SM3_BYTES], int64_t object, struct err *err) {
    struct db_stmt *st = db_use(db, &queries[Q_ADD_KEY]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, purpose);
    db_bind_blob(st, 3, hash, SM3_BYTES);
    db_bind_i64(st, 4, object);
    return db_post(st, err);
}

enum yk party_store_add_name(struct db *db, int32_t district, int64_t object, const char *name,
                             struct err *err) {
    struct db_stmt *st = db_use(db, &queries[Q_ADD_NAME]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, object);
    db_bind_text(st, 3, name);
    return db_post(st, err);
}

static void bind_blob_or_null(struct db_stmt *st, int index, const void *data, size_t n) {
    if (data) {
        db_bind_blob(st, index, data, n);
    } else {
        db_bind_null(st, index);
    }
}

enum yk party_store_put_vault(struct db *db, int32_t district, int64_t object,
                              const struct party_vault *vault, struct err *err) {
    struct db_stmt *st = db_use(db, &queries[Q_PUT_VAULT]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, object);
    db_bind_blob(st, 3, vault->wrapped, vault->wrapped_n);
    bind_blob_or_null(st, 4, vault->name, vault->name_n);
    bind_blob_or_null(st, 5, vault->phone, vault->phone_n);
    bind_blob_or_null(st, 6, vault->phone_hash, vault->phone_hash_n);
    return db_post(st, err);
}

// False past memory; a null column gives NULL.
static bool copy_blob(struct arena *arena, const struct db_stmt *st, int col, const void **out,
                      size_t *out_n) {
    size_t n = 0;
    const void *data = db_is_null(st, col) ? NULL : db_blob(st, col, &n);
    *out = data ? arena_memdup(arena, data, n) : NULL;
    *out_n = n;
    return !data || *out;
}

enum yk party_store_vault(struct db *db, struct arena *arena, int32_t district, int64_t object,
                          struct party_vault *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_VAULT]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, object);
    enum yk status = db_one(st, err);
    if (status != YK_OK) {
        return status;
    }
    struct party_vault vault;
    if (!copy_blob(arena, st, 0, &vault.wrapped, &vault.wrapped_n) ||
        !copy_blob(arena, st, 1, &vault.name, &vault.name_n) ||
        !copy_blob(arena, st, 2, &vault.phone, &vault.phone_n) ||
        !copy_blob(arena, st, 3, &vault.phone_hash, &vault.phone_hash_n)) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a vault row");
    }
    *out = vault;
    return YK_OK;
}

enum yk party_store_name(struct db *db, struct arena *arena, int32_t district, int64_t object,
                         const char **out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_NAME]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, object);
    enum yk status = db_one(st, err);
    if (status != YK_OK) {
        return status;
    }
    char *name = arena_strdup(arena, db_text(st, 0, NULL));
    if (!name) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a name");
    }
    *out = name;
    return YK_OK;
}

static enum yk read_ids(struct db_stmt *st, size_t max, int64_t *out_ids, size_t *out_n,
                        struct err *err) {
    enum db_row row;
    size_t n = *out_n;
    while ((row = db_step(st)) == DB_ROW && n < max) {
        out_ids[n++] = db_i64(st, 0);
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out_n = n;
    return YK_OK;
}

enum yk party_store_by_key(struct db *db, int32_t district, enum party_key_purpose purpose,
                           const uint8_t hash[SM3_BYTES], size_t max, int64_t *out_ids,
                           size_t *out_n, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_BY_KEY]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, purpose);
    db_bind_blob(st, 3, hash, SM3_BYTES);
    db_bind_i64(st, 4, (int64_t)max);
    return read_ids(st, max, out_ids, out_n, err);
}

enum yk party_store_by_name_part(struct db *db, int32_t district, const char *pattern, size_t max,
                                 int64_t *out_ids, size_t *out_n, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &queries[Q_BY_NAME_PART]);
    db_bind_i64(st, 1, district);
    db_bind_text(st, 2, pattern);
    db_bind_i64(st, 3, (int64_t)max);
    return read_ids(st, max, out_ids, out_n, err);
}
