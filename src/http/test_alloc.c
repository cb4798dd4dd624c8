// SPDX-License-Identifier: Apache-2.0
// Each allocation in turn is made to fail: while a body is decoded, a query read, a page written, the routes compiled,
// openapi.json made. Every time the work ends with YK_NOMEM (or manages without), and nothing is left behind.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/id.h"
#include "http/router.h"
#include "http/server.h"
#include "http/uri.h"
#include "http/work.h"
#include "json/json.h"

// Of this thread: allocations so far, the one to fail (0: none), and those alive.
static __thread long asked, fail_at, alive;

// glibc lets a program bring its own malloc, and keeps its own under these names.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void __libc_free(void *block);

static bool fails(void) {
    return fail_at && ++asked == fail_at;
}

void *malloc(size_t size) {
    void *block = fails() ? NULL : __libc_malloc(size);
    alive += block != NULL;
    return block;
}

void *calloc(size_t n, size_t size) {
    void *block = fails() ? NULL : __libc_calloc(n, size);
    alive += block != NULL;
    return block;
}

void *realloc(void *old, size_t size) {
    void *block = fails() ? NULL : __libc_realloc(old, size);
    alive += block != NULL && old == NULL;
    return block;
}

void free(void *block) {
    alive -= block != NULL;
    __libc_free(block);
}

// ---- the work

static const struct json_word words[] = {{"open", 1}, {"closed", 2}, {NULL, 0}};
struct item {
    const char *name;
    int64_t n;
};
static const struct json_field item_fields[] = {
    {.name = "name",
     .type = JSON_TEXT,
     .flags = JSON_REQUIRED,
     .offset = offsetof(struct item, name),
     .min = 2,
     .max = 10},
    {.name = "n", .type = JSON_INT, .offset = offsetof(struct item, n)},
};
static const struct json_spec item_spec = JSON_SPEC("item", struct item, item_fields);
struct thing {
    const char *title;
    struct item *items;
    size_t n_items;
    int64_t *states;
    size_t n_states;
};
static const struct json_field thing_fields[] = {
    {.name = "title", .type = JSON_TEXT, .offset = offsetof(struct thing, title), .max = 20000},
    {.name = "items",
     .type = JSON_ARRAY,
     .offset = offsetof(struct thing, items),
     .count_offset = offsetof(struct thing, n_items),
     .sub = &item_spec},
    {.name = "states",
     .type = JSON_ENUM_ARRAY,
     .offset = offsetof(struct thing, states),
     .count_offset = offsetof(struct thing, n_states),
     .words = words},
};
static const struct json_spec thing_spec = JSON_SPEC("thing", struct thing, thing_fields);

static enum yk none(struct request *rq, struct err *err) {
    (void)rq, (void)err;
    return YK_OK;
}
static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/things",
     .query = &thing_spec,
     .status = 200,
     .run = none,
     .summary = "x"},
    {.method = "POST",
     .path = "/api/things/{id:id}/{n:int}/{key:word}",
     .flags = ROUTE_WRITE,
     .request = &thing_spec,
     .response = "Matter",
     .status = 201,
     .run = none,
     .summary = "x"},
};
static const struct route_table table = {"toy", rows, 2};
static const struct route_table *const tables[] = {&table, NULL};

static enum yk decode_and_write(struct err *err) {
    static char body[40000];
    int n = snprintf(
        body, sizeof body,
        "{\"items\":[{\"name\":\"ab\",\"n\":1},{\"name\":\"cd\"}],\"states\":[\"open\"],\"title\":\"");
    memset(body + n, 'x', 19000); // more than the arena's first chunk
    memcpy(body + n + 19000, "\"}", 3);
    struct arena *arena = arena_new(0);
    if (!arena) {
        return YK_NOMEM;
    }
    struct thing thing;
    struct buf buf;
    buf_init(&buf, 1 << 20);
    enum yk status = json_decode(&thing_spec, body, strlen(body), arena, &thing, err);
    if (status == YK_OK) {
        struct jw jw;
        jw_init(&jw, &buf);
        jw_spec(&jw, &thing_spec, &thing);
        status = buf.failed ? YK_NOMEM : YK_OK;
    }
    buf_done(&buf);
    arena_free(&arena);
    return status;
}

static enum yk read_address(struct err *err) {
    static char target[20000] = "/api/things?title=";
    memset(target + 18, 'x', sizeof target - 19);
    struct arena *arena = arena_new(0);
    if (!arena) {
        return YK_NOMEM;
    }
    struct uri uri;
    struct thing thing;
    enum yk status = uri_parse(arena, target, &uri, err);
    if (status == YK_OK) {
        status = uri_query_decode(&thing_spec, uri.query, arena, &thing, err);
    }
    arena_free(&arena);
    return status;
}

static enum yk compile_routes(struct err *err) {
    struct router *router = NULL;
    enum yk status = router_new(tables, &router, err);
    assert_true((status == YK_OK) == (router != NULL));
    router_free(&router);
    return status;
}

static enum yk describe_routes(struct err *err) {
    struct buf buf;
    buf_init(&buf, 1 << 22);
    enum yk status = openapi_write(tables, &buf, err);
    buf_done(&buf);
    return status;
}

static enum yk start_workers(struct err *err) {
    struct work_queue *queue = NULL;
    enum yk status = work_queue_new(0, &queue, err);
    work_queue_free(&queue);
    return status;
}

static enum yk make_ids(struct err *err) {
    (void)err;
    struct id_gen *gen = id_gen_new(1, 0);
    enum yk status = gen ? YK_OK : YK_NOMEM;
    id_gen_free(&gen);
    return status;
}

static void test_each_allocation_fails(void **state) {
    (void)state;
    static const struct {
        const char *name;
        enum yk (*run)(struct err *err);
    } cases[] = {
        {"decode and write", decode_and_write}, {"read an address", read_address},
        {"compile routes", compile_routes},     {"describe routes", describe_routes},
        {"start workers", start_workers},       {"make ids", make_ids},
    };
    enum { TRIES_MAX = 10000 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = {0};
        assert_int_equal(cases[i].run(&err), YK_OK); // what is made once stays outside the count
        long n = 1;
        for (; n < TRIES_MAX; n++) {
            long before = alive;
            asked = 0;
            fail_at = n;
            enum yk status = cases[i].run(&err);
            bool failed = asked >= fail_at;
            fail_at = 0;
            if (alive != before) {
                fail_msg("%s: %ld blocks left behind when allocation %ld fails", cases[i].name,
                         alive - before, n);
            }
            if (status != YK_OK && status != YK_NOMEM) {
                fail_msg("%s: status %d when allocation %ld fails: %s", cases[i].name, (int)status,
                         n, err.detail);
            }
            if (!failed) {
                assert_int_equal(status, YK_OK);
                break;
            }
        }
        print_message("%s: %ld allocations\n", cases[i].name, n - 1);
        assert_in_range(n, 2, TRIES_MAX - 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
