// SPDX-License-Identifier: Apache-2.0
// Working days by the yearly table, deadlines, lights. Known years are one table of running counts; outside them a working day is
// Monday to Friday. Decides how days are counted, not how many a matter gets: that is policy.

#include "calendar/calendar.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "calendar/calendar_table.h"

enum {
    AMOUNT_MAX = 36500, // a hundred years, so that a wild rule ends
    NEXT_NOTICE_MONTH =
        12, // the notice for a year may also move days at the end of the year before
    NEXT_NOTICE_FIRST_DAY = 28 // (2018-12-29 was worked by the notice for 2019)
};

const struct calendar *calendar_builtin(void) {
    return &calendar_cn;
}

const char *calendar_version(const struct calendar *calendar) {
    return calendar->version;
}

bool calendar_knows_year(const struct calendar *calendar, int year) {
    return year >= calendar->first_year && year <= calendar->last_year;
}

// Monday-to-Friday days from 1970-01-01 (a Thursday) to `day`, not counting `day`; negative before.
static int32_t weekdays_before(int32_t day) {
    int32_t since_monday = day + 3; // days since Monday 1969-12-29
    int32_t weeks = since_monday >= 0 ? since_monday / 7 : -((6 - since_monday) / 7);
    int32_t rest = since_monday - weeks * 7;
    return weeks * 5 + (rest < 5 ? rest : 5) - 3;
}

// The same by the calendar: a running count whose differences are numbers of working days.
static int32_t workdays_before(const struct calendar *calendar, int32_t day) {
    int32_t at = day - calendar->first_day;
    if (at < 0) {
        return weekdays_before(day) - weekdays_before(calendar->first_day);
    }
    if (at > calendar->n_days) {
        return calendar->workdays_before[calendar->n_days] + weekdays_before(day) -
               weekdays_before(calendar->first_day + calendar->n_days);
    }
    return calendar->workdays_before[at];
}

bool calendar_is_workday(const struct calendar *calendar, int32_t day) {
    return workdays_before(calendar, day + 1) > workdays_before(calendar, day);
}

int calendar_workdays_between(const struct calendar *calendar, int32_t from, int32_t to) {
    return workdays_before(calendar, to + 1) - workdays_before(calendar, from + 1);
}

int32_t calendar_add_workdays(const struct calendar *calendar, int32_t day, int n) {
    assert(n >= 0 && n <= AMOUNT_MAX);
    while (n > 0) {
        day++;
        n -= calendar_is_workday(calendar, day);
    }
    return day;
}

static size_t days_of_year(const int32_t *days, size_t n_days, int year, int32_t *out, size_t max) {
    int32_t first = day_from_civil(year, 1, 1), last = day_from_civil(year, 12, 31);
    size_t n = 0;
    for (size_t i = 0; i < n_days && n < max; i++) {
        if (days[i] >= first && days[i] <= last) {
            out[n++] = days[i];
        }
    }
    return n;
}

size_t calendar_days_off(const struct calendar *calendar, int year, int32_t *out_days, size_t max) {
    return days_of_year(calendar->days_off, calendar->n_days_off, year, out_days, max);
}

size_t calendar_days_worked(const struct calendar *calendar, int year, int32_t *out_days,
                            size_t max) {
    return days_of_year(calendar->days_worked, calendar->n_days_worked, year, out_days, max);
}

bool calendar_is_certain(const struct calendar *calendar, int32_t day) {
    int year, month, day_of_month;
    day_to_civil(day, &year, &month, &day_of_month);
    bool by_next_notice = month == NEXT_NOTICE_MONTH && day_of_month >= NEXT_NOTICE_FIRST_DAY;
    return calendar_knows_year(calendar, year) &&
           (!by_next_notice || calendar_knows_year(calendar, year + 1));
}

// ---- deadlines ----

// A day on which the clock did not run: the pause began on an earlier day and had not ended before this one. So a pause that is ended
// on the day it began stops no day, the day of pausing still counts, and the day of resuming is the unit's again in full.
static bool day_is_paused(int32_t day, const struct span_us *pauses, size_t n_pauses) {
    for (size_t i = 0; i < n_pauses; i++) {
        if (day > day_of_time(pauses[i].from) &&
            (pauses[i].to == TIME_NONE || day <= day_of_time(pauses[i].to))) {
            return true;
        }
    }
    return false;
}

// The day from which the clock never runs again, INT32_MAX when it does.
static int32_t day_of_standstill(const struct span_us *pauses, size_t n_pauses) {
    int32_t first = INT32_MAX;
    for (size_t i = 0; i < n_pauses; i++) {
        if (pauses[i].to == TIME_NONE && day_of_time(pauses[i].from) < first) {
            first = day_of_time(pauses[i].from);
        }
    }
    return first;
}

static void deadline_in_days(const struct calendar *calendar, int64_t start_us,
                             const struct deadline_rule *rule, const struct span_us *pauses,
                             size_t n_pauses, int extension_days, struct deadline *out) {
    bool working = rule->unit == DEADLINE_WORKING_DAYS;
    bool provisional = false;
    int left = rule->amount + extension_days;
    int32_t day = day_of_time(start_us) - (rule->count_first_day && left > 0 ? 1 : 0);
    int32_t standstill = day_of_standstill(pauses, n_pauses);
    bool rolled = rule->no_roll;
    *out = (struct deadline){.due_day = DAY_NONE, .due_us = TIME_NONE};
    while (left > 0) {
        day++;
        if (day > standstill) {
            return;
        }
        provisional |= working && !calendar_is_certain(calendar, day);
        if (!day_is_paused(day, pauses, n_pauses) &&
            (!working || calendar_is_workday(calendar, day))) {
            left--;
        }
    }
    while (!rolled) {
        provisional |= !calendar_is_certain(calendar, day);
        rolled = calendar_is_workday(calendar, day) && !day_is_paused(day, pauses, n_pauses);
        day += !rolled;
        if (day > standstill) {
            return;
        }
    }
    out->due_day = day;
    out->due_us = day_start_us(day + 1) - 1;
    out->provisional = provisional;
}

// Ends of the pause that holds `at`, joining those that touch; `at` itself when none does. TIME_NONE when it never ends.
static int64_t pause_end(int64_t at, const struct span_us *pauses, size_t n_pauses) {
    bool moved = true;
    while (moved) {
        moved = false;
        for (size_t i = 0; i < n_pauses; i++) {
            if (pauses[i].from <= at && pauses[i].to == TIME_NONE) {
                return TIME_NONE;
            }
            if (pauses[i].from <= at && pauses[i].to > at) {
                at = pauses[i].to;
                moved = true;
            }
        }
    }
    return at;
}

static int64_t next_pause_start(int64_t at, const struct span_us *pauses, size_t n_pauses) {
    int64_t next = INT64_MAX;
    for (size_t i = 0; i < n_pauses; i++) {
        bool empty = pauses[i].to != TIME_NONE && pauses[i].to <= pauses[i].from;
        if (!empty && pauses[i].from > at && pauses[i].from < next) {
            next = pauses[i].from;
        }
    }
    return next;
}

// Hours run day and night; only pauses stop them.
static void deadline_in_hours(int64_t start_us, const struct deadline_rule *rule,
                              const struct span_us *pauses, size_t n_pauses, int extension_days,
                              struct deadline *out) {
    int64_t left = rule->amount * 3600 * US_PER_S + extension_days * US_PER_DAY;
    int64_t at = pause_end(start_us, pauses, n_pauses);
    *out = (struct deadline){.due_day = DAY_NONE, .due_us = TIME_NONE};
    while (at != TIME_NONE) {
        int64_t stop = next_pause_start(at, pauses, n_pauses);
        // At the very moment a pause begins the time is already up.
        if (left <= stop - at) {
            out->due_us = at + left;
            out->due_day = day_of_time(out->due_us);
            return;
        }
        left -= stop - at;
        at = pause_end(stop, pauses, n_pauses);
    }
}

static int clamp(int value, int max) {
    return value < 0 ? 0 : value > max ? max : value;
}

void deadline_compute(const struct calendar *calendar, int64_t start_us,
                      const struct deadline_rule *rule, const struct span_us *pauses,
                      size_t n_pauses, int extension_days, struct deadline *out) {
    struct deadline_rule bounded = *rule;
    bounded.amount = clamp(rule->amount, AMOUNT_MAX);
    extension_days = clamp(extension_days, AMOUNT_MAX);
    if (rule->unit == DEADLINE_HOURS) {
        deadline_in_hours(start_us, &bounded, pauses, n_pauses, extension_days, out);
    } else {
        deadline_in_days(calendar, start_us, &bounded, pauses, n_pauses, extension_days, out);
    }
}

// ---- rules as text ----

static const struct {
    const char *suffix;
    enum deadline_unit unit;
} rule_units[] = {
    {"wd", DEADLINE_WORKING_DAYS}, {"d", DEADLINE_NATURAL_DAYS}, {"h", DEADLINE_HOURS}};

bool deadline_rule_parse(const char *text, struct deadline_rule *out) {
    int amount = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9' && amount <= AMOUNT_MAX; at++) {
        amount = amount * 10 + (*at - '0');
    }
    if (at == text || amount > AMOUNT_MAX) {
        return false;
    }
    for (size_t i = 0; i < sizeof rule_units / sizeof *rule_units; i++) {
        if (strcmp(at, rule_units[i].suffix) == 0) {
            *out = (struct deadline_rule){.unit = rule_units[i].unit, .amount = amount};
            return true;
        }
    }
    return false;
}

void deadline_rule_format(const struct deadline_rule *rule, char out[16]) {
    for (size_t i = 0; i < sizeof rule_units / sizeof *rule_units; i++) {
        if (rule_units[i].unit == rule->unit) {
            snprintf(out, 16, "%d%s", rule->amount, rule_units[i].suffix);
        }
    }
}

// ---- lights ----

enum light light_of(const struct calendar *calendar, int32_t due_day, int32_t stopped_day,
                    int32_t today) {
    if (stopped_day != DAY_NONE) {
        return LIGHT_BLUE;
    }
    if (due_day == DAY_NONE) {
        return LIGHT_NONE;
    }
    if (today > due_day) {
        return LIGHT_RED;
    }
    return due_day <= calendar_add_workdays(calendar, today, 1) ? LIGHT_YELLOW : LIGHT_GREEN;
}

static const char *const light_words[] = {
    [LIGHT_NONE] = "none", [LIGHT_GREEN] = "green", [LIGHT_YELLOW] = "yellow",
    [LIGHT_RED] = "red",   [LIGHT_BLUE] = "blue",   [LIGHT_GREY] = "grey",
};

const char *light_word(enum light light) {
    return light_words[light];
}
