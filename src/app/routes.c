// SPDX-License-Identifier: Apache-2.0
// Every route of the program: one table per module.
#include "app/commands.h"
#include "org/audit_http.h"

const struct route_table *const all_routes[] = {
    &audit_routes,
    NULL,
};
