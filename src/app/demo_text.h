// SPDX-License-Identifier: Apache-2.0
// Words of the demonstration: which template fits a day and a caller, its slots filled in, and what people say on the way. Pure but for the
// chance handed in; all texts come from the arena.
#ifndef YK_APP_DEMO_TEXT_H
#define YK_APP_DEMO_TEXT_H

#include "app/demo_data.h"
#include "app/demo_random.h"
#include "base/arena.h"

// What a request is about, as far as words depend on it.
struct demo_topic {
    const struct demo_data *data;
    const struct demo_template *template;
    const struct demo_caller *caller; // NULL: anonymous
    int32_t day;
};

// Does the template fit the day; and the caller too.
bool demo_fits_day(const struct demo_template *template, int32_t day);
bool demo_fits_caller(const struct demo_template *template, const struct demo_caller *caller);

// Title and text with their slots filled; a slot has one value in both. NULL results past memory.
void demo_write_request(const struct demo_topic *topic, struct demo_random *random,
                        struct arena *arena, const char **out_title, const char **out_text);
// One phrase that suits the topic; never NULL.
const char *demo_say(const struct demo_topic *topic, enum demo_situation situation,
                     struct demo_random *random);
// An answer of a unit with that result (enum matter_result). NULL past memory.
const char *demo_answer(const struct demo_topic *topic, int result, struct demo_random *random,
                        struct arena *arena);

#endif
