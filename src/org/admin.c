// SPDX-License-Identifier: Apache-2.0
// Events and states of the ledger `admin`. Pure. Applies what was decided and refuses only what cannot follow (a unit's event on an
// account); emits no facts: nothing here is counted.

#include "org/admin.h"

#include <string.h>

#include "auth/scope.h"

const struct json_word unit_kind_words[] = {
    {"leadership", UNIT_LEADERSHIP},
    {"office", UNIT_OFFICE},
    {"window", UNIT_WINDOW},
    {"callback", UNIT_CALLBACK},
    {"department", UNIT_DEPARTMENT},
    {"township", UNIT_TOWNSHIP},
    {"street", UNIT_STREET},
    {"zone", UNIT_ZONE},
    {NULL, 0},
};
const struct json_word role_words[] = {
    {"clerk", ROLE_CLERK},
    {"handler", ROLE_HANDLER},
    {"head", ROLE_HEAD},
    {"operator", ROLE_OPERATOR},
    {"supervisor", ROLE_SUPERVISOR},
    {"leader", ROLE_LEADER},
    {"sysadmin", ROLE_SYSADMIN},
    {"secadmin", ROLE_SECADMIN},
    {"auditor", ROLE_AUDITOR},
    {NULL, 0},
};
static const struct json_word kind_words[] = {
    {"district", ADMIN_DISTRICT},     {"unit", ADMIN_UNIT},         {"category", ADMIN_CATEGORY},
    {"policy", ADMIN_POLICY},         {"account", ADMIN_ACCOUNT},   {"template", ADMIN_TEMPLATE},
    {"time_rules", ADMIN_TIME_RULES}, {"calendar", ADMIN_CALENDAR}, {NULL, 0},
};
static const struct json_word account_state_words[] = {
    {"active", ACCOUNT_ACTIVE}, {"disabled", ACCOUNT_DISABLED}, {NULL, 0}};

// ---- policy ----

#define POLICY(name_, type_)                                                                       \
    { .name = #name_, .type = type_, .offset = offsetof(struct policy, name_) }
static const struct json_field policy_fields[] = {
    POLICY(version, JSON_INT),
    POLICY(from_day, JSON_DAY),
    POLICY(head_signs_off, JSON_BOOL),
    POLICY(call_tries, JSON_INT),
    POLICY(call_days, JSON_INT),
    POLICY(order_after_days, JSON_INT),
    POLICY(blue_days, JSON_INT),
    POLICY(orange_days, JSON_INT),
    POLICY(red_days, JSON_INT),
    POLICY(notify_after_days, JSON_INT),
    POLICY(partly_weight, JSON_INT),
    POLICY(basically_weight, JSON_INT),
    {.name = "composite_contacted",
     .type = JSON_INT,
     .offset = offsetof(struct policy, composite[0])},
    {.name = "composite_solved", .type = JSON_INT, .offset = offsetof(struct policy, composite[1])},
    {.name = "composite_satisfied",
     .type = JSON_INT,
     .offset = offsetof(struct policy, composite[2])},
    POLICY(extend_head_days, JSON_INT),
    POLICY(extend_total_days, JSON_INT),
    POLICY(extend_after_due, JSON_BOOL),
    POLICY(park_days, JSON_INT),
    POLICY(assists_first, JSON_BOOL),
};
const struct json_spec policy_spec = JSON_SPEC("AdminPolicy", struct policy, policy_fields);

struct policy policy_default(void) {
    return (struct policy){
        .version = 1,
        .from_day = DAY_NONE,
        .call_tries = 3,
        .call_days = 2,
        .order_after_days = 2,
        .blue_days = 3,
        .orange_days = 3,
        .red_days = 2,
        .notify_after_days = 5,
        .partly_weight = 0,
        .basically_weight = 1000,
        .composite = {100, 500, 400},
        .extend_head_days = 5,
        .extend_total_days = 15,
        .park_days = 180,
    };
}

static void fill(int64_t *value, int64_t otherwise) {
    if (*value == JSON_ABSENT_INT) {
        *value = otherwise;
    }
}

static void fill_flag(int8_t *value) {
    if (*value < 0) {
        *value = 0;
    }
}

void policy_fill(struct policy *policy) {
    const struct policy other = policy_default();
    fill(&policy->extend_head_days, other.extend_head_days);
    fill(&policy->extend_total_days, other.extend_total_days);
    fill(&policy->park_days, other.park_days);
    fill_flag(&policy->extend_after_due);
    fill_flag(&policy->assists_first);
}

// ---- calendar ----

const struct json_word calendar_day_words[] = {
    {"off", CALENDAR_OFF}, {"worked", CALENDAR_WORKED}, {NULL, 0}};
static const struct json_field calendar_day_fields[] = {
    {.name = "day",
     .type = JSON_DAY,
     .flags = JSON_REQUIRED,
     .offset = offsetof(struct calendar_day, day)},
    {.name = "kind",
     .type = JSON_ENUM,
     .flags = JSON_REQUIRED,
     .offset = offsetof(struct calendar_day, kind),
     .words = calendar_day_words},
    {.name = "name",
     .type = JSON_TEXT,
     .flags = JSON_OMIT_ABSENT,
     .max = 60,
     .offset = offsetof(struct calendar_day, name)},
};
const struct json_spec calendar_day_spec =
    JSON_SPEC("CalendarDay", struct calendar_day, calendar_day_fields);
#define CALENDAR(name_, type_)                                                                     \
    { .name = #name_, .type = type_, .offset = offsetof(struct calendar_year, name_) }
static const struct json_field calendar_fields[] = {
    CALENDAR(year, JSON_INT),
    CALENDAR(version, JSON_INT),
    CALENDAR(own, JSON_BOOL),
    CALENDAR(set_day, JSON_DAY),
    {.name = "days",
     .type = JSON_ARRAY,
     .offset = offsetof(struct calendar_year, days),
     .count_offset = offsetof(struct calendar_year, n_days),
     .sub = &calendar_day_spec},
};
static const struct json_spec calendar_spec =
    JSON_SPEC("AdminCalendar", struct calendar_year, calendar_fields);

// ---- events ----

#define EV(name_, type_)                                                                           \
    { .name = #name_, .type = type_, .offset = offsetof(struct admin_event, name_) }
#define EV_NAMES EV(name, JSON_TEXT), EV(name_en, JSON_TEXT)
#define EV_KIND                                                                                    \
    {                                                                                              \
        .name = "kind", .type = JSON_ENUM, .offset = offsetof(struct admin_event, kind),           \
        .words = unit_kind_words                                                                   \
    }
#define EV_ROLES                                                                                   \
    {                                                                                              \
        .name = "roles", .type = JSON_ENUM_ARRAY, .offset = offsetof(struct admin_event, roles),   \
        .count_offset = offsetof(struct admin_event, n_roles), .words = role_words                 \
    }

static const struct json_field district_created[] = {EV_NAMES};
static const struct json_field unit_created[] = {EV(code, JSON_TEXT), EV_NAMES, EV_KIND,
                                                 EV(parent, JSON_ID), EV(sort, JSON_INT)};
static const struct json_field unit_updated[] = {EV_NAMES, EV_KIND, EV(parent, JSON_ID),
                                                 EV(sort, JSON_INT)};
static const struct json_field category_created[] = {EV(code, JSON_TEXT), EV_NAMES,
                                                     EV(lead, JSON_ID)};
static const struct json_field category_updated[] = {EV_NAMES, EV(lead, JSON_ID),
                                                     EV(open, JSON_BOOL)};
static const struct json_field policy_set[] = {{.name = "policy",
                                                .type = JSON_OBJECT,
                                                .offset = offsetof(struct admin_event, policy),
                                                .sub = &policy_spec}};
static const struct json_field time_rules_set[] = {
    {.name = "time_rules",
     .type = JSON_OBJECT,
     .offset = offsetof(struct admin_event, time_rules),
     .sub = &time_rules_spec}};
static const struct json_field calendar_set[] = {{.name = "calendar",
                                                  .type = JSON_OBJECT,
                                                  .offset = offsetof(struct admin_event, calendar),
                                                  .sub = &calendar_spec}};
static const struct json_field account_created[] = {
    EV(login, JSON_TEXT), EV_NAMES,
    EV(unit, JSON_ID),    EV_ROLES,
    EV(demo, JSON_BOOL),  EV(must_change_password, JSON_BOOL)};
static const struct json_field account_updated[] = {EV_NAMES, EV(unit, JSON_ID)};
static const struct json_field account_roles_set[] = {EV_ROLES};
static const struct json_field account_email_set[] = {EV(given, JSON_BOOL)};
static const struct json_field account_locked[] = {EV(until_us, JSON_INT), EV(failures, JSON_INT)};
static const struct json_field template_set[] = {EV(code, JSON_TEXT),
                                                 {.name = "shipped",
                                                  .type = JSON_INT,
                                                  .flags = JSON_OMIT_ABSENT,
                                                  .offset = offsetof(struct admin_event, shipped)}};
static const struct json_field data_exported[] = {EV(code, JSON_TEXT), EV(rows, JSON_INT)};
static const struct json_field data_imported[] = {EV(code, JSON_TEXT), EV(rows, JSON_INT),
                                                  EV(made, JSON_INT), EV(changed, JSON_INT)};
static const struct json_field of_session[] = {EV(session, JSON_ID)};

#define SPEC(fields_)                                                                              \
    static const struct json_spec fields_##_spec =                                                 \
        JSON_SPEC("admin." #fields_, struct admin_event, fields_)
SPEC(district_created);
SPEC(unit_created);
SPEC(unit_updated);
SPEC(category_created);
SPEC(category_updated);
SPEC(policy_set);
SPEC(time_rules_set);
SPEC(calendar_set);
SPEC(account_created);
SPEC(account_updated);
SPEC(account_roles_set);
SPEC(account_email_set);
SPEC(account_locked);
SPEC(template_set);
SPEC(data_exported);
SPEC(data_imported);
SPEC(of_session);

const struct event_type admin_types[ADMIN_ACTIONS] = {
    [DISTRICT_CREATED] = {.action = "district_created",
                          .version = 1,
                          .spec = &district_created_spec},
    [UNIT_CREATED] = {.action = "unit_created", .version = 1, .spec = &unit_created_spec},
    [UNIT_UPDATED] = {.action = "unit_updated", .version = 1, .spec = &unit_updated_spec},
    [UNIT_CLOSED] = {.action = "unit_closed", .version = 1},
    [CATEGORY_CREATED] = {.action = "category_created",
                          .version = 1,
                          .spec = &category_created_spec},
    [CATEGORY_UPDATED] = {.action = "category_updated",
                          .version = 1,
                          .spec = &category_updated_spec},
    [POLICY_SET] = {.action = "policy_set", .version = 1, .spec = &policy_set_spec},
    [ACCOUNT_CREATED] = {.action = "account_created", .version = 1, .spec = &account_created_spec},
    [ACCOUNT_UPDATED] = {.action = "account_updated", .version = 1, .spec = &account_updated_spec},
    [ACCOUNT_ROLES_SET] = {.action = "account_roles_set",
                           .version = 1,
                           .spec = &account_roles_set_spec},
    [ACCOUNT_EMAIL_SET] = {.action = "account_email_set",
                           .version = 1,
                           .spec = &account_email_set_spec},
    [ACCOUNT_WAS_DISABLED] = {.action = "account_disabled", .version = 1},
    [ACCOUNT_WAS_ENABLED] = {.action = "account_enabled", .version = 1},
    [ACCOUNT_LOCKED] = {.action = "account_locked", .version = 1, .spec = &account_locked_spec},
    [ACCOUNT_UNLOCKED] = {.action = "account_unlocked", .version = 1},
    [PASSWORD_RESET] = {.action = "password_reset", .version = 1},
    [PASSWORD_CHANGED] = {.action = "password_changed", .version = 1},
    [SESSION_ENDED] = {.action = "session_ended", .version = 1, .spec = &of_session_spec},
    [SIGNED_IN] = {.action = "signed_in", .version = 1, .spec = &of_session_spec},
    [SIGNED_OUT] = {.action = "signed_out", .version = 1, .spec = &of_session_spec},
    [TEMPLATE_SET] = {.action = "template_set", .version = 1, .spec = &template_set_spec},
    [TIME_RULES_SET] = {.action = "time_rules_set", .version = 1, .spec = &time_rules_set_spec},
    [CALENDAR_SET] = {.action = "calendar_set", .version = 1, .spec = &calendar_set_spec},
    [DATA_EXPORTED] = {.action = "data_exported", .version = 1, .spec = &data_exported_spec},
    [DATA_IMPORTED] = {.action = "data_imported", .version = 1, .spec = &data_imported_spec},
};

struct admin_event *admin_event_new(struct arena *arena) {
    struct admin_event *body = arena_alloc(arena, sizeof *body);
    if (!body) {
        return NULL;
    }
    body->rows = body->made = body->changed = JSON_ABSENT_INT;
    body->shipped = body->kind = body->sort = body->until_us = body->failures = JSON_ABSENT_INT;
    body->open = body->must_change_password = body->demo = body->given = -1;
    json_spec_clear(&policy_spec, &body->policy);
    json_spec_clear(&time_rules_spec, &body->time_rules);
    json_spec_clear(&calendar_spec, &body->calendar);
    return body;
}

// ---- state ----

#define ST(name_, type_, ...)                                                                      \
    {                                                                                              \
        .name = #name_, .type = type_, .flags = JSON_OMIT_ABSENT,                                  \
        .offset = offsetof(struct admin_state, name_), __VA_ARGS__                                 \
    }
static const struct json_field state_fields[] = {
    ST(kind, JSON_ENUM, .words = kind_words),
    ST(code, JSON_TEXT, 0),
    ST(name, JSON_TEXT, 0),
    ST(name_en, JSON_TEXT, 0),
    ST(unit_kind, JSON_ENUM, .words = unit_kind_words),
    ST(parent, JSON_ID, 0),
    ST(sort, JSON_INT, 0),
    ST(lead, JSON_ID, 0),
    ST(open, JSON_BOOL, 0),
    ST(policies, JSON_ARRAY, .count_offset = offsetof(struct admin_state, n_policies),
       .sub = &policy_spec),
    ST(time_rules, JSON_ARRAY, .count_offset = offsetof(struct admin_state, n_time_rules),
       .sub = &time_rules_spec),
    ST(calendars, JSON_ARRAY, .count_offset = offsetof(struct admin_state, n_calendars),
       .sub = &calendar_spec),
    ST(login, JSON_TEXT, 0),
    ST(unit, JSON_ID, 0),
    ST(roles, JSON_INT, 0),
    ST(account_state, JSON_ENUM, .words = account_state_words),
    ST(locked_until_us, JSON_INT, 0),
    ST(created_at, JSON_INT, 0),
    ST(email_seq, JSON_INT, 0),
    ST(must_change_password, JSON_BOOL, 0),
    ST(demo, JSON_BOOL, 0),
    ST(shipped, JSON_INT, 0),
};
static const struct json_spec state_spec = JSON_SPEC("admin", struct admin_state, state_fields);

// ---- apply ----

// Which kind of object an action belongs to.
static enum admin_kind kind_of_action(enum admin_action action) {
    switch (action) {
    case DISTRICT_CREATED: return ADMIN_DISTRICT;
    case UNIT_CREATED:
    case UNIT_UPDATED:
    case UNIT_CLOSED: return ADMIN_UNIT;
    case CATEGORY_CREATED:
    case CATEGORY_UPDATED: return ADMIN_CATEGORY;
    case POLICY_SET: return ADMIN_POLICY;
    case TEMPLATE_SET: return ADMIN_TEMPLATE;
    case TIME_RULES_SET: return ADMIN_TIME_RULES;
    case CALENDAR_SET: return ADMIN_CALENDAR;
    default: return ADMIN_ACCOUNT;
    }
}

static bool makes_object(enum admin_action action) {
    return action == DISTRICT_CREATED || action == UNIT_CREATED || action == CATEGORY_CREATED ||
           action == ACCOUNT_CREATED;
}

static int64_t role_bits(const struct admin_event *body) {
    int64_t bits = 0;
    for (size_t i = 0; i < body->n_roles; i++) {
        bits |= INT64_C(1) << body->roles[i];
    }
    return bits;
}

// The versions so far, with room for one more at the end. NULL past memory.
static void *grow(struct arena *arena, const void *all, size_t n, size_t size) {
    char *copy = arena_alloc_array(arena, n + 1, size);
    if (copy && n) {
        memcpy(copy, all, n * size);
    }
    return copy;
}

static enum yk past_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the versions");
}

static enum yk apply_time_rules(struct admin_state *state, const struct admin_event *body,
                                struct arena *arena, struct err *err) {
    struct time_rules *all = grow(arena, state->time_rules, state->n_time_rules, sizeof *all);
    if (!all) {
        return past_memory(err);
    }
    all[state->n_time_rules++] = body->time_rules;
    state->time_rules = all;
    return YK_OK;
}

static enum yk apply_calendar(struct admin_state *state, const struct admin_event *body,
                              struct arena *arena, struct err *err) {
    struct calendar_year *all = grow(arena, state->calendars, state->n_calendars, sizeof *all);
    if (!all) {
        return past_memory(err);
    }
    all[state->n_calendars++] = body->calendar;
    state->calendars = all;
    return YK_OK;
}

static enum yk apply_policy(struct admin_state *state, const struct event *event,
                            const struct admin_event *body, struct arena *arena, struct err *err) {
    struct policy *all = grow(arena, state->policies, state->n_policies, sizeof *all);
    if (!all) {
        return past_memory(err);
    }
    all[state->n_policies] = body->policy;
    all[state->n_policies].from_day = event->day;
    state->kind = ADMIN_POLICY;
    state->policies = all;
    state->n_policies++;
    return YK_OK;
}

static void apply_unit(struct admin_state *state, enum admin_action action,
                       const struct admin_event *body) {
    if (action == UNIT_CLOSED) {
        state->open = 0;
        return;
    }
    if (action == UNIT_CREATED) {
        state->code = body->code;
        state->open = 1;
    }
    state->name = body->name;
    state->name_en = body->name_en;
    state->unit_kind = body->kind;
    state->parent = body->parent;
    state->sort = body->sort;
}

static void apply_category(struct admin_state *state, enum admin_action action,
                           const struct admin_event *body) {
    state->open = 1;
    if (action == CATEGORY_CREATED) {
        state->code = body->code;
    } else {
        state->open = body->open;
    }
    state->name = body->name;
    state->name_en = body->name_en;
    state->lead = body->lead;
}

static void apply_account(struct admin_state *state, enum admin_action action,
                          const struct event *event, const struct admin_event *body) {
    switch (action) {
    case ACCOUNT_CREATED:
        state->login = body->login;
        state->account_state = ACCOUNT_ACTIVE;
        state->created_at = event->recorded_at;
        state->must_change_password = body->must_change_password;
        state->demo = body->demo;
        state->roles = role_bits(body);
        // The rest is what an update sets too.
        __attribute__((fallthrough));
    case ACCOUNT_UPDATED:
        state->name = body->name;
        state->name_en = body->name_en;
        state->unit = body->unit;
        break;
    case ACCOUNT_ROLES_SET: state->roles = role_bits(body); break;
    case ACCOUNT_EMAIL_SET:
        state->email_seq = body->given == 1 ? event->seq : JSON_ABSENT_INT;
        break;
    case ACCOUNT_WAS_DISABLED: state->account_state = ACCOUNT_DISABLED; break;
    case ACCOUNT_WAS_ENABLED: state->account_state = ACCOUNT_ACTIVE; break;
    case ACCOUNT_LOCKED: state->locked_until_us = body->until_us; break;
    case ACCOUNT_UNLOCKED: state->locked_until_us = JSON_ABSENT_INT; break;
    case PASSWORD_RESET: state->must_change_password = 1; break;
    case PASSWORD_CHANGED: state->must_change_password = 0; break;
    default: break; // coming, going and ended sessions change nothing that is kept here
    }
}

static enum yk admin_apply(void *state_, const struct event *event, struct arena *arena,
                           struct err *err) {
    struct admin_state *state = state_;
    enum admin_action action = (enum admin_action)(event->type - admin_types);
    enum admin_kind kind = kind_of_action(action);
    bool fresh = state->kind == JSON_ABSENT_INT;
    bool follows = fresh ? makes_object(action) || action == POLICY_SET || action == TEMPLATE_SET ||
                               action == TIME_RULES_SET || action == CALENDAR_SET
                         : state->kind == (int64_t)kind && !makes_object(action);
    if (!follows) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "%s cannot follow here", event->type->action);
    }
    const struct admin_event *body = event->body;
    state->kind = kind;
    switch (kind) {
    case ADMIN_DISTRICT:
        state->name = body->name;
        state->name_en = body->name_en;
        break;
    case ADMIN_UNIT: apply_unit(state, action, body); break;
    case ADMIN_CATEGORY: apply_category(state, action, body); break;
    case ADMIN_POLICY: return apply_policy(state, event, body, arena, err);
    case ADMIN_TIME_RULES: return apply_time_rules(state, body, arena, err);
    case ADMIN_CALENDAR: return apply_calendar(state, body, arena, err);
    case ADMIN_ACCOUNT: apply_account(state, action, event, body); break;
    case ADMIN_TEMPLATE: // its text stands apart; the event's number is the version's
        state->code = body->code;
        state->shipped = body->shipped;
        break;
    }
    return YK_OK;
}

static enum yk admin_facts(const void *state, int64_t object, struct fact_set *out,
                           struct err *err) {
    (void)state;
    (void)object;
    (void)out;
    (void)err;
    return YK_OK;
}

static const struct fact_table *const no_tables[] = {NULL};
const struct ledger ledger_admin = {
    .code = LEDGER_ADMIN,
    .name = "admin",
    .state_bytes = sizeof(struct admin_state),
    .state_spec = &state_spec,
    .types = admin_types,
    .n_types = ADMIN_ACTIONS,
    .apply = admin_apply,
    .facts = admin_facts,
    .tables = no_tables,
};
