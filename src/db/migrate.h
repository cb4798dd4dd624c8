// SPDX-License-Identifier: Apache-2.0
// Numbered, checksummed, forward-only migrations, carried in the binary (db/migrations/NNNN_name.sql, with an optional NNNN_name.pg.sql that replaces it
// on PostgreSQL). Each runs in one transaction. A database newer than the program is refused, and so is one whose past was changed.
#ifndef YK_DB_MIGRATE_H
#define YK_DB_MIGRATE_H

#include "db/db.h"

YK_NODISCARD enum yk migrate_up(struct db *db, int *out_from, int *out_to, struct err *err);
YK_NODISCARD enum yk migrate_check(struct db *db, int *out_have, int *out_want, struct err *err);

#endif
