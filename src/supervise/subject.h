// SPDX-License-Identifier: Apache-2.0
// What a notice says of an urge, an order or a notification: the matter that it is about, and where to answer it.
#ifndef YK_SUPERVISE_SUBJECT_H
#define YK_SUPERVISE_SUBJECT_H

#include "notify/notify.h"

// notice_source of the ledger of supervision. A notification, which is about several matters, is told by its own number.
YK_NODISCARD enum yk supervise_subject(struct db *db, struct arena *arena,
                                       const struct actor *actor, int64_t object,
                                       struct notice_subject *out, struct err *err);

#endif
