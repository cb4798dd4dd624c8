// SPDX-License-Identifier: Apache-2.0
//
// A file carried inside the program: migrations, calendars, registries. The tables are made
// at build time by scripts/embed_data.py; the module that uses one declares it `extern`.
// Web pages are not here: they have http/static_files.h.

#ifndef YIKOU_BASE_EMBEDDED_H
#define YIKOU_BASE_EMBEDDED_H

#include <stddef.h>

// `data` has `len` bytes and one NUL byte after them, so that text can be read as a string.
struct embedded_file {
    const char *name;
    const unsigned char *data;
    size_t len;
};

#endif
