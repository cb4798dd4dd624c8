// SPDX-License-Identifier: Apache-2.0
// The rules of a matter: tables of labelled commands with what each must give, then properties over random
// sequences of commands. No store: events are kept in memory, through the JSON form in which they are stored.
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <stdlib.h>
#include <string.h>

#include "matter/assist.h"
#include "matter/events.h"

enum {
    U_WINDOW = 11,
    U_HOUSING = 21,
    U_FINANCE = 22,
    U_TOWN = 31,
    U_CALLS = 41,
    U_SUPERVISION = 51,
    DISTRICT = 340406,
};
enum who {
    CLERK,
    HOUSING,
    HOUSING_HEAD,
    FINANCE,
    TOWN,
    OPERATOR,
    SUPERVISOR,
    LEADER,
    NOBODY,
    WHO_END
};

static const struct {
    int64_t account, unit;
    uint32_t roles;
    enum scope_level level;
} people[WHO_END] = {
    [CLERK] = {1, U_WINDOW, 1u << ROLE_CLERK, SCOPE_DISTRICT},
    [HOUSING] = {2, U_HOUSING, 1u << ROLE_HANDLER, SCOPE_UNIT},
    [HOUSING_HEAD] = {3, U_HOUSING, 1u << ROLE_HEAD, SCOPE_UNIT},
    [FINANCE] = {4, U_FINANCE, 1u << ROLE_HANDLER, SCOPE_UNIT},
    [TOWN] = {5, U_TOWN, 1u << ROLE_HANDLER, SCOPE_UNIT},
    [OPERATOR] = {6, U_CALLS, 1u << ROLE_OPERATOR, SCOPE_DISTRICT},
    [SUPERVISOR] = {7, U_SUPERVISION, 1u << ROLE_SUPERVISOR, SCOPE_DISTRICT},
    [LEADER] = {8, U_SUPERVISION, 1u << ROLE_LEADER, SCOPE_DISTRICT},
    [NOBODY] = {9, U_SUPERVISION, 1u << ROLE_SYSADMIN, SCOPE_NONE},
};
static const struct matter_unit housing = {U_HOUSING, true, true, false};
static const struct matter_unit finance = {U_FINANCE, true, true, false};
static const struct matter_unit town = {U_TOWN, true, false, true};
static const struct matter_unit closed_unit = {99, false, true, false};
static const struct matter_unit no_unit = {0, false, false, false};

enum { KEPT_MAX = 400 };
struct world {
    struct arena *arena;
    struct matter *matter;
    struct policy policy;
    struct time_rules rules;
    struct matter_category category;
    int64_t now_us;
    struct event kept[KEPT_MAX]; // as read back from their JSON form
    size_t n_kept;
    struct err err;
};

static struct actor actor_of(enum who who) {
    return (struct actor){.account = people[who].account,
                          .unit = people[who].unit,
                          .roles = people[who].roles,
                          .caps = role_caps(people[who].roles),
                          .scope = {DISTRICT, people[who].level, people[who].unit}};
}

static struct world *world_new(void) {
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->arena = arena_new(0);
    world->matter = arena_alloc(world->arena, sizeof *world->matter);
    json_spec_clear(&matter_state_spec, world->matter);
    world->policy = (struct policy){.version = 1,
                                    .call_tries = 3,
                                    .call_days = 2,
                                    .basically_weight = 900,
                                    .extend_head_days = 3,
                                    .extend_total_days = 8,
                                    .park_days = 90};
    world->rules = *time_rules_default();
    world->category = (struct matter_category){30201, true, true, housing};
    // Wednesday 2022-07-06, 09:00 in China.
    world->now_us = day_start_us(day_from_civil(2022, 7, 6)) + 9 * 3600 * US_PER_S;
    return world;
}

static void world_free(struct world *world) {
    arena_free(&world->arena);
    free(world);
}

static void pass_hours(struct world *world, int hours) {
    world->now_us += hours * 3600 * US_PER_S;
}

static const void *through_json(struct world *world, const struct draft *draft) {
    struct buf buf;
    buf_init(&buf, 1 << 16);
    struct jw jw;
    jw_init(&jw, &buf);
    jw_spec(&jw, draft->type->spec, draft->body);
    assert_false(buf.failed);
    void *body = arena_alloc(world->arena, draft->type->spec->struct_bytes);
    assert_int_equal(
        json_decode_stored(draft->type->spec, buf.data, buf.len, world->arena, body, NULL), YK_OK);
    buf_done(&buf);
    return body;
}

static void record(struct world *world, enum who who, const struct drafts *drafts) {
    for (size_t i = 0; i < drafts->n; i++) {
        const struct draft *draft = &drafts->items[i];
        assert_true(world->n_kept < KEPT_MAX);
        struct event *event = &world->kept[world->n_kept++];
        *event = (struct event){.district = DISTRICT,
                                .object = 1000,
                                .seq = (int64_t)world->n_kept,
                                .recorded_at = world->now_us,
                                .day = draft->day,
                                .actor = people[who].account,
                                .type = draft->type,
                                .body = through_json(world, draft)};
        struct err err = {0};
        enum yk status = matter_ledger.apply(world->matter, event, world->arena, &err);
        if (status != YK_OK) {
            print_error("%s\n", err.detail);
        }
        assert_int_equal(status, YK_OK);
    }
    world->now_us += US_PER_S;
}

// One command with everything that any of them takes; what a command does not take is not looked at.
struct command {
    enum matter_action action; // 0: intake
    struct matter_unit unit;
    bool yes; // uphold, approve, reached
    int64_t word[4];
    bool dispatch, anonymous;
    int32_t day;
    int64_t days; // 0: by the day
    int64_t n;    // of an assisting unit
    enum assist_decision decision;
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

static enum yk decide(struct world *world, enum who who, const struct command *command,
                      struct drafts *out) {
    struct actor actor = actor_of(who);
    struct matter_env env = env_of(world, &actor);
    struct err *err = &world->err;
    memset(err, 0, sizeof *err);
    const struct matter *matter = world->matter;
    switch (command->action) {
    case ACT_DISPATCH:
        return matter_decide_dispatch(matter, &env, command->unit, world->category, "请办理", NULL,
                                      0, out, err);
    case ACT_SIGN: return matter_decide_sign(matter, &env, out, err);
    case ACT_OBJECT: return matter_decide_object(matter, &env, "不属于我局职责", out, err);
    case ACT_ARBITRATE: {
        struct matter_arbitration arbitration = {.uphold = command->yes,
                                                 .unit = command->unit,
                                                 .category = world->category,
                                                 .note = "裁定"};
        return matter_decide_arbitrate(matter, &env, &arbitration, out, err);
    }
    case ACT_NOTE: return matter_decide_note(matter, &env, "已到现场", out, err);
    case ACT_CONTACT:
        return matter_decide_contact(matter, &env, command->day ? command->day : env.today,
                                     CONTACT_BY_PHONE, "已联系", out, err);
    case ACT_ANSWER: return matter_decide_answer(matter, &env, "已办结", RESULT_RESOLVED, out, err);
    case ACT_SIGNOFF: return matter_decide_signoff(matter, &env, command->yes, "同意", out, err);
    case ACT_CALLBACK: {
        struct matter_call call = {command->yes,
                                   command->word[0],
                                   command->word[1],
                                   command->word[2],
                                   command->word[3],
                                   "无人接听",
                                   "原话"};
        return matter_decide_callback(matter, &env, &call, out, err);
    }
    case ACT_WITHDRAW: return matter_decide_withdraw(matter, &env, "来电撤回", out, err);
    case ACT_AMEND: {
        struct matter_amendment amendment = {.category = world->category,
                                             .lead = matter->lead == U_TOWN ? town : no_unit,
                                             .urgency = URGENCY_URGENT,
                                             .kind = JSON_ABSENT_INT,
                                             .reason = "更正"};
        return matter_decide_amend(matter, &env, &amendment, out, err);
    }
    case ACT_EXTEND:
        return matter_decide_extend(matter, &env, command->days ? command->days : JSON_ABSENT_INT,
                                    command->day ? command->day : DAY_NONE, "材料待补充", out, err);
    case ACT_PARK:
        return matter_decide_park(matter, &env, PARK_FUNDS,
                                  command->day ? command->day : env.today + 10, "资金未落实", out,
                                  err);
    case ACT_PARKING: return matter_decide_parking(matter, &env, command->yes, "同意", out, err);
    case ACT_UNPARK: return matter_decide_unpark(matter, &env, "条件已具备", out, err);
    case ACT_STAGE: {
        const struct matter_stage stage = {
            .day = command->day ? command->day
                                : calendar_add_workdays(calendar_builtin(), env.today,
                                                        (int)(command->days ? command->days : 3)),
            .told = TOLD_BY_WINDOW,
            .text = "已到现场",
            .next = "材料到货后修复"};
        return matter_decide_stage(matter, &env, &stage, out, err);
    }
    case ACT_COUNTERSIGN:
        return matter_decide_countersign(matter, &env, command->yes, "同意", out, err);
    case ACT_ASSIST: {
        struct matter_assist_wanted wanted = {command->unit, "请派员到场核实"};
        return matter_decide_assist(matter, &env, &wanted, out, err);
    }
    case ACT_ASSIST_DECIDE: {
        struct matter_assist_command decided = {command->n, command->decision, command->unit,
                                                "请按此办理"};
        return matter_decide_assist_decide(matter, &env, &decided, out, err);
    }
    case ACT_ASSIST_URGE:
        return matter_decide_assist_urge(matter, &env, command->n, "请尽快", out, err);
    case ACT_ASSIST_SIGN: return matter_decide_assist_sign(matter, &env, out, err);
    case ACT_ASSIST_OBJECT:
        return matter_decide_assist_object(matter, &env, "不在职责范围", out, err);
    case ACT_ASSIST_ANSWER:
        return matter_decide_assist_answer(matter, &env, "已到场，意见附后", out, err);
    case ACT_EXTENSION:
        return matter_decide_extension(matter, &env, command->yes, "同意", out, err);
    default: {
        struct matter_intake intake = {
            .number = matter_number_of(2022, 123),
            .channel = CHANNEL_PHONE,
            .caller_kind = command->anonymous ? CALLER_ANONYMOUS : CALLER_PERSON,
            .urgency = URGENCY_NORMAL,
            .kind = JSON_ABSENT_INT,
            .party = command->anonymous ? 0 : 77,
            .day = command->day ? command->day : env.today,
            .reachable = !command->anonymous,
            .category = world->category,
            .title = "屋顶漏水",
            .text = "厂房屋顶漏水",
            .dispatch = command->dispatch,
            .unit = command->unit,
            .id = 1000,
        };
        struct drafts target = {0};
        return matter_decide_intake(&env, &intake, out, &target, err);
    }
    }
}

static void act(struct world *world, enum who who, struct command command) {
    struct drafts drafts = {0};
    enum yk status = decide(world, who, &command, &drafts);
    if (status != YK_OK) {
        print_error("refused: %s (%s)\n", err_word(world->err.code), world->err.detail);
    }
    assert_int_equal(status, YK_OK);
    record(world, who, &drafts);
}

static void refuse(struct world *world, enum who who, struct command command, enum err_code code) {
    struct drafts drafts = {0};
    assert_int_equal(decide(world, who, &command, &drafts), YK_REFUSED);
    enum err_code got = world->err.n_items ? world->err.items[0].code : world->err.code;
    assert_string_equal(err_word(got), err_word(code));
    assert_int_equal(drafts.n, 0);
}

static const struct command intake = {.action = 0};
#define SAID(a, b, c, d)                                                                           \
    (struct command) {                                                                             \
        .action = ACT_CALLBACK, .yes = true, .word = {(a), (b), (c), (d) }                         \
    }
#define ALL_WELL    SAID(WORD_YES, WORD_YES, WORD_YES, GRADE_SATISFIED)
#define ONLY(a)     SAID(a, JSON_ABSENT_INT, JSON_ABSENT_INT, JSON_ABSENT_INT)
#define DO(action_) ((struct command){.action = (action_)})
#define TO(unit_)   ((struct command){.action = ACT_DISPATCH, .unit = (unit_)})
#define NOT_REACHED DO(ACT_CALLBACK)

static struct world *answered_world(void) {
    struct world *world = world_new();
    act(world, CLERK, intake);
    act(world, CLERK, TO(housing));
    act(world, HOUSING, DO(ACT_SIGN));
    act(world, HOUSING, DO(ACT_ANSWER));
    assert_int_equal(world->matter->state, MATTER_ANSWERED);
    return world;
}

static struct fact_set facts_of(struct world *world, const struct matter *matter) {
    struct fact_set set = {.arena = world->arena};
    assert_int_equal(matter_ledger.facts(matter, 1000, &set, NULL), YK_OK);
    return set;
}

static const struct fact_row *fact_at(const struct fact_set *set, const struct fact_table *table,
                                      int part) {
    for (size_t i = 0; i < set->n; i++) {
        if (set->rows[i].table == table && set->rows[i].part == part) {
            return &set->rows[i];
        }
    }
    return NULL;
}

static size_t count_measure(struct world *world, const char *key) {
    const struct fact_table *table = NULL;
    const struct measure *measure = matter_find_measure(key, &table);
    assert_non_null(measure);
    struct fact_set set = facts_of(world, world->matter);
    size_t n = 0;
    for (size_t i = 0; i < set.n; i++) {
        const struct fact_row *row = &set.rows[i];
        n += row->table == table && row->v[measure->day_col] != FACT_NULL &&
             fact_matches(row, measure->conds, measure->n_conds);
    }
    return n;
}

static int64_t pending_of(struct world *world) {
    struct fact_set set = facts_of(world, world->matter);
    return fact_at(&set, &matter_fact_table, 0)->v[M_PENDING];
}

// ---- cases ----

static void numbers_read_as_they_are_written(void **unused) {
    (void)unused;
    char text[MATTER_NUMBER_BYTES];
    matter_number_format(DISTRICT, matter_number_of(2022, 123), text);
    assert_string_equal(text, "340406-2022-000123");
    int64_t number = 0;
    assert_true(matter_number_parse(text, &number));
    assert_int_equal(number, matter_number_of(2022, 123));
    assert_true(matter_number_parse("2022-000123", &number));
    assert_int_equal(number, matter_number_of(2022, 123));
    assert_true(matter_number_parse("340406-2022-1000123", &number));
    assert_int_equal(number, matter_number_of(2022, 1000123));
    static const char *const bad[] = {
        "",           "2022",         "2022-",       "2022-12",     "2022-12345", "34-2022-000123",
        "abc-000001", "2022-000123x", "340406-2022", "12345-000123"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(matter_number_parse(bad[i], &number));
    }
}

static void intake_checks_its_fields(void **unused) {
    (void)unused;
    struct world *world = world_new();
    refuse(world, HOUSING, intake, ERR_FORBIDDEN);
    struct command command = intake;
    command.day = day_of_time(world->now_us) + 1;
    refuse(world, CLERK, command, ERR_FUTURE_DAY);
    command.day = DAY_NONE;
    refuse(world, CLERK, command, ERR_IMPOSSIBLE_DAY);
    command.day = day_from_civil(1989, 12, 31);
    refuse(world, CLERK, command, ERR_OUT_OF_RANGE);
    command = (struct command){.dispatch = true, .unit = no_unit};
    refuse(world, CLERK, command, ERR_UNKNOWN_UNIT);
    command.unit = closed_unit;
    refuse(world, CLERK, command, ERR_UNKNOWN_UNIT);
    command.unit = town;
    refuse(world, CLERK, command, ERR_PUSHED_DOWN);
    world->category.leaf = false;
    refuse(world, CLERK, intake, ERR_UNKNOWN_CATEGORY);
    command.unit = no_unit;
    refuse(world, CLERK, command, ERR_UNKNOWN_CATEGORY);
    assert_int_equal(world->err.n_items, 2); // the category and the unit at once
    world->category.leaf = true;
    command.unit = housing;
    act(world, CLERK, command);
    assert_int_equal(world->matter->state, MATTER_DISPATCHED);
    assert_int_equal(world->matter->lead, U_HOUSING);
    world_free(world);
}

static void deadlines_stand_in_the_event(void **unused) {
    (void)unused;
    struct world *world = world_new();
    act(world, CLERK, intake);
    act(world, CLERK, TO(housing));
    const struct matter *matter = world->matter;
    // Five working days from Wednesday 6 July 2022: Wednesday the 13th; one: the 7th.
    assert_int_equal(matter->answer.due_day, day_from_civil(2022, 7, 13));
    assert_string_equal(matter->answer.rule, "5wd,warn=1wd");
    assert_int_equal(matter->answer.warn_day, day_from_civil(2022, 7, 12));
    assert_int_equal(matter->answer.provisional, 0);
    assert_int_equal(matter->dispatches[0].sign.due_day, day_from_civil(2022, 7, 7));
    // Rules that change later move nothing that was decided.
    static struct time_rule later[] = {
        {TIME_SIGN, JSON_ABSENT_INT, JSON_ABSENT_INT, NULL, "9wd", "x", NULL},
        {TIME_ANSWER, JSON_ABSENT_INT, JSON_ABSENT_INT, NULL, "50wd", "x", NULL},
        {TIME_CALLBACK, JSON_ABSENT_INT, JSON_ABSENT_INT, NULL, "9wd", "x", NULL},
    };
    world->rules = (struct time_rules){.version = 2, .rules = later, .n_rules = 3};
    act(world, HOUSING, DO(ACT_SIGN));
    assert_int_equal(matter->answer.due_day, day_from_civil(2022, 7, 13));
    world_free(world);
}

static void departments_push_nothing_down(void **unused) {
    (void)unused;
    struct world *world = world_new();
    act(world, CLERK, intake);
    refuse(world, CLERK, TO(town), ERR_PUSHED_DOWN);
    refuse(world, SUPERVISOR, TO(town), ERR_PUSHED_DOWN);
    world->category.lead = town; // a township's own work is no pushing down
    act(world, CLERK, TO(town));
    world_free(world);
    world = world_new();
    act(world, CLERK, intake);
    act(world, CLERK, TO(housing));
    act(world, HOUSING, DO(ACT_OBJECT));
    refuse(world, SUPERVISOR, (struct command){ACT_ARBITRATE, .unit = town, .yes = true},
           ERR_PUSHED_DOWN);
    act(world, SUPERVISOR, (struct command){ACT_ARBITRATE, .unit = finance, .yes = true});
    refuse(world, FINANCE, DO(ACT_OBJECT), ERR_OBJECTION_FINAL);
    world_free(world);
    // Nor by giving a township's matter the category of a department's work.
    world = world_new();
    act(world, CLERK, intake);
    world->category.lead = town;
    act(world, CLERK, TO(town));
    act(world, CLERK, DO(ACT_AMEND));
    world->category.lead = housing;
    refuse(world, CLERK, DO(ACT_AMEND), ERR_PUSHED_DOWN);
    world_free(world);
}

static void objections_are_arbitrated_once(void **unused) {
    (void)unused;
    struct world *world = world_new();
    act(world, CLERK, intake);
    refuse(world, HOUSING, DO(ACT_SIGN), ERR_NOT_YOUR_UNIT);
    act(world, CLERK, TO(housing));
    refuse(world, FINANCE, DO(ACT_OBJECT), ERR_NOT_YOUR_UNIT);
    act(world, HOUSING, DO(ACT_OBJECT));
    assert_int_equal(count_measure(world, "matter.signed_on_time.d"), 0);
    assert_int_equal(count_measure(world, "matter.objected"), 1);
    refuse(world, HOUSING, DO(ACT_SIGN), ERR_WRONG_STATE);
    refuse(world, CLERK, DO(ACT_ARBITRATE), ERR_FORBIDDEN);
    refuse(world, SUPERVISOR, (struct command){ACT_ARBITRATE, .yes = true}, ERR_UNKNOWN_UNIT);
    refuse(world, SUPERVISOR, (struct command){ACT_ARBITRATE, .unit = housing, .yes = true},
           ERR_UNKNOWN_UNIT);
    int32_t due = world->matter->answer.due_day;
    pass_hours(world, 48);
    act(world, SUPERVISOR, DO(ACT_ARBITRATE));
    assert_int_equal(world->matter->state, MATTER_DISPATCHED);
    assert_int_equal(world->matter->answer.due_day, due);
    assert_int_equal(world->matter->dispatches[0].sign.due_day, day_from_civil(2022, 7, 11));
    refuse(world, HOUSING, DO(ACT_OBJECT), ERR_OBJECTION_FINAL);
    act(world, HOUSING, DO(ACT_SIGN));
    assert_int_equal(count_measure(world, "matter.signed_on_time.n"), 1);
    assert_int_equal(count_measure(world, "matter.objection_upheld"), 0);
    world_free(world);
}

static void an_upheld_objection_starts_anew(void **unused) {
    (void)unused;
    struct world *world = world_new();
    act(world, CLERK, intake);
    act(world, CLERK, TO(housing));
    act(world, HOUSING, DO(ACT_OBJECT));
    pass_hours(world, 24);
    act(world, SUPERVISOR, (struct command){ACT_ARBITRATE, .unit = finance, .yes = true});
    const struct matter *matter = world->matter;
    assert_int_equal(matter->lead, U_FINANCE);
    assert_int_equal(matter->n_dispatches, 2);
    assert_int_equal(matter->dispatches[0].outcome, DISPATCH_OBJECTION_UPHELD);
    assert_int_equal(matter->answer.due_day, day_from_civil(2022, 7, 14));
    assert_int_equal(count_measure(world, "matter.dispatched"), 2);
    assert_int_equal(count_measure(world, "matter.signed_on_time.d"), 1);
    refuse(world, HOUSING, DO(ACT_SIGN), ERR_NOT_YOUR_UNIT);
    struct actor actor = actor_of(HOUSING);
    assert_true(matter_visible(matter, DISTRICT, &actor)); // it led
    world_free(world);
}

static void heads_sign_off_others_answers(void **unused) {
    (void)unused;
    struct world *world = world_new();
    world->policy.head_signs_off = true;
    act(world, CLERK, intake);
    act(world, CLERK, TO(housing));
    refuse(world, HOUSING, DO(ACT_ANSWER), ERR_WRONG_STATE);
    act(world, HOUSING, DO(ACT_SIGN));
    act(world, HOUSING, DO(ACT_CONTACT));
    assert_int_equal(world->matter->state, MATTER_HANDLING);
    act(world, HOUSING, DO(ACT_ANSWER));
    assert_int_equal(world->matter->state, MATTER_SIGNOFF);
    assert_int_equal(count_measure(world, "matter.answered"), 0);
    refuse(world, HOUSING, DO(ACT_SIGNOFF), ERR_FORBIDDEN);
    refuse(world, OPERATOR, ALL_WELL, ERR_WRONG_STATE);
    act(world, HOUSING_HEAD, DO(ACT_SIGNOFF));
    assert_int_equal(world->matter->state, MATTER_HANDLING);
    act(world, HOUSING_HEAD, DO(ACT_ANSWER));
    refuse(world, HOUSING_HEAD, (struct command){ACT_SIGNOFF, .yes = true}, ERR_OWN_ANSWER);
    act(world, HOUSING_HEAD, DO(ACT_NOTE));
    act(world, HOUSING_HEAD, DO(ACT_SIGNOFF)); // but may take it back, or it would wait for ever
    assert_int_equal(world->matter->state, MATTER_HANDLING);
    world_free(world);
    world = world_new();
    world->policy.head_signs_off = true;
    act(world, CLERK, intake);
    act(world, CLERK, TO(housing));
    act(world, HOUSING, DO(ACT_SIGN));
    act(world, HOUSING, DO(ACT_ANSWER));
    pass_hours(world, 24 * 9); // the answer stands when it is signed off: too late now
    act(world, HOUSING_HEAD, (struct command){ACT_SIGNOFF, .yes = true});
    assert_int_equal(world->matter->state, MATTER_ANSWERED);
    assert_int_equal(count_measure(world, "callback.on_time.d"), 1);
    assert_int_equal(count_measure(world, "callback.on_time.n"), 0);
    world_free(world);
}

static void contact_has_a_possible_day(void **unused) {
    (void)unused;
    struct world *world = world_new();
    act(world, CLERK, intake);
    act(world, CLERK, TO(housing));
    act(world, HOUSING, DO(ACT_SIGN));
    int32_t today = day_of_time(world->now_us);
    refuse(world, HOUSING, (struct command){ACT_CONTACT, .day = today + 1}, ERR_FUTURE_DAY);
    refuse(world, HOUSING, (struct command){ACT_CONTACT, .day = today - 1}, ERR_OUT_OF_RANGE);
    refuse(world, HOUSING, (struct command){ACT_CONTACT, .day = DAY_NONE}, ERR_IMPOSSIBLE_DAY);
    act(world, HOUSING, (struct command){ACT_CONTACT, .day = today});
    world_free(world);
}

static void nobody_judges_their_own_answer(void **unused) {
    (void)unused;
    struct world *world = answered_world();
    refuse(world, HOUSING, ALL_WELL, ERR_FORBIDDEN);
    refuse(world, HOUSING_HEAD, ALL_WELL, ERR_FORBIDDEN);
    refuse(world, CLERK, ALL_WELL, ERR_FORBIDDEN);
    refuse(world, SUPERVISOR, ALL_WELL, ERR_FORBIDDEN);
    // Even with an operator's post in the unit that answered.
    struct actor actor = actor_of(OPERATOR);
    actor.unit = U_HOUSING;
    struct matter_env env = env_of(world, &actor);
    assert_int_equal(matter_may(world->matter, &env, ACT_CALLBACK), ERR_HANDLER_MAY_NOT_CALL);
    act(world, OPERATOR, ALL_WELL);
    world_free(world);
}

struct call_case {
    const char *label;
    struct command said;
    enum call_state state;
    enum matter_state after;
};
static const struct call_case call_cases[] = {
    {"all well", {ACT_CALLBACK, .yes = true, .word = {1, 1, 1, 1}}, CALL_VALID, MATTER_CLOSED},
    {"only the first",
     {ACT_CALLBACK, .yes = true, .word = {1, INT64_MIN, INT64_MIN, INT64_MIN}},
     CALL_VALID,
     MATTER_CLOSED},
    {"basically satisfied",
     {ACT_CALLBACK, .yes = true, .word = {1, 1, 1, GRADE_BASICALLY}},
     CALL_VALID,
     MATTER_CLOSED},
    {"not true",
     {ACT_CALLBACK, .yes = true, .word = {WORD_NO, 1, 1, 1}},
     CALL_VALID,
     MATTER_HANDLING},
    {"partly true",
     {ACT_CALLBACK, .yes = true, .word = {WORD_PARTLY, 1, 1, 1}},
     CALL_VALID,
     MATTER_HANDLING},
    {"not done",
     {ACT_CALLBACK, .yes = true, .word = {1, WORD_NO, 1, 1}},
     CALL_VALID,
     MATTER_HANDLING},
    {"partly done",
     {ACT_CALLBACK, .yes = true, .word = {1, WORD_PARTLY, 1, 1}},
     CALL_VALID,
     MATTER_HANDLING},
    {"not solved",
     {ACT_CALLBACK, .yes = true, .word = {1, 1, WORD_NO, 1}},
     CALL_VALID,
     MATTER_HANDLING},
    {"partly solved",
     {ACT_CALLBACK, .yes = true, .word = {1, 1, WORD_PARTLY, 1}},
     CALL_VALID,
     MATTER_HANDLING},
    {"dissatisfied",
     {ACT_CALLBACK, .yes = true, .word = {1, 1, 1, GRADE_DISSATISFIED}},
     CALL_VALID,
     MATTER_HANDLING},
    {"declined throughout",
     {ACT_CALLBACK, .yes = true,
      .word = {WORD_DECLINED, WORD_DECLINED, WORD_DECLINED, GRADE_DECLINED}},
     CALL_INCOMPLETE,
     MATTER_CLOSED},
    {"does not know",
     {ACT_CALLBACK, .yes = true, .word = {WORD_UNKNOWN, WORD_UNKNOWN, WORD_UNKNOWN, GRADE_UNKNOWN}},
     CALL_INCOMPLETE,
     MATTER_CLOSED},
    {"does not know, but dissatisfied",
     {ACT_CALLBACK, .yes = true, .word = {WORD_UNKNOWN, 1, 1, GRADE_DISSATISFIED}},
     CALL_INCOMPLETE,
     MATTER_HANDLING},
};

static void calls_have_their_consequence(void **unused) {
    (void)unused;
    for (size_t i = 0; i < sizeof call_cases / sizeof *call_cases; i++) {
        const struct call_case *it = &call_cases[i];
        struct world *world = answered_world();
        act(world, OPERATOR, it->said);
        const struct matter *matter = world->matter;
        if (matter->rounds[0].state != it->state || matter->state != it->after) {
            fail_msg("%s: round %s, matter %s", it->label,
                     json_word_of(call_state_words, matter->rounds[0].state),
                     json_word_of(matter_state_words, matter->state));
        }
        bool returned = it->after == MATTER_HANDLING;
        assert_int_equal(matter->n_returns, returned);
        assert_int_equal(count_measure(world, "matter.returned"), returned);
        assert_int_equal(count_measure(world, "matter.closed"), !returned);
        assert_int_equal(count_measure(world, "callback.truthfulness.d"), it->state == CALL_VALID);
        assert_int_equal(count_measure(world, "callback.coverage.n"), 1);
        world_free(world);
    }
}

static void a_reached_person_answers_the_first_question(void **unused) {
    (void)unused;
    struct world *world = answered_world();
    refuse(world, OPERATOR, ONLY(JSON_ABSENT_INT), ERR_REQUIRED);
    act(world, OPERATOR, ALL_WELL);
    refuse(world, OPERATOR, ALL_WELL, ERR_WRONG_STATE);
    world_free(world);
}

static void the_second_return_is_supervised(void **unused) {
    (void)unused;
    struct world *world = answered_world();
    act(world, OPERATOR, SAID(WORD_NO, WORD_NO, WORD_NO, GRADE_DISSATISFIED));
    const struct matter *matter = world->matter;
    assert_int_equal(matter->rounds[0].consequence, CONSEQUENCE_RETURNED);
    assert_int_equal(matter->answered_day, DAY_NONE);
    pass_hours(world, 24);
    act(world, HOUSING, DO(ACT_ANSWER));
    act(world, OPERATOR, SAID(WORD_YES, WORD_NO, WORD_NO, GRADE_DISSATISFIED));
    assert_int_equal(matter->rounds[1].consequence, CONSEQUENCE_RETURNED_SUPERVISED);
    assert_int_equal(count_measure(world, "matter.returned"), 2);
    assert_int_equal(count_measure(world, "matter.returned_supervised"), 1);
    act(world, HOUSING, DO(ACT_ANSWER));
    act(world, OPERATOR, ALL_WELL);
    assert_int_equal(matter->state, MATTER_CLOSED);
    // Answering again does not launder the untrue answer, but solved and satisfied go by the last round.
    assert_int_equal(count_measure(world, "callback.truthfulness.d"), 3);
    assert_int_equal(count_measure(world, "callback.truthfulness.n"), 2);
    assert_int_equal(count_measure(world, "callback.solved.d"), 1);
    assert_int_equal(count_measure(world, "callback.solved.n"), 1);
    assert_int_equal(count_measure(world, "callback.satisfaction.n"), 1);
    assert_int_equal(count_measure(world, "callback.on_time.d"), 3);
    assert_int_equal(count_measure(world, "matter.answered"), 1);
    world_free(world);
}

// Whoever objects in time gets the time for signing again, whoever objects too late does not.
static void objecting_late_is_late(void **unused) {
    (void)unused;
    for (int late = 0; late < 2; late++) {
        struct world *world = world_new();
        act(world, CLERK, intake);
        act(world, CLERK, TO(housing));
        pass_hours(world, 24 * (late ? 2 : 1)); // due to be signed on the 7th
        act(world, HOUSING, DO(ACT_OBJECT));
        pass_hours(world, 24 * 5);
        act(world, SUPERVISOR, DO(ACT_ARBITRATE));
        act(world, HOUSING, DO(ACT_SIGN));
        assert_int_equal(count_measure(world, "matter.signed_on_time.d"), 1);
        assert_int_equal(count_measure(world, "matter.signed_on_time.n"), late ? 0 : 1);
        world_free(world);
    }
}

// A withdrawal against the person's will gives time for what was not due yet, and none for what had been missed.
static void an_undone_withdrawal_hides_nothing(void **unused) {
    (void)unused;
    for (int late = 0; late < 2; late++) {
        struct world *world = world_new();
        act(world, CLERK, intake);
        act(world, CLERK, TO(housing));
        act(world, HOUSING, DO(ACT_SIGN));
        int32_t due = world->matter->answer.due_day;
        pass_hours(world, 24 * (late ? 10 : 2));
        act(world, CLERK, DO(ACT_WITHDRAW));
        pass_hours(world, 24 * 9);
        act(world, OPERATOR, ONLY(WORD_NO));
        assert_int_equal(world->matter->state, MATTER_HANDLING);
        assert_true(late ? world->matter->answer.due_day == due
                         : world->matter->answer.due_day > due);
        act(world, HOUSING, DO(ACT_ANSWER));
        assert_int_equal(count_measure(world, "callback.on_time.d"), 1);
        assert_int_equal(count_measure(world, "callback.on_time.n"), late ? 0 : 1);
        world_free(world);
    }
    // The same for signing.
    struct world *world = world_new();
    act(world, CLERK, intake);
    act(world, CLERK, TO(housing));
    pass_hours(world, 24 * 5);
    act(world, CLERK, DO(ACT_WITHDRAW));
    act(world, OPERATOR, ONLY(WORD_NO));
    act(world, HOUSING, DO(ACT_SIGN));
    assert_int_equal(count_measure(world, "matter.signed_on_time.d"), 1);
    assert_int_equal(count_measure(world, "matter.signed_on_time.n"), 0);
    world_free(world);
}

static void lateness_is_not_laundered(void **unused) {
    (void)unused;
    struct world *world = world_new();
    act(world, CLERK, intake);
    act(world, CLERK, TO(housing));
    act(world, HOUSING, DO(ACT_SIGN));
    pass_hours(world, 24 * 14);
    assert_int_equal(count_measure(world, "callback.on_time.d"), 1); // awaited and due
    assert_int_equal(count_measure(world, "matter.overdue.missed"), 1);
    act(world, HOUSING, DO(ACT_ANSWER));
    assert_int_equal(count_measure(world, "matter.overdue.missed"), 1);
    assert_int_equal(count_measure(world, "matter.overdue.made_good"), 1);
    act(world, OPERATOR, ONLY(WORD_NO));
    act(world, HOUSING, DO(ACT_ANSWER));
    assert_int_equal(count_measure(world, "callback.on_time.d"), 2);
    assert_int_equal(count_measure(world, "callback.on_time.n"), 1);
    struct fact_set set = facts_of(world, world->matter);
    const struct fact_row *row = fact_at(&set, &matter_fact_table, 0);
    assert_int_equal(row->v[M_FIRST_DUE_DAY], day_from_civil(2022, 7, 13));
    assert_int_equal(row->v[M_DUE_DAY], day_from_civil(2022, 7, 27));
    world_free(world);
}

static void points_follow_the_policy(void **unused) {
    (void)unused;
    struct world *world = answered_world();
    act(world, OPERATOR, SAID(WORD_YES, WORD_YES, JSON_ABSENT_INT, GRADE_BASICALLY));
    assert_int_equal(world->matter->rounds[0].satisfied_points, 90);
    assert_int_equal(world->matter->rounds[0].solved_points, JSON_ABSENT_INT);
    assert_int_equal(count_measure(world, "callback.solved.d"), 0);
    world_free(world);
}

struct try_case {
    int hours_before;
    int32_t next; // days from the first try; -1: unreachable
};

static void try_calls(const struct try_case *tries, size_t n) {
    struct world *world = answered_world();
    int32_t first = day_of_time(world->now_us);
    for (size_t i = 0; i < n; i++) {
        pass_hours(world, tries[i].hours_before);
        act(world, OPERATOR, NOT_REACHED);
        const struct matter_round *round = &world->matter->rounds[0];
        if (tries[i].next < 0) {
            assert_int_equal(round->state, CALL_UNREACHABLE);
            assert_int_equal(world->matter->state, MATTER_CLOSED);
            assert_int_equal(count_measure(world, "callback.coverage.n"), 1);
            assert_int_equal(count_measure(world, "callback.truthfulness.d"), 0);
            assert_int_equal(count_measure(world, "callback.contacted.n"), 0);
        } else {
            assert_int_equal(round->state, CALL_DUE);
            assert_int_equal(round->next_try_day, first + tries[i].next);
        }
    }
    world_free(world);
}

static void unreachable_is_earned(void **unused) {
    (void)unused;
    // Morning and noon of Wednesday, Thursday afternoon: three hours, two days.
    static const struct try_case two_days[] = {{0, 0}, {3, 1}, {29, -1}};
    // Always at nine: never a different hour, so three days do not do; then two hours more.
    static const struct try_case same_hour[] = {{0, 0}, {24, 1}, {24, 2}, {72, 5}, {4, 6}, {4, -1}};
    // Three hours of one day are not enough.
    static const struct try_case one_day[] = {{0, 0}, {2, 1}, {2, 1}, {20, -1}};
    try_calls(two_days, 3);
    try_calls(same_hour, 6);
    try_calls(one_day, 4);
}

static void who_cannot_be_called_is_counted_apart(void **unused) {
    (void)unused;
    struct world *world = world_new();
    act(world, CLERK, (struct command){.anonymous = true, .dispatch = true, .unit = housing});
    act(world, HOUSING, DO(ACT_SIGN));
    act(world, HOUSING, DO(ACT_ANSWER));
    const struct matter *matter = world->matter;
    assert_int_equal(matter->state, MATTER_CLOSED);
    assert_int_equal(matter->rounds[0].state, CALL_CANNOT);
    assert_int_equal(count_measure(world, "callback.cannot_call"), 1);
    assert_int_equal(count_measure(world, "callback.coverage.d"), 0);
    assert_int_equal(count_measure(world, "callback.on_time.n"), 1);
    world_free(world);
}

static void withdrawals_are_called_back(void **unused) {
    (void)unused;
    struct world *world = world_new();
    act(world, CLERK, (struct command){.dispatch = true, .unit = housing});
    refuse(world, HOUSING, DO(ACT_WITHDRAW), ERR_FORBIDDEN);
    act(world, CLERK, DO(ACT_WITHDRAW));
    const struct matter *matter = world->matter;
    assert_int_equal(matter->state, MATTER_WITHDRAWN);
    assert_int_equal(matter->rounds[0].kind, ROUND_WITHDRAWAL);
    assert_int_equal(count_measure(world, "matter.withdrawn"), 1);
    assert_int_equal(count_measure(world, "callback.on_time.d"), 0);
    assert_int_equal(count_measure(world, "matter.signed_on_time.d"), 0);
    refuse(world, OPERATOR, ALL_WELL, ERR_UNKNOWN_FIELD);
    assert_int_equal(count_measure(world, "callback.withdrawal_coverage.d"), 1);
    assert_int_equal(count_measure(world, "callback.withdrawal_coverage.n"), 0);
    act(world, OPERATOR, ONLY(WORD_NO)); // talked into it: it goes on
    assert_int_equal(count_measure(world, "callback.withdrawal_coverage.n"), 1);
    assert_int_equal(count_measure(world, "callback.withdrawal_true.d"), 1);
    assert_int_equal(count_measure(world, "callback.withdrawal_true.n"), 0);
    assert_int_equal(matter->state, MATTER_DISPATCHED);
    assert_int_equal(count_measure(world, "matter.withdrawn"), 0);
    assert_int_equal(count_measure(world, "callback.truthfulness.d"), 0);
    assert_int_equal(count_measure(world, "matter.returned"), 0);
    act(world, HOUSING, DO(ACT_SIGN));
    act(world, CLERK, DO(ACT_WITHDRAW));
    act(world, OPERATOR, ONLY(WORD_YES));
    assert_int_equal(count_measure(world, "callback.withdrawal_true.d"), 2);
    assert_int_equal(count_measure(world, "callback.withdrawal_true.n"), 1);
    assert_int_equal(matter->state, MATTER_WITHDRAWN);
    refuse(world, OPERATOR, ONLY(WORD_YES), ERR_WRONG_STATE);
    world_free(world);
}

static void a_withdrawal_before_dispatch_reopens_as_registered(void **unused) {
    (void)unused;
    struct world *world = world_new();
    act(world, CLERK, intake);
    act(world, CLERK, DO(ACT_WITHDRAW));
    act(world, OPERATOR, ONLY(WORD_PARTLY));
    assert_int_equal(world->matter->state, MATTER_REGISTERED);
    act(world, CLERK, TO(housing));
    act(world, HOUSING, DO(ACT_SIGN));
    act(world, HOUSING, DO(ACT_ANSWER));
    assert_int_equal(world->matter->rounds[1].n, 2);
    refuse(world, CLERK, DO(ACT_WITHDRAW), ERR_WRONG_STATE);
    world_free(world);
}

static void repeats_are_joined(void **unused) {
    (void)unused;
    struct world *one = world_new();
    struct world *two = world_new();
    act(one, CLERK, (struct command){.dispatch = true, .unit = housing});
    act(two, CLERK, intake);
    struct actor actor = actor_of(CLERK);
    struct matter_env env = {&actor,      &two->policy,
                             &two->rules, calendar_builtin(),
                             two->now_us, day_of_time(two->now_us),
                             two->arena};
    struct drafts on_two = {0}, on_one = {0};
    struct err err = {0};
    assert_int_equal(
        matter_decide_join(two->matter, 2, two->matter, 2, &env, &on_two, &on_one, &err),
        YK_REFUSED);
    assert_int_equal(err.code, ERR_CANNOT_JOIN_ITSELF);
    assert_int_equal(
        matter_decide_join(two->matter, 2, one->matter, 1, &env, &on_two, &on_one, &err), YK_OK);
    record(two, CLERK, &on_two);
    record(one, CLERK, &on_one);
    assert_int_equal(two->matter->state, MATTER_JOINED);
    assert_int_equal(two->matter->joined_into, 1);
    assert_int_equal(one->matter->state, MATTER_DISPATCHED);
    assert_int_equal(one->matter->n_repeats, 1);
    struct drafts none = {0};
    assert_int_equal(matter_decide_join(one->matter, 1, two->matter, 2, &env, &none, &none, &err),
                     YK_REFUSED); // a chain of joins would hide matters
    world_free(one);
    world_free(two);
}

static void amending_keeps_the_rest(void **unused) {
    (void)unused;
    struct world *world = answered_world();
    refuse(world, HOUSING, DO(ACT_AMEND), ERR_FORBIDDEN);
    world->category.code = 30202;
    act(world, CLERK, DO(ACT_AMEND));
    assert_int_equal(world->matter->category, 30202);
    assert_int_equal(world->matter->urgency, URGENCY_URGENT);
    assert_int_equal(world->matter->title_seq, 1);
    assert_int_equal(world->matter->state, MATTER_ANSWERED);
    world->category.open = false;
    refuse(world, CLERK, DO(ACT_AMEND), ERR_UNKNOWN_CATEGORY);
    world_free(world);
}

static void check_replay(struct world *world);

// ERR_NONE when it was issued, and is on the record.
static enum err_code issue(struct world *world, enum who who, int64_t kind) {
    struct actor actor = actor_of(who);
    struct matter_env env = env_of(world, &actor);
    struct drafts drafts = {0};
    const struct matter_issue command = {.kind = kind,
                                         .year = kind == PAPER_DISPATCH ? 2022 : JSON_ABSENT_INT,
                                         .serial = kind == PAPER_DISPATCH ? 7 : JSON_ABSENT_INT,
                                         .shipped = 1};
    enum err_code may = matter_may_issue(world->matter, &actor, kind);
    memset(&world->err, 0, sizeof world->err);
    enum yk status = matter_decide_issue(world->matter, &env, &command, &drafts, &world->err);
    assert_int_equal(status, may == ERR_NONE ? YK_OK : YK_REFUSED);
    assert_int_equal(world->err.code, may);
    if (status == YK_OK) {
        record(world, who, &drafts);
    }
    return may;
}

static void papers_are_issued_once(void **unused) {
    (void)unused;
    struct world *world = world_new();
    act(world, CLERK, intake);
    assert_int_equal(issue(world, CLERK, PAPER_DISPATCH), ERR_WRONG_STATE); // not dispatched yet
    assert_int_equal(issue(world, SUPERVISOR, PAPER_RECEIPT), ERR_FORBIDDEN);
    assert_int_equal(issue(world, CLERK, PAPER_RECEIPT), ERR_NONE);
    assert_int_equal(issue(world, CLERK, PAPER_RECEIPT), ERR_ALREADY_EXISTS);
    act(world, CLERK, TO(housing));
    assert_int_equal(issue(world, HOUSING, PAPER_DISPATCH), ERR_FORBIDDEN);
    assert_int_equal(issue(world, SUPERVISOR, PAPER_DISPATCH), ERR_NONE);
    assert_int_equal(issue(world, CLERK, PAPER_DISPATCH), ERR_ALREADY_EXISTS);
    assert_int_equal(issue(world, CLERK, PAPER_MINUTES), ERR_WRONG_STATE);
    act(world, HOUSING, DO(ACT_OBJECT));
    assert_int_equal(issue(world, CLERK, PAPER_DISPATCH), ERR_WRONG_STATE); // disputed
    act(world, SUPERVISOR, (struct command){.action = ACT_ARBITRATE, .yes = true, .unit = finance});
    assert_int_equal(issue(world, CLERK, PAPER_DISPATCH), ERR_NONE); // another dispatch
    assert_int_equal(world->matter->n_papers, 3);
    const struct matter_paper *second = matter_find_paper(world->matter, 2);
    assert_int_equal(second->kind, PAPER_DISPATCH);
    assert_int_equal(second->dispatch, 1);
    assert_int_equal(second->serial, 7);
    assert_int_equal(second->unit, U_SUPERVISION);
    assert_int_equal(matter_find_paper(world->matter, 3)->dispatch, 2);
    assert_null(matter_find_paper(world->matter, 0));
    assert_null(matter_find_paper(world->matter, 4));
    check_replay(world);
    world_free(world);
}

static void visibility_follows_the_unit(void **unused) {
    (void)unused;
    struct world *world = answered_world();
    static const struct {
        enum who who;
        bool sees;
    } cases[] = {{CLERK, true},      {HOUSING, true}, {HOUSING_HEAD, true},
                 {FINANCE, false},   {TOWN, false},   {OPERATOR, true},
                 {SUPERVISOR, true}, {LEADER, true},  {NOBODY, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct actor actor = actor_of(cases[i].who);
        assert_int_equal(matter_visible(world->matter, DISTRICT, &actor), cases[i].sees);
        actor.scope.district = 340402;
        assert_false(matter_visible(world->matter, DISTRICT, &actor));
    }
    world_free(world);
}

// ---- more time ----

static struct world *signed_world(void) {
    struct world *world = world_new();
    act(world, CLERK, (struct command){.dispatch = true, .unit = housing});
    act(world, HOUSING, DO(ACT_SIGN));
    return world;
}

#define MORE(n)  ((struct command){.action = ACT_EXTEND, .days = (n)})
#define UNTIL(d) ((struct command){.action = ACT_EXTEND, .day = (d)})
#define GRANT    ((struct command){.action = ACT_EXTENSION, .yes = true})
#define DENY     DO(ACT_EXTENSION)

// Who asks for how many days, who must decide. Due on Wednesday 13 July 2022; the head may grant 3, all may come to 8.
static void extensions_are_granted_by_their_limits(void **unused) {
    (void)unused;
    static const struct {
        enum who asks;
        int days;
        enum who may_not, grants;
        int due; // of July
    } cases[] = {
        {HOUSING, 1, HOUSING, HOUSING_HEAD, 14},
        {HOUSING, 3, FINANCE, HOUSING_HEAD, 18},
        {HOUSING, 3, CLERK, SUPERVISOR, 18},
        {HOUSING, 4, HOUSING_HEAD, SUPERVISOR, 19},
        {HOUSING_HEAD, 1, HOUSING_HEAD, SUPERVISOR, 14},
        {HOUSING, 8, HOUSING_HEAD, SUPERVISOR, 25},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world *world = signed_world();
        int32_t first = world->matter->answer.due_day;
        act(world, cases[i].asks, MORE(cases[i].days));
        assert_int_equal(world->matter->answer.due_day, first); // asking moves nothing
        assert_int_equal(count_measure(world, "matter.extended"), 0);
        struct drafts none = {0};
        assert_int_equal(decide(world, cases[i].may_not, &GRANT, &none), YK_REFUSED);
        act(world, cases[i].grants, GRANT);
        assert_int_equal(world->matter->answer.due_day, day_from_civil(2022, 7, cases[i].due));
        assert_int_equal(world->matter->dispatches[0].first_due_day, first);
        assert_int_equal(count_measure(world, "matter.extended"), 1);
        world_free(world);
    }
}

static void extensions_end_at_the_total(void **unused) {
    (void)unused;
    struct world *world = signed_world();
    refuse(world, FINANCE, MORE(1), ERR_NOT_YOUR_UNIT);
    refuse(world, CLERK, MORE(1), ERR_FORBIDDEN);
    refuse(world, HOUSING, MORE(9), ERR_OUT_OF_RANGE);
    refuse(world, HOUSING, MORE(-1), ERR_OUT_OF_RANGE);
    refuse(world, HOUSING, DO(ACT_EXTEND), ERR_REQUIRED);
    refuse(world, HOUSING, UNTIL(day_from_civil(2022, 7, 13)), ERR_OUT_OF_RANGE);
    refuse(world, HOUSING, UNTIL(day_from_civil(2022, 7, 17)), ERR_OUT_OF_RANGE); // a Sunday
    refuse(world, HOUSING, UNTIL(day_from_civil(2022, 7, 26)), ERR_OUT_OF_RANGE);
    act(world, HOUSING, UNTIL(day_from_civil(2022, 7, 14)));
    refuse(world, HOUSING, MORE(1), ERR_REQUEST_OPEN);
    assert_int_equal(pending_of(world), PENDING_EXTENSION_HEAD);
    act(world, HOUSING_HEAD, DENY);
    assert_int_equal(pending_of(world), FACT_NULL);
    assert_int_equal(world->matter->answer.due_day, day_from_civil(2022, 7, 13));
    refuse(world, HOUSING_HEAD, GRANT, ERR_WRONG_STATE);
    act(world, HOUSING, MORE(2));
    act(world, HOUSING_HEAD, GRANT);
    act(world, HOUSING, MORE(1)); // the second: not the head's any more
    assert_int_equal(pending_of(world), PENDING_EXTENSION_OFFICE);
    refuse(world, HOUSING_HEAD, GRANT, ERR_FORBIDDEN);
    act(world, SUPERVISOR, GRANT);
    refuse(world, HOUSING, MORE(6), ERR_OUT_OF_RANGE);
    act(world, HOUSING, MORE(5));
    act(world, SUPERVISOR, GRANT);
    assert_int_equal(world->matter->answer.due_day, day_from_civil(2022, 7, 25));
    refuse(world, HOUSING, MORE(1), ERR_LIMIT_REACHED);
    pass_hours(world, 24 * 18);
    act(world, HOUSING, DO(ACT_ANSWER)); // in time, by the extension
    assert_int_equal(count_measure(world, "callback.on_time.n"), 1);
    act(world, OPERATOR, ONLY(WORD_NO)); // a new clock, with limits of its own
    act(world, HOUSING, MORE(1));
    act(world, HOUSING, DO(ACT_ANSWER));
    assert_int_equal(world->matter->extensions[4].outcome, REQUEST_LAPSED);
    assert_int_equal(pending_of(world), FACT_NULL);
    assert_int_equal(count_measure(world, "matter.extended"), 3);
    world_free(world);
}

static void too_late_is_too_late(void **unused) {
    (void)unused;
    struct world *world = signed_world();
    pass_hours(world, 24 * 8); // Thursday the 14th
    refuse(world, HOUSING, MORE(1), ERR_TOO_LATE);
    world->policy.extend_after_due = 1;
    act(world, HOUSING, MORE(1));
    act(world, HOUSING_HEAD, GRANT);
    assert_int_equal(world->matter->answer.due_day, day_from_civil(2022, 7, 14));
    pass_hours(world, 24 * 5);
    refuse(world, HOUSING, MORE(1), ERR_OUT_OF_RANGE); // it would be over already
    act(world, HOUSING, MORE(3));
    act(world, SUPERVISOR, GRANT);
    world_free(world);
}

// ---- parked ----

#define PARK(d) ((struct command){.action = ACT_PARK, .day = (d)})
#define APPROVE ((struct command){.action = ACT_PARKING, .yes = true})

static enum yk unpark_due(struct world *world, int64_t n) {
    struct actor nobody = {.account = 0};
    struct matter_env env = env_of(world, &nobody);
    struct drafts drafts = {0};
    enum yk status = matter_decide_unpark_due(world->matter, &env, n, &drafts, &world->err);
    if (status == YK_OK) {
        record(world, NOBODY, &drafts);
    }
    return status;
}

static void parking_stops_the_clock(void **unused) {
    (void)unused;
    struct world *world = signed_world(); // Wednesday the 6th, due on the 13th
    const struct matter *matter = world->matter;
    int32_t review = day_from_civil(2022, 8, 10);
    refuse(world, HOUSING, PARK(day_of_time(world->now_us)), ERR_OUT_OF_RANGE);
    refuse(world, HOUSING, PARK(day_from_civil(2022, 10, 5)), ERR_OUT_OF_RANGE);
    refuse(world, FINANCE, PARK(review), ERR_NOT_YOUR_UNIT);
    act(world, HOUSING, PARK(review));
    assert_int_equal(pending_of(world), PENDING_PARKING);
    assert_int_equal(matter->state, MATTER_SIGNED);
    refuse(world, HOUSING, MORE(1), ERR_REQUEST_OPEN);
    refuse(world, HOUSING_HEAD, APPROVE, ERR_FORBIDDEN);
    assert_int_equal(count_measure(world, "matter.parked"), 0);
    pass_hours(world, 24); // Thursday: one working day has counted
    act(world, SUPERVISOR, APPROVE);
    assert_int_equal(matter->state, MATTER_PARKED);
    assert_true(matter_clock_is_paused(&matter->answer));
    struct fact_set set = facts_of(world, matter);
    assert_int_equal(fact_at(&set, &matter_fact_table, 0)->v[M_CLOCK], CLOCK_PAUSED);
    assert_int_equal(count_measure(world, "matter.parked"), 1);
    assert_int_equal(count_measure(world, "callback.on_time.d"), 0); // nothing is due
    refuse(world, HOUSING, DO(ACT_ANSWER), ERR_WRONG_STATE);
    refuse(world, HOUSING, MORE(1), ERR_WRONG_STATE);
    assert_int_equal(unpark_due(world, 1), YK_REFUSED); // not yet
    world->now_us = day_start_us(review) + 8 * 3600 * US_PER_S;
    assert_int_equal(unpark_due(world, 2), YK_REFUSED); // another one
    assert_int_equal(unpark_due(world, 1), YK_OK);
    assert_int_equal(unpark_due(world, 1), YK_REFUSED); // once
    assert_int_equal(matter->state, MATTER_SIGNED);
    assert_int_equal(matter->parks[0].by_itself, 1);
    // Four of the five working days are left: 11, 12, 15, 16 August.
    assert_int_equal(matter->answer.due_day, day_from_civil(2022, 8, 16));
    act(world, HOUSING, MORE(2)); // on top of the pause
    act(world, HOUSING_HEAD, GRANT);
    assert_int_equal(matter->answer.due_day, day_from_civil(2022, 8, 18));
    act(world, HOUSING, DO(ACT_ANSWER));
    assert_int_equal(count_measure(world, "callback.on_time.n"), 1);
    world_free(world);
}

static void parked_matters_leave_the_solved_rate_with_approval(void **unused) {
    (void)unused;
    struct world *world = answered_world();
    act(world, OPERATOR, SAID(WORD_YES, WORD_YES, WORD_NO, GRADE_SATISFIED));
    assert_int_equal(count_measure(world, "callback.solved.d"), 1);
    act(world, HOUSING, DO(ACT_PARK));
    assert_int_equal(count_measure(world, "callback.solved.d"), 1); // asking is not enough
    act(world, SUPERVISOR, DO(ACT_PARKING));
    assert_int_equal(count_measure(world, "callback.solved.d"), 1);
    act(world, HOUSING, DO(ACT_PARK));
    act(world, SUPERVISOR, APPROVE);
    assert_int_equal(count_measure(world, "callback.solved.d"), 0);
    assert_int_equal(count_measure(world, "callback.satisfaction.d"), 1);
    pass_hours(world, 24 * 3);
    act(world, HOUSING, DO(ACT_UNPARK));
    assert_int_equal(count_measure(world, "callback.solved.d"), 1);
    assert_int_equal(world->matter->state, MATTER_HANDLING);
    world_free(world);
}

static void a_parked_matter_may_be_withdrawn(void **unused) {
    (void)unused;
    struct world *world = signed_world();
    act(world, HOUSING, DO(ACT_PARK));
    act(world, SUPERVISOR, APPROVE);
    pass_hours(world, 24 * 12);
    act(world, CLERK, DO(ACT_WITHDRAW));
    assert_int_equal(unpark_due(world, 1), YK_REFUSED);
    assert_true(world->matter->parks[0].to_us != JSON_ABSENT_INT);
    act(world, OPERATOR,
        ONLY(WORD_NO)); // against the person's will: it goes on, with a clock of its own
    assert_int_equal(world->matter->state, MATTER_HANDLING);
    assert_false(matter_clock_is_paused(&world->matter->answer));
    world_free(world);
}

// ---- assisting units ----

#define ASSIST_BY(...) ((struct command){.action = ACT_ASSIST, .unit = (__VA_ARGS__)})
#define DECIDE(n_, decision_, unit_)                                                               \
    ((struct command){                                                                             \
        .action = ACT_ASSIST_DECIDE, .n = (n_), .decision = (decision_), .unit = (unit_)})

static void assisting_units_have_their_own_clock(void **unused) {
    (void)unused;
    struct world *world = signed_world(); // Wednesday 6 July 2022, housing leads
    const struct matter *matter = world->matter;
    struct actor actor = actor_of(FINANCE);
    assert_false(matter_visible(matter, DISTRICT, &actor));
    refuse(world, CLERK, ASSIST_BY(housing), ERR_UNKNOWN_UNIT); // the lead does not assist itself
    refuse(world, CLERK, ASSIST_BY(closed_unit), ERR_UNKNOWN_UNIT);
    refuse(world, FINANCE, ASSIST_BY(town), ERR_NOT_YOUR_UNIT);
    refuse(world, OPERATOR, ASSIST_BY(finance), ERR_FORBIDDEN);
    act(world, CLERK, ASSIST_BY(finance));
    refuse(world, CLERK, ASSIST_BY(finance), ERR_ALREADY_EXISTS);
    assert_true(matter_visible(matter, DISTRICT, &actor));
    const struct matter_assist *assist = &matter->assists[0];
    // Three working days from the 6th: Monday the 11th. To be signed by the 7th.
    assert_int_equal(assist->answer.due_day, day_from_civil(2022, 7, 11));
    assert_int_equal(assist->sign.due_day, day_from_civil(2022, 7, 7));
    assert_int_equal(count_measure(world, "assist.named"), 1);
    assert_int_equal(count_measure(world, "assist.on_time.d"), 1);
    refuse(world, FINANCE, DO(ACT_ASSIST_ANSWER), ERR_WRONG_STATE); // signs first
    refuse(world, TOWN, DO(ACT_ASSIST_SIGN), ERR_NOT_YOUR_UNIT);
    refuse(world, HOUSING, DO(ACT_ASSIST_SIGN), ERR_NOT_YOUR_UNIT);
    act(world, FINANCE, DO(ACT_ASSIST_SIGN));
    refuse(world, FINANCE, DO(ACT_ASSIST_OBJECT), ERR_WRONG_STATE);
    refuse(world, FINANCE, DO(ACT_ANSWER), ERR_NOT_YOUR_UNIT); // only its own part
    refuse(world, FINANCE, DO(ACT_NOTE), ERR_NOT_YOUR_UNIT);
    pass_hours(world, 24 * 6); // Tuesday the 12th: late
    act(world, FINANCE, DO(ACT_ASSIST_ANSWER));
    assert_int_equal(matter->state, MATTER_SIGNED); // it answers the lead, not the caller
    assert_int_equal(count_measure(world, "assist.answered"), 1);
    assert_int_equal(count_measure(world, "assist.on_time.d"), 1);
    assert_int_equal(count_measure(world, "assist.on_time.n"), 0);
    refuse(world, FINANCE, DO(ACT_ASSIST_ANSWER), ERR_WRONG_STATE);
    act(world, CLERK, ASSIST_BY(finance)); // once more, for another thing
    assert_int_equal(matter->n_assists, 2);
    world_free(world);
}

static void a_lead_asks_and_the_centre_grants(void **unused) {
    (void)unused;
    struct world *world = signed_world();
    const struct matter *matter = world->matter;
    struct actor actor = actor_of(FINANCE);
    act(world, HOUSING, ASSIST_BY(finance));
    assert_int_equal(matter->assists[0].state, ASSIST_ASKED);
    assert_false(matter_visible(matter, DISTRICT, &actor)); // nobody was named yet
    assert_int_equal(count_measure(world, "assist.named"), 0);
    assert_int_equal(matter_assists_awaited(matter), 0);
    refuse(world, FINANCE, DO(ACT_ASSIST_SIGN), ERR_NOT_YOUR_UNIT);
    refuse(world, HOUSING, DECIDE(1, ASSIST_GRANT, no_unit), ERR_FORBIDDEN);
    refuse(world, CLERK, DECIDE(1, ASSIST_WITHDRAW, no_unit), ERR_WRONG_STATE);
    refuse(world, CLERK, DECIDE(2, ASSIST_GRANT, no_unit), ERR_WRONG_STATE);
    act(world, CLERK, DECIDE(1, ASSIST_GRANT, no_unit));
    assert_int_equal(matter->assists[0].unit, U_FINANCE);
    assert_int_equal(matter->assists[0].ask_seq + 1, matter->seq);
    assert_true(matter_visible(matter, DISTRICT, &actor));
    act(world, HOUSING, ASSIST_BY(town));
    act(world, CLERK, DECIDE(2, ASSIST_REFUSE, no_unit));
    assert_int_equal(matter->assists[1].state, ASSIST_REFUSED);
    actor = actor_of(TOWN);
    assert_false(matter_visible(matter, DISTRICT, &actor));
    // Granted, but of another unit than the lead thought of.
    act(world, HOUSING, ASSIST_BY((struct matter_unit){.id = U_CALLS, .open = true}));
    refuse(world, CLERK, DECIDE(3, ASSIST_GRANT, finance), ERR_ALREADY_EXISTS);
    act(world, CLERK, DECIDE(3, ASSIST_GRANT, town));
    assert_int_equal(matter->assists[2].unit, U_TOWN);
    assert_true(matter_visible(matter, DISTRICT, &actor));
    world_free(world);
}

static void objections_to_assisting_are_decided(void **unused) {
    (void)unused;
    struct world *world = signed_world();
    const struct matter *matter = world->matter;
    act(world, CLERK, ASSIST_BY(finance));
    act(world, FINANCE, DO(ACT_ASSIST_OBJECT));
    assert_int_equal(count_measure(world, "assist.objected"), 1);
    assert_int_equal(count_measure(world, "assist.on_time.d"), 0); // nothing is owed while it waits
    refuse(world, FINANCE, DO(ACT_ASSIST_SIGN), ERR_WRONG_STATE);
    act(world, SUPERVISOR, DECIDE(1, ASSIST_KEEP, no_unit));
    assert_int_equal(count_measure(world, "assist.on_time.d"), 1);
    refuse(world, FINANCE, DO(ACT_ASSIST_OBJECT), ERR_OBJECTION_FINAL);
    refuse(world, CLERK, DECIDE(1, ASSIST_REPLACE, no_unit), ERR_UNKNOWN_UNIT);
    refuse(world, CLERK, DECIDE(1, ASSIST_REPLACE, housing), ERR_UNKNOWN_UNIT);
    act(world, CLERK, DECIDE(1, ASSIST_REPLACE, town));
    assert_int_equal(matter->assists[0].state, ASSIST_WITHDRAWN);
    assert_int_equal(matter->assists[1].unit, U_TOWN);
    assert_int_equal(matter->assists[1].replaces, 1);
    assert_int_equal(matter->assists[1].ask_seq, matter->assists[0].ask_seq);
    assert_int_equal(count_measure(world, "assist.on_time.d"), 1); // the town's
    struct actor actor = actor_of(FINANCE);
    assert_true(matter_visible(matter, DISTRICT, &actor)); // it assisted
    // A unit that comes to lead the matter assists no more.
    world_free(world);
    world = world_new();
    act(world, CLERK, intake);
    act(world, CLERK, TO(housing));
    act(world, CLERK, ASSIST_BY(finance));
    act(world, HOUSING, DO(ACT_OBJECT));
    act(world, SUPERVISOR, (struct command){ACT_ARBITRATE, .unit = finance, .yes = true});
    assert_int_equal(world->matter->assists[0].state, ASSIST_LAPSED);
    world_free(world);
}

static void the_lead_may_have_to_wait_for_its_assisting_units(void **unused) {
    (void)unused;
    struct world *world = signed_world();
    act(world, CLERK, ASSIST_BY(finance));
    world->policy.assists_first = 1;
    refuse(world, HOUSING, DO(ACT_ANSWER), ERR_ASSIST_OUTSTANDING);
    act(world, FINANCE, DO(ACT_ASSIST_SIGN));
    refuse(world, HOUSING, DO(ACT_ANSWER), ERR_ASSIST_OUTSTANDING);
    world->policy.assists_first = 0; // only a warning then
    act(world, HOUSING, DO(ACT_ANSWER));
    assert_int_equal(world->matter->assists[0].state, ASSIST_LAPSED);
    assert_int_equal(count_measure(world, "assist.on_time.d"), 0); // spared before its day
    refuse(world, FINANCE, DO(ACT_ASSIST_ANSWER), ERR_WRONG_STATE);
    world_free(world);
    world = signed_world();
    act(world, CLERK, ASSIST_BY(finance));
    pass_hours(world, 24 * 7);
    act(world, HOUSING, DO(ACT_ANSWER));
    assert_int_equal(count_measure(world, "assist.on_time.d"), 1); // spared after it: missed
    assert_int_equal(count_measure(world, "assist.on_time.n"), 0);
    world_free(world);
}

// ---- properties ----

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static char *state_json(struct world *world, const struct matter *matter) {
    struct buf buf;
    buf_init(&buf, 1 << 20);
    struct jw jw;
    jw_init(&jw, &buf);
    jw_spec(&jw, &matter_state_spec, matter);
    assert_false(buf.failed);
    char *text = arena_strdup(world->arena, buf.data);
    buf_done(&buf);
    return text;
}

static void assert_same_facts(const struct fact_set *a, const struct fact_set *b) {
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        assert_ptr_equal(a->rows[i].table, b->rows[i].table);
        assert_int_equal(a->rows[i].part, b->rows[i].part);
        assert_memory_equal(a->rows[i].v, b->rows[i].v,
                            sizeof(int64_t) * (size_t)a->rows[i].table->n_cols);
    }
}

// Replayed from the stored form of its events, and read back from its own stored form: the same.
static void check_replay(struct world *world) {
    struct matter replayed;
    json_spec_clear(&matter_state_spec, &replayed);
    for (size_t i = 0; i < world->n_kept; i++) {
        assert_int_equal(matter_ledger.apply(&replayed, &world->kept[i], world->arena, NULL),
                         YK_OK);
    }
    const char *text = state_json(world, world->matter);
    assert_string_equal(state_json(world, &replayed), text);
    struct matter read;
    assert_int_equal(
        json_decode_stored(&matter_state_spec, text, strlen(text), world->arena, &read, NULL),
        YK_OK);
    struct fact_set live = facts_of(world, world->matter);
    struct fact_set again = facts_of(world, &replayed);
    struct fact_set stored = facts_of(world, &read);
    assert_same_facts(&live, &again);
    assert_same_facts(&live, &stored);
}

// Whoever was named may see it and has a row of its own; nobody assists twice at a time, or itself; nothing waits once the answer is there.
static void check_assists(const struct matter *matter, const struct fact_set *set) {
    for (size_t i = 0; i < matter->n_assists; i++) {
        const struct matter_assist *assist = &matter->assists[i];
        const struct fact_row *row = fact_at(set, &assist_fact_table, (int)i + 1);
        const struct actor actor = {.scope = {DISTRICT, SCOPE_UNIT, assist->unit}};
        bool named = assist->named_day != DAY_NONE;
        assert_int_equal(row->v[A_UNIT] != FACT_NULL, named);
        assert_true(!named || matter_visible(matter, DISTRICT, &actor));
        assert_int_equal(row->v[A_OPEN_DUE_AT] != FACT_NULL, matter_assist_is_awaited(assist));
        assert_true(row->v[A_ON_TIME] != 1 || row->v[A_COUNTED_DAY] != FACT_NULL);
        if (matter_assist_is_open(assist)) {
            assert_true(matter->state != MATTER_ANSWERED && !matter_is_ended(matter));
            assert_true(assist->unit != matter->lead);
            assert_ptr_equal(matter_assist_of(matter, assist->unit), assist);
        }
    }
}

static void check_invariants(struct world *world) {
    const struct matter *matter = world->matter;
    const struct matter_round *open = matter_open_round(matter);
    struct fact_set set = facts_of(world, matter);
    const struct fact_row *row = fact_at(&set, &matter_fact_table, 0);
    assert_true(matter->state >= MATTER_REGISTERED && matter->state < MATTER_STATE_END);
    // A call is due exactly while the answer waits for it, or after a withdrawal.
    if (matter->state == MATTER_ANSWERED) {
        assert_non_null(open);
    }
    if (open) {
        assert_true(matter->state == MATTER_ANSWERED || matter->state == MATTER_WITHDRAWN);
    }
    // The clock runs from dispatch to the standing answer, and stops with the matter.
    bool running = row->v[M_OPEN_DUE_AT] != FACT_NULL;
    bool expected = matter->state >= MATTER_DISPATCHED && matter->state <= MATTER_SIGNOFF;
    if (matter->state == MATTER_PARKED) { // but one that was approved too late has run out already
        expected = !matter_clock_is_paused(&matter->answer);
    }
    assert_int_equal(running, expected || matter->state == MATTER_OBJECTED);
    assert_int_equal(row->v[M_ENDED_DAY] != FACT_NULL, matter_is_ended(matter));
    assert_true((matter->state == MATTER_REGISTERED) == (matter->lead == 0) ||
                matter_is_ended(matter));
    assert_int_equal(row->v[M_UNIT], matter->lead ? matter->lead : matter->intake_unit);
    for (size_t i = 0; i < matter->n_rounds; i++) {
        assert_int_equal(matter->rounds[i].n, i + 1);
        assert_true(i + 1 == matter->n_rounds || matter->rounds[i].state != CALL_DUE);
    }
    size_t last_valid = 0;
    for (size_t i = 0; i < set.n; i++) {
        last_valid += set.rows[i].table == &round_fact_table && set.rows[i].v[R_LAST_VALID] == 1;
    }
    assert_true(last_valid <= 1);
    check_assists(matter, &set);
}

// A unit that can be named, and a decision that fits the first that is open.
static void choose_assist(const struct matter *matter, struct command *command) {
    static const struct matter_unit *const units[] = {&housing, &finance, &town};
    static const enum assist_decision fitting[] = {[ASSIST_ASKED] = ASSIST_REFUSE,
                                                   [ASSIST_NAMED] = ASSIST_WITHDRAW,
                                                   [ASSIST_SIGNED] = ASSIST_WITHDRAW,
                                                   [ASSIST_OBJECTED] = ASSIST_KEEP};
    if (command->action == ACT_ASSIST) {
        command->unit = (struct matter_unit){.id = U_CALLS, .open = true}; // nobody else names it
    }
    for (size_t i = 0; i < sizeof units / sizeof *units && command->action == ACT_ASSIST; i++) {
        if (units[i]->id != matter->lead && !matter_assist_of(matter, units[i]->id)) {
            command->unit = *units[i];
        }
    }
    for (size_t i = 0; i < matter->n_assists && command->action == ACT_ASSIST_DECIDE; i++) {
        if (matter_assist_is_open(&matter->assists[i])) {
            command->n = matter->assists[i].n;
            command->decision = fitting[matter->assists[i].state];
        }
    }
    int32_t least = INT32_MAX;
    for (size_t i = 0; i < matter->n_assists && command->action == ACT_ASSIST_URGE; i++) {
        const struct matter_assist *assist = &matter->assists[i];
        if (matter_assist_is_awaited(assist) && assist->urged_day < least) {
            least = assist->urged_day; // none is the least of days
            command->n = assist->n;
        }
    }
}

// What a page offers is what decide accepts, for everyone in every state.
static void check_offers(struct world *world) {
    for (int who = 0; who < WHO_END; who++) {
        struct actor actor = actor_of((enum who)who);
        for (int action = 1; action < ACT_END; action++) {
            if (action == ACT_REVEAL || action == ACT_JOIN) {
                continue;
            }
            struct command command = {.action = (enum matter_action)action, .unit = finance};
            choose_assist(world->matter, &command);
            command.days = action == ACT_EXTEND ? 1 : 0;
            if (action == ACT_CALLBACK) {
                command = ONLY(WORD_YES);
            }
            if (action == ACT_ARBITRATE) {
                command.unit = world->matter->lead == U_FINANCE ? housing : finance;
            }
            struct drafts drafts = {0};
            struct matter_env env = env_of(world, &actor);
            bool offered = matter_may(world->matter, &env, (enum matter_action)action) == ERR_NONE;
            bool accepted = decide(world, (enum who)who, &command, &drafts) == YK_OK;
            assert_int_equal(offered, accepted);
            if (action == ACT_CALLBACK && (role_caps(actor.roles) >> CAP_MATTER_HANDLE & 1)) {
                assert_false(accepted);
            }
        }
    }
}

static size_t count_untrue(const struct matter *matter) {
    size_t n = 0;
    for (size_t i = 0; i < matter->n_rounds; i++) {
        n += matter->rounds[i].kind == ROUND_ANSWER && matter->rounds[i].state == CALL_VALID &&
             matter->rounds[i].true_ != WORD_YES;
    }
    return n;
}

static struct command random_command(uint64_t *random) {
    static const struct matter_unit *const units[] = {&housing, &finance, &town, &no_unit};
    struct command command = {
        .action = (enum matter_action)(1 + next_random(random) % (ACT_END - 1)),
        .unit = *units[next_random(random) % 4],
        .yes = next_random(random) % 3 != 0,
        .days = (int64_t)(1 + next_random(random) % 9),
        .n = (int64_t)(1 + next_random(random) % 4),
        .decision = (enum assist_decision)(1 + next_random(random) % ASSIST_KEEP)};
    for (size_t i = 0; i < 4; i++) {
        command.word[i] =
            next_random(random) % 6 ? (int64_t)(1 + next_random(random) % 5) : JSON_ABSENT_INT;
    }
    if (next_random(random) % 2) { // as is asked after a withdrawal
        command.word[1] = command.word[2] = command.word[3] = JSON_ABSENT_INT;
    }
    return command;
}

static void random_life(uint64_t seed, size_t steps) {
    uint64_t random = seed * UINT64_C(2654435761) + 88172645463325252u;
    struct world *world = world_new();
    world->policy.head_signs_off = seed % 2;
    act(world, CLERK, (struct command){.anonymous = seed % 7 == 0});
    size_t untrue = 0;
    for (size_t i = 0; i < steps && world->n_kept + DRAFTS_MAX < KEPT_MAX; i++) {
        struct command command = random_command(&random);
        enum who who = (enum who)(next_random(&random) % WHO_END);
        if (command.action == ACT_REVEAL || command.action == ACT_JOIN) {
            continue;
        }
        struct drafts drafts = {0};
        char *before = state_json(world, world->matter);
        if (decide(world, who, &command, &drafts) != YK_OK) {
            assert_string_equal(before, state_json(world, world->matter));
            continue;
        }
        record(world, who, &drafts);
        world->now_us += (int64_t)(next_random(&random) % 30) * 3600 * US_PER_S;
        check_invariants(world);
        size_t now_untrue = count_untrue(world->matter);
        assert_true(now_untrue >= untrue); // nothing that follows takes an untrue answer back
        assert_int_equal(count_measure(world, "callback.truthfulness.d") -
                             count_measure(world, "callback.truthfulness.n"),
                         now_untrue);
        untrue = now_untrue;
    }
    check_offers(world);
    check_replay(world);
    world_free(world);
}

static void random_lives_hold_together(void **unused) {
    (void)unused;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        random_life(seed, 120);
    }
}

// Events that decide never gave are refused, whatever the state.
static void impossible_events_are_refused(void **unused) {
    (void)unused;
    struct world *world = answered_world();
    const struct event *last = &world->kept[world->n_kept - 1];
    struct event again = *last; // the same answer twice
    again.seq++;
    assert_int_equal(matter_ledger.apply(world->matter, &again, world->arena, NULL), YK_FAILED);
    struct event gap = world->kept[1];
    gap.seq = last->seq + 2;
    assert_int_equal(matter_ledger.apply(world->matter, &gap, world->arena, NULL), YK_FAILED);
    struct event anew = world->kept[0];
    anew.seq = last->seq + 1;
    assert_int_equal(matter_ledger.apply(world->matter, &anew, world->arena, NULL), YK_FAILED);
    world_free(world);
}

static void measures_have_stable_codes(void **unused) {
    (void)unused;
    const struct fact_table *const *tables = matter_ledger.tables;
    int seen[1000] = {0};
    for (size_t t = 0; tables[t]; t++) {
        assert_true(tables[t]->n_cols <= FACT_COLS_MAX);
        for (int c = 0; c < tables[t]->n_cols; c++) {
            assert_non_null(tables[t]->cols[c].name);
        }
        assert_int_equal(tables[t]->dim_cols[DIM_TOTAL], -1);
        assert_int_equal(tables[t]->dim_cols[DIM_UNIT], -1);
        assert_int_equal(tables[t]->dim_cols[5], -1);
        assert_string_equal(tables[t]->cols[tables[t]->dim_cols[DIM_CATEGORY]].name, "category");
        assert_string_equal(tables[t]->cols[tables[t]->dim_cols[DIM_CALLER_KIND]].name,
                            "caller_kind");
        for (size_t i = 0; i < tables[t]->n_measures; i++) {
            const struct measure *measure = &tables[t]->measures[i];
            assert_int_equal(seen[measure->code]++, 0);
            const struct fact_table *table = NULL;
            assert_ptr_equal(matter_find_measure(measure->key, &table), measure);
            assert_ptr_equal(table, tables[t]);
        }
    }
    assert_null(matter_find_measure("matter.nothing", NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_read_as_they_are_written),
        cmocka_unit_test(intake_checks_its_fields),
        cmocka_unit_test(deadlines_stand_in_the_event),
        cmocka_unit_test(departments_push_nothing_down),
        cmocka_unit_test(objections_are_arbitrated_once),
        cmocka_unit_test(an_upheld_objection_starts_anew),
        cmocka_unit_test(heads_sign_off_others_answers),
        cmocka_unit_test(contact_has_a_possible_day),
        cmocka_unit_test(nobody_judges_their_own_answer),
        cmocka_unit_test(calls_have_their_consequence),
        cmocka_unit_test(a_reached_person_answers_the_first_question),
        cmocka_unit_test(the_second_return_is_supervised),
        cmocka_unit_test(objecting_late_is_late),
        cmocka_unit_test(an_undone_withdrawal_hides_nothing),
        cmocka_unit_test(lateness_is_not_laundered),
        cmocka_unit_test(points_follow_the_policy),
        cmocka_unit_test(unreachable_is_earned),
        cmocka_unit_test(who_cannot_be_called_is_counted_apart),
        cmocka_unit_test(withdrawals_are_called_back),
        cmocka_unit_test(a_withdrawal_before_dispatch_reopens_as_registered),
        cmocka_unit_test(repeats_are_joined),
        cmocka_unit_test(amending_keeps_the_rest),
        cmocka_unit_test(visibility_follows_the_unit),
        cmocka_unit_test(extensions_are_granted_by_their_limits),
        cmocka_unit_test(extensions_end_at_the_total),
        cmocka_unit_test(papers_are_issued_once),
        cmocka_unit_test(too_late_is_too_late),
        cmocka_unit_test(parking_stops_the_clock),
        cmocka_unit_test(parked_matters_leave_the_solved_rate_with_approval),
        cmocka_unit_test(a_parked_matter_may_be_withdrawn),
        cmocka_unit_test(assisting_units_have_their_own_clock),
        cmocka_unit_test(a_lead_asks_and_the_centre_grants),
        cmocka_unit_test(objections_to_assisting_are_decided),
        cmocka_unit_test(the_lead_may_have_to_wait_for_its_assisting_units),
        cmocka_unit_test(random_lives_hold_together),
        cmocka_unit_test(impossible_events_are_refused),
        cmocka_unit_test(measures_have_stable_codes),
    };
    return cmocka_run_group_tests_name("matter", tests, NULL, NULL);
}
