// SPDX-License-Identifier: Apache-2.0
// Facts: what a state says that can be counted, as rows of int64 (days, units, codes, flags, amounts). A ledger declares its fact tables and a pure function
// from state to rows; this module keeps the open rows in NAME and the closed versions in NAME_was, finds rows by predicate, live or as of any
// past time, and moves the tallies. Predicates are data: the same ones are evaluated in C (to move tallies) and in SQL (to list rows), which is why a
// figure cannot disagree with its rows.
#ifndef YK_TALLY_FACT_H
#define YK_TALLY_FACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "auth/scope.h"
#include "base/arena.h"
#include "db/db.h"

#define FACT_NULL INT64_MIN
#define FACT_OPEN INT64_MAX // to_at of a row that holds now

enum {
    FACT_COLS_MAX = 40,
    FACT_CONDS_MAX = 16,
    FACT_DIMS_MAX = 6,
    FACT_PARTS_MAX = 256, // rows of one table for one object
};

enum fact_kind { FACT_DAY, FACT_UNIT, FACT_CODE, FACT_FLAG, FACT_NUMBER };
struct fact_col {
    const char *name;
    enum fact_kind kind;
    const char *comment;
};

enum fact_op {
    FACT_EQ,
    FACT_NE,
    FACT_LT,
    FACT_LE,
    FACT_GT,
    FACT_GE,      // against value; a null never matches
    FACT_BETWEEN, // value..value2, both in
    FACT_IN,      // one of list
    FACT_IS_NULL,
    FACT_NOT_NULL,
    FACT_LE_COL,
    FACT_GT_COL,
    FACT_EQ_COL,     // against column `value`; nulls never match
    FACT_NULL_OR_GT, // null, or > value: "not yet by that day"
    FACT_NULL_OR_GT_COL,
};
struct fact_cond {
    int col;
    enum fact_op op;
    int64_t value, value2;
    const int64_t *list;
    size_t n_list;
};

// What a tally counts: rows for which all conds hold, on the day in day_col, attributed to the unit in the table's unit column. A row whose day is null is not counted.
struct measure {
    int code;        // stable, stored
    const char *key; // "matter.registered"
    int day_col;
    int value_col; // its sum is kept too; -1 none
    int hist_col;  // a histogram by this column's value is kept (median); -1 none
    const struct fact_cond *conds;
    size_t n_conds;
};

// dim codes stored in tally.dim
enum tally_dim {
    DIM_TOTAL = 0,
    DIM_UNIT = 1,
    DIM_CATEGORY = 2,
    DIM_CHANNEL = 3,
    DIM_CALLER_KIND = 4,
    DIM_HIST = 9
};

struct fact_table {
    const char *name; // SQL table; NAME_was holds closed versions
    int code;
    const struct fact_col *cols;
    int n_cols;
    int unit_col; // attribution
    int dim_cols
        [FACT_DIMS_MAX]; // column of DIM_CATEGORY, DIM_CHANNEL, DIM_CALLER_KIND at index [dim]; -1 where the table has none
    const struct measure *measures;
    size_t n_measures;
};

struct fact_row {
    const struct fact_table *table;
    int32_t part; // 0 for one row per object; dispatch or round number otherwise
    int64_t v[FACT_COLS_MAX];
};
struct fact_set { // facts of one state, in (table, part) order as emitted
    struct fact_row *rows;
    size_t n, cap;
    struct arena *arena;
};
// For ledgers' facts(): a fresh row with all columns null, or NULL past memory.
struct fact_row *fact_emit(struct fact_set *set, const struct fact_table *table, int32_t part);

bool fact_matches(const struct fact_row *row, const struct fact_cond *conds, size_t n);

// ---- finding rows ----
struct fact_order {
    int col; // a not-null column; ties by object, part in the same direction
    bool desc;
};
struct fact_cursor { // keyset paging: the last row seen
    bool set;
    int64_t value, object;
    int32_t part;
};
struct fact_query {
    const struct fact_table *table;
    int32_t district;
    const struct scope
        *scope; // required: adds the attribution predicate on the table's unit column
    struct fact_cond conds[FACT_CONDS_MAX];
    size_t n_conds;
    int64_t as_of_us; // TIME_NONE: live. Else the versions recorded by then
    int64_t object;   // 0, or rows of that object only
    // Rows of objects that another query's conditions find in its own table; of that query only the table and the conditions are looked at. NULL: of all.
    const struct fact_query *within;
    // A unit sees rows of objects, too, in which this table has a row attributed to it. NULL: only rows of its own.
    const struct fact_table *also;
    // An extra predicate over `object` from another table: " AND object IN (SELECT …)" text of constant SQL with `?` for the n-th own parameter is not offered;
    // search passes the ids it found instead:
    const int64_t *objects;
    size_t n_objects; // used when objects != NULL
    struct fact_order order;
    struct fact_cursor after;
    uint64_t
        cols; // bit set of the columns read, 0: all; the others come as null. Must hold the order's
    bool
        lean; // from_at and to_at are not read either (0): what an index holds then comes from the index alone
    int limit; // rows wanted; 0: no limit
};
void fact_query_init(struct fact_query *query, const struct fact_table *table,
                     const struct scope *scope);
// Adds a condition (asserts on FACT_CONDS_MAX).
void fact_query_and(struct fact_query *query, struct fact_cond cond);

struct fact_hit {
    int64_t object;
    int32_t part;
    int64_t from_at, to_at;
    int64_t v[FACT_COLS_MAX];
};
// Rows into the arena. At most limit + 1 are read so that out_more tells whether there are more.
YK_NODISCARD enum yk fact_find(struct db *db, const struct fact_query *query, struct arena *arena,
                               struct fact_hit **out_hits, size_t *out_n, bool *out_more,
                               struct err *err);
// Exact when below cap; else cap with *out_exact false. cap 0: always exact.
YK_NODISCARD enum yk fact_count(struct db *db, const struct fact_query *query, int64_t cap,
                                int64_t *out_n, bool *out_exact, struct err *err);
// Group by a column (-1: none; or FACT_BY_MONTH_OF(day col)), count and sum of value_col (-1: none). cb per group.
#define FACT_BY_MONTH_OF(col) (1000 + (col))
typedef enum yk fact_group_fn(void *ctx, int64_t group, int64_t n, int64_t sum, struct err *err);
YK_NODISCARD enum yk fact_group(struct db *db, const struct fact_query *query, int group_col,
                                int value_col, fact_group_fn *fn, void *ctx, struct err *err);
// The SQL that fact_find would run, for tests that read the plan.
void fact_query_sql(const struct fact_query *query, struct buf *out);

#endif
