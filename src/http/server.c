// SPDX-License-Identifier: Apache-2.0
// Starting and stopping: the listening socket, libmicrohttpd with its I/O threads, the workers, and the keeper, a thread
// that flushes the access log and ends connections that dawdle. What happens to a request is exchange.c's.

#include "http/server.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/app.h"
#include "base/slog.h"
#include "http/parts.h"

enum {
    DEFAULT_CONNECTIONS = 1000,
    DEFAULT_IDLE_S = 30,
    DEFAULT_QUICK_MS = 100,
    DEFAULT_READ_MS = 10000,
    FILE_WORKERS = 2,
    BODY_LIMIT_S = 60,
    SEND_LIMIT_S = 600,
    CONNECTION_MEMORY_BYTES = 24 * 1024, // also bounds a request's head
    BACKLOG = 1024,
    KEEPER_TICK_MS = 200,
    DRAIN_MS = 5000,
    WAIT_MS = 10,
};

// ---- listening

// "127.0.0.1:8340", "[::1]:0", ":8340" (all addresses).
static bool split_listen(const char *listen, char *host, size_t host_size, char *port,
                         size_t port_size) {
    const char *colon = strrchr(listen, ':');
    if (!colon || !colon[1] || strlen(colon + 1) >= port_size) {
        return false;
    }
    size_t n = (size_t)(colon - listen);
    if (n >= 2 && listen[0] == '[' && listen[n - 1] == ']') {
        listen++;
        n -= 2;
    }
    if (n >= host_size) {
        return false;
    }
    memcpy(host, listen, n);
    host[n] = '\0';
    snprintf(port, port_size, "%s", colon + 1);
    return strspn(port, "0123456789") == strlen(port);
}

static void describe_address(int fd, const char *host, char *out, size_t size) {
    struct sockaddr_storage address;
    socklen_t n = sizeof address;
    char port[16] = "0";
    if (getsockname(fd, (struct sockaddr *)&address, &n) == 0) {
        getnameinfo((struct sockaddr *)&address, n, NULL, 0, port, sizeof port, NI_NUMERICSERV);
    }
    snprintf(out, size, strchr(host, ':') ? "http://[%s]:%s" : "http://%s:%s",
             *host ? host : "127.0.0.1", port);
}

enum yk server_open_socket(const char *listen_at, char *out_address, size_t size, int *out_fd,
                           struct err *err) {
    char host[64], port[8];
    if (!split_listen(listen_at, host, sizeof host, port, sizeof port)) {
        return err_set(err, YK_REFUSED, ERR_INTERNAL, "cannot listen on \"%s\": want ADDRESS:PORT",
                       listen_at);
    }
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    int why = getaddrinfo(*host ? host : NULL, port, &hints, &found);
    if (why != 0) {
        return err_set(err, YK_REFUSED, ERR_INTERNAL, "cannot listen on \"%s\": %s", listen_at,
                       gai_strerror(why));
    }
    int fd = socket(found->ai_family, found->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                    found->ai_protocol);
    int on = 1;
    bool ok = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
              bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0;
    int failed_with = errno;
    freeaddrinfo(found);
    if (!ok) {
        if (fd >= 0) {
            close(fd);
        }
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not listen on %s: %s", listen_at,
                       strerrordesc_np(failed_with));
    }
    describe_address(fd, host, out_address, size);
    *out_fd = fd;
    return YK_OK;
}

// ---- libmicrohttpd

static void on_connection(void *arg, struct MHD_Connection *mhd, void **context,
                          enum MHD_ConnectionNotificationCode code) {
    struct server *server = arg;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
        *context =
            info ? connections_add(server->connections, info->connect_fd, clock_monotonic_us())
                 : NULL;
    } else {
        struct connection *connection = *context;
        connections_remove(server->connections, &connection);
        *context = NULL;
    }
}

// Addresses are decoded by http/uri.c, from what came.
static size_t keep_escapes(void *arg, struct MHD_Connection *mhd, char *text) {
    (void)arg, (void)mhd;
    return strlen(text);
}

static void YK_PRINTF(2, 0) on_message(void *arg, const char *fmt, va_list args) {
    (void)arg;
    char text[256];
    vsnprintf(text, sizeof text, fmt, args);
    text[strcspn(text, "\n")] = '\0';
    slog(SLOG_DEBUG, "http.library", "message=%s", text);
}

static enum yk start_daemon(struct server *server, int fd, struct err *err) {
    const struct server_config *config = &server->config;
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_TURBO |
            MHD_USE_ERROR_LOG,
        0, NULL, NULL, exchange_on_access, server, MHD_OPTION_EXTERNAL_LOGGER, on_message, NULL,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, config->n_io_threads,
        MHD_OPTION_CONNECTION_LIMIT, config->connections_max, MHD_OPTION_CONNECTION_TIMEOUT,
        config->idle_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY_BYTES,
        MHD_OPTION_URI_LOG_CALLBACK, exchange_on_uri, server, MHD_OPTION_NOTIFY_COMPLETED,
        exchange_on_completed, server, MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_END);
    if (!server->daemon) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not start the HTTP threads on %s",
                       server->address);
    }
    return YK_OK;
}

// ---- the keeper

static void *keep(void *arg) {
    struct server *server = arg;
    const struct phase_limits limits = {
        .head_us = 2 * (int64_t)server->config.idle_s * US_PER_S,
        .body_us = BODY_LIMIT_S * US_PER_S,
        .send_us = SEND_LIMIT_S * US_PER_S,
    };
    pthread_mutex_lock(&server->keeper_lock);
    while (!server->ending) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += KEEPER_TICK_MS * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000L;
        until.tv_nsec %= 1000000000L;
        pthread_cond_timedwait(&server->keeper_wake, &server->keeper_lock, &until);
        pthread_mutex_unlock(&server->keeper_lock);
        if (server->access_log) {
            access_log_flush(server->access_log);
        }
        connections_reap(server->connections, &limits, clock_monotonic_us());
        pthread_mutex_lock(&server->keeper_lock);
    }
    pthread_mutex_unlock(&server->keeper_lock);
    return NULL;
}

static void end_keeper(struct server *server) {
    if (!server->keeper_runs) {
        return;
    }
    pthread_mutex_lock(&server->keeper_lock);
    server->ending = true;
    pthread_cond_signal(&server->keeper_wake);
    pthread_mutex_unlock(&server->keeper_lock);
    pthread_join(server->keeper, NULL);
}

// ---- start and stop

static void fill_defaults(struct server_config *config) {
    config->n_io_threads = config->n_io_threads ? config->n_io_threads : 2;
    config->n_workers = config->n_workers ? config->n_workers : 2;
    config->connections_max =
        config->connections_max ? config->connections_max : DEFAULT_CONNECTIONS;
    config->idle_s = config->idle_s ? config->idle_s : DEFAULT_IDLE_S;
    config->quick_limit_ms = config->quick_limit_ms ? config->quick_limit_ms : DEFAULT_QUICK_MS;
    config->read_limit_ms = config->read_limit_ms ? config->read_limit_ms : DEFAULT_READ_MS;
}

static enum yk gather_tables(struct server *server, struct err *err) {
    size_t n = 0;
    while (server->config.tables[n]) {
        n++;
    }
    server->tables = calloc(n + 2, sizeof *server->tables);
    if (!server->tables) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for the routes");
    }
    memcpy(server->tables, server->config.tables, n * sizeof *server->tables);
    server->tables[n] = &builtin_routes;
    return YK_OK;
}

static enum yk make_parts(struct server *server, struct err *err) {
    enum yk status = gather_tables(server, err);
    status = status == YK_OK ? router_new(server->tables, &server->router, err) : status;
    status = status == YK_OK ? builtin_new(server, err) : status;
    status = status == YK_OK ? pages_new(&server->pages, err) : status;
    if (status != YK_OK) {
        return status;
    }
    server->metrics = metrics_new(server->router);
    server->connections = connections_new();
    server->request_ids = id_gen_new(0, 0);
    server->access_log =
        server->config.access_log_fd > 0 ? access_log_new(server->config.access_log_fd) : NULL;
    if (!server->metrics || !server->connections || !server->request_ids ||
        (server->config.access_log_fd > 0 && !server->access_log)) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for the server");
    }
    unsigned n_slow = server->config.n_workers / 2 + 1;
    status = work_queue_new(server->config.n_workers, &server->workers, err);
    status = status == YK_OK ? work_queue_new(n_slow, &server->slow_workers, err) : status;
    // Files take seconds: they may not keep those waiting who sign in.
    status = status == YK_OK ? work_queue_new(FILE_WORKERS, &server->file_workers, err) : status;
    if (status == YK_OK && pthread_create(&server->keeper, NULL, keep, server) != 0) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not start the server's keeper");
    }
    server->keeper_runs = status == YK_OK;
    return status;
}

enum yk server_start(const struct server_config *config, struct server **out, struct err *err) {
    struct server *server = calloc(1, sizeof *server);
    if (!server) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for the server");
    }
    server->config = *config;
    fill_defaults(&server->config);
    server->embedded_store = config->app->pool && pool_engine(config->app->pool) == DB_SQLITE;
    server->started_us = clock_monotonic_us();
    pthread_mutex_init(&server->lock, NULL);
    pthread_mutex_init(&server->keeper_lock, NULL);
    pthread_cond_init(&server->keeper_wake, NULL);
    int fd = -1;
    enum yk status = make_parts(server, err);
    status = status == YK_OK ? server_open_socket(server->config.listen, server->address,
                                                  sizeof server->address, &fd, err)
                             : status;
    if (status == YK_OK) {
        status = start_daemon(server, fd, err);
        if (status != YK_OK) {
            close(fd);
        }
    }
    if (status == YK_OK && config->metrics_listen) {
        status = metrics_listen_start(server, config->metrics_listen, err);
    }
    if (status != YK_OK) {
        server_stop(&server);
        return status;
    }
    *out = server;
    return YK_OK;
}

const char *server_address(const struct server *server) {
    return server->address;
}

const char *server_metrics_address(const struct server *server) {
    return server->metrics_address;
}

// No new connections, and no new requests on the old ones; what was begun is answered. A suspended request must come back before libmicrohttpd may stop, so
// those are waited for without a limit; a slow reader is not.
static void drain(struct server *server) {
    atomic_store(&server->stopping, true);
    int fd = MHD_quiesce_daemon(server->daemon);
    if (fd != MHD_INVALID_SOCKET) {
        close(fd);
    }
    int64_t until = clock_monotonic_us() + DRAIN_MS * INT64_C(1000);
    while (atomic_load(&server->away) ||
           (atomic_load(&server->active) && clock_monotonic_us() < until)) {
        usleep(WAIT_MS * 1000);
    }
}

void server_stop(struct server **server) {
    struct server *s = *server;
    if (!s) {
        return;
    }
    metrics_listen_stop(s);
    if (s->daemon) {
        drain(s);
        MHD_stop_daemon(s->daemon);
    }
    work_queue_free(&s->workers);
    work_queue_free(&s->slow_workers);
    work_queue_free(&s->file_workers);
    end_keeper(s);
    access_log_free(&s->access_log);
    exchange_free_all(s);
    builtin_free(s);
    pages_free(&s->pages);
    metrics_free(&s->metrics);
    connections_free(&s->connections);
    id_gen_free(&s->request_ids);
    router_free(&s->router);
    free(s->tables);
    pthread_cond_destroy(&s->keeper_wake);
    pthread_mutex_destroy(&s->keeper_lock);
    pthread_mutex_destroy(&s->lock);
    free(s);
    *server = NULL;
}
