// SPDX-License-Identifier: Apache-2.0
// The ledger page's filters and sorts as queries over facts: which exist, what each means, how they are counted. Every listed order has its
// index (db/migrations/0003_matter.sql); the plans are tested. Scope is the fact query's.
#ifndef YK_MATTER_MATTER_LIST_H
#define YK_MATTER_MATTER_LIST_H

#include "matter/matter.h"
#include "org/org.h"

enum matter_sort {
    SORT_DAY_DESC = 1,
    SORT_DAY,
    SORT_DUE,
    SORT_DUE_DESC,
    SORT_NUMBER_DESC,
    SORT_NUMBER,
    SORT_CONTACT, // those whose first contact is awaited, what runs out first
    SORT_PROMISE, // those who are owed a promise, what runs out first
    SORT_TELL,    // those whose caller is to be told where things stand, what runs out first
};
enum { LIST_LIMIT_DEFAULT = 50, LIST_LIMIT_MAX = 200, LIST_COUNT_EXACT_MAX = 10000 };

enum matter_promised { PROMISED_OPEN = 1, PROMISED_PASSED }; // still owed: its day to come, or past

// As decoded from the query string; json_spec_clear gives "no filter".
struct matter_filter {
    int64_t *states, *lights, *units, *channels, *kinds, *urgencies, *pending, *matter_kinds,
        *assists;
    size_t n_states, n_lights, n_units, n_channels, n_kinds, n_urgencies, n_pending, n_matter_kinds,
        n_assists;
    const char *category, *q, *cursor; // category: a code of any level
    int32_t from, to, due_from, due_to;
    int64_t party, sort, limit;
    int64_t promise; // enum matter_promised
    int8_t returned; // 1: only those that a call-back sent back
};
extern const struct json_spec matter_filter_spec, matter_count_spec;

enum { LIGHT_GROUPS_MAX = 3 };
struct light_group { // neighbours on the axis of moments
    struct fact_cond conds[2];
    size_t n_conds;
};
struct matter_list {
    struct fact_query query;
    struct light_group
        groups[LIGHT_GROUPS_MAX]; // lights that lie apart: the list is all of these together
    size_t n_groups;
    const struct scope *scope;
    bool
        plain; // only filters that tallies know: the day asked, and at most one of unit, category, channel, caller kind
    bool cut;  // the search found more than it gave
    bool nothing; // no row can match
    int64_t unit; // of a plain list: 0 all
    enum tally_dim dim;
    int64_t dim_from, dim_to; // its values
    int32_t from, to;
};
// Builds the query as of now_us (lights); searches when there is a q. Field errors (unknown_category, unknown_value, bad_query) by name of the parameter.
YK_NODISCARD enum yk matter_list_build(struct db *db, struct arena *arena,
                                       const struct scope *scope,
                                       const struct matter_filter *filter, int64_t now_us,
                                       struct matter_list *out, struct err *err);
YK_NODISCARD enum yk matter_list_find(struct db *db, struct arena *arena, struct matter_list *list,
                                      struct fact_hit **out_hits, size_t *out_n, bool *out_more,
                                      struct err *err);
// cap 0: always exact (but for a search that found too much).
YK_NODISCARD enum yk matter_list_count(struct db *db, const struct matter_list *list, int64_t cap,
                                       int64_t *out_n, bool *out_exact, struct err *err);
// What the count depends on beside the district's log, as bytes. False where it depends on more (a search), or they are too many.
bool matter_list_key(const struct matter_list *list, int64_t cap, unsigned char *out, size_t size,
                     size_t *out_n);
// The cursor after this hit, in the list's order.
const char *matter_list_cursor(struct arena *arena, const struct matter_list *list,
                               const struct fact_hit *last);

#endif
