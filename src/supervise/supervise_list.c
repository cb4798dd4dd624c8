// SPDX-License-Identifier: Apache-2.0
// From filters to conditions on the facts of supervision.
#include "supervise/supervise_list.h"

#include "matter/matter_list.h"
#include "matter/matter_view.h"

static const struct json_word sort_words[] = {{"-day", SUPERVISE_SORT_DAY_DESC},
                                              {"day", SUPERVISE_SORT_DAY},
                                              {"limit_day", SUPERVISE_SORT_LIMIT},
                                              {"-limit_day", SUPERVISE_SORT_LIMIT_DESC},
                                              {NULL, 0}};

#define LIST_OF(name_, member_, count_, ...)                                                       \
    {                                                                                              \
        .name = (name_), .offset = offsetof(struct supervise_filter, member_),                     \
        .count_offset = offsetof(struct supervise_filter, count_), .min = 1, .max = 64,            \
        .type = __VA_ARGS__                                                                        \
    }
#define ONE(member_, ...)                                                                          \
    { .name = #member_, .offset = offsetof(struct supervise_filter, member_), .type = __VA_ARGS__ }
#define FILTERS                                                                                    \
    LIST_OF("kind", kinds, n_kinds, JSON_ENUM_ARRAY, .words = supervision_kind_words),             \
        LIST_OF("colour", colours, n_colours, JSON_ENUM_ARRAY, .words = order_colour_words),       \
        LIST_OF("state", states, n_states, JSON_ENUM_ARRAY, .words = supervision_state_words),     \
        LIST_OF("unit", units, n_units, JSON_ID_ARRAY),                                            \
        LIST_OF("next", nexts, n_nexts, JSON_ENUM_ARRAY, .words = next_words),                     \
        ONE(matter, JSON_ID), ONE(from, JSON_DAY), ONE(to, JSON_DAY), ONE(open, JSON_BOOL),        \
        ONE(late, JSON_BOOL), ONE(sort, JSON_ENUM, .words = sort_words)

static const struct json_word next_words[] = {
    {"orange", NEXT_ORANGE}, {"red", NEXT_RED}, {"notification", NEXT_NOTIFICATION}, {NULL, 0}};
static const struct json_field list_fields[] = {
    FILTERS,
    ONE(cursor, JSON_TEXT, .min = 1, .max = 80),
    ONE(limit, JSON_INT, .min = 1, .max = LIST_LIMIT_MAX),
};
const struct json_spec supervise_filter_spec =
    JSON_SPEC("supervise_filter", struct supervise_filter, list_fields);
static const struct json_field count_fields[] = {FILTERS};
const struct json_spec supervise_count_spec =
    JSON_SPEC("supervise_count", struct supervise_filter, count_fields);

static void and_cond(struct fact_query *query, int col, enum fact_op op, int64_t value) {
    fact_query_and(query, (struct fact_cond){.col = col, .op = op, .value = value});
}

static void and_list(struct fact_query *query, int col, const int64_t *values, size_t n) {
    if (n == 1) {
        and_cond(query, col, FACT_EQ, values[0]);
    } else if (n > 1) {
        fact_query_and(query,
                       (struct fact_cond){.col = col, .op = FACT_IN, .list = values, .n_list = n});
    }
}

static void set_order(const struct supervise_filter *filter, struct fact_query *query) {
    switch (filter->sort) {
    case SUPERVISE_SORT_DAY: query->order = (struct fact_order){V_DAY, false}; break;
    case SUPERVISE_SORT_LIMIT: query->order = (struct fact_order){V_LIMIT_KEY, false}; break;
    case SUPERVISE_SORT_LIMIT_DESC: query->order = (struct fact_order){V_LIMIT_KEY, true}; break;
    default: query->order = (struct fact_order){V_DAY, true}; break;
    }
}

// Proposals are addressed to nobody yet, and are found by the unit all the same: they go by to_unit, and the scope by unit.
enum yk supervise_list_build(const struct supervise_filter *filter, const struct scope *scope,
                             int32_t today, struct fact_query *out, struct err *err) {
    fact_query_init(out, &supervise_fact_table, scope);
    and_list(out, V_KIND, filter->kinds, filter->n_kinds);
    and_list(out, V_COLOUR, filter->colours, filter->n_colours);
    and_list(out, V_STATE, filter->states, filter->n_states);
    and_list(out, V_TO_UNIT, filter->units, filter->n_units);
    // A unit that asks for what the office thinks of doing finds nothing.
    if (filter->n_nexts && scope->level == SCOPE_DISTRICT) {
        and_list(out, V_NEXT, filter->nexts, filter->n_nexts);
    } else if (filter->n_nexts) {
        and_cond(out, V_KIND, FACT_EQ, 0);
    }
    if (filter->matter) {
        and_cond(out, V_SUBJECT, FACT_EQ, filter->matter);
    }
    if (filter->from != DAY_NONE) {
        and_cond(out, V_DAY, FACT_GE, filter->from);
    }
    if (filter->to != DAY_NONE) {
        and_cond(out, V_DAY, FACT_LE, filter->to);
    }
    if (filter->open == 1 || filter->late == 1) {
        and_cond(out, V_ENDED_DAY, FACT_IS_NULL, 0);
    }
    if (filter->late == 1) {
        and_cond(out, V_LIMIT_DAY, FACT_LT, today);
        and_cond(out, V_ANSWERED_DAY, FACT_IS_NULL, 0);
    }
    set_order(filter, out);
    out->limit = filter->limit == JSON_ABSENT_INT ? LIST_LIMIT_DEFAULT : (int)filter->limit;
    if (filter->cursor && !matter_cursor_parse(filter->cursor, &out->after)) {
        return matter_refuse_param(err, "cursor", ERR_UNKNOWN_VALUE, "next_cursor");
    }
    return YK_OK;
}
