// SPDX-License-Identifier: Apache-2.0
// Assisting units (协办单位): what the lead needs of another unit, by its own clock, answered to the lead and not to the caller. Named by whoever
// dispatches, or asked for by the lead and then granted; an assisting unit may object with a reason, and whoever dispatches withdraws, replaces or keeps it.
// Pure; docs/assist.md says the same in words.
#ifndef YK_MATTER_ASSIST_H
#define YK_MATTER_ASSIST_H

#include "matter/matter.h"

enum assist_state {
    ASSIST_ASKED = 1, // by the lead; nobody assists yet
    ASSIST_NAMED,
    ASSIST_SIGNED,
    ASSIST_OBJECTED, // waits for whoever dispatches
    ASSIST_ANSWERED,
    ASSIST_WITHDRAWN,
    ASSIST_REFUSED, // what the lead asked for
    ASSIST_LAPSED,  // the matter was answered, or ended, without it
};
enum assist_decision {
    ASSIST_GRANT = 1, // what the lead asked for, perhaps of another unit
    ASSIST_REFUSE,
    ASSIST_WITHDRAW,
    ASSIST_REPLACE,
    ASSIST_KEEP, // the objection had no ground
};
extern const struct json_word assist_state_words[], assist_decision_words[];

struct matter_assist {
    int64_t n, unit, by; // by: who asked or named
    int64_t state;
    int64_t ask_seq; // of the event whose text says what is asked
    int64_t decided_seq, objected_seq, answered_seq;
    int32_t asked_day; // or named, when nobody asked before
    int32_t named_day; // DAY_NONE: nobody has been
    int64_t named_at;
    struct matter_clock sign, answer;
    int32_t signed_day, answered_day, objected_day, ended_day;
    int64_t signed_at, answered_at, objected_at;
    int8_t final;                   // decided upon: may not be objected to again
    int64_t replaces;               // number of the one it stands for; absent: none
    int64_t urged;                  // how often, by hand; absent: never
    int32_t urged_first, urged_day; // the last time
};
extern const struct json_spec matter_assist_spec;

// At most so many wait at a time; so many are named together with a dispatch; so many a matter ever has.
enum { ASSISTS_OPEN_MAX = 8, ASSISTS_AT_ONCE_MAX = 5, ASSISTS_MAX = 100 };

struct matter_assist_wanted {
    struct matter_unit unit;
    const char *text;
};
struct matter_assist_command {
    int64_t n; // which
    enum assist_decision decision;
    struct matter_unit unit; // to replace by; granted: id 0 is the unit asked for
    const char *note;
};

bool matter_assist_is_open(
    const struct matter_assist *assist); // something is still to be done about it
bool matter_assist_is_awaited(const struct matter_assist *assist); // the unit's answer is
const struct matter_assist *matter_find_assist(const struct matter *matter, int64_t n); // or NULL
// The open one of this unit, or NULL: at most one.
const struct matter_assist *matter_assist_of(const struct matter *matter, int64_t unit);
size_t matter_assists_awaited(const struct matter *matter);
// Was the unit ever named: then it may see the matter.
bool matter_assisted_by(const struct matter *matter, const struct scope *scope, int32_t district);

// Names a unit, or (by people of the lead) asks for it.
YK_NODISCARD enum yk matter_decide_assist(const struct matter *matter, const struct matter_env *env,
                                          const struct matter_assist_wanted *wanted,
                                          struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_decide_assist_decide(const struct matter *matter,
                                                 const struct matter_env *env,
                                                 const struct matter_assist_command *command,
                                                 struct drafts *out, struct err *err);
// By the lead or the supervision office, once a day: a unit whose answer is awaited. ERR_WRONG_STATE when it is not.
YK_NODISCARD enum yk matter_decide_assist_urge(const struct matter *matter,
                                               const struct matter_env *env, int64_t n,
                                               const char *text, struct drafts *out,
                                               struct err *err);
// By the assisting unit, on its own part.
YK_NODISCARD enum yk matter_decide_assist_sign(const struct matter *matter,
                                               const struct matter_env *env, struct drafts *out,
                                               struct err *err);
YK_NODISCARD enum yk matter_decide_assist_object(const struct matter *matter,
                                                 const struct matter_env *env, const char *reason,
                                                 struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_decide_assist_answer(const struct matter *matter,
                                                 const struct matter_env *env, const char *text,
                                                 struct drafts *out, struct err *err);

// ---- facts ----

// assist_fact: part = number of the assist.
enum assist_col {
    A_UNIT, // once named: attribution, and the right to see. Null while only asked for
    A_TO_UNIT,
    A_LEAD,
    A_STATE,
    A_DAY, // named; asked for before that
    A_NAMED_DAY,
    A_SIGN_DUE_DAY, // null when it need not be signed for
    A_SIGNED_DAY,
    A_DUE_DAY,
    A_OPEN_DUE_AT, // while the answer is awaited: its last moment in time, OPEN_DUE_NEVER without a clock
    A_OPEN_WARN_AT, // the moment from which it warns
    A_COUNTED_DAY,  // due_day where an answer was owed: neither spared before it, nor objected to
    A_ANSWERED_DAY,
    A_ON_TIME, // null while not answered
    A_OBJECTED_DAY,
    A_URGED_DAY, // the first time by hand
    A_TO_DECIDE, // 1 while it waits for whoever dispatches, else null
    A_CATEGORY,
    A_CHANNEL,
    A_CALLER_KIND,
    A_COLS,
};
#define OPEN_DUE_NEVER (INT64_MAX - 1)
extern const struct fact_table assist_fact_table;

#endif
