// SPDX-License-Identifier: Apache-2.0
// For unit tests only, on PostgreSQL: does a statement name its district? Read from its generic plan, so that it is true of whatever is bound: every node that reads a table
// which Citus would distribute (docs/decisions/0018) has an equality on `district`. Decides nothing of what may do without: see test_all_sql.c. Include cmocka.h before.
#ifndef YK_DB_TEST_NAMED_H
#define YK_DB_TEST_NAMED_H

#include "db/db.h"

enum { TEST_NAMED_TABLES_MAX = 128, TEST_NAMED_NAME_BYTES = 64 };

struct test_named {
    struct db *db; // whose plans are asked for; it is set to generic plans
    char tables[TEST_NAMED_TABLES_MAX][TEST_NAMED_NAME_BYTES]; // that are distributed by district
    size_t n_tables;
    uint64_t n_texts;
};

// Finds the distributed tables of a migrated store. `db` must outlive the thing.
void test_named_start(struct test_named *named, struct db *db);
// How many nodes of the plan read a distributed table without naming the district, with one more for rows inserted without the district first. A statement that cannot be
// planned fails the test. The first is for a row of a store's table, the second for a text that was composed.
int test_named_missing(struct test_named *named, const struct db_sql *row);
int test_named_missing_text(struct test_named *named, const char *sql);

#endif
