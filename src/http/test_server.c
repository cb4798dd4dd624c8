// SPDX-License-Identifier: Apache-2.0
// The running server over a socket, on both engines: every way through a route's flags, what a broken or hostile client
// sends, and what holds when many come at once. Handlers are toys; the pool and the store are real.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/app.h"
#include "base/text.h"
#include "crypto/hash.h"
#include "db/test_store.h"
#include "http/server.h"
#include "http/static_files.h"
#include "json/with_jansson.h"

enum { KEYS_MAX = 64, REPLY_MAX = 1 << 20 };

// What the toy handlers did and remember, per test.
static struct {
    atomic_int made, runs, retries, reads;
    pthread_mutex_t lock;
    struct {
        char key[80];
        uint8_t hash[32];
        int64_t object;
    } keys[KEYS_MAX];
    int n_keys;
} toy = {.lock = PTHREAD_MUTEX_INITIALIZER};

// ---- handlers

struct thing {
    const char *name;
    int64_t n;
};
static const struct json_field thing_fields[] = {
    {.name = "name",
     .type = JSON_TEXT,
     .flags = JSON_REQUIRED,
     .offset = offsetof(struct thing, name),
     .min = 2,
     .max = 20},
    {.name = "n", .type = JSON_INT, .offset = offsetof(struct thing, n), .min = 1, .max = 9},
};
static const struct json_spec thing_spec = JSON_SPEC("thing", struct thing, thing_fields);

struct filter {
    const char *q;
};
static const struct json_field filter_fields[] = {
    {.name = "q", .type = JSON_TEXT, .offset = offsetof(struct filter, q), .max = 20},
};
static const struct json_spec filter_spec = JSON_SPEC("filter", struct filter, filter_fields);

static void show(struct request *rq, const char *name) {
    jw_object(rq->json);
    jw_key(rq->json, "name");
    jw_text(rq->json, name);
    jw_key(rq->json, "id");
    jw_id(rq->json, rq->location ? rq->location : rq->id[0]);
    jw_key(rq->json, "by");
    jw_text(rq->json, rq->actor ? rq->actor->login : NULL);
    jw_key(rq->json, "lang");
    jw_text(rq->json, rq->lang);
    jw_object_end(rq->json);
}

static enum yk read_thing(struct request *rq, struct err *err) {
    (void)err;
    const struct filter *filter = rq->query;
    assert_true(db_in_transaction(rq->db));
    atomic_fetch_add(&toy.reads, 1);
    show(rq, filter && filter->q ? filter->q : rq->word[0]);
    return YK_OK;
}

// Too slow while it is on an I/O thread, which a toy can only know by counting.
static enum yk read_slowly(struct request *rq, struct err *err) {
    if (atomic_fetch_add(&toy.runs, 1) == 0 && db_engine_of(rq->db) == DB_SQLITE) {
        return err_set(err, YK_REFUSED, ERR_TOO_SLOW, "");
    }
    show(rq, "slow");
    return YK_OK;
}

static enum yk make_thing(struct request *rq, struct err *err) {
    const struct thing *thing = rq->body;
    atomic_fetch_add(&toy.runs, 1);
    assert_true(db_in_transaction(rq->db));
    assert_int_equal(rq->out->len, 0);
    // What an attempt made before is gone, and making as much again and again stays below the request's cap.
    assert_non_null(arena_alloc(rq->arena, 12 * 1024 * 1024));
    if (strcmp(thing->name, "retry") == 0 && atomic_fetch_add(&toy.retries, 1) < 2) {
        buf_add_text(rq->out, "half a reply");
        rq->set_cookie = "half=1";
        return err_set(err, YK_RETRY, ERR_BUSY, "serialisation");
    }
    if (strcmp(thing->name, "conflict") == 0) {
        rq->problem_members = arena_printf(rq->arena, "\"changed\":[%d]", 7);
        return err_set(err, YK_CONFLICT, ERR_CONFLICT, "");
    }
    if (strcmp(thing->name, "stale") == 0) {
        err_set(err, YK_CONFLICT, ERR_CONFLICT, "");
        err->conflict_object = 31;
        err->conflict_seen = 4;
        return YK_CONFLICT;
    }
    if (strcmp(thing->name, "broken") == 0) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "secret detail");
    }
    if (strcmp(thing->name, "missing") == 0) {
        return YK_NOT_FOUND;
    }
    if (!rq->replay) {
        atomic_fetch_add(&toy.made, 1);
        rq->location = 31;
    }
    show(rq, thing->name);
    return YK_OK;
}

static enum yk write_changed(struct request *rq, const struct err *conflict, struct err *err) {
    (void)err;
    assert_true(db_in_transaction(rq->db));
    assert_int_equal(conflict->conflict_seen, 4);
    jw_array(rq->json);
    jw_id(rq->json, conflict->conflict_object);
    jw_array_end(rq->json);
    return YK_OK;
}

static enum yk slow_thing(struct request *rq, struct err *err) {
    (void)err;
    assert_false(db_in_transaction(rq->db));
    usleep(1000);
    rq->set_cookie = SESSION_COOKIE "=good; Path=/; HttpOnly; SameSite=Strict";
    return YK_OK;
}

static enum yk list_csv(struct request *rq, struct err *err) {
    (void)err;
    buf_add_text(rq->out, "\xef\xbb\xbf"
                          "编号,标题\n");
    return YK_OK;
}

static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/t/quick/{id:id}",
     .flags = ROUTE_QUICK,
     .query = &filter_spec,
     .response = "Anything",
     .status = 200,
     .run = read_thing,
     .summary = "x"},
    {.method = "GET",
     .path = "/api/t/slowly",
     .flags = ROUTE_QUICK,
     .response = "Anything",
     .status = 200,
     .run = read_slowly,
     .summary = "x"},
    {.method = "GET",
     .path = "/api/t/read/{key:word}",
     .cap = CAP_MATTER_VIEW,
     .response = "Anything",
     .status = 200,
     .run = read_thing,
     .summary = "x"},
    {.method = "POST",
     .path = "/api/t/things",
     .cap = CAP_MATTER_INTAKE,
     .flags = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY,
     .body_max_bytes = 1000,
     .request = &thing_spec,
     .response = "Anything",
     .status = 201,
     .run = make_thing,
     .summary = "x"},
    {.method = "PUT",
     .path = "/api/t/own",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_WRITE | ROUTE_WITH_INITIAL_PASSWORD,
     .request = &thing_spec,
     .response = "Anything",
     .status = 200,
     .run = make_thing,
     .summary = "x"},
    {.method = "POST",
     .path = "/api/t/session",
     .flags = ROUTE_SLOW | ROUTE_NO_CSRF,
     .status = 204,
     .run = slow_thing,
     .summary = "x"},
    {.method = "GET",
     .path = "/api/t/things.csv",
     .flags = ROUTE_STREAM_CSV,
     .response = "Anything",
     .status = 200,
     .run = list_csv,
     .summary = "x"},
};
static const struct route_table table = {"toy", rows, sizeof rows / sizeof *rows};
static const struct route_table *const tables[] = {&table, NULL};

static enum yk authenticate(struct app *app, struct db *db, const char *cookie,
                            const char *authorization, struct arena *arena,
                            const struct actor **out, const char **out_csrf, struct err *err) {
    (void)app, (void)err;
    assert_true(db_in_transaction(db));
    const char *who = cookie ? cookie
                      : authorization && strncmp(authorization, "Bearer ", 7) == 0
                          ? authorization + 7
                          : "";
    bool known =
        strcmp(who, "good") == 0 || strcmp(who, "weak") == 0 || strcmp(who, "initial") == 0;
    if (known) {
        struct actor *actor = arena_alloc(arena, sizeof *actor);
        actor->account = 5;
        actor->login = arena_strdup(arena, who);
        actor->caps = strcmp(who, "weak") == 0 ? 0 : ~UINT64_C(0);
        actor->must_change_password = strcmp(who, "initial") == 0;
        actor->scope.district = 340406;
        *out = actor;
        *out_csrf = "token-1";
    }
    return YK_OK;
}

static enum yk idem_find_toy(struct db *db, int32_t district, int64_t account, const char *key,
                             const uint8_t hash[32], int64_t *out_object, struct err *err) {
    enum yk status = YK_NOT_FOUND;
    assert_true(db_in_transaction(db));
    assert_int_equal(district, 340406);
    assert_int_equal(account, 5);
    pthread_mutex_lock(&toy.lock);
    for (int i = 0; i < toy.n_keys; i++) {
        if (strcmp(toy.keys[i].key, key) == 0) {
            bool same = memcmp(toy.keys[i].hash, hash, 32) == 0;
            *out_object = toy.keys[i].object;
            status = same ? YK_OK : err_set(err, YK_REFUSED, ERR_KEY_REUSED, "");
        }
    }
    pthread_mutex_unlock(&toy.lock);
    return status;
}

static enum yk idem_remember_toy(struct db *db, int32_t district, int64_t account, const char *key,
                                 const uint8_t hash[32], int64_t object, int64_t now_us,
                                 struct err *err) {
    (void)db, (void)district, (void)account, (void)now_us, (void)err;
    pthread_mutex_lock(&toy.lock);
    if (toy.n_keys < KEYS_MAX) {
        snprintf(toy.keys[toy.n_keys].key, sizeof toy.keys[0].key, "%s", key);
        memcpy(toy.keys[toy.n_keys].hash, hash, 32);
        toy.keys[toy.n_keys++].object = object;
    }
    pthread_mutex_unlock(&toy.lock);
    return YK_OK;
}

// ---- fixture

struct fixture {
    struct test_store *store;
    struct app app;
    struct server *server;
    int port;
    int log_fd;
};

static void start(struct fixture *f, void **state, unsigned idle_s) {
    memset(f, 0, sizeof *f);
    atomic_store(&toy.made, 0);
    atomic_store(&toy.runs, 0);
    atomic_store(&toy.retries, 0);
    toy.n_keys = 0;
    f->store = test_store_of(state);
    struct err err = {0};
    const struct pool_config pool = {.url = f->store->url,
                                     .n_readers = 8,
                                     .n_writers = 2,
                                     .group_max = 64,
                                     .read_limit_ms = 5000};
    if (pool_new(&pool, &f->app.pool, &err) != YK_OK) {
        fail_msg("pool: %s", err.detail);
    }
    char log_path[] = "/tmp/yikou-access-XXXXXX";
    f->log_fd = mkstemp(log_path);
    unlink(log_path);
    const struct server_config config = {
        .app = &f->app,
        .listen = "127.0.0.1:0",
        .n_io_threads = 2,
        .n_workers = 3,
        .tables = tables,
        .authenticate = authenticate,
        .idem_find = idem_find_toy,
        .idem_remember = idem_remember_toy,
        .write_changed = write_changed,
        .access_log_fd = f->log_fd,
        .idle_s = idle_s,
    };
    if (server_start(&config, &f->server, &err) != YK_OK) {
        fail_msg("server: %s", err.detail);
    }
    f->port = (int)strtol(strrchr(server_address(f->server), ':') + 1, NULL, 10);
}

static void stop(struct fixture *f) {
    server_stop(&f->server);
    assert_null(f->server);
    pool_free(&f->app.pool);
    close(f->log_fd);
}

// ---- client

static int dial(const struct fixture *f) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)f->port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct timeval limit = {.tv_sec = 20};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static void send_bytes(int fd, const char *data, size_t n) {
    while (n) {
        ssize_t sent = send(fd, data, n, MSG_NOSIGNAL);
        if (sent <= 0) {
            return; // the server may have refused already
        }
        data += sent;
        n -= (size_t)sent;
    }
}

struct reply {
    int status;
    char *head, *body; // in text
    char text[REPLY_MAX];
};

static void read_to_end(int fd, struct reply *reply) {
    size_t len = 0;
    ssize_t n;
    while (len < REPLY_MAX - 1 && (n = recv(fd, reply->text + len, REPLY_MAX - 1 - len, 0)) > 0) {
        len += (size_t)n;
    }
    reply->text[len] = '\0';
    reply->status = len > 12 ? (int)strtol(reply->text + 9, NULL, 10) : 0;
    reply->head = reply->text;
    reply->body = strstr(reply->text, "\r\n\r\n");
    if (reply->body) {
        reply->body[2] = '\0';
        reply->body += 4;
    }
}

// One request on a connection of its own. head: further header lines, each with its CR LF.
static int ask(const struct fixture *f, const char *method, const char *target, const char *head,
               const char *body, struct reply *reply) {
    static __thread char text[8192];
    int n =
        body
            ? snprintf(
                  text, sizeof text,
                  "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %zu\r\n%s\r\n%s",
                  method, target, strlen(body), head, body)
            : snprintf(text, sizeof text,
                       "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n", method, target,
                       head);
    int fd = dial(f);
    send_bytes(fd, text, (size_t)n);
    read_to_end(fd, reply);
    close(fd);
    return reply->status;
}

static bool has_header(const struct reply *reply, const char *line) {
    return strcasestr(reply->head, line) != NULL;
}

static void check_code(const struct reply *reply, int status, const char *code) {
    char want[80];
    snprintf(want, sizeof want, "\"code\":\"%s\"", code);
    if (reply->status != status || !reply->body || !strstr(reply->body, want)) {
        fail_msg("want %d %s, got %d: %s", status, code, reply->status,
                 reply->body ? reply->body : "nothing");
    }
    assert_true(has_header(reply, "Content-Type: application/problem+json"));
}

#define COOKIE "Cookie: a=1; yikou_session=good\r\n"
#define TOKEN  "X-CSRF-Token: token-1\r\n"
#define JSON   "Content-Type: application/json\r\n"
#define KEY(k) "Idempotency-Key: " k "\r\n"

// ---- tests

static struct reply reply; // of the main thread: a megabyte

static void test_own_addresses(void **state) {
    struct fixture f;
    start(&f, state, 0);
    assert_int_equal(ask(&f, "GET", "/healthz", "", NULL, &reply), 200);
    assert_string_equal(reply.body, "{\"status\":\"ok\"}");
    assert_int_equal(ask(&f, "HEAD", "/healthz", "", NULL, &reply), 200);
    assert_string_equal(reply.body, "");
    assert_true(has_header(&reply, "Content-Length: 15"));
    assert_int_equal(ask(&f, "GET", "/readyz", "", NULL, &reply), 200);
    assert_string_equal(reply.body, "{\"status\":\"ready\"}");
    assert_int_equal(ask(&f, "POST", "/healthz", "", "", &reply), 405);
    assert_int_equal(ask(&f, "GET", "/openapi.json", "", NULL, &reply), 200);
    json_t *api = json_loads(reply.body, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json_object_get(json_object_get(api, "paths"), "/api/t/quick/{id}"));
    assert_non_null(json_object_get(json_object_get(api, "paths"), "/healthz"));
    json_decref(api);
    char etag[128];
    const char *at = strcasestr(reply.head, "ETag: ");
    snprintf(etag, sizeof etag, "If-None-Match: %.*s\r\n", (int)strcspn(at + 6, "\r"), at + 6);
    assert_int_equal(ask(&f, "GET", "/openapi.json", etag, NULL, &reply), 304);
    assert_int_equal(ask(&f, "GET", "/metrics", "", NULL, &reply), 200);
    assert_true(has_header(&reply, "Content-Type: text/plain"));
    assert_non_null(
        strstr(reply.body,
               "yikou_http_requests_total{method=\"GET\",route=\"/readyz\",status=\"2xx\"} 1\n"));
    assert_non_null(strstr(reply.body, "yikou_write_queue_depth 0\n"));
    assert_non_null(
        strstr(reply.body, "_bucket{method=\"GET\",route=\"/healthz\",le=\"+Inf\"} 2\n"));
    stop(&f);
}

static void test_reads(void **state) {
    struct fixture f;
    start(&f, state, 0);
    assert_int_equal(ask(&f, "GET", "/api/t/quick/000000000000Z?q=%E7%94%A8%E7%94%B5",
                         "Accept-Language: en\r\n", NULL, &reply),
                     200);
    assert_string_equal(reply.body,
                        "{\"name\":\"用电\",\"id\":\"000000000000Z\",\"by\":null,\"lang\":\"en\"}");
    assert_true(has_header(&reply, "Content-Type: application/json"));
    assert_true(has_header(&reply, "Cache-Control: no-store"));
    assert_true(has_header(&reply, "X-Content-Type-Options: nosniff"));
    assert_true(has_header(&reply, "X-Request-Id: "));
    assert_int_equal(ask(&f, "HEAD", "/api/t/quick/000000000000Z", "", NULL, &reply), 200);
    assert_string_equal(reply.body, "");
    assert_int_equal(ask(&f, "GET", "/api/t/read/a.b", COOKIE, NULL, &reply), 200);
    assert_non_null(strstr(reply.body, "\"by\":\"good\",\"lang\":\"zh\""));
    assert_int_equal(
        ask(&f, "GET", "/api/t/read/a.b", "Authorization: Bearer good\r\n", NULL, &reply), 200);
    assert_int_equal(ask(&f, "GET", "/api/t/slowly", "", NULL, &reply), 200);
    assert_int_equal(ask(&f, "GET", "/api/t/things.csv", "", NULL, &reply), 200);
    assert_true(has_header(&reply, "Content-Type: text/csv; charset=utf-8"));
    assert_true(has_header(&reply, "Content-Disposition: attachment; filename=\"things.csv\""));
    assert_memory_equal(reply.body, "\xef\xbb\xbf", 3);
    stop(&f);
}

static void test_refusals(void **state) {
    static const struct {
        const char *method, *target, *head, *body;
        int status;
        const char *code;
    } cases[] = {
        {"GET", "/api/t/nothing", "", NULL, 404, "no_route"},
        {"GET", "/api/t/quick/xyz", "", NULL, 404, "no_route"},
        {"GET", "/api/t/%ff", "", NULL, 404, "no_route"},
        {"GET", "/nothing.js", "", NULL, 404, "no_route"},
        {"POST", "/nothing", "", "", 404, "no_route"},
        {"DELETE", "/api/t/things", COOKIE, NULL, 405, "method_not_allowed"},
        {"GET", "/api/t/quick/000000000000Z?other=1", "", NULL, 400, "bad_query"},
        {"GET", "/api/t/quick/000000000000Z?q=%ff", "", NULL, 400, "bad_query"},
        {"GET", "/api/t/read/a", "", NULL, 401, "not_signed_in"},
        {"GET", "/api/t/read/a", "Cookie: yikou_session=stale\r\n", NULL, 401, "not_signed_in"},
        {"GET", "/api/t/read/a", "Cookie: yikou_session=weak\r\n", NULL, 403, "forbidden"},
        {"GET", "/api/t/read/a", "Cookie: yikou_session=initial\r\n", NULL, 403,
         "password_change_required"},
        {"POST", "/api/t/things", JSON TOKEN KEY("a"), "{}", 401, "not_signed_in"},
        {"POST", "/api/t/things", COOKIE JSON KEY("a"), "{\"name\":\"ab\"}", 403, "csrf"},
        {"POST", "/api/t/things", COOKIE JSON KEY("a") "X-CSRF-Token: token-2\r\n",
         "{\"name\":\"ab\"}", 403, "csrf"},
        {"POST", "/api/t/things", COOKIE JSON KEY("a") "Authorization: Basic eDp5\r\n",
         "{\"name\":\"ab\"}", 403, "csrf"},
        {"POST", "/api/t/things", COOKIE JSON TOKEN, "{\"name\":\"ab\"}", 400, "key_required"},
        {"POST", "/api/t/things", COOKIE TOKEN KEY("a"), "{\"name\":\"ab\"}", 415,
         "unsupported_type"},
        {"POST", "/api/t/things", COOKIE TOKEN KEY("a") "Content-Type: text/plain\r\n",
         "{\"name\":\"ab\"}", 415, "unsupported_type"},
        {"POST", "/api/t/things", COOKIE JSON TOKEN KEY("a"), "", 400, "bad_json"},
        {"POST", "/api/t/things", COOKIE JSON TOKEN KEY("a"), "{\"name\":", 400, "bad_json"},
        {"POST", "/api/t/things", COOKIE JSON TOKEN KEY("a"), "{\"name\":\"\xff\"}", 400,
         "bad_json"},
        {"POST", "/api/t/things", COOKIE JSON TOKEN KEY("a"), "{}", 422, "invalid_fields"},
        {"POST", "/api/t/things", COOKIE JSON TOKEN KEY("b"), "{\"name\":\"missing\"}", 404,
         "not_found"},
        {"POST", "/api/t/things", COOKIE JSON TOKEN KEY("c"), "{\"name\":\"broken\"}", 500,
         "internal"},
        {"POST", "/api/t/things", COOKIE JSON TOKEN KEY("d"), "{\"name\":\"conflict\"}", 409,
         "conflict"},
    };
    struct fixture f;
    start(&f, state, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ask(&f, cases[i].method, cases[i].target, cases[i].head, cases[i].body, &reply);
        check_code(&reply, cases[i].status, cases[i].code);
        assert_null(strstr(reply.body, "secret"));
    }
    assert_non_null(strstr(reply.body, ",\"changed\":[7]}")); // of the last, the conflict
    assert_int_equal(atomic_load(&toy.made), 0);
    assert_int_equal(toy.n_keys, 0); // a refused command may be tried again under its key

    ask(&f, "GET", "/api/t/nothing", "Accept-Language: en-GB\r\n", NULL, &reply);
    assert_non_null(strstr(reply.body, "There is nothing at this address"));
    assert_true(has_header(&reply, "Content-Language: en"));
    ask(&f, "DELETE", "/api/t/things", "", NULL, &reply);
    assert_true(has_header(&reply, "Allow: POST, OPTIONS"));
    assert_int_equal(ask(&f, "OPTIONS", "/api/t/things", "", NULL, &reply), 204);
    assert_true(has_header(&reply, "Allow: POST, OPTIONS"));
    ask(&f, "POST", "/api/t/things", COOKIE JSON TOKEN KEY("a") "Accept-Language: en\r\n",
        "{\"n\":10,\"x\":1}", &reply);
    assert_non_null(strstr(
        reply.body, "{\"field\":\"name\",\"code\":\"required\",\"message\":\"This is required\"}"));
    assert_non_null(strstr(
        reply.body,
        "\"field\":\"n\",\"code\":\"out_of_range\",\"message\":\"Out of range\",\"accepted\":\"1..9\""));
    assert_non_null(strstr(reply.body, "\"field\":\"x\",\"code\":\"unknown_field\""));
    stop(&f);
}

static void test_writes(void **state) {
    struct fixture f;
    start(&f, state, 0);
    assert_int_equal(ask(&f, "POST", "/api/t/things", COOKIE JSON TOKEN KEY("k1"),
                         "{\"name\":\"first\"}", &reply),
                     201);
    assert_string_equal(
        reply.body,
        "{\"name\":\"first\",\"id\":\"000000000000Z\",\"by\":\"good\",\"lang\":\"zh\"}");
    assert_true(has_header(&reply, "Location: /api/t/things/000000000000Z\r\n"));
    assert_int_equal(atomic_load(&toy.made), 1);

    // The same again: the same answer, nothing done.
    assert_int_equal(ask(&f, "POST", "/api/t/things", COOKIE JSON TOKEN KEY("k1"),
                         "{\"name\":\"first\"}", &reply),
                     201);
    assert_string_equal(
        reply.body,
        "{\"name\":\"first\",\"id\":\"000000000000Z\",\"by\":\"good\",\"lang\":\"zh\"}");
    assert_int_equal(atomic_load(&toy.made), 1);
    ask(&f, "POST", "/api/t/things", COOKIE JSON TOKEN KEY("k1"), "{\"name\":\"other\"}", &reply);
    check_code(&reply, 409, "key_reused");

    // A transaction that must run again begins from nothing.
    assert_int_equal(ask(&f, "POST", "/api/t/things", COOKIE JSON TOKEN KEY("k2"),
                         "{\"name\":\"retry\"}", &reply),
                     201);
    assert_string_equal(
        reply.body,
        "{\"name\":\"retry\",\"id\":\"000000000000Z\",\"by\":\"good\",\"lang\":\"zh\"}");
    assert_false(has_header(&reply, "Set-Cookie"));
    assert_int_equal(atomic_load(&toy.retries), 3);
    assert_int_equal(atomic_load(&toy.made), 2);

    // A conflict tells what the person did not see.
    ask(&f, "POST", "/api/t/things", COOKIE JSON TOKEN KEY("k4"), "{\"name\":\"stale\"}", &reply);
    check_code(&reply, 409, "conflict");
    assert_non_null(strstr(reply.body, ",\"changed\":[\"000000000000Z\"]}"));

    // A bearer token needs no CSRF token, and an initial password opens what it must.
    assert_int_equal(ask(&f, "POST", "/api/t/things",
                         "Authorization: Bearer good\r\n" JSON KEY("k3"), "{\"name\":\"token\"}",
                         &reply),
                     201);
    assert_int_equal(ask(&f, "PUT", "/api/t/own", "Cookie: yikou_session=initial\r\n" TOKEN JSON,
                         "{\"name\":\"mine\"}", &reply),
                     200);
    assert_int_equal(ask(&f, "POST", "/api/t/session", "", "", &reply), 204);
    assert_true(
        has_header(&reply, "Set-Cookie: yikou_session=good; Path=/; HttpOnly; SameSite=Strict"));
    stop(&f);
}

static void test_bodies(void **state) {
    enum { LARGE = 200 * 1024 };
    struct fixture f;
    start(&f, state, 0);
    static char large[LARGE + 1024];

    // Too long by its length, and by chunks that announce none: refused whole, and nothing is done.
    int n = snprintf(large, sizeof large,
                     "POST /api/t/things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" COOKIE JSON
                         TOKEN KEY("a") "Content-Length: %d\r\n\r\n",
                     LARGE);
    memset(large + n, ' ', LARGE);
    int fd = dial(&f);
    send_bytes(fd, large, (size_t)n + LARGE);
    read_to_end(fd, &reply);
    close(fd);
    check_code(&reply, 413, "body_too_large");

    fd = dial(&f);
    static const char chunked[] =
        "POST /api/t/things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" COOKIE JSON TOKEN KEY(
            "a") "Transfer-Encoding: chunked\r\n\r\n";
    send_bytes(fd, chunked, sizeof chunked - 1);
    for (int i = 0; i < 20; i++) {
        send_bytes(fd, "64\r\n", 4);
        send_bytes(fd, large + n, 100);
        send_bytes(fd, "\r\n", 2);
    }
    send_bytes(fd, "0\r\n\r\n", 5);
    read_to_end(fd, &reply);
    close(fd);
    check_code(&reply, 413, "body_too_large");

    // One that asks first, or is far too long, is told at once.
    static const char expecting[] =
        "POST /api/t/things HTTP/1.1\r\nHost: x\r\n" COOKIE JSON TOKEN KEY(
            "a") "Content-Length: 100000000\r\nExpect: 100-continue\r\n\r\n";
    fd = dial(&f);
    send_bytes(fd, expecting, sizeof expecting - 1);
    read_to_end(fd, &reply);
    close(fd);
    check_code(&reply, 413, "body_too_large");

    // In chunks, one byte each: taken.
    static const char body[] = "{\"name\":\"用电\"}";
    fd = dial(&f);
    static const char chunked_ok[] =
        "POST /api/t/things HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" COOKIE JSON TOKEN KEY(
            "b") "Transfer-Encoding: chunked\r\n\r\n";
    send_bytes(fd, chunked_ok, sizeof chunked_ok - 1);
    for (size_t i = 0; i < sizeof body - 1; i++) {
        char chunk[] = {'1', '\r', '\n', body[i], '\r', '\n'};
        send_bytes(fd, chunk, sizeof chunk);
    }
    send_bytes(fd, "0\r\n\r\n", 5);
    read_to_end(fd, &reply);
    close(fd);
    assert_int_equal(reply.status, 201);
    assert_int_equal(atomic_load(&toy.made), 1);

    // Cut off in the middle, at each byte: nothing is done.
    static const char whole[] = "POST /api/t/things HTTP/1.1\r\nHost: x\r\n" COOKIE JSON TOKEN KEY(
        "c") "Content-Length: 15\r\n\r\n{\"name\":\"abcd\"}";
    for (size_t cut = 1; cut < sizeof whole - 1; cut += 7) {
        fd = dial(&f);
        send_bytes(fd, whole, cut);
        const struct linger reset = {.l_onoff = 1};
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        close(fd);
    }
    assert_int_equal(atomic_load(&toy.made), 1);
    assert_int_equal(ask(&f, "GET", "/healthz", "", NULL, &reply), 200);
    stop(&f);
}

static void test_one_connection_many_requests(void **state) {
    enum { TIMES = 60 };
    struct fixture f;
    start(&f, state, 0);
    // Pipelined: all sent before any is read; answers come in order.
    static char text[TIMES * 512];
    size_t len = 0;
    for (int i = 0; i < TIMES; i++) {
        const char *last = i == TIMES - 1 ? "Connection: close\r\n" : "";
        int n =
            i % 3 == 0
                ? snprintf(text + len, sizeof text - len,
                           "GET /api/t/quick/000000000000Z?q=n%d HTTP/1.1\r\nHost: x\r\n%s\r\n", i,
                           last)
            : i % 3 == 1
                ? snprintf(text + len, sizeof text - len,
                           "GET /api/t/read/n%d HTTP/1.1\r\nHost: x\r\n" COOKIE "%s\r\n", i, last)
                : snprintf(text + len, sizeof text - len,
                           "PUT /api/t/own HTTP/1.1\r\nHost: x\r\n" COOKIE TOKEN JSON
                           "Content-Length: 15\r\n%s\r\n{\"name\":\"n%03d\"}",
                           last, i);
        len += (size_t)n;
    }
    int fd = dial(&f);
    send_bytes(fd, text, len);
    size_t got = 0;
    ssize_t n;
    while ((n = recv(fd, reply.text + got, REPLY_MAX - 1 - got, 0)) > 0) {
        got += (size_t)n;
    }
    close(fd);
    reply.text[got] = '\0';
    const char *at = reply.text;
    for (int i = 0; i < TIMES; i++) {
        char want[32];
        snprintf(want, sizeof want, i % 3 == 2 ? "\"name\":\"n%03d\"" : "\"name\":\"n%d\"", i);
        at = strstr(at, want);
        if (!at) {
            fail_msg("answer %d is not there", i);
        }
    }
    stop(&f);
}

static void test_pages(void **state) {
    struct fixture f;
    start(&f, state, 0);
    const struct static_file *index = static_file_find("/index.html");
    assert_int_equal(ask(&f, "GET", "/", "", NULL, &reply), 200);
    assert_int_equal(strlen(reply.body), index->len);
    assert_true(has_header(&reply, "Content-Security-Policy: default-src 'self'"));
    assert_true(has_header(&reply, "Cache-Control: no-cache"));
    assert_int_equal(ask(&f, "GET", "/ledger/whatever", "", NULL, &reply),
                     200); // the pages' own router
    assert_int_equal(ask(&f, "GET", "/figures/matter.closed", "", NULL, &reply), 200);
    char etag[160];
    snprintf(etag, sizeof etag, "If-None-Match: \"x\", %s\r\n", index->etag);
    assert_int_equal(ask(&f, "GET", "/", etag, NULL, &reply), 304);
    assert_string_equal(reply.body, "");
    if (index->gzip) {
        assert_int_equal(ask(&f, "GET", "/", "Accept-Encoding: gzip\r\n", NULL, &reply), 200);
        assert_true(has_header(&reply, "Content-Encoding: gzip"));
        assert_int_equal(ask(&f, "GET", "/", "Accept-Encoding: gzip;q=0\r\n", NULL, &reply), 200);
        assert_false(has_header(&reply, "Content-Encoding"));
    }
    stop(&f);
}

// A connection that says a byte now and then is ended, and so is one that says nothing.
static void test_slow_clients(void **state) {
    struct fixture f;
    start(&f, state, 1);
    int silent = dial(&f), dripping = dial(&f);
    bool ended = false;
    for (int i = 0; !ended; i++) { // one that is never ended meets the runner's limit
        char c;
        usleep(100000);
        ended = send(dripping, i == 0 ? "G" : "X", 1, MSG_NOSIGNAL) < 0 ||
                recv(dripping, &c, 1, MSG_DONTWAIT) == 0;
    }
    char c;
    assert_int_equal(recv(silent, &c, 1, 0), 0);
    close(silent);
    close(dripping);
    assert_int_equal(ask(&f, "GET", "/healthz", "", NULL, &reply), 200);
    stop(&f);
}

enum { CLIENTS = 6, EACH = 60 };
struct client {
    const struct fixture *f;
    int number, wrong;
};

static void *be_client(void *arg) {
    struct client *me = arg;
    struct reply *mine = malloc(sizeof *mine);
    for (int i = 0; i < EACH; i++) {
        char body[64], head[256], want[64];
        snprintf(want, sizeof want, "\"name\":\"c%d-%d\"", me->number, i);
        if (i % 2 == 0) {
            snprintf(head, sizeof head, COOKIE TOKEN JSON);
            snprintf(body, sizeof body, "{\"name\":\"c%d-%d\"}", me->number, i);
            ask(me->f, "PUT", "/api/t/own", head, body, mine);
        } else {
            snprintf(head, sizeof head,
                     i % 3 ? "/api/t/read/c%d-%d" : "/api/t/quick/000000000000Z?q=c%d-%d",
                     me->number, i);
            ask(me->f, "GET", head, COOKIE, NULL, mine);
        }
        me->wrong += mine->status != 200 || !mine->body || !strstr(mine->body, want);
    }
    free(mine);
    return NULL;
}

static void test_many_at_once(void **state) {
    struct fixture f;
    start(&f, state, 0);
    struct client clients[CLIENTS];
    pthread_t threads[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){.f = &f, .number = i};
        assert_int_equal(pthread_create(&threads[i], NULL, be_client, &clients[i]), 0);
    }
    int wrong = 0;
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        wrong += clients[i].wrong;
    }
    assert_int_equal(wrong, 0);
    assert_int_equal(atomic_load(&toy.made), CLIENTS * EACH / 2);

    // Each request has its line, and no line tells who from where.
    server_stop(&f.server);
    off_t size = lseek(f.log_fd, 0, SEEK_END);
    char *log = calloc(1, (size_t)size + 1);
    assert_int_equal(pread(f.log_fd, log, (size_t)size, 0), size);
    int lines = 0;
    for (char *line = log, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        json_t *parsed = json_loadb(line, (size_t)(end - line), JSON_REJECT_DUPLICATES, NULL);
        assert_string_equal(json_string_value(json_object_get(parsed, "event")), "request");
        assert_int_equal(json_integer_value(json_object_get(parsed, "status")), 200);
        assert_non_null(json_object_get(parsed, "account"));
        json_decref(parsed);
        lines++;
    }
    assert_int_equal(lines, CLIENTS * EACH);
    assert_null(strstr(log, "127.0.0.1"));
    assert_null(strstr(log, "c1-1"));
    free(log);
    stop(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST_ON_BOTH(test_own_addresses), TEST_ON_BOTH(test_reads),
        TEST_ON_BOTH(test_refusals),      TEST_ON_BOTH(test_writes),
        TEST_ON_BOTH(test_bodies),        TEST_ON_BOTH(test_one_connection_many_requests),
        TEST_ON_BOTH(test_pages),         TEST_ON_BOTH(test_slow_clients),
        TEST_ON_BOTH(test_many_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
