// SPDX-License-Identifier: Apache-2.0
// The client: non-blocking sockets under one epoll, replies delimited by Content-Length.
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

enum { HEAD_BYTES = 8192, READ_BYTES = 1 << 18, LATENCIES_MAX = 4000000, REPLY_WAIT_MS = 30000 };

struct connection {
    int fd;
    char request[LOAD_REQUEST_BYTES];
    size_t request_n, sent;
    char head[HEAD_BYTES]; // of the reply, until its length is known
    size_t head_n;
    int64_t left; // of the body; -1: the head is not whole yet
    int status;
    int kind;
    int64_t began_us;
    int64_t next_us; // while it pauses; 0: it does not
};

struct run {
    const struct load *load;
    int epoll;
    struct connection *connections;
    int64_t sent, until_us;
    uint32_t *latencies; // µs
    uint8_t *kinds;      // of these
    char *buffer;
    struct load_result result;
};

static int open_socket(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int one = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return -1;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool parse_head(struct connection *c, const char *end) {
    *(char *)(uintptr_t)end = 0;
    char *line = strchr(c->head, ' ');
    c->status = line ? (int)strtol(line + 1, NULL, 10) : 0;
    c->left = 0;
    for (line = strchr(c->head, '\n'); line; line = strchr(line + 1, '\n')) {
        if (strncasecmp(line + 1, "content-length:", 15) == 0) {
            c->left = strtoll(line + 16, NULL, 10);
        }
    }
    return c->status != 0;
}

// Takes what was read; false when it is no HTTP reply.
static bool take(struct connection *c, const char *data, size_t n) {
    if (c->left < 0) {
        size_t room = sizeof c->head - 1 - c->head_n;
        size_t part = n < room ? n : room;
        size_t before = c->head_n;
        memcpy(c->head + before, data, part);
        c->head_n += part;
        c->head[c->head_n] = 0;
        char *end = strstr(c->head, "\r\n\r\n");
        if (!end) {
            return room > part;
        }
        size_t used = (size_t)(end - c->head) + 4 - before;
        if (!parse_head(c, end)) {
            return false;
        }
        n -= used;
    }
    c->left -= (int64_t)n;
    return c->left >= 0;
}

static bool send_more(struct connection *c) {
    while (c->sent < c->request_n) {
        ssize_t n = send(c->fd, c->request + c->sent, c->request_n - c->sent, MSG_NOSIGNAL);
        if (n < 0) {
            return errno == EAGAIN;
        }
        c->sent += (size_t)n;
    }
    return true;
}

static bool begin_next(struct run *run, struct connection *c) {
    c->next_us = 0;
    c->kind = run->load->kind ? run->load->kind(run->sent) : 0;
    c->request_n = run->load->make(run->load->ctx, run->sent++, c->request);
    c->sent = 0;
    c->head_n = 0;
    c->left = -1;
    c->began_us = clock_monotonic_us();
    return send_more(c);
}

static void note(struct run *run, const struct connection *c) {
    struct load_result *result = &run->result;
    int64_t took = clock_monotonic_us() - c->began_us;
    if (result->n < LATENCIES_MAX) {
        run->latencies[result->n] = (uint32_t)took;
        run->kinds[result->n] = (uint8_t)c->kind;
    }
    result->n++;
    if (c->status < 200 || c->status > 299) {
        result->first_failure = result->failed++ ? result->first_failure : c->status;
    }
}

static bool may_begin(const struct run *run) {
    return run->sent < run->load->requests_max && clock_monotonic_us() < run->until_us;
}

// 1: goes on, 0: this connection has done its part, -1: broken.
static int serve(struct run *run, struct connection *c) {
    ssize_t n = recv(c->fd, run->buffer, READ_BYTES, MSG_DONTWAIT);
    if (n <= 0) {
        return n < 0 && errno == EAGAIN ? 1 : -1;
    }
    run->result.bytes += n;
    if (!take(c, run->buffer, (size_t)n)) {
        return -1;
    }
    if (c->left != 0) {
        return 1;
    }
    note(run, c);
    if (!may_begin(run)) {
        return 0;
    }
    if (run->load->pause_ms > 0) { // spread, so that they do not come in step
        double part = 0.5 + (double)(run->result.n * 37 % 101) / 101;
        c->next_us = clock_monotonic_us() + (int64_t)(run->load->pause_ms * part * 1000);
        return 1;
    }
    return begin_next(run, c) ? 1 : -1;
}

// Begins what has paused long enough; the milliseconds until the next one has, or -2 when one broke.
static int wake(struct run *run, int *open) {
    int64_t now = clock_monotonic_us();
    int64_t first = now + REPLY_WAIT_MS * INT64_C(1000);
    for (int i = 0; i < run->load->connections; i++) {
        struct connection *c = &run->connections[i];
        if (!c->next_us) {
            continue;
        }
        if (c->next_us > now) {
            first = c->next_us < first ? c->next_us : first;
        } else if (!may_begin(run)) {
            c->next_us = 0;
            --*open;
        } else if (!begin_next(run, c)) {
            return -2;
        }
    }
    return (int)((first - now) / 1000) + 1;
}

static int compare(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

// Before the latencies are sorted.
static bool summarise_kinds(struct run *run, size_t n) {
    uint32_t *of_kind = malloc((n + 1) * sizeof *of_kind);
    for (int kind = 0; of_kind && kind < LOAD_KINDS_MAX; kind++) {
        size_t count = 0;
        for (size_t i = 0; i < n; i++) {
            if (run->kinds[i] == kind) {
                of_kind[count++] = run->latencies[i];
            }
        }
        if (count) {
            qsort(of_kind, count, sizeof *of_kind, compare);
            run->result.kinds[kind].n = (int64_t)count;
            run->result.kinds[kind].p50_ms = of_kind[count / 2] / 1000.0;
            run->result.kinds[kind].p99_ms = of_kind[count * 99 / 100] / 1000.0;
        }
    }
    bool good = of_kind != NULL;
    free(of_kind);
    return good;
}

static void summarise(struct run *run, int64_t began_us) {
    struct load_result *result = &run->result;
    size_t n = result->n < LATENCIES_MAX ? (size_t)result->n : LATENCIES_MAX;
    double sum = 0;
    result->seconds = (double)(clock_monotonic_us() - began_us) / 1e6;
    if (n == 0) {
        return;
    }
    if (!summarise_kinds(run, n)) {
        return;
    }
    qsort(run->latencies, n, sizeof *run->latencies, compare);
    for (size_t i = 0; i < n; i++) {
        sum += run->latencies[i];
    }
    result->mean_ms = sum / (double)n / 1000;
    result->p50_ms = run->latencies[n / 2] / 1000.0;
    result->p99_ms = run->latencies[n * 99 / 100] / 1000.0;
    result->max_ms = run->latencies[n - 1] / 1000.0;
}

static bool open_all(struct run *run) {
    for (int i = 0; i < run->load->connections; i++) {
        struct connection *c = &run->connections[i];
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        c->fd = open_socket(run->load->port);
        if (c->fd < 0 || epoll_ctl(run->epoll, EPOLL_CTL_ADD, c->fd, &event) != 0) {
            return false;
        }
    }
    return true;
}

static enum yk broken(struct err *err, const char *what) {
    return err_set(err, YK_FAILED, ERR_INTERNAL, "load: %s: %s", what, strerror(errno));
}

static enum yk pump(struct run *run, struct err *err) {
    int open = run->load->connections;
    for (int i = 0; i < open; i++) {
        if (run->load->pause_ms > 0) { // people do not all begin in the same moment
            double part = (double)i / open;
            run->connections[i].next_us =
                clock_monotonic_us() + 1 + (int64_t)(run->load->pause_ms * part * 1000);
        } else if (!begin_next(run, &run->connections[i])) {
            return broken(err, "could not send");
        }
    }
    while (open > 0) {
        struct epoll_event events[LOAD_CONNECTIONS_MAX];
        int wait_ms = wake(run, &open);
        if (wait_ms < 0) {
            return broken(err, "could not send");
        }
        if (open == 0) {
            break;
        }
        int n = epoll_wait(run->epoll, events, LOAD_CONNECTIONS_MAX, wait_ms);
        if (n < 0 || (n == 0 && wait_ms > REPLY_WAIT_MS)) {
            return broken(err, "no reply came");
        }
        for (int i = 0; i < n; i++) {
            int went = serve(run, events[i].data.ptr);
            if (went < 0) {
                return broken(err, "a connection broke");
            }
            open -= went == 0;
        }
    }
    return YK_OK;
}

enum yk load_run(const struct load *load, struct load_result *out, struct err *err) {
    struct run run = {.load = load,
                      .epoll = epoll_create1(EPOLL_CLOEXEC),
                      .connections = calloc(LOAD_CONNECTIONS_MAX, sizeof *run.connections),
                      .latencies = malloc(LATENCIES_MAX * sizeof *run.latencies),
                      .kinds = malloc(LATENCIES_MAX),
                      .buffer = malloc(READ_BYTES)};
    enum yk status = YK_OK;
    int64_t began = clock_monotonic_us();
    for (int i = 0; run.connections && i < LOAD_CONNECTIONS_MAX; i++) {
        run.connections[i].fd = -1;
    }
    if (!run.connections || !run.latencies || !run.kinds || !run.buffer) {
        status = err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a load");
    } else if (!open_all(&run)) {
        status = broken(err, "could not connect");
    } else {
        began = clock_monotonic_us();
        run.until_us = began + (int64_t)(load->seconds_max * 1e6);
        status = pump(&run, err);
    }
    if (status == YK_OK) {
        summarise(&run, began);
        *out = run.result;
    }
    for (int i = 0; run.connections && i < LOAD_CONNECTIONS_MAX; i++) {
        if (run.connections[i].fd >= 0) {
            close(run.connections[i].fd);
        }
    }
    close(run.epoll);
    free(run.connections);
    free(run.latencies);
    free(run.kinds);
    free(run.buffer);
    return status;
}

int load_once(int port, const char *request, size_t n, char *reply, size_t reply_bytes) {
    int fd = open_socket(port);
    size_t got = 0;
    int status = 0;
    if (fd < 0 || send(fd, request, n, MSG_NOSIGNAL) != (ssize_t)n) {
        if (fd >= 0) {
            close(fd);
        }
        return 0;
    }
    for (ssize_t more;
         got < reply_bytes - 1 && (more = recv(fd, reply + got, reply_bytes - 1 - got, 0)) > 0;) {
        got += (size_t)more;
    }
    reply[got] = 0;
    close(fd);
    if (strncmp(reply, "HTTP/1.1 ", 9) == 0) {
        status = (int)strtol(reply + 9, NULL, 10);
    }
    return status;
}
