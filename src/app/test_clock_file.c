// SPDX-License-Identifier: Apache-2.0
// The clock of tests: what the file may hold, that a change comes into force, and that domain time never goes back with it.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/clock_file.h"

static char path[] = "/tmp/yikou-clock-XXXXXX";

static void put(const char *text) {
    char fresh[sizeof path + 8];
    snprintf(fresh, sizeof fresh, "%s.new", path);
    FILE *file = fopen(fresh, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0 && fclose(file) == 0);
    assert_int_equal(rename(fresh, path), 0);
}

static int make_path(void **state) {
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state) {
    (void)state;
    return unlink(path);
}

// Waits for the watcher; a watcher that sleeps for ever ends the test by meson's limit.
static void wait_for(const struct clock_ahead *ahead, int64_t seconds) {
    const struct timespec pause = {.tv_nsec = 1000000};
    while (atomic_load(&ahead->us) != seconds * US_PER_S) {
        nanosleep(&pause, NULL);
    }
}

static void test_only_whole_seconds_are_taken(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool good;
        int64_t seconds;
    } cases[] = {
        {"0", true, 0},
        {"86400\n", true, 86400},
        {"-60 \n", true, -60},
        {" 5", true, 5},
        {"", false, 0},
        {"soon", false, 0},
        {"1.5", false, 0},
        {"12 34", false, 0},
        {"999999999999", false, 0},
        {"99999999999999999999999", false, 0},
        {"000000000000000000000000000000000000001x", false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct clock_file *file = NULL;
        struct err err = {0};
        put(cases[i].text);
        enum yk status = clock_file_open(path, &file, &err);
        assert_int_equal(status, cases[i].good ? YK_OK : YK_REFUSED);
        if (cases[i].good) {
            assert_int_equal(atomic_load(&clock_file_ahead(file)->us), cases[i].seconds * US_PER_S);
        } else {
            assert_string_equal(err.items[0].field, "clock-file");
            assert_null(file);
        }
        clock_file_close(&file);
        assert_null(file);
    }
    struct clock_file *none = NULL;
    struct err err = {0};
    assert_int_equal(clock_file_open("/nowhere/at/all", &none, &err), YK_REFUSED);
    assert_int_equal(err.items[0].code, ERR_NOT_FOUND);
}

static void test_a_change_comes_into_force(void **state) {
    (void)state;
    struct clock_file *file = NULL;
    put("100");
    assert_int_equal(clock_file_open(path, &file, NULL), YK_OK);
    struct clock_ahead *ahead = clock_file_ahead(file);
    put("86400");
    wait_for(ahead, 86400);
    put("tomorrow"); // named, and nothing changes
    put("");
    put("200000");
    wait_for(ahead, 200000);
    clock_file_close(&file);
}

static void test_domain_time_never_goes_back(void **state) {
    (void)state;
    struct clock_ahead ahead = {.us = 3600 * US_PER_S};
    struct clock clock = {.shift_us = -US_PER_DAY, .ahead = &ahead};
    const int64_t moved = 3600 * US_PER_S - US_PER_DAY;
    int64_t earliest = clock_real_us() + moved;
    int64_t before = clock_domain_us(&clock);
    int64_t latest = clock_real_us() + moved;
    assert_true(before >= earliest && before <= latest);
    atomic_store(&ahead.us, 0);
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_domain_us(&clock);
        assert_true(now > before);
        assert_true(now <= latest + 1000); // it stands still, nearly, until real time comes up
        before = now;
    }
    int64_t wall = clock_wall_us(&clock);
    assert_true(wall <= clock_real_us()); // the wall follows at once
    atomic_store(&ahead.us, 2 * US_PER_DAY);
    assert_true(clock_domain_us(&clock) > before + US_PER_DAY);
    clock.ahead = NULL;
    assert_true(clock_domain_us(&clock) < clock_real_us());
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_whole_seconds_are_taken),
        cmocka_unit_test(test_a_change_comes_into_force),
        cmocka_unit_test(test_domain_time_never_goes_back),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
