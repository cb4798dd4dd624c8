// SPDX-License-Identifier: Apache-2.0
// The ledger `admin`: districts, units, catalogue, policy and accounts are objects of one log like any matter, so that who changed a
// parameter or gave a role is sealed and can be replayed. Here are its events, its state and how one follows from the other; what may be done is decided in
// org/org.h and org/account.h. Passwords and sessions are no events: auth/session.h.
#ifndef YK_ORG_ADMIN_H
#define YK_ORG_ADMIN_H

#include "log/log.h"
#include "org/time_rules.h"

// Objects with fixed ids, one of each per district. A category's object is its number (category_number()); units and accounts have generated ids.
enum admin_object {
    ADMIN_DISTRICT_OBJECT = 1,
    ADMIN_POLICY_OBJECT = 2,
    ADMIN_TIME_RULES_OBJECT = 3,
    ADMIN_CALENDAR_OBJECT = 4,
    ADMIN_TEMPLATE_OBJECT = 20, // + enum paper_kind
};

enum admin_kind {
    ADMIN_DISTRICT = 1,
    ADMIN_UNIT,
    ADMIN_CATEGORY,
    ADMIN_POLICY,
    ADMIN_ACCOUNT,
    ADMIN_TEMPLATE,
    ADMIN_TIME_RULES,
    ADMIN_CALENDAR,
};
enum unit_kind {
    UNIT_LEADERSHIP = 1,
    UNIT_OFFICE,
    UNIT_WINDOW,
    UNIT_CALLBACK,
    UNIT_DEPARTMENT,
    UNIT_TOWNSHIP,
    UNIT_STREET,
    UNIT_ZONE,
};
enum account_state { ACCOUNT_ACTIVE = 1, ACCOUNT_DISABLED };

extern const struct json_word unit_kind_words[];
extern const struct json_word role_words[]; // values: enum role

enum { COMPOSITE_PARTS = 3 };
// What a district may set, by version. Weights are thousandths, so that figures computed from them are exact.
struct policy {
    int64_t version;       // 1, 2, …
    int32_t from_day;      // domain day from which it holds
    int8_t head_signs_off; // an answer goes out only when the head of the unit has signed it off
    int64_t call_tries, call_days; // tries, on how many days, before "unreachable"
    // Supervision, all in working days: overdue until an order is proposed; the limits of orders by colour; after a red limit until notification.
    int64_t order_after_days, blue_days, orange_days, red_days, notify_after_days;
    int64_t partly_weight, basically_weight; // ‰
    int64_t composite[COMPOSITE_PARTS];      // ‰: contacted, solved, satisfied; together 1000
    // Of the answer's clock, in its own days: what the head of the unit may grant, once; what all extensions of one clock may come to.
    int64_t extend_head_days, extend_total_days;
    int8_t extend_after_due; // may still be asked for when the day has passed
    int64_t park_days;       // natural days from a parking to its review, at most
    int8_t assists_first;    // the lead answers only when no assisting unit's answer is awaited
};
extern const struct json_spec policy_spec;
struct policy policy_default(void); // version 1; the figures of docs/acts.md
// Parameters that a version did not have yet are those of policy_default().
void policy_fill(struct policy *policy);

// A year's table as it was set: the national notice, or the district's own days. Versions are counted over all years.
struct calendar_year {
    int64_t year, version;
    int8_t own;
    int32_t set_day;
    struct calendar_day *days;
    size_t n_days;
};
extern const struct json_word calendar_day_words[];
extern const struct json_spec calendar_day_spec;

struct admin_state { // which members hold something depends on kind; the others are absent
    int64_t kind;
    const char *code, *name, *name_en;
    int64_t unit_kind, parent, sort; // unit
    int64_t lead;                    // category: unit suggested, 0 none
    int8_t open;                     // unit, category
    struct policy *policies;         // policy: all versions, oldest first
    size_t n_policies;
    struct time_rules *time_rules; // time rules: the same
    size_t n_time_rules;
    struct calendar_year *calendars; // calendar: the same
    size_t n_calendars;
    const char *login; // account
    int64_t unit, roles /* bit set */, account_state, locked_until_us /* real time */, created_at;
    int64_t email_seq; // account: of the event whose text is its address; absent: none
    int8_t must_change_password, demo;
    int64_t
        shipped; // template of a paper: number of the shipped text, absent when the district's own is in force
};

enum admin_action {
    DISTRICT_CREATED,
    UNIT_CREATED,
    UNIT_UPDATED,
    UNIT_CLOSED,
    CATEGORY_CREATED,
    CATEGORY_UPDATED,
    POLICY_SET,
    ACCOUNT_CREATED,
    ACCOUNT_UPDATED,
    ACCOUNT_ROLES_SET,
    ACCOUNT_EMAIL_SET, // text: email, kept apart as all that says how to reach a person; given 0: taken away
    ACCOUNT_WAS_DISABLED,
    ACCOUNT_WAS_ENABLED,
    ACCOUNT_LOCKED,
    ACCOUNT_UNLOCKED,
    PASSWORD_RESET,
    PASSWORD_CHANGED,
    SESSION_ENDED,
    SIGNED_IN, // text: address
    SIGNED_OUT,
    TEMPLATE_SET, // of a paper; text: the template, none when a shipped one is taken
    TIME_RULES_SET,
    CALENDAR_SET,
    DATA_EXPORTED, // on the account that did it; text: filter
    DATA_IMPORTED, // the same; text: file
    ADMIN_ACTIONS,
};
struct admin_event { // the body of every admin event; each action's spec names the members it has
    const char *code, *name, *name_en, *login;
    int64_t kind, parent, sort, lead, unit;
    int8_t open, must_change_password, demo, given;
    int64_t *roles; // enum role
    size_t n_roles;
    int64_t until_us, failures, session, shipped;
    int64_t rows, made, changed; // of what went out or came in; code: which
    struct policy policy;
    struct time_rules time_rules;
    struct calendar_year calendar;
};
extern const struct event_type admin_types[ADMIN_ACTIONS];
extern const struct ledger ledger_admin;

// A body with all members absent, in the arena; NULL past memory.
struct admin_event *admin_event_new(struct arena *arena);

#endif
