// SPDX-License-Identifier: Apache-2.0
// Roles, what each may do, and over which rows. The table below is the only place that says so: routes name a capability, never a role.
// Whether an act fits the state of a matter is for the matter's rules.

#include "auth/scope.h"

#include <assert.h>
#include <stddef.h>

#define CAP(name) (UINT64_C(1) << CAP_##name)

enum {
    HANDLING_ROLES = 1 << ROLE_HANDLER | 1 << ROLE_HEAD,
    DISTRICT_ROLES = 1 << ROLE_CLERK | 1 << ROLE_OPERATOR | 1 << ROLE_SUPERVISOR | 1 << ROLE_LEADER,
    WORKING_ROLES = HANDLING_ROLES | DISTRICT_ROLES,
};

static const struct {
    const char *word;
    enum scope_level scope;
    uint64_t caps;
} roles_table[ROLE_END] = {
    [ROLE_CLERK] = {"clerk", SCOPE_DISTRICT,
                    CAP(MATTER_INTAKE) | CAP(MATTER_VIEW) | CAP(MATTER_DISPATCH) |
                        CAP(MATTER_WITHDRAW) | CAP(PARTY_FIND) | CAP(PARTY_REVEAL) |
                        CAP(FIGURE_VIEW) | CAP(SUPERVISE_URGE)},
    [ROLE_HANDLER] = {"handler", SCOPE_UNIT,
                      CAP(MATTER_VIEW) | CAP(MATTER_HANDLE) | CAP(PARTY_REVEAL) | CAP(FIGURE_VIEW) |
                          CAP(REVIEW_VIEW) | CAP(TARGET_VIEW) | CAP(TARGET_REPORT)},
    [ROLE_HEAD] = {"head", SCOPE_UNIT,
                   CAP(MATTER_VIEW) | CAP(MATTER_HANDLE) | CAP(PARTY_REVEAL) | CAP(FIGURE_VIEW) |
                       CAP(MATTER_SIGNOFF) | CAP(REVIEW_VIEW) | CAP(TARGET_VIEW) |
                       CAP(TARGET_REPORT)},
    [ROLE_OPERATOR] = {"operator", SCOPE_DISTRICT,
                       CAP(MATTER_VIEW) | CAP(CALLBACK_WORK) | CAP(PARTY_FIND) | CAP(PARTY_REVEAL) |
                           CAP(FIGURE_VIEW)},
    [ROLE_SUPERVISOR] = {"supervisor", SCOPE_DISTRICT,
                         CAP(MATTER_VIEW) | CAP(MATTER_DISPATCH) | CAP(MATTER_ARBITRATE) |
                             CAP(MATTER_WITHDRAW) | CAP(PARTY_REVEAL) | CAP(FIGURE_VIEW) |
                             CAP(POLICY_MANAGE) | CAP(SUPERVISE_URGE) | CAP(SUPERVISE) |
                             CAP(REVIEW_VIEW) | CAP(REVIEW_MANAGE) | CAP(REVIEW_ASK) |
                             CAP(TARGET_VIEW) | CAP(TARGET_MANAGE)},
    [ROLE_LEADER] = {"leader", SCOPE_DISTRICT,
                     CAP(MATTER_VIEW) | CAP(FIGURE_VIEW) | CAP(REVIEW_VIEW) | CAP(REVIEW_ASK) |
                         CAP(TARGET_VIEW) | CAP(TARGET_OPEN)},
    [ROLE_SYSADMIN] = {"sysadmin", SCOPE_NONE,
                       CAP(ACCOUNT_VIEW) | CAP(ACCOUNT_MANAGE) | CAP(UNIT_MANAGE) |
                           CAP(JOB_MANAGE)},
    [ROLE_SECADMIN] = {"secadmin", SCOPE_NONE, CAP(ACCOUNT_VIEW) | CAP(ACCOUNT_SECURE)},
    [ROLE_AUDITOR] = {"auditor", SCOPE_NONE, CAP(LOG_READ)},
};

// clang-format off
static const char *const cap_words[CAP_END] = {
    [CAP_MATTER_INTAKE] = "matter.intake",
    [CAP_MATTER_VIEW] = "matter.view",
    [CAP_MATTER_DISPATCH] = "matter.dispatch",
    [CAP_MATTER_ARBITRATE] = "matter.arbitrate",
    [CAP_MATTER_HANDLE] = "matter.handle",
    [CAP_MATTER_SIGNOFF] = "matter.signoff",
    [CAP_MATTER_WITHDRAW] = "matter.withdraw",
    [CAP_CALLBACK_WORK] = "callback.work",
    [CAP_FIGURE_VIEW] = "figure.view",
    [CAP_PARTY_FIND] = "party.find",
    [CAP_PARTY_REVEAL] = "party.reveal",
    [CAP_ACCOUNT_MANAGE] = "account.manage",
    [CAP_ACCOUNT_SECURE] = "account.secure",
    [CAP_UNIT_MANAGE] = "unit.manage",
    [CAP_POLICY_MANAGE] = "policy.manage",
    [CAP_LOG_READ] = "log.read",
    [CAP_ACCOUNT_VIEW] = "account.view",
    [CAP_JOB_MANAGE] = "job.manage",
    [CAP_SUPERVISE_URGE] = "supervise.urge",
    [CAP_SUPERVISE] = "supervise.orders",
    [CAP_REVIEW_VIEW] = "review.view",
    [CAP_REVIEW_MANAGE] = "review.manage",
    [CAP_REVIEW_ASK] = "review.ask",
    [CAP_TARGET_VIEW] = "target.view",
    [CAP_TARGET_MANAGE] = "target.manage",
    [CAP_TARGET_REPORT] = "target.report",
    [CAP_TARGET_OPEN] = "target.open",
};
// clang-format on

const char *role_word(enum role role) {
    assert(role > 0 && role < ROLE_END);
    return roles_table[role].word;
}

const char *cap_word(enum cap cap) {
    assert(cap < CAP_END);
    return cap_words[cap];
}

uint64_t role_caps(uint32_t roles) {
    uint64_t caps = CAP(OPEN) | CAP(SIGNED_IN);
    for (int role = 1; role < ROLE_END; role++) {
        if (roles >> role & 1) {
            caps |= roles_table[role].caps;
        }
    }
    return caps;
}

static bool at_most_one_bit(uint32_t bits) {
    return (bits & (bits - 1)) == 0;
}

bool roles_compatible(uint32_t roles) {
    uint32_t admins = roles & ~(uint32_t)WORKING_ROLES;
    // Whoever calls back, or decides between units, must not be a unit that answers: the handler cannot answer for the person.
    bool judges = roles & (1 << ROLE_OPERATOR | 1 << ROLE_SUPERVISOR);
    return at_most_one_bit(admins) && !(admins && roles & WORKING_ROLES) &&
           !(judges && roles & HANDLING_ROLES);
}

struct scope scope_of_roles(uint32_t roles, int32_t district, int64_t unit) {
    struct scope scope = {.district = district, .level = SCOPE_NONE};
    for (int role = 1; role < ROLE_END; role++) {
        if (roles >> role & 1 && roles_table[role].scope > scope.level) {
            scope.level = roles_table[role].scope;
        }
    }
    scope.unit = scope.level == SCOPE_UNIT ? unit : 0;
    return scope;
}

bool actor_may(const struct actor *actor, enum cap cap) {
    return cap == CAP_OPEN || (actor && (cap == CAP_SIGNED_IN || actor->caps >> cap & 1));
}

bool scope_covers(const struct scope *scope, int32_t district, int64_t unit) {
    if (district != scope->district) {
        return false;
    }
    return scope->level == SCOPE_DISTRICT || (scope->level == SCOPE_UNIT && unit == scope->unit);
}

void scope_sql(const struct scope *scope, const char *unit_col, int *next_param, struct buf *out) {
    if (scope->level == SCOPE_NONE) {
        buf_add_text(out, " AND 1=0");
    } else if (scope->level == SCOPE_UNIT) {
        buf_add_printf(out, " AND %s = $%d", unit_col, (*next_param)++);
    }
}

void scope_bind(const struct scope *scope, struct db_stmt *st, int *next_param) {
    if (scope->level == SCOPE_UNIT) {
        db_bind_i64(st, (*next_param)++, scope->unit);
    }
}
