// SPDX-License-Identifier: Apache-2.0
// Words of a notice for a reader, and what of an address is shown.
#include "notify/words.h"

#include <string.h>

#include "base/text.h"

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a notice");
}

struct both {
    const char *zh, *en;
};
static const struct json_field both_fields[] = {
    {.name = "zh", .type = JSON_TEXT, .offset = offsetof(struct both, zh)},
    {.name = "en", .type = JSON_TEXT, .offset = offsetof(struct both, en)},
};
static const struct json_spec both_spec = JSON_SPEC("NoticeBody", struct both, both_fields);

// "今日工作摘要：已逾期 3，…"
static enum yk add_body(const char *text, const char *body, bool english, struct arena *arena,
                        const char **out, struct err *err) {
    struct both both;
    if (!*body) {
        *out = text;
        return YK_OK;
    }
    enum yk status = json_decode_stored(&both_spec, body, strlen(body), arena, &both, err);
    if (status == YK_OK) {
        const char *more = english ? both.en : both.zh;
        *out = arena_printf(arena, "%s%s%s", text, english ? ": " : "：", more ? more : "");
        status = *out ? YK_OK : no_memory(err);
    }
    return status;
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
    enum yk status = notice_find_subject(db, arena, sources, actor, ledger, object, &subject, err);
    if (status != YK_OK) {
        return status;
    }
    if (!titles) {
        subject.title = NULL;
    }
    struct notice_words words = {.todo = english ? kind->en_todo : kind->zh_todo,
                                 .path = ledger ? subject.path : "/digest"};
    words.text = notice_text(kind, &subject, lang, today, arena);
    status =
        words.text ? add_body(words.text, body, english, arena, &words.text, err) : no_memory(err);
    if (status == YK_OK) {
        *out = words;
    }
    return status;
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
