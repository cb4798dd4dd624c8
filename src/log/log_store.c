// SPDX-License-Identifier: Apache-2.0
// The SQL of the log: text, binds and reads on one screen. Decides nothing.
#include "log/log_store.h"

#include <stdio.h>
#include <string.h>

#include "crypto/hash.h"

enum {
    STATE_GET,
    STATE_LOCK,
    STATE_INSERT,
    STATE_UPDATE,
    EVENT_INSERT,
    WAITING_INSERT,
    TEXT_INSERT,
    NOTICE_INSERT,
    NUMBER_NEXT,
    NUMBER_GET,
    NUMBER_SET,
    IDEM_GET,
    IDEM_PUT,
    IDEM_STEP,
    IDEM_SWEEP,
    STORY,
    STORY_TEXTS,
    TEXT_GET,
    EVENTS_PAGE,
    EVENT_GET,
    TEXTS_RANGE,
    STATES_RANGE,
    DISTRICTS,
    DISTRICTS_KEPT,
    LATEST,
    COUNT_EVENTS,
    LEDGERS,
};
static const struct db_sql sql[] = {
    [STATE_GET] =
        {"SELECT seq, recorded_at, body FROM state WHERE district = $1 AND ledger = $2 AND object = $3",
         NULL},
    [STATE_LOCK] =
        {"SELECT seq, recorded_at, body FROM state WHERE district = $1 AND ledger = $2 AND object = $3",
         "SELECT seq, recorded_at, body FROM state WHERE district = $1 AND ledger = $2 AND object = $3 FOR UPDATE"},
    [STATE_INSERT] =
        {"INSERT INTO state (district, ledger, object, seq, recorded_at, body) VALUES ($1, $2, $3, $4, $5, $6)",
         NULL},
    [STATE_UPDATE] =
        {"UPDATE state SET seq = $4, recorded_at = $5, body = $6 WHERE district = $1 AND ledger = $2 AND object = $3",
         NULL},
    [EVENT_INSERT] =
        {"INSERT INTO event (district, ledger, object, seq, id, recorded_at, day, actor, action, version, body)"
         " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
         NULL},
    [WAITING_INSERT] = {"INSERT INTO waiting (district, id, events) VALUES ($1, $2, $3)", NULL},
    [TEXT_INSERT] =
        {"INSERT INTO text (district, ledger, object, seq, field, salt, content) VALUES ($1, $2, $3, $4, $5, $6, $7)",
         NULL},
    [NOTICE_INSERT] =
        {"INSERT INTO outbox (district, id, n, kind, unit, account, ledger, object, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
         NULL},
    [NUMBER_NEXT] =
        {"INSERT INTO counter (district, name, year, value) VALUES ($1, $2, $3, 1)"
         " ON CONFLICT (district, name, year) DO UPDATE SET value = counter.value + 1 RETURNING value",
         NULL},
    // Where there is one writer: what RETURNING costs there is twice as much as both.
    [NUMBER_GET] = {"SELECT value FROM counter WHERE district = $1 AND name = $2 AND year = $3",
                    NULL},
    [NUMBER_SET] = {"UPDATE counter SET value = $4 WHERE district = $1 AND name = $2 AND year = $3",
                    NULL},
    [IDEM_GET] = {"SELECT hash, object FROM idem WHERE district = $1 AND account = $2 AND key = $3",
                  NULL},
    [IDEM_PUT] =
        {"INSERT INTO idem (district, account, key, hash, object, at) VALUES ($1, $2, $3, $4, $5, $6)",
         NULL},
    [IDEM_STEP] = {"SELECT account, key FROM idem WHERE district = $1 AND (account, key) > ($2, $3)"
                   " ORDER BY account, key LIMIT 1 OFFSET 511",
                   NULL},
    [IDEM_SWEEP] = {"DELETE FROM idem WHERE district = $1 AND (account, key) > ($2, $3)"
                    " AND (account, key) <= ($4, $5) AND at < $6",
                    NULL},
    [STORY] = {"SELECT seq, id, recorded_at, day, actor, action, version, body FROM event"
               " WHERE district = $1 AND ledger = $2 AND object = $3 AND seq > $4 ORDER BY seq",
               NULL},
    [STORY_TEXTS] =
        {"SELECT seq, field, content FROM text WHERE district = $1 AND ledger = $2 AND object = $3 AND seq > $4 ORDER BY seq, field",
         NULL},
    [TEXT_GET] =
        {"SELECT content FROM text WHERE district = $1 AND ledger = $2 AND object = $3 AND seq = $4 AND field = $5",
         NULL},
    [EVENTS_PAGE] =
        {"SELECT object, seq, id, recorded_at, day, actor, action, version, body FROM event"
         " WHERE district = $1 AND ledger = $2 AND (object, seq) > ($3, $4) ORDER BY object, seq LIMIT $5",
         NULL},
    [EVENT_GET] =
        {"SELECT object, seq, id, recorded_at, day, actor, action, version, body FROM event"
         " WHERE district = $1 AND ledger = $2 AND object = $3 AND seq = $4",
         NULL},
    [TEXTS_RANGE] =
        {"SELECT object, seq, field, salt, content FROM text WHERE district = $1 AND ledger = $2 AND object > $3 AND object <= $4"
         " ORDER BY object, seq, field",
         NULL},
    [STATES_RANGE] =
        {"SELECT object, seq, recorded_at, body FROM state WHERE district = $1 AND ledger = $2 AND object > $3 AND object <= $4"
         " ORDER BY object",
         NULL},
    // A loose scan: one seek per district, however many rows each has. On PostgreSQL all keys are read: only what reads the whole log anyway asks, and Citus can be told no hops.
    [DISTRICTS] =
        {"WITH RECURSIVE d (x) AS (SELECT MIN(district) FROM event UNION ALL"
         " SELECT (SELECT MIN(district) FROM event WHERE district > d.x) FROM d WHERE d.x IS NOT NULL),"
         " s (x) AS (SELECT MIN(district) FROM state UNION ALL"
         " SELECT (SELECT MIN(district) FROM state WHERE district > s.x) FROM s WHERE s.x IS NOT NULL),"
         " b (x) AS (SELECT MIN(district) FROM block UNION ALL"
         " SELECT (SELECT MIN(district) FROM block WHERE district > b.x) FROM b WHERE b.x IS NOT NULL),"
         " t (x) AS (SELECT MIN(district) FROM tally UNION ALL"
         " SELECT (SELECT MIN(district) FROM tally WHERE district > t.x) FROM t WHERE t.x IS NOT NULL),"
         " p (x) AS (SELECT MIN(district) FROM tally_pending UNION ALL"
         " SELECT (SELECT MIN(district) FROM tally_pending WHERE district > p.x) FROM p WHERE p.x IS NOT NULL)"
         " SELECT x FROM d WHERE x IS NOT NULL UNION SELECT x FROM s WHERE x IS NOT NULL UNION SELECT x FROM b WHERE x IS NOT NULL"
         " UNION SELECT x FROM t WHERE x IS NOT NULL UNION SELECT x FROM p WHERE x IS NOT NULL ORDER BY 1",
         "SELECT district FROM event UNION SELECT district FROM state UNION SELECT district FROM block"
         " UNION SELECT district FROM tally UNION SELECT district FROM tally_pending ORDER BY 1"},
    // Those that serve, without looking through the log: each has its row.
    [DISTRICTS_KEPT] = {"SELECT district FROM org_version ORDER BY district", NULL},
    [LATEST] = {"SELECT id, recorded_at FROM event WHERE district = $1 ORDER BY id DESC LIMIT 1",
                NULL},
    [COUNT_EVENTS] = {"SELECT COUNT(*) FROM event", NULL},
    [LEDGERS] =
        {"WITH RECURSIVE e (x) AS (SELECT MIN(ledger) FROM event WHERE district = $1 UNION ALL"
         " SELECT (SELECT MIN(ledger) FROM event WHERE district = $1 AND ledger > e.x) FROM e WHERE e.x IS NOT NULL),"
         " s (x) AS (SELECT MIN(ledger) FROM state WHERE district = $1 UNION ALL"
         " SELECT (SELECT MIN(ledger) FROM state WHERE district = $1 AND ledger > s.x) FROM s WHERE s.x IS NOT NULL)"
         " SELECT x FROM e WHERE x IS NOT NULL UNION SELECT x FROM s WHERE x IS NOT NULL ORDER BY 1",
         "SELECT ledger FROM event WHERE district = $1 UNION SELECT ledger FROM state WHERE district = $1 ORDER BY 1"},
};
const struct db_sql_table log_sql = {"log", sql, sizeof sql / sizeof *sql};

static const char *copy_text(struct arena *arena, const struct db_stmt *st, int col,
                             size_t *out_n) {
    size_t n;
    const char *text = db_text(st, col, &n);
    if (out_n) {
        *out_n = n;
    }
    return text ? arena_strndup(arena, text, n) : NULL;
}

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold rows of the log");
}

// A growing array of rows in an arena.
struct rows {
    struct arena *arena;
    size_t size, n, cap;
    char *data;
};

static void *rows_add(struct rows *rows) {
    if (rows->n == rows->cap) {
        size_t cap = rows->cap ? rows->cap * 2 : 64;
        char *data = arena_alloc_array(rows->arena, cap, rows->size);
        if (!data) {
            return NULL;
        }
        if (rows->n) {
            memcpy(data, rows->data, rows->n * rows->size);
        }
        rows->data = data;
        rows->cap = cap;
    }
    return rows->data + rows->size * rows->n++;
}

enum yk log_store_state(struct db *db, struct arena *arena, bool lock, int ledger, int32_t district,
                        int64_t object, struct state_row *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[lock ? STATE_LOCK : STATE_GET]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, ledger);
    db_bind_i64(st, 3, object);
    enum yk status = db_one(st, err);
    if (status != YK_OK) {
        return status;
    }
    struct state_row row = {.object = object, .seq = db_i64(st, 0), .recorded_at = db_i64(st, 1)};
    row.body = copy_text(arena, st, 2, &row.body_n);
    if (!row.body) {
        return no_memory(err);
    }
    *out = row;
    return YK_OK;
}

enum yk log_store_put_state(struct db *db, bool made, const struct log_object *object,
                            int32_t district, const char *body, size_t n, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[made ? STATE_INSERT : STATE_UPDATE]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, object->ledger->code);
    db_bind_i64(st, 3, object->object);
    db_bind_i64(st, 4, object->seq);
    db_bind_i64(st, 5, object->recorded_at);
    db_bind_text_n(st, 6, body, n);
    return db_post(st, err);
}

enum yk log_store_event(struct db *db, const struct event *event, const char *body, size_t n,
                        struct err *err) {
    struct db_stmt *st = db_use(db, &sql[EVENT_INSERT]);
    db_bind_i64(st, 1, event->district);
    db_bind_i64(st, 2, event->ledger);
    db_bind_i64(st, 3, event->object);
    db_bind_i64(st, 4, event->seq);
    db_bind_i64(st, 5, event->id);
    db_bind_i64(st, 6, event->recorded_at);
    db_bind_i64(st, 7, event->day);
    db_bind_i64(st, 8, event->actor);
    db_bind_text(st, 9, event->type->action);
    db_bind_i64(st, 10, event->type->version);
    db_bind_text_n(st, 11, body, n);
    return db_post(st, err);
}

enum yk log_store_wait(struct db *db, int32_t district, int64_t id, const uint8_t *entries,
                       size_t n_bytes, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[WAITING_INSERT]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, id);
    db_bind_blob(st, 3, entries, n_bytes);
    return db_post(st, err);
}

enum yk log_store_text(struct db *db, const struct event *event, const char *field,
                       const uint8_t salt[16], const char *content, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[TEXT_INSERT]);
    db_bind_i64(st, 1, event->district);
    db_bind_i64(st, 2, event->ledger);
    db_bind_i64(st, 3, event->object);
    db_bind_i64(st, 4, event->seq);
    db_bind_text(st, 5, field);
    db_bind_blob(st, 6, salt, SALT_BYTES);
    db_bind_text(st, 7, content);
    return db_post(st, err);
}

enum yk log_store_notice(struct db *db, const struct event *event, int n,
                         const struct notice *notice, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[NOTICE_INSERT]);
    db_bind_i64(st, 1, event->district);
    db_bind_i64(st, 2, event->id);
    db_bind_i64(st, 3, n);
    db_bind_text(st, 4, notice->kind);
    db_bind_i64(st, 5, notice->unit);
    db_bind_i64(st, 6, notice->account);
    db_bind_i64(st, 7, event->ledger);
    db_bind_i64(st, 8, event->object);
    db_bind_i64(st, 9, event->recorded_at);
    return db_post(st, err);
}

static struct db_stmt *use_number(const struct log_tx *tx, const struct db_sql *row,
                                  const char *name, int year) {
    struct db_stmt *st = db_use(tx->db, row);
    db_bind_i64(st, 1, tx->district);
    db_bind_text(st, 2, name);
    db_bind_i64(st, 3, year);
    return st;
}

enum yk log_next_number(struct log_tx *tx, const char *name, int year, int64_t *out_number,
                        struct err *err) {
    bool alone = db_engine_of(tx->db) == DB_SQLITE;
    struct db_stmt *st = use_number(tx, &sql[alone ? NUMBER_GET : NUMBER_NEXT], name, year);
    enum yk status = db_one(st, err);
    bool set = alone && status == YK_OK;
    if (alone && status == YK_NOT_FOUND) {
        st = use_number(tx, &sql[NUMBER_NEXT], name, year);
        status = db_one(st, err);
    }
    int64_t number = status == YK_OK ? db_i64(st, 0) + set : 0;
    db_done(st);
    if (set) {
        st = use_number(tx, &sql[NUMBER_SET], name, year);
        db_bind_i64(st, 4, number);
        status = db_run(st, NULL, err);
    }
    if (status == YK_OK) {
        *out_number = number;
    }
    return status;
}

enum yk idem_find(struct db *db, int32_t district, int64_t account, const char *key,
                  const uint8_t hash[32], int64_t *out_object, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[IDEM_GET]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, account);
    db_bind_text(st, 3, key);
    enum yk status = db_one(st, err);
    if (status != YK_OK) {
        return status;
    }
    size_t n;
    const void *stored = db_blob(st, 0, &n);
    if (n != SM3_BYTES || memcmp(stored, hash, SM3_BYTES) != 0) {
        return err_set(err, YK_REFUSED, ERR_KEY_REUSED, "the key belongs to another request");
    }
    *out_object = db_i64(st, 1);
    return YK_OK;
}

enum yk idem_remember(struct db *db, int32_t district, int64_t account, const char *key,
                      const uint8_t hash[32], int64_t object, int64_t now_us, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[IDEM_PUT]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, account);
    db_bind_text(st, 3, key);
    db_bind_blob(st, 4, hash, SM3_BYTES);
    db_bind_i64(st, 5, object);
    db_bind_i64(st, 6, now_us);
    return db_run(st, NULL, err);
}

enum yk idem_sweep(struct db *db, int32_t district, int64_t before_us, struct idem_place *place,
                   bool *out_end, struct err *err) {
    struct idem_place last = {.account = INT64_MAX};
    struct db_stmt *step = db_use(db, &sql[IDEM_STEP]);
    db_bind_i64(step, 1, district);
    db_bind_i64(step, 2, place->account);
    db_bind_text(step, 3, place->key);
    enum yk status = db_one(step, err);
    bool end = status == YK_NOT_FOUND;
    if (status == YK_OK) {
        last.account = db_i64(step, 0);
        snprintf(last.key, sizeof last.key, "%s", db_text(step, 1, NULL));
    }
    db_done(step);
    if (status != YK_OK && !end) {
        return status;
    }
    struct db_stmt *st = db_use(db, &sql[IDEM_SWEEP]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, place->account);
    db_bind_text(st, 3, place->key);
    db_bind_i64(st, 4, last.account);
    db_bind_text(st, 5, last.key);
    db_bind_i64(st, 6, before_us);
    status = db_run(st, NULL, err);
    if (status == YK_OK) {
        *place = end ? (struct idem_place){0} : last;
        *out_end = end;
    }
    return status;
}

// ---- stories ----

static enum yk read_entry(const struct db_stmt *st, const struct ledger *ledger, int32_t district,
                          int64_t object, struct arena *arena, struct log_entry *out,
                          struct err *err) {
    const char *action = db_text(st, 5, NULL);
    const struct event_type *type = ledger_find_type(ledger, action);
    if (!type) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "%s has no event %s", ledger->name, action);
    }
    struct log_entry entry = {
        .event =
            {
                .district = district,
                .id = db_i64(st, 1),
                .ledger = ledger->code,
                .object = object,
                .seq = db_i64(st, 0),
                .recorded_at = db_i64(st, 2),
                .day = (int32_t)db_i64(st, 3),
                .actor = db_i64(st, 4),
                .type = type,
            },
    };
    entry.body_json = copy_text(arena, st, 7, &entry.body_n);
    if (!entry.body_json) {
        return no_memory(err);
    }
    enum yk status = log_decode_body(type, (int)db_i64(st, 6), entry.body_json, entry.body_n, arena,
                                     &entry.event.body, err);
    if (status == YK_OK) {
        *out = entry;
    }
    return status;
}

static enum yk read_story_texts(struct db *db, struct arena *arena, const struct ledger *ledger,
                                int32_t district, int64_t object, int64_t after_seq,
                                struct log_entry *entries, size_t n, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[STORY_TEXTS]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, ledger->code);
    db_bind_i64(st, 3, object);
    db_bind_i64(st, 4, after_seq);
    size_t at = 0;
    enum db_row row;
    while ((row = db_step(st)) == DB_ROW) {
        int64_t seq = db_i64(st, 0);
        while (at < n && entries[at].event.seq < seq) {
            at++;
        }
        if (at == n || entries[at].event.seq != seq || entries[at].n_texts == EVENT_TEXTS_MAX) {
            continue;
        }
        struct event_text *text = &entries[at].texts[entries[at].n_texts];
        text->field = copy_text(arena, st, 1, NULL);
        text->content = copy_text(arena, st, 2, NULL);
        if (!text->field || !text->content) {
            return no_memory(err);
        }
        entries[at].n_texts++;
    }
    return row == DB_ERROR ? db_status(st, err) : YK_OK;
}

enum yk log_story(struct db *db, struct arena *arena, const struct ledger *ledger, int32_t district,
                  int64_t object, int64_t after_seq, struct log_entry **out, size_t *out_n,
                  struct err *err) {
    struct rows rows = {.arena = arena, .size = sizeof(struct log_entry)};
    struct db_stmt *st = db_use(db, &sql[STORY]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, ledger->code);
    db_bind_i64(st, 3, object);
    db_bind_i64(st, 4, after_seq);
    enum yk status = YK_OK;
    enum db_row row = DB_DONE;
    while (status == YK_OK && (row = db_step(st)) == DB_ROW) {
        struct log_entry *entry = rows_add(&rows);
        status =
            entry ? read_entry(st, ledger, district, object, arena, entry, err) : no_memory(err);
    }
    if (status == YK_OK && row == DB_ERROR) {
        status = db_status(st, err);
    }
    db_done(st);
    if (status == YK_OK) {
        status = read_story_texts(db, arena, ledger, district, object, after_seq,
                                  (struct log_entry *)rows.data, rows.n, err);
    }
    if (status == YK_OK) {
        *out = (struct log_entry *)rows.data;
        *out_n = rows.n;
    }
    return status;
}

enum yk log_text(struct db *db, struct arena *arena, const struct ledger *ledger, int32_t district,
                 int64_t object, int64_t seq, const char *field, const char **out,
                 struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[TEXT_GET]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, ledger->code);
    db_bind_i64(st, 3, object);
    db_bind_i64(st, 4, seq);
    db_bind_text(st, 5, field);
    enum db_row row = db_step(st);
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    const char *content = row == DB_ROW ? copy_text(arena, st, 0, NULL) : NULL;
    if (row == DB_ROW && !content) {
        return no_memory(err);
    }
    *out = content;
    return YK_OK;
}

// ---- whole tables ----

static bool read_event(const struct db_stmt *st, struct arena *arena, int32_t district, int ledger,
                       struct event_row *out) {
    *out = (struct event_row){
        .district = district,
        .ledger = ledger,
        .object = db_i64(st, 0),
        .seq = db_i64(st, 1),
        .id = db_i64(st, 2),
        .recorded_at = db_i64(st, 3),
        .day = (int32_t)db_i64(st, 4),
        .actor = db_i64(st, 5),
        .action = copy_text(arena, st, 6, NULL),
        .version = (int)db_i64(st, 7),
    };
    out->body = copy_text(arena, st, 8, &out->body_n);
    return out->action && out->body;
}

enum yk log_store_events(struct db *db, struct arena *arena, int32_t district, int ledger,
                         int64_t after_object, int64_t after_seq, int limit, struct event_row **out,
                         size_t *out_n, struct err *err) {
    struct rows rows = {.arena = arena, .size = sizeof(struct event_row)};
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[EVENTS_PAGE]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, ledger);
    db_bind_i64(st, 3, after_object);
    db_bind_i64(st, 4, after_seq);
    db_bind_i64(st, 5, limit);
    enum db_row row;
    while ((row = db_step(st)) == DB_ROW) {
        struct event_row *event = rows_add(&rows);
        if (!event || !read_event(st, arena, district, ledger, event)) {
            return no_memory(err);
        }
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out = (struct event_row *)rows.data;
    *out_n = rows.n;
    return YK_OK;
}

enum yk log_store_event_at(struct db *db, struct arena *arena, int32_t district, int ledger,
                           int64_t object, int64_t seq, struct event_row *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[EVENT_GET]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, ledger);
    db_bind_i64(st, 3, object);
    db_bind_i64(st, 4, seq);
    enum yk status = db_one(st, err);
    if (status == YK_OK && !read_event(st, arena, district, ledger, out)) {
        status = no_memory(err);
    }
    return status;
}

enum yk log_store_texts(struct db *db, struct arena *arena, int32_t district, int ledger,
                        int64_t after, int64_t last, struct text_row **out, size_t *out_n,
                        struct err *err) {
    struct rows rows = {.arena = arena, .size = sizeof(struct text_row)};
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[TEXTS_RANGE]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, ledger);
    db_bind_i64(st, 3, after);
    db_bind_i64(st, 4, last);
    enum db_row row;
    while ((row = db_step(st)) == DB_ROW) {
        struct text_row *text = rows_add(&rows);
        if (!text) {
            return no_memory(err);
        }
        *text = (struct text_row){
            .object = db_i64(st, 0), .seq = db_i64(st, 1), .field = copy_text(arena, st, 2, NULL)};
        const void *salt = db_blob(st, 3, &text->salt_n);
        text->salt = arena_memdup(arena, salt ? salt : "", text->salt_n);
        text->content = copy_text(arena, st, 4, &text->content_n);
        if (!text->field || !text->salt || !text->content) {
            return no_memory(err);
        }
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out = (struct text_row *)rows.data;
    *out_n = rows.n;
    return YK_OK;
}

enum yk log_store_states(struct db *db, struct arena *arena, int32_t district, int ledger,
                         int64_t after, int64_t last, struct state_row **out, size_t *out_n,
                         struct err *err) {
    struct rows rows = {.arena = arena, .size = sizeof(struct state_row)};
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[STATES_RANGE]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, ledger);
    db_bind_i64(st, 3, after);
    db_bind_i64(st, 4, last);
    enum db_row row;
    while ((row = db_step(st)) == DB_ROW) {
        struct state_row *state = rows_add(&rows);
        if (!state) {
            return no_memory(err);
        }
        *state = (struct state_row){
            .object = db_i64(st, 0), .seq = db_i64(st, 1), .recorded_at = db_i64(st, 2)};
        state->body = copy_text(arena, st, 3, &state->body_n);
        if (!state->body) {
            return no_memory(err);
        }
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out = (struct state_row *)rows.data;
    *out_n = rows.n;
    return YK_OK;
}

static enum yk read_districts(struct db *db, int which, struct arena *arena, int32_t **out,
                              size_t *out_n, struct err *err) {
    struct rows rows = {.arena = arena, .size = sizeof(int32_t)};
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[which]);
    enum db_row row;
    while ((row = db_step(st)) == DB_ROW) {
        int32_t *district = rows_add(&rows);
        if (!district) {
            return no_memory(err);
        }
        *district = (int32_t)db_i64(st, 0);
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out = (int32_t *)rows.data;
    *out_n = rows.n;
    return YK_OK;
}

enum yk log_store_districts(struct db *db, struct arena *arena, int32_t **out, size_t *out_n,
                            struct err *err) {
    return read_districts(db, DISTRICTS, arena, out, out_n, err);
}

enum yk log_store_latest(struct db *db, int64_t *out_id, int64_t *out_recorded_at,
                         struct err *err) {
    struct arena *arena = arena_new(0);
    if (!arena) {
        return no_memory(err);
    }
    int32_t *districts;
    size_t n = 0;
    int64_t id = 0, at = 0;
    enum yk status = read_districts(db, DISTRICTS_KEPT, arena, &districts, &n, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[LATEST]);
        db_bind_i64(st, 1, districts[i]);
        enum db_row row = db_step(st);
        if (row == DB_ROW) {
            id = db_i64(st, 0) > id ? db_i64(st, 0) : id;
            at = db_i64(st, 1) > at ? db_i64(st, 1) : at;
        } else if (row == DB_ERROR) {
            status = db_status(st, err);
        }
    }
    arena_free(&arena);
    if (status == YK_OK) {
        *out_id = id;
        *out_recorded_at = at;
    }
    return status;
}

enum yk log_store_count_events(struct db *db, int64_t *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[COUNT_EVENTS]);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out = db_i64(st, 0);
    }
    return status;
}

enum yk log_store_ledgers(struct db *db, int32_t district, int *out, size_t max, size_t *out_n,
                          struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[LEDGERS]);
    db_bind_i64(st, 1, district);
    size_t n = 0;
    enum db_row row;
    while (n < max && (row = db_step(st)) == DB_ROW) {
        out[n++] = (int)db_i64(st, 0);
    }
    if (n < max && row == DB_ERROR) {
        return db_status(st, err);
    }
    *out_n = n;
    return YK_OK;
}
