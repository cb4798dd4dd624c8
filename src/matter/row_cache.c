// SPDX-License-Identifier: Apache-2.0
// A table of small sets under one lock: a new row takes the place of the one of its set that was looked at longest ago. No sweeping; at the most ROWS_MAX rows of
// about half a kilobyte are held. What happened to a matter is noted by its hash, so it counts against others of that hash too: a row too many is
// written anew, none is taken for true that is not.
#include "matter/row_cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "matter/matter_store.h"

enum {
    ROWS_MAX = 8192,
    WAYS = 4,
    SETS = ROWS_MAX / WAYS,
    MARKS = 4 * ROWS_MAX,
    ROW_BYTES_MAX = 4096,
    DISTRICTS_MAX = 256,
    COUNTS_MAX = 256,
};

struct slot {
    struct kept_row *row; // NULL: empty
    uint64_t used;        // when, in looks
};
// Of one district all changes between two positions are noted. Several share a place; whoever comes last has it, and begins anew.
struct noted {
    int64_t from, to;
    int32_t district;
};
struct kept_count {
    struct count_key key;
    int64_t n;
    bool exact;
};
struct row_cache {
    pthread_mutex_t lock;
    pthread_mutex_t count_lock;
    struct kept_count counts[COUNTS_MAX]; // one for each hash of a key
    uint64_t looks;
    struct slot sets[SETS][WAYS];
    int64_t marks[MARKS]; // by hash of a matter: the last event noted
    struct noted noted[DISTRICTS_MAX];
};

struct row_cache *row_cache_new(void) {
    struct row_cache *cache = calloc(1, sizeof *cache);
    if (cache) {
        pthread_mutex_init(&cache->lock, NULL);
        pthread_mutex_init(&cache->count_lock, NULL);
    }
    return cache;
}

void row_cache_free(struct row_cache **cache) {
    if (!*cache) {
        return;
    }
    for (size_t i = 0; i < ROWS_MAX; i++) {
        free((*cache)->sets[i / WAYS][i % WAYS].row);
    }
    pthread_mutex_destroy(&(*cache)->lock);
    pthread_mutex_destroy(&(*cache)->count_lock);
    free(*cache);
    *cache = NULL;
}

// Ids share their high bits with those made at the same time: the low ones are spread by a multiplication.
static uint64_t mixed(int64_t object) {
    return (uint64_t)object * UINT64_C(0x9e3779b97f4a7c15) >> 32;
}

static int64_t *mark_of(struct row_cache *cache, int64_t object) {
    return &cache->marks[mixed(object) % MARKS];
}

// Of the object's set its own place, else the one to give up.
static struct slot *slot_of(struct row_cache *cache, int64_t object) {
    struct slot *set = cache->sets[mixed(object) % SETS];
    struct slot *oldest = set;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].row && set[i].row->object == object) {
            return &set[i];
        }
        oldest = set[i].used < oldest->used ? &set[i] : oldest;
    }
    return oldest;
}

static struct noted *noted_of(struct row_cache *cache, int32_t district) {
    return &cache->noted[(uint32_t)district % DISTRICTS_MAX];
}

// ---- positions ----

int64_t row_cache_noted(struct row_cache *cache, int32_t district) {
    pthread_mutex_lock(&cache->lock);
    const struct noted *noted = noted_of(cache, district);
    int64_t to = noted->district == district ? noted->to : 0;
    pthread_mutex_unlock(&cache->lock);
    return to;
}

void row_cache_note(struct row_cache *cache, int32_t district, int64_t after, int64_t position,
                    const struct matter_change *changes, size_t n) {
    pthread_mutex_lock(&cache->lock);
    for (size_t i = 0; i < n; i++) {
        int64_t *mark = mark_of(cache, changes[i].object);
        *mark = changes[i].id > *mark ? changes[i].id : *mark;
    }
    // Another may have noted more meanwhile, or begun anew further on: what is noted stays without a gap.
    struct noted *noted = noted_of(cache, district);
    if (noted->district == district && noted->to >= after && noted->to < position) {
        noted->to = position;
    }
    pthread_mutex_unlock(&cache->lock);
}

void row_cache_restart(struct row_cache *cache, int32_t district, int64_t position) {
    pthread_mutex_lock(&cache->lock);
    struct noted *noted = noted_of(cache, district);
    if (noted->district != district || noted->to < position) {
        *noted = (struct noted){.from = position, .to = position, .district = district};
    }
    pthread_mutex_unlock(&cache->lock);
}

// Nothing happened to the matter between the row's position and the asker's, whichever comes first: all events up to the later one are noted, and the
// matter's last is not after the earlier one.
static bool holds_by_position(const struct noted *noted, int64_t mark, const struct kept_row *row,
                              const struct row_view *view) {
    int64_t kept = row->view.position;
    int64_t earlier = kept < view->position ? kept : view->position;
    int64_t later = kept < view->position ? view->position : kept;
    return noted->district == view->district && noted->from <= earlier && later <= noted->to &&
           mark <= earlier;
}

// ---- rows ----

// The same row to look at, as long as nothing happened to its matter.
static bool looks_the_same(const struct kept_row *row, const struct row_view *view) {
    const struct row_view *then = &row->view;
    return then->names == view->names && then->district == view->district &&
           then->today == view->today && view->now_us >= then->now_us &&
           view->now_us < row->until_us;
}

void row_cache_find(struct row_cache *cache, const struct row_view *view, const int64_t *objects,
                    const int64_t *seqs, size_t n, const struct kept_row **out) {
    pthread_mutex_lock(&cache->lock);
    const struct noted *noted = noted_of(cache, view->district);
    cache->looks++;
    for (size_t i = 0; i < n; i++) {
        struct slot *slot = slot_of(cache, objects[i]);
        struct kept_row *row = slot->row;
        out[i] = NULL;
        if (!row || row->object != objects[i] || !looks_the_same(row, view)) {
            continue;
        }
        if (view->position ? holds_by_position(noted, *mark_of(cache, objects[i]), row, view)
                           : row->seq == seqs[i]) {
            slot->used = cache->looks;
            row->users++;
            out[i] = row;
        }
    }
    pthread_mutex_unlock(&cache->lock);
}

static void let_go(struct kept_row *row) {
    if (row && --row->users == 0) {
        free(row);
    }
}

void row_cache_release(struct row_cache *cache, const struct kept_row **rows, size_t n) {
    pthread_mutex_lock(&cache->lock);
    for (size_t i = 0; i < n; i++) {
        let_go((struct kept_row *)(uintptr_t)rows[i]);
    }
    pthread_mutex_unlock(&cache->lock);
}

void row_cache_keep(struct row_cache *cache, const struct kept_row *row, const char *json) {
    struct kept_row *copy = row->n <= ROW_BYTES_MAX ? malloc(sizeof *copy + row->n) : NULL;
    if (!copy) {
        return;
    }
    *copy = *row;
    copy->users = 1;
    memcpy(copy->json, json, row->n);
    pthread_mutex_lock(&cache->lock);
    struct slot *slot = slot_of(cache, row->object);
    let_go(slot->row);
    *slot = (struct slot){copy, ++cache->looks};
    pthread_mutex_unlock(&cache->lock);
}

// ---- counts ----

static struct kept_count *count_of(struct row_cache *cache, const struct count_key *key) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ (uint64_t)key->district;
    for (size_t i = 0; i < key->n; i++) {
        hash = (hash ^ key->bytes[i]) * UINT64_C(0x100000001b3);
    }
    return &cache->counts[(hash ^ hash >> 32) % COUNTS_MAX];
}

bool row_cache_find_count(struct row_cache *cache, const struct count_key *key, int64_t *out_n,
                          bool *out_exact) {
    pthread_mutex_lock(&cache->count_lock);
    const struct kept_count *kept = count_of(cache, key);
    bool found = kept->key.position == key->position && kept->key.district == key->district &&
                 kept->key.n == key->n && memcmp(kept->key.bytes, key->bytes, key->n) == 0;
    if (found) {
        *out_n = kept->n;
        *out_exact = kept->exact;
    }
    pthread_mutex_unlock(&cache->count_lock);
    return found;
}

void row_cache_keep_count(struct row_cache *cache, const struct count_key *key, int64_t n,
                          bool exact) {
    pthread_mutex_lock(&cache->count_lock);
    *count_of(cache, key) = (struct kept_count){*key, n, exact};
    pthread_mutex_unlock(&cache->count_lock);
}
