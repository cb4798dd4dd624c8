// SPDX-License-Identifier: Apache-2.0
// Process numbers by advisory locks of a session. A table of claims would need a time after which a claim is stale, and would be wrong whenever a
// process only slept; a lock of the session goes exactly with the process.
#include <stdlib.h>
#include <string.h>

#include "log/process.h"

enum { CLAIM, PING };
static const struct db_sql sql[] = {
    // The number is that of process numbers among advisory locks; it means nothing else.
    [CLAIM] = {"SELECT $1",
               "SELECT CASE WHEN pg_try_advisory_lock(5980496, $1::INTEGER) THEN 1::BIGINT"
               " ELSE 0::BIGINT END"},
    [PING] = {"SELECT 1", NULL},
};
const struct db_sql_table process_sql = {"process", sql, sizeof sql / sizeof *sql};

struct process_claim {
    struct db *db; // NULL on SQLite
    char *url;
    unsigned number;
};

static enum yk try_number(struct db *db, unsigned number, bool *out_got, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[CLAIM]);
    db_bind_i64(st, 1, number);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out_got = db_i64(st, 0) == 1;
    }
    return status;
}

static enum yk claim_from(const char *url, unsigned wanted, struct db **out_db,
                          unsigned *out_number, struct err *err) {
    struct db *db = NULL;
    enum yk status = db_open(url, DB_READ_WRITE, &db, err);
    bool got = false;
    unsigned number = wanted % PROCESS_NUMBERS;
    if (status == YK_OK && db_engine_of(db) != DB_POSTGRES) {
        db_close(&db);
        *out_db = NULL;
        *out_number = 0;
        return YK_OK;
    }
    for (int i = 0; i < PROCESS_NUMBERS && status == YK_OK && !got; i++) {
        number = (wanted + (unsigned)i) % PROCESS_NUMBERS;
        status = try_number(db, number, &got, err);
    }
    if (status == YK_OK && !got) {
        status = err_set(err, YK_REFUSED, ERR_BUSY, "%d processes serve the store already",
                         PROCESS_NUMBERS);
    }
    if (status != YK_OK) {
        db_close(&db);
        return status;
    }
    *out_db = db;
    *out_number = number;
    return YK_OK;
}

enum yk process_claim_new(const char *url, unsigned wanted, struct process_claim **out,
                          struct err *err) {
    struct process_claim *claim = calloc(1, sizeof *claim);
    if (!claim || !(claim->url = strdup(url))) {
        free(claim);
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a process number");
    }
    enum yk status = claim_from(url, wanted, &claim->db, &claim->number, err);
    if (status != YK_OK) {
        process_claim_free(&claim);
        return status;
    }
    *out = claim;
    return YK_OK;
}

unsigned process_claim_number(const struct process_claim *claim) {
    return claim->number;
}

enum yk process_claim_keep(struct process_claim *claim, struct id_gen *ids, struct err *err) {
    struct db *db = NULL;
    unsigned number;
    if (!claim->db) {
        return YK_OK;
    }
    struct db_stmt *ping = db_use(claim->db, &sql[PING]);
    bool alive = db_one(ping, NULL) == YK_OK;
    db_done(ping);
    if (alive && !db_is_lost(claim->db)) {
        return YK_OK;
    }
    // The old connection stays until there is a new one, so that the next turn finds it lost and tries again.
    enum yk status = claim_from(claim->url, claim->number, &db, &number, err);
    if (status != YK_OK) {
        return status;
    }
    db_close(&claim->db);
    claim->db = db;
    if (number != claim->number) {
        claim->number = number;
        id_gen_renumber(ids, number);
    }
    return YK_OK;
}

void process_claim_free(struct process_claim **claim) {
    if (!*claim) {
        return;
    }
    db_close(&(*claim)->db);
    free((*claim)->url);
    free(*claim);
    *claim = NULL;
}
