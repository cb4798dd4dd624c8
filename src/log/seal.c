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

// Puts the block after `before`, or after the last stored one.
static enum yk chain(struct db *db, struct arena *arena, int32_t district,
                     const struct block_row *before, struct block_row *block, struct err *err) {
    static const uint8_t nothing[SM3_BYTES];
    struct block_row last;
    enum yk status = YK_OK;
    if (before) {
        last = *before;
    } else {
        status = seal_store_last(db, arena, district, &last, err);
    }
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

// A block that is ready to be put, and the rows of the queue that it takes.
struct planned {
    struct planned *next;
    struct block_row block;
    const struct waiting_row *rows;
    size_t n;
};
struct seal_plan {
    struct planned *first, **last;
    int64_t n_events;
    const char *lines;
};

static enum yk sign(struct arena *arena, const struct keyring *ring, struct block_row *block,
                    struct err *err) {
    uint8_t *hash = arena_alloc(arena, SM3_BYTES);
    uint8_t *signature = arena_alloc(arena, SIGNATURE_MAX_BYTES);
    if (!hash || !signature) {
        return no_memory(err);
    }
    block_hash(block, hash);
    block->hash = hash;
    block->hash_n = SM3_BYTES;
    block->signature = signature;
    return keyring_sign(ring, hash, SM3_BYTES, signature, &block->signature_n, err);
}

// The district's next block, after `before` (NULL: the last that is stored); NULL when nothing is left to seal.
static enum yk plan_one(struct db *db, struct arena *arena, const struct keyring *ring,
                        int64_t real_us, int32_t district, const struct planned *before,
                        struct planned **out, struct err *err) {
    struct waiting_row *rows;
    size_t n;
    int64_t after = before ? before->rows[before->n - 1].row : INT64_MIN;
    enum yk status =
        seal_store_waiting(db, arena, district, after, BLOCK_EVENTS_MAX, &rows, &n, err);
    *out = NULL;
    if (status != YK_OK || n == 0) {
        return status;
    }
    struct planned *planned = arena_alloc(arena, sizeof *planned);
    if (!planned) {
        return no_memory(err);
    }
    *planned = (struct planned){.block = {.sealed_at = real_us}, .rows = rows, .n = n};
    status = list_events(arena, rows, n, &planned->block, err);
    if (status == YK_OK) {
        status = chain(db, arena, district, before ? &before->block : NULL, &planned->block, err);
    }
    if (status == YK_OK) {
        status = sign(arena, ring, &planned->block, err);
    }
    if (status == YK_OK) {
        *out = planned;
    }
    return status;
}

static enum yk plan_district(struct db *db, struct arena *arena, const struct keyring *ring,
                             int64_t real_us, int32_t district, int *left, struct seal_plan *plan,
                             struct err *err) {
    const struct planned *before = NULL;
    enum yk status = YK_OK;
    do {
        struct planned *planned;
        status = plan_one(db, arena, ring, real_us, district, before, &planned, err);
        if (status != YK_OK || !planned) {
            return status;
        }
        const char *line = head_line(arena, &planned->block);
        plan->lines = line ? arena_printf(arena, "%s%s", plan->lines, line) : NULL;
        if (!plan->lines) {
            return no_memory(err);
        }
        *plan->last = planned;
        plan->last = &planned->next;
        plan->n_events += planned->block.n;
        before = planned;
    } while (--*left > 0 && before->n >= BLOCK_EVENTS_MAX);
    return status;
}

enum yk seal_prepare(struct db *db, struct arena *arena, const struct keyring *ring,
                     int64_t real_us, int max_blocks, struct seal_plan **out, struct err *err) {
    int32_t *districts;
    size_t n_districts;
    struct seal_plan *plan = arena_alloc(arena, sizeof *plan);
    if (!plan) {
        return no_memory(err);
    }
    *plan = (struct seal_plan){.last = &plan->first, .lines = ""};
    enum yk status = seal_store_waiting_districts(db, arena, &districts, &n_districts, err);
    for (size_t i = 0; status == YK_OK && i < n_districts && max_blocks > 0; i++) {
        status = plan_district(db, arena, ring, real_us, districts[i], &max_blocks, plan, err);
    }
    if (status == YK_OK) {
        *out = plan;
    }
    return status;
}

enum yk seal_put(struct db *db, const struct seal_plan *plan, struct err *err) {
    enum yk status = YK_OK;
    for (const struct planned *one = plan->first; one && status == YK_OK; one = one->next) {
        status = seal_store_put(db, &one->block, err);
        if (status == YK_OK) {
            status = seal_store_forget(db, one->block.district, one->rows, one->n, err);
        }
    }
    return status;
}

int64_t seal_plan_events(const struct seal_plan *plan) {
    return plan->n_events;
}

const char *seal_plan_lines(const struct seal_plan *plan) {
    return plan->lines;
}

enum yk seal_waiting(struct db *db, struct arena *arena, const struct keyring *ring,
                     int64_t real_us, int max_blocks, int64_t *out_events, char **out_head_lines,
                     struct err *err) {
    struct seal_plan nothing = {.lines = ""};
    struct seal_plan *plan = &nothing;
    bool got = false;
    enum yk status = seal_store_lock(db, &got, err);
    if (status == YK_OK && got) {
        status = seal_prepare(db, arena, ring, real_us, max_blocks, &plan, err);
    }
    if (status == YK_OK) {
        status = seal_put(db, plan, err);
    }
    if (status == YK_OK) {
        *out_events = plan->n_events;
        *out_head_lines = arena_strdup(arena, plan->lines);
        status = *out_head_lines ? YK_OK : no_memory(err);
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
