// SPDX-License-Identifier: Apache-2.0
// The routes of supervision.
#ifndef YK_SUPERVISE_SUPERVISE_HTTP_H
#define YK_SUPERVISE_SUPERVISE_HTTP_H

#include "http/route.h"

extern const struct route_table supervise_routes;

#endif
