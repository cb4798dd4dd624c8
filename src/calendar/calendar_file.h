// SPDX-License-Identifier: Apache-2.0
// A year's table of days off and weekend days worked as people have it: our JSON (days_off, days_worked; or a list of date, isOffDay, name), CSV
// (day, what, name) and iCalendar (.ics). Which of them it is, the text tells. Pure.
#ifndef YK_CALENDAR_CALENDAR_FILE_H
#define YK_CALENDAR_CALENDAR_FILE_H

#include "base/arena.h"
#include "calendar/calendar.h"

enum { CALENDAR_FILE_DAYS_MAX = 200 };
// Days of `year` (and of December before it) into the arena, ascending. Of a file of many years the others are left out. What cannot be read is refused line by line:
// field "line 7", with what would be accepted. YK_REFUSED, YK_NOMEM.
YK_NODISCARD enum yk calendar_file_parse(const char *text, int year, struct arena *arena,
                                         struct calendar_day **out_days, size_t *out_n,
                                         struct err *err);

#endif
