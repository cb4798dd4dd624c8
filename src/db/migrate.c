// SPDX-License-Identifier: Apache-2.0
// Brings a store to the program's migrations, one transaction each, and refuses a store that is not a beginning of them: newer,
// or with a past that differs by a checksum. What the texts say is their owners' business; dialect.c makes them fit an engine.

#include "db/migrate.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

extern const struct embedded_file db_migrations[];
extern const size_t db_migrations_count;

enum {
    CHECKSUM_BYTES = 65, // SM3 in hexadecimal
    NUMBER_DIGITS = 4,
    TEXT_BYTES_MAX = 4 * 1024 * 1024,
};

enum { SQL_HAS_TABLE, SQL_LOCK, SQL_LIST, SQL_ADD };

static const struct db_sql sql[] = {
    [SQL_HAS_TABLE] =
        {"SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'",
         "SELECT CASE WHEN to_regclass('migration') IS NULL THEN 0 ELSE 1 END"},
    // On SQLite db_begin_write has taken the file's lock.
    [SQL_LOCK] = {"SELECT 0", "SELECT pg_advisory_xact_lock(794001)"},
    [SQL_LIST] = {"SELECT number, name, checksum FROM migration ORDER BY number", NULL},
    [SQL_ADD] =
        {"INSERT INTO migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
         NULL},
};

const struct db_sql_table migrate_sql = {"migrate", sql, sizeof sql / sizeof sql[0]};

struct step {
    int number;
    const char *name; // of the file
    const char *text;
    char checksum[CHECKSUM_BYTES];
    bool override; // a file for PostgreSQL alone
};

struct plan {
    struct step *steps; // by number
    size_t n;
};

static void plan_done(struct plan *plan) {
    free(plan->steps);
}

static enum yk make_checksum(const struct embedded_file *file, char out[CHECKSUM_BYTES],
                             struct err *err) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (!EVP_Digest(file->data, file->len, digest, &n, EVP_sm3(), NULL)) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not compute SM3");
    }
    for (unsigned i = 0; i < n; i++) {
        snprintf(out + 2 * (size_t)i, 3, "%02x", digest[i]);
    }
    return YK_OK;
}

// NNNN_name.sql or NNNN_name.pg.sql; -1 for anything else.
static int parse_number(const char *name, bool *out_override) {
    size_t n = strlen(name);
    if (strspn(name, "0123456789") != NUMBER_DIGITS || name[NUMBER_DIGITS] != '_' || n < 10 ||
        strcmp(name + n - 4, ".sql") != 0) {
        return -1;
    }
    *out_override = strcmp(name + n - 7, ".pg.sql") == 0;
    return (int)strtol(name, NULL, 10);
}

static int by_number(const void *a, const void *b) {
    return ((const struct step *)a)->number - ((const struct step *)b)->number;
}

static enum yk plan_add(struct plan *plan, const struct embedded_file *file, enum db_engine engine,
                        struct err *err) {
    bool override = false;
    int number = parse_number(file->name, &override);
    if (number < 0) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "a migration cannot be named %s", file->name);
    }
    if (override && engine != DB_POSTGRES) {
        return YK_OK;
    }
    struct step step = {.number = number,
                        .name = file->name,
                        .text = (const char *)file->data,
                        .override = override};
    enum yk status = make_checksum(file, step.checksum, err);
    if (status != YK_OK) {
        return status;
    }
    for (size_t i = 0; i < plan->n; i++) {
        if (plan->steps[i].number != number) {
            continue;
        }
        if (plan->steps[i].override == override) {
            return err_set(err, YK_FAILED, ERR_INTERNAL, "%s and %s have one number",
                           plan->steps[i].name, file->name);
        }
        if (override) {
            plan->steps[i] = step;
        }
        return YK_OK;
    }
    plan->steps[plan->n++] = step;
    return YK_OK;
}

static enum yk plan_make(struct plan *plan, enum db_engine engine,
                         const struct embedded_file *files, size_t n_files, struct err *err) {
    plan->n = 0;
    plan->steps = calloc(n_files + 1, sizeof *plan->steps);
    if (!plan->steps) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for migrations");
    }
    for (size_t i = 0; i < n_files; i++) {
        enum yk status = plan_add(plan, &files[i], engine, err);
        if (status != YK_OK) {
            return status;
        }
    }
    qsort(plan->steps, plan->n, sizeof *plan->steps, by_number);
    return YK_OK;
}

static int plan_number(const struct plan *plan, size_t n) {
    return n ? plan->steps[n - 1].number : MIGRATE_NONE;
}

// How many steps of the plan the store has, which must be its first ones, as they are.
static enum yk read_have(struct db *db, const struct plan *plan, size_t *out_have,
                         struct err *err) {
    _cleanup_stmt_ struct db_stmt *has = db_use(db, &sql[SQL_HAS_TABLE]);
    enum yk status = db_one(has, err);
    if (status != YK_OK) {
        return status;
    }
    if (db_i64(has, 0) == 0) {
        *out_have = 0;
        return YK_OK;
    }
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[SQL_LIST]);
    size_t have = 0;
    enum db_row row = DB_ROW;
    while ((row = db_step(st)) == DB_ROW) {
        int number = (int)db_i64(st, 0);
        if (have == plan->n) {
            return err_set(err, YK_FAILED, ERR_INTERNAL,
                           "the store is newer than this program: it has migration %d (%s), the "
                           "program ends at %d",
                           number, db_text(st, 1, NULL), plan_number(plan, plan->n));
        }
        if (number != plan->steps[have].number) {
            return err_set(err, YK_FAILED, ERR_INTERNAL,
                           "the store has migration %d where the program has %d (%s)", number,
                           plan->steps[have].number, plan->steps[have].name);
        }
        if (strcmp(db_text(st, 2, NULL), plan->steps[have].checksum) != 0) {
            return err_set(err, YK_FAILED, ERR_INTERNAL,
                           "migration %d (%s) was changed after the store was made with it", number,
                           plan->steps[have].name);
        }
        have++;
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out_have = have;
    return YK_OK;
}

static enum yk run_step(struct db *db, const struct step *step, struct err *err) {
    struct buf text;
    buf_init(&text, TEXT_BYTES_MAX);
    enum yk status = YK_OK;
    if (step->override) {
        buf_add_text(&text, step->text);
    } else {
        status = migrate_translate(db_engine_of(db), step->text, &text, err);
    }
    if (status == YK_OK && text.failed) {
        status = err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for migration %s", step->name);
    }
    if (status == YK_OK && text.data) {
        status = db_exec(db, text.data, err);
    }
    buf_done(&text);
    if (status != YK_OK) {
        char reason[ERR_DETAIL_BYTES] = "";
        if (err) {
            snprintf(reason, sizeof reason, "%s", err->detail);
        }
        return err_set(err, status, ERR_INTERNAL, "migration %s: %s", step->name, reason);
    }
    struct db_stmt *st = db_use(db, &sql[SQL_ADD]);
    db_bind_i64(st, 1, step->number);
    db_bind_text(st, 2, step->name);
    db_bind_text(st, 3, step->checksum);
    db_bind_i64(st, 4, clock_real_us());
    return db_run(st, NULL, err);
}

// One step, or none when the store has them all. Another process may be at it, so what there is is read under the lock.
static enum yk step_up(struct db *db, const struct plan *plan, size_t *out_had, bool *out_more,
                       struct err *err) {
    enum yk status = db_begin_write(db, err);
    if (status != YK_OK) {
        return status;
    }
    size_t had = 0;
    status = db_run(db_use(db, &sql[SQL_LOCK]), NULL, err);
    if (status == YK_OK) {
        status = read_have(db, plan, &had, err);
    }
    if (status == YK_OK && had < plan->n) {
        status = run_step(db, &plan->steps[had], err);
    }
    if (status != YK_OK) {
        db_rollback(db);
        return status;
    }
    status = db_commit(db, err);
    if (status == YK_OK) {
        *out_had = had;
        *out_more = had < plan->n;
    }
    return status;
}

// On Citus: each table that is not spread yet. What is unique within its district (all that a ledger keeps) is distributed by it, and lies together with the district's other rows; what must be
// unique in the whole store, or has no district, is a reference table, the same on every machine. So a new table needs no word about Citus: its keys say it. Tables come without foreign keys; one
// between distributed tables can be added only when both are. A statement at a time over the shards, since both kinds are made in one transaction.
static const char spread_sql[] =
    "DO $do$ DECLARE t REGCLASS; apart BOOLEAN; first REGCLASS; BEGIN"
    " IF NOT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') THEN RETURN; END IF;"
    " PERFORM set_config('citus.multi_shard_modify_mode', 'sequential', true);"
    " FOR t, apart IN SELECT c.oid::REGCLASS, EXISTS (SELECT 1 FROM pg_index AS i"
    "  WHERE i.indrelid = c.oid AND i.indisunique AND NOT EXISTS (SELECT 1 FROM pg_attribute AS a"
    "   WHERE a.attrelid = c.oid AND a.attname = 'district' AND a.attnum = ANY (i.indkey)))"
    "  FROM pg_class AS c WHERE c.relnamespace = current_schema()::REGNAMESPACE AND c.relkind = 'r'"
    "  AND NOT EXISTS (SELECT 1 FROM pg_dist_partition AS p WHERE p.logicalrelid = c.oid)"
    "  ORDER BY c.relname LOOP"
    "  IF apart THEN PERFORM create_reference_table(t);"
    "  ELSE"
    "   SELECT logicalrelid INTO first FROM pg_dist_partition AS p WHERE p.partmethod = 'h'"
    "    AND EXISTS (SELECT 1 FROM pg_class AS o WHERE o.oid = p.logicalrelid"
    "     AND o.relnamespace = current_schema()::REGNAMESPACE) LIMIT 1;"
    "   PERFORM create_distributed_table(t, 'district',"
    "    colocate_with => COALESCE(first::TEXT, 'none'));"
    "  END IF; END LOOP; END $do$";

static enum yk spread(struct db *db, struct err *err) {
    if (db_engine_of(db) != DB_POSTGRES) {
        return YK_OK;
    }
    enum yk status = db_begin_write(db, err);
    if (status != YK_OK) {
        return status;
    }
    status = db_run(db_use(db, &sql[SQL_LOCK]), NULL, err);
    if (status == YK_OK) {
        status = db_exec(db, spread_sql, err);
    }
    if (status != YK_OK) {
        db_rollback(db);
        return status;
    }
    return db_commit(db, err);
}

enum yk migrate_up_files(struct db *db, const struct embedded_file *files, size_t n_files,
                         int *out_from, int *out_to, struct err *err) {
    struct plan plan;
    enum yk status = plan_make(&plan, db_engine_of(db), files, n_files, err);
    int from = MIGRATE_NONE;
    bool more = status == YK_OK;
    for (bool first = true; more; first = false) {
        size_t had = 0;
        status = step_up(db, &plan, &had, &more, err);
        if (status != YK_OK) {
            break;
        }
        from = first ? plan_number(&plan, had) : from;
    }
    if (status == YK_OK) {
        status = spread(db, err);
    }
    if (status == YK_OK && out_from) {
        *out_from = from;
    }
    if (status == YK_OK && out_to) {
        *out_to = plan_number(&plan, plan.n);
    }
    plan_done(&plan);
    return status;
}

enum yk migrate_check_files(struct db *db, const struct embedded_file *files, size_t n_files,
                            int *out_have, int *out_want, struct err *err) {
    struct plan plan;
    size_t have = 0;
    enum yk status = plan_make(&plan, db_engine_of(db), files, n_files, err);
    if (status == YK_OK) {
        status = read_have(db, &plan, &have, err);
    }
    if (status == YK_OK) {
        *out_have = plan_number(&plan, have);
        *out_want = plan_number(&plan, plan.n);
    }
    plan_done(&plan);
    return status;
}

enum yk migrate_up(struct db *db, int *out_from, int *out_to, struct err *err) {
    return migrate_up_files(db, db_migrations, db_migrations_count, out_from, out_to, err);
}

enum yk migrate_check(struct db *db, int *out_have, int *out_want, struct err *err) {
    return migrate_check_files(db, db_migrations, db_migrations_count, out_have, out_want, err);
}
