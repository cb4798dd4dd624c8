// SPDX-License-Identifier: Apache-2.0
//
// Looks up a packed web file by its path. The table and its order (by bytes of the path) come
// from pack.py; nothing is read from disk.

#include "http/static_files.h"

#include <stdlib.h>
#include <string.h>

#include "app/embed/table.h"

static int compare_path(const void *key, const void *row) {
    return strcmp(key, ((const struct static_file *)row)->path);
}

const struct static_file *static_file_find(const char *path) {
    return bsearch(path, embed_static_files, embed_static_files_count, sizeof(struct static_file),
                   compare_path);
}

const struct static_file *static_file_list(size_t *out_count) {
    *out_count = embed_static_files_count;
    return embed_static_files;
}
