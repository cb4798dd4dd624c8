// SPDX-License-Identifier: Apache-2.0
// The doctor's rules, as a table of cases; and that whoever is told of trouble is told what to do, in both languages.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/doctor.h"
#include "base/clock.h"

#define S   US_PER_S
#define H   (3600 * US_PER_S)
#define NOW (INT64_C(1700000000) * US_PER_S)

static void expect(int line, struct finding f, enum health health) {
    if (f.health != health) {
        fail_msg("line %d: %s is %d, not %d: %s", line, f.key, (int)f.health, (int)health, f.en);
    }
    assert_true(f.zh[0] && f.en[0] && f.name_zh && f.name_en);
    assert_true((f.do_zh != NULL) == (health != HEALTH_OK));
    assert_true((f.do_en != NULL) == (health != HEALTH_OK));
}
#define EXPECT(finding, health) expect(__LINE__, finding, health)

static void test_rules(void **state) {
    (void)state;
    EXPECT(doctor_schema(13, 13, "1"), HEALTH_OK);
    EXPECT(doctor_schema(12, 13, "1"), HEALTH_FAIL);
    EXPECT(doctor_schema(14, 13, "1"), HEALTH_FAIL);
    EXPECT(doctor_disk(INT64_C(5000000000), INT64_C(100000000000)), HEALTH_OK);
    EXPECT(doctor_disk(INT64_C(4999999999), INT64_C(100000000000)), HEALTH_WARN);
    EXPECT(doctor_disk(INT64_C(499999999), INT64_C(100000000000)), HEALTH_FAIL);
    EXPECT(doctor_disk(0, 0), HEALTH_FAIL);
    EXPECT(doctor_clock(NOW, NOW + 60 * S, 0, 0), HEALTH_OK);
    EXPECT(doctor_clock(NOW, NOW + 61 * S, 0, 0), HEALTH_FAIL);
    EXPECT(doctor_clock(NOW, 0, NOW + 3600 * S, 0), HEALTH_FAIL);
    EXPECT(doctor_clock(NOW, NOW - 900 * H, 0, 2 * S), HEALTH_OK);
    EXPECT(doctor_clock(NOW, NOW, NOW, -3 * S), HEALTH_WARN);
    EXPECT(doctor_clock(NOW, NOW, NOW, 61 * S), HEALTH_FAIL);
    EXPECT(doctor_calendar(2026, 10, true, false), HEALTH_OK);
    EXPECT(doctor_calendar(2026, 11, true, false), HEALTH_WARN);
    EXPECT(doctor_calendar(2026, 12, true, true), HEALTH_OK);
    EXPECT(doctor_calendar(2026, 1, false, true), HEALTH_FAIL);
    EXPECT(doctor_seal(0, true), HEALTH_OK);
    EXPECT(doctor_seal(61 * S, true), HEALTH_WARN);
    EXPECT(doctor_seal(601 * S, true), HEALTH_FAIL);
    EXPECT(doctor_seal(9999 * S, false), HEALTH_WARN);
    EXPECT(doctor_backup(NOW, 0), HEALTH_FAIL);
    EXPECT(doctor_backup(NOW, NOW - 26 * H), HEALTH_OK);
    EXPECT(doctor_backup(NOW, NOW - 27 * H), HEALTH_WARN);
    EXPECT(doctor_backup(NOW, NOW - 169 * H), HEALTH_FAIL);
    EXPECT(doctor_key("k", 0100600, false, true), HEALTH_OK);
    EXPECT(doctor_key("k", 0, false, false), HEALTH_FAIL);
    EXPECT(doctor_key("k", 0100640, false, false), HEALTH_FAIL);
    EXPECT(doctor_key("k", 0100600, false, false), HEALTH_FAIL);
    EXPECT(doctor_key("k", 0100600, true, true), HEALTH_WARN);
    EXPECT(doctor_folder("d", 040700), HEALTH_OK);
    EXPECT(doctor_folder("d", 040755), HEALTH_WARN);
    EXPECT(doctor_folder("d", 040750), HEALTH_OK);
    EXPECT(doctor_fonts(true, 5, 5), HEALTH_OK);
    EXPECT(doctor_fonts(true, 0, 5), HEALTH_WARN);
    EXPECT(doctor_fonts(false, 0, 5), HEALTH_FAIL);
    EXPECT(doctor_mail("m", NULL), HEALTH_OK);
    EXPECT(doctor_mail("m", "refused"), HEALTH_FAIL);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rules)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
