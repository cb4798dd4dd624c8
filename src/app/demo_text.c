// SPDX-License-Identifier: Apache-2.0
// Fills templates and picks phrases. How the files are to be read is said in src/app/demo/README.md.
#include "app/demo_text.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "matter/matter.h"

enum { SLOTS_MAX = 64, TEXT_MAX_BYTES = 8192 };

bool demo_fits_day(const struct demo_template *template, int32_t day) {
    int year;
    int month;
    int day_of_month;
    day_to_civil(day, &year, &month, &day_of_month);
    return (template->months == 0 || template->months >> (month - 1) & 1) &&
           (template->from == DAY_NONE || day >= template->from) &&
           (template->to == DAY_NONE || day <= template->to);
}

bool demo_fits_caller(const struct demo_template *template, const struct demo_caller *caller) {
    if (template->person != (caller->industry == NULL) ||
        (template->town >= 0 && template->town != caller->town)) {
        return false;
    }
    for (int i = 0; i < template->n_industries; i++) {
        if (strcmp(template->industries[i], caller->industry) == 0) {
            return true;
        }
    }
    return template->n_industries == 0;
}

// ---- slots ----

static const struct demo_slot *find_slot(const struct demo_data *data, const char *name, size_t n) {
    for (int i = 0; i < data->n_slots; i++) {
        if (strlen(data->slots[i].name) == n && memcmp(data->slots[i].name, name, n) == 0) {
            return &data->slots[i];
        }
    }
    return NULL;
}

// A caller of the zone has no township of his own: one is chosen for him.
static const char *township_of(const struct demo_topic *topic, struct demo_random *random) {
    const struct demo_data *data = topic->data;
    int town = topic->caller ? topic->caller->town : -1;
    while (town < 0 ||
           (data->units[town].kind != UNIT_TOWNSHIP && data->units[town].kind != UNIT_STREET)) {
        town = (int)demo_below(random, data->n_units);
    }
    return data->units[town].name;
}

static const char *computed(const struct demo_topic *topic, const char *what,
                            struct demo_random *random, struct arena *arena) {
    if (strcmp(what, "=caller.name") == 0) {
        return topic->caller ? topic->caller->name : "";
    }
    if (strcmp(what, "=caller.we") == 0) {
        return topic->caller && topic->caller->we ? topic->caller->we : "";
    }
    if (strcmp(what, "=caller.township") == 0) {
        return township_of(topic, random);
    }
    int32_t before = month_of_day(topic->day) - 1;
    return arena_printf(arena, "%d月", before % 12 + 1);
}

struct filling {
    const struct demo_topic *topic;
    struct demo_random *random;
    struct arena *arena;
    const char *chosen[SLOTS_MAX]; // by slot; NULL: not met yet
};

static const char *value_of(struct filling *filling, const struct demo_slot *slot) {
    size_t i = (size_t)(slot - filling->topic->data->slots);
    if (i >= SLOTS_MAX) {
        return "";
    }
    if (!filling->chosen[i]) {
        filling->chosen[i] = slot->computed ? computed(filling->topic, slot->computed,
                                                       filling->random, filling->arena)
                                            : slot->values[demo_below(filling->random, slot->n)];
    }
    return filling->chosen[i];
}

static const char *fill(struct filling *filling, const char *text) {
    struct buf out;
    buf_init(&out, TEXT_MAX_BYTES);
    for (const char *at = text; *at;) {
        const char *end = *at == '{' ? strchr(at, '}') : NULL;
        const struct demo_slot *slot =
            end ? find_slot(filling->topic->data, at + 1, (size_t)(end - at - 1)) : NULL;
        const char *value = slot ? value_of(filling, slot) : NULL;
        if (value) {
            buf_add(&out, value, strlen(value));
            at = end + 1;
        } else {
            buf_add(&out, at++, 1);
        }
    }
    const char *filled = out.failed ? NULL : arena_strndup(filling->arena, out.data, out.len);
    buf_done(&out);
    return filled;
}

void demo_write_request(const struct demo_topic *topic, struct demo_random *random,
                        struct arena *arena, const char **out_title, const char **out_text) {
    struct filling filling = {.topic = topic, .random = random, .arena = arena};
    *out_title = fill(&filling, topic->template->title);
    *out_text = fill(&filling, topic->template->text);
}

// ---- phrases ----

static bool suits(const struct demo_phrase *phrase, const struct demo_topic *topic) {
    const struct demo_template *template = topic->template;
    const char *code = topic->data->categories[template->category].code;
    if (!(template->person ? phrase->person : phrase->enterprise) ||
        (phrase->kind && phrase->kind != template->kind)) {
        return false;
    }
    for (int i = 0; i < phrase->n_prefixes; i++) {
        size_t n = strlen(phrase->prefixes[i]);
        if (strncmp(code, phrase->prefixes[i], n) == 0 && (code[n] == '-' || code[n] == 0)) {
            return true;
        }
    }
    return phrase->n_prefixes == 0;
}

// Those made for the very category are taken three times as readily as those that suit all.
const char *demo_say(const struct demo_topic *topic, enum demo_situation situation,
                     struct demo_random *random) {
    const struct demo_phrases *phrases = &topic->data->phrases[situation];
    int64_t total = 0;
    for (int i = 0; i < phrases->n; i++) {
        total += suits(&phrases->list[i], topic) ? (phrases->list[i].n_prefixes ? 3 : 1) : 0;
    }
    int64_t at = total ? demo_below(random, total) : 0;
    for (int i = 0; i < phrases->n; i++) {
        at -= suits(&phrases->list[i], topic) ? (phrases->list[i].n_prefixes ? 3 : 1) : 0;
        if (at < 0) {
            return phrases->list[i].text;
        }
    }
    return phrases->n ? phrases->list[0].text : "";
}

const char *demo_answer(const struct demo_topic *topic, int result, struct demo_random *random,
                        struct arena *arena) {
    const struct demo_answers *answers = &topic->data->answers[topic->template->category];
    const char *core =
        answers->n[result] ? answers->texts[result][demo_below(random, answers->n[result])] : "";
    const char *opening = demo_say(topic, SAY_OPENING, random);
    const char *closing = demo_say(topic, SAY_CLOSING, random);
    const char *more = !*core || demo_chance(random, 450)
                           ? demo_say(topic, SAY_RESULTS + (enum demo_situation)result, random)
                           : "";
    return arena_printf(arena, "%s%s%s%s", opening, core, more, closing);
}
