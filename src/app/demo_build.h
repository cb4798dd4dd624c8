// SPDX-License-Identifier: Apache-2.0
// Makes the demonstration district in an empty, migrated store: units, catalogue, accounts, and two years and two months of requests, all through the
// commands that people use. The same seed makes the same figures. Ends by marking the installation as done, so that a store without the
// mark is known to be half made.
#ifndef YK_APP_DEMO_BUILD_H
#define YK_APP_DEMO_BUILD_H

#include "calendar/calendar.h"
#include "crypto/keyring.h"
#include "crypto/password.h"
#include "log/log.h"

#define DEMO_PASSWORD "Panji-2023"
enum { DEMO_DISTRICT = 340406, DEMO_REQUESTS = 3000 };

struct demo_options {
    uint64_t seed;
    int n_requests; // beside those that show the states on the first day, and repeats
    enum password_cost cost;
    int32_t district;           // 0: DEMO_DISTRICT
    const char *name, *name_en; // NULL: its own
    const char *suffix;         // of logins, which are unique in a store; NULL: none
    void (*progress)(void *ctx, int64_t done, int64_t total); // NULL: none
    void *ctx;
};
int64_t demo_start_us(void); // 2023-03-01 09:00 in China: when the domain clock begins
// Commits every few hundred commands. db must be outside a transaction. On failure what was committed stays: the store is to be thrown away.
YK_NODISCARD enum yk demo_build(struct db *db, const struct ledgers *ledgers,
                                const struct keyring *ring, const struct calendar *calendar,
                                const struct demo_options *options, struct err *err);

#endif
