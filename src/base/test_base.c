// SPDX-License-Identifier: Apache-2.0
// Tables of cases for src/base, and a walk of the calendar against the C library.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/id.h"
#include "base/slog.h"
#include "base/text.h"

static int arena_setup(void **state) {
    *state = arena_new(0);
    return *state ? 0 : -1;
}

static int arena_teardown(void **state) {
    arena_free((struct arena **)state);
    return 0;
}

static void test_err(void **state) {
    (void)state;
    struct err err = {0};
    assert_int_equal(err_set(&err, YK_CONFLICT, ERR_CONFLICT, "seq %d", 3), YK_CONFLICT);
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_string_equal(err.detail, "seq 3");
    assert_string_equal(err_word(ERR_CONFLICT), "conflict");
    assert_int_equal(err_http_status(ERR_CONFLICT), 409);
    assert_int_equal(err_http_status(ERR_INVALID_FIELDS), 422);
    assert_string_equal(err_title(ERR_NOT_SIGNED_IN, "en"), "Please sign in");
    assert_string_equal(err_title(ERR_NOT_SIGNED_IN, "zh"), "请先登录");
    assert_string_equal(err_title(ERR_NOT_SIGNED_IN, NULL), "请先登录");
    assert_string_equal(err_word((enum err_code)9999), "internal");
    assert_int_equal(err_set(NULL, YK_FAILED, ERR_INTERNAL, "%s", "x"), YK_FAILED);

    assert_int_equal(err_add_field(&err, "caller.phone", ERR_BAD_PHONE, "%d digits", 11),
                     YK_REFUSED);
    assert_int_equal(err.code, ERR_INVALID_FIELDS);
    assert_string_equal(err.detail, "");
    assert_string_equal(err.items[0].field, "caller.phone");
    assert_string_equal(err.items[0].accepted, "11 digits");
    for (int i = 0; i < 2 * ERR_ITEMS_MAX; i++) {
        err_add_field(&err, "x", ERR_REQUIRED, "");
    }
    assert_int_equal(err.n_items, ERR_ITEMS_MAX);

    // A detail that is cut ends at a whole character.
    char text[ERR_DETAIL_BYTES * 2] = "a";
    for (size_t i = 1; i + 3 < sizeof text; i += 3) {
        memcpy(text + i, "电", 4);
    }
    err_set(&err, YK_FAILED, ERR_INTERNAL, "%s", text);
    assert_true(text_is_clean(err.detail, strlen(err.detail)));
    assert_in_range(strlen(err.detail), ERR_DETAIL_BYTES - 4, ERR_DETAIL_BYTES - 1);
}

static void test_arena(void **state) {
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    unsigned char *a = arena_alloc(arena, 100);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(a[i], 0);
    }
    memset(a, 7, 100);
    struct arena_mark mark = arena_mark(arena);
    size_t used = arena_used_bytes(arena);
    for (int i = 0; i < 50; i++) {
        unsigned char *b = arena_alloc(arena, 3000);
        assert_non_null(b);
        assert_int_equal((uintptr_t)b % 16, 0);
        memset(b, 9, 3000);
    }
    assert_true(arena_used_bytes(arena) > used + 50 * 3000 - 1);
    arena_rewind(arena, mark);
    assert_int_equal(arena_used_bytes(arena), used);
    assert_int_equal(a[99], 7);

    assert_null(arena_alloc(arena, 1 << 20)); // past the cap, together with what there is
    assert_null(arena_alloc_array(arena, SIZE_MAX / 2, 3));
    assert_null(arena_alloc(arena, SIZE_MAX));
    assert_non_null(arena_alloc(arena, 1000));
    assert_string_equal(arena_strndup(arena, "abcdef", 3), "abc");
    assert_null(arena_strdup(arena, NULL));
    char *text = arena_printf(arena, "%0500d|%s", 7, "z");
    assert_int_equal(strlen(text), 502);
    arena_reset(arena);
    assert_int_equal(arena_used_bytes(arena), 0);
    unsigned char *again = arena_alloc(arena, 100);
    assert_int_equal(again[50], 0);
    arena_free(&arena);
    assert_null(arena);
    arena_free(&arena);
}

static void test_buf(void **state) {
    (void)state;
    struct buf buf;
    buf_init(&buf, 1000);
    buf_add_text(&buf, "n=");
    buf_add_i64(&buf, INT64_MIN);
    buf_add_char(&buf, ' ');
    buf_add_i64(&buf, 0);
    buf_add_printf(&buf, " %s-%d", "x", 5);
    assert_string_equal(buf.data, "n=-9223372036854775808 0 x-5");
    for (int i = 0; i < 972; i++) {
        buf_add_char(&buf, 'y');
    }
    assert_false(buf.failed);
    assert_int_equal(buf.len, 1000); // exactly the maximum
    buf_add_char(&buf, 'z');
    assert_true(buf.failed);
    assert_null(buf_take(&buf, NULL));
    buf_clear(&buf);
    buf_add_text(&buf, "ok");
    size_t len;
    char *text = buf_take(&buf, &len);
    assert_string_equal(text, "ok");
    assert_int_equal(len, 2);
    free(text);
    char *empty = buf_take(&buf, &len);
    assert_string_equal(empty, "");
    free(empty);
    buf_done(&buf);
}

// Every day of three centuries, against libc's gmtime_r.
static void test_days_agree_with_libc(void **state) {
    (void)state;
    int32_t first = day_from_civil(1900, 1, 1), last = day_from_civil(2199, 12, 31);
    assert_int_equal(last - first + 1, 109573);
    for (int32_t day = first; day <= last; day++) {
        time_t at = (time_t)day * 86400;
        struct tm tm;
        gmtime_r(&at, &tm);
        int year, month, day_of_month;
        day_to_civil(day, &year, &month, &day_of_month);
        if (year != tm.tm_year + 1900 || month != tm.tm_mon + 1 || day_of_month != tm.tm_mday ||
            day_from_civil(year, month, day_of_month) != day ||
            day_weekday(day) != (tm.tm_wday + 6) % 7 + 1 ||
            month_of_day(day) != year * 12 + month - 1 ||
            month_first_day(year * 12 + month - 1) != day - day_of_month + 1) {
            fail_msg("day %d differs: %04d-%02d-%02d", (int)day, year, month, day_of_month);
        }
        char text[DAY_TEXT_BYTES], want[32];
        int32_t parsed;
        day_format(day, text);
        strftime(want, sizeof want, "%Y-%m-%d", &tm);
        assert_string_equal(text, want);
        assert_true(day_parse(text, &parsed));
        assert_int_equal(parsed, day);
    }
}

static void test_day_texts(void **state) {
    (void)state;
    static const char *const refused[] = {
        "",           "2023-02-29", "1900-02-29",  "2023-13-01",  "2023-00-10",  "2023-04-31",
        "2023-4-01",  "2023-04-1",  "2023/04/01",  "2023-04-01 ", " 2023-04-01", "1899-12-31",
        "2200-01-01", "+023-04-01", "2023-04-0１", "20230401",    "2023-04-01T",
    };
    int32_t day = 77;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (day_parse(refused[i], &day) || day != 77) {
            fail_msg("taken: %s", refused[i]);
        }
    }
    assert_false(day_parse(NULL, &day));
    assert_true(day_parse("2024-02-29", &day));
    assert_int_equal(day_from_civil(2023, 2, 29), DAY_NONE);
    char text[DAY_TEXT_BYTES];
    day_format(DAY_NONE, text);
    assert_string_equal(text, "");
}

static void test_times(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t us;
        const char *shown;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000000Z"},
        {"1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z"},
        {"2023-03-01T09:00:00+08:00", INT64_C(1677632400000000), "2023-03-01T01:00:00.000000Z"},
        {"2023-03-01T01:00:00.5Z", INT64_C(1677632400500000), "2023-03-01T01:00:00.500000Z"},
        {"2023-02-28T20:30:00-04:30", INT64_C(1677632400000000), "2023-03-01T01:00:00.000000Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t us;
        char text[TIME_TEXT_BYTES];
        assert_true(time_parse(cases[i].text, &us));
        assert_int_equal(us, cases[i].us);
        time_format(us, text);
        assert_string_equal(text, cases[i].shown);
    }
    static const char *const refused[] = {
        "2023-03-01",           "2023-03-01T09:00:00",      "2023-03-01T24:00:00Z",
        "2023-03-01T09:60:00Z", "2023-03-01T09:00:00.Z",    "2023-03-01T09:00:00.1234567Z",
        "2023-03-01 09:00:00Z", "2023-03-01T09:00:00+8:00", "2023-03-01T09:00:00ZZ",
    };
    int64_t us = 5;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_false(time_parse(refused[i], &us));
    }
    assert_int_equal(us, 5);

    // The day begins at 16:00 UTC of the day before.
    int32_t day = day_from_civil(2023, 3, 1);
    assert_int_equal(day_start_us(day), INT64_C(1677600000000000));
    assert_int_equal(day_of_time(day_start_us(day)), day);
    assert_int_equal(day_of_time(day_start_us(day) - 1), day - 1);
    char text[TIME_TEXT_BYTES];
    time_format(TIME_NONE, text);
    assert_string_equal(text, "");
    struct clock clock = {.shift_us = -US_PER_DAY};
    int64_t before = clock_real_us(), shifted = clock_domain_us(&clock), after = clock_real_us();
    assert_true(shifted >= before - US_PER_DAY && shifted <= after - US_PER_DAY);
}

static void test_clean(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t n;
        bool clean;
    } cases[] = {
        {"", 0, true},
        {"用电\t报装\n", 14, true},
        {"a\0b", 3, false},
        {"a\rb", 3, false},
        {"\x7f", 1, false},
        {"\xc2\x85", 2, false},         // C1 control
        {"\xc0\xaf", 2, false},         // overlong
        {"\xe0\x80\xaf", 3, false},     // overlong
        {"\xf0\x80\x80\xaf", 4, false}, // overlong
        {"\xed\xa0\x80", 3, false},     // surrogate
        {"\xf4\x90\x80\x80", 4, false}, // above U+10FFFF
        {"\xf4\x8f\xbf\xbf", 4, true},
        {"\xe7\x94", 2, false}, // cut
        {"\xff", 1, false},
        {"\x80", 1, false},
        {"😀", 4, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (text_is_clean(cases[i].text, cases[i].n) != cases[i].clean) {
            fail_msg("case %zu", i);
        }
    }
    assert_int_equal(text_count_chars("用电a😀"), 4);
}

struct text_case {
    const char *in, *want;
};

static void check_texts(struct arena *arena, char *(*fn)(struct arena *, const char *),
                        const struct text_case *cases, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const char *got = fn(arena, cases[i].in);
        if ((got == NULL) != (cases[i].want == NULL) || (got && strcmp(got, cases[i].want) != 0)) {
            fail_msg("[%s]: got [%s], want [%s]", cases[i].in, got ? got : "NULL",
                     cases[i].want ? cases[i].want : "NULL");
        }
    }
    assert_null(fn(arena, NULL));
}
#define CHECK_TEXTS(fn, cases) check_texts(*state, (fn), (cases), sizeof(cases) / sizeof *(cases))

static char *trim_single(struct arena *arena, const char *text) {
    return text_trim(arena, text, true);
}

static char *trim_lines(struct arena *arena, const char *text) {
    return text_trim(arena, text, false);
}

static void test_trim(void **state) {
    static const struct text_case single[] = {
        {"", ""},
        {" \t\r\n　", ""},
        {"　用电　\t报装 \n", "用电 报装"},
        {"a  b", "a b"},
        {"a\r\nb", "a b"},
        {"\xef\xbb\xbf"
         "a",
         "a"},
    };
    static const struct text_case lines[] = {
        {" a \r\n b\r\n", "a \n b"},
        {"a\rb", "a\nb"},
        {"　一　二　", "一　二"},
        {"\n\n", ""},
    };
    CHECK_TEXTS(trim_single, single);
    CHECK_TEXTS(trim_lines, lines);
}

static void test_masks(void **state) {
    static const struct text_case names[] = {
        {"王芳", "王*"}, {"王小芳", "王*芳"}, {"欧阳小芳", "欧**芳"}, {"王", "*"},
        {"", ""},        {"Lee", "L*e"},
    };
    static const struct text_case phones[] = {
        {"13900001234", "139****1234"},
        {"05541234567", "055****4567"},
        {"1234567", "*****67"},
        {"12345", "*****"},
        {"", ""},
    };
    CHECK_TEXTS(text_mask_name, names);
    CHECK_TEXTS(text_mask_phone, phones);
    assert_non_null(text_mask_name(*state, "\xff\xff\xff"));
}

static void test_fold_phone(void **state) {
    static const struct text_case cases[] = {
        {"13900001234", "13900001234"},
        {" 139-0000 1234 ", "13900001234"},
        {"１３９００００１２３４", "13900001234"},
        {"+86 139 0000 1234", "13900001234"},
        {"＋86 139 0000 1234", "13900001234"},
        {"008613900001234", "13900001234"},
        {"8613900001234", "13900001234"},
        {"0554-1234567", NULL}, // a number does not begin with 1
        {"0554-4976543", "05544976543"},
        {"（0554）4976543", "05544976543"},
        {"+86 554 4976543", "05544976543"},
        {"010-65551234", "01065551234"},
        {"021 5555123", "0215555123"},
        {"12345", NULL},
        {"95598", NULL},
        {"4976543", NULL},
        {"1390000123", NULL},
        {"139000012345", NULL},
        {"12900001234", NULL},
        {"4008123123", NULL},
        {"139000o1234", NULL},
        {"+1 202 555 0123", NULL},
        {"00000000000", NULL},
        {"", NULL},
        {"12345678901234567890123", NULL},
    };
    CHECK_TEXTS(text_fold_phone, cases);
}

static void test_bigrams(void **state) {
    static const struct text_case cases[] = {
        {"", ""},
        {"用电", "用电"},
        {"用", "用"},
        {"企业用电报装", "企业 业用 用电 电报 报装"},
        {"用电,用电", "用电 用电"},
        {"10kV用电", "10kv 用电"},
        {"ＡＢＣ１２３", "abc123"},
        {"路 灯", "路 灯"},
        {"340406-2026-000123", "340406 2026 000123"},
        {"电a电b", "电 a 电 b"},
        {"  。！  ", ""},
        {"𠮷野家", "𠮷野 野家"},
        {"Straße 5", "straße 5"},
    };
    CHECK_TEXTS(text_bigrams, cases);
}

static void test_id_texts(void **state) {
    (void)state;
    static const struct {
        int64_t id;
        const char *text;
    } cases[] = {
        {0, "0000000000000"},
        {1, "0000000000001"},
        {31, "000000000000Z"},
        {INT64_MAX, "7ZZZZZZZZZZZZ"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[ID_TEXT_BYTES];
        int64_t id = -1;
        id_format(cases[i].id, text);
        assert_string_equal(text, cases[i].text);
        assert_true(id_parse(text, &id));
        assert_int_equal(id, cases[i].id);
    }
    int64_t id = 0;
    assert_true(id_parse("oooooooooooil", &id));
    assert_int_equal(id, 33);
    static const char *const refused[] = {"",
                                          "0",
                                          "00000000000000",
                                          "8000000000000",
                                          "000000000000U",
                                          "000000000000-",
                                          "00000000000 1"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_false(id_parse(refused[i], &id));
    }
    assert_false(id_parse(NULL, &id));
}

static void test_id_gen(void **state) {
    (void)state;
    int64_t now = INT64_C(1677632400000000);
    struct id_gen *gen = id_gen_new(7, 0);
    int64_t last = id_gen_next(gen, now);
    assert_int_equal(last >> 14 & 255, 7);
    assert_int_equal(last >> 22, (now - INT64_C(1577836800000000)) / 1000);
    for (int i = 0; i < 40000;
         i++) { // more than a millisecond's sequence, and a clock that jumps back
        int64_t id = id_gen_next(gen, i == 100 ? now - 5 * US_PER_S : now);
        if (id <= last || (id >> 14 & 255) != 7) {
            fail_msg("%lld after %lld", (long long)id, (long long)last);
        }
        last = id;
    }
    id_gen_raise(gen, last + (INT64_C(1) << 40));
    int64_t raised = id_gen_next(gen, now);
    assert_true(raised > last + (INT64_C(1) << 40));
    assert_int_equal(raised >> 14 & 255, 7);
    id_gen_free(&gen);
    assert_null(gen);

    gen = id_gen_new(3, raised);
    assert_true(id_gen_next(gen, 0) > raised);
    id_gen_free(&gen);
}

enum { IDS_PER_THREAD = 20000 };
struct id_thread {
    struct id_gen *gen;
    int64_t ids[IDS_PER_THREAD];
};

static void *take_ids(void *arg) {
    struct id_thread *me = arg;
    for (int i = 0; i < IDS_PER_THREAD; i++) {
        me->ids[i] = id_gen_next(me->gen, clock_real_us());
    }
    return NULL;
}

static int by_value(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void test_id_gen_threads(void **state) {
    (void)state;
    static struct id_thread threads[4];
    static int64_t all[4 * IDS_PER_THREAD];
    pthread_t handles[4];
    struct id_gen *gen = id_gen_new(0, 0);
    for (int i = 0; i < 4; i++) {
        threads[i].gen = gen;
        assert_int_equal(pthread_create(&handles[i], NULL, take_ids, &threads[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(handles[i], NULL);
        memcpy(all + i * IDS_PER_THREAD, threads[i].ids, sizeof threads[i].ids);
    }
    qsort(all, 4 * IDS_PER_THREAD, sizeof *all, by_value);
    for (int i = 1; i < 4 * IDS_PER_THREAD; i++) {
        assert_true(all[i] > all[i - 1]);
    }
    id_gen_free(&gen);
}

static void test_slog(void **state) {
    (void)state;
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    slog_set_fd(fds[1]);
    slog_set_level(SLOG_WARN);
    slog(SLOG_INFO, "quiet", "a=1");
    slog(SLOG_ERROR, "request.failed", "status=%d why=%s path=%s ratio=%s code=%s", 500,
         "disk \"full\"\n or so", "/a", "0.5", "007");
    slog(SLOG_WARN, "bare", "");
    slog_set_fd(STDERR_FILENO);
    slog_set_level(SLOG_INFO);
    char text[4096];
    ssize_t n = read(fds[0], text, sizeof text - 1);
    assert_true(n > 0);
    text[n] = '\0';
    close(fds[0]);
    close(fds[1]);

    char *second = strchr(text, '\n');
    assert_non_null(second);
    *second++ = '\0';
    json_t *line = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(line);
    assert_string_equal(json_string_value(json_object_get(line, "event")), "request.failed");
    assert_string_equal(json_string_value(json_object_get(line, "level")), "error");
    assert_int_equal(json_integer_value(json_object_get(line, "status")), 500);
    assert_string_equal(json_string_value(json_object_get(line, "why")), "disk \"full\"\n or so");
    assert_string_equal(json_string_value(json_object_get(line, "path")), "/a");
    assert_true(json_is_real(json_object_get(line, "ratio")));
    assert_string_equal(json_string_value(json_object_get(line, "code")), "007");
    json_decref(line);
    line = json_loads(second, 0, NULL);
    assert_int_equal(json_object_size(line), 3);
    json_decref(line);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_err),
        cmocka_unit_test(test_arena),
        cmocka_unit_test(test_buf),
        cmocka_unit_test(test_days_agree_with_libc),
        cmocka_unit_test(test_day_texts),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_clean),
        cmocka_unit_test_setup_teardown(test_trim, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_masks, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_fold_phone, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_bigrams, arena_setup, arena_teardown),
        cmocka_unit_test(test_id_texts),
        cmocka_unit_test(test_id_gen),
        cmocka_unit_test(test_id_gen_threads),
        cmocka_unit_test(test_slog),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
