// SPDX-License-Identifier: Apache-2.0
// The narrow driver over two engines: SQLite (embedded) and PostgreSQL (libpq). One connection, really prepared statements, $1… placeholders,
// int64 / text / blob / null values, errors by class. Knows no table but its own migration table. What is built from it: db/pool.h (readers,
// the group-committing writer) and db/migrate.h.
#ifndef YK_DB_DB_H
#define YK_DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct db;      // one connection, one thread at a time
struct db_stmt; // a prepared statement in use; owned by its connection

enum db_engine { DB_SQLITE, DB_POSTGRES };

// One statement of a store's table. `pg` overrides the text for PostgreSQL (NULL: the same). Address is identity: the connection keeps the
// prepared form by it, so such rows must be static const (or handed to the connection by db_own).
struct db_sql {
    const char *sql;
    const char *pg;
};
struct
    db_sql_table { // every store exports one, listed in db/all_sql.h's users; all are prepared at start-up and by a test on both engines
    const char *name;
    const struct db_sql *rows;
    size_t n_rows;
};

enum db_mode { DB_READ_ONLY, DB_READ_WRITE, DB_CREATE };

// url: "sqlite:PATH" or "postgresql://…". Blocks. YK_FAILED with detail when it cannot be opened. A PostgreSQL url may name several hosts; unless it says
// otherwise (target_session_attrs), the first of them that takes writes is used, now and at each db_reconnect.
YK_NODISCARD enum yk db_open(const char *url, enum db_mode mode, struct db **out_db,
                             struct err *err);
void db_close(struct db **db);
enum db_engine db_engine_of(const struct db *db);
// Reads past this many ms end with YK_REFUSED / ERR_TOO_SLOW (SQLite progress handler, PostgreSQL statement_timeout). 0: no limit.
void db_set_time_limit_ms(struct db *db, unsigned ms);
// Another thread may ask a running statement to stop.
void db_interrupt(struct db *db);

// A PostgreSQL connection that broke: every call fails with YK_LOST until db_reconnect, which gives the transaction up. Prepared
// statements are made again as they are used.
bool db_is_lost(const struct db *db);
YK_NODISCARD enum yk db_reconnect(struct db *db, struct err *err);
// Whether an idle connection still stands, by what has arrived on it: no round trip, never blocks. A server that ended it is noticed here; one that vanished without a
// word is not (db_ping). Not inside a transaction. Always true on SQLite.
bool db_look(struct db *db);
// A round trip outside a transaction. YK_LOST.
YK_NODISCARD enum yk db_ping(struct db *db, struct err *err);

// Transactions. On both engines a statement that fails inside a transaction spoils it: nothing works until db_rollback_to or
// db_rollback, and db_commit rolls back and fails. So where a row may be there already, say ON CONFLICT, or take a savepoint.
// db_begin_write takes SQLite's write lock at once. Savepoints nest inside (names are ours).
YK_NODISCARD enum yk db_begin_read(
    struct db *db,
    struct err *err); // one snapshot for many reads (SQLite BEGIN; PG REPEATABLE READ READ ONLY)
YK_NODISCARD enum yk db_begin_write(struct db *db, struct err *err);
YK_NODISCARD enum yk db_commit(struct db *db,
                               struct err *err); // YK_UNCERTAIN when the connection went during it
void db_rollback(struct db *db);                 // also ends a read
YK_NODISCARD enum yk db_savepoint(struct db *db, struct err *err);
YK_NODISCARD enum yk db_release(struct db *db, struct err *err);
void db_rollback_to(struct db *db); // undoes to the savepoint and releases it
bool db_in_transaction(
    const struct db *
        db); // false also when the engine gave the transaction up (disk full); db_rollback is still due

// The number of the read transaction that is open, another for each: what was read may be kept while it stays the same. 0: none, or one that writes.
uint64_t db_snapshot(const struct db *db);

// A statement to bind and step; reset and bindings cleared. Never NULL: a statement that cannot be prepared fails at the first step.
struct db_stmt *db_use(struct db *db, const struct db_sql *sql);
// For texts composed of constant fragments (filters × sort): kept by text in a small LRU. `sql` must hold no value.
struct db_stmt *db_use_text(struct db *db, const char *sql);
// The connection frees the thing when it is closed, after its statements: for a row whose text is composed once at run time and whose address must not
// be given to another while the connection lives. False: no memory, and the thing stays the caller's.
bool db_own(struct db *db, void *thing, void (*free_thing)(void *thing));
// The first thing that the connection owns and frees so; NULL: none.
void *db_owned(const struct db *db, void (*free_thing)(void *thing));
// Prepares now, so that a wrong statement is found at start-up and in tests. The detail names it.
YK_NODISCARD enum yk db_prepare(struct db *db, const struct db_sql *sql, struct err *err);
YK_NODISCARD enum yk db_prepare_tables(struct db *db, const struct db_sql_table *const *tables,
                                       size_t n_tables, struct err *err);

// Binding, index from 1; every $1…$n up to the highest must be in the text. What is not bound is null. One parameter is always bound with the
// same type, or null (PostgreSQL is told int8, text or bytea, so cast where another is wanted). Text and blobs are not copied: they must live until the last step.
void db_bind_i64(struct db_stmt *st, int index, int64_t value);
void db_bind_null(struct db_stmt *st, int index);
void db_bind_text(struct db_stmt *st, int index, const char *text); // NULL binds null
void db_bind_text_n(struct db_stmt *st, int index, const char *text, size_t n);
void db_bind_blob(struct db_stmt *st, int index, const void *data, size_t n);
void db_bind_i64_or_null(struct db_stmt *st, int index, int64_t value,
                         int64_t none); // null when value == none

enum db_row { DB_ROW, DB_DONE, DB_ERROR };
// PostgreSQL fetches the whole result at the first step: read by pages of keys what may be large.
// DB_ERROR: status by db_status(); unique violations are YK_CONFLICT with ERR_CONFLICT, foreign key and check YK_FAILED, busy / serialisation YK_RETRY, gone YK_LOST.
enum db_row db_step(struct db_stmt *st);
enum yk db_status(const struct db_stmt *st,
                  struct err *err); // of the last step, with a message for the log
bool db_is_unique_violation(const struct db_stmt *st);
void db_done(struct db_stmt *st); // frees the result early; the next db_use of it does so too
// Runs to the end; rows, if any, are thrown away. Optional number of rows changed.
YK_NODISCARD enum yk db_run(struct db_stmt *st, int64_t *out_changed, struct err *err);
// Runs a write that gives no rows and whose outcome may be told later: PostgreSQL is sent many of them in one round trip. What fails spoils the transaction as ever,
// and is told by the next statement that answers, or by the commit. Bound bytes are not needed any more after it. Where the failure itself matters: db_run.
YK_NODISCARD enum yk db_post(struct db_stmt *st, struct err *err);
// First row or YK_NOT_FOUND; the row stays readable until db_done / next use.
YK_NODISCARD enum yk db_one(struct db_stmt *st, struct err *err);

// Columns from 0, valid until the next step. Reading a column as another type than it has is a programming error (asserted; SUM of
// BIGINT is numeric on PostgreSQL: cast it). Text is NUL-terminated; NULL for null.
int64_t db_i64(const struct db_stmt *st, int col); // 0 for null
int64_t db_i64_or(const struct db_stmt *st, int col, int64_t none);
bool db_is_null(const struct db_stmt *st, int col);
const char *db_text(const struct db_stmt *st, int col, size_t *out_n); // out_n may be NULL
const void *db_blob(const struct db_stmt *st, int col, size_t *out_n);

// Several statements of constant text, for migrations and maintenance.
YK_NODISCARD enum yk db_exec(struct db *db, const char *sql, struct err *err);

// For tests: the n-th call from now that would reach the engine (a statement, begin, savepoint, release, commit) does not, and fails with YK_FAILED as
// if the machine were in trouble. 0: none. db_rollback and db_rollback_to always work.
void db_fail_at(struct db *db, unsigned n);
// For tests: fn is told of each text that db_use_text makes a statement of. NULL: nobody is.
void db_watch_texts(struct db *db, void (*fn)(void *ctx, const char *sql), void *ctx);

// Cleanup helpers: `_cleanup_stmt_ struct db_stmt *st = db_use(…)`.
static inline void db_done_p(struct db_stmt **st) {
    if (*st) {
        db_done(*st);
    }
}
#define _cleanup_stmt_ __attribute__((cleanup(db_done_p)))

#endif
