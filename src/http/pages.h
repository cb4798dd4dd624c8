// SPDX-License-Identifier: Apache-2.0
// The embedded pages as ready replies: made once at start, shared by all threads. Strong entity tags, gzip where it is accepted, for ever
// where the name holds a hash, and index.html for any address that the pages themselves route.
#ifndef YK_HTTP_PAGES_H
#define YK_HTTP_PAGES_H

#include <stdbool.h>

#include "base/err.h"

struct pages;
struct MHD_Response;

YK_NODISCARD enum yk pages_new(struct pages **out, struct err *err);
void pages_free(struct pages **pages);
// The reply to GET or HEAD of this decoded path, and its status (200 or 304). NULL: nothing is there. The reply stays the pages'.
struct MHD_Response *pages_find(const struct pages *pages, const char *path, bool accepts_gzip,
                                const char *if_none_match, int *out_status);

#endif
