// SPDX-License-Identifier: Apache-2.0
// What others may say of a matter to a person: for notices, whose words are made when they are read.
#ifndef YK_MATTER_SUBJECT_H
#define YK_MATTER_SUBJECT_H

#include "matter/matter.h"
#include "notify/notify.h"

// notice_source of matters. The number is told to whoever was told of the matter; title, page and due day only to whom it is visible now.
YK_NODISCARD enum yk matter_subject(struct db *db, struct arena *arena, const struct actor *actor,
                                    int64_t object, struct notice_subject *out, struct err *err);

// notice_sources.digest: overdue, due today, due tomorrow, and what else waits for this person, as the ledger page counts it.
YK_NODISCARD enum yk matter_digest(struct db *db, struct arena *arena, const struct actor *actor,
                                   int64_t now_us, struct digest_line *out, size_t *out_n,
                                   struct err *err);

#endif
