// SPDX-License-Identifier: Apache-2.0
// `yikou backup`, `restore` and `copy`. Decides where a store may be put, shows how far it is, and says what to do next; what is backed up, cut and verified is decided in
// backup/.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/open.h"
#include "backup/backup.h"
#include "backup/files.h"
#include "db/migrate.h"
#include "log/log_store.h"
#include "matter/command.h"
#include "version.h"

// ---- how far it is ----

struct meter {
    const char *doing;
    int64_t began_us;
    int said; // tenths, where there is no terminal
};

static void meter_begin(struct meter *meter, const char *doing) {
    *meter = (struct meter){.doing = doing, .began_us = clock_monotonic_us()};
    if (!isatty(STDERR_FILENO)) {
        fprintf(stderr, "%s\n", doing);
    }
}

// Rows, share, time left; on a terminal in one line, else a line for each tenth.
static void meter_show(void *ctx, int64_t done, int64_t total) {
    struct meter *meter = ctx;
    char line[160];
    if (total > 0 && done <= total) {
        int64_t took_us = clock_monotonic_us() - meter->began_us;
        int64_t left_s = done ? took_us / US_PER_S * (total - done) / done : 0;
        snprintf(line, sizeof line, "%s: %lld of %lld (%lld %%), %lld:%02lld left", meter->doing,
                 (long long)done, (long long)total, (long long)(done * 100 / total),
                 (long long)(left_s / 60), (long long)(left_s % 60));
    } else {
        snprintf(line, sizeof line, "%s: %lld", meter->doing, (long long)done);
    }
    if (isatty(STDERR_FILENO)) {
        fprintf(stderr, "\r\033[K%s", line);
    } else if (total > 0 && (int)(done * 10 / total) > meter->said) {
        meter->said = (int)(done * 10 / total);
        fprintf(stderr, "%s\n", line);
    }
}

static void print_named(void *ctx, const char *kind, int32_t district, const char *record,
                        const char *what) {
    (void)ctx;
    command_progress_end();
    fprintf(stderr, "%s\t%d\t%s\t%s\n", kind, district, record, what);
}

// ---- backup ----

int command_backup(const struct options *options) {
    struct err err = {0};
    struct db *db = NULL;
    struct meter meter;
    struct backup_report report;
    meter_begin(&meter, "backing up");
    const struct backup_options backup = {
        .ledgers = &all_ledgers,
        .program = YIKOU_VERSION,
        .real_us = clock_real_us(),
        .full = options->full,
        .progress = meter_show,
        .ctx = &meter,
    };
    enum yk status = options->to ? store_open(options, false, &db, NULL, &err)
                                 : err_add_field(&err, "to", ERR_REQUIRED, "--to FOLDER|FILE");
    if (status == YK_OK) {
        status = backup_make(db, options->to, &backup, &report, &err);
    }
    command_progress_end();
    db_close(&db);
    if (status != YK_OK) {
        return command_failed(options, &err);
    }
    if (options->json) {
        printf("{\"file\":\"%s\",\"full\":%s,\"districts\":%lld,\"events\":%lld,\"rows\":%lld,"
               "\"bytes\":%lld}\n",
               file_name_of(report.path), report.full ? "true" : "false",
               (long long)report.districts, (long long)report.events, (long long)report.rows,
               (long long)report.bytes);
        return 0;
    }
    printf("%s: %s, %lld events of %lld districts, %lld bytes\n", report.path,
           report.full ? "all of the log" : "what came since the backup before",
           (long long)report.events, (long long)report.districts, (long long)report.bytes);
    puts(
        "The key file is not in it. Keep a copy of it in another place than the backups: without it names and "
        "numbers cannot be read; with both, everybody can.");
    return 0;
}

// ---- restore ----

static enum yk take_until(const char *text, int64_t *out, struct err *err) {
    char day_text[DAY_TEXT_BYTES];
    int32_t day;
    int hour = 0, minute = 0;
    bool has_time = text && strlen(text) > DAY_TEXT_BYTES - 1;
    if (!text) {
        *out = TIME_NONE;
        return YK_OK;
    }
    if (time_parse(text, out)) { // exact, as the log page shows it
        return YK_OK;
    }
    snprintf(day_text, sizeof day_text, "%.10s", text);
    bool right = day_parse(day_text, &day);
    if (right && has_time) {
        const char *at = text + DAY_TEXT_BYTES - 1;
        right = strlen(at) == 6 && strchr(" T", at[0]) && at[3] == ':' &&
                strspn(at + 1, "0123456789") == 2 && strspn(at + 4, "0123456789") == 2;
        hour = right ? (at[1] - '0') * 10 + at[2] - '0' : 0;
        minute = right ? (at[4] - '0') * 10 + at[5] - '0' : 0;
        right = right && hour < 24 && minute < 60;
    }
    if (!right) {
        return err_add_field(err, "until", ERR_IMPOSSIBLE_DAY,
                             "\"2023-02-01 12:00\", or 2023-02-01 for the end of that day");
    }
    *out = has_time ? day_start_us(day) + (hour * 60 + minute) * INT64_C(60) * US_PER_S
                    : day_start_us(day + 1) - 1;
    return YK_OK;
}

static bool is_empty_folder(const char *path) {
    DIR *dir = opendir(path);
    const struct dirent *entry;
    bool empty = true;
    while (dir && empty && (entry = readdir(dir))) {
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    }
    if (dir) {
        closedir(dir);
    }
    return dir ? empty : errno == ENOENT;
}

static void remove_part(const char *folder) {
    static const char *const files[] = {"yikou.db", "yikou.db-wal", "yikou.db-shm"};
    char path[STORE_PATH_BYTES + 32];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    rmdir(folder);
}

// A folder of its own until all is verified, then renamed.
struct target {
    char folder[STORE_PATH_BYTES], part[STORE_PATH_BYTES];
    struct options options; // of the part
    struct store_paths paths;
    struct db *db;
    bool made;
};

static enum yk open_target(struct target *target, const struct options *options, struct err *err) {
    target->options = *options;
    if (options->data) {
        snprintf(target->folder, sizeof target->folder, "%s", options->data);
        for (size_t n = strlen(target->folder); n > 1 && target->folder[n - 1] == '/'; n--) {
            target->folder[n - 1] = 0;
        }
        if (snprintf(target->part, sizeof target->part, "%s.restoring", target->folder) >=
            (int)sizeof target->part) {
            return err_add_field(err, "data", ERR_TOO_LONG, "a shorter path");
        }
        if (!is_empty_folder(target->folder)) {
            return err_set(err, YK_REFUSED, ERR_ALREADY_EXISTS,
                           "%s is not empty; nothing is ever restored over a store",
                           target->folder);
        }
        remove_part(target->part); // of a restore that was interrupted
        target->options.data = target->part;
    }
    enum yk status = store_paths_of(options, false, &target->paths, err);
    if (status == YK_OK && access(target->paths.key, R_OK) != 0) {
        status = err_set(
            err, YK_REFUSED, ERR_NOT_FOUND,
            "the key file %s: put the copy there that was kept apart from the backups, or name it by --key",
            target->paths.key);
    }
    if (status == YK_OK) {
        target->made = options->data != NULL;
        status = store_open(&target->options, true, &target->db, NULL, err);
    }
    return status;
}

static enum yk close_target(struct target *target, enum yk status, struct err *err) {
    db_close(&target->db);
    if (!target->made) {
        return status;
    }
    if (status == YK_OK) {
        rmdir(target->folder); // empty, or not there
        if (rename(target->part, target->folder) != 0) {
            status = err_set(err, YK_FAILED, ERR_INTERNAL, "could not put %s in place: %s",
                             target->folder, strerror(errno));
        }
    }
    if (status == YK_OK) {
        return file_sync_folder(target->folder, err);
    }
    remove_part(target->part);
    return status;
}

static enum yk jobs_again(struct db *db, int32_t district, struct err *err) {
    int64_t last_id = 0, recorded = 0;
    enum yk status = log_store_latest(db, &last_id, &recorded, err);
    struct id_gen *ids = id_gen_new(0, last_id);
    struct arena *arena = arena_new(0);
    if (!ids || !arena) {
        status = err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold scheduled work");
    }
    struct log_tx tx = {.db = db,
                        .arena = arena,
                        .ledgers = &all_ledgers,
                        .ids = ids,
                        .district = district,
                        .now_us = recorded};
    if (status == YK_OK) {
        status = matter_jobs_again(&tx, err);
    }
    if (ids) {
        id_gen_free(&ids);
    }
    arena_free(&arena);
    return status;
}

static void on_restore_stage(void *ctx, const char *what) {
    static const struct {
        const char *stage, *says;
    } stages[] = {{"load", "loading events"},
                  {"cut", "cutting the log"},
                  {"rebuild", "making everything else anew from the log"},
                  {"verify", "verifying"}};
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        if (strcmp(stages[i].stage, what) == 0) {
            meter_begin(ctx, stages[i].says);
        }
    }
}

static void print_restored(const struct options *options, const struct target *target,
                           const struct restore_report *report) {
    if (options->json) {
        printf("{\"files\":%lld,\"events\":%lld,\"cut\":%lld,\"districts\":%lld,\"blocks\":%lld,"
               "\"unsealed\":%lld}\n",
               (long long)report->files, (long long)report->events, (long long)report->cut,
               (long long)report->verified.districts, (long long)report->verified.blocks,
               (long long)report->verified.unsealed);
        return;
    }
    printf("Restored from %lld files and verified: %lld events of %lld districts, %lld blocks.\n",
           (long long)report->files, (long long)report->events,
           (long long)report->verified.districts, (long long)report->verified.blocks);
    if (report->cut) {
        printf(
            "%lld events recorded after %s were left out; %lld wait for a new seal. Keep the old heads file with the "
            "backup, and begin a new one.\n",
            (long long)report->cut, options->until, (long long)report->verified.unsealed);
    }
    printf("Serve it with its key: --key %s\n", target->paths.key);
}

int command_restore(const struct options *options) {
    struct err err = {0};
    struct target target = {0};
    struct keyring *ring = NULL;
    struct meter meter = {0};
    struct restore_report report;
    struct restore_options restore = {
        .ledgers = &all_ledgers,
        .jobs_again = jobs_again,
        .stage = on_restore_stage,
        .progress = meter_show,
        .named = print_named,
        .ctx = &meter,
    };
    enum yk status = options->from ? take_until(options->until, &restore.until_us, &err)
                                   : err_add_field(&err, "from", ERR_REQUIRED,
                                                   "--from a backup, or a folder of them");
    if (status == YK_OK) {
        status = open_target(&target, options, &err);
    }
    if (status == YK_OK) {
        status = keyring_open(target.paths.key, false, NULL, &ring, &err);
    }
    restore.ring = ring;
    if (status == YK_OK) {
        status = restore_run(target.db, options->from, &restore, &report, &err);
    }
    command_progress_end();
    status = close_target(&target, status, &err);
    if (ring) {
        keyring_free(&ring);
    }
    if (status != YK_OK) {
        return command_failed(options, &err);
    }
    print_restored(options, &target, &report);
    return 0;
}

// ---- copy ----

struct end {
    struct options options;
    struct store_paths paths;
    struct db *db;
};

static enum yk open_end(struct end *end, const struct options *options, const char *named,
                        const char *flag, bool create, struct err *err) {
    end->options = *options;
    end->options.data = end->options.database = NULL;
    if (!named) {
        return err_add_field(err, flag, ERR_REQUIRED, "a folder, or postgresql://…");
    }
    if (strncmp(named, "postgres", 8) == 0 && strstr(named, "://")) {
        end->options.database = named;
    } else {
        end->options.data = named;
    }
    return store_open(&end->options, create, &end->db, &end->paths, err);
}

// A folder that somebody serves is locked.
static bool is_served(const struct end *end) {
    int fd = end->options.data ? open(end->options.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    bool served = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0;
    if (fd >= 0) {
        close(fd);
    }
    return served;
}

static enum yk check_served(const struct end *from, const struct end *to, struct err *err) {
    if (is_served(from)) {
        fputs("The source is being served: what is written there from now on is not in the copy.\n",
              stderr);
    }
    return is_served(to) ? err_set(err, YK_REFUSED, ERR_WRONG_STATE,
                                   "another yikou serves the store in %s", to->options.data)
                         : YK_OK;
}

static void on_copy_stage(void *ctx, int32_t district, const char *what) {
    command_progress_end();
    if (strcmp(what, "count") == 0) {
        fprintf(stderr, "district %d\n", district);
    } else if (strcmp(what, "copy") == 0) {
        meter_begin(ctx, "  copying rows");
    } else if (strcmp(what, "verify") == 0) {
        meter_begin(ctx, "  verifying there");
    } else if (strcmp(what, "there") == 0) {
        fprintf(stderr, "district %d stands there already, with the same head\n", district);
    }
}

static enum yk take_district(const struct options *options, int32_t *out, struct err *err) {
    *out = 0;
    return options->district ? store_district(NULL, options, out, err) : YK_OK;
}

int command_copy(const struct options *options) {
    struct err err = {0};
    struct end from = {0}, to = {0};
    struct keyring *ring = NULL;
    struct meter meter = {0};
    struct copy_report report;
    struct copy_options copy = {.ledgers = &all_ledgers,
                                .stage = on_copy_stage,
                                .progress = meter_show,
                                .named = print_named,
                                .ctx = &meter};
    enum yk status = take_district(options, &copy.district, &err);
    if (status == YK_OK) {
        status = open_end(&from, options, options->from, "from", false, &err);
    }
    if (status == YK_OK) {
        status = open_end(&to, options, options->to, "to", true, &err);
    }
    if (status == YK_OK) {
        status = check_served(&from, &to, &err);
    }
    if (status == YK_OK) {
        status = keyring_open(from.paths.key, false, NULL, &ring, &err);
    }
    copy.ring = ring;
    if (status == YK_OK) {
        status = copy_run(from.db, to.db, &copy, &report, &err);
    }
    command_progress_end();
    db_close(&from.db);
    db_close(&to.db);
    if (ring) {
        keyring_free(&ring);
    }
    if (status != YK_OK) {
        return command_failed(options, &err);
    }
    printf(
        "%lld districts were copied (%lld rows, %lld events) and verified there; %lld were there already.\n",
        (long long)report.districts, (long long)report.rows, (long long)report.events,
        (long long)report.passed_over);
    printf("The vault and the seals stay under the same key: serve the copy with --key %s\n",
           from.paths.key);
    return 0;
}
