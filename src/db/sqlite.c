// SPDX-License-Identifier: Apache-2.0
// The embedded engine. Decides how a file is opened (WAL, full sync, foreign keys, small caches), how $n becomes SQLite's own
// number of a parameter, how long a statement may run, and which of SQLite's codes is which class of error.

#include <sqlite3.h>

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/driver.h"

enum {
    BUSY_TIMEOUT_MS = 5000, // another process may be writing: a backup, an import
    PROGRESS_OPS =
        2000, // virtual machine steps between looks at the clock, some tens of microseconds
    // A district's working set is a few months of rows; the system's own cache holds the rest. These are for each connection.
    WRITER_CACHE_KB = 8192,
    READER_CACHE_KB = 1024,
    WAL_CHECKPOINT_PAGES = 4000,
    WAL_KEEP_BYTES = 64 * 1024 * 1024,
    // Undo records of a savepoint stay in memory up to this size, then go to a temporary file. They are copied there in
    // pieces as large, and SQLite writes at most 128 KiB - 1 at once: a larger piece ends as "disk is full".
    SAVEPOINT_SPILL_BYTES = 96 * 1024,
};

struct sqlite_db {
    struct db base;
    sqlite3 *handle;
    sqlite3_stmt *control[CONTROL_KINDS][DB_DEPTH_MAX + 1];
    int64_t deadline_ns; // 0: none
};

struct sqlite_stmt {
    struct db_stmt base;
    sqlite3_stmt *handle;
    int n_params;
    int *index; // $n → SQLite's number; NULL when they are the same
};

static struct sqlite_db *of_db(const struct db *db) {
    return (struct sqlite_db *)db;
}

static struct sqlite_stmt *of_stmt(const struct db_stmt *st) {
    return (struct sqlite_stmt *)st;
}

static int64_t now_ns(void) {
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &ts);
    return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

static enum db_class class_of(int code) {
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return DB_CLASS_UNIQUE;
    case SQLITE_CONSTRAINT_FOREIGNKEY: return DB_CLASS_FOREIGN_KEY;
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
    case SQLITE_IOERR_TRUNCATE:
    case SQLITE_IOERR_SHMSIZE:
    case SQLITE_IOERR_SHMOPEN: return DB_CLASS_FULL;
    }
    switch (code & 0xFF) {
    case SQLITE_CONSTRAINT: return DB_CLASS_CHECK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return DB_CLASS_RETRY;
    case SQLITE_FULL: return DB_CLASS_FULL;
    case SQLITE_INTERRUPT: return DB_CLASS_SLOW;
    case SQLITE_NOMEM: return DB_CLASS_NOMEM;
    default: return DB_CLASS_OTHER;
    }
}

static bool set_fault(struct db *db, int code, const char *doing) {
    db_fault_set(db, class_of(code), "%s: %s (%d)", doing, sqlite3_errmsg(of_db(db)->handle), code);
    return false;
}

static int past_deadline(void *arg) {
    struct sqlite_db *db = arg;
    return db->deadline_ns != 0 && now_ns() > db->deadline_ns;
}

// Waiting for another process's write counts as well.
static bool sqlite_set_limit(struct db *db, unsigned ms) {
    sqlite3_busy_timeout(of_db(db)->handle, ms && ms < BUSY_TIMEOUT_MS ? (int)ms : BUSY_TIMEOUT_MS);
    sqlite3_progress_handler(of_db(db)->handle, ms ? PROGRESS_OPS : 0, ms ? past_deadline : NULL,
                             ms ? of_db(db) : NULL);
    return true;
}

static void start_clock(struct db *db) {
    of_db(db)->deadline_ns = db->limit_ms ? now_ns() + (int64_t)db->limit_ms * 1000000 : 0;
}

static void sqlite_interrupt(struct db *db) {
    sqlite3_interrupt(of_db(db)->handle);
}

static bool sqlite_exec(struct db *db, const char *sql) {
    start_clock(db);
    int code = sqlite3_exec(of_db(db)->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK || set_fault(db, code, "exec");
}

static bool sqlite_tx_alive(const struct db *db) {
    return sqlite3_get_autocommit(of_db(db)->handle) == 0;
}

static bool sqlite_control(struct db *db, enum db_control what, unsigned depth) {
    static const char *const words[CONTROL_KINDS] = {
        "BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "ROLLBACK TO",
    };
    sqlite3_stmt **st = &of_db(db)->control[what][depth];
    int code = SQLITE_OK;
    if (!*st) {
        char sql[32];
        if (depth) {
            snprintf(sql, sizeof sql, "%s s%u", words[what], depth);
        } else {
            snprintf(sql, sizeof sql, "%s", words[what]);
        }
        code = sqlite3_prepare_v3(of_db(db)->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, st, NULL);
        if (code != SQLITE_OK) {
            return set_fault(db, code, words[what]);
        }
    }
    of_db(db)->deadline_ns = 0;
    code = sqlite3_step(*st);
    if (code == SQLITE_DONE) {
        sqlite3_reset(*st);
        return true;
    }
    set_fault(db, code, words[what]);
    sqlite3_reset(*st);
    // The frames may have reached the disk all the same, and a restart would find them there.
    if (what == CONTROL_COMMIT && code == SQLITE_IOERR_FSYNC) {
        db->fault.class = DB_CLASS_UNCERTAIN;
    }
    return false;
}

static struct db_stmt *sqlite_stmt_new(struct db *db, const char *sql) {
    (void)db;
    (void)sql;
    struct sqlite_stmt *st = calloc(1, sizeof *st);
    return st ? &st->base : NULL;
}

static void sqlite_stmt_free(struct db_stmt *base) {
    struct sqlite_stmt *st = of_stmt(base);
    sqlite3_finalize(st->handle);
    free(st->index);
    free(st);
}

// SQLite numbers $2 by where it first appears, so the numbers are looked up once.
static bool number_params(struct sqlite_stmt *st, sqlite3_stmt *handle) {
    struct db *db = st->base.db;
    int n = sqlite3_bind_parameter_count(handle);
    if (n > DB_PARAMS_MAX) {
        db_fault_set(db, DB_CLASS_OTHER, "too many parameters: %.120s", st->base.sql);
        return false;
    }
    int *index = n ? calloc((size_t)n, sizeof *index) : NULL;
    if (n && !index) {
        db_fault_set(db, DB_CLASS_NOMEM, "no memory for a statement");
        return false;
    }
    bool same = true;
    for (int i = 1; i <= n; i++) {
        char name[16];
        snprintf(name, sizeof name, "$%d", i);
        index[i - 1] = sqlite3_bind_parameter_index(handle, name);
        same = same && index[i - 1] == i;
        if (index[i - 1] == 0) {
            free(index);
            db_fault_set(db, DB_CLASS_OTHER, "parameters are not $1…$%d: %.120s", n, st->base.sql);
            return false;
        }
    }
    if (same) {
        free(index);
        index = NULL;
    }
    st->n_params = n;
    st->index = index;
    return true;
}

static bool sqlite_stmt_prepare(struct db_stmt *base) {
    struct sqlite_stmt *st = of_stmt(base);
    struct db *db = base->db;
    sqlite3_stmt *handle = NULL;
    const char *tail = NULL;
    int code = sqlite3_prepare_v3(of_db(db)->handle, base->sql, -1, SQLITE_PREPARE_PERSISTENT,
                                  &handle, &tail);
    if (code != SQLITE_OK) {
        db_fault_set(db, class_of(code), "prepare: %s (%d): %.100s",
                     sqlite3_errmsg(of_db(db)->handle), code, base->sql);
        return false;
    }
    if (!handle || tail[strspn(tail, " \t\n;")] != '\0') {
        sqlite3_finalize(handle);
        db_fault_set(db, DB_CLASS_OTHER, "not one statement: %.120s", base->sql);
        return false;
    }
    if (!number_params(st, handle)) {
        sqlite3_finalize(handle);
        return false;
    }
    st->handle = handle;
    return true;
}

static bool sqlite_stmt_check(struct db_stmt *base) {
    return base->ready;
}

static void sqlite_stmt_reset(struct db_stmt *base) {
    sqlite3_reset(of_stmt(base)->handle);
}

static void sqlite_stmt_clear(struct db_stmt *base) {
    if (of_stmt(base)->n_params) {
        sqlite3_clear_bindings(of_stmt(base)->handle);
    }
}

// 0: there is no such parameter.
static int param(const struct sqlite_stmt *st, int index) {
    if (index < 1 || index > st->n_params) {
        return 0;
    }
    return st->index ? st->index[index - 1] : index;
}

static bool sqlite_bind_i64(struct db_stmt *base, int index, int64_t value) {
    struct sqlite_stmt *st = of_stmt(base);
    return sqlite3_bind_int64(st->handle, param(st, index), value) == SQLITE_OK;
}

static bool sqlite_bind_text(struct db_stmt *base, int index, const char *text, size_t n) {
    struct sqlite_stmt *st = of_stmt(base);
    return sqlite3_bind_text64(st->handle, param(st, index), text, n, SQLITE_STATIC, SQLITE_UTF8) ==
           SQLITE_OK;
}

static bool sqlite_bind_blob(struct db_stmt *base, int index, const void *data, size_t n) {
    struct sqlite_stmt *st = of_stmt(base);
    return sqlite3_bind_blob64(st->handle, param(st, index), data, n, SQLITE_STATIC) == SQLITE_OK;
}

static enum db_row sqlite_step(struct db_stmt *base) {
    struct db *db = base->db;
    if (base->state == STMT_IDLE && db->limit_ms) {
        start_clock(db);
    }
    int code = sqlite3_step(of_stmt(base)->handle);
    if (code == SQLITE_ROW) {
        return DB_ROW;
    }
    if (code == SQLITE_DONE) {
        return DB_DONE;
    }
    set_fault(db, code, "step");
    return DB_ERROR;
}

static int64_t sqlite_changed(const struct db_stmt *base) {
    const struct sqlite_stmt *st = of_stmt(base);
    // A statement that only reads leaves the count of the one before it.
    return sqlite3_stmt_readonly(st->handle) ? 0 : sqlite3_changes64(of_db(base->db)->handle);
}

static int64_t sqlite_total_changes(const struct db *base) {
    return sqlite3_total_changes64(of_db((struct db *)(uintptr_t)base)->handle);
}

static bool sqlite_is_null(const struct db_stmt *base, int col) {
    return sqlite3_column_type(of_stmt(base)->handle, col) == SQLITE_NULL;
}

// The value is looked up once, and asked twice: sqlite3_column_…() would look it up, take the connection's mutex and tidy up after a failed conversion
// each time. A connection without a mutex makes no difference between protected values and others.
static int64_t sqlite_i64_or(const struct db_stmt *base, int col, int64_t none) {
    sqlite3_value *value = sqlite3_column_value(of_stmt(base)->handle, col);
    int type = sqlite3_value_type(value);
    assert(type == SQLITE_INTEGER || type == SQLITE_NULL);
    return type == SQLITE_NULL ? none : sqlite3_value_int64(value);
}

static const char *sqlite_text(const struct db_stmt *base, int col, size_t *out_n) {
    sqlite3_stmt *handle = of_stmt(base)->handle;
    int type = sqlite3_column_type(handle, col);
    assert(type == SQLITE_TEXT || type == SQLITE_NULL);
    (void)type;
    const char *text = (const char *)sqlite3_column_text(handle, col);
    if (out_n) {
        *out_n = (size_t)sqlite3_column_bytes(handle, col);
    }
    return text;
}

static const void *sqlite_blob(const struct db_stmt *base, int col, size_t *out_n) {
    sqlite3_stmt *handle = of_stmt(base)->handle;
    int type = sqlite3_column_type(handle, col);
    assert(type == SQLITE_BLOB || type == SQLITE_NULL);
    const void *data = sqlite3_column_blob(handle, col);
    if (out_n) {
        *out_n = (size_t)sqlite3_column_bytes(handle, col);
    }
    // SQLite gives no address for a blob of no bytes; here NULL means null.
    return !data && type == SQLITE_BLOB ? "" : data;
}

static void sqlite_close(struct db *base) {
    struct sqlite_db *db = of_db(base);
    for (int what = 0; what < CONTROL_KINDS; what++) {
        for (int depth = 0; depth <= DB_DEPTH_MAX; depth++) {
            sqlite3_finalize(db->control[what][depth]);
        }
    }
    sqlite3_close(db->handle);
    free(db);
}

static const struct db_driver sqlite_driver = {
    .close = sqlite_close,
    .set_limit = sqlite_set_limit,
    .interrupt = sqlite_interrupt,
    .control = sqlite_control,
    .exec = sqlite_exec,
    .tx_alive = sqlite_tx_alive,
    .stmt_new = sqlite_stmt_new,
    .stmt_free = sqlite_stmt_free,
    .stmt_prepare = sqlite_stmt_prepare,
    .stmt_check = sqlite_stmt_check,
    .stmt_reset = sqlite_stmt_reset,
    .stmt_clear = sqlite_stmt_clear,
    .bind_i64 = sqlite_bind_i64,
    .bind_text = sqlite_bind_text,
    .bind_blob = sqlite_bind_blob,
    .step = sqlite_step,
    .changed = sqlite_changed,
    .total_changes = sqlite_total_changes,
    .is_null = sqlite_is_null,
    .i64_or = sqlite_i64_or,
    .text = sqlite_text,
    .blob = sqlite_blob,
};

static int read_text(void *arg, int n, char **values, char **names) {
    (void)names;
    if (n > 0 && values[0]) {
        snprintf(arg, 16, "%s", values[0]);
    }
    return 0;
}

// Everything that stays with the connection, not with the file.
static int configure(sqlite3 *handle, enum db_mode mode) {
    char sql[512];
    snprintf(sql, sizeof sql,
             "PRAGMA synchronous=FULL;"
             "PRAGMA foreign_keys=ON;"
             "PRAGMA trusted_schema=OFF;"
             "PRAGMA cell_size_check=ON;"
             "PRAGMA secure_delete=ON;" // what is erased must be gone from the file
             "PRAGMA mmap_size=0;" // mapped pages would count as ours, once for each connection
             "PRAGMA cache_size=-%d;"
             "PRAGMA journal_size_limit=%d;"
             "PRAGMA wal_autocheckpoint=%d;",
             mode == DB_READ_ONLY ? READER_CACHE_KB : WRITER_CACHE_KB, WAL_KEEP_BYTES,
             WAL_CHECKPOINT_PAGES);
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, BUSY_TIMEOUT_MS);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    // "Text" in double quotes is a name on PostgreSQL, never a value.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    return sqlite3_exec(handle, sql, NULL, NULL, NULL);
}

static int prepare_file(sqlite3 *handle, enum db_mode mode) {
    char answer[16] = "";
    if (mode == DB_READ_ONLY) {
        return sqlite3_exec(handle, "PRAGMA schema_version", NULL, NULL, NULL); // is it a database
    }
    int code = sqlite3_exec(handle, "PRAGMA journal_mode=WAL", read_text, answer, NULL);
    if (code == SQLITE_OK && strcmp(answer, "wal") != 0 && strcmp(answer, "memory") != 0) {
        return SQLITE_CANTOPEN;
    }
    return code;
}

// The library's settings are the process's: no count of memory behind one lock, and savepoints without temporary files. Once
// it is in use it refuses changes, which is as well.
static void configure_library(void) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, SAVEPOINT_SPILL_BYTES);
}

enum yk db_sqlite_open(const char *path, enum db_mode mode, struct db **out_db, struct err *err) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure_library);
    struct sqlite_db *db = calloc(1, sizeof *db);
    if (!db) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a connection");
    }
    db_init(&db->base, &sqlite_driver, DB_SQLITE);
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    switch (mode) {
    case DB_READ_ONLY: flags |= SQLITE_OPEN_READONLY; break;
    case DB_READ_WRITE: flags |= SQLITE_OPEN_READWRITE; break;
    case DB_CREATE: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE; break;
    }
    int code = sqlite3_open_v2(path, &db->handle, flags, NULL);
    if (code == SQLITE_OK) {
        code = configure(db->handle, mode);
    }
    if (code == SQLITE_OK) {
        code = prepare_file(db->handle, mode);
    }
    if (code != SQLITE_OK) {
        enum yk status =
            err_set(err, YK_FAILED, ERR_INTERNAL, "could not open %s: %s (%d)", path,
                    db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code), code);
        sqlite_close(&db->base);
        return status;
    }
    *out_db = &db->base;
    return YK_OK;
}
