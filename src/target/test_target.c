// SPDX-License-Identifier: Apache-2.0
// Rules of targets: completion and lights as a table, then labelled commands on one task with what each must give. No store: events are kept in memory, through
// the JSON form in which they are stored.
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "target/target_spec.h"

enum { OFFICE = 11, HOUSING = 21, TOWN = 31, DISTRICT = 340406, TODAY = 19275 /* 2022-10-10 */ };
#define K(n) ((int64_t)((n)*1000.0))
static int32_t d(int month, int day) {
    return day_from_civil(2022, month, day);
}

// ---- pace ----

static void test_amounts(void **state) {
    (void)state;
    int64_t got = -1;
    assert_true(amount_of_real(12.5, &got) && got == 12500);
    assert_true(amount_of_real(0, &got) && got == 0);
    assert_true(amount_of_real(104178, &got) && got == 104178000);
    assert_true(amount_of_real(0.001, &got) && got == 1);
    assert_false(amount_of_real(0.0005, &got));
    assert_false(amount_of_real(-1, &got));
    assert_false(amount_of_real(NAN, &got));
    assert_false(amount_of_real(1e13, &got));
    assert_int_equal(got, 1); // untouched by what was refused
}

static void test_completion(void **state) {
    (void)state;
    static const struct {
        int64_t done, target, want;
    } cases[] = {
        {13000, 10000, 13000}, // 130 %, not capped
        {10000, 10000, 10000},
        {0, 10000, 0},
        {AMOUNT_NONE, 10000, 0},
        {1, 3, 3333},
        {2, 3, 6667}, // half up
        {1, 8, 1250},
        {5, AMOUNT_NONE, AMOUNT_NONE},
        {5, 0, AMOUNT_NONE},
        {AMOUNT_MAX, AMOUNT_MAX, 10000}, // beyond 64 bits on the way
        {AMOUNT_MAX, 1000, AMOUNT_MAX * 10},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(pace_completion(cases[i].done, cases[i].target), cases[i].want);
    }
    assert_int_equal(pace_percent(K(93), K(100)), K(93));
    assert_int_equal(pace_percent(1, 3), 33333);
    assert_int_equal(pace_percent(1, 0), AMOUNT_NONE);
}

static void test_lights(void **state) {
    (void)state;
    static const struct {
        const char *label;
        int64_t direction, counting, target, done, step;
        int month, day; // of today
        bool accepted;
        enum light want;
    } cases[] = {
        {"no task", 1, 1, AMOUNT_NONE, 5000, AMOUNT_NONE, 7, 1, false, LIGHT_GREY},
        {"accepted", 1, 1, 100000, 0, AMOUNT_NONE, 7, 1, true, LIGHT_BLUE},
        {"accepted without a task", 1, 1, AMOUNT_NONE, 0, AMOUNT_NONE, 7, 1, true, LIGHT_BLUE},
        {"first day, nothing done", 1, 1, 365000, AMOUNT_NONE, AMOUNT_NONE, 1, 1, false,
         LIGHT_GREEN},
        {"second day, nothing done", 1, 1, 365000, AMOUNT_NONE, AMOUNT_NONE, 1, 2, false,
         LIGHT_YELLOW},
        {"second day, a day's work", 1, 1, 365000, 1000, AMOUNT_NONE, 1, 2, false, LIGHT_GREEN},
        {"half a year, just on time", 1, 1, 365000, 181000, AMOUNT_NONE, 7, 1, false, LIGHT_GREEN},
        {"half a year, one short", 1, 1, 365000, 180000, AMOUNT_NONE, 7, 1, false, LIGHT_YELLOW},
        {"last day, short", 1, 1, 365000, 364999, AMOUNT_NONE, 12, 31, false, LIGHT_GREEN},
        {"over, short", 1, 1, 365000, 364999, AMOUNT_NONE, 13, 1, false, LIGHT_RED},
        {"over, met", 1, 1, 365000, 365000, AMOUNT_NONE, 13, 1, false, LIGHT_GREEN},
        {"a plan that begins late", 1, 1, 365000, AMOUNT_NONE, 0, 7, 1, false, LIGHT_GREEN},
        {"behind its plan", 1, 1, 365000, 99000, 100000, 4, 1, false, LIGHT_YELLOW},
        {"only fewer: within pace", 2, 1, 365000, 181000, AMOUNT_NONE, 7, 1, false, LIGHT_GREEN},
        {"only fewer: too fast", 2, 1, 365000, 182000, AMOUNT_NONE, 7, 1, false, LIGHT_YELLOW},
        {"only fewer: gone beyond", 2, 1, 365000, 365001, AMOUNT_NONE, 7, 1, false, LIGHT_RED},
        {"equal: gone beyond", 3, 1, 10000, 11000, AMOUNT_NONE, 7, 1, false, LIGHT_RED},
        {"equal: over, as it should be", 3, 1, 10000, 10000, AMOUNT_NONE, 13, 1, false,
         LIGHT_GREEN},
        {"ratio: nothing yet", 1, 3, 90000, AMOUNT_NONE, AMOUNT_NONE, 7, 1, false, LIGHT_GREEN},
        {"ratio: below", 1, 3, 90000, 89999, AMOUNT_NONE, 1, 2, false, LIGHT_YELLOW},
        {"ratio: reached", 1, 3, 90000, 90000, AMOUNT_NONE, 1, 2, false, LIGHT_GREEN},
        {"ratio, only fewer: above", 2, 3, 5000, 6000, AMOUNT_NONE, 7, 1, false, LIGHT_YELLOW},
        {"ratio: over, below", 1, 3, 90000, 89000, AMOUNT_NONE, 13, 1, false, LIGHT_RED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct pace pace = {.direction = cases[i].direction,
                                  .counting = cases[i].counting,
                                  .target = cases[i].target,
                                  .done = cases[i].done,
                                  .step = cases[i].step,
                                  .from = d(1, 1),
                                  .to = d(12, 31),
                                  .today = cases[i].month > 12 ? d(12, 31) + 1
                                                               : d(cases[i].month, cases[i].day),
                                  .accepted = cases[i].accepted};
        if (pace_light(&pace) != cases[i].want) {
            fail_msg("%s: %s", cases[i].label, light_word(pace_light(&pace)));
        }
    }
}

// ---- a task's life ----

enum who { SUPERVISOR, COLLEAGUE, LEADER, HOUSING_HEAD, TOWN_HANDLER, DOUBLE, WHO_END };
static const struct {
    int64_t account, unit;
    uint32_t roles;
    enum scope_level level;
} people[WHO_END] = {
    [SUPERVISOR] = {1, OFFICE, 1u << ROLE_SUPERVISOR, SCOPE_DISTRICT},
    [COLLEAGUE] = {2, OFFICE, 1u << ROLE_SUPERVISOR, SCOPE_DISTRICT},
    [LEADER] = {3, OFFICE, 1u << ROLE_LEADER, SCOPE_DISTRICT},
    [HOUSING_HEAD] = {4, HOUSING, 1u << ROLE_HEAD, SCOPE_UNIT},
    [TOWN_HANDLER] = {5, TOWN, 1u << ROLE_HANDLER, SCOPE_UNIT},
    // Reports for a unit and looks after all of them at once.
    [DOUBLE] = {6, HOUSING, 1u << ROLE_SUPERVISOR | 1u << ROLE_HANDLER, SCOPE_DISTRICT},
};
static struct actor actor_of(enum who who) {
    return (struct actor){.account = people[who].account,
                          .unit = people[who].unit,
                          .roles = people[who].roles,
                          .caps = role_caps(people[who].roles),
                          .scope = {DISTRICT, people[who].level, people[who].unit}};
}

struct world {
    struct arena *arena;
    struct target target;
    struct programme programme;
    int64_t locked;
    int32_t today;
};

static const void *through_json(struct world *world, const struct draft *draft) {
    const struct json_spec *spec = draft->type->spec;
    if (!spec) {
        return NULL;
    }
    struct buf buf;
    struct jw jw;
    buf_init(&buf, 1 << 18);
    jw_init(&jw, &buf);
    jw_spec(&jw, spec, draft->body);
    assert_false(buf.failed);
    void *body = arena_alloc(world->arena, spec->struct_bytes);
    assert_int_equal(json_decode_stored(spec, buf.data, buf.len, world->arena, body, NULL), YK_OK);
    buf_done(&buf);
    return body;
}

static void record(struct world *world, const struct ledger *ledger, void *state, int64_t *seq,
                   enum who who, const struct drafts *drafts) {
    for (size_t i = 0; i < drafts->n; i++) {
        const struct event event = {.district = DISTRICT,
                                    .object = 7,
                                    .seq = *seq + 1,
                                    .recorded_at = *seq + 1,
                                    .day = drafts->items[i].day,
                                    .actor = people[who].account,
                                    .type = drafts->items[i].type,
                                    .body = through_json(world, &drafts->items[i])};
        assert_int_equal(ledger->apply(state, &event, world->arena, NULL), YK_OK);
    }
}

enum command {
    SET_UP,
    SET_UP_BAD_ACTION,
    BREAK_DOWN,
    BREAK_DOWN_SHORT,
    BREAK_DOWN_TWICE,
    ASSIGN,
    SIGN,
    REPORT, // of: share, month, value
    VERIFY, // of: report
    RETURN,
    UNTRUE,
    ACCEPT,
    LOCK, // of: month
    OPEN,
};

static enum yk set_up(struct world *world, const struct target_env *env, int64_t action,
                      struct drafts *out, struct err *err) {
    static const struct target_indicator indicators[] = {
        {.name = "新增托位数",
         .unit = "个",
         .direction = TARGET_AT_LEAST,
         .counting = TARGET_CUMULATIVE,
         .frequency = TARGET_MONTHLY,
         .item = ITEM_CHILDCARE_PLACES,
         .target = 10000,
         .key = 1},
        {.name = "运营家数",
         .unit = "家",
         .direction = TARGET_AT_LEAST,
         .counting = TARGET_SNAPSHOT,
         .frequency = TARGET_QUARTERLY,
         .item = JSON_ABSENT_INT,
         .target = AMOUNT_NONE},
    };
    static const int64_t supports[] = {TOWN};
    const struct target_set_up command = {.programme = 5,
                                          .kind = PROGRAMME_LIVES,
                                          .action = action,
                                          .n_actions = 10,
                                          .number = 1,
                                          .lead = HOUSING,
                                          .report_days = 5,
                                          .from = d(1, 1),
                                          .to = d(12, 31),
                                          .lead_known = true,
                                          .supports_known = true,
                                          .name = "安心托幼",
                                          .supports = supports,
                                          .n_supports = 1,
                                          .indicators = indicators,
                                          .n_indicators = 2};
    (void)world;
    return target_decide_set_up(env, &command, out, err);
}

static enum yk break_down(struct world *world, const struct target_env *env, int64_t town,
                          int64_t unit, struct drafts *out, struct err *err) {
    const struct target_share_plan shares[] = {
        {1, HOUSING, 6000, true}, {1, unit, town, true}, {2, HOUSING, AMOUNT_NONE, true}};
    const struct target_step steps[] = {{1, month_of_day(d(6, 1)), 2000},
                                        {1, month_of_day(d(9, 1)), 8000}};
    const struct target_breakdown command = {shares, 3, steps, 2};
    return target_decide_break_down(&world->target, env, &command, out, err);
}

static enum yk decide(struct world *world, enum who who, enum command command, const int64_t of[3],
                      struct drafts *out, struct err *err) {
    struct actor *actor = arena_alloc(world->arena, sizeof *actor);
    *actor = actor_of(who);
    const struct target_env env = {actor, world->today, world->arena};
    int64_t month = month_of_day(d(command == REPORT ? (int)of[1] : (int)of[0], 1));
    const struct target_report_command report = {
        of[0], month, K(of[2]), AMOUNT_NONE, world->programme.locked, "现场照片"};
    switch (command) {
    case SET_UP: return set_up(world, &env, 3, out, err);
    case SET_UP_BAD_ACTION: return set_up(world, &env, 11, out, err);
    case BREAK_DOWN: return break_down(world, &env, 4000, TOWN, out, err);
    case BREAK_DOWN_SHORT: return break_down(world, &env, 3999, TOWN, out, err);
    case BREAK_DOWN_TWICE: return break_down(world, &env, 4000, HOUSING, out, err);
    case ASSIGN: return target_decide_assign(&world->target, &env, out, err);
    case SIGN: return target_decide_sign(&world->target, &env, out, err);
    case REPORT: return target_decide_report(&world->target, &env, &report, out, err);
    case VERIFY:
        return target_decide_verify(&world->target, &env, of[0], HOW_ON_PAPER,
                                    world->programme.locked, "属实", out, err);
    case RETURN: return target_decide_return(&world->target, &env, of[0], "缺照片", out, err);
    case UNTRUE:
        return target_decide_untrue(&world->target, &env, of[0], world->programme.locked,
                                    "现场没有", out, err);
    case ACCEPT: return target_decide_accept(&world->target, &env, "验收", out, err);
    case LOCK: return programme_decide_lock(&world->programme, &env, month, out, err);
    case OPEN: return programme_decide_open(&world->programme, &env, month, "补报", out, err);
    }
    return YK_FAILED;
}

static int64_t fact_of(struct world *world, const struct fact_table *table, int part, int col) {
    struct fact_set set = {.arena = world->arena};
    assert_int_equal(target_ledger.facts(&world->target, 7, &set, NULL), YK_OK);
    for (size_t i = 0; i < set.n; i++) {
        if (set.rows[i].table == table && set.rows[i].part == part) {
            return set.rows[i].v[col];
        }
    }
    return INT64_MAX;
}

static void test_life(void **state) {
    (void)state;
    static const struct {
        const char *label;
        enum who who;
        enum command command;
        int64_t of[3];
        enum err_code want; // ERR_NONE: done; ERR_INVALID_FIELDS: by field
    } steps[] = {
        {"a head sets nothing up", HOUSING_HEAD, SET_UP, {1}, ERR_FORBIDDEN},
        {"an action that there is not", SUPERVISOR, SET_UP_BAD_ACTION, {1}, ERR_INVALID_FIELDS},
        {"set up", SUPERVISOR, SET_UP, {1}, ERR_NONE},
        {"nothing to sign yet", HOUSING_HEAD, SIGN, {1}, ERR_WRONG_STATE},
        {"parts short of the whole", SUPERVISOR, BREAK_DOWN_SHORT, {1}, ERR_INVALID_FIELDS},
        {"one unit twice", SUPERVISOR, BREAK_DOWN_TWICE, {1}, ERR_INVALID_FIELDS},
        {"broken down", SUPERVISOR, BREAK_DOWN, {1}, ERR_NONE},
        {"assigned", SUPERVISOR, ASSIGN, {1}, ERR_NONE},
        {"assigned once", SUPERVISOR, ASSIGN, {1}, ERR_WRONG_STATE},
        {"no more breaking down", SUPERVISOR, BREAK_DOWN, {1}, ERR_WRONG_STATE},
        {"not signed, not reported", HOUSING_HEAD, REPORT, {1, 7, 3}, ERR_WRONG_STATE},
        {"the office does not sign", SUPERVISOR, SIGN, {1}, ERR_FORBIDDEN},
        {"housing signs", HOUSING_HEAD, SIGN, {1}, ERR_NONE},
        {"once", HOUSING_HEAD, SIGN, {1}, ERR_WRONG_STATE},
        {"another's share", TOWN_HANDLER, REPORT, {1, 7, 3}, ERR_NOT_YOUR_UNIT},
        {"the town has not signed", TOWN_HANDLER, REPORT, {2, 7, 3}, ERR_WRONG_STATE},
        {"the town signs", TOWN_HANDLER, SIGN, {1}, ERR_NONE},
        {"a month to come", HOUSING_HEAD, REPORT, {1, 11, 3}, ERR_INVALID_FIELDS},
        {"a month inside a quarter", HOUSING_HEAD, REPORT, {3, 8, 3}, ERR_INVALID_FIELDS},
        {"housing reports 3 of July", HOUSING_HEAD, REPORT, {1, 7, 3}, ERR_NONE},
        {"July again", HOUSING_HEAD, REPORT, {1, 7, 3}, ERR_ALREADY_EXISTS},
        {"nobody is done while a report waits", SUPERVISOR, ACCEPT, {1}, ERR_TARGETS_UNMET},
        {"a unit does not verify", HOUSING_HEAD, VERIFY, {1}, ERR_FORBIDDEN},
        {"sent back", SUPERVISOR, RETURN, {1}, ERR_NONE},
        {"what was sent back is not verified", SUPERVISOR, VERIFY, {1}, ERR_WRONG_STATE},
        {"reported again, by one who has two roles", DOUBLE, REPORT, {1, 7, 4}, ERR_NONE},
        {"whoever reports does not verify", DOUBLE, VERIFY, {2}, ERR_OWN_REPORT},
        {"nor sends back", DOUBLE, RETURN, {2}, ERR_OWN_REPORT},
        {"verified", SUPERVISOR, VERIFY, {2}, ERR_NONE},
        {"verified once", SUPERVISOR, VERIFY, {2}, ERR_WRONG_STATE},
        {"a verified month stands", HOUSING_HEAD, REPORT, {1, 7, 3}, ERR_ALREADY_EXISTS},
        {"short of the target", SUPERVISOR, ACCEPT, {1}, ERR_TARGETS_UNMET},
        {"found untrue", COLLEAGUE, UNTRUE, {2}, ERR_NONE},
        {"found untrue once", COLLEAGUE, UNTRUE, {2}, ERR_WRONG_STATE},
        {"July once more", HOUSING_HEAD, REPORT, {1, 7, 2}, ERR_NONE},
        {"verified", SUPERVISOR, VERIFY, {3}, ERR_NONE},
        {"this month is not over", SUPERVISOR, LOCK, {10}, ERR_INVALID_FIELDS},
        {"August is closed", SUPERVISOR, LOCK, {8}, ERR_NONE},
        {"August and before", SUPERVISOR, LOCK, {7}, ERR_INVALID_FIELDS},
        {"closed: no report", TOWN_HANDLER, REPORT, {2, 8, 9}, ERR_PERIOD_CLOSED},
        {"closed: nothing is undone", SUPERVISOR, UNTRUE, {3}, ERR_PERIOD_CLOSED},
        {"who closed does not open", SUPERVISOR, OPEN, {8}, ERR_FORBIDDEN},
        {"the leader opens", LEADER, OPEN, {6}, ERR_NONE},
        {"now it is reported", TOWN_HANDLER, REPORT, {2, 8, 9}, ERR_NONE},
        {"verified", SUPERVISOR, VERIFY, {4}, ERR_NONE},
        {"snapshot of the third quarter", HOUSING_HEAD, REPORT, {3, 9, 7}, ERR_NONE},
        {"verified", SUPERVISOR, VERIFY, {5}, ERR_NONE},
        {"snapshot of the second", HOUSING_HEAD, REPORT, {3, 6, 5}, ERR_NONE},
        {"verified", SUPERVISOR, VERIFY, {6}, ERR_NONE},
        {"struck off", SUPERVISOR, ACCEPT, {1}, ERR_NONE},
        {"once", SUPERVISOR, ACCEPT, {1}, ERR_WRONG_STATE},
        {"nothing more to report", TOWN_HANDLER, REPORT, {2, 9, 1}, ERR_WRONG_STATE},
        {"found untrue after that", COLLEAGUE, UNTRUE, {4}, ERR_NONE},
        {"it is open again, and short", SUPERVISOR, ACCEPT, {1}, ERR_TARGETS_UNMET},
    };
    struct world world = {.arena = arena_new(0), .today = TODAY};
    world.programme = (struct programme){.seq = 1, .from = d(1, 1), .to = d(12, 31)};
    json_spec_clear(&target_state_spec, &world.target);
    world.target.seq = 0;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct drafts drafts = {0};
        struct err err = {0};
        bool on_programme = steps[i].command == LOCK || steps[i].command == OPEN;
        enum yk status = decide(&world, steps[i].who, steps[i].command, steps[i].of, &drafts, &err);
        enum err_code got = status == YK_OK ? ERR_NONE
                            : err.n_items   ? ERR_INVALID_FIELDS
                                            : err.code;
        if (got != steps[i].want) {
            fail_msg("%s: %d (%s)", steps[i].label, (int)got, err.detail);
        }
        record(&world, on_programme ? &programme_ledger : &target_ledger,
               on_programme ? (void *)&world.programme : (void *)&world.target,
               on_programme ? &world.programme.seq : &world.target.seq, steps[i].who, &drafts);
        if (strcmp(steps[i].label, "struck off") == 0) {
            assert_int_equal(fact_of(&world, &target_fact_table, 0, TG_STATE), TARGET_ACCEPTED);
            assert_int_equal(fact_of(&world, &target_fact_table, 2, TG_DONE), K(9));
            assert_int_equal(fact_of(&world, &target_report_fact_table, 6, TR_DELTA), K(5));
            // A level counts by what changed since the level before, whenever that was verified.
            assert_int_equal(fact_of(&world, &target_report_fact_table, 5, TR_DELTA), K(2));
        }
    }
    assert_int_equal(target_done(&world.target, 1, 0, 0), K(2));
    assert_int_equal(target_done(&world.target, 2, 0, 0), K(7));
    assert_int_equal(target_done(&world.target, 2, 0, month_of_day(d(6, 1))), K(5));
    assert_true(fact_of(&world, &target_report_fact_table, 1, TR_DELTA) == FACT_NULL); // sent back
    assert_true(fact_of(&world, &target_report_fact_table, 4, TR_DELTA) == FACT_NULL); // untrue
    // The plan wants 8 by the end of September; the town's part of it is 3.2.
    struct pace pace;
    target_pace(&world.target, 1, 2, 0, TODAY, &pace);
    assert_int_equal(pace.step, 3200);
    // January is the first month that nobody has reported; its report was due on 5 February.
    assert_int_equal(fact_of(&world, &target_fact_table, 1, TG_DUE_DAY), d(2, 5));
    const struct actor town = actor_of(TOWN_HANDLER);
    assert_true(target_visible(&world.target, &town));
    assert_false(target_share_visible(&world.target, &world.target.shares[0], &town));
    assert_true(target_share_visible(&world.target, &world.target.shares[1], &town));
    arena_free(&world.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_amounts),
        cmocka_unit_test(test_completion),
        cmocka_unit_test(test_lights),
        cmocka_unit_test(test_life),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
