// SPDX-License-Identifier: Apache-2.0
// What the files of the server share among themselves: the server and one exchange (a request and its reply). Nobody else includes this.
//
// An exchange is made when the request line is there, belongs to its I/O thread, is handed away (to a worker, then perhaps to the
// writer) while the connection is suspended, comes back by MHD_resume_connection, and goes into the server's free list when the reply is out.
#ifndef YK_HTTP_PARTS_H
#define YK_HTTP_PARTS_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/id.h"
#include "http/access_log.h"
#include "http/connections.h"
#include "http/metrics.h"
#include "http/pages.h"
#include "http/router.h"
#include "http/server.h"
#include "http/work.h"

enum { SERVER_ADDRESS_BYTES = 80, PEER_BYTES = 46 };

struct server {
    struct server_config config;
    const struct route_table **tables; // the config's and builtin_routes, NULL-terminated
    bool embedded_store; // SQLite: short reads and the preparing of writes run on the I/O threads
    struct MHD_Daemon *daemon, *metrics_daemon; // the second NULL: none
    struct router *router;
    struct pages *pages;
    struct metrics *metrics;
    struct access_log *access_log; // NULL: none
    struct connections *connections;
    struct work_queue *workers, *slow_workers, *file_workers;
    atomic_uint uploads; // being taken
    struct id_gen *request_ids;
    struct MHD_Response *health, *openapi, *openapi_unchanged;
    struct buf openapi_text;
    char openapi_etag[40];
    char address[SERVER_ADDRESS_BYTES], metrics_address[SERVER_ADDRESS_BYTES];
    int64_t started_us;

    pthread_mutex_t lock; // of the free list
    struct exchange *free_list;
    unsigned n_free;
    atomic_bool stopping;
    atomic_uint away;   // exchanges whose connection is suspended
    atomic_uint active; // exchanges between request line and completion

    pthread_t keeper; // flushes the access log, closes connections that are too old
    bool keeper_runs;
    pthread_mutex_t keeper_lock;
    pthread_cond_t keeper_wake;
    bool ending;
};

enum stage { STAGE_NEW, STAGE_BODY, STAGE_AWAY, STAGE_READY, STAGE_SENT };

struct exchange {
    struct work_item work; // first: a worker gets this
    struct exchange *next;
    struct server *server;
    struct MHD_Connection *mhd;
    struct connection *connection;
    enum stage stage;
    const char *raw_uri; // as it came
    const char *method;
    struct uri uri;
    struct route_match match;
    enum router_result found;
    size_t slot; // of metrics
    struct arena *arena;
    struct arena_mark mark; // a write that runs again starts here
    struct buf body, out;
    size_t body_max, body_seen;
    bool broken_uri, too_large;
    bool uploading;    // counted in the server's uploads
    bool no_room;      // for what is uploaded
    unsigned settling; // times that the key was asked after a commit whose outcome was not heard
    bool looked_again; // for its key, after a conflict
    struct jw json;
    struct request rq;
    struct err err;
    enum yk status;
    int sent_status; // 0 until a reply is queued
    int64_t started_us;
    char peer[PEER_BYTES];
};

// exchange.c: libmicrohttpd's callbacks.
void *exchange_on_uri(void *server, const char *uri, struct MHD_Connection *mhd);
enum MHD_Result exchange_on_access(void *server, struct MHD_Connection *mhd, const char *url,
                                   const char *method, const char *version, const char *data,
                                   size_t *data_n, void **exchange);
void exchange_on_completed(void *server, struct MHD_Connection *mhd, void **exchange,
                           enum MHD_RequestTerminationCode code);
void exchange_free_all(struct server *server);

// reply.c: all queue a reply and say whether libmicrohttpd took it.
enum MHD_Result reply_ready(struct exchange *ex, struct MHD_Response *response,
                            int status);            // a shared reply
enum MHD_Result reply_handled(struct exchange *ex); // by ex->status, ex->rq and ex->out
enum MHD_Result reply_problem(struct exchange *ex,
                              enum err_code code); // before or instead of a handler
enum MHD_Result reply_options(struct exchange *ex, const char *allow);

// builtin.c: /healthz, /readyz, /metrics and /openapi.json as routes like others.
extern const struct route_table builtin_routes;
YK_NODISCARD enum yk builtin_new(struct server *server, struct err *err); // needs the router
void builtin_free(struct server *server);
#define METRICS_CONTENT_TYPE "text/plain; version=0.0.4; charset=utf-8"
void server_write_metrics(struct server *server, struct buf *out);
// server.c: a socket that listens; what it listens on goes into out_address.
YK_NODISCARD enum yk server_open_socket(const char *listen_at, char *out_address, size_t size,
                                        int *out_fd, struct err *err);
// metrics_listen.c: an address of its own that answers /metrics and /healthz, and nothing else.
YK_NODISCARD enum yk metrics_listen_start(struct server *server, const char *listen_at,
                                          struct err *err);
void metrics_listen_stop(struct server *server);
// Replies that never change are made once: the one for this exchange's route, or NULL.
struct MHD_Response *builtin_ready(struct exchange *ex, int *out_status);

#endif
