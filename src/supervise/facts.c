// SPDX-License-Identifier: Apache-2.0
// The fact table of supervision and the measures that are tallied over it. Rows are made in state.c; figures are built from measures by key.
#include "supervise/supervise.h"

static const struct fact_col cols[V_COLS] = {
    [V_UNIT] = {"unit", FACT_UNIT, "attribution: to whom, once issued"},
    [V_TO_UNIT] = {"to_unit", FACT_UNIT, "to whom, also while proposed"},
    [V_KIND] = {"kind", FACT_CODE, "enum supervision_kind"},
    [V_NUMBER] = {"number", FACT_NUMBER, "year x 10^8 + serial; null while proposed"},
    [V_SEQ] = {"seq", FACT_NUMBER, "of the last event"},
    [V_COLOUR] = {"colour", FACT_CODE, "enum order_colour"},
    [V_STATE] = {"state", FACT_CODE, "enum supervision_state"},
    [V_CAUSE] = {"cause", FACT_CODE, "enum urge_cause"},
    [V_BY_ITSELF] = {"by_itself", FACT_FLAG, "urged or proposed by the sweep"},
    [V_LEDGER] = {"ledger", FACT_CODE, "of the subject"},
    [V_SUBJECT] = {"subject", FACT_NUMBER, "the object it is about"},
    [V_SUBJECT_NUMBER] = {"subject_number", FACT_NUMBER, "as people see it"},
    [V_CATEGORY] = {"category", FACT_CODE, "of the subject, when issued"},
    [V_CHANNEL] = {"channel", FACT_CODE, "of the subject"},
    [V_CALLER_KIND] = {"caller_kind", FACT_CODE, "of the subject"},
    [V_DAY] = {"day", FACT_DAY, "issued; proposed or drawn up before that"},
    [V_CLOCK_DAY] = {"clock_day", FACT_DAY, "due day of the subject's clock then"},
    [V_LIMIT_DAY] = {"limit_day", FACT_DAY, "by when an order is to be answered"},
    [V_WARN_DAY] = {"warn_day", FACT_DAY, "from when the limit's light is yellow"},
    [V_LIMIT_KEY] = {"limit_key", FACT_DAY, "limit_day or 99999999, for sorting"},
    [V_COUNTED_DAY] = {"counted_day", FACT_DAY, "limit_day where an answer was owed"},
    [V_ANSWERED_DAY] = {"answered_day", FACT_DAY, "replied, answered, signed for"},
    [V_ON_TIME] = {"on_time", FACT_FLAG, "an order's answer; null while there is none"},
    [V_ENDED_DAY] = {"ended_day", FACT_DAY, "null while something is awaited"},
    [V_NEXT] = {"next", FACT_CODE, "enum supervision_next, while proposed"},
    [V_NOTIFICATION] = {"notification", FACT_NUMBER, "in which an order stands"},
};

#define CONDS(...)                                                                                 \
    (const struct fact_cond[]) {                                                                   \
        __VA_ARGS__                                                                                \
    }
#define COUNT_OF(...) (sizeof(CONDS(__VA_ARGS__)) / sizeof(struct fact_cond))
#define MEASURE(code_, key_, day_, ...)                                                            \
    {                                                                                              \
        .code = (code_), .key = (key_), .day_col = (day_), .value_col = -1, .hist_col = -1,        \
        .conds = CONDS(__VA_ARGS__), .n_conds = COUNT_OF(__VA_ARGS__)                              \
    }
#define IS(col_, value_)                                                                           \
    { .col = (col_), .op = FACT_EQ, .value = (value_) }
#define NOT_NULL(col_)                                                                             \
    { .col = (col_), .op = FACT_NOT_NULL }

static const struct measure measures[] = {
    // Urges sent, by their day and for the unit urged.
    MEASURE(701, "supervise.urged", V_DAY, IS(V_KIND, SUPERVISION_URGE)),
    // Orders issued, each step of a ladder by its own day; together and by colour. A proposal has no unit and does not count.
    MEASURE(702, "supervise.orders", V_DAY, IS(V_KIND, SUPERVISION_ORDER), NOT_NULL(V_UNIT)),
    MEASURE(703, "supervise.blue", V_DAY, IS(V_KIND, SUPERVISION_ORDER), NOT_NULL(V_UNIT),
            IS(V_COLOUR, COLOUR_BLUE)),
    MEASURE(704, "supervise.orange", V_DAY, IS(V_KIND, SUPERVISION_ORDER), NOT_NULL(V_UNIT),
            IS(V_COLOUR, COLOUR_ORANGE)),
    MEASURE(705, "supervise.red", V_DAY, IS(V_KIND, SUPERVISION_ORDER), NOT_NULL(V_UNIT),
            IS(V_COLOUR, COLOUR_RED)),
    // Orders whose answer was owed by a day in the span; n those answered by then (a refused answer is none).
    MEASURE(706, "supervise.answered_on_time.d", V_COUNTED_DAY, NOT_NULL(V_COUNTED_DAY)),
    MEASURE(707, "supervise.answered_on_time.n", V_COUNTED_DAY, IS(V_ON_TIME, 1)),
    // Units named in notifications that were issued, each cause once.
    MEASURE(708, "supervise.notified", V_DAY, IS(V_KIND, SUPERVISION_NOTIFICATION),
            NOT_NULL(V_UNIT)),
};

const struct fact_table supervise_fact_table = {
    .name = "supervise_fact",
    .code = 7,
    .cols = cols,
    .n_cols = V_COLS,
    .unit_col = V_UNIT,
    .dim_cols = {-1, -1, [DIM_CATEGORY] = V_CATEGORY, [DIM_CHANNEL] = V_CHANNEL,
                 [DIM_CALLER_KIND] = V_CALLER_KIND, -1},
    .measures = measures,
    .n_measures = sizeof measures / sizeof *measures,
};
