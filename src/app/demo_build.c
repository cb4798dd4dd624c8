// SPDX-License-Identifier: Apache-2.0
// When requests come and how many, where the last ones are left standing, and how each unit works; then the district is made and left to live
// (demo_life.h) until the first day of service.
#include "app/demo_build.h"

#include <stdlib.h>
#include <string.h>

#include "app/demo_life.h"
#include "app/demo_review.h"
#include "app/demo_supervise.h"
#include "auth/session.h"
#include "matter/matter_store.h"
#include "org/org.h"

#define OVERSIGHT_SEED UINT64_C(0x5eed0f5a9e12)
// People find the notices of the last days before the district opens, not those of years.
enum { COMMANDS_TO_A_COMMIT = 400, INDEX_AT_ONCE = 1024, QUIET_DAYS = 3 };

struct build {
    const struct demo_options *options;
    int32_t district;
    struct demo_data *data;
    struct db *db;
    struct log_batch *batch;
    struct arena *arena, *command_arena;
    struct id_gen *ids;
    struct org_cache *orgs;
    struct org *org;
    int64_t *unit_ids, *account_ids;
    struct actor *actors;
    struct demo_manner *manners;
    int *uses; // of templates
    struct demo_world world;
    struct demo_reviews reviews;
    struct demo_random oversight;
    int64_t next_oversight; // half a day of supervision
    int n_in_commit;
};

static int64_t morning(int year, int month, int day, int hour) {
    return day_start_us(day_from_civil(year, month, day)) + hour * INT64_C(3600) * US_PER_S;
}

int64_t demo_start_us(void) {
    return morning(2023, 3, 1, 9);
}

// ---- groups of commands ----

static enum yk begin_group(struct build *build, struct err *err) {
    build->n_in_commit = 0;
    log_hook_group_begin(build->batch, build->db);
    return db_begin_write(build->db, err);
}

static enum yk end_group(struct build *build, struct err *err) {
    enum yk status = log_hook_before_commit(build->batch, build->db, err);
    if (status == YK_OK) {
        status = db_commit(build->db, err);
    }
    log_hook_group_end(build->batch, build->db, status == YK_OK);
    return status;
}

// After each command.
static enum yk keep(struct build *build, struct err *err) {
    log_hook_item_end(build->batch, build->db, YK_OK);
    if (++build->n_in_commit < COMMANDS_TO_A_COMMIT) {
        return YK_OK;
    }
    enum yk status = end_group(build, err);
    return status == YK_OK ? begin_group(build, err) : status;
}

// ---- the district ----

// One thing a second on a morning before the first year.
static struct log_tx *next_tx(struct build *build) {
    struct log_tx *tx = &build->world.tx;
    tx->now_us += US_PER_S;
    tx->recorded_at = 0;
    return tx;
}

static enum yk make_units(struct build *build, int32_t day, struct err *err) {
    const struct demo_data *data = build->data;
    enum yk status = YK_OK;
    for (int i = 0; i < data->n_units && status == YK_OK; i++) {
        const struct demo_unit *unit = &data->units[i];
        const struct unit_input input = {
            .code = unit->code,
            .name = unit->name,
            .name_en = unit->name_en,
            .kind = unit->kind,
            .parent = unit->parent < 0 ? 0 : build->unit_ids[unit->parent],
            .sort = i + 1,
        };
        status = org_make_unit(next_tx(build), 0, &input, day, &build->unit_ids[i], err);
        if (status == YK_OK) {
            status = keep(build, err);
        }
    }
    return status;
}

// A catalogue that named a department for village matters would forbid sending them to the township whose they are: it names nobody.
static enum yk make_categories(struct build *build, int32_t day, struct err *err) {
    const struct demo_data *data = build->data;
    enum yk status = YK_OK;
    for (int i = 0; i < data->n_categories && status == YK_OK; i++) {
        const struct demo_category *category = &data->categories[i];
        bool named = category->lead >= 0 && !category->local;
        const struct category_input input = {
            .code = category->code,
            .name = category->name,
            .name_en = category->name_en,
            .lead = named ? build->unit_ids[category->lead] : 0,
            .open = 1,
        };
        status = org_make_category(next_tx(build), &input, day, err);
        if (status == YK_OK) {
            status = keep(build, err);
        }
    }
    return status;
}

static const char *login_of(const struct build *build, int i) {
    const char *login = build->data->accounts[i].login, *suffix = build->options->suffix;
    return suffix ? arena_printf(build->arena, "%s%s", login, suffix) : login;
}

static void make_actor(struct build *build, int i) {
    const struct demo_account *account = &build->data->accounts[i];
    int64_t unit = build->unit_ids[account->unit];
    build->actors[i] = (struct actor){
        .account = build->account_ids[i],
        .name = account->name,
        .name_en = account->name_en,
        .login = login_of(build, i),
        .unit = unit,
        .unit_name = build->data->units[account->unit].name,
        .roles = account->roles,
        .caps = role_caps(account->roles),
        .scope = scope_of_roles(account->roles, build->district, unit),
    };
}

static enum yk make_accounts(struct build *build, int32_t day, struct err *err) {
    const struct demo_data *data = build->data;
    enum yk status = YK_OK;
    for (int i = 0; i < data->n_accounts && status == YK_OK; i++) {
        const struct demo_account *account = &data->accounts[i];
        const struct account_input input = {
            .login = login_of(build, i),
            .name = account->name,
            .name_en = account->name_en,
            .unit = build->unit_ids[account->unit],
            .roles = account->roles,
            .demo = true,
        };
        status = org_make_account(next_tx(build), 0, &input, day, &build->account_ids[i], err);
        if (status == YK_OK) {
            make_actor(build, i);
            status = keep(build, err);
        }
    }
    return status;
}

static enum yk read_org(struct build *build, struct err *err) {
    struct org *org = NULL;
    enum yk status = org_cache_get(build->orgs, build->db, build->district, &org, err);
    if (status == YK_OK) {
        org_release(&build->org);
        build->org = org;
        build->world.org = org;
    }
    return status;
}

static enum yk make_org(struct build *build, struct err *err) {
    int64_t at = morning(2020, 12, 28, 9);
    int32_t day = day_of_time(at);
    build->world.tx.now_us = at;
    enum yk status = org_make_district(
        next_tx(build), build->options->name ? build->options->name : build->data->units[0].name,
        build->options->name_en ? build->options->name_en : build->data->units[0].name_en, day,
        err);
    if (status == YK_OK) {
        status = make_units(build, day, err);
    }
    if (status == YK_OK) {
        status = make_categories(build, day, err);
    }
    if (status == YK_OK) {
        status = make_accounts(build, day, err);
    }
    if (status == YK_OK) {
        status = org_touch(next_tx(build), err);
    }
    return status == YK_OK ? read_org(build, err) : status;
}

// Changes of the district's own rules are the supervision office's.
static void begin_change(struct build *build, int64_t at_us) {
    struct log_tx *tx = &build->world.tx;
    for (int i = 0; i < build->data->n_accounts; i++) {
        if (build->data->accounts[i].roles >> ROLE_SUPERVISOR & 1) {
            tx->actor = build->account_ids[i];
        }
    }
    tx->now_us = at_us;
    tx->recorded_at = 0;
    build->world.now_us = at_us;
}

// Together with that, whoever complains or speaks for an enterprise hears every three working days where things stand.
static enum yk change_time_rules(struct build *build, int64_t at_us, struct err *err) {
    static const int64_t kinds[] = {KIND_COMPLAINT, KIND_ENTERPRISE};
    enum { MORE = sizeof kinds / sizeof *kinds };
    struct log_tx *tx = &build->world.tx;
    struct drafts drafts = {0};
    struct org *org = NULL;
    int64_t object;
    begin_change(build, at_us);
    enum yk status = org_begin_change(tx, &org, err);
    if (status == YK_OK) {
        int32_t day = day_of_time(at_us);
        const struct time_rules *now = org_time_rules_on(org, day);
        struct time_rules wanted = {.from_day = day, .n_rules = now->n_rules + MORE};
        wanted.rules = arena_alloc_array(tx->arena, wanted.n_rules, sizeof *wanted.rules);
        if (!wanted.rules) {
            org_release(&org);
            return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for rules of time");
        }
        memcpy(wanted.rules, now->rules, now->n_rules * sizeof *wanted.rules);
        for (int i = 0; i < MORE; i++) {
            wanted.rules[now->n_rules + (size_t)i] = (struct time_rule){
                .clock = TIME_TELL,
                .kind = kinds[i],
                .urgency = JSON_ABSENT_INT,
                .rule = "3wd,warn=1wd",
                .source = "本区阶段性答复办法（演示）",
                .source_en = "The district's rules of stage replies (demonstration)"};
        }
        status = time_rules_decide_set(org, &wanted, day, tx->arena, &drafts, err);
    }
    if (status == YK_OK) {
        status = org_record(tx, ADMIN_TIME_RULES_OBJECT, false, 0, &drafts, &object, err);
    }
    if (status == YK_OK) {
        status = keep(build, err);
    }
    org_release(&org);
    return status == YK_OK ? read_org(build, err) : status;
}

// From 2022 on an answer goes out only when the head of the unit has signed it off.
static enum yk change_policy(struct build *build, int64_t at_us, struct err *err) {
    struct log_tx *tx = &build->world.tx;
    struct drafts drafts = {0};
    struct org *org = NULL;
    int64_t object;
    begin_change(build, at_us);
    enum yk status = org_begin_change(tx, &org, err);
    if (status == YK_OK) {
        struct policy wanted = *policy_current(org);
        wanted.head_signs_off = 1;
        status = policy_decide_set(org, &wanted, day_of_time(at_us), tx->arena, &drafts, err);
    }
    if (status == YK_OK) {
        status = org_record(tx, ADMIN_POLICY_OBJECT, false, 0, &drafts, &object, err);
    }
    if (status == YK_OK) {
        status = keep(build, err);
    }
    org_release(&org);
    return status == YK_OK ? read_org(build, err) : status;
}

// ---- how much comes when ----

static const int month_weights[12] = {850,  800,  1050, 1000, 1050, 1150,
                                      1250, 1150, 1000, 900,  1050, 1200};
static const int weekday_weights[7] = {1350, 1100, 1000, 1000, 850, 600, 600};

// Grows by two and a half times over the years, ebbs at Spring Festival, swells in the hot months and when wages fall due.
static int day_weight(const struct calendar *calendar, int32_t day, int32_t first, int32_t last) {
    int year;
    int month;
    int day_of_month;
    if (!calendar_is_workday(calendar, day)) {
        return 0;
    }
    day_to_civil(day, &year, &month, &day_of_month);
    int64_t growth = 1000 + INT64_C(1500) * (day - first) / (last - first);
    return (int)(growth * month_weights[month - 1] / 1000 * weekday_weights[day_weekday(day) - 1] /
                 1000);
}

static const struct demo_caller *find_caller(struct build *build,
                                             const struct demo_template *template) {
    const struct demo_data *data = build->data;
    struct demo_random *random = &build->world.random;
    const struct demo_caller *callers = template->person ? data->persons : data->enterprises;
    int n = template->person ? data->n_persons : data->n_enterprises;
    bool nameless = template->anonymous || template->kind == DEMO_COMPLAINT;
    if (template->person && nameless && demo_chance(random, template->anonymous ? 600 : 25)) {
        return NULL;
    }
    for (int i = 0; i < 100; i++) { // some ask more often than others
        int64_t at = demo_below(random, n);
        int64_t other = demo_below(random, n);
        const struct demo_caller *caller = &callers[other < at ? other : at];
        if (demo_fits_caller(template, caller)) {
            return caller;
        }
    }
    for (int i = 0; i < n; i++) {
        if (demo_fits_caller(template, &callers[i])) {
            return &callers[i];
        }
    }
    return NULL;
}

static bool is_local(const struct demo_data *data, const struct demo_template *template) {
    return data->categories[template->category].local;
}

// Of some that fit, the one used least, so that texts come again late. Village matters have few templates and come often.
static const struct demo_template *find_template(struct build *build, int32_t day) {
    enum { CANDIDATES = 5 };
    const struct demo_data *data = build->data;
    struct demo_random *random = &build->world.random;
    const struct demo_template *best = NULL;
    bool local = demo_chance(random, 90);
    for (int n = 0; n < CANDIDATES;) {
        const struct demo_template *template =
            &data->templates[demo_below(random, data->n_templates)];
        if (!demo_fits_day(template, day) || is_local(data, template) != local) {
            continue;
        }
        n++;
        if (!best ||
            build->uses[template - data->templates] < build->uses[best - data->templates]) {
            best = template;
        }
    }
    build->uses[best - data->templates]++;
    return best;
}

static enum yk add_arrival(struct build *build, int64_t at_us, enum demo_halt halt, bool promises,
                           struct err *err) {
    struct demo_arrival arrival = {.at_us = at_us, .halt = halt, .promises = promises};
    for (int i = 0; i < 50; i++) { // who is left standing in a call can be called
        arrival.template = find_template(build, day_of_time(at_us));
        arrival.caller = find_caller(build, arrival.template);
        if (arrival.caller && (halt == HALT_NONE || arrival.template->channel != CHANNEL_LETTER)) {
            break;
        }
        if (halt == HALT_NONE) {
            break;
        }
    }
    return demo_life_add(&build->world, &arrival, err);
}

// Some of the last months are left lying: long overdue, an objection nobody decided, calls never made.
static enum demo_halt neglect(struct build *build, int32_t day) {
    static const enum demo_halt halts[] = {HALT_HANDLING, HALT_OBJECTED, HALT_CALL_0, HALT_CALL_1};
    static const int weights[] = {55, 5, 30, 10};
    struct demo_random *random = &build->world.random;
    if (day < day_from_civil(2022, 6, 1) || !demo_chance(random, 38)) {
        return HALT_NONE;
    }
    return halts[demo_weighted(random, weights, sizeof weights / sizeof *weights)];
}

enum { DAYS_MAX = 800 };

static enum yk add_requests(struct build *build, struct err *err) {
    int32_t first = day_from_civil(2021, 1, 4);
    int32_t last = day_from_civil(2023, 2, 28);
    int weights[DAYS_MAX];
    enum yk status = YK_OK;
    for (int32_t day = first; day <= last; day++) {
        weights[day - first] = day_weight(build->world.calendar, day, first, last);
    }
    for (int i = 0; i < build->options->n_requests && status == YK_OK; i++) {
        int32_t day = first + (int32_t)demo_weighted(&build->world.random, weights,
                                                     (size_t)(last - first + 1));
        int64_t at = demo_work_on(build->world.calendar, day, &build->world.random);
        status = add_arrival(build, at, neglect(build, day), false, err);
    }
    return status;
}

// What has to be there on the first morning, whatever chance leaves: so many, entered from..to working days before it.
static const struct scene {
    enum demo_halt halt;
    int n, from, to;
    bool promises;
} scenes[] = {
    {HALT_REGISTERED, 5, 1, 1, false}, {HALT_DISPATCHED, 6, 1, 1, false},
    {HALT_DISPATCHED, 2, 3, 3, false}, {HALT_OBJECTED, 4, 2, 2, false},
    {HALT_SIGNOFF, 6, 4, 2, false},    {HALT_HANDLING, 9, 14, 7, false},
    {HALT_HANDLING, 5, 5, 5, false},   {HALT_HANDLING, 5, 4, 4, false},
    {HALT_CALL_0, 5, 5, 4, false},     {HALT_CALL_1, 5, 8, 6, false},
    {HALT_CALL_2, 5, 9, 7, false},     {HALT_WITHDRAWN, 3, 4, 3, false},
    {HALT_HANDLING, 4, 9, 7, true},    {HALT_HANDLING, 4, 4, 2, true},
};

static int32_t workdays_before(const struct calendar *calendar, int32_t day, int n) {
    while (n > 0) {
        day--;
        n -= calendar_is_workday(calendar, day);
    }
    return day;
}

static enum yk add_scene(struct build *build, const struct scene *scene, struct err *err) {
    struct demo_random *random = &build->world.random;
    int32_t start = day_of_time(demo_start_us());
    enum yk status = YK_OK;
    for (int i = 0; i < scene->n && status == YK_OK; i++) {
        int before = (int)demo_between(random, scene->to, scene->from);
        int32_t day = workdays_before(build->world.calendar, start, before);
        // Those of the last day come in the afternoon, others in the morning, so that there is time for what follows.
        int64_t minute = scene->halt == HALT_REGISTERED ? demo_between(random, 930, 1045)
                                                        : demo_between(random, 512, 600);
        int64_t at = day_start_us(day) + minute * 60 * US_PER_S + demo_below(random, 60) * US_PER_S;
        status = add_arrival(build, at, scene->halt, scene->promises, err);
    }
    return status;
}

static enum yk add_arrivals(struct build *build, struct err *err) {
    enum yk status = add_requests(build, err);
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes && status == YK_OK; i++) {
        status = add_scene(build, &scenes[i], err);
    }
    return status;
}

static void make_manners(struct build *build) {
    struct demo_random *random = &build->world.random;
    for (int i = 0; i < build->data->n_units; i++) {
        build->manners[i] = (struct demo_manner){
            .on_time = (int)demo_between(random, 885, 990),
            .true_ = (int)demo_between(random, 935, 990),
            .content = (int)demo_between(random, 870, 975),
        };
    }
}

// ---- the whole ----

static void show_progress(const struct build *build) {
    const struct demo_options *options = build->options;
    int64_t first = morning(2021, 1, 1, 0);
    if (options->progress && build->world.n_commands % 100 == 0) {
        options->progress(options->ctx, (build->world.now_us - first) / US_PER_DAY,
                          (demo_start_us() - first) / US_PER_DAY);
    }
}

// Matters until the next thing of a review, then that, and so on.
static enum yk live_to(struct build *build, int64_t until_us, struct err *err) {
    enum yk status = YK_OK;
    bool over = false;
    while (status == YK_OK && !over) {
        int64_t next = demo_reviews_next(&build->reviews);
        bool done = false;
        status = demo_life_step(&build->world, next < until_us ? next : until_us, &done, err);
        if (status == YK_OK && done && next < until_us) {
            status = demo_reviews_step(&build->reviews, &build->world, err);
            done = false;
        }
        over = done;
        if (status == YK_OK && !done) {
            show_progress(build);
            status = keep(build, err);
        }
    }
    return status;
}

// From 2022 on the district is supervised, each half of a working day.
static enum yk live_until(struct build *build, int64_t until_us, struct err *err) {
    struct demo_world *world = &build->world;
    enum yk status = YK_OK;
    while (status == YK_OK && build->next_oversight < until_us) {
        int64_t at = build->next_oversight;
        status = live_to(build, at, err);
        if (status == YK_OK) {
            world->now_us = at > world->now_us ? at : world->now_us + 1000;
            status = demo_supervise(world, &build->oversight, err);
        }
        if (status == YK_OK) {
            status = keep(build, err);
        }
        build->next_oversight = demo_supervise_next(world->calendar, at);
    }
    return status == YK_OK ? live_to(build, until_us, err) : status;
}

static enum yk index_all(struct build *build, struct err *err) {
    enum yk status = YK_OK;
    int n = 1;
    while (status == YK_OK && n > 0) {
        status = matter_index_waiting(build->db, build->command_arena, build->district,
                                      INDEX_AT_ONCE, &n, err);
        arena_reset(build->command_arena);
    }
    return status;
}

static enum yk put_credentials(struct build *build, const char *hash, struct err *err) {
    enum yk status = YK_OK;
    for (int i = 0; i < build->data->n_accounts && status == YK_OK; i++) {
        status = credential_put(build->db, build->district, build->account_ids[i],
                                login_of(build, i), hash, true, err);
    }
    bool first = build->district == DEMO_DISTRICT;
    return status == YK_OK && first ? installation_done(build->db, clock_real_us(), err) : status;
}

static enum yk build_all(struct build *build, struct err *err) {
    int64_t policy_at = morning(2022, 1, 4, 8);
    char hash[PASSWORD_HASH_BYTES];
    int64_t n_settled;
    enum yk status = password_hash_at(DEMO_PASSWORD, build->options->cost, hash, err);
    if (status == YK_OK) {
        status = begin_group(build, err);
    }
    if (status == YK_OK) {
        status = make_org(build, err);
    }
    make_manners(build);
    if (status == YK_OK) {
        status = add_arrivals(build, err);
    }
    if (status == YK_OK) {
        status = live_until(build, policy_at, err);
    }
    if (status == YK_OK) {
        status = change_policy(build, policy_at, err);
    }
    if (status == YK_OK) {
        status = change_time_rules(build, policy_at, err);
    }
    if (status == YK_OK) {
        status = live_until(build, demo_start_us(), err);
    }
    if (status == YK_OK) {
        status = demo_reviews_plan_next(&build->reviews, &build->world, err);
    }
    if (status == YK_OK) {
        status = keep(build, err);
    }
    if (status == YK_OK) {
        status = index_all(build, err);
    }
    if (status == YK_OK) { // but for those of the commit that is open
        status = tally_settle(build->db, &n_settled, err);
    }
    if (status == YK_OK) {
        status = put_credentials(build, hash, err);
    }
    return status == YK_OK ? end_group(build, err) : status;
}

static bool hold(struct build *build) {
    const struct demo_data *data = build->data;
    build->batch = log_batch_new(NULL);
    build->arena = arena_new(0);
    build->command_arena = arena_new(0);
    build->ids = id_gen_new(0, 0);
    build->orgs = org_cache_new(NULL);
    if (!build->batch || !build->arena || !build->command_arena || !build->ids || !build->orgs) {
        return false;
    }
    size_t n_units = (size_t)data->n_units;
    size_t n_accounts = (size_t)data->n_accounts;
    build->unit_ids = arena_alloc_array(build->arena, n_units, sizeof *build->unit_ids);
    build->manners = arena_alloc_array(build->arena, n_units, sizeof *build->manners);
    build->account_ids = arena_alloc_array(build->arena, n_accounts, sizeof *build->account_ids);
    build->actors = arena_alloc_array(build->arena, n_accounts, sizeof *build->actors);
    build->uses = arena_alloc_array(build->arena, (size_t)data->n_templates, sizeof *build->uses);
    return build->unit_ids && build->manners && build->account_ids && build->actors && build->uses;
}

static void release(struct build *build) {
    demo_life_end(&build->world);
    org_release(&build->org);
    if (build->orgs) {
        org_cache_free(&build->orgs);
    }
    if (build->ids) {
        id_gen_free(&build->ids);
    }
    log_batch_free(build->batch);
    arena_free(&build->command_arena);
    arena_free(&build->arena);
    demo_data_free(&build->data);
}

enum yk demo_build(struct db *db, const struct ledgers *ledgers, const struct keyring *ring,
                   const struct calendar *calendar, const struct demo_options *options,
                   struct err *err) {
    struct build build = {.options = options,
                          .db = db,
                          .district = options->district ? options->district : DEMO_DISTRICT};
    enum yk status = demo_data_new(&build.data, err);
    if (status != YK_OK) {
        return status;
    }
    if (hold(&build)) {
        build.world = (struct demo_world){
            .data = build.data,
            .tx = {.db = db,
                   .batch = build.batch,
                   .arena = build.command_arena,
                   .ledgers = ledgers,
                   .ids = build.ids,
                   .district = build.district,
                   .quiet_before_us = demo_start_us() - QUIET_DAYS * US_PER_DAY,
                   .import_time = true},
            .calendar = calendar,
            .ring = ring,
            .arena = build.arena,
            .unit_ids = build.unit_ids,
            .actors = build.actors,
            .manners = build.manners,
            .random = {options->seed},
            .end_us = demo_start_us(),
        };
        demo_reviews_begin(&build.reviews);
        build.oversight = (struct demo_random){options->seed ^ OVERSIGHT_SEED};
        build.next_oversight = morning(2022, 1, 5, 8);
        status = build_all(&build, err);
    } else {
        status = err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the demonstration");
    }
    if (status != YK_OK && db_in_transaction(db)) {
        db_rollback(db);
    }
    release(&build);
    return status;
}
