// SPDX-License-Identifier: Apache-2.0
// The life of each matter of the demonstration: after every command the state is read, and from it comes what happens next and when. A matter has one
// thing ahead of it at a time, and now and then something from aside (a repeat, a withdrawal, an amendment). Chances are per matter, so that one
// matter's luck does not shift all others.
#include "app/demo_life.h"

#include "app/demo_acts.h"
#include "matter/assist.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "supervise/command.h"

enum step {
    STEP_INTAKE,
    STEP_DISPATCH,
    STEP_SIGN,
    STEP_OBJECT,
    STEP_ARBITRATE,
    STEP_CONTACT,
    STEP_NOTE,
    STEP_ANSWER,
    STEP_SIGNOFF,
    STEP_EXTEND,
    STEP_EXTENSION,
    STEP_PARK,
    STEP_PARKING,
    STEP_UNPARK,
    STEP_STAGE,
    STEP_COUNTERSIGN,
    STEP_ASSIST,      // names an assisting unit, or asks for one
    STEP_ASSIST_NEXT, // what comes next for it
    STEP_CALL,
    STEP_JOIN,
    STEP_ASIDE, // from here on: not the one thing ahead
    STEP_WITHDRAW,
    STEP_AMEND,
    STEP_PROMISE_DUE, // eight o'clock on a day when a promise is near, or has passed
};

struct demo_event {
    int64_t at, serial;
    struct demo_life *life;
    enum step step;
    int64_t plan; // which plan of the life it belongs to; stale ones are passed over
};

struct demo_life {
    struct demo_topic topic;
    struct demo_random random;
    struct demo_random acts; // of its own, so that what is rare shifts nothing else
    enum demo_halt halt;
    int64_t id, at, plan;
    int32_t asked_day;
    int64_t channel, urgency;
    int lead;               // unit that should lead
    int wrong;              // unit it is sent to first, by mistake; -1: none
    int32_t wrong_category; // entered first, by mistake; 0: none
    bool objects, no_phone; // objects without ground; leaves no number
    bool hard_to_reach;
    bool joins_later;        // a repeat that the clerk notices only afterwards
    struct demo_life *first; // what it repeats
    enum matter_state state;
    int64_t planned_round, answer_at;
    int last_result;
    bool contacted, noted, unhappy,
        extends,  // asks for more time
        parks,    // asks to be parked
        assists,  // has help from another unit
        promises, // gives a stage reply
        evades;   // was unhappy with the last answer; does not want to be asked again
};

enum {
    MORNING_MINUTE = 8 * 60,
    FIRST_MINUTE = 8 * 60 + 30,
    NOON_MINUTE = 11 * 60 + 50,
    AFTERNOON_MINUTE = 14 * 60 + 30,
    LAST_MINUTE = 17 * 60 + 30,
    DAY_MINUTES = 24 * 60
};
#define ACTS_SEED  UINT64_C(0x9e3779b97f4a7c15)
#define US_PER_MIN (60 * US_PER_S)

// ---- working time ----

static int64_t moment(int32_t day, int64_t minute) {
    return day_start_us(day) + minute * US_PER_MIN;
}

static int64_t minute_of(int64_t at_us) {
    return (at_us - day_start_us(day_of_time(at_us))) / US_PER_MIN;
}

static int64_t next_morning(const struct calendar *calendar, int32_t day) {
    return moment(calendar_add_workdays(calendar, day, 1), FIRST_MINUTE);
}

// The first working moment not before this one.
static int64_t clamp(const struct calendar *calendar, int64_t at_us) {
    int32_t day = day_of_time(at_us);
    int64_t minute = minute_of(at_us);
    if (!calendar_is_workday(calendar, day) || minute >= LAST_MINUTE) {
        return next_morning(calendar, day);
    }
    if (minute < FIRST_MINUTE) {
        return moment(day, FIRST_MINUTE);
    }
    return minute >= NOON_MINUTE && minute < AFTERNOON_MINUTE ? moment(day, AFTERNOON_MINUTE)
                                                              : at_us;
}

int64_t demo_work_after(const struct calendar *calendar, int64_t at_us, int64_t minutes) {
    int64_t at = clamp(calendar, at_us);
    for (;;) {
        int64_t end = minute_of(at) < NOON_MINUTE ? NOON_MINUTE : LAST_MINUTE;
        int64_t left = end - minute_of(at);
        if (minutes < left) {
            return at + minutes * US_PER_MIN;
        }
        minutes -= left;
        at = clamp(calendar, moment(day_of_time(at), end));
    }
}

int64_t demo_work_on(const struct calendar *calendar, int32_t day, struct demo_random *random) {
    enum { MORNING = NOON_MINUTE - FIRST_MINUTE, WORK = MORNING + LAST_MINUTE - AFTERNOON_MINUTE };
    int64_t at = clamp(calendar, moment(day, FIRST_MINUTE));
    return demo_work_after(calendar, at, demo_below(random, WORK)) +
           demo_below(random, US_PER_MIN / 1000) * 1000;
}

// ---- what is ahead ----

static bool earlier(const struct demo_event *a, const struct demo_event *b) {
    return a->at != b->at ? a->at < b->at : a->serial < b->serial;
}

static enum yk push(struct demo_world *world, const struct demo_event *event, struct err *err) {
    if (world->n_events == world->events_cap) {
        size_t cap = world->events_cap ? world->events_cap * 2 : 1024;
        struct demo_event *events = realloc(world->events, cap * sizeof *events);
        if (!events) {
            return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold what is ahead");
        }
        world->events = events;
        world->events_cap = cap;
    }
    size_t i = world->n_events++;
    for (; i > 0 && earlier(event, &world->events[(i - 1) / 2]); i = (i - 1) / 2) {
        world->events[i] = world->events[(i - 1) / 2];
    }
    world->events[i] = *event;
    return YK_OK;
}

static struct demo_event pop(struct demo_world *world) {
    struct demo_event first = world->events[0];
    struct demo_event last = world->events[--world->n_events];
    size_t i = 0;
    for (size_t child; (child = 2 * i + 1) < world->n_events; i = child) {
        if (child + 1 < world->n_events &&
            earlier(&world->events[child + 1], &world->events[child])) {
            child++;
        }
        if (!earlier(&world->events[child], &last)) {
            break;
        }
        world->events[i] = world->events[child];
    }
    world->events[i] = last;
    return first;
}

static enum yk schedule(struct demo_world *world, struct demo_life *life, enum step step,
                        int64_t at, struct err *err) {
    const struct demo_event event = {.at = at,
                                     .serial = ++world->serial,
                                     .life = life,
                                     .step = step,
                                     .plan = step < STEP_ASIDE ? ++life->plan : life->plan};
    return push(world, &event, err);
}

static enum yk schedule_in(struct demo_world *world, struct demo_life *life, enum step step,
                           int64_t least_min, int64_t most_min, struct err *err) {
    int64_t minutes = demo_between(&life->random, least_min, most_min);
    int64_t seconds = demo_below(&life->random, 60) * US_PER_S;
    int64_t at = demo_work_after(world->calendar, world->now_us, minutes) + seconds;
    return schedule(world, life, step, at, err);
}

// By chance of its own, so that what is rare shifts nothing else.
static enum yk schedule_act(struct demo_world *world, struct demo_life *life, enum step step,
                            int64_t least_min, int64_t most_min, struct err *err) {
    int64_t at = demo_work_after(world->calendar, world->now_us,
                                 demo_between(&life->acts, least_min, most_min));
    return schedule(world, life, step, at, err);
}

// ---- people ----

static const struct actor *actor_with(struct demo_world *world, struct demo_life *life,
                                      enum role role, int unit) {
    const struct demo_data *data = world->data;
    int64_t n = 0;
    for (int i = 0; i < data->n_accounts; i++) {
        n += (data->accounts[i].roles >> role & 1) && (unit < 0 || data->accounts[i].unit == unit);
    }
    assert(n > 0); // the check of the data sees to it
    int64_t at = demo_below(&life->random, n);
    for (int i = 0; i < data->n_accounts; i++) {
        if ((data->accounts[i].roles >> role & 1) && (unit < 0 || data->accounts[i].unit == unit) &&
            at-- == 0) {
            return &world->actors[i];
        }
    }
    return NULL;
}

static int unit_index(const struct demo_world *world, int64_t id) {
    int i = 0;
    while (i < world->data->n_units - 1 && world->unit_ids[i] != id) {
        i++;
    }
    return i;
}

static const struct demo_category *category_of(const struct demo_life *life) {
    return &life->topic.data->categories[life->topic.template->category];
}

static bool is_of_kind(const struct demo_data *data, int unit, enum unit_kind kind) {
    return unit >= 0 && data->units[unit].kind == kind;
}

// Village matters go to the township of the caller; all others to whom the catalogue names.
static int lead_of(const struct demo_data *data, const struct demo_arrival *arrival) {
    const struct demo_category *category = &data->categories[arrival->template->category];
    int town = arrival->caller ? arrival->caller->town : -1;
    return category->local && town >= 0 ? town : category->lead;
}

// Somebody else's department; -1 when chance finds none.
static int wrong_unit(const struct demo_data *data, int lead, struct demo_random *random) {
    for (int i = 0; i < 50; i++) {
        int unit = data->categories[demo_below(random, data->n_categories)].lead;
        if (unit != lead && is_of_kind(data, unit, UNIT_DEPARTMENT)) {
            return unit;
        }
    }
    return -1;
}

// A leaf beside the right one, as a clerk may take by mistake.
static int32_t wrong_category(const struct demo_data *data, int right, struct demo_random *random) {
    const struct demo_category *category = &data->categories[right];
    for (int i = 0; i < 50; i++) {
        const struct demo_category *other =
            &data->categories[demo_below(random, data->n_categories)];
        if (other->leaf && other != category && other->number / 100 == category->number / 100) {
            return other->number;
        }
    }
    return 0;
}

// ---- a request comes ----

static int64_t channel_by_chance(struct demo_random *random) {
    static const int weights[] = {[CHANNEL_COUNTER] = 12,
                                  [CHANNEL_PHONE] = 52,
                                  [CHANNEL_LETTER] = 6,
                                  [CHANNEL_WEB] = 22,
                                  [CHANNEL_VISIT] = 8};
    return (int64_t)demo_weighted(random, weights, sizeof weights / sizeof *weights);
}

// What came by letter or web came before somebody entered it.
static int32_t asked_on(int64_t channel, int32_t entered, struct demo_random *random) {
    switch (channel) {
    case CHANNEL_LETTER: return entered - (int32_t)demo_between(random, 1, 4);
    case CHANNEL_WEB: return entered - (demo_chance(random, 350) ? 1 : 0);
    default: return entered;
    }
}

static struct demo_life *new_life(struct demo_world *world, const struct demo_arrival *arrival) {
    struct demo_life *life = arena_alloc(world->arena, sizeof *life);
    if (!life) {
        return NULL;
    }
    life->random.state = demo_next(&world->random);
    life->acts.state = life->random.state ^ ACTS_SEED;
    struct demo_random *random = &life->random;
    const struct demo_template *template = arrival->template;
    int32_t entered = day_of_time(arrival->at_us);
    life->halt = arrival->halt;
    life->at = arrival->at_us;
    life->channel = template->channel ? template->channel : channel_by_chance(random);
    life->asked_day = asked_on(life->channel, entered, random);
    life->topic = (struct demo_topic){world->data, template, arrival->caller, life->asked_day};
    life->urgency = template->urgency;
    if (life->urgency == URGENCY_URGENT && demo_chance(random, 80)) {
        life->urgency = URGENCY_CRITICAL;
    }
    life->lead = lead_of(world->data, arrival);
    life->wrong = -1;
    life->no_phone = life->channel == CHANNEL_LETTER && template->person && demo_chance(random, 90);
    if (arrival->halt == HALT_NONE) {
        life->wrong = demo_chance(random, 45) ? wrong_unit(world->data, life->lead, random) : -1;
        life->objects = life->wrong < 0 && demo_chance(random, 28);
        bool by_catalogue = !world->data->categories[template->category].local;
        life->wrong_category = by_catalogue && demo_chance(random, 18)
                                   ? wrong_category(world->data, template->category, random)
                                   : 0;
        life->hard_to_reach = demo_chance(random, 45);
    } else if (arrival->halt == HALT_OBJECTED) {
        life->objects = true;
    }
    life->extends = (life->halt == HALT_NONE && demo_chance(&life->acts, 45)) ||
                    (life->halt == HALT_HANDLING && demo_chance(&life->acts, 120));
    life->parks = !life->extends && life->topic.template->kind != DEMO_CONSULT &&
                  ((life->halt == HALT_NONE && demo_chance(&life->acts, 16)) ||
                   (life->halt == HALT_HANDLING && demo_chance(&life->acts, 180)));
    life->promises = !life->extends && !life->parks && life->topic.template->kind != DEMO_CONSULT &&
                     ((life->halt == HALT_NONE && demo_chance(&life->acts, 70)) ||
                      (life->halt == HALT_HANDLING && demo_chance(&life->acts, 250)));
    life->assists = life->topic.template->kind != DEMO_CONSULT && !life->extends && !life->parks &&
                    !life->promises &&
                    ((life->halt == HALT_NONE && demo_chance(&life->acts, 110)) ||
                     (life->halt == HALT_HANDLING && demo_chance(&life->acts, 450)));
    if (arrival->promises) {
        life->promises = true;
        life->extends = life->parks = life->assists = false;
    }
    return life;
}

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a request");
}

enum yk demo_life_add(struct demo_world *world, const struct demo_arrival *arrival,
                      struct err *err) {
    struct demo_life *life = new_life(world, arrival);
    return life ? schedule(world, life, STEP_INTAKE, arrival->at_us, err) : no_memory(err);
}

// Somebody asks for the same again while it is in hand.
static enum yk add_repeat(struct demo_world *world, struct demo_life *first, struct err *err) {
    int64_t at =
        demo_work_after(world->calendar, world->now_us, demo_between(&first->random, 150, 1400));
    const struct demo_arrival arrival = {first->topic.template, first->topic.caller, at, HALT_NONE,
                                         false};
    struct demo_life *life = new_life(world, &arrival);
    if (!life) {
        return no_memory(err);
    }
    life->first = first;
    life->wrong = -1;
    life->wrong_category = 0;
    life->joins_later = demo_chance(&life->random, 300);
    life->channel = demo_chance(&life->random, 800) ? CHANNEL_PHONE : CHANNEL_VISIT;
    life->asked_day = day_of_time(at);
    return schedule(world, life, STEP_INTAKE, at, err);
}

// ---- doing ----

struct matter_act demo_act(struct demo_world *world, const struct actor *actor) {
    world->tx.actor = actor->account;
    world->tx.now_us = world->now_us;
    world->tx.recorded_at = 0;
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

static bool is_in_hand(const struct demo_life *life) {
    return life->id && life->state != MATTER_CLOSED && life->state != MATTER_WITHDRAWN &&
           life->state != MATTER_JOINED;
}

static struct party_caller caller_of(const struct demo_life *life) {
    const struct demo_caller *caller = life->topic.caller;
    if (!caller) {
        return (struct party_caller){.kind = CALLER_ANONYMOUS};
    }
    return (struct party_caller){
        .kind = caller->industry ? CALLER_ENTERPRISE : CALLER_PERSON,
        .name = caller->name,
        .phone = life->no_phone ? NULL : caller->phone,
    };
}

// A caller who asks again says so first.
static const char *repeated(struct demo_world *world, struct demo_life *life, const char *text) {
    const char *again = demo_say(&life->topic, SAY_REPEAT, &life->random);
    return arena_printf(world->tx.arena, "%s%s", again, text);
}

// What an enterprise asks for help with is the enterprise's request; the rest is what it is.
static int64_t matter_kind_of(const struct demo_life *life) {
    switch (life->topic.template->kind) {
    case DEMO_CONSULT: return KIND_CONSULTATION;
    case DEMO_COMPLAINT: return KIND_COMPLAINT;
    case DEMO_SUGGESTION: return KIND_SUGGESTION;
    case DEMO_HELP: break;
    }
    return 0;
}

static enum yk do_intake(struct demo_world *world, struct demo_life *life, struct err *err) {
    struct matter_act act = demo_act(world, actor_with(world, life, ROLE_CLERK, -1));
    const struct demo_category *category = category_of(life);
    struct demo_random *random = &life->random;
    const char *title;
    const char *text;
    demo_write_request(&life->topic, random, world->tx.arena, &title, &text);
    if (life->first) {
        text = repeated(world, life, text);
    }
    if (!title || !text) {
        return no_memory(err);
    }
    struct matter_intake_command command = {
        .channel = life->channel,
        .urgency = life->urgency,
        .kind = matter_kind_of(life),
        .category = life->wrong_category ? life->wrong_category : category->number,
        .day = life->asked_day,
        .secret = life->topic.template->secret,
        .caller = caller_of(life),
        .unreachable_reason = life->no_phone ? demo_say(&life->topic, SAY_NO_PHONE, random) : NULL,
        .title = title,
        .text = text,
    };
    if (life->first && !life->joins_later) {
        command.join = life->first->id;
    } else if (life->halt != HALT_REGISTERED && life->wrong < 0 && !life->wrong_category &&
               !life->first && (life->halt != HALT_NONE || demo_chance(random, 700))) {
        command.dispatch = true;
        command.unit = world->unit_ids[life->lead];
        command.note =
            demo_chance(random, 500) ? demo_say(&life->topic, SAY_DISPATCH, random) : NULL;
    }
    return matter_intake(&act, &command, &life->id, err);
}

static enum yk do_dispatch(struct demo_world *world, struct demo_life *life, struct err *err) {
    struct matter_act act = demo_act(world, actor_with(world, life, ROLE_CLERK, -1));
    int unit = life->wrong >= 0 ? life->wrong : life->lead;
    const char *note = demo_chance(&life->random, 600)
                           ? demo_say(&life->topic, SAY_DISPATCH, &life->random)
                           : NULL;
    return matter_dispatch(&act, life->id, 0, world->unit_ids[unit], note, err);
}

static enum yk do_arbitrate(struct demo_world *world, struct demo_life *life, struct err *err) {
    struct matter_act act = demo_act(world, actor_with(world, life, ROLE_SUPERVISOR, -1));
    bool uphold = life->wrong >= 0;
    const char *note = demo_say(&life->topic, uphold ? SAY_UPHELD : SAY_REJECTED, &life->random);
    return matter_arbitrate(&act, life->id, 0, uphold, uphold ? world->unit_ids[life->lead] : 0,
                            note, err);
}

static int result_by_chance(struct demo_life *life) {
    static const int by_kind[][DEMO_RESULTS] = {
        // resolved, partly, explained, refused
        [DEMO_CONSULT] = {0, 140, 10, 845, 5},
        [DEMO_HELP] = {0, 740, 90, 130, 40},
        [DEMO_COMPLAINT] = {0, 770, 80, 120, 30},
        [DEMO_SUGGESTION] = {0, 330, 120, 530, 20},
    };
    static const int again[DEMO_RESULTS] = {0, 830, 50, 110, 10};
    const int *weights = life->planned_round > 1 ? again : by_kind[life->topic.template->kind];
    return (int)demo_weighted(&life->random, weights, DEMO_RESULTS);
}

static enum yk do_at_unit(struct demo_world *world, struct demo_life *life, enum step step,
                          int unit, struct err *err) {
    struct demo_random *random = &life->random;
    const struct demo_topic *topic = &life->topic;
    struct matter_act act = demo_act(world, actor_with(world, life, ROLE_HANDLER, unit));
    int how = demo_chance(random, 820) ? CONTACT_BY_PHONE : CONTACT_BY_VISIT;
    switch (step) {
    case STEP_SIGN: return matter_sign(&act, life->id, 0, err);
    case STEP_OBJECT:
        return matter_object(&act, life->id, 0, demo_say(topic, SAY_OBJECTION, random), err);
    case STEP_CONTACT:
        life->contacted = true;
        return matter_contact(&act, life->id, 0, act.today, how,
                              demo_say(topic, SAY_FIRST_CONTACT, random), err);
    case STEP_NOTE:
        life->noted = true;
        return matter_note(&act, life->id, 0, demo_say(topic, SAY_NOTE, random), err);
    default: break;
    }
    life->last_result = result_by_chance(life);
    const char *text = demo_answer(topic, life->last_result, random, world->tx.arena);
    return text ? matter_answer(&act, life->id, 0, text, life->last_result, err) : no_memory(err);
}

// Little more time: the head of the unit grants that; more than a few days the supervision office.
static enum yk do_extend(struct demo_world *world, struct demo_life *life, int unit,
                         struct err *err) {
    struct matter_act act = demo_act(world, actor_with(world, life, ROLE_HANDLER, unit));
    int64_t days = demo_chance(&life->acts, 700) ? demo_between(&life->acts, 1, 5)
                                                 : demo_between(&life->acts, 6, 12);
    return matter_extend(&act, life->id, 0, days, DAY_NONE, demo_act_say(DEMO_EXTEND, &life->acts),
                         err);
}

static enum yk do_extension(struct demo_world *world, struct demo_life *life,
                            const struct matter_extension *open, int unit, struct err *err) {
    bool head = open->level == EXTENSION_BY_HEAD;
    struct matter_act act = demo_act(world, head ? actor_with(world, life, ROLE_HEAD, unit)
                                                 : actor_with(world, life, ROLE_SUPERVISOR, -1));
    bool approve = demo_chance(&life->acts, 860);
    return matter_extension(
        &act, life->id, 0, approve,
        demo_act_say(approve ? DEMO_EXTEND_GRANTED : DEMO_EXTEND_REFUSED, &life->acts), err);
}

static enum yk do_park(struct demo_world *world, struct demo_life *life, enum step step, int unit,
                       struct err *err) {
    struct demo_random *random = &life->acts;
    bool office = step == STEP_PARKING;
    struct matter_act act = demo_act(world, office ? actor_with(world, life, ROLE_SUPERVISOR, -1)
                                                   : actor_with(world, life, ROLE_HANDLER, unit));
    if (step == STEP_UNPARK) {
        return matter_unpark(&act, life->id, 0, demo_act_say(DEMO_UNPARK, random), err);
    }
    if (office) {
        bool approve = life->halt == HALT_HANDLING || demo_chance(random, 800);
        enum demo_act_text said = approve ? DEMO_PARK_APPROVED : DEMO_PARK_REFUSED;
        return matter_parking(&act, life->id, 0, approve, demo_act_say(said, random), err);
    }
    return matter_park(&act, life->id, 0, demo_between(random, PARK_POLICY, PARK_LITIGATION),
                       act.today + (int32_t)demo_between(random, 30, 150),
                       demo_act_say(DEMO_PARK, random), err);
}

// Mostly a day after the answer is meant to go out; some promise what they cannot keep.
static int32_t promised_day(struct demo_world *world, struct demo_life *life) {
    const struct calendar *calendar = world->calendar;
    int32_t today = day_of_time(world->now_us);
    int32_t answer = day_of_time(life->answer_at);
    int64_t days = demo_between(&life->acts, 2, 6);
    int32_t soonest = calendar_add_workdays(calendar, today, 2);
    int32_t latest = calendar_add_workdays(calendar, today, 14);
    if (life->halt != HALT_NONE) {
        return calendar_add_workdays(calendar, today, (int)days);
    }
    bool broken = answer > soonest && demo_chance(&life->acts, 280);
    int32_t day = broken ? soonest
                         : calendar_add_workdays(calendar, answer > soonest ? answer : soonest,
                                                 (int)demo_below(&life->acts, 3));
    day = calendar_is_workday(calendar, day) ? day : calendar_add_workdays(calendar, day, 1);
    return day < latest ? day : latest;
}

static enum yk do_stage(struct demo_world *world, struct demo_life *life, int unit,
                        struct err *err) {
    static const int told[] = {60, 10, 10, 20};
    struct demo_random *random = &life->acts;
    struct matter_act act = demo_act(world, actor_with(world, life, ROLE_HANDLER, unit));
    const struct matter_stage command = {
        .day = promised_day(world, life),
        .told = TOLD_BY_PHONE + (int64_t)demo_weighted(random, told, sizeof told / sizeof *told),
        .text = demo_act_say(DEMO_STAGE, random),
        .next = demo_act_say(DEMO_STAGE_NEXT, random)};
    return matter_stage(&act, life->id, 0, &command, err);
}

static enum yk do_countersign(struct demo_world *world, struct demo_life *life,
                              const struct matter_promise *waiting, int unit, struct err *err) {
    struct matter_act act = demo_act(world, actor_with(world, life, ROLE_HEAD, unit));
    bool approve = waiting->to_day > act.today && demo_chance(&life->acts, 930);
    return matter_countersign(
        &act, life->id, 0, approve,
        demo_act_say(approve ? DEMO_STAGE_SIGNED : DEMO_STAGE_RETURNED, &life->acts), err);
}

// By itself, as the jobs would have done it.
static enum yk do_promise_due(struct demo_world *world, const struct demo_life *life,
                              const struct matter *matter, struct err *err) {
    const struct actor system = supervise_system(world->tx.district);
    const struct matter_promise *owed = matter_owed_promise(matter);
    const struct matter_act act = demo_act(world, &system);
    return owed ? matter_promise_due(&act, life->id, owed->n, err) : YK_OK;
}

// ---- assisting units ----

static const struct matter_assist *open_assist(const struct matter *matter) {
    for (size_t i = matter->n_assists; i > 0; i--) {
        if (matter_assist_is_open(&matter->assists[i - 1])) {
            return &matter->assists[i - 1];
        }
    }
    return NULL;
}

// Somebody else's department, by the chance of acts.
static int64_t helper_of(struct demo_world *world, struct demo_life *life,
                         const struct matter *matter) {
    for (int i = 0; i < 50; i++) {
        int unit = wrong_unit(world->data, unit_index(world, matter->lead), &life->acts);
        if (unit >= 0 && !matter_assist_of(matter, world->unit_ids[unit])) {
            return world->unit_ids[unit];
        }
    }
    return 0;
}

// Two of three are named by the window; for the others the lead asks.
static enum yk do_assist(struct demo_world *world, struct demo_life *life,
                         const struct matter *matter, int unit, struct err *err) {
    bool lead = demo_chance(&life->acts, 350);
    struct matter_act act = demo_act(world, lead ? actor_with(world, life, ROLE_HANDLER, unit)
                                                 : actor_with(world, life, ROLE_CLERK, -1));
    int64_t helper = helper_of(world, life, matter);
    return helper ? matter_assist_add(&act, life->id, 0, helper,
                                      demo_act_say(DEMO_ASSIST, &life->acts), err)
                  : YK_OK;
}

static enum yk decide_assist(struct demo_world *world, struct demo_life *life,
                             const struct matter *matter, const struct matter_assist *assist,
                             struct err *err) {
    struct demo_random *random = &life->acts;
    struct matter_act act = demo_act(world, actor_with(world, life, ROLE_CLERK, -1));
    bool asked = assist->state == ASSIST_ASKED;
    bool yes = demo_chance(random, asked ? 880 : 650);
    int64_t other = !asked && yes ? helper_of(world, life, matter) : 0;
    int64_t decision = asked   ? yes ? ASSIST_GRANT : ASSIST_REFUSE
                       : other ? ASSIST_REPLACE
                               : ASSIST_KEEP;
    static const enum demo_act_text said[] = {[ASSIST_GRANT] = DEMO_ASSIST_GRANTED,
                                              [ASSIST_REFUSE] = DEMO_ASSIST_REFUSED,
                                              [ASSIST_REPLACE] = DEMO_ASSIST_REPLACED,
                                              [ASSIST_KEEP] = DEMO_ASSIST_KEPT};
    return matter_assist_decide(&act, life->id, 0, assist->n, decision, other,
                                demo_act_say(said[decision], random), err);
}

static enum yk do_assist_next(struct demo_world *world, struct demo_life *life,
                              const struct matter *matter, struct err *err) {
    const struct matter_assist *assist = open_assist(matter);
    if (!assist) {
        return YK_OK;
    }
    if (assist->state == ASSIST_ASKED || assist->state == ASSIST_OBJECTED) {
        return decide_assist(world, life, matter, assist, err);
    }
    int helper = unit_index(world, assist->unit);
    struct matter_act act = demo_act(world, actor_with(world, life, ROLE_HANDLER, helper));
    if (assist->state == ASSIST_SIGNED) {
        return matter_assist_answer(&act, life->id, 0,
                                    demo_act_say(DEMO_ASSIST_ANSWERED, &life->acts), err);
    }
    return assist->final != 1 && demo_chance(&life->acts, 120)
               ? matter_assist_object(&act, life->id, 0,
                                      demo_act_say(DEMO_ASSIST_OBJECTED, &life->acts), err)
               : matter_assist_sign(&act, life->id, 0, err);
}

static enum yk do_signoff(struct demo_world *world, struct demo_life *life, int unit,
                          struct err *err) {
    struct matter_act act = demo_act(world, actor_with(world, life, ROLE_HEAD, unit));
    bool approve = life->halt != HALT_NONE || demo_chance(&life->random, 950);
    const char *note =
        demo_say(&life->topic, approve ? SAY_HEAD_APPROVE : SAY_HEAD_RETURN, &life->random);
    return matter_signoff(&act, life->id, 0, approve, note, err);
}

// Small corrections: of the category taken by mistake, or of the urgency.
static enum yk do_amend(struct demo_world *world, struct demo_life *life, struct err *err) {
    struct matter_act act = demo_act(world, actor_with(world, life, ROLE_CLERK, -1));
    const char *reason = demo_say(&life->topic, SAY_AMENDED, &life->random);
    if (life->wrong_category) {
        life->wrong_category = 0;
        return matter_amend(&act, life->id, 0, NULL, category_of(life)->number, JSON_ABSENT_INT,
                            JSON_ABSENT_INT, reason, err);
    }
    life->urgency = life->urgency == URGENCY_NORMAL ? URGENCY_URGENT : URGENCY_NORMAL;
    return matter_amend(&act, life->id, 0, NULL, 0, life->urgency, JSON_ABSENT_INT, reason, err);
}

// ---- what people say when called ----

enum { YES, PARTLY, NO, WORDS };

static int64_t word_by(struct demo_random *random, int yes, int partly, int no) {
    static const int64_t words[] = {WORD_YES, WORD_PARTLY, WORD_NO};
    const int weights[WORDS] = {[YES] = yes, [PARTLY] = partly, [NO] = no};
    return words[demo_weighted(random, weights, WORDS)];
}

// Later answers are better than the first: half of what was wrong is put right each time.
static int improved(int permille, int64_t round) {
    for (int64_t i = 1; i < round && i < 4; i++) {
        permille = 1000 - (1000 - permille) / 2;
    }
    return permille;
}

static int64_t solved_by_chance(struct demo_life *life, int64_t round) {
    static const int by_result[DEMO_RESULTS][WORDS] = {
        [RESULT_RESOLVED] = {975, 17, 8},
        [RESULT_PARTLY] = {640, 290, 70},
        [RESULT_EXPLAINED] = {955, 25, 20},
        [RESULT_REFUSED] = {720, 100, 180},
    };
    const int *weights = by_result[life->last_result ? life->last_result : RESULT_RESOLVED];
    if (demo_chance(&life->random, 8)) {
        return demo_chance(&life->random, 500) ? WORD_DECLINED : WORD_UNKNOWN;
    }
    return word_by(&life->random, improved(weights[YES], round), weights[PARTLY], weights[NO]);
}

static int64_t grade_by_chance(struct demo_life *life, bool good, int unhappy) {
    enum { SATISFIED, BASICALLY, DISSATISFIED, DECLINED, UNKNOWN, GRADES };
    static const int64_t grades[] = {GRADE_SATISFIED, GRADE_BASICALLY, GRADE_DISSATISFIED,
                                     GRADE_DECLINED, GRADE_UNKNOWN};
    const int weights[GRADES] = {[SATISFIED] = good ? 760 - unhappy : 30,
                                 [BASICALLY] = good ? 220 : 250,
                                 [DISSATISFIED] = good ? unhappy : 720,
                                 [DECLINED] = 12,
                                 [UNKNOWN] = 8};
    return grades[demo_weighted(&life->random, weights, GRADES)];
}

static enum demo_situation words_for(const struct matter_call *call) {
    if (call->true_ != WORD_YES) {
        return SAY_UNTRUE;
    }
    if (call->done == WORD_NO || call->done == WORD_PARTLY) {
        return SAY_NOT_DONE;
    }
    if (call->solved == WORD_NO || call->solved == WORD_PARTLY) {
        return SAY_NOT_SOLVED;
    }
    if (call->satisfaction == GRADE_DISSATISFIED) {
        return SAY_DISSATISFIED;
    }
    return call->satisfaction == GRADE_BASICALLY ? SAY_BASICALLY : SAY_SATISFIED;
}

static void say_after_answer(const struct demo_world *world, struct demo_life *life,
                             const struct matter_round *round, struct matter_call *call) {
    struct demo_random *random = &life->random;
    const struct demo_manner *manner = &world->manners[unit_index(world, round->unit)];
    int honest = improved(manner->true_, round->n);
    call->true_ = word_by(random, honest, (1000 - honest) / 3, (1000 - honest) * 2 / 3);
    call->done =
        call->true_ == WORD_YES ? word_by(random, 984, 9, 7) : word_by(random, 300, 200, 500);
    call->solved = solved_by_chance(life, round->n);
    bool good = call->true_ == WORD_YES && call->done == WORD_YES && call->solved == WORD_YES;
    // Most of those who were dissatisfied once do not want to be asked again, so these stay in the rate.
    int unhappy = 1000 - improved(manner->content, round->n);
    call->satisfaction = grade_by_chance(life, good, unhappy);
    life->unhappy = !good || call->satisfaction == GRADE_DISSATISFIED;
    life->evades = call->satisfaction == GRADE_DISSATISFIED && demo_chance(random, 620);
    call->words = demo_chance(random, life->unhappy ? 950 : 400)
                      ? demo_say(&life->topic, words_for(call), random)
                      : NULL;
}

static enum yk do_call(struct demo_world *world, struct demo_life *life,
                       const struct matter_round *round, struct err *err) {
    struct matter_act act = demo_act(world, actor_with(world, life, ROLE_OPERATOR, -1));
    struct demo_random *random = &life->random;
    struct matter_call call = {.true_ = JSON_ABSENT_INT,
                               .done = JSON_ABSENT_INT,
                               .solved = JSON_ABSENT_INT,
                               .satisfaction = JSON_ABSENT_INT};
    call.reached = life->halt == HALT_NONE && demo_chance(random, life->hard_to_reach ? 150 : 800);
    if (!call.reached) {
        call.note = demo_say(&life->topic, SAY_NOT_REACHED, random);
    } else if (round->kind == ROUND_WITHDRAWAL) {
        call.true_ = word_by(random, 870, 30, 100);
    } else if (life->evades || demo_chance(random, 12)) {
        call.true_ = WORD_DECLINED;
    } else {
        say_after_answer(world, life, round, &call);
    }
    return matter_callback(&act, life->id, 0, &call, err);
}

// ---- planning ----

static int timeliness(const struct demo_world *world, const struct demo_life *life, int unit,
                      int64_t round) {
    int year;
    int month;
    int day_of_month;
    int late = 1000 - world->manners[unit].on_time;
    day_to_civil(day_of_time(world->now_us), &year, &month, &day_of_month);
    late = year <= 2021 ? late * 13 / 10 : year >= 2023 ? late * 8 / 10 : late;
    late = life->urgency == URGENCY_NORMAL ? late : late / 2;
    return 1000 - (round > 1 ? late * 6 / 10 : late);
}

// When the answer is to go out: a day that the unit's manner gives, in time or after it.
static int64_t answer_moment(struct demo_world *world, struct demo_life *life,
                             const struct matter *matter, int unit) {
    struct demo_random *random = &life->random;
    int32_t today = day_of_time(world->now_us);
    int left = calendar_workdays_between(world->calendar, today, matter->answer.due_day);
    if (life->halt != HALT_NONE) { // a withdrawal comes before the answer
        int64_t least = life->halt == HALT_WITHDRAWN ? 1500 : 60;
        return demo_work_after(world->calendar, world->now_us,
                               demo_between(random, least, least + 240));
    }
    if (!demo_chance(random, timeliness(world, life, unit, life->planned_round))) {
        int32_t from = left > 0 ? matter->answer.due_day : today;
        int days = 1 + (int)demo_below(random, 3);
        days += demo_chance(random, 250) ? (int)demo_between(random, 2, 9) : 0;
        int32_t day = calendar_add_workdays(world->calendar, from, days);
        return demo_work_on(world->calendar, day, random);
    }
    // A day is kept for the head of the unit, who signs off.
    int room = left > 1 ? left - 1 : 0;
    if (room == 0) {
        return demo_work_after(world->calendar, world->now_us, demo_between(random, 20, 100));
    }
    int days = (int)demo_between(random, 0, room);
    int other = (int)demo_between(random, 1, room);
    days = life->topic.template->kind == DEMO_CONSULT ? days : days > other ? days : other;
    if (days == 0) {
        return demo_work_after(world->calendar, world->now_us, demo_between(random, 60, 200));
    }
    return demo_work_on(world->calendar, calendar_add_workdays(world->calendar, today, days),
                        random);
}

// The lead mostly waits for it; some answer first. On the first day some are still at work.
static enum yk plan_assist(struct demo_world *world, struct demo_life *life,
                           const struct matter_assist *assist, struct err *err) {
    bool answers = assist->state == ASSIST_SIGNED;
    bool stays = life->halt == HALT_HANDLING;
    int64_t minutes = demo_between(&life->acts, answers ? 150 : 30, answers ? 1500 : 300);
    int64_t at = demo_work_after(world->calendar, world->now_us, stays ? 20 : minutes);
    if (stays) {
        return demo_chance(&life->acts, answers ? 800 : 300)
                   ? YK_OK
                   : schedule(world, life, STEP_ASSIST_NEXT, at, err);
    }
    if (at >= life->answer_at && demo_chance(&life->acts, 250)) {
        return schedule(world, life, STEP_ANSWER, life->answer_at, err);
    }
    if (at >= life->answer_at) {
        life->answer_at = demo_work_after(world->calendar, at, 60);
    }
    return schedule(world, life, STEP_ASSIST_NEXT, at, err);
}

static enum yk plan_handling(struct demo_world *world, struct demo_life *life,
                             const struct matter *matter, struct err *err) {
    struct demo_random *random = &life->random;
    int64_t round = (int64_t)matter->n_rounds + 1;
    int unit = unit_index(world, matter->lead);
    if (life->planned_round != round) {
        life->planned_round = round;
        life->answer_at = answer_moment(world, life, matter, unit);
        life->contacted = !demo_chance(random, 780);
        life->noted = !demo_chance(random, 320);
    }
    if (life->answer_at <= world->now_us) { // sent back by the head of the unit
        life->answer_at =
            demo_work_after(world->calendar, world->now_us, demo_between(random, 30, 150));
    }
    int64_t soon = demo_work_after(world->calendar, world->now_us, demo_between(random, 15, 170));
    if (!life->contacted && soon < life->answer_at) {
        return schedule(world, life, STEP_CONTACT, soon, err);
    }
    int64_t between = world->now_us + (life->answer_at - world->now_us) / 2;
    between = demo_work_after(world->calendar, between, 5);
    if (!life->noted && between < life->answer_at) {
        return schedule(world, life, STEP_NOTE, between, err);
    }
    if (matter_open_extension(matter)) {
        return life->halt == HALT_HANDLING
                   ? YK_OK
                   : schedule(world, life, STEP_EXTENSION,
                              demo_work_after(world->calendar, world->now_us,
                                              demo_between(&life->acts, 40, 400)),
                              err);
    }
    bool in_time = day_of_time(soon) <= matter->answer.due_day;
    if (life->extends && in_time && soon < life->answer_at) {
        life->extends = false;
        return schedule(world, life, STEP_EXTEND, soon, err);
    }
    if (matter_open_park(matter)) { // some wait for the office on the first day
        return life->halt == HALT_HANDLING && demo_chance(&life->acts, 300)
                   ? YK_OK
                   : schedule_in(world, life, STEP_PARKING, 60, 300, err);
    }
    if (life->parks && in_time && soon < life->answer_at) {
        life->parks = false;
        return schedule(world, life, STEP_PARK, soon, err);
    }
    if (matter_waiting_promise(matter)) { // some wait for the head on the first day
        return life->halt == HALT_HANDLING && demo_chance(&life->acts, 250)
                   ? YK_OK
                   : schedule_act(world, life, STEP_COUNTERSIGN, 20, 120, err);
    }
    if (life->promises && (life->halt == HALT_HANDLING || soon < life->answer_at)) {
        life->promises = false;
        return schedule_act(world, life, STEP_STAGE, 20, 120, err);
    }
    const struct matter_assist *assist = open_assist(matter);
    if (assist) {
        return plan_assist(world, life, assist, err);
    }
    if (life->assists && (life->halt == HALT_HANDLING || soon < life->answer_at)) {
        life->assists = false;
        return schedule_act(world, life, STEP_ASSIST, 20, 120, err);
    }
    if (life->halt == HALT_HANDLING) {
        return YK_OK;
    }
    return schedule(world, life, STEP_ANSWER, life->answer_at, err);
}

static int hour_of(int64_t at_us) {
    return (int)(minute_of(at_us) / 60);
}

static bool hour_was_tried(const struct matter_round *round, int hour) {
    for (size_t i = 0; i < round->n_tries; i++) {
        if (hour_of(round->tries[i].at) == hour) {
            return true;
        }
    }
    return false;
}

// An hour not tried yet, on the day that the rule gives or the next working day.
static int64_t call_moment(struct demo_world *world, struct demo_life *life,
                           const struct matter_round *round, int32_t day) {
    static const int hours[] = {9, 10, 15, 16, 11, 17};
    struct demo_random *random = &life->random;
    if (!calendar_is_workday(world->calendar, day)) {
        day = calendar_add_workdays(world->calendar, day, 1);
    }
    for (;; day = calendar_add_workdays(world->calendar, day, 1)) {
        size_t from = (size_t)demo_below(random, 4);
        for (size_t i = 0; i < sizeof hours / sizeof *hours; i++) {
            int hour = hours[(from + i) % (sizeof hours / sizeof *hours)];
            int64_t at = moment(day, hour * 60 + demo_below(random, hour == 11   ? 50
                                                                    : hour == 17 ? 30
                                                                                 : 60)) +
                         demo_below(random, 60) * US_PER_S;
            if (!hour_was_tried(round, hour) && at > world->now_us) {
                return at;
            }
        }
    }
}

static enum yk plan_call(struct demo_world *world, struct demo_life *life,
                         const struct matter *matter, struct err *err) {
    static const int first_tries[] = {22, 46, 18, 8, 3, 2, 1}; // working days after the answer
    const struct matter_round *round = matter_open_round(matter);
    if (!round) {
        return YK_OK;
    }
    int wanted =
        life->halt >= HALT_CALL_0 && life->halt <= HALT_CALL_2 ? (int)life->halt - HALT_CALL_0 : 0;
    int tried = (int)round->n_tries;
    if (life->halt != HALT_NONE && tried >= wanted) {
        return YK_OK;
    }
    int32_t today = day_of_time(world->now_us);
    int32_t day = round->next_try_day;
    if (life->halt != HALT_NONE) { // the last try on the last day, those before on the days before
        day = day_of_time(world->end_us) - (wanted - tried);
    } else if (tried == 0) {
        int days = (int)demo_weighted(&life->random, first_tries,
                                      sizeof first_tries / sizeof *first_tries);
        day = calendar_add_workdays(world->calendar, today, days);
    }
    return schedule(world, life, STEP_CALL,
                    call_moment(world, life, round, day < today ? today : day), err);
}

static enum yk plan_signing(struct demo_world *world, struct demo_life *life,
                            const struct matter *matter, struct err *err) {
    bool quick = life->halt != HALT_NONE;
    if (matter->n_objections == 0 && (life->wrong >= 0 || life->objects)) {
        return schedule_in(world, life, STEP_OBJECT, 30, quick ? 90 : 350, err);
    }
    int unit = unit_index(world, matter->lead);
    int late = (1000 - world->manners[unit].on_time) / 2;
    if (!quick && demo_chance(&life->random, late)) {
        int32_t due = matter_last_dispatch(matter)->sign.due_day;
        int32_t day =
            calendar_add_workdays(world->calendar, due, 1 + (int)demo_below(&life->random, 2));
        int64_t at = demo_work_on(world->calendar, day, &life->random);
        if (at > world->now_us) {
            return schedule(world, life, STEP_SIGN, at, err);
        }
    }
    return schedule_in(world, life, STEP_SIGN, 8, quick ? 50 : 230, err);
}

static enum yk plan(struct demo_world *world, struct demo_life *life, const struct matter *matter,
                    struct err *err) {
    bool quick = life->halt != HALT_NONE;
    switch (matter->state) {
    case MATTER_REGISTERED:
        if (life->first && life->joins_later) {
            return schedule_in(world, life, STEP_JOIN, 20, 200, err);
        }
        if (life->halt == HALT_REGISTERED) {
            return YK_OK;
        }
        return schedule_in(world, life, STEP_DISPATCH, 15, 280, err);
    case MATTER_DISPATCHED:
        return life->halt == HALT_DISPATCHED ? YK_OK : plan_signing(world, life, matter, err);
    case MATTER_OBJECTED:
        if (life->halt == HALT_OBJECTED) {
            return YK_OK;
        }
        return schedule_in(world, life, STEP_ARBITRATE, 60, 420, err);
    case MATTER_PARKED: // taken up again some days before it would come back by itself
        life->planned_round = 0;
        return schedule(
            world, life, STEP_UNPARK,
            demo_work_on(world->calendar, matter_present_park(matter)->review_day - 6, &life->acts),
            err);
    case MATTER_SIGNED:
    case MATTER_HANDLING: return plan_handling(world, life, matter, err);
    case MATTER_SIGNOFF:
        if (life->halt == HALT_SIGNOFF) {
            return YK_OK;
        }
        return schedule_in(world, life, STEP_SIGNOFF, 15, quick ? 60 : 170, err);
    case MATTER_ANSWERED:
    case MATTER_WITHDRAWN: return plan_call(world, life, matter, err);
    default: return YK_OK;
    }
}

// What may come from aside, settled when the request is entered.
static enum yk plan_asides(struct demo_world *world, struct demo_life *life, struct err *err) {
    struct demo_random *random = &life->random;
    enum yk status = YK_OK;
    if (life->first) {
        return YK_OK;
    }
    bool withdrawn = life->halt == HALT_WITHDRAWN;
    if (withdrawn || (life->halt == HALT_NONE && demo_chance(random, 40))) {
        status = schedule_in(world, life, STEP_WITHDRAW, 60, withdrawn ? 200 : 1300, err);
    }
    if (status == YK_OK &&
        (life->wrong_category || (life->halt == HALT_NONE && demo_chance(random, 12)))) {
        status = schedule_in(world, life, STEP_AMEND, 10, 60, err);
    }
    if (status == YK_OK && life->halt == HALT_NONE && life->topic.caller &&
        demo_chance(random, 38)) {
        status = add_repeat(world, life, err);
    }
    return status;
}

// The mornings of a promise that was just given.
static enum yk plan_promise(struct demo_world *world, struct demo_life *life,
                            const struct matter *matter, struct err *err) {
    const struct matter_promise *owed = matter_owed_promise(matter);
    if (!owed || owed->given_day != day_of_time(world->now_us)) {
        return YK_OK;
    }
    enum yk status = YK_OK;
    if (owed->clock.warn_day > owed->given_day) {
        status = schedule(world, life, STEP_PROMISE_DUE,
                          moment(owed->clock.warn_day, MORNING_MINUTE), err);
    }
    return status == YK_OK ? schedule(world, life, STEP_PROMISE_DUE,
                                      moment(owed->to_day + 1, MORNING_MINUTE), err)
                           : status;
}

// ---- one step ----

// Does what happens hold, as things stand? What comes from aside may come too late.
static bool still_holds(const struct demo_event *event) {
    const struct demo_life *life = event->life;
    bool before_answer = is_in_hand(life) && life->state != MATTER_ANSWERED;
    switch (event->step) {
    case STEP_INTAKE: return !life->first || is_in_hand(life->first);
    case STEP_WITHDRAW: return before_answer;
    case STEP_PROMISE_DUE:
    case STEP_AMEND: return is_in_hand(life);
    default: return event->plan == life->plan;
    }
}

static enum yk do_step(struct demo_world *world, const struct demo_event *event,
                       const struct matter *matter, struct err *err) {
    struct demo_life *life = event->life;
    struct matter_act act;
    int unit = matter ? unit_index(world, matter->lead) : -1;
    switch (event->step) {
    case STEP_INTAKE: return do_intake(world, life, err);
    case STEP_DISPATCH: return do_dispatch(world, life, err);
    case STEP_ARBITRATE: return do_arbitrate(world, life, err);
    case STEP_SIGNOFF: return do_signoff(world, life, unit, err);
    case STEP_EXTEND: return do_extend(world, life, unit, err);
    case STEP_PARK:
    case STEP_PARKING:
    case STEP_UNPARK: return do_park(world, life, event->step, unit, err);
    case STEP_EXTENSION: return do_extension(world, life, matter_open_extension(matter), unit, err);
    case STEP_ASSIST: return do_assist(world, life, matter, unit, err);
    case STEP_ASSIST_NEXT: return do_assist_next(world, life, matter, err);
    case STEP_STAGE: return do_stage(world, life, unit, err);
    case STEP_COUNTERSIGN:
        return do_countersign(world, life, matter_waiting_promise(matter), unit, err);
    case STEP_PROMISE_DUE: return do_promise_due(world, life, matter, err);
    case STEP_CALL: return do_call(world, life, matter_open_round(matter), err);
    case STEP_AMEND: return do_amend(world, life, err);
    case STEP_WITHDRAW:
        act = demo_act(world, actor_with(world, life, ROLE_CLERK, -1));
        return matter_withdraw(&act, life->id, 0,
                               demo_say(&life->topic, SAY_WITHDRAWAL, &life->random), err);
    case STEP_JOIN:
        if (!is_in_hand(life->first)) { // too late to join: it goes its own way
            return do_dispatch(world, life, err);
        }
        act = demo_act(world, actor_with(world, life, ROLE_CLERK, -1));
        return matter_join(&act, life->id, 0, life->first->id, err);
    default: return do_at_unit(world, life, event->step, unit, err);
    }
}

static enum yk look(struct demo_world *world, const struct demo_life *life,
                    const struct matter **out, struct err *err) {
    struct log_object object;
    if (!life->id) {
        *out = NULL;
        return YK_OK;
    }
    enum yk status = log_peek(world->tx.db, world->tx.arena, &matter_ledger, world->tx.district,
                              life->id, &object, err);
    if (status == YK_OK) {
        *out = object.state;
    }
    return status;
}

// The life follows what the matter has become.
static enum yk follow(struct demo_world *world, const struct demo_event *event, struct err *err) {
    struct demo_life *life = event->life;
    const struct matter *matter = NULL;
    enum yk status = look(world, life, &matter, err);
    if (status != YK_OK) {
        return status;
    }
    life->state = (enum matter_state)matter->state;
    if (event->step == STEP_STAGE || event->step == STEP_COUNTERSIGN) {
        status = plan_promise(world, life, matter, err);
    }
    if (status != YK_OK) {
        return status;
    }
    if (event->step >= STEP_AMEND) { // what was ahead still is
        return YK_OK;
    }
    if (event->step == STEP_INTAKE) {
        status = plan_asides(world, life, err);
    }
    life->plan++; // whatever else was ahead is not any more
    return status == YK_OK ? plan(world, life, matter, err) : status;
}

enum yk demo_life_step(struct demo_world *world, int64_t until_us, bool *out_done,
                       struct err *err) {
    if (world->n_events == 0 || world->events[0].at >= until_us) {
        *out_done = true;
        return YK_OK;
    }
    const struct demo_event event = pop(world);
    *out_done = false;
    if (!still_holds(&event)) {
        return YK_OK;
    }
    // No two commands share a moment, so ids, times and the order of the log agree.
    world->now_us = event.at > world->now_us ? event.at : world->now_us + 1000;
    const struct matter *matter = NULL;
    enum yk status = look(world, event.life, &matter, err);
    if (status == YK_OK) {
        status = do_step(world, &event, matter, err);
    }
    if (status == YK_OK) {
        status = follow(world, &event, err);
    }
    world->n_commands++;
    arena_reset(world->tx.arena);
    return status;
}

void demo_life_end(struct demo_world *world) {
    free(world->events);
    world->events = NULL;
    world->n_events = world->events_cap = 0;
}
