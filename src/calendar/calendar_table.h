// SPDX-License-Identifier: Apache-2.0
// A calendar from the inside: what scripts/calendar_table.py writes and calendar.c reads. Others use calendar.h.
#ifndef YK_CALENDAR_CALENDAR_TABLE_H
#define YK_CALENDAR_CALENDAR_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct calendar {
    const char *version;
    int first_year, last_year; // all years between are known
    int32_t first_day;         // 1 January of first_year
    int32_t n_days;            // up to 31 December of last_year
    // [i]: working days in [first_day, first_day + i), so that counting over any span is one subtraction; n_days + 1 values.
    const int32_t *workdays_before;
    const int32_t *days_off; // weekdays that are off, ascending
    size_t n_days_off;
    const int32_t *days_worked; // weekend days that are worked, ascending
    size_t n_days_worked;
};
extern const struct calendar calendar_cn;

#endif
