// SPDX-License-Identifier: Apache-2.0
// Which job runs when, and what becomes of one that fails. Decides order, times of repeating kinds and pauses; what a job does is its kind's business.
#include "jobs/jobs.h"

#include <stdlib.h>
#include <string.h>

#include "base/slog.h"
#include "base/ticker.h"
#include "crypto/hash.h"
#include "jobs/jobs_store.h"

enum {
    PAUSE_FIRST_S = 15,
    PAUSE_LONGEST_S = 3600,
    DOUBLINGS_MAX = 12,
    DISTRICTS_MAX = 4096,
    IN_A_ROW = 64, // jobs of one district before the next gets its turn
    LOOK_EVERY_MS = 1000,
    AT_ONCE = 64, // jobs before the thread looks whether it is to stop
    KEPT_DAYS = 90,
    ERROR_BYTES = 400,
    RUN_BYTES_MAX = 64 << 20,
};

// ---- times ----

#define US_PER_MIN (INT64_C(60) * US_PER_S)

static int64_t floor_div(int64_t a, int64_t b) {
    int64_t q = a / b;
    return a % b < 0 ? q - 1 : q;
}

int64_t job_last_time(const struct job_kind *kind, int64_t us) {
    int64_t every = kind->every_min * US_PER_MIN;
    int64_t origin = kind->at_min * US_PER_MIN - CLOCK_TZ_OFFSET_S * US_PER_S;
    return floor_div(us - origin, every) * every + origin;
}

int64_t job_next_time(const struct job_kind *kind, int64_t us) {
    return job_last_time(kind, us) + kind->every_min * US_PER_MIN;
}

int64_t job_pause_us(int attempts, uint32_t random) {
    int doublings = attempts < 1 ? 0 : attempts - 1 < DOUBLINGS_MAX ? attempts - 1 : DOUBLINGS_MAX;
    int64_t s = (int64_t)PAUSE_FIRST_S << doublings;
    int64_t us = (s < PAUSE_LONGEST_S ? s : PAUSE_LONGEST_S) * US_PER_S;
    return us - us / 4 + (int64_t)(random % 1024) * (us / 2) / 1024;
}

// ---- asking ----

enum yk job_add(struct log_tx *tx, const struct job_spec *spec, struct err *err) {
    return job_store_add(tx->db, tx->district, id_gen_next(tx->ids, tx->now_us), spec, false, err);
}

enum yk job_set(struct log_tx *tx, const struct job_spec *spec, struct err *err) {
    return job_store_add(tx->db, tx->district, id_gen_next(tx->ids, tx->now_us), spec, true, err);
}

enum yk job_cancel(struct log_tx *tx, const char *kind, const char *key, struct err *err) {
    return job_store_cancel(tx->db, tx->district, kind, key, err);
}

// ---- one job ----

const struct job_kind *job_find_kind(const struct job_kind *const *kinds, const char *name) {
    for (size_t i = 0; kinds[i]; i++) {
        if (strcmp(kinds[i]->name, name) == 0) {
            return kinds[i];
        }
    }
    return NULL;
}

struct turn {
    const struct jobs_config *config;
    int32_t district;
    int64_t now_us;
    struct arena *arena;
    struct job_row job; // what was taken, also when it failed
    bool taken;
};

// Its own time, or the latest that was missed since.
static void set_time(struct job_run *run) {
    const struct job_kind *kind = run->kind;
    if (kind->every_min && kind->only_latest) {
        int64_t latest = job_last_time(kind, run->tx.now_us);
        if (latest > run->due_us) {
            run->missed =
                (latest - job_last_time(kind, run->due_us)) / (kind->every_min * US_PER_MIN);
            run->due_us = latest;
        }
    }
    run->day = day_of_time(run->due_us);
}

static struct job_run run_of(const struct turn *turn, const struct job_kind *kind, struct db *db,
                             void *hooks_ctx) {
    const struct job_row *job = &turn->job;
    struct job_run run = {
        .tx = {.db = db,
               .batch = hooks_ctx,
               .arena = turn->arena,
               .ledgers = turn->config->ledgers,
               .ids = turn->config->ids,
               .district = turn->district,
               .now_us = turn->now_us,
               .import_time = turn->config->import_time},
        .tools = &turn->config->tools,
        .kind = kind,
        .id = job->id,
        .key = job->key,
        .due_us = job->due_at,
        .ledger = job->ledger,
        .object = job->object,
        .arg = job->arg,
        .attempts = (int)job->attempts,
        .said = "",
    };
    set_time(&run);
    return run;
}

// A repeating kind comes again; with what it was about, so that nothing need be said twice.
static enum yk add_next(struct job_run *run, struct err *err) {
    const struct job_kind *kind = run->kind;
    if (!kind->every_min || *run->key) {
        return YK_OK;
    }
    const struct job_spec next = {
        .kind = kind->name, .key = "", .due_us = job_next_time(kind, run->due_us)};
    return job_add(&run->tx, &next, err);
}

static enum yk leave_trace(const struct turn *turn, const struct job_run *run, struct err *err) {
    const struct job_row *job = &turn->job;
    const struct job_trace trace = {
        .id = job->id,
        .done_at = turn->now_us,
        .kind = job->kind,
        .key = job->key,
        .said = run->said ? run->said : "",
        .due_at = run->due_us,
        .ledger = job->ledger,
        .object = job->object,
        .attempts = job->attempts,
        .missed = run->missed,
        .asked_by = job->asked_by,
    };
    return job_store_put_trace(run->tx.db, turn->district, &trace, err);
}

// The row goes first, so that what runs may ask for itself again under the same key.
static enum yk take_and_run(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    struct turn *turn = arg;
    arena_reset(turn->arena);
    turn->taken = false;
    enum yk status = job_store_take(db, turn->arena, turn->district, turn->now_us, &turn->job, err);
    if (status != YK_OK) {
        return status;
    }
    turn->taken = true;
    const struct job_kind *kind = job_find_kind(turn->config->kinds, turn->job.kind);
    if (!kind) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "no such kind of job in this program");
    }
    struct job_run run = run_of(turn, kind, db, hooks_ctx);
    status = job_store_remove(db, turn->district, turn->job.id, err);
    if (status == YK_OK) {
        status = kind->run(&run, err);
    }
    if (status == YK_OK) {
        status = add_next(&run, err);
    }
    return status == YK_OK ? leave_trace(turn, &run, err) : status;
}

struct failure {
    const struct turn *turn;
    int64_t at;
    char error[ERROR_BYTES];
};

static enum yk write_failure(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)hooks_ctx;
    const struct failure *failure = arg;
    const struct job_row *job = &failure->turn->job;
    return job_store_failed(db, failure->turn->district, job->id, job->attempts, failure->at,
                            failure->error, err);
}

// Logged here: the runner is an edge.
static enum yk keep_failure(const struct turn *turn, const struct err *why, struct err *err) {
    struct failure failure = {.turn = turn};
    uint32_t random;
    random_bytes(&random, sizeof random);
    const struct job_row *job = &turn->job;
    failure.at = turn->now_us + job_pause_us((int)job->attempts + 1, random);
    snprintf(failure.error, sizeof failure.error, "%s: %s", err_word(why->code), why->detail);
    slog(SLOG_WARN, "job.failed", "district=%d kind=%s key=%s attempts=%lld error=%s",
         turn->district, job->kind, job->key, (long long)job->attempts + 1, failure.error);
    return pool_write(turn->config->pool, write_failure, &failure, err);
}

// YK_NOT_FOUND: nothing is due here.
static enum yk run_one(struct turn *turn, struct err *err) {
    struct err why = {0};
    enum yk status = pool_write(turn->config->pool, take_and_run, turn, &why);
    if (status == YK_OK) {
        return YK_OK;
    }
    // The store is in trouble, not the job; or whether it was done is not known, and its row says so at the next look.
    if (!turn->taken || status == YK_LOST || status == YK_UNCERTAIN) {
        if (err) {
            *err = why;
        }
        return status;
    }
    return keep_failure(turn, &why, err);
}

// ---- all that is due ----

static enum yk run_district(struct turn *turn, int max, int *out_n, struct err *err) {
    enum yk status = YK_OK;
    int n = 0;
    while (n < max && n < IN_A_ROW && status == YK_OK) {
        status = run_one(turn, err);
        n += status == YK_OK;
    }
    *out_n = n;
    return status == YK_NOT_FOUND ? YK_OK : status;
}

static enum yk find_due(const struct jobs_config *config, int64_t now_us, int32_t *out, size_t max,
                        size_t *out_n, struct err *err) {
    struct db *db = pool_take_reader(config->pool);
    enum yk status = job_store_due_districts(db, now_us, out, max, out_n, err);
    pool_give_reader(config->pool, db);
    return status;
}

static enum yk run_round(const struct jobs_config *config, struct arena *arena, int64_t now_us,
                         int max, int *out_n, struct err *err) {
    int32_t districts[DISTRICTS_MAX];
    size_t n_districts = 0;
    int total = 0;
    enum yk status = find_due(config, now_us, districts, DISTRICTS_MAX, &n_districts, err);
    for (size_t i = 0; i < n_districts && total < max && status == YK_OK; i++) {
        struct turn turn = {
            .config = config, .district = districts[i], .now_us = now_us, .arena = arena};
        int n = 0;
        status = run_district(&turn, max - total, &n, err);
        total += n;
    }
    *out_n = total;
    return status;
}

enum yk jobs_run_due(const struct jobs_config *config, int64_t now_us, int max, int *out_n,
                     struct err *err) {
    struct arena *arena = arena_new(RUN_BYTES_MAX);
    if (!arena) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a job");
    }
    int total = 0, n = 1;
    enum yk status = YK_OK;
    while (status == YK_OK && n > 0 && total < max) {
        n = 0;
        status = run_round(config, arena, now_us, max - total, &n, err);
        total += n;
    }
    arena_free(&arena);
    if (status == YK_OK) {
        *out_n = total;
    }
    return status;
}

// ---- repeating kinds ----

struct seeding {
    const struct jobs_config *config;
    int64_t now_us;
    const int32_t *districts;
    size_t n;
};

static enum yk write_seeds(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)hooks_ctx;
    const struct seeding *seeding = arg;
    enum yk status = YK_OK;
    for (size_t d = 0; d < seeding->n; d++) {
        for (size_t k = 0; seeding->config->kinds[k] && status == YK_OK; k++) {
            const struct job_kind *kind = seeding->config->kinds[k];
            if (!kind->every_min) {
                continue;
            }
            const struct job_spec spec = {
                .kind = kind->name,
                .key = "",
                .due_us = kind->at_once ? seeding->now_us : job_next_time(kind, seeding->now_us)};
            status = job_store_add(db, seeding->districts[d],
                                   id_gen_next(seeding->config->ids, seeding->now_us), &spec, false,
                                   err);
        }
    }
    return status;
}

static enum yk find_districts(const struct jobs_config *config, int32_t *out, size_t *out_n,
                              struct err *err) {
    struct db *db = pool_take_reader(config->pool);
    enum yk status = config->districts(db, out, DISTRICTS_MAX, out_n, err);
    pool_give_reader(config->pool, db);
    return status;
}

static enum yk seed(const struct jobs_config *config, int64_t now_us, const int32_t *districts,
                    size_t n, struct err *err) {
    struct seeding seeding = {.config = config, .now_us = now_us, .districts = districts, .n = n};
    return n ? pool_write(config->pool, write_seeds, &seeding, err) : YK_OK;
}

enum yk jobs_seed(const struct jobs_config *config, int64_t now_us, struct err *err) {
    int32_t districts[DISTRICTS_MAX];
    size_t n = 0;
    enum yk status = find_districts(config, districts, &n, err);
    return status == YK_OK ? seed(config, now_us, districts, n, err) : status;
}

// ---- the thread ----

struct job_runner {
    struct jobs_config config;
    struct ticker *ticker;
    size_t n_seeded; // districts that have their repeating jobs
};

static enum yk seed_new(struct job_runner *runner, int64_t now_us, struct err *err) {
    int32_t districts[DISTRICTS_MAX];
    size_t n = 0;
    enum yk status = find_districts(&runner->config, districts, &n, err);
    if (status == YK_OK && n != runner->n_seeded) {
        status = seed(&runner->config, now_us, districts, n, err);
        if (status == YK_OK) {
            runner->n_seeded = n;
        }
    }
    return status;
}

// Whether more is due.
static bool look(void *arg) {
    struct job_runner *runner = arg;
    struct err err = {0};
    int n = 0;
    int64_t now_us = clock_domain_us(runner->config.clock);
    enum yk status = seed_new(runner, now_us, &err);
    if (status == YK_OK) {
        status = jobs_run_due(&runner->config, now_us, AT_ONCE, &n, &err);
    }
    if (status != YK_OK) {
        slog(SLOG_ERROR, "jobs.failed", "detail=%s", err.detail);
    }
    return status == YK_OK && n == AT_ONCE;
}

enum yk job_runner_start(const struct jobs_config *config, struct job_runner **out,
                         struct err *err) {
    struct job_runner *runner = calloc(1, sizeof *runner);
    if (!runner) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the jobs");
    }
    runner->config = *config;
    runner->ticker = ticker_start(look, runner, LOOK_EVERY_MS);
    if (!runner->ticker) {
        free(runner);
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not start the jobs");
    }
    *out = runner;
    return YK_OK;
}

void job_runner_stop(struct job_runner **at) {
    struct job_runner *runner = *at;
    if (!runner) {
        return;
    }
    ticker_stop(&runner->ticker);
    free(runner);
    *at = NULL;
}

// ---- traces go ----

static enum yk sweep(struct job_run *run, struct err *err) {
    int64_t n = 0;
    enum yk status = job_store_sweep(run->tx.db, run->tx.district,
                                     run->tx.now_us - KEPT_DAYS * US_PER_DAY, &n, err);
    if (status == YK_OK && n) {
        run->said = arena_printf(run->tx.arena, "%lld", (long long)n);
    }
    return status;
}

const struct job_kind job_sweep_kind = {
    .name = "jobs.sweep",
    .zh = "清理已完成任务的记录",
    .en = "Forget what was done long ago",
    .run = sweep,
    .every_min = 24 * 60,
    .at_min = 3 * 60,
    .only_latest = true,
};
