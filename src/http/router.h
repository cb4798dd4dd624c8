// SPDX-License-Identifier: Apache-2.0
// From method and path to a row of the route tables. Compiled once at start into a tree of path segments; a wrong table (same route
// twice, unknown parameter type, flags that exclude each other) is refused then, not when somebody calls it.
#ifndef YK_HTTP_ROUTER_H
#define YK_HTTP_ROUTER_H

#include "http/route.h"
#include "http/uri.h"

struct router;

enum router_result { ROUTER_FOUND, ROUTER_NO_ROUTE, ROUTER_NO_METHOD };
struct route_match {
    const struct route *route;
    size_t index; // 0 … router_count() - 1, in the tables' order
    int64_t id[ROUTE_PARAMS_MAX];
    const char *word[ROUTE_PARAMS_MAX];
    const char *allow; // methods of this path for the Allow header; also with ROUTER_NO_METHOD
};

YK_NODISCARD enum yk router_new(const struct route_table *const *tables, struct router **out,
                                struct err *err);
void router_free(struct router **router);
size_t router_count(const struct router *router);
const struct route *router_at(const struct router *router, size_t index);
// HEAD finds the GET row. Words point into the uri. out is filled as far as the result tells.
enum router_result router_match(const struct router *router, const char *method,
                                const struct uri *uri, struct route_match *out);

#endif
