// SPDX-License-Identifier: Apache-2.0
// Files that come in: the template, the trial, the doing. A trial tells every wrong cell, or what each row would do and a key for exactly that; the same file
// sent again with the key does it, in one transaction, and is refused when the district has changed so that it would do something else.
#include "exchange/exchange_http.h"

#include <string.h>

#include "app/app.h"
#include "crypto/hash.h"
#include "exchange/import_org.h"
#include "http/spool.h"

enum {
    UPLOAD_MAX_BYTES = 20 * 1024 * 1024,
    NAME_MAX_CHARS = 120,
    PLAN_BYTES_MAX = 8 * 1024 * 1024
};
enum { LINES_MAX = 500 };
#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

struct import_params {
    const char *confirm, *name;
};
static const struct json_field import_fields[] = {
    {.name = "confirm",
     .type = JSON_TEXT,
     .offset = offsetof(struct import_params, confirm),
     .max = 64},
    {.name = "name",
     .type = JSON_TEXT,
     .offset = offsetof(struct import_params, name),
     .max = NAME_MAX_CHARS},
};
static const struct json_spec import_query =
    JSON_SPEC("import_query", struct import_params, import_fields);

// ---- the template ----

static enum yk give_template(struct request *rq, enum import_what what, struct err *err) {
    _cleanup_book_ struct book *book = NULL;
    enum yk status = spool_open(&rq->file_fd, err);
    if (status == YK_OK) {
        status = book_new(rq->file_fd, BOOK_XLSX, spool_folder(), &book, err);
    }
    if (status != YK_OK) {
        return status;
    }
    import_write_template(book, &import_specs[what], rq->lang);
    rq->file_name = arena_printf(rq->arena, "%s-template.xlsx", import_specs[what].key);
    return book_end(book, err);
}

// ---- a file ----

struct import {
    struct request *rq;
    enum import_what what;
    struct import_table table;
    struct import_plan plan;
    struct import_secret *secrets;
    char key[SM3_HEX_BYTES];
    bool done;
};

static enum yk key_of_plan(const struct import_plan *plan, char out[SM3_HEX_BYTES],
                           struct err *err) {
    uint8_t digest[SM3_BYTES];
    struct buf text;
    buf_init(&text, PLAN_BYTES_MAX);
    import_plan_print(plan, &text);
    if (text.failed) {
        buf_done(&text);
        return err_set(err, YK_REFUSED, ERR_WORKBOOK_TOO_LARGE, "a plan of too many words");
    }
    sm3(text.data ? text.data : "", text.len, digest);
    hex_encode(digest, SM3_BYTES, out);
    buf_done(&text);
    return YK_OK;
}

static enum yk read_file(struct import *import, struct err *err) {
    struct request *rq = import->rq;
    _cleanup_xlsx_ struct xlsx *file = NULL;
    enum yk status = xlsx_open_fd(rq->upload_fd, NULL, &file, err);
    return status == YK_OK ? import_read(file, &import_specs[import->what], rq->arena, rq->lang,
                                         &import->table, err)
                           : status;
}

static enum yk plan_file(struct import *import, struct err *err) {
    struct request *rq = import->rq;
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_cache_get(rq->app->orgs, rq->db, rq->actor->scope.district, &org, err);
    if (status == YK_OK) {
        status = import_plan(import->what, org, &import->table, rq->today, &import->plan, err);
    }
    return status == YK_OK ? key_of_plan(&import->plan, import->key, err) : status;
}

// ---- doing it ----

static enum yk make_secrets(struct import *import, struct err *err) {
    const struct import_plan *plan = &import->plan;
    enum yk status = YK_OK;
    import->secrets = arena_alloc_array(import->rq->arena, plan->n + 1, sizeof *import->secrets);
    if (!import->secrets) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory for passwords");
    }
    for (size_t i = 0; i < plan->n && status == YK_OK; i++) {
        if (plan->steps[i].act == IMPORT_MAKE) {
            password_make_initial(import->secrets[i].password);
            status = password_hash(import->secrets[i].password, import->secrets[i].hash, err);
        }
        // Whoever has gone would never see the passwords.
        if (status == YK_OK && request_is_gone(import->rq)) {
            status = err_set(err, YK_REFUSED, ERR_BUSY, "who sent the file has gone");
        }
    }
    return status;
}

static enum yk record_import(struct log_tx *tx, const struct import *import, struct err *err) {
    const struct import_params *params = import->rq->query;
    struct drafts drafts = {.n = 0};
    struct admin_event *body = admin_event_new(tx->arena);
    if (!body) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory to record an import");
    }
    body->code = import_specs[import->what].key;
    body->rows = (int64_t)import->plan.n;
    body->made = (int64_t)import->plan.made;
    body->changed = (int64_t)import->plan.changed;
    struct draft *draft = drafts_add(&drafts, &admin_types[DATA_IMPORTED], import->rq->today, body);
    draft_add_text(draft, "file", params->name);
    return org_record(tx, tx->actor, false, 0, &drafts, NULL, err);
}

// In the write transaction, once more from the district as it is now: what was shown is what is done.
static enum yk write_import(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    struct import *import = arg;
    struct import_table table = import->table;
    struct import_plan plan;
    char key[SM3_HEX_BYTES];
    struct log_tx tx = log_tx_of(import->rq);
    _cleanup_org_ struct org *org = NULL;
    tx.db = db;
    tx.batch = hooks_ctx;
    enum yk status = org_begin_change(&tx, &org, err);
    if (status == YK_OK) {
        status = import_plan(import->what, org, &table, import->rq->today, &plan, err);
    }
    if (status == YK_OK) {
        status = key_of_plan(&plan, key, err);
    }
    if (status == YK_OK && (table.n_troubles || strcmp(key, import->key) != 0)) {
        return err_set(err, YK_CONFLICT, ERR_CONFLICT, "the district has changed since the trial");
    }
    if (status == YK_OK) {
        status = import_apply(&tx, &plan, import->rq->today, import->secrets, err);
    }
    return status == YK_OK ? record_import(&tx, import, err) : status;
}

static enum yk do_import(struct import *import, const char *confirm, struct err *err) {
    enum yk status = YK_OK;
    if (strcmp(confirm, import->key) != 0) {
        return err_set(err, YK_CONFLICT, ERR_CONFLICT, "another file, or the district has changed");
    }
    if (import->plan.made + import->plan.changed == 0) {
        return YK_OK; // nothing to do, and nothing to record
    }
    if (import->what == IMPORT_ACCOUNTS) {
        status = make_secrets(import, err);
    }
    if (status == YK_OK) {
        status = pool_write(import->rq->app->pool, write_import, import, err);
    }
    import->done = status == YK_OK;
    return status;
}

// ---- what is answered ----

static void put_count(struct jw *jw, const char *key, size_t n) {
    jw_key(jw, key);
    jw_i64(jw, (int64_t)n);
}

static void put_words(struct jw *jw, const char *key, const char *text) {
    jw_key(jw, key);
    jw_text(jw, text);
}

static void put_troubles(const struct import *import) {
    const struct import_table *table = &import->table;
    struct jw *jw = import->rq->json;
    jw_key(jw, "troubles");
    jw_array(jw);
    for (size_t i = 0; i < table->n_troubles; i++) {
        const struct import_trouble *trouble = &table->troubles[i];
        jw_object(jw);
        put_words(jw, "sheet", table->sheet);
        put_words(jw, "cell", trouble->ref);
        put_words(jw, "heading", trouble->heading);
        put_words(jw, "found", trouble->found);
        put_words(jw, "code", err_word(trouble->code));
        put_words(jw, "title", err_title(trouble->code, import->rq->lang));
        put_words(jw, "accepted", trouble->accepted);
        jw_object_end(jw);
    }
    jw_array_end(jw);
    put_count(jw, "troubles_left_out", table->n_left_out);
    put_count(jw, "rows_bad", table->n_rows_bad);
}

static void put_lines(const struct import *import) {
    static const char *const acts[] = {"same", "make", "change"};
    struct jw *jw = import->rq->json;
    size_t name = import->what == IMPORT_UNITS ? 1 : 0;
    size_t n = 0;
    jw_key(jw, "lines");
    jw_array(jw);
    for (size_t i = 0; i < import->plan.n && n < LINES_MAX; i++) {
        const struct import_step *step = &import->plan.steps[i];
        if (step->act == IMPORT_SAME) {
            continue;
        }
        n++;
        jw_object(jw);
        put_count(jw, "row", (size_t)step->row->number);
        put_words(jw, "act", acts[step->act]);
        put_words(jw, "name",
                  name ? step->row->text[1]
                       : arena_printf(import->rq->arena, "%s %s", step->row->text[0],
                                      step->row->text[1]));
        jw_object_end(jw);
    }
    jw_array_end(jw);
}

static void put_passwords(const struct import *import) {
    struct jw *jw = import->rq->json;
    jw_key(jw, "passwords");
    jw_array(jw);
    for (size_t i = 0; import->done && import->secrets && i < import->plan.n; i++) {
        const struct import_step *step = &import->plan.steps[i];
        if (step->act == IMPORT_MAKE) {
            jw_object(jw);
            put_words(jw, "login", step->account.login);
            put_words(jw, "name", step->account.name);
            put_words(jw, "initial_password", import->secrets[i].password);
            jw_object_end(jw);
        }
    }
    jw_array_end(jw);
}

static void put_import(const struct import *import) {
    struct jw *jw = import->rq->json;
    bool good = import->table.n_troubles == 0;
    jw_object(jw);
    put_count(jw, "rows", import->table.n);
    put_count(jw, "made", import->plan.made);
    put_count(jw, "changed", import->plan.changed);
    put_count(jw, "unchanged", import->plan.same);
    put_troubles(import);
    put_lines(import);
    put_words(jw, "confirm", good && !import->done ? import->key : NULL);
    jw_key(jw, "done");
    jw_bool(jw, import->done);
    put_passwords(import);
    jw_object_end(jw);
}

static enum yk take_file(struct request *rq, enum import_what what, struct err *err) {
    const struct import_params *params = rq->query;
    struct import import = {.rq = rq, .what = what};
    enum yk status = read_file(&import, err);
    if (status == YK_OK) {
        status = plan_file(&import, err);
    }
    if (status == YK_OK && params->confirm && import.table.n_troubles == 0) {
        status = do_import(&import, params->confirm, err);
    }
    if (status == YK_OK) {
        put_import(&import);
    }
    return status;
}

#define HANDLERS(name_, what_)                                                                     \
    static enum yk get_##name_(struct request *rq, struct err *err) {                              \
        return give_template(rq, what_, err);                                                      \
    }                                                                                              \
    static enum yk post_##name_(struct request *rq, struct err *err) {                             \
        return take_file(rq, what_, err);                                                          \
    }
HANDLERS(units, IMPORT_UNITS)
HANDLERS(categories, IMPORT_CATEGORIES)
HANDLERS(accounts, IMPORT_ACCOUNTS)

#define IMPORT(name_, cap_, summary_)                                                              \
    {.method = "GET",                                                                              \
     .path = "/api/v1/imports/" #name_ "/template.xlsx",                                           \
     .cap = (cap_),                                                                                \
     .flags = ROUTE_SLOW | ROUTE_FILE,                                                             \
     .response = XLSX_TYPE,                                                                        \
     .status = 200,                                                                                \
     .run = get_##name_,                                                                           \
     .summary = "The workbook to fill in: " summary_},                                             \
    {                                                                                              \
        .method = "POST", .path = "/api/v1/imports/" #name_, .cap = (cap_),                        \
        .flags = ROUTE_SLOW | ROUTE_UPLOAD, .body_max_bytes = UPLOAD_MAX_BYTES,                    \
        .query = &import_query, .response = "Import", .status = 200, .run = post_##name_,          \
        .summary = "Try a workbook of " summary_ "; with `confirm`, do it"                         \
    }
static const struct route rows[] = {
    IMPORT(units, CAP_UNIT_MANAGE, "units"),
    IMPORT(categories, CAP_UNIT_MANAGE, "the catalogue"),
    IMPORT(accounts, CAP_ACCOUNT_MANAGE, "accounts"),
};
const struct route_table import_routes = {"import", rows, sizeof rows / sizeof *rows};
