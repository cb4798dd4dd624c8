// SPDX-License-Identifier: Apache-2.0
// What supervision's events and states look like when stored. Decides nothing.
#include "supervise/events.h"

#include "base/clock.h"

const struct json_word supervision_kind_words[] = {{"urge", SUPERVISION_URGE},
                                                   {"order", SUPERVISION_ORDER},
                                                   {"notification", SUPERVISION_NOTIFICATION},
                                                   {NULL, 0}};
const struct json_word supervision_state_words[] = {{"proposed", SUPERVISION_PROPOSED},
                                                    {"awaiting", SUPERVISION_AWAITING},
                                                    {"answered", SUPERVISION_ANSWERED},
                                                    {"done", SUPERVISION_DONE},
                                                    {"escalated", SUPERVISION_ESCALATED},
                                                    {"withdrawn", SUPERVISION_WITHDRAWN},
                                                    {"closed", SUPERVISION_CLOSED},
                                                    {"dismissed", SUPERVISION_DISMISSED},
                                                    {NULL, 0}};
const struct json_word supervision_next_words[] = {{"orange", NEXT_ORANGE},
                                                   {"red", NEXT_RED},
                                                   {"notification", NEXT_NOTIFICATION},
                                                   {"dismissed", NEXT_DISMISSED},
                                                   {NULL, 0}};
const struct json_word supervise_action_words[] = {{"reply", SUPERVISE_REPLY},
                                                   {"issue", SUPERVISE_ISSUE},
                                                   {"dismiss", SUPERVISE_DISMISS},
                                                   {"answer", SUPERVISE_ANSWER},
                                                   {"judge", SUPERVISE_JUDGE},
                                                   {"escalate", SUPERVISE_ESCALATE},
                                                   {"withdraw", SUPERVISE_WITHDRAW},
                                                   {"list", SUPERVISE_LIST},
                                                   {"strike", SUPERVISE_STRIKE},
                                                   {"sign", SUPERVISE_SIGN},
                                                   {NULL, 0}};
static const struct json_word ledger_words[] = {{"matter", LEDGER_MATTER}, {NULL, 0}};

#define OF(type_, member_, ...)                                                                    \
    { .name = #member_, .offset = offsetof(struct type_, member_), .type = __VA_ARGS__ }
#define OMIT .flags = JSON_OMIT_ABSENT

#define SUBJECT(member_, ...) OF(supervision_subject, member_, __VA_ARGS__)
static const struct json_field subject_fields[] = {
    SUBJECT(ledger, JSON_ENUM, OMIT, .words = ledger_words),
    SUBJECT(object, JSON_ID, OMIT),
    SUBJECT(number, JSON_INT, OMIT),
    SUBJECT(unit, JSON_ID, OMIT),
    SUBJECT(category, JSON_INT, OMIT),
    SUBJECT(channel, JSON_ENUM, OMIT, .words = matter_channel_words),
    SUBJECT(caller_kind, JSON_ENUM, OMIT, .words = caller_kind_words),
    SUBJECT(due_day, JSON_DAY, OMIT),
};
static const struct json_spec subject_spec =
    JSON_SPEC("supervision_subject", struct supervision_subject, subject_fields);

// ---- bodies ----

#define EV(member_, ...) OF(ev_supervise, member_, __VA_ARGS__)
#define EV_SUBJECT       EV(subject, JSON_OBJECT, .sub = &subject_spec)
#define EV_COLOUR        EV(colour, JSON_ENUM, .words = order_colour_words)
#define SPEC(fields_)                                                                              \
    static const struct json_spec fields_##_spec =                                                 \
        JSON_SPEC("supervise." #fields_, struct ev_supervise, fields_)

static const struct json_field urged[] = {
    EV(paper_number, JSON_INT), EV(cause, JSON_ENUM, .words = urge_cause_words), EV_SUBJECT};
static const struct json_field proposed[] = {EV_COLOUR, EV_SUBJECT};
static const struct json_field ordered[] = {EV(paper_number, JSON_INT),
                                            EV(n, JSON_INT),
                                            EV_COLOUR,
                                            EV(rule, JSON_TEXT),
                                            EV(limit_day, JSON_DAY),
                                            EV(warn_day, JSON_DAY),
                                            EV(policy, JSON_INT),
                                            EV(calendar, JSON_TEXT),
                                            EV(provisional, JSON_BOOL),
                                            EV_SUBJECT};
static const struct json_field next_proposed[] = {
    EV(n, JSON_INT), EV(next, JSON_ENUM, .words = supervision_next_words)};
static const struct json_field answered[] = {EV(n, JSON_INT), EV(unit, JSON_ID),
                                             EV(on_time, JSON_BOOL)};
static const struct json_field of_step[] = {EV(n, JSON_INT)};
static const struct json_field of_unit[] = {EV(unit, JSON_ID)};
static const struct json_field listed[] = {EV(n, JSON_INT), EV(order, JSON_ID, OMIT),
                                           EV(order_number, JSON_INT, OMIT), EV_SUBJECT};
static const struct json_field issued[] = {EV(paper_number, JSON_INT)};
static const struct json_field notified[] = {EV(notification, JSON_ID), EV(paper_number, JSON_INT)};
SPEC(urged);
SPEC(proposed);
SPEC(ordered);
SPEC(next_proposed);
SPEC(answered);
SPEC(of_step);
SPEC(of_unit);
SPEC(listed);
SPEC(issued);
SPEC(notified);

const struct event_type supervise_event_types[SE_COUNT] = {
    [SE_URGED] = {"urged", 1, &urged_spec, NULL},
    [SE_REPLIED] = {"replied", 1, &of_unit_spec, NULL},
    [SE_PROPOSED] = {"proposed", 1, &proposed_spec, NULL},
    [SE_ORDERED] = {"ordered", 1, &ordered_spec, NULL},
    [SE_NEXT_PROPOSED] = {"next_proposed", 1, &next_proposed_spec, NULL},
    [SE_DISMISSED] = {"dismissed", 1, NULL, NULL},
    [SE_ANSWERED] = {"answered", 1, &answered_spec, NULL},
    [SE_ACCEPTED] = {"accepted", 1, &of_step_spec, NULL},
    [SE_REFUSED] = {"refused", 1, &of_step_spec, NULL},
    [SE_WITHDRAWN] = {"withdrawn", 1, NULL, NULL},
    [SE_CLOSED] = {"closed", 1, NULL, NULL},
    [SE_DRAWN_UP] = {"drawn_up", 1, NULL, NULL},
    [SE_LISTED] = {"listed", 1, &listed_spec, NULL},
    [SE_STRUCK] = {"struck", 1, &of_step_spec, NULL},
    [SE_ISSUED] = {"issued", 1, &issued_spec, NULL},
    [SE_NOTIFIED] = {"notified", 1, &notified_spec, NULL},
    [SE_SIGNED] = {"signed", 1, &of_unit_spec, NULL},
};

// ---- state ----

#define STEP(member_, ...) OF(supervision_step, member_, __VA_ARGS__)
#define STATE_WORD         JSON_ENUM, .words = supervision_state_words
static const struct json_field step_fields[] = {
    STEP(n, JSON_INT),
    STEP(colour, JSON_ENUM, .words = order_colour_words),
    STEP(number, JSON_INT),
    STEP(state, STATE_WORD),
    STEP(day, JSON_DAY),
    STEP(at, JSON_INT),
    STEP(seq, JSON_INT),
    STEP(rule, JSON_TEXT),
    STEP(limit_day, JSON_DAY),
    STEP(warn_day, JSON_DAY),
    STEP(policy, JSON_INT),
    STEP(calendar, JSON_TEXT),
    STEP(provisional, JSON_BOOL),
    STEP(answered_day, JSON_DAY, OMIT),
    STEP(answer_seq, JSON_INT, OMIT),
    STEP(refusals, JSON_INT),
    STEP(ended_day, JSON_DAY, OMIT),
};
static const struct json_spec step_spec =
    JSON_SPEC("supervision_step", struct supervision_step, step_fields);

#define ITEM(member_, ...) OF(supervision_item, member_, __VA_ARGS__)
static const struct json_field item_fields[] = {
    ITEM(n, JSON_INT),
    ITEM(state, STATE_WORD),
    ITEM(seq, JSON_INT),
    ITEM(order, JSON_ID, OMIT),
    ITEM(order_number, JSON_INT, OMIT),
    ITEM(subject, JSON_OBJECT, .sub = &subject_spec),
    ITEM(signed_day, JSON_DAY, OMIT),
    ITEM(signed_at, JSON_INT, OMIT),
    ITEM(signed_by, JSON_ID, OMIT),
};
static const struct json_spec item_spec =
    JSON_SPEC("supervision_item", struct supervision_item, item_fields);

#define SELF(member_, ...) OF(supervision, member_, __VA_ARGS__)
#define LIST(member_, count_, spec_)                                                               \
    {                                                                                              \
        .name = #member_, .type = JSON_ARRAY, .offset = offsetof(struct supervision, member_),     \
        .count_offset = offsetof(struct supervision, count_), .sub = &(spec_)                      \
    }
static const struct json_field state_fields[] = {
    SELF(seq, JSON_INT),
    SELF(kind, JSON_ENUM, .words = supervision_kind_words),
    SELF(state, STATE_WORD),
    SELF(number, JSON_INT, OMIT),
    SELF(cause, JSON_ENUM, OMIT, .words = urge_cause_words),
    SELF(by_itself, JSON_BOOL),
    SELF(subject, JSON_OBJECT, .sub = &subject_spec),
    SELF(at, JSON_INT),
    SELF(day, JSON_DAY),
    SELF(answered_day, JSON_DAY, OMIT),
    SELF(next, JSON_ENUM, OMIT, .words = supervision_next_words),
    SELF(notification, JSON_ID, OMIT),
    SELF(ended_day, JSON_DAY, OMIT),
    LIST(steps, n_steps, step_spec),
    LIST(items, n_items, item_spec),
};
const struct json_spec supervise_state_spec =
    JSON_SPEC("supervision", struct supervision, state_fields);
