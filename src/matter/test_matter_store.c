// SPDX-License-Identifier: Apache-2.0
// Matters and callers in a store, on both engines: commands from load to record, callers found and not doubled, lists and their plans, search,
// and the whole store verified after random lives.
// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/test_store.h"
#include "log/verify.h"
#include "matter/command.h"
#include "matter/matter_list.h"
#include "matter/matter_store.h"
#include "matter/matter_view.h"
#include "matter/row_cache.h"

enum { DISTRICT = 340406, OTHER_DISTRICT = 340402 };

static const struct ledger *const ledger_list[] = {&ledger_admin, &party_ledger, &matter_ledger,
                                                   NULL};
static const struct ledgers ledgers = {ledger_list};

enum who { CLERK, HOUSING, FINANCE, TOWN, OPERATOR, SUPERVISOR, WHO_END };
static const uint32_t roles[WHO_END] = {
    [CLERK] = 1u << ROLE_CLERK,       [HOUSING] = 1u << ROLE_HANDLER,
    [FINANCE] = 1u << ROLE_HANDLER,   [TOWN] = 1u << ROLE_HANDLER,
    [OPERATOR] = 1u << ROLE_OPERATOR, [SUPERVISOR] = 1u << ROLE_SUPERVISOR};

struct desk {
    struct db *db;
    struct log_tx tx;
    struct id_gen *ids;
    struct org_cache *cache;
    struct org *org;
    struct keyring *ring;
    char key_path[64];
    int64_t units[WHO_END];
    struct actor actors[WHO_END];
    struct err err;
};

static void begin(struct desk *desk) {
    memset(&desk->err, 0, sizeof desk->err);
    assert_int_equal(db_begin_write(desk->db, NULL), YK_OK);
    log_hook_group_begin(desk->tx.batch, desk->db);
    desk->tx.recorded_at = 0;
}

static void end(struct desk *desk, enum yk status) {
    log_hook_item_end(desk->tx.batch, desk->db, status);
    if (status == YK_OK) {
        assert_int_equal(log_hook_before_commit(desk->tx.batch, desk->db, &desk->err), YK_OK);
        assert_int_equal(db_commit(desk->db, &desk->err), YK_OK);
    } else {
        db_rollback(desk->db);
    }
    log_hook_group_end(desk->tx.batch, desk->db, status == YK_OK);
    desk->tx.now_us += 60 * US_PER_S;
}

static int64_t make_unit(struct desk *desk, const char *code, enum unit_kind kind) {
    int64_t id = 0;
    const struct unit_input input = {
        .code = code, .name = code, .name_en = code, .kind = kind, .sort = JSON_ABSENT_INT};
    assert_int_equal(
        org_make_unit(&desk->tx, 0, &input, day_of_time(desk->tx.now_us), &id, &desk->err), YK_OK);
    return id;
}

static void make_category(struct desk *desk, const char *code, int64_t lead) {
    const struct category_input input = {
        .code = code, .name = "类别", .name_en = "Category", .lead = lead, .open = 1};
    assert_int_equal(org_make_category(&desk->tx, &input, day_of_time(desk->tx.now_us), &desk->err),
                     YK_OK);
}

static void make_district(struct desk *desk) {
    static const struct {
        const char *code;
        enum unit_kind kind;
    } kinds[WHO_END] = {
        [CLERK] = {"window", UNIT_WINDOW},        [HOUSING] = {"housing", UNIT_DEPARTMENT},
        [FINANCE] = {"finance", UNIT_DEPARTMENT}, [TOWN] = {"town", UNIT_TOWNSHIP},
        [OPERATOR] = {"calls", UNIT_CALLBACK},    [SUPERVISOR] = {"office", UNIT_OFFICE}};
    begin(desk);
    assert_int_equal(
        org_make_district(&desk->tx, "潘集区", "Panji", day_of_time(desk->tx.now_us), &desk->err),
        YK_OK);
    for (int i = 0; i < WHO_END; i++) {
        desk->units[i] = make_unit(desk, kinds[i].code, kinds[i].kind);
    }
    make_category(desk, "03", 0);
    make_category(desk, "03-02", 0);
    make_category(desk, "03-02-01", desk->units[HOUSING]);
    make_category(desk, "03-02-02", desk->units[FINANCE]);
    assert_int_equal(org_touch(&desk->tx, &desk->err), YK_OK);
    end(desk, YK_OK);
    assert_int_equal(org_cache_get(desk->cache, desk->db, DISTRICT, &desk->org, &desk->err), YK_OK);
}

static struct desk *desk_new(void **state) {
    struct desk *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    desk->db = test_store_of(state)->db;
    desk->ids = id_gen_new(1, 0);
    desk->cache = org_cache_new(matter_unit_busy);
    desk->tx =
        (struct log_tx){.db = desk->db,
                        .batch = log_batch_new(NULL),
                        .arena = arena_new(0),
                        .ledgers = &ledgers,
                        .ids = desk->ids,
                        .district = DISTRICT,
                        .now_us = day_start_us(day_from_civil(2022, 7, 6)) + 9 * 3600 * US_PER_S};
    snprintf(desk->key_path, sizeof desk->key_path, "/tmp/yikou-test-key.%d", (int)getpid());
    (void)unlink(desk->key_path);
    assert_int_equal(keyring_open(desk->key_path, true, NULL, &desk->ring, &desk->err), YK_OK);
    make_district(desk);
    for (int i = 0; i < WHO_END; i++) {
        desk->actors[i] = (struct actor){
            .account = 100 + i,
            .unit = desk->units[i],
            .roles = roles[i],
            .caps = role_caps(roles[i]),
            .scope = {DISTRICT, roles[i] == 1u << ROLE_HANDLER ? SCOPE_UNIT : SCOPE_DISTRICT,
                      desk->units[i]}};
    }
    return desk;
}

static void desk_free(struct desk *desk) {
    org_release(&desk->org);
    org_cache_free(&desk->cache);
    log_batch_free(desk->tx.batch);
    arena_free(&desk->tx.arena);
    id_gen_free(&desk->ids);
    (void)unlink(desk->key_path);
    keyring_free(&desk->ring);
    free(desk);
}

static int32_t today(const struct desk *desk) {
    return day_of_time(desk->tx.now_us);
}

static struct matter_act act_of(struct desk *desk, enum who who) {
    desk->tx.actor = desk->actors[who].account;
    return (struct matter_act){.tx = &desk->tx,
                               .actor = &desk->actors[who],
                               .org = desk->org,
                               .calendar = calendar_builtin(),
                               .ring = desk->ring,
                               .today = today(desk)};
}

#define DO(desk_, who_, call_)                                                                     \
    do {                                                                                           \
        begin(desk_);                                                                              \
        struct matter_act act = act_of(desk_, who_);                                               \
        enum yk done = (call_);                                                                    \
        if (done != YK_OK) {                                                                       \
            print_error("%s: %s %s\n", #call_, err_word((desk_)->err.code), (desk_)->err.detail);  \
        }                                                                                          \
        end(desk_, done);                                                                          \
        assert_int_equal(done, YK_OK);                                                             \
    } while (0)
#define REFUSED(desk_, who_, status_, code_, call_)                                                \
    do {                                                                                           \
        begin(desk_);                                                                              \
        struct matter_act act = act_of(desk_, who_);                                               \
        enum yk done = (call_);                                                                    \
        struct err *err = &(desk_)->err;                                                           \
        end(desk_, YK_REFUSED);                                                                    \
        assert_int_equal(done, status_);                                                           \
        assert_string_equal(err_word(err->n_items ? err->items[0].code : err->code),               \
                            err_word(code_));                                                      \
    } while (0)

static struct matter_intake_command command_of(struct desk *desk, const char *title,
                                               const char *text, const char *phone) {
    return (struct matter_intake_command){
        .channel = CHANNEL_PHONE,
        .urgency = URGENCY_NORMAL,
        .category = 30201,
        .day = today(desk),
        .caller = {.kind = CALLER_PERSON, .name = "王小芳", .phone = phone},
        .title = title,
        .text = text,
    };
}

static int64_t take_in(struct desk *desk, const char *title, const char *text) {
    struct matter_intake_command command = command_of(desk, title, text, "13900001234");
    int64_t id = 0;
    DO(desk, CLERK, matter_intake(&act, &command, &id, &desk->err));
    return id;
}

static const struct matter *peek(struct desk *desk, int64_t id, struct log_object *object) {
    assert_int_equal(
        log_peek(desk->db, desk->tx.arena, &matter_ledger, DISTRICT, id, object, &desk->err),
        YK_OK);
    return object->state;
}

static void check_store(struct desk *desk) {
    const struct verify_options options = {.ledgers = &ledgers, .max_named = 0};
    struct verify_report report = {0};
    assert_int_equal(verify_store(desk->db, &options, &report, &desk->err), YK_OK);
    assert_int_equal(report.differences, 0);
    assert_true(report.objects > 0);
}

// ---- commands ----

static void the_loop_runs(void **state) {
    struct desk *desk = desk_new(state);
    struct log_object object;
    int64_t id = take_in(desk, "厂房屋顶漏水", "标准化厂房三号楼屋顶漏水，请尽快维修。");
    char number[MATTER_NUMBER_BYTES];
    matter_number_format(DISTRICT, peek(desk, id, &object)->number, number);
    assert_string_equal(number, "340406-2022-000001");
    DO(desk, CLERK, matter_dispatch(&act, id, 1, desk->units[HOUSING], "请办理", &desk->err));
    // Whoever saw an older state is told so, and which one it was.
    REFUSED(desk, HOUSING, YK_CONFLICT, ERR_CONFLICT, matter_sign(&act, id, 1, &desk->err));
    // Who may not see it cannot find it; the right unit may.
    REFUSED(desk, FINANCE, YK_NOT_FOUND, ERR_NOT_FOUND, matter_sign(&act, id, 2, &desk->err));
    DO(desk, HOUSING, matter_sign(&act, id, 2, &desk->err));
    DO(desk, HOUSING, matter_answer(&act, id, 3, "已修好", RESULT_RESOLVED, &desk->err));
    const struct matter_call well = {.reached = true,
                                     .true_ = WORD_YES,
                                     .done = WORD_YES,
                                     .solved = WORD_YES,
                                     .satisfaction = GRADE_SATISFIED};
    REFUSED(desk, HOUSING, YK_REFUSED, ERR_FORBIDDEN,
            matter_callback(&act, id, 4, &well, &desk->err));
    DO(desk, OPERATOR, matter_callback(&act, id, 4, &well, &desk->err));
    assert_int_equal(peek(desk, id, &object)->state, MATTER_CLOSED);
    bool busy = true;
    assert_int_equal(matter_unit_busy(desk->db, DISTRICT, desk->units[HOUSING], &busy, &desk->err),
                     YK_OK);
    assert_false(busy);
    check_store(desk);
    desk_free(desk);
}

// What waits for a morning is kept beside the log: a store that was restored to an earlier moment finds it in its states again.
static void scheduled_work_follows_from_states(void **state) {
    static const char *const kinds[] = {"matter.unpark", "matter.promise_near",
                                        "matter.promise_passed"};
    static const char count[] = "SELECT COUNT(*) FROM job WHERE kind LIKE 'matter.%'";
    struct desk *desk = desk_new(state);
    int64_t ids[2];
    for (int i = 0; i < 2; i++) {
        ids[i] = take_in(desk, "厂房屋顶漏水", "标准化厂房三号楼屋顶漏水，请尽快维修。");
        DO(desk, CLERK, matter_dispatch(&act, ids[i], 0, desk->units[HOUSING], NULL, &desk->err));
        DO(desk, HOUSING, matter_sign(&act, ids[i], 0, &desk->err));
    }
    const struct matter_stage stage = {
        .day = calendar_add_workdays(calendar_builtin(), today(desk), 5),
        .told = TOLD_BY_WINDOW,
        .text = "已到现场",
        .next = "材料到货后修复"};
    DO(desk, HOUSING, matter_stage(&act, ids[0], 0, &stage, &desk->err));
    DO(desk, HOUSING,
       matter_park(&act, ids[1], 0, PARK_FUNDS, today(desk) + 20, "资金未落实", &desk->err));
    DO(desk, SUPERVISOR, matter_parking(&act, ids[1], 0, true, "同意", &desk->err));
    assert_int_equal(test_store_i64(desk->db, count), 3);
    begin(desk);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char key[48];
        snprintf(key, sizeof key, "%lld-1", (long long)ids[i == 0]);
        assert_int_equal(job_cancel(&desk->tx, kinds[i], key, &desk->err), YK_OK);
    }
    assert_int_equal(test_store_i64(desk->db, count), 0);
    assert_int_equal(matter_jobs_again(&desk->tx, &desk->err), YK_OK);
    assert_int_equal(matter_jobs_again(&desk->tx, &desk->err), YK_OK); // what waits already stays
    assert_int_equal(test_store_i64(desk->db, count), 3);
    end(desk, YK_OK);
    desk_free(desk);
}

static void a_conflict_says_since_when(void **state) {
    struct desk *desk = desk_new(state);
    int64_t id = take_in(desk, "漏水", "屋顶漏水了");
    DO(desk, CLERK, matter_dispatch(&act, id, 1, desk->units[HOUSING], NULL, &desk->err));
    begin(desk);
    struct matter_act act = act_of(desk, CLERK);
    assert_int_equal(matter_note(&act, id, 1, "一条记录", &desk->err), YK_CONFLICT);
    assert_int_equal(desk->err.conflict_ledger, LEDGER_MATTER);
    assert_true(desk->err.conflict_object == id);
    assert_int_equal(desk->err.conflict_seen, 1);
    end(desk, YK_CONFLICT);
    desk_free(desk);
}

static void refused_intakes_leave_nothing(void **state) {
    struct desk *desk = desk_new(state);
    struct matter_intake_command command = command_of(desk, "标题", "正文正文", "139000");
    int64_t id = 0;
    REFUSED(desk, CLERK, YK_REFUSED, ERR_BAD_PHONE, matter_intake(&act, &command, &id, &desk->err));
    command.caller.phone = NULL;
    REFUSED(desk, CLERK, YK_REFUSED, ERR_REQUIRED, matter_intake(&act, &command, &id, &desk->err));
    command.unreachable_reason = "无电话";
    command.category = 0;
    REFUSED(desk, CLERK, YK_REFUSED, ERR_UNKNOWN_CATEGORY,
            matter_intake(&act, &command, &id, &desk->err));
    command.category = 30201;
    command.dispatch = true;
    command.unit = desk->units[TOWN];
    REFUSED(desk, CLERK, YK_REFUSED, ERR_PUSHED_DOWN,
            matter_intake(&act, &command, &id, &desk->err));
    command.unit = 987654321;
    REFUSED(desk, CLERK, YK_REFUSED, ERR_UNKNOWN_UNIT,
            matter_intake(&act, &command, &id, &desk->err));
    command.dispatch = false;
    command.caller.party = 987654321;
    REFUSED(desk, CLERK, YK_REFUSED, ERR_UNKNOWN_VALUE,
            matter_intake(&act, &command, &id, &desk->err));
    assert_int_equal(test_store_i64(desk->db, "SELECT COUNT(*) FROM matter_fact"), 0);
    assert_int_equal(test_store_i64(desk->db, "SELECT COUNT(*) FROM party_vault"), 0);
    assert_int_equal(test_store_i64(desk->db, "SELECT COUNT(*) FROM counter WHERE value > 0"), 0);
    command.caller.party = 0;
    DO(desk, CLERK, matter_intake(&act, &command, &id, &desk->err));
    struct log_object object;
    assert_int_equal(peek(desk, id, &object)->reachable, 0);
    assert_int_equal(peek(desk, id, &object)->number % MATTER_NUMBER_YEAR, 1); // gapless
    desk_free(desk);
}

static void repeats_are_joined_at_intake(void **state) {
    struct desk *desk = desk_new(state);
    struct log_object object;
    int64_t first = take_in(desk, "漏水", "屋顶漏水了");
    struct matter_intake_command command = command_of(desk, "又漏水", "还在漏水呢", "13900001234");
    int64_t id = 0;
    command.join = first;
    DO(desk, CLERK, matter_intake(&act, &command, &id, &desk->err));
    assert_int_equal(peek(desk, id, &object)->state, MATTER_JOINED);
    assert_int_equal(peek(desk, first, &object)->n_repeats, 1);
    int64_t third = take_in(desk, "三次漏水", "第三次了");
    REFUSED(desk, CLERK, YK_REFUSED, ERR_CANNOT_JOIN_ITSELF,
            matter_join(&act, third, 1, id, &desk->err));
    REFUSED(desk, CLERK, YK_REFUSED, ERR_CANNOT_JOIN_ITSELF,
            matter_join(&act, third, 1, third, &desk->err));
    DO(desk, CLERK, matter_join(&act, third, 1, first, &desk->err));
    assert_int_equal(peek(desk, first, &object)->n_repeats, 2);
    check_store(desk);
    desk_free(desk);
}

// ---- callers ----

static void callers_are_found_and_not_doubled(void **state) {
    struct desk *desk = desk_new(state);
    struct log_object object;
    int64_t a = take_in(desk, "漏水", "屋顶漏水了");
    int64_t party = peek(desk, a, &object)->party;
    int64_t b = take_in(desk, "停电", "又停电了");
    assert_true(peek(desk, b, &object)->party == party);
    struct matter_intake_command command = command_of(desk, "贷款", "申请贷款", "0554-4972345");
    command.caller.kind = CALLER_ENTERPRISE;
    command.caller.name = "潘集区_豆制品有限公司";
    DO(desk, CLERK, matter_intake(&act, &command, &b, &desk->err));
    int64_t firm = peek(desk, b, &object)->party;
    assert_true(firm != party);
    command.caller.phone = "13800005678"; // the same firm, another number: the last one stands
    DO(desk, CLERK, matter_intake(&act, &command, &b, &desk->err));
    assert_true(peek(desk, b, &object)->party == firm);

    static const struct {
        const char *phone, *name;
        int who; // 0 none, 1 the person, 2 the firm
    } cases[] = {{"139 0000 1234", NULL, 1}, {"1234", NULL, 1},        {NULL, "王小芳", 1},
                 {NULL, "豆制品", 2},        {NULL, "集区_豆", 2},     {NULL, "集区%豆", 0},
                 {NULL, "王小", 0},          {"13800005678", NULL, 2}, {"05544972345", NULL, 2},
                 {"5678", NULL, 2},          {"13900001235", NULL, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ids[PARTY_HITS_MAX];
        size_t n = 99;
        assert_int_equal(party_find(desk->db, desk->tx.arena, desk->ring, DISTRICT, cases[i].phone,
                                    cases[i].name, ids, &n, &desk->err),
                         YK_OK);
        assert_int_equal(n, cases[i].who != 0);
        if (n) {
            assert_true(ids[0] == (cases[i].who == 1 ? party : firm));
        }
    }
    struct party_shown shown;
    assert_int_equal(party_show(desk->db, desk->tx.arena, desk->ring, DISTRICT, party, false,
                                &shown, &desk->err),
                     YK_OK);
    assert_string_equal(shown.phone, "139****1234");
    assert_null(strstr(shown.name, "小"));
    assert_int_equal(
        party_show(desk->db, desk->tx.arena, desk->ring, DISTRICT, firm, true, &shown, &desk->err),
        YK_OK);
    assert_string_equal(shown.phone, "13800005678");
    assert_string_equal(shown.name, "潘集区_豆制品有限公司");
    check_store(desk);
    desk_free(desk);
}

static void names_stand_nowhere_in_clear(void **state) {
    struct desk *desk = desk_new(state);
    (void)take_in(desk, "漏水", "屋顶漏水了");
    assert_int_equal(test_store_i64(desk->db,
                                    "SELECT COUNT(*) FROM text WHERE content LIKE '%王小芳%'"
                                    " OR content LIKE '%13900001234%'"),
                     0);
    assert_int_equal(test_store_i64(desk->db,
                                    "SELECT COUNT(*) FROM event WHERE body LIKE '%王小芳%'"
                                    " OR body LIKE '%13900001234%'"),
                     0);
    assert_int_equal(test_store_i64(desk->db, "SELECT COUNT(*) FROM party_name"), 0);
    desk_free(desk);
}

static void revealing_is_an_event(void **state) {
    struct desk *desk = desk_new(state);
    struct log_object object;
    struct party_shown shown = {0};
    int64_t party = peek(desk, take_in(desk, "漏水", "屋顶漏水了"), &object)->party;
    DO(desk, OPERATOR,
       (party_reveal(act.tx, desk->ring, party, "回访", today(desk), &shown, &desk->err)));
    assert_string_equal(shown.name, "王小芳");
    assert_string_equal(shown.phone, "13900001234");
    assert_int_equal(
        log_peek(desk->db, desk->tx.arena, &party_ledger, DISTRICT, party, &object, &desk->err),
        YK_OK);
    assert_int_equal(((const struct party *)object.state)->n_reveals, 1);
    desk_free(desk);
}

static void an_altered_vault_is_found_out(void **state) {
    struct desk *desk = desk_new(state);
    struct log_object object;
    struct party_shown shown;
    int64_t party = peek(desk, take_in(desk, "漏水", "屋顶漏水了"), &object)->party;
    test_store_exec(desk->db, "UPDATE party_vault SET phone = name");
    assert_int_equal(party_show(desk->db, desk->tx.arena, desk->ring, DISTRICT, party, false,
                                &shown, &desk->err),
                     YK_FAILED);
    assert_int_equal(desk->err.code, ERR_TAMPERED);
    desk_free(desk);
}

// ---- search ----

static size_t index_all(struct desk *desk) {
    int n = 1;
    size_t total = 0;
    while (n > 0) {
        begin(desk);
        assert_int_equal(
            matter_index_waiting(desk->db, desk->tx.arena, DISTRICT, 3, &n, &desk->err), YK_OK);
        end(desk, YK_OK);
        total += (size_t)n;
    }
    return total;
}

static size_t search(struct desk *desk, const char *query, int64_t *out_first) {
    int64_t *ids = NULL;
    size_t n = 99;
    bool more = true;
    assert_int_equal(matter_search(desk->db, desk->tx.arena, DISTRICT, 0, query, today(desk), &ids,
                                   &n, &more, &desk->err),
                     YK_OK);
    assert_false(more);
    *out_first = n ? ids[0] : 0;
    return n;
}

static void words_and_numbers_are_found(void **state) {
    struct desk *desk = desk_new(state);
    int64_t power = take_in(desk, "企业用电报装", "我公司申请用电增容，电量不足。Line 5 ABC");
    int64_t roof = take_in(desk, "屋顶漏水", "厂房屋顶漏水，用电 安全也成问题");
    int64_t first = 0;
    assert_int_equal(search(desk, "用电", &first), 0); // not yet in the index
    assert_true(index_all(desk) > 0);
    assert_int_equal(index_all(desk), 0);
    struct {
        const char *query;
        size_t n;
        int64_t first;
    } cases[] = {{"用电", 2, roof},
                 {"漏水", 1, roof},
                 {"用电报装", 1, power},
                 {"用电增容", 1, power},
                 {"用电量", 0, 0},
                 {"用电 增容", 1, power},
                 {"增容 漏水", 0, 0},
                 {"abc", 1, power},
                 {"ＡＢＣ", 1, power},
                 {"ab", 0, 0},
                 {"340406-2022-000002", 1, roof},
                 {"2022-000001", 1, power},
                 {"000002", 1, roof},
                 {"002", 1, roof},
                 {"'\" OR *", 0, 0},
                 {"用电*", 2, roof},
                 {"NOT NEAR(", 0, 0},
                 {"，。", 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = search(desk, cases[i].query, &first);
        if (n != cases[i].n || first != cases[i].first) {
            fail_msg("%s: %zu found", cases[i].query, n);
        }
    }
    // What is written later is found later: the index follows the log.
    DO(desk, CLERK, matter_note(&act, roof, 0, "已派无人机航拍", &desk->err));
    assert_int_equal(search(desk, "航拍", &first), 0);
    (void)index_all(desk);
    assert_int_equal(search(desk, "航拍", &first), 1);
    int64_t *ids = NULL;
    size_t n = 99;
    bool more;
    assert_int_equal(matter_search(desk->db, desk->tx.arena, OTHER_DISTRICT, 0, "用电", today(desk),
                                   &ids, &n, &more, &desk->err),
                     YK_OK);
    assert_int_equal(n, 0);
    desk_free(desk);
}

// ---- lists ----

static struct matter_filter no_filter(void) {
    struct matter_filter filter;
    json_spec_clear(&matter_filter_spec, &filter);
    return filter;
}

static size_t list(struct desk *desk, enum who who, struct matter_filter filter,
                   struct fact_hit **out) {
    struct matter_list list;
    size_t n = 0;
    bool more = false;
    int64_t count = -1;
    bool exact = false;
    assert_int_equal(matter_list_build(desk->db, desk->tx.arena, &desk->actors[who].scope, &filter,
                                       desk->tx.now_us, &list, &desk->err),
                     YK_OK);
    assert_int_equal(matter_list_find(desk->db, desk->tx.arena, &list, out, &n, &more, &desk->err),
                     YK_OK);
    assert_int_equal(matter_list_count(desk->db, &list, 10000, &count, &exact, &desk->err), YK_OK);
    assert_true(exact);
    if (!more && !filter.cursor) {
        assert_int_equal(count, n); // lists and counts agree, also where tallies count
    }
    return n;
}

// Ten matters in several states.
static void fill(struct desk *desk, int64_t ids[10]) {
    for (int i = 0; i < 10; i++) {
        ids[i] = take_in(desk, "标题", "正文正文");
        if (i >= 2) {
            DO(desk, CLERK,
               matter_dispatch(&act, ids[i], 0, desk->units[i % 2 ? HOUSING : FINANCE], NULL,
                               &desk->err));
        }
        if (i >= 4) {
            DO(desk, i % 2 ? HOUSING : FINANCE, matter_sign(&act, ids[i], 0, &desk->err));
        }
        if (i >= 8) {
            DO(desk, i % 2 ? HOUSING : FINANCE,
               matter_answer(&act, ids[i], 0, "已办好", RESULT_RESOLVED, &desk->err));
        }
        desk->tx.now_us += US_PER_DAY;
    }
}

static void lists_filter_and_count(void **state) {
    struct desk *desk = desk_new(state);
    int64_t ids[10];
    struct fact_hit *hits = NULL;
    fill(desk, ids);
    assert_int_equal(list(desk, CLERK, no_filter(), &hits), 10);
    assert_true(hits[0].object == ids[9]); // newest first
    assert_int_equal(list(desk, HOUSING, no_filter(), &hits), 4);
    assert_int_equal(list(desk, TOWN, no_filter(), &hits), 0);
    struct matter_filter filter = no_filter();
    filter.units = &desk->units[HOUSING];
    filter.n_units = 1;
    assert_int_equal(list(desk, CLERK, filter, &hits), 4);
    assert_int_equal(list(desk, FINANCE, filter, &hits), 0); // another's unit: nothing
    filter = no_filter();
    int64_t states[] = {MATTER_REGISTERED, MATTER_DISPATCHED};
    filter.states = states;
    filter.n_states = 2;
    assert_int_equal(list(desk, CLERK, filter, &hits), 4);
    filter = no_filter();
    filter.category = "03-02";
    assert_int_equal(list(desk, CLERK, filter, &hits), 10);
    filter.category = "03-02-02";
    assert_int_equal(list(desk, CLERK, filter, &hits), 0);
    filter = no_filter();
    int64_t channel = CHANNEL_PHONE;
    filter.channels = &channel;
    filter.n_channels = 1;
    assert_int_equal(list(desk, CLERK, filter, &hits), 10);
    filter.from = today(desk) - 3;
    assert_int_equal(list(desk, CLERK, filter, &hits), 3);
    filter = no_filter();
    filter.from = today(desk) - 3;
    filter.to = today(desk) - 2;
    assert_int_equal(list(desk, CLERK, filter, &hits), 2);
    desk_free(desk);
}

// Pages to the end; each row once, in order, and as many as are counted.
static size_t walk(struct desk *desk, struct matter_filter filter) {
    int64_t seen[64];
    size_t n_seen = 0;
    int64_t count = 0;
    bool exact = false;
    bool more = true;
    while (more) {
        struct matter_list built;
        struct fact_hit *hits = NULL;
        size_t n = 0;
        assert_int_equal(matter_list_build(desk->db, desk->tx.arena, &desk->actors[CLERK].scope,
                                           &filter, desk->tx.now_us, &built, &desk->err),
                         YK_OK);
        assert_int_equal(
            matter_list_find(desk->db, desk->tx.arena, &built, &hits, &n, &more, &desk->err),
            YK_OK);
        for (size_t i = 0; i < n; i++) {
            for (size_t k = 0; k < n_seen; k++) {
                assert_true(seen[k] != hits[i].object);
            }
            seen[n_seen++] = hits[i].object;
            if (i) {
                int64_t step =
                    hits[i].v[built.query.order.col] - hits[i - 1].v[built.query.order.col];
                assert_true(built.query.order.desc ? step <= 0 : step >= 0);
            }
        }
        filter.cursor = n ? matter_list_cursor(desk->tx.arena, &built, &hits[n - 1]) : NULL;
        assert_int_equal(matter_list_count(desk->db, &built, 10000, &count, &exact, &desk->err),
                         YK_OK);
    }
    assert_true(exact);
    assert_int_equal(count, n_seen);
    return n_seen;
}

// The light that a page shows for a row, reckoned from the state's own columns.
static enum light light_of_hit(const struct fact_hit *hit, int64_t now_us) {
    const struct light_clock clock = {.due_us = hit->v[M_OPEN_DUE_AT],
                                      .warn_us = hit->v[M_OPEN_WARN_AT],
                                      .paused = hit->v[M_CLOCK] == CLOCK_PAUSED};
    return hit->v[M_CLOCK] == CLOCK_STOPPED ? LIGHT_BLUE : light_of(&clock, now_us);
}

static void lights_part_the_ledger(void **state) {
    struct desk *desk = desk_new(state);
    int64_t ids[10];
    struct fact_hit *hits = NULL;
    fill(desk, ids);
    size_t total = 0;
    size_t of_light[6];
    static const int64_t lights[] = {LIGHT_RED,  LIGHT_YELLOW, LIGHT_GREEN,
                                     LIGHT_BLUE, LIGHT_NONE,   LIGHT_GREY};
    for (size_t i = 0; i < 6; i++) {
        int64_t light = lights[i];
        struct matter_filter filter = no_filter();
        filter.lights = &light;
        filter.n_lights = 1;
        size_t n = list(desk, CLERK, filter, &hits);
        for (size_t k = 0; k < n; k++) { // each row has the light that the page shows for it
            assert_int_equal(matter_row_light(&hits[k], desk->tx.now_us), light);
            assert_int_equal(light_of_hit(&hits[k], desk->tx.now_us), light);
        }
        of_light[i] = n;
        total += n;
    }
    assert_int_equal(total, 10);
    // Any lights together, in every order, page by page: the sum of each alone.
    for (unsigned set = 1; set < 64; set++) {
        int64_t chosen[6];
        struct matter_filter filter = no_filter();
        size_t expected = 0;
        filter.lights = chosen;
        for (size_t i = 0; i < 6; i++) {
            if (set >> i & 1) {
                chosen[filter.n_lights++] = lights[i];
                expected += of_light[i];
            }
        }
        filter.sort = 1 + set % SORT_NUMBER;
        filter.limit = 3;
        assert_int_equal(walk(desk, filter), expected);
    }
    desk_free(desk);
}

static void pages_follow_each_other(void **state) {
    struct desk *desk = desk_new(state);
    int64_t ids[10];
    fill(desk, ids);
    for (int64_t sort = SORT_DAY_DESC; sort <= SORT_NUMBER; sort++) {
        struct matter_filter filter = no_filter();
        struct fact_hit *whole = NULL;
        struct fact_hit *hits = NULL;
        size_t seen = 0;
        filter.sort = sort;
        assert_int_equal(list(desk, CLERK, filter, &whole), 10);
        filter.limit = 3;
        for (size_t n = 3; n == 3; seen += n) {
            struct matter_list built;
            n = list(desk, CLERK, filter, &hits);
            for (size_t k = 0; k < n; k++) {
                assert_true(hits[k].object == whole[seen + k].object);
            }
            assert_int_equal(matter_list_build(desk->db, desk->tx.arena, &desk->actors[CLERK].scope,
                                               &filter, desk->tx.now_us, &built, &desk->err),
                             YK_OK);
            filter.cursor = n ? matter_list_cursor(desk->tx.arena, &built, &hits[n - 1]) : NULL;
        }
        assert_int_equal(seen, 10);
    }
    struct fact_cursor cursor;
    static const char *const bad[] = {"",        "1",     "1z2",    "1z2z",
                                      "1z2z3z4", "az2z3", "1z2z-3", "1 z2z3"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(matter_cursor_parse(bad[i], &cursor));
    }
    desk_free(desk);
}

static void titles_are_the_present_ones(void **state) {
    struct desk *desk = desk_new(state);
    int64_t a = take_in(desk, "旧标题", "正文正文");
    int64_t b = take_in(desk, "另一件", "正文正文");
    DO(desk, CLERK,
       matter_amend(&act, a, 1, "新标题", 0, JSON_ABSENT_INT, JSON_ABSENT_INT, "写错了",
                    &desk->err));
    struct fact_hit *hits = NULL;
    const char **titles = NULL;
    size_t n = list(desk, CLERK, no_filter(), &hits);
    int64_t objects[] = {hits[0].object, hits[1].object, hits[1].object};
    int64_t seqs[] = {hits[0].v[M_TITLE_SEQ], hits[1].v[M_TITLE_SEQ], 1};
    assert_int_equal(n, 2);
    assert_int_equal(matter_store_titles(desk->db, desk->tx.arena, DISTRICT, objects, seqs, 3,
                                         &titles, &desk->err),
                     YK_OK);
    assert_true(objects[0] == b);
    assert_string_equal(titles[0], "另一件");
    assert_string_equal(titles[1], "新标题");
    assert_string_equal(titles[2], "旧标题");
    desk_free(desk);
}

// ---- rows ----

static char *written_to(struct desk *desk, struct db *db, struct row_cache *cache, int32_t day,
                        bool by_position) {
    struct matter_list list;
    struct fact_hit *hits = NULL;
    struct buf buf;
    struct jw jw;
    size_t n = 0;
    bool more = false;
    const struct matter_filter filter = no_filter();
    struct matter_row_source source = {.db = db,
                                       .arena = desk->tx.arena,
                                       .jw = &jw,
                                       .org = desk->org,
                                       .calendar = calendar_builtin(),
                                       .lang = "zh",
                                       .district = DISTRICT,
                                       .today = day,
                                       .now_us = day_start_us(day) + 10 * 3600 * US_PER_S,
                                       .cache = cache,
                                       .by_position = by_position};
    buf_init(&buf, 1 << 20);
    jw_init(&jw, &buf);
    assert_int_equal(matter_list_build(db, desk->tx.arena, &desk->actors[CLERK].scope, &filter,
                                       desk->tx.now_us, &list, &desk->err),
                     YK_OK);
    assert_int_equal(matter_rows_narrow(&source, &list.query, &desk->err), YK_OK);
    assert_true(list.query.lean == (cache && by_position));
    assert_int_equal(matter_list_find(db, desk->tx.arena, &list, &hits, &n, &more, &desk->err),
                     YK_OK);
    assert_int_equal(matter_write_rows(&source, hits, n, &desk->err), YK_OK);
    assert_false(buf.failed);
    char *text = arena_strdup(desk->tx.arena, buf.data);
    buf_done(&buf);
    return text;
}

static char *written(struct desk *desk, struct row_cache *cache, int32_t day, bool by_position) {
    return written_to(desk, desk->db, cache, day, by_position);
}

// With the cache or without, filled or not, the same is written: also after an event, and on another day.
static void kept_rows_are_the_fresh_ones(void **state) {
    struct desk *desk = desk_new(state);
    bool sqlite = db_engine_of(desk->db) == DB_SQLITE;
    for (int by_position = 0; by_position <= sqlite; by_position++) {
        struct row_cache *cache = row_cache_new();
        int64_t ids[10];
        fill(desk, ids);
        for (int round = 0; round < 3; round++) {
            int32_t day = today(desk) + 9 * (round == 2);
            const char *fresh = written(desk, NULL, day, false);
            assert_non_null(strstr(fresh, round ? "新标题" : "标题"));
            assert_string_equal(written(desk, cache, day, by_position), fresh);
            assert_string_equal(written(desk, cache, day, by_position), fresh);
            assert_string_equal(written(desk, NULL, day, false), fresh);
            if (round == 0) {
                DO(desk, CLERK,
                   matter_amend(&act, ids[3], 0, "新标题", 0, JSON_ABSENT_INT, JSON_ABSENT_INT,
                                "写错了", &desk->err));
            }
        }
        assert_string_not_equal(written(desk, cache, today(desk), by_position),
                                written(desk, cache, today(desk) + 9, by_position));
        row_cache_free(&cache);
    }
    desk_free(desk);
}

// A light that changes at an hour ends a kept row then; a clock that goes back, another day, other names or another event do at once.
static void kept_rows_last_until_they_look_different(void **state) {
    (void)state;
    struct row_cache *cache = row_cache_new();
    const struct row_view view = {.names = 1, .now_us = 1000, .district = DISTRICT, .today = 10};
    const struct kept_row kept = {.view = view, .object = 7, .seq = 3, .until_us = 2000, .n = 2};
    const struct {
        int64_t now_us, names, seq;
        int32_t today, district;
        bool held;
    } cases[] = {
        {1000, 1, 3, 10, DISTRICT, true},  {1999, 1, 3, 10, DISTRICT, true},
        {2000, 1, 3, 10, DISTRICT, false}, {999, 1, 3, 10, DISTRICT, false},
        {1000, 2, 3, 10, DISTRICT, false}, {1000, 1, 4, 10, DISTRICT, false},
        {1000, 1, 3, 11, DISTRICT, false}, {1000, 1, 3, 10, DISTRICT + 1, false},
    };
    row_cache_keep(cache, &kept, "{}");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct row_view asked = {.names = cases[i].names,
                                       .now_us = cases[i].now_us,
                                       .district = cases[i].district,
                                       .today = cases[i].today};
        const int64_t object = 7;
        const struct kept_row *found = NULL;
        row_cache_find(cache, &asked, &object, &cases[i].seq, 1, &found);
        assert_true((found != NULL) == cases[i].held);
        row_cache_release(cache, &found, 1);
    }
    row_cache_free(&cache);
}

// Readers of several moments share the cache: each sees the rows of its own snapshot, whoever came first.
static void kept_rows_are_those_of_the_snapshot(void **state) {
    struct desk *desk = desk_new(state);
    enum { MOMENTS = 4 };
    struct row_cache *cache = row_cache_new();
    struct db *readers[MOMENTS];
    const char *fresh[MOMENTS];
    int64_t ids[10];
    fill(desk, ids);
    for (int i = 0; i < MOMENTS; i++) {
        readers[i] = test_store_connect(test_store_of(state), DB_READ_ONLY);
        assert_int_equal(db_begin_read(readers[i], &desk->err), YK_OK);
        fresh[i] = written_to(desk, readers[i], NULL, today(desk), false);
        char title[32];
        snprintf(title, sizeof title, "第%d次改题", i);
        DO(desk, CLERK,
           matter_amend(&act, ids[i % 2], 0, title, 0, JSON_ABSENT_INT, JSON_ABSENT_INT, "写错了",
                        &desk->err));
    }
    for (int i = 0; i < 6 * MOMENTS; i++) { // forwards and backwards
        int at = i / MOMENTS % 2 ? MOMENTS - 1 - i % MOMENTS : i % MOMENTS;
        assert_string_equal(written_to(desk, readers[at], cache, today(desk), true), fresh[at]);
    }
    assert_string_not_equal(fresh[0], fresh[1]);
    for (int i = 0; i < MOMENTS; i++) {
        db_rollback(readers[i]);
        db_close(&readers[i]);
    }
    row_cache_free(&cache);
    desk_free(desk);
}

static struct count_key count_key_of(struct desk *desk, enum who who,
                                     const struct matter_filter *filter, int64_t position) {
    struct matter_list built;
    struct count_key key = {.position = position, .district = DISTRICT};
    assert_int_equal(matter_list_build(desk->db, desk->tx.arena, &desk->actors[who].scope, filter,
                                       desk->tx.now_us, &built, &desk->err),
                     YK_OK);
    assert_true(matter_list_key(&built, 10000, key.bytes, sizeof key.bytes, &key.n));
    return key;
}

// A kept count is given to the same question at the same position only.
static void kept_counts_answer_their_question(void **state) {
    struct desk *desk = desk_new(state);
    struct row_cache *cache = row_cache_new();
    int64_t two[] = {MATTER_REGISTERED, MATTER_CLOSED};
    int64_t light[] = {LIGHT_RED};
    enum { QUESTIONS = 8 };
    struct matter_filter filters[QUESTIONS];
    int64_t n = 0;
    bool exact = false;
    for (int i = 0; i < QUESTIONS; i++) {
        filters[i] = no_filter();
    }
    filters[1].states = two, filters[1].n_states = 1;
    filters[2].states = two, filters[2].n_states = 2;
    filters[3].states = two + 1, filters[3].n_states = 1;
    filters[4].from = today(desk);
    filters[5].to = today(desk) - 40;
    filters[6].lights = light, filters[6].n_lights = 1;
    filters[7].category = "03";
    for (int i = 0; i < QUESTIONS; i++) {
        for (enum who who = CLERK; who <= FINANCE; who++) {
            const struct count_key key = count_key_of(desk, who, &filters[i], 77);
            assert_false(row_cache_find_count(cache, &key, &n, &exact));
            row_cache_keep_count(cache, &key, i, true);
            assert_true(row_cache_find_count(cache, &key, &n, &exact));
            assert_int_equal(n, i);
            const struct count_key later = count_key_of(desk, who, &filters[i], 78);
            assert_false(row_cache_find_count(cache, &later, &n, &exact));
        }
    }
    row_cache_free(&cache);
    desk_free(desk);
}

// ---- plans ----

static void no_scan(void *ctx, const char *step) {
    const char *sql = ctx;
    // A district's index read in its order, up to the page's last row, is what is wanted; a sort or a whole table is not.
    if (strstr(step, "USING INDEX matter_fact_") || strstr(step, "USING INDEX round_fact_")) {
        return;
    }
    fail_msg("%s: %s", step, sql);
}

static bool sorts(struct db *db, const char *sql) {
    char text[4096];
    bool found = false;
    snprintf(text, sizeof text, "EXPLAIN QUERY PLAN %s", sql);
    _cleanup_stmt_ struct db_stmt *st = db_use_text(db, text);
    while (db_step(st) == DB_ROW) {
        found = found || strstr(db_text(st, 3, NULL), "TEMP B-TREE");
    }
    return found;
}

static void check_plan(struct desk *desk, enum who who, const struct matter_filter *filter) {
    struct matter_list built;
    struct buf sql;
    assert_int_equal(matter_list_build(desk->db, desk->tx.arena, &desk->actors[who].scope, filter,
                                       today(desk), &built, &desk->err),
                     YK_OK);
    for (int paged = 0; paged < 2; paged++) {
        built.query.after.set = paged;
        buf_init(&sql, 1 << 16);
        fact_query_sql(&built.query, &sql);
        test_store_scans(desk->db, sql.data, no_scan, sql.data);
        if (sorts(desk->db, sql.data)) {
            fail_msg("sorted in memory: %s", sql.data);
        }
        buf_done(&sql);
    }
}

// Every listed filter with every sort, for the district's people and for a unit's: read along an index, never sorted.
static void pages_read_along_an_index(void **state) {
    struct desk *desk = desk_new(state);
    int64_t in_hand[] = {MATTER_SIGNED, MATTER_HANDLING};
    int64_t closed[] = {MATTER_CLOSED};
    int64_t red[] = {LIGHT_RED};
    int64_t urgent[] = {URGENCY_URGENT};
    for (int64_t sort = SORT_DAY_DESC; sort <= SORT_NUMBER; sort++) {
        struct matter_filter filters[8];
        for (size_t i = 0; i < 8; i++) {
            filters[i] = no_filter();
            filters[i].sort = sort;
        }
        filters[1].states = in_hand;
        filters[1].n_states = 2;
        filters[2].states = closed;
        filters[2].n_states = 1;
        filters[3].units = &desk->units[HOUSING];
        filters[3].n_units = 1;
        filters[4].category = "03";
        filters[5].urgencies = urgent;
        filters[5].n_urgencies = 1;
        filters[6].returned = 1;
        filters[7].from = 19000;
        for (size_t i = 0; i < 8; i++) {
            // A span of days is read along the days; by another order its rows are few enough to sort.
            if (i == 7 && sort > SORT_DAY) {
                continue;
            }
            check_plan(desk, CLERK, &filters[i]);
            check_plan(desk, HOUSING, &filters[i]);
        }
    }
    struct matter_filter filter = no_filter();
    filter.lights = red;
    filter.n_lights = 1;
    filter.sort = SORT_DUE;
    check_plan(desk, CLERK, &filter);
    check_plan(desk, HOUSING, &filter);
    filter = no_filter();
    filter.party = 5;
    check_plan(desk, CLERK, &filter);
    desk_free(desk);
}

// ---- random lives ----

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static enum yk random_act(struct desk *desk, uint64_t *random, const struct matter_act *act,
                          int64_t id, int64_t other) {
    struct err *err = &desk->err;
    const struct matter_call call = {
        .reached = next_random(random) % 3 != 0,
        .true_ = (int64_t)(1 + next_random(random) % 3),
        .done = JSON_ABSENT_INT,
        .solved = JSON_ABSENT_INT,
        .satisfaction = JSON_ABSENT_INT,
    };
    switch (next_random(random) % 12) {
    case 0:
        return matter_dispatch(act, id, 0, desk->units[1 + next_random(random) % 3], "转办", err);
    case 1:
    case 2: return matter_sign(act, id, 0, err);
    case 3: return matter_object(act, id, 0, "不归我管", err);
    case 4:
        return matter_arbitrate(act, id, 0, next_random(random) % 2,
                                desk->units[1 + next_random(random) % 3], "裁定", err);
    case 5: return matter_note(act, id, 0, "记录", err);
    case 6: return matter_contact(act, id, 0, act->today, CONTACT_BY_PHONE, "联系", err);
    case 7: return matter_answer(act, id, 0, "办好了", RESULT_RESOLVED, err);
    case 8: return matter_callback(act, id, 0, &call, err);
    case 9: return next_random(random) % 4 ? YK_REFUSED : matter_withdraw(act, id, 0, "撤回", err);
    case 10: return next_random(random) % 8 ? YK_REFUSED : matter_join(act, id, 0, other, err);
    default:
        return matter_amend(act, id, 0, "新的标题", 30202, URGENCY_URGENT, JSON_ABSENT_INT, "更正",
                            err);
    }
}

static void random_lives_verify(void **state) {
    struct desk *desk = desk_new(state);
    uint64_t random = 88172645463325252u;
    int64_t ids[12];
    size_t done = 0;
    for (int i = 0; i < 12; i++) {
        ids[i] = take_in(desk, "标题", "正文正文");
    }
    for (int step = 0; step < 900; step++) {
        enum who who = (enum who)(next_random(&random) % WHO_END);
        begin(desk);
        struct matter_act act = act_of(desk, who);
        enum yk status = random_act(desk, &random, &act, ids[next_random(&random) % 12],
                                    ids[next_random(&random) % 12]);
        assert_true(status == YK_OK || status == YK_REFUSED || status == YK_NOT_FOUND);
        end(desk, status);
        done += status == YK_OK;
        desk->tx.now_us += (int64_t)(next_random(&random) % 5) * 3600 * US_PER_S;
    }
    assert_true(done > 60);
    check_store(desk);
    desk_free(desk);
}

// ---- trouble ----

static enum yk try_intake(struct desk *desk, unsigned fail_at,
                          const struct matter_intake_command *command, int64_t *out_id) {
    struct err err = {0};
    desk->tx.recorded_at = 0;
    db_fail_at(desk->db, fail_at);
    enum yk status = db_begin_write(desk->db, &err);
    log_hook_group_begin(desk->tx.batch, desk->db);
    if (status == YK_OK) {
        struct matter_act act = act_of(desk, CLERK);
        status = matter_intake(&act, command, out_id, &err);
    }
    log_hook_item_end(desk->tx.batch, desk->db, status);
    if (status == YK_OK) {
        status = log_hook_before_commit(desk->tx.batch, desk->db, &err);
    }
    if (status == YK_OK) {
        status = db_commit(desk->db, &err);
    }
    db_fail_at(desk->db, 0);
    if (db_in_transaction(desk->db)) {
        db_rollback(desk->db);
    }
    log_hook_group_end(desk->tx.batch, desk->db, status == YK_OK);
    return status;
}

// Whatever call fails, an intake with its caller, its number and its dispatch is done wholly or not at all.
static void an_intake_is_whole_or_nothing(void **state) {
    struct desk *desk = desk_new(state);
    struct matter_intake_command command = command_of(desk, "标题", "正文正文", "13900001234");
    int64_t id = 0;
    unsigned n = 1;
    command.dispatch = true;
    command.unit = desk->units[HOUSING];
    while (try_intake(desk, n, &command, &id) != YK_OK) {
        assert_true(++n < 500);
        assert_int_equal(test_store_i64(desk->db, "SELECT COUNT(*) FROM event WHERE ledger <> 1"),
                         0);
        assert_int_equal(test_store_i64(desk->db, "SELECT COUNT(*) FROM party_claim"), 0);
        assert_int_equal(test_store_i64(desk->db, "SELECT COUNT(*) FROM matter_fact"), 0);
        assert_int_equal(test_store_i64(desk->db, "SELECT COUNT(*) FROM tally WHERE n <> 0"), 0);
    }
    assert_true(n > 20);
    struct log_object object;
    assert_int_equal(peek(desk, id, &object)->number % MATTER_NUMBER_YEAR, 1);
    check_store(desk);
    desk_free(desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST_ON_BOTH_MIGRATED(the_loop_runs),
        TEST_ON_BOTH_MIGRATED(scheduled_work_follows_from_states),
        TEST_ON_BOTH_MIGRATED(a_conflict_says_since_when),
        TEST_ON_BOTH_MIGRATED(refused_intakes_leave_nothing),
        TEST_ON_BOTH_MIGRATED(repeats_are_joined_at_intake),
        TEST_ON_BOTH_MIGRATED(callers_are_found_and_not_doubled),
        TEST_ON_BOTH_MIGRATED(names_stand_nowhere_in_clear),
        TEST_ON_BOTH_MIGRATED(revealing_is_an_event),
        TEST_ON_BOTH_MIGRATED(an_altered_vault_is_found_out),
        TEST_ON_BOTH_MIGRATED(words_and_numbers_are_found),
        TEST_ON_BOTH_MIGRATED(lists_filter_and_count),
        TEST_ON_BOTH_MIGRATED(lights_part_the_ledger),
        TEST_ON_BOTH_MIGRATED(pages_follow_each_other),
        TEST_ON_BOTH_MIGRATED(titles_are_the_present_ones),
        TEST_ON_BOTH_MIGRATED(kept_rows_are_the_fresh_ones),
        TEST_ON_BOTH_MIGRATED(random_lives_verify),
        TEST_ON_BOTH_MIGRATED(an_intake_is_whole_or_nothing),
        TEST_ON_BOTH_MIGRATED(kept_counts_answer_their_question),
        cmocka_unit_test(kept_rows_last_until_they_look_different),
        {"kept_rows_are_those_of_the_snapshot [sqlite]", kept_rows_are_those_of_the_snapshot,
         test_store_setup_sqlite_migrated, test_store_teardown, NULL},
        {"pages_read_along_an_index [sqlite]", pages_read_along_an_index,
         test_store_setup_sqlite_migrated, test_store_teardown, NULL},
    };
    return cmocka_run_group_tests_name("matter_store", tests, NULL, NULL);
}
