// SPDX-License-Identifier: Apache-2.0
// What other handlers need of assisting units.
#ifndef YK_MATTER_ASSIST_HTTP_H
#define YK_MATTER_ASSIST_HTTP_H

#include "matter/matter_http.h"

enum assists_what { ASSISTS_AWAITED = 1, ASSISTS_TO_DECIDE, ASSISTS_ALL };
// Over assist_fact, in its order: what runs out first; what waits longest; newest first.
void assists_query(const struct scope *scope, enum assists_what what, struct fact_query *out);
// One queue of my work: to_assist or assist_to_decide.
YK_NODISCARD enum yk assists_write_queue(struct request *rq, struct matter_desk *desk,
                                         enum assists_what what, int limit, struct err *err);

#endif
