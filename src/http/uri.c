// SPDX-License-Identifier: Apache-2.0
// Percent-decoding and the query by spec. See uri.h for what is refused.

#include "http/uri.h"

#include <string.h>

#include "base/text.h"

static int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Into out, which has room for n + 1 bytes. False when an escape is broken or the result is no clean UTF-8.
static bool percent_decode(const char *text, size_t n, bool plus_is_space, char *out) {
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        if (c == '%') {
            int high = n - i > 2 ? hex_value(text[i + 1]) : -1;
            int low = n - i > 2 ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return false;
            }
            c = (char)(high << 4 | low);
            i += 2;
            if (c == '\r') {
                c = '\n'; // the one control character that forms send and text may not hold
            }
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        out[len++] = c;
    }
    out[len] = '\0';
    return text_is_clean(out, len);
}

static enum yk broken(struct err *err) {
    return err_set(err, YK_REFUSED, ERR_NO_ROUTE, "");
}

// "http://host/path" → "/path": servers must take the absolute form.
static const char *after_authority(const char *raw) {
    const char *scheme = strstr(raw, "://");
    if (*raw == '/' || !scheme) {
        return raw;
    }
    const char *slash = strchr(scheme + 3, '/');
    return slash ? slash : "/";
}

enum yk uri_parse(struct arena *arena, const char *raw, struct uri *out, struct err *err) {
    struct uri uri = {.query = ""};
    const char *target = after_authority(raw);
    size_t path_n = strcspn(target, "?#");
    const char *mark = target + path_n;
    if (*mark == '?') {
        uri.query = arena_strndup(arena, mark + 1, strcspn(mark + 1, "#"));
    }
    char *path = arena_alloc(arena, path_n + 1);
    char *parts = arena_alloc(arena, path_n + 1);
    if (!path || !parts || !uri.query) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory for an address");
    }
    if (strncmp(target, "*", path_n) == 0 && path_n == 1) {
        uri.path = "*";
        *out = uri;
        return YK_OK;
    }
    if (*target != '/' || !percent_decode(target, path_n, false, path)) {
        return broken(err);
    }
    uri.path = path;
    for (size_t from = 1; from < path_n || (from == path_n && path_n > 1);) {
        size_t n = strcspn(target + from, "/?#");
        if (uri.n_segments == URI_SEGMENTS_MAX || !percent_decode(target + from, n, false, parts)) {
            return broken(err);
        }
        uri.segments[uri.n_segments++] = parts;
        parts += strlen(parts) + 1;
        from += n + 1;
    }
    *out = uri;
    return YK_OK;
}

static const struct json_field *field_named(const struct json_spec *spec, const char *name,
                                            size_t *out_index) {
    for (size_t i = 0; spec && i < spec->n_fields; i++) {
        if (strcmp(spec->fields[i].name, name) == 0) {
            *out_index = i;
            return &spec->fields[i];
        }
    }
    return NULL;
}

struct query {
    const struct json_spec *spec;
    struct arena *arena;
    void *out;
    uint64_t seen; // bit per field of the spec
    bool refused;
};

static enum yk take_pair(struct query *q, const char *pair, size_t n, struct err *err) {
    size_t name_n = strcspn(pair, "=&");
    const char *raw_value = name_n < n ? pair + name_n + 1 : "";
    size_t value_n = name_n < n ? n - name_n - 1 : 0;
    char *name = arena_alloc(q->arena, name_n + 1);
    char *value = arena_alloc(q->arena, value_n + 1);
    if (!name || !value) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory for a query");
    }
    size_t index = 0;
    if (!percent_decode(pair, name_n, true, name)) {
        err_add_field(err, "?", ERR_BAD_TEXT, "UTF-8");
        q->refused = true;
        return YK_OK;
    }
    const struct json_field *field = field_named(q->spec, name, &index);
    if (!field || q->seen >> index & 1) {
        err_add_field(err, name, ERR_UNKNOWN_FIELD, "");
        q->refused = true;
        return YK_OK;
    }
    q->seen |= UINT64_C(1) << index;
    if (!percent_decode(raw_value, value_n, true, value)) {
        err_add_field(err, name, ERR_BAD_TEXT, "UTF-8");
        q->refused = true;
        return YK_OK;
    }
    enum yk status = json_decode_param(field, value, q->arena, q->out, err);
    q->refused |= status == YK_REFUSED;
    return status == YK_NOMEM ? status : YK_OK;
}

static void require_fields(struct query *q, struct err *err) {
    for (size_t i = 0; q->spec && i < q->spec->n_fields; i++) {
        const struct json_field *field = &q->spec->fields[i];
        if (field->flags & JSON_REQUIRED && !(q->seen >> i & 1)) {
            err_add_field(err, field->name, ERR_REQUIRED, "");
            q->refused = true;
        }
    }
}

enum yk uri_query_decode(const struct json_spec *spec, const char *query, struct arena *arena,
                         void *out, struct err *err) {
    struct query q = {.spec = spec, .arena = arena};
    if (spec) {
        q.out = arena_alloc(arena, spec->struct_bytes);
        if (!q.out) {
            return err_set(err, YK_NOMEM, ERR_BUSY, "no memory for a query");
        }
        json_spec_clear(spec, q.out);
    }
    for (const char *at = query; *at;) {
        size_t n = strcspn(at, "&");
        if (n) {
            enum yk status = take_pair(&q, at, n, err);
            if (status != YK_OK) {
                return status;
            }
        }
        at += n + (at[n] == '&');
    }
    require_fields(&q, err);
    if (q.refused) {
        if (err) {
            err->code = ERR_BAD_QUERY; // the items stay
        }
        return YK_REFUSED;
    }
    if (spec) {
        memcpy(out, q.out, spec->struct_bytes);
    }
    return YK_OK;
}
