// SPDX-License-Identifier: Apache-2.0
// What of a task can be counted: the task, its shares, its reports. A sum is over what each verified report adds, so that it opens onto the reports themselves.
#include "target/target_spec.h"

static int64_t fact_day(int32_t day) {
    return day == DAY_NONE ? FACT_NULL : day;
}

static struct fact_row *put_row(const struct target *target, int32_t part, struct fact_set *out) {
    struct fact_row *row = fact_emit(out, &target_fact_table, part);
    if (!row) {
        return NULL;
    }
    int64_t *v = row->v;
    v[TG_UNIT] = target->lead;
    v[TG_DAY] = target->to;
    v[TG_KIND] = target->kind;
    v[TG_PROGRAMME] = target->programme;
    v[TG_ACTION] = target->action;
    v[TG_NUMBER] = target->number;
    v[TG_STATE] = target->state;
    v[TG_ACCEPTED_DAY] = fact_day(target->accepted_day);
    return row;
}

static bool put_share(const struct target *target, const struct target_share *share, bool first,
                      struct fact_set *out) {
    const struct target_indicator *indicator = target_find_indicator(target, share->indicator);
    struct fact_row *row = put_row(target, (int32_t)share->n, out);
    if (!row) {
        return false;
    }
    int64_t *v = row->v;
    int64_t next =
        target->state == TARGET_ASSIGNED && share->signed_by ? target_next_month(target, share) : 0;
    v[TG_UNIT] = share->unit;
    v[TG_INDICATOR] = share->indicator;
    v[TG_FIRST] = first;
    v[TG_ITEM] = indicator->item; // absent is null
    v[TG_TARGET] = share->target;
    v[TG_DONE] = target_done(target, share->indicator, share->n, 0);
    if (target->state == TARGET_ASSIGNED && !share->signed_by) {
        v[TG_TO_SIGN] = target->from;
    }
    if (next) {
        v[TG_DUE_DAY] = target_report_due(target, next);
    }
    return true;
}

// The verified report of the same share before this one, by month; NULL: none.
static const struct target_report *before(const struct target *target,
                                          const struct target_report *report) {
    const struct target_report *found = NULL;
    for (size_t i = 0; i < target->n_reports; i++) {
        const struct target_report *each = &target->reports[i];
        if (each->share == report->share && each->state == REPORT_VERIFIED &&
            each->month < report->month && (!found || each->month > found->month)) {
            found = each;
        }
    }
    return found;
}

static int64_t delta_of(const struct target *target, const struct target_indicator *indicator,
                        const struct target_report *report) {
    if (report->state != REPORT_VERIFIED) {
        return FACT_NULL;
    }
    const struct target_report *last =
        indicator->counting == TARGET_SNAPSHOT ? before(target, report) : NULL;
    return report->value - (last ? last->value : 0);
}

static bool put_report(const struct target *target, const struct target_report *report,
                       struct fact_set *out) {
    const struct target_share *share = target_find_share(target, report->share);
    const struct target_indicator *indicator = target_find_indicator(target, share->indicator);
    struct fact_row *row = fact_emit(out, &target_report_fact_table, (int32_t)report->n);
    if (!row) {
        return false;
    }
    int64_t *v = row->v;
    v[TR_UNIT] = share->unit;
    v[TR_DAY] = month_first_day((int32_t)report->month + 1) - 1;
    v[TR_KIND] = target->kind;
    v[TR_PROGRAMME] = target->programme;
    v[TR_INDICATOR] = share->indicator;
    v[TR_SHARE] = share->n;
    v[TR_ITEM] = indicator->item;
    v[TR_MONTH] = report->month;
    v[TR_STATE] = report->state;
    v[TR_VALUE] = report->value;
    v[TR_BASE] = report->base;
    v[TR_DELTA] = delta_of(target, indicator, report);
    v[TR_REPORTED_DAY] = report->day;
    if (report->state == REPORT_WAITING) {
        v[TR_WAITING_DAY] = report->day;
    }
    return true;
}

enum yk target_facts(const void *state, int64_t object, struct fact_set *out, struct err *err) {
    (void)object;
    const struct target *target = state;
    int64_t seen = 0; // indicators, by bit
    bool ok = put_row(target, 0, out) != NULL;
    for (size_t i = 0; ok && i < target->n_shares; i++) {
        int64_t bit = INT64_C(1) << target->shares[i].indicator;
        ok = put_share(target, &target->shares[i], !(seen & bit), out);
        seen |= bit;
    }
    for (size_t i = 0; ok && i < target->n_reports; i++) {
        ok = put_report(target, &target->reports[i], out);
    }
    return ok ? YK_OK : err_set(err, YK_NOMEM, ERR_INTERNAL, "target: no memory for facts");
}

static const struct fact_col target_cols[TG_COLS] = {
    [TG_UNIT] = {"unit", FACT_UNIT, "the lead's; a share's own"},
    [TG_DAY] = {"day", FACT_DAY, "last day of the programme"},
    [TG_KIND] = {"kind", FACT_CODE, "enum programme_kind"},
    [TG_PROGRAMME] = {"programme", FACT_NUMBER, ""},
    [TG_ACTION] = {"action", FACT_NUMBER, "of the programme"},
    [TG_NUMBER] = {"number", FACT_NUMBER, "year x 10^8 + serial"},
    [TG_STATE] = {"state", FACT_CODE, "enum target_state"},
    [TG_INDICATOR] = {"indicator", FACT_NUMBER, "null: the task itself"},
    [TG_FIRST] = {"first_share", FACT_FLAG, "of its indicator"},
    [TG_ITEM] = {"item", FACT_CODE, "enum target_item"},
    [TG_TARGET] = {"target", FACT_NUMBER, "thousandths; null: no task"},
    [TG_DONE] = {"done", FACT_NUMBER, "thousandths, verified; null: nothing"},
    [TG_TO_SIGN] = {"to_sign", FACT_DAY, "the task's first day until the unit signs"},
    [TG_DUE_DAY] = {"due_day", FACT_DAY, "of the next report"},
    [TG_ACCEPTED_DAY] = {"accepted_day", FACT_DAY, ""},
};
static const struct fact_col report_cols[TR_COLS] = {
    [TR_UNIT] = {"unit", FACT_UNIT, "that reports"},
    [TR_DAY] = {"day", FACT_DAY, "last of the period that it is about"},
    [TR_KIND] = {"kind", FACT_CODE, "enum programme_kind"},
    [TR_PROGRAMME] = {"programme", FACT_NUMBER, ""},
    [TR_INDICATOR] = {"indicator", FACT_NUMBER, ""},
    [TR_SHARE] = {"share", FACT_NUMBER, ""},
    [TR_ITEM] = {"item", FACT_CODE, "enum target_item"},
    [TR_MONTH] = {"month", FACT_NUMBER, "year x 12 + month - 1"},
    [TR_STATE] = {"state", FACT_CODE, "enum report_state"},
    [TR_VALUE] = {"value", FACT_NUMBER, "thousandths, as reported"},
    [TR_BASE] = {"base", FACT_NUMBER, "of a ratio"},
    [TR_DELTA] = {"delta", FACT_NUMBER, "thousandths it adds; null unless verified"},
    [TR_REPORTED_DAY] = {"reported_day", FACT_DAY, ""},
    [TR_WAITING_DAY] = {"waiting_day", FACT_DAY, "reported_day until it is judged"},
};

#define IS(col_, value_)                                                                           \
    { .col = (col_), .op = FACT_EQ, .value = (value_) }
#define COUNT(conds_) .conds = (conds_), .n_conds = sizeof(conds_) / sizeof *(conds_)
static const struct fact_cond tasks[] = {{.col = TG_INDICATOR, .op = FACT_IS_NULL},
                                         IS(TG_KIND, PROGRAMME_LIVES)};
static const struct fact_cond tasks_done[] = {{.col = TG_INDICATOR, .op = FACT_IS_NULL},
                                              IS(TG_KIND, PROGRAMME_LIVES),
                                              IS(TG_STATE, TARGET_ACCEPTED)};
static const struct fact_cond kindergartens[] = {IS(TG_ITEM, ITEM_KINDERGARTENS)};
static const struct fact_cond classes[] = {IS(TG_ITEM, ITEM_LIVELIHOOD_CLASS), IS(TG_FIRST, 1)};
static const struct measure target_measures[] = {
    {.code = 1002,
     .key = "programme.tasks",
     .day_col = TG_DAY,
     .value_col = -1,
     .hist_col = -1,
     COUNT(tasks)},
    {.code = 1003,
     .key = "programme.tasks.done",
     .day_col = TG_DAY,
     .value_col = -1,
     .hist_col = -1,
     COUNT(tasks_done)},
    {.code = 1004,
     .key = "childcare.completion.n",
     .day_col = TG_DAY,
     .value_col = TG_DONE,
     .hist_col = -1,
     COUNT(kindergartens)},
    {.code = 1005,
     .key = "childcare.completion.d",
     .day_col = TG_DAY,
     .value_col = TG_TARGET,
     .hist_col = -1,
     COUNT(kindergartens)},
    {.code = 1006,
     .key = "livelihood.categories",
     .day_col = TG_DAY,
     .value_col = -1,
     .hist_col = -1,
     COUNT(classes)},
};

#define OF_ITEM(name_, item_)                                                                      \
    static const struct fact_cond name_[] = {IS(TR_ITEM, item_), IS(TR_STATE, REPORT_VERIFIED)}
OF_ITEM(youth, ITEM_YOUTH_INTERNSHIPS);
OF_ITEM(shorts, ITEM_SHORT_INTERNSHIPS);
OF_ITEM(welfare, ITEM_WELFARE_POSTS);
OF_ITEM(temporary, ITEM_TEMPORARY_POSTS);
OF_ITEM(skilled, ITEM_SKILLED_TALENT);
OF_ITEM(city, ITEM_CITY_CANTEENS);
OF_ITEM(rural, ITEM_RURAL_CANTEENS);
OF_ITEM(running, ITEM_CANTEENS_OPEN);
OF_ITEM(toddlers, ITEM_KINDERGARTENS);
OF_ITEM(seats, ITEM_PUBLIC_SEATS);
OF_ITEM(places, ITEM_CHILDCARE_PLACES);
OF_ITEM(trails, ITEM_TRAIL_KM);
OF_ITEM(parks, ITEM_POCKET_PARKS);
OF_ITEM(invested, ITEM_LIVELIHOOD_INVESTED);
OF_ITEM(spent, ITEM_LIVELIHOOD_CLASS);
static const struct fact_cond all_spent[] = {{.col = TR_ITEM,
                                              .op = FACT_BETWEEN,
                                              .value = ITEM_LIVELIHOOD_CLASS,
                                              .value2 = ITEM_OTHER_SPENDING},
                                             IS(TR_STATE, REPORT_VERIFIED)};
#define SUM(code_, key_, conds_)                                                                   \
    {                                                                                              \
        .code = (code_), .key = (key_), .day_col = TR_DAY, .value_col = TR_DELTA, .hist_col = -1,  \
        COUNT(conds_)                                                                              \
    }
static const struct measure report_measures[] = {
    SUM(1011, "employment.youth_internships", youth),
    SUM(1012, "employment.short_internships", shorts),
    SUM(1013, "employment.public_welfare_posts", welfare),
    SUM(1014, "employment.temporary_posts", temporary),
    SUM(1015, "employment.skilled_talent", skilled),
    SUM(1016, "elderly_meals.city_canteens", city),
    SUM(1017, "elderly_meals.rural_canteens", rural),
    SUM(1018, "elderly_meals.in_operation", running),
    SUM(1019, "childcare.kindergartens_with_classes", toddlers),
    SUM(1020, "childcare.public_seats", seats),
    SUM(1021, "childcare.places", places),
    SUM(1022, "fitness.trail_km", trails),
    SUM(1023, "fitness.pocket_parks", parks),
    SUM(1024, "livelihood.invested", invested),
    SUM(1025, "livelihood.share.n", spent),
    SUM(1026, "livelihood.share.d", all_spent),
};

const struct fact_table target_fact_table = {
    .name = "target_fact",
    .code = 14,
    .cols = target_cols,
    .n_cols = TG_COLS,
    .unit_col = TG_UNIT,
    .dim_cols = {-1, -1, -1, -1, -1, -1},
    .measures = target_measures,
    .n_measures = sizeof target_measures / sizeof *target_measures,
};
const struct fact_table target_report_fact_table = {
    .name = "target_report_fact",
    .code = 15,
    .cols = report_cols,
    .n_cols = TR_COLS,
    .unit_col = TR_UNIT,
    .dim_cols = {-1, -1, -1, -1, -1, -1},
    .measures = report_measures,
    .n_measures = sizeof report_measures / sizeof *report_measures,
};
