// SPDX-License-Identifier: Apache-2.0
// One lock, one condition, a list. How many threads, and what they may touch, is the server's to decide.

#include "http/work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

struct work_queue {
    pthread_mutex_t lock;
    pthread_cond_t some;
    struct work_item *first, *last;
    atomic_uint depth;
    bool ending;
    unsigned n_threads;
    pthread_t threads[];
};

static void *work(void *arg) {
    struct work_queue *queue = arg;
    pthread_mutex_lock(&queue->lock);
    for (;;) {
        while (!queue->first && !queue->ending) {
            pthread_cond_wait(&queue->some, &queue->lock);
        }
        struct work_item *item = queue->first;
        if (!item) {
            break;
        }
        queue->first = item->next;
        if (!queue->first) {
            queue->last = NULL;
        }
        atomic_fetch_sub(&queue->depth, 1);
        pthread_mutex_unlock(&queue->lock);
        item->run(item);
        pthread_mutex_lock(&queue->lock);
    }
    pthread_mutex_unlock(&queue->lock);
    return NULL;
}

enum yk work_queue_new(unsigned n_threads, struct work_queue **out, struct err *err) {
    struct work_queue *queue = calloc(1, sizeof *queue + n_threads * sizeof queue->threads[0]);
    if (!queue) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for workers");
    }
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->some, NULL);
    for (; queue->n_threads < n_threads; queue->n_threads++) {
        if (pthread_create(&queue->threads[queue->n_threads], NULL, work, queue) != 0) {
            work_queue_free(&queue);
            return err_set(err, YK_FAILED, ERR_INTERNAL, "cannot start %u workers", n_threads);
        }
    }
    *out = queue;
    return YK_OK;
}

void work_queue_free(struct work_queue **queue) {
    struct work_queue *q = *queue;
    if (!q) {
        return;
    }
    pthread_mutex_lock(&q->lock);
    q->ending = true;
    pthread_cond_broadcast(&q->some);
    pthread_mutex_unlock(&q->lock);
    for (unsigned i = 0; i < q->n_threads; i++) {
        pthread_join(q->threads[i], NULL);
    }
    pthread_cond_destroy(&q->some);
    pthread_mutex_destroy(&q->lock);
    free(q);
    *queue = NULL;
}

void work_queue_add(struct work_queue *queue, struct work_item *item) {
    item->next = NULL;
    pthread_mutex_lock(&queue->lock);
    if (queue->last) {
        queue->last->next = item;
    } else {
        queue->first = item;
    }
    queue->last = item;
    atomic_fetch_add(&queue->depth, 1);
    pthread_cond_signal(&queue->some);
    pthread_mutex_unlock(&queue->lock);
}

unsigned work_queue_depth(const struct work_queue *queue) {
    return atomic_load(&queue->depth);
}
