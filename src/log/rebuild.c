// SPDX-License-Identifier: Apache-2.0
// Rebuilding: states, facts and tallies from the log alone, into shadow tables that take the place of the present ones in one transaction. Readers see the
// old tables until it commits; writers wait.
#include "log/rebuild.h"

#include <string.h>

#include "log/replay.h"
#include "tally/fact_store.h"
#include "tally/tally_store.h"

#define SHADOW "_new"

enum { SCHEMA_OF, INDEXES_OF, FORGET_WAITING };
static const struct db_sql sql[] = {
    [SCHEMA_OF] = {"SELECT sql FROM sqlite_master WHERE type = 'table' AND name = $1",
                   "SELECT 'LIKE ' || CAST($1 AS TEXT)"},
    [INDEXES_OF] =
        {"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL ORDER BY name",
         "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = CAST($1 AS NAME)"
         " AND indexname NOT LIKE '%_pkey' ORDER BY indexname"},
    // What waits is in the tallies that the log gives.
    [FORGET_WAITING] = {"DELETE FROM tally_pending", NULL},
};

const struct db_sql_table rebuild_sql = {"rebuild", sql, sizeof sql / sizeof *sql};

struct rebuild {
    struct db *db;
    const struct ledgers *ledgers;
    struct arena *arena; // lives to the end: names and texts of indexes
    const struct ledger *ledger;
    int32_t district;
    struct tally_fold *fold;
    struct fact_writer *writer;
    struct tally_cell cells[TALLY_PUT_AT_ONCE];
    size_t n_cells;
    verify_progress_fn *progress;
    void *progress_ctx;
    int64_t events, total;
    struct err *fault; // the first event that cannot be applied ends the rebuild
    bool faulted;
};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold what is rebuilt");
}

static enum yk exec_printf(struct rebuild *rebuild, struct err *err, const char *fmt, const char *a,
                           const char *b) {
    struct buf text;
    buf_init(&text, 1 << 16);
    for (const char *at = fmt; *at; at++) { // {a} and {b} are names of ours
        if (strncmp(at, "{a}", 3) == 0 || strncmp(at, "{b}", 3) == 0) {
            buf_add_text(&text, at[1] == 'a' ? a : b);
            at += 2;
        } else {
            buf_add_char(&text, *at);
        }
    }
    enum yk status = text.failed ? no_memory(err) : db_exec(rebuild->db, text.data, err);
    buf_done(&text);
    return status;
}

static enum yk make_shadow(struct rebuild *rebuild, const char *table, struct err *err) {
    if (db_engine_of(rebuild->db) == DB_POSTGRES) {
        // Its primary key is made with it, the other indexes after the filling.
        return exec_printf(rebuild, err, "CREATE TABLE {a}" SHADOW " (LIKE {a} INCLUDING DEFAULTS)",
                           table, "");
    }
    struct db_stmt *st = db_use(rebuild->db, &sql[SCHEMA_OF]);
    db_bind_text(st, 1, table);
    enum yk status = db_one(st, err);
    if (status != YK_OK) {
        return status;
    }
    const char *schema = db_text(st, 0, NULL);
    const char *columns = strchr(schema, '(');
    struct buf text;
    buf_init(&text, 1 << 20);
    buf_add_printf(&text, "CREATE TABLE %s" SHADOW " %s", table, columns ? columns : "()");
    db_done(st);
    status = text.failed ? no_memory(err) : db_exec(rebuild->db, text.data, err);
    buf_done(&text);
    return status;
}

static enum yk swap(struct rebuild *rebuild, const char *table, struct err *err) {
    const char *texts[32];
    size_t n = 0;
    struct db_stmt *st = db_use(rebuild->db, &sql[INDEXES_OF]);
    db_bind_text(st, 1, table);
    enum db_row row = DB_DONE;
    while (n < sizeof texts / sizeof *texts && (row = db_step(st)) == DB_ROW) {
        texts[n] = arena_strdup(rebuild->arena, db_text(st, 1, NULL));
        if (!texts[n++]) {
            db_done(st);
            return no_memory(err);
        }
    }
    enum yk status = row == DB_ERROR ? db_status(st, err) : YK_OK;
    db_done(st);
    if (status == YK_OK && db_engine_of(rebuild->db) == DB_POSTGRES) {
        st = db_use_text(
            rebuild->db,
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = CAST(CAST($1 AS TEXT) AS REGCLASS)"
            " AND contype = 'p'");
        db_bind_text(st, 1, table);
        status = db_one(st, err);
        const char *key =
            status == YK_OK ? arena_strdup(rebuild->arena, db_text(st, 0, NULL)) : NULL;
        db_done(st);
        if (status == YK_OK) {
            status =
                key ? exec_printf(rebuild, err, "DROP TABLE {a}; ALTER TABLE {a}" SHADOW " ADD {b}",
                                  table, key)
                    : no_memory(err);
        }
        if (status == YK_OK) {
            status = exec_printf(rebuild, err,
                                 "ALTER TABLE {a}" SHADOW " RENAME TO {a}; ALTER INDEX {a}" SHADOW
                                 "_pkey RENAME TO {a}_pkey",
                                 table, "");
        }
    } else if (status == YK_OK) {
        status = exec_printf(rebuild, err,
                             "DROP TABLE {a}; ALTER TABLE {a}" SHADOW " RENAME TO {a}", table, "");
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        status = db_exec(rebuild->db, texts[i], err);
    }
    return status;
}

typedef enum yk table_fn(struct rebuild *rebuild, const char *table, struct err *err);
static enum yk each_table(struct rebuild *rebuild, table_fn *fn, struct err *err) {
    enum yk status = fn(rebuild, "state", err);
    if (status == YK_OK) {
        status = fn(rebuild, "tally", err);
    }
    for (size_t i = 0; rebuild->ledgers->list[i] && status == YK_OK; i++) {
        const struct fact_table *const *tables = rebuild->ledgers->list[i]->tables;
        for (size_t k = 0; tables && tables[k] && status == YK_OK; k++) {
            status = fn(rebuild, tables[k]->name, err);
            const char *closed = arena_printf(rebuild->arena, "%s_was", tables[k]->name);
            if (status == YK_OK) {
                status = closed ? fn(rebuild, closed, err) : no_memory(err);
            }
        }
    }
    return status;
}

static enum yk put_state(struct rebuild *rebuild, const struct replayed *object, struct err *err) {
    struct db_stmt *st = db_use_text(
        rebuild->db,
        "INSERT INTO state" SHADOW
        " (district, ledger, object, seq, recorded_at, body) VALUES ($1, $2, $3, $4, $5, $6)");
    db_bind_i64(st, 1, rebuild->district);
    db_bind_i64(st, 2, rebuild->ledger->code);
    db_bind_i64(st, 3, object->object);
    db_bind_i64(st, 4, object->seq);
    db_bind_i64(st, 5, object->recorded_at);
    db_bind_text_n(st, 6, object->state, object->state_n);
    return db_post(st, err);
}

static enum yk on_object(void *ctx, const struct replayed *object, struct arena *arena,
                         struct err *err) {
    (void)arena;
    struct rebuild *rebuild = ctx;
    if (rebuild->faulted) {
        return YK_FAILED;
    }
    enum yk status = put_state(rebuild, object, err);
    for (size_t i = 0; i < object->n_versions && status == YK_OK; i++) {
        status = fact_put_version(rebuild->writer, rebuild->db, object->version_tables[i],
                                  rebuild->district, &object->versions[i], err);
    }
    return status;
}

static enum yk on_event(void *ctx, const struct event_row *event, struct arena *arena,
                        struct err *err) {
    (void)event;
    (void)arena;
    (void)err;
    struct rebuild *rebuild = ctx;
    rebuild->events++;
    if (rebuild->progress && rebuild->events % 4096 == 0) {
        rebuild->progress(rebuild->progress_ctx, rebuild->events, rebuild->total);
    }
    return YK_OK;
}

static void on_fault(void *ctx, const struct event_row *event, const char *what) {
    struct rebuild *rebuild = ctx;
    rebuild->faulted = true;
    (void)err_set(rebuild->fault, YK_FAILED, ERR_TAMPERED, "ledger %d object %lld seq %lld: %s",
                  event->ledger, (long long)event->object, (long long)event->seq, what);
}

static enum yk put_cells(struct rebuild *rebuild, struct err *err) {
    size_t n = rebuild->n_cells;
    rebuild->n_cells = 0;
    return tally_put(rebuild->db, rebuild->cells, n, err);
}

static enum yk put_cell(void *ctx, const struct tally_cell *cell, struct err *err) {
    struct rebuild *rebuild = ctx;
    rebuild->cells[rebuild->n_cells++] = *cell;
    return rebuild->n_cells < TALLY_PUT_AT_ONCE ? YK_OK : put_cells(rebuild, err);
}

static enum yk rebuild_district(struct rebuild *rebuild, struct err *err) {
    enum yk status = YK_OK;
    tally_fold_clear(rebuild->fold);
    for (size_t i = 0; rebuild->ledgers->list[i] && status == YK_OK; i++) {
        rebuild->ledger = rebuild->ledgers->list[i];
        const struct replay replay = {
            .db = rebuild->db,
            .ledger = rebuild->ledger,
            .district = rebuild->district,
            .fold = rebuild->fold,
            .ctx = rebuild,
            .on_event = on_event,
            .on_object = on_object,
            .on_fault = on_fault,
        };
        status = replay_ledger(&replay, err);
    }
    if (status == YK_OK) {
        status = tally_fold_each(rebuild->fold, put_cell, rebuild, err);
    }
    return status == YK_OK ? put_cells(rebuild, err) : status;
}

static enum yk fill(struct rebuild *rebuild, struct err *err) {
    int32_t *districts;
    size_t n = 0;
    enum yk status = log_store_count_events(rebuild->db, &rebuild->total, err);
    if (status == YK_OK) {
        status = log_store_districts(rebuild->db, rebuild->arena, &districts, &n, err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        rebuild->district = districts[i];
        status = rebuild_district(rebuild, err);
    }
    return status;
}

enum yk rebuild_store(struct db *db, const struct ledgers *ledgers, verify_progress_fn *progress,
                      void *ctx, int64_t *out_events, struct err *err) {
    struct err fault = {0};
    struct rebuild rebuild = {
        .db = db,
        .ledgers = ledgers,
        .arena = arena_new(0),
        .fold = tally_fold_new(),
        .writer = fact_writer_new(),
        .progress = progress,
        .progress_ctx = ctx,
        .fault = &fault,
    };
    bool began = !db_in_transaction(db);
    enum yk status = rebuild.arena && rebuild.fold && rebuild.writer ? YK_OK : no_memory(err);
    if (status == YK_OK && began) {
        status = db_begin_write(db, err);
    }
    if (status == YK_OK) {
        status = each_table(&rebuild, make_shadow, err);
    }
    if (status == YK_OK) {
        status = db_run(db_use(db, &sql[FORGET_WAITING]), NULL, err);
    }
    if (status == YK_OK) {
        status = fill(&rebuild, err);
    }
    if (rebuild.faulted && err) {
        *err = fault;
    }
    if (status == YK_OK) {
        status = each_table(&rebuild, swap, err);
    }
    if (status == YK_OK && began) {
        status = db_commit(db, err);
    } else if (began) {
        db_rollback(db);
    }
    if (status == YK_OK) {
        *out_events = rebuild.events;
    }
    if (rebuild.fold) {
        tally_fold_free(&rebuild.fold);
    }
    if (rebuild.writer) {
        fact_writer_free(&rebuild.writer);
    }
    arena_free(&rebuild.arena);
    return status;
}
