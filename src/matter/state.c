// SPDX-License-Identifier: Apache-2.0
// What a matter becomes by its events, and what of it can be counted. Looks at the event alone: no policy, no
// calendar, no clock; so a replay of the log gives the same states and facts for ever.
#include <string.h>

#include "matter/assist_events.h"
#include "matter/step.h"

// ---- apply ----

static struct matter_round *open_round(struct matter *matter, int64_t n) {
    struct matter_round *last = matter->n_rounds ? &matter->rounds[matter->n_rounds - 1] : NULL;
    return last && last->n == n && last->state == CALL_DUE ? last : NULL;
}

static enum yk apply_registered(const struct step *step) {
    struct matter *matter = step->matter;
    const struct ev_registered *body = step->event->body;
    if (step->event->seq != 1) {
        return cannot_follow(step);
    }
    *matter = (struct matter){
        .state = MATTER_REGISTERED,
        .number = body->number,
        .channel = body->channel,
        .caller_kind = body->caller_kind,
        .party = body->party,
        .kind = body->kind,
        .category = body->category,
        .urgency = body->urgency,
        .intake_unit = body->unit,
        .reachable = body->reachable,
        .secret = body->secret,
        .day = step->event->day,
        .registered_at = step->event->recorded_at,
        .answer = matter_no_clock,
        .answer_seq = JSON_ABSENT_INT,
        .answer_result = JSON_ABSENT_INT,
        .answered_day = DAY_NONE,
        .closed_day = DAY_NONE,
        .withdrawn_day = DAY_NONE,
        .joined_day = DAY_NONE,
        .title_seq = step->event->seq,
        .parked_from = JSON_ABSENT_INT,
    };
    return YK_OK;
}

static enum yk apply_dispatched(const struct step *step) {
    struct matter *matter = step->matter;
    const struct ev_dispatched *body = step->event->body;
    const struct matter_dispatch *before = last_dispatch(matter);
    bool after_objection =
        matter->state == MATTER_OBJECTED && before && before->outcome == DISPATCH_OBJECTION_UPHELD;
    if ((matter->state != MATTER_REGISTERED && !after_objection) ||
        body->n != (int64_t)matter->n_dispatches + 1) {
        return cannot_follow(step);
    }
    struct matter_dispatch *all =
        grow(step->arena, matter->dispatches, matter->n_dispatches, sizeof *all);
    if (!all) {
        return no_memory(step);
    }
    struct matter_dispatch *dispatch = &all[matter->n_dispatches];
    *dispatch = (struct matter_dispatch){
        .n = body->n,
        .unit = body->unit,
        .at = step->event->recorded_at,
        .day = step->event->day,
        .signed_day = DAY_NONE,
        .signed_at = JSON_ABSENT_INT,
        .contacted_day = DAY_NONE,
        .contacted_at = JSON_ABSENT_INT,
        .objected_day = DAY_NONE,
        .objected_at = JSON_ABSENT_INT,
        .outcome = DISPATCH_OPEN,
        .first_due_day = body->answer.due_day,
        .final = body->final,
    };
    if (!keep_clock(step, &body->sign, &dispatch->sign) ||
        !keep_clock(step, &body->contact, &dispatch->contact) ||
        !keep_clock(step, &body->answer, &matter->answer)) {
        return no_memory(step);
    }
    matter->dispatches = all;
    matter->n_dispatches++;
    matter->lead = body->unit;
    lapse_assists_of(step, body->unit);
    matter->state = MATTER_DISPATCHED;
    end_tell(step, TELL_SPARED);
    return begin_tell(step, &body->tell);
}

static enum yk apply_signed(const struct step *step) {
    struct matter_dispatch *dispatch = last_dispatch(step->matter);
    if (step->matter->state != MATTER_DISPATCHED || !dispatch) {
        return cannot_follow(step);
    }
    dispatch->signed_day = step->event->day;
    dispatch->signed_at = step->event->recorded_at;
    dispatch->outcome = DISPATCH_SIGNED;
    step->matter->state = MATTER_SIGNED;
    return YK_OK;
}

static enum yk apply_objected(const struct step *step) {
    struct matter_dispatch *dispatch = last_dispatch(step->matter);
    if (step->matter->state != MATTER_DISPATCHED || !dispatch || dispatch->final) {
        return cannot_follow(step);
    }
    dispatch->objected_day = step->event->day;
    dispatch->objected_at = step->event->recorded_at;
    dispatch->outcome = DISPATCH_OBJECTION_OPEN;
    step->matter->n_objections++;
    step->matter->state = MATTER_OBJECTED;
    return YK_OK;
}

static enum yk apply_arbitrated(const struct step *step, bool upheld) {
    const struct ev_objection *body = step->event->body;
    struct matter_dispatch *dispatch = last_dispatch(step->matter);
    if (step->matter->state != MATTER_OBJECTED || !dispatch ||
        dispatch->outcome != DISPATCH_OBJECTION_OPEN) {
        return cannot_follow(step);
    }
    if (upheld) { // the dispatch to the new lead follows in the same command
        dispatch->outcome = DISPATCH_OBJECTION_UPHELD;
        return YK_OK;
    }
    dispatch->outcome = DISPATCH_OBJECTION_REJECTED;
    dispatch->final = 1;
    step->matter->state = MATTER_DISPATCHED;
    return keep_clock(step, &body->sign, &dispatch->sign) ? YK_OK : no_memory(step);
}

// What the lead does with a matter that it has signed shows that it is being handled.
static enum yk apply_worked_on(const struct step *step, int64_t unit) {
    struct matter *matter = step->matter;
    if (matter_is_ended(matter)) {
        return cannot_follow(step);
    }
    if (matter->state == MATTER_SIGNED && unit == matter->lead) {
        matter->state = MATTER_HANDLING;
    }
    return YK_OK;
}

static enum yk apply_contacted(const struct step *step) {
    const struct ev_contacted *body = step->event->body;
    struct matter_dispatch *dispatch = last_dispatch(step->matter);
    bool told = tell_is_told_by_contact(step->matter, step->event->day);
    if (dispatch && dispatch->contacted_day == DAY_NONE) { // the first word with the caller
        dispatch->contacted_day = step->event->day;
        dispatch->contacted_at = step->event->recorded_at;
    }
    if (told) {
        end_tell(step, TELL_TOLD);
    }
    enum yk status = begin_tell(step, &body->tell);
    return status == YK_OK ? apply_worked_on(step, body->unit) : status;
}

static enum yk begin_round(const struct step *step, const struct ev_opening *body,
                           enum round_kind kind, int64_t unit) {
    struct matter *matter = step->matter;
    if (body->n != (int64_t)matter->n_rounds + 1 || matter_open_round(matter)) {
        return cannot_follow(step);
    }
    struct matter_round *all = grow(step->arena, matter->rounds, matter->n_rounds, sizeof *all);
    if (!all) {
        return no_memory(step);
    }
    struct matter_round *round = &all[matter->n_rounds];
    bool cannot = body->call_state == CALL_CANNOT;
    *round = (struct matter_round){
        .n = body->n,
        .kind = kind,
        .unit = unit,
        .answered_day = step->event->day,
        .answered_seq = kind == ROUND_ANSWER ? matter->answer_seq : step->event->seq,
        .answered_at = step->event->recorded_at,
        .result = kind == ROUND_ANSWER ? matter->answer_result : JSON_ABSENT_INT,
        .answer = kind == ROUND_ANSWER ? matter->answer : matter_no_clock,
        .state = body->call_state,
        .next_try_day = body->next_try_day,
        .true_ = JSON_ABSENT_INT,
        .done = JSON_ABSENT_INT,
        .solved = JSON_ABSENT_INT,
        .satisfaction = JSON_ABSENT_INT,
        .solved_points = JSON_ABSENT_INT,
        .satisfied_points = JSON_ABSENT_INT,
        .called_day = DAY_NONE,
        .ended_at = cannot ? step->event->recorded_at : JSON_ABSENT_INT,
        .ended_seq = cannot ? step->event->seq : JSON_ABSENT_INT,
        .consequence = cannot ? CONSEQUENCE_CLOSED : JSON_ABSENT_INT,
    };
    if (!keep_clock(step, &body->call, &round->call)) {
        return no_memory(step);
    }
    matter->rounds = all;
    matter->n_rounds++;
    return YK_OK;
}

static enum yk stand_answer(const struct step *step, const struct ev_opening *round) {
    enum yk status = begin_round(step, round, ROUND_ANSWER, step->matter->lead);
    if (status == YK_OK) {
        step->matter->answered_day = step->event->day;
        step->matter->state = MATTER_ANSWERED;
        end_promise(step, PROMISE_KEPT);
        end_tell(step, TELL_ANSWERED);
        lapse_requests(step);
        lapse_assists(step);
    }
    return status;
}

static enum yk apply_answered(const struct step *step) {
    struct matter *matter = step->matter;
    const struct ev_answered *body = step->event->body;
    if (matter->state != MATTER_SIGNED && matter->state != MATTER_HANDLING) {
        return cannot_follow(step);
    }
    matter->answer_by = step->event->actor;
    matter->answer_seq = step->event->seq;
    matter->answer_result = body->result;
    if (body->round.n != JSON_ABSENT_INT) {
        return stand_answer(step, &body->round);
    }
    matter->state = MATTER_SIGNOFF;
    return YK_OK;
}

static enum yk apply_signoff(const struct step *step, bool approved) {
    const struct ev_signed_off *body = step->event->body;
    if (step->matter->state != MATTER_SIGNOFF) {
        return cannot_follow(step);
    }
    if (approved) {
        return stand_answer(step, &body->round);
    }
    step->matter->state = MATTER_HANDLING;
    return YK_OK;
}

static enum yk add_try(const struct step *step, struct matter_round *round, bool reached) {
    struct matter_try *all = grow(step->arena, round->tries, round->n_tries, sizeof *all);
    if (!all) {
        return no_memory(step);
    }
    all[round->n_tries] = (struct matter_try){
        .at = step->event->recorded_at,
        .by = step->event->actor,
        .seq = step->event->seq,
        .day = step->event->day,
        .reached = reached,
    };
    round->tries = all;
    round->n_tries++;
    return YK_OK;
}

static enum yk apply_call_tried(const struct step *step) {
    const struct ev_call_tried *body = step->event->body;
    struct matter_round *round = open_round(step->matter, body->round);
    if (!round || body->tries != (int64_t)round->n_tries + 1) {
        return cannot_follow(step);
    }
    round->next_try_day = body->next_try_day;
    return add_try(step, round, false);
}

static enum yk apply_call_ended(const struct step *step) {
    const struct ev_call_ended *body = step->event->body;
    struct matter_round *round = open_round(step->matter, body->round);
    if (!round || body->state == CALL_DUE) {
        return cannot_follow(step);
    }
    round->state = body->state;
    round->next_try_day = DAY_NONE;
    round->true_ = body->true_;
    round->done = body->done;
    round->solved = body->solved;
    round->satisfaction = body->satisfaction;
    round->solved_points = body->solved_points;
    round->satisfied_points = body->satisfied_points;
    round->called_day = step->event->day;
    round->ended_at = step->event->recorded_at;
    round->ended_seq = step->event->seq;
    round->consequence = body->consequence;
    return body->reached == 1 ? add_try(step, round, true) : YK_OK;
}

static enum yk apply_returned(const struct step *step) {
    struct matter *matter = step->matter;
    const struct ev_returned *body = step->event->body;
    if (matter->state != MATTER_ANSWERED && matter->state != MATTER_WITHDRAWN) {
        return cannot_follow(step);
    }
    struct matter_dispatch *dispatch = last_dispatch(matter);
    matter->state = body->to;
    matter->n_returns++;
    matter->answered_day = DAY_NONE;
    matter->withdrawn_day = DAY_NONE;
    matter->withdrawn_by = 0;
    matter->answer_seq = JSON_ABSENT_INT;
    matter->answer_result = JSON_ABSENT_INT;
    matter->answer_by = 0;
    if (dispatch && dispatch->outcome == DISPATCH_WITHDRAWN) {
        dispatch->outcome = DISPATCH_OPEN;
    }
    if (body->to == MATTER_DISPATCHED &&
        (!dispatch || !keep_clock(step, &body->sign, &dispatch->sign))) {
        return cannot_follow(step);
    }
    return keep_clock(step, &body->answer, &matter->answer) ? begin_tell(step, &body->tell)
                                                            : no_memory(step);
}

static enum yk apply_closed(const struct step *step) {
    struct matter *matter = step->matter;
    const struct ev_closed *body = step->event->body;
    const struct matter_round *round = matter_last_round(matter);
    if (matter->state != MATTER_ANSWERED || !round || round->n != body->round ||
        round->state == CALL_DUE) {
        return cannot_follow(step);
    }
    matter->closed_day = step->event->day;
    matter->state = MATTER_CLOSED;
    return YK_OK;
}

// A dispatch that was neither signed nor decided ends with its matter.
static void end_dispatch(const struct step *step) {
    struct matter *matter = step->matter;
    end_promise(step, PROMISE_LAPSED);
    end_tell(step, TELL_LAPSED);
    lapse_requests(step);
    lapse_assists(step);
    struct matter_dispatch *dispatch = last_dispatch(matter);
    if (dispatch && dispatch->signed_day == DAY_NONE) {
        dispatch->outcome = DISPATCH_WITHDRAWN;
    }
}

static enum yk apply_withdrawn(const struct step *step) {
    struct matter *matter = step->matter;
    const struct ev_withdrawn *body = step->event->body;
    if (matter_is_ended(matter) || matter->state == MATTER_ANSWERED) {
        return cannot_follow(step);
    }
    matter->withdrawn_day = step->event->day;
    matter->withdrawn_by = step->event->actor;
    matter->state = MATTER_WITHDRAWN;
    end_dispatch(step);
    return begin_round(step, &body->round, ROUND_WITHDRAWAL, body->unit);
}

static enum yk apply_joined(const struct step *step) {
    struct matter *matter = step->matter;
    const struct ev_joined *body = step->event->body;
    if (matter_is_ended(matter)) {
        return cannot_follow(step);
    }
    if (body->repeat) {
        matter->n_repeats++;
        return YK_OK;
    }
    if (matter->state == MATTER_ANSWERED) {
        return cannot_follow(step);
    }
    matter->joined_into = body->into;
    matter->joined_day = step->event->day;
    matter->state = MATTER_JOINED;
    end_dispatch(step);
    return YK_OK;
}

static bool move_clock(const struct step *step, const struct matter_clock *from,
                       struct matter_clock *clock) {
    return from->started_day == DAY_NONE || keep_clock(step, from, clock);
}

static enum yk apply_due_moved(const struct step *step) {
    const struct ev_due_moved *body = step->event->body;
    struct matter *matter = step->matter;
    struct matter_dispatch *dispatch = last_dispatch(matter);
    struct matter_round *round = matter->n_rounds ? &matter->rounds[matter->n_rounds - 1] : NULL;
    bool of_dispatch = body->sign.started_day != DAY_NONE || body->contact.started_day != DAY_NONE;
    if ((of_dispatch && !dispatch) ||
        (body->call.started_day != DAY_NONE && (!round || round->state != CALL_DUE))) {
        return cannot_follow(step);
    }
    // What was promised at the dispatch moves along, as long as nothing else has moved it.
    if (body->answer.started_day != DAY_NONE && dispatch && matter->n_returns == 0 &&
        dispatch->first_due_day == matter->answer.due_day) {
        dispatch->first_due_day = body->answer.due_day;
    }
    bool kept = move_clock(step, &body->answer, &matter->answer) &&
                (!dispatch || (move_clock(step, &body->sign, &dispatch->sign) &&
                               move_clock(step, &body->contact, &dispatch->contact))) &&
                (!round || move_clock(step, &body->call, &round->call));
    enum yk status = kept ? change_tell(step, &body->tell) : no_memory(step);
    return status == YK_OK ? apply_assists_moved(step, body->assists, body->n_assists) : status;
}

static enum yk apply_amended(const struct step *step) {
    const struct ev_amended *body = step->event->body;
    if (matter_is_ended(step->matter)) {
        return cannot_follow(step);
    }
    if (body->category != JSON_ABSENT_INT) {
        step->matter->category = body->category;
    }
    if (body->urgency != JSON_ABSENT_INT) {
        step->matter->urgency = body->urgency;
    }
    if (body->kind != JSON_ABSENT_INT) {
        step->matter->kind = body->kind;
    }
    if (body->title == 1) {
        step->matter->title_seq = step->event->seq;
    }
    return YK_OK;
}

// The review keeps what is to be done; here stands who was told, so that they may see what it is about. Decided anew, another may be.
static enum yk apply_reviewed(const struct step *step) {
    struct matter *matter = step->matter;
    const struct ev_reviewed *body = step->event->body;
    struct matter_told *all = grow(step->arena, matter->told, matter->n_told, sizeof *all);
    size_t at = 0;
    if (!all) {
        return no_memory(step);
    }
    while (at < matter->n_told &&
           (all[at].meeting != body->meeting || all[at].item != body->item)) {
        at++;
    }
    all[at] = (struct matter_told){body->meeting, body->item, body->unit};
    matter->n_told += at == matter->n_told;
    matter->told = all;
    return YK_OK;
}

static enum yk apply_paper_issued(const struct step *step) {
    struct matter *matter = step->matter;
    const struct ev_paper_issued *body = step->event->body;
    if (body->n != (int64_t)matter->n_papers + 1) {
        return cannot_follow(step);
    }
    struct matter_paper *all = grow(step->arena, matter->papers, matter->n_papers, sizeof *all);
    if (!all) {
        return no_memory(step);
    }
    all[matter->n_papers] = (struct matter_paper){
        .n = body->n,
        .kind = body->paper,
        .dispatch = body->dispatch,
        .year = body->year,
        .serial = body->serial,
        .version = body->version,
        .shipped = body->shipped,
        .unit = body->unit,
        .seq = step->event->seq,
        .at = step->event->recorded_at,
        .by = step->event->actor,
        .day = step->event->day,
    };
    matter->papers = all;
    matter->n_papers++;
    return YK_OK;
}

static enum yk apply_one(const struct step *step, enum matter_event kind) {
    switch (kind) {
    case EV_REGISTERED: return apply_registered(step);
    case EV_DISPATCHED: return apply_dispatched(step);
    case EV_SIGNED: return apply_signed(step);
    case EV_OBJECTED: return apply_objected(step);
    case EV_OBJECTION_UPHELD: return apply_arbitrated(step, true);
    case EV_OBJECTION_REJECTED: return apply_arbitrated(step, false);
    case EV_NOTED: return apply_worked_on(step, ((const struct ev_noted *)step->event->body)->unit);
    case EV_CONTACTED: return apply_contacted(step);
    case EV_ANSWERED: return apply_answered(step);
    case EV_SIGNOFF_RETURNED: return apply_signoff(step, false);
    case EV_SIGNED_OFF: return apply_signoff(step, true);
    case EV_CALL_TRIED: return apply_call_tried(step);
    case EV_CALL_ENDED: return apply_call_ended(step);
    case EV_RETURNED: return apply_returned(step);
    case EV_CLOSED: return apply_closed(step);
    case EV_WITHDRAWN: return apply_withdrawn(step);
    case EV_JOINED: return apply_joined(step);
    case EV_AMENDED: return apply_amended(step);
    case EV_DUE_MOVED: return apply_due_moved(step);
    case EV_URGED:
    case EV_SUPERVISED:
    case EV_SUPERVISION_ENDED: return matter_is_ended(step->matter) ? cannot_follow(step) : YK_OK;
    case EV_NOTIFIED: return YK_OK; // also of a matter that has ended since
    case EV_REVIEW_ASKED: return YK_OK;
    case EV_REVIEWED: return apply_reviewed(step);
    case EV_EXTENSION_ASKED: return apply_extension_asked(step);
    case EV_EXTENSION_APPROVED: return apply_extension_decided(step, true);
    case EV_EXTENSION_REFUSED: return apply_extension_decided(step, false);
    case EV_PAPER_ISSUED: return apply_paper_issued(step);
    case EV_PARK_ASKED: return apply_park_asked(step);
    case EV_PARKED: return apply_park_decided(step, true);
    case EV_PARK_REFUSED: return apply_park_decided(step, false);
    case EV_UNPARKED: return apply_unparked(step);
    case EV_STAGE_REPLIED: return apply_stage_replied(step);
    case EV_STAGE_SIGNED_OFF: return apply_stage_signed_off(step);
    case EV_STAGE_RETURNED: return apply_stage_returned(step);
    case EV_PROMISE_NEAR: return apply_promise_due(step, false);
    case EV_PROMISE_PASSED: return apply_promise_due(step, true);
    case EV_TELL_NEAR: return apply_tell_due(step, false);
    case EV_TELL_PASSED: return apply_tell_due(step, true);
    case EV_ASSIST_ASKED: return apply_assist_asked(step);
    case EV_ASSIST_NAMED: return apply_assist_named(step);
    case EV_ASSIST_REFUSED: return apply_assist_ended(step, true);
    case EV_ASSIST_WITHDRAWN: return apply_assist_ended(step, false);
    case EV_ASSIST_SIGNED: return apply_assist_signed(step);
    case EV_ASSIST_OBJECTED: return apply_assist_objected(step);
    case EV_ASSIST_KEPT: return apply_assist_kept(step);
    case EV_ASSIST_ANSWERED: return apply_assist_answered(step);
    case EV_ASSIST_URGED: return apply_assist_urged(step);
    case EV_COUNT: break;
    }
    return cannot_follow(step);
}

static enum yk matter_apply(void *state, const struct event *event, struct arena *arena,
                            struct err *err) {
    struct matter *matter = state;
    const struct step step = {matter, event, arena, err};
    ptrdiff_t kind = event->type - matter_event_types;
    if (kind < 0 || kind >= EV_COUNT || (kind != EV_REGISTERED && event->seq != matter->seq + 1)) {
        return cannot_follow(&step);
    }
    enum yk status = apply_one(&step, (enum matter_event)kind);
    if (status == YK_OK) {
        matter->seq = event->seq;
    }
    return status;
}

// ---- facts ----

static int64_t fact_day(int32_t day) {
    return day == DAY_NONE ? FACT_NULL : day;
}

static int64_t fact_id(int64_t id) {
    return id ? id : FACT_NULL;
}

// An absent enumeration or number is INT64_MIN, which is FACT_NULL: they pass as they are.
_Static_assert(JSON_ABSENT_INT == FACT_NULL, "an absent value is a null fact");

static int32_t ended_day(const struct matter *matter) {
    switch (matter->state) {
    case MATTER_CLOSED: return matter->closed_day;
    case MATTER_WITHDRAWN: return matter->withdrawn_day;
    case MATTER_JOINED: return matter->joined_day;
    default: return DAY_NONE;
    }
}

static enum matter_clock_state clock_state(const struct matter *matter) {
    if (matter->answer.started_day == DAY_NONE) {
        return CLOCK_NONE;
    }
    if (matter->answered_day != DAY_NONE || ended_day(matter) != DAY_NONE) {
        return CLOCK_STOPPED;
    }
    return matter_clock_is_paused(&matter->answer) ? CLOCK_PAUSED : CLOCK_RUNNING;
}

static bool clock_runs(const struct matter *matter) {
    return clock_state(matter) == CLOCK_RUNNING;
}

// The first word with the caller is awaited until it is there, or the answer, or the end.
static bool contact_is_awaited(const struct matter *matter) {
    const struct matter_dispatch *dispatch = matter_last_dispatch(matter);
    return dispatch && dispatch->contacted_day == DAY_NONE &&
           clock_state(matter) != CLOCK_STOPPED && dispatch->outcome != DISPATCH_OBJECTION_OPEN &&
           matter->n_rounds == 0;
}

static void put_matter_days(const struct matter *matter, int64_t *v) {
    const struct matter_dispatch *dispatch = matter_last_dispatch(matter);
    int64_t due = fact_day(matter->answer.due_day);
    v[M_DAY] = matter->day;
    v[M_REGISTERED_AT] = matter->registered_at;
    v[M_DUE_DAY] = due;
    v[M_DUE_KEY] = due == FACT_NULL ? DUE_KEY_NONE : due;
    v[M_CLOCK] = clock_state(matter);
    if (contact_is_awaited(matter)) {
        v[M_CONTACT_DUE_AT] = matter_clock_due_us(&matter_last_dispatch(matter)->contact);
    }
    if (clock_runs(matter)) {
        v[M_OPEN_DUE_AT] = matter_clock_due_us(&matter->answer);
        v[M_OPEN_WARN_AT] = matter_clock_warn_us(&matter->answer);
    }
    v[M_ANSWERED_DAY] = fact_day(matter->answered_day);
    v[M_CLOSED_DAY] = fact_day(matter->closed_day);
    v[M_WITHDRAWN_DAY] = fact_day(matter->withdrawn_day);
    v[M_ENDED_DAY] = fact_day(ended_day(matter));
    if (dispatch) {
        v[M_DISPATCHED_DAY] = dispatch->day;
        v[M_SIGNED_DAY] = fact_day(dispatch->signed_day);
        v[M_FIRST_DUE_DAY] = fact_day(dispatch->first_due_day);
    }
    if (dispatch && matter->answered_day != DAY_NONE) {
        v[M_DAYS_TO_ANSWER] = matter->answered_day - dispatch->day;
    }
}

static bool put_matter(const struct matter *matter, struct fact_set *out) {
    struct fact_row *row = fact_emit(out, &matter_fact_table, 0);
    if (!row) {
        return false;
    }
    int64_t *v = row->v;
    put_matter_days(matter, v);
    v[M_NUMBER] = matter->number;
    v[M_SEQ] = matter->seq;
    v[M_STATE] = matter->state;
    v[M_CHANNEL] = matter->channel;
    v[M_CATEGORY] = matter->category;
    v[M_CALLER_KIND] = matter->caller_kind;
    v[M_URGENCY] = matter->urgency;
    v[M_KIND] = matter->kind;
    v[M_UNIT] = matter->lead ? matter->lead : matter->intake_unit;
    v[M_LEAD] = fact_id(matter->lead);
    v[M_INTAKE_UNIT] = matter->intake_unit;
    v[M_PARTY] = fact_id(matter->party);
    v[M_OBJECTIONS] = matter->n_objections;
    v[M_RETURNS] = matter->n_returns;
    v[M_ROUND] = (int64_t)matter->n_rounds;
    v[M_TITLE_SEQ] = matter->title_seq;
    v[M_SECRET] = matter->secret == 1;
    v[M_JOINED_INTO] = fact_id(matter->joined_into);
    v[M_PENDING] = pending_fact(matter);
    const struct matter_promise *owed = matter_owed_promise(matter);
    v[M_PROMISE_DUE_AT] = owed ? matter_clock_due_us(&owed->clock) : FACT_NULL;
    v[M_TELL_DUE_AT] = tell_due_fact(matter);
    return true;
}

static int64_t upheld_fact(const struct matter_dispatch *dispatch) {
    switch (dispatch->outcome) {
    case DISPATCH_OBJECTION_UPHELD: return 1;
    case DISPATCH_OBJECTION_OPEN: return FACT_NULL;
    default: return dispatch->final && dispatch->objected_day != DAY_NONE ? 0 : FACT_NULL;
    }
}

static bool must_be_signed(const struct matter_dispatch *dispatch) {
    return dispatch->outcome != DISPATCH_OBJECTION_OPEN &&
           dispatch->outcome != DISPATCH_OBJECTION_UPHELD &&
           dispatch->outcome != DISPATCH_WITHDRAWN;
}

// Whoever withdrew, or joined another matter, before anybody had to call need not be called.
static bool contact_counts(const struct matter *matter, const struct matter_dispatch *dispatch) {
    bool spared = dispatch->contacted_day == DAY_NONE &&
                  (matter->state == MATTER_WITHDRAWN || matter->state == MATTER_JOINED) &&
                  matter_clock_is_met(&dispatch->contact, ended_day(matter), JSON_ABSENT_INT);
    return must_be_signed(dispatch) && !spared;
}

static bool put_dispatch(const struct matter *matter, const struct matter_dispatch *dispatch,
                         struct fact_set *out) {
    struct fact_row *row = fact_emit(out, &dispatch_fact_table, (int32_t)dispatch->n);
    if (!row) {
        return false;
    }
    int64_t *v = row->v;
    v[D_UNIT] = dispatch->unit;
    v[D_DAY] = dispatch->day;
    v[D_SIGN_DUE_DAY] = must_be_signed(dispatch) ? fact_day(dispatch->sign.due_day) : FACT_NULL;
    v[D_SIGNED_DAY] = fact_day(dispatch->signed_day);
    if (dispatch->signed_day != DAY_NONE) {
        v[D_SIGNED_ON_TIME] =
            matter_clock_is_met(&dispatch->sign, dispatch->signed_day, dispatch->signed_at);
    }
    v[D_CONTACTED_DAY] = fact_day(dispatch->contacted_day);
    v[D_CONTACT_DUE_DAY] =
        contact_counts(matter, dispatch) ? fact_day(dispatch->contact.due_day) : FACT_NULL;
    if (dispatch->contacted_day != DAY_NONE) {
        v[D_CONTACT_ON_TIME] = matter_clock_is_met(&dispatch->contact, dispatch->contacted_day,
                                                   dispatch->contacted_at);
    }
    v[D_OBJECTED_DAY] = fact_day(dispatch->objected_day);
    v[D_UPHELD] = upheld_fact(dispatch);
    v[D_OUTCOME] = dispatch->outcome;
    v[D_FINAL] = dispatch->final == 1;
    v[D_CATEGORY] = matter->category;
    v[D_CHANNEL] = matter->channel;
    v[D_CALLER_KIND] = matter->caller_kind;
    return true;
}

static void put_call(const struct matter_round *round, int64_t *v) {
    v[R_CALL_STATE] = round->state;
    v[R_CALL_DUE_DAY] = fact_day(round->call.due_day);
    v[R_NEXT_TRY_DAY] = round->state == CALL_DUE ? fact_day(round->next_try_day) : FACT_NULL;
    v[R_TRIES] = (int64_t)round->n_tries;
    v[R_LAST_TRY_AT] = round->n_tries ? round->tries[round->n_tries - 1].at : FACT_NULL;
    v[R_CALLED_DAY] = fact_day(round->called_day);
    v[R_TRUE] = round->true_;
    v[R_DONE] = round->done;
    v[R_SOLVED] = round->solved;
    v[R_SATISFACTION] = round->satisfaction;
    v[R_VALID] = round->state == CALL_VALID;
    v[R_COVERED] = round->state != CALL_DUE && round->state != CALL_CANNOT;
    v[R_DUE_FOR_CALL] = round->state != CALL_CANNOT;
    v[R_CONSEQUENCE] = round->consequence;
    v[R_SOLVED_POINTS] = round->solved_points;
    v[R_SATISFIED_POINTS] = round->satisfied_points;
}

static bool put_round(const struct matter *matter, const struct matter_round *round,
                      bool last_valid, struct fact_set *out) {
    struct fact_row *row = fact_emit(out, &round_fact_table, (int32_t)round->n);
    if (!row) {
        return false;
    }
    int64_t *v = row->v;
    put_call(round, v);
    v[R_UNIT] = round->unit;
    v[R_KIND] = round->kind;
    v[R_ANSWERED_DAY] = fact_day(round->answered_day);
    v[R_DUE_DAY] = fact_day(round->answer.due_day);
    if (round->answer.due_day != DAY_NONE) {
        v[R_ON_TIME] = matter_clock_is_met(&round->answer, round->answered_day, round->answered_at);
        if (!v[R_ON_TIME]) {
            v[R_DAYS_LATE] = round->answered_day - round->answer.due_day;
        }
    }
    v[R_LAST_VALID] = last_valid;
    v[R_PARKED] = matter->state == MATTER_PARKED;
    v[R_CATEGORY] = matter->category;
    v[R_CHANNEL] = matter->channel;
    v[R_CALLER_KIND] = matter->caller_kind;
    return true;
}

// The answer that is awaited counts as due, too, or a unit that never answers would look punctual.
static bool put_awaited(const struct matter *matter, struct fact_set *out) {
    if (!clock_runs(matter)) {
        return true;
    }
    struct fact_row *row = fact_emit(out, &round_fact_table, (int32_t)matter->n_rounds + 1);
    if (!row) {
        return false;
    }
    int64_t *v = row->v;
    v[R_UNIT] = matter->lead;
    v[R_KIND] = ROUND_ANSWER;
    v[R_DUE_DAY] = matter->answer.due_day;
    v[R_CATEGORY] = matter->category;
    v[R_CHANNEL] = matter->channel;
    v[R_CALLER_KIND] = matter->caller_kind;
    return true;
}

static size_t find_last_valid(const struct matter *matter) {
    for (size_t i = matter->n_rounds; i > 0; i--) {
        const struct matter_round *round = &matter->rounds[i - 1];
        if (round->kind == ROUND_ANSWER && round->state == CALL_VALID) {
            return i;
        }
    }
    return 0;
}

static enum yk matter_facts(const void *state, int64_t object, struct fact_set *out,
                            struct err *err) {
    const struct matter *matter = state;
    (void)object;
    bool ok = put_matter(matter, out);
    for (size_t i = 0; ok && i < matter->n_dispatches; i++) {
        ok = put_dispatch(matter, &matter->dispatches[i], out);
    }
    size_t last_valid = find_last_valid(matter);
    for (size_t i = 0; ok && i < matter->n_rounds; i++) {
        ok = put_round(matter, &matter->rounds[i], i + 1 == last_valid, out);
    }
    ok = ok && put_awaited(matter, out) && put_acts(matter, out) && put_assists(matter, out);
    return ok ? YK_OK : err_set(err, YK_NOMEM, ERR_INTERNAL, "matter: no memory for facts");
}

static const struct fact_table *const matter_tables[] = {
    &matter_fact_table,    &dispatch_fact_table, &round_fact_table,
    &extension_fact_table, &park_fact_table,     &promise_fact_table,
    &assist_fact_table,    &tell_fact_table,     NULL};

const struct ledger matter_ledger = {
    .code = LEDGER_MATTER,
    .name = "matter",
    .state_bytes = sizeof(struct matter),
    .state_spec = &matter_state_spec,
    .types = matter_event_types,
    .n_types = EV_COUNT,
    .apply = matter_apply,
    .facts = matter_facts,
    .tables = matter_tables,
};
