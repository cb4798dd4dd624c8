// SPDX-License-Identifier: Apache-2.0
// From a command to its events in the log. Decides nothing itself: rules are matter.c's, callers party/'s, recording log/'s.
#include "matter/matter_store.h"
#include "matter/opened.h"

#include <stdio.h>
#include <string.h>

#include "matter/assist.h"
#include "paper/tracking.h"

static struct matter_env env_of(const struct matter_act *act) {
    return (struct matter_env){
        .actor = act->actor,
        .policy = policy_on(act->org, act->today),
        .rules = org_time_rules_on(act->org, act->today),
        .calendar = act->calendar,
        .now_us = act->tx->now_us,
        .today = act->today,
        .arena = act->tx->arena,
    };
}

struct matter_unit matter_act_unit(const struct matter_act *act, int64_t id) {
    const struct unit *unit = id ? org_find_unit(act->org, id) : NULL;
    if (!unit) {
        return (struct matter_unit){0};
    }
    return (struct matter_unit){
        .id = unit->id,
        .open = unit->open,
        .department = unit->kind == UNIT_DEPARTMENT,
        .local = unit->kind == UNIT_TOWNSHIP || unit->kind == UNIT_STREET,
    };
}

struct matter_category matter_act_category(const struct matter_act *act, int64_t number) {
    const struct category *category =
        number > 0 && number <= INT32_MAX ? org_find_category(act->org, (int32_t)number) : NULL;
    if (!category) {
        return (struct matter_category){0};
    }
    return (struct matter_category){
        .code = category->number,
        .open = category->open,
        .leaf = category->level == 3,
        .lead = matter_act_unit(act, category->lead),
    };
}

// NULL past memory.
static const struct matter_assist_wanted *act_assists(const struct matter_act *act,
                                                      const struct matter_assist_input *from,
                                                      size_t n) {
    struct matter_assist_wanted *out = arena_alloc_array(act->tx->arena, n + 1, sizeof *out);
    for (size_t i = 0; out && i < n; i++) {
        out[i] = (struct matter_assist_wanted){matter_act_unit(act, from[i].unit), from[i].text};
    }
    return out;
}

// What the actor may not know of is not found, whether it is there or not.
static enum yk load_visible(const struct matter_act *act, int64_t id, struct log_object *out,
                            struct err *err) {
    enum yk status = log_load(act->tx, &matter_ledger, id, out, err);
    if (status == YK_OK && !matter_visible(out->state, act->tx->district, act->actor)) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    return status;
}

enum yk matter_open(const struct matter_act *act, int64_t id, int64_t seen, struct opened *out,
                    struct err *err) {
    memset(out, 0, sizeof *out);
    out->act = act;
    enum yk status = load_visible(act, id, &out->object, err);
    if (status == YK_OK) {
        status = log_check_seq(&out->object, seen, err);
    }
    out->matter = out->object.state;
    out->env = env_of(act);
    return status;
}

// A unit that a matter has left has nothing more to answer for on it.
static enum yk tell_left(const struct matter_act *act, const struct log_object *object,
                         int64_t lead_before, struct err *err) {
    const struct matter *matter = object->state;
    bool left = matter_is_ended(matter) || (lead_before && matter->lead != lead_before);
    return left && act->left ? act->left(act, object->object, matter, err) : YK_OK;
}

enum yk matter_record(struct opened *opened, enum yk decided, struct err *err) {
    int64_t lead = decided == YK_OK ? opened->matter->lead : 0;
    struct tell_mark tell = matter_tell_mark(decided == YK_OK ? opened->matter : NULL);
    enum yk status = decided;
    if (status == YK_OK) {
        status = log_record(opened->act->tx, &opened->object, &opened->drafts, err);
    }
    if (status == YK_OK) {
        status =
            matter_tell_jobs(opened->act->tx, opened->object.object, opened->matter, tell, err);
    }
    return status == YK_OK ? tell_left(opened->act, &opened->object, lead, err) : status;
}

// ---- intake ----

static void year_of_day(int32_t day, int *out_year) {
    int month;
    int day_of_month;
    day_to_civil(day, out_year, &month, &day_of_month);
}

static enum yk take_number(const struct matter_act *act, int64_t *out, struct err *err) {
    int year;
    int64_t serial;
    year_of_day(act->today, &year);
    enum yk status = log_next_number(act->tx, "matter", year, &serial, err);
    if (status == YK_OK) {
        *out = matter_number_of(year, serial);
    }
    return status;
}

// Whoever cannot be called is left out of every rate: so there must be a reason.
static enum yk check_reachable(const struct matter_intake_command *command,
                               const struct party_found *caller, struct err *err) {
    bool said = command->unreachable_reason && *command->unreachable_reason;
    if (command->caller.kind == CALLER_ANONYMOUS || caller->has_phone || said) {
        return YK_OK;
    }
    return err_add_field(err, "caller.phone", ERR_REQUIRED, "%s",
                         "caller.phone, caller.unreachable_reason");
}

static struct matter_intake intake_of(const struct matter_act *act,
                                      const struct matter_intake_command *command,
                                      const struct party_found *caller) {
    const struct matter_assist_wanted *assists =
        command->dispatch ? act_assists(act, command->assists, command->n_assists) : NULL;
    return (struct matter_intake){
        .channel = command->channel,
        .caller_kind = command->caller.kind,
        .urgency = command->urgency,
        .kind = command->kind ? command->kind : JSON_ABSENT_INT,
        .party = caller->party,
        .day = command->day,
        .reachable = caller->has_phone,
        .secret = command->secret,
        .category = matter_act_category(act, command->category),
        .title = command->title,
        .text = command->text,
        .unreachable_reason = command->unreachable_reason,
        .dispatch = command->dispatch,
        .unit = command->dispatch ? matter_act_unit(act, command->unit) : (struct matter_unit){0},
        .note = command->note,
        .assists = assists,
        .n_assists = assists ? command->n_assists : 0,
        .join_id = command->join,
    };
}

static enum yk decide_intake(const struct matter_act *act, struct matter_intake *intake,
                             struct drafts *out, struct drafts *out_target, struct err *err) {
    struct matter_env env = env_of(act);
    return matter_decide_intake(&env, intake, out, out_target, err);
}

static enum yk target_of(enum yk loaded, const char *field, struct err *err) {
    if (loaded != YK_NOT_FOUND) {
        return loaded;
    }
    err_add_field(err, field, ERR_UNKNOWN_VALUE, "%s", "GET /api/v1/matters");
    return YK_REFUSED;
}

// The number comes last: its row is held until the commit, and everyone else at an intake waits for it.
static enum yk record_intake(const struct matter_act *act, struct log_object *object,
                             struct matter_intake *intake, struct log_object *target,
                             struct err *err) {
    struct drafts drafts = {0};
    struct drafts on_target = {0};
    intake->id = object->object;
    enum yk status = take_number(act, &intake->number, err);
    if (status == YK_OK) {
        status = decide_intake(act, intake, &drafts, &on_target, err);
    }
    if (status == YK_OK && on_target.n) {
        status = log_record(act->tx, target, &on_target, err);
    }
    if (status == YK_OK) {
        status = log_record(act->tx, object, &drafts, err);
    }
    return status == YK_OK ? matter_tell_jobs(act->tx, object->object, object->state,
                                              matter_tell_mark(NULL), err)
                           : status;
}

enum yk matter_intake(const struct matter_act *act, const struct matter_intake_command *command,
                      int64_t *out_id, struct err *err) {
    struct err local = {0};
    struct err *use = err ? err : &local;
    struct log_object object;
    struct log_object target = {0};
    struct party_found caller = {0};
    struct matter_intake intake = intake_of(act, command, &caller);
    struct drafts unused = {0};
    struct drafts unused_target = {0};
    enum yk status = YK_OK;
    if (command->dispatch && !intake.assists) {
        return err_set(use, YK_NOMEM, ERR_INTERNAL, "no memory for an intake");
    }
    if (command->join) {
        status = target_of(load_visible(act, command->join, &target, use), "join", use);
        intake.join = target.state;
    }
    if (status ==
        YK_OK) { // what the rules refuse is refused before anything is made, all fields at once
        party_check_caller(act->tx->arena, &command->caller, use);
        status = decide_intake(act, &intake, &unused, &unused_target, use);
    }
    if (status == YK_OK) {
        status = party_find_or_make(act->tx, act->ring, &command->caller, act->today, &caller, use);
    }
    if (status == YK_OK) {
        status = check_reachable(command, &caller, use);
    }
    if (status == YK_OK) {
        status = log_new(act->tx, &matter_ledger, 0, &object, use);
    }
    if (status == YK_OK) {
        intake.party = caller.party;
        intake.reachable = caller.has_phone;
        status = record_intake(act, &object, &intake, &target, use);
    }
    if (status == YK_OK) {
        *out_id = object.object;
    }
    return status;
}

// ---- the others ----

enum yk matter_dispatch(const struct matter_act *act, int64_t id, int64_t seen, int64_t unit,
                        const char *note, struct err *err) {
    return matter_dispatch_with(act, id, seen, unit, note, NULL, 0, err);
}

enum yk matter_dispatch_with(const struct matter_act *act, int64_t id, int64_t seen, int64_t unit,
                             const char *note, const struct matter_assist_input *assists,
                             size_t n_assists, struct err *err) {
    struct opened at;
    const struct matter_assist_wanted *wanted = act_assists(act, assists, n_assists);
    if (!wanted) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a dispatch");
    }
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_dispatch(at.matter, &at.env, matter_act_unit(act, unit),
                                        matter_act_category(act, at.matter->category), note, wanted,
                                        n_assists, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_sign(const struct matter_act *act, int64_t id, int64_t seen, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_sign(at.matter, &at.env, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_object(const struct matter_act *act, int64_t id, int64_t seen, const char *reason,
                      struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_object(at.matter, &at.env, reason, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_arbitrate(const struct matter_act *act, int64_t id, int64_t seen, bool uphold,
                         int64_t unit, const char *note, struct err *err) {
    struct opened at;
    struct matter_arbitration command = {
        .uphold = uphold, .unit = matter_act_unit(act, unit), .note = note};
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        command.category = matter_act_category(act, at.matter->category);
        status = matter_decide_arbitrate(at.matter, &at.env, &command, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_note(const struct matter_act *act, int64_t id, int64_t seen, const char *text,
                    struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_note(at.matter, &at.env, text, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_contact(const struct matter_act *act, int64_t id, int64_t seen, int32_t day,
                       int64_t how, const char *text, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_contact(at.matter, &at.env, day, how, text, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_answer(const struct matter_act *act, int64_t id, int64_t seen, const char *text,
                      int64_t result, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_answer(at.matter, &at.env, text, result, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_signoff(const struct matter_act *act, int64_t id, int64_t seen, bool approve,
                       const char *note, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_signoff(at.matter, &at.env, approve, note, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_callback(const struct matter_act *act, int64_t id, int64_t seen,
                        const struct matter_call *call, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_callback(at.matter, &at.env, call, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_withdraw(const struct matter_act *act, int64_t id, int64_t seen, const char *reason,
                        struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_withdraw(at.matter, &at.env, reason, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_join(const struct matter_act *act, int64_t id, int64_t seen, int64_t into,
                    struct err *err) {
    struct err local = {0};
    struct err *use = err ? err : &local;
    struct opened at;
    struct log_object target = {0};
    struct drafts on_target = {0};
    if (id == into) {
        return err_set(use, YK_REFUSED, ERR_CANNOT_JOIN_ITSELF, "join");
    }
    // Always the lower id first, so that two who join crosswise cannot wait for each other.
    // A matter that may not be seen is refused before its target is spoken of.
    enum yk loaded = into < id ? load_visible(act, into, &target, use) : YK_OK;
    enum yk status = loaded == YK_NOT_FOUND ? YK_OK : loaded;
    if (status == YK_OK) {
        status = matter_open(act, id, seen, &at, use);
    }
    if (status == YK_OK && into > id) {
        loaded = load_visible(act, into, &target, use);
    }
    if (status == YK_OK) {
        status = target_of(loaded, "into", use);
    }
    if (status == YK_OK) {
        status = matter_decide_join(at.matter, id, target.state, into, &at.env, &at.drafts,
                                    &on_target, use);
    }
    if (status == YK_OK) {
        status = log_record(act->tx, &target, &on_target, use);
    }
    return matter_record(&at, status, use);
}

enum yk matter_amend(const struct matter_act *act, int64_t id, int64_t seen, const char *title,
                     int64_t category, int64_t urgency, int64_t kind, const char *reason,
                     struct err *err) {
    struct opened at;
    struct matter_amendment command = {
        .title = title, .urgency = urgency, .kind = kind, .reason = reason};
    if (category == 0) {
        command.category.code = JSON_ABSENT_INT;
    } else {
        command.category = matter_act_category(act, category);
    }
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        command.lead = matter_act_unit(act, at.matter->lead);
        status = matter_decide_amend(at.matter, &at.env, &command, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

// ---- acts ----

enum yk matter_extend(const struct matter_act *act, int64_t id, int64_t seen, int64_t days,
                      int32_t day, const char *reason, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_extend(at.matter, &at.env, days, day, reason, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_extension(const struct matter_act *act, int64_t id, int64_t seen, bool approve,
                         const char *note, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_extension(at.matter, &at.env, approve, note, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

// ---- papers ----

static enum yk number_paper(const struct matter_act *act, struct matter_issue *issue,
                            struct err *err) {
    int year;
    if (issue->kind != PAPER_DISPATCH) { // a receipt is found by its code
        return YK_OK;
    }
    year_of_day(act->today, &year);
    issue->year = year;
    return log_next_number(act->tx, "paper.dispatch", year, &issue->serial, err);
}

static enum yk record_paper(struct opened *at, struct matter_issue *issue, int64_t *out_n,
                            struct err *err) {
    const struct matter_act *act = at->act;
    struct drafts drafts = {0};
    // The number comes last, as at an intake, and only when the paper will be.
    enum yk status = number_paper(act, issue, err);
    if (status == YK_OK) {
        status = matter_decide_issue(at->matter, &at->env, issue, &drafts, err);
    }
    if (status == YK_OK) {
        status = log_record(act->tx, &at->object, &drafts, err);
    }
    int64_t n = status == YK_OK ? (int64_t)at->matter->n_papers : 0;
    if (status == YK_OK && issue->kind == PAPER_RECEIPT) {
        status =
            tracking_remember(act->tx->db, act->ring, act->tx->district, at->object.object, n, err);
    }
    if (status == YK_OK) {
        *out_n = n;
    }
    return status;
}

enum yk matter_issue_paper(const struct matter_act *act, int64_t id, int64_t seen,
                           enum paper_kind kind, const struct paper_template *template,
                           int64_t *out_n, struct err *err) {
    struct opened at;
    struct matter_issue issue = {.kind = kind,
                                 .year = JSON_ABSENT_INT,
                                 .serial = JSON_ABSENT_INT,
                                 .version = template->version,
                                 .shipped =
                                     template->shipped ? template->shipped : JSON_ABSENT_INT};
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_issue(at.matter, &at.env, &issue, &at.drafts, err);
    }
    return status == YK_OK ? record_paper(&at, &issue, out_n, err) : status;
}

enum yk matter_park(const struct matter_act *act, int64_t id, int64_t seen, int64_t class_,
                    int32_t review_day, const char *reason, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status =
            matter_decide_park(at.matter, &at.env, class_, review_day, reason, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

// On the morning of its review day; whoever brings it back earlier need not take the job away, for it finds nothing to do.
static enum yk add_unpark_job(void *ctx, int64_t id, int64_t n, int32_t review_day,
                              struct err *err) {
    enum { HOUR = 8 };
    struct log_tx *tx = ctx;
    char key[48];
    snprintf(key, sizeof key, "%lld-%lld", (long long)id, (long long)n);
    const struct job_spec spec = {
        .kind = matter_unpark_kind.name,
        .key = key,
        .due_us = day_start_us(review_day) + HOUR * 3600 * US_PER_S,
        .ledger = LEDGER_MATTER,
        .object = id,
        .arg = n,
    };
    return job_add(tx, &spec, err);
}

enum yk matter_jobs_again(struct log_tx *tx, struct err *err) {
    enum yk status = matter_each_parked(tx->db, tx->district, add_unpark_job, tx, err);
    status = status == YK_OK ? matter_promise_jobs_again(tx, err) : status;
    return status == YK_OK ? matter_tell_jobs_again(tx, err) : status;
}

enum yk matter_parking(const struct matter_act *act, int64_t id, int64_t seen, bool approve,
                       const char *note, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_parking(at.matter, &at.env, approve, note, &at.drafts, err);
    }
    status = matter_record(&at, status, err);
    const struct matter_park *park = status == YK_OK ? matter_present_park(at.matter) : NULL;
    return park ? add_unpark_job(act->tx, id, park->n, park->review_day, err) : status;
}

enum yk matter_park_now(const struct matter_act *act, int64_t id, int64_t class_,
                        int32_t review_day, const char *reason, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, 0, &at, err);
    if (status == YK_OK) {
        status =
            matter_decide_park_now(at.matter, &at.env, class_, review_day, reason, &at.drafts, err);
    }
    status = matter_record(&at, status, err);
    const struct matter_park *park = status == YK_OK ? matter_present_park(at.matter) : NULL;
    return park ? add_unpark_job(act->tx, id, park->n, park->review_day, err) : status;
}

enum yk matter_unpark(const struct matter_act *act, int64_t id, int64_t seen, const char *note,
                      struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_unpark(at.matter, &at.env, note, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

// ---- by itself ----

enum yk matter_job_act(struct job_run *run, struct org **org, struct matter_act *out,
                       struct err *err) {
    struct actor *system = arena_alloc(run->tx.arena, sizeof *system);
    if (!system) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a job");
    }
    enum yk status = org_cache_get(run->tools->orgs, run->tx.db, run->tx.district, org, err);
    if (status != YK_OK) {
        return status;
    }
    *system = (struct actor){.scope = {run->tx.district, SCOPE_DISTRICT, 0}};
    *out = (struct matter_act){.tx = &run->tx,
                               .actor = system,
                               .org = *org,
                               .calendar = org_calendar(*org),
                               .ring = run->tools->ring,
                               .today = day_of_time(run->tx.now_us)};
    return YK_OK;
}

enum yk matter_run_due(struct job_run *run, matter_due_fn *decide, const char *done,
                       const char *nothing, struct err *err) {
    _cleanup_org_ struct org *org = NULL;
    struct matter_act act;
    struct opened at = {0};
    enum yk status = matter_job_act(run, &org, &act, err);
    if (status != YK_OK) {
        return status;
    }
    status = matter_open(&act, run->object, 0, &at, err);
    if (status == YK_OK) {
        status = decide(at.matter, &at.env, run->arg, &at.drafts, err);
    }
    if (status == YK_REFUSED || status == YK_NOT_FOUND) {
        run->said = nothing;
        return YK_OK;
    }
    run->said = done;
    return matter_record(&at, status, err);
}

static enum yk run_unpark(struct job_run *run, struct err *err) {
    return matter_run_due(run, matter_decide_unpark_due, "came back", "came back before", err);
}

const struct job_kind matter_unpark_kind = {
    .name = "matter.unpark",
    .zh = "挂账到期自动恢复办理",
    .en = "Bring a parked matter back on its review day",
    .run = run_unpark,
};
