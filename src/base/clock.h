// SPDX-License-Identifier: Apache-2.0
// Times and days. A time is int64 microseconds since 1970 UTC; a day is an int32 count of days since 1970-01-01 in China Standard Time
// (UTC+8, no daylight saving since 1991). The domain clock is handed in, never read by rules: real time in service, shifted in the
// demonstration (design.md, Time).
#ifndef YK_BASE_CLOCK_H
#define YK_BASE_CLOCK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { CLOCK_TZ_OFFSET_S = 8 * 3600, DAY_TEXT_BYTES = 11, TIME_TEXT_BYTES = 28 };
#define DAY_NONE   INT32_MIN
#define TIME_NONE  INT64_MIN
#define US_PER_S   INT64_C(1000000)
#define US_PER_DAY (INT64_C(86400) * US_PER_S)

// What a test or an exercise adds to the time of the program, moved while it runs.
struct clock_ahead {
    _Atomic int64_t us;
    _Atomic int64_t last_us; // domain time read last
};
struct clock {
    int64_t shift_us;          // domain time = real time + shift
    struct clock_ahead *ahead; // NULL in service
};

int64_t clock_real_us(void);
int64_t clock_monotonic_us(void);
// With an `ahead`, each reading is later than the one before, also when what it adds was made smaller: times of records never go back.
int64_t clock_domain_us(const struct clock *clock);
// Real time, plus what `ahead` adds: for sign-in, sessions and lock-out. May go back with it.
int64_t clock_wall_us(const struct clock *clock);
int32_t day_of_time(int64_t time_us);                          // the CST day
int64_t day_start_us(int32_t day);                             // its first microsecond, UTC
int32_t day_from_civil(int year, int month, int day_of_month); // DAY_NONE for an impossible date
void day_to_civil(int32_t day, int *out_year, int *out_month, int *out_day);
int day_weekday(int32_t day);                           // 1 Monday … 7 Sunday (ISO 8601)
int32_t month_of_day(int32_t day);                      // year * 12 + (month - 1)
int32_t month_first_day(int32_t month);                 // of such a month number
bool day_parse(const char *text, int32_t *out_day);     // strict YYYY-MM-DD, 1900..2199
void day_format(int32_t day, char out[DAY_TEXT_BYTES]); // "" outside the years 0..9999
void time_format(
    int64_t time_us,
    char out[TIME_TEXT_BYTES]); // RFC 3339, Z, microseconds; "" outside the years 0..9999
bool time_parse(const char *text,
                int64_t *out_us); // RFC 3339 with Z or an offset, 0..6 decimals, years 1900..2199

#endif
