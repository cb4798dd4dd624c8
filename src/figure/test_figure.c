// SPDX-License-Identifier: Apache-2.0
// Periods as people write them, rounding, and the registry's own order: every key once, every measure there, every part of a composite a figure.
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "figure/figure_view.h"
#include "matter/matter.h"

static int32_t day_of(const char *text) {
    int32_t day;
    assert_true(day_parse(text, &day));
    return day;
}

static void test_periods(void **state) {
    (void)state;
    static const struct {
        const char *text, *from, *to, *before_text, *before_from, *before_to;
    } cases[] = {
        {"2022", "2022-01-01", "2022-12-31", "2021", "2021-01-01", "2021-12-31"},
        {"2024-02", "2024-02-01", "2024-02-29", "2024-01", "2024-01-01", "2024-01-31"},
        {"2022-01", "2022-01-01", "2022-01-31", "2021-12", "2021-12-01", "2021-12-31"},
        {"2022-07-15", "2022-07-15", "2022-07-15", "2022-07-14", "2022-07-14", "2022-07-14"},
        {"2022-07-01..2022-09-30", "2022-07-01", "2022-09-30", "2022-04-01..2022-06-30",
         "2022-04-01", "2022-06-30"},
        {"2022-03-05..2022-03-14", "2022-03-05", "2022-03-14", "2022-02-23..2022-03-04",
         "2022-02-23", "2022-03-04"},
        {NULL, "2022-01-01", "2022-12-31", "2021", "2021-01-01", "2021-12-31"},
        {"", "2022-01-01", "2022-12-31", "2021", "2021-01-01", "2021-12-31"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period period, before;
        assert_int_equal(period_parse(cases[i].text, day_of("2023-03-01"), &period, NULL), YK_OK);
        assert_int_equal(period.from, day_of(cases[i].from));
        assert_int_equal(period.to, day_of(cases[i].to));
        period_before(&period, &before);
        assert_string_equal(before.text, cases[i].before_text);
        assert_int_equal(before.from, day_of(cases[i].before_from));
        assert_int_equal(before.to, day_of(cases[i].before_to));
    }
}

static void test_year_before(void **state) {
    (void)state;
    static const struct {
        const char *text, *before_text, *from, *to;
    } cases[] = {
        {"2022", "2021", "2021-01-01", "2021-12-31"},
        {"2024-02", "2023-02", "2023-02-01", "2023-02-28"},
        {"2025-02", "2024-02", "2024-02-01", "2024-02-29"},
        {"2022-01", "2021-01", "2021-01-01", "2021-01-31"},
        {"2024-02-29", "2023-02-28", "2023-02-28", "2023-02-28"},
        {"2022-07-01..2022-09-30", "2021-07-01..2021-09-30", "2021-07-01", "2021-09-30"},
        {"2022-03-05..2022-03-14", "2021-03-05..2021-03-14", "2021-03-05", "2021-03-14"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period period, before;
        assert_int_equal(period_parse(cases[i].text, day_of("2025-03-01"), &period, NULL), YK_OK);
        period_year_before(&period, &before);
        assert_string_equal(before.text, cases[i].before_text);
        assert_int_equal(before.from, day_of(cases[i].from));
        assert_int_equal(before.to, day_of(cases[i].to));
    }
}

static void test_ranks(void **state) {
    (void)state;
    enum { N = 5 };
    static const struct {
        int better;
        double values[N];
        int ranks[N]; // 0: none
    } cases[] = {
        {1, {90, 100, 90, NAN, 50}, {2, 1, 2, 0, 4}},
        {-1, {0, 3, 0, 1, NAN}, {1, 4, 1, 3, 0}},
        {0, {7, 9, 9, 9, 1}, {4, 1, 1, 1, 5}},
        {1, {NAN, NAN, NAN, NAN, NAN}, {0, 0, 0, 0, 0}},
        // What is printed alike ranks alike.
        {1, {93.056, 93.0601, 93.07, 93.064, 93.05}, {2, 2, 1, 2, 5}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct figure_def def = {.better = cases[i].better, .rounding = 2};
        struct figure_compared lines[N];
        int with_value = 0;
        for (int k = 0; k < N; k++) {
            lines[k] = (struct figure_compared){
                .now = {.def = &def, .value = cases[i].values[k], .part = k + 1}};
            with_value += !isnan(cases[i].values[k]);
        }
        figure_rank(lines, N);
        for (int k = 0; k < N; k++) {
            assert_int_equal(lines[k].rank, cases[i].ranks[lines[k].now.part - 1]);
            assert_int_equal(lines[k].ranked, with_value);
            assert_true(k < with_value ? lines[k].rank > 0 : lines[k].rank == 0);
            assert_true(k == 0 || !lines[k].rank || lines[k].rank >= lines[k - 1].rank);
        }
    }
}

static void test_change(void **state) {
    (void)state;
    const struct figure_def def = {.rounding = 2};
    const struct figure now = {.def = &def, .value = 93.055555}, none = {.def = &def, .value = NAN};
    assert_true(fabs(figure_change(&now, 89.26) - 3.8) < 1e-9); // 93.06 less 89.26, as printed
    assert_true(isnan(figure_change(&now, NAN)));
    assert_true(isnan(figure_change(&none, 89.26)));
}

// Whatever a board shows can be ranked: an average of units' values is no figure, so a median (one reading for each unit) stays out.
static void test_boards(void **state) {
    (void)state;
    static const char *const must[] = {"matter.signed_on_time",
                                       "matter.contact_on_time",
                                       "matter.told_on_time",
                                       "callback.on_time",
                                       "callback.called_on_time",
                                       "matter.days_late",
                                       "matter.extended",
                                       "matter.parked",
                                       "supervise.urged",
                                       "supervise.blue",
                                       "supervise.orange",
                                       "supervise.red",
                                       "supervise.answered_on_time",
                                       "supervise.notified",
                                       "review.items",
                                       "review.decided",
                                       "review.done_on_time"};
    for (size_t i = 0; i < sizeof must / sizeof *must; i++) {
        assert_true(figure_find(must[i])->board != BOARD_NONE);
    }
    size_t n;
    const struct figure_def *defs = figure_registry(&n);
    for (size_t i = 0; i < n; i++) {
        assert_true(defs[i].board == BOARD_NONE || defs[i].kind != FIGURE_MEDIAN);
    }
}

static void test_periods_refused(void **state) {
    (void)state;
    static const char *const cases[] = {"22",
                                        "2022-13",
                                        "2022-02-30",
                                        "2022-07-01..2022-06-01",
                                        "2022-07..",
                                        "..2022",
                                        "2022-7-1",
                                        "2022/07",
                                        "last year",
                                        "2022-07-01...2022-08-01",
                                        "2022-07-01..2022-09-30..x"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct period period = {.from = 5};
        struct err err = {0};
        assert_int_equal(period_parse(cases[i], day_of("2023-03-01"), &period, &err), YK_REFUSED);
        assert_string_equal(err.items[0].field, "period");
        assert_int_equal(err.items[0].code, ERR_BAD_PERIOD);
        assert_int_equal(period.from, 5);
    }
}

static void test_rounding(void **state) {
    (void)state;
    static const struct {
        double value, rounded;
        int decimals;
    } cases[] = {{93.05555, 93.06, 2},
                 {100.0 * 402 / 432, 93.06, 2},
                 {100.0 * 432 / 484, 89.26, 2},
                 {0.285, 0.29, 2},
                 {2.25, 2.3, 1},
                 {7, 7, 0},
                 {99.995, 100, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct figure_def def = {.rounding = cases[i].decimals};
        struct figure figure = {.def = &def, .value = cases[i].value};
        assert_true(fabs(figure_rounded(&figure) - cases[i].rounded) < 1e-9);
    }
    struct figure_def def = {.rounding = 2};
    struct figure none = {.def = &def, .value = NAN};
    assert_true(isnan(figure_rounded(&none)));
}

static void test_registry(void **state) {
    (void)state;
    size_t n;
    const struct figure_def *defs = figure_registry(&n);
    for (size_t i = 0; i < n; i++) {
        const struct figure_def *d = &defs[i];
        assert_ptr_equal(figure_find(d->key), d);
        assert_true(d->version > 0 && d->name && d->name_en && d->definition && d->definition_en &&
                    d->formula && d->formula_en && d->source && d->source_en);
        assert_true(d->unit && d->unit_en && d->owner && d->owner_en && day_of(d->from) > 0);
        if (d->kind == FIGURE_COMPOSITE) {
            for (size_t k = 0; k < FIGURE_PARTS_MAX && d->parts[k].key; k++) {
                assert_non_null(figure_find(d->parts[k].key));
            }
            continue;
        }
        const struct fact_table *of_n = NULL, *of_d = NULL;
        const struct measure *top = figure_find_measure(d->measure_n, &of_n);
        assert_non_null(top);
        bool two = d->kind == FIGURE_RATIO || d->kind == FIGURE_SNAPSHOT;
        assert_int_equal(two, d->measure_d != NULL);
        if (two) {
            assert_non_null(figure_find_measure(d->measure_d, &of_d));
            assert_ptr_equal(of_n, of_d);
        }
        for (int dim = DIM_CATEGORY; dim <= DIM_CALLER_KIND; dim++) {
            assert_true(of_n->dim_cols[dim] >= 0); // every figure takes every filter
        }
        assert_true(d->kind != FIGURE_MEDIAN || top->hist_col >= 0);
        assert_true(d->kind != FIGURE_MEAN || top->value_col >= 0);
    }
    assert_null(figure_find("matter.none"));
}

static void test_category_groups(void **state) {
    (void)state;
    assert_int_equal(figure_category_group(0, 30201), 30000);
    assert_int_equal(figure_category_group(30000, 30201), 30200);
    assert_int_equal(figure_category_group(30200, 30201), 30201);
    assert_int_equal(figure_category_group(30201, 30201), 30201);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_periods),         cmocka_unit_test(test_periods_refused),
        cmocka_unit_test(test_rounding),        cmocka_unit_test(test_registry),
        cmocka_unit_test(test_category_groups), cmocka_unit_test(test_year_before),
        cmocka_unit_test(test_ranks),           cmocka_unit_test(test_change),
        cmocka_unit_test(test_boards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
