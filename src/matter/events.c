// SPDX-License-Identifier: Apache-2.0
// What a matter's events and state look like when stored: words of the enumerations, one spec for each
// body and for the state, the table of event types. Decides nothing.
#include "matter/events.h"
#include "matter/tell.h"

#include "base/clock.h"
#include "matter/assist_events.h"
#include "matter/oversight.h"

#define FIELD(type_, member_, ...)                                                                 \
    { .name = #member_, .offset = offsetof(struct type_, member_), .type = __VA_ARGS__ }
#define OMIT       .flags = JSON_OMIT_ABSENT
#define SUB(spec_) .sub = &(spec_)
#define LIST(type_, name_, member_, count_, spec_)                                                 \
    {                                                                                              \
        .name = (name_), .type = JSON_ARRAY, .offset = offsetof(struct type_, member_),            \
        .count_offset = offsetof(struct type_, count_), .sub = &(spec_)                            \
    }

// A list that most states have not, and then do not name.
#define RARE(type_, name_, member_, count_, spec_)                                                 \
    {                                                                                              \
        .name = (name_), .type = JSON_ARRAY, OMIT, .offset = offsetof(struct type_, member_),      \
        .count_offset = offsetof(struct type_, count_), .sub = &(spec_)                            \
    }

const struct json_word matter_channel_words[] = {
    {"counter", CHANNEL_COUNTER}, {"phone", CHANNEL_PHONE}, {"letter", CHANNEL_LETTER},
    {"web", CHANNEL_WEB},         {"visit", CHANNEL_VISIT}, {NULL, 0},
};
const struct json_word matter_state_words[] = {
    {"registered", MATTER_REGISTERED}, {"dispatched", MATTER_DISPATCHED},
    {"signed", MATTER_SIGNED},         {"handling", MATTER_HANDLING},
    {"signoff", MATTER_SIGNOFF},       {"answered", MATTER_ANSWERED},
    {"objected", MATTER_OBJECTED},     {"closed", MATTER_CLOSED},
    {"withdrawn", MATTER_WITHDRAWN},   {"joined", MATTER_JOINED},
    {"parked", MATTER_PARKED},         {NULL, 0},
};
const struct json_word matter_result_words[] = {
    {"resolved", RESULT_RESOLVED},
    {"partly", RESULT_PARTLY},
    {"explained", RESULT_EXPLAINED},
    {"refused", RESULT_REFUSED},
    {NULL, 0},
};
const struct json_word matter_how_words[] = {
    {"phone", CONTACT_BY_PHONE},
    {"visit", CONTACT_BY_VISIT},
    {"message", CONTACT_BY_MESSAGE},
    {NULL, 0},
};
const struct json_word dispatch_outcome_words[] = {
    {"open", DISPATCH_OPEN},
    {"signed", DISPATCH_SIGNED},
    {"objection_open", DISPATCH_OBJECTION_OPEN},
    {"objection_upheld", DISPATCH_OBJECTION_UPHELD},
    {"objection_rejected", DISPATCH_OBJECTION_REJECTED},
    {"withdrawn", DISPATCH_WITHDRAWN},
    {NULL, 0},
};
const struct json_word round_kind_words[] = {
    {"answer", ROUND_ANSWER},
    {"withdrawal", ROUND_WITHDRAWAL},
    {NULL, 0},
};
const struct json_word call_state_words[] = {
    {"due", CALL_DUE},
    {"valid", CALL_VALID},
    {"unreachable", CALL_UNREACHABLE},
    {"cannot_call", CALL_CANNOT},
    {"incomplete", CALL_INCOMPLETE},
    {NULL, 0},
};
const struct json_word call_answer_words[] = {
    {"yes", WORD_YES},           {"partly", WORD_PARTLY},   {"no", WORD_NO},
    {"declined", WORD_DECLINED}, {"unknown", WORD_UNKNOWN}, {NULL, 0},
};
const struct json_word call_grade_words[] = {
    {"satisfied", GRADE_SATISFIED},       {"basically", GRADE_BASICALLY},
    {"dissatisfied", GRADE_DISSATISFIED}, {"declined", GRADE_DECLINED},
    {"unknown", GRADE_UNKNOWN},           {NULL, 0},
};
const struct json_word consequence_words[] = {
    {"closed", CONSEQUENCE_CLOSED},
    {"returned", CONSEQUENCE_RETURNED},
    {"returned_supervised", CONSEQUENCE_RETURNED_SUPERVISED},
    {NULL, 0},
};
const struct json_word close_cause_words[] = {
    {"call", CLOSED_BY_CALL},
    {"unreachable", CLOSED_UNREACHABLE},
    {"cannot_call", CLOSED_CANNOT_CALL},
    {NULL, 0},
};
const struct json_word review_decision_words[] = {
    {"press", REVIEW_PRESS},   {"supervise", REVIEW_SUPERVISE}, {"park", REVIEW_PARK},
    {"settle", REVIEW_SETTLE}, {"defer", REVIEW_DEFER},         {NULL, 0},
};
const struct json_word matter_action_words[] = {
    {"dispatch", ACT_DISPATCH},
    {"sign", ACT_SIGN},
    {"object", ACT_OBJECT},
    {"arbitrate", ACT_ARBITRATE},
    {"note", ACT_NOTE},
    {"contact", ACT_CONTACT},
    {"answer", ACT_ANSWER},
    {"signoff", ACT_SIGNOFF},
    {"callback", ACT_CALLBACK},
    {"withdraw", ACT_WITHDRAW},
    {"join", ACT_JOIN},
    {"reveal", ACT_REVEAL},
    {"amend", ACT_AMEND},
    {"extend", ACT_EXTEND},
    {"extension", ACT_EXTENSION},
    {"park", ACT_PARK},
    {"parking", ACT_PARKING},
    {"unpark", ACT_UNPARK},
    {"stage", ACT_STAGE},
    {"countersign", ACT_COUNTERSIGN},
    {"assist", ACT_ASSIST},
    {"assist_decide", ACT_ASSIST_DECIDE},
    {"assist_sign", ACT_ASSIST_SIGN},
    {"assist_object", ACT_ASSIST_OBJECT},
    {"assist_urge", ACT_ASSIST_URGE},
    {"assist_answer", ACT_ASSIST_ANSWER},
    {NULL, 0},
};
const struct json_word request_outcome_words[] = {
    {"open", REQUEST_OPEN},
    {"approved", REQUEST_APPROVED},
    {"refused", REQUEST_REFUSED},
    {"lapsed", REQUEST_LAPSED},
    {NULL, 0},
};
const struct json_word extension_level_words[] = {
    {"head", EXTENSION_BY_HEAD},
    {"office", EXTENSION_BY_OFFICE},
    {NULL, 0},
};
const struct json_word matter_pending_words[] = {
    {"extension_head", PENDING_EXTENSION_HEAD},
    {"extension_office", PENDING_EXTENSION_OFFICE},
    {"parking", PENDING_PARKING},
    {"stage", PENDING_STAGE},
    {NULL, 0},
};
const struct json_word promise_told_words[] = {
    {"phone", TOLD_BY_PHONE},
    {"visit", TOLD_BY_VISIT},
    {"message", TOLD_BY_MESSAGE},
    {"window", TOLD_BY_WINDOW},
    {NULL, 0},
};
const struct json_word promise_outcome_words[] = {
    {"waiting", PROMISE_WAITING}, {"returned", PROMISE_RETURNED},
    {"open", PROMISE_OPEN},       {"kept", PROMISE_KEPT},
    {"renewed", PROMISE_RENEWED}, {"broken", PROMISE_BROKEN},
    {"lapsed", PROMISE_LAPSED},   {NULL, 0},
};
const struct json_word park_class_words[] = {
    {"policy", PARK_POLICY},     {"funds", PARK_FUNDS},           {"history", PARK_HISTORY},
    {"planning", PARK_PLANNING}, {"litigation", PARK_LITIGATION}, {NULL, 0},
};

static const struct json_field clock_fields[] = {
    FIELD(matter_clock, started_day, JSON_DAY, OMIT),
    FIELD(matter_clock, started_at, JSON_INT, OMIT),
    FIELD(matter_clock, due_day, JSON_DAY, OMIT),
    FIELD(matter_clock, due_at, JSON_INT, OMIT),
    FIELD(matter_clock, warn_day, JSON_DAY, OMIT),
    FIELD(matter_clock, warn_at, JSON_INT, OMIT),
    FIELD(matter_clock, rule, JSON_TEXT, OMIT),
    FIELD(matter_clock, rules, JSON_INT, OMIT),
    FIELD(matter_clock, row, JSON_INT, OMIT),
    FIELD(matter_clock, calendar, JSON_TEXT, OMIT),
    FIELD(matter_clock, provisional, JSON_BOOL, OMIT),
    FIELD(matter_clock, extension, JSON_INT, OMIT),
};
const struct json_spec matter_clock_spec =
    JSON_SPEC("matter_clock", struct matter_clock, clock_fields);

static const struct json_field opening_fields[] = {
    FIELD(ev_opening, n, JSON_INT, OMIT),
    FIELD(ev_opening, on_time, JSON_BOOL, OMIT),
    FIELD(ev_opening, call_state, JSON_ENUM, OMIT, .words = call_state_words),
    FIELD(ev_opening, next_try_day, JSON_DAY, OMIT),
    FIELD(ev_opening, call, JSON_OBJECT, SUB(matter_clock_spec)),
};
static const struct json_spec opening_spec =
    JSON_SPEC("matter_opening", struct ev_opening, opening_fields);

// ---- bodies ----

static const struct json_field registered_fields[] = {
    FIELD(ev_registered, number, JSON_INT),
    FIELD(ev_registered, channel, JSON_ENUM, .words = matter_channel_words),
    FIELD(ev_registered, caller_kind, JSON_ENUM, .words = caller_kind_words),
    FIELD(ev_registered, party, JSON_ID, OMIT),
    FIELD(ev_registered, reachable, JSON_BOOL),
    FIELD(ev_registered, kind, JSON_ENUM, .words = matter_kind_words),
    FIELD(ev_registered, category, JSON_INT),
    FIELD(ev_registered, urgency, JSON_ENUM, .words = matter_urgency_words),
    FIELD(ev_registered, secret, JSON_BOOL),
    FIELD(ev_registered, unit, JSON_ID),
};
static const struct json_spec registered_spec =
    JSON_SPEC("registered", struct ev_registered, registered_fields);

static const struct json_field dispatched_fields[] = {
    FIELD(ev_dispatched, n, JSON_INT),
    FIELD(ev_dispatched, unit, JSON_ID),
    FIELD(ev_dispatched, sign, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(ev_dispatched, contact, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(ev_dispatched, answer, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(ev_dispatched, tell, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(ev_dispatched, final, JSON_BOOL),
};
static const struct json_spec dispatched_spec =
    JSON_SPEC("dispatched", struct ev_dispatched, dispatched_fields);

static const struct json_field signed_fields[] = {
    FIELD(ev_signed, n, JSON_INT),
    FIELD(ev_signed, unit, JSON_ID),
    FIELD(ev_signed, on_time, JSON_BOOL),
};
static const struct json_spec signed_spec = JSON_SPEC("signed", struct ev_signed, signed_fields);

static const struct json_field objection_fields[] = {
    FIELD(ev_objection, n, JSON_INT),
    FIELD(ev_objection, unit, JSON_ID),
    FIELD(ev_objection, sign, JSON_OBJECT, SUB(matter_clock_spec)),
};
static const struct json_spec objection_spec =
    JSON_SPEC("objection", struct ev_objection, objection_fields);

static const struct json_field noted_fields[] = {FIELD(ev_noted, unit, JSON_ID)};
static const struct json_spec noted_spec = JSON_SPEC("noted", struct ev_noted, noted_fields);

static const struct json_field contacted_fields[] = {
    FIELD(ev_contacted, unit, JSON_ID),
    FIELD(ev_contacted, how, JSON_ENUM, .words = matter_how_words),
    FIELD(ev_contacted, tell, JSON_OBJECT, SUB(matter_clock_spec)),
};
static const struct json_spec contacted_spec =
    JSON_SPEC("contacted", struct ev_contacted, contacted_fields);

static const struct json_field answered_fields[] = {
    FIELD(ev_answered, unit, JSON_ID),
    FIELD(ev_answered, result, JSON_ENUM, .words = matter_result_words),
    FIELD(ev_answered, round, JSON_OBJECT, SUB(opening_spec)),
};
static const struct json_spec answered_spec =
    JSON_SPEC("answered", struct ev_answered, answered_fields);

static const struct json_field signed_off_fields[] = {
    FIELD(ev_signed_off, unit, JSON_ID),
    FIELD(ev_signed_off, round, JSON_OBJECT, SUB(opening_spec)),
};
static const struct json_spec signed_off_spec =
    JSON_SPEC("signed_off", struct ev_signed_off, signed_off_fields);

static const struct json_field signoff_returned_fields[] = {
    FIELD(ev_signoff_returned, unit, JSON_ID),
};
static const struct json_spec signoff_returned_spec =
    JSON_SPEC("signoff_returned", struct ev_signoff_returned, signoff_returned_fields);

static const struct json_field call_tried_fields[] = {
    FIELD(ev_call_tried, round, JSON_INT),
    FIELD(ev_call_tried, tries, JSON_INT),
    FIELD(ev_call_tried, next_try_day, JSON_DAY, OMIT),
};
static const struct json_spec call_tried_spec =
    JSON_SPEC("call_tried", struct ev_call_tried, call_tried_fields);

static const struct json_field call_ended_fields[] = {
    FIELD(ev_call_ended, round, JSON_INT),
    FIELD(ev_call_ended, reached, JSON_BOOL),
    FIELD(ev_call_ended, state, JSON_ENUM, .words = call_state_words),
    FIELD(ev_call_ended, true_, JSON_ENUM, OMIT, .words = call_answer_words),
    FIELD(ev_call_ended, done, JSON_ENUM, OMIT, .words = call_answer_words),
    FIELD(ev_call_ended, solved, JSON_ENUM, OMIT, .words = call_answer_words),
    FIELD(ev_call_ended, satisfaction, JSON_ENUM, OMIT, .words = call_grade_words),
    FIELD(ev_call_ended, solved_points, JSON_INT, OMIT),
    FIELD(ev_call_ended, satisfied_points, JSON_INT, OMIT),
    FIELD(ev_call_ended, consequence, JSON_ENUM, .words = consequence_words),
    FIELD(ev_call_ended, policy, JSON_INT),
};
static const struct json_spec call_ended_spec =
    JSON_SPEC("call_ended", struct ev_call_ended, call_ended_fields);

static const struct json_field returned_fields[] = {
    FIELD(ev_returned, round, JSON_INT),
    FIELD(ev_returned, unit, JSON_ID, OMIT),
    FIELD(ev_returned, to, JSON_ENUM, .words = matter_state_words),
    FIELD(ev_returned, supervised, JSON_BOOL),
    FIELD(ev_returned, sign, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(ev_returned, answer, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(ev_returned, tell, JSON_OBJECT, SUB(matter_clock_spec)),
};
static const struct json_spec returned_spec =
    JSON_SPEC("returned", struct ev_returned, returned_fields);

static const struct json_field closed_fields[] = {
    FIELD(ev_closed, round, JSON_INT),
    FIELD(ev_closed, cause, JSON_ENUM, .words = close_cause_words),
};
static const struct json_spec closed_spec = JSON_SPEC("closed", struct ev_closed, closed_fields);

static const struct json_field withdrawn_fields[] = {
    FIELD(ev_withdrawn, unit, JSON_ID),
    FIELD(ev_withdrawn, round, JSON_OBJECT, SUB(opening_spec)),
};
static const struct json_spec withdrawn_spec =
    JSON_SPEC("withdrawn", struct ev_withdrawn, withdrawn_fields);

static const struct json_field joined_fields[] = {
    FIELD(ev_joined, into, JSON_ID, OMIT),
    FIELD(ev_joined, repeat, JSON_ID, OMIT),
};
static const struct json_spec joined_spec = JSON_SPEC("joined", struct ev_joined, joined_fields);

static const struct json_field amended_fields[] = {
    FIELD(ev_amended, kind, JSON_ENUM, OMIT, .words = matter_kind_words),
    FIELD(ev_amended, category, JSON_INT, OMIT),
    FIELD(ev_amended, urgency, JSON_ENUM, OMIT, .words = matter_urgency_words),
    FIELD(ev_amended, title, JSON_BOOL),
};
static const struct json_spec amended_spec =
    JSON_SPEC("amended", struct ev_amended, amended_fields);

static const struct json_field reviewed_fields[] = {
    FIELD(ev_reviewed, meeting, JSON_ID),
    FIELD(ev_reviewed, item, JSON_INT),
    FIELD(ev_reviewed, decision, JSON_ENUM, OMIT, .words = review_decision_words),
    FIELD(ev_reviewed, unit, JSON_ID, OMIT),
    FIELD(ev_reviewed, by_day, JSON_DAY, OMIT),
};
static const struct json_spec reviewed_spec =
    JSON_SPEC("reviewed", struct ev_reviewed, reviewed_fields);
static const struct json_field paper_issued_fields[] = {
    FIELD(ev_paper_issued, n, JSON_INT),
    FIELD(ev_paper_issued, paper, JSON_ENUM, .words = paper_kind_words),
    FIELD(ev_paper_issued, dispatch, JSON_INT, OMIT),
    FIELD(ev_paper_issued, year, JSON_INT, OMIT),
    FIELD(ev_paper_issued, serial, JSON_INT, OMIT),
    FIELD(ev_paper_issued, version, JSON_INT),
    FIELD(ev_paper_issued, shipped, JSON_INT, OMIT),
    FIELD(ev_paper_issued, unit, JSON_ID),
};
static const struct json_spec paper_issued_spec =
    JSON_SPEC("paper_issued", struct ev_paper_issued, paper_issued_fields);

static const struct json_field extension_asked_fields[] = {
    FIELD(ev_extension_asked, n, JSON_INT),
    FIELD(ev_extension_asked, unit, JSON_ID),
    FIELD(ev_extension_asked, level, JSON_ENUM, .words = extension_level_words),
    FIELD(ev_extension_asked, days, JSON_INT),
    FIELD(ev_extension_asked, due_day, JSON_DAY),
    FIELD(ev_extension_asked, to_day, JSON_DAY),
};
static const struct json_spec extension_asked_spec =
    JSON_SPEC("extension_asked", struct ev_extension_asked, extension_asked_fields);

static const struct json_field extension_decided_fields[] = {
    FIELD(ev_extension_decided, n, JSON_INT),
    FIELD(ev_extension_decided, unit, JSON_ID),
    FIELD(ev_extension_decided, days, JSON_INT),
    FIELD(ev_extension_decided, due_day, JSON_DAY),
    FIELD(ev_extension_decided, answer, JSON_OBJECT, SUB(matter_clock_spec)),
};
static const struct json_spec extension_decided_spec =
    JSON_SPEC("extension_decided", struct ev_extension_decided, extension_decided_fields);

static const struct json_field park_asked_fields[] = {
    FIELD(ev_park_asked, n, JSON_INT),
    FIELD(ev_park_asked, unit, JSON_ID),
    FIELD(ev_park_asked, class_, JSON_ENUM, .words = park_class_words),
    FIELD(ev_park_asked, review_day, JSON_DAY),
};
static const struct json_spec park_asked_spec =
    JSON_SPEC("park_asked", struct ev_park_asked, park_asked_fields);

static const struct json_field park_decided_fields[] = {
    FIELD(ev_park_decided, n, JSON_INT),
    FIELD(ev_park_decided, unit, JSON_ID),
    FIELD(ev_park_decided, class_, JSON_ENUM, .words = park_class_words),
    FIELD(ev_park_decided, review_day, JSON_DAY),
    FIELD(ev_park_decided, from, JSON_INT, OMIT),
    FIELD(ev_park_decided, answer, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(ev_park_decided, tell, JSON_OBJECT, SUB(matter_clock_spec)),
};
static const struct json_spec park_decided_spec =
    JSON_SPEC("park_decided", struct ev_park_decided, park_decided_fields);

static const struct json_field unparked_fields[] = {
    FIELD(ev_unparked, n, JSON_INT),
    FIELD(ev_unparked, unit, JSON_ID),
    FIELD(ev_unparked, to, JSON_INT),
    FIELD(ev_unparked, by_itself, JSON_BOOL),
    FIELD(ev_unparked, answer, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(ev_unparked, tell, JSON_OBJECT, SUB(matter_clock_spec)),
};
static const struct json_spec unparked_spec =
    JSON_SPEC("unparked", struct ev_unparked, unparked_fields);

static const struct json_field stage_fields[] = {
    FIELD(ev_stage, n, JSON_INT),
    FIELD(ev_stage, unit, JSON_ID),
    FIELD(ev_stage, told, JSON_ENUM, .words = promise_told_words),
    FIELD(ev_stage, to_day, JSON_DAY),
    FIELD(ev_stage, promise, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(ev_stage, tell, JSON_OBJECT, SUB(matter_clock_spec)),
};
static const struct json_spec stage_spec = JSON_SPEC("stage", struct ev_stage, stage_fields);

static const struct json_field stage_returned_fields[] = {
    FIELD(ev_stage_returned, n, JSON_INT),
    FIELD(ev_stage_returned, unit, JSON_ID),
};
static const struct json_spec stage_returned_spec =
    JSON_SPEC("stage_returned", struct ev_stage_returned, stage_returned_fields);

static const struct json_field promise_due_fields[] = {
    FIELD(ev_promise_due, n, JSON_INT),
    FIELD(ev_promise_due, unit, JSON_ID),
    FIELD(ev_promise_due, to_day, JSON_DAY),
};
static const struct json_spec promise_due_spec =
    JSON_SPEC("promise_due", struct ev_promise_due, promise_due_fields);

static const struct json_field tell_due_fields[] = {
    FIELD(ev_tell_due, n, JSON_INT),
    FIELD(ev_tell_due, unit, JSON_ID),
    FIELD(ev_tell_due, tell_day, JSON_DAY),
};
static const struct json_spec tell_due_spec =
    JSON_SPEC("tell_due", struct ev_tell_due, tell_due_fields);

static const struct json_field due_moved_fields[] = {
    FIELD(ev_due_moved, calendar, JSON_TEXT),
    FIELD(ev_due_moved, sign, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(ev_due_moved, contact, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(ev_due_moved, answer, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(ev_due_moved, call, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(ev_due_moved, tell, JSON_OBJECT, SUB(matter_clock_spec)),
    RARE(ev_due_moved, "assists", assists, n_assists, assist_moved_spec),
};
static const struct json_spec due_moved_spec =
    JSON_SPEC("due_moved", struct ev_due_moved, due_moved_fields);

const struct event_type matter_event_types[EV_COUNT] = {
    [EV_DUE_MOVED] = {"due_moved", 1, &due_moved_spec, NULL},
    [EV_REGISTERED] = {"registered", 1, &registered_spec, NULL},
    [EV_DISPATCHED] = {"dispatched", 1, &dispatched_spec, NULL},
    [EV_SIGNED] = {"signed", 1, &signed_spec, NULL},
    [EV_OBJECTED] = {"objected", 1, &objection_spec, NULL},
    [EV_OBJECTION_UPHELD] = {"objection_upheld", 1, &objection_spec, NULL},
    [EV_OBJECTION_REJECTED] = {"objection_rejected", 1, &objection_spec, NULL},
    [EV_NOTED] = {"noted", 1, &noted_spec, NULL},
    [EV_CONTACTED] = {"contacted", 1, &contacted_spec, NULL},
    [EV_ANSWERED] = {"answered", 1, &answered_spec, NULL},
    [EV_SIGNOFF_RETURNED] = {"signoff_returned", 1, &signoff_returned_spec, NULL},
    [EV_SIGNED_OFF] = {"signed_off", 1, &signed_off_spec, NULL},
    [EV_CALL_TRIED] = {"call_tried", 1, &call_tried_spec, NULL},
    [EV_CALL_ENDED] = {"call_ended", 1, &call_ended_spec, NULL},
    [EV_RETURNED] = {"returned", 1, &returned_spec, NULL},
    [EV_CLOSED] = {"closed", 1, &closed_spec, NULL},
    [EV_WITHDRAWN] = {"withdrawn", 1, &withdrawn_spec, NULL},
    [EV_JOINED] = {"joined", 1, &joined_spec, NULL},
    [EV_AMENDED] = {"amended", 1, &amended_spec, NULL},
    [EV_PAPER_ISSUED] = {"paper_issued", 1, &paper_issued_spec, NULL},
    [EV_URGED] = {"urged", 1, &oversight_urged_spec, NULL},
    [EV_SUPERVISED] = {"supervised", 1, &oversight_supervised_spec, NULL},
    [EV_SUPERVISION_ENDED] = {"supervision_ended", 1, &oversight_ended_spec, NULL},
    [EV_NOTIFIED] = {"notified", 1, &oversight_notified_spec, NULL},
    [EV_REVIEW_ASKED] = {"review_asked", 1, &reviewed_spec, NULL},
    [EV_REVIEWED] = {"reviewed", 1, &reviewed_spec, NULL},
    [EV_EXTENSION_ASKED] = {"extension_asked", 1, &extension_asked_spec, NULL},
    [EV_EXTENSION_APPROVED] = {"extension_approved", 1, &extension_decided_spec, NULL},
    [EV_EXTENSION_REFUSED] = {"extension_refused", 1, &extension_decided_spec, NULL},
    [EV_PARK_ASKED] = {"park_asked", 1, &park_asked_spec, NULL},
    [EV_PARKED] = {"parked", 1, &park_decided_spec, NULL},
    [EV_PARK_REFUSED] = {"park_refused", 1, &park_decided_spec, NULL},
    [EV_UNPARKED] = {"unparked", 1, &unparked_spec, NULL},
    [EV_STAGE_REPLIED] = {"stage_replied", 1, &stage_spec, NULL},
    [EV_STAGE_SIGNED_OFF] = {"stage_signed_off", 1, &stage_spec, NULL},
    [EV_STAGE_RETURNED] = {"stage_returned", 1, &stage_returned_spec, NULL},
    [EV_PROMISE_NEAR] = {"promise_near", 1, &promise_due_spec, NULL},
    [EV_PROMISE_PASSED] = {"promise_passed", 1, &promise_due_spec, NULL},
    [EV_TELL_NEAR] = {"tell_near", 1, &tell_due_spec, NULL},
    [EV_TELL_PASSED] = {"tell_passed", 1, &tell_due_spec, NULL},
    [EV_ASSIST_ASKED] = {"assist_asked", 1, &assist_asked_spec, NULL},
    [EV_ASSIST_NAMED] = {"assist_named", 1, &assist_named_spec, NULL},
    [EV_ASSIST_REFUSED] = {"assist_refused", 1, &assist_decided_spec, NULL},
    [EV_ASSIST_WITHDRAWN] = {"assist_withdrawn", 1, &assist_decided_spec, NULL},
    [EV_ASSIST_SIGNED] = {"assist_signed", 1, &assist_signed_spec, NULL},
    [EV_ASSIST_OBJECTED] = {"assist_objected", 1, &assist_decided_spec, NULL},
    [EV_ASSIST_KEPT] = {"assist_kept", 1, &assist_decided_spec, NULL},
    [EV_ASSIST_ANSWERED] = {"assist_answered", 1, &assist_answered_spec, NULL},
    [EV_ASSIST_URGED] = {"assist_urged", 1, &assist_urged_spec, NULL},
};

// ---- state ----

static const struct json_field dispatch_fields[] = {
    FIELD(matter_dispatch, n, JSON_INT),
    FIELD(matter_dispatch, unit, JSON_ID),
    FIELD(matter_dispatch, at, JSON_INT),
    FIELD(matter_dispatch, day, JSON_DAY),
    FIELD(matter_dispatch, sign, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(matter_dispatch, signed_day, JSON_DAY, OMIT),
    FIELD(matter_dispatch, signed_at, JSON_INT, OMIT),
    FIELD(matter_dispatch, contact, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(matter_dispatch, contacted_day, JSON_DAY, OMIT),
    FIELD(matter_dispatch, contacted_at, JSON_INT, OMIT),
    FIELD(matter_dispatch, objected_day, JSON_DAY, OMIT),
    FIELD(matter_dispatch, objected_at, JSON_INT, OMIT),
    FIELD(matter_dispatch, outcome, JSON_ENUM, .words = dispatch_outcome_words),
    FIELD(matter_dispatch, first_due_day, JSON_DAY),
    FIELD(matter_dispatch, final, JSON_BOOL),
};
static const struct json_spec dispatch_spec =
    JSON_SPEC("matter_dispatch", struct matter_dispatch, dispatch_fields);

static const struct json_field try_fields[] = {
    FIELD(matter_try, at, JSON_INT),       FIELD(matter_try, by, JSON_ID),
    FIELD(matter_try, seq, JSON_INT),      FIELD(matter_try, day, JSON_DAY),
    FIELD(matter_try, reached, JSON_BOOL),
};
static const struct json_spec try_spec = JSON_SPEC("matter_try", struct matter_try, try_fields);

static const struct json_field round_fields[] = {
    FIELD(matter_round, n, JSON_INT),
    FIELD(matter_round, kind, JSON_ENUM, .words = round_kind_words),
    FIELD(matter_round, unit, JSON_ID),
    FIELD(matter_round, answered_day, JSON_DAY),
    FIELD(matter_round, answered_seq, JSON_INT),
    FIELD(matter_round, answered_at, JSON_INT),
    FIELD(matter_round, result, JSON_ENUM, OMIT, .words = matter_result_words),
    FIELD(matter_round, answer, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(matter_round, call, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(matter_round, state, JSON_ENUM, .words = call_state_words),
    FIELD(matter_round, next_try_day, JSON_DAY, OMIT),
    LIST(matter_round, "tries", tries, n_tries, try_spec),
    FIELD(matter_round, true_, JSON_ENUM, OMIT, .words = call_answer_words),
    FIELD(matter_round, done, JSON_ENUM, OMIT, .words = call_answer_words),
    FIELD(matter_round, solved, JSON_ENUM, OMIT, .words = call_answer_words),
    FIELD(matter_round, satisfaction, JSON_ENUM, OMIT, .words = call_grade_words),
    FIELD(matter_round, solved_points, JSON_INT, OMIT),
    FIELD(matter_round, satisfied_points, JSON_INT, OMIT),
    FIELD(matter_round, called_day, JSON_DAY, OMIT),
    FIELD(matter_round, ended_at, JSON_INT, OMIT),
    FIELD(matter_round, ended_seq, JSON_INT, OMIT),
    FIELD(matter_round, consequence, JSON_ENUM, OMIT, .words = consequence_words),
};
static const struct json_spec round_spec =
    JSON_SPEC("matter_round", struct matter_round, round_fields);

static const struct json_field told_fields[] = {
    FIELD(matter_told, meeting, JSON_ID),
    FIELD(matter_told, item, JSON_INT),
    FIELD(matter_told, unit, JSON_ID),
};
static const struct json_spec told_spec = JSON_SPEC("matter_told", struct matter_told, told_fields);
static const struct json_field paper_fields[] = {
    FIELD(matter_paper, n, JSON_INT),
    FIELD(matter_paper, kind, JSON_ENUM, .words = paper_kind_words),
    FIELD(matter_paper, dispatch, JSON_INT, OMIT),
    FIELD(matter_paper, year, JSON_INT, OMIT),
    FIELD(matter_paper, serial, JSON_INT, OMIT),
    FIELD(matter_paper, version, JSON_INT),
    FIELD(matter_paper, shipped, JSON_INT, OMIT),
    FIELD(matter_paper, unit, JSON_ID),
    FIELD(matter_paper, seq, JSON_INT),
    FIELD(matter_paper, at, JSON_INT),
    FIELD(matter_paper, by, JSON_ID),
    FIELD(matter_paper, day, JSON_DAY),
};
static const struct json_spec paper_spec =
    JSON_SPEC("matter_paper", struct matter_paper, paper_fields);

static const struct json_field extension_fields[] = {
    FIELD(matter_extension, n, JSON_INT),
    FIELD(matter_extension, unit, JSON_ID),
    FIELD(matter_extension, by, JSON_ID),
    FIELD(matter_extension, level, JSON_ENUM, .words = extension_level_words),
    FIELD(matter_extension, days, JSON_INT),
    FIELD(matter_extension, asked_seq, JSON_INT),
    FIELD(matter_extension, decided_seq, JSON_INT, OMIT),
    FIELD(matter_extension, asked_day, JSON_DAY),
    FIELD(matter_extension, due_day, JSON_DAY),
    FIELD(matter_extension, to_day, JSON_DAY),
    FIELD(matter_extension, outcome, JSON_ENUM, .words = request_outcome_words),
    FIELD(matter_extension, decided_day, JSON_DAY, OMIT),
};
static const struct json_spec extension_spec =
    JSON_SPEC("matter_extension", struct matter_extension, extension_fields);

static const struct json_field park_fields[] = {
    FIELD(matter_park, n, JSON_INT),
    FIELD(matter_park, unit, JSON_ID),
    FIELD(matter_park, by, JSON_ID),
    FIELD(matter_park, class_, JSON_ENUM, .words = park_class_words),
    FIELD(matter_park, asked_seq, JSON_INT),
    FIELD(matter_park, decided_seq, JSON_INT, OMIT),
    FIELD(matter_park, asked_day, JSON_DAY),
    FIELD(matter_park, review_day, JSON_DAY),
    FIELD(matter_park, outcome, JSON_ENUM, .words = request_outcome_words),
    FIELD(matter_park, decided_day, JSON_DAY, OMIT),
    FIELD(matter_park, ended_day, JSON_DAY, OMIT),
    FIELD(matter_park, from_us, JSON_INT, OMIT),
    FIELD(matter_park, to_us, JSON_INT, OMIT),
    FIELD(matter_park, by_itself, JSON_BOOL, OMIT),
};
static const struct json_spec park_spec = JSON_SPEC("matter_park", struct matter_park, park_fields);

static const struct json_field promise_fields[] = {
    FIELD(matter_promise, n, JSON_INT),
    FIELD(matter_promise, unit, JSON_ID),
    FIELD(matter_promise, by, JSON_ID),
    FIELD(matter_promise, told, JSON_ENUM, .words = promise_told_words),
    FIELD(matter_promise, seq, JSON_INT),
    FIELD(matter_promise, decided_seq, JSON_INT, OMIT),
    FIELD(matter_promise, day, JSON_DAY),
    FIELD(matter_promise, to_day, JSON_DAY),
    FIELD(matter_promise, given_day, JSON_DAY, OMIT),
    FIELD(matter_promise, clock, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(matter_promise, outcome, JSON_ENUM, .words = promise_outcome_words),
    FIELD(matter_promise, ended_day, JSON_DAY, OMIT),
    FIELD(matter_promise, reminded, JSON_BOOL, OMIT),
    FIELD(matter_promise, passed_day, JSON_DAY, OMIT),
};
static const struct json_spec promise_spec =
    JSON_SPEC("matter_promise", struct matter_promise, promise_fields);

static const struct json_field state_fields[] = {
    FIELD(matter, seq, JSON_INT),
    FIELD(matter, state, JSON_ENUM, .words = matter_state_words),
    FIELD(matter, number, JSON_INT),
    FIELD(matter, channel, JSON_ENUM, .words = matter_channel_words),
    FIELD(matter, caller_kind, JSON_ENUM, .words = caller_kind_words),
    FIELD(matter, party, JSON_ID, OMIT),
    FIELD(matter, reachable, JSON_BOOL),
    FIELD(matter, kind, JSON_ENUM, .words = matter_kind_words),
    FIELD(matter, category, JSON_INT),
    FIELD(matter, urgency, JSON_ENUM, .words = matter_urgency_words),
    FIELD(matter, secret, JSON_BOOL),
    FIELD(matter, intake_unit, JSON_ID),
    FIELD(matter, day, JSON_DAY),
    FIELD(matter, registered_at, JSON_INT),
    FIELD(matter, lead, JSON_ID, OMIT),
    LIST(matter, "dispatches", dispatches, n_dispatches, dispatch_spec),
    FIELD(matter, answer, JSON_OBJECT, SUB(matter_clock_spec)),
    FIELD(matter, answer_by, JSON_ID, OMIT),
    FIELD(matter, answer_seq, JSON_INT, OMIT),
    FIELD(matter, answer_result, JSON_ENUM, OMIT, .words = matter_result_words),
    FIELD(matter, answered_day, JSON_DAY, OMIT),
    LIST(matter, "rounds", rounds, n_rounds, round_spec),
    FIELD(matter, n_objections, JSON_INT),
    FIELD(matter, n_returns, JSON_INT),
    FIELD(matter, n_repeats, JSON_INT),
    FIELD(matter, closed_day, JSON_DAY, OMIT),
    FIELD(matter, withdrawn_day, JSON_DAY, OMIT),
    FIELD(matter, withdrawn_by, JSON_ID, OMIT),
    FIELD(matter, joined_day, JSON_DAY, OMIT),
    FIELD(matter, joined_into, JSON_ID, OMIT),
    FIELD(matter, title_seq, JSON_INT),
    {.name = "told",
     .type = JSON_ARRAY,
     OMIT,
     .offset = offsetof(struct matter, told),
     .count_offset = offsetof(struct matter, n_told),
     .sub = &told_spec},
    RARE(matter, "extensions", extensions, n_extensions, extension_spec),
    RARE(matter, "papers", papers, n_papers, paper_spec),
    RARE(matter, "parks", parks, n_parks, park_spec),
    RARE(matter, "promises", promises, n_promises, promise_spec),
    RARE(matter, "assists", assists, n_assists, matter_assist_spec),
    RARE(matter, "tells", tells, n_tells, matter_tell_spec),
    FIELD(matter, parked_from, JSON_ENUM, OMIT, .words = matter_state_words),
};
const struct json_spec matter_state_spec = JSON_SPEC("matter", struct matter, state_fields);
