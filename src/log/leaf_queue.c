// SPDX-License-Identifier: Apache-2.0
// The queue of leaves and its thread. Decides who hashes what; a leaf's bytes are leaf.c's.
#include "log/leaf_queue.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    PLACES = 192,           // a commit of 64 intakes has 128 events
    BODY_KEPT_BYTES = 8192, // larger ones are rare, and hashed at once
    WAKE_AT = 8,            // events; for fewer, waking costs more than it saves
    TAKEN_AT_ONCE = 8,
};

struct place {
    struct event_row event; // its body in `body`
    char *body;
    size_t body_cap;
    uint8_t leaf[SM3_BYTES];
};
struct leaf_queue {
    pthread_mutex_t lock;
    pthread_cond_t added, hashed;
    pthread_t thread;
    bool started, idle, stopping;
    size_t n, taken, done; // done ≤ taken ≤ n
    struct place places[PLACES];
};

static void hash_places(struct leaf_queue *queue, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        leaf_hash(&queue->places[i].event, queue->places[i].leaf);
    }
}

// Takes some, hashes them without the lock, which is held before and after.
static void hash_some(struct leaf_queue *queue, size_t most) {
    size_t from = queue->taken;
    size_t to = queue->n - from < most ? queue->n : from + most;
    queue->taken = to;
    pthread_mutex_unlock(&queue->lock);
    hash_places(queue, from, to);
    pthread_mutex_lock(&queue->lock);
    queue->done += to - from;
}

static void *run(void *arg) {
    struct leaf_queue *queue = arg;
    pthread_mutex_lock(&queue->lock);
    while (!queue->stopping) {
        if (queue->taken < queue->n) {
            hash_some(queue, TAKEN_AT_ONCE);
            pthread_cond_signal(&queue->hashed);
        } else {
            queue->idle = true;
            pthread_cond_wait(&queue->added, &queue->lock);
            queue->idle = false;
        }
    }
    pthread_mutex_unlock(&queue->lock);
    return NULL;
}

struct leaf_queue *leaf_queue_new(void) {
    struct leaf_queue *queue = calloc(1, sizeof *queue);
    if (queue) {
        pthread_mutex_init(&queue->lock, NULL);
        pthread_cond_init(&queue->added, NULL);
        pthread_cond_init(&queue->hashed, NULL);
    }
    return queue;
}

void leaf_queue_free(struct leaf_queue **queue_ptr) {
    struct leaf_queue *queue = *queue_ptr;
    if (!queue) {
        return;
    }
    *queue_ptr = NULL;
    if (queue->started) {
        pthread_mutex_lock(&queue->lock);
        queue->stopping = true;
        pthread_mutex_unlock(&queue->lock);
        pthread_cond_signal(&queue->added);
        pthread_join(queue->thread, NULL);
    }
    for (size_t i = 0; i < PLACES; i++) {
        free(queue->places[i].body);
    }
    pthread_mutex_destroy(&queue->lock);
    pthread_cond_destroy(&queue->added);
    pthread_cond_destroy(&queue->hashed);
    free(queue);
}

// Without a thread the writer hashes all of them at the end.
static void wake(struct leaf_queue *queue) {
    if (!queue->started) {
        queue->started = pthread_create(&queue->thread, NULL, run, queue) == 0;
    } else {
        pthread_cond_signal(&queue->added);
    }
}

int leaf_queue_add(struct leaf_queue *queue, const struct event_row *event) {
    if (queue->n == PLACES || event->body_n > BODY_KEPT_BYTES) {
        return LEAF_NOT_QUEUED;
    }
    struct place *place = &queue->places[queue->n]; // nobody else looks at it yet
    if (place->body_cap < event->body_n) {
        char *body = realloc(place->body, event->body_n);
        if (!body) {
            return LEAF_NOT_QUEUED;
        }
        place->body = body;
        place->body_cap = event->body_n;
    }
    if (event->body_n) {
        memcpy(place->body, event->body, event->body_n);
    }
    place->event = *event;
    place->event.body = place->body;
    pthread_mutex_lock(&queue->lock);
    int at = (int)queue->n++;
    bool asleep = !queue->started || queue->idle;
    bool enough = queue->n - queue->taken >= WAKE_AT;
    pthread_mutex_unlock(&queue->lock);
    if (asleep && enough) {
        wake(queue);
    }
    return at;
}

void leaf_queue_finish(struct leaf_queue *queue) {
    pthread_mutex_lock(&queue->lock);
    while (queue->taken < queue->n) {
        hash_some(queue, 1);
    }
    while (queue->done < queue->n) {
        pthread_cond_wait(&queue->hashed, &queue->lock);
    }
    pthread_mutex_unlock(&queue->lock);
}

const uint8_t *leaf_queue_get(const struct leaf_queue *queue, int place) {
    return queue->places[place].leaf;
}

void leaf_queue_clear(struct leaf_queue *queue) {
    pthread_mutex_lock(&queue->lock);
    queue->n = queue->taken; // what nobody has begun is not wanted any more
    while (queue->done < queue->n) {
        pthread_cond_wait(&queue->hashed, &queue->lock);
    }
    queue->n = queue->taken = queue->done = 0;
    pthread_mutex_unlock(&queue->lock);
}
