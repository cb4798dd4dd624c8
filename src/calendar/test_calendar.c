// SPDX-License-Identifier: Apache-2.0
// The calendar against days people remember, deadlines against a table of cases reckoned by hand, and against properties over random
// starts, rules and pauses.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "calendar/calendar.h"
#include "calendar/calendar_cli.h"
#include "calendar/calendar_file.h"

static int32_t d(const char *text) {
    int32_t day = DAY_NONE;
    assert_true(day_parse(text, &day));
    return day;
}

static void assert_day(int32_t got, const char *want) {
    char text[DAY_TEXT_BYTES] = "none";
    if (got != DAY_NONE) {
        day_format(got, text);
    }
    assert_string_equal(text, want);
}

static void test_known_days(void **state) {
    (void)state;
    const struct calendar *c = calendar_builtin();
    static const struct {
        const char *day;
        bool workday;
    } cases[] = {
        {"2022-01-28", true},
        {"2022-01-29", true} /* Saturday worked */,
        {"2022-01-30", true},
        {"2022-01-31", false},
        {"2022-02-04", false},
        {"2022-02-06", false},
        {"2022-02-07", true},
        {"2022-10-01", false},
        {"2022-10-07", false},
        {"2022-10-08", true},
        {"2022-10-09", true},
        {"2022-10-10", true},
        {"2023-01-21", false},
        {"2023-01-28", true},
        {"2023-03-01", true},
        {"2023-03-04", false},
        {"2018-12-29", true},
        {"2018-12-31", false},
        {"2017-12-29", true},
        {"2017-12-30", false},
        {"2031-10-01", true} /* no table: a Wednesday */,
        {"2031-10-04", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(calendar_is_workday(c, d(cases[i].day)), cases[i].workday);
    }
    assert_true(calendar_knows_year(c, 2018));
    assert_true(calendar_knows_year(c, 2026));
    assert_false(calendar_knows_year(c, 2017));
    assert_false(calendar_knows_year(c, 2027));
    assert_string_equal(calendar_version(c), "cn-2026");
    int32_t days[64];
    // The notice for 2022: 18 weekdays off and 7 weekend days worked; and 31 December 2021 needs none.
    assert_int_equal(calendar_days_worked(c, 2022, days, 64), 7);
    assert_day(days[0], "2022-01-29");
    size_t n = calendar_days_off(c, 2022, days, 64);
    for (size_t i = 0; i < n; i++) {
        assert_true(day_weekday(days[i]) < 6);
        assert_false(calendar_is_workday(c, days[i]));
        assert_true(i == 0 || days[i - 1] < days[i]);
    }
    assert_int_equal(calendar_days_off(c, 2022, days, 3), 3);
    assert_int_equal(calendar_days_off(c, 2027, days, 64), 0);
}

static void test_counting_agrees_with_walking(void **state) {
    (void)state;
    const struct calendar *c = calendar_builtin();
    srandom(7);
    for (int i = 0; i < 3000; i++) {
        int32_t from = d("2016-06-01") + (int32_t)(random() % 5000), to = from + random() % 800;
        int walked = 0;
        for (int32_t day = from + 1; day <= to; day++) {
            walked += calendar_is_workday(c, day);
        }
        assert_int_equal(calendar_workdays_between(c, from, to), walked);
        assert_int_equal(calendar_workdays_between(c, to, from), -walked);
        int32_t added = calendar_add_workdays(c, from, walked);
        assert_true(added <= to);
        assert_int_equal(calendar_workdays_between(c, from, added), walked);
        assert_true(walked == 0 || calendar_is_workday(c, added));
    }
}

static void test_deadline_cases(void **state) {
    (void)state;
    const struct calendar *c = calendar_builtin();
    static const struct {
        const char *from, *rule;
        bool count_first, no_roll;
        const char *pause[4]; // from, to pairs
        int extension;
        const char *due;
        bool provisional;
    } cases[] = {
        // Five working days in an ordinary week; from a Friday; from a Saturday.
        {"2023-03-01", "5wd", false, false, {0}, 0, "2023-03-08", false},
        {"2023-03-03", "5wd", false, false, {0}, 0, "2023-03-10", false},
        {"2023-03-04", "5wd", false, false, {0}, 0, "2023-03-10", false},
        {"2023-03-01", "5wd", true, false, {0}, 0, "2023-03-07", false},
        {"2023-03-01", "1wd", false, false, {0}, 0, "2023-03-02", false},
        {"2023-03-01", "0wd", false, false, {0}, 0, "2023-03-01", false},
        {"2023-03-04", "0wd", false, false, {0}, 0, "2023-03-06", false},
        {"2023-03-04", "0wd", false, true, {0}, 0, "2023-03-04", false},
        // Over the Spring Festival of 2022 and the National Day of 2022, both with worked weekends.
        {"2022-01-28", "5wd", false, false, {0}, 0, "2022-02-09", false},
        {"2022-09-30", "5wd", false, false, {0}, 0, "2022-10-12", false},
        // Into the New Year's holiday of the year after.
        {"2022-12-28", "5wd", false, false, {0}, 0, "2023-01-05", false},
        // Petition clocks: natural days, last day rolled, 60 days and 15 days.
        {"2022-05-01", "15d", false, false, {0}, 0, "2022-05-16", false},
        {"2022-05-02", "60d", false, false, {0}, 0, "2022-07-01", false},
        {"2022-05-04", "60d", false, false, {0}, 0, "2022-07-04", false},
        {"2022-05-04", "60d", false, true, {0}, 0, "2022-07-03", false},
        {"2022-05-04", "60d", false, false, {0}, 30, "2022-08-02", false},
        {"2022-09-16", "15d", false, false, {0}, 0, "2022-10-08", false},
        // Pauses: ended the same day; over a weekend; two that overlap; still running; begun after the end; rolled into one.
        {"2023-03-01", "5wd", false, false, {"2023-03-02", "2023-03-02"}, 0, "2023-03-08", false},
        {"2023-03-01", "5wd", false, false, {"2023-03-02", "2023-03-06"}, 0, "2023-03-10", false},
        {"2023-03-01",
         "5wd",
         false,
         false,
         {"2023-03-02", "2023-03-06", "2023-03-03", "2023-03-07"},
         0,
         "2023-03-13",
         false},
        {"2023-03-01", "5wd", false, false, {"2023-03-02", ""}, 0, "none", false},
        {"2023-03-01", "5wd", false, false, {"2023-03-08", ""}, 0, "2023-03-08", false},
        {"2023-03-01", "5wd", false, false, {"2023-03-09", ""}, 0, "2023-03-08", false},
        {"2023-03-01", "10d", false, false, {"2023-03-11", "2023-03-14"}, 0, "2023-03-15", false},
        {"2023-03-01", "10d", false, false, {"2023-03-11", ""}, 0, "none", false},
        {"2023-03-01", "5wd", false, false, {"2023-02-20", "2023-02-24"}, 0, "2023-03-08", false},
        // A pause over make-up workdays stops them like any working day: 29 and 30 January 2022 were worked.
        {"2022-01-27", "5wd", false, false, {"2022-01-28", "2022-01-30"}, 0, "2022-02-10", false},
        // Begun and ended in the holiday: the day of resuming does not count, but it would not have counted anyway.
        {"2022-01-28", "5wd", false, false, {"2022-01-31", "2022-02-06"}, 0, "2022-02-09", false},
        // Two pauses that overlap count once; one inside the other changes nothing.
        {"2023-03-01",
         "5wd",
         false,
         false,
         {"2023-03-02", "2023-03-07", "2023-03-03", "2023-03-06"},
         0,
         "2023-03-13",
         false},
        // The last working day before the Spring Festival of 2022 was Sunday 30 January.
        {"2022-01-30", "1wd", false, false, {0}, 0, "2022-02-07", false},
        {"2022-01-30", "1wd", true, false, {0}, 0, "2022-01-30", false},
        {"2022-01-30", "2d", false, false, {0}, 0, "2022-02-07", false},
        // Natural days rolled over a make-up Saturday: it is a working day, and the last day stays on it.
        {"2022-01-14", "15d", false, false, {0}, 0, "2022-01-29", false},
        // Rolled into a pause: past it, and never onto the day of resuming.
        {"2023-03-01", "3d", false, false, {"2023-03-03", "2023-03-06"}, 0, "2023-03-07", false},
        {"2023-03-01", "0wd", false, false, {"2023-03-01", "2023-03-03"}, 0, "2023-03-01", false},
        // Extensions are working days of a working-day rule.
        {"2023-03-01", "5wd", false, false, {0}, 3, "2023-03-13", false},
        {"2023-03-01", "5wd", false, false, {0}, -3, "2023-03-08", false},
        // Where no table is: weekends off and said so. The last days of a year belong to the next year's notice.
        {"2026-12-10", "5wd", false, false, {0}, 0, "2026-12-17", false},
        {"2026-12-24", "5wd", false, false, {0}, 0, "2026-12-31", true},
        {"2027-09-28", "5wd", false, false, {0}, 0, "2027-10-05", true},
        {"2026-12-20", "15d", false, false, {0}, 0, "2027-01-04", true},
        {"2026-12-20", "15d", false, true, {0}, 0, "2027-01-04", false},
        {"2017-12-20", "3wd", false, false, {0}, 0, "2017-12-25", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct deadline_rule rule;
        struct span_us pauses[2];
        size_t n = 0;
        assert_true(deadline_rule_parse(cases[i].rule, &rule));
        rule.count_first_day = cases[i].count_first;
        rule.no_roll = cases[i].no_roll;
        for (; n < 2 && cases[i].pause[2 * n]; n++) {
            const char *to = cases[i].pause[2 * n + 1];
            int64_t from_us = day_start_us(d(cases[i].pause[2 * n])) + 9 * 3600 * US_PER_S;
            pauses[n] = (struct span_us){from_us, *to ? day_start_us(d(to)) + 10 * 3600 * US_PER_S
                                                      : TIME_NONE};
        }
        struct deadline due;
        deadline_compute(c, day_start_us(d(cases[i].from)) + 10 * 3600 * US_PER_S, &rule, pauses, n,
                         cases[i].extension, &due);
        assert_day(due.due_day, cases[i].due);
        assert_int_equal(due.provisional, cases[i].provisional);
        if (due.due_day != DAY_NONE) {
            assert_int_equal(day_of_time(due.due_us), due.due_day);
            assert_int_equal(day_of_time(due.due_us + 1), due.due_day + 1);
        }
    }
}

// A year whose table is missing, then arrives: what was provisional is certain, and no longer where it was.
static void test_missing_year_arrives(void **state) {
    (void)state;
    struct arena *arena = arena_new(0);
    const struct calendar *before = calendar_builtin();
    static const struct calendar_day notice[] = {
        {.day = 20819, .kind = CALENDAR_OFF},    // 2027-01-01, a Friday
        {.day = 20821, .kind = CALENDAR_OFF},    // a Sunday: off anyway
        {.day = 20813, .kind = CALENDAR_WORKED}, // 2026-12-26, a Saturday, by the notice for 2027
    };
    static const struct calendar_day own[] = {{.day = 20822, .kind = CALENDAR_OFF}}; // 2027-01-04
    const struct calendar_table tables[] = {
        {2027, false, own, 1}, // replaced by the one below
        {2027, false, notice, 3},
        {2027, true, own, 1},
    };
    const struct calendar *after = calendar_build(arena, before, tables, 2, "cn-2027+2");
    const struct calendar *with_own = calendar_build(arena, before, tables, 3, "cn-2027+3");
    assert_day(20819, "2027-01-01");
    assert_non_null(after);
    assert_string_equal(calendar_version(after), "cn-2027+2");
    assert_true(calendar_knows_year(after, 2027) && !calendar_knows_year(after, 2028));
    static const struct {
        const char *from, *rule, *before, *after, *own;
        bool provisional, still; // before; after
    } cases[] = {
        {"2026-12-25", "5wd", "2027-01-01", "2026-12-31", "2026-12-31", true, false},
        {"2026-12-29", "3wd", "2027-01-01", "2027-01-04", "2027-01-05", true, false},
        {"2026-12-18", "15d", "2027-01-04", "2027-01-04", "2027-01-05", true, false},
        {"2026-12-10", "5wd", "2026-12-17", "2026-12-17", "2026-12-17", false, false},
        {"2027-12-27", "5wd", "2028-01-03", "2028-01-03", "2028-01-03", true, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct deadline_rule rule;
        struct deadline due;
        int64_t start = day_start_us(d(cases[i].from)) + 36000 * US_PER_S;
        assert_true(deadline_rule_parse(cases[i].rule, &rule));
        deadline_compute(before, start, &rule, NULL, 0, 0, &due);
        assert_day(due.due_day, cases[i].before);
        assert_int_equal(due.provisional, cases[i].provisional);
        deadline_compute(after, start, &rule, NULL, 0, 0, &due);
        assert_day(due.due_day, cases[i].after);
        assert_int_equal(due.provisional, cases[i].still);
        deadline_compute(with_own, start, &rule, NULL, 0, 0, &due);
        assert_day(due.due_day, cases[i].own);
    }
    // Years that were known before are what they were.
    const struct calendar *same = calendar_build(arena, before, NULL, 0, "x");
    for (int32_t day = d("2016-01-01"); day < d("2029-01-01"); day++) {
        assert_int_equal(calendar_is_workday(same, day), calendar_is_workday(before, day));
        assert_int_equal(calendar_is_certain(same, day), calendar_is_certain(before, day));
    }
    arena_free(&arena);
}

// A year's table in each format, and what is refused at which line.
static void test_files(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t n; // days; 0: refused
        const char *first, *last;
        size_t worked;
        const char *field;
        enum err_code code;
    } cases[] = {
        {"{\"years\":{\"2026\":{\"days_off\":[\"2026-05-01\"]},\"2027\":{\"days_off\":[\"2027-01-01\"],\n\"days_worked\":[\"2027-01-09\"]}}}",
         2, "2027-01-01", "2027-01-09", 1, NULL, 0},
        {"{\"year\":2027,\"days\":[{\"name\":\"元旦\",\"date\":\"2027-01-01\",\"isOffDay\":true},{\"name\":\"元旦\",\"date\":\"2026-12-26\",\"isOffDay\":false}]}",
         2, "2026-12-26", "2027-01-01", 1, NULL, 0},
        {"日期,安排,名称\r\n2027-01-01,休,元旦\r\n2027/1/9,调休上班\r\n\r\n", 2, "2027-01-01",
         "2027-01-09", 1, NULL, 0},
        {"\xef\xbb\xbf"
         "2027-01-01,off\n",
         1, "2027-01-01", "2027-01-01", 0, NULL, 0},
        {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270206\r\nDTEND;VALUE=DATE:20270213\r\nSUMMARY:春节 假期\r\nEND:VEVENT\r\n"
         "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270214\r\nSUMM\r\n ARY:春节 补班\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
         8, "2027-02-06", "2027-02-14", 1, NULL, 0},
        {"2027-01-01,off\n2027-02-30,off\n", 0, NULL, NULL, 0, "line 2", ERR_IMPOSSIBLE_DAY},
        {"2027-01-01,maybe\n", 0, NULL, NULL, 0, "line 1", ERR_UNKNOWN_VALUE},
        {"2027-01-01,off\n2026-05-01,off\n", 0, NULL, NULL, 0, "line 2", ERR_OUT_OF_RANGE},
        {"2027-01-01,off\n2027-01-01,worked\n", 0, NULL, NULL, 0, "line 2", ERR_CALENDAR_DAY_TWICE},
        {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n", 0, NULL, NULL, 0, "line 2",
         ERR_REQUIRED},
        {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20271301\nEND:VEVENT\n", 0, NULL, NULL, 0,
         "line 3", ERR_IMPOSSIBLE_DAY},
        {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270102\nDTEND:20270101\nEND:VEVENT\n", 0, NULL,
         NULL, 0, "line 2", ERR_OUT_OF_RANGE},
        {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270102\n", 0, NULL, NULL, 0, "line 2",
         ERR_REQUIRED},
        {"{\"days_off\":[\"2027-01-01\",\n\"soon\"]}", 0, NULL, NULL, 0, "line 2",
         ERR_IMPOSSIBLE_DAY},
        {"{\"days_off\":[\"2027-01-01\"", 0, NULL, NULL, 0, "line 1", ERR_BAD_JSON},
        {"{\"days\":[{\"date\":\"2027-01-01\"}]}", 0, NULL, NULL, 0, "line 1", ERR_REQUIRED},
        {"", 0, NULL, NULL, 0, "text", ERR_REQUIRED},
        {"{}", 0, NULL, NULL, 0, "text", ERR_REQUIRED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new(0);
        struct calendar_day *days = NULL;
        size_t n = 0, worked = 0;
        struct err err = {0};
        enum yk status = calendar_file_parse(cases[i].text, 2027, arena, &days, &n, &err);
        if (cases[i].n == 0) {
            assert_int_equal(status, YK_REFUSED);
            assert_string_equal(err.items[0].field, cases[i].field);
            assert_int_equal(err.items[0].code, cases[i].code);
        } else {
            assert_int_equal(status, YK_OK);
            assert_int_equal(n, cases[i].n);
            assert_day(days[0].day, cases[i].first);
            assert_day(days[n - 1].day, cases[i].last);
            for (size_t k = 0; k < n; k++) {
                worked += days[k].kind == CALENDAR_WORKED;
            }
            assert_int_equal(worked, cases[i].worked);
        }
        arena_free(&arena);
    }
}

static void test_hours(void **state) {
    (void)state;
    const struct calendar *c = calendar_builtin();
    struct deadline_rule rule;
    struct deadline due;
    const int64_t hour = 3600 * US_PER_S;
    assert_true(deadline_rule_parse("24h", &rule));
    int64_t start = day_start_us(d("2023-03-03")) + 17 * hour;
    deadline_compute(c, start, &rule, NULL, 0, 0, &due);
    assert_true(due.due_us == start + 24 * hour);
    assert_day(due.due_day,
               "2023-03-04"); // a Saturday: the mailbox is answered within 24 hours all the same
    struct span_us pauses[] = {
        {start + 5 * hour, start + 8 * hour},
        {start - 9 * hour, start + 1 * hour},
        {start + 7 * hour, start + 9 * hour},
        {start + 20 * hour, start + 20 * hour},
    };
    deadline_compute(c, start, &rule, pauses, 4, 0, &due);
    assert_true(due.due_us == start + 29 * hour);
    deadline_compute(c, start, &rule, pauses, 4, 1, &due);
    assert_true(due.due_us == start + 53 * hour);
    // A running pause that would begin just when the time is up changes nothing; a moment before, and nothing is due.
    pauses[3] = (struct span_us){start + 29 * hour, TIME_NONE};
    deadline_compute(c, start, &rule, pauses, 4, 0, &due);
    assert_true(due.due_us == start + 29 * hour);
    pauses[3].from--;
    deadline_compute(c, start, &rule, pauses, 4, 0, &due);
    assert_true(due.due_us == TIME_NONE && due.warn_us == TIME_NONE);
    // Two hours from the last working hour before the Spring Festival end on that evening.
    assert_true(deadline_rule_parse("2h", &rule));
    start = day_start_us(d("2022-01-30")) + 17 * hour + hour / 2;
    deadline_compute(c, start, &rule, NULL, 0, 0, &due);
    assert_true(due.due_us == start + 2 * hour && !due.provisional);
    assert_day(due.due_day, "2022-01-30");
    pauses[3] = (struct span_us){start, TIME_NONE};
    deadline_compute(c, start, &rule, pauses, 4, 0, &due);
    assert_true(due.due_us == TIME_NONE && due.due_day == DAY_NONE);
}

static int32_t due_or_never(const struct deadline *due) {
    return due->due_day == DAY_NONE ? INT32_MAX : due->due_day;
}

static struct span_us random_pause(int64_t around) {
    int64_t from = around + (random() % 60 - 20) * US_PER_DAY / 2 + random() % US_PER_DAY;
    int kind = (int)(random() % 12);
    return (struct span_us){from, kind == 0   ? TIME_NONE
                                  : kind == 1 ? from
                                              : from + random() % 20 * US_PER_DAY / 3};
}

// A clock keeps the rule that it began with: while it was paused the district's rule became shorter, or longer, and nothing moves.
static void test_rule_changes_while_paused(void **state) {
    (void)state;
    const struct calendar *c = calendar_builtin();
    static const struct {
        const char *kept, *changed, *due;
    } cases[] = {
        {"5wd", "3wd", "2023-03-10"}, {"5wd", "10d", "2023-03-10"}, {"3wd", "5wd", "2023-03-08"}};
    const int64_t start = day_start_us(d("2023-03-01")) + 10 * 3600 * US_PER_S;
    const struct span_us pause = {day_start_us(d("2023-03-02")) + 1, day_start_us(d("2023-03-06"))};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[RULE_TEXT_BYTES];
        struct deadline_rule begun, changed, kept;
        struct deadline due, other;
        assert_true(deadline_rule_parse(cases[i].kept, &begun));
        assert_true(deadline_rule_parse(cases[i].changed, &changed));
        deadline_rule_format(&begun, text); // as the event holds it
        assert_true(deadline_rule_parse(text, &kept));
        deadline_compute(c, start, &kept, &pause, 1, 0, &due);
        assert_day(due.due_day, cases[i].due);
        deadline_compute(c, start, &changed, &pause, 1, 0, &other);
        assert_int_not_equal(other.due_day, due.due_day);
    }
}

static void test_warnings(void **state) {
    (void)state;
    const struct calendar *c = calendar_builtin();
    static const struct {
        const char *from, *rule;
        int extension;
        const char *pause[2], *warn;
        int hour; // of the day in `warn`
    } cases[] = {
        {"2023-03-01", "5wd", 0, {0}, "2023-03-08", 0}, // none: the last day
        {"2023-03-01", "5wd,warn=1wd", 0, {0}, "2023-03-07", 0},
        {"2023-03-01", "3wd,warn=1wd", 0, {0}, "2023-03-03", 0}, // Monday, from Friday on
        {"2022-01-27", "4wd,warn=1wd", 0, {0}, "2022-01-30", 0}, // over the Spring Festival
        {"2023-03-01", "5wd,warn=2d", 0, {0}, "2023-03-06", 0},
        {"2023-03-01", "5wd,warn=80%", 0, {0}, "2023-03-07", 0},
        {"2023-03-01", "5wd,warn=1%", 0, {0}, "2023-03-02", 0},
        {"2023-03-01", "10d,warn=50%", 0, {0}, "2023-03-06", 0},
        {"2023-03-01", "10d,warn=50%", 10, {0}, "2023-03-11", 0}, // of the time as extended
        {"2023-03-01", "10d,warn=50%", 0, {"2023-03-02", "2023-03-04"}, "2023-03-08", 0},
        {"2023-03-01", "5wd,warn=6h", 0, {0}, "2023-03-08", 18},
        {"2023-03-01", "1wd,warn=9wd", 0, {0}, "2023-03-01", 0}, // not before it began
        {"2023-03-01", "60d,noroll,warn=10d", 0, {0}, "2023-04-20", 0},
        // By hours, from ten in the morning.
        {"2023-03-01", "24h", 0, {0}, "2023-03-02", 10},
        {"2023-03-01", "24h,warn=2h", 0, {0}, "2023-03-02", 8},
        {"2023-03-01", "24h,warn=75%", 0, {0}, "2023-03-02", 4},
        {"2023-03-01", "24h,warn=1d", 0, {0}, "2023-03-01", 10},
        {"2023-03-03", "96h,warn=1wd", 0, {0}, "2023-03-06", 10},
    };
    const int64_t hour = 3600 * US_PER_S;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct deadline_rule rule;
        struct span_us pause = {0};
        struct deadline due;
        assert_true(deadline_rule_parse(cases[i].rule, &rule));
        if (cases[i].pause[0]) {
            pause = (struct span_us){day_start_us(d(cases[i].pause[0])) + 9 * hour,
                                     day_start_us(d(cases[i].pause[1])) + 9 * hour};
        }
        deadline_compute(c, day_start_us(d(cases[i].from)) + 10 * hour, &rule, &pause,
                         cases[i].pause[0] != NULL, cases[i].extension, &due);
        assert_day(due.warn_day, cases[i].warn);
        assert_true(due.warn_us == day_start_us(d(cases[i].warn)) + cases[i].hour * hour);
    }
}

static bool same_deadline(const struct deadline *a, const struct deadline *b) {
    return a->due_day == b->due_day && a->due_us == b->due_us && a->warn_day == b->warn_day &&
           a->warn_us == b->warn_us;
}

struct life { // a random clock
    struct deadline_rule rule;
    int64_t start;
    int extension;
    struct span_us pauses[5];
    size_t n;
};

static struct life random_life(void) {
    struct life life = {
        .rule = {.unit = (enum deadline_unit)(random() % 3),
                 .amount = (int)(random() % 70),
                 .count_first_day = random() % 2,
                 .no_roll = random() % 4 == 0,
                 .warning = (enum warning_unit)(random() % 5)},
        .start = day_start_us(d("2017-10-01") + (int32_t)(random() % 3600)) + random() % US_PER_DAY,
        .extension = (int)(random() % 5),
        .n = (size_t)(random() % 4),
    };
    life.rule.warning_amount = life.rule.warning ? 1 + (int)(random() % 60) : 0;
    for (size_t k = 0; k < 5; k++) {
        life.pauses[k] = random_pause(life.start);
    }
    return life;
}

static void compute(const struct life *life, struct deadline *out) {
    deadline_compute(calendar_builtin(), life->start, &life->rule, life->pauses, life->n,
                     life->extension, out);
}

static void check_pauses(const struct life *life, const struct deadline *due) {
    struct life other = *life;
    struct deadline got;
    // More pause is never earlier.
    other.n++;
    compute(&other, &got);
    assert_true(due_or_never(&got) >= due_or_never(due));
    // Pausing and resuming at once changes nothing.
    other.pauses[life->n].to = other.pauses[life->n].from;
    compute(&other, &got);
    assert_true(same_deadline(&got, due));
    // Nor does a pause that repeats part of another one; nor the order of pauses.
    if (life->n) {
        const struct span_us first = life->pauses[0];
        other.pauses[life->n] = (struct span_us){
            first.to == TIME_NONE ? first.from : first.from + (first.to - first.from) / 3,
            first.to};
        compute(&other, &got);
        assert_true(same_deadline(&got, due));
        other = *life;
        for (size_t k = 0; k < life->n; k++) {
            other.pauses[k] = life->pauses[life->n - 1 - k];
        }
        compute(&other, &got);
        assert_true(same_deadline(&got, due));
    }
}

// An extension never shortens, a longer rule is never due earlier, nor is one that started later.
static void check_monotone(const struct life *life, const struct deadline *due) {
    struct life other = *life;
    struct deadline got;
    other.extension++;
    compute(&other, &got);
    assert_true(due_or_never(&got) >= due_or_never(due));
    assert_true(due->due_us == TIME_NONE || got.due_us == TIME_NONE || got.due_us >= due->due_us);
    other = *life;
    other.rule.amount++;
    compute(&other, &got);
    assert_true(due_or_never(&got) >= due_or_never(due));
    other = *life;
    other.start += random() % (3 * US_PER_DAY);
    compute(&other, &got);
    assert_true(due_or_never(&got) >= due_or_never(due));
    assert_true(due->due_us == TIME_NONE || got.due_us == TIME_NONE || got.due_us >= due->due_us);
    // What was taken away again was never there.
    other = *life;
    other.extension = -1;
    compute(&other, &got);
    other.extension = 0;
    struct deadline zero;
    compute(&other, &zero);
    assert_true(same_deadline(&got, &zero));
}

// In two steps, the second one from where the first ends, the same day is due: neither rolled in between nor the first day counted twice.
static void check_two_steps(const struct life *life, const struct deadline *due) {
    struct life step = *life;
    struct deadline got;
    int first = life->rule.amount ? (int)(random() % life->rule.amount) : 0;
    if (life->rule.count_first_day && first == 0) {
        return; // the day counted would be the second step's
    }
    step.rule.amount = first;
    step.rule.no_roll = true;
    step.extension = 0;
    compute(&step, &got);
    if (got.due_us == TIME_NONE) {
        assert_true(due->due_us == TIME_NONE);
        return;
    }
    step = *life;
    step.start = got.due_us;
    step.rule.amount -= first;
    step.rule.count_first_day = false;
    compute(&step, &got);
    assert_true(got.due_us == due->due_us && got.due_day == due->due_day);
    // An extension is the same as a longer rule.
    step = *life;
    step.extension = 0;
    step.rule.amount += life->rule.unit == DEADLINE_HOURS ? 24 * life->extension : life->extension;
    compute(&step, &got);
    assert_true(same_deadline(&got, due));
}

static void check_bounds(const struct life *life, const struct deadline *due) {
    const struct calendar *c = calendar_builtin();
    if (due->due_day == DAY_NONE) {
        assert_true(due->due_us == TIME_NONE && due->warn_us == TIME_NONE &&
                    due->warn_day == DAY_NONE);
        return;
    }
    assert_true(due->due_us >= life->start);
    assert_true(due->warn_us <= due->due_us && due->warn_day >= day_of_time(life->start));
    assert_int_equal(day_of_time(due->warn_us), due->warn_day);
    // Never due on a day off when rolled.
    assert_true(life->rule.unit == DEADLINE_HOURS || life->rule.no_roll ||
                calendar_is_workday(c, due->due_day));
    if (life->rule.unit == DEADLINE_WORKING_DAYS && life->n == 0 && !life->rule.count_first_day &&
        life->rule.amount > 0) {
        assert_int_equal(calendar_workdays_between(c, day_of_time(life->start), due->due_day),
                         life->rule.amount + life->extension);
    }
}

static unsigned seed_of_run(void) {
    const char *text = getenv("YIKOU_TEST_SEED");
    unsigned seed = text ? (unsigned)strtoul(text, NULL, 10) : 20230301;
    print_message("seed %u (YIKOU_TEST_SEED)\n", seed);
    return seed;
}

static void test_properties(void **state) {
    (void)state;
    srandom(seed_of_run());
    for (int i = 0; i < 30000; i++) {
        const struct life life = random_life();
        struct deadline due;
        compute(&life, &due);
        check_pauses(&life, &due);
        check_monotone(&life, &due);
        check_two_steps(&life, &due);
        check_bounds(&life, &due);
    }
}

static void test_rule_text(void **state) {
    (void)state;
    struct deadline_rule rule = {0};
    char text[RULE_TEXT_BYTES];
    static const char *const good[] = {"5wd",
                                       "60d",
                                       "2h",
                                       "0d",
                                       "36500wd,first,noroll,warn=36500wd",
                                       "5wd,warn=1wd",
                                       "60d,first",
                                       "60d,noroll,warn=10d",
                                       "24h,warn=4h",
                                       "5wd,warn=80%"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(deadline_rule_parse(good[i], &rule));
        deadline_rule_format(&rule, text);
        assert_string_equal(text, good[i]);
    }
    static const char *const bad[] = {"",
                                      "5",
                                      "wd",
                                      "-5wd",
                                      "5 wd",
                                      "5w",
                                      "5wdx",
                                      "36501d",
                                      "99999999999999999999d",
                                      "+1d",
                                      "5WD",
                                      "5wd,",
                                      "5wd,noroll,first",
                                      "5wd,firstly",
                                      "5wd,first,first",
                                      "5wdfirst",
                                      "5wd,warn=",
                                      "5wd,warn=0%",
                                      "5wd,warn=100%",
                                      "5wd,warn=1",
                                      "5wd,warn=1w",
                                      "5wd,warn=1wd,first",
                                      "5wd warn=1wd"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(deadline_rule_parse(bad[i], &rule));
    }
}

static void test_lights(void **state) {
    (void)state;
    static const struct {
        const char *due, *warn;
        bool paused, stopped;
        const char *today;
        int hour;
        enum light light;
    } cases[] = {
        {NULL, NULL, false, false, "2023-03-01", 9, LIGHT_NONE},
        {NULL, NULL, false, true, "2023-03-01", 9, LIGHT_NONE}, // ended before any clock began
        {"2023-03-08", "2023-03-07", false, false, "2023-03-01", 9, LIGHT_GREEN},
        {"2023-03-08", "2023-03-07", false, false, "2023-03-06", 23, LIGHT_GREEN},
        {"2023-03-08", "2023-03-07", false, false, "2023-03-07", 0, LIGHT_YELLOW},
        {"2023-03-08", "2023-03-07", false, false, "2023-03-08", 23, LIGHT_YELLOW},
        {"2023-03-08", "2023-03-07", false, false, "2023-03-09", 0, LIGHT_RED},
        {"2023-03-08", "2023-03-08", false, false, "2023-03-07", 9, LIGHT_GREEN}, // no warning
        {"2023-03-08", "2023-03-08", false, false, "2023-03-08", 0, LIGHT_YELLOW},
        {"2023-03-08", "2023-03-01", false, false, "2023-03-01", 0, LIGHT_YELLOW}, // at once
        {NULL, NULL, true, false, "2023-03-01", 9, LIGHT_GREY},
        {NULL, NULL, true, false, "2033-03-01", 9, LIGHT_GREY},
        {NULL, NULL, true, true, "2023-03-01", 9, LIGHT_BLUE}, // ended while paused
        {"2023-03-08", "2023-03-07", false, true, "2023-04-01", 9, LIGHT_BLUE},
        {"2023-03-08", "2023-03-07", false, true, "2023-03-01", 9, LIGHT_BLUE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct light_clock clock = {
            .due_us = cases[i].due ? day_start_us(d(cases[i].due) + 1) - 1 : TIME_NONE,
            .warn_us = cases[i].warn ? day_start_us(d(cases[i].warn)) : TIME_NONE,
            .paused = cases[i].paused,
            .stopped = cases[i].stopped,
        };
        assert_int_equal(
            light_of(&clock, day_start_us(d(cases[i].today)) + cases[i].hour * 3600 * US_PER_S),
            cases[i].light);
    }
    // By the moment, where the rule is in hours.
    const struct light_clock hours = {.due_us = 1000, .warn_us = 400};
    assert_int_equal(light_of(&hours, 399), LIGHT_GREEN);
    assert_int_equal(light_of(&hours, 400), LIGHT_YELLOW);
    assert_int_equal(light_of(&hours, 1000), LIGHT_YELLOW);
    assert_int_equal(light_of(&hours, 1001), LIGHT_RED);
    static const char *const words[] = {"none", "green", "yellow", "red", "blue", "grey"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        assert_string_equal(light_word((enum light)i), words[i]);
    }
}

// What the command prints on stdout; its exit status.
static int run_cli(char *out, size_t size, const char *const *args) {
    char *argv[16];
    int argc = 0;
    for (; args[argc]; argc++) {
        argv[argc] = (char *)(uintptr_t)args[argc];
    }
    argv[argc] = NULL;
    FILE *file = tmpfile(), *errors = fopen("/dev/null", "w");
    assert_true(file && errors);
    fflush(stdout);
    fflush(stderr);
    int kept = dup(STDOUT_FILENO), kept_errors = dup(STDERR_FILENO);
    dup2(fileno(file), STDOUT_FILENO);
    dup2(fileno(errors), STDERR_FILENO);
    int status = calendar_cli(argc, argv, NULL, NULL);
    fflush(stdout);
    fflush(stderr);
    dup2(kept, STDOUT_FILENO);
    dup2(kept_errors, STDERR_FILENO);
    close(kept);
    close(kept_errors);
    rewind(file);
    size_t n = fread(out, 1, size - 1, file);
    out[n] = '\0';
    fclose(file);
    fclose(errors);
    return status;
}

static void test_cli(void **state) {
    (void)state;
    static const struct {
        const char *args[12];
        int status;
        const char *begins, *holds;
    } cases[] = {
        {{"calendar", "due", "--from", "2022-01-28", "--add", "5wd", "--lang", "en"},
         0,
         "2022-02-09\n",
         "2022-01-29 Sat weekend day worked 1\n"},
        {{"calendar", "due", "--add", "5wd", "--from", "2022-01-28", "--lang", "zh"},
         0,
         "2022-02-09\n",
         "2022-01-31 周一 节假日\n"},
        {{"calendar", "due", "--from", "2022-05-04", "--add", "60d", "--lang", "en"},
         0,
         "2022-07-04\n",
         "2022-07-03 Sun weekend or holiday 60\n"},
        {{"calendar", "due", "--from", "2022-05-04", "--add", "60d", "--no-roll", "--lang", "en"},
         0,
         "2022-07-03\n",
         ""},
        {{"calendar", "due", "--from", "2023-03-01", "--add", "5wd", "--pause",
          "2023-03-02..2023-03-06", "--lang", "en"},
         0,
         "2023-03-10\n",
         "2023-03-06 Mon working day · paused\n"},
        {{"calendar", "due", "--from", "2023-03-01", "--add", "5wd", "--pause", "2023-03-02..",
          "--lang", "en"},
         0,
         "none",
         ""},
        {{"calendar", "due", "--from", "2026-12-24", "--add", "5wd", "--lang", "en"},
         0,
         "2026-12-31\n",
         "provisional"},
        {{"calendar", "due", "--from", "2022-01-28", "--add", "60d", "--lang", "en"},
         0,
         "2022-03-29\n",
         "2022-03-29 Tue working day 60\n"},
        {{"calendar", "due", "--from", "2022-01-28", "--add", "2h", "--lang", "en"},
         0,
         "2022-01-28\n",
         "at 02:00"},
        {{"calendar", "due", "--from", "2022-01-28T23:30", "--add", "2h", "--lang", "zh"},
         0,
         "2022-01-29\n",
         "01:30"},
        {{"calendar", "due", "--from", "2022-01-28", "--add", "5wd", "--lang", "en"},
         0,
         "2022-02-09\n",
         "2022-01-31 Mon holiday\n"},
        {{"calendar", "due", "--from", "2022-01-28", "--add", "5wd", "--lang", "en"},
         0,
         "2022-02-09\n",
         "2022-01-28 Fri working day · first day, not counted\n"},
        {{"calendar", "due", "--from", "2022-01-28", "--add", "5wd,first", "--lang", "en"},
         0,
         "2022-02-08\n",
         ""},
        {{"calendar", "due", "--from", "2022-01-28", "--add", "5wd", "--extend", "2", "--lang",
          "en"},
         0,
         "2022-02-11\n",
         ""},
        {{"calendar", "due", "--from", "2022-01-28T24:00", "--add", "5wd"}, 2, "", ""},
        {{"calendar", "due", "--from", "2022-01-28 16:30", "--add", "5wd"}, 2, "", ""},
        {{"calendar", "year", "2022"}, 0, "", "2022-01-31\n"},
        {{"calendar", "year", "2031"}, 1, "", ""},
        {{"calendar", "due", "--from", "2022-02-30", "--add", "5wd"}, 2, "", ""},
        {{"calendar", "due", "--from", "2022-02-03", "--add", "5"}, 2, "", ""},
        {{"calendar", "due", "--from", "2022-02-03"}, 2, "", ""},
        {{"calendar"}, 2, "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static char out[65536];
        assert_int_equal(run_cli(out, sizeof out, cases[i].args), cases[i].status);
        assert_int_equal(strncmp(out, cases[i].begins, strlen(cases[i].begins)), 0);
        assert_non_null(strstr(out, cases[i].holds));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_days),     cmocka_unit_test(test_counting_agrees_with_walking),
        cmocka_unit_test(test_deadline_cases), cmocka_unit_test(test_hours),
        cmocka_unit_test(test_properties),     cmocka_unit_test(test_rule_changes_while_paused),
        cmocka_unit_test(test_warnings),       cmocka_unit_test(test_missing_year_arrives),
        cmocka_unit_test(test_files),          cmocka_unit_test(test_rule_text),
        cmocka_unit_test(test_lights),         cmocka_unit_test(test_cli),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
