// SPDX-License-Identifier: Apache-2.0
// Reads the demonstration's files. They are part of the program and checked by scripts/check_demo_data.py before it is built, so whatever is wrong here
// is our own fault: one line that names it, and the demonstration does not start.
#include "app/demo_data.h"

#include <stdlib.h>
#include <string.h>

#include "json/with_jansson.h"

#include "auth/scope.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/embedded.h"
#include "matter/matter.h"
#include "org/org.h"

extern const struct embedded_file demo_files[];
extern const size_t demo_files_count;

enum { ROOTS_MAX = 8 };
struct owned { // what demo_data_free frees: the texts stay in jansson's trees
    struct demo_data data;
    struct arena *arena;
    json_t *roots[ROOTS_MAX];
    size_t n_roots;
};

struct reader {
    struct owned *owned;
    const char *file;
    struct err *err;
    enum yk status;
};

static void fault(struct reader *r, const char *what) {
    if (r->status == YK_OK) {
        r->status =
            err_set(r->err, YK_FAILED, ERR_INTERNAL, "demonstration, %s: %s", r->file, what);
    }
}

static json_t *read_file(struct reader *r, const char *name) {
    r->file = name;
    for (size_t i = 0; i < demo_files_count; i++) {
        if (strcmp(demo_files[i].name, name) == 0) {
            json_error_t error;
            json_t *root =
                json_loadb((const char *)demo_files[i].data, demo_files[i].len, 0, &error);
            if (!root) {
                fault(r, error.text);
            } else {
                r->owned->roots[r->owned->n_roots++] = root;
            }
            return root;
        }
    }
    fault(r, "is not in the program");
    return NULL;
}

static void *array(struct reader *r, size_t n, size_t size) {
    void *out = arena_alloc_array(r->owned->arena, n ? n : 1, size);
    if (!out) {
        r->status =
            err_set(r->err, YK_NOMEM, ERR_INTERNAL, "could not hold the demonstration's data");
    }
    return out;
}

// ---- members ----

static const char *text_of(struct reader *r, const json_t *row, const char *key) {
    const char *text = json_string_value(json_object_get(row, key));
    if (!text) {
        fault(r, key);
        return "";
    }
    return text;
}

static int64_t word_of(struct reader *r, const struct json_word *words, const char *text) {
    for (const struct json_word *word = words; word->word; word++) {
        if (strcmp(word->word, text) == 0) {
            return word->value;
        }
    }
    fault(r, text);
    return 0;
}

static bool flag_of(const json_t *row, const char *key) {
    return json_is_true(json_object_get(row, key));
}

static int find_unit(struct reader *r, const json_t *row, const char *key) {
    const char *code = json_string_value(json_object_get(row, key));
    const struct demo_data *data = &r->owned->data;
    if (!code) {
        return -1;
    }
    for (int i = 0; i < data->n_units; i++) {
        if (strcmp(data->units[i].code, code) == 0) {
            return i;
        }
    }
    fault(r, code);
    return -1;
}

static const struct json_word kind_words[] = {
    {"consult", DEMO_CONSULT},
    {"help", DEMO_HELP},
    {"complaint", DEMO_COMPLAINT},
    {"suggestion", DEMO_SUGGESTION},
    {0},
};

static enum demo_kind kind_of(struct reader *r, const json_t *row, const char *key) {
    const char *text = json_string_value(json_object_get(row, key));
    return text ? (enum demo_kind)word_of(r, kind_words, text) : 0;
}

static int32_t day_of(struct reader *r, const json_t *row, const char *key) {
    const char *text = json_string_value(json_object_get(row, key));
    int32_t day = DAY_NONE;
    if (text && !day_parse(text, &day)) {
        fault(r, text);
    }
    return day;
}

static const char **texts_of(struct reader *r, const json_t *list, int *out_n) {
    size_t n = json_array_size(list);
    const char **texts = array(r, n, sizeof *texts);
    for (size_t i = 0; texts && i < n; i++) {
        texts[i] = json_string_value(json_array_get(list, i));
        if (!texts[i]) {
            fault(r, "a text is missing");
            texts[i] = "";
        }
    }
    *out_n = texts ? (int)n : 0;
    return texts;
}

// ---- files ----

static void read_units(struct reader *r) {
    const json_t *rows = read_file(r, "units.json");
    size_t n = json_array_size(rows);
    struct demo_unit *units = array(r, n, sizeof *units);
    r->owned->data.units = units;
    for (size_t i = 0; units && i < n; i++) { // a parent stands before its children
        const json_t *row = json_array_get(rows, i);
        units[i].parent = find_unit(r, row, "parent");
        units[i].code = text_of(r, row, "code");
        units[i].name = text_of(r, row, "name");
        units[i].name_en = text_of(r, row, "name_en");
        units[i].kind = word_of(r, unit_kind_words, text_of(r, row, "kind"));
        r->owned->data.n_units = (int)i + 1;
    }
}

static void read_categories(struct reader *r) {
    const json_t *rows = read_file(r, "categories.json");
    size_t n = json_array_size(rows);
    struct demo_category *categories = array(r, n, sizeof *categories);
    for (size_t i = 0; categories && i < n; i++) {
        const json_t *row = json_array_get(rows, i);
        struct demo_category *category = &categories[i];
        category->code = text_of(r, row, "code");
        category->name = text_of(r, row, "name");
        category->name_en = text_of(r, row, "name_en");
        category->lead = find_unit(r, row, "lead");
        category->local = flag_of(row, "local");
        category->kind = kind_of(r, row, "kind_hint");
        category->number = category_number(category->code);
        category->leaf = category_level(category->number) == 3;
    }
    r->owned->data.categories = categories;
    r->owned->data.n_categories = categories ? (int)n : 0;
}

static void read_accounts(struct reader *r) {
    const json_t *rows = read_file(r, "accounts.json");
    size_t n = json_array_size(rows);
    struct demo_account *accounts = array(r, n, sizeof *accounts);
    for (size_t i = 0; accounts && i < n; i++) {
        const json_t *row = json_array_get(rows, i);
        const json_t *roles = json_object_get(row, "roles");
        accounts[i].login = text_of(r, row, "login");
        accounts[i].name = text_of(r, row, "name");
        accounts[i].name_en = text_of(r, row, "name_en");
        accounts[i].unit = find_unit(r, row, "unit");
        for (size_t k = 0; k < json_array_size(roles); k++) {
            const char *role = json_string_value(json_array_get(roles, k));
            accounts[i].roles |= 1u << word_of(r, role_words, role ? role : "");
        }
    }
    r->owned->data.accounts = accounts;
    r->owned->data.n_accounts = accounts ? (int)n : 0;
}

static const struct demo_caller *read_callers(struct reader *r, const char *file, bool enterprise,
                                              int *out_n) {
    const json_t *rows = read_file(r, file);
    size_t n = json_array_size(rows);
    struct demo_caller *callers = array(r, n, sizeof *callers);
    for (size_t i = 0; callers && i < n; i++) {
        const json_t *row = json_array_get(rows, i);
        callers[i].name = text_of(r, row, "name");
        callers[i].phone = text_of(r, row, "phone");
        callers[i].town = find_unit(r, row, "town");
        if (enterprise) {
            callers[i].industry = text_of(r, row, "industry");
            callers[i].we = text_of(r, row, "we");
        }
    }
    *out_n = callers ? (int)n : 0;
    return callers;
}

static int find_category(struct reader *r, const char *code) {
    const struct demo_data *data = &r->owned->data;
    for (int i = 0; i < data->n_categories; i++) {
        if (strcmp(data->categories[i].code, code) == 0) {
            return i;
        }
    }
    fault(r, code);
    return 0;
}

static void add_industry(struct reader *r, struct demo_template *template, const char *name) {
    if (!name || template->n_industries == DEMO_INDUSTRIES_MAX) {
        fault(r, "industries");
        return;
    }
    template->industries[template->n_industries++] = name;
}

static void read_industries(struct reader *r, const json_t *names, const json_t *groups,
                            struct demo_template *template) {
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));
        if (!name || name[0] != '@') {
            add_industry(r, template, name);
            continue;
        }
        const json_t *group = json_object_get(groups, name + 1);
        for (size_t k = 0; k < json_array_size(group); k++) {
            add_industry(r, template, json_string_value(json_array_get(group, k)));
        }
    }
}

static void read_template(struct reader *r, const json_t *row, const json_t *groups,
                          struct demo_template *template) {
    const char *channel = json_string_value(json_object_get(row, "channel"));
    const json_t *months = json_object_get(row, "months");
    template->category = find_category(r, text_of(r, row, "category"));
    template->person = strcmp(text_of(r, row, "caller"), "person") == 0;
    template->urgency = word_of(r, matter_urgency_words, text_of(r, row, "urgency"));
    template->channel = channel ? word_of(r, matter_channel_words, channel) : 0;
    template->kind = kind_of(r, row, "kind");
    if (!template->kind) {
        template->kind = r->owned->data.categories[template->category].kind;
    }
    template->anonymous = flag_of(row, "anonymous");
    template->secret = flag_of(row, "secret");
    template->town = find_unit(r, row, "town");
    for (size_t i = 0; i < json_array_size(months); i++) {
        template->months |= 1u << (json_integer_value(json_array_get(months, i)) - 1);
    }
    template->from = day_of(r, row, "from");
    template->to = day_of(r, row, "to");
    template->title = text_of(r, row, "title");
    template->text = text_of(r, row, "text");
    read_industries(r, json_object_get(row, "industries"), groups, template);
}

static void read_slots(struct reader *r, json_t *object) {
    struct demo_slot *slots = array(r, json_object_size(object), sizeof *slots);
    const char *name;
    json_t *value;
    int n = 0;
    if (!slots) {
        return;
    }
    json_object_foreach(object, name, value) {
        slots[n].name = name;
        slots[n].computed = json_string_value(value);
        if (!slots[n].computed) {
            slots[n].values = texts_of(r, value, &slots[n].n);
        }
        n++;
    }
    r->owned->data.slots = slots;
    r->owned->data.n_slots = n;
}

static void read_requests(struct reader *r) {
    const json_t *root = read_file(r, "requests.json");
    const json_t *rows = json_object_get(root, "requests");
    const json_t *groups = json_object_get(root, "industry_groups");
    size_t n = json_array_size(rows);
    struct demo_template *templates = array(r, n, sizeof *templates);
    read_slots(r, json_object_get(root, "slots"));
    for (size_t i = 0; templates && i < n; i++) {
        read_template(r, json_array_get(rows, i), groups, &templates[i]);
    }
    r->owned->data.templates = templates;
    r->owned->data.n_templates = templates ? (int)n : 0;
}

static void read_phrase_list(struct reader *r, const json_t *rows, struct demo_phrases *out) {
    size_t n = json_array_size(rows);
    struct demo_phrase *list = array(r, n, sizeof *list);
    if (n == 0) {
        fault(r, "a list of phrases is missing");
    }
    for (size_t i = 0; list && i < n; i++) {
        const json_t *row = json_array_get(rows, i);
        const char *caller = json_string_value(json_object_get(row, "caller"));
        list[i].text = text_of(r, row, "text");
        list[i].prefixes = texts_of(r, json_object_get(row, "for"), &list[i].n_prefixes);
        list[i].enterprise = !caller || strcmp(caller, "enterprise") == 0;
        list[i].person = !caller || strcmp(caller, "person") == 0;
        list[i].kind = kind_of(r, row, "kind");
    }
    out->list = list;
    out->n = list ? (int)n : 0;
}

static const char *const situation_keys[] = {
    [SAY_FIRST_CONTACT] = "first_contact",
    [SAY_NOTE] = "handler_note",
    [SAY_DISPATCH] = "dispatch_note",
    [SAY_OBJECTION] = "objection",
    [SAY_UPHELD] = "arbitration_upheld",
    [SAY_REJECTED] = "arbitration_rejected",
    [SAY_HEAD_RETURN] = "head_return",
    [SAY_HEAD_APPROVE] = "head_approve",
    [SAY_WITHDRAWAL] = "withdrawal",
    [SAY_NOT_REACHED] = "not_reached",
    [SAY_OPENING] = "answer_opening",
    [SAY_CLOSING] = "answer_closing",
    [SAY_REPEAT] = "repeat",
    [SAY_NO_PHONE] = "no_phone",
    [SAY_AMENDED] = "amended",
};
static const char *const callback_keys[] = {"satisfied", "basically", "dissatisfied",
                                            "untrue",    "not_done",  "not_solved"};

static void read_answers(struct reader *r, const json_t *by_category) {
    const struct demo_data *data = &r->owned->data;
    struct demo_answers *answers = array(r, (size_t)data->n_categories, sizeof *answers);
    for (int i = 0; answers && i < data->n_categories; i++) {
        const json_t *row = json_object_get(by_category, data->categories[i].code);
        for (int result = RESULT_RESOLVED; row && result < DEMO_RESULTS; result++) {
            const char *word = json_word_of(matter_result_words, result);
            answers[i].texts[result] =
                texts_of(r, json_object_get(row, word), &answers[i].n[result]);
        }
    }
    r->owned->data.answers = answers;
}

static void read_phrases(struct reader *r) {
    const json_t *root = read_file(r, "phrases.json");
    struct demo_phrases *phrases = r->owned->data.phrases;
    for (size_t i = 0; i < sizeof situation_keys / sizeof *situation_keys; i++) {
        read_phrase_list(r, json_object_get(root, situation_keys[i]), &phrases[i]);
    }
    const json_t *callback = json_object_get(root, "callback");
    for (size_t i = 0; i < sizeof callback_keys / sizeof *callback_keys; i++) {
        read_phrase_list(r, json_object_get(callback, callback_keys[i]),
                         &phrases[SAY_SATISFIED + i]);
    }
    const json_t *answers = json_object_get(root, "answers");
    for (int result = RESULT_RESOLVED; result < DEMO_RESULTS; result++) {
        read_phrase_list(r, json_object_get(answers, json_word_of(matter_result_words, result)),
                         &phrases[SAY_RESULTS + result]);
    }
    read_answers(r, json_object_get(root, "answers_by_category"));
}

enum yk demo_data_new(struct demo_data **out, struct err *err) {
    struct owned *owned = calloc(1, sizeof *owned);
    struct arena *arena = arena_new(0);
    if (!owned || !arena) {
        free(owned);
        arena_free(&arena);
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold the demonstration's data");
    }
    struct demo_data *data = &owned->data;
    owned->arena = arena;
    struct reader r = {.owned = owned, .err = err};
    read_units(&r);
    read_categories(&r);
    read_accounts(&r);
    data->enterprises = read_callers(&r, "enterprises.json", true, &data->n_enterprises);
    data->persons = read_callers(&r, "persons.json", false, &data->n_persons);
    read_requests(&r);
    read_phrases(&r);
    if (r.status != YK_OK) {
        demo_data_free(&data);
        return r.status;
    }
    *out = data;
    return YK_OK;
}

void demo_data_free(struct demo_data **data) {
    if (!*data) {
        return;
    }
    struct owned *owned = (struct owned *)(void *)*data; // data is its first member
    for (size_t i = 0; i < owned->n_roots; i++) {
        json_decref(owned->roots[i]);
    }
    arena_free(&owned->arena);
    free(owned);
    *data = NULL;
}
