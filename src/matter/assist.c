// SPDX-License-Identifier: Apache-2.0
// The rules of assisting units: who may ask for one, name it, decide about it, and what the unit itself may do. Results are written into the events.
#include "matter/assist.h"

#include "matter/assist_events.h"
#include "matter/rules.h"

bool matter_assist_is_awaited(const struct matter_assist *assist) {
    return assist->state == ASSIST_NAMED || assist->state == ASSIST_SIGNED;
}

bool matter_assist_is_open(const struct matter_assist *assist) {
    return matter_assist_is_awaited(assist) || assist->state == ASSIST_ASKED ||
           assist->state == ASSIST_OBJECTED;
}

const struct matter_assist *matter_find_assist(const struct matter *matter, int64_t n) {
    return n >= 1 && n <= (int64_t)matter->n_assists ? &matter->assists[n - 1] : NULL;
}

const struct matter_assist *matter_assist_of(const struct matter *matter, int64_t unit) {
    for (size_t i = matter->n_assists; i > 0; i--) {
        const struct matter_assist *assist = &matter->assists[i - 1];
        if (assist->unit == unit && matter_assist_is_open(assist)) {
            return assist;
        }
    }
    return NULL;
}

static size_t count_open(const struct matter *matter) {
    size_t n = 0;
    for (size_t i = 0; i < matter->n_assists; i++) {
        n += matter_assist_is_open(&matter->assists[i]);
    }
    return n;
}

size_t matter_assists_awaited(const struct matter *matter) {
    size_t n = 0;
    for (size_t i = 0; i < matter->n_assists; i++) {
        n += matter_assist_is_awaited(&matter->assists[i]) ||
             matter->assists[i].state == ASSIST_OBJECTED;
    }
    return n;
}

bool matter_assisted_by(const struct matter *matter, const struct scope *scope, int32_t district) {
    for (size_t i = 0; i < matter->n_assists; i++) {
        const struct matter_assist *assist = &matter->assists[i];
        if (assist->named_day != DAY_NONE && scope_covers(scope, district, assist->unit)) {
            return true;
        }
    }
    return false;
}

// ---- who may ----

// What the actor's unit was named for and has not yet given.
static const struct matter_assist *own_part(const struct matter *matter,
                                            const struct matter_env *env) {
    const struct matter_assist *assist = matter_assist_of(matter, env->actor->unit);
    return assist && assist->state != ASSIST_ASKED ? assist : NULL;
}

static enum err_code may_do_part(const struct matter *matter, const struct matter_env *env,
                                 enum matter_action action) {
    const struct matter_assist *assist = own_part(matter, env);
    if (!assist) {
        return matter_assisted_by(matter, &env->actor->scope, env->actor->scope.district)
                   ? ERR_WRONG_STATE
                   : ERR_NOT_YOUR_UNIT;
    }
    if (action == ACT_ASSIST_ANSWER) {
        return assist->state == ASSIST_SIGNED ? ERR_NONE : ERR_WRONG_STATE;
    }
    if (assist->state != ASSIST_NAMED) {
        return ERR_WRONG_STATE;
    }
    return action == ACT_ASSIST_OBJECT && assist->final == 1 ? ERR_OBJECTION_FINAL : ERR_NONE;
}

// Somebody is awaited who was not urged today.
static enum err_code may_urge(const struct matter *matter, const struct matter_env *env) {
    enum err_code code = ERR_WRONG_STATE;
    for (size_t i = 0; i < matter->n_assists; i++) {
        const struct matter_assist *assist = &matter->assists[i];
        if (matter_assist_is_awaited(assist)) {
            if (assist->urged_day != env->today) {
                return ERR_NONE;
            }
            code = ERR_ALREADY_EXISTS;
        }
    }
    return code;
}

enum err_code assist_check(const struct matter *matter, const struct matter_env *env,
                           enum matter_action action) {
    switch (action) {
    case ACT_ASSIST:
        return count_open(matter) >= ASSISTS_OPEN_MAX || matter->n_assists >= ASSISTS_MAX
                   ? ERR_LIMIT_REACHED
                   : ERR_NONE;
    case ACT_ASSIST_DECIDE: return count_open(matter) ? ERR_NONE : ERR_WRONG_STATE;
    case ACT_ASSIST_URGE: return may_urge(matter, env);
    case ACT_ASSIST_SIGN:
    case ACT_ASSIST_OBJECT:
    case ACT_ASSIST_ANSWER: return may_do_part(matter, env, action);
    case ACT_ANSWER:
        return env->policy->assists_first == 1 && matter_assists_awaited(matter)
                   ? ERR_ASSIST_OUTSTANDING
                   : ERR_NONE;
    default: return ERR_NONE;
    }
}

// ---- naming ----

// The lead does not assist itself, and nobody assists twice at a time.
static void check_assistant(const struct matter *matter, const struct matter_unit *unit,
                            int64_t lead, const char *field, struct err *fields) {
    const struct matter_assist *there = unit->id ? matter_assist_of(matter, unit->id) : NULL;
    check_unit(unit, field, fields);
    if (unit->id && unit->id == lead) {
        (void)err_add_field(fields, field, ERR_UNKNOWN_UNIT, "%s", "≠");
    } else if (there) {
        (void)err_add_field(fields, field, ERR_ALREADY_EXISTS, "%lld", (long long)there->n);
    }
}

static enum yk add_named(const struct matter_env *env, const struct rule_subject *subject,
                         int64_t n, int64_t unit, int64_t replaces, struct draft **out_draft,
                         struct drafts *out, struct err *err) {
    struct ev_assist_named *body = new_body(env, EV_ASSIST_NAMED);
    if (!body || !matter_start_clock(env, TIME_SIGN, subject, &body->sign) ||
        !matter_start_clock(env, TIME_ASSIST, subject, &body->answer)) {
        return no_memory(err);
    }
    body->n = n;
    body->unit = unit;
    body->replaces = replaces;
    *out_draft = add_event(out, EV_ASSIST_NAMED, env->today, body);
    draft_add_notice(*out_draft, "assist.named", unit, 0);
    return YK_OK;
}

static enum yk add_asked(const struct matter_env *env, int64_t n,
                         const struct matter_assist_wanted *wanted, struct drafts *out,
                         struct err *err) {
    struct ev_assist_asked *body = new_body(env, EV_ASSIST_ASKED);
    if (!body) {
        return no_memory(err);
    }
    body->n = n;
    body->unit = wanted->unit.id;
    struct draft *draft = add_event(out, EV_ASSIST_ASKED, env->today, body);
    draft_add_text(draft, "ask", wanted->text);
    draft_add_notice(draft, "assist.asked", 0, 0);
    return YK_OK;
}

enum yk matter_decide_assist(const struct matter *matter, const struct matter_env *env,
                             const struct matter_assist_wanted *wanted, struct drafts *out,
                             struct err *err) {
    enum yk status = check_may(matter, env, ACT_ASSIST, err);
    if (status != YK_OK) {
        return status;
    }
    struct err local;
    struct err *fields = own_err(err, &local);
    check_assistant(matter, &wanted->unit, matter->lead, "unit", fields);
    if (fields->n_items) {
        return YK_REFUSED;
    }
    int64_t n = (int64_t)matter->n_assists + 1;
    if (!actor_may(env->actor, CAP_MATTER_DISPATCH)) {
        return add_asked(env, n, wanted, out, err);
    }
    const struct rule_subject subject = matter_rule_subject(matter);
    struct draft *draft = NULL;
    status = add_named(env, &subject, n, wanted->unit.id, JSON_ABSENT_INT, &draft, out, err);
    if (status == YK_OK) {
        draft_add_text(draft, "ask", wanted->text);
    }
    return status;
}

void assists_check_wanted(const struct matter_assist_wanted *wanted, size_t n, int64_t lead,
                          const char *prefix, struct err *fields) {
    static const struct matter nothing;
    char field[48];
    if (n > ASSISTS_AT_ONCE_MAX) {
        (void)err_add_field(fields, prefix, ERR_OUT_OF_RANGE, "≤ %d", ASSISTS_AT_ONCE_MAX);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        snprintf(field, sizeof field, "%s[%zu].unit", prefix, i);
        check_assistant(&nothing, &wanted[i].unit, lead, field, fields);
        for (size_t k = 0; k < i; k++) {
            if (wanted[i].unit.id && wanted[k].unit.id == wanted[i].unit.id) {
                (void)err_add_field(fields, field, ERR_ALREADY_EXISTS, "%zu", k);
                break;
            }
        }
    }
}

enum yk assists_add_wanted(const struct matter_env *env, const struct rule_subject *subject,
                           int64_t before, const struct matter_assist_wanted *wanted, size_t n,
                           struct drafts *out, struct err *err) {
    enum yk status = YK_OK;
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        struct draft *draft = NULL;
        status = add_named(env, subject, before + (int64_t)i + 1, wanted[i].unit.id,
                           JSON_ABSENT_INT, &draft, out, err);
        if (status == YK_OK) {
            draft_add_text(draft, "ask", wanted[i].text);
        }
    }
    return status;
}

// ---- deciding ----

// What may be decided about one that stands so.
static bool fits(const struct matter_assist *assist, enum assist_decision decision) {
    switch (decision) {
    case ASSIST_GRANT:
    case ASSIST_REFUSE: return assist->state == ASSIST_ASKED;
    case ASSIST_WITHDRAW:
    case ASSIST_REPLACE:
        return matter_assist_is_awaited(assist) || assist->state == ASSIST_OBJECTED;
    case ASSIST_KEEP: return assist->state == ASSIST_OBJECTED;
    }
    return false;
}

static enum yk check_decision(const struct matter *matter, const struct matter_assist *assist,
                              const struct matter_assist_command *command, struct err *err) {
    struct err local;
    struct err *fields = own_err(err, &local);
    bool other = command->unit.id != assist->unit;
    if (command->decision == ASSIST_REPLACE ||
        (command->decision == ASSIST_GRANT && command->unit.id && other)) {
        check_assistant(matter, &command->unit, matter->lead, "unit", fields);
    }
    return fields->n_items ? YK_REFUSED : YK_OK;
}

static enum matter_event event_of(enum assist_decision decision) {
    switch (decision) {
    case ASSIST_REFUSE: return EV_ASSIST_REFUSED;
    case ASSIST_KEEP: return EV_ASSIST_KEPT;
    default: return EV_ASSIST_WITHDRAWN;
    }
}

// The clock for signing after an objection without ground: anew, but for one that came too late already.
static bool sign_again(const struct matter *matter, const struct matter_env *env,
                       const struct matter_assist *assist, struct matter_clock *out) {
    const struct rule_subject subject = matter_rule_subject(matter);
    if (!matter_clock_is_met(&assist->sign, assist->objected_day, assist->objected_at)) {
        *out = assist->sign;
        return true;
    }
    return matter_start_clock(env, TIME_SIGN, &subject, out);
}

static enum yk add_decided(const struct matter *matter, const struct matter_env *env,
                           const struct matter_assist *assist,
                           const struct matter_assist_command *command, struct drafts *out,
                           struct err *err) {
    enum matter_event event = event_of(command->decision);
    struct ev_assist_decided *body = new_body(env, event);
    if (!body || (event == EV_ASSIST_KEPT && !sign_again(matter, env, assist, &body->sign))) {
        return no_memory(err);
    }
    body->n = assist->n;
    body->unit = assist->unit;
    struct draft *draft = add_event(out, event, env->today, body);
    draft_add_text(draft, "note", command->note);
    switch (event) {
    case EV_ASSIST_REFUSED: draft_add_notice(draft, "assist.refused", matter->lead, 0); break;
    case EV_ASSIST_KEPT: draft_add_notice(draft, "assist.kept", assist->unit, 0); break;
    default: draft_add_notice(draft, "assist.withdrawn", assist->unit, 0); break;
    }
    return YK_OK;
}

enum yk matter_decide_assist_decide(const struct matter *matter, const struct matter_env *env,
                                    const struct matter_assist_command *command, struct drafts *out,
                                    struct err *err) {
    enum yk status = check_may(matter, env, ACT_ASSIST_DECIDE, err);
    if (status != YK_OK) {
        return status;
    }
    const struct matter_assist *assist = matter_find_assist(matter, command->n);
    if (!assist || !fits(assist, command->decision)) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "assist %lld", (long long)command->n);
    }
    status = check_decision(matter, assist, command, err);
    if (status == YK_OK && command->decision != ASSIST_GRANT) {
        status = add_decided(matter, env, assist, command, out, err);
    }
    if (status != YK_OK ||
        (command->decision != ASSIST_GRANT && command->decision != ASSIST_REPLACE)) {
        return status;
    }
    bool replaced = command->decision == ASSIST_REPLACE;
    const struct rule_subject subject = matter_rule_subject(matter);
    struct draft *draft = NULL;
    status = add_named(env, &subject, replaced ? (int64_t)matter->n_assists + 1 : assist->n,
                       command->unit.id ? command->unit.id : assist->unit,
                       replaced ? assist->n : JSON_ABSENT_INT, &draft, out, err);
    if (status == YK_OK && !replaced) {
        draft_add_text(draft, "note", command->note);
    }
    return status;
}

// ---- urging ----

enum yk matter_decide_assist_urge(const struct matter *matter, const struct matter_env *env,
                                  int64_t n, const char *text, struct drafts *out,
                                  struct err *err) {
    const struct matter_assist *assist = matter_find_assist(matter, n);
    bool awaited = assist && matter_assist_is_awaited(assist);
    enum err_code code = matter_may(matter, env, ACT_ASSIST_URGE);
    if (!awaited && (code == ERR_NONE || code == ERR_ALREADY_EXISTS)) {
        code = ERR_WRONG_STATE; // of this one; that others were urged today does not matter
    }
    if (code != ERR_NONE) {
        return err_set(err, YK_REFUSED, code, "assist %lld", (long long)n);
    }
    if (assist->urged_day ==
        env->today) { // as with the lead: who is called twice a day hears nothing
        return err_set(err, YK_REFUSED, ERR_ALREADY_EXISTS, "assist %lld was urged today",
                       (long long)n);
    }
    struct ev_assist_urged *body = new_body(env, EV_ASSIST_URGED);
    if (!body) {
        return no_memory(err);
    }
    body->n = assist->n;
    body->unit = assist->unit;
    body->assist_day = assist->answer.due_day;
    struct draft *draft = add_event(out, EV_ASSIST_URGED, env->today, body);
    draft_add_text(draft, "text", text);
    draft_add_notice(draft, "assist.urged", assist->unit, 0);
    return YK_OK;
}

// ---- the unit's own part ----

enum yk matter_decide_assist_sign(const struct matter *matter, const struct matter_env *env,
                                  struct drafts *out, struct err *err) {
    enum yk status = check_may(matter, env, ACT_ASSIST_SIGN, err);
    if (status != YK_OK) {
        return status;
    }
    const struct matter_assist *assist = own_part(matter, env);
    struct ev_assist_signed *body = new_body(env, EV_ASSIST_SIGNED);
    if (!body) {
        return no_memory(err);
    }
    body->n = assist->n;
    body->unit = assist->unit;
    body->on_time = matter_clock_is_met(&assist->sign, env->today, env->now_us);
    add_event(out, EV_ASSIST_SIGNED, env->today, body);
    return YK_OK;
}

enum yk matter_decide_assist_object(const struct matter *matter, const struct matter_env *env,
                                    const char *reason, struct drafts *out, struct err *err) {
    enum yk status = check_may(matter, env, ACT_ASSIST_OBJECT, err);
    if (status != YK_OK) {
        return status;
    }
    const struct matter_assist *assist = own_part(matter, env);
    struct ev_assist_decided *body = new_body(env, EV_ASSIST_OBJECTED);
    if (!body) {
        return no_memory(err);
    }
    body->n = assist->n;
    body->unit = assist->unit;
    struct draft *draft = add_event(out, EV_ASSIST_OBJECTED, env->today, body);
    draft_add_text(draft, "reason", reason);
    draft_add_notice(draft, "assist.objected", 0, 0);
    return YK_OK;
}

enum yk matter_decide_assist_answer(const struct matter *matter, const struct matter_env *env,
                                    const char *text, struct drafts *out, struct err *err) {
    enum yk status = check_may(matter, env, ACT_ASSIST_ANSWER, err);
    if (status != YK_OK) {
        return status;
    }
    const struct matter_assist *assist = own_part(matter, env);
    struct ev_assist_answered *body = new_body(env, EV_ASSIST_ANSWERED);
    if (!body) {
        return no_memory(err);
    }
    body->n = assist->n;
    body->unit = assist->unit;
    if (assist->answer.started_day != DAY_NONE) {
        body->on_time = matter_clock_is_met(&assist->answer, env->today, env->now_us);
    }
    struct draft *draft = add_event(out, EV_ASSIST_ANSWERED, env->today, body);
    draft_add_text(draft, "done_text", text);
    draft_add_notice(draft, "assist.answered", matter->lead, 0);
    return YK_OK;
}
