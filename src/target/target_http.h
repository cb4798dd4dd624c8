// SPDX-License-Identifier: Apache-2.0
// The routes of programmes and targets.
#ifndef YK_TARGET_TARGET_HTTP_H
#define YK_TARGET_TARGET_HTTP_H

#include "http/route.h"

extern const struct route_table target_routes;

#endif
