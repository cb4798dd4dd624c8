// SPDX-License-Identifier: Apache-2.0
// The pure part of facts: emitting rows and matching predicates. What is decided here in C is decided the same way in SQL by fact_store.c; test_fact.c
// holds both against each other over random rows and predicates.
#include "tally/fact.h"

#include <assert.h>
#include <string.h>

struct fact_row *fact_emit(struct fact_set *set, const struct fact_table *table, int32_t part) {
    assert(table->n_cols <= FACT_COLS_MAX);
    if (set->n == set->cap) {
        size_t cap = set->cap ? set->cap * 2 : 4;
        struct fact_row *rows = arena_alloc_array(set->arena, cap, sizeof *rows);
        if (!rows) {
            return NULL;
        }
        if (set->n) {
            memcpy(rows, set->rows, set->n * sizeof *rows);
        }
        set->rows = rows;
        set->cap = cap;
    }
    struct fact_row *row = &set->rows[set->n++];
    row->table = table;
    row->part = part;
    for (int i = 0; i < table->n_cols; i++) {
        row->v[i] = FACT_NULL;
    }
    return row;
}

static bool in_list(int64_t value, const int64_t *list, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (list[i] == value) {
            return true;
        }
    }
    return false;
}

static bool cond_holds(const struct fact_row *row, const struct fact_cond *cond) {
    int64_t v = row->v[cond->col];
    bool null = v == FACT_NULL;
    switch (cond->op) {
    case FACT_EQ: return !null && v == cond->value;
    case FACT_NE: return !null && v != cond->value;
    case FACT_LT: return !null && v < cond->value;
    case FACT_LE: return !null && v <= cond->value;
    case FACT_GT: return !null && v > cond->value;
    case FACT_GE: return !null && v >= cond->value;
    case FACT_BETWEEN: return !null && v >= cond->value && v <= cond->value2;
    case FACT_IN: return !null && in_list(v, cond->list, cond->n_list);
    case FACT_IS_NULL: return null;
    case FACT_NOT_NULL: return !null;
    case FACT_NULL_OR_GT: return null || v > cond->value;
    case FACT_LE_COL:
    case FACT_GT_COL:
    case FACT_EQ_COL:
    case FACT_NULL_OR_GT_COL: break;
    }
    int64_t other = row->v[cond->value];
    if (other == FACT_NULL) {
        return cond->op == FACT_NULL_OR_GT_COL && null;
    }
    switch (cond->op) {
    case FACT_LE_COL: return !null && v <= other;
    case FACT_GT_COL: return !null && v > other;
    case FACT_EQ_COL: return !null && v == other;
    default: return null || v > other;
    }
}

bool fact_matches(const struct fact_row *row, const struct fact_cond *conds, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (!cond_holds(row, &conds[i])) {
            return false;
        }
    }
    return true;
}

void fact_query_init(struct fact_query *query, const struct fact_table *table,
                     const struct scope *scope) {
    *query = (struct fact_query){
        .table = table,
        .district = scope->district,
        .scope = scope,
        .as_of_us = INT64_MIN,
        .order = {.col = -1},
    };
}

void fact_query_and(struct fact_query *query, struct fact_cond cond) {
    assert(query->n_conds < FACT_CONDS_MAX);
    query->conds[query->n_conds++] = cond;
}
