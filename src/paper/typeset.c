// SPDX-License-Identifier: Apache-2.0
// Pages, lines and paragraphs by GB/T 9704-2012. Pango breaks lines (UAX 14: no stop at a line's beginning, no opening bracket at its end) and
// finds fonts; where each line stands is decided here, on a grid of 22 lines, so that fonts of other heights do not move it.
// Tables are table.c's.
#include <math.h>
#include <qrencode.h>
#include <string.h>

#include <cairo-pdf.h>

#include "base/clock.h"
#include "paper/sheet_parts.h"

enum { TITLE_LINES_MAX = 12, HEAD_SIZE_PT = 42, HEAD_SIZE_MIN_PT = 22 };
#define ASCENT               0.88 // of a Chinese font, in its size
#define RULE_THICK_PT        MM(0.35)
#define RULE_THIN_PT         MM(0.25)
#define RED_RULE_PT          1.5
#define TITLE_SIZE_PT        22.0 // 2号
#define SMALL_SIZE_PT        14.0 // 4号
#define RECORD_PITCH_PT      24.0
#define ROUNDING_PT          0.6
#define LOOSE_SHARE          0.92
#define RED_HEAD_TOP_PT      MM(35) // 7.2.4: below the type area's upper edge
#define RED_RULE_BELOW_PT    MM(4)  // 7.2.6
#define PAGE_NUMBER_BELOW_PT MM(7)  // 7.5
#define QR_SIDE_PT           MM(30)

const struct style style_body = {
    .face = FACE_FANGSONG, .size_pt = BODY_SIZE_PT, .step_pt = BODY_CHAR_STEP_PT, .justify = true};

// ---- failures and text

void sheet_fail(struct sheet *sheet, enum yk status, enum err_code code) {
    if (sheet->status == YK_OK) {
        sheet->status = status;
        sheet->code = code;
    }
}

const char *sheet_take_text(struct sheet *sheet, const char *text) {
    if (sheet->status != YK_OK) {
        return NULL;
    }
    size_t n = strlen(text);
    if (n > SHEET_TEXT_MAX_BYTES - sheet->set_text) {
        sheet_fail(sheet, YK_REFUSED, ERR_TOO_LONG);
        return NULL;
    }
    sheet->set_text += n;
    char *clean = paper_clean_text(sheet->arena, text);
    if (!clean) {
        sheet_fail(sheet, YK_NOMEM, ERR_INTERNAL);
    }
    return clean;
}

// ---- layouts

static PangoFontDescription *font_of(enum face face, double size_pt) {
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, face_families(face));
    pango_font_description_set_weight(font,
                                      face_is_bold(face) ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, size_pt * PANGO_SCALE);
    return font;
}

PangoLayout *sheet_layout(struct sheet *sheet, const char *text, const struct style *style,
                          double width_pt) {
    PangoLayout *layout = pango_layout_new(sheet->context);
    PangoFontDescription *font = font_of(style->face, style->size_pt);
    PangoAttrList *attributes = pango_attr_list_new();
    if (style->step_pt > 0) {
        pango_attr_list_insert(attributes, pango_attr_letter_spacing_new((int)lround(
                                               (style->step_pt - style->size_pt) * PANGO_SCALE)));
    }
    pango_attr_list_insert(attributes, pango_attr_fallback_new(TRUE));
    pango_layout_set_font_description(layout, font);
    pango_layout_set_attributes(layout, attributes);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, (int)lround((width_pt + ROUNDING_PT) * PANGO_SCALE));
    pango_layout_set_indent(layout, (int)lround(style->indent_pt * PANGO_SCALE));
    pango_layout_set_alignment(layout, style->align);
    pango_layout_set_justify(layout, style->justify);
    pango_layout_set_text(layout, text, -1);
    pango_attr_list_unref(attributes);
    pango_font_description_free(font);
    return layout;
}

double layout_width_pt(PangoLayout *layout) {
    PangoRectangle box;
    pango_layout_get_extents(layout, NULL, &box);
    return (double)box.width / PANGO_SCALE;
}

int layout_lines(PangoLayout *layout) {
    return pango_layout_get_line_count(layout);
}

void sheet_draw_lines(struct sheet *sheet, PangoLayout *layout, double x, double y, double size_pt,
                      double pitch_pt, int from, int to) {
    PangoLayoutIter *at = pango_layout_get_iter(layout);
    double baseline = y + (pitch_pt - size_pt) / 2 + size_pt * ASCENT;
    for (int i = 0; i < to; i++, pango_layout_iter_next_line(at)) {
        if (i < from) {
            continue;
        }
        PangoRectangle box;
        pango_layout_iter_get_line_extents(at, NULL, &box);
        cairo_move_to(sheet->cr, SHEET_LEFT_PT + x + (double)box.x / PANGO_SCALE,
                      SHEET_TOP_PT + baseline + (i - from) * pitch_pt);
        pango_cairo_show_layout_line(sheet->cr, pango_layout_iter_get_line_readonly(at));
    }
    pango_layout_iter_free(at);
}

void sheet_line(struct sheet *sheet, double x1, double y1, double x2, double y2, double width_pt) {
    cairo_set_line_width(sheet->cr, width_pt);
    cairo_move_to(sheet->cr, SHEET_LEFT_PT + x1, SHEET_TOP_PT + y1);
    cairo_line_to(sheet->cr, SHEET_LEFT_PT + x2, SHEET_TOP_PT + y2);
    cairo_stroke(sheet->cr);
}

// Draws a text on one line, its box beginning at x and ending before the right edge.
static void draw_single(struct sheet *sheet, const char *text, const struct style *style, double x,
                        double y, double pitch_pt) {
    PangoLayout *layout = sheet_layout(sheet, text, style, TYPE_WIDTH_PT - x);
    sheet_draw_lines(sheet, layout, x, y, style->size_pt, pitch_pt, 0, 1);
    g_object_unref(layout);
}

static double width_of(struct sheet *sheet, const char *text, const struct style *style) {
    PangoLayout *layout = sheet_layout(sheet, text, style, TYPE_WIDTH_PT);
    double width = layout_width_pt(layout);
    g_object_unref(layout);
    return width;
}

// ---- pages

static void set_ink(struct sheet *sheet, enum sheet_colour colour) {
    static const double inks[][3] = {
        [INK_BLACK] = {0, 0, 0},
        [INK_RED] = {0.86, 0.05, 0.07},
        [INK_ORANGE] = {0.86, 0.42, 0},
        [INK_BLUE] = {0.05, 0.30, 0.66},
    };
    cairo_set_source_rgb(sheet->cr, inks[colour][0], inks[colour][1], inks[colour][2]);
}

// Light and below the text, so that nobody takes a preview for the paper, and it can still be read.
static void draw_sample_mark(struct sheet *sheet) {
    static const struct style style = {.face = FACE_HEI, .size_pt = 120};
    cairo_save(sheet->cr);
    cairo_set_source_rgb(sheet->cr, 0.90, 0.90, 0.90);
    PangoLayout *layout = sheet_layout(sheet, "样张", &style, TYPE_WIDTH_PT);
    cairo_translate(sheet->cr, SHEET_WIDTH_PT / 2, SHEET_HEIGHT_PT / 2);
    cairo_rotate(sheet->cr, -0.5);
    cairo_move_to(sheet->cr, -style.size_pt, style.size_pt * (ASCENT - 0.5));
    pango_cairo_show_layout_line(sheet->cr, pango_layout_get_line_readonly(layout, 0));
    g_object_unref(layout);
    cairo_restore(sheet->cr);
}

static void begin_page(struct sheet *sheet) {
    sheet->page++;
    sheet->y = 0;
    if (sheet->sample) {
        draw_sample_mark(sheet);
    }
}

// "— 1 —", 4号 Song; its dashes' upper edge 7 mm below the type area; one character from the right edge on odd pages, from the left on even ones (7.5).
static void end_page(struct sheet *sheet) {
    static const struct style style = {.face = FACE_SONG, .size_pt = SMALL_SIZE_PT};
    char text[32];
    snprintf(text, sizeof text, "— %u —", sheet->page);
    double width = width_of(sheet, text, &style);
    double x = sheet->page % 2 ? TYPE_WIDTH_PT - SMALL_SIZE_PT - width : SMALL_SIZE_PT;
    draw_single(sheet, text, &style, x, TYPE_HEIGHT_PT + PAGE_NUMBER_BELOW_PT - SMALL_SIZE_PT / 2,
                SMALL_SIZE_PT);
    cairo_show_page(sheet->cr);
}

void sheet_new_page(struct sheet *sheet) {
    if (sheet->status != YK_OK) {
        return;
    }
    if (sheet->page == SHEET_PAGES_MAX) {
        sheet_fail(sheet, YK_REFUSED, ERR_TOO_LONG);
        return;
    }
    end_page(sheet);
    begin_page(sheet);
}

void sheet_need(struct sheet *sheet, double height_pt) {
    if (sheet->y > 0 && sheet->y + height_pt > TYPE_HEIGHT_PT + ROUNDING_PT) {
        sheet_new_page(sheet);
    }
}

void sheet_break(struct sheet *sheet) {
    if (sheet->y > 0) {
        sheet_new_page(sheet);
    }
}

unsigned sheet_pages(const struct sheet *sheet) {
    return sheet->page;
}

// Down to the next line of the grid, after something of another height.
static void snap(struct sheet *sheet) {
    sheet->y = ceil(sheet->y / LINE_PITCH_PT - 0.02) * LINE_PITCH_PT;
}

void sheet_blank(struct sheet *sheet) {
    snap(sheet);
    if (sheet->y > 0 && sheet->y + LINE_PITCH_PT < TYPE_HEIGHT_PT) {
        sheet->y += LINE_PITCH_PT;
    }
}

// ---- blocks

static void draw_block(struct sheet *sheet, const char *text, const struct style *style,
                       double pitch_pt) {
    PangoLayout *layout = sheet_layout(sheet, text, style, TYPE_WIDTH_PT);
    int n = layout_lines(layout);
    for (int i = 0; i < n && sheet->status == YK_OK; i++) {
        sheet_need(sheet, pitch_pt);
        sheet_draw_lines(sheet, layout, 0, sheet->y, style->size_pt, pitch_pt, i, i + 1);
        sheet->y += pitch_pt;
    }
    g_object_unref(layout);
}

static bool fits_one_line(struct sheet *sheet, const char *text, const struct style *style) {
    PangoLayout *layout = sheet_layout(sheet, text, style, TYPE_WIDTH_PT);
    bool fits = layout_lines(layout) == 1;
    g_object_unref(layout);
    return fits;
}

// 7.2.4: red, centred, its upper edge 35 mm below the type area's; no wider than that area.
void sheet_head(struct sheet *sheet, enum sheet_colour colour, const char *text) {
    struct style style = {
        .face = FACE_XIAOBIAO, .size_pt = HEAD_SIZE_PT, .align = PANGO_ALIGN_CENTER};
    const char *clean = sheet_take_text(sheet, text);
    if (!clean) {
        return;
    }
    sheet_break(sheet);
    while (!fits_one_line(sheet, clean, &style) && style.size_pt > HEAD_SIZE_MIN_PT) {
        style.size_pt -= 1;
    }
    set_ink(sheet, colour);
    sheet->y = RED_HEAD_TOP_PT;
    draw_block(sheet, clean, &style, style.size_pt * 1.2);
    set_ink(sheet, INK_BLACK);
    snap(sheet);
}

// 7.2.5, 7.2.6: two blank lines below the head, centred; the rule 4 mm below it, as wide as the type area.
void sheet_number(struct sheet *sheet, enum sheet_colour rule, const char *text) {
    const struct style style = {.face = FACE_FANGSONG,
                                .size_pt = BODY_SIZE_PT,
                                .step_pt = BODY_CHAR_STEP_PT,
                                .align = PANGO_ALIGN_CENTER};
    const char *clean = sheet_take_text(sheet, text);
    if (!clean) {
        return;
    }
    sheet_blank(sheet);
    draw_block(sheet, clean, &style, LINE_PITCH_PT);
    double y = sheet->y - (LINE_PITCH_PT - BODY_SIZE_PT) / 2 + RED_RULE_BELOW_PT;
    set_ink(sheet, rule);
    sheet_line(sheet, 0, y, TYPE_WIDTH_PT, y, RED_RULE_PT);
    set_ink(sheet, INK_BLACK);
    sheet->y = y;
    snap(sheet);
}

// Lines of a title are to be of like length (7.3.1): the narrowest width that needs no more of them.
static double balanced_width(struct sheet *sheet, const char *text, const struct style *style) {
    double width = TYPE_WIDTH_PT;
    PangoLayout *layout = sheet_layout(sheet, text, style, width);
    int lines = layout_lines(layout);
    g_object_unref(layout);
    while (lines > 1 && lines <= TITLE_LINES_MAX && width > TYPE_WIDTH_PT / 2) {
        layout = sheet_layout(sheet, text, style, width - style->size_pt);
        int more = layout_lines(layout);
        g_object_unref(layout);
        if (more > lines) {
            break;
        }
        width -= style->size_pt;
    }
    return width;
}

static void set_title(struct sheet *sheet, const char *text, const struct style *style,
                      double pitch_pt) {
    double width = balanced_width(sheet, text, style);
    PangoLayout *layout = sheet_layout(sheet, text, style, width);
    int n = layout_lines(layout);
    for (int i = 0; i < n && sheet->status == YK_OK; i++) {
        sheet_need(sheet, pitch_pt);
        sheet_draw_lines(sheet, layout, (TYPE_WIDTH_PT - width) / 2, sheet->y, style->size_pt,
                         pitch_pt, i, i + 1);
        sheet->y += pitch_pt;
    }
    g_object_unref(layout);
    snap(sheet);
}

void sheet_title(struct sheet *sheet, const char *text) {
    static const struct style style = {
        .face = FACE_XIAOBIAO, .size_pt = TITLE_SIZE_PT, .align = PANGO_ALIGN_CENTER};
    const char *clean = sheet_take_text(sheet, text);
    if (clean) {
        if (sheet->y > 0) {
            sheet_blank(sheet);
            sheet_blank(sheet);
        }
        set_title(sheet, clean, &style, TITLE_SIZE_PT * 1.5);
    }
}

void sheet_subtitle(struct sheet *sheet, const char *text) {
    static const struct style style = {
        .face = FACE_KAI, .size_pt = BODY_SIZE_PT, .align = PANGO_ALIGN_CENTER};
    const char *clean = sheet_take_text(sheet, text);
    if (clean) {
        snap(sheet);
        set_title(sheet, clean, &style, LINE_PITCH_PT);
    }
}

void sheet_to(struct sheet *sheet, const char *text) {
    sheet_blank(sheet);
    sheet_plain(sheet, text, false);
}

void sheet_plain(struct sheet *sheet, const char *text, bool centred) {
    struct style style = style_body;
    const char *clean = sheet_take_text(sheet, text);
    if (clean) {
        style.align = centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT;
        style.justify = !centred;
        snap(sheet);
        draw_block(sheet, clean, &style, LINE_PITCH_PT);
    }
}

// ---- paragraphs

static bool starts_with_any(const char **at, const char *const *words) {
    for (; *words; words++) {
        size_t n = strlen(*words);
        if (strncmp(*at, *words, n) == 0) {
            *at += n;
            return true;
        }
    }
    return false;
}

// 7.3.3: 一、 is set in 黑体, （一） in 楷体; 1. and （1） as the body.
static enum face face_of_heading(const char *text) {
    static const char *const numerals[] = {"一", "二", "三", "四", "五", "六",
                                           "七", "八", "九", "十", NULL};
    static const char *const open[] = {"（", NULL};
    static const char *const close[] = {"）", NULL};
    static const char *const comma[] = {"、", NULL};
    const char *at = text;
    bool bracket = starts_with_any(&at, open);
    if (!starts_with_any(&at, numerals)) {
        return FACE_FANGSONG;
    }
    while (starts_with_any(&at, numerals)) {
    }
    if (bracket) {
        return starts_with_any(&at, close) ? FACE_KAI : FACE_FANGSONG;
    }
    return starts_with_any(&at, comma) ? FACE_HEI : FACE_FANGSONG;
}

// Only the heading itself takes its font: up to the first stop, when the paragraph goes on after it.
static void set_heading_face(PangoLayout *layout, const char *text) {
    enum face face = face_of_heading(text);
    const char *stop = strstr(text, "。");
    if (face == FACE_FANGSONG) {
        return;
    }
    PangoFontDescription *font = font_of(face, BODY_SIZE_PT);
    PangoAttribute *attribute = pango_attr_font_desc_new(font);
    attribute->end_index = stop ? (guint)(stop - text) : G_MAXUINT;
    PangoAttrList *attributes = pango_attr_list_copy(pango_layout_get_attributes(layout));
    pango_attr_list_insert(attributes, attribute);
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_font_description_free(font);
}

// A line that ends far from the edge, because a long number did not fit on it, is not pulled apart.
static bool is_loose(PangoLayout *natural, int line, double indent_pt) {
    PangoRectangle box;
    pango_layout_line_get_extents(pango_layout_get_line_readonly(natural, line), NULL, &box);
    double room = TYPE_WIDTH_PT - (line == 0 ? indent_pt : 0);
    return (double)box.width / PANGO_SCALE < room * LOOSE_SHARE;
}

static void set_paragraph(struct sheet *sheet, const char *text) {
    struct style style = style_body;
    style.indent_pt = 2 * BODY_CHAR_STEP_PT;
    PangoLayout *layout = sheet_layout(sheet, text, &style, TYPE_WIDTH_PT);
    style.justify = false;
    PangoLayout *natural = sheet_layout(sheet, text, &style, TYPE_WIDTH_PT);
    set_heading_face(layout, text);
    set_heading_face(natural, text);
    int n = layout_lines(layout);
    // A heading is not left alone at a page's foot.
    bool heading = n == 1 && face_of_heading(text) != FACE_FANGSONG;
    for (int i = 0; i < n && sheet->status == YK_OK; i++) {
        PangoLayout *use = is_loose(natural, i, style.indent_pt) ? natural : layout;
        sheet_need(sheet, heading ? 2 * LINE_PITCH_PT : LINE_PITCH_PT);
        sheet_draw_lines(sheet, use, 0, sheet->y, style.size_pt, LINE_PITCH_PT, i, i + 1);
        sheet->y += LINE_PITCH_PT;
    }
    g_object_unref(natural);
    g_object_unref(layout);
}

void sheet_paragraph(struct sheet *sheet, const char *text) {
    const char *clean = sheet_take_text(sheet, text);
    if (!clean) {
        return;
    }
    snap(sheet);
    while (*clean && sheet->status == YK_OK) {
        size_t n = strcspn(clean, "\n");
        char *line = arena_strndup(sheet->arena, clean, n);
        if (!line) {
            sheet_fail(sheet, YK_NOMEM, ERR_INTERNAL);
            return;
        }
        if (line[strspn(line, " ")]) {
            set_paragraph(sheet, line);
        }
        clean += n + (clean[n] == '\n');
    }
}

// 7.3.5: the day ends four characters from the right edge, the authority stands centred over it; they are not parted.
void sheet_signed(struct sheet *sheet, const char *authority, const char *day) {
    const struct style style = {
        .face = FACE_FANGSONG, .size_pt = BODY_SIZE_PT, .step_pt = BODY_CHAR_STEP_PT};
    const char *name = sheet_take_text(sheet, authority);
    const char *date = sheet_take_text(sheet, day);
    if (!name || !date) {
        return;
    }
    snap(sheet);
    sheet_need(sheet, 4 * LINE_PITCH_PT);
    sheet_blank(sheet);
    sheet_blank(sheet);
    double date_width = *date ? width_of(sheet, date, &style) : 0;
    double name_width = *name ? width_of(sheet, name, &style) : 0;
    double right = TYPE_WIDTH_PT - 4 * BODY_CHAR_STEP_PT;
    double name_x = right - date_width / 2 - name_width / 2;
    double name_x_max = TYPE_WIDTH_PT - 2 * BODY_CHAR_STEP_PT - name_width;
    double date_x = right - date_width;
    if (name_x > name_x_max) { // a long name: the day is centred under it instead
        name_x = fmax(name_x_max, 0);
        date_x = name_x + (name_width - date_width) / 2;
    }
    if (*name) {
        draw_single(sheet, name, &style, name_x, sheet->y, LINE_PITCH_PT);
        sheet->y += LINE_PITCH_PT;
    }
    if (*date) {
        draw_single(sheet, date, &style, date_x, sheet->y, LINE_PITCH_PT);
        sheet->y += LINE_PITCH_PT;
    }
}

// ---- QR code

static void fill_modules(struct sheet *sheet, const QRcode *code, double side) {
    cairo_set_antialias(sheet->cr, CAIRO_ANTIALIAS_NONE);
    for (int row = 0; row < code->width; row++) {
        for (int col = 0; col < code->width; col++) {
            int from = col;
            while (col < code->width && code->data[row * code->width + col] & 1) {
                col++;
            }
            if (col > from) {
                cairo_rectangle(sheet->cr, SHEET_LEFT_PT + from * side,
                                SHEET_TOP_PT + sheet->y + row * side, (col - from) * side, side);
            }
        }
    }
    cairo_fill(sheet->cr);
    cairo_set_antialias(sheet->cr, CAIRO_ANTIALIAS_DEFAULT);
}

void sheet_qr(struct sheet *sheet, const char *code, const char *caption) {
    const char *clean = sheet_take_text(sheet, caption);
    QRcode *qr = clean ? QRcode_encodeString8bit(code, 0, QR_ECLEVEL_M) : NULL;
    struct style style = {.face = FACE_FANGSONG, .size_pt = SMALL_SIZE_PT};
    if (!clean || !qr) {
        sheet_fail(sheet, YK_NOMEM, ERR_INTERNAL);
        return;
    }
    snap(sheet);
    sheet_need(sheet, QR_SIDE_PT);
    fill_modules(sheet, qr, QR_SIDE_PT / qr->width);
    QRcode_free(qr);
    double x = QR_SIDE_PT + BODY_SIZE_PT;
    PangoLayout *layout = sheet_layout(sheet, clean, &style, TYPE_WIDTH_PT - x);
    int fit = (int)(QR_SIDE_PT / RECORD_PITCH_PT);
    int n = layout_lines(layout);
    n = n < fit ? n : fit;
    sheet_draw_lines(sheet, layout, x, sheet->y + (QR_SIDE_PT - n * RECORD_PITCH_PT) / 2,
                     SMALL_SIZE_PT, RECORD_PITCH_PT, 0, n);
    g_object_unref(layout);
    sheet->y += QR_SIDE_PT;
}

// ---- the closing record

void sheet_record(struct sheet *sheet, const char *left, const char *right) {
    const char *l = sheet_take_text(sheet, left);
    const char *r = sheet_take_text(sheet, right);
    if (l && r && sheet->n_record < RECORD_LINES_MAX) {
        sheet->record[sheet->n_record].left = l;
        sheet->record[sheet->n_record].right = r;
        sheet->n_record++;
    }
}

static const struct style record_style = {.face = FACE_FANGSONG, .size_pt = SMALL_SIZE_PT};

// A left part has what the right one leaves of the width, and hangs under its own first letters when it is longer.
static PangoLayout *record_layout(struct sheet *sheet, size_t i) {
    struct style style = record_style;
    double right = *sheet->record[i].right
                       ? width_of(sheet, sheet->record[i].right, &record_style) + SMALL_SIZE_PT
                       : 0;
    style.indent_pt = *sheet->record[i].right ? 0 : -3 * SMALL_SIZE_PT;
    return sheet_layout(sheet, sheet->record[i].left, &style,
                        TYPE_WIDTH_PT - 2 * SMALL_SIZE_PT - right);
}

// 7.4: on the last page, its last rule on the type area's lower edge; first and last rule thick, those between thin.
static void draw_record(struct sheet *sheet) {
    int lines = 0;
    for (size_t i = 0; i < sheet->n_record; i++) {
        PangoLayout *layout = record_layout(sheet, i);
        lines += layout_lines(layout);
        g_object_unref(layout);
    }
    double height = lines * RECORD_PITCH_PT;
    if (sheet->n_record == 0 || height > TYPE_HEIGHT_PT) {
        return;
    }
    sheet_need(sheet, height + LINE_PITCH_PT);
    double y = TYPE_HEIGHT_PT - height;
    sheet_line(sheet, 0, y, TYPE_WIDTH_PT, y, RULE_THICK_PT);
    for (size_t i = 0; i < sheet->n_record; i++) {
        PangoLayout *layout = record_layout(sheet, i);
        int n = layout_lines(layout);
        const char *right = sheet->record[i].right;
        sheet_draw_lines(sheet, layout, SMALL_SIZE_PT, y, SMALL_SIZE_PT, RECORD_PITCH_PT, 0, n);
        if (*right) {
            double x = TYPE_WIDTH_PT - SMALL_SIZE_PT - width_of(sheet, right, &record_style);
            draw_single(sheet, right, &record_style, x, y, RECORD_PITCH_PT);
        }
        y += n * RECORD_PITCH_PT;
        sheet_line(sheet, 0, y, TYPE_WIDTH_PT, y,
                   i + 1 == sheet->n_record ? RULE_THICK_PT : RULE_THIN_PT);
        g_object_unref(layout);
    }
}

// ---- opened, ended

static cairo_status_t write_out(void *out_, const unsigned char *data, unsigned n) {
    struct buf *out = out_;
    buf_add(out, data, n);
    return out->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void describe(struct sheet *sheet, const struct sheet_about *about) {
    char at[TIME_TEXT_BYTES];
    const char *title = paper_clean_text(sheet->arena, about->title);
    const char *author = paper_clean_text(sheet->arena, about->author);
    const char *made;
    time_format(about->made_us, at);
    made = arena_printf(sheet->arena, "%.19sZ", at); // no fractions
    if (!title || !author || !made) {
        sheet_fail(sheet, YK_NOMEM, ERR_INTERNAL);
        return;
    }
    const struct {
        cairo_pdf_metadata_t key;
        const char *value;
    } facts[] = {
        {CAIRO_PDF_METADATA_TITLE, title},
        {CAIRO_PDF_METADATA_AUTHOR, author},
        {CAIRO_PDF_METADATA_SUBJECT,
         "版式依照 GB/T 9704-2012；规定字体不随程序提供，本机没有的以 Noto CJK 代替"},
        {CAIRO_PDF_METADATA_CREATOR, "Yikou"},
        {CAIRO_PDF_METADATA_CREATE_DATE, made},
        {CAIRO_PDF_METADATA_MOD_DATE, made},
    };
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        cairo_pdf_surface_set_metadata(sheet->surface, facts[i].key, facts[i].value);
    }
}

// No hinting, no rounding: places depend on the fonts alone, not on a screen.
static void prepare_context(struct sheet *sheet) {
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(sheet->context, options);
    pango_cairo_context_set_resolution(sheet->context, 72);
    pango_context_set_round_glyph_positions(sheet->context, FALSE);
    pango_context_set_language(sheet->context, pango_language_from_string("zh-cn"));
    pango_context_set_base_dir(sheet->context, PANGO_DIRECTION_LTR);
    cairo_font_options_destroy(options);
}

enum yk sheet_new(struct buf *out, const struct sheet_about *about, struct arena *arena,
                  struct sheet **sheet_out, struct err *err) {
    struct sheet *sheet = arena_alloc(arena, sizeof *sheet);
    if (!sheet) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "paper: no memory for a sheet");
    }
    *sheet = (struct sheet){.out = out, .arena = arena, .sample = about->sample};
    sheet->surface =
        cairo_pdf_surface_create_for_stream(write_out, out, SHEET_WIDTH_PT, SHEET_HEIGHT_PT);
    sheet->cr = cairo_create(sheet->surface);
    // The default font map is the thread's own: threads share nothing but fontconfig's list, which is made for that.
    sheet->context =
        pango_font_map_create_context(PANGO_FONT_MAP(pango_cairo_font_map_get_default()));
    prepare_context(sheet);
    if (!fonts_have_chinese(sheet->context)) {
        sheet_free(&sheet);
        return err_set(err, YK_FAILED, ERR_INTERNAL,
                       "paper: no font here has Chinese letters; install fonts-noto-cjk");
    }
    describe(sheet, about);
    begin_page(sheet);
    *sheet_out = sheet;
    return YK_OK;
}

enum yk sheet_finish(struct sheet *sheet, struct err *err) {
    if (sheet->status == YK_OK) {
        draw_record(sheet);
        end_page(sheet);
    }
    cairo_surface_finish(sheet->surface);
    if (sheet->status == YK_OK &&
        (sheet->out->failed || cairo_status(sheet->cr) || cairo_surface_status(sheet->surface))) {
        sheet_fail(sheet, YK_NOMEM, ERR_INTERNAL);
    }
    if (sheet->status != YK_OK) {
        return err_set(err, sheet->status, sheet->code, "paper: the document could not be set (%s)",
                       cairo_status_to_string(cairo_surface_status(sheet->surface)));
    }
    return pdf_add_language(sheet->out, "zh-CN", err);
}

void sheet_free(struct sheet **sheet) {
    if (!*sheet) {
        return;
    }
    g_object_unref((*sheet)->context);
    cairo_destroy((*sheet)->cr);
    cairo_surface_finish((*sheet)->surface);
    cairo_surface_destroy((*sheet)->surface);
    *sheet = NULL;
}

enum yk sheet_break_lines(struct sheet *sheet, const char *text, double width_pt, double indent_pt,
                          size_t *out_starts, size_t max, size_t *out_n, struct err *err) {
    struct style style = style_body;
    style.indent_pt = indent_pt;
    const char *clean = sheet_take_text(sheet, text);
    if (!clean) {
        return err_set(err, sheet->status, sheet->code, "paper: the text is too long");
    }
    PangoLayout *layout = sheet_layout(sheet, clean, &style, width_pt);
    size_t n = (size_t)layout_lines(layout);
    for (size_t i = 0; i < n && i < max; i++) {
        out_starts[i] = (size_t)pango_layout_get_line_readonly(layout, (int)i)->start_index;
    }
    *out_n = n;
    g_object_unref(layout);
    return YK_OK;
}
