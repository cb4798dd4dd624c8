// SPDX-License-Identifier: Apache-2.0
// Working days in China and deadlines. The yearly table of the State Council's General Office names days off and weekend days worked; it is carried in
// src/calendar/workdays-cn.json and compiled in. A year without a table takes weekends as off and makes what depends on it provisional.
// Pure: no clock, no I/O.
#ifndef YK_CALENDAR_CALENDAR_H
#define YK_CALENDAR_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct calendar; // immutable once built; a district's has the shipped years and what was uploaded
const struct calendar *calendar_builtin(void);
const char *calendar_version(
    const struct calendar *calendar); // e.g. "cn-2026" — the last year known
bool calendar_knows_year(const struct calendar *calendar, int year);
bool calendar_is_workday(const struct calendar *calendar, int32_t day);
// Number of working days in (from, to]; negative when to < from.
int calendar_workdays_between(const struct calendar *calendar, int32_t from, int32_t to);
int32_t calendar_add_workdays(const struct calendar *calendar, int32_t day,
                              int n); // the n-th working day after `day`; n ≥ 0
// The day's being off or worked is settled: its year has a table, and from 28 December on the next year has one too (the notice for a year also
// moves days at the end of the year before).
bool calendar_is_certain(const struct calendar *calendar, int32_t day);
// Days off on weekdays and worked weekend days of a year, ascending; returns how many were written (≤ max).
size_t calendar_days_off(const struct calendar *calendar, int year, int32_t *out_days, size_t max);
size_t calendar_days_worked(const struct calendar *calendar, int year, int32_t *out_days,
                            size_t max);

// A year's table as a district sets it: the notice of the State Council's General Office (own false), or its own days off (own true).
enum calendar_day_kind { CALENDAR_OFF = 1, CALENDAR_WORKED };
struct calendar_day {
    int32_t day;
    int64_t kind;     // enum calendar_day_kind
    const char *name; // of the holiday; NULL: not said
};
struct calendar_table {
    int64_t year;
    bool own;
    const struct calendar_day *days;
    size_t n_days;
};
// Pure but for the arena, where the result lives. Of two tables for one year and `own` the later one holds. A notice takes the place of what the
// base knows of its year; own days are laid over everything. Years must join those of the base without a gap. NULL past memory.
const struct calendar *calendar_build(struct arena *arena, const struct calendar *base,
                                      const struct calendar_table *tables, size_t n,
                                      const char *version);
int calendar_last_year(const struct calendar *calendar);
int calendar_first_year(const struct calendar *calendar);

enum deadline_unit { DEADLINE_HOURS, DEADLINE_NATURAL_DAYS, DEADLINE_WORKING_DAYS };
// When a clock begins to warn: so long before its end, or when a share of its time has passed. None: on the last day only (by hours: never).
enum warning_unit {
    WARNING_NONE,
    WARNING_HOURS,
    WARNING_NATURAL_DAYS,
    WARNING_WORKING_DAYS,
    WARNING_SHARE, // per cent of the amount and its extension, 1..99
};
// Civil Code 201 and 203: the first day does not count; a last day on a day off moves to the next working day. Both can be turned off by the rule.
struct deadline_rule {
    enum deadline_unit unit;
    int amount;
    bool count_first_day;
    bool no_roll;
    enum warning_unit warning;
    int warning_amount;
};
struct span_us { // a pause: [from, to); to TIME_NONE while it runs
    int64_t from, to;
};
struct deadline {
    int32_t due_day;  // last day on which it is in time
    int64_t due_us;   // the last moment in time (end of due_day, or the hour)
    int32_t warn_day; // the light is yellow from then on; start ≤ warn ≤ due
    int64_t warn_us;
    bool provisional; // a year's table was missing
};
// Pure. pauses may overlap and need no order; extension_days are working days added by approval to a working-day rule (natural days otherwise).
// Days: a day counts unless it lies in a pause begun on an earlier day; the day on which a pause ends does not count. Rolling skips paused days too.
// Hours run day and night and are never rolled. While a pause runs that begins before the end: days DAY_NONE, moments TIME_NONE.
// Negative amounts and extensions count as 0.
void deadline_compute(const struct calendar *calendar, int64_t start_us,
                      const struct deadline_rule *rule, const struct span_us *pauses,
                      size_t n_pauses, int extension_days, struct deadline *out);
// "5wd", "60d", "2h", "60d,first,noroll,warn=10d", "5wd,warn=80%" ↔ rule, in this order of its parts.
enum { RULE_TEXT_BYTES = 48 };
bool deadline_rule_parse(const char *text, struct deadline_rule *out);
void deadline_rule_format(const struct deadline_rule *rule, char out[RULE_TEXT_BYTES]);
// "1wd", "2d", "4h", "80%", "" for none. Results untouched when it is none of these.
bool deadline_warning_parse(const char *text, struct deadline_rule *out);
void deadline_warning_format(const struct deadline_rule *rule, char out[RULE_TEXT_BYTES]);

// Lights, the one function for lists, pages, exports and figures.
enum light { LIGHT_NONE, LIGHT_GREEN, LIGHT_YELLOW, LIGHT_RED, LIGHT_BLUE, LIGHT_GREY };
struct light_clock {
    int64_t due_us,
        warn_us; // as deadline_compute gave them; TIME_NONE while it is paused, or when there is no clock
    bool paused, stopped;
};
// None: no such clock. Blue: stopped, in time or late (done). Grey: paused. Red: past due. Yellow: from the warning point on. Green: before it.
enum light light_of(const struct light_clock *clock, int64_t now_us);
const char *light_word(enum light light); // "green"

#endif
