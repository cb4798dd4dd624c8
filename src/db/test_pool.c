// SPDX-License-Identifier: Apache-2.0
// The pool's contract (pool.h) on both engines: what is answered is committed, a refused write is undone alone, hooks run in order, retries,
// lost connections, stopping, readers.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/pool.h"
#include "db/test_store.h"

enum { EVENTS_MAX = 4096 };

static const struct db_sql sql_add = {"INSERT INTO item (id, n) VALUES ($1, $2)", NULL};
static const struct db_sql sql_raise = {"UPDATE item SET n = n + 1 WHERE id = $1 RETURNING n",
                                        NULL};
static const struct db_sql sql_count = {"SELECT COUNT(*) FROM item", NULL};
static const struct db_sql sql_has = {"SELECT COUNT(*) FROM item WHERE id = $1", NULL};

// What happened around the writes, as letters: ( group begin, o/x item kept or not, b before commit, ) committed, ! not committed, d told.
struct trace {
    pthread_mutex_t lock;
    char text[EVENTS_MAX];
    size_t n;
    enum yk before_commit;
};

struct fixture {
    struct test_store *store;
    struct pool *pool;
    struct trace trace;
};

static void note(struct trace *trace, char c) {
    pthread_mutex_lock(&trace->lock);
    if (trace->n < EVENTS_MAX - 1) {
        trace->text[trace->n++] = c;
        trace->text[trace->n] = '\0';
    }
    pthread_mutex_unlock(&trace->lock);
}

static void *ctx_new(void *arg) {
    return arg;
}

static void on_begin(void *ctx, struct db *db) {
    assert_true(db_in_transaction(db));
    note(ctx, '(');
}

static void on_item(void *ctx, struct db *db, enum yk status) {
    (void)db;
    note(ctx, status == YK_OK ? 'o' : 'x');
}

static enum yk on_commit(void *ctx, struct db *db, struct err *err) {
    struct trace *trace = ctx;
    note(trace, 'b');
    if (trace->before_commit != YK_OK) {
        return err_set(err, trace->before_commit, ERR_INTERNAL, "hook");
    }
    struct db_stmt *st = db_use_text(db, "UPDATE folded SET n = n + 1");
    return db_run(st, NULL, err);
}

static void on_end(void *ctx, struct db *db, bool committed) {
    assert_false(db_in_transaction(db));
    note(ctx, committed ? ')' : '!');
}

static struct fixture *start(void **state, unsigned n_writers) {
    struct test_store *store = test_store_of(state);
    test_store_exec(store->db, "CREATE TABLE item (id BIGINT PRIMARY KEY, n BIGINT NOT NULL);"
                               "CREATE TABLE folded (n BIGINT NOT NULL);"
                               "INSERT INTO folded VALUES (0)");
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->store = store;
    pthread_mutex_init(&f->trace.lock, NULL);
    // By its name a test finds its own connections, among those of others on the server.
    char url[sizeof store->url + 32];
    snprintf(url, sizeof url, "%s%s", store->url,
             store->engine == DB_POSTGRES ? "&application_name=yikou_pool" : "");
    struct pool_config config = {
        .url = url,
        .n_readers = 2,
        .n_writers = n_writers,
        .group_max = 64,
        .read_limit_ms = 60,
        .hooks_ctx_new = ctx_new,
        .hooks = {.group_begin = on_begin,
                  .item_end = on_item,
                  .before_commit = on_commit,
                  .group_end = on_end},
        .hooks_arg = &f->trace,
    };
    struct err err = {0};
    if (pool_new(&config, &f->pool, &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
    assert_int_equal(pool_engine(f->pool), store->engine);
    return f;
}

static void finish(struct fixture *f) {
    pool_free(&f->pool);
    assert_null(f->pool);
    pool_free(&f->pool);
    pthread_mutex_destroy(&f->trace.lock);
    free(f);
}

static bool has(struct db *db, int64_t id) {
    struct db_stmt *st = db_use(db, &sql_has);
    db_bind_i64(st, 1, id);
    assert_int_equal(db_one(st, NULL), YK_OK);
    bool found = db_i64(st, 0) == 1;
    db_done(st);
    return found;
}

static int64_t count(struct db *db) {
    struct db_stmt *st = db_use(db, &sql_count);
    assert_int_equal(db_one(st, NULL), YK_OK);
    int64_t n = db_i64(st, 0);
    db_done(st);
    return n;
}

struct job {
    struct fixture *f;
    int64_t id;
    enum yk refuse; // after having written
    bool careless;  // goes on after a failure
    int runs;
    int fail_runs; // this many answer YK_RETRY
    enum yk status;
    enum err_code code;
    bool seen; // from another connection, when told
    sem_t *told;
    struct db *reader;
};

static enum yk add_item(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    struct job *job = arg;
    assert_ptr_equal(hooks_ctx, &job->f->trace);
    job->runs++;
    struct db_stmt *st = db_use(db, &sql_add);
    db_bind_i64(st, 1, job->id);
    db_bind_i64(st, 2, 0);
    enum yk status = db_run(st, NULL, err);
    if (job->careless) {
        return YK_OK;
    }
    if (status != YK_OK) {
        return status;
    }
    if (job->runs <= job->fail_runs) {
        return err_set(err, YK_RETRY, ERR_BUSY, "again");
    }
    if (job->refuse != YK_OK) {
        return err_set(err, job->refuse, ERR_WRONG_STATE, "refused %lld", (long long)job->id);
    }
    return YK_OK;
}

static void told(void *arg, enum yk status, const struct err *err) {
    struct job *job = arg;
    job->status = status;
    job->code = err->code;
    if (job->reader) {
        job->seen = has(job->reader, job->id);
    }
    note(&job->f->trace, 'd');
    if (job->told) {
        sem_post(job->told);
    }
}

static void test_write(void **state) {
    struct fixture *f = start(state, 1);
    struct err err = {0};
    struct job job = {.f = f, .id = 1};
    assert_int_equal(pool_write(f->pool, add_item, &job, &err), YK_OK);
    assert_true(has(f->store->db, 1));
    assert_string_equal(f->trace.text, "(ob)");
    assert_int_equal(pool_write(f->pool, add_item, &job, &err), YK_CONFLICT);
    assert_int_equal(err.code, ERR_CONFLICT);
    // It failed after it wrote: run again in a savepoint of its own. (On PostgreSQL its transaction is that already.)
    assert_string_equal(f->trace.text, f->store->engine == DB_SQLITE ? "(ob)(x!(x!" : "(ob)(x!");
    job = (struct job){.f = f, .id = 2, .refuse = YK_REFUSED};
    assert_int_equal(pool_write(f->pool, add_item, &job, &err), YK_REFUSED);
    assert_int_equal(err.code, ERR_WRONG_STATE);
    assert_string_equal(err.detail, "refused 2");
    assert_int_equal(pool_write(f->pool, add_item, &job, NULL), YK_REFUSED);
    assert_false(has(f->store->db, 2));
    // A write that goes on after a failure is not kept, though it says it went well.
    job = (struct job){.f = f, .id = 1, .careless = true};
    assert_int_equal(pool_write(f->pool, add_item, &job, &err), YK_FAILED);
    assert_int_equal(test_store_i64(f->store->db, "SELECT n FROM folded"), 1);
    finish(f);
}

static void test_retry(void **state) {
    struct fixture *f = start(state, 1);
    struct err err = {0};
    struct job job = {.f = f, .id = 1, .fail_runs = 3};
    assert_int_equal(pool_write(f->pool, add_item, &job, &err), YK_OK);
    assert_int_equal(job.runs, 4);
    assert_true(has(f->store->db, 1));
    job = (struct job){.f = f, .id = 2, .fail_runs = 100};
    assert_int_equal(pool_write(f->pool, add_item, &job, &err), YK_RETRY);
    assert_int_equal(err.code, ERR_BUSY);
    assert_int_equal(job.runs, f->store->engine == DB_SQLITE ? 7 : 6); // once without a savepoint
    assert_false(has(f->store->db, 2));
    finish(f);
}

// Keeps the writer until the gate opens, so that the writes behind it wait together.
struct gate {
    sem_t entered;
    sem_t open;
};

static enum yk wait_at_gate(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)db;
    (void)hooks_ctx;
    struct gate *gate = arg;
    sem_post(&gate->entered);
    sem_wait(&gate->open);
    return err_set(err, YK_REFUSED, ERR_BUSY, "the gate is no write");
}

static void ignore(void *arg, enum yk status, const struct err *err) {
    (void)arg;
    assert_int_equal(status, YK_REFUSED);
    assert_int_equal(err->code, ERR_BUSY);
}

static void close_gate(struct fixture *f, struct gate *gate) {
    sem_init(&gate->entered, 0, 0);
    sem_init(&gate->open, 0, 0);
    pool_write_async(f->pool, wait_at_gate, ignore, gate);
    sem_wait(&gate->entered);
}

static void test_group(void **state) {
    struct fixture *f = start(state, 1);
    struct db *reader = test_store_connect(f->store, DB_READ_ONLY);
    struct gate gate;
    sem_t all;
    sem_init(&all, 0, 0);
    struct job jobs[8] = {{0}};
    close_gate(f, &gate);
    for (int i = 0; i < 8; i++) {
        jobs[i] = (struct job){.f = f, .id = i, .told = &all, .reader = reader};
        jobs[i].refuse = i == 3 ? YK_REFUSED : YK_OK;
        jobs[i].id = i == 5 ? 4 : i; // a second 4
        pool_write_async(f->pool, add_item, told, &jobs[i]);
    }
    assert_int_equal(pool_queue_depth(f->pool), 8);
    f->trace.n = 0;
    sem_post(&gate.open);
    for (int i = 0; i < 8; i++) {
        sem_wait(&all);
    }
    for (int i = 0; i < 8; i++) {
        enum yk want = i == 3 ? YK_REFUSED : i == 5 ? YK_CONFLICT : YK_OK;
        assert_int_equal(jobs[i].status, want);
        assert_int_equal(jobs[i].code, i == 3 ? ERR_WRONG_STATE : i == 5 ? ERR_CONFLICT : ERR_NONE);
        // Told only when others can see it.
        assert_int_equal(jobs[i].seen, i != 3);
    }
    assert_int_equal(count(f->store->db), 6);
    if (f->store->engine == DB_SQLITE) {
        assert_string_equal(f->trace.text, "x!(ooox!(oooxoxoob)dddddddd");
        assert_int_equal(test_store_i64(f->store->db, "SELECT n FROM folded"), 1);
    } else {
        assert_string_equal(f->trace.text, "x!(ob)d(ob)d(ob)d(x!d(ob)d(x!d(ob)d(ob)d");
    }
    db_close(&reader);
    finish(f);
}

static void test_failed_commit(void **state) {
    struct fixture *f = start(state, 1);
    sem_t all;
    sem_init(&all, 0, 0);
    struct gate gate;
    struct job jobs[4] = {{0}};
    close_gate(f, &gate);
    for (int i = 0; i < 4; i++) {
        jobs[i] = (struct job){.f = f, .id = i, .told = &all};
        jobs[i].refuse = i == 2 ? YK_REFUSED : YK_OK;
        pool_write_async(f->pool, add_item, told, &jobs[i]);
    }
    f->trace.before_commit = YK_FAILED;
    sem_post(&gate.open);
    for (int i = 0; i < 4; i++) {
        sem_wait(&all);
    }
    for (int i = 0; i < 4; i++) {
        assert_int_equal(jobs[i].status, i == 2 ? YK_REFUSED : YK_FAILED);
        assert_int_equal(jobs[i].code, i == 2 ? ERR_WRONG_STATE : ERR_INTERNAL);
    }
    assert_int_equal(count(f->store->db), 0);
    f->trace.before_commit = YK_OK;
    struct job job = {.f = f, .id = 1};
    assert_int_equal(pool_write(f->pool, add_item, &job, NULL), YK_OK);
    finish(f);
}

static void test_stop_drains(void **state) {
    struct fixture *f = start(state, 2);
    static struct job jobs[500];
    for (int i = 0; i < 500; i++) {
        jobs[i] = (struct job){.f = f, .id = i, .status = YK_FAILED};
        pool_write_async(f->pool, add_item, told, &jobs[i]);
    }
    pool_free(&f->pool);
    for (int i = 0; i < 500; i++) {
        assert_int_equal(jobs[i].status, YK_OK);
    }
    assert_int_equal(count(f->store->db), 500);
    finish(f);
}

struct raiser {
    struct fixture *f;
    atomic_int *failed;
};

static enum yk raise_one(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)arg;
    (void)hooks_ctx;
    struct db_stmt *st = db_use(db, &sql_raise);
    db_bind_i64(st, 1, 1);
    return db_one(st, err); // its row is left open
}

static void *raise_many(void *arg) {
    struct raiser *raiser = arg;
    for (int i = 0; i < 100; i++) {
        if (pool_write(raiser->f->pool, raise_one, raiser, NULL) != YK_OK) {
            atomic_fetch_add(raiser->failed, 1);
        }
    }
    return NULL;
}

static void test_many_threads(void **state) {
    struct fixture *f = start(state, 4);
    struct job job = {.f = f, .id = 1};
    assert_int_equal(pool_write(f->pool, add_item, &job, NULL), YK_OK);
    pthread_t threads[8];
    atomic_int failed = 0;
    struct raiser raiser = {f, &failed};
    for (int i = 0; i < 8; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, raise_many, &raiser), 0);
    }
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
    }
    assert_int_equal(failed, 0);
    assert_int_equal(test_store_i64(f->store->db, "SELECT n FROM item WHERE id = 1"), 800);
    finish(f);
}

static void test_readers(void **state) {
    struct fixture *f = start(state, 1);
    struct err err = {0};
    struct job job = {.f = f, .id = 1};
    assert_int_equal(pool_write(f->pool, add_item, &job, NULL), YK_OK);
    struct db *a = pool_take_reader(f->pool);
    struct db *b = pool_take_reader(f->pool);
    assert_ptr_not_equal(a, b);
    assert_int_equal(count(a), 1);
    assert_int_equal(count(b), 1);
    struct db_stmt *st = db_use(a, &sql_add);
    db_bind_i64(st, 1, 9);
    db_bind_i64(st, 2, 9);
    assert_int_equal(db_run(st, NULL, &err), YK_FAILED);
    assert_int_equal(
        db_run(db_use_text(a, "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c"
                              " WHERE x < 2000000000) SELECT MAX(x) FROM c"),
               NULL, &err),
        YK_REFUSED);
    assert_int_equal(err.code, ERR_TOO_SLOW);
    // Given back with a snapshot and rows left open: neither stays.
    assert_int_equal(db_begin_read(a, NULL), YK_OK);
    assert_int_equal(db_step(db_use_text(a, "SELECT id FROM item")), DB_ROW);
    pool_give_reader(f->pool, a);
    job = (struct job){.f = f, .id = 2};
    assert_int_equal(pool_write(f->pool, add_item, &job, NULL), YK_OK);
    assert_ptr_equal(pool_take_reader(f->pool), a);
    assert_int_equal(count(a), 2);
    pool_give_reader(f->pool, a);
    pool_give_reader(f->pool, b);
    finish(f);
}

static void *take_and_give(void *arg) {
    struct fixture *f = arg;
    for (int i = 0; i < 50; i++) {
        struct db *db = pool_take_reader(f->pool);
        assert_int_equal(count(db), 0);
        pool_give_reader(f->pool, db);
    }
    return NULL;
}

static void test_readers_wait(void **state) {
    struct fixture *f = start(state, 1);
    pthread_t threads[6];
    for (int i = 0; i < 6; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, take_and_give, f), 0);
    }
    for (int i = 0; i < 6; i++) {
        pthread_join(threads[i], NULL);
    }
    finish(f);
}

static void test_new_refused(void **state) {
    (void)state;
    struct pool *pool = NULL;
    struct err err = {0};
    struct pool_config config = {.url = "sqlite:/nonexistent/folder/x.db", .n_readers = 2};
    assert_int_equal(pool_new(&config, &pool, &err), YK_FAILED);
    config.url = "postgresql://nobody@127.0.0.1:1/none";
    assert_int_equal(pool_new(&config, &pool, &err), YK_FAILED);
    assert_null(pool);
}

static enum yk limit_pages(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)hooks_ctx;
    return db_exec(db, arg, err);
}

static enum yk add_big(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    enum yk status = add_item(arg, db, hooks_ctx, err);
    const struct job *job = arg;
    if (status == YK_OK && job->id % 2) {
        status = db_run(db_use_text(db, "INSERT INTO big SELECT zeroblob(20000)"), NULL, err);
    }
    return status;
}

// The disk is full in the middle of a group: none of it is answered as done, and the next group works.
static void test_full_group_sqlite(void **state) {
    struct fixture *f = start(state, 1);
    test_store_exec(f->store->db, "CREATE TABLE big (data BLOB)");
    static char limit[] = "PRAGMA max_page_count = 40";
    static char no_limit[] = "PRAGMA max_page_count = 100000";
    assert_int_equal(pool_write(f->pool, limit_pages, limit, NULL), YK_OK);
    struct gate gate;
    sem_t all;
    sem_init(&all, 0, 0);
    struct job jobs[40] = {{0}};
    close_gate(f, &gate);
    for (int i = 0; i < 40; i++) {
        jobs[i] = (struct job){.f = f, .id = i, .told = &all};
        pool_write_async(f->pool, add_big, told, &jobs[i]);
    }
    sem_post(&gate.open);
    for (int i = 0; i < 40; i++) {
        sem_wait(&all);
    }
    int n_done = 0;
    for (int i = 0; i < 40; i++) {
        n_done += jobs[i].status == YK_OK;
        assert_true(jobs[i].status == YK_OK || jobs[i].code == ERR_STORAGE_FULL);
        assert_int_equal(has(f->store->db, i), jobs[i].status == YK_OK);
    }
    assert_in_range(n_done, 0, 39);
    assert_int_equal(pool_write(f->pool, limit_pages, no_limit, NULL), YK_OK);
    struct job job = {.f = f, .id = 101};
    assert_int_equal(pool_write(f->pool, add_big, &job, NULL), YK_OK);
    finish(f);
}

static enum yk add_too_slowly(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    enum yk status = add_item(arg, db, hooks_ctx, err);
    const struct job *job = arg;
    if (status == YK_OK && job->id == 3) {
        db_set_time_limit_ms(db, 30);
        status = db_run(db_use_text(db, "INSERT INTO item WITH RECURSIVE c (x) AS (SELECT 1000"
                                        " UNION ALL SELECT x + 1 FROM c) SELECT x, 0 FROM c"),
                        NULL, err);
        db_set_time_limit_ms(db, 0);
    }
    return status;
}

// An interrupted write makes SQLite drop the whole transaction: only that write is refused for it.
static void test_given_up_sqlite(void **state) {
    struct fixture *f = start(state, 1);
    struct gate gate;
    sem_t all;
    sem_init(&all, 0, 0);
    struct job jobs[6] = {{0}};
    close_gate(f, &gate);
    for (int i = 0; i < 6; i++) {
        jobs[i] = (struct job){.f = f, .id = i, .told = &all};
        jobs[i].refuse = i == 1 ? YK_REFUSED : YK_OK;
        pool_write_async(f->pool, add_too_slowly, told, &jobs[i]);
    }
    f->trace.n = 0;
    sem_post(&gate.open);
    for (int i = 0; i < 6; i++) {
        sem_wait(&all);
    }
    for (int i = 0; i < 6; i++) {
        assert_int_equal(jobs[i].status, i == 1 || i == 3 ? YK_REFUSED : YK_OK);
        assert_int_equal(has(f->store->db, i), jobs[i].status == YK_OK);
    }
    assert_int_equal(jobs[1].code, ERR_WRONG_STATE);
    assert_int_equal(jobs[3].code, ERR_TOO_SLOW);
    assert_string_equal(f->trace.text, "x!(ox!(oxox!dd(oooob)dddd");
    assert_int_equal(count(f->store->db), 4);
    finish(f);
}

static enum yk lose_once(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    struct job *job = arg;
    enum yk status = add_item(arg, db, hooks_ctx, err);
    if (status == YK_OK && job->runs == 1) {
        status = db_exec(db, "SELECT pg_terminate_backend(pg_backend_pid())", err);
    }
    return status;
}

static void test_lost_postgres(void **state) {
    struct fixture *f = start(state, 1);
    struct err err = {0};
    struct job job = {.f = f, .id = 1};
    assert_int_equal(pool_write(f->pool, lose_once, &job, &err), YK_OK);
    assert_int_equal(job.runs, 2);
    assert_int_equal(count(f->store->db), 1);

    test_store_exec(f->store->db,
                    "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    " PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
                    "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON item"
                    " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()");
    job = (struct job){.f = f, .id = 2};
    assert_int_equal(pool_write(f->pool, add_item, &job, &err), YK_UNCERTAIN);
    assert_int_equal(job.runs, 1);
    test_store_exec(f->store->db, "DROP TRIGGER die ON item");
    assert_int_equal(pool_write(f->pool, add_item, &job, &err), YK_OK);

    // All connections go, as when the server starts again: nobody sees it.
    test_store_exec(f->store->db, "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
                                  " WHERE application_name = 'yikou_pool'");
    struct db *both[2] = {pool_take_reader(f->pool), pool_take_reader(f->pool)};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(count(both[i]), 2);
        pool_give_reader(f->pool, both[i]);
    }
    job = (struct job){.f = f, .id = 3};
    assert_int_equal(pool_write(f->pool, add_item, &job, &err), YK_OK);
    assert_int_equal(job.runs, 1);
    struct pool_stats stats;
    pool_stats(f->pool, &stats);
    assert_true(
        stats.broken >=
        4); // one reader, the writer three times; the watch may have been quicker with a reader
    assert_int_equal(stats.broken, stats.made_again);
    assert_int_equal(stats.uncertain, 1);
    assert_int_equal(stats.retries, 1);
    assert_int_equal(stats.away_times, 0);
    finish(f);
}

static void set_door(struct db *db, const char *name, bool open) {
    char sql[200];
    snprintf(sql, sizeof sql, "ALTER DATABASE %s ALLOW_CONNECTIONS %s", name,
             open ? "true" : "false");
    test_store_exec(db, sql);
    if (!open) {
        test_store_exec(db, "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
                            " WHERE application_name = 'yikou_away'");
    }
}

static enum yk write_nothing(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)arg;
    (void)hooks_ctx;
    return db_run(db_use_text(db, "SELECT 1"), NULL, err);
}

// A database that lets nobody in, as a server that is gone.
static void test_away_postgres(void **state) {
    struct test_store *store = test_store_of(state);
    char name[64], sql[128], url[512];
    snprintf(name, sizeof name, "yikou_away_%d", (int)getpid());
    snprintf(sql, sizeof sql, "CREATE DATABASE %s", name);
    test_store_exec(store->db, sql);
    const char *base = getenv("YIKOU_TEST_DATABASE");
    snprintf(url, sizeof url, "%.*s/%s?application_name=yikou_away",
             (int)(strrchr(base, '/') - base), base, name);
    const struct pool_config config = {.url = url, .n_readers = 2, .n_writers = 2};
    struct pool *pool = NULL;
    struct err err = {0};
    struct pool_stats stats;
    assert_int_equal(pool_new(&config, &pool, &err), YK_OK);
    assert_int_equal(pool_write(pool, write_nothing, NULL, &err), YK_OK);
    assert_false(pool_is_away(pool));

    set_door(store->db, name, false);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(pool_write(pool, write_nothing, NULL, &err), YK_LOST);
        assert_int_equal(err.code, ERR_STORE_AWAY);
        assert_true(pool_is_away(pool));
    }
    struct db *db = pool_take_reader(pool);
    assert_int_equal(db_begin_read(db, &err), YK_LOST);
    assert_int_equal(err.code, ERR_STORE_AWAY);
    pool_give_reader(pool, db);
    pool_stats(pool, &stats);
    assert_int_equal(stats.away_times, 1);
    assert_true(stats.away_us >= POOL_AWAY_PATIENCE_MS * 1000);
    assert_true(stats.failed_tries > 1);

    set_door(store->db, name, true);
    while (pool_is_away(pool)) {
        usleep(1000);
    }
    assert_int_equal(pool_write(pool, write_nothing, NULL, &err), YK_OK);
    db = pool_take_reader(pool);
    assert_int_equal(db_begin_read(db, &err), YK_OK);
    pool_give_reader(pool, db);
    pool_stats(pool, &stats);
    assert_int_equal(stats.away_us, 0);
    pool_free(&pool);
    snprintf(sql, sizeof sql, "DROP DATABASE %s", name);
    test_store_exec(store->db, sql);
}

struct crossing {
    struct fixture *f;
    int64_t first;
    int64_t second;
    pthread_barrier_t *both;
    int runs;
};

static enum yk cross(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)hooks_ctx;
    struct crossing *crossing = arg;
    struct db_stmt *st = db_use(db, &sql_raise);
    db_bind_i64(st, 1, crossing->first);
    enum yk status = db_run(st, NULL, err);
    if (crossing->runs++ == 0) {
        pthread_barrier_wait(crossing->both);
    }
    if (status != YK_OK) {
        return status;
    }
    st = db_use(db, &sql_raise);
    db_bind_i64(st, 1, crossing->second);
    return db_run(st, NULL, err);
}

static void *cross_main(void *arg) {
    struct crossing *crossing = arg;
    return pool_write(crossing->f->pool, cross, arg, NULL) == YK_OK ? arg : NULL;
}

// Two writes take two rows in opposite order: the server ends one, which is run again.
static void test_deadlock_postgres(void **state) {
    struct fixture *f = start(state, 2);
    for (int i = 1; i <= 2; i++) {
        struct job job = {.f = f, .id = i};
        assert_int_equal(pool_write(f->pool, add_item, &job, NULL), YK_OK);
    }
    pthread_barrier_t both;
    pthread_barrier_init(&both, NULL, 2);
    struct crossing crossings[2] = {{f, 1, 2, &both, 0}, {f, 2, 1, &both, 0}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, cross_main, &crossings[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        void *done = NULL;
        pthread_join(threads[i], &done);
        assert_non_null(done);
    }
    assert_in_range(crossings[0].runs + crossings[1].runs, 3, 8);
    assert_int_equal(test_store_i64(f->store->db, "SELECT n FROM item WHERE id = 1"), 2);
    pthread_barrier_destroy(&both);
    finish(f);
}

#define ON_SQLITE(fn)                                                                              \
    { #fn, fn, test_store_setup_sqlite, test_store_teardown, NULL }
#define ON_POSTGRES(fn)                                                                            \
    { #fn, fn, test_store_setup_postgres, test_store_teardown, NULL }

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST_ON_BOTH(test_write),           TEST_ON_BOTH(test_retry),
        TEST_ON_BOTH(test_group),           TEST_ON_BOTH(test_failed_commit),
        TEST_ON_BOTH(test_stop_drains),     TEST_ON_BOTH(test_many_threads),
        TEST_ON_BOTH(test_readers),         TEST_ON_BOTH(test_readers_wait),
        cmocka_unit_test(test_new_refused), ON_SQLITE(test_full_group_sqlite),
        ON_SQLITE(test_given_up_sqlite),    ON_POSTGRES(test_lost_postgres),
        ON_POSTGRES(test_away_postgres),    ON_POSTGRES(test_deadlock_postgres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
