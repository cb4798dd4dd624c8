// SPDX-License-Identifier: Apache-2.0
// The HTTP server: libmicrohttpd (epoll, a pool of threads) hidden behind this header. Serves route tables, embedded pages, problem documents,
// /healthz /readyz /metrics /openapi.json. Suspends what is not quick and runs it on a worker or hands it to the writer; answers a write only when it is durable.
#ifndef YK_HTTP_SERVER_H
#define YK_HTTP_SERVER_H

#include "http/route.h"

struct server;
struct server_config {
    struct app *app;
    const char *listen;         // "127.0.0.1:8340", port 0 picks one
    const char *metrics_listen; // NULL: /metrics is on the same address, for this machine only
    unsigned n_io_threads, n_workers;
    const struct route_table *const *tables; // NULL-terminated
    // Finds who is acting: session cookie or bearer token → actor (arena), or NULL in *out for nobody. Refreshes last-seen at most once a minute.
    enum yk (*authenticate)(struct app *app, struct db *db, const char *cookie,
                            const char *authorization, struct arena *arena,
                            const struct actor **out, const char **out_csrf, struct err *err);
    // Idempotency (log/log.h: idem_find, idem_remember): asked before the handler and told after it, inside the same write transaction.
    // NULL: keys are taken but not remembered.
    enum yk (*idem_find)(struct db *db, int32_t district, int64_t account, const char *key,
                         const uint8_t hash[32], int64_t *out_object, struct err *err);
    enum yk (*idem_remember)(struct db *db, int32_t district, int64_t account, const char *key,
                             const uint8_t hash[32], int64_t object, int64_t now_us,
                             struct err *err);
    // A write refused with ERR_CONFLICT and err->conflict_object set: writes what happened to the object since err->conflict_seen into
    // rq->json, as one JSON array, for the problem's "changed". rq->db is a reader in a snapshot. NULL, or a failure: the problem goes
    // without. Not asked when the handler set rq->problem_members.
    enum yk (*write_changed)(struct request *rq, const struct err *conflict, struct err *err);
    const char *heads_note;
    int access_log_fd; // one JSON line per request, without personal data; 0: none. Stays the caller's
    unsigned connections_max; // 0: 1000
    unsigned idle_s;          // a connection that says nothing is closed after it; 0: 30
    unsigned
        quick_limit_ms; // of reading on an I/O thread; what takes longer begins again on a worker; 0: 100
    unsigned read_limit_ms; // of any other read; 0: 10 000
};
// The pool needs at least n_io_threads + n_workers + 2 readers, or requests wait for one another.
YK_NODISCARD enum yk server_start(const struct server_config *config, struct server **out,
                                  struct err *err);
const char *server_address(const struct server *server);         // "http://127.0.0.1:8340"
const char *server_metrics_address(const struct server *server); // "" without one
void server_stop(struct server **server);
// OpenAPI 3.1 from the tables, the specs and api/schema.
YK_NODISCARD enum yk openapi_write(const struct route_table *const *tables, struct buf *out,
                                   struct err *err);

#endif
