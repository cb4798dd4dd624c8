// SPDX-License-Identifier: Apache-2.0
// Where a district's snapshot comes from, how long it is kept, and how a change of the ledger `admin` is recorded. Units, catalogue, policy
// and accounts have no tables of their own: their state rows are few, and a copy would be one more thing that could differ from the log.

#include <pthread.h>
#include <stdlib.h>

#include "log/log_store.h"
#include "org/org.h"

enum { SQL_VERSION, SQL_TAKE_VERSION, SQL_BEGIN_DISTRICT, SQL_DISTRICTS };
static const struct db_sql sql[] = {
    [SQL_VERSION] = {"SELECT version FROM org_version WHERE district = $1", NULL},
    [SQL_TAKE_VERSION] = {"UPDATE org_version SET version = $2 WHERE district = $1", NULL},
    [SQL_BEGIN_DISTRICT] = {"INSERT INTO org_version (district, version) VALUES ($1, $2)", NULL},
    [SQL_DISTRICTS] = {"SELECT district FROM org_version ORDER BY district", NULL},
};
const struct db_sql_table org_sql = {"org", sql, sizeof sql / sizeof *sql};

// ---- reading ----

static enum yk read_version(struct db *db, int32_t district, int64_t *out, struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[SQL_VERSION]);
    db_bind_i64(st, 1, district);
    enum yk status = db_one(st, err);
    if (status == YK_OK) {
        *out = db_i64(st, 0);
    }
    return status;
}

static enum yk no_memory_for_district(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a district");
}

// An object of the ledger `admin` at a moment: its events until then, applied. out->seq stays 0 for one that was not there.
static enum yk turn_back(struct db *db, struct arena *arena, int32_t district, int64_t object,
                         int64_t at_us, struct org_row *out, struct err *err) {
    struct admin_state *state = arena_alloc(arena, sizeof *state);
    *out = (struct org_row){object, 0, state};
    if (!state) {
        return no_memory_for_district(err);
    }
    json_spec_clear(ledger_admin.state_spec, state);
    enum yk status = YK_OK;
    for (int64_t seq = 1; status == YK_OK; seq++) {
        struct event_row row;
        status = log_store_event_at(db, arena, district, LEDGER_ADMIN, object, seq, &row, err);
        if (status != YK_OK || row.recorded_at > at_us) {
            break;
        }
        struct event event = {.district = district,
                              .id = row.id,
                              .ledger = LEDGER_ADMIN,
                              .object = object,
                              .seq = seq,
                              .recorded_at = row.recorded_at,
                              .day = row.day,
                              .actor = row.actor,
                              .type = ledger_find_type(&ledger_admin, row.action)};
        status = event.type ? log_decode_body(event.type, row.version, row.body, row.body_n, arena,
                                              &event.body, err)
                            : err_set(err, YK_FAILED, ERR_TAMPERED, "no such action");
        if (status == YK_OK) {
            status = ledger_admin.apply(state, &event, arena, err);
        }
        out->seq = seq;
    }
    return status == YK_NOT_FOUND ? YK_OK : status;
}

static enum yk read_row(struct db *db, struct arena *arena, int32_t district,
                        const struct state_row *stored, int64_t at_us, struct org_row *out,
                        struct err *err) {
    enum yk status = YK_OK;
    *out = (struct org_row){0};
    if (stored->recorded_at > at_us) {
        status = turn_back(db, arena, district, stored->object, at_us, out, err);
    }
    if (status != YK_OK || out->seq) {
        return status;
    }
    struct admin_state *state = arena_alloc(arena, sizeof *state);
    *out = (struct org_row){stored->object, stored->seq, state};
    return state ? json_decode_stored(ledger_admin.state_spec, stored->body, stored->body_n, arena,
                                      state, err)
                 : no_memory_for_district(err);
}

// As it stands, or as it was: at_us INT64_MAX or a moment.
static enum yk load(struct db *db, int32_t district, int64_t version, int64_t at_us,
                    struct org **out, struct err *err) {
    struct arena *arena = arena_new(0);
    if (!arena) {
        return no_memory_for_district(err);
    }
    struct state_row *states = NULL;
    size_t n = 0;
    enum yk status =
        log_store_states(db, arena, district, LEDGER_ADMIN, 0, INT64_MAX, &states, &n, err);
    struct org_row *rows = status == YK_OK ? arena_alloc_array(arena, n + 1, sizeof *rows) : NULL;
    if (status == YK_OK && !rows) {
        status = no_memory_for_district(err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        status = read_row(db, arena, district, &states[i], at_us, &rows[i], err);
    }
    if (status == YK_OK) {
        status = org_build(district, version, rows, n, out, err);
    }
    arena_free(&arena);
    return status;
}

enum yk org_store_districts(struct db *db, int32_t *out, size_t max, size_t *out_n,
                            struct err *err) {
    _cleanup_stmt_ struct db_stmt *st = db_use(db, &sql[SQL_DISTRICTS]);
    size_t n = 0;
    enum db_row row = DB_DONE;
    while (n < max && (row = db_step(st)) == DB_ROW) {
        out[n++] = (int32_t)db_i64(st, 0);
    }
    if (row == DB_ERROR) {
        return db_status(st, err);
    }
    *out_n = n;
    return YK_OK;
}

// ---- the cache ----

struct org_cache {
    pthread_mutex_t mutex;
    org_unit_busy_fn *unit_busy;
    struct org **orgs; // by district, ascending
    size_t n, cap;
};

struct org_cache *org_cache_new(org_unit_busy_fn *unit_busy) {
    struct org_cache *cache = calloc(1, sizeof *cache);
    if (cache) {
        pthread_mutex_init(&cache->mutex, NULL);
        cache->unit_busy = unit_busy;
    }
    return cache;
}

void org_cache_free(struct org_cache **cache) {
    if (!cache || !*cache) {
        return;
    }
    for (size_t i = 0; i < (*cache)->n; i++) {
        org_release(&(*cache)->orgs[i]);
    }
    free((*cache)->orgs);
    pthread_mutex_destroy(&(*cache)->mutex);
    free(*cache);
    *cache = NULL;
}

org_unit_busy_fn *org_cache_unit_busy(const struct org_cache *cache) {
    return cache->unit_busy;
}

// Index of the district, or of where it belongs. With the mutex held.
static size_t slot_of(const struct org_cache *cache, int32_t district) {
    size_t low = 0, high = cache->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (org_district(cache->orgs[mid]) < district) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low;
}

static struct org *cache_find(struct org_cache *cache, int32_t district, int64_t version) {
    struct org *found = NULL;
    pthread_mutex_lock(&cache->mutex);
    size_t i = slot_of(cache, district);
    if (i < cache->n && org_district(cache->orgs[i]) == district &&
        org_version(cache->orgs[i]) == version) {
        found = org_keep(cache->orgs[i]);
    }
    pthread_mutex_unlock(&cache->mutex);
    return found;
}

// A cache that cannot grow is no error: the next request reads the district again.
static void cache_put(struct org_cache *cache, struct org *org) {
    pthread_mutex_lock(&cache->mutex);
    size_t i = slot_of(cache, org_district(org));
    if (i < cache->n && org_district(cache->orgs[i]) == org_district(org)) {
        org_release(&cache->orgs[i]);
        cache->orgs[i] = org_keep(org);
    } else {
        if (cache->n == cache->cap) {
            size_t cap = cache->cap ? 2 * cache->cap : 8;
            struct org **grown = reallocarray(cache->orgs, cap, sizeof(struct org *));
            if (grown) {
                cache->orgs = grown;
                cache->cap = cap;
            }
        }
        if (cache->n < cache->cap) {
            for (size_t k = cache->n++; k > i; k--) {
                cache->orgs[k] = cache->orgs[k - 1];
            }
            cache->orgs[i] = org_keep(org);
        }
    }
    pthread_mutex_unlock(&cache->mutex);
}

enum yk org_cache_get(struct org_cache *cache, struct db *db, int32_t district, struct org **out,
                      struct err *err) {
    int64_t version = 0;
    // The version first: what is read after it is at least as new, so an old picture never gets a new version's name. Versions are ids
    // and never come twice, so a change that was rolled back cannot lend its picture to another.
    enum yk status = read_version(db, district, &version, err);
    if (status != YK_OK) {
        return status;
    }
    struct org *org = cache_find(cache, district, version);
    if (!org) {
        status = load(db, district, version, INT64_MAX, &org, err);
        if (status != YK_OK) {
            return status;
        }
        cache_put(cache, org);
    }
    *out = org;
    return YK_OK;
}

enum yk org_cache_get_at(struct org_cache *cache, struct db *db, int32_t district, int64_t at_us,
                         struct org **out, struct err *err) {
    _cleanup_org_ struct org *present = NULL;
    enum yk status = org_cache_get(cache, db, district, &present, err);
    return status == YK_OK ? load(db, district, org_version(present), at_us, out, err) : status;
}

// ---- changing ----

enum yk org_touch(struct log_tx *tx, struct err *err) {
    struct db_stmt *st = db_use(tx->db, &sql[SQL_TAKE_VERSION]);
    int64_t changed = 0;
    db_bind_i64(st, 1, tx->district);
    db_bind_i64(st, 2, id_gen_next(tx->ids, tx->now_us));
    enum yk status = db_run(st, &changed, err);
    if (status == YK_OK && changed == 0) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "no such district");
    }
    return status;
}

enum yk org_begin_change(struct log_tx *tx, struct org **out, struct err *err) {
    int64_t version = 0;
    enum yk status = org_touch(tx, err);
    if (status == YK_OK) {
        status = read_version(tx->db, tx->district, &version, err);
    }
    return status == YK_OK ? load(tx->db, tx->district, version, INT64_MAX, out, err) : status;
}

enum yk org_record(struct log_tx *tx, int64_t object, bool fresh, int64_t seen_seq,
                   const struct drafts *drafts, int64_t *out_object, struct err *err) {
    struct log_object loaded;
    enum yk status = fresh ? log_new(tx, &ledger_admin, object, &loaded, err)
                           : log_load(tx, &ledger_admin, object, &loaded, err);
    if (status == YK_OK && !fresh) {
        status = log_check_seq(&loaded, seen_seq, err);
    }
    if (status == YK_OK) {
        status = log_record(tx, &loaded, drafts, err);
    }
    if (status == YK_OK && out_object) {
        *out_object = loaded.object;
    }
    return status;
}

// ---- making a district whole ----

static enum yk record_one(struct log_tx *tx, int64_t id, enum admin_action action, int32_t day,
                          const struct admin_event *body, int64_t *out_id, struct err *err) {
    struct drafts drafts = {.n = 0};
    tx->recorded_at = 0; // each is a command of its own
    drafts_add(&drafts, &admin_types[action], day, body);
    return org_record(tx, id, true, 0, &drafts, out_id, err);
}

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory to make a district");
}

enum yk org_make_district(struct log_tx *tx, const char *name, const char *name_en, int32_t day,
                          struct err *err) {
    struct db_stmt *st = db_use(tx->db, &sql[SQL_BEGIN_DISTRICT]);
    db_bind_i64(st, 1, tx->district);
    db_bind_i64(st, 2, id_gen_next(tx->ids, tx->now_us));
    enum yk status = db_run(st, NULL, err);
    if (status != YK_OK) {
        return status;
    }
    struct admin_event *district = admin_event_new(tx->arena);
    struct admin_event *policy = admin_event_new(tx->arena);
    struct admin_event *rules = admin_event_new(tx->arena);
    if (!district || !policy || !rules) {
        return no_memory(err);
    }
    district->name = name;
    district->name_en = name_en;
    policy->policy = policy_default();
    policy->policy.from_day = day;
    rules->time_rules = *time_rules_default();
    rules->time_rules.from_day = day;
    status = record_one(tx, ADMIN_DISTRICT_OBJECT, DISTRICT_CREATED, day, district, NULL, err);
    if (status == YK_OK) {
        status = record_one(tx, ADMIN_POLICY_OBJECT, POLICY_SET, day, policy, NULL, err);
    }
    if (status == YK_OK) {
        status = record_one(tx, ADMIN_TIME_RULES_OBJECT, TIME_RULES_SET, day, rules, NULL, err);
    }
    return status;
}

enum yk org_make_unit(struct log_tx *tx, int64_t id, const struct unit_input *input, int32_t day,
                      int64_t *out_id, struct err *err) {
    struct admin_event *body = admin_event_new(tx->arena);
    if (!body) {
        return no_memory(err);
    }
    body->code = input->code;
    body->name = input->name;
    body->name_en = input->name_en;
    body->kind = input->kind;
    body->parent = input->parent;
    body->sort = input->sort == JSON_ABSENT_INT ? 0 : input->sort;
    return record_one(tx, id, UNIT_CREATED, day, body, out_id, err);
}

enum yk org_make_category(struct log_tx *tx, const struct category_input *input, int32_t day,
                          struct err *err) {
    int32_t number = category_number(input->code);
    struct admin_event *body = admin_event_new(tx->arena);
    if (!body) {
        return no_memory(err);
    }
    if (number == 0) {
        return err_set(err, YK_REFUSED, ERR_UNKNOWN_CATEGORY, "%s is no category code",
                       input->code);
    }
    body->code = input->code;
    body->name = input->name;
    body->name_en = input->name_en;
    body->lead = input->lead;
    return record_one(tx, number, CATEGORY_CREATED, day, body, NULL, err);
}

enum yk org_make_account(struct log_tx *tx, int64_t id, const struct account_input *input,
                         int32_t day, int64_t *out_id, struct err *err) {
    struct admin_event *body = admin_event_new(tx->arena);
    int64_t *roles = arena_alloc_array(tx->arena, ROLE_END, sizeof *roles);
    if (!body || !roles) {
        return no_memory(err);
    }
    body->login = input->login;
    body->name = input->name;
    body->name_en = input->name_en;
    body->unit = input->unit;
    body->must_change_password = input->must_change_password;
    body->demo = input->demo ? 1 : -1;
    body->roles = roles;
    for (int role = 1; role < ROLE_END; role++) {
        if (input->roles >> role & 1) {
            roles[body->n_roles++] = role;
        }
    }
    return record_one(tx, id, ACCOUNT_CREATED, day, body, out_id, err);
}

enum yk org_account_email(struct db *db, struct arena *arena, int32_t district,
                          const struct account *account, const char **out, struct err *err) {
    if (!account->email_seq) {
        *out = NULL;
        return YK_OK;
    }
    return log_text(db, arena, &ledger_admin, district, account->id, account->email_seq, "email",
                    out, err);
}
