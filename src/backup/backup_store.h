// SPDX-License-Identifier: Apache-2.0
// What a backup file says of itself, and the few statements that backup, restore and copy need beside rows as they are.
#ifndef YK_BACKUP_BACKUP_STORE_H
#define YK_BACKUP_BACKUP_STORE_H

#include "backup/rows_store.h"
#include "log/seal.h"

extern const struct db_sql_table backup_sql;

enum { BACKUP_PATH_BYTES = 512, BACKUP_ID_BYTES = 33, BACKUP_FORMAT = 1 };
enum backup_form { BACKUP_FULL = 1, BACKUP_SINCE = 2 };

struct backup_label {
    int64_t format, form, made_us; // enum backup_form; real time
    int64_t recorded_us;           // the latest recorded_at in it
    int64_t schema;                // number of the last migration
    char id[BACKUP_ID_BYTES], since_id[BACKUP_ID_BYTES];
    char since_file[BACKUP_PATH_BYTES]; // its name, in the same folder
    char program[64];
};
// Makes the file's own tables.
YK_NODISCARD enum yk backup_store_begin(struct db *file, struct err *err);
YK_NODISCARD enum yk backup_store_put_label(struct db *file, const struct backup_label *label,
                                            struct err *err);
// ERR_TAMPERED or ERR_WRONG_STATE for what is no backup, or one of a newer program.
YK_NODISCARD enum yk backup_store_label(struct db *file, struct backup_label *out, struct err *err);
YK_NODISCARD enum yk backup_store_put_head(struct db *file, const struct seal_head *head,
                                           struct err *err);
YK_NODISCARD enum yk backup_store_heads(struct db *file, struct arena *arena,
                                        struct seal_head **out, size_t *out_n, struct err *err);
// One file without a log beside it.
YK_NODISCARD enum yk backup_store_close(struct db *file, struct err *err);

// In a store: that a backup was made; and the latest of a district (0: none).
struct backup_made {
    int32_t district;
    int64_t made_us, height, bytes;
    enum backup_form form;
    const char *id, *file;
};
YK_NODISCARD enum yk backup_store_made(struct db *db, const struct backup_made *made,
                                       struct err *err);
YK_NODISCARD enum yk backup_store_last_made(struct db *db, int32_t district, int64_t *out_us,
                                            struct err *err);

// ---- cutting a store that is being restored; all need its transaction ----

// Forgets what was recorded after the moment, but of the ledger that is kept whole. *out_n: events that went.
YK_NODISCARD enum yk backup_store_cut_log(struct db *db, int32_t district, int64_t until_us,
                                          int kept_ledger, int64_t *out_n, struct err *err);
// What stands beside the log and is of later things.
YK_NODISCARD enum yk backup_store_cut_beside(struct db *db, int32_t district, int64_t until_us,
                                             struct err *err);
YK_NODISCARD enum yk backup_store_cut_blocks(struct db *db, int32_t district, int64_t from_height,
                                             struct err *err);
YK_NODISCARD enum yk backup_store_forget_waiting(struct db *db, int32_t district, struct err *err);
// Forgets a district that has no event left.
YK_NODISCARD enum yk backup_store_forget_district(struct db *db, int32_t district, struct err *err);
YK_NODISCARD enum yk backup_store_earliest(struct db *db, int64_t *out_us, struct err *err);
YK_NODISCARD enum yk backup_store_count_events(struct db *db, int32_t district, int64_t *out,
                                               struct err *err);
// Statistics for the planner, after so many rows.
YK_NODISCARD enum yk backup_store_analyze(struct db *db, struct err *err);

#endif
