// SPDX-License-Identifier: Apache-2.0
// The rows of notices: the outbox's end, what people have, letters, settings.
#ifndef YK_NOTIFY_NOTIFY_STORE_H
#define YK_NOTIFY_NOTIFY_STORE_H

#include "db/db.h"
#include "notify/settings.h"

extern const struct db_sql_table notify_sql;

// ---- the outbox ----

struct outbox_row {
    int64_t id, n;
    const char *kind;
    int64_t unit, account;
    int ledger;
    int64_t object, at;
    int64_t actor; // of the event
};
// One deliverer per district at a time, until the transaction ends.
YK_NODISCARD enum yk notify_store_lock(struct db *db, int32_t district, bool *out_got,
                                       struct err *err);
YK_NODISCARD enum yk notify_store_outbox(struct db *db, struct arena *arena, int32_t district,
                                         int limit, struct outbox_row **out, size_t *out_n,
                                         struct err *err);
// All up to the one given, in their order.
YK_NODISCARD enum yk notify_store_outbox_remove(struct db *db, int32_t district, int64_t id,
                                                int64_t n, struct err *err);
// Districts with something in the outbox, or with a letter due at now_us.
YK_NODISCARD enum yk notify_store_districts(struct db *db, bool mail, int64_t now_us, int32_t *out,
                                            size_t max, size_t *out_n, struct err *err);
// When the oldest that waits happened; TIME_NONE: none does.
YK_NODISCARD enum yk notify_store_oldest(struct db *db, int32_t district, int64_t *out_at,
                                         struct err *err);

// ---- notices ----

struct notice_row {
    int64_t account, id;
    const char *kind;
    int ledger;
    int64_t object, at;
    bool bell, digest;
    const char *body; // JSON or ""
    int64_t read_at;  // TIME_NONE: not read
};
YK_NODISCARD enum yk notify_store_add(struct db *db, int32_t district, const struct notice_row *row,
                                      struct err *err);
// In the bell, latest first, before the id given.
YK_NODISCARD enum yk notify_store_list(struct db *db, struct arena *arena, int32_t district,
                                       int64_t account, bool unread, int64_t before, int limit,
                                       struct notice_row **out, size_t *out_n, struct err *err);
// Not read, counted to max.
YK_NODISCARD enum yk notify_store_count(struct db *db, int32_t district, int64_t account, int max,
                                        int64_t *out, struct err *err);
// YK_NOT_FOUND unless it is the account's. Read before: nothing changes.
YK_NODISCARD enum yk notify_store_read(struct db *db, int32_t district, int64_t account, int64_t id,
                                       int64_t now_us, struct err *err);
// The account's latest of this kind about this object, with an id not before `since`; YK_NOT_FOUND (without err) when there is none.
YK_NODISCARD enum yk notify_store_find_since(struct db *db, struct arena *arena, int32_t district,
                                             int64_t account, int64_t since, const char *kind,
                                             int64_t object, struct notice_row *out,
                                             struct err *err);
// Says something else from now on, and is unread again: body and at of the row.
YK_NODISCARD enum yk notify_store_renew(struct db *db, int32_t district,
                                        const struct notice_row *row, struct err *err);
YK_NODISCARD enum yk notify_store_read_all(struct db *db, int32_t district, int64_t account,
                                           int64_t upto, int64_t now_us, struct err *err);
struct notice_sum {
    const char *kind;
    int64_t n;
};
// How many of each kind were kept for the digest since the id given.
YK_NODISCARD enum yk notify_store_digest(struct db *db, struct arena *arena, int32_t district,
                                         int64_t account, int64_t since, struct notice_sum **out,
                                         size_t *out_n, struct err *err);
YK_NODISCARD enum yk notify_store_sweep(struct db *db, int32_t district, int64_t account,
                                        int64_t before, int64_t *out_n, struct err *err);

// ---- settings ----

// YK_NOT_FOUND: the defaults hold.
YK_NODISCARD enum yk notify_store_settings(struct db *db, struct arena *arena, int32_t district,
                                           int64_t account, struct notice_settings *out,
                                           struct err *err);
YK_NODISCARD enum yk notify_store_put_settings(struct db *db, struct arena *arena, int32_t district,
                                               int64_t account,
                                               const struct notice_settings *settings,
                                               struct err *err);

// ---- letters ----

enum mail_state { MAIL_WAITS = 0, MAIL_SENT = 1, MAIL_CANNOT = 2 };
struct mail_row {
    int64_t id, account;
    const char *kind;
    int ledger;
    int64_t object;
    const char *body;
    int64_t made_at, at, tries;
    enum mail_state state;
    const char *error;
};
YK_NODISCARD enum yk notify_store_add_mail(struct db *db, int32_t district,
                                           const struct mail_row *row, struct err *err);
// The first due; locked against other servers. YK_NOT_FOUND.
YK_NODISCARD enum yk notify_store_take_mail(struct db *db, struct arena *arena, int32_t district,
                                            int64_t now_us, struct mail_row *out, struct err *err);
// Only as long as it waits and has been tried so often. out_done: whether it was so.
YK_NODISCARD enum yk notify_store_set_mail(struct db *db, int32_t district, int64_t id,
                                           int64_t tries_before, const struct mail_row *now,
                                           bool *out_done, struct err *err);
// Latest first, before the id given; only those that cannot be sent, or all.
YK_NODISCARD enum yk notify_store_mails(struct db *db, struct arena *arena, int32_t district,
                                        bool failed, int64_t before, int limit,
                                        struct mail_row **out, size_t *out_n, struct err *err);
YK_NODISCARD enum yk notify_store_sweep_mail(struct db *db, int32_t district, int64_t before,
                                             int64_t *out_n, struct err *err);
struct mail_health {
    int64_t n_due, n_failed; // counted to 10 000
    int64_t oldest_at;       // TIME_NONE
};
YK_NODISCARD enum yk notify_store_mail_health(struct db *db, int32_t district, int64_t now_us,
                                              struct mail_health *out, struct err *err);

#endif
