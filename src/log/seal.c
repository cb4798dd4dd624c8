// SPDX-License-Identifier: Apache-2.0
// The sealer: gives committed events their place in the district's order by putting them into blocks. Decides how much goes into a block and what a head says;
// when to run is the caller's business.
#include "log/seal.h"

#include <stdio.h>
#include <string.h>

#include "log/leaf.h"
#include "log/seal_store.h"

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a block");
}

// Fills entries and root from the events; the block's other members are the caller's.
static enum yk list_events(struct arena *arena, const struct waiting_row *rows, size_t n,
                           struct block_row *block, struct err *err) {
    uint8_t *entries = arena_alloc_array(arena, n, BLOCK_ENTRY_BYTES);
    uint8_t(*leaves)[32] = arena_alloc_array(arena, n, 32);
    uint8_t *root = arena_alloc(arena, SM3_BYTES);
    if (!entries || !leaves || !root) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        const struct waiting_entry *entry = &rows[i].entry;
        if (rows[i].broken) {
            return err_set(err, YK_FAILED, ERR_TAMPERED, "what waits as %lld cannot be read",
                           (long long)rows[i].row);
        }
        memcpy(leaves[i], entry->leaf, SM3_BYTES);
        block_entry_write(entries + i * BLOCK_ENTRY_BYTES, entry->ledger, entry->object, entry->seq,
                          leaves[i]);
    }
    merkle_root(leaves, n, root);
    block->n = (int64_t)n;
    block->events = entries;
    block->events_n = n * BLOCK_ENTRY_BYTES;
    block->root = root;
    block->root_n = SM3_BYTES;
    return YK_OK;
}

static enum yk chain(struct db *db, struct arena *arena, int32_t district, struct block_row *block,
                     struct err *err) {
    static const uint8_t nothing[SM3_BYTES];
    struct block_row last;
    enum yk status = seal_store_last(db, arena, district, &last, err);
    if (status != YK_OK && status != YK_NOT_FOUND) {
        return status;
    }
    bool first = status == YK_NOT_FOUND;
    block->district = district;
    block->height = first ? 1 : last.height + 1;
    block->first_pos = first ? 1 : last.first_pos + last.n;
    block->prev = first ? nothing : last.hash;
    block->prev_n = SM3_BYTES;
    return YK_OK;
}

static char *head_line(struct arena *arena, const struct block_row *block) {
    char hex[SM3_HEX_BYTES];
    hex_encode(block->hash, SM3_BYTES, hex);
    return arena_printf(
        arena,
        "{\"district\":%d,\"height\":%lld,\"pos\":%lld,\"hash\":\"%s\",\"sealed_at\":%lld}\n",
        block->district, (long long)block->height, (long long)(block->first_pos + block->n - 1),
        hex, (long long)block->sealed_at);
}

static enum yk seal_one(struct db *db, struct arena *arena, const struct keyring *ring,
                        int64_t real_us, int32_t district, int64_t *out_n, char **out_line,
                        struct err *err) {
    struct waiting_row *rows;
    size_t n;
    enum yk status =
        seal_store_waiting(db, arena, district, INT64_MIN, BLOCK_EVENTS_MAX, &rows, &n, err);
    if (status != YK_OK || n == 0) {
        *out_n = 0;
        return status;
    }
    struct block_row block = {.sealed_at = real_us};
    uint8_t *hash = arena_alloc(arena, SM3_BYTES);
    uint8_t *signature = arena_alloc(arena, SIGNATURE_MAX_BYTES);
    if (!hash || !signature) {
        return no_memory(err);
    }
    status = list_events(arena, rows, n, &block, err);
    if (status == YK_OK) {
        status = chain(db, arena, district, &block, err);
    }
    if (status != YK_OK) {
        return status;
    }
    block_hash(&block, hash);
    block.hash = hash;
    block.hash_n = SM3_BYTES;
    block.signature = signature;
    status = keyring_sign(ring, hash, SM3_BYTES, signature, &block.signature_n, err);
    if (status == YK_OK) {
        status = seal_store_put(db, &block, err);
    }
    if (status == YK_OK) {
        status = seal_store_forget(db, district, rows, n, err);
    }
    if (status == YK_OK) {
        *out_line = head_line(arena, &block);
        status = *out_line ? YK_OK : no_memory(err);
    }
    if (status == YK_OK) {
        *out_n = (int64_t)n;
    }
    return status;
}

enum yk seal_waiting(struct db *db, struct arena *arena, const struct keyring *ring,
                     int64_t real_us, int max_blocks, int64_t *out_events, char **out_head_lines,
                     struct err *err) {
    int32_t *districts;
    size_t n_districts;
    int64_t total = 0;
    const char *lines = "";
    bool got = false;
    enum yk status = seal_store_lock(db, &got, err);
    if (status == YK_OK && got) {
        status = seal_store_waiting_districts(db, arena, &districts, &n_districts, err);
    }
    for (size_t i = 0; status == YK_OK && got && i < n_districts && max_blocks > 0; i++) {
        int64_t n = BLOCK_EVENTS_MAX;
        while (status == YK_OK && lines && n >= BLOCK_EVENTS_MAX && max_blocks-- > 0) {
            char *line = NULL;
            status = seal_one(db, arena, ring, real_us, districts[i], &n, &line, err);
            if (status == YK_OK && line) {
                total += n;
                lines = arena_printf(arena, "%s%s", lines, line);
                status = lines ? YK_OK : no_memory(err);
            }
        }
    }
    if (status == YK_OK) {
        *out_events = total;
        *out_head_lines = arena_strdup(arena, lines);
    }
    return status;
}

enum yk seal_head_of(struct db *db, int32_t district, struct seal_head *out, int64_t *out_waiting,
                     struct err *err) {
    struct arena *arena = arena_new(0);
    if (!arena) {
        return no_memory(err);
    }
    struct seal_head head = {.district = district};
    struct block_row last;
    enum yk status = seal_store_last(db, arena, district, &last, err);
    if (status == YK_OK) {
        head.height = last.height;
        head.pos = last.first_pos + last.n - 1;
        head.sealed_at = last.sealed_at;
        memcpy(head.hash, last.hash, last.hash_n < SM3_BYTES ? last.hash_n : SM3_BYTES);
    } else if (status == YK_NOT_FOUND) {
        status = YK_OK;
    }
    int64_t waiting = 0;
    if (status == YK_OK && out_waiting) {
        status = seal_store_count_waiting(db, district, &waiting, err);
    }
    arena_free(&arena);
    if (status == YK_OK) {
        *out = head;
        if (out_waiting) {
            *out_waiting = waiting;
        }
    }
    return status;
}
