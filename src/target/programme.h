// SPDX-License-Identifier: Apache-2.0
// A programme: a year's actions under one name, the days between which its tasks run, and which months are closed. State, facts and rules, all pure.
#ifndef YK_TARGET_PROGRAMME_H
#define YK_TARGET_PROGRAMME_H

#include "matter/matter.h"

enum programme_kind {
    PROGRAMME_LIVES = 1, // 暖民心行动: the province's actions for people's lives
    PROGRAMME_SPENDING,  // 民生支出 by classes
    PROGRAMME_MEASURES,  // 营商环境对标提升, by domains
    PROGRAMME_WORK,      // tasks of the yearly work report
};
extern const struct json_word programme_kind_words[], programme_act_words[];

enum { ACTIONS_MAX = 60, REPORT_DAYS_MAX = 60, PROGRAMME_DAYS_MAX = 1900 };

struct programme_action {
    int64_t n;
    const char *name, *name_en;
};
struct programme {
    int64_t seq, kind, number; // year × 10^8 + serial
    int64_t host;              // unit
    int32_t from, to;
    int64_t report_days; // a month's report is due so many days after the month
    int64_t locked;      // months up to this one are closed (month_of_day's number); 0: none
    const char *name, *name_en;
    struct programme_action *actions;
    size_t n_actions;
};
extern const struct ledger programme_ledger;

struct target_env {
    const struct actor *actor;
    int32_t today;
    struct arena *arena;
};
struct programme_plan {
    int64_t kind, number, report_days;
    int32_t from, to;
    const char *name, *name_en;
    const struct programme_action *actions; // n is given by their order
    size_t n_actions;
};
enum programme_act { PACT_ADD = 1, PACT_LOCK, PACT_OPEN, PACT_END };
bool programme_may(const struct programme *programme, const struct actor *actor,
                   enum programme_act act);
YK_NODISCARD enum yk programme_decide_plan(const struct target_env *env,
                                           const struct programme_plan *command, struct drafts *out,
                                           struct err *err);
// Closes every month up to this one, which must be over. Opening is for the level above, with its reason, and opens this month and those after it.
YK_NODISCARD enum yk programme_decide_lock(const struct programme *programme,
                                           const struct target_env *env, int64_t month,
                                           struct drafts *out, struct err *err);
YK_NODISCARD enum yk programme_decide_open(const struct programme *programme,
                                           const struct target_env *env, int64_t month,
                                           const char *reason, struct drafts *out, struct err *err);

// target_programme_fact: part 0 the programme, part n its n-th action.
enum programme_col {
    PG_UNIT,
    PG_DAY, // the programme's last
    PG_KIND,
    PG_NUMBER,
    PG_ACTION, // null: the programme itself
    PG_COLS,
};
extern const struct fact_table programme_fact_table;

#endif
