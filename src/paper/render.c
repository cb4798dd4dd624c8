// SPDX-License-Identifier: Apache-2.0
// Fills a template with data and hands its parts to the typesetter. What is filled in is text and nothing else: a placeholder or the name of a part
// within it stays what it is.
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "paper/template.h"

void paper_begin(struct paper_data *data, enum paper_kind kind, int64_t made_us) {
    *data = (struct paper_data){.kind = kind, .made_us = made_us, .title = "", .author = ""};
}

void paper_set(struct paper_data *data, const char *name, const char *value) {
    assert(template_knows(data->kind, name, strlen(name), NULL));
    size_t i = 0;
    while (i < data->n && strcmp(data->values[i].name, name) != 0) {
        i++;
    }
    assert(i < PAPER_VALUES_MAX);
    data->values[i].name = name;
    data->values[i].value = value ? value : "";
    data->n += i == data->n;
}

static const char *value_of(const struct paper_data *data, const char *name, size_t n) {
    for (size_t i = 0; i < data->n; i++) {
        if (strlen(data->values[i].name) == n && memcmp(data->values[i].name, name, n) == 0) {
            return data->values[i].value;
        }
    }
    return "";
}

const char *paper_day(struct arena *arena, int32_t day) {
    int year, month, day_of_month;
    if (day == DAY_NONE) {
        return "";
    }
    day_to_civil(day, &year, &month, &day_of_month);
    return arena_printf(arena, "%d年%d月%d日", year, month, day_of_month);
}

const char *paper_number(struct arena *arena, enum paper_kind kind, int64_t year, int64_t serial) {
    static const char *const words[PAPER_KIND_END] = {
        [PAPER_DISPATCH] = "交办", [PAPER_URGE] = "催办",    [PAPER_SUPERVISION] = "督办",
        [PAPER_RECEIPT] = "回执",  [PAPER_MINUTES] = "调度", [PAPER_NOTIFICATION] = "通报",
    };
    return arena_printf(arena, "%s〔%lld〕%lld号", words[kind], (long long)year, (long long)serial);
}

// ---- samples

static const struct table_column sample_columns[] = {
    {"序号", 3, true},      {"事项编号", 18, true},  {"事项", 10, false},
    {"承办单位", 9, false}, {"议定意见", 11, false}, {"期限", 9, true},
};
static const char *const sample_cells[] = {
    "1",
    "340400-2026-000001",
    "路灯长期不亮",
    "区住房和城乡建设局",
    "三日内修复，修复后回访。",
    "2026-01-08",
    "2",
    "340400-2026-000017",
    "施工扰民",
    "区城市管理局",
    "核实夜间施工许可，依法处理。",
    "2026-01-09",
    "3",
    "340400-2026-000023",
    "惠企补贴未到账",
    "区商务局",
    "说明原因，明确拨付时间。",
    "2026-01-12",
};
static const struct table_column notified_columns[] = {{"序号", 3, true},
                                                       {"单位", 9, false},
                                                       {"事项编号", 18, true},
                                                       {"事项", 11, false},
                                                       {"缘由", 10, false}};
static const char *const notified_cells[] = {
    "1", "区住房和城乡建设局", "340400-2026-000001", "路灯长期不亮", "督〔2026〕3号逾期未办结",
    "2", "区城市管理局",       "340400-2026-000017", "施工扰民",     "答复不实，群众两次不满意",
};
static const struct paper_table notified_table = {
    .columns = notified_columns,
    .n_columns = sizeof notified_columns / sizeof *notified_columns,
    .cells = notified_cells,
    .n_rows = sizeof notified_cells / sizeof *notified_cells /
              (sizeof notified_columns / sizeof *notified_columns),
};
static const struct paper_table sample_table = {
    .columns = sample_columns,
    .n_columns = sizeof sample_columns / sizeof *sample_columns,
    .cells = sample_cells,
    .n_rows = sizeof sample_cells / sizeof *sample_cells /
              (sizeof sample_columns / sizeof *sample_columns),
};

enum yk paper_fill_sample(struct paper_data *data, struct arena *arena, struct err *err) {
    size_t n;
    const struct paper_placeholder *all = paper_placeholders(data->kind, &n);
    for (size_t i = 0; i < n; i++) {
        if (!*value_of(data, all[i].name, strlen(all[i].name))) {
            paper_set(data, all[i].name, all[i].sample);
        }
    }
    if (paper_has_table(data->kind) && !data->table) {
        data->table = data->kind == PAPER_NOTIFICATION ? &notified_table : &sample_table;
    }
    if (data->kind == PAPER_SUPERVISION && data->colour == INK_BLACK) {
        data->colour = INK_ORANGE;
    }
    if (paper_has_code(data->kind) && !data->code) {
        data->code = value_of(data, "code", strlen("code"));
    }
    data->sample = true;
    data->title = arena_printf(arena, "%s（样张）", paper_kind_name(data->kind, "zh"));
    return data->title ? YK_OK : err_set(err, YK_NOMEM, ERR_INTERNAL, "paper: no memory");
}

// ---- filling in

struct filling {
    const struct paper_data *data;
    struct sheet *sheet;
    struct arena *arena;
    struct buf text;       // of the piece being made; reused
    const char *held_name; // 落款 waits for 日期
    enum part before;      // the part set last
    bool failed;
};

// ↵ in a template is a line within a cell.
static void add_literal(struct buf *out, const char *text, size_t n) {
    static const char mark[] = "↵";
    while (n) {
        const char *at = memmem(text, n, mark, sizeof mark - 1);
        size_t before = at ? (size_t)(at - text) : n;
        buf_add(out, text, before);
        if (!at) {
            return;
        }
        buf_add_char(out, '\n');
        text = at + (sizeof mark - 1);
        n -= before + sizeof mark - 1;
    }
}

// The text of a piece with its placeholders filled, in the arena. NULL when all of its placeholders, of which there is one at least, are empty: such a line is
// left out.
static const char *fill(struct filling *filling, const char *from, size_t n, bool keep_empty) {
    struct template_piece piece;
    const char *at = from;
    size_t n_placeholders = 0, n_filled = 0;
    buf_clear(&filling->text);
    while (template_piece_next(&at, from + n, &piece)) {
        if (!piece.placeholder) {
            add_literal(&filling->text, piece.text, piece.n);
            continue;
        }
        const char *value = value_of(filling->data, piece.text, piece.n);
        n_placeholders++;
        n_filled += *value != '\0';
        buf_add_text(&filling->text, value);
    }
    if (n_placeholders && !n_filled && !keep_empty) {
        return NULL;
    }
    char *text = filling->text.failed
                     ? NULL
                     : arena_strndup(filling->arena, filling->text.len ? filling->text.data : "",
                                     filling->text.len);
    filling->failed = filling->failed || !text;
    return text;
}

static void flush_signed(struct filling *filling, const char *day) {
    if (filling->held_name || *day) {
        sheet_signed(filling->sheet, filling->held_name ? filling->held_name : "", day);
    }
    filling->held_name = NULL;
}

// | a | b | → cells; what stands between two bars, trimmed of blanks.
static void set_form(struct filling *filling, const struct template_line *line) {
    const char *cells[TABLE_COLUMNS_MAX];
    size_t n = 0;
    const char *end = line->text + line->n;
    for (const char *at = line->text + 1; at < end && n < TABLE_COLUMNS_MAX;) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        const char *stop = bar ? bar : end;
        const char *from = at;
        at = stop + 1;
        while (from < stop && *from == ' ') {
            from++;
        }
        while (stop > from && stop[-1] == ' ') {
            stop--;
        }
        if (!bar && from == stop) {
            break; // blanks after the last bar
        }
        cells[n] = fill(filling, from, (size_t)(stop - from), true);
        if (!cells[n]) {
            return;
        }
        n++;
    }
    sheet_form_row(filling->sheet, cells, n);
}

enum { SIGNING_SHARE = 7 }; // an empty column has a seventh of the width of the others together

// The data's columns, and after them an empty one for each name in the template (表格：签收人｜签收时间), to be signed by hand.
static void set_table(struct filling *filling, const struct template_line *line) {
    const struct paper_table *table = filling->data->table;
    struct table_column columns[TABLE_COLUMNS_MAX];
    const char *cells[TABLE_COLUMNS_MAX];
    size_t n = 0;
    int sum = 0;
    if (!table) {
        return;
    }
    for (; n < table->n_columns && n < TABLE_COLUMNS_MAX; n++) {
        columns[n] = table->columns[n];
        sum += columns[n].weight;
    }
    int empty = sum / SIGNING_SHARE > 1 ? sum / SIGNING_SHARE : 1;
    const char *end = line->text + line->n;
    for (const char *at = line->text; at < end && n < TABLE_COLUMNS_MAX;) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        const char *stop = bar ? bar : end;
        const char *head = fill(filling, at, (size_t)(stop - at), true);
        at = stop + 1;
        if (head && *head) {
            columns[n++] = (struct table_column){head, empty, false};
        }
    }
    sheet_table_begin(filling->sheet, columns, n);
    for (size_t row = 0; row < table->n_rows; row++) {
        for (size_t i = 0; i < n; i++) {
            cells[i] = i < table->n_columns ? table->cells[row * table->n_columns + i] : "";
        }
        sheet_table_row(filling->sheet, cells);
    }
    sheet_table_end(filling->sheet);
}

// 印发：机关|日期
static void set_printed(struct filling *filling, const struct template_line *line) {
    const char *bar = memchr(line->text, '|', line->n);
    size_t left_n = bar ? (size_t)(bar - line->text) : line->n;
    const char *left = fill(filling, line->text, left_n, true);
    const char *right = bar ? fill(filling, bar + 1, line->n - left_n - 1, true) : "";
    if (left && right) {
        sheet_record(filling->sheet, left, right);
    }
}

static void set_text(struct filling *filling, enum part part, const char *text) {
    struct sheet *sheet = filling->sheet;
    enum sheet_colour colour = filling->data->colour == INK_BLACK ? INK_RED : filling->data->colour;
    switch (part) {
    case PART_PARAGRAPH: sheet_paragraph(sheet, text); break;
    case PART_HEAD: sheet_head(sheet, colour, text); break;
    case PART_NUMBER: sheet_number(sheet, colour, text); break;
    case PART_TITLE: sheet_title(sheet, text); break;
    case PART_SUBTITLE: sheet_subtitle(sheet, text); break;
    case PART_TO: sheet_to(sheet, text); break;
    case PART_CENTRED: sheet_plain(sheet, text, true); break;
    case PART_PLAIN: sheet_plain(sheet, text, false); break;
    case PART_SIGNED: filling->held_name = text; break;
    case PART_DATE: flush_signed(filling, text); break;
    case PART_QR:
        if (filling->data->code) {
            sheet_qr(sheet, filling->data->code, text);
        }
        break;
    case PART_COPY: sheet_record(sheet, text, ""); break;
    default: break;
    }
}

static void set_line(struct filling *filling, const struct template_line *line) {
    const char *text;
    if (line->part != PART_DATE && filling->held_name) {
        flush_signed(filling, "");
    }
    if ((line->part == PART_FORM || line->part == PART_TABLE) && filling->before != line->part) {
        sheet_gap(filling->sheet);
    }
    filling->before = line->part;
    switch (line->part) {
    case PART_BLANK: sheet_blank(filling->sheet); return;
    case PART_BREAK: sheet_break(filling->sheet); return;
    case PART_FORM: set_form(filling, line); return;
    case PART_TABLE: set_table(filling, line); return;
    case PART_PRINTED: set_printed(filling, line); return;
    case PART_COPY: // its name is printed, as the standard has it
        text = fill(filling, line->start, (size_t)(line->text + line->n - line->start), false);
        break;
    default: text = fill(filling, line->text, line->n, false);
    }
    if (text) {
        set_text(filling, line->part, text);
    }
}

static enum yk set_document(struct filling *filling, const char *text, struct err *err) {
    struct template_line line;
    for (const char *at = text; template_next(&at, &line) && !filling->failed;) {
        set_line(filling, &line);
    }
    flush_signed(filling, "");
    if (filling->text.failed) {
        return err_set(err, YK_REFUSED, ERR_TOO_LONG, "paper: the data are too long");
    }
    return filling->failed ? err_set(err, YK_NOMEM, ERR_INTERNAL, "paper: no memory to fill in")
                           : sheet_finish(filling->sheet, err);
}

enum yk paper_render(const char *text, const struct paper_data *data, struct arena *arena,
                     struct buf *out, struct err *err) {
    const struct sheet_about about = {.title = data->title,
                                      .author = data->author,
                                      .made_us = data->made_us,
                                      .sample = data->sample};
    struct filling filling = {.data = data, .arena = arena};
    enum yk status = sheet_new(out, &about, arena, &filling.sheet, err);
    if (status != YK_OK) {
        return status;
    }
    buf_init(&filling.text, SHEET_TEXT_MAX_BYTES);
    status = set_document(&filling, text, err);
    buf_done(&filling.text);
    sheet_free(&filling.sheet);
    return status;
}
