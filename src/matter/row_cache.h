// SPDX-License-Identifier: Apache-2.0
// Rows of lists as they were last written: the pages that everybody looks at are made of the same rows again and again. A row is known by all that it
// depends on (the matter's last event, the district's names, the day), so nothing need ever be told that it is out of date. Bounded; thread-safe.
#ifndef YK_MATTER_ROW_CACHE_H
#define YK_MATTER_ROW_CACHE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct row_cache;
struct row_key {
    int64_t object, seq, names; // names: version of the district's snapshot
    int32_t district, today;
};
struct row_cache *row_cache_new(void); // NULL past memory
void row_cache_free(struct row_cache **cache);
// A copy in the arena, or NULL when it is not known (or past memory).
const char *row_cache_find(struct row_cache *cache, const struct row_key *key, struct arena *arena,
                           size_t *out_n);
// Keeps a copy in the place of an older row; past memory it does not.
void row_cache_keep(struct row_cache *cache, const struct row_key *key, const char *json, size_t n);

#endif
