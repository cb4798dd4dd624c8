// SPDX-License-Identifier: Apache-2.0
// The auditor's pages: who did what, in the order of the log, and the blocks that seal it. Reads only; free text is not shown here, its hashes are.
#include "org/audit_http.h"

#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/text.h"
#include "log/seal.h"
#include "org/audit_store.h"
#include "org/org.h"

enum { PAGE_DEFAULT = 50 };
struct log_params {
    const char *ledger, *action, *cursor;
    int64_t actor, limit;
    int32_t from, to;
};
#define AT(member) .offset = offsetof(struct log_params, member)
static const struct json_field log_fields[] = {
    {.name = "ledger", .type = JSON_TEXT, AT(ledger), .max = 20},
    {.name = "action", .type = JSON_TEXT, AT(action), .max = 40},
    {.name = "actor", .type = JSON_ID, AT(actor)},
    {.name = "from", .type = JSON_DAY, AT(from)},
    {.name = "to", .type = JSON_DAY, AT(to)},
    {.name = "cursor", .type = JSON_TEXT, AT(cursor), .max = 20},
    {.name = "limit", .type = JSON_INT, AT(limit), .min = 1, .max = 200},
};
static const struct json_spec log_spec = JSON_SPEC("log_query", struct log_params, log_fields);
static const struct json_field page_fields[] = {
    {.name = "cursor", .type = JSON_TEXT, AT(cursor), .max = 20},
    {.name = "limit", .type = JSON_INT, AT(limit), .min = 1, .max = 200},
};
static const struct json_spec page_spec =
    JSON_SPEC("log_page_query", struct log_params, page_fields);

static enum yk read_cursor(const char *text, int64_t *out, struct err *err) {
    *out = INT64_MAX;
    if (text && !id_parse(text, out)) {
        return err_add_field(err, "cursor", ERR_WRONG_TYPE, "next_cursor of the page before");
    }
    return YK_OK;
}

static enum yk read_filter(const struct request *rq, struct audit_filter *out, struct err *err) {
    const struct log_params *params = rq->query;
    struct audit_filter filter = {
        .actor = params->actor,
        .action = params->action ? params->action : "",
        .from_us = params->from == DAY_NONE ? INT64_MIN : day_start_us(params->from),
        .to_us = params->to == DAY_NONE ? INT64_MAX : day_start_us(params->to + 1) - 1,
        .limit = params->limit == JSON_ABSENT_INT ? PAGE_DEFAULT : (int)params->limit,
    };
    for (size_t i = 0; params->ledger && rq->app->ledgers->list[i]; i++) {
        if (strcmp(rq->app->ledgers->list[i]->name, params->ledger) == 0) {
            filter.ledger = rq->app->ledgers->list[i]->code;
        }
    }
    if (params->ledger && !filter.ledger) {
        return err_add_field(err, "ledger", ERR_UNKNOWN_VALUE, "admin, party, matter");
    }
    enum yk status = read_cursor(params->cursor, &filter.before_id, err);
    if (status == YK_OK) {
        *out = filter;
    }
    return status;
}

static void write_actor(struct jw *jw, const struct org *org, int64_t id, const char *lang) {
    const struct account *account = org_find_account(org, id);
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, id);
    jw_key(jw, "name");
    jw_text(jw, account ? (strcmp(lang, "en") == 0 ? account->name_en : account->name) : "");
    jw_key(jw, "unit");
    jw_text(jw, account ? org_unit_name(org, account->unit, lang) : "");
    jw_object_end(jw);
}

static void write_entry(struct request *rq, const struct audit_row *row, const struct org *org) {
    struct jw *jw = rq->json;
    const struct event_row *event = &row->event;
    const struct ledger *ledger = ledger_by_code(rq->app->ledgers, event->ledger);
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, event->id);
    jw_key(jw, "seq");
    jw_i64(jw, event->seq);
    jw_key(jw, "ledger");
    jw_text(jw, ledger ? ledger->name : "");
    jw_key(jw, "object");
    jw_id(jw, event->object);
    jw_key(jw, "action");
    jw_text(jw, event->action);
    jw_key(jw, "at");
    jw_time(jw, event->recorded_at);
    jw_key(jw, "day");
    jw_day(jw, event->day);
    jw_key(jw, "actor");
    write_actor(jw, org, event->actor, rq->lang);
    jw_key(jw, "data");
    jw_raw(jw, event->body, event->body_n);
    jw_key(jw, "sealed");
    jw_bool(jw, row->sealed);
    jw_object_end(jw);
}

static void write_next(struct request *rq, bool more, int64_t last) {
    char cursor[ID_TEXT_BYTES];
    jw_key(rq->json, "next_cursor");
    if (more) {
        id_format(last, cursor);
        jw_text(rq->json, cursor);
    } else {
        jw_null(rq->json);
    }
}

static enum yk list_log(struct request *rq, struct err *err) {
    struct audit_filter filter;
    struct audit_row *rows = NULL;
    size_t n = 0;
    _cleanup_org_ struct org *org = NULL;
    enum yk status = read_filter(rq, &filter, err);
    if (status == YK_OK) {
        status = org_cache_get(rq->app->orgs, rq->db, rq->actor->scope.district, &org, err);
    }
    if (status == YK_OK) {
        status = audit_list(rq->db, rq->arena, rq->actor->scope.district, &filter, &rows, &n, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    jw_key(rq->json, "items");
    jw_array(rq->json);
    for (size_t i = 0; i < n; i++) {
        write_entry(rq, &rows[i], org);
    }
    jw_array_end(rq->json);
    write_next(rq, n == (size_t)filter.limit, n ? rows[n - 1].event.id : 0);
    jw_object_end(rq->json);
    return YK_OK;
}

static void write_block(struct jw *jw, const struct audit_block *block) {
    jw_object(jw);
    jw_key(jw, "height");
    jw_i64(jw, block->height);
    jw_key(jw, "first_pos");
    jw_i64(jw, block->first_pos);
    jw_key(jw, "last_pos");
    jw_i64(jw, block->first_pos + block->n - 1);
    jw_key(jw, "count");
    jw_i64(jw, block->n);
    jw_key(jw, "at");
    jw_time(jw, block->sealed_at);
    jw_key(jw, "hash");
    jw_text(jw, block->hash);
    jw_object_end(jw);
}

static enum yk list_blocks(struct request *rq, struct err *err) {
    const struct log_params *params = rq->query;
    int limit = params->limit == JSON_ABSENT_INT ? PAGE_DEFAULT : (int)params->limit;
    struct audit_block *blocks = NULL;
    size_t n = 0;
    int64_t below;
    enum yk status = read_cursor(params->cursor, &below, err);
    if (status == YK_OK) {
        status = audit_blocks(rq->db, rq->arena, rq->actor->scope.district, below, limit, &blocks,
                              &n, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    jw_key(rq->json, "items");
    jw_array(rq->json);
    for (size_t i = 0; i < n; i++) {
        write_block(rq->json, &blocks[i]);
    }
    jw_array_end(rq->json);
    write_next(rq, n == (size_t)limit, n ? blocks[n - 1].height : 0);
    jw_object_end(rq->json);
    return YK_OK;
}

static enum yk get_head(struct request *rq, struct err *err) {
    struct seal_head head;
    int64_t waiting = 0;
    char hex[SM3_HEX_BYTES];
    enum yk status = seal_head_of(rq->db, rq->actor->scope.district, &head, &waiting, err);
    if (status != YK_OK) {
        return status;
    }
    hex_encode(head.hash, SM3_BYTES, hex);
    jw_object(rq->json);
    jw_key(rq->json, "height");
    jw_i64(rq->json, head.height);
    jw_key(rq->json, "pos");
    jw_i64(rq->json, head.pos);
    jw_key(rq->json, "unsealed");
    jw_i64(rq->json, waiting);
    jw_key(rq->json, "hash");
    jw_text(rq->json, head.height ? hex : NULL);
    jw_key(rq->json, "at");
    jw_time(rq->json, head.height ? head.sealed_at : TIME_NONE);
    jw_object_end(rq->json);
    return YK_OK;
}

static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/log",
     .cap = CAP_LOG_READ,
     .query = &log_spec,
     .response = "LogPage",
     .status = 200,
     .run = list_log,
     .summary = "Entries of the log, latest first"},
    {.method = "GET",
     .path = "/api/v1/log/blocks",
     .cap = CAP_LOG_READ,
     .query = &page_spec,
     .response = "LogBlockPage",
     .status = 200,
     .run = list_blocks,
     .summary = "Sealed blocks, latest first"},
    {.method = "GET",
     .path = "/api/v1/log/head",
     .cap = CAP_LOG_READ,
     .response = "LogHead",
     .status = 200,
     .run = get_head,
     .summary = "The head of the sealed chain"},
};
const struct route_table audit_routes = {"audit", rows, sizeof rows / sizeof *rows};
