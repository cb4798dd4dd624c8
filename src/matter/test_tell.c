// SPDX-License-Identifier: Apache-2.0
// The clock of stage replies: when it starts anew, stops, stands still, and what of it counts. No store: events go through the JSON form in which they are
// stored, and so does the state.
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
#include "matter/moves.h"
#include "matter/tell.h"

enum { DISTRICT = 340406, U_WINDOW = 11, U_HOUSING = 21, U_WATER = 22, U_OFFICE = 51 };
static const struct matter_unit housing = {U_HOUSING, true, true, false};
static const struct matter_unit water = {U_WATER, true, true, false};

struct world {
    struct arena *arena;
    struct matter *matter;
    struct policy policy;
    struct time_rules rules;
    struct time_rule rows[16];
    int64_t now_us, seq;
    struct drafts last;
    struct err err;
};

enum deed {
    SIGN = 1,
    CONTACT, // by telephone, of the day `to`
    STAGE,
    APPROVE,
    OBJECT,
    KEEP,
    MOVE_ON, // to another unit
    PARK,
    PARK_YES,
    UNPARK,
    ANSWER,
    SIGN_OFF,
    NOT_TRUE, // says the caller
    WITHDRAW,
    NEAR,
    PASSED,
};
struct step_of {
    int day, hour; // of July 2022
    enum deed deed;
    int to;    // day of July
    int64_t n; // of the stretch
};

static int32_t july(int day) {
    return day_from_civil(2022, 7, day);
}

static struct actor actor_of(int64_t account, int64_t unit, uint32_t roles) {
    return (struct actor){.account = account,
                          .unit = unit,
                          .roles = roles,
                          .caps = role_caps(roles),
                          .scope = {DISTRICT, SCOPE_DISTRICT, 0}};
}

static struct matter_env env_of(struct world *world, const struct actor *actor) {
    return (struct matter_env){.actor = actor,
                               .policy = &world->policy,
                               .rules = &world->rules,
                               .calendar = calendar_builtin(),
                               .now_us = world->now_us,
                               .today = day_of_time(world->now_us),
                               .arena = world->arena};
}

static enum yk decide_tell(struct world *world, const struct matter_env *env,
                           const struct step_of *what, struct drafts *out) {
    const struct matter *matter = world->matter;
    struct err *err = &world->err;
    const struct matter_stage stage = {
        .day = july(what->to), .told = TOLD_BY_WINDOW, .text = "材料已下单", .next = "到货后修好"};
    switch (what->deed) {
    case CONTACT:
        return matter_decide_contact(matter, env, july(what->to), CONTACT_BY_PHONE, "已联系", out,
                                     err);
    case STAGE: return matter_decide_stage(matter, env, &stage, out, err);
    case APPROVE: return matter_decide_countersign(matter, env, true, "同意", out, err);
    case NEAR: return matter_decide_tell_near(matter, env, what->n, out, err);
    case PASSED: return matter_decide_tell_passed(matter, env, what->n, out, err);
    case UNPARK: return matter_decide_unpark(matter, env, "条件具备", out, err);
    case ANSWER: return matter_decide_answer(matter, env, "已办结", RESULT_RESOLVED, out, err);
    case SIGN_OFF: return matter_decide_signoff(matter, env, true, "同意", out, err);
    default: return matter_decide_sign(matter, env, out, err);
    }
}

static enum yk decide(struct world *world, const struct matter_env *env, const struct step_of *what,
                      struct drafts *out) {
    const struct matter *matter = world->matter;
    struct err *err = &world->err;
    struct matter_arbitration keep = {.uphold = false, .note = "职责清楚"};
    struct matter_arbitration uphold = {
        .uphold = true, .unit = water, .category = {30201, true, true, housing}, .note = "转办"};
    struct matter_call call = {.reached = true,
                               .true_ = WORD_NO,
                               .done = WORD_NO,
                               .solved = WORD_NO,
                               .satisfaction = GRADE_DISSATISFIED};
    memset(err, 0, sizeof *err);
    switch (what->deed) {
    case OBJECT: return matter_decide_object(matter, env, "不归我们", out, err);
    case KEEP: return matter_decide_arbitrate(matter, env, &keep, out, err);
    case MOVE_ON: return matter_decide_arbitrate(matter, env, &uphold, out, err);
    case PARK:
        return matter_decide_park(matter, env, PARK_FUNDS, env->today + 30, "资金", out, err);
    case PARK_YES: return matter_decide_parking(matter, env, true, "同意", out, err);
    case NOT_TRUE: return matter_decide_callback(matter, env, &call, out, err);
    case WITHDRAW: return matter_decide_withdraw(matter, env, "来电撤回", out, err);
    default: return decide_tell(world, env, what, out);
    }
}

static const void *through_json(struct world *world, const struct json_spec *spec, const void *of) {
    struct buf buf;
    struct jw jw;
    buf_init(&buf, 1 << 20);
    jw_init(&jw, &buf);
    jw_spec(&jw, spec, of);
    assert_false(buf.failed);
    void *again = arena_alloc(world->arena, spec->struct_bytes);
    assert_int_equal(json_decode_stored(spec, buf.data, buf.len, world->arena, again, NULL), YK_OK);
    buf_done(&buf);
    return again;
}

static void record(struct world *world, int64_t account, const struct drafts *drafts) {
    for (size_t i = 0; i < drafts->n; i++) {
        const struct draft *draft = &drafts->items[i];
        const struct event event = {.district = DISTRICT,
                                    .object = 1000,
                                    .seq = ++world->seq,
                                    .recorded_at = world->now_us,
                                    .day = draft->day,
                                    .actor = account,
                                    .type = draft->type,
                                    .body = through_json(world, draft->type->spec, draft->body)};
        struct err err = {0};
        if (matter_ledger.apply(world->matter, &event, world->arena, &err) != YK_OK) {
            fail_msg("%s", err.detail);
        }
    }
    world->matter =
        (struct matter *)(uintptr_t)through_json(world, &matter_state_spec, world->matter);
}

// Whoever may: the lead's handler or head, the window, the office, an operator.
static struct actor actor_for(const struct world *world, enum deed deed) {
    int64_t lead = world->matter->lead;
    switch (deed) {
    case APPROVE:
    case SIGN_OFF: return actor_of(4, lead, 1u << ROLE_HEAD);
    case KEEP:
    case MOVE_ON:
    case PARK_YES: return actor_of(6, U_OFFICE, 1u << ROLE_SUPERVISOR);
    case NOT_TRUE: return actor_of(7, U_WINDOW, 1u << ROLE_OPERATOR);
    case WITHDRAW: return actor_of(1, U_WINDOW, 1u << ROLE_CLERK);
    default: return actor_of(2, lead, 1u << ROLE_HANDLER);
    }
}

static enum yk try_step(struct world *world, const struct step_of *what) {
    const struct actor actor = actor_for(world, what->deed);
    world->now_us = day_start_us(july(what->day)) + what->hour * 3600 * US_PER_S;
    const struct matter_env env = env_of(world, &actor);
    world->last = (struct drafts){.n = 0};
    enum yk status = decide(world, &env, what, &world->last);
    if (status == YK_OK) {
        record(world, actor.account, &world->last);
    }
    return status;
}

static void go(struct world *world, struct step_of what) {
    if (try_step(world, &what) != YK_OK) {
        const char *field = world->err.n_items ? world->err.items[0].accepted : "";
        fail_msg("deed %d on the %dth: %s %s %s", (int)what.deed, what.day,
                 err_word(world->err.code), world->err.detail, field);
    }
}

// Dispatched on Wednesday 6 July 2022, 09:00 in China. rule NULL: the district's rules do not name the clock.
static struct world *dispatched_world(const char *rule) {
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->arena = arena_new(0);
    world->matter = arena_alloc(world->arena, sizeof *world->matter);
    json_spec_clear(&matter_state_spec, world->matter);
    world->policy = policy_default();
    world->rules = *time_rules_default();
    memcpy(world->rows, world->rules.rules, world->rules.n_rules * sizeof *world->rows);
    world->rules.rules = world->rows;
    if (rule) {
        world->rows[world->rules.n_rules++] = (struct time_rule){
            TIME_TELL, JSON_ABSENT_INT, JSON_ABSENT_INT, NULL, rule, "本区办法", NULL};
    }
    world->now_us = day_start_us(july(6)) + 9 * 3600 * US_PER_S;
    const struct actor clerk = actor_of(1, U_WINDOW, 1u << ROLE_CLERK);
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
    record(world, 1, &drafts);
    return world;
}

static void world_free(struct world *world) {
    arena_free(&world->arena);
    free(world);
}

static int count(struct world *world, const char *key) {
    const struct fact_table *table = NULL;
    const struct measure *measure = matter_find_measure(key, &table);
    struct fact_set set = {.arena = world->arena};
    int n = 0;
    assert_non_null(measure);
    assert_int_equal(matter_ledger.facts(world->matter, 1000, &set, NULL), YK_OK);
    for (size_t i = 0; i < set.n; i++) {
        const struct fact_row *row = &set.rows[i];
        n += row->table == table && row->v[measure->day_col] != FACT_NULL &&
             fact_matches(row, measure->conds, measure->n_conds);
    }
    return n;
}

static int64_t due_fact(struct world *world) {
    struct fact_set set = {.arena = world->arena};
    assert_int_equal(matter_ledger.facts(world->matter, 1000, &set, NULL), YK_OK);
    for (size_t i = 0; i < set.n; i++) {
        if (set.rows[i].table == &matter_fact_table) {
            return set.rows[i].v[M_TELL_DUE_AT];
        }
    }
    return FACT_NULL;
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

// ---- the table ----

enum { NONE = 0, PAUSED = -1 };

// Rule 3wd,warn=1wd unless it says so; 9 and 10, 16 and 17 July are days off.
static const struct a_case {
    const char *what, *rule;
    struct step_of steps[10];
    int due; // day of July of the clock that runs; NONE, PAUSED
    int n;   // stretches so far
    int owed, in_time;
} cases[] = {
    {"from the dispatch", NULL, {{0}}, 11, 1, 1, 0},
    {"signing changes nothing", NULL, {{7, 9, SIGN, 0, 0}}, 11, 1, 1, 0},
    {"by natural days, rolled", "3d", {{0}}, 11, 1, 1, 0},
    {"the first contact", NULL, {{7, 9, SIGN, 0, 0}, {8, 9, CONTACT, 8, 0}}, 13, 2, 2, 1},
    {"a later contact is none",
     NULL,
     {{7, 9, SIGN, 0, 0}, {7, 9, CONTACT, 7, 0}, {8, 9, CONTACT, 8, 0}},
     12,
     2,
     2,
     1},
    {"written down days later", NULL, {{7, 9, SIGN, 0, 0}, {11, 9, CONTACT, 7, 0}}, 12, 2, 2, 1},
    {"too late", NULL, {{7, 9, SIGN, 0, 0}, {12, 9, CONTACT, 12, 0}}, 15, 2, 2, 0},
    {"late, but said in time", NULL, {{7, 9, SIGN, 0, 0}, {12, 9, CONTACT, 11, 0}}, 14, 2, 2, 1},
    {"a stage reply", NULL, {{7, 9, SIGN, 0, 0}, {8, 9, STAGE, 20, 0}}, 13, 2, 2, 1},
    {"each stage reply",
     NULL,
     {{7, 9, SIGN, 0, 0}, {8, 9, STAGE, 20, 0}, {13, 9, STAGE, 25, 0}},
     18,
     3,
     3,
     2},
    {"after a stage reply an older call is no news",
     NULL,
     {{7, 9, SIGN, 0, 0}, {8, 9, STAGE, 20, 0}, {8, 10, CONTACT, 7, 0}},
     13,
     2,
     2,
     1},
    {"a stage reply that waits is none",
     "head",
     {{7, 9, SIGN, 0, 0}, {8, 9, STAGE, 20, 0}},
     11,
     1,
     1,
     0},
    {"signed off it is one",
     "head",
     {{7, 9, SIGN, 0, 0}, {8, 9, STAGE, 20, 0}, {11, 9, APPROVE, 0, 0}},
     14,
     2,
     2,
     1},
    {"the answer in time", NULL, {{7, 9, SIGN, 0, 0}, {8, 9, ANSWER, 0, 0}}, NONE, 1, 0, 0},
    {"the answer after it", NULL, {{7, 9, SIGN, 0, 0}, {12, 9, ANSWER, 0, 0}}, NONE, 1, 1, 0},
    {"runs on until signed off", "head", {{7, 9, SIGN, 0, 0}, {8, 9, ANSWER, 0, 0}}, 11, 1, 1, 0},
    {"stops when signed off",
     "head",
     {{7, 9, SIGN, 0, 0}, {8, 9, ANSWER, 0, 0}, {11, 9, SIGN_OFF, 0, 0}},
     NONE,
     1,
     0,
     0},
    {"withdrawn in time", NULL, {{7, 9, SIGN, 0, 0}, {8, 9, WITHDRAW, 0, 0}}, NONE, 1, 0, 0},
    {"withdrawn after it", NULL, {{7, 9, SIGN, 0, 0}, {12, 9, WITHDRAW, 0, 0}}, NONE, 1, 1, 0},
    {"not while an objection waits", NULL, {{7, 9, OBJECT, 0, 0}}, 11, 1, 0, 0},
    {"runs on when it is rejected", NULL, {{7, 9, OBJECT, 0, 0}, {8, 9, KEEP, 0, 0}}, 11, 1, 1, 0},
    {"anew for another unit", NULL, {{7, 9, OBJECT, 0, 0}, {8, 9, MOVE_ON, 0, 0}}, 13, 2, 1, 0},
    {"another unit: late for none",
     NULL,
     {{7, 9, OBJECT, 0, 0}, {14, 9, MOVE_ON, 0, 0}},
     19,
     2,
     1,
     0},
    {"stands still while parked",
     NULL,
     {{7, 9, SIGN, 0, 0}, {7, 10, PARK, 0, 0}, {8, 9, PARK_YES, 0, 0}},
     PAUSED,
     1,
     0,
     0},
    {"goes on with what was left",
     NULL,
     {{7, 9, SIGN, 0, 0}, {7, 10, PARK, 0, 0}, {8, 9, PARK_YES, 0, 0}, {13, 9, UNPARK, 0, 0}},
     14,
     1,
     1,
     0},
    {"what ran out before has run out",
     NULL,
     {{7, 9, SIGN, 0, 0}, {12, 10, PARK, 0, 0}, {12, 11, PARK_YES, 0, 0}},
     11,
     1,
     1,
     0},
    {"anew after a return",
     NULL,
     {{7, 9, SIGN, 0, 0}, {8, 9, ANSWER, 0, 0}, {11, 9, NOT_TRUE, 0, 0}},
     14,
     2,
     1,
     0},
    {"a rule in hours", "24h", {{0}}, 7, 1, 1, 0},
    {"hours, in time", "24h", {{6, 10, SIGN, 0, 0}, {7, 8, CONTACT, 7, 0}}, 8, 2, 2, 1},
    {"hours, too late", "24h", {{6, 10, SIGN, 0, 0}, {7, 10, CONTACT, 7, 0}}, 8, 2, 2, 0},
    {"no rule",
     "",
     {{7, 9, SIGN, 0, 0},
      {7, 9, CONTACT, 7, 0},
      {8, 9, STAGE, 20, 0},
      {11, 9, PARK, 0, 0},
      {11, 10, PARK_YES, 0, 0},
      {12, 9, UNPARK, 0, 0}},
     NONE,
     0,
     0,
     0},
};

static const char *rule_of(const struct a_case *one) {
    if (!one->rule || strcmp(one->rule, "head") == 0) {
        return "3wd,warn=1wd";
    }
    return *one->rule ? one->rule : NULL;
}

static void it_runs_as_the_table_says(void **unused) {
    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct a_case *one = &cases[i];
        struct world *world = dispatched_world(rule_of(one));
        world->policy.head_signs_off = one->rule && strcmp(one->rule, "head") == 0;
        for (size_t k = 0; one->steps[k].deed; k++) {
            go(world, one->steps[k]);
        }
        const struct matter_tell *open = matter_open_tell(world->matter);
        int due = !open                             ? NONE
                  : open->clock.due_day == DAY_NONE ? PAUSED
                                                    : open->clock.due_day - july(1) + 1;
        int owed = count(world, "matter.told_on_time.d");
        int in_time = count(world, "matter.told_on_time.n");
        if (due != one->due || (int)world->matter->n_tells != one->n || owed != one->owed ||
            in_time != one->in_time) {
            fail_msg("%s: due %d, %zu stretches, %d of %d; not %d, %d, %d of %d", one->what, due,
                     world->matter->n_tells, in_time, owed, one->due, one->n, one->in_time,
                     one->owed);
        }
        bool listed = due > 0 && world->matter->state != MATTER_OBJECTED;
        assert_int_equal(due_fact(world) != FACT_NULL, listed);
        world_free(world);
    }
}

// ---- by itself ----

static void refuse(struct world *world, struct step_of what) {
    assert_int_equal(try_step(world, &what), YK_REFUSED);
    assert_string_equal(err_word(world->err.code), err_word(ERR_WRONG_STATE));
}

static void it_reminds_once_and_says_once_that_it_passed(void **unused) {
    (void)unused;
    struct world *world = dispatched_world("3wd,warn=1wd");
    refuse(world, (struct step_of){7, 9, NEAR, 0, 1}); // the 8th is when it warns
    refuse(world, (struct step_of){8, 9, NEAR, 0, 2});
    go(world, (struct step_of){8, 9, NEAR, 0, 1});
    assert_true(tells(world, "matter.tell_near"));
    refuse(world, (struct step_of){8, 10, NEAR, 0, 1});
    refuse(world, (struct step_of){11, 23, PASSED, 0, 1}); // the day is still in time
    go(world, (struct step_of){12, 8, PASSED, 0, 1});
    assert_true(tells(world, "matter.tell_passed"));
    assert_true(tells(world, "matter.tell_missed"));
    refuse(world, (struct step_of){12, 9, PASSED, 0, 1});
    refuse(world, (struct step_of){12, 9, NEAR, 0, 1});
    go(world, (struct step_of){12, 10, SIGN, 0, 0});
    go(world, (struct step_of){12, 11, STAGE, 20, 0});
    refuse(world, (struct step_of){16, 9, PASSED, 0, 1}); // another runs now
    go(world, (struct step_of){16, 9, PASSED, 0, 2});
    world_free(world);
}

static void nothing_is_said_while_it_stands_still(void **unused) {
    (void)unused;
    struct world *world = dispatched_world("3wd,warn=1wd");
    go(world, (struct step_of){6, 10, SIGN, 0, 0});
    go(world, (struct step_of){7, 9, PARK, 0, 0});
    go(world, (struct step_of){7, 10, PARK_YES, 0, 0});
    refuse(world, (struct step_of){11, 9, NEAR, 0, 1});
    refuse(world, (struct step_of){13, 9, PASSED, 0, 1});
    go(world, (struct step_of){13, 10, UNPARK, 0, 0});
    refuse(world, (struct step_of){13, 11, PASSED, 0, 1});
    go(world, (struct step_of){20, 9, PASSED, 0, 1});
    world_free(world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_runs_as_the_table_says),
        cmocka_unit_test(it_reminds_once_and_says_once_that_it_passed),
        cmocka_unit_test(nothing_is_said_while_it_stands_still),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
