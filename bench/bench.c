// SPDX-License-Identifier: Apache-2.0
// `make bench`: measures the rows of docs' table on how fast, each against something measured in the same run, and writes bench/results.json. A machine that does
// other things besides moves both sides alike; single times would say little.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bare.h"
#include "base/clock.h"
#include "db/db.h"
#include "inside.h"
#include "service.h"

enum {
    SMALL = 10000,
    ROUNDS = 5,
    ROWS_MAX = 16,
    CONNECTIONS = 64,
    BARE_MIN = 20000,
    PAUSE_MS = 500
};

struct row {
    const char *work, *against, *unit; // unit "" for a ratio
    double value, bar;
    bool at_most; // else at least
    char note[260];
};
struct bench {
    const char *program, *cache, *out;
    const char *only; // NULL: all; else "page" or "mixed": that alone, and nothing is written
    int64_t large_n;
    struct bench_store small, large;
    struct service small_service, large_service;
    struct bare_bodies bodies;
    struct row rows[ROWS_MAX];
    size_t n_rows;
};

static struct row *add_row(struct bench *bench, const char *work, const char *against, double value,
                           double bar, bool at_most) {
    struct row *row = &bench->rows[bench->n_rows++];
    *row = (struct row){.work = work,
                        .against = against,
                        .unit = "",
                        .value = value,
                        .bar = bar,
                        .at_most = at_most};
    return row;
}

static bool is_met(const struct row *row) {
    return row->at_most ? row->value <= row->bar : row->value >= row->bar;
}

static void print_row(const struct row *row) {
    printf("%-41s against %-44s %8.3f %-3s %s %-6.4g %s%s%s\n", row->work, row->against, row->value,
           row->unit, row->at_most ? "<=" : ">=", row->bar, is_met(row) ? "met" : "MISSED",
           row->note[0] ? "   " : "", row->note);
    fflush(stdout);
}

// ---- loads ----

static enum yk run_paced(struct service *service, size_t (*make)(void *, int64_t, char *),
                         int connections, int64_t requests, double seconds, double pause_ms,
                         struct load_result *out, struct err *err) {
    const struct load load = {.port = service->port,
                              .pause_ms = pause_ms,
                              .connections = connections,
                              .requests_max = requests,
                              .seconds_max = seconds,
                              .make = make,
                              .kind = make == service_mixed ? service_mixed_kind : NULL,
                              .ctx = service};
    enum yk status = load_run(&load, out, err);
    if (status == YK_OK && out->failed) {
        return err_set(err, YK_FAILED, ERR_INTERNAL,
                       "%lld of %lld requests failed, the first with %d", (long long)out->failed,
                       (long long)out->n, out->first_failure);
    }
    return status;
}

static enum yk run_load(struct service *service, size_t (*make)(void *, int64_t, char *),
                        int connections, int64_t requests, double seconds, struct load_result *out,
                        struct err *err) {
    return run_paced(service, make, connections, requests, seconds, 0, out, err);
}

static double rate(const struct load_result *result) {
    return (double)result->n / result->seconds;
}

// ---- rows ----

// One kind of request: what was answered in all turns, and what it took.
struct page_kind {
    size_t (*make)(void *ctx, int64_t i, char *out);
    double seconds; // of a turn
    double n, took, cpu, bytes;
};
enum { PAGE_ANEW, PAGE_AGAIN, PAGE_CONSTANT, PAGE_SMALL, PAGE_KINDS };

// By turns, so that all meet the same machine.
static enum yk run_page_turn(struct service *service, struct page_kind *kinds, struct err *err) {
    enum yk status = YK_OK;
    for (int i = 0; i < PAGE_KINDS && status == YK_OK; i++) {
        struct page_kind *kind = &kinds[i];
        struct load_result result;
        double before = service_cpu_seconds(service);
        status = run_load(service, kind->make, CONNECTIONS, INT64_MAX, kind->seconds, &result, err);
        if (status == YK_OK) {
            kind->cpu += service_cpu_seconds(service) - before;
            kind->n += (double)result.n;
            kind->took += result.seconds;
            kind->bytes += (double)result.bytes;
        }
    }
    return status;
}

// The bar is about making a page, not about carrying its bytes: so the constant has about as many. Against the smallest reply of all: in the note. Of the
// requests for pages made anew only the pages count; what the intakes between them take is theirs all the same.
static void add_page_row(struct bench *bench, struct page_kind *kinds) {
    kinds[PAGE_ANEW].n *= (double)(SERVICE_ANEW_PERIOD - 1) / SERVICE_ANEW_PERIOD;
    double rates[PAGE_KINDS];
    double cpu[PAGE_KINDS];
    for (int i = 0; i < PAGE_KINDS; i++) {
        rates[i] = kinds[i].n / kinds[i].took;
        cpu[i] = kinds[i].cpu / kinds[i].n;
    }
    struct row *row =
        add_row(bench, "ledger page made anew, 50 of 10^4", "our constant reply, same server",
                rates[PAGE_ANEW] / rates[PAGE_CONSTANT], 0.25, false);
    snprintf(row->note, sizeof row->note,
             "50 pages of 10 lists, an intake each 100; by processor time %.3f; one page again and "
             "again %.3f, %.3f; %.0f bytes, %.0f the constant; against /healthz %.3f",
             cpu[PAGE_CONSTANT] / cpu[PAGE_ANEW], rates[PAGE_AGAIN] / rates[PAGE_CONSTANT],
             cpu[PAGE_CONSTANT] / cpu[PAGE_AGAIN], kinds[PAGE_AGAIN].bytes / kinds[PAGE_AGAIN].n,
             kinds[PAGE_CONSTANT].bytes / kinds[PAGE_CONSTANT].n,
             rates[PAGE_ANEW] / rates[PAGE_SMALL]);
    print_row(row);
}

static enum yk measure_page(struct bench *bench, struct err *err) {
    struct bench_store copy;
    struct service service = {0};
    struct page_kind kinds[PAGE_KINDS] = {
        [PAGE_ANEW] = {service_page_anew, 1.5, 0, 0, 0, 0},
        [PAGE_AGAIN] = {service_page, 1, 0, 0, 0, 0},
        [PAGE_CONSTANT] = {service_style, 1, 0, 0, 0, 0},
        [PAGE_SMALL] = {service_constant, 1, 0, 0, 0, 0},
    };
    enum yk status = bench_store_copy(&bench->small, bench->cache, "page", &copy, err);
    if (status == YK_OK) {
        status = service_start(bench->program, &copy, &service, err);
    }
    if (!service.style[0]) { // a program without pages in it
        kinds[PAGE_CONSTANT].make = service_constant;
    }
    for (int i = 0; i < 3 && status == YK_OK; i++) {
        status = run_page_turn(&service, kinds, err);
    }
    service_stop(&service);
    bench_store_remove(&copy);
    if (status == YK_OK) {
        add_page_row(bench, kinds);
    }
    return status;
}

static enum yk measure_intake(struct bench *bench, struct err *err) {
    struct bench_store copy;
    struct service service = {0};
    double ours = 0;
    double bare = 0;
    enum yk status = bench_store_copy(&bench->small, bench->cache, "intake", &copy, err);
    if (status == YK_OK) {
        status = service_start(bench->program, &copy, &service, err);
    }
    struct load_result warm;
    if (status == YK_OK) {
        status = run_load(&service, service_intake, CONNECTIONS, INT64_MAX, 0.5, &warm, err);
    }
    for (int i = 0; i < 3 && status == YK_OK; i++) {
        struct load_result result;
        struct bare_result loop;
        status = run_load(&service, service_intake, CONNECTIONS, INT64_MAX, 2, &result, err);
        if (status == YK_OK) {
            status = bare_intakes(&bench->bodies, bench->cache, BARE_MIN, &loop, err);
        }
        if (status == YK_OK) {
            ours += rate(&result);
            bare += (double)loop.n / loop.seconds;
        }
    }
    service_stop(&service);
    bench_store_remove(&copy);
    if (status == YK_OK) {
        struct row *row = add_row(bench, "intake over HTTP", "bare SQLite loop, 64 to a commit",
                                  ours / bare, 0.4, false);
        snprintf(row->note, sizeof row->note,
                 "durable when answered; 64 connections, client and parsing on the same cores");
        print_row(row);
    }
    return status;
}

// The writing alone: both in this process, both with 64 to a commit at most, both durable when told.
static enum yk measure_writing(struct bench *bench, struct err *err) {
    struct bench_store copy;
    struct bare_result ours;
    struct bare_result bare;
    struct bare_result more;
    enum yk status = bench_store_copy(&bench->small, bench->cache, "inside", &copy, err);
    const struct options options = {.data = copy.folder};
    if (status == YK_OK) { // one, whose bodies the bare loop writes
        status = inside_intakes(&options, 1, 1, &ours, err);
    }
    if (status == YK_OK) {
        status = bare_read_bodies(&copy, &bench->bodies, err);
    }
    if (status == YK_OK) {
        status = bare_intakes(&bench->bodies, bench->cache, BARE_MIN, &bare, err);
    }
    if (status == YK_OK) {
        status = inside_intakes(&options, CONNECTIONS, 2 * BARE_MIN, &ours, err);
    }
    if (status == YK_OK) {
        status = bare_intakes(&bench->bodies, bench->cache, BARE_MIN, &more, err);
    }
    bench_store_remove(&copy);
    if (status == YK_OK) {
        double bare_us = (bare.seconds + more.seconds) / (double)(bare.n + more.n) * 1e6;
        double bare_cpu = (bare.cpu_seconds + more.cpu_seconds) / (double)(bare.n + more.n) * 1e6;
        double us = ours.seconds / (double)ours.n * 1e6;
        double cpu = ours.cpu_seconds / (double)ours.n * 1e6;
        struct row *row = add_row(bench, "intake, durable when answered",
                                  "bare SQLite loop, 64 to a commit", bare_us / us, 0.4, false);
        snprintf(
            row->note, sizeof row->note,
            "in process, 64 in flight; both: 2 events, state, notice; ours also texts, facts, tallies,"
            " number, key, caller, seals; processor %.1f against %.1f us: %.2f",
            cpu, bare_cpu, bare_cpu / cpu);
        print_row(row);
    }
    return status;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a;
    double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

// Medians of single requests, small and large by turns.
static enum yk measure_growth(struct bench *bench, const char *work,
                              size_t (*make)(void *, int64_t, char *), int64_t requests,
                              struct err *err) {
    double small[ROUNDS];
    double large[ROUNDS];
    enum yk status = YK_OK;
    for (int i = -1; i < ROUNDS && status == YK_OK; i++) { // the first one warms up
        struct load_result a;
        struct load_result b;
        status = run_load(&bench->small_service, make, 1, requests, 2, &a, err);
        if (status == YK_OK) {
            status = run_load(&bench->large_service, make, 1, requests, 2, &b, err);
        }
        if (status == YK_OK && i >= 0) {
            small[i] = a.p50_ms;
            large[i] = b.p50_ms;
        }
    }
    if (status == YK_OK) {
        qsort(small, ROUNDS, sizeof *small, compare);
        qsort(large, ROUNDS, sizeof *large, compare);
        struct row *row = add_row(bench, work, "the same at 10^4",
                                  large[ROUNDS / 2] / small[ROUNDS / 2], 1.3, true);
        snprintf(row->note, sizeof row->note, "medians %.2f and %.2f ms at N = %lld",
                 large[ROUNDS / 2], small[ROUNDS / 2], (long long)bench->large_n);
        print_row(row);
    }
    return status;
}

static void add_mixed_row(struct bench *bench, const struct load_result *paced,
                          const struct load_result *rushed) {
    struct row *row = add_row(bench, "mixed load, 64 connections", "p99", paced->p99_ms, 20, true);
    row->unit = "ms";
    snprintf(
        row->note, sizeof row->note,
        "0.5 s between acts, %.0f a second, median %.1f ms; flat out p99 %.0f ms at %.0f a second",
        rate(paced), paced->p50_ms, rushed->p99_ms, rate(rushed));
    print_row(row);
}

static void print_kinds(const char *how, const struct load_result *result) {
    static const char *const names[MIXED_KINDS] = {"ledger page", "matter",        "calls due",
                                                   "dashboard",   "figure's rows", "intake"};
    printf("  %s: %.0f a second, median %.1f, p99 %.1f, at most %.1f ms\n", how, rate(result),
           result->p50_ms, result->p99_ms, result->max_ms);
    for (int i = 0; i < MIXED_KINDS; i++) {
        printf("    %-14s %6lld, median %6.1f, p99 %6.1f ms\n", names[i],
               (long long)result->kinds[i].n, result->kinds[i].p50_ms, result->kinds[i].p99_ms);
    }
}

// The bar is held against 64 people who never rest. As fast as they can is the queue for the processors more than the work: in the note.
static enum yk measure_mixed(struct bench *bench, struct err *err) {
    struct load_result rushed;
    struct load_result paced;
    struct service *service = &bench->large_service;
    enum yk status = run_load(service, service_mixed, CONNECTIONS, INT64_MAX, 1, &rushed, err);
    if (status == YK_OK) {
        status = run_load(service, service_mixed, CONNECTIONS, INT64_MAX, 5, &rushed, err);
    }
    if (status == YK_OK) {
        status =
            run_paced(service, service_mixed, CONNECTIONS, INT64_MAX, 8, PAUSE_MS, &paced, err);
    }
    if (status != YK_OK) {
        return status;
    }
    add_mixed_row(bench, &paced, &rushed);
    if (bench->only) {
        print_kinds("half a second between acts", &paced);
        print_kinds("flat out", &rushed);
    }
    struct row *row = add_row(bench, "memory, 64 connections", "resident",
                              (double)service_resident_kb(service) / 1024, 64, true);
    row->unit = "MB";
    print_row(row);
    return YK_OK;
}

static enum yk measure_start(struct bench *bench, struct err *err) {
    double best = 1e9;
    enum yk status = YK_OK;
    for (int i = 0; i < 3 && status == YK_OK; i++) {
        service_stop(&bench->large_service);
        status = service_start(bench->program, &bench->large, &bench->large_service, err);
        best =
            bench->large_service.start_seconds < best ? bench->large_service.start_seconds : best;
    }
    if (status == YK_OK) {
        struct row *row = add_row(bench, "start", "to the first answer", best, 0.3, true);
        row->unit = "s";
        print_row(row);
    }
    return status;
}

static enum yk run_rebuild(const struct bench *bench, const struct bench_store *store,
                           double *out_seconds, struct err *err) {
    int64_t began = clock_monotonic_us();
    int code = 0;
    pid_t pid = fork();
    if (pid == 0) {
        execl(bench->program, bench->program, "rebuild", "--data", store->folder, (char *)NULL);
        _exit(127);
    }
    if (pid < 0 || waitpid(pid, &code, 0) != pid || code != 0) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "yikou rebuild ended with %d", code);
    }
    *out_seconds = (double)(clock_monotonic_us() - began) / 1e6;
    return YK_OK;
}

static enum yk count_events(const struct bench_store *store, int64_t *out, struct err *err);

static enum yk measure_rebuild(struct bench *bench, struct err *err) {
    struct bench_store copy;
    struct bare_result loop;
    double seconds = 0;
    int64_t events = 0;
    enum yk status = bench_store_copy(&bench->small, bench->cache, "rebuild", &copy, err);
    if (status == YK_OK) {
        status = count_events(&copy, &events, err);
    }
    if (status == YK_OK) {
        status = run_rebuild(bench, &copy, &seconds, err);
    }
    if (status == YK_OK) {
        status = bare_events(&bench->bodies, bench->cache, events, &loop, err);
    }
    bench_store_remove(&copy);
    if (status == YK_OK) {
        struct row *row = add_row(
            bench, "rebuild, events a second", "bare SQLite loop inserting events, 64 to a commit",
            ((double)events / seconds) / ((double)loop.n / loop.seconds), 0.3, false);
        snprintf(row->note, sizeof row->note, "%lld events", (long long)events);
        print_row(row);
    }
    return status;
}

// ---- stores ----

static const struct db_sql all_events = {"SELECT COUNT(*) FROM event", NULL};

static enum yk count_events(const struct bench_store *store, int64_t *out, struct err *err) {
    char url[600];
    struct db *db = NULL;
    snprintf(url, sizeof url, "sqlite:%s/yikou.db", store->folder);
    enum yk status = db_open(url, DB_READ_ONLY, &db, err);
    if (status == YK_OK) {
        struct db_stmt *st = db_use(db, &all_events);
        status = db_one(st, err);
        *out = status == YK_OK ? db_i64(st, 0) : 0;
        db_done(st);
    }
    db_close(&db);
    return status;
}

// ---- the whole ----

static bool write_results(const struct bench *bench) {
    FILE *file = fopen(bench->out, "we");
    if (!file) {
        return false;
    }
    fprintf(file,
            "{\n  \"engine\": \"sqlite\",\n  \"small\": %d,\n  \"large\": %lld,\n  \"rows\": [",
            SMALL, (long long)bench->large_n);
    for (size_t i = 0; i < bench->n_rows; i++) {
        const struct row *row = &bench->rows[i];
        fprintf(file,
                "%s\n    {\"work\": \"%s\", \"against\": \"%s\", \"value\": %.3f, \"unit\": \"%s\","
                " \"%s\": %.4g, \"met\": %s, \"note\": \"%s\"}",
                i ? "," : "", row->work, row->against, row->value, row->unit,
                row->at_most ? "at_most" : "at_least", row->bar, is_met(row) ? "true" : "false",
                row->note);
    }
    fputs("\n  ]\n}\n", file);
    return fclose(file) == 0;
}

static enum yk get_stores(struct bench *bench, struct err *err) {
    enum yk status = bench_store_get(bench->cache, SMALL, &bench->small, err);
    if (status == YK_OK) {
        status = bench_store_get(bench->cache, bench->large_n, &bench->large, err);
    }
    if (status == YK_OK && bench->large.seconds > 0) {
        printf("made %lld matters, %lld events\n", (long long)bench->large_n,
               (long long)bench->large.events);
    }
    return status;
}

static enum yk measure_only_page(struct bench *bench, struct err *err) {
    enum yk status = bench_store_get(bench->cache, SMALL, &bench->small, err);
    return status == YK_OK ? measure_page(bench, err) : status;
}

static enum yk measure_only_mixed(struct bench *bench, struct err *err) {
    struct bench_store copy;
    enum yk status = bench_store_get(bench->cache, bench->large_n, &bench->large, err);
    if (status != YK_OK) {
        return status;
    }
    status = bench_store_copy(&bench->large, bench->cache, "mixed", &copy, err);
    if (status == YK_OK) {
        status = service_start(bench->program, &copy, &bench->large_service, err);
    }
    if (status == YK_OK) {
        status = measure_mixed(bench, err);
    }
    service_stop(&bench->large_service);
    bench_store_remove(&copy);
    return status;
}

static enum yk measure_only(struct bench *bench, struct err *err) {
    return strcmp(bench->only, "mixed") == 0 ? measure_only_mixed(bench, err)
                                             : measure_only_page(bench, err);
}

static enum yk measure(struct bench *bench, struct err *err) {
    enum yk status = get_stores(bench, err);
    if (status == YK_OK) {
        status = service_start(bench->program, &bench->small, &bench->small_service, err);
    }
    if (status == YK_OK) {
        status = measure_start(bench, err);
    }
    if (status == YK_OK) {
        status = measure_page(bench, err);
    }
    if (status == YK_OK) {
        status = measure_growth(bench, "ledger page, large N", service_page, 200, err);
    }
    if (status == YK_OK) {
        status = measure_growth(bench, "one-year dashboard, large N", service_dashboard, 40, err);
    }
    if (status == YK_OK) {
        status = measure_mixed(bench, err);
    }
    service_stop(&bench->small_service);
    service_stop(&bench->large_service);
    if (status == YK_OK) {
        status = measure_writing(bench, err);
    }
    if (status == YK_OK) {
        status = measure_intake(bench, err);
    }
    return status == YK_OK ? measure_rebuild(bench, err) : status;
}

int main(int argc, char **argv) {
    if (argc < 5 || argc > 6 ||
        (argc == 6 && strcmp(argv[5], "page") != 0 && strcmp(argv[5], "mixed") != 0)) {
        fputs("usage: bench_yikou PROGRAM CACHE RESULTS.json N [page|mixed]\n", stderr);
        return 2;
    }
    struct err err = {0};
    struct bench bench = {.program = argv[1],
                          .cache = argv[2],
                          .out = argv[3],
                          .large_n = strtoll(argv[4], NULL, 10),
                          .only = argc == 6 ? argv[5] : NULL};
    if (!bench.only && bench.large_n == SMALL) {
        fprintf(
            stderr,
            "bench: N must not be %d: that many are in the small store, which N is held against\n",
            SMALL);
        return 2;
    }
    enum yk status = bench.only ? measure_only(&bench, &err) : measure(&bench, &err);
    if (status != YK_OK) {
        fprintf(stderr, "bench: %s%s%s\n", err_word(err.code), err.detail[0] ? ": " : "",
                err.detail);
        return 1;
    }
    if (!bench.only && !write_results(&bench)) {
        fprintf(stderr, "bench: could not write %s\n", bench.out);
        return 1;
    }
    return 0;
}
