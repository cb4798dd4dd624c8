// SPDX-License-Identifier: Apache-2.0
// Filling a struct err, and looking codes up in the registry that was made from api/errors.txt.
// What a refusal means and which status it has is the registry's to say.

#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/err_table.h"

// Cuts back to a whole character when the text did not fit, so that a message never ends in broken UTF-8.
static void YK_PRINTF(3, 0) put_text(char *out, size_t size, const char *fmt, va_list args) {
    int want = vsnprintf(out, size, fmt, args);
    if (want < 0) {
        out[0] = '\0';
        return;
    }
    if ((size_t)want < size) {
        return;
    }
    size_t end = size - 1;
    while (end > 0 && ((unsigned char)out[end - 1] & 0xC0) == 0x80) {
        end--;
    }
    if (end > 0 && (unsigned char)out[end - 1] >= 0xC0) {
        unsigned char lead = (unsigned char)out[end - 1];
        size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        size_t have = size - 1 - (end - 1);
        out[have >= need ? size - 1 : end - 1] = '\0';
    }
}

static void YK_PRINTF(3, 4) put_textf(char *out, size_t size, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    put_text(out, size, fmt, args);
    va_end(args);
}

enum yk err_set(struct err *err, enum yk status, enum err_code code, const char *fmt, ...) {
    if (!err) {
        return status;
    }
    err->code = code;
    err->n_items = 0;
    va_list args;
    va_start(args, fmt);
    put_text(err->detail, sizeof err->detail, fmt, args);
    va_end(args);
    return status;
}

enum yk err_add_field(struct err *err, const char *field, enum err_code code,
                      const char *accepted_fmt, ...) {
    if (!err) {
        return YK_REFUSED;
    }
    if (err->code != ERR_INVALID_FIELDS) {
        err->code = ERR_INVALID_FIELDS;
        err->n_items = 0;
        err->detail[0] = '\0';
    }
    if (err->n_items == ERR_ITEMS_MAX) {
        return YK_REFUSED;
    }
    struct err_item *item = &err->items[err->n_items++];
    item->code = code;
    put_textf(item->field, sizeof item->field, "%s", field);
    va_list args;
    va_start(args, accepted_fmt);
    put_text(item->accepted, sizeof item->accepted, accepted_fmt, args);
    va_end(args);
    return YK_REFUSED;
}

static const struct err_entry *entry_of(enum err_code code) {
    return (unsigned)code < ERR_CODE_END ? &err_entries[code] : &err_entries[ERR_INTERNAL];
}

const char *err_word(enum err_code code) {
    return entry_of(code)->word;
}

int err_http_status(enum err_code code) {
    return entry_of(code)->http_status;
}

const char *err_title(enum err_code code, const char *lang) {
    const struct err_entry *entry = entry_of(code);
    return lang && strcmp(lang, "en") == 0 ? entry->en : entry->zh;
}
