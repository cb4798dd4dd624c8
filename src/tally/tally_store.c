// SPDX-License-Identifier: Apache-2.0
// The SQL of tallies: one upsert per touched cell in key order, and spans read as whole months plus edge days.
#include "tally/tally_store.h"

#include "base/clock.h"

enum { ADD, EACH, READ, READ_VALUE, FIRST_MONTH };
static const struct db_sql sql[] = {
    [ADD] = {"INSERT INTO tally (district, grain, bucket, measure, unit, dim, value, n, sum)"
             " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
             " ON CONFLICT (district, grain, bucket, measure, unit, dim, value)"
             " DO UPDATE SET n = tally.n + excluded.n, sum = tally.sum + excluded.sum",
             NULL},
    [EACH] =
        {"SELECT grain, bucket, measure, unit, dim, value, n, sum FROM tally"
         " WHERE district = $1 AND (grain, bucket, measure, unit, dim, value) > ($2, $3, $4, $5, $6, $7) AND (n <> 0 OR sum <> 0)"
         " ORDER BY grain, bucket, measure, unit, dim, value LIMIT 4096",
         NULL},
    // One seek per bucket: the bucket leads the key, and a span has few of them.
    [READ] =
        {"WITH RECURSIVE b (x) AS (SELECT $3 UNION ALL SELECT x + 1 FROM b WHERE x < $4)"
         " SELECT t.bucket, t.value, t.n, t.sum FROM b CROSS JOIN tally AS t"
         " WHERE t.district = $1 AND t.grain = $2 AND t.bucket = b.x AND t.measure = $5 AND t.unit = $6 AND t.dim = $7"
         " AND (t.n <> 0 OR t.sum <> 0)",
         "SELECT bucket, value, n, sum FROM tally WHERE district = $1 AND grain = $2 AND bucket BETWEEN $3 AND $4"
         " AND measure = $5 AND unit = $6 AND dim = $7 AND (n <> 0 OR sum <> 0)"},
    // The same for one value: without it a unit's total would step over the cells of all units.
    [READ_VALUE] =
        {"WITH RECURSIVE b (x) AS (SELECT $3 UNION ALL SELECT x + 1 FROM b WHERE x < $4)"
         " SELECT t.bucket, t.value, t.n, t.sum FROM b CROSS JOIN tally AS t"
         " WHERE t.district = $1 AND t.grain = $2 AND t.bucket = b.x AND t.measure = $5 AND t.unit = $6 AND t.dim = $7"
         " AND t.value = $8 AND (t.n <> 0 OR t.sum <> 0)",
         "SELECT bucket, value, n, sum FROM tally WHERE district = $1 AND grain = $2 AND bucket BETWEEN $3 AND $4"
         " AND measure = $5 AND unit = $6 AND dim = $7 AND value = $8 AND (n <> 0 OR sum <> 0)"},
    [FIRST_MONTH] =
        {"SELECT bucket FROM tally WHERE district = $1 AND grain = 1 ORDER BY bucket LIMIT 1",
         NULL},
};
const struct db_sql_table tally_sql = {"tally", sql, sizeof sql / sizeof *sql};

struct flush {
    struct db *db;
    size_t n;
};

static enum yk flush_cell(void *ctx, const struct tally_cell *cell, struct err *err) {
    struct flush *flush = ctx;
    struct db_stmt *st = db_use(flush->db, &sql[ADD]);
    db_bind_i64(st, 1, cell->district);
    db_bind_i64(st, 2, cell->grain);
    db_bind_i64(st, 3, cell->bucket);
    db_bind_i64(st, 4, cell->measure);
    db_bind_i64(st, 5, cell->unit);
    db_bind_i64(st, 6, cell->dim);
    db_bind_i64(st, 7, cell->value);
    db_bind_i64(st, 8, cell->n);
    db_bind_i64(st, 9, cell->sum);
    flush->n++;
    return db_run(st, NULL, err);
}

enum yk tally_flush(struct tally_fold *fold, struct db *db, struct err *err) {
    struct flush flush = {db, 0};
    enum yk status = tally_fold_each(fold, flush_cell, &flush, err);
    if (status == YK_OK) {
        tally_fold_clear(fold);
    }
    return status;
}

enum yk tally_put(struct db *db, const char *suffix, const struct tally_cell *cell,
                  struct err *err) {
    struct buf text;
    buf_init(&text, 4096);
    buf_add_printf(
        &text,
        "INSERT INTO tally%s (district, grain, bucket, measure, unit, dim, value, n, sum) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        suffix);
    struct db_stmt *st = db_use_text(db, text.data);
    db_bind_i64(st, 1, cell->district);
    db_bind_i64(st, 2, cell->grain);
    db_bind_i64(st, 3, cell->bucket);
    db_bind_i64(st, 4, cell->measure);
    db_bind_i64(st, 5, cell->unit);
    db_bind_i64(st, 6, cell->dim);
    db_bind_i64(st, 7, cell->value);
    db_bind_i64(st, 8, cell->n);
    db_bind_i64(st, 9, cell->sum);
    enum yk status = db_run(st, NULL, err);
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
    tally_read_fn *fn;
    void *ctx;
};

static enum yk read_buckets(const struct reading *reading, int grain, int32_t from, int32_t to,
                            struct err *err) {
    if (from > to) {
        return YK_OK;
    }
    const struct tally_span *span = reading->span;
    bool own_total =
        span->unit != 0 && span->dim == DIM_TOTAL; // kept as the unit's cell of all units
    struct db_stmt *st = db_use(reading->db, &sql[own_total ? READ_VALUE : READ]);
    db_bind_i64(st, 1, span->district);
    db_bind_i64(st, 2, grain);
    db_bind_i64(st, 3, from);
    db_bind_i64(st, 4, to);
    db_bind_i64(st, 5, span->measure);
    db_bind_i64(st, 6, own_total ? 0 : span->unit);
    db_bind_i64(st, 7, own_total ? DIM_UNIT : span->dim);
    if (own_total) {
        db_bind_i64(st, 8, span->unit);
    }
    enum yk status = YK_OK;
    enum db_row row = DB_DONE;
    while (status == YK_OK && (row = db_step(st)) == DB_ROW) {
        int32_t bucket = (int32_t)db_i64(st, 0);
        int32_t month = !span->by_month ? 0 : grain ? bucket : month_of_day(bucket);
        int64_t value = db_i64(st, 1);
        status = reading->fn(reading->ctx, month, own_total ? 0 : value, db_i64(st, 2),
                             db_i64(st, 3), err);
    }
    if (status == YK_OK && row == DB_ERROR) {
        status = db_status(st, err);
    }
    db_done(st);
    return status;
}

// Whole years from their own cells where these are kept: a year's dashboard reads one bucket, and not twelve.
static enum yk read_months(const struct reading *reading, int32_t first, int32_t last,
                           struct err *err) {
    int32_t from = tally_year(first + 11), to = tally_year(last + 1) - 1; // years
    if (reading->span->by_month || !tally_keeps_days(reading->span->dim) || from > to) {
        return read_buckets(reading, TALLY_MONTH, first, last, err);
    }
    enum yk status = read_buckets(reading, TALLY_MONTH, first, from * 12 - 1, err);
    if (status == YK_OK) {
        status = read_buckets(reading, TALLY_YEAR, from, to, err);
    }
    return status == YK_OK ? read_buckets(reading, TALLY_MONTH, (to + 1) * 12, last, err) : status;
}

static enum yk first_month(struct db *db, int32_t district, int32_t *out_month, struct err *err) {
    struct db_stmt *st = db_use(db, &sql[FIRST_MONTH]);
    db_bind_i64(st, 1, district);
    enum db_row row = db_step(st);
    *out_month = row == DB_ROW ? (int32_t)db_i64(st, 0) : INT32_MAX;
    enum yk status = row == DB_ERROR ? db_status(st, err) : YK_OK;
    db_done(st);
    return status;
}

enum yk tally_read(struct db *db, const struct tally_span *span, tally_read_fn *fn, void *ctx,
                   struct err *err) {
    const struct reading reading = {db, span, fn, ctx};
    int32_t from = span->from, to = span->to;
    if (from == DAY_NONE) {
        int32_t month;
        enum yk status = first_month(db, span->district, &month, err);
        if (status != YK_OK || month == INT32_MAX) {
            return status;
        }
        from = month_first_day(tally_year(month) * 12); // nothing lies before it in that year
    }
    if (from > to) {
        return YK_OK;
    }
    int32_t first = month_of_day(from), last = month_of_day(to);
    if (month_first_day(first) != from) {
        first++;
    }
    if (month_first_day(last + 1) - 1 != to) {
        last--;
    }
    if (first > last) {
        return read_buckets(&reading, TALLY_DAY, from, to, err);
    }
    enum yk status = read_buckets(&reading, TALLY_DAY, from, month_first_day(first) - 1, err);
    if (status == YK_OK) {
        status = read_months(&reading, first, last, err);
    }
    return status == YK_OK ? read_buckets(&reading, TALLY_DAY, month_first_day(last + 1), to, err)
                           : status;
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
