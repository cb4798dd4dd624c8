// SPDX-License-Identifier: Apache-2.0
// The rules of a review: a table of labelled commands with what each must give, then random meetings that keep what must hold. No store: events are kept in
// memory, through the JSON form in which they are stored.
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <stdlib.h>
#include <string.h>

#include "review/review_spec.h"

enum { OFFICE = 11, HOUSING = 21, TOWN = 31, DISTRICT = 340406, TODAY = 19417 };
enum who { SUPERVISOR, COLLEAGUE, LEADER, HANDLER, OTHER, CLERK, DOUBLE, WHO_END };
static const struct {
    int64_t account, unit;
    uint32_t roles;
    enum scope_level level;
} people[WHO_END] = {
    [SUPERVISOR] = {1, OFFICE, 1u << ROLE_SUPERVISOR, SCOPE_DISTRICT},
    [COLLEAGUE] = {2, OFFICE, 1u << ROLE_SUPERVISOR, SCOPE_DISTRICT},
    [LEADER] = {3, OFFICE, 1u << ROLE_LEADER, SCOPE_DISTRICT},
    [HANDLER] = {4, HOUSING, 1u << ROLE_HANDLER, SCOPE_UNIT},
    [OTHER] = {5, TOWN, 1u << ROLE_HANDLER, SCOPE_UNIT},
    [CLERK] = {6, OFFICE, 1u << ROLE_CLERK, SCOPE_DISTRICT},
    // Of the office and of the unit at once.
    [DOUBLE] = {7, HOUSING, 1u << ROLE_SUPERVISOR | 1u << ROLE_HEAD, SCOPE_DISTRICT},
};

struct world {
    struct arena *arena;
    struct review *review;
    int64_t seq;
    int32_t today;
    struct err err;
};

static struct actor actor_of(enum who who) {
    return (struct actor){.account = people[who].account,
                          .unit = people[who].unit,
                          .roles = people[who].roles,
                          .caps = role_caps(people[who].roles),
                          .scope = {DISTRICT, people[who].level, people[who].unit}};
}

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

// The state, too, must come back from its stored form as it was.
static void store_state(struct world *world) {
    struct buf one;
    struct buf two;
    struct jw jw;
    buf_init(&one, 1 << 18);
    buf_init(&two, 1 << 18);
    jw_init(&jw, &one);
    jw_spec(&jw, &review_state_spec, world->review);
    struct review *read = arena_alloc(world->arena, sizeof *read);
    assert_int_equal(
        json_decode_stored(&review_state_spec, one.data, one.len, world->arena, read, NULL), YK_OK);
    jw_init(&jw, &two);
    jw_spec(&jw, &review_state_spec, read);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.data, two.data, one.len);
    world->review = read;
    buf_done(&one);
    buf_done(&two);
}

static void record(struct world *world, enum who who, const struct drafts *drafts) {
    for (size_t i = 0; i < drafts->n; i++) {
        const struct event event = {.district = DISTRICT,
                                    .object = 7,
                                    .seq = ++world->seq,
                                    .recorded_at = world->seq,
                                    .day = drafts->items[i].day,
                                    .actor = people[who].account,
                                    .type = drafts->items[i].type,
                                    .body = through_json(world, &drafts->items[i])};
        assert_int_equal(review_ledger.apply(world->review, &event, world->arena, NULL), YK_OK);
        store_state(world);
    }
}

static struct world *world_new(void) {
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->arena = arena_new(0);
    world->review = arena_alloc(world->arena, sizeof *world->review);
    json_spec_clear(&review_state_spec, world->review);
    world->today = TODAY;
    return world;
}

static void world_free(struct world *world) {
    arena_free(&world->arena);
    free(world);
}

enum command {
    PLAN,
    PLAN_PAST,
    PLAN_NO_UNIT,
    CHANGE,
    COLLECT_TWO,
    COLLECT_ONE, // the second is found no more
    COLLECT_MANY,
    ASK_THIRD,
    ASK_FIRST, // is there already, found by itself
    DROP_1,
    DROP_9,
    OPEN,
    PRESS_1,
    PRESS_1_NO_DAY,
    PRESS_1_PAST,
    PRESS_1_NO_UNIT,
    SUPERVISE_1,
    SUPERVISE_1_OTHER, // the unit said is not the matter's lead
    PARK_1_OTHER,
    SETTLE_2,
    CLOSE,
    CANCEL,
    REPORT_1,
    ACCEPT_1,
    REJECT_1,
};

static enum yk decide_found(struct world *world, const struct review_env *env, size_t n,
                            struct drafts *out) {
    struct review_found *found = arena_alloc_array(world->arena, n + 1, sizeof *found);
    for (size_t i = 0; i < n; i++) {
        found[i] = (struct review_found){.matter = 100 + (int64_t)i,
                                         .category = 10101,
                                         .lead = HOUSING,
                                         .reasons = REASON_OVERDUE};
    }
    return review_decide_collect(world->review, env, found, n, out, &world->err);
}

static enum yk decide_press(struct world *world, const struct review_env *env, int32_t by_day,
                            bool unit_known, struct drafts *out) {
    const struct review_decision_command command = {.n = 1,
                                                    .decision = REVIEW_PRESS,
                                                    .unit = HOUSING,
                                                    .unit_known = unit_known,
                                                    .by_day = by_day,
                                                    .instruction = "限期办结"};
    return review_decide_decision(world->review, env, &command, out, &world->err);
}

static enum yk decide_acting(struct world *world, const struct review_env *env, int64_t decision,
                             int64_t lead, struct drafts *out) {
    const struct review_decision_command command = {.n = 1,
                                                    .decision = decision,
                                                    .unit = HOUSING,
                                                    .unit_known = true,
                                                    .by_day = world->today + 5,
                                                    .instruction = "转督办",
                                                    .lead = lead,
                                                    .order = 4711,
                                                    .order_step = 2};
    return review_decide_decision(world->review, env, &command, out, &world->err);
}

static enum yk decide(struct world *world, const struct review_env *env, enum command command,
                      struct drafts *out) {
    const struct review *review = world->review;
    struct err *err = &world->err;
    struct review_plan plan = {
        .number = 202300000001, .kind = REVIEW_WEEKLY, .unit_known = true, .day = world->today + 2};
    const struct review_found third = {.matter = 99, .category = 10101, .lead = TOWN};
    const struct review_found first = {.matter = 100, .category = 10101, .lead = HOUSING};
    const struct review_decision_command settle = {.n = 2,
                                                   .decision = REVIEW_SETTLE,
                                                   .unit = HOUSING,
                                                   .unit_known = true,
                                                   .by_day = DAY_NONE,
                                                   .instruction = "销号"};
    switch (command) {
    case PLAN: return review_decide_plan(env, &plan, out, err);
    case PLAN_PAST: plan.day = world->today - 1; return review_decide_plan(env, &plan, out, err);
    case PLAN_NO_UNIT: plan.unit_known = false; return review_decide_plan(env, &plan, out, err);
    case CHANGE: return review_decide_change(review, env, &plan, out, err);
    case COLLECT_TWO: return decide_found(world, env, 2, out);
    case COLLECT_ONE: return decide_found(world, env, 1, out);
    case COLLECT_MANY: return decide_found(world, env, REVIEW_ITEMS_MAX + 50, out);
    case ASK_THIRD: return review_decide_ask(review, env, &third, "请上会", out, err);
    case ASK_FIRST: return review_decide_ask(review, env, &first, "请上会", out, err);
    case DROP_1: return review_decide_drop(review, env, 1, "已答复", out, err);
    case DROP_9: return review_decide_drop(review, env, 9, "没有", out, err);
    case OPEN: return review_decide_open(review, env, out, err);
    case PRESS_1: return decide_press(world, env, world->today + 5, true, out);
    case PRESS_1_NO_DAY: return decide_press(world, env, DAY_NONE, true, out);
    case PRESS_1_PAST: return decide_press(world, env, world->today - 1, true, out);
    case PRESS_1_NO_UNIT: return decide_press(world, env, world->today + 5, false, out);
    case SUPERVISE_1: return decide_acting(world, env, REVIEW_SUPERVISE, HOUSING, out);
    case SUPERVISE_1_OTHER: return decide_acting(world, env, REVIEW_SUPERVISE, TOWN, out);
    case PARK_1_OTHER: return decide_acting(world, env, REVIEW_PARK, TOWN, out);
    case SETTLE_2: return review_decide_decision(review, env, &settle, out, err);
    case CLOSE: return review_decide_close(review, env, "按期落实", 0, 1, out, err);
    case CANCEL: return review_decide_cancel(review, env, "改期", out, err);
    case REPORT_1: return review_decide_follow(review, env, 1, "已办结", out, err);
    case ACCEPT_1: return review_decide_confirm(review, env, 1, true, "", out, err);
    case REJECT_1: return review_decide_confirm(review, env, 1, false, "未见整改", out, err);
    }
    return YK_FAILED;
}

static enum yk act(struct world *world, enum who who, enum command command) {
    const struct actor actor = actor_of(who);
    const struct review_env env = {&actor, world->today, world->arena};
    struct drafts drafts = {0};
    world->err = (struct err){0};
    enum yk status = decide(world, &env, command, &drafts);
    if (status == YK_OK) {
        record(world, who, &drafts);
    } else {
        assert_int_equal(drafts.n, 0);
    }
    return status;
}

enum { STEPS_MAX = 12 };
struct step {
    enum who who;
    enum command command;
};
static const struct {
    const char *label;
    struct step before[STEPS_MAX]; // all must go well; ends at {0, PLAN} but for the first
    size_t n;
    struct step last;
    enum err_code code; // ERR_NONE: goes well
    const char *field;
} cases[] = {
#define BEFORE(...) {__VA_ARGS__}, sizeof((struct step[]){__VA_ARGS__}) / sizeof(struct step)
#define PLANNED_TWO                                                                                \
    {SUPERVISOR, PLAN}, {                                                                          \
        SUPERVISOR, COLLECT_TWO                                                                    \
    }
#define IN_SESSION                                                                                 \
    PLANNED_TWO, {                                                                                 \
        SUPERVISOR, OPEN                                                                           \
    }
#define ALL_DECIDED                                                                                \
    IN_SESSION, {SUPERVISOR, PRESS_1}, {                                                           \
        SUPERVISOR, SETTLE_2                                                                       \
    }
    {"a handler plans none", {{0}}, 0, {HANDLER, PLAN}, ERR_FORBIDDEN, NULL},
    {"not into the past", {{0}}, 0, {SUPERVISOR, PLAN_PAST}, ERR_INVALID_FIELDS, "day"},
    {"for a unit that is there", {{0}}, 0, {SUPERVISOR, PLAN_NO_UNIT}, ERR_INVALID_FIELDS, "unit"},
    {"a clerk may not ask", BEFORE(PLANNED_TWO), {CLERK, ASK_THIRD}, ERR_FORBIDDEN, NULL},
    {"a leader may", BEFORE(PLANNED_TWO), {LEADER, ASK_THIRD}, ERR_NONE, NULL},
    {"once",
     BEFORE(PLANNED_TWO, {LEADER, ASK_THIRD}),
     {LEADER, ASK_THIRD},
     ERR_ALREADY_EXISTS,
     NULL},
    {"what came by itself may be asked for",
     BEFORE(PLANNED_TWO),
     {LEADER, ASK_FIRST},
     ERR_NONE,
     NULL},
    {"a full agenda takes no more",
     BEFORE({SUPERVISOR, PLAN}, {SUPERVISOR, COLLECT_MANY}),
     {LEADER, ASK_THIRD},
     ERR_AGENDA_FULL,
     NULL},
    {"an item that is not there",
     BEFORE(PLANNED_TWO),
     {SUPERVISOR, DROP_9},
     ERR_INVALID_FIELDS,
     "n"},
    {"what was dropped is gone",
     BEFORE(PLANNED_TWO, {SUPERVISOR, DROP_1}),
     {SUPERVISOR, DROP_1},
     ERR_INVALID_FIELDS,
     "n"},
    {"nothing to speak of", BEFORE({SUPERVISOR, PLAN}), {SUPERVISOR, OPEN}, ERR_AGENDA_EMPTY, NULL},
    {"decided only in session", BEFORE(PLANNED_TWO), {SUPERVISOR, PRESS_1}, ERR_WRONG_STATE, NULL},
    {"by the office only", BEFORE(IN_SESSION), {LEADER, PRESS_1}, ERR_FORBIDDEN, NULL},
    {"with a day", BEFORE(IN_SESSION), {SUPERVISOR, PRESS_1_NO_DAY}, ERR_INVALID_FIELDS, "by_day"},
    {"that is to come",
     BEFORE(IN_SESSION),
     {SUPERVISOR, PRESS_1_PAST},
     ERR_INVALID_FIELDS,
     "by_day"},
    {"by a unit that is there",
     BEFORE(IN_SESSION),
     {SUPERVISOR, PRESS_1_NO_UNIT},
     ERR_INVALID_FIELDS,
     "unit"},
    {"supervised through its lead", BEFORE(IN_SESSION), {SUPERVISOR, SUPERVISE_1}, ERR_NONE, NULL},
    {"and through no other unit",
     BEFORE(IN_SESSION),
     {SUPERVISOR, SUPERVISE_1_OTHER},
     ERR_INVALID_FIELDS,
     "unit"},
    {"nor parked for another",
     BEFORE(IN_SESSION),
     {SUPERVISOR, PARK_1_OTHER},
     ERR_INVALID_FIELDS,
     "unit"},
    {"once more, while in session",
     BEFORE(IN_SESSION, {SUPERVISOR, PRESS_1}),
     {SUPERVISOR, PRESS_1},
     ERR_NONE,
     NULL},
    {"a decided item stays",
     BEFORE(IN_SESSION, {SUPERVISOR, PRESS_1}),
     {SUPERVISOR, DROP_1},
     ERR_WRONG_STATE,
     NULL},
    {"not over while one is open",
     BEFORE(IN_SESSION, {SUPERVISOR, PRESS_1}),
     {SUPERVISOR, CLOSE},
     ERR_ITEMS_UNDECIDED,
     NULL},
    {"over", BEFORE(ALL_DECIDED), {SUPERVISOR, CLOSE}, ERR_NONE, NULL},
    {"dropped ones need no decision",
     BEFORE(IN_SESSION, {SUPERVISOR, PRESS_1}, {SUPERVISOR, COLLECT_ONE}),
     {SUPERVISOR, CLOSE},
     ERR_NONE,
     NULL},
    {"no calling off in session", BEFORE(IN_SESSION), {SUPERVISOR, CANCEL}, ERR_WRONG_STATE, NULL},
    {"called off", BEFORE(PLANNED_TWO), {SUPERVISOR, CANCEL}, ERR_NONE, NULL},
    {"a decision is reported by its unit",
     BEFORE(ALL_DECIDED),
     {OTHER, REPORT_1},
     ERR_NOT_YOUR_UNIT,
     NULL},
    {"and confirmed by another",
     BEFORE(ALL_DECIDED, {HANDLER, REPORT_1}),
     {HANDLER, ACCEPT_1},
     ERR_FORBIDDEN,
     NULL},
    {"of the office",
     BEFORE(ALL_DECIDED, {HANDLER, REPORT_1}),
     {COLLEAGUE, ACCEPT_1},
     ERR_NONE,
     NULL},
    {"nor by who reported it, whatever else that person may",
     BEFORE(ALL_DECIDED, {DOUBLE, REPORT_1}),
     {DOUBLE, ACCEPT_1},
     ERR_OWN_REPORT,
     NULL},
    {"only what was reported", BEFORE(ALL_DECIDED), {COLLEAGUE, ACCEPT_1}, ERR_WRONG_STATE, NULL},
    {"reported once",
     BEFORE(ALL_DECIDED, {HANDLER, REPORT_1}),
     {HANDLER, REPORT_1},
     ERR_WRONG_STATE,
     NULL},
    {"but again after it was sent back",
     BEFORE(ALL_DECIDED, {HANDLER, REPORT_1}, {COLLEAGUE, REJECT_1}),
     {HANDLER, REPORT_1},
     ERR_NONE,
     NULL},
    {"and not when it is done",
     BEFORE(ALL_DECIDED, {HANDLER, REPORT_1}, {COLLEAGUE, ACCEPT_1}),
     {HANDLER, REPORT_1},
     ERR_WRONG_STATE,
     NULL},
};

static void test_cases(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world *world = world_new();
        for (size_t k = 0; k < cases[i].n; k++) {
            enum yk status = act(world, cases[i].before[k].who, cases[i].before[k].command);
            if (status != YK_OK) {
                fail_msg("%s: step %zu: %s", cases[i].label, k, world->err.detail);
            }
        }
        act(world, cases[i].last.who, cases[i].last.command);
        if (world->err.code != cases[i].code ||
            (cases[i].field && strcmp(world->err.items[0].field, cases[i].field) != 0)) {
            fail_msg("%s: %s (%s), not %s", cases[i].label, err_word(world->err.code),
                     world->err.items[0].field, err_word(cases[i].code));
        }
        world_free(world);
    }
}

static int64_t count_rows(struct world *world, const struct fact_table *table, int col,
                          int64_t *out_not_null) {
    struct fact_set set = {.arena = world->arena};
    int64_t n = 0;
    assert_int_equal(review_ledger.facts(world->review, 7, &set, NULL), YK_OK);
    *out_not_null = 0;
    for (size_t i = 0; i < set.n; i++) {
        n += set.rows[i].table == table;
        *out_not_null += set.rows[i].table == table && set.rows[i].v[col] != FACT_NULL;
    }
    return n;
}

static void test_facts(void **state) {
    (void)state;
    struct world *world = world_new();
    int64_t some;
    assert_int_equal(act(world, SUPERVISOR, PLAN), YK_OK);
    assert_int_equal(act(world, SUPERVISOR, COLLECT_TWO), YK_OK);
    assert_int_equal(count_rows(world, &review_item_fact_table, I_DECISION, &some),
                     0); // not held yet
    world->today += 3;
    assert_int_equal(act(world, SUPERVISOR, OPEN), YK_OK);
    assert_int_equal(world->review->day, TODAY + 3); // held later than planned
    assert_int_equal(count_rows(world, &review_item_fact_table, I_DECISION, &some), 2);
    assert_int_equal(some, 0);
    assert_int_equal(act(world, SUPERVISOR, PRESS_1), YK_OK);
    assert_int_equal(act(world, SUPERVISOR, SETTLE_2), YK_OK);
    count_rows(world, &review_item_fact_table, I_OPEN_BY_DAY, &some);
    assert_int_equal(some, 1); // what is settled needs no following up
    world->today += 9;         // late
    assert_int_equal(act(world, HANDLER, REPORT_1), YK_OK);
    world->today += 1;
    assert_int_equal(act(world, COLLEAGUE, ACCEPT_1), YK_OK);
    count_rows(world, &review_item_fact_table, I_OPEN_BY_DAY, &some);
    assert_int_equal(some, 0);
    struct fact_set set = {.arena = world->arena};
    assert_int_equal(review_ledger.facts(world->review, 7, &set, NULL), YK_OK);
    assert_int_equal(set.rows[1].v[I_DONE_DAY],
                     TODAY + 12); // the day of the report, not of its confirmation
    assert_int_equal(set.rows[1].v[I_ON_TIME], 0);
    world_free(world);
}

static void test_collect_again(void **state) {
    (void)state;
    struct world *world = world_new();
    assert_int_equal(act(world, SUPERVISOR, PLAN), YK_OK);
    assert_int_equal(act(world, SUPERVISOR, COLLECT_TWO), YK_OK);
    int64_t before = world->seq;
    assert_int_equal(act(world, SUPERVISOR, COLLECT_TWO), YK_OK);
    assert_int_equal(world->seq, before); // nothing changed, nothing recorded
    assert_int_equal(act(world, LEADER, ASK_FIRST), YK_OK);
    assert_int_equal(act(world, LEADER, ASK_THIRD), YK_OK);
    assert_int_equal(act(world, SUPERVISOR, COLLECT_ONE), YK_OK);
    assert_int_equal(world->review->items[0].reasons, REASON_OVERDUE | REASON_ASKED);
    assert_int_equal(world->review->items[1].dropped, 1);
    assert_int_equal(world->review->items[2].dropped, 0); // asked for: stays though not found
    assert_int_equal(act(world, SUPERVISOR, COLLECT_MANY), YK_OK);
    assert_int_equal(world->review->n_items, REVIEW_ITEMS_MAX);
    for (size_t i = 0; i < world->review->n_items; i++) {
        assert_int_equal(world->review->items[i].n, i + 1);
        for (size_t k = 0; k < i; k++) {
            assert_true(world->review->items[k].matter != world->review->items[i].matter);
        }
    }
    world_free(world);
}

// Whatever people try, in whatever order: what is done was reported and decided, numbers stay, a meeting's state never goes back.
static void test_random_meetings(void **state) {
    (void)state;
    srandom(20230301);
    size_t went = 0;
    for (int life = 0; life < 300; life++) {
        struct world *world = world_new();
        assert_int_equal(act(world, SUPERVISOR, PLAN), YK_OK);
        for (int i = 0; i < 40; i++) {
            int64_t was = world->review->state;
            world->today += random() % 4 == 0;
            enum command command = CHANGE + (enum command)(random() % (REJECT_1 - CHANGE + 1));
            command = command == COLLECT_MANY ? COLLECT_TWO : command;
            went += act(world, (enum who)(random() % 2 ? SUPERVISOR : random() % WHO_END),
                        command) == YK_OK;
            assert_true(world->review->state >= was);
            for (size_t k = 0; k < world->review->n_items; k++) {
                const struct review_item *item = &world->review->items[k];
                assert_true(item->done_day == DAY_NONE || item->decision != JSON_ABSENT_INT);
                assert_true(item->done_day == DAY_NONE || item->confirmed_seq > item->reported_seq);
                assert_true(!review_item_open(item) || item->by_day != DAY_NONE);
            }
        }
        world_free(world);
    }
    assert_true(went > 1500);
}

// What a decision set going is known from it, and forgotten by the next one.
static void test_set_going(void **state) {
    (void)state;
    struct world *world = world_new();
    assert_int_equal(act(world, SUPERVISOR, PLAN), YK_OK);
    assert_int_equal(act(world, SUPERVISOR, COLLECT_TWO), YK_OK);
    assert_int_equal(act(world, SUPERVISOR, OPEN), YK_OK);
    assert_int_equal(act(world, SUPERVISOR, SUPERVISE_1), YK_OK);
    const struct review_item *item = review_find_item(world->review, 1);
    assert_int_equal(item->order, 4711);
    assert_int_equal(item->order_step, 2);
    assert_int_equal(item->park, JSON_ABSENT_INT);
    assert_int_equal(act(world, SUPERVISOR, PRESS_1), YK_OK);
    item = review_find_item(world->review, 1);
    assert_int_equal(item->order, 0);
    assert_int_equal(item->order_step, JSON_ABSENT_INT);
    world_free(world);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set_going),       cmocka_unit_test(test_cases),
        cmocka_unit_test(test_facts),           cmocka_unit_test(test_collect_again),
        cmocka_unit_test(test_random_meetings),
    };
    return cmocka_run_group_tests_name("review", tests, NULL, NULL);
}
