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
    ROUTE_WRITE =
        1, // runs inside a write transaction (writer thread on SQLite); rq->db is that connection; may run twice. Not with SLOW
    ROUTE_QUICK = 2, // one indexed read: on the I/O thread on SQLite
    ROUTE_SLOW =
        4, // may block (password hashing, long work): on a worker of its own, rq->db is a reader outside any transaction
           // (so that no snapshot is held while it works), writes through pool_write()
    ROUTE_NO_CSRF = 8, // sign-in and set-up
    ROUTE_IDEMPOTENT_KEY =
        16, // with ROUTE_WRITE: Idempotency-Key is required. The same key and body again: the handler runs with
    // rq->replay set and rq->location the object of the first time, skips its command and renders
    ROUTE_WITH_INITIAL_PASSWORD = 32, // allowed while the password must be changed
    ROUTE_STREAM_CSV = 64,            // the handler writes text/csv into rq->out
    ROUTE_PDF = 256,                  // the handler writes application/pdf into rq->out
    ROUTE_FILE =
        512, // GET, with SLOW: the handler makes a file and leaves it in rq->file_fd; `response` is its type. Two are made at once, others wait in line
    ROUTE_UPLOAD =
        1024, // with SLOW: the body is a file of at most body_max_bytes, streamed to rq->upload_fd whatever its type; queued as files are
    ROUTE_NO_DB = 128, // needs no store and no session: on the I/O thread, rq->db is NULL
};
// Handlers return YK_OK, or a status with err filled. A status alone is enough for YK_NOT_FOUND, YK_CONFLICT and YK_RETRY.
// The session's cookie. Who signs in sets it through rq->set_cookie with Path=/; HttpOnly; SameSite=Strict.
#define SESSION_COOKIE "yikou_session"

struct request;
typedef enum yk route_handler(struct request *rq, struct err *err);

struct route {
    const char *method;
    const char *path; // "/api/v1/matters/{id:id}/dispatch": {name:id} {name:int} {name:word}
    enum cap cap;
    unsigned flags;
    size_t body_max_bytes;           // 0: no body; default for request specs 64 KiB
    const struct json_spec *request; // body
    const struct json_spec *query;   // declared query parameters; unknown ones are refused
    const char *response;            // schema name in api/schema/NAME.json; NULL for 204
    int status;                      // on success
    route_handler *run;
    // With ROUTE_WRITE: writes the reply once what `run` did is durable, from a reader on a worker, so that the writer is free for the next
    // command; rq->location says which object. NULL: `run` writes the reply itself.
    route_handler *render;
    const char *summary; // en, for OpenAPI
};
struct route_table {
    const char *module;
    const struct route *rows;
    size_t n_rows;
};

enum {
    ROUTE_PARAMS_MAX = 4,
    REQUEST_ID_BYTES = 14,
    IDEMPOTENCY_KEY_MAX_BYTES = 64,
    BODY_DEFAULT_MAX_BYTES = 64 * 1024
};

struct app; // app/app.h: pool, clock, keyring, id generators, calendar… handed down
struct log_tx;
struct request {
    struct app *app;
    const struct route *route;
    struct arena *arena;
    struct db *db;                      // reader, or the write transaction's connection
    void *hooks_ctx;                    // of the write connection (log_batch), NULL on reads
    const struct actor *actor;          // NULL on open routes without a session
    const char *csrf;                   // of the session; NULL without one
    int64_t id[ROUTE_PARAMS_MAX];       // path parameters of type id / int, in order
    const char *word[ROUTE_PARAMS_MAX]; // of type word
    const void *body;                   // decoded by route->request
    const void *query;                  // decoded by route->query
    const char *lang;                   // "zh" or "en"
    int64_t now_us;                     // domain clock
    int64_t real_us;
    int32_t today; // domain day
    char request_id[REQUEST_ID_BYTES];
    const char *idempotency_key; // or NULL
    uint8_t body_hash[32];       // SM3 over method, path and body, for the key
    const char *address, *agent;
    struct jw *json;        // reply body
    struct buf *out;        // the same buffer, for raw
    int status;             // starts as route->status
    const char *set_cookie; // a handler may set it (arena)
    int64_t
        location; // id of what was made, for the Idempotency row; 0 none. On a replay: that of the first time
    bool replay; // the key was used before with this same body: do nothing, render
    const char *
        problem_members; // what a refusal adds to its problem, as JSON members in the arena: "\"changed\":[…]"; or NULL
    const char *content_type; // of the reply; NULL: application/json (ROUTE_STREAM_CSV: text/csv)
    int file_fd;   // ROUTE_FILE: what is sent, from its beginning; the server closes it. -1: none
    int upload_fd; // ROUTE_UPLOAD: what came; the server closes it
    size_t upload_bytes;
    const char *
        file_name; // of a download (ROUTE_STREAM_CSV, ROUTE_PDF), ASCII; NULL: the path's last word
};

// Whether who asked has gone: long work looks now and then, and ends with YK_REFUSED. Any thread that runs the handler.
bool request_is_gone(const struct request *rq);

#endif
