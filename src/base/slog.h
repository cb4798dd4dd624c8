// SPDX-License-Identifier: Apache-2.0
// Structured log lines (JSON, one per line, stderr or a file). The only global of the program. Only the edges call it. No personal data.
#ifndef YK_BASE_SLOG_H
#define YK_BASE_SLOG_H

#include "base/err.h"

enum slog_level { SLOG_DEBUG, SLOG_INFO, SLOG_WARN, SLOG_ERROR };
void slog_set_level(enum slog_level level);
// Where lines go; stderr (2) at first. The descriptor stays the caller's.
void slog_set_fd(int fd);
enum slog_level slog_level(void);
// event: a stable word; then pairs of (const char *key, const char *printf-formatted value) are packed by the caller in fmt, e.g.
// slog(SLOG_WARN, "seal.late", "lag_s=%d district=%d", lag, district): key=value words become JSON members. A value ends where the next " word=" begins, so
// it may hold spaces; what looks like a JSON number is written as one. fmt "" gives no members.
void slog(enum slog_level level, const char *event, const char *fmt, ...) YK_PRINTF(3, 4);

#endif
