// SPDX-License-Identifier: Apache-2.0
// What a workbook says beside its rows: sheets, shared strings, which styles are dates. Filled by xlsx_book.c, used by xlsx_read.c, known to nobody else.
#ifndef YK_EXCHANGE_XLSX_BOOK_H
#define YK_EXCHANGE_XLSX_BOOK_H

#include "base/buf.h"
#include "exchange/xlsx_zip.h"

struct xlsx_sheet {
    char *name, *part;
};
struct xlsx {
    struct xlsx_zip *zip;
    struct xlsx_limits limits;
    struct xlsx_sheet *sheets;
    size_t n_sheets;
    bool since_1904;
    struct buf strings; // NUL-terminated, one after the other
    size_t *string_at;
    size_t n_strings, string_room;
    uint8_t *date_style; // by number of the style
    size_t n_styles, style_room;
};

// Everything but rows. The workbook's zip and limits are set.
YK_NODISCARD enum yk xlsx_book_load(struct xlsx *book, struct err *err);
// Adds a run of text with its _xHHHH_ undone and without control characters. What it adds to may fail: see struct buf.
void xlsx_add_text(struct buf *out, const char *text, size_t n);
// Makes room for one more in an array; false past memory.
bool xlsx_grow(void **array, size_t *room, size_t n, size_t size);

#endif
