// SPDX-License-Identifier: Apache-2.0
// The pure parts of the server: addresses, queries, headers, the router, problem documents, openapi.json. The running
// server is test_server.c's.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/text.h"
#include "http/headers.h"
#include "http/problem.h"
#include "http/router.h"
#include "http/server.h"
#include "http/uri.h"
#include "json/with_jansson.h"

static int setup(void **state) {
    *state = arena_new(0);
    return *state ? 0 : -1;
}

static int teardown(void **state) {
    arena_free((struct arena **)state);
    return 0;
}

// ---- addresses

static void test_uri(void **state) {
    static const struct {
        const char *raw, *path, *segments, *query; // segments joined by |; NULL path: refused
    } cases[] = {
        {"/", "/", "", ""},
        {"/a/b", "/a/b", "a|b", ""},
        {"/a/", "/a/", "a|", ""},
        {"//a", "//a", "|a", ""},
        {"/a?x=1&y", "/a", "a", "x=1&y"},
        {"/a?x=1#frag", "/a", "a", "x=1"},
        {"/a#frag?x", "/a", "a", ""},
        {"/%E7%94%A8/a%2Fb", "/用/a/b", "用|a/b", ""},
        {"/a+b", "/a+b", "a+b", ""},
        {"http://host:80/a?b", "/a", "a", "b"},
        {"http://host", "/", "", ""},
        {"/a?u=http://x/y", "/a", "a", "u=http://x/y"},
        {"*", "*", "", ""},
        {"/../etc/passwd", "/../etc/passwd", "..|etc|passwd", ""},
        {"", NULL, NULL, NULL},
        {"a", NULL, NULL, NULL},
        {"/%", NULL, NULL, NULL},
        {"/%4", NULL, NULL, NULL},
        {"/%zz", NULL, NULL, NULL},
        {"/a%00b", NULL, NULL, NULL},
        {"/%ff", NULL, NULL, NULL},
        {"/%c0%af", NULL, NULL, NULL},
        {"/%1b", NULL, NULL, NULL},
        {"/a/%E7/%94%A8", NULL, NULL, NULL}, // a character may not straddle segments
        {"/1/2/3/4/5/6/7/8/9/10/11", NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct uri uri;
        struct err err = {0};
        enum yk status = uri_parse(*state, cases[i].raw, &uri, &err);
        if (!cases[i].path) {
            if (status != YK_REFUSED) {
                fail_msg("taken: %s", cases[i].raw);
            }
            continue;
        }
        char joined[256] = "";
        size_t len = 0;
        assert_int_equal(status, YK_OK);
        for (size_t k = 0; k < uri.n_segments; k++) {
            len += (size_t)snprintf(joined + len, sizeof joined - len, "%s%s", k ? "|" : "",
                                    uri.segments[k]);
        }
        assert_string_equal(uri.path, cases[i].path);
        assert_string_equal(joined, cases[i].segments);
        assert_string_equal(uri.query, cases[i].query);
    }
}

static const struct json_word states[] = {{"open", 1}, {"closed", 2}, {NULL, 0}};
struct filter {
    const char *q;
    int64_t limit;
    int32_t from;
    int64_t *states;
    size_t n_states;
};
static const struct json_field filter_fields[] = {
    {.name = "q", .type = JSON_TEXT, .offset = offsetof(struct filter, q), .max = 20},
    {.name = "limit",
     .type = JSON_INT,
     .offset = offsetof(struct filter, limit),
     .min = 1,
     .max = 200},
    {.name = "from", .type = JSON_DAY, .offset = offsetof(struct filter, from)},
    {.name = "state",
     .type = JSON_ENUM_ARRAY,
     .offset = offsetof(struct filter, states),
     .count_offset = offsetof(struct filter, n_states),
     .words = states},
};
static const struct json_spec filter_spec = JSON_SPEC("filter", struct filter, filter_fields);

static void test_query(void **state) {
    static const struct {
        const char *query, *want; // "field:code …"; "" is taken
    } cases[] = {
        {"", ""},
        {"&&", ""},
        {"q=%E7%94%A8+%E7%94%B5&limit=50&from=2023-01-01&state=open,closed", ""},
        {"state=open%2Cclosed", ""},
        {"q=", ""},
        {"q", ""},
        {"limit=", ""},
        {"limit=0", "limit:out_of_range"},
        {"limit=x&from=2023-02-30&state=gone",
         "limit:wrong_type from:impossible_day state:unknown_value"},
        {"limit=1&limit=2", "limit:unknown_field"},
        {"other=1", "other:unknown_field"},
        {"q=%ff", "q:bad_text"},
        {"q=%0", "q:bad_text"},
        {"q=a%00", "q:bad_text"},
        {"%ff=1", "?:bad_text"},
        {"=1", ":unknown_field"},
        {"q=123456789012345678901", "q:too_long"},
        {"q=' OR 1=1 --", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct filter filter;
        struct err err = {0};
        char got[512] = "";
        size_t len = 0;
        enum yk status = uri_query_decode(&filter_spec, cases[i].query, *state, &filter, &err);
        for (unsigned k = 0; k < err.n_items; k++) {
            len += (size_t)snprintf(got + len, sizeof got - len, "%s%s:%s", k ? " " : "",
                                    err.items[k].field, err_word(err.items[k].code));
        }
        if (strcmp(got, cases[i].want) != 0 || status != (*got ? YK_REFUSED : YK_OK) ||
            (*got && err.code != ERR_BAD_QUERY)) {
            fail_msg("[%s] got [%s], want [%s]", cases[i].query, got, cases[i].want);
        }
    }
    struct filter filter;
    assert_int_equal(uri_query_decode(&filter_spec, cases[2].query, *state, &filter, NULL), YK_OK);
    assert_string_equal(filter.q, "用 电");
    assert_int_equal(filter.limit, 50);
    assert_int_equal(filter.n_states, 2);
    assert_int_equal(filter.states[1], 2);
    assert_int_equal(uri_query_decode(NULL, "", *state, NULL, NULL), YK_OK);
    struct err err = {0};
    assert_int_equal(uri_query_decode(NULL, "a=1", *state, NULL, &err), YK_REFUSED);
}

// ---- headers

static void test_language(void **state) {
    (void)state;
    static const struct {
        const char *header, *want;
    } cases[] = {
        {NULL, "zh"},
        {"", "zh"},
        {"en", "en"},
        {"en-GB,en;q=0.9", "en"},
        {"zh-CN,zh;q=0.9,en;q=0.8", "zh"},
        {"de, en;q=0.5", "en"},
        {"en;q=0.5, zh;q=0.6", "zh"},
        {"zh;q=0.1,en;q=0.9", "en"},
        {"fr", "zh"},
        {"EN", "en"},
        {"english", "zh"},
        {"en;q=0", "zh"},
        {"*", "zh"},
        {";;;,,q=", "zh"},
        {"en; q=0.3 , zh ; q=0.2", "en"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (strcmp(header_language(cases[i].header), cases[i].want) != 0) {
            fail_msg("%s", cases[i].header ? cases[i].header : "NULL");
        }
    }
}

static void test_cookie(void **state) {
    static const struct {
        const char *header, *want;
    } cases[] = {
        {NULL, NULL},         {"", NULL},       {"s=abc", "abc"}, {"a=1; s=abc; b=2", "abc"},
        {"a=1;s=abc", "abc"}, {"xs=abc", NULL}, {"s=", NULL},     {"ss=1; s=2", "2"},
        {"s", NULL},          {" s=a b", "a"},  {"s= s=a", NULL}, {"s=a=b", "a=b"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = header_cookie(*state, cases[i].header, "s");
        if ((got == NULL) != (cases[i].want == NULL) || (got && strcmp(got, cases[i].want) != 0)) {
            fail_msg("%s", cases[i].header ? cases[i].header : "NULL");
        }
    }
}

static void test_other_headers(void **state) {
    (void)state;
    static const char *const json[] = {"application/json", "Application/JSON",
                                       "application/json; charset=utf-8",
                                       "application/json;charset=\"UTF-8\"", "application/json;"};
    static const char *const not_json[] = {NULL,
                                           "",
                                           "text/plain",
                                           "application/jsonp",
                                           "application/json; charset=gbk",
                                           "application/x-www-form-urlencoded",
                                           "multipart/form-data; boundary=x"};
    for (size_t i = 0; i < sizeof json / sizeof *json; i++) {
        assert_true(header_is_json(json[i]));
    }
    for (size_t i = 0; i < sizeof not_json / sizeof *not_json; i++) {
        assert_false(header_is_json(not_json[i]));
    }
    assert_true(header_accepts_gzip("gzip, deflate, br"));
    assert_true(header_accepts_gzip("deflate, gzip;q=0.5"));
    assert_true(header_accepts_gzip("*"));
    assert_false(header_accepts_gzip("gzip;q=0"));
    assert_false(header_accepts_gzip("br"));
    assert_false(header_accepts_gzip(NULL));
    assert_true(header_names_etag("\"a\", \"b\"", "\"b\""));
    assert_true(header_names_etag("W/\"b\"", "\"b\""));
    assert_true(header_names_etag("*", "\"b\""));
    assert_false(header_names_etag("\"bb\"", "\"b\""));
    assert_false(header_names_etag(NULL, "\"b\""));
    assert_true(header_is_idempotency_key("3b241101-e2bb-4255-8caf-4136c566a962"));
    assert_false(header_is_idempotency_key(""));
    assert_false(header_is_idempotency_key("a b"));
    assert_false(header_is_idempotency_key("用电"));
    assert_false(header_is_idempotency_key(
        "12345678901234567890123456789012345678901234567890123456789012345"));
}

// ---- router

static enum yk none(struct request *rq, struct err *err) {
    (void)rq, (void)err;
    return YK_OK;
}
#define ROW(method_, path_)                                                                        \
    { .method = (method_), .path = (path_), .status = 200, .run = none, .summary = "x" }
static const struct route matter_rows[] = {
    ROW("GET", "/api/v1/matters"),
    {.method = "POST",
     .path = "/api/v1/matters",
     .cap = CAP_MATTER_INTAKE,
     .flags = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY,
     .request = &filter_spec,
     .response = "Matter",
     .status = 201,
     .run = none,
     .summary = "x"},
    {.method = "GET",
     .path = "/api/v1/matters/count",
     .query = &filter_spec,
     .response = "Count",
     .status = 200,
     .run = none,
     .summary = "x"},
    {.method = "GET",
     .path = "/api/v1/matters/{id:id}",
     .cap = CAP_MATTER_VIEW,
     .response = "Matter",
     .status = 200,
     .run = none,
     .summary = "x"},
    ROW("GET", "/api/v1/matters/{id:id}/events/{n:int}"),
};
static const struct route other_rows[] = {
    ROW("GET", "/"),
    ROW("GET", "/api/v1/figures/{key:word}"),
    ROW("GET", "/api/v1/figures/{key:word}/rows"),
    ROW("GET", "/api/v1/figures/{year:int}/all"),
    ROW("PATCH", "/api/v1/matters/{id:id}"),
};
static const struct route_table matter_table = {"matter", matter_rows,
                                                sizeof matter_rows / sizeof *matter_rows};
static const struct route_table other_table = {"other", other_rows,
                                               sizeof other_rows / sizeof *other_rows};
static const struct route_table *const tables[] = {&matter_table, &other_table, NULL};

static void test_router(void **state) {
    static const struct {
        const char *method, *uri;
        enum router_result want;
        const char *path; // of the row found, or the Allow header
    } cases[] = {
        {"GET", "/", ROUTER_FOUND, "/"},
        {"GET", "/api/v1/matters", ROUTER_FOUND, "/api/v1/matters"},
        {"HEAD", "/api/v1/matters", ROUTER_FOUND, "/api/v1/matters"},
        {"GET", "/api/v1/matters/count", ROUTER_FOUND, "/api/v1/matters/count"},
        {"GET", "/api/v1/matters/0000000000abc", ROUTER_FOUND, "/api/v1/matters/{id:id}"},
        {"PATCH", "/api/v1/matters/0000000000ABC", ROUTER_FOUND, "/api/v1/matters/{id:id}"},
        {"GET", "/api/v1/matters/0000000000abc/events/17", ROUTER_FOUND,
         "/api/v1/matters/{id:id}/events/{n:int}"},
        {"GET", "/api/v1/figures/callback.truthfulness", ROUTER_FOUND,
         "/api/v1/figures/{key:word}"},
        {"GET", "/api/v1/figures/2022/rows", ROUTER_FOUND,
         "/api/v1/figures/{key:word}/rows"}, // goes back from {year:int}
        {"GET", "/api/v1/figures/2022/all", ROUTER_FOUND, "/api/v1/figures/{year:int}/all"},
        {"DELETE", "/api/v1/matters", ROUTER_NO_METHOD, "GET, HEAD, POST, OPTIONS"},
        {"POST", "/api/v1/matters/0000000000abc", ROUTER_NO_METHOD, "GET, HEAD, PATCH, OPTIONS"},
        {"BREW", "/api/v1/matters", ROUTER_NO_METHOD, "GET, HEAD, POST, OPTIONS"},
        {"GET", "/api/v1/matters/", ROUTER_NO_ROUTE, NULL},
        {"GET", "/api/v1/matters/abc", ROUTER_NO_ROUTE, NULL},
        {"GET", "/api/v1/matters/0000000000abc/events/x", ROUTER_NO_ROUTE, NULL},
        {"GET", "/api/v1/matters/0000000000abc/events/-1", ROUTER_NO_ROUTE, NULL},
        {"GET", "/api/v1/matters/0000000000abc/events/9999999999999999999", ROUTER_NO_ROUTE, NULL},
        {"GET", "/api/v1/figures/a%2Fb", ROUTER_NO_ROUTE, NULL},
        {"GET", "/api/v1/figures/..", ROUTER_NO_ROUTE, NULL},
        {"GET", "/api/v1/figures", ROUTER_NO_ROUTE, NULL},
        {"GET", "/api", ROUTER_NO_ROUTE, NULL},
    };
    struct router *router;
    assert_int_equal(router_new(tables, &router, NULL), YK_OK);
    assert_int_equal(router_count(router), 10);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct uri uri;
        struct route_match match;
        assert_int_equal(uri_parse(*state, cases[i].uri, &uri, NULL), YK_OK);
        enum router_result got = router_match(router, cases[i].method, &uri, &match);
        const char *path = got == ROUTER_FOUND ? match.route->path : match.allow;
        if (got != cases[i].want || (path != NULL) != (cases[i].path != NULL) ||
            (path && strcmp(path, cases[i].path) != 0)) {
            fail_msg("%s %s: %d %s", cases[i].method, cases[i].uri, (int)got, path ? path : "-");
        }
        assert_true(got != ROUTER_FOUND || router_at(router, match.index) == match.route);
    }
    struct uri uri;
    struct route_match match;
    assert_int_equal(uri_parse(*state, "/api/v1/matters/000000000000Z/events/17", &uri, NULL),
                     YK_OK);
    router_match(router, "GET", &uri, &match);
    assert_int_equal(match.id[0], 31);
    assert_int_equal(match.id[1], 17);
    assert_int_equal(uri_parse(*state, "/api/v1/figures/2022/rows", &uri, NULL), YK_OK);
    router_match(router, "GET", &uri, &match);
    assert_string_equal(match.word[0], "2022");
    router_free(&router);
    assert_null(router);
}

static void test_router_refuses_wrong_tables(void **state) {
    (void)state;
    static const struct route wrong[] = {
        ROW("GET", "a"),
        ROW("BREW", "/a"),
        ROW("GET", "/a/"),
        ROW("GET", "/a//b"),
        ROW("GET", "/{id}"),
        ROW("GET", "/{id:uuid}"),
        ROW("GET", "/{a:id}/{b:id}/{c:id}/{d:id}/{e:id}"),
        {.method = "GET", .path = "/a", .flags = ROUTE_WRITE, .run = none},
        {.method = "POST", .path = "/a", .flags = ROUTE_WRITE | ROUTE_SLOW, .run = none},
        {.method = "POST", .path = "/a", .flags = ROUTE_IDEMPOTENT_KEY, .run = none},
        {.method = "GET", .path = "/a", .flags = ROUTE_NO_DB, .cap = CAP_SIGNED_IN, .run = none},
        {.method = "GET", .path = "/a"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const struct route_table table = {"wrong", &wrong[i], 1};
        const struct route_table *const list[] = {&table, NULL};
        struct router *router = NULL;
        struct err err = {0};
        if (router_new(list, &router, &err) != YK_FAILED || router) {
            fail_msg("taken: %s %s", wrong[i].method, wrong[i].path);
        }
    }
    static const struct route twice[] = {ROW("GET", "/a/{x:id}"), ROW("GET", "/a/{y:id}")};
    const struct route_table table = {"twice", twice, 2};
    const struct route_table *const list[] = {&table, NULL};
    struct router *router = NULL;
    assert_int_equal(router_new(list, &router, NULL), YK_FAILED);
}

// ---- problems

static void test_problem_codes(void **state) {
    (void)state;
    static const struct {
        enum yk status;
        enum err_code own, want;
    } cases[] = {
        {YK_REFUSED, ERR_WRONG_STATE, ERR_WRONG_STATE},
        {YK_NOT_FOUND, ERR_NONE, ERR_NOT_FOUND},
        {YK_CONFLICT, ERR_NONE, ERR_CONFLICT},
        {YK_CONFLICT, ERR_ALREADY_EXISTS, ERR_ALREADY_EXISTS},
        {YK_RETRY, ERR_NONE, ERR_BUSY},
        {YK_LOST, ERR_INTERNAL, ERR_BUSY},
        {YK_UNCERTAIN, ERR_NONE, ERR_BUSY},
        {YK_NOMEM, ERR_BUSY, ERR_BUSY},
        {YK_FAILED, ERR_NONE, ERR_INTERNAL},
        {YK_FAILED, ERR_TAMPERED, ERR_TAMPERED},
        {YK_FAILED, ERR_STORAGE_FULL, ERR_STORAGE_FULL},
        {YK_FAILED, ERR_CONFLICT, ERR_INTERNAL},
        {YK_REFUSED, ERR_TOO_SLOW, ERR_TOO_SLOW},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = {.code = cases[i].own};
        if (problem_code(cases[i].status, &err) != cases[i].want) {
            fail_msg("case %zu: %s", i, err_word(problem_code(cases[i].status, &err)));
        }
    }
}

static void test_problem_text(void **state) {
    (void)state;
    struct buf buf;
    buf_init(&buf, 10000);
    struct err err = {0};
    err_add_field(&err, "caller.phone", ERR_BAD_PHONE, "%s", "<b>\"11\"</b>");
    problem_write(&buf, YK_REFUSED, &err, "en", "0000000000001", NULL);
    assert_string_equal(
        buf.data,
        "{\"type\":\"urn:yikou:problem:invalid_fields\",\"title\":\"Some fields are not right\",\"status\":422,"
        "\"code\":\"invalid_fields\",\"request_id\":\"0000000000001\",\"errors\":[{\"field\":\"caller.phone\","
        "\"code\":\"bad_phone\",\"message\":\"Not a whole phone number\",\"accepted\":\"<b>\\\"11\\\"</b>\"}]}");
    buf_clear(&buf);
    err_set(&err, YK_CONFLICT, ERR_CONFLICT, "seq 4");
    problem_write(&buf, YK_CONFLICT, &err, "zh", "0000000000001", "\"changed\":[]");
    assert_string_equal(
        buf.data,
        "{\"type\":\"urn:yikou:problem:conflict\",\"title\":\"别人刚刚更新了这件事\",\"status\":409,\"code\":\"conflict\","
        "\"detail\":\"seq 4\",\"request_id\":\"0000000000001\",\"changed\":[]}");
    // What went wrong inside is for the log.
    buf_clear(&buf);
    err_set(&err, YK_FAILED, ERR_INTERNAL, "disk /var/secret");
    problem_write(&buf, YK_FAILED, &err, "zh", "0000000000001", NULL);
    assert_null(strstr(buf.data, "secret"));
    assert_non_null(strstr(buf.data, "\"status\":500"));
    buf_done(&buf);
}

// ---- openapi

static void check_refs(const json_t *root, const json_t *value) {
    const char *key;
    json_t *member;
    size_t i;
    if (json_is_object(value)) {
        json_object_foreach((json_t *)(size_t)value, key, member) {
            if (strcmp(key, "$ref") == 0) {
                static const char prefix[] = "#/components/";
                char path[128];
                assert_memory_equal(json_string_value(member), prefix, sizeof prefix - 1);
                snprintf(path, sizeof path, "%s", json_string_value(member) + sizeof prefix - 1);
                char *slash = strchr(path, '/');
                *slash = '\0';
                if (!json_object_get(json_object_get(json_object_get(root, "components"), path),
                                     slash + 1)) {
                    fail_msg("%s leads nowhere", json_string_value(member));
                }
            } else {
                check_refs(root, member);
            }
        }
    } else if (json_is_array(value)) {
        for (i = 0; i < json_array_size(value); i++) {
            check_refs(root, json_array_get(value, i));
        }
    }
}

static void test_openapi(void **state) {
    (void)state;
    struct buf buf;
    struct err err = {0};
    buf_init(&buf, 1 << 22);
    assert_int_equal(openapi_write(tables, &buf, &err), YK_OK);
    json_t *root = json_loadb(buf.data, buf.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "openapi")), "3.1.0");
    json_t *paths = json_object_get(root, "paths");
    assert_int_equal(json_object_size(paths), 8);
    json_t *one = json_object_get(paths, "/api/v1/matters/{id}");
    assert_non_null(json_object_get(one, "get"));
    assert_non_null(json_object_get(one, "patch")); // from another table
    json_t *post = json_object_get(json_object_get(paths, "/api/v1/matters"), "post");
    assert_string_equal(json_string_value(json_object_get(post, "x-capability")), "matter.intake");
    assert_non_null(json_object_get(json_object_get(post, "responses"), "201"));
    assert_non_null(json_object_get(json_object_get(post, "responses"), "422"));
    assert_int_equal(json_array_size(json_object_get(post, "parameters")), 2); // key and token
    check_refs(root, root);
    json_decref(root);
    buf_done(&buf);

    static const struct route unknown[] = {{.method = "GET",
                                            .path = "/a",
                                            .response = "Nowhere",
                                            .status = 200,
                                            .run = none,
                                            .summary = "x"}};
    const struct route_table table = {"unknown", unknown, 1};
    const struct route_table *const list[] = {&table, NULL};
    buf_init(&buf, 1 << 22);
    assert_int_equal(openapi_write(list, &buf, &err), YK_FAILED);
    assert_non_null(strstr(err.detail, "Nowhere"));
    buf_done(&buf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_uri, setup, teardown),
        cmocka_unit_test_setup_teardown(test_query, setup, teardown),
        cmocka_unit_test(test_language),
        cmocka_unit_test_setup_teardown(test_cookie, setup, teardown),
        cmocka_unit_test(test_other_headers),
        cmocka_unit_test_setup_teardown(test_router, setup, teardown),
        cmocka_unit_test(test_router_refuses_wrong_tables),
        cmocka_unit_test(test_problem_codes),
        cmocka_unit_test(test_problem_text),
        cmocka_unit_test(test_openapi),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
