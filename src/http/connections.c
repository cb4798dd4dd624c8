// SPDX-License-Identifier: Apache-2.0
// A list under a lock. The lock is held while a socket is shut down, and a connection leaves the list before its
// descriptor is closed, so a descriptor that was given out again is never touched.

#include "http/connections.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>

struct connection {
    struct connection *before, *next;
    int fd;
    atomic_int phase;
    _Atomic int64_t since_us;
};

struct connections {
    pthread_mutex_t lock;
    struct connection *first;
    unsigned n;
};

struct connections *connections_new(void) {
    struct connections *connections = calloc(1, sizeof *connections);
    if (connections) {
        pthread_mutex_init(&connections->lock, NULL);
    }
    return connections;
}

void connections_free(struct connections **connections) {
    if (!*connections) {
        return;
    }
    while ((*connections)->first) {
        struct connection *connection = (*connections)->first;
        connections_remove(*connections, &connection);
    }
    pthread_mutex_destroy(&(*connections)->lock);
    free(*connections);
    *connections = NULL;
}

struct connection *connections_add(struct connections *connections, int fd, int64_t now_us) {
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection) {
        return NULL;
    }
    connection->fd = fd;
    connection_enter(connection, PHASE_HEAD, now_us);
    pthread_mutex_lock(&connections->lock);
    connection->next = connections->first;
    if (connection->next) {
        connection->next->before = connection;
    }
    connections->first = connection;
    connections->n++;
    pthread_mutex_unlock(&connections->lock);
    return connection;
}

void connections_remove(struct connections *connections, struct connection **connection) {
    struct connection *c = *connection;
    if (!c) {
        return;
    }
    pthread_mutex_lock(&connections->lock);
    if (c->before) {
        c->before->next = c->next;
    } else {
        connections->first = c->next;
    }
    if (c->next) {
        c->next->before = c->before;
    }
    connections->n--;
    pthread_mutex_unlock(&connections->lock);
    free(c);
    *connection = NULL;
}

void connection_enter(struct connection *connection, enum phase phase, int64_t now_us) {
    if (connection) {
        atomic_store_explicit(&connection->since_us, now_us, memory_order_relaxed);
        atomic_store_explicit(&connection->phase, (int)phase, memory_order_relaxed);
    }
}

unsigned connections_reap(struct connections *connections, const struct phase_limits *limits,
                          int64_t now_us) {
    unsigned reaped = 0;
    pthread_mutex_lock(&connections->lock);
    for (struct connection *c = connections->first; c; c = c->next) {
        int64_t limit = INT64_MAX;
        switch ((enum phase)atomic_load_explicit(&c->phase, memory_order_relaxed)) {
        case PHASE_HEAD: limit = limits->head_us; break;
        case PHASE_BODY: limit = limits->body_us; break;
        case PHASE_SEND: limit = limits->send_us; break;
        case PHASE_OURS: break;
        }
        if (now_us - atomic_load_explicit(&c->since_us, memory_order_relaxed) > limit) {
            shutdown(c->fd, SHUT_RDWR);
            reaped++;
        }
    }
    pthread_mutex_unlock(&connections->lock);
    return reaped;
}

unsigned connections_count(struct connections *connections) {
    pthread_mutex_lock(&connections->lock);
    unsigned n = connections->n;
    pthread_mutex_unlock(&connections->lock);
    return n;
}
