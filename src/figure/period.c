// SPDX-License-Identifier: Apache-2.0
// Periods as people write them. Pure.
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "figure/figure.h"

static bool digits(const char *text, size_t n, int *out) {
    int value = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        value = value * 10 + (text[i] - '0');
    }
    *out = value;
    return true;
}

static bool parse_one(const char *text, size_t n, int32_t *from, int32_t *to) {
    int year, month;
    if (n == 4 && digits(text, 4, &year)) {
        *from = day_from_civil(year, 1, 1);
        *to = day_from_civil(year, 12, 31);
        return *from != DAY_NONE;
    }
    if (n == 7 && text[4] == '-' && digits(text, 4, &year) && digits(text + 5, 2, &month) &&
        month >= 1 && month <= 12) {
        *from = day_from_civil(year, month, 1);
        *to = month_first_day(month_of_day(*from) + 1) - 1;
        return *from != DAY_NONE;
    }
    char day[DAY_TEXT_BYTES];
    if (n != DAY_TEXT_BYTES - 1) {
        return false;
    }
    memcpy(day, text, n);
    day[n] = 0;
    if (!day_parse(day, from)) {
        return false;
    }
    *to = *from;
    return true;
}

enum yk period_parse(const char *text, int32_t today, struct period *out, struct err *err) {
    struct period period;
    int year, month, day;
    day_to_civil(today, &year, &month, &day);
    if (!text || !*text) {
        period.from = day_from_civil(year - 1, 1, 1);
        period.to = day_from_civil(year - 1, 12, 31);
        snprintf(period.text, sizeof period.text, "%04d", year - 1);
        *out = period;
        return YK_OK;
    }
    const char *dots = strstr(text, "..");
    size_t n = strlen(text);
    bool good = n < sizeof period.text;
    if (good && dots) {
        int32_t ignored;
        good = parse_one(text, (size_t)(dots - text), &period.from, &ignored) &&
               parse_one(dots + 2, strlen(dots + 2), &ignored, &period.to) &&
               period.from <= period.to;
    } else if (good) {
        good = parse_one(text, n, &period.from, &period.to);
    }
    if (!good) {
        return err_add_field(err, "period", ERR_BAD_PERIOD,
                             "2022, 2022-07, 2022-07-15, 2022-07-01..2022-09-30");
    }
    memcpy(period.text, text, n + 1);
    *out = period;
    return YK_OK;
}

static bool is_whole_months(const struct period *period) {
    return month_first_day(month_of_day(period->from)) == period->from &&
           month_first_day(month_of_day(period->to) + 1) - 1 == period->to;
}

static void name_period(struct period *period) {
    char from[DAY_TEXT_BYTES], to[DAY_TEXT_BYTES];
    int32_t first = month_of_day(period->from), last = month_of_day(period->to);
    bool whole = is_whole_months(period);
    day_format(period->from, from);
    day_format(period->to, to);
    if (whole && last - first == 11 && first % 12 == 0) {
        snprintf(period->text, sizeof period->text, "%.4s", from);
    } else if (whole && last == first) {
        snprintf(period->text, sizeof period->text, "%.7s", from);
    } else if (period->from == period->to) {
        snprintf(period->text, sizeof period->text, "%s", from);
    } else {
        snprintf(period->text, sizeof period->text, "%s..%s", from, to);
    }
}

void period_before(const struct period *period, struct period *out) {
    struct period before;
    int32_t first = month_of_day(period->from), last = month_of_day(period->to);
    if (is_whole_months(period)) {
        int32_t months = last - first + 1;
        before.from = month_first_day(first - months);
        before.to = period->from - 1;
    } else {
        before.from = period->from - (period->to - period->from + 1);
        before.to = period->from - 1;
    }
    name_period(&before);
    *out = before;
}

static int32_t year_before(int32_t of) {
    int year, month, day;
    day_to_civil(of, &year, &month, &day);
    int32_t same = day_from_civil(year - 1, month, day);
    return same == DAY_NONE ? day_from_civil(year - 1, month, day - 1) : same;
}

void period_year_before(const struct period *period, struct period *out) {
    struct period before = {.from = year_before(period->from), .to = year_before(period->to)};
    if (is_whole_months(period)) {
        before.to = month_first_day(month_of_day(period->to) - 11) - 1;
    }
    name_period(&before);
    *out = before;
}
