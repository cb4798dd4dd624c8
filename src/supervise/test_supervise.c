// SPDX-License-Identifier: Apache-2.0
// The rules of supervision: tables of cases with what each must give, then properties over random lives. No store: events are kept in memory, through the JSON
// form in which they are stored.
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <stdlib.h>
#include <string.h>

#include "supervise/events.h"

enum { U_WINDOW = 11, U_HOUSING = 21, U_FINANCE = 22, U_OFFICE = 51, DISTRICT = 340406 };
enum who { CLERK, HOUSING, HOUSING_HEAD, FINANCE_HEAD, OFFICE, LEADER, NOBODY, WHO_END };
static const struct {
    int64_t account, unit;
    uint32_t roles;
} people[WHO_END] = {
    [CLERK] = {1, U_WINDOW, 1u << ROLE_CLERK},
    [HOUSING] = {2, U_HOUSING, 1u << ROLE_HANDLER},
    [HOUSING_HEAD] = {3, U_HOUSING, 1u << ROLE_HEAD},
    [FINANCE_HEAD] = {4, U_FINANCE, 1u << ROLE_HEAD},
    [OFFICE] = {7, U_OFFICE, 1u << ROLE_SUPERVISOR},
    [LEADER] = {8, U_OFFICE, 1u << ROLE_LEADER},
    [NOBODY] = {9, U_OFFICE, 1u << ROLE_SYSADMIN},
};

enum { KEPT_MAX = 64 };
struct world {
    struct arena *arena;
    struct supervision *self;
    struct policy policy;
    struct supervise_subject_now now;
    int64_t now_us, serial;
    struct event kept[KEPT_MAX]; // as read back from their JSON form
    size_t n_kept;
    struct err err;
};

static struct actor actor_of(enum who who) {
    return (struct actor){.account = people[who].account,
                          .unit = people[who].unit,
                          .roles = people[who].roles,
                          .caps = role_caps(people[who].roles),
                          .scope = scope_of_roles(people[who].roles, DISTRICT, people[who].unit)};
}

static int32_t day_of(const struct world *world) {
    return day_of_time(world->now_us);
}

static struct world *world_new(int year, int month, int day) {
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->arena = arena_new(0);
    world->self = arena_alloc(world->arena, sizeof *world->self);
    json_spec_clear(&supervise_state_spec, world->self);
    world->policy = policy_default();
    world->now_us = day_start_us(day_from_civil(year, month, day)) + 9 * 3600 * US_PER_S;
    world->now = (struct supervise_subject_now){
        .subject = {LEDGER_MATTER, 77, matter_number_of(2022, 5), U_HOUSING, 30201, CHANNEL_PHONE,
                    CALLER_ENTERPRISE, day_of(world) - 3},
        .running = true,
    };
    return world;
}

static void world_free(struct world *world) {
    arena_free(&world->arena);
    free(world);
}

static struct supervise_env env_of(struct world *world, struct actor *actor) {
    return (struct supervise_env){
        .actor = actor,
        .rules = supervise_rules_of(&world->policy),
        .calendar = calendar_builtin(),
        .now_us = world->now_us,
        .today = day_of(world),
        .arena = world->arena,
    };
}

static const void *through_json(struct world *world, const struct draft *draft) {
    struct buf buf;
    struct jw jw;
    if (!draft->type->spec) {
        return NULL;
    }
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

static void keep(struct world *world, const struct drafts *drafts, enum who who) {
    for (size_t i = 0; i < drafts->n; i++) {
        assert_true(world->n_kept < KEPT_MAX);
        struct event *event = &world->kept[world->n_kept++];
        *event = (struct event){.district = DISTRICT,
                                .ledger = LEDGER_SUPERVISION,
                                .object = 5,
                                .seq = (int64_t)world->n_kept,
                                .recorded_at = ++world->now_us,
                                .day = drafts->items[i].day,
                                .actor = people[who].account,
                                .type = drafts->items[i].type,
                                .body = through_json(world, &drafts->items[i])};
        assert_int_equal(supervise_ledger.apply(world->self, event, world->arena, &world->err),
                         YK_OK);
    }
}

// ---- commands by name ----

enum act {
    A_URGE,
    A_REPLY,
    A_PROPOSE,
    A_RAISE,
    A_RAISE_RED,
    A_ISSUE,
    A_ESCALATE,
    A_PROPOSE_NEXT,
    A_DISMISS,
    A_ANSWER,
    A_ACCEPT,
    A_REFUSE,
    A_WITHDRAW,
    A_CLOSE,
    A_DRAW_UP,
    A_LIST,
    A_LIST_FINANCE,
    A_STRIKE,
    A_NOTIFY,
    A_NOTIFIED,
    A_SIGN,
    ACTS
};

static struct supervise_order_command order(struct world *world, int64_t colour,
                                            const char *reason) {
    return (struct supervise_order_command){.colour = colour,
                                            .days = JSON_ABSENT_INT,
                                            .text = "限期答复",
                                            .reason = reason,
                                            .number = matter_number_of(2022, ++world->serial)};
}

static enum yk decide_order(struct world *world, const struct supervise_env *env, enum act act,
                            struct drafts *out, struct err *err) {
    struct supervision *self = world->self;
    struct supervise_order_command blue = order(world, COLOUR_BLUE, NULL);
    struct supervise_order_command red = order(world, COLOUR_RED, "群众安全");
    struct supervise_order_command next = order(world, JSON_ABSENT_INT, NULL);
    switch (act) {
    case A_PROPOSE: return supervise_decide_propose(env, &world->now, out, err);
    case A_RAISE: return supervise_decide_raise(env, &world->now, &blue, out, err);
    case A_RAISE_RED: return supervise_decide_raise(env, &world->now, &red, out, err);
    case A_ISSUE: return supervise_decide_issue(self, env, &world->now, &next, out, err);
    case A_ESCALATE: return supervise_decide_escalate(self, env, &world->now, &next, out, err);
    case A_PROPOSE_NEXT: {
        int64_t due = supervise_next_of(self, &env->rules, env->calendar, env->today);
        return due ? supervise_decide_propose_next(self, env, due, out, err) : YK_REFUSED;
    }
    case A_DISMISS: return supervise_decide_dismiss(self, env, "另有安排", out, err);
    case A_ANSWER: return supervise_decide_answer(self, env, "已整改", out, err);
    case A_ACCEPT: return supervise_decide_judge(self, env, true, NULL, out, err);
    case A_REFUSE: return supervise_decide_judge(self, env, false, "避实就虚", out, err);
    case A_WITHDRAW: return supervise_decide_withdraw(self, env, "误发", out, err);
    case A_CLOSE: return supervise_decide_close(self, env, out, err);
    default: return YK_REFUSED;
    }
}

static enum yk decide(struct world *world, const struct supervise_env *env, enum act act,
                      struct drafts *out, struct err *err) {
    struct supervision *self = world->self;
    struct supervision_subject other = world->now.subject;
    other.unit = U_FINANCE;
    other.object = 78;
    switch (act) {
    case A_URGE:
        return supervise_decide_urge(env, &world->now, URGE_BY_HAND, ++world->serial, "请抓紧", out,
                                     err);
    case A_REPLY: return supervise_decide_reply(self, env, "收到", out, err);
    case A_DRAW_UP: return supervise_decide_draw_up(env, "第一期", NULL, out, err);
    case A_LIST:
        return supervise_decide_list(self, env, &world->now.subject, 0, 0, "逾期不报", out, err);
    case A_LIST_FINANCE: return supervise_decide_list(self, env, &other, 9, 3, NULL, out, err);
    case A_STRIKE: return supervise_decide_strike(self, env, 1, out, err);
    case A_NOTIFY: return supervise_decide_notify(self, env, ++world->serial, out, err);
    case A_NOTIFIED: return supervise_decide_notified(self, env, 6, 3, out, err);
    case A_SIGN: return supervise_decide_sign(self, env, out, err);
    default: return decide_order(world, env, act, out, err);
    }
}

// ERR_NONE, or the code (of the first field) with which it was refused; nothing was kept then.
static enum err_code act(struct world *world, enum who who, enum act what) {
    struct actor actor = actor_of(who);
    struct supervise_env env = env_of(world, &actor);
    struct drafts drafts = {0};
    memset(&world->err, 0, sizeof world->err);
    enum yk status = decide(world, &env, what, &drafts, &world->err);
    if (status != YK_OK) {
        assert_int_equal(status, YK_REFUSED);
        return world->err.n_items ? world->err.items[0].code : world->err.code;
    }
    keep(world, &drafts, who);
    return ERR_NONE;
}

static void pass_days(struct world *world, int days) {
    world->now_us += (int64_t)days * US_PER_DAY;
}

static void pass_workdays(struct world *world, int days) {
    pass_days(world,
              calendar_add_workdays(calendar_builtin(), day_of(world), days) - day_of(world));
}

// ---- what is due on a day ----

static void urging_waits_for_the_warning_point(void **state) {
    (void)state;
    static const struct {
        const char *what;
        int today, warn, due; // days from the due day; warn 99: no warning point
        bool ended, running, no_unit;
        int64_t expected;
    } cases[] = {
        {"long before", -5, -1, 0, false, true, false, 0},
        {"the warning point", -1, -1, 0, false, true, false, URGE_WARNING},
        {"the due day itself", 0, -1, 0, false, true, false, URGE_WARNING},
        {"the day after", 1, -1, 0, false, true, false, URGE_OVERDUE},
        {"after a stop of a month only what is still due", 30, -1, 0, false, true, false,
         URGE_OVERDUE},
        {"no warning point, in time", 0, 99, 0, false, true, false, 0},
        {"no warning point, late", 1, 99, 0, false, true, false, URGE_OVERDUE},
        {"answered", 1, -1, 0, false, false, false, 0},
        {"ended", 1, -1, 0, true, true, false, 0},
        {"nobody is responsible", 1, -1, 0, false, true, true, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t due = day_from_civil(2022, 7, 6);
        struct supervise_subject_now now = {
            .subject = {.unit = cases[i].no_unit ? 0 : U_HOUSING, .due_day = due},
            .ended = cases[i].ended,
            .running = cases[i].running};
        int64_t got = supervise_urge_due(&now, cases[i].warn == 99 ? DAY_NONE : due + cases[i].warn,
                                         due + cases[i].today);
        if (got != cases[i].expected) {
            fail_msg("%s: %d", cases[i].what, (int)got);
        }
    }
}

static void orders_are_proposed_after_working_days(void **state) {
    (void)state;
    static const struct {
        const char *what;
        int month, day; // of 2022; due on Thursday 28 April, before the Labour Day week
        bool expected;
    } cases[] = {
        {"the due day", 4, 28, false},
        {"one working day over", 4, 29, false},
        {"a holiday counts for nothing", 5, 3, false},
        {"two working days over", 5, 5, true},
        {"a month over", 5, 30, true},
    };
    const struct policy policy = policy_default();
    const struct supervise_rules rules = supervise_rules_of(&policy);
    struct supervise_subject_now now = {
        .subject = {.unit = U_HOUSING, .due_day = day_from_civil(2022, 4, 28)}, .running = true};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t today = day_from_civil(2022, cases[i].month, cases[i].day);
        // 30 April was a day off, 24 April had been worked.
        if (supervise_order_due(&now, &rules, calendar_builtin(), today) != cases[i].expected) {
            fail_msg("%s", cases[i].what);
        }
    }
}

// ---- ladders, step by step ----

static void a_ladder_goes_blue_orange_red_notification(void **state) {
    (void)state;
    struct world *world = world_new(2022, 7, 6);
    struct supervise_rules rules = supervise_rules_of(&world->policy);
    assert_int_equal(act(world, OFFICE, A_PROPOSE), ERR_NONE);
    assert_int_equal(world->self->state, SUPERVISION_PROPOSED);
    assert_int_equal(act(world, CLERK, A_ISSUE), ERR_FORBIDDEN);
    assert_int_equal(act(world, OFFICE, A_ISSUE), ERR_NONE);
    for (int64_t colour = COLOUR_BLUE; colour <= COLOUR_RED; colour++) {
        const struct supervision_step *last = supervision_last_step(world->self);
        assert_int_equal(last->colour, colour);
        assert_int_equal(last->limit_day, calendar_add_workdays(calendar_builtin(), last->day,
                                                                rules.limits[colour]));
        pass_days(world, last->limit_day - day_of(world));
        assert_int_equal(supervise_next_of(world->self, &rules, calendar_builtin(), day_of(world)),
                         0); // the limit day itself is in time
        if (colour < COLOUR_RED) {
            pass_days(world, 1);
            assert_int_equal(
                supervise_next_of(world->self, &rules, calendar_builtin(), day_of(world)),
                colour + 1);
            assert_int_equal(act(world, OFFICE, A_PROPOSE_NEXT), ERR_NONE);
            assert_int_equal(
                supervise_next_of(world->self, &rules, calendar_builtin(), day_of(world)), 0);
            assert_int_equal(act(world, OFFICE, A_ESCALATE), ERR_NONE);
        }
    }
    pass_workdays(world, rules.notify_after);
    assert_int_equal(supervise_next_of(world->self, &rules, calendar_builtin(), day_of(world)), 0);
    pass_workdays(world, 1);
    assert_int_equal(supervise_next_of(world->self, &rules, calendar_builtin(), day_of(world)),
                     NEXT_NOTIFICATION);
    assert_int_equal(act(world, OFFICE, A_ESCALATE), ERR_WRONG_STATE); // nothing above red
    assert_int_equal(act(world, OFFICE, A_NOTIFIED), ERR_NONE);
    assert_int_equal(act(world, OFFICE, A_NOTIFIED), ERR_ALREADY_EXISTS);
    assert_int_equal(supervise_next_of(world->self, &rules, calendar_builtin(), day_of(world)), 0);
    world_free(world);
}

static void a_step_before_its_limit_needs_a_reason(void **state) {
    (void)state;
    struct world *world = world_new(2022, 7, 6);
    assert_int_equal(act(world, OFFICE, A_RAISE), ERR_NONE);
    assert_int_equal(act(world, OFFICE, A_ESCALATE), ERR_REQUIRED);
    assert_string_equal(world->err.items[0].field, "reason");
    pass_days(world, supervision_last_step(world->self)->limit_day + 1 - day_of(world));
    assert_int_equal(act(world, OFFICE, A_ESCALATE), ERR_NONE);
    world->now.subject.unit = U_FINANCE; // sent to another unit since: this ladder is at its end
    pass_days(world, 30);
    assert_int_equal(act(world, OFFICE, A_ESCALATE), ERR_WRONG_STATE);
    world_free(world);

    world = world_new(2022, 7, 6); // important ones start higher, with a reason
    struct actor office = actor_of(OFFICE);
    struct supervise_env env = env_of(world, &office);
    struct supervise_order_command command = order(world, COLOUR_ORANGE, NULL);
    struct drafts drafts = {0};
    assert_int_equal(supervise_decide_raise(&env, &world->now, &command, &drafts, &world->err),
                     YK_REFUSED);
    command.reason = "涉及安全";
    command.days = 61;
    memset(&world->err, 0, sizeof world->err);
    assert_int_equal(supervise_decide_raise(&env, &world->now, &command, &drafts, &world->err),
                     YK_REFUSED);
    assert_string_equal(world->err.items[0].field, "days");
    command.days = 1;
    memset(&world->err, 0, sizeof world->err);
    assert_int_equal(supervise_decide_raise(&env, &world->now, &command, &drafts, &world->err),
                     YK_OK);
    world_free(world);
}

static void answers_are_judged(void **state) {
    (void)state;
    struct world *world = world_new(2022, 7, 6);
    assert_int_equal(act(world, OFFICE, A_RAISE), ERR_NONE);
    assert_int_equal(act(world, FINANCE_HEAD, A_ANSWER), ERR_NOT_YOUR_UNIT);
    assert_int_equal(act(world, OFFICE, A_ACCEPT), ERR_WRONG_STATE);
    assert_int_equal(act(world, HOUSING, A_ANSWER), ERR_NONE);
    assert_int_equal(act(world, HOUSING, A_ANSWER), ERR_WRONG_STATE);
    assert_int_equal(act(world, HOUSING_HEAD, A_ACCEPT), ERR_FORBIDDEN);
    assert_int_equal(act(world, OFFICE, A_REFUSE), ERR_NONE);
    assert_int_equal(supervision_last_step(world->self)->answered_day, DAY_NONE);
    assert_int_equal(supervision_last_step(world->self)->refusals, 1);
    assert_int_equal(act(world, HOUSING, A_ANSWER), ERR_NONE);
    pass_days(world, 30); // whoever has answered is not late while the office has not judged
    struct supervise_rules rules = supervise_rules_of(&world->policy);
    assert_int_equal(supervise_next_of(world->self, &rules, calendar_builtin(), day_of(world)), 0);
    assert_int_equal(act(world, OFFICE, A_ACCEPT), ERR_NONE);
    assert_int_equal(world->self->state, SUPERVISION_DONE);
    assert_false(supervision_is_open(world->self));
    world_free(world);
}

static void a_notification_is_signed_by_each_head(void **state) {
    (void)state;
    struct world *world = world_new(2022, 7, 6);
    struct actor housing = actor_of(HOUSING_HEAD);
    assert_int_equal(act(world, CLERK, A_DRAW_UP), ERR_FORBIDDEN);
    assert_int_equal(act(world, OFFICE, A_DRAW_UP), ERR_NONE);
    assert_int_equal(act(world, OFFICE, A_NOTIFY), ERR_WRONG_STATE); // empty
    assert_int_equal(act(world, OFFICE, A_LIST), ERR_NONE);
    assert_int_equal(act(world, OFFICE, A_LIST), ERR_ALREADY_EXISTS);
    assert_int_equal(act(world, OFFICE, A_LIST_FINANCE), ERR_NONE);
    assert_false(supervise_visible(world->self, DISTRICT, &housing)); // not out yet
    assert_int_equal(act(world, HOUSING_HEAD, A_SIGN), ERR_WRONG_STATE);
    assert_int_equal(act(world, OFFICE, A_NOTIFY), ERR_NONE);
    assert_true(supervise_visible(world->self, DISTRICT, &housing));
    assert_false(supervise_item_visible(world->self, &world->self->items[1], DISTRICT, &housing));
    assert_int_equal(act(world, HOUSING, A_SIGN), ERR_FORBIDDEN); // the head signs
    assert_int_equal(act(world, HOUSING_HEAD, A_SIGN), ERR_NONE);
    assert_int_equal(act(world, HOUSING_HEAD, A_SIGN), ERR_WRONG_STATE);
    assert_int_equal(world->self->state, SUPERVISION_AWAITING);
    assert_int_equal(act(world, FINANCE_HEAD, A_SIGN), ERR_NONE);
    assert_int_equal(world->self->state, SUPERVISION_DONE);
    world_free(world);
}

static void numbers_read_in_both_languages(void **state) {
    (void)state;
    char text[SUPERVISION_NUMBER_BYTES];
    supervision_number_format(SUPERVISION_URGE, matter_number_of(2023, 12), "zh", text);
    assert_string_equal(text, "催〔2023〕12号");
    supervision_number_format(SUPERVISION_ORDER, matter_number_of(2023, 3), "en", text);
    assert_string_equal(text, "S-2023-3");
    supervision_number_format(SUPERVISION_NOTIFICATION, matter_number_of(2022, 1), "zh", text);
    assert_string_equal(text, "通〔2022〕1号");
}

// ---- random lives ----

static struct fact_set facts_of(struct world *world) {
    struct fact_set facts = {.arena = world->arena};
    assert_int_equal(supervise_ledger.facts(world->self, 5, &facts, NULL), YK_OK);
    return facts;
}

// Who may see the object is who finds a row of it by the predicate on the unit; a unit has no row of what was not issued.
static void check_rows(struct world *world) {
    struct fact_set facts = facts_of(world);
    int32_t part = -1;
    for (enum who who = 0; who < WHO_END; who++) {
        struct actor actor = actor_of(who);
        bool any = false;
        for (size_t i = 0; i < facts.n; i++) {
            int64_t unit = facts.rows[i].v[V_UNIT];
            any = any || (actor.scope.level == SCOPE_UNIT ? unit == actor.unit
                                                          : actor.scope.level == SCOPE_DISTRICT);
        }
        assert_int_equal(any, supervise_visible(world->self, DISTRICT, &actor));
    }
    for (size_t i = 0; i < facts.n; i++) {
        const int64_t *v = facts.rows[i].v;
        assert_true(facts.rows[i].part > part);
        part = facts.rows[i].part;
        assert_true(v[V_UNIT] == FACT_NULL || v[V_NUMBER] != FACT_NULL);
        assert_true(v[V_ON_TIME] == FACT_NULL || v[V_COUNTED_DAY] != FACT_NULL);
        assert_true(v[V_ENDED_DAY] == FACT_NULL || v[V_STATE] > SUPERVISION_ANSWERED);
    }
}

static void check_steps(const struct supervision *self) {
    for (size_t i = 0; i < self->n_steps; i++) {
        bool last = i + 1 == self->n_steps;
        assert_int_equal(self->steps[i].n, i + 1);
        assert_int_equal(self->steps[i].state == SUPERVISION_ESCALATED, !last);
        assert_true(i == 0 || self->steps[i].colour > self->steps[i - 1].colour);
        assert_true(self->steps[i].limit_day > self->steps[i].day);
    }
}

static const char *state_json(struct world *world, const struct supervision *self) {
    struct buf buf;
    struct jw jw;
    buf_init(&buf, 1 << 18);
    jw_init(&jw, &buf);
    jw_spec(&jw, &supervise_state_spec, self);
    assert_false(buf.failed);
    const char *text = arena_strndup(world->arena, buf.data, buf.len);
    buf_done(&buf);
    return text;
}

static void check_replay(struct world *world) {
    struct supervision again;
    json_spec_clear(&supervise_state_spec, &again);
    for (size_t i = 0; i < world->n_kept; i++) {
        assert_int_equal(supervise_ledger.apply(&again, &world->kept[i], world->arena, NULL),
                         YK_OK);
    }
    assert_string_equal(state_json(world, world->self), state_json(world, &again));
}

static const enum act first_acts[] = {A_URGE, A_PROPOSE, A_RAISE, A_RAISE_RED, A_DRAW_UP};
static const struct {
    enum act act;
    enum supervise_action action; // that supervise_may is asked for
} offered[] = {
    {A_REPLY, SUPERVISE_REPLY},  {A_DISMISS, SUPERVISE_DISMISS}, {A_ANSWER, SUPERVISE_ANSWER},
    {A_ACCEPT, SUPERVISE_JUDGE}, {A_REFUSE, SUPERVISE_JUDGE},    {A_WITHDRAW, SUPERVISE_WITHDRAW},
    {A_SIGN, SUPERVISE_SIGN},
};

static void one_life(unsigned seed) {
    struct world *world = world_new(2022, 1, 20); // before the Spring Festival
    srandom(seed);
    size_t first = (size_t)random() % (sizeof first_acts / sizeof *first_acts);
    assert_int_equal(act(world, OFFICE, first_acts[first]), ERR_NONE);
    for (int i = 0; i < 40 && world->n_kept < KEPT_MAX - 2; i++) {
        enum who who = (enum who)((unsigned)random() % WHO_END);
        enum act what = (enum act)(A_REPLY + random() % (ACTS - 1));
        struct actor actor = actor_of(who);
        struct supervision before = *world->self;
        enum err_code may = ERR_NONE;
        bool known = false;
        if (what == A_URGE || what == A_PROPOSE || what == A_RAISE || what == A_RAISE_RED ||
            what == A_DRAW_UP) {
            continue; // begins another object
        }
        for (size_t k = 0; k < sizeof offered / sizeof *offered; k++) {
            if (offered[k].act == what) {
                known = true;
                may = supervise_may(world->self, &actor, offered[k].action);
            }
        }
        enum err_code got = act(world, who, what);
        if (known) { // what is offered is accepted, what is not is refused, and why
            assert_int_equal(got, may);
        }
        if (!supervision_is_open(&before)) {
            enum supervise_action actions[SUPERVISE_ACTION_END];
            assert_int_equal(supervise_actions(&before, &actor, actions), 0);
            assert_true(got != ERR_NONE || what == A_NOTIFIED || world->self->seq == before.seq);
        }
        check_rows(world);
        check_steps(world->self);
        pass_days(world, (int)(random() % 4));
    }
    check_replay(world);
    world_free(world);
}

static void random_lives_hold_together(void **state) {
    (void)state;
    for (unsigned seed = 1; seed <= 3000; seed++) {
        one_life(seed);
    }
}

static void impossible_events_are_refused(void **state) {
    (void)state;
    static const struct ev_supervise body = {.n = 7, .colour = COLOUR_RED, .rule = "1wd"};
    for (int kind = 0; kind < SE_COUNT; kind++) {
        struct world *world = world_new(2022, 7, 6);
        struct event event = {.seq = 2, .type = &supervise_event_types[kind], .body = &body};
        assert_int_equal(act(world, OFFICE, A_RAISE), ERR_NONE);
        assert_int_equal(act(world, OFFICE, A_WITHDRAW), ERR_NONE);
        event.seq = world->self->seq + 1;
        enum yk status = supervise_ledger.apply(world->self, &event, world->arena, NULL);
        // Only that an order that has ended stands in a notification may still be said.
        assert_int_equal(status, kind == SE_NOTIFIED ? YK_OK : YK_FAILED);
        event.seq = 9;
        assert_int_equal(supervise_ledger.apply(world->self, &event, world->arena, NULL),
                         YK_FAILED);
        world_free(world);
    }
}

static void measures_have_stable_codes(void **state) {
    (void)state;
    for (size_t i = 0; i < supervise_fact_table.n_measures; i++) {
        assert_int_equal(supervise_fact_table.measures[i].code, 701 + i);
    }
    for (int i = 0; i < supervise_fact_table.n_cols; i++) {
        assert_non_null(supervise_fact_table.cols[i].name);
    }
    assert_true((int)V_COLS <= (int)FACT_COLS_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(urging_waits_for_the_warning_point),
        cmocka_unit_test(orders_are_proposed_after_working_days),
        cmocka_unit_test(a_ladder_goes_blue_orange_red_notification),
        cmocka_unit_test(a_step_before_its_limit_needs_a_reason),
        cmocka_unit_test(answers_are_judged),
        cmocka_unit_test(a_notification_is_signed_by_each_head),
        cmocka_unit_test(numbers_read_in_both_languages),
        cmocka_unit_test(random_lives_hold_together),
        cmocka_unit_test(impossible_events_are_refused),
        cmocka_unit_test(measures_have_stable_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
