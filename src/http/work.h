// SPDX-License-Identifier: Apache-2.0
// A queue of work and the threads that take from it, first in first out. Knows nothing of requests.
#ifndef YK_HTTP_WORK_H
#define YK_HTTP_WORK_H

#include "base/err.h"

struct work_queue;
struct work_item { // embedded in what is to be done
    struct work_item *next;
    void (*run)(struct work_item *item);
};

YK_NODISCARD enum yk work_queue_new(unsigned n_threads, struct work_queue **out, struct err *err);
// Does what is queued, then ends the threads.
void work_queue_free(struct work_queue **queue);
void work_queue_add(struct work_queue *queue, struct work_item *item);
unsigned work_queue_depth(const struct work_queue *queue);

#endif
