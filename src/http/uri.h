// SPDX-License-Identifier: Apache-2.0
// The request target taken apart: path segments and query, percent-decoded. Strict: what is not well-formed is refused,
// never repaired, so that two readers of one address cannot see two things. Knows no route.
#ifndef YK_HTTP_URI_H
#define YK_HTTP_URI_H

#include "base/arena.h"
#include "json/json.h"

enum { URI_SEGMENTS_MAX = 10 };

struct uri {
    const char *path; // decoded, from the root: "/assets/a.js"; "*" for OPTIONS *
    size_t n_segments;
    const char
        *segments[URI_SEGMENTS_MAX]; // decoded each by itself, so %2F stays inside its segment
    const char *query;               // still encoded, without the "?"; "" when there is none
};

// Origin form and absolute form. Everything lands in the arena. YK_REFUSED / ERR_NO_ROUTE when it is broken (bad escapes, %00, bytes
// that are no UTF-8, more than URI_SEGMENTS_MAX segments).
YK_NODISCARD enum yk uri_parse(struct arena *arena, const char *raw, struct uri *out,
                               struct err *err);

// name=value&… by the spec into out. Unknown, repeated and broken parameters and every field error are refused at once, as
// ERR_BAD_QUERY with one item each. spec NULL takes none.
YK_NODISCARD enum yk uri_query_decode(const struct json_spec *spec, const char *query,
                                      struct arena *arena, void *out, struct err *err);

#endif
