// SPDX-License-Identifier: Apache-2.0
// The routes of notices: what I was told, how I want to be told, my digest; and letters, for the administrator of the system.
#ifndef YK_NOTIFY_NOTIFY_HTTP_H
#define YK_NOTIFY_NOTIFY_HTTP_H

#include "http/route.h"

extern const struct route_table notify_routes;

#endif
