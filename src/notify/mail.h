// SPDX-License-Identifier: Apache-2.0
// Letters by SMTP. A letter says what is to be done and links there; it names things by their number and nobody by name, for what leaves by mail lies open on the way.
// Sending is slow, so it is no job: a thread takes one letter at a time from the store, sends it outside any transaction, and puts down what became of it. A
// server that is killed in between sends it again when its lease of five minutes is over, under the same Message-ID, by which mail programs show it once.
#ifndef YK_NOTIFY_MAIL_H
#define YK_NOTIFY_MAIL_H

#include "notify/notify.h"

struct mail_server {  // from the command line
    const char *url;  // "smtp://mail.panji.gov.cn:587" (STARTTLS is required) or "smtps://…:465"
    const char *user; // NULL: no sign-in
    const char *password; // NULL: none
    const char *from;     // address
    const char *ca_file;  // NULL: the system's authorities
    bool plain;           // no TLS at all: a relay on this machine
};
// Reads the password from its file (first line). *out is malloc'ed and freed by mail_server_free.
struct mail_server_options {
    const char *url, *user, *password_file, *from, *ca_file;
    bool plain;
};
// No url: *out is NULL.
YK_NODISCARD enum yk mail_server_new(const struct mail_server_options *options,
                                     struct mail_server **out, struct err *err);
void mail_server_free(struct mail_server **server); // takes NULL

struct letter {
    const char *to, *subject, *text; // text: lines end with \n
    const char *id;                  // before the @ of the Message-ID
    int64_t date_us;                 // wall clock
};
// The message by RFC 5322 and RFC 2045, UTF-8 in base64. Pure; false past memory.
bool mail_compose(const struct mail_server *server, const struct letter *letter, struct buf *out);
// Blocks, up to a minute. On failure *out_for_good says whether trying again is in vain: the other side refused the address or the letter (5yz after sign-in).
YK_NODISCARD enum yk mail_send(const struct mail_server *server, const struct letter *letter,
                               bool *out_for_good, struct err *err);

// The words of a letter about this. In the arena.
YK_NODISCARD enum yk mail_words(struct db *db, struct arena *arena,
                                const struct notice_sources *sources, const struct actor *actor,
                                const char *lang, int32_t today, const char *kind, int ledger,
                                int64_t object, const char *body, const char *public_url,
                                struct letter *out, struct err *err);

struct mailer_config {
    struct pool *pool;
    struct org_cache *orgs;
    const struct clock *clock; // the domain clock
    const struct notice_sources *sources;
    const struct mail_server *server;
    const char *public_url;
};
// Sends what is due at now_us, at most max letters; *out_n: how many were tried.
YK_NODISCARD enum yk mailer_turn(const struct mailer_config *config, int64_t now_us, int max,
                                 int *out_n, struct err *err);
struct mailer;
YK_NODISCARD enum yk mailer_start(const struct mailer_config *config, struct mailer **out,
                                  struct err *err);
void mailer_stop(struct mailer **mailer); // waits for the letter in hand; takes NULL

#endif
