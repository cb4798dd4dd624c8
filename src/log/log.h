// SPDX-License-Identifier: Apache-2.0
// The one log. A ledger says its events, its state and its facts (struct ledger); a command loads states, decides drafts by pure rules, and log_record() appends
// the events, applies them, writes the state, moves facts and tallies and queues notices, all in the caller's transaction. Events are never
// updated. Everything else can be rebuilt from them (log/replay.h) and is checked against them (log/verify.h). Sealing: log/seal.h.
//
// Times: all events of one command share one recorded_at, which is greater than that of any earlier command on the object (and, on SQLite, on the store). Facts are
// versioned per command, so "as of" never sees half a command.
#ifndef YK_LOG_LOG_H
#define YK_LOG_LOG_H

#include "base/clock.h"
#include "base/id.h"
#include "tally/tally.h"
#include "json/json.h"

enum ledger_code {
    LEDGER_ADMIN = 1,
    LEDGER_PARTY = 2,
    LEDGER_MATTER = 3,
    LEDGER_CONTACT = 4,
    LEDGER_TARGET = 5,
    LEDGER_VOUCHER = 6,
    LEDGER_PROJECT = 7,
    LEDGER_SUPERVISION = 8,
    LEDGER_REVIEW = 9,
    LEDGER_PROGRAMME = 10,
};

enum { EVENT_TEXTS_MAX = 6, ACTION_BYTES = 32 };

struct event_type {
    const char *action;           // "dispatched"; stable for ever
    int version;                  // of the body's spec; older bodies go through upcast
    const struct json_spec *spec; // NULL: no members
    // Fills a body of the present version from one of `from`; NULL while there was only one version.
    enum yk (*upcast)(int from, const char *json, size_t n, struct arena *arena, void *out,
                      struct err *err);
};

struct
    event_text { // free text, kept apart; the event's bytes hold SM3(salt ‖ content) under "texts"
    const char *field;
    const char *content; // NULL once erased
};

struct event {
    int32_t district;
    int64_t id;
    int ledger;
    int64_t object;
    int64_t seq; // 1, 2, … per object
    int64_t recorded_at;
    int32_t day;   // when it happened
    int64_t actor; // account; 0 the system
    const struct event_type *type;
    const void *body; // by type->spec; NULL when it has none
};

struct ledger {
    int code;
    const char *name;
    size_t state_bytes;
    const struct json_spec *state_spec;
    const struct event_type *types;
    size_t n_types;
    // Pure. state is zero-made by json_spec_clear before the first event. Refuses (YK_FAILED) an event that cannot follow.
    enum yk (*apply)(void *state, const struct event *event, struct arena *arena, struct err *err);
    // Pure. May emit nothing.
    enum yk (*facts)(const void *state, int64_t object, struct fact_set *out, struct err *err);
    const struct fact_table *const *tables; // NULL-terminated; all that facts() may emit
    // For verify: does what stands beside the log (a vault) agree with what the state committed to? *out_what says what does not. NULL: nothing stands beside it.
    enum yk (*check_inputs)(struct db *db, struct arena *arena, int32_t district, int64_t object,
                            const void *state, const char **out_what, struct err *err);
};

// Every ledger of the program, NULL-terminated; made by app and handed down.
struct ledgers {
    const struct ledger *const *list;
};
const struct ledger *ledger_by_code(const struct ledgers *ledgers, int code);
const struct event_type *ledger_find_type(const struct ledger *ledger, const char *action);

// Per write connection: folds tallies over a group commit, keeps the last recorded_at. Goes into pool_config.hooks.
struct log_batch;
// arg: const int64_t *, the latest recorded_at of the store, below which no new one may fall also when the clock was set back; NULL: none.
void *log_batch_new(void *arg);
void log_batch_free(void *batch);
void log_hook_group_begin(void *batch, struct db *db);
void log_hook_item_end(void *batch, struct db *db, enum yk status);
enum yk log_hook_before_commit(void *batch, struct db *db, struct err *err);
void log_hook_group_end(void *batch, struct db *db, bool committed);

// One command's view of the log; a plain record filled by the caller (log_tx_of(rq) in app/app.h does it for handlers).
struct log_tx {
    struct db *db; // inside a write transaction
    struct log_batch *batch;
    struct arena *arena;
    const struct ledgers *ledgers;
    struct id_gen *ids;
    int32_t district;
    int64_t actor;
    int64_t now_us;          // domain clock: gives recorded_at and ids
    int64_t recorded_at;     // 0 until the first record; then the command's
    int64_t quiet_before_us; // nobody is told of what is recorded as of before: history
    bool
        import_time; // demo and copy: recorded_at = now_us as given, may lie in the past of the store (never of the object)
};

struct log_object {
    const struct ledger *ledger;
    int64_t object;
    int64_t seq; // of the last event; 0: new
    int64_t recorded_at;
    void *state; // ledger->state_bytes, in the arena
    struct fact_set before;
};

// Loads and locks (FOR UPDATE on PostgreSQL). YK_NOT_FOUND / ERR_NOT_FOUND when there is none. When several are loaded in one command, load in ascending object order.
YK_NODISCARD enum yk log_load(struct log_tx *tx, const struct ledger *ledger, int64_t object,
                              struct log_object *out, struct err *err);
// The same for reading only, from any connection.
YK_NODISCARD enum yk log_peek(struct db *db, struct arena *arena, const struct ledger *ledger,
                              int32_t district, int64_t object, struct log_object *out,
                              struct err *err);
// A new object with a fresh id (or the one given, ≠ 0).
YK_NODISCARD enum yk log_new(struct log_tx *tx, const struct ledger *ledger, int64_t object,
                             struct log_object *out, struct err *err);
// YK_CONFLICT with ERR_CONFLICT, and err's conflict fields set, when the person saw another seq. seen 0 is not checked.
YK_NODISCARD enum yk log_check_seq(const struct log_object *object, int64_t seen, struct err *err);

struct notice {       // to the outbox; channels come later through the same rows
    const char *kind; // "matter.dispatched"
    int64_t unit;     // to everyone concerned in this unit, or
    int64_t account;  // to one person
};
struct draft {
    const struct event_type *type;
    int32_t day;
    const void *body;
    struct event_text texts[EVENT_TEXTS_MAX];
    size_t n_texts;
    struct notice notices[2];
    size_t n_notices;
};
enum { DRAFTS_MAX = 8 };
struct drafts { // what decide() gives
    struct draft items[DRAFTS_MAX];
    size_t n;
};
struct draft *drafts_add(struct drafts *drafts, const struct event_type *type, int32_t day,
                         const void *body); // asserts on DRAFTS_MAX
void draft_add_text(struct draft *draft, const char *field,
                    const char *content); // NULL or "" adds nothing
void draft_add_notice(struct draft *draft, const char *kind, int64_t unit, int64_t account);

// Appends all drafts to the object, applies them to object->state, writes state, facts, tallies, texts and notices. Needs the transaction; on failure the caller rolls back. On
// PostgreSQL these are sent ahead (db_post): what fails may be told by a later statement or by the commit.
YK_NODISCARD enum yk log_record(struct log_tx *tx, struct log_object *object,
                                const struct drafts *drafts, struct err *err);

// Gapless numbers that people see: 1, 2, … per (district, name, year). Serialises on its row until commit.
YK_NODISCARD enum yk log_next_number(struct log_tx *tx, const char *name, int year,
                                     int64_t *out_number, struct err *err);

// Idempotency: (district, account, key) → hash of the request and the object it made. YK_NOT_FOUND when new; YK_REFUSED ERR_KEY_REUSED for another hash.
YK_NODISCARD enum yk idem_find(struct db *db, int32_t district, int64_t account, const char *key,
                               const uint8_t hash[32], int64_t *out_object, struct err *err);
YK_NODISCARD enum yk idem_remember(struct db *db, int32_t district, int64_t account,
                                   const char *key, const uint8_t hash[32], int64_t object,
                                   int64_t now_us, struct err *err);
// Keys are kept for a week, then the same key begins anew. They are forgotten on a walk along the primary key, some hundreds at a time: an index by time would cost
// every write more than the walk does. place: where the walk is, {0} at first and again at the end. Needs the transaction.
enum { IDEM_KEEP_DAYS = 7, IDEM_KEY_BYTES = 65 };
struct idem_place {
    int64_t account;
    char key[IDEM_KEY_BYTES];
};
YK_NODISCARD enum yk idem_sweep(struct db *db, int32_t district, int64_t before_us,
                                struct idem_place *place, bool *out_end, struct err *err);

// Reading one object's story, oldest first, with texts. after_seq 0: all.
struct log_entry {
    struct event event;
    const char *body_json;
    size_t body_n;
    struct event_text texts[EVENT_TEXTS_MAX];
    size_t n_texts;
};
YK_NODISCARD enum yk log_story(struct db *db, struct arena *arena, const struct ledger *ledger,
                               int32_t district, int64_t object, int64_t after_seq,
                               struct log_entry **out, size_t *out_n, struct err *err);
// One text; NULL content when erased or never given.
YK_NODISCARD enum yk log_text(struct db *db, struct arena *arena, const struct ledger *ledger,
                              int32_t district, int64_t object, int64_t seq, const char *field,
                              const char **out, struct err *err);

#endif
