// SPDX-License-Identifier: Apache-2.0
// Moving due days to another calendar: the rule, the preview, and the work in the background, so many matters to a transaction.

#include "matter/moves.h"

#include <string.h>

#include "base/clock.h"
#include "log/log_store.h"
#include "matter/assist_events.h"
#include "matter/matter_view.h"
#include "matter/opened.h"
#include "matter/rules.h"
#include "matter/tell.h"
#include "notify/notify.h"

// ---- the rule ----

static bool is_moved(const struct matter_clock *a, const struct matter_clock *b) {
    return a->due_day != b->due_day || a->due_at != b->due_at || a->warn_day != b->warn_day ||
           a->warn_at != b->warn_at || (a->provisional == 1) != (b->provisional == 1);
}

static void note_move(const struct matter_env *env, enum time_clock clock,
                      const struct matter_clock *was, const struct matter_clock *now,
                      struct matter_move *out) {
    int64_t was_us = matter_clock_due_us(was), now_us = matter_clock_due_us(now);
    out->clock = clock;
    out->was_due = was->due_day;
    out->due = now->due_day;
    out->now_overdue = was_us >= env->now_us && now_us < env->now_us;
    out->no_longer_overdue = was_us < env->now_us && now_us >= env->now_us;
    out->now_certain = was->provisional == 1 && now->provisional != 1;
}

// Reckons one clock that runs; the answer's comes last, so that it is the one told of.
static bool move_clock(const struct matter_env *env, enum time_clock which,
                       const struct matter_clock *clock, bool runs, struct matter_clock *out,
                       struct matter_move *move) {
    if (!runs || clock->started_day == DAY_NONE || clock->due_day == DAY_NONE) {
        return false;
    }
    struct matter_clock made;
    matter_clock_reckon(clock, env->calendar, NULL, 0, 0, &made);
    if (!is_moved(clock, &made)) {
        return false;
    }
    *out = made;
    note_move(env, which, clock, &made, move);
    return true;
}

static bool move_answer(const struct matter *matter, const struct matter_env *env,
                        struct ev_due_moved *body, struct matter_move *move) {
    struct matter_clock made;
    if (matter->answer.started_day == DAY_NONE || matter->answer.due_day == DAY_NONE ||
        matter->answered_day != DAY_NONE || matter_is_ended(matter)) {
        return false;
    }
    matter_answer_reckon(matter, env->calendar, &made);
    if (!is_moved(&matter->answer, &made)) {
        return false;
    }
    body->answer = made;
    note_move(env, TIME_ANSWER, &matter->answer, &made, move);
    return true;
}

// A calendar moves it with the pauses that it has had, as it moves the answer's.
static bool move_tell(const struct matter *matter, const struct matter_env *env,
                      struct ev_due_moved *body, struct matter_move *move) {
    const struct matter_tell *open = matter_open_tell(matter);
    struct matter_clock made = matter_no_clock;
    if (!open || open->clock.due_day == DAY_NONE) {
        return false;
    }
    matter_tell_reckon(matter, env->calendar, &made);
    if (!is_moved(&open->clock, &made)) {
        return false;
    }
    body->tell = made;
    note_move(env, TIME_TELL, &open->clock, &made, move);
    return true;
}

// The clocks of assisting units, without the pauses of the lead's: they run on.
static bool move_assists(const struct matter *matter, const struct matter_env *env,
                         struct ev_due_moved *body, struct matter_move *move) {
    for (size_t i = 0; i < matter->n_assists; i++) {
        const struct matter_assist *assist = &matter->assists[i];
        struct ev_assist_moved one;
        json_spec_clear(&assist_moved_spec, &one);
        one.n = assist->n;
        bool moved = move_clock(env, TIME_SIGN, &assist->sign, assist->state == ASSIST_NAMED,
                                &one.sign, move);
        moved |= move_clock(env, TIME_ASSIST, &assist->answer, matter_assist_is_awaited(assist),
                            &one.answer, move);
        if (moved) {
            body->assists[body->n_assists++] = one;
        }
    }
    return body->n_assists > 0;
}

enum yk matter_decide_move(const struct matter *matter, const struct matter_env *env,
                           struct drafts *out_drafts, struct matter_move *out, struct err *err) {
    const struct matter_dispatch *dispatch = matter_last_dispatch(matter);
    const struct matter_round *round = matter_open_round(matter);
    struct ev_due_moved *body = new_body(env, EV_DUE_MOVED);
    bool any = false;
    if (body) {
        body->assists = arena_alloc_array(env->arena, matter->n_assists + 1, sizeof *body->assists);
    }
    if (!body || !body->assists) {
        return no_memory(err);
    }
    *out = (struct matter_move){.number = matter->number, .unit = matter->lead};
    body->calendar = calendar_version(env->calendar);
    if (dispatch && !matter_is_ended(matter)) {
        any |= move_clock(env, TIME_SIGN, &dispatch->sign, matter->state == MATTER_DISPATCHED,
                          &body->sign, out);
        any |= move_clock(env, TIME_CONTACT, &dispatch->contact,
                          dispatch->contacted_day == DAY_NONE && matter->n_rounds == 0 &&
                              matter->state != MATTER_OBJECTED,
                          &body->contact, out);
    }
    if (round) {
        any |= move_clock(env, TIME_CALLBACK, &round->call, true, &body->call, out);
    }
    any |= move_assists(matter, env, body, out);
    any |= move_tell(matter, env, body, out);
    any |= move_answer(matter, env, body, out);
    if (any) {
        add_event(out_drafts, EV_DUE_MOVED, env->today, body);
    }
    return YK_OK;
}

// ---- which matters ----

// Those in hand, then withdrawals whose call is still open. A place in this order, as a job's key holds it: "a", "b", then a cursor.
struct place {
    bool second;
    struct fact_cursor after;
};

static bool parse_place(const char *text, struct place *out) {
    *out = (struct place){.second = *text == 'b'};
    return (*text == 'a' || *text == 'b') &&
           (text[1] == '\0' || matter_cursor_parse(text + 1, &out->after));
}

static enum yk find_batch(struct db *db, struct arena *arena, const struct scope *scope,
                          struct place *place, int limit, struct fact_hit **out, size_t *out_n,
                          bool *out_more, struct err *err) {
    struct fact_query query;
    fact_query_init(&query, place->second ? &round_fact_table : &matter_fact_table, scope);
    const int col = place->second ? (int)R_NEXT_TRY_DAY : (int)M_DAY;
    query.order = (struct fact_order){.col = col};
    query.cols = UINT64_C(1) << col;
    query.after = place->after;
    query.limit = limit;
    fact_query_and(&query, place->second
                               ? (struct fact_cond){.col = R_NEXT_TRY_DAY, .op = FACT_NOT_NULL}
                               : (struct fact_cond){.col = M_ENDED_DAY, .op = FACT_IS_NULL});
    if (place->second) {
        fact_query_and(&query,
                       (struct fact_cond){.col = R_KIND, .op = FACT_EQ, .value = ROUND_WITHDRAWAL});
    }
    bool more = false;
    enum yk status = fact_find(db, &query, arena, out, out_n, &more, err);
    if (status != YK_OK) {
        return status;
    }
    if (more) {
        const struct fact_hit *last = &(*out)[*out_n - 1];
        place->after = (struct fact_cursor){true, last->v[col], last->object, last->part};
    } else {
        *out_more = !place->second;
        *place = (struct place){.second = true};
        return YK_OK;
    }
    *out_more = true;
    return YK_OK;
}

static struct scope whole(int32_t district) {
    return (struct scope){.district = district, .level = SCOPE_DISTRICT};
}

// ---- before ----

static enum yk preview_one(struct db *db, const struct matter_env *env, int32_t district,
                           int64_t object, struct matter_moves *out, struct err *err) {
    struct state_row row;
    struct drafts drafts = {.n = 0};
    struct matter_move move;
    struct matter *matter = arena_alloc(env->arena, sizeof *matter);
    if (!matter) {
        return no_memory(err);
    }
    enum yk status =
        log_store_state(db, env->arena, false, LEDGER_MATTER, district, object, &row, err);
    if (status == YK_OK) {
        status =
            json_decode_stored(&matter_state_spec, row.body, row.body_n, env->arena, matter, err);
    }
    if (status == YK_OK) {
        status = matter_decide_move(matter, env, &drafts, &move, err);
    }
    if (status != YK_OK || !drafts.n) {
        return status;
    }
    move.object = object;
    out->moved++;
    out->now_overdue += move.now_overdue;
    out->no_longer_overdue += move.no_longer_overdue;
    out->now_certain += move.now_certain;
    if (out->n_shown < MOVES_SHOWN_MAX) {
        out->shown[out->n_shown++] = move;
    }
    return YK_OK;
}

enum { BATCH = 200 };

enum yk matter_moves_preview(struct db *db, struct arena *arena, int32_t district,
                             const struct matter_env *env, struct matter_moves *out,
                             struct err *err) {
    const struct scope scope = whole(district);
    struct place place = {.second = false};
    bool more = true;
    size_t read = 0;
    *out = (struct matter_moves){
        .shown = arena_alloc_array(arena, MOVES_SHOWN_MAX, sizeof *out->shown), .exact = true};
    enum yk status = out->shown ? YK_OK : no_memory(err);
    while (status == YK_OK && more) {
        struct arena_mark mark = arena_mark(arena);
        struct fact_hit *hits = NULL;
        size_t n = 0;
        status = find_batch(db, arena, &scope, &place, BATCH, &hits, &n, &more, err);
        for (size_t i = 0; i < n && status == YK_OK; i++) {
            status = preview_one(db, env, district, hits[i].object, out, err);
        }
        read += n;
        arena_rewind(arena, mark);
        if (read >= MOVES_READ_MAX) {
            out->exact = !more;
            more = false;
        }
    }
    return status;
}

// ---- in the background ----

enum yk matter_moves_ask(struct log_tx *tx, int64_t version, struct err *err) {
    const struct job_spec spec = {.kind = matter_moves_job.name,
                                  .key = arena_printf(tx->arena, "%lld", (long long)version),
                                  .due_us = tx->now_us,
                                  .arg = version};
    return spec.key ? job_add(tx, &spec, err) : no_memory(err);
}

// How many of whose matters moved in this run.
struct moved_of {
    int64_t unit, n;
};
struct moved_units {
    struct moved_of list[BATCH];
    size_t n;
};

// What waits for a call-back alone is not the unit's to hurry with.
static void count_move(struct moved_units *units, const struct matter_move *move) {
    size_t i = 0;
    while (i < units->n && units->list[i].unit != move->unit) {
        i++;
    }
    if (!move->unit || move->clock == TIME_CALLBACK) {
        return;
    }
    if (i == units->n) {
        units->list[units->n++] = (struct moved_of){.unit = move->unit};
    }
    units->list[i].n++;
}

// One notice for each person and calendar, however many matters and runs there are.
static enum yk tell_units(struct job_run *run, const struct org *org, int64_t version,
                          const struct moved_units *units, struct err *err) {
    enum yk status = YK_OK;
    for (size_t i = 0; i < units->n && status == YK_OK; i++) {
        const struct notice_gathering gathering = {
            .kind = "matter.due_moved",
            .unit = units->list[i].unit,
            .act = version,
            .n = units->list[i].n,
            .zh = "本单位 %lld 件在办事项",
            .en = "%lld matters in hand of our unit",
            .path = "/ledger?state=dispatched,signed,handling&sort=due_day"};
        status = notice_gather(&run->tx, org, &gathering, err);
    }
    return status;
}

static enum yk move_one(struct job_run *run, struct matter_env *env, int64_t id, int64_t *moved,
                        struct moved_units *units, struct err *err) {
    struct log_object object;
    struct drafts drafts = {.n = 0};
    struct matter_move move;
    run->tx.recorded_at = 0; // each is an event of its own time
    enum yk status = log_load(&run->tx, &matter_ledger, id, &object, err);
    if (status == YK_OK) {
        status = matter_decide_move(object.state, env, &drafts, &move, err);
    }
    if (status != YK_OK || !drafts.n) {
        return status;
    }
    (*moved)++;
    count_move(units, &move);
    struct tell_mark before = matter_tell_mark(object.state);
    status = log_record(&run->tx, &object, &drafts, err);
    return status == YK_OK ? matter_tell_jobs(&run->tx, id, object.state, before, err) : status;
}

static int compare_hits(const void *a, const void *b) {
    const struct fact_hit *x = a, *y = b;
    return x->object < y->object ? -1 : x->object > y->object;
}

static enum yk ask_rest(struct job_run *run, const struct place *place, struct err *err) {
    const struct fact_cursor *at = &place->after;
    const char *cursor =
        at->set ? matter_cursor_format(run->tx.arena, at->value, at->object, at->part) : "";
    const struct job_spec spec = {
        .kind = matter_moves_job.name,
        .key = arena_printf(run->tx.arena, "%c%s", place->second ? 'b' : 'a', cursor),
        .due_us = run->tx.now_us,
        .arg = run->arg};
    return spec.key && cursor ? job_add(&run->tx, &spec, err) : no_memory(err);
}

static enum yk run_moves(struct job_run *run, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    const struct scope scope = whole(run->tx.district);
    struct place place = {.second = false};
    struct fact_hit *hits = NULL;
    size_t n = 0, n_years;
    bool more = false;
    int64_t moved = 0, seq;
    struct moved_units units = {.n = 0};
    enum yk status = org_cache_get(run->tools->orgs, run->tx.db, run->tx.district, &org, err);
    if (status != YK_OK) {
        return status;
    }
    (void)org_calendar_years(org, &n_years, &seq);
    if (n_years == 0) {
        run->said = "no calendar of its own";
        return YK_OK;
    }
    struct matter_env env = {.calendar = org_calendar(org),
                             .now_us = run->tx.now_us,
                             .today = day_of_time(run->tx.now_us),
                             .arena = run->tx.arena};
    if (run->key && (*run->key == 'a' || *run->key == 'b') && !parse_place(run->key, &place)) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "moves: a key that is none");
    }
    status = find_batch(run->tx.db, run->tx.arena, &scope, &place, BATCH, &hits, &n, &more, err);
    if (status == YK_OK && n) {
        qsort(hits, n, sizeof *hits, compare_hits); // locked in ascending order
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        status = move_one(run, &env, hits[i].object, &moved, &units, err);
    }
    if (status == YK_OK) {
        status = tell_units(run, org, seq, &units, err);
    }
    if (status == YK_OK && more) {
        status = ask_rest(run, &place, err);
    }
    run->said = arena_printf(run->tx.arena, "moved %lld of %zu", (long long)moved, n);
    return status;
}

const struct job_kind matter_moves_job = {.name = "matter.moves",
                                          .zh = "日历变动后重算到期日",
                                          .en = "Due days moved to the calendar in force",
                                          .run = run_moves,
                                          .every_min = 24 * 60,
                                          .at_min = 90,
                                          .only_latest = true};
