// SPDX-License-Identifier: Apache-2.0
// The bodies of events about assisting units, private to this folder and its tests.
#ifndef YK_MATTER_ASSIST_EVENTS_H
#define YK_MATTER_ASSIST_EVENTS_H

#include "matter/assist.h"

struct ev_assist_asked { // by the lead; unit: whom it wants
    int64_t n, unit;
};
struct ev_assist_named { // n: of the request that is granted, or a new one
    int64_t n, unit, replaces;
    struct matter_clock sign, answer;
};
struct ev_assist_signed {
    int64_t n, unit;
    int8_t on_time;
};
struct ev_assist_decided { // objected, kept, withdrawn, refused; sign: a new clock when kept
    int64_t n, unit;
    struct matter_clock sign;
};
struct ev_assist_answered {
    int64_t n, unit;
    int8_t on_time;
};
struct ev_assist_urged { // assist_day: by when its answer was due then; absent without a clock
    int64_t n, unit;
    int32_t assist_day;
};
struct ev_assist_moved { // in due_moved: clocks by another calendar, absent ones stay
    int64_t n;
    struct matter_clock sign, answer;
};
extern const struct json_spec assist_asked_spec, assist_named_spec, assist_signed_spec;
extern const struct json_spec assist_decided_spec, assist_answered_spec, assist_moved_spec;
extern const struct json_spec assist_urged_spec;

#endif
