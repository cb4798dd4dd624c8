// SPDX-License-Identifier: Apache-2.0
// One event being applied to a matter, and what appliers share; private to state.c and acts_state.c. Decides nothing.
#ifndef YK_MATTER_STEP_H
#define YK_MATTER_STEP_H

#include <string.h>

#include "matter/events.h"
#include "matter/tell.h"

struct step { // one event being applied
    struct matter *matter;
    const struct event *event;
    struct arena *arena;
    struct err *err;
};

static inline enum yk cannot_follow(const struct step *step) {
    return err_set(step->err, YK_FAILED, ERR_INTERNAL, "matter: event %lld (%s) cannot follow",
                   (long long)step->event->seq, step->event->type->action);
}

static inline enum yk no_memory(const struct step *step) {
    return err_set(step->err, YK_NOMEM, ERR_INTERNAL, "matter: no memory to apply an event");
}

static inline struct matter_dispatch *last_dispatch(struct matter *matter) {
    return matter->n_dispatches ? &matter->dispatches[matter->n_dispatches - 1] : NULL;
}

// Room for one more at the end, zeroed. NULL past memory.
static inline void *grow(struct arena *arena, void *array, size_t n, size_t size) {
    char *copy = arena_alloc_array(arena, n + 1, size);
    if (copy && n) {
        memcpy(copy, array, n * size);
    }
    return copy;
}

// Bodies may live in another arena, or in a parser's memory: what the state keeps is copied.
static inline bool keep_clock(const struct step *step, const struct matter_clock *from,
                              struct matter_clock *out) {
    *out = *from;
    out->rule = arena_strdup(step->arena, from->rule);
    out->calendar = arena_strdup(step->arena, from->calendar);
    return (!from->rule || out->rule) && (!from->calendar || out->calendar);
}

// ---- acts_state.c ----

enum yk apply_extension_asked(const struct step *step);
enum yk apply_extension_decided(const struct step *step, bool approved);
enum yk apply_park_asked(const struct step *step);
enum yk apply_park_decided(const struct step *step, bool approved);
enum yk apply_unparked(const struct step *step);
// What was asked for and not decided is of no use any more: the clock it was about has stopped.
void lapse_requests(const struct step *step);
// ---- promise_state.c ----

enum yk apply_stage_replied(const struct step *step);
enum yk apply_stage_signed_off(const struct step *step);
enum yk apply_stage_returned(const struct step *step);
enum yk apply_promise_due(const struct step *step, bool passed);
// What is owed ends with this event: as `how`, or broken, when its day has passed. What waits for the head of the unit is of no use any more.
void end_promise(const struct step *step, enum promise_outcome how);
bool put_promises(const struct matter *matter, struct fact_set *out);
// ---- assist_state.c ----

struct ev_assist_moved;
enum yk apply_assist_asked(const struct step *step);
enum yk apply_assist_named(const struct step *step);
enum yk apply_assist_signed(const struct step *step);
enum yk apply_assist_objected(const struct step *step);
enum yk apply_assist_kept(const struct step *step);
enum yk apply_assist_ended(const struct step *step, bool refused); // or withdrawn
enum yk apply_assist_answered(const struct step *step);
enum yk apply_assist_urged(const struct step *step);
enum yk apply_assists_moved(const struct step *step, const struct ev_assist_moved *moved, size_t n);
// The matter has its answer, or its end: what is still open is of no use any more.
void lapse_assists(const struct step *step);
void lapse_assists_of(const struct step *step, int64_t unit); // it leads now
bool put_assists(const struct matter *matter, struct fact_set *out);

// ---- tell_state.c ----

// What runs ends with this event; then, where the clock has started, the next one begins.
void end_tell(const struct step *step, enum tell_outcome how);
enum yk begin_tell(const struct step *step, const struct matter_clock *clock);
enum yk change_tell(const struct step *step, const struct matter_clock *clock);
enum yk apply_tell_due(const struct step *step, bool passed);
int64_t tell_due_fact(const struct matter *matter);
bool put_tells(const struct matter *matter, struct fact_set *out);

// Rows of the acts' fact tables, and the columns of matter_fact that come from acts. False past memory.
bool put_acts(const struct matter *matter, struct fact_set *out);
int64_t pending_fact(const struct matter *matter);

#endif
