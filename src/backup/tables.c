// SPDX-License-Identifier: Apache-2.0
// The list of tables. Names only: no statement stands here.
#include "backup/tables.h"

#include <stdio.h>
#include <string.h>

// One a line, so that two who add one do not meet.
// clang-format off
const struct store_table store_tables[] = {
    {.name = "event", .kind = TABLE_LOG},
    {.name = "text", .kind = TABLE_LOG},
    {.name = "block", .kind = TABLE_LOG},
    {.name = "waiting", .kind = TABLE_LOG},
    {.name = "party_vault", .kind = TABLE_OBJECT, .ledger = LEDGER_PARTY},
    {.name = "party_claim", .kind = TABLE_OBJECT, .ledger = LEDGER_PARTY},
    {.name = "party_key", .kind = TABLE_OBJECT, .ledger = LEDGER_PARTY},
    {.name = "party_name", .kind = TABLE_OBJECT, .ledger = LEDGER_PARTY},
    {.name = "paper_code", .kind = TABLE_OBJECT, .ledger = LEDGER_MATTER},
    {.name = "notice", .kind = TABLE_TIMED, .times = {"at", "read_at"}},
    {.name = "idem", .kind = TABLE_TIMED, .times = {"at", "at"}},
    {.name = "credential", .kind = TABLE_WHOLE},
    {.name = "counter", .kind = TABLE_WHOLE},
    {.name = "job", .kind = TABLE_WHOLE},
    {.name = "mail", .kind = TABLE_WHOLE},
    {.name = "outbox", .kind = TABLE_WHOLE},
    {.name = "notice_settings", .kind = TABLE_WHOLE},
    {.name = "org_version", .kind = TABLE_WHOLE},
    {.name = "installation", .kind = TABLE_STORE},
    {.name = "state", .kind = TABLE_DERIVED},
    {.name = "tally", .kind = TABLE_DERIVED},
    {.name = "tally_pending", .kind = TABLE_DERIVED},
    {.name = "matter_search", .kind = TABLE_INDEX},
    {.name = "matter_search_at", .kind = TABLE_INDEX},
    {.name = "job_done", .kind = TABLE_PASSING, .stays = true},
    {.name = "session", .kind = TABLE_PASSING},
    {.name = "stranger", .kind = TABLE_PASSING},
    {.name = "backup_made", .kind = TABLE_PASSING},
    {.name = "migration", .kind = TABLE_PASSING},
};
// clang-format on
const size_t n_store_tables = sizeof store_tables / sizeof *store_tables;

static const struct store_table fact_rows = {.kind = TABLE_DERIVED};

static bool is_fact_table(const struct ledgers *ledgers, const char *name) {
    for (size_t i = 0; ledgers->list[i]; i++) {
        const struct fact_table *const *tables = ledgers->list[i]->tables;
        for (size_t k = 0; tables && tables[k]; k++) {
            size_t n = strlen(tables[k]->name);
            if (strncmp(name, tables[k]->name, n) == 0 &&
                (!name[n] || strcmp(name + n, "_was") == 0)) {
                return true;
            }
        }
    }
    return false;
}

const struct store_table *store_table_find(const struct ledgers *ledgers, const char *name) {
    for (size_t i = 0; i < n_store_tables; i++) {
        if (strcmp(store_tables[i].name, name) == 0) {
            return &store_tables[i];
        }
    }
    return is_fact_table(ledgers, name) ? &fact_rows : NULL;
}

enum yk store_table_each(const struct ledgers *ledgers, store_table_fn *fn, void *ctx,
                         struct err *err) {
    enum { NAME_BYTES = 64 };
    enum yk status = YK_OK;
    for (size_t i = 0; i < n_store_tables && status == YK_OK; i++) {
        status = fn(ctx, &store_tables[i], store_tables[i].name, err);
    }
    for (size_t i = 0; ledgers->list[i] && status == YK_OK; i++) {
        const struct fact_table *const *tables = ledgers->list[i]->tables;
        for (size_t k = 0; tables && tables[k] && status == YK_OK; k++) {
            char closed[NAME_BYTES];
            snprintf(closed, sizeof closed, "%s_was", tables[k]->name);
            status = fn(ctx, &fact_rows, tables[k]->name, err);
            if (status == YK_OK) {
                status = fn(ctx, &fact_rows, closed, err);
            }
        }
    }
    return status;
}
