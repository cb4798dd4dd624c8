// SPDX-License-Identifier: Apache-2.0
// The table made at build time from api/errors.txt, for err.c alone. What the words, statuses and titles are
// is decided in the registry; how they are looked up, in err.c.
#ifndef YK_BASE_ERR_TABLE_H
#define YK_BASE_ERR_TABLE_H

#include "err_codes.h"

struct err_entry {
    const char *word;
    int http_status;
    const char *zh, *en;
};
extern const struct err_entry err_entries[ERR_CODE_END];

#endif
