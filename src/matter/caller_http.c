// SPDX-License-Identifier: Apache-2.0
// The routes of callers: found by number or name, with their earlier matters beside them; revealed with a reason. They stand here and not in
// party/, which knows no matters.
#include "matter/fact_page_http.h"
#include "matter/matter_http.h"
#include "matter/matter_list.h"

struct find_query {
    const char *phone, *name;
};
struct page_query {
    const char *cursor;
    int64_t limit;
};
struct reveal_body {
    const char *reason;
};
#define IN(type_, member_, ...)                                                                    \
    { .name = #member_, .offset = offsetof(struct type_, member_), .type = __VA_ARGS__ }
static const struct json_field find_fields[] = {
    IN(find_query, phone, JSON_TEXT, .min = 4, .max = 30),
    IN(find_query, name, JSON_TEXT, .min = PARTY_NAME_MIN_CHARS, .max = 80),
};
static const struct json_spec find_spec = JSON_SPEC("party_find", struct find_query, find_fields);
static const struct json_field page_fields[] = {
    IN(page_query, cursor, JSON_TEXT, .min = 1, .max = 80),
    IN(page_query, limit, JSON_INT, .min = 1, .max = LIST_LIMIT_MAX),
};
static const struct json_spec page_spec = JSON_SPEC("party_page", struct page_query, page_fields);
static const struct json_field reveal_fields[] = {
    IN(reveal_body, reason, JSON_TEXT, .flags = JSON_REQUIRED, .min = 2, .max = 200),
};
static const struct json_spec reveal_spec =
    JSON_SPEC("PartyReveal", struct reveal_body, reveal_fields);

// What is known of a caller's matters, as far as the asker may see them.
struct history {
    int64_t n, n_open;
    int32_t last_day;
};

static void of_party(const struct request *rq, int64_t party, struct fact_query *out) {
    fact_query_init(out, &matter_fact_table, &rq->actor->scope);
    matter_and_party(out, &rq->actor->scope, party);
    out->order = (struct fact_order){.col = M_DAY, .desc = true};
}

static enum yk read_history(struct request *rq, int64_t party, struct history *out,
                            struct err *err) {
    struct fact_query query;
    struct fact_hit *hits = NULL;
    size_t n = 0;
    *out = (struct history){.last_day = DAY_NONE};
    of_party(rq, party, &query);
    query.limit = 1;
    enum yk status = fact_find(rq->db, &query, rq->arena, &hits, &n, NULL, err);
    if (status == YK_OK && n) {
        out->last_day = (int32_t)hits[0].v[M_DAY];
        status = fact_count(rq->db, &query, 0, &out->n, NULL, err);
    }
    if (status == YK_OK && n) {
        fact_query_and(&query, (struct fact_cond){.col = M_ENDED_DAY, .op = FACT_IS_NULL});
        status = fact_count(rq->db, &query, 0, &out->n_open, NULL, err);
    }
    return status;
}

static enum yk write_hit(struct request *rq, int64_t party, struct err *err) {
    struct jw *jw = rq->json;
    struct party_shown shown;
    struct history history;
    enum yk status = party_show(rq->db, rq->arena, rq->app->ring, rq->actor->scope.district, party,
                                false, &shown, err);
    if (status == YK_OK) {
        status = read_history(rq, party, &history, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, party);
    jw_key(jw, "kind");
    jw_text(jw, json_word_of(caller_kind_words, shown.kind));
    jw_key(jw, "name");
    jw_text(jw, shown.name ? shown.name : "");
    jw_key(jw, "phone");
    jw_text(jw, shown.phone);
    jw_key(jw, "open_matters");
    jw_i64(jw, history.n_open);
    jw_key(jw, "matters");
    jw_i64(jw, history.n);
    jw_key(jw, "last_matter_day");
    jw_day(jw, history.last_day);
    jw_object_end(jw);
    return YK_OK;
}

static enum yk get_parties(struct request *rq, struct err *err) {
    const struct find_query *query = rq->query;
    int64_t ids[PARTY_HITS_MAX];
    size_t n = 0;
    if (!query->phone == !query->name) {
        return query->phone ? matter_refuse_param(err, "name", ERR_UNKNOWN_FIELD, "phone | name")
                            : matter_refuse_param(err, "phone", ERR_REQUIRED, "phone | name");
    }
    enum yk status = party_find(rq->db, rq->arena, rq->app->ring, rq->actor->scope.district,
                                query->phone, query->name, ids, &n, err);
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    jw_key(rq->json, "items");
    jw_array(rq->json);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        status = write_hit(rq, ids[i], err);
    }
    jw_array_end(rq->json);
    jw_object_end(rq->json);
    return status;
}

static enum yk write_matters(struct request *rq, struct matter_desk *desk,
                             const struct fact_query *query, struct err *err) {
    struct fact_page page = {.query = *query};
    enum yk status = fact_page_find(rq, &page, err);
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    jw_key(rq->json, "items");
    status = matter_write_rows(&desk->rows, page.hits, page.n, err);
    fact_page_write_end(rq, &page);
    jw_object_end(rq->json);
    return status;
}

static enum yk get_party_matters(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    const struct page_query *page = rq->query;
    struct fact_query query;
    of_party(rq, rq->id[0], &query);
    query.limit = page->limit == JSON_ABSENT_INT ? LIST_LIMIT_DEFAULT : (int)page->limit;
    if (page->cursor && !matter_cursor_parse(page->cursor, &query.after)) {
        return matter_refuse_param(err, "cursor", ERR_UNKNOWN_VALUE, "next_cursor");
    }
    enum yk status = matter_desk_open(rq, &desk, err);
    return status == YK_OK ? write_matters(rq, &desk, &query, err) : status;
}

// A unit learns the names of those only whose matters it leads, and who did not ask for secrecy.
static enum yk check_reveal(struct request *rq, int64_t party, struct err *err) {
    struct fact_query query;
    int64_t n = 0;
    if (rq->actor->scope.level == SCOPE_DISTRICT) {
        return YK_OK;
    }
    of_party(rq, party, &query);
    enum yk status = fact_count(rq->db, &query, 1, &n, NULL, err);
    if (status == YK_OK && n == 0) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    return status;
}

static enum yk post_reveal(struct request *rq, struct err *err) {
    const struct reveal_body *body = rq->body;
    struct log_tx tx = log_tx_of(rq);
    struct party_shown shown = {0};
    int64_t party = rq->id[0];
    enum yk status = check_reveal(rq, party, err);
    if (status == YK_OK) { // a repeated request shows them once more, and so is on record once more
        status = party_reveal(&tx, rq->app->ring, party, body->reason, rq->today, &shown, err);
    }
    if (status != YK_OK) {
        return status;
    }
    rq->location = party;
    jw_object(rq->json);
    jw_key(rq->json, "name");
    jw_text(rq->json, shown.name ? shown.name : "");
    jw_key(rq->json, "phone");
    jw_text(rq->json, shown.phone);
    jw_object_end(rq->json);
    return YK_OK;
}

static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/parties",
     .cap = CAP_PARTY_FIND,
     .flags = ROUTE_QUICK,
     .query = &find_spec,
     .response = "PartyHitList",
     .status = 200,
     .run = get_parties,
     .summary = "Callers by whole phone number, its last four digits, or name"},
    {.method = "GET",
     .path = "/api/v1/parties/{id:id}/matters",
     .cap = CAP_MATTER_VIEW,
     .flags = ROUTE_QUICK,
     .query = &page_spec,
     .response = "MatterPage",
     .status = 200,
     .run = get_party_matters,
     .summary = "A caller's matters, newest first"},
    {.method = "POST",
     .path = "/api/v1/parties/{id:id}/reveal",
     .cap = CAP_PARTY_REVEAL,
     .flags = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY,
     .request = &reveal_spec,
     .response = "PartyRevealed",
     .status = 200,
     .run = post_reveal,
     .summary = "A caller's name and number in clear; the reason goes on record"},
};
const struct route_table party_routes = {"party", rows, sizeof rows / sizeof *rows};
