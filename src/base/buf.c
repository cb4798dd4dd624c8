// SPDX-License-Identifier: Apache-2.0
// The growing buffer: doubles, never past its maximum, and remembers a failure until it is cleared.

#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BYTES = 256 };

void buf_init(struct buf *buf, size_t max_bytes) {
    *buf = (struct buf){.max = max_bytes};
}

void buf_done(struct buf *buf) {
    free(buf->data);
    *buf = (struct buf){.max = buf->max};
}

void buf_clear(struct buf *buf) {
    buf->len = 0;
    buf->failed = false;
    if (buf->data) {
        buf->data[0] = '\0';
    }
}

// The capacity never passes the maximum by more than the NUL, so that what fits the capacity fits the maximum.
bool buf_reserve(struct buf *buf, size_t n) {
    if (buf->failed) {
        return false;
    }
    if (n < buf->cap - buf->len) {
        return true;
    }
    if (n > buf->max - buf->len) {
        buf->failed = true;
        return false;
    }
    size_t want = buf->len + n;
    size_t cap = buf->cap ? buf->cap : FIRST_BYTES;
    while (cap <= want && cap <= buf->max / 2) {
        cap *= 2;
    }
    if (cap <= want || cap > buf->max) {
        cap = buf->max + 1;
    }
    char *data = realloc(buf->data, cap);
    if (!data) {
        buf->failed = true;
        return false;
    }
    buf->data = data;
    buf->cap = cap;
    return true;
}

void buf_add(struct buf *buf, const void *data, size_t n) {
    if (!buf_reserve(buf, n)) {
        return;
    }
    if (n) {
        memcpy(buf->data + buf->len, data, n);
    }
    buf->len += n;
    buf->data[buf->len] = '\0';
}

void buf_add_text(struct buf *buf, const char *text) {
    buf_add(buf, text, strlen(text));
}

void buf_add_char(struct buf *buf, char c) {
    buf_add(buf, &c, 1);
}

void buf_add_i64(struct buf *buf, int64_t value) {
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0) {
        digits[--at] = '-';
    }
    buf_add(buf, digits + at, sizeof digits - at);
}

void buf_add_printf(struct buf *buf, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n < 0) {
        buf->failed = true;
    } else if (buf_reserve(buf, (size_t)n)) {
        vsnprintf(buf->data + buf->len, (size_t)n + 1, fmt, again);
        buf->len += (size_t)n;
    }
    va_end(again);
}

char *buf_take(struct buf *buf, size_t *out_len) {
    if (buf->failed || (!buf->data && !buf_reserve(buf, 0))) {
        return NULL;
    }
    char *data = buf->data;
    assert(data); // reserved above
    data[buf->len] = '\0';
    if (out_len) {
        *out_len = buf->len;
    }
    *buf = (struct buf){.max = buf->max};
    return data;
}
