// SPDX-License-Identifier: Apache-2.0
// One JSON object per line and one write per line, so that lines of several threads do not mix. The sink (level and
// descriptor) is the program's only global. What is worth a line is the edges' business.

#include "base/slog.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

enum { LINE_BYTES = 4096, VALUES_BYTES = 2048 };

static atomic_int sink_level = SLOG_INFO;
static atomic_int sink_fd = STDERR_FILENO;

struct line {
    char text[LINE_BYTES];
    size_t len;
};

void slog_set_level(enum slog_level level) {
    atomic_store(&sink_level, (int)level);
}

enum slog_level slog_level(void) {
    return (enum slog_level)atomic_load(&sink_level);
}

void slog_set_fd(int fd) {
    atomic_store(&sink_fd, fd);
}

// Room is kept for what closes the line.
static void put(struct line *line, const char *data, size_t n) {
    if (n < LINE_BYTES - 4 - line->len) {
        memcpy(line->text + line->len, data, n);
        line->len += n;
    }
}

static void put_string(struct line *line, const char *data, size_t n) {
    put(line, "\"", 1);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)data[i];
        char escaped[8];
        if (c == '"' || c == '\\') {
            put(line, (char[]){'\\', (char)c}, 2);
        } else if (c < 0x20 || c == 0x7F) {
            put(line, escaped, (size_t)snprintf(escaped, sizeof escaped, "\\u%04x", c));
        } else {
            put(line, (const char *)&data[i], 1);
        }
    }
    put(line, "\"", 1);
}

static bool is_key_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// The length of "word=" at text, without the sign; 0 when there is none.
static size_t key_at(const char *text) {
    size_t n = 0;
    if (*text < 'a' || *text > 'z') {
        return 0;
    }
    while (is_key_char(text[n])) {
        n++;
    }
    return text[n] == '=' ? n : 0;
}

static bool is_number(const char *text, size_t n) {
    size_t i = n > 0 && text[0] == '-';
    size_t whole = i;
    while (i < n && text[i] >= '0' && text[i] <= '9') {
        i++;
    }
    if (i == whole || (text[whole] == '0' && i - whole > 1) || i - whole > 18) {
        return false;
    }
    if (i == n) {
        return true;
    }
    if (text[i++] != '.' || i == n) {
        return false;
    }
    while (i < n && text[i] >= '0' && text[i] <= '9') {
        i++;
    }
    return i == n;
}

static void put_members(struct line *line, const char *values) {
    const char *at = values;
    while (*at) {
        size_t key_n = key_at(at);
        const char *value = key_n ? at + key_n + 1 : at;
        const char *end = value;
        while (*end && !(*end == ' ' && key_at(end + 1))) {
            end++;
        }
        put(line, ",", 1);
        put_string(line, key_n ? at : "text", key_n ? key_n : 4);
        put(line, ":", 1);
        if (is_number(value, (size_t)(end - value))) {
            put(line, value, (size_t)(end - value));
        } else {
            put_string(line, value, (size_t)(end - value));
        }
        at = *end ? end + 1 : end;
    }
}

void slog(enum slog_level level, const char *event, const char *fmt, ...) {
    static const char *const names[] = {"debug", "info", "warn", "error"};
    if ((int)level < atomic_load(&sink_level)) {
        return;
    }
    char values[VALUES_BYTES];
    va_list args;
    va_start(args, fmt);
    if (vsnprintf(values, sizeof values, fmt, args) < 0) {
        values[0] = '\0';
    }
    va_end(args);

    char at[TIME_TEXT_BYTES];
    time_format(clock_real_us(), at);
    struct line line = {.len = 0};
    line.len = (size_t)snprintf(line.text, 128, "{\"at\":\"%s\",\"level\":\"%s\",\"event\":", at,
                                names[level]);
    put_string(&line, event, strlen(event));
    put_members(&line, values);
    memcpy(line.text + line.len, "}\n", 2);
    // A log that cannot be written has nowhere to say so.
    ssize_t written = write(atomic_load(&sink_fd), line.text, line.len + 2);
    (void)written;
}
