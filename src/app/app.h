// SPDX-License-Identifier: Apache-2.0
// What the program holds while it runs, handed down to handlers and jobs; a plain record, made and ended by app/main.c. Nothing here decides anything.
#ifndef YK_APP_APP_H
#define YK_APP_APP_H

#include "base/clock.h"
#include "calendar/calendar.h"
#include "crypto/keyring.h"
#include "db/pool.h"
#include "http/route.h"
#include "log/log.h"

struct org_cache;
struct job_kind;
struct mail_server;
struct notice_sources;
struct row_cache;
struct matter;
struct matter_act;
struct clock_file;
struct process_claim;
struct watch;
struct app {
    struct pool *pool;
    struct clock clock;            // the domain clock
    struct clock_file *clock_file; // NULL in service
    struct keyring *ring;
    struct id_gen *ids;
    const struct ledgers *ledgers;
    const struct calendar *calendar;
    const struct notice_sources *notices;    // what notices say of things
    struct mail_server *mail;                // NULL: no letters are sent
    const struct job_kind *const *job_kinds; // what scheduled work there is
    struct org_cache *orgs;                  // units, categories, policies per district
    struct row_cache *rows;                  // of lists of matters; NULL: none
    // struct matter_act's: who is told that a matter ended or went to another unit.
    enum yk (*matter_left)(const struct matter_act *act, int64_t id, const struct matter *now,
                           struct err *err);
    struct watch *watch; // what was last seen of the store, for the metrics; NULL: nobody looks
    const char *public_url;
    const char *setup_token; // first run: NULL once used
    const char *heads_path;
    struct process_claim *process; // its number stands in each id
    void *folder;             // the data folder, locked while it is served; NULL with PostgreSQL
    int64_t last_recorded_at; // when the store was opened; the domain clock never begins before it
    bool demo;
    const struct route_table *const *tables;
};

// The log's view of a request inside its write transaction.
static inline struct log_tx log_tx_of(const struct request *rq) {
    return (struct log_tx){
        .db = rq->db,
        .batch = rq->hooks_ctx,
        .arena = rq->arena,
        .ledgers = rq->app->ledgers,
        .ids = rq->app->ids,
        .district = rq->actor ? rq->actor->scope.district : 0,
        .actor = rq->actor ? rq->actor->account : 0,
        .now_us = rq->now_us,
    };
}

#endif
