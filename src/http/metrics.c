// SPDX-License-Identifier: Apache-2.0
// One row of relaxed atomic counters per route. Reading while others count may be one request off; that is what
// Prometheus expects. Durations: bucket i holds what took at most bounds_us[i].

#include "http/metrics.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { STATUS_CLASSES = 4 /* 2xx … 5xx */, BUCKETS = 12 };
static const int64_t bounds_us[BUCKETS] = {100,   250,   500,    1000,   2500,    5000,
                                           10000, 25000, 100000, 500000, 2000000, 10000000};

struct row {
    const char *method, *path;
    _Atomic uint64_t by_class[STATUS_CLASSES];
    _Atomic uint64_t buckets[BUCKETS + 1];
    _Atomic uint64_t sum_us;
};

struct metrics {
    size_t n_rows;
    struct row rows[];
};

struct metrics *metrics_new(const struct router *router) {
    size_t n = router_count(router) + METRICS_EXTRA;
    struct metrics *metrics = calloc(1, sizeof *metrics + n * sizeof metrics->rows[0]);
    if (!metrics) {
        return NULL;
    }
    metrics->n_rows = n;
    for (size_t i = 0; i < router_count(router); i++) {
        metrics->rows[i].method = router_at(router, i)->method;
        metrics->rows[i].path = router_at(router, i)->path;
    }
    struct row *pages = &metrics->rows[metrics_extra(metrics, METRICS_PAGES)];
    struct row *other = &metrics->rows[metrics_extra(metrics, METRICS_OTHER)];
    pages->method = "GET";
    pages->path = "pages";
    other->method = "any";
    other->path = "none";
    return metrics;
}

void metrics_free(struct metrics **metrics) {
    free(*metrics);
    *metrics = NULL;
}

size_t metrics_extra(const struct metrics *metrics, int which) {
    return metrics->n_rows - METRICS_EXTRA + (size_t)which;
}

static void add(_Atomic uint64_t *counter, uint64_t n) {
    atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

static uint64_t get(const _Atomic uint64_t *counter) {
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_count(struct metrics *metrics, size_t slot, int status, int64_t took_us) {
    struct row *row = &metrics->rows[slot];
    int class = status / 100 - 2;
    size_t bucket = 0;
    while (bucket < BUCKETS && took_us > bounds_us[bucket]) {
        bucket++;
    }
    add(&row->by_class[class < 0 ? 0 : class >= STATUS_CLASSES ? STATUS_CLASSES - 1 : class], 1);
    add(&row->buckets[bucket], 1);
    add(&row->sum_us, (uint64_t)(took_us > 0 ? took_us : 0));
}

static void put_label(const struct row *row, struct buf *out) {
    buf_add_printf(out, "method=\"%s\",route=\"%s\"", row->method, row->path);
}

static void put_counts(const struct metrics *metrics, struct buf *out) {
    buf_add_text(
        out, "# HELP yikou_http_requests_total Requests answered, by route and class of status.\n"
             "# TYPE yikou_http_requests_total counter\n");
    for (size_t i = 0; i < metrics->n_rows; i++) {
        for (int class = 0; class < STATUS_CLASSES; class ++) {
            uint64_t n = get(&metrics->rows[i].by_class[class]);
            if (n) {
                buf_add_text(out, "yikou_http_requests_total{");
                put_label(&metrics->rows[i], out);
                buf_add_printf(out, ",status=\"%dxx\"} %llu\n", class + 2, (unsigned long long)n);
            }
        }
    }
}

static void put_durations(const struct metrics *metrics, struct buf *out) {
    static const char name[] = "yikou_http_request_duration_seconds";
    buf_add_printf(out, "# HELP %s From the request line to the last byte.\n# TYPE %s histogram\n",
                   name, name);
    for (size_t i = 0; i < metrics->n_rows; i++) {
        const struct row *row = &metrics->rows[i];
        uint64_t below[BUCKETS + 1], total = 0;
        for (size_t b = 0; b <= BUCKETS; b++) {
            total += get(&row->buckets[b]);
            below[b] = total;
        }
        for (size_t b = 0; total && b <= BUCKETS; b++) {
            buf_add_printf(out, "%s_bucket{", name);
            put_label(row, out);
            if (b < BUCKETS) {
                buf_add_printf(out, ",le=\"%g\"} %llu\n", (double)bounds_us[b] / 1e6,
                               (unsigned long long)below[b]);
            } else {
                buf_add_printf(out, ",le=\"+Inf\"} %llu\n", (unsigned long long)below[b]);
            }
        }
        if (total) {
            buf_add_printf(out, "%s_sum{", name);
            put_label(row, out);
            buf_add_printf(out, "} %.6f\n%s_count{", (double)get(&row->sum_us) / 1e6, name);
            put_label(row, out);
            buf_add_printf(out, "} %llu\n", (unsigned long long)total);
        }
    }
}

static void put_gauge(struct buf *out, const char *name, const char *help, int64_t value) {
    buf_add_printf(out, "# HELP %s %s\n# TYPE %s gauge\n%s %lld\n", name, help, name, name,
                   (long long)value);
}

// Resident pages from the second number of /proc/self/statm; 0 where it cannot be read.
static int64_t resident_bytes(void) {
    FILE *statm = fopen("/proc/self/statm", "re");
    char line[128];
    int64_t pages = 0;
    if (!statm) {
        return 0;
    }
    if (fgets(line, sizeof line, statm)) {
        char *second = strchr(line, ' ');
        pages = second ? strtoll(second, NULL, 10) : 0;
    }
    fclose(statm);
    return pages * sysconf(_SC_PAGESIZE);
}

void metrics_write(const struct metrics *metrics, const struct metrics_gauges *gauges,
                   struct buf *out) {
    put_counts(metrics, out);
    put_durations(metrics, out);
    put_gauge(out, "yikou_write_queue_depth", "Writes waiting for the writer.",
              gauges->write_queue_depth);
    put_gauge(out, "yikou_work_queue_depth", "Requests waiting for a worker.",
              gauges->work_queue_depth);
    put_gauge(out, "yikou_http_connections", "Open connections.", gauges->connections);
    put_gauge(out, "yikou_uptime_seconds", "Since the server started.", gauges->uptime_s);
    put_gauge(out, "process_resident_memory_bytes", "Resident memory.", resident_bytes());
}
