// SPDX-License-Identifier: Apache-2.0
// Writing programmes and tasks.
#include "target/target_view.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "calendar/calendar.h"
#include "target/target_spec.h"

enum { TASKS_MAX = 500 };

void target_number_format(int64_t number, char out[TARGET_NUMBER_BYTES]) {
    snprintf(out, TARGET_NUMBER_BYTES, "%04d-%06lld", (int)(number / MATTER_NUMBER_YEAR),
             (long long)(number % MATTER_NUMBER_YEAR));
}

void target_month_format(int64_t month, char out[MONTH_TEXT_BYTES]) {
    char day[DAY_TEXT_BYTES];
    day_format(month_first_day((int32_t)month), day);
    memcpy(out, day, MONTH_TEXT_BYTES - 1);
    out[MONTH_TEXT_BYTES - 1] = 0;
}

bool target_month_parse(const char *text, int64_t *out) {
    char day[DAY_TEXT_BYTES + 8];
    int32_t first;
    if (strlen(text) != MONTH_TEXT_BYTES - 1) {
        return false;
    }
    snprintf(day, sizeof day, "%s-01", text);
    if (!day_parse(day, &first)) {
        return false;
    }
    *out = month_of_day(first);
    return true;
}

// ---- pieces ----

static void write_text(struct jw *jw, const char *key, const char *text) {
    jw_key(jw, key);
    jw_text(jw, text);
}

static void write_word(struct jw *jw, const char *key, const struct json_word *words,
                       int64_t value) {
    write_text(jw, key, json_word_of(words, value));
}

static void write_day(struct jw *jw, const char *key, int64_t day) {
    jw_key(jw, key);
    jw_day(jw, day == FACT_NULL ? DAY_NONE : (int32_t)day);
}

static void write_i64(struct jw *jw, const char *key, int64_t n) {
    jw_key(jw, key);
    jw_i64(jw, n);
}

static void write_id(struct jw *jw, const char *key, int64_t id) {
    jw_key(jw, key);
    jw_id(jw, id);
}

static void write_month(struct jw *jw, const char *key, int64_t month) {
    char text[MONTH_TEXT_BYTES];
    if (month > 0) {
        target_month_format(month, text);
    }
    write_text(jw, key, month > 0 ? text : NULL);
}

// Thousandths as a number: exact, for no amount goes beyond what a double holds whole.
static void write_amount(struct jw *jw, const char *key, int64_t amount) {
    jw_key(jw, key);
    if (amount == AMOUNT_NONE) {
        jw_null(jw);
    } else {
        jw_real(jw, (double)amount / AMOUNT_SCALE, 3);
    }
}

static void write_unit(const struct matter_row_source *source, const char *key, int64_t unit) {
    jw_key(source->jw, key);
    matter_write_unit(source->jw, source->org, unit);
}

static void write_names(struct jw *jw, const char *name, const char *name_en) {
    write_text(jw, "name", name);
    write_text(jw, "name_en", name_en);
}

static void write_pace(struct jw *jw, const struct pace *pace) {
    int64_t completion = pace_completion(pace->done, pace->target);
    write_amount(jw, "target", pace->target);
    write_amount(jw, "done", pace->done);
    jw_key(jw, "completion");
    if (completion == AMOUNT_NONE) {
        jw_null(jw);
    } else {
        jw_real(jw, (double)completion / 100, 2);
    }
    write_amount(jw, "expected", pace_expected(pace));
    write_text(jw, "light", light_word(pace_light(pace)));
}

// ---- programmes ----

static void write_programme_head(const struct matter_row_source *source, int64_t id,
                                 const struct programme *programme) {
    struct jw *jw = source->jw;
    char number[TARGET_NUMBER_BYTES];
    target_number_format(programme->number, number);
    write_id(jw, "id", id);
    write_text(jw, "number", number);
    write_names(jw, programme->name, programme->name_en);
    write_word(jw, "kind", programme_kind_words, programme->kind);
    write_day(jw, "from", programme->from);
    write_day(jw, "to", programme->to);
    write_unit(source, "host", programme->host);
    write_month(jw, "locked", programme->locked);
    write_i64(jw, "actions_n", (int64_t)programme->n_actions);
}

static enum yk read_programme(struct matter_row_source *source, int64_t id, struct log_object *out,
                              struct err *err) {
    return log_peek(source->db, source->arena, &programme_ledger, source->district, id, out, err);
}

// Which objects have rows of this programme in the actor's scope, in the order of their numbers. At unit scope none that is only being set up.
static enum yk find_tasks(struct matter_row_source *source, const struct scope *scope,
                          int64_t programme, struct fact_hit **out, size_t *out_n,
                          struct err *err) {
    struct fact_query query;
    struct fact_hit *hits = NULL;
    size_t n = 0;
    fact_query_init(&query, &target_fact_table, scope);
    fact_query_and(&query,
                   (struct fact_cond){.col = TG_PROGRAMME, .op = FACT_EQ, .value = programme});
    if (scope->level == SCOPE_DISTRICT) {
        fact_query_and(&query, (struct fact_cond){.col = TG_INDICATOR, .op = FACT_IS_NULL});
    } else {
        fact_query_and(&query,
                       (struct fact_cond){.col = TG_STATE, .op = FACT_NE, .value = TARGET_SET_UP});
    }
    query.order = (struct fact_order){TG_NUMBER, false};
    query.limit = TASKS_MAX * (scope->level == SCOPE_DISTRICT ? 1 : 4);
    enum yk status = fact_find(source->db, &query, source->arena, &hits, &n, NULL, err);
    size_t kept = 0;
    for (size_t i = 0; status == YK_OK && i < n; i++) {
        if (!kept || hits[kept - 1].object != hits[i].object) {
            hits[kept++] = hits[i];
        }
    }
    *out = hits;
    *out_n = kept;
    return status;
}

static void count_lights(const struct target *target, int32_t today,
                         int64_t counts[LIGHT_GREY + 1]) {
    enum light worst = LIGHT_GREY;
    static const int order[] = {[LIGHT_NONE] = 0,  [LIGHT_GREY] = 1,   [LIGHT_BLUE] = 2,
                                [LIGHT_GREEN] = 3, [LIGHT_YELLOW] = 4, [LIGHT_RED] = 5};
    for (size_t i = 0; i < target->n_indicators; i++) {
        struct pace pace;
        target_pace(target, target->indicators[i].n, 0, 0, today, &pace);
        enum light light = pace_light(&pace);
        worst = order[light] > order[worst] ? light : worst;
    }
    counts[worst]++;
}

enum yk programme_write_row(struct matter_row_source *source, const struct fact_hit *hit,
                            const struct actor *actor, struct err *err) {
    struct jw *jw = source->jw;
    struct log_object object;
    struct fact_hit *tasks = NULL;
    size_t n = 0;
    int64_t counts[LIGHT_GREY + 1] = {0};
    enum yk status = read_programme(source, hit->object, &object, err);
    if (status == YK_OK) {
        status = find_tasks(source, &actor->scope, hit->object, &tasks, &n, err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct log_object task;
        status = log_peek(source->db, source->arena, &target_ledger, source->district,
                          tasks[i].object, &task, err);
        if (status == YK_OK) {
            count_lights(task.state, source->today, counts);
        }
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(jw);
    write_programme_head(source, hit->object, object.state);
    write_i64(jw, "tasks_n", (int64_t)n);
    jw_key(jw, "lights");
    jw_object(jw);
    for (int light = LIGHT_GREEN; light <= LIGHT_GREY; light++) {
        write_i64(jw, light_word((enum light)light), counts[light]);
    }
    jw_object_end(jw);
    jw_object_end(jw);
    return YK_OK;
}

// ---- tasks ----

static void write_share(const struct matter_row_source *source, const struct target *target,
                        const struct target_share *share, int64_t month, int32_t today) {
    struct jw *jw = source->jw;
    struct pace pace;
    target_pace(target, share->indicator, share->n, month, today, &pace);
    int64_t next =
        target->state == TARGET_ASSIGNED && share->signed_by ? target_next_month(target, share) : 0;
    jw_object(jw);
    write_i64(jw, "n", share->n);
    write_unit(source, "unit", share->unit);
    write_pace(jw, &pace);
    write_day(jw, "signed_day", share->signed_day);
    write_month(jw, "next_month", next);
    write_day(jw, "report_due", next ? target_report_due(target, next) : DAY_NONE);
    jw_object_end(jw);
}

static void write_steps(struct jw *jw, const struct target *target, int64_t indicator) {
    jw_key(jw, "steps");
    jw_array(jw);
    for (size_t i = 0; i < target->n_steps; i++) {
        if (target->steps[i].indicator == indicator) {
            jw_object(jw);
            write_month(jw, "month", target->steps[i].month);
            write_amount(jw, "value", target->steps[i].value);
            jw_object_end(jw);
        }
    }
    jw_array_end(jw);
}

static void write_indicator(const struct matter_row_source *source, const struct target *target,
                            const struct target_indicator *indicator, const struct actor *actor,
                            int64_t month, int32_t today) {
    struct jw *jw = source->jw;
    struct pace pace;
    target_pace(target, indicator->n, 0, month, today, &pace);
    jw_object(jw);
    write_i64(jw, "n", indicator->n);
    write_names(jw, indicator->name, indicator->name_en);
    write_text(jw, "unit", indicator->unit);
    write_text(jw, "unit_en", indicator->unit_en);
    write_text(jw, "evidence", indicator->evidence);
    write_word(jw, "direction", target_direction_words, indicator->direction);
    write_word(jw, "counting", target_counting_words, indicator->counting);
    write_word(jw, "frequency", target_frequency_words, indicator->frequency);
    write_word(jw, "item", target_item_words, indicator->item);
    jw_key(jw, "key");
    jw_bool(jw, indicator->key == 1);
    write_pace(jw, &pace);
    jw_key(jw, "shares");
    jw_array(jw);
    for (size_t i = 0; i < target->n_shares; i++) {
        const struct target_share *share = &target->shares[i];
        if (share->indicator == indicator->n && target_share_visible(target, share, actor)) {
            write_share(source, target, share, month, today);
        }
    }
    jw_array_end(jw);
    write_steps(jw, target, indicator->n);
    jw_object_end(jw);
}

static void write_task_head(const struct matter_row_source *source, int64_t id,
                            const struct target *target) {
    struct jw *jw = source->jw;
    char number[TARGET_NUMBER_BYTES];
    target_number_format(target->number, number);
    write_id(jw, "id", id);
    write_text(jw, "number", number);
    write_names(jw, target->name, target->name_en);
    write_word(jw, "state", target_state_words, target->state);
    write_i64(jw, "action", target->action);
    write_unit(source, "lead", target->lead);
    jw_key(jw, "supports");
    jw_array(jw);
    for (size_t i = 0; i < target->n_supports; i++) {
        matter_write_unit(jw, source->org, target->supports[i]);
    }
    jw_array_end(jw);
    write_day(jw, "accepted_day", target->accepted_day);
}

static void write_indicators(const struct matter_row_source *source, const struct target *target,
                             const struct actor *actor, int64_t month, int32_t today) {
    jw_key(source->jw, "indicators");
    jw_array(source->jw);
    for (size_t i = 0; i < target->n_indicators; i++) {
        write_indicator(source, target, &target->indicators[i], actor, month, today);
    }
    jw_array_end(source->jw);
}

static enum yk write_tasks(struct matter_row_source *source, int64_t programme,
                           const struct actor *actor, int64_t month, struct err *err) {
    struct fact_hit *hits = NULL;
    size_t n = 0;
    // As it stood when the month was over.
    int32_t end = month ? month_first_day((int32_t)month + 1) : source->today;
    int32_t today = end < source->today ? end : source->today;
    enum yk status = find_tasks(source, &actor->scope, programme, &hits, &n, err);
    jw_key(source->jw, "tasks");
    jw_array(source->jw);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct log_object task;
        status = log_peek(source->db, source->arena, &target_ledger, source->district,
                          hits[i].object, &task, err);
        if (status == YK_OK && target_visible(task.state, actor)) {
            jw_object(source->jw);
            write_task_head(source, hits[i].object, task.state);
            write_indicators(source, task.state, actor, month, today);
            jw_object_end(source->jw);
        }
    }
    jw_array_end(source->jw);
    return status;
}

static void write_programme_actions(struct jw *jw, const struct programme *programme,
                                    const struct actor *actor) {
    jw_key(jw, "may");
    jw_array(jw);
    for (int act = 1; act < PACT_END; act++) {
        if (programme_may(programme, actor, (enum programme_act)act)) {
            jw_text(jw, json_word_of(programme_act_words, act));
        }
    }
    jw_array_end(jw);
    jw_key(jw, "actions");
    jw_array(jw);
    for (size_t i = 0; i < programme->n_actions; i++) {
        jw_object(jw);
        write_i64(jw, "n", programme->actions[i].n);
        write_names(jw, programme->actions[i].name, programme->actions[i].name_en);
        jw_object_end(jw);
    }
    jw_array_end(jw);
}

enum yk programme_write_page(struct matter_row_source *source, int64_t object,
                             const struct log_object *programme, const struct actor *actor,
                             int64_t month, struct err *err) {
    struct jw *jw = source->jw;
    struct log_entry *story = NULL;
    size_t n = 0;
    const struct programme *state = programme->state;
    enum yk status = log_story(source->db, source->arena, &programme_ledger, source->district,
                               object, 0, &story, &n, err);
    if (status != YK_OK) {
        return status;
    }
    jw_object(jw);
    write_programme_head(source, object, state);
    write_i64(jw, "seq", state->seq);
    write_i64(jw, "report_days", state->report_days);
    write_month(jw, "month", month);
    write_programme_actions(jw, state, actor);
    status = write_tasks(source, object, actor, month, err);
    jw_key(jw, "events");
    if (status == YK_OK) {
        status = matter_write_events(source, story, n, err);
    }
    jw_object_end(jw);
    return status;
}

// ---- a task's page ----

struct page {
    struct matter_row_source *source;
    const struct target *target;
    const struct actor *actor;
    struct log_entry *story;
    size_t n_story;
};

static const char *text_at(const struct page *page, int64_t seq, const char *field) {
    if (seq < 1 || seq > (int64_t)page->n_story) {
        return NULL;
    }
    const struct log_entry *entry = &page->story[seq - 1]; // a story has every event, from 1
    for (size_t i = 0; i < entry->n_texts; i++) {
        if (strcmp(entry->texts[i].field, field) == 0) {
            return entry->texts[i].content;
        }
    }
    return NULL;
}

static void write_person(const struct page *page, const char *key, int64_t account) {
    const struct account *who = account ? org_find_account(page->source->org, account) : NULL;
    const char *name = !who                                                    ? NULL
                       : strcmp(page->source->lang, "en") == 0 && who->name_en ? who->name_en
                                                                               : who->name;
    write_text(page->source->jw, key, name);
}

static void write_report(const struct page *page, const struct target_report *report) {
    struct jw *jw = page->source->jw;
    const struct target *target = page->target;
    const struct target_share *share = target_find_share(target, report->share);
    const char *note = text_at(page, report->judged_seq, "note");
    bool own = report->by == page->actor->account;
    jw_object(jw);
    write_i64(jw, "n", report->n);
    write_i64(jw, "share", report->share);
    write_i64(jw, "indicator", share->indicator);
    write_unit(page->source, "unit", share->unit);
    write_month(jw, "month", report->month);
    write_amount(jw, "value", report->value);
    write_amount(jw, "base", report->base);
    write_word(jw, "state", report_state_words, report->state);
    write_text(jw, "note", text_at(page, report->seq, "note"));
    write_person(page, "by", report->by);
    write_day(jw, "day", report->day);
    write_person(page, "judged_by", report->judged_by);
    write_day(jw, "judged_day", report->judged_day);
    write_word(jw, "how", report_how_words, report->how);
    write_text(jw, "judgement", note ? note : text_at(page, report->judged_seq, "reason"));
    jw_key(jw, "can_judge");
    jw_bool(jw, report->state == REPORT_WAITING && !own &&
                    target_may(target, page->actor, TACT_VERIFY) == ERR_NONE);
    jw_key(jw, "can_find_untrue");
    jw_bool(jw, report->state == REPORT_VERIFIED && !own &&
                    target_may(target, page->actor, TACT_UNTRUE) == ERR_NONE);
    jw_object_end(jw);
}

static void write_reports(const struct page *page) {
    struct jw *jw = page->source->jw;
    jw_key(jw, "reports");
    jw_array(jw);
    for (size_t i = 0; i < page->target->n_reports; i++) {
        const struct target_report *report = &page->target->reports[i];
        if (target_share_visible(page->target, target_find_share(page->target, report->share),
                                 page->actor)) {
            write_report(page, report);
        }
    }
    jw_array_end(jw);
}

// Of a unit's people: what only its own shares make possible.
static bool is_offered(const struct page *page, enum target_act act) {
    const struct target *target = page->target;
    bool any = act != TACT_SIGN && act != TACT_REPORT;
    for (size_t i = 0; i < target->n_shares && !any; i++) {
        const struct target_share *share = &target->shares[i];
        any = share->unit == page->actor->unit && (act == TACT_SIGN) == !share->signed_by;
    }
    return any;
}

static void write_actions(const struct page *page) {
    struct jw *jw = page->source->jw;
    enum target_act acts[TACT_END];
    size_t n = target_actions(page->target, page->actor, acts);
    jw_key(jw, "actions");
    jw_array(jw);
    for (size_t i = 0; i < n; i++) {
        if (is_offered(page, acts[i])) {
            jw_text(jw, json_word_of(target_act_words, acts[i]));
        }
    }
    jw_array_end(jw);
}

static enum yk write_programme_of(const struct page *page, struct err *err) {
    struct jw *jw = page->source->jw;
    struct log_object object;
    enum yk status = read_programme(page->source, page->target->programme, &object, err);
    if (status != YK_OK) {
        return status;
    }
    const struct programme *programme = object.state;
    jw_key(jw, "programme");
    jw_object(jw);
    write_programme_head(page->source, page->target->programme, programme);
    jw_object_end(jw);
    const struct programme_action *action = &programme->actions[page->target->action - 1];
    write_text(jw, "action_name", action->name);
    write_text(jw, "action_name_en", action->name_en);
    return YK_OK;
}

enum yk target_write_page(struct matter_row_source *source, int64_t object,
                          const struct log_object *target, const struct actor *actor,
                          struct err *err) {
    struct page page = {.source = source, .target = target->state, .actor = actor};
    struct jw *jw = source->jw;
    if (!target_visible(page.target, actor)) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    enum yk status = log_story(source->db, source->arena, &target_ledger, source->district, object,
                               0, &page.story, &page.n_story, err);
    if (status != YK_OK) {
        return status;
    }
    jw_object(jw);
    write_task_head(source, object, page.target);
    write_i64(jw, "seq", page.target->seq);
    write_day(jw, "from", page.target->from);
    write_day(jw, "to", page.target->to);
    status = write_programme_of(&page, err);
    write_actions(&page);
    write_indicators(source, page.target, actor, 0, source->today);
    write_reports(&page);
    jw_key(jw, "events");
    bool whole = actor->scope.level == SCOPE_DISTRICT || actor->scope.unit == page.target->lead;
    if (status == YK_OK && whole) {
        status = matter_write_events(source, page.story, page.n_story, err);
    } else {
        jw_array(jw);
        jw_array_end(jw);
    }
    jw_object_end(jw);
    return status;
}

// ---- lines that speak of a task ----

// The task, its indicator and share behind a row; indicator NULL: the row is about the task.
static enum yk read_line(struct matter_row_source *source, int64_t object, int64_t share,
                         struct log_object *task, const struct target_indicator **out_indicator,
                         struct err *err) {
    enum yk status =
        log_peek(source->db, source->arena, &target_ledger, source->district, object, task, err);
    if (status == YK_OK) {
        const struct target_share *of = target_find_share(task->state, share);
        *out_indicator = of ? target_find_indicator(task->state, of->indicator) : NULL;
    }
    return status;
}

static void write_line_head(struct jw *jw, int64_t object, const struct target *target,
                            const struct target_indicator *indicator) {
    char number[TARGET_NUMBER_BYTES];
    target_number_format(target->number, number);
    write_id(jw, "id", object);
    write_text(jw, "number", number);
    write_names(jw, target->name, target->name_en);
    write_text(jw, "indicator", indicator ? indicator->name : NULL);
    write_text(jw, "indicator_en", indicator ? indicator->name_en : NULL);
    write_text(jw, "unit_of", indicator ? indicator->unit : NULL);
    write_text(jw, "unit_of_en", indicator ? indicator->unit_en : NULL);
}

enum yk target_write_work(struct matter_row_source *source, const struct fact_hit *hits, size_t n,
                          bool reports, struct err *err) {
    struct jw *jw = source->jw;
    enum yk status = YK_OK;
    jw_array(jw);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        const int64_t *v = hits[i].v;
        struct log_object task;
        const struct target_indicator *indicator = NULL;
        int64_t share = reports ? v[TR_SHARE] : hits[i].part;
        status = read_line(source, hits[i].object, share, &task, &indicator, err);
        if (status != YK_OK) {
            break;
        }
        const struct target *target = task.state;
        int64_t next = target_next_month(target, target_find_share(target, share));
        jw_object(jw);
        write_line_head(jw, hits[i].object, target, indicator);
        write_unit(source, "unit", v[reports ? TR_UNIT : TG_UNIT]);
        write_month(jw, "month", reports ? v[TR_MONTH] : next);
        write_day(jw, "due_day", reports ? FACT_NULL : v[TG_DUE_DAY]);
        write_day(jw, "reported_day", reports ? v[TR_REPORTED_DAY] : FACT_NULL);
        write_amount(jw, "value", reports ? v[TR_VALUE] : AMOUNT_NONE);
        jw_key(jw, "late");
        jw_bool(jw, !reports && v[TG_DUE_DAY] != FACT_NULL && v[TG_DUE_DAY] < source->today);
        jw_object_end(jw);
    }
    jw_array_end(jw);
    return status;
}

static enum yk write_action_row(struct matter_row_source *source, const struct fact_hit *hit,
                                struct err *err) {
    struct jw *jw = source->jw;
    struct log_object object;
    char number[TARGET_NUMBER_BYTES];
    enum yk status = read_programme(source, hit->object, &object, err);
    if (status != YK_OK) {
        return status;
    }
    const struct programme *programme = object.state;
    const struct programme_action *action = &programme->actions[hit->part - 1];
    target_number_format(programme->number, number);
    write_id(jw, "id", hit->object);
    write_text(jw, "number", number);
    write_names(jw, action->name, action->name_en);
    write_text(jw, "indicator", NULL);
    write_text(jw, "indicator_en", NULL);
    write_text(jw, "unit_of", NULL);
    write_text(jw, "unit_of_en", NULL);
    write_month(jw, "month", 0);
    write_amount(jw, "amount", AMOUNT_NONE);
    return YK_OK;
}

enum yk target_write_figure_row(struct matter_row_source *source, const struct fact_table *table,
                                const struct fact_hit *hit, struct err *err) {
    struct jw *jw = source->jw;
    const int64_t *v = hit->v;
    bool report = table == &target_report_fact_table;
    char id[ID_TEXT_BYTES];
    struct log_object task;
    const struct target_indicator *indicator = NULL;
    id_format(hit->object, id);
    if (table == &programme_fact_table) {
        write_text(jw, "path", arena_printf(source->arena, "/target/%s", id));
        return write_action_row(source, hit, err);
    }
    enum yk status =
        read_line(source, hit->object, report ? v[TR_SHARE] : hit->part, &task, &indicator, err);
    if (status != YK_OK) {
        return status;
    }
    write_text(jw, "path", arena_printf(source->arena, "/target/task/%s", id));
    write_line_head(jw, hit->object, task.state, indicator);
    write_month(jw, "month", report ? v[TR_MONTH] : 0);
    write_amount(jw, "amount", report ? v[TR_DELTA] : v[TG_DONE]);
    return YK_OK;
}
