// SPDX-License-Identifier: Apache-2.0
// Sign-in and administration as people meet them: a running server, from the first run to the last session, on both engines. Told as a story, since each
// step stands on the one before; at the end the log is replayed and agrees.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/app.h"
#include "auth/session.h"
#include "auth/session_http.h"
#include "db/test_store.h"
#include "http/server.h"
#include "log/verify.h"
#include "org/org.h"
#include "org/org_http.h"

// ---- tokens ----

static void test_tokens(void **state) {
    (void)state;
    uint8_t token[TOKEN_BYTES], back[TOKEN_BYTES];
    char text[SESSION_TOKEN_TEXT_BYTES], csrf[CSRF_TEXT_BYTES], other[CSRF_TEXT_BYTES];
    int32_t district = 0;
    random_bytes(token, sizeof token);
    session_token_format(340406, token, text);
    assert_true(session_token_parse(text, &district, back));
    assert_int_equal(district, 340406);
    assert_memory_equal(token, back, sizeof token);
    session_token_format(INT32_MAX, token, text);
    assert_true(session_token_parse(text, &district, back));
    text[strlen(text) - 1] = '\0';
    assert_false(session_token_parse(text, &district, back));
    static const char *const bad[] = {"",     "x",     "340406", "340406.",
                                      "0.00", "-1.00", ".00",    "99999999999999999999.00"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(session_token_parse(bad[i], &district, back));
    }
    session_csrf(token, csrf);
    token[0] ^= 1;
    session_csrf(token, other);
    assert_string_not_equal(csrf, other);
    const int64_t min = 60 * US_PER_S, now = 1000000 * min;
    assert_false(session_is_over(now - 719 * min, now - 29 * min, now));
    assert_true(session_is_over(now - 719 * min, now - 30 * min, now));
    assert_true(session_is_over(now - 720 * min, now, now));
}

// ---- a server and its people ----

struct person {
    char cookie[128], csrf[64];
};
struct fixture {
    struct test_store *store;
    struct app app;
    struct server *server;
    char key_path[32];
    int port;
    struct person sysadmin, secadmin, clerk;
};

static const struct ledger *const ledger_list[] = {&ledger_admin, NULL};
static const struct ledgers ledgers = {ledger_list};
static const struct route_table *const tables[] = {&auth_routes, &org_routes, &account_routes,
                                                   NULL};
static bool busy_answer;

static enum yk unit_busy(struct db *db, int32_t district, int64_t unit, bool *out,
                         struct err *err) {
    (void)db;
    (void)district;
    (void)unit;
    (void)err;
    *out = busy_answer;
    return YK_OK;
}

static void start(struct fixture *f, void **state) {
    memset(f, 0, sizeof *f);
    f->store = test_store_of(state);
    struct err err = {0};
    f->app = (struct app){.ids = id_gen_new(1, 0),
                          .ledgers = &ledgers,
                          .calendar = calendar_builtin(),
                          .orgs = org_cache_new(unit_busy)};
    snprintf(f->key_path, sizeof f->key_path, "/tmp/yikou-key-XXXXXX");
    int fd = mkstemp(f->key_path);
    assert_true(fd >= 0 && close(fd) == 0 && unlink(f->key_path) == 0);
    assert_int_equal(keyring_open(f->key_path, true, NULL, &f->app.ring, &err), YK_OK);
    const struct pool_config pool = {.url = f->store->url,
                                     .n_readers = 8,
                                     .n_writers = 2,
                                     .group_max = 64,
                                     .read_limit_ms = 5000,
                                     .hooks_ctx_new = log_batch_new,
                                     .hooks_ctx_free = log_batch_free,
                                     .hooks = {.group_begin = log_hook_group_begin,
                                               .item_end = log_hook_item_end,
                                               .before_commit = log_hook_before_commit,
                                               .group_end = log_hook_group_end}};
    assert_int_equal(pool_new(&pool, &f->app.pool, &err), YK_OK);
    assert_int_equal(session_setup_begin(&f->app, &err), YK_OK);
    const struct server_config config = {.app = &f->app,
                                         .listen = "127.0.0.1:0",
                                         .n_io_threads = 1,
                                         .n_workers = 3,
                                         .tables = tables,
                                         .authenticate = session_authenticate,
                                         .idem_find = idem_find,
                                         .idem_remember = idem_remember};
    if (server_start(&config, &f->server, &err) != YK_OK) {
        fail_msg("server: %s", err.detail);
    }
    f->port = (int)strtol(strrchr(server_address(f->server), ':') + 1, NULL, 10);
}

static void stop(struct fixture *f) {
    server_stop(&f->server);
    pool_free(&f->app.pool);
    org_cache_free(&f->app.orgs);
    id_gen_free(&f->app.ids);
    keyring_free(&f->app.ring);
    unlink(f->key_path);
    free((char *)(uintptr_t)f->app.setup_token);
}

static char reply[1 << 17];
static const char *body; // of the last reply
static int last_key;     // of the requests so far
static bool same_key;    // the next request repeats the last one's key

// One request on a connection of its own; its status.
static int ask(const struct fixture *f, const struct person *who, const char *method,
               const char *path, const char *json) {
    static char text[4096];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)f->port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int n =
        snprintf(text, sizeof text,
                 "%s /api/v1%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Language: en\r\n"
                 "Content-Type: application/json\r\nIdempotency-Key: k%d\r\n",
                 method, path, same_key ? last_key : ++last_key);
    same_key = false;
    if (who && who->cookie[0]) {
        n += snprintf(text + n, sizeof text - (size_t)n, "Cookie: %s\r\nX-CSRF-Token: %s\r\n",
                      who->cookie, who->csrf);
    }
    if (json) {
        n += snprintf(text + n, sizeof text - (size_t)n, "Content-Length: %zu\r\n", strlen(json));
    }
    n += snprintf(text + n, sizeof text - (size_t)n, "\r\n%s", json ? json : "");
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct timeval limit = {.tv_sec = 20};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(send(fd, text, (size_t)n, MSG_NOSIGNAL), n);
    size_t len = 0;
    ssize_t got;
    while (len < sizeof reply - 1 && (got = recv(fd, reply + len, sizeof reply - 1 - len, 0)) > 0) {
        len += (size_t)got;
    }
    close(fd);
    reply[len] = '\0';
    body = strstr(reply, "\r\n\r\n");
    body = body ? body + 4 : "";
    return len > 12 ? (int)strtol(reply + 9, NULL, 10) : 0;
}

// The same, and the answer must be this: a status, and a code of the problem or a piece of the body.
static void expect(const struct fixture *f, const struct person *who, const char *method,
                   const char *path, const char *json, int status, const char *piece) {
    int got = ask(f, who, method, path, json);
    if (got != status || !strstr(body, piece)) {
        fail_msg("%s %s: want %d with %s, got %d: %s", method, path, status, piece, got, body);
    }
}

// The text after "key":" in the last reply.
static void take(const char *key, char *out, size_t size) {
    char wanted[64];
    snprintf(wanted, sizeof wanted, "\"%s\":\"", key);
    const char *at = strstr(body, wanted);
    if (!at) {
        fail_msg("no %s in %s", key, body);
        return;
    }
    at += strlen(wanted);
    snprintf(out, size, "%.*s", (int)strcspn(at, "\""), at);
}

static void take_cookie(struct person *who) {
    const char *at = strcasestr(reply, "Set-Cookie: ");
    assert_non_null(at);
    at += strlen("Set-Cookie: ");
    snprintf(who->cookie, sizeof who->cookie, "%.*s", (int)strcspn(at, ";"), at);
    assert_non_null(strstr(at, "HttpOnly"));
    assert_non_null(strstr(at, "SameSite=Strict"));
    take("csrf", who->csrf, sizeof who->csrf);
}

static int sign_in(const struct fixture *f, struct person *who, const char *login,
                   const char *password) {
    char json[256];
    snprintf(json, sizeof json, "{\"login\":\"%s\",\"password\":\"%s\"}", login, password);
    int status = ask(f, NULL, "POST", "/session", json);
    if (status == 200 && who) {
        take_cookie(who);
    }
    return status;
}

static void setup_json(char *out, size_t size, const char *token, const char *password,
                       const char *third_login) {
    snprintf(
        out, size,
        "{\"token\":\"%s\",\"district\":{\"code\":340406,\"name\":\"潘集区\",\"name_en\":\"Panji\"},"
        "\"sysadmin\":{\"login\":\"sysadmin\",\"name\":\"许\",\"password\":\"%s\"},"
        "\"secadmin\":{\"login\":\"secadmin\",\"name\":\"沈\",\"password\":\"Second-1234\"},"
        "\"auditor\":{\"login\":\"%s\",\"name\":\"朱\",\"password\":\"Third-12345\"}}",
        token, password, third_login);
}

static void first_run(struct fixture *f) {
    char json[1024];
    expect(f, NULL, "GET", "/setup", NULL, 200, "{\"needed\":true}");
    setup_json(json, sizeof json, "0000-0000-0000-0000-0000", "First-12345", "auditor");
    expect(f, NULL, "POST", "/setup", json, 403, "bad_token");
    setup_json(json, sizeof json, f->app.setup_token, "first12345", "auditor");
    expect(f, NULL, "POST", "/setup", json, 422, "sysadmin.password");
    setup_json(json, sizeof json, f->app.setup_token, "First-12345", "secadmin");
    expect(f, NULL, "POST", "/setup", json, 422, "auditor.login");
    setup_json(json, sizeof json, f->app.setup_token, "First-12345", "auditor");
    expect(f, NULL, "POST", "/setup", json, 204, "");
    expect(f, NULL, "GET", "/setup", NULL, 200, "{\"needed\":false}");
    expect(f, NULL, "POST", "/setup", json, 403, "bad_token");
    expect(f, NULL, "GET", "/session", NULL, 401, "not_signed_in");
    assert_int_equal(sign_in(f, NULL, "nobody", "First-12345"), 401);
    assert_int_equal(sign_in(f, NULL, "sysadmin", "Second-1234"), 401);
    assert_int_equal(sign_in(f, &f->secadmin, "secadmin", "Second-1234"), 200);
    assert_int_equal(sign_in(f, &f->sysadmin, "sysadmin", "First-12345"), 200);
    assert_non_null(strstr(body, "\"caps\":[\"account.manage\",\"unit.manage\",\"account.view\""));
    assert_null(strstr(body, "account.secure"));
    assert_non_null(strstr(body, "\"scope\":\"none\""));
    expect(f, &f->sysadmin, "GET", "/session", NULL, 200, f->sysadmin.csrf);
}

static void units_and_catalogue(struct fixture *f, char unit[16]) {
    char path[64], json[256], top[16];
    expect(f, &f->sysadmin, "GET", "/units", NULL, 200, "潘集区");
    take("id", top, sizeof top);
    snprintf(
        json, sizeof json,
        "{\"name\":\"区住建局\",\"name_en\":\"Housing\",\"kind\":\"department\",\"parent\":\"%s\"}",
        top);
    struct person forger = f->sysadmin;
    forger.csrf[0] ^= 1;
    expect(f, &forger, "POST", "/units", json, 403, "csrf");
    expect(f, &f->secadmin, "POST", "/units", json, 403, "forbidden");
    expect(f, &f->sysadmin, "POST", "/units", json, 201, "\"code\":\"u001\"");
    take("id", unit, 16);
    same_key = true; // sent twice is done once
    expect(f, &f->sysadmin, "POST", "/units", json, 201, unit);
    same_key = true;
    expect(f, &f->sysadmin, "POST", "/units", "{\"name\":\"x\",\"kind\":\"zone\"}", 409,
           "key_reused");
    snprintf(path, sizeof path, "/units/%s", unit);
    snprintf(
        json, sizeof json,
        "{\"name\":\"住建局\",\"name_en\":\"\",\"kind\":\"department\",\"parent\":\"%s\",\"seq\":1}",
        top);
    expect(f, &f->sysadmin, "PUT", path, json, 200, "\"seq\":2");
    expect(f, &f->sysadmin, "PUT", path, json, 409, "\"conflict\"");
    snprintf(json, sizeof json,
             "{\"name\":\"x\",\"kind\":\"department\",\"parent\":\"%s\",\"seq\":1}", unit);
    snprintf(path, sizeof path, "/units/%s", top);
    expect(f, &f->sysadmin, "PUT", path, json, 422, "unit_circle");
    snprintf(path, sizeof path, "/units/%s/close", top);
    expect(f, &f->sysadmin, "POST", path, "{\"seq\":1}", 409, "unit_in_use");
    snprintf(path, sizeof path, "/units/%s/close", unit);
    busy_answer = true;
    expect(f, &f->sysadmin, "POST", path, "{\"seq\":2}", 409, "unit_in_use");
    busy_answer = false;

    snprintf(json, sizeof json, "{\"code\":\"01\",\"name\":\"用地\",\"lead\":\"%s\"}", unit);
    expect(f, &f->sysadmin, "POST", "/categories", json, 200, "\"level\":1");
    expect(f, &f->sysadmin, "POST", "/categories", json, 422, "already_exists");
    expect(f, &f->sysadmin, "POST", "/categories", "{\"code\":\"01-02\",\"name\":\"厂房\"}", 200,
           "\"parent\":\"01\"");
    expect(f, &f->sysadmin, "PUT", "/categories/01-02",
           "{\"name\":\"厂房\",\"open\":false,\"seq\":1}", 200, "\"open\":false");
    expect(f, &f->sysadmin, "GET", "/categories", NULL, 200, "\"code\":\"01-02\",\"seq\":2");
    expect(f, &f->sysadmin, "GET", "/calendar/2023", NULL, 200, "2023-01-23");
    expect(f, &f->sysadmin, "GET", "/policy", NULL, 200, "\"composite\":[0.1,0.5,0.4]");
    expect(f, &f->sysadmin, "PUT", "/policy", "{}", 403, "forbidden");
}

static void people(struct fixture *f, const char *unit, char account[16], char password[32]) {
    char json[256], path[64], who[16];
    snprintf(json, sizeof json, "{\"login\":\"Clerk1\",\"name\":\"周\",\"unit\":\"%s\"}", unit);
    expect(f, &f->sysadmin, "POST", "/accounts", json, 422, "bad_login");
    snprintf(json, sizeof json, "{\"login\":\"clerk1\",\"name\":\"周\",\"unit\":\"%s\"}", unit);
    expect(f, &f->sysadmin, "POST", "/accounts", json, 201, "\"roles\":[]");
    take("id", account, 16);
    take("initial_password", password, 32);
    expect(f, &f->sysadmin, "POST", "/accounts", json, 422, "already_exists");
    snprintf(path, sizeof path, "/accounts/%s/roles", account);
    expect(f, &f->sysadmin, "POST", path, "{\"roles\":[\"clerk\"]}", 403, "forbidden");
    expect(f, &f->secadmin, "POST", path, "{\"roles\":[\"clerk\",\"auditor\"]}", 409,
           "roles_incompatible");
    expect(f, &f->secadmin, "POST", path, "{\"roles\":[\"clerk\",\"supervisor\"]}", 200,
           "\"roles\":[\"clerk\",\"supervisor\"]");
    expect(f, &f->secadmin, "GET", "/accounts?q=audit", NULL, 200, "\"n\":1");
    take("id", who, sizeof who);
    snprintf(path, sizeof path, "/accounts/%s/roles", who);
    expect(f, &f->secadmin, "POST", path, "{\"roles\":[]}", 409, "last_administrator");
    snprintf(path, sizeof path, "/accounts/%s/disable", who);
    expect(f, &f->sysadmin, "POST", path, "{}", 409, "last_administrator");
    expect(f, &f->secadmin, "GET", "/accounts?role=clerk&state=active", NULL, 200, "\"n\":1");
    expect(f, &f->secadmin, "GET", "/accounts?page=2", NULL, 200, "\"items\":[]");
}

static void first_password(struct fixture *f, const char *initial) {
    char json[256];
    struct person second = {0};
    assert_int_equal(sign_in(f, &f->clerk, "clerk1", initial), 200);
    assert_non_null(strstr(body, "\"must_change_password\":true"));
    assert_int_equal(sign_in(f, &second, "clerk1", initial), 200);
    expect(f, &f->clerk, "GET", "/units", NULL, 403, "password_change_required");
    expect(f, &f->clerk, "GET", "/session", NULL, 200, "");
    snprintf(json, sizeof json, "{\"old_password\":\"%s\",\"new_password\":\"clerk1\"}", initial);
    expect(f, &f->clerk, "POST", "/session/password", json, 422, "too_short");
    snprintf(json, sizeof json, "{\"old_password\":\"%s\",\"new_password\":\"%s\"}", initial,
             initial);
    expect(f, &f->clerk, "POST", "/session/password", json, 422, "same_password");
    expect(f, &f->clerk, "POST", "/session/password",
           "{\"old_password\":\"wrong\",\"new_password\":\"xClerk1-99\"}", 422, "weak_password");
    expect(f, &f->clerk, "POST", "/session/password",
           "{\"old_password\":\"wrong\",\"new_password\":\"Zhou-One-99\"}", 422,
           "\"field\":\"old_password\",\"code\":\"bad_credentials\"");
    snprintf(json, sizeof json, "{\"old_password\":\"%s\",\"new_password\":\"Zhou-One-99\"}",
             initial);
    expect(f, &f->clerk, "POST", "/session/password", json, 204, "");
    expect(f, &f->clerk, "GET", "/units", NULL, 200, "");
    expect(f, &second, "GET", "/units", NULL, 401, "not_signed_in");
    assert_int_equal(sign_in(f, NULL, "clerk1", initial), 401);
}

static void policy(struct fixture *f) {
    static const char wanted[] = "{\"seq\":1,\"version\":1,\"head_signs_off\":true,"
                                 "\"call_tries\":3,\"call_days\":2,\"partly_weight\":0.5,"
                                 "\"basically_weight\":0.9,\"composite\":[0.2,0.4,0.4]}";
    static const char wild[] = "{\"seq\":2,\"head_signs_off\":true,"
                               "\"call_tries\":3,\"call_days\":4,\"partly_weight\":0.5,"
                               "\"basically_weight\":0.9,\"composite\":[0.2,0.4,0.5]}";
    expect(f, &f->clerk, "PUT", "/policy", wanted, 200, "\"version\":2");
    expect(f, &f->clerk, "PUT", "/policy", wanted, 409, "conflict");
    expect(f, &f->clerk, "PUT", "/policy", wild, 422, "call_days");
    expect(f, &f->clerk, "GET", "/policy", NULL, 200,
           "\"partly_weight\":0.5,\"basically_weight\":0.9");
}

static void lock_out(struct fixture *f, const char *account) {
    char path[64], json[16] = "{}";
    // A right password makes the count begin anew.
    assert_int_equal(sign_in(f, NULL, "clerk1", "Zhou-One-99"), 200);
    for (int i = 1; i <= 4; i++) {
        assert_int_equal(sign_in(f, NULL, "clerk1", "not-it"), 401);
    }
    assert_int_equal(sign_in(f, NULL, "clerk1", "not-it"), 423);
    assert_non_null(strstr(body, "Locked until 20"));
    assert_int_equal(sign_in(f, NULL, "clerk1", "Zhou-One-99"), 423);
    expect(f, &f->secadmin, "GET", "/accounts?state=locked", NULL, 200, "\"login\":\"clerk1\"");
    snprintf(path, sizeof path, "/accounts/%s/unlock", account);
    expect(f, &f->sysadmin, "POST", path, json, 403, "forbidden");
    expect(f, &f->secadmin, "POST", path, json, 200, "\"state\":\"active\"");
    expect(f, &f->secadmin, "POST", path, json, 409, "wrong_state");
    assert_int_equal(sign_in(f, NULL, "clerk1", "not-it"), 401);
    assert_int_equal(sign_in(f, &f->clerk, "clerk1", "Zhou-One-99"), 200);
}

static void sessions(struct fixture *f, const char *account) {
    char path[96], id[16];
    struct person second = {0};
    assert_int_equal(sign_in(f, &second, "clerk1", "Zhou-One-99"), 200);
    expect(f, &second, "GET", "/sessions", NULL, 200, "\"current\":true");
    take("id", id, sizeof id); // the one last seen: this one
    snprintf(path, sizeof path, "/accounts/%s/sessions", account);
    expect(f, &f->sysadmin, "GET", path, NULL, 403, "forbidden");
    expect(f, &f->secadmin, "GET", path, NULL, 200, id);
    snprintf(path, sizeof path, "/sessions/%s", id);
    expect(f, &f->sysadmin, "DELETE", path, NULL, 404, "not_found"); // somebody else's
    snprintf(path, sizeof path, "/accounts/%s/sessions/%s", account, id);
    expect(f, &f->secadmin, "DELETE", path, NULL, 204, "");
    expect(f, &second, "GET", "/sessions", NULL, 401, "not_signed_in");
    expect(f, &f->clerk, "GET", "/sessions", NULL, 200, "");
    // Half an hour of nothing; and twelve hours of work.
    test_store_exec(f->store->db, "UPDATE session SET last_seen_at = last_seen_at - 1800000000");
    expect(f, &f->clerk, "GET", "/sessions", NULL, 401, "not_signed_in");
    test_store_exec(f->store->db, "UPDATE session SET last_seen_at = last_seen_at + 1800000000");
    expect(f, &f->clerk, "GET", "/sessions", NULL, 200, "");
    test_store_exec(f->store->db, "UPDATE session SET created_at = created_at - 43200000000");
    expect(f, &f->clerk, "GET", "/sessions", NULL, 401, "not_signed_in");
    test_store_exec(f->store->db, "UPDATE session SET created_at = created_at + 43200000000");
    expect(f, &f->clerk, "DELETE", "/session", NULL, 204, "");
    assert_non_null(strcasestr(reply, "Max-Age=0"));
    expect(f, &f->clerk, "GET", "/sessions", NULL, 401, "not_signed_in");
}

static void reset_and_disable(struct fixture *f, const char *account) {
    char path[64], password[32];
    assert_int_equal(sign_in(f, &f->clerk, "clerk1", "Zhou-One-99"), 200);
    snprintf(path, sizeof path, "/accounts/%s/reset-password", account);
    expect(f, &f->secadmin, "POST", path, "{}", 200, "initial_password");
    take("initial_password", password, sizeof password);
    expect(f, &f->clerk, "GET", "/session", NULL, 401, "not_signed_in");
    assert_int_equal(sign_in(f, NULL, "clerk1", "Zhou-One-99"), 401);
    assert_int_equal(sign_in(f, &f->clerk, "clerk1", password), 200);
    assert_non_null(strstr(body, "\"must_change_password\":true"));
    snprintf(path, sizeof path, "/accounts/%s/disable", account);
    expect(f, &f->secadmin, "POST", path, "{}", 403, "forbidden");
    expect(f, &f->sysadmin, "POST", path, "{}", 200, "\"state\":\"disabled\"");
    expect(f, &f->clerk, "GET", "/session", NULL, 401, "not_signed_in");
    assert_int_equal(sign_in(f, NULL, "clerk1", "wrong"), 401);
    assert_int_equal(sign_in(f, NULL, "clerk1", password), 403);
    snprintf(path, sizeof path, "/accounts/%s/enable", account);
    expect(f, &f->sysadmin, "POST", path, "{}", 200, "\"state\":\"active\"");
    assert_int_equal(sign_in(f, NULL, "clerk1", password), 200);
}

static void print_difference(void *ctx, const char *kind, int32_t district, const char *record,
                             const char *what) {
    (void)ctx;
    print_message("%s %d %s: %s\n", kind, district, record, what);
}

static void test_story(void **state) {
    struct fixture f;
    char unit[16], account[16], password[32];
    start(&f, state);
    first_run(&f);
    units_and_catalogue(&f, unit);
    people(&f, unit, account, password);
    first_password(&f, password);
    policy(&f);
    lock_out(&f, account);
    sessions(&f, account);
    reset_and_disable(&f, account);
    stop(&f);
    struct verify_report report = {0};
    struct verify_options options = {
        .ledgers = &ledgers, .max_named = 5, .named = print_difference};
    struct err err = {0};
    assert_int_equal(verify_store(f.store->db, &options, &report, &err), YK_OK);
    assert_int_equal(report.differences, 0);
    assert_true(report.events > 20);
    assert_true(
        test_store_i64(f.store->db, "SELECT count(*) FROM event WHERE action = 'signed_in'") >= 10);
    assert_int_equal(
        test_store_i64(f.store->db, "SELECT count(*) FROM event WHERE action = 'signed_out'"), 1);
    assert_true(test_store_i64(f.store->db, "SELECT count(*) FROM text WHERE field = 'address'"
                                            " AND content LIKE '127.0.0.1%'") > 0);
    // No password and no token ever reaches the log.
    assert_int_equal(test_store_i64(f.store->db,
                                    "SELECT count(*) FROM event WHERE body LIKE '%argon2%'"
                                    " OR body LIKE '%Zhou-One%'"),
                     0);
}

// Twenty wrong passwords at once lock once, and the right one among the next is refused.
static void test_lock_is_one_event(void **state) {
    struct fixture f;
    start(&f, state);
    char json[1024];
    setup_json(json, sizeof json, f.app.setup_token, "First-12345", "auditor");
    expect(&f, NULL, "POST", "/setup", json, 204, "");
    for (int i = 0; i < 8; i++) {
        sign_in(&f, NULL, "sysadmin", "wrong");
    }
    assert_int_equal(sign_in(&f, NULL, "sysadmin", "First-12345"), 423);
    stop(&f);
    assert_int_equal(
        test_store_i64(f.store->db, "SELECT count(*) FROM event WHERE action = 'account_locked'"),
        1);
}

// Wrong passwords that were compared before the lock and written after it must not carry the count past the one that locks: when the
// lock has run out, five more lock again.
static void test_lock_comes_again(void **state) {
    struct fixture f;
    char json[1024];
    start(&f, state);
    setup_json(json, sizeof json, f.app.setup_token, "First-12345", "auditor");
    expect(&f, NULL, "POST", "/setup", json, 204, "");
    // As if six had been counted just before a lock that has run out by now.
    test_store_exec(f.store->db, "UPDATE credential SET failures = 6,"
                                 " failed_at = 9000000000000000 WHERE login = 'auditor'");
    for (int i = 0; i < 5; i++) {
        sign_in(&f, NULL, "auditor", "wrong");
    }
    assert_int_equal(sign_in(&f, NULL, "auditor", "Third-12345"), 423);
    stop(&f);
}

// An open screen is no place to try out passwords: once it is locked, the right one does not change it either.
static void test_lock_holds_for_changing(void **state) {
    struct fixture f;
    struct person who = {.cookie = ""};
    char json[1024];
    start(&f, state);
    setup_json(json, sizeof json, f.app.setup_token, "First-12345", "auditor");
    expect(&f, NULL, "POST", "/setup", json, 204, "");
    assert_int_equal(sign_in(&f, &who, "auditor", "Third-12345"), 200);
    for (int i = 0; i < 5; i++) {
        ask(&f, &who, "POST", "/session/password",
            "{\"old_password\":\"wrong\",\"new_password\":\"Fourth-12345\"}");
    }
    expect(&f, &who, "POST", "/session/password",
           "{\"old_password\":\"Third-12345\",\"new_password\":\"Fourth-12345\"}", 423, "locked");
    stop(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens),
        TEST_ON_BOTH_MIGRATED(test_story),
        TEST_ON_BOTH_MIGRATED(test_lock_is_one_event),
        TEST_ON_BOTH_MIGRATED(test_lock_comes_again),
        TEST_ON_BOTH_MIGRATED(test_lock_holds_for_changing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
