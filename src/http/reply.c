// SPDX-License-Identifier: Apache-2.0
// From an exchange's outcome to what goes out: headers, problem documents, downloads. The body stays in the exchange's
// own buffer, which outlives the reply, so nothing is copied.

#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/text.h"
#include "http/parts.h"
#include "http/problem.h"

enum { HEADER_MAX_BYTES = 160 };

static void add(struct MHD_Response *response, const char *name, const char *value) {
    // A header that cannot be added for want of memory is left out: the body says all that matters.
    (void)MHD_add_response_header(response, name, value);
}

static enum MHD_Result queue(struct exchange *ex, struct MHD_Response *response, int status) {
    ex->stage = STAGE_SENT;
    ex->sent_status = status;
    connection_enter(ex->connection, PHASE_SEND, clock_monotonic_us());
    return MHD_queue_response(ex->mhd, (unsigned)status, response);
}

enum MHD_Result reply_ready(struct exchange *ex, struct MHD_Response *response, int status) {
    return queue(ex, response, status);
}

static struct MHD_Response *response_of_buffer(struct exchange *ex) {
    static char none[1]; // libmicrohttpd wants an address, also for nothing
    return MHD_create_response_from_buffer(ex->out.len, ex->out.len ? ex->out.data : none,
                                           MHD_RESPMEM_PERSISTENT);
}

// The file goes with the reply, which closes it.
static struct MHD_Response *response_of_file(struct exchange *ex) {
    struct stat stat;
    struct MHD_Response *response =
        fstat(ex->rq.file_fd, &stat) == 0
            ? MHD_create_response_from_fd64((uint64_t)stat.st_size, ex->rq.file_fd)
            : NULL;
    if (response) {
        ex->rq.file_fd = -1;
    }
    return response;
}

// A document may be shown in a frame of our own pages, and by the browser's reader, which needs no more than that.
static const char document_policy[] = "frame-ancestors 'self'";
static const char reply_policy[] = "default-src 'none'; frame-ancestors 'none'";

// What every reply of ours says: it is nobody's to keep, to sniff, to frame or to run.
static enum MHD_Result finish(struct exchange *ex, struct MHD_Response *response, int status,
                              const char *policy) {
    add(response, "Cache-Control", "no-store");
    add(response, "X-Content-Type-Options", "nosniff");
    add(response, "Content-Security-Policy", policy);
    add(response, "Referrer-Policy", "no-referrer");
    add(response, "X-Request-Id", ex->rq.request_id);
    enum MHD_Result result = queue(ex, response, status);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result reply_with_problem(struct exchange *ex, enum yk status,
                                          const struct err *err) {
    enum err_code code = problem_code(status, err);
    buf_clear(&ex->out);
    problem_write(&ex->out, status, err, ex->rq.lang, ex->rq.request_id, ex->rq.problem_members);
    struct MHD_Response *response = ex->out.failed ? NULL : response_of_buffer(ex);
    if (!response) {
        return MHD_NO;
    }
    int http_status = err_http_status(code);
    add(response, "Content-Type", "application/problem+json");
    add(response, "Content-Language", ex->rq.lang);
    if (ex->match.allow && code == ERR_METHOD_NOT_ALLOWED) {
        add(response, "Allow", ex->match.allow);
    }
    if (http_status == MHD_HTTP_UNAUTHORIZED) {
        add(response, "WWW-Authenticate", "Bearer");
    }
    if (http_status == MHD_HTTP_SERVICE_UNAVAILABLE) {
        add(response, "Retry-After", "1");
    }
    return finish(ex, response, http_status, reply_policy);
}

enum MHD_Result reply_problem(struct exchange *ex, enum err_code code) {
    struct err err = {.code = code};
    return reply_with_problem(ex, YK_REFUSED, &err);
}

static void add_location(struct exchange *ex, struct MHD_Response *response) {
    char id[ID_TEXT_BYTES], location[HEADER_MAX_BYTES];
    id_format(ex->rq.location, id);
    int n = snprintf(location, sizeof location, "%s/%s", ex->uri.path, id);
    if (n > 0 && (size_t)n < sizeof location) {
        add(response, "Location", location);
    }
}

static void add_download(struct exchange *ex, struct MHD_Response *response, const char *type) {
    char disposition[HEADER_MAX_BYTES];
    const char *last = strrchr(ex->uri.path, '/');
    snprintf(disposition, sizeof disposition, "attachment; filename=\"%.100s\"",
             ex->rq.file_name ? ex->rq.file_name : last + 1);
    add(response, "Content-Type", type);
    add(response, "Content-Disposition", disposition);
}

// Shown by the browser, and saved under a name that tells what it is.
static void add_document(struct exchange *ex, struct MHD_Response *response) {
    char disposition[HEADER_MAX_BYTES];
    snprintf(disposition, sizeof disposition, "inline; filename=\"%.100s\"",
             ex->rq.file_name ? ex->rq.file_name : "paper.pdf");
    add(response, "Content-Type", "application/pdf");
    add(response, "Content-Disposition", disposition);
}

enum MHD_Result reply_handled(struct exchange *ex) {
    if (ex->status != YK_OK) {
        return reply_with_problem(ex, ex->status, &ex->err);
    }
    const struct route *route = ex->match.route;
    struct MHD_Response *response =
        ex->rq.file_fd >= 0 ? response_of_file(ex) : response_of_buffer(ex);
    if (!response) {
        return MHD_NO;
    }
    if (route->flags & ROUTE_STREAM_CSV) {
        add_download(ex, response, "text/csv; charset=utf-8");
    } else if (route->flags & ROUTE_FILE) {
        // A text says how it is written.
        add_download(ex, response,
                     strcmp(route->response, "text/csv") == 0 ? "text/csv; charset=utf-8"
                                                              : route->response);
    } else if (route->flags & ROUTE_PDF) {
        add_document(ex, response);
    } else if (ex->out.len) {
        add(response, "Content-Type",
            ex->rq.content_type ? ex->rq.content_type : "application/json");
    }
    if (ex->rq.set_cookie) {
        add(response, "Set-Cookie", ex->rq.set_cookie);
    }
    if (ex->rq.status == MHD_HTTP_CREATED && ex->rq.location) {
        add_location(ex, response);
    }
    return finish(ex, response, ex->rq.status,
                  route->flags & ROUTE_PDF ? document_policy : reply_policy);
}

enum MHD_Result reply_options(struct exchange *ex, const char *allow) {
    buf_clear(&ex->out);
    struct MHD_Response *response = response_of_buffer(ex);
    if (!response) {
        return MHD_NO;
    }
    add(response, "Allow", allow);
    return finish(ex, response, MHD_HTTP_NO_CONTENT, reply_policy);
}
