// SPDX-License-Identifier: Apache-2.0
// Papers as others read them: pdftotext, pdfinfo and pdffonts (poppler) look at what was set; where lines break is asked of the typesetter itself.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <pango/pangocairo.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "paper/paper.h"
#include "paper/sheet_parts.h"

enum { PDF_MAX_BYTES = 64 << 20, LONG_CHARS = 10000 };
#define MADE_US INT64_C(1767571200000000) // 2026-01-05T00:00:00Z
extern char **environ;

// ---- reading a document with poppler

struct made {
    struct arena *arena;
    struct buf pdf;
    char path[64];
};

static void made_begin(struct made *made) {
    made->arena = arena_new(0);
    buf_init(&made->pdf, PDF_MAX_BYTES);
    made->path[0] = '\0';
}

static void made_end(struct made *made) {
    if (made->path[0]) {
        unlink(made->path);
    }
    buf_done(&made->pdf);
    arena_free(&made->arena);
}

static void write_file(struct made *made) {
    snprintf(made->path, sizeof made->path, "/tmp/yikou-paper-XXXXXX");
    int fd = mkstemp(made->path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, made->pdf.data, made->pdf.len), (ssize_t)made->pdf.len);
    close(fd);
}

// What a program of poppler says of the document, on its standard output.
static const char *say(struct made *made, const char *program, const char *option) {
    char out[80];
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status;
    if (!made->path[0]) {
        write_file(made);
    }
    snprintf(out, sizeof out, "%s.out", made->path);
    char *argv[] = {(char *)program, made->path, NULL, NULL};
    if (option) {
        argv[1] = (char *)option;
        argv[2] = made->path;
    }
    char *with_text[] = {(char *)program, (char *)option, made->path, (char *)"-", NULL};
    bool is_text = strcmp(program, "pdftotext") == 0;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, out, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    assert_int_equal(
        posix_spawnp(&child, program, &actions, NULL, is_text ? with_text : argv, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    FILE *file = fopen(out, "r");
    assert_non_null(file);
    char *text = arena_alloc(made->arena, PDF_MAX_BYTES / 8);
    size_t n = fread(text, 1, PDF_MAX_BYTES / 8 - 1, file);
    text[n] = '\0';
    fclose(file);
    unlink(out);
    return text;
}

// The text without blanks and line ends, so that it can be looked for wherever its lines broke.
static const char *plain_text(struct made *made) {
    const char *text = say(made, "pdftotext", "-raw");
    char *plain = arena_alloc(made->arena, strlen(text) + 1);
    size_t n = 0;
    for (; *text; text++) {
        if (*text != ' ' && *text != '\n' && *text != '\f') {
            plain[n++] = *text;
        }
    }
    return plain;
}

static size_t count_of(const char *text, const char *what) {
    size_t n = 0;
    for (const char *at = strstr(text, what); at; at = strstr(at + strlen(what), what)) {
        n++;
    }
    return n;
}

static unsigned pages_of(struct made *made) {
    const char *pages = strstr(say(made, "pdfinfo", NULL), "Pages:");
    return pages ? (unsigned)strtol(pages + 6, NULL, 10) : 0;
}

static void assert_says(const char *text, const char *what) {
    if (!strstr(text, what)) {
        fail_msg("\"%s\" is not in: %.2000s", what, text);
    }
}

static void assert_says_not(const char *text, const char *what) {
    if (strstr(text, what)) {
        fail_msg("\"%s\" is in: %.2000s", what, text);
    }
}

static void render(struct made *made, const struct paper_data *data, const char *text) {
    struct err err = {0};
    enum yk status = paper_render(text ? text : paper_shipped(data->kind, 0, NULL), data,
                                  made->arena, &made->pdf, &err);
    if (status != YK_OK) {
        fail_msg("render: %d %s", (int)status, err.detail);
    }
}

// ---- every kind

static void test_every_kind_is_set(void **state) {
    (void)state;
    for (int kind = 1; kind < PAPER_KIND_END; kind++) {
        struct made made;
        struct paper_data data;
        struct err err = {0};
        size_t n;
        const struct paper_placeholder *all = paper_placeholders(kind, &n);
        assert_true(n <= PAPER_VALUES_MAX);
        made_begin(&made);
        assert_int_equal(paper_check_template(kind, paper_shipped(kind, 0, NULL), &err), YK_OK);
        paper_begin(&data, kind, MADE_US);
        data.author = "示例区";
        assert_int_equal(paper_fill_sample(&data, made.arena, &err), YK_OK);
        render(&made, &data, NULL);
        const char *text = plain_text(&made);
        for (size_t i = 0; i < n; i++) {
            char mark[64];
            snprintf(mark, sizeof mark, "{{%s}}", all[i].name);
            if (strstr(paper_shipped(kind, 0, NULL), mark)) {
                assert_says(text, all[i].sample);
            }
            assert_true(strlen(all[i].zh) > 0 && strlen(all[i].en) > 0);
        }
        assert_says_not(text, "{{");
        assert_says(text, "—1—");
        const char *info = say(&made, "pdfinfo", "-isodates");
        assert_says(info, "595.276 x 841.89 pts (A4)");
        assert_says(info, "2026-01-05T00:00:00Z");
        assert_says(info, paper_kind_name(kind, "zh"));
        assert_says(info, "GB/T 9704-2012");
        assert_says(made.pdf.data + made.pdf.len - 700, "/Lang (zh-CN)");
        made_end(&made);
    }
}

static void test_fonts_are_embedded(void **state) {
    (void)state;
    struct made made;
    struct paper_data data;
    made_begin(&made);
    paper_begin(&data, PAPER_SUPERVISION, MADE_US);
    assert_int_equal(paper_fill_sample(&data, made.arena, NULL), YK_OK);
    render(&made, &data, NULL);
    const char *fonts = say(&made, "pdffonts", NULL);
    size_t lines = count_of(fonts, "\n") - 2;
    assert_true(lines >= 3); // 黑体, 小标宋 and 仿宋, or what stands in for them
    assert_int_equal(count_of(fonts, "yes yes yes"), lines);
    made_end(&made);
}

static void test_same_input_same_bytes(void **state) {
    (void)state;
    struct made a, b, c;
    struct paper_data data;
    made_begin(&a);
    made_begin(&b);
    made_begin(&c);
    paper_begin(&data, PAPER_DISPATCH, MADE_US);
    assert_int_equal(paper_fill_sample(&data, a.arena, NULL), YK_OK);
    render(&a, &data, NULL);
    render(&b, &data, NULL);
    assert_int_equal(a.pdf.len, b.pdf.len);
    assert_memory_equal(a.pdf.data, b.pdf.data, a.pdf.len);
    data.made_us += US_PER_S;
    render(&c, &data, NULL);
    assert_true(a.pdf.len != c.pdf.len || memcmp(a.pdf.data, c.pdf.data, a.pdf.len) != 0);
    made_end(&a);
    made_end(&b);
    made_end(&c);
}

static void *render_in_thread(void *out_) {
    struct made *made = out_;
    struct paper_data data;
    paper_begin(&data, PAPER_MINUTES, MADE_US);
    enum yk status = paper_fill_sample(&data, made->arena, NULL);
    for (int i = 0; i < 3 && status == YK_OK; i++) {
        buf_clear(&made->pdf);
        status =
            paper_render(paper_shipped(data.kind, 0, NULL), &data, made->arena, &made->pdf, NULL);
    }
    return status == YK_OK ? made : NULL;
}

static void test_threads_do_not_meet(void **state) {
    (void)state;
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    struct made made[THREADS];
    for (int i = 0; i < THREADS; i++) {
        made_begin(&made[i]);
        assert_int_equal(pthread_create(&threads[i], NULL, render_in_thread, &made[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *done;
        pthread_join(threads[i], &done);
        assert_non_null(done);
        assert_int_equal(made[i].pdf.len, made[0].pdf.len);
        assert_memory_equal(made[i].pdf.data, made[0].pdf.data, made[0].pdf.len);
    }
    for (int i = 0; i < THREADS; i++) {
        made_end(&made[i]);
    }
}

// ---- lines

static const char *const never_first[] = {"。", "，", "、", "；", "：", "！", "？", "）",
                                          "》", "」", "』", "】", "”",  "’",  "…",  NULL};
static const char *const never_last[] = {"（", "《", "「", "『", "【", "“", "‘", NULL};

static bool begins_with_any(const char *at, const char *const *words) {
    for (; *words; words++) {
        if (strncmp(at, *words, strlen(*words)) == 0) {
            return true;
        }
    }
    return false;
}

static struct sheet *new_sheet(struct made *made) {
    static const struct sheet_about about = {.title = "", .author = "", .made_us = MADE_US};
    struct sheet *sheet = NULL;
    assert_int_equal(sheet_new(&made->pdf, &about, made->arena, &sheet, NULL), YK_OK);
    return sheet;
}

static void test_no_stop_begins_a_line(void **state) {
    (void)state;
    static const char text[] =
        "诉求人（企业）反映：路灯不亮，已半月；“请尽快修复！”他说。《条例》第二十三条、第三十四条规定"
        "【期限】为六十日……见附件「一」、『二』？是的，（一）（二）（三）。GB/T 9704—2012 与 Yikou "
        "1.0（含补丁）适用，‘试行’。";
    struct made made;
    size_t starts[256], n;
    made_begin(&made);
    struct sheet *sheet = new_sheet(&made);
    for (int chars = 4; chars <= 28; chars++) {
        for (int indent = 0; indent <= 2; indent += 2) {
            assert_int_equal(sheet_break_lines(sheet, text, chars * BODY_CHAR_STEP_PT,
                                               indent * BODY_CHAR_STEP_PT, starts, 256, &n, NULL),
                             YK_OK);
            assert_true(n >= 3 && n <= 256);
            for (size_t i = 1; i < n; i++) {
                const char *first = text + starts[i];
                assert_false(begins_with_any(first, never_first));
                const char *last = first - 1;
                while (((unsigned char)*last & 0xC0) == 0x80) {
                    last--;
                }
                assert_false(begins_with_any(last, never_last));
            }
        }
    }
    sheet_free(&sheet);
    made_end(&made);
}

static void test_a_line_has_28_characters_and_a_page_22_lines(void **state) {
    (void)state;
    struct made made;
    size_t starts[64], n;
    char text[28 * 3 * 22 + 4] = "";
    made_begin(&made);
    struct sheet *sheet = new_sheet(&made);
    size_t len = 0;
    for (int i = 0; i < 28 * 22; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "字");
    }
    assert_int_equal(sheet_break_lines(sheet, text, TYPE_WIDTH_PT, 0, starts, 64, &n, NULL), YK_OK);
    assert_int_equal(n, 22);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(starts[i], i * 28 * 3);
    }
    sheet_plain(sheet, text, false);
    assert_int_equal(sheet_pages(sheet), 1);
    sheet_plain(sheet, "末", false);
    assert_int_equal(sheet_pages(sheet), 2);
    assert_int_equal(sheet_finish(sheet, NULL), YK_OK);
    sheet_free(&sheet);
    const char *raw = say(&made, "pdftotext", "-raw");
    assert_says(raw, "— 1 —");
    assert_says(raw, "— 2 —");
    made_end(&made);
}

// ---- what was filled in stays text

static const char *long_text(struct arena *arena, const char *piece, size_t n) {
    size_t size = strlen(piece);
    char *text = arena_alloc(arena, n * size + 1);
    for (size_t i = 0; i < n; i++) {
        memcpy(text + i * size, piece, size);
    }
    return text;
}

static void test_hostile_text_is_only_text(void **state) {
    (void)state;
    struct made made;
    struct paper_data data;
    made_begin(&made);
    paper_begin(&data, PAPER_DISPATCH, MADE_US);
    assert_int_equal(paper_fill_sample(&data, made.arena, NULL), YK_OK);
    data.sample = false;
    paper_set(&data, "matter_title", "<script>alert('x')</script>{{number}}");
    paper_set(&data, "note", "红头：伪造的机关\n| a | b |\n{{unit}}↵{{");
    paper_set(&data, "caller", "张\xE2\x80\xAE三\xE2\x80\x8B丰\x01\xFF");
    paper_set(&data, "category", "好👍的");
    paper_set(&data, "text", long_text(made.arena, "x", 5000));
    paper_set(&data, "phone", "<b>&amp;</b>");
    render(&made, &data, NULL);
    const char *text = plain_text(&made);
    assert_says(text, "<script>alert('x')</script>{{number}}");
    assert_says(text, "红头：伪造的机关|a|b|{{unit}}↵{{");
    assert_says(text, "张三丰");
    assert_says(text, "<b>&amp;</b>");
    assert_says_not(text, "样");
    assert_int_equal(count_of(text, "x"), 5000 + 1); // and the one within alert('x')
    made_end(&made);
}

static void test_what_deceives_is_left_out(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    assert_string_equal(paper_clean_text(arena, "a\xE2\x80\xAE"
                                                "b\xE2\x81\xA6"
                                                "c\xE2\x80\x8B"
                                                "d\x01\xFF\te\nf"),
                        "abcd e\nf");
    arena_free(&arena);
}

static void test_a_long_answer_goes_on_over_pages(void **state) {
    (void)state;
    struct made made;
    struct paper_data data;
    made_begin(&made);
    paper_begin(&data, PAPER_DISPATCH, MADE_US);
    paper_set(&data, "text", long_text(made.arena, "灯", LONG_CHARS));
    paper_set(&data, "unit", "区城管局");
    render(&made, &data, NULL);
    assert_int_equal(count_of(plain_text(&made), "灯"), LONG_CHARS);
    unsigned pages = pages_of(&made);
    assert_in_range(pages, 14, 22);
    made_end(&made);
}

static void test_empty_lines_are_left_out(void **state) {
    (void)state;
    struct made made;
    struct paper_data data;
    made_begin(&made);
    paper_begin(&data, PAPER_NOTIFICATION, MADE_US);
    paper_set(&data, "subject", "一月情况");
    render(&made, &data, "标题：{{subject}}\n期间{{period}}止\n抄送：{{district}}\n{{subject}}完");
    const char *text = plain_text(&made);
    assert_says(text, "一月情况完");
    assert_says_not(text, "期间");
    assert_says_not(text, "抄送");
    made_end(&made);
}

// ---- tables

enum { ROWS = 200 };

static const struct table_column columns[] = {
    {"序号", 2, true}, {"单位", 5, false}, {"情况", 9, false}};

static void test_heads_are_repeated_and_no_row_is_lost(void **state) {
    (void)state;
    struct made made;
    struct paper_data data;
    const char **cells;
    made_begin(&made);
    cells = arena_alloc_array(made.arena, ROWS * 3, sizeof *cells);
    for (int i = 0; i < ROWS; i++) {
        cells[3 * i] = arena_printf(made.arena, "%d", i + 1);
        cells[3 * i + 1] = arena_printf(made.arena, "第%d单位", i + 1);
        cells[3 * i + 2] = long_text(made.arena, "逾期", (size_t)(i % 40 + 1));
    }
    const struct paper_table table = {
        .columns = columns, .n_columns = 3, .cells = cells, .n_rows = ROWS};
    paper_begin(&data, PAPER_NOTIFICATION, MADE_US);
    data.table = &table;
    render(&made, &data, "表格：签收人|签收时间");
    const char *text = plain_text(&made);
    for (int i = 0; i < ROWS; i++) {
        char row[32];
        snprintf(row, sizeof row, "第%d单位", i + 1);
        assert_int_equal(count_of(text, row), 1);
    }
    unsigned pages = pages_of(&made);
    assert_in_range(pages, 6, 40);
    assert_int_equal(count_of(text, "序号"), pages);
    assert_int_equal(count_of(text, "签收时间"), pages);
    assert_int_equal(count_of(text, "逾期"), ROWS / 40 * (40 * 41 / 2));
    made_end(&made);
}

static void test_a_row_longer_than_a_page_is_split(void **state) {
    (void)state;
    struct made made;
    struct paper_data data;
    made_begin(&made);
    const char *cells[] = {"1", "区城管局", long_text(made.arena, "办", LONG_CHARS),
                           "2", "区商务局", "完"};
    const struct paper_table table = {
        .columns = columns, .n_columns = 3, .cells = cells, .n_rows = 2};
    paper_begin(&data, PAPER_NOTIFICATION, MADE_US);
    data.table = &table;
    render(&made, &data, "表格：");
    const char *text = plain_text(&made);
    assert_int_equal(count_of(text, "办"), LONG_CHARS);
    assert_int_equal(count_of(text, "区城管局"), 1);
    assert_int_equal(count_of(text, "完"), 1);
    assert_int_equal(count_of(text, "序号"), pages_of(&made));
    assert_true(pages_of(&made) > 5);
    made_end(&made);
}

static void test_too_much_is_refused(void **state) {
    (void)state;
    struct made made;
    struct paper_data data;
    struct err err = {0};
    made_begin(&made);
    paper_begin(&data, PAPER_DISPATCH, MADE_US);
    paper_set(&data, "text", long_text(made.arena, "灯", SHEET_TEXT_MAX_BYTES / 3 + 1));
    assert_int_equal(paper_render("{{text}}", &data, made.arena, &made.pdf, &err), YK_REFUSED);
    assert_int_equal(err.code, ERR_TOO_LONG);
    buf_clear(&made.pdf);
    paper_set(&data, "text", long_text(made.arena, "灯\n", SHEET_PAGES_MAX * 22 + 1));
    assert_int_equal(paper_render("{{text}}", &data, made.arena, &made.pdf, &err), YK_REFUSED);
    assert_int_equal(err.code, ERR_TOO_LONG);
    struct buf small;
    buf_init(&small, 4096);
    paper_set(&data, "text", "灯");
    assert_int_equal(paper_render("{{text}}", &data, made.arena, &small, &err), YK_NOMEM);
    buf_done(&small);
    made_end(&made);
}

// ---- templates

static void test_templates_are_refused_by_place(void **state) {
    (void)state;
    static const char good[] = "{{number}}{{unit}}{{due_day}}{{issued_day}}";
    static const struct {
        const char *text;
        enum err_code code;
        const char *place;
    } cases[] = {
        {"标题：{{nummer}}", ERR_UNKNOWN_PLACEHOLDER, "1:4 {{nummer}}"},
        {"一\n二\n三四{{ 单位 }}", ERR_UNKNOWN_PLACEHOLDER, "3:3 {{ 单位 }}"},
        {"| a | {{code}} |", ERR_UNKNOWN_PLACEHOLDER, "1:7 {{code}}"},
        {"{{}}", ERR_UNKNOWN_PLACEHOLDER, "1:1 {{}}"},
        {"甲{{unit", ERR_BAD_TEMPLATE, "1:2 {{unit"},
        {"\n表格：", ERR_BAD_TEMPLATE, "2:1 表格："},
        {"二维码：扫", ERR_BAD_TEMPLATE, "1:1 二维码："},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = {0};
        char text[256];
        snprintf(text, sizeof text, "%s\n%s", cases[i].text, good);
        assert_int_equal(paper_check_template(PAPER_DISPATCH, text, &err), YK_REFUSED);
        assert_int_equal(err.n_items, 1);
        assert_int_equal(err.items[0].code, cases[i].code);
        assert_string_equal(err.items[0].accepted, cases[i].place);
        assert_string_equal(err.items[0].field, "text");
    }
    struct err err = {0};
    assert_int_equal(paper_check_template(PAPER_DISPATCH, "{{number}}", &err), YK_REFUSED);
    assert_int_equal(err.n_items, 3);
    assert_int_equal(err.items[0].code, ERR_LACKS_PLACEHOLDER);
    assert_string_equal(err.items[0].accepted, "{{unit}}");
    assert_int_equal(paper_check_template(PAPER_DISPATCH, good, NULL), YK_OK);
    assert_int_equal(paper_check_template(PAPER_MINUTES, "表格：\n表格：", NULL), YK_REFUSED);
}

static void test_shipped_texts_have_numbers(void **state) {
    (void)state;
    for (int kind = 1; kind < PAPER_KIND_END; kind++) {
        int n = 0;
        assert_non_null(paper_shipped(kind, 0, &n));
        assert_true(n >= 1);
        assert_ptr_equal(paper_shipped(kind, n, NULL), paper_shipped(kind, 0, NULL));
        assert_null(paper_shipped(kind, n + 1, NULL));
    }
    struct arena *arena = arena_new(0);
    assert_string_equal(paper_number(arena, PAPER_DISPATCH, 2026, 12), "交办〔2026〕12号");
    assert_string_equal(paper_day(arena, day_from_civil(2026, 1, 5)), "2026年1月5日");
    assert_string_equal(paper_day(arena, DAY_NONE), "");
    arena_free(&arena);
}

static int end_fonts(void **state) {
    (void)state;
    pango_cairo_font_map_set_default(NULL);
    cairo_debug_reset_static_data();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind_is_set),
        cmocka_unit_test(test_fonts_are_embedded),
        cmocka_unit_test(test_same_input_same_bytes),
        cmocka_unit_test(test_threads_do_not_meet),
        cmocka_unit_test(test_no_stop_begins_a_line),
        cmocka_unit_test(test_a_line_has_28_characters_and_a_page_22_lines),
        cmocka_unit_test(test_hostile_text_is_only_text),
        cmocka_unit_test(test_what_deceives_is_left_out),
        cmocka_unit_test(test_a_long_answer_goes_on_over_pages),
        cmocka_unit_test(test_empty_lines_are_left_out),
        cmocka_unit_test(test_heads_are_repeated_and_no_row_is_lost),
        cmocka_unit_test(test_a_row_longer_than_a_page_is_split),
        cmocka_unit_test(test_too_much_is_refused),
        cmocka_unit_test(test_templates_are_refused_by_place),
        cmocka_unit_test(test_shipped_texts_have_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, end_fonts);
}
