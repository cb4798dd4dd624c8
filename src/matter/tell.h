// SPDX-License-Identifier: Apache-2.0
// The clock of stage replies: the caller is told where things stand every so often (rule of time "tell") while the matter is with its unit and not
// answered. From the dispatch on; the first word with the caller and each stage reply that stands start it anew. Pure; docs/acts.md says the same in words.
#ifndef YK_MATTER_TELL_H
#define YK_MATTER_TELL_H

#include "matter/matter.h"

enum tell_outcome {
    TELL_OPEN = 1,
    TELL_TOLD,
    TELL_ANSWERED, // by the answer, with nothing said before
    TELL_LAPSED,   // withdrawn or joined
    TELL_SPARED,   // the unit objected with good ground: it never was its to tell
};
extern const struct json_word tell_outcome_words[];

// One stretch of time by whose end the caller is to be told.
struct matter_tell {
    int64_t n, unit;
    struct matter_clock clock;
    int64_t outcome;
    int32_t ended_day; // DAY_NONE: it runs, or is paused
    int64_t ended_at;
    int8_t reminded;    // that its end is near
    int32_t passed_day; // on which it was put on record that nobody was told by then
};
extern const struct json_spec matter_tell_spec;

// The one that runs or is paused, or NULL.
const struct matter_tell *matter_open_tell(const struct matter *matter);
// Is a contact of that day the first one, and news since the last word? Such a one starts the clock anew.
bool tell_is_told_by_contact(const struct matter *matter, int32_t day);
// Its clock as of the calendar, with the matter's pauses as they are. (acts.c)
void matter_tell_reckon(const struct matter *matter, const struct calendar *calendar,
                        struct matter_clock *out);

// By itself; env's actor is not asked. YK_REFUSED ERR_WRONG_STATE when the n-th does not run any more, or it is not the time.
YK_NODISCARD enum yk matter_decide_tell_near(const struct matter *matter,
                                             const struct matter_env *env, int64_t n,
                                             struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_decide_tell_passed(const struct matter *matter,
                                               const struct matter_env *env, int64_t n,
                                               struct drafts *out, struct err *err);

// tell_fact: part = number of the stretch.
enum tell_col {
    L_UNIT,
    L_DAY,
    L_DUE_DAY, // null: spared, paused, waiting for an objection, or over before its end without a word
    L_TOLD_DAY,
    L_ON_TIME, // 1, 0; null while nobody was told
    L_OUTCOME,
    L_CATEGORY,
    L_CHANNEL,
    L_CALLER_KIND,
    L_COLS,
};
extern const struct fact_table tell_fact_table;

#endif
