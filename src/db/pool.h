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
    // PostgreSQL: asked before each write, outside its transaction. *held is the connection's own, 0 when it is new or was made again; what must be taken on it before it may
    // write (log/process.h) is taken here, and remembered there. Failing means that nothing is written. NULL: nothing is to be taken.
    enum yk (*hold)(void *arg, struct db *db, uint64_t *held, struct err *err);
    void *hold_arg;
};

YK_NODISCARD enum yk pool_new(const struct pool_config *config, struct pool **out_pool,
                              struct err *err);
void pool_free(struct pool **pool); // waits for what is queued

// On PostgreSQL connections break and a server goes away; the pool sees to it by itself. A connection that the server has ended is found when it is taken and made again, with
// its statements. When no connection can be made the store is *away*: a thread tries again, at first often, then once in POOL_AWAY_PAUSE_MAX_MS. Who wants the store then waits for it until
// it has been away for POOL_AWAY_PATIENCE_MS, so that a restart or a failover that is quick is not seen; after that it is refused at once (YK_LOST, ERR_STORE_AWAY) until it is back.
enum { POOL_AWAY_PATIENCE_MS = 1500, POOL_AWAY_PAUSE_MAX_MS = 1000 };
bool pool_is_away(struct pool *pool);
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

// What the pool counted since it was made. Each number is right; together they may be of moments a little apart.
enum { POOL_SIZES = 8 };
struct pool_stats {
    unsigned n_readers, readers_busy;
    unsigned n_writers, writers_busy;
    unsigned queue;             // writes that wait
    uint64_t reads, read_waits; // readers taken; how often one had to be waited for
    uint64_t commits;           // groups, on PostgreSQL single writes
    uint64_t writes;            // kept: what those commits held
    uint64_t sizes[POOL_SIZES]; // commits of at most 1, 2, 4, 8, 16, 32, 64 writes, and of more
    uint64_t refused;           // writes that were undone
    uint64_t
        retries; // run again: serialisation, deadlock, a connection that broke before its commit
    uint64_t uncertain;          // commits whose outcome was not heard
    uint64_t broken, made_again; // connections
    uint64_t failed_tries;       // to make one
    uint64_t away_times;         // how often the store went away
    int64_t away_us;             // for how long it has been, now; 0: it is there
};
void pool_stats(struct pool *pool, struct pool_stats *out);
int64_t pool_wal_bytes(
    const struct pool *pool); // size of SQLite's write-ahead log; 0 on PostgreSQL

#endif
