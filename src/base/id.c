// SPDX-License-Identifier: Apache-2.0
// Gives ids that only grow. When the clock stands still or jumps back, or a millisecond's sequence is used up, the
// generator runs ahead of the clock by whole milliseconds and lets the clock catch up.

#include "base/id.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/err.h"

enum {
    SEQUENCE_BITS = 14,
    PROCESS_BITS = 8,
    MS_SHIFT = SEQUENCE_BITS + PROCESS_BITS,
    SEQUENCE_END = 1 << SEQUENCE_BITS
};
static const int64_t epoch_us = INT64_C(1577836800000000); // 2020-01-01T00:00:00Z
static const int64_t ms_end = INT64_C(1) << 41;

struct id_gen {
    pthread_mutex_t lock;
    int64_t process;
    int64_t ms;
    int sequence; // the next one
};

static int64_t compose(const struct id_gen *gen) {
    return gen->ms << MS_SHIFT | gen->process << SEQUENCE_BITS | gen->sequence;
}

// With the lock held: the next id must be above floor.
static void raise_to(struct id_gen *gen, int64_t floor) {
    int64_t floor_ms = floor >> MS_SHIFT;
    if (floor_ms > gen->ms) {
        gen->ms = floor_ms;
        gen->sequence = 0;
    }
    if (gen->sequence == SEQUENCE_END || compose(gen) <= floor) {
        gen->ms++;
        gen->sequence = 0;
    }
    assert(gen->ms < ms_end);
}

struct id_gen *id_gen_new(unsigned process_number, int64_t floor) {
    assert(process_number < 1u << PROCESS_BITS);
    struct id_gen *gen = malloc(sizeof *gen);
    if (!gen) {
        return NULL;
    }
    *gen = (struct id_gen){.process = process_number};
    pthread_mutex_init(&gen->lock, NULL);
    raise_to(gen, floor);
    return gen;
}

void id_gen_free(struct id_gen **gen) {
    if (!*gen) {
        return;
    }
    pthread_mutex_destroy(&(*gen)->lock);
    free(*gen);
    *gen = NULL;
}

int64_t id_gen_next(struct id_gen *gen, int64_t real_now_us) {
    pthread_mutex_lock(&gen->lock);
    int64_t now_ms = (real_now_us - epoch_us) / 1000;
    if (now_ms > gen->ms) {
        gen->ms = now_ms;
        gen->sequence = 0;
    } else if (gen->sequence == SEQUENCE_END) {
        gen->ms++;
        gen->sequence = 0;
    }
    assert(gen->ms < ms_end);
    int64_t id = compose(gen);
    gen->sequence++;
    pthread_mutex_unlock(&gen->lock);
    return id;
}

void id_gen_renumber(struct id_gen *gen, unsigned process_number) {
    assert(process_number < 1u << PROCESS_BITS);
    pthread_mutex_lock(&gen->lock);
    gen->process = process_number;
    gen->ms++;
    gen->sequence = 0;
    pthread_mutex_unlock(&gen->lock);
}

void id_gen_raise(struct id_gen *gen, int64_t floor) {
    pthread_mutex_lock(&gen->lock);
    raise_to(gen, floor);
    pthread_mutex_unlock(&gen->lock);
}

int64_t id_first_at(int64_t real_us) {
    return real_us <= epoch_us ? 0 : (real_us - epoch_us) / 1000 << MS_SHIFT;
}
