// SPDX-License-Identifier: Apache-2.0
// Replay: walks one ledger of one district in order of (object, seq), applies every event and gives, object by object, the state, every version of its facts and the tallies that
// these add up to. Verify compares what it gives with the store; rebuild writes it.
#ifndef YK_LOG_REPLAY_H
#define YK_LOG_REPLAY_H

#include "log/log_store.h"

struct replayed {
    int64_t object, seq, recorded_at;
    const void *decoded; // the state as the ledger's struct; NULL with state
    const char
        *state; // canonical bytes; NULL when an event could not be applied (named by on_fault)
    size_t state_n;
    const struct fact_table *const *version_tables; // of versions[i]
    struct fact_hit *versions;                      // closed and open, in order of making
    size_t n_versions;
};
struct replay {
    struct db *db;
    const struct ledger *ledger;
    int32_t district;
    struct tally_fold *fold; // gets every open row's cells
    void *ctx;
    enum yk (*on_event)(void *ctx, const struct event_row *event, struct arena *arena,
                        struct err *err); // each stored event; may be NULL
    // Each object, in ascending order. The arena lives for this page: at least until on_page.
    enum yk (*on_object)(void *ctx, const struct replayed *object, struct arena *arena,
                         struct err *err);
    // After the objects in (after, last] were given; last INT64_MAX on the final page.
    enum yk (*on_page)(void *ctx, int64_t after, int64_t last, struct arena *arena,
                       struct err *err);
    // An event that cannot be: unknown action, broken body, refused by apply, a gap in seq. The replay goes on.
    void (*on_fault)(void *ctx, const struct event_row *event, const char *what);
};
YK_NODISCARD enum yk replay_ledger(const struct replay *replay, struct err *err);

#endif
