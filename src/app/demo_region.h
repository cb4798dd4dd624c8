// SPDX-License-Identifier: Apache-2.0
// More demonstration districts beside the first, and the city and the province above them.
#ifndef YK_APP_DEMO_REGION_H
#define YK_APP_DEMO_REGION_H

#include "app/demo_build.h"

enum { DEMO_DISTRICTS_MAX = 16 };
// Districts 2 … n, each with a seed and a size of its own, then the city 340400 and the province 340000 with a leader each (city1, province1). The first one is there already.
YK_NODISCARD enum yk demo_region_build(struct db *db, const struct ledgers *ledgers,
                                       const struct keyring *ring, const struct calendar *calendar,
                                       const struct demo_options *options, int n, struct err *err);

#endif
