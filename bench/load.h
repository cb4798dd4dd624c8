// SPDX-License-Identifier: Apache-2.0
// A load: so many keep-alive connections to a server on this machine, each sending its next request when the last one was answered. One thread, epoll; what it
// measures is the time from the first byte sent to the last byte read.
#ifndef YK_BENCH_LOAD_H
#define YK_BENCH_LOAD_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { LOAD_REQUEST_BYTES = 4096, LOAD_CONNECTIONS_MAX = 64, LOAD_KINDS_MAX = 8 };
struct load {
    int port;
    int connections;
    int64_t requests_max; // whichever comes first
    double seconds_max;
    double
        pause_ms; // of each connection between a reply and its next request, half to one and a half of it; 0: none
    // Writes the i-th request into out, whole; returns its length.
    size_t (*make)(void *ctx, int64_t i, char out[LOAD_REQUEST_BYTES]);
    // Of which kind the i-th is, below LOAD_KINDS_MAX; NULL: all of one.
    int (*kind)(int64_t i);
    void *ctx;
};
struct load_result {
    int64_t n, bytes;
    int64_t failed;    // answered otherwise than with 2xx
    int first_failure; // its status
    double seconds;
    double mean_ms, p50_ms, p99_ms, max_ms;
    struct {
        int64_t n;
        double p50_ms, p99_ms;
    } kinds[LOAD_KINDS_MAX];
};
YK_NODISCARD enum yk load_run(const struct load *load, struct load_result *out, struct err *err);

// One request, its reply in `reply` (cut at its size). The status, or 0 when there was none.
int load_once(int port, const char *request, size_t n, char *reply, size_t reply_bytes);

#endif
