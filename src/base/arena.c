// SPDX-License-Identifier: Apache-2.0
// Chunks in a list, newest first, each at least twice the one before up to a megabyte. The first chunk stands in
// the same allocation as the arena and outlives a reset, so that a small request costs no malloc at all.
// In sanitizer builds what is not handed out is poisoned; with YIKOU_ARENA_APART=1 each object is a malloc of its own.

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) && !defined(__SANITIZE_ADDRESS__)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, n)   ((void)(at), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(at, n) ((void)(at), (void)(n))
#endif

enum {
    FIRST_CHUNK_BYTES = 16 * 1024,
    CHUNK_MAX_BYTES = 1024 * 1024,
    ALIGNMENT = 16,
};

struct chunk {
    struct chunk *before;
    size_t size; // of data
    size_t used;
    _Alignas(ALIGNMENT) unsigned char data[];
};

struct arena {
    struct chunk *newest;
    struct chunk *first; // behind this struct, in the same allocation
    size_t cap_bytes;
    size_t used_bytes;
    size_t next_chunk_bytes;
    bool apart;
};
enum { ARENA_BYTES = (sizeof(struct arena) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT };

struct arena *arena_new(size_t cap_bytes) {
    struct arena *arena = malloc(ARENA_BYTES + sizeof(struct chunk) + FIRST_CHUNK_BYTES);
    if (!arena) {
        return NULL;
    }
    struct chunk *first = (struct chunk *)((unsigned char *)arena + ARENA_BYTES);
    *first = (struct chunk){.size = FIRST_CHUNK_BYTES};
    const char *apart = getenv("YIKOU_ARENA_APART");
    *arena = (struct arena){
        .newest = first,
        .first = first,
        .cap_bytes = cap_bytes ? cap_bytes : SIZE_MAX,
        .next_chunk_bytes = 2 * FIRST_CHUNK_BYTES,
        .apart = apart && strcmp(apart, "1") == 0,
    };
    ASAN_POISON_MEMORY_REGION(first->data, FIRST_CHUNK_BYTES);
    return arena;
}

static void drop_newest(struct arena *arena) {
    struct chunk *chunk = arena->newest;
    arena->newest = chunk->before;
    ASAN_UNPOISON_MEMORY_REGION(chunk->data, chunk->size);
    free(chunk);
}

void arena_reset(struct arena *arena) {
    while (arena->newest != arena->first) {
        drop_newest(arena);
    }
    arena->first->used = 0;
    arena->used_bytes = 0;
    arena->next_chunk_bytes = 2 * FIRST_CHUNK_BYTES;
    ASAN_POISON_MEMORY_REGION(arena->first->data, arena->first->size);
}

void arena_free(struct arena **arena) {
    if (!*arena) {
        return;
    }
    arena_reset(*arena);
    ASAN_UNPOISON_MEMORY_REGION((*arena)->first->data, (*arena)->first->size);
    free(*arena);
    *arena = NULL;
}

size_t arena_used_bytes(const struct arena *arena) {
    return arena->used_bytes;
}

struct arena_mark arena_mark(const struct arena *arena) {
    return (struct arena_mark){
        .at = arena->newest, .offset = arena->newest->used, .used_bytes = arena->used_bytes};
}

void arena_rewind(struct arena *arena, struct arena_mark mark) {
    while (arena->newest != mark.at) {
        drop_newest(arena);
    }
    struct chunk *chunk = arena->newest;
    chunk->used = mark.offset;
    arena->used_bytes = mark.used_bytes;
    ASAN_POISON_MEMORY_REGION(chunk->data + chunk->used, chunk->size - chunk->used);
}

static struct chunk *add_chunk(struct arena *arena, size_t at_least) {
    size_t size = at_least;
    if (!arena->apart) {
        size = arena->next_chunk_bytes > at_least ? arena->next_chunk_bytes : at_least;
        if (arena->next_chunk_bytes < CHUNK_MAX_BYTES) {
            arena->next_chunk_bytes *= 2;
        }
    }
    struct chunk *chunk = malloc(sizeof *chunk + size);
    if (!chunk) {
        return NULL;
    }
    *chunk = (struct chunk){.before = arena->newest, .size = size};
    arena->newest = chunk;
    ASAN_POISON_MEMORY_REGION(chunk->data, size);
    return chunk;
}

// Not zeroed.
static void *take(struct arena *arena, size_t size) {
    if (size > SIZE_MAX - ALIGNMENT) {
        return NULL;
    }
    size_t rounded = size ? (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1) : ALIGNMENT;
    if (rounded > arena->cap_bytes - arena->used_bytes) {
        return NULL;
    }
    struct chunk *chunk = arena->newest;
    if (arena->apart || rounded > chunk->size - chunk->used) {
        chunk = add_chunk(arena, rounded);
        if (!chunk) {
            return NULL;
        }
    }
    void *out = chunk->data + chunk->used;
    chunk->used += rounded;
    arena->used_bytes += rounded;
    ASAN_UNPOISON_MEMORY_REGION(out, size);
    return out;
}

void *arena_alloc(struct arena *arena, size_t size) {
    void *out = take(arena, size);
    return out ? memset(out, 0, size) : NULL;
}

void *arena_alloc_array(struct arena *arena, size_t n, size_t size) {
    size_t total;
    if (__builtin_mul_overflow(n, size, &total)) {
        return NULL;
    }
    return arena_alloc(arena, total);
}

void *arena_take_array(struct arena *arena, size_t n, size_t size) {
    size_t total;
    if (__builtin_mul_overflow(n, size, &total)) {
        return NULL;
    }
    return take(arena, total);
}

void *arena_memdup(struct arena *arena, const void *data, size_t n) {
    void *out = take(arena, n);
    if (out && n) {
        memcpy(out, data, n);
    }
    return out;
}

char *arena_strndup(struct arena *arena, const char *text, size_t n) {
    if (!text) {
        return NULL;
    }
    size_t len = strnlen(text, n);
    char *out = take(arena, len + 1);
    if (out) {
        memcpy(out, text, len);
        out[len] = '\0';
    }
    return out;
}

char *arena_strdup(struct arena *arena, const char *text) {
    return arena_strndup(arena, text, SIZE_MAX - 1);
}

char *arena_printf(struct arena *arena, const char *fmt, ...) {
    char small[256];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(small, sizeof small, fmt, args);
    va_end(args);
    if (n < 0) {
        return NULL;
    }
    char *out = take(arena, (size_t)n + 1);
    if (!out) {
        return NULL;
    }
    if ((size_t)n < sizeof small) {
        memcpy(out, small, (size_t)n + 1);
        return out;
    }
    va_start(args, fmt);
    vsnprintf(out, (size_t)n + 1, fmt, args);
    va_end(args);
    return out;
}
