// SPDX-License-Identifier: Apache-2.0
// The rows of the log, shared by recording, sealing, verifying and rebuilding.
#ifndef YK_LOG_LOG_STORE_H
#define YK_LOG_LOG_STORE_H

#include "log/log.h"

extern const struct db_sql_table log_sql;

struct state_row {
    int64_t object, seq, recorded_at;
    const char *body; // arena
    size_t body_n;
};
YK_NODISCARD enum yk log_store_state(struct db *db, struct arena *arena, bool lock, int ledger,
                                     int32_t district, int64_t object, struct state_row *out,
                                     struct err *err);
YK_NODISCARD enum yk log_store_put_state(struct db *db, bool made, const struct log_object *object,
                                         int32_t district, const char *body, size_t n,
                                         struct err *err);
YK_NODISCARD enum yk log_store_event(struct db *db, const struct event *event, const char *body,
                                     size_t n, struct err *err);
// Puts events of one district into the queue for their seal: whole waiting entries (log/leaf.h), the first of them of the event `id`.
YK_NODISCARD enum yk log_store_wait(struct db *db, int32_t district, int64_t id,
                                    const uint8_t *entries, size_t n_bytes, struct err *err);
YK_NODISCARD enum yk log_store_text(struct db *db, const struct event *event, const char *field,
                                    const uint8_t salt[16], const char *content, struct err *err);
YK_NODISCARD enum yk log_store_notice(struct db *db, const struct event *event, int n,
                                      const struct notice *notice, struct err *err);
// Body of the present version, whatever version was stored.
YK_NODISCARD enum yk log_decode_body(const struct event_type *type, int version, const char *json,
                                     size_t n, struct arena *arena, const void **out,
                                     struct err *err);

struct event_row { // as stored; strings in the arena
    int32_t district;
    int ledger;
    int64_t object, seq, id, recorded_at;
    int32_t day;
    int64_t actor;
    const char *action;
    int version;
    const char *body;
    size_t body_n;
};
// Events of one ledger in order of (object, seq), after the given one; at most `limit`.
YK_NODISCARD enum yk log_store_events(struct db *db, struct arena *arena, int32_t district,
                                      int ledger, int64_t after_object, int64_t after_seq,
                                      int limit, struct event_row **out, size_t *out_n,
                                      struct err *err);
YK_NODISCARD enum yk log_store_event_at(struct db *db, struct arena *arena, int32_t district,
                                        int ledger, int64_t object, int64_t seq,
                                        struct event_row *out, struct err *err);

struct text_row {
    int64_t object, seq;
    const char *field;
    const uint8_t *salt;
    size_t salt_n;
    const char *content;
    size_t content_n;
};
// Texts and states of objects in (after, last], in key order.
YK_NODISCARD enum yk log_store_texts(struct db *db, struct arena *arena, int32_t district,
                                     int ledger, int64_t after, int64_t last, struct text_row **out,
                                     size_t *out_n, struct err *err);
YK_NODISCARD enum yk log_store_states(struct db *db, struct arena *arena, int32_t district,
                                      int ledger, int64_t after, int64_t last,
                                      struct state_row **out, size_t *out_n, struct err *err);
// Every district that has a row in any of the log's tables, ascending.
YK_NODISCARD enum yk log_store_districts(struct db *db, struct arena *arena, int32_t **out,
                                         size_t *out_n, struct err *err);
// Highest id and latest recorded_at over all districts; 0 when the log is empty.
YK_NODISCARD enum yk log_store_latest(struct db *db, int64_t *out_id, int64_t *out_recorded_at,
                                      struct err *err);
YK_NODISCARD enum yk log_store_count_events(struct db *db, int64_t *out, struct err *err);
// Ledgers that occur in a district's events or states.
YK_NODISCARD enum yk log_store_ledgers(struct db *db, int32_t district, int *out, size_t max,
                                       size_t *out_n, struct err *err);

#endif
