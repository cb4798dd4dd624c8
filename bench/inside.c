// SPDX-License-Identifier: Apache-2.0
// Opens a store as the program does and keeps its writer busy.
#include "inside.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "app/demo_build.h"
#include "app/open.h"
#include "matter/command.h"

enum { JOBS_EVERY_MS = 1000 };

struct inside {
    struct app app;
    struct actor actor;
    struct org *org;
    int32_t category;
    int64_t unit;
    pthread_mutex_t lock;
    pthread_cond_t all_done;
    int64_t begun, ended, n;
    enum yk status;
    struct err err;
};
struct flight {
    struct inside *inside;
    struct arena *arena;
    int64_t i;
};

static int64_t processor_us(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * INT64_C(1000000) +
           usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

// ---- one intake ----

static enum yk intake(const struct flight *flight, struct log_tx *tx, int64_t *out_id,
                      struct err *err) {
    const struct inside *inside = flight->inside;
    struct org *org = NULL;
    int32_t today = day_of_time(tx->now_us);
    const char *name = arena_printf(flight->arena, "测试甲%d", (int)(flight->i % 200) * 2);
    const char *phone = arena_printf(flight->arena, "199055%05d", (int)(flight->i % 200) * 2);
    const struct matter_intake_command command = {
        .channel = CHANNEL_PHONE,
        .urgency = URGENCY_NORMAL,
        .category = inside->category,
        .day = today,
        .caller = {.kind = CALLER_ENTERPRISE, .name = name, .phone = phone},
        .title = "扩建项目用地指标迟迟未落实",
        .text =
            "我公司二期扩建项目已备案，去年底申报后一直没有排上用地指标。设备订金已付，恳请协调尽快落实，以便安排开工。",
        .dispatch = true,
        .unit = inside->unit,
    };
    enum yk status = org_cache_get(inside->app.orgs, tx->db, DEMO_DISTRICT, &org, err);
    if (status == YK_OK) {
        const struct matter_act act = {.tx = tx,
                                       .actor = &inside->actor,
                                       .org = org,
                                       .calendar = inside->app.calendar,
                                       .ring = inside->app.ring,
                                       .today = today};
        status = matter_intake(&act, &command, out_id, err);
    }
    org_release(&org);
    return status;
}

static enum yk write_intake(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    struct flight *flight = arg;
    struct inside *inside = flight->inside;
    uint8_t hash[32] = {0};
    int64_t id = 0;
    arena_reset(flight->arena);
    const char *key = arena_printf(flight->arena, "bench-%lld-%lld",
                                   (long long)clock_monotonic_us(), (long long)flight->i);
    struct log_tx tx = {
        .db = db,
        .batch = hooks_ctx,
        .arena = flight->arena,
        .ledgers = inside->app.ledgers,
        .ids = inside->app.ids,
        .district = DEMO_DISTRICT,
        .actor = inside->actor.account,
        .now_us = demo_start_us(),
    };
    memcpy(hash, &flight->i, sizeof flight->i);
    enum yk status = idem_find(db, DEMO_DISTRICT, tx.actor, key, hash, &id, err);
    if (status == YK_NOT_FOUND) {
        status = intake(flight, &tx, &id, err);
    }
    return status == YK_OK
               ? idem_remember(db, DEMO_DISTRICT, tx.actor, key, hash, id, tx.now_us, err)
               : status;
}

static void begin_next(struct flight *flight);

static void intake_done(void *arg, enum yk status, const struct err *err) {
    struct flight *flight = arg;
    struct inside *inside = flight->inside;
    pthread_mutex_lock(&inside->lock);
    inside->ended++;
    if (status != YK_OK && inside->status == YK_OK) {
        inside->status = status;
        inside->err = *err;
    }
    bool more = inside->begun < inside->n && inside->status == YK_OK;
    flight->i = inside->begun;
    inside->begun += more;
    if (inside->ended == inside->begun) {
        pthread_cond_signal(&inside->all_done);
    }
    pthread_mutex_unlock(&inside->lock);
    if (more) {
        begin_next(flight);
    }
}

static void begin_next(struct flight *flight) {
    pool_write_async(flight->inside->app.pool, write_intake, intake_done, flight);
}

// ---- all of them ----

static enum yk look_around(struct inside *inside, struct err *err) {
    size_t n;
    struct db *db = pool_take_reader(inside->app.pool);
    enum yk status = org_cache_get(inside->app.orgs, db, DEMO_DISTRICT, &inside->org, err);
    pool_give_reader(inside->app.pool, db);
    if (status != YK_OK) {
        return status;
    }
    const struct account *accounts = org_accounts(inside->org, &n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(accounts[i].login, "clerk1") == 0) {
            inside->actor = (struct actor){
                .account = accounts[i].id,
                .name = accounts[i].name,
                .login = accounts[i].login,
                .unit = accounts[i].unit,
                .roles = accounts[i].roles,
                .caps = role_caps(accounts[i].roles),
                .scope = scope_of_roles(accounts[i].roles, DEMO_DISTRICT, accounts[i].unit),
            };
        }
    }
    inside->category = category_number("01-01-01");
    inside->unit = org_find_category(inside->org, inside->category)->lead;
    return YK_OK;
}

// As the program's job does, about once a second, until all are done.
static enum yk tend(struct inside *inside, struct err *err) {
    enum yk status = YK_OK;
    int64_t n;
    bool done = false;
    while (!done && status == YK_OK) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += JOBS_EVERY_MS / 1000;
        pthread_mutex_lock(&inside->lock);
        while (inside->ended < inside->begun &&
               pthread_cond_timedwait(&inside->all_done, &inside->lock, &until) == 0) {
        }
        done = inside->ended == inside->begun;
        pthread_mutex_unlock(&inside->lock);
        if (!done) {
            status = app_seal(&inside->app, &n, err);
            status = status == YK_OK ? app_settle(&inside->app, &n, err) : status;
        }
    }
    return status;
}

static enum yk run(struct inside *inside, struct flight *flights, int in_flight,
                   struct bare_result *out, struct err *err) {
    int64_t cpu = processor_us();
    int64_t began = clock_monotonic_us();
    inside->begun = in_flight;
    for (int i = 0; i < in_flight; i++) {
        flights[i].i = i;
        begin_next(&flights[i]);
    }
    enum yk status = tend(inside, err);
    *out = (struct bare_result){.n = inside->ended,
                                .seconds = (double)(clock_monotonic_us() - began) / 1e6,
                                .cpu_seconds = (double)(processor_us() - cpu) / 1e6};
    if (inside->status != YK_OK) {
        *err = inside->err;
    }
    return inside->status != YK_OK ? inside->status : status;
}

enum yk inside_intakes(const struct options *options, int in_flight, int64_t n,
                       struct bare_result *out, struct err *err) {
    struct inside inside = {.n = n};
    struct flight *flights = calloc((size_t)in_flight, sizeof *flights);
    bool good = flights != NULL;
    pthread_mutex_init(&inside.lock, NULL);
    pthread_cond_init(&inside.all_done, NULL);
    enum yk status = app_open(options, &inside.app, err);
    for (int i = 0; good && i < in_flight; i++) {
        flights[i].inside = &inside;
        flights[i].arena = arena_new(0);
        good = flights[i].arena != NULL;
    }
    if (status == YK_OK) {
        status = good ? look_around(&inside, err)
                      : err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold intakes");
    }
    if (status == YK_OK) {
        status = run(&inside, flights, in_flight, out, err);
    }
    org_release(&inside.org);
    app_close(&inside.app);
    for (int i = 0; flights && i < in_flight; i++) {
        arena_free(&flights[i].arena);
    }
    free(flights);
    pthread_cond_destroy(&inside.all_done);
    pthread_mutex_destroy(&inside.lock);
    return status;
}
