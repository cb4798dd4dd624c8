// SPDX-License-Identifier: Apache-2.0
// Rows of lists as they were last written: the pages that everybody looks at are made of the same rows again and again. Whether a kept row still holds is
// known in one of two ways, and nobody need ever say that one is out of date:
// - by the matter's last event (seq), which then has to be read with each row;
// - by position in the log: a reader tells what happened to which matter between the position that was noted before and its own, and a row holds as long as
//   nothing happened to its matter since. Then a page needs no more of the store than the order of its rows.
// The second needs positions that tell which facts a snapshot holds: see matter_store_position. Bounded; thread-safe.
#ifndef YK_MATTER_ROW_CACHE_H
#define YK_MATTER_ROW_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct row_cache;
struct matter_change;

// Who asks: all that a row depends on beside its matter, and where in the log the asker stands; 0: unknown, rows are known by seq.
struct row_view {
    int64_t names; // version of the district's snapshot
    int64_t position;
    int64_t now_us; // in today
    int32_t district, today;
};
struct kept_row {
    struct row_view view; // when it was written
    int64_t object, seq;
    int64_t until_us; // it looks different from then on
    unsigned users;   // the cache itself, and who holds it
    size_t n;
    char json[];
};

struct row_cache *row_cache_new(void); // NULL past memory
void row_cache_free(struct row_cache **cache);

// Up to which position changes have been noted; 0: none of this district.
int64_t row_cache_noted(struct row_cache *cache, int32_t district);
// All that happened to matters after `after`, as row_cache_noted gave it, up to `position`.
void row_cache_note(struct row_cache *cache, int32_t district, int64_t after, int64_t position,
                    const struct matter_change *changes, size_t n);
// Begins again at a position: what was kept before is not known to hold.
void row_cache_restart(struct row_cache *cache, int32_t district, int64_t position);

// Fills out[i] with the row of objects[i], NULL where none is known to hold. seqs may be NULL when the view has a position. Each row found is held
// until it is released.
void row_cache_find(struct row_cache *cache, const struct row_view *view, const int64_t *objects,
                    const int64_t *seqs, size_t n, const struct kept_row **out);
void row_cache_release(struct row_cache *cache, const struct kept_row **rows, size_t n);
// Keeps a copy of row and of its row->n bytes in the place of an older row; past memory it does not.
void row_cache_keep(struct row_cache *cache, const struct kept_row *row, const char *json);

// How many rows a list has, as counted at a position: it holds for readers who stand there too, whatever page of the list they ask for. key: all that the
// count depends on beside district and position.
enum { COUNT_KEY_BYTES = 480 };
struct count_key {
    int64_t position;
    int32_t district;
    size_t n;
    unsigned char bytes[COUNT_KEY_BYTES];
};
bool row_cache_find_count(struct row_cache *cache, const struct count_key *key, int64_t *out_n,
                          bool *out_exact);
void row_cache_keep_count(struct row_cache *cache, const struct count_key *key, int64_t n,
                          bool exact);

#endif
