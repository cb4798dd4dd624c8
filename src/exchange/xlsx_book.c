// SPDX-License-Identifier: Apache-2.0
// From the root of an archive to its sheets: relationships, the workbook, styles, shared strings. Targets outside the archive are never followed. Phonetic
// runs are left out: they say how a text is read aloud, and would stand in it twice.
#include "exchange/xlsx_book.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { TARGET_BYTES = 256, ID_BYTES = 64, RELS_MAX = 4096, FORMATS_MAX = 4096, STYLES_MAX = 66000 };

bool xlsx_grow(void **array, size_t *room, size_t n, size_t size) {
    if (n < *room) {
        return true;
    }
    size_t wanted = *room ? *room * 2 : 64;
    void *grown = realloc(*array, wanted * size);
    if (!grown) {
        return false;
    }
    *array = grown;
    *room = wanted;
    return true;
}

static void no_memory(struct xml_parse *parse) {
    xml_stop(parse, YK_NOMEM, ERR_BUSY, "no memory for a workbook");
}

// ---- text ----

static int hex_of(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

// "_x000D_": what XML cannot hold (ECMA-376 part 1, 22.9.2.19). -1: no such thing here.
static int32_t escaped_at(const char *text, size_t n) {
    int32_t code = 0;
    if (n < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_') {
        return -1;
    }
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_of(text[i]);
        if (digit < 0) {
            return -1;
        }
        code = code * 16 + digit;
    }
    return code >= 0xd800 && code < 0xe000 ? -1 : code;
}

static void add_code(struct buf *out, int32_t code) {
    if (code < 0x80) {
        if (code >= 0x20 ? code != 0x7f : code == '\n' || code == '\t') {
            buf_add_char(out, (char)code);
        }
    } else if (code < 0x800) {
        buf_add_char(out, (char)(0xc0 | code >> 6));
        buf_add_char(out, (char)(0x80 | (code & 0x3f)));
    } else {
        buf_add_char(out, (char)(0xe0 | code >> 12));
        buf_add_char(out, (char)(0x80 | (code >> 6 & 0x3f)));
        buf_add_char(out, (char)(0x80 | (code & 0x3f)));
    }
}

void xlsx_add_text(struct buf *out, const char *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        int32_t code = text[i] == '_' ? escaped_at(text + i, n - i) : -1;
        if (code >= 0) {
            add_code(out, code);
            i += 6;
        } else if ((unsigned char)text[i] < 0x80) {
            add_code(out, text[i]);
        } else {
            buf_add_char(out, text[i]);
        }
    }
}

// ---- relationships ----

struct rel {
    char id[ID_BYTES], target[TARGET_BYTES], type[TARGET_BYTES];
};
struct rels {
    const char *folder; // of the part that has them, "xl/" or ""
    struct rel *list;
    size_t n, room;
};

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

static void rel_start(struct xml_parse *parse, const char *name, const char **attributes) {
    struct rels *rels = parse->ctx;
    const char *id = xml_attribute(attributes, "Id");
    const char *target = xml_attribute(attributes, "Target");
    const char *type = xml_attribute(attributes, "Type");
    const char *mode = xml_attribute(attributes, "TargetMode");
    if (strcmp(name, "Relationship") != 0 || !id || !target || !type ||
        (mode && strcmp(mode, "External") == 0)) {
        return;
    }
    if (rels->n >= RELS_MAX) {
        xml_stop(parse, YK_REFUSED, ERR_WORKBOOK_TOO_LARGE, "too many relationships");
        return;
    }
    if (!xlsx_grow((void **)&rels->list, &rels->room, rels->n, sizeof *rels->list)) {
        no_memory(parse);
        return;
    }
    struct rel *rel = &rels->list[rels->n];
    const char *folder = target[0] == '/' ? "" : rels->folder;
    target += target[0] == '/';
    if (strstr(target, "..") || strlen(id) >= sizeof rel->id || strlen(type) >= sizeof rel->type ||
        strlen(folder) + strlen(target) >= sizeof rel->target) {
        xml_stop(parse, YK_REFUSED, ERR_WORKBOOK_UNSAFE, "the target of a relationship");
        return;
    }
    snprintf(rel->id, sizeof rel->id, "%s", id);
    snprintf(rel->type, sizeof rel->type, "%s", type);
    snprintf(rel->target, sizeof rel->target, "%s%s", folder, target);
    rels->n++;
}

static const struct xml_handlers rel_handlers = {.start = rel_start};

static const struct rel *rel_of_type(const struct rels *rels, const char *end) {
    for (size_t i = 0; i < rels->n; i++) {
        if (ends_with(rels->list[i].type, end)) {
            return &rels->list[i];
        }
    }
    return NULL;
}

static const struct rel *rel_of_id(const struct rels *rels, const char *id) {
    for (size_t i = 0; i < rels->n; i++) {
        if (strcmp(rels->list[i].id, id) == 0) {
            return &rels->list[i];
        }
    }
    return NULL;
}

// ---- the workbook ----

struct workbook {
    struct xlsx *book;
    const struct rels *rels;
    size_t room;
    bool seen; // that it is one
};

static void sheet_found(struct xml_parse *parse, const char **attributes) {
    struct workbook *workbook = parse->ctx;
    struct xlsx *book = workbook->book;
    const char *name = xml_attribute(attributes, "name");
    const char *id = xml_attribute(attributes, "id");
    const struct rel *rel = id ? rel_of_id(workbook->rels, id) : NULL;
    if (!name || !rel || !ends_with(rel->type, "/worksheet")) {
        return; // a sheet of charts or of macros
    }
    if (book->n_sheets >= book->limits.sheets_max) {
        xml_stop(parse, YK_REFUSED, ERR_WORKBOOK_TOO_LARGE, "too many sheets");
        return;
    }
    if (!xlsx_grow((void **)&book->sheets, &workbook->room, book->n_sheets, sizeof *book->sheets)) {
        no_memory(parse);
        return;
    }
    struct xlsx_sheet sheet = {strdup(name), strdup(rel->target)};
    if (!sheet.name || !sheet.part) {
        free(sheet.name);
        free(sheet.part);
        no_memory(parse);
        return;
    }
    book->sheets[book->n_sheets++] = sheet;
}

static void workbook_start(struct xml_parse *parse, const char *name, const char **attributes) {
    struct workbook *workbook = parse->ctx;
    if (strcmp(name, "workbook") == 0) {
        workbook->seen = true;
    } else if (strcmp(name, "workbookPr") == 0) {
        const char *value = xml_attribute(attributes, "date1904");
        workbook->book->since_1904 =
            value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
    } else if (strcmp(name, "sheet") == 0) {
        sheet_found(parse, attributes);
    }
}

static const struct xml_handlers workbook_handlers = {.start = workbook_start};

// ---- styles ----

struct styles {
    struct xlsx *book;
    struct {
        int64_t id;
        bool date;
    } * formats;
    size_t n_formats, room;
    bool in_cells;
};

static int64_t int_attribute(const char **attributes, const char *name, int64_t absent) {
    const char *value = xml_attribute(attributes, name);
    char *end;
    if (!value || !*value) {
        return absent;
    }
    long long number = strtoll(value, &end, 10);
    return *end ? absent : number;
}

static void format_found(struct xml_parse *parse, const char **attributes) {
    struct styles *styles = parse->ctx;
    const char *code = xml_attribute(attributes, "formatCode");
    if (styles->n_formats >= FORMATS_MAX) {
        xml_stop(parse, YK_REFUSED, ERR_WORKBOOK_TOO_LARGE, "too many formats");
    } else if (!xlsx_grow((void **)&styles->formats, &styles->room, styles->n_formats,
                          sizeof *styles->formats)) {
        no_memory(parse);
    } else if (code) {
        styles->formats[styles->n_formats].id = int_attribute(attributes, "numFmtId", -1);
        styles->formats[styles->n_formats++].date = xlsx_format_is_date(-1, code);
    }
}

static bool format_is_date(const struct styles *styles, int64_t id) {
    for (size_t i = 0; i < styles->n_formats; i++) {
        if (styles->formats[i].id == id) {
            return styles->formats[i].date;
        }
    }
    return xlsx_format_is_date(id, NULL);
}

static void style_found(struct xml_parse *parse, const char **attributes) {
    struct styles *styles = parse->ctx;
    struct xlsx *book = styles->book;
    if (book->n_styles >= STYLES_MAX) {
        xml_stop(parse, YK_REFUSED, ERR_WORKBOOK_TOO_LARGE, "too many styles");
    } else if (!xlsx_grow((void **)&book->date_style, &book->style_room, book->n_styles, 1)) {
        no_memory(parse);
    } else {
        book->date_style[book->n_styles++] =
            format_is_date(styles, int_attribute(attributes, "numFmtId", 0));
    }
}

static void styles_start(struct xml_parse *parse, const char *name, const char **attributes) {
    struct styles *styles = parse->ctx;
    if (strcmp(name, "numFmt") == 0) {
        format_found(parse, attributes);
    } else if (strcmp(name, "cellXfs") == 0) {
        styles->in_cells = true;
    } else if (strcmp(name, "xf") == 0 && styles->in_cells) {
        style_found(parse, attributes);
    }
}

static void styles_end(struct xml_parse *parse, const char *name) {
    struct styles *styles = parse->ctx;
    if (strcmp(name, "cellXfs") == 0) {
        styles->in_cells = false;
    }
}

static const struct xml_handlers styles_handlers = {.start = styles_start, .end = styles_end};

// ---- shared strings ----

struct strings {
    struct xlsx *book;
    struct buf text; // of the string being read, as it comes: an escape may be cut by a chunk
    bool in_item, in_text;
    unsigned in_phonetic;
};

static void strings_start(struct xml_parse *parse, const char *name, const char **attributes) {
    struct strings *strings = parse->ctx;
    (void)attributes;
    if (strcmp(name, "si") == 0) {
        strings->in_item = true;
        buf_clear(&strings->text);
    } else if (strcmp(name, "rPh") == 0) {
        strings->in_phonetic++;
    } else if (strcmp(name, "t") == 0) {
        strings->in_text = strings->in_item && !strings->in_phonetic;
    }
}

static void keep_string(struct xml_parse *parse) {
    struct strings *strings = parse->ctx;
    struct xlsx *book = strings->book;
    if (book->n_strings >= book->limits.strings_max) {
        xml_stop(parse, YK_REFUSED, ERR_WORKBOOK_TOO_LARGE, "too many shared strings");
        return;
    }
    if (!xlsx_grow((void **)&book->string_at, &book->string_room, book->n_strings,
                   sizeof *book->string_at)) {
        no_memory(parse);
        return;
    }
    book->string_at[book->n_strings++] = book->strings.len;
    xlsx_add_text(&book->strings, strings->text.data ? strings->text.data : "", strings->text.len);
    buf_add_char(&book->strings, '\0');
    if (book->strings.failed || strings->text.failed) {
        xml_stop(parse, YK_REFUSED, ERR_WORKBOOK_TOO_LARGE, "too much shared text");
    }
}

static void strings_end(struct xml_parse *parse, const char *name) {
    struct strings *strings = parse->ctx;
    if (strcmp(name, "t") == 0) {
        strings->in_text = false;
    } else if (strcmp(name, "rPh") == 0 && strings->in_phonetic) {
        strings->in_phonetic--;
    } else if (strcmp(name, "si") == 0 && strings->in_item) {
        strings->in_item = false;
        keep_string(parse);
    }
}

static void strings_text(struct xml_parse *parse, const char *text, size_t n) {
    struct strings *strings = parse->ctx;
    if (strings->in_text) {
        buf_add(&strings->text, text, n);
    }
}

static const struct xml_handlers strings_handlers = {
    .start = strings_start, .end = strings_end, .text = strings_text};

// ---- all of it ----

static enum yk load_styles(struct xlsx *book, const struct rels *rels, struct err *err) {
    struct styles styles = {.book = book};
    const struct rel *rel = rel_of_type(rels, "/styles");
    if (!rel || !xlsx_zip_has(book->zip, rel->target)) {
        return YK_OK;
    }
    enum yk status = xlsx_zip_parse(book->zip, rel->target, &styles_handlers, &styles, err);
    free(styles.formats);
    return status;
}

static enum yk load_strings(struct xlsx *book, const struct rels *rels, struct err *err) {
    struct strings strings = {.book = book};
    const struct rel *rel = rel_of_type(rels, "/sharedStrings");
    if (!rel || !xlsx_zip_has(book->zip, rel->target)) {
        return YK_OK;
    }
    buf_init(&strings.text, book->limits.row_bytes_max);
    enum yk status = xlsx_zip_parse(book->zip, rel->target, &strings_handlers, &strings, err);
    buf_done(&strings.text);
    return status;
}

static enum yk load_rels(struct xlsx *book, const char *part, const char *folder, struct rels *out,
                         struct err *err) {
    *out = (struct rels){.folder = folder};
    return xlsx_zip_parse(book->zip, part, &rel_handlers, out, err);
}

static enum yk load_workbook(struct xlsx *book, const char *part, struct err *err) {
    char folder[TARGET_BYTES], rels_part[TARGET_BYTES + 16];
    struct rels rels = {0};
    const char *slash = strrchr(part, '/');
    const char *base = slash ? slash + 1 : part;
    snprintf(folder, sizeof folder, "%.*s", (int)(base - part), part);
    snprintf(rels_part, sizeof rels_part, "%s_rels/%s.rels", folder, base);
    enum yk status = load_rels(book, rels_part, folder, &rels, err);
    struct workbook workbook = {.book = book, .rels = &rels};
    if (status == YK_OK) {
        status = xlsx_zip_parse(book->zip, part, &workbook_handlers, &workbook, err);
    }
    if (status == YK_OK && (!workbook.seen || book->n_sheets == 0)) {
        status = err_set(err, YK_REFUSED, ERR_NOT_A_WORKBOOK, "no sheet");
    }
    if (status == YK_OK) {
        status = load_styles(book, &rels, err);
    }
    if (status == YK_OK) {
        status = load_strings(book, &rels, err);
    }
    free(rels.list);
    return status;
}

enum yk xlsx_book_load(struct xlsx *book, struct err *err) {
    struct rels rels = {0};
    if (!xlsx_zip_has(book->zip, "_rels/.rels")) {
        return err_set(err, YK_REFUSED, ERR_NOT_A_WORKBOOK, "no relationships");
    }
    enum yk status = load_rels(book, "_rels/.rels", "", &rels, err);
    const struct rel *rel = rel_of_type(&rels, "/officeDocument");
    if (status == YK_OK) {
        status = rel && xlsx_zip_has(book->zip, rel->target)
                     ? load_workbook(book, rel->target, err)
                     : err_set(err, YK_REFUSED, ERR_NOT_A_WORKBOOK, "no workbook in it");
    }
    free(rels.list);
    return status;
}
