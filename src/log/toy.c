// SPDX-License-Identifier: Apache-2.0
// The toy ledger of the log's own tests.
#include "log/toy.h"

#include <string.h>

struct toy_visit {
    int64_t n, unit, points;
    int32_t day;
};
struct toy {
    int64_t unit, category, channel, caller, points;
    int32_t day, closed_day;
    struct toy_visit *visits;
    size_t n_visits;
};

#define AT(type, member) .offset = offsetof(struct type, member)
static const struct json_field visit_fields[] = {
    {.name = "n", .type = JSON_INT, AT(toy_visit, n)},
    {.name = "unit", .type = JSON_ID, AT(toy_visit, unit)},
    {.name = "points", .type = JSON_INT, AT(toy_visit, points)},
    {.name = "day", .type = JSON_DAY, AT(toy_visit, day)},
};
static const struct json_spec visit_spec = JSON_SPEC("toy_visit", struct toy_visit, visit_fields);
static const struct json_field state_fields[] = {
    {.name = "unit", .type = JSON_ID, AT(toy, unit)},
    {.name = "category", .type = JSON_INT, AT(toy, category)},
    {.name = "channel", .type = JSON_INT, AT(toy, channel)},
    {.name = "caller", .type = JSON_INT, AT(toy, caller)},
    {.name = "points", .type = JSON_INT, AT(toy, points)},
    {.name = "day", .type = JSON_DAY, AT(toy, day)},
    {.name = "closed_day", .type = JSON_DAY, AT(toy, closed_day)},
    {.name = "visits",
     .type = JSON_ARRAY,
     AT(toy, visits),
     .count_offset = offsetof(struct toy, n_visits),
     .sub = &visit_spec},
};
static const struct json_spec state_spec = JSON_SPEC("toy", struct toy, state_fields);

static const struct json_field opened_fields[] = {
    {.name = "unit", .type = JSON_ID, AT(toy_opened, unit)},
    {.name = "category", .type = JSON_INT, AT(toy_opened, category)},
    {.name = "channel", .type = JSON_INT, AT(toy_opened, channel)},
    {.name = "caller", .type = JSON_INT, AT(toy_opened, caller)},
};
static const struct json_spec opened_spec =
    JSON_SPEC("toy_opened", struct toy_opened, opened_fields);
static const struct json_field moved_fields[] = {
    {.name = "unit", .type = JSON_ID, AT(toy_moved, unit)}};
static const struct json_spec moved_spec = JSON_SPEC("toy_moved", struct toy_moved, moved_fields);
static const struct json_field visited_fields[] = {
    {.name = "points", .type = JSON_INT, AT(toy_visited, points)}};
static const struct json_spec visited_spec =
    JSON_SPEC("toy_visited", struct toy_visited, visited_fields);

const struct event_type toy_types[TOY_TYPES] = {
    [TOY_OPENED] = {"opened", 1, &opened_spec, NULL},
    [TOY_MOVED] = {"moved", 1, &moved_spec, NULL},
    [TOY_VISITED] = {"visited", 1, &visited_spec, NULL},
    [TOY_UNVISITED] = {"unvisited", 1, NULL, NULL},
    [TOY_CLOSED] = {"closed", 1, NULL, NULL},
    [TOY_REOPENED] = {"reopened", 1, NULL, NULL},
};

static enum yk visit(struct toy *toy, const struct event *event, struct arena *arena,
                     struct err *err) {
    struct toy_visit *visits = arena_alloc_array(arena, toy->n_visits + 1, sizeof *visits);
    if (!visits) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a visit");
    }
    if (toy->n_visits) {
        memcpy(visits, toy->visits, toy->n_visits * sizeof *visits);
    }
    int64_t points = ((const struct toy_visited *)event->body)->points;
    visits[toy->n_visits] = (struct toy_visit){
        .n = (int64_t)toy->n_visits + 1, .unit = toy->unit, .points = points, .day = event->day};
    toy->visits = visits;
    toy->n_visits++;
    toy->points = (toy->points == JSON_ABSENT_INT ? 0 : toy->points) + points;
    return YK_OK;
}

static enum yk apply(void *state, const struct event *event, struct arena *arena, struct err *err) {
    struct toy *toy = state;
    if ((event->type == &toy_types[TOY_OPENED]) != (event->seq == 1)) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "a ticket is opened once, first");
    }
    if (event->type == &toy_types[TOY_OPENED]) {
        const struct toy_opened *body = event->body;
        toy->unit = body->unit;
        toy->category = body->category;
        toy->channel = body->channel;
        toy->caller = body->caller;
        toy->day = event->day;
    } else if (event->type == &toy_types[TOY_MOVED]) {
        toy->unit = ((const struct toy_moved *)event->body)->unit;
    } else if (event->type == &toy_types[TOY_VISITED]) {
        return visit(toy, event, arena, err);
    } else if (event->type == &toy_types[TOY_UNVISITED]) {
        toy->n_visits -= toy->n_visits > 0;
    } else {
        toy->closed_day = event->type == &toy_types[TOY_CLOSED] ? event->day : DAY_NONE;
    }
    return YK_OK;
}

static int64_t day_or_null(int32_t day) {
    return day == DAY_NONE ? FACT_NULL : day;
}

static enum yk facts(const void *state, int64_t object, struct fact_set *out, struct err *err) {
    (void)object;
    const struct toy *toy = state;
    struct fact_row *row = fact_emit(out, &toy_ticket_table, 0);
    if (!row) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold facts");
    }
    row->v[T_UNIT] = toy->unit;
    row->v[T_DAY] = toy->day;
    row->v[T_CATEGORY] = toy->category;
    row->v[T_CHANNEL] = toy->channel;
    row->v[T_CALLER] = toy->caller;
    row->v[T_CLOSED_DAY] = day_or_null(toy->closed_day);
    row->v[T_POINTS] = toy->points == JSON_ABSENT_INT ? FACT_NULL : toy->points;
    for (size_t i = 0; i < toy->n_visits; i++) {
        row = fact_emit(out, &toy_visit_table, (int32_t)toy->visits[i].n);
        if (!row) {
            return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold facts");
        }
        row->v[V_UNIT] = toy->visits[i].unit;
        row->v[V_DAY] = toy->visits[i].day;
        row->v[V_POINTS] = toy->visits[i].points;
    }
    return YK_OK;
}

static const struct fact_col ticket_cols[T_COLS] = {
    {"unit", FACT_UNIT, ""},    {"day", FACT_DAY, ""},          {"category", FACT_CODE, ""},
    {"channel", FACT_CODE, ""}, {"caller_kind", FACT_CODE, ""}, {"closed_day", FACT_DAY, ""},
    {"points", FACT_NUMBER, ""}};
static const struct fact_col visit_cols[V_COLS] = {
    {"unit", FACT_UNIT, ""}, {"day", FACT_DAY, ""}, {"points", FACT_NUMBER, ""}};

static const struct fact_cond late[] = {{.col = T_CLOSED_DAY, .op = FACT_GT_COL, .value = T_DAY}};
static const struct fact_cond scored[] = {{.col = T_POINTS, .op = FACT_GE, .value = 2}};
static const struct measure ticket_measures[] = {
    {.code = 901, .key = "toy.opened", .day_col = T_DAY, .value_col = -1, .hist_col = -1},
    {.code = 902,
     .key = "toy.closed",
     .day_col = T_CLOSED_DAY,
     .value_col = T_POINTS,
     .hist_col = -1},
    {.code = 903,
     .key = "toy.late",
     .day_col = T_CLOSED_DAY,
     .value_col = -1,
     .hist_col = -1,
     .conds = late,
     .n_conds = 1},
    {.code = 904,
     .key = "toy.scored",
     .day_col = T_DAY,
     .value_col = T_POINTS,
     .hist_col = T_POINTS,
     .conds = scored,
     .n_conds = 1},
};
static const struct measure visit_measures[] = {
    {.code = 911,
     .key = "toy.visits",
     .day_col = V_DAY,
     .value_col = V_POINTS,
     .hist_col = V_POINTS},
};
const struct fact_table toy_ticket_table = {
    .name = "toy_ticket",
    .code = 98,
    .cols = ticket_cols,
    .n_cols = T_COLS,
    .unit_col = T_UNIT,
    .dim_cols = {-1, -1, T_CATEGORY, T_CHANNEL, T_CALLER, -1},
    .measures = ticket_measures,
    .n_measures = sizeof ticket_measures / sizeof *ticket_measures,
};
const struct fact_table toy_visit_table = {
    .name = "toy_visit",
    .code = 99,
    .cols = visit_cols,
    .n_cols = V_COLS,
    .unit_col = V_UNIT,
    .dim_cols = {-1, -1, -1, -1, -1, -1},
    .measures = visit_measures,
    .n_measures = 1,
};
static const struct fact_table *const tables[] = {&toy_ticket_table, &toy_visit_table, NULL};
const struct ledger toy_ledger = {
    .code = LEDGER_TOY,
    .name = "toy",
    .state_bytes = sizeof(struct toy),
    .state_spec = &state_spec,
    .types = toy_types,
    .n_types = TOY_TYPES,
    .apply = apply,
    .facts = facts,
    .tables = tables,
};
static const struct ledger *const list[] = {&toy_ledger, NULL};
const struct ledgers toy_ledgers = {list};

#define KEY                                                                                        \
    "district BIGINT NOT NULL, object BIGINT NOT NULL, part BIGINT NOT NULL, from_at BIGINT NOT NULL, "
#define TICKET                                                                                     \
    "unit BIGINT, day BIGINT, category BIGINT, channel BIGINT, caller_kind BIGINT, closed_day BIGINT, points BIGINT, "
#define VISIT "unit BIGINT, day BIGINT, points BIGINT, "
const char toy_schema[] =
    "CREATE TABLE toy_ticket (" KEY TICKET "PRIMARY KEY (district, object, part));"
    "CREATE TABLE toy_ticket_was (" KEY "to_at BIGINT NOT NULL, " TICKET
    "PRIMARY KEY (district, object, part, from_at));"
    "CREATE TABLE toy_visit (" KEY VISIT "PRIMARY KEY (district, object, part));"
    "CREATE TABLE toy_visit_was (" KEY "to_at BIGINT NOT NULL, " VISIT
    "PRIMARY KEY (district, object, part, from_at));"
    "CREATE INDEX toy_ticket_by_day ON toy_ticket (district, day)";
