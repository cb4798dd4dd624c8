// SPDX-License-Identifier: Apache-2.0
// JSON Schema (2020-12) of a spec: what decoding accepts, said to clients. Fields that may be left out may also be
// null. What no schema can say (trimmed lengths, impossible days) decoding still refuses.

#include "json/json.h"

static void put_type(struct jw *jw, const char *type, bool nullable) {
    jw_key(jw, "type");
    if (!nullable) {
        jw_text(jw, type);
        return;
    }
    jw_array(jw);
    jw_text(jw, type);
    jw_text(jw, "null");
    jw_array_end(jw);
}

static void put_bounds(struct jw *jw, const struct json_field *field, const char *min_key,
                       const char *max_key) {
    if (!field->min && !field->max) {
        return;
    }
    if (field->min != INT64_MIN) {
        jw_key(jw, min_key);
        jw_i64(jw, field->min);
    }
    if (field->max != INT64_MAX &&
        (field->max || field->type == JSON_INT || field->type == JSON_REAL)) {
        jw_key(jw, max_key);
        jw_i64(jw, field->max);
    }
}

static void put_words(struct jw *jw, const struct json_word *words, bool nullable) {
    jw_key(jw, "enum");
    jw_array(jw);
    for (; words->word; words++) {
        jw_text(jw, words->word);
    }
    if (nullable) {
        jw_null(jw);
    }
    jw_array_end(jw);
}

static void put_id_pattern(struct jw *jw) {
    jw_key(jw, "pattern");
    jw_text(jw, "^[0-7][0-9A-TV-Za-tv-z]{12}$");
}

static void put_items(struct jw *jw, const struct json_field *field) {
    jw_key(jw, "items");
    if (field->type == JSON_ARRAY) {
        jw_spec_schema(jw, field->sub);
        return;
    }
    jw_object(jw);
    put_type(jw,
             field->type == JSON_INT_ARRAY    ? "integer"
             : field->type == JSON_REAL_ARRAY ? "number"
                                              : "string",
             false);
    if (field->type == JSON_ENUM_ARRAY) {
        put_words(jw, field->words, false);
    } else if (field->type == JSON_ID_ARRAY) {
        put_id_pattern(jw);
    }
    jw_object_end(jw);
}

void jw_field_schema(struct jw *jw, const struct json_field *field, bool nullable) {
    if (field->type == JSON_OBJECT && !nullable) {
        jw_spec_schema(jw, field->sub);
        return;
    }
    jw_object(jw);
    switch (field->type) {
    case JSON_INT:
        put_type(jw, "integer", nullable);
        put_bounds(jw, field, "minimum", "maximum");
        break;
    case JSON_REAL:
        put_type(jw, "number", nullable);
        put_bounds(jw, field, "minimum", "maximum");
        break;
    case JSON_BOOL: put_type(jw, "boolean", nullable); break;
    case JSON_TEXT:
        put_type(jw, "string", nullable);
        // A blank text is an absent one, so only a required text has a least length.
        if (field->flags & JSON_REQUIRED) {
            jw_key(jw, "minLength");
            jw_i64(jw, field->min > 1 ? field->min : 1);
        }
        if (field->max) {
            jw_key(jw, "maxLength");
            jw_i64(jw, field->max);
        }
        break;
    case JSON_DAY:
        put_type(jw, "string", nullable);
        jw_key(jw, "format");
        jw_text(jw, "date");
        break;
    case JSON_ID:
        put_type(jw, "string", nullable);
        put_id_pattern(jw);
        break;
    case JSON_ENUM:
        put_type(jw, "string", nullable);
        put_words(jw, field->words, nullable);
        break;
    case JSON_OBJECT:
        jw_key(jw, "anyOf");
        jw_array(jw);
        jw_spec_schema(jw, field->sub);
        jw_object(jw);
        put_type(jw, "null", false);
        jw_object_end(jw);
        jw_array_end(jw);
        break;
    default:
        put_type(jw, "array", nullable);
        put_bounds(jw, field, "minItems", "maxItems");
        put_items(jw, field);
        break;
    }
    jw_object_end(jw);
}

void jw_spec_schema(struct jw *jw, const struct json_spec *spec) {
    jw_object(jw);
    put_type(jw, "object", false);
    jw_key(jw, "additionalProperties");
    jw_bool(jw, false);
    jw_key(jw, "properties");
    jw_object(jw);
    bool any_required = false;
    for (size_t i = 0; i < spec->n_fields; i++) {
        const struct json_field *field = &spec->fields[i];
        bool required = field->flags & JSON_REQUIRED;
        any_required |= required;
        jw_key(jw, field->name);
        jw_field_schema(jw, field, !required);
    }
    jw_object_end(jw);
    if (any_required) {
        jw_key(jw, "required");
        jw_array(jw);
        for (size_t i = 0; i < spec->n_fields; i++) {
            if (spec->fields[i].flags & JSON_REQUIRED) {
                jw_text(jw, spec->fields[i].name);
            }
        }
        jw_array_end(jw);
    }
    jw_object_end(jw);
}
