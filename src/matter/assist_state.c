// SPDX-License-Identifier: Apache-2.0
// Assisting units as they are stored, what they become by their events, and what of them can be counted. Looks at the event alone.
#include "matter/assist_events.h"
#include "matter/step.h"

#define FIELD(type_, member_, ...)                                                                 \
    { .name = #member_, .offset = offsetof(struct type_, member_), .type = __VA_ARGS__ }
#define OMIT .flags = JSON_OMIT_ABSENT
#define SUB  .sub = &matter_clock_spec

const struct json_word assist_state_words[] = {
    {"asked", ASSIST_ASKED},       {"named", ASSIST_NAMED},       {"signed", ASSIST_SIGNED},
    {"objected", ASSIST_OBJECTED}, {"answered", ASSIST_ANSWERED}, {"withdrawn", ASSIST_WITHDRAWN},
    {"refused", ASSIST_REFUSED},   {"lapsed", ASSIST_LAPSED},     {NULL, 0},
};
const struct json_word assist_decision_words[] = {
    {"grant", ASSIST_GRANT},     {"refuse", ASSIST_REFUSE}, {"withdraw", ASSIST_WITHDRAW},
    {"replace", ASSIST_REPLACE}, {"keep", ASSIST_KEEP},     {NULL, 0},
};

// ---- stored forms ----

static const struct json_field asked_fields[] = {
    FIELD(ev_assist_asked, n, JSON_INT),
    FIELD(ev_assist_asked, unit, JSON_ID),
};
const struct json_spec assist_asked_spec =
    JSON_SPEC("assist_asked", struct ev_assist_asked, asked_fields);

static const struct json_field named_fields[] = {
    FIELD(ev_assist_named, n, JSON_INT),
    FIELD(ev_assist_named, unit, JSON_ID),
    FIELD(ev_assist_named, replaces, JSON_INT, OMIT),
    FIELD(ev_assist_named, sign, JSON_OBJECT, SUB),
    FIELD(ev_assist_named, answer, JSON_OBJECT, SUB),
};
const struct json_spec assist_named_spec =
    JSON_SPEC("assist_named", struct ev_assist_named, named_fields);

static const struct json_field signed_fields[] = {
    FIELD(ev_assist_signed, n, JSON_INT),
    FIELD(ev_assist_signed, unit, JSON_ID),
    FIELD(ev_assist_signed, on_time, JSON_BOOL),
};
const struct json_spec assist_signed_spec =
    JSON_SPEC("assist_signed", struct ev_assist_signed, signed_fields);

static const struct json_field decided_fields[] = {
    FIELD(ev_assist_decided, n, JSON_INT),
    FIELD(ev_assist_decided, unit, JSON_ID),
    FIELD(ev_assist_decided, sign, JSON_OBJECT, SUB),
};
const struct json_spec assist_decided_spec =
    JSON_SPEC("assist_decided", struct ev_assist_decided, decided_fields);

static const struct json_field urged_fields[] = {
    FIELD(ev_assist_urged, n, JSON_INT),
    FIELD(ev_assist_urged, unit, JSON_ID),
    FIELD(ev_assist_urged, assist_day, JSON_DAY, OMIT),
};
const struct json_spec assist_urged_spec =
    JSON_SPEC("assist_urged", struct ev_assist_urged, urged_fields);

static const struct json_field answered_fields[] = {
    FIELD(ev_assist_answered, n, JSON_INT),
    FIELD(ev_assist_answered, unit, JSON_ID),
    FIELD(ev_assist_answered, on_time, JSON_BOOL, OMIT),
};
const struct json_spec assist_answered_spec =
    JSON_SPEC("assist_answered", struct ev_assist_answered, answered_fields);

static const struct json_field moved_fields[] = {
    FIELD(ev_assist_moved, n, JSON_INT),
    FIELD(ev_assist_moved, sign, JSON_OBJECT, SUB),
    FIELD(ev_assist_moved, answer, JSON_OBJECT, SUB),
};
const struct json_spec assist_moved_spec =
    JSON_SPEC("assist_moved", struct ev_assist_moved, moved_fields);

static const struct json_field assist_fields[] = {
    FIELD(matter_assist, n, JSON_INT),
    FIELD(matter_assist, unit, JSON_ID),
    FIELD(matter_assist, by, JSON_ID),
    FIELD(matter_assist, state, JSON_ENUM, .words = assist_state_words),
    FIELD(matter_assist, ask_seq, JSON_INT),
    FIELD(matter_assist, decided_seq, JSON_INT, OMIT),
    FIELD(matter_assist, objected_seq, JSON_INT, OMIT),
    FIELD(matter_assist, answered_seq, JSON_INT, OMIT),
    FIELD(matter_assist, asked_day, JSON_DAY),
    FIELD(matter_assist, named_day, JSON_DAY, OMIT),
    FIELD(matter_assist, named_at, JSON_INT, OMIT),
    FIELD(matter_assist, sign, JSON_OBJECT, SUB),
    FIELD(matter_assist, answer, JSON_OBJECT, SUB),
    FIELD(matter_assist, signed_day, JSON_DAY, OMIT),
    FIELD(matter_assist, signed_at, JSON_INT, OMIT),
    FIELD(matter_assist, answered_day, JSON_DAY, OMIT),
    FIELD(matter_assist, answered_at, JSON_INT, OMIT),
    FIELD(matter_assist, objected_day, JSON_DAY, OMIT),
    FIELD(matter_assist, objected_at, JSON_INT, OMIT),
    FIELD(matter_assist, ended_day, JSON_DAY, OMIT),
    FIELD(matter_assist, final, JSON_BOOL),
    FIELD(matter_assist, replaces, JSON_INT, OMIT),
    FIELD(matter_assist, urged, JSON_INT, OMIT),
    FIELD(matter_assist, urged_first, JSON_DAY, OMIT),
    FIELD(matter_assist, urged_day, JSON_DAY, OMIT),
};
const struct json_spec matter_assist_spec =
    JSON_SPEC("matter_assist", struct matter_assist, assist_fields);

// ---- apply ----

static struct matter_assist *find(const struct step *step, int64_t n) {
    struct matter *matter = step->matter;
    return n >= 1 && n <= (int64_t)matter->n_assists ? &matter->assists[n - 1] : NULL;
}

static struct matter_assist *add_one(const struct step *step, int64_t n, int64_t unit) {
    struct matter *matter = step->matter;
    struct matter_assist *all = grow(step->arena, matter->assists, matter->n_assists, sizeof *all);
    if (!all) {
        return NULL;
    }
    struct matter_assist *assist = &all[matter->n_assists++];
    json_spec_clear(&matter_assist_spec, assist);
    assist->n = n;
    assist->unit = unit;
    assist->by = step->event->actor;
    assist->ask_seq = step->event->seq;
    assist->asked_day = step->event->day;
    assist->final = 0;
    matter->assists = all;
    return assist;
}

enum yk apply_assist_asked(const struct step *step) {
    const struct ev_assist_asked *body = step->event->body;
    if (matter_is_ended(step->matter) || body->n != (int64_t)step->matter->n_assists + 1) {
        return cannot_follow(step);
    }
    struct matter_assist *assist = add_one(step, body->n, body->unit);
    if (!assist) {
        return no_memory(step);
    }
    assist->state = ASSIST_ASKED;
    return YK_OK;
}

enum yk apply_assist_named(const struct step *step) {
    const struct ev_assist_named *body = step->event->body;
    struct matter_assist *assist = find(step, body->n);
    bool fresh = body->n == (int64_t)step->matter->n_assists + 1;
    if (matter_is_ended(step->matter) || (!fresh && (!assist || assist->state != ASSIST_ASKED))) {
        return cannot_follow(step);
    }
    if (fresh) {
        assist = add_one(step, body->n, body->unit);
    }
    if (!assist || !keep_clock(step, &body->sign, &assist->sign) ||
        !keep_clock(step, &body->answer, &assist->answer)) {
        return no_memory(step);
    }
    const struct matter_assist *before =
        body->replaces == JSON_ABSENT_INT ? NULL : find(step, body->replaces);
    if (before) { // what was asked of the one is asked of the other
        assist->ask_seq = before->ask_seq;
        assist->replaces = before->n;
    }
    if (!fresh) {
        assist->decided_seq = step->event->seq;
    }
    assist->unit = body->unit;
    assist->state = ASSIST_NAMED;
    assist->named_day = step->event->day;
    assist->named_at = step->event->recorded_at;
    return YK_OK;
}

enum yk apply_assist_signed(const struct step *step) {
    const struct ev_assist_signed *body = step->event->body;
    struct matter_assist *assist = find(step, body->n);
    if (!assist || assist->state != ASSIST_NAMED) {
        return cannot_follow(step);
    }
    assist->state = ASSIST_SIGNED;
    assist->signed_day = step->event->day;
    assist->signed_at = step->event->recorded_at;
    return YK_OK;
}

enum yk apply_assist_objected(const struct step *step) {
    const struct ev_assist_decided *body = step->event->body;
    struct matter_assist *assist = find(step, body->n);
    if (!assist || assist->state != ASSIST_NAMED || assist->final == 1) {
        return cannot_follow(step);
    }
    assist->state = ASSIST_OBJECTED;
    assist->objected_seq = step->event->seq;
    assist->objected_day = step->event->day;
    assist->objected_at = step->event->recorded_at;
    return YK_OK;
}

enum yk apply_assist_kept(const struct step *step) {
    const struct ev_assist_decided *body = step->event->body;
    struct matter_assist *assist = find(step, body->n);
    if (!assist || assist->state != ASSIST_OBJECTED) {
        return cannot_follow(step);
    }
    assist->state = ASSIST_NAMED;
    assist->final = 1;
    assist->decided_seq = step->event->seq;
    return keep_clock(step, &body->sign, &assist->sign) ? YK_OK : no_memory(step);
}

enum yk apply_assist_ended(const struct step *step, bool refused) {
    const struct ev_assist_decided *body = step->event->body;
    struct matter_assist *assist = find(step, body->n);
    if (!assist || !matter_assist_is_open(assist) || refused != (assist->state == ASSIST_ASKED)) {
        return cannot_follow(step);
    }
    assist->state = refused ? ASSIST_REFUSED : ASSIST_WITHDRAWN;
    assist->decided_seq = step->event->seq;
    assist->ended_day = step->event->day;
    return YK_OK;
}

enum yk apply_assist_answered(const struct step *step) {
    const struct ev_assist_answered *body = step->event->body;
    struct matter_assist *assist = find(step, body->n);
    if (!assist || assist->state != ASSIST_SIGNED) {
        return cannot_follow(step);
    }
    assist->state = ASSIST_ANSWERED;
    assist->answered_seq = step->event->seq;
    assist->answered_day = step->event->day;
    assist->answered_at = step->event->recorded_at;
    assist->ended_day = step->event->day;
    return YK_OK;
}

enum yk apply_assist_urged(const struct step *step) {
    const struct ev_assist_urged *body = step->event->body;
    struct matter_assist *assist = find(step, body->n);
    if (!assist || !matter_assist_is_awaited(assist)) {
        return cannot_follow(step);
    }
    if (assist->urged == JSON_ABSENT_INT) {
        assist->urged = 0;
        assist->urged_first = step->event->day;
    }
    assist->urged++;
    assist->urged_day = step->event->day;
    return YK_OK;
}

static void lapse(const struct step *step, struct matter_assist *assist) {
    if (matter_assist_is_open(assist)) {
        assist->state = ASSIST_LAPSED;
        assist->ended_day = step->event->day;
    }
}

void lapse_assists(const struct step *step) {
    for (size_t i = 0; i < step->matter->n_assists; i++) {
        lapse(step, &step->matter->assists[i]);
    }
}

void lapse_assists_of(const struct step *step, int64_t unit) {
    for (size_t i = 0; i < step->matter->n_assists; i++) {
        if (step->matter->assists[i].unit == unit) {
            lapse(step, &step->matter->assists[i]);
        }
    }
}

enum yk apply_assists_moved(const struct step *step, const struct ev_assist_moved *moved,
                            size_t n) {
    for (size_t i = 0; i < n; i++) {
        struct matter_assist *assist = find(step, moved[i].n);
        if (!assist) {
            return cannot_follow(step);
        }
        if ((moved[i].sign.started_day != DAY_NONE &&
             !keep_clock(step, &moved[i].sign, &assist->sign)) ||
            (moved[i].answer.started_day != DAY_NONE &&
             !keep_clock(step, &moved[i].answer, &assist->answer))) {
            return no_memory(step);
        }
    }
    return YK_OK;
}

// ---- facts ----

static int64_t day_or_null(int32_t day) {
    return day == DAY_NONE ? FACT_NULL : day;
}

// Spared before its day, or objected to with good ground: no answer was owed. An objection that waits owes none yet.
static int64_t counted_day(const struct matter_assist *assist) {
    int32_t due = assist->answer.due_day;
    bool owed = matter_assist_is_awaited(assist) || assist->state == ASSIST_ANSWERED;
    if (assist->state == ASSIST_WITHDRAWN || assist->state == ASSIST_LAPSED) {
        bool by_objection =
            assist->objected_day != DAY_NONE && assist->final != 1; // upheld, or not decided on
        owed = due != DAY_NONE && assist->ended_day > due && !by_objection;
    }
    return assist->named_day != DAY_NONE && owed ? day_or_null(due) : FACT_NULL;
}

static void put_clocks(const struct matter_assist *assist, int64_t *v) {
    bool signs = matter_assist_is_awaited(assist) || assist->state == ASSIST_ANSWERED;
    v[A_SIGN_DUE_DAY] = signs ? day_or_null(assist->sign.due_day) : FACT_NULL;
    v[A_SIGNED_DAY] = day_or_null(assist->signed_day);
    v[A_DUE_DAY] = day_or_null(assist->answer.due_day);
    v[A_COUNTED_DAY] = counted_day(assist);
    v[A_ANSWERED_DAY] = day_or_null(assist->answered_day);
    if (assist->answered_day != DAY_NONE && assist->answer.started_day != DAY_NONE) {
        v[A_ON_TIME] =
            matter_clock_is_met(&assist->answer, assist->answered_day, assist->answered_at);
    }
    if (matter_assist_is_awaited(assist)) {
        int64_t due = matter_clock_due_us(&assist->answer);
        v[A_OPEN_DUE_AT] = due == TIME_NONE ? OPEN_DUE_NEVER : due;
        int64_t warn = matter_clock_warn_us(&assist->answer);
        v[A_OPEN_WARN_AT] = warn == TIME_NONE ? OPEN_DUE_NEVER : warn;
    }
}

static bool put_assist(const struct matter *matter, const struct matter_assist *assist,
                       struct fact_set *out) {
    struct fact_row *row = fact_emit(out, &assist_fact_table, (int32_t)assist->n);
    if (!row) {
        return false;
    }
    int64_t *v = row->v;
    bool named = assist->named_day != DAY_NONE;
    put_clocks(assist, v);
    v[A_UNIT] = named ? assist->unit : FACT_NULL;
    v[A_TO_UNIT] = assist->unit;
    v[A_LEAD] = matter->lead ? matter->lead : FACT_NULL;
    v[A_STATE] = assist->state;
    v[A_DAY] = named ? assist->named_day : assist->asked_day;
    v[A_NAMED_DAY] = day_or_null(assist->named_day);
    v[A_OBJECTED_DAY] = day_or_null(assist->objected_day);
    v[A_URGED_DAY] = day_or_null(assist->urged_first);
    v[A_TO_DECIDE] =
        assist->state == ASSIST_ASKED || assist->state == ASSIST_OBJECTED ? 1 : FACT_NULL;
    v[A_CATEGORY] = matter->category;
    v[A_CHANNEL] = matter->channel;
    v[A_CALLER_KIND] = matter->caller_kind;
    return true;
}

bool put_assists(const struct matter *matter, struct fact_set *out) {
    bool ok = true;
    for (size_t i = 0; ok && i < matter->n_assists; i++) {
        ok = put_assist(matter, &matter->assists[i], out);
    }
    return ok;
}

static const struct fact_col cols[A_COLS] = {
    [A_UNIT] = {"unit", FACT_UNIT, "who assists, once named; null while only asked for"},
    [A_TO_UNIT] = {"to_unit", FACT_UNIT, "who assists, or should"},
    [A_LEAD] = {"lead", FACT_UNIT, "whom it assists"},
    [A_STATE] = {"state", FACT_CODE, "enum assist_state"},
    [A_DAY] = {"day", FACT_DAY, "named; asked for before that"},
    [A_NAMED_DAY] = {"named_day", FACT_DAY, "null while only asked for"},
    [A_SIGN_DUE_DAY] = {"sign_due_day", FACT_DAY, "null when it need not be signed for"},
    [A_SIGNED_DAY] = {"signed_day", FACT_DAY, ""},
    [A_DUE_DAY] = {"due_day", FACT_DAY, "of the clock of its answer"},
    [A_OPEN_DUE_AT] = {"open_due_at", FACT_NUMBER, "last moment in time while it is awaited"},
    [A_OPEN_WARN_AT] = {"open_warn_at", FACT_NUMBER, "from when it warns, while it is awaited"},
    [A_COUNTED_DAY] = {"counted_day", FACT_DAY, "due_day where an answer was owed"},
    [A_ANSWERED_DAY] = {"answered_day", FACT_DAY, ""},
    [A_ON_TIME] = {"on_time", FACT_FLAG, "null while not answered"},
    [A_OBJECTED_DAY] = {"objected_day", FACT_DAY, ""},
    [A_URGED_DAY] = {"urged_day", FACT_DAY, "the first time by hand"},
    [A_TO_DECIDE] = {"to_decide", FACT_FLAG, "1 while it waits for whoever dispatches, else null"},
    [A_CATEGORY] = {"category", FACT_CODE, "of the matter"},
    [A_CHANNEL] = {"channel", FACT_CODE, "of the matter"},
    [A_CALLER_KIND] = {"caller_kind", FACT_CODE, "of the matter"},
};

#define CONDS(...)                                                                                 \
    .conds = (const struct fact_cond[]){__VA_ARGS__},                                              \
    .n_conds = sizeof((const struct fact_cond[]){__VA_ARGS__}) / sizeof(struct fact_cond)
#define NOT_NULL(col_)                                                                             \
    { .col = (col_), .op = FACT_NOT_NULL }

static const struct measure measures[] = {
    // Assisting units named, by that day.
    {.code = 460,
     .key = "assist.named",
     .day_col = A_NAMED_DAY,
     .value_col = -1,
     .hist_col = -1,
     CONDS(NOT_NULL(A_NAMED_DAY))},
    {.code = 461,
     .key = "assist.answered",
     .day_col = A_ANSWERED_DAY,
     .value_col = -1,
     .hist_col = -1,
     CONDS(NOT_NULL(A_ANSWERED_DAY))},
    // Due in the span, n of them answered by then. What was spared before its day, or objected to with good ground, was not due.
    {.code = 462,
     .key = "assist.on_time.d",
     .day_col = A_COUNTED_DAY,
     .value_col = -1,
     .hist_col = -1,
     CONDS(NOT_NULL(A_COUNTED_DAY))},
    {.code = 463,
     .key = "assist.on_time.n",
     .day_col = A_COUNTED_DAY,
     .value_col = -1,
     .hist_col = -1,
     CONDS(NOT_NULL(A_COUNTED_DAY), {.col = A_ON_TIME, .op = FACT_EQ, .value = 1})},
    {.code = 464,
     .key = "assist.objected",
     .day_col = A_OBJECTED_DAY,
     .value_col = -1,
     .hist_col = -1,
     CONDS(NOT_NULL(A_OBJECTED_DAY))},
    // Parts that had to be urged by hand, by the day of the first time.
    {.code = 477,
     .key = "assist.urged",
     .day_col = A_URGED_DAY,
     .value_col = -1,
     .hist_col = -1,
     CONDS(NOT_NULL(A_URGED_DAY))},
};

const struct fact_table assist_fact_table = {
    .name = "assist_fact",
    .code = 11,
    .cols = cols,
    .n_cols = A_COLS,
    .unit_col = A_UNIT,
    .dim_cols = {-1, -1, [DIM_CATEGORY] = A_CATEGORY, [DIM_CHANNEL] = A_CHANNEL,
                 [DIM_CALLER_KIND] = A_CALLER_KIND, -1},
    .measures = measures,
    .n_measures = sizeof measures / sizeof *measures,
};
