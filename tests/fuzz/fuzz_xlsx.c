// SPDX-License-Identifier: Apache-2.0
// Any bytes as a workbook; and, so that the fuzzer need not learn to pack archives, the same bytes as the one sheet of a good workbook. Whatever comes is
// refused or read: places ascend, texts are there until the row ends, days are days.

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/arena.h"
#include "base/clock.h"
#include "exchange/xlsx_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct seen {
    struct arena *arena;
    int32_t row;
};

static enum yk see_row(void *ctx, const struct xlsx_row *row, struct err *err) {
    struct seen *seen = ctx;
    (void)err;
    assert(row->number > seen->row && row->n > 0);
    seen->row = row->number;
    int32_t col = -1;
    for (size_t i = 0; i < row->n; i++) {
        const struct xlsx_cell *cell = &row->cells[i];
        assert(cell->col > col && xlsx_find_cell(row, cell->col) == cell);
        assert(cell->seconds >= 0 && cell->seconds < 86400);
        assert(cell->day == DAY_NONE || cell->kind == XLSX_DATE || cell->kind == XLSX_NUMBER);
        assert(strlen(xlsx_cell_text(cell, seen->arena)) < 1u << 22);
        col = cell->col;
    }
    return YK_OK;
}

static void read_all(const void *data, size_t n) {
    struct xlsx *book = NULL;
    struct err err = {0};
    struct xlsx_limits limits = xlsx_limits_default();
    limits.part_bytes_max = 1 << 20;
    limits.total_bytes_max = 4 << 20;
    enum yk status = xlsx_open_bytes(data, n, &limits, &book, &err);
    assert(status == YK_OK || status == YK_REFUSED);
    for (size_t i = 0; status == YK_OK && i < xlsx_sheets(book); i++) {
        struct seen seen = {.arena = arena_new(0)};
        enum yk read = xlsx_read_sheet(book, i, see_row, &seen, &err);
        assert(read == YK_OK || read == YK_REFUSED);
        arena_free(&seen.arena);
    }
    xlsx_close(&book);
}

static void add(zip_t *zip, const char *name, const void *data, size_t n) {
    zip_source_t *source = zip_source_buffer(zip, data, n, 0);
    if (!source || zip_file_add(zip, name, source, 0) < 0) {
        abort();
    }
    zip_set_file_compression(zip, (zip_uint64_t)zip_name_locate(zip, name, 0), ZIP_CM_STORE, 0);
}

#define TEXT(text) text, sizeof(text) - 1
#define TYPE       "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
static const char root_rels[] =
    "<Relationships><Relationship Id='a' Type='" TYPE "/officeDocument' Target='w.xml'/>"
    "</Relationships>";
static const char book_rels[] = "<Relationships><Relationship Id='a' Type='" TYPE
                                "/worksheet' Target='s.xml'/></Relationships>";
static const char book_xml[] = "<workbook><sheets><sheet name='a' id='a'/></sheets></workbook>";

static void read_as_sheet(const uint8_t *data, size_t n) {
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, NULL);
    if (!target) {
        abort();
    }
    zip_source_keep(target);
    zip_t *zip = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    if (!zip) {
        abort();
    }
    add(zip, "[Content_Types].xml", TEXT("<Types/>"));
    add(zip, "_rels/.rels", TEXT(root_rels));
    add(zip, "_rels/w.xml.rels", TEXT(book_rels));
    add(zip, "w.xml", TEXT(book_xml));
    add(zip, "s.xml", data, n);
    zip_stat_t stat;
    if (zip_close(zip) != 0 || zip_source_open(target) != 0 ||
        zip_source_stat(target, &stat) != 0) {
        abort();
    }
    unsigned char *bytes = malloc(stat.size);
    if (!bytes || zip_source_read(target, bytes, stat.size) != (zip_int64_t)stat.size) {
        abort();
    }
    zip_source_close(target);
    zip_source_free(target);
    read_all(bytes, stat.size);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    read_all(data, n);
    read_as_sheet(data, n);
    return 0;
}
