// SPDX-License-Identifier: Apache-2.0
// How far along a target is: completion and light, from amounts in thousandths. Pure, exact, no clock of its own. Lights are those of 目标任务 boards: blue
// accepted, green on time, yellow behind, red overdue (or past what was allowed), grey without a task.
#ifndef YK_TARGET_PACE_H
#define YK_TARGET_PACE_H

#include "calendar/calendar.h"

enum { AMOUNT_SCALE = 1000 }; // amounts are kept in thousandths of their unit
#define AMOUNT_MAX  (INT64_C(1000000000000) * AMOUNT_SCALE)
#define AMOUNT_NONE INT64_MIN

enum target_direction { TARGET_AT_LEAST = 1, TARGET_AT_MOST, TARGET_EQUAL };
// A cumulative report says what was added in its period, a snapshot what there is at its end, a ratio both sides of a percentage over its period.
enum target_counting { TARGET_CUMULATIVE = 1, TARGET_SNAPSHOT, TARGET_RATIO };

struct pace {
    int64_t direction, counting;
    int64_t target; // AMOUNT_NONE: no task
    int64_t done;   // AMOUNT_NONE: nothing verified yet
    int64_t step;   // planned by the last month that is over; AMOUNT_NONE: no plan, by elapsed time
    int32_t from, to, today;
    bool accepted;
};
// From a number of JSON: at most three decimals, 0 ≤ x ≤ AMOUNT_MAX. False: it is none such.
bool amount_of_real(double real, int64_t *out);
// 100 × done / target in hundredths of a percent, rounded half up, never capped: 13 of 10 is 13000. AMOUNT_NONE without a task or a target of nought.
int64_t pace_completion(int64_t done, int64_t target);
// 100 × sum / base as an amount (percent in thousandths), rounded half up; AMOUNT_NONE when base is nought.
int64_t pace_percent(int64_t sum, int64_t base);
// amount × part / whole, rounded half up; whole > 0.
int64_t pace_part(int64_t amount, int64_t part, int64_t whole);
// Is the target reached (for ≤: not gone beyond)? False without a task.
bool pace_met(const struct pace *pace);
// What must be done by today: by the plan, or in proportion to the days gone; a ratio all the time.
int64_t pace_expected(const struct pace *pace);
enum light pace_light(const struct pace *pace);

#endif
