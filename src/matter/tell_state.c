// SPDX-License-Identifier: Apache-2.0
// What becomes of the clock "tell" by events, what is kept of it, and what of it can be counted. Looks at the event alone.
#include "matter/step.h"

const struct json_word tell_outcome_words[] = {
    {"open", TELL_OPEN},     {"told", TELL_TOLD},     {"answered", TELL_ANSWERED},
    {"lapsed", TELL_LAPSED}, {"spared", TELL_SPARED}, {NULL, 0},
};

#define TELL(member_, ...)                                                                         \
    { .name = #member_, .offset = offsetof(struct matter_tell, member_), .type = __VA_ARGS__ }
static const struct json_field tell_fields[] = {
    TELL(n, JSON_INT),
    TELL(unit, JSON_ID),
    TELL(clock, JSON_OBJECT, .sub = &matter_clock_spec),
    TELL(outcome, JSON_ENUM, .words = tell_outcome_words),
    TELL(ended_day, JSON_DAY, .flags = JSON_OMIT_ABSENT),
    TELL(ended_at, JSON_INT, .flags = JSON_OMIT_ABSENT),
    TELL(reminded, JSON_BOOL, .flags = JSON_OMIT_ABSENT),
    TELL(passed_day, JSON_DAY, .flags = JSON_OMIT_ABSENT),
};
const struct json_spec matter_tell_spec = JSON_SPEC("matter_tell", struct matter_tell, tell_fields);

// ---- apply ----

static struct matter_tell *find_open(const struct step *step) {
    const struct matter_tell *open = matter_open_tell(step->matter);
    return open ? &step->matter->tells[open - step->matter->tells] : NULL;
}

void end_tell(const struct step *step, enum tell_outcome how) {
    struct matter_tell *open = find_open(step);
    if (open) {
        open->outcome = how;
        open->ended_day = step->event->day;
        open->ended_at = step->event->recorded_at;
    }
}

enum yk begin_tell(const struct step *step, const struct matter_clock *clock) {
    struct matter *matter = step->matter;
    if (clock->started_day == DAY_NONE) {
        return YK_OK;
    }
    struct matter_tell *all = grow(step->arena, matter->tells, matter->n_tells, sizeof *all);
    if (!all) {
        return no_memory(step);
    }
    all[matter->n_tells] = (struct matter_tell){
        .n = (int64_t)matter->n_tells + 1,
        .unit = matter->lead,
        .clock = matter_no_clock,
        .outcome = TELL_OPEN,
        .ended_day = DAY_NONE,
        .ended_at = JSON_ABSENT_INT,
        .reminded = -1,
        .passed_day = DAY_NONE,
    };
    if (!keep_clock(step, clock, &all[matter->n_tells].clock)) {
        return no_memory(step);
    }
    matter->tells = all;
    matter->n_tells++;
    return YK_OK;
}

// By a pause, its end, or another calendar.
enum yk change_tell(const struct step *step, const struct matter_clock *clock) {
    struct matter_tell *open = find_open(step);
    if (clock->started_day == DAY_NONE) {
        return YK_OK;
    }
    if (!open) {
        return cannot_follow(step);
    }
    return keep_clock(step, clock, &open->clock) ? YK_OK : no_memory(step);
}

enum yk apply_tell_due(const struct step *step, bool passed) {
    const struct ev_tell_due *body = step->event->body;
    struct matter_tell *open = find_open(step);
    if (!open || open->n != body->n) {
        return cannot_follow(step);
    }
    if (passed) {
        open->passed_day = step->event->day;
    } else {
        open->reminded = 1;
    }
    return YK_OK;
}

// ---- facts ----

int64_t tell_due_fact(const struct matter *matter) {
    const struct matter_tell *open = matter_open_tell(matter);
    return open && matter->state != MATTER_OBJECTED ? matter_clock_due_us(&open->clock) : FACT_NULL;
}

// What was over before its end asks for nothing; what went past it was missed, whatever came later.
static bool counts(const struct matter *matter, const struct matter_tell *tell) {
    switch (tell->outcome) {
    case TELL_OPEN: return matter->state != MATTER_OBJECTED;
    case TELL_TOLD: return true;
    case TELL_SPARED: return false;
    default: return !matter_clock_is_met(&tell->clock, tell->ended_day, tell->ended_at);
    }
}

static bool put_tell(const struct matter *matter, const struct matter_tell *tell,
                     struct fact_set *out) {
    struct fact_row *row = fact_emit(out, &tell_fact_table, (int32_t)tell->n);
    if (!row) {
        return false;
    }
    int64_t *v = row->v;
    bool due = counts(matter, tell) && tell->clock.due_day != DAY_NONE;
    v[L_UNIT] = tell->unit;
    v[L_DAY] = tell->clock.started_day;
    v[L_DUE_DAY] = due ? tell->clock.due_day : FACT_NULL;
    if (tell->outcome == TELL_TOLD) {
        v[L_TOLD_DAY] = tell->ended_day;
        v[L_ON_TIME] = matter_clock_is_met(&tell->clock, tell->ended_day, tell->ended_at);
    }
    v[L_OUTCOME] = tell->outcome;
    v[L_CATEGORY] = matter->category;
    v[L_CHANNEL] = matter->channel;
    v[L_CALLER_KIND] = matter->caller_kind;
    return true;
}

bool put_tells(const struct matter *matter, struct fact_set *out) {
    bool ok = true;
    for (size_t i = 0; ok && i < matter->n_tells; i++) {
        ok = put_tell(matter, &matter->tells[i], out);
    }
    return ok;
}

static const struct fact_col tell_cols[L_COLS] = {
    [L_UNIT] = {"unit", FACT_UNIT, "who was to tell"},
    [L_DAY] = {"day", FACT_DAY, "from when it runs"},
    [L_DUE_DAY] = {"due_day", FACT_DAY, "null when nothing was owed, or is not for now"},
    [L_TOLD_DAY] = {"told_day", FACT_DAY, "null while nobody was told"},
    [L_ON_TIME] = {"on_time", FACT_FLAG, "null while nobody was told"},
    [L_OUTCOME] = {"outcome", FACT_CODE, "enum tell_outcome"},
    [L_CATEGORY] = {"category", FACT_CODE, "of the matter"},
    [L_CHANNEL] = {"channel", FACT_CODE, "of the matter"},
    [L_CALLER_KIND] = {"caller_kind", FACT_CODE, "of the matter"},
};

static const struct fact_cond is_due[] = {{.col = L_DUE_DAY, .op = FACT_NOT_NULL}};
static const struct fact_cond is_in_time[] = {{.col = L_DUE_DAY, .op = FACT_NOT_NULL},
                                              {.col = L_ON_TIME, .op = FACT_EQ, .value = 1}};
// The caller was to be told by a day of the span, and n: was.
static const struct measure tell_measures[] = {
    {.code = 475,
     .key = "matter.told_on_time.d",
     .day_col = L_DUE_DAY,
     .value_col = -1,
     .hist_col = -1,
     .conds = is_due,
     .n_conds = 1},
    {.code = 476,
     .key = "matter.told_on_time.n",
     .day_col = L_DUE_DAY,
     .value_col = -1,
     .hist_col = -1,
     .conds = is_in_time,
     .n_conds = 2},
};

const struct fact_table tell_fact_table = {
    .name = "tell_fact",
    .code = 20,
    .cols = tell_cols,
    .n_cols = L_COLS,
    .unit_col = L_UNIT,
    .dim_cols = {-1, -1, [DIM_CATEGORY] = L_CATEGORY, [DIM_CHANNEL] = L_CHANNEL,
                 [DIM_CALLER_KIND] = L_CALLER_KIND, -1},
    .measures = tell_measures,
    .n_measures = sizeof tell_measures / sizeof *tell_measures,
};
