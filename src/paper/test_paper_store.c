// SPDX-License-Identifier: Apache-2.0
// Tracking codes (made, typed, mistyped, found) and a district's templates, on both engines.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/test_store.h"
#include "log/log.h"
#include "org/org.h"
#include "paper/district.h"
#include "paper/tracking.h"

enum { DISTRICT = 340406, TODAY = 20000 };
#define NOW_US (day_start_us(TODAY) + 9 * 3600 * US_PER_S)

static const struct ledger *const ledger_list[] = {&ledger_admin, NULL};
static const struct ledgers ledgers = {ledger_list};

struct desk {
    struct log_tx tx;
    struct id_gen *ids;
    struct keyring *ring;
    char key_path[64];
    struct err err;
};

static void desk_open(struct desk *desk, struct db *db) {
    memset(desk, 0, sizeof *desk);
    desk->ids = id_gen_new(1, 0);
    desk->tx = (struct log_tx){.db = db,
                               .batch = log_batch_new(NULL),
                               .arena = arena_new(0),
                               .ledgers = &ledgers,
                               .ids = desk->ids,
                               .district = DISTRICT,
                               .now_us = NOW_US};
    snprintf(desk->key_path, sizeof desk->key_path, "/tmp/yikou-paper-key.%d", (int)getpid());
    (void)unlink(desk->key_path);
    assert_int_equal(keyring_open(desk->key_path, true, NULL, &desk->ring, &desk->err), YK_OK);
}

static void desk_close(struct desk *desk) {
    log_batch_free(desk->tx.batch);
    arena_free(&desk->tx.arena);
    id_gen_free(&desk->ids);
    keyring_free(&desk->ring);
    (void)unlink(desk->key_path);
}

static void desk_begin(struct desk *desk) {
    assert_int_equal(db_begin_write(desk->tx.db, NULL), YK_OK);
    log_hook_group_begin(desk->tx.batch, desk->tx.db);
    desk->tx.recorded_at = 0;
}

static void desk_commit(struct desk *desk) {
    log_hook_item_end(desk->tx.batch, desk->tx.db, YK_OK);
    assert_int_equal(log_hook_before_commit(desk->tx.batch, desk->tx.db, &desk->err), YK_OK);
    assert_int_equal(db_commit(desk->tx.db, &desk->err), YK_OK);
    log_hook_group_end(desk->tx.batch, desk->tx.db, true);
}

static void desk_undo(struct desk *desk) {
    db_rollback(desk->tx.db);
    log_hook_group_end(desk->tx.batch, desk->tx.db, false);
}

// ---- codes

static void test_a_slip_of_the_pen_is_noticed(void **state) {
    struct test_store *store = test_store_of(state);
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    struct desk desk;
    char code[TRACKING_TEXT_BYTES], again[TRACKING_TEXT_BYTES];
    int32_t district;
    desk_open(&desk, store->db);
    for (int64_t matter = 1; matter <= 20; matter++) {
        tracking_code(desk.ring, DISTRICT, matter * 7919, 1, code);
        assert_int_equal(strlen(code), 16);
        assert_int_equal(code[4], '-');
        assert_int_equal(code[10], '-');
        assert_true(tracking_parse(code, &district, again));
        assert_int_equal(district, DISTRICT);
        assert_string_equal(again, code);
        for (size_t i = 0; i < strlen(code); i++) {
            char wrong[TRACKING_TEXT_BYTES];
            for (size_t k = 0; code[i] != '-' && k < 32; k++) { // one letter wrong
                memcpy(wrong, code, sizeof wrong);
                wrong[i] = letters[k];
                assert_int_equal(tracking_parse(wrong, &district, again), letters[k] == code[i]);
            }
            for (size_t k = i + 1; code[i] != '-' && k < strlen(code); k++) { // two changed places
                memcpy(wrong, code, sizeof wrong);
                wrong[i] = code[k];
                wrong[k] = code[i];
                if (code[k] != '-') {
                    assert_int_equal(tracking_parse(wrong, &district, again), code[i] == code[k]);
                }
            }
        }
    }
    desk_close(&desk);
}

static void test_codes_as_people_type_them(void **state) {
    struct test_store *store = test_store_of(state);
    struct desk desk;
    char code[TRACKING_TEXT_BYTES], again[TRACKING_TEXT_BYTES], typed[64] = "  ";
    int32_t district;
    desk_open(&desk, store->db);
    tracking_code(desk.ring, DISTRICT, 77, 1, code);
    size_t n = 2;
    for (const char *at = code; *at; at++) { // lower case, spaces, O and l
        char c = *at == '0' ? 'o' : *at == '1' ? 'l' : *at;
        typed[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '-' ? ' ' : c;
    }
    typed[n] = '\0';
    assert_true(tracking_parse(typed, &district, again));
    assert_string_equal(again, code);
    static const char *const none[] = {
        "", "-", "ABCD", "U000-00000-00000", "AAAA-AAAAA-AAAAA-A", "一二三四五六七八九十"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_false(tracking_parse(none[i], &district, again));
    }
    desk_close(&desk);
}

static void test_a_code_finds_its_matter(void **state) {
    struct test_store *store = test_store_of(state);
    struct desk desk;
    char code[TRACKING_TEXT_BYTES], other[TRACKING_TEXT_BYTES];
    int32_t district = 0;
    int64_t matter = 0;
    desk_open(&desk, store->db);
    desk_begin(&desk);
    assert_int_equal(tracking_remember(store->db, desk.ring, DISTRICT, 4711, 1, &desk.err), YK_OK);
    assert_int_equal(tracking_remember(store->db, desk.ring, DISTRICT, 4711, 1, &desk.err), YK_OK);
    desk_commit(&desk);
    tracking_code(desk.ring, DISTRICT, 4711, 1, code);
    assert_int_equal(tracking_find(store->db, desk.ring, code, &district, &matter, &desk.err),
                     YK_OK);
    assert_int_equal(district, DISTRICT);
    assert_int_equal(matter, 4711);
    tracking_code(desk.ring, DISTRICT, 4712, 1, other);
    assert_int_equal(tracking_find(store->db, desk.ring, other, &district, &matter, &desk.err),
                     YK_NOT_FOUND);
    assert_int_equal(tracking_find(store->db, desk.ring, "x", &district, &matter, &desk.err),
                     YK_NOT_FOUND);
    // Somebody lets the code lead elsewhere: it is found out.
    test_store_exec(store->db, "UPDATE paper_code SET object = 4712");
    assert_int_equal(tracking_find(store->db, desk.ring, code, &district, &matter, &desk.err),
                     YK_FAILED);
    assert_int_equal(desk.err.code, ERR_TAMPERED);
    // The code itself is nowhere in the store.
    assert_int_equal(test_store_i64(store->db, "SELECT COUNT(*) FROM paper_code"), 1);
    desk_close(&desk);
}

// ---- templates

static enum yk set(struct desk *desk, int64_t seen, const char *text) {
    desk->err = (struct err){0};
    desk_begin(desk);
    enum yk status = paper_template_set(&desk->tx, PAPER_URGE, seen, text, TODAY, &desk->err);
    if (status == YK_OK) {
        desk_commit(desk);
    } else {
        desk_undo(desk);
    }
    return status;
}

static struct paper_template current(struct desk *desk) {
    struct paper_template template = {.version = -1};
    assert_int_equal(paper_template_current(desk->tx.db, desk->tx.arena, DISTRICT, PAPER_URGE,
                                            &template, &desk->err),
                     YK_OK);
    return template;
}

static void test_templates_have_versions(void **state) {
    struct test_store *store = test_store_of(state);
    static const char own[] = "标题：{{number}}\n{{unit}} {{issued_day}}";
    struct desk desk;
    struct paper_template template;
    desk_open(&desk, store->db);
    desk_begin(&desk);
    assert_int_equal(org_make_district(&desk.tx, "潘集区", "Panji", TODAY, &desk.err), YK_OK);
    desk_commit(&desk);
    template = current(&desk);
    assert_int_equal(template.version, 0);
    assert_true(template.shipped > 0);
    assert_string_equal(template.text, paper_shipped(PAPER_URGE, 0, NULL));

    assert_int_equal(set(&desk, 0, "标题：{{nothing}}"), YK_REFUSED);
    assert_int_equal(desk.err.items[0].code, ERR_UNKNOWN_PLACEHOLDER);
    assert_int_equal(set(&desk, 1, own), YK_CONFLICT);
    assert_int_equal(set(&desk, 0, own), YK_OK);
    assert_int_equal(set(&desk, 0, own), YK_CONFLICT);
    template = current(&desk);
    assert_int_equal(template.version, 1);
    assert_int_equal(template.shipped, 0);
    assert_string_equal(template.text, own);

    assert_int_equal(set(&desk, 1, NULL), YK_OK);
    template = current(&desk);
    assert_int_equal(template.version, 2);
    assert_true(template.shipped > 0);
    assert_int_equal(paper_template_at(store->db, desk.tx.arena, DISTRICT, PAPER_URGE, 1, 0,
                                       &template, &desk.err),
                     YK_OK);
    assert_string_equal(template.text, own);
    assert_int_equal(paper_template_at(store->db, desk.tx.arena, DISTRICT, PAPER_URGE, 9, 0,
                                       &template, &desk.err),
                     YK_NOT_FOUND);
    desk_close(&desk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST_ON_BOTH_MIGRATED(test_a_slip_of_the_pen_is_noticed),
        TEST_ON_BOTH_MIGRATED(test_codes_as_people_type_them),
        TEST_ON_BOTH_MIGRATED(test_a_code_finds_its_matter),
        TEST_ON_BOTH_MIGRATED(test_templates_have_versions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
