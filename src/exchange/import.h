// SPDX-License-Identifier: Apache-2.0
// What a file that comes in must look like, said once: columns by their headings in both languages, kinds, bounds, choices. From it come the template to
// download, the reading with every wrong cell by its place, and the notes that say what would be accepted. Knows no ledger: see import_org.h for users.
#ifndef YK_EXCHANGE_IMPORT_H
#define YK_EXCHANGE_IMPORT_H

#include "base/arena.h"
#include "exchange/book.h"
#include "exchange/xlsx_read.h"

enum import_kind { IMPORT_TEXT, IMPORT_INT, IMPORT_CHOICE };
struct import_choice {
    const char *zh, *en;
    int64_t value;
};
struct import_column {
    const char *zh, *en;        // headings; either is understood
    const char *note, *note_en; // what to write
    const char *field;          // by which rules refuse it
    enum import_kind kind;
    bool required;
    int64_t min, max;                    // characters of a text, bounds of a number
    const struct import_choice *choices; // n_choices of them
    size_t n_choices;
};
enum { IMPORT_COLUMNS_MAX = 16, IMPORT_TROUBLES_MAX = 500 };
struct import_spec {
    const char *key, *zh, *en; // "units"; the name of the sheet
    const struct import_column *columns;
    size_t n_columns;
    size_t rows_max;
};

struct import_row {
    int32_t number;                       // in the sheet
    const char *text[IMPORT_COLUMNS_MAX]; // trimmed; "" for an empty cell
    int64_t value[IMPORT_COLUMNS_MAX];    // of INT and CHOICE; JSON_ABSENT_INT for an empty cell
};
struct import_trouble {
    int32_t row;
    int col; // of the spec; -1: of the sheet as a whole
    char ref[XLSX_REF_BYTES];
    const char *heading; // as the person reads it; "" for none
    const char *found;
    enum err_code code;
    const char *accepted;
};
struct import_table {
    const struct import_spec *spec;
    struct arena *arena; // of all that it holds
    const char *sheet, *lang;
    int place[IMPORT_COLUMNS_MAX]; // of each column in the sheet; -1: left out
    struct import_row *rows;
    size_t n, room;
    struct import_trouble *troubles;
    size_t n_troubles, n_left_out; // more than IMPORT_TROUBLES_MAX are only counted
    size_t n_rows_bad;
    int32_t bad_row; // the last one counted
};

// The template: headings, notes, choices; an example is in the notes. lang "zh" or "en".
void import_write_template(struct book *book, const struct import_spec *spec, const char *lang);
// Reads the first sheet. YK_OK also when there are troubles; refusals are those of the file as a whole.
YK_NODISCARD enum yk import_read(struct xlsx *file, const struct import_spec *spec,
                                 struct arena *arena, const char *lang, struct import_table *out,
                                 struct err *err);
// A cell that a rule refuses; col of the spec.
void import_trouble(struct import_table *table, const struct import_row *row, int col,
                    enum err_code code, const char *accepted);
// The column whose field a rule refused; -1: none.
int import_column_of(const struct import_spec *spec, const char *field);

#endif
