// SPDX-License-Identifier: Apache-2.0
// The program under measurement, as a child serving one store, and the requests that people's browsers would send it.
#ifndef YK_BENCH_SERVICE_H
#define YK_BENCH_SERVICE_H

#include <sys/types.h>

#include "load.h"
#include "store.h"

enum {
    SERVICE_IDS = 512,
    SERVICE_UNITS_MAX = 64,
    SERVICE_PAGES = 64,
    SERVICE_ANEW_PERIOD = 100, // of service_page_anew: one intake among so many requests
};
struct service_session {
    char cookie[160], csrf[64];
};
struct service {
    pid_t pid;
    int port, out;
    double start_seconds; // from exec to the first answer of /healthz
    struct service_session clerk, operator_;
    char ids[SERVICE_IDS][16]; // of matters, all over the years
    int n_ids;
    char unit[16], category[16]; // a unit with many matters, and a category that it leads
    char pages[SERVICE_PAGES]
              [200]; // paths of ledger pages: filters and sorts, first pages and further ones
    int n_pages;
    char style[128]; // path of the pages' style sheet; "": the program has no pages in it
};
// Starts `yikou demo` on the store, signs in, and looks at what there is to ask for.
YK_NODISCARD enum yk service_start(const char *program, const struct bench_store *store,
                                   struct service *out, struct err *err);
void service_stop(struct service *service);
int64_t service_resident_kb(const struct service *service);
double service_cpu_seconds(const struct service *service); // of all its threads, so far

// For struct load's make, with a struct service as ctx.
size_t service_constant(void *service, int64_t i, char out[LOAD_REQUEST_BYTES]);
size_t service_style(void *service, int64_t i, char out[LOAD_REQUEST_BYTES]);
size_t service_page(void *service, int64_t i, char out[LOAD_REQUEST_BYTES]);
// Pages of many lists in turn, and now and then an intake.
size_t service_page_anew(void *service, int64_t i, char out[LOAD_REQUEST_BYTES]);
size_t service_dashboard(void *service, int64_t i, char out[LOAD_REQUEST_BYTES]);
size_t service_intake(void *service, int64_t i, char out[LOAD_REQUEST_BYTES]);
size_t service_mixed(void *service, int64_t i, char out[LOAD_REQUEST_BYTES]);
enum {
    MIXED_PAGE,
    MIXED_MATTER,
    MIXED_CALLS,
    MIXED_DASHBOARD,
    MIXED_ROWS,
    MIXED_INTAKE,
    MIXED_KINDS
};
int service_mixed_kind(int64_t i);

#endif
