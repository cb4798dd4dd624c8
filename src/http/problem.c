// SPDX-License-Identifier: Apache-2.0
// The one place where an outcome becomes a document that people and programs read.

#include "http/problem.h"

#include <string.h>

#include "json/json.h"

bool problem_is_ours(enum yk status) {
    return status == YK_FAILED || status == YK_LOST || status == YK_UNCERTAIN || status == YK_NOMEM;
}

enum err_code problem_code(enum yk status, const struct err *err) {
    enum err_code own = err ? err->code : ERR_NONE;
    bool server_side = own != ERR_NONE && err_http_status(own) >= 500;
    switch (status) {
    case YK_OK: return ERR_NONE;
    case YK_REFUSED: return own ? own : ERR_INTERNAL;
    case YK_NOT_FOUND: return own ? own : ERR_NOT_FOUND;
    case YK_CONFLICT: return own ? own : ERR_CONFLICT;
    case YK_RETRY:
    case YK_LOST:
    case YK_UNCERTAIN:
    case YK_NOMEM: return server_side && own != ERR_INTERNAL ? own : ERR_BUSY;
    case YK_FAILED: break;
    }
    return server_side ? own : ERR_INTERNAL;
}

static void put_items(struct jw *jw, const struct err *err, const char *lang) {
    jw_key(jw, "errors");
    jw_array(jw);
    for (unsigned i = 0; i < err->n_items; i++) {
        const struct err_item *item = &err->items[i];
        jw_object(jw);
        jw_key(jw, "field");
        jw_text(jw, item->field);
        jw_key(jw, "code");
        jw_text(jw, err_word(item->code));
        jw_key(jw, "message");
        jw_text(jw, err_title(item->code, lang));
        if (item->accepted[0]) {
            jw_key(jw, "accepted");
            jw_text(jw, item->accepted);
        }
        jw_object_end(jw);
    }
    jw_array_end(jw);
}

void problem_write(struct buf *out, enum yk status, const struct err *err, const char *lang,
                   const char *request_id, const char *members) {
    enum err_code code = problem_code(status, err);
    char type[96];
    struct jw jw;
    snprintf(type, sizeof type, "urn:yikou:problem:%s", err_word(code));
    jw_init(&jw, out);
    jw_object(&jw);
    jw_key(&jw, "type");
    jw_text(&jw, type);
    jw_key(&jw, "title");
    jw_text(&jw, err_title(code, lang));
    jw_key(&jw, "status");
    jw_i64(&jw, err_http_status(code));
    jw_key(&jw, "code");
    jw_text(&jw, err_word(code));
    if (err && err->code == code && err->detail[0] && err_http_status(code) < 500) {
        jw_key(&jw, "detail");
        jw_text(&jw, err->detail);
    }
    jw_key(&jw, "request_id");
    jw_text(&jw, request_id);
    if (err && err->code == code && err->n_items) {
        put_items(&jw, err, lang);
    }
    if (members) {
        buf_add_char(out, ',');
        buf_add_text(out, members);
    }
    jw_object_end(&jw);
}
