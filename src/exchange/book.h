// SPDX-License-Identifier: Apache-2.0
// Writes a table into a file as it comes, cell by cell: a workbook (.xlsx) in constant memory, or CSV (RFC 4180, UTF-8 with its mark). The one way in which
// tables leave the program, so that all look alike and none runs a formula that somebody typed into a title.
#ifndef YK_EXCHANGE_BOOK_H
#define YK_EXCHANGE_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct book;
enum book_format { BOOK_XLSX = 1, BOOK_CSV };
struct book_column {
    const char *head;
    int width; // in characters
};
// What a filled cell shows beside its word.
enum book_fill { FILL_NONE, FILL_RED, FILL_YELLOW, FILL_GREEN, FILL_BLUE, FILL_GREY, FILL_KINDS };

// Writes to fd, which stays the caller's and holds the whole file after book_end. folder: where what is not written yet waits; NULL: the system's.
YK_NODISCARD enum yk book_new(int fd, enum book_format format, const char *folder,
                              struct book **out, struct err *err);
void book_free(struct book **book); // also one that was not ended; takes NULL
static inline void book_free_p(struct book **book) {
    book_free(book);
}
#define _cleanup_book_ __attribute__((cleanup(book_free_p)))

// Begins a sheet after all rows of the one before. With columns: a head that stays in sight, and a filter. CSV holds the first sheet only: what comes
// after it is taken and left out. Failures are told by book_end.
void book_sheet(struct book *book, const char *name, const struct book_column *columns, size_t n);
// The next cell of the row. Text as it is: never a formula; text NULL leaves it empty.
void book_text(struct book *book, const char *text);
void book_bold(struct book *book, const char *text);
void book_filled(struct book *book, const char *text, enum book_fill fill);
void book_day(struct book *book, int32_t day);      // DAY_NONE: empty
void book_time(struct book *book, int64_t time_us); // TIME_NONE: empty
void book_count(struct book *book, int64_t n);
void book_real(struct book *book, double value, int decimals); // NAN: empty
void book_row_end(struct book *book);
// What may stand in a column from the row below the head on: one of words (n > 0), chosen from a list. For templates. XLSX only.
void book_choices(struct book *book, int col, const char *const *words, size_t n);
// A note on a head's cell, and cells that are texts whatever is typed. For templates. XLSX only.
void book_note(struct book *book, int col, const char *text);

// Finishes the file.
YK_NODISCARD enum yk book_end(struct book *book, struct err *err);

#endif
