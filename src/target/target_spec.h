// SPDX-License-Identifier: Apache-2.0
// The bodies of a programme's and a task's events, private to this folder and its tests: what the rules write and apply reads. A member once stored keeps its
// name and meaning.
#ifndef YK_TARGET_TARGET_SPEC_H
#define YK_TARGET_TARGET_SPEC_H

#include "target/target.h"

enum programme_event {
    PE_PLANNED,
    PE_LOCKED,
    PE_OPENED,
    PE_COUNT
}; // index into programme_event_types
extern const struct event_type programme_event_types[PE_COUNT];
extern const struct json_spec programme_state_spec;

struct ev_programme_planned {
    int64_t kind, number, host, report_days;
    int32_t from, to;
    const char *name, *name_en;
    struct programme_action *actions;
    size_t n_actions;
};
struct ev_month {
    int64_t month;
};

enum target_event { // index into target_event_types
    TE_SET_UP,
    TE_BROKEN_DOWN,
    TE_ASSIGNED,
    TE_SIGNED,
    TE_REPORTED,
    TE_VERIFIED,
    TE_RETURNED,
    TE_UNTRUE,
    TE_ACCEPTED,
    TE_COUNT,
};
extern const struct event_type target_event_types[TE_COUNT];
extern const struct json_spec target_state_spec;
YK_NODISCARD enum yk target_facts(const void *state, int64_t object, struct fact_set *out,
                                  struct err *err); // of target_ledger (facts.c)

struct ev_set_up {
    int64_t programme, kind, action, number, lead, report_days;
    int32_t from, to;
    const char *name, *name_en;
    int64_t *supports;
    size_t n_supports;
    struct target_indicator *indicators;
    size_t n_indicators;
};
struct ev_share {
    int64_t n, indicator, unit, target;
};
struct ev_broken_down {
    struct ev_share *shares;
    size_t n_shares;
    struct target_step *steps;
    size_t n_steps;
};
struct ev_signed {
    int64_t unit;
};
struct ev_reported {
    int64_t n, share, month, value, base;
};
struct ev_judged {
    int64_t n, how;
};

#endif
