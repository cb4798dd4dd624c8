// SPDX-License-Identifier: Apache-2.0
// Walking the log. Pages of events are read by key so that memory stays small on both engines; an object's events are never split over two pages' results.
#include "log/replay.h"

#include <string.h>

enum { PAGE_EVENTS = 2000, STATE_MAX_BYTES = 4 << 20 };

// The object being replayed.
struct walk {
    const struct replay *replay;
    struct arena *arena;
    struct buf encoded;
    bool open, broken;
    int64_t object, seq, recorded_at;
    void *state;
    struct fact_set current;
    int64_t current_at; // from_at of rows made last
    struct fact_hit *versions;
    const struct fact_table **tables;
    size_t n_versions, cap_versions;
    size_t n_objects;
};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold what is replayed");
}

static struct fact_hit *add_version(struct walk *walk, const struct fact_table *table) {
    if (walk->n_versions == walk->cap_versions) {
        size_t cap = walk->cap_versions ? walk->cap_versions * 2 : 16;
        struct fact_hit *versions = arena_alloc_array(walk->arena, cap, sizeof *versions);
        const struct fact_table **tables =
            arena_alloc_array(walk->arena, cap, sizeof(struct fact_table *));
        if (!versions || !tables) {
            return NULL;
        }
        if (walk->n_versions) {
            memcpy(versions, walk->versions, walk->n_versions * sizeof *versions);
            memcpy(tables, walk->tables, walk->n_versions * sizeof *tables);
        }
        walk->versions = versions;
        walk->tables = tables;
        walk->cap_versions = cap;
    }
    walk->tables[walk->n_versions] = table;
    return &walk->versions[walk->n_versions++];
}

static struct fact_hit *open_version(struct walk *walk, const struct fact_row *row) {
    for (size_t i = walk->n_versions; i-- > 0;) {
        struct fact_hit *hit = &walk->versions[i];
        if (hit->to_at == FACT_OPEN && walk->tables[i] == row->table && hit->part == row->part) {
            return hit;
        }
    }
    return NULL;
}

static bool holds(const struct fact_set *set, const struct fact_table *table, int32_t part) {
    for (size_t i = 0; i < set->n; i++) {
        if (set->rows[i].table == table && set->rows[i].part == part) {
            return true;
        }
    }
    return false;
}

// Facts after a whole command: what changed closes a version and opens the next, exactly as fact_write() does.
static enum yk take_facts(struct walk *walk, struct err *err) {
    struct fact_set set = {.arena = walk->arena};
    enum yk status = walk->replay->ledger->facts(walk->state, walk->object, &set, err);
    if (status != YK_OK) {
        return status;
    }
    for (size_t i = 0; i < set.n; i++) {
        const struct fact_row *row = &set.rows[i];
        size_t bytes = (size_t)row->table->n_cols * sizeof *row->v;
        struct fact_hit *hit = open_version(walk, row);
        if (hit && memcmp(hit->v, row->v, bytes) == 0) {
            continue;
        }
        if (hit) {
            hit->to_at = walk->recorded_at;
        }
        struct fact_hit *next = add_version(walk, row->table);
        if (!next) {
            return no_memory(err);
        }
        *next = (struct fact_hit){.object = walk->object,
                                  .part = row->part,
                                  .from_at = walk->recorded_at,
                                  .to_at = FACT_OPEN};
        memcpy(next->v, row->v, bytes);
    }
    for (size_t i = 0; i < walk->n_versions; i++) {
        if (walk->versions[i].to_at == FACT_OPEN &&
            !holds(&set, walk->tables[i], walk->versions[i].part)) {
            walk->versions[i].to_at = walk->recorded_at;
        }
    }
    walk->current = set;
    return YK_OK;
}

static enum yk close_object(struct walk *walk, struct err *err) {
    if (!walk->open) {
        return YK_OK;
    }
    walk->open = false;
    const struct replay *replay = walk->replay;
    struct replayed object = {
        .object = walk->object, .seq = walk->seq, .recorded_at = walk->recorded_at};
    if (!walk->broken) {
        enum yk status = take_facts(walk, err);
        if (status != YK_OK) {
            return status;
        }
        tally_item_begin(replay->fold);
        for (size_t i = 0; i < walk->current.n && status == YK_OK; i++) {
            status = tally_move(replay->fold, replay->district, NULL, &walk->current.rows[i], err);
        }
        tally_item_end(replay->fold, status == YK_OK);
        struct jw jw;
        buf_clear(&walk->encoded);
        jw_init(&jw, &walk->encoded);
        jw_spec(&jw, replay->ledger->state_spec, walk->state);
        object.state = status == YK_OK && !walk->encoded.failed
                           ? arena_strndup(walk->arena, walk->encoded.data, walk->encoded.len)
                           : NULL;
        if (!object.state) {
            return status == YK_OK ? no_memory(err) : status;
        }
        object.decoded = walk->state;
        object.state_n = walk->encoded.len;
        object.versions = walk->versions;
        object.version_tables = walk->tables;
        object.n_versions = walk->n_versions;
    }
    walk->n_objects++;
    return replay->on_object(replay->ctx, &object, walk->arena, err);
}

static enum yk open_object(struct walk *walk, const struct event_row *row, struct err *err) {
    const struct ledger *ledger = walk->replay->ledger;
    walk->state = arena_alloc(walk->arena, ledger->state_bytes);
    if (!walk->state) {
        return no_memory(err);
    }
    json_spec_clear(ledger->state_spec, walk->state);
    walk->open = true;
    walk->broken = false;
    walk->object = row->object;
    walk->seq = 0;
    walk->recorded_at = TIME_NONE;
    walk->current = (struct fact_set){.arena = walk->arena};
    walk->versions = NULL;
    walk->tables = NULL;
    walk->n_versions = walk->cap_versions = 0;
    return YK_OK;
}

static void fault(struct walk *walk, const struct event_row *row, const char *what) {
    walk->broken = true;
    if (walk->replay->on_fault) {
        walk->replay->on_fault(walk->replay->ctx, row, what);
    }
}

static enum yk apply_row(struct walk *walk, const struct event_row *row, struct err *err) {
    const struct ledger *ledger = walk->replay->ledger;
    if (row->seq != walk->seq + 1) {
        fault(walk, row, "an event before it is missing");
    }
    walk->seq = row->seq;
    const struct event_type *type = ledger_find_type(ledger, row->action);
    if (!type) {
        fault(walk, row, "no such action");
    }
    if (walk->broken) {
        walk->recorded_at = row->recorded_at;
        return YK_OK;
    }
    // A new command begins: the facts of the one before are complete.
    if (walk->recorded_at != TIME_NONE && row->recorded_at != walk->recorded_at) {
        enum yk status = take_facts(walk, err);
        if (status != YK_OK) {
            return status;
        }
    }
    walk->recorded_at = row->recorded_at;
    struct event event = {
        .district = row->district,
        .id = row->id,
        .ledger = row->ledger,
        .object = row->object,
        .seq = row->seq,
        .recorded_at = row->recorded_at,
        .day = row->day,
        .actor = row->actor,
        .type = type,
    };
    struct err reason = {0};
    enum yk status = log_decode_body(type, row->version, row->body, row->body_n, walk->arena,
                                     &event.body, &reason);
    if (status == YK_OK) {
        status = ledger->apply(walk->state, &event, walk->arena, &reason);
    }
    if (status == YK_NOMEM) {
        return no_memory(err);
    }
    if (status != YK_OK) {
        fault(walk, row, "it cannot be applied");
    }
    return YK_OK;
}

static enum yk take_row(struct walk *walk, const struct event_row *row, struct err *err) {
    enum yk status = YK_OK;
    if (walk->open && walk->object != row->object) {
        status = close_object(walk, err);
    }
    if (status == YK_OK && walk->replay->on_event) {
        status = walk->replay->on_event(walk->replay->ctx, row, walk->arena, err);
    }
    if (status == YK_OK && !walk->open) {
        status = open_object(walk, row, err);
    }
    return status == YK_OK ? apply_row(walk, row, err) : status;
}

// One page: whole objects only. The events of an object that begins on this page and ends on the next are read again there.
static enum yk take_page(struct walk *walk, int64_t *after, bool *out_end, struct err *err) {
    const struct replay *replay = walk->replay;
    struct event_row *rows;
    size_t n;
    int limit = PAGE_EVENTS;
    bool last;
    size_t whole;
    do {
        enum yk status =
            log_store_events(replay->db, walk->arena, replay->district, replay->ledger->code,
                             *after, INT64_MAX, limit, &rows, &n, err);
        if (status != YK_OK) {
            return status;
        }
        last = n < (size_t)limit;
        whole = n;
        while (!last && whole > 0 && rows[whole - 1].object == rows[n - 1].object) {
            whole--;
        }
        limit *= 4; // one object alone fills the page: take a larger one
    } while (whole == 0 && n > 0);
    enum yk status = YK_OK;
    for (size_t i = 0; i < whole && status == YK_OK; i++) {
        status = take_row(walk, &rows[i], err);
    }
    if (status == YK_OK) {
        status = close_object(walk, err);
    }
    int64_t upto = last ? INT64_MAX : rows[whole - 1].object;
    if (status == YK_OK && replay->on_page) {
        status = replay->on_page(replay->ctx, *after, upto, walk->arena, err);
    }
    *after = upto;
    *out_end = last;
    return status;
}

enum yk replay_ledger(const struct replay *replay, struct err *err) {
    struct walk walk = {.replay = replay, .arena = arena_new(0)};
    if (!walk.arena) {
        return no_memory(err);
    }
    buf_init(&walk.encoded, STATE_MAX_BYTES);
    int64_t after = INT64_MIN;
    bool end = false;
    enum yk status = YK_OK;
    while (status == YK_OK && !end) {
        status = take_page(&walk, &after, &end, err);
        arena_reset(walk.arena);
    }
    buf_done(&walk.encoded);
    arena_free(&walk.arena);
    return status;
}
