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
struct waiting_row {
    int64_t id;
    int ledger;
    int64_t object, seq;
    const uint8_t *leaf; // 32 bytes, arena; NULL when what stands there is no hash
};
// What waits in a district, in order of id, after the given id; at most `limit`.
YK_NODISCARD enum yk seal_store_waiting(struct db *db, struct arena *arena, int32_t district,
                                        int64_t after_id, int limit, struct waiting_row **out,
                                        size_t *out_n, struct err *err);
YK_NODISCARD enum yk seal_store_forget(struct db *db, int32_t district,
                                       const struct waiting_row *rows, size_t n, struct err *err);
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
