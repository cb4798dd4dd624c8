// SPDX-License-Identifier: Apache-2.0
// What a review's events and state look like when stored. Decides nothing.
#include "review/review_spec.h"

#define FIELD(type_, member_, ...)                                                                 \
    { .name = #member_, .offset = offsetof(struct type_, member_), .type = __VA_ARGS__ }
#define OMIT .flags = JSON_OMIT_ABSENT
#define LIST(type_, name_, member_, count_, spec_)                                                 \
    {                                                                                              \
        .name = (name_), .type = JSON_ARRAY, .offset = offsetof(struct type_, member_),            \
        .count_offset = offsetof(struct type_, count_), .sub = &(spec_)                            \
    }

const struct json_word review_state_words[] = {
    {"planned", REVIEW_PLANNED},
    {"open", REVIEW_OPEN},
    {"closed", REVIEW_CLOSED},
    {"cancelled", REVIEW_CANCELLED},
    {NULL, 0},
};
const struct json_word review_kind_words[] = {
    {"weekly", REVIEW_WEEKLY},
    {"monthly", REVIEW_MONTHLY},
    {"special", REVIEW_SPECIAL},
    {NULL, 0},
};
const struct json_word review_reason_words[] = {
    {"overdue", REASON_OVERDUE},
    {"objected_twice", REASON_OBJECTED_TWICE},
    {"parked", REASON_PARKED},
    {"not_true", REASON_NOT_TRUE},
    {"not_satisfied", REASON_NOT_SATISFIED},
    {"promise_passed", REASON_PROMISE_PASSED},
    {"supervised", REASON_SUPERVISED},
    {"asked", REASON_ASKED},
    {"carried", REASON_CARRIED},
    {NULL, 0},
};
const struct json_word review_act_words[] = {
    {"change", RACT_CHANGE},
    {"collect", RACT_COLLECT},
    {"ask", RACT_ASK},
    {"drop", RACT_DROP},
    {"open", RACT_OPEN},
    {"decide", RACT_DECIDE},
    {"close", RACT_CLOSE},
    {"cancel", RACT_CANCEL},
    {"follow", RACT_FOLLOW},
    {"confirm", RACT_CONFIRM},
    {NULL, 0},
};

// ---- bodies ----

static const struct json_field planned_fields[] = {
    FIELD(ev_planned, number, JSON_INT),
    FIELD(ev_planned, kind, JSON_ENUM, .words = review_kind_words),
    FIELD(ev_planned, unit, JSON_ID, OMIT),
    FIELD(ev_planned, host, JSON_ID),
    FIELD(ev_planned, day, JSON_DAY),
};
static const struct json_spec planned_spec =
    JSON_SPEC("review_planned", struct ev_planned, planned_fields);

static const struct json_field changed_fields[] = {
    FIELD(ev_changed, unit, JSON_ID, OMIT),
    FIELD(ev_changed, day, JSON_DAY),
};
static const struct json_spec changed_spec =
    JSON_SPEC("review_changed", struct ev_changed, changed_fields);

static const struct json_field found_fields[] = {
    FIELD(ev_item, n, JSON_INT),
    FIELD(ev_item, matter, JSON_ID),
    FIELD(ev_item, category, JSON_INT),
    FIELD(ev_item, channel, JSON_INT),
    FIELD(ev_item, caller_kind, JSON_INT),
    FIELD(ev_item, lead, JSON_ID, OMIT),
    FIELD(ev_item, reasons, JSON_INT),
    FIELD(ev_item, last_meeting, JSON_ID, OMIT),
    FIELD(ev_item, last_item, JSON_INT, OMIT),
};
static const struct json_spec found_spec = JSON_SPEC("review_found", struct ev_item, found_fields);

static const struct json_field collected_fields[] = {
    LIST(ev_collected, "items", items, n_items, found_spec),
    {.name = "gone",
     .type = JSON_INT_ARRAY,
     .offset = offsetof(struct ev_collected, gone),
     .count_offset = offsetof(struct ev_collected, n_gone)},
};
static const struct json_spec collected_spec =
    JSON_SPEC("review_collected", struct ev_collected, collected_fields);

static const struct json_field numbered_fields[] = {FIELD(ev_numbered, n, JSON_INT)};
static const struct json_spec numbered_spec =
    JSON_SPEC("review_numbered", struct ev_numbered, numbered_fields);

static const struct json_field decided_fields[] = {
    FIELD(ev_decided, n, JSON_INT),
    FIELD(ev_decided, decision, JSON_ENUM, .words = review_decision_words),
    FIELD(ev_decided, unit, JSON_ID),
    FIELD(ev_decided, by_day, JSON_DAY, OMIT),
    FIELD(ev_decided, order, JSON_ID, OMIT),
    FIELD(ev_decided, order_step, JSON_INT, OMIT),
    FIELD(ev_decided, park, JSON_INT, OMIT),
};
static const struct json_spec decided_spec =
    JSON_SPEC("review_item_decided", struct ev_decided, decided_fields);

static const struct json_field confirmed_fields[] = {
    FIELD(ev_confirmed, n, JSON_INT),
    FIELD(ev_confirmed, accept, JSON_BOOL),
};
static const struct json_spec confirmed_spec =
    JSON_SPEC("review_confirmed", struct ev_confirmed, confirmed_fields);

static const struct json_field closed_fields[] = {
    FIELD(ev_closed, paper_version, JSON_INT),
    FIELD(ev_closed, paper_shipped, JSON_INT),
};
static const struct json_spec closed_spec =
    JSON_SPEC("review_closed", struct ev_closed, closed_fields);

const struct event_type review_event_types[RV_COUNT] = {
    [RV_PLANNED] = {"planned", 1, &planned_spec, NULL},
    [RV_CHANGED] = {"changed", 1, &changed_spec, NULL},
    [RV_COLLECTED] = {"collected", 1, &collected_spec, NULL},
    [RV_ASKED] = {"asked", 1, &found_spec, NULL},
    [RV_DROPPED] = {"dropped", 1, &numbered_spec, NULL},
    [RV_OPENED] = {"opened", 1, NULL, NULL},
    [RV_DECIDED] = {"decided", 1, &decided_spec, NULL},
    [RV_CLOSED] = {"closed", 1, &closed_spec, NULL},
    [RV_CANCELLED] = {"cancelled", 1, NULL, NULL},
    [RV_FOLLOWED] = {"followed", 1, &numbered_spec, NULL},
    [RV_CONFIRMED] = {"confirmed", 1, &confirmed_spec, NULL},
};

// ---- state ----

static const struct json_field item_fields[] = {
    FIELD(review_item, n, JSON_INT),
    FIELD(review_item, matter, JSON_ID),
    FIELD(review_item, category, JSON_INT),
    FIELD(review_item, channel, JSON_INT),
    FIELD(review_item, caller_kind, JSON_INT),
    FIELD(review_item, reasons, JSON_INT),
    FIELD(review_item, lead, JSON_ID, OMIT),
    FIELD(review_item, last_meeting, JSON_ID, OMIT),
    FIELD(review_item, last_item, JSON_INT, OMIT),
    FIELD(review_item, asked_seq, JSON_INT, OMIT),
    FIELD(review_item, dropped, JSON_BOOL),
    FIELD(review_item, decision, JSON_ENUM, OMIT, .words = review_decision_words),
    FIELD(review_item, unit, JSON_ID, OMIT),
    FIELD(review_item, decided_day, JSON_DAY, OMIT),
    FIELD(review_item, by_day, JSON_DAY, OMIT),
    FIELD(review_item, decided_seq, JSON_INT, OMIT),
    FIELD(review_item, order, JSON_ID, OMIT),
    FIELD(review_item, order_step, JSON_INT, OMIT),
    FIELD(review_item, park, JSON_INT, OMIT),
    FIELD(review_item, reported_by, JSON_ID, OMIT),
    FIELD(review_item, reported_day, JSON_DAY, OMIT),
    FIELD(review_item, reported_seq, JSON_INT, OMIT),
    FIELD(review_item, done_day, JSON_DAY, OMIT),
    FIELD(review_item, confirmed_seq, JSON_INT, OMIT),
};
static const struct json_spec item_spec = JSON_SPEC("review_item", struct review_item, item_fields);

static const struct json_field state_fields[] = {
    FIELD(review, seq, JSON_INT),
    FIELD(review, state, JSON_ENUM, .words = review_state_words),
    FIELD(review, kind, JSON_ENUM, .words = review_kind_words),
    FIELD(review, number, JSON_INT),
    FIELD(review, unit, JSON_ID, OMIT),
    FIELD(review, host, JSON_ID),
    FIELD(review, day, JSON_DAY),
    FIELD(review, planned_day, JSON_DAY),
    FIELD(review, words_seq, JSON_INT),
    FIELD(review, opened_at, JSON_INT, OMIT),
    FIELD(review, closed_at, JSON_INT, OMIT),
    FIELD(review, closed_seq, JSON_INT, OMIT),
    FIELD(review, closed_by, JSON_ID, OMIT),
    FIELD(review, paper_version, JSON_INT, OMIT),
    FIELD(review, paper_shipped, JSON_INT, OMIT),
    LIST(review, "items", items, n_items, item_spec),
};
const struct json_spec review_state_spec = JSON_SPEC("review", struct review, state_fields);
