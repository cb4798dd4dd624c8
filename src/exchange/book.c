// SPDX-License-Identifier: Apache-2.0
// Tables into workbooks through libxlsxwriter, or into CSV. Rows go out as they end; of a workbook the library keeps one row, the rest lies in files of
// its own that have no name. Decides how cells look, not what they say.
#include "exchange/book.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/clock.h"
#include "base/csv.h"

enum { CSV_FLUSH_BYTES = 64 * 1024, TEXT_CHARS_MAX = 32000, DECIMALS_MAX = 4, CHOICE_ROWS = 5000 };

struct book {
    int fd;
    enum book_format format;
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_format *head, *day, *time, *count, *text, *bold;
    lxw_format *real[DECIMALS_MAX + 1], *fill[FILL_KINDS];
    char path[32];
    lxw_row_t row;
    lxw_col_t col;
    size_t n_columns;
    unsigned n_sheets;
    struct buf csv;
    bool failed;
};

// ---- making and ending ----

static lxw_format *add_format(struct book *book, const char *number) {
    lxw_format *format = workbook_add_format(book->workbook);
    if (format && number) {
        format_set_num_format(format, number);
    }
    book->failed = book->failed || !format;
    return format;
}

static void add_formats(struct book *book) {
    static const char *const reals[] = {"0", "0.0", "0.00", "0.000", "0.0000"};
    // Dark words on a light ground: told apart without the colours too.
    static const struct {
        lxw_color_t ground, word;
    } fills[FILL_KINDS] = {
        [FILL_RED] = {0xFDE2E1, 0x9B1C1C},   [FILL_YELLOW] = {0xFDF0C3, 0x7A4B00},
        [FILL_GREEN] = {0xDDF3E4, 0x17603A}, [FILL_BLUE] = {0xDCE9FB, 0x1B4B91},
        [FILL_GREY] = {0xE8EAED, 0x4A4F57},
    };
    book->head = add_format(book, NULL);
    book->bold = add_format(book, NULL);
    book->day = add_format(book, "yyyy-mm-dd");
    book->time = add_format(book, "yyyy-mm-dd hh:mm");
    book->count = add_format(book, "0");
    book->text = add_format(book, "@");
    for (int i = 0; i <= DECIMALS_MAX; i++) {
        book->real[i] = add_format(book, reals[i]);
    }
    for (int i = 1; i < FILL_KINDS; i++) {
        book->fill[i] = add_format(book, NULL);
    }
    if (book->failed) {
        return;
    }
    for (int i = 1; i < FILL_KINDS; i++) {
        format_set_pattern(book->fill[i], LXW_PATTERN_SOLID);
        format_set_bg_color(book->fill[i], fills[i].ground);
        format_set_font_color(book->fill[i], fills[i].word);
    }
    format_set_bold(book->bold);
    format_set_bold(book->head);
    format_set_pattern(book->head, LXW_PATTERN_SOLID);
    format_set_bg_color(book->head, 0xEEF1F5);
    format_set_bottom(book->head, LXW_BORDER_THIN);
}

static enum yk open_workbook(struct book *book, const char *folder, struct err *err) {
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = (char *)folder};
    // The library opens by name; this is the name of a file that has none.
    snprintf(book->path, sizeof book->path, "/proc/self/fd/%d", book->fd);
    book->workbook = workbook_new_opt(book->path, &options);
    if (!book->workbook) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory for a workbook");
    }
    add_formats(book);
    return book->failed ? err_set(err, YK_NOMEM, ERR_BUSY, "no memory for a workbook") : YK_OK;
}

enum yk book_new(int fd, enum book_format format, const char *folder, struct book **out,
                 struct err *err) {
    struct book *book = calloc(1, sizeof *book);
    if (!book) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory for a table");
    }
    book->fd = fd;
    book->format = format;
    buf_init(&book->csv, 4 * 1024 * 1024);
    enum yk status = format == BOOK_XLSX ? open_workbook(book, folder, err) : YK_OK;
    if (status != YK_OK) {
        book_free(&book);
        return status;
    }
    if (format == BOOK_CSV) {
        // Without the mark spreadsheets take the text for the system's old code page.
        buf_add_text(&book->csv, "\xef\xbb\xbf");
    }
    *out = book;
    return YK_OK;
}

void book_free(struct book **book) {
    if (*book) {
        if ((*book)->workbook) {
            lxw_workbook_free((*book)->workbook);
        }
        buf_done(&(*book)->csv);
        free(*book);
        *book = NULL;
    }
}

static void flush_csv(struct book *book) {
    const char *at = book->csv.data;
    size_t left = book->csv.len;
    while (left > 0 && !book->failed) {
        ssize_t n = write(book->fd, at, left);
        if (n <= 0) {
            book->failed = true;
            break;
        }
        at += n;
        left -= (size_t)n;
    }
    book->failed = book->failed || book->csv.failed;
    buf_clear(&book->csv);
}

static void end_sheet(struct book *book) {
    if (book->sheet && book->n_columns && book->row > 0) {
        lxw_error status = worksheet_autofilter(
            book->sheet, 0, 0, book->row > 1 ? book->row - 1 : 1, (lxw_col_t)(book->n_columns - 1));
        book->failed = book->failed || status != LXW_NO_ERROR;
    }
}

enum yk book_end(struct book *book, struct err *err) {
    if (book->format == BOOK_CSV) {
        flush_csv(book);
    } else {
        end_sheet(book);
        lxw_error status = workbook_close(book->workbook);
        book->workbook = NULL;
        book->failed = book->failed || status != LXW_NO_ERROR;
    }
    return book->failed ? err_set(err, YK_FAILED, ERR_STORAGE_FULL, "a table could not be written")
                        : YK_OK;
}

// ---- sheets and rows ----

static bool writes(const struct book *book) {
    return !book->failed && (book->format == BOOK_XLSX || book->n_sheets == 1);
}

void book_sheet(struct book *book, const char *name, const struct book_column *columns, size_t n) {
    end_sheet(book);
    book->row = 0;
    book->col = 0;
    book->n_columns = n;
    book->n_sheets++;
    if (book->format == BOOK_XLSX) {
        book->sheet = workbook_add_worksheet(book->workbook, name);
        book->failed = book->failed || !book->sheet;
    }
    for (size_t i = 0; i < n; i++) {
        if (book->format == BOOK_XLSX && !book->failed) {
            worksheet_set_column(book->sheet, (lxw_col_t)i, (lxw_col_t)i, columns[i].width, NULL);
            worksheet_write_string(book->sheet, 0, (lxw_col_t)i, columns[i].head, book->head);
        } else if (writes(book)) {
            csv_add_cell(&book->csv, columns[i].head, i + 1 == n);
        }
    }
    if (n) {
        book->row = 1;
        if (book->format == BOOK_XLSX && !book->failed) {
            worksheet_freeze_panes(book->sheet, 1, 0);
        }
    } else if (book->format == BOOK_XLSX && !book->failed) {
        worksheet_set_column(book->sheet, 0, 0, 24, NULL);
        worksheet_set_column(book->sheet, 1, 1, 80, NULL);
    }
}

void book_row_end(struct book *book) {
    if (book->format == BOOK_CSV && writes(book)) {
        // The last comma of the row becomes its end.
        if (book->csv.len && book->csv.data[book->csv.len - 1] == ',') {
            book->csv.len--;
        }
        buf_add_text(&book->csv, "\r\n");
        if (book->csv.len >= CSV_FLUSH_BYTES) {
            flush_csv(book);
        }
    }
    book->row++;
    book->col = 0;
}

// ---- cells ----

static void put_text(struct book *book, const char *text, lxw_format *format) {
    char cut[TEXT_CHARS_MAX + 4];
    lxw_col_t col = book->col++;
    if (!writes(book)) {
        return;
    }
    if (book->format == BOOK_CSV) {
        csv_add_cell(&book->csv, text, false);
        return;
    }
    if (!text || !*text) {
        return;
    }
    if (strlen(text) > TEXT_CHARS_MAX) {
        // Spreadsheets hold so many characters in a cell; cut where a character begins.
        size_t n = TEXT_CHARS_MAX;
        while (n && ((unsigned char)text[n] & 0xc0) == 0x80) {
            n--;
        }
        snprintf(cut, sizeof cut, "%.*s…", (int)n, text);
        text = cut;
    }
    if (worksheet_write_string(book->sheet, book->row, col, text, format) != LXW_NO_ERROR) {
        book->failed = true;
    }
}

static void put_number(struct book *book, double value, lxw_format *format) {
    lxw_col_t col = book->col++;
    if (writes(book) && isfinite(value) &&
        worksheet_write_number(book->sheet, book->row, col, value, format) != LXW_NO_ERROR) {
        book->failed = true;
    }
}

void book_text(struct book *book, const char *text) {
    put_text(book, text, NULL);
}

void book_bold(struct book *book, const char *text) {
    put_text(book, text, book->bold);
}

void book_filled(struct book *book, const char *text, enum book_fill fill) {
    put_text(book, text, book->fill[fill]);
}

static double serial_of(int32_t day) {
    return day - day_from_civil(1899, 12, 30);
}

void book_day(struct book *book, int32_t day) {
    char text[DAY_TEXT_BYTES] = "";
    if (day == DAY_NONE) {
        put_text(book, "", NULL);
    } else if (book->format == BOOK_XLSX) {
        put_number(book, serial_of(day), book->day);
    } else {
        day_format(day, text);
        put_text(book, text, NULL);
    }
}

void book_time(struct book *book, int64_t time_us) {
    char text[TIME_TEXT_BYTES] = "";
    if (time_us == TIME_NONE) {
        put_text(book, "", NULL);
    } else if (book->format == BOOK_XLSX) {
        int32_t day = day_of_time(time_us);
        double part = (double)(time_us - day_start_us(day)) / (double)US_PER_DAY;
        put_number(book, serial_of(day) + part, book->time);
    } else {
        time_format(time_us, text);
        put_text(book, text, NULL);
    }
}

void book_count(struct book *book, int64_t n) {
    char text[24];
    if (book->format == BOOK_XLSX) {
        put_number(book, (double)n, book->count);
    } else {
        snprintf(text, sizeof text, "%lld", (long long)n);
        put_text(book, text, NULL);
    }
}

void book_real(struct book *book, double value, int decimals) {
    char text[40] = "";
    int shown = decimals > DECIMALS_MAX ? DECIMALS_MAX : decimals;
    if (book->format == BOOK_XLSX) {
        put_number(book, value, book->real[shown]);
    } else {
        if (isfinite(value)) {
            snprintf(text, sizeof text, "%.*f", shown, value);
        }
        // A number that begins with - is no formula.
        book->col++;
        if (writes(book)) {
            buf_add_printf(&book->csv, "\"%s\",", text);
        }
    }
}

// ---- templates ----

void book_choices(struct book *book, int col, const char *const *words, size_t n) {
    const char **list;
    if (book->format != BOOK_XLSX || book->failed || n == 0 ||
        !(list = calloc(n + 1, sizeof *list))) {
        return;
    }
    memcpy(list, words, n * sizeof *list);
    lxw_data_validation choice = {.validate = LXW_VALIDATION_TYPE_LIST,
                                  .value_list = (char **)(void *)list};
    // A list too long for a cell's rule is left to the note: the import checks in any case.
    (void)worksheet_data_validation_range(book->sheet, 1, (lxw_col_t)col, CHOICE_ROWS,
                                          (lxw_col_t)col, &choice);
    free(list);
}

void book_note(struct book *book, int col, const char *text) {
    if (book->format == BOOK_XLSX && !book->failed) {
        lxw_comment_options options = {.width = 320, .height = 120};
        worksheet_set_column(book->sheet, (lxw_col_t)col, (lxw_col_t)col, 22, book->text);
        (void)worksheet_write_comment_opt(book->sheet, 0, (lxw_col_t)col, text, &options);
    }
}
