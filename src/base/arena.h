// SPDX-License-Identifier: Apache-2.0
// An arena owns everything made while one request, job or command runs; one reset or free ends all of it.
// It grows by chunks up to a cap in bytes; past the cap alloc answers NULL and the request is refused, the process lives on.
// In sanitizer builds memory is poisoned on reset, and YIKOU_ARENA_APART=1 in the environment allocates each object by itself.
#ifndef YK_BASE_ARENA_H
#define YK_BASE_ARENA_H

#include <stddef.h>

#include "base/err.h"

struct arena;

// cap_bytes 0 means no cap. NULL when memory ran out.
struct arena *arena_new(size_t cap_bytes);
void arena_free(struct arena **arena);
// Keeps the first chunk for use again; all that was handed out is gone.
void arena_reset(struct arena *arena);
size_t arena_used_bytes(const struct arena *arena);

// Work that may run again (a transaction after YK_RETRY) starts from a mark: rewinding ends all that was handed out since.
struct arena_mark {
    void *at;
    size_t offset;
    size_t used_bytes;
};
struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

// Zeroed, aligned for any type. NULL past the cap.
void *arena_alloc(struct arena *arena, size_t size) __attribute__((malloc));
void *arena_alloc_array(struct arena *arena, size_t n, size_t size); // NULL on overflow too
// The same, not zeroed: for arrays whose elements are written before they are read.
void *arena_take_array(struct arena *arena, size_t n, size_t size);
char *arena_strdup(struct arena *arena, const char *text); // NULL text gives NULL
char *arena_strndup(struct arena *arena, const char *text, size_t n);
char *arena_printf(struct arena *arena, const char *fmt, ...) YK_PRINTF(2, 3);
void *arena_memdup(struct arena *arena, const void *data, size_t n);

#endif
