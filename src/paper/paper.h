// SPDX-License-Identifier: Apache-2.0
// Papers of the district: kinds, their placeholders, templates as a district writes them, and the one call that makes a PDF of a template and its
// data. Pure but for the fonts. Knows no matter: whoever owns the data (matter, supervise, review) fills a plain record and calls
// paper_render. What a template looks like: docs/paper.md.
#ifndef YK_PAPER_PAPER_H
#define YK_PAPER_PAPER_H

#include "base/arena.h"
#include "base/buf.h"
#include "paper/typeset.h"
#include "json/json.h"

enum paper_kind {       // stored: never renumber
    PAPER_DISPATCH = 1, // 交办单
    PAPER_URGE,         // 催办通知书
    PAPER_SUPERVISION,  // 督办单
    PAPER_RECEIPT,      // 受理回执
    PAPER_MINUTES,      // 调度会纪要
    PAPER_NOTIFICATION, // 通报
    PAPER_KIND_END,
};
extern const struct json_word paper_kind_words[];
const char *paper_kind_name(enum paper_kind kind, const char *lang); // "交办单", "Dispatch order"

struct paper_placeholder {
    const char *name; // as in {{name}}
    const char *zh, *en;
    bool needed; // a template without it is refused
    const char *sample;
};
// All that a kind's template may use, in the order in which a page shows them.
const struct paper_placeholder *paper_placeholders(enum paper_kind kind, size_t *out_n);
bool paper_has_table(enum paper_kind kind); // takes 表格：
bool paper_has_code(enum paper_kind kind);  // takes 二维码：

// ---- templates

enum { PAPER_TEMPLATE_MAX_CHARS = 8000 };
// Refuses field "text" with the place as line:character, both from 1: unknown_placeholder ("3:12 {{nummer}}"), bad_template for a
// {{ without }} and for a part that this kind does not have, lacks_placeholder ("{{number}}") when a needed one is missing.
YK_NODISCARD enum yk paper_check_template(enum paper_kind kind, const char *text, struct err *err);
// The shipped text number n (1, 2, …; 0: the latest). A text that was once shipped stays under its number, so that what was printed by it is
// printed so again. NULL when there is none.
const char *paper_shipped(enum paper_kind kind, int n, int *out_n);

// ---- data

enum { PAPER_VALUES_MAX = 32 };
struct paper_table {
    const struct table_column *columns;
    size_t n_columns;
    const char *const *cells; // n_rows × n_columns, row by row
    size_t n_rows;
};
struct paper_data {
    enum paper_kind kind;
    size_t n;
    struct {
        const char *name, *value;
    } values[PAPER_VALUES_MAX];
    const struct paper_table *table; // NULL: none
    enum sheet_colour colour;        // of head and rule; INK_BLACK: the usual red
    const char *title, *author;      // the document's properties
    const char *code;                // of 二维码：; NULL: none
    int64_t made_us;                 // given as the time of making
    bool sample;
};
// Begins a record; all placeholders are empty.
void paper_begin(struct paper_data *data, enum paper_kind kind, int64_t made_us);
// Fills {{name}}, which must be one of the kind's (asserted). NULL is "". The text is not copied. What stands in it is printed as it is: it is never
// read as a placeholder or a mark.
void paper_set(struct paper_data *data, const char *name, const char *value);
// Samples in all placeholders that are still empty, a sample table where the kind has one; and says on every page that it is a sample.
YK_NODISCARD enum yk paper_fill_sample(struct paper_data *data, struct arena *arena,
                                       struct err *err);

// "2026年11月23日"; "" for DAY_NONE. In the arena.
const char *paper_day(struct arena *arena, int32_t day);
// "交办〔2026〕12号"
const char *paper_number(struct arena *arena, enum paper_kind kind, int64_t year, int64_t serial);

// The document. The text must have passed paper_check_template. YK_REFUSED / ERR_TOO_LONG past the limits of typeset.h. Takes some
// milliseconds a page: not for the writer.
YK_NODISCARD enum yk paper_render(const char *text, const struct paper_data *data,
                                  struct arena *arena, struct buf *out, struct err *err);

// Which fonts this machine has for papers: any with Chinese letters, and how many of the five faces in a font that the standard prescribes.
struct paper_fonts {
    bool chinese;
    int faces, prescribed;
};
struct paper_fonts paper_fonts_here(void);

#endif
