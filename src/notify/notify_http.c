// SPDX-License-Identifier: Apache-2.0
// The bell and its page, settings, the digest as it stands now. Everything here is the asker's own; words are made at reading, so a matter that one may not see any
// more is named by its number only.
#include "notify/notify_http.h"

#include <string.h>

#include "app/app.h"
#include "base/text.h"
#include "notify/digest.h"
#include "notify/mail.h"
#include "notify/notify_store.h"
#include "notify/words.h"

enum { PAGE_DEFAULT = 30, UNREAD_MAX = 1000 };

// ---- the list ----

enum { LIST_ALL = 1, LIST_UNREAD };
static const struct json_word list_words[] = {
    {"all", LIST_ALL}, {"unread", LIST_UNREAD}, {NULL, 0}};
struct notice_params {
    int64_t list, cursor, limit;
};
static const struct json_field params_fields[] = {
    {.name = "list",
     .type = JSON_ENUM,
     .offset = offsetof(struct notice_params, list),
     .words = list_words},
    {.name = "cursor", .type = JSON_ID, .offset = offsetof(struct notice_params, cursor)},
    {.name = "limit",
     .type = JSON_INT,
     .offset = offsetof(struct notice_params, limit),
     .min = 1,
     .max = 100},
};
static const struct json_spec params_spec =
    JSON_SPEC("notice_query", struct notice_params, params_fields);

static bool is_english(const struct request *rq) {
    return strcmp(rq->lang, "en") == 0;
}

static enum yk write_notice(struct request *rq, const struct notice_row *row, struct err *err) {
    struct notice_words words;
    struct jw *jw = rq->json;
    enum yk status =
        notice_words_of(rq->db, rq->arena, rq->app->notices, rq->actor, rq->lang, rq->today,
                        row->kind, row->ledger, row->object, row->body, true, &words, err);
    if (status != YK_OK) {
        return status;
    }
    const struct ledger *ledger = ledger_by_code(rq->app->ledgers, row->ledger);
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, row->id);
    jw_key(jw, "kind");
    jw_text(jw, row->kind);
    jw_key(jw, "text");
    jw_text(jw, words.text);
    jw_key(jw, "todo");
    jw_text(jw, words.todo);
    jw_key(jw, "path");
    jw_text(jw, words.path);
    jw_key(jw, "ledger");
    jw_text(jw, ledger ? ledger->name : NULL);
    jw_key(jw, "object");
    jw_id(jw, row->object);
    jw_key(jw, "at");
    jw_time(jw, row->at);
    jw_key(jw, "read_at");
    jw_time(jw, row->read_at);
    jw_object_end(jw);
    return YK_OK;
}

static enum yk write_unread(struct request *rq, struct err *err) {
    int64_t n = 0;
    enum yk status = notify_store_count(rq->db, rq->actor->scope.district, rq->actor->account,
                                        UNREAD_MAX + 1, &n, err);
    if (status == YK_OK) {
        jw_key(rq->json, "unread");
        jw_i64(rq->json, n > UNREAD_MAX ? UNREAD_MAX : n);
    }
    return status;
}

static enum yk get_notices(struct request *rq, struct err *err) {
    const struct notice_params *params = rq->query;
    int limit = params->limit == JSON_ABSENT_INT ? PAGE_DEFAULT : (int)params->limit;
    struct notice_row *notices = NULL;
    size_t n = 0;
    enum yk status =
        notify_store_list(rq->db, rq->arena, rq->actor->scope.district, rq->actor->account,
                          params->list == LIST_UNREAD, params->cursor ? params->cursor : INT64_MAX,
                          limit + 1, &notices, &n, err);
    bool more = n > (size_t)limit;
    n -= more;
    jw_object(rq->json);
    jw_key(rq->json, "items");
    jw_array(rq->json);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        status = write_notice(rq, &notices[i], err);
    }
    jw_array_end(rq->json);
    jw_key(rq->json, "next_cursor");
    jw_id(rq->json, more ? notices[n - 1].id : 0);
    if (status == YK_OK) {
        status = write_unread(rq, err);
    }
    jw_object_end(rq->json);
    return status;
}

static enum yk get_count(struct request *rq, struct err *err) {
    jw_object(rq->json);
    enum yk status = write_unread(rq, err);
    jw_object_end(rq->json);
    return status;
}

static enum yk post_read(struct request *rq, struct err *err) {
    enum yk status = notify_store_read(rq->db, rq->actor->scope.district, rq->actor->account,
                                       rq->id[0], rq->now_us, err);
    return status == YK_OK ? get_count(rq, err) : status;
}

struct upto {
    int64_t upto;
};
static const struct json_field upto_fields[] = {{.name = "upto",
                                                 .type = JSON_ID,
                                                 .flags = JSON_REQUIRED,
                                                 .offset = offsetof(struct upto, upto)}};
static const struct json_spec upto_spec = JSON_SPEC("NoticesRead", struct upto, upto_fields);

// Up to the latest that the reader has seen: what came meanwhile stays unread.
static enum yk post_read_all(struct request *rq, struct err *err) {
    const struct upto *body = rq->body;
    enum yk status = notify_store_read_all(rq->db, rq->actor->scope.district, rq->actor->account,
                                           body->upto, rq->now_us, err);
    return status == YK_OK ? get_count(rq, err) : status;
}

// ---- settings ----

static enum yk my_settings(struct request *rq, struct notice_settings *out, struct err *err) {
    enum yk status = notify_store_settings(rq->db, rq->arena, rq->actor->scope.district,
                                           rq->actor->account, out, err);
    if (status == YK_NOT_FOUND) {
        *out = notice_settings_default(rq->actor->roles);
        status = YK_OK;
    }
    return status;
}

static void write_kind(struct request *rq, const struct notice_kind *kind,
                       const struct notice_settings *settings) {
    struct jw *jw = rq->json;
    unsigned ways = notice_ways(settings, kind, rq->actor->roles);
    size_t n;
    const struct channel_row *channels = channel_rows(&n);
    jw_object(jw);
    jw_key(jw, "kind");
    jw_text(jw, kind->name);
    jw_key(jw, "title");
    jw_text(jw, is_english(rq) ? kind->en_name : kind->zh_name);
    for (size_t i = 0; i < n; i++) {
        jw_key(jw, channels[i].word);
        jw_bool(jw, ways & channels[i].code);
    }
    jw_object_end(jw);
}

static void write_kinds(struct request *rq, const struct notice_settings *settings) {
    size_t n;
    const struct notice_kind *kinds = notice_kinds(&n);
    jw_key(rq->json, "kinds");
    jw_array(rq->json);
    for (size_t i = 0; i < n; i++) {
        if (notice_concerns(&kinds[i], rq->actor->roles)) {
            write_kind(rq, &kinds[i], settings);
        }
    }
    jw_array_end(rq->json);
}

static enum yk write_settings(struct request *rq, struct err *err) {
    struct jw *jw = rq->json;
    struct notice_settings settings;
    const char *email = NULL;
    enum yk status = my_settings(rq, &settings, err);
    if (status == YK_OK) {
        status = mail_masked_address(rq->app->orgs, rq->db, rq->arena, rq->actor->scope.district,
                                     rq->actor->account, &email, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(jw);
    jw_key(jw, "digest");
    jw_bool(jw, settings.digest == 1);
    jw_key(jw, "digest_min");
    jw_i64(jw, settings.digest_min);
    jw_key(jw, "digest_mail");
    jw_bool(jw, settings.digest_mail == 1);
    jw_key(jw, "quiet_from_min");
    jw_i64(jw, settings.quiet_from_min);
    jw_key(jw, "quiet_to_min");
    jw_i64(jw, settings.quiet_to_min);
    jw_key(jw, "lang");
    jw_text(jw, settings.lang);
    jw_key(jw, "email");
    jw_text(jw, email);
    jw_key(jw, "mail_ready");
    jw_bool(jw, rq->app->mail != NULL);
    write_kinds(rq, &settings);
    jw_object_end(jw);
    return YK_OK;
}

static enum yk get_settings(struct request *rq, struct err *err) {
    return write_settings(rq, err);
}

// A kind that one's roles are never sent is a mistake as much as one that nobody knows: what was chosen for it would never come to anything.
static enum yk check_settings(const struct notice_settings *settings, uint32_t roles,
                              struct err *err) {
    enum yk status = YK_OK;
    if (strcmp(settings->lang, "zh") != 0 && strcmp(settings->lang, "en") != 0) {
        status = err_add_field(err, "lang", ERR_UNKNOWN_VALUE, "zh, en");
    }
    for (size_t i = 0; i < settings->n_kinds; i++) {
        const struct notice_kind *kind = notice_find_kind(settings->kinds[i].kind);
        if (!kind || !notice_concerns(kind, roles)) {
            char field[ERR_FIELD_BYTES];
            snprintf(field, sizeof field, "kinds.%zu.kind", i);
            status = err_add_field(err, field, ERR_UNKNOWN_VALUE, "GET /my/notice-settings");
        }
    }
    return status;
}

static enum yk put_settings(struct request *rq, struct err *err) {
    const struct notice_settings *settings = rq->body;
    struct log_tx tx = log_tx_of(rq);
    enum yk status = check_settings(settings, rq->actor->roles, err);
    if (status == YK_OK) {
        status = notify_store_put_settings(rq->db, rq->arena, tx.district, rq->actor->account,
                                           settings, err);
    }
    if (status == YK_OK) {
        status = digest_schedule(&tx, rq->actor->account, settings, err);
    }
    return status == YK_OK ? write_settings(rq, err) : status;
}

// ---- the digest as of now ----

static void write_digest(struct request *rq, const struct digest *digest) {
    struct jw *jw = rq->json;
    jw_key(jw, "lines");
    jw_array(jw);
    for (size_t i = 0; i < digest->n_lines; i++) {
        const struct digest_line *line = &digest->lines[i];
        jw_object(jw);
        jw_key(jw, "key");
        jw_text(jw, line->key);
        jw_key(jw, "title");
        jw_text(jw, is_english(rq) ? line->en : line->zh);
        jw_key(jw, "n");
        jw_i64(jw, line->n);
        jw_key(jw, "exact");
        jw_bool(jw, line->exact);
        jw_key(jw, "path");
        jw_text(jw, line->path);
        jw_object_end(jw);
    }
    jw_array_end(jw);
}

static void write_sums(struct request *rq, const struct digest *digest) {
    struct jw *jw = rq->json;
    jw_key(jw, "kinds");
    jw_array(jw);
    for (size_t i = 0; i < digest->n_sums; i++) {
        const struct notice_kind *kind = notice_find_kind(digest->sums[i].kind);
        if (kind) {
            jw_object(jw);
            jw_key(jw, "kind");
            jw_text(jw, kind->name);
            jw_key(jw, "title");
            jw_text(jw, is_english(rq) ? kind->en_name : kind->zh_name);
            jw_key(jw, "n");
            jw_i64(jw, digest->sums[i].n);
            jw_object_end(jw);
        }
    }
    jw_array_end(jw);
}

static enum yk get_digest(struct request *rq, struct err *err) {
    struct digest digest;
    struct notice_settings settings;
    enum yk status = digest_make(rq->db, rq->arena, rq->app->notices, rq->actor, rq->now_us,
                                 rq->now_us - US_PER_DAY, &digest, err);
    if (status == YK_OK) {
        status = my_settings(rq, &settings, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    jw_key(rq->json, "at");
    jw_time(rq->json, rq->now_us);
    jw_key(rq->json, "next_at");
    jw_time(rq->json, settings.digest == 1 ? notice_digest_time(&settings, rq->now_us) : TIME_NONE);
    write_digest(rq, &digest);
    write_sums(rq, &digest);
    jw_object_end(rq->json);
    return YK_OK;
}

// ---- letters, for the administrator ----

enum { MAIL_ALL = 1, MAIL_FAILED };
static const struct json_word mail_list_words[] = {
    {"all", MAIL_ALL}, {"failed", MAIL_FAILED}, {NULL, 0}};
static const struct json_field mail_fields[] = {
    {.name = "list",
     .type = JSON_ENUM,
     .offset = offsetof(struct notice_params, list),
     .words = mail_list_words},
    {.name = "cursor", .type = JSON_ID, .offset = offsetof(struct notice_params, cursor)},
};
static const struct json_spec mail_spec =
    JSON_SPEC("mail_query", struct notice_params, mail_fields);
static const char *const mail_states[] = {
    [MAIL_WAITS] = "waiting", [MAIL_SENT] = "sent", [MAIL_CANNOT] = "failed"};

static void write_mail(struct request *rq, const struct org *org, const struct mail_row *mail) {
    struct jw *jw = rq->json;
    const struct account *account = org_find_account(org, mail->account);
    const struct notice_kind *kind = notice_find_kind(mail->kind);
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, mail->id);
    jw_key(jw, "to");
    jw_text(jw, account ? account->name : "");
    jw_key(jw, "title");
    jw_text(jw, !kind ? mail->kind : is_english(rq) ? kind->en_name : kind->zh_name);
    jw_key(jw, "state");
    jw_text(jw, mail_states[mail->state]);
    jw_key(jw, "made_at");
    jw_time(jw, mail->made_at);
    jw_key(jw, "at");
    jw_time(jw, mail->at);
    jw_key(jw, "tries");
    jw_i64(jw, mail->tries);
    jw_key(jw, "error");
    jw_text(jw, *mail->error ? mail->error : NULL);
    jw_object_end(jw);
}

static int64_t age_s(const struct request *rq, int64_t at) {
    return at == TIME_NONE || at > rq->now_us ? 0 : (rq->now_us - at) / US_PER_S;
}

static enum yk write_mail_health(struct request *rq, struct err *err) {
    struct jw *jw = rq->json;
    struct mail_health health;
    int64_t oldest = TIME_NONE;
    int32_t district = rq->actor->scope.district;
    enum yk status = notify_store_mail_health(rq->db, district, rq->now_us, &health, err);
    if (status == YK_OK) {
        status = notify_store_oldest(rq->db, district, &oldest, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_key(jw, "health");
    jw_object(jw);
    jw_key(jw, "ready");
    jw_bool(jw, rq->app->mail != NULL);
    jw_key(jw, "outbox_age_s");
    jw_i64(jw, age_s(rq, oldest));
    jw_key(jw, "due");
    jw_i64(jw, health.n_due);
    jw_key(jw, "mail_age_s");
    jw_i64(jw, age_s(rq, health.oldest_at));
    jw_key(jw, "failed");
    jw_i64(jw, health.n_failed);
    jw_object_end(jw);
    return YK_OK;
}

static enum yk get_mails(struct request *rq, struct err *err) {
    const struct notice_params *params = rq->query;
    struct mail_row *mails = NULL;
    size_t n = 0;
    _cleanup_org_ struct org *org = NULL;
    int32_t district = rq->actor->scope.district;
    enum yk status = org_cache_get(rq->app->orgs, rq->db, district, &org, err);
    if (status == YK_OK) {
        status = notify_store_mails(rq->db, rq->arena, district, params->list == MAIL_FAILED,
                                    params->cursor ? params->cursor : INT64_MAX, PAGE_DEFAULT,
                                    &mails, &n, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    jw_key(rq->json, "items");
    jw_array(rq->json);
    for (size_t i = 0; i < n; i++) {
        write_mail(rq, org, &mails[i]);
    }
    jw_array_end(rq->json);
    jw_key(rq->json, "next_cursor");
    jw_id(rq->json, n == PAGE_DEFAULT ? mails[n - 1].id : 0);
    status = write_mail_health(rq, err);
    jw_object_end(rq->json);
    return status;
}

static enum yk write_test(struct request *rq, struct letter *out, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    int32_t district = rq->actor->scope.district;
    enum yk status = org_cache_get(rq->app->orgs, rq->db, district, &org, err);
    const struct account *me = status == YK_OK ? org_find_account(org, rq->actor->account) : NULL;
    if (me) {
        status = org_account_email(rq->db, rq->arena, district, me, &out->to, err);
    }
    if (status == YK_OK && !out->to) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "%s", "");
    }
    out->id = rq->request_id;
    out->date_us = rq->real_us;
    return status == YK_OK
               ? mail_words(rq->db, rq->arena, rq->app->notices, rq->actor, rq->lang, rq->today,
                            "mail.test", 0, 0, "", rq->app->public_url, out, err)
               : status;
}

// To the asker's own address and at once, so that what the mail server answers is seen.
static enum yk post_test(struct request *rq, struct err *err) {
    struct letter letter = {0};
    bool for_good = false;
    if (!rq->app->mail) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "%s", "");
    }
    enum yk status = write_test(rq, &letter, err);
    if (status != YK_OK) {
        return status;
    }
    struct err why = {0};
    bool sent = mail_send(rq->app->mail, &letter, &for_good, &why) == YK_OK;
    jw_object(rq->json);
    jw_key(rq->json, "sent");
    jw_bool(rq->json, sent);
    jw_key(rq->json, "to");
    jw_text(rq->json, text_mask_email(rq->arena, letter.to));
    jw_key(rq->json, "error");
    jw_text(rq->json, sent ? NULL : why.detail);
    jw_object_end(rq->json);
    return YK_OK;
}

static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/my/notices",
     .cap = CAP_SIGNED_IN,
     .query = &params_spec,
     .response = "NoticePage",
     .status = 200,
     .run = get_notices,
     .summary = "What I was told, latest first"},
    {.method = "GET",
     .path = "/api/v1/my/notices/count",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_QUICK,
     .response = "NoticeCount",
     .status = 200,
     .run = get_count,
     .summary = "How many notices I have not read; counted to 1000"},
    {.method = "POST",
     .path = "/api/v1/my/notices/read",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_WRITE,
     .request = &upto_spec,
     .response = "NoticeCount",
     .status = 200,
     .run = post_read_all,
     .summary = "Mark all up to this one as read"},
    {.method = "POST",
     .path = "/api/v1/my/notices/{id:id}/read",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_WRITE,
     .response = "NoticeCount",
     .status = 200,
     .run = post_read,
     .summary = "Mark one as read"},
    {.method = "GET",
     .path = "/api/v1/my/notice-settings",
     .cap = CAP_SIGNED_IN,
     .response = "NoticeSettings",
     .status = 200,
     .run = get_settings,
     .summary = "How I want to be told"},
    {.method = "PUT",
     .path = "/api/v1/my/notice-settings",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_WRITE,
     .request = &notice_settings_spec,
     .response = "NoticeSettings",
     .status = 200,
     .run = put_settings,
     .summary = "Change how I want to be told"},
    {.method = "GET",
     .path = "/api/v1/my/digest",
     .cap = CAP_SIGNED_IN,
     .response = "Digest",
     .status = 200,
     .run = get_digest,
     .summary = "My day in numbers, as of now"},
    {.method = "GET",
     .path = "/api/v1/mails",
     .cap = CAP_JOB_MANAGE,
     .query = &mail_spec,
     .response = "MailPage",
     .status = 200,
     .run = get_mails,
     .summary = "Letters, latest first, and how notices stand; addresses are not shown"},
    {.method = "POST",
     .path = "/api/v1/mails/test",
     .cap = CAP_JOB_MANAGE,
     .flags = ROUTE_SLOW,
     .response = "MailTest",
     .status = 200,
     .run = post_test,
     .summary = "Send a letter to myself now, and say what the mail server answered"},
};
const struct route_table notify_routes = {"notify", rows, sizeof rows / sizeof *rows};
