// SPDX-License-Identifier: Apache-2.0
// Reads workbooks (.xlsx, ECMA-376 both transitional and strict) row by row: what is kept in memory is the shared strings and one row. The file is a
// stranger's: every count, size and depth has a limit, and what goes past one is refused with a code that says what to do. Formulas are not run: the value
// that was kept with them is read. Of merged cells the first holds the value and the others are empty, as in the file.
#ifndef YK_EXCHANGE_XLSX_READ_H
#define YK_EXCHANGE_XLSX_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct xlsx;

struct xlsx_limits {
    size_t file_bytes_max, part_bytes_max,
        total_bytes_max; // total: unpacked, over all that is read
    unsigned ratio_max;  // unpacked over packed, of a part larger than 1 MiB
    unsigned entries_max, sheets_max, strings_max, depth_max;
    size_t string_bytes_max;    // of all shared strings together
    size_t row_bytes_max;       // of the texts of one row
    int32_t rows_max, cols_max; // the last row and column that may hold something
};
// For files of people: 20 MB, 200 MB unpacked, 20 sheets, 100 000 rows, 256 columns.
struct xlsx_limits xlsx_limits_default(void);

enum xlsx_kind { XLSX_EMPTY, XLSX_TEXT, XLSX_NUMBER, XLSX_DATE, XLSX_BOOL, XLSX_ERROR };
struct xlsx_cell {
    int32_t col; // 0: A
    enum xlsx_kind kind;
    const char *text; // of TEXT and ERROR, as it stands; until the row's callback returns
    double number;    // of NUMBER, and the serial of DATE
    int32_t day;      // of DATE: DAY_NONE for a time of day alone
    int32_t seconds;  // of DATE: within the day
    bool yes;         // of BOOL
};
struct xlsx_row {   // only cells that hold something, by column
    int32_t number; // 1: the first
    const struct xlsx_cell *cells;
    size_t n;
};
// A status other than YK_OK ends the reading and is its result.
typedef enum yk xlsx_row_fn(void *ctx, const struct xlsx_row *row, struct err *err);

// From a descriptor, which is not closed and whose position may move; or from bytes, which stay the caller's and outlive the workbook. limits NULL: the
// default. Refusals: ERR_NOT_A_WORKBOOK, ERR_WORKBOOK_LOCKED, ERR_WORKBOOK_BROKEN, ERR_WORKBOOK_TOO_LARGE, ERR_WORKBOOK_UNSAFE. Blocks.
YK_NODISCARD enum yk xlsx_open_fd(int fd, const struct xlsx_limits *limits, struct xlsx **out,
                                  struct err *err);
YK_NODISCARD enum yk xlsx_open_bytes(const void *data, size_t n, const struct xlsx_limits *limits,
                                     struct xlsx **out, struct err *err);
void xlsx_close(struct xlsx **book); // takes NULL
static inline void xlsx_close_p(struct xlsx **book) {
    xlsx_close(book);
}
#define _cleanup_xlsx_ __attribute__((cleanup(xlsx_close_p)))

size_t xlsx_sheets(const struct xlsx *book);
const char *xlsx_sheet_name(const struct xlsx *book, size_t sheet); // lives as long as the workbook
// Rows in order, those without any content left out. May be called again.
YK_NODISCARD enum yk xlsx_read_sheet(struct xlsx *book, size_t sheet, xlsx_row_fn *fn, void *ctx,
                                     struct err *err);

// The cell of a column; NULL where it is empty.
const struct xlsx_cell *xlsx_find_cell(const struct xlsx_row *row, int32_t col);
// What a person sees in it, nearly: whole numbers without a point, dates as 2023-01-05 (10:30), true as TRUE. In the arena; NULL past memory.
const char *xlsx_cell_text(const struct xlsx_cell *cell, struct arena *arena);
// "B7" of column 1 and row 7.
enum { XLSX_REF_BYTES = 16 };
void xlsx_ref(int32_t col, int32_t row, char out[XLSX_REF_BYTES]);

// The day of a serial number; DAY_NONE where there is none (below 1, the 29th of February 1900, past 2199).
int32_t xlsx_serial_day(double serial, bool since_1904);
// Whether a number format shows a date or a time (ECMA-376 part 1, 18.8.30 and 18.8.31).
bool xlsx_format_is_date(int64_t id, const char *code);

#endif
