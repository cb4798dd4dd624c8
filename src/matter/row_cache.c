// SPDX-License-Identifier: Apache-2.0
// A direct-mapped table under one lock: a new row takes the place of whatever stood in its slot. No list of use, no sweeping; at the
// most ROWS_MAX rows of about half a kilobyte are held.
#include "matter/row_cache.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 4096, ROW_BYTES_MAX = 4096 };

struct slot {
    struct row_key key;
    char *json; // NULL: empty
    size_t n;
};
struct row_cache {
    pthread_mutex_t lock;
    struct slot slots[ROWS_MAX];
};

struct row_cache *row_cache_new(void) {
    struct row_cache *cache = calloc(1, sizeof *cache);
    if (cache) {
        pthread_mutex_init(&cache->lock, NULL);
    }
    return cache;
}

void row_cache_free(struct row_cache **cache) {
    if (!*cache) {
        return;
    }
    for (size_t i = 0; i < ROWS_MAX; i++) {
        free((*cache)->slots[i].json);
    }
    pthread_mutex_destroy(&(*cache)->lock);
    free(*cache);
    *cache = NULL;
}

static struct slot *slot_of(struct row_cache *cache, const struct row_key *key) {
    // Ids share their high bits with those made at the same time: the low ones are spread by a multiplication.
    uint64_t mixed = (uint64_t)key->object * UINT64_C(0x9e3779b97f4a7c15);
    return &cache->slots[(mixed >> 40) % ROWS_MAX];
}

static bool same_key(const struct row_key *a, const struct row_key *b) {
    return a->object == b->object && a->seq == b->seq && a->names == b->names &&
           a->district == b->district && a->today == b->today;
}

const char *row_cache_find(struct row_cache *cache, const struct row_key *key, struct arena *arena,
                           size_t *out_n) {
    const char *found = NULL;
    pthread_mutex_lock(&cache->lock);
    const struct slot *slot = slot_of(cache, key);
    if (slot->json && same_key(&slot->key, key)) {
        found = arena_strndup(arena, slot->json, slot->n);
        *out_n = slot->n;
    }
    pthread_mutex_unlock(&cache->lock);
    return found;
}

void row_cache_keep(struct row_cache *cache, const struct row_key *key, const char *json,
                    size_t n) {
    char *copy = n <= ROW_BYTES_MAX ? malloc(n) : NULL;
    if (!copy) {
        return;
    }
    memcpy(copy, json, n);
    pthread_mutex_lock(&cache->lock);
    struct slot *slot = slot_of(cache, key);
    char *old = slot->json;
    *slot = (struct slot){.key = *key, .json = copy, .n = n};
    pthread_mutex_unlock(&cache->lock);
    free(old);
}
