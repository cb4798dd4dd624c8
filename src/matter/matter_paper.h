// SPDX-License-Identifier: Apache-2.0
// What stands on a paper of a matter: its placeholders, filled from the matter's story as it was when the paper was issued. Pure but for the names, which are
// the district's present ones.
#ifndef YK_MATTER_MATTER_PAPER_H
#define YK_MATTER_MATTER_PAPER_H

#include "matter/matter.h"
#include "org/org.h"

// The caller as this paper may show them; all "" when not at all.
struct matter_paper_caller {
    const char *name, *phone;
};
struct matter_paper_source {
    const struct matter *matter;
    const struct log_entry *story; // all of it, oldest first
    size_t n_story;
    const struct org *org;
    int32_t district;
    struct matter_paper_caller caller;
    const char *code; // the tracking code of a receipt; NULL: none
    struct arena *arena;
};
// Begins and fills out for this paper. YK_NOMEM.
YK_NODISCARD enum yk matter_paper_fill(const struct matter_paper_source *source,
                                       const struct matter_paper *paper, struct paper_data *out,
                                       struct err *err);

// What a list on paper says of a matter, as it is now.
struct matter_brief {
    int64_t object;
    const char *number, *title, *category;
    int32_t day;
};
// Of these matters, whoever asks; out[i] belongs to objects[i], and is all "" where there is none.
YK_NODISCARD enum yk matter_read_briefs(struct db *db, struct arena *arena, const struct org *org,
                                        int32_t district, const int64_t *objects, size_t n,
                                        struct matter_brief *out, struct err *err);

#endif
