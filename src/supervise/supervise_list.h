// SPDX-License-Identifier: Apache-2.0
// The filters and sorts of the supervision page as queries over its facts. Every listed order has its index (db/migrations/0006_supervise.sql). Scope is the
// fact query's.
#ifndef YK_SUPERVISE_SUPERVISE_LIST_H
#define YK_SUPERVISE_SUPERVISE_LIST_H

#include "supervise/supervise.h"
#include "json/json.h"

enum supervise_sort {
    SUPERVISE_SORT_DAY_DESC = 1,
    SUPERVISE_SORT_DAY,
    SUPERVISE_SORT_LIMIT,
    SUPERVISE_SORT_LIMIT_DESC,
};
// As decoded from the query string; json_spec_clear gives "no filter".
struct supervise_filter {
    int64_t *kinds, *colours, *states, *units, *nexts;
    size_t n_kinds, n_colours, n_states, n_units, n_nexts;
    int64_t matter, sort, limit;
    int32_t from, to;
    int8_t open; // 1: only where something is awaited
    int8_t late; // 1: only limits that passed, and nothing was answered
    const char *cursor;
};
extern const struct json_spec supervise_filter_spec, supervise_count_spec;

// Field errors by name of the parameter: bad_query.
YK_NODISCARD enum yk supervise_list_build(const struct supervise_filter *filter,
                                          const struct scope *scope, int32_t today,
                                          struct fact_query *out, struct err *err);

#endif
