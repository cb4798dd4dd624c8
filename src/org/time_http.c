// SPDX-License-Identifier: Apache-2.0
// Rules of time over HTTP: all versions, a new one, and what they would make of a matter. Reckons nothing itself.

#include <string.h>

#include "app/app.h"
#include "base/clock.h"
#include "org/org.h"
#include "org/org_http.h"

enum { BODY_MAX_BYTES = 128 * 1024, MORNING_HOUR = 9 };

static enum yk org_of(struct request *rq, struct org **out, struct err *err) {
    return org_cache_get(rq->app->orgs, rq->db, rq->actor->scope.district, out, err);
}

// ---- all versions ----

static void put_text(struct jw *jw, const char *key, const char *text) {
    jw_key(jw, key);
    jw_text(jw, text);
}

static void put_word(struct jw *jw, const char *key, const struct json_word *words, int64_t value) {
    put_text(jw, key, value == JSON_ABSENT_INT ? NULL : json_word_of(words, value));
}

static void put_rule(struct jw *jw, const struct time_rule *rule) {
    jw_object(jw);
    put_word(jw, "clock", time_clock_words, rule->clock);
    put_word(jw, "kind", matter_kind_words, rule->kind);
    put_text(jw, "category", rule->category);
    put_word(jw, "urgency", matter_urgency_words, rule->urgency);
    put_text(jw, "rule", rule->rule);
    put_text(jw, "source", rule->source);
    put_text(jw, "source_en", rule->source_en);
    jw_object_end(jw);
}

static enum yk get_rules(struct request *rq, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_of(rq, &org, err);
    if (status != YK_OK) {
        return status;
    }
    size_t n;
    int64_t seq;
    struct jw *jw = rq->json;
    const struct time_rules *all = org_time_rules(org, &n, &seq);
    jw_object(jw);
    jw_key(jw, "seq");
    jw_i64(jw, seq);
    jw_key(jw, "current");
    jw_i64(jw, time_rules_on(all, n, rq->today)->version);
    jw_key(jw, "versions");
    jw_array(jw);
    for (size_t i = n; i > 0; i--) {
        jw_object(jw);
        jw_key(jw, "version");
        jw_i64(jw, all[i - 1].version);
        jw_key(jw, "from_day");
        jw_day(jw, all[i - 1].from_day);
        jw_key(jw, "rules");
        jw_array(jw);
        for (size_t k = 0; k < all[i - 1].n_rules; k++) {
            put_rule(jw, &all[i - 1].rules[k]);
        }
        jw_array_end(jw);
        jw_object_end(jw);
    }
    jw_array_end(jw);
    jw_object_end(jw);
    return YK_OK;
}

// ---- a new version ----

struct rules_body {
    int64_t seq;
    int32_t from_day;
    struct time_rule *rules;
    size_t n_rules;
};
static const struct json_field rules_fields[] = {
    {.name = "seq",
     .type = JSON_INT,
     .flags = JSON_REQUIRED,
     .max = INT32_MAX,
     .offset = offsetof(struct rules_body, seq)},
    {.name = "from_day",
     .type = JSON_DAY,
     .flags = JSON_REQUIRED,
     .offset = offsetof(struct rules_body, from_day)},
    {.name = "rules",
     .type = JSON_ARRAY,
     .flags = JSON_REQUIRED,
     .min = 1,
     .max = TIME_RULES_MAX,
     .offset = offsetof(struct rules_body, rules),
     .count_offset = offsetof(struct rules_body, n_rules),
     .sub = &time_rule_spec},
};
static const struct json_spec rules_body_spec =
    JSON_SPEC("TimeRulesChange", struct rules_body, rules_fields);

static enum yk put_rules(struct request *rq, struct err *err) {
    const struct rules_body *body = rq->body;
    struct log_tx tx = log_tx_of(rq);
    struct drafts drafts = {.n = 0};
    if (rq->replay) {
        return get_rules(rq, err);
    }
    _cleanup_org_ struct org *org = NULL;
    struct time_rules wanted = {
        .from_day = body->from_day, .rules = body->rules, .n_rules = body->n_rules};
    size_t n;
    int64_t seq;
    enum yk status = org_begin_change(&tx, &org, err);
    if (status == YK_OK) {
        status = time_rules_decide_set(org, &wanted, rq->today, rq->arena, &drafts, err);
    }
    if (status == YK_OK) {
        rq->location = ADMIN_TIME_RULES_OBJECT;
        (void)org_time_rules(org, &n, &seq);
        status = org_record(&tx, ADMIN_TIME_RULES_OBJECT, seq == 0, body->seq, &drafts, NULL, err);
    }
    return status == YK_OK ? get_rules(rq, err) : status;
}

// ---- what they would make of a matter ----

struct trial_query {
    int64_t kind, urgency, hour;
    const char *category;
    int32_t day;
};
#define TRIAL(name_, type_, ...)                                                                   \
    { .name = #name_, .type = type_, .offset = offsetof(struct trial_query, name_), __VA_ARGS__ }
static const struct json_field trial_fields[] = {
    TRIAL(kind, JSON_ENUM, .words = matter_kind_words),
    TRIAL(category, JSON_TEXT, .min = 2, .max = 8),
    TRIAL(urgency, JSON_ENUM, .words = matter_urgency_words),
    TRIAL(day, JSON_DAY, .flags = 0),
    TRIAL(hour, JSON_INT, .min = 0, .max = 23),
};
static const struct json_spec trial_spec =
    JSON_SPEC("time_trial", struct trial_query, trial_fields);

static void put_deadline(struct jw *jw, const struct deadline_rule *rule,
                         const struct deadline *due) {
    bool hours = rule->unit == DEADLINE_HOURS;
    jw_key(jw, "due_day");
    jw_day(jw, due->due_day);
    jw_key(jw, "due_at");
    jw_time(jw, hours ? due->due_us : TIME_NONE);
    jw_key(jw, "warn_day");
    jw_day(jw, due->warn_day);
    jw_key(jw, "provisional");
    jw_bool(jw, due->provisional);
}

// The clock of a call-back begins with the answer: shown as if it were given on its last day.
static void put_trial(struct request *rq, const struct org *org, const struct time_rules *rules,
                      const struct trial_query *query, int64_t start_us) {
    int32_t category = query->category ? category_number(query->category) : 0;
    struct deadline answer = {.due_us = start_us};
    for (int clock = TIME_CONTACT; clock < TIME_CLOCK_END; clock++) {
        int row =
            time_rules_find(rules, (enum time_clock)clock, query->kind, category, query->urgency);
        struct deadline_rule rule;
        struct deadline due;
        if (clock == TIME_STAGE) { // how far ahead may be promised is no due day of a matter
            continue;
        }
        if (row < 0 || !deadline_rule_parse(rules->rules[row].rule, &rule)) {
            continue;
        }
        bool after = clock == TIME_CALLBACK;
        deadline_compute(org_calendar(org), after ? answer.due_us : start_us, &rule, NULL, 0, 0,
                         &due);
        answer = clock == TIME_ANSWER ? due : answer;
        jw_object(rq->json);
        put_word(rq->json, "clock", time_clock_words, clock);
        jw_key(rq->json, "row");
        jw_i64(rq->json, row);
        put_deadline(rq->json, &rule, &due);
        jw_key(rq->json, "by");
        put_rule(rq->json, &rules->rules[row]);
        jw_object_end(rq->json);
    }
}

static enum yk check_trial(const struct org *org, const struct trial_query *query,
                           struct err *err) {
    int32_t number = query->category ? category_number(query->category) : 0;
    if (query->category && (!number || !org_find_category(org, number))) {
        (void)err_add_field(err, "category", ERR_UNKNOWN_CATEGORY, "03, 03-02, 03-02-01");
        if (err) {
            err->code = ERR_BAD_QUERY;
        }
        return YK_REFUSED;
    }
    return YK_OK;
}

static enum yk get_trial(struct request *rq, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    struct trial_query query = *(const struct trial_query *)rq->query;
    enum yk status = org_of(rq, &org, err);
    if (status == YK_OK) {
        status = check_trial(org, &query, err);
    }
    if (status != YK_OK) {
        return status;
    }
    query.kind = query.kind == JSON_ABSENT_INT ? KIND_HELP : query.kind;
    query.urgency = query.urgency == JSON_ABSENT_INT ? URGENCY_NORMAL : query.urgency;
    int32_t day = query.day == DAY_NONE ? rq->today : query.day;
    int64_t hour = query.hour == JSON_ABSENT_INT ? MORNING_HOUR : query.hour;
    const struct time_rules *rules = org_time_rules_on(org, day);
    jw_object(rq->json);
    jw_key(rq->json, "day");
    jw_day(rq->json, day);
    jw_key(rq->json, "version");
    jw_i64(rq->json, rules->version);
    put_text(rq->json, "calendar", calendar_version(org_calendar(org)));
    jw_key(rq->json, "clocks");
    jw_array(rq->json);
    put_trial(rq, org, rules, &query, day_start_us(day) + hour * 3600 * US_PER_S);
    jw_array_end(rq->json);
    jw_object_end(rq->json);
    return YK_OK;
}

static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/time-rules",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_QUICK,
     .response = "TimeRulesHistory",
     .status = 200,
     .run = get_rules,
     .summary = "The rules of time, newest version first"},
    {.method = "PUT",
     .path = "/api/v1/time-rules",
     .cap = CAP_POLICY_MANAGE,
     .flags = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY,
     .body_max_bytes = BODY_MAX_BYTES,
     .request = &rules_body_spec,
     .response = "TimeRulesHistory",
     .status = 200,
     .run = put_rules,
     .summary = "A new version of the rules of time, from a day on"},
    {.method = "GET",
     .path = "/api/v1/time-rules/trial",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_QUICK,
     .query = &trial_spec,
     .response = "TimeTrial",
     .status = 200,
     .run = get_trial,
     .summary = "When a matter dispatched on a day would be due"},
};
const struct route_table time_routes = {"time", rows, sizeof rows / sizeof *rows};
