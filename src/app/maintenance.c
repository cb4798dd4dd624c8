// SPDX-License-Identifier: Apache-2.0
// Commands that look after a store: verify, rebuild, migrate; and what all commands share in saying how it went.
#include <stdio.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/open.h"
#include "db/migrate.h"
#include "http/server.h"
#include "log/rebuild.h"
#include "log/verify.h"

int command_failed(const struct options *options, const struct err *err) {
    for (unsigned i = 0; i < err->n_items; i++) {
        fprintf(stderr, "yikou %s: %s: %s", options->command, err->items[i].field,
                err_title(err->items[i].code, "en"));
        if (err->items[i].accepted[0]) {
            fprintf(stderr, " (accepted: %s)", err->items[i].accepted);
        }
        fputc('\n', stderr);
    }
    if (!err->n_items) {
        fprintf(stderr, "yikou %s: %s%s%s\n", options->command,
                err_title(err->code ? err->code : ERR_INTERNAL, "en"), err->detail[0] ? ": " : "",
                err->detail);
    }
    return 1;
}

enum { BAR_CHARS = 40 };

void command_progress(void *ctx, int64_t done, int64_t total) {
    (void)ctx;
    static const char full[] = "########################################";
    if (!isatty(STDERR_FILENO) || total <= 0) {
        return;
    }
    int filled = (int)(done * BAR_CHARS / total);
    filled = filled > BAR_CHARS ? BAR_CHARS : filled;
    fprintf(stderr, "\r[%.*s%*s] %lld / %lld", filled, full, BAR_CHARS - filled, "",
            (long long)done, (long long)total);
}

void command_progress_end(void) {
    if (isatty(STDERR_FILENO)) {
        fputs("\r\033[K", stderr);
    }
}

static void print_difference(void *ctx, const char *kind, int32_t district, const char *record,
                             const char *what) {
    (void)ctx;
    printf("%s\t%d\t%s\t%s\n", kind, district, record, what);
}

static void print_report(const struct options *options, const struct verify_report *r) {
    if (options->json) {
        printf(
            "{\"differences\":%lld,\"districts\":%lld,\"blocks\":%lld,\"events\":%lld,\"objects\":%lld,\"facts\":%lld,\"tallies\":%lld,"
            "\"texts\":%lld,\"unsealed\":%lld}\n",
            (long long)r->differences, (long long)r->districts, (long long)r->blocks,
            (long long)r->events, (long long)r->objects, (long long)r->facts, (long long)r->cells,
            (long long)r->texts, (long long)r->unsealed);
        return;
    }
    printf(
        "%lld districts, %lld blocks, %lld events of %lld objects, %lld fact versions, %lld tallies, %lld texts\n",
        (long long)r->districts, (long long)r->blocks, (long long)r->events, (long long)r->objects,
        (long long)r->facts, (long long)r->cells, (long long)r->texts);
    if (r->unsealed) {
        printf("%lld events are not sealed yet\n", (long long)r->unsealed);
    }
    if (r->differences) {
        printf("%lld differences\n", (long long)r->differences);
    } else {
        puts("The store agrees with its log.");
    }
}

int command_verify(const struct options *options) {
    struct err err = {0};
    struct db *db = NULL;
    struct store_paths paths;
    struct keyring *ring = NULL;
    struct verify_report report = {0};
    enum yk status = store_open(options, false, &db, &paths, &err);
    if (status == YK_OK && access(paths.key, R_OK) == 0) {
        status = keyring_open(paths.key, false, NULL, &ring, &err);
    } else if (status == YK_OK) {
        fprintf(stderr, "yikou verify: no key file %s: signatures are not checked\n", paths.key);
    }
    const struct verify_options verify = {
        .ledgers = &all_ledgers,
        .ring = ring,
        .heads_path = options->head,
        .max_named = 100,
        .named = options->json ? NULL : print_difference,
        .progress = command_progress,
    };
    if (status == YK_OK) {
        status = verify_store(db, &verify, &report, &err);
    }
    command_progress_end();
    int code = 0;
    if (status != YK_OK) {
        code = command_failed(options, &err);
    } else {
        print_report(options, &report);
        code = report.differences ? 1 : 0;
    }
    if (ring) {
        keyring_free(&ring);
    }
    db_close(&db);
    return code;
}

int command_rebuild(const struct options *options) {
    struct err err = {0};
    struct db *db = NULL;
    int64_t events = 0;
    enum yk status = store_open(options, false, &db, NULL, &err);
    if (status == YK_OK) {
        status = rebuild_store(db, &all_ledgers, command_progress, NULL, &events, &err);
    }
    command_progress_end();
    db_close(&db);
    if (status != YK_OK) {
        return command_failed(options, &err);
    }
    printf("States, facts and tallies were made anew from %lld events.\n", (long long)events);
    return 0;
}

int command_migrate(const struct options *options) {
    struct err err = {0};
    struct db *db = NULL;
    struct store_paths paths;
    int from = 0, to = 0;
    enum yk status = store_paths_of(options, true, &paths, &err);
    if (status == YK_OK) {
        status = db_open(paths.url, DB_CREATE, &db, &err);
    }
    if (status == YK_OK) {
        status = migrate_up(db, &from, &to, &err);
    }
    db_close(&db);
    if (status != YK_OK) {
        return command_failed(options, &err);
    }
    printf("The store is of version %d (was %d).\n", to, from);
    return 0;
}

int command_openapi(const struct options *options) {
    struct err err = {0};
    struct buf out;
    buf_init(&out, 16 << 20);
    enum yk status = openapi_write(all_routes, &out, &err);
    if (status == YK_OK) {
        fwrite(out.data, 1, out.len, stdout);
        putchar('\n');
    }
    buf_done(&out);
    return status == YK_OK ? 0 : command_failed(options, &err);
}
