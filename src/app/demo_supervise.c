// SPDX-License-Identifier: Apache-2.0
// Decides with which chance, each half day, somebody deals with what waits in supervision. What may be done is asked of the rules; what follows is theirs.
#include "app/demo_supervise.h"

#include "supervise/command.h"

enum { TODO_MAX = 300, MORNING_MIN = 8 * 60 + 30, AFTERNOON_MIN = 15 * 60 };
#define US_PER_MIN (60 * US_PER_S)

struct todo {
    int64_t object, kind, state, next, unit, colour;
};
struct half_day {
    struct demo_world *world;
    struct demo_random *random;
    struct actor system;
    struct todo todos[TODO_MAX];
    size_t n;
};

int64_t demo_supervise_next(const struct calendar *calendar, int64_t after_us) {
    int32_t day = day_of_time(after_us);
    if (calendar_is_workday(calendar, day)) {
        int64_t morning = day_start_us(day) + MORNING_MIN * US_PER_MIN;
        int64_t afternoon = day_start_us(day) + AFTERNOON_MIN * US_PER_MIN;
        if (after_us < afternoon) {
            return after_us < morning ? morning : afternoon;
        }
    }
    return day_start_us(calendar_add_workdays(calendar, day, 1)) + MORNING_MIN * US_PER_MIN;
}

static const struct actor *person(const struct half_day *half, enum role role, int64_t unit) {
    const struct demo_world *world = half->world;
    for (int i = 0; i < world->data->n_accounts; i++) {
        if ((world->data->accounts[i].roles >> role & 1) &&
            (!unit || world->actors[i].unit == unit)) {
            return &world->actors[i];
        }
    }
    return NULL;
}

static struct matter_act act_of(struct half_day *half, const struct actor *actor) {
    struct demo_world *world = half->world;
    world->now_us += demo_between(half->random, 20, 90) * US_PER_S;
    world->tx.actor = actor->account;
    world->tx.now_us = world->now_us;
    world->tx.recorded_at = 0;
    world->n_commands++;
    return (struct matter_act){
        .tx = &world->tx,
        .actor = actor,
        .org = world->org,
        .calendar = world->calendar,
        .ring = world->ring,
        .today = day_of_time(world->now_us),
        .left = supervise_close,
    };
}

// What is open, oldest first; held apart, for the arena goes with each command.
static enum yk read_todos(struct half_day *half, struct err *err) {
    struct demo_world *world = half->world;
    struct fact_query query;
    struct fact_hit *hits = NULL;
    size_t n = 0;
    fact_query_init(&query, &supervise_fact_table, &half->system.scope);
    fact_query_and(&query, (struct fact_cond){.col = V_ENDED_DAY, .op = FACT_IS_NULL});
    query.order = (struct fact_order){.col = V_DAY};
    query.limit = TODO_MAX;
    enum yk status = fact_find(world->tx.db, &query, world->tx.arena, &hits, &n, NULL, err);
    half->n = 0;
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        const int64_t *v = hits[i].v;
        half->todos[half->n++] = (struct todo){.object = hits[i].object,
                                               .kind = v[V_KIND],
                                               .state = v[V_STATE],
                                               .next = v[V_NEXT],
                                               .unit = v[V_TO_UNIT],
                                               .colour = v[V_COLOUR]};
    }
    arena_reset(world->tx.arena);
    return status;
}

// ---- the office ----

static const char *requirement(int64_t colour) {
    static const char *const texts[] = {
        [COLOUR_BLUE] = "该事项已超过答复期限。请说明原因，明确办结时间，并在期限内书面答复。",
        [COLOUR_ORANGE] = "蓝色督办期限已过仍未答复。请主要负责人过问，限期办理并书面答复。",
        [COLOUR_RED] = "多次督办无果。请主要负责人到场督促，办结后书面说明情况；再逾期将予通报。",
    };
    return texts[colour];
}

static enum yk decide_next(struct half_day *half, const struct todo *todo, struct err *err) {
    const struct actor *office = person(half, ROLE_SUPERVISOR, 0);
    struct matter_act act = act_of(half, office);
    if (todo->state == SUPERVISION_PROPOSED && demo_chance(half->random, 120)) {
        return supervise_dismiss(&act, todo->object, 0,
                                 "经电话核实，单位今日可答复，暂不发督办单。", err);
    }
    int64_t colour = todo->state == SUPERVISION_PROPOSED ? COLOUR_BLUE : todo->next;
    const struct supervise_order_command command = {
        .colour = colour, .days = JSON_ABSENT_INT, .text = requirement(colour)};
    return todo->state == SUPERVISION_PROPOSED
               ? supervise_issue(&act, todo->object, 0, &command, err)
               : supervise_escalate(&act, todo->object, 0, &command, err);
}

static enum yk judge(struct half_day *half, const struct todo *todo, struct err *err) {
    bool accept = demo_chance(half->random, 700);
    struct matter_act act = act_of(half, person(half, ROLE_SUPERVISOR, 0));
    return supervise_judge(
        &act, todo->object, 0, accept,
        accept ? "情况属实，予以销号。" : "答复没有写明完成时间和责任人，请重新答复。", err);
}

static enum yk office_does(struct half_day *half, const struct todo *todo, struct err *err) {
    bool proposed = todo->kind == SUPERVISION_ORDER && todo->state == SUPERVISION_PROPOSED;
    bool next = todo->next == NEXT_ORANGE || todo->next == NEXT_RED;
    if ((proposed || next) && demo_chance(half->random, 650)) {
        return decide_next(half, todo, err);
    }
    if (todo->state == SUPERVISION_ANSWERED && demo_chance(half->random, 600)) {
        return judge(half, todo, err);
    }
    return YK_OK;
}

// Once a week what is due for it goes into one notification.
static enum yk notify(struct half_day *half, struct err *err) {
    int64_t orders[TODO_MAX];
    size_t n = 0;
    int64_t id = 0;
    for (size_t i = 0; i < half->n; i++) {
        if (half->todos[i].next == NEXT_NOTIFICATION) {
            orders[n++] = half->todos[i].object;
        }
    }
    if (n == 0 || !demo_chance(half->random, 200)) {
        return YK_OK;
    }
    struct matter_act act = act_of(half, person(half, ROLE_SUPERVISOR, 0));
    enum yk status = supervise_draw_up(
        &act, "关于督办事项逾期未办情况的通报",
        "下列单位对红色督办事项逾期未办，现予通报。请接到通报后签收，并于五个工作日内报送整改情况。",
        orders, n < 20 ? n : 20, &id, err);
    arena_reset(half->world->tx.arena);
    if (status == YK_OK) {
        act = act_of(half, act.actor);
        status = supervise_notify(&act, id, 0, err);
    }
    arena_reset(half->world->tx.arena);
    return status;
}

// ---- units ----

static enum yk answer(struct half_day *half, const struct todo *todo, struct err *err) {
    static const char *const texts[] = {
        "已与当事人见面沟通，方案已定，本周内完成。",
        "因材料到货晚延误，现已进场施工，完成后即书面答复当事人。",
        "经办人已调整，由分管负责人牵头，三个工作日内办结。",
        "已办结，正在补充佐证材料，随后报送。",
    };
    const struct actor *actor = person(half, ROLE_HANDLER, todo->unit);
    if (!actor) {
        return YK_OK;
    }
    const char *text = texts[demo_below(half->random, sizeof texts / sizeof *texts)];
    struct matter_act act = act_of(half, actor);
    return supervise_answer(&act, todo->object, 0, text, err);
}

static enum yk reply(struct half_day *half, const struct todo *todo, struct err *err) {
    static const char *const texts[] = {NULL, "收到，今日联系当事人。", "已安排专人办理。", NULL};
    const struct actor *actor = person(half, ROLE_HANDLER, todo->unit);
    if (!actor) {
        return YK_OK;
    }
    const char *text = texts[demo_below(half->random, sizeof texts / sizeof *texts)];
    struct matter_act act = act_of(half, actor);
    return supervise_reply(&act, todo->object, 0, text, err);
}

static enum yk sign(struct half_day *half, const struct todo *todo, struct err *err) {
    const struct actor *head = person(half, ROLE_HEAD, todo->unit);
    struct err unused = {0};
    if (!head) {
        return YK_OK;
    }
    struct matter_act act = act_of(half, head);
    enum yk status = supervise_sign(&act, todo->object, 0, &unused);
    // Another line of the same notification was signed with this one.
    return status == YK_REFUSED ? YK_OK
           : status == YK_OK    ? YK_OK
                                : err_set(err, status, unused.code, "%s", unused.detail);
}

static enum yk unit_does(struct half_day *half, const struct todo *todo, struct err *err) {
    if (todo->state != SUPERVISION_AWAITING) {
        return YK_OK;
    }
    switch (todo->kind) {
    case SUPERVISION_URGE: return demo_chance(half->random, 450) ? reply(half, todo, err) : YK_OK;
    case SUPERVISION_ORDER: return demo_chance(half->random, 170) ? answer(half, todo, err) : YK_OK;
    default: return demo_chance(half->random, 400) ? sign(half, todo, err) : YK_OK;
    }
}

enum yk demo_supervise(struct demo_world *world, struct demo_random *random, struct err *err) {
    struct half_day half = {
        .world = world, .random = random, .system = supervise_system(world->tx.district)};
    int64_t minute = (world->now_us - day_start_us(day_of_time(world->now_us))) / US_PER_MIN;
    bool morning = minute < AFTERNOON_MIN;
    enum yk status = YK_OK;
    if (morning) {
        struct supervise_swept swept;
        struct matter_act act = act_of(&half, &half.system);
        status = supervise_sweep(&act, &swept, err);
        arena_reset(world->tx.arena);
    }
    if (status == YK_OK) {
        status = read_todos(&half, err);
    }
    for (size_t i = 0; i < half.n && status == YK_OK; i++) {
        status = morning ? office_does(&half, &half.todos[i], err)
                         : unit_does(&half, &half.todos[i], err);
        arena_reset(world->tx.arena);
    }
    return status == YK_OK && morning ? notify(&half, err) : status;
}
