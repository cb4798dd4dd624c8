// SPDX-License-Identifier: Apache-2.0
// Leaves of a commit's events, hashed by a thread beside the one that writes them: a tenth of an intake's time, and nothing needs them before the commit.
// What that thread has not come to by then the writer does itself, so that nothing is lost where there is no second processor.
#ifndef YK_LOG_LEAF_QUEUE_H
#define YK_LOG_LEAF_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include "log/leaf.h"

enum { LEAF_NOT_QUEUED = -1 };
struct leaf_queue; // used by one thread at a time

// NULL past memory. Its own thread is begun with the first commit that has many events.
struct leaf_queue *leaf_queue_new(void);
void leaf_queue_free(struct leaf_queue **queue);
// The event's place in the queue, or LEAF_NOT_QUEUED when it is to be hashed at once: the queue is full, the body large, or memory short. Copies the body;
// the action must outlive the queue.
int leaf_queue_add(struct leaf_queue *queue, const struct event_row *event);
// Until all are hashed; what was added since the last clearing may be got then.
void leaf_queue_finish(struct leaf_queue *queue);
const uint8_t *leaf_queue_get(const struct leaf_queue *queue, int place);
void leaf_queue_clear(struct leaf_queue *queue);

#endif
