// SPDX-License-Identifier: Apache-2.0
// What a module says about a route, and what its handler gets. The router decides 404, 405, HEAD, OPTIONS, authentication, capability, CSRF, body limits,
// decoding, idempotency and the transaction from the row; a handler is: one domain call, then encode (≤ 40 lines).
#ifndef YK_HTTP_ROUTE_H
#define YK_HTTP_ROUTE_H

#include "auth/scope.h"
#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"
#include "json/json.h"

enum route_flag {
    ROUTE_WRITE = 1,   // runs inside a write transaction (writer thread on SQLite); rq->db is that connection; may run twice
    ROUTE_QUICK = 2,   // one indexed read: on the I/O thread on SQLite
    ROUTE_SLOW = 4,    // may block (password hashing, long work): on a worker, rq->db is a reader, writes through app_write()
    ROUTE_NO_CSRF = 8, // sign-in and set-up
    ROUTE_IDEMPOTENT_KEY = 16, // takes Idempotency-Key: same key and body → same answer rendered anew by `again`
    ROUTE_WITH_INITIAL_PASSWORD = 32, // allowed while the password must be changed
    ROUTE_STREAM_CSV = 64, // the handler writes text/csv into rq->out
};

struct request;
typedef enum yk route_handler(struct request *rq, struct err *err);

struct route {
    const char *method;
    const char *path; // "/api/v1/matters/{id:id}/dispatch": {name:id} {name:int} {name:word}
    enum cap cap;
    unsigned flags;
    size_t body_max_bytes; // 0: no body; default for request specs 64 KiB
    const struct json_spec *request; // body
    const struct json_spec *query;   // declared query parameters; unknown ones are refused
    const char *response;            // schema name in api/schema/NAME.json; NULL for 204
    int status;                      // on success
    route_handler *run;
    const char *summary; // en, for OpenAPI
};
struct route_table {
    const char *module;
    const struct route *rows;
    size_t n_rows;
};

enum { ROUTE_PARAMS_MAX = 4, REQUEST_ID_BYTES = 14 };

struct app; // app/app.h: pool, clock, keyring, id generators, calendar… handed down
struct log_tx;
struct request {
    struct app *app;
    const struct route *route;
    struct arena *arena;
    struct db *db;         // reader, or the write transaction's connection
    void *hooks_ctx;       // of the write connection (log_batch), NULL on reads
    const struct actor *actor; // NULL on open routes without a session
    int64_t id[ROUTE_PARAMS_MAX];      // path parameters of type id / int, in order
    const char *word[ROUTE_PARAMS_MAX]; // of type word
    const void *body;  // decoded by route->request
    const void *query; // decoded by route->query
    const char *lang;  // "zh" or "en"
    int64_t now_us;    // domain clock
    int64_t real_us;
    int32_t today;     // domain day
    char request_id[REQUEST_ID_BYTES];
    const char *idempotency_key; // or NULL
    uint8_t body_hash[32];       // SM3 over method, path and body, for the key
    const char *address, *agent;
    struct jw *json;  // reply body
    struct buf *out;  // the same buffer, for raw
    int status;       // starts as route->status
    const char *set_cookie; // a handler may set it (arena)
    int64_t location; // id of what was made, for the Idempotency row; 0 none
};

#endif
