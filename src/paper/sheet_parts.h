// SPDX-License-Identifier: Apache-2.0
// What the files of the typesetter share among themselves: the sheet, its pieces of text, its cursor. Nobody else includes this.
#ifndef YK_PAPER_SHEET_PARTS_H
#define YK_PAPER_SHEET_PARTS_H

#include <pango/pangocairo.h>

#include "paper/typeset.h"

enum { RECORD_LINES_MAX = 8 };

struct table {
    size_t n;
    double edges[TABLE_COLUMNS_MAX + 1];
    bool centred[TABLE_COLUMNS_MAX];
    const char *heads[TABLE_COLUMNS_MAX];
    double size_pt, pitch_pt;
};

struct sheet {
    struct buf *out;
    struct arena *arena;
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoContext *context;
    bool sample;
    unsigned page;   // 1, 2, …
    double y;        // the next free place, from the top of the type area
    size_t set_text; // bytes so far
    struct table table;
    bool in_table;
    struct {
        const char *left, *right;
    } record[RECORD_LINES_MAX];
    size_t n_record;
    enum yk status; // of all that was set so far; the first failure stays
    enum err_code code;
};

struct style {
    enum face face;
    double size_pt, step_pt; // step: from character to character; 0: the font's own
    double indent_pt;        // of the first line
    PangoAlignment align;
    bool justify;
};
extern const struct style style_body;

// fonts.c
// Makes what cannot be printed go; line feeds stay. In the arena; NULL past memory.
char *paper_clean_text(struct arena *arena, const char *text);
const char *face_families(enum face face); // the prescribed font first
bool face_is_bold(enum face face);
// True when a letter of Chinese can be set on this machine.
bool fonts_have_chinese(PangoContext *context);

// typeset.c
void sheet_fail(struct sheet *sheet, enum yk status, enum err_code code);
// Cleaned, counted against the limit; NULL when the sheet has failed.
const char *sheet_take_text(struct sheet *sheet, const char *text);
// A layout of clean text in this style and width; to be unreferenced.
PangoLayout *sheet_layout(struct sheet *sheet, const char *text, const struct style *style,
                          double width_pt);
double layout_width_pt(PangoLayout *layout); // of the ink's logical box
int layout_lines(PangoLayout *layout);
// Draws lines [from, to) of a layout with the first one's box at (x, y) of the type area, pitch apart.
void sheet_draw_lines(struct sheet *sheet, PangoLayout *layout, double x, double y, double size_pt,
                      double pitch_pt, int from, int to);
// Begins a new page unless there is room for so much on this one.
void sheet_need(struct sheet *sheet, double height_pt);
void sheet_new_page(struct sheet *sheet);
void sheet_line(struct sheet *sheet, double x1, double y1, double x2, double y2, double width_pt);

// pdf_language.c
// Says in the finished document, by an appended update, that its language is Chinese: cairo cannot. YK_FAILED when the document is
// not as cairo writes it.
YK_NODISCARD enum yk pdf_add_language(struct buf *pdf, const char *language, struct err *err);

#endif
