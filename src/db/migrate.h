// SPDX-License-Identifier: Apache-2.0
// Numbered, checksummed, forward-only migrations, carried in the binary (db/migrations/NNNN_name.sql, with an optional NNNN_name.pg.sql that replaces it
// on PostgreSQL). Each runs in one transaction. A database newer than the program is refused, and so is one whose past was changed.
// How one text serves two engines: docs/decisions/0002-one-migration-two-engines.md.
#ifndef YK_DB_MIGRATE_H
#define YK_DB_MIGRATE_H

#include "base/buf.h"
#include "base/embedded.h"
#include "db/db.h"

enum { MIGRATE_NONE = -1 }; // the number of a store that is empty

// Brings the store to the program's own number. Several processes may do so at once. out_from, out_to may be NULL: highest number before and
// after. A store that is refused is not touched; of a migration that fails nothing remains, those before it stay.
YK_NODISCARD enum yk migrate_up(struct db *db, int *out_from, int *out_to, struct err *err);
// Changes nothing. YK_OK also when the store is older (have < want); a newer or changed one is refused as above.
YK_NODISCARD enum yk migrate_check(struct db *db, int *out_have, int *out_want, struct err *err);

// The same with a given set of files, in any order.
YK_NODISCARD enum yk migrate_up_files(struct db *db, const struct embedded_file *files,
                                      size_t n_files, int *out_from, int *out_to, struct err *err);
YK_NODISCARD enum yk migrate_check_files(struct db *db, const struct embedded_file *files,
                                         size_t n_files, int *out_have, int *out_want,
                                         struct err *err);

// The text of a migration as that engine gets it, added to out. YK_FAILED for what cannot be said on both engines.
YK_NODISCARD enum yk migrate_translate(enum db_engine engine, const char *sql, struct buf *out,
                                       struct err *err);

extern const struct db_sql_table migrate_sql;

#endif
