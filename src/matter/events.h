// SPDX-License-Identifier: Apache-2.0
// The bodies of a matter's events, private to this folder and its tests: what decide writes and apply
// reads. A member once stored keeps its name and meaning; a new meaning is a new version with an upcaster.
#ifndef YK_MATTER_EVENTS_H
#define YK_MATTER_EVENTS_H

#include "matter/matter.h"

// Index into matter_event_types.
enum matter_event {
    EV_REGISTERED,
    EV_DISPATCHED,
    EV_SIGNED,
    EV_OBJECTED,
    EV_OBJECTION_UPHELD,
    EV_OBJECTION_REJECTED,
    EV_NOTED,
    EV_CONTACTED,
    EV_ANSWERED,
    EV_SIGNOFF_RETURNED,
    EV_SIGNED_OFF,
    EV_CALL_TRIED,
    EV_CALL_ENDED,
    EV_RETURNED,
    EV_CLOSED,
    EV_WITHDRAWN,
    EV_JOINED,
    EV_AMENDED,
    EV_URGED, // bodies in oversight.h
    EV_SUPERVISED,
    EV_SUPERVISION_ENDED,
    EV_NOTIFIED,
    EV_REVIEW_ASKED,
    EV_REVIEWED,
    EV_EXTENSION_ASKED,
    EV_EXTENSION_APPROVED,
    EV_EXTENSION_REFUSED,
    EV_PAPER_ISSUED,
    EV_PARK_ASKED,
    EV_PARKED,
    EV_PARK_REFUSED,
    EV_UNPARKED,
    EV_DUE_MOVED,
    EV_STAGE_REPLIED,
    EV_STAGE_SIGNED_OFF,
    EV_STAGE_RETURNED,
    EV_PROMISE_NEAR,
    EV_PROMISE_PASSED,
    EV_ASSIST_ASKED, // bodies in assist_events.h
    EV_ASSIST_NAMED,
    EV_ASSIST_REFUSED,
    EV_ASSIST_WITHDRAWN,
    EV_ASSIST_SIGNED,
    EV_ASSIST_OBJECTED,
    EV_ASSIST_KEPT,
    EV_ASSIST_ANSWERED,
    EV_TELL_NEAR,
    EV_TELL_PASSED,
    EV_ASSIST_URGED,
    EV_COUNT,
};
extern const struct event_type matter_event_types[EV_COUNT];
extern const struct json_spec matter_state_spec, matter_clock_spec;

struct ev_registered {
    int64_t number, channel, caller_kind, party, kind, category, urgency, unit;
    int8_t reachable, secret;
};
struct ev_dispatched {
    int64_t n, unit;
    struct matter_clock sign, contact, answer, tell;
    int8_t final;
};
struct ev_signed {
    int64_t n, unit;
    int8_t on_time;
};
// objected, objection_upheld, objection_rejected. sign: a new clock after a rejection.
struct ev_objection {
    int64_t n, unit;
    struct matter_clock sign;
};
struct ev_noted {
    int64_t unit;
};
// review_asked, reviewed
struct ev_reviewed {
    int64_t meeting, item, decision, unit;
    int32_t by_day;
};
struct ev_contacted { // tell: anew, after the first word
    int64_t unit, how;
    struct matter_clock tell;
};
// How a round begins, in the event that begins it. n 0: none begins (the answer waits for sign-off).
struct ev_opening {
    int64_t n;
    int8_t on_time;
    int64_t call_state;
    int32_t next_try_day;
    struct matter_clock call;
};
struct ev_answered {
    int64_t unit, result;
    struct ev_opening round;
};
struct ev_signed_off {
    int64_t unit;
    struct ev_opening round;
};
struct ev_signoff_returned {
    int64_t unit;
};
struct ev_call_tried {
    int64_t round, tries;
    int32_t next_try_day; // absent after the last
};
struct ev_call_ended {
    int64_t round, state, true_, done, solved, satisfaction, solved_points, satisfied_points;
    int64_t consequence, policy;
    int8_t reached;
};
struct ev_returned {
    int64_t round, unit, to;
    struct matter_clock sign, answer, tell;
    int8_t supervised;
};
struct ev_closed {
    int64_t round, cause;
};
struct ev_withdrawn {
    int64_t unit; // whose quality call it is: the lead, or the intake unit
    struct ev_opening round;
};
struct ev_joined { // on the repeat: into; on the matter it repeats: repeat
    int64_t into, repeat;
};
struct ev_paper_issued {
    int64_t n, paper, dispatch, year, serial, version, shipped, unit;
};
struct ev_amended {
    int64_t category, urgency, kind;
    int8_t title; // the event holds a new title
};
struct ev_extension_asked {
    int64_t n, unit, level, days;
    int32_t due_day, to_day;
};
struct ev_extension_decided { // answer: the clock from now on, when approved
    int64_t n, unit, days;
    int32_t due_day; // before
    struct matter_clock answer;
};
struct ev_park_asked {
    int64_t n, unit, class_;
    int32_t review_day;
};
struct ev_park_decided { // from, answer: when approved
    int64_t n, unit, class_, from;
    int32_t review_day;
    struct matter_clock answer, tell;
};
struct ev_unparked {
    int64_t n, unit, to;
    int8_t by_itself;
    struct matter_clock answer, tell;
};

// promise: the clock; not in stage_replied where the reply waits for the head of the unit.
struct ev_stage {
    int64_t n, unit, told;
    int32_t to_day;
    struct matter_clock promise, tell;
};
struct ev_stage_returned {
    int64_t n, unit;
};
// promise_near, promise_passed
struct ev_promise_due {
    int64_t n, unit;
    int32_t to_day;
};

// tell_near, tell_passed
struct ev_tell_due {
    int64_t n, unit;
    int32_t tell_day;
};

struct ev_assist_moved;
// Another calendar: the clocks that run as they are from now on; the others absent.
struct ev_due_moved {
    const char *calendar;
    struct matter_clock sign, contact, answer, call, tell;
    struct ev_assist_moved *assists; // assist_events.h
    size_t n_assists;
};

#endif
