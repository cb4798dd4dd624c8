// SPDX-License-Identifier: Apache-2.0
// JSON by declared spec: one table of fields serves decoding (with every field error at once), encoding, and the JSON Schema that
// /openapi.json shows. Decoding stands on jansson; the streaming writer is ours. Knows no ledger and no HTTP.
#ifndef YK_JSON_JSON_H
#define YK_JSON_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum json_type {
    JSON_INT,    // int64_t; absent = JSON_ABSENT_INT
    JSON_BOOL,   // int8_t: 0, 1, -1 absent
    JSON_TEXT,   // const char *, clean UTF-8, trimmed, min/max in characters; absent = NULL
    JSON_DAY,    // int32_t, "YYYY-MM-DD"; absent = DAY_NONE
    JSON_ID,     // int64_t, 13-char base32; absent = 0
    JSON_ENUM,   // int64_t, one of `words`; absent = JSON_ABSENT_INT
    JSON_REAL,   // double; absent = NAN
    JSON_OBJECT, // struct embedded at offset, by `sub`
    JSON_ARRAY, // pointer to elements (arena) at offset, size_t count at count_offset; elements by `sub`
    JSON_INT_ARRAY,  // int64_t * at offset, count at count_offset
    JSON_ENUM_ARRAY, // the same, of `words`
    JSON_ID_ARRAY,   // the same, of ids
    JSON_REAL_ARRAY, // double * at offset, count at count_offset; not as a query parameter
};

#define JSON_ABSENT_INT INT64_MIN

enum json_flag {
    JSON_REQUIRED = 1,    // refused with ERR_REQUIRED when absent, null or blank
    JSON_MULTILINE = 2,   // text keeps its line breaks
    JSON_SECRET = 4,      // never logged, never trimmed (passwords)
    JSON_OMIT_ABSENT = 8, // encode leaves it out when absent (default writes null)
};

struct json_word { // an enumeration: words end with {NULL, 0}
    const char *word;
    int64_t value;
};

struct json_spec;
struct json_field {
    const char *name;
    enum json_type type;
    unsigned flags;
    size_t offset;
    size_t count_offset;
    int64_t min, max; // characters for text, value for int (both 0: no bound), elements for arrays
    const struct json_word *words;
    const struct json_spec *sub;
};
struct json_spec {
    const char *name; // for the schema
    const struct json_field *fields;
    size_t n_fields;
    size_t struct_bytes;
};

#define JSON_SPEC(spec_name, type_, fields_)                                                       \
    {                                                                                              \
        .name = (spec_name), .fields = (fields_), .n_fields = sizeof(fields_) / sizeof *(fields_), \
        .struct_bytes = sizeof(type_)                                                              \
    }

enum { JSON_DEPTH_MAX = 32 };

// A blank text ("" or white space) is an absent one, unless it is required: then it is refused. An embedded object that is absent has all
// its members absent. On failure out is untouched; err is begun anew.
// Decodes one object into out (spec->struct_bytes). Unknown members are refused (ERR_UNKNOWN_FIELD). All field errors at once in
// err (YK_REFUSED). Text that is no JSON, too deep, cut off, or with broken UTF-8: ERR_BAD_JSON. Strings live in the arena.
YK_NODISCARD enum yk json_decode(const struct json_spec *spec, const char *text, size_t n,
                                 struct arena *arena, void *out, struct err *err);
// For trusted bytes (events, states): unknown members are ignored, bounds not checked, texts kept as they are. What does not fit is
// YK_FAILED / ERR_TAMPERED.
YK_NODISCARD enum yk json_decode_stored(const struct json_spec *spec, const char *text, size_t n,
                                        struct arena *arena, void *out, struct err *err);
// The one textual value of a query parameter by the same field rules, into the struct `out` (at field->offset). `field` of type INT,
// BOOL, TEXT, DAY, ID, ENUM, REAL, or comma list arrays. An empty text is an absent value. Field errors are added to what err holds.
YK_NODISCARD enum yk json_decode_param(const struct json_field *field, const char *text,
                                       struct arena *arena, void *out, struct err *err);
// Sets every field to its absent value.
void json_spec_clear(const struct json_spec *spec, void *out);
const char *json_word_of(const struct json_word *words, int64_t value); // NULL when none

// The streaming writer: commas and escapes are its business; nesting is checked by assert. Failures stick in the buffer.
struct jw {
    struct buf *buf;
    unsigned depth;
    bool first[JSON_DEPTH_MAX];
    bool after_key;
};
void jw_init(struct jw *jw, struct buf *buf);
void jw_object(struct jw *jw);
void jw_object_end(struct jw *jw);
void jw_array(struct jw *jw);
void jw_array_end(struct jw *jw);
void jw_key(struct jw *jw, const char *key); // key is a literal of ours, not escaped
void jw_null(struct jw *jw);
void jw_bool(struct jw *jw, bool value);
void jw_i64(struct jw *jw, int64_t value);
void jw_real(struct jw *jw, double value,
             int decimals); // shortest form with at most `decimals`; not finite → null
void jw_text(struct jw *jw, const char *text);          // NULL → null
void jw_id(struct jw *jw, int64_t id);                  // 0 → null
void jw_day(struct jw *jw, int32_t day);                // DAY_NONE → null
void jw_time(struct jw *jw, int64_t time_us);           // TIME_NONE → null
void jw_raw(struct jw *jw, const char *json, size_t n); // already JSON
// A struct by its spec (canonical: fields in the spec's order, no white space): what events and states are stored as.
void jw_spec(struct jw *jw, const struct json_spec *spec, const void *value);
// Members only, without the braces, for adding more members beside them.
void jw_spec_members(struct jw *jw, const struct json_spec *spec, const void *value);
// JSON Schema (2020-12) of a spec, as an object.
void jw_spec_schema(struct jw *jw, const struct json_spec *spec);
// The same of one field; nullable lets null in beside its type.
void jw_field_schema(struct jw *jw, const struct json_field *field, bool nullable);

#endif
