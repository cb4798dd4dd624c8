// SPDX-License-Identifier: Apache-2.0
// The demonstration district: its words, its working hours, and that it comes out whole, the same for the same seed, with everything in it that
// people come to see.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/demo_build.h"
#include "app/demo_life.h"
#include "app/open.h"
#include "db/test_store.h"
#include "figure/figure.h"
#include "log/verify.h"
#include "org/org.h"

enum { REQUESTS = 500, FIGURES_MAX = 4096 };

static void must(enum yk status, const struct err *err) {
    if (status != YK_OK) {
        fail_msg("status %d: %s %s", status, err->detail, err->n_items ? err->items[0].field : "");
    }
}

// ---- words ----

static struct demo_data *open_data(void) {
    struct demo_data *data = NULL;
    struct err err = {0};
    must(demo_data_new(&data, &err), &err);
    return data;
}

static const struct demo_caller *caller_in(const struct demo_data *data, bool zone) {
    for (int i = 0; i < data->n_enterprises; i++) {
        if ((data->units[data->enterprises[i].town].kind == UNIT_ZONE) == zone) {
            return &data->enterprises[i];
        }
    }
    fail_msg("no enterprise %s the zone", zone ? "of" : "outside");
    return NULL;
}

static void test_fills_slots(void **state) {
    (void)state;
    struct demo_data *data = open_data();
    struct arena *arena = arena_new(0);
    const struct demo_template template = {
        .title = "{village}的{village}", .text = "{village}，{we}，{enterprise}，{month}，{town}{"};
    const char *title;
    const char *text;
    for (uint64_t seed = 1; seed < 30; seed++) {
        struct demo_random random = {seed};
        struct demo_topic topic = {data, &template, caller_in(data, seed % 2), 0};
        topic.day = day_from_civil(2022, 1, 10);
        demo_write_request(&topic, &random, arena, &title, &text);
        const char *of = strstr(title, "的");
        assert_non_null(of);
        size_t n = (size_t)(of - title); // one value for one slot, in both texts
        assert_memory_equal(of + strlen("的"), title, n);
        assert_memory_equal(text, title, n);
        assert_non_null(strstr(text, topic.caller->name));
        assert_non_null(strstr(text, topic.caller->we));
        assert_non_null(strstr(text, "12月"));
        assert_null(strstr(text, "开发区，")); // a zone is no township
        assert_string_equal(text + strlen(text) - 1, "{");
    }
    arena_free(&arena);
    demo_data_free(&data);
}

static void test_templates_fit(void **state) {
    (void)state;
    struct demo_template template = {.months = 1u << 5 | 1u << 6,
                                     .from = day_from_civil(2022, 6, 10),
                                     .to = DAY_NONE,
                                     .town = -1,
                                     .industries = {"化工"},
                                     .n_industries = 1};
    struct demo_caller plant = {.industry = "化工", .we = "我厂", .town = 3};
    struct demo_caller person = {.town = 3};
    assert_true(demo_fits_day(&template, day_from_civil(2022, 6, 10)));
    assert_false(demo_fits_day(&template, day_from_civil(2022, 6, 9)));
    assert_false(demo_fits_day(&template, day_from_civil(2022, 8, 1)));
    assert_true(demo_fits_caller(&template, &plant));
    assert_false(demo_fits_caller(&template, &person));
    template.town = 4;
    assert_false(demo_fits_caller(&template, &plant));
    template.town = 3;
    plant.industry = "建材";
    assert_false(demo_fits_caller(&template, &plant));
}

static void test_phrases_suit(void **state) {
    (void)state;
    struct demo_data *data = open_data();
    struct demo_random random = {5};
    struct demo_topic topic = {.data = data};
    for (int i = 0; i < data->n_templates; i++) {
        topic.template = &data->templates[i];
        const char *code = data->categories[topic.template->category].code;
        const char *said = demo_say(&topic, SAY_OBJECTION, &random);
        for (int k = 0; k < data->phrases[SAY_OBJECTION].n; k++) {
            const struct demo_phrase *phrase = &data->phrases[SAY_OBJECTION].list[k];
            bool suits = phrase->n_prefixes == 0;
            for (int p = 0; p < phrase->n_prefixes; p++) {
                suits =
                    suits || strncmp(code, phrase->prefixes[p], strlen(phrase->prefixes[p])) == 0;
            }
            assert_true(phrase->text != said || suits);
        }
    }
    demo_data_free(&data);
}

// ---- working hours ----

static int64_t at(int month, int day, int hour, int minute) {
    return day_start_us(day_from_civil(2022, month, day)) +
           (hour * 60 + minute) * INT64_C(60) * US_PER_S;
}

static void test_working_hours(void **state) {
    (void)state;
    const struct calendar *calendar = calendar_builtin();
    const struct {
        int64_t from, minutes, to;
    } cases[] = {
        {at(3, 1, 9, 0), 30, at(3, 1, 9, 30)},
        {at(3, 1, 11, 40), 20, at(3, 1, 14, 40)}, // over noon
        {at(3, 1, 12, 30), 0, at(3, 1, 14, 30)},  // at rest
        {at(3, 1, 17, 20), 30, at(3, 2, 8, 50)},  // over night
        {at(3, 4, 17, 0), 60, at(3, 7, 9, 0)},    // Friday to Monday
        {at(3, 5, 10, 0), 0, at(3, 7, 8, 30)},    // Saturday
        {at(4, 2, 7, 0), 15, at(4, 2, 8, 45)},    // a Saturday worked for Qingming
        {at(9, 30, 17, 0), 45, at(10, 8, 8, 45)}, // over the National Day
        {at(3, 1, 8, 0), 380 * 2, at(3, 3, 8, 30)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(demo_work_after(calendar, cases[i].from, cases[i].minutes), cases[i].to);
    }
    struct demo_random random = {3};
    for (int32_t day = day_from_civil(2022, 1, 1); day < day_from_civil(2023, 1, 1); day++) {
        int64_t moment = demo_work_on(calendar, day, &random);
        assert_true(calendar_is_workday(calendar, day_of_time(moment)));
        assert_true(day_of_time(moment) == day || !calendar_is_workday(calendar, day));
    }
}

// ---- the district ----

static struct keyring *open_ring(char folder[64]) {
    char path[96];
    struct keyring *ring = NULL;
    struct err err = {0};
    snprintf(folder, 64, "%s", "yikou-demo-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/key", folder);
    must(keyring_open(path, true, NULL, &ring, &err), &err);
    unlink(path);
    rmdir(folder);
    return ring;
}

static void build(struct db *db, uint64_t seed, int n_requests) {
    char folder[64];
    struct err err = {0};
    struct keyring *ring = open_ring(folder);
    const struct demo_options options = {
        .seed = seed, .n_requests = n_requests, .cost = PASSWORD_COST_TESTS};
    must(demo_build(db, &all_ledgers, ring, calendar_builtin(), &options, &err), &err);
    keyring_free(&ring);
}

static void print_difference(void *ctx, const char *kind, int32_t district, const char *record,
                             const char *what) {
    (void)ctx;
    print_message("%s %d %s: %s\n", kind, (int)district, record, what);
}

static void check_verifies(struct db *db) {
    struct verify_report report = {0};
    struct err err = {0};
    const struct verify_options options = {
        .ledgers = &all_ledgers, .max_named = 20, .named = print_difference};
    must(verify_store(db, &options, &report, &err), &err);
    assert_int_equal(report.differences, 0);
    assert_true(report.events > REQUESTS);
}

static void check_each(struct db *db, const char *from_column, int first, int last) {
    for (int value = first; value <= last; value++) {
        char text[200];
        snprintf(text, sizeof text, "SELECT COUNT(*) FROM %s = %d", from_column, value);
        if (test_store_i64(db, text) == 0) {
            fail_msg("nothing has %s = %d", from_column, value);
        }
    }
}

static void check_some(struct db *db, const char *text) {
    if (test_store_i64(db, text) == 0) {
        fail_msg("none: %s", text);
    }
}

static void check_all_is_there(struct db *db) {
    char text[200];
    int today = day_from_civil(2023, 3, 1);
    check_each(db, "matter_fact WHERE state", MATTER_REGISTERED, MATTER_JOINED);
    check_each(db, "matter_fact WHERE channel", CHANNEL_COUNTER, CHANNEL_VISIT);
    check_each(db, "matter_fact WHERE urgency", URGENCY_NORMAL, URGENCY_CRITICAL);
    check_each(db, "matter_fact WHERE caller_kind", CALLER_ENTERPRISE, CALLER_ANONYMOUS);
    check_each(db, "matter_fact WHERE returns", 0, 2);
    check_each(db, "dispatch_fact WHERE upheld", 0, 1);
    check_each(db, "dispatch_fact WHERE outcome", DISPATCH_OPEN, DISPATCH_OBJECTION_UPHELD);
    check_each(db, "round_fact WHERE call_state", CALL_DUE, CALL_INCOMPLETE);
    check_each(db, "round_fact WHERE kind", ROUND_ANSWER, ROUND_WITHDRAWAL);
    check_each(db, "round_fact WHERE consequence", CONSEQUENCE_CLOSED,
               CONSEQUENCE_RETURNED_SUPERVISED);
    check_each(db, "round_fact WHERE next_try_day IS NOT NULL AND tries", 0, 2);
    check_each(db, "round_fact WHERE true_", WORD_YES, WORD_DECLINED);
    check_each(db, "round_fact WHERE satisfaction", GRADE_SATISFIED, GRADE_UNKNOWN);
    snprintf(text, sizeof text,
             "SELECT COUNT(*) FROM matter_fact WHERE open_due_at IS NOT NULL AND due_day < %d",
             today);
    check_some(db, text);
    check_each(db, "matter_fact WHERE open_due_at IS NOT NULL AND due_day", today, today + 1);
    check_some(db, "SELECT COUNT(*) FROM matter_fact WHERE secret = 1");
    check_some(db, "SELECT COUNT(*) FROM matter_fact WHERE day <> dispatched_day");
    check_some(db, "SELECT COUNT(*) FROM event WHERE action = 'amended'");
    check_some(db, "SELECT COUNT(*) FROM event WHERE action = 'signoff_returned'");
}

// Ids, times and the order of the log say the same.
static void check_order(struct db *db) {
    struct db_stmt *st =
        db_use_text(db, "SELECT recorded_at FROM event WHERE district = 340406 ORDER BY id");
    int64_t last = 0;
    while (db_step(st) == DB_ROW) {
        assert_true(db_i64(st, 0) >= last);
        last = db_i64(st, 0);
    }
    db_done(st);
    assert_true(last > 0 && last < demo_start_us());
}

static void test_district_comes_out_whole(void **state) {
    struct test_store *store = test_store_of(state);
    bool large =
        store->engine == DB_SQLITE; // the rules are the same, PostgreSQL is four times slower at it
    build(store->db, 1, large ? REQUESTS : REQUESTS / 5);
    check_verifies(store->db);
    if (large) {
        check_all_is_there(store->db);
    }
    check_order(store->db);
}

// ---- the same again ----

struct figures {
    double values[FIGURES_MAX];
    size_t n;
};

static void evaluate(struct db *db, struct arena *arena, const struct figure_def *def,
                     const char *period, struct figures *out) {
    static const double weights[] = {0.1, 0.5, 0.4, 0};
    struct err err = {0};
    struct figure *figures;
    size_t n;
    const struct scope scope = {.district = DEMO_DISTRICT, .level = SCOPE_DISTRICT};
    struct figure_query query = {.def = def,
                                 .as_of = DAY_NONE,
                                 .by = BY_CHANNEL,
                                 .today = day_of_time(demo_start_us()),
                                 .weights = weights,
                                 .scope = &scope};
    must(period_parse(period, query.today, &query.period, &err), &err);
    must(figure_eval(db, arena, &query, &figures, &n, &err), &err);
    for (size_t i = 0; i < n; i++) {
        assert_true(out->n < FIGURES_MAX);
        out->values[out->n++] = isnan(figures[i].value) ? -1 : figures[i].value;
    }
}

static void evaluate_all(struct db *db, struct figures *out) {
    struct arena *arena = arena_new(0);
    size_t n;
    const struct figure_def *defs = figure_registry(&n);
    out->n = 0;
    for (size_t i = 0; i < n; i++) {
        evaluate(db, arena, &defs[i], "2022", out);
        evaluate(db, arena, &defs[i], "2023-02", out);
    }
    arena_free(&arena);
}

static void test_same_seed_same_figures(void **state) {
    static const uint64_t seeds[] = {7, 7, 8};
    static struct figures figures[3];
    (void)state;
    for (int i = 0; i < 3; i++) {
        void *one = NULL;
        assert_int_equal(test_store_setup_sqlite_migrated(&one), 0);
        struct test_store *store = one;
        build(store->db, seeds[i], 200);
        evaluate_all(store->db, &figures[i]);
        test_store_teardown(&one);
    }
    assert_true(figures[0].n > 100);
    assert_int_equal(figures[0].n, figures[1].n);
    assert_memory_equal(figures[0].values, figures[1].values,
                        figures[0].n * sizeof *figures[0].values);
    assert_false(figures[0].n == figures[2].n &&
                 memcmp(figures[0].values, figures[2].values,
                        figures[0].n * sizeof *figures[0].values) == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fills_slots),
        cmocka_unit_test(test_templates_fit),
        cmocka_unit_test(test_phrases_suit),
        cmocka_unit_test(test_working_hours),
        TEST_ON_BOTH_MIGRATED(test_district_comes_out_whole),
        cmocka_unit_test(test_same_seed_same_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
