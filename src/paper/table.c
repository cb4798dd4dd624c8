// SPDX-License-Identifier: Apache-2.0
// Tables and forms. A row that fits on the page stays whole; one that does not, or that is longer than a third of a page, goes on over the page
// between its lines; the heads are repeated on each page. Widths follow the weights alone, so that pages look alike.
#include <math.h>

#include "paper/sheet_parts.h"

enum { FORM_LABEL_CHARS = 5 };
#define TABLE_SIZE_PT    10.5 // 5号
#define TABLE_PITCH_PT   16.0
#define FORM_SIZE_PT     14.0 // 4号
#define FORM_PITCH_PT    24.0
#define PADDING_PT       4.0
#define GAP_PT           6.0
#define BORDER_PT        0.6
#define KEEP_TOGETHER_PT (TYPE_HEIGHT_PT / 3)

struct row { // being set
    PangoLayout *cells[TABLE_COLUMNS_MAX];
    int lines[TABLE_COLUMNS_MAX];
    int most; // lines of the longest cell
};

static void free_row(const struct table *table, struct row *row) {
    for (size_t i = 0; i < table->n; i++) {
        if (row->cells[i]) {
            g_object_unref(row->cells[i]);
        }
    }
}

// False when a cell cannot be set.
static bool lay_out(struct sheet *sheet, const struct table *table, const char *const *cells,
                    bool head, struct row *out) {
    *out = (struct row){.most = 1};
    for (size_t i = 0; i < table->n; i++) {
        const char *text = sheet_take_text(sheet, cells[i] ? cells[i] : "");
        struct style style = {.face = head ? FACE_HEI : FACE_FANGSONG,
                              .size_pt = table->size_pt,
                              .align = head || table->centred[i] ? PANGO_ALIGN_CENTER
                                                                 : PANGO_ALIGN_LEFT};
        if (!text) {
            free_row(table, out);
            return false;
        }
        double width = table->edges[i + 1] - table->edges[i] - 2 * PADDING_PT;
        out->cells[i] = sheet_layout(sheet, text, &style, width);
        out->lines[i] = layout_lines(out->cells[i]);
        if (out->lines[i] > TABLE_LINES_MAX) {
            sheet_fail(sheet, YK_REFUSED, ERR_TOO_LONG);
            free_row(table, out);
            return false;
        }
        out->most = out->lines[i] > out->most ? out->lines[i] : out->most;
    }
    return true;
}

static double height_of(const struct table *table, int lines) {
    return lines * table->pitch_pt + 2 * PADDING_PT;
}

// Lines [from, to) of every cell, framed. A cell of a row that is whole stands in its middle.
static void draw_part(struct sheet *sheet, const struct table *table, const struct row *row,
                      int from, int to) {
    double height = height_of(table, to - from);
    double y = sheet->y;
    bool whole = from == 0 && to == row->most;
    for (size_t i = 0; i < table->n; i++) {
        int end = row->lines[i] < to ? row->lines[i] : to;
        double down = whole ? (row->most - row->lines[i]) * table->pitch_pt / 2 : 0;
        if (end > from) {
            sheet_draw_lines(sheet, row->cells[i], table->edges[i] + PADDING_PT,
                             y + PADDING_PT + down, table->size_pt, table->pitch_pt, from, end);
        }
    }
    for (size_t i = 0; i <= table->n; i++) {
        sheet_line(sheet, table->edges[i], y, table->edges[i], y + height, BORDER_PT);
    }
    sheet_line(sheet, table->edges[0], y, table->edges[table->n], y, BORDER_PT);
    sheet_line(sheet, table->edges[0], y + height, table->edges[table->n], y + height, BORDER_PT);
    sheet->y += height;
}

static bool has_heads(const struct table *table) {
    return table->heads[0] != NULL;
}

static void draw_heads(struct sheet *sheet, const struct table *table) {
    struct row row;
    if (has_heads(table) && lay_out(sheet, table, table->heads, true, &row)) {
        draw_part(sheet, table, &row, 0, row.most);
        free_row(table, &row);
    }
}

static int lines_left(const struct sheet *sheet, const struct table *table) {
    return (int)floor((TYPE_HEIGHT_PT + 0.01 - sheet->y - 2 * PADDING_PT) / table->pitch_pt);
}

static void turn_page(struct sheet *sheet, const struct table *table) {
    sheet_new_page(sheet);
    if (sheet->status == YK_OK) {
        draw_heads(sheet, table);
    }
}

static void set_row(struct sheet *sheet, const struct table *table, const char *const *cells) {
    struct row row;
    if (!lay_out(sheet, table, cells, false, &row)) {
        return;
    }
    double height = height_of(table, row.most);
    bool fits = sheet->y + height <= TYPE_HEIGHT_PT + 0.01;
    if (!fits && (height <= KEEP_TOGETHER_PT || lines_left(sheet, table) < 2)) {
        turn_page(sheet, table);
    }
    for (int from = 0; from < row.most && sheet->status == YK_OK;) {
        int fit = lines_left(sheet, table);
        // Even below heads that fill the page one line is set, or it would never end.
        fit = fit < 1 ? 1 : fit;
        int to = row.most - from < fit ? row.most : from + fit;
        draw_part(sheet, table, &row, from, to);
        from = to;
        if (from < row.most) {
            turn_page(sheet, table);
        }
    }
    free_row(table, &row);
}

void sheet_table_begin(struct sheet *sheet, const struct table_column *columns, size_t n) {
    struct table *table = &sheet->table;
    double sum = 0;
    if (n == 0 || n > TABLE_COLUMNS_MAX) {
        sheet_fail(sheet, YK_REFUSED, ERR_OUT_OF_RANGE);
        return;
    }
    *table = (struct table){.n = n, .size_pt = TABLE_SIZE_PT, .pitch_pt = TABLE_PITCH_PT};
    for (size_t i = 0; i < n; i++) {
        sum += columns[i].weight;
    }
    for (size_t i = 0; i < n; i++) {
        table->edges[i + 1] = table->edges[i] + TYPE_WIDTH_PT * columns[i].weight / sum;
        table->centred[i] = columns[i].centred;
        table->heads[i] = columns[i].head;
    }
    // Heads and a first row stay together.
    sheet_need(sheet, 2 * height_of(table, 2));
    draw_heads(sheet, table);
    sheet->in_table = true;
}

void sheet_table_row(struct sheet *sheet, const char *const *cells) {
    if (sheet->in_table && sheet->status == YK_OK) {
        set_row(sheet, &sheet->table, cells);
    }
}

void sheet_table_end(struct sheet *sheet) {
    sheet->in_table = false;
    sheet_gap(sheet);
}

void sheet_gap(struct sheet *sheet) {
    if (sheet->y > 0 && sheet->y + GAP_PT < TYPE_HEIGHT_PT) {
        sheet->y += GAP_PT;
    }
}

void sheet_form_row(struct sheet *sheet, const char *const *cells, size_t n) {
    struct table form = {.n = n, .size_pt = FORM_SIZE_PT, .pitch_pt = FORM_PITCH_PT};
    double label = FORM_LABEL_CHARS * FORM_SIZE_PT + 2 * PADDING_PT;
    size_t n_labels = n / 2;
    size_t n_contents = n - n_labels;
    if (n == 0 || n > TABLE_COLUMNS_MAX || sheet->status != YK_OK) {
        return;
    }
    double content = (TYPE_WIDTH_PT - (double)n_labels * label) / (double)n_contents;
    for (size_t i = 0; i < n; i++) {
        bool is_label = n > 1 && i % 2 == 0 && i + 1 < n;
        form.centred[i] = is_label;
        form.edges[i + 1] = form.edges[i] + (is_label ? label : content);
    }
    set_row(sheet, &form, cells);
}
