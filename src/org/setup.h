// SPDX-License-Identifier: Apache-2.0
// A district from nothing: its names, its first unit and its three administrators, for the first run in the browser and for `yikou district add`.
#ifndef YK_ORG_SETUP_H
#define YK_ORG_SETUP_H

#include "crypto/password.h"
#include "log/log.h"

enum { SETUP_ADMINS = 3 }; // system, security, audit: three people (三员分立, GB/T 22239-2019)
struct setup_role {
    const char *word; // "sysadmin"
    unsigned role;    // enum role
    const char *name; // of an administrator who is not named yet
    const char *name_en;
};
extern const struct setup_role setup_roles[SETUP_ADMINS];

struct setup_person {
    const char *login, *name, *name_en;
    char hash[PASSWORD_HASH_BYTES];
    bool must_change_password;
};
// Records it all as tx->district, which must be new (YK_CONFLICT otherwise; a login that is taken is YK_CONFLICT too). Needs the write transaction.
YK_NODISCARD enum yk setup_make_district(struct log_tx *tx, const char *name, const char *name_en,
                                         const struct setup_person people[SETUP_ADMINS],
                                         int32_t today, struct err *err);

#endif
