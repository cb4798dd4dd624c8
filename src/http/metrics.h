// SPDX-License-Identifier: Apache-2.0
// Counts and durations of requests by route, as Prometheus reads them. Counting takes no lock.
#ifndef YK_HTTP_METRICS_H
#define YK_HTTP_METRICS_H

#include <stdint.h>

#include "base/buf.h"
#include "db/pool.h"
#include "http/router.h"
#include "log/watch.h"

struct metrics;
struct metrics_gauges { // read when asked for
    unsigned work_queue_depth;
    unsigned connections;
    int64_t uptime_s;
    struct pool_stats pool;    // zeros without one
    const struct watch *watch; // NULL: nobody looks at the store
    const char *version, *engine;
};

// Slots 0 … router_count() - 1 are the routes; past them METRICS_PAGES and METRICS_OTHER. NULL when memory ran out.
enum { METRICS_PAGES = 0, METRICS_OTHER = 1, METRICS_EXTRA = 2 };
struct metrics *metrics_new(const struct router *router);
void metrics_free(struct metrics **metrics);
size_t metrics_extra(const struct metrics *metrics, int which);
void metrics_count(struct metrics *metrics, size_t slot, int status, int64_t took_us);
// Prometheus text format 0.0.4.
void metrics_write(const struct metrics *metrics, const struct metrics_gauges *gauges,
                   struct buf *out);

#endif
