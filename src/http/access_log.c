// SPDX-License-Identifier: Apache-2.0
// Two buffers: one is filled under a lock, the other written outside it, so that a slow disk stops nobody. Lines that
// do not fit while the disk is slow are counted, and the count is written as a line of its own.

#include "http/access_log.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"

enum { GATHERED_MAX_BYTES = 4 * 1024 * 1024 };

struct access_log {
    int fd;
    pthread_mutex_t lock;       // of filling and dropped
    pthread_mutex_t write_lock; // of writing
    struct buf filling, writing;
    unsigned dropped;
};

struct access_log *access_log_new(int fd) {
    struct access_log *log = calloc(1, sizeof *log);
    if (!log) {
        return NULL;
    }
    log->fd = fd;
    pthread_mutex_init(&log->lock, NULL);
    pthread_mutex_init(&log->write_lock, NULL);
    buf_init(&log->filling, GATHERED_MAX_BYTES);
    buf_init(&log->writing, GATHERED_MAX_BYTES);
    return log;
}

void access_log_free(struct access_log **log) {
    if (!*log) {
        return;
    }
    access_log_flush(*log);
    buf_done(&(*log)->filling);
    buf_done(&(*log)->writing);
    pthread_mutex_destroy(&(*log)->lock);
    pthread_mutex_destroy(&(*log)->write_lock);
    free(*log);
    *log = NULL;
}

static char *put(char *at, const char *text) {
    size_t n = strlen(text);
    memcpy(at, text, n);
    return at + n;
}

static char *put_number(char *at, int64_t value) {
    char digits[20];
    size_t from = sizeof digits;
    uint64_t rest = value > 0 ? (uint64_t)value : 0;
    do {
        digits[--from] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    memcpy(at, digits + from, sizeof digits - from);
    return at + sizeof digits - from;
}

void access_log_add(struct access_log *log, const struct access_line *line, int64_t now_us) {
    enum { FIXED_BYTES = 320, ROUTE_MAX_BYTES = 256 };
    char text[FIXED_BYTES + ROUTE_MAX_BYTES], id[ID_TEXT_BYTES], at[TIME_TEXT_BYTES];
    if (strlen(line->route) > ROUTE_MAX_BYTES) {
        return;
    }
    time_format(now_us, at);
    char *end = put(put(put(text, "{\"at\":\""), at), "\",\"event\":\"request\",\"method\":\"");
    end = put(put(put(put(end, line->method), "\",\"route\":\""), line->route), "\",\"status\":");
    end = put(put_number(put(put_number(end, line->status), ",\"us\":"), line->took_us),
              ",\"request\":\"");
    end = put(put(end, line->request_id), "\"");
    if (line->account) {
        id_format(line->account, id);
        end = put(put(put(end, ",\"account\":\""), id), "\"");
    }
    end = put(end, "}\n");
    pthread_mutex_lock(&log->lock);
    size_t n = (size_t)(end - text);
    if (log->filling.len + n > GATHERED_MAX_BYTES) {
        log->dropped++;
    } else {
        buf_add(&log->filling, text, n);
    }
    pthread_mutex_unlock(&log->lock);
}

static void write_all(int fd, const char *data, size_t n) {
    while (n) {
        ssize_t written = write(fd, data, n);
        if (written <= 0) {
            return; // nowhere to say so
        }
        data += written;
        n -= (size_t)written;
    }
}

void access_log_flush(struct access_log *log) {
    pthread_mutex_lock(&log->write_lock);
    pthread_mutex_lock(&log->lock);
    struct buf gathered = log->filling;
    log->filling = log->writing;
    log->writing = gathered;
    unsigned dropped = log->dropped;
    log->dropped = 0;
    pthread_mutex_unlock(&log->lock);
    if (dropped) {
        buf_add_printf(&log->writing, "{\"event\":\"access_log.dropped\",\"lines\":%u}\n", dropped);
    }
    write_all(log->fd, log->writing.data, log->writing.len);
    buf_clear(&log->writing);
    pthread_mutex_unlock(&log->write_lock);
}
