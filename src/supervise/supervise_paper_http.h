// SPDX-License-Identifier: Apache-2.0
// Supervision on paper: urges, orders, notifications.
#ifndef YK_SUPERVISE_SUPERVISE_PAPER_HTTP_H
#define YK_SUPERVISE_SUPERVISE_PAPER_HTTP_H

#include "http/route.h"

extern const struct route_table supervise_paper_routes;

#endif
