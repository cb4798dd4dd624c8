// SPDX-License-Identifier: Apache-2.0
// How the demonstration district is supervised: each working morning the sweep, each afternoon what units and the supervision office do about it.
#ifndef YK_APP_DEMO_SUPERVISE_H
#define YK_APP_DEMO_SUPERVISE_H

#include "app/demo_life.h"

// Half a working day at world->now_us: before noon the sweep and the office's decisions, after it replies, answers and signatures. `random` is its own, so that no
// matter's luck is shifted. Needs the transaction in world->tx.
YK_NODISCARD enum yk demo_supervise(struct demo_world *world, struct demo_random *random,
                                    struct err *err);
// The next half day after this moment at which there is something to do.
int64_t demo_supervise_next(const struct calendar *calendar, int64_t after_us);

#endif
