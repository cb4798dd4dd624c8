// SPDX-License-Identifier: Apache-2.0
// The routes of scheduled work, for the administrator of the system.
#ifndef YK_JOBS_JOBS_HTTP_H
#define YK_JOBS_JOBS_HTTP_H

#include "http/route.h"

extern const struct route_table jobs_routes;

#endif
