// SPDX-License-Identifier: Apache-2.0
// What nobody needs any more and no event tells of goes by itself, once a minute: sessions that are over, idempotency keys of more than a week ago.
#ifndef YK_APP_SWEEP_H
#define YK_APP_SWEEP_H

#include "app/app.h"

// Owned by the thread that sweeps; {0} at first.
struct sweep {
    int64_t swept_at; // by the wall, as sessions are
    int32_t district; // where the walk over keys is
    struct idem_place place;
};
// Does nothing within a minute of the last time. Blocks for a write.
YK_NODISCARD enum yk sweep_turn(struct sweep *sweep, struct app *app, struct err *err);

#endif
