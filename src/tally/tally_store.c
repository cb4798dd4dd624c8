// SPDX-License-Identifier: Apache-2.0
// The SQL of tallies: a commit's moves as one row, such rows folded into cells in key order, and spans read as whole months plus edge days and what waits.
#include "tally/tally_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "tally/tally_kept.h"

enum {
    ADD,
    ADD_MANY,
    EACH,
    READ,
    READ_VALUE,
    FIRST_MONTH,
    WAIT,
    WAITING,
    WAITING_AFTER,
    STAMP,
    WAITING_DISTRICTS,
    TAKE,
    LOCK,
    SHARE
};
static const struct db_sql sql[] = {
    [ADD] = {"INSERT INTO tally (district, grain, bucket, measure, unit, dim, value, n, sum)"
             " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
             " ON CONFLICT (district, grain, bucket, measure, unit, dim, value)"
             " DO UPDATE SET n = tally.n + excluded.n, sum = tally.sum + excluded.sum",
             NULL},
    // PostgreSQL alone: many cells by one statement, as the text of arrays.
    [ADD_MANY] =
        {"SELECT 1",
         "INSERT INTO tally (district, grain, bucket, measure, unit, dim, value, n, sum)"
         " SELECT * FROM UNNEST(CAST(CAST($1 AS TEXT) AS BIGINT[]), CAST(CAST($2 AS TEXT) AS BIGINT[]),"
         " CAST(CAST($3 AS TEXT) AS BIGINT[]), CAST(CAST($4 AS TEXT) AS BIGINT[]), CAST(CAST($5 AS TEXT) AS BIGINT[]),"
         " CAST(CAST($6 AS TEXT) AS BIGINT[]), CAST(CAST($7 AS TEXT) AS BIGINT[]), CAST(CAST($8 AS TEXT) AS BIGINT[]),"
         " CAST(CAST($9 AS TEXT) AS BIGINT[]))"
         " ON CONFLICT (district, grain, bucket, measure, unit, dim, value)"
         " DO UPDATE SET n = tally.n + excluded.n, sum = tally.sum + excluded.sum"},
    [EACH] =
        {"SELECT grain, bucket, measure, unit, dim, value, n, sum FROM tally"
         " WHERE district = $1 AND (grain, bucket, measure, unit, dim, value) > ($2, $3, $4, $5, $6, $7) AND (n <> 0 OR sum <> 0)"
         " ORDER BY grain, bucket, measure, unit, dim, value LIMIT 4096",
         NULL},
    // SQLite is asked for each bucket by itself: the bucket leads the key, a span has few of them, and a seek is cheaper than a join with a series of numbers.
    [READ] = {"SELECT bucket, value, n, sum FROM tally WHERE district = $1 AND grain = $2"
              " AND measure = $3 AND unit = $4 AND dim = $5 AND bucket = $6",
              "SELECT bucket, value, n, sum FROM tally WHERE district = $1 AND grain = $2"
              " AND measure = $3 AND unit = $4 AND dim = $5 AND bucket BETWEEN $6 AND $7"},
    // The same for one value: without it a unit's total would step over the cells of all units.
    [READ_VALUE] =
        {"SELECT bucket, value, n, sum FROM tally WHERE district = $1 AND grain = $2"
         " AND measure = $3 AND unit = $4 AND dim = $5 AND value = $6 AND bucket = $7",
         "SELECT bucket, value, n, sum FROM tally WHERE district = $1 AND grain = $2"
         " AND measure = $3 AND unit = $4 AND dim = $5 AND value = $6 AND bucket BETWEEN $7 AND $8"},
    [FIRST_MONTH] =
        {"SELECT bucket FROM tally WHERE district = $1 AND grain = 1 ORDER BY bucket LIMIT 1",
         NULL},
    [WAIT] = {"INSERT INTO tally_pending (district, id, moves) VALUES ($1, $2, $3)", NULL},
    [WAITING] = {"SELECT id, moves FROM tally_pending WHERE district = $1", NULL},
    [WAITING_AFTER] = {"SELECT id, moves FROM tally_pending WHERE district = $1 AND id > $2", NULL},
    // SQLite alone.
    [STAMP] = {"SELECT (SELECT id FROM tally_pending WHERE district = $1 ORDER BY id LIMIT 1),"
               " (SELECT id FROM event WHERE district = $1 ORDER BY id DESC LIMIT 1)",
               NULL},
    [WAITING_DISTRICTS] =
        {"WITH RECURSIVE d (x) AS (SELECT MIN(district) FROM tally_pending UNION ALL"
         " SELECT (SELECT MIN(district) FROM tally_pending WHERE district > d.x) FROM d WHERE d.x IS NOT NULL)"
         " SELECT x FROM d WHERE x IS NOT NULL ORDER BY x",
         "SELECT DISTINCT district FROM tally_pending ORDER BY district"},
    // Exactly the rows that are read, also when others come meanwhile.
    [TAKE] = {"DELETE FROM tally_pending WHERE district = $1 RETURNING id, moves", NULL},
    // The number is that of cells among advisory locks; it means nothing else. Who folds has it alone, who reads inside a write holds folding off: there each
    // statement sees another snapshot.
    [LOCK] =
        {"SELECT 1",
         "SELECT CASE WHEN pg_try_advisory_xact_lock(5980495) THEN 1::BIGINT ELSE 0::BIGINT END"},
    [SHARE] = {"SELECT 1", "SELECT pg_advisory_xact_lock_shared(5980495)"},
};
const struct db_sql_table tally_sql = {"tally", sql, sizeof sql / sizeof *sql};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the tallies");
}

static enum yk buf_status(const struct buf *buf, struct err *err) {
    return buf->failed ? no_memory(err) : YK_OK;
}

// ---- into the cells ----

enum { CELLS_AT_ONCE = 2000, COLUMNS = 9 };

struct flush {
    struct db *db;
    size_t n;
    struct buf columns[COLUMNS]; // texts of arrays, on PostgreSQL
};

static void cell_numbers(const struct tally_cell *cell, int64_t out[COLUMNS]) {
    const int64_t numbers[COLUMNS] = {cell->district, cell->grain, cell->bucket,
                                      cell->measure,  cell->unit,  cell->dim,
                                      cell->value,    cell->n,     cell->sum};
    memcpy(out, numbers, sizeof numbers);
}

static enum yk flush_cell(void *ctx, const struct tally_cell *cell, struct err *err) {
    struct flush *flush = ctx;
    struct db_stmt *st = db_use(flush->db, &sql[ADD]);
    int64_t numbers[COLUMNS];
    cell_numbers(cell, numbers);
    for (int i = 0; i < COLUMNS; i++) {
        db_bind_i64(st, i + 1, numbers[i]);
    }
    return db_run(st, NULL, err);
}

static enum yk flush_columns(struct flush *flush, struct err *err) {
    if (!flush->n) {
        return YK_OK;
    }
    struct db_stmt *st = db_use(flush->db, &sql[ADD_MANY]);
    enum yk status = YK_OK;
    for (int i = 0; i < COLUMNS && status == YK_OK; i++) {
        buf_add_char(&flush->columns[i], '}');
        status = buf_status(&flush->columns[i], err);
        db_bind_text(st, i + 1, flush->columns[i].data);
    }
    if (status == YK_OK) {
        status = db_post(st, err);
    }
    for (int i = 0; i < COLUMNS; i++) {
        buf_clear(&flush->columns[i]);
    }
    flush->n = 0;
    return status;
}

static enum yk gather_cell(void *ctx, const struct tally_cell *cell, struct err *err) {
    struct flush *flush = ctx;
    int64_t numbers[COLUMNS];
    cell_numbers(cell, numbers);
    for (int i = 0; i < COLUMNS; i++) {
        buf_add_char(&flush->columns[i], flush->n ? ',' : '{');
        buf_add_i64(&flush->columns[i], numbers[i]);
    }
    return ++flush->n < CELLS_AT_ONCE ? YK_OK : flush_columns(flush, err);
}

static enum yk add_to_cells(struct tally_fold *fold, struct db *db, struct err *err) {
    struct flush flush = {.db = db};
    if (db_engine_of(db) == DB_SQLITE) {
        return tally_fold_each(fold, flush_cell, &flush, err);
    }
    for (int i = 0; i < COLUMNS; i++) {
        buf_init(&flush.columns[i], 1 << 20);
    }
    enum yk status = tally_fold_each(fold, gather_cell, &flush, err);
    if (status == YK_OK) {
        status = flush_columns(&flush, err);
    }
    for (int i = 0; i < COLUMNS; i++) {
        buf_done(&flush.columns[i]);
    }
    return status;
}

// ---- waiting ----

static enum yk hold(struct db *db, bool alone, bool *out_got, struct err *err) {
    if (db_engine_of(db) == DB_SQLITE) { // it has one writer
        *out_got = true;
        return YK_OK;
    }
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[alone ? LOCK : SHARE]);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out_got = !alone || db_i64(st, 0) != 0;
    }
    return status;
}

static enum yk put_waiting(struct db *db, int64_t id, const struct tally_move *moves, size_t n,
                           struct buf *bytes, struct err *err) {
    buf_clear(bytes);
    tally_pending_write(id, moves, n, bytes);
    enum yk status = buf_status(bytes, err);
    if (status == YK_OK) {
        struct db_stmt *st = db_use(db, &sql[WAIT]);
        db_bind_i64(st, 1, moves->district);
        db_bind_i64(st, 2, id);
        db_bind_blob(st, 3, bytes->data, bytes->len);
        status = db_post(st, err);
    }
    return status;
}

// Rows of TAKE or WAITING. Those that cannot be read are counted; *out_rows holds all.
static enum yk read_waiting(struct db_stmt *st, int32_t district, struct tally_moves *moves,
                            int64_t *out_rows, int64_t *out_last, int64_t *out_broken,
                            struct err *err) {
    enum yk status = YK_OK;
    enum db_row row = DB_DONE;
    while (status == YK_OK && (row = db_step(st)) == DB_ROW) {
        size_t n;
        const void *bytes = db_blob(st, 1, &n);
        int64_t id = db_i64(st, 0);
        ++*out_rows;
        if (out_last) {
            *out_last = id > *out_last ? id : *out_last;
        }
        status = tally_pending_read(district, id, bytes ? bytes : "", n, moves, err);
        if (status == YK_FAILED && out_broken) {
            ++*out_broken;
            status = YK_OK;
        }
    }
    if (status == YK_OK && row == DB_ERROR) {
        status = db_status(st, err);
    }
    db_done(st);
    return status;
}

static enum yk settle_district(struct db *db, struct tally_fold *fold, int32_t district,
                               int64_t *rows, struct err *err) {
    struct tally_moves moves = {0};
    struct db_stmt *st = db_use(db, &sql[TAKE]);
    db_bind_i64(st, 1, district);
    enum yk status = read_waiting(st, district, &moves, rows, NULL, NULL, err);
    if (status == YK_OK) {
        status = tally_fold_add(fold, moves.list, moves.n, 1, err);
    }
    free(moves.list);
    return status;
}

enum { DISTRICTS_AT_ONCE = 256 };

static enum yk waiting_districts(struct db *db, int32_t out[DISTRICTS_AT_ONCE], size_t *out_n,
                                 struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[WAITING_DISTRICTS]);
    enum db_row row = DB_DONE;
    size_t n = 0;
    while (n < DISTRICTS_AT_ONCE && (row = db_step(st)) == DB_ROW) {
        out[n++] = (int32_t)db_i64(st, 0);
    }
    *out_n = n;
    return row == DB_ERROR ? db_status(st, err) : YK_OK;
}

// All rows that wait, into a fold.
static enum yk take_waiting(struct db *db, struct tally_fold *fold, int64_t *out_rows,
                            struct err *err) {
    int32_t districts[DISTRICTS_AT_ONCE];
    size_t n = DISTRICTS_AT_ONCE;
    int64_t rows = 0;
    enum yk status = YK_OK;
    while (n == DISTRICTS_AT_ONCE && status == YK_OK) {
        status = waiting_districts(db, districts, &n, err);
        for (size_t i = 0; i < n && status == YK_OK; i++) {
            status = settle_district(db, fold, districts[i], &rows, err);
        }
    }
    if (status == YK_OK) {
        *out_rows = rows;
    }
    return status;
}

// What one commit may leave waiting; more is an import, whose cells are written once either way.
enum { WAITING_MOVES_MAX = 8192, WAITING_BYTES_MAX = 1 << 20 };

static enum yk put_all_waiting(struct tally_fold *fold, struct db *db, int64_t id,
                               struct err *err) {
    struct tally_move *moves;
    size_t n;
    if (!tally_fold_moves(fold, &moves, &n)) {
        return no_memory(err);
    }
    enum yk status = YK_OK;
    bool wait = n <= WAITING_MOVES_MAX && !tally_fold_has_cells(fold);
    struct buf bytes;
    buf_init(&bytes, WAITING_BYTES_MAX);
    for (size_t i = 0; wait && i < n && status == YK_OK;) {
        size_t first = i;
        while (i < n && moves[i].district == moves[first].district) {
            i++;
        }
        status = put_waiting(db, id, moves + first, i - first, &bytes, err);
    }
    buf_done(&bytes);
    free(moves);
    bool got = false;
    int64_t rows = 0;
    if (!wait && status == YK_OK) {
        status = hold(db, true, &got, err);
        if (status == YK_OK && !got) {
            status = err_set(err, YK_RETRY, ERR_BUSY, "tallies are being folded");
        }
        // What waits goes with it: as long as the first row that waits is the same, nobody wrote cells, and who reads relies on that.
        if (status == YK_OK) {
            status = take_waiting(db, fold, &rows, err);
        }
        status = status == YK_OK ? add_to_cells(fold, db, err) : status;
    }
    return status;
}

enum yk tally_flush(struct tally_fold *fold, struct db *db, int64_t id, struct err *err) {
    enum yk status = put_all_waiting(fold, db, id, err);
    if (status == YK_OK) {
        tally_fold_clear(fold);
    }
    return status;
}

enum yk tally_settle(struct db *db, int64_t *out_rows, struct err *err) {
    int32_t districts[DISTRICTS_AT_ONCE];
    size_t n = 0;
    int64_t rows = 0;
    bool got = false;
    struct tally_fold *fold = tally_fold_new();
    enum yk status = fold ? waiting_districts(db, districts, &n, err) : no_memory(err);
    if (status == YK_OK && n) {
        status = hold(db, true, &got, err);
    }
    for (size_t i = 0; i < n && got && status == YK_OK; i++) {
        status = settle_district(db, fold, districts[i], &rows, err);
    }
    if (status == YK_OK && rows) {
        status = add_to_cells(fold, db, err);
    }
    if (fold) {
        tally_fold_free(&fold);
    }
    if (status == YK_OK) {
        *out_rows = rows;
    }
    return status;
}

enum yk tally_take_pending(struct tally_fold *fold, struct db *db, int32_t district,
                           int64_t *out_rows, int64_t *out_broken, struct err *err) {
    struct tally_moves moves = {0};
    int64_t rows = 0, broken = 0;
    struct db_stmt *st = db_use(db, &sql[WAITING]);
    db_bind_i64(st, 1, district);
    enum yk status = read_waiting(st, district, &moves, &rows, NULL, &broken, err);
    if (status == YK_OK) {
        status = tally_fold_add(fold, moves.list, moves.n, -1, err);
    }
    free(moves.list);
    if (status == YK_OK) {
        *out_rows = rows;
        *out_broken = broken;
    }
    return status;
}

// ---- what a connection keeps for who reads ----

// What waits in a district, in order of measure and each once, and what was read of the cells. A dashboard asks a hundred times, and again a moment later.
struct view {
    uint64_t snapshot;        // for which all of this is up to date; 0: none
    struct tally_stamp stamp; // of the district's cells
    int64_t last_waiting;     // the last row that is in moves
    struct tally_moves moves;
    struct tally_kept *kept;
    int32_t first_month;
    bool knows_first_month;
};

static void view_free(void *thing) {
    struct view *view = thing;
    tally_kept_free(&view->kept);
    free(view->moves.list);
    free(view);
}

static struct view *view_of(struct db *db) {
    struct view *view = db_owned(db, view_free);
    if (!view) {
        view = calloc(1, sizeof *view);
        if (view) {
            view->kept = tally_kept_new();
        }
        if (view && (!view->kept || !db_own(db, view, view_free))) {
            view_free(view);
            return NULL;
        }
    }
    return view;
}

static void forget(struct view *view) {
    view->stamp = (struct tally_stamp){0};
    view->last_waiting = 0;
    view->moves.n = 0;
    view->knows_first_month = false;
    tally_kept_begin(view->kept, &view->stamp);
}

// What tells the state of the cells. On SQLite: folding takes all rows that wait, so as long as the first one is the same, or nothing waits and nothing happened,
// the cells are the same, whatever came in meanwhile. Elsewhere ids are not given in the order of commits: the snapshot.
static enum yk find_stamp(struct db *db, int32_t district, struct tally_stamp *out,
                          struct err *err) {
    *out = (struct tally_stamp){.district = district};
    if (db_engine_of(db) != DB_SQLITE) {
        out->snapshot = db_snapshot(db);
        return YK_OK;
    }
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[STAMP]);
    db_bind_i64(st, 1, district);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        out->first_waiting = db_i64(st, 0);
        out->position = out->first_waiting ? 0 : db_i64(st, 1);
    }
    return status;
}

// Rows come in the order of their ids, one writer gives these: what was read before stays.
static enum yk read_more(struct db *db, struct view *view, int32_t district, struct err *err) {
    int64_t rows = 0;
    size_t before = view->moves.n;
    bool all = db_engine_of(db) != DB_SQLITE || !view->last_waiting;
    struct db_stmt *st = db_use(db, &sql[all ? WAITING : WAITING_AFTER]);
    db_bind_i64(st, 1, district);
    if (!all) {
        db_bind_i64(st, 2, view->last_waiting);
    }
    enum yk status =
        read_waiting(st, district, &view->moves, &rows, &view->last_waiting, NULL, err);
    if (status == YK_OK && view->moves.n > before) {
        tally_moves_tidy(&view->moves);
    }
    return status;
}

// Brings what the connection keeps up to its snapshot.
static enum yk look_around(struct db *db, struct view *view, int32_t district, struct err *err) {
    struct tally_stamp stamp = {0};
    uint64_t snapshot = db_snapshot(db);
    if (snapshot && view->snapshot == snapshot && view->stamp.district == district) {
        return YK_OK;
    }
    view->snapshot = 0;
    enum yk status = snapshot ? find_stamp(db, district, &stamp, err) : YK_OK;
    if (status != YK_OK) {
        return status;
    }
    if (!snapshot || !tally_stamp_equal(&stamp, &view->stamp)) {
        forget(view);
    }
    status = read_more(db, view, district, err);
    if (status != YK_OK) {
        forget(view);
        return status;
    }
    view->stamp = stamp;
    view->snapshot = snapshot;
    tally_kept_begin(view->kept, &stamp);
    return YK_OK;
}

// ---- whole tables ----

// One statement for many rows: half of what a row costs alone is beginning and ending its statement.
static void compose_put(size_t n, struct buf *out) {
    int next = 1;
    buf_add_text(out, "INSERT INTO tally_new (district, grain, bucket, measure, unit, dim, value,"
                      " n, sum) VALUES ");
    for (size_t i = 0; i < n; i++) {
        for (int k = 0; k < COLUMNS; k++) {
            buf_add_text(out, k ? ", $" : i ? ", ($" : "($");
            buf_add_i64(out, next++);
        }
        buf_add_char(out, ')');
    }
}

static enum yk put_cells(struct db *db, const char *sql_text, const struct tally_cell *cells,
                         size_t n, struct err *err) {
    struct db_stmt *st = db_use_text(db, sql_text);
    int64_t numbers[COLUMNS];
    int next = 1;
    for (size_t i = 0; i < n; i++) {
        cell_numbers(&cells[i], numbers);
        for (int k = 0; k < COLUMNS; k++) {
            db_bind_i64(st, next++, numbers[k]);
        }
    }
    return db_post(st, err);
}

enum yk tally_put(struct db *db, const struct tally_cell *cells, size_t n, struct err *err) {
    struct buf text;
    enum yk status = YK_OK;
    buf_init(&text, 1 << 16);
    size_t step = n == TALLY_PUT_AT_ONCE ? n : 1; // two texts, however many there are
    compose_put(step, &text);
    status = buf_status(&text, err);
    for (size_t i = 0; i < n && status == YK_OK; i += step) {
        status = put_cells(db, text.data, cells + i, step, err);
    }
    buf_done(&text);
    return status;
}

static enum yk each_page(struct db *db, struct tally_cell *after, int32_t district,
                         tally_cell_fn *fn, void *ctx, int *out_n, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[EACH]);
    db_bind_i64(st, 1, district);
    db_bind_i64(st, 2, after->grain);
    db_bind_i64(st, 3, after->bucket);
    db_bind_i64(st, 4, after->measure);
    db_bind_i64(st, 5, after->unit);
    db_bind_i64(st, 6, after->dim);
    db_bind_i64(st, 7, after->value);
    int n = 0;
    enum yk status = YK_OK;
    enum db_row row = DB_DONE;
    while (status == YK_OK && (row = db_step(st)) == DB_ROW) {
        *after = (struct tally_cell){
            .district = district,
            .grain = (int32_t)db_i64(st, 0),
            .bucket = (int32_t)db_i64(st, 1),
            .measure = (int32_t)db_i64(st, 2),
            .unit = db_i64(st, 3),
            .dim = (int32_t)db_i64(st, 4),
            .value = db_i64(st, 5),
            .n = db_i64(st, 6),
            .sum = db_i64(st, 7),
        };
        n++;
        status = fn(ctx, after, err);
    }
    if (status == YK_OK && row == DB_ERROR) {
        status = db_status(st, err);
    }
    db_done(st);
    *out_n = n;
    return status;
}

enum yk tally_each(struct db *db, int32_t district, tally_cell_fn *fn, void *ctx, struct err *err) {
    struct tally_cell after = {.grain = INT32_MIN};
    int n = 1;
    enum yk status = YK_OK;
    while (status == YK_OK && n > 0) {
        status = each_page(db, &after, district, fn, ctx, &n, err);
    }
    return status;
}

bool tally_can_read(enum tally_dim dim, int32_t from, int32_t to) {
    bool whole_from = from == DAY_NONE || month_first_day(month_of_day(from)) == from;
    bool whole_to = month_of_day(to + 1) != month_of_day(to);
    return tally_keeps_days(dim) || (whole_from && whole_to);
}

struct reading {
    struct db *db;
    const struct tally_span *span;
    struct tally_sums sums;
};

static enum yk take_cells(struct db_stmt *st, struct reading *reading, int grain, int sign,
                          bool own_total, struct err *err) {
    enum db_row row = DB_DONE;
    bool good = true;
    while (good && (row = db_step(st)) == DB_ROW) {
        int32_t bucket = (int32_t)db_i64(st, 0);
        const struct tally_sum sum = {
            .month = !reading->span->by_month ? 0
                     : grain                  ? bucket
                                              : month_of_day(bucket),
            .value = own_total ? 0 : db_i64(st, 1),
            .n = sign * db_i64(st, 2),
            .sum = sign * db_i64(st, 3),
        };
        good = tally_sums_add(&reading->sums, &sum);
    }
    enum yk status = !good ? no_memory(err) : row == DB_ERROR ? db_status(st, err) : YK_OK;
    db_done(st);
    return status;
}

// One bucket on SQLite, all of from..to elsewhere.
static enum yk read_bucket(struct reading *reading, int grain, int32_t from, int32_t to, int sign,
                           struct err *err) {
    const struct tally_span *span = reading->span;
    bool own_total =
        span->unit != 0 && span->dim == DIM_TOTAL; // kept as the unit's cell of all units
    struct db_stmt *st = db_use(reading->db, &sql[own_total ? READ_VALUE : READ]);
    int next = 6;
    db_bind_i64(st, 1, span->district);
    db_bind_i64(st, 2, grain);
    db_bind_i64(st, 3, span->measure);
    db_bind_i64(st, 4, own_total ? 0 : span->unit);
    db_bind_i64(st, 5, own_total ? DIM_UNIT : span->dim);
    if (own_total) {
        db_bind_i64(st, next++, span->unit);
    }
    db_bind_i64(st, next++, from);
    if (db_engine_of(reading->db) != DB_SQLITE) {
        db_bind_i64(st, next, to);
    }
    return take_cells(st, reading, grain, sign, own_total, err);
}

static enum yk read_buckets(void *ctx, int grain, int32_t from, int32_t to, int sign,
                            struct err *err) {
    struct reading *reading = ctx;
    if (db_engine_of(reading->db) != DB_SQLITE) {
        return read_bucket(reading, grain, from, to, sign, err);
    }
    enum yk status = YK_OK;
    for (int32_t bucket = from; bucket <= to && status == YK_OK; bucket++) {
        status = read_bucket(reading, grain, bucket, bucket, sign, err);
    }
    return status;
}

// Nothing lies before the year of the first month that has a cell.
static enum yk first_day(struct db *db, struct view *view, int32_t district, int32_t *out_day,
                         struct err *err) {
    if (!view->knows_first_month || !view->snapshot) {
        _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[FIRST_MONTH]);
        db_bind_i64(st, 1, district);
        enum db_row row = db_step(st);
        if (row == DB_ERROR) {
            return db_status(st, err);
        }
        view->first_month = row == DB_ROW ? (int32_t)db_i64(st, 0) : INT32_MAX;
        view->knows_first_month = true;
    }
    *out_day = view->first_month == INT32_MAX ? INT32_MAX
                                              : month_first_day(tally_year(view->first_month) * 12);
    return YK_OK;
}

// Tidy sums of the cells; the caller frees them.
static enum yk read_cells(struct db *db, struct view *view, const struct tally_span *span,
                          struct tally_sums *out, struct err *err) {
    struct tally_span days = *span;
    struct reading reading = {.db = db, .span = &days};
    enum yk status = YK_OK;
    if (days.from == DAY_NONE) {
        status = first_day(db, view, days.district, &days.from, err);
    }
    if (status == YK_OK) {
        status = tally_span_buckets(&days, read_buckets, &reading, err);
    }
    if (status != YK_OK) {
        tally_sums_done(&reading.sums);
        return status;
    }
    tally_sums_tidy(&reading.sums);
    *out = reading.sums;
    return YK_OK;
}

// ---- cells and what waits, together ----

static enum yk give_sums(const struct tally_sum *sums, size_t n, tally_read_fn *fn, void *ctx,
                         struct err *err) {
    enum yk status = YK_OK;
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        status = fn(ctx, sums[i].month, sums[i].value, sums[i].n, sums[i].sum, err);
    }
    return status;
}

// The first of the span's measure.
static size_t first_move(const struct tally_moves *moves, int32_t measure) {
    size_t low = 0, high = moves->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (moves->list[mid].measure < measure) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low;
}

static enum yk add_waiting(const struct tally_moves *moves, const struct tally_span *span,
                           struct tally_sums *sums, struct err *err) {
    bool good = true;
    for (size_t i = first_move(moves, span->measure);
         i < moves->n && moves->list[i].measure == span->measure && good; i++) {
        const struct tally_move *move = &moves->list[i];
        struct tally_sum sum = {.n = move->n, .sum = move->sum};
        if (move->day >= span->from && move->day <= span->to &&
            tally_move_counts(move, span->unit, span->dim, &sum.value)) {
            sum.month = span->by_month ? month_of_day(move->day) : 0;
            good = tally_sums_add(sums, &sum);
        }
    }
    return good ? YK_OK : no_memory(err);
}

// What waits is added to a copy of what the cells say: that may be kept.
static enum yk read_together(const struct view *view, const struct tally_span *span,
                             const struct tally_sum *cells, size_t n, tally_read_fn *fn, void *ctx,
                             struct err *err) {
    struct tally_sums sums = {0};
    enum yk status = add_waiting(&view->moves, span, &sums, err);
    if (status == YK_OK && !sums.n) {
        return give_sums(cells, n, fn, ctx, err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        status = tally_sums_add(&sums, &cells[i]) ? YK_OK : no_memory(err);
    }
    if (status == YK_OK) {
        tally_sums_tidy(&sums);
        status = give_sums(sums.list, sums.n, fn, ctx, err);
    }
    tally_sums_done(&sums);
    return status;
}

static enum yk read_both(struct db *db, const struct tally_span *span, tally_read_fn *fn, void *ctx,
                         struct err *err) {
    struct view *view = view_of(db);
    struct tally_sums read = {0};
    const struct tally_sum *cells = NULL;
    size_t n = 0;
    enum yk status = view ? look_around(db, view, span->district, err) : no_memory(err);
    if (status != YK_OK) {
        return status;
    }
    if (view->snapshot && tally_kept_find(view->kept, span, &cells, &n)) {
        return read_together(view, span, cells, n, fn, ctx, err);
    }
    status = read_cells(db, view, span, &read, err);
    if (status == YK_OK && view->snapshot) {
        tally_kept_put(view->kept, span, &read);
    }
    if (status == YK_OK) {
        status = read_together(view, span, read.list, read.n, fn, ctx, err);
    }
    tally_sums_done(&read);
    return status;
}

enum yk tally_read(struct db *db, const struct tally_span *span, tally_read_fn *fn, void *ctx,
                   struct err *err) {
    bool got;
    bool began = !db_in_transaction(db);
    enum yk status = YK_OK;
    if (began) {
        status = db_begin_read(db, err);
    } else if (!db_snapshot(db)) {
        status = hold(db, false, &got, err);
    }
    if (status == YK_OK) {
        status = read_both(db, span, fn, ctx, err);
    }
    if (began) {
        db_rollback(db);
    }
    return status;
}

struct total {
    int64_t value, n, sum;
};

static enum yk add_total(void *ctx, int32_t month, int64_t value, int64_t n, int64_t sum,
                         struct err *err) {
    (void)month;
    (void)err;
    struct total *total = ctx;
    if (value == total->value) {
        total->n += n;
        total->sum += sum;
    }
    return YK_OK;
}

enum yk tally_total(struct db *db, const struct tally_span *span, int64_t value, int64_t *out_n,
                    int64_t *out_sum, struct err *err) {
    struct total total = {.value = value};
    enum yk status = tally_read(db, span, add_total, &total, err);
    if (status == YK_OK) {
        *out_n = total.n;
        if (out_sum) {
            *out_sum = total.sum;
        }
    }
    return status;
}
