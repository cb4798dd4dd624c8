// SPDX-License-Identifier: Apache-2.0
// JSON text to jansson's tree, made inside an arena. For decode.c alone.
#ifndef YK_JSON_TREE_H
#define YK_JSON_TREE_H

#include "json/with_jansson.h"

// The tree belongs to the arena: it is never json_decref'd. NULL when the text is no JSON (see error) or, with *out_no_memory set,
// when memory ran out. flags are jansson's.
json_t *tree_parse(struct arena *arena, const char *text, size_t n, size_t flags,
                   bool *out_no_memory, json_error_t *error);

#endif
