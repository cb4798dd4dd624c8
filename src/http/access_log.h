// SPDX-License-Identifier: Apache-2.0
// The access log: one JSON line per request, gathered in memory and written by whoever calls flush (the server does, several times a
// second). It says what was called, by which account and how it ended; never an address, a name or a query.
#ifndef YK_HTTP_ACCESS_LOG_H
#define YK_HTTP_ACCESS_LOG_H

#include <stdint.h>

struct access_log;
struct access_line {
    const char *method; // one of ours, or "other"
    const char *route;  // the template, not the path
    const char *request_id;
    int status;
    int64_t took_us;
    int64_t account; // 0: nobody
};

struct access_log *access_log_new(int fd);     // fd stays the caller's; NULL when memory ran out
void access_log_free(struct access_log **log); // flushes
void access_log_add(struct access_log *log, const struct access_line *line, int64_t now_us);
void access_log_flush(struct access_log *log);

#endif
