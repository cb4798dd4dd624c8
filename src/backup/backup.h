// SPDX-License-Identifier: Apache-2.0
// Backing up a store while it is served, restoring it to a moment, and moving districts from one store to another. A backup is a SQLite file, whatever the engine: the log
// (events, their texts, blocks, what waits for one) and what stands beside the log (vault, credentials, counters, jobs …); nothing that can be made anew from it. The next one holds
// what came since. The key file is in none of them. docs/backup.md says how they are used.
#ifndef YK_BACKUP_BACKUP_H
#define YK_BACKUP_BACKUP_H

#include "backup/backup_store.h"
#include "log/verify.h"

struct backup_options {
    const struct ledgers *ledgers;
    const char *program; // its version, for whom it may concern
    int64_t real_us;     // now
    bool full;           // also where one could go on from the one before
    verify_progress_fn *progress;
    void *ctx;
};
struct backup_report {
    char path[BACKUP_PATH_BYTES];
    bool full;
    int64_t districts, events, rows, bytes;
};
// Backs up what one snapshot of the store holds into `to`: a folder, in which backups follow each other, or a file, which is a full one. The file is there whole or not at
// all, readable to its owner only. Refuses a file that exists, and a chain that is not that of the backup before. Records in the store that it was made. Blocks.
YK_NODISCARD enum yk backup_make(struct db *db, const char *to,
                                 const struct backup_options *options, struct backup_report *out,
                                 struct err *err);

struct restore_options {
    const struct ledgers *ledgers;
    const struct keyring *ring; // signatures are checked
    int64_t until_us;           // domain time, inclusive; TIME_NONE: all that the backup holds
    // Adds the scheduled work that follows from the states, in a store that was cut. NULL: none.
    enum yk (*jobs_again)(struct db *db, int32_t district, struct err *err);
    void (*stage)(void *ctx, const char *what); // "load", "cut", "rebuild", "verify"
    verify_progress_fn *progress;
    verify_named_fn *named; // what verify found
    void *ctx;
};
struct restore_report {
    int64_t files, events, cut; // cut: events recorded after the moment
    struct verify_report verified;
};
// Restores the backup (a file with those before it in its folder, or a folder's newest) into an empty, migrated store, in one transaction: replayed from
// the log, verified, and only then committed. ERR_TAMPERED when verify found a difference; the store is then as empty as before. Blocks.
YK_NODISCARD enum yk restore_run(struct db *db, const char *from,
                                 const struct restore_options *options, struct restore_report *out,
                                 struct err *err);

struct copy_options {
    const struct ledgers *ledgers;
    const struct keyring *ring;
    int32_t district; // 0: all
    void (*stage)(void *ctx, int32_t district, const char *what);
    verify_progress_fn *progress;
    verify_named_fn *named;
    void *ctx;
};
struct copy_report {
    int64_t districts, passed_over, rows, events;
};
// Copies districts, each in one transaction that ends with verifying it there; so an interrupted copy leaves whole districts or none, and goes on when it is run again: a
// district that stands there already with the same head is passed over. ERR_ALREADY_EXISTS when it stands there with another. Blocks.
YK_NODISCARD enum yk copy_run(struct db *from, struct db *to, const struct copy_options *options,
                              struct copy_report *out, struct err *err);

#endif
