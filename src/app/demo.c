// SPDX-License-Identifier: Apache-2.0
// `yikou demo`: serves the Panji demonstration district. Without --data it is made in a folder of its own below TMPDIR, which goes when the server ends;
// with --data or --database it stays, and is served again as it was left. Decides where it may be served, and from when its clock runs.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/demo_region.h"
#include "app/open.h"
#include "app/serve.h"
#include "auth/session.h"
#include "org/org.h"

// ---- where ----

// The passwords are known to everybody: whoever lets others reach it must say so.
static bool is_loopback(const char *listen) {
    return !listen || strncmp(listen, "127.", 4) == 0 || strncmp(listen, "localhost:", 10) == 0 ||
           strncmp(listen, "[::1]:", 6) == 0;
}

static enum yk check_flags(const struct options *options, struct err *err) {
    enum { REQUESTS_MAX = 1000000 };
    if (options->requests < 0 || options->requests > REQUESTS_MAX) {
        return err_add_field(err, "requests", ERR_OUT_OF_RANGE, "1 to %d", REQUESTS_MAX);
    }
    if (options->districts < 0 || options->districts > DEMO_DISTRICTS_MAX) {
        return err_add_field(err, "districts", ERR_OUT_OF_RANGE, "1 to %d", DEMO_DISTRICTS_MAX);
    }
    if (options->any_address || is_loopback(options->listen)) {
        return YK_OK;
    }
    return err_add_field(err, "listen", ERR_OUT_OF_RANGE,
                         "127.0.0.1:PORT; or say --any-address: its passwords are no secret");
}

struct folder { // made for one run; empty: the store was named
    char path[STORE_PATH_BYTES], data[STORE_PATH_BYTES];
};

static enum yk make_folder(struct folder *folder, struct err *err) {
    const char *tmp = getenv("TMPDIR");
    int n = snprintf(folder->path, sizeof folder->path, "%s/yikou-demo-XXXXXX",
                     tmp && *tmp ? tmp : "/tmp");
    if (n < 0 || n > STORE_PATH_BYTES - 32) {
        folder->path[0] = 0;
        return err_add_field(err, "TMPDIR", ERR_TOO_LONG, "a shorter path");
    }
    if (!mkdtemp(folder->path)) {
        enum yk status = err_set(err, YK_FAILED, ERR_INTERNAL, "could not make %s: %s",
                                 folder->path, strerror(errno));
        folder->path[0] = 0;
        return status;
    }
    snprintf(folder->data, sizeof folder->data, "%.*s/data", STORE_PATH_BYTES - 8, folder->path);
    return YK_OK;
}

static void remove_folder(const struct folder *folder) {
    static const char *const files[] = {"data/yikou.db", "data/yikou.db-wal", "data/yikou.db-shm",
                                        "data.key", "data.heads"};
    char path[STORE_PATH_BYTES + 32];
    if (!folder->path[0]) {
        return;
    }
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", folder->path, files[i]);
        unlink(path);
    }
    rmdir(folder->data);
    rmdir(folder->path);
}

// ---- the store ----

// A demonstration begins in 2023 and lets everybody in: a store of true records is never taken for one.
static enum yk check_is_demo(struct db *db, struct err *err) {
    struct org_cache *orgs = org_cache_new(NULL);
    struct org *org = NULL;
    bool done = false;
    bool demo = false;
    if (!orgs) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the district");
    }
    enum yk status = installation_is_done(db, &done, err);
    if (status == YK_OK) {
        status = org_cache_get(orgs, db, DEMO_DISTRICT, &org, err);
    }
    if (status == YK_OK) {
        size_t n;
        const struct account *accounts = org_accounts(org, &n);
        for (size_t i = 0; i < n; i++) {
            demo = demo || accounts[i].demo;
        }
    }
    org_release(&org);
    org_cache_free(&orgs);
    if (status == YK_OK && !done) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE,
                       "the demonstration was left half made: remove its folder");
    }
    if (status == YK_NOT_FOUND || (status == YK_OK && !demo)) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "the store is not a demonstration");
    }
    return status;
}

static enum yk make_demo(struct db *db, const char *key, const struct options *options,
                         struct err *err) {
    struct keyring *ring = NULL;
    const struct demo_options demo = {
        .seed = (uint64_t)options->seed,
        .n_requests = options->requests > 0 ? (int)options->requests : DEMO_REQUESTS,
        .cost = PASSWORD_COST_SERVICE,
        .progress = command_progress,
    };
    enum yk status = keyring_open(key, true, NULL, &ring, err);
    if (status == YK_OK) {
        fputs("Making the demonstration district …\n", stderr);
        status = demo_build(db, &all_ledgers, ring, calendar_builtin(), &demo, err);
    }
    if (status == YK_OK && options->districts > 1) {
        status = demo_region_build(db, &all_ledgers, ring, calendar_builtin(), &demo,
                                   (int)options->districts, err);
    }
    command_progress_end();
    if (ring) {
        keyring_free(&ring);
    }
    return status;
}

static enum yk prepare_store(const struct options *options, struct err *err) {
    struct db *db = NULL;
    struct store_paths paths;
    int32_t districts[1];
    size_t n = 0;
    bool done = false;
    enum yk status = store_open(options, true, &db, &paths, err);
    if (status == YK_OK) {
        status = org_store_districts(db, districts, 1, &n, err);
    }
    if (status == YK_OK) {
        status = installation_is_done(db, &done, err);
    }
    if (status == YK_OK) {
        status = n == 0 && !done ? make_demo(db, paths.key, options, err) : check_is_demo(db, err);
    }
    db_close(&db);
    return status;
}

// ---- serving ----

static void print_role(const struct org *org, enum role role, const char *name) {
    enum { SHOWN = 4 };
    size_t n;
    int shown = 0;
    const struct account *accounts = org_accounts(org, &n);
    printf("  %-11s %s:", role_word(role), name);
    for (size_t i = 0; i < n; i++) {
        if ((accounts[i].roles >> role & 1) && ++shown <= SHOWN) {
            printf(" %s", accounts[i].login);
        }
    }
    puts(shown > SHOWN ? " …" : "");
}

static void print_accounts(const struct app *app) {
    static const struct {
        enum role role;
        const char *name;
    } roles[] = {
        {ROLE_CLERK, "收办窗口"},      {ROLE_HANDLER, "承办人"},      {ROLE_HEAD, "单位负责人"},
        {ROLE_OPERATOR, "回访员"},     {ROLE_SUPERVISOR, "督查室"},   {ROLE_LEADER, "领导"},
        {ROLE_SYSADMIN, "系统管理员"}, {ROLE_SECADMIN, "安全管理员"}, {ROLE_AUDITOR, "审计员"},
    };
    struct org *org = NULL;
    struct db *db = pool_take_reader(app->pool);
    if (org_cache_get(app->orgs, db, DEMO_DISTRICT, &org, NULL) == YK_OK) {
        for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
            print_role(org, roles[i].role, roles[i].name);
        }
    }
    org_release(&org);
    pool_give_reader(app->pool, db);
}

static void print_ready(void *ctx, const struct app *app, const char *address) {
    const struct options *options = ctx;
    printf("潘集区演示 · the Panji demonstration district\n"
           "打开 · open %s\n"
           "所有演示账号的密码 · password of every demonstration account: %s\n",
           address, DEMO_PASSWORD);
    print_accounts(app);
    if (options->districts > 1) {
        puts("  市、省 · city, province: city1 province1");
    }
    if (options->data) {
        printf("数据 · store: %s\n", options->data);
    }
    fflush(stdout);
}

// The clock begins on the first morning, or just after what was recorded last, and runs on.
static void set_clock(struct app *app) {
    int64_t start = demo_start_us();
    app->clock.shift_us = start - clock_real_us();
    int64_t wall = clock_wall_us(&app->clock);
    if (app->last_recorded_at >= wall + app->clock.shift_us) {
        app->clock.shift_us = app->last_recorded_at + US_PER_S - wall;
    }
    app->demo = true;
}

static enum yk seal_all(struct app *app, struct err *err) {
    int64_t n = 1;
    enum yk status = YK_OK;
    while (status == YK_OK && n > 0) {
        status = app_seal(app, &n, err);
    }
    return status;
}

static enum yk serve_demo(struct options *options, struct err *err) {
    struct app app = {0};
    enum yk status = serve_block_signals(err); // not before: making the district can be interrupted
    if (status == YK_OK) {
        status = app_open(options, &app, err);
    }
    if (status == YK_OK) {
        status = seal_all(&app, err);
    }
    if (status == YK_OK) {
        set_clock(&app);
        status = serve_until_signal(&app, options, print_ready, options, err);
    }
    app_close(&app);
    return status;
}

int command_demo(const struct options *options) {
    struct err err = {0};
    struct options own = *options;
    struct folder folder = {0};
    enum yk status = check_flags(options, &err);
    if (status == YK_OK && !own.data && !own.database) {
        status = make_folder(&folder, &err);
        own.data = folder.data;
    }
    if (status == YK_OK) {
        status = prepare_store(&own, &err);
    }
    if (status == YK_OK) {
        status = serve_demo(&own, &err);
    }
    remove_folder(&folder);
    return status == YK_OK ? 0 : command_failed(options, &err);
}
