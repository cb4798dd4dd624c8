// SPDX-License-Identifier: Apache-2.0
// The district's calendar: its tables, what another one would do to matters in hand, and putting it in force. Here, and not with org/, because what a
// calendar does is done to matters.

#include <string.h>

#include "base/clock.h"
#include "calendar/calendar_file.h"
#include "matter/matter_http.h"
#include "matter/moves.h"

enum { TEXT_MAX_CHARS = 60000, BODY_MAX_BYTES = 256 * 1024 };

static enum yk org_of(struct request *rq, struct org **out, struct err *err) {
    return org_cache_get(rq->app->orgs, rq->db, rq->actor->scope.district, out, err);
}

static struct matter_env env_of(const struct request *rq, const struct calendar *calendar) {
    return (struct matter_env){.actor = rq->actor,
                               .calendar = calendar,
                               .now_us = rq->now_us,
                               .today = rq->today,
                               .arena = rq->arena};
}

// ---- what stands ----

static void put_days(struct jw *jw, const struct calendar_day *days, size_t n) {
    jw_key(jw, "days");
    jw_array(jw);
    for (size_t i = 0; i < n; i++) {
        jw_object(jw);
        jw_key(jw, "day");
        jw_day(jw, days[i].day);
        jw_key(jw, "kind");
        jw_text(jw, json_word_of(calendar_day_words, days[i].kind));
        jw_key(jw, "name");
        jw_text(jw, days[i].name);
        jw_object_end(jw);
    }
    jw_array_end(jw);
}

static void put_int(struct jw *jw, const char *key, int64_t value) {
    jw_key(jw, key);
    jw_i64(jw, value);
}

static enum yk get_calendars(struct request *rq, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_of(rq, &org, err);
    if (status != YK_OK) {
        return status;
    }
    size_t n;
    int64_t seq;
    struct jw *jw = rq->json;
    const struct calendar_year *years = org_calendar_years(org, &n, &seq);
    jw_object(jw);
    put_int(jw, "seq", seq);
    jw_key(jw, "calendar");
    jw_text(jw, calendar_version(org_calendar(org)));
    put_int(jw, "first_year", calendar_first_year(org_calendar(org)));
    put_int(jw, "last_year", calendar_last_year(org_calendar(org)));
    jw_key(jw, "tables");
    jw_array(jw);
    for (size_t i = n; i > 0; i--) {
        const struct calendar_year *year = &years[i - 1];
        jw_object(jw);
        put_int(jw, "version", year->version);
        put_int(jw, "year", year->year);
        jw_key(jw, "own");
        jw_bool(jw, year->own == 1);
        jw_key(jw, "set_day");
        jw_day(jw, year->set_day);
        put_days(jw, year->days, year->n_days);
        jw_object_end(jw);
    }
    jw_array_end(jw);
    jw_object_end(jw);
    return YK_OK;
}

// ---- what would move ----

static void put_move(struct jw *jw, const struct org *org, const struct matter_move *move) {
    char number[MATTER_NUMBER_BYTES];
    matter_number_format(org_district(org), move->number, number);
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, move->object);
    jw_key(jw, "number");
    jw_text(jw, number);
    jw_key(jw, "unit");
    matter_write_unit(jw, org, move->unit);
    jw_key(jw, "clock");
    jw_text(jw, json_word_of(time_clock_words, move->clock));
    jw_key(jw, "was_due");
    jw_day(jw, move->was_due);
    jw_key(jw, "due_day");
    jw_day(jw, move->due);
    jw_key(jw, "overdue");
    jw_bool(jw, move->now_overdue);
    jw_object_end(jw);
}

static enum yk put_moves(struct request *rq, const struct org *org, const struct calendar *calendar,
                         struct err *err) {
    struct matter_moves moves;
    struct jw *jw = rq->json;
    const struct matter_env env = env_of(rq, calendar);
    enum yk status = matter_moves_preview(rq->db, rq->arena, org_district(org), &env, &moves, err);
    if (status != YK_OK) {
        return status;
    }
    jw_key(jw, "moves");
    jw_object(jw);
    put_int(jw, "moved", moves.moved);
    put_int(jw, "overdue", moves.now_overdue);
    put_int(jw, "no_longer_overdue", moves.no_longer_overdue);
    put_int(jw, "certain", moves.now_certain);
    jw_key(jw, "exact");
    jw_bool(jw, moves.exact);
    jw_key(jw, "items");
    jw_array(jw);
    for (size_t i = 0; i < moves.n_shown; i++) {
        put_move(jw, org, &moves.shown[i]);
    }
    jw_array_end(jw);
    jw_object_end(jw);
    return YK_OK;
}

// What is still to be moved to the calendar in force.
static enum yk get_moves(struct request *rq, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_of(rq, &org, err);
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    jw_key(rq->json, "days");
    jw_array(rq->json);
    jw_array_end(rq->json);
    status = put_moves(rq, org, org_calendar(org), err);
    jw_object_end(rq->json);
    return status;
}

// ---- a table, tried and set ----

struct table_body {
    int64_t seq, year;
    int8_t own;
    const char *text;
    struct calendar_day *days;
    size_t n_days;
};
#define TABLE(name_, type_, ...)                                                                   \
    { .name = #name_, .type = type_, .offset = offsetof(struct table_body, name_), __VA_ARGS__ }
#define TABLE_DAYS                                                                                 \
    TABLE(days, JSON_ARRAY, .count_offset = offsetof(struct table_body, n_days),                   \
          .max = CALENDAR_FILE_DAYS_MAX, .sub = &calendar_day_spec)
static const struct json_field preview_fields[] = {
    TABLE(year, JSON_INT, .flags = JSON_REQUIRED, .min = 1900, .max = 2199),
    TABLE(own, JSON_BOOL, .flags = 0),
    TABLE(text, JSON_TEXT, .flags = JSON_MULTILINE, .max = TEXT_MAX_CHARS),
    TABLE_DAYS,
};
static const struct json_spec preview_spec =
    JSON_SPEC("CalendarTrial", struct table_body, preview_fields);
static const struct json_field table_fields[] = {
    TABLE(seq, JSON_INT, .flags = JSON_REQUIRED, .max = INT32_MAX),
    TABLE(year, JSON_INT, .flags = JSON_REQUIRED, .min = 1900, .max = 2199),
    TABLE(own, JSON_BOOL, .flags = 0),
    TABLE_DAYS,
};
static const struct json_spec table_spec =
    JSON_SPEC("CalendarChange", struct table_body, table_fields);

static enum yk read_table(const struct request *rq, struct calendar_year *out, struct err *err) {
    const struct table_body *body = rq->body;
    *out = (struct calendar_year){
        .year = body->year, .own = body->own == 1, .days = body->days, .n_days = body->n_days};
    return body->text ? calendar_file_parse(body->text, (int)body->year, rq->arena, &out->days,
                                            &out->n_days, err)
                      : YK_OK;
}

static enum yk post_preview(struct request *rq, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    struct calendar_year wanted;
    struct drafts drafts = {.n = 0};
    enum yk status = org_of(rq, &org, err);
    if (status == YK_OK) {
        status = read_table(rq, &wanted, err);
    }
    if (status == YK_OK) {
        status = calendar_decide_set(org, &wanted, rq->today, rq->arena, &drafts, err);
    }
    const struct calendar *calendar =
        status == YK_OK ? org_calendar_with(org, &wanted, rq->arena) : NULL;
    if (status == YK_OK && !calendar) {
        status = err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a calendar");
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    put_days(rq->json, wanted.days, wanted.n_days);
    status = put_moves(rq, org, calendar, err);
    jw_object_end(rq->json);
    return status;
}

static enum yk put_calendar(struct request *rq, struct err *err) {
    const struct table_body *body = rq->body;
    struct log_tx tx = log_tx_of(rq);
    struct drafts drafts = {.n = 0};
    struct calendar_year wanted;
    if (rq->replay) {
        return get_calendars(rq, err);
    }
    _cleanup_org_ struct org *org = NULL;
    size_t n = 0;
    int64_t seq = 0;
    enum yk status = org_begin_change(&tx, &org, err);
    if (status == YK_OK) {
        status = read_table(rq, &wanted, err);
    }
    if (status == YK_OK) {
        status = calendar_decide_set(org, &wanted, rq->today, rq->arena, &drafts, err);
    }
    if (status == YK_OK) {
        rq->location = ADMIN_CALENDAR_OBJECT;
        (void)org_calendar_years(org, &n, &seq);
        if ((seq == 0) != (body->seq == 0)) { // 0 is what whoever saw no table yet sends
            return err_set(err, YK_CONFLICT, ERR_CONFLICT, "tables were set meanwhile");
        }
        status = org_record(&tx, ADMIN_CALENDAR_OBJECT, seq == 0, body->seq, &drafts, NULL, err);
    }
    if (status == YK_OK) {
        status = matter_moves_ask(&tx, (int64_t)n + 1, err);
    }
    return status == YK_OK ? get_calendars(rq, err) : status;
}

static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/calendars",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_QUICK,
     .response = "CalendarTables",
     .status = 200,
     .run = get_calendars,
     .summary = "The tables that the district has set, newest first"},
    {.method = "POST",
     .path = "/api/v1/calendars/preview",
     .cap = CAP_POLICY_MANAGE,
     .body_max_bytes = BODY_MAX_BYTES,
     .request = &preview_spec,
     .response = "CalendarEffect",
     .status = 200,
     .run = post_preview,
     .summary = "Reads a table and says what it would do to matters in hand"},
    {.method = "GET",
     .path = "/api/v1/calendars/moves",
     .cap = CAP_POLICY_MANAGE,
     .response = "CalendarEffect",
     .status = 200,
     .run = get_moves,
     .summary = "What is still to be moved to the calendar in force"},
    {.method = "PUT",
     .path = "/api/v1/calendars",
     .cap = CAP_POLICY_MANAGE,
     .flags = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY,
     .body_max_bytes = BODY_MAX_BYTES,
     .request = &table_spec,
     .response = "CalendarTables",
     .status = 200,
     .run = put_calendar,
     .summary = "Sets a year's table; due days move in the background"},
};
const struct route_table calendar_routes = {"calendar", rows, sizeof rows / sizeof *rows};
