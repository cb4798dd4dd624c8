// SPDX-License-Identifier: Apache-2.0
// Makes a store in bulk. Only three things differ from service: a matter's commands follow one another at once, its state is kept in memory between them, and
// a commit holds thousands of them without waiting for the disk. The search index is not filled: no row of the bench searches.
#include "store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/demo_build.h"
#include "app/demo_text.h"
#include "app/open.h"
#include "base/embedded.h"
#include "crypto/hash.h"
#include "db/migrate.h"
#include "log/seal.h"
#include "matter/matter.h"
#include "org/org.h"

extern const struct embedded_file db_migrations[];
extern const size_t db_migrations_count;

enum {
    MATTERS_TO_A_COMMIT = 4000,
    PARTIES_MAX = 20000,
    SEAL_AT_ONCE = 64,
    FORM_BYTES = 9,
    FILES_MAX = 64
};

struct maker {
    struct db *db;
    struct keyring *ring;
    struct log_batch *batch;
    struct arena *arena;
    struct id_gen *ids;
    struct org_cache *orgs;
    struct org *org;
    struct demo_data *data;
    struct demo_random random;
    struct log_tx tx;
    struct matter_env env;
    const struct account *clerk, *operator_;
    int64_t *parties;
    int64_t n_parties, n_events;
    int64_t first_us, end_us;
};

static int64_t at_day(int year, int month, int day) {
    return day_start_us(day_from_civil(year, month, day));
}

// ---- people ----

static const struct account *find_account(const struct maker *maker, enum role role, int64_t unit) {
    size_t n;
    const struct account *accounts = org_accounts(maker->org, &n);
    for (size_t i = 0; i < n; i++) {
        if ((accounts[i].roles >> role & 1) && (!unit || accounts[i].unit == unit)) {
            return &accounts[i];
        }
    }
    return NULL;
}

static void act_as(struct maker *maker, const struct account *account, int64_t at_us,
                   struct actor *actor) {
    *actor = (struct actor){
        .account = account->id,
        .name = account->name,
        .login = account->login,
        .unit = account->unit,
        .roles = account->roles,
        .caps = role_caps(account->roles),
        .scope = scope_of_roles(account->roles, DEMO_DISTRICT, account->unit),
    };
    maker->tx.actor = account->id;
    maker->tx.now_us = at_us;
    maker->tx.recorded_at = 0;
    maker->env.actor = actor;
    maker->env.now_us = at_us;
    maker->env.today = day_of_time(at_us);
    maker->env.policy = policy_on(maker->org, maker->env.today);
    maker->env.rules = org_time_rules_on(maker->org, maker->env.today);
}

// ---- one matter ----

static enum yk record(struct maker *maker, struct log_object *object, enum yk decided,
                      struct drafts *drafts, struct err *err) {
    if (decided == YK_OK) {
        decided = log_record(&maker->tx, object, drafts, err);
    }
    maker->n_events += (int64_t)drafts->n;
    drafts->n = 0;
    return decided;
}

static const struct demo_template *choose(struct maker *maker, const struct category **category) {
    for (;;) {
        const struct demo_template *template =
            &maker->data->templates[demo_below(&maker->random, maker->data->n_templates)];
        *category =
            org_find_category(maker->org, maker->data->categories[template->category].number);
        if ((*category)->lead) {
            return template;
        }
    }
}

static struct matter_unit unit_of(const struct maker *maker, int64_t id) {
    const struct unit *unit = org_find_unit(maker->org, id);
    return (struct matter_unit){
        .id = id,
        .open = true,
        .department = unit->kind == UNIT_DEPARTMENT,
        .local = unit->kind == UNIT_TOWNSHIP || unit->kind == UNIT_STREET,
    };
}

static enum yk enter(struct maker *maker, struct log_object *object, int64_t at_us,
                     struct err *err) {
    struct actor actor;
    struct drafts drafts = {0};
    struct drafts unused = {0};
    const struct category *category;
    int64_t serial;
    int year;
    int month;
    int day;
    const struct demo_template *template = choose(maker, &category);
    const struct demo_caller *caller =
        template->person ? maker->data->persons : maker->data->enterprises;
    int32_t today = day_of_time(at_us);
    const struct demo_topic topic = {maker->data, template, caller, today};
    struct matter_intake intake = {
        .channel = demo_between(&maker->random, CHANNEL_COUNTER, CHANNEL_VISIT),
        .caller_kind = template->person ? CALLER_PERSON : CALLER_ENTERPRISE,
        .urgency = template->urgency,
        .kind = JSON_ABSENT_INT,
        .party = maker->parties[demo_below(&maker->random, maker->n_parties)],
        .day = today,
        .reachable = true,
        .category = {.code = category->number,
                     .open = true,
                     .leaf = true,
                     .lead = unit_of(maker, category->lead)},
        .dispatch = true,
        .unit = unit_of(maker, category->lead),
    };
    act_as(maker, maker->clerk, at_us, &actor);
    demo_write_request(&topic, &maker->random, maker->arena, &intake.title, &intake.text);
    enum yk status = log_new(&maker->tx, &matter_ledger, 0, object, err);
    day_to_civil(today, &year, &month, &day);
    if (status == YK_OK) {
        status = log_next_number(&maker->tx, "matter", year, &serial, err);
    }
    if (status == YK_OK) {
        intake.number = matter_number_of(year, serial);
        status = matter_decide_intake(&maker->env, &intake, &drafts, &unused, err);
    }
    return record(maker, object, status, &drafts, err);
}

static enum yk answer(struct maker *maker, struct log_object *object, int64_t at_us,
                      struct err *err) {
    struct actor actor;
    struct drafts drafts = {0};
    const struct matter *matter = object->state;
    act_as(maker, find_account(maker, ROLE_HANDLER, matter->lead), at_us, &actor);
    enum yk status =
        record(maker, object,
               matter_decide_answer(matter, &maker->env, "已到现场办理，结果已告知本人。",
                                    RESULT_RESOLVED, &drafts, err),
               &drafts, err);
    if (status != YK_OK || matter->state != MATTER_SIGNOFF) {
        return status;
    }
    act_as(maker, find_account(maker, ROLE_HEAD, matter->lead), at_us + 3600 * US_PER_S, &actor);
    return record(maker, object,
                  matter_decide_signoff(matter, &maker->env, true, NULL, &drafts, err), &drafts,
                  err);
}

static enum yk call(struct maker *maker, struct log_object *object, int64_t at_us,
                    struct err *err) {
    struct actor actor;
    struct drafts drafts = {0};
    const struct matter *matter = object->state;
    const struct matter_call command = {
        .reached = true,
        .true_ = demo_chance(&maker->random, 960) ? WORD_YES : WORD_NO,
        .done = WORD_YES,
        .solved = WORD_YES,
        .satisfaction = demo_chance(&maker->random, 970) ? GRADE_SATISFIED : GRADE_DISSATISFIED,
    };
    act_as(maker, maker->operator_, at_us, &actor);
    return record(maker, object,
                  matter_decide_callback(matter, &maker->env, &command, &drafts, err), &drafts,
                  err);
}

static enum yk sign(struct maker *maker, struct log_object *object, int64_t at_us,
                    struct err *err) {
    struct actor actor;
    struct drafts drafts = {0};
    const struct matter *matter = object->state;
    act_as(maker, find_account(maker, ROLE_HANDLER, matter->lead), at_us, &actor);
    return record(maker, object, matter_decide_sign(matter, &maker->env, &drafts, err), &drafts,
                  err);
}

// Entered and dispatched, signed, answered (signed off), called, closed; about seven in a hundred once more round. What would come after the end does
// not come, so the last days' are in hand.
static enum yk one_matter(struct maker *maker, int64_t at_us, struct err *err) {
    struct log_object object;
    const int64_t hour = 3600 * US_PER_S;
    enum yk status = enter(maker, &object, at_us, err);
    const struct matter *matter = object.state;
    int64_t at = at_us + demo_between(&maker->random, 1, 30) * hour;
    if (status == YK_OK && at < maker->end_us) {
        status = sign(maker, &object, at, err);
    }
    for (int round = 0; status == YK_OK && round < 3 && matter->state != MATTER_CLOSED; round++) {
        at += demo_between(&maker->random, 10, 150) * hour;
        if (at >= maker->end_us) {
            break;
        }
        status = answer(maker, &object, at, err);
        at += demo_between(&maker->random, 3, 70) * hour;
        if (status == YK_OK && at < maker->end_us) {
            status = call(maker, &object, at, err);
        }
        if (matter->state == MATTER_ANSWERED) {
            break;
        }
    }
    log_hook_item_end(maker->batch, maker->db, status);
    arena_reset(maker->arena);
    return status;
}

// ---- the whole ----

static enum yk begin(struct maker *maker, struct err *err) {
    log_hook_group_begin(maker->batch, maker->db);
    return db_begin_write(maker->db, err);
}

static enum yk commit(struct maker *maker, struct err *err) {
    enum yk status = log_hook_before_commit(maker->batch, maker->db, err);
    if (status == YK_OK) {
        status = db_commit(maker->db, err);
    }
    log_hook_group_end(maker->batch, maker->db, status == YK_OK);
    return status;
}

static enum yk make_parties(struct maker *maker, int64_t n, struct err *err) {
    struct actor actor;
    enum yk status = begin(maker, err);
    act_as(maker, maker->clerk, maker->first_us, &actor);
    for (int64_t i = 0; i < n && status == YK_OK; i++) {
        char phone[16];
        char name[48];
        struct party_found found;
        snprintf(phone, sizeof phone, "199055%05d", (int)i);
        snprintf(name, sizeof name, "测试甲%d", (int)i);
        const struct party_caller caller = {
            .kind = i % 2 ? CALLER_PERSON : CALLER_ENTERPRISE, .name = name, .phone = phone};
        maker->tx.recorded_at = 0;
        status =
            party_find_or_make(&maker->tx, maker->ring, &caller, maker->env.today, &found, err);
        if (status == YK_OK) {
            maker->parties[maker->n_parties++] = found.party;
        }
        log_hook_item_end(maker->batch, maker->db, status);
        arena_reset(maker->arena);
    }
    return status == YK_OK ? commit(maker, err) : status;
}

static enum yk make_matters(struct maker *maker, int64_t n, struct err *err) {
    enum yk status = begin(maker, err);
    for (int64_t i = 0; i < n && status == YK_OK; i++) {
        double part = (double)i / (double)n;
        int64_t at = maker->first_us + (int64_t)(part * (double)(maker->end_us - maker->first_us));
        status = one_matter(maker, at, err);
        if (status == YK_OK && i % MATTERS_TO_A_COMMIT == MATTERS_TO_A_COMMIT - 1) {
            status = commit(maker, err);
            if (status == YK_OK) {
                status = begin(maker, err);
            }
            if (isatty(STDERR_FILENO)) {
                fprintf(stderr, "\r%lld of %lld matters", (long long)i + 1, (long long)n);
            }
        }
    }
    return status == YK_OK ? commit(maker, err) : status;
}

static enum yk seal_all(struct maker *maker, struct err *err) {
    enum yk status = YK_OK;
    int64_t n = 1;
    while (status == YK_OK && n > 0) {
        char *lines;
        status = db_begin_write(maker->db, err);
        if (status == YK_OK) {
            status = seal_waiting(maker->db, maker->arena, maker->ring, clock_real_us(),
                                  SEAL_AT_ONCE, &n, &lines, err);
        }
        if (status == YK_OK) {
            status = db_commit(maker->db, err);
        }
        arena_reset(maker->arena);
    }
    return status;
}

static enum yk prepare(struct maker *maker, const struct store_paths *paths, struct err *err) {
    int from;
    int to;
    const struct demo_options demo = {.seed = 1, .n_requests = 0, .cost = PASSWORD_COST_TESTS};
    enum yk status = db_open(paths->url, DB_CREATE, &maker->db, err);
    if (status == YK_OK) {
        status = migrate_up(maker->db, &from, &to, err);
    }
    if (status == YK_OK) {
        status = db_exec(maker->db,
                         "PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;"
                         "PRAGMA wal_autocheckpoint = 20000",
                         err);
    }
    if (status == YK_OK) {
        status = keyring_open(paths->key, true, NULL, &maker->ring, err);
    }
    if (status == YK_OK) {
        status = demo_build(maker->db, &all_ledgers, maker->ring, calendar_builtin(), &demo, err);
    }
    if (status == YK_OK) {
        status = demo_data_new(&maker->data, err);
    }
    if (status == YK_OK) {
        status = org_cache_get(maker->orgs, maker->db, DEMO_DISTRICT, &maker->org, err);
    }
    return status;
}

static enum yk fill(struct maker *maker, int64_t n, struct err *err) {
    maker->clerk = find_account(maker, ROLE_CLERK, 0);
    maker->operator_ = find_account(maker, ROLE_OPERATOR, 0);
    maker->first_us = at_day(2021, 1, 4);
    maker->end_us = demo_start_us();
    maker->tx = (struct log_tx){.db = maker->db,
                                .batch = maker->batch,
                                .arena = maker->arena,
                                .ledgers = &all_ledgers,
                                .ids = maker->ids,
                                .district = DEMO_DISTRICT,
                                .import_time = true};
    maker->env = (struct matter_env){.calendar = calendar_builtin(), .arena = maker->arena};
    enum yk status = make_parties(maker, n / 20 < PARTIES_MAX ? n / 20 + 1 : PARTIES_MAX, err);
    if (status == YK_OK) {
        status = make_matters(maker, n, err);
    }
    if (status == YK_OK) {
        status = seal_all(maker, err);
    }
    if (status == YK_OK) {
        status = db_exec(maker->db,
                         "INSERT OR REPLACE INTO matter_search_at (district, id)"
                         " SELECT district, MAX(id) FROM event GROUP BY district;"
                         "PRAGMA wal_checkpoint(TRUNCATE)",
                         err);
    }
    return status;
}

static void end(struct maker *maker) {
    org_release(&maker->org);
    demo_data_free(&maker->data);
    org_cache_free(&maker->orgs);
    id_gen_free(&maker->ids);
    log_batch_free(maker->batch);
    arena_free(&maker->arena);
    free(maker->parties);
    keyring_free(&maker->ring);
    db_close(&maker->db);
}

static enum yk make(const struct store_paths *paths, int64_t n, struct bench_store *out,
                    struct err *err) {
    struct maker maker = {
        .batch = log_batch_new(NULL),
        .arena = arena_new(0),
        // Above all ids of the demonstration, whose times these matters share.
        .ids = id_gen_new(1, 0),
        .orgs = org_cache_new(NULL),
        .parties = calloc(PARTIES_MAX, sizeof *maker.parties),
        .random = {20210104},
    };
    int64_t began = clock_monotonic_us();
    if (!maker.batch || !maker.arena || !maker.ids || !maker.orgs || !maker.parties) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a store's maker");
    }
    enum yk status = prepare(&maker, paths, err);
    if (status == YK_OK) {
        id_gen_next(maker.ids, demo_start_us());
        status = fill(&maker, n, err);
    }
    out->events = maker.n_events;
    out->seconds = (double)(clock_monotonic_us() - began) / 1e6;
    end(&maker);
    return status;
}

// A store of other tables than the program's is another store.
static void name_form(char out[FORM_BYTES]) {
    struct iov parts[FILES_MAX];
    uint8_t digest[SM3_BYTES];
    char hex[SM3_HEX_BYTES];
    size_t n = db_migrations_count < FILES_MAX ? db_migrations_count : FILES_MAX;
    for (size_t i = 0; i < n; i++) {
        parts[i] = (struct iov){db_migrations[i].data, db_migrations[i].len};
    }
    sm3_many(parts, n, digest);
    hex_encode(digest, sizeof digest, hex);
    snprintf(out, FORM_BYTES, "%.*s", FORM_BYTES - 1, hex);
}

// Half-made ones carry another name until they are whole.
enum yk bench_store_get(const char *cache, int64_t n, struct bench_store *out, struct err *err) {
    struct bench_store store = {.n = n};
    char half[600];
    char half_key[620];
    char key[620];
    char form[FORM_BYTES];
    name_form(form);
    snprintf(store.folder, sizeof store.folder, "%s/%lld-%s", cache, (long long)n, form);
    snprintf(half, sizeof half, "%s.half-%d", store.folder, (int)getpid());
    snprintf(half_key, sizeof half_key, "%s.key", half);
    snprintf(key, sizeof key, "%s.key", store.folder);
    if (access(store.folder, F_OK) == 0) {
        *out = store;
        return YK_OK;
    }
    struct store_paths paths;
    const struct options options = {.data = half};
    enum yk status = store_paths_of(&options, true, &paths, err);
    if (status == YK_OK) {
        status = make(&paths, n, &store, err);
    }
    if (status == YK_OK && (rename(half_key, key) != 0 || rename(half, store.folder) != 0)) {
        status = err_set(err, YK_FAILED, ERR_INTERNAL, "could not name %s: %s", store.folder,
                         strerror(errno));
    }
    if (status == YK_OK) {
        *out = store;
    }
    return status;
}

// ---- copies ----

static bool copy_file(const char *from, const char *to) {
    static char block[1 << 20];
    FILE *in = fopen(from, "re");
    FILE *out = fopen(to, "we");
    size_t n = 0;
    bool good = in && out;
    while (good && (n = fread(block, 1, sizeof block, in)) > 0) {
        good = fwrite(block, 1, n, out) == n;
    }
    if (in) {
        fclose(in);
    }
    return out && fclose(out) == 0 && chmod(to, 0600) == 0 && good;
}

enum yk bench_store_copy(const struct bench_store *from, const char *cache, const char *name,
                         struct bench_store *out, struct err *err) {
    char a[700];
    char b[700];
    *out = *from;
    snprintf(out->folder, sizeof out->folder, "%s/copy-%s-%d", cache, name, (int)getpid());
    snprintf(a, sizeof a, "%s/yikou.db", from->folder);
    snprintf(b, sizeof b, "%s/yikou.db", out->folder);
    bool good = mkdir(out->folder, 0700) == 0 && copy_file(a, b);
    snprintf(a, sizeof a, "%s.key", from->folder);
    snprintf(b, sizeof b, "%s.key", out->folder);
    good = good && copy_file(a, b);
    return good ? YK_OK
                : err_set(err, YK_FAILED, ERR_INTERNAL, "could not copy a store into %s",
                          out->folder);
}

void bench_store_remove(const struct bench_store *store) {
    static const char *const names[] = {"/yikou.db", "/yikou.db-wal", "/yikou.db-shm", ".key",
                                        ".heads"};
    char path[700];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s%s", store->folder, names[i]);
        unlink(path);
    }
    rmdir(store->folder);
}
