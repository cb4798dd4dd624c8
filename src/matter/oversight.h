// SPDX-License-Identifier: Apache-2.0
// What a matter shows of being urged, supervised and notified: events that another ledger (supervise/) records on it in one command with its own
// objects, so that the matter's timeline tells them. They change nothing in the matter's state. The rules of supervision are in supervise/.
#ifndef YK_MATTER_OVERSIGHT_H
#define YK_MATTER_OVERSIGHT_H

#include "matter/matter.h"

enum order_colour { COLOUR_BLUE = 1, COLOUR_ORANGE, COLOUR_RED };
enum urge_cause { URGE_BY_HAND = 1, URGE_WARNING, URGE_OVERDUE };
enum oversight_end { OVERSIGHT_ACCEPTED = 1, OVERSIGHT_WITHDRAWN };
extern const struct json_word order_colour_words[], urge_cause_words[], oversight_end_words[];

enum oversight { OVERSIGHT_URGED = 1, OVERSIGHT_SUPERVISED, OVERSIGHT_ENDED, OVERSIGHT_NOTIFIED };
// Which members hold something depends on what happened; json_spec_clear's values otherwise.
struct ev_oversight {
    int64_t supervision;  // the object of the supervision ledger
    int64_t paper_number; // its number, year x 10^8 + serial
    int64_t unit;         // to whom
    int64_t cause;        // urged: enum urge_cause
    int64_t colour;       // supervised, ended: enum order_colour
    int64_t end;          // ended: enum oversight_end
    int32_t due_day;      // urged: of the answer clock
    int32_t limit_day;    // supervised: by when the order is to be answered
};
extern const struct json_spec oversight_urged_spec, oversight_supervised_spec, oversight_ended_spec,
    oversight_notified_spec;

// Adds the event to the matter's drafts. The body is copied into the arena. YK_NOMEM; YK_REFUSED ERR_WRONG_STATE on a matter that has ended, but for
// a notification, which may come after the end.
YK_NODISCARD enum yk matter_decide_oversight(const struct matter *matter, enum oversight what,
                                             const struct ev_oversight *body, int32_t today,
                                             struct arena *arena, struct drafts *out,
                                             struct err *err);

#endif
