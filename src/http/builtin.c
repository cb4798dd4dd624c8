// SPDX-License-Identifier: Apache-2.0
// What the server says about itself: that it lives, that it can serve, what it counted, and what its routes are.
// healthz and openapi.json never change while it runs, so their replies are made at start and shared.

#include <stddef.h>
#include <string.h>

#include "app/app.h"
#include "crypto/hash.h"
#include "http/headers.h"
#include "http/parts.h"
#include "version.h"

enum { OPENAPI_MAX_BYTES = 8 * 1024 * 1024 };
static const char alive[] = "{\"status\":\"ok\"}";

static struct server *server_of(struct request *rq) {
    return ((struct exchange *)(void *)((char *)rq - offsetof(struct exchange, rq)))->server;
}

static enum yk get_health(struct request *rq, struct err *err) {
    (void)err;
    buf_add_text(rq->out, alive);
    return YK_OK;
}

static enum yk get_openapi(struct request *rq, struct err *err) {
    (void)err;
    const struct buf *text = &server_of(rq)->openapi_text;
    buf_add(rq->out, text->data, text->len);
    return YK_OK;
}

// Whoever gets here had a reader with a snapshot in it, so the store answers.
static enum yk get_ready(struct request *rq, struct err *err) {
    (void)err;
    jw_object(rq->json);
    jw_key(rq->json, "status");
    jw_text(rq->json, "ready");
    jw_object_end(rq->json);
    return YK_OK;
}

void server_write_metrics(struct server *server, struct buf *out) {
    const struct app *app = server->config.app;
    struct metrics_gauges gauges = {
        .work_queue_depth = work_queue_depth(server->workers) +
                            work_queue_depth(server->slow_workers) +
                            work_queue_depth(server->file_workers),
        .connections = connections_count(server->connections),
        .uptime_s = (clock_monotonic_us() - server->started_us) / US_PER_S,
        .watch = app->watch,
        .version = YIKOU_VERSION,
        .engine = server->embedded_store ? "sqlite" : "postgresql",
    };
    if (app->pool) {
        pool_stats(app->pool, &gauges.pool);
    }
    metrics_write(server->metrics, &gauges, out);
}

// Whoever sits at this machine itself, and no proxy's guest: routes and their use are nobody else's business.
static bool may_see_metrics(struct request *rq) {
    struct exchange *ex = (struct exchange *)(void *)((char *)rq - offsetof(struct exchange, rq));
    static const char *const forwarded[] = {"X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"};
    bool here = strncmp(ex->peer, "127.", 4) == 0 || strcmp(ex->peer, "::1") == 0;
    for (size_t i = 0; i < sizeof forwarded / sizeof *forwarded; i++) {
        here = here && !MHD_lookup_connection_value(ex->mhd, MHD_HEADER_KIND, forwarded[i]);
    }
    return here && !ex->server->config.metrics_listen;
}

static enum yk get_metrics(struct request *rq, struct err *err) {
    if (!may_see_metrics(rq)) {
        return err_set(err, YK_NOT_FOUND, ERR_NO_ROUTE, "metrics are for this machine only");
    }
    rq->content_type = METRICS_CONTENT_TYPE;
    server_write_metrics(server_of(rq), rq->out);
    return YK_OK;
}

static const struct route rows[] = {
    {.method = "GET",
     .path = "/healthz",
     .flags = ROUTE_NO_DB,
     .response = "Health",
     .status = 200,
     .run = get_health,
     .summary = "The process lives"},
    {.method = "GET",
     .path = "/readyz",
     .response = "Health",
     .status = 200,
     .run = get_ready,
     .summary = "The store answers"},
    {.method = "GET",
     .path = "/metrics",
     .flags = ROUTE_NO_DB,
     .response = "text/plain",
     .status = 200,
     .run = get_metrics,
     .summary = "Counts and durations, for Prometheus"},
    {.method = "GET",
     .path = "/openapi.json",
     .flags = ROUTE_NO_DB,
     .response = "Anything",
     .status = 200,
     .run = get_openapi,
     .summary = "This description"},
};
const struct route_table builtin_routes = {"server", rows, sizeof rows / sizeof *rows};

static struct MHD_Response *make(const char *data, size_t n, const char *etag) {
    struct MHD_Response *r =
        MHD_create_response_from_buffer(n, (void *)(size_t)data, MHD_RESPMEM_PERSISTENT);
    bool ok =
        r &&
        MHD_add_response_header(r, "Cache-Control", etag ? "no-cache" : "no-store") == MHD_YES &&
        MHD_add_response_header(r, "X-Content-Type-Options", "nosniff") == MHD_YES &&
        (n == 0 || MHD_add_response_header(r, "Content-Type", "application/json") == MHD_YES) &&
        (!etag || MHD_add_response_header(r, "ETag", etag) == MHD_YES);
    if (r && !ok) {
        MHD_destroy_response(r);
    }
    return ok ? r : NULL;
}

enum yk builtin_new(struct server *server, struct err *err) {
    buf_init(&server->openapi_text, OPENAPI_MAX_BYTES);
    enum yk status = openapi_write(server->tables, &server->openapi_text, err);
    if (status != YK_OK) {
        return status;
    }
    uint8_t digest[SM3_BYTES];
    char hex[SM3_HEX_BYTES];
    sm3(server->openapi_text.data, server->openapi_text.len, digest);
    hex_encode(digest, sizeof digest, hex);
    snprintf(server->openapi_etag, sizeof server->openapi_etag, "\"%.32s\"", hex);
    server->health = make(alive, sizeof alive - 1, NULL);
    server->openapi =
        make(server->openapi_text.data, server->openapi_text.len, server->openapi_etag);
    server->openapi_unchanged = make("", 0, server->openapi_etag);
    if (!server->health || !server->openapi || !server->openapi_unchanged) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for the server's own replies");
    }
    return YK_OK;
}

void builtin_free(struct server *server) {
    struct MHD_Response *const all[] = {server->health, server->openapi, server->openapi_unchanged};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i]) {
            MHD_destroy_response(all[i]);
        }
    }
    buf_done(&server->openapi_text);
}

struct MHD_Response *builtin_ready(struct exchange *ex, int *out_status) {
    const struct server *server = ex->server;
    const struct route *route = ex->match.route;
    *out_status = MHD_HTTP_OK;
    if (route->run == get_health) {
        return server->health;
    }
    if (route->run != get_openapi) {
        return NULL;
    }
    if (header_names_etag(MHD_lookup_connection_value(ex->mhd, MHD_HEADER_KIND, "If-None-Match"),
                          server->openapi_etag)) {
        *out_status = MHD_HTTP_NOT_MODIFIED;
        return server->openapi_unchanged;
    }
    return server->openapi;
}
