// SPDX-License-Identifier: Apache-2.0
// What commands on reviews share: a meeting loaded and locked, with what was decided on it. Private to this folder.
#ifndef YK_REVIEW_OPENING_H
#define YK_REVIEW_OPENING_H

#include "review/review_command.h"

struct review_opened {
    const struct matter_act *act;
    struct log_object object;
    const struct review *review;
    struct review_env env;
    struct drafts drafts;
};

struct review_env review_env_of(const struct matter_act *act);
// Loads, locks, and checks that the actor may see it and saw it as it is (seen 0: not checked).
YK_NODISCARD enum yk review_open_one(const struct matter_act *act, int64_t id, int64_t seen,
                                     struct review_opened *out, struct err *err);
// Records what was decided, if anything was; passes on any other status.
YK_NODISCARD enum yk review_record(struct review_opened *at, enum yk decided, struct err *err);
// The matter an item speaks of; one that the actor may not see is refused by field.
YK_NODISCARD enum yk review_load_matter(const struct matter_act *act, int64_t id,
                                        struct log_object *out, struct err *err);
// On the matter and on the meeting.
YK_NODISCARD enum yk review_record_both(struct review_opened *at, struct log_object *matter,
                                        const struct matter_review *on_matter, struct err *err);

#endif
