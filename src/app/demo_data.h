// SPDX-License-Identifier: Apache-2.0
// The content of the demonstration district as read from src/app/demo/*.json (described in the README there): units, catalogue, people, request
// templates and phrases. Reads and resolves references; decides nothing about what happens.
#ifndef YK_APP_DEMO_DATA_H
#define YK_APP_DEMO_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum demo_kind { DEMO_CONSULT = 1, DEMO_HELP, DEMO_COMPLAINT, DEMO_SUGGESTION };

struct demo_unit {
    const char *code, *name, *name_en;
    int64_t kind; // enum unit_kind
    int parent;   // index; -1: at the top
};
struct demo_category {
    const char *code, *name, *name_en;
    int lead; // unit index; -1: none
    bool leaf, local;
    enum demo_kind kind;
    int32_t number;
};
struct demo_account {
    const char *login, *name, *name_en;
    int unit;
    uint32_t roles; // 1u << enum role
};
struct demo_caller {
    const char *name, *phone;
    const char *industry, *we; // NULL for a person
    int town;                  // unit index
};
enum { DEMO_INDUSTRIES_MAX = 24 };
struct demo_template {
    int category; // index
    bool person, anonymous, secret;
    int64_t urgency, channel; // channel 0: any
    enum demo_kind kind;
    const char *industries[DEMO_INDUSTRIES_MAX]; // none: all
    int n_industries;
    int town;        // unit index; -1: any
    unsigned months; // bit m - 1; 0: all
    int32_t from, to;
    const char *title, *text;
};
struct demo_slot {
    const char *name;
    const char *computed; // "=caller.we"; or
    const char **values;
    int n;
};
struct demo_phrase {
    const char *text;
    const char **prefixes; // of categories that it suits
    int n_prefixes;        // 0: all
    bool enterprise, person;
    enum demo_kind kind; // 0: any
};
struct demo_phrases {
    const struct demo_phrase *list;
    int n;
};
enum demo_situation {
    SAY_FIRST_CONTACT,
    SAY_NOTE,
    SAY_DISPATCH,
    SAY_OBJECTION,
    SAY_UPHELD,
    SAY_REJECTED,
    SAY_HEAD_RETURN,
    SAY_HEAD_APPROVE,
    SAY_WITHDRAWAL,
    SAY_NOT_REACHED,
    SAY_OPENING,
    SAY_CLOSING,
    SAY_REPEAT,
    SAY_NO_PHONE,
    SAY_AMENDED,
    SAY_SATISFIED,
    SAY_BASICALLY,
    SAY_DISSATISFIED,
    SAY_UNTRUE,
    SAY_NOT_DONE,
    SAY_NOT_SOLVED,
    SAY_RESULTS,               // answers by enum matter_result: SAY_RESULTS + result
    SAY_END = SAY_RESULTS + 5, // RESULT_RESOLVED is 1
};
enum { DEMO_RESULTS = 5 }; // enum matter_result + 1
struct demo_answers {      // for one leaf, by enum matter_result
    const char **texts[DEMO_RESULTS];
    int n[DEMO_RESULTS];
};

struct demo_data {
    const struct demo_unit *units;
    int n_units;
    const struct demo_category *categories;
    int n_categories;
    const struct demo_account *accounts;
    int n_accounts;
    const struct demo_caller *enterprises, *persons;
    int n_enterprises, n_persons;
    const struct demo_template *templates;
    int n_templates;
    const struct demo_slot *slots;
    int n_slots;
    struct demo_phrases phrases[SAY_END];
    const struct demo_answers *answers; // by category index
};

// Parses the files carried in the program. YK_FAILED names the file and the row that cannot be read. One owner; free ends all of it.
YK_NODISCARD enum yk demo_data_new(struct demo_data **out, struct err *err);
void demo_data_free(struct demo_data **data); // takes NULL

#endif
