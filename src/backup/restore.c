// SPDX-License-Identifier: Apache-2.0
// Restoring: the newest backup first, then those before it, each giving what no later one holds; then, for a moment, the log is cut; then everything else is made anew from the log
// and all of it is verified, in one transaction. Decides what a cut takes back and what it leaves.
#include "backup/backup.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "backup/files.h"
#include "backup/tables.h"
#include "backup/touched.h"
#include "log/rebuild.h"
#include "log/seal_store.h"

enum { FILES_MAX = 4096 };

struct restoring {
    struct db *to, *from;
    const struct restore_options *options;
    struct restore_report *report;
    struct arena *arena;
    struct touched newer, here; // objects that a newer file tells of; those that this one does
    bool newest;
    int64_t rows;
    // Of the table in hand.
    const struct store_table *table;
    int object, ledger;
    int32_t district;
};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold what is restored");
}

static void stage(const struct restoring *restoring, const char *what) {
    if (restoring->options->stage) {
        restoring->options->stage(restoring->options->ctx, what);
    }
}

// ---- loading ----

static enum yk note_event(void *ctx, const struct rows_shape *shape, const struct db_stmt *row,
                          struct err *err) {
    struct restoring *restoring = ctx;
    touched_add(&restoring->here, restoring->district,
                (int)db_i64(row, rows_column(shape, "ledger")),
                db_i64(row, rows_column(shape, "object")));
    restoring->rows++;
    if (restoring->options->progress && restoring->rows % 4096 == 0) {
        restoring->options->progress(restoring->options->ctx, restoring->rows, 0);
    }
    return rows_put(restoring->to, shape, row, true, err);
}

static enum yk put_row(void *ctx, const struct rows_shape *shape, const struct db_stmt *row,
                       struct err *err) {
    struct restoring *restoring = ctx;
    if (restoring->object >= 0) { // an object that a newer file holds stands there whole
        int ledger =
            restoring->ledger >= 0 ? (int)db_i64(row, restoring->ledger) : restoring->table->ledger;
        if (touched_has(&restoring->newer, restoring->district, ledger,
                        db_i64(row, restoring->object))) {
            return YK_OK;
        }
    }
    return rows_put(restoring->to, shape, row, true, err);
}

static bool is_wanted(const struct restoring *restoring, const struct store_table *table) {
    switch (table->kind) {
    case TABLE_LOG: // what waited for a block once is in one now
        return restoring->newest || strcmp(table->name, "waiting") != 0;
    case TABLE_OBJECT:
    case TABLE_TIMED: return true;
    case TABLE_WHOLE:
    case TABLE_STORE: return restoring->newest;
    default: return false;
    }
}

// Objects are told apart by district, which the rows of a table without one have none of.
static enum yk load_table(void *ctx, const struct store_table *table, const char *name,
                          struct err *err) {
    struct restoring *restoring = ctx;
    struct rows_shape shape;
    if (!is_wanted(restoring, table) ||
        (table->kind == TABLE_STORE) != (restoring->district == 0)) {
        return YK_OK;
    }
    enum yk status = rows_shape_of(restoring->from, name, &shape, err);
    if (status == YK_NOT_FOUND) { // made before there was such a table
        return YK_OK;
    }
    bool is_event = table->kind == TABLE_LOG && strcmp(name, "event") == 0;
    bool by_object = table->kind == TABLE_OBJECT || strcmp(name, "text") == 0;
    restoring->table = table;
    restoring->object = by_object ? rows_column(&shape, "object") : -1;
    restoring->ledger = by_object ? rows_column(&shape, "ledger") : -1;
    const struct rows_range range = {.district = restoring->district};
    return status == YK_OK ? rows_each(restoring->from, &shape, &range,
                                       is_event ? note_event : put_row, restoring, err)
                           : status;
}

static enum yk load_open_file(struct restoring *restoring, struct err *err) {
    struct arena *arena = arena_new(0);
    struct seal_head *heads;
    size_t n = 0;
    enum yk status =
        arena ? backup_store_heads(restoring->from, arena, &heads, &n, err) : no_memory(err);
    restoring->district = 0;
    if (status == YK_OK) {
        status = store_table_each(restoring->options->ledgers, load_table, restoring, err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        restoring->district = heads[i].district;
        status = store_table_each(restoring->options->ledgers, load_table, restoring, err);
    }
    arena_free(&arena);
    return status;
}

static enum yk add_here_to_newer(struct restoring *restoring, struct err *err) {
    for (size_t i = 0; i < restoring->here.n; i++) {
        const struct touched_object *row = &restoring->here.rows[i];
        touched_add(&restoring->newer, row->district, row->ledger, row->object);
    }
    bool failed = restoring->here.failed || restoring->newer.failed;
    touched_done(&restoring->here);
    touched_close(&restoring->newer);
    return failed ? no_memory(err) : YK_OK;
}

static enum yk load_file(struct restoring *restoring, const char *path,
                         const struct backup_label *newer, struct backup_label *out,
                         struct err *err) {
    char url[BACKUP_PATH_BYTES + 8];
    snprintf(url, sizeof url, "sqlite:%s", path);
    enum yk status = db_open(url, DB_READ_ONLY, &restoring->from, err);
    if (status == YK_OK) {
        status = backup_store_label(restoring->from, out, err);
    }
    if (status == YK_OK && newer && strcmp(newer->since_id, out->id) != 0) {
        status = err_set(err, YK_REFUSED, ERR_TAMPERED,
                         "%s is not the backup that the next one goes on from", path);
    }
    if (status == YK_OK) {
        restoring->newest = newer == NULL;
        status = load_open_file(restoring, err);
    }
    if (status == YK_OK) {
        status = add_here_to_newer(restoring, err);
    }
    db_close(&restoring->from);
    restoring->report->files++;
    return status;
}

static enum yk load(struct restoring *restoring, const char *from, struct err *err) {
    char path[BACKUP_PATH_BYTES], next[BACKUP_PATH_BYTES];
    struct backup_label labels[2];
    struct stat st;
    enum yk status = YK_OK;
    if (stat(from, &st) == 0 && S_ISDIR(st.st_mode)) {
        if (!backup_newest(from, path)) {
            return err_set(err, YK_REFUSED, ERR_NOT_FOUND, "there is no backup in %s", from);
        }
    } else if (snprintf(path, sizeof path, "%s", from) >= (int)sizeof path) {
        return err_add_field(err, "from", ERR_TOO_LONG, "a shorter path");
    }
    for (int i = 0; status == YK_OK; i++) {
        struct backup_label *label = &labels[i % 2];
        status = i < FILES_MAX
                     ? load_file(restoring, path, i ? &labels[(i + 1) % 2] : NULL, label, err)
                     : err_set(err, YK_REFUSED, ERR_LIMIT_REACHED, "more than %d files", FILES_MAX);
        if (status != YK_OK || label->form == BACKUP_FULL) {
            break;
        }
        int folder = (int)(file_name_of(path) - path);
        if (snprintf(next, sizeof next, "%.*s%s", folder, path, label->since_file) >=
            (int)sizeof next) {
            return err_add_field(err, "from", ERR_TOO_LONG, "a shorter path");
        }
        memcpy(path, next, sizeof path);
    }
    return status;
}

// ---- cutting ----

// What a block or a waiting row lists of events that are left goes back into the queue, each row for itself: its next seal is a new one. The bytes must still be those
// that were committed to, or the cut would make an alteration good.
static enum yk wait_again(struct restoring *restoring, int ledger, int64_t object, int64_t seq,
                          const uint8_t *mark, size_t mark_n, struct buf *out, struct err *err) {
    struct event_row event;
    struct waiting_entry entry = {.ledger = ledger, .object = object, .seq = seq};
    enum yk status = log_store_event_at(restoring->to, restoring->arena, restoring->district,
                                        ledger, object, seq, &event, err);
    if (status == YK_NOT_FOUND) {
        return YK_OK;
    }
    if (status != YK_OK) {
        return status;
    }
    uint8_t bytes[WAITING_ENTRY_BYTES];
    entry.id = event.id;
    leaf_hash(&event, entry.leaf);
    if (memcmp(entry.leaf, mark, mark_n) != 0) {
        return err_set(err, YK_REFUSED, ERR_TAMPERED, "ledger %d object %lld seq %lld was altered",
                       ledger, (long long)object, (long long)seq);
    }
    waiting_entry_write(bytes, &entry);
    buf_add(out, &event.id, sizeof event.id);
    buf_add(out, bytes, sizeof bytes);
    return out->failed ? no_memory(err) : YK_OK;
}

static enum yk has_event(struct restoring *restoring, const struct block_entry *entry, bool *out,
                         struct err *err) {
    struct event_row event;
    enum yk status = log_store_event_at(restoring->to, restoring->arena, restoring->district,
                                        entry->ledger, entry->object, entry->seq, &event, err);
    *out = status == YK_OK;
    return status == YK_NOT_FOUND ? YK_OK : status;
}

static enum yk is_complete(struct restoring *restoring, const struct block_row *block, bool *out,
                           struct err *err) {
    enum yk status = YK_OK;
    *out = true;
    for (size_t at = 0; at + BLOCK_ENTRY_BYTES <= block->events_n && *out && status == YK_OK;
         at += BLOCK_ENTRY_BYTES) {
        struct arena_mark mark = arena_mark(restoring->arena);
        struct block_entry entry;
        block_entry_read(block->events + at, &entry);
        status = has_event(restoring, &entry, out, err);
        arena_rewind(restoring->arena, mark);
    }
    return status;
}

static enum yk check_block(const struct restoring *restoring, const struct block_row *block,
                           struct err *err) {
    uint8_t hash[SM3_BYTES];
    block_hash(block, hash);
    bool right = block->hash_n == SM3_BYTES && memcmp(hash, block->hash, SM3_BYTES) == 0 &&
                 keyring_verify(restoring->options->ring, hash, SM3_BYTES, block->signature,
                                block->signature_n);
    return right ? YK_OK
                 : err_set(err, YK_REFUSED, ERR_TAMPERED,
                           "block %lld of district %d does not bear the key's signature",
                           (long long)block->height, restoring->district);
}

static enum yk give_back_block(struct restoring *restoring, const struct block_row *block,
                               struct buf *out, struct err *err) {
    enum yk status = check_block(restoring, block, err);
    for (size_t at = 0; at + BLOCK_ENTRY_BYTES <= block->events_n && status == YK_OK;
         at += BLOCK_ENTRY_BYTES) {
        struct arena_mark mark = arena_mark(restoring->arena);
        struct block_entry entry;
        block_entry_read(block->events + at, &entry);
        status = wait_again(restoring, entry.ledger, entry.object, entry.seq, entry.mark,
                            sizeof entry.mark, out, err);
        arena_rewind(restoring->arena, mark);
    }
    return status;
}

// Blocks stay while they are whole; from the first that is not, their events wait again.
static enum yk cut_blocks(struct restoring *restoring, struct buf *out, struct err *err) {
    int64_t height = 0, cut_at = 0;
    enum yk status = YK_OK;
    while (status == YK_OK) {
        struct arena_mark mark = arena_mark(restoring->arena);
        struct block_row block;
        bool whole = cut_at == 0;
        status = seal_store_next(restoring->to, restoring->arena, restoring->district, height,
                                 &block, err);
        if (status == YK_NOT_FOUND) {
            break;
        }
        height = status == YK_OK ? block.height : height;
        if (status == YK_OK && cut_at == 0) {
            status = is_complete(restoring, &block, &whole, err);
            cut_at = whole ? 0 : height;
        }
        if (status == YK_OK && !whole) {
            status = give_back_block(restoring, &block, out, err);
        }
        arena_rewind(restoring->arena, mark);
    }
    if (status == YK_NOT_FOUND) {
        status = cut_at ? backup_store_cut_blocks(restoring->to, restoring->district, cut_at, err)
                        : YK_OK;
    }
    return status;
}

static enum yk cut_waiting(struct restoring *restoring, struct buf *out, struct err *err) {
    struct waiting_row *rows;
    size_t n = 1;
    int64_t after = INT64_MIN;
    enum yk status = YK_OK;
    while (n > 0 && status == YK_OK) {
        struct arena_mark mark = arena_mark(restoring->arena);
        status = seal_store_waiting(restoring->to, restoring->arena, restoring->district, after,
                                    4096, &rows, &n, err);
        for (size_t i = 0; status == YK_OK && i < n; i++) {
            after = rows[i].row;
            status = rows[i].broken
                         ? err_set(err, YK_REFUSED, ERR_TAMPERED, "what waits cannot be read")
                         : wait_again(restoring, rows[i].entry.ledger, rows[i].entry.object,
                                      rows[i].entry.seq, rows[i].entry.leaf, SM3_BYTES, out, err);
        }
        arena_rewind(restoring->arena, mark);
    }
    return status == YK_OK ? backup_store_forget_waiting(restoring->to, restoring->district, err)
                           : status;
}

static enum yk put_waiting(struct restoring *restoring, const struct buf *entries,
                           struct err *err) {
    enum { ROW = sizeof(int64_t) + WAITING_ENTRY_BYTES };
    enum yk status = YK_OK;
    for (size_t at = 0; at + ROW <= entries->len && status == YK_OK; at += ROW) {
        int64_t id;
        memcpy(&id, entries->data + at, sizeof id);
        status = log_store_wait(restoring->to, restoring->district, id,
                                (const uint8_t *)entries->data + at + sizeof id,
                                WAITING_ENTRY_BYTES, err);
    }
    return status;
}

// Callers are not taken back: what the vault holds is of today, and who saw a name has seen it.
static enum yk cut_district(struct restoring *restoring, struct err *err) {
    struct buf entries;
    int64_t gone = 0, left = 0;
    buf_init(&entries, (size_t)1 << 32);
    enum yk status = backup_store_cut_log(restoring->to, restoring->district,
                                          restoring->options->until_us, LEDGER_PARTY, &gone, err);
    restoring->report->cut += status == YK_OK ? gone : 0;
    if (status == YK_OK) {
        status = cut_blocks(restoring, &entries, err);
    }
    if (status == YK_OK) {
        status = cut_waiting(restoring, &entries, err);
    }
    if (status == YK_OK) {
        status = put_waiting(restoring, &entries, err);
    }
    buf_done(&entries);
    if (status == YK_OK) {
        status = backup_store_cut_beside(restoring->to, restoring->district,
                                         restoring->options->until_us, err);
    }
    if (status == YK_OK) {
        status = backup_store_count_events(restoring->to, restoring->district, &left, err);
    }
    return status == YK_OK && left == 0
               ? backup_store_forget_district(restoring->to, restoring->district, err)
               : status;
}

static enum yk each_district(struct restoring *restoring,
                             enum yk (*fn)(struct restoring *restoring, struct err *err),
                             struct err *err) {
    int32_t *districts;
    size_t n = 0;
    enum yk status = log_store_districts(restoring->to, restoring->arena, &districts, &n, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        restoring->district = districts[i];
        status = fn(restoring, err);
    }
    return status;
}

static enum yk cut(struct restoring *restoring, struct err *err) {
    int64_t earliest = 0;
    enum yk status = backup_store_earliest(restoring->to, &earliest, err);
    if (status == YK_OK && restoring->options->until_us < earliest) {
        char text[TIME_TEXT_BYTES];
        time_format(earliest, text);
        return err_add_field(err, "until", ERR_OUT_OF_RANGE,
                             "from %s on, when the first event was recorded", text);
    }
    return status == YK_OK ? each_district(restoring, cut_district, err) : status;
}

static enum yk jobs_again(struct restoring *restoring, struct err *err) {
    return restoring->options->jobs_again(restoring->to, restoring->district, err);
}

// ---- all of it ----

static enum yk prove(struct restoring *restoring, struct err *err) {
    const struct verify_options verify = {
        .ledgers = restoring->options->ledgers,
        .ring = restoring->options->ring,
        .max_named = 100,
        .named = restoring->options->named,
        .progress = restoring->options->progress,
        .ctx = restoring->options->ctx,
    };
    struct verify_report *report = &restoring->report->verified;
    enum yk status = verify_store(restoring->to, &verify, report, err);
    if (status == YK_OK && report->differences > 0) {
        status =
            err_set(err, YK_REFUSED, ERR_TAMPERED, "%lld differences; nothing was put in place",
                    (long long)report->differences);
    }
    return status;
}

static enum yk run(struct restoring *restoring, const char *from, struct err *err) {
    bool cuts = restoring->options->until_us != TIME_NONE;
    stage(restoring, "load");
    enum yk status = load(restoring, from, err);
    if (status == YK_OK && cuts) {
        stage(restoring, "cut");
        status = cut(restoring, err);
    }
    if (status == YK_OK) {
        stage(restoring, "rebuild");
        status =
            rebuild_store(restoring->to, restoring->options->ledgers, restoring->options->progress,
                          restoring->options->ctx, &restoring->report->events, err);
    }
    if (status == YK_OK && cuts && restoring->options->jobs_again) {
        status = each_district(restoring, jobs_again, err);
    }
    if (status == YK_OK) {
        stage(restoring, "verify");
        status = prove(restoring, err);
    }
    return status;
}

enum yk restore_run(struct db *db, const char *from, const struct restore_options *options,
                    struct restore_report *out, struct err *err) {
    struct restore_report report = {0};
    struct restoring restoring = {
        .to = db, .options = options, .report = &report, .arena = arena_new(0)};
    int64_t events = 0;
    enum yk status = restoring.arena ? db_begin_write(db, err) : no_memory(err);
    bool began = status == YK_OK;
    if (status == YK_OK) {
        status = log_store_count_events(db, &events, err);
    }
    if (status == YK_OK && events > 0) {
        status = err_set(err, YK_REFUSED, ERR_ALREADY_EXISTS,
                         "the store is not empty; nothing is ever restored over a store");
    }
    if (status == YK_OK) {
        status = run(&restoring, from, err);
    }
    if (status == YK_OK) {
        status = db_commit(db, err);
    } else if (began) {
        db_rollback(db);
    }
    touched_done(&restoring.newer);
    touched_done(&restoring.here);
    arena_free(&restoring.arena);
    if (status == YK_OK) {
        *out = report;
        status = backup_store_analyze(db, err);
    }
    return status;
}
