// SPDX-License-Identifier: Apache-2.0
// Recording: from drafts to events, state, facts, tallies and notices in one transaction. Decides the order and the times; the ledgers decide everything else.
// Its SQL is in log_store.c.
#include "log/log.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/hash.h"
#include "log/leaf_queue.h"
#include "tally/fact_store.h"

enum { BODY_MAX_BYTES = 1 << 20, STATE_MAX_BYTES = 4 << 20, WAITING_AT_ONCE = 256 };

// An event of this commit, on its way into the queue for its seal.
struct unsealed {
    int32_t district;
    struct waiting_entry entry;
    int leaf_place; // in the queue of leaves, or LEAF_NOT_QUEUED when entry holds it already
};

struct log_batch {
    struct tally_fold *fold;
    struct fact_writer *writer;
    struct buf body, state;
    struct leaf_queue *leaves;
    struct unsealed *unsealed;
    size_t n_unsealed, n_kept, cap_unsealed; // kept: of commands that stand
    int64_t last_id;          // of the events recorded here; names what the commit leaves waiting
    int64_t last_recorded_at; // of this connection; on SQLite there is one, so of the store
};

// ---- ledgers ----

const struct ledger *ledger_by_code(const struct ledgers *ledgers, int code) {
    for (size_t i = 0; ledgers->list[i]; i++) {
        if (ledgers->list[i]->code == code) {
            return ledgers->list[i];
        }
    }
    return NULL;
}

const struct event_type *ledger_find_type(const struct ledger *ledger, const char *action) {
    for (size_t i = 0; i < ledger->n_types; i++) {
        if (strcmp(ledger->types[i].action, action) == 0) {
            return &ledger->types[i];
        }
    }
    return NULL;
}

// ---- the batch ----

void *log_batch_new(void *arg) {
    struct log_batch *batch = calloc(1, sizeof *batch);
    if (!batch) {
        return NULL;
    }
    batch->last_recorded_at = arg ? *(const int64_t *)arg : 0;
    batch->fold = tally_fold_new();
    batch->writer = fact_writer_new();
    batch->leaves = leaf_queue_new();
    buf_init(&batch->body, BODY_MAX_BYTES);
    buf_init(&batch->state, STATE_MAX_BYTES);
    if (!batch->fold || !batch->writer || !batch->leaves) {
        log_batch_free(batch);
        return NULL;
    }
    return batch;
}

void log_batch_free(void *arg) {
    struct log_batch *batch = arg;
    if (!batch) {
        return;
    }
    if (batch->fold) {
        tally_fold_free(&batch->fold);
    }
    if (batch->writer) {
        fact_writer_free(&batch->writer);
    }
    leaf_queue_free(&batch->leaves);
    buf_done(&batch->body);
    buf_done(&batch->state);
    free(batch->unsealed);
    free(batch);
}

static void forget(struct log_batch *batch) {
    tally_fold_clear(batch->fold);
    leaf_queue_clear(batch->leaves);
    batch->n_unsealed = batch->n_kept = 0;
}

void log_hook_group_begin(void *arg, struct db *db) {
    (void)db;
    forget(arg);
}

void log_hook_item_end(void *arg, struct db *db, enum yk status) {
    (void)db;
    struct log_batch *batch = arg;
    tally_item_end(batch->fold, status == YK_OK);
    if (status == YK_OK) {
        batch->n_kept = batch->n_unsealed;
    } else {
        batch->n_unsealed = batch->n_kept;
    }
}

// One row of them, of one district: how many, from the first.
static size_t wait_some(struct db *db, const struct unsealed *list, size_t n, enum yk *out_status,
                        struct err *err) {
    uint8_t bytes[WAITING_AT_ONCE * WAITING_ENTRY_BYTES];
    size_t i = 0;
    while (i < n && i < WAITING_AT_ONCE && list[i].district == list[0].district) {
        waiting_entry_write(bytes + i * WAITING_ENTRY_BYTES, &list[i].entry);
        i++;
    }
    *out_status =
        log_store_wait(db, list[0].district, list[0].entry.id, bytes, i * WAITING_ENTRY_BYTES, err);
    return i;
}

static bool hold_unsealed(struct log_batch *batch, const struct unsealed *one) {
    if (batch->n_unsealed == batch->cap_unsealed) {
        size_t cap = batch->cap_unsealed ? batch->cap_unsealed * 2 : 256;
        struct unsealed *list = realloc(batch->unsealed, cap * sizeof *list);
        if (!list) {
            return false;
        }
        batch->unsealed = list;
        batch->cap_unsealed = cap;
    }
    batch->unsealed[batch->n_unsealed++] = *one;
    return true;
}

static void take_leaves(struct log_batch *batch) {
    leaf_queue_finish(batch->leaves);
    for (size_t i = 0; i < batch->n_kept; i++) {
        struct unsealed *one = &batch->unsealed[i];
        if (one->leaf_place != LEAF_NOT_QUEUED) {
            memcpy(one->entry.leaf, leaf_queue_get(batch->leaves, one->leaf_place), SM3_BYTES);
        }
    }
}

enum yk log_hook_before_commit(void *arg, struct db *db, struct err *err) {
    struct log_batch *batch = arg;
    enum yk status = YK_OK;
    take_leaves(batch);
    for (size_t i = 0; i < batch->n_kept && status == YK_OK;) {
        i += wait_some(db, batch->unsealed + i, batch->n_kept - i, &status, err);
    }
    return status == YK_OK ? tally_flush(batch->fold, db, batch->last_id, err) : status;
}

void log_hook_group_end(void *arg, struct db *db, bool committed) {
    (void)db;
    (void)committed;
    forget(arg);
}

// ---- drafts ----

struct draft *drafts_add(struct drafts *drafts, const struct event_type *type, int32_t day,
                         const void *body) {
    assert(drafts->n < DRAFTS_MAX);
    struct draft *draft = &drafts->items[drafts->n++];
    *draft = (struct draft){.type = type, .day = day, .body = body};
    return draft;
}

void draft_add_text(struct draft *draft, const char *field, const char *content) {
    if (!content || !*content) {
        return;
    }
    assert(draft->n_texts < EVENT_TEXTS_MAX);
    draft->texts[draft->n_texts++] = (struct event_text){field, content};
}

void draft_add_notice(struct draft *draft, const char *kind, int64_t unit, int64_t account) {
    assert(draft->n_notices < sizeof draft->notices / sizeof *draft->notices);
    draft->notices[draft->n_notices++] = (struct notice){kind, unit, account};
}

// ---- loading ----

static enum yk decode_loaded(const struct ledger *ledger, const struct state_row *row,
                             struct arena *arena, struct log_object *out, struct err *err) {
    struct log_object object = {.ledger = ledger,
                                .object = row->object,
                                .seq = row->seq,
                                .recorded_at = row->recorded_at,
                                .before = {.arena = arena}};
    object.state = arena_alloc(arena, ledger->state_bytes);
    if (!object.state) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a state of %s", ledger->name);
    }
    enum yk status =
        json_decode_stored(ledger->state_spec, row->body, row->body_n, arena, object.state, err);
    if (status == YK_OK) {
        status = ledger->facts(object.state, object.object, &object.before, err);
    }
    if (status == YK_OK) {
        *out = object;
    }
    return status;
}

enum yk log_load(struct log_tx *tx, const struct ledger *ledger, int64_t object,
                 struct log_object *out, struct err *err) {
    struct state_row row;
    enum yk status =
        log_store_state(tx->db, tx->arena, true, ledger->code, tx->district, object, &row, err);
    return status == YK_OK ? decode_loaded(ledger, &row, tx->arena, out, err) : status;
}

enum yk log_peek(struct db *db, struct arena *arena, const struct ledger *ledger, int32_t district,
                 int64_t object, struct log_object *out, struct err *err) {
    struct state_row row;
    enum yk status = log_store_state(db, arena, false, ledger->code, district, object, &row, err);
    return status == YK_OK ? decode_loaded(ledger, &row, arena, out, err) : status;
}

enum yk log_new(struct log_tx *tx, const struct ledger *ledger, int64_t object,
                struct log_object *out, struct err *err) {
    void *state = arena_alloc(tx->arena, ledger->state_bytes);
    if (!state) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a state of %s", ledger->name);
    }
    json_spec_clear(ledger->state_spec, state);
    *out = (struct log_object){
        .ledger = ledger,
        .object = object ? object : id_gen_next(tx->ids, tx->now_us),
        .recorded_at = TIME_NONE,
        .state = state,
        .before = {.arena = tx->arena},
    };
    return YK_OK;
}

enum yk log_check_seq(const struct log_object *object, int64_t seen, struct err *err) {
    if (seen == 0 || seen == JSON_ABSENT_INT || seen == object->seq) {
        return YK_OK;
    }
    if (err) {
        err->conflict_ledger = object->ledger->code;
        err->conflict_object = object->object;
        err->conflict_seen = seen;
    }
    return err_set(err, YK_CONFLICT, ERR_CONFLICT, "%s", "");
}

// ---- recording ----

// One command, one time: later than any earlier command of the object, and of the connection unless history is being imported.
static int64_t time_for(struct log_tx *tx, const struct log_object *object) {
    int64_t at = tx->recorded_at ? tx->recorded_at : tx->now_us;
    if (!tx->recorded_at && !tx->import_time && at <= tx->batch->last_recorded_at) {
        at = tx->batch->last_recorded_at + 1;
    }
    if (object->recorded_at != TIME_NONE && at <= object->recorded_at && object->seq > 0) {
        at = object->recorded_at + 1;
    }
    tx->recorded_at = at;
    if (at > tx->batch->last_recorded_at) {
        tx->batch->last_recorded_at = at;
    }
    return at;
}

struct salted {
    uint8_t salt[SALT_BYTES];
    uint8_t hash[SM3_BYTES];
};

static enum yk encode_body(struct buf *buf, const struct draft *draft, const struct salted *salted,
                           struct err *err) {
    struct jw jw;
    buf_clear(buf);
    jw_init(&jw, buf);
    jw_object(&jw);
    if (draft->type->spec) {
        jw_spec_members(&jw, draft->type->spec, draft->body);
    }
    if (draft->n_texts) {
        jw_key(&jw, "texts");
        jw_object(&jw);
        for (size_t i = 0; i < draft->n_texts; i++) {
            char hex[SM3_HEX_BYTES];
            hex_encode(salted[i].hash, SM3_BYTES, hex);
            jw_key(&jw, draft->texts[i].field);
            jw_text(&jw, hex);
        }
        jw_object_end(&jw);
    }
    jw_object_end(&jw);
    return buf->failed ? err_set(err, YK_NOMEM, ERR_INTERNAL, "an event's body is too large")
                       : YK_OK;
}

static struct event_row row_of(const struct event *event, const struct buf *body) {
    return (struct event_row){
        .district = event->district,
        .ledger = event->ledger,
        .object = event->object,
        .seq = event->seq,
        .id = event->id,
        .recorded_at = event->recorded_at,
        .day = event->day,
        .actor = event->actor,
        .action = event->type->action,
        .version = event->type->version,
        .body = body->data,
        .body_n = body->len,
    };
}

static enum yk append(struct log_tx *tx, struct log_object *object, const struct draft *draft,
                      int64_t at, struct err *err) {
    struct salted salted[EVENT_TEXTS_MAX];
    for (size_t i = 0; i < draft->n_texts; i++) {
        const char *content = draft->texts[i].content;
        random_bytes(salted[i].salt, SALT_BYTES);
        const struct iov parts[] = {{salted[i].salt, SALT_BYTES}, {content, strlen(content)}};
        sm3_many(parts, 2, salted[i].hash);
    }
    struct buf *body = &tx->batch->body;
    enum yk status = encode_body(body, draft, salted, err);
    if (status != YK_OK) {
        return status;
    }
    const struct event event = {
        .district = tx->district,
        .id = id_gen_next(tx->ids, tx->now_us),
        .ledger = object->ledger->code,
        .object = object->object,
        .seq = object->seq + 1,
        .recorded_at = at,
        .day = draft->day,
        .actor = tx->actor,
        .type = draft->type,
        .body = draft->body,
    };
    tx->batch->last_id = event.id;
    const struct event_row row = row_of(&event, body);
    struct unsealed unsealed = {
        .district = event.district,
        .entry = {
            .ledger = event.ledger, .object = event.object, .seq = event.seq, .id = event.id}};
    unsealed.leaf_place = leaf_queue_add(tx->batch->leaves, &row);
    if (unsealed.leaf_place == LEAF_NOT_QUEUED) {
        leaf_hash(&row, unsealed.entry.leaf);
    }
    if (!hold_unsealed(tx->batch, &unsealed)) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold an event for its seal");
    }
    status = log_store_event(tx->db, &event, body->data, body->len, err);
    for (size_t i = 0; i < draft->n_texts && status == YK_OK; i++) {
        status = log_store_text(tx->db, &event, draft->texts[i].field, salted[i].salt,
                                draft->texts[i].content, err);
    }
    bool told = at >= tx->quiet_before_us;
    for (size_t i = 0; i < draft->n_notices && status == YK_OK && told; i++) {
        status = log_store_notice(tx->db, &event, (int)i, &draft->notices[i], err);
    }
    if (status == YK_OK) {
        status = object->ledger->apply(object->state, &event, tx->arena, err);
    }
    if (status == YK_OK) {
        object->seq++;
        object->recorded_at = at;
    }
    return status;
}

enum yk log_record(struct log_tx *tx, struct log_object *object, const struct drafts *drafts,
                   struct err *err) {
    if (drafts->n == 0) {
        return YK_OK;
    }
    bool made = object->seq == 0;
    int64_t at = time_for(tx, object);
    for (size_t i = 0; i < drafts->n; i++) {
        enum yk status = append(tx, object, &drafts->items[i], at, err);
        if (status != YK_OK) {
            return status;
        }
    }
    struct buf *body = &tx->batch->state;
    struct jw jw;
    buf_clear(body);
    jw_init(&jw, body);
    jw_spec(&jw, object->ledger->state_spec, object->state);
    if (body->failed) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "a state of %s is too large",
                       object->ledger->name);
    }
    struct fact_set after = {.arena = tx->arena};
    enum yk status =
        log_store_put_state(tx->db, made, object, tx->district, body->data, body->len, err);
    if (status == YK_OK) {
        status = object->ledger->facts(object->state, object->object, &after, err);
    }
    if (status == YK_OK) {
        status = fact_write(tx->batch->writer, tx->db, tx->batch->fold, tx->district,
                            object->object, at, &object->before, &after, err);
    }
    if (status == YK_OK) {
        object->before = after;
    }
    return status;
}

enum yk log_decode_body(const struct event_type *type, int version, const char *json, size_t n,
                        struct arena *arena, const void **out, struct err *err) {
    if (!type->spec) {
        *out = NULL;
        return YK_OK;
    }
    void *body = arena_alloc(arena, type->spec->struct_bytes);
    if (!body) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the body of %s", type->action);
    }
    enum yk status;
    if (version == type->version) {
        status = json_decode_stored(type->spec, json, n, arena, body, err);
    } else if (type->upcast && version < type->version) {
        status = type->upcast(version, json, n, arena, body, err);
    } else {
        status =
            err_set(err, YK_FAILED, ERR_INTERNAL, "%s has no version %d", type->action, version);
    }
    if (status == YK_OK) {
        *out = body;
    }
    return status;
}
