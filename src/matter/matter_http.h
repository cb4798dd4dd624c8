// SPDX-License-Identifier: Apache-2.0
// The routes of matters, of callers and of my work; and what other handlers need of them.
#ifndef YK_MATTER_MATTER_HTTP_H
#define YK_MATTER_MATTER_HTTP_H

#include "app/app.h"
#include "matter/command.h"
#include "matter/matter_view.h"

extern const struct route_table matter_routes, party_routes, work_routes, calendar_routes;
extern const struct route_table assist_routes;

// Of a command on one matter: the fresh matter, once what was done is durable.
YK_NODISCARD enum yk matter_show(struct request *rq, struct err *err);

// For the server, after ERR_CONFLICT: what happened to the matter since the seq that the person saw, as a JSON array of events; an empty one for
// objects of other ledgers. The asker has been found to be allowed to see the matter.
YK_NODISCARD enum yk matter_write_changed(struct request *rq, const struct err *conflict,
                                          struct err *err);

// One handler's view of matters: the district's snapshot and, inside a write, what a command needs.
struct matter_desk {
    struct org *org;
    struct log_tx tx;
    struct matter_act act;
    struct matter_row_source rows;
};
YK_NODISCARD enum yk matter_desk_open(struct request *rq, struct matter_desk *out, struct err *err);
// Units, people and days off as they were at a moment, for what is printed again. The desk writes nothing afterwards.
YK_NODISCARD enum yk matter_desk_turn_back(struct request *rq, struct matter_desk *desk,
                                           int64_t at_us, struct err *err);
void matter_desk_close(struct matter_desk *desk); // takes one that never opened, zeroed
#define _cleanup_desk_ __attribute__((cleanup(matter_desk_close)))

// {"n": …, "exact": …} under key "count".
void matter_write_count(struct jw *jw, int64_t n, bool exact);

#endif
