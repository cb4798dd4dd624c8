// SPDX-License-Identifier: Apache-2.0
// Any bytes as a request target and as headers: what is taken apart is clean text in its bounds, what is refused is
// refused cleanly, and no header makes its reader stray.

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "http/headers.h"
#include "http/uri.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct json_word words[] = {{"open", 1}, {"closed", 2}, {NULL, 0}};
struct filter {
    const char *q;
    int64_t limit, id;
    int32_t from;
    int8_t mine;
    double ratio;
    int64_t *states;
    size_t n_states;
};
static const struct json_field fields[] = {
    {.name = "q", .type = JSON_TEXT, .offset = offsetof(struct filter, q), .max = 40},
    {.name = "limit",
     .type = JSON_INT,
     .offset = offsetof(struct filter, limit),
     .min = 1,
     .max = 200},
    {.name = "id", .type = JSON_ID, .offset = offsetof(struct filter, id)},
    {.name = "from", .type = JSON_DAY, .offset = offsetof(struct filter, from)},
    {.name = "mine", .type = JSON_BOOL, .offset = offsetof(struct filter, mine)},
    {.name = "ratio",
     .type = JSON_REAL,
     .offset = offsetof(struct filter, ratio),
     .min = 0,
     .max = 1},
    {.name = "state",
     .type = JSON_ENUM_ARRAY,
     .offset = offsetof(struct filter, states),
     .count_offset = offsetof(struct filter, n_states),
     .words = words},
};
static const struct json_spec spec = JSON_SPEC("filter", struct filter, fields);

static void check_target(struct arena *arena, const char *text) {
    struct uri uri;
    struct err err = {0};
    enum yk status = uri_parse(arena, text, &uri, &err);
    if (status != YK_OK) {
        assert(status == YK_REFUSED && err.code == ERR_NO_ROUTE);
        return;
    }
    assert(uri.n_segments <= URI_SEGMENTS_MAX && text_is_clean(uri.path, strlen(uri.path)));
    for (size_t i = 0; i < uri.n_segments; i++) {
        assert(text_is_clean(uri.segments[i], strlen(uri.segments[i])));
    }
    struct filter filter;
    status = uri_query_decode(&spec, uri.query, arena, &filter, &err);
    assert(status == YK_OK ||
           (status == YK_REFUSED && err.code == ERR_BAD_QUERY && err.n_items > 0));
    if (status == YK_OK && filter.q) {
        assert(text_is_clean(filter.q, strlen(filter.q)) && text_count_chars(filter.q) <= 40);
    }
    if (status == YK_OK && filter.limit != JSON_ABSENT_INT) {
        assert(filter.limit >= 1 && filter.limit <= 200);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct arena *arena = arena_new(1024 * 1024);
    char *text = malloc(n + 1);
    if (!text || !arena) {
        abort();
    }
    memcpy(text, data, n);
    text[n] = '\0';
    check_target(arena, text);
    assert(strcmp(header_language(text), "zh") == 0 || strcmp(header_language(text), "en") == 0);
    const char *cookie = header_cookie(arena, text, "s");
    assert(!cookie || *cookie);
    header_is_json(text);
    header_accepts_gzip(text);
    header_names_etag(text, "\"abc\"");
    header_is_idempotency_key(text);
    free(text);
    arena_free(&arena);
    return 0;
}
