// SPDX-License-Identifier: Apache-2.0
// Templates over HTTP: what a district has, changed text by text, each change a version; back to the shipped one. Setting a preview needs a matter and is
// matter_paper_http.c's.
#include "paper/paper_http.h"

#include <string.h>

#include "app/app.h"
#include "org/org.h"

enum { VERSIONS_SHOWN_MAX = 100 };

enum yk paper_kind_of_word(const char *word, enum paper_kind *out, struct err *err) {
    for (const struct json_word *at = paper_kind_words; at->word; at++) {
        if (strcmp(at->word, word) == 0) {
            *out = (enum paper_kind)at->value;
            return YK_OK;
        }
    }
    return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
}

enum yk paper_reply(struct request *rq, const struct paper_template *template,
                    const struct paper_data *data, const char *name, struct err *err) {
    rq->file_name = arena_printf(rq->arena, "%s.pdf", name);
    return paper_render(template->text, data, rq->arena, rq->out, err);
}

static enum yk template_of(struct request *rq, enum paper_kind kind, struct paper_template *out,
                           struct err *err) {
    return paper_template_current(rq->db, rq->arena, rq->actor->scope.district, kind, out, err);
}

// ---- reading

static void put_head(struct jw *jw, const struct paper_template *template) {
    jw_key(jw, "kind");
    jw_text(jw, json_word_of(paper_kind_words, template->kind));
    jw_key(jw, "name");
    jw_text(jw, paper_kind_name(template->kind, "zh"));
    jw_key(jw, "name_en");
    jw_text(jw, paper_kind_name(template->kind, "en"));
    jw_key(jw, "version");
    jw_i64(jw, template->version);
    jw_key(jw, "shipped");
    jw_bool(jw, template->shipped > 0);
}

static enum yk get_templates(struct request *rq, struct err *err) {
    enum yk status = YK_OK;
    jw_object(rq->json);
    jw_key(rq->json, "items");
    jw_array(rq->json);
    for (int kind = 1; kind < PAPER_KIND_END && status == YK_OK; kind++) {
        struct paper_template template;
        status = template_of(rq, (enum paper_kind)kind, &template, err);
        if (status == YK_OK) {
            jw_object(rq->json);
            put_head(rq->json, &template);
            jw_object_end(rq->json);
        }
    }
    jw_array_end(rq->json);
    jw_object_end(rq->json);
    return status;
}

static void put_placeholders(struct jw *jw, enum paper_kind kind) {
    size_t n;
    const struct paper_placeholder *all = paper_placeholders(kind, &n);
    jw_key(jw, "placeholders");
    jw_array(jw);
    for (size_t i = 0; i < n; i++) {
        jw_object(jw);
        jw_key(jw, "name");
        jw_text(jw, all[i].name);
        jw_key(jw, "zh");
        jw_text(jw, all[i].zh);
        jw_key(jw, "en");
        jw_text(jw, all[i].en);
        jw_key(jw, "needed");
        jw_bool(jw, all[i].needed);
        jw_object_end(jw);
    }
    jw_array_end(jw);
}

static void put_version(struct request *rq, const struct org *org, const struct log_entry *entry) {
    struct jw *jw = rq->json;
    const struct account *by = org_find_account(org, entry->event.actor);
    const struct admin_event *body = entry->event.body;
    bool english = rq->lang[0] == 'e' && by && by->name_en && *by->name_en;
    jw_object(jw);
    jw_key(jw, "version");
    jw_i64(jw, entry->event.seq);
    jw_key(jw, "shipped");
    jw_bool(jw, body->shipped != JSON_ABSENT_INT);
    jw_key(jw, "at");
    jw_time(jw, entry->event.recorded_at);
    jw_key(jw, "by");
    jw_text(jw, by ? (english ? by->name_en : by->name) : "");
    jw_object_end(jw);
}

// Newest first; of a template changed very often, the latest.
static enum yk put_versions(struct request *rq, const struct paper_template *template,
                            struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    struct log_entry *entries = NULL;
    size_t n = 0;
    int64_t after =
        template->version > VERSIONS_SHOWN_MAX ? template->version - VERSIONS_SHOWN_MAX : 0;
    int32_t district = rq->actor->scope.district;
    enum yk status = org_cache_get(rq->app->orgs, rq->db, district, &org, err);
    if (status == YK_OK && template->version) {
        status = log_story(rq->db, rq->arena, &ledger_admin, district,
                           ADMIN_TEMPLATE_OBJECT + template->kind, after, &entries, &n, err);
    }
    jw_key(rq->json, "versions");
    jw_array(rq->json);
    for (size_t i = n; i > 0; i--) {
        put_version(rq, org, &entries[i - 1]);
    }
    jw_array_end(rq->json);
    return status;
}

static enum yk put_template(struct request *rq, const struct paper_template *template,
                            struct err *err) {
    struct jw *jw = rq->json;
    jw_object(jw);
    put_head(jw, template);
    jw_key(jw, "text");
    jw_text(jw, template->text);
    jw_key(jw, "shipped_text");
    jw_text(jw, paper_shipped(template->kind, 0, NULL));
    jw_key(jw, "table");
    jw_bool(jw, paper_has_table(template->kind));
    jw_key(jw, "code");
    jw_bool(jw, paper_has_code(template->kind));
    put_placeholders(jw, template->kind);
    enum yk status = put_versions(rq, template, err);
    jw_object_end(jw);
    return status;
}

static enum yk get_template(struct request *rq, struct err *err) {
    enum paper_kind kind;
    struct paper_template template;
    enum yk status = paper_kind_of_word(rq->word[0], &kind, err);
    if (status == YK_OK) {
        status = template_of(rq, kind, &template, err);
    }
    return status == YK_OK ? put_template(rq, &template, err) : status;
}

// The text of one version, also of one that took the shipped text.
static enum yk get_version(struct request *rq, struct err *err) {
    enum paper_kind kind;
    struct log_entry *entries = NULL;
    size_t n = 0;
    struct paper_template template;
    int32_t district = rq->actor->scope.district;
    int64_t version = rq->id[0];
    enum yk status = paper_kind_of_word(rq->word[0], &kind, err);
    if (status == YK_OK && version > 0) {
        status = log_story(rq->db, rq->arena, &ledger_admin, district, ADMIN_TEMPLATE_OBJECT + kind,
                           version - 1, &entries, &n, err);
    }
    if (status == YK_OK && (n == 0 || entries[0].event.seq != version)) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    if (status == YK_OK) {
        const struct admin_event *body = entries[0].event.body;
        int64_t shipped = body->shipped == JSON_ABSENT_INT ? 0 : body->shipped;
        status =
            paper_template_at(rq->db, rq->arena, district, kind, version, shipped, &template, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    put_head(rq->json, &template);
    jw_key(rq->json, "text");
    jw_text(rq->json, template.text);
    jw_object_end(rq->json);
    return YK_OK;
}

// ---- changing

struct change_body {
    int64_t version;
    const char *text;
};
#define IN(name_, type_, ...)                                                                      \
    { .name = #name_, .type = type_, .offset = offsetof(struct change_body, name_), __VA_ARGS__ }
static const struct json_field change_fields[] = {
    IN(version, JSON_INT, .flags = JSON_REQUIRED, .min = 0, .max = INT32_MAX),
    IN(text, JSON_TEXT, .flags = JSON_REQUIRED | JSON_MULTILINE, .min = 1,
       .max = PAPER_TEMPLATE_MAX_CHARS),
};
static const struct json_spec change_spec =
    JSON_SPEC("PaperTemplateChange", struct change_body, change_fields);
static const struct json_field restore_fields[] = {
    IN(version, JSON_INT, .flags = JSON_REQUIRED, .min = 0, .max = INT32_MAX),
};
static const struct json_spec restore_spec =
    JSON_SPEC("PaperTemplateRestore", struct change_body, restore_fields);

static enum yk set_template(struct request *rq, const char *text, struct err *err) {
    const struct change_body *body = rq->body;
    struct log_tx tx = log_tx_of(rq);
    enum paper_kind kind;
    enum yk status = paper_kind_of_word(rq->word[0], &kind, err);
    if (status == YK_OK && !rq->replay) {
        rq->location = ADMIN_TEMPLATE_OBJECT + kind;
        status = paper_template_set(&tx, kind, body->version, text, rq->today, err);
    }
    return status;
}

static enum yk put_change(struct request *rq, struct err *err) {
    return set_template(rq, ((const struct change_body *)rq->body)->text, err);
}

static enum yk post_restore(struct request *rq, struct err *err) {
    return set_template(rq, NULL, err);
}

enum { CHANGE = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY };
static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/papers",
     .cap = CAP_POLICY_MANAGE,
     .response = "PaperTemplateList",
     .status = 200,
     .run = get_templates,
     .summary = "The kinds of papers and which template is in force for each"},
    {.method = "GET",
     .path = "/api/v1/papers/{kind:word}",
     .cap = CAP_POLICY_MANAGE,
     .response = "PaperTemplate",
     .status = 200,
     .run = get_template,
     .summary = "A template: its text, its placeholders, its versions"},
    {.method = "GET",
     .path = "/api/v1/papers/{kind:word}/versions/{version:int}",
     .cap = CAP_POLICY_MANAGE,
     .response = "PaperTemplateVersion",
     .status = 200,
     .run = get_version,
     .summary = "The text of one version"},
    {.method = "PUT",
     .path = "/api/v1/papers/{kind:word}",
     .cap = CAP_POLICY_MANAGE,
     .flags = CHANGE,
     .request = &change_spec,
     .response = "PaperTemplate",
     .status = 200,
     .run = put_change,
     .render = get_template,
     .summary = "Set a template: a new version, from now"},
    {.method = "POST",
     .path = "/api/v1/papers/{kind:word}/restore",
     .cap = CAP_POLICY_MANAGE,
     .flags = CHANGE,
     .request = &restore_spec,
     .response = "PaperTemplate",
     .status = 200,
     .run = post_restore,
     .render = get_template,
     .summary = "Back to the shipped template, as a new version"},
};
const struct route_table paper_routes = {"paper", rows, sizeof rows / sizeof *rows};
