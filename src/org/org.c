// SPDX-License-Identifier: Apache-2.0
// The snapshot of a district and the rules for its units, catalogue and policy. No SQL, no clock: what is asked of the store comes as
// rows, what is decided leaves as drafts.

#include "org/org.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DECEMBER = 12, SATURDAY = 6 };

struct org {
    atomic_int refs;
    struct arena *arena;
    int32_t district;
    int64_t version;
    const char *name, *name_en;
    struct unit *units; // in tree order
    size_t n_units;
    struct unit **units_by_id;
    struct category *categories;
    size_t n_categories;
    struct account *accounts; // by login
    size_t n_accounts;
    struct account **accounts_by_id;
    struct policy *policies;
    size_t n_policies;
    int64_t policy_seq;
    struct time_rules *time_rules;
    size_t n_time_rules;
    int64_t time_rules_seq;
    struct calendar_year *calendars;
    size_t n_calendars;
    int64_t calendar_seq;
    const struct calendar *calendar;
};

// ---- building ----

static int by_parent_sort_code(const void *a_, const void *b_) {
    const struct unit *a = a_, *b = b_;
    if (a->parent != b->parent) {
        return a->parent < b->parent ? -1 : 1;
    }
    if (a->sort != b->sort) {
        return a->sort < b->sort ? -1 : 1;
    }
    return strcmp(a->code, b->code);
}

static int by_number(const void *a, const void *b) {
    return ((const struct category *)a)->number - ((const struct category *)b)->number;
}

static int by_login(const void *a, const void *b) {
    return strcmp(((const struct account *)a)->login, ((const struct account *)b)->login);
}

static int compare_ids(int64_t a, int64_t b) {
    return a < b ? -1 : a > b;
}

static int by_unit_id(const void *a, const void *b) {
    return compare_ids((*(struct unit *const *)a)->id, (*(struct unit *const *)b)->id);
}

static int by_account_id(const void *a, const void *b) {
    return compare_ids((*(struct account *const *)a)->id, (*(struct account *const *)b)->id);
}

// First unit of the run with this parent, in a list sorted by parent; n when there is none.
static size_t first_child(const struct unit *units, size_t n, int64_t parent) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (units[mid].parent < parent) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low < n && units[low].parent == parent ? low : n;
}

// Lays the tree out depth first. A unit whose parents form a circle or are missing cannot come from our rules; it would be left out here,
// so whoever calls compares the counts.
static void lay_out(const struct unit *sorted, size_t n, int64_t parent, int depth,
                    struct unit *out, size_t *at) {
    for (size_t i = first_child(sorted, n, parent); i < n && sorted[i].parent == parent; i++) {
        out[*at] = sorted[i];
        out[*at].depth = depth;
        (*at)++;
        lay_out(sorted, n, sorted[i].id, depth + 1, out, at);
    }
}

static enum yk build_units(struct org *org, struct unit *found, size_t n, struct err *err) {
    qsort(found, n, sizeof *found, by_parent_sort_code);
    lay_out(found, n, 0, 0, org->units, &org->n_units);
    if (org->n_units != n) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "district %d: the tree of units is broken",
                       org->district);
    }
    for (size_t i = 0; i < n; i++) {
        org->units_by_id[i] = &org->units[i];
    }
    qsort(org->units_by_id, n, sizeof *org->units_by_id, by_unit_id);
    return YK_OK;
}

static const char *copy(struct org *org, const char *text, bool *failed) {
    const char *copied = arena_strdup(org->arena, text ? text : "");
    *failed |= copied == NULL;
    return copied ? copied : "";
}

static void take_unit(struct org *org, const struct org_row *row, struct unit *out, bool *failed) {
    const struct admin_state *state = row->state;
    *out = (struct unit){
        .id = row->object,
        .seq = row->seq,
        .code = copy(org, state->code, failed),
        .name = copy(org, state->name, failed),
        .name_en = copy(org, state->name_en, failed),
        .kind = (enum unit_kind)state->unit_kind,
        .parent = state->parent,
        .sort = state->sort,
        .open = state->open > 0,
    };
}

static void take_category(struct org *org, const struct org_row *row, bool *failed) {
    const struct admin_state *state = row->state;
    int32_t number = (int32_t)row->object;
    int level = category_level(number);
    org->categories[org->n_categories++] = (struct category){
        .number = number,
        .seq = row->seq,
        .code = copy(org, state->code, failed),
        .name = copy(org, state->name, failed),
        .name_en = copy(org, state->name_en, failed),
        .level = level,
        .parent = level == 3   ? number / 100 * 100
                  : level == 2 ? number / 10000 * 10000
                               : 0,
        .lead = state->lead,
        .open = state->open > 0,
    };
}

static void take_account(struct org *org, const struct org_row *row, bool *failed) {
    const struct admin_state *state = row->state;
    org->accounts[org->n_accounts++] = (struct account){
        .id = row->object,
        .seq = row->seq,
        .login = copy(org, state->login, failed),
        .name = copy(org, state->name, failed),
        .name_en = copy(org, state->name_en, failed),
        .unit = state->unit,
        .roles = (uint32_t)state->roles,
        .state = (enum account_state)state->account_state,
        .must_change_password = state->must_change_password > 0,
        .demo = state->demo > 0,
        .locked_until_us = state->locked_until_us == JSON_ABSENT_INT ? 0 : state->locked_until_us,
        .created_at = state->created_at,
        .email_seq = state->email_seq == JSON_ABSENT_INT ? 0 : state->email_seq,
    };
}

static void take_policy(struct org *org, const struct org_row *row, bool *failed) {
    const struct admin_state *state = row->state;
    org->policies =
        arena_memdup(org->arena, state->policies, state->n_policies * sizeof *org->policies);
    org->n_policies = state->n_policies;
    org->policy_seq = row->seq;
    *failed |= org->policies == NULL;
    for (size_t i = 0; org->policies && i < org->n_policies; i++) {
        policy_fill(&org->policies[i]);
    }
}

static void take_time_rules(struct org *org, const struct org_row *row, bool *failed) {
    const struct admin_state *state = row->state;
    org->time_rules =
        arena_memdup(org->arena, state->time_rules, state->n_time_rules * sizeof *org->time_rules);
    org->n_time_rules = state->n_time_rules;
    org->time_rules_seq = row->seq;
    *failed |= org->time_rules == NULL;
    for (size_t i = 0; i < state->n_time_rules && !*failed; i++) {
        struct time_rules *version = &org->time_rules[i];
        version->rules =
            arena_memdup(org->arena, version->rules, version->n_rules * sizeof *version->rules);
        *failed |= version->rules == NULL;
        for (size_t k = 0; k < version->n_rules && !*failed; k++) {
            struct time_rule *rule = &version->rules[k];
            rule->category = rule->category ? copy(org, rule->category, failed) : NULL;
            rule->rule = copy(org, rule->rule, failed);
            rule->source = copy(org, rule->source, failed);
            rule->source_en = rule->source_en ? copy(org, rule->source_en, failed) : NULL;
        }
    }
}

static void take_calendars(struct org *org, const struct org_row *row, bool *failed) {
    const struct admin_state *state = row->state;
    org->calendars =
        arena_memdup(org->arena, state->calendars, state->n_calendars * sizeof *org->calendars);
    org->n_calendars = state->n_calendars;
    org->calendar_seq = row->seq;
    *failed |= org->calendars == NULL;
    for (size_t i = 0; i < state->n_calendars && !*failed; i++) {
        struct calendar_year *year = &org->calendars[i];
        size_t bytes = year->n_days * sizeof *year->days;
        year->days = bytes ? arena_memdup(org->arena, year->days, bytes) : NULL;
        *failed |= bytes && !year->days;
        for (size_t k = 0; k < year->n_days && !*failed; k++) {
            const char *name = year->days[k].name;
            year->days[k].name = name ? copy(org, name, failed) : NULL;
        }
    }
}

static const struct calendar *build_calendar(const struct calendar_year *years, size_t n,
                                             struct arena *arena) {
    const struct calendar *base = calendar_builtin();
    struct calendar_table *tables = arena_alloc_array(arena, n + 1, sizeof *tables);
    int64_t last = calendar_last_year(base);
    if (!tables) {
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        tables[i] = (struct calendar_table){years[i].year, years[i].own == 1, years[i].days,
                                            years[i].n_days};
        last = years[i].own != 1 && years[i].year > last ? years[i].year : last;
    }
    const char *version = arena_printf(arena, "cn-%lld+%zu", (long long)last, n);
    return version ? calendar_build(arena, base, tables, n, version) : NULL;
}

static enum yk build_into(struct org *org, const struct org_row *rows, size_t n, struct err *err) {
    struct unit *found = arena_alloc_array(org->arena, n + 1, sizeof *found);
    org->units = arena_alloc_array(org->arena, n + 1, sizeof *org->units);
    org->units_by_id = arena_alloc_array(org->arena, n + 1, sizeof *org->units_by_id);
    org->categories = arena_alloc_array(org->arena, n + 1, sizeof *org->categories);
    org->accounts = arena_alloc_array(org->arena, n + 1, sizeof *org->accounts);
    org->accounts_by_id = arena_alloc_array(org->arena, n + 1, sizeof *org->accounts_by_id);
    bool failed = !found || !org->units || !org->units_by_id || !org->categories ||
                  !org->accounts || !org->accounts_by_id;
    size_t n_found = 0;
    for (size_t i = 0; i < n && !failed; i++) {
        switch ((enum admin_kind)rows[i].state->kind) {
        case ADMIN_DISTRICT:
            org->name = copy(org, rows[i].state->name, &failed);
            org->name_en = copy(org, rows[i].state->name_en, &failed);
            break;
        case ADMIN_UNIT: take_unit(org, &rows[i], &found[n_found++], &failed); break;
        case ADMIN_CATEGORY: take_category(org, &rows[i], &failed); break;
        case ADMIN_POLICY: take_policy(org, &rows[i], &failed); break;
        case ADMIN_ACCOUNT: take_account(org, &rows[i], &failed); break;
        case ADMIN_TEMPLATE: break; // read when a paper is set
        case ADMIN_TIME_RULES: take_time_rules(org, &rows[i], &failed); break;
        case ADMIN_CALENDAR: take_calendars(org, &rows[i], &failed); break;
        }
    }
    org->calendar = org->n_calendars && !failed
                        ? build_calendar(org->calendars, org->n_calendars, org->arena)
                        : calendar_builtin();
    failed |= org->calendar == NULL;
    if (failed) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a district");
    }
    if (!org->name || !org->n_policies) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "district %d has no name or no policy",
                       org->district);
    }
    qsort(org->categories, org->n_categories, sizeof *org->categories, by_number);
    qsort(org->accounts, org->n_accounts, sizeof *org->accounts, by_login);
    for (size_t i = 0; i < org->n_accounts; i++) {
        org->accounts_by_id[i] = &org->accounts[i];
    }
    qsort(org->accounts_by_id, org->n_accounts, sizeof *org->accounts_by_id, by_account_id);
    return build_units(org, found, n_found, err);
}

enum yk org_build(int32_t district, int64_t version, const struct org_row *rows, size_t n,
                  struct org **out, struct err *err) {
    struct arena *arena = arena_new(0);
    struct org *org = arena ? arena_alloc(arena, sizeof *org) : NULL;
    if (!org) {
        arena_free(&arena);
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a district");
    }
    org->arena = arena;
    org->district = district;
    org->version = version;
    atomic_init(&org->refs, 1);
    enum yk status = build_into(org, rows, n, err);
    if (status != YK_OK) {
        org_release(&org);
        return status;
    }
    *out = org;
    return YK_OK;
}

struct org *org_keep(struct org *org) {
    atomic_fetch_add_explicit(&org->refs, 1, memory_order_relaxed);
    return org;
}

void org_release(struct org **org) {
    if (org && *org && atomic_fetch_sub_explicit(&(*org)->refs, 1, memory_order_acq_rel) == 1) {
        struct arena *arena = (*org)->arena;
        arena_free(&arena);
    }
    if (org) {
        *org = NULL;
    }
}

// ---- asking ----

int32_t org_district(const struct org *org) {
    return org->district;
}

int64_t org_version(const struct org *org) {
    return org->version;
}

static const char *in_language(const char *zh, const char *en, const char *lang) {
    return lang[0] == 'e' && *en ? en : zh;
}

const char *org_name(const struct org *org, const char *lang) {
    return in_language(org->name, org->name_en, lang);
}

const struct unit *org_units(const struct org *org, size_t *out_n) {
    *out_n = org->n_units;
    return org->units;
}

const struct unit *org_find_unit(const struct org *org, int64_t id) {
    struct unit key = {.id = id}, *at = &key;
    struct unit **found =
        bsearch(&at, org->units_by_id, org->n_units, sizeof *org->units_by_id, by_unit_id);
    return found ? *found : NULL;
}

const char *org_unit_name(const struct org *org, int64_t id, const char *lang) {
    const struct unit *unit = org_find_unit(org, id);
    return unit ? in_language(unit->name, unit->name_en, lang) : "";
}

bool org_unit_within(const struct org *org, int64_t unit, int64_t ancestor) {
    const struct unit *at = org_find_unit(org, unit);
    while (at && at->id != ancestor) {
        at = org_find_unit(org, at->parent);
    }
    return at != NULL;
}

const struct category *org_categories(const struct org *org, size_t *out_n) {
    *out_n = org->n_categories;
    return org->categories;
}

const struct category *org_find_category(const struct org *org, int32_t number) {
    struct category key = {.number = number};
    return bsearch(&key, org->categories, org->n_categories, sizeof key, by_number);
}

const char *org_category_name(const struct org *org, int32_t number, const char *lang) {
    const struct category *category = org_find_category(org, number);
    return category ? in_language(category->name, category->name_en, lang) : "";
}

const struct account *org_accounts(const struct org *org, size_t *out_n) {
    *out_n = org->n_accounts;
    return org->accounts;
}

const struct account *org_find_account(const struct org *org, int64_t id) {
    struct account key = {.id = id}, *at = &key;
    struct account **found = bsearch(&at, org->accounts_by_id, org->n_accounts,
                                     sizeof *org->accounts_by_id, by_account_id);
    return found ? *found : NULL;
}

const struct account *org_find_login(const struct org *org, const char *login) {
    struct account key = {.login = login};
    return bsearch(&key, org->accounts, org->n_accounts, sizeof key, by_login);
}

const struct policy *org_policies(const struct org *org, size_t *out_n) {
    *out_n = org->n_policies;
    return org->policies;
}

int64_t org_policy_seq(const struct org *org) {
    return org->policy_seq;
}

const struct policy *policy_current(const struct org *org) {
    return &org->policies[org->n_policies - 1];
}

const struct policy *policy_on(const struct org *org, int32_t day) {
    size_t i = org->n_policies - 1;
    while (i > 0 && org->policies[i].from_day > day) {
        i--;
    }
    return &org->policies[i];
}

const struct time_rules *org_time_rules(const struct org *org, size_t *out_n, int64_t *out_seq) {
    *out_seq = org->time_rules_seq;
    *out_n = org->n_time_rules ? org->n_time_rules : 1;
    return org->n_time_rules ? org->time_rules : time_rules_default();
}

const struct time_rules *org_time_rules_on(const struct org *org, int32_t day) {
    size_t n;
    int64_t seq;
    const struct time_rules *all = org_time_rules(org, &n, &seq);
    return time_rules_on(all, n, day);
}

const struct time_rules *org_time_rules_version(const struct org *org, int64_t version) {
    size_t n;
    int64_t seq;
    const struct time_rules *all = org_time_rules(org, &n, &seq);
    for (size_t i = 0; i < n; i++) {
        if (all[i].version == version) {
            return &all[i];
        }
    }
    return NULL;
}

const struct calendar *org_calendar(const struct org *org) {
    return org->calendar;
}

const struct calendar_year *org_calendar_years(const struct org *org, size_t *out_n,
                                               int64_t *out_seq) {
    *out_n = org->n_calendars;
    *out_seq = org->calendar_seq;
    return org->calendars;
}

const struct calendar *org_calendar_with(const struct org *org, const struct calendar_year *more,
                                         struct arena *arena) {
    struct calendar_year *all = arena_alloc_array(arena, org->n_calendars + 1, sizeof *all);
    if (!all) {
        return NULL;
    }
    if (org->n_calendars) {
        memcpy(all, org->calendars, org->n_calendars * sizeof *all);
    }
    all[org->n_calendars] = *more;
    return build_calendar(all, org->n_calendars + 1, arena);
}

// ---- category codes ----

int32_t category_number(const char *code) {
    int32_t number = 0;
    int level = 0;
    for (const char *at = code;; at += 3) {
        if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9' || ++level > 3) {
            return 0;
        }
        int part = (at[0] - '0') * 10 + at[1] - '0';
        if (part == 0) {
            return 0;
        }
        number = number * 100 + part;
        if (at[2] == '\0') {
            break;
        }
        if (at[2] != '-') {
            return 0;
        }
    }
    for (; level < 3; level++) {
        number *= 100;
    }
    return number;
}

int category_level(int32_t number) {
    return number % 100 ? 3 : number / 100 % 100 ? 2 : 1;
}

void category_code(int32_t number, char out[CATEGORY_CODE_BYTES]) {
    int level = category_level(number);
    int parts[3] = {number / 10000 % 100, number / 100 % 100, number % 100};
    int n = snprintf(out, CATEGORY_CODE_BYTES, "%02d", parts[0]);
    for (int i = 1; i < level; i++) {
        n += snprintf(out + n, (size_t)(CATEGORY_CODE_BYTES - n), "-%02d", parts[i]);
    }
}

void category_range(int32_t number, int32_t *out_first, int32_t *out_last) {
    int level = category_level(number);
    *out_first = number;
    *out_last = number + (level == 1 ? 9999 : level == 2 ? 99 : 0);
}

// ---- rules ----

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory to decide");
}

static const struct unit *open_unit(const struct org *org, int64_t id) {
    const struct unit *unit = org_find_unit(org, id);
    return unit && unit->open ? unit : NULL;
}

static void fill_unit(struct admin_event *body, const struct unit_input *input) {
    body->name = input->name;
    body->name_en = input->name_en ? input->name_en : "";
    body->kind = input->kind;
    body->parent = input->parent;
    body->sort = input->sort == JSON_ABSENT_INT ? 0 : input->sort;
}

static enum yk check_parent(const struct org *org, const struct unit_input *input,
                            struct err *err) {
    if (input->parent != 0 && !open_unit(org, input->parent)) {
        return err_add_field(err, "parent", ERR_UNKNOWN_UNIT, "%s", "");
    }
    return YK_OK;
}

enum yk unit_decide_create(const struct org *org, const struct unit_input *input, int64_t number,
                           int32_t day, struct arena *arena, struct drafts *out, struct err *err) {
    enum yk status = check_parent(org, input, err);
    if (status != YK_OK) {
        return status;
    }
    const char *code =
        input->code ? input->code : arena_printf(arena, "u%03lld", (long long)number);
    struct admin_event *body = admin_event_new(arena);
    if (!code || !body) {
        return no_memory(err);
    }
    for (size_t i = 0; i < org->n_units; i++) {
        if (strcmp(org->units[i].code, code) == 0) {
            return err_add_field(err, "code", ERR_ALREADY_EXISTS, "≠ %s", code);
        }
    }
    fill_unit(body, input);
    body->code = code;
    drafts_add(out, &admin_types[UNIT_CREATED], day, body);
    return YK_OK;
}

enum yk unit_decide_update(const struct org *org, int64_t id, const struct unit_input *input,
                           int32_t day, struct arena *arena, struct drafts *out, struct err *err) {
    const struct unit *unit = org_find_unit(org, id);
    if (!unit) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    if (!unit->open) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "");
    }
    enum yk status = check_parent(org, input, err);
    if (status != YK_OK) {
        return status;
    }
    if (input->parent != 0 && org_unit_within(org, input->parent, id)) {
        return err_add_field(err, "parent", ERR_UNIT_CIRCLE, "%s", "");
    }
    struct admin_event *body = admin_event_new(arena);
    if (!body) {
        return no_memory(err);
    }
    fill_unit(body, input);
    drafts_add(out, &admin_types[UNIT_UPDATED], day, body);
    return YK_OK;
}

enum yk unit_decide_close(const struct org *org, int64_t id, bool busy, int32_t day,
                          struct drafts *out, struct err *err) {
    const struct unit *unit = org_find_unit(org, id);
    if (!unit) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    if (!unit->open) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "");
    }
    for (size_t i = 0; i < org->n_units && !busy; i++) {
        busy = org->units[i].open && org->units[i].parent == id;
    }
    for (size_t i = 0; i < org->n_accounts && !busy; i++) {
        busy = org->accounts[i].unit == id && org->accounts[i].state == ACCOUNT_ACTIVE;
    }
    for (size_t i = 0; i < org->n_categories && !busy; i++) {
        busy = org->categories[i].open && org->categories[i].lead == id;
    }
    if (busy) {
        return err_set(err, YK_REFUSED, ERR_UNIT_IN_USE, "");
    }
    drafts_add(out, &admin_types[UNIT_CLOSED], day, NULL);
    return YK_OK;
}

static enum yk check_lead(const struct org *org, const struct category_input *input,
                          struct err *err) {
    if (input->lead != 0 && !open_unit(org, input->lead)) {
        return err_add_field(err, "lead", ERR_UNKNOWN_UNIT, "%s", "");
    }
    return YK_OK;
}

enum yk category_decide_create(const struct org *org, const struct category_input *input,
                               int32_t day, struct arena *arena, struct drafts *out,
                               struct err *err) {
    int32_t number = category_number(input->code);
    if (number == 0) {
        return err_add_field(err, "code", ERR_UNKNOWN_VALUE, "01, 01-02, 01-02-03");
    }
    if (org_find_category(org, number)) {
        return err_add_field(err, "code", ERR_ALREADY_EXISTS, "≠ %s", input->code);
    }
    int level = category_level(number);
    int32_t parent = level == 3 ? number / 100 * 100 : level == 2 ? number / 10000 * 10000 : 0;
    const struct category *above = parent ? org_find_category(org, parent) : NULL;
    if (parent && (!above || !above->open)) {
        return err_add_field(err, "code", ERR_UNKNOWN_CATEGORY, "%.*s", level * 3 - 4, input->code);
    }
    enum yk status = check_lead(org, input, err);
    struct admin_event *body = admin_event_new(arena);
    if (status != YK_OK) {
        return status;
    }
    if (!body) {
        return no_memory(err);
    }
    body->code = input->code;
    body->name = input->name;
    body->name_en = input->name_en ? input->name_en : "";
    body->lead = input->lead;
    drafts_add(out, &admin_types[CATEGORY_CREATED], day, body);
    return YK_OK;
}

// An open category has only open ones above it, so that one look at a category tells whether a matter may take it.
static enum yk check_opening(const struct org *org, const struct category *category, bool open,
                             struct err *err) {
    const struct category *above = org_find_category(org, category->parent);
    if (open && above && !above->open) {
        return err_add_field(err, "open", ERR_UNKNOWN_CATEGORY, "%s", above->code);
    }
    for (size_t i = 0; i < org->n_categories && !open; i++) {
        if (org->categories[i].open && org->categories[i].parent == category->number) {
            return err_set(err, YK_REFUSED, ERR_CATEGORY_IN_USE, "%s", "");
        }
    }
    return YK_OK;
}

enum yk category_decide_update(const struct org *org, const struct category_input *input,
                               int32_t day, struct arena *arena, struct drafts *out,
                               struct err *err) {
    const struct category *category = org_find_category(org, category_number(input->code));
    if (!category) {
        return err_set(err, YK_NOT_FOUND, ERR_UNKNOWN_CATEGORY, "");
    }
    bool open = input->open < 0 ? category->open : input->open > 0;
    enum yk status = check_lead(org, input, err);
    if (status == YK_OK) {
        status = check_opening(org, category, open, err);
    }
    struct admin_event *body = admin_event_new(arena);
    if (status != YK_OK) {
        return status;
    }
    if (!body) {
        return no_memory(err);
    }
    body->name = input->name;
    body->name_en = input->name_en ? input->name_en : "";
    body->lead = input->lead;
    body->open = open;
    drafts_add(out, &admin_types[CATEGORY_UPDATED], day, body);
    return YK_OK;
}

static void check_range(int64_t value, int64_t min, int64_t max, const char *field, struct err *err,
                        bool *ok) {
    if (value < min || value > max) {
        *ok = false;
        (void)!err_add_field(err, field, ERR_OUT_OF_RANGE, "%lld..%lld", (long long)min,
                             (long long)max);
    }
}

static void check_weight(int64_t thousandths, const char *field, struct err *err, bool *ok) {
    if (thousandths < 0 || thousandths > 1000) {
        *ok = false;
        (void)!err_add_field(err, field, ERR_OUT_OF_RANGE, "0..1");
    }
}

static void check_acts(const struct policy *wanted, struct err *err, bool *ok) {
    check_range(wanted->extend_total_days, 0, 60, "extend_total_days", err, ok);
    check_range(wanted->extend_head_days, 0, *ok ? wanted->extend_total_days : 60,
                "extend_head_days", err, ok);
    check_range(wanted->park_days, 1, 1000, "park_days", err, ok);
}

enum yk policy_decide_set(const struct org *org, const struct policy *wanted, int32_t day,
                          struct arena *arena, struct drafts *out, struct err *err) {
    bool ok = true;
    check_range(wanted->call_tries, 1, 10, "call_tries", err, &ok);
    check_range(wanted->call_days, 1, wanted->call_tries, "call_days", err, &ok);
    check_range(wanted->order_after_days, 1, 60, "order_after_days", err, &ok);
    check_range(wanted->blue_days, 1, 60, "blue_days", err, &ok);
    check_range(wanted->orange_days, 1, 60, "orange_days", err, &ok);
    check_range(wanted->red_days, 1, 60, "red_days", err, &ok);
    check_range(wanted->notify_after_days, 1, 60, "notify_after_days", err, &ok);
    check_acts(wanted, err, &ok);
    check_weight(wanted->partly_weight, "partly_weight", err, &ok);
    check_weight(wanted->basically_weight, "basically_weight", err, &ok);
    int64_t sum = 0;
    for (int i = 0; i < COMPOSITE_PARTS; i++) {
        check_weight(wanted->composite[i], "composite", err, &ok);
        sum += wanted->composite[i];
    }
    if (ok && sum != 1000) {
        ok = false;
        (void)!err_add_field(err, "composite", ERR_OUT_OF_RANGE, "Σ = 1");
    }
    if (!ok) {
        return YK_REFUSED;
    }
    struct admin_event *body = admin_event_new(arena);
    if (!body) {
        return no_memory(err);
    }
    body->policy = *wanted;
    body->policy.version = policy_current(org)->version + 1;
    body->policy.from_day = day;
    drafts_add(out, &admin_types[POLICY_SET], day, body);
    return YK_OK;
}

static enum yk check_known_categories(const struct org *org, const struct time_rules *wanted,
                                      struct err *err) {
    enum yk status = YK_OK;
    for (size_t i = 0; i < wanted->n_rules; i++) {
        const char *code = wanted->rules[i].category;
        int32_t number = code ? category_number(code) : 0;
        if (number && !org_find_category(org, number)) {
            char field[ERR_FIELD_BYTES];
            snprintf(field, sizeof field, "rules[%zu].category", i);
            status = err_add_field(err, field, ERR_UNKNOWN_CATEGORY, "%s", code);
        }
    }
    return status;
}

enum yk time_rules_decide_set(const struct org *org, const struct time_rules *wanted, int32_t day,
                              struct arena *arena, struct drafts *out, struct err *err) {
    size_t n;
    int64_t seq;
    const struct time_rules *all = org_time_rules(org, &n, &seq);
    char today[DAY_TEXT_BYTES];
    day_format(day, today);
    enum yk status = time_rules_check(wanted, err);
    enum yk known = check_known_categories(org, wanted, err);
    if (wanted->from_day == DAY_NONE || wanted->from_day < day) {
        return err_add_field(err, "from_day", ERR_OUT_OF_RANGE, "≥ %s", today);
    }
    if (status != YK_OK || known != YK_OK) {
        return YK_REFUSED;
    }
    struct admin_event *body = admin_event_new(arena);
    if (!body) {
        return no_memory(err);
    }
    body->time_rules = *wanted;
    body->time_rules.version = all[n - 1].version + 1;
    drafts_add(out, &admin_types[TIME_RULES_SET], day, body);
    return YK_OK;
}

static void refuse_day(struct err *err, size_t i, enum err_code code, const char *accepted) {
    char field[ERR_FIELD_BYTES];
    snprintf(field, sizeof field, "days[%zu].day", i);
    (void)err_add_field(err, field, code, "%s", accepted);
}

static void check_calendar_day(const struct calendar_year *wanted, size_t i, struct err *err) {
    const struct calendar_day *day = &wanted->days[i];
    int year, month, day_of_month;
    day_to_civil(day->day, &year, &month, &day_of_month);
    bool december_before =
        wanted->own != 1 && year == wanted->year - 1 && month == DECEMBER; // 2018-12-29
    if (year != wanted->year && !december_before) {
        refuse_day(err, i, ERR_OUT_OF_RANGE, "year");
    }
    bool weekend = day_weekday(day->day) >= SATURDAY;
    if (day->kind == CALENDAR_WORKED && !weekend) {
        refuse_day(err, i, ERR_CALENDAR_NO_CHANGE, "");
    }
    for (size_t k = 0; k < i; k++) {
        if (wanted->days[k].day == day->day) {
            refuse_day(err, i, ERR_CALENDAR_DAY_TWICE, "");
            return;
        }
    }
}

enum yk calendar_decide_set(const struct org *org, const struct calendar_year *wanted, int32_t day,
                            struct arena *arena, struct drafts *out, struct err *err) {
    int first = calendar_first_year(org->calendar), last = calendar_last_year(org->calendar);
    struct err local = {0};
    struct err *fields = err ? err : &local;
    size_t before = fields->n_items;
    if (wanted->year < first || wanted->year > last + (wanted->own != 1)) {
        (void)err_add_field(fields, "year", ERR_OUT_OF_RANGE, "%d..%d", first,
                            last + (wanted->own != 1));
    }
    if (wanted->own != 1 && wanted->n_days == 0) {
        (void)err_add_field(fields, "days", ERR_REQUIRED, "%s", "");
    }
    for (size_t i = 0; i < wanted->n_days; i++) {
        check_calendar_day(wanted, i, fields);
    }
    if (fields->n_items > before) {
        return YK_REFUSED;
    }
    struct admin_event *body = admin_event_new(arena);
    if (!body) {
        return no_memory(err);
    }
    body->calendar = *wanted;
    body->calendar.version = (int64_t)org->n_calendars + 1;
    body->calendar.set_day = day;
    drafts_add(out, &admin_types[CALENDAR_SET], day, body);
    return YK_OK;
}
