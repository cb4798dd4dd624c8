// SPDX-License-Identifier: Apache-2.0
// Routes of the roll-up over districts, and who stands above whom.
#ifndef YK_FIGURE_REGION_HTTP_H
#define YK_FIGURE_REGION_HTTP_H

#include "http/route.h"

extern const struct route_table region_routes;

// How many codes a region's own code stands for: 10000 for a province (34 00 00), 100 for a city (34 04 00), else 1 (GB/T 2260).
int32_t region_span(int32_t code);
// May this scope see the numbers of the district in a roll-up?
bool region_covers(const struct scope *scope, int32_t district);

#endif
