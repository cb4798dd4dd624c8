// SPDX-License-Identifier: Apache-2.0
// Making a backup: one snapshot of the store, read into a file of its own. Decides what came since the backup before: the blocks after its head, the events that they list,
// what waits for a block, and what stands beside the log of every object to which something happened.
#include "backup/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/files.h"
#include "backup/tables.h"
#include "backup/touched.h"
#include "db/migrate.h"
#include "log/seal_store.h"

struct making {
    struct db *from, *to;
    const struct backup_options *options;
    struct backup_report *report;
    struct arena *arena;
    struct backup_label before; // form 0: none
    struct seal_head *heads_before;
    size_t n_heads_before;
    struct backup_label label;
    struct rows_shape *event, *text; // those of the truth, while blocks are read
    struct touched touched;          // of the district in hand
    int32_t district;
    bool whole; // nothing of the district was backed up before
    int64_t total;
};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a backup");
}

static enum yk put_row(void *ctx, const struct rows_shape *shape, const struct db_stmt *row,
                       struct err *err) {
    struct making *making = ctx;
    making->report->rows++;
    if (shape == making->event) {
        making->report->events++;
        int64_t recorded = db_i64(row, rows_column(shape, "recorded_at"));
        making->label.recorded_us =
            recorded > making->label.recorded_us ? recorded : making->label.recorded_us;
        if (making->options->progress && making->report->events % 4096 == 0) {
            making->options->progress(making->options->ctx, making->report->events, making->total);
        }
    }
    return rows_put(making->to, shape, row, true, err);
}

// ---- what came since ----

static enum yk put_event(struct making *making, int ledger, int64_t object, int64_t seq,
                         struct err *err) {
    const int64_t keys[] = {ledger, object, seq};
    const struct rows_range range = {.district = making->district, .keys = keys, .n_keys = 3};
    touched_add(&making->touched, making->district, ledger, object);
    return rows_each(making->from, making->event, &range, put_row, making, err);
}

static enum yk put_block(void *ctx, const struct rows_shape *shape, const struct db_stmt *row,
                         struct err *err) {
    struct making *making = ctx;
    size_t n;
    const uint8_t *entries = db_blob(row, rows_column(shape, "events"), &n);
    enum yk status = rows_put(making->to, shape, row, true, err);
    making->report->rows++;
    for (size_t at = 0; at + BLOCK_ENTRY_BYTES <= n && status == YK_OK; at += BLOCK_ENTRY_BYTES) {
        struct block_entry entry;
        block_entry_read(entries + at, &entry);
        status = put_event(making, entry.ledger, entry.object, entry.seq, err);
    }
    return status;
}

static enum yk put_waiting(void *ctx, const struct rows_shape *shape, const struct db_stmt *row,
                           struct err *err) {
    struct making *making = ctx;
    size_t n;
    const uint8_t *entries = db_blob(row, rows_column(shape, "events"), &n);
    enum yk status = put_row(making, shape, row, err);
    for (size_t at = 0; at + WAITING_ENTRY_BYTES <= n && status == YK_OK;
         at += WAITING_ENTRY_BYTES) {
        struct waiting_entry entry;
        waiting_entry_read(entries + at, &entry);
        status = put_event(making, entry.ledger, entry.object, entry.seq, err);
    }
    return status;
}

static enum yk put_touched_texts(struct making *making, struct err *err) {
    enum yk status = making->touched.failed ? no_memory(err) : YK_OK;
    for (size_t i = 0; i < making->touched.n && status == YK_OK; i++) {
        const int64_t keys[] = {making->touched.rows[i].ledger, making->touched.rows[i].object};
        const struct rows_range range = {.district = making->district, .keys = keys, .n_keys = 2};
        status = rows_each(making->from, making->text, &range, put_row, making, err);
    }
    return status;
}

static const struct seal_head *head_before(const struct making *making, int32_t district) {
    for (size_t i = 0; i < making->n_heads_before; i++) {
        if (making->heads_before[i].district == district) {
            return &making->heads_before[i];
        }
    }
    return NULL;
}

// The chain must go on from where the backup before ended.
static enum yk check_chain(struct making *making, const struct seal_head *before, struct err *err) {
    struct block_row block;
    enum yk status = seal_store_next(making->from, making->arena, making->district,
                                     before->height - 1, &block, err);
    bool same = status == YK_OK && block.height == before->height && block.hash_n == SM3_BYTES &&
                memcmp(block.hash, before->hash, SM3_BYTES) == 0;
    if (same || (status != YK_OK && status != YK_NOT_FOUND)) {
        return status;
    }
    return err_set(
        err, YK_REFUSED, ERR_WRONG_STATE,
        "block %lld of district %d is not the one in the last backup there: another store, or one that was restored since. --full begins anew",
        (long long)before->height, making->district);
}

static enum yk put_log(struct making *making, struct err *err) {
    const struct rows_range all = {.district = making->district};
    const struct seal_head *before = head_before(making, making->district);
    struct rows_shape *block = arena_alloc(making->arena, sizeof *block);
    struct rows_shape *waiting = arena_alloc(making->arena, sizeof *waiting);
    if (!block || !waiting) {
        return no_memory(err);
    }
    enum yk status = rows_shape_of(making->from, "block", block, err);
    if (status == YK_OK) {
        status = rows_shape_of(making->from, "waiting", waiting, err);
    }
    making->whole = !before || before->height == 0;
    if (status == YK_OK && !making->whole) {
        status = check_chain(making, before, err);
    }
    if (status != YK_OK) {
        return status;
    }
    if (making->whole) {
        const struct rows_shape *const shapes[] = {making->event, making->text, block, waiting};
        for (size_t i = 0; i < sizeof shapes / sizeof *shapes && status == YK_OK; i++) {
            status = rows_each(making->from, shapes[i], &all, put_row, making, err);
        }
        return status;
    }
    const struct rows_range since = {.district = making->district, .after = &before->height};
    status = rows_each(making->from, block, &since, put_block, making, err);
    if (status == YK_OK) {
        status = rows_each(making->from, waiting, &all, put_waiting, making, err);
    }
    touched_close(&making->touched);
    return status == YK_OK ? put_touched_texts(making, err) : status;
}

// ---- what stands beside the log ----

struct beside {
    struct making *making;
    const struct store_table *table;
    int object, times[2];
};

static bool is_new(const struct beside *beside, const struct db_stmt *row) {
    const struct making *making = beside->making;
    if (making->whole || beside->table->kind == TABLE_WHOLE) {
        return true;
    }
    if (beside->table->kind == TABLE_OBJECT) {
        return touched_has(&making->touched, making->district, beside->table->ledger,
                           db_i64(row, beside->object));
    }
    return db_i64(row, beside->times[0]) >= making->before.recorded_us ||
           db_i64(row, beside->times[1]) >= making->before.recorded_us;
}

static enum yk put_beside(void *ctx, const struct rows_shape *shape, const struct db_stmt *row,
                          struct err *err) {
    struct beside *beside = ctx;
    return is_new(beside, row) ? put_row(beside->making, shape, row, err) : YK_OK;
}

static enum yk put_table(void *ctx, const struct store_table *table, const char *name,
                         struct err *err) {
    struct making *making = ctx;
    bool wanted =
        table->kind == TABLE_OBJECT || table->kind == TABLE_TIMED || table->kind == TABLE_WHOLE;
    if (!wanted) {
        return YK_OK;
    }
    struct arena_mark mark = arena_mark(making->arena);
    struct rows_shape *shape = arena_alloc(making->arena, sizeof *shape);
    enum yk status = shape ? rows_shape_of(making->from, name, shape, err) : no_memory(err);
    if (status == YK_OK) {
        struct beside beside = {making, table, rows_column(shape, "object"), {0}};
        for (int i = 0; i < 2 && table->times[i]; i++) {
            beside.times[i] = rows_column(shape, table->times[i]);
        }
        const struct rows_range range = {.district = making->district};
        status = rows_each(making->from, shape, &range, put_beside, &beside, err);
    }
    arena_rewind(making->arena, mark);
    return status;
}

// ---- the file ----

static enum yk make_table(void *ctx, const struct store_table *table, const char *name,
                          struct err *err) {
    struct making *making = ctx;
    if (table->kind > TABLE_STORE) {
        return YK_OK;
    }
    struct rows_shape shape;
    enum yk status = rows_shape_of(making->from, name, &shape, err);
    if (status == YK_OK) {
        status = rows_make_table(making->to, &shape, err);
    }
    const struct rows_range range = {0};
    return status == YK_OK && table->kind == TABLE_STORE
               ? rows_each(making->from, &shape, &range, put_row, making, err)
               : status;
}

static enum yk put_district(struct making *making, struct err *err) {
    struct seal_head head;
    enum yk status = seal_head_of(making->from, making->district, &head, NULL, err);
    if (status == YK_OK) {
        status = put_log(making, err);
    }
    if (status == YK_OK) {
        status = store_table_each(making->options->ledgers, put_table, making, err);
    }
    touched_done(&making->touched);
    making->report->districts++;
    return status == YK_OK ? backup_store_put_head(making->to, &head, err) : status;
}

static enum yk fill(struct making *making, struct err *err) {
    int32_t *districts;
    size_t n = 0;
    making->event = arena_alloc(making->arena, sizeof *making->event);
    making->text = arena_alloc(making->arena, sizeof *making->text);
    enum yk status =
        making->event && making->text ? backup_store_begin(making->to, err) : no_memory(err);
    if (status == YK_OK) {
        status = rows_shape_of(making->from, "event", making->event, err);
    }
    if (status == YK_OK) {
        status = rows_shape_of(making->from, "text", making->text, err);
    }
    if (status == YK_OK) {
        status = store_table_each(making->options->ledgers, make_table, making, err);
    }
    if (status == YK_OK) {
        status = log_store_count_events(making->from, &making->total, err);
    }
    if (status == YK_OK) {
        status = log_store_districts(making->from, making->arena, &districts, &n, err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct arena_mark mark = arena_mark(making->arena);
        making->district = districts[i];
        status = put_district(making, err);
        arena_rewind(making->arena, mark);
    }
    return status == YK_OK ? backup_store_put_label(making->to, &making->label, err) : status;
}

// One snapshot of the store, one transaction of the file.
static enum yk fill_file(struct making *making, const char *part, struct err *err) {
    char url[BACKUP_PATH_BYTES + 16];
    int want, have = 0;
    snprintf(url, sizeof url, "sqlite:%s", part);
    enum yk status = migrate_check(making->from, &have, &want, err);
    making->label.schema = have;
    if (status == YK_OK) {
        status = db_open(url, DB_CREATE, &making->to, err);
    }
    if (status == YK_OK && chmod(part, 0600) != 0) {
        status = err_set(err, YK_FAILED, ERR_INTERNAL, "could not close %s to others: %s", part,
                         strerror(errno));
    }
    if (status == YK_OK) {
        status = db_begin_write(making->to, err);
    }
    if (status == YK_OK) {
        status = db_begin_read(making->from, err);
    }
    if (status == YK_OK) {
        status = fill(making, err);
        db_rollback(making->from);
    }
    if (status == YK_OK) {
        status = db_commit(making->to, err);
    }
    if (status == YK_OK) {
        status = backup_store_close(making->to, err);
    }
    db_close(&making->to);
    return status;
}

// ---- around it ----

static void name_backup(const struct making *making, char out[BACKUP_PATH_BYTES]) {
    char time[TIME_TEXT_BYTES], plain[TIME_TEXT_BYTES];
    size_t n = 0;
    time_format(making->label.made_us, time);
    for (const char *at = time; *at;
         at++) { // 20260301T093000.000000Z: sorts by time, and is a name everywhere
        if (*at != '-' && *at != ':') {
            plain[n++] = *at;
        }
    }
    plain[n] = 0;
    snprintf(out, BACKUP_PATH_BYTES, "yikou-%s-%s.ykb", plain,
             making->label.form == BACKUP_FULL ? "full" : "since");
}

static enum yk take_before(struct making *making, const char *folder, struct err *err) {
    char path[BACKUP_PATH_BYTES], url[BACKUP_PATH_BYTES + 8];
    struct db *file = NULL;
    if (making->options->full || !backup_newest(folder, path)) {
        return YK_OK;
    }
    snprintf(url, sizeof url, "sqlite:%s", path);
    enum yk status = db_open(url, DB_READ_ONLY, &file, err);
    if (status == YK_OK) {
        status = backup_store_label(file, &making->before, err);
    }
    if (status == YK_OK) {
        status = backup_store_heads(file, making->arena, &making->heads_before,
                                    &making->n_heads_before, err);
    }
    db_close(&file);
    if (status != YK_OK) {
        return err_set(err, status, err && err->code ? err->code : ERR_INTERNAL,
                       "could not go on from %s; --full begins anew", path);
    }
    making->label.form = BACKUP_SINCE;
    making->label.recorded_us = making->before.recorded_us;
    snprintf(making->label.since_id, BACKUP_ID_BYTES, "%s", making->before.id);
    snprintf(making->label.since_file, BACKUP_PATH_BYTES, "%s", file_name_of(path));
    return YK_OK;
}

static enum yk place(struct making *making, const char *to, char path[BACKUP_PATH_BYTES],
                     struct err *err) {
    char name[BACKUP_PATH_BYTES];
    struct stat st;
    bool folder = (stat(to, &st) == 0 && S_ISDIR(st.st_mode)) || to[strlen(to) - 1] == '/';
    enum yk status = YK_OK;
    if (folder && mkdir(to, 0700) != 0 && errno != EEXIST) {
        return err_set(err, YK_REFUSED, ERR_NOT_FOUND, "could not make folder %s: %s", to,
                       strerror(errno));
    }
    if (folder) {
        status = take_before(making, to, err);
        name_backup(making, name);
        const char *slash = to[strlen(to) - 1] == '/' ? "" : "/";
        if (snprintf(path, BACKUP_PATH_BYTES, "%s%s%s", to, slash, name) >= BACKUP_PATH_BYTES) {
            status = err_add_field(err, "to", ERR_TOO_LONG, "a shorter path");
        }
    } else if (snprintf(path, BACKUP_PATH_BYTES, "%s", to) >= BACKUP_PATH_BYTES - 8) {
        status = err_add_field(err, "to", ERR_TOO_LONG, "a shorter path");
    }
    if (status == YK_OK && access(path, F_OK) == 0) {
        status = err_set(err, YK_REFUSED, ERR_ALREADY_EXISTS, "%s", path);
    }
    return status;
}

static enum yk remember(struct making *making, const char *path, struct err *err) {
    int32_t *districts;
    size_t n = 0;
    enum yk status = db_begin_write(making->from, err);
    if (status == YK_OK) {
        status = log_store_districts(making->from, making->arena, &districts, &n, err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct seal_head head;
        status = seal_head_of(making->from, districts[i], &head, NULL, err);
        const struct backup_made made = {
            .district = districts[i],
            .made_us = making->label.made_us,
            .height = head.height,
            .bytes = making->report->bytes,
            .form = (enum backup_form)making->label.form,
            .id = making->label.id,
            .file = file_name_of(path),
        };
        if (status == YK_OK) {
            status = backup_store_made(making->from, &made, err);
        }
    }
    if (status == YK_OK) {
        status = db_commit(making->from, err);
    } else {
        db_rollback(making->from);
    }
    return status;
}

enum yk backup_make(struct db *db, const char *to, const struct backup_options *options,
                    struct backup_report *out, struct err *err) {
    struct backup_report report = {0};
    struct making making = {
        .from = db,
        .options = options,
        .report = &report,
        .arena = arena_new(0),
        .label = {.format = BACKUP_FORMAT, .form = BACKUP_FULL, .made_us = options->real_us}};
    char part[BACKUP_PATH_BYTES + 8];
    uint8_t id[(BACKUP_ID_BYTES - 1) / 2];
    random_bytes(id, sizeof id);
    hex_encode(id, sizeof id, making.label.id);
    snprintf(making.label.program, sizeof making.label.program, "%s", options->program);
    enum yk status = !making.arena ? no_memory(err)
                     : !*to        ? err_add_field(err, "to", ERR_REQUIRED, "a folder or a file")
                                   : place(&making, to, report.path, err);
    if (status != YK_OK) {
        arena_free(&making.arena);
        return status;
    }
    snprintf(part, sizeof part, "%s.part", report.path);
    unlink(part); // of one that was interrupted
    status = fill_file(&making, part, err);
    if (status == YK_OK) {
        status = file_put_in_place(part, report.path, &report.bytes, err);
    }
    if (status != YK_OK) {
        unlink(part);
    }
    if (status == YK_OK) {
        report.full = making.label.form == BACKUP_FULL;
        status = remember(&making, report.path, err);
    }
    arena_free(&making.arena);
    if (status == YK_OK) {
        *out = report;
    }
    return status;
}
