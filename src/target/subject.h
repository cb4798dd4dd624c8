// SPDX-License-Identifier: Apache-2.0
// What a notice about a task is about.
#ifndef YK_TARGET_SUBJECT_H
#define YK_TARGET_SUBJECT_H

#include "notify/notify.h"

YK_NODISCARD enum yk target_subject(struct db *db, struct arena *arena, const struct actor *actor,
                                    int64_t object, struct notice_subject *out, struct err *err);

#endif
