// SPDX-License-Identifier: Apache-2.0
// Events and states are written by jw_spec() and read far more often than anything else, in one pass here. It gives up, and never refuses: whatever it does not know
// for certain is read again through jansson, which alone decides what is wrong with it.
#include "json/stored.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"

enum {
    MEMBERS_MAX = 64, // of a spec, one bit each
    DIGITS_MAX = 18,  // of a number that is surely an int64
    UNKNOWN_MAX = 16, // members of an object that is passed over
    DAY_CHARS = 10,   // YYYY-MM-DD
    FIRST_ELEMENTS = 4,
};

struct cursor {
    const char *at, *end;
    struct arena *arena;
    unsigned depth;
};
struct span {
    const char *text;
    size_t n;
};

static bool take_char(struct cursor *c, char wanted) {
    if (c->at == c->end || *c->at != wanted) {
        return false;
    }
    c->at++;
    return true;
}

static bool take_word(struct cursor *c, const char *word) {
    size_t n = strlen(word);
    if ((size_t)(c->end - c->at) < n || memcmp(c->at, word, n) != 0) {
        return false;
    }
    c->at += n;
    return true;
}

static bool is_continued(const unsigned char *at, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return false;
        }
    }
    return true;
}

// Bytes of the character (RFC 3629) that begins with a byte from 0x80; 0 when it is none.
static size_t wide_char(const unsigned char *at, size_t left) {
    unsigned char first = at[0];
    if (first >= 0xc2 && first <= 0xdf) {
        return left >= 2 && is_continued(at + 1, 1) ? 2 : 0;
    }
    if (first >= 0xe0 && first <= 0xef) {
        bool good = left >= 3 && is_continued(at + 1, 2) && !(first == 0xe0 && at[1] < 0xa0) &&
                    !(first == 0xed && at[1] > 0x9f);
        return good ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        bool good = left >= 4 && is_continued(at + 1, 3) && !(first == 0xf0 && at[1] < 0x90) &&
                    !(first == 0xf4 && at[1] > 0x8f);
        return good ? 4 : 0;
    }
    return 0;
}

static bool take_string(struct cursor *c, struct span *out) {
    if (!take_char(c, '"')) {
        return false;
    }
    const char *begin = c->at;
    while (c->at < c->end) {
        unsigned char byte = (unsigned char)*c->at;
        if (byte == '"') {
            *out = (struct span){begin, (size_t)(c->at - begin)};
            c->at++;
            return true;
        }
        if (byte < 0x20 || byte == '\\') {
            return false;
        }
        size_t n = 1;
        if (byte >= 0x80) {
            n = wide_char((const unsigned char *)c->at, (size_t)(c->end - c->at));
        }
        if (n == 0) {
            return false;
        }
        c->at += n;
    }
    return false;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool take_int(struct cursor *c, int64_t *out) {
    bool negative = take_char(c, '-');
    const char *begin = c->at;
    int64_t value = 0;
    while (c->at < c->end && is_digit(*c->at) && c->at - begin < DIGITS_MAX) {
        value = value * 10 + (*c->at++ - '0');
    }
    size_t n = (size_t)(c->at - begin);
    if (n == 0 || (*begin == '0' && (n > 1 || negative)) || c->at == c->end) {
        return false;
    }
    if (*c->at != ',' && *c->at != '}' && *c->at != ']') { // more digits, or a real
        return false;
    }
    *out = negative ? -value : value;
    return true;
}

static bool is_named(const struct span *span, const char *name) {
    return strncmp(name, span->text, span->n) == 0 && name[span->n] == '\0';
}

static bool take_enum(struct cursor *c, const struct json_field *field, int64_t *out) {
    struct span word;
    if (!take_string(c, &word)) {
        return false;
    }
    for (const struct json_word *w = field->words; w->word; w++) {
        if (is_named(&word, w->word)) {
            *out = w->value;
            return true;
        }
    }
    return false;
}

static bool take_id(struct cursor *c, int64_t *out) {
    struct span span;
    char text[ID_TEXT_BYTES];
    int64_t id;
    if (!take_string(c, &span) || span.n != sizeof text - 1) {
        return false;
    }
    memcpy(text, span.text, span.n);
    text[span.n] = '\0';
    if (!id_parse(text, &id) || id == 0) {
        return false;
    }
    *out = id;
    return true;
}

static bool take_day(struct cursor *c, int32_t *out) {
    struct span span;
    char text[DAY_CHARS + 1];
    if (!take_string(c, &span) || span.n != DAY_CHARS) {
        return false;
    }
    memcpy(text, span.text, span.n);
    text[span.n] = '\0';
    return day_parse(text, out);
}

static bool take_text(struct cursor *c, const char **out) {
    struct span span;
    if (!take_string(c, &span)) {
        return false;
    }
    *out = arena_strndup(c->arena, span.text, span.n);
    return *out != NULL;
}

static bool take_object(struct cursor *c, const struct json_spec *spec, void *out);

// Room for one more element.
static bool grow(struct arena *arena, char **items, size_t n, size_t *cap, size_t bytes) {
    if (n < *cap) {
        return true;
    }
    size_t more_cap = *cap ? *cap * 2 : FIRST_ELEMENTS;
    char *more = arena_alloc_array(arena, more_cap, bytes);
    if (!more) {
        return false;
    }
    if (n) {
        memcpy(more, *items, n * bytes);
    }
    *items = more;
    *cap = more_cap;
    return true;
}

static bool take_element(struct cursor *c, const struct json_field *field, void *out) {
    switch (field->type) {
    case JSON_ARRAY: json_spec_clear(field->sub, out); return take_object(c, field->sub, out);
    case JSON_INT_ARRAY: return take_int(c, out);
    case JSON_ENUM_ARRAY: return take_enum(c, field, out);
    case JSON_ID_ARRAY: return take_id(c, out);
    default: return false;
    }
}

static bool take_array(struct cursor *c, const struct json_field *field, void *out) {
    size_t bytes = field->type == JSON_ARRAY ? field->sub->struct_bytes : sizeof(int64_t);
    char *items = NULL;
    size_t n = 0;
    size_t cap = 0;
    if (!take_char(c, '[') || ++c->depth > JSON_DEPTH_MAX ||
        !grow(c->arena, &items, 0, &cap, bytes)) {
        return false;
    }
    if (!take_char(c, ']')) {
        do {
            if (!grow(c->arena, &items, n, &cap, bytes) ||
                !take_element(c, field, items + n * bytes)) {
                return false;
            }
            n++;
        } while (take_char(c, ','));
        if (!take_char(c, ']')) {
            return false;
        }
    }
    c->depth--;
    *(void **)((char *)out + field->offset) = items;
    *(size_t *)((char *)out + field->count_offset) = n;
    return true;
}

static bool take_value(struct cursor *c, const struct json_field *field, void *out) {
    void *at = (char *)out + field->offset;
    if (take_word(c, "null")) {
        return true; // absent, as it is
    }
    switch (field->type) {
    case JSON_INT: return take_int(c, at);
    case JSON_BOOL:
        if (take_word(c, "true")) {
            *(int8_t *)at = 1;
            return true;
        }
        if (take_word(c, "false")) {
            *(int8_t *)at = 0;
            return true;
        }
        return false;
    case JSON_TEXT: return take_text(c, at);
    case JSON_DAY: return take_day(c, at);
    case JSON_ID: return take_id(c, at);
    case JSON_ENUM: return take_enum(c, field, at);
    case JSON_OBJECT: return take_object(c, field->sub, at);
    case JSON_ARRAY:
    case JSON_INT_ARRAY:
    case JSON_ENUM_ARRAY:
    case JSON_ID_ARRAY: return take_array(c, field, out);
    case JSON_REAL:
    case JSON_REAL_ARRAY: return false;
    }
    return false;
}

// A member that the spec has not, as the hashes of an event's texts: an object of strings.
static bool pass_strings(struct cursor *c) {
    struct span names[UNKNOWN_MAX];
    struct span value;
    size_t n = 0;
    if (!take_char(c, '{') || c->depth + 1 > JSON_DEPTH_MAX) {
        return false;
    }
    do {
        if (n == UNKNOWN_MAX || !take_string(c, &names[n]) || !take_char(c, ':') ||
            !take_string(c, &value)) {
            return false;
        }
        for (size_t i = 0; i < n; i++) {
            if (names[i].n == names[n].n && memcmp(names[i].text, names[n].text, names[n].n) == 0) {
                return false;
            }
        }
        n++;
    } while (take_char(c, ','));
    return take_char(c, '}');
}

// Members stand in the spec's order, so the search begins after the last one.
static const struct json_field *find_field(const struct json_spec *spec, const struct span *name,
                                           size_t *from) {
    for (size_t k = 0; k < spec->n_fields; k++) {
        size_t i = *from + k < spec->n_fields ? *from + k : *from + k - spec->n_fields;
        if (is_named(name, spec->fields[i].name)) {
            *from = i + 1;
            return &spec->fields[i];
        }
    }
    return NULL;
}

static bool take_members(struct cursor *c, const struct json_spec *spec, void *out) {
    uint64_t seen = 0;
    bool passed = false;
    size_t from = 0;
    do {
        struct span name;
        if (!take_string(c, &name) || !take_char(c, ':')) {
            return false;
        }
        const struct json_field *field = find_field(spec, &name, &from);
        if (!field) {
            if (passed || !pass_strings(c)) {
                return false;
            }
            passed = true;
            continue;
        }
        uint64_t bit = UINT64_C(1) << (field - spec->fields);
        if (seen & bit || !take_value(c, field, out)) {
            return false;
        }
        seen |= bit;
    } while (take_char(c, ','));
    return true;
}

static bool take_object(struct cursor *c, const struct json_spec *spec, void *out) {
    if (spec->n_fields > MEMBERS_MAX || !take_char(c, '{') || ++c->depth > JSON_DEPTH_MAX) {
        return false;
    }
    if (!take_char(c, '}') && !(take_members(c, spec, out) && take_char(c, '}'))) {
        return false;
    }
    c->depth--;
    return true;
}

bool stored_decode(const struct json_spec *spec, const char *text, size_t n, struct arena *arena,
                   void *out) {
    struct cursor c = {.at = text, .end = text + n, .arena = arena};
    void *fresh = arena_alloc(arena, spec->struct_bytes);
    if (!fresh) {
        return false;
    }
    json_spec_clear(spec, fresh);
    if (!take_object(&c, spec, fresh) || c.at != c.end) {
        return false;
    }
    memcpy(out, fresh, spec->struct_bytes);
    return true;
}
