// SPDX-License-Identifier: Apache-2.0
// When the demonstration district meets, and what it decides.
#include "app/demo_review.h"

#include "review/review_command.h"

enum { DAYS_A_WEEK = 7, MORNING_MIN = 9 * 60, ITEM_MIN = 4, AGENDA_MAX = 24 };

static const char *const instructions[][3] = {
    [REVIEW_PRESS] = {"请责任单位主要负责人到现场看一看，限期办结，并向反映人当面说明。",
                      "限期办结；办不到的，把原因和分步措施报督查室，并先告诉反映人。",
                      "限期办结；答复前由分管负责人审签，附现场照片。"},
    [REVIEW_SUPERVISE] = {"转督查室督办，每三天报一次进展，到期由督查室现场核查。",
                          "两次没有落实，转督办；单位在下次会上作说明。",
                          "涉及多个部门，由督查室牵头协调，责任单位按分工限期落实。"},
    [REVIEW_SETTLE] = {"责任明确，由承办单位按程序办结，不再上会。",
                       "单位有方案，照方案办，不再上会。", "情况清楚，按程序办理即可，不再上会。"},
    [REVIEW_DEFER] = {"情况还需核实，下次会议带方案再议。", "待上级明确政策后再议。",
                      "责任单位未到会，下次会议由主要负责人汇报。"},
};
static const char *const reports[] = {"已按要求办结，现场照片和反映人签字已存档。",
                                      "分管负责人带队上门，问题已解决，反映人表示认可。",
                                      "已完成整改并复查，附前后对比照片。"};
static const char *const notes[] = {"现场核查属实。", "电话核实，反映人确认已解决。",
                                    "材料齐全，予以销号。"};

void demo_reviews_begin(struct demo_reviews *reviews) {
    *reviews = (struct demo_reviews){.next_us = day_start_us(day_from_civil(2021, 3, 26)) +
                                                MORNING_MIN * INT64_C(60) * US_PER_S};
}

static size_t first_task(const struct demo_reviews *reviews) {
    size_t first = 0;
    for (size_t i = 1; i < reviews->n_tasks; i++) {
        if (reviews->tasks[i].at_us < reviews->tasks[first].at_us) {
            first = i;
        }
    }
    return first;
}

int64_t demo_reviews_next(const struct demo_reviews *reviews) {
    if (!reviews->n_tasks || reviews->next_us <= reviews->tasks[first_task(reviews)].at_us) {
        return reviews->next_us;
    }
    return reviews->tasks[first_task(reviews)].at_us;
}

static void add_task(struct demo_reviews *reviews, const struct demo_review_task *task) {
    if (reviews->n_tasks < DEMO_REVIEW_TASKS_MAX) {
        reviews->tasks[reviews->n_tasks++] = *task;
    }
}

static const struct actor *person(const struct demo_world *world, uint32_t role, int64_t unit) {
    for (int i = 0; i < world->data->n_accounts; i++) {
        const struct actor *actor = &world->actors[i];
        if (actor->roles >> role & 1 && (!unit || actor->unit == unit)) {
            return actor;
        }
    }
    return NULL;
}

// Each command of a meeting a moment after the one before: no two share one.
static struct matter_act act_at(struct demo_world *world, int64_t at_us,
                                const struct actor *actor) {
    world->now_us = at_us > world->now_us ? at_us : world->now_us + 1000;
    return demo_act(world, actor);
}

static int64_t choose(struct demo_world *world, const struct review_item *item) {
    static const int weights[] = {62, 8, 22, 8};
    static const int64_t decisions[] = {REVIEW_PRESS, REVIEW_SUPERVISE, REVIEW_SETTLE,
                                        REVIEW_DEFER};
    size_t at = demo_weighted(&world->random, weights, 4);
    if (item->reasons & REASON_CARRIED && at == 2) {
        at = 1; // what was not done once is not simply let go
    }
    return decisions[at];
}

static int64_t later(struct demo_world *world, int32_t day, int64_t days) {
    int32_t on = calendar_add_workdays(world->calendar, day, (int)days);
    return day_start_us(on) +
           (MORNING_MIN + demo_below(&world->random, 7 * 60)) * INT64_C(60) * US_PER_S;
}

static enum yk decide_item(struct demo_reviews *reviews, struct demo_world *world, int64_t meeting,
                           const struct review_item *item, int64_t at_us,
                           const struct actor *office, struct err *err) {
    const struct matter_act act = act_at(world, at_us, office);
    int64_t decision = choose(world, item);
    int64_t days = demo_between(&world->random, 3, 8);
    int64_t unit = item->lead ? item->lead : office->unit;
    bool by = decision == REVIEW_PRESS || decision == REVIEW_SUPERVISE;
    int32_t by_day = by ? calendar_add_workdays(world->calendar, act.today, (int)days) : DAY_NONE;
    const char *words = instructions[decision][demo_below(&world->random, 3)];
    struct review_decide_command command = {.n = item->n,
                                            .decision = decision,
                                            .unit = unit,
                                            .colour = JSON_ABSENT_INT,
                                            .class_ = JSON_ABSENT_INT,
                                            .by_day = by_day,
                                            .instruction = words};
    enum yk status = review_decide(&act, meeting, 0, &command, err);
    if (status == YK_REFUSED &&
        decision == REVIEW_SUPERVISE) { // red already, or to be judged first
        command.decision = REVIEW_PRESS;
        command.instruction = instructions[REVIEW_PRESS][0];
        status = review_decide(&act, meeting, 0, &command, err);
    }
    bool does = demo_chance(&world->random, 860);
    int64_t slip = demo_chance(&world->random, 880) ? -demo_between(&world->random, 0, 2)
                                                    : demo_between(&world->random, 1, 4);
    if (status == YK_OK && by && does && days + slip > 0) {
        const struct demo_review_task task = {
            .at_us = later(world, act.today, days + slip), .meeting = meeting, .n = item->n};
        add_task(reviews, &task);
    }
    arena_reset(world->tx.arena);
    return status;
}

static enum yk drop_rest(struct demo_world *world, int64_t meeting, const struct actor *office,
                         struct err *err) {
    struct log_object object;
    enum yk status = log_peek(world->tx.db, world->arena, &review_ledger, world->tx.district,
                              meeting, &object, err);
    const struct review *review = status == YK_OK ? object.state : NULL;
    for (size_t i = AGENDA_MAX; review && i < review->n_items && status == YK_OK; i++) {
        const struct matter_act act = act_at(world, 0, office);
        status = review_drop(&act, meeting, 0, review->items[i].n, "本次时间有限，下次再议。", err);
        arena_reset(world->tx.arena);
    }
    return status;
}

static enum yk decide_all(struct demo_reviews *reviews, struct demo_world *world, int64_t meeting,
                          int64_t at_us, const struct actor *office, struct err *err) {
    struct log_object object;
    enum yk status = log_peek(world->tx.db, world->arena, &review_ledger, world->tx.district,
                              meeting, &object, err);
    const struct review *review = status == YK_OK ? object.state : NULL;
    for (size_t i = 0; review && i < review->n_items && status == YK_OK; i++) {
        at_us += ITEM_MIN * INT64_C(60) * US_PER_S;
        if (review->items[i].dropped != 1) {
            status = decide_item(reviews, world, meeting, &review->items[i], at_us, office, err);
        }
    }
    return status;
}

static enum yk plan_meeting(struct demo_world *world, int64_t at_us, int32_t day,
                            const struct actor *office, int64_t *out, struct err *err) {
    const struct matter_act act = act_at(world, at_us, office);
    bool weekly = day >= day_from_civil(2022, 9, 1);
    const struct review_plan plan = {.kind = weekly ? REVIEW_WEEKLY : REVIEW_MONTHLY,
                                     .day = day,
                                     .place = "区政府三楼第二会议室"};
    enum yk status = review_plan(&act, &plan, out, err);
    arena_reset(world->tx.arena);
    return status;
}

static enum yk open_meeting(struct demo_world *world, int64_t meeting, const struct actor *office,
                            bool *out_held, struct err *err) {
    struct log_object object;
    enum yk status = log_peek(world->tx.db, world->arena, &review_ledger, world->tx.district,
                              meeting, &object, err);
    if (status != YK_OK) {
        return status;
    }
    *out_held = ((const struct review *)object.state)->n_items > 0;
    const struct matter_act act = act_at(world, 0, office);
    status = *out_held ? review_open(&act, meeting, 0, err)
                       : review_cancel(&act, meeting, 0, "没有需要上会的事项。", err);
    arena_reset(world->tx.arena);
    return status;
}

static enum yk hold_meeting(struct demo_reviews *reviews, struct demo_world *world,
                            const struct actor *office, struct err *err) {
    int64_t at_us = reviews->next_us;
    int32_t day = day_of_time(at_us);
    bool weekly = day >= day_from_civil(2022, 9, 1);
    bool held = false;
    int64_t meeting = 0;
    reviews->next_us += (weekly ? 1 : 4) * DAYS_A_WEEK * US_PER_DAY;
    enum yk status = plan_meeting(world, at_us, day, office, &meeting, err);
    if (status == YK_OK) {
        status = open_meeting(world, meeting, office, &held, err);
    }
    if (status != YK_OK || !held) {
        return status;
    }
    status = drop_rest(world, meeting, office, err);
    if (status == YK_OK) {
        status = decide_all(reviews, world, meeting, at_us, office, err);
    }
    if (status == YK_OK) {
        const struct matter_act act = act_at(world, 0, office);
        status =
            review_close(&act, meeting, 0,
                         "会议要求：各责任单位对照决定逐项落实，到期报告，督查室逐项核实。", err);
    }
    arena_reset(world->tx.arena);
    return status;
}

static enum yk do_report(struct demo_reviews *reviews, struct demo_world *world,
                         const struct demo_review_task *task, struct err *err) {
    struct log_object object;
    enum yk status = log_peek(world->tx.db, world->tx.arena, &review_ledger, world->tx.district,
                              task->meeting, &object, err);
    const struct review_item *item =
        status == YK_OK ? review_find_item(object.state, task->n) : NULL;
    const struct actor *head = item ? person(world, ROLE_HEAD, item->unit) : NULL;
    if (!head || !review_item_open(item)) {
        return status;
    }
    const struct matter_act act = act_at(world, task->at_us, head);
    status =
        review_follow(&act, task->meeting, 0, task->n, reports[demo_below(&world->random, 3)], err);
    const struct demo_review_task confirm = {.at_us = later(world, act.today, 1),
                                             .meeting = task->meeting,
                                             .n = task->n,
                                             .confirm = true};
    add_task(reviews, &confirm);
    return status;
}

static enum yk do_confirm(struct demo_reviews *reviews, struct demo_world *world,
                          const struct demo_review_task *task, const struct actor *office,
                          struct err *err) {
    const struct matter_act act = act_at(world, task->at_us, office);
    bool accept = demo_chance(&world->random, 930);
    enum yk status = review_confirm(
        &act, task->meeting, 0, task->n, accept,
        accept ? notes[demo_below(&world->random, 3)] : "反映人称问题仍在，退回重新落实。", err);
    if (!accept) {
        const struct demo_review_task again = {
            .at_us = later(world, act.today, 2), .meeting = task->meeting, .n = task->n};
        add_task(reviews, &again);
    }
    return status;
}

enum yk demo_reviews_step(struct demo_reviews *reviews, struct demo_world *world, struct err *err) {
    const struct actor *office = person(world, ROLE_SUPERVISOR, 0);
    bool meets = demo_reviews_next(reviews) == reviews->next_us;
    enum yk status = YK_OK;
    if (meets) {
        status = hold_meeting(reviews, world, office, err);
    } else {
        size_t at = first_task(reviews);
        const struct demo_review_task task = reviews->tasks[at];
        reviews->tasks[at] = reviews->tasks[--reviews->n_tasks];
        status = task.confirm ? do_confirm(reviews, world, &task, office, err)
                              : do_report(reviews, world, &task, err);
    }
    world->n_commands++;
    arena_reset(world->tx.arena);
    return status;
}

enum yk demo_reviews_plan_next(const struct demo_reviews *reviews, struct demo_world *world,
                               struct err *err) {
    int64_t meeting;
    return plan_meeting(world, world->end_us - US_PER_DAY / 2, day_of_time(reviews->next_us),
                        person(world, ROLE_SUPERVISOR, 0), &meeting, err);
}
