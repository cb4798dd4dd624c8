// SPDX-License-Identifier: Apache-2.0
// The rules of stage replies: which days may be promised, what keeps and what breaks a promise, who must sign one off, what comes by itself. No store:
// events go through the JSON form in which they are stored.
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <stdlib.h>
#include <string.h>

#include "matter/events.h"

enum { DISTRICT = 340406, U_WINDOW = 11, U_HOUSING = 21, U_FINANCE = 22, U_OFFICE = 51 };
enum who { CLERK, HANDLER, COLLEAGUE, HEAD, STRANGER, OFFICE, SYSTEM, WHO_END };
static const struct {
    int64_t account, unit;
    uint32_t roles;
    enum scope_level level;
} people[WHO_END] = {
    [CLERK] = {1, U_WINDOW, 1u << ROLE_CLERK, SCOPE_DISTRICT},
    [HANDLER] = {2, U_HOUSING, 1u << ROLE_HANDLER, SCOPE_UNIT},
    [COLLEAGUE] = {3, U_HOUSING, 1u << ROLE_HANDLER, SCOPE_UNIT},
    [HEAD] = {4, U_HOUSING, 1u << ROLE_HEAD, SCOPE_UNIT},
    [STRANGER] = {5, U_FINANCE, 1u << ROLE_HANDLER, SCOPE_UNIT},
    [OFFICE] = {6, U_OFFICE, 1u << ROLE_SUPERVISOR, SCOPE_DISTRICT},
    [SYSTEM] = {0, 0, 0, SCOPE_DISTRICT},
};
static const struct matter_unit housing = {U_HOUSING, true, true, false};

struct world {
    struct arena *arena;
    struct matter *matter;
    struct policy policy;
    struct time_rules rules;
    int64_t now_us, seq;
    struct drafts last; // of the last command
    struct err err;
};

enum deed { SIGN, STAGE, APPROVE, RETURN, ANSWER, PARK, PARK_YES, UNPARK, WITHDRAW, NEAR, PASSED };

struct deed_of {
    enum deed deed;
    int32_t day; // promised
    int64_t told, n;
};

static struct matter_env env_of(struct world *world, const struct actor *actor) {
    return (struct matter_env){.actor = actor,
                               .policy = &world->policy,
                               .rules = &world->rules,
                               .calendar = calendar_builtin(),
                               .now_us = world->now_us,
                               .today = day_of_time(world->now_us),
                               .arena = world->arena};
}

static struct actor actor_of(enum who who) {
    return (struct actor){.account = people[who].account,
                          .unit = people[who].unit,
                          .roles = people[who].roles,
                          .caps = role_caps(people[who].roles),
                          .scope = {DISTRICT, people[who].level, people[who].unit}};
}

static enum yk decide_acts(struct world *world, const struct matter_env *env,
                           const struct deed_of *what, struct drafts *out) {
    const struct matter *matter = world->matter;
    struct err *err = &world->err;
    switch (what->deed) {
    case ANSWER: return matter_decide_answer(matter, env, "已办结", RESULT_RESOLVED, out, err);
    case PARK:
        return matter_decide_park(matter, env, PARK_FUNDS, env->today + 30, "资金", out, err);
    case PARK_YES: return matter_decide_parking(matter, env, true, "同意", out, err);
    case UNPARK: return matter_decide_unpark(matter, env, "条件具备", out, err);
    case WITHDRAW: return matter_decide_withdraw(matter, env, "来电撤回", out, err);
    default: return matter_decide_sign(matter, env, out, err);
    }
}

static enum yk decide(struct world *world, enum who who, const struct deed_of *what,
                      struct drafts *out) {
    struct actor actor = actor_of(who);
    struct matter_env env = env_of(world, &actor);
    const struct matter_stage stage = {.day = what->day,
                                       .told = what->told ? what->told : TOLD_BY_WINDOW,
                                       .text = "已到现场查看，材料已下单",
                                       .next = "材料到货后三天内修好"};
    const struct matter *matter = world->matter;
    memset(&world->err, 0, sizeof world->err);
    switch (what->deed) {
    case STAGE: return matter_decide_stage(matter, &env, &stage, out, &world->err);
    case APPROVE: return matter_decide_countersign(matter, &env, true, "同意", out, &world->err);
    case RETURN:
        return matter_decide_countersign(matter, &env, false, "日期太远", out, &world->err);
    case NEAR: return matter_decide_promise_near(matter, &env, what->n, out, &world->err);
    case PASSED: return matter_decide_promise_passed(matter, &env, what->n, out, &world->err);
    default: return decide_acts(world, &env, what, out);
    }
}

static const void *through_json(struct world *world, const struct draft *draft) {
    struct buf buf;
    struct jw jw;
    buf_init(&buf, 1 << 16);
    jw_init(&jw, &buf);
    jw_spec(&jw, draft->type->spec, draft->body);
    assert_false(buf.failed);
    void *body = arena_alloc(world->arena, draft->type->spec->struct_bytes);
    assert_int_equal(
        json_decode_stored(draft->type->spec, buf.data, buf.len, world->arena, body, NULL), YK_OK);
    buf_done(&buf);
    return body;
}

// The state, too, is what its stored form gives back.
static void reread(struct world *world) {
    struct buf buf;
    struct jw jw;
    buf_init(&buf, 1 << 20);
    jw_init(&jw, &buf);
    jw_spec(&jw, &matter_state_spec, world->matter);
    struct matter *again = arena_alloc(world->arena, sizeof *again);
    assert_int_equal(
        json_decode_stored(&matter_state_spec, buf.data, buf.len, world->arena, again, NULL),
        YK_OK);
    buf_done(&buf);
    world->matter = again;
}

static void record(struct world *world, enum who who, const struct drafts *drafts) {
    for (size_t i = 0; i < drafts->n; i++) {
        const struct draft *draft = &drafts->items[i];
        const struct event event = {.district = DISTRICT,
                                    .object = 1000,
                                    .seq = ++world->seq,
                                    .recorded_at = world->now_us,
                                    .day = draft->day,
                                    .actor = people[who].account,
                                    .type = draft->type,
                                    .body = through_json(world, draft)};
        struct err err = {0};
        if (matter_ledger.apply(world->matter, &event, world->arena, &err) != YK_OK) {
            fail_msg("%s", err.detail);
        }
    }
    world->now_us += US_PER_S;
    reread(world);
}

static void act(struct world *world, enum who who, struct deed_of what) {
    world->last = (struct drafts){.n = 0};
    if (decide(world, who, &what, &world->last) != YK_OK) {
        fail_msg("deed %d refused: %s (%s)", (int)what.deed, err_word(world->err.code),
                 world->err.detail);
    }
    record(world, who, &world->last);
}

static void refuse(struct world *world, enum who who, struct deed_of what, enum err_code code) {
    struct drafts drafts = {0};
    assert_int_equal(decide(world, who, &what, &drafts), YK_REFUSED);
    enum err_code got = world->err.n_items ? world->err.items[0].code : world->err.code;
    assert_string_equal(err_word(got), err_word(code));
    assert_int_equal(drafts.n, 0);
}

#define DO(deed_) ((struct deed_of){.deed = (deed_)})
#define REPLY(d_) ((struct deed_of){.deed = STAGE, .day = (d_)})
#define OF(deed_, n_)                                                                              \
    (struct deed_of) {                                                                             \
        .deed = (deed_), .n = (n_)                                                                 \
    }

static int32_t july(int day) {
    return day_from_civil(2022, 7, day);
}

static void go_to(struct world *world, int32_t day) {
    world->now_us = day_start_us(day) + 9 * 3600 * US_PER_S;
}

// Signed on Wednesday 6 July 2022, 09:00 in China; the answer is due on the 13th.
static struct world *signed_world(void) {
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->arena = arena_new(0);
    world->matter = arena_alloc(world->arena, sizeof *world->matter);
    json_spec_clear(&matter_state_spec, world->matter);
    world->policy = policy_default();
    world->rules = *time_rules_default();
    go_to(world, july(6));
    const struct actor clerk = actor_of(CLERK);
    const struct matter_env env = env_of(world, &clerk);
    const struct matter_intake intake = {.number = matter_number_of(2022, 1),
                                         .channel = CHANNEL_PHONE,
                                         .caller_kind = CALLER_PERSON,
                                         .urgency = URGENCY_NORMAL,
                                         .kind = JSON_ABSENT_INT,
                                         .party = 77,
                                         .day = env.today,
                                         .reachable = true,
                                         .category = {30201, true, true, housing},
                                         .title = "屋顶漏水",
                                         .text = "厂房屋顶漏水",
                                         .dispatch = true,
                                         .unit = housing,
                                         .id = 1000};
    struct drafts drafts = {0}, target = {0};
    assert_int_equal(matter_decide_intake(&env, &intake, &drafts, &target, NULL), YK_OK);
    record(world, CLERK, &drafts);
    act(world, HANDLER, DO(SIGN));
    return world;
}

static void world_free(struct world *world) {
    arena_free(&world->arena);
    free(world);
}

static size_t count(struct world *world, const char *key) {
    const struct fact_table *table = NULL;
    const struct measure *measure = matter_find_measure(key, &table);
    struct fact_set set = {.arena = world->arena};
    size_t n = 0;
    assert_non_null(measure);
    assert_int_equal(matter_ledger.facts(world->matter, 1000, &set, NULL), YK_OK);
    for (size_t i = 0; i < set.n; i++) {
        const struct fact_row *row = &set.rows[i];
        n += row->table == table && row->v[measure->day_col] != FACT_NULL &&
             fact_matches(row, measure->conds, measure->n_conds);
    }
    return n;
}

static int64_t fact(struct world *world, const struct fact_table *table, int part, int col) {
    struct fact_set set = {.arena = world->arena};
    assert_int_equal(matter_ledger.facts(world->matter, 1000, &set, NULL), YK_OK);
    for (size_t i = 0; i < set.n; i++) {
        if (set.rows[i].table == table && set.rows[i].part == part) {
            return set.rows[i].v[col];
        }
    }
    fail_msg("no row %d of %s", part, table->name);
    return 0;
}

static bool tells(const struct world *world, const char *kind) {
    for (size_t i = 0; i < world->last.n; i++) {
        for (size_t k = 0; k < world->last.items[i].n_notices; k++) {
            if (strcmp(world->last.items[i].notices[k].kind, kind) == 0) {
                return true;
            }
        }
    }
    return false;
}

// ---- days ----

// By the shipped rule at most 15 working days ahead, from the 6th to the 27th; the warning one working day before.
static void days_are_those_of_the_rule(void **unused) {
    (void)unused;
    static const struct {
        const char *rule; // NULL: the set has none, and the shipped one holds
        int day;          // of July
        enum err_code code;
        int warn;
    } cases[] = {
        {"15wd,warn=1wd", 5, ERR_OUT_OF_RANGE, 0},
        {"15wd,warn=1wd", 6, ERR_OUT_OF_RANGE, 0}, // today is no promise
        {"15wd,warn=1wd", 7, ERR_NONE, 6},
        {"15wd,warn=1wd", 9, ERR_OUT_OF_RANGE, 0}, // a Saturday
        {"15wd,warn=1wd", 11, ERR_NONE, 8},
        {"15wd,warn=1wd", 27, ERR_NONE, 26},
        {"15wd,warn=1wd", 28, ERR_OUT_OF_RANGE, 0},
        {"5wd", 13, ERR_NONE, 13},
        {"5wd", 14, ERR_OUT_OF_RANGE, 0},
        {"10d,warn=3d", 11, ERR_NONE, 8},
        {"10d,warn=3d", 10, ERR_OUT_OF_RANGE, 0}, // a Sunday
        {"10d,noroll,warn=3d", 10, ERR_NONE, 7},  // where days off count like others
        {"10d,noroll,warn=3d", 17, ERR_OUT_OF_RANGE, 0},
        {"10d,warn=50%", 14, ERR_NONE, 10},
        {NULL, 27, ERR_NONE, 26},
        {NULL, 28, ERR_OUT_OF_RANGE, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world *world = signed_world();
        struct time_rule rows[TIME_RULES_MAX];
        memcpy(rows, world->rules.rules, world->rules.n_rules * sizeof *rows);
        world->rules.rules = rows;
        for (size_t k = 0; k < world->rules.n_rules; k++) {
            if (rows[k].clock == TIME_STAGE) {
                rows[k] = cases[i].rule
                              ? (struct time_rule){TIME_STAGE, JSON_ABSENT_INT, JSON_ABSENT_INT,
                                                   NULL,       cases[i].rule,   "",
                                                   NULL}
                              : rows[0];
            }
        }
        if (cases[i].code != ERR_NONE) {
            refuse(world, HANDLER, REPLY(july(cases[i].day)), cases[i].code);
        } else {
            act(world, HANDLER, REPLY(july(cases[i].day)));
            const struct matter_promise *owed = matter_owed_promise(world->matter);
            assert_int_equal(owed->clock.due_day, july(cases[i].day));
            assert_int_equal(owed->clock.warn_day, july(cases[i].warn));
        }
        world_free(world);
    }
}

static void only_the_lead_promises_while_it_is_at_work(void **unused) {
    (void)unused;
    struct world *world = signed_world();
    refuse(world, STRANGER, REPLY(july(8)), ERR_NOT_YOUR_UNIT);
    refuse(world, CLERK, REPLY(july(8)), ERR_FORBIDDEN);
    refuse(world, HANDLER, REPLY(DAY_NONE), ERR_IMPOSSIBLE_DAY);
    refuse(world, HEAD, DO(APPROVE), ERR_WRONG_STATE);
    go_to(world, july(20)); // the answer is late: the more a promise is owed
    act(world, HANDLER, REPLY(july(22)));
    act(world, HANDLER, DO(ANSWER));
    refuse(world, HANDLER, REPLY(july(26)), ERR_WRONG_STATE);
    world_free(world);
}

// ---- kept or broken ----

// Promised on the 6th for the 11th; then these. Outcome of the first promise, whether it counts, and whether it is still owed.
static void promises_are_kept_by_the_day(void **unused) {
    (void)unused;
    static const struct {
        const char *label;
        struct {
            enum who who;
            enum deed deed;
            int on, day;
        } then[3];
        enum promise_outcome outcome;
        int d, n;
        bool owed;
        int late;
    } cases[] = {
        {"nothing", {{0}}, PROMISE_OPEN, 1, 0, true, 0},
        {"answered before", {{HANDLER, ANSWER, 8, 0}}, PROMISE_KEPT, 1, 1, false, 0},
        {"answered on the day", {{HANDLER, ANSWER, 11, 0}}, PROMISE_KEPT, 1, 1, false, 0},
        {"answered the day after", {{HANDLER, ANSWER, 12, 0}}, PROMISE_BROKEN, 1, 0, false, 1},
        {"recorded as passed", {{SYSTEM, PASSED, 12, 0}}, PROMISE_BROKEN, 1, 0, true, 0},
        {"recorded, then answered",
         {{SYSTEM, PASSED, 12, 0}, {HANDLER, ANSWER, 14, 0}},
         PROMISE_BROKEN,
         1,
         0,
         false,
         3},
        {"promised anew by the day", {{HANDLER, STAGE, 11, 15}}, PROMISE_RENEWED, 2, 1, true, 0},
        {"promised anew too late", {{HANDLER, STAGE, 12, 15}}, PROMISE_BROKEN, 2, 0, true, 1},
        {"promised anew and kept",
         {{HANDLER, STAGE, 11, 15}, {HANDLER, ANSWER, 15, 0}},
         PROMISE_RENEWED,
         2,
         2,
         false,
         0},
        {"withdrawn before", {{CLERK, WITHDRAW, 8, 0}}, PROMISE_LAPSED, 0, 0, false, 0},
        {"withdrawn after", {{CLERK, WITHDRAW, 12, 0}}, PROMISE_BROKEN, 1, 0, false, 1},
        {"to be parked", {{HANDLER, PARK, 8, 0}}, PROMISE_OPEN, 1, 0, true, 0},
        {"parked before",
         {{HANDLER, PARK, 8, 0}, {OFFICE, PARK_YES, 8, 0}},
         PROMISE_LAPSED,
         0,
         0,
         false,
         0},
        {"parked after",
         {{HANDLER, PARK, 12, 0}, {OFFICE, PARK_YES, 12, 0}},
         PROMISE_BROKEN,
         1,
         0,
         false,
         1},
        {"parked, taken up, answered",
         {{HANDLER, PARK, 8, 0}, {OFFICE, PARK_YES, 8, 0}, {HANDLER, UNPARK, 20, 0}},
         PROMISE_LAPSED,
         0,
         0,
         false,
         0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world *world = signed_world();
        act(world, HANDLER, REPLY(july(11)));
        for (size_t k = 0; k < 3 && cases[i].then[k].on; k++) {
            go_to(world, july(cases[i].then[k].on));
            act(world, cases[i].then[k].who,
                (struct deed_of){.deed = cases[i].then[k].deed,
                                 .day = cases[i].then[k].day ? july(cases[i].then[k].day) : 0,
                                 .n = 1});
        }
        const struct matter_promise *first = &world->matter->promises[0];
        bool owed = matter_owed_promise(world->matter) != NULL;
        int64_t late = fact(world, &promise_fact_table, 1, P_DAYS_LATE);
        if (first->outcome != cases[i].outcome || owed != cases[i].owed ||
            (int)count(world, "matter.promise_kept.d") != cases[i].d ||
            (int)count(world, "matter.promise_kept.n") != cases[i].n ||
            late != (cases[i].late ? cases[i].late : FACT_NULL)) {
            fail_msg("%s: outcome %d, owed %d, %zu/%zu, late %lld", cases[i].label,
                     (int)first->outcome, owed, count(world, "matter.promise_kept.n"),
                     count(world, "matter.promise_kept.d"), (long long)late);
        }
        int64_t due = fact(world, &matter_fact_table, 0, M_PROMISE_DUE_AT);
        assert_int_equal(due != FACT_NULL, owed);
        world_free(world);
    }
}

static void the_clock_of_the_answer_runs_on(void **unused) {
    (void)unused;
    struct world *world = signed_world();
    int32_t due = world->matter->answer.due_day;
    act(world, HANDLER, REPLY(july(20)));
    assert_int_equal(world->matter->answer.due_day, due);
    assert_int_equal(world->matter->state, MATTER_HANDLING);
    assert_int_equal(count(world, "matter.stage_replied"), 1);
    go_to(world, july(20));
    act(world, HANDLER, DO(ANSWER)); // as promised, and late all the same
    assert_int_equal(count(world, "matter.promise_kept.n"), 1);
    assert_int_equal(count(world, "callback.on_time.n"), 0);
    world_free(world);
}

static void the_caller_is_told(void **unused) {
    (void)unused;
    struct world *world = signed_world();
    act(world, HANDLER, REPLY(july(11)));
    assert_true(tells(world, "caller.promised"));
    assert_int_equal(world->matter->dispatches[0].contacted_day, DAY_NONE);
    act(world, HANDLER, (struct deed_of){.deed = STAGE, .day = july(12), .told = TOLD_BY_PHONE});
    assert_false(tells(world, "caller.promised")); // the unit did, which is a word with the caller
    assert_int_equal(world->matter->dispatches[0].contacted_day, july(6));
    world_free(world);
}

// ---- signed off ----

static void the_head_signs_where_the_district_wants_it(void **unused) {
    (void)unused;
    struct world *world = signed_world();
    world->policy.head_signs_off = 1;
    act(world, HANDLER, REPLY(july(11)));
    assert_true(tells(world, "matter.stage_to_sign"));
    assert_false(tells(world, "caller.promised"));
    assert_null(matter_owed_promise(world->matter));
    assert_int_equal(count(world, "matter.stage_replied"), 0);
    assert_int_equal(fact(world, &matter_fact_table, 0, M_PENDING), PENDING_STAGE);
    refuse(world, COLLEAGUE, REPLY(july(11)), ERR_REQUEST_OPEN);
    refuse(world, COLLEAGUE, DO(PARK), ERR_REQUEST_OPEN);
    refuse(world, COLLEAGUE, DO(APPROVE), ERR_FORBIDDEN);
    act(world, HEAD, DO(RETURN));
    assert_int_equal(world->matter->promises[0].outcome, PROMISE_RETURNED);
    assert_int_equal(fact(world, &matter_fact_table, 0, M_PENDING), FACT_NULL);
    act(world, HANDLER, REPLY(july(12)));
    go_to(world, july(8));
    act(world, HEAD, DO(APPROVE));
    assert_true(tells(world, "caller.promised"));
    const struct matter_promise *owed = matter_owed_promise(world->matter);
    assert_int_equal(owed->n, 2);
    assert_int_equal(owed->given_day, july(8));
    assert_int_equal(owed->clock.due_day, july(12));
    assert_string_equal(owed->clock.rule, "2wd,warn=1wd");
    // What waits takes nothing from what is owed; one's own cannot be signed; nor what is for today.
    act(world, HEAD, REPLY(july(13)));
    assert_int_equal(matter_owed_promise(world->matter)->n, 2);
    refuse(world, HEAD, DO(APPROVE), ERR_OWN_ANSWER);
    go_to(world, july(12));
    act(world, HEAD, DO(RETURN));
    act(world, HANDLER, REPLY(july(13)));
    go_to(world, july(13));
    refuse(world, HEAD, DO(APPROVE), ERR_TOO_LATE);
    act(world, HANDLER, DO(ANSWER));
    refuse(world, HEAD, DO(APPROVE), ERR_WRONG_STATE);
    world_free(world);
}

// ---- by itself ----

static void it_reminds_once_and_says_once_that_it_passed(void **unused) {
    (void)unused;
    struct world *world = signed_world();
    act(world, HANDLER, REPLY(july(13)));
    refuse(world, SYSTEM, OF(NEAR, 1), ERR_WRONG_STATE); // the 12th is when it warns
    go_to(world, july(12));
    refuse(world, SYSTEM, OF(NEAR, 2), ERR_WRONG_STATE);
    act(world, SYSTEM, OF(NEAR, 1));
    assert_true(tells(world, "matter.promise_near"));
    refuse(world, SYSTEM, OF(NEAR, 1), ERR_WRONG_STATE);
    go_to(world, july(13));
    refuse(world, SYSTEM, OF(PASSED, 1), ERR_WRONG_STATE); // the day is still in time
    go_to(world, july(14));
    act(world, SYSTEM, OF(PASSED, 1));
    assert_true(tells(world, "matter.promise_passed"));
    assert_true(tells(world, "matter.promise_broken"));
    refuse(world, SYSTEM, OF(PASSED, 1), ERR_WRONG_STATE);
    refuse(world, SYSTEM, OF(NEAR, 1), ERR_WRONG_STATE);
    act(world, HANDLER, REPLY(july(18)));
    refuse(world, SYSTEM, OF(PASSED, 1), ERR_WRONG_STATE); // another is owed now
    act(world, HANDLER, DO(ANSWER));
    go_to(world, july(20));
    refuse(world, SYSTEM, OF(PASSED, 2), ERR_WRONG_STATE);
    world_free(world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_those_of_the_rule),
        cmocka_unit_test(only_the_lead_promises_while_it_is_at_work),
        cmocka_unit_test(promises_are_kept_by_the_day),
        cmocka_unit_test(the_clock_of_the_answer_runs_on),
        cmocka_unit_test(the_caller_is_told),
        cmocka_unit_test(the_head_signs_where_the_district_wants_it),
        cmocka_unit_test(it_reminds_once_and_says_once_that_it_passed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
