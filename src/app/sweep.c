// SPDX-License-Identifier: Apache-2.0
// Sweeping, in small turns that people's writes come between. Two servers on one store may both sweep: what is gone is gone.
#include "app/sweep.h"

#include "auth/session.h"
#include "org/org.h"

enum { EVERY_S = 60, DISTRICTS_MAX = 4096, STEPS = 16 };

struct turn {
    const struct sweep *sweep;
    int64_t wall_us, keys_before_us;
    int32_t district; // out: where the walk over keys came to
    struct idem_place place;
};

// From where the walk stopped, some steps on; past the last district it is back at the first.
static enum yk walk_keys(struct turn *turn, struct db *db, const int32_t *districts, size_t n,
                         struct err *err) {
    size_t at = 0;
    while (at < n && districts[at] < turn->district) {
        at++;
    }
    if (at == n || districts[at] != turn->district) {
        turn->place = (struct idem_place){0};
    }
    enum yk status = YK_OK;
    for (int step = 0; step < STEPS && at < n && status == YK_OK; step++) {
        bool end = false;
        status = idem_sweep(db, districts[at], turn->keys_before_us, &turn->place, &end, err);
        at += end;
    }
    turn->district = at < n ? districts[at] : 0;
    return status;
}

static enum yk write_turn(void *arg, struct db *db, void *hooks_ctx, struct err *err) {
    (void)hooks_ctx;
    struct turn *turn = arg;
    int32_t districts[DISTRICTS_MAX];
    size_t n = 0;
    turn->district = turn->sweep->district; // it may run again
    turn->place = turn->sweep->place;
    enum yk status = org_store_districts(db, districts, DISTRICTS_MAX, &n, err);
    if (status == YK_OK) {
        status = stranger_sweep(db, turn->wall_us, err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        status = session_sweep_all(db, districts[i], turn->wall_us, err);
    }
    return status == YK_OK ? walk_keys(turn, db, districts, n, err) : status;
}

enum yk sweep_turn(struct sweep *sweep, struct app *app, struct err *err) {
    struct turn turn = {.sweep = sweep, .wall_us = clock_wall_us(&app->clock)};
    int64_t since_us = turn.wall_us - sweep->swept_at;
    if (since_us >= 0 && since_us < EVERY_S * US_PER_S) {
        return YK_OK;
    }
    turn.keys_before_us = clock_domain_us(&app->clock) - IDEM_KEEP_DAYS * US_PER_DAY;
    enum yk status = pool_write(app->pool, write_turn, &turn, err);
    if (status == YK_OK) {
        *sweep = (struct sweep){turn.wall_us, turn.district, turn.place};
    }
    return status;
}
