// SPDX-License-Identifier: Apache-2.0
// Parts of an archive as XML. What an archive says of itself is not believed: sizes are counted while unpacking. A document type is refused whole, so that
// there are no entities beside XML's five.
#include "exchange/xlsx_zip.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

enum { CHUNK_BYTES = 32 * 1024, NAME_BYTES_MAX = 200, RATIO_FROM_BYTES = 1024 * 1024 };

struct xlsx_zip {
    zip_t *zip;
    struct xlsx_limits limits;
    uint64_t unpacked; // over all parts so far
};

static enum yk refuse(struct err *err, enum err_code code, const char *why) {
    return err_set(err, YK_REFUSED, code, "%s", why);
}

// ---- opening ----

// What people upload instead: an old binary workbook, or one with a password, is a compound file.
static enum yk check_magic(const unsigned char *head, size_t n, struct err *err) {
    static const unsigned char compound[] = {0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1};
    if (n >= sizeof compound && memcmp(head, compound, sizeof compound) == 0) {
        return refuse(err, ERR_WORKBOOK_LOCKED, "a compound file");
    }
    if (n < 4 || memcmp(head, "PK\x03\x04", 4) != 0) {
        return refuse(err, ERR_NOT_A_WORKBOOK, "no local file header at the beginning");
    }
    return YK_OK;
}

static bool is_safe_name(const char *name) {
    size_t n = strlen(name);
    if (n == 0 || n > NAME_BYTES_MAX || name[0] == '/' || strpbrk(name, "\\:")) {
        return false;
    }
    for (const char *at = name; at; at = strchr(at, '/')) {
        at += *at == '/';
        size_t len = strcspn(at, "/");
        if ((len == 1 && at[0] == '.') || (len == 2 && at[0] == '.' && at[1] == '.')) {
            return false;
        }
    }
    return true;
}

static enum yk check_entry(const struct xlsx_zip *zip, zip_uint64_t i, struct err *err) {
    zip_stat_t stat;
    if (zip_stat_index(zip->zip, i, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_NAME)) {
        return refuse(err, ERR_WORKBOOK_BROKEN, "an entry without a name");
    }
    if (!is_safe_name(stat.name)) {
        return refuse(err, ERR_WORKBOOK_UNSAFE, "the name of an entry");
    }
    if (zip_name_locate(zip->zip, stat.name, 0) != (zip_int64_t)i) {
        return refuse(err, ERR_WORKBOOK_UNSAFE, "two entries of one name");
    }
    if (stat.valid & ZIP_STAT_ENCRYPTION_METHOD && stat.encryption_method != ZIP_EM_NONE) {
        return refuse(err, ERR_WORKBOOK_LOCKED, "an entry is encrypted");
    }
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE) {
        return refuse(err, ERR_WORKBOOK_BROKEN, "a method of packing that workbooks do not use");
    }
    return YK_OK;
}

static enum yk check_entries(const struct xlsx_zip *zip, struct err *err) {
    zip_int64_t n = zip_get_num_entries(zip->zip, 0);
    if (n > (zip_int64_t)zip->limits.entries_max) {
        return refuse(err, ERR_WORKBOOK_TOO_LARGE, "too many entries");
    }
    enum yk status = YK_OK;
    for (zip_int64_t i = 0; i < n && status == YK_OK; i++) {
        status = check_entry(zip, (zip_uint64_t)i, err);
    }
    return status;
}

static zip_t *open_archive(int fd, const void *data, size_t n) {
    zip_error_t error;
    zip_error_init(&error);
    zip_t *archive = NULL;
    if (data) {
        zip_source_t *source = zip_source_buffer_create(data, n, 0, &error);
        archive = source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) : NULL;
        if (source && !archive) {
            zip_source_free(source);
        }
    } else {
        int own = dup(fd);
        archive = own >= 0 ? zip_fdopen(own, ZIP_CHECKCONS, NULL) : NULL;
        if (own >= 0 && !archive) {
            close(own);
        }
    }
    zip_error_fini(&error);
    return archive;
}

static enum yk check_file(int fd, const unsigned char *data, size_t n,
                          const struct xlsx_limits *limits, struct err *err) {
    unsigned char head[8];
    struct stat stat;
    if (!data) {
        if (fstat(fd, &stat) != 0) {
            return err_set(err, YK_FAILED, ERR_INTERNAL, "cannot look at an uploaded file");
        }
        n = stat.st_size > 0 ? (size_t)stat.st_size : 0;
        ssize_t got = pread(fd, head, sizeof head, 0);
        if (got < 0 || lseek(fd, 0, SEEK_SET) < 0) {
            return err_set(err, YK_FAILED, ERR_INTERNAL, "cannot read an uploaded file");
        }
        data = head;
        if (n > limits->file_bytes_max) {
            return refuse(err, ERR_WORKBOOK_TOO_LARGE, "the file");
        }
        return check_magic(data, (size_t)got, err);
    }
    return n > limits->file_bytes_max ? refuse(err, ERR_WORKBOOK_TOO_LARGE, "the file")
                                      : check_magic(data, n, err);
}

enum yk xlsx_zip_open(int fd, const void *data, size_t n, const struct xlsx_limits *limits,
                      struct xlsx_zip **out, struct err *err) {
    enum yk status = check_file(fd, data, n, limits, err);
    if (status != YK_OK) {
        return status;
    }
    struct xlsx_zip *zip = calloc(1, sizeof *zip);
    if (!zip) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory for a workbook");
    }
    zip->limits = *limits;
    zip->zip = open_archive(fd, data, n);
    status = zip->zip ? check_entries(zip, err)
                      : refuse(err, ERR_WORKBOOK_BROKEN, "the archive has no whole directory");
    if (status == YK_OK && !xlsx_zip_has(zip, "[Content_Types].xml")) {
        status = refuse(err, ERR_NOT_A_WORKBOOK, "no content types");
    }
    if (status != YK_OK) {
        xlsx_zip_close(&zip);
        return status;
    }
    *out = zip;
    return YK_OK;
}

void xlsx_zip_close(struct xlsx_zip **zip) {
    if (*zip) {
        if ((*zip)->zip) {
            zip_discard((*zip)->zip);
        }
        free(*zip);
        *zip = NULL;
    }
}

bool xlsx_zip_has(const struct xlsx_zip *zip, const char *name) {
    return zip_name_locate(zip->zip, name, 0) >= 0;
}

// ---- XML ----

static const char *local_name(const char *name) {
    const char *bar = strrchr(name, '|');
    return bar ? bar + 1 : name;
}

const char *xml_attribute(const char **attributes, const char *name) {
    for (size_t i = 0; attributes[i]; i += 2) {
        if (strcmp(local_name(attributes[i]), name) == 0) {
            return attributes[i + 1];
        }
    }
    return NULL;
}

void xml_stop(struct xml_parse *parse, enum yk status, enum err_code code, const char *why) {
    if (parse->status == YK_OK) {
        parse->status = code == ERR_NONE ? status : err_set(parse->err, status, code, "%s", why);
        XML_StopParser(parse->parser, XML_FALSE);
    }
}

// Sheets, relationships and what belongs to neither: drawings, extensions of makers.
static bool is_ours(const char *name) {
    return strstr(name, "spreadsheetml/") || strstr(name, "/package/") || !strchr(name, '|');
}

static void on_start(void *arg, const char *name, const char **attributes) {
    struct xml_parse *parse = arg;
    if (parse->status != YK_OK) {
        return;
    }
    if (++parse->depth > parse->depth_max) {
        xml_stop(parse, YK_REFUSED, ERR_WORKBOOK_UNSAFE, "elements lie too deep");
    } else if (parse->foreign || !is_ours(name)) {
        parse->foreign++;
    } else {
        parse->handlers->start(parse, local_name(name), attributes);
    }
}

static void on_end(void *arg, const char *name) {
    struct xml_parse *parse = arg;
    if (parse->status != YK_OK) {
        return;
    }
    parse->depth--;
    if (parse->foreign) {
        parse->foreign--;
    } else if (parse->handlers->end) {
        parse->handlers->end(parse, local_name(name));
    }
}

static void on_text(void *arg, const char *text, int n) {
    struct xml_parse *parse = arg;
    if (parse->status == YK_OK && !parse->foreign && parse->handlers->text) {
        parse->handlers->text(parse, text, (size_t)n);
    }
}

static void on_doctype(void *arg, const char *name, const char *sysid, const char *pubid,
                       int has_internal_subset) {
    (void)name, (void)sysid, (void)pubid, (void)has_internal_subset;
    xml_stop(arg, YK_REFUSED, ERR_WORKBOOK_UNSAFE, "a document type");
}

// ---- a part ----

struct part {
    struct xlsx_zip *zip;
    zip_file_t *file;
    uint64_t packed, unpacked;
};

static enum yk count_bytes(struct part *part, size_t n, struct err *err) {
    const struct xlsx_limits *limits = &part->zip->limits;
    part->unpacked += n;
    part->zip->unpacked += n;
    if (part->unpacked > limits->part_bytes_max || part->zip->unpacked > limits->total_bytes_max) {
        return refuse(err, ERR_WORKBOOK_TOO_LARGE, "unpacked it is too large");
    }
    if (part->unpacked > RATIO_FROM_BYTES &&
        part->unpacked / (part->packed + 1) > limits->ratio_max) {
        return refuse(err, ERR_WORKBOOK_TOO_LARGE, "it is packed beyond all measure");
    }
    return YK_OK;
}

static enum yk feed(struct part *part, XML_Parser parser, struct xml_parse *parse,
                    struct err *err) {
    for (;;) {
        void *chunk = XML_GetBuffer(parser, CHUNK_BYTES);
        if (!chunk) {
            return err_set(err, YK_NOMEM, ERR_BUSY, "no memory for a workbook's part");
        }
        zip_int64_t got = zip_fread(part->file, chunk, CHUNK_BYTES);
        if (got < 0) {
            return refuse(err, ERR_WORKBOOK_BROKEN, "a part cannot be unpacked");
        }
        enum yk status = count_bytes(part, (size_t)got, err);
        if (status != YK_OK) {
            return status;
        }
        enum XML_Status parsed = XML_ParseBuffer(parser, (int)got, got == 0);
        if (parse->status != YK_OK) {
            return parse->status;
        }
        if (parsed != XML_STATUS_OK) {
            return XML_GetErrorCode(parser) == XML_ERROR_NO_MEMORY
                       ? err_set(err, YK_NOMEM, ERR_BUSY, "no memory for a workbook's part")
                       : refuse(err, ERR_WORKBOOK_BROKEN, "a part is not well-formed");
        }
        if (got == 0) {
            return YK_OK;
        }
    }
}

static enum yk parse_part(struct part *part, const struct xml_handlers *handlers, void *ctx,
                          struct err *err) {
    XML_Parser parser = XML_ParserCreateNS(NULL, '|');
    if (!parser) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory for a workbook's part");
    }
    struct xml_parse parse = {.ctx = ctx,
                              .handlers = handlers,
                              .parser = parser,
                              .err = err,
                              .depth_max = part->zip->limits.depth_max};
    XML_SetUserData(parser, &parse);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    enum yk status = feed(part, parser, &parse, err);
    XML_ParserFree(parser);
    return status;
}

enum yk xlsx_zip_parse(struct xlsx_zip *zip, const char *name, const struct xml_handlers *handlers,
                       void *ctx, struct err *err) {
    zip_stat_t stat;
    zip_int64_t i = zip_name_locate(zip->zip, name, 0);
    if (i < 0 || zip_stat_index(zip->zip, (zip_uint64_t)i, 0, &stat) != 0) {
        return refuse(err, ERR_WORKBOOK_BROKEN, "a part is missing");
    }
    struct part part = {.zip = zip, .packed = stat.comp_size};
    part.file = zip_fopen_index(zip->zip, (zip_uint64_t)i, 0);
    if (!part.file) {
        return refuse(err, ERR_WORKBOOK_BROKEN, "a part cannot be unpacked");
    }
    enum yk status = parse_part(&part, handlers, ctx, err);
    zip_fclose(part.file);
    return status;
}
