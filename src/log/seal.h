// SPDX-License-Identifier: Apache-2.0
// Sealing: one chain of blocks per district. A block lists events in their final order (pos), the Merkle root over their exact stored bytes, the hash of the block
// before, and an SM2 signature by a key kept outside the store. One sealer at a time (advisory lock on PostgreSQL). Heads also go to an append-only file.
#ifndef YK_LOG_SEAL_H
#define YK_LOG_SEAL_H

#include "crypto/keyring.h"
#include "log/log.h"

enum { BLOCK_EVENTS_MAX = 4096 }; // or as many more as the last commit in it needs
struct seal_head {
    int32_t district;
    int64_t height; // 0: nothing sealed yet
    int64_t pos;    // events sealed
    uint8_t hash[SM3_BYTES];
    int64_t sealed_at;
};
// Seals what waits, at most max_blocks; needs a write transaction. heads_file NULL: none. *out_events counts what was sealed. The file line is given to the caller
// to append after the commit (arena).
YK_NODISCARD enum yk seal_waiting(struct db *db, struct arena *arena, const struct keyring *ring,
                                  int64_t real_us, int max_blocks, int64_t *out_events,
                                  char **out_head_lines, struct err *err);
// The same in two steps, for SQLite: what is dear (hashing, signing) from a reader's snapshot, beside the writer; then the rows, in a write transaction of
// whoever is the only one to seal. Of two plans over the same events the second fails with YK_CONFLICT, for its blocks' heights are taken.
struct seal_plan; // lives in the arena
YK_NODISCARD enum yk seal_prepare(struct db *db, struct arena *arena, const struct keyring *ring,
                                  int64_t real_us, int max_blocks, struct seal_plan **out,
                                  struct err *err);
YK_NODISCARD enum yk seal_put(struct db *db, const struct seal_plan *plan, struct err *err);
int64_t seal_plan_events(const struct seal_plan *plan);
const char *seal_plan_lines(const struct seal_plan *plan);

YK_NODISCARD enum yk seal_head_of(struct db *db, int32_t district, struct seal_head *out,
                                  int64_t *out_waiting, struct err *err);

#endif
