// SPDX-License-Identifier: Apache-2.0
// `yikou calendar` with a store: the calendar in force of its district, or of the one that --district names.
#include <stdio.h>

#include "app/commands.h"
#include "app/open.h"
#include "calendar/calendar_cli.h"
#include "org/org.h"

struct held { // while the command runs
    struct db *db;
    struct org_cache *orgs;
    struct org *org;
};

static const struct calendar *find_calendar(void *ctx, const struct calendar_place *place,
                                            const char **out_whose) {
    struct held *held = ctx;
    struct err err = {0};
    int32_t district = 0;
    const struct options options = {.command = "calendar",
                                    .data = place->data,
                                    .database = place->database,
                                    .district = place->district};
    held->orgs = org_cache_new(NULL);
    enum yk status = held->orgs ? store_open(&options, false, &held->db, NULL, &err)
                                : err_set(&err, YK_NOMEM, ERR_INTERNAL, "no memory");
    if (status == YK_OK) {
        status = store_district(held->db, &options, &district, &err);
    }
    if (status == YK_OK) {
        status = org_cache_get(held->orgs, held->db, district, &held->org, &err);
    }
    if (status != YK_OK) {
        (void)command_failed(&options, &err);
        return NULL;
    }
    *out_whose = org_name(held->org, place->lang);
    return org_calendar(held->org);
}

int command_calendar(int argc, char **argv) {
    struct held held = {0};
    int code = calendar_cli(argc, argv, find_calendar, &held);
    org_release(&held.org);
    if (held.orgs) {
        org_cache_free(&held.orgs);
    }
    db_close(&held.db);
    return code;
}
