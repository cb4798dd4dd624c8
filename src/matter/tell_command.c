// SPDX-License-Identifier: Apache-2.0
// The jobs of the clock "tell": one before it runs out, one after. Whatever moves the clock adds them anew; those of before find nothing to do.
#include <stdio.h>

#include "matter/opened.h"
#include "matter/tell.h"

enum { MORNING_HOUR = 8 };

// A clock of days speaks in the morning, one of hours at its moment.
static int64_t moment_of(int64_t at, int64_t us, int32_t day) {
    return at != JSON_ABSENT_INT ? us : day_start_us(day) + MORNING_HOUR * 3600 * US_PER_S;
}

static enum yk add_job(struct log_tx *tx, int64_t id, const struct job_kind *kind, int64_t n,
                       int64_t due_us, struct err *err) {
    char key[72];
    snprintf(key, sizeof key, "%lld-%lld-%lld", (long long)id, (long long)n,
             (long long)(due_us / US_PER_S));
    const struct job_spec spec = {.kind = kind->name,
                                  .key = key,
                                  .due_us = due_us,
                                  .ledger = LEDGER_MATTER,
                                  .object = id,
                                  .arg = n};
    // History as it is made up or read in has nobody to remind.
    return due_us < tx->quiet_before_us ? YK_OK : job_add(tx, &spec, err);
}

static enum yk add_jobs(struct log_tx *tx, int64_t id, const struct matter_tell *tell,
                        struct err *err) {
    const struct matter_clock *clock = &tell->clock;
    int64_t warn_us = matter_clock_warn_us(clock), due_us = matter_clock_due_us(clock);
    enum yk status = YK_OK;
    if (tell->reminded != 1 && warn_us < due_us && clock->warn_day >= clock->started_day &&
        (clock->warn_day > clock->started_day || clock->warn_at != JSON_ABSENT_INT)) {
        status = add_job(tx, id, &matter_tell_near_kind, tell->n,
                         moment_of(clock->warn_at, warn_us, clock->warn_day), err);
    }
    if (status == YK_OK && tell->passed_day == DAY_NONE) {
        status = add_job(tx, id, &matter_tell_passed_kind, tell->n,
                         moment_of(clock->due_at, due_us + 1, clock->due_day + 1), err);
    }
    return status;
}

struct tell_mark matter_tell_mark(const struct matter *matter) {
    const struct matter_tell *open = matter ? matter_open_tell(matter) : NULL;
    return open ? (struct tell_mark){open->n, matter_clock_due_us(&open->clock)}
                : (struct tell_mark){0, TIME_NONE};
}

enum yk matter_tell_jobs(struct log_tx *tx, int64_t id, const struct matter *matter,
                         struct tell_mark before, struct err *err) {
    struct tell_mark now = matter_tell_mark(matter);
    bool is_new =
        now.n && now.due_us != TIME_NONE && (now.n != before.n || now.due_us != before.due_us);
    return is_new ? add_jobs(tx, id, matter_open_tell(matter), err) : YK_OK;
}

enum yk matter_tell_jobs_again(struct log_tx *tx, struct err *err) {
    const struct scope all = {.district = tx->district, .level = SCOPE_DISTRICT};
    struct fact_query query;
    struct fact_hit *hits = NULL;
    size_t n = 0;
    fact_query_init(&query, &matter_fact_table, &all);
    fact_query_and(&query, (struct fact_cond){.col = M_TELL_DUE_AT, .op = FACT_NOT_NULL});
    query.order = (struct fact_order){M_TELL_DUE_AT, false};
    query.cols = UINT64_C(1) << M_TELL_DUE_AT;
    enum yk status = fact_find(tx->db, &query, tx->arena, &hits, &n, NULL, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct log_object object;
        status =
            log_peek(tx->db, tx->arena, &matter_ledger, tx->district, hits[i].object, &object, err);
        const struct matter_tell *open = status == YK_OK ? matter_open_tell(object.state) : NULL;
        status = open ? add_jobs(tx, hits[i].object, open, err) : status;
    }
    return status;
}

// ---- by itself ----

static const char nothing_left[] = "told, moved or ended before";

static enum yk run_near(struct job_run *run, struct err *err) {
    return matter_run_due(run, matter_decide_tell_near, "told", nothing_left, err);
}

static enum yk run_passed(struct job_run *run, struct err *err) {
    return matter_run_due(run, matter_decide_tell_passed, "told", nothing_left, err);
}

const struct job_kind matter_tell_near_kind = {
    .name = "matter.tell_near",
    .zh = "阶段性答复临近到期提醒",
    .en = "Remind that the caller is to be told soon",
    .run = run_near,
};
const struct job_kind matter_tell_passed_kind = {
    .name = "matter.tell_passed",
    .zh = "阶段性答复逾期登记",
    .en = "Record that the caller was not told in time",
    .run = run_passed,
};
