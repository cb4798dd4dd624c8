// SPDX-License-Identifier: Apache-2.0
// Completion and lights. Products of two amounts go beyond 64 bits, so that they are made in 128.
#include "target/pace.h"

#include <math.h>

bool amount_of_real(double real, int64_t *out) {
    double scaled = real * AMOUNT_SCALE;
    if (!isfinite(real) || real < 0 || scaled > (double)AMOUNT_MAX ||
        fabs(scaled - round(scaled)) > 1e-4) {
        return false;
    }
    *out = llround(scaled);
    return true;
}

static int64_t share_of(int64_t part, int64_t whole, int64_t times) {
    __extension__ typedef __int128 wide;
    wide twice = (wide)part * times * 2 + whole;
    return (int64_t)(twice / ((wide)whole * 2));
}

int64_t pace_part(int64_t amount, int64_t part, int64_t whole) {
    return share_of(amount, whole, part);
}

int64_t pace_completion(int64_t done, int64_t target) {
    if (target == AMOUNT_NONE || target <= 0) {
        return AMOUNT_NONE;
    }
    return share_of(done == AMOUNT_NONE ? 0 : done, target, 10000);
}

int64_t pace_percent(int64_t sum, int64_t base) {
    return base <= 0 ? AMOUNT_NONE : share_of(sum, base, INT64_C(100) * AMOUNT_SCALE);
}

static int64_t done_of(const struct pace *pace) {
    return pace->done == AMOUNT_NONE ? 0 : pace->done;
}

bool pace_met(const struct pace *pace) {
    if (pace->target == AMOUNT_NONE) {
        return false;
    }
    switch (pace->direction) {
    case TARGET_AT_MOST: return pace->done != AMOUNT_NONE && pace->done <= pace->target;
    case TARGET_EQUAL: return pace->done == pace->target;
    default: return done_of(pace) >= pace->target;
    }
}

int64_t pace_expected(const struct pace *pace) {
    int64_t days = pace->to - pace->from + 1;
    int64_t gone = pace->today < pace->from ? 0 : pace->today - pace->from;
    if (pace->target == AMOUNT_NONE) {
        return AMOUNT_NONE;
    }
    if (pace->counting == TARGET_RATIO || gone >= days) {
        return pace->target;
    }
    // A day that is not over cannot be behind.
    return pace->step != AMOUNT_NONE ? pace->step : share_of(pace->target, days, gone);
}

static bool is_behind(const struct pace *pace) {
    int64_t expected = pace_expected(pace);
    if (pace->counting == TARGET_RATIO && pace->done == AMOUNT_NONE) {
        return false; // nothing to hold against it yet
    }
    return pace->direction == TARGET_AT_MOST ? done_of(pace) > expected : done_of(pace) < expected;
}

enum light pace_light(const struct pace *pace) {
    if (pace->accepted) {
        return LIGHT_BLUE;
    }
    if (pace->target == AMOUNT_NONE) {
        return LIGHT_GREY;
    }
    bool beyond = pace->direction != TARGET_AT_LEAST && pace->counting != TARGET_RATIO &&
                  done_of(pace) > pace->target;
    if (beyond || (pace->today > pace->to && !pace_met(pace))) {
        return LIGHT_RED;
    }
    return is_behind(pace) && !(pace->direction == TARGET_AT_LEAST && pace_met(pace)) ? LIGHT_YELLOW
                                                                                      : LIGHT_GREEN;
}
