// SPDX-License-Identifier: Apache-2.0
// `yikou district`: which districts a store keeps, and one more of them. On SQLite a store that is served is locked, so a district is added while nobody serves it;
// on PostgreSQL the servers find it by themselves. The command decides what a district's code and name may be, and names its first three accounts.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/open.h"
#include "auth/session.h"
#include "base/text.h"
#include "org/org.h"
#include "org/setup.h"
#include "json/json.h"

enum { NAME_MAX_CHARS = 40, NAME_EN_MAX_CHARS = 80, LOGIN_BYTES = 32, DISTRICTS_MAX = 4096 };

struct addition {
    struct app *app;
    struct arena *arena;
    int32_t code;
    const char *name, *name_en;
    char logins[SETUP_ADMINS][LOGIN_BYTES];
    char passwords[SETUP_ADMINS][INITIAL_PASSWORD_BYTES];
    struct setup_person people[SETUP_ADMINS];
};

// ---- what was asked for ----

static enum yk take_code(const char *text, int32_t *out, struct err *err) {
    char *end;
    long code = strtol(text, &end, 10);
    if (strlen(text) != 6 || strspn(text, "0123456789") != 6 || code < 100000) {
        return err_add_field(err, "CODE", ERR_OUT_OF_RANGE, "six digits of GB/T 2260");
    }
    *out = (int32_t)code;
    return YK_OK;
}

static enum yk take_name(struct arena *arena, const char *field, const char *text, size_t max_chars,
                         const char **out, struct err *err) {
    if (!text_is_clean(text, strlen(text))) {
        return err_add_field(err, field, ERR_BAD_TEXT, "UTF-8");
    }
    const char *name = text_trim(arena, text, true);
    if (!name) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a name");
    }
    if (!*name) {
        return err_add_field(err, field, ERR_REQUIRED, "%s", "");
    }
    if (text_count_chars(name) > max_chars) {
        return err_add_field(err, field, ERR_TOO_LONG, "%zu", max_chars);
    }
    *out = name;
    return YK_OK;
}

static enum yk take_words(struct addition *addition, const struct options *options,
                          struct err *err) {
    if (options->n_words < 3 || options->n_words > 4) {
        return err_add_field(err, "district", ERR_REQUIRED, "add CODE NAME [NAME-EN]");
    }
    addition->name_en = "";
    enum yk status = take_code(options->words[1], &addition->code, err);
    enum yk named =
        take_name(addition->arena, "NAME", options->words[2], NAME_MAX_CHARS, &addition->name, err);
    enum yk named_en = options->n_words < 4
                           ? YK_OK
                           : take_name(addition->arena, "NAME-EN", options->words[3],
                                       NAME_EN_MAX_CHARS, &addition->name_en, err);
    return status != YK_OK ? status : named != YK_OK ? named : named_en;
}

static enum yk make_people(struct addition *addition, struct err *err) {
    enum yk status = YK_OK;
    for (int i = 0; i < SETUP_ADMINS && status == YK_OK; i++) {
        snprintf(addition->logins[i], LOGIN_BYTES, "%s.%d", setup_roles[i].word,
                 (int)addition->code);
        password_make_initial(addition->passwords[i]);
        addition->people[i] = (struct setup_person){
            .login = addition->logins[i],
            .name = setup_roles[i].name,
            .name_en = setup_roles[i].name_en,
            .must_change_password = true,
        };
        status = password_hash(addition->passwords[i], addition->people[i].hash, err);
    }
    return status;
}

// ---- adding ----

// Its people's passwords are known to everybody and its clock runs in 2023.
static enum yk refuse_demo(const struct addition *addition, struct db *db, struct err *err) {
    int32_t districts[DISTRICTS_MAX];
    size_t n = 0;
    enum yk status = org_store_districts(db, districts, DISTRICTS_MAX, &n, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct org *org = NULL;
        size_t n_accounts = 0;
        if (districts[i] == addition->code) {
            return err_add_field(err, "CODE", ERR_ALREADY_EXISTS, "%s", "");
        }
        status = org_cache_get(addition->app->orgs, db, districts[i], &org, err);
        const struct account *accounts = status == YK_OK ? org_accounts(org, &n_accounts) : NULL;
        for (size_t k = 0; k < n_accounts && status == YK_OK; k++) {
            if (accounts[k].demo) {
                status = err_set(err, YK_REFUSED, ERR_WRONG_STATE, "the store is a demonstration");
            }
        }
        org_release(&org);
    }
    return status;
}

static enum yk write_district(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    struct addition *addition = arg;
    const struct app *app = addition->app;
    bool done = false;
    struct log_tx tx = {
        .db = db,
        .batch = hooks_ctx,
        .arena = addition->arena,
        .ledgers = app->ledgers,
        .ids = app->ids,
        .district = addition->code,
        .now_us = clock_domain_us(&app->clock),
    };
    enum yk status = refuse_demo(addition, db, err);
    if (status == YK_OK) {
        status = installation_is_done(db, &done, err);
    }
    // With a district in it the store needs no first run in the browser.
    if (status == YK_OK && !done) {
        status = installation_done(db, clock_wall_us(&app->clock), err);
    }
    if (status == YK_OK) {
        status = setup_make_district(&tx, addition->name, addition->name_en, addition->people,
                                     day_of_time(tx.now_us), err);
    }
    return status == YK_CONFLICT
               ? err_set(err, YK_REFUSED, ERR_ALREADY_EXISTS, "the district, or one of its logins")
               : status;
}

static void print_added(const struct addition *addition, bool json) {
    if (json) {
        printf("{\"code\":%d,\"administrators\":[", (int)addition->code);
        for (int i = 0; i < SETUP_ADMINS; i++) {
            printf("%s{\"role\":\"%s\",\"login\":\"%s\",\"initial_password\":\"%s\"}", i ? "," : "",
                   setup_roles[i].word, addition->logins[i], addition->passwords[i]);
        }
        puts("]}");
        return;
    }
    printf("District %d %s was added. Give each of these to one person; they are shown this once,\n"
           "and each password is changed at the first sign-in:\n",
           (int)addition->code, addition->name);
    for (int i = 0; i < SETUP_ADMINS; i++) {
        printf("  %-22s %-20s %s\n", setup_roles[i].name_en, addition->logins[i],
               addition->passwords[i]);
    }
}

static enum yk add(const struct options *options, struct arena *arena, struct err *err) {
    struct app app = {0};
    struct addition addition = {.app = &app, .arena = arena};
    enum yk status = take_words(&addition, options, err);
    if (status == YK_OK) {
        status = app_open(options, &app, err);
    }
    if (status == YK_OK) {
        status = make_people(&addition, err);
    }
    if (status == YK_OK) {
        status = pool_write(app.pool, write_district, &addition, err);
    }
    if (status == YK_OK) {
        print_added(&addition, options->json);
    }
    app_close(&app);
    return status;
}

// ---- listing ----

static void print_district(const struct org *org, struct jw *jw, bool json) {
    if (!json) {
        printf("%d\t%s\t%s\n", (int)org_district(org), org_name(org, "zh"), org_name(org, "en"));
        return;
    }
    jw_object(jw);
    jw_key(jw, "code");
    jw_i64(jw, org_district(org));
    jw_key(jw, "name");
    jw_text(jw, org_name(org, "zh"));
    jw_key(jw, "name_en");
    jw_text(jw, org_name(org, "en"));
    jw_object_end(jw);
}

static enum yk list_into(struct db *db, struct jw *jw, bool json, struct err *err) {
    int32_t districts[DISTRICTS_MAX];
    size_t n = 0;
    struct org_cache *orgs = org_cache_new(NULL);
    enum yk status = orgs ? org_store_districts(db, districts, DISTRICTS_MAX, &n, err)
                          : err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the districts");
    jw_array(jw);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct org *org = NULL;
        status = org_cache_get(orgs, db, districts[i], &org, err);
        if (status == YK_OK) {
            print_district(org, jw, json);
        }
        org_release(&org);
    }
    jw_array_end(jw);
    org_cache_free(&orgs);
    return status;
}

static enum yk list(const struct options *options, struct err *err) {
    enum { LIST_BYTES_MAX = 1 << 22 };
    struct db *db = NULL;
    struct buf buf;
    struct jw jw;
    buf_init(&buf, LIST_BYTES_MAX);
    jw_init(&jw, &buf);
    enum yk status = store_open(options, false, &db, NULL, err);
    if (status == YK_OK) {
        status = list_into(db, &jw, options->json, err);
    }
    if (status == YK_OK && options->json) {
        printf("%.*s\n", (int)buf.len, buf.data);
    }
    db_close(&db);
    buf_done(&buf);
    return status;
}

int command_district(const struct options *options) {
    struct err err = {0};
    struct arena *arena = arena_new(0);
    const char *verb = options->n_words ? options->words[0] : "list";
    enum yk status;
    if (!arena) {
        status = err_set(&err, YK_NOMEM, ERR_INTERNAL, "could not hold the command");
    } else if (strcmp(verb, "add") == 0) {
        status = add(options, arena, &err);
    } else if (strcmp(verb, "list") == 0 && options->n_words <= 1) {
        status = list(options, &err);
    } else {
        status =
            err_add_field(&err, "district", ERR_UNKNOWN_VALUE, "list, or add CODE NAME [NAME-EN]");
    }
    arena_free(&arena);
    return status == YK_OK ? 0 : command_failed(options, &err);
}
