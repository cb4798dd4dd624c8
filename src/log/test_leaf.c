// SPDX-License-Identifier: Apache-2.0
// Leaves hashed beside the writer are those that leaf_hash gives, however many there are and whoever comes to them first.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "log/leaf_queue.h"

enum { ROUNDS = 200, EVENTS_MAX = 260, LARGE_BYTES = 20000 };

static struct event_row event_of(int round, int i, char *body, size_t body_n) {
    int n = snprintf(body, body_n, "{\"round\":%d,\"event\":%d,\"text\":\"%0*d\"}", round, i,
                     1 + i * 37 % 900, i);
    return (struct event_row){.district = 340406,
                              .ledger = 3,
                              .object = round,
                              .seq = i + 1,
                              .id = (int64_t)round * 1000 + i,
                              .recorded_at = i,
                              .day = 19417,
                              .actor = 7,
                              .action = "registered",
                              .version = 1,
                              .body = body,
                              .body_n = (size_t)n};
}

static void test_leaves_are_the_same(void **state) {
    (void)state;
    char body[1024];
    struct leaf_queue *queue = leaf_queue_new();
    assert_non_null(queue);
    for (int round = 0; round < ROUNDS; round++) {
        int places[EVENTS_MAX];
        int n = round * 13 % EVENTS_MAX;
        int n_queued = 0;
        for (int i = 0; i < n; i++) { // the same buffer for each: the queue keeps what it needs
            struct event_row event = event_of(round, i, body, sizeof body);
            places[i] = leaf_queue_add(queue, &event);
            n_queued += places[i] != LEAF_NOT_QUEUED;
        }
        assert_true(n_queued >= (n < 128 ? n : 128));
        if (round % 5 == 4) { // a group that is given up
            leaf_queue_clear(queue);
            continue;
        }
        leaf_queue_finish(queue);
        for (int i = 0; i < n; i++) {
            uint8_t leaf[SM3_BYTES];
            struct event_row event = event_of(round, i, body, sizeof body);
            leaf_hash(&event, leaf);
            if (places[i] != LEAF_NOT_QUEUED) {
                assert_memory_equal(leaf_queue_get(queue, places[i]), leaf, SM3_BYTES);
            }
        }
        leaf_queue_clear(queue);
    }
    leaf_queue_free(&queue);
    assert_null(queue);
}

static void test_large_ones_are_not_kept(void **state) {
    (void)state;
    static char body[LARGE_BYTES];
    struct leaf_queue *queue = leaf_queue_new();
    assert_non_null(queue);
    struct event_row event = event_of(1, 1, body, sizeof body);
    event.body_n = sizeof body;
    assert_int_equal(leaf_queue_add(queue, &event), LEAF_NOT_QUEUED);
    leaf_queue_finish(queue);
    leaf_queue_free(&queue);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_leaves_are_the_same),
        cmocka_unit_test(test_large_ones_are_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
