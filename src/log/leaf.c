// SPDX-License-Identifier: Apache-2.0
// Bytes that seals commit to. Changing any of this breaks every chain that is out: a new form needs a new kind of block.
#include "log/leaf.h"

#include <string.h>

#include "crypto/hash.h"

static uint8_t *put_be(uint8_t *at, uint64_t value, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) {
        *at++ = (uint8_t)(value >> (8 * i));
    }
    return at;
}

static uint64_t get_be(const uint8_t *at, int bytes) {
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++) {
        value = value << 8 | at[i];
    }
    return value;
}

void leaf_hash(const struct event_row *event, uint8_t out[32]) {
    uint8_t head[1 + 4 + 4 + 8 * 4 + 4 + 8 + 4 + 4];
    size_t action_n = strlen(event->action);
    uint8_t *at = head;
    *at++ = 0;
    at = put_be(at, (uint32_t)event->district, 4);
    at = put_be(at, (uint32_t)event->ledger, 4);
    at = put_be(at, (uint64_t)event->object, 8);
    at = put_be(at, (uint64_t)event->seq, 8);
    at = put_be(at, (uint64_t)event->id, 8);
    at = put_be(at, (uint64_t)event->recorded_at, 8);
    at = put_be(at, (uint32_t)event->day, 4);
    at = put_be(at, (uint64_t)event->actor, 8);
    at = put_be(at, (uint32_t)event->version, 4);
    at = put_be(at, (uint32_t)action_n, 4);
    const struct iov parts[] = {
        {head, (size_t)(at - head)}, {event->action, action_n}, {event->body, event->body_n}};
    sm3_many(parts, 3, out);
}

void merkle_root(uint8_t (*leaves)[32], size_t n, uint8_t out[32]) {
    static const uint8_t inner = 1;
    while (n > 1) {
        size_t pairs = n / 2;
        for (size_t i = 0; i < pairs; i++) {
            uint8_t node[32];
            const struct iov parts[] = {{&inner, 1}, {leaves[2 * i], 32}, {leaves[2 * i + 1], 32}};
            sm3_many(parts, 3, node);
            memcpy(leaves[i], node, 32);
        }
        if (n % 2) {
            memmove(leaves[pairs], leaves[n - 1], 32);
        }
        n = pairs + n % 2;
    }
    memcpy(out, leaves[0], 32);
}

void block_hash(const struct block_row *block, uint8_t out[32]) {
    uint8_t head[1 + 4 + 8 * 4];
    uint8_t *at = head;
    *at++ = 2;
    at = put_be(at, (uint32_t)block->district, 4);
    at = put_be(at, (uint64_t)block->height, 8);
    at = put_be(at, (uint64_t)block->first_pos, 8);
    at = put_be(at, (uint64_t)block->n, 8);
    at = put_be(at, (uint64_t)block->sealed_at, 8);
    const struct iov parts[] = {{head, (size_t)(at - head)},
                                {block->events, block->events_n},
                                {block->root, block->root_n},
                                {block->prev, block->prev_n}};
    sm3_many(parts, 4, out);
}

void block_entry_write(uint8_t out[BLOCK_ENTRY_BYTES], int ledger, int64_t object, int64_t seq,
                       const uint8_t leaf[32]) {
    uint8_t *at = put_be(out, (uint8_t)ledger, 1);
    at = put_be(at, (uint64_t)object, 8);
    at = put_be(at, (uint32_t)seq, 4);
    memcpy(at, leaf, LEAF_MARK_BYTES);
}

void block_entry_read(const uint8_t in[BLOCK_ENTRY_BYTES], struct block_entry *out) {
    out->ledger = in[0];
    out->object = (int64_t)get_be(in + 1, 8);
    out->seq = (int64_t)get_be(in + 9, 4);
    memcpy(out->mark, in + 13, LEAF_MARK_BYTES);
}

void waiting_entry_write(uint8_t out[WAITING_ENTRY_BYTES], const struct waiting_entry *entry) {
    uint8_t *at = put_be(out, (uint8_t)entry->ledger, 1);
    at = put_be(at, (uint64_t)entry->object, 8);
    at = put_be(at, (uint32_t)entry->seq, 4);
    at = put_be(at, (uint64_t)entry->id, 8);
    memcpy(at, entry->leaf, SM3_BYTES);
}

void waiting_entry_read(const uint8_t in[WAITING_ENTRY_BYTES], struct waiting_entry *out) {
    out->ledger = in[0];
    out->object = (int64_t)get_be(in + 1, 8);
    out->seq = (int64_t)get_be(in + 9, 4);
    out->id = (int64_t)get_be(in + 13, 8);
    memcpy(out->leaf, in + 21, SM3_BYTES);
}
