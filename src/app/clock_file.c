// SPDX-License-Identifier: Apache-2.0
// A thread looks at the file every few milliseconds, so that no request pays for it: a clock is read far more often than a test moves it. A file that is
// replaced by renaming is never seen half written; one that is written in place and read empty is left for the next look.
#include "app/clock_file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOOK_EVERY_MS = 5, TEXT_BYTES = 32 };

struct clock_file {
    char *path;
    struct clock_ahead ahead;
    struct stat seen;
    pthread_t thread;
    _Atomic bool stop;
};

// YK_RETRY while somebody is writing it.
static enum yk read_seconds(const char *path, int64_t *out, struct err *err) {
    char text[TEXT_BYTES];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    int why = errno;
    if (fd >= 0) {
        close(fd);
    }
    if (n < 0) {
        return err_add_field(err, "clock-file", ERR_NOT_FOUND, "%s: %s", path, strerror(why));
    }
    if (n == 0) {
        return YK_RETRY;
    }
    text[n] = 0;
    char *end;
    errno = 0;
    long long seconds = strtoll(text, &end, 10);
    if (errno || n == sizeof text - 1 || end == text || end[strspn(end, " \t\r\n")] ||
        seconds > CLOCK_FILE_MAX_S || seconds < -CLOCK_FILE_MAX_S) {
        return err_add_field(err, "clock-file", ERR_WRONG_TYPE,
                             "a whole number of seconds, at most %d either way", CLOCK_FILE_MAX_S);
    }
    *out = seconds;
    return YK_OK;
}

static void put_in_force(struct clock_file *file, int64_t seconds) {
    atomic_store(&file->ahead.us, seconds * US_PER_S);
    fprintf(stderr, "TEST CLOCK: %lld s ahead of real time.\n", (long long)seconds);
}

static bool same_file(const struct stat *a, const struct stat *b) {
    return a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void look(struct clock_file *file) {
    struct stat now;
    struct err err = {0};
    int64_t seconds;
    if (stat(file->path, &now) != 0 || same_file(&now, &file->seen)) {
        return;
    }
    enum yk status = read_seconds(file->path, &seconds, &err);
    if (status == YK_RETRY) {
        return;
    }
    file->seen = now; // of before it was read: a change in between is seen at the next look
    if (status == YK_OK) {
        put_in_force(file, seconds);
    } else {
        fprintf(stderr, "TEST CLOCK: %s holds no whole number of seconds; nothing changes.\n",
                file->path);
    }
}

static void *look_main(void *arg) {
    struct clock_file *file = arg;
    const struct timespec pause = {.tv_nsec = LOOK_EVERY_MS * 1000000L};
    while (!atomic_load(&file->stop)) {
        look(file);
        nanosleep(&pause, NULL);
    }
    return NULL;
}

static void free_file(struct clock_file *file) {
    free(file->path);
    free(file);
}

enum yk clock_file_open(const char *path, struct clock_file **out, struct err *err) {
    int64_t seconds = 0;
    struct clock_file *file = calloc(1, sizeof *file);
    if (!file || !(file->path = strdup(path))) {
        free(file);
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a clock");
    }
    int found = stat(path, &file->seen);
    enum yk status = read_seconds(path, &seconds, err);
    if (status == YK_RETRY || (status == YK_OK && found != 0)) {
        status = err_add_field(err, "clock-file", ERR_WRONG_TYPE, "a whole number of seconds");
    }
    if (status != YK_OK) {
        free_file(file);
        return status;
    }
    fputs("TEST CLOCK: this program does not keep true time. For tests and exercises only.\n",
          stderr);
    put_in_force(file, seconds);
    if (pthread_create(&file->thread, NULL, look_main, file) != 0) {
        free_file(file);
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not start the clock");
    }
    *out = file;
    return YK_OK;
}

struct clock_ahead *clock_file_ahead(struct clock_file *file) {
    return &file->ahead;
}

void clock_file_close(struct clock_file **file) {
    if (!*file) {
        return;
    }
    atomic_store(&(*file)->stop, true);
    pthread_join((*file)->thread, NULL);
    free_file(*file);
    *file = NULL;
}
