// SPDX-License-Identifier: Apache-2.0
// Unnamed files by O_TMPFILE; where the file system has none, by a name that is taken away at once.
#include "http/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SPOOL_PATH_BYTES = 512 };

const char *spool_folder(void) {
    const char *folder = getenv("TMPDIR");
    return folder && *folder && strlen(folder) < SPOOL_PATH_BYTES - 32 ? folder : "/tmp";
}

enum yk spool_open(int *out_fd, struct err *err) {
    char path[SPOOL_PATH_BYTES];
    int fd = open(spool_folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0) {
        snprintf(path, sizeof path, "%s/yikou-XXXXXX", spool_folder());
        fd = mkostemp(path, O_CLOEXEC);
        if (fd >= 0) {
            unlink(path);
        }
    }
    if (fd < 0) {
        return err_set(err, YK_FAILED, ERR_STORAGE_FULL, "%s: %s", spool_folder(), strerror(errno));
    }
    *out_fd = fd;
    return YK_OK;
}
