// SPDX-License-Identifier: Apache-2.0
// Writing CSV.
#include "base/csv.h"

#include <string.h>

void csv_add_cell(struct buf *out, const char *text, bool last) {
    buf_add_char(out, '"');
    if (text && *text && strchr("=+-@\t", *text)) {
        buf_add_char(out, '\'');
    }
    for (const char *at = text ? text : ""; *at; at++) {
        if (*at == '"') {
            buf_add_char(out, '"');
        }
        buf_add_char(out, *at);
    }
    buf_add_text(out, last ? "\"\r\n" : "\",");
}
