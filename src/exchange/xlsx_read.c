// SPDX-License-Identifier: Apache-2.0
// Rows of a sheet as they come, and what a cell means: the kind that is written, the style's format, the system of dates. Places that are not written
// follow from the one before, as the standard has it; places that go back are refused.
#include "exchange/xlsx_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "exchange/xlsx_book.h"

struct xlsx_limits xlsx_limits_default(void) {
    return (struct xlsx_limits){
        .file_bytes_max = 20u << 20,
        .part_bytes_max = 120u << 20,
        .total_bytes_max = 200u << 20,
        .ratio_max = 200,
        .entries_max = 2000,
        .sheets_max = 20,
        .strings_max = 500000,
        .depth_max = 32,
        .string_bytes_max = 32u << 20,
        .row_bytes_max = 1u << 20,
        .rows_max = 100000,
        .cols_max = 256,
    };
}

// ---- dates ----

enum { SERIAL_MAX = 110000, SECONDS_OF_DAY = 86400, LEAP_THAT_NEVER_WAS = 60 };

// In the system of 1900 the serials up to 59 count from the 1st of January as 1; 60 is a day that there was not; from 61 on the count is one too high.
int32_t xlsx_serial_day(double serial, bool since_1904) {
    if (!(serial >= 0 && serial < SERIAL_MAX)) {
        return DAY_NONE;
    }
    int32_t whole = (int32_t)serial;
    int32_t day;
    if (since_1904) {
        day = day_from_civil(1904, 1, 1) + whole;
    } else if (whole == 0 || whole == LEAP_THAT_NEVER_WAS) {
        return DAY_NONE;
    } else {
        day = day_from_civil(1899, 12, 31) + whole - (whole > LEAP_THAT_NEVER_WAS);
    }
    return day <= day_from_civil(2199, 12, 31) ? day : DAY_NONE;
}

// Skips what a format shows as it is: quoted, escaped, in brackets (colours, conditions, languages; elapsed hours are in brackets too).
static const char *skip_literal(const char *at, bool *out_elapsed) {
    if (*at == '"') {
        const char *end = strchr(at + 1, '"');
        return end ? end + 1 : at + strlen(at);
    }
    if ((*at == '\\' || *at == '_' || *at == '*') && at[1]) {
        return at + 2;
    }
    if (*at == '[') {
        const char *end = strchr(at, ']');
        size_t n = end ? (size_t)(end - at) - 1 : 0;
        *out_elapsed = *out_elapsed || (n > 0 && strspn(at + 1, "hHmMsS") == n);
        return end ? end + 1 : at + strlen(at);
    }
    return NULL;
}

bool xlsx_format_is_date(int64_t id, const char *code) {
    if (!code) {
        // 27-36 and 50-58 are the dates of the Chinese, Japanese and Korean tables.
        return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
               (id >= 50 && id <= 58);
    }
    bool elapsed = false;
    for (const char *at = code; *at;) {
        const char *next = skip_literal(at, &elapsed);
        if (next) {
            at = next;
        } else if (strncasecmp(at, "General", 7) == 0) {
            at += 7;
        } else if (strchr("yYmMdDhHsS", *at)) {
            return true;
        } else {
            at++;
        }
    }
    return elapsed;
}

// ---- places ----

void xlsx_ref(int32_t col, int32_t row, char out[XLSX_REF_BYTES]) {
    char letters[8];
    int n = 0;
    for (int32_t rest = col + 1; rest > 0 && n < 7; rest = (rest - 1) / 26) {
        letters[n++] = (char)('A' + (rest - 1) % 26);
    }
    int at = 0;
    while (n > 0) {
        out[at++] = letters[--n];
    }
    snprintf(out + at, (size_t)(XLSX_REF_BYTES - at), "%d", row);
}

enum { COLUMN_END = 16384, ROW_END = 1048576 };

// The column of "B7"; -1: not such a place.
static int32_t column_of(const char *ref) {
    int32_t col = 0;
    const char *at = ref;
    for (; *at >= 'A' && *at <= 'Z' && col <= COLUMN_END; at++) {
        col = col * 26 + (*at - 'A' + 1);
    }
    size_t digits = strspn(at, "0123456789");
    return at > ref && digits > 0 && !at[digits] && col <= COLUMN_END ? col - 1 : -1;
}

// ---- a sheet ----

enum cell_type {
    CELL_NUMBER,
    CELL_SHARED,
    CELL_INLINE,
    CELL_STRING,
    CELL_BOOL,
    CELL_ERROR,
    CELL_ISO
};

struct reading {
    struct xlsx *book;
    xlsx_row_fn *fn;
    void *ctx;
    struct xlsx_cell *cells;
    size_t *text_at; // of each cell within texts; SIZE_MAX: elsewhere
    struct buf texts, value;
    size_t n;
    int32_t row, col; // the last one begun
    size_t style;
    enum cell_type type;
    bool in_data, in_row, in_cell, in_value;
    unsigned in_phonetic;
};

static void broken(struct xml_parse *parse, const char *why) {
    xml_stop(parse, YK_REFUSED, ERR_WORKBOOK_BROKEN, why);
}

static void row_start(struct xml_parse *parse, const char **attributes) {
    struct reading *reading = parse->ctx;
    const char *given = xml_attribute(attributes, "r");
    int32_t row = reading->row + 1;
    if (given) {
        char *end;
        long number = strtol(given, &end, 10);
        row = *given && !*end && number > 0 && number <= ROW_END ? (int32_t)number : 0;
    }
    if (row <= reading->row) {
        broken(parse, "rows out of order");
        return;
    }
    reading->row = row;
    reading->col = -1;
    reading->n = 0;
    reading->in_row = true;
    buf_clear(&reading->texts);
}

static enum cell_type type_of(const char *word) {
    static const struct {
        const char *word;
        enum cell_type type;
    } types[] = {{"s", CELL_SHARED}, {"inlineStr", CELL_INLINE}, {"str", CELL_STRING},
                 {"b", CELL_BOOL},   {"e", CELL_ERROR},          {"d", CELL_ISO}};
    for (size_t i = 0; word && i < sizeof types / sizeof *types; i++) {
        if (strcmp(word, types[i].word) == 0) {
            return types[i].type;
        }
    }
    return CELL_NUMBER;
}

static void cell_start(struct xml_parse *parse, const char **attributes) {
    struct reading *reading = parse->ctx;
    const char *ref = xml_attribute(attributes, "r");
    const char *style = xml_attribute(attributes, "s");
    int32_t col = ref ? column_of(ref) : reading->col + 1;
    if (col <= reading->col || col >= COLUMN_END) {
        broken(parse, "cells out of order");
        return;
    }
    reading->col = col;
    reading->style = style ? (size_t)strtoul(style, NULL, 10) : 0;
    reading->type = type_of(xml_attribute(attributes, "t"));
    reading->in_cell = true;
    buf_clear(&reading->value);
}

static void sheet_start(struct xml_parse *parse, const char *name, const char **attributes) {
    struct reading *reading = parse->ctx;
    if (strcmp(name, "sheetData") == 0) {
        reading->in_data = true;
    } else if (!reading->in_data) {
        return;
    } else if (strcmp(name, "row") == 0 && !reading->in_row) {
        row_start(parse, attributes);
    } else if (strcmp(name, "c") == 0 && reading->in_row && !reading->in_cell) {
        cell_start(parse, attributes);
    } else if (strcmp(name, "rPh") == 0) {
        reading->in_phonetic++;
    } else if (reading->in_cell && !reading->in_phonetic) {
        // An inline text stands in <is><t>, all other values in <v>; formulas in <f> are not read.
        const char *holder = reading->type == CELL_INLINE ? "t" : "v";
        reading->in_value = strcmp(name, holder) == 0;
    }
}

static void sheet_text(struct xml_parse *parse, const char *text, size_t n) {
    struct reading *reading = parse->ctx;
    if (reading->in_value) {
        buf_add(&reading->value, text, n);
    }
}

// ---- what a cell holds ----

static void hold_text(struct xml_parse *parse, struct xlsx_cell *cell, const char *text, size_t n) {
    struct reading *reading = parse->ctx;
    size_t at = reading->texts.len;
    xlsx_add_text(&reading->texts, text, n);
    buf_add_char(&reading->texts, '\0');
    if (reading->texts.failed || reading->value.failed) {
        xml_stop(parse, YK_REFUSED, ERR_WORKBOOK_TOO_LARGE, "too much text in one row");
    } else if (reading->texts.data[at]) {
        reading->text_at[reading->n] = at;
        cell->kind = reading->type == CELL_ERROR ? XLSX_ERROR : XLSX_TEXT;
    }
}

static void hold_shared(struct xml_parse *parse, struct xlsx_cell *cell, const char *value) {
    const struct reading *reading = parse->ctx;
    const struct xlsx *book = reading->book;
    char *end;
    unsigned long i = strtoul(value, &end, 10);
    if (*end || !*value || i >= book->n_strings) {
        broken(parse, "a shared string that is not there");
        return;
    }
    const char *text = book->strings.data + book->string_at[i];
    if (*text) {
        cell->kind = XLSX_TEXT;
        cell->text = text;
    }
}

static void hold_moment(const struct reading *reading, struct xlsx_cell *cell) {
    double whole = floor(cell->number);
    int32_t seconds = (int32_t)lround((cell->number - whole) * SECONDS_OF_DAY);
    if (seconds == SECONDS_OF_DAY) {
        seconds = 0;
        whole += 1;
    }
    cell->kind = XLSX_DATE;
    cell->day = xlsx_serial_day(whole, reading->book->since_1904);
    cell->seconds = seconds;
    // A time alone has no day; any other number without a day is no date.
    if (cell->day == DAY_NONE && !(cell->number >= 0 && cell->number < 1)) {
        cell->kind = XLSX_NUMBER;
    }
}

static void hold_number(struct xml_parse *parse, struct xlsx_cell *cell, const char *value) {
    const struct reading *reading = parse->ctx;
    char *end;
    double number = strtod(value, &end);
    if (end == value || *end || !isfinite(number)) {
        broken(parse, "a number that is none");
        return;
    }
    cell->kind = XLSX_NUMBER;
    cell->number = number;
    if (reading->style < reading->book->n_styles && reading->book->date_style[reading->style]) {
        hold_moment(reading, cell);
    }
}

static void hold_iso(struct xml_parse *parse, struct xlsx_cell *cell, const char *value) {
    char day[DAY_TEXT_BYTES];
    snprintf(day, sizeof day, "%.10s", value);
    if (day_parse(day, &cell->day)) {
        cell->kind = XLSX_DATE;
    } else {
        hold_text(parse, cell, value, strlen(value));
    }
}

static void cell_end(struct xml_parse *parse) {
    struct reading *reading = parse->ctx;
    struct xlsx_cell cell = {.col = reading->col, .day = DAY_NONE};
    const char *value = reading->value.data ? reading->value.data : "";
    reading->in_cell = reading->in_value = false;
    if (reading->value.len == 0 && !reading->value.failed) {
        return;
    }
    if (reading->col >= reading->book->limits.cols_max) {
        xml_stop(parse, YK_REFUSED, ERR_WORKBOOK_TOO_LARGE, "too many columns");
        return;
    }
    reading->text_at[reading->n] = SIZE_MAX;
    switch (reading->type) {
    case CELL_SHARED: hold_shared(parse, &cell, value); break;
    case CELL_NUMBER: hold_number(parse, &cell, value); break;
    case CELL_BOOL:
        cell.kind = XLSX_BOOL;
        cell.yes = strcmp(value, "1") == 0 || strcmp(value, "true") == 0;
        break;
    case CELL_ISO: hold_iso(parse, &cell, value); break;
    case CELL_INLINE:
    case CELL_STRING:
    case CELL_ERROR: hold_text(parse, &cell, value, reading->value.len); break;
    }
    if (cell.kind != XLSX_EMPTY && parse->status == YK_OK) {
        reading->cells[reading->n++] = cell;
    }
}

static void row_end(struct xml_parse *parse) {
    struct reading *reading = parse->ctx;
    reading->in_row = false;
    if (reading->n == 0) {
        return;
    }
    if (reading->row > reading->book->limits.rows_max) {
        xml_stop(parse, YK_REFUSED, ERR_WORKBOOK_TOO_LARGE, "too many rows");
        return;
    }
    // Only now: the buffer may have moved while it grew.
    for (size_t i = 0; i < reading->n; i++) {
        if (reading->text_at[i] != SIZE_MAX) {
            reading->cells[i].text = reading->texts.data + reading->text_at[i];
        }
    }
    const struct xlsx_row row = {reading->row, reading->cells, reading->n};
    enum yk status = reading->fn(reading->ctx, &row, parse->err);
    if (status != YK_OK) {
        xml_stop(parse, status, ERR_NONE, "");
    }
}

static void sheet_end(struct xml_parse *parse, const char *name) {
    struct reading *reading = parse->ctx;
    if (!reading->in_data) {
        return;
    }
    if (strcmp(name, "sheetData") == 0) {
        reading->in_data = false;
    } else if (strcmp(name, "row") == 0 && reading->in_row) {
        row_end(parse);
    } else if (strcmp(name, "c") == 0 && reading->in_cell) {
        cell_end(parse);
    } else if (strcmp(name, "rPh") == 0 && reading->in_phonetic) {
        reading->in_phonetic--;
    } else {
        reading->in_value = false;
    }
}

static const struct xml_handlers sheet_handlers = {
    .start = sheet_start, .end = sheet_end, .text = sheet_text};

enum yk xlsx_read_sheet(struct xlsx *book, size_t sheet, xlsx_row_fn *fn, void *ctx,
                        struct err *err) {
    size_t cols = (size_t)book->limits.cols_max;
    struct reading reading = {.book = book, .fn = fn, .ctx = ctx, .col = -1};
    reading.cells = calloc(cols, sizeof *reading.cells);
    reading.text_at = calloc(cols, sizeof *reading.text_at);
    buf_init(&reading.texts, book->limits.row_bytes_max);
    buf_init(&reading.value, book->limits.row_bytes_max);
    enum yk status =
        reading.cells && reading.text_at
            ? xlsx_zip_parse(book->zip, book->sheets[sheet].part, &sheet_handlers, &reading, err)
            : err_set(err, YK_NOMEM, ERR_BUSY, "no memory for a sheet");
    free(reading.cells);
    free(reading.text_at);
    buf_done(&reading.texts);
    buf_done(&reading.value);
    return status;
}

// ---- the workbook ----

static enum yk open_book(int fd, const void *data, size_t n, const struct xlsx_limits *limits,
                         struct xlsx **out, struct err *err) {
    struct xlsx *book = calloc(1, sizeof *book);
    if (!book) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory for a workbook");
    }
    book->limits = limits ? *limits : xlsx_limits_default();
    buf_init(&book->strings, book->limits.string_bytes_max);
    enum yk status = xlsx_zip_open(fd, data, n, &book->limits, &book->zip, err);
    if (status == YK_OK) {
        status = xlsx_book_load(book, err);
    }
    if (status != YK_OK) {
        xlsx_close(&book);
        return status;
    }
    *out = book;
    return YK_OK;
}

enum yk xlsx_open_fd(int fd, const struct xlsx_limits *limits, struct xlsx **out, struct err *err) {
    return open_book(fd, NULL, 0, limits, out, err);
}

enum yk xlsx_open_bytes(const void *data, size_t n, const struct xlsx_limits *limits,
                        struct xlsx **out, struct err *err) {
    return open_book(-1, data, n, limits, out, err);
}

void xlsx_close(struct xlsx **book) {
    struct xlsx *it = *book;
    if (!it) {
        return;
    }
    for (size_t i = 0; i < it->n_sheets; i++) {
        free(it->sheets[i].name);
        free(it->sheets[i].part);
    }
    xlsx_zip_close(&it->zip);
    buf_done(&it->strings);
    free(it->sheets);
    free(it->string_at);
    free(it->date_style);
    free(it);
    *book = NULL;
}

size_t xlsx_sheets(const struct xlsx *book) {
    return book->n_sheets;
}

const char *xlsx_sheet_name(const struct xlsx *book, size_t sheet) {
    return book->sheets[sheet].name;
}

// ---- cells ----

const struct xlsx_cell *xlsx_find_cell(const struct xlsx_row *row, int32_t col) {
    for (size_t i = 0; i < row->n && row->cells[i].col <= col; i++) {
        if (row->cells[i].col == col) {
            return &row->cells[i];
        }
    }
    return NULL;
}

static const char *moment_text(const struct xlsx_cell *cell, struct arena *arena) {
    char day[DAY_TEXT_BYTES] = "";
    int minutes = cell->seconds / 60;
    if (cell->day != DAY_NONE) {
        day_format(cell->day, day);
        if (cell->seconds == 0) {
            return arena_strdup(arena, day);
        }
    }
    return arena_printf(arena, "%s%s%02d:%02d", day, *day ? " " : "", minutes / 60, minutes % 60);
}

const char *xlsx_cell_text(const struct xlsx_cell *cell, struct arena *arena) {
    if (!cell) {
        return "";
    }
    switch (cell->kind) {
    case XLSX_TEXT:
    case XLSX_ERROR: return arena_strdup(arena, cell->text);
    // Fifteen digits are what a number holds for sure: a telephone number comes out as it was typed.
    case XLSX_NUMBER: return arena_printf(arena, "%.15g", cell->number);
    case XLSX_DATE: return moment_text(cell, arena);
    case XLSX_BOOL: return cell->yes ? "TRUE" : "FALSE";
    case XLSX_EMPTY: break;
    }
    return "";
}
