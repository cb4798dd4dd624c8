// SPDX-License-Identifier: Apache-2.0
// Rules of time: how long a matter of some kind, category and urgency may take for each of its clocks. Data of the district, by version; which rule
// holds for a matter is one pure look-up. Reckoning a day from a rule is calendar/.
#ifndef YK_ORG_TIME_RULES_H
#define YK_ORG_TIME_RULES_H

#include "base/arena.h"
#include "base/err.h"
#include "calendar/calendar.h"
#include "json/json.h"

// What somebody asks for, which decides how long it may take.
enum matter_kind {
    KIND_HELP = 1,
    KIND_CONSULTATION,
    KIND_COMPLAINT,
    KIND_SUGGESTION,
    KIND_ENTERPRISE,
};
enum matter_urgency { URGENCY_NORMAL = 1, URGENCY_URGENT, URGENCY_CRITICAL };
extern const struct json_word matter_kind_words[], matter_urgency_words[];

enum time_clock {
    TIME_CONTACT = 1, // from the dispatch to the first word with the caller
    TIME_SIGN,        // from the dispatch
    TIME_ANSWER,      // from the dispatch or the return
    TIME_CALLBACK,    // from the answer or the withdrawal
    TIME_STAGE,       // from a stage reply to the day that it promises, at most
    TIME_ASSIST,      // from the naming of an assisting unit to its answer to the lead
    TIME_TELL,        // from the dispatch, or from the last word, to the next word to the caller
    TIME_CLOCK_END,
};
extern const struct json_word time_clock_words[];

enum { TIME_RULES_MAX = 200 };
struct time_rule {
    int64_t clock;
    int64_t kind, urgency;          // JSON_ABSENT_INT: any
    const char *category;           // code of any level; NULL: any
    const char *rule;               // deadline_rule_parse
    const char *source, *source_en; // the law or the notice that says so
};
struct time_rules {   // one version
    int64_t version;  // 1, 2, …
    int32_t from_day; // domain day from which it holds
    struct time_rule *rules;
    size_t n_rules;
};
extern const struct json_spec time_rule_spec, time_rules_spec;

// Version 1: what is usual where requests are handled at once (sign 1 working day, consultations 2, all else 5, call-back 3). Static.
const struct time_rules *time_rules_default(void);

// The most specific rule of the clock: by the deepest category, then by kind, then by urgency. Index into rules; -1 when none fits.
// category: a number as of category_number(), 0 unknown.
int time_rules_find(const struct time_rules *rules, enum time_clock clock, int64_t kind,
                    int32_t category, int64_t urgency);
// The version that holds on a day: of those begun by then the one begun last, of several begun on one day the newest; the first for days before.
const struct time_rules *time_rules_on(const struct time_rules *all, size_t n, int32_t day);

// Refuses by field, rules[i].…: an unknown rule or category, two rules for the same case, an amount out of range, and a set without a rule for
// all cases of signing, answering and calling back.
YK_NODISCARD enum yk time_rules_check(const struct time_rules *wanted, struct err *err);

#endif
