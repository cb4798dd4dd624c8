// SPDX-License-Identifier: Apache-2.0
// Names and sizes of the other districts. Codes and names are those of GB/T 2260; what happens in them is made up.
#include "app/demo_region.h"

#include <stdio.h>
#include <string.h>

#include "auth/session.h"
#include "org/org.h"
#include "org/setup.h"

static const struct {
    int32_t code;
    const char *name, *name_en;
    int size; // per cent of the first one's requests
} districts[DEMO_DISTRICTS_MAX - 1] = {
    {340403, "田家庵区", "Tianjia'an District", 120},
    {340404, "谢家集区", "Xiejiaji District", 60},
    {340402, "大通区", "Datong District", 45},
    {340405, "八公山区", "Bagongshan District", 35},
    {340421, "凤台县", "Fengtai County", 110},
    {340422, "寿县", "Shou County", 140},
    {340104, "蜀山区", "Shushan District", 150},
    {340102, "瑶海区", "Yaohai District", 130},
    {340103, "庐阳区", "Luyang District", 110},
    {340111, "包河区", "Baohe District", 160},
    {340121, "长丰县", "Changfeng County", 80},
    {340122, "肥东县", "Feidong County", 100},
    {340123, "肥西县", "Feixi County", 100},
    {340124, "庐江县", "Lujiang County", 90},
    {340181, "巢湖市", "Chaohu City", 70},
};

static const struct {
    int32_t code;
    const char *name, *name_en, *login, *leader, *leader_en;
} above[] = {
    {340400, "淮南市", "Huainan City", "city1", "市领导", "City leader"},
    {340000, "安徽省", "Anhui Province", "province1", "省领导", "Province leader"},
};

static enum yk make_leader(struct log_tx *tx, size_t i, const char *hash, int32_t day,
                           struct err *err) {
    int64_t unit = 0, account = 0;
    const struct unit_input office = {.code = "office",
                                      .name = "督查室",
                                      .name_en = "Supervision office",
                                      .kind = UNIT_LEADERSHIP,
                                      .sort = 1};
    enum yk status = org_make_unit(tx, 0, &office, day, &unit, err);
    const struct account_input leader = {.login = above[i].login,
                                         .name = above[i].leader,
                                         .name_en = above[i].leader_en,
                                         .unit = unit,
                                         .roles = 1u << ROLE_LEADER,
                                         .demo = true};
    if (status == YK_OK) {
        tx->now_us += US_PER_S;
        tx->recorded_at = 0;
        status = org_make_account(tx, 0, &leader, day, &account, err);
    }
    if (status == YK_OK) {
        status = credential_put(tx->db, tx->district, account, leader.login, hash, true, err);
    }
    return status == YK_OK ? org_touch(tx, err) : status;
}

static enum yk make_above(struct log_tx *tx, size_t i, const char *hash, struct err *err) {
    struct setup_person people[SETUP_ADMINS];
    char logins[SETUP_ADMINS][32];
    int32_t day = day_of_time(tx->now_us);
    tx->district = above[i].code;
    for (int k = 0; k < SETUP_ADMINS; k++) {
        snprintf(logins[k], sizeof logins[k], "%s.%d", setup_roles[k].word, (int)above[i].code);
        people[k] = (struct setup_person){
            .login = logins[k], .name = setup_roles[k].name, .name_en = setup_roles[k].name_en};
        snprintf(people[k].hash, sizeof people[k].hash, "%s", hash);
    }
    enum yk status = setup_make_district(tx, above[i].name, above[i].name_en, people, day, err);
    tx->now_us += US_PER_S;
    tx->recorded_at = 0;
    return status == YK_OK ? make_leader(tx, i, hash, day, err) : status;
}

static enum yk make_all_above(struct db *db, const struct ledgers *ledgers,
                              const struct demo_options *options, struct err *err) {
    char hash[PASSWORD_HASH_BYTES];
    struct arena *arena = arena_new(0);
    struct log_batch *batch = log_batch_new(NULL);
    struct id_gen *ids = id_gen_new(0, 0);
    enum yk status = arena && batch && ids
                         ? password_hash_at(DEMO_PASSWORD, options->cost, hash, err)
                         : err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the region");
    for (size_t i = 0; i < sizeof above / sizeof *above && status == YK_OK; i++) {
        struct log_tx tx = {.db = db,
                            .batch = batch,
                            .arena = arena,
                            .ledgers = ledgers,
                            .ids = ids,
                            .now_us = demo_start_us() - 3600 * US_PER_S,
                            .quiet_before_us = demo_start_us(),
                            .import_time = true};
        log_hook_group_begin(batch, db);
        status = db_begin_write(db, err);
        if (status == YK_OK) {
            status = make_above(&tx, i, hash, err);
        }
        log_hook_item_end(batch, db, status);
        if (status == YK_OK) {
            status = log_hook_before_commit(batch, db, err);
        }
        if (status == YK_OK) {
            status = db_commit(db, err);
        } else if (db_in_transaction(db)) {
            db_rollback(db);
        }
        log_hook_group_end(batch, db, status == YK_OK);
    }
    if (ids) {
        id_gen_free(&ids);
    }
    log_batch_free(batch);
    arena_free(&arena);
    return status;
}

enum yk demo_region_build(struct db *db, const struct ledgers *ledgers, const struct keyring *ring,
                          const struct calendar *calendar, const struct demo_options *options,
                          int n, struct err *err) {
    enum yk status = YK_OK;
    for (int i = 0; i < n - 1 && i < DEMO_DISTRICTS_MAX - 1 && status == YK_OK; i++) {
        char suffix[12];
        struct demo_options own = *options;
        snprintf(suffix, sizeof suffix, ".%d", (int)districts[i].code);
        own.seed = options->seed + 1000 + (uint64_t)i;
        own.n_requests = options->n_requests * districts[i].size / 100 + 1;
        own.district = districts[i].code;
        own.name = districts[i].name;
        own.name_en = districts[i].name_en;
        own.suffix = suffix;
        status = demo_build(db, ledgers, ring, calendar, &own, err);
    }
    return status == YK_OK ? make_all_above(db, ledgers, options, err) : status;
}
