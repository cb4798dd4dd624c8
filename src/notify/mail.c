// SPDX-License-Identifier: Apache-2.0
// Composing and sending one letter, with libcurl. What to send and when is mailer.c's.
#include "notify/mail.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "notify/words.h"

enum {
    LETTER_BYTES_MAX = 64 << 10,
    CONNECT_S = 10,
    SEND_S = 60,
    LINE_BYTES = 57,
    PASSWORD_BYTES = 256
};

// ---- the server ----

static enum yk read_password(const char *path, char out[PASSWORD_BYTES], struct err *err) {
    FILE *file = fopen(path, "re");
    bool read = file && fgets(out, PASSWORD_BYTES, file);
    if (file) {
        fclose(file);
    }
    if (!read) {
        return err_set(err, YK_REFUSED, ERR_NOT_FOUND, "could not read the password file %s: %s",
                       path, strerror(errno));
    }
    out[strcspn(out, "\r\n")] = '\0';
    return YK_OK;
}

static char *copy(const char *text) {
    return text ? strdup(text) : NULL;
}

enum yk mail_server_new(const struct mail_server_options *options, struct mail_server **out,
                        struct err *err) {
    char password[PASSWORD_BYTES] = "";
    if (!options->url) {
        *out = NULL;
        return YK_OK;
    }
    bool scheme =
        strncmp(options->url, "smtp://", 7) == 0 || strncmp(options->url, "smtps://", 8) == 0;
    if (!scheme) {
        return err_add_field(err, "smtp", ERR_UNKNOWN_VALUE, "smtp://HOST:PORT, smtps://HOST:PORT");
    }
    if (!options->from || !text_is_email(options->from)) {
        return err_add_field(err, "smtp-from", ERR_REQUIRED, "the address that letters come from");
    }
    if (options->password_file) {
        enum yk status = read_password(options->password_file, password, err);
        if (status != YK_OK) {
            return status;
        }
    }
    struct mail_server *server = calloc(1, sizeof *server);
    if (!server) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the mail server");
    }
    *server = (struct mail_server){.url = copy(options->url),
                                   .user = copy(options->user),
                                   .password = options->password_file ? copy(password) : NULL,
                                   .from = copy(options->from),
                                   .ca_file = copy(options->ca_file),
                                   .plain = options->plain};
    curl_global_init(CURL_GLOBAL_DEFAULT);
    *out = server;
    return YK_OK;
}

void mail_server_free(struct mail_server **at) {
    struct mail_server *server = *at;
    if (!server) {
        return;
    }
    free((char *)(uintptr_t)server->url);
    free((char *)(uintptr_t)server->user);
    free((char *)(uintptr_t)server->password);
    free((char *)(uintptr_t)server->from);
    free((char *)(uintptr_t)server->ca_file);
    free(server);
    *at = NULL;
}

// ---- composing ----

static void add_base64(struct buf *buf, const uint8_t *data, size_t n) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        unsigned left = (unsigned)(n - i < 3 ? n - i : 3);
        unsigned bits = (unsigned)data[i] << 16 | (left > 1 ? (unsigned)data[i + 1] << 8 : 0) |
                        (left > 2 ? data[i + 2] : 0u);
        buf_add_char(buf, digits[bits >> 18 & 63]);
        buf_add_char(buf, digits[bits >> 12 & 63]);
        buf_add_char(buf, left > 1 ? digits[bits >> 6 & 63] : '=');
        buf_add_char(buf, left > 2 ? digits[bits & 63] : '=');
    }
}

// Encoded words of RFC 2047, each of whole characters and at most 75 bytes.
static void add_words(struct buf *buf, const char *text) {
    for (size_t at = 0, n = strlen(text); at < n;) {
        size_t part = n - at < 42 ? n - at : 42;
        while (at + part < n && ((unsigned char)text[at + part] & 0xC0) == 0x80) {
            part--;
        }
        buf_add_text(buf, at ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
        add_base64(buf, (const uint8_t *)text + at, part);
        buf_add_text(buf, "?=");
        at += part;
    }
}

static void add_date(struct buf *buf, int64_t us) {
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int year, month, day;
    int32_t at = day_of_time(us);
    int s = (int)((us - day_start_us(at)) / US_PER_S);
    day_to_civil(at, &year, &month, &day);
    buf_add_printf(buf, "Date: %s, %d %s %d %02d:%02d:%02d +0800\r\n", days[day_weekday(at) - 1],
                   day, months[month - 1], year, s / 3600, s / 60 % 60, s % 60);
}

static void add_body(struct buf *buf, const char *text) {
    size_t n = strlen(text);
    for (size_t at = 0; at < n; at += LINE_BYTES) {
        size_t part = n - at < LINE_BYTES ? n - at : LINE_BYTES;
        add_base64(buf, (const uint8_t *)text + at, part);
        buf_add_text(buf, "\r\n");
    }
}

bool mail_compose(const struct mail_server *server, const struct letter *letter, struct buf *out) {
    buf_add_printf(out, "From: <%s>\r\nTo: <%s>\r\n", server->from, letter->to);
    buf_add_text(out, "Subject: ");
    add_words(out, letter->subject);
    buf_add_text(out, "\r\n");
    add_date(out, letter->date_us);
    buf_add_printf(out, "Message-ID: <%s%s>\r\n", letter->id, strchr(server->from, '@'));
    buf_add_text(
        out,
        "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    add_body(out, letter->text);
    return !out->failed;
}

// ---- sending ----

struct reading {
    const char *data;
    size_t left;
};

static size_t give(char *out, size_t size, size_t n, void *arg) {
    struct reading *reading = arg;
    size_t part = size * n < reading->left ? size * n : reading->left;
    memcpy(out, reading->data, part);
    reading->data += part;
    reading->left -= part;
    return part;
}

static void set_up(CURL *curl, const struct mail_server *server, struct curl_slist *to,
                   struct reading *reading) {
    curl_easy_setopt(curl, CURLOPT_URL, server->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SEND_S);
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     (long)(server->plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (server->ca_file) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, server->ca_file);
    }
    if (server->user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, server->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, server->password ? server->password : "");
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, server->from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, reading);
}

static enum yk perform(CURL *curl, bool *out_for_good, struct err *err) {
    char why[CURL_ERROR_SIZE] = "";
    long code = 0;
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
    CURLcode result = curl_easy_perform(curl);
    if (result == CURLE_OK) {
        return YK_OK;
    }
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    // A refused sign-in is the server's settings, not this letter.
    *out_for_good = code >= 550 && code <= 554 && result != CURLE_LOGIN_DENIED;
    return err_set(err, YK_FAILED, ERR_INTERNAL, "%s (%ld): %s", curl_easy_strerror(result), code,
                   why);
}

enum yk mail_send(const struct mail_server *server, const struct letter *letter, bool *out_for_good,
                  struct err *err) {
    struct buf buf;
    *out_for_good = false;
    buf_init(&buf, LETTER_BYTES_MAX);
    CURL *curl = curl_easy_init();
    struct curl_slist *to = curl_slist_append(NULL, letter->to);
    enum yk status = YK_NOMEM;
    if (curl && to && mail_compose(server, letter, &buf)) {
        struct reading reading = {buf.data, buf.len};
        set_up(curl, server, to, &reading);
        status = perform(curl, out_for_good, err);
    } else {
        err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a letter");
    }
    curl_slist_free_all(to);
    curl_easy_cleanup(curl);
    buf_done(&buf);
    return status;
}

// ---- words ----

enum yk mail_words(struct db *db, struct arena *arena, const struct notice_sources *sources,
                   const struct actor *actor, const char *lang, int32_t today,
                   const char *kind_name, int ledger, int64_t object, const char *body,
                   const char *public_url, struct letter *out, struct err *err) {
    bool english = strcmp(lang, "en") == 0;
    const struct notice_kind *kind = notice_find_kind(kind_name);
    struct notice_words words;
    if (!kind) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "no such kind of notice");
    }
    enum yk status = notice_words_of(db, arena, sources, actor, lang, today, kind_name, ledger,
                                     object, body, false, &words, err);
    if (status != YK_OK) {
        return status;
    }
    const char *todo = english ? kind->en_todo : kind->zh_todo;
    const char *link =
        public_url && words.path ? arena_printf(arena, "%s%s\n", public_url, words.path) : "";
    const char *foot =
        english ? "Sent by Yikou. Change what you are told of on the page \"How I am told\"."
                : "本邮件由一口系统自动发出。要改变提醒方式，请在「提醒设置」中修改。";
    const char *text = link ? arena_printf(arena, "%s\n\n%s%s%s\n%s\n", words.text, todo,
                                           *link ? (english ? ": " : "：") : "", link, foot)
                            : NULL;
    if (!text) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a letter");
    }
    out->subject = words.text;
    out->text = text;
    return YK_OK;
}
