// SPDX-License-Identifier: Apache-2.0
// Routes of the auditor.
#ifndef YK_ORG_AUDIT_HTTP_H
#define YK_ORG_AUDIT_HTTP_H

#include "http/route.h"

extern const struct route_table audit_routes;

#endif
