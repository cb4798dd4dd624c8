// SPDX-License-Identifier: Apache-2.0
// What the auditor reads: entries of the log, latest first, and blocks.
#ifndef YK_ORG_AUDIT_STORE_H
#define YK_ORG_AUDIT_STORE_H

#include "log/log_store.h"

extern const struct db_sql_table audit_sql;

struct audit_filter {
    int ledger;             // 0: all
    int64_t actor;          // 0: all
    const char *action;     // "": all
    int64_t from_us, to_us; // recorded, both in
    int64_t before_id;      // entries below it; INT64_MAX at the top
    int limit;
};
struct audit_row {
    struct event_row event;
    bool sealed;
};
YK_NODISCARD enum yk audit_list(struct db *db, struct arena *arena, int32_t district,
                                const struct audit_filter *filter, struct audit_row **out,
                                size_t *out_n, struct err *err);

struct audit_block {
    int64_t height, first_pos, n, sealed_at;
    char hash[65];
};
YK_NODISCARD enum yk audit_blocks(struct db *db, struct arena *arena, int32_t district,
                                  int64_t below, int limit, struct audit_block **out, size_t *out_n,
                                  struct err *err);

#endif
