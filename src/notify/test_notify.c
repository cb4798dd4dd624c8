// SPDX-License-Identifier: Apache-2.0
// Notices: the table of kinds and its words, settings, addresses; and delivery on both engines: who is told, by which ways, exactly once with two servers, in order.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <fts.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "db/test_store.h"
#include "notify/mail.h"
#include "notify/notify.h"
#include "notify/notify_store.h"
#include "notify/words.h"

enum { DISTRICT = 340406, MANY = 500 };
#define MIN   (INT64_C(60) * US_PER_S)
#define HOUR  (60 * MIN)
#define START (INT64_C(1677632400) * US_PER_S) // 2023-03-01 09:00 in UTC+8

// ---- kinds ----

static bool is_known_place(const char *at) {
    return strncmp(at, "{subject}", 9) == 0 || strncmp(at, "{due}", 5) == 0;
}

static void check_words(const char *text) {
    assert_non_null(text);
    assert_true(*text);
    for (const char *at = strchr(text, '{'); at; at = strchr(at + 1, '{')) {
        assert_true(is_known_place(at));
    }
}

static void test_kinds(void **state) {
    (void)state;
    size_t n;
    const struct notice_kind *kinds = notice_kinds(&n);
    for (size_t i = 0; i < n; i++) {
        assert_ptr_equal(notice_find_kind(kinds[i].name), &kinds[i]); // each name once
        check_words(kinds[i].zh);
        check_words(kinds[i].en);
        check_words(kinds[i].zh_todo);
        check_words(kinds[i].en_todo);
        check_words(kinds[i].zh_name);
        check_words(kinds[i].en_name);
        for (const char *at = kinds[i].en; *at; at++) {
            assert_true((unsigned char)*at < 0x80);
        }
    }
    assert_null(notice_find_kind("nothing.such"));
}

// Every name in a call of draft_add_notice in this text has a row.
static int check_calls(const char *path, const char *text) {
    int n_wrong = 0;
    for (const char *at = strstr(text, "draft_add_notice("); at;
         at = strstr(at + 1, "draft_add_notice(")) {
        size_t n = strcspn(at, ";");
        for (const char *q = memchr(at, '"', n); q && q < at + n;) {
            const char *end = strchr(q + 1, '"');
            char name[64];
            snprintf(name, sizeof name, "%.*s", (int)(end - q - 1), q + 1);
            if (strchr(name, '.') && !notice_find_kind(name)) {
                print_error("%s: %s has no row in notify/kinds.c\n", path, name);
                n_wrong++;
            }
            q = memchr(end + 1, '"', (size_t)(at + n - end - 1));
        }
    }
    return n_wrong;
}

static int check_source(const char *path) {
    static char text[1 << 20];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[len] = '\0';
    return check_calls(path, text);
}

static bool is_a_ledgers(const FTSENT *entry) {
    size_t n = strlen(entry->fts_name);
    return entry->fts_info == FTS_F && n > 2 && strcmp(entry->fts_name + n - 2, ".c") == 0 &&
           strncmp(entry->fts_name, "test_", 5) != 0 && strcmp(entry->fts_name, "toy.c") != 0;
}

static void test_every_notice_has_a_kind(void **state) {
    (void)state;
    const char *root = getenv("YIKOU_SOURCE_ROOT");
    if (!root) {
        skip();
    }
    assert_int_equal(
        check_calls("here", "draft_add_notice(d, x ? \"no.such\" : \"digest.daily\", 1);"), 1);
    char path[512];
    snprintf(path, sizeof path, "%s/src", root);
    char *const paths[] = {path, NULL};
    FTS *fts = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    assert_non_null(fts);
    int n_wrong = 0;
    for (FTSENT *entry = fts_read(fts); entry; entry = fts_read(fts)) {
        if (is_a_ledgers(entry)) {
            n_wrong += check_source(entry->fts_accpath);
        }
    }
    fts_close(fts);
    assert_int_equal(n_wrong, 0);
}

static void test_texts(void **state) {
    (void)state;
    static const struct {
        struct notice_subject subject;
        const char *lang, *text;
    } cases[] = {
        {{"340406-2023-000123", "路灯不亮", "/matter/1", 101},
         "zh",
         "派来新事项 340406-2023-000123《路灯不亮》，明天到期"},
        {{"340406-2023-000123", NULL, NULL, DAY_NONE}, "zh", "派来新事项 340406-2023-000123"},
        {{"340406-2023-000123", "Dark", "/matter/1", 100},
         "en",
         "New matter 340406-2023-000123 “Dark”, due today"},
        {{"340406-2023-000123", "", "/matter/1", 97},
         "en",
         "New matter 340406-2023-000123, 3 days overdue"},
        {{"340406-2023-000123", "{due}", "/matter/1", 105},
         "zh",
         "派来新事项 340406-2023-000123《{due}》，5 天后到期"},
    };
    struct arena *arena = arena_new(0);
    const struct notice_kind *kind = notice_find_kind("matter.dispatched");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(notice_text(kind, &cases[i].subject, cases[i].lang, 100, arena),
                            cases[i].text);
    }
    assert_string_equal(notice_due_text(99, "en", 100, arena), "1 day overdue");
    assert_string_equal(notice_due_text(100, "zh", 100, arena), "今天到期");
    assert_string_equal(notice_due_text(DAY_NONE, "zh", 100, arena), "");
    arena_free(&arena);
}

// ---- settings ----

static void test_settings(void **state) {
    (void)state;
    struct notice_settings s = notice_settings_default(1u << ROLE_HANDLER);
    const struct notice_kind *kind = notice_find_kind("matter.returned");
    assert_int_equal(notice_ways(&s, kind, 1u << ROLE_HANDLER),
                     CHANNEL_BELL | CHANNEL_DIGEST | CHANNEL_MAIL);
    assert_int_equal(notice_ways(&s, kind, 1u << ROLE_LEADER), CHANNEL_BELL | CHANNEL_DIGEST);
    struct notice_choice choice = {.kind = "matter.returned", .bell = 0, .digest = 1, .mail = 0};
    s.kinds = &choice;
    s.n_kinds = 1;
    assert_int_equal(notice_ways(&s, kind, 1u << ROLE_HANDLER), CHANNEL_DIGEST);
    assert_int_equal(notice_settings_default(1u << ROLE_LEADER).digest_min, 8 * 60);
    assert_int_equal(notice_settings_default(1u << ROLE_SYSADMIN).digest, 0);
    assert_int_equal(notice_settings_default(0).digest, 0);
}

static void test_quiet_hours(void **state) {
    (void)state;
    int64_t midnight = START - 9 * HOUR;
    static const struct {
        int from, to, at, goes; // minutes from midnight
    } cases[] = {
        {1200, 450, 540, 540},
        {1200, 450, 1199, 1199},
        {1200, 450, 1200, 1440 + 450},
        {1200, 450, 1439, 1440 + 450},
        {1200, 450, 0, 450},
        {1200, 450, 449, 450},
        {1200, 450, 450, 450},
        {720, 840, 719, 719},
        {720, 840, 720, 840},
        {720, 840, 840, 840},
        {0, 0, 0, 0},
        {600, 600, 600, 600},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct notice_settings s = {.quiet_from_min = cases[i].from, .quiet_to_min = cases[i].to};
        assert_int_equal(notice_mail_time(&s, midnight + cases[i].at * MIN),
                         midnight + cases[i].goes * MIN);
    }
    struct notice_settings s = {.digest_min = 510};
    assert_int_equal(notice_digest_time(&s, START), midnight + US_PER_DAY + 510 * MIN);
    assert_int_equal(notice_digest_time(&s, midnight), midnight + 510 * MIN);
    assert_int_equal(notice_digest_time(&s, midnight + 510 * MIN),
                     midnight + US_PER_DAY + 510 * MIN);
}

static void test_addresses(void **state) {
    (void)state;
    static const char *const good[] = {"a@b.cn", "li.ming+x@mail.panji.gov.cn", "o'neil@x-y.org"};
    static const char *const bad[] = {"",         "a",
                                      "@b.cn",    "a@",
                                      "a@b",      "a@.cn",
                                      "a b@c.cn", "a@b.cn ",
                                      "a@b..cn",  "a@b.cn\r\nBcc: x@y.cn",
                                      "<a@b.cn>", "a@b.cn,c@d.cn",
                                      "a@-b.cn",  ".a@b.cn",
                                      "李@b.cn"};
    struct arena *arena = arena_new(0);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(text_is_email(good[i]));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(text_is_email(bad[i]));
    }
    assert_string_equal(text_mask_email(arena, "liming@x.cn"), "li***@x.cn");
    assert_string_equal(text_mask_email(arena, "li@x.cn"), "l***@x.cn");
    arena_free(&arena);
}

// ---- letters ----

static void test_compose(void **state) {
    (void)state;
    const struct mail_server server = {.from = "yikou@panji.example.cn"};
    const struct letter letter = {
        .to = "a@b.cn",
        .subject = "异议不成立，340406-2023-000123 仍由本单位承办，明天到期",
        .text =
            "异议不成立，340406-2023-000123 仍由本单位承办，明天到期\n\n去办理：https://yikou.panji.example.cn/matter/1\n",
        .id = "340406.1",
        .date_us = START,
    };
    struct buf buf;
    buf_init(&buf, 1 << 16);
    assert_true(mail_compose(&server, &letter, &buf));
    buf_add_char(&buf, '\0');
    assert_non_null(strstr(buf.data, "\r\nDate: Wed, 1 Mar 2023 09:00:00 +0800\r\n"));
    assert_non_null(strstr(buf.data, "\r\nMessage-ID: <340406.1@panji.example.cn>\r\n"));
    assert_non_null(strstr(buf.data, "Subject: =?UTF-8?B?5byC6K6u5LiN5oiQ56uL77yM"));
    // RFC 5322 2.1.1: no line is longer than 78; all of it ASCII, every line ended by CR LF.
    for (const char *at = buf.data; *at;) {
        size_t n = strcspn(at, "\r\n");
        assert_true(n <= 78);
        for (size_t i = 0; i < n; i++) {
            assert_true((unsigned char)at[i] < 0x80);
        }
        assert_true(at[n] == '\r' && at[n + 1] == '\n');
        at += n + 2;
    }
    buf_done(&buf);
}

// ---- a district ----

static const struct ledger *const ledger_list[] = {&ledger_admin, NULL};
static const struct ledgers ledgers = {ledger_list};

struct server {
    struct pool *pool;
    struct id_gen *ids;
    struct org_cache *orgs;
    struct clock clock;
    struct notify_config config;
};
struct district {
    struct server *server;
    int64_t housing, market;
    int64_t handler, head, other, supervisor, leader, gone;
};

static void start(struct server *server, const struct test_store *store, unsigned number) {
    struct err err = {0};
    const struct pool_config pool = {.url = store->url,
                                     .n_readers = 2,
                                     .n_writers = 2,
                                     .group_max = 64,
                                     .hooks_ctx_new = log_batch_new,
                                     .hooks_ctx_free = log_batch_free,
                                     .hooks = {.group_begin = log_hook_group_begin,
                                               .item_end = log_hook_item_end,
                                               .before_commit = log_hook_before_commit,
                                               .group_end = log_hook_group_end}};
    *server = (struct server){.ids = id_gen_new(number, 0), .orgs = org_cache_new(NULL)};
    if (pool_new(&pool, &server->pool, &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
    server->config = (struct notify_config){
        .pool = server->pool, .orgs = server->orgs, .ids = server->ids, .clock = &server->clock};
    server->clock.shift_us = -clock_real_us(); // the time given counts
}

static void stop(struct server *server) {
    pool_free(&server->pool);
    org_cache_free(&server->orgs);
    id_gen_free(&server->ids);
}

static enum yk make_account(struct log_tx *tx, const char *login, int64_t unit, enum role role,
                            int64_t *out, struct err *err) {
    const struct account_input input = {
        .login = login, .name = login, .name_en = login, .unit = unit, .roles = 1u << role};
    return org_make_account(tx, 0, &input, 19417, out, err);
}

static enum yk write_district(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    struct district *d = arg;
    struct arena *arena = arena_new(0);
    struct log_tx tx = {.db = db,
                        .batch = hooks_ctx,
                        .arena = arena,
                        .ledgers = &ledgers,
                        .ids = d->server->ids,
                        .district = DISTRICT,
                        .now_us = START - US_PER_DAY};
    const struct unit_input housing = {
        .code = "101", .name = "住建局", .name_en = "H", .kind = UNIT_DEPARTMENT};
    const struct unit_input market = {
        .code = "102", .name = "市监局", .name_en = "M", .kind = UNIT_DEPARTMENT};
    enum yk status = org_make_district(&tx, "潘集区", "Panji", 19417, err);
    status = status == YK_OK ? org_make_unit(&tx, 0, &housing, 19417, &d->housing, err) : status;
    status = status == YK_OK ? org_make_unit(&tx, 0, &market, 19417, &d->market, err) : status;
    const struct {
        const char *login;
        int64_t unit;
        enum role role;
        int64_t *out;
    } people[] = {
        {"handler", d->housing, ROLE_HANDLER, &d->handler},
        {"head", d->housing, ROLE_HEAD, &d->head},
        {"other", d->market, ROLE_HANDLER, &d->other},
        {"supervisor", d->market, ROLE_SUPERVISOR, &d->supervisor},
        {"leader", d->market, ROLE_LEADER, &d->leader},
        {"gone", d->housing, ROLE_HANDLER, &d->gone},
    };
    for (size_t i = 0; i < sizeof people / sizeof *people && status == YK_OK; i++) {
        status =
            make_account(&tx, people[i].login, people[i].unit, people[i].role, people[i].out, err);
    }
    struct drafts off = {.n = 0};
    drafts_add(&off, &admin_types[ACCOUNT_WAS_DISABLED], 19417, NULL);
    status = status == YK_OK ? org_record(&tx, d->gone, false, 0, &off, NULL, err) : status;
    struct drafts mail = {.n = 0};
    struct admin_event *body = admin_event_new(arena);
    body->given = 1;
    draft_add_text(drafts_add(&mail, &admin_types[ACCOUNT_EMAIL_SET], 19417, body), "email",
                   "head@x.cn");
    status = status == YK_OK ? org_record(&tx, d->head, false, 0, &mail, NULL, err) : status;
    status = status == YK_OK ? org_touch(&tx, err) : status;
    arena_free(&arena);
    return status;
}

static void make_district(struct district *d, struct server *server) {
    struct err err = {0};
    d->server = server;
    if (pool_write(server->pool, write_district, d, &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
}

static void put(struct db *db, int64_t id, const char *kind, int64_t unit, int64_t account,
                int64_t at) {
    struct db_stmt *st = db_use_text(
        db, "INSERT INTO outbox (district, id, n, kind, unit, account, ledger, object, at)"
            " VALUES (340406, $1, 0, $2, $3, $4, 3, 77, $5)");
    db_bind_i64(st, 1, id);
    db_bind_text(st, 2, kind);
    db_bind_i64(st, 3, unit);
    db_bind_i64(st, 4, account);
    db_bind_i64(st, 5, at);
    assert_int_equal(db_run(st, NULL, NULL), YK_OK);
}

static int deliver(struct server *server, int64_t now_us) {
    struct err err = {0};
    int n = 0;
    if (notify_deliver(&server->config, now_us, 100000, &n, &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
    return n;
}

static int64_t count(const struct test_store *store, const char *fmt, int64_t account) {
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM %s = %lld", fmt, (long long)account);
    return test_store_i64(store->db, sql);
}

static void test_who_is_told(void **state) {
    struct test_store *store = test_store_of(state);
    struct server server;
    struct district d = {0};
    start(&server, store, 0);
    make_district(&d, &server);
    // Who did it is not told: the event's actor is the head of market's people.
    char sql[400];
    snprintf(
        sql, sizeof sql,
        "INSERT INTO event (district, ledger, object, seq, id, recorded_at, day, actor, action, version, body)"
        " VALUES (340406, 3, 77, 1, 5, 1, 1, %lld, 'x', 1, '{}')",
        (long long)d.other);
    test_store_exec(store->db, sql);
    put(store->db, 1, "matter.dispatched", d.housing, 0, START);
    put(store->db, 2, "matter.to_sign_off", d.housing, 0, START);
    put(store->db, 3, "matter.objected", 0, 0, START);
    put(store->db, 4, "matter.signoff_returned", 0, d.handler, START);
    put(store->db, 5, "matter.dispatched", d.market, 0, START);
    put(store->db, 6, "nothing.such", d.market, 0, START);
    put(store->db, 7, "matter.returned", d.housing, 0, START);
    put(store->db, 8, "matter.returned", d.housing, 0, START - 15 * US_PER_DAY);
    int64_t oldest = 0;
    assert_int_equal(notify_store_oldest(store->db, DISTRICT, &oldest, NULL), YK_OK);
    assert_int_equal(oldest, START);
    assert_int_equal(deliver(&server, START + MIN), 8);
    assert_int_equal(deliver(&server, START + MIN), 0);
    assert_int_equal(count(store, "notice WHERE account", d.handler), 3);
    assert_int_equal(count(store, "notice WHERE account", d.head), 3);
    assert_int_equal(count(store, "notice WHERE account", d.supervisor), 1);
    assert_int_equal(count(store, "notice WHERE account", d.other), 0);
    assert_int_equal(count(store, "notice WHERE account", d.leader), 0);
    assert_int_equal(count(store, "notice WHERE account", d.gone), 0);
    // A letter only to whom it can go, for the kind that asks for one.
    assert_int_equal(test_store_i64(store->db, "SELECT COUNT(*) FROM mail"), 1);
    assert_int_equal(count(store, "mail WHERE account", d.head), 1);
    assert_int_equal(notify_store_oldest(store->db, DISTRICT, &oldest, NULL), YK_OK);
    assert_int_equal(oldest, TIME_NONE);
    stop(&server);
}

// ---- many things, one notice ----

struct gathering_write {
    struct server *server;
    int64_t unit, act, n, now_us;
};

static enum yk write_gathering(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    const struct gathering_write *write = arg;
    struct arena *arena = arena_new(0);
    struct org *org = NULL;
    struct log_tx tx = {.db = db,
                        .batch = hooks_ctx,
                        .arena = arena,
                        .ids = write->server->ids,
                        .district = DISTRICT,
                        .now_us = write->now_us};
    const struct notice_gathering gathering = {.kind = "matter.due_moved",
                                               .unit = write->unit,
                                               .act = write->act,
                                               .n = write->n,
                                               .zh = "%lld 件",
                                               .en = "%lld matters",
                                               .path = "/ledger"};
    enum yk status = org_cache_get(write->server->orgs, db, DISTRICT, &org, err);
    if (status == YK_OK) {
        status = notice_gather(&tx, org, &gathering, err);
    }
    org_release(&org);
    arena_free(&arena);
    return status;
}

static void gather(struct server *server, int64_t unit, int64_t act, int64_t n, int64_t now_us) {
    struct gathering_write write = {server, unit, act, n, now_us};
    struct err err = {0};
    if (pool_write(server->pool, write_gathering, &write, &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
}

// Three hundred matters in two runs are one notice for each person of the unit, with the sum, unread again; another act, or another day, is another one.
static void test_gathered(void **state) {
    struct test_store *store = test_store_of(state);
    struct server server;
    struct district d = {0};
    struct notice_row *rows = NULL;
    struct notice_body body;
    size_t n = 0;
    struct arena *arena = arena_new(0);
    start(&server, store, 0);
    make_district(&d, &server);
    gather(&server, d.housing, 4, 200, START);
    assert_int_equal(notify_store_read_all(store->db, DISTRICT, d.handler, INT64_MAX, START, NULL),
                     YK_OK);
    gather(&server, d.housing, 4, 100, START + MIN);
    assert_int_equal(count(store, "notice WHERE account", d.handler), 1);
    assert_int_equal(count(store, "notice WHERE account", d.head), 1);
    assert_int_equal(count(store, "notice WHERE account", d.other), 0);
    assert_int_equal(count(store, "notice WHERE account", d.supervisor), 0);
    assert_int_equal(notify_store_list(store->db, arena, DISTRICT, d.handler, true, INT64_MAX, 10,
                                       &rows, &n, NULL),
                     YK_OK);
    assert_int_equal(n, 1);
    assert_int_equal(notice_body_read(rows[0].body, arena, &body, NULL), YK_OK);
    assert_int_equal(body.n, 300);
    assert_string_equal(body.zh, "300 件");
    assert_string_equal(body.path, "/ledger");
    gather(&server, d.housing, 5, 1, START + 2 * MIN);
    assert_int_equal(count(store, "notice WHERE account", d.handler), 2);
    gather(&server, d.housing, 4, 1, START + 2 * US_PER_DAY);
    assert_int_equal(count(store, "notice WHERE account", d.handler), 3);
    arena_free(&arena);
    stop(&server);
}

static void test_by_choice(void **state) {
    struct test_store *store = test_store_of(state);
    struct server server;
    struct district d = {0};
    struct arena *arena = arena_new(0);
    start(&server, store, 0);
    make_district(&d, &server);
    struct notice_choice choice = {.kind = "matter.returned", .bell = 0, .digest = 1, .mail = 1};
    struct notice_settings s = notice_settings_default(1u << ROLE_HEAD);
    s.kinds = &choice;
    s.n_kinds = 1;
    assert_int_equal(notify_store_put_settings(store->db, arena, DISTRICT, d.head, &s, NULL),
                     YK_OK);
    put(store->db, 1, "matter.returned", d.housing, 0, START);
    deliver(&server, START + 12 * HOUR); // nine in the evening: the letter waits for the morning
    assert_int_equal(count(store, "notice WHERE bell = 0 AND digest = 1 AND account", d.head), 1);
    assert_int_equal(count(store, "notice WHERE bell = 1 AND account", d.handler), 1);
    assert_int_equal(test_store_i64(store->db, "SELECT at FROM mail"),
                     START - 9 * HOUR + US_PER_DAY + 450 * MIN);
    struct notice_sum *sums = NULL;
    size_t n = 0;
    assert_int_equal(notify_store_digest(store->db, arena, DISTRICT, d.head, 0, &sums, &n, NULL),
                     YK_OK);
    assert_int_equal(n, 1);
    assert_int_equal(sums[0].n, 1);
    assert_int_equal(notify_store_digest(store->db, arena, DISTRICT, d.head,
                                         id_first_at(START + US_PER_DAY), &sums, &n, NULL),
                     YK_OK);
    assert_int_equal(n, 0);
    arena_free(&arena);
    stop(&server);
}

struct working {
    struct server *server;
    int n;
    enum yk status;
};

static void *work(void *arg) {
    struct working *working = arg;
    struct err err = {0};
    for (int left = 50; left > 0 && working->status == YK_OK; left--) {
        int n = 0;
        working->status = notify_deliver(&working->server->config,
                                         clock_domain_us(&working->server->clock), 40, &n, &err);
        working->n += n;
    }
    if (working->status != YK_OK) {
        print_error("%s\n", err.detail);
    }
    return NULL;
}

static void test_two_servers(void **state) {
    struct test_store *store = test_store_of(state);
    struct server servers[2];
    struct district d = {0};
    start(&servers[0], store, 0);
    start(&servers[1], store, 1);
    servers[0].clock.shift_us = servers[1].clock.shift_us = START + HOUR - clock_real_us();
    make_district(&d, &servers[0]);
    char sql[400];
    snprintf(sql, sizeof sql,
             "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < %d)"
             " INSERT INTO outbox (district, id, n, kind, unit, account, ledger, object, at)"
             " SELECT 340406, x, 0, 'matter.dispatched', %lld, 0, 3, x, %lld + x FROM c",
             MANY, (long long)d.housing, (long long)START);
    test_store_exec(store->db, sql);
    struct working working[2] = {{.server = &servers[0]}, {.server = &servers[1]}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, work, &working[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(working[i].status, YK_OK);
    }
    deliver(&servers[0],
            clock_domain_us(&servers[0].clock)); // what neither took while the other held it
    assert_int_equal(test_store_i64(store->db, "SELECT COUNT(*) FROM outbox"), 0);
    assert_int_equal(count(store, "notice WHERE account", d.handler), MANY);
    assert_int_equal(
        count(store, "(SELECT DISTINCT object, account FROM notice) AS told WHERE account", d.head),
        MANY);
    // In order: a later notice has the later id, but where two servers took turns within a millisecond (2^22 in an id).
    assert_int_equal(
        test_store_i64(store->db,
                       "SELECT COUNT(*) FROM notice AS a JOIN notice AS b ON a.account = b.account"
                       " AND a.object + 1 = b.object WHERE a.id - 4194304 >= b.id"),
        0);
    stop(&servers[0]);
    stop(&servers[1]);
}

static void test_reading(void **state) {
    struct test_store *store = test_store_of(state);
    struct db *db = store->db;
    struct notice_row row = {
        .account = 9, .kind = "matter.dispatched", .ledger = 3, .at = START, .read_at = TIME_NONE};
    for (int64_t id = 1; id <= 5; id++) {
        row.id = id;
        row.bell = id != 3; // the third is for the digest only
        assert_int_equal(notify_store_add(db, DISTRICT, &row, NULL), YK_OK);
    }
    struct arena *arena = arena_new(0);
    struct notice_row *list = NULL;
    size_t n = 0;
    int64_t unread = 0;
    assert_int_equal(
        notify_store_list(db, arena, DISTRICT, 9, false, INT64_MAX, 2, &list, &n, NULL), YK_OK);
    assert_int_equal(n, 2);
    assert_int_equal(list[0].id, 5);
    assert_int_equal(notify_store_list(db, arena, DISTRICT, 9, false, 4, 9, &list, &n, NULL),
                     YK_OK);
    assert_int_equal(n, 2); // 2 and 1
    assert_int_equal(notify_store_read(db, DISTRICT, 9, 4, START + 1, NULL), YK_OK);
    assert_int_equal(notify_store_read(db, DISTRICT, 9, 4, START + 2, NULL), YK_OK);
    assert_int_equal(notify_store_read(db, DISTRICT, 8, 5, START, NULL), YK_NOT_FOUND); // another's
    assert_int_equal(notify_store_read(db, DISTRICT, 9, 3, START, NULL), YK_NOT_FOUND);
    assert_int_equal(test_store_i64(db, "SELECT read_at FROM notice WHERE id = 4"), START + 1);
    assert_int_equal(notify_store_count(db, DISTRICT, 9, 100, &unread, NULL), YK_OK);
    assert_int_equal(unread, 3);
    assert_int_equal(notify_store_read_all(db, DISTRICT, 9, 2, START, NULL), YK_OK);
    assert_int_equal(notify_store_list(db, arena, DISTRICT, 9, true, INT64_MAX, 9, &list, &n, NULL),
                     YK_OK);
    assert_int_equal(n, 1);
    assert_int_equal(list[0].id, 5);
    assert_int_equal(notify_store_sweep(db, DISTRICT, 9, 4, &unread, NULL), YK_OK);
    assert_int_equal(unread, 3);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),          cmocka_unit_test(test_every_notice_has_a_kind),
        cmocka_unit_test(test_texts),          cmocka_unit_test(test_settings),
        cmocka_unit_test(test_quiet_hours),    cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_compose),        TEST_ON_BOTH_MIGRATED(test_who_is_told),
        TEST_ON_BOTH_MIGRATED(test_by_choice), TEST_ON_BOTH_MIGRATED(test_two_servers),
        TEST_ON_BOTH_MIGRATED(test_reading),   TEST_ON_BOTH_MIGRATED(test_gathered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
