// SPDX-License-Identifier: Apache-2.0
// Every route of the program: one table per module.
#include "app/commands.h"

const struct route_table *const all_routes[] = {
    NULL,
};
