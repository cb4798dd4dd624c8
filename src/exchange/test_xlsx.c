// SPDX-License-Identifier: Apache-2.0
// Workbooks as spreadsheets write them, and as those do who mean harm: a table of cells and what each means, a table of files and why each is refused.

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "exchange/xlsx_read.h"

#define MAIN     "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define DOC_RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELS(body)                                                                                 \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" body  \
    "</Relationships>"
#define REL(id, kind, target)                                                                      \
    "<Relationship Id=\"" id "\" Type=\"" DOC_RELS "/" kind "\" Target=\"" target "\"/>"

struct part {
    const char *name;
    const void *data;
    size_t n; // 0: of a text
};

static const char types_xml[] = "<Types/>";
static const char root_rels[] = RELS(REL("r1", "officeDocument", "xl/workbook.xml"));
static const char book_rels[] = RELS(REL("s1", "worksheet", "worksheets/sheet1.xml") REL(
    "s2", "sharedStrings", "/xl/sharedStrings.xml") REL("s3", "styles", "styles.xml"));
static const char book_xml[] = "<workbook " MAIN " xmlns:r=\"" DOC_RELS
                               "\"><sheets><sheet name=\"表一\" sheetId=\"1\" r:id=\"s1\"/>"
                               "</sheets></workbook>";
static const char book_1904_xml[] =
    "<workbook " MAIN " xmlns:r=\"" DOC_RELS "\"><workbookPr date1904=\"1\"/><sheets>"
    "<sheet name=\"a\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>";
static const char strings_xml[] =
    "<sst " MAIN "><si><t>住建局</t></si>"
    "<si><r><t>甲</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> 乙</t></r>"
    "<rPh sb=\"0\" eb=\"1\"><t>jia</t></rPh></si>"
    "<si><t>a_x000A_b_x005F_c_x0001_d</t></si><si><t/></si></sst>";
static const char styles_xml[] =
    "<styleSheet " MAIN "><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m"
    "&quot;月&quot;\"/><numFmt numFmtId=\"165\" formatCode=\"[Red]0.00&quot;day&quot;\"/>"
    "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>"
    "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>"
    "<xf numFmtId=\"22\"/><xf numFmtId=\"57\"/></cellXfs></styleSheet>";

// An archive of the parts, in memory that the caller frees.
static void *pack(const struct part *parts, size_t n, size_t *out_n) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
    assert_non_null(target);
    zip_source_keep(target);
    zip_t *zip = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error);
    assert_non_null(zip);
    for (size_t i = 0; i < n; i++) {
        size_t bytes = parts[i].n ? parts[i].n : strlen(parts[i].data);
        zip_source_t *source = zip_source_buffer(zip, parts[i].data, bytes, 0);
        assert_true(zip_file_add(zip, parts[i].name, source, 0) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
    zip_stat_t stat;
    assert_int_equal(zip_source_open(target), 0);
    assert_int_equal(zip_source_stat(target, &stat), 0);
    unsigned char *bytes = malloc(stat.size);
    assert_non_null(bytes);
    assert_int_equal(zip_source_read(target, bytes, stat.size), stat.size);
    zip_source_close(target);
    zip_source_free(target);
    *out_n = stat.size;
    return bytes;
}

static void *pack_sheet(const char *workbook, const char *sheet, size_t n, size_t *out_n) {
    const struct part parts[] = {
        {"[Content_Types].xml", types_xml, 0},    {"_rels/.rels", root_rels, 0},
        {"xl/workbook.xml", workbook, 0},         {"xl/_rels/workbook.xml.rels", book_rels, 0},
        {"xl/sharedStrings.xml", strings_xml, 0}, {"xl/styles.xml", styles_xml, 0},
        {"xl/worksheets/sheet1.xml", sheet, n},
    };
    return pack(parts, sizeof parts / sizeof *parts, out_n);
}

// Each row as "number: A=text B=text;".
struct seen {
    struct arena *arena;
    struct buf text;
    enum yk stop;
};

static enum yk see_row(void *ctx, const struct xlsx_row *row, struct err *err) {
    struct seen *seen = ctx;
    buf_add_printf(&seen->text, "%d:", row->number);
    for (size_t i = 0; i < row->n; i++) {
        static const char kinds[] = "-tndbe";
        char ref[XLSX_REF_BYTES];
        xlsx_ref(row->cells[i].col, row->number, ref);
        buf_add_printf(&seen->text, " %s=%c%s", ref, kinds[row->cells[i].kind],
                       xlsx_cell_text(&row->cells[i], seen->arena));
    }
    buf_add_text(&seen->text, ";");
    return seen->stop == YK_OK ? YK_OK : err_set(err, seen->stop, ERR_LIMIT_REACHED, "enough");
}

static enum yk read_bytes(const void *data, size_t n, const struct xlsx_limits *limits,
                          struct seen *seen, struct err *err) {
    _cleanup_xlsx_ struct xlsx *book = NULL;
    seen->arena = arena_new(0);
    buf_init(&seen->text, 1 << 20);
    buf_add_text(&seen->text, "");
    enum yk status = xlsx_open_bytes(data, n, limits, &book, err);
    if (status == YK_OK) {
        status = xlsx_read_sheet(book, 0, see_row, seen, err);
    }
    return status;
}

static void seen_done(struct seen *seen) {
    arena_free(&seen->arena);
    buf_done(&seen->text);
}

#define SHEET(body) "<worksheet " MAIN "><sheetData>" body "</sheetData></worksheet>"
#define ROW(body)   SHEET("<row r=\"1\">" body "</row>")

static void test_cells(void **state) {
    (void)state;
    static const struct {
        const char *label, *sheet, *seen;
    } cases[] = {
        {"a shared string", ROW("<c r=\"A1\" t=\"s\"><v>0</v></c>"), "1: A1=t住建局;"},
        {"runs, without how they are read", ROW("<c r=\"A1\" t=\"s\"><v>1</v></c>"),
         "1: A1=t甲 乙;"},
        {"what XML cannot hold", ROW("<c t=\"s\"><v>2</v></c>"), "1: A1=ta\nb_cd;"},
        {"an empty shared string", ROW("<c t=\"s\"><v>3</v></c>"), ""},
        {"an inline string",
         ROW("<c r=\"B1\" t=\"inlineStr\"><is><t>镇</t><rPh sb=\"0\" eb=\"1\"><t>z</t></rPh></is></c>"),
         "1: B1=t镇;"},
        {"inline runs", ROW("<c t=\"inlineStr\"><is><r><t>a</t></r><r><t>b</t></r></is></c>"),
         "1: A1=tab;"},
        {"a number", ROW("<c r=\"A1\"><v>12.5</v></c>"), "1: A1=n12.5;"},
        {"a telephone number", ROW("<c r=\"A1\"><v>13900001234</v></c>"), "1: A1=n13900001234;"},
        {"a small one", ROW("<c r=\"A1\"><v>1E-3</v></c>"), "1: A1=n0.001;"},
        {"a date", ROW("<c r=\"A1\" s=\"1\"><v>44927</v></c>"), "1: A1=d2023-01-01;"},
        {"in a format of one's own", ROW("<c r=\"A1\" s=\"2\"><v>44927</v></c>"),
         "1: A1=d2023-01-01;"},
        {"in a Chinese format", ROW("<c r=\"A1\" s=\"5\"><v>44927</v></c>"), "1: A1=d2023-01-01;"},
        {"no date: a colour and a word", ROW("<c r=\"A1\" s=\"3\"><v>44927</v></c>"),
         "1: A1=n44927;"},
        {"with its time", ROW("<c r=\"A1\" s=\"4\"><v>44927.4375</v></c>"),
         "1: A1=d2023-01-01 10:30;"},
        {"the last second is the next day", ROW("<c s=\"4\"><v>44926.9999999</v></c>"),
         "1: A1=d2023-01-01;"},
        {"a time alone", ROW("<c s=\"4\"><v>0.5</v></c>"), "1: A1=d12:00;"},
        {"a day that there was not", ROW("<c s=\"1\"><v>60</v></c>"), "1: A1=n60;"},
        {"a negative date", ROW("<c s=\"1\"><v>-5</v></c>"), "1: A1=n-5;"},
        {"a date by itself", ROW("<c t=\"d\"><v>2023-02-28T00:00:00</v></c>"),
         "1: A1=d2023-02-28;"},
        {"yes and no", ROW("<c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c>"),
         "1: A1=bTRUE B1=bFALSE;"},
        {"what a formula gave", ROW("<c r=\"A1\"><f>SUM(B1:C1)</f><v>7</v></c>"), "1: A1=n7;"},
        {"what a formula gave, a text", ROW("<c t=\"str\"><f>A2&amp;\"x\"</f><v>甲x</v></c>"),
         "1: A1=t甲x;"},
        {"a formula never run", ROW("<c r=\"A1\"><f>NOW()</f></c>"), ""},
        {"an error", ROW("<c t=\"e\"><v>#N/A</v></c>"), "1: A1=e#N/A;"},
        {"styled and empty", ROW("<c r=\"A1\" s=\"1\"/><c r=\"XFD1\" s=\"1\"/>"), ""},
        {"sparse",
         SHEET("<row r=\"3\"><c r=\"C3\"><v>1</v></c><c r=\"AA3\"><v>2</v></c></row>"
               "<row r=\"90\"><c r=\"A90\"><v>3</v></c></row>"),
         "3: C3=n1 AA3=n2;90: A90=n3;"},
        {"places not written",
         SHEET("<row><c><v>1</v></c><c/><c><v>2</v></c></row><row/>"
               "<row><c><v>3</v></c></row>"),
         "1: A1=n1 C1=n2;3: A3=n3;"},
        {"merged cells",
         "<worksheet " MAIN "><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"/></row>"
         "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:B1\"/></mergeCells></worksheet>",
         "1: A1=n1;"},
        {"makers' own elements",
         "<worksheet " MAIN " xmlns:x=\"urn:maker\"><sheetData><row r=\"1\"><x:c r=\"A1\"><x:v>9"
         "</x:v></x:c><c r=\"B1\" x:s=\"9\"><x:v>9</x:v><v>1</v></c></row></sheetData></worksheet>",
         "1: B1=n1;"},
        {"the strict namespace",
         "<worksheet xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><sheetData><row>"
         "<c><v>4</v></c></row></sheetData></worksheet>",
         "1: A1=n4;"},
        {"five entities", ROW("<c t=\"inlineStr\"><is><t>&lt;&amp;&#x4e2d;</t></is></c>"),
         "1: A1=t<&中;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n;
        struct err err = {0};
        struct seen seen = {0};
        void *bytes = pack_sheet(book_xml, cases[i].sheet, 0, &n);
        enum yk status = read_bytes(bytes, n, NULL, &seen, &err);
        if (status != YK_OK || strcmp(seen.text.data, cases[i].seen) != 0) {
            print_error("%s: %d %s, saw %s\n", cases[i].label, (int)status, err.detail,
                        seen.text.data);
        }
        assert_int_equal(status, YK_OK);
        assert_string_equal(seen.text.data, cases[i].seen);
        seen_done(&seen);
        free(bytes);
    }
}

static void test_1904(void **state) {
    (void)state;
    size_t n;
    struct seen seen = {0};
    void *bytes = pack_sheet(book_1904_xml, ROW("<c s=\"1\"><v>43465</v></c>"), 0, &n);
    assert_int_equal(read_bytes(bytes, n, NULL, &seen, NULL), YK_OK);
    assert_string_equal(seen.text.data, "1: A1=d2023-01-01;");
    seen_done(&seen);
    free(bytes);
    assert_int_equal(xlsx_serial_day(1, false), day_from_civil(1900, 1, 1));
    assert_int_equal(xlsx_serial_day(59, false), day_from_civil(1900, 2, 28));
    assert_int_equal(xlsx_serial_day(61, false), day_from_civil(1900, 3, 1));
    assert_int_equal(xlsx_serial_day(0, true), day_from_civil(1904, 1, 1));
    assert_int_equal(xlsx_serial_day(1e300, false), DAY_NONE);
    assert_int_equal(xlsx_serial_day(0.0 / 0.0 * 1.0, false), DAY_NONE);
}

static void test_formats(void **state) {
    (void)state;
    static const struct {
        const char *code;
        bool date;
    } cases[] = {
        {"General", false},
        {"0.00E+00", false},
        {"yyyy-mm-dd", true},
        {"[h]:mm", true},
        {"[$-804]0", false},
        {"\"day\"0", false},
        {"0\\d", false},
        {"h\"时\"", true},
        {"#,##0;[Red]-#,##0", false},
        {"[$-411]ge.m.d", true},
        {"@", false},
        {"\"", false},
        {"[", false},
        {"\\", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(xlsx_format_is_date(200, cases[i].code), cases[i].date);
    }
}

// ---- harm ----

enum { BIG_BYTES = 8 * 1024 * 1024 };

static void refused(const char *label, const void *bytes, size_t n,
                    const struct xlsx_limits *limits, enum err_code code) {
    struct err err = {0};
    struct seen seen = {0};
    enum yk status = read_bytes(bytes, n, limits, &seen, &err);
    if (status != YK_REFUSED || err.code != code) {
        print_error("%s: %d %s (%s)\n", label, (int)status, err_word(err.code), err.detail);
    }
    assert_int_equal(status, YK_REFUSED);
    assert_int_equal(err.code, code);
    seen_done(&seen);
}

static void test_sheets_refused(void **state) {
    (void)state;
    struct xlsx_limits few = xlsx_limits_default();
    few.rows_max = 2;
    few.cols_max = 3;
    few.row_bytes_max = 40;
    few.depth_max = 8;
    static const struct {
        const char *label, *sheet;
        enum err_code code;
    } cases[] = {
        {"too many rows", SHEET("<row r=\"3\"><c><v>1</v></c></row>"), ERR_WORKBOOK_TOO_LARGE},
        {"too many columns", ROW("<c r=\"D1\"><v>1</v></c>"), ERR_WORKBOOK_TOO_LARGE},
        {"too long a text",
         ROW("<c t=\"str\"><v>12345678901234567890123456789012345678901</v></c>"),
         ERR_WORKBOOK_TOO_LARGE},
        {"rows that go back", SHEET("<row r=\"2\"/><row r=\"1\"/>"), ERR_WORKBOOK_BROKEN},
        {"a row that is none", SHEET("<row r=\"x\"/>"), ERR_WORKBOOK_BROKEN},
        {"cells that go back", ROW("<c r=\"B1\"/><c r=\"A1\"/>"), ERR_WORKBOOK_BROKEN},
        {"a place that is none", ROW("<c r=\"1A\"/>"), ERR_WORKBOOK_BROKEN},
        {"a string that is not there", ROW("<c t=\"s\"><v>4</v></c>"), ERR_WORKBOOK_BROKEN},
        {"a negative string", ROW("<c t=\"s\"><v>-1</v></c>"), ERR_WORKBOOK_BROKEN},
        {"a number that is none", ROW("<c><v>1x</v></c>"), ERR_WORKBOOK_BROKEN},
        {"endless", ROW("<c><v>1e999</v></c>"), ERR_WORKBOOK_BROKEN},
        {"cut", "<worksheet " MAIN "><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v>",
         ERR_WORKBOOK_BROKEN},
        {"deep",
         "<worksheet " MAIN "><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a>"
         "</worksheet>",
         ERR_WORKBOOK_UNSAFE},
        {"a document type", "<!DOCTYPE x><worksheet " MAIN "/>", ERR_WORKBOOK_UNSAFE},
        {"entities of entities",
         "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><worksheet " MAIN
         "><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>",
         ERR_WORKBOOK_UNSAFE},
        {"a file of this machine",
         "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><worksheet " MAIN ">&a;"
         "</worksheet>",
         ERR_WORKBOOK_UNSAFE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n;
        void *bytes = pack_sheet(book_xml, cases[i].sheet, 0, &n);
        refused(cases[i].label, bytes, n, &few, cases[i].code);
        free(bytes);
    }
}

static void test_files_refused(void **state) {
    (void)state;
    static const unsigned char compound[16] = {0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1};
    static const struct part strange[] = {{"[Content_Types].xml", types_xml, 0},
                                          {"word/document.xml", types_xml, 0}};
    static const struct part climbing[] = {{"[Content_Types].xml", types_xml, 0},
                                           {"xl/../../etc/passwd", types_xml, 0}};
    static const struct part rooted[] = {{"/etc/passwd", types_xml, 0}};
    static const struct part outside[] = {
        {"[Content_Types].xml", types_xml, 0},
        {"_rels/.rels", RELS(REL("r1", "officeDocument", "../../etc/passwd")), 0}};
    static const struct part other[] = {
        {"[Content_Types].xml", types_xml, 0},
        {"_rels/.rels", RELS(REL("r1", "officeDocument", "word/document.xml")), 0},
        {"word/_rels/document.xml.rels", RELS(""), 0},
        {"word/document.xml", "<document/>", 0}};
    static const struct {
        const char *label;
        const struct part *parts;
        size_t n;
        enum err_code code;
    } cases[] = {
        {"an archive of something else", strange, 2, ERR_NOT_A_WORKBOOK},
        {"a name that climbs", climbing, 2, ERR_WORKBOOK_UNSAFE},
        {"a name from the root", rooted, 1, ERR_WORKBOOK_UNSAFE},
        {"a target outside", outside, 2, ERR_WORKBOOK_UNSAFE},
        {"a letter", other, 4, ERR_NOT_A_WORKBOOK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n;
        void *bytes = pack(cases[i].parts, cases[i].n, &n);
        refused(cases[i].label, bytes, n, NULL, cases[i].code);
        free(bytes);
    }
    refused("nothing", "", 0, NULL, ERR_NOT_A_WORKBOOK);
    refused("a text", "编号,标题\r\n", 14, NULL, ERR_NOT_A_WORKBOOK);
    refused("a head alone", "PK\x03\x04", 4, NULL, ERR_WORKBOOK_BROKEN);
    refused("with a password, or old", compound, sizeof compound, NULL, ERR_WORKBOOK_LOCKED);
}

// Every place where a file may be cut is refused, and none strays.
static void test_cut(void **state) {
    (void)state;
    size_t n;
    unsigned char *bytes = pack_sheet(book_xml, ROW("<c><v>1</v></c>"), 0, &n);
    for (size_t cut = 1; cut < n; cut += 7) {
        struct seen seen = {0};
        unsigned char *part = malloc(n - cut);
        assert_non_null(part);
        memcpy(part, bytes, n - cut);
        assert_int_equal(read_bytes(part, n - cut, NULL, &seen, NULL), YK_REFUSED);
        seen_done(&seen);
        free(part);
    }
    free(bytes);
}

static void test_altered(void **state) {
    (void)state;
    size_t n;
    unsigned char *bytes = pack_sheet(book_xml, ROW("<c t=\"s\"><v>1</v></c>"), 0, &n);
    for (size_t at = 0; at < n; at++) {
        struct seen seen = {0};
        bytes[at] ^= 0x5a;
        enum yk status = read_bytes(bytes, n, NULL, &seen, NULL);
        assert_true(status == YK_OK || status == YK_REFUSED);
        bytes[at] ^= 0x5a;
        seen_done(&seen);
    }
    free(bytes);
}

static void test_bombs(void **state) {
    (void)state;
    struct xlsx_limits limits = xlsx_limits_default();
    size_t n;
    char *big = malloc(BIG_BYTES);
    assert_non_null(big);
    memset(big, ' ', BIG_BYTES);
    static const char head[] = "<worksheet " MAIN "><sheetData>";
    memcpy(big, head, sizeof head - 1);
    static const char tail[] = "</sheetData></worksheet>";
    memcpy(big + BIG_BYTES - sizeof tail + 1, tail, sizeof tail - 1);
    void *bytes = pack_sheet(book_xml, big, BIG_BYTES, &n);
    refused("packed beyond measure", bytes, n, &limits, ERR_WORKBOOK_TOO_LARGE);
    limits.ratio_max = 100000;
    limits.part_bytes_max = BIG_BYTES / 2;
    refused("a part too large", bytes, n, &limits, ERR_WORKBOOK_TOO_LARGE);
    limits.part_bytes_max = BIG_BYTES;
    limits.total_bytes_max = BIG_BYTES;
    refused("too large together", bytes, n, &limits, ERR_WORKBOOK_TOO_LARGE);
    limits.total_bytes_max = 2 * BIG_BYTES;
    struct seen seen = {0};
    assert_int_equal(read_bytes(bytes, n, &limits, &seen, NULL), YK_OK);
    seen_done(&seen);
    limits.file_bytes_max = n - 1;
    refused("too large a file", bytes, n, &limits, ERR_WORKBOOK_TOO_LARGE);
    limits = xlsx_limits_default();
    limits.ratio_max = 100000;
    limits.strings_max = 3;
    refused("too many strings", bytes, n, &limits, ERR_WORKBOOK_TOO_LARGE);
    limits.strings_max = 100;
    limits.string_bytes_max = 8;
    refused("too much shared text", bytes, n, &limits, ERR_WORKBOOK_TOO_LARGE);
    limits.string_bytes_max = 1000;
    limits.sheets_max = 0;
    refused("too many sheets", bytes, n, &limits, ERR_WORKBOOK_TOO_LARGE);
    limits.entries_max = 6;
    refused("too many entries", bytes, n, &limits, ERR_WORKBOOK_TOO_LARGE);
    free(bytes);
    free(big);
}

static void test_encrypted(void **state) {
    (void)state;
    size_t n;
    unsigned char *bytes = pack_sheet(book_xml, ROW("<c><v>1</v></c>"), 0, &n);
    // The flag of encryption in both records of the last entry.
    for (size_t at = 0; at + 8 < n; at++) {
        if (memcmp(bytes + at, "PK\x03\x04", 4) == 0) {
            bytes[at + 6] |= 1;
        } else if (memcmp(bytes + at, "PK\x01\x02", 4) == 0) {
            bytes[at + 8] |= 1;
        }
    }
    refused("encrypted", bytes, n, NULL, ERR_WORKBOOK_LOCKED);
    free(bytes);
}

// What the reader of rows says ends the reading, and is told as it was said.
static void test_stops(void **state) {
    (void)state;
    size_t n;
    struct err err = {0};
    struct seen seen = {.stop = YK_REFUSED};
    void *bytes =
        pack_sheet(book_xml, SHEET("<row><c><v>1</v></c></row><row><c><v>2</v></c></row>"), 0, &n);
    assert_int_equal(read_bytes(bytes, n, NULL, &seen, &err), YK_REFUSED);
    assert_int_equal(err.code, ERR_LIMIT_REACHED);
    assert_string_equal(seen.text.data, "1: A1=n1;");
    seen_done(&seen);
    free(bytes);
}

static void test_places(void **state) {
    (void)state;
    char ref[XLSX_REF_BYTES];
    static const struct {
        int32_t col, row;
        const char *ref;
    } cases[] = {{0, 1, "A1"},
                 {1, 7, "B7"},
                 {25, 2, "Z2"},
                 {26, 3, "AA3"},
                 {701, 4, "ZZ4"},
                 {702, 5, "AAA5"},
                 {16383, 1048576, "XFD1048576"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        xlsx_ref(cases[i].col, cases[i].row, ref);
        assert_string_equal(ref, cases[i].ref);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),         cmocka_unit_test(test_1904),
        cmocka_unit_test(test_formats),       cmocka_unit_test(test_sheets_refused),
        cmocka_unit_test(test_files_refused), cmocka_unit_test(test_cut),
        cmocka_unit_test(test_altered),       cmocka_unit_test(test_bombs),
        cmocka_unit_test(test_encrypted),     cmocka_unit_test(test_stops),
        cmocka_unit_test(test_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
