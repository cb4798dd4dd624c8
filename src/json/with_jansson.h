// SPDX-License-Identifier: Apache-2.0
// jansson beside json/json.h: both have JSON_OBJECT, JSON_ARRAY and JSON_REAL, so jansson's are renamed here and its
// type tests, which are macros over those names, become functions. Whoever needs both includes this, not <jansson.h>.
#ifndef YK_JSON_WITH_JANSSON_H
#define YK_JSON_WITH_JANSSON_H

#define JSON_OBJECT JANSSON_OBJECT
#define JSON_ARRAY  JANSSON_ARRAY
#define JSON_REAL   JANSSON_REAL
#include <jansson.h>
#undef JSON_OBJECT
#undef JSON_ARRAY
#undef JSON_REAL
#undef json_is_object
#undef json_is_array
#undef json_is_real
#undef json_is_number

#include "json/json.h"

static inline bool json_is_object(const json_t *value) {
    return value && json_typeof(value) == JANSSON_OBJECT;
}

static inline bool json_is_array(const json_t *value) {
    return value && json_typeof(value) == JANSSON_ARRAY;
}

static inline bool json_is_real(const json_t *value) {
    return value && json_typeof(value) == JANSSON_REAL;
}

static inline bool json_is_number(const json_t *value) {
    return json_is_integer(value) || json_is_real(value);
}

#endif
