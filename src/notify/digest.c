// SPDX-License-Identifier: Apache-2.0
// Digests: one job per person, at their hour, which asks for itself again. After a stop of days there is one, for now, not one for each day. Nothing waits and nothing
// happened: there is none.
#include "notify/digest.h"

#include <string.h>

#include "base/text.h"
#include "notify/words.h"

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a digest");
}

enum yk digest_make(struct db *db, struct arena *arena, const struct notice_sources *sources,
                    const struct actor *actor, int64_t now_us, int64_t since_us, struct digest *out,
                    struct err *err) {
    struct digest digest = {.n_lines = 0};
    enum yk status = sources->digest(db, arena, actor, now_us, digest.lines, &digest.n_lines, err);
    if (status == YK_OK) {
        status = notify_store_digest(db, arena, actor->scope.district, actor->account,
                                     id_first_at(since_us), &digest.sums, &digest.n_sums, err);
    }
    if (status == YK_OK) {
        *out = digest;
    }
    return status;
}

static void add_part(struct buf *buf, bool english, const char *name, int64_t n) {
    if (buf->len) {
        buf_add_text(buf, english ? ", " : "，");
    }
    buf_add_printf(buf, "%s %lld", name, (long long)n);
}

const char *digest_text(const struct digest *digest, const char *lang, struct arena *arena) {
    bool english = strcmp(lang, "en") == 0;
    struct buf buf;
    buf_init(&buf, 4096);
    for (size_t i = 0; i < digest->n_lines; i++) {
        const struct digest_line *line = &digest->lines[i];
        if (line->n) {
            add_part(&buf, english, english ? line->en : line->zh, line->n);
        }
    }
    for (size_t i = 0; i < digest->n_sums; i++) {
        const struct notice_kind *kind = notice_find_kind(digest->sums[i].kind);
        if (kind) {
            add_part(&buf, english, english ? kind->en_name : kind->zh_name, digest->sums[i].n);
        }
    }
    const char *text = buf.failed ? NULL : arena_strndup(arena, buf.data ? buf.data : "", buf.len);
    buf_done(&buf);
    return text;
}

// ---- jobs ----

enum yk digest_schedule(struct log_tx *tx, int64_t account, const struct notice_settings *settings,
                        struct err *err) {
    char key[ID_TEXT_BYTES];
    id_format(account, key);
    if (settings->digest != 1) {
        return job_cancel(tx, digest_kind.name, key, err);
    }
    const struct job_spec spec = {.kind = digest_kind.name,
                                  .key = key,
                                  .due_us = notice_digest_time(settings, tx->now_us),
                                  .arg = account};
    return job_set(tx, &spec, err);
}

// Who has one waiting keeps it at its time.
static enum yk plan_one(struct log_tx *tx, const struct account *account, struct err *err) {
    struct notice_settings settings;
    enum yk status = notice_settings_of(tx, account, &settings, err);
    if (status != YK_OK || settings.digest != 1) {
        return status;
    }
    char key[ID_TEXT_BYTES];
    id_format(account->id, key);
    const struct job_spec spec = {.kind = digest_kind.name,
                                  .key = key,
                                  .due_us = notice_digest_time(&settings, tx->now_us),
                                  .arg = account->id};
    return job_add(tx, &spec, err);
}

static enum yk plan(struct job_run *run, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    size_t n = 0;
    enum yk status = org_cache_get(run->tools->orgs, run->tx.db, run->tx.district, &org, err);
    const struct account *all = status == YK_OK ? org_accounts(org, &n) : NULL;
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        if (all[i].state == ACCOUNT_ACTIVE) {
            status = plan_one(&run->tx, &all[i], err);
        }
    }
    return status;
}

// The numbers of this hour, in both languages: the bell is read in whichever the reader has then.
static const char *body_of(const struct digest *digest, struct arena *arena) {
    const struct notice_body body = {.zh = digest_text(digest, "zh", arena),
                                     .en = digest_text(digest, "en", arena),
                                     .n = JSON_ABSENT_INT};
    return body.zh && body.en ? notice_body_text(&body, arena) : NULL;
}

static enum yk tell(struct job_run *run, const struct org *org, const struct account *account,
                    const struct notice_settings *settings, struct err *err) {
    const struct actor actor = notice_actor(org, account);
    struct digest digest;
    enum yk status = digest_make(run->tx.db, run->tx.arena, run->tools->notices, &actor,
                                 run->tx.now_us, run->due_us - US_PER_DAY, &digest, err);
    if (status != YK_OK) {
        return status;
    }
    const char *text = digest_text(&digest, "zh", run->tx.arena);
    if (text && !*text) {
        run->said = "nothing to tell";
        return YK_OK;
    }
    const struct telling telling = {
        .account = account,
        .kind = notice_find_kind("digest.daily"),
        .at = run->tx.now_us,
        .body = body_of(&digest, run->tx.arena),
        .ways = CHANNEL_BELL | (settings->digest_mail == 1 ? CHANNEL_MAIL : 0u),
    };
    return text && telling.body ? notice_tell(&run->tx, &telling, settings, err) : no_memory(err);
}

static enum yk run_digest(struct job_run *run, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    struct notice_settings settings;
    enum yk status = org_cache_get(run->tools->orgs, run->tx.db, run->tx.district, &org, err);
    if (status != YK_OK) {
        return status;
    }
    const struct account *account = org_find_account(org, run->arg);
    if (!account || account->state != ACCOUNT_ACTIVE) {
        run->said = "the account is closed"; // the plan begins anew when it is not
        return YK_OK;
    }
    status = notice_settings_of(&run->tx, account, &settings, err);
    if (status != YK_OK || settings.digest != 1) {
        return status;
    }
    status = tell(run, org, account, &settings, err);
    return status == YK_OK ? digest_schedule(&run->tx, account->id, &settings, err) : status;
}

const struct job_kind digest_plan_kind = {
    .name = "notify.plan",
    .zh = "安排每日摘要",
    .en = "Plan the digests",
    .run = plan,
    .every_min = 24 * 60,
    .at_min = 5,
    .only_latest = true,
    .at_once = true,
};
const struct job_kind digest_kind = {
    .name = "notify.digest",
    .zh = "发一个人的每日摘要",
    .en = "A person's digest",
    .run = run_digest,
};
