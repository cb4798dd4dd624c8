// SPDX-License-Identifier: Apache-2.0
// Inside src/db only: what an engine implements, and the parts of a connection and of a statement that both engines share.
// db.c keeps the statement caches, the state of the transaction and the classes of errors; sqlite.c and postgres.c speak to
// the engines and decide nothing else.
#ifndef YK_DB_DRIVER_H
#define YK_DB_DRIVER_H

#include "db/db.h"

enum {
    DB_MESSAGE_BYTES = 240,
    DB_PARAMS_MAX = 999, // of one statement
    DB_DEPTH_MAX = 8,    // savepoints inside one another
};

enum db_class {
    DB_CLASS_NONE,
    DB_CLASS_UNIQUE,
    DB_CLASS_FOREIGN_KEY,
    DB_CLASS_CHECK, // also not null, and a value of the wrong type
    DB_CLASS_RETRY,
    DB_CLASS_LOST,
    DB_CLASS_UNCERTAIN,
    DB_CLASS_FULL,
    DB_CLASS_SLOW,
    DB_CLASS_NOMEM,
    DB_CLASS_OTHER,
};

// The last failure of a connection.
struct db_fault {
    enum db_class class;
    char message[DB_MESSAGE_BYTES];
};

enum db_stmt_state { STMT_IDLE, STMT_ROWS, STMT_ENDED, STMT_FAILED };

struct db_stmt {
    struct db *db;
    const char *sql;             // of this engine
    struct db_stmt *next_active; // while STMT_ROWS
    struct db_stmt *prev_active;
    enum db_stmt_state state;
    enum db_class class;
    bool ready;    // can be stepped
    bool misused;  // bound something that it does not have
    char *message; // of the failure; NULL when there was no memory for it
    uint64_t text_hash;
    uint64_t used_at;
};

enum db_tx { TX_NONE, TX_READ, TX_WRITE };

enum db_control {
    CONTROL_BEGIN_READ,
    CONTROL_BEGIN_WRITE,
    CONTROL_COMMIT,
    CONTROL_ROLLBACK,
    CONTROL_SAVEPOINT,   // with a depth from 1
    CONTROL_RELEASE,     // with a depth
    CONTROL_ROLLBACK_TO, // with a depth; does not release
    CONTROL_KINDS,
};

struct db_map_entry {
    const struct db_sql *key;
    struct db_stmt *stmt;
};

struct db_owned {
    void *thing;
    void (*free_thing)(void *thing);
};

struct db {
    const struct db_driver *driver;
    enum db_engine engine;
    enum db_tx tx;
    unsigned depth; // of savepoints
    bool spoiled;   // a statement failed since the innermost savepoint
    bool dead;      // the engine has ended the transaction by itself
    bool lost;
    uint64_t n_reads; // transactions that read, so far
    unsigned limit_ms;
    unsigned fail_in; // calls until one is made to fail; 0: none is
    struct db_stmt *active;
    struct db_map_entry *map; // by address, open addressing
    size_t map_size;          // a power of two
    size_t map_used;
    struct db_stmt **texts; // by text
    size_t n_texts;
    uint64_t uses;
    void (*watch)(void *ctx, const char *sql); // of new texts
    void *watch_ctx;
    struct db_owned *owned;
    size_t n_owned;
    struct db_stmt broken; // what db_use gives when memory ran out
    struct db_fault fault;
};

// All work on one connection, one thread. Functions that answer bool leave the reason in db->fault.
struct db_driver {
    void (*close)(struct db *db);
    bool (*reconnect)(struct db *db); // NULL: a connection cannot be lost
    bool (*look)(struct db *db);      // NULL: likewise
    bool (*ping)(struct db *db);      // NULL: likewise
    bool (*set_limit)(struct db *db, unsigned ms);
    void (*interrupt)(struct db *db);
    bool (*control)(struct db *db, enum db_control what, unsigned depth);
    bool (*exec)(struct db *db, const char *sql);
    bool (*tx_alive)(const struct db *db); // the engine still is in a transaction

    struct db_stmt *(*stmt_new)(struct db *db, const char *sql); // NULL: no memory. sql outlives it
    void (*stmt_free)(struct db_stmt *st);
    bool (*stmt_prepare)(struct db_stmt *st); // until it has worked once
    bool (*stmt_check)(struct db_stmt *st);   // prepares now, whatever will be bound
    void (*stmt_reset)(struct db_stmt *st);   // frees rows
    void (*stmt_clear)(struct db_stmt *st);   // all bindings null
    // False: there is no such parameter.
    bool (*bind_i64)(struct db_stmt *st, int index, int64_t value);
    bool (*bind_text)(struct db_stmt *st, int index, const char *text, size_t n);
    bool (*bind_blob)(struct db_stmt *st, int index, const void *data, size_t n);
    enum db_row (*step)(struct db_stmt *st);
    bool (*post)(struct db_stmt *st); // NULL: as step
    int64_t (*changed)(const struct db_stmt *st);
    // Rows changed since the connection was opened; it only tells whether anything was written between two calls.
    int64_t (*total_changes)(const struct db *db);

    bool (*is_null)(const struct db_stmt *st, int col);
    int64_t (*i64_or)(const struct db_stmt *st, int col, int64_t none); // none for null
    const char *(*text)(const struct db_stmt *st, int col, size_t *out_n);
    const void *(*blob)(const struct db_stmt *st, int col, size_t *out_n);
};

enum yk db_sqlite_open(const char *path, enum db_mode mode, struct db **out_db, struct err *err);
enum yk db_postgres_open(const char *url, enum db_mode mode, struct db **out_db, struct err *err);

// What an engine's open begins with; db_close of db.c undoes it.
void db_init(struct db *db, const struct db_driver *driver, enum db_engine engine);
void db_fault_set(struct db *db, enum db_class class, const char *fmt, ...) YK_PRINTF(3, 4);
// db->fault as a status.
enum yk db_fault_status(const struct db_fault *fault, struct err *err);
// Ends every statement that still has rows, so that no snapshot is held.
void db_end_active(struct db *db);

#endif
