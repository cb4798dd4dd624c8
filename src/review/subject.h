// SPDX-License-Identifier: Apache-2.0
// What a notice says of a review: its number, and where its decisions stand.
#ifndef YK_REVIEW_SUBJECT_H
#define YK_REVIEW_SUBJECT_H

#include "notify/notify.h"

// notice_source of reviews.
YK_NODISCARD enum yk review_subject(struct db *db, struct arena *arena, const struct actor *actor,
                                    int64_t object, struct notice_subject *out, struct err *err);

#endif
