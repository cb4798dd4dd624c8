// SPDX-License-Identifier: Apache-2.0
// Scheduled work: things to be done at a time of the domain clock, each exactly once. A job is added in the transaction of the command that wants it; when it is due
// it runs in one write transaction in which its row goes too, so that a killed program has either done all of it or nothing. Jobs of a district run in the order of
// their times, also when the clock jumps or the program stood still. One that fails is tried again later, further apart each time, and stops none of the others.
// What kinds there are is one table that the program hands in. Nothing slow (a mail, a file) may be done by a job: it holds the writer.
#ifndef YK_JOBS_JOBS_H
#define YK_JOBS_JOBS_H

#include "db/pool.h"
#include "log/log.h"

struct org_cache;
struct calendar;
struct keyring;
struct notice_sources;
struct job_run;

// ---- what can be done ----

struct job_kind {
    const char *name;    // "notify.digest"; stable: it is stored
    const char *zh, *en; // for the administrator's page
    // Runs inside the write transaction, perhaps more than once before it is kept. Decides by what it loads, never by what was true when the job was added: a matter
    // may have been closed since; then it does nothing, says so in run->said and answers YK_OK. Any other status undoes all and has it tried again later.
    enum yk (*run)(struct job_run *run, struct err *err);
    // A repeating kind has one job per district by itself, with the key "": every so many minutes, counted from midnight in UTC+8 plus at_min. 0: only what is added.
    int every_min, at_min;
    // Of times that were missed only the latest is run (run->missed says how many were left out); else each in order, with the day it was for.
    bool only_latest;
    bool at_once; // the first time is when the district is first seen
};

struct job_tools { // what the program hands to every run
    struct org_cache *orgs;
    const struct calendar *calendar;
    struct keyring *ring;
    const struct notice_sources *notices; // notify/notify.h
    const char *public_url;               // NULL: not known
};

struct job_run {
    struct log_tx tx; // actor 0, the system; now_us is when it runs
    const struct job_tools *tools;
    const struct job_kind *kind;
    int64_t id;
    const char *key;
    int64_t due_us; // what it was asked for
    int32_t day;    // of due_us
    int ledger;
    int64_t object, arg;
    int attempts;   // that failed before
    int64_t missed; // see only_latest
    const char
        *said; // may be set: what it did, in a few words without personal data; for the trace
};

// ---- asking ----

struct job_spec {
    const char *kind, *key; // at most one waits of each (district, kind, key); "3V…-warn"
    int64_t due_us;         // domain clock; past: as soon as possible
    int ledger;             // what it is about, or 0
    int64_t object, arg;
};
// Needs the transaction. When one waits under this key already, it stays as it is.
YK_NODISCARD enum yk job_add(struct log_tx *tx, const struct job_spec *spec, struct err *err);
// The same, but one that waits already is moved to this time (its failures forgotten).
YK_NODISCARD enum yk job_set(struct log_tx *tx, const struct job_spec *spec, struct err *err);
// None that waits: nothing happens.
YK_NODISCARD enum yk job_cancel(struct log_tx *tx, const char *kind, const char *key,
                                struct err *err);

// ---- times: pure ----

// The first time of a repeating kind after `us`, and the last one not after it.
int64_t job_next_time(const struct job_kind *kind, int64_t us);
int64_t job_last_time(const struct job_kind *kind, int64_t us);
// How long to wait after so many failures: 15 s, twice as long each time, at most an hour; a quarter more or less by `random`.
int64_t job_pause_us(int attempts, uint32_t random);

// ---- running ----

struct jobs_config {
    struct pool *pool;
    const struct job_kind *const *kinds; // NULL-terminated
    struct job_tools tools;
    const struct ledgers *ledgers;
    struct id_gen *ids;
    const struct clock *clock; // the domain clock
    // Districts kept here, for the repeating kinds.
    enum yk (*districts)(struct db *db, int32_t *out, size_t max, size_t *out_n, struct err *err);
    bool import_time; // as in struct log_tx: history is being made
};
const struct job_kind *job_find_kind(const struct job_kind *const *kinds, const char *name);

// Sees to it that each district has its repeating jobs, beginning after now_us.
YK_NODISCARD enum yk jobs_seed(const struct jobs_config *config, int64_t now_us, struct err *err);
// Runs what is due at now_us, district by district, each in order, at most max jobs; a failure is kept with its job and logged, and is no failure of this. *out_n: how
// many were tried; less than max: nothing more is due. Blocks; several processes may do so at once on PostgreSQL.
YK_NODISCARD enum yk jobs_run_due(const struct jobs_config *config, int64_t now_us, int max,
                                  int *out_n, struct err *err);

struct job_runner; // a thread that looks once a second
YK_NODISCARD enum yk job_runner_start(const struct jobs_config *config, struct job_runner **out,
                                      struct err *err);
void job_runner_stop(struct job_runner **runner); // waits for the job in hand; takes NULL

extern const struct job_kind job_sweep_kind; // forgets traces older than 90 days

#endif
