// SPDX-License-Identifier: Apache-2.0
// Stores to measure on: the demonstration's units, catalogue and people with any number of matters, written through the rules and the log as in service,
// but matter by matter and with large transactions. Every event, state, version of a fact, tally and block is a true one: `yikou verify` agrees.
#ifndef YK_BENCH_STORE_H
#define YK_BENCH_STORE_H

#include <stdint.h>

#include "base/err.h"

struct bench_store {
    char folder[512]; // as --data
    int64_t n, events;
    double seconds; // of making it; 0: it was there
};
// Makes it below `cache` unless it is there. Blocks for minutes at 10^6.
YK_NODISCARD enum yk bench_store_get(const char *cache, int64_t n, struct bench_store *out,
                                     struct err *err);

// A copy below `cache`, with its key, that may be written to; ended by bench_store_remove.
YK_NODISCARD enum yk bench_store_copy(const struct bench_store *from, const char *cache,
                                      const char *name, struct bench_store *out, struct err *err);
void bench_store_remove(const struct bench_store *store);

#endif
