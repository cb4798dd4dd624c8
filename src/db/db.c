// SPDX-License-Identifier: Apache-2.0
// What both engines share: finding the prepared form of a statement by its address or its text, the state of the
// transaction and its savepoints, and turning an engine's failure into a status. One rule is made here, so that SQLite
// behaves as PostgreSQL does: a statement that fails inside a transaction spoils it until db_rollback_to or db_rollback.
// The engines themselves are in sqlite.c and postgres.c.

#include "db/db.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/driver.h"

enum {
    MAP_SIZE_FIRST = 64,
    TEXTS_MAX = 64, // prepared forms kept by text; more only while all of them have rows
};

void db_init(struct db *db, const struct db_driver *driver, enum db_engine engine) {
    db->driver = driver;
    db->engine = engine;
    db->broken =
        (struct db_stmt){.db = db, .state = STMT_FAILED, .class = DB_CLASS_NOMEM, .misused = true};
}

enum yk db_open(const char *url, enum db_mode mode, struct db **out_db, struct err *err) {
    static const char sqlite[] = "sqlite:";
    if (strncmp(url, sqlite, sizeof sqlite - 1) == 0) {
        return db_sqlite_open(url + sizeof sqlite - 1, mode, out_db, err);
    }
    if (strncmp(url, "postgresql://", 13) == 0 || strncmp(url, "postgres://", 11) == 0) {
        return db_postgres_open(url, mode, out_db, err);
    }
    // The url may hold a password: it is not repeated.
    return err_set(err, YK_FAILED, ERR_INTERNAL,
                   "cannot open the database: neither sqlite:PATH nor postgresql://…");
}

static void stmt_free(struct db_stmt *st) {
    if (st) {
        free(st->message);
        st->db->driver->stmt_free(st);
    }
}

void db_close(struct db **db_ptr) {
    struct db *db = *db_ptr;
    if (!db) {
        return;
    }
    *db_ptr = NULL;
    db_end_active(db);
    for (size_t i = 0; i < db->map_size; i++) {
        stmt_free(db->map[i].stmt);
    }
    free(db->map);
    for (size_t i = 0; i < db->n_texts; i++) {
        char *text = (char *)db->texts[i]->sql;
        stmt_free(db->texts[i]);
        free(text);
    }
    free(db->texts);
    for (size_t i = 0; i < db->n_owned; i++) {
        db->owned[i].free_thing(db->owned[i].thing);
    }
    free(db->owned);
    db->driver->close(db);
}

enum db_engine db_engine_of(const struct db *db) {
    return db->engine;
}

void db_fault_set(struct db *db, enum db_class class, const char *fmt, ...) {
    db->fault.class = class;
    va_list args;
    va_start(args, fmt);
    vsnprintf(db->fault.message, sizeof db->fault.message, fmt, args);
    va_end(args);
    size_t n = strlen(db->fault.message);
    while (n > 0 && db->fault.message[n - 1] == '\n') {
        db->fault.message[--n] = '\0';
    }
    if (class == DB_CLASS_LOST) {
        db->lost = true;
    }
}

static enum yk class_status(enum db_class class, enum err_code *out_code) {
    switch (class) {
    case DB_CLASS_NONE: *out_code = ERR_NONE; return YK_OK;
    case DB_CLASS_UNIQUE: *out_code = ERR_CONFLICT; return YK_CONFLICT;
    case DB_CLASS_RETRY: *out_code = ERR_BUSY; return YK_RETRY;
    case DB_CLASS_LOST: *out_code = ERR_STORE_AWAY; return YK_LOST;
    case DB_CLASS_UNCERTAIN: *out_code = ERR_OUTCOME_UNKNOWN; return YK_UNCERTAIN;
    case DB_CLASS_FULL: *out_code = ERR_STORAGE_FULL; return YK_REFUSED;
    case DB_CLASS_SLOW: *out_code = ERR_TOO_SLOW; return YK_REFUSED;
    case DB_CLASS_NOMEM: *out_code = ERR_INTERNAL; return YK_NOMEM;
    case DB_CLASS_FOREIGN_KEY:
    case DB_CLASS_CHECK:
    case DB_CLASS_OTHER: break;
    }
    *out_code = ERR_INTERNAL;
    return YK_FAILED;
}

static enum yk class_set(enum db_class class, const char *message, struct err *err) {
    enum err_code code;
    enum yk status = class_status(class, &code);
    return status == YK_OK ? YK_OK : err_set(err, status, code, "%s", message);
}

enum yk db_fault_status(const struct db_fault *fault, struct err *err) {
    return class_set(fault->class, fault->message, err);
}

void db_fail_at(struct db *db, unsigned n) {
    db->fail_in = n;
}

static bool made_to_fail(struct db *db) {
    if (db->fail_in == 0 || --db->fail_in > 0) {
        return false;
    }
    db_fault_set(db, DB_CLASS_OTHER, "made to fail by a test");
    return true;
}

// A failure inside a transaction leaves nothing to build on.
static void spoil(struct db *db) {
    if (db->tx == TX_NONE) {
        return;
    }
    db->spoiled = true;
    if (db->lost || !db->driver->tx_alive(db)) {
        db->dead = true;
    }
}

static bool is_spoiled(struct db *db) {
    if (db->spoiled || db->dead) {
        db_fault_set(db, DB_CLASS_OTHER, "the transaction has failed before; roll back first");
        return true;
    }
    return false;
}

void db_set_time_limit_ms(struct db *db, unsigned ms) {
    if (ms != db->limit_ms) {
        db->limit_ms = ms;
        // A connection that is gone gets its limit when it is made again.
        (void)db->driver->set_limit(db, ms);
    }
}

void db_interrupt(struct db *db) {
    db->driver->interrupt(db);
}

bool db_is_lost(const struct db *db) {
    return db->lost;
}

enum yk db_reconnect(struct db *db, struct err *err) {
    db_rollback(db);
    if (db->driver->reconnect && !db->driver->reconnect(db)) {
        return db_fault_status(&db->fault, err);
    }
    db->lost = false;
    return YK_OK;
}

bool db_look(struct db *db) {
    assert(db->tx == TX_NONE);
    return !db->lost && (!db->driver->look || db->driver->look(db));
}

enum yk db_ping(struct db *db, struct err *err) {
    assert(db->tx == TX_NONE);
    return !db->driver->ping || db->driver->ping(db) ? YK_OK : db_fault_status(&db->fault, err);
}

bool db_in_transaction(const struct db *db) {
    return db->tx != TX_NONE && !db->dead;
}

static enum yk begin(struct db *db, enum db_tx tx, struct err *err) {
    assert(db->tx == TX_NONE);
    db_end_active(db);
    if (made_to_fail(db) ||
        !db->driver->control(db, tx == TX_READ ? CONTROL_BEGIN_READ : CONTROL_BEGIN_WRITE, 0)) {
        return db_fault_status(&db->fault, err);
    }
    db->tx = tx;
    db->n_reads += tx == TX_READ;
    db->depth = 0;
    db->spoiled = db->dead = false;
    return YK_OK;
}

uint64_t db_snapshot(const struct db *db) {
    return db->tx == TX_READ ? db->n_reads : 0;
}

enum yk db_begin_read(struct db *db, struct err *err) {
    return begin(db, TX_READ, err);
}

enum yk db_begin_write(struct db *db, struct err *err) {
    return begin(db, TX_WRITE, err);
}

void db_rollback(struct db *db) {
    db_end_active(db);
    if (db->tx == TX_NONE) {
        return;
    }
    if (!db->lost && db->driver->tx_alive(db)) {
        // A rollback that fails leaves a transaction that the engine has dropped, or a connection that is lost.
        (void)db->driver->control(db, CONTROL_ROLLBACK, 0);
    }
    db->tx = TX_NONE;
    db->depth = 0;
    db->spoiled = db->dead = false;
}

enum yk db_commit(struct db *db, struct err *err) {
    assert(db->tx != TX_NONE && db->depth == 0);
    if (is_spoiled(db)) {
        enum yk status = db_fault_status(&db->fault, err);
        db_rollback(db);
        return status;
    }
    db_end_active(db);
    if (!made_to_fail(db) && db->driver->control(db, CONTROL_COMMIT, 0)) {
        db->tx = TX_NONE;
        return YK_OK;
    }
    if (db->fault.class == DB_CLASS_LOST && db->tx == TX_WRITE) {
        db->fault.class = DB_CLASS_UNCERTAIN;
    }
    enum yk status = db_fault_status(&db->fault, err);
    db_rollback(db);
    return status;
}

enum yk db_savepoint(struct db *db, struct err *err) {
    assert(db->tx != TX_NONE && db->depth < DB_DEPTH_MAX);
    if (is_spoiled(db)) {
        return db_fault_status(&db->fault, err);
    }
    if (made_to_fail(db) || !db->driver->control(db, CONTROL_SAVEPOINT, db->depth + 1)) {
        spoil(db);
        return db_fault_status(&db->fault, err);
    }
    db->depth++;
    return YK_OK;
}

enum yk db_release(struct db *db, struct err *err) {
    assert(db->tx != TX_NONE && db->depth > 0);
    if (is_spoiled(db)) {
        return db_fault_status(&db->fault, err);
    }
    if (made_to_fail(db) || !db->driver->control(db, CONTROL_RELEASE, db->depth)) {
        spoil(db);
        return db_fault_status(&db->fault, err);
    }
    db->depth--;
    return YK_OK;
}

void db_rollback_to(struct db *db) {
    if (db->tx == TX_NONE || db->depth == 0) {
        return;
    }
    unsigned depth = db->depth--;
    if (db->dead) {
        return;
    }
    db_end_active(db);
    db->spoiled = false;
    if (!db->driver->control(db, CONTROL_ROLLBACK_TO, depth) ||
        !db->driver->control(db, CONTROL_RELEASE, depth)) {
        spoil(db);
    }
}

static void unlink_active(struct db_stmt *st) {
    if (st->prev_active) {
        st->prev_active->next_active = st->next_active;
    } else {
        st->db->active = st->next_active;
    }
    if (st->next_active) {
        st->next_active->prev_active = st->prev_active;
    }
    st->next_active = st->prev_active = NULL;
}

static void link_active(struct db_stmt *st) {
    st->prev_active = NULL;
    st->next_active = st->db->active;
    if (st->next_active) {
        st->next_active->prev_active = st;
    }
    st->db->active = st;
}

// Frees the rows; db_step after it answers DB_DONE or DB_ERROR until the next use.
static void end(struct db_stmt *st) {
    if (st->state == STMT_ROWS) {
        unlink_active(st);
        st->state = STMT_ENDED;
        st->db->driver->stmt_reset(st);
    }
}

void db_end_active(struct db *db) {
    while (db->active) {
        end(db->active);
    }
}

void db_done(struct db_stmt *st) {
    end(st);
}

// Keeps the reason with the statement, since the connection's own is overwritten by the next failure.
static enum db_row fail(struct db_stmt *st) {
    struct db *db = st->db;
    if (st->state == STMT_ROWS) {
        unlink_active(st);
    }
    st->state = STMT_FAILED;
    st->class = db->fault.class;
    free(st->message);
    st->message = strdup(db->fault.message);
    if (st->ready) {
        db->driver->stmt_reset(st);
    }
    spoil(db);
    return DB_ERROR;
}

// Makes a statement as new. One that cannot be prepared fails here, and is tried again at its next use: its table may be made
// meanwhile.
static struct db_stmt *renew(struct db_stmt *st) {
    const struct db_driver *driver = st->db->driver;
    if (st->state == STMT_ROWS) {
        unlink_active(st);
    }
    if (st->state == STMT_FAILED) {
        free(st->message);
        st->message = NULL;
    }
    st->class = DB_CLASS_NONE;
    st->state = STMT_IDLE;
    st->misused = false;
    if (st->ready) {
        driver->stmt_reset(st);
        driver->stmt_clear(st);
    } else {
        st->ready = driver->stmt_prepare(st);
        if (!st->ready) {
            fail(st);
        }
    }
    return st;
}

static size_t map_slot(const struct db *db, const struct db_sql *key) {
    uint64_t hash = (uint64_t)(uintptr_t)key * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 32) & (db->map_size - 1);
    while (db->map[at].key && db->map[at].key != key) {
        at = (at + 1) & (db->map_size - 1);
    }
    return at;
}

static bool map_grow(struct db *db) {
    struct db_map_entry *old = db->map;
    size_t old_size = db->map_size;
    size_t size = old_size ? 2 * old_size : MAP_SIZE_FIRST;
    struct db_map_entry *map = calloc(size, sizeof *map);
    if (!map) {
        return false;
    }
    db->map = map;
    db->map_size = size;
    for (size_t i = 0; i < old_size; i++) {
        if (old[i].key) {
            map[map_slot(db, old[i].key)] = old[i];
        }
    }
    free(old);
    return true;
}

static const char *text_for(const struct db *db, const struct db_sql *sql) {
    return db->engine == DB_POSTGRES && sql->pg ? sql->pg : sql->sql;
}

// What db_use gives when memory ran out.
static struct db_stmt *broken(struct db *db) {
    spoil(db);
    return &db->broken;
}

static struct db_stmt *stmt_new(struct db *db, const char *sql) {
    struct db_stmt *st = db->driver->stmt_new(db, sql);
    if (st) {
        st->db = db;
        st->sql = sql;
    }
    return st;
}

struct db_stmt *db_use(struct db *db, const struct db_sql *sql) {
    if (4 * (db->map_used + 1) > 3 * db->map_size && !map_grow(db)) {
        return broken(db);
    }
    size_t at = map_slot(db, sql);
    if (!db->map[at].key) {
        struct db_stmt *st = stmt_new(db, text_for(db, sql));
        if (!st) {
            return broken(db);
        }
        db->map[at] = (struct db_map_entry){.key = sql, .stmt = st};
        db->map_used++;
    }
    return renew(db->map[at].stmt);
}

static uint64_t hash_text(const char *text) {
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        hash = (hash ^ *p) * UINT64_C(0x100000001B3);
    }
    return hash;
}

// The place for one more text: a new one, or that of the text unused for longest.
static size_t text_place(struct db *db) {
    size_t oldest = SIZE_MAX;
    if (db->n_texts >= TEXTS_MAX) {
        for (size_t i = 0; i < db->n_texts; i++) {
            bool idle = db->texts[i]->state != STMT_ROWS;
            if (idle &&
                (oldest == SIZE_MAX || db->texts[i]->used_at < db->texts[oldest]->used_at)) {
                oldest = i;
            }
        }
    }
    if (oldest != SIZE_MAX) {
        char *text = (char *)db->texts[oldest]->sql;
        stmt_free(db->texts[oldest]);
        free(text);
        db->texts[oldest] = NULL;
        return oldest;
    }
    struct db_stmt **texts = realloc(db->texts, (db->n_texts + 1) * sizeof *texts);
    if (!texts) {
        return SIZE_MAX;
    }
    db->texts = texts;
    return db->n_texts;
}

static struct db_stmt *text_add(struct db *db, const char *sql, uint64_t hash) {
    char *copy = strdup(sql);
    struct db_stmt *st = copy ? stmt_new(db, copy) : NULL;
    size_t at = st ? text_place(db) : SIZE_MAX;
    if (at == SIZE_MAX) {
        stmt_free(st);
        free(copy);
        return NULL;
    }
    db->texts[at] = st;
    db->n_texts += at == db->n_texts;
    st->text_hash = hash;
    return st;
}

void db_watch_texts(struct db *db, void (*fn)(void *ctx, const char *sql), void *ctx) {
    db->watch = fn;
    db->watch_ctx = ctx;
}

struct db_stmt *db_use_text(struct db *db, const char *sql) {
    uint64_t hash = hash_text(sql);
    struct db_stmt *st = NULL;
    for (size_t i = 0; i < db->n_texts && !st; i++) {
        if (db->texts[i]->text_hash == hash && strcmp(db->texts[i]->sql, sql) == 0) {
            st = db->texts[i];
        }
    }
    if (!st) {
        if (db->watch) {
            db->watch(db->watch_ctx, sql);
        }
        st = text_add(db, sql, hash);
        if (!st) {
            return broken(db);
        }
    }
    st->used_at = ++db->uses;
    return renew(st);
}

bool db_own(struct db *db, void *thing, void (*free_thing)(void *thing)) {
    struct db_owned *owned = realloc(db->owned, (db->n_owned + 1) * sizeof *owned);
    if (!owned) {
        return false;
    }
    owned[db->n_owned++] = (struct db_owned){thing, free_thing};
    db->owned = owned;
    return true;
}

void *db_owned(const struct db *db, void (*free_thing)(void *thing)) {
    for (size_t i = 0; i < db->n_owned; i++) {
        if (db->owned[i].free_thing == free_thing) {
            return db->owned[i].thing;
        }
    }
    return NULL;
}

enum yk db_prepare(struct db *db, const struct db_sql *sql, struct err *err) {
    struct db_stmt *st = db_use(db, sql);
    if (st->state == STMT_FAILED) {
        return db_status(st, err);
    }
    if (!db->driver->stmt_check(st)) {
        struct db_fault fault = db->fault;
        spoil(db);
        return db_fault_status(&fault, err);
    }
    return YK_OK;
}

enum yk db_prepare_tables(struct db *db, const struct db_sql_table *const *tables, size_t n_tables,
                          struct err *err) {
    for (size_t t = 0; t < n_tables; t++) {
        for (size_t i = 0; i < tables[t]->n_rows; i++) {
            enum yk status = db_prepare(db, &tables[t]->rows[i], err);
            if (status != YK_OK) {
                char reason[ERR_DETAIL_BYTES];
                snprintf(reason, sizeof reason, "%s", err ? err->detail : "");
                return err_set(err, status, err ? err->code : ERR_INTERNAL, "%s, statement %zu: %s",
                               tables[t]->name, i, reason);
            }
        }
    }
    return YK_OK;
}

void db_bind_i64(struct db_stmt *st, int index, int64_t value) {
    if (st->ready && !st->db->driver->bind_i64(st, index, value)) {
        st->misused = true;
    }
}

void db_bind_null(struct db_stmt *st, int index) {
    db_bind_text_n(st, index, NULL, 0);
}

void db_bind_text(struct db_stmt *st, int index, const char *text) {
    db_bind_text_n(st, index, text, text ? strlen(text) : 0);
}

void db_bind_text_n(struct db_stmt *st, int index, const char *text, size_t n) {
    if (st->ready && !st->db->driver->bind_text(st, index, text, n)) {
        st->misused = true;
    }
}

void db_bind_blob(struct db_stmt *st, int index, const void *data, size_t n) {
    if (st->ready && !st->db->driver->bind_blob(st, index, data, n)) {
        st->misused = true;
    }
}

void db_bind_i64_or_null(struct db_stmt *st, int index, int64_t value, int64_t none) {
    if (value == none) {
        db_bind_null(st, index);
    } else {
        db_bind_i64(st, index, value);
    }
}

static bool can_start(struct db_stmt *st) {
    if (st->misused) {
        db_fault_set(st->db, DB_CLASS_OTHER, "a parameter that is not there was bound: %.120s",
                     st->sql);
        return false;
    }
    return !is_spoiled(st->db) && !made_to_fail(st->db);
}

enum db_row db_step(struct db_stmt *st) {
    if (st->state == STMT_ENDED) {
        return DB_DONE;
    }
    if (st->state == STMT_FAILED) {
        return DB_ERROR;
    }
    if (st->state == STMT_IDLE && !can_start(st)) {
        return fail(st);
    }
    switch (st->db->driver->step(st)) {
    case DB_ROW:
        if (st->state == STMT_IDLE) {
            st->state = STMT_ROWS;
            link_active(st);
        }
        return DB_ROW;
    case DB_DONE:
        if (st->state == STMT_ROWS) {
            unlink_active(st);
        }
        st->state = STMT_ENDED;
        return DB_DONE;
    case DB_ERROR: break;
    }
    return fail(st);
}

enum yk db_status(const struct db_stmt *st, struct err *err) {
    return class_set(st->class, st->message ? st->message : "no memory for a statement", err);
}

bool db_is_unique_violation(const struct db_stmt *st) {
    return st->class == DB_CLASS_UNIQUE;
}

enum yk db_run(struct db_stmt *st, int64_t *out_changed, struct err *err) {
    enum db_row row = db_step(st);
    while (row == DB_ROW) {
        row = db_step(st);
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    if (out_changed) {
        *out_changed = st->db->driver->changed(st);
    }
    return YK_OK;
}

enum yk db_post(struct db_stmt *st, struct err *err) {
    if (!st->db->driver->post || st->db->tx != TX_WRITE || st->state != STMT_IDLE) {
        return db_run(st, NULL, err);
    }
    if (!can_start(st) || !st->db->driver->post(st)) {
        fail(st);
        return db_status(st, err);
    }
    st->state = STMT_ENDED;
    return YK_OK;
}

enum yk db_one(struct db_stmt *st, struct err *err) {
    switch (db_step(st)) {
    case DB_ROW: return YK_OK;
    case DB_DONE:
        // Often no failure at all, so no message is composed.
        if (err) {
            err->code = ERR_NOT_FOUND;
            err->n_items = 0;
            err->detail[0] = '\0';
        }
        return YK_NOT_FOUND;
    case DB_ERROR: break;
    }
    return db_status(st, err);
}

int64_t db_i64(const struct db_stmt *st, int col) {
    assert(st->state == STMT_ROWS);
    return st->db->driver->i64_or(st, col, 0);
}

int64_t db_i64_or(const struct db_stmt *st, int col, int64_t none) {
    assert(st->state == STMT_ROWS);
    return st->db->driver->i64_or(st, col, none);
}

bool db_is_null(const struct db_stmt *st, int col) {
    assert(st->state == STMT_ROWS);
    return st->db->driver->is_null(st, col);
}

const char *db_text(const struct db_stmt *st, int col, size_t *out_n) {
    assert(st->state == STMT_ROWS);
    return st->db->driver->text(st, col, out_n);
}

const void *db_blob(const struct db_stmt *st, int col, size_t *out_n) {
    assert(st->state == STMT_ROWS);
    return st->db->driver->blob(st, col, out_n);
}

enum yk db_exec(struct db *db, const char *sql, struct err *err) {
    db_end_active(db);
    if (is_spoiled(db)) {
        return db_fault_status(&db->fault, err);
    }
    if (made_to_fail(db) || !db->driver->exec(db, sql)) {
        struct db_fault fault = db->fault;
        spoil(db);
        return db_fault_status(&fault, err);
    }
    return YK_OK;
}
