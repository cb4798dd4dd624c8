// SPDX-License-Identifier: Apache-2.0
// Every role against every capability, every set of two roles, and the predicate in C against the one in SQL.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "auth/scope.h"

// One line per capability, one column per role in the order of enum role: who has it.
// One a line, so that two who add one do not meet.
// clang-format off
static const struct {
    const char *cap, *roles;
} expected[] = {
    // clerk handler head operator supervisor leader sysadmin secadmin auditor
    {"matter.intake", "x........"},
    {"matter.view", "xxxxxx..."},
    {"matter.dispatch", "x...x...."},
    {"matter.arbitrate", "....x...."},
    {"matter.handle", ".xx......"},
    {"matter.signoff", "..x......"},
    {"matter.withdraw", "x...x...."},
    {"callback.work", "...x....."},
    {"figure.view", "xxxxxx..."},
    {"party.find", "x..x....."},
    {"party.reveal", "xxxxx...."},
    {"account.manage", "......x.."},
    {"account.secure", ".......x."},
    {"unit.manage", "......x.."},
    {"policy.manage", "....x...."},
    {"log.read", "........x"},
    {"account.view", "......xx."},
    {"job.manage", "......x.."},
    {"supervise.urge", "x...x...."},
    {"supervise.orders", "....x...."},
    {"review.view", ".xx.xx..."},
    {"review.manage", "....x...."},
    {"review.ask", "....xx..."},
    {"target.view", ".xx.xx..."},
    {"target.manage", "....x...."},
    {"target.report", ".xx......"},
    {"target.open", ".....x..."},
};
// clang-format on

static void test_roles_and_caps(void **state) {
    (void)state;
    size_t seen = 0;
    for (int cap = CAP_SIGNED_IN + 1; cap < CAP_END; cap++) {
        size_t row = 0;
        while (row < sizeof expected / sizeof *expected &&
               strcmp(expected[row].cap, cap_word((enum cap)cap)) != 0) {
            row++;
        }
        assert_true(row < sizeof expected / sizeof *expected);
        seen++;
        for (int role = 1; role < ROLE_END; role++) {
            struct actor actor = {.caps = role_caps(1u << role)};
            assert_int_equal(actor_may(&actor, (enum cap)cap),
                             expected[row].roles[role - 1] == 'x');
            assert_false(actor_may(NULL, (enum cap)cap));
        }
    }
    assert_int_equal(seen, sizeof expected / sizeof *expected);
    struct actor nobody_special = {.caps = role_caps(0)};
    assert_true(actor_may(NULL, CAP_OPEN));
    assert_false(actor_may(NULL, CAP_SIGNED_IN));
    assert_true(actor_may(&nobody_special, CAP_SIGNED_IN));
    assert_null(cap_word(CAP_OPEN));
    assert_string_equal(role_word(ROLE_SECADMIN), "secadmin");
}

static void test_separation(void **state) {
    (void)state;
    assert_true(roles_compatible(0));
    for (int a = 1; a < ROLE_END; a++) {
        assert_true(roles_compatible(1u << a));
        for (int b = a + 1; b < ROLE_END; b++) {
            bool admin = a >= ROLE_SYSADMIN || b >= ROLE_SYSADMIN;
            bool handles =
                a == ROLE_HANDLER || a == ROLE_HEAD || b == ROLE_HANDLER || b == ROLE_HEAD;
            bool judges = a == ROLE_OPERATOR || a == ROLE_SUPERVISOR || b == ROLE_OPERATOR ||
                          b == ROLE_SUPERVISOR;
            assert_int_equal(roles_compatible(1u << a | 1u << b), !admin && !(handles && judges));
        }
    }
    // What holds for pairs holds for larger sets: a role more never makes a refused set good.
    for (uint32_t set = 0; set < 1u << ROLE_END; set += 2) {
        for (int role = 1; role < ROLE_END; role++) {
            assert_true(roles_compatible(set) || !roles_compatible(set | 1u << role));
        }
    }
}

static void test_scope(void **state) {
    (void)state;
    for (int role = 1; role < ROLE_END; role++) {
        struct scope scope = scope_of_roles(1u << role, 340406, 7);
        bool unit = role == ROLE_HANDLER || role == ROLE_HEAD, none = role >= ROLE_SYSADMIN;
        assert_int_equal(scope_covers(&scope, 340406, 7), !none);
        assert_int_equal(scope_covers(&scope, 340406, 8), !none && !unit);
        assert_int_equal(scope_covers(&scope, 340406, 0), !none && !unit);
        assert_false(scope_covers(&scope, 340407, 7));

        struct buf sql;
        int next = 3;
        buf_init(&sql, 100);
        buf_add_text(&sql, "");
        scope_sql(&scope, "lead", &next, &sql);
        assert_string_equal(sql.data ? sql.data : "", none   ? " AND 1=0"
                                                      : unit ? " AND lead = $3"
                                                             : "");
        assert_int_equal(next, unit ? 4 : 3);
        buf_done(&sql);
    }
    struct scope wide = scope_of_roles(1u << ROLE_HANDLER | 1u << ROLE_CLERK, 340406, 7);
    assert_true(scope_covers(&wide, 340406, 8));
    struct scope nobody = scope_of_roles(0, 340406, 7);
    assert_false(scope_covers(&nobody, 340406, 7));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roles_and_caps),
        cmocka_unit_test(test_separation),
        cmocka_unit_test(test_scope),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
