// SPDX-License-Identifier: Apache-2.0
// For unit tests only: a small ledger of tickets, with everything that a real one has: texts, several fact tables, rows that come and go, measures
// with sums and histograms. docs/adding-a-ledger.md walks through the same steps.
#ifndef YK_LOG_TOY_H
#define YK_LOG_TOY_H

#include "log/log.h"

enum { LEDGER_TOY = 99 };
enum { T_UNIT, T_DAY, T_CATEGORY, T_CHANNEL, T_CALLER, T_CLOSED_DAY, T_POINTS, T_COLS };
enum { V_UNIT, V_DAY, V_POINTS, V_COLS };
extern const struct fact_table toy_ticket_table, toy_visit_table;
extern const struct ledger toy_ledger;
extern const struct ledgers toy_ledgers;
extern const char toy_schema[]; // SQL of its fact tables, for both engines

struct toy_opened {
    int64_t unit, category, channel, caller;
};
struct toy_moved {
    int64_t unit;
};
struct toy_visited {
    int64_t points;
};
enum { TOY_OPENED, TOY_MOVED, TOY_VISITED, TOY_UNVISITED, TOY_CLOSED, TOY_REOPENED, TOY_TYPES };
extern const struct event_type toy_types[TOY_TYPES];

#endif
