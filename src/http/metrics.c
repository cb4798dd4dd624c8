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

static void put_counter(struct buf *out, const char *name, const char *help, uint64_t value) {
    buf_add_printf(out, "# HELP %s %s\n# TYPE %s counter\n%s %llu\n", name, help, name, name,
                   (unsigned long long)value);
}

static void put_seconds(struct buf *out, const char *name, const char *help, int64_t us) {
    buf_add_printf(out, "# HELP %s %s\n# TYPE %s gauge\n%s %.3f\n", name, help, name, name,
                   (double)us / 1e6);
}

static void put_batches(const struct pool_stats *pool, struct buf *out) {
    static const char name[] = "yikou_write_batch_size";
    uint64_t total = 0;
    buf_add_printf(out, "# HELP %s Writes kept in one commit.\n# TYPE %s histogram\n", name, name);
    for (size_t i = 0; i < POOL_SIZES; i++) {
        total += pool->sizes[i];
        if (i + 1 < POOL_SIZES) {
            buf_add_printf(out, "%s_bucket{le=\"%d\"} %llu\n", name, 1 << i,
                           (unsigned long long)total);
        }
    }
    buf_add_printf(out, "%s_bucket{le=\"+Inf\"} %llu\n%s_sum %llu\n%s_count %llu\n", name,
                   (unsigned long long)total, name, (unsigned long long)pool->writes, name,
                   (unsigned long long)total);
}

static void put_pool(const struct pool_stats *pool, struct buf *out) {
    static const char name[] = "yikou_pool_connections";
    buf_add_printf(out, "# HELP %s Connections to the store.\n# TYPE %s gauge\n", name, name);
    const struct {
        const char *kind, *state;
        unsigned n;
    } rows[] = {{"reader", "idle", pool->n_readers - pool->readers_busy},
                {"reader", "busy", pool->readers_busy},
                {"writer", "idle", pool->n_writers - pool->writers_busy},
                {"writer", "busy", pool->writers_busy}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        buf_add_printf(out, "%s{kind=\"%s\",state=\"%s\"} %u\n", name, rows[i].kind, rows[i].state,
                       rows[i].n);
    }
    put_counter(out, "yikou_pool_reads_total", "Readers taken.", pool->reads);
    put_counter(out, "yikou_pool_read_waits_total", "Times a reader had to be waited for.",
                pool->read_waits);
    put_counter(out, "yikou_writes_refused_total", "Writes that were undone.", pool->refused);
    put_counter(out, "yikou_write_retries_total", "Writes that were run again.", pool->retries);
    put_counter(out, "yikou_commits_uncertain_total", "Commits whose outcome was not heard.",
                pool->uncertain);
    put_counter(out, "yikou_pool_connections_broken_total", "Connections that broke.",
                pool->broken);
    put_seconds(out, "yikou_store_away_seconds",
                "For how long the store has been away; 0 it is there.", pool->away_us);
    put_batches(pool, out);
}

static void put_watch(const struct watch *watch, struct buf *out) {
    struct watched seen = watch_read(watch);
    put_gauge(out, "yikou_districts", "Districts kept here.", seen.districts);
    put_seconds(out, "yikou_seal_lag_seconds", "Age of the oldest event without a seal.",
                seen.seal_lag_us);
    put_seconds(out, "yikou_outbox_age_seconds", "Age of the oldest notice nobody was told of yet.",
                seen.outbox_age_us);
    put_seconds(out, "yikou_job_lag_seconds", "How long the oldest due job has waited.",
                seen.job_lag_us);
    put_gauge(out, "yikou_jobs_failing", "Jobs whose last try failed.", seen.jobs_failing);
    put_seconds(out, "yikou_backup_last_success_timestamp_seconds",
                "When the last backup was made, of the district whose one is oldest; 0 never.",
                seen.backup_us);
    put_seconds(out, "yikou_watch_timestamp_seconds", "When the store was last looked at.",
                seen.at_us);
    put_gauge(out, "yikou_store_wal_bytes", "Size of the write-ahead log of SQLite.",
              seen.wal_bytes);
    put_gauge(out, "yikou_store_free_bytes", "Room left where the store is; 0 not known.",
              seen.free_bytes);
}

void metrics_write(const struct metrics *metrics, const struct metrics_gauges *gauges,
                   struct buf *out) {
    buf_add_printf(out,
                   "# HELP yikou_build_info What runs here.\n# TYPE yikou_build_info gauge\n"
                   "yikou_build_info{version=\"%s\",engine=\"%s\"} 1\n",
                   gauges->version, gauges->engine);
    put_counts(metrics, out);
    put_durations(metrics, out);
    put_gauge(out, "yikou_write_queue_depth", "Writes waiting for the writer.", gauges->pool.queue);
    put_gauge(out, "yikou_work_queue_depth", "Requests waiting for a worker.",
              gauges->work_queue_depth);
    put_gauge(out, "yikou_http_connections", "Open connections.", gauges->connections);
    put_gauge(out, "yikou_uptime_seconds", "Since the server started.", gauges->uptime_s);
    put_gauge(out, "process_resident_memory_bytes", "Resident memory.", resident_bytes());
    put_pool(&gauges->pool, out);
    if (gauges->watch) {
        put_watch(gauges->watch, out);
    }
}
