// SPDX-License-Identifier: Apache-2.0
// The fact tables of the matter ledger and the measures that are tallied over them. A measure's key, code and
// meaning are stable; figures (figure/) are built from measures by key. Rows of a table are made in state.c.
//
// "N" below is a denominator (key ends in .d), "n" a numerator (.n). Measures on a due day count what is due in
// the span, also what is not due yet: a figure cuts its span at the as-of day.
#include <string.h>

#include "matter/assist.h"
#include "matter/matter.h"
#include "matter/tell.h"

static const struct fact_col matter_cols[M_COLS] = {
    [M_NUMBER] = {"number", FACT_NUMBER, "year x 10^8 + serial, as people see it"},
    [M_SEQ] = {"seq", FACT_NUMBER, "of the last event"},
    [M_DAY] = {"day", FACT_DAY, "when it was asked"},
    [M_REGISTERED_AT] = {"registered_at", FACT_NUMBER, "when it was entered, microseconds"},
    [M_STATE] = {"state", FACT_CODE, "enum matter_state"},
    [M_CHANNEL] = {"channel", FACT_CODE, "enum matter_channel"},
    [M_CATEGORY] = {"category", FACT_CODE, "level-3 code 03-02-01 as 30201"},
    [M_CALLER_KIND] = {"caller_kind", FACT_CODE, "enum caller_kind"},
    [M_URGENCY] = {"urgency", FACT_CODE, "enum matter_urgency"},
    [M_KIND] = {"kind", FACT_CODE, "enum matter_kind"},
    [M_UNIT] = {"unit", FACT_UNIT, "attribution: the lead, or the intake unit while there is none"},
    [M_LEAD] = {"lead", FACT_UNIT, "null while none"},
    [M_INTAKE_UNIT] = {"intake_unit", FACT_UNIT, "who registered it"},
    [M_PARTY] = {"party", FACT_NUMBER, "caller; null when anonymous"},
    [M_DISPATCHED_DAY] = {"dispatched_day", FACT_DAY, "of the standing dispatch"},
    [M_SIGNED_DAY] = {"signed_day", FACT_DAY, "of the standing dispatch"},
    [M_DUE_DAY] = {"due_day", FACT_DAY, "of the answer clock, running or stopped"},
    [M_DUE_KEY] = {"due_key", FACT_DAY, "due_day or 99999999, for sorting"},
    [M_OPEN_DUE_AT] = {"open_due_at", FACT_NUMBER, "last moment in time while the clock runs"},
    [M_OPEN_WARN_AT] = {"open_warn_at", FACT_NUMBER, "from when it warns, while the clock runs"},
    [M_CLOCK] = {"clock", FACT_CODE, "enum matter_clock_state"},
    [M_CONTACT_DUE_AT] = {"contact_due_at", FACT_NUMBER, "while the first contact is awaited"},
    [M_FIRST_DUE_DAY] = {"first_due_day", FACT_DAY, "of the standing dispatch, before any return"},
    [M_ANSWERED_DAY] = {"answered_day", FACT_DAY, "of the standing answer"},
    [M_CLOSED_DAY] = {"closed_day", FACT_DAY, ""},
    [M_ENDED_DAY] = {"ended_day", FACT_DAY, "closed, withdrawn or joined"},
    [M_WITHDRAWN_DAY] = {"withdrawn_day", FACT_DAY, "null again when the withdrawal did not stand"},
    [M_OBJECTIONS] = {"objections", FACT_NUMBER, ""},
    [M_RETURNS] = {"returns", FACT_NUMBER, "sent back by a call-back"},
    [M_ROUND] = {"round", FACT_NUMBER, "rounds so far"},
    [M_TITLE_SEQ] = {"title_seq", FACT_NUMBER, "event that holds the title"},
    [M_DAYS_TO_ANSWER] = {"days_to_answer", FACT_NUMBER, "natural days, dispatch to answer"},
    [M_SECRET] = {"secret", FACT_FLAG, "the caller asks for secrecy"},
    [M_JOINED_INTO] = {"joined_into", FACT_NUMBER, "the matter that this one repeats"},
    [M_PENDING] = {"pending", FACT_CODE, "enum matter_pending: what waits for a decision"},
    [M_PROMISE_DUE_AT] = {"promise_due_at", FACT_NUMBER, "last moment of a promise still owed"},
    [M_TELL_DUE_AT] = {"tell_due_at", FACT_NUMBER, "by when the caller is to be told"},
};

static const struct fact_col dispatch_cols[D_COLS] = {
    [D_UNIT] = {"unit", FACT_UNIT, "to whom"},
    [D_DAY] = {"day", FACT_DAY, ""},
    [D_SIGN_DUE_DAY] = {"sign_due_day", FACT_DAY, "null when it need not be signed"},
    [D_SIGNED_DAY] = {"signed_day", FACT_DAY, ""},
    [D_SIGNED_ON_TIME] = {"signed_on_time", FACT_FLAG, "null while unsigned"},
    [D_CONTACT_DUE_DAY] = {"contact_due_day", FACT_DAY, "of the first contact; null: not asked"},
    [D_CONTACTED_DAY] = {"contacted_day", FACT_DAY, "of the first contact"},
    [D_CONTACT_ON_TIME] = {"contact_on_time", FACT_FLAG, "null while awaited"},
    [D_OBJECTED_DAY] = {"objected_day", FACT_DAY, ""},
    [D_UPHELD] = {"upheld", FACT_FLAG, "the objection; null while undecided"},
    [D_OUTCOME] = {"outcome", FACT_CODE, "enum dispatch_outcome"},
    [D_FINAL] = {"final", FACT_FLAG, "by arbitration"},
    [D_CATEGORY] = {"category", FACT_CODE, "of the matter"},
    [D_CHANNEL] = {"channel", FACT_CODE, "of the matter"},
    [D_CALLER_KIND] = {"caller_kind", FACT_CODE, "of the matter"},
};

static const struct fact_col round_cols[R_COLS] = {
    [R_UNIT] = {"unit", FACT_UNIT, "who answered, or must"},
    [R_KIND] = {"kind", FACT_CODE, "enum round_kind"},
    [R_ANSWERED_DAY] = {"answered_day", FACT_DAY, "or withdrawn; null while awaited"},
    [R_DUE_DAY] = {"due_day", FACT_DAY, "of this answer's clock"},
    [R_ON_TIME] = {"on_time", FACT_FLAG, "null while awaited"},
    [R_DAYS_LATE] = {"days_late", FACT_NUMBER, "natural days; null when in time or awaited"},
    [R_CALL_STATE] = {"call_state", FACT_CODE, "enum call_state; null while awaited"},
    [R_CALL_DUE_DAY] = {"call_due_day", FACT_DAY, "null when nobody can be called"},
    [R_NEXT_TRY_DAY] = {"next_try_day", FACT_DAY, "null when no call is due"},
    [R_TRIES] = {"tries", FACT_NUMBER, ""},
    [R_LAST_TRY_AT] = {"last_try_at", FACT_NUMBER, "microseconds"},
    [R_CALLED_DAY] = {"called_day", FACT_DAY, "when the call came to its end"},
    [R_TRUE] = {"true_", FACT_CODE, "enum call_word"},
    [R_DONE] = {"done", FACT_CODE, "enum call_word"},
    [R_SOLVED] = {"solved", FACT_CODE, "enum call_word"},
    [R_SATISFACTION] = {"satisfaction", FACT_CODE, "enum call_grade"},
    [R_VALID] = {"valid", FACT_FLAG, "reached, and the first question answered"},
    [R_COVERED] = {"covered", FACT_FLAG, "called to an end"},
    [R_DUE_FOR_CALL] = {"due_for_call", FACT_FLAG, "somebody can be called"},
    [R_CONSEQUENCE] = {"consequence", FACT_CODE, "enum round_consequence"},
    [R_PARKED] = {"parked", FACT_FLAG, "the matter is parked now; null while awaited"},
    [R_LAST_VALID] = {"last_valid", FACT_FLAG, "the latest valid answer round of the matter"},
    [R_SOLVED_POINTS] = {"solved_points", FACT_NUMBER, "hundredths, by the policy of the call"},
    [R_SATISFIED_POINTS] = {"satisfied_points", FACT_NUMBER, "hundredths, by that policy"},
    [R_CATEGORY] = {"category", FACT_CODE, "of the matter"},
    [R_CHANNEL] = {"channel", FACT_CODE, "of the matter"},
    [R_CALLER_KIND] = {"caller_kind", FACT_CODE, "of the matter"},
};

static const struct fact_col extension_cols[X_COLS] = {
    [X_UNIT] = {"unit", FACT_UNIT, "who asked"},
    [X_ASKED_DAY] = {"asked_day", FACT_DAY, ""},
    [X_LEVEL] = {"level", FACT_CODE, "enum extension_level: who decides"},
    [X_DAYS] = {"days", FACT_NUMBER, "of the clock's own kind"},
    [X_OUTCOME] = {"outcome", FACT_CODE, "enum request_outcome"},
    [X_DECIDED_DAY] = {"decided_day", FACT_DAY, "null while it waits, and when it lapsed"},
    [X_CATEGORY] = {"category", FACT_CODE, "of the matter"},
    [X_CHANNEL] = {"channel", FACT_CODE, "of the matter"},
    [X_CALLER_KIND] = {"caller_kind", FACT_CODE, "of the matter"},
};

static const struct fact_col park_cols[K_COLS] = {
    [K_UNIT] = {"unit", FACT_UNIT, "who asked"},
    [K_CLASS] = {"class", FACT_CODE, "enum park_class"},
    [K_ASKED_DAY] = {"asked_day", FACT_DAY, ""},
    [K_OUTCOME] = {"outcome", FACT_CODE, "enum request_outcome"},
    [K_DECIDED_DAY] = {"decided_day", FACT_DAY, "null while it waits, and when it lapsed"},
    [K_REVIEW_DAY] = {"review_day", FACT_DAY, "comes back by itself"},
    [K_ENDED_DAY] = {"ended_day", FACT_DAY, "null while parked"},
    [K_BY_ITSELF] = {"by_itself", FACT_FLAG, "came back on the review day"},
    [K_CATEGORY] = {"category", FACT_CODE, "of the matter"},
    [K_CHANNEL] = {"channel", FACT_CODE, "of the matter"},
    [K_CALLER_KIND] = {"caller_kind", FACT_CODE, "of the matter"},
};

static const struct fact_col promise_cols[P_COLS] = {
    [P_UNIT] = {"unit", FACT_UNIT, "who promised"},
    [P_DAY] = {"day", FACT_DAY, "of the stage reply, as it stood"},
    [P_DUE_DAY] = {"due_day", FACT_DAY, "promised; null when it lapsed"},
    [P_TOLD] = {"told", FACT_CODE, "enum promise_told"},
    [P_OUTCOME] = {"outcome", FACT_CODE, "enum promise_outcome"},
    [P_ENDED_DAY] = {"ended_day", FACT_DAY, "null while it is owed"},
    [P_KEPT] = {"kept", FACT_FLAG, "null while open"},
    [P_DAYS_LATE] = {"days_late", FACT_NUMBER, "natural days; null when in time or owed"},
    [P_CATEGORY] = {"category", FACT_CODE, "of the matter"},
    [P_CHANNEL] = {"channel", FACT_CODE, "of the matter"},
    [P_CALLER_KIND] = {"caller_kind", FACT_CODE, "of the matter"},
};

#define CONDS(...)                                                                                 \
    (const struct fact_cond[]) {                                                                   \
        __VA_ARGS__                                                                                \
    }
#define COUNT_OF(...) (sizeof(CONDS(__VA_ARGS__)) / sizeof(struct fact_cond))
#define MEASURE(code_, key_, day_, value_, hist_, ...)                                             \
    {                                                                                              \
        .code = (code_), .key = (key_), .day_col = (day_), .value_col = (value_),                  \
        .hist_col = (hist_), .conds = CONDS(__VA_ARGS__), .n_conds = COUNT_OF(__VA_ARGS__)         \
    }
#define IS(col_, value_)                                                                           \
    { .col = (col_), .op = FACT_EQ, .value = (value_) }
#define IS_NULL(col_)                                                                              \
    { .col = (col_), .op = FACT_IS_NULL }
#define NOT_NULL(col_)                                                                             \
    { .col = (col_), .op = FACT_NOT_NULL }
#define WITHIN(col_, from_, to_)                                                                   \
    { .col = (col_), .op = FACT_BETWEEN, .value = (from_), .value2 = (to_) }

static const struct measure matter_measures[] = {
    // Everything registered, by the day on which it was asked.
    MEASURE(101, "matter.registered", M_DAY, -1, -1, NOT_NULL(M_DAY)),
    // Matters whose answer stands, by its day; a matter counts once. With natural days from the standing
    // dispatch to that answer, as sum and as histogram: mean and median of days_to_answer.
    MEASURE(102, "matter.answered", M_ANSWERED_DAY, -1, -1, NOT_NULL(M_ANSWERED_DAY)),
    MEASURE(103, "matter.days_to_answer", M_ANSWERED_DAY, M_DAYS_TO_ANSWER, M_DAYS_TO_ANSWER,
            NOT_NULL(M_DAYS_TO_ANSWER)),
    MEASURE(104, "matter.closed", M_CLOSED_DAY, -1, -1, NOT_NULL(M_CLOSED_DAY)),
    MEASURE(105, "matter.withdrawn", M_WITHDRAWN_DAY, -1, -1, NOT_NULL(M_WITHDRAWN_DAY)),
    // Closed, withdrawn or joined, by that day. Registered up to a day less ended up to it is what was open then.
    MEASURE(106, "matter.ended", M_ENDED_DAY, -1, -1, NOT_NULL(M_ENDED_DAY)),
    // Completion: accepted (dispatched, neither withdrawn nor joined) and first due in the span; n those closed.
    // By the first due day, so that a return does not move a matter out of the span it was due in.
    MEASURE(110, "callback.completion.d", M_FIRST_DUE_DAY, -1, -1, NOT_NULL(M_LEAD),
            IS_NULL(M_WITHDRAWN_DAY), IS_NULL(M_JOINED_INTO)),
    MEASURE(111, "callback.completion.n", M_FIRST_DUE_DAY, -1, -1, NOT_NULL(M_LEAD),
            IS_NULL(M_WITHDRAWN_DAY), IS_NULL(M_JOINED_INTO), NOT_NULL(M_CLOSED_DAY)),
};

static const struct measure dispatch_measures[] = {
    MEASURE(201, "matter.dispatched", D_DAY, -1, -1, NOT_NULL(D_DAY)),
    // Due to be signed in the span (not while an objection waits, nor after one was upheld); n signed by that day.
    MEASURE(202, "matter.signed_on_time.d", D_SIGN_DUE_DAY, -1, -1, NOT_NULL(D_SIGN_DUE_DAY)),
    MEASURE(203, "matter.signed_on_time.n", D_SIGN_DUE_DAY, -1, -1, NOT_NULL(D_SIGN_DUE_DAY),
            IS(D_SIGNED_ON_TIME, 1)),
    // Objections raised, by their day and by the unit that raised them; of these the upheld.
    MEASURE(204, "matter.objected", D_OBJECTED_DAY, -1, -1, NOT_NULL(D_OBJECTED_DAY)),
    // The first word with the caller: due in the span; n made by then. What need not be signed need not be called either.
    MEASURE(320, "matter.contact_on_time.d", D_CONTACT_DUE_DAY, -1, -1,
            NOT_NULL(D_CONTACT_DUE_DAY)),
    MEASURE(321, "matter.contact_on_time.n", D_CONTACT_DUE_DAY, -1, -1, NOT_NULL(D_CONTACT_DUE_DAY),
            IS(D_CONTACT_ON_TIME, 1)),
    MEASURE(205, "matter.objection_upheld", D_OBJECTED_DAY, -1, -1, IS(D_UPHELD, 1)),
};

static const struct measure round_measures[] = {
    // Answers sent back by a call-back, by the day of the call; of these the ones under supervision.
    MEASURE(301, "matter.returned", R_CALLED_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER),
            WITHIN(R_CONSEQUENCE, CONSEQUENCE_RETURNED, CONSEQUENCE_RETURNED_SUPERVISED)),
    MEASURE(302, "matter.returned_supervised", R_CALLED_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER),
            IS(R_CONSEQUENCE, CONSEQUENCE_RETURNED_SUPERVISED)),
    // Coverage: answers whose call is due in the span; n those called to an end (valid, incomplete, unreachable).
    MEASURE(303, "callback.coverage.d", R_CALL_DUE_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER),
            IS(R_DUE_FOR_CALL, 1)),
    MEASURE(304, "callback.coverage.n", R_CALL_DUE_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER),
            IS(R_DUE_FOR_CALL, 1), IS(R_COVERED, 1)),
    // Truthfulness: every valid round by the day of the call, also those answered anew later; n those who said
    // yes ("partly" counts as no).
    MEASURE(305, "callback.truthfulness.d", R_CALLED_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER),
            IS(R_VALID, 1)),
    MEASURE(306, "callback.truthfulness.n", R_CALLED_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER),
            IS(R_VALID, 1), IS(R_TRUE, WORD_YES)),
    // On time: answers due in the span, every round's and those still awaited; n those given by their due day.
    // An answer awaited by a matter that was withdrawn or joined is not due any more.
    MEASURE(307, "callback.on_time.d", R_DUE_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER)),
    MEASURE(308, "callback.on_time.n", R_DUE_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER),
            IS(R_ON_TIME, 1)),
    // Answers given late, by the due day that they missed, with natural days late as sum: their mean.
    MEASURE(322, "matter.days_late", R_DUE_DAY, R_DAYS_LATE, -1, IS(R_KIND, ROUND_ANSWER),
            NOT_NULL(R_DAYS_LATE)),
    // Called on time: answers whose call is due in the span; n those called to an end by then.
    MEASURE(323, "callback.called_on_time.d", R_CALL_DUE_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER),
            IS(R_DUE_FOR_CALL, 1)),
    MEASURE(324, "callback.called_on_time.n", R_CALL_DUE_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER),
            IS(R_DUE_FOR_CALL, 1), IS(R_COVERED, 1),
            {.col = R_CALLED_DAY, .op = FACT_LE_COL, .value = R_CALL_DUE_DAY}),
    // Solved: the last valid round of each matter, by the day of the call, where the question was answered; n the
    // ones that weigh something. Sum of n: hundredths by the policy of the call (yes 100, partly its weight); the
    // base is 100 x N.
    // Not of a matter that is parked now: out of the rate from the approval until it comes back (version 2; 309 and 310 were without this).
    MEASURE(409, "callback.solved.d", R_CALLED_DAY, -1, -1, IS(R_LAST_VALID, 1), IS(R_PARKED, 0),
            NOT_NULL(R_SOLVED_POINTS)),
    MEASURE(410, "callback.solved.n", R_CALLED_DAY, R_SOLVED_POINTS, -1, IS(R_LAST_VALID, 1),
            IS(R_PARKED, 0), {.col = R_SOLVED_POINTS, .op = FACT_GT, .value = 0}),
    // Satisfaction: the same over satisfied 100, basically satisfied its weight.
    MEASURE(311, "callback.satisfaction.d", R_CALLED_DAY, -1, -1, IS(R_LAST_VALID, 1),
            NOT_NULL(R_SATISFIED_POINTS)),
    MEASURE(312, "callback.satisfaction.n", R_CALLED_DAY, R_SATISFIED_POINTS, -1,
            IS(R_LAST_VALID, 1), {.col = R_SATISFIED_POINTS, .op = FACT_GT, .value = 0}),
    // Contacted, a part of the composite: calls come to an end in the span; n those in which the person was reached.
    MEASURE(313, "callback.contacted.d", R_CALLED_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER),
            IS(R_COVERED, 1)),
    MEASURE(314, "callback.contacted.n", R_CALLED_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER),
            IS(R_COVERED, 1), {.col = R_CALL_STATE, .op = FACT_NE, .value = CALL_UNREACHABLE}),
    // Answers after which nobody could be called, by the day of the answer: counted apart.
    MEASURE(315, "callback.cannot_call", R_ANSWERED_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER),
            IS(R_CALL_STATE, CALL_CANNOT)),
    // Withdrawals: called to an end by when the call was due; and of the valid calls those in which the person said that it was of their own will.
    MEASURE(453, "callback.withdrawal_coverage.d", R_CALL_DUE_DAY, -1, -1,
            IS(R_KIND, ROUND_WITHDRAWAL), IS(R_DUE_FOR_CALL, 1)),
    MEASURE(454, "callback.withdrawal_coverage.n", R_CALL_DUE_DAY, -1, -1,
            IS(R_KIND, ROUND_WITHDRAWAL), IS(R_DUE_FOR_CALL, 1), IS(R_COVERED, 1)),
    MEASURE(455, "callback.withdrawal_true.d", R_CALLED_DAY, -1, -1, IS(R_KIND, ROUND_WITHDRAWAL),
            IS(R_VALID, 1)),
    MEASURE(456, "callback.withdrawal_true.n", R_CALLED_DAY, -1, -1, IS(R_KIND, ROUND_WITHDRAWAL),
            IS(R_VALID, 1), IS(R_TRUE, WORD_YES)),
    // Overdue on a day: answers that missed their due day, up to the day before, less those of them that were given after
    // all up to the day itself. Both are sums over days, so that a past day costs no more than today.
    MEASURE(316, "matter.overdue.missed", R_DUE_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER),
            {.col = R_ANSWERED_DAY, .op = FACT_NULL_OR_GT_COL, .value = R_DUE_DAY}),
    MEASURE(317, "matter.overdue.made_good", R_ANSWERED_DAY, -1, -1, IS(R_KIND, ROUND_ANSWER),
            {.col = R_ANSWERED_DAY, .op = FACT_GT_COL, .value = R_DUE_DAY}),
};

static const struct measure extension_measures[] = {
    // Extensions granted, by the day of the decision and for the unit that asked; their days as sum.
    MEASURE(401, "matter.extended", X_DECIDED_DAY, X_DAYS, -1, IS(X_OUTCOME, REQUEST_APPROVED)),
};

static const struct measure park_measures[] = {
    // Parkings approved, by the day of the decision and for the unit that asked.
    MEASURE(501, "matter.parked", K_DECIDED_DAY, -1, -1, IS(K_OUTCOME, REQUEST_APPROVED)),
};

static const struct measure promise_measures[] = {
    // Stage replies, by the day from which they stand and for the unit that promised.
    MEASURE(452, "matter.stage_replied", P_DAY, -1, -1, NOT_NULL(P_DAY)),
    // Promises whose day falls in the span, the lapsed ones aside; n those kept by it, by the answer or a further stage reply.
    MEASURE(450, "matter.promise_kept.d", P_DUE_DAY, -1, -1, NOT_NULL(P_DUE_DAY)),
    MEASURE(451, "matter.promise_kept.n", P_DUE_DAY, -1, -1, NOT_NULL(P_DUE_DAY), IS(P_KEPT, 1)),
};

#define DIMS(category_, channel_, kind_)                                                           \
    {                                                                                              \
        -1, -1, [DIM_CATEGORY] = (category_), [DIM_CHANNEL] = (channel_),                          \
                [DIM_CALLER_KIND] = (kind_), -1                                                    \
    }

const struct fact_table matter_fact_table = {
    .name = "matter_fact",
    .code = 1,
    .cols = matter_cols,
    .n_cols = M_COLS,
    .unit_col = M_UNIT,
    .dim_cols = DIMS(M_CATEGORY, M_CHANNEL, M_CALLER_KIND),
    .measures = matter_measures,
    .n_measures = sizeof matter_measures / sizeof *matter_measures,
};
const struct fact_table dispatch_fact_table = {
    .name = "dispatch_fact",
    .code = 2,
    .cols = dispatch_cols,
    .n_cols = D_COLS,
    .unit_col = D_UNIT,
    .dim_cols = DIMS(D_CATEGORY, D_CHANNEL, D_CALLER_KIND),
    .measures = dispatch_measures,
    .n_measures = sizeof dispatch_measures / sizeof *dispatch_measures,
};
const struct fact_table round_fact_table = {
    .name = "round_fact",
    .code = 3,
    .cols = round_cols,
    .n_cols = R_COLS,
    .unit_col = R_UNIT,
    .dim_cols = DIMS(R_CATEGORY, R_CHANNEL, R_CALLER_KIND),
    .measures = round_measures,
    .n_measures = sizeof round_measures / sizeof *round_measures,
};

const struct fact_table extension_fact_table = {
    .name = "extension_fact",
    .code = 4,
    .cols = extension_cols,
    .n_cols = X_COLS,
    .unit_col = X_UNIT,
    .dim_cols = DIMS(X_CATEGORY, X_CHANNEL, X_CALLER_KIND),
    .measures = extension_measures,
    .n_measures = sizeof extension_measures / sizeof *extension_measures,
};

const struct fact_table park_fact_table = {
    .name = "park_fact",
    .code = 5,
    .cols = park_cols,
    .n_cols = K_COLS,
    .unit_col = K_UNIT,
    .dim_cols = DIMS(K_CATEGORY, K_CHANNEL, K_CALLER_KIND),
    .measures = park_measures,
    .n_measures = sizeof park_measures / sizeof *park_measures,
};

const struct fact_table promise_fact_table = {
    .name = "promise_fact",
    .code = 6,
    .cols = promise_cols,
    .n_cols = P_COLS,
    .unit_col = P_UNIT,
    .dim_cols = DIMS(P_CATEGORY, P_CHANNEL, P_CALLER_KIND),
    .measures = promise_measures,
    .n_measures = sizeof promise_measures / sizeof *promise_measures,
};

const struct measure *matter_find_measure(const char *key, const struct fact_table **out_table) {
    const struct fact_table *const tables[] = {
        &matter_fact_table, &dispatch_fact_table, &round_fact_table,  &extension_fact_table,
        &park_fact_table,   &promise_fact_table,  &assist_fact_table, &tell_fact_table};
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        for (size_t i = 0; i < tables[t]->n_measures; i++) {
            if (strcmp(tables[t]->measures[i].key, key) == 0) {
                if (out_table) {
                    *out_table = tables[t];
                }
                return &tables[t]->measures[i];
            }
        }
    }
    return NULL;
}
