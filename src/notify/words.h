// SPDX-License-Identifier: Apache-2.0
// The words of one notice for one reader, in the bell or in a letter; and a person's address as it may be shown.
#ifndef YK_NOTIFY_WORDS_H
#define YK_NOTIFY_WORDS_H

#include "notify/notify.h"

// What a notice holds of itself (its row's body, JSON; "" is none of it): more words after its text, where it leads, and of a gathered one how many things.
struct notice_body {
    const char *zh, *en, *path; // NULL: none
    int64_t n;                  // JSON_ABSENT_INT
};
YK_NODISCARD enum yk notice_body_read(const char *text, struct arena *arena,
                                      struct notice_body *out, struct err *err);
const char *notice_body_text(const struct notice_body *body,
                             struct arena *arena); // NULL past memory

struct notice_words {
    const char *text, *todo;
    const char *path; // NULL: nothing to open
};
// kind: its name. titles: whether titles are told, which may name people (not in letters). body: what the row holds, "" or JSON. In the arena.
YK_NODISCARD enum yk notice_words_of(struct db *db, struct arena *arena,
                                     const struct notice_sources *sources,
                                     const struct actor *actor, const char *lang, int32_t today,
                                     const char *kind, int ledger, int64_t object, const char *body,
                                     bool titles, struct notice_words *out, struct err *err);

// NULL: the account has none.
YK_NODISCARD enum yk mail_masked_address(struct org_cache *orgs, struct db *db, struct arena *arena,
                                         int32_t district, int64_t account, const char **out,
                                         struct err *err);

#endif
