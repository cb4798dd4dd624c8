// SPDX-License-Identifier: Apache-2.0
// What may be done to accounts, and to whose. Pure: the district comes as a snapshot, the result leaves as drafts.

#include "org/account.h"

#include <string.h>

#include "auth/scope.h"
#include "base/text.h"

bool login_is_good(const char *login) {
    size_t n = strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-");
    return login[0] >= 'a' && login[0] <= 'z' && login[n] == '\0' && n >= LOGIN_MIN_CHARS &&
           n <= LOGIN_MAX_CHARS;
}

bool account_is_locked(const struct account *account, int64_t real_us) {
    return account->locked_until_us > real_us;
}

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory to decide");
}

static enum yk no_such_account(struct err *err) {
    return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
}

static enum yk check_unit(const struct org *org, int64_t id, struct err *err) {
    const struct unit *unit = org_find_unit(org, id);
    if (!unit || !unit->open) {
        return err_add_field(err, "unit", ERR_UNKNOWN_UNIT, "%s", "");
    }
    return YK_OK;
}

enum yk account_decide_create(const struct org *org, const struct account_input *input, int32_t day,
                              struct arena *arena, struct drafts *out, struct err *err) {
    enum yk status = YK_OK;
    if (!login_is_good(input->login)) {
        status = err_add_field(err, "login", ERR_BAD_LOGIN, "a-z 0-9 . _ -, %d..%d",
                               LOGIN_MIN_CHARS, LOGIN_MAX_CHARS);
    } else if (org_find_login(org, input->login)) {
        status = err_add_field(err, "login", ERR_ALREADY_EXISTS, "≠ %s", input->login);
    }
    enum yk unit_status = check_unit(org, input->unit, err);
    if (status != YK_OK || unit_status != YK_OK) {
        return YK_REFUSED;
    }
    struct admin_event *body = admin_event_new(arena);
    if (!body) {
        return no_memory(err);
    }
    body->login = input->login;
    body->name = input->name;
    body->name_en = input->name_en ? input->name_en : "";
    body->unit = input->unit;
    body->must_change_password = 1;
    drafts_add(out, &admin_types[ACCOUNT_CREATED], day, body);
    return YK_OK;
}

enum yk account_decide_update(const struct org *org, int64_t id, const struct account_input *input,
                              int32_t day, struct arena *arena, struct drafts *out,
                              struct err *err) {
    if (!org_find_account(org, id)) {
        return no_such_account(err);
    }
    enum yk status = check_unit(org, input->unit, err);
    if (status != YK_OK) {
        return status;
    }
    struct admin_event *body = admin_event_new(arena);
    if (!body) {
        return no_memory(err);
    }
    body->name = input->name;
    body->name_en = input->name_en ? input->name_en : "";
    body->unit = input->unit;
    drafts_add(out, &admin_types[ACCOUNT_UPDATED], day, body);
    return YK_OK;
}

// Whether each kind of administrator that `account` is has another who can work, were this account left with `kept` roles.
static bool leaves_administrators(const struct org *org, const struct account *account,
                                  uint32_t kept) {
    static const enum role admins[] = {ROLE_SYSADMIN, ROLE_SECADMIN, ROLE_AUDITOR};
    size_t n;
    const struct account *all = org_accounts(org, &n);
    for (size_t k = 0; k < sizeof admins / sizeof *admins; k++) {
        uint32_t bit = 1u << admins[k];
        if (!(account->roles & bit) || kept & bit || account->state != ACCOUNT_ACTIVE) {
            continue;
        }
        bool other = false;
        for (size_t i = 0; i < n && !other; i++) {
            other =
                all[i].id != account->id && all[i].state == ACCOUNT_ACTIVE && all[i].roles & bit;
        }
        if (!other) {
            return false;
        }
    }
    return true;
}

static enum yk last_administrator(struct err *err) {
    return err_set(err, YK_REFUSED, ERR_LAST_ADMINISTRATOR, "");
}

enum yk account_decide_roles(const struct org *org, int64_t actor, int64_t id, uint32_t roles,
                             int32_t day, struct arena *arena, struct drafts *out,
                             struct err *err) {
    const struct account *account = org_find_account(org, id);
    if (!account) {
        return no_such_account(err);
    }
    if (actor == id) {
        return err_set(err, YK_REFUSED, ERR_OWN_ACCOUNT, "");
    }
    if (!roles_compatible(roles)) {
        return err_set(err, YK_REFUSED, ERR_ROLES_INCOMPATIBLE, "");
    }
    if (!leaves_administrators(org, account, roles)) {
        return last_administrator(err);
    }
    struct admin_event *body = admin_event_new(arena);
    int64_t *list = arena_alloc_array(arena, ROLE_END, sizeof *list);
    if (!body || !list) {
        return no_memory(err);
    }
    for (int role = 1; role < ROLE_END; role++) {
        if (roles >> role & 1) {
            list[body->n_roles++] = role;
        }
    }
    body->roles = list;
    drafts_add(out, &admin_types[ACCOUNT_ROLES_SET], day, body);
    return YK_OK;
}

enum yk account_decide_act(const struct org *org, int64_t actor, int64_t id, enum account_act act,
                           int64_t real_us, int32_t day, struct drafts *out, struct err *err) {
    static const enum admin_action actions[] = {
        [ACCOUNT_DISABLE] = ACCOUNT_WAS_DISABLED,
        [ACCOUNT_ENABLE] = ACCOUNT_WAS_ENABLED,
        [ACCOUNT_UNLOCK] = ACCOUNT_UNLOCKED,
        [ACCOUNT_RESET] = PASSWORD_RESET,
    };
    const struct account *account = org_find_account(org, id);
    if (!account) {
        return no_such_account(err);
    }
    // Whoever wants a new password of his own changes it; nobody is both the one who asks and the one who grants.
    if (actor == id) {
        return err_set(err, YK_REFUSED, ERR_OWN_ACCOUNT, "");
    }
    bool active = account->state == ACCOUNT_ACTIVE;
    bool fits = act == ACCOUNT_DISABLE  ? active
                : act == ACCOUNT_ENABLE ? !active
                : act == ACCOUNT_UNLOCK ? account_is_locked(account, real_us)
                                        : active;
    if (!fits) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "");
    }
    const struct unit *unit = org_find_unit(org, account->unit);
    if (act == ACCOUNT_ENABLE && (!unit || !unit->open)) {
        return err_set(err, YK_REFUSED, ERR_UNKNOWN_UNIT, "%s", "");
    }
    if (act == ACCOUNT_DISABLE && !leaves_administrators(org, account, 0)) {
        return last_administrator(err);
    }
    drafts_add(out, &admin_types[actions[act]], day, NULL);
    return YK_OK;
}

enum yk account_decide_email(const struct org *org, int64_t id, const char *email, int32_t day,
                             struct arena *arena, struct drafts *out, struct err *err) {
    if (!org_find_account(org, id)) {
        return no_such_account(err);
    }
    if (email && !text_is_email(email)) {
        return err_add_field(err, "email", ERR_WRONG_TYPE, "name@example.cn");
    }
    struct admin_event *body = admin_event_new(arena);
    if (!body) {
        return no_memory(err);
    }
    body->given = email != NULL;
    struct draft *draft = drafts_add(out, &admin_types[ACCOUNT_EMAIL_SET], day, body);
    draft_add_text(draft, "email", email);
    return YK_OK;
}
