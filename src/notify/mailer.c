// SPDX-License-Identifier: Apache-2.0
// Which letter goes when, and what becomes of one that does not go. A letter is leased, sent outside any transaction, and put down: sent, again later, or never.
#include "notify/mail.h"

#include <stdlib.h>
#include <string.h>

#include "base/slog.h"
#include "base/text.h"
#include "base/ticker.h"
#include "crypto/hash.h"
#include "notify/notify_store.h"

enum {
    DISTRICTS_MAX = 4096,
    LOOK_EVERY_MS = 1000,
    LOOK_MAX = 32,
    LEASE_MIN = 5,
    TRIES_MAX = 20,
    FRESH_DAYS = 3, // older letters help nobody
    LETTER_BYTES_MAX = 4 << 20,
};

struct posting {
    const struct mailer_config *config;
    struct arena *arena;
    int32_t district;
    int64_t now_us;
    struct mail_row mail;
    struct mail_row result;
};

static enum yk write_claim(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)hooks_ctx;
    struct posting *posting = arg;
    bool done = false;
    arena_reset(posting->arena);
    enum yk status = notify_store_take_mail(db, posting->arena, posting->district, posting->now_us,
                                            &posting->mail, err);
    if (status != YK_OK) {
        return status;
    }
    struct mail_row leased = posting->mail;
    leased.at = posting->now_us + LEASE_MIN * 60 * US_PER_S;
    leased.tries++;
    status = notify_store_set_mail(db, posting->district, leased.id, posting->mail.tries, &leased,
                                   &done, err);
    return status == YK_OK && !done ? YK_RETRY : status;
}

static enum yk write_result(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)hooks_ctx;
    struct posting *posting = arg;
    bool done = false; // not: the lease ran out and another server has it
    return notify_store_set_mail(db, posting->district, posting->mail.id, posting->result.tries,
                                 &posting->result, &done, err);
}

// YK_NOT_FOUND: there is nobody to send it to.
static enum yk write_letter(struct posting *posting, struct letter *out, struct err *err) {
    const struct mailer_config *config = posting->config;
    const struct mail_row *mail = &posting->mail;
    struct arena *arena = posting->arena;
    struct notice_settings settings;
    struct db *db = pool_take_reader(config->pool);
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_cache_get(config->orgs, db, posting->district, &org, err);
    const struct account *account = status == YK_OK ? org_find_account(org, mail->account) : NULL;
    if (status == YK_OK && (!account || account->state != ACCOUNT_ACTIVE)) {
        status = err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "the account is closed");
    }
    if (status == YK_OK) {
        status = notify_store_settings(db, arena, posting->district, account->id, &settings, err);
        if (status == YK_NOT_FOUND) {
            settings = notice_settings_default(account->roles);
            status = YK_OK;
        }
    }
    if (status == YK_OK) {
        status = org_account_email(db, arena, posting->district, account, &out->to, err);
    }
    if (status == YK_OK && !out->to) {
        status = err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "the account has no address");
    }
    if (status == YK_OK) {
        const struct actor actor = notice_actor(org, account);
        status = mail_words(db, arena, config->sources, &actor, settings.lang,
                            day_of_time(posting->now_us), mail->kind, mail->ledger, mail->object,
                            mail->body, config->public_url, out, err);
    }
    pool_give_reader(config->pool, db);
    return status;
}

static enum yk send_letter(struct posting *posting, bool *out_for_good, struct err *err) {
    const struct mail_row *mail = &posting->mail;
    struct letter letter = {.date_us = clock_wall_us(posting->config->clock)};
    char id[ID_TEXT_BYTES];
    id_format(mail->id, id);
    letter.id = arena_printf(posting->arena, "%d.%s", posting->district, id);
    *out_for_good = true;
    if (mail->made_at < posting->now_us - FRESH_DAYS * US_PER_DAY) {
        return err_set(err, YK_REFUSED, ERR_TOO_SLOW, "older than %d days", FRESH_DAYS);
    }
    enum yk status = letter.id ? write_letter(posting, &letter, err)
                               : err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a letter");
    if (status != YK_OK) {
        *out_for_good = status == YK_NOT_FOUND;
        return status;
    }
    return mail_send(posting->config->server, &letter, out_for_good, err);
}

static enum yk post_one(struct posting *posting, struct err *err) {
    enum yk status = pool_write(posting->config->pool, write_claim, posting, err);
    if (status != YK_OK) {
        return status;
    }
    struct err why = {0};
    bool for_good = false;
    posting->result = posting->mail;
    struct mail_row *result = &posting->result;
    result->tries++;
    result->error = "";
    if (send_letter(posting, &for_good, &why) == YK_OK) {
        result->state = MAIL_SENT;
        result->at = posting->now_us;
    } else {
        uint32_t random;
        random_bytes(&random, sizeof random);
        result->state = for_good || result->tries >= TRIES_MAX ? MAIL_CANNOT : MAIL_WAITS;
        result->at = posting->now_us + job_pause_us((int)result->tries, random);
        result->error = why.detail;
        slog(SLOG_WARN, "mail.failed", "district=%d kind=%s try=%lld for_good=%d error=%s",
             posting->district, result->kind, (long long)result->tries,
             result->state == MAIL_CANNOT, why.detail);
    }
    return pool_write(posting->config->pool, write_result, posting, err);
}

enum yk mailer_turn(const struct mailer_config *config, int64_t now_us, int max, int *out_n,
                    struct err *err) {
    int32_t districts[DISTRICTS_MAX];
    size_t n_districts = 0;
    int total = 0;
    struct db *db = pool_take_reader(config->pool);
    enum yk status =
        notify_store_districts(db, true, now_us, districts, DISTRICTS_MAX, &n_districts, err);
    pool_give_reader(config->pool, db);
    if (status != YK_OK || n_districts == 0) {
        *out_n = 0;
        return status;
    }
    struct posting posting = {
        .config = config, .arena = arena_new(LETTER_BYTES_MAX), .now_us = now_us};
    if (!posting.arena) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a letter");
    }
    for (size_t i = 0; i < n_districts && status == YK_OK && total < max; i++) {
        posting.district = districts[i];
        while (status == YK_OK && total < max) {
            status = post_one(&posting, err);
            total += status == YK_OK;
        }
        status = status == YK_NOT_FOUND ? YK_OK : status;
    }
    arena_free(&posting.arena);
    if (status == YK_OK) {
        *out_n = total;
    }
    return status;
}

// ---- the thread ----

struct mailer {
    struct mailer_config config;
    struct ticker *ticker;
};

static bool look(void *arg) {
    struct mailer *mailer = arg;
    struct err err = {0};
    int n = 0;
    enum yk status =
        mailer_turn(&mailer->config, clock_domain_us(mailer->config.clock), LOOK_MAX, &n, &err);
    if (status != YK_OK) {
        slog(SLOG_ERROR, "mailer.failed", "detail=%s", err.detail);
    }
    return status == YK_OK && n == LOOK_MAX;
}

enum yk mailer_start(const struct mailer_config *config, struct mailer **out, struct err *err) {
    struct mailer *mailer = calloc(1, sizeof *mailer);
    if (!mailer) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the mailer");
    }
    mailer->config = *config;
    mailer->ticker = ticker_start(look, mailer, LOOK_EVERY_MS);
    if (!mailer->ticker) {
        free(mailer);
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not start the mailer");
    }
    *out = mailer;
    return YK_OK;
}

void mailer_stop(struct mailer **at) {
    struct mailer *mailer = *at;
    if (!mailer) {
        return;
    }
    ticker_stop(&mailer->ticker);
    free(mailer);
    *at = NULL;
}
