// SPDX-License-Identifier: Apache-2.0
// Any bytes as a body: decoding ends, names what it refuses in clean text, and what it takes is written and read back
// to the same bytes. Also the writer's and the reader's agreement, which no table of cases covers.

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "json/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct json_word words[] = {{"red", 3}, {"blue", 5}, {NULL, 0}};

struct inner {
    const char *name;
    int64_t n;
};
static const struct json_field inner_fields[] = {
    {.name = "name",
     .type = JSON_TEXT,
     .flags = JSON_REQUIRED,
     .offset = offsetof(struct inner, name),
     .min = 2,
     .max = 10},
    {.name = "n",
     .type = JSON_INT,
     .flags = JSON_OMIT_ABSENT,
     .offset = offsetof(struct inner, n),
     .min = -5,
     .max = 50},
};
static const struct json_spec inner_spec = JSON_SPEC("inner", struct inner, inner_fields);

struct all {
    const char *title, *text, *secret;
    int64_t count, id, word;
    int8_t open;
    int32_t day;
    double ratio;
    struct inner inner;
    struct inner *items;
    size_t n_items;
    int64_t *numbers, *ids, *colours;
    size_t n_numbers, n_ids, n_colours;
};
#define AT(member) .offset = offsetof(struct all, member)
#define LIST(member, count_mem)                                                                    \
    .offset = offsetof(struct all, member), .count_offset = offsetof(struct all, count_mem)
static const struct json_field all_fields[] = {
    {.name = "title", .type = JSON_TEXT, AT(title), .min = 2, .max = 60},
    {.name = "text", .type = JSON_TEXT, .flags = JSON_MULTILINE, AT(text), .max = 100},
    {.name = "secret", .type = JSON_TEXT, .flags = JSON_SECRET, AT(secret)},
    {.name = "count", .type = JSON_INT, AT(count)},
    {.name = "id", .type = JSON_ID, AT(id)},
    {.name = "word", .type = JSON_ENUM, AT(word), .words = words},
    {.name = "open", .type = JSON_BOOL, AT(open)},
    {.name = "day", .type = JSON_DAY, AT(day)},
    {.name = "ratio", .type = JSON_REAL, AT(ratio), .min = 0, .max = 1},
    {.name = "inner", .type = JSON_OBJECT, AT(inner), .sub = &inner_spec},
    {.name = "items", .type = JSON_ARRAY, LIST(items, n_items), .max = 5, .sub = &inner_spec},
    {.name = "numbers", .type = JSON_INT_ARRAY, LIST(numbers, n_numbers)},
    {.name = "ids", .type = JSON_ID_ARRAY, LIST(ids, n_ids)},
    {.name = "colours", .type = JSON_ENUM_ARRAY, LIST(colours, n_colours), .words = words},
};
static const struct json_spec all_spec = JSON_SPEC("all", struct all, all_fields);

enum { MEMORY_MAX = 4 * 1024 * 1024 };

static void write_all(struct buf *buf, const struct all *all) {
    struct jw jw;
    buf_init(buf, MEMORY_MAX);
    jw_init(&jw, buf);
    jw_spec(&jw, &all_spec, all);
    assert(!buf->failed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct arena *arena = arena_new(MEMORY_MAX);
    struct all all, again;
    struct err err = {0};
    enum yk status = json_decode(&all_spec, (const char *)data, n, arena, &all, &err);
    if (status == YK_OK) {
        struct buf first, second;
        write_all(&first, &all);
        assert(text_is_clean(first.data, first.len));
        assert(json_decode_stored(&all_spec, first.data, first.len, arena, &again, &err) == YK_OK);
        write_all(&second, &again);
        assert(first.len == second.len && memcmp(first.data, second.data, first.len) == 0);
        buf_done(&first);
        buf_done(&second);
    } else {
        assert(status == YK_REFUSED);
        assert(err.code == ERR_BAD_JSON || (err.code == ERR_INVALID_FIELDS && err.n_items > 0));
        for (unsigned i = 0; i < err.n_items; i++) {
            assert(text_is_clean(err.items[i].accepted, strlen(err.items[i].accepted)));
        }
    }
    status = json_decode_stored(&all_spec, (const char *)data, n, arena, &all, &err);
    assert(status == YK_OK || status == YK_FAILED);
    arena_free(&arena);
    return 0;
}
