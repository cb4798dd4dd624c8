// SPDX-License-Identifier: Apache-2.0
// What the rules of a matter are made of, private to matter.c and acts.c: may this be done, a body, an event, a field that is wrong. Decides nothing by
// itself.
#ifndef YK_MATTER_RULES_H
#define YK_MATTER_RULES_H

#include <stdio.h>
#include <string.h>

#include "matter/assist.h"
#include "matter/events.h"

// Writes a deadline into a clock: days, and moments that are not what the days say.
void matter_clock_set(struct matter_clock *clock, const struct deadline *deadline);

// What matter_may still asks of an act of acts.c, once capability, unit and state fit.
int64_t pending_fact(const struct matter *matter); // acts_state.c
enum err_code acts_check(const struct matter *matter, const struct matter_env *env,
                         enum matter_action action);

enum err_code promise_check(const struct matter *matter, const struct matter_env *env,
                            enum matter_action action); // promise.c
// Of acts of assist.c.
enum err_code assist_check(const struct matter *matter, const struct matter_env *env,
                           enum matter_action action);

// What the look-up of a rule of time goes by.
struct rule_subject {
    int64_t kind, category, urgency;
};
static inline struct rule_subject matter_rule_subject(const struct matter *matter) {
    return (struct rule_subject){matter->kind, matter->category, matter->urgency};
}
// A clock that starts now by the most specific rule; none when no rule asks for it. False past memory. (matter.c)
bool matter_start_clock(const struct matter_env *env, enum time_clock which,
                        const struct rule_subject *subject, struct matter_clock *out);

// The clock "tell": from a day on, from the first word with the caller on, and by these pauses; out stays as it is when there is none. (tell.c)
bool tell_start(const struct matter_env *env, const struct rule_subject *subject, int32_t day,
                struct matter_clock *out);
bool tell_start_after_contact(const struct matter *matter, const struct matter_env *env,
                              int32_t day, struct matter_clock *out);
void tell_pause(const struct matter *matter, const struct matter_env *env,
                const struct span_us *pauses, size_t n, struct matter_clock *out);

// Units named together with a dispatch to `lead`: field errors under prefix[i].unit; then their drafts, numbered after `before`. (assist.c)
void assists_check_wanted(const struct matter_assist_wanted *wanted, size_t n, int64_t lead,
                          const char *prefix, struct err *fields);
YK_NODISCARD enum yk assists_add_wanted(const struct matter_env *env,
                                        const struct rule_subject *subject, int64_t before,
                                        const struct matter_assist_wanted *wanted, size_t n,
                                        struct drafts *out, struct err *err);

static inline enum yk check_may(const struct matter *matter, const struct matter_env *env,
                                enum matter_action action, struct err *err) {
    enum err_code code = matter_may(matter, env, action);
    if (code == ERR_NONE) {
        return YK_OK;
    }
    return err_set(err, YK_REFUSED, code, "%s in state %s",
                   json_word_of(matter_action_words, action),
                   json_word_of(matter_state_words, matter->state));
}

static inline void *new_body(const struct matter_env *env, enum matter_event event) {
    const struct json_spec *spec = matter_event_types[event].spec;
    void *body = arena_alloc(env->arena, spec->struct_bytes);
    if (body) {
        json_spec_clear(spec, body);
    }
    return body;
}

static inline enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for an event's body");
}

static inline struct draft *add_event(struct drafts *out, enum matter_event event, int32_t day,
                                      const void *body) {
    return drafts_add(out, &matter_event_types[event], day, body);
}

static inline void check_unit(const struct matter_unit *unit, const char *field, struct err *err) {
    if (unit->id == 0 || !unit->open) {
        (void)err_add_field(err, field, ERR_UNKNOWN_UNIT, "%s", "");
    }
}

// Nobody asks today for what was asked under another century's law; a year mistyped would lie in every list of the oldest.
enum { EARLIEST_YEAR = 1990 };

static inline void check_past_day(int32_t day, const char *field, const struct matter_env *env,
                                  struct err *err) {
    char today[DAY_TEXT_BYTES];
    day_format(env->today, today);
    if (day == DAY_NONE) {
        (void)err_add_field(err, field, ERR_IMPOSSIBLE_DAY, "≤ %s", today);
    } else if (day > env->today) {
        (void)err_add_field(err, field, ERR_FUTURE_DAY, "≤ %s", today);
    } else if (day < day_from_civil(EARLIEST_YEAR, 1, 1)) {
        (void)err_add_field(err, field, ERR_OUT_OF_RANGE, "%d-01-01 … %s", EARLIEST_YEAR, today);
    }
}

// A caller may pass no err; the fields still decide. Fields that the caller has refused already stay refused.
static inline struct err *own_err(struct err *err, struct err *local) {
    memset(local, 0, sizeof *local);
    return err ? err : local;
}

#endif
