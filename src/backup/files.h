// SPDX-License-Identifier: Apache-2.0
// Files of backups: which is the newest in a folder, and putting one into its place so that it is there whole or not at all.
#ifndef YK_BACKUP_FILES_H
#define YK_BACKUP_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "backup/backup_store.h"

// The last part of a path.
const char *file_name_of(const char *path);
// The newest backup of a folder, by its name; false: none.
bool backup_newest(const char *folder, char out[BACKUP_PATH_BYTES]);
// Syncs the file, renames it, syncs the folder.
YK_NODISCARD enum yk file_put_in_place(const char *part, const char *path, int64_t *out_bytes,
                                       struct err *err);
// Syncs the folder in which the path is.
YK_NODISCARD enum yk file_sync_folder(const char *path, struct err *err);

#endif
