// SPDX-License-Identifier: Apache-2.0
// What to measure ourselves against: the bytes of one intake, inserted by a loop over SQLite alone, as durably as we do it, 64 to a commit.
#ifndef YK_BENCH_BARE_H
#define YK_BENCH_BARE_H

#include <stdbool.h>

#include "store.h"

struct bare_result {
    int64_t n; // intakes, or events
    double seconds;
    double cpu_seconds; // of this process meanwhile
};
// n times the two events, the state and the notice of an intake that is dispatched in the same act, as they stand in `store`.
YK_NODISCARD enum yk bare_intakes(const struct bench_store *store, const char *scratch, int64_t n,
                                  struct bare_result *out, struct err *err);
// n events alone.
YK_NODISCARD enum yk bare_events(const struct bench_store *store, const char *scratch, int64_t n,
                                 struct bare_result *out, struct err *err);

#endif
