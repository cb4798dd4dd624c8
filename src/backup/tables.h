// SPDX-License-Identifier: Apache-2.0
// Every table of a store, and what a backup does with it. Decides what is truth, what is derived from it, and what may be lost; a test holds the list against the
// schema, so that a new table is not forgotten.
#ifndef YK_BACKUP_TABLES_H
#define YK_BACKUP_TABLES_H

#include <stdbool.h>

#include "log/log.h"

enum table_kind {
    TABLE_LOG, // event, text, block, waiting: the truth, backed up by what came since
    TABLE_OBJECT, // inputs beside the log that belong to one object: backed up when something happened to it
    TABLE_TIMED,   // rows that only come and are marked: those since the last backup
    TABLE_WHOLE,   // small: all of it each time
    TABLE_STORE,   // small, and without a district
    TABLE_DERIVED, // made anew from the log
    TABLE_INDEX,   // made anew by the serving program, differs between engines
    TABLE_PASSING, // of the running program: who is signed in, traces
};
struct store_table {
    const char *name;
    enum table_kind kind;
    int ledger;           // TABLE_OBJECT: of its column object
    const char *times[2]; // TABLE_TIMED: columns, the latest of which counts
    bool stays;           // copied when a district moves, though a backup does without it
};

extern const struct store_table store_tables[];
extern const size_t n_store_tables;

// NULL: not known. Facts of the ledgers are known by the ledgers; what is given back for them has no name.
const struct store_table *store_table_find(const struct ledgers *ledgers, const char *name);

typedef enum yk store_table_fn(void *ctx, const struct store_table *table, const char *name,
                               struct err *err);
// All tables, with those of facts; ends at the first that does not answer YK_OK.
YK_NODISCARD enum yk store_table_each(const struct ledgers *ledgers, store_table_fn *fn, void *ctx,
                                      struct err *err);

#endif
