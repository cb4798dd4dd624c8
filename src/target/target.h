// SPDX-License-Identifier: Apache-2.0
// A task of a programme, from set-up (立项) to struck off (销号): its indicators, how they are broken down over units and months, the units' signatures, their reports
// and what was found of each. The public face of the ledger: state, facts and rules, all pure. From command to log: target_command.h.
//
// Whoever reports does not verify; a report found untrue stays in the story and its value stops counting.
#ifndef YK_TARGET_TARGET_H
#define YK_TARGET_TARGET_H

#include "target/pace.h"
#include "target/programme.h"

enum target_state { TARGET_SET_UP = 1, TARGET_ASSIGNED, TARGET_ACCEPTED };
enum target_frequency { TARGET_MONTHLY = 1, TARGET_QUARTERLY, TARGET_YEARLY };
enum report_state { REPORT_WAITING = 1, REPORT_VERIFIED, REPORT_RETURNED, REPORT_UNTRUE };
enum report_how { HOW_ON_PAPER = 1, HOW_ON_THE_SPOT };
// What a figure counts an indicator as. Codes are stored; the words are the figures' keys where there is one.
enum target_item {
    ITEM_YOUTH_INTERNSHIPS = 1,
    ITEM_SHORT_INTERNSHIPS,
    ITEM_WELFARE_POSTS,
    ITEM_TEMPORARY_POSTS,
    ITEM_SKILLED_TALENT,
    ITEM_CITY_CANTEENS,
    ITEM_RURAL_CANTEENS,
    ITEM_CANTEENS_OPEN,
    ITEM_KINDERGARTENS,
    ITEM_PUBLIC_SEATS,
    ITEM_CHILDCARE_PLACES,
    ITEM_TRAIL_KM,
    ITEM_POCKET_PARKS,
    ITEM_LIVELIHOOD_INVESTED,
    ITEM_LIVELIHOOD_CLASS, // spent on one class; ITEM_OTHER_SPENDING must follow: together they are all spending
    ITEM_OTHER_SPENDING,
};
extern const struct json_word target_state_words[], target_frequency_words[], report_state_words[],
    report_how_words[], target_item_words[], target_direction_words[], target_counting_words[],
    target_act_words[];

enum { INDICATORS_MAX = 12, SHARES_MAX = 60, STEPS_MAX = 60, SUPPORTS_MAX = 30, REPORTS_MAX = 250 };

struct target_indicator {
    int64_t n;
    const char *name, *name_en, *unit, *unit_en; // of measure
    const char *evidence;                        // what a report must come with
    int64_t direction, counting, frequency;
    int64_t item;   // JSON_ABSENT_INT: no figure counts it
    int64_t target; // AMOUNT_NONE: no task
    int8_t key;
};
struct target_share { // one unit's part of an indicator
    int64_t n, indicator, unit, target;
    int64_t signed_by; // account; 0: not signed
    int32_t signed_day;
};
struct target_step { // planned for an indicator by the end of a month, from the beginning
    int64_t indicator, month, value;
};
struct target_report {
    int64_t n, share, month, value;
    int64_t base; // of a ratio; AMOUNT_NONE else
    int64_t state, seq;
    int64_t by; // account
    int32_t day;
    int64_t judged_by, judged_seq, how;
    int32_t judged_day;
};
struct target {
    int64_t seq, state, number;
    int64_t programme, kind, action; // kind: the programme's
    int64_t lead, report_days;
    int32_t from, to, accepted_day;
    const char *name, *name_en;
    int64_t *supports;
    size_t n_supports;
    struct target_indicator *indicators;
    size_t n_indicators;
    struct target_share *shares;
    size_t n_shares;
    struct target_step *steps;
    size_t n_steps;
    struct target_report *reports;
    size_t n_reports;
};
extern const struct ledger target_ledger;

// ---- looking ----

const struct target_indicator *target_find_indicator(const struct target *target, int64_t n);
const struct target_share *target_find_share(const struct target *target, int64_t n);
const struct target_report *target_find_report(const struct target *target, int64_t n);
// Verified so far, in months up to `month` (0: all): of one share, or of an indicator with all its shares (share 0). AMOUNT_NONE: nothing verified.
int64_t target_done(const struct target *target, int64_t indicator, int64_t share, int64_t month);
// The same as a pace on a day; `month` as above.
void target_pace(const struct target *target, int64_t indicator, int64_t share, int64_t month,
                 int32_t today, struct pace *out);
// The last month of the reporting period that holds this month; the month number by which a period is named.
int64_t target_period_end(const struct target *target, int64_t frequency, int64_t month);
// The first period of a share for which no report stands (waiting or verified); 0: none is left.
int64_t target_next_month(const struct target *target, const struct target_share *share);
int32_t target_report_due(const struct target *target, int64_t month); // last day in time
// District scope, the lead, the supporting units, and every unit with a share see a task; a unit other than the lead its own shares only.
bool target_visible(const struct target *target, const struct actor *actor);
bool target_share_visible(const struct target *target, const struct target_share *share,
                          const struct actor *actor);

// ---- rules ----

struct target_share_plan {
    int64_t indicator, unit, target;
    bool unit_known;
};
struct target_set_up {
    int64_t programme, kind, action, n_actions, number, lead, report_days;
    int32_t from, to;
    bool lead_known, supports_known;
    const char *name, *name_en;
    const int64_t *supports;
    size_t n_supports;
    const struct target_indicator *indicators; // n is given by their order
    size_t n_indicators;
};
struct target_breakdown {
    const struct target_share_plan *shares; // all of the task's
    size_t n_shares;
    const struct target_step *steps;
    size_t n_steps;
};
struct target_report_command {
    int64_t share, month, value, base;
    int64_t locked; // the programme's
    const char *note;
};
enum target_act {
    TACT_BREAK_DOWN = 1,
    TACT_ASSIGN,
    TACT_SIGN,
    TACT_REPORT,
    TACT_VERIFY,
    TACT_RETURN,
    TACT_UNTRUE,
    TACT_ACCEPT,
    TACT_END,
};
enum err_code target_may(const struct target *target, const struct actor *actor,
                         enum target_act act);
size_t target_actions(const struct target *target, const struct actor *actor,
                      enum target_act out[TACT_END]);

// Each adds drafts, or refuses: YK_REFUSED with a registered code (and fields), YK_NOMEM. Texts must outlive the drafts.
YK_NODISCARD enum yk target_decide_set_up(const struct target_env *env,
                                          const struct target_set_up *command, struct drafts *out,
                                          struct err *err);
YK_NODISCARD enum yk target_decide_break_down(const struct target *target,
                                              const struct target_env *env,
                                              const struct target_breakdown *command,
                                              struct drafts *out, struct err *err);
YK_NODISCARD enum yk target_decide_assign(const struct target *target, const struct target_env *env,
                                          struct drafts *out, struct err *err);
// The actor's unit signs for all its shares.
YK_NODISCARD enum yk target_decide_sign(const struct target *target, const struct target_env *env,
                                        struct drafts *out, struct err *err);
YK_NODISCARD enum yk target_decide_report(const struct target *target, const struct target_env *env,
                                          const struct target_report_command *command,
                                          struct drafts *out, struct err *err);
// locked: the programme's; what was closed is judged no more.
YK_NODISCARD enum yk target_decide_verify(const struct target *target, const struct target_env *env,
                                          int64_t n, int64_t how, int64_t locked, const char *note,
                                          struct drafts *out, struct err *err);
YK_NODISCARD enum yk target_decide_return(const struct target *target, const struct target_env *env,
                                          int64_t n, const char *reason, struct drafts *out,
                                          struct err *err);
YK_NODISCARD enum yk target_decide_untrue(const struct target *target, const struct target_env *env,
                                          int64_t n, int64_t locked, const char *reason,
                                          struct drafts *out, struct err *err);
// Struck off: every target is met, and no report waits.
YK_NODISCARD enum yk target_decide_accept(const struct target *target, const struct target_env *env,
                                          const char *note, struct drafts *out, struct err *err);

// ---- facts ----

// target_fact: part 0 the task, part n its n-th share.
enum target_col {
    TG_UNIT, // the lead's; a share's own
    TG_DAY,  // the last day of the programme
    TG_KIND,
    TG_PROGRAMME,
    TG_ACTION,
    TG_NUMBER,
    TG_STATE,
    TG_INDICATOR, // null: the task itself
    TG_FIRST,     // the first share of its indicator
    TG_ITEM,
    TG_TARGET,  // thousandths; null: no task
    TG_DONE,    // verified so far; null: nothing
    TG_TO_SIGN, // assigned on this day and not signed yet; null otherwise
    TG_DUE_DAY, // the next report is due; null when none is
    TG_ACCEPTED_DAY,
    TG_COLS,
};
// target_report_fact: part = number of the report.
enum target_report_col {
    TR_UNIT,
    TR_DAY, // last of the period it is about
    TR_KIND,
    TR_PROGRAMME,
    TR_INDICATOR,
    TR_SHARE,
    TR_ITEM,
    TR_MONTH,
    TR_STATE,
    TR_VALUE, // as reported
    TR_BASE,
    TR_DELTA, // what it adds to the sum: null unless verified
    TR_REPORTED_DAY,
    TR_WAITING_DAY, // reported_day until it is judged
    TR_COLS,
};
extern const struct fact_table target_fact_table, target_report_fact_table;

#endif
