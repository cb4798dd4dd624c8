// SPDX-License-Identifier: Apache-2.0
// Every statement of every store, so that all can be prepared at start-up and in tests. A store that adds a table adds it here; a test fails on
// one that is missing.
#ifndef YK_APP_ALL_SQL_H
#define YK_APP_ALL_SQL_H

#include "db/db.h"

extern const struct db_sql_table *const all_sql[];
extern const size_t all_sql_count;

#endif
