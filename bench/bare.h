// SPDX-License-Identifier: Apache-2.0
// What to measure ourselves against: the bytes of one intake, inserted by a loop over SQLite alone, as durably as we do it, 64 to a commit.
#ifndef YK_BENCH_BARE_H
#define YK_BENCH_BARE_H

#include <stdbool.h>

#include "store.h"

enum { BARE_BODY_BYTES = 8192 };

struct bare_bodies {
    char registered[BARE_BODY_BYTES], dispatched[BARE_BODY_BYTES], state[BARE_BODY_BYTES];
};
struct bare_result {
    int64_t n; // intakes, or events
    double seconds;
    double cpu_seconds; // of this process meanwhile
};
// Of the matter that was entered last, which must have been dispatched in the same act and nothing more: so after an intake of our own.
YK_NODISCARD enum yk bare_read_bodies(const struct bench_store *store, struct bare_bodies *out,
                                      struct err *err);
// n times the two events, the state and the notice of an intake that is dispatched in the same act.
YK_NODISCARD enum yk bare_intakes(const struct bare_bodies *bodies, const char *scratch, int64_t n,
                                  struct bare_result *out, struct err *err);
// n events alone.
YK_NODISCARD enum yk bare_events(const struct bare_bodies *bodies, const char *scratch, int64_t n,
                                 struct bare_result *out, struct err *err);

#endif
