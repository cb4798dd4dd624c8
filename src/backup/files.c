// SPDX-License-Identifier: Apache-2.0
// Names and durability of backup files.
#include "backup/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *file_name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool is_backup(const char *name) {
    static const char end[] = ".ykb";
    size_t n = strlen(name);
    return n > sizeof end && strcmp(name + n - (sizeof end - 1), end) == 0;
}

bool backup_newest(const char *folder, char out[BACKUP_PATH_BYTES]) {
    char best[256] = "";
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        if (is_backup(entry->d_name) && strcmp(entry->d_name, best) > 0) {
            snprintf(best, sizeof best, "%s", entry->d_name);
        }
    }
    if (dir) {
        closedir(dir);
    }
    if (!*best) {
        return false;
    }
    size_t n = strlen(folder);
    snprintf(out, BACKUP_PATH_BYTES, "%s%s%s", folder, folder[n - 1] == '/' ? "" : "/", best);
    return true;
}

static enum yk sync_path(const char *path, int flags, struct err *err) {
    int fd = open(path, flags | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;
    int code = errno;
    if (fd >= 0) {
        close(fd);
    }
    return synced ? YK_OK
                  : err_set(err, YK_FAILED, ERR_INTERNAL, "could not sync %s: %s", path,
                            strerror(code));
}

enum yk file_sync_folder(const char *path, struct err *err) {
    char folder[BACKUP_PATH_BYTES];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 1,
             slash ? path : ".");
    return sync_path(folder, O_RDONLY | O_DIRECTORY, err);
}

enum yk file_put_in_place(const char *part, const char *path, int64_t *out_bytes, struct err *err) {
    struct stat st;
    enum yk status = sync_path(part, O_RDWR, err);
    if (status == YK_OK && (stat(part, &st) != 0 || rename(part, path) != 0)) {
        status = err_set(err, YK_FAILED, ERR_INTERNAL, "could not put %s in its place: %s", path,
                         strerror(errno));
    }
    if (status == YK_OK) {
        status = file_sync_folder(path, err);
    }
    if (status == YK_OK) {
        *out_bytes = st.st_size;
    }
    return status;
}
