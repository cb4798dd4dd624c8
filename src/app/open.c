// SPDX-License-Identifier: Apache-2.0
// Where a store is, how it is opened, and what a serving program is made of. Decides file names and sizes of pools; wires modules together and nothing else.
#include "app/open.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/all_sql.h"
#include "app/clock_file.h"
#include "app/job_kinds.h"
#include "db/migrate.h"
#include "log/log_store.h"
#include "log/process.h"
#include "log/seal.h"
#include "log/watch.h"
#include "matter/matter_store.h"
#include "matter/row_cache.h"
#include "org/org.h"
#include "party/party.h"
#include "review/review.h"
#include "supervise/command.h"
#include "target/target.h"

static const struct ledger *const ledger_list[] = {
    &ledger_admin,  &party_ledger,  &matter_ledger,    &supervise_ledger,
    &review_ledger, &target_ledger, &programme_ledger, NULL};
const struct ledgers all_ledgers = {ledger_list};

enum { N_READERS = 24, N_WRITERS = 6, GROUP_MAX = 64, READ_LIMIT_MS = 10000, SEAL_BLOCKS_MAX = 16 };

static bool put_path(char out[STORE_PATH_BYTES], const char *given, const char *base,
                     const char *suffix) {
    int n = given ? snprintf(out, STORE_PATH_BYTES, "%s", given)
                  : snprintf(out, STORE_PATH_BYTES, "%s%s", base, suffix);
    return n > 0 && n < STORE_PATH_BYTES;
}

static enum yk make_folder(const char *path, struct err *err) {
    if (mkdir(path, 0700) == 0 || errno == EEXIST) {
        return YK_OK;
    }
    return err_set(err, YK_REFUSED, ERR_NOT_FOUND, "could not make folder %s: %s", path,
                   strerror(errno));
}

enum yk store_paths_of(const struct options *options, bool create, struct store_paths *out,
                       struct err *err) {
    struct store_paths paths;
    if (!options->data && !options->database) {
        return err_add_field(err, "data", ERR_REQUIRED, "--data DIR or --database postgresql://…");
    }
    // Slashes at the end would put key and heads into the folder that they must stay out of.
    char data[STORE_PATH_BYTES];
    bool fits = put_path(data, options->data ? options->data : "yikou", "", "");
    for (size_t n = strlen(data); n > 1 && data[n - 1] == '/'; n--) {
        data[n - 1] = 0;
    }
    if (options->database) {
        fits = fits && put_path(paths.url, options->database, "", "");
    } else {
        int n = snprintf(paths.url, sizeof paths.url, "sqlite:%s/yikou.db", data);
        fits = fits && n > 0 && n < (int)sizeof paths.url;
    }
    fits = fits && put_path(paths.key, options->key, data, ".key") &&
           put_path(paths.heads, options->heads, data, ".heads");
    if (!fits) {
        return err_add_field(err, "data", ERR_TOO_LONG, "a path of at most %d bytes",
                             STORE_PATH_BYTES - 16);
    }
    if (create && !options->database) {
        enum yk status = make_folder(data, err);
        if (status != YK_OK) {
            return status;
        }
    }
    *out = paths;
    return YK_OK;
}

enum yk store_open(const struct options *options, bool create, struct db **out,
                   struct store_paths *out_paths, struct err *err) {
    struct store_paths paths;
    struct db *db = NULL;
    int from, to;
    enum yk status = store_paths_of(options, create, &paths, err);
    if (status == YK_OK) {
        status = db_open(paths.url, create ? DB_CREATE : DB_READ_WRITE, &db, err);
    }
    if (status == YK_OK) {
        status = create ? migrate_up(db, &from, &to, err) : migrate_check(db, &from, &to, err);
    }
    if (status == YK_OK && from < to && !create) {
        status =
            err_set(err, YK_REFUSED, ERR_WRONG_STATE,
                    "the store is of version %d, this program of %d: run yikou migrate", from, to);
    }
    if (status != YK_OK) {
        db_close(&db);
        return status;
    }
    *out = db;
    if (out_paths) {
        *out_paths = paths;
    }
    return YK_OK;
}

enum yk store_district(struct db *db, const struct options *options, int32_t *out,
                       struct err *err) {
    int32_t districts[2];
    size_t n = 0;
    if (options->district) {
        char *end;
        long code = strtol(options->district, &end, 10);
        if (*end || code < 100000 || code > 999999) {
            return err_add_field(err, "district", ERR_OUT_OF_RANGE, "six digits of GB/T 2260");
        }
        *out = (int32_t)code;
        return YK_OK;
    }
    enum yk status = org_store_districts(db, districts, 2, &n, err);
    if (status == YK_OK && n != 1) {
        return err_add_field(err, "district", ERR_REQUIRED,
                             n ? "--district CODE: the store keeps several"
                               : "a store with a district in it");
    }
    if (status == YK_OK) {
        *out = districts[0];
    }
    return status;
}

// ---- a serving program ----

static enum yk open_pool(struct app *app, const char *url, struct err *err) {
    const struct pool_config config = {
        .url = url,
        .n_readers = N_READERS,
        .n_writers = N_WRITERS,
        .group_max = GROUP_MAX,
        .read_limit_ms = READ_LIMIT_MS,
        .hooks_arg = &app->last_recorded_at,
        .hold = process_claim_hold,
        .hold_arg = app->process,
        .hooks_ctx_new = log_batch_new,
        .hooks_ctx_free = log_batch_free,
        .hooks = {.group_begin = log_hook_group_begin,
                  .item_end = log_hook_item_end,
                  .before_commit = log_hook_before_commit,
                  .group_end = log_hook_group_end},
    };
    return pool_new(&config, &app->pool, err);
}

// One process serves a store in a folder: two would give the same ids, and each relies on its own being in the order of commits. The lock goes with the
// process, however it ends. On the folder, so that closing it cannot let go of SQLite's own locks on the file.
static enum yk lock_folder(const char *url, void **out, struct err *err) {
    static const char before[] = "sqlite:", after[] = "/yikou.db";
    char path[STORE_PATH_BYTES];
    size_t n = strlen(url);
    if (strncmp(url, before, sizeof before - 1) != 0) {
        return YK_OK;
    }
    snprintf(path, sizeof path, "%.*s", (int)(n - (sizeof before - 1) - (sizeof after - 1)),
             url + sizeof before - 1);
    DIR *folder = opendir(path);
    if (!folder) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not open %s: %s", path,
                       strerror(errno));
    }
    if (flock(dirfd(folder), LOCK_EX | LOCK_NB) != 0) {
        closedir(folder);
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "another yikou serves the store in %s",
                       path);
    }
    *out = folder;
    return YK_OK;
}

enum yk app_open(const struct options *options, struct app *out, struct err *err) {
    struct app app = {.ledgers = &all_ledgers,
                      .calendar = calendar_builtin(),
                      .matter_left = supervise_close,
                      .job_kinds = all_job_kinds,
                      .notices = &all_notices};
    struct store_paths paths;
    struct db *db = NULL;
    int64_t last_id = 0;
    bool created = false;
    enum yk status = store_open(options, true, &db, &paths, err);
    if (status == YK_OK) {
        status = db_prepare_tables(db, all_sql, all_sql_count, err);
    }
    if (status == YK_OK) {
        status = lock_folder(paths.url, &app.folder, err); // before its last id is read
    }
    if (status == YK_OK) {
        status = log_store_latest(db, &last_id, &app.last_recorded_at, err);
    }
    if (status == YK_OK) {
        status = keyring_open(paths.key, true, &created, &app.ring, err);
    }
    if (status == YK_OK) {
        status = process_claim_new(paths.url, (unsigned)getpid(), &app.process, err);
    }
    if (status == YK_OK) {
        app.ids = id_gen_new(process_claim_number(app.process), last_id);
        process_claim_serve(app.process, app.ids);
        app.orgs = org_cache_new(matter_unit_busy);
        app.rows = row_cache_new(); // without it rows are written each time
        app.heads_path = strdup(paths.heads);
        app.watch = watch_new(options->database ? NULL : options->data);
        status = app.ids && app.orgs && app.heads_path && app.watch
                     ? YK_OK
                     : err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the program");
    }
    db_close(&db);
    if (status == YK_OK && options->clock_file) {
        status = clock_file_open(options->clock_file, &app.clock_file, err);
    }
    if (status == YK_OK) {
        const struct mail_server_options mail = {.url = options->smtp,
                                                 .user = options->smtp_user,
                                                 .password_file = options->smtp_password_file,
                                                 .from = options->smtp_from,
                                                 .ca_file = options->smtp_ca,
                                                 .plain = options->smtp_plain};
        status = mail_server_new(&mail, &app.mail, err);
    }
    if (status == YK_OK && app.clock_file) {
        app.clock.ahead = clock_file_ahead(app.clock_file);
    }
    if (status == YK_OK) {
        status = open_pool(&app, paths.url, err);
    }
    if (status != YK_OK) {
        app_close(&app);
        return status;
    }
    if (created) {
        fprintf(
            stderr,
            "A new key was made: %s\nIt wraps personal data and signs the log. Keep a copy elsewhere: without it names cannot be read.\n",
            paths.key);
    }
    *out = app;
    return YK_OK;
}

void app_close(struct app *app) {
    struct err err = {0};
    int64_t n = 1;
    while (app->pool && n > 0 && app_seal(app, &n, &err) == YK_OK) {
        continue;
    }
    if (app->pool) {
        pool_free(&app->pool);
    }
    if (app->orgs) {
        org_cache_free(&app->orgs);
    }
    row_cache_free(&app->rows);
    if (app->ids) {
        id_gen_free(&app->ids);
    }
    process_claim_free(&app->process);
    watch_free(&app->watch);
    if (app->ring) {
        keyring_free(&app->ring);
    }
    if (app->folder) {
        closedir(app->folder);
        app->folder = NULL;
    }
    free((char *)(uintptr_t)app->heads_path);
    free((char *)(uintptr_t)app->setup_token);
    mail_server_free(&app->mail);
    clock_file_close(&app->clock_file);
    app->clock.ahead = NULL;
    app->setup_token = NULL;
    app->heads_path = NULL;
}

// ---- sealing ----

struct sealing {
    struct app *app;
    struct arena *arena;
    struct seal_plan *plan;
    int64_t n;
    char *lines;
};

static enum yk seal_write(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)hooks_ctx;
    struct sealing *sealing = arg;
    arena_reset(sealing->arena);
    return seal_waiting(db, sealing->arena, sealing->app->ring, clock_real_us(), SEAL_BLOCKS_MAX,
                        &sealing->n, &sealing->lines, err);
}

static enum yk seal_planned(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)hooks_ctx;
    const struct sealing *sealing = arg;
    return seal_put(db, sealing->plan, err);
}

static enum yk plan_seals(struct sealing *sealing, struct err *err) {
    struct app *app = sealing->app;
    struct db *db = pool_take_reader(app->pool);
    enum yk status = db_begin_read(db, err);
    if (status == YK_OK) {
        status = seal_prepare(db, sealing->arena, app->ring, clock_real_us(), SEAL_BLOCKS_MAX,
                              &sealing->plan, err);
    }
    pool_give_reader(app->pool, db);
    return status;
}

// Hashing and signing a second's events takes as long as some dozen intakes, so on SQLite the one writer only stores what was made beside it.
static enum yk seal_beside(struct sealing *sealing, struct err *err) {
    enum yk status = plan_seals(sealing, err);
    sealing->n = 0;
    sealing->lines = arena_strdup(sealing->arena, "");
    if (status != YK_OK || seal_plan_events(sealing->plan) == 0) {
        return status;
    }
    status = pool_write(sealing->app->pool, seal_planned, sealing, err);
    if (status == YK_CONFLICT) { // somebody else sealed meanwhile
        return YK_OK;
    }
    if (status == YK_OK) {
        sealing->n = seal_plan_events(sealing->plan);
        sealing->lines = arena_strdup(sealing->arena, seal_plan_lines(sealing->plan));
    }
    return status;
}

// Heads go out only once their blocks are durable.
static enum yk append_heads(const char *path, const char *lines, struct err *err) {
    if (!*lines) {
        return YK_OK;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (fd < 0) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not open heads file %s: %s", path,
                       strerror(errno));
    }
    size_t n = strlen(lines);
    bool written = write(fd, lines, n) == (ssize_t)n && fsync(fd) == 0;
    close(fd);
    return written ? YK_OK
                   : err_set(err, YK_FAILED, ERR_INTERNAL, "could not append to heads file %s: %s",
                             path, strerror(errno));
}

enum yk app_seal(struct app *app, int64_t *out_events, struct err *err) {
    struct sealing sealing = {.app = app, .arena = arena_new(0)};
    if (!sealing.arena) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a block");
    }
    enum yk status = pool_engine(app->pool) == DB_SQLITE
                         ? seal_beside(&sealing, err)
                         : pool_write(app->pool, seal_write, &sealing, err);
    if (status == YK_OK && !sealing.lines) {
        status = err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the heads of blocks");
    }
    if (status == YK_OK) {
        status = append_heads(app->heads_path, sealing.lines, err);
    }
    if (status == YK_OK) {
        *out_events = sealing.n;
    }
    arena_free(&sealing.arena);
    return status;
}

// ---- tallies ----

static enum yk settle_write(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)hooks_ctx;
    return tally_settle(db, arg, err);
}

enum yk app_settle(struct app *app, int64_t *out_rows, struct err *err) {
    return pool_write(app->pool, settle_write, out_rows, err);
}
