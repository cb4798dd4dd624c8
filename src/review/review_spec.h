// SPDX-License-Identifier: Apache-2.0
// The bodies of a review's events, private to this folder and its tests: what the rules write and apply reads. A member once stored keeps its name and
// meaning.
#ifndef YK_REVIEW_REVIEW_SPEC_H
#define YK_REVIEW_REVIEW_SPEC_H

#include "review/review.h"

// Index into review_event_types.
enum review_event {
    RV_PLANNED,
    RV_CHANGED,
    RV_COLLECTED,
    RV_ASKED,
    RV_DROPPED,
    RV_OPENED,
    RV_DECIDED,
    RV_CLOSED,
    RV_CANCELLED,
    RV_FOLLOWED,
    RV_CONFIRMED,
    RV_COUNT,
};
extern const struct event_type review_event_types[RV_COUNT];
extern const struct json_spec review_state_spec;

struct ev_planned {
    int64_t number, kind, unit, host;
    int32_t day;
};
struct ev_changed {
    int64_t unit;
    int32_t day;
};
// An item as found; also the body of `asked`.
struct ev_item {
    int64_t n, matter, category, channel, caller_kind, lead, reasons, last_meeting, last_item;
};
struct ev_collected {
    struct ev_item *items; // new ones, and those whose reasons changed
    size_t n_items;
    int64_t *gone; // numbers
    size_t n_gone;
};
struct ev_numbered {
    int64_t n;
};
struct ev_decided {
    int64_t n, decision, unit;
    int32_t by_day;
    int64_t order, order_step, park;
};
struct ev_closed {
    int64_t paper_version, paper_shipped;
};
struct ev_confirmed {
    int64_t n;
    int8_t accept;
};

#endif
