// SPDX-License-Identifier: Apache-2.0
// The exact bytes that a seal commits to: an event's leaf, the Merkle tree over leaves, and a block's hash. Shared by the sealer and by verify, pure.
#ifndef YK_LOG_LEAF_H
#define YK_LOG_LEAF_H

#include "crypto/hash.h"
#include "log/log_store.h"

enum { LEAF_MARK_BYTES = 8, BLOCK_ENTRY_BYTES = 1 + 8 + 4 + LEAF_MARK_BYTES };

// SM3(0x00 ‖ fixed fields, big endian ‖ length-prefixed action ‖ length-prefixed body).
void leaf_hash(const struct event_row *event, uint8_t out[32]);
// Root over n leaves in place (leaves are overwritten): SM3(0x01 ‖ left ‖ right), a last odd node moves up unchanged (as in RFC 9162's trees). n ≥ 1.
void merkle_root(uint8_t (*leaves)[32], size_t n, uint8_t out[32]);

struct block_row {
    int32_t district;
    int64_t height, first_pos, n;
    const uint8_t *events;
    size_t events_n;
    const uint8_t *root, *prev, *hash, *signature;
    size_t root_n, prev_n, hash_n, signature_n;
    int64_t sealed_at;
};
void block_hash(const struct block_row *block, uint8_t out[32]);

struct block_entry { // one event in block.events
    int ledger;
    int64_t object, seq;
    uint8_t mark[LEAF_MARK_BYTES]; // first bytes of its leaf: names the event that was altered
};
void block_entry_write(uint8_t out[BLOCK_ENTRY_BYTES], int ledger, int64_t object, int64_t seq,
                       const uint8_t leaf[32]);
void block_entry_read(const uint8_t in[BLOCK_ENTRY_BYTES], struct block_entry *out);

// One event in waiting.events.
enum { WAITING_ENTRY_BYTES = 1 + 8 + 4 + 8 + SM3_BYTES };
struct waiting_entry {
    int ledger;
    int64_t object, seq, id;
    uint8_t leaf[SM3_BYTES];
};
void waiting_entry_write(uint8_t out[WAITING_ENTRY_BYTES], const struct waiting_entry *entry);
void waiting_entry_read(const uint8_t in[WAITING_ENTRY_BYTES], struct waiting_entry *out);

#endif
