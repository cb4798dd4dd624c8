// SPDX-License-Identifier: Apache-2.0
// Threads and connections of a store in service. Decides who waits for whom: which writes go into one commit, when a write is run again,
// when its caller is told, and which reader is handed out. What a write does is its closure's business, what a group folds the hooks'.

#include "db/pool.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/clock.h"
#include "base/slog.h"
#include "db/driver.h"

enum {
    WATCH_EVERY_MS = 1000, // while all is well
    AWAY_PAUSE_FIRST_MS = 20,
    TRIES_MAX = 4, // to make a connection while the store is said to be there
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
    uint64_t held; // see pool_config.hold
};

// PostgreSQL: whether the store can be reached. A thread of its own asks, on a connection of its own, so that nobody who wants to work has to find out.
struct watch {
    pthread_mutex_t lock;
    pthread_cond_t changed; // the store came back, a connection could not be made, or the pool ends
    pthread_t thread;
    bool started, ending;
    bool away, doubted; // doubted: somebody could not make a connection; the thread is to look now
    int64_t away_since_us;
    struct db *db;
};

enum counter {
    COUNT_READS,
    COUNT_READ_WAITS,
    COUNT_COMMITS,
    COUNT_WRITES,
    COUNT_REFUSED,
    COUNT_RETRIES,
    COUNT_UNCERTAIN,
    COUNT_BROKEN,
    COUNT_MADE_AGAIN,
    COUNT_FAILED_TRIES,
    COUNT_AWAY_TIMES,
    COUNTERS,
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

    struct watch watch;
    _Atomic uint64_t counts[COUNTERS];
    _Atomic uint64_t sizes[POOL_SIZES];
    atomic_uint writers_busy;
};

static const struct err no_err;
static const struct err err_without_memory = {.code = ERR_INTERNAL,
                                              .detail = "no memory for the reason"};

static void count(struct pool *pool, enum counter which) {
    atomic_fetch_add_explicit(&pool->counts[which], 1, memory_order_relaxed);
}

// Whether the store can be reached.

static void wait_until(pthread_cond_t *cond, pthread_mutex_t *lock, int64_t monotonic_us) {
    struct timespec ts = {.tv_sec = monotonic_us / US_PER_S,
                          .tv_nsec = monotonic_us % US_PER_S * 1000};
    pthread_cond_timedwait(cond, lock, &ts);
}

// False: it is away, and has been for longer than anybody waits.
static bool wait_while_away(struct watch *watch) {
    pthread_mutex_lock(&watch->lock);
    while (watch->away && !watch->ending) {
        int64_t end_us = watch->away_since_us + (int64_t)POOL_AWAY_PATIENCE_MS * 1000;
        if (clock_monotonic_us() >= end_us) {
            break;
        }
        wait_until(&watch->changed, &watch->lock, end_us);
    }
    bool there = !watch->away;
    pthread_mutex_unlock(&watch->lock);
    return there;
}

static void note_away(struct pool *pool) {
    struct watch *watch = &pool->watch;
    count(pool, COUNT_FAILED_TRIES);
    pthread_mutex_lock(&watch->lock);
    if (!watch->away) {
        watch->away = true;
        watch->away_since_us = clock_monotonic_us();
        count(pool, COUNT_AWAY_TIMES);
    }
    watch->doubted = true;
    pthread_cond_broadcast(&watch->changed);
    pthread_mutex_unlock(&watch->lock);
}

static void note_there(struct watch *watch) {
    pthread_mutex_lock(&watch->lock);
    watch->away = watch->doubted = false;
    pthread_cond_broadcast(&watch->changed);
    pthread_mutex_unlock(&watch->lock);
}

bool pool_is_away(struct pool *pool) {
    pthread_mutex_lock(&pool->watch.lock);
    bool away = pool->watch.away;
    pthread_mutex_unlock(&pool->watch.lock);
    return away;
}

// Makes a broken connection again, once the store is there. What fails for another reason than that (a database of another encoding) is told as it is.
static enum yk make_again(struct pool *pool, struct db *db, struct err *err) {
    count(pool, COUNT_BROKEN);
    for (int i = 0; i < TRIES_MAX && wait_while_away(&pool->watch); i++) {
        enum yk status = db_reconnect(db, err);
        if (status == YK_OK) {
            count(pool, COUNT_MADE_AGAIN);
        }
        if (status != YK_LOST) {
            return status;
        }
        note_away(pool);
    }
    return err_set(err, YK_LOST, ERR_STORE_AWAY, "the database cannot be reached");
}

static void give(struct pool *pool, struct db *db) {
    pthread_mutex_lock(&pool->read_lock);
    assert(pool->n_free < pool->n_readers);
    pool->readers[pool->n_free++] = db;
    pthread_cond_signal(&pool->read_freed);
    pthread_mutex_unlock(&pool->read_lock);
}

// Asks; true when the store is there.
static bool look_for_store(struct pool *pool) {
    struct watch *watch = &pool->watch;
    struct err err = {0};
    enum yk status = db_is_lost(watch->db) ? db_reconnect(watch->db, &err) : YK_OK;
    if (status == YK_OK && db_ping(watch->db, &err) != YK_OK) {
        status = db_reconnect(watch->db, &err);
    }
    bool was_away = pool_is_away(pool);
    if (status == YK_OK) {
        note_there(watch);
    } else {
        note_away(pool);
    }
    // This thread is an edge: it alone says so, once.
    if (status != YK_OK && !was_away) {
        slog(SLOG_WARN, "database.away", "detail=%s", err.detail);
    } else if (status == YK_OK && was_away) {
        slog(SLOG_INFO, "database.back", "");
    }
    return status == YK_OK;
}

// Free readers that the server ended are made again before somebody wants them. The one longest unused comes first, and stands last then.
static void look_at_readers(struct pool *pool) {
    for (unsigned i = 0; i < pool->n_readers; i++) {
        struct db *db = NULL;
        pthread_mutex_lock(&pool->read_lock);
        if (i < pool->n_free) {
            db = pool->readers[0];
            pool->n_free--;
            memmove(pool->readers, pool->readers + 1, pool->n_free * sizeof *pool->readers);
        }
        pthread_mutex_unlock(&pool->read_lock);
        if (!db) {
            return;
        }
        if (!db_look(db)) {
            // One that is not made is tried again by whoever takes it.
            enum yk status = make_again(pool, db, NULL);
            (void)status;
        }
        give(pool, db);
    }
}

static void *watch_main(void *arg) {
    struct pool *pool = arg;
    struct watch *watch = &pool->watch;
    int64_t pause_ms = WATCH_EVERY_MS;
    bool there = true;
    pthread_mutex_lock(&watch->lock);
    while (!watch->ending) {
        int64_t until_us = clock_monotonic_us() + pause_ms * 1000;
        while (!watch->ending && clock_monotonic_us() < until_us && !(there && watch->doubted)) {
            wait_until(&watch->changed, &watch->lock, until_us);
        }
        watch->doubted = false;
        pthread_mutex_unlock(&watch->lock);
        bool was_there = there;
        there = look_for_store(pool);
        if (there) {
            look_at_readers(pool);
        }
        pause_ms = there ? WATCH_EVERY_MS : was_there ? AWAY_PAUSE_FIRST_MS : 2 * pause_ms;
        if (!there && pause_ms > POOL_AWAY_PAUSE_MAX_MS) {
            pause_ms = POOL_AWAY_PAUSE_MAX_MS;
        }
        pthread_mutex_lock(&watch->lock);
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

// Reading.

struct db *pool_take_reader(struct pool *pool) {
    count(pool, COUNT_READS);
    pthread_mutex_lock(&pool->read_lock);
    if (pool->n_free == 0) {
        count(pool, COUNT_READ_WAITS);
    }
    while (pool->n_free == 0) {
        pthread_cond_wait(&pool->read_freed, &pool->read_lock);
    }
    struct db *db = pool->readers[--pool->n_free];
    pthread_mutex_unlock(&pool->read_lock);
    if (!db_look(db)) {
        // When this fails the connection is still lost, and the first statement says so.
        enum yk status = make_again(pool, db, NULL);
        (void)status;
    }
    return db;
}

void pool_give_reader(struct pool *pool, struct db *db) {
    db_rollback(db);
    give(pool, db);
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

static void count_commit(struct pool *pool, size_t n_writes) {
    unsigned size = 0;
    while (size < POOL_SIZES - 1 && n_writes > (size_t)1 << size) {
        size++;
    }
    count(pool, COUNT_COMMITS);
    atomic_fetch_add_explicit(&pool->counts[COUNT_WRITES], n_writes, memory_order_relaxed);
    atomic_fetch_add_explicit(&pool->sizes[size], 1, memory_order_relaxed);
}

static enum yk commit(struct writer *w, size_t n_writes) {
    enum yk status = YK_OK;
    forget_err(&w->err);
    if (w->hooks.before_commit) {
        status = w->hooks.before_commit(w->hooks.ctx, w->db, &w->err);
    }
    if (status == YK_OK) {
        status = db_commit(w->db, &w->err);
        if (status == YK_OK) {
            count_commit(w->pool, n_writes);
        } else if (status == YK_UNCERTAIN) {
            count(w->pool, COUNT_UNCERTAIN);
        }
        return status;
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

// A connection that may write: one that stands, and holds what it must.
static enum yk make_ready(struct writer *w) {
    const struct pool_config *config = &w->pool->config;
    enum yk status = YK_OK;
    if (!db_look(w->db)) {
        w->held = 0;
        status = make_again(w->pool, w->db, &w->err);
    }
    if (status == YK_OK && config->hold) {
        status = config->hold(config->hold_arg, w->db, &w->held, &w->err);
    }
    return status;
}

static enum yk begin_write(struct writer *w) {
    enum yk status = w->pool->engine == DB_POSTGRES ? make_ready(w) : YK_OK;
    if (status != YK_OK) {
        return status;
    }
    status = YK_RETRY;
    for (unsigned attempt = 0; status == YK_RETRY && attempt <= RETRIES_MAX; attempt++) {
        if (attempt > 0) {
            pause_before_retry(w, attempt);
        }
        status = db_begin_write(w->db, &w->err);
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
    status = commit(w, n_kept);
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
        status = commit(w, 1);
    } else {
        db_rollback(w->db);
    }
    end_group(w, status == YK_OK);
    return status;
}

// Nothing was kept, and the same may go well now. Without a store there is nothing to try on: whoever came here has waited for it already.
static bool worth_retry(struct writer *w, enum yk status) {
    return status == YK_RETRY || (status == YK_LOST && !pool_is_away(w->pool));
}

static void run_alone(struct writer *w, struct item *item) {
    atomic_fetch_add(&w->pool->writers_busy, 1);
    enum yk status = run_once(w, item);
    for (unsigned attempt = 1; worth_retry(w, status) && attempt <= RETRIES_MAX; attempt++) {
        count(w->pool, COUNT_RETRIES);
        pause_before_retry(w, attempt);
        status = run_once(w, item);
    }
    set_outcome(item, status, &w->err);
    atomic_fetch_sub(&w->pool->writers_busy, 1);
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
        if (item->status != YK_OK) {
            count(w->pool, COUNT_REFUSED);
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
            atomic_fetch_add(&w->pool->writers_busy, 1);
            run_group(w, n);
            atomic_fetch_sub(&w->pool->writers_busy, 1);
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

void pool_stats(struct pool *pool, struct pool_stats *out) {
    const _Atomic uint64_t *counts = pool->counts;
    struct pool_stats stats = {
        .n_readers = pool->n_readers,
        .n_writers = pool->n_writers,
        .writers_busy = atomic_load(&pool->writers_busy),
        .queue = pool_queue_depth(pool),
        .reads = atomic_load(&counts[COUNT_READS]),
        .read_waits = atomic_load(&counts[COUNT_READ_WAITS]),
        .commits = atomic_load(&counts[COUNT_COMMITS]),
        .writes = atomic_load(&counts[COUNT_WRITES]),
        .refused = atomic_load(&counts[COUNT_REFUSED]),
        .retries = atomic_load(&counts[COUNT_RETRIES]),
        .uncertain = atomic_load(&counts[COUNT_UNCERTAIN]),
        .broken = atomic_load(&counts[COUNT_BROKEN]),
        .made_again = atomic_load(&counts[COUNT_MADE_AGAIN]),
        .failed_tries = atomic_load(&counts[COUNT_FAILED_TRIES]),
        .away_times = atomic_load(&counts[COUNT_AWAY_TIMES]),
    };
    for (int i = 0; i < POOL_SIZES; i++) {
        stats.sizes[i] = atomic_load(&pool->sizes[i]);
    }
    pthread_mutex_lock(&pool->read_lock);
    stats.readers_busy = pool->n_readers - pool->n_free;
    pthread_mutex_unlock(&pool->read_lock);
    pthread_mutex_lock(&pool->watch.lock);
    stats.away_us = pool->watch.away ? clock_monotonic_us() - pool->watch.away_since_us : 0;
    pthread_mutex_unlock(&pool->watch.lock);
    *out = stats;
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

static void init_watch(struct watch *watch) {
    pthread_condattr_t attr;
    pthread_mutex_init(&watch->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&watch->changed, &attr);
    pthread_condattr_destroy(&attr);
}

static enum yk start_watch(struct pool *pool, struct err *err) {
    struct watch *watch = &pool->watch;
    if (pool->engine != DB_POSTGRES) {
        return YK_OK;
    }
    enum yk status = db_open(pool->url, DB_READ_ONLY, &watch->db, err);
    if (status != YK_OK) {
        return status;
    }
    if (pthread_create(&watch->thread, NULL, watch_main, pool) != 0) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not start the pool's watch");
    }
    watch->started = true;
    return YK_OK;
}

static void stop_watch(struct watch *watch) {
    pthread_mutex_lock(&watch->lock);
    watch->ending = true;
    pthread_cond_broadcast(&watch->changed);
    pthread_mutex_unlock(&watch->lock);
    if (watch->started) {
        pthread_join(watch->thread, NULL);
    }
    db_close(&watch->db);
    pthread_mutex_destroy(&watch->lock);
    pthread_cond_destroy(&watch->changed);
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
    init_watch(&pool->watch);
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
    if (status == YK_OK) {
        status = start_watch(pool, err);
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
    stop_watch(&pool->watch);
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
