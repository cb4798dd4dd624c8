// SPDX-License-Identifier: Apache-2.0
// Units, catalogue, policy and calendar over HTTP. A change takes the district's line, asks the rules of org.c, records, and answers with the object
// as it is now.

#include "org/org_http.h"

#include <math.h>
#include <string.h>

#include "app/app.h"
#include "org/org.h"

enum { NAME_MAX_CHARS = 40, NAME_EN_MAX_CHARS = 120, SORT_MAX = 100000, DAYS_MAX = 200 };

static enum yk org_of(struct request *rq, struct org **out, struct err *err) {
    return org_cache_get(rq->app->orgs, rq->db, rq->actor->scope.district, out, err);
}

// ---- units ----

static void put_unit(struct jw *jw, const struct unit *unit) {
    jw_object(jw);
    jw_key(jw, "id");
    jw_id(jw, unit->id);
    jw_key(jw, "seq");
    jw_i64(jw, unit->seq);
    jw_key(jw, "code");
    jw_text(jw, unit->code);
    jw_key(jw, "name");
    jw_text(jw, unit->name);
    jw_key(jw, "name_en");
    jw_text(jw, unit->name_en);
    jw_key(jw, "kind");
    jw_text(jw, json_word_of(unit_kind_words, unit->kind));
    jw_key(jw, "parent");
    jw_id(jw, unit->parent);
    jw_key(jw, "sort");
    jw_i64(jw, unit->sort);
    jw_key(jw, "open");
    jw_bool(jw, unit->open);
    jw_object_end(jw);
}

static enum yk get_units(struct request *rq, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_of(rq, &org, err);
    if (status != YK_OK) {
        return status;
    }
    size_t n;
    const struct unit *units = org_units(org, &n);
    jw_object(rq->json);
    jw_key(rq->json, "items");
    jw_array(rq->json);
    for (size_t i = 0; i < n; i++) {
        put_unit(rq->json, &units[i]);
    }
    jw_array_end(rq->json);
    jw_object_end(rq->json);
    return YK_OK;
}

// The unit as this transaction leaves it.
static enum yk render_unit(struct request *rq, int64_t id, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_of(rq, &org, err);
    const struct unit *unit = status == YK_OK ? org_find_unit(org, id) : NULL;
    if (unit) {
        put_unit(rq->json, unit);
        return YK_OK;
    }
    return status == YK_OK ? err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "") : status;
}

struct unit_body {
    struct unit_input input;
    int64_t seq;
};
#define UNIT_FIELD(name_, type_, flags_, member, ...)                                              \
    {                                                                                              \
        .name = (name_), .type = type_, .flags = (flags_),                                         \
        .offset = offsetof(struct unit_body, member), __VA_ARGS__                                  \
    }
#define UNIT_FIELDS                                                                                \
    UNIT_FIELD("name", JSON_TEXT, JSON_REQUIRED, input.name, .max = NAME_MAX_CHARS),               \
        UNIT_FIELD("name_en", JSON_TEXT, 0, input.name_en, .max = NAME_EN_MAX_CHARS),              \
        UNIT_FIELD("kind", JSON_ENUM, JSON_REQUIRED, input.kind, .words = unit_kind_words),        \
        UNIT_FIELD("parent", JSON_ID, 0, input.parent, .max = 0),                                  \
        UNIT_FIELD("sort", JSON_INT, 0, input.sort, .min = -SORT_MAX, .max = SORT_MAX)
static const struct json_field new_unit_fields[] = {UNIT_FIELDS};
static const struct json_spec new_unit_spec =
    JSON_SPEC("NewUnit", struct unit_body, new_unit_fields);
static const struct json_field unit_change_fields[] = {
    UNIT_FIELDS, UNIT_FIELD("seq", JSON_INT, JSON_REQUIRED, seq, .min = 1, .max = INT32_MAX)};
static const struct json_spec unit_change_spec =
    JSON_SPEC("UnitChange", struct unit_body, unit_change_fields);

static enum yk post_unit(struct request *rq, struct err *err) {
    const struct unit_body *body = rq->body;
    struct log_tx tx = log_tx_of(rq);
    struct drafts drafts = {.n = 0};
    int64_t number = 0;
    if (rq->replay) {
        return render_unit(rq, rq->location, err);
    }
    _cleanup_org_ struct org *org = NULL;
    struct unit_input input = body->input;
    input.code = NULL;
    enum yk status = org_begin_change(&tx, &org, err);
    if (status == YK_OK) {
        status = log_next_number(&tx, "unit", 0, &number, err);
    }
    if (status == YK_OK) {
        status = unit_decide_create(org, &input, number, rq->today, rq->arena, &drafts, err);
    }
    if (status == YK_OK) {
        status = org_record(&tx, 0, true, 0, &drafts, &rq->location, err);
    }
    return status == YK_OK ? render_unit(rq, rq->location, err) : status;
}

static enum yk put_unit_change(struct request *rq, struct err *err) {
    const struct unit_body *body = rq->body;
    struct log_tx tx = log_tx_of(rq);
    struct drafts drafts = {.n = 0};
    if (rq->replay) {
        return render_unit(rq, rq->id[0], err);
    }
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_begin_change(&tx, &org, err);
    if (status == YK_OK) {
        status =
            unit_decide_update(org, rq->id[0], &body->input, rq->today, rq->arena, &drafts, err);
    }
    if (status == YK_OK) {
        rq->location = rq->id[0];
        status = org_record(&tx, rq->id[0], false, body->seq, &drafts, NULL, err);
    }
    return status == YK_OK ? render_unit(rq, rq->id[0], err) : status;
}

struct seq_body {
    int64_t seq;
};
static const struct json_field seq_fields[] = {{.name = "seq",
                                                .type = JSON_INT,
                                                .flags = JSON_REQUIRED,
                                                .offset = offsetof(struct seq_body, seq),
                                                .min = 1,
                                                .max = INT32_MAX}};
static const struct json_spec seq_spec = JSON_SPEC("Seen", struct seq_body, seq_fields);

static enum yk post_unit_close(struct request *rq, struct err *err) {
    const struct seq_body *body = rq->body;
    struct log_tx tx = log_tx_of(rq);
    struct drafts drafts = {.n = 0};
    bool busy = false;
    if (rq->replay) {
        return render_unit(rq, rq->id[0], err);
    }
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_begin_change(&tx, &org, err);
    org_unit_busy_fn *unit_busy = org_cache_unit_busy(rq->app->orgs);
    if (status == YK_OK && unit_busy) {
        status = unit_busy(rq->db, tx.district, rq->id[0], &busy, err);
    }
    if (status == YK_OK) {
        status = unit_decide_close(org, rq->id[0], busy, rq->today, &drafts, err);
    }
    if (status == YK_OK) {
        rq->location = rq->id[0];
        status = org_record(&tx, rq->id[0], false, body->seq, &drafts, NULL, err);
    }
    return status == YK_OK ? render_unit(rq, rq->id[0], err) : status;
}

// ---- catalogue ----

static void put_category(struct jw *jw, const struct category *category) {
    char parent[CATEGORY_CODE_BYTES];
    jw_object(jw);
    jw_key(jw, "code");
    jw_text(jw, category->code);
    jw_key(jw, "seq");
    jw_i64(jw, category->seq);
    jw_key(jw, "name");
    jw_text(jw, category->name);
    jw_key(jw, "name_en");
    jw_text(jw, category->name_en);
    jw_key(jw, "parent");
    if (category->parent) {
        category_code(category->parent, parent);
    }
    jw_text(jw, category->parent ? parent : NULL);
    jw_key(jw, "level");
    jw_i64(jw, category->level);
    jw_key(jw, "lead");
    jw_id(jw, category->lead);
    jw_key(jw, "open");
    jw_bool(jw, category->open);
    jw_object_end(jw);
}

static enum yk get_categories(struct request *rq, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_of(rq, &org, err);
    if (status != YK_OK) {
        return status;
    }
    size_t n;
    const struct category *categories = org_categories(org, &n);
    jw_object(rq->json);
    jw_key(rq->json, "items");
    jw_array(rq->json);
    for (size_t i = 0; i < n; i++) {
        put_category(rq->json, &categories[i]);
    }
    jw_array_end(rq->json);
    jw_object_end(rq->json);
    return YK_OK;
}

static enum yk render_category(struct request *rq, int32_t number, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_of(rq, &org, err);
    const struct category *category = status == YK_OK ? org_find_category(org, number) : NULL;
    if (category) {
        put_category(rq->json, category);
        return YK_OK;
    }
    return status == YK_OK ? err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "") : status;
}

struct category_body {
    struct category_input input;
    int64_t seq;
};
#define CATEGORY_FIELD(name_, type_, flags_, member, ...)                                          \
    {                                                                                              \
        .name = (name_), .type = type_, .flags = (flags_),                                         \
        .offset = offsetof(struct category_body, member), __VA_ARGS__                              \
    }
#define CATEGORY_FIELDS                                                                            \
    CATEGORY_FIELD("name", JSON_TEXT, JSON_REQUIRED, input.name, .max = NAME_MAX_CHARS),           \
        CATEGORY_FIELD("name_en", JSON_TEXT, 0, input.name_en, .max = NAME_EN_MAX_CHARS),          \
        CATEGORY_FIELD("lead", JSON_ID, 0, input.lead, .max = 0)
static const struct json_field new_category_fields[] = {
    CATEGORY_FIELD("code", JSON_TEXT, JSON_REQUIRED, input.code, .max = 8), CATEGORY_FIELDS};
static const struct json_spec new_category_spec =
    JSON_SPEC("NewCategory", struct category_body, new_category_fields);
static const struct json_field category_change_fields[] = {
    CATEGORY_FIELDS, CATEGORY_FIELD("open", JSON_BOOL, 0, input.open, .max = 0),
    CATEGORY_FIELD("seq", JSON_INT, JSON_REQUIRED, seq, .min = 1, .max = INT32_MAX)};
static const struct json_spec category_change_spec =
    JSON_SPEC("CategoryChange", struct category_body, category_change_fields);

static enum yk post_category(struct request *rq, struct err *err) {
    const struct category_body *body = rq->body;
    struct log_tx tx = log_tx_of(rq);
    struct drafts drafts = {.n = 0};
    if (rq->replay) {
        return render_category(rq, (int32_t)rq->location, err);
    }
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_begin_change(&tx, &org, err);
    if (status == YK_OK) {
        status = category_decide_create(org, &body->input, rq->today, rq->arena, &drafts, err);
    }
    if (status == YK_OK) {
        int32_t number = category_number(body->input.code);
        status = org_record(&tx, number, true, 0, &drafts, &rq->location, err);
    }
    return status == YK_OK ? render_category(rq, (int32_t)rq->location, err) : status;
}

static enum yk put_category_change(struct request *rq, struct err *err) {
    const struct category_body *body = rq->body;
    struct category_input input = body->input;
    struct log_tx tx = log_tx_of(rq);
    struct drafts drafts = {.n = 0};
    int32_t number = category_number(rq->word[0]);
    if (rq->replay) {
        return render_category(rq, number, err);
    }
    _cleanup_org_ struct org *org = NULL;
    input.code = rq->word[0];
    enum yk status = org_begin_change(&tx, &org, err);
    if (status == YK_OK) {
        status = category_decide_update(org, &input, rq->today, rq->arena, &drafts, err);
    }
    if (status == YK_OK) {
        rq->location = number;
        status = org_record(&tx, number, false, body->seq, &drafts, NULL, err);
    }
    return status == YK_OK ? render_category(rq, number, err) : status;
}

// ---- policy ----

static void put_weight(struct jw *jw, int64_t thousandths) {
    jw_real(jw, (double)thousandths / 1000, 3);
}

static void put_policy_days(struct jw *jw, const struct org *org) {
    const struct policy *policy = policy_current(org);
    const struct {
        const char *key;
        int64_t value;
    } numbers[] = {
        {"seq", org_policy_seq(org)},
        {"version", policy->version},
        {"call_tries", policy->call_tries},
        {"call_days", policy->call_days},
        {"order_after_days", policy->order_after_days},
        {"blue_days", policy->blue_days},
        {"orange_days", policy->orange_days},
        {"red_days", policy->red_days},
        {"notify_after_days", policy->notify_after_days},
        {"extend_head_days", policy->extend_head_days},
        {"extend_total_days", policy->extend_total_days},
        {"park_days", policy->park_days},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        jw_key(jw, numbers[i].key);
        jw_i64(jw, numbers[i].value);
    }
}

static void put_policy_flags(struct jw *jw, const struct policy *policy) {
    const struct {
        const char *key;
        int8_t value;
    } flags[] = {
        {"head_signs_off", policy->head_signs_off},
        {"extend_after_due", policy->extend_after_due},
        {"assists_first", policy->assists_first},
    };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        jw_key(jw, flags[i].key);
        jw_bool(jw, flags[i].value > 0);
    }
}

static enum yk get_policy(struct request *rq, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_of(rq, &org, err);
    if (status != YK_OK) {
        return status;
    }
    struct jw *jw = rq->json;
    const struct policy *policy = policy_current(org);
    jw_object(jw);
    put_policy_days(jw, org);
    put_policy_flags(jw, policy);
    jw_key(jw, "partly_weight");
    put_weight(jw, policy->partly_weight);
    jw_key(jw, "basically_weight");
    put_weight(jw, policy->basically_weight);
    jw_key(jw, "composite");
    jw_array(jw);
    for (int i = 0; i < COMPOSITE_PARTS; i++) {
        put_weight(jw, policy->composite[i]);
    }
    jw_array_end(jw);
    jw_object_end(jw);
    return YK_OK;
}

struct policy_body {
    int64_t seq, version, call_tries, call_days;
    int64_t order_after_days, blue_days, orange_days, red_days, notify_after_days;
    int64_t extend_head_days, extend_total_days, park_days;
    int8_t head_signs_off, extend_after_due, assists_first;
    double partly_weight, basically_weight;
    double *composite;
    size_t n_composite;
};
#define POLICY_FIELD(name_, type_, ...)                                                            \
    { .name = #name_, .type = type_, .offset = offsetof(struct policy_body, name_), __VA_ARGS__ }
static const struct json_field policy_fields[] = {
    POLICY_FIELD(seq, JSON_INT, .flags = JSON_REQUIRED, .min = 1, .max = INT32_MAX),
    // The whole of what was read may be sent back; the version is given anew.
    POLICY_FIELD(version, JSON_INT, .flags = 0),
    POLICY_FIELD(head_signs_off, JSON_BOOL, .flags = JSON_REQUIRED),
    POLICY_FIELD(call_tries, JSON_INT, .flags = JSON_REQUIRED),
    POLICY_FIELD(call_days, JSON_INT, .flags = JSON_REQUIRED),
    // What is left out stays as it is.
    POLICY_FIELD(order_after_days, JSON_INT, .flags = 0),
    POLICY_FIELD(blue_days, JSON_INT, .flags = 0),
    POLICY_FIELD(orange_days, JSON_INT, .flags = 0),
    POLICY_FIELD(red_days, JSON_INT, .flags = 0),
    POLICY_FIELD(notify_after_days, JSON_INT, .flags = 0),
    POLICY_FIELD(extend_head_days, JSON_INT, .flags = 0),
    POLICY_FIELD(extend_total_days, JSON_INT, .flags = 0),
    POLICY_FIELD(extend_after_due, JSON_BOOL, .flags = 0),
    POLICY_FIELD(park_days, JSON_INT, .flags = 0),
    POLICY_FIELD(assists_first, JSON_BOOL, .flags = 0),
    POLICY_FIELD(partly_weight, JSON_REAL, .flags = JSON_REQUIRED, .min = 0, .max = 1),
    POLICY_FIELD(basically_weight, JSON_REAL, .flags = JSON_REQUIRED, .min = 0, .max = 1),
    POLICY_FIELD(composite, JSON_REAL_ARRAY, .flags = JSON_REQUIRED,
                 .count_offset = offsetof(struct policy_body, n_composite), .min = COMPOSITE_PARTS,
                 .max = COMPOSITE_PARTS),
};
static const struct json_spec policy_change_spec =
    JSON_SPEC("PolicyChange", struct policy_body, policy_fields);

// Out of range stays out of range, whatever was sent.
static int64_t thousandths(double weight) {
    return weight >= 0 && weight <= 1 ? llround(weight * 1000) : -1;
}

static int64_t or_present(int64_t wanted, int64_t present) {
    return wanted == JSON_ABSENT_INT ? present : wanted;
}

static int8_t flag_or_as_it_is(int8_t wanted, int8_t now) {
    return wanted < 0 ? now : wanted;
}

static void take_acts(const struct policy_body *body, const struct policy *now,
                      struct policy *out) {
    out->extend_head_days = or_present(body->extend_head_days, now->extend_head_days);
    out->extend_total_days = or_present(body->extend_total_days, now->extend_total_days);
    out->park_days = or_present(body->park_days, now->park_days);
    out->assists_first = flag_or_as_it_is(body->assists_first, now->assists_first);
    out->extend_after_due = flag_or_as_it_is(body->extend_after_due, now->extend_after_due);
}

static struct policy policy_of(const struct policy_body *body, const struct policy *present) {
    struct policy policy = {
        .head_signs_off = body->head_signs_off,
        .call_tries = body->call_tries,
        .call_days = body->call_days,
        .order_after_days = or_present(body->order_after_days, present->order_after_days),
        .blue_days = or_present(body->blue_days, present->blue_days),
        .orange_days = or_present(body->orange_days, present->orange_days),
        .red_days = or_present(body->red_days, present->red_days),
        .notify_after_days = or_present(body->notify_after_days, present->notify_after_days),
        .partly_weight = thousandths(body->partly_weight),
        .basically_weight = thousandths(body->basically_weight),
    };
    for (int i = 0; i < COMPOSITE_PARTS; i++) {
        policy.composite[i] = thousandths(body->composite[i]);
    }
    return policy;
}

static enum yk put_policy(struct request *rq, struct err *err) {
    const struct policy_body *body = rq->body;
    struct log_tx tx = log_tx_of(rq);
    struct drafts drafts = {.n = 0};
    if (rq->replay) {
        return get_policy(rq, err);
    }
    _cleanup_org_ struct org *org = NULL;
    enum yk status = org_begin_change(&tx, &org, err);
    if (status == YK_OK) {
        struct policy wanted = policy_of(body, policy_current(org));
        take_acts(body, policy_current(org), &wanted);
        status = policy_decide_set(org, &wanted, rq->today, rq->arena, &drafts, err);
    }
    if (status == YK_OK) {
        rq->location = ADMIN_POLICY_OBJECT;
        status = org_record(&tx, ADMIN_POLICY_OBJECT, false, body->seq, &drafts, NULL, err);
    }
    return status == YK_OK ? get_policy(rq, err) : status;
}

// ---- calendar ----

static void put_days(struct jw *jw, const char *key, const int32_t *days, size_t n) {
    jw_key(jw, key);
    jw_array(jw);
    for (size_t i = 0; i < n; i++) {
        jw_day(jw, days[i]);
    }
    jw_array_end(jw);
}

static enum yk get_calendar(struct request *rq, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    int32_t days[DAYS_MAX];
    if (rq->id[0] < 1900 || rq->id[0] > 2199) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    enum yk status = org_of(rq, &org, err);
    if (status != YK_OK) {
        return status;
    }
    const struct calendar *calendar = org_calendar(org);
    int year = (int)rq->id[0];
    jw_object(rq->json);
    jw_key(rq->json, "year");
    jw_i64(rq->json, year);
    jw_key(rq->json, "known");
    jw_bool(rq->json, calendar_knows_year(calendar, year));
    put_days(rq->json, "days_off", days, calendar_days_off(calendar, year, days, DAYS_MAX));
    put_days(rq->json, "days_worked", days, calendar_days_worked(calendar, year, days, DAYS_MAX));
    jw_object_end(rq->json);
    return YK_OK;
}

enum { CHANGE = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY };
static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/units",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_QUICK,
     .response = "UnitList",
     .status = 200,
     .run = get_units,
     .summary = "The whole tree of units, parents first"},
    {.method = "POST",
     .path = "/api/v1/units",
     .cap = CAP_UNIT_MANAGE,
     .flags = CHANGE,
     .request = &new_unit_spec,
     .response = "Unit",
     .status = 201,
     .run = post_unit,
     .summary = "Make a unit"},
    {.method = "PUT",
     .path = "/api/v1/units/{id:id}",
     .cap = CAP_UNIT_MANAGE,
     .flags = CHANGE,
     .request = &unit_change_spec,
     .response = "Unit",
     .status = 200,
     .run = put_unit_change,
     .summary = "Rename or move a unit"},
    {.method = "POST",
     .path = "/api/v1/units/{id:id}/close",
     .cap = CAP_UNIT_MANAGE,
     .flags = CHANGE,
     .request = &seq_spec,
     .response = "Unit",
     .status = 200,
     .run = post_unit_close,
     .summary = "Close a unit that nothing hangs on"},
    {.method = "GET",
     .path = "/api/v1/categories",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_QUICK,
     .response = "CategoryList",
     .status = 200,
     .run = get_categories,
     .summary = "The catalogue, by code"},
    {.method = "POST",
     .path = "/api/v1/categories",
     .cap = CAP_UNIT_MANAGE,
     .flags = CHANGE,
     .request = &new_category_spec,
     .response = "Category",
     .status = 200,
     .run = post_category,
     .summary = "Add to the catalogue"},
    {.method = "PUT",
     .path = "/api/v1/categories/{code:word}",
     .cap = CAP_UNIT_MANAGE,
     .flags = CHANGE,
     .request = &category_change_spec,
     .response = "Category",
     .status = 200,
     .run = put_category_change,
     .summary = "Change, open or close a node of the catalogue"},
    {.method = "GET",
     .path = "/api/v1/policy",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_QUICK,
     .response = "Policy",
     .status = 200,
     .run = get_policy,
     .summary = "The district's parameters in force"},
    {.method = "PUT",
     .path = "/api/v1/policy",
     .cap = CAP_POLICY_MANAGE,
     .flags = CHANGE,
     .request = &policy_change_spec,
     .response = "Policy",
     .status = 200,
     .run = put_policy,
     .summary = "Set the district's parameters: a new version, from today"},
    {.method = "GET",
     .path = "/api/v1/calendar/{year:int}",
     .cap = CAP_SIGNED_IN,
     .flags = ROUTE_QUICK,
     .response = "Calendar",
     .status = 200,
     .run = get_calendar,
     .summary = "A year's weekdays off and weekend days worked"},
};
const struct route_table org_routes = {"org", rows, sizeof rows / sizeof *rows};
