// SPDX-License-Identifier: Apache-2.0
// Accounts over HTTP. The system administrator makes, moves, disables and enables them; the security administrator gives roles, unlocks, resets
// passwords and ends sessions. First passwords are made and hashed here, before any transaction, shown once, and kept nowhere.

#include <string.h>

#include "app/app.h"
#include "auth/session.h"
#include "auth/session_http.h"
#include "base/text.h"
#include "crypto/password.h"
#include "org/account.h"
#include "org/org_http.h"

enum { PAGE_ROWS = 50, PAGE_MAX = 100000 };

// ---- answering ----

enum shown_state { SHOWN_ACTIVE = 1, SHOWN_DISABLED, SHOWN_LOCKED };
static const struct json_word shown_words[] = {
    {"active", SHOWN_ACTIVE}, {"disabled", SHOWN_DISABLED}, {"locked", SHOWN_LOCKED}, {NULL, 0}};

static enum shown_state shown_state(const struct account *account, int64_t real_us) {
    if (account->state == ACCOUNT_DISABLED) {
        return SHOWN_DISABLED;
    }
    return account_is_locked(account, real_us) ? SHOWN_LOCKED : SHOWN_ACTIVE;
}

static void put_unit_ref(struct jw *jw, const struct org *org, int64_t id) {
    const struct unit *unit = org_find_unit(org, id);
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, id);
    jw_key(jw, "name");
    jw_text(jw, unit ? unit->name : "");
    jw_key(jw, "name_en");
    jw_text(jw, unit ? unit->name_en : "");
    jw_object_end(jw);
}

static void put_account_members(struct request *rq, const struct org *org,
                                const struct account *account, int64_t last_sign_in_at) {
    struct jw *jw = rq->json;
    jw_key(jw, "id");
    jw_id(jw, account->id);
    jw_key(jw, "seq");
    jw_i64(jw, account->seq);
    jw_key(jw, "login");
    jw_text(jw, account->login);
    jw_key(jw, "name");
    jw_text(jw, account->name);
    jw_key(jw, "name_en");
    jw_text(jw, account->name_en);
    jw_key(jw, "unit");
    put_unit_ref(jw, org, account->unit);
    jw_key(jw, "roles");
    jw_array(jw);
    for (int role = 1; role < ROLE_END; role++) {
        if (account->roles >> role & 1) {
            jw_text(jw, role_word((enum role)role));
        }
    }
    jw_array_end(jw);
    jw_key(jw, "state");
    jw_text(jw, json_word_of(shown_words, shown_state(account, rq->real_us)));
    jw_key(jw, "must_change_password");
    jw_bool(jw, account->must_change_password);
    jw_key(jw, "created_at");
    jw_time(jw, account->created_at);
    jw_key(jw, "last_sign_in_at");
    if (last_sign_in_at == TIME_NONE) {
        jw_null(jw);
    } else {
        jw_time(jw, last_sign_in_at);
    }
}

// The account as the store has it now, with the first password where one was made.
static enum yk render(struct request *rq, int64_t id, const char *initial_password,
                      struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    struct credential credential = {.last_sign_in_at = TIME_NONE};
    int32_t district = rq->actor->scope.district;
    enum yk status = org_cache_get(rq->app->orgs, rq->db, district, &org, err);
    const struct account *account = status == YK_OK ? org_find_account(org, id) : NULL;
    if (status == YK_OK && !account) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    if (status == YK_OK) {
        status = credential_get(rq->db, district, id, rq->arena, &credential, err);
    }
    if (status != YK_OK && status != YK_NOT_FOUND) {
        return status;
    }
    const char *email = NULL;
    status = org_account_email(rq->db, rq->arena, district, account, &email, err);
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    put_account_members(rq, org, account, credential.last_sign_in_at);
    jw_key(rq->json, "email");
    jw_text(rq->json, email ? text_mask_email(rq->arena, email) : NULL);
    if (initial_password) {
        jw_key(rq->json, "initial_password");
        jw_text(rq->json, initial_password);
    }
    jw_object_end(rq->json);
    return YK_OK;
}

// ---- the list ----

struct list_query {
    const char *q;
    int64_t unit, role, state, page;
};
static const struct json_field list_fields[] = {
    {.name = "q", .type = JSON_TEXT, .offset = offsetof(struct list_query, q), .max = 40},
    {.name = "unit", .type = JSON_ID, .offset = offsetof(struct list_query, unit)},
    {.name = "role",
     .type = JSON_ENUM,
     .offset = offsetof(struct list_query, role),
     .words = role_words},
    {.name = "state",
     .type = JSON_ENUM,
     .offset = offsetof(struct list_query, state),
     .words = shown_words},
    {.name = "page",
     .type = JSON_INT,
     .offset = offsetof(struct list_query, page),
     .min = 1,
     .max = PAGE_MAX},
};
static const struct json_spec list_spec = JSON_SPEC("AccountQuery", struct list_query, list_fields);

static bool is_listed(const struct org *org, const struct account *account,
                      const struct list_query *query, int64_t real_us) {
    if (query->q && !strcasestr(account->login, query->q) && !strstr(account->name, query->q) &&
        !strcasestr(account->name_en, query->q)) {
        return false;
    }
    if (query->unit && !org_unit_within(org, account->unit, query->unit)) {
        return false;
    }
    if (query->role != JSON_ABSENT_INT && !(account->roles >> query->role & 1)) {
        return false;
    }
    return query->state == JSON_ABSENT_INT ||
           (int64_t)shown_state(account, real_us) == query->state;
}

// Both lists are in order, one by login and one by account, so this one is searched.
static int64_t last_of(const struct last_sign_in *list, size_t n, int64_t account) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (list[mid].account < account) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low < n && list[low].account == account ? list[low].at : TIME_NONE;
}

static void put_page_end(struct request *rq, size_t first, size_t n) {
    struct jw *jw = rq->json;
    jw_array_end(jw);
    jw_key(jw, "next_cursor");
    if (first + PAGE_ROWS < n) {
        jw_text(jw, arena_printf(rq->arena, "%zu", first / PAGE_ROWS + 2));
    } else {
        jw_null(jw);
    }
    jw_key(jw, "count");
    jw_object(jw);
    jw_key(jw, "n");
    jw_i64(jw, (int64_t)n);
    jw_key(jw, "exact");
    jw_bool(jw, true);
    jw_object_end(jw);
    jw_object_end(jw);
}

static enum yk get_accounts(struct request *rq, struct err *err) {
    const struct list_query *query = rq->query;
    _cleanup_org_ struct org *org = NULL;
    struct last_sign_in *last = NULL;
    size_t n_last = 0, n_all = 0, n = 0;
    int32_t district = rq->actor->scope.district;
    enum yk status = org_cache_get(rq->app->orgs, rq->db, district, &org, err);
    if (status == YK_OK) {
        status = credential_last_sign_ins(rq->db, district, rq->arena, &last, &n_last, err);
    }
    if (status != YK_OK) {
        return status;
    }
    const struct account *all = org_accounts(org, &n_all);
    size_t first = query->page == JSON_ABSENT_INT ? 0 : (size_t)(query->page - 1) * PAGE_ROWS;
    jw_object(rq->json);
    jw_key(rq->json, "items");
    jw_array(rq->json);
    for (size_t i = 0; i < n_all; i++) {
        if (!is_listed(org, &all[i], query, rq->real_us)) {
            continue;
        }
        if (n >= first && n < first + PAGE_ROWS) {
            jw_object(rq->json);
            put_account_members(rq, org, &all[i], last_of(last, n_last, all[i].id));
            jw_object_end(rq->json);
        }
        n++;
    }
    put_page_end(rq, first, n);
    return YK_OK;
}

static enum yk get_account(struct request *rq, struct err *err) {
    return render(rq, rq->id[0], NULL, err);
}

// ---- making and changing ----

#define ACCOUNT_FIELD(name_, type_, flags_, ...)                                                   \
    {                                                                                              \
        .name = #name_, .type = type_, .flags = (flags_),                                          \
        .offset = offsetof(struct account_input, name_), __VA_ARGS__                               \
    }
#define ACCOUNT_FIELDS                                                                             \
    ACCOUNT_FIELD(name, JSON_TEXT, JSON_REQUIRED, .max = 40),                                      \
        ACCOUNT_FIELD(name_en, JSON_TEXT, 0, .max = 80),                                           \
        ACCOUNT_FIELD(unit, JSON_ID, JSON_REQUIRED, .max = 0)
static const struct json_field new_account_fields[] = {
    ACCOUNT_FIELD(login, JSON_TEXT, JSON_REQUIRED, .max = LOGIN_MAX_CHARS), ACCOUNT_FIELDS};
static const struct json_spec new_account_spec =
    JSON_SPEC("NewAccount", struct account_input, new_account_fields);
static const struct json_field account_change_fields[] = {ACCOUNT_FIELDS};
static const struct json_spec account_change_spec =
    JSON_SPEC("AccountChange", struct account_input, account_change_fields);

// What a worker hands to the writer.
struct job {
    const struct request *rq;
    int64_t account;
    char password[INITIAL_PASSWORD_BYTES];
    char hash[PASSWORD_HASH_BYTES];
};

static struct log_tx tx_for(const struct job *job, struct db *db, void *hooks_ctx) {
    struct log_tx tx = log_tx_of(job->rq);
    tx.db = db;
    tx.batch = hooks_ctx;
    return tx;
}

static enum yk write_new(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    struct job *job = arg;
    const struct request *rq = job->rq;
    const struct account_input *input = rq->body;
    struct log_tx tx = tx_for(job, db, hooks_ctx);
    struct drafts drafts = {.n = 0};
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_begin_change(&tx, &org, err);
    if (status == YK_OK) {
        status = account_decide_create(org, input, rq->today, rq->arena, &drafts, err);
    }
    if (status == YK_OK) {
        status = org_record(&tx, 0, true, 0, &drafts, &job->account, err);
    }
    if (status == YK_OK) {
        status = credential_put(db, tx.district, job->account, input->login, job->hash, false, err);
        // Another district of this store has the login.
        if (status == YK_CONFLICT) {
            status = err_add_field(err, "login", ERR_ALREADY_EXISTS, "≠ %s", input->login);
        }
    }
    return status;
}

static enum yk post_account(struct request *rq, struct err *err) {
    struct job job = {.rq = rq};
    password_make_initial(job.password);
    enum yk status = password_hash(job.password, job.hash, err);
    if (status == YK_OK) {
        status = pool_write(rq->app->pool, write_new, &job, err);
    }
    if (status != YK_OK) {
        return status;
    }
    rq->location = job.account;
    return render(rq, job.account, arena_strdup(rq->arena, job.password), err);
}

struct email_body {
    const char *email;
};
static const struct json_field email_fields[] = {
    {.name = "email", .type = JSON_TEXT, .offset = offsetof(struct email_body, email), .max = 254}};
static const struct json_spec email_spec =
    JSON_SPEC("AccountEmail", struct email_body, email_fields);

// Records what was decided on the account of the path and answers with it.
static enum yk record_and_render(struct request *rq, struct log_tx *tx, const struct drafts *drafts,
                                 struct err *err) {
    rq->location = rq->id[0];
    enum yk status = org_record(tx, rq->id[0], false, 0, drafts, NULL, err);
    return status == YK_OK ? render(rq, rq->id[0], NULL, err) : status;
}

static enum yk put_account(struct request *rq, struct err *err) {
    struct log_tx tx = log_tx_of(rq);
    struct drafts drafts = {.n = 0};
    if (rq->replay) {
        return render(rq, rq->id[0], NULL, err);
    }
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_begin_change(&tx, &org, err);
    if (status == YK_OK) {
        status =
            account_decide_update(org, rq->id[0], rq->body, rq->today, rq->arena, &drafts, err);
    }
    return status == YK_OK ? record_and_render(rq, &tx, &drafts, err) : status;
}

static enum yk put_email(struct request *rq, struct err *err) {
    const struct email_body *body = rq->body;
    struct log_tx tx = log_tx_of(rq);
    struct drafts drafts = {.n = 0};
    if (rq->replay) {
        return render(rq, rq->id[0], NULL, err);
    }
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_begin_change(&tx, &org, err);
    if (status == YK_OK) {
        status =
            account_decide_email(org, rq->id[0], body->email, rq->today, rq->arena, &drafts, err);
    }
    return status == YK_OK ? record_and_render(rq, &tx, &drafts, err) : status;
}

struct roles_body {
    int64_t *roles;
    size_t n_roles;
};
static const struct json_field roles_fields[] = {
    {.name = "roles",
     .type = JSON_ENUM_ARRAY,
     .flags = JSON_REQUIRED,
     .offset = offsetof(struct roles_body, roles),
     .count_offset = offsetof(struct roles_body, n_roles),
     .words = role_words}};
static const struct json_spec roles_spec = JSON_SPEC("Roles", struct roles_body, roles_fields);

static enum yk post_roles(struct request *rq, struct err *err) {
    const struct roles_body *body = rq->body;
    struct log_tx tx = log_tx_of(rq);
    struct drafts drafts = {.n = 0};
    uint32_t roles = 0;
    if (rq->replay) {
        return render(rq, rq->id[0], NULL, err);
    }
    for (size_t i = 0; i < body->n_roles; i++) {
        roles |= 1u << body->roles[i];
    }
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_begin_change(&tx, &org, err);
    if (status == YK_OK) {
        status = account_decide_roles(org, rq->actor->account, rq->id[0], roles, rq->today,
                                      rq->arena, &drafts, err);
    }
    return status == YK_OK ? record_and_render(rq, &tx, &drafts, err) : status;
}

// ---- disable, enable, unlock, reset ----

struct nothing {
    char none;
};
static const struct json_spec nothing_spec = {
    .name = "Nothing", .fields = NULL, .n_fields = 0, .struct_bytes = sizeof(struct nothing)};

static enum yk decide_act(const struct request *rq, struct log_tx *tx, enum account_act act,
                          struct drafts *drafts, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_begin_change(tx, &org, err);
    return status == YK_OK ? account_decide_act(org, rq->actor->account, rq->id[0], act,
                                                rq->real_us, rq->today, drafts, err)
                           : status;
}

static enum yk post_act(struct request *rq, enum account_act act, struct err *err) {
    struct log_tx tx = log_tx_of(rq);
    struct drafts drafts = {.n = 0};
    if (rq->replay) {
        return render(rq, rq->id[0], NULL, err);
    }
    enum yk status = decide_act(rq, &tx, act, &drafts, err);
    if (status == YK_OK && act == ACCOUNT_UNLOCK) {
        status = credential_forgive(rq->db, tx.district, rq->id[0], err);
    }
    // Whoever was at work with it is out at once.
    if (status == YK_OK && act == ACCOUNT_DISABLE) {
        status = session_end_others(rq->db, tx.district, rq->id[0], 0, err);
    }
    return status == YK_OK ? record_and_render(rq, &tx, &drafts, err) : status;
}

static enum yk post_disable(struct request *rq, struct err *err) {
    return post_act(rq, ACCOUNT_DISABLE, err);
}

static enum yk post_enable(struct request *rq, struct err *err) {
    return post_act(rq, ACCOUNT_ENABLE, err);
}

static enum yk post_unlock(struct request *rq, struct err *err) {
    return post_act(rq, ACCOUNT_UNLOCK, err);
}

static enum yk write_reset(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    struct job *job = arg;
    const struct request *rq = job->rq;
    struct log_tx tx = tx_for(job, db, hooks_ctx);
    struct drafts drafts = {.n = 0};
    enum yk status = decide_act(rq, &tx, ACCOUNT_RESET, &drafts, err);
    if (status == YK_OK) {
        status = org_record(&tx, rq->id[0], false, 0, &drafts, NULL, err);
    }
    if (status == YK_OK) {
        status = credential_set_hash(db, tx.district, rq->id[0], job->hash, err);
    }
    return status == YK_OK ? session_end_others(db, tx.district, rq->id[0], 0, err) : status;
}

static enum yk post_reset(struct request *rq, struct err *err) {
    struct job job = {.rq = rq};
    password_make_initial(job.password);
    enum yk status = password_hash(job.password, job.hash, err);
    if (status == YK_OK) {
        status = pool_write(rq->app->pool, write_reset, &job, err);
    }
    if (status == YK_OK) {
        jw_object(rq->json);
        jw_key(rq->json, "initial_password");
        jw_text(rq->json, job.password);
        jw_object_end(rq->json);
    }
    return status;
}

// ---- others' sessions ----

static enum yk get_sessions(struct request *rq, struct err *err) {
    struct session *list = NULL;
    size_t n = 0;
    int32_t district = rq->actor->scope.district;
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_cache_get(rq->app->orgs, rq->db, district, &org, err);
    if (status == YK_OK && !org_find_account(org, rq->id[0])) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    if (status == YK_OK) {
        status = session_list(rq->db, district, rq->id[0], rq->real_us, rq->arena, &list, &n, err);
    }
    if (status == YK_OK) {
        session_list_write(rq->json, list, n, rq->actor->session);
    }
    return status;
}

// Ending somebody's session is an act of the security administrator, and so an event.
static enum yk delete_session(struct request *rq, struct err *err) {
    struct log_tx tx = log_tx_of(rq);
    struct drafts drafts = {.n = 0};
    struct admin_event *body = admin_event_new(rq->arena);
    if (!body) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory to end a session");
    }
    body->session = rq->id[1];
    drafts_add(&drafts, &admin_types[SESSION_ENDED], rq->today, body);
    enum yk status = session_end(rq->db, tx.district, rq->id[0], rq->id[1], err);
    if (status == YK_OK) {
        status = org_touch(&tx, err);
    }
    return status == YK_OK ? org_record(&tx, rq->id[0], false, 0, &drafts, NULL, err) : status;
}

enum { CHANGE = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY };
#define ACCOUNT "/api/v1/accounts/{id:id}"
static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/accounts",
     .cap = CAP_ACCOUNT_VIEW,
     .query = &list_spec,
     .response = "AccountPage",
     .status = 200,
     .run = get_accounts,
     .summary = "Accounts by login; 50 to a page"},
    {.method = "POST",
     .path = "/api/v1/accounts",
     .cap = CAP_ACCOUNT_MANAGE,
     .flags = ROUTE_SLOW,
     .request = &new_account_spec,
     .response = "AccountCreated",
     .status = 201,
     .run = post_account,
     .summary = "Make an account, without roles; its first password is shown this once"},
    {.method = "GET",
     .path = ACCOUNT,
     .cap = CAP_ACCOUNT_VIEW,
     .response = "Account",
     .status = 200,
     .run = get_account,
     .summary = "One account"},
    {.method = "PUT",
     .path = ACCOUNT,
     .cap = CAP_ACCOUNT_MANAGE,
     .flags = CHANGE,
     .request = &account_change_spec,
     .response = "Account",
     .status = 200,
     .run = put_account,
     .summary = "Rename an account or move it to another unit"},
    {.method = "PUT",
     .path = ACCOUNT "/email",
     .cap = CAP_ACCOUNT_MANAGE,
     .flags = CHANGE,
     .request = &email_spec,
     .response = "Account",
     .status = 200,
     .run = put_email,
     .summary = "Set where letters to an account go, or that there is nowhere"},
    {.method = "POST",
     .path = ACCOUNT "/roles",
     .cap = CAP_ACCOUNT_SECURE,
     .flags = CHANGE,
     .request = &roles_spec,
     .response = "Account",
     .status = 200,
     .run = post_roles,
     .summary = "Give an account its roles"},
    {.method = "POST",
     .path = ACCOUNT "/disable",
     .cap = CAP_ACCOUNT_MANAGE,
     .flags = CHANGE,
     .request = &nothing_spec,
     .response = "Account",
     .status = 200,
     .run = post_disable,
     .summary = "Disable an account and end its sessions"},
    {.method = "POST",
     .path = ACCOUNT "/enable",
     .cap = CAP_ACCOUNT_MANAGE,
     .flags = CHANGE,
     .request = &nothing_spec,
     .response = "Account",
     .status = 200,
     .run = post_enable,
     .summary = "Enable an account"},
    {.method = "POST",
     .path = ACCOUNT "/unlock",
     .cap = CAP_ACCOUNT_SECURE,
     .flags = CHANGE,
     .request = &nothing_spec,
     .response = "Account",
     .status = 200,
     .run = post_unlock,
     .summary = "Unlock an account before its time"},
    {.method = "POST",
     .path = ACCOUNT "/reset-password",
     .cap = CAP_ACCOUNT_SECURE,
     .flags = ROUTE_SLOW,
     .request = &nothing_spec,
     .response = "InitialPassword",
     .status = 200,
     .run = post_reset,
     .summary = "A new first password, shown this once; ends its sessions"},
    {.method = "GET",
     .path = ACCOUNT "/sessions",
     .cap = CAP_ACCOUNT_SECURE,
     .response = "SessionList",
     .status = 200,
     .run = get_sessions,
     .summary = "Where an account is signed in"},
    {.method = "DELETE",
     .path = ACCOUNT "/sessions/{sid:id}",
     .cap = CAP_ACCOUNT_SECURE,
     .flags = ROUTE_WRITE,
     .status = 204,
     .run = delete_session,
     .summary = "End a session of an account"},
};
const struct route_table account_routes = {"account", rows, sizeof rows / sizeof *rows};
