// SPDX-License-Identifier: Apache-2.0
// A store in service: read connections shared by threads, and writing. On SQLite one writer thread takes all waiting writes, runs each in a
// savepoint, commits them together and only then answers (group commit). On PostgreSQL each write is its own transaction on a pooled
// connection, with a few retries. The same closure serves both.
#ifndef YK_DB_POOL_H
#define YK_DB_POOL_H

#include "db/db.h"

struct pool;

// What the writer does around a group: log/ folds tallies over it. All may be NULL. item_end gets the outcome of one write (its savepoint kept or not), once for
// each time it was run. before_commit may write, and is left out when no write was kept; when it fails the whole group fails. group_end follows every
// group_begin, after the commit or the rollback. On PostgreSQL a group is one write.
struct pool_hooks {
    void *ctx;
    void (*group_begin)(void *ctx, struct db *db);
    void (*item_end)(void *ctx, struct db *db, enum yk status);
    enum yk (*before_commit)(void *ctx, struct db *db, struct err *err);
    void (*group_end)(void *ctx, struct db *db, bool committed);
};

struct pool_config {
    const char *url;
    unsigned n_readers;                // read connections; taken by threads as they need
    unsigned n_writers;                // PostgreSQL write connections
    unsigned group_max;                // writes to a commit on SQLite (64)
    unsigned read_limit_ms;            // time limit of one read
    void *(*hooks_ctx_new)(void *arg); // one ctx per write connection
    void (*hooks_ctx_free)(void *ctx);
    struct pool_hooks hooks; // ctx filled in from hooks_ctx_new
    void *hooks_arg;
};

YK_NODISCARD enum yk pool_new(const struct pool_config *config, struct pool **out_pool,
                              struct err *err);
void pool_free(struct pool **pool); // waits for what is queued
enum db_engine pool_engine(const struct pool *pool);

// A read connection, waiting for a free one. Give it back: what was left open on it (rows, a read transaction) is ended then. A connection that was lost is
// made again here; when that fails, its first statement says so.
struct db *pool_take_reader(struct pool *pool);
void pool_give_reader(struct pool *pool, struct db *db);

// One write: fn runs inside a transaction (or a group's savepoint) and may run again (after YK_RETRY; when another write of its group made SQLite drop the transaction), so it must rebuild its results from nothing. Anything
// but YK_OK undoes it. hooks_ctx is that of the connection.
typedef enum yk pool_write_fn(void *arg, struct db *db, void *hooks_ctx, struct err *err);
// Blocks until committed (durable) or refused. YK_RETRY with ERR_BUSY: the store stayed locked, or retries were used up; YK_UNCERTAIN: settle by the
// idempotency key. Never from inside a write.
YK_NODISCARD enum yk pool_write(struct pool *pool, pool_write_fn *fn, void *arg, struct err *err);
// Answers at once; done is called from the writer after the commit (or refusal) and must be short. err is never NULL, and valid during the call only.
typedef void pool_done_fn(void *arg, enum yk status, const struct err *err);
void pool_write_async(struct pool *pool, pool_write_fn *fn, pool_done_fn *done, void *arg);
unsigned pool_queue_depth(struct pool *pool); // writes that wait
int64_t pool_wal_bytes(
    const struct pool *pool); // size of SQLite's write-ahead log; 0 on PostgreSQL

#endif
