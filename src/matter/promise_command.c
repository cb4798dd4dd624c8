// SPDX-License-Identifier: Apache-2.0
// Commands of stage replies from load to record, and the work by itself when a promised day nears and has passed. Decides nothing itself: rules are promise.c's.
#include <stdio.h>

#include "matter/opened.h"

enum { MORNING_HOUR = 8 };

static int64_t morning_of(int32_t day) {
    return day_start_us(day) + MORNING_HOUR * 3600 * US_PER_S;
}

static enum yk add_job(struct log_tx *tx, int64_t id, const struct job_kind *kind, int64_t n,
                       int32_t day, struct err *err) {
    char key[48];
    snprintf(key, sizeof key, "%lld-%lld", (long long)id, (long long)n);
    const struct job_spec spec = {.kind = kind->name,
                                  .key = key,
                                  .due_us = morning_of(day),
                                  .ledger = LEDGER_MATTER,
                                  .object = id,
                                  .arg = n};
    // History as it is made up or read in has its own mornings: matter_promise_due.
    return spec.due_us < tx->quiet_before_us ? YK_OK : job_add(tx, &spec, err);
}

// Whoever keeps it before need not take the jobs away, for they find nothing to do.
static enum yk add_jobs_of(struct log_tx *tx, int64_t id, const struct matter_promise *owed,
                           struct err *err) {
    enum yk status = YK_OK;
    if (owed->clock.warn_day > owed->given_day && owed->reminded != 1) {
        status = add_job(tx, id, &matter_promise_near_kind, owed->n, owed->clock.warn_day, err);
    }
    if (status == YK_OK && owed->passed_day == DAY_NONE) {
        status = add_job(tx, id, &matter_promise_passed_kind, owed->n, owed->to_day + 1, err);
    }
    return status;
}

// What was just promised.
static enum yk add_jobs(const struct opened *at, int64_t id, struct err *err) {
    const struct matter_promise *owed = matter_owed_promise(at->matter);
    bool is_new =
        owed && owed->given_day == at->act->today && owed->n == (int64_t)at->matter->n_promises;
    return is_new ? add_jobs_of(at->act->tx, id, owed, err) : YK_OK;
}

enum yk matter_promise_jobs_again(struct log_tx *tx, struct err *err) {
    const struct scope all = {.district = tx->district, .level = SCOPE_DISTRICT};
    struct fact_query query;
    struct fact_hit *hits = NULL;
    size_t n = 0;
    fact_query_init(&query, &matter_fact_table, &all);
    fact_query_and(&query, (struct fact_cond){.col = M_PROMISE_DUE_AT, .op = FACT_NOT_NULL});
    query.order = (struct fact_order){M_PROMISE_DUE_AT, false};
    query.cols = UINT64_C(1) << M_PROMISE_DUE_AT;
    enum yk status = fact_find(tx->db, &query, tx->arena, &hits, &n, NULL, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct log_object object;
        status =
            log_peek(tx->db, tx->arena, &matter_ledger, tx->district, hits[i].object, &object, err);
        const struct matter_promise *owed =
            status == YK_OK ? matter_owed_promise(object.state) : NULL;
        status = owed ? add_jobs_of(tx, hits[i].object, owed, err) : status;
    }
    return status;
}

enum yk matter_stage(const struct matter_act *act, int64_t id, int64_t seen,
                     const struct matter_stage *command, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_stage(at.matter, &at.env, command, &at.drafts, err);
    }
    status = matter_record(&at, status, err);
    return status == YK_OK ? add_jobs(&at, id, err) : status;
}

enum yk matter_countersign(const struct matter_act *act, int64_t id, int64_t seen, bool approve,
                           const char *note, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_countersign(at.matter, &at.env, approve, note, &at.drafts, err);
    }
    status = matter_record(&at, status, err);
    return status == YK_OK && approve ? add_jobs(&at, id, err) : status;
}

// ---- by itself ----

enum yk matter_promise_due(const struct matter_act *act, int64_t id, int64_t n, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, 0, &at, err);
    if (status == YK_OK) {
        status = matter_decide_promise_near(at.matter, &at.env, n, &at.drafts, NULL);
    }
    if (status == YK_REFUSED) {
        status = matter_decide_promise_passed(at.matter, &at.env, n, &at.drafts, NULL);
    }
    return status == YK_REFUSED ? YK_OK : matter_record(&at, status, err);
}

static const char nothing_left[] = "kept, renewed or ended before";

static enum yk run_near(struct job_run *run, struct err *err) {
    return matter_run_due(run, matter_decide_promise_near, "told", nothing_left, err);
}

static enum yk run_passed(struct job_run *run, struct err *err) {
    return matter_run_due(run, matter_decide_promise_passed, "told", nothing_left, err);
}

const struct job_kind matter_promise_near_kind = {
    .name = "matter.promise_near",
    .zh = "承诺日期临近提醒",
    .en = "Remind of a promised day that is near",
    .run = run_near,
};
const struct job_kind matter_promise_passed_kind = {
    .name = "matter.promise_passed",
    .zh = "承诺逾期登记",
    .en = "Record that a promised day has passed",
    .run = run_passed,
};
