// SPDX-License-Identifier: Apache-2.0
// An address of its own for those who watch: /metrics and /healthz, plain, from a network where only they are. One thread; nothing of the store is read to answer.
#include <string.h>
#include <unistd.h>

#include "http/parts.h"

enum { WATCHERS_MAX = 16, WATCHER_IDLE_S = 30, METRICS_MAX_BYTES = 1 << 22 };

static enum MHD_Result answer(struct MHD_Connection *mhd, unsigned status, const char *type,
                              const char *data, size_t n) {
    struct MHD_Response *response =
        MHD_create_response_from_buffer(n, (void *)(size_t)data, MHD_RESPMEM_MUST_COPY);
    if (!response) {
        return MHD_NO;
    }
    enum MHD_Result queued = MHD_NO;
    if (MHD_add_response_header(response, "Content-Type", type) == MHD_YES &&
        MHD_add_response_header(response, "Cache-Control", "no-store") == MHD_YES &&
        MHD_add_response_header(response, "X-Content-Type-Options", "nosniff") == MHD_YES) {
        queued = MHD_queue_response(mhd, status, response);
    }
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result answer_metrics(struct server *server, struct MHD_Connection *mhd) {
    struct buf out;
    buf_init(&out, METRICS_MAX_BYTES);
    server_write_metrics(server, &out);
    enum MHD_Result queued =
        out.failed ? MHD_NO : answer(mhd, MHD_HTTP_OK, METRICS_CONTENT_TYPE, out.data, out.len);
    buf_done(&out);
    return queued;
}

// A reply queued on the first call would close the connection.
static enum MHD_Result on_access(void *arg, struct MHD_Connection *mhd, const char *url,
                                 const char *method, const char *version, const char *data,
                                 size_t *data_n, void **seen) {
    static const char alive[] = "{\"status\":\"ok\"}", nothing[] = "not found\n";
    (void)version, (void)data;
    if (!*seen) {
        *seen = arg;
        return MHD_YES;
    }
    if (*data_n) { // what nobody reads must still come to its end
        *data_n = 0;
        return MHD_YES;
    }
    bool reads = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    if (reads && strcmp(url, "/metrics") == 0) {
        return answer_metrics(arg, mhd);
    }
    if (reads && strcmp(url, "/healthz") == 0) {
        return answer(mhd, MHD_HTTP_OK, "application/json", alive, sizeof alive - 1);
    }
    return answer(mhd, MHD_HTTP_NOT_FOUND, "text/plain", nothing, sizeof nothing - 1);
}

enum yk metrics_listen_start(struct server *server, const char *listen_at, struct err *err) {
    int fd;
    enum yk status = server_open_socket(listen_at, server->metrics_address,
                                        sizeof server->metrics_address, &fd, err);
    if (status != YK_OK) {
        return status;
    }
    server->metrics_daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, on_access, server,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)WATCHERS_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)WATCHER_IDLE_S, MHD_OPTION_END);
    if (!server->metrics_daemon) {
        close(fd);
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not start the metrics on %s",
                       listen_at);
    }
    return YK_OK;
}

void metrics_listen_stop(struct server *server) {
    if (server->metrics_daemon) {
        MHD_stop_daemon(server->metrics_daemon);
        server->metrics_daemon = NULL;
    }
}
