// SPDX-License-Identifier: Apache-2.0
// The open connections and how long each has been at what it does. libmicrohttpd closes a connection that says nothing; this closes one
// that says a byte now and then for ever (slow-loris), by its age in a phase.
#ifndef YK_HTTP_CONNECTIONS_H
#define YK_HTTP_CONNECTIONS_H

#include <stdint.h>

enum phase {
    PHASE_HEAD, // waiting for a request, or in the middle of its head
    PHASE_BODY, // taking its body
    PHASE_OURS, // we are at it
    PHASE_SEND, // the reply goes out
};
struct phase_limits {
    int64_t head_us, body_us, send_us;
};

struct connections;
struct connection;
struct connections *connections_new(void); // NULL when memory ran out
void connections_free(struct connections **connections);
struct connection *connections_add(struct connections *connections, int fd,
                                   int64_t now_us); // NULL when memory ran out
void connections_remove(struct connections *connections, struct connection **connection);
void connection_enter(struct connection *connection, enum phase phase,
                      int64_t now_us); // NULL does nothing
// Shuts down those that are past their limit; their I/O thread then closes them. Returns how many.
unsigned connections_reap(struct connections *connections, const struct phase_limits *limits,
                          int64_t now_us);
unsigned connections_count(struct connections *connections);

#endif
