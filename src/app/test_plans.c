// SPDX-License-Identifier: Apache-2.0
// The plans of statements that are composed at run time: the ledger page and that of supervision in every order, with every filter, for both scopes; meetings,
// their decisions and what an agenda looks for; all figures, live and as of
// a day, with all their parts and rows. Jobs, notices, letters and papers compose nothing: test_all_sql plans their statements. None may read a whole table or a whole district of one, and a page walks an index in its order;
// on PostgreSQL each names its district.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "calendar/calendar.h"
#include "db/test_named.h"
#include "db/test_store.h"
#include "figure/figure.h"
#include "matter/matter_list.h"
#include "review/review_command.h"
#include "review/review_list.h"
#include "supervise/supervise_list.h"
#include "json/json.h"

enum { DISTRICT = 340406, TODAY = 19417 /* 2023-03-01 */ };

struct plans {
    struct db *other;        // plans are asked for on a connection of their own
    struct test_named named; // on PostgreSQL
    const char *what;
    const char *sql;
    bool page; // has an order and a limit
    int n_texts;
    int n_wrong;
};

// Filters without an index of their own are read along the page's order; one that few rows pass ends at the time limit of reads.
static bool is_allowed(const struct plans *plans, const char *step) {
    if (strcmp(plans->what, "an agenda") == 0 && strstr(step, "INDEX matter_fact_in_hand")) {
        return true; // of what is in hand, few among all, and never more than twice an agenda
    }
    if (plans->page) {
        return strstr(step, " INDEX ") && !strstr(step, "PRIMARY KEY");
    }
    // A count ends at 10 001, or at the time limit.
    return strncmp(plans->sql, "SELECT COUNT(*) FROM (SELECT 1", 30) == 0;
}

static void on_scan(void *ctx, const char *step) {
    struct plans *plans = ctx;
    if (is_allowed(plans, step)) {
        return;
    }
    print_error("%s: %s: %s\n", plans->what, step, plans->sql);
    plans->n_wrong++;
}

static bool sorts(struct db *db, const char *sql) {
    char text[8192];
    snprintf(text, sizeof text, "EXPLAIN QUERY PLAN %s", sql);
    struct db_stmt *st = db_use_text(db, text);
    bool found = false;
    while (db_step(st) == DB_ROW) {
        found = found || strstr(db_text(st, 3, NULL), "TEMP B-TREE FOR") != NULL;
    }
    return found;
}

static void on_text(void *ctx, const char *sql) {
    struct plans *plans = ctx;
    plans->n_texts++;
    plans->sql = sql;
    test_store_scans(plans->other, sql, on_scan, plans);
    // A span of days leads to its rows, which are sorted when another order than the day's is asked for.
    bool by_span =
        (strstr(sql, " day BETWEEN ") || strstr(sql, " day >= ")) && !strstr(sql, "ORDER BY day");
    bool few = strstr(sql, " AND pending = ") || strstr(sql, " promise_due_at ") ||
               strstr(sql, " tell_due_at ") || strstr(sql, " FROM assist_fact ");
    if (plans->page && !by_span && !few && sorts(plans->other, sql)) {
        on_scan(plans, "sorts a page");
    }
}

static const struct scope scopes[] = {
    {.district = DISTRICT, .level = SCOPE_DISTRICT},
    {.district = DISTRICT, .level = SCOPE_UNIT, .unit = 7},
};
enum { N_SCOPES = sizeof scopes / sizeof scopes[0] };

static void on_text_postgres(void *ctx, const char *sql) {
    struct plans *plans = ctx;
    plans->n_texts++;
    if (test_named_missing_text(&plans->named, sql) > 0) {
        print_error("%s: names no district: %s\n", plans->what, sql);
        plans->n_wrong++;
    }
}

static void watch(struct plans *plans, struct test_store *store) {
    *plans = (struct plans){.other = test_store_connect(store, DB_READ_ONLY)};
    if (store->engine == DB_POSTGRES) {
        test_named_start(&plans->named, plans->other);
    }
    db_watch_texts(store->db, store->engine == DB_POSTGRES ? on_text_postgres : on_text, plans);
}

// One filter of each kind, and none.
static void set_filter(struct matter_filter *filter, int i) {
    static int64_t one[] = {3};
    json_spec_clear(&matter_filter_spec, filter);
    switch (i) {
    case 0: break;
    case 1: filter->units = one, filter->n_units = 1; break;
    case 2: filter->states = one, filter->n_states = 1; break;
    case 3: filter->channels = one, filter->n_channels = 1; break;
    case 4: filter->category = "03"; break;
    case 5: filter->from = TODAY - 30, filter->to = TODAY; break;
    case 6: filter->due_from = TODAY - 30, filter->due_to = TODAY; break;
    case 7: filter->party = 99; break;
    case 8: filter->returned = 1; break;
    case 9: filter->kinds = one, filter->n_kinds = 1; break;
    case 10: filter->urgencies = one, filter->n_urgencies = 1; break;
    case 11: filter->pending = one, filter->n_pending = 1; break;
    case 15: filter->assists = one, filter->n_assists = 1; break;
    case 12: filter->matter_kinds = one, filter->n_matter_kinds = 1; break;
    case 13: filter->promise = PROMISED_OPEN; break;
    case 14: filter->promise = PROMISED_PASSED; break;
    }
}
enum { N_FILTERS = 16 };

static void list_once(struct db *db, const struct scope *scope, const struct matter_filter *filter,
                      struct plans *plans) {
    struct arena *arena = arena_new(0);
    struct matter_list list;
    struct err err = {0};
    struct fact_hit *hits = NULL;
    size_t n = 0;
    bool more = false;
    int64_t count = 0;
    if (matter_list_build(db, arena, scope, filter, day_start_us(TODAY), &list, &err) != YK_OK) {
        fail_msg("%s: %s", plans->what, err.detail);
    }
    plans->page = true;
    assert_int_equal(matter_list_find(db, arena, &list, &hits, &n, &more, &err), YK_OK);
    // As matter_rows_narrow makes it: when an index holds all that is asked, another plan may look better.
    list.query.cols = UINT64_C(1) << list.query.order.col;
    list.query.lean = true;
    assert_int_equal(matter_list_find(db, arena, &list, &hits, &n, &more, &err), YK_OK);
    plans->page = false;
    assert_int_equal(matter_list_count(db, &list, LIST_COUNT_EXACT_MAX, &count, &more, &err),
                     YK_OK);
    arena_free(&arena);
}

static void test_ledger_page(void **state) {
    struct test_store *store = test_store_of(state);
    struct plans plans;
    watch(&plans, store);
    for (int s = 0; s < N_SCOPES; s++) {
        for (int sort = SORT_DAY_DESC; sort <= SORT_TELL; sort++) {
            for (int i = 0; i < N_FILTERS; i++) {
                char what[64];
                snprintf(what, sizeof what, "scope %d, sort %d, filter %d", s, sort, i);
                plans.what = what;
                struct matter_filter filter;
                set_filter(&filter, i);
                filter.sort = sort;
                list_once(store->db, &scopes[s], &filter, &plans);
            }
        }
    }
    db_watch_texts(store->db, NULL, NULL);
    db_close(&plans.other);
    assert_true(plans.n_texts > 50);
    assert_int_equal(plans.n_wrong, 0);
}

static void eval_once(struct db *db, const struct figure_query *query) {
    struct arena *arena = arena_new(0);
    struct figure *figures = NULL;
    size_t n = 0;
    struct err err = {0};
    if (figure_eval(db, arena, query, &figures, &n, &err) != YK_OK) {
        fail_msg("%s: %s", query->def->key, err.detail);
    }
    if (query->by == BY_NONE && query->def->kind != FIGURE_COMPOSITE) {
        struct figure_rows rows;
        int64_t count = 0;
        assert_int_equal(figure_find_rows(db, arena, query, false, NULL, 50, &rows, &err), YK_OK);
        assert_int_equal(figure_count_rows(db, query, true, &count, &err), YK_OK);
    }
    arena_free(&arena);
}

static void test_figures(void **state) {
    struct test_store *store = test_store_of(state);
    struct plans plans;
    watch(&plans, store);
    static const double weights[FIGURE_PARTS_MAX] = {0.1, 0.5, 0.4};
    size_t n_defs = 0;
    const struct figure_def *defs = figure_registry(&n_defs);
    struct figure_query query = {.today = TODAY, .weights = weights};
    assert_int_equal(period_parse("2022", TODAY, &query.period, NULL), YK_OK);
    for (size_t d = 0; d < n_defs; d++) {
        for (int at = 0; at < N_SCOPES * 2 * (BY_MONTH + 1); at++) {
            char what[96];
            query.def = &defs[d];
            query.by = (enum figure_by)(at / (N_SCOPES * 2));
            query.scope = &scopes[at % N_SCOPES];
            query.as_of = at / N_SCOPES % 2 ? TODAY - 10 : DAY_NONE;
            snprintf(what, sizeof what, "%s, by %d, scope %d%s", defs[d].key, (int)query.by,
                     at % N_SCOPES, query.as_of == DAY_NONE ? "" : ", as of a day");
            plans.what = what;
            eval_once(store->db, &query);
        }
    }
    db_watch_texts(store->db, NULL, NULL);
    db_close(&plans.other);
    assert_true(plans.n_texts > 50);
    assert_int_equal(plans.n_wrong, 0);
}

static void find_once(struct db *db, const struct fact_query *query, bool page,
                      struct plans *plans) {
    struct arena *arena = arena_new(0);
    struct fact_hit *hits = NULL;
    size_t n = 0;
    bool more = false;
    int64_t count = 0;
    struct err err = {0};
    struct fact_query one = *query;
    one.limit = one.limit ? one.limit : 50;
    plans->page = page;
    if (fact_find(db, &one, arena, &hits, &n, &more, &err) != YK_OK) {
        fail_msg("%s: %s", plans->what, err.detail);
    }
    plans->page = false;
    assert_int_equal(fact_count(db, &one, LIST_COUNT_EXACT_MAX, &count, &more, &err), YK_OK);
    arena_free(&arena);
}

static void set_supervise_filter(struct supervise_filter *filter, int i) {
    static int64_t one[] = {2};
    json_spec_clear(&supervise_filter_spec, filter);
    switch (i) {
    case 0: break;
    case 1: filter->kinds = one, filter->n_kinds = 1; break;
    case 2: filter->colours = one, filter->n_colours = 1; break;
    case 3: filter->states = one, filter->n_states = 1; break;
    case 4: filter->units = one, filter->n_units = 1; break;
    case 5: filter->nexts = one, filter->n_nexts = 1; break;
    case 6: filter->matter = 99; break;
    case 7: filter->from = TODAY - 30, filter->to = TODAY; break;
    case 8: filter->open = 1; break;
    case 9: filter->late = 1; break;
    }
}
enum { N_SUPERVISE_FILTERS = 10 };

static void test_supervision_page(void **state) {
    struct test_store *store = test_store_of(state);
    struct plans plans;
    watch(&plans, store);
    for (int s = 0; s < N_SCOPES; s++) {
        for (int sort = 0; sort <= SUPERVISE_SORT_LIMIT_DESC; sort++) {
            for (int i = 0; i < N_SUPERVISE_FILTERS; i++) {
                char what[64];
                struct supervise_filter filter;
                struct fact_query query;
                snprintf(what, sizeof what, "supervision, scope %d, sort %d, filter %d", s, sort,
                         i);
                plans.what = what;
                set_supervise_filter(&filter, i);
                filter.sort = sort ? sort : JSON_ABSENT_INT;
                assert_int_equal(supervise_list_build(&filter, &scopes[s], TODAY, &query, NULL),
                                 YK_OK);
                find_once(store->db, &query, true, &plans);
            }
        }
    }
    db_watch_texts(store->db, NULL, NULL);
    db_close(&plans.other);
    assert_true(plans.n_texts > 50);
    assert_int_equal(plans.n_wrong, 0);
}

static void test_reviews(void **state) {
    struct test_store *store = test_store_of(state);
    struct plans plans;
    static const int64_t units[] = {7};
    watch(&plans, store);
    for (int s = 0; s < N_SCOPES; s++) {
        for (int i = 0; i < 4; i++) {
            struct fact_query query;
            plans.what = "meetings";
            review_list_build(&scopes[s], i & 1 ? REVIEW_OPEN : JSON_ABSENT_INT,
                              i & 2 ? REVIEW_MONTHLY : JSON_ABSENT_INT, &query);
            find_once(store->db, &query, true, &plans);
        }
        for (int show = TASKS_OPEN; show <= TASKS_ALL; show++) {
            for (size_t n_units = 0; n_units < 2; n_units++) {
                char what[64];
                struct fact_query query;
                snprintf(what, sizeof what, "decisions, scope %d, show %d, %zu units", s, show,
                         n_units);
                plans.what = what;
                review_tasks_build(&scopes[s], show, units, n_units, TODAY, &query);
                find_once(store->db, &query, true, &plans);
            }
        }
    }
    // What belongs on an agenda, of the district and of one unit.
    struct arena *arena = arena_new(0);
    struct review_found *found = NULL;
    struct review_found one = {.matter = 99};
    size_t n = 0;
    plans.what = "an agenda";
    plans.page = false;
    struct org *org = NULL;
    struct policy policy = policy_default();
    struct admin_state states[2];
    json_spec_clear(ledger_admin.state_spec, &states[0]);
    json_spec_clear(ledger_admin.state_spec, &states[1]);
    states[0].kind = ADMIN_DISTRICT;
    states[0].name = states[1].name = "某区";
    states[0].name_en = states[1].name_en = "";
    states[1].kind = ADMIN_POLICY;
    states[1].policies = &policy;
    states[1].n_policies = 1;
    const struct org_row rows[] = {{ADMIN_DISTRICT_OBJECT, 1, &states[0]},
                                   {ADMIN_POLICY_OBJECT, 1, &states[1]}};
    assert_int_equal(org_build(DISTRICT, 1, rows, 2, &org, NULL), YK_OK);
    assert_int_equal(review_search(store->db, arena, org, 0, TODAY, &found, &n, NULL), YK_OK);
    org_release(&org);
    assert_int_equal(review_find_last(store->db, arena, DISTRICT, &one, NULL), YK_OK);
    arena_free(&arena);
    db_watch_texts(store->db, NULL, NULL);
    db_close(&plans.other);
    assert_true(plans.n_texts > 20);
    assert_int_equal(plans.n_wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST_ON_BOTH_MIGRATED(test_ledger_page),
        TEST_ON_BOTH_MIGRATED(test_supervision_page),
        TEST_ON_BOTH_MIGRATED(test_reviews),
        TEST_ON_BOTH_MIGRATED(test_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
