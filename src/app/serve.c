// SPDX-License-Identifier: Apache-2.0
// Serving: opens the store, starts the jobs (sealing, search index) and the HTTP server, waits for a signal, ends in order. Used by `serve` and, with
// a clock of its own, by `demo`.
#include "app/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/job_kinds.h"
#include "app/open.h"
#include "app/sweep.h"
#include "auth/session_http.h"
#include "base/slog.h"
#include "http/server.h"
#include "log/process.h"
#include "log/watch.h"
#include "matter/matter_http.h"
#include "matter/matter_store.h"
#include "org/org.h"

enum {
    N_IO_THREADS = 2,
    N_WORKERS = 6,
    JOB_EVERY_MS = 1000,
    INDEX_AT_ONCE = 256,
    INDEX_TURNS = 32,
    DISTRICTS_MAX = 4096
};

// ---- jobs ----

struct jobs {
    struct app *app;
    struct sweep sweep;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop, started;
};

struct indexing {
    int64_t n; // events read in this turn
};

// Some of each district's waiting texts into the search index.
static enum yk index_write(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)hooks_ctx;
    struct indexing *indexing = arg;
    int32_t districts[DISTRICTS_MAX];
    size_t n_districts = 0;
    struct arena *arena = arena_new(0);
    enum yk status = arena
                         ? org_store_districts(db, districts, DISTRICTS_MAX, &n_districts, err)
                         : err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the search index");
    indexing->n = 0;
    for (size_t i = 0; i < n_districts && status == YK_OK; i++) {
        int n;
        arena_reset(arena);
        status = matter_index_waiting(db, arena, districts[i], INDEX_AT_ONCE, &n, err);
        indexing->n += n;
    }
    arena_free(&arena);
    return status;
}

// Small turns, so that people's writes come between them; several of them, so that the index catches up after an import.
static enum yk index_texts(struct app *app, struct err *err) {
    struct indexing indexing = {.n = 1};
    enum yk status = YK_OK;
    for (int turn = 0; turn < INDEX_TURNS && indexing.n > 0 && status == YK_OK; turn++) {
        status = pool_write(app->pool, index_write, &indexing, err);
    }
    return status;
}

static void run_jobs(struct jobs *jobs) {
    struct app *app = jobs->app;
    struct err err = {0};
    int64_t n = 0;
    if (app_seal(app, &n, &err) != YK_OK) {
        slog(SLOG_ERROR, "seal.failed", "detail=%s", err.detail);
    }
    memset(&err, 0, sizeof err);
    if (app_settle(app, &n, &err) != YK_OK) {
        slog(SLOG_ERROR, "tally.failed", "detail=%s", err.detail);
    }
    memset(&err, 0, sizeof err);
    if (index_texts(app, &err) != YK_OK) {
        slog(SLOG_ERROR, "search.failed", "detail=%s", err.detail);
    }
    memset(&err, 0, sizeof err);
    if (app->watch &&
        watch_turn(app->watch, app->pool, clock_domain_us(&app->clock), &err) != YK_OK) {
        slog(SLOG_ERROR, "watch.failed", "detail=%s", err.detail);
    }
    memset(&err, 0, sizeof err);
    if (process_claim_keep(app->process, &err) != YK_OK) {
        slog(SLOG_ERROR, "process.failed", "detail=%s", err.detail);
    }
    memset(&err, 0, sizeof err);
    if (sweep_turn(&jobs->sweep, app, &err) != YK_OK) {
        slog(SLOG_ERROR, "sweep.failed", "detail=%s", err.detail);
    }
}

static void *jobs_main(void *arg) {
    struct jobs *jobs = arg;
    pthread_mutex_lock(&jobs->lock);
    while (!jobs->stop) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += JOB_EVERY_MS / 1000;
        pthread_cond_timedwait(&jobs->wake, &jobs->lock, &until);
        pthread_mutex_unlock(&jobs->lock);
        run_jobs(jobs);
        pthread_mutex_lock(&jobs->lock);
    }
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

static bool jobs_start(struct jobs *jobs, struct app *app) {
    pthread_condattr_t attr;
    *jobs = (struct jobs){.app = app};
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&jobs->wake, &attr);
    pthread_condattr_destroy(&attr);
    jobs->started = pthread_create(&jobs->thread, NULL, jobs_main, jobs) == 0;
    return jobs->started;
}

static void jobs_stop(struct jobs *jobs) {
    if (!jobs->started) {
        return;
    }
    pthread_mutex_lock(&jobs->lock);
    jobs->stop = true;
    pthread_cond_signal(&jobs->wake);
    pthread_mutex_unlock(&jobs->lock);
    pthread_join(jobs->thread, NULL);
    pthread_cond_destroy(&jobs->wake);
    pthread_mutex_destroy(&jobs->lock);
}

// ---- serving ----

enum yk serve_block_signals(struct err *err) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    signal(SIGPIPE, SIG_IGN);
    // Before any thread starts, so that all inherit it and only the wait below takes them.
    return pthread_sigmask(SIG_BLOCK, &set, NULL) == 0
               ? YK_OK
               : err_set(err, YK_FAILED, ERR_INTERNAL, "could not block signals");
}

static void wait_for_signal(void) {
    sigset_t set;
    int got;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigwait(&set, &got);
}

// 0 when none is wanted.
static enum yk open_access_log(const char *path, int *out_fd, struct err *err) {
    *out_fd = 0;
    if (!path) {
        return YK_OK;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (fd < 0) {
        return err_set(err, YK_REFUSED, ERR_NOT_FOUND, "could not open access log %s: %s", path,
                       strerror(errno));
    }
    *out_fd = fd;
    return YK_OK;
}

enum yk serve_until_signal(struct app *app, const struct options *options, serve_ready_fn *ready,
                           void *ctx, struct err *err) {
    int access_log;
    enum yk status = open_access_log(options->access_log, &access_log, err);
    if (status != YK_OK) {
        return status;
    }
    struct jobs jobs = {0};
    struct server *server = NULL;
    struct job_runner *runner = NULL;
    struct notifier *notifier = NULL;
    struct mailer *mailer = NULL;
    const struct server_config config = {
        .app = app,
        .listen = options->listen ? options->listen : "127.0.0.1:8340",
        .metrics_listen = options->metrics_listen,
        .n_io_threads = N_IO_THREADS,
        .n_workers = N_WORKERS,
        .tables = all_routes,
        .authenticate = session_authenticate,
        .idem_find = idem_find,
        .idem_remember = idem_remember,
        .write_changed = matter_write_changed,
        .access_log_fd = access_log,
    };
    app->public_url = options->public_url;
    app->tables = all_routes;
    if (!jobs_start(&jobs, app)) {
        status = err_set(err, YK_FAILED, ERR_INTERNAL, "could not start the jobs");
    }
    if (status == YK_OK) {
        status = server_start(&config, &server, err);
    }
    if (status == YK_OK) {
        const struct jobs_config scheduled = jobs_config_of(app);
        status = job_runner_start(&scheduled, &runner, err);
    }
    if (status == YK_OK) {
        const struct notify_config notices = notify_config_of(app);
        status = notifier_start(&notices, &notifier, err);
    }
    if (status == YK_OK && app->mail) {
        const struct mailer_config letters = mailer_config_of(app);
        status = mailer_start(&letters, &mailer, err);
    }
    if (status == YK_OK) {
        ready(ctx, app, server_address(server));
        if (options->metrics_listen) {
            printf("Metrics: %s/metrics\n", server_metrics_address(server));
            fflush(stdout);
        }
        wait_for_signal();
        fputs("\nStopping: requests in hand are answered first.\n", stderr);
    }
    if (server) {
        server_stop(&server);
    }
    job_runner_stop(&runner);
    notifier_stop(&notifier);
    mailer_stop(&mailer);
    jobs_stop(&jobs);
    if (access_log) {
        close(access_log);
    }
    return status;
}

static void print_address(void *ctx, const struct app *app, const char *address) {
    (void)ctx;
    printf("Yikou listens on %s\n", address);
    if (app->setup_token) {
        printf("This store is empty. Open %s/setup and enter this token, once: %s\n", address,
               app->setup_token);
    }
    fflush(stdout);
}

int command_serve(const struct options *options) {
    struct err err = {0};
    struct app app = {0};
    enum yk status = serve_block_signals(&err);
    if (status == YK_OK) {
        status = app_open(options, &app, &err);
    }
    if (status == YK_OK) {
        status = session_setup_begin(&app, &err);
    }
    if (status == YK_OK) {
        status = serve_until_signal(&app, options, print_address, NULL, &err);
    }
    app_close(&app);
    return status == YK_OK ? 0 : command_failed(options, &err);
}
