// SPDX-License-Identifier: Apache-2.0
// Sets Chinese official paper on A4 pages into a PDF: GB/T 9704-2012 (margins, 22 lines of 28 characters, red head, rule, title, headings, page numbers,
// closing record), tables whose long rows go on over the page, forms, QR codes. Pure on its input: nothing is read but the fonts of the
// machine, the time of making is handed in, and the same input gives the same bytes. Knows no template and no matter.
//
// The fonts that the standard prescribes may not be shipped; they are named first, and where they are missing Noto CJK is taken (docs/paper.md).
#ifndef YK_PAPER_TYPESET_H
#define YK_PAPER_TYPESET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

enum face { FACE_FANGSONG, FACE_KAI, FACE_HEI, FACE_XIAOBIAO, FACE_SONG, FACES };

// Lengths are points (1/72 inch) from the upper left corner of the type area. GB/T 9704-2012, 5.1 and 5.2.
#define MM(n)             ((n)*72.0 / 25.4)
#define SHEET_WIDTH_PT    MM(210)
#define SHEET_HEIGHT_PT   MM(297)
#define SHEET_TOP_PT      MM(37)
#define SHEET_LEFT_PT     MM(28)
#define TYPE_WIDTH_PT     MM(156)
#define TYPE_HEIGHT_PT    MM(225)
#define LINE_PITCH_PT     (TYPE_HEIGHT_PT / 22)
#define BODY_SIZE_PT      16.0
#define BODY_CHAR_STEP_PT (TYPE_WIDTH_PT / 28)

enum {
    SHEET_PAGES_MAX = 300,
    SHEET_TEXT_MAX_BYTES = 4 * 1024 * 1024,
    TABLE_COLUMNS_MAX = 12,
    TABLE_LINES_MAX = 4096, // in one cell
};

enum sheet_colour { INK_BLACK, INK_RED, INK_ORANGE, INK_BLUE };

struct sheet_about { // the document's properties
    const char *title, *author;
    int64_t made_us;
    bool sample; // every page says that it is none
};

struct sheet;
// Opens the document; it is written into out, whose maximum holds. The arena must outlive the sheet. YK_FAILED when no font here has Chinese letters.
YK_NODISCARD enum yk sheet_new(struct buf *out, const struct sheet_about *about,
                               struct arena *arena, struct sheet **sheet, struct err *err);
// Ends the document: closing record, page numbers, language. The outcome of all that was set before: YK_REFUSED / ERR_TOO_LONG past the
// limits above, YK_NOMEM.
YK_NODISCARD enum yk sheet_finish(struct sheet *sheet, struct err *err);
void sheet_free(struct sheet **sheet); // takes NULL

// All of these take text as it came: what cannot be printed (controls, marks that turn the direction of reading, broken bytes) is left out.
void sheet_head(struct sheet *sheet, enum sheet_colour colour, const char *text); // 发文机关标志
void sheet_number(struct sheet *sheet, enum sheet_colour rule, const char *text); // 发文字号, rule
void sheet_title(struct sheet *sheet, const char *text);
void sheet_subtitle(struct sheet *sheet, const char *text);
void sheet_to(struct sheet *sheet, const char *text);        // 主送机关
void sheet_paragraph(struct sheet *sheet, const char *text); // a line feed begins another one
void sheet_plain(struct sheet *sheet, const char *text, bool centred);
void sheet_blank(struct sheet *sheet);
void sheet_break(struct sheet *sheet);
void sheet_gap(struct sheet *sheet); // a little room, before a table
void sheet_signed(struct sheet *sheet, const char *authority, const char *day); // either may be ""
void sheet_qr(struct sheet *sheet, const char *code, const char *caption);
// The closing record (版记), at the foot of the last page. right: "" none.
void sheet_record(struct sheet *sheet, const char *left, const char *right);

struct table_column {
    const char *head;
    int weight; // of its width; > 0
    bool centred;
};
void sheet_table_begin(struct sheet *sheet, const struct table_column *columns, size_t n);
void sheet_table_row(struct sheet *sheet, const char *const *cells); // n of them
void sheet_table_end(struct sheet *sheet);
// One row of a form: label, content, label, content … A lone cell takes the whole width.
void sheet_form_row(struct sheet *sheet, const char *const *cells, size_t n);

// How a text would break: byte offsets of the lines' beginnings, for tests and for whoever must know how long something gets.
// indent: the first line's, in points.
YK_NODISCARD enum yk sheet_break_lines(struct sheet *sheet, const char *text, double width_pt,
                                       double indent_pt, size_t *out_starts, size_t max,
                                       size_t *out_n, struct err *err);
unsigned sheet_pages(const struct sheet *sheet); // begun so far

#endif
