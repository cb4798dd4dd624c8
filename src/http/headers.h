// SPDX-License-Identifier: Apache-2.0
// The few request headers that the server reads, as pure functions of their text. NULL text: the header is absent.
#ifndef YK_HTTP_HEADERS_H
#define YK_HTTP_HEADERS_H

#include <stdbool.h>

struct arena;

// "zh" or "en": the one of higher quality in Accept-Language; zh when neither is named.
const char *header_language(const char *accept_language);
// The named cookie's value, in the arena; NULL when absent or empty.
char *header_cookie(struct arena *arena, const char *cookie, const char *name);
// application/json, with UTF-8 as its charset if it names one.
bool header_is_json(const char *content_type);
bool header_accepts_gzip(const char *accept_encoding);
// Whether If-None-Match names this entity tag (which has its quotes) or is "*". Weak comparison, RFC 9110, 13.1.2.
bool header_names_etag(const char *if_none_match, const char *etag);
// 1 to IDEMPOTENCY_KEY_MAX_BYTES visible ASCII characters.
bool header_is_idempotency_key(const char *key);

#endif
