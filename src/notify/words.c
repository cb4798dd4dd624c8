// SPDX-License-Identifier: Apache-2.0
// Words of a notice for a reader, and what of an address is shown.
#include "notify/words.h"

#include <string.h>

#include "base/text.h"

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a notice");
}

static const struct json_field body_fields[] = {
    {.name = "zh", .type = JSON_TEXT, .offset = offsetof(struct notice_body, zh)},
    {.name = "en", .type = JSON_TEXT, .offset = offsetof(struct notice_body, en)},
    {.name = "path", .type = JSON_TEXT, .offset = offsetof(struct notice_body, path)},
    {.name = "n",
     .type = JSON_INT,
     .offset = offsetof(struct notice_body, n),
     .flags = JSON_OMIT_ABSENT},
};
static const struct json_spec body_spec = JSON_SPEC("NoticeBody", struct notice_body, body_fields);

enum yk notice_body_read(const char *text, struct arena *arena, struct notice_body *out,
                         struct err *err) {
    struct notice_body body;
    json_spec_clear(&body_spec, &body);
    enum yk status =
        *text ? json_decode_stored(&body_spec, text, strlen(text), arena, &body, err) : YK_OK;
    if (status == YK_OK) {
        *out = body;
    }
    return status;
}

const char *notice_body_text(const struct notice_body *body, struct arena *arena) {
    struct buf buf;
    struct jw jw;
    buf_init(&buf, 1 << 14);
    jw_init(&jw, &buf);
    jw_spec(&jw, &body_spec, body);
    const char *text = buf.failed ? NULL : arena_strndup(arena, buf.data, buf.len);
    buf_done(&buf);
    return text;
}

// "今日工作摘要：已逾期 3，…"
static const char *with_body(const char *text, const struct notice_body *body, bool english,
                             struct arena *arena) {
    const char *more = english ? body->en : body->zh;
    return text && more && *more ? arena_printf(arena, "%s%s%s", text, english ? ": " : "：", more)
                                 : text;
}

enum yk notice_words_of(struct db *db, struct arena *arena, const struct notice_sources *sources,
                        const struct actor *actor, const char *lang, int32_t today,
                        const char *kind_name, int ledger, int64_t object, const char *body,
                        bool titles, struct notice_words *out, struct err *err) {
    bool english = strcmp(lang, "en") == 0;
    const struct notice_kind *kind = notice_find_kind(kind_name);
    if (!kind) { // told by a newer program
        *out = (struct notice_words){.text = kind_name, .todo = ""};
        return YK_OK;
    }
    struct notice_subject subject;
    struct notice_body more;
    enum yk status = notice_body_read(body, arena, &more, err);
    if (status == YK_OK) {
        status = notice_find_subject(db, arena, sources, actor, ledger, object, &subject, err);
    }
    if (status != YK_OK) {
        return status;
    }
    if (!titles) {
        subject.title = NULL;
    }
    struct notice_words words = {.todo = english ? kind->en_todo : kind->zh_todo,
                                 .path = ledger      ? subject.path
                                         : more.path ? more.path
                                                     : "/digest"};
    words.text = with_body(notice_text(kind, &subject, lang, today, arena), &more, english, arena);
    if (!words.text) {
        return no_memory(err);
    }
    *out = words;
    return YK_OK;
}

// ---- addresses ----

enum yk mail_masked_address(struct org_cache *orgs, struct db *db, struct arena *arena,
                            int32_t district, int64_t id, const char **out, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    const char *address = NULL;
    enum yk status = org_cache_get(orgs, db, district, &org, err);
    const struct account *account = status == YK_OK ? org_find_account(org, id) : NULL;
    if (account) {
        status = org_account_email(db, arena, district, account, &address, err);
    }
    if (status != YK_OK) {
        return status;
    }
    const char *masked = address ? text_mask_email(arena, address) : NULL;
    if (address && !masked) {
        return no_memory(err);
    }
    *out = masked;
    return YK_OK;
}
