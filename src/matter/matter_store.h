// SPDX-License-Identifier: Apache-2.0
// What lists of matters need beside their facts: titles, and the full-text index, which follows the log some moments behind so that an
// intake does not wait for it. It finds whole numbers, their tails, and texts by words of two characters and more.
#ifndef YK_MATTER_MATTER_STORE_H
#define YK_MATTER_MATTER_STORE_H

#include "matter/matter.h"

extern const struct db_sql_table matter_sql;

// The titles of n matters, by the event that holds each one (M_TITLE_SEQ). "" where it was erased. In the arena.
YK_NODISCARD enum yk matter_store_titles(struct db *db, struct arena *arena, int32_t district,
                                         const int64_t *objects, const int64_t *seqs, size_t n,
                                         const char ***out, struct err *err);

// The last event of the district's log in this snapshot: its id, 0 when there is none. On SQLite, whose one writer gives ids in the order of its commits, two
// snapshots of one position hold the same facts. On PostgreSQL a smaller id may be committed later, so there it says nothing.
YK_NODISCARD enum yk matter_store_position(struct db *db, int32_t district, int64_t *out_id,
                                           struct err *err);
// What happened to matters after a position: by event. At most `max` events are read, out_all false when there are more.
struct matter_change {
    int64_t id, object;
};
YK_NODISCARD enum yk matter_store_changes(struct db *db, struct arena *arena, int32_t district,
                                          int64_t after, size_t max, struct matter_change **out,
                                          size_t *out_n, bool *out_all, struct err *err);

// Reads at most `max` further events of the district's log into the index. Needs a write transaction; out_n: how many were read, 0 when the
// index has caught up.
YK_NODISCARD enum yk matter_index_waiting(struct db *db, struct arena *arena, int32_t district,
                                          int max, int *out_n, struct err *err);

enum { SEARCH_HITS_MAX = 500 };
// Matters found by what a person typed, newest text first, each once; at most SEARCH_HITS_MAX, out_more when there are others. `today` tells
// which years the tail of a number may mean. `unit` counts texts of the matters that it leads or assists in only (0: of all), so that those of others do not
// use up the hits; the caller still filters by scope.
YK_NODISCARD enum yk matter_search(struct db *db, struct arena *arena, int32_t district,
                                   int64_t unit, const char *query, int32_t today,
                                   int64_t **out_ids, size_t *out_n, bool *out_more,
                                   struct err *err);

// Has the unit matters in hand? (org_unit_busy_fn)
YK_NODISCARD enum yk matter_unit_busy(struct db *db, int32_t district, int64_t unit, bool *out_busy,
                                      struct err *err);

// Each matter that is parked now: its number among its parkings, and when it comes back. Reads the whole district: for a store that was restored.
typedef enum yk matter_parked_fn(void *ctx, int64_t object, int64_t n, int32_t review_day,
                                 struct err *err);
YK_NODISCARD enum yk matter_each_parked(struct db *db, int32_t district, matter_parked_fn *fn,
                                        void *ctx, struct err *err);

#endif
