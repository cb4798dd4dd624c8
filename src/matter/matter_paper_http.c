// SPDX-License-Identifier: Apache-2.0
// Papers of a matter over HTTP: which were issued and which may be, issuing one, and the documents. Whoever may see the matter may print its order again; a
// receipt, its code and the caller's name on it are for those who take matters in.
#include "matter/matter_paper_http.h"

#include <string.h>

#include "matter/matter_http.h"
#include "matter/matter_paper.h"
#include "paper/paper_http.h"
#include "paper/tracking.h"

static enum yk peek(struct matter_desk *desk, int64_t id, struct log_object *out, struct err *err) {
    const struct matter_row_source *rows = &desk->rows;
    enum yk status = log_peek(rows->db, rows->arena, &matter_ledger, rows->district, id, out, err);
    if (status == YK_OK && !matter_visible(out->state, rows->district, desk->act.actor)) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    return status;
}

// ---- the list

static bool may_print(const struct actor *actor, const struct matter_paper *paper) {
    return paper->kind != PAPER_RECEIPT || actor_may(actor, CAP_MATTER_INTAKE);
}

static void put_paper(struct matter_desk *desk, int64_t id, const struct matter_paper *paper) {
    struct jw *jw = desk->rows.jw;
    char code[TRACKING_TEXT_BYTES];
    bool receipt = paper->kind == PAPER_RECEIPT;
    const struct account *by = org_find_account(desk->org, paper->by);
    if (receipt) {
        tracking_code(desk->act.ring, desk->rows.district, id, paper->n, code);
    }
    jw_object(jw);
    jw_key(jw, "n");
    jw_i64(jw, paper->n);
    jw_key(jw, "kind");
    jw_text(jw, json_word_of(paper_kind_words, paper->kind));
    jw_key(jw, "number");
    jw_text(jw, paper->serial == JSON_ABSENT_INT
                    ? NULL
                    : paper_number(desk->rows.arena, (enum paper_kind)paper->kind, paper->year,
                                   paper->serial));
    jw_key(jw, "code");
    jw_text(jw, receipt ? code : NULL);
    jw_key(jw, "day");
    jw_day(jw, paper->day);
    jw_key(jw, "at");
    jw_time(jw, paper->at);
    jw_key(jw, "by");
    jw_text(jw, by ? by->name : "");
    jw_object_end(jw);
}

static enum yk write_papers(struct matter_desk *desk, int64_t id, struct err *err) {
    static const enum paper_kind issuable[] = {PAPER_DISPATCH, PAPER_RECEIPT};
    struct jw *jw = desk->rows.jw;
    const struct actor *actor = desk->act.actor;
    struct log_object object;
    enum yk status = peek(desk, id, &object, err);
    if (status != YK_OK) {
        return status;
    }
    const struct matter *matter = object.state;
    jw_object(jw);
    jw_key(jw, "seq");
    jw_i64(jw, matter->seq);
    jw_key(jw, "items");
    jw_array(jw);
    for (size_t i = 0; i < matter->n_papers; i++) {
        if (may_print(actor, &matter->papers[i])) {
            put_paper(desk, id, &matter->papers[i]);
        }
    }
    jw_array_end(jw);
    jw_key(jw, "may_issue");
    jw_array(jw);
    for (size_t i = 0; i < sizeof issuable / sizeof *issuable; i++) {
        if (matter_may_issue(matter, actor, issuable[i]) == ERR_NONE) {
            jw_text(jw, json_word_of(paper_kind_words, issuable[i]));
        }
    }
    jw_array_end(jw);
    jw_object_end(jw);
    return YK_OK;
}

static enum yk get_papers(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    enum yk status = matter_desk_open(rq, &desk, err);
    return status == YK_OK ? write_papers(&desk, rq->id[0], err) : status;
}

// ---- issuing

struct issue_body {
    int64_t seq, kind;
};
static const struct json_word issuable_words[] = {
    {"dispatch", PAPER_DISPATCH}, {"receipt", PAPER_RECEIPT}, {NULL, 0}};
static const struct json_field issue_fields[] = {
    {.name = "seq",
     .type = JSON_INT,
     .flags = JSON_REQUIRED,
     .offset = offsetof(struct issue_body, seq),
     .min = 1,
     .max = INT32_MAX},
    {.name = "kind",
     .type = JSON_ENUM,
     .flags = JSON_REQUIRED,
     .offset = offsetof(struct issue_body, kind),
     .words = issuable_words},
};
static const struct json_spec issue_spec = JSON_SPEC("PaperIssue", struct issue_body, issue_fields);

static enum yk post_paper(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    const struct issue_body *body = rq->body;
    struct paper_template template;
    int64_t n = 0;
    if (rq->replay) {
        return YK_OK;
    }
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK) {
        status = paper_template_current(rq->db, rq->arena, rq->actor->scope.district,
                                        (enum paper_kind)body->kind, &template, err);
    }
    if (status == YK_OK) {
        status = matter_issue_paper(&desk.act, rq->id[0], body->seq, (enum paper_kind)body->kind,
                                    &template, &n, err);
    }
    if (status == YK_OK) {
        rq->location = rq->id[0];
    }
    return status;
}

// ---- documents

static enum yk read_story(const struct matter_desk *desk, int64_t id,
                          struct matter_paper_source *out, struct err *err) {
    struct log_entry *story = NULL;
    enum yk status = log_story(desk->rows.db, desk->rows.arena, &matter_ledger, desk->rows.district,
                               id, 0, &story, &out->n_story, err);
    out->story = story;
    out->org = desk->org;
    out->district = desk->rows.district;
    out->arena = desk->rows.arena;
    return status;
}

// An order goes to a unit: it names the caller masked, and who asked for secrecy not at all. A receipt is the caller's own: the name stands there in clear for
// whoever issued it, face to face; printed again by others it is masked.
static enum yk read_caller(const struct matter_desk *desk, const struct matter *matter,
                           const struct matter_paper *paper, struct matter_paper_caller *out,
                           struct err *err) {
    bool receipt = paper->kind == PAPER_RECEIPT;
    bool clear = receipt && paper->by == desk->act.actor->account;
    struct party_shown shown = {0};
    struct party_shown masked = {0};
    bool hidden = matter->secret == 1 && !receipt;
    *out = (struct matter_paper_caller){hidden ? "要求保密" : "匿名", ""};
    if (!matter->party || hidden) {
        return YK_OK;
    }
    const struct matter_row_source *rows = &desk->rows;
    enum yk status = party_show(rows->db, rows->arena, rows->ring, rows->district, matter->party,
                                false, &masked, err);
    if (status == YK_OK) {
        status = party_show(rows->db, rows->arena, rows->ring, rows->district, matter->party, clear,
                            &shown, err);
    }
    if (status == YK_OK) {
        *out = (struct matter_paper_caller){shown.name ? shown.name : "",
                                            masked.phone ? masked.phone : ""};
    }
    return status;
}

static enum yk fill(struct matter_desk *desk, int64_t id, const struct matter *matter,
                    const struct matter_paper *paper, struct paper_data *out, struct err *err) {
    struct matter_paper_source source = {.matter = matter};
    char *code = arena_alloc(desk->rows.arena, TRACKING_TEXT_BYTES);
    enum yk status = code ? read_story(desk, id, &source, err)
                          : err_set(err, YK_NOMEM, ERR_INTERNAL, "paper: no memory");
    if (status == YK_OK) {
        status = read_caller(desk, matter, paper, &source.caller, err);
    }
    if (status != YK_OK) {
        return status;
    }
    if (paper->kind == PAPER_RECEIPT && paper->n) {
        tracking_code(desk->act.ring, source.district, id, paper->n, code);
        source.code = code;
    }
    return matter_paper_fill(&source, paper, out, err);
}

static enum yk get_paper(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    struct log_object object;
    struct paper_template template;
    struct paper_data data;
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK) {
        status = peek(&desk, rq->id[0], &object, err);
    }
    const struct matter_paper *paper =
        status == YK_OK ? matter_find_paper(object.state, rq->id[1]) : NULL;
    if (status == YK_OK && (!paper || !may_print(rq->actor, paper))) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    if (status == YK_OK) {
        status =
            paper_template_at(rq->db, rq->arena, desk.rows.district, (enum paper_kind)paper->kind,
                              paper->version, paper->shipped, &template, err);
    }
    if (status == YK_OK) {
        status = matter_desk_turn_back(rq, &desk, paper->at, err);
    }
    if (status == YK_OK) {
        status = fill(&desk, rq->id[0], object.state, paper, &data, err);
    }
    const char *name = status == YK_OK ? arena_printf(rq->arena, "%s-%lld",
                                                      json_word_of(paper_kind_words, paper->kind),
                                                      (long long)paper->n)
                                       : NULL;
    return status == YK_OK ? paper_reply(rq, &template, &data, name, err) : status;
}

// ---- preview

struct preview_body {
    const char *text;
    int64_t matter;
};
static const struct json_field preview_fields[] = {
    {.name = "text",
     .type = JSON_TEXT,
     .flags = JSON_REQUIRED | JSON_MULTILINE,
     .offset = offsetof(struct preview_body, text),
     .min = 1,
     .max = PAPER_TEMPLATE_MAX_CHARS},
    {.name = "matter", .type = JSON_ID, .offset = offsetof(struct preview_body, matter)},
};
static const struct json_spec preview_spec =
    JSON_SPEC("PaperPreview", struct preview_body, preview_fields);

// The newest matter that the person may see; 0 when there is none yet.
static enum yk newest_matter(struct request *rq, int64_t *out, struct err *err) {
    struct fact_query query;
    struct fact_hit *hits = NULL;
    size_t n = 0;
    bool more;
    fact_query_init(&query, &matter_fact_table, &rq->actor->scope);
    query.order = (struct fact_order){.col = M_DAY, .desc = true};
    query.limit = 1;
    enum yk status = fact_find(rq->db, &query, rq->arena, &hits, &n, &more, err);
    *out = n ? hits[0].object : 0;
    return status;
}

// A paper of the matter as it would be, had it been issued now; of kinds that are no paper of a matter, samples only.
static enum yk fill_preview(struct request *rq, struct matter_desk *desk, enum paper_kind kind,
                            struct paper_data *out, struct err *err) {
    int64_t id = ((const struct preview_body *)rq->body)->matter;
    struct log_object object;
    struct matter_paper paper = {.kind = kind,
                                 .dispatch = JSON_ABSENT_INT,
                                 .year = JSON_ABSENT_INT,
                                 .serial = JSON_ABSENT_INT,
                                 .unit = rq->actor->unit,
                                 .seq = INT64_MAX,
                                 .at = rq->now_us,
                                 .day = rq->today};
    enum yk status = YK_OK;
    if (kind != PAPER_DISPATCH && kind != PAPER_RECEIPT) {
        paper_begin(out, kind, rq->now_us);
        return YK_OK;
    }
    if (!id) {
        status = newest_matter(rq, &id, err);
    }
    if (status == YK_OK && !id) {
        paper_begin(out, kind, rq->now_us);
        return YK_OK;
    }
    if (status == YK_OK) {
        status = peek(desk, id, &object, err);
    }
    return status == YK_OK ? fill(desk, id, object.state, &paper, out, err) : status;
}

static enum yk post_preview(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    const struct preview_body *body = rq->body;
    struct paper_data data;
    enum paper_kind kind;
    enum yk status = paper_kind_of_word(rq->word[0], &kind, err);
    if (status == YK_OK) {
        status = paper_check_template(kind, body->text, err);
    }
    if (status == YK_OK) {
        status = matter_desk_open(rq, &desk, err);
    }
    if (status == YK_OK) {
        status = fill_preview(rq, &desk, kind, &data, err);
    }
    if (status == YK_OK) {
        status = paper_fill_sample(&data, rq->arena, err);
    }
    const struct paper_template template = {.kind = kind, .text = body->text};
    return status == YK_OK ? paper_reply(rq, &template, &data, "preview", err) : status;
}

static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/matters/{id:id}/papers",
     .cap = CAP_MATTER_VIEW,
     .response = "MatterPapers",
     .status = 200,
     .run = get_papers,
     .summary = "The papers issued on a matter, and which may be issued"},
    {.method = "POST",
     .path = "/api/v1/matters/{id:id}/papers",
     .cap = CAP_MATTER_VIEW, // the rules tell who may issue which
     .flags = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY,
     .request = &issue_spec,
     .response = "MatterPapers",
     .status = 200,
     .run = post_paper,
     .render = get_papers,
     .summary = "Issue an order or a receipt: it gets its number or its code"},
    {.method = "GET",
     .path = "/api/v1/matters/{id:id}/papers/{n:int}",
     .cap = CAP_MATTER_VIEW,
     .flags = ROUTE_PDF,
     .status = 200,
     .run = get_paper,
     .summary = "A paper of a matter, as it was issued"},
    {.method = "POST",
     .path = "/api/v1/papers/{kind:word}/preview",
     .cap = CAP_POLICY_MANAGE,
     .flags = ROUTE_PDF,
     .body_max_bytes = BODY_DEFAULT_MAX_BYTES,
     .request = &preview_spec,
     .status = 200,
     .run = post_preview,
     .summary = "A template as it would print, with the data of a matter, marked as a sample"},
};
const struct route_table matter_paper_routes = {"paper", rows, sizeof rows / sizeof *rows};
