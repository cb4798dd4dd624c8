// SPDX-License-Identifier: Apache-2.0
// yikou verify: reads the whole store in one snapshot (its own, or the caller's transaction), checks blocks and signatures, replays every object and compares states, facts with all their versions, and tallies; texts
// against the hashes that events hold; and names every record that differs. Writes nothing.
#ifndef YK_LOG_VERIFY_H
#define YK_LOG_VERIFY_H

#include "log/seal.h"

struct verify_report {
    int64_t districts, blocks, events, objects, facts, cells, texts, unsealed;
    int64_t differences;
};
// Called once per difference (the first max_named). kind: "event" "block" "chain" "signature" "state" "fact" "tally" "text" "input" "head" "waiting"; record: e.g. "matter 01H… seq 3".
typedef void verify_named_fn(void *ctx, const char *kind, int32_t district, const char *record,
                             const char *what);
typedef void verify_progress_fn(void *ctx, int64_t done, int64_t total);
struct verify_options {
    const struct ledgers *ledgers;
    const struct keyring *ring; // NULL: signatures not checked, and said so
    const char *heads_path;     // NULL: none
    int32_t district;           // 0: all
    int max_named;
    verify_named_fn *named;
    verify_progress_fn *progress;
    void *ctx;
};
YK_NODISCARD enum yk verify_store(struct db *db, const struct verify_options *options,
                                  struct verify_report *out, struct err *err);

#endif
