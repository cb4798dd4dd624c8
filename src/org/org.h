// SPDX-License-Identifier: Apache-2.0
// A district as it is organised: units, catalogue, policy and accounts, in one immutable snapshot built from the states of the ledger `admin`; and the
// rules for changing units, catalogue and policy. Every page needs these names, so a snapshot is kept per district and replaced when the
// district's version row moves (struct org_cache); several server processes stay right that way.
#ifndef YK_ORG_ORG_H
#define YK_ORG_ORG_H

#include "db/db.h"
#include "org/admin.h"

struct unit {
    int64_t id, seq;
    const char *code, *name, *name_en;
    enum unit_kind kind;
    int64_t parent; // 0: at the top
    int64_t sort;
    bool open;
    int depth; // 0 at the top
};
struct category {
    int32_t number; // 10203 for 01-02-03; also the fact value and the object's id
    int64_t seq;
    const char *code, *name, *name_en;
    int level;      // 1..3; a matter takes level 3
    int32_t parent; // number, 0 at level 1
    int64_t lead;   // unit suggested, 0 none
    bool open;
};
struct account {
    int64_t id, seq;
    const char *login, *name, *name_en;
    int64_t unit;
    uint32_t roles; // 1u << enum role
    enum account_state state;
    bool must_change_password, demo;
    int64_t locked_until_us; // real time; 0 when not locked
    int64_t created_at;
    int64_t email_seq; // org_account_email; 0: no address
};

struct org;
// What the `admin` ledger holds of one object, as read from its state row.
struct org_row {
    int64_t object, seq;
    const struct admin_state *state;
};
// Pure but for its memory: a snapshot owns an arena of its own and copies what it needs. Refcount 1.
YK_NODISCARD enum yk org_build(int32_t district, int64_t version, const struct org_row *rows,
                               size_t n, struct org **out, struct err *err);
struct org *org_keep(struct org *org);
void org_release(struct org **org); // takes NULL
static inline void org_release_p(struct org **org) {
    org_release(org);
}
#define _cleanup_org_ __attribute__((cleanup(org_release_p)))

int32_t org_district(const struct org *org);
int64_t org_version(const struct org *org);
const char *org_name(const struct org *org, const char *lang);
// Parents before children, then by sort and code. All of these point into the snapshot.
const struct unit *org_units(const struct org *org, size_t *out_n);
const struct unit *org_find_unit(const struct org *org, int64_t id); // NULL when there is none
const char *org_unit_name(const struct org *org, int64_t id,
                          const char *lang); // "" when there is none; en falls back to zh
bool org_unit_within(const struct org *org, int64_t unit, int64_t ancestor); // itself too
const struct category *org_categories(const struct org *org, size_t *out_n); // by number
const struct category *org_find_category(const struct org *org, int32_t number);
const char *org_category_name(const struct org *org, int32_t number,
                              const char *lang);                          // "" when there is none
const struct account *org_accounts(const struct org *org, size_t *out_n); // by login
const struct account *org_find_account(const struct org *org, int64_t id);
const struct account *org_find_login(const struct org *org, const char *login);
const struct policy *org_policies(const struct org *org,
                                  size_t *out_n); // oldest first; at least one
int64_t org_policy_seq(const struct org *org);
const struct policy *policy_current(const struct org *org);
// The one in force on a domain day; the first for days before it.
const struct policy *policy_on(const struct org *org, int32_t day);

// Rules of time, oldest first; at least one. seq of their object: 0 while they are the default's.
const struct time_rules *org_time_rules(const struct org *org, size_t *out_n, int64_t *out_seq);
const struct time_rules *org_time_rules_on(const struct org *org, int32_t day);
const struct time_rules *org_time_rules_version(const struct org *org,
                                                int64_t version); // NULL: none
// The district's calendar: the shipped years and what it has set. Its tables oldest first; seq 0 while none was set.
const struct calendar *org_calendar(const struct org *org);
const struct calendar_year *org_calendar_years(const struct org *org, size_t *out_n,
                                               int64_t *out_seq);
// The calendar as it would be with one more table. In the arena; NULL past memory.
const struct calendar *org_calendar_with(const struct org *org, const struct calendar_year *more,
                                         struct arena *arena);

// "01-02-03" ↔ 10203, "01-02" ↔ 10200, "01" ↔ 10000. 0: not such a code.
int32_t category_number(const char *code);
enum { CATEGORY_CODE_BYTES = 9 };
void category_code(int32_t number, char out[CATEGORY_CODE_BYTES]);
int category_level(int32_t number);
// Numbers of a category and all below it: first..last.
void category_range(int32_t number, int32_t *out_first, int32_t *out_last);

// ---- rules: pure; bodies come from the arena; refusals by field ----

struct unit_input {
    const char *code; // NULL: made from `number`
    const char *name, *name_en;
    int64_t kind, parent, sort; // sort JSON_ABSENT_INT: 0
};
YK_NODISCARD enum yk unit_decide_create(const struct org *org, const struct unit_input *input,
                                        int64_t number, int32_t day, struct arena *arena,
                                        struct drafts *out, struct err *err);
YK_NODISCARD enum yk unit_decide_update(const struct org *org, int64_t id,
                                        const struct unit_input *input, int32_t day,
                                        struct arena *arena, struct drafts *out, struct err *err);
// busy: matters in hand, which this module cannot see.
YK_NODISCARD enum yk unit_decide_close(const struct org *org, int64_t id, bool busy, int32_t day,
                                       struct drafts *out, struct err *err);

struct category_input {
    const char *code, *name, *name_en;
    int64_t lead;
    int8_t open; // -1: as it is
};
YK_NODISCARD enum yk category_decide_create(const struct org *org,
                                            const struct category_input *input, int32_t day,
                                            struct arena *arena, struct drafts *out,
                                            struct err *err);
YK_NODISCARD enum yk category_decide_update(const struct org *org,
                                            const struct category_input *input, int32_t day,
                                            struct arena *arena, struct drafts *out,
                                            struct err *err);
// Takes version and from_day from the snapshot and `day`; refuses days and weights out of range, and a composite that does not sum to 1000.
YK_NODISCARD enum yk policy_decide_set(const struct org *org, const struct policy *wanted,
                                       int32_t day, struct arena *arena, struct drafts *out,
                                       struct err *err);

// A new version of the rules of time, from wanted->from_day on. Refuses a day that has passed, an unknown category, and what time_rules_check does.
YK_NODISCARD enum yk time_rules_decide_set(const struct org *org, const struct time_rules *wanted,
                                           int32_t day, struct arena *arena, struct drafts *out,
                                           struct err *err);
// A year's table. Refuses a year that leaves a gap, days outside it (but for December before it), a day named twice, a weekday worked (it is
// anyway), and a notice without days. Weekend days off are let be: notices name them.
YK_NODISCARD enum yk calendar_decide_set(const struct org *org, const struct calendar_year *wanted,
                                         int32_t day, struct arena *arena, struct drafts *out,
                                         struct err *err);

// ---- the store ----

extern const struct db_sql_table org_sql;

struct org_cache;
// Tells whether a unit still has matters in hand; the ledgers above provide it. NULL: none can.
typedef enum yk org_unit_busy_fn(struct db *db, int32_t district, int64_t unit, bool *out_busy,
                                 struct err *err);
struct org_cache *org_cache_new(org_unit_busy_fn *unit_busy); // NULL past memory
void org_cache_free(struct org_cache **cache);
org_unit_busy_fn *org_cache_unit_busy(const struct org_cache *cache);
// The district as committed (or as this write transaction sees it). Give it back with org_release (or _cleanup_org_). One indexed read
// when nothing changed. YK_NOT_FOUND for a district that is not kept here.
YK_NODISCARD enum yk org_cache_get(struct org_cache *cache, struct db *db, int32_t district,
                                   struct org **out, struct err *err);
// The district as it was at a moment of the domain clock, for what must be said again as it was said then: names, offices, people. What was made since is there as it is
// now. Reads the log where something changed since; not kept. Give it back with org_release.
YK_NODISCARD enum yk org_cache_get_at(struct org_cache *cache, struct db *db, int32_t district,
                                      int64_t at_us, struct org **out, struct err *err);

// Begins a change of the ledger `admin` in tx's district: takes the district's version row (so that such changes stand in line, and
// "at least one administrator" cannot be broken by two at once), moves it, and reads the district as it is now. Needs the transaction.
YK_NODISCARD enum yk org_begin_change(struct log_tx *tx, struct org **out, struct err *err);
// Records drafts on one admin object (seq 0 seen: not checked; fresh: made with that id, or a generated one when 0).
YK_NODISCARD enum yk org_record(struct log_tx *tx, int64_t object, bool fresh, int64_t seen_seq,
                                const struct drafts *drafts, int64_t *out_object, struct err *err);
// Where letters to this account go; NULL: nowhere. In the arena.
YK_NODISCARD enum yk org_account_email(struct db *db, struct arena *arena, int32_t district,
                                       const struct account *account, const char **out,
                                       struct err *err);
// Districts kept in this store, ascending; at most max.
YK_NODISCARD enum yk org_store_districts(struct db *db, int32_t *out, size_t max, size_t *out_n,
                                         struct err *err);

// ---- making a district whole: set-up and the demonstration; rules are not asked, the caller's data are trusted ----

// Begins it: the version row, the district's names, policy version 1 as of `day`. YK_CONFLICT when it is there already.
YK_NODISCARD enum yk org_make_district(struct log_tx *tx, const char *name, const char *name_en,
                                       int32_t day, struct err *err);
// id 0: generated. Times are tx's: set tx->now_us and tx->import_time for each one that has its own.
YK_NODISCARD enum yk org_make_unit(struct log_tx *tx, int64_t id, const struct unit_input *input,
                                   int32_t day, int64_t *out_id, struct err *err);
YK_NODISCARD enum yk org_make_category(struct log_tx *tx, const struct category_input *input,
                                       int32_t day, struct err *err);
struct account_input {
    const char *login, *name, *name_en;
    int64_t unit;
    uint32_t roles;
    bool must_change_password, demo;
};
YK_NODISCARD enum yk org_make_account(struct log_tx *tx, int64_t id,
                                      const struct account_input *input, int32_t day,
                                      int64_t *out_id, struct err *err);
// Ends it: moves the version row once, so that every server sees the district as made.
YK_NODISCARD enum yk org_touch(struct log_tx *tx, struct err *err);

#endif
