// SPDX-License-Identifier: Apache-2.0
// Rows of blocks and of what waits for one.
#ifndef YK_LOG_SEAL_STORE_H
#define YK_LOG_SEAL_STORE_H

#include "log/leaf.h"

extern const struct db_sql_table seal_sql;

// Only one sealer works at a time: an advisory lock for this transaction on PostgreSQL, the writer itself on SQLite. *out_got tells.
YK_NODISCARD enum yk seal_store_lock(struct db *db, bool *out_got, struct err *err);
YK_NODISCARD enum yk seal_store_waiting_districts(struct db *db, struct arena *arena, int32_t **out,
                                                  size_t *out_n, struct err *err);
// An event that waits. Rows of the table hold those of a commit; one that cannot be read is given as a single event that is broken.
struct waiting_row {
    int64_t row; // the table's id of it
    bool broken;
    struct waiting_entry entry;
};
// What waits in a district, in order, of whole rows after the given one; once there are `enough`, no further row is taken.
YK_NODISCARD enum yk seal_store_waiting(struct db *db, struct arena *arena, int32_t district,
                                        int64_t after_row, size_t enough, struct waiting_row **out,
                                        size_t *out_n, struct err *err);
// Takes the rows of these events out of the queue.
YK_NODISCARD enum yk seal_store_forget(struct db *db, int32_t district,
                                       const struct waiting_row *rows, size_t n, struct err *err);
// Which of these events wait: out[i] says of ids[i].
YK_NODISCARD enum yk seal_store_find_waiting(struct db *db, struct arena *arena, int32_t district,
                                             const int64_t *ids, size_t n, bool *out,
                                             struct err *err);
YK_NODISCARD enum yk seal_store_put(struct db *db, const struct block_row *block, struct err *err);
// The block of the greatest height; YK_NOT_FOUND when there is none. Its bytes live in the arena.
YK_NODISCARD enum yk seal_store_last(struct db *db, struct arena *arena, int32_t district,
                                     struct block_row *out, struct err *err);
// The first block above `height`; YK_NOT_FOUND at the end.
YK_NODISCARD enum yk seal_store_next(struct db *db, struct arena *arena, int32_t district,
                                     int64_t height, struct block_row *out, struct err *err);
YK_NODISCARD enum yk seal_store_count_waiting(struct db *db, int32_t district, int64_t *out,
                                              struct err *err);

#endif
