// SPDX-License-Identifier: Apache-2.0
// The route table of figures.
#ifndef YK_FIGURE_FIGURE_HTTP_H
#define YK_FIGURE_FIGURE_HTTP_H

#include "figure/figure.h"
#include "http/route.h"

extern const struct route_table figure_routes;

struct figure_params {
    const char *period, *category, *cursor, *side;
    int32_t as_of;
    int64_t by, board, unit, channel, caller_kind, limit;
};
// period, as_of, unit, category, channel, caller_kind, by; for figure_read_query.
extern const struct json_spec figure_query_spec;
// The query that rq->query asks for; *org is to be released by the caller also when it fails. key NULL: of no one figure.
YK_NODISCARD enum yk figure_read_query(struct request *rq, const char *key,
                                       double weights[FIGURE_PARTS_MAX], struct figure_query *out,
                                       struct org **org, struct err *err);

#endif
