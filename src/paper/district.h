// SPDX-License-Identifier: Apache-2.0
// The templates of a district: which text is in force for a kind of paper, which was in force when a paper was issued, and how a change
// is decided. Kept as events of the ledger admin, one object a kind; version n is its n-th event.
#ifndef YK_PAPER_DISTRICT_H
#define YK_PAPER_DISTRICT_H

#include "org/admin.h"
#include "paper/paper.h"

struct paper_template {
    enum paper_kind kind;
    int64_t version; // 0: the district never changed it
    int64_t shipped; // number of the shipped text in force; 0: the district's own
    const char *text;
};
// All texts live in the arena or for ever.
YK_NODISCARD enum yk paper_template_current(struct db *db, struct arena *arena, int32_t district,
                                            enum paper_kind kind, struct paper_template *out,
                                            struct err *err);
// As a paper's event names it. YK_NOT_FOUND when there is no such version.
YK_NODISCARD enum yk paper_template_at(struct db *db, struct arena *arena, int32_t district,
                                       enum paper_kind kind, int64_t version, int64_t shipped,
                                       struct paper_template *out, struct err *err);
// The one in force at that time, for papers whose events do not name it.
YK_NODISCARD enum yk paper_template_on(struct db *db, struct arena *arena, int32_t district,
                                       enum paper_kind kind, int64_t at_us,
                                       struct paper_template *out, struct err *err);
// text NULL: back to the shipped one. Refuses what paper_check_template refuses. Pure.
YK_NODISCARD enum yk paper_template_decide(enum paper_kind kind, const char *text, int32_t day,
                                           struct arena *arena, struct drafts *out,
                                           struct err *err);
// Records it; seen: the version that the person saw, 0 the shipped text. YK_CONFLICT when another is in force. Inside a write transaction.
YK_NODISCARD enum yk paper_template_set(struct log_tx *tx, enum paper_kind kind, int64_t seen,
                                        const char *text, int32_t day, struct err *err);

#endif
