// SPDX-License-Identifier: Apache-2.0
// The life of one request, by its route's flags: on the I/O thread, on a worker, or prepared (who acts, may they, what
// do they ask) with a reader and then run by the writer. Whatever the way, nothing is answered before its
// transaction has ended. What a reply looks like is reply.c's; what a route does is its handler's.

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "base/slog.h"
#include "base/text.h"
#include "crypto/hash.h"
#include "http/headers.h"
#include "http/parts.h"
#include "http/problem.h"
#include "http/spool.h"

enum {
    REQUEST_MEMORY_MAX = 32 * 1024 * 1024,
    REPLY_MAX_BYTES = 64 * 1024 * 1024,
    KEPT_BUFFER_BYTES = 256 * 1024, // larger buffers are not kept for the next request
    FREE_LIST_MAX = 256,
    STRAY_BODY_MAX = 4096, // where a route takes no body; it is read past
    DRAINED_MAX =
        4 * 1024 * 1024, // a body too large is read to here, so that its sender sees the refusal
    AGENT_MAX_BYTES = 256,
    STATUS_CLIENT_LEFT = 499,
    UPLOADS_MAX = 8, // at once: who may not upload is found out only when the body is there
    SETTLE_MAX = 3,  // times that an uncertain outcome is asked for
};

// ---- made, kept, freed

static struct exchange *exchange_new(struct server *server) {
    struct exchange *ex = calloc(1, sizeof *ex);
    if (!ex) {
        return NULL;
    }
    ex->server = server;
    ex->arena = arena_new(REQUEST_MEMORY_MAX);
    if (!ex->arena) {
        free(ex);
        return NULL;
    }
    buf_init(&ex->body, 0);
    buf_init(&ex->out, REPLY_MAX_BYTES);
    return ex;
}

static void exchange_free(struct exchange *ex) {
    arena_free(&ex->arena);
    buf_done(&ex->body);
    buf_done(&ex->out);
    free(ex);
}

static struct exchange *exchange_take(struct server *server) {
    pthread_mutex_lock(&server->lock);
    struct exchange *ex = server->free_list;
    if (ex) {
        server->free_list = ex->next;
        server->n_free--;
    }
    pthread_mutex_unlock(&server->lock);
    return ex ? ex : exchange_new(server);
}

static void buf_reuse(struct buf *buf) {
    if (buf->cap > KEPT_BUFFER_BYTES) {
        buf_done(buf);
    }
    buf_clear(buf);
}

static void exchange_give(struct exchange *ex) {
    struct server *server = ex->server;
    struct arena *arena = ex->arena;
    struct buf body = ex->body, out = ex->out;
    arena_reset(arena);
    buf_reuse(&body);
    buf_reuse(&out);
    *ex = (struct exchange){.server = server, .arena = arena, .body = body, .out = out};
    pthread_mutex_lock(&server->lock);
    bool keep = server->n_free < FREE_LIST_MAX;
    if (keep) {
        ex->next = server->free_list;
        server->free_list = ex;
        server->n_free++;
    }
    pthread_mutex_unlock(&server->lock);
    if (!keep) {
        exchange_free(ex);
    }
}

void exchange_free_all(struct server *server) {
    while (server->free_list) {
        struct exchange *ex = server->free_list;
        server->free_list = ex->next;
        exchange_free(ex);
    }
}

// ---- outcome

static bool is_write(const struct exchange *ex) {
    return ex->match.route->flags & ROUTE_WRITE;
}

static void forget_error(struct err *err) {
    err->code = ERR_NONE;
    err->conflict_object = 0;
    err->n_items = 0;
    err->detail[0] = '\0';
}

static void log_our_trouble(const struct exchange *ex) {
    const struct route *route = ex->match.route;
    if (problem_is_ours(ex->status)) {
        slog(SLOG_ERROR, "request.failed",
             "request=%s method=%s route=%s status=%d code=%s detail=%s", ex->rq.request_id,
             route->method, route->path, (int)ex->status, err_word(ex->err.code), ex->err.detail);
    }
}

// Back to the I/O thread, from whatever thread had it.
static void come_back(struct exchange *ex) {
    log_our_trouble(ex);
    struct server *server = ex->server;
    ex->stage = STAGE_READY;
    MHD_resume_connection(ex->mhd);
    atomic_fetch_sub(&server->away, 1); // ex may be gone already
}

// ---- who acts, and may they

static enum yk check_csrf(const struct exchange *ex, const char *csrf, const char *cookie,
                          struct err *err) {
    const struct route *route = ex->match.route;
    bool safe = strcmp(route->method, "GET") == 0;
    // A token in Authorization is not sent by a browser on its own, so nothing can be forged with it; a cookie is,
    // whatever else comes beside it.
    if (safe || !cookie || route->flags & ROUTE_NO_CSRF || route->cap == CAP_OPEN) {
        return YK_OK;
    }
    const char *given = MHD_lookup_connection_value(ex->mhd, MHD_HEADER_KIND, "X-CSRF-Token");
    size_t n = csrf ? strlen(csrf) : 0;
    if (!given || n == 0 || strlen(given) != n || !bytes_equal(given, csrf, n)) {
        return err_set(err, YK_REFUSED, ERR_CSRF, "");
    }
    return YK_OK;
}

static enum yk authorise(struct exchange *ex, struct db *db, struct err *err) {
    const struct server_config *config = &ex->server->config;
    const struct route *route = ex->match.route;
    const char *cookies = MHD_lookup_connection_value(ex->mhd, MHD_HEADER_KIND, "Cookie");
    const char *authorization =
        MHD_lookup_connection_value(ex->mhd, MHD_HEADER_KIND, "Authorization");
    const char *cookie = header_cookie(ex->arena, cookies, SESSION_COOKIE);
    const struct actor *actor = NULL;
    const char *csrf = NULL;
    if ((cookie || authorization) && config->authenticate) {
        enum yk status = config->authenticate(config->app, db, cookie, authorization, ex->arena,
                                              &actor, &csrf, err);
        if (status != YK_OK && (route->cap != CAP_OPEN || problem_is_ours(status))) {
            return status;
        }
        forget_error(err);
    }
    ex->rq.actor = actor;
    ex->rq.csrf = csrf;
    if (route->cap == CAP_OPEN) {
        return YK_OK;
    }
    if (!actor) {
        return err_set(err, YK_REFUSED, ERR_NOT_SIGNED_IN, "");
    }
    if (actor->must_change_password && !(route->flags & ROUTE_WITH_INITIAL_PASSWORD)) {
        return err_set(err, YK_REFUSED, ERR_PASSWORD_CHANGE_REQUIRED, "");
    }
    enum yk status = check_csrf(ex, csrf, cookie, err);
    if (status == YK_OK && route->cap != CAP_SIGNED_IN && !actor_may(actor, route->cap)) {
        return err_set(err, YK_REFUSED, ERR_FORBIDDEN, "");
    }
    return status;
}

// ---- what is asked

static enum yk take_key(struct exchange *ex, struct err *err) {
    if (!(ex->match.route->flags & ROUTE_IDEMPOTENT_KEY)) {
        return YK_OK;
    }
    const char *key = MHD_lookup_connection_value(ex->mhd, MHD_HEADER_KIND, "Idempotency-Key");
    if (!header_is_idempotency_key(key)) {
        return err_set(err, YK_REFUSED, ERR_KEY_REQUIRED, "Idempotency-Key: 1..%d",
                       IDEMPOTENCY_KEY_MAX_BYTES);
    }
    const struct iov parts[] = {
        {ex->method, strlen(ex->method)},     {"\n", 1},
        {ex->uri.path, strlen(ex->uri.path)}, {"\n", 1},
        {ex->body.data, ex->body.len},
    };
    ex->rq.idempotency_key = key;
    sm3_many(parts, sizeof parts / sizeof *parts, ex->rq.body_hash);
    return YK_OK;
}

static enum yk decode_request(struct exchange *ex, struct err *err) {
    const struct route *route = ex->match.route;
    void *query = route->query ? arena_alloc(ex->arena, route->query->struct_bytes) : NULL;
    void *body = route->request ? arena_alloc(ex->arena, route->request->struct_bytes) : NULL;
    if ((route->query && !query) || (route->request && !body)) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory for a request");
    }
    enum yk status = uri_query_decode(route->query, ex->uri.query, ex->arena, query, err);
    if (status == YK_OK && route->request) {
        status = json_decode(route->request, ex->body.len ? ex->body.data : "", ex->body.len,
                             ex->arena, body, err);
    }
    ex->rq.query = query;
    ex->rq.body = body;
    return status;
}

static void set_times(struct request *rq) {
    rq->real_us = clock_wall_us(&rq->app->clock);
    rq->now_us = clock_domain_us(&rq->app->clock);
    rq->today = day_of_time(rq->now_us);
}

static enum yk prepare(struct exchange *ex, struct db *db, struct err *err) {
    ex->rq.db = db;
    set_times(&ex->rq);
    enum yk status = authorise(ex, db, err);
    if (status == YK_OK) {
        status = take_key(ex, err);
    }
    return status == YK_OK ? decode_request(ex, err) : status;
}

// ---- run

static void begin_reply(struct exchange *ex) {
    buf_clear(&ex->out);
    jw_init(&ex->json, &ex->out);
    ex->rq.json = &ex->json;
    ex->rq.out = &ex->out;
    ex->rq.status = ex->match.route->status;
    ex->rq.set_cookie = NULL;
    ex->rq.problem_members = NULL;
    ex->rq.content_type = NULL;
    ex->rq.file_name = NULL;
}

static enum yk run_handler(struct exchange *ex, struct err *err) {
    forget_error(err);
    enum yk status = ex->match.route->run(&ex->rq, err);
    if (status == YK_OK && ex->out.failed) {
        return err_set(err, YK_NOMEM, ERR_BUSY,
                       "the reply is larger than %d bytes, or memory ran out", REPLY_MAX_BYTES);
    }
    // What has no body was asked by its query, whether its spec or its handler finds that it cannot be.
    if (status == YK_REFUSED && err->code == ERR_INVALID_FIELDS && !ex->match.route->request) {
        err->code = ERR_BAD_QUERY;
    }
    return status;
}

// With a reader: all of a reading route, or the preparing of a writing one.
static enum yk try_with_reader(struct exchange *ex, struct err *err) {
    const struct server_config *config = &ex->server->config;
    unsigned flags = ex->match.route->flags;
    struct db *db = pool_take_reader(config->app->pool);
    db_set_time_limit_ms(db,
                         ex->stage == STAGE_AWAY ? config->read_limit_ms : config->quick_limit_ms);
    enum yk status = db_begin_read(db, err);
    if (status == YK_OK) {
        status = prepare(ex, db, err);
        if (flags & ROUTE_SLOW) {
            db_rollback(db);
        }
        if (status == YK_OK && !(flags & ROUTE_WRITE)) {
            begin_reply(ex);
            status = run_handler(ex, err);
        }
        if (db_in_transaction(db)) {
            db_rollback(db);
        }
    }
    pool_give_reader(config->app->pool, db);
    ex->rq.db = NULL;
    return status;
}

// A reading that lost its connection is begun again on another, once: it changed nothing.
static enum yk run_with_reader(struct exchange *ex, struct err *err) {
    ex->mark = arena_mark(ex->arena);
    enum yk status = try_with_reader(ex, err);
    if (status == YK_LOST && !pool_is_away(ex->server->config.app->pool)) {
        arena_rewind(ex->arena, ex->mark);
        forget_error(err);
        status = try_with_reader(ex, err);
    }
    return status;
}

static enum yk find_key(struct exchange *ex, struct db *db, struct err *err) {
    const struct server_config *config = &ex->server->config;
    struct request *rq = &ex->rq;
    rq->replay = false;
    rq->location = 0;
    if (!rq->idempotency_key || !config->idem_find || !rq->actor) {
        return YK_OK;
    }
    int64_t object = 0;
    enum yk status = config->idem_find(db, rq->actor->scope.district, rq->actor->account,
                                       rq->idempotency_key, rq->body_hash, &object, err);
    if (status == YK_OK) {
        rq->replay = true;
        rq->location = object;
    }
    return status == YK_NOT_FOUND ? YK_OK : status;
}

static enum yk remember_key(struct exchange *ex, struct db *db, struct err *err) {
    const struct server_config *config = &ex->server->config;
    const struct request *rq = &ex->rq;
    if (rq->replay || !rq->idempotency_key || !config->idem_remember || !rq->actor) {
        return YK_OK;
    }
    enum yk status =
        config->idem_remember(db, rq->actor->scope.district, rq->actor->account,
                              rq->idempotency_key, rq->body_hash, rq->location, rq->now_us, err);
    // The same key came twice at once and the other was first: run again, and find it.
    return status == YK_CONFLICT ? YK_RETRY : status;
}

// In the write transaction; may run again, so everything it made is unmade first.
static enum yk write_once(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    struct exchange *ex = arg;
    arena_rewind(ex->arena, ex->mark);
    begin_reply(ex);
    ex->rq.db = db;
    ex->rq.hooks_ctx = hooks_ctx;
    set_times(&ex->rq);
    enum yk status = find_key(ex, db, err);
    if (status == YK_OK) {
        status = run_handler(ex, err);
    }
    bool refused = status == YK_CONFLICT || status == YK_REFUSED;
    if (refused && ex->rq.idempotency_key && !ex->looked_again && !ex->server->embedded_store) {
        // Who was first may have been this very act, sent twice, whatever the rule that stands against doing it again:
        // a fresh transaction sees its key. Where there is one writer the key was to be seen before.
        ex->looked_again = true;
        return YK_RETRY;
    }
    return status == YK_OK ? remember_key(ex, db, err) : status;
}

// On a worker: what the person did not see is read after the refusal, outside the transaction that was undone.
static void tell_changes(struct work_item *item) {
    struct exchange *ex = (struct exchange *)item;
    const struct server_config *config = &ex->server->config;
    struct db *db = pool_take_reader(config->app->pool);
    struct err err = {0};
    db_set_time_limit_ms(db, config->read_limit_ms);
    if (db_begin_read(db, &err) == YK_OK) {
        begin_reply(ex);
        buf_add_text(&ex->out, "\"changed\":");
        ex->rq.db = db;
        enum yk status = config->write_changed(&ex->rq, &ex->err, &err);
        if (status == YK_OK && !ex->out.failed) {
            ex->rq.problem_members = arena_strdup(ex->arena, ex->out.data);
        } else {
            slog(SLOG_WARN, "request.conflict_untold", "request=%s detail=%s", ex->rq.request_id,
                 err.detail);
        }
        ex->rq.db = NULL;
        db_rollback(db);
    }
    pool_give_reader(config->app->pool, db);
    come_back(ex);
}

static enum yk try_render(struct exchange *ex) {
    const struct server_config *config = &ex->server->config;
    struct db *db = pool_take_reader(config->app->pool);
    db_set_time_limit_ms(db, config->read_limit_ms);
    enum yk status = db_begin_read(db, &ex->err);
    if (status == YK_OK) {
        buf_clear(&ex->out);
        jw_init(&ex->json, &ex->out);
        ex->rq.db = db;
        status = ex->match.route->render(&ex->rq, &ex->err);
        ex->rq.db = NULL;
        db_rollback(db);
    }
    pool_give_reader(config->app->pool, db);
    return status;
}

// On a worker: the reply to a write that is durable by now.
static void render_reply(struct work_item *item) {
    struct exchange *ex = (struct exchange *)item;
    ex->status = try_render(ex);
    if (ex->status == YK_LOST) {
        ex->status = try_render(ex);
    }
    if (ex->status == YK_LOST) {
        // It was done; who asks again under the same key is shown it.
        ex->status = err_set(&ex->err, YK_UNCERTAIN, ERR_OUTCOME_UNKNOWN, "%s", "");
    }
    if (ex->status == YK_OK && ex->out.failed) {
        ex->status = err_set(&ex->err, YK_NOMEM, ERR_BUSY, "the reply is too large");
    }
    come_back(ex);
}

static bool has_changes_to_tell(const struct exchange *ex) {
    return ex->status == YK_CONFLICT && ex->err.code == ERR_CONFLICT && ex->err.conflict_object &&
           !ex->rq.problem_members && ex->server->config.write_changed;
}

static void write_done(void *arg, enum yk status, const struct err *err) {
    struct exchange *ex = arg;
    ex->rq.db = NULL;
    ex->rq.hooks_ctx = NULL;
    if (status == YK_UNCERTAIN && ex->rq.idempotency_key && ex->settling < SETTLE_MAX) {
        // Whether it was committed is for the key to say, on another connection: run again under it, what was kept is found and answered as done, what was not is done now. A commit
        // that the server still works at holds the key's row, and is waited for there.
        ex->settling++;
        ex->looked_again = false;
        pool_write_async(ex->server->config.app->pool, write_once, write_done, ex);
        return;
    }
    ex->status = status;
    if (status != YK_OK && err) {
        ex->err = *err;
    }
    if (ex->settling && (status == YK_LOST || status == YK_RETRY)) {
        // The key could not be asked. It was not "nothing was done".
        ex->status = err_set(&ex->err, YK_UNCERTAIN, ERR_OUTCOME_UNKNOWN, "%s", "");
    }
    bool render = status == YK_OK && ex->match.route->render;
    if (render || has_changes_to_tell(ex)) {
        ex->work.run = render ? render_reply : tell_changes;
        work_queue_add(ex->server->workers, &ex->work);
        return;
    }
    come_back(ex);
}

static void hand_to_writer(struct exchange *ex) {
    ex->mark = arena_mark(ex->arena);
    pool_write_async(ex->server->config.app->pool, write_once, write_done, ex);
}

static void run_on_worker(struct work_item *item) {
    struct exchange *ex = (struct exchange *)item;
    ex->status = run_with_reader(ex, &ex->err);
    if (ex->status == YK_OK && is_write(ex)) {
        hand_to_writer(ex);
        return;
    }
    come_back(ex);
}

static void go_away(struct exchange *ex) {
    ex->stage = STAGE_AWAY;
    atomic_fetch_add(&ex->server->away, 1);
    MHD_suspend_connection(ex->mhd);
}

// ---- the request is whole

static void describe_peer(struct exchange *ex) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(ex->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    if (address && address->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, ex->peer,
                  sizeof ex->peer);
    } else if (address && address->sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr,
                  ex->peer, sizeof ex->peer);
    }
    const char *agent = MHD_lookup_connection_value(ex->mhd, MHD_HEADER_KIND, "User-Agent");
    bool usable = agent && text_is_clean(agent, strlen(agent));
    ex->rq.address = ex->peer;
    ex->rq.agent = usable ? arena_strndup(ex->arena, agent, strnlen(agent, AGENT_MAX_BYTES)) : "";
}

static void begin_request(struct exchange *ex) {
    struct request *rq = &ex->rq;
    rq->app = ex->server->config.app;
    rq->route = ex->match.route;
    rq->arena = ex->arena;
    memcpy(rq->id, ex->match.id, sizeof rq->id);
    memcpy(rq->word, ex->match.word, sizeof rq->word);
    describe_peer(ex);
}

// Short by its flag. One that turns out not to be gives its I/O thread back and begins again on a worker.
static enum MHD_Result run_here(struct exchange *ex) {
    ex->status = run_with_reader(ex, &ex->err);
    if (ex->status == YK_REFUSED && ex->err.code == ERR_TOO_SLOW) {
        arena_rewind(ex->arena, ex->mark);
        go_away(ex);
        work_queue_add(ex->server->workers, &ex->work);
        return MHD_YES;
    }
    if (ex->status == YK_OK && is_write(ex)) {
        go_away(ex);
        hand_to_writer(ex);
        return MHD_YES;
    }
    log_our_trouble(ex);
    return reply_handled(ex);
}

static struct work_queue *queue_of(const struct exchange *ex) {
    unsigned flags = ex->match.route->flags;
    if (flags & (ROUTE_FILE | ROUTE_UPLOAD)) {
        return ex->server->file_workers;
    }
    return flags & ROUTE_SLOW ? ex->server->slow_workers : ex->server->workers;
}

static enum MHD_Result run_route(struct exchange *ex) {
    const struct route *route = ex->match.route;
    int status;
    struct MHD_Response *ready = builtin_ready(ex, &status);
    if (ready) {
        return reply_ready(ex, ready, status);
    }
    if (atomic_load(&ex->server->stopping)) {
        return reply_problem(ex, ERR_BUSY);
    }
    if (ex->too_large) {
        return reply_problem(ex, ERR_BODY_TOO_LARGE);
    }
    if (ex->no_room) {
        return reply_problem(ex, ERR_BUSY);
    }
    if (route->request &&
        !header_is_json(MHD_lookup_connection_value(ex->mhd, MHD_HEADER_KIND, "Content-Type"))) {
        return reply_problem(ex, ERR_UNSUPPORTED_TYPE);
    }
    begin_request(ex);
    connection_enter(ex->connection, PHASE_OURS, ex->started_us);
    if (route->flags & ROUTE_NO_DB) {
        begin_reply(ex);
        ex->status = run_handler(ex, &ex->err);
        log_our_trouble(ex);
        return reply_handled(ex);
    }
    if (ex->server->embedded_store && route->flags & (ROUTE_QUICK | ROUTE_WRITE)) {
        return run_here(ex);
    }
    go_away(ex);
    work_queue_add(queue_of(ex), &ex->work);
    return MHD_YES;
}

static bool is_get_or_head(const struct exchange *ex) {
    return strcmp(ex->method, "GET") == 0 || strcmp(ex->method, "HEAD") == 0;
}

static enum MHD_Result run_page(struct exchange *ex) {
    int status;
    struct MHD_Response *page = NULL;
    ex->slot = metrics_extra(ex->server->metrics, METRICS_PAGES);
    if (strncmp(ex->uri.path, "/api/", 5) != 0 && is_get_or_head(ex)) {
        const char *encodings =
            MHD_lookup_connection_value(ex->mhd, MHD_HEADER_KIND, "Accept-Encoding");
        const char *etags = MHD_lookup_connection_value(ex->mhd, MHD_HEADER_KIND, "If-None-Match");
        page = pages_find(ex->server->pages, ex->uri.path, header_accepts_gzip(encodings), etags,
                          &status);
    }
    if (page) {
        return reply_ready(ex, page, status);
    }
    ex->slot = metrics_extra(ex->server->metrics, METRICS_OTHER);
    return reply_problem(ex, ERR_NO_ROUTE);
}

static enum MHD_Result run(struct exchange *ex) {
    if (ex->broken_uri) {
        return reply_problem(ex, ERR_NO_ROUTE);
    }
    if (strcmp(ex->method, "OPTIONS") == 0) {
        return reply_options(ex, ex->match.allow ? ex->match.allow : "GET, HEAD, OPTIONS");
    }
    switch (ex->found) {
    case ROUTER_FOUND: return run_route(ex);
    case ROUTER_NO_METHOD: return reply_problem(ex, ERR_METHOD_NOT_ALLOWED);
    case ROUTER_NO_ROUTE: break;
    }
    return run_page(ex);
}

// ---- libmicrohttpd's callbacks

void *exchange_on_uri(void *arg, const char *uri, struct MHD_Connection *mhd) {
    struct server *server = arg;
    struct exchange *ex = exchange_take(server);
    if (!ex) {
        return NULL;
    }
    ex->mhd = mhd;
    ex->work.run = run_on_worker;
    ex->rq.file_fd = ex->rq.upload_fd = -1;
    ex->started_us = clock_monotonic_us();
    ex->slot = metrics_extra(server->metrics, METRICS_OTHER);
    ex->raw_uri = arena_strdup(ex->arena, uri);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    ex->connection = info ? info->socket_context : NULL;
    connection_enter(ex->connection, PHASE_BODY, ex->started_us);
    atomic_fetch_add(&server->active, 1);
    return ex;
}

// ---- files that come

static void begin_upload(struct exchange *ex, const struct route *route) {
    ex->body_max = route->body_max_bytes;
    ex->uploading = true;
    ex->no_room = atomic_fetch_add(&ex->server->uploads, 1) >= UPLOADS_MAX ||
                  spool_open(&ex->rq.upload_fd, &ex->err) != YK_OK;
}

static void take_upload(struct exchange *ex, const char *data, size_t n) {
    while (n > 0 && !ex->no_room) {
        ssize_t written = write(ex->rq.upload_fd, data, n);
        if (written < 0 && errno != EINTR) {
            ex->no_room = true;
        } else if (written > 0) {
            data += written;
            n -= (size_t)written;
            ex->rq.upload_bytes += (size_t)written;
        }
    }
}

static void end_files(struct exchange *ex) {
    if (ex->rq.upload_fd >= 0) {
        close(ex->rq.upload_fd);
    }
    if (ex->rq.file_fd >= 0) {
        close(ex->rq.file_fd);
    }
    ex->rq.upload_fd = ex->rq.file_fd = -1;
    if (ex->uploading) {
        ex->uploading = false;
        atomic_fetch_sub(&ex->server->uploads, 1);
    }
}

bool request_is_gone(const struct request *rq) {
    const struct exchange *ex = (const void *)((const char *)rq - offsetof(struct exchange, rq));
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(ex->mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct pollfd socket = {.fd = info ? info->connect_fd : -1, .events = POLLRDHUP};
    return info && poll(&socket, 1, 0) > 0 &&
           socket.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL);
}

// ---- the head and the body

static void read_head(struct exchange *ex, const char *method) {
    static const char *const methods[] = {
        MHD_HTTP_METHOD_GET,  MHD_HTTP_METHOD_POST,    MHD_HTTP_METHOD_PUT,  MHD_HTTP_METHOD_DELETE,
        MHD_HTTP_METHOD_HEAD, MHD_HTTP_METHOD_OPTIONS, MHD_HTTP_METHOD_PATCH};
    ex->method = "other";
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(method, methods[i]) == 0) {
            ex->method = methods[i];
        }
    }
    id_format(id_gen_next(ex->server->request_ids, clock_real_us()), ex->rq.request_id);
    ex->rq.lang =
        header_language(MHD_lookup_connection_value(ex->mhd, MHD_HEADER_KIND, "Accept-Language"));
    ex->found = ROUTER_NO_ROUTE;
    ex->body_max = STRAY_BODY_MAX;
    ex->broken_uri = !ex->raw_uri || uri_parse(ex->arena, ex->raw_uri, &ex->uri, NULL) != YK_OK;
    if (ex->broken_uri) {
        return;
    }
    ex->found = router_match(ex->server->router, ex->method, &ex->uri, &ex->match);
    if (ex->found == ROUTER_FOUND) {
        const struct route *route = ex->match.route;
        ex->slot = ex->match.index;
        if (route->request) {
            ex->body_max = route->body_max_bytes ? route->body_max_bytes : BODY_DEFAULT_MAX_BYTES;
        }
        if (route->flags & ROUTE_UPLOAD) {
            begin_upload(ex, route);
        }
    }
    ex->body.max = ex->body_max;
}

// At the head, nothing is answered unless the body would be far too long to read past: an answer at this point closes the connection.
static enum MHD_Result on_head(struct exchange *ex, const char *method) {
    read_head(ex, method);
    ex->stage = STAGE_BODY;
    const char *length = MHD_lookup_connection_value(ex->mhd, MHD_HEADER_KIND, "Content-Length");
    unsigned long long announced = length ? strtoull(length, NULL, 10) : 0;
    bool asks_first = MHD_lookup_connection_value(ex->mhd, MHD_HEADER_KIND, "Expect") != NULL;
    if (announced > ex->body_max) {
        ex->too_large = true;
        if (asks_first || announced > DRAINED_MAX) {
            return reply_problem(ex, ERR_BODY_TOO_LARGE);
        }
    }
    return MHD_YES;
}

static enum MHD_Result on_data(struct exchange *ex, const char *data, size_t *data_n) {
    ex->body_seen += *data_n;
    if (ex->body_seen > ex->body_max) {
        ex->too_large = true;
        if (ex->body_seen > DRAINED_MAX) {
            return MHD_NO;
        }
    } else if (ex->uploading) {
        take_upload(ex, data, *data_n);
    } else if (!ex->too_large) {
        buf_add(&ex->body, data, *data_n);
        if (ex->body.failed) {
            return MHD_NO;
        }
    }
    *data_n = 0;
    return MHD_YES;
}

enum MHD_Result exchange_on_access(void *server, struct MHD_Connection *mhd, const char *url,
                                   const char *method, const char *version, const char *data,
                                   size_t *data_n, void **exchange) {
    (void)server, (void)mhd, (void)url, (void)version;
    struct exchange *ex = *exchange;
    if (!ex) {
        return MHD_NO;
    }
    switch (ex->stage) {
    case STAGE_NEW: return on_head(ex, method);
    case STAGE_BODY: return *data_n ? on_data(ex, data, data_n) : run(ex);
    case STAGE_READY: return reply_handled(ex);
    case STAGE_AWAY:
    case STAGE_SENT: break;
    }
    *data_n = 0;
    return MHD_YES;
}

void exchange_on_completed(void *arg, struct MHD_Connection *mhd, void **exchange,
                           enum MHD_RequestTerminationCode code) {
    (void)mhd, (void)code;
    struct server *server = arg;
    struct exchange *ex = *exchange;
    if (!ex) {
        return;
    }
    *exchange = NULL;
    int64_t now_us = clock_monotonic_us();
    int status = ex->sent_status ? ex->sent_status : STATUS_CLIENT_LEFT;
    metrics_count(server->metrics, ex->slot, status, now_us - ex->started_us);
    connection_enter(ex->connection, PHASE_HEAD, now_us);
    if (server->access_log) {
        const struct route *route = ex->match.route;
        const struct access_line line = {
            .method = ex->method ? ex->method : "none",
            .route = route ? route->path : "-",
            .request_id = ex->rq.request_id,
            .status = status,
            .took_us = now_us - ex->started_us,
            .account = ex->rq.actor ? ex->rq.actor->account : 0,
        };
        access_log_add(server->access_log, &line, clock_real_us());
    }
    end_files(ex);
    exchange_give(ex);
    atomic_fetch_sub(&server->active, 1);
}
