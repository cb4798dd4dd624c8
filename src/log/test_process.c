// SPDX-License-Identifier: Apache-2.0
// Process numbers: two processes on one PostgreSQL never have the same, whatever number they wanted; one that ends gives its number back; one whose
// connection was lost gets one again.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/clock.h"
#include "db/test_store.h"
#include "log/process.h"

enum { PROCESS_SHIFT = 14 };

static int64_t process_of(struct id_gen *ids) {
    return id_gen_next(ids, clock_real_us()) >> PROCESS_SHIFT & 0xFF;
}

static struct process_claim *claim(const struct test_store *store, unsigned wanted) {
    struct process_claim *out = NULL;
    struct err err = {0};
    if (process_claim_new(store->url, wanted, &out, &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
    return out;
}

static void test_sqlite_has_one(void **state) {
    struct test_store *store = test_store_of(state);
    struct process_claim *one = claim(store, 77);
    assert_int_equal(process_claim_number(one), 0);
    assert_int_equal(process_claim_keep(one, NULL), YK_OK);
    process_claim_free(&one);
    assert_null(one);
}

static void test_numbers_differ(void **state) {
    struct test_store *store = test_store_of(state);
    struct process_claim *one = claim(store, 255), *two = claim(store, 255),
                         *three = claim(store, 511);
    assert_int_equal(process_claim_number(one), 255);
    assert_int_equal(process_claim_number(two), 0);
    assert_int_equal(process_claim_number(three), 1);
    process_claim_free(&two);
    struct process_claim *four = claim(store, 255);
    assert_int_equal(process_claim_number(four), 0); // given back
    process_claim_free(&one);
    process_claim_free(&three);
    process_claim_free(&four);
}

static void test_all_taken(void **state) {
    struct test_store *store = test_store_of(state);
    // One session may hold them all.
    test_store_exec(store->db,
                    "SELECT pg_advisory_lock(5980496, n) FROM generate_series(0, 255) AS n");
    struct process_claim *none = NULL;
    struct err err = {0};
    assert_int_equal(process_claim_new(store->url, 3, &none, &err), YK_REFUSED);
    assert_int_equal(err.code, ERR_BUSY);
    assert_null(none);
}

// The server ends all other connections; meanwhile somebody takes the number.
static void test_a_lost_one_is_claimed_anew(void **state) {
    struct test_store *store = test_store_of(state);
    struct process_claim *one = claim(store, 40);
    struct id_gen *ids = id_gen_new(process_claim_number(one), 0);
    process_claim_serve(one, ids);
    int64_t before = id_gen_next(ids, clock_real_us());
    assert_int_equal(process_of(ids), 40);
    assert_int_equal(process_claim_keep(one, NULL), YK_OK);
    assert_int_equal(process_of(ids), 40);
    test_store_exec(store->db, "SELECT pg_terminate_backend(pid, 60000) FROM pg_locks"
                               " WHERE locktype = 'advisory' AND classid = 5980496 AND objid = 40");
    test_store_exec(store->db, "SELECT pg_advisory_lock(5980496, 40)");
    assert_int_equal(process_claim_keep(one, NULL), YK_OK);
    assert_int_equal(process_claim_number(one), 41);
    assert_int_equal(process_of(ids), 41);
    assert_true(id_gen_next(ids, clock_real_us()) > before);
    id_gen_free(&ids);
    process_claim_free(&one);
}

static enum yk hold(struct process_claim *claim, struct db *db, uint64_t *held) {
    return process_claim_hold(claim, db, held, NULL);
}

static void end_claim_of(struct test_store *store, unsigned number) {
    char text[200];
    snprintf(text, sizeof text,
             "SELECT pg_terminate_backend(pid, 60000) FROM pg_locks"
             " WHERE locktype = 'advisory' AND classid = 5980496 AND objid = %u",
             number);
    test_store_exec(store->db, text);
}

// A connection that writes keeps the number from others although the claim was lost; it goes over to the new one before it writes again.
static void test_what_writes_holds_the_number(void **state) {
    struct test_store *store = test_store_of(state);
    struct process_claim *one = claim(store, 50);
    struct id_gen *ids = id_gen_new(process_claim_number(one), 0);
    process_claim_serve(one, ids);
    struct db *a = test_store_connect(store, DB_READ_WRITE);
    struct db *b = test_store_connect(store, DB_READ_WRITE);
    uint64_t held_a = 0, held_b = 0;
    assert_int_equal(hold(one, a, &held_a), YK_OK);
    assert_int_equal(hold(one, b, &held_b), YK_OK);
    assert_int_not_equal(held_a, 0);
    end_claim_of(store, 50);
    struct process_claim *other = claim(store, 50);
    assert_int_equal(process_claim_number(other), 51); // 50 is still written with

    assert_int_equal(process_claim_keep(one, NULL), YK_OK);
    assert_int_equal(process_of(ids), 52);
    uint64_t before = held_a;
    assert_int_equal(hold(one, a, &held_a), YK_OK);
    assert_int_not_equal(held_a, before);
    struct process_claim *third = claim(store, 50);
    assert_int_equal(process_claim_number(third), 53); // b holds 50 yet
    assert_int_equal(hold(one, b, &held_b), YK_OK);
    struct process_claim *fourth = claim(store, 50);
    assert_int_equal(process_claim_number(fourth), 50);

    process_claim_free(&fourth);
    process_claim_free(&third);
    process_claim_free(&other);
    db_close(&a);
    db_close(&b);
    id_gen_free(&ids);
    process_claim_free(&one);
}

// All connections went, as when the server starts again, and another process was quicker: what writes finds out before it does.
static void test_a_number_lost_is_not_written_with(void **state) {
    struct test_store *store = test_store_of(state);
    struct process_claim *one = claim(store, 60);
    struct id_gen *ids = id_gen_new(process_claim_number(one), 0);
    process_claim_serve(one, ids);
    end_claim_of(store, 60);
    struct process_claim *other = claim(store, 60);
    assert_int_equal(process_claim_number(other), 60);
    assert_int_equal(process_of(ids), 60); // it does not know yet
    struct db *db = test_store_connect(store, DB_READ_WRITE);
    uint64_t held = 0;
    assert_int_equal(hold(one, db, &held), YK_OK);
    assert_int_equal(process_of(ids), 61);
    db_close(&db);
    process_claim_free(&other);
    id_gen_free(&ids);
    process_claim_free(&one);
}

#define ON_POSTGRES(fn)                                                                            \
    { #fn, fn, test_store_setup_postgres, test_store_teardown, NULL }

int main(void) {
    const struct CMUnitTest tests[] = {
        {"test_sqlite_has_one", test_sqlite_has_one, test_store_setup_sqlite, test_store_teardown,
         NULL},
        ON_POSTGRES(test_numbers_differ),
        ON_POSTGRES(test_all_taken),
        ON_POSTGRES(test_a_lost_one_is_claimed_anew),
        ON_POSTGRES(test_what_writes_holds_the_number),
        ON_POSTGRES(test_a_number_lost_is_not_written_with),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
