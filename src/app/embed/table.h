// SPDX-License-Identifier: Apache-2.0
//
// What pack.py makes and static_files.c reads. Nobody else includes this: the public face is
// http/static_files.h.

#ifndef YIKOU_APP_EMBED_TABLE_H
#define YIKOU_APP_EMBED_TABLE_H

#include "http/static_files.h"

// Sorted by strcmp() of the path.
extern const struct static_file embed_static_files[];
extern const size_t embed_static_files_count;

// The bytes of all files, one behind the other.
extern const unsigned char embed_static_blob[];

#endif
