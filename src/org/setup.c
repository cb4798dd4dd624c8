// SPDX-License-Identifier: Apache-2.0
// What a district begins with. Who may ask for one, and what a name may be, is for the callers to say.
#include "org/setup.h"

#include "auth/scope.h"
#include "auth/session.h"
#include "org/org.h"

const struct setup_role setup_roles[SETUP_ADMINS] = {
    {"sysadmin", ROLE_SYSADMIN, "系统管理员", "System administrator"},
    {"secadmin", ROLE_SECADMIN, "安全管理员", "Security administrator"},
    {"auditor", ROLE_AUDITOR, "审计员", "Auditor"},
};

static enum yk make_people(struct log_tx *tx, const struct setup_person *people, int64_t unit,
                           int32_t today, struct err *err) {
    enum yk status = YK_OK;
    for (int i = 0; i < SETUP_ADMINS && status == YK_OK; i++) {
        int64_t account = 0;
        struct account_input input = {.login = people[i].login,
                                      .name = people[i].name,
                                      .name_en = people[i].name_en,
                                      .unit = unit,
                                      .roles = 1u << setup_roles[i].role,
                                      .must_change_password = people[i].must_change_password};
        status = org_make_account(tx, 0, &input, today, &account, err);
        if (status == YK_OK) {
            status = credential_put(tx->db, tx->district, account, people[i].login, people[i].hash,
                                    false, err);
        }
    }
    return status;
}

enum yk setup_make_district(struct log_tx *tx, const char *name, const char *name_en,
                            const struct setup_person people[SETUP_ADMINS], int32_t today,
                            struct err *err) {
    int64_t unit = 0;
    enum yk status = org_make_district(tx, name, name_en, today, err);
    struct unit_input top = {
        .code = "top", .name = name, .name_en = name_en, .kind = UNIT_LEADERSHIP, .sort = 0};
    if (status == YK_OK) {
        status = org_make_unit(tx, 0, &top, today, &unit, err);
    }
    return status == YK_OK ? make_people(tx, people, unit, today, err) : status;
}
