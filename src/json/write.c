// SPDX-License-Identifier: Apache-2.0
// The streaming writer, on the hot path of every reply: each call reserves room once and fills it in place. It puts
// commas and escapes; what is written, and in which order, is the caller's or the spec's business.

#include "json/json.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

enum { NUMBER_BYTES = 24 };

void jw_init(struct jw *jw, struct buf *buf) {
    *jw = (struct jw){.buf = buf};
    jw->first[0] = true;
}

// Room for n bytes and a comma; the comma, if one is due, is written. NULL when the buffer failed.
static char *begin_value(struct jw *jw, size_t n) {
    if (!buf_reserve(jw->buf, n + 1)) {
        jw->after_key = false;
        jw->first[jw->depth] = false;
        return NULL;
    }
    char *out = jw->buf->data + jw->buf->len;
    if (jw->after_key) {
        jw->after_key = false;
    } else if (jw->first[jw->depth]) {
        jw->first[jw->depth] = false;
    } else {
        *out++ = ',';
    }
    return out;
}

static void end_value(struct jw *jw, char *end) {
    *end = '\0';
    jw->buf->len = (size_t)(end - jw->buf->data);
}

static void put_literal(struct jw *jw, const char *text, size_t n) {
    char *out = begin_value(jw, n);
    if (out) {
        memcpy(out, text, n);
        end_value(jw, out + n);
    }
}

static void open_level(struct jw *jw, const char *bracket) {
    put_literal(jw, bracket, 1);
    assert(jw->depth + 1 < JSON_DEPTH_MAX);
    jw->first[++jw->depth] = true;
}

static void close_level(struct jw *jw, char bracket) {
    assert(jw->depth > 0 && !jw->after_key);
    jw->depth--;
    buf_add_char(jw->buf, bracket);
}

void jw_object(struct jw *jw) {
    open_level(jw, "{");
}

void jw_object_end(struct jw *jw) {
    close_level(jw, '}');
}

void jw_array(struct jw *jw) {
    open_level(jw, "[");
}

void jw_array_end(struct jw *jw) {
    close_level(jw, ']');
}

void jw_key(struct jw *jw, const char *key) {
    assert(!jw->after_key);
    size_t n = strlen(key);
    char *out = begin_value(jw, n + 3);
    if (out) {
        *out++ = '"';
        memcpy(out, key, n);
        memcpy(out + n, "\":", 2);
        end_value(jw, out + n + 2);
    }
    jw->after_key = true;
}

void jw_null(struct jw *jw) {
    put_literal(jw, "null", 4);
}

void jw_bool(struct jw *jw, bool value) {
    if (value) {
        put_literal(jw, "true", 4);
    } else {
        put_literal(jw, "false", 5);
    }
}

void jw_i64(struct jw *jw, int64_t value) {
    char *out = begin_value(jw, NUMBER_BYTES);
    if (!out) {
        return;
    }
    char digits[NUMBER_BYTES];
    char *at = digits + sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0) {
        *--at = '-';
    }
    size_t n = (size_t)(digits + sizeof digits - at);
    memcpy(out, at, n);
    end_value(jw, out + n);
}

// A number that has so few decimals anyway, as figures are: printed as its digits, without the library's long way. False: the long way.
static bool put_short_real(struct jw *jw, double value, int decimals) {
    static const double scales[] = {1, 10, 100, 1000};
    static const double scaled_max = 1e12, nearly = 1e-4;
    if (decimals < 0 || decimals > 3 || !(fabs(value) * scales[decimals] < scaled_max)) {
        return false;
    }
    double scaled = fabs(value) * scales[decimals];
    int64_t rest = (int64_t)(scaled + 0.5);
    if (fabs(scaled - (double)rest) > nearly) {
        return false;
    }
    char text[NUMBER_BYTES];
    char *at = text + sizeof text;
    bool minus = value < 0 && rest != 0;
    for (; decimals > 0 && rest % 10 == 0; decimals--) {
        rest /= 10;
    }
    for (int i = 0; i < decimals; i++) {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    }
    if (decimals > 0) {
        *--at = '.';
    }
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (minus) {
        *--at = '-';
    }
    put_literal(jw, at, (size_t)(text + sizeof text - at));
    return true;
}

void jw_real(struct jw *jw, double value, int decimals) {
    enum { REAL_BYTES = 352 }; // the longest double in %f has 309 digits before the point
    if (!isfinite(value)) {
        jw_null(jw);
        return;
    }
    if (put_short_real(jw, value, decimals)) {
        return;
    }
    char text[REAL_BYTES];
    int n = snprintf(text, sizeof text, "%.*f",
                     decimals < 0    ? 0
                     : decimals > 17 ? 17
                                     : decimals,
                     value);
    if (strchr(text, '.')) {
        while (text[n - 1] == '0') {
            n--;
        }
        n -= text[n - 1] == '.';
    }
    bool minus_zero = n == 2 && text[0] == '-' && text[1] == '0';
    put_literal(jw, text + minus_zero, (size_t)(n - minus_zero));
}

// What follows the backslash; 'u' for \u00XX; 0 for bytes that stand for themselves.
static const char escapes[256] = {
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'b',         't',           'n',          'u',
    'f', 'r', 'u', 'u', 'u', 'u', 'u', 'u', 'u',         'u',           'u',          'u',
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', ['"'] = '"', ['\\'] = '\\', [0x7F] = 'u',
};

static char *put_escaped(char *out, const unsigned char *text, size_t n) {
    static const char hex[] = "0123456789abcdef";
    size_t from = 0;
    for (size_t i = 0; i < n; i++) {
        char escape = escapes[text[i]];
        if (!escape) {
            continue;
        }
        memcpy(out, text + from, i - from);
        out += i - from;
        from = i + 1;
        *out++ = '\\';
        *out++ = escape;
        if (escape == 'u') {
            memcpy(out, "00", 2);
            out[2] = hex[text[i] >> 4];
            out[3] = hex[text[i] & 15];
            out += 4;
        }
    }
    memcpy(out, text + from, n - from);
    return out + (n - from);
}

// Whether any of eight bytes must be escaped: below space, a quote, a backslash or DEL. (x - 0x01…) & ~x & 0x80…
// marks the zero bytes of x.
static bool any_escape(uint64_t word) {
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones * 0x80;
    uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\', del = word ^ ones * 0x7F;
    uint64_t found = ((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) |
                     ((slash - ones) & ~slash) | ((del - ones) & ~del);
    return found & highs;
}

// How much longer escaping makes the text; texts need none as a rule, so that is what is quick.
static size_t escaped_extra(const unsigned char *text, size_t n) {
    size_t extra = 0;
    for (size_t i = 0; i < n;) {
        uint64_t word;
        if (n - i >= sizeof word) {
            memcpy(&word, text + i, sizeof word);
            if (!any_escape(word)) {
                i += sizeof word;
                continue;
            }
        }
        char escape = escapes[text[i++]];
        if (escape) {
            extra += escape == 'u' ? 5 : 1;
        }
    }
    return extra;
}

void jw_text(struct jw *jw, const char *text) {
    if (!text) {
        jw_null(jw);
        return;
    }
    const unsigned char *bytes = (const unsigned char *)text;
    size_t n = strlen(text), extra = escaped_extra(bytes, n);
    char *out = begin_value(jw, n + extra + 2);
    if (!out) {
        return;
    }
    *out++ = '"';
    if (extra) {
        out = put_escaped(out, bytes, n);
    } else {
        memcpy(out, text, n);
        out += n;
    }
    *out++ = '"';
    end_value(jw, out);
}

static void put_quoted(struct jw *jw, const char *text, size_t n) {
    char *out = begin_value(jw, n + 2);
    if (out) {
        *out++ = '"';
        memcpy(out, text, n);
        out[n] = '"';
        end_value(jw, out + n + 1);
    }
}

void jw_id(struct jw *jw, int64_t id) {
    if (id == 0) {
        jw_null(jw);
        return;
    }
    char text[ID_TEXT_BYTES];
    id_format(id, text);
    put_quoted(jw, text, sizeof text - 1);
}

void jw_day(struct jw *jw, int32_t day) {
    char text[DAY_TEXT_BYTES];
    day_format(day, text);
    if (day == DAY_NONE || !*text) {
        jw_null(jw);
        return;
    }
    put_quoted(jw, text, sizeof text - 1);
}

void jw_time(struct jw *jw, int64_t time_us) {
    char text[TIME_TEXT_BYTES];
    time_format(time_us, text);
    if (!*text) {
        jw_null(jw);
        return;
    }
    put_quoted(jw, text, sizeof text - 1);
}

void jw_raw(struct jw *jw, const char *json, size_t n) {
    put_literal(jw, json, n);
}

static const void *at_offset(const void *value, size_t offset) {
    return (const char *)value + offset;
}

static size_t count_of(const struct json_field *field, const void *value) {
    return *(const size_t *)at_offset(value, field->count_offset);
}

static bool is_absent(const struct json_field *field, const void *value);

static bool is_all_absent(const struct json_spec *spec, const void *value) {
    for (size_t i = 0; i < spec->n_fields; i++) {
        if (!is_absent(&spec->fields[i], value)) {
            return false;
        }
    }
    return true;
}

static bool is_absent(const struct json_field *field, const void *value) {
    const void *at = at_offset(value, field->offset);
    switch (field->type) {
    case JSON_INT:
    case JSON_ENUM: return *(const int64_t *)at == JSON_ABSENT_INT;
    case JSON_BOOL: return *(const int8_t *)at < 0;
    case JSON_DAY: return *(const int32_t *)at == DAY_NONE;
    case JSON_ID: return *(const int64_t *)at == 0;
    case JSON_REAL: return !isfinite(*(const double *)at);
    case JSON_OBJECT: return is_all_absent(field->sub, at);
    case JSON_TEXT:
    case JSON_ARRAY:
    case JSON_INT_ARRAY:
    case JSON_ENUM_ARRAY:
    case JSON_ID_ARRAY:
    case JSON_REAL_ARRAY: return *(const void *const *)at == NULL;
    }
    return true;
}

enum { REAL_DECIMALS = 15 };

static void put_elements(struct jw *jw, const struct json_field *field, const void *value) {
    const char *items = *(const char *const *)at_offset(value, field->offset);
    size_t n = count_of(field, value);
    jw_array(jw);
    for (size_t i = 0; i < n; i++) {
        switch (field->type) {
        case JSON_ARRAY: jw_spec(jw, field->sub, items + i * field->sub->struct_bytes); break;
        case JSON_INT_ARRAY: jw_i64(jw, ((const int64_t *)(const void *)items)[i]); break;
        case JSON_ENUM_ARRAY:
            jw_text(jw, json_word_of(field->words, ((const int64_t *)(const void *)items)[i]));
            break;
        case JSON_REAL_ARRAY:
            jw_real(jw, ((const double *)(const void *)items)[i], REAL_DECIMALS);
            break;
        default: jw_id(jw, ((const int64_t *)(const void *)items)[i]); break;
        }
    }
    jw_array_end(jw);
}

static void put_field(struct jw *jw, const struct json_field *field, const void *value) {
    const void *at = at_offset(value, field->offset);
    switch (field->type) {
    case JSON_INT: jw_i64(jw, *(const int64_t *)at); break;
    case JSON_BOOL: jw_bool(jw, *(const int8_t *)at > 0); break;
    case JSON_TEXT: jw_text(jw, *(const char *const *)at); break;
    case JSON_DAY: jw_day(jw, *(const int32_t *)at); break;
    case JSON_ID: jw_id(jw, *(const int64_t *)at); break;
    case JSON_ENUM: jw_text(jw, json_word_of(field->words, *(const int64_t *)at)); break;
    case JSON_REAL: jw_real(jw, *(const double *)at, REAL_DECIMALS); break;
    case JSON_OBJECT: jw_spec(jw, field->sub, at); break;
    default: put_elements(jw, field, value); break;
    }
}

void jw_spec_members(struct jw *jw, const struct json_spec *spec, const void *value) {
    for (size_t i = 0; i < spec->n_fields; i++) {
        const struct json_field *field = &spec->fields[i];
        bool absent = is_absent(field, value);
        if (absent && field->flags & JSON_OMIT_ABSENT) {
            continue;
        }
        jw_key(jw, field->name);
        if (absent) {
            jw_null(jw);
        } else {
            put_field(jw, field, value);
        }
    }
}

void jw_spec(struct jw *jw, const struct json_spec *spec, const void *value) {
    jw_object(jw);
    jw_spec_members(jw, spec, value);
    jw_object_end(jw);
}
