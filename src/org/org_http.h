// SPDX-License-Identifier: Apache-2.0
// Routes of administration: units, catalogue, policy, calendar (org_http.c), rules of time (time_http.c) and accounts (account_http.c).
#ifndef YK_ORG_ORG_HTTP_H
#define YK_ORG_ORG_HTTP_H

struct route_table; // http/route.h

extern const struct route_table org_routes;
extern const struct route_table account_routes;
extern const struct route_table time_routes;

#endif
