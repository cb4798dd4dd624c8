// SPDX-License-Identifier: Apache-2.0
// Which rule of time holds, and which set of rules may be set. Pure: the set comes from the district's snapshot.

#include "org/time_rules.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "org/org.h"

const struct json_word matter_kind_words[] = {
    {"help", KIND_HELP},
    {"consultation", KIND_CONSULTATION},
    {"complaint", KIND_COMPLAINT},
    {"suggestion", KIND_SUGGESTION},
    {"enterprise", KIND_ENTERPRISE},
    {NULL, 0},
};
const struct json_word matter_urgency_words[] = {
    {"normal", URGENCY_NORMAL},
    {"urgent", URGENCY_URGENT},
    {"critical", URGENCY_CRITICAL},
    {NULL, 0},
};
const struct json_word time_clock_words[] = {
    {"contact", TIME_CONTACT},
    {"sign", TIME_SIGN},
    {"answer", TIME_ANSWER},
    {"callback", TIME_CALLBACK},
    {"stage", TIME_STAGE},
    {"assist", TIME_ASSIST},
    {"tell", TIME_TELL},
    {NULL, 0},
};

#define RULE(name_, type_, ...)                                                                    \
    { .name = #name_, .offset = offsetof(struct time_rule, name_), .type = type_, __VA_ARGS__ }
static const struct json_field rule_fields[] = {
    RULE(clock, JSON_ENUM, .flags = JSON_REQUIRED, .words = time_clock_words),
    RULE(kind, JSON_ENUM, .flags = JSON_OMIT_ABSENT, .words = matter_kind_words),
    RULE(category, JSON_TEXT, .flags = JSON_OMIT_ABSENT, .min = 2, .max = 8),
    RULE(urgency, JSON_ENUM, .flags = JSON_OMIT_ABSENT, .words = matter_urgency_words),
    RULE(rule, JSON_TEXT, .flags = JSON_REQUIRED, .min = 2, .max = RULE_TEXT_BYTES - 1),
    RULE(source, JSON_TEXT, .flags = JSON_REQUIRED, .min = 1, .max = 200),
    RULE(source_en, JSON_TEXT, .flags = JSON_OMIT_ABSENT, .min = 1, .max = 300),
};
const struct json_spec time_rule_spec = JSON_SPEC("TimeRule", struct time_rule, rule_fields);

static const struct json_field rules_fields[] = {
    {.name = "version", .type = JSON_INT, .offset = offsetof(struct time_rules, version)},
    {.name = "from_day", .type = JSON_DAY, .offset = offsetof(struct time_rules, from_day)},
    {.name = "rules",
     .type = JSON_ARRAY,
     .offset = offsetof(struct time_rules, rules),
     .count_offset = offsetof(struct time_rules, n_rules),
     .min = 1,
     .max = TIME_RULES_MAX,
     .sub = &time_rule_spec},
};
const struct json_spec time_rules_spec = JSON_SPEC("TimeRules", struct time_rules, rules_fields);

#define ANY JSON_ABSENT_INT
#define AT_ONCE                                                                                    \
    "接诉即办通行时限（本区办理规则）", "Usual limits of handling requests at once (district rules)"
static struct time_rule default_rows[] = {
    {TIME_CONTACT, ANY, ANY, NULL, "1wd", AT_ONCE},
    {TIME_SIGN, ANY, ANY, NULL, "1wd", AT_ONCE},
    {TIME_ANSWER, ANY, ANY, NULL, "5wd,warn=1wd", AT_ONCE},
    {TIME_ANSWER, KIND_CONSULTATION, ANY, NULL, "2wd,warn=1wd", AT_ONCE},
    {TIME_CALLBACK, ANY, ANY, NULL, "3wd,warn=1wd", AT_ONCE},
    {TIME_STAGE, ANY, ANY, NULL, "15wd,warn=1wd", AT_ONCE},
    {TIME_ASSIST, ANY, ANY, NULL, "3wd,warn=1wd", AT_ONCE},
    {TIME_ASSIST, KIND_CONSULTATION, ANY, NULL, "1wd", AT_ONCE},
};
static const struct time_rules default_rules = {
    .version = 1,
    .from_day = DAY_NONE,
    .rules = default_rows,
    .n_rules = sizeof default_rows / sizeof *default_rows,
};

const struct time_rules *time_rules_default(void) {
    return &default_rules;
}

// ---- look-up ----

static bool fits(const struct time_rule *rule, int64_t kind, int32_t category, int64_t urgency) {
    if ((rule->kind != ANY && rule->kind != kind) ||
        (rule->urgency != ANY && rule->urgency != urgency)) {
        return false;
    }
    if (!rule->category) {
        return true;
    }
    int32_t first, last;
    int32_t number = category_number(rule->category);
    category_range(number, &first, &last);
    return number != 0 && category >= first && category <= last;
}

static int weight_of(const struct time_rule *rule) {
    int level = rule->category ? category_level(category_number(rule->category)) : 0;
    return level * 4 + (rule->kind != ANY) * 2 + (rule->urgency != ANY);
}

int time_rules_find(const struct time_rules *rules, enum time_clock clock, int64_t kind,
                    int32_t category, int64_t urgency) {
    int best = -1;
    int best_weight = -1;
    for (size_t i = 0; i < rules->n_rules; i++) {
        const struct time_rule *rule = &rules->rules[i];
        if (rule->clock == (int64_t)clock && fits(rule, kind, category, urgency) &&
            weight_of(rule) > best_weight) {
            best = (int)i;
            best_weight = weight_of(rule);
        }
    }
    return best;
}

const struct time_rules *time_rules_on(const struct time_rules *all, size_t n, int32_t day) {
    const struct time_rules *found = &all[0];
    for (size_t i = 1; i < n; i++) {
        if (all[i].from_day <= day &&
            (found->from_day <= all[i].from_day || found->from_day > day)) {
            found = &all[i];
        }
    }
    return found;
}

// ---- what may be set ----

enum { NAME_BYTES = 48, AMOUNT_DAYS_MAX = 730, AMOUNT_HOURS_MAX = 24 * 90 };

static void refuse(struct err *err, size_t i, const char *member, enum err_code code,
                   const char *accepted) {
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "rules[%zu].%s", i, member);
    (void)err_add_field(err, name, code, "%s", accepted);
}

static bool is_same_category(const char *a, const char *b) {
    return a && b ? category_number(a) == category_number(b) : a == b;
}

static bool is_same_case(const struct time_rule *a, const struct time_rule *b) {
    return a->clock == b->clock && a->kind == b->kind && a->urgency == b->urgency &&
           is_same_category(a->category, b->category);
}

static void check_rule(const struct time_rules *wanted, size_t i, struct err *err) {
    const struct time_rule *rule = &wanted->rules[i];
    struct deadline_rule parsed;
    if (!deadline_rule_parse(rule->rule, &parsed)) {
        refuse(err, i, "rule", ERR_UNKNOWN_VALUE, "5wd, 60d, 2h; 60d,first,noroll,warn=10d");
    } else if (parsed.amount < 1 ||
               parsed.amount >
                   (parsed.unit == DEADLINE_HOURS ? AMOUNT_HOURS_MAX : AMOUNT_DAYS_MAX)) {
        refuse(err, i, "rule", ERR_OUT_OF_RANGE,
               parsed.unit == DEADLINE_HOURS ? "1h..2160h" : "1..730");
    }
    if (rule->category && category_number(rule->category) == 0) {
        refuse(err, i, "category", ERR_UNKNOWN_CATEGORY, "03, 03-02, 03-02-01");
    }
    for (size_t k = 0; k < i; k++) {
        if (is_same_case(&wanted->rules[k], rule)) {
            refuse(err, i, "clock", ERR_TIME_RULE_TWICE, "");
            return;
        }
    }
}

static bool is_for_all(const struct time_rule *rule, enum time_clock clock) {
    return rule->clock == (int64_t)clock && rule->kind == ANY && rule->urgency == ANY &&
           !rule->category;
}

// Without a rule for all cases some matter would have no due day, and nobody would miss it.
static void check_whole(const struct time_rules *wanted, enum time_clock clock, struct err *err) {
    for (size_t i = 0; i < wanted->n_rules; i++) {
        if (is_for_all(&wanted->rules[i], clock)) {
            return;
        }
    }
    (void)err_add_field(err, "rules", ERR_TIME_RULE_MISSING, "%s",
                        json_word_of(time_clock_words, clock));
}

enum yk time_rules_check(const struct time_rules *wanted, struct err *err) {
    struct err local = {0};
    struct err *fields = err ? err : &local;
    size_t before = fields->n_items;
    for (size_t i = 0; i < wanted->n_rules; i++) {
        check_rule(wanted, i, fields);
    }
    check_whole(wanted, TIME_SIGN, fields);
    check_whole(wanted, TIME_ANSWER, fields);
    check_whole(wanted, TIME_CALLBACK, fields);
    return fields->n_items > before ? YK_REFUSED : YK_OK;
}
