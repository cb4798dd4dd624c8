// SPDX-License-Identifier: Apache-2.0
// From JSON text to a struct, by its spec. jansson parses; what a field accepts is decided here, and every refused
// field is named at once by its dotted path. Depth is checked before jansson sees the text, since its own limit
// (2048) is deep enough to make recursion expensive. Error details hold places, never content: it may be personal.

#include "json/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "json/stored.h"
#include "json/tree.h"

#define EXACT_REAL_MAX 9007199254740992.0 // integers beyond are not exact in a double

struct decoder {
    struct arena *arena;
    struct err *err;
    bool strict; // a person's input; else our own stored bytes
    bool refused;
    bool no_memory;
    char path[ERR_FIELD_BYTES];
    size_t path_len;
};

static void *at_offset(void *out, size_t offset) {
    return (char *)out + offset;
}

static void set_absent(const struct json_field *field, void *out) {
    void *at = at_offset(out, field->offset);
    switch (field->type) {
    case JSON_INT:
    case JSON_ENUM: *(int64_t *)at = JSON_ABSENT_INT; break;
    case JSON_BOOL: *(int8_t *)at = -1; break;
    case JSON_TEXT: *(const char **)at = NULL; break;
    case JSON_DAY: *(int32_t *)at = DAY_NONE; break;
    case JSON_ID: *(int64_t *)at = 0; break;
    case JSON_REAL: *(double *)at = NAN; break;
    case JSON_OBJECT: json_spec_clear(field->sub, at); break;
    case JSON_ARRAY:
    case JSON_INT_ARRAY:
    case JSON_ENUM_ARRAY:
    case JSON_ID_ARRAY:
    case JSON_REAL_ARRAY:
        *(void **)at = NULL;
        *(size_t *)at_offset(out, field->count_offset) = 0;
        break;
    }
}

void json_spec_clear(const struct json_spec *spec, void *out) {
    for (size_t i = 0; i < spec->n_fields; i++) {
        set_absent(&spec->fields[i], out);
    }
}

const char *json_word_of(const struct json_word *words, int64_t value) {
    for (; words->word; words++) {
        if (words->value == value) {
            return words->word;
        }
    }
    return NULL;
}

// Appends to the path and returns the length to go back to. A path too long is cut: it is for reading.
static size_t path_grew(struct decoder *d, int n) {
    size_t before = d->path_len;
    size_t room = sizeof d->path - before;
    d->path_len = n > 0 && (size_t)n < room ? before + (size_t)n : sizeof d->path - 1;
    return before;
}

static size_t path_push_name(struct decoder *d, const char *name) {
    return path_grew(d, snprintf(d->path + d->path_len, sizeof d->path - d->path_len, "%s%s",
                                 d->path_len ? "." : "", name));
}

static size_t path_push_index(struct decoder *d, size_t index) {
    return path_grew(d,
                     snprintf(d->path + d->path_len, sizeof d->path - d->path_len, "[%zu]", index));
}

static void path_pop(struct decoder *d, size_t length) {
    d->path_len = length;
    d->path[length] = '\0';
}

static void refuse(struct decoder *d, enum err_code code, const char *accepted) {
    d->refused = true;
    if (d->strict) {
        err_add_field(d->err, d->path, code, "%s", accepted);
    } else if (d->err) {
        // Stored bytes are ours: whatever is wrong with them is no refusal.
        err_set(d->err, YK_FAILED, ERR_TAMPERED, "stored member %s: %s", d->path, err_word(code));
    }
}

// "2..60", "≥ 2", "≤ 60": read alike in every language.
static void refuse_range(struct decoder *d, enum err_code code, const struct json_field *field) {
    char accepted[64];
    if (field->max == 0 || field->max == INT64_MAX) {
        snprintf(accepted, sizeof accepted, "≥ %lld", (long long)field->min);
    } else if (field->min == INT64_MIN || (field->min == 0 && field->type == JSON_TEXT)) {
        snprintf(accepted, sizeof accepted, "≤ %lld", (long long)field->max);
    } else {
        snprintf(accepted, sizeof accepted, "%lld..%lld", (long long)field->min,
                 (long long)field->max);
    }
    refuse(d, code, accepted);
}

static void refuse_word(struct decoder *d, const struct json_field *field) {
    char accepted[ERR_ACCEPTED_BYTES];
    size_t len = 0;
    accepted[0] = '\0';
    for (const struct json_word *w = field->words; w->word; w++) {
        int n = snprintf(accepted + len, sizeof accepted - len, "%s%s", len ? ", " : "", w->word);
        if (n < 0 || (size_t)n >= sizeof accepted - len) {
            accepted[len] = '\0';
            break;
        }
        len += (size_t)n;
    }
    refuse(d, ERR_UNKNOWN_VALUE, accepted);
}

static bool in_bounds(struct decoder *d, const struct json_field *field, int64_t value) {
    bool bounded = d->strict && (field->min != 0 || field->max != 0);
    if (bounded && (value < field->min || value > field->max)) {
        refuse_range(d, ERR_OUT_OF_RANGE, field);
        return false;
    }
    return true;
}

static bool elements_in_bounds(struct decoder *d, const struct json_field *field, size_t n) {
    if (d->strict && (field->min || field->max) &&
        ((int64_t)n < field->min || (field->max && (int64_t)n > field->max))) {
        refuse_range(d, ERR_OUT_OF_RANGE, field);
        return false;
    }
    return true;
}

// Whole numbers, also when written 3.0 or 3e2. False when it is none that an int64 and a double both hold.
static bool int_of(const json_t *value, int64_t *out) {
    if (json_is_integer(value)) {
        *out = json_integer_value(value);
        return true;
    }
    if (!json_is_real(value)) {
        return false;
    }
    double real = json_real_value(value);
    if (real != trunc(real) || fabs(real) > EXACT_REAL_MAX) {
        return false;
    }
    *out = (int64_t)real;
    return true;
}

static void take_int(struct decoder *d, const struct json_field *field, const json_t *value,
                     int64_t *out) {
    int64_t number;
    if (!json_is_number(value)) {
        refuse(d, ERR_WRONG_TYPE, "123");
    } else if (!int_of(value, &number)) {
        double real = json_real_value(value);
        refuse(d, real == trunc(real) ? ERR_OUT_OF_RANGE : ERR_WRONG_TYPE, "123");
    } else if (in_bounds(d, field, number)) {
        *out = number;
    }
}

static void take_enum(struct decoder *d, const struct json_field *field, const char *text,
                      int64_t *out) {
    for (const struct json_word *w = field->words; w->word; w++) {
        if (strcmp(w->word, text) == 0) {
            *out = w->value;
            return;
        }
    }
    refuse_word(d, field);
}

static void take_id(struct decoder *d, const char *text, int64_t *out) {
    int64_t id;
    if (!id_parse(text, &id) || id == 0) {
        refuse(d, ERR_WRONG_TYPE, "0123456789ABC");
        return;
    }
    *out = id;
}

static void take_day(struct decoder *d, const char *text, int32_t *out) {
    if (!day_parse(text, out)) {
        refuse(d, ERR_IMPOSSIBLE_DAY, "YYYY-MM-DD");
    }
}

// Blank text is absent text: forms send "" for what was left empty.
static void take_text(struct decoder *d, const struct json_field *field, const char *text, size_t n,
                      const char **out) {
    if (!d->strict) {
        char *copy = arena_memdup(d->arena, text, n + 1);
        d->no_memory |= !copy;
        *out = copy;
        return;
    }
    if (memchr(text, '\0', n)) {
        refuse(d, ERR_BAD_TEXT, "UTF-8");
        return;
    }
    char *copy = field->flags & JSON_SECRET
                     ? arena_strndup(d->arena, text, n)
                     : text_trim(d->arena, text, !(field->flags & JSON_MULTILINE));
    if (!copy) {
        d->no_memory = true;
        return;
    }
    if (!*copy) {
        if (field->flags & JSON_REQUIRED) {
            refuse(d, ERR_REQUIRED, "");
        }
        return;
    }
    if (!text_is_clean(copy, strlen(copy))) {
        refuse(d, ERR_BAD_TEXT, "UTF-8");
        return;
    }
    int64_t chars = (int64_t)text_count_chars(copy);
    if (field->max && chars > field->max) {
        refuse_range(d, ERR_TOO_LONG, field);
    } else if (chars < field->min) {
        refuse_range(d, ERR_TOO_SHORT, field);
    } else {
        *out = copy;
    }
}

static void take_object(struct decoder *d, const struct json_spec *spec, const json_t *object,
                        void *out);

static void take_scalar_elements(struct decoder *d, const struct json_field *field,
                                 const json_t *array, void *out) {
    size_t n = json_array_size(array);
    int64_t *items = arena_alloc_array(d->arena, n ? n : 1, sizeof *items);
    if (!items) {
        d->no_memory = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const json_t *value = json_array_get(array, i);
        size_t before = path_push_index(d, i);
        if (field->type == JSON_INT_ARRAY) {
            struct json_field element = {
                .type = JSON_INT}; // the field's bounds are of the number of elements
            take_int(d, &element, value, &items[i]);
        } else if (field->type == JSON_REAL_ARRAY) {
            // As wide as an int64_t; the pages of an arena have no type of their own.
            if (json_is_number(value)) {
                double number = json_number_value(value);
                memcpy(&items[i], &number, sizeof number);
            } else {
                refuse(d, ERR_WRONG_TYPE, "1.5");
            }
        } else if (!json_is_string(value)) {
            refuse(d, ERR_WRONG_TYPE, "\"…\"");
        } else if (field->type == JSON_ENUM_ARRAY) {
            take_enum(d, field, json_string_value(value), &items[i]);
        } else {
            take_id(d, json_string_value(value), &items[i]);
        }
        path_pop(d, before);
    }
    *(int64_t **)at_offset(out, field->offset) = items;
    *(size_t *)at_offset(out, field->count_offset) = n;
}

static void take_object_elements(struct decoder *d, const struct json_field *field,
                                 const json_t *array, void *out) {
    size_t n = json_array_size(array);
    char *items = arena_alloc_array(d->arena, n ? n : 1, field->sub->struct_bytes);
    if (!items) {
        d->no_memory = true;
        return;
    }
    for (size_t i = 0; i < n && !d->no_memory; i++) {
        const json_t *value = json_array_get(array, i);
        void *item = items + i * field->sub->struct_bytes;
        size_t before = path_push_index(d, i);
        json_spec_clear(field->sub, item);
        if (json_is_object(value)) {
            take_object(d, field->sub, value, item);
        } else {
            refuse(d, ERR_WRONG_TYPE, "{…}");
        }
        path_pop(d, before);
    }
    *(void **)at_offset(out, field->offset) = items;
    *(size_t *)at_offset(out, field->count_offset) = n;
}

static void take_array(struct decoder *d, const struct json_field *field, const json_t *value,
                       void *out) {
    if (!json_is_array(value)) {
        refuse(d, ERR_WRONG_TYPE, "[…]");
    } else if (!elements_in_bounds(d, field, json_array_size(value))) {
        return;
    } else if (field->type == JSON_ARRAY) {
        take_object_elements(d, field, value, out);
    } else {
        take_scalar_elements(d, field, value, out);
    }
}

static void take_string(struct decoder *d, const struct json_field *field, const json_t *value,
                        void *at) {
    if (!json_is_string(value)) {
        refuse(d, ERR_WRONG_TYPE, "\"…\"");
        return;
    }
    const char *text = json_string_value(value);
    switch (field->type) {
    case JSON_TEXT: take_text(d, field, text, json_string_length(value), at); break;
    case JSON_DAY: take_day(d, text, at); break;
    case JSON_ID: take_id(d, text, at); break;
    default: take_enum(d, field, text, at); break;
    }
}

static void take_field(struct decoder *d, const struct json_field *field, const json_t *value,
                       void *out) {
    void *at = at_offset(out, field->offset);
    switch (field->type) {
    case JSON_INT: take_int(d, field, value, at); break;
    case JSON_BOOL:
        if (json_is_boolean(value)) {
            *(int8_t *)at = json_is_true(value);
        } else {
            refuse(d, ERR_WRONG_TYPE, "true, false");
        }
        break;
    case JSON_REAL:
        if (!json_is_number(value)) {
            refuse(d, ERR_WRONG_TYPE, "1.5");
        } else if (in_bounds(d, field, (int64_t)floor(json_number_value(value))) &&
                   in_bounds(d, field, (int64_t)ceil(json_number_value(value)))) {
            *(double *)at = json_number_value(value);
        }
        break;
    case JSON_TEXT:
    case JSON_DAY:
    case JSON_ID:
    case JSON_ENUM: take_string(d, field, value, at); break;
    case JSON_OBJECT:
        if (json_is_object(value)) {
            take_object(d, field->sub, value, at);
        } else {
            refuse(d, ERR_WRONG_TYPE, "{…}");
        }
        break;
    default: take_array(d, field, value, out); break;
    }
}

static const struct json_field *field_named(const struct json_spec *spec, const char *name) {
    for (size_t i = 0; i < spec->n_fields; i++) {
        if (strcmp(spec->fields[i].name, name) == 0) {
            return &spec->fields[i];
        }
    }
    return NULL;
}

static void refuse_unknown_members(struct decoder *d, const struct json_spec *spec,
                                   const json_t *object) {
    // jansson iterates what it only reads, but its iterators take no const.
    for (void *it = json_object_iter((json_t *)object); it;
         it = json_object_iter_next((json_t *)object, it)) {
        const char *name = json_object_iter_key(it);
        if (!field_named(spec, name)) {
            size_t before = path_push_name(d, name);
            refuse(d, ERR_UNKNOWN_FIELD, "");
            path_pop(d, before);
        }
    }
}

static void take_object(struct decoder *d, const struct json_spec *spec, const json_t *object,
                        void *out) {
    size_t known = 0;
    for (size_t i = 0; i < spec->n_fields && !d->no_memory; i++) {
        const struct json_field *field = &spec->fields[i];
        const json_t *value = json_object_get(object, field->name);
        known += value != NULL;
        size_t before = path_push_name(d, field->name);
        if (value && !json_is_null(value)) {
            take_field(d, field, value, out);
        } else if (d->strict && field->flags & JSON_REQUIRED) {
            refuse(d, ERR_REQUIRED, "");
        }
        path_pop(d, before);
    }
    if (d->strict && known < json_object_size(object)) {
        refuse_unknown_members(d, spec, object);
    }
}

// Counts brackets outside strings. Says nothing about the rest of the text: jansson does.
static bool too_deep(const char *text, size_t n) {
    unsigned depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        if (in_string) {
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                in_string = false;
            }
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > JSON_DEPTH_MAX) {
                return true;
            }
        } else if ((c == '}' || c == ']') && depth) {
            depth--;
        }
    }
    return false;
}

static json_t *parse(struct decoder *d, const char *text, size_t n, json_error_t *error) {
    const size_t flags = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL;
    json_t *root = tree_parse(d->arena, text, n, flags, &d->no_memory, error);
    if (!root && !d->no_memory && json_error_code(error) == json_error_numeric_overflow) {
        // A number too big for an int64 is one field's mistake, not broken JSON: read it as a real, and let the
        // field say so.
        root = tree_parse(d->arena, text, n, flags | JSON_DECODE_INT_AS_REAL, &d->no_memory, error);
    }
    return root;
}

static enum yk decode(struct decoder *d, const struct json_spec *spec, const char *text, size_t n,
                      void *out) {
    enum yk broken = d->strict ? YK_REFUSED : YK_FAILED;
    enum err_code code = d->strict ? ERR_BAD_JSON : ERR_TAMPERED;
    if (too_deep(text, n)) {
        return err_set(d->err, broken, code, "deeper than %d levels", JSON_DEPTH_MAX);
    }
    json_error_t error;
    json_t *root = parse(d, text, n, &error);
    if (d->no_memory) {
        return err_set(d->err, YK_NOMEM, ERR_BUSY, "no memory to parse JSON");
    }
    if (!root) {
        return err_set(d->err, broken, code, "line %d, column %d", error.line, error.column);
    }
    if (!json_is_object(root)) {
        return err_set(d->err, broken, code, "not an object");
    }
    // Decoded beside, so that the caller's struct is untouched on failure.
    void *fresh = arena_alloc(d->arena, spec->struct_bytes);
    d->no_memory = !fresh;
    if (fresh) {
        json_spec_clear(spec, fresh);
        take_object(d, spec, root, fresh);
    }
    if (d->no_memory) {
        return err_set(d->err, YK_NOMEM, ERR_BUSY, "no memory to decode JSON");
    }
    if (d->refused) {
        return broken;
    }
    memcpy(out, fresh, spec->struct_bytes);
    return YK_OK;
}

// Field errors are added to what err holds, so it must not hold those of somebody before.
static void forget(struct err *err) {
    if (err) {
        err->code = ERR_NONE;
        err->n_items = 0;
        err->detail[0] = '\0';
    }
}

enum yk json_decode(const struct json_spec *spec, const char *text, size_t n, struct arena *arena,
                    void *out, struct err *err) {
    struct decoder d = {.arena = arena, .err = err, .strict = true};
    forget(err);
    return decode(&d, spec, text, n, out);
}

enum yk json_decode_stored(const struct json_spec *spec, const char *text, size_t n,
                           struct arena *arena, void *out, struct err *err) {
    struct decoder d = {.arena = arena, .err = err};
    forget(err);
    return stored_decode(spec, text, n, arena, out) ? YK_OK : decode(&d, spec, text, n, out);
}

static void take_int_text(struct decoder *d, const struct json_field *field, const char *text,
                          int64_t *out) {
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    // strtoll takes leading white space and a plus; people's addresses do not.
    if (!*text || *end || (*text != '-' && (*text < '0' || *text > '9'))) {
        refuse(d, ERR_WRONG_TYPE, "123");
    } else if (errno == ERANGE) {
        refuse_range(d, ERR_OUT_OF_RANGE, field);
    } else if (in_bounds(d, field, number)) {
        *out = number;
    }
}

static void take_real_text(struct decoder *d, const struct json_field *field, const char *text,
                           double *out) {
    char *end;
    double number = strtod(text, &end);
    if (!*text || *end || !isfinite(number) || strspn(text, "0123456789.-") != strlen(text)) {
        refuse(d, ERR_WRONG_TYPE, "1.5");
    } else if (in_bounds(d, field, (int64_t)floor(number)) &&
               in_bounds(d, field, (int64_t)ceil(number))) {
        *out = number;
    }
}

static void take_bool_text(struct decoder *d, const char *text, int8_t *out) {
    if (strcmp(text, "true") == 0 || strcmp(text, "1") == 0) {
        *out = 1;
    } else if (strcmp(text, "false") == 0 || strcmp(text, "0") == 0) {
        *out = 0;
    } else {
        refuse(d, ERR_WRONG_TYPE, "true, false");
    }
}

static void take_list_text(struct decoder *d, const struct json_field *field, const char *text,
                           void *out) {
    size_t n = 1;
    for (const char *at = text; *at; at++) {
        n += *at == ',';
    }
    char *copy = arena_strdup(d->arena, text);
    int64_t *items = arena_alloc_array(d->arena, n, sizeof *items);
    if (!copy || !items) {
        d->no_memory = true;
        return;
    }
    if (!elements_in_bounds(d, field, n)) {
        return;
    }
    const struct json_field element = {.type = JSON_INT};
    for (size_t i = 0; i < n && !d->refused; i++) {
        char *comma = strchr(copy, ',');
        if (comma) {
            *comma = '\0';
        }
        switch (field->type) {
        case JSON_ENUM_ARRAY: take_enum(d, field, copy, &items[i]); break;
        case JSON_ID_ARRAY: take_id(d, copy, &items[i]); break;
        default: take_int_text(d, &element, copy, &items[i]); break;
        }
        copy = comma ? comma + 1 : copy;
    }
    if (!d->refused) {
        *(int64_t **)at_offset(out, field->offset) = items;
        *(size_t *)at_offset(out, field->count_offset) = n;
    }
}

enum yk json_decode_param(const struct json_field *field, const char *text, struct arena *arena,
                          void *out, struct err *err) {
    struct decoder d = {.arena = arena, .err = err, .strict = true};
    path_push_name(&d, field->name);
    void *at = at_offset(out, field->offset);
    if (!*text && field->type != JSON_TEXT) {
        if (field->flags & JSON_REQUIRED) {
            refuse(&d, ERR_REQUIRED, "");
        }
        return d.refused ? YK_REFUSED : YK_OK;
    }
    switch (field->type) {
    case JSON_INT: take_int_text(&d, field, text, at); break;
    case JSON_BOOL: take_bool_text(&d, text, at); break;
    case JSON_TEXT: take_text(&d, field, text, strlen(text), at); break;
    case JSON_DAY: take_day(&d, text, at); break;
    case JSON_ID: take_id(&d, text, at); break;
    case JSON_ENUM: take_enum(&d, field, text, at); break;
    case JSON_REAL: take_real_text(&d, field, text, at); break;
    case JSON_INT_ARRAY:
    case JSON_ENUM_ARRAY:
    case JSON_ID_ARRAY: take_list_text(&d, field, text, out); break;
    case JSON_REAL_ARRAY:
    case JSON_OBJECT:
    case JSON_ARRAY: refuse(&d, ERR_WRONG_TYPE, ""); break;
    }
    if (d.no_memory) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory to decode a parameter");
    }
    return d.refused ? YK_REFUSED : YK_OK;
}
