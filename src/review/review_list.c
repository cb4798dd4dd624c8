// SPDX-License-Identifier: Apache-2.0
// From filters to conditions on the facts of meetings and their items.
#include "review/review_list.h"

const struct json_word review_show_words[] = {
    {"open", TASKS_OPEN},
    {"late", TASKS_LATE},
    {"reported", TASKS_REPORTED},
    {"all", TASKS_ALL},
    {NULL, 0},
};

static void and_value(struct fact_query *query, int col, int64_t value) {
    if (value != JSON_ABSENT_INT) {
        fact_query_and(query, (struct fact_cond){.col = col, .op = FACT_EQ, .value = value});
    }
}

void review_list_build(const struct scope *scope, int64_t state, int64_t kind,
                       struct fact_query *out) {
    fact_query_init(out, &review_fact_table, scope);
    out->order = (struct fact_order){RW_DAY, true};
    and_value(out, RW_STATE, state);
    and_value(out, RW_KIND, kind);
}

void review_tasks_build(const struct scope *scope, int64_t show, const int64_t *units,
                        size_t n_units, int32_t today, struct fact_query *out) {
    bool all = show == TASKS_ALL;
    fact_query_init(out, &review_item_fact_table, scope);
    out->order = all ? (struct fact_order){I_DAY, true} : (struct fact_order){I_OPEN_BY_DAY, false};
    fact_query_and(out, (struct fact_cond){.col = all ? I_DECISION : I_OPEN_BY_DAY,
                                           .op = show == TASKS_LATE ? FACT_LT : FACT_NOT_NULL,
                                           .value = today});
    if (show == TASKS_REPORTED) {
        fact_query_and(out, (struct fact_cond){.col = I_REPORTED_DAY, .op = FACT_NOT_NULL});
    }
    if (n_units) {
        fact_query_and(out, (struct fact_cond){
                                .col = I_UNIT, .op = FACT_IN, .list = units, .n_list = n_units});
    }
    if (scope->level != SCOPE_DISTRICT) { // an item is a unit's once it is decided
        fact_query_and(out, (struct fact_cond){.col = I_DECISION, .op = FACT_NOT_NULL});
    }
}
