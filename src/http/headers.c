// SPDX-License-Identifier: Apache-2.0
// Reading headers as RFC 9110 writes them, as far as the server needs.

#include "http/headers.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "http/route.h"

// One element of a comma list: its word, and its quality in thousandths.
struct element {
    const char *word;
    size_t n;
    int quality;
};

static size_t skip_space(const char *text) {
    return strspn(text, " \t");
}

// "0.8" → 800. What is no quality counts as 1000, as if it were not there.
static int parse_quality(const char *text) {
    int value = 0, unit = 1000;
    if (*text != '0' && *text != '1') {
        return 1000;
    }
    value = (*text++ - '0') * unit;
    if (*text == '.') {
        text++;
        while (unit > 1 && *text >= '0' && *text <= '9') {
            unit /= 10;
            value += (*text++ - '0') * unit;
        }
    }
    return value > 1000 ? 1000 : value;
}

static bool next_element(const char **at, struct element *out) {
    *at += strspn(*at, " \t,");
    if (!**at) {
        return false;
    }
    out->word = *at;
    out->n = strcspn(*at, " \t,;");
    out->quality = 1000;
    *at += out->n;
    size_t rest = strcspn(*at, ",");
    for (size_t i = 0; i + 1 < rest; i++) {
        const char *from = *at + i;
        if (*from == ';') {
            from += 1 + skip_space(from + 1);
            if ((*from == 'q' || *from == 'Q') && from[1] == '=') {
                out->quality = parse_quality(from + 2);
            }
        }
    }
    *at += rest;
    return true;
}

static bool is_language(const struct element *e, const char *lang) {
    return e->n >= 2 && strncasecmp(e->word, lang, 2) == 0 && (e->n == 2 || e->word[2] == '-');
}

const char *header_language(const char *accept_language) {
    int zh = 0, en = 0;
    struct element e;
    for (const char *at = accept_language ? accept_language : ""; next_element(&at, &e);) {
        if (is_language(&e, "zh") && e.quality > zh) {
            zh = e.quality;
        } else if (is_language(&e, "en") && e.quality > en) {
            en = e.quality;
        }
    }
    return en > zh ? "en" : "zh";
}

char *header_cookie(struct arena *arena, const char *cookie, const char *name) {
    size_t name_n = strlen(name);
    for (const char *at = cookie; at && *at;) {
        at += strspn(at, " \t;");
        size_t n = strcspn(at, ";");
        if (n > name_n + 1 && strncmp(at, name, name_n) == 0 && at[name_n] == '=') {
            const char *value = at + name_n + 1;
            size_t value_n = strcspn(value, "; \t");
            return value_n ? arena_strndup(arena, value, value_n) : NULL;
        }
        at += n;
    }
    return NULL;
}

bool header_is_json(const char *content_type) {
    static const char json[] = "application/json";
    if (!content_type || strncasecmp(content_type, json, sizeof json - 1) != 0) {
        return false;
    }
    const char *at = content_type + sizeof json - 1;
    at += skip_space(at);
    if (!*at) {
        return true;
    }
    if (*at != ';') {
        return false;
    }
    at += 1 + skip_space(at + 1);
    return !*at || strcasecmp(at, "charset=utf-8") == 0 || strcasecmp(at, "charset=\"utf-8\"") == 0;
}

bool header_accepts_gzip(const char *accept_encoding) {
    struct element e;
    for (const char *at = accept_encoding ? accept_encoding : ""; next_element(&at, &e);) {
        bool gzip =
            (e.n == 4 && strncasecmp(e.word, "gzip", 4) == 0) || (e.n == 1 && *e.word == '*');
        if (gzip) {
            return e.quality > 0;
        }
    }
    return false;
}

bool header_names_etag(const char *if_none_match, const char *etag) {
    size_t etag_n = strlen(etag);
    for (const char *at = if_none_match; at && *at;) {
        at += strspn(at, " \t,");
        if (strcmp(at, "*") == 0) {
            return true;
        }
        if (strncmp(at, "W/", 2) == 0) {
            at += 2;
        }
        if (strncmp(at, etag, etag_n) == 0) {
            return true;
        }
        at += strcspn(at, ",");
    }
    return false;
}

bool header_is_idempotency_key(const char *key) {
    size_t n = key ? strlen(key) : 0;
    if (n == 0 || n > IDEMPOTENCY_KEY_MAX_BYTES) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (key[i] <= ' ' || key[i] > '~') {
            return false;
        }
    }
    return true;
}
