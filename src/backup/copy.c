// SPDX-License-Identifier: Apache-2.0
// Moving districts between stores of either engine: rows as they are, under one snapshot of the source, verified on the far side before they are committed there.
#include "backup/backup.h"

#include <stdio.h>
#include <string.h>

#include "backup/tables.h"
#include "log/log_store.h"

struct copying {
    struct db *from, *to;
    const struct copy_options *options;
    struct copy_report *report;
    struct arena *arena;
    int32_t district;
    int64_t done, total; // rows of the district
};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold what is copied");
}

static void stage(const struct copying *copying, const char *what) {
    if (copying->options->stage) {
        copying->options->stage(copying->options->ctx, copying->district, what);
    }
}

static bool is_copied(const struct store_table *table, const struct rows_shape *shape) {
    bool kept = table->kind <= TABLE_DERIVED || table->stays;
    return kept && shape->has_district;
}

// ---- rows ----

static enum yk shape_of(struct copying *copying, const struct store_table *table, const char *name,
                        struct rows_shape **out, struct err *err) {
    *out = arena_alloc(copying->arena, sizeof **out);
    if (!*out) {
        return no_memory(err);
    }
    if (table->kind == TABLE_INDEX || (table->kind == TABLE_PASSING && !table->stays)) {
        **out = (struct rows_shape){0};
        return YK_OK;
    }
    return rows_shape_of(copying->from, name, *out, err);
}

static enum yk count_table(void *ctx, const struct store_table *table, const char *name,
                           struct err *err) {
    struct copying *copying = ctx;
    struct arena_mark mark = arena_mark(copying->arena);
    struct rows_shape *shape;
    int64_t n = 0;
    enum yk status = shape_of(copying, table, name, &shape, err);
    if (status == YK_OK && is_copied(table, shape)) {
        status = rows_count(copying->from, shape, copying->district, &n, err);
    }
    copying->total += n;
    arena_rewind(copying->arena, mark);
    return status;
}

static enum yk put_row(void *ctx, const struct rows_shape *shape, const struct db_stmt *row,
                       struct err *err) {
    struct copying *copying = ctx;
    copying->done++;
    if (copying->options->progress && copying->done % 4096 == 0) {
        copying->options->progress(copying->options->ctx, copying->done, copying->total);
    }
    return rows_put(copying->to, shape, row, false, err);
}

static enum yk put_once(void *ctx, const struct rows_shape *shape, const struct db_stmt *row,
                        struct err *err) {
    struct copying *copying = ctx;
    return rows_put(copying->to, shape, row, true, err);
}

static enum yk copy_table(void *ctx, const struct store_table *table, const char *name,
                          struct err *err) {
    struct copying *copying = ctx;
    struct arena_mark mark = arena_mark(copying->arena);
    struct rows_shape *shape;
    const struct rows_range range = {.district = copying->district};
    enum yk status = shape_of(copying, table, name, &shape, err);
    if (status == YK_OK && table->kind == TABLE_STORE) {
        status = rows_each(copying->from, shape, &range, put_once, copying, err);
    } else if (status == YK_OK && is_copied(table, shape)) {
        status = rows_each(copying->from, shape, &range, put_row, copying, err);
    }
    arena_rewind(copying->arena, mark);
    return status;
}

// ---- a district ----

static enum yk compare(struct copying *copying, bool *out_same, bool *out_empty, struct err *err) {
    struct seal_head a, b;
    int64_t n_from = 0, n_to = 0;
    enum yk status = backup_store_count_events(copying->from, copying->district, &n_from, err);
    if (status == YK_OK) {
        status = backup_store_count_events(copying->to, copying->district, &n_to, err);
    }
    if (status == YK_OK) {
        status = seal_head_of(copying->from, copying->district, &a, NULL, err);
    }
    if (status == YK_OK) {
        status = seal_head_of(copying->to, copying->district, &b, NULL, err);
    }
    if (status == YK_OK) {
        *out_empty = n_to == 0 && b.height == 0;
        *out_same =
            n_from == n_to && a.height == b.height && memcmp(a.hash, b.hash, sizeof a.hash) == 0;
    }
    return status;
}

static enum yk prove(struct copying *copying, struct err *err) {
    const struct verify_options verify = {
        .ledgers = copying->options->ledgers,
        .ring = copying->options->ring,
        .district = copying->district,
        .max_named = 100,
        .named = copying->options->named,
        .progress = copying->options->progress,
        .ctx = copying->options->ctx,
    };
    struct verify_report report;
    bool same = false, empty;
    enum yk status = verify_store(copying->to, &verify, &report, err);
    if (status == YK_OK && report.differences > 0) {
        return err_set(err, YK_REFUSED, ERR_TAMPERED,
                       "district %d: %lld differences on the far side; it was not copied",
                       copying->district, (long long)report.differences);
    }
    if (status == YK_OK) {
        status = compare(copying, &same, &empty, err);
        copying->report->events += report.events;
    }
    return status == YK_OK && !same ? err_set(err, YK_FAILED, ERR_TAMPERED,
                                              "district %d: the heads differ", copying->district)
                                    : status;
}

static enum yk copy_rows(struct copying *copying, struct err *err) {
    copying->done = copying->total = 0;
    stage(copying, "count");
    enum yk status = store_table_each(copying->options->ledgers, count_table, copying, err);
    if (status == YK_OK) {
        stage(copying, "copy");
        status = db_begin_write(copying->to, err);
    }
    if (status != YK_OK) {
        return status;
    }
    status = store_table_each(copying->options->ledgers, copy_table, copying, err);
    if (status == YK_OK) {
        stage(copying, "verify");
        status = prove(copying, err);
    }
    if (status == YK_OK) {
        status = db_commit(copying->to, err);
    } else {
        db_rollback(copying->to);
    }
    return status == YK_CONFLICT
               ? err_set(err, YK_REFUSED, ERR_ALREADY_EXISTS,
                         "district %d: a login of it is used by another district there",
                         copying->district)
               : status;
}

static enum yk copy_district(struct copying *copying, struct err *err) {
    bool same = false, empty = false;
    enum yk status = compare(copying, &same, &empty, err);
    if (status != YK_OK) {
        return status;
    }
    if (!empty && same) {
        stage(copying, "there");
        copying->report->passed_over++;
        return YK_OK;
    }
    if (!empty) {
        return err_set(err, YK_REFUSED, ERR_ALREADY_EXISTS,
                       "district %d stands there with another log; nothing is copied over it",
                       copying->district);
    }
    status = copy_rows(copying, err);
    if (status == YK_OK) {
        stage(copying, "done");
        copying->report->districts++;
        copying->report->rows += copying->done;
    }
    return status;
}

static enum yk copy_all(struct copying *copying, struct err *err) {
    int32_t *districts;
    size_t n = 0;
    bool found = copying->options->district == 0;
    enum yk status = log_store_districts(copying->from, copying->arena, &districts, &n, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        if (copying->options->district == 0 || copying->options->district == districts[i]) {
            copying->district = districts[i];
            found = true;
            status = copy_district(copying, err);
        }
    }
    return status == YK_OK && !found
               ? err_add_field(err, "district", ERR_UNKNOWN_VALUE, "a district of the source")
               : status;
}

enum yk copy_run(struct db *from, struct db *to, const struct copy_options *options,
                 struct copy_report *out, struct err *err) {
    struct copy_report report = {0};
    struct copying copying = {
        .from = from, .to = to, .options = options, .report = &report, .arena = arena_new(0)};
    enum yk status = copying.arena ? db_begin_read(from, err) : no_memory(err);
    if (status == YK_OK) {
        status = copy_all(&copying, err);
        db_rollback(from);
    }
    arena_free(&copying.arena);
    if (status == YK_OK) {
        *out = report;
        status = backup_store_analyze(to, err);
    }
    return status;
}
