// SPDX-License-Identifier: Apache-2.0
//
// The built web pages, carried inside the program. The table is made at build time from web/dist
// by src/app/embed/pack.py; where the pages are not built it holds one page that says so.
// How they are served (caching, ranges, the policy headers) is decided elsewhere.

#ifndef YIKOU_HTTP_STATIC_FILES_H
#define YIKOU_HTTP_STATIC_FILES_H

#include <stdbool.h>
#include <stddef.h>

struct static_file {
    const char *path;         // from the root, with its slash: "/index.html", "/assets/a-1f3c.js"
    const char *content_type; // with its charset where it is text
    const char *etag;         // strong, in its quotes; of the plain bytes
    const char *gzip_etag;    // strong, in its quotes; NULL where there is no gzip form
    bool immutable;           // the name holds a hash of the content: may be kept for ever
    const unsigned char *data;
    size_t len;
    const unsigned char *gzip; // NULL where compressing gains nothing
    size_t gzip_len;
};

// The file at exactly this path ("/" is not "/index.html"), or NULL. What is returned lives as long
// as the program. Does not block, needs no lock.
const struct static_file *static_file_find(const char *path);

// All files, sorted by path, and their number.
const struct static_file *static_file_list(size_t *out_count);

#endif
