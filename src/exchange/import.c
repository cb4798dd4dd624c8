// SPDX-License-Identifier: Apache-2.0
// Templates and the reading of what was filled in. The first row holds the headings, in any order, in either language; a heading nobody knows is told,
// and a whole file is read before anything is said, so that all wrong cells are told at once.
#include "exchange/import.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "json/json.h"

static bool is_en(const char *lang) {
    return strcmp(lang, "en") == 0;
}

// ---- the template ----

enum { NOTE_BYTES = 700 };

static void write_note(struct book *book, const struct import_column *column, int col, bool en) {
    char note[NOTE_BYTES];
    int n =
        snprintf(note, sizeof note, "%s%s", column->required ? (en ? "Required. " : "必填。") : "",
                 en ? column->note_en : column->note);
    for (size_t i = 0; i < column->n_choices && n > 0 && (size_t)n < sizeof note; i++) {
        n += snprintf(note + n, sizeof note - (size_t)n, "%s%s", i ? (en ? ", " : "、") : "\n",
                      en ? column->choices[i].en : column->choices[i].zh);
    }
    book_note(book, col, note);
}

void import_write_template(struct book *book, const struct import_spec *spec, const char *lang) {
    struct book_column heads[IMPORT_COLUMNS_MAX];
    bool en = is_en(lang);
    for (size_t i = 0; i < spec->n_columns; i++) {
        heads[i] = (struct book_column){en ? spec->columns[i].en : spec->columns[i].zh, 22};
    }
    book_sheet(book, en ? spec->en : spec->zh, heads, spec->n_columns);
    for (size_t i = 0; i < spec->n_columns; i++) {
        const struct import_column *column = &spec->columns[i];
        const char *words[32];
        size_t n = column->n_choices < 32 ? column->n_choices : 32;
        for (size_t k = 0; k < n; k++) {
            words[k] = en ? column->choices[k].en : column->choices[k].zh;
        }
        write_note(book, column, (int)i, en);
        book_choices(book, (int)i, words, n);
    }
    book_sheet(book, en ? "How to fill it in" : "填写说明", NULL, 0);
    for (size_t i = 0; i < spec->n_columns; i++) {
        const struct import_column *column = &spec->columns[i];
        book_bold(book, en ? column->en : column->zh);
        book_text(book, en ? column->note_en : column->note);
        book_text(book,
                  column->required ? (en ? "required" : "必填") : (en ? "may be empty" : "可空"));
        book_row_end(book);
    }
}

// ---- troubles ----

int import_column_of(const struct import_spec *spec, const char *field) {
    for (size_t i = 0; i < spec->n_columns; i++) {
        if (strcmp(spec->columns[i].field, field) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static void add_trouble(struct import_table *table, int32_t row, int32_t place, int col,
                        const char *found, enum err_code code, const char *accepted) {
    if (row != table->bad_row) {
        table->bad_row = row;
        table->n_rows_bad++;
    }
    if (table->n_troubles == IMPORT_TROUBLES_MAX) {
        table->n_left_out++;
        return;
    }
    struct import_trouble *trouble = &table->troubles[table->n_troubles++];
    const struct import_column *column = col < 0 ? NULL : &table->spec->columns[col];
    *trouble = (struct import_trouble){
        .row = row,
        .col = col,
        .heading = !column              ? ""
                   : is_en(table->lang) ? column->en
                                        : column->zh,
        .found = found ? found : "",
        .code = code,
        .accepted = accepted ? accepted : "",
    };
    xlsx_ref(place < 0 ? 0 : place, row, trouble->ref);
}

void import_trouble(struct import_table *table, const struct import_row *row, int col,
                    enum err_code code, const char *accepted) {
    int place = col < 0 ? -1 : table->place[col];
    const char *found = col < 0 ? "" : row->text[col];
    add_trouble(table, row->number, place, col, found, code, accepted);
}

// ---- headings ----

// A heading may carry the star that marks what is required.
static bool is_heading(const char *text, const char *heading) {
    size_t n = strlen(heading);
    return strncasecmp(text, heading, n) == 0 && strspn(text + n, " *＊") == strlen(text + n);
}

static int find_heading(const struct import_spec *spec, const char *text) {
    for (size_t i = 0; i < spec->n_columns; i++) {
        if (is_heading(text, spec->columns[i].zh) || is_heading(text, spec->columns[i].en)) {
            return (int)i;
        }
    }
    return -1;
}

static const char *all_headings(const struct import_table *table) {
    const char *out = "";
    for (size_t i = 0; i < table->spec->n_columns && out; i++) {
        const struct import_column *column = &table->spec->columns[i];
        out = arena_printf(table->arena, "%s%s%s", out, i ? (is_en(table->lang) ? ", " : "、") : "",
                           is_en(table->lang) ? column->en : column->zh);
    }
    return out;
}

static const char *cell_text(const struct import_table *table, const struct xlsx_cell *cell) {
    const char *text = xlsx_cell_text(cell, table->arena);
    return text ? text_trim(table->arena, text, true) : NULL;
}

static void read_headings(struct import_table *table, const struct xlsx_row *row) {
    for (size_t i = 0; i < row->n; i++) {
        const char *text = cell_text(table, &row->cells[i]);
        int col = text ? find_heading(table->spec, text) : -1;
        if (!text || !*text) {
            continue;
        }
        if (col < 0) {
            add_trouble(table, row->number, row->cells[i].col, -1, text, ERR_UNKNOWN_FIELD,
                        all_headings(table));
        } else if (table->place[col] >= 0) {
            add_trouble(table, row->number, row->cells[i].col, col, text, ERR_ALREADY_EXISTS, "");
        } else {
            table->place[col] = row->cells[i].col;
        }
    }
    for (size_t i = 0; i < table->spec->n_columns; i++) {
        const struct import_column *column = &table->spec->columns[i];
        if (column->required && table->place[i] < 0) {
            add_trouble(table, row->number, -1, (int)i, "", ERR_REQUIRED,
                        is_en(table->lang) ? column->en : column->zh);
        }
    }
}

// ---- rows ----

static const char *choices_text(const struct import_table *table,
                                const struct import_column *column) {
    const char *out = "";
    for (size_t i = 0; i < column->n_choices && out; i++) {
        out = arena_printf(table->arena, "%s%s%s", out, i ? (is_en(table->lang) ? ", " : "、") : "",
                           is_en(table->lang) ? column->choices[i].en : column->choices[i].zh);
    }
    return out;
}

static void check_text(struct import_table *table, struct import_row *row, int col) {
    const struct import_column *column = &table->spec->columns[col];
    const char *text = row->text[col];
    if (!text_is_clean(text, strlen(text))) {
        import_trouble(table, row, col, ERR_BAD_TEXT, "");
        return;
    }
    int64_t chars = (int64_t)text_count_chars(text);
    if (chars > column->max || chars < column->min) {
        import_trouble(table, row, col, chars > column->max ? ERR_TOO_LONG : ERR_TOO_SHORT,
                       arena_printf(table->arena, "%lld..%lld", (long long)column->min,
                                    (long long)column->max));
    }
}

static void check_int(struct import_table *table, struct import_row *row, int col) {
    const struct import_column *column = &table->spec->columns[col];
    char *end;
    long long value = strtoll(row->text[col], &end, 10);
    if (*end || value < column->min || value > column->max) {
        import_trouble(table, row, col, *end ? ERR_WRONG_TYPE : ERR_OUT_OF_RANGE,
                       arena_printf(table->arena, "%lld..%lld", (long long)column->min,
                                    (long long)column->max));
    } else {
        row->value[col] = value;
    }
}

static void check_choice(struct import_table *table, struct import_row *row, int col) {
    const struct import_column *column = &table->spec->columns[col];
    for (size_t i = 0; i < column->n_choices; i++) {
        if (strcmp(row->text[col], column->choices[i].zh) == 0 ||
            strcasecmp(row->text[col], column->choices[i].en) == 0) {
            row->value[col] = column->choices[i].value;
            return;
        }
    }
    import_trouble(table, row, col, ERR_UNKNOWN_VALUE, choices_text(table, column));
}

static void check_cell(struct import_table *table, struct import_row *row, int col) {
    const struct import_column *column = &table->spec->columns[col];
    row->value[col] = JSON_ABSENT_INT;
    if (!*row->text[col]) {
        if (column->required) {
            import_trouble(table, row, col, ERR_REQUIRED,
                           is_en(table->lang) ? column->note_en : column->note);
        }
        return;
    }
    switch (column->kind) {
    case IMPORT_TEXT: check_text(table, row, col); break;
    case IMPORT_INT: check_int(table, row, col); break;
    case IMPORT_CHOICE: check_choice(table, row, col); break;
    }
}

static enum yk take_row(struct import_table *table, const struct xlsx_row *from, struct err *err) {
    if (table->n == table->spec->rows_max) {
        return err_set(err, YK_REFUSED, ERR_WORKBOOK_TOO_LARGE, "more than %zu rows",
                       table->spec->rows_max);
    }
    struct import_row *row = &table->rows[table->n];
    bool any = false;
    row->number = from->number;
    for (size_t i = 0; i < table->spec->n_columns; i++) {
        const struct xlsx_cell *cell =
            table->place[i] < 0 ? NULL : xlsx_find_cell(from, table->place[i]);
        row->text[i] = cell_text(table, cell);
        if (!row->text[i]) {
            return err_set(err, YK_NOMEM, ERR_WORKBOOK_TOO_LARGE, "no memory for a row");
        }
        any = any || *row->text[i];
    }
    if (any) {
        for (size_t i = 0; i < table->spec->n_columns; i++) {
            check_cell(table, row, (int)i);
        }
        table->n++;
    }
    return YK_OK;
}

struct taking {
    struct import_table *table;
    bool headed;
};

static enum yk on_row(void *ctx, const struct xlsx_row *row, struct err *err) {
    struct taking *taking = ctx;
    if (taking->headed) {
        return take_row(taking->table, row, err);
    }
    taking->headed = true;
    read_headings(taking->table, row);
    return YK_OK;
}

enum yk import_read(struct xlsx *file, const struct import_spec *spec, struct arena *arena,
                    const char *lang, struct import_table *out, struct err *err) {
    *out = (struct import_table){.spec = spec, .arena = arena, .lang = lang, .bad_row = -1};
    for (size_t i = 0; i < IMPORT_COLUMNS_MAX; i++) {
        out->place[i] = -1;
    }
    out->sheet = arena_strdup(arena, xlsx_sheet_name(file, 0));
    out->rows = arena_alloc_array(arena, spec->rows_max + 1, sizeof *out->rows);
    out->troubles = arena_alloc_array(arena, IMPORT_TROUBLES_MAX, sizeof *out->troubles);
    if (!out->sheet || !out->rows || !out->troubles) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory for an import");
    }
    struct taking taking = {.table = out};
    enum yk status = xlsx_read_sheet(file, 0, on_row, &taking, err);
    if (status == YK_OK && !taking.headed) {
        add_trouble(out, 1, 0, -1, "", ERR_REQUIRED, all_headings(out));
    }
    return status;
}
