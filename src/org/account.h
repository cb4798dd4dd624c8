// SPDX-License-Identifier: Apache-2.0
// Rules for accounts: who may be made, moved, given roles, disabled and enabled. 三员分立: the system administrator makes accounts, the security
// administrator gives roles and secures them, nobody does either to himself, and at least one of each administrator stays. Pure. What happens at
// the sign-in desk is in auth/.
#ifndef YK_ORG_ACCOUNT_H
#define YK_ORG_ACCOUNT_H

#include "org/org.h"

enum { LOGIN_MIN_CHARS = 2, LOGIN_MAX_CHARS = 32 };
// Lower-case letters, digits and . _ - , beginning with a letter.
bool login_is_good(const char *login);
bool account_is_locked(const struct account *account, int64_t real_us);

// Roles are none at first: the security administrator gives them.
YK_NODISCARD enum yk account_decide_create(const struct org *org, const struct account_input *input,
                                           int32_t day, struct arena *arena, struct drafts *out,
                                           struct err *err);
YK_NODISCARD enum yk account_decide_update(const struct org *org, int64_t id,
                                           const struct account_input *input, int32_t day,
                                           struct arena *arena, struct drafts *out,
                                           struct err *err);
YK_NODISCARD enum yk account_decide_roles(const struct org *org, int64_t actor, int64_t id,
                                          uint32_t roles, int32_t day, struct arena *arena,
                                          struct drafts *out, struct err *err);
// email NULL: letters go nowhere any more.
YK_NODISCARD enum yk account_decide_email(const struct org *org, int64_t id, const char *email,
                                          int32_t day, struct arena *arena, struct drafts *out,
                                          struct err *err);
// What else can be done to an account from outside; each is one event without members.
enum account_act { ACCOUNT_DISABLE, ACCOUNT_ENABLE, ACCOUNT_UNLOCK, ACCOUNT_RESET };
YK_NODISCARD enum yk account_decide_act(const struct org *org, int64_t actor, int64_t id,
                                        enum account_act act, int64_t real_us, int32_t day,
                                        struct drafts *out, struct err *err);

#endif
