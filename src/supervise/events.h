// SPDX-License-Identifier: Apache-2.0
// The bodies of supervision's events, private to this folder and its tests: what decide writes and apply reads.
#ifndef YK_SUPERVISE_EVENTS_H
#define YK_SUPERVISE_EVENTS_H

#include "supervise/supervise.h"

// Index into supervise_event_types.
enum supervise_event {
    SE_URGED,
    SE_REPLIED,
    SE_PROPOSED,
    SE_ORDERED, // a first order, a proposal taken up, or the next colour
    SE_NEXT_PROPOSED,
    SE_DISMISSED,
    SE_ANSWERED,
    SE_ACCEPTED,
    SE_REFUSED,
    SE_WITHDRAWN,
    SE_CLOSED,
    SE_DRAWN_UP,
    SE_LISTED,
    SE_STRUCK,
    SE_ISSUED,
    SE_NOTIFIED,
    SE_SIGNED,
    SE_COUNT,
};
extern const struct event_type supervise_event_types[SE_COUNT];
extern const struct json_spec supervise_state_spec;

// One body for all; each event's spec names the members it has.
struct ev_supervise {
    int64_t paper_number, cause, unit, colour, n, policy, next, order, order_number, notification;
    struct supervision_subject subject;
    int32_t limit_day, warn_day;
    const char *rule, *calendar;
    int8_t provisional, on_time, by_itself;
};

#endif
