// SPDX-License-Identifier: Apache-2.0
// The log on both engines, by the toy ledger: recording, conflict, tallies against rows, as-of readings against what was seen then, sealing, replay, rebuild, and ≥ 500
// alterations of one place each, of which none may pass verify.
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "db/test_store.h"
#include "log/alter.h"
#include "log/rebuild.h"
#include "log/seal.h"
#include "log/toy.h"
#include "log/verify.h"
#include "tally/tally_store.h"

enum { DISTRICT = 340406, UNITS = 4, FIRST_DAY = 19000 };

struct bench {
    struct test_store *store;
    struct db *db;
    struct log_batch *batch;
    struct id_gen *ids;
    struct arena *arena;
    int64_t now;
    int64_t objects[256];
    size_t n_objects;
    uint64_t seed;
};

static uint64_t next_random(struct bench *bench) {
    bench->seed = bench->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return bench->seed >> 33;
}

static int64_t pick(struct bench *bench, int64_t n) {
    return (int64_t)(next_random(bench) % (uint64_t)n);
}

static void open_bench(struct bench *bench, void **state) {
    *bench =
        (struct bench){.store = test_store_of(state), .seed = 42, .now = day_start_us(FIRST_DAY)};
    bench->db = bench->store->db;
    test_store_exec(bench->db, toy_schema);
    bench->batch = log_batch_new(NULL);
    bench->ids = id_gen_new(1, 0);
    bench->arena = arena_new(0);
    assert_non_null(bench->batch);
}

static void close_bench(struct bench *bench) {
    log_batch_free(bench->batch);
    id_gen_free(&bench->ids);
    arena_free(&bench->arena);
}

static struct log_tx begin(struct bench *bench) {
    log_hook_group_begin(bench->batch, bench->db);
    assert_int_equal(db_begin_write(bench->db, NULL), YK_OK);
    return (struct log_tx){
        .db = bench->db,
        .batch = bench->batch,
        .arena = bench->arena,
        .ledgers = &toy_ledgers,
        .ids = bench->ids,
        .district = DISTRICT,
        .actor = 7,
        .now_us = bench->now,
    };
}

static void end(struct bench *bench) {
    struct err err = {0};
    log_hook_item_end(bench->batch, bench->db, YK_OK);
    if (log_hook_before_commit(bench->batch, bench->db, &err) != YK_OK ||
        db_commit(bench->db, &err) != YK_OK) {
        fail_msg("%s", err.detail);
    }
    log_hook_group_end(bench->batch, bench->db, true);
    bench->now += 1 + pick(bench, 6 * 3600) * US_PER_S;
}

static void must(enum yk status, const struct err *err) {
    if (status != YK_OK) {
        fail_msg("status %d: %s", status, err->detail);
    }
}

static int64_t open_ticket(struct bench *bench) {
    struct log_tx tx = begin(bench);
    struct err err = {0};
    struct log_object object;
    struct drafts drafts = {.n = 0};
    const struct toy_opened body = {1 + pick(bench, UNITS), 30201 + pick(bench, 3),
                                    1 + pick(bench, 3), 1 + pick(bench, 2)};
    struct draft *draft =
        drafts_add(&drafts, &toy_types[TOY_OPENED], day_of_time(bench->now), &body);
    draft_add_text(draft, "title", "用电量不够，机器开不起来");
    draft_add_text(draft, "text", "自六月起每天下午停电两小时。");
    draft_add_notice(draft, "toy.opened", body.unit, 0);
    must(log_new(&tx, &toy_ledger, 0, &object, &err), &err);
    must(log_record(&tx, &object, &drafts, &err), &err);
    end(bench);
    return object.object;
}

// One random command: one to three events.
static void do_something(struct bench *bench, int64_t id) {
    struct log_tx tx = begin(bench);
    struct err err = {0};
    struct log_object object;
    struct drafts drafts = {.n = 0};
    struct toy_moved moved = {1 + pick(bench, UNITS)};
    struct toy_visited visited = {pick(bench, 5)};
    int n = 1 + (int)pick(bench, 3);
    must(log_load(&tx, &toy_ledger, id, &object, &err), &err);
    for (int i = 0; i < n; i++) {
        int type = TOY_MOVED + (int)pick(bench, TOY_TYPES - TOY_MOVED);
        const void *body = type == TOY_MOVED     ? (void *)&moved
                           : type == TOY_VISITED ? (void *)&visited
                                                 : NULL;
        drafts_add(&drafts, &toy_types[type], day_of_time(bench->now) - (int)pick(bench, 3), body);
        draft_add_text(&drafts.items[i], "note", type == TOY_CLOSED ? "办好了" : NULL);
    }
    must(log_record(&tx, &object, &drafts, &err), &err);
    end(bench);
    arena_reset(bench->arena);
}

static void fill(struct bench *bench, size_t n, size_t commands) {
    for (size_t i = 0; i < n; i++) {
        bench->objects[bench->n_objects++] = open_ticket(bench);
    }
    for (size_t i = 0; i < commands; i++) {
        do_something(bench, bench->objects[pick(bench, (int64_t)bench->n_objects)]);
    }
}

static void print_named(void *ctx, const char *kind, int32_t district, const char *record,
                        const char *what) {
    (void)district;
    if (ctx) {
        printf("%s %s: %s\n", kind, record, what);
    }
}

static struct verify_report verify(struct bench *bench, const struct keyring *ring,
                                   const char *heads, bool print) {
    const struct verify_options options = {.ledgers = &toy_ledgers,
                                           .ring = ring,
                                           .heads_path = heads,
                                           .max_named = 10,
                                           .named = print_named,
                                           .ctx = print ? bench : NULL};
    struct verify_report report;
    struct err err = {0};
    must(verify_store(bench->db, &options, &report, &err), &err);
    return report;
}

static const struct scope district_scope = {DISTRICT, SCOPE_DISTRICT, 0};

// ---- tests ----

static void test_records_and_replays(void **state) {
    struct bench bench;
    open_bench(&bench, state);
    fill(&bench, 12, 120);
    struct verify_report report = verify(&bench, NULL, NULL, true);
    assert_int_equal(report.differences, 0);
    assert_int_equal(report.objects, 12);
    assert_true(report.events > 150);
    assert_int_equal(report.unsealed, report.events);
    assert_true(report.texts >= 24);
    struct log_entry *entries;
    size_t n;
    must(log_story(bench.db, bench.arena, &toy_ledger, DISTRICT, bench.objects[0], 0, &entries, &n,
                   NULL),
         NULL);
    assert_true(n >= 1);
    assert_int_equal(entries[0].n_texts, 2);
    assert_string_equal(entries[0].texts[1].content, "用电量不够，机器开不起来");
    assert_int_equal(((const struct toy_opened *)entries[0].event.body)->channel > 0, 1);
    close_bench(&bench);
}

static void test_of_two_one_wins(void **state) {
    struct bench bench;
    open_bench(&bench, state);
    int64_t id = open_ticket(&bench);
    struct err err = {0};
    struct log_object seen, late;
    struct log_tx tx = begin(&bench);
    struct drafts drafts = {.n = 0};
    drafts_add(&drafts, &toy_types[TOY_CLOSED], FIRST_DAY, NULL);
    must(log_load(&tx, &toy_ledger, id, &seen, &err), &err);
    must(log_load(&tx, &toy_ledger, id, &late, &err), &err);
    must(log_record(&tx, &seen, &drafts, &err), &err);
    assert_int_equal(log_check_seq(&seen, 1, &err), YK_CONFLICT);
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_int_equal(err.conflict_seen, 1);
    enum yk status = log_record(&tx, &late, &drafts, &err);
    if (status == YK_OK) { // what was sent ahead answers with the commit
        status = db_commit(bench.db, &err);
    }
    assert_int_equal(status, YK_CONFLICT);
    assert_int_equal(err.code, ERR_CONFLICT);
    log_hook_item_end(bench.batch, bench.db, YK_CONFLICT);
    db_rollback(bench.db);
    assert_int_equal(verify(&bench, NULL, NULL, true).differences, 0);
    close_bench(&bench);
}

// The clock was set back by an hour, and the program started anew: nothing recorded is older than what was recorded before.
static void test_time_never_goes_back(void **state) {
    struct bench bench;
    open_bench(&bench, state);
    int64_t first = open_ticket(&bench);
    struct log_object before;
    struct log_object after;
    must(log_peek(bench.db, bench.arena, &toy_ledger, DISTRICT, first, &before, NULL), NULL);
    bench.now = before.recorded_at - 3600 * US_PER_S;
    log_batch_free(bench.batch);
    bench.batch = log_batch_new(&before.recorded_at);
    int64_t second = open_ticket(&bench);
    must(log_peek(bench.db, bench.arena, &toy_ledger, DISTRICT, second, &after, NULL), NULL);
    assert_true(after.recorded_at > before.recorded_at);
    assert_true(second > first);
    close_bench(&bench);
}

static void test_undone_command_leaves_nothing(void **state) {
    struct bench bench;
    open_bench(&bench, state);
    fill(&bench, 3, 10);
    struct log_tx tx = begin(&bench);
    struct err err = {0};
    struct log_object object;
    struct drafts drafts = {.n = 0};
    const struct toy_moved body = {3};
    drafts_add(&drafts, &toy_types[TOY_MOVED], FIRST_DAY, &body);
    must(log_load(&tx, &toy_ledger, bench.objects[1], &object, &err), &err);
    must(db_savepoint(bench.db, &err), &err);
    must(log_record(&tx, &object, &drafts, &err), &err);
    db_rollback_to(bench.db);
    log_hook_item_end(bench.batch, bench.db, YK_REFUSED);
    must(log_hook_before_commit(bench.batch, bench.db, &err), &err);
    must(db_commit(bench.db, &err), &err);
    assert_int_equal(verify(&bench, NULL, NULL, true).differences, 0);
    close_bench(&bench);
}

struct add {
    int64_t key[64], n[64], sum[64];
    size_t count;
};

static void add_to(struct add *add, int64_t key, int64_t n, int64_t sum) {
    for (size_t i = 0; i < add->count; i++) {
        if (add->key[i] == key) {
            add->n[i] += n;
            add->sum[i] += sum;
            return;
        }
    }
    add->key[add->count] = key;
    add->n[add->count] = n;
    add->sum[add->count++] = sum;
}

static enum yk add_tally(void *ctx, int32_t month, int64_t value, int64_t n, int64_t sum,
                         struct err *err) {
    (void)month;
    (void)err;
    add_to(ctx, value, n, sum);
    return YK_OK;
}

static enum yk add_group(void *ctx, int64_t group, int64_t n, int64_t sum, struct err *err) {
    (void)err;
    add_to(ctx, group, n, sum);
    return YK_OK;
}

static void compare_sums(const struct add *tallies, const struct add *rows) {
    for (int pass = 0; pass < 2; pass++) {
        const struct add *a = pass ? rows : tallies, *b = pass ? tallies : rows;
        for (size_t i = 0; i < a->count; i++) {
            int64_t n = 0, sum = 0;
            for (size_t k = 0; k < b->count; k++) {
                if (a->key[i] == b->key[k]) {
                    n = b->n[k];
                    sum = b->sum[k];
                }
            }
            assert_int_equal(a->n[i], n);
            assert_int_equal(a->sum[i], sum);
        }
    }
}

// Every measure, dimension and unit, over random spans: tallies say what the rows say.
static void compare_tallies(struct bench *bench) {
    const struct fact_table *const tables[] = {&toy_ticket_table, &toy_visit_table};
    static const enum tally_dim dims[] = {DIM_TOTAL,   DIM_UNIT,        DIM_CATEGORY,
                                          DIM_CHANNEL, DIM_CALLER_KIND, DIM_HIST};
    int compared = 0;
    for (int round = 0; round < 200; round++) {
        const struct fact_table *table = tables[pick(bench, 2)];
        const struct measure *measure = &table->measures[pick(bench, (int64_t)table->n_measures)];
        enum tally_dim dim = dims[pick(bench, 6)];
        int64_t unit = pick(bench, UNITS + 1);
        int32_t from = FIRST_DAY - 5 + (int32_t)pick(bench, 60),
                to = from + (int32_t)pick(bench, 90);
        if (pick(bench, 2)) {
            from = month_first_day(month_of_day(from));
            to = month_first_day(month_of_day(to) + 1) - 1;
        }
        int col = dim == DIM_TOTAL  ? -1
                  : dim == DIM_UNIT ? table->unit_col
                  : dim == DIM_HIST ? measure->hist_col
                                    : table->dim_cols[dim];
        if ((col < 0 && dim != DIM_TOTAL) || (unit && dim == DIM_UNIT) ||
            !tally_can_read(dim, from, to)) {
            continue;
        }
        struct add tallies = {.count = 0}, rows = {.count = 0};
        const struct tally_span span = {.district = DISTRICT,
                                        .measure = measure->code,
                                        .unit = unit,
                                        .dim = dim,
                                        .from = from,
                                        .to = to};
        struct fact_query query;
        fact_query_init(&query, table, &district_scope);
        fact_query_and(
            &query, (struct fact_cond){
                        .col = measure->day_col, .op = FACT_BETWEEN, .value = from, .value2 = to});
        for (size_t i = 0; i < measure->n_conds; i++) {
            fact_query_and(&query, measure->conds[i]);
        }
        if (unit) {
            fact_query_and(
                &query, (struct fact_cond){.col = table->unit_col, .op = FACT_EQ, .value = unit});
        }
        if (dim == DIM_HIST) {
            fact_query_and(&query, (struct fact_cond){.col = col, .op = FACT_NOT_NULL});
        }
        must(tally_read(bench->db, &span, add_tally, &tallies, NULL), NULL);
        must(fact_group(bench->db, &query, col, measure->value_col, add_group, &rows, NULL), NULL);
        compare_sums(&tallies, &rows);
        compared++;
    }
    assert_true(compared > 75);
}

static int64_t count_waiting(struct bench *bench) {
    return test_store_i64(bench->db, "SELECT COUNT(*) FROM tally_pending");
}

static int64_t settle(struct bench *bench) {
    int64_t rows = -1;
    must(db_begin_write(bench->db, NULL), NULL);
    must(tally_settle(bench->db, &rows, NULL), NULL);
    must(db_commit(bench->db, NULL), NULL);
    assert_int_equal(count_waiting(bench), 0);
    return rows;
}

// While all waits, while some waits and some is in cells, when nothing waits; in transactions of their own, in one that reads, in one that writes.
static void test_tallies_agree_with_rows(void **state) {
    struct bench bench;
    open_bench(&bench, state);
    fill(&bench, 15, 120);
    assert_true(count_waiting(&bench) > 100);
    compare_tallies(&bench);
    assert_true(settle(&bench) > 100);
    fill(&bench, 15, 130);
    assert_true(count_waiting(&bench) > 100);
    must(db_begin_read(bench.db, NULL), NULL);
    compare_tallies(&bench);
    db_rollback(bench.db);
    must(db_begin_write(bench.db, NULL), NULL);
    compare_tallies(&bench);
    db_rollback(bench.db);
    assert_true(settle(&bench) > 100);
    assert_int_equal(settle(&bench), 0);
    must(db_begin_read(bench.db, NULL), NULL);
    compare_tallies(&bench);
    db_rollback(bench.db);
    assert_int_equal(verify(&bench, NULL, NULL, true).differences, 0);
    close_bench(&bench);
}

// A connection keeps what it read of cells: the same spans are asked again after commands, after folding, and after both.
static void test_kept_tallies_follow_the_rows(void **state) {
    struct bench bench;
    open_bench(&bench, state);
    uint64_t spans = 0;
    for (int round = 0; round < 6; round++) {
        if (round != 2) {
            fill(&bench, 4, 40);
        }
        if (round % 3 == 2) {
            assert_true(settle(&bench) > 0);
        }
        uint64_t seed = bench.seed;
        spans = round ? spans : seed;
        must(db_begin_read(bench.db, NULL), NULL);
        for (int again = 0; again < 2; again++) {
            bench.seed = spans;
            compare_tallies(&bench);
        }
        db_rollback(bench.db);
        bench.seed = seed;
    }
    close_bench(&bench);
}

static void read_total(struct bench *bench, int measure, int64_t *out_n) {
    const struct tally_span span = {.district = DISTRICT,
                                    .measure = measure,
                                    .dim = DIM_TOTAL,
                                    .from = DAY_NONE,
                                    .to = FIRST_DAY + 400};
    must(db_begin_read(bench->db, NULL), NULL);
    must(tally_total(bench->db, &span, 0, out_n, NULL, NULL), NULL);
    db_rollback(bench->db);
}

// What is too large to wait goes into the cells at once, and takes with it what waits: else who keeps cells would not know that they were written.
static void test_large_flush_takes_what_waits(void **state) {
    enum { MANY = 9000 };
    struct bench bench;
    open_bench(&bench, state);
    fill(&bench, 2, 20);
    int measure = toy_ticket_table.measures[0].code;
    int64_t before = 0, after = 0;
    read_total(&bench, measure, &before);
    assert_true(count_waiting(&bench) > 0);
    struct tally_move *moves = calloc(MANY, sizeof *moves);
    struct tally_fold *fold = tally_fold_new();
    assert_non_null(moves);
    assert_non_null(fold);
    for (int i = 0; i < MANY; i++) {
        moves[i] = (struct tally_move){.district = DISTRICT,
                                       .measure = measure,
                                       .day = FIRST_DAY + i % 300,
                                       .unit = i,
                                       .dims = {FACT_NULL, FACT_NULL, FACT_NULL},
                                       .hist = FACT_NULL,
                                       .n = 1};
    }
    must(tally_fold_add(fold, moves, MANY, 1, NULL), NULL);
    must(db_begin_write(bench.db, NULL), NULL);
    must(tally_flush(fold, bench.db, INT64_MAX, NULL), NULL);
    must(db_commit(bench.db, NULL), NULL);
    tally_fold_free(&fold);
    free(moves);
    assert_int_equal(count_waiting(&bench), 0);
    read_total(&bench, measure, &after);
    assert_int_equal(after, before + MANY);
    close_bench(&bench);
}

static void test_as_of_is_what_was_seen_then(void **state) {
    enum { LOOKS = 12 };
    struct bench bench;
    open_bench(&bench, state);
    int64_t at[LOOKS], closed[LOOKS], of_unit[LOOKS];
    const struct scope unit_scope = {DISTRICT, SCOPE_UNIT, 2};
    struct fact_query query;
    for (int i = 0; i < LOOKS; i++) {
        fill(&bench, 2, 15);
        at[i] = bench.now - 1;
        fact_query_init(&query, &toy_ticket_table, &district_scope);
        fact_query_and(&query, (struct fact_cond){.col = T_CLOSED_DAY, .op = FACT_NOT_NULL});
        must(fact_count(bench.db, &query, 0, &closed[i], NULL, NULL), NULL);
        fact_query_init(&query, &toy_visit_table, &unit_scope);
        must(fact_count(bench.db, &query, 0, &of_unit[i], NULL, NULL), NULL);
    }
    for (int i = 0; i < LOOKS; i++) {
        int64_t n;
        fact_query_init(&query, &toy_ticket_table, &district_scope);
        fact_query_and(&query, (struct fact_cond){.col = T_CLOSED_DAY, .op = FACT_NOT_NULL});
        query.as_of_us = at[i];
        must(fact_count(bench.db, &query, 0, &n, NULL, NULL), NULL);
        assert_int_equal(n, closed[i]);
        fact_query_init(&query, &toy_visit_table, &unit_scope);
        query.as_of_us = at[i];
        must(fact_count(bench.db, &query, 0, &n, NULL, NULL), NULL);
        assert_int_equal(n, of_unit[i]);
    }
    close_bench(&bench);
}

// C and SQL decide every operator the same way, with nulls among the values.
static void test_predicates_agree(void **state) {
    struct bench bench;
    open_bench(&bench, state);
    fill(&bench, 40, 120);
    struct fact_query all;
    struct fact_hit *rows;
    size_t n_rows;
    fact_query_init(&all, &toy_ticket_table, &district_scope);
    must(fact_find(bench.db, &all, bench.arena, &rows, &n_rows, NULL, NULL), NULL);
    for (int round = 0; round < 300; round++) {
        const int64_t list[] = {pick(&bench, 4), 30201 + pick(&bench, 3),
                                FIRST_DAY + pick(&bench, 30)};
        struct fact_cond cond = {.col = (int)pick(&bench, T_COLS),
                                 .op = (enum fact_op)pick(&bench, FACT_NULL_OR_GT_COL + 1),
                                 .list = list,
                                 .n_list = 3};
        bool against_col = cond.op == FACT_LE_COL || cond.op == FACT_GT_COL ||
                           cond.op == FACT_EQ_COL || cond.op == FACT_NULL_OR_GT_COL;
        cond.value = against_col ? pick(&bench, T_COLS) : list[pick(&bench, 3)];
        cond.value2 = cond.value + pick(&bench, 10);
        int64_t in_c = 0, in_sql;
        for (size_t i = 0; i < n_rows; i++) {
            struct fact_row row = {.table = &toy_ticket_table};
            memcpy(row.v, rows[i].v, sizeof row.v);
            in_c += fact_matches(&row, &cond, 1);
        }
        struct fact_query query;
        fact_query_init(&query, &toy_ticket_table, &district_scope);
        fact_query_and(&query, cond);
        must(fact_count(bench.db, &query, 0, &in_sql, NULL, NULL), NULL);
        assert_int_equal(in_c, in_sql);
    }
    close_bench(&bench);
}

static void test_pages_meet(void **state) {
    struct bench bench;
    open_bench(&bench, state);
    fill(&bench, 40, 40);
    for (int desc = 0; desc < 2; desc++) {
        struct fact_query query;
        size_t seen = 0, n;
        bool more = true;
        int64_t last = desc ? INT64_MAX : INT64_MIN;
        fact_query_init(&query, &toy_ticket_table, &district_scope);
        query.order = (struct fact_order){.col = T_DAY, .desc = desc};
        query.limit = 7;
        while (more) {
            struct fact_hit *hits;
            must(fact_find(bench.db, &query, bench.arena, &hits, &n, &more, NULL), NULL);
            for (size_t i = 0; i < n; i++) {
                assert_true(desc ? hits[i].v[T_DAY] <= last : hits[i].v[T_DAY] >= last);
                last = hits[i].v[T_DAY];
            }
            seen += n;
            query.after = (struct fact_cursor){true, hits[n - 1].v[T_DAY], hits[n - 1].object,
                                               hits[n - 1].part};
        }
        assert_int_equal(seen, 40);
    }
    int64_t n;
    bool exact;
    struct fact_query query;
    fact_query_init(&query, &toy_ticket_table, &district_scope);
    must(fact_count(bench.db, &query, 39, &n, &exact, NULL), NULL);
    assert_int_equal(n, 39);
    assert_false(exact);
    must(fact_count(bench.db, &query, 40, &n, &exact, NULL), NULL);
    assert_true(exact && n == 40);
    const int64_t some[] = {bench.objects[0], bench.objects[5], bench.objects[9]};
    query.objects = some;
    query.n_objects = 3;
    must(fact_count(bench.db, &query, 0, &n, NULL, NULL), NULL);
    assert_int_equal(n, 3);
    close_bench(&bench);
}

static void test_rebuild_gives_the_same(void **state) {
    struct bench bench;
    open_bench(&bench, state);
    fill(&bench, 20, 150);
    int64_t events;
    struct err err = {0};
    test_store_exec(
        bench.db,
        "UPDATE state SET body = '{}'; DELETE FROM toy_ticket; DELETE FROM tally; UPDATE toy_visit_was SET points = 77");
    assert_true(verify(&bench, NULL, NULL, false).differences > 0);
    must(rebuild_store(bench.db, &toy_ledgers, NULL, NULL, &events, &err), &err);
    struct verify_report report = verify(&bench, NULL, NULL, true);
    assert_int_equal(report.differences, 0);
    assert_int_equal(events, report.events);
    // It can be written to and rebuilt again: keys and indexes are back.
    fill(&bench, 2, 20);
    must(rebuild_store(bench.db, &toy_ledgers, NULL, NULL, &events, &err), &err);
    assert_int_equal(verify(&bench, NULL, NULL, true).differences, 0);
    close_bench(&bench);
}

static void test_numbers_have_no_gap(void **state) {
    struct bench bench;
    open_bench(&bench, state);
    int64_t number;
    for (int i = 1; i <= 3; i++) {
        struct log_tx tx = begin(&bench);
        must(log_next_number(&tx, "toy", 2023, &number, NULL), NULL);
        assert_int_equal(number, i);
        end(&bench);
        tx = begin(&bench);
        must(log_next_number(&tx, "toy", 2023, &number, NULL), NULL);
        assert_int_equal(number, i + 1);
        log_hook_item_end(bench.batch, bench.db, YK_REFUSED);
        db_rollback(bench.db);
    }
    close_bench(&bench);
}

static void test_idempotency_keys(void **state) {
    struct bench bench;
    open_bench(&bench, state);
    static const uint8_t hash[32] = {1, 2, 3}, other[32] = {9};
    int64_t object = 0;
    struct err err = {0};
    assert_int_equal(idem_find(bench.db, DISTRICT, 7, "k", hash, &object, NULL), YK_NOT_FOUND);
    must(idem_remember(bench.db, DISTRICT, 7, "k", hash, 1234, 1, NULL), NULL);
    must(idem_find(bench.db, DISTRICT, 7, "k", hash, &object, NULL), NULL);
    assert_int_equal(object, 1234);
    assert_int_equal(idem_find(bench.db, DISTRICT, 7, "k", other, &object, &err), YK_REFUSED);
    assert_int_equal(err.code, ERR_KEY_REUSED);
    assert_int_equal(idem_find(bench.db, DISTRICT, 8, "k", other, &object, NULL), YK_NOT_FOUND);
    close_bench(&bench);
}

static void test_old_keys_are_forgotten(void **state) {
    enum { N_KEYS = 1700, OLD_US = 100, LIMIT_US = 200, NEW_US = 300 };
    struct bench bench;
    open_bench(&bench, state);
    static const uint8_t hash[32] = {1};
    for (int i = 0; i < N_KEYS; i++) {
        char key[16];
        snprintf(key, sizeof key, "key-%d", i);
        int64_t at = i % 3 ? OLD_US : NEW_US;
        must(idem_remember(bench.db, DISTRICT, 1 + i % 5, key, hash, i, at, NULL), NULL);
    }
    must(idem_remember(bench.db, DISTRICT + 1, 1, "key-1", hash, 1, OLD_US, NULL), NULL);
    struct idem_place place = {0};
    bool end = false;
    int steps = 0;
    for (; !end; steps++) {
        must(idem_sweep(bench.db, DISTRICT, LIMIT_US, &place, &end, NULL), NULL);
    }
    assert_in_range(steps, 2, 10);
    assert_int_equal(place.account, 0);
    int64_t object;
    for (int i = 0; i < N_KEYS; i++) {
        char key[16];
        snprintf(key, sizeof key, "key-%d", i);
        assert_int_equal(idem_find(bench.db, DISTRICT, 1 + i % 5, key, hash, &object, NULL),
                         i % 3 ? YK_NOT_FOUND : YK_OK);
    }
    must(idem_find(bench.db, DISTRICT + 1, 1, "key-1", hash, &object, NULL), NULL);
    close_bench(&bench);
}

// ---- altering ----

struct sealed {
    struct bench bench;
    struct keyring *ring;
    char folder[64], key[96], heads[96];
};

static void seal_all(struct sealed *sealed) {
    int64_t n = 1;
    FILE *heads = fopen(sealed->heads, "ae");
    assert_non_null(heads);
    while (n > 0) {
        char *lines;
        struct err err = {0};
        must(db_begin_write(sealed->bench.db, &err), &err);
        must(seal_waiting(sealed->bench.db, sealed->bench.arena, sealed->ring, 1000, 4, &n, &lines,
                          &err),
             &err);
        must(db_commit(sealed->bench.db, &err), &err);
        fputs(lines, heads);
    }
    fclose(heads);
}

static void open_sealed(struct sealed *sealed, void **state) {
    open_bench(&sealed->bench, state);
    snprintf(sealed->folder, sizeof sealed->folder, "%s", "/tmp/yikou-seal-XXXXXX");
    assert_non_null(mkdtemp(sealed->folder));
    snprintf(sealed->key, sizeof sealed->key, "%s/key", sealed->folder);
    snprintf(sealed->heads, sizeof sealed->heads, "%s/heads", sealed->folder);
    struct err err = {0};
    bool created;
    must(keyring_open(sealed->key, true, &created, &sealed->ring, &err), &err);
    // What waited once, so that a test can put it into the queue again.
    test_store_exec(sealed->bench.db, "CREATE TABLE kept AS SELECT * FROM waiting");
    for (int i = 0; i < 5; i++) {
        fill(&sealed->bench, 3, 8);
        test_store_exec(sealed->bench.db, "INSERT INTO kept SELECT * FROM waiting");
        seal_all(sealed);
    }
    settle(&sealed->bench); // what follows waits to be folded, and for its seal
    fill(&sealed->bench, 1, 3);
}

static void close_sealed(struct sealed *sealed) {
    keyring_free(&sealed->ring);
    unlink(sealed->key);
    unlink(sealed->heads);
    rmdir(sealed->folder);
    close_bench(&sealed->bench);
}

static const struct alter_place places[] = {
    ALTER_LOG_PLACES,
    {"toy_ticket", "district, object, part",
     "district:i object:i part:i from_at:i unit:i day:i category:i channel:i caller_kind:i closed_day:i points:i"},
    {"toy_ticket_was", "district, object, part, from_at",
     "district:i object:i part:i from_at:i to_at:i unit:i day:i category:i channel:i caller_kind:i closed_day:i points:i"},
    {"toy_visit", "district, object, part",
     "district:i object:i part:i from_at:i unit:i day:i points:i"},
    {"toy_visit_was", "district, object, part, from_at",
     "object:i part:i from_at:i to_at:i unit:i day:i points:i"},
};

static int64_t count_differences(void *ctx) {
    struct sealed *sealed = ctx;
    return verify(&sealed->bench, sealed->ring, sealed->heads, false).differences;
}

static void test_no_alteration_passes(void **state) {
    enum { ALTERATIONS = 600 };
    struct sealed sealed;
    open_sealed(&sealed, state);
    assert_int_equal(count_differences(&sealed), 0);
    struct alter alter = {sealed.bench.db, 42, count_differences, &sealed};
    int done = alter_run(&alter, places, sizeof places / sizeof *places, ALTERATIONS);
    assert_true(done >= 500);
    assert_int_equal(count_differences(&sealed), 0);
    print_message("%d alterations, each refused\n", done);
    close_sealed(&sealed);
}

// Whoever has the store and a key of his own can write a chain that agrees with itself; the heads that are out tell.
static void test_rewritten_chain_is_found_by_heads(void **state) {
    struct sealed sealed;
    open_sealed(&sealed, state);
    struct bench *bench = &sealed.bench;
    char heads[96];
    snprintf(heads, sizeof heads, "%s", sealed.heads);
    test_store_exec(bench->db, "DELETE FROM block");
    test_store_exec(bench->db, "INSERT INTO waiting SELECT district, id, events FROM kept"
                               " WHERE NOT EXISTS (SELECT 1 FROM waiting w WHERE w.id = kept.id)");
    snprintf(sealed.heads, sizeof sealed.heads, "%s/other", sealed.folder);
    seal_all(&sealed);
    assert_int_equal(verify(bench, sealed.ring, sealed.heads, true).differences, 0);
    assert_int_equal(verify(bench, sealed.ring, NULL, true).differences, 0);
    assert_true(verify(bench, sealed.ring, heads, false).differences > 0);
    unlink(sealed.heads);
    snprintf(sealed.heads, sizeof sealed.heads, "%s", heads);
    close_sealed(&sealed);
}

// Blocks are made beside the writer. Two plans hold the same events; only one of them is put.
static void test_of_two_plans_one_is_put(void **state) {
    struct sealed sealed;
    open_sealed(&sealed, state);
    struct bench *bench = &sealed.bench;
    struct seal_plan *plans[2];
    struct err err = {0};
    for (int i = 0; i < 2; i++) {
        must(seal_prepare(bench->db, bench->arena, sealed.ring, 1000, 4, &plans[i], &err), &err);
    }
    assert_true(seal_plan_events(plans[0]) > 0);
    must(db_begin_write(bench->db, &err), &err);
    must(seal_put(bench->db, plans[0], &err), &err);
    must(db_commit(bench->db, &err), &err);
    must(db_begin_write(bench->db, &err), &err);
    enum yk status = seal_put(bench->db, plans[1], &err);
    if (status == YK_OK) { // PostgreSQL may tell at the end
        status = db_commit(bench->db, &err);
    }
    assert_int_equal(status, YK_CONFLICT);
    db_rollback(bench->db);
    FILE *heads = fopen(sealed.heads, "ae");
    assert_non_null(heads);
    fputs(seal_plan_lines(plans[0]), heads);
    fclose(heads);
    assert_int_equal(verify(bench, sealed.ring, sealed.heads, true).differences, 0);
    struct seal_plan *none;
    must(seal_prepare(bench->db, bench->arena, sealed.ring, 1000, 4, &none, &err), &err);
    assert_int_equal(seal_plan_events(none), 0);
    close_sealed(&sealed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST_ON_BOTH_MIGRATED(test_records_and_replays),
        TEST_ON_BOTH_MIGRATED(test_of_two_one_wins),
        TEST_ON_BOTH_MIGRATED(test_time_never_goes_back),
        TEST_ON_BOTH_MIGRATED(test_undone_command_leaves_nothing),
        TEST_ON_BOTH_MIGRATED(test_tallies_agree_with_rows),
        TEST_ON_BOTH_MIGRATED(test_kept_tallies_follow_the_rows),
        TEST_ON_BOTH_MIGRATED(test_large_flush_takes_what_waits),
        TEST_ON_BOTH_MIGRATED(test_as_of_is_what_was_seen_then),
        TEST_ON_BOTH_MIGRATED(test_predicates_agree),
        TEST_ON_BOTH_MIGRATED(test_pages_meet),
        TEST_ON_BOTH_MIGRATED(test_rebuild_gives_the_same),
        TEST_ON_BOTH_MIGRATED(test_numbers_have_no_gap),
        TEST_ON_BOTH_MIGRATED(test_idempotency_keys),
        TEST_ON_BOTH_MIGRATED(test_old_keys_are_forgotten),
        TEST_ON_BOTH_MIGRATED(test_no_alteration_passes),
        TEST_ON_BOTH_MIGRATED(test_rewritten_chain_is_found_by_heads),
        TEST_ON_BOTH_MIGRATED(test_of_two_plans_one_is_put),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
