// SPDX-License-Identifier: Apache-2.0
// Process numbers by advisory locks of a session. A table of claims would need a time after which a claim is stale, and would be wrong whenever a
// process only slept; a lock of the session goes exactly with the process.
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "log/process.h"

// Two locks for each number. The claim, held by one process, on a connection of its own; and the use, shared by all its connections that write. A number can be claimed only while nobody uses
// it, so one that has lost its claim and does not know yet is safe on every connection that it still has.
enum { ASK_USE, FREE_USE, CLAIM, USE, END_USE, STANDS, BACKEND };
#define TAKEN(call) "SELECT CASE WHEN " call " THEN 1::BIGINT ELSE 0::BIGINT END"
static const struct db_sql sql[] = {
    // The first numbers are those of process numbers among advisory locks; they mean nothing else.
    [ASK_USE] = {"SELECT $1", TAKEN("pg_try_advisory_lock(5980497, $1::INTEGER)")},
    [FREE_USE] = {"SELECT $1", TAKEN("pg_advisory_unlock(5980497, $1::INTEGER)")},
    [CLAIM] = {"SELECT $1", TAKEN("pg_try_advisory_lock(5980496, $1::INTEGER)")},
    [USE] = {"SELECT $1", TAKEN("pg_try_advisory_lock_shared(5980497, $1::INTEGER)")},
    [END_USE] = {"SELECT $1", TAKEN("pg_advisory_unlock_shared(5980497, $1::INTEGER)")},
    [STANDS] =
        {"SELECT $1 + $2",
         "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 5980496 AND objid = $1::BIGINT::OID"
         " AND pid = $2::BIGINT AND granted"
         " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"},
    [BACKEND] = {"SELECT 1", "SELECT pg_backend_pid()"},
};
const struct db_sql_table process_sql = {"process", sql, sizeof sql / sizeof *sql};

// A claim is known by its turn, higher each time; *held of process_claim_hold is the turn and the number.
enum { NUMBER_BITS = 8, TRIES_MAX = 4 };

struct process_claim {
    pthread_mutex_t lock;
    struct db *db; // NULL on SQLite
    char *url;
    struct id_gen *ids;
    unsigned number;
    int64_t backend;
    _Atomic uint64_t turn;
};

static enum yk ask(struct db *db, int which, int64_t a, int64_t b, int64_t *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[which]);
    if (which != BACKEND) {
        db_bind_i64(st, 1, a);
    }
    if (which == STANDS) {
        db_bind_i64(st, 2, b);
    }
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out = db_i64(st, 0);
    }
    return status;
}

static enum yk try_number(struct db *db, unsigned number, bool *out_got, struct err *err) {
    int64_t unused = 0, claimed = 0, freed;
    enum yk status = ask(db, ASK_USE, number, 0, &unused, err);
    if (status != YK_OK || !unused) {
        return status;
    }
    status = ask(db, CLAIM, number, 0, &claimed, err);
    if (status == YK_OK) {
        status = ask(db, FREE_USE, number, 0, &freed, err);
    }
    if (status == YK_OK) {
        *out_got = claimed != 0;
    }
    return status;
}

static enum yk find_number(struct db *db, unsigned wanted, unsigned *out_number,
                           int64_t *out_backend, struct err *err) {
    bool got = false;
    unsigned number = wanted % PROCESS_NUMBERS;
    enum yk status = YK_OK;
    for (int i = 0; i < PROCESS_NUMBERS && status == YK_OK && !got; i++) {
        number = (wanted + (unsigned)i) % PROCESS_NUMBERS;
        status = try_number(db, number, &got, err);
    }
    if (status == YK_OK && !got) {
        status = err_set(err, YK_REFUSED, ERR_BUSY, "%d processes serve the store already",
                         PROCESS_NUMBERS);
    }
    if (status == YK_OK) {
        status = ask(db, BACKEND, 0, 0, out_backend, err);
    }
    if (status == YK_OK) {
        *out_number = number;
    }
    return status;
}

// On SQLite it stays without a connection, and has 0.
static enum yk claim_from(struct process_claim *claim, unsigned wanted, struct err *err) {
    struct db *db = NULL;
    unsigned number = 0;
    int64_t backend = 0;
    enum yk status = db_open(claim->url, DB_READ_WRITE, &db, err);
    if (status == YK_OK && db_engine_of(db) != DB_POSTGRES) {
        db_close(&db);
        return YK_OK;
    }
    if (status == YK_OK) {
        status = find_number(db, wanted, &number, &backend, err);
    }
    if (status != YK_OK) {
        db_close(&db);
        return status;
    }
    db_close(&claim->db);
    claim->db = db;
    claim->number = number;
    claim->backend = backend;
    atomic_fetch_add(&claim->turn, 1);
    if (claim->ids) {
        id_gen_renumber(claim->ids, number);
    }
    return YK_OK;
}

enum yk process_claim_new(const char *url, unsigned wanted, struct process_claim **out,
                          struct err *err) {
    struct process_claim *claim = calloc(1, sizeof *claim);
    if (!claim || !(claim->url = strdup(url))) {
        free(claim);
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a process number");
    }
    pthread_mutex_init(&claim->lock, NULL);
    enum yk status = claim_from(claim, wanted, err);
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

void process_claim_serve(struct process_claim *claim, struct id_gen *ids) {
    claim->ids = ids;
}

// With the lock held. A claim whose connection cannot be asked counts as lost.
static enum yk keep(struct process_claim *claim, struct err *err) {
    if (!claim->db || db_ping(claim->db, NULL) == YK_OK) {
        return YK_OK;
    }
    if (claim_from(claim, claim->number, err) == YK_OK) {
        return YK_OK;
    }
    return err ? err_set(err, YK_LOST, ERR_STORE_AWAY, "no process number: %.200s", err->detail)
               : YK_LOST;
}

enum yk process_claim_keep(struct process_claim *claim, struct err *err) {
    pthread_mutex_lock(&claim->lock);
    enum yk status = keep(claim, err);
    pthread_mutex_unlock(&claim->lock);
    return status;
}

// Uses the number if its claim stands; then it cannot be claimed by another while `db` lives.
static enum yk try_use(struct process_claim *claim, struct db *db, bool *out_used,
                       struct err *err) {
    int64_t used = 0, stands = 0, ended;
    enum yk status = ask(db, USE, claim->number, 0, &used, err);
    if (status == YK_OK && used) {
        status = ask(db, STANDS, claim->number, claim->backend, &stands, err);
    }
    if (status == YK_OK && used && !stands) {
        status = ask(db, END_USE, claim->number, 0, &ended, err);
    }
    if (status == YK_OK) {
        *out_used = stands != 0;
    }
    return status;
}

static enum yk hold(struct process_claim *claim, struct db *db, uint64_t *held, struct err *err) {
    enum yk status = YK_OK;
    int64_t ended;
    bool used = false;
    if (*held) {
        status = ask(db, END_USE, (int64_t)(*held % PROCESS_NUMBERS), 0, &ended, err);
        *held = 0;
    }
    for (int i = 0; i < TRIES_MAX && status == YK_OK && !used; i++) {
        status = i > 0 ? keep(claim, err) : YK_OK;
        if (status == YK_OK) {
            status = try_use(claim, db, &used, err);
        }
    }
    if (status == YK_OK && !used) {
        return err_set(err, YK_LOST, ERR_STORE_AWAY, "no process number can be held");
    }
    if (status == YK_OK) {
        *held = atomic_load(&claim->turn) << NUMBER_BITS | claim->number;
    }
    return status;
}

enum yk process_claim_hold(void *arg, struct db *db, uint64_t *held, struct err *err) {
    struct process_claim *claim = arg;
    if (*held && *held >> NUMBER_BITS == atomic_load(&claim->turn)) {
        return YK_OK;
    }
    pthread_mutex_lock(&claim->lock);
    enum yk status = hold(claim, db, held, err);
    pthread_mutex_unlock(&claim->lock);
    return status;
}

void process_claim_free(struct process_claim **claim) {
    if (!*claim) {
        return;
    }
    db_close(&(*claim)->db);
    free((*claim)->url);
    pthread_mutex_destroy(&(*claim)->lock);
    free(*claim);
    *claim = NULL;
}
