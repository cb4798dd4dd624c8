// SPDX-License-Identifier: Apache-2.0
// No place of a real district's store can be altered without verify naming it: states, facts of every table and version, tallies, events, texts, blocks, the queue before
// them and the vault. The log's own test does the same on a toy ledger; here the ledgers are the program's.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/demo_build.h"
#include "app/open.h"
#include "db/test_store.h"
#include "log/alter.h"
#include "log/seal.h"
#include "log/verify.h"

enum { REQUESTS = 30, ON_SQLITE = 560, ON_POSTGRES = 120, PLACES_MAX = 64 };

struct sealed {
    struct db *db;
    struct keyring *ring;
    char folder[64];
    char key[96];
};

static void must(enum yk status, const struct err *err) {
    if (status != YK_OK) {
        fail_msg("status %d: %s", status, err->detail);
    }
}

static void open_sealed(struct sealed *sealed, struct db *db) {
    struct err err = {0};
    sealed->db = db;
    snprintf(sealed->folder, sizeof sealed->folder, "%s", "/tmp/yikou-altered-XXXXXX");
    assert_non_null(mkdtemp(sealed->folder));
    snprintf(sealed->key, sizeof sealed->key, "%s/key", sealed->folder);
    must(keyring_open(sealed->key, true, NULL, &sealed->ring, &err), &err);
    const struct demo_options options = {
        .seed = 7, .n_requests = REQUESTS, .cost = PASSWORD_COST_TESTS};
    must(demo_build(db, &all_ledgers, sealed->ring, calendar_builtin(), &options, &err), &err);
    struct arena *arena = arena_new(0);
    int64_t n = 1;
    while (n > 0) {
        char *lines;
        must(db_begin_write(db, &err), &err);
        must(seal_waiting(db, arena, sealed->ring, 1000, 1, &n, &lines, &err), &err);
        must(db_commit(db, &err), &err);
        arena_reset(arena);
    }
    arena_free(&arena);
}

static void close_sealed(struct sealed *sealed) {
    keyring_free(&sealed->ring);
    unlink(sealed->key);
    rmdir(sealed->folder);
}

static int64_t count_differences(void *ctx) {
    const struct sealed *sealed = ctx;
    const struct verify_options options = {.ledgers = &all_ledgers, .ring = sealed->ring};
    struct verify_report report;
    struct err err = {0};
    must(verify_store(sealed->db, &options, &report, &err), &err);
    return report.differences;
}

// The places of one fact table, live and closed: every column it has.
static size_t add_fact_places(const struct fact_table *table, struct arena *arena,
                              struct alter_place *out) {
    const char *columns = "district:i object:i part:i from_at:i";
    for (int i = 0; i < table->n_cols; i++) {
        columns = arena_printf(arena, "%s %s:i", columns, table->cols[i].name);
    }
    out[0] = (struct alter_place){table->name, "district, object, part", columns};
    out[1] = (struct alter_place){arena_printf(arena, "%s_was", table->name),
                                  "district, object, part, from_at",
                                  arena_printf(arena, "%s to_at:i", columns)};
    return 2;
}

static void test_no_alteration_passes(void **state) {
    struct test_store *store = test_store_of(state);
    struct arena *arena = arena_new(0);
    struct alter_place places[PLACES_MAX] = {
        ALTER_LOG_PLACES,
        {"party_vault", "district, object", "wrapped:b name:b phone:b"},
    };
    size_t n = 0;
    while (places[n].table) {
        n++;
    }
    for (size_t i = 0; all_ledgers.list[i]; i++) {
        const struct fact_table *const *tables = all_ledgers.list[i]->tables;
        for (size_t k = 0; tables && tables[k]; k++) {
            n += add_fact_places(tables[k], arena, &places[n]);
        }
    }
    assert_true(n > 10 && n < PLACES_MAX);
    struct sealed sealed;
    open_sealed(&sealed, store->db);
    assert_int_equal(count_differences(&sealed), 0);
    struct alter alter = {store->db, 2023, count_differences, &sealed};
    int wanted = store->engine == DB_SQLITE ? ON_SQLITE : ON_POSTGRES;
    int done = alter_run(&alter, places, n, wanted);
    assert_int_equal(done, wanted);
    assert_int_equal(count_differences(&sealed), 0);
    print_message("%d alterations of %zu tables, each refused\n", done, n);
    close_sealed(&sealed);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST_ON_BOTH_MIGRATED(test_no_alteration_passes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
