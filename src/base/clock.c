// SPDX-License-Identifier: Apache-2.0
// Civil days by arithmetic (the proleptic Gregorian calendar), so that no time zone data, locale or libc state is
// asked. Only the clock_*_us functions look at a clock.

#include "base/clock.h"

#include <stddef.h>
#include <string.h>
#include <time.h>

#include "base/err.h"

enum { YEAR_MIN = 1900, YEAR_MAX = 2199, DAYS_PER_ERA = 146097, EPOCH_SHIFT_DAYS = 719468 };

int64_t clock_real_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * US_PER_S + now.tv_nsec / 1000;
}

int64_t clock_monotonic_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * US_PER_S + now.tv_nsec / 1000;
}

int64_t clock_wall_us(const struct clock *clock) {
    return clock_real_us() + (clock->ahead ? atomic_load(&clock->ahead->us) : 0);
}

int64_t clock_domain_us(const struct clock *clock) {
    int64_t now = clock_wall_us(clock) + clock->shift_us;
    if (!clock->ahead) {
        return now;
    }
    int64_t last = atomic_load(&clock->ahead->last_us);
    int64_t next;
    do {
        next = now > last ? now : last + 1;
    } while (!atomic_compare_exchange_weak(&clock->ahead->last_us, &last, next));
    return next;
}

static int64_t floor_div(int64_t a, int64_t b) {
    int64_t q = a / b;
    return a % b < 0 ? q - 1 : q;
}

// Years are counted from 1 March inside an era of 400 years, so that the leap day is the last of its year.
static int64_t days_from_civil(int year, int month, int day_of_month) {
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = floor_div(y, 400);
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day_of_month - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - EPOCH_SHIFT_DAYS;
}

static void civil_from_days(int64_t days, int *out_year, int *out_month, int *out_day) {
    int64_t shifted = days + EPOCH_SHIFT_DAYS;
    int64_t era = floor_div(shifted, DAYS_PER_ERA);
    int64_t day_of_era = shifted - era * DAYS_PER_ERA;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t from_march = (5 * day_of_year + 2) / 153;
    *out_day = (int)(day_of_year - (153 * from_march + 2) / 5 + 1);
    *out_month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
    *out_year = (int)(year_of_era + era * 400 + (*out_month <= 2));
}

static int month_days(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

int32_t day_of_time(int64_t time_us) {
    return (int32_t)floor_div(time_us + CLOCK_TZ_OFFSET_S * US_PER_S, US_PER_DAY);
}

int64_t day_start_us(int32_t day) {
    return (int64_t)day * US_PER_DAY - CLOCK_TZ_OFFSET_S * US_PER_S;
}

int32_t day_from_civil(int year, int month, int day_of_month) {
    if (year < 0 || year > 9999 || month < 1 || month > 12 || day_of_month < 1 ||
        day_of_month > month_days(year, month)) {
        return DAY_NONE;
    }
    return (int32_t)days_from_civil(year, month, day_of_month);
}

void day_to_civil(int32_t day, int *out_year, int *out_month, int *out_day) {
    civil_from_days(day, out_year, out_month, out_day);
}

int day_weekday(int32_t day) {
    int64_t from_monday = (int64_t)day + 3; // 1970-01-01 was a Thursday
    return (int)(from_monday - floor_div(from_monday, 7) * 7) + 1;
}

int32_t month_of_day(int32_t day) {
    int year, month, day_of_month;
    day_to_civil(day, &year, &month, &day_of_month);
    return year * 12 + month - 1;
}

int32_t month_first_day(int32_t month) {
    int64_t year = floor_div(month, 12);
    return (int32_t)days_from_civil((int)year, (int)(month - year * 12) + 1, 1);
}

// Exactly n digits at *at, which is moved past them.
static bool take_digits(const char **at, int n, int *out) {
    int value = 0;
    for (int i = 0; i < n; i++) {
        char c = (*at)[i];
        if (c < '0' || c > '9') {
            return false;
        }
        value = value * 10 + (c - '0');
    }
    *at += n;
    *out = value;
    return true;
}

static bool take_char(const char **at, char c) {
    if (**at != c) {
        return false;
    }
    ++*at;
    return true;
}

static bool take_day(const char **at, int32_t *out) {
    int year, month, day_of_month;
    if (!take_digits(at, 4, &year) || !take_char(at, '-') || !take_digits(at, 2, &month) ||
        !take_char(at, '-') || !take_digits(at, 2, &day_of_month) || year < YEAR_MIN ||
        year > YEAR_MAX) {
        return false;
    }
    *out = day_from_civil(year, month, day_of_month);
    return *out != DAY_NONE;
}

bool day_parse(const char *text, int32_t *out_day) {
    int32_t day;
    if (!text || !take_day(&text, &day) || *text) {
        return false;
    }
    *out_day = day;
    return true;
}

bool time_parse(const char *text, int64_t *out_us) {
    int32_t day;
    int hour, minute, second, micro = 0, offset_min = 0;
    if (!text || !take_day(&text, &day) || !take_char(&text, 'T') ||
        !take_digits(&text, 2, &hour) || !take_char(&text, ':') ||
        !take_digits(&text, 2, &minute) || !take_char(&text, ':') ||
        !take_digits(&text, 2, &second) || hour > 23 || minute > 59 || second > 59) {
        return false;
    }
    if (take_char(&text, '.')) {
        int unit = 100000, digit;
        while (unit && take_digits(&text, 1, &digit)) {
            micro += digit * unit;
            unit /= 10;
        }
        if (unit == 100000) {
            return false;
        }
    }
    if (!take_char(&text, 'Z')) {
        int sign = *text == '-' ? -1 : 1, off_hour, off_minute;
        if (*text != '+' && *text != '-') {
            return false;
        }
        text++;
        if (!take_digits(&text, 2, &off_hour) || !take_char(&text, ':') ||
            !take_digits(&text, 2, &off_minute) || off_hour > 23 || off_minute > 59) {
            return false;
        }
        offset_min = sign * (off_hour * 60 + off_minute);
    }
    if (*text) {
        return false;
    }
    int64_t seconds = (int64_t)hour * 3600 + minute * 60 + second - offset_min * INT64_C(60);
    *out_us = (int64_t)day * US_PER_DAY + seconds * US_PER_S + micro;
    return true;
}

static char *put_digits(char *out, int n, int value) {
    for (int i = n - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return out + n;
}

static char *put_day(char *out, int64_t day) {
    int year, month, day_of_month;
    civil_from_days(day, &year, &month, &day_of_month);
    if (year < 0 || year > 9999) {
        return NULL;
    }
    out = put_digits(out, 4, year);
    *out++ = '-';
    out = put_digits(out, 2, month);
    *out++ = '-';
    return put_digits(out, 2, day_of_month);
}

void day_format(int32_t day, char out[DAY_TEXT_BYTES]) {
    char *end = put_day(out, day);
    *(end ? end : out) = '\0';
}

void time_format(int64_t time_us, char out[TIME_TEXT_BYTES]) {
    int64_t day = floor_div(time_us, US_PER_DAY);
    char *at = put_day(out, day);
    if (!at) {
        out[0] = '\0';
        return;
    }
    int64_t rest = time_us - day * US_PER_DAY; // of a day that can be written, so nothing overflows
    int seconds = (int)(rest / US_PER_S);
    *at++ = 'T';
    at = put_digits(at, 2, seconds / 3600);
    *at++ = ':';
    at = put_digits(at, 2, seconds / 60 % 60);
    *at++ = ':';
    at = put_digits(at, 2, seconds % 60);
    *at++ = '.';
    at = put_digits(at, 6, (int)(rest % US_PER_S));
    *at++ = 'Z';
    *at = '\0';
}
