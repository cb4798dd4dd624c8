// SPDX-License-Identifier: Apache-2.0
// The route table of figures.
#ifndef YK_FIGURE_FIGURE_HTTP_H
#define YK_FIGURE_FIGURE_HTTP_H

#include "http/route.h"

extern const struct route_table figure_routes;

#endif
