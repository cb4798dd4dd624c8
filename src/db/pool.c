// SPDX-License-Identifier: Apache-2.0
// Threads and connections of a store in service. Decides who waits for whom: which writes go into one commit, when a write is run again,
// when its caller is told, and which reader is handed out. What a write does is its closure's business, what a group folds the hooks'.

#include "db/pool.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "db/driver.h"

enum {
    RETRIES_MAX = 5,
    PAUSE_FIRST_US = 2000, // doubled by each retry, and a random part of it waited
    GROUP_MAX_DEFAULT = 64,
};

// A write that waits, or runs. A blocking caller has it on its stack; those of asynchronous ones are used again.
struct item {
    struct item *next;
    pool_write_fn *fn;
    pool_done_fn *done;
    void *arg;
    enum yk status;
    bool decided;
    struct err *err; // why it was not done
    bool reusable;   // from the pool's own stock, and err is malloc'ed
};

struct writer {
    struct pool *pool;
    pthread_t thread;
    bool started;
    struct db *db;
    struct pool_hooks hooks; // with this connection's ctx
    struct item **group;
    bool careful; // the next group runs each item in a savepoint: one of it must be undone alone
    struct err err;
    uint64_t random;
};

struct pool {
    struct pool_config config;
    enum db_engine engine;
    char *url;

    pthread_mutex_t read_lock;
    pthread_cond_t read_freed;
    struct db **
        readers; // the first n_free are free; the last given back is taken first, its cache being warm
    unsigned n_free;
    unsigned n_readers;

    pthread_mutex_t write_lock;
    pthread_cond_t write_added;
    struct item *first;
    struct item *last;
    struct item *stock;
    unsigned depth;
    unsigned n_idle; // writers that wait
    bool stopping;
    struct writer *writers;
    unsigned n_writers;
};

static const struct err no_err;
static const struct err err_without_memory = {.code = ERR_INTERNAL,
                                              .detail = "no memory for the reason"};

// Reading.

struct db *pool_take_reader(struct pool *pool) {
    pthread_mutex_lock(&pool->read_lock);
    while (pool->n_free == 0) {
        pthread_cond_wait(&pool->read_freed, &pool->read_lock);
    }
    struct db *db = pool->readers[--pool->n_free];
    pthread_mutex_unlock(&pool->read_lock);
    if (db_is_lost(db)) {
        // When this fails the connection is still lost, and the first statement says so.
        enum yk status = db_reconnect(db, NULL);
        (void)status;
    }
    return db;
}

void pool_give_reader(struct pool *pool, struct db *db) {
    db_rollback(db);
    pthread_mutex_lock(&pool->read_lock);
    assert(pool->n_free < pool->n_readers);
    pool->readers[pool->n_free++] = db;
    pthread_cond_signal(&pool->read_freed);
    pthread_mutex_unlock(&pool->read_lock);
}

// Writing: one item.

static void set_outcome(struct item *item, enum yk status, const struct err *err) {
    item->status = status;
    item->decided = true;
    if (status == YK_OK) {
        return;
    }
    if (item->reusable && !item->err) {
        item->err = malloc(sizeof *item->err);
    }
    if (item->err) {
        *item->err = *err;
    }
}

static void forget_err(struct err *err) {
    err->code = ERR_NONE;
    err->n_items = 0;
    err->detail[0] = '\0';
    err->conflict_ledger = 0;
    err->conflict_object = err->conflict_seen = 0;
}

static void end_item(struct writer *w, enum yk status) {
    if (w->hooks.item_end) {
        w->hooks.item_end(w->hooks.ctx, w->db, status);
    }
}

static void begin_group(struct writer *w) {
    if (w->hooks.group_begin) {
        w->hooks.group_begin(w->hooks.ctx, w->db);
    }
}

static void end_group(struct writer *w, bool committed) {
    if (w->hooks.group_end) {
        w->hooks.group_end(w->hooks.ctx, w->db, committed);
    }
}

static enum yk commit(struct writer *w) {
    enum yk status = YK_OK;
    forget_err(&w->err);
    if (w->hooks.before_commit) {
        status = w->hooks.before_commit(w->hooks.ctx, w->db, &w->err);
    }
    if (status == YK_OK) {
        return db_commit(w->db, &w->err);
    }
    db_rollback(w->db);
    return status;
}

// Waits longer with each attempt, and not as long as others do.
static void pause_before_retry(struct writer *w, unsigned attempt) {
    w->random ^= w->random << 13;
    w->random ^= w->random >> 7;
    w->random ^= w->random << 17;
    int64_t longest_us = (int64_t)PAUSE_FIRST_US << attempt;
    int64_t us = longest_us / 2 + (int64_t)(w->random % (uint64_t)longest_us) / 2;
    struct timespec ts = {.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
    nanosleep(&ts, NULL);
}

static bool worth_retry(enum yk status) {
    return status == YK_RETRY || status == YK_LOST;
}

static enum yk begin_write(struct writer *w) {
    enum yk status = YK_RETRY;
    for (unsigned attempt = 0; worth_retry(status) && attempt <= RETRIES_MAX; attempt++) {
        if (attempt > 0) {
            pause_before_retry(w, attempt);
        }
        status = db_is_lost(w->db) ? db_reconnect(w->db, &w->err) : YK_OK;
        if (status == YK_OK) {
            status = db_begin_write(w->db, &w->err);
        }
    }
    return status;
}

// SQLite: a group.

static enum yk run_in_savepoint(struct writer *w, struct item *item) {
    enum yk status = YK_RETRY;
    for (unsigned attempt = 0; status == YK_RETRY && attempt <= RETRIES_MAX; attempt++) {
        forget_err(&w->err);
        status = db_savepoint(w->db, &w->err);
        if (status == YK_OK) {
            status = item->fn(item->arg, w->db, w->hooks.ctx, &w->err);
            db_end_active(w->db);
            assert(w->db->depth == 1);
            if (status == YK_OK) {
                status = db_release(w->db, &w->err);
            }
            if (status != YK_OK) {
                db_rollback_to(w->db);
            }
        }
        end_item(w, status);
        if (!db_in_transaction(w->db)) {
            break;
        }
    }
    return status;
}

// A savepoint copies every page that is written in it, which costs a third of an intake. Nearly all items either go well or are refused before they
// write, so a group first runs without; an item that fails after it wrote makes the whole group run again, each in a savepoint.
static enum yk run_bare(struct writer *w, struct item *item, bool *out_dirty) {
    int64_t before = w->db->driver->total_changes(w->db);
    forget_err(&w->err);
    enum yk status = item->fn(item->arg, w->db, w->hooks.ctx, &w->err);
    db_end_active(w->db);
    assert(w->db->depth == 0);
    *out_dirty = w->db->spoiled ||
                 (status != YK_OK && w->db->driver->total_changes(w->db) != before) ||
                 status == YK_RETRY;
    end_item(w, *out_dirty && status == YK_OK ? YK_FAILED : status);
    return status;
}

// What is not committed was not done, whatever its closure answered.
static void undo_outcomes(struct writer *w, size_t n, enum yk status) {
    for (size_t i = 0; i < n; i++) {
        if (w->group[i]->status == YK_OK) {
            set_outcome(w->group[i], status, &w->err);
        }
    }
}

// SQLite gave the whole transaction up at a write (interrupted, no memory, disk). Those that went well before it are run again, without it.
static void run_again_later(struct writer *w, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (w->group[i]->status == YK_OK) {
            w->group[i]->decided = false;
        }
    }
}

static void end_without_commit(struct writer *w) {
    db_rollback(w->db);
    end_group(w, false);
}

// Nothing of this try is kept: all items but those refused are undecided again.
static void try_again_carefully(struct writer *w, size_t n) {
    run_again_later(w, n);
    end_without_commit(w);
    w->careful = true;
}

static void run_items(struct writer *w, size_t n, size_t *out_kept, bool *out_given_up) {
    for (size_t i = 0; i < n; i++) {
        bool dirty = false;
        enum yk status =
            w->careful ? run_in_savepoint(w, w->group[i]) : run_bare(w, w->group[i], &dirty);
        if (dirty) {
            try_again_carefully(w, i);
            *out_given_up = true;
            return;
        }
        set_outcome(w->group[i], status, &w->err);
        *out_kept += status == YK_OK;
        if (!db_in_transaction(w->db)) {
            run_again_later(w, i);
            end_without_commit(w);
            *out_given_up = true;
            return;
        }
    }
}

// Runs n items together. All are decided then, but when the transaction was given up.
static void run_group(struct writer *w, size_t n) {
    enum yk status = begin_write(w);
    if (status != YK_OK) {
        for (size_t i = 0; i < n; i++) {
            set_outcome(w->group[i], status, &w->err);
        }
        return;
    }
    begin_group(w);
    size_t n_kept = 0;
    bool given_up = false;
    run_items(w, n, &n_kept, &given_up);
    if (given_up) {
        return;
    }
    w->careful = false;
    if (n_kept == 0) {
        end_without_commit(w);
        return;
    }
    status = commit(w);
    end_group(w, status == YK_OK);
    if (status != YK_OK) {
        undo_outcomes(w, n, status);
    }
}

// PostgreSQL: a transaction.

static enum yk run_once(struct writer *w, struct item *item) {
    enum yk status = begin_write(w);
    if (status != YK_OK) {
        return status;
    }
    begin_group(w);
    forget_err(&w->err);
    status = item->fn(item->arg, w->db, w->hooks.ctx, &w->err);
    db_end_active(w->db);
    end_item(w, status);
    if (status == YK_OK) {
        status = commit(w);
    } else {
        db_rollback(w->db);
    }
    end_group(w, status == YK_OK);
    return status;
}

static void run_alone(struct writer *w, struct item *item) {
    enum yk status = run_once(w, item);
    for (unsigned attempt = 1; worth_retry(status) && attempt <= RETRIES_MAX; attempt++) {
        pause_before_retry(w, attempt);
        status = run_once(w, item);
    }
    set_outcome(item, status, &w->err);
}

// The queue.

static void put_back(struct pool *pool, struct item *items) {
    if (!items) {
        return;
    }
    struct item *last = items;
    while (last->next) {
        last = last->next;
    }
    pthread_mutex_lock(&pool->write_lock);
    last->next = pool->stock;
    pool->stock = items;
    pthread_mutex_unlock(&pool->write_lock);
}

// Tells the callers of what is decided, and keeps the rest at the front of the group: how many are left. A blocking caller may be gone with
// its item as soon as it is told.
static size_t answer(struct writer *w, size_t n) {
    struct item *used = NULL;
    size_t n_left = 0;
    for (size_t i = 0; i < n; i++) {
        struct item *item = w->group[i];
        if (!item->decided) {
            w->group[n_left++] = item;
            continue;
        }
        bool reusable = item->reusable;
        const struct err *err = item->err ? item->err : &err_without_memory;
        item->done(item->arg, item->status, item->status == YK_OK ? &no_err : err);
        if (reusable) {
            free(item->err);
            item->err = NULL;
            item->next = used;
            used = item;
        }
    }
    put_back(w->pool, used);
    return n_left;
}

// Takes what waits, up to a group; none when the pool stops and all is done.
static size_t take(struct writer *w) {
    struct pool *pool = w->pool;
    size_t n = 0;
    pthread_mutex_lock(&pool->write_lock);
    while (!pool->first && !pool->stopping) {
        pool->n_idle++;
        pthread_cond_wait(&pool->write_added, &pool->write_lock);
        pool->n_idle--;
    }
    size_t n_max = pool->engine == DB_SQLITE ? pool->config.group_max : 1;
    while (pool->first && n < n_max) {
        w->group[n++] = pool->first;
        pool->first = pool->first->next;
    }
    if (!pool->first) {
        pool->last = NULL;
    }
    pool->depth -= (unsigned)n;
    pthread_mutex_unlock(&pool->write_lock);
    return n;
}

static void *writer_main(void *arg) {
    struct writer *w = arg;
    size_t n = take(w);
    while (n > 0) {
        if (w->pool->engine == DB_POSTGRES) {
            run_alone(w, w->group[0]);
        } else {
            run_group(w, n);
        }
        n = answer(w, n);
        n = n > 0 ? n : take(w);
    }
    return NULL;
}

static void add(struct pool *pool, struct item *item) {
    item->next = NULL;
    pthread_mutex_lock(&pool->write_lock);
    if (pool->last) {
        pool->last->next = item;
    } else {
        pool->first = item;
    }
    pool->last = item;
    pool->depth++;
    // A writer at work looks at the queue by itself when it is done.
    bool wake = pool->n_idle > 0;
    pthread_mutex_unlock(&pool->write_lock);
    if (wake) {
        pthread_cond_signal(&pool->write_added);
    }
}

struct waiter {
    struct item item;
    void *arg;
    pool_write_fn *fn;
    sem_t told;
};

static enum yk run_for_waiter(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    struct waiter *waiter = arg;
    return waiter->fn(waiter->arg, db, hooks_ctx, err);
}

static void tell_waiter(void *arg, enum yk status, const struct err *err) {
    (void)status;
    (void)err;
    struct waiter *waiter = arg;
    sem_post(&waiter->told);
}

enum yk pool_write(struct pool *pool, pool_write_fn *fn, void *arg, struct err *err) {
    struct waiter waiter = {.arg = arg, .fn = fn};
    waiter.item =
        (struct item){.fn = run_for_waiter, .done = tell_waiter, .arg = &waiter, .err = err};
    sem_init(&waiter.told, 0, 0);
    add(pool, &waiter.item);
    while (sem_wait(&waiter.told) != 0 && errno == EINTR) {
    }
    sem_destroy(&waiter.told);
    return waiter.item.status;
}

void pool_write_async(struct pool *pool, pool_write_fn *fn, pool_done_fn *done, void *arg) {
    pthread_mutex_lock(&pool->write_lock);
    struct item *item = pool->stock;
    if (item) {
        pool->stock = item->next;
    }
    pthread_mutex_unlock(&pool->write_lock);
    if (!item) {
        item = malloc(sizeof *item);
    }
    if (!item) {
        done(arg, YK_NOMEM, &err_without_memory);
        return;
    }
    *item = (struct item){.fn = fn, .done = done, .arg = arg, .reusable = true};
    add(pool, item);
}

unsigned pool_queue_depth(struct pool *pool) {
    pthread_mutex_lock(&pool->write_lock);
    unsigned depth = pool->depth;
    pthread_mutex_unlock(&pool->write_lock);
    return depth;
}

int64_t pool_wal_bytes(const struct pool *pool) {
    if (pool->engine != DB_SQLITE) {
        return 0;
    }
    char path[4096];
    struct stat st;
    snprintf(path, sizeof path, "%s-wal", pool->url + strlen("sqlite:"));
    return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

enum db_engine pool_engine(const struct pool *pool) {
    return pool->engine;
}

// Making and ending.

static enum yk open_readers(struct pool *pool, struct err *err) {
    unsigned n = pool->config.n_readers ? pool->config.n_readers : 1;
    pool->readers = calloc(n, sizeof *pool->readers);
    if (!pool->readers) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a pool");
    }
    for (unsigned i = 0; i < n; i++) {
        enum yk status = db_open(pool->url, DB_READ_ONLY, &pool->readers[i], err);
        if (status != YK_OK) {
            return status;
        }
        pool->n_readers = pool->n_free = i + 1;
        db_set_time_limit_ms(pool->readers[i], pool->config.read_limit_ms);
    }
    return YK_OK;
}

static enum yk open_writer(struct pool *pool, struct writer *w, struct err *err) {
    const struct pool_config *config = &pool->config;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    w->pool = pool;
    w->random = (uint64_t)now.tv_nsec * 2654435761U + (uint64_t)(uintptr_t)w + 1;
    w->hooks = config->hooks;
    w->group = calloc(config->group_max, sizeof(struct item *));
    if (config->hooks_ctx_new) {
        w->hooks.ctx = config->hooks_ctx_new(config->hooks_arg);
    }
    if (!w->group || (config->hooks_ctx_new && !w->hooks.ctx)) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a writer");
    }
    enum yk status = db_open(pool->url, DB_READ_WRITE, &w->db, err);
    if (status == YK_OK && pool->engine == DB_SQLITE) {
        // What a savepoint undoes is small here: it stays in memory instead of a file that is written for each item.
        status = db_exec(w->db, "PRAGMA temp_store=MEMORY", err);
    }
    return status;
}

static enum yk open_writers(struct pool *pool, struct err *err) {
    unsigned n = pool->config.n_writers && pool->engine == DB_POSTGRES ? pool->config.n_writers : 1;
    pool->writers = calloc(n, sizeof *pool->writers);
    if (!pool->writers) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a pool");
    }
    pool->n_writers = n;
    for (unsigned i = 0; i < n; i++) {
        enum yk status = open_writer(pool, &pool->writers[i], err);
        if (status != YK_OK) {
            return status;
        }
    }
    for (unsigned i = 0; i < n; i++) {
        struct writer *w = &pool->writers[i];
        if (pthread_create(&w->thread, NULL, writer_main, w) != 0) {
            return err_set(err, YK_FAILED, ERR_INTERNAL, "could not start a writer");
        }
        w->started = true;
    }
    return YK_OK;
}

enum yk pool_new(const struct pool_config *config, struct pool **out_pool, struct err *err) {
    struct pool *pool = calloc(1, sizeof *pool);
    if (!pool) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a pool");
    }
    pool->config = *config;
    pool->config.group_max = config->group_max ? config->group_max : GROUP_MAX_DEFAULT;
    pool->engine = strncmp(config->url, "sqlite:", 7) == 0 ? DB_SQLITE : DB_POSTGRES;
    pthread_mutex_init(&pool->read_lock, NULL);
    pthread_cond_init(&pool->read_freed, NULL);
    pthread_mutex_init(&pool->write_lock, NULL);
    pthread_cond_init(&pool->write_added, NULL);
    pool->url = strdup(config->url);
    enum yk status =
        pool->url ? YK_OK : err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a pool");
    if (status == YK_OK) {
        // First of all, since a reader cannot make SQLite's shared index.
        status = open_writers(pool, err);
    }
    if (status == YK_OK) {
        status = open_readers(pool, err);
    }
    if (status != YK_OK) {
        pool_free(&pool);
        return status;
    }
    *out_pool = pool;
    return YK_OK;
}

// The queue is emptied first, also of what callers add when they are told.
static void stop_writers(struct pool *pool) {
    pthread_mutex_lock(&pool->write_lock);
    pool->stopping = true;
    pthread_mutex_unlock(&pool->write_lock);
    pthread_cond_broadcast(&pool->write_added);
    for (unsigned i = 0; i < pool->n_writers; i++) {
        if (pool->writers[i].started) {
            pthread_join(pool->writers[i].thread, NULL);
        }
    }
}

static void close_writers(struct pool *pool) {
    for (unsigned i = 0; i < pool->n_writers; i++) {
        struct writer *w = &pool->writers[i];
        db_close(&w->db);
        if (pool->config.hooks_ctx_free && w->hooks.ctx) {
            pool->config.hooks_ctx_free(w->hooks.ctx);
        }
        free(w->group);
    }
    free(pool->writers);
}

void pool_free(struct pool **pool_ptr) {
    struct pool *pool = *pool_ptr;
    if (!pool) {
        return;
    }
    *pool_ptr = NULL;
    stop_writers(pool);
    assert(pool->n_free == pool->n_readers);
    for (unsigned i = 0; i < pool->n_readers; i++) {
        db_close(&pool->readers[i]);
    }
    free(pool->readers);
    // Last, since only a writer leaves SQLite's file without a write-ahead log.
    close_writers(pool);
    while (pool->stock) {
        struct item *item = pool->stock;
        pool->stock = item->next;
        free(item);
    }
    pthread_mutex_destroy(&pool->read_lock);
    pthread_cond_destroy(&pool->read_freed);
    pthread_mutex_destroy(&pool->write_lock);
    pthread_cond_destroy(&pool->write_added);
    free(pool->url);
    free(pool);
}
