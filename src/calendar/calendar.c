// SPDX-License-Identifier: Apache-2.0
// Working days by the yearly table, deadlines, lights. Known years are one table of running counts; outside them a working day is
// Monday to Friday. Decides how days are counted, not how many a matter gets: that is policy.

#include "calendar/calendar.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "calendar/calendar_table.h"

#define US_PER_HOUR (3600 * US_PER_S)

enum {
    AMOUNT_MAX = 36500, // a hundred years, so that a wild rule ends
    NEXT_NOTICE_MONTH =
        12, // the notice for a year may also move days at the end of the year before
    SATURDAY = 6,
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

int calendar_last_year(const struct calendar *calendar) {
    return calendar->last_year;
}

int calendar_first_year(const struct calendar *calendar) {
    return calendar->first_year;
}

// ---- a district's calendar ----

struct build {
    struct calendar *calendar;
    bool *works; // by day from first_day on
};

static void set_day(const struct build *build, int32_t day, bool works) {
    int32_t at = day - build->calendar->first_day;
    if (at >= 0 && at < build->calendar->n_days) {
        build->works[at] = works;
    }
}

static void lay_over(const struct build *build, const struct calendar_table *table) {
    for (size_t i = 0; i < table->n_days; i++) {
        set_day(build, table->days[i].day, table->days[i].kind == CALENDAR_WORKED);
    }
}

static bool has_notice(const struct calendar_table *tables, size_t n, int year) {
    for (size_t i = 0; i < n; i++) {
        if (!tables[i].own && tables[i].year == year) {
            return true;
        }
    }
    return false;
}

// The last one of its kind for its year.
static bool holds(const struct calendar_table *tables, size_t n, size_t i) {
    for (size_t k = i + 1; k < n; k++) {
        if (tables[k].year == tables[i].year && tables[k].own == tables[i].own) {
            return false;
        }
    }
    return true;
}

static void lay_base(const struct build *build, const struct calendar *base,
                     const struct calendar_table *tables, size_t n) {
    for (int32_t at = 0; at < build->calendar->n_days; at++) {
        build->works[at] = day_weekday(build->calendar->first_day + at) < SATURDAY;
    }
    for (size_t i = 0; i < base->n_days_off + base->n_days_worked; i++) {
        bool off = i < base->n_days_off;
        int32_t day = off ? base->days_off[i] : base->days_worked[i - base->n_days_off];
        int year, month, day_of_month;
        day_to_civil(day, &year, &month, &day_of_month);
        if (!has_notice(tables, n, year)) {
            set_day(build, day, !off);
        }
    }
}

static bool collect(const struct build *build, struct arena *arena) {
    struct calendar *calendar = build->calendar;
    size_t n_days = (size_t)calendar->n_days;
    int32_t *before = arena_alloc_array(arena, n_days + 1, sizeof *before);
    int32_t *off = arena_alloc_array(arena, n_days, sizeof *off);
    int32_t *worked = arena_alloc_array(arena, n_days, sizeof *worked);
    if (!before || !off || !worked) {
        return false;
    }
    before[0] = 0;
    for (size_t i = 0; i < n_days; i++) {
        int32_t day = calendar->first_day + (int32_t)i;
        bool weekday = day_weekday(day) < SATURDAY;
        before[i + 1] = before[i] + build->works[i];
        if (weekday && !build->works[i]) {
            off[calendar->n_days_off++] = day;
        } else if (!weekday && build->works[i]) {
            worked[calendar->n_days_worked++] = day;
        }
    }
    calendar->workdays_before = before;
    calendar->days_off = off;
    calendar->days_worked = worked;
    return true;
}

const struct calendar *calendar_build(struct arena *arena, const struct calendar *base,
                                      const struct calendar_table *tables, size_t n,
                                      const char *version) {
    struct calendar *calendar = arena_alloc(arena, sizeof *calendar);
    if (!calendar) {
        return NULL;
    }
    *calendar = (struct calendar){.version = arena_strdup(arena, version),
                                  .first_year = base->first_year,
                                  .last_year = base->last_year};
    for (size_t i = 0; i < n; i++) {
        bool notice = !tables[i].own;
        if (notice && tables[i].year > calendar->last_year) {
            calendar->last_year = (int)tables[i].year;
        }
    }
    calendar->first_day = day_from_civil(calendar->first_year, 1, 1);
    calendar->n_days = day_from_civil(calendar->last_year, 12, 31) - calendar->first_day + 1;
    struct build build = {calendar,
                          arena_alloc_array(arena, (size_t)calendar->n_days, sizeof *build.works)};
    if (!calendar->version || !build.works) {
        return NULL;
    }
    lay_base(&build, base, tables, n);
    for (int own = 0; own <= 1; own++) {
        for (size_t i = 0; i < n; i++) {
            if (tables[i].own == (own == 1) && holds(tables, n, i)) {
                lay_over(&build, &tables[i]);
            }
        }
    }
    return collect(&build, arena) ? calendar : NULL;
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

// The day on which `left` days have counted, not rolled. DAY_NONE when the clock stands still before.
static int32_t count_days(const struct calendar *calendar, int32_t day, int left, bool working,
                          const struct span_us *pauses, size_t n_pauses, bool *provisional) {
    int32_t standstill = day_of_standstill(pauses, n_pauses);
    while (left > 0) {
        day++;
        if (day > standstill) {
            return DAY_NONE;
        }
        *provisional |= working && !calendar_is_certain(calendar, day);
        if (!day_is_paused(day, pauses, n_pauses) &&
            (!working || calendar_is_workday(calendar, day))) {
            left--;
        }
    }
    return day;
}

// The first working day from `day` on that is not paused. DAY_NONE when the clock stands still before.
static int32_t roll(const struct calendar *calendar, int32_t day, const struct span_us *pauses,
                    size_t n_pauses, bool *provisional) {
    int32_t standstill = day_of_standstill(pauses, n_pauses);
    for (; day <= standstill; day++) {
        *provisional |= !calendar_is_certain(calendar, day);
        if (calendar_is_workday(calendar, day) && !day_is_paused(day, pauses, n_pauses)) {
            return day;
        }
    }
    return DAY_NONE;
}

static const struct deadline no_deadline = {
    .due_day = DAY_NONE, .due_us = TIME_NONE, .warn_day = DAY_NONE, .warn_us = TIME_NONE};

// Per cent of an amount, the part begun counting whole.
static int64_t share_of(int64_t amount, int percent) {
    return (amount * percent + 99) / 100;
}

static void deadline_in_days(const struct calendar *calendar, int64_t start_us,
                             const struct deadline_rule *rule, const struct span_us *pauses,
                             size_t n_pauses, int extension_days, struct deadline *out) {
    bool working = rule->unit == DEADLINE_WORKING_DAYS;
    int total = rule->amount + extension_days;
    int32_t from = day_of_time(start_us) - (rule->count_first_day && total > 0 ? 1 : 0);
    *out = no_deadline;
    bool provisional = false;
    int32_t day = count_days(calendar, from, total, working, pauses, n_pauses, &provisional);
    if (day != DAY_NONE && !rule->no_roll) {
        day = roll(calendar, day, pauses, n_pauses, &provisional);
    }
    if (day == DAY_NONE) {
        return;
    }
    out->due_day = day;
    out->due_us = day_start_us(day + 1) - 1;
    out->provisional = provisional;
    if (rule->warning == WARNING_SHARE) {
        int part = (int)share_of(total, rule->warning_amount);
        bool ignored = false;
        out->warn_day = count_days(calendar, from, part, working, pauses, n_pauses, &ignored);
    }
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

// The moment at which `left` microseconds have run, day and night; only pauses stop them. TIME_NONE when the clock stands still before.
static int64_t run_hours(int64_t start_us, int64_t left, const struct span_us *pauses,
                         size_t n_pauses) {
    int64_t at = pause_end(start_us, pauses, n_pauses);
    while (at != TIME_NONE) {
        int64_t stop = next_pause_start(at, pauses, n_pauses);
        // At the very moment a pause begins the time is already up.
        if (left <= stop - at) {
            return at + left;
        }
        left -= stop - at;
        at = pause_end(stop, pauses, n_pauses);
    }
    return TIME_NONE;
}

static void deadline_in_hours(int64_t start_us, const struct deadline_rule *rule,
                              const struct span_us *pauses, size_t n_pauses, int extension_days,
                              struct deadline *out) {
    int64_t total = rule->amount * US_PER_HOUR + extension_days * US_PER_DAY;
    *out = no_deadline;
    out->due_us = run_hours(start_us, total, pauses, n_pauses);
    if (out->due_us == TIME_NONE) {
        return;
    }
    out->due_day = day_of_time(out->due_us);
    if (rule->warning == WARNING_SHARE) {
        out->warn_us = run_hours(start_us, share_of(total, rule->warning_amount), pauses, n_pauses);
    }
}

static int32_t workdays_back(const struct calendar *calendar, int32_t day, int n) {
    while (n > 0) {
        day--;
        n -= calendar_is_workday(calendar, day);
    }
    return day;
}

// The warning point of a deadline that is known, within [start, due].
static void set_warning(const struct calendar *calendar, int64_t start_us,
                        const struct deadline_rule *rule, struct deadline *due) {
    bool hours = rule->unit == DEADLINE_HOURS;
    int n = rule->warning_amount;
    int32_t day = due->due_day;
    switch (rule->warning) {
    case WARNING_HOURS: due->warn_us = due->due_us + !hours - n * US_PER_HOUR; break;
    case WARNING_SHARE: day = due->warn_day; break;
    case WARNING_NATURAL_DAYS: day -= n; break;
    case WARNING_WORKING_DAYS: day = workdays_back(calendar, day, n); break;
    case WARNING_NONE: break;
    }
    if (due->warn_us ==
        TIME_NONE) { // at the same hour of an earlier day, or from that day's beginning
        due->warn_us = hours ? due->due_us - (due->due_day - day) * US_PER_DAY : day_start_us(day);
    }
    int64_t first = hours ? start_us : day_start_us(day_of_time(start_us));
    if (due->warn_us < first) {
        due->warn_us = first;
    }
    if (due->warn_us > due->due_us) {
        due->warn_us = due->due_us;
    }
    due->warn_day = day_of_time(due->warn_us);
}

static int clamp(int value, int max) {
    return value < 0 ? 0 : value > max ? max : value;
}

void deadline_compute(const struct calendar *calendar, int64_t start_us,
                      const struct deadline_rule *rule, const struct span_us *pauses,
                      size_t n_pauses, int extension_days, struct deadline *out) {
    struct deadline_rule bounded = *rule;
    bounded.amount = clamp(rule->amount, AMOUNT_MAX);
    bounded.warning_amount =
        clamp(rule->warning_amount, rule->warning == WARNING_SHARE ? 99 : AMOUNT_MAX);
    extension_days = clamp(extension_days, AMOUNT_MAX);
    if (rule->unit == DEADLINE_HOURS) {
        deadline_in_hours(start_us, &bounded, pauses, n_pauses, extension_days, out);
    } else {
        deadline_in_days(calendar, start_us, &bounded, pauses, n_pauses, extension_days, out);
    }
    if (out->due_day != DAY_NONE) {
        set_warning(calendar, start_us, &bounded, out);
    }
}

// ---- rules as text ----

static const struct {
    const char *suffix;
    enum deadline_unit unit;
} rule_units[] = {
    {"wd", DEADLINE_WORKING_DAYS}, {"d", DEADLINE_NATURAL_DAYS}, {"h", DEADLINE_HOURS}};

static const struct {
    const char *suffix;
    enum warning_unit unit;
} warning_units[] = {{"wd", WARNING_WORKING_DAYS},
                     {"d", WARNING_NATURAL_DAYS},
                     {"h", WARNING_HOURS},
                     {"%", WARNING_SHARE}};

#define LENGTH(array_) (sizeof(array_) / sizeof *(array_))

// Digits, up to AMOUNT_MAX; moves *at behind them.
static bool parse_amount(const char **at, int *out) {
    const char *first = *at;
    int amount = 0;
    for (; **at >= '0' && **at <= '9' && amount <= AMOUNT_MAX; (*at)++) {
        amount = amount * 10 + (**at - '0');
    }
    *out = amount;
    return *at != first && amount <= AMOUNT_MAX;
}

// Takes `word` at *at when the next part or the end follows.
static bool take_word(const char **at, const char *word) {
    size_t n = strlen(word);
    if (strncmp(*at, word, n) != 0 || ((*at)[n] != '\0' && (*at)[n] != ',')) {
        return false;
    }
    *at += n;
    return true;
}

bool deadline_warning_parse(const char *text, struct deadline_rule *out) {
    int amount;
    if (*text == '\0') {
        out->warning = WARNING_NONE;
        out->warning_amount = 0;
        return true;
    }
    if (!parse_amount(&text, &amount)) {
        return false;
    }
    for (size_t i = 0; i < LENGTH(warning_units); i++) {
        if (strcmp(text, warning_units[i].suffix) == 0) {
            bool share = warning_units[i].unit == WARNING_SHARE;
            if (share && (amount < 1 || amount > 99)) {
                return false;
            }
            out->warning = warning_units[i].unit;
            out->warning_amount = amount;
            return true;
        }
    }
    return false;
}

bool deadline_rule_parse(const char *text, struct deadline_rule *out) {
    struct deadline_rule rule = {0};
    bool found = false;
    if (!parse_amount(&text, &rule.amount)) {
        return false;
    }
    for (size_t i = 0; i < LENGTH(rule_units) && !found; i++) {
        rule.unit = rule_units[i].unit;
        found = take_word(&text, rule_units[i].suffix);
    }
    if (!found) {
        return false;
    }
    const char *after = text + 1;
    if (*text == ',' && take_word(&after, "first")) {
        rule.count_first_day = true;
        text = after;
    }
    after = text + 1;
    if (*text == ',' && take_word(&after, "noroll")) {
        rule.no_roll = true;
        text = after;
    }
    if (strncmp(text, ",warn=", 6) == 0) {
        if (text[6] == '\0' || !deadline_warning_parse(text + 6, &rule)) {
            return false;
        }
        text = "";
    }
    if (*text != '\0') {
        return false;
    }
    *out = rule;
    return true;
}

void deadline_warning_format(const struct deadline_rule *rule, char out[RULE_TEXT_BYTES]) {
    *out = '\0';
    for (size_t i = 0; i < LENGTH(warning_units); i++) {
        if (warning_units[i].unit == rule->warning) {
            snprintf(out, RULE_TEXT_BYTES, "%d%s", rule->warning_amount, warning_units[i].suffix);
        }
    }
}

void deadline_rule_format(const struct deadline_rule *rule, char out[RULE_TEXT_BYTES]) {
    char warning[RULE_TEXT_BYTES];
    const char *suffix = "";
    deadline_warning_format(rule, warning);
    for (size_t i = 0; i < LENGTH(rule_units); i++) {
        if (rule_units[i].unit == rule->unit) {
            suffix = rule_units[i].suffix;
        }
    }
    snprintf(out, RULE_TEXT_BYTES, "%d%s%s%s%s%.12s", rule->amount, suffix,
             rule->count_first_day ? ",first" : "", rule->no_roll ? ",noroll" : "",
             *warning ? ",warn=" : "", warning);
}

// ---- lights ----

enum light light_of(const struct light_clock *clock, int64_t now_us) {
    bool exists = clock->paused || clock->due_us != TIME_NONE;
    if (!exists) {
        return LIGHT_NONE;
    }
    if (clock->stopped) {
        return LIGHT_BLUE;
    }
    if (clock->paused) {
        return LIGHT_GREY;
    }
    if (now_us > clock->due_us) {
        return LIGHT_RED;
    }
    return now_us >= clock->warn_us ? LIGHT_YELLOW : LIGHT_GREEN;
}

static const char *const light_words[] = {
    [LIGHT_NONE] = "none", [LIGHT_GREEN] = "green", [LIGHT_YELLOW] = "yellow",
    [LIGHT_RED] = "red",   [LIGHT_BLUE] = "blue",   [LIGHT_GREY] = "grey",
};

const char *light_word(enum light light) {
    return light_words[light];
}
