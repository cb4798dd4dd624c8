// SPDX-License-Identifier: Apache-2.0
// The daily digest: a person's day in numbers, each a door to its rows. Counted by the queries of my work when it is made, and again whenever its page is opened.
#ifndef YK_NOTIFY_DIGEST_H
#define YK_NOTIFY_DIGEST_H

#include "notify/notify.h"
#include "notify/notify_store.h"

struct digest {
    struct digest_line lines[DIGEST_LINES_MAX];
    size_t n_lines;
    struct notice_sum *sums; // notices kept for it, by kind
    size_t n_sums;
};
// since_us: of the notices.
YK_NODISCARD enum yk digest_make(struct db *db, struct arena *arena,
                                 const struct notice_sources *sources, const struct actor *actor,
                                 int64_t now_us, int64_t since_us, struct digest *out,
                                 struct err *err);
// "已逾期 3，今天到期 2": what is not zero; "" when all is. In the arena; NULL past memory.
const char *digest_text(const struct digest *digest, const char *lang, struct arena *arena);

// A person's next digest; settings->digest 0: none any more. Needs the transaction.
YK_NODISCARD enum yk digest_schedule(struct log_tx *tx, int64_t account,
                                     const struct notice_settings *settings, struct err *err);
// The job that sees to it that everybody has their job, and that job.
extern const struct job_kind digest_plan_kind, digest_kind;

#endif
