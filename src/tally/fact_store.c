// SPDX-License-Identifier: Apache-2.0
// The SQL of facts. Texts are composed from a table's constant names and from the shape of a query, never from a value; every value is bound. Open rows are in
// NAME; a change copies the old version to NAME_was and updates only the columns that differ, so that only their indexes move.
#include "tally/fact_store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

// ---- reading ----

static void add_columns(const struct fact_table *table, struct buf *out) {
    for (int i = 0; i < table->n_cols; i++) {
        buf_add_text(out, ", ");
        buf_add_text(out, table->cols[i].name);
    }
}

static void add_param(struct buf *out, int *next) {
    buf_add_char(out, '$');
    buf_add_i64(out, (*next)++);
}

static void add_compare(const struct fact_query *query, const struct fact_cond *cond,
                        struct buf *out, int *next) {
    static const char *const against_value[] = {
        [FACT_EQ] = " = ",  [FACT_NE] = " <> ", [FACT_LT] = " < ",
        [FACT_LE] = " <= ", [FACT_GT] = " > ",  [FACT_GE] = " >= "};
    static const char *const against_col[] = {[FACT_LE_COL] = " <= ",
                                              [FACT_GT_COL] = " > ",
                                              [FACT_EQ_COL] = " = ",
                                              [FACT_NULL_OR_GT_COL] = " > "};
    const char *name = query->table->cols[cond->col].name;
    buf_add_text(out, " AND ");
    switch (cond->op) {
    case FACT_EQ:
    case FACT_NE:
    case FACT_LT:
    case FACT_LE:
    case FACT_GT:
    case FACT_GE:
        buf_add_text(out, name);
        buf_add_text(out, against_value[cond->op]);
        add_param(out, next);
        break;
    case FACT_BETWEEN:
        buf_add_text(out, name);
        buf_add_text(out, " BETWEEN ");
        add_param(out, next);
        buf_add_text(out, " AND ");
        add_param(out, next);
        break;
    case FACT_IN:
        buf_add_text(out, name);
        buf_add_text(out, " IN (");
        for (size_t i = 0; i < cond->n_list; i++) {
            buf_add_text(out, i ? ", " : "");
            add_param(out, next);
        }
        buf_add_text(out, cond->n_list ? ")" : "NULL)");
        break;
    case FACT_IS_NULL:
        buf_add_text(out, name);
        buf_add_text(out, " IS NULL");
        break;
    case FACT_NOT_NULL:
        // The same as IS NOT NULL, but SQLite takes it for a range, so that a count walks a partial index, and not the whole district.
        buf_add_printf(out, "%s > %lld", name, (long long)FACT_NULL + 1);
        break;
    case FACT_NULL_OR_GT:
        buf_add_printf(out, "(%s IS NULL OR %s > ", name, name);
        add_param(out, next);
        buf_add_char(out, ')');
        break;
    case FACT_NULL_OR_GT_COL:
        buf_add_printf(out, "(%s IS NULL OR %s > %s)", name, name,
                       query->table->cols[cond->value].name);
        break;
    case FACT_LE_COL:
    case FACT_GT_COL:
    case FACT_EQ_COL:
        buf_add_text(out, name);
        buf_add_text(out, against_col[cond->op]);
        buf_add_text(out, query->table->cols[cond->value].name);
        break;
    }
}

// The lists of ids found by search are padded to a power of two, so that few statement texts arise.
static size_t padded(size_t n) {
    size_t cap = 1;
    while (cap < n) {
        cap *= 2;
    }
    return cap;
}

static void add_from(const struct fact_query *query, struct buf *out, int *next) {
    const struct fact_table *table = query->table;
    buf_add_text(out, " FROM ");
    if (query->as_of_us == TIME_NONE) {
        buf_add_text(out, table->name);
        return;
    }
    buf_add_text(out, "(SELECT district, object, part, from_at, 9223372036854775807 AS to_at");
    add_columns(table, out);
    buf_add_printf(
        out,
        " FROM %s WHERE district = $1 AND from_at <= $2 UNION ALL SELECT district, object, part, from_at, to_at",
        table->name);
    add_columns(table, out);
    buf_add_printf(out, " FROM %s_was WHERE district = $1 AND from_at <= $2 AND to_at > $2) AS f",
                   table->name);
    *next = 3;
}

static void add_scope(const struct fact_query *query, struct buf *out, int *next) {
    const char *unit = query->table->cols[query->table->unit_col].name;
    if (!query->also || query->scope->level != SCOPE_UNIT) {
        scope_sql(query->scope, unit, next, out);
        return;
    }
    buf_add_printf(out, " AND (%s = $%d OR object IN (SELECT object FROM %s WHERE district = $1",
                   unit, (*next)++, query->also->name);
    scope_sql(query->scope, query->also->cols[query->also->unit_col].name, next, out);
    buf_add_text(out, "))");
}

static void add_where(const struct fact_query *query, struct buf *out, int *next) {
    buf_add_text(out, " WHERE district = $1");
    for (size_t i = 0; i < query->n_conds; i++) {
        add_compare(query, &query->conds[i], out, next);
    }
    if (query->object) {
        buf_add_text(out, " AND object = ");
        add_param(out, next);
    }
    if (query->objects) {
        buf_add_text(out, " AND object IN (");
        for (size_t i = 0; i < padded(query->n_objects); i++) {
            buf_add_text(out, i ? ", " : "");
            add_param(out, next);
        }
        buf_add_char(out, ')');
    }
    if (query->within) {
        buf_add_printf(out, " AND object IN (SELECT object FROM %s WHERE district = $1",
                       query->within->table->name);
        for (size_t i = 0; i < query->within->n_conds; i++) {
            add_compare(query->within, &query->within->conds[i], out, next);
        }
        buf_add_char(out, ')');
    }
    add_scope(query, out, next);
}

static const char *order_name(const struct fact_query *query) {
    return query->order.col < 0 ? NULL : query->table->cols[query->order.col].name;
}

static void add_order(const struct fact_query *query, struct buf *out, int *next) {
    const char *name = order_name(query);
    const char *dir = query->order.desc ? " DESC" : "";
    if (query->after.set) {
        buf_add_printf(out, " AND (%s%sobject, part) %s (", name ? name : "", name ? ", " : "",
                       query->order.desc ? "<" : ">");
        if (name) {
            add_param(out, next);
            buf_add_text(out, ", ");
        }
        add_param(out, next);
        buf_add_text(out, ", ");
        add_param(out, next);
        buf_add_char(out, ')');
    }
    buf_add_text(out, " ORDER BY ");
    if (name) {
        buf_add_printf(out, "%s%s, ", name, dir);
    }
    buf_add_printf(out, "object%s, part%s", dir, dir);
    if (query->limit > 0) {
        buf_add_text(out, " LIMIT ");
        add_param(out, next);
    }
}

static const char *to_at_of(const struct fact_query *query) {
    return query->as_of_us == TIME_NONE ? "9223372036854775807" : "to_at";
}

static uint64_t all_columns(const struct fact_table *table) {
    return table->n_cols == 64 ? ~UINT64_C(0) : (UINT64_C(1) << table->n_cols) - 1;
}

static uint64_t wanted_columns(const struct fact_query *query) {
    return query->cols ? query->cols : all_columns(query->table);
}

void fact_query_sql(const struct fact_query *query, struct buf *out) {
    int next = 2;
    uint64_t wanted = wanted_columns(query);
    buf_add_text(out, "SELECT object, part");
    if (!query->lean) {
        buf_add_printf(out, ", from_at, %s", to_at_of(query));
    }
    for (int i = 0; i < query->table->n_cols; i++) {
        if (wanted >> i & 1) {
            buf_add_text(out, ", ");
            buf_add_text(out, query->table->cols[i].name);
        }
    }
    add_from(query, out, &next);
    add_where(query, out, &next);
    add_order(query, out, &next);
}

static void bind_conds(const struct fact_query *query, struct db_stmt *st, int *at) {
    int next = *at;
    for (size_t i = 0; i < query->n_conds; i++) {
        const struct fact_cond *cond = &query->conds[i];
        switch (cond->op) {
        case FACT_EQ:
        case FACT_NE:
        case FACT_LT:
        case FACT_LE:
        case FACT_GT:
        case FACT_GE:
        case FACT_NULL_OR_GT: db_bind_i64(st, next++, cond->value); break;
        case FACT_BETWEEN:
            db_bind_i64(st, next++, cond->value);
            db_bind_i64(st, next++, cond->value2);
            break;
        case FACT_IN:
            for (size_t k = 0; k < cond->n_list; k++) {
                db_bind_i64(st, next++, cond->list[k]);
            }
            break;
        default: break;
        }
    }
    *at = next;
}

static int bind_where(const struct fact_query *query, struct db_stmt *st) {
    int next = 1;
    db_bind_i64(st, next++, query->district);
    if (query->as_of_us != TIME_NONE) {
        db_bind_i64(st, next++, query->as_of_us);
    }
    bind_conds(query, st, &next);
    if (query->object) {
        db_bind_i64(st, next++, query->object);
    }
    if (query->objects) {
        for (size_t i = 0; i < padded(query->n_objects); i++) {
            size_t at = i < query->n_objects ? i : query->n_objects - 1;
            db_bind_i64(st, next++, query->n_objects ? query->objects[at] : 0);
        }
    }
    if (query->within) {
        bind_conds(query->within, st, &next);
    }
    scope_bind(query->scope, st, &next);
    if (query->also) {
        scope_bind(query->scope, st, &next);
    }
    return next;
}

static void bind_order(const struct fact_query *query, struct db_stmt *st, int next) {
    if (query->after.set) {
        if (query->order.col >= 0) {
            db_bind_i64(st, next++, query->after.value);
        }
        db_bind_i64(st, next++, query->after.object);
        db_bind_i64(st, next++, query->after.part);
    }
    if (query->limit > 0) {
        db_bind_i64(st, next++, (int64_t)query->limit + 1);
    }
}

static void read_hit(uint64_t wanted, bool lean, const struct db_stmt *st, struct fact_hit *hit) {
    int at = 2;
    hit->object = db_i64(st, 0);
    hit->part = (int32_t)db_i64(st, 1);
    hit->from_at = lean ? 0 : db_i64(st, at++);
    hit->to_at = lean ? 0 : db_i64(st, at++);
    for (int i = 0; i < FACT_COLS_MAX; i++) {
        hit->v[i] = FACT_NULL;
    }
    for (uint64_t left = wanted; left; left &= left - 1) {
        hit->v[__builtin_ctzll(left)] = db_i64_or(st, at++, FACT_NULL);
    }
}

static enum yk buf_status(const struct buf *buf, struct err *err) {
    return buf->failed ? err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a statement's text")
                       : YK_OK;
}

enum yk fact_find(struct db *db, const struct fact_query *query, struct arena *arena,
                  struct fact_hit **out_hits, size_t *out_n, bool *out_more, struct err *err) {
    struct buf sql;
    buf_init(&sql, 1 << 20);
    fact_query_sql(query, &sql);
    enum yk status = buf_status(&sql, err);
    size_t n = 0, cap = query->limit > 0 ? (size_t)query->limit + 1 : 64;
    struct fact_hit *hits = NULL;
    if (status == YK_OK) {
        hits = arena_take_array(arena, cap, sizeof *hits);
        status =
            hits ? YK_OK : err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the rows found");
    }
    if (status == YK_OK) {
        struct db_stmt *st = db_use_text(db, sql.data);
        bind_order(query, st, bind_where(query, st));
        const uint64_t wanted = wanted_columns(query);
        enum db_row row;
        while ((row = db_step(st)) == DB_ROW) {
            if (n == cap) {
                struct fact_hit *more = arena_take_array(arena, cap * 2, sizeof *hits);
                if (!more) {
                    status = err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the rows found");
                    break;
                }
                memcpy(more, hits, n * sizeof *hits);
                hits = more;
                cap *= 2;
            }
            read_hit(wanted, query->lean, st, &hits[n++]);
        }
        if (row == DB_ERROR) {
            status = db_status(st, err);
        }
        db_done(st);
    }
    buf_done(&sql);
    if (status != YK_OK) {
        return status;
    }
    bool more = query->limit > 0 && n > (size_t)query->limit;
    *out_hits = hits;
    *out_n = more ? (size_t)query->limit : n;
    if (out_more) {
        *out_more = more;
    }
    return YK_OK;
}

enum yk fact_count(struct db *db, const struct fact_query *query, int64_t cap, int64_t *out_n,
                   bool *out_exact, struct err *err) {
    struct buf sql;
    buf_init(&sql, 1 << 20);
    int next = 2;
    buf_add_text(&sql, "SELECT COUNT(*)");
    if (cap > 0) {
        buf_add_text(&sql, " FROM (SELECT 1");
    }
    add_from(query, &sql, &next);
    add_where(query, &sql, &next);
    if (cap > 0) {
        buf_add_text(&sql, " LIMIT ");
        add_param(&sql, &next);
        buf_add_text(&sql, ") AS c");
    }
    enum yk status = buf_status(&sql, err);
    if (status == YK_OK) {
        struct db_stmt *st = db_use_text(db, sql.data);
        int at = bind_where(query, st);
        if (cap > 0) {
            db_bind_i64(st, at, cap + 1);
        }
        status = db_one(st, err);
        if (status == YK_OK) {
            int64_t n = db_i64(st, 0);
            *out_n = cap > 0 && n > cap ? cap : n;
            if (out_exact) {
                *out_exact = cap <= 0 || n <= cap;
            }
        }
        db_done(st);
    }
    buf_done(&sql);
    return status;
}

enum yk fact_group(struct db *db, const struct fact_query *query, int group_col, int value_col,
                   fact_group_fn *fn, void *ctx, struct err *err) {
    bool by_month = group_col >= FACT_BY_MONTH_OF(0);
    int col = by_month ? group_col - FACT_BY_MONTH_OF(0) : group_col;
    struct buf sql;
    buf_init(&sql, 1 << 20);
    int next = 2;
    buf_add_printf(&sql, "SELECT %s, COUNT(*), ", col < 0 ? "0" : query->table->cols[col].name);
    if (value_col < 0) {
        buf_add_text(&sql, "0");
    } else {
        buf_add_printf(&sql, "CAST(COALESCE(SUM(%s), 0) AS BIGINT)",
                       query->table->cols[value_col].name);
    }
    add_from(query, &sql, &next);
    add_where(query, &sql, &next);
    if (col >= 0) {
        // Days come in order, so that those of a month can be added up as they pass.
        buf_add_printf(&sql, " GROUP BY %s ORDER BY 1", query->table->cols[col].name);
    }
    enum yk status = buf_status(&sql, err);
    if (status != YK_OK) {
        buf_done(&sql);
        return status;
    }
    struct db_stmt *st = db_use_text(db, sql.data);
    bind_where(query, st);
    int64_t group = FACT_NULL, n = 0, sum = 0;
    enum db_row row;
    while (status == YK_OK && (row = db_step(st)) == DB_ROW) {
        int64_t key = db_i64_or(st, 0, FACT_NULL);
        if (by_month && key != FACT_NULL) {
            key = month_of_day((int32_t)key);
        }
        if (key != group && n) {
            status = fn(ctx, group, n, sum, err);
            n = sum = 0;
        }
        group = key;
        n += db_i64(st, 1);
        sum += db_i64(st, 2);
    }
    if (status == YK_OK && row == DB_ERROR) {
        status = db_status(st, err);
    }
    db_done(st);
    buf_done(&sql);
    if (status == YK_OK && n) {
        status = fn(ctx, group, n, sum, err);
    }
    return status;
}

// ---- writing ----

// A statement whose text depends on the table and on which columns changed; its db_sql must keep its address while the connection lives.
struct fact_sql {
    const struct fact_table *table;
    uint64_t mask;
    char
        verb; // 'i'nsert, 'c'lose, 'u'pdate, 'd'elete; a rebuild's open ('o') and past ('p') versions
    char *text;
    struct db_sql sql;
};
struct fact_writer {
    struct fact_sql **rows;
    size_t n, cap;
};

struct fact_writer *fact_writer_new(void) {
    return calloc(1, sizeof(struct fact_writer));
}

void fact_writer_free(struct fact_writer **writer) {
    if (!*writer) {
        return;
    }
    // The connection knows the rows by their addresses, so they are its own and go with it.
    free((*writer)->rows);
    free(*writer);
    *writer = NULL;
}

static void compose(const struct fact_table *table, char verb, uint64_t mask, struct buf *out) {
    int next = 1;
    switch (verb) {
    case 'i':
    case 'o':
    case 'p':
        buf_add_printf(out, "INSERT INTO %s%s (district, object, part, from_at%s", table->name,
                       verb == 'i'   ? ""
                       : verb == 'o' ? "_new"
                                     : "_was_new",
                       verb == 'p' ? ", to_at" : "");
        add_columns(table, out);
        buf_add_text(out, ") VALUES (");
        for (int i = 0; i < table->n_cols + (verb == 'p' ? 5 : 4); i++) {
            buf_add_text(out, i ? ", " : "");
            add_param(out, &next);
        }
        buf_add_char(out, ')');
        break;
    case 'c':
        buf_add_printf(out, "INSERT INTO %s_was (district, object, part, from_at, to_at",
                       table->name);
        add_columns(table, out);
        buf_add_text(out, ") SELECT district, object, part, from_at, CAST($4 AS BIGINT)");
        add_columns(table, out);
        buf_add_printf(out, " FROM %s WHERE district = $1 AND object = $2 AND part = $3",
                       table->name);
        break;
    case 'u':
        buf_add_printf(out, "UPDATE %s SET from_at = $4", table->name);
        next = 5;
        for (int i = 0; i < table->n_cols; i++) {
            if (mask >> i & 1) {
                buf_add_printf(out, ", %s = ", table->cols[i].name);
                add_param(out, &next);
            }
        }
        buf_add_text(out, " WHERE district = $1 AND object = $2 AND part = $3");
        break;
    default:
        buf_add_printf(out, "DELETE FROM %s WHERE district = $1 AND object = $2 AND part = $3",
                       table->name);
        break;
    }
}

static void fact_sql_free(void *thing) {
    struct fact_sql *row = thing;
    free(row->text);
    free(row);
}

static struct db_stmt *writer_use(struct fact_writer *writer, struct db *db,
                                  const struct fact_table *table, char verb, uint64_t mask) {
    for (size_t i = 0; i < writer->n; i++) {
        struct fact_sql *row = writer->rows[i];
        if (row->table == table && row->verb == verb && row->mask == mask) {
            return db_use(db, &row->sql);
        }
    }
    if (writer->n == writer->cap) {
        size_t cap = writer->cap ? writer->cap * 2 : 32;
        struct fact_sql **rows = realloc(writer->rows, cap * sizeof *rows);
        if (!rows) {
            return NULL;
        }
        writer->rows = rows;
        writer->cap = cap;
    }
    struct buf text;
    buf_init(&text, 1 << 16);
    compose(table, verb, mask, &text);
    struct fact_sql *row = calloc(1, sizeof *row);
    size_t n;
    char *taken = buf_take(&text, &n);
    buf_done(&text);
    if (!row || !taken || !db_own(db, row, fact_sql_free)) {
        free(row);
        free(taken);
        return NULL;
    }
    *row = (struct fact_sql){
        .table = table, .mask = mask, .verb = verb, .text = taken, .sql = {.sql = taken}};
    writer->rows[writer->n++] = row;
    return db_use(db, &row->sql);
}

struct fact_change {
    struct fact_writer *writer;
    struct db *db;
    int32_t district;
    int64_t object;
    int64_t at;
};

static enum yk run_change(const struct fact_change *change, char verb, uint64_t mask,
                          const struct fact_row *row, struct err *err) {
    const struct fact_table *table = row->table;
    struct db_stmt *st = writer_use(change->writer, change->db, table, verb, mask);
    if (!st) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a statement of %s",
                       table->name);
    }
    db_bind_i64(st, 1, change->district);
    db_bind_i64(st, 2, change->object);
    db_bind_i64(st, 3, row->part);
    if (verb != 'd') {
        db_bind_i64(st, 4, change->at);
    }
    int next = 5;
    if (verb == 'i' || verb == 'u') {
        for (int i = 0; i < table->n_cols; i++) {
            if (mask >> i & 1) {
                db_bind_i64_or_null(st, next++, row->v[i], FACT_NULL);
            }
        }
    }
    return db_post(st, err);
}

static const struct fact_row *find_row(const struct fact_set *set, const struct fact_row *like) {
    for (size_t i = 0; i < set->n; i++) {
        if (set->rows[i].table == like->table && set->rows[i].part == like->part) {
            return &set->rows[i];
        }
    }
    return NULL;
}

static enum yk replace_row(const struct fact_change *change, const struct fact_row *old_row,
                           const struct fact_row *new_row, bool *out_changed, struct err *err) {
    uint64_t mask = 0;
    for (int i = 0; i < new_row->table->n_cols; i++) {
        if (old_row->v[i] != new_row->v[i]) {
            mask |= UINT64_C(1) << i;
        }
    }
    *out_changed = mask != 0;
    if (!mask) {
        return YK_OK;
    }
    enum yk status = run_change(change, 'c', 0, old_row, err);
    return status == YK_OK ? run_change(change, 'u', mask, new_row, err) : status;
}

enum yk fact_write(struct fact_writer *writer, struct db *db, struct tally_fold *fold,
                   int32_t district, int64_t object, int64_t at, const struct fact_set *before,
                   const struct fact_set *after, struct err *err) {
    const struct fact_change change = {writer, db, district, object, at};
    for (size_t i = 0; i < after->n; i++) {
        const struct fact_row *new_row = &after->rows[i];
        const struct fact_row *old_row = find_row(before, new_row);
        bool changed = true;
        enum yk status = old_row
                             ? replace_row(&change, old_row, new_row, &changed, err)
                             : run_change(&change, 'i', all_columns(new_row->table), new_row, err);
        if (status == YK_OK && changed) {
            status = tally_move(fold, district, old_row, new_row, err);
        }
        if (status != YK_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < before->n; i++) {
        const struct fact_row *old_row = &before->rows[i];
        if (find_row(after, old_row)) {
            continue;
        }
        enum yk status = run_change(&change, 'c', 0, old_row, err);
        if (status == YK_OK) {
            status = run_change(&change, 'd', 0, old_row, err);
        }
        if (status == YK_OK) {
            status = tally_move(fold, district, old_row, NULL, err);
        }
        if (status != YK_OK) {
            return status;
        }
    }
    return YK_OK;
}

// ---- whole tables, for verify and rebuild ----

enum yk fact_scan_page(struct db *db, const struct fact_table *table, bool closed, int32_t district,
                       int64_t after, int64_t last, struct arena *arena, struct fact_hit **out_hits,
                       size_t *out_n, struct err *err) {
    struct buf sql;
    buf_init(&sql, 1 << 16);
    buf_add_printf(&sql, "SELECT object, part, from_at, %s",
                   closed ? "to_at" : "9223372036854775807");
    add_columns(table, &sql);
    buf_add_printf(
        &sql,
        " FROM %s%s WHERE district = $1 AND object > $2 AND object <= $3 ORDER BY object, part, from_at",
        table->name, closed ? "_was" : "");
    enum yk status = buf_status(&sql, err);
    size_t n = 0, cap = 256;
    struct fact_hit *hits = arena_alloc_array(arena, cap, sizeof *hits);
    if (status == YK_OK && hits) {
        struct db_stmt *st = db_use_text(db, sql.data);
        db_bind_i64(st, 1, district);
        db_bind_i64(st, 2, after);
        db_bind_i64(st, 3, last);
        enum db_row row;
        while ((row = db_step(st)) == DB_ROW && hits) {
            if (n == cap) {
                struct fact_hit *more = arena_alloc_array(arena, cap * 2, sizeof *hits);
                if (more) {
                    memcpy(more, hits, n * sizeof *hits);
                }
                hits = more;
                cap *= 2;
            }
            if (hits) {
                read_hit(all_columns(table), false, st, &hits[n++]);
            }
        }
        if (row == DB_ERROR) {
            status = db_status(st, err);
        }
        db_done(st);
    }
    buf_done(&sql);
    if (status == YK_OK && !hits) {
        status = err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a page of %s", table->name);
    }
    if (status == YK_OK) {
        *out_hits = hits;
        *out_n = n;
    }
    return status;
}

enum yk fact_put_version(struct fact_writer *writer, struct db *db, const struct fact_table *table,
                         int32_t district, const struct fact_hit *hit, struct err *err) {
    bool past = hit->to_at != FACT_OPEN;
    struct db_stmt *st = writer_use(writer, db, table, past ? 'p' : 'o', 0);
    if (!st) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a statement of %s",
                       table->name);
    }
    int next = 1;
    db_bind_i64(st, next++, district);
    db_bind_i64(st, next++, hit->object);
    db_bind_i64(st, next++, hit->part);
    db_bind_i64(st, next++, hit->from_at);
    if (past) {
        db_bind_i64(st, next++, hit->to_at);
    }
    for (int i = 0; i < table->n_cols; i++) {
        db_bind_i64_or_null(st, next++, hit->v[i], FACT_NULL);
    }
    return db_post(st, err);
}
