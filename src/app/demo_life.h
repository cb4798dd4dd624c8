// SPDX-License-Identifier: Apache-2.0
// How a demonstration district lives: people of every role act on matters one after the other over the whole district, each through the commands of
// matter/command.h at a domain time of their own. Decides who does what and when; what follows from it is the ledger's to decide.
#ifndef YK_APP_DEMO_LIFE_H
#define YK_APP_DEMO_LIFE_H

#include "app/demo_text.h"
#include "matter/command.h"

// Where a matter is left standing, so that every state is there on the first day.
enum demo_halt {
    HALT_NONE,
    HALT_REGISTERED,
    HALT_DISPATCHED,
    HALT_OBJECTED,
    HALT_HANDLING,
    HALT_SIGNOFF,
    HALT_CALL_0, // waits for its call, tried so many times
    HALT_CALL_1,
    HALT_CALL_2,
    HALT_WITHDRAWN, // its quality call not made yet
};

struct demo_manner { // how a unit works, in thousandths
    int on_time, true_, content;
};

struct demo_life; // one matter's
struct demo_event;
struct demo_world {
    const struct demo_data *data;
    struct log_tx tx; // of the group of commands in hand; its arena is reset after each command
    const struct calendar *calendar;
    const struct keyring *ring;
    const struct org *org;
    struct arena *arena;               // lives as long as the world
    const int64_t *unit_ids;           // by unit index
    const struct actor *actors;        // by account index
    const struct demo_manner *manners; // by unit index
    struct demo_random random;
    int64_t now_us;
    int64_t end_us;            // the first moment of service
    struct demo_event *events; // a heap by time
    size_t n_events, events_cap;
    int64_t serial;
    int64_t n_commands;
};

// What somebody does at world->now_us.
struct matter_act demo_act(struct demo_world *world, const struct actor *actor);

struct demo_arrival {
    const struct demo_template *template;
    const struct demo_caller *caller; // NULL: anonymous
    int64_t at_us;                    // when a clerk enters it
    enum demo_halt halt;
    bool promises; // gives a stage reply for certain
};
// Puts a request into the future. YK_NOMEM.
YK_NODISCARD enum yk demo_life_add(struct demo_world *world, const struct demo_arrival *arrival,
                                   struct err *err);
// Does the next thing that happens before until_us; *out_done when there is none. Needs the transaction in world->tx.
YK_NODISCARD enum yk demo_life_step(struct demo_world *world, int64_t until_us, bool *out_done,
                                    struct err *err);
void demo_life_end(struct demo_world *world); // frees the heap

// Working hours are 8:30-11:50 and 14:30-17:30 on working days.
int64_t demo_work_after(const struct calendar *calendar, int64_t at_us, int64_t minutes);
// A moment of that day's working hours; the next working day's, when it is none.
int64_t demo_work_on(const struct calendar *calendar, int32_t day, struct demo_random *random);

#endif
