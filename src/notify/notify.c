// SPDX-License-Identifier: Apache-2.0
// Who is told, and by which ways: the outbox is emptied into what people have. Decides recipients and order; words are made when they are read.
#include "notify/notify.h"

#include <stdlib.h>
#include <string.h>

#include "base/slog.h"
#include "base/ticker.h"
#include "notify/notify_store.h"
#include "notify/words.h"

enum {
    DISTRICTS_MAX = 4096,
    AT_ONCE = 128, // rows of the outbox to a transaction
    LOOK_MAX = 1024,
    LOOK_EVERY_MS = 1000,
    FRESH_DAYS = 14,
    KEPT_DAYS = 183,
    TURN_BYTES_MAX = 64 << 20,
};

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold notices");
}

// ---- who ----

struct actor notice_actor(const struct org *org, const struct account *account) {
    return (struct actor){
        .account = account->id,
        .name = account->name,
        .name_en = account->name_en,
        .login = account->login,
        .unit = account->unit,
        .unit_name = org_unit_name(org, account->unit, "zh"),
        .roles = account->roles,
        .caps = role_caps(account->roles),
        .scope = scope_of_roles(account->roles, org_district(org), account->unit),
    };
}

static bool is_concerned(const struct account *account, const struct notice_kind *kind,
                         int64_t unit, int64_t only) {
    if (account->state != ACCOUNT_ACTIVE) {
        return false;
    }
    if (only) {
        return account->id == only;
    }
    return (kind->roles & account->roles) && (!unit || account->unit == unit);
}

enum yk notice_recipients(const struct org *org, const struct notice_kind *kind, int64_t unit,
                          int64_t account, int64_t actor, struct arena *arena,
                          const struct account ***out, size_t *out_n, struct err *err) {
    size_t n_all, n = 0;
    const struct account *all = org_accounts(org, &n_all);
    const struct account **list = arena_alloc_array(arena, n_all + 1, sizeof *list);
    if (!list) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n_all; i++) {
        if (all[i].id != actor && is_concerned(&all[i], kind, unit, account)) {
            list[n++] = &all[i];
        }
    }
    *out = list;
    *out_n = n;
    return YK_OK;
}

enum yk notice_find_subject(struct db *db, struct arena *arena,
                            const struct notice_sources *sources, const struct actor *actor,
                            int ledger, int64_t object, struct notice_subject *out,
                            struct err *err) {
    *out = (struct notice_subject){.due_day = DAY_NONE};
    for (const struct notice_source *s = sources->subjects; s && s->ledger; s++) {
        if (s->ledger == ledger) {
            return s->subject(db, arena, actor, object, out, err);
        }
    }
    return YK_OK;
}

// ---- one person ----

enum yk notice_tell(struct log_tx *tx, const struct telling *telling,
                    const struct notice_settings *settings, struct err *err) {
    enum yk status = YK_OK;
    if (telling->ways & (CHANNEL_BELL | CHANNEL_DIGEST)) {
        const struct notice_row row = {
            .account = telling->account->id,
            .id = id_gen_next(tx->ids, tx->now_us),
            .kind = telling->kind->name,
            .ledger = telling->ledger,
            .object = telling->object,
            .at = telling->at,
            .bell = telling->ways & CHANNEL_BELL,
            .digest = telling->ways & CHANNEL_DIGEST,
            .body = telling->body,
            .read_at = TIME_NONE,
        };
        status = notify_store_add(tx->db, tx->district, &row, err);
    }
    if (status == YK_OK && telling->ways & CHANNEL_MAIL && telling->account->email_seq) {
        const struct mail_row mail = {
            .id = id_gen_next(tx->ids, tx->now_us),
            .account = telling->account->id,
            .kind = telling->kind->name,
            .ledger = telling->ledger,
            .object = telling->object,
            .body = telling->body,
            .made_at = tx->now_us,
            .at = notice_mail_time(settings, tx->now_us),
        };
        status = notify_store_add_mail(tx->db, tx->district, &mail, err);
    }
    return status;
}

enum yk notice_settings_of(struct log_tx *tx, const struct account *account,
                           struct notice_settings *out, struct err *err) {
    enum yk status = notify_store_settings(tx->db, tx->arena, tx->district, account->id, out, err);
    if (status == YK_NOT_FOUND) {
        *out = notice_settings_default(account->roles);
        status = YK_OK;
    }
    return status;
}

// ---- many things, one notice ----

// The words hold one %lld, which is the caller's own text and not a person's.
static const char *counted(struct arena *arena, const char *words, int64_t n) {
    const char *at = strstr(words, "%lld");
    return at ? arena_printf(arena, "%.*s%lld%s", (int)(at - words), words, (long long)n, at + 4)
              : words;
}

static const char *gathered_body(struct arena *arena, const struct notice_gathering *gathering,
                                 int64_t n) {
    const struct notice_body body = {.zh = counted(arena, gathering->zh, n),
                                     .en = counted(arena, gathering->en, n),
                                     .path = gathering->path,
                                     .n = n};
    return body.zh && body.en ? notice_body_text(&body, arena) : NULL;
}

static enum yk add_gathered(struct log_tx *tx, const struct notice_gathering *gathering,
                            struct notice_row *row, struct err *err) {
    struct notice_body before;
    enum yk status = notice_body_read(row->body, tx->arena, &before, err);
    if (status != YK_OK) {
        return status;
    }
    row->at = tx->now_us;
    row->body = gathered_body(tx->arena, gathering,
                              gathering->n + (before.n == JSON_ABSENT_INT ? 0 : before.n));
    return row->body ? notify_store_renew(tx->db, tx->district, row, err) : no_memory(err);
}

static enum yk tell_gathered(struct log_tx *tx, const struct notice_gathering *gathering,
                             const struct notice_kind *kind, const struct account *account,
                             struct err *err) {
    struct notice_settings settings;
    enum yk status = notice_settings_of(tx, account, &settings, err);
    if (status != YK_OK) {
        return status;
    }
    unsigned ways = notice_ways(&settings, kind, account->roles);
    const struct notice_body plain = {.path = gathering->path, .n = JSON_ABSENT_INT};
    struct telling telling = {.account = account,
                              .kind = kind,
                              .object = gathering->act,
                              .at = tx->now_us,
                              .body = gathered_body(tx->arena, gathering, gathering->n),
                              .ways = ways & ~(unsigned)CHANNEL_MAIL};
    if (!telling.body) {
        return no_memory(err);
    }
    status = notice_tell(tx, &telling, &settings, err);
    telling.ways = ways & CHANNEL_MAIL;
    telling.body = notice_body_text(&plain, tx->arena);
    return status == YK_OK && telling.body ? notice_tell(tx, &telling, &settings, err) : status;
}

enum yk notice_gather(struct log_tx *tx, const struct org *org,
                      const struct notice_gathering *gathering, struct err *err) {
    const struct notice_kind *kind = notice_find_kind(gathering->kind);
    const struct account **people = NULL;
    size_t n = 0;
    enum yk status = kind ? notice_recipients(org, kind, gathering->unit, 0, tx->actor, tx->arena,
                                              &people, &n, err)
                          : err_set(err, YK_FAILED, ERR_INTERNAL, "no such kind of notice");
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct notice_row row;
        status = notify_store_find_since(tx->db, tx->arena, tx->district, people[i]->id,
                                         id_first_at(tx->now_us - US_PER_DAY), gathering->kind,
                                         gathering->act, &row, err);
        status = status == YK_NOT_FOUND ? tell_gathered(tx, gathering, kind, people[i], err)
                 : status == YK_OK      ? add_gathered(tx, gathering, &row, err)
                                        : status;
    }
    return status;
}

// ---- the outbox ----

struct turn {
    const struct notify_config *config;
    struct arena *arena;
    int32_t district;
    int64_t now_us;
    int limit;
    int n; // out: rows dealt with
};

// Settings are read once for each person and turn.
struct known {
    const struct org *org;
    struct notice_settings *settings; // by place in org_accounts
    bool *read;
};

static enum yk settings_of(struct log_tx *tx, struct known *known, const struct account *account,
                           const struct notice_settings **out, struct err *err) {
    size_t n;
    size_t at = (size_t)(account - org_accounts(known->org, &n));
    enum yk status = YK_OK;
    if (!known->read[at]) {
        status = notice_settings_of(tx, account, &known->settings[at], err);
        known->read[at] = status == YK_OK;
    }
    *out = &known->settings[at];
    return status;
}

static enum yk deliver_row(struct log_tx *tx, struct known *known, const struct outbox_row *row,
                           struct err *err) {
    const struct notice_kind *kind = notice_find_kind(row->kind);
    if (!kind) { // a newer program's, or a slip that test_kinds finds
        slog(SLOG_WARN, "notice.unknown", "district=%d kind=%s", tx->district, row->kind);
        return YK_OK;
    }
    const struct account **people = NULL;
    size_t n = 0;
    enum yk status = notice_recipients(known->org, kind, row->unit, row->account, row->actor,
                                       tx->arena, &people, &n, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        const struct notice_settings *settings = NULL;
        status = settings_of(tx, known, people[i], &settings, err);
        if (status == YK_OK) {
            const struct telling telling = {
                .account = people[i],
                .kind = kind,
                .ledger = row->ledger,
                .object = row->object,
                .at = row->at,
                .ways = notice_ways(settings, kind, people[i]->roles),
            };
            status = notice_tell(tx, &telling, settings, err);
        }
    }
    return status;
}

static enum yk deliver_rows(struct log_tx *tx, struct org_cache *orgs,
                            const struct outbox_row *rows, size_t n, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_cache_get(orgs, tx->db, tx->district, &org, err);
    if (status != YK_OK) {
        return status;
    }
    size_t n_accounts;
    org_accounts(org, &n_accounts);
    struct known known = {.org = org,
                          .settings =
                              arena_alloc_array(tx->arena, n_accounts + 1, sizeof *known.settings),
                          .read = arena_alloc_array(tx->arena, n_accounts + 1, sizeof *known.read)};
    if (!known.settings || !known.read) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        if (rows[i].at >= tx->now_us - FRESH_DAYS * US_PER_DAY) {
            status = deliver_row(tx, &known, &rows[i], err);
        }
    }
    return status;
}

static enum yk write_turn(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    struct turn *turn = arg;
    arena_reset(turn->arena);
    turn->n = 0;
    struct outbox_row *rows = NULL;
    size_t n = 0;
    bool got = false;
    enum yk status = notify_store_lock(db, turn->district, &got, err);
    if (status == YK_OK && got) {
        status = notify_store_outbox(db, turn->arena, turn->district, turn->limit, &rows, &n, err);
    }
    if (status != YK_OK || n == 0) {
        return status;
    }
    // Read under the lock: ids follow it, and what another server delivered until now comes before.
    int64_t clock_us = clock_domain_us(turn->config->clock);
    struct log_tx tx = {.db = db,
                        .batch = hooks_ctx,
                        .arena = turn->arena,
                        .ids = turn->config->ids,
                        .district = turn->district,
                        .now_us = clock_us > turn->now_us ? clock_us : turn->now_us};
    status = deliver_rows(&tx, turn->config->orgs, rows, n, err);
    if (status == YK_OK) {
        status = notify_store_outbox_remove(db, turn->district, rows[n - 1].id, rows[n - 1].n, err);
    }
    if (status == YK_OK) {
        turn->n = (int)n;
    }
    return status;
}

static enum yk find_districts(const struct notify_config *config, int32_t *out, size_t *out_n,
                              struct err *err) {
    struct db *db = pool_take_reader(config->pool);
    enum yk status = notify_store_districts(db, false, 0, out, DISTRICTS_MAX, out_n, err);
    pool_give_reader(config->pool, db);
    return status;
}

enum yk notify_deliver(const struct notify_config *config, int64_t now_us, int max, int *out_n,
                       struct err *err) {
    int32_t districts[DISTRICTS_MAX];
    size_t n_districts = 0;
    int total = 0;
    enum yk status = find_districts(config, districts, &n_districts, err);
    if (status != YK_OK || n_districts == 0) {
        *out_n = 0;
        return status;
    }
    struct turn turn = {.config = config, .arena = arena_new(TURN_BYTES_MAX), .now_us = now_us};
    if (!turn.arena) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n_districts && status == YK_OK && total < max; i++) {
        turn.district = districts[i];
        do {
            turn.limit = max - total < AT_ONCE ? max - total : AT_ONCE;
            status = pool_write(config->pool, write_turn, &turn, err);
            total += status == YK_OK ? turn.n : 0;
        } while (status == YK_OK && turn.n == turn.limit && total < max);
    }
    arena_free(&turn.arena);
    if (status == YK_OK) {
        *out_n = total;
    }
    return status;
}

// ---- the thread ----

struct notifier {
    struct notify_config config;
    struct ticker *ticker;
};

static bool look(void *arg) {
    struct notifier *notifier = arg;
    struct err err = {0};
    int n = 0;
    enum yk status = notify_deliver(&notifier->config, clock_domain_us(notifier->config.clock),
                                    LOOK_MAX, &n, &err);
    if (status != YK_OK) {
        slog(SLOG_ERROR, "notify.failed", "detail=%s", err.detail);
    }
    return status == YK_OK && n == LOOK_MAX;
}

enum yk notifier_start(const struct notify_config *config, struct notifier **out, struct err *err) {
    struct notifier *notifier = calloc(1, sizeof *notifier);
    if (!notifier) {
        return no_memory(err);
    }
    notifier->config = *config;
    notifier->ticker = ticker_start(look, notifier, LOOK_EVERY_MS);
    if (!notifier->ticker) {
        free(notifier);
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not start the notices");
    }
    *out = notifier;
    return YK_OK;
}

void notifier_stop(struct notifier **at) {
    struct notifier *notifier = *at;
    if (!notifier) {
        return;
    }
    ticker_stop(&notifier->ticker);
    free(notifier);
    *at = NULL;
}

// ---- old notices go ----

static enum yk sweep(struct job_run *run, struct err *err) {
    int64_t before = id_first_at(run->tx.now_us - KEPT_DAYS * US_PER_DAY);
    int64_t n = 0, total = 0;
    size_t n_accounts = 0;
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_cache_get(run->tools->orgs, run->tx.db, run->tx.district, &org, err);
    const struct account *accounts = status == YK_OK ? org_accounts(org, &n_accounts) : NULL;
    for (size_t i = 0; i < n_accounts && status == YK_OK; i++) {
        status = notify_store_sweep(run->tx.db, run->tx.district, accounts[i].id, before, &n, err);
        total += n;
    }
    if (status == YK_OK) {
        status = notify_store_sweep_mail(run->tx.db, run->tx.district, before, &n, err);
        total += n;
    }
    if (status == YK_OK && total) {
        run->said = arena_printf(run->tx.arena, "%lld", (long long)total);
    }
    return status;
}

const struct job_kind notice_sweep_kind = {
    .name = "notify.sweep",
    .zh = "清理半年前的提醒",
    .en = "Forget notices of half a year ago",
    .run = sweep,
    .every_min = 24 * 60,
    .at_min = 3 * 60 + 10,
    .only_latest = true,
};
