// SPDX-License-Identifier: Apache-2.0
// Units, the catalogue and accounts from a file: what each row would do to the district as it is (make, change, leave as it is), and doing exactly that in one
// transaction. A row is known by its code, its name or its login, so that the same file given twice changes nothing the second time. An empty cell that
// may be empty leaves what is there.
#ifndef YK_EXCHANGE_IMPORT_ORG_H
#define YK_EXCHANGE_IMPORT_ORG_H

#include "base/buf.h"
#include "crypto/password.h"
#include "exchange/import.h"
#include "org/account.h"

enum import_what { IMPORT_UNITS, IMPORT_CATEGORIES, IMPORT_ACCOUNTS, IMPORT_WHATS };
extern const struct import_spec import_specs[IMPORT_WHATS];

enum import_act { IMPORT_SAME, IMPORT_MAKE, IMPORT_CHANGE };
struct import_step {
    const struct import_row *row;
    enum import_act act;
    int64_t object; // of what is changed
    int round;      // made after those of lower rounds, on which it stands
    struct unit_input unit;
    const char *parent; // of a unit: the name or code that is looked up when its turn comes
    struct category_input category;
    struct account_input account;
};
struct import_plan {
    enum import_what what;
    struct import_step *steps;
    size_t n, made, changed, same;
    int rounds;
};
// What an account is given at first.
struct import_secret {
    char password[INITIAL_PASSWORD_BYTES], hash[PASSWORD_HASH_BYTES];
};

// Pure but for the table's arena. What a rule would refuse becomes a trouble of the table; then the plan is not to be applied.
YK_NODISCARD enum yk import_plan(enum import_what what, const struct org *org,
                                 struct import_table *table, int32_t day, struct import_plan *out,
                                 struct err *err);
// The plan as text: two that are the same do the same.
void import_plan_print(const struct import_plan *plan, struct buf *out);
// All of it, in the caller's transaction; secrets: one per step, of accounts only. On failure the caller rolls back.
YK_NODISCARD enum yk import_apply(struct log_tx *tx, const struct import_plan *plan, int32_t day,
                                  const struct import_secret *secrets, struct err *err);

#endif
