// SPDX-License-Identifier: Apache-2.0
// Scheduled work as its administrator sees it: what waits, what failed and why, what was done lately, how late it all runs; and having one run now. Who it is
// about is not shown, only which object.
#include "jobs/jobs_http.h"

#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/text.h"
#include "jobs/jobs_store.h"
#include "org/org.h"

enum { PAGE_DEFAULT = 50 };
enum { LIST_WAITING = 1, LIST_FAILED, LIST_DONE };
static const struct json_word list_words[] = {
    {"waiting", LIST_WAITING}, {"failed", LIST_FAILED}, {"done", LIST_DONE}, {NULL, 0}};
struct job_params {
    int64_t list, limit;
    const char *cursor;
};
#define AT(member) .offset = offsetof(struct job_params, member)
static const struct json_field params_fields[] = {
    {.name = "list", .type = JSON_ENUM, AT(list), .words = list_words},
    {.name = "cursor", .type = JSON_TEXT, AT(cursor), .max = 48},
    {.name = "limit", .type = JSON_INT, AT(limit), .min = 1, .max = 200},
};
static const struct json_spec params_spec =
    JSON_SPEC("job_query", struct job_params, params_fields);

// ---- answering ----

static void put_kind(struct request *rq, const char *name) {
    const struct job_kind *kind = job_find_kind(rq->app->job_kinds, name);
    jw_key(rq->json, "kind");
    jw_text(rq->json, name);
    jw_key(rq->json, "title");
    jw_text(rq->json, !kind ? name : strcmp(rq->lang, "en") == 0 ? kind->en : kind->zh);
}

static void put_object(struct request *rq, int code, int64_t object) {
    const struct ledger *ledger = ledger_by_code(rq->app->ledgers, code);
    jw_key(rq->json, "ledger");
    jw_text(rq->json, ledger ? ledger->name : NULL);
    jw_key(rq->json, "object");
    jw_id(rq->json, object);
}

static void put_asker(struct request *rq, const struct org *org, int64_t id) {
    const struct account *account = org_find_account(org, id);
    jw_key(rq->json, "asked_by");
    jw_text(rq->json, account ? account->name : NULL);
}

static bool may_run(const struct request *rq, const struct job_row *job) {
    const struct job_kind *kind = job_find_kind(rq->app->job_kinds, job->kind);
    return kind && (job->attempts > 0 || (kind->every_min && !*job->key));
}

static const char *state_of(const struct job_row *job, int64_t now_us) {
    return job->attempts > 0 ? "failed" : job->at <= now_us ? "due" : "waiting";
}

static void write_job(struct request *rq, const struct org *org, const struct job_row *job) {
    struct jw *jw = rq->json;
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, job->id);
    put_kind(rq, job->kind);
    jw_key(jw, "state");
    jw_text(jw, state_of(job, rq->now_us));
    put_object(rq, job->ledger, job->object);
    jw_key(jw, "due_at");
    jw_time(jw, job->due_at);
    jw_key(jw, "at");
    jw_time(jw, job->at);
    jw_key(jw, "attempts");
    jw_i64(jw, job->attempts);
    jw_key(jw, "error");
    jw_text(jw, *job->error ? job->error : NULL);
    put_asker(rq, org, job->asked_by);
    jw_key(jw, "may_run");
    jw_bool(jw, may_run(rq, job));
    jw_object_end(jw);
}

static void write_trace(struct request *rq, const struct org *org, const struct job_trace *trace) {
    struct jw *jw = rq->json;
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, trace->id);
    put_kind(rq, trace->kind);
    jw_key(jw, "state");
    jw_text(jw, "done");
    put_object(rq, trace->ledger, trace->object);
    jw_key(jw, "due_at");
    jw_time(jw, trace->due_at);
    jw_key(jw, "at");
    jw_time(jw, trace->done_at);
    jw_key(jw, "attempts");
    jw_i64(jw, trace->attempts);
    jw_key(jw, "missed");
    jw_i64(jw, trace->missed);
    jw_key(jw, "said");
    jw_text(jw, *trace->said ? trace->said : NULL);
    put_asker(rq, org, trace->asked_by);
    jw_key(jw, "may_run");
    jw_bool(jw, false);
    jw_object_end(jw);
}

static enum yk write_health(struct request *rq, struct err *err) {
    struct jw *jw = rq->json;
    struct job_health health;
    enum yk status = job_store_health(rq->db, rq->actor->scope.district, rq->now_us, &health, err);
    if (status != YK_OK) {
        return status;
    }
    jw_key(jw, "health");
    jw_object(jw);
    jw_key(jw, "due");
    jw_i64(jw, health.n_due);
    jw_key(jw, "failed");
    jw_i64(jw, health.n_failed);
    jw_key(jw, "lag_s");
    jw_i64(jw, health.oldest_at == TIME_NONE ? 0 : (rq->now_us - health.oldest_at) / US_PER_S);
    jw_key(jw, "next_at");
    jw_time(jw, health.next_at);
    jw_object_end(jw);
    return YK_OK;
}

// ---- the lists ----

struct place {
    int64_t at, id;
};

static enum yk read_cursor(const char *text, int64_t list, struct place *out, struct err *err) {
    struct place place = {INT64_MIN, INT64_MIN};
    if (list == LIST_DONE) {
        place = (struct place){INT64_MAX, INT64_MAX};
    }
    if (text) {
        char *end;
        place.at = strtoll(text, &end, 10);
        if (*end != '.' || !id_parse(end + 1, &place.id)) {
            return err_add_field(err, "cursor", ERR_WRONG_TYPE, "next_cursor of the page before");
        }
    }
    *out = place;
    return YK_OK;
}

static const char *cursor_of(struct request *rq, int64_t at, int64_t id) {
    char text[ID_TEXT_BYTES];
    id_format(id, text);
    return arena_printf(rq->arena, "%lld.%s", (long long)at, text);
}

static enum yk write_waiting(struct request *rq, const struct org *org, bool failed,
                             const struct place *after, int limit, const char **out_next,
                             struct err *err) {
    struct job_row *jobs = NULL;
    size_t n = 0;
    enum yk status = job_store_list(rq->db, rq->arena, rq->actor->scope.district, failed, after->at,
                                    after->id, limit, &jobs, &n, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        write_job(rq, org, &jobs[i]);
    }
    *out_next = n == (size_t)limit ? cursor_of(rq, jobs[n - 1].at, jobs[n - 1].id) : NULL;
    return status;
}

static enum yk write_done(struct request *rq, const struct org *org, const struct place *before,
                          int limit, const char **out_next, struct err *err) {
    struct job_trace *traces = NULL;
    size_t n = 0;
    enum yk status = job_store_traces(rq->db, rq->arena, rq->actor->scope.district, before->at,
                                      before->id, limit, &traces, &n, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        write_trace(rq, org, &traces[i]);
    }
    *out_next = n == (size_t)limit ? cursor_of(rq, traces[n - 1].done_at, traces[n - 1].id) : NULL;
    return status;
}

static enum yk get_jobs(struct request *rq, struct err *err) {
    const struct job_params *params = rq->query;
    int limit = params->limit == JSON_ABSENT_INT ? PAGE_DEFAULT : (int)params->limit;
    struct place place = {0};
    const char *next = NULL;
    _cleanup_org_ struct org *org = NULL;
    enum yk status = read_cursor(params->cursor, params->list, &place, err);
    if (status == YK_OK) {
        status = org_cache_get(rq->app->orgs, rq->db, rq->actor->scope.district, &org, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    jw_key(rq->json, "items");
    jw_array(rq->json);
    status = params->list == LIST_DONE
                 ? write_done(rq, org, &place, limit, &next, err)
                 : write_waiting(rq, org, params->list == LIST_FAILED, &place, limit, &next, err);
    jw_array_end(rq->json);
    jw_key(rq->json, "next_cursor");
    jw_text(rq->json, next);
    if (status == YK_OK) {
        status = write_health(rq, err);
    }
    jw_object_end(rq->json);
    return status;
}

// ---- now ----

// One that failed is tried again for the time it was for; a repeating one runs for now instead of for its next time. Anything else keeps its time: a deadline does not
// pass sooner because somebody presses a button.
static enum yk post_run(struct request *rq, struct err *err) {
    int32_t district = rq->actor->scope.district;
    int64_t id = rq->replay ? rq->location : rq->id[0];
    struct job_row job;
    _cleanup_org_ struct org *org = NULL;
    enum yk status = job_store_get(rq->db, rq->arena, district, id, &job, err);
    if (status == YK_OK && !rq->replay) {
        status = may_run(rq, &job) ? job_store_hasten(rq->db, district, id, rq->now_us,
                                                      job.attempts == 0, rq->actor->account, err)
                                   : err_set(err, YK_REFUSED, ERR_WRONG_STATE, "");
    }
    if (status == YK_OK) {
        status = job_store_get(rq->db, rq->arena, district, id, &job, err);
    }
    if (status == YK_OK) {
        status = org_cache_get(rq->app->orgs, rq->db, district, &org, err);
    }
    if (status == YK_OK) {
        rq->location = id;
        write_job(rq, org, &job);
    }
    return status;
}

static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/jobs",
     .cap = CAP_JOB_MANAGE,
     .query = &params_spec,
     .response = "JobPage",
     .status = 200,
     .run = get_jobs,
     .summary = "Scheduled work: what waits, failed or was done lately"},
    {.method = "POST",
     .path = "/api/v1/jobs/{id:id}/run",
     .cap = CAP_JOB_MANAGE,
     .flags = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY,
     .response = "Job",
     .status = 200,
     .run = post_run,
     .summary = "Have a failed or a repeating job run now"},
};
const struct route_table jobs_routes = {"jobs", rows, sizeof rows / sizeof *rows};
