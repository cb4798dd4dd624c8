// SPDX-License-Identifier: Apache-2.0
// Cells of CSV as every export writes them (RFC 4180): always quoted, lines ended by CRLF.
#ifndef YK_BASE_CSV_H
#define YK_BASE_CSV_H

#include <stdbool.h>

#include "base/buf.h"

// Spreadsheets run what begins with = + - @ or a tab; a mark before it keeps it a text. text NULL: empty.
void csv_add_cell(struct buf *out, const char *text, bool last);

#endif
