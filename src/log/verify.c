// SPDX-License-Identifier: Apache-2.0
// Verifying: what the log says against what the store holds. Each difference is named by its record; nothing is written.
#include "log/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "crypto/hash.h"
#include "log/replay.h"
#include "log/seal_store.h"
#include "tally/fact_store.h"
#include "tally/tally_store.h"

enum { RECORD_BYTES = 160, LEDGERS_MAX = 32, WAITING_PAGE = 4096 };

// A text that an event committed to.
struct promise {
    int64_t object, seq;
    char field[ACTION_BYTES];
    char hex[SM3_HEX_BYTES];
    bool kept;
};

// A multiset of event keys as one number: events on one side, blocks and the queue on the other must agree.
struct key_sum {
    uint64_t a, b;
    int64_t n;
};

struct check {
    struct db *db;
    const struct verify_options *options;
    struct verify_report *report;
    int32_t district;
    const struct ledger *ledger;
    struct tally_fold *fold;
    struct key_sum logged, placed;
    int64_t total;
    // The page being compared.
    struct replayed *objects;
    size_t n_objects, cap_objects;
    struct promise *promises;
    size_t n_promises, cap_promises;
    size_t next_promise;
};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold what is verified");
}

static void name(struct check *check, const char *kind, const char *record, const char *what) {
    check->report->differences++;
    if (check->options->named && check->report->differences <= check->options->max_named) {
        check->options->named(check->options->ctx, kind, check->district, record, what);
    }
}

static void name_object(struct check *check, const char *kind, int ledger, int64_t object,
                        int64_t seq, const char *what) {
    char id[ID_TEXT_BYTES], record[RECORD_BYTES];
    const struct ledger *known = ledger_by_code(check->options->ledgers, ledger);
    id_format(object, id);
    if (seq > 0) {
        snprintf(record, sizeof record, "%s %s seq %lld", known ? known->name : "?", id,
                 (long long)seq);
    } else {
        snprintf(record, sizeof record, "%s %s", known ? known->name : "?", id);
    }
    name(check, kind, record, what);
}

static uint64_t mix64(uint64_t x) {
    x ^= x >> 30;
    x *= UINT64_C(0xBF58476D1CE4E5B9);
    x ^= x >> 27;
    x *= UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

static void add_key(struct key_sum *sum, int ledger, int64_t object, int64_t seq) {
    uint64_t h = mix64((uint64_t)object * 31 + (uint64_t)ledger) ^
                 mix64((uint64_t)seq + UINT64_C(0x51ED270B));
    sum->a += mix64(h);
    sum->b += mix64(h ^ UINT64_C(0xA5A5A5A55A5A5A5A));
    sum->n++;
}

static void progress(struct check *check) {
    if (check->options->progress && check->report->events % 4096 == 0) {
        check->options->progress(check->options->ctx, check->report->events, check->total);
    }
}

// ---- objects: states, facts, texts ----

static bool push(struct arena *arena, void **data, size_t *n, size_t *cap, size_t size,
                 const void *item) {
    if (*n == *cap) {
        size_t more = *cap ? *cap * 2 : 64;
        char *grown = arena_alloc_array(arena, more, size);
        if (!grown) {
            return false;
        }
        if (*n) {
            memcpy(grown, *data, *n * size);
        }
        *data = grown;
        *cap = more;
    }
    memcpy((char *)*data + *n * size, item, size);
    (*n)++;
    return true;
}

// Copies what stands in quotes (after a colon, if lead is one) and answers where it ends; NULL when there is none that fits.
static const char *take_quoted(const char *at, char lead, char *out, size_t size) {
    if (lead == ':' && *at++ != ':') {
        return NULL;
    }
    const char *end = *at == '"' ? strchr(at + 1, '"') : NULL;
    if (!end || (size_t)(end - at) > size) {
        return NULL;
    }
    memcpy(out, at + 1, (size_t)(end - at - 1));
    out[end - at - 1] = 0;
    return end + 1;
}

// Bodies end with "texts":{"field":"hash",…} where they commit to texts (log.c writes them so).
static enum yk gather_promises(struct check *check, const struct event_row *event,
                               struct arena *arena, struct err *err) {
    static const char mark[] = "\"texts\":{";
    const char *at = strstr(event->body, mark);
    at = at ? at + sizeof mark - 1 : "";
    struct promise promise = {.object = event->object, .seq = event->seq};
    while ((at = take_quoted(at, '"', promise.field, sizeof promise.field)) &&
           (at = take_quoted(at, ':', promise.hex, sizeof promise.hex))) {
        void *data = check->promises;
        if (!push(arena, &data, &check->n_promises, &check->cap_promises, sizeof promise,
                  &promise)) {
            return no_memory(err);
        }
        check->promises = data;
        at += *at == ',';
    }
    return YK_OK;
}

static enum yk on_event(void *ctx, const struct event_row *event, struct arena *arena,
                        struct err *err) {
    struct check *check = ctx;
    check->report->events++;
    add_key(&check->logged, event->ledger, event->object, event->seq);
    progress(check);
    return gather_promises(check, event, arena, err);
}

static enum yk on_object(void *ctx, const struct replayed *object, struct arena *arena,
                         struct err *err) {
    struct check *check = ctx;
    check->report->objects++;
    if (object->decoded && check->ledger->check_inputs) {
        const char *what = NULL;
        enum yk status = check->ledger->check_inputs(check->db, arena, check->district,
                                                     object->object, object->decoded, &what, err);
        if (status != YK_OK) {
            return status;
        }
        if (what) {
            name_object(check, "input", check->ledger->code, object->object, 0, what);
        }
    }
    void *data = check->objects;
    if (!push(arena, &data, &check->n_objects, &check->cap_objects, sizeof *object, object)) {
        return no_memory(err);
    }
    check->objects = data;
    return YK_OK;
}

static void on_fault(void *ctx, const struct event_row *event, const char *what) {
    name_object(ctx, "event", event->ledger, event->object, event->seq, what);
}

static enum yk compare_states(struct check *check, int64_t after, int64_t last, struct arena *arena,
                              struct err *err) {
    struct state_row *rows;
    size_t n;
    enum yk status = log_store_states(check->db, arena, check->district, check->ledger->code, after,
                                      last, &rows, &n, err);
    if (status != YK_OK) {
        return status;
    }
    size_t i = 0, k = 0;
    while (i < check->n_objects || k < n) {
        const struct replayed *want = i < check->n_objects ? &check->objects[i] : NULL;
        const struct state_row *have = k < n ? &rows[k] : NULL;
        if (want && (!have || want->object < have->object)) {
            name_object(check, "state", check->ledger->code, want->object, 0,
                        "the state is missing");
            i++;
        } else if (!want || have->object < want->object) {
            name_object(check, "state", check->ledger->code, have->object, 0,
                        "a state without events");
            k++;
        } else {
            if (want->state && (want->seq != have->seq || want->recorded_at != have->recorded_at ||
                                want->state_n != have->body_n ||
                                memcmp(want->state, have->body, have->body_n) != 0)) {
                name_object(check, "state", check->ledger->code, have->object, 0,
                            "the state is not what its events make");
            }
            i++;
            k++;
        }
    }
    return YK_OK;
}

static int compare_versions(const struct fact_hit *a, const struct fact_hit *b) {
    if (a->object != b->object) {
        return a->object < b->object ? -1 : 1;
    }
    if (a->part != b->part) {
        return a->part < b->part ? -1 : 1;
    }
    return a->from_at < b->from_at ? -1 : a->from_at > b->from_at;
}

static int compare_version_pointers(const void *pa, const void *pb) {
    return compare_versions(*(const struct fact_hit *const *)pa,
                            *(const struct fact_hit *const *)pb);
}

static void name_fact(struct check *check, const struct fact_table *table,
                      const struct fact_hit *hit, const char *what) {
    char id[ID_TEXT_BYTES], record[RECORD_BYTES];
    id_format(hit->object, id);
    snprintf(record, sizeof record, "%s%s %s part %d", table->name,
             hit->to_at == FACT_OPEN ? "" : "_was", id, hit->part);
    name(check, "fact", record, what);
}

static enum yk expected_versions(struct check *check, const struct fact_table *table, bool closed,
                                 struct arena *arena, const struct fact_hit ***out, size_t *out_n,
                                 struct err *err) {
    size_t n = 0;
    for (size_t i = 0; i < check->n_objects; i++) {
        n += check->objects[i].n_versions;
    }
    const struct fact_hit **list = arena_alloc_array(arena, n ? n : 1, sizeof *list);
    if (!list) {
        return no_memory(err);
    }
    n = 0;
    for (size_t i = 0; i < check->n_objects; i++) {
        const struct replayed *object = &check->objects[i];
        for (size_t k = 0; k < object->n_versions; k++) {
            if (object->version_tables[k] == table &&
                (object->versions[k].to_at != FACT_OPEN) == closed) {
                list[n++] = &object->versions[k];
            }
        }
    }
    qsort(list, n, sizeof *list, compare_version_pointers);
    *out = list;
    *out_n = n;
    return YK_OK;
}

static bool is_broken(const struct check *check, int64_t object) {
    for (size_t i = 0; i < check->n_objects; i++) {
        if (check->objects[i].object == object) {
            return check->objects[i].state == NULL;
        }
    }
    return false;
}

static enum yk compare_facts(struct check *check, const struct fact_table *table, bool closed,
                             int64_t after, int64_t last, struct arena *arena, struct err *err) {
    const struct fact_hit **want = NULL;
    struct fact_hit *have = NULL;
    size_t n_want = 0, n_have = 0;
    enum yk status = expected_versions(check, table, closed, arena, &want, &n_want, err);
    if (status == YK_OK) {
        status = fact_scan_page(check->db, table, closed, check->district, after, last, arena,
                                &have, &n_have, err);
    }
    if (status != YK_OK) {
        return status;
    }
    size_t bytes = (size_t)table->n_cols * sizeof(int64_t);
    size_t i = 0, k = 0;
    while (i < n_want || k < n_have) {
        int order = i == n_want ? 1 : k == n_have ? -1 : compare_versions(want[i], &have[k]);
        check->report->facts++;
        if (order < 0) {
            name_fact(check, table, want[i++], "the fact is missing");
        } else if (order > 0) {
            if (!is_broken(check, have[k].object)) {
                name_fact(check, table, &have[k], "a fact that no event makes");
            }
            k++;
        } else {
            if (want[i]->to_at != have[k].to_at || memcmp(want[i]->v, have[k].v, bytes) != 0) {
                name_fact(check, table, &have[k], "the fact is not what its events make");
            }
            i++;
            k++;
        }
    }
    return YK_OK;
}

// ---- texts ----

// Rows and promises come in the same order of (object, seq); an event has few fields, in any order.
static struct promise *find_promise(struct check *check, const struct text_row *row) {
    while (check->next_promise < check->n_promises) {
        const struct promise *promise = &check->promises[check->next_promise];
        if (promise->object > row->object ||
            (promise->object == row->object && promise->seq >= row->seq)) {
            break;
        }
        check->next_promise++;
    }
    for (size_t i = check->next_promise; i < check->n_promises; i++) {
        struct promise *promise = &check->promises[i];
        if (promise->object != row->object || promise->seq != row->seq) {
            break;
        }
        if (strcmp(promise->field, row->field) == 0) {
            return promise;
        }
    }
    return NULL;
}

static void compare_text(struct check *check, const struct text_row *row) {
    struct promise *promise = find_promise(check, row);
    if (!promise) {
        name_object(check, "text", check->ledger->code, row->object, row->seq,
                    "a text that no event committed to");
        return;
    }
    promise->kept = true;
    uint8_t hash[SM3_BYTES];
    char hex[SM3_HEX_BYTES];
    const struct iov parts[] = {{row->salt, row->salt_n}, {row->content, row->content_n}};
    sm3_many(parts, 2, hash);
    hex_encode(hash, SM3_BYTES, hex);
    if (strcmp(promise->hex, hex) != 0) {
        name_object(check, "text", check->ledger->code, row->object, row->seq,
                    "the text is not what its event committed to");
    }
}

static enum yk compare_texts(struct check *check, int64_t after, int64_t last, struct arena *arena,
                             struct err *err) {
    struct text_row *rows;
    size_t n;
    enum yk status = log_store_texts(check->db, arena, check->district, check->ledger->code, after,
                                     last, &rows, &n, err);
    if (status != YK_OK) {
        return status;
    }
    check->next_promise = 0;
    for (size_t i = 0; i < n; i++) {
        check->report->texts++;
        compare_text(check, &rows[i]);
    }
    for (size_t i = 0; i < check->n_promises; i++) {
        if (!check->promises[i].kept) {
            name_object(check, "text", check->ledger->code, check->promises[i].object,
                        check->promises[i].seq, "a text is gone");
        }
    }
    return YK_OK;
}

static enum yk on_page(void *ctx, int64_t after, int64_t last, struct arena *arena,
                       struct err *err) {
    struct check *check = ctx;
    enum yk status = compare_states(check, after, last, arena, err);
    for (size_t i = 0; status == YK_OK && check->ledger->tables && check->ledger->tables[i]; i++) {
        status = compare_facts(check, check->ledger->tables[i], false, after, last, arena, err);
        if (status == YK_OK) {
            status = compare_facts(check, check->ledger->tables[i], true, after, last, arena, err);
        }
    }
    if (status == YK_OK) {
        status = compare_texts(check, after, last, arena, err);
    }
    check->objects = NULL;
    check->n_objects = check->cap_objects = 0;
    check->promises = NULL;
    check->n_promises = check->cap_promises = 0;
    return status;
}

// ---- tallies ----

struct cell_list {
    struct tally_cell *cells;
    size_t n, cap;
};

static enum yk keep_cell(void *ctx, const struct tally_cell *cell, struct err *err) {
    struct cell_list *list = ctx;
    if (list->n == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 1024;
        struct tally_cell *cells = realloc(list->cells, cap * sizeof *cells);
        if (!cells) {
            return no_memory(err);
        }
        list->cells = cells;
        list->cap = cap;
    }
    list->cells[list->n++] = *cell;
    return YK_OK;
}

static void name_cell(struct check *check, const struct tally_cell *cell, const char *what) {
    char record[RECORD_BYTES], unit[ID_TEXT_BYTES];
    id_format(cell->unit, unit);
    snprintf(record, sizeof record, "measure %d unit %s dim %d value %lld %s %d", cell->measure,
             cell->unit ? unit : "all", cell->dim, (long long)cell->value,
             cell->grain == 0   ? "day"
             : cell->grain == 1 ? "month"
                                : "year",
             cell->bucket);
    name(check, "tally", record, what);
}

static enum yk compare_tallies(struct check *check, struct err *err) {
    struct cell_list want = {0}, have = {0};
    int64_t rows = 0, broken = 0;
    enum yk status =
        tally_take_pending(check->fold, check->db, check->district, &rows, &broken, err);
    for (int64_t n = 0; n < broken && status == YK_OK; n++) {
        name(check, "tally", "tally_pending", "a row that waits cannot be read");
    }
    if (status == YK_OK) {
        status = tally_fold_each(check->fold, keep_cell, &want, err);
    }
    if (status == YK_OK) {
        status = tally_each(check->db, check->district, keep_cell, &have, err);
    }
    size_t i = 0, k = 0;
    while (status == YK_OK && (i < want.n || k < have.n)) {
        int order = i == want.n   ? 1
                    : k == have.n ? -1
                                  : tally_cell_compare(&want.cells[i], &have.cells[k]);
        check->report->cells++;
        if (order < 0) {
            name_cell(check, &want.cells[i++], "the tally is missing");
        } else if (order > 0) {
            name_cell(check, &have.cells[k++], "a tally that no facts make");
        } else {
            if (want.cells[i].n != have.cells[k].n || want.cells[i].sum != have.cells[k].sum) {
                name_cell(check, &have.cells[k], "the tally is not what the facts add up to");
            }
            i++;
            k++;
        }
    }
    free(want.cells);
    free(have.cells);
    return status;
}

// ---- blocks ----

static void name_block(struct check *check, const char *kind, int64_t height, const char *what) {
    char record[RECORD_BYTES];
    snprintf(record, sizeof record, "block %lld", (long long)height);
    name(check, kind, record, what);
}

static enum yk check_entries(struct check *check, const struct block_row *block,
                             struct arena *arena, struct err *err) {
    size_t n = block->events_n / BLOCK_ENTRY_BYTES;
    uint8_t(*leaves)[32] = arena_alloc_array(arena, n ? n : 1, 32);
    if (!leaves) {
        return no_memory(err);
    }
    bool whole = n > 0 && n * BLOCK_ENTRY_BYTES == block->events_n && (int64_t)n == block->n;
    for (size_t i = 0; i < n; i++) {
        struct block_entry entry;
        struct event_row event;
        block_entry_read(block->events + i * BLOCK_ENTRY_BYTES, &entry);
        add_key(&check->placed, entry.ledger, entry.object, entry.seq);
        enum yk status = log_store_event_at(check->db, arena, check->district, entry.ledger,
                                            entry.object, entry.seq, &event, err);
        if (status == YK_NOT_FOUND) {
            name_object(check, "event", entry.ledger, entry.object, entry.seq,
                        "a sealed event is gone");
            whole = false;
            continue;
        }
        if (status != YK_OK) {
            return status;
        }
        leaf_hash(&event, leaves[i]);
        if (memcmp(leaves[i], entry.mark, LEAF_MARK_BYTES) != 0) {
            name_object(check, "event", entry.ledger, entry.object, entry.seq,
                        "the event is not what was sealed");
            whole = false;
        }
    }
    uint8_t root[32];
    if (whole) {
        merkle_root(leaves, n, root);
    }
    if (!whole || block->root_n != 32 || memcmp(root, block->root, 32) != 0) {
        name_block(check, "block", block->height, "its events do not give its root");
    }
    return YK_OK;
}

static enum yk check_block(struct check *check, const struct block_row *block,
                           const struct block_row *before, struct arena *arena, struct err *err) {
    static const uint8_t nothing[SM3_BYTES];
    uint8_t hash[32];
    const uint8_t *prev = before ? before->hash : nothing;
    check->report->blocks++;
    if (block->height != (before ? before->height + 1 : 1) ||
        block->first_pos != (before ? before->first_pos + before->n : 1)) {
        name_block(check, "chain", block->height, "a block before it is missing");
    }
    if (block->prev_n != SM3_BYTES || memcmp(block->prev, prev, SM3_BYTES) != 0) {
        name_block(check, "chain", block->height, "it does not follow the block before");
    }
    block_hash(block, hash);
    if (block->hash_n != SM3_BYTES || memcmp(hash, block->hash, SM3_BYTES) != 0) {
        name_block(check, "block", block->height, "its hash is wrong");
    }
    if (check->options->ring && !keyring_verify(check->options->ring, block->hash, block->hash_n,
                                                block->signature, block->signature_n)) {
        name_block(check, "signature", block->height, "its signature is not by this key");
    }
    return check_entries(check, block, arena, err);
}

static enum yk check_chain(struct check *check, struct err *err) {
    // Two arenas take turns: a block is needed until the next one was compared with it.
    struct arena *arenas[2] = {arena_new(0), arena_new(0)};
    struct block_row blocks[2];
    bool have_before = false;
    int64_t height = INT64_MIN;
    int turn = 0;
    enum yk status = arenas[0] && arenas[1] ? YK_OK : no_memory(err);
    while (status == YK_OK) {
        arena_reset(arenas[turn]);
        status =
            seal_store_next(check->db, arenas[turn], check->district, height, &blocks[turn], err);
        if (status == YK_OK) {
            status = check_block(check, &blocks[turn], have_before ? &blocks[1 - turn] : NULL,
                                 arenas[turn], err);
            height = blocks[turn].height;
            have_before = true;
            turn = 1 - turn;
        }
    }
    arena_free(&arenas[0]);
    arena_free(&arenas[1]);
    return status == YK_NOT_FOUND ? YK_OK : status;
}

static enum yk check_waiting_row(struct check *check, const struct waiting_row *row,
                                 struct arena *arena, struct err *err) {
    const struct waiting_entry *entry = &row->entry;
    struct event_row event;
    uint8_t leaf[32];
    if (row->broken) {
        name(check, "waiting", "waiting", "a row of the queue before the seal cannot be read");
        return YK_OK;
    }
    enum yk status = log_store_event_at(check->db, arena, check->district, entry->ledger,
                                        entry->object, entry->seq, &event, err);
    if (status == YK_OK) {
        leaf_hash(&event, leaf);
        if (memcmp(leaf, entry->leaf, sizeof leaf) != 0) {
            name_object(check, "event", entry->ledger, entry->object, entry->seq,
                        "the event is not what was recorded and waits for its seal");
        }
    }
    if (status == YK_NOT_FOUND || (status == YK_OK && event.id != entry->id)) {
        name_object(check, "waiting", entry->ledger, entry->object, entry->seq,
                    "an event waits for its seal and is not there");
        return YK_OK;
    }
    return status;
}

static enum yk check_waiting(struct check *check, struct err *err) {
    struct arena *arena = arena_new(0);
    if (!arena) {
        return no_memory(err);
    }
    int64_t after = INT64_MIN;
    size_t n = 1;
    enum yk status = YK_OK;
    while (status == YK_OK && n > 0) {
        struct waiting_row *rows = NULL;
        arena_reset(arena);
        status = seal_store_waiting(check->db, arena, check->district, after, WAITING_PAGE, &rows,
                                    &n, err);
        for (size_t i = 0; i < n && status == YK_OK; i++) {
            add_key(&check->placed, rows[i].entry.ledger, rows[i].entry.object, rows[i].entry.seq);
            check->report->unsealed++;
            after = rows[i].row;
            status = check_waiting_row(check, &rows[i], arena, err);
        }
    }
    arena_free(&arena);
    return status;
}

// ---- naming events that stand in no block and wait for none (only when the sums differ) ----

struct key {
    int ledger;
    int64_t object, seq;
};
struct keys {
    struct key *list;
    size_t n, cap;
};

static bool keys_add(struct keys *keys, int ledger, int64_t object, int64_t seq) {
    if (keys->n == keys->cap) {
        size_t cap = keys->cap ? keys->cap * 2 : 4096;
        struct key *list = realloc(keys->list, cap * sizeof *list);
        if (!list) {
            return false;
        }
        keys->list = list;
        keys->cap = cap;
    }
    keys->list[keys->n++] = (struct key){ledger, object, seq};
    return true;
}

static int compare_keys(const void *pa, const void *pb) {
    const struct key *a = pa, *b = pb;
    if (a->ledger != b->ledger) {
        return a->ledger < b->ledger ? -1 : 1;
    }
    if (a->object != b->object) {
        return a->object < b->object ? -1 : 1;
    }
    return a->seq < b->seq ? -1 : a->seq > b->seq;
}

static enum yk gather_placed(struct check *check, struct keys *keys, struct err *err) {
    struct arena *arena = arena_new(0);
    if (!arena) {
        return no_memory(err);
    }
    int64_t height = INT64_MIN, after = INT64_MIN;
    struct block_row block;
    enum yk status;
    while ((status = seal_store_next(check->db, arena, check->district, height, &block, err)) ==
           YK_OK) {
        height = block.height;
        for (size_t i = 0; i + BLOCK_ENTRY_BYTES <= block.events_n; i += BLOCK_ENTRY_BYTES) {
            struct block_entry entry;
            block_entry_read(block.events + i, &entry);
            if (!keys_add(keys, entry.ledger, entry.object, entry.seq)) {
                arena_free(&arena);
                return no_memory(err);
            }
        }
        arena_reset(arena);
    }
    size_t n = 1;
    status = status == YK_NOT_FOUND ? YK_OK : status;
    while (status == YK_OK && n > 0) {
        struct waiting_row *rows = NULL;
        arena_reset(arena);
        status = seal_store_waiting(check->db, arena, check->district, after, WAITING_PAGE, &rows,
                                    &n, err);
        for (size_t i = 0; i < n && status == YK_OK; i++) {
            const struct waiting_entry *entry = &rows[i].entry;
            after = rows[i].row;
            status =
                keys_add(keys, entry->ledger, entry->object, entry->seq) ? YK_OK : no_memory(err);
        }
    }
    arena_free(&arena);
    return status;
}

static enum yk name_unplaced_of(struct check *check, int ledger, const struct keys *placed,
                                struct err *err) {
    struct arena *arena = arena_new(0);
    if (!arena) {
        return no_memory(err);
    }
    int64_t object = INT64_MIN, seq = 0;
    size_t n = 1;
    enum yk status = YK_OK;
    while (status == YK_OK && n > 0) {
        struct event_row *rows = NULL;
        arena_reset(arena);
        status = log_store_events(check->db, arena, check->district, ledger, object, seq, 4096,
                                  &rows, &n, err);
        for (size_t i = 0; i < n && status == YK_OK; i++) {
            const struct key key = {ledger, rows[i].object, rows[i].seq};
            object = key.object;
            seq = key.seq;
            if (!placed->n || !bsearch(&key, placed->list, placed->n, sizeof key, compare_keys)) {
                name_object(check, "event", ledger, object, seq,
                            "the event stands in no block and waits for none");
            }
        }
    }
    arena_free(&arena);
    return status;
}

static enum yk name_unplaced(struct check *check, const int *ledgers, size_t n_ledgers,
                             struct err *err) {
    struct keys placed = {0};
    int64_t before = check->report->differences;
    enum yk status = gather_placed(check, &placed, err);
    if (status == YK_OK && placed.n) {
        qsort(placed.list, placed.n, sizeof *placed.list, compare_keys);
    }
    for (size_t i = 0; i < n_ledgers && status == YK_OK; i++) {
        status = name_unplaced_of(check, ledgers[i], &placed, err);
    }
    for (size_t i = 1; i < placed.n && status == YK_OK; i++) {
        if (compare_keys(&placed.list[i - 1], &placed.list[i]) == 0) {
            name_object(check, "event", placed.list[i].ledger, placed.list[i].object,
                        placed.list[i].seq, "the event has two places");
        }
    }
    if (status == YK_OK && check->report->differences == before) {
        name(check, "event", "the district's log", "events and their places do not agree");
    }
    free(placed.list);
    return status;
}

// ---- one district ----

static enum yk check_ledger(struct check *check, int code, struct err *err) {
    check->ledger = ledger_by_code(check->options->ledgers, code);
    if (!check->ledger) {
        char record[RECORD_BYTES];
        snprintf(record, sizeof record, "ledger %d", code);
        name(check, "event", record, "this program knows no such ledger");
        return YK_OK;
    }
    const struct replay replay = {
        .db = check->db,
        .ledger = check->ledger,
        .district = check->district,
        .fold = check->fold,
        .ctx = check,
        .on_event = on_event,
        .on_object = on_object,
        .on_page = on_page,
        .on_fault = on_fault,
    };
    return replay_ledger(&replay, err);
}

// Every ledger known or found, so that a state, fact or text left without any event is seen too.
static enum yk ledgers_to_check(struct check *check, int *out, size_t *out_n, struct err *err) {
    enum yk status = log_store_ledgers(check->db, check->district, out, LEDGERS_MAX, out_n, err);
    for (size_t i = 0; status == YK_OK && check->options->ledgers->list[i]; i++) {
        int code = check->options->ledgers->list[i]->code;
        bool there = false;
        for (size_t k = 0; k < *out_n; k++) {
            there = there || out[k] == code;
        }
        if (!there && *out_n < LEDGERS_MAX) {
            out[(*out_n)++] = code;
        }
    }
    return status;
}

static enum yk check_district(struct check *check, struct err *err) {
    int ledgers[LEDGERS_MAX];
    size_t n = 0;
    check->logged = check->placed = (struct key_sum){0};
    tally_fold_clear(check->fold);
    enum yk status = ledgers_to_check(check, ledgers, &n, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        status = check_ledger(check, ledgers[i], err);
    }
    if (status == YK_OK) {
        status = compare_tallies(check, err);
    }
    if (status == YK_OK) {
        status = check_chain(check, err);
    }
    if (status == YK_OK) {
        status = check_waiting(check, err);
    }
    if (status == YK_OK && memcmp(&check->logged, &check->placed, sizeof check->logged) != 0) {
        status = name_unplaced(check, ledgers, n, err);
    }
    check->report->districts++;
    return status;
}

// ---- heads kept elsewhere ----

struct head_line {
    int64_t district, height;
    const char *hash;
};
static const struct json_field head_fields[] = {
    {.name = "district", .type = JSON_INT, .offset = offsetof(struct head_line, district)},
    {.name = "height", .type = JSON_INT, .offset = offsetof(struct head_line, height)},
    {.name = "hash", .type = JSON_TEXT, .offset = offsetof(struct head_line, hash)},
};
static const struct json_spec head_spec = JSON_SPEC("head", struct head_line, head_fields);

static enum yk check_head_line(struct check *check, const char *line, struct arena *arena,
                               struct err *err) {
    struct head_line head;
    bool readable = json_decode_stored(&head_spec, line, strlen(line), arena, &head, NULL) == YK_OK;
    const char *want = readable ? head.hash : NULL;
    int64_t height = readable ? head.height : 0;
    check->district = readable ? (int32_t)head.district : 0;
    enum yk status = YK_OK;
    if (!want || height < 1) {
        name(check, "head", "heads file", "a line is no head");
    } else {
        struct block_row block;
        char hex[SM3_HEX_BYTES] = "";
        status = seal_store_next(check->db, arena, check->district, height - 1, &block, err);
        if (status == YK_OK && block.hash_n == SM3_BYTES) {
            hex_encode(block.hash, SM3_BYTES, hex);
        }
        if (status == YK_NOT_FOUND ||
            (status == YK_OK && (block.height != height || strcmp(hex, want) != 0))) {
            name_block(check, "head", height,
                       "the chain was rewritten: this block's head was published otherwise");
        }
        status = status == YK_NOT_FOUND ? YK_OK : status;
    }
    return status;
}

static enum yk check_heads(struct check *check, struct err *err) {
    FILE *file = fopen(check->options->heads_path, "re");
    if (!file) {
        return err_set(err, YK_REFUSED, ERR_NOT_FOUND, "could not open heads file %s",
                       check->options->heads_path);
    }
    struct arena *arena = arena_new(0);
    char line[512];
    enum yk status = arena ? YK_OK : no_memory(err);
    while (status == YK_OK && fgets(line, sizeof line, file)) {
        size_t n = strlen(line);
        if (n > 0 && line[n - 1] != '\n') {
            break; // cut off while it was written: the block is in the store, its line never was out whole
        }
        status = check_head_line(check, line, arena, err);
        arena_reset(arena);
    }
    arena_free(&arena);
    fclose(file);
    return status;
}

enum yk verify_store(struct db *db, const struct verify_options *options, struct verify_report *out,
                     struct err *err) {
    struct verify_report report = {0};
    struct check check = {
        .db = db, .options = options, .report = &report, .fold = tally_fold_new()};
    struct arena *arena = arena_new(0);
    int32_t *districts;
    size_t n = 0;
    enum yk status = check.fold && arena ? YK_OK : no_memory(err);
    bool began = status == YK_OK && !db_in_transaction(db);
    if (began) {
        status = db_begin_read(db, err);
        began = status == YK_OK;
    }
    if (status == YK_OK) {
        status = log_store_count_events(db, &check.total, err);
    }
    if (status == YK_OK) {
        status = log_store_districts(db, arena, &districts, &n, err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        check.district = districts[i];
        if (options->district == 0 || options->district == districts[i]) {
            status = check_district(&check, err);
        }
    }
    if (status == YK_OK && options->heads_path) {
        status = check_heads(&check, err);
    }
    if (began) {
        db_rollback(db);
    }
    if (check.fold) {
        tally_fold_free(&check.fold);
    }
    arena_free(&arena);
    if (status == YK_OK) {
        *out = report;
    }
    return status;
}
