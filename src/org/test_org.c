// SPDX-License-Identifier: Apache-2.0
// Category codes, the snapshot of a district, every refusal of the rules, and the ledger `admin` in a store on both engines: what is
// recorded is read back, kept, seen by others when committed and never when rolled back, and agrees with its replay.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <string.h>

#include "auth/scope.h"
#include "db/test_store.h"
#include "log/verify.h"
#include "org/account.h"
#include "org/org.h"

enum { DISTRICT = 340406, TODAY = 19417 /* 2023-03-01 */ };
#define NOW_US (INT64_C(1677632400) * US_PER_S)

// ---- codes ----

static void test_category_codes(void **state) {
    (void)state;
    static const struct {
        const char *code;
        int32_t number, first, last;
    } good[] = {{"01", 10000, 10000, 19999},
                {"01-02", 10200, 10200, 10299},
                {"01-02-03", 10203, 10203, 10203},
                {"99-99-99", 999999, 999999, 999999},
                {"10-10", 101000, 101000, 101099}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char code[CATEGORY_CODE_BYTES];
        int32_t first, last;
        assert_int_equal(category_number(good[i].code), good[i].number);
        category_code(good[i].number, code);
        assert_string_equal(code, good[i].code);
        category_range(good[i].number, &first, &last);
        assert_int_equal(first, good[i].first);
        assert_int_equal(last, good[i].last);
    }
    static const char *const bad[] = {"",      "1",     "001",      "00",     "01-",
                                      "01-00", "01-0x", "01_02",    "01-02-", "01-02-03-04",
                                      "-01",   "0102",  "01-02-003"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(category_number(bad[i]), 0);
    }
}

// ---- a district in memory ----

struct rows {
    struct org_row rows[32];
    struct admin_state states[32];
    size_t n;
    struct policy policy;
};

static struct admin_state *add(struct rows *rows, int64_t object, enum admin_kind kind) {
    struct admin_state *state = &rows->states[rows->n];
    json_spec_clear(ledger_admin.state_spec, state);
    state->kind = kind;
    state->name = "某某";
    state->name_en = "";
    rows->rows[rows->n] = (struct org_row){object, 1, state};
    rows->n++;
    return state;
}

static void add_unit(struct rows *rows, int64_t id, const char *code, int64_t parent, int64_t sort,
                     bool open) {
    struct admin_state *state = add(rows, id, ADMIN_UNIT);
    state->code = code;
    state->parent = parent;
    state->sort = sort;
    state->open = open;
    state->unit_kind = UNIT_DEPARTMENT;
}

static void add_category(struct rows *rows, const char *code, int64_t lead, bool open) {
    struct admin_state *state = add(rows, category_number(code), ADMIN_CATEGORY);
    state->code = code;
    state->lead = lead;
    state->open = open;
}

static void add_account(struct rows *rows, int64_t id, const char *login, int64_t unit,
                        uint32_t roles, enum account_state account_state) {
    struct admin_state *state = add(rows, id, ADMIN_ACCOUNT);
    state->login = login;
    state->unit = unit;
    state->roles = roles;
    state->account_state = account_state;
}

// Units 1000 {1010 {1011}, 1020 closed, 1030}, three administrators, a handler and a second, disabled, system administrator.
static struct org *small_district(void) {
    struct rows rows = {.n = 0, .policy = policy_default()};
    struct admin_state *state = add(&rows, ADMIN_DISTRICT_OBJECT, ADMIN_DISTRICT);
    state->name = "潘集区";
    state->name_en = "Panji";
    state = add(&rows, ADMIN_POLICY_OBJECT, ADMIN_POLICY);
    rows.policy.from_day = TODAY - 100;
    struct policy policies[2] = {rows.policy, rows.policy};
    policies[1].version = 2;
    policies[1].from_day = TODAY - 10;
    state->policies = policies;
    state->n_policies = 2;
    add_unit(&rows, 1030, "c", 1000, 3, true);
    add_unit(&rows, 1011, "d", 1010, 0, true);
    add_unit(&rows, 1020, "b", 1000, 2, false);
    add_unit(&rows, 1010, "a", 1000, 2, true);
    add_unit(&rows, 1000, "top", 0, 0, true);
    add_category(&rows, "01", 0, true);
    add_category(&rows, "01-01", 0, true);
    add_category(&rows, "01-01-01", 1030, true);
    add_category(&rows, "02", 0, false);
    add_account(&rows, 2001, "sys", 1000, 1u << ROLE_SYSADMIN, ACCOUNT_ACTIVE);
    add_account(&rows, 2002, "sec", 1000, 1u << ROLE_SECADMIN, ACCOUNT_ACTIVE);
    add_account(&rows, 2003, "aud", 1000, 1u << ROLE_AUDITOR, ACCOUNT_ACTIVE);
    add_account(&rows, 2004, "zhang", 1011, 1u << ROLE_HANDLER, ACCOUNT_ACTIVE);
    rows.states[rows.n - 1].locked_until_us = NOW_US + 1;
    add_account(&rows, 2005, "sys2", 1000, 1u << ROLE_SYSADMIN, ACCOUNT_DISABLED);
    struct org *org = NULL;
    assert_int_equal(org_build(DISTRICT, 7, rows.rows, rows.n, &org, NULL), YK_OK);
    return org;
}

static void test_snapshot(void **state) {
    (void)state;
    struct org *org = small_district();
    static const int64_t order[] = {1000, 1010, 1011, 1020, 1030};
    static const int depth[] = {0, 1, 2, 1, 1};
    size_t n;
    const struct unit *units = org_units(org, &n);
    assert_int_equal(n, 5);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(units[i].id, order[i]);
        assert_int_equal(units[i].depth, depth[i]);
        assert_ptr_equal(org_find_unit(org, order[i]), &units[i]);
    }
    assert_null(org_find_unit(org, 999));
    assert_true(org_unit_within(org, 1011, 1000));
    assert_true(org_unit_within(org, 1011, 1011));
    assert_false(org_unit_within(org, 1010, 1011));
    assert_false(org_unit_within(org, 999, 1000));
    assert_string_equal(org_name(org, "zh"), "潘集区");
    assert_string_equal(org_name(org, "en"), "Panji");
    assert_string_equal(org_unit_name(org, 1010, "en"), "某某"); // no English name
    assert_string_equal(org_unit_name(org, 999, "zh"), "");
    assert_int_equal(org_find_category(org, 10101)->lead, 1030);
    assert_int_equal(org_find_category(org, 10101)->parent, 10100);
    assert_int_equal(org_find_category(org, 10100)->parent, 10000);
    assert_null(org_find_category(org, 10102));
    assert_int_equal(org_find_account(org, 2003)->roles, 1u << ROLE_AUDITOR);
    assert_int_equal(org_find_login(org, "zhang")->id, 2004);
    assert_null(org_find_login(org, "zhan"));
    assert_true(account_is_locked(org_find_account(org, 2004), NOW_US));
    assert_false(account_is_locked(org_find_account(org, 2004), NOW_US + 1));
    assert_int_equal(policy_current(org)->version, 2);
    assert_int_equal(policy_on(org, TODAY)->version, 2);
    assert_int_equal(policy_on(org, TODAY - 10)->version, 2);
    assert_int_equal(policy_on(org, TODAY - 11)->version, 1);
    assert_int_equal(policy_on(org, TODAY - 1000)->version, 1);
    struct org *kept = org_keep(org);
    org_release(&org);
    assert_null(org);
    assert_int_equal(org_district(kept), DISTRICT);
    org_release(&kept);
    org_release(&kept);
}

static void test_broken_trees_are_refused(void **state) {
    (void)state;
    struct rows rows = {.n = 0, .policy = policy_default()};
    struct org *org = NULL;
    assert_int_equal(org_build(DISTRICT, 1, rows.rows, rows.n, &org, NULL), YK_FAILED);
    add(&rows, ADMIN_DISTRICT_OBJECT, ADMIN_DISTRICT);
    struct admin_state *policy = add(&rows, ADMIN_POLICY_OBJECT, ADMIN_POLICY);
    policy->policies = &rows.policy;
    policy->n_policies = 1;
    add_unit(&rows, 1, "a", 2, 0, true);
    add_unit(&rows, 2, "b", 1, 0, true);
    assert_int_equal(org_build(DISTRICT, 1, rows.rows, rows.n, &org, NULL), YK_FAILED);
    assert_null(org);
}

// ---- rules ----

static enum err_code code_of(enum yk status, const struct err *err) {
    if (status == YK_OK) {
        return ERR_NONE;
    }
    return err->code == ERR_INVALID_FIELDS ? err->items[0].code : err->code;
}

static void test_unit_rules(void **state) {
    (void)state;
    struct org *org = small_district();
    struct arena *arena = arena_new(0);
    static const struct {
        const char *code;
        int64_t parent;
        enum err_code code_wanted;
    } create[] = {{NULL, 0, ERR_NONE},
                  {"x", 1011, ERR_NONE},
                  {"x", 1020, ERR_UNKNOWN_UNIT},
                  {"x", 77, ERR_UNKNOWN_UNIT},
                  {"a", 1000, ERR_ALREADY_EXISTS}};
    for (size_t i = 0; i < sizeof create / sizeof *create; i++) {
        struct drafts drafts = {.n = 0};
        struct err err = {0};
        struct unit_input input = {.code = create[i].code,
                                   .name = "新",
                                   .kind = UNIT_OFFICE,
                                   .parent = create[i].parent,
                                   .sort = JSON_ABSENT_INT};
        enum yk status = unit_decide_create(org, &input, 12, TODAY, arena, &drafts, &err);
        assert_int_equal(code_of(status, &err), create[i].code_wanted);
        assert_int_equal(drafts.n, status == YK_OK);
        if (i == 0) {
            const struct admin_event *body = drafts.items[0].body;
            assert_string_equal(body->code, "u012");
            assert_int_equal(body->sort, 0);
        }
    }
    static const struct {
        int64_t id, parent;
        enum err_code code;
    } update[] = {{1010, 1000, ERR_NONE},
                  {1010, 1030, ERR_NONE},
                  {1010, 0, ERR_NONE},
                  {1010, 1010, ERR_UNIT_CIRCLE},
                  {1010, 1011, ERR_UNIT_CIRCLE},
                  {1000, 1011, ERR_UNIT_CIRCLE},
                  {1010, 1020, ERR_UNKNOWN_UNIT},
                  {77, 1000, ERR_NOT_FOUND},
                  {1020, 1000, ERR_WRONG_STATE}};
    for (size_t i = 0; i < sizeof update / sizeof *update; i++) {
        struct drafts drafts = {.n = 0};
        struct err err = {0};
        struct unit_input input = {.name = "新", .kind = UNIT_OFFICE, .parent = update[i].parent};
        enum yk status = unit_decide_update(org, update[i].id, &input, TODAY, arena, &drafts, &err);
        assert_int_equal(code_of(status, &err), update[i].code);
    }
    static const struct {
        int64_t id;
        bool busy;
        enum err_code code;
    } closing[] = {
        {1000, false, ERR_UNIT_IN_USE} /* units below */,
        {1011, false, ERR_UNIT_IN_USE} /* people */,
        {1030, false, ERR_UNIT_IN_USE} /* catalogue */,
        {1020, false, ERR_WRONG_STATE},
        {77, false, ERR_NOT_FOUND},
    };
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++) {
        struct drafts drafts = {.n = 0};
        struct err err = {0};
        enum yk status =
            unit_decide_close(org, closing[i].id, closing[i].busy, TODAY, &drafts, &err);
        assert_int_equal(code_of(status, &err), closing[i].code);
    }
    org_release(&org);
    arena_free(&arena);
}

static void test_category_rules(void **state) {
    (void)state;
    struct org *org = small_district();
    struct arena *arena = arena_new(0);
    static const struct {
        const char *code;
        int64_t lead;
        enum err_code code_wanted;
    } create[] = {{"03", 0, ERR_NONE},
                  {"01-02", 0, ERR_NONE},
                  {"01-01-02", 1010, ERR_NONE},
                  {"01-01-01", 0, ERR_ALREADY_EXISTS},
                  {"1", 0, ERR_UNKNOWN_VALUE},
                  {"03-01", 0, ERR_UNKNOWN_CATEGORY},
                  {"02-01", 0, ERR_UNKNOWN_CATEGORY} /* closed above */,
                  {"03", 1020, ERR_UNKNOWN_UNIT}};
    for (size_t i = 0; i < sizeof create / sizeof *create; i++) {
        struct drafts drafts = {.n = 0};
        struct err err = {0};
        struct category_input input = {
            .code = create[i].code, .name = "类", .lead = create[i].lead};
        enum yk status = category_decide_create(org, &input, TODAY, arena, &drafts, &err);
        assert_int_equal(code_of(status, &err), create[i].code_wanted);
    }
    struct drafts drafts = {.n = 0};
    struct err err = {0};
    struct category_input input = {.code = "02", .name = "类", .open = -1};
    assert_int_equal(category_decide_update(org, &input, TODAY, arena, &drafts, &err), YK_OK);
    assert_int_equal(((const struct admin_event *)drafts.items[0].body)->open, 0);
    input.code = "07";
    assert_int_equal(category_decide_update(org, &input, TODAY, arena, &drafts, &err),
                     YK_NOT_FOUND);
    org_release(&org);
    arena_free(&arena);
}

static void test_policy_rules(void **state) {
    (void)state;
    struct org *org = small_district();
    struct arena *arena = arena_new(0);
    struct drafts drafts = {.n = 0};
    struct err err = {0};
    struct policy wanted = policy_default();
    wanted.call_tries = 7;
    assert_int_equal(policy_decide_set(org, &wanted, TODAY, arena, &drafts, &err), YK_OK);
    const struct admin_event *body = drafts.items[0].body;
    assert_int_equal(body->policy.version, 3);
    assert_int_equal(body->policy.from_day, TODAY);
    wanted.call_tries = 0;
    wanted.call_days = 4; // more days than tries
    wanted.partly_weight = 1001;
    assert_int_equal(policy_decide_set(org, &wanted, TODAY, arena, &drafts, &err), YK_REFUSED);
    assert_int_equal(err.n_items, 3);
    wanted = policy_default();
    wanted.composite[0] = 99;
    err = (struct err){0};
    assert_int_equal(policy_decide_set(org, &wanted, TODAY, arena, &drafts, &err), YK_REFUSED);
    assert_string_equal(err.items[0].field, "composite");
    assert_int_equal(drafts.n, 1);
    org_release(&org);
    arena_free(&arena);
}

static void test_account_rules(void **state) {
    (void)state;
    struct org *org = small_district();
    struct arena *arena = arena_new(0);
    static const struct {
        const char *login;
        int64_t unit;
        enum err_code code;
    } create[] = {{"li.si-2", 1010, ERR_NONE},         {"Li", 1010, ERR_BAD_LOGIN},
                  {"l", 1010, ERR_BAD_LOGIN},          {"2li", 1010, ERR_BAD_LOGIN},
                  {"李四", 1010, ERR_BAD_LOGIN},       {"a'--", 1010, ERR_BAD_LOGIN},
                  {"zhang", 1010, ERR_ALREADY_EXISTS}, {"lisi", 1020, ERR_UNKNOWN_UNIT},
                  {"lisi", 0, ERR_UNKNOWN_UNIT}};
    for (size_t i = 0; i < sizeof create / sizeof *create; i++) {
        struct drafts drafts = {.n = 0};
        struct err err = {0};
        struct account_input input = {
            .login = create[i].login, .name = "李四", .unit = create[i].unit};
        enum yk status = account_decide_create(org, &input, TODAY, arena, &drafts, &err);
        assert_int_equal(code_of(status, &err), create[i].code);
    }
    enum {
        SYS = 1 << ROLE_SYSADMIN,
        SEC = 1 << ROLE_SECADMIN,
        AUD = 1 << ROLE_AUDITOR,
        HANDLER = 1 << ROLE_HANDLER,
        HEAD = 1 << ROLE_HEAD,
        CLERK = 1 << ROLE_CLERK
    };
    static const struct {
        int64_t actor, id;
        uint32_t roles;
        enum err_code code;
    } roles[] = {
        {2002, 2004, HANDLER | HEAD, ERR_NONE},
        {2002, 2004, 0, ERR_NONE},
        {2002, 2004, SYS, ERR_NONE},
        {2002, 2004, SYS | HANDLER, ERR_ROLES_INCOMPATIBLE},
        {2002, 2004, SYS | AUD, ERR_ROLES_INCOMPATIBLE},
        {2002, 2001, CLERK, ERR_LAST_ADMINISTRATOR}, // the other one is disabled
        {2002, 2003, 0, ERR_LAST_ADMINISTRATOR},
        {2002, 2001, SYS, ERR_NONE},
        {2002, 2005, 0, ERR_NONE},
        {2002, 2002, SEC, ERR_OWN_ACCOUNT},
        {2002, 77, CLERK, ERR_NOT_FOUND},
    };
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        struct drafts drafts = {.n = 0};
        struct err err = {0};
        enum yk status = account_decide_roles(org, roles[i].actor, roles[i].id, roles[i].roles,
                                              TODAY, arena, &drafts, &err);
        assert_int_equal(code_of(status, &err), roles[i].code);
    }
    static const struct {
        int64_t actor, id;
        enum account_act act;
        enum err_code code;
    } acts[] = {
        {2001, 2004, ACCOUNT_DISABLE, ERR_NONE},
        {2001, 2004, ACCOUNT_ENABLE, ERR_WRONG_STATE},
        {2001, 2005, ACCOUNT_ENABLE, ERR_NONE},
        {2001, 2005, ACCOUNT_DISABLE, ERR_WRONG_STATE},
        {2001, 2001, ACCOUNT_DISABLE, ERR_OWN_ACCOUNT},
        {2001, 2002, ACCOUNT_DISABLE, ERR_LAST_ADMINISTRATOR},
        {2002, 2004, ACCOUNT_UNLOCK, ERR_NONE},
        {2002, 2001, ACCOUNT_UNLOCK, ERR_WRONG_STATE},
        {2002, 2004, ACCOUNT_RESET, ERR_NONE},
        {2002, 2005, ACCOUNT_RESET, ERR_WRONG_STATE},
        {2002, 2002, ACCOUNT_RESET, ERR_OWN_ACCOUNT},
    };
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        struct drafts drafts = {.n = 0};
        struct err err = {0};
        enum yk status = account_decide_act(org, acts[i].actor, acts[i].id, acts[i].act, NOW_US,
                                            TODAY, &drafts, &err);
        assert_int_equal(code_of(status, &err), acts[i].code);
    }
    org_release(&org);
    arena_free(&arena);
}

// ---- random lives ----

enum { LIFE_OBJECTS_MAX = 60, LIFE_STEPS = 4000 };
struct life { // a district that lives in memory: decided, applied, built anew after each step
    struct arena *arena;
    struct org_row rows[LIFE_OBJECTS_MAX];
    struct admin_state states[LIFE_OBJECTS_MAX];
    size_t n;
    struct org *org;
    int refused, done;
};

static void life_apply(struct life *life, int64_t object, const struct draft *draft) {
    size_t i = 0;
    while (i < life->n && life->rows[i].object != object) {
        i++;
    }
    if (i == life->n) {
        assert_true(life->n < LIFE_OBJECTS_MAX);
        json_spec_clear(ledger_admin.state_spec, &life->states[i]);
        life->rows[i] = (struct org_row){object, 0, &life->states[i]};
        life->n++;
    }
    const struct event event = {.district = DISTRICT,
                                .object = object,
                                .seq = ++life->rows[i].seq,
                                .recorded_at = NOW_US,
                                .day = draft->day,
                                .type = draft->type,
                                .body = draft->body};
    assert_int_equal(ledger_admin.apply(&life->states[i], &event, life->arena, NULL), YK_OK);
}

static int64_t random_unit(const struct life *life) {
    size_t n;
    const struct unit *units = org_units(life->org, &n);
    return units[(size_t)random() % n].id;
}

static int64_t random_account(const struct life *life) {
    size_t n;
    const struct account *accounts = org_accounts(life->org, &n);
    return accounts[(size_t)random() % n].id;
}

static const char *random_category(struct life *life) {
    char code[CATEGORY_CODE_BYTES];
    static const int32_t shapes[] = {10000, 10100, 10101};
    category_code(shapes[random() % 3] + (random() % 2 ? 10000 : 0), code);
    return arena_strdup(life->arena, code);
}

// One random command; what it decides lands on *out_object.
static enum yk random_command(struct life *life, struct drafts *drafts, int64_t *out_object) {
    struct unit_input unit = {.name = "位", .kind = UNIT_OFFICE, .parent = random_unit(life)};
    struct category_input category = {
        .code = random_category(life), .name = "类", .open = (int8_t)(random() % 3 - 1)};
    struct account_input account = {.name = "人", .unit = random_unit(life)};
    int64_t actor = random_account(life), other = random_account(life);
    *out_object = 100000 + (int64_t)life->n;
    bool room = life->n < LIFE_OBJECTS_MAX - 1;
    switch (random() % 9) {
    case 0:
        return room ? unit_decide_create(life->org, &unit, (int64_t)life->n, TODAY, life->arena,
                                         drafts, NULL)
                    : YK_REFUSED;
    case 1:
        *out_object = random_unit(life);
        return unit_decide_update(life->org, *out_object, &unit, TODAY, life->arena, drafts, NULL);
    case 2:
        *out_object = random_unit(life);
        return unit_decide_close(life->org, *out_object, false, TODAY, drafts, NULL);
    case 3:
        *out_object = category_number(category.code);
        category.lead = random() % 2 ? random_unit(life) : 0;
        return room ? category_decide_create(life->org, &category, TODAY, life->arena, drafts, NULL)
                    : YK_REFUSED;
    case 4:
        *out_object = category_number(category.code);
        return category_decide_update(life->org, &category, TODAY, life->arena, drafts, NULL);
    case 5:
        account.login = arena_printf(life->arena, "a%ld", random() % 40);
        return room ? account_decide_create(life->org, &account, TODAY, life->arena, drafts, NULL)
                    : YK_REFUSED;
    case 6:
        *out_object = other;
        return account_decide_update(life->org, other, &account, TODAY, life->arena, drafts, NULL);
    case 7:
        *out_object = other;
        return account_decide_roles(life->org, actor, other, 1u << (1 + random() % (ROLE_END - 1)),
                                    TODAY, life->arena, drafts, NULL);
    default:
        *out_object = other;
        return account_decide_act(life->org, actor, other, (enum account_act)(random() % 4), NOW_US,
                                  TODAY, drafts, NULL);
    }
}

// What holds in every district, whatever was done to it.
static void check_district(const struct org *org) {
    size_t n_units, n_accounts, n_categories;
    const struct unit *units = org_units(org, &n_units);
    const struct account *accounts = org_accounts(org, &n_accounts);
    const struct category *categories = org_categories(org, &n_categories);
    uint32_t working = 0;
    for (size_t i = 0; i < n_units; i++) {
        const struct unit *above = org_find_unit(org, units[i].parent);
        assert_true(!units[i].open || !above || above->open);
    }
    for (size_t i = 0; i < n_accounts; i++) {
        bool active = accounts[i].state == ACCOUNT_ACTIVE;
        assert_true(roles_compatible(accounts[i].roles));
        assert_true(!active || org_find_unit(org, accounts[i].unit)->open);
        assert_true(i == 0 || strcmp(accounts[i - 1].login, accounts[i].login) < 0);
        working |= active ? accounts[i].roles : 0;
    }
    assert_int_equal(working >> ROLE_SYSADMIN & 7, 7); // one of each administrator
    for (size_t i = 0; i < n_categories; i++) {
        const struct category *above = org_find_category(org, categories[i].parent);
        assert_true(!categories[i].open || !categories[i].parent || above->open);
    }
}

static void test_random_lives(void **state) {
    (void)state;
    srandom(340406);
    struct life life = {.arena = arena_new(0)};
    struct rows rows = {.n = 0, .policy = policy_default()};
    add(&rows, ADMIN_DISTRICT_OBJECT, ADMIN_DISTRICT);
    struct admin_state *policies = add(&rows, ADMIN_POLICY_OBJECT, ADMIN_POLICY);
    policies->policies = &rows.policy;
    policies->n_policies = 1;
    add_unit(&rows, 1000, "top", 0, 0, true);
    for (int i = 0; i < 3; i++) {
        static const char *const logins[] = {"sys", "sec", "aud"};
        add_account(&rows, 2000 + i, logins[i], 1000, 1u << (ROLE_SYSADMIN + i), ACCOUNT_ACTIVE);
    }
    for (life.n = 0; life.n < rows.n; life.n++) {
        life.states[life.n] = rows.states[life.n];
        life.rows[life.n] = rows.rows[life.n];
        life.rows[life.n].state = &life.states[life.n];
    }
    assert_int_equal(org_build(DISTRICT, 1, life.rows, life.n, &life.org, NULL), YK_OK);
    for (int step = 0; step < LIFE_STEPS; step++) {
        struct drafts drafts = {.n = 0};
        int64_t object = 0;
        enum yk status = random_command(&life, &drafts, &object);
        assert_true(status == YK_OK || drafts.n == 0);
        life.done += status == YK_OK;
        life.refused += status != YK_OK;
        if (status == YK_OK) {
            life_apply(&life, object, &drafts.items[0]);
            org_release(&life.org);
            assert_int_equal(org_build(DISTRICT, step + 2, life.rows, life.n, &life.org, NULL),
                             YK_OK);
            check_district(life.org);
        }
    }
    assert_true(life.done > LIFE_STEPS / 10 && life.refused > LIFE_STEPS / 10);
    org_release(&life.org);
    arena_free(&life.arena);
}

// ---- in a store ----

static const struct ledger *const ledger_list[] = {&ledger_admin, NULL};
static const struct ledgers ledgers = {ledger_list};

struct desk { // one writer at work
    struct log_tx tx;
    struct id_gen *ids;
};

static void desk_open(struct desk *desk, struct db *db) {
    desk->ids = id_gen_new(1, 0);
    desk->tx = (struct log_tx){.db = db,
                               .batch = log_batch_new(NULL),
                               .arena = arena_new(0),
                               .ledgers = &ledgers,
                               .ids = desk->ids,
                               .district = DISTRICT,
                               .now_us = NOW_US};
}

static void desk_begin(struct desk *desk) {
    assert_int_equal(db_begin_write(desk->tx.db, NULL), YK_OK);
    log_hook_group_begin(desk->tx.batch, desk->tx.db);
    desk->tx.recorded_at = 0;
}

static void desk_commit(struct desk *desk) {
    struct err err = {0};
    log_hook_item_end(desk->tx.batch, desk->tx.db, YK_OK);
    assert_int_equal(log_hook_before_commit(desk->tx.batch, desk->tx.db, &err), YK_OK);
    assert_int_equal(db_commit(desk->tx.db, &err), YK_OK);
    log_hook_group_end(desk->tx.batch, desk->tx.db, true);
}

static void desk_close(struct desk *desk) {
    log_batch_free(desk->tx.batch);
    arena_free(&desk->tx.arena);
    id_gen_free(&desk->ids);
}

static void make_panji(struct desk *desk, int64_t *out_unit, int64_t *out_account) {
    struct err err = {0};
    desk_begin(desk);
    assert_int_equal(org_make_district(&desk->tx, "潘集区", "Panji", TODAY, &err), YK_OK);
    struct unit_input unit = {.code = "top",
                              .name = "潘集区",
                              .name_en = "Panji",
                              .kind = UNIT_LEADERSHIP,
                              .sort = JSON_ABSENT_INT};
    assert_int_equal(org_make_unit(&desk->tx, 0, &unit, TODAY, out_unit, &err), YK_OK);
    struct category_input category = {.code = "01", .name = "用地", .name_en = "Land"};
    assert_int_equal(org_make_category(&desk->tx, &category, TODAY, &err), YK_OK);
    struct account_input account = {.login = "sysadmin",
                                    .name = "许",
                                    .name_en = "Xu",
                                    .unit = *out_unit,
                                    .roles = 1u << ROLE_SYSADMIN,
                                    .must_change_password = true};
    assert_int_equal(org_make_account(&desk->tx, 4242, &account, TODAY, out_account, &err), YK_OK);
    assert_int_equal(org_touch(&desk->tx, &err), YK_OK);
    desk_commit(desk);
}

static void test_store(void **state) {
    struct test_store *store = test_store_of(state);
    struct db *reader = test_store_connect(store, DB_READ_ONLY);
    struct org_cache *cache = org_cache_new(NULL);
    struct desk desk;
    struct org *org = NULL, *again = NULL;
    struct err err = {0};
    int64_t unit = 0, account = 0;
    desk_open(&desk, store->db);
    assert_int_equal(org_cache_get(cache, reader, DISTRICT, &org, &err), YK_NOT_FOUND);
    make_panji(&desk, &unit, &account);
    assert_int_equal(account, 4242);

    assert_int_equal(org_cache_get(cache, reader, DISTRICT, &org, &err), YK_OK);
    assert_int_equal(org_cache_get(cache, reader, DISTRICT, &again, &err), YK_OK);
    assert_ptr_equal(org, again);
    org_release(&again);
    assert_string_equal(org_unit_name(org, unit, "en"), "Panji");
    assert_string_equal(org_category_name(org, 10000, "zh"), "用地");
    const struct account *made = org_find_login(org, "sysadmin");
    assert_int_equal(made->id, 4242);
    assert_int_equal(made->roles, 1u << ROLE_SYSADMIN);
    assert_true(made->must_change_password);
    assert_false(made->demo);
    assert_true(made->created_at >= NOW_US);
    assert_int_equal(policy_current(org)->call_tries, 3);
    int32_t districts[4];
    size_t n = 0;
    assert_int_equal(org_store_districts(reader, districts, 4, &n, &err), YK_OK);
    assert_int_equal(n, 1);
    assert_int_equal(districts[0], DISTRICT);

    // A change that is rolled back is seen by nobody, although the writer looked at it through the same cache.
    struct org *inside = NULL;
    struct drafts drafts = {.n = 0};
    struct unit_input renamed = {.name = "改名", .kind = UNIT_OFFICE, .sort = 1};
    desk_begin(&desk);
    assert_int_equal(org_begin_change(&desk.tx, &inside, &err), YK_OK);
    assert_int_equal(
        unit_decide_update(inside, unit, &renamed, TODAY, desk.tx.arena, &drafts, &err), YK_OK);
    assert_int_equal(org_record(&desk.tx, unit, false, 1, &drafts, NULL, &err), YK_OK);
    assert_int_equal(org_cache_get(cache, store->db, DISTRICT, &again, &err), YK_OK);
    assert_string_equal(org_unit_name(again, unit, "zh"), "改名");
    org_release(&again);
    org_release(&inside);
    db_rollback(store->db);
    log_hook_group_end(desk.tx.batch, store->db, false);
    assert_int_equal(org_cache_get(cache, reader, DISTRICT, &again, &err), YK_OK);
    assert_string_equal(org_unit_name(again, unit, "zh"), "潘集区");
    org_release(&again);

    // Committed, it is seen at the next look; who saw the old state gets a conflict.
    desk_begin(&desk);
    assert_int_equal(org_begin_change(&desk.tx, &inside, &err), YK_OK);
    assert_int_equal(org_record(&desk.tx, unit, false, 1, &drafts, NULL, &err), YK_OK);
    org_release(&inside);
    desk_commit(&desk);
    assert_int_equal(org_cache_get(cache, reader, DISTRICT, &again, &err), YK_OK);
    assert_string_equal(org_unit_name(again, unit, "zh"), "改名");
    assert_int_equal(org_find_unit(again, unit)->seq, 2);
    assert_string_equal(org_unit_name(org, unit, "zh"), "潘集区"); // an old picture stays whole
    org_release(&again);
    org_release(&org);
    desk_begin(&desk);
    assert_int_equal(org_record(&desk.tx, unit, false, 1, &drafts, NULL, &err), YK_CONFLICT);
    db_rollback(store->db);
    log_hook_group_end(desk.tx.batch, store->db, false);

    // A district is begun only once.
    desk_begin(&desk);
    assert_int_equal(org_make_district(&desk.tx, "潘集区", "Panji", TODAY, &err), YK_CONFLICT);
    db_rollback(store->db);
    log_hook_group_end(desk.tx.batch, store->db, false);

    desk_close(&desk);
    org_cache_free(&cache);
    db_close(&reader);
}

static void print_difference(void *ctx, const char *kind, int32_t district, const char *record,
                             const char *what) {
    (void)ctx;
    print_message("%s %d %s: %s\n", kind, district, record, what);
}

// Every action once, then the log is replayed and compared with the states.
static void test_replay(void **state) {
    struct test_store *store = test_store_of(state);
    struct desk desk;
    struct err err = {0};
    int64_t unit = 0, account = 0;
    desk_open(&desk, store->db);
    make_panji(&desk, &unit, &account);
    int64_t roles[] = {ROLE_HANDLER, ROLE_HEAD};
    struct calendar_day new_year = {day_from_civil(2027, 1, 1), CALENDAR_OFF, "元旦"};
    for (int action = 0; action < ADMIN_ACTIONS; action++) {
        struct admin_event *body = admin_event_new(desk.tx.arena);
        int64_t object = action == TEMPLATE_SET       ? ADMIN_TEMPLATE_OBJECT + 1
                         : action == POLICY_SET       ? ADMIN_POLICY_OBJECT
                         : action == TIME_RULES_SET   ? ADMIN_TIME_RULES_OBJECT
                         : action == CALENDAR_SET     ? ADMIN_CALENDAR_OBJECT
                         : action == CATEGORY_UPDATED ? 10000
                         : action == UNIT_UPDATED || action == UNIT_CLOSED ? unit
                         : action == DISTRICT_CREATED || action == UNIT_CREATED ||
                                 action == CATEGORY_CREATED || action == ACCOUNT_CREATED
                             ? 0
                             : account;
        if (object == 0) {
            continue; // made above
        }
        *body = (struct admin_event){.name = "名",
                                     .name_en = "N",
                                     .kind = UNIT_OFFICE,
                                     .sort = 4,
                                     .open = 1,
                                     .roles = roles,
                                     .n_roles = 2,
                                     .until_us = NOW_US,
                                     .failures = 5,
                                     .session = 77,
                                     .policy = policy_default(),
                                     .time_rules = *time_rules_default(),
                                     .calendar = {2027, 1, 0, TODAY, &new_year, 1},
                                     .unit = unit};
        struct drafts drafts = {.n = 0};
        drafts_add(&drafts, &admin_types[action], TODAY, admin_types[action].spec ? body : NULL);
        desk_begin(&desk);
        bool fresh = action == CALENDAR_SET || action == TEMPLATE_SET;
        assert_int_equal(org_record(&desk.tx, object, fresh, 0, &drafts, NULL, &err), YK_OK);
        desk_commit(&desk);
    }
    struct verify_report report = {0};
    struct verify_options options = {
        .ledgers = &ledgers, .max_named = 10, .named = print_difference};
    assert_int_equal(verify_store(store->db, &options, &report, &err), YK_OK);
    assert_int_equal(report.differences, 0);
    assert_int_equal(report.objects, 8);
    assert_true(report.events >= 18);

    // And it can tell: one byte of a state changed.
    test_store_exec(store->db, "UPDATE state SET body = replace(body, 'sysadmin', 'sysadmim')");
    assert_int_equal(verify_store(store->db, &options, &report, &err), YK_OK);
    assert_true(report.differences > 0);

    // An event that cannot follow is our mistake and is refused.
    struct drafts drafts = {.n = 0};
    drafts_add(&drafts, &admin_types[UNIT_CLOSED], TODAY, NULL);
    desk_begin(&desk);
    assert_int_equal(org_record(&desk.tx, account, false, 0, &drafts, NULL, &err), YK_FAILED);
    db_rollback(store->db);
    desk_close(&desk);
}

// ---- rules of time ----

#define ANY JSON_ABSENT_INT

static void test_time_rules_find(void **state) {
    (void)state;
    static struct time_rule rows[] = {
        {TIME_ANSWER, ANY, ANY, NULL, "5wd", "", NULL},                          // 0
        {TIME_ANSWER, KIND_CONSULTATION, ANY, NULL, "2wd", "", NULL},            // 1
        {TIME_ANSWER, ANY, URGENCY_CRITICAL, NULL, "24h", "", NULL},             // 2
        {TIME_ANSWER, ANY, ANY, "03", "10wd", "", NULL},                         // 3
        {TIME_ANSWER, ANY, ANY, "03-02", "8wd", "", NULL},                       // 4
        {TIME_ANSWER, ANY, ANY, "03-02-01", "15d", "", NULL},                    // 5
        {TIME_ANSWER, KIND_COMPLAINT, ANY, "03-02", "3wd", "", NULL},            // 6
        {TIME_ANSWER, KIND_COMPLAINT, URGENCY_URGENT, "03-02", "1wd", "", NULL}, // 7
        {TIME_CONTACT, ANY, URGENCY_CRITICAL, NULL, "2h", "", NULL},             // 8
    };
    const struct time_rules rules = {1, DAY_NONE, rows, sizeof rows / sizeof *rows};
    static const struct {
        enum time_clock clock;
        int64_t kind;
        int32_t category;
        int64_t urgency;
        int row;
    } cases[] = {
        {TIME_ANSWER, KIND_HELP, 10101, URGENCY_NORMAL, 0},
        {TIME_ANSWER, KIND_CONSULTATION, 10101, URGENCY_NORMAL, 1},
        {TIME_ANSWER, KIND_HELP, 10101, URGENCY_CRITICAL, 2},
        {TIME_ANSWER, KIND_CONSULTATION, 10101, URGENCY_CRITICAL, 1}, // kind before urgency
        {TIME_ANSWER, KIND_HELP, 30101, URGENCY_CRITICAL, 3},         // category before both
        {TIME_ANSWER, KIND_CONSULTATION, 30299, URGENCY_NORMAL, 4},
        {TIME_ANSWER, KIND_COMPLAINT, 30201, URGENCY_URGENT, 5}, // the deepest category first
        {TIME_ANSWER, KIND_COMPLAINT, 30202, URGENCY_NORMAL, 6},
        {TIME_ANSWER, KIND_COMPLAINT, 30202, URGENCY_URGENT, 7},
        {TIME_ANSWER, KIND_HELP, 0, URGENCY_NORMAL, 0}, // a category that is not known
        {TIME_CONTACT, KIND_HELP, 10101, URGENCY_CRITICAL, 8},
        {TIME_CONTACT, KIND_HELP, 10101, URGENCY_URGENT, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(time_rules_find(&rules, cases[i].clock, cases[i].kind, cases[i].category,
                                         cases[i].urgency),
                         cases[i].row);
    }
    // The order of the rows means nothing.
    struct time_rule turned[sizeof rows / sizeof *rows];
    const size_t n = sizeof rows / sizeof *rows;
    for (size_t i = 0; i < n; i++) {
        turned[i] = rows[n - 1 - i];
    }
    const struct time_rules other = {1, DAY_NONE, turned, n};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int row = time_rules_find(&other, cases[i].clock, cases[i].kind, cases[i].category,
                                  cases[i].urgency);
        assert_int_equal(row < 0 ? row : (int)n - 1 - row, cases[i].row);
    }
}

static void test_time_rules_on(void **state) {
    (void)state;
    // Version 2 was planned for day 30 before version 3 came in force on day 20; 4 mends 3 on the same day.
    const struct time_rules all[] = {
        {1, 10, NULL, 0}, {2, 30, NULL, 0}, {3, 20, NULL, 0}, {4, 20, NULL, 0}};
    static const struct {
        int32_t day;
        int64_t version;
    } cases[] = {{5, 1}, {10, 1}, {19, 1}, {20, 4}, {29, 4}, {30, 2}, {99, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(time_rules_on(all, 4, cases[i].day)->version, cases[i].version);
    }
}

static void test_time_rules_set(void **state) {
    (void)state;
    struct org *org = small_district();
    struct arena *arena = arena_new(0);
    struct drafts drafts = {.n = 0};
    struct err err = {0};
    assert_int_equal(time_rules_check(time_rules_default(), &err), YK_OK);
    struct time_rule rows[24];
    size_t n = time_rules_default()->n_rules;
    memcpy(rows, time_rules_default()->rules, n * sizeof *rows);
    rows[n++] = (struct time_rule){TIME_ANSWER, ANY, ANY, "01-01", "8wd,warn=20%", "x", NULL};
    struct time_rules wanted = {77, TODAY, rows, n};
    assert_int_equal(time_rules_decide_set(org, &wanted, TODAY, arena, &drafts, &err), YK_OK);
    const struct admin_event *body = drafts.items[0].body;
    assert_int_equal(body->time_rules.version, 2); // given, not taken
    // Refused: two for one case, no rule for all, an unknown category, amounts out of range, no rule at all, a day that has passed.
    static const struct {
        size_t row;
        struct time_rule rule;
        const char *field;
        enum err_code code;
    } cases[] = {
        {5, {TIME_SIGN, ANY, ANY, NULL, "2wd", "x", NULL}, "rules[5].clock", ERR_TIME_RULE_TWICE},
        {1,
         {TIME_SIGN, ANY, URGENCY_URGENT, NULL, "1wd", "x", NULL},
         "rules",
         ERR_TIME_RULE_MISSING},
        {5,
         {TIME_ANSWER, ANY, ANY, "99", "8wd", "x", NULL},
         "rules[5].category",
         ERR_UNKNOWN_CATEGORY},
        {5,
         {TIME_ANSWER, ANY, ANY, "9", "8wd", "x", NULL},
         "rules[5].category",
         ERR_UNKNOWN_CATEGORY},
        {5, {TIME_ANSWER, ANY, ANY, "01", "0wd", "x", NULL}, "rules[5].rule", ERR_OUT_OF_RANGE},
        {5, {TIME_ANSWER, ANY, ANY, "01", "731d", "x", NULL}, "rules[5].rule", ERR_OUT_OF_RANGE},
        {5, {TIME_ANSWER, ANY, ANY, "01", "5", "x", NULL}, "rules[5].rule", ERR_UNKNOWN_VALUE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct time_rule changed[24];
        memcpy(changed, rows, sizeof rows);
        changed[cases[i].row] = cases[i].rule;
        wanted.rules = changed;
        err = (struct err){0};
        assert_int_equal(time_rules_decide_set(org, &wanted, TODAY, arena, &drafts, &err),
                         YK_REFUSED);
        assert_int_equal(err.n_items, 1);
        assert_string_equal(err.items[0].field, cases[i].field);
        assert_int_equal(err.items[0].code, cases[i].code);
    }
    wanted = (struct time_rules){0, TODAY - 1, rows, n};
    assert_int_equal(time_rules_decide_set(org, &wanted, TODAY, arena, &drafts, &err), YK_REFUSED);
    assert_int_equal(drafts.n, 1);
    org_release(&org);
    arena_free(&arena);
}

// ---- a district's calendar ----

static void test_calendar_set(void **state) {
    (void)state;
    struct org *org = small_district();
    struct arena *arena = arena_new(0);
    struct drafts drafts = {.n = 0};
    struct err err = {0};
    assert_ptr_equal(org_calendar(org), calendar_builtin());
    struct calendar_day days[] = {{day_from_civil(2027, 1, 1), CALENDAR_OFF, "元旦"},
                                  {day_from_civil(2027, 1, 2), CALENDAR_OFF, NULL},
                                  {day_from_civil(2026, 12, 26), CALENDAR_WORKED, NULL}};
    struct calendar_year wanted = {2027, 0, 0, DAY_NONE, days, 3};
    assert_int_equal(calendar_decide_set(org, &wanted, TODAY, arena, &drafts, &err), YK_OK);
    const struct admin_event *body = drafts.items[0].body;
    assert_int_equal(body->calendar.version, 1);
    const struct calendar *with = org_calendar_with(org, &body->calendar, arena);
    assert_true(calendar_knows_year(with, 2027));
    assert_false(calendar_is_workday(with, days[0].day));
    assert_true(calendar_is_workday(with, days[2].day));
    assert_string_equal(calendar_version(with), "cn-2027+1");
    static const struct {
        int64_t year;
        int own;
        struct calendar_day day;
        int32_t more; // 0: none
        const char *field;
    } cases[] = {
        {2028, 0, {0, CALENDAR_OFF, NULL}, 0, "year"}, // 2027 is missing
        {2017, 0, {0, CALENDAR_OFF, NULL}, 0, "year"},
        {2027,
         1,
         {0, CALENDAR_OFF, NULL},
         0,
         "year"}, // days of one's own where the notice is not known yet
        {2026, 0, {365, CALENDAR_OFF, NULL}, 0, "days[0].day"},  // the year after
        {2026, 1, {-1, CALENDAR_OFF, NULL}, 0, "days[0].day"},   // of its own: no December before
        {2026, 0, {4, CALENDAR_WORKED, NULL}, 0, "days[0].day"}, // a Monday is worked anyway
        {2026, 0, {2, CALENDAR_WORKED, NULL}, 1, "days[1].day"}, // twice
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct calendar_day list[2];
        int32_t first = day_from_civil((int)cases[i].year, 1, 1);
        list[0] = list[1] = cases[i].day;
        list[0].day += first;
        list[1].day += first;
        wanted = (struct calendar_year){.year = cases[i].year,
                                        .own = (int8_t)cases[i].own,
                                        .days = list,
                                        .n_days = 1 + (size_t)cases[i].more};
        err = (struct err){0};
        assert_int_equal(calendar_decide_set(org, &wanted, TODAY, arena, &drafts, &err),
                         YK_REFUSED);
        assert_string_equal(err.items[0].field, cases[i].field);
    }
    wanted = (struct calendar_year){2027, 0, 0, DAY_NONE, days, 0};
    assert_int_equal(calendar_decide_set(org, &wanted, TODAY, arena, &drafts, &err), YK_REFUSED);
    assert_int_equal(drafts.n, 1);
    org_release(&org);
    arena_free(&arena);
}

// ---- two at once, and calls that fail ----

struct rival {
    const struct test_store *store;
    int64_t actor, victim;
    unsigned process;
    pthread_barrier_t *start;
    enum yk status;
    enum err_code code;
};

// One administrator disables the other, by a connection of his own.
static void *disable_the_other(void *arg) {
    struct rival *rival = arg;
    struct err err = {0};
    struct db *db = test_store_connect(rival->store, DB_READ_WRITE);
    struct desk desk;
    struct org *org = NULL;
    struct drafts drafts = {.n = 0};
    desk_open(&desk, db);
    // As another server would: a number of its own in every id.
    id_gen_free(&desk.ids);
    desk.tx.ids = desk.ids = id_gen_new(rival->process, 0);
    pthread_barrier_wait(rival->start);
    enum yk status = db_begin_write(db, &err);
    if (status == YK_OK) {
        log_hook_group_begin(desk.tx.batch, db);
        status = org_begin_change(&desk.tx, &org, &err);
    }
    if (status == YK_OK) {
        status = account_decide_act(org, rival->actor, rival->victim, ACCOUNT_DISABLE, NOW_US,
                                    TODAY, &drafts, &err);
    }
    if (status == YK_OK) {
        status = org_record(&desk.tx, rival->victim, false, 0, &drafts, NULL, &err);
    }
    if (status == YK_OK) {
        status = db_commit(db, &err);
    }
    if (db_in_transaction(db)) {
        db_rollback(db);
    }
    rival->status = status;
    rival->code = err.code;
    org_release(&org);
    desk_close(&desk);
    db_close(&db);
    return NULL;
}

// Of two system administrators who disable each other at the same moment one stays, whoever was first.
static void test_one_administrator_stays(void **state) {
    struct test_store *store = test_store_of(state);
    struct desk desk;
    struct err err = {0};
    int64_t unit = 0, first = 0, second = 0;
    desk_open(&desk, store->db);
    make_panji(&desk, &unit, &first);
    desk_begin(&desk);
    struct account_input input = {.login = "sysadmin2",
                                  .name = "许",
                                  .name_en = "",
                                  .unit = unit,
                                  .roles = 1u << ROLE_SYSADMIN};
    assert_int_equal(org_make_account(&desk.tx, 0, &input, TODAY, &second, &err), YK_OK);
    assert_int_equal(org_touch(&desk.tx, &err), YK_OK);
    desk_commit(&desk);
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, NULL, 2);
    struct rival rivals[2] = {
        {.store = store, .actor = first, .victim = second, .process = 2, .start = &barrier},
        {.store = store, .actor = second, .victim = first, .process = 3, .start = &barrier}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, disable_the_other, &rivals[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    pthread_barrier_destroy(&barrier);
    int winner = rivals[0].status == YK_OK ? 0 : 1;
    assert_int_equal(rivals[winner].status, YK_OK);
    assert_int_equal(rivals[!winner].status, YK_REFUSED);
    assert_int_equal(rivals[!winner].code, ERR_LAST_ADMINISTRATOR);
    desk_close(&desk);
}

// Whatever call of the database fails, a change is done whole or not at all.
static void test_each_call_failing(void **state) {
    struct test_store *store = test_store_of(state);
    struct desk desk;
    struct err err = {0};
    int64_t unit = 0, account = 0;
    desk_open(&desk, store->db);
    make_panji(&desk, &unit, &account);
    const struct unit_input renamed = {.name = "改名", .kind = UNIT_OFFICE, .sort = 1};
    bool done = false;
    int n = 0;
    while (!done) {
        struct org *org = NULL;
        struct drafts drafts = {.n = 0};
        assert_true(++n < 1000);
        desk.tx.recorded_at = 0;
        db_fail_at(store->db, n);
        enum yk status = db_begin_write(store->db, &err);
        if (status == YK_OK) {
            log_hook_group_begin(desk.tx.batch, store->db);
            status = org_begin_change(&desk.tx, &org, &err);
        }
        if (status == YK_OK) {
            status = unit_decide_update(org, unit, &renamed, TODAY, desk.tx.arena, &drafts, &err);
        }
        if (status == YK_OK) {
            status = org_record(&desk.tx, unit, false, 1, &drafts, NULL, &err);
        }
        log_hook_item_end(desk.tx.batch, store->db, status);
        if (status == YK_OK) {
            status = log_hook_before_commit(desk.tx.batch, store->db, &err);
        }
        if (status == YK_OK) {
            status = db_commit(store->db, &err);
        }
        db_fail_at(store->db, 0);
        if (db_in_transaction(store->db)) {
            db_rollback(store->db);
        }
        log_hook_group_end(desk.tx.batch, store->db, status == YK_OK);
        org_release(&org);
        done = status == YK_OK;
        assert_int_equal(test_store_i64(store->db, "SELECT count(*) FROM event"), done ? 7 : 6);
    }
    assert_true(n > 5);
    struct verify_report report = {0};
    struct verify_options options = {
        .ledgers = &ledgers, .max_named = 5, .named = print_difference};
    assert_int_equal(verify_store(store->db, &options, &report, &err), YK_OK);
    assert_int_equal(report.differences, 0);
    desk_close(&desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_category_codes),
        cmocka_unit_test(test_snapshot),
        cmocka_unit_test(test_broken_trees_are_refused),
        cmocka_unit_test(test_unit_rules),
        cmocka_unit_test(test_category_rules),
        cmocka_unit_test(test_time_rules_find),
        cmocka_unit_test(test_time_rules_on),
        cmocka_unit_test(test_time_rules_set),
        cmocka_unit_test(test_calendar_set),
        cmocka_unit_test(test_policy_rules),
        cmocka_unit_test(test_account_rules),
        cmocka_unit_test(test_random_lives),
        TEST_ON_BOTH_MIGRATED(test_store),
        TEST_ON_BOTH_MIGRATED(test_replay),
        TEST_ON_BOTH_MIGRATED(test_one_administrator_stays),
        TEST_ON_BOTH_MIGRATED(test_each_call_failing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
