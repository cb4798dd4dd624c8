// SPDX-License-Identifier: Apache-2.0
// A regular review (定期调度): a meeting whose agenda collects itself from the matters, decides on each item, and follows every decision up until somebody
// other than the one who reports it done has looked. The public face of the ledger: state, facts and rules, all pure. From command to log:
// review_command.h; over HTTP: review_http.c.
//
// Source: the article's 定期调度 of the ledger of problems; what is due to be followed up, who reports and who confirms, is the district's rule.
#ifndef YK_REVIEW_REVIEW_H
#define YK_REVIEW_REVIEW_H

#include "matter/matter.h"

enum review_state { REVIEW_PLANNED = 1, REVIEW_OPEN, REVIEW_CLOSED, REVIEW_CANCELLED };
enum review_kind { REVIEW_WEEKLY = 1, REVIEW_MONTHLY, REVIEW_SPECIAL };
// Why a matter is on the agenda; an item may have several. Bits of review_item.reasons.
enum review_reason {
    REASON_OVERDUE = 1,
    REASON_OBJECTED_TWICE = 2,
    REASON_PARKED = 4,
    REASON_NOT_TRUE = 8,
    REASON_NOT_SATISFIED = 16,
    REASON_PROMISE_PASSED = 32,
    REASON_SUPERVISED = 64,
    REASON_ASKED = 128,   // by a leader or the supervision office
    REASON_CARRIED = 256, // decided before and not done by its day, or put off
    REASONS_ALL = 511,
};
extern const struct json_word review_state_words[], review_kind_words[], review_reason_words[];

enum { REVIEW_ITEMS_MAX = 200, REVIEW_AHEAD_DAYS_MAX = 366 };

struct review_item {
    int64_t n, matter, category, channel, caller_kind, reasons;
    int64_t lead;                    // of the matter, when it was collected
    int64_t last_meeting, last_item; // what was decided on this matter before; 0: nothing
    int64_t asked_seq;               // of the event that asked for it; JSON_ABSENT_INT
    int8_t dropped;
    int64_t decision, unit; // JSON_ABSENT_INT and 0 while undecided
    int32_t decided_day, by_day;
    int64_t decided_seq;       // its text is the instruction
    int64_t order, order_step; // what the decision set going: an order of supervision and its step,
    int64_t park;              // or the n-th parking of the matter; 0: nothing
    int64_t reported_by;       // account
    int32_t reported_day;
    int64_t reported_seq;
    int32_t done_day; // the reported day, once confirmed
    int64_t confirmed_seq;
};
struct review {
    int64_t seq, state, kind, number; // number: year × 10^8 + serial
    int64_t unit;                     // only matters of this unit and those below it; 0: all
    int64_t host;                     // who called it
    int32_t day, planned_day;
    int64_t words_seq; // of the event with the present topic and place
    int64_t opened_at, closed_at, closed_seq;
    int64_t closed_by;                    // account
    int64_t paper_version, paper_shipped; // of the template by which its minutes are printed
    struct review_item *items;
    size_t n_items;
};
extern const struct ledger review_ledger;

const struct review_item *review_find_item(const struct review *review, int64_t n); // NULL: none
const struct review_item *review_find_matter(const struct review *review, int64_t matter);
// Decided, with a day to be done by, and not yet confirmed.
bool review_item_open(const struct review_item *item);

// ---- rules ----

enum review_act {
    RACT_CHANGE = 1,
    RACT_COLLECT,
    RACT_ASK,
    RACT_DROP,
    RACT_OPEN,
    RACT_DECIDE,
    RACT_CLOSE,
    RACT_CANCEL,
    RACT_FOLLOW,
    RACT_CONFIRM,
    RACT_END,
};
extern const struct json_word review_act_words[];
struct review_env {
    const struct actor *actor;
    int32_t today;
    struct arena *arena;
};
struct review_plan {
    int64_t number, kind;
    int64_t unit;
    bool unit_known; // unit is 0 or an open one
    int32_t day;     // DAY_NONE in a change: as it is
    const char *topic, *place;
};
// What the store found of one matter.
struct review_found {
    int64_t matter, category, channel, caller_kind, lead, reasons, last_meeting, last_item;
};
struct review_decision_command {
    int64_t n, decision, unit;
    bool unit_known;
    int32_t by_day; // DAY_NONE: none
    const char *instruction;
    int64_t lead;                    // of the matter: to supervise and to park is said to it alone
    int64_t order, order_step, park; // what was set going; 0: nothing
};

// May the actor do this with the meeting now? Items are looked at by the commands themselves.
enum err_code review_may(const struct review *review, const struct actor *actor,
                         enum review_act act);
size_t review_actions(const struct review *review, const struct actor *actor,
                      enum review_act out[RACT_END]);
// At district scope the whole meeting; at unit scope the items of that unit, and only once decided.
bool review_item_visible(const struct review_item *item, const struct actor *actor);
// At unit scope a meeting is there for whom it has decided something.
bool review_visible(const struct review *review, const struct actor *actor);

// Each adds drafts, or refuses: YK_REFUSED with a registered code (and fields), YK_NOMEM. Texts must outlive the drafts.
YK_NODISCARD enum yk review_decide_plan(const struct review_env *env,
                                        const struct review_plan *command, struct drafts *out,
                                        struct err *err);
YK_NODISCARD enum yk review_decide_change(const struct review *review, const struct review_env *env,
                                          const struct review_plan *command, struct drafts *out,
                                          struct err *err);
// Items found anew keep their numbers; those no longer found go, unless they were asked for; nothing to change adds no draft. More than
// REVIEW_ITEMS_MAX: what is found first stays.
YK_NODISCARD enum yk review_decide_collect(const struct review *review,
                                           const struct review_env *env,
                                           const struct review_found *found, size_t n,
                                           struct drafts *out, struct err *err);
YK_NODISCARD enum yk review_decide_ask(const struct review *review, const struct review_env *env,
                                       const struct review_found *matter, const char *reason,
                                       struct drafts *out, struct err *err);
YK_NODISCARD enum yk review_decide_drop(const struct review *review, const struct review_env *env,
                                        int64_t n, const char *reason, struct drafts *out,
                                        struct err *err);
YK_NODISCARD enum yk review_decide_open(const struct review *review, const struct review_env *env,
                                        struct drafts *out, struct err *err);
YK_NODISCARD enum yk review_decide_decision(const struct review *review,
                                            const struct review_env *env,
                                            const struct review_decision_command *command,
                                            struct drafts *out, struct err *err);
// paper_version, paper_shipped: the template of minutes in force, so that they are printed the same for ever.
YK_NODISCARD enum yk review_decide_close(const struct review *review, const struct review_env *env,
                                         const char *conclusion, int64_t paper_version,
                                         int64_t paper_shipped, struct drafts *out,
                                         struct err *err);
YK_NODISCARD enum yk review_decide_cancel(const struct review *review, const struct review_env *env,
                                          const char *reason, struct drafts *out, struct err *err);
YK_NODISCARD enum yk review_decide_follow(const struct review *review, const struct review_env *env,
                                          int64_t n, const char *text, struct drafts *out,
                                          struct err *err);
YK_NODISCARD enum yk review_decide_confirm(const struct review *review,
                                           const struct review_env *env, int64_t n, bool accept,
                                           const char *note, struct drafts *out, struct err *err);

// ---- facts ----

// review_fact: one row (part 0) a meeting.
enum review_col {
    RW_UNIT, // the host's
    RW_DAY,
    RW_STATE,
    RW_KIND,
    RW_NUMBER,
    RW_SCOPE_UNIT,
    RW_ITEMS,
    RW_DECIDED,
    RW_DONE,
    RW_COLS,
};
// review_item_fact: part = number of the item; none for dropped ones and those of a meeting that did not take place.
enum review_item_col {
    I_UNIT, // responsible: who must do it, or the matter's lead while undecided
    I_DAY,  // of the meeting
    I_MATTER,
    I_CATEGORY,
    I_REASONS,
    I_DECISION,
    I_DECIDED_DAY,
    I_DECIDED_SEQ, // its text is the instruction
    I_BY_DAY,
    I_OPEN_BY_DAY, // by_day while it is not confirmed
    I_REPORTED_DAY,
    I_DONE_DAY,
    I_ON_TIME, // done by its day; null while open
    I_KIND,
    I_CHANNEL,
    I_CALLER_KIND,
    I_ORDER, // what the decision set going
    I_PARK,
    I_COLS,
};
extern const struct fact_table review_fact_table, review_item_fact_table;

#endif
