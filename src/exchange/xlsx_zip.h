// SPDX-License-Identifier: Apache-2.0
// The archive that a workbook is: parts by name, each read as XML by a reader's handlers, with all limits on sizes, ratios, names and depth. Knows nothing
// of sheets. Only the files of xlsx_read use it.
#ifndef YK_EXCHANGE_XLSX_ZIP_H
#define YK_EXCHANGE_XLSX_ZIP_H

#include "exchange/xlsx_read.h"

struct xlsx_zip;
YK_NODISCARD enum yk xlsx_zip_open(int fd, const void *data, size_t n,
                                   const struct xlsx_limits *limits, struct xlsx_zip **out,
                                   struct err *err);
void xlsx_zip_close(struct xlsx_zip **zip);

struct xml_parse;
// Local names; elements of other namespaces than the part's own are not told. Handlers that find something wrong call xml_stop.
struct xml_handlers {
    void (*start)(struct xml_parse *parse, const char *name, const char **attributes);
    void (*end)(struct xml_parse *parse, const char *name);
    void (*text)(struct xml_parse *parse, const char *text, size_t n);
};
struct xml_parse {
    void *ctx;
    const struct xml_handlers *handlers;
    void *parser; // XML_Parser
    struct err *err;
    enum yk status;
    unsigned depth, depth_max;
    unsigned foreign; // depth within an element that is not ours; 0: not in one
};
// Ends the parsing with this outcome, once.
void xml_stop(struct xml_parse *parse, enum yk status, enum err_code code, const char *why);
// The value of the attribute with this local name, NULL without one.
const char *xml_attribute(const char **attributes, const char *name);

bool xlsx_zip_has(const struct xlsx_zip *zip, const char *name);
// Parses a part from beginning to end. YK_REFUSED as the limits or the handlers say.
YK_NODISCARD enum yk xlsx_zip_parse(struct xlsx_zip *zip, const char *name,
                                    const struct xml_handlers *handlers, void *ctx,
                                    struct err *err);

#endif
