// SPDX-License-Identifier: Apache-2.0
// A growing byte buffer with a maximum. A failed append makes the buffer failed for good (sticky), so that writers check once, at
// the end. Heap-owned, embedded in its owner: buf_init / buf_done.
#ifndef YK_BASE_BUF_H
#define YK_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct buf {
    char *data; // always NUL-terminated past len when not NULL
    size_t len;
    size_t cap;
    size_t max;
    bool failed;
};

void buf_init(struct buf *buf, size_t max_bytes);
void buf_done(struct buf *buf);
void buf_clear(struct buf *buf); // keeps the memory, forgets a failure
// Room for n more bytes at data + len, for writers that fill in place. False (and failed) past the maximum.
bool buf_reserve(struct buf *buf, size_t n);
void buf_add(struct buf *buf, const void *data, size_t n);
void buf_add_text(struct buf *buf, const char *text);
void buf_add_char(struct buf *buf, char c);
void buf_add_i64(struct buf *buf, int64_t value);
void buf_add_printf(struct buf *buf, const char *fmt, ...) YK_PRINTF(2, 3);
// Hands the memory over (free()), leaving an empty buffer. NULL when the buffer failed.
char *buf_take(struct buf *buf, size_t *out_len);

#endif
