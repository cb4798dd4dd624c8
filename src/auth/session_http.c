// SPDX-License-Identifier: Apache-2.0
// The sign-in desk: what happens on a right and on a wrong password, on sign-out, on a change of one's password, and on the first run. Passwords are
// hashed here, on a worker, before any transaction begins. Who has which role is org/account.c's to decide.

#include "auth/session_http.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "auth/session.h"
#include "base/text.h"
#include "crypto/password.h"
#include "org/account.h"
#include "org/setup.h"

#define US_PER_MIN (60 * US_PER_S)

// ---- who is asking ----

static enum yk make_actor(const struct org *org, const struct account *account,
                          const struct session *session, struct arena *arena,
                          const struct actor **out, struct err *err) {
    struct actor *actor = arena_alloc(arena, sizeof *actor);
    if (!actor) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory for an actor");
    }
    // The snapshot may be gone before the request is.
    *actor = (struct actor){
        .account = account->id,
        .name = arena_strdup(arena, account->name),
        .name_en = arena_strdup(arena, account->name_en),
        .login = arena_strdup(arena, account->login),
        .unit = account->unit,
        .unit_name = arena_strdup(arena, org_unit_name(org, account->unit, "zh")),
        .roles = account->roles,
        .caps = role_caps(account->roles),
        .scope = scope_of_roles(account->roles, org_district(org), account->unit),
        .session = session->id,
        .must_change_password = account->must_change_password,
    };
    if (!actor->name || !actor->name_en || !actor->login || !actor->unit_name) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory for an actor");
    }
    *out = actor;
    return YK_OK;
}

struct seen {
    int32_t district;
    int64_t session, real_us;
};

static enum yk write_seen(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    const struct seen *seen = arg;
    (void)hooks_ctx;
    return session_seen(db, seen->district, seen->session, seen->real_us, err);
}

// A session that ended meanwhile, or a full store, is no reason to bother anybody: the next request tries again.
static void seen_written(void *arg, enum yk status, const struct err *err) {
    (void)status;
    (void)err;
    free(arg);
}

static void keep_seen(struct app *app, int32_t district, const struct session *session,
                      int64_t real_us) {
    struct seen *seen = NULL;
    if (real_us - session->last_seen_at >= US_PER_MIN && (seen = malloc(sizeof *seen))) {
        *seen = (struct seen){district, session->id, real_us};
        pool_write_async(app->pool, write_seen, seen_written, seen);
    }
}

enum yk session_authenticate(struct app *app, struct db *db, const char *cookie,
                             const char *authorization, struct arena *arena,
                             const struct actor **out, const char **out_csrf, struct err *err) {
    (void)authorization;
    uint8_t token[TOKEN_BYTES];
    int32_t district = 0;
    struct session session;
    int64_t real_us = clock_wall_us(&app->clock);
    *out = NULL;
    if (!cookie || !session_token_parse(cookie, &district, token)) {
        return YK_OK;
    }
    enum yk status = session_find(db, district, token, real_us, arena, &session, err);
    _cleanup_org_ struct org *org = NULL;
    if (status == YK_OK) {
        status = org_cache_get(app->orgs, db, district, &org, err);
    }
    if (status != YK_OK) {
        return status == YK_NOT_FOUND ? YK_OK : status;
    }
    const struct account *account = org_find_account(org, session.account);
    if (!account || account->state != ACCOUNT_ACTIVE) {
        return YK_OK;
    }
    char csrf[CSRF_TEXT_BYTES];
    session_csrf(token, csrf);
    *out_csrf = arena_strdup(arena, csrf);
    keep_seen(app, district, &session, real_us);
    return make_actor(org, account, &session, arena, out, err);
}

// ---- answering ----

static void put_named(struct jw *jw, int64_t id, const char *name, const char *name_en) {
    jw_key(jw, "id");
    jw_id(jw, id);
    jw_key(jw, "name");
    jw_text(jw, name);
    jw_key(jw, "name_en");
    jw_text(jw, name_en);
}

static void put_roles_and_caps(struct jw *jw, const struct actor *actor) {
    static const char *const scopes[] = {
        [SCOPE_NONE] = "none", [SCOPE_UNIT] = "unit", [SCOPE_DISTRICT] = "district"};
    jw_key(jw, "roles");
    jw_array(jw);
    for (int role = 1; role < ROLE_END; role++) {
        if (actor->roles >> role & 1) {
            jw_text(jw, role_word((enum role)role));
        }
    }
    jw_array_end(jw);
    jw_key(jw, "caps");
    jw_array(jw);
    for (int cap = 0; cap < CAP_END; cap++) {
        if (cap_word((enum cap)cap) && actor_may(actor, (enum cap)cap)) {
            jw_text(jw, cap_word((enum cap)cap));
        }
    }
    jw_array_end(jw);
    jw_key(jw, "scope");
    jw_text(jw, scopes[actor->scope.level]);
}

static void put_session(struct request *rq, const struct org *org, const struct actor *actor,
                        const char *csrf) {
    struct jw *jw = rq->json;
    const struct unit *unit = org_find_unit(org, actor->unit);
    jw_object(jw);
    jw_key(jw, "account");
    jw_object(jw);
    put_named(jw, actor->account, actor->name, actor->name_en);
    jw_key(jw, "login");
    jw_text(jw, actor->login);
    jw_object_end(jw);
    jw_key(jw, "unit");
    jw_object(jw);
    put_named(jw, actor->unit, unit ? unit->name : "", unit ? unit->name_en : "");
    jw_key(jw, "kind");
    jw_text(jw, unit ? json_word_of(unit_kind_words, unit->kind) : "office");
    jw_object_end(jw);
    put_roles_and_caps(jw, actor);
    jw_key(jw, "district");
    jw_object(jw);
    jw_key(jw, "code");
    jw_i64(jw, org_district(org));
    jw_key(jw, "name");
    jw_text(jw, org_name(org, "zh"));
    jw_key(jw, "name_en");
    jw_text(jw, org_name(org, "en"));
    jw_object_end(jw);
    jw_key(jw, "csrf");
    jw_text(jw, csrf);
    jw_key(jw, "must_change_password");
    jw_bool(jw, actor->must_change_password);
    jw_key(jw, "idle_end_min");
    jw_i64(jw, SESSION_IDLE_MIN);
    jw_key(jw, "now");
    jw_time(jw, rq->now_us);
    jw_key(jw, "today");
    jw_day(jw, rq->today);
    jw_key(jw, "demo");
    jw_bool(jw, rq->app->demo);
    jw_object_end(jw);
}

static const char *cookie_for(const struct request *rq, const char *value, bool end) {
    const char *url = rq->app->public_url;
    bool secure = url && strncmp(url, "https:", 6) == 0;
    return arena_printf(rq->arena, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s", SESSION_COOKIE,
                        value, secure ? "; Secure" : "", end ? "; Max-Age=0" : "");
}

// ---- sign-in ----

struct sign_in_body {
    const char *login, *password;
};
static const struct json_field sign_in_fields[] = {
    {.name = "login",
     .type = JSON_TEXT,
     .flags = JSON_REQUIRED,
     .offset = offsetof(struct sign_in_body, login),
     .max = 64},
    {.name = "password",
     .type = JSON_TEXT,
     .flags = JSON_REQUIRED | JSON_SECRET,
     .offset = offsetof(struct sign_in_body, password),
     .max = 256},
};
static const struct json_spec sign_in_spec =
    JSON_SPEC("SignIn", struct sign_in_body, sign_in_fields);

static enum yk locked(const struct request *rq, int64_t until_us, struct err *err) {
    char day[DAY_TEXT_BYTES];
    int32_t until_day = day_of_time(until_us);
    int minute = (int)((until_us - day_start_us(until_day)) / US_PER_MIN);
    day_format(until_day, day);
    return err_set(err, YK_REFUSED, ERR_LOCKED,
                   rq->lang[0] == 'e' ? "Locked until %s %02d:%02d" : "锁定至 %s %02d:%02d", day,
                   minute / 60, minute % 60);
}

static struct log_tx tx_for(const struct request *rq, struct db *db, void *hooks_ctx,
                            int32_t district) {
    struct log_tx tx = log_tx_of(rq);
    tx.db = db;
    tx.batch = hooks_ctx;
    tx.district = district;
    return tx;
}

// One event on an account, with the district's version moved.
static enum yk record_on(struct log_tx *tx, int64_t account, enum admin_action action, int32_t day,
                         const struct admin_event *body, struct err *err) {
    struct drafts drafts = {.n = 0};
    drafts_add(&drafts, &admin_types[action], day, body);
    enum yk status = org_touch(tx, err);
    return status == YK_OK ? org_record(tx, account, false, 0, &drafts, NULL, err) : status;
}

struct attempt { // one try of a password, as the writer sees it
    const struct request *rq;
    int32_t district;
    int64_t account;
    int64_t locked_until_us; // out: 0 when not locked
    struct session session;
    uint8_t token[TOKEN_BYTES];
    const char *new_hash;
};

// While it is locked nobody tries, neither with the right password nor with a wrong one.
static enum yk check_lock(const struct log_tx *tx, int64_t account, const struct request *rq,
                          struct err *err) {
    struct log_object object;
    enum yk status =
        log_peek(tx->db, tx->arena, &ledger_admin, tx->district, account, &object, err);
    if (status != YK_OK) {
        return status;
    }
    int64_t until_us = ((const struct admin_state *)object.state)->locked_until_us;
    return until_us != JSON_ABSENT_INT && until_us > rq->real_us ? locked(rq, until_us, err)
                                                                 : YK_OK;
}

// Counts a wrong password; the fifth locks the account, and that is an event. One that was compared before the lock and comes after it
// is refused and so not counted: it would carry the count past the fifth, and nothing would lock again.
static enum yk write_failure(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    struct attempt *attempt = arg;
    const struct request *rq = attempt->rq;
    struct log_tx tx = tx_for(rq, db, hooks_ctx, attempt->district);
    int64_t failures = 0;
    attempt->locked_until_us = 0;
    enum yk status =
        credential_fail(db, attempt->district, attempt->account, rq->real_us, &failures, err);
    if (status == YK_OK) {
        status = check_lock(&tx, attempt->account, rq, err);
    }
    if (status != YK_OK || failures < SIGN_IN_FAILURES_MAX) {
        return status;
    }
    int64_t until_us = rq->real_us + LOCK_MIN * US_PER_MIN;
    attempt->locked_until_us = until_us;
    struct admin_event *body = admin_event_new(rq->arena);
    if (!body) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory to lock an account");
    }
    body->until_us = until_us;
    body->failures = failures;
    tx.actor = 0;
    return record_on(&tx, attempt->account, ACCOUNT_LOCKED, rq->today, body, err);
}

// Who came and went is in the log too, from which nobody can take it. It changes nothing of the district, whose version stays.
static enum yk record_coming(struct log_tx *tx, struct log_object *account, int64_t session,
                             enum admin_action action, const struct request *rq, struct err *err) {
    struct drafts drafts = {.n = 0};
    struct admin_event *body = admin_event_new(rq->arena);
    if (!body) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory to sign in");
    }
    body->session = session;
    struct draft *draft = drafts_add(&drafts, &admin_types[action], rq->today, body);
    if (action == SIGNED_IN) {
        draft_add_text(draft, "address", rq->address);
    }
    return log_record(tx, account, &drafts, err);
}

static enum yk write_session(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    const struct attempt *attempt = arg;
    const struct request *rq = attempt->rq;
    struct log_tx tx = tx_for(rq, db, hooks_ctx, attempt->district);
    struct log_object object;
    tx.actor = attempt->account;
    enum yk status = log_load(&tx, &ledger_admin, attempt->account, &object, err);
    if (status != YK_OK) {
        return status;
    }
    // Many passwords tried at once are all compared before the first is counted; the lock holds for the right one among them too.
    const struct admin_state *state = object.state;
    if (state->locked_until_us != JSON_ABSENT_INT && state->locked_until_us > rq->real_us) {
        return locked(rq, state->locked_until_us, err);
    }
    status = session_sweep(db, attempt->district, attempt->account, rq->real_us, err);
    if (status == YK_OK) {
        status = credential_signed_in(db, attempt->district, attempt->account, rq->real_us, err);
    }
    if (status == YK_OK) {
        status = session_begin(db, attempt->district, &attempt->session, attempt->token, err);
    }
    return status == YK_OK ? record_coming(&tx, &object, attempt->session.id, SIGNED_IN, rq, err)
                           : status;
}

// A wrong password: always the same answer, until it locks.
static enum yk wrong_password(struct attempt *attempt, struct err *err) {
    enum yk status = pool_write(attempt->rq->app->pool, write_failure, attempt, err);
    if (status != YK_OK) {
        return status;
    }
    if (attempt->locked_until_us) {
        return locked(attempt->rq, attempt->locked_until_us, err);
    }
    return err_set(err, YK_REFUSED, ERR_BAD_CREDENTIALS, "");
}

// Nobody has that login, and that is not said: it is refused, counted and locked as somebody's is.
static enum yk write_stranger(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)hooks_ctx;
    struct attempt *attempt = arg;
    const struct request *rq = attempt->rq;
    const struct sign_in_body *body = rq->body;
    uint8_t hash[SM3_BYTES];
    keyring_lookup_hash(rq->app->ring, "sign_in.login", body->login, hash);
    return stranger_fail(db, hash, rq->real_us, &attempt->locked_until_us, err);
}

static enum yk refuse_stranger(struct request *rq, struct err *err) {
    const struct sign_in_body *body = rq->body;
    struct attempt attempt = {.rq = rq};
    password_verify_nobody(body->password);
    enum yk status = pool_write(rq->app->pool, write_stranger, &attempt, err);
    if (status != YK_OK) {
        return status;
    }
    return attempt.locked_until_us ? locked(rq, attempt.locked_until_us, err)
                                   : err_set(err, YK_REFUSED, ERR_BAD_CREDENTIALS, "");
}

static enum yk begin_session(struct request *rq, const struct org *org,
                             const struct account *account, struct attempt *attempt,
                             struct err *err) {
    const struct actor *actor = NULL;
    char text[SESSION_TOKEN_TEXT_BYTES], csrf[CSRF_TEXT_BYTES];
    random_bytes(attempt->token, sizeof attempt->token);
    attempt->session = (struct session){
        .id = id_gen_next(rq->app->ids, rq->now_us),
        .account = account->id,
        .created_at = rq->real_us,
        .last_seen_at = rq->real_us,
        .address = rq->address ? rq->address : "",
        .agent = rq->agent ? arena_strndup(rq->arena, rq->agent, 200) : "",
    };
    enum yk status = pool_write(rq->app->pool, write_session, attempt, err);
    if (status == YK_OK) {
        status = make_actor(org, account, &attempt->session, rq->arena, &actor, err);
    }
    if (status != YK_OK) {
        return status;
    }
    session_token_format(attempt->district, attempt->token, text);
    session_csrf(attempt->token, csrf);
    rq->set_cookie = cookie_for(rq, text, false);
    put_session(rq, org, actor, csrf);
    sodium_memzero(attempt->token, sizeof attempt->token);
    sodium_memzero(text, sizeof text);
    return rq->set_cookie ? YK_OK : err_set(err, YK_NOMEM, ERR_BUSY, "no memory for a cookie");
}

static enum yk post_session(struct request *rq, struct err *err) {
    const struct sign_in_body *body = rq->body;
    struct credential credential;
    enum yk status = credential_find(rq->db, body->login, rq->arena, &credential, err);
    if (status == YK_NOT_FOUND) {
        return refuse_stranger(rq, err);
    }
    _cleanup_org_ struct org *org = NULL;
    if (status == YK_OK) {
        status = org_cache_get(rq->app->orgs, rq->db, credential.district, &org, err);
    }
    if (status != YK_OK) {
        return status;
    }
    bool right = password_verify(credential.hash, body->password);
    const struct account *account = org_find_account(org, credential.account);
    struct attempt attempt = {
        .rq = rq, .district = credential.district, .account = credential.account};
    if (!account) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "a credential without an account");
    }
    if (account_is_locked(account, rq->real_us)) {
        return locked(rq, account->locked_until_us, err);
    }
    if (!right) {
        return wrong_password(&attempt, err);
    }
    if (account->state != ACCOUNT_ACTIVE) {
        return err_set(err, YK_REFUSED, ERR_ACCOUNT_DISABLED, "");
    }
    return begin_session(rq, org, account, &attempt, err);
}

static enum yk get_session(struct request *rq, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_cache_get(rq->app->orgs, rq->db, rq->actor->scope.district, &org, err);
    if (status == YK_OK) {
        put_session(rq, org, rq->actor, rq->csrf);
    }
    return status;
}

static enum yk delete_session(struct request *rq, struct err *err) {
    struct log_tx tx = log_tx_of(rq);
    struct log_object object;
    const struct actor *actor = rq->actor;
    rq->set_cookie = cookie_for(rq, "", true);
    enum yk status = log_load(&tx, &ledger_admin, actor->account, &object, err);
    if (status == YK_OK) {
        status = session_end(rq->db, tx.district, actor->account, actor->session, err);
    }
    // Ended by somebody else meanwhile: all the better.
    if (status == YK_NOT_FOUND) {
        return YK_OK;
    }
    return status == YK_OK ? record_coming(&tx, &object, actor->session, SIGNED_OUT, rq, err)
                           : status;
}

// ---- one's own sessions and password ----

static enum yk get_sessions(struct request *rq, struct err *err) {
    struct session *list = NULL;
    size_t n = 0;
    enum yk status = session_list(rq->db, rq->actor->scope.district, rq->actor->account,
                                  rq->real_us, rq->arena, &list, &n, err);
    if (status == YK_OK) {
        session_list_write(rq->json, list, n, rq->actor->session);
    }
    return status;
}

void session_list_write(struct jw *jw, const struct session *list, size_t n, int64_t current) {
    jw_object(jw);
    jw_key(jw, "items");
    jw_array(jw);
    for (size_t i = 0; i < n; i++) {
        jw_object(jw);
        jw_key(jw, "id");
        jw_id(jw, list[i].id);
        jw_key(jw, "created_at");
        jw_time(jw, list[i].created_at);
        jw_key(jw, "last_seen_at");
        jw_time(jw, list[i].last_seen_at);
        jw_key(jw, "address");
        jw_text(jw, list[i].address);
        jw_key(jw, "agent");
        jw_text(jw, list[i].agent);
        jw_key(jw, "current");
        jw_bool(jw, list[i].id == current);
        jw_object_end(jw);
    }
    jw_array_end(jw);
    jw_object_end(jw);
}

static enum yk delete_one_session(struct request *rq, struct err *err) {
    return session_end(rq->db, rq->actor->scope.district, rq->actor->account, rq->id[0], err);
}

struct password_body {
    const char *old_password, *new_password;
};
#define SECRET(struct_, member, max_)                                                              \
    {                                                                                              \
        .name = #member, .type = JSON_TEXT, .flags = JSON_REQUIRED | JSON_SECRET,                  \
        .offset = offsetof(struct struct_, member), .max = (max_)                                  \
    }
static const struct json_field password_fields[] = {SECRET(password_body, old_password, 256),
                                                    SECRET(password_body, new_password, 256)};
static const struct json_spec password_spec =
    JSON_SPEC("PasswordChange", struct password_body, password_fields);

static enum yk write_password(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    const struct attempt *attempt = arg;
    const struct request *rq = attempt->rq;
    struct log_tx tx = tx_for(rq, db, hooks_ctx, attempt->district);
    enum yk status = check_lock(&tx, attempt->account, rq, err);
    if (status == YK_OK) {
        status =
            credential_set_hash(db, attempt->district, attempt->account, attempt->new_hash, err);
    }
    // Whoever knew the old password is out.
    if (status == YK_OK) {
        status =
            session_end_others(db, attempt->district, attempt->account, rq->actor->session, err);
    }
    if (status == YK_OK) {
        status = record_on(&tx, attempt->account, PASSWORD_CHANGED, rq->today, NULL, err);
    }
    return status;
}

static enum yk post_password(struct request *rq, struct err *err) {
    const struct password_body *body = rq->body;
    struct credential credential;
    char hash[PASSWORD_HASH_BYTES];
    struct attempt attempt = {.rq = rq,
                              .district = rq->actor->scope.district,
                              .account = rq->actor->account,
                              .new_hash = hash};
    enum yk status = password_check(body->new_password, rq->actor->login, "new_password", err);
    if (status == YK_OK) {
        status =
            credential_get(rq->db, attempt.district, attempt.account, rq->arena, &credential, err);
    }
    if (status != YK_OK) {
        return status;
    }
    // Somebody at an open screen may not try out passwords here either.
    if (!password_verify(credential.hash, body->old_password)) {
        status = wrong_password(&attempt, err);
        return err->code == ERR_BAD_CREDENTIALS
                   ? err_add_field(err, "old_password", ERR_BAD_CREDENTIALS, "%s", "")
                   : status;
    }
    if (strcmp(body->old_password, body->new_password) == 0) {
        return err_add_field(err, "new_password", ERR_SAME_PASSWORD, "%s", "");
    }
    status = password_hash(body->new_password, hash, err);
    return status == YK_OK ? pool_write(rq->app->pool, write_password, &attempt, err) : status;
}

// ---- first run ----

void setup_token_make(char out[SETUP_TOKEN_BYTES]) {
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    for (int i = 0; i < SETUP_TOKEN_BYTES - 1; i++) {
        out[i] = i % 5 == 4 ? '-' : letters[randombytes_uniform(sizeof letters - 1)];
    }
    out[SETUP_TOKEN_BYTES - 1] = '\0';
}

enum yk session_setup_begin(struct app *app, struct err *err) {
    char token[SETUP_TOKEN_BYTES];
    bool done = false;
    struct db *db = pool_take_reader(app->pool);
    enum yk status = installation_is_done(db, &done, err);
    pool_give_reader(app->pool, db);
    if (status != YK_OK || done) {
        return status;
    }
    setup_token_make(token);
    app->setup_token = strdup(token);
    return app->setup_token ? YK_OK
                            : err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for the token");
}

struct setup_district {
    int64_t code;
    const char *name, *name_en;
};
struct setup_admin {
    const char *login, *name, *password;
};
struct setup_body {
    const char *token;
    struct setup_district district;
    struct setup_admin admins[SETUP_ADMINS];
};
#define TEXT(struct_, member, flags_, max_)                                                        \
    {                                                                                              \
        .name = #member, .type = JSON_TEXT, .flags = (flags_),                                     \
        .offset = offsetof(struct struct_, member), .max = (max_)                                  \
    }
static const struct json_field setup_district_fields[] = {
    {.name = "code",
     .type = JSON_INT,
     .flags = JSON_REQUIRED,
     .offset = offsetof(struct setup_district, code),
     .min = 100000,
     .max = 999999},
    TEXT(setup_district, name, JSON_REQUIRED, 40),
    TEXT(setup_district, name_en, 0, 80),
};
static const struct json_spec setup_district_spec =
    JSON_SPEC("SetupDistrict", struct setup_district, setup_district_fields);
static const struct json_field setup_admin_fields[] = {
    TEXT(setup_admin, login, JSON_REQUIRED, LOGIN_MAX_CHARS),
    TEXT(setup_admin, name, JSON_REQUIRED, 40),
    SECRET(setup_admin, password, 256),
};
static const struct json_spec setup_admin_spec =
    JSON_SPEC("SetupAdministrator", struct setup_admin, setup_admin_fields);
#define ADMIN(name_, index)                                                                        \
    {                                                                                              \
        .name = (name_), .type = JSON_OBJECT, .flags = JSON_REQUIRED,                              \
        .offset = offsetof(struct setup_body, admins[index]), .sub = &setup_admin_spec             \
    }
static const struct json_field setup_fields[] = {
    TEXT(setup_body, token, JSON_REQUIRED, 64),
    {.name = "district",
     .type = JSON_OBJECT,
     .flags = JSON_REQUIRED,
     .offset = offsetof(struct setup_body, district),
     .sub = &setup_district_spec},
    ADMIN("sysadmin", 0),
    ADMIN("secadmin", 1),
    ADMIN("auditor", 2),
};
static const struct json_spec setup_spec =
    JSON_SPEC("SetupRequest", struct setup_body, setup_fields);
static enum yk check_setup(struct request *rq, const struct setup_body *body, struct err *err) {
    enum yk result = YK_OK;
    for (int i = 0; i < SETUP_ADMINS; i++) {
        const struct setup_admin *admin = &body->admins[i];
        const char *login = arena_printf(rq->arena, "%s.login", setup_roles[i].word);
        const char *password = arena_printf(rq->arena, "%s.password", setup_roles[i].word);
        if (!login || !password) {
            return err_set(err, YK_NOMEM, ERR_BUSY, "no memory to check");
        }
        if (!login_is_good(admin->login)) {
            result = err_add_field(err, login, ERR_BAD_LOGIN, "a-z 0-9 . _ -, %d..%d",
                                   LOGIN_MIN_CHARS, LOGIN_MAX_CHARS);
        }
        for (int k = 0; k < i; k++) {
            if (strcmp(admin->login, body->admins[k].login) == 0) {
                result = err_add_field(err, login, ERR_ALREADY_EXISTS, "≠ %s", admin->login);
            }
        }
        if (password_check(admin->password, admin->login, password, err) != YK_OK) {
            result = YK_REFUSED;
        }
    }
    return result;
}

struct setup {
    const struct request *rq;
    const struct setup_body *body;
    struct setup_person people[SETUP_ADMINS];
};

static enum yk write_setup(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    const struct setup *setup = arg;
    const struct request *rq = setup->rq;
    const struct setup_district *district = &setup->body->district;
    struct log_tx tx = tx_for(rq, db, hooks_ctx, (int32_t)district->code);
    tx.actor = 0;
    enum yk status = installation_done(db, rq->real_us, err);
    if (status == YK_CONFLICT) {
        return err_set(err, YK_REFUSED, ERR_BAD_TOKEN, "");
    }
    const char *name_en = district->name_en ? district->name_en : "";
    return status == YK_OK
               ? setup_make_district(&tx, district->name, name_en, setup->people, rq->today, err)
               : status;
}

static enum yk get_setup(struct request *rq, struct err *err) {
    bool done = false;
    enum yk status = installation_is_done(rq->db, &done, err);
    if (status == YK_OK) {
        jw_object(rq->json);
        jw_key(rq->json, "needed");
        jw_bool(rq->json, !done);
        jw_object_end(rq->json);
    }
    return status;
}

static enum yk post_setup(struct request *rq, struct err *err) {
    const struct setup_body *body = rq->body;
    const char *token = rq->app->setup_token;
    struct setup setup = {.rq = rq, .body = body};
    bool done = false;
    enum yk status = installation_is_done(rq->db, &done, err);
    if (status != YK_OK) {
        return status;
    }
    if (done || !token || strlen(token) != strlen(body->token) ||
        !bytes_equal(token, body->token, strlen(token))) {
        return err_set(err, YK_REFUSED, ERR_BAD_TOKEN, "");
    }
    status = check_setup(rq, body, err);
    for (int i = 0; i < SETUP_ADMINS && status == YK_OK; i++) {
        const struct setup_admin *admin = &body->admins[i];
        // They have just chosen their passwords: nothing to change at the first sign-in.
        setup.people[i] =
            (struct setup_person){.login = admin->login, .name = admin->name, .name_en = ""};
        status = password_hash(admin->password, setup.people[i].hash, err);
    }
    return status == YK_OK ? pool_write(rq->app->pool, write_setup, &setup, err) : status;
}

static const struct route rows[] = {
    {.method = "POST",
     .path = "/api/v1/session",
     .cap = CAP_OPEN,
     .flags = ROUTE_SLOW | ROUTE_NO_CSRF,
     .request = &sign_in_spec,
     .response = "Session",
     .status = 200,
     .run = post_session,
     .summary = "Sign in"},
    {.method = "GET",
     .path = "/api/v1/session",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_QUICK | ROUTE_WITH_INITIAL_PASSWORD,
     .response = "Session",
     .status = 200,
     .run = get_session,
     .summary = "Who is signed in, and what they may do"},
    {.method = "DELETE",
     .path = "/api/v1/session",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_WRITE | ROUTE_WITH_INITIAL_PASSWORD,
     .status = 204,
     .run = delete_session,
     .summary = "Sign out"},
    {.method = "POST",
     .path = "/api/v1/session/password",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_SLOW | ROUTE_WITH_INITIAL_PASSWORD,
     .request = &password_spec,
     .status = 204,
     .run = post_password,
     .summary = "Change one's password; ends one's other sessions"},
    {.method = "GET",
     .path = "/api/v1/sessions",
     .cap = CAP_SIGNED_IN,
     .response = "SessionList",
     .status = 200,
     .run = get_sessions,
     .summary = "One's sessions"},
    {.method = "DELETE",
     .path = "/api/v1/sessions/{id:id}",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_WRITE,
     .status = 204,
     .run = delete_one_session,
     .summary = "End one of one's sessions"},
    {.method = "GET",
     .path = "/api/v1/setup",
     .cap = CAP_OPEN,
     .response = "Setup",
     .status = 200,
     .run = get_setup,
     .summary = "Whether the first run is still to come"},
    {.method = "POST",
     .path = "/api/v1/setup",
     .cap = CAP_OPEN,
     .flags = ROUTE_SLOW | ROUTE_NO_CSRF,
     .request = &setup_spec,
     .status = 204,
     .run = post_setup,
     .summary = "First run: make the district and its three administrators"},
};
const struct route_table auth_routes = {"session", rows, sizeof rows / sizeof *rows};
