// SPDX-License-Identifier: Apache-2.0
// The routes by which tables leave the program and enter it.
#ifndef YK_EXCHANGE_EXCHANGE_HTTP_H
#define YK_EXCHANGE_EXCHANGE_HTTP_H

#include "http/route.h"

extern const struct route_table export_routes, import_routes;

#endif
