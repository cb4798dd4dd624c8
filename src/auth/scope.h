// SPDX-License-Identifier: Apache-2.0
// Who is acting, what they may do, and over which rows: the one function that answers "may A see U's rows in D", and the same predicate as SQL
// for every list, count, figure and export, so that they agree to the row. Roles and their capabilities are the table in scope.c.
#ifndef YK_AUTH_SCOPE_H
#define YK_AUTH_SCOPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "db/db.h"

enum role {
    ROLE_CLERK = 1,
    ROLE_HANDLER,
    ROLE_HEAD,
    ROLE_OPERATOR,
    ROLE_SUPERVISOR,
    ROLE_LEADER,
    ROLE_SYSADMIN,
    ROLE_SECADMIN,
    ROLE_AUDITOR,
    ROLE_END,
};
enum cap {
    CAP_OPEN = 0,  // nobody need be signed in
    CAP_SIGNED_IN, // any account
    CAP_MATTER_INTAKE,
    CAP_MATTER_VIEW,
    CAP_MATTER_DISPATCH,
    CAP_MATTER_ARBITRATE,
    CAP_MATTER_HANDLE,
    CAP_MATTER_SIGNOFF,
    CAP_MATTER_WITHDRAW,
    CAP_CALLBACK_WORK,
    CAP_FIGURE_VIEW,
    CAP_PARTY_FIND,
    CAP_PARTY_REVEAL,
    CAP_ACCOUNT_MANAGE,
    CAP_ACCOUNT_SECURE,
    CAP_UNIT_MANAGE,
    CAP_POLICY_MANAGE,
    CAP_LOG_READ,
    CAP_SUPERVISE_URGE, // by hand
    CAP_SUPERVISE,      // orders and notifications: raise, judge, escalate, withdraw
    CAP_ACCOUNT_VIEW, // see the list of accounts; goes with account.manage and with account.secure
    CAP_JOB_MANAGE,   // see scheduled work and have it run now
    CAP_REVIEW_VIEW,  // regular reviews: at unit scope what was decided for the unit
    CAP_REVIEW_MANAGE,
    CAP_REVIEW_ASK,    // put a matter on an agenda
    CAP_TARGET_VIEW,   // programmes and tasks: at unit scope those it has to do with
    CAP_TARGET_MANAGE, // set up, break down, assign, judge reports, strike off, close months
    CAP_TARGET_REPORT, // sign and report for one's unit
    CAP_TARGET_OPEN,   // open a closed month again: the level above
    CAP_END,
};
const char *role_word(enum role role); // "clerk"
// "matter.intake"; NULL for CAP_OPEN and CAP_SIGNED_IN, which are nobody's to have.
const char *cap_word(enum cap cap);
uint64_t role_caps(uint32_t roles); // bit set of caps, for a bit set of roles
// 三员分立: the three administrators exclude each other and every working role. False: such a set is refused.
bool roles_compatible(uint32_t roles);

enum scope_level { SCOPE_NONE, SCOPE_UNIT, SCOPE_DISTRICT };
struct scope {
    int32_t district;
    enum scope_level level;
    int64_t unit; // own unit, at SCOPE_UNIT
};
struct actor { // one request's person; lives in its arena
    int64_t account;
    const char *name, *name_en, *login;
    int64_t unit;
    const char *unit_name;
    uint32_t roles; // 1u << role
    uint64_t caps;  // 1ull << cap
    struct scope scope;
    int64_t session;
    bool must_change_password;
};
// What a set of roles sees: the district as soon as one role does; else the own unit; administrators no rows at all.
struct scope scope_of_roles(uint32_t roles, int32_t district, int64_t unit);
// NULL is nobody: CAP_OPEN only.
bool actor_may(const struct actor *actor, enum cap cap);
// A row of district d attributed to unit u.
bool scope_covers(const struct scope *scope, int32_t district, int64_t unit);
// The same as SQL over columns district and unit_col: " AND unit = $n" or nothing, or " AND 1=0" at SCOPE_NONE; the district is always the
// statement's own $1. next_param is advanced for what was added; scope_bind binds it.
void scope_sql(const struct scope *scope, const char *unit_col, int *next_param, struct buf *out);
void scope_bind(const struct scope *scope, struct db_stmt *st, int *next_param);

#endif
