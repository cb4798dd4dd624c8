// SPDX-License-Identifier: Apache-2.0
// Scheduled work on both engines: exactly once with two runners, in order, after a stop, after a jump of the clock, and when one fails.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "db/test_store.h"
#include "jobs/jobs_store.h"

enum { DISTRICT = 340406, OTHER = 340407, MANY = 1000 };
#define HOUR  (INT64_C(3600) * US_PER_S)
#define START (INT64_C(1677632400) * US_PER_S) // 2023-03-01 09:00 in UTC+8

// ---- kinds ----

// Each run leaves a row in the same transaction; key and day say which it was.
static enum yk note(struct job_run *run, struct err *err) {
    struct db_stmt *st =
        db_use_text(run->tx.db, "INSERT INTO ran (district, id, kind, key, day, missed, n)"
                                " SELECT $1, $2, $3, $4, $5, $6, COUNT(*) + 1 FROM ran");
    db_bind_i64(st, 1, run->tx.district);
    db_bind_i64(st, 2, run->id);
    db_bind_text(st, 3, run->kind->name);
    db_bind_text(st, 4, run->key);
    db_bind_i64(st, 5, run->day);
    db_bind_i64(st, 6, run->missed);
    return db_run(st, NULL, err);
}

static enum yk note_then_fail(struct job_run *run, struct err *err) {
    enum yk status = note(run, err);
    if (status != YK_OK) {
        return status;
    }
    return run->arg > run->attempts ? err_set(err, YK_FAILED, ERR_INTERNAL, "out of order") : YK_OK;
}

static enum yk ask_again(struct job_run *run, struct err *err) {
    enum yk status = note(run, err);
    const struct job_spec next = {
        .kind = "again", .key = run->key, .due_us = run->due_us + HOUR, .arg = run->arg - 1};
    return status == YK_OK && run->arg > 0 ? job_add(&run->tx, &next, err) : status;
}

static const struct job_kind kind_note = {.name = "note", .zh = "记", .en = "Note", .run = note};
static const struct job_kind kind_fail = {
    .name = "fail", .zh = "败", .en = "Fail", .run = note_then_fail};
static const struct job_kind kind_again = {
    .name = "again", .zh = "再", .en = "Again", .run = ask_again};
static const struct job_kind kind_daily = {
    .name = "daily", .zh = "日", .en = "Daily", .run = note, .every_min = 1440, .at_min = 480};
static const struct job_kind kind_latest = {.name = "latest",
                                            .zh = "新",
                                            .en = "Latest",
                                            .run = note,
                                            .every_min = 1440,
                                            .at_min = 480,
                                            .only_latest = true};
static const struct job_kind *const added_kinds[] = {&kind_note, &kind_fail, &kind_again, NULL};
static const struct job_kind *const repeating_kinds[] = {&kind_daily, &kind_latest, NULL};

static enum yk two_districts(struct db *db, int32_t *out, size_t max, size_t *out_n,
                             struct err *err) {
    (void)db;
    (void)max;
    (void)err;
    out[0] = DISTRICT;
    out[1] = OTHER;
    *out_n = 2;
    return YK_OK;
}

// ---- a server ----

struct server {
    struct pool *pool;
    struct id_gen *ids;
    struct clock clock;
    struct jobs_config config;
};

static void start(struct server *server, const struct test_store *store, unsigned number,
                  const struct job_kind *const *kinds) {
    struct err err = {0};
    const struct pool_config pool = {.url = store->url,
                                     .n_readers = 2,
                                     .n_writers = 2,
                                     .group_max = 64,
                                     .hooks_ctx_new = log_batch_new,
                                     .hooks_ctx_free = log_batch_free,
                                     .hooks = {.group_begin = log_hook_group_begin,
                                               .item_end = log_hook_item_end,
                                               .before_commit = log_hook_before_commit,
                                               .group_end = log_hook_group_end}};
    *server = (struct server){.ids = id_gen_new(number, 0)};
    if (pool_new(&pool, &server->pool, &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
    server->config = (struct jobs_config){.pool = server->pool,
                                          .kinds = kinds,
                                          .ids = server->ids,
                                          .clock = &server->clock,
                                          .districts = two_districts};
}

static void stop(struct server *server) {
    pool_free(&server->pool);
    id_gen_free(&server->ids);
}

static struct test_store *begin(void **state, struct server *server,
                                const struct job_kind *const *kinds) {
    struct test_store *store = test_store_of(state);
    test_store_exec(store->db, "CREATE TABLE ran (district BIGINT NOT NULL, id BIGINT NOT NULL,"
                               " kind TEXT NOT NULL, key TEXT NOT NULL, day BIGINT NOT NULL,"
                               " missed BIGINT NOT NULL, n BIGINT NOT NULL)");
    start(server, store, 0, kinds);
    return store;
}

struct asking {
    struct server *server;
    struct job_spec spec;
    int32_t district;
    bool move, cancel;
};

static enum yk write_ask(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    struct asking *asking = arg;
    struct log_tx tx = {.db = db,
                        .batch = hooks_ctx,
                        .ids = asking->server->ids,
                        .district = asking->district,
                        .now_us = START};
    if (asking->cancel) {
        return job_cancel(&tx, asking->spec.kind, asking->spec.key, err);
    }
    return asking->move ? job_set(&tx, &asking->spec, err) : job_add(&tx, &asking->spec, err);
}

static void ask(struct server *server, struct asking asking) {
    struct err err = {0};
    asking.server = server;
    asking.district = asking.district ? asking.district : DISTRICT;
    if (pool_write(server->pool, write_ask, &asking, &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
}

static int run_due(struct server *server, int64_t now_us) {
    struct err err = {0};
    int n = 0;
    if (jobs_run_due(&server->config, now_us, 100000, &n, &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
    return n;
}

#define COUNT(store_, sql_) test_store_i64((store_)->db, "SELECT COUNT(*) FROM " sql_)

// ---- tests ----

static void test_times(void **state) {
    (void)state;
    const struct job_kind daily = {.every_min = 1440, .at_min = 480};
    const struct job_kind hourly = {.every_min = 60};
    int64_t eight = START - HOUR;
    assert_int_equal(job_last_time(&daily, START), eight);
    assert_int_equal(job_next_time(&daily, START), eight + US_PER_DAY);
    assert_int_equal(job_last_time(&daily, eight), eight);
    assert_int_equal(job_next_time(&daily, eight), eight + US_PER_DAY);
    assert_int_equal(job_last_time(&daily, eight - 1), eight - US_PER_DAY);
    assert_int_equal(job_next_time(&daily, eight - 1), eight);
    assert_int_equal(job_next_time(&hourly, START + 1), START + HOUR);
    assert_int_equal(job_last_time(&daily, -1), -16 * HOUR - 8 * HOUR + 0 * HOUR);
}

static void test_pauses(void **state) {
    (void)state;
    assert_int_equal(job_pause_us(1, 0), 15 * US_PER_S * 3 / 4);
    assert_int_equal(job_pause_us(1, 512), 15 * US_PER_S);
    for (int attempts = 1; attempts < 100; attempts++) {
        for (uint32_t random = 0; random < 5000; random += 37) {
            int64_t us = job_pause_us(attempts, random);
            assert_true(us >= 15 * US_PER_S * 3 / 4 && us <= HOUR * 5 / 4);
            assert_true(job_pause_us(attempts + 1, random) >= us);
        }
    }
    assert_true(job_pause_us(3, 1) != job_pause_us(3, 1000));
}

static void test_asking(void **state) {
    struct server server;
    struct test_store *store = begin(state, &server, added_kinds);
    struct job_spec spec = {.kind = "note", .key = "a", .due_us = START + HOUR};
    ask(&server, (struct asking){.spec = spec});
    ask(&server, (struct asking){.spec = spec});
    assert_int_equal(COUNT(store, "job"), 1);
    spec.due_us = START;
    ask(&server, (struct asking){.spec = spec});
    assert_int_equal(run_due(&server, START), 0); // as it was
    ask(&server, (struct asking){.spec = spec, .move = true});
    assert_int_equal(COUNT(store, "job"), 1);
    assert_int_equal(run_due(&server, START - 1), 0);
    assert_int_equal(run_due(&server, START), 1);
    assert_int_equal(COUNT(store, "job"), 0);
    assert_int_equal(COUNT(store, "job_done"), 1);
    ask(&server, (struct asking){.spec = spec, .district = OTHER});
    ask(&server, (struct asking){.spec = spec});
    ask(&server, (struct asking){.spec = spec, .cancel = true});
    ask(&server, (struct asking){.spec = spec, .cancel = true}); // nothing waits: nothing happens
    assert_int_equal(run_due(&server, START), 1);
    assert_int_equal(COUNT(store, "ran WHERE district = 340407"), 1);
    stop(&server);
}

struct working {
    struct server *server;
    int64_t now_us;
    int n;
    enum yk status;
};

static void *work(void *arg) {
    struct working *working = arg;
    struct err err = {0};
    working->status =
        jobs_run_due(&working->server->config, working->now_us, 100000, &working->n, &err);
    if (working->status != YK_OK) {
        print_error("%s\n", err.detail);
    }
    return NULL;
}

static enum yk write_many(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    enum yk status = YK_OK;
    for (int i = 0; i < MANY && status == YK_OK; i++) {
        char key[16];
        snprintf(key, sizeof key, "%d", i);
        struct asking asking = {.server = arg,
                                .spec = {.kind = "note", .key = key, .due_us = START + i},
                                .district = i % 4 ? DISTRICT : OTHER};
        status = write_ask(&asking, db, hooks_ctx, err);
    }
    return status;
}

static void test_two_runners(void **state) {
    struct server servers[2];
    struct test_store *store = begin(state, &servers[0], added_kinds);
    start(&servers[1], store, 1, added_kinds);
    struct err err = {0};
    if (pool_write(servers[0].pool, write_many, &servers[0], &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
    struct working working[2] = {{.server = &servers[0], .now_us = START + HOUR},
                                 {.server = &servers[1], .now_us = START + HOUR}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, work, &working[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(working[i].status, YK_OK);
    }
    assert_int_equal(working[0].n + working[1].n, MANY);
    // Who waits for SQLite's lock may wait until the other has done all; there one process serves a store anyway.
    assert_true(store->engine == DB_SQLITE || (working[0].n > 0 && working[1].n > 0));
    assert_int_equal(COUNT(store, "job"), 0);
    assert_int_equal(COUNT(store, "ran"), MANY);
    assert_int_equal(COUNT(store, "(SELECT DISTINCT key FROM ran) AS k"), MANY);
    assert_int_equal(COUNT(store, "job_done"), MANY);
    stop(&servers[0]);
    stop(&servers[1]);
}

// In the order of their times, whatever the order of asking, and with one that is added on the way in its place.
static void test_order(void **state) {
    struct server server;
    struct test_store *store = begin(state, &server, added_kinds);
    static const int order[] = {5, 1, 4, 2, 3, 0};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        char key[16];
        snprintf(key, sizeof key, "%d", order[i]);
        ask(&server, (struct asking){.spec = {.kind = "note",
                                              .key = key,
                                              .due_us = START + order[i] * HOUR + HOUR / 2}});
    }
    ask(&server, (struct asking){.spec = {.kind = "again", .key = "x", .due_us = START, .arg = 5}});
    assert_int_equal(run_due(&server, START + US_PER_DAY), 12);
    assert_int_equal(COUNT(store, "ran WHERE kind = 'again' AND n % 2 = 1"), 6);
    assert_int_equal(COUNT(store, "ran WHERE kind = 'note' AND n = 2 * CAST(key AS INTEGER) + 2"),
                     6);
    stop(&server);
}

static void test_failing(void **state) {
    struct server server;
    struct test_store *store = begin(state, &server, added_kinds);
    ask(&server, (struct asking){.spec = {.kind = "fail", .key = "f", .due_us = START, .arg = 2}});
    ask(&server, (struct asking){.spec = {.kind = "gone", .key = "g", .due_us = START}});
    ask(&server, (struct asking){.spec = {.kind = "note", .key = "n", .due_us = START + 1}});
    assert_int_equal(run_due(&server, START + HOUR), 3);
    // Nothing of what failed is kept; the one behind it was done.
    assert_int_equal(COUNT(store, "ran"), 1);
    assert_int_equal(COUNT(store, "job WHERE attempts = 1 AND error <> '' AND due_at < at"), 2);
    assert_int_equal(COUNT(store, "job WHERE error LIKE '%out of order%'"), 1);
    assert_int_equal(run_due(&server, START + HOUR), 0);
    assert_int_equal(run_due(&server, START + 2 * HOUR), 2);
    assert_int_equal(COUNT(store, "job WHERE attempts = 2"), 2);
    assert_int_equal(run_due(&server, START + 4 * HOUR), 2);
    assert_int_equal(COUNT(store, "ran WHERE kind = 'fail' AND day = 19417"), 1);
    assert_int_equal(COUNT(store, "job_done WHERE kind = 'fail' AND attempts = 2"), 1);
    assert_int_equal(COUNT(store, "job WHERE kind = 'gone' AND attempts = 3"), 1);
    stop(&server);
}

static void test_health(void **state) {
    struct server server;
    struct test_store *store = begin(state, &server, added_kinds);
    struct job_health health;
    assert_int_equal(job_store_health(store->db, DISTRICT, START, &health, NULL), YK_OK);
    assert_int_equal(health.n_due + health.n_failed, 0);
    assert_true(health.oldest_at == TIME_NONE && health.next_at == TIME_NONE);
    ask(&server, (struct asking){.spec = {.kind = "fail", .key = "f", .due_us = START, .arg = 9}});
    ask(&server, (struct asking){.spec = {.kind = "note", .key = "a", .due_us = START + 5}});
    ask(&server, (struct asking){.spec = {.kind = "note", .key = "b", .due_us = START + HOUR}});
    assert_int_equal(job_store_health(store->db, DISTRICT, START + 9, &health, NULL), YK_OK);
    assert_int_equal(health.n_due, 2);
    assert_int_equal(health.oldest_at, START);
    run_due(&server, START + 9);
    assert_int_equal(job_store_health(store->db, DISTRICT, START + 9, &health, NULL), YK_OK);
    assert_int_equal(health.n_due, 0);
    assert_int_equal(health.n_failed, 1);
    assert_int_equal(health.oldest_at, TIME_NONE);
    assert_true(health.next_at > START + 9 && health.next_at < START + HOUR);
    db_rollback(store->db);
    stop(&server);
}

// Three days without a server: each day runs in its turn, or only the last of them; then both go on as before.
static void test_stop_of_three_days(void **state) {
    struct server server;
    struct test_store *store = begin(state, &server, repeating_kinds);
    struct err err = {0};
    assert_int_equal(jobs_seed(&server.config, START, &err), YK_OK);
    assert_int_equal(jobs_seed(&server.config, START + HOUR, &err), YK_OK);
    assert_int_equal(COUNT(store, "job"), 4);
    assert_int_equal(run_due(&server, START + 22 * HOUR), 0);
    assert_int_equal(run_due(&server, START + 23 * HOUR), 4); // 8:00 on 2 March
    assert_int_equal(COUNT(store, "ran WHERE day = 19418 AND missed = 0"), 4);
    stop(&server);
    start(&server, store, 0, repeating_kinds);
    assert_int_equal(run_due(&server, START + 4 * US_PER_DAY), 2 * (3 + 1));
    assert_int_equal(COUNT(store, "ran WHERE kind = 'daily' AND missed = 0"), 2 * 4);
    assert_int_equal(COUNT(store, "ran WHERE kind = 'daily' AND district = 340406 AND day = 19419"),
                     1);
    assert_int_equal(COUNT(store, "ran WHERE kind = 'latest'"), 2 * 2);
    assert_int_equal(COUNT(store, "ran WHERE kind = 'latest' AND day = 19421 AND missed = 2"), 2);
    assert_int_equal(COUNT(store, "job"), 4);
    assert_int_equal(run_due(&server, START + 4 * US_PER_DAY + 22 * HOUR), 0);
    assert_int_equal(run_due(&server, START + 4 * US_PER_DAY + 23 * HOUR), 4);
    stop(&server);
}

// The thread sees what is due when the domain clock jumps, without anybody telling it.
static void test_runner_and_jump(void **state) {
    struct server server;
    struct test_store *store = begin(state, &server, added_kinds);
    struct clock_ahead ahead = {0};
    server.clock = (struct clock){.shift_us = START - clock_real_us(), .ahead = &ahead};
    ask(&server,
        (struct asking){.spec = {.kind = "note", .key = "later", .due_us = START + 30 * HOUR}});
    struct job_runner *runner = NULL;
    assert_int_equal(job_runner_start(&server.config, &runner, NULL), YK_OK);
    ask(&server, (struct asking){.spec = {.kind = "note", .key = "now", .due_us = START}});
    struct timespec pause = {.tv_nsec = 20000000};
    while (COUNT(store, "ran") < 1) {
        nanosleep(&pause, NULL);
    }
    assert_int_equal(COUNT(store, "ran WHERE key = 'now'"), 1);
    atomic_store(&ahead.us, 31 * HOUR);
    while (COUNT(store, "ran") < 2) {
        nanosleep(&pause, NULL);
    }
    job_runner_stop(&runner);
    assert_null(runner);
    job_runner_stop(&runner);
    stop(&server);
}

static void test_traces_go(void **state) {
    static const struct job_kind *const kinds[] = {&job_sweep_kind, &kind_note, NULL};
    struct server server;
    struct test_store *store = begin(state, &server, kinds);
    ask(&server, (struct asking){.spec = {.kind = "note", .key = "a", .due_us = START}});
    run_due(&server, START);
    ask(&server, (struct asking){.spec = {.kind = "jobs.sweep", .key = "", .due_us = START}});
    run_due(&server, START + 90 * US_PER_DAY);
    assert_int_equal(COUNT(store, "job_done WHERE kind = 'note'"), 1);
    run_due(&server, START + 92 * US_PER_DAY);
    assert_int_equal(COUNT(store, "job_done WHERE kind = 'note'"), 0);
    assert_int_equal(COUNT(store, "job_done WHERE said = '1'"), 1);
    stop(&server);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_pauses),
        TEST_ON_BOTH_MIGRATED(test_asking),
        TEST_ON_BOTH_MIGRATED(test_two_runners),
        TEST_ON_BOTH_MIGRATED(test_order),
        TEST_ON_BOTH_MIGRATED(test_failing),
        TEST_ON_BOTH_MIGRATED(test_health),
        TEST_ON_BOTH_MIGRATED(test_stop_of_three_days),
        TEST_ON_BOTH_MIGRATED(test_runner_and_jump),
        TEST_ON_BOTH_MIGRATED(test_traces_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
