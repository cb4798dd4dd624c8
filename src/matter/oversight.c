// SPDX-License-Identifier: Apache-2.0
// Bodies and drafts of what supervision leaves on a matter. Decides only that an ended matter is neither urged nor supervised.
#include "matter/oversight.h"

#include "matter/events.h"

const struct json_word order_colour_words[] = {
    {"blue", COLOUR_BLUE}, {"orange", COLOUR_ORANGE}, {"red", COLOUR_RED}, {NULL, 0}};
const struct json_word urge_cause_words[] = {
    {"by_hand", URGE_BY_HAND}, {"warning", URGE_WARNING}, {"overdue", URGE_OVERDUE}, {NULL, 0}};
const struct json_word oversight_end_words[] = {
    {"accepted", OVERSIGHT_ACCEPTED}, {"withdrawn", OVERSIGHT_WITHDRAWN}, {NULL, 0}};

#define FIELD(member_, ...)                                                                        \
    { .name = #member_, .offset = offsetof(struct ev_oversight, member_), .type = __VA_ARGS__ }
#define COMMON FIELD(supervision, JSON_ID), FIELD(paper_number, JSON_INT), FIELD(unit, JSON_ID)
#define COLOUR FIELD(colour, JSON_ENUM, .words = order_colour_words)

static const struct json_field urged_fields[] = {
    COMMON, FIELD(cause, JSON_ENUM, .words = urge_cause_words), FIELD(due_day, JSON_DAY)};
const struct json_spec oversight_urged_spec = JSON_SPEC("urged", struct ev_oversight, urged_fields);

static const struct json_field supervised_fields[] = {COMMON, COLOUR, FIELD(limit_day, JSON_DAY)};
const struct json_spec oversight_supervised_spec =
    JSON_SPEC("supervised", struct ev_oversight, supervised_fields);

static const struct json_field ended_fields[] = {
    COMMON, COLOUR, FIELD(end, JSON_ENUM, .words = oversight_end_words)};
const struct json_spec oversight_ended_spec =
    JSON_SPEC("supervision_ended", struct ev_oversight, ended_fields);

static const struct json_field notified_fields[] = {COMMON};
const struct json_spec oversight_notified_spec =
    JSON_SPEC("notified", struct ev_oversight, notified_fields);

static enum matter_event event_of(enum oversight what) {
    switch (what) {
    case OVERSIGHT_URGED: return EV_URGED;
    case OVERSIGHT_SUPERVISED: return EV_SUPERVISED;
    case OVERSIGHT_ENDED: return EV_SUPERVISION_ENDED;
    case OVERSIGHT_NOTIFIED: break;
    }
    return EV_NOTIFIED;
}

enum yk matter_decide_oversight(const struct matter *matter, enum oversight what,
                                const struct ev_oversight *body, int32_t today, struct arena *arena,
                                struct drafts *out, struct err *err) {
    if (what != OVERSIGHT_NOTIFIED && matter_is_ended(matter)) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "the matter has ended");
    }
    struct ev_oversight *copy = arena_alloc(arena, sizeof *copy);
    if (!copy) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for an event's body");
    }
    *copy = *body;
    drafts_add(out, &matter_event_types[event_of(what)], today, copy);
    return YK_OK;
}
