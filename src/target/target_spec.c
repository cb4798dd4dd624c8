// SPDX-License-Identifier: Apache-2.0
// What events and states of programmes and tasks look like when stored. Decides nothing.
#include "target/target_spec.h"

#define FIELD(type_, member_, ...)                                                                 \
    { .name = #member_, .offset = offsetof(struct type_, member_), .type = __VA_ARGS__ }
#define OMIT .flags = JSON_OMIT_ABSENT
#define LIST(type_, name_, member_, count_, spec_)                                                 \
    {                                                                                              \
        .name = (name_), .type = JSON_ARRAY, .offset = offsetof(struct type_, member_),            \
        .count_offset = offsetof(struct type_, count_), .sub = &(spec_)                            \
    }
#define IDS(type_, name_, member_, count_)                                                         \
    {                                                                                              \
        .name = (name_), .type = JSON_ID_ARRAY, .offset = offsetof(struct type_, member_),         \
        .count_offset = offsetof(struct type_, count_)                                             \
    }

// clang-format off
const struct json_word programme_kind_words[] = {
    {"lives", PROGRAMME_LIVES}, {"spending", PROGRAMME_SPENDING}, {"measures", PROGRAMME_MEASURES},
    {"work", PROGRAMME_WORK}, {NULL, 0},
};
const struct json_word programme_act_words[] = {
    {"add", PACT_ADD}, {"lock", PACT_LOCK}, {"open", PACT_OPEN}, {NULL, 0},
};
const struct json_word target_state_words[] = {
    {"set_up", TARGET_SET_UP}, {"assigned", TARGET_ASSIGNED}, {"accepted", TARGET_ACCEPTED}, {NULL, 0},
};
const struct json_word target_direction_words[] = {
    {"at_least", TARGET_AT_LEAST}, {"at_most", TARGET_AT_MOST}, {"equal", TARGET_EQUAL}, {NULL, 0},
};
const struct json_word target_counting_words[] = {
    {"cumulative", TARGET_CUMULATIVE}, {"snapshot", TARGET_SNAPSHOT}, {"ratio", TARGET_RATIO}, {NULL, 0},
};
const struct json_word target_frequency_words[] = {
    {"monthly", TARGET_MONTHLY}, {"quarterly", TARGET_QUARTERLY}, {"yearly", TARGET_YEARLY}, {NULL, 0},
};
const struct json_word report_state_words[] = {
    {"waiting", REPORT_WAITING}, {"verified", REPORT_VERIFIED}, {"returned", REPORT_RETURNED},
    {"untrue", REPORT_UNTRUE}, {NULL, 0},
};
const struct json_word report_how_words[] = {
    {"on_paper", HOW_ON_PAPER}, {"on_the_spot", HOW_ON_THE_SPOT}, {NULL, 0},
};
const struct json_word target_item_words[] = {
    {"employment.youth_internships", ITEM_YOUTH_INTERNSHIPS},
    {"employment.short_internships", ITEM_SHORT_INTERNSHIPS},
    {"employment.public_welfare_posts", ITEM_WELFARE_POSTS},
    {"employment.temporary_posts", ITEM_TEMPORARY_POSTS},
    {"employment.skilled_talent", ITEM_SKILLED_TALENT},
    {"elderly_meals.city_canteens", ITEM_CITY_CANTEENS},
    {"elderly_meals.rural_canteens", ITEM_RURAL_CANTEENS},
    {"elderly_meals.in_operation", ITEM_CANTEENS_OPEN},
    {"childcare.kindergartens_with_classes", ITEM_KINDERGARTENS},
    {"childcare.public_seats", ITEM_PUBLIC_SEATS},
    {"childcare.places", ITEM_CHILDCARE_PLACES},
    {"fitness.trail_km", ITEM_TRAIL_KM},
    {"fitness.pocket_parks", ITEM_POCKET_PARKS},
    {"livelihood.invested", ITEM_LIVELIHOOD_INVESTED},
    {"livelihood.class", ITEM_LIVELIHOOD_CLASS},
    {"livelihood.other", ITEM_OTHER_SPENDING},
    {NULL, 0},
};
const struct json_word target_act_words[] = {
    {"break_down", TACT_BREAK_DOWN}, {"assign", TACT_ASSIGN}, {"sign", TACT_SIGN}, {"report", TACT_REPORT},
    {"verify", TACT_VERIFY}, {"return", TACT_RETURN}, {"untrue", TACT_UNTRUE}, {"accept", TACT_ACCEPT}, {NULL, 0},
};
// clang-format on

// ---- programmes ----

static const struct json_field action_fields[] = {
    FIELD(programme_action, n, JSON_INT),
    FIELD(programme_action, name, JSON_TEXT),
    FIELD(programme_action, name_en, JSON_TEXT, OMIT),
};
static const struct json_spec action_spec =
    JSON_SPEC("programme_action", struct programme_action, action_fields);

static const struct json_field planned_fields[] = {
    FIELD(ev_programme_planned, kind, JSON_ENUM, .words = programme_kind_words),
    FIELD(ev_programme_planned, number, JSON_INT),
    FIELD(ev_programme_planned, host, JSON_ID),
    FIELD(ev_programme_planned, report_days, JSON_INT),
    FIELD(ev_programme_planned, from, JSON_DAY),
    FIELD(ev_programme_planned, to, JSON_DAY),
    FIELD(ev_programme_planned, name, JSON_TEXT),
    FIELD(ev_programme_planned, name_en, JSON_TEXT, OMIT),
    LIST(ev_programme_planned, "actions", actions, n_actions, action_spec),
};
static const struct json_spec planned_spec =
    JSON_SPEC("programme_planned", struct ev_programme_planned, planned_fields);
static const struct json_field month_fields[] = {FIELD(ev_month, month, JSON_INT)};
static const struct json_spec month_spec =
    JSON_SPEC("programme_month", struct ev_month, month_fields);

const struct event_type programme_event_types[PE_COUNT] = {
    [PE_PLANNED] = {"planned", 1, &planned_spec, NULL},
    [PE_LOCKED] = {"locked", 1, &month_spec, NULL},
    [PE_OPENED] = {"opened", 1, &month_spec, NULL},
};

static const struct json_field programme_fields[] = {
    FIELD(programme, seq, JSON_INT),
    FIELD(programme, kind, JSON_ENUM, .words = programme_kind_words),
    FIELD(programme, number, JSON_INT),
    FIELD(programme, host, JSON_ID),
    FIELD(programme, from, JSON_DAY),
    FIELD(programme, to, JSON_DAY),
    FIELD(programme, report_days, JSON_INT),
    FIELD(programme, locked, JSON_INT),
    FIELD(programme, name, JSON_TEXT),
    FIELD(programme, name_en, JSON_TEXT, OMIT),
    LIST(programme, "actions", actions, n_actions, action_spec),
};
const struct json_spec programme_state_spec =
    JSON_SPEC("programme", struct programme, programme_fields);

// ---- tasks ----

static const struct json_field indicator_fields[] = {
    FIELD(target_indicator, n, JSON_INT),
    FIELD(target_indicator, name, JSON_TEXT),
    FIELD(target_indicator, name_en, JSON_TEXT, OMIT),
    FIELD(target_indicator, unit, JSON_TEXT),
    FIELD(target_indicator, unit_en, JSON_TEXT, OMIT),
    FIELD(target_indicator, evidence, JSON_TEXT, OMIT),
    FIELD(target_indicator, direction, JSON_ENUM, .words = target_direction_words),
    FIELD(target_indicator, counting, JSON_ENUM, .words = target_counting_words),
    FIELD(target_indicator, frequency, JSON_ENUM, .words = target_frequency_words),
    FIELD(target_indicator, item, JSON_ENUM, OMIT, .words = target_item_words),
    FIELD(target_indicator, target, JSON_INT, OMIT),
    FIELD(target_indicator, key, JSON_BOOL),
};
static const struct json_spec indicator_spec =
    JSON_SPEC("target_indicator", struct target_indicator, indicator_fields);

static const struct json_field set_up_fields[] = {
    FIELD(ev_set_up, programme, JSON_ID),
    FIELD(ev_set_up, kind, JSON_ENUM, .words = programme_kind_words),
    FIELD(ev_set_up, action, JSON_INT),
    FIELD(ev_set_up, number, JSON_INT),
    FIELD(ev_set_up, lead, JSON_ID),
    FIELD(ev_set_up, report_days, JSON_INT),
    FIELD(ev_set_up, from, JSON_DAY),
    FIELD(ev_set_up, to, JSON_DAY),
    FIELD(ev_set_up, name, JSON_TEXT),
    FIELD(ev_set_up, name_en, JSON_TEXT, OMIT),
    IDS(ev_set_up, "supports", supports, n_supports),
    LIST(ev_set_up, "indicators", indicators, n_indicators, indicator_spec),
};
static const struct json_spec set_up_spec =
    JSON_SPEC("target_set_up", struct ev_set_up, set_up_fields);

static const struct json_field plan_fields[] = {
    FIELD(ev_share, n, JSON_INT),
    FIELD(ev_share, indicator, JSON_INT),
    FIELD(ev_share, unit, JSON_ID),
    FIELD(ev_share, target, JSON_INT, OMIT),
};
static const struct json_spec plan_spec =
    JSON_SPEC("target_share_plan", struct ev_share, plan_fields);
static const struct json_field step_fields[] = {
    FIELD(target_step, indicator, JSON_INT),
    FIELD(target_step, month, JSON_INT),
    FIELD(target_step, value, JSON_INT),
};
static const struct json_spec step_spec = JSON_SPEC("target_step", struct target_step, step_fields);
static const struct json_field broken_down_fields[] = {
    LIST(ev_broken_down, "shares", shares, n_shares, plan_spec),
    LIST(ev_broken_down, "steps", steps, n_steps, step_spec),
};
static const struct json_spec broken_down_spec =
    JSON_SPEC("target_broken_down", struct ev_broken_down, broken_down_fields);

static const struct json_field signed_fields[] = {FIELD(ev_signed, unit, JSON_ID)};
static const struct json_spec signed_spec =
    JSON_SPEC("target_signed", struct ev_signed, signed_fields);

static const struct json_field reported_fields[] = {
    FIELD(ev_reported, n, JSON_INT),          FIELD(ev_reported, share, JSON_INT),
    FIELD(ev_reported, month, JSON_INT),      FIELD(ev_reported, value, JSON_INT),
    FIELD(ev_reported, base, JSON_INT, OMIT),
};
static const struct json_spec reported_spec =
    JSON_SPEC("target_reported", struct ev_reported, reported_fields);

static const struct json_field judged_fields[] = {
    FIELD(ev_judged, n, JSON_INT),
    FIELD(ev_judged, how, JSON_ENUM, OMIT, .words = report_how_words),
};
static const struct json_spec judged_spec =
    JSON_SPEC("target_judged", struct ev_judged, judged_fields);

const struct event_type target_event_types[TE_COUNT] = {
    [TE_SET_UP] = {"set_up", 1, &set_up_spec, NULL},
    [TE_BROKEN_DOWN] = {"broken_down", 1, &broken_down_spec, NULL},
    [TE_ASSIGNED] = {"assigned", 1, NULL, NULL},
    [TE_SIGNED] = {"signed", 1, &signed_spec, NULL},
    [TE_REPORTED] = {"reported", 1, &reported_spec, NULL},
    [TE_VERIFIED] = {"verified", 1, &judged_spec, NULL},
    [TE_RETURNED] = {"returned", 1, &judged_spec, NULL},
    [TE_UNTRUE] = {"untrue", 1, &judged_spec, NULL},
    [TE_ACCEPTED] = {"accepted", 1, NULL, NULL},
};

static const struct json_field share_fields[] = {
    FIELD(target_share, n, JSON_INT),
    FIELD(target_share, indicator, JSON_INT),
    FIELD(target_share, unit, JSON_ID),
    FIELD(target_share, target, JSON_INT, OMIT),
    FIELD(target_share, signed_by, JSON_ID, OMIT),
    FIELD(target_share, signed_day, JSON_DAY, OMIT),
};
static const struct json_spec share_spec =
    JSON_SPEC("target_share", struct target_share, share_fields);
static const struct json_field report_fields[] = {
    FIELD(target_report, n, JSON_INT),
    FIELD(target_report, share, JSON_INT),
    FIELD(target_report, month, JSON_INT),
    FIELD(target_report, value, JSON_INT),
    FIELD(target_report, base, JSON_INT, OMIT),
    FIELD(target_report, state, JSON_ENUM, .words = report_state_words),
    FIELD(target_report, seq, JSON_INT),
    FIELD(target_report, by, JSON_ID, OMIT),
    FIELD(target_report, day, JSON_DAY),
    FIELD(target_report, judged_by, JSON_ID, OMIT),
    FIELD(target_report, judged_seq, JSON_INT, OMIT),
    FIELD(target_report, how, JSON_ENUM, OMIT, .words = report_how_words),
    FIELD(target_report, judged_day, JSON_DAY, OMIT),
};
static const struct json_spec report_spec =
    JSON_SPEC("target_report", struct target_report, report_fields);

static const struct json_field state_fields[] = {
    FIELD(target, seq, JSON_INT),
    FIELD(target, state, JSON_ENUM, .words = target_state_words),
    FIELD(target, number, JSON_INT),
    FIELD(target, programme, JSON_ID),
    FIELD(target, kind, JSON_ENUM, .words = programme_kind_words),
    FIELD(target, action, JSON_INT),
    FIELD(target, lead, JSON_ID),
    FIELD(target, report_days, JSON_INT),
    FIELD(target, from, JSON_DAY),
    FIELD(target, to, JSON_DAY),
    FIELD(target, accepted_day, JSON_DAY, OMIT),
    FIELD(target, name, JSON_TEXT),
    FIELD(target, name_en, JSON_TEXT, OMIT),
    IDS(target, "supports", supports, n_supports),
    LIST(target, "indicators", indicators, n_indicators, indicator_spec),
    LIST(target, "shares", shares, n_shares, share_spec),
    LIST(target, "steps", steps, n_steps, step_spec),
    LIST(target, "reports", reports, n_reports, report_spec),
};
const struct json_spec target_state_spec = JSON_SPEC("target", struct target, state_fields);
