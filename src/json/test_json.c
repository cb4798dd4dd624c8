// SPDX-License-Identifier: Apache-2.0
// Decoding by spec: what is taken, what is refused under which name; the writer; and that both agree.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "json/stored.h"
#include "json/with_jansson.h"

enum { COLOUR_RED = 3, COLOUR_BLUE = 5 };
static const struct json_word colours[] = {{"red", COLOUR_RED}, {"blue", COLOUR_BLUE}, {NULL, 0}};

struct caller {
    const char *name, *phone;
};
static const struct json_field caller_fields[] = {
    {.name = "name",
     .type = JSON_TEXT,
     .flags = JSON_REQUIRED,
     .offset = offsetof(struct caller, name),
     .min = 2,
     .max = 10},
    {.name = "phone", .type = JSON_TEXT, .offset = offsetof(struct caller, phone), .max = 20},
};
static const struct json_spec caller_spec = JSON_SPEC("caller", struct caller, caller_fields);

struct item {
    int64_t n;
    const char *note;
};
static const struct json_field item_fields[] = {
    {.name = "n",
     .type = JSON_INT,
     .flags = JSON_REQUIRED,
     .offset = offsetof(struct item, n),
     .min = 1,
     .max = 9},
    {.name = "note",
     .type = JSON_TEXT,
     .flags = JSON_OMIT_ABSENT,
     .offset = offsetof(struct item, note)},
};
static const struct json_spec item_spec = JSON_SPEC("item", struct item, item_fields);

struct all {
    const char *title, *text, *secret;
    int64_t count, id, colour;
    int8_t open;
    int32_t day;
    double ratio;
    struct caller caller;
    struct item *items;
    size_t n_items;
    int64_t *numbers, *ids, *colours;
    size_t n_numbers, n_ids, n_colours;
};
#define AT(member) .offset = offsetof(struct all, member)
#define LIST(member, count_mem)                                                                    \
    .offset = offsetof(struct all, member), .count_offset = offsetof(struct all, count_mem)
static const struct json_field all_fields[] = {
    {.name = "title", .type = JSON_TEXT, .flags = JSON_REQUIRED, AT(title), .min = 2, .max = 6},
    {.name = "text", .type = JSON_TEXT, .flags = JSON_MULTILINE, AT(text), .max = 100},
    {.name = "secret", .type = JSON_TEXT, .flags = JSON_SECRET, AT(secret)},
    {.name = "count", .type = JSON_INT, AT(count), .min = -5, .max = 50},
    {.name = "id", .type = JSON_ID, AT(id)},
    {.name = "colour", .type = JSON_ENUM, AT(colour), .words = colours},
    {.name = "open", .type = JSON_BOOL, AT(open)},
    {.name = "day", .type = JSON_DAY, AT(day)},
    {.name = "ratio", .type = JSON_REAL, AT(ratio), .min = 0, .max = 1},
    {.name = "caller", .type = JSON_OBJECT, AT(caller), .sub = &caller_spec},
    {.name = "items", .type = JSON_ARRAY, LIST(items, n_items), .max = 3, .sub = &item_spec},
    {.name = "numbers", .type = JSON_INT_ARRAY, LIST(numbers, n_numbers)},
    {.name = "ids", .type = JSON_ID_ARRAY, LIST(ids, n_ids)},
    {.name = "colours", .type = JSON_ENUM_ARRAY, LIST(colours, n_colours), .words = colours},
};
static const struct json_spec all_spec = JSON_SPEC("all", struct all, all_fields);

static int setup(void **state) {
    *state = arena_new(0);
    return *state ? 0 : -1;
}

static int teardown(void **state) {
    arena_free((struct arena **)state);
    return 0;
}

struct reals {
    double *weights;
    size_t n_weights;
};
static const struct json_field real_fields[] = {{.name = "weights",
                                                 .type = JSON_REAL_ARRAY,
                                                 .flags = JSON_REQUIRED,
                                                 .offset = offsetof(struct reals, weights),
                                                 .count_offset = offsetof(struct reals, n_weights),
                                                 .min = 3,
                                                 .max = 3}};
static const struct json_spec real_spec = JSON_SPEC("reals", struct reals, real_fields);

static void test_list_of_reals(void **state) {
    static const char text[] = "{\"weights\":[0.1,0.5,2]}";
    struct reals reals;
    struct err err = {0};
    assert_int_equal(json_decode(&real_spec, text, sizeof text - 1, *state, &reals, &err), YK_OK);
    assert_int_equal(reals.n_weights, 3);
    assert_true(reals.weights[0] == 0.1 && reals.weights[1] == 0.5 && reals.weights[2] == 2);
    struct buf out;
    struct jw jw;
    buf_init(&out, 1000);
    jw_init(&jw, &out);
    jw_spec(&jw, &real_spec, &reals);
    assert_string_equal(out.data, text);
    buf_done(&out);
    static const char *const bad[] = {"{\"weights\":[0.1,\"0.5\",2]}", "{\"weights\":[0.1,2]}",
                                      "{\"weights\":0.1}", "{\"weights\":[null,1,1]}", "{}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        err = (struct err){0};
        assert_int_equal(json_decode(&real_spec, bad[i], strlen(bad[i]), *state, &reals, &err),
                         YK_REFUSED);
    }
}

static void test_takes_all(void **state) {
    static const char text[] =
        "{\"title\":\" 用电　报装 \",\"text\":\"a\\r\\nb \",\"secret\":\" p \",\"count\":3.0,\"id\":\"00000000000oz\","
        "\"colour\":\"blue\",\"open\":false,\"day\":\"2023-03-01\",\"ratio\":0.25,\"caller\":{\"name\":\"王芳\"},"
        "\"items\":[{\"n\":1,\"note\":\"x\"},{\"n\":9}],\"numbers\":[1,-2],\"ids\":[\"0000000000001\"],\"colours\":[\"red\",\"blue\"]}";
    struct all all;
    struct err err = {0};
    assert_int_equal(json_decode(&all_spec, text, sizeof text - 1, *state, &all, &err), YK_OK);
    assert_string_equal(all.title, "用电 报装");
    assert_string_equal(all.text, "a\nb");
    assert_string_equal(all.secret, " p ");
    assert_int_equal(all.count, 3);
    assert_int_equal(all.id, 31);
    assert_int_equal(all.colour, COLOUR_BLUE);
    assert_int_equal(all.open, 0);
    assert_int_equal(all.day, day_from_civil(2023, 3, 1));
    assert_true(all.ratio == 0.25);
    assert_string_equal(all.caller.name, "王芳");
    assert_null(all.caller.phone);
    assert_int_equal(all.n_items, 2);
    assert_int_equal(all.items[1].n, 9);
    assert_null(all.items[1].note);
    assert_int_equal(all.numbers[1], -2);
    assert_int_equal(all.n_ids, 1);
    assert_int_equal(all.colours[0], COLOUR_RED);

    struct buf buf;
    struct jw jw;
    buf_init(&buf, 10000);
    jw_init(&jw, &buf);
    jw_spec(&jw, &all_spec, &all);
    assert_string_equal(
        buf.data,
        "{\"title\":\"用电 报装\",\"text\":\"a\\nb\",\"secret\":\" p \",\"count\":3,\"id\":\"000000000000Z\","
        "\"colour\":\"blue\",\"open\":false,\"day\":\"2023-03-01\",\"ratio\":0.25,"
        "\"caller\":{\"name\":\"王芳\",\"phone\":null},\"items\":[{\"n\":1,\"note\":\"x\"},{\"n\":9}],"
        "\"numbers\":[1,-2],\"ids\":[\"0000000000001\"],\"colours\":[\"red\",\"blue\"]}");
    struct all again;
    assert_int_equal(json_decode_stored(&all_spec, buf.data, buf.len, *state, &again, &err), YK_OK);
    assert_string_equal(again.title, all.title);
    assert_int_equal(again.n_colours, 2);
    buf_done(&buf);
}

static void test_absent(void **state) {
    static const char *const texts[] = {
        "{\"title\":\"ab\"}",
        ("{\"title\":\"ab\",\"text\":null,\"count\":null,\"id\":null,\"colour\":null,\"open\":null,\"day\":null,\"ratio\":null,"
         "\"caller\":null,\"items\":null,\"numbers\":null,\"ids\":null,\"colours\":null}"),
        "{\"title\":\"ab\",\"text\":\" \\n \"}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct all all;
        memset(&all, 0x55, sizeof all);
        assert_int_equal(json_decode(&all_spec, texts[i], strlen(texts[i]), *state, &all, NULL),
                         YK_OK);
        assert_null(all.text);
        assert_true(all.count == JSON_ABSENT_INT);
        assert_true(all.colour == JSON_ABSENT_INT);
        assert_int_equal(all.id, 0);
        assert_int_equal(all.open, -1);
        assert_int_equal(all.day, DAY_NONE);
        assert_true(isnan(all.ratio));
        assert_null(all.caller.name);
        assert_null(all.items);
        assert_int_equal(all.n_items, 0);
        assert_int_equal(all.n_numbers, 0);
    }
}

// Each row: a body, and its refusals as "field:code field:code".
static void test_refusals(void **state) {
    static const struct {
        const char *body, *want;
    } cases[] = {
        {"{}", "title:required"},
        {"{\"title\":null}", "title:required"},
        {"{\"title\":\"　 \"}", "title:required"},
        {"{\"title\":\"a\"}", "title:too_short"},
        {"{\"title\":\"一二三四五六七\"}", "title:too_long"},
        {"{\"title\":5}", "title:wrong_type"},
        {"{\"title\":\"a\\u0000b\"}", "title:bad_text"},
        {"{\"title\":\"a\\u0007b\"}", "title:bad_text"},
        {"{\"title\":\"ab\",\"count\":51}", "count:out_of_range"},
        {"{\"title\":\"ab\",\"count\":-6}", "count:out_of_range"},
        {"{\"title\":\"ab\",\"count\":1.5}", "count:wrong_type"},
        {"{\"title\":\"ab\",\"count\":\"1\"}", "count:wrong_type"},
        {"{\"title\":\"ab\",\"count\":99999999999999999999999}", "count:out_of_range"},
        {"{\"title\":\"ab\",\"numbers\":[1,1e300]}", "numbers[1]:out_of_range"},
        {"{\"title\":\"ab\",\"id\":\"xyz\"}", "id:wrong_type"},
        {"{\"title\":\"ab\",\"id\":\"0000000000000\"}", "id:wrong_type"},
        {"{\"title\":\"ab\",\"colour\":\"Red\"}", "colour:unknown_value"},
        {"{\"title\":\"ab\",\"colours\":[\"red\",\"\",7]}",
         "colours[1]:unknown_value colours[2]:wrong_type"},
        {"{\"title\":\"ab\",\"open\":1}", "open:wrong_type"},
        {"{\"title\":\"ab\",\"day\":\"2023-02-30\"}", "day:impossible_day"},
        {"{\"title\":\"ab\",\"day\":20230230}", "day:wrong_type"},
        {"{\"title\":\"ab\",\"ratio\":1.01}", "ratio:out_of_range"},
        {"{\"title\":\"ab\",\"caller\":{}}", "caller.name:required"},
        {"{\"title\":\"ab\",\"caller\":[]}", "caller:wrong_type"},
        {"{\"title\":\"ab\",\"caller\":{\"name\":\"王芳\",\"phone\":1}}",
         "caller.phone:wrong_type"},
        {"{\"title\":\"ab\",\"items\":[{\"n\":1},{\"n\":0},{}]}",
         "items[1].n:out_of_range items[2].n:required"},
        {"{\"title\":\"ab\",\"items\":[{\"n\":1},{\"n\":1},{\"n\":1},{\"n\":1}]}",
         "items:out_of_range"},
        {"{\"title\":\"ab\",\"items\":{}}", "items:wrong_type"},
        {"{\"title\":\"ab\",\"items\":[3]}", "items[0]:wrong_type"},
        {"{\"title\":\"ab\",\"other\":3,\"caller\":{\"name\":\"王芳\",\"x\":null}}",
         "caller.x:unknown_field other:unknown_field"},
        {"{\"text\":7,\"open\":\"no\",\"day\":\"x\"}",
         "title:required text:wrong_type open:wrong_type day:impossible_day"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct all all, before;
        memset(&all, 0x55, sizeof all);
        before = all;
        struct err err = {0};
        assert_int_equal(
            json_decode(&all_spec, cases[i].body, strlen(cases[i].body), *state, &all, &err),
            YK_REFUSED);
        assert_int_equal(err.code, ERR_INVALID_FIELDS);
        assert_memory_equal(&all, &before, sizeof all);
        char got[1024] = "";
        size_t len = 0;
        for (unsigned n = 0; n < err.n_items; n++) {
            len += (size_t)snprintf(got + len, sizeof got - len, "%s%s:%s", n ? " " : "",
                                    err.items[n].field, err_word(err.items[n].code));
        }
        if (strcmp(got, cases[i].want) != 0) {
            fail_msg("%s\n  got  %s\n  want %s", cases[i].body, got, cases[i].want);
        }
    }
}

static void test_says_what_is_accepted(void **state) {
    struct all all;
    struct err err = {0};
    static const char text[] = "{\"title\":\"a\",\"colour\":\"x\",\"text\":7,\"count\":70}";
    assert_int_equal(json_decode(&all_spec, text, sizeof text - 1, *state, &all, &err), YK_REFUSED);
    assert_string_equal(err.items[0].accepted, "2..6");
    assert_string_equal(err.items[2].accepted, "-5..50");
    assert_string_equal(err.items[3].accepted, "red, blue");
}

static void test_broken_json(void **state) {
    static const struct {
        const char *text;
        size_t n;
    } cases[] = {
        {"", 0},
        {"{", 1},
        {"null", 4},
        {"[]", 2},
        {"\"a\"", 3},
        {"{\"title\":\"ab\"} x", 17},
        {"{\"title\":\"ab\",\"title\":\"cd\"}", 27},
        {"{\"title\":\"ab\",}", 15},
        {"{'title':'ab'}", 14},
        {"{\"title\":\"\xff\xfe\"}", 14},
        {"{\"title\":\"\xed\xa0\x80\"}", 15},
        {"{\"title\":\"\\ud800\"}", 18},
        {"{\"title\":\"a\nb\"}", 15},
        {"{\"title\":NaN}", 13},
        {"{\"count\":1e999}", 15},
        {"{\"ti\\u0000tle\":1}", 17},
        {"{\"title\":\"ab\"}\0", 15},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct all all;
        struct err err = {0};
        enum yk got = json_decode(&all_spec, cases[i].text, cases[i].n, *state, &all, &err);
        if (got != YK_REFUSED || err.code != ERR_BAD_JSON) {
            fail_msg("%s: %d, %s", cases[i].text, (int)got, err_word(err.code));
        }
        if (i != 0 && strstr(err.detail, "ab")) {
            fail_msg("the detail repeats the body: %s", err.detail);
        }
        assert_int_equal(
            json_decode_stored(&all_spec, cases[i].text, cases[i].n, *state, &all, &err),
            YK_FAILED);
    }
    // Every proper prefix of a body is refused, whatever it is cut at.
    static const char whole[] =
        "{\"title\":\"用电\",\"caller\":{\"name\":\"王芳\"},\"numbers\":[1,2.5e1]}";
    struct all all;
    assert_int_equal(json_decode(&all_spec, whole, sizeof whole - 1, *state, &all, NULL), YK_OK);
    for (size_t n = 0; n < sizeof whole - 1; n++) {
        struct err err = {0};
        assert_int_equal(json_decode(&all_spec, whole, n, *state, &all, &err), YK_REFUSED);
        assert_int_equal(err.code, ERR_BAD_JSON);
    }
}

static void test_depth(void **state) {
    enum { LEVELS = 1000 };
    static const char *const opens[] = {"[", "{\"a\":"};
    for (size_t k = 0; k < 2; k++) {
        struct buf buf;
        buf_init(&buf, 100000);
        buf_add_text(&buf, "{\"title\":\"ab\",\"other\":");
        for (int i = 0; i < LEVELS; i++) {
            buf_add_text(&buf, opens[k]);
        }
        struct all all;
        struct err err = {0};
        assert_int_equal(json_decode(&all_spec, buf.data, buf.len, *state, &all, &err), YK_REFUSED);
        assert_int_equal(err.code, ERR_BAD_JSON);
        assert_non_null(strstr(err.detail, "deeper"));
        buf_done(&buf);
    }
    // Brackets in a text are no depth.
    static const char text[] =
        "{\"title\":\"ab\",\"text\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"{{\"}";
    struct all all;
    assert_int_equal(json_decode(&all_spec, text, sizeof text - 1, *state, &all, NULL), YK_OK);
}

static void test_stored(void **state) {
    static const char text[] = "{\"title\":\" a \",\"count\":5000,\"later\":{\"x\":1}}";
    struct all all;
    struct err err = {0};
    assert_int_equal(json_decode_stored(&all_spec, text, sizeof text - 1, *state, &all, &err),
                     YK_OK);
    assert_string_equal(all.title, " a ");
    assert_int_equal(all.count, 5000);
    static const char bad[] = "{\"title\":5}";
    assert_int_equal(json_decode_stored(&all_spec, bad, sizeof bad - 1, *state, &all, &err),
                     YK_FAILED);
    assert_int_equal(err.code, ERR_TAMPERED);
}

// What is stored is read in one pass; white space before it sends the same text through jansson. Both must agree on any bytes, and
// on what the writer writes the one pass must not give up.
struct two_ways {
    struct arena *arena;
    const struct json_spec *spec;
    int n_short; // how often the one pass sufficed
};

static void read_both_ways(struct two_ways *ways, const char *text, size_t n) {
    struct all fast;
    struct all slow;
    struct err err = {0};
    struct buf again[2];
    char *spaced = arena_alloc(ways->arena, n + 1);
    assert_non_null(spaced);
    spaced[0] = ' ';
    memcpy(spaced + 1, text, n);
    enum yk want = json_decode_stored(ways->spec, spaced, n + 1, ways->arena, &slow, &err);
    bool is_short = stored_decode(ways->spec, text, n, ways->arena, &fast);
    assert_true(!is_short || want == YK_OK);
    assert_int_equal(json_decode_stored(ways->spec, text, n, ways->arena, &fast, &err), want);
    if (want == YK_OK) {
        const struct all *values[] = {&fast, &slow};
        for (int i = 0; i < 2; i++) {
            struct jw jw;
            buf_init(&again[i], 1 << 20);
            jw_init(&jw, &again[i]);
            jw_spec(&jw, ways->spec, values[i]);
        }
        assert_int_equal(again[0].len, again[1].len);
        assert_memory_equal(again[0].data, again[1].data, again[0].len);
        buf_done(&again[0]);
        buf_done(&again[1]);
    }
    ways->n_short += is_short;
}

static void test_stored_both_ways(void **state) {
    enum { MUTATIONS = 30000 };
    static const char *const texts[] = {
        "{}",
        "{\"title\":\"一口收办\",\"text\":null,\"count\":-12,\"id\":\"0123456789ABC\",\"colour\":\"blue\"}",
        "{\"open\":true,\"day\":\"2023-03-01\",\"caller\":{\"name\":\"é\",\"phone\":\"\"},\"numbers\":[1,0,-3],"
        "\"texts\":{\"title\":\"ab\",\"text\":\"cd\"}}",
        "{\"items\":[{\"n\":1},{\"n\":2,\"note\":\"😀\"},{\"n\":3},{\"n\":4},{\"n\":999999999999999999}],"
        "\"ids\":[\"0123456789ABC\"],\"colours\":[\"red\",\"blue\"],\"numbers\":[]}",
        "{\"colours\":[],\"items\":[],\"open\":false,\"title\":\"\",\"caller\":{}}",
    };
    static const char spare[] = "{}[]\",:-0123456789nulltruefalse\\\x01\xc3\xa9\xed\xa0\xf4\xff .e";
    struct two_ways ways = {.arena = *state, .spec = &all_spec};
    uint64_t random = 7;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        read_both_ways(&ways, texts[i], strlen(texts[i]));
    }
    assert_int_equal(ways.n_short, sizeof texts / sizeof *texts);
    for (int i = 0; i < MUTATIONS; i++) {
        char text[512];
        const char *from = texts[i % (int)(sizeof texts / sizeof *texts)];
        size_t n = strlen(from);
        memcpy(text, from, n);
        for (int k = 0; k < 1 + i % 3; k++) {
            random = random * 6364136223846793005U + 1442695040888963407U;
            size_t at = (size_t)(random >> 33) % (n + 1);
            char byte = spare[(random >> 20) % (sizeof spare - 1)];
            size_t how = (random >> 40) % 4;
            if (how == 0 && n < sizeof text - 40) { // one more
                memmove(text + at + 1, text + at, n - at);
                text[at] = byte;
                n++;
            } else if (how == 1 && at < n) { // one less
                memmove(text + at, text + at + 1, n - at - 1);
                n--;
            } else if (how == 2 && at < n) { // another
                text[at] = byte;
            } else if (at + 12 < n && n < sizeof text - 40) { // a piece twice
                memmove(text + at + 12, text + at, n - at);
                n += 12;
            }
        }
        read_both_ways(&ways, text, n);
        if (i % 64 == 0) {
            arena_reset(*state);
        }
    }
    assert_true(ways.n_short > MUTATIONS / 50);
}

static void test_memory_runs_out(void **state) {
    (void)state;
    static const char text[] = "{\"title\":\"ab\",\"text\":\"abc\"}";
    struct all all;
    struct err err = {0};
    for (size_t cap = 1; cap < 400; cap += 16) {
        struct arena *arena = arena_new(cap);
        enum yk got = json_decode(&all_spec, text, sizeof text - 1, arena, &all, &err);
        assert_true(got == YK_NOMEM || got == YK_OK);
        arena_free(&arena);
    }
}

static void test_params(void **state) {
    static const struct {
        size_t field;
        const char *text;
        enum err_code want;
    } cases[] = {
        {3, "7", ERR_NONE},
        {3, "", ERR_NONE},
        {3, "51", ERR_OUT_OF_RANGE},
        {3, "7x", ERR_WRONG_TYPE},
        {3, " 7", ERR_WRONG_TYPE},
        {3, "+7", ERR_WRONG_TYPE},
        {3, "99999999999999999999", ERR_OUT_OF_RANGE},
        {5, "red", ERR_NONE},
        {5, "green", ERR_UNKNOWN_VALUE},
        {6, "true", ERR_NONE},
        {6, "yes", ERR_WRONG_TYPE},
        {7, "2023-02-29", ERR_IMPOSSIBLE_DAY},
        {8, "0.5", ERR_NONE},
        {8, "nan", ERR_WRONG_TYPE},
        {8, "1.5", ERR_OUT_OF_RANGE},
        {0, "", ERR_REQUIRED},
        {0, "\xff\xff", ERR_BAD_TEXT},
        {4, "0000000000001", ERR_NONE},
        {4, "1", ERR_WRONG_TYPE},
        {11, "1,2,3", ERR_NONE},
        {11, "1,,3", ERR_WRONG_TYPE},
        {13, "red,blue", ERR_NONE},
        {13, "red,green", ERR_UNKNOWN_VALUE},
        {9, "{}", ERR_WRONG_TYPE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct all all;
        struct err err = {0};
        json_spec_clear(&all_spec, &all);
        enum yk got =
            json_decode_param(&all_fields[cases[i].field], cases[i].text, *state, &all, &err);
        enum err_code code = err.n_items ? err.items[0].code : ERR_NONE;
        if (code != cases[i].want || got != (cases[i].want ? YK_REFUSED : YK_OK)) {
            fail_msg("%s=%s: %s", all_fields[cases[i].field].name, cases[i].text, err_word(code));
        }
    }
    struct all all;
    json_spec_clear(&all_spec, &all);
    assert_int_equal(json_decode_param(&all_fields[13], "blue,red", *state, &all, NULL), YK_OK);
    assert_int_equal(all.n_colours, 2);
    assert_int_equal(all.colours[0], COLOUR_BLUE);
}

static void test_writer(void **state) {
    (void)state;
    struct buf buf;
    struct jw jw;
    buf_init(&buf, 4096);
    jw_init(&jw, &buf);
    jw_object(&jw);
    jw_key(&jw, "a");
    jw_array(&jw);
    jw_i64(&jw, INT64_MIN);
    jw_i64(&jw, INT64_MAX);
    jw_null(&jw);
    jw_bool(&jw, true);
    jw_array(&jw);
    jw_array_end(&jw);
    jw_object(&jw);
    jw_object_end(&jw);
    jw_array_end(&jw);
    jw_key(&jw, "t");
    jw_text(&jw, "\"\\/\b\f\n\r\t\x01\x1f\x7f用<电");
    jw_key(&jw, "n");
    jw_text(&jw, NULL);
    jw_key(&jw, "id");
    jw_id(&jw, 1);
    jw_key(&jw, "day");
    jw_day(&jw, 0);
    jw_key(&jw, "no_day");
    jw_day(&jw, DAY_NONE);
    jw_key(&jw, "at");
    jw_time(&jw, 0);
    jw_key(&jw, "never");
    jw_time(&jw, TIME_NONE);
    jw_key(&jw, "raw");
    jw_raw(&jw, "{\"x\":1}", 7);
    jw_object_end(&jw);
    assert_string_equal(
        buf.data,
        "{\"a\":[-9223372036854775808,9223372036854775807,null,true,[],{}],"
        "\"t\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f用<电\",\"n\":null,\"id\":\"0000000000001\","
        "\"day\":\"1970-01-01\",\"no_day\":null,\"at\":\"1970-01-01T00:00:00.000000Z\",\"never\":null,\"raw\":{\"x\":1}}");
    json_t *parsed = json_loads(buf.data, 0, NULL);
    assert_non_null(parsed);
    json_decref(parsed);
    buf_done(&buf);
}

static void test_reals(void **state) {
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *want;
    } cases[] = {
        {93.0649, 2, "93.06"},
        {93.1, 2, "93.1"},
        {93, 2, "93"},
        {0, 2, "0"},
        {-0.001, 2, "0"},
        {100, 0, "100"},
        {1e21, 1, "1000000000000000000000"},
        {NAN, 2, "null"},
        {INFINITY, 2, "null"},
        {-2.5, 1, "-2.5"},
        {0.1, 15, "0.1"},
        {0.05, 2, "0.05"},
        {-12.34, 2, "-12.34"},
        {-0.004, 3, "-0.004"},
        {1.0 / 3, 3, "0.333"},
        {0.125, 2, "0.12"},
        {123456789.5, 1, "123456789.5"},
        {1e12, 3, "1000000000000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf buf;
        struct jw jw;
        buf_init(&buf, 1000);
        jw_init(&jw, &buf);
        jw_real(&jw, cases[i].value, cases[i].decimals);
        assert_string_equal(buf.data, cases[i].want);
        buf_done(&buf);
    }
}

static void test_writer_failure_sticks(void **state) {
    (void)state;
    struct buf buf;
    struct jw jw;
    buf_init(&buf, 64);
    jw_init(&jw, &buf);
    jw_array(&jw);
    for (int i = 0; i < 100; i++) {
        jw_text(&jw, "abcdefghijklmnop");
    }
    jw_array_end(&jw);
    assert_true(buf.failed);
    assert_true(buf.len <= 64);
    buf_done(&buf);
}

static void test_schema(void **state) {
    (void)state;
    struct buf buf;
    struct jw jw;
    buf_init(&buf, 10000);
    jw_init(&jw, &buf);
    jw_spec_schema(&jw, &all_spec);
    json_t *schema = json_loads(buf.data, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(schema);
    json_t *properties = json_object_get(schema, "properties");
    assert_int_equal(json_object_size(properties), sizeof all_fields / sizeof *all_fields);
    assert_int_equal(json_array_size(json_object_get(schema, "required")), 1);
    json_t *title = json_object_get(properties, "title");
    assert_int_equal(json_integer_value(json_object_get(title, "maxLength")), 6);
    assert_true(json_is_string(json_object_get(title, "type")));
    json_t *colour = json_object_get(properties, "colour");
    assert_int_equal(json_array_size(json_object_get(colour, "enum")), 3);
    assert_int_equal(
        json_integer_value(json_object_get(json_object_get(properties, "count"), "minimum")), -5);
    json_decref(schema);
    buf_done(&buf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_takes_all, setup, teardown),
        cmocka_unit_test_setup_teardown(test_reals, setup, teardown),
        cmocka_unit_test_setup_teardown(test_list_of_reals, setup, teardown),
        cmocka_unit_test_setup_teardown(test_absent, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refusals, setup, teardown),
        cmocka_unit_test_setup_teardown(test_says_what_is_accepted, setup, teardown),
        cmocka_unit_test_setup_teardown(test_broken_json, setup, teardown),
        cmocka_unit_test_setup_teardown(test_depth, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stored, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stored_both_ways, setup, teardown),
        cmocka_unit_test(test_memory_runs_out),
        cmocka_unit_test_setup_teardown(test_params, setup, teardown),
        cmocka_unit_test(test_writer),
        cmocka_unit_test(test_reals),
        cmocka_unit_test(test_writer_failure_sticks),
        cmocka_unit_test(test_schema),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
