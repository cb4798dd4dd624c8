// SPDX-License-Identifier: Apache-2.0
// What a matter becomes by the events of acts.c, and what of it can be counted. Looks at the event alone.
#include "matter/step.h"

// ---- more time ----

static struct matter_extension *open_extension(struct matter *matter) {
    struct matter_extension *last =
        matter->n_extensions ? &matter->extensions[matter->n_extensions - 1] : NULL;
    return last && last->outcome == REQUEST_OPEN ? last : NULL;
}

enum yk apply_extension_asked(const struct step *step) {
    struct matter *matter = step->matter;
    const struct ev_extension_asked *body = step->event->body;
    if (matter_is_ended(matter) || matter->answer.due_day == DAY_NONE || open_extension(matter) ||
        body->n != (int64_t)matter->n_extensions + 1) {
        return cannot_follow(step);
    }
    struct matter_extension *all =
        grow(step->arena, matter->extensions, matter->n_extensions, sizeof *all);
    if (!all) {
        return no_memory(step);
    }
    all[matter->n_extensions++] = (struct matter_extension){
        .n = body->n,
        .unit = body->unit,
        .by = step->event->actor,
        .level = body->level,
        .days = body->days,
        .asked_seq = step->event->seq,
        .decided_seq = JSON_ABSENT_INT,
        .asked_day = step->event->day,
        .due_day = body->due_day,
        .to_day = body->to_day,
        .outcome = REQUEST_OPEN,
        .decided_day = DAY_NONE,
    };
    matter->extensions = all;
    return YK_OK;
}

enum yk apply_extension_decided(const struct step *step, bool approved) {
    struct matter *matter = step->matter;
    const struct ev_extension_decided *body = step->event->body;
    struct matter_extension *open = open_extension(matter);
    if (!open || open->n != body->n) {
        return cannot_follow(step);
    }
    open->outcome = approved ? REQUEST_APPROVED : REQUEST_REFUSED;
    open->decided_seq = step->event->seq;
    open->decided_day = step->event->day;
    if (!approved) {
        return YK_OK;
    }
    open->to_day = body->answer.due_day;
    return keep_clock(step, &body->answer, &matter->answer) ? YK_OK : no_memory(step);
}

// ---- parked ----

static struct matter_park *last_park(struct matter *matter) {
    return matter->n_parks ? &matter->parks[matter->n_parks - 1] : NULL;
}

enum yk apply_park_asked(const struct step *step) {
    struct matter *matter = step->matter;
    const struct ev_park_asked *body = step->event->body;
    if (matter_is_ended(matter) || matter_open_park(matter) ||
        body->n != (int64_t)matter->n_parks + 1) {
        return cannot_follow(step);
    }
    struct matter_park *all = grow(step->arena, matter->parks, matter->n_parks, sizeof *all);
    if (!all) {
        return no_memory(step);
    }
    all[matter->n_parks++] = (struct matter_park){
        .n = body->n,
        .unit = body->unit,
        .by = step->event->actor,
        .class_ = body->class_,
        .asked_seq = step->event->seq,
        .decided_seq = JSON_ABSENT_INT,
        .asked_day = step->event->day,
        .review_day = body->review_day,
        .outcome = REQUEST_OPEN,
        .decided_day = DAY_NONE,
        .ended_day = DAY_NONE,
        .from_us = JSON_ABSENT_INT,
        .to_us = JSON_ABSENT_INT,
        .by_itself = -1,
    };
    matter->parks = all;
    return YK_OK;
}

enum yk apply_park_decided(const struct step *step, bool approved) {
    struct matter *matter = step->matter;
    const struct ev_park_decided *body = step->event->body;
    struct matter_park *open = last_park(matter);
    if (!open || open->outcome != REQUEST_OPEN || open->n != body->n) {
        return cannot_follow(step);
    }
    open->outcome = approved ? REQUEST_APPROVED : REQUEST_REFUSED;
    open->decided_seq = step->event->seq;
    open->decided_day = step->event->day;
    if (!approved) {
        return YK_OK;
    }
    end_promise(step, PROMISE_LAPSED); // the caller is told of the review day instead
    open->from_us = body->from;
    matter->parked_from = matter->state;
    matter->state = MATTER_PARKED;
    return keep_clock(step, &body->answer, &matter->answer) ? change_tell(step, &body->tell)
                                                            : no_memory(step);
}

enum yk apply_unparked(const struct step *step) {
    struct matter *matter = step->matter;
    const struct ev_unparked *body = step->event->body;
    struct matter_park *park = last_park(matter);
    if (matter->state != MATTER_PARKED || park->n != body->n) {
        return cannot_follow(step);
    }
    park->to_us = body->to;
    park->ended_day = step->event->day;
    park->by_itself = body->by_itself;
    matter->state = matter->parked_from;
    matter->parked_from = JSON_ABSENT_INT;
    return keep_clock(step, &body->answer, &matter->answer) ? change_tell(step, &body->tell)
                                                            : no_memory(step);
}

void lapse_requests(const struct step *step) {
    struct matter_extension *open = open_extension(step->matter);
    struct matter_park *park = last_park(step->matter);
    if (open) {
        open->outcome = REQUEST_LAPSED;
    }
    if (park && park->outcome == REQUEST_OPEN) {
        park->outcome = REQUEST_LAPSED;
    }
    if (park && park->from_us != JSON_ABSENT_INT && park->to_us == JSON_ABSENT_INT) {
        park->to_us = step->event->recorded_at; // it ended while it was parked
        park->ended_day = step->event->day;
        step->matter->parked_from = JSON_ABSENT_INT;
    }
}

// ---- facts ----

int64_t pending_fact(const struct matter *matter) {
    const struct matter_extension *open = matter_open_extension(matter);
    if (open) {
        return open->level == EXTENSION_BY_HEAD ? PENDING_EXTENSION_HEAD : PENDING_EXTENSION_OFFICE;
    }
    if (matter_open_park(matter)) {
        return PENDING_PARKING;
    }
    return matter_waiting_promise(matter) ? PENDING_STAGE : FACT_NULL;
}

static bool put_extension(const struct matter *matter, const struct matter_extension *extension,
                          struct fact_set *out) {
    struct fact_row *row = fact_emit(out, &extension_fact_table, (int32_t)extension->n);
    if (!row) {
        return false;
    }
    int64_t *v = row->v;
    v[X_UNIT] = extension->unit;
    v[X_ASKED_DAY] = extension->asked_day;
    v[X_LEVEL] = extension->level;
    v[X_DAYS] = extension->days;
    v[X_OUTCOME] = extension->outcome;
    v[X_DECIDED_DAY] = extension->decided_day == DAY_NONE ? FACT_NULL : extension->decided_day;
    v[X_CATEGORY] = matter->category;
    v[X_CHANNEL] = matter->channel;
    v[X_CALLER_KIND] = matter->caller_kind;
    return true;
}

static int64_t day_or_null(int32_t day) {
    return day == DAY_NONE ? FACT_NULL : day;
}

static bool put_park(const struct matter *matter, const struct matter_park *park,
                     struct fact_set *out) {
    struct fact_row *row = fact_emit(out, &park_fact_table, (int32_t)park->n);
    if (!row) {
        return false;
    }
    int64_t *v = row->v;
    v[K_UNIT] = park->unit;
    v[K_CLASS] = park->class_;
    v[K_ASKED_DAY] = park->asked_day;
    v[K_OUTCOME] = park->outcome;
    v[K_DECIDED_DAY] = day_or_null(park->decided_day);
    v[K_REVIEW_DAY] = park->review_day;
    v[K_ENDED_DAY] = day_or_null(park->ended_day);
    v[K_BY_ITSELF] = park->by_itself == 1;
    v[K_CATEGORY] = matter->category;
    v[K_CHANNEL] = matter->channel;
    v[K_CALLER_KIND] = matter->caller_kind;
    return true;
}

bool put_acts(const struct matter *matter, struct fact_set *out) {
    bool ok = true;
    for (size_t i = 0; ok && i < matter->n_extensions; i++) {
        ok = put_extension(matter, &matter->extensions[i], out);
    }
    for (size_t i = 0; ok && i < matter->n_parks; i++) {
        ok = put_park(matter, &matter->parks[i], out);
    }
    return ok && put_promises(matter, out) && put_tells(matter, out);
}
