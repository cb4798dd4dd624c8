// SPDX-License-Identifier: Apache-2.0
// Chance for the demonstration: SplitMix64, so that one seed gives one district on every machine. Not for secrets: those come from
// random_bytes().
#ifndef YK_APP_DEMO_RANDOM_H
#define YK_APP_DEMO_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct demo_random {
    uint64_t state;
};

static inline uint64_t demo_next(struct demo_random *random) {
    uint64_t z = random->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

// 0..n-1; n > 0.
static inline int64_t demo_below(struct demo_random *random, int64_t n) {
    return (int64_t)(demo_next(random) % (uint64_t)n);
}

// from..to, both in.
static inline int64_t demo_between(struct demo_random *random, int64_t from, int64_t to) {
    return from + demo_below(random, to - from + 1);
}

static inline bool demo_chance(struct demo_random *random, int64_t permille) {
    return demo_below(random, 1000) < permille;
}

// An index, as likely as its weight.
static inline size_t demo_weighted(struct demo_random *random, const int *weights, size_t n) {
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += weights[i];
    }
    int64_t at = demo_below(random, sum);
    for (size_t i = 0; i < n; i++) {
        at -= weights[i];
        if (at < 0) {
            return i;
        }
    }
    return n - 1;
}

#endif
