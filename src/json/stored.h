// SPDX-License-Identifier: Apache-2.0
// Inside src/json only: stored bytes read straight into their struct, without a tree.
#ifndef YK_JSON_STORED_H
#define YK_JSON_STORED_H

#include "json/json.h"

// Takes what the writer writes: no white space, no escapes, no real numbers, members by their plain names, each once. Of such text the outcome is that of
// the other way. False for any other, be it right or wrong JSON: out is untouched then, and jansson has the word.
bool stored_decode(const struct json_spec *spec, const char *text, size_t n, struct arena *arena,
                   void *out);

#endif
