// SPDX-License-Identifier: Apache-2.0
// From a command on a programme or a task to its events in the log. Decides nothing itself: rules are programme.c's and target.c's.
#include "target/target_command.h"

#include <string.h>

#include "target/target_spec.h"

static struct target_env env_of(const struct matter_act *act) {
    return (struct target_env){.actor = act->actor, .today = act->today, .arena = act->tx->arena};
}

static bool unit_is_open(const struct matter_act *act, int64_t id) {
    const struct unit *unit = id ? org_find_unit(act->org, id) : NULL;
    return unit && unit->open;
}

static enum yk take_number(const struct matter_act *act, const char *name, int64_t *out,
                           struct err *err) {
    int year;
    int month;
    int day;
    int64_t serial;
    day_to_civil(act->today, &year, &month, &day);
    enum yk status = log_next_number(act->tx, name, year, &serial, err);
    if (status == YK_OK) {
        *out = matter_number_of(year, serial);
    }
    return status;
}

static enum yk record(const struct matter_act *act, struct log_object *object,
                      const struct drafts *drafts, enum yk decided, struct err *err) {
    return decided == YK_OK ? log_record(act->tx, object, drafts, err) : decided;
}

// ---- programmes ----

enum yk programme_plan(const struct matter_act *act, const struct programme_plan *command,
                       int64_t *out_id, struct err *err) {
    const struct target_env env = env_of(act);
    struct programme_plan plan = *command;
    struct log_object object;
    struct drafts unused = {0};
    struct drafts drafts = {0};
    // What the rules refuse is refused before a number is taken.
    enum yk status = programme_decide_plan(&env, &plan, &unused, err);
    if (status == YK_OK) {
        status = log_new(act->tx, &programme_ledger, 0, &object, err);
    }
    if (status == YK_OK) {
        status = take_number(act, "programme", &plan.number, err);
    }
    if (status == YK_OK) {
        status = programme_decide_plan(&env, &plan, &drafts, err);
    }
    status = record(act, &object, &drafts, status, err);
    if (status == YK_OK) {
        *out_id = object.object;
    }
    return status;
}

static enum yk load_programme(const struct matter_act *act, int64_t id, int64_t seen,
                              struct log_object *out, struct err *err) {
    enum yk status = log_load(act->tx, &programme_ledger, id, out, err);
    return status == YK_OK ? log_check_seq(out, seen, err) : status;
}

enum yk programme_lock(const struct matter_act *act, int64_t id, int64_t seen, int64_t month,
                       struct err *err) {
    const struct target_env env = env_of(act);
    struct log_object object;
    struct drafts drafts = {0};
    enum yk status = load_programme(act, id, seen, &object, err);
    if (status == YK_OK) {
        status = programme_decide_lock(object.state, &env, month, &drafts, err);
    }
    return record(act, &object, &drafts, status, err);
}

enum yk programme_open(const struct matter_act *act, int64_t id, int64_t seen, int64_t month,
                       const char *reason, struct err *err) {
    const struct target_env env = env_of(act);
    struct log_object object;
    struct drafts drafts = {0};
    enum yk status = load_programme(act, id, seen, &object, err);
    if (status == YK_OK) {
        status = programme_decide_open(object.state, &env, month, reason, &drafts, err);
    }
    return record(act, &object, &drafts, status, err);
}

// ---- tasks ----

static void fill_from_programme(const struct matter_act *act, const struct programme *programme,
                                struct target_set_up *set_up) {
    set_up->kind = programme->kind;
    set_up->n_actions = (int64_t)programme->n_actions;
    set_up->report_days = programme->report_days;
    set_up->from = programme->from;
    set_up->to = programme->to;
    set_up->lead_known = unit_is_open(act, set_up->lead);
    set_up->supports_known = true;
    for (size_t i = 0; i < set_up->n_supports; i++) {
        set_up->supports_known = set_up->supports_known && unit_is_open(act, set_up->supports[i]);
    }
}

enum yk target_set_up(const struct matter_act *act, int64_t programme, int64_t seen,
                      const struct target_set_up *command, int64_t *out_id, struct err *err) {
    const struct target_env env = env_of(act);
    struct target_set_up set_up = *command;
    struct log_object of;
    struct log_object object;
    struct drafts unused = {0};
    struct drafts drafts = {0};
    enum yk status = load_programme(act, programme, seen, &of, err);
    if (status == YK_OK) {
        set_up.programme = programme;
        fill_from_programme(act, of.state, &set_up);
        status = target_decide_set_up(&env, &set_up, &unused, err);
    }
    if (status == YK_OK) {
        status = log_new(act->tx, &target_ledger, 0, &object, err);
    }
    if (status == YK_OK) {
        status = take_number(act, "target", &set_up.number, err);
    }
    if (status == YK_OK) {
        status = target_decide_set_up(&env, &set_up, &drafts, err);
    }
    status = record(act, &object, &drafts, status, err);
    if (status == YK_OK) {
        *out_id = object.object;
    }
    return status;
}

struct opened {
    const struct matter_act *act;
    struct log_object object;
    const struct target *target;
    struct target_env env;
    struct drafts drafts;
};

static enum yk open_target(const struct matter_act *act, int64_t id, int64_t seen,
                           struct opened *out, struct err *err) {
    memset(out, 0, sizeof *out);
    out->act = act;
    enum yk status = log_load(act->tx, &target_ledger, id, &out->object, err);
    if (status == YK_OK && !target_visible(out->object.state, act->actor)) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    if (status == YK_OK) {
        status = log_check_seq(&out->object, seen, err);
    }
    out->target = out->object.state;
    out->env = env_of(act);
    return status;
}

// The same, and which months of its programme are closed. Which programme a task is of never changes, so that it may be read before anything is locked.
static enum yk open_with_months(const struct matter_act *act, int64_t id, int64_t seen,
                                struct opened *out, int64_t *out_locked, struct err *err) {
    struct log_object peeked;
    struct log_object programme;
    enum yk status =
        log_peek(act->tx->db, act->tx->arena, &target_ledger, act->tx->district, id, &peeked, err);
    if (status == YK_OK) {
        const struct target *target = peeked.state;
        status = log_load(act->tx, &programme_ledger, target->programme, &programme, err);
    }
    if (status == YK_OK) {
        *out_locked = ((const struct programme *)programme.state)->locked;
        status = open_target(act, id, seen, out, err);
    }
    return status;
}

static enum yk finish(struct opened *at, enum yk decided, struct err *err) {
    return record(at->act, &at->object, &at->drafts, decided, err);
}

enum yk target_break_down(const struct matter_act *act, int64_t id, int64_t seen,
                          const struct target_breakdown *command, struct err *err) {
    struct opened at;
    struct target_breakdown known = *command;
    struct target_share_plan *shares =
        arena_alloc_array(act->tx->arena, command->n_shares + 1, sizeof *shares);
    if (!shares) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "target: no memory for shares");
    }
    for (size_t i = 0; i < command->n_shares; i++) {
        shares[i] = command->shares[i];
        shares[i].unit_known = unit_is_open(act, shares[i].unit);
    }
    known.shares = shares;
    enum yk status = open_target(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = target_decide_break_down(at.target, &at.env, &known, &at.drafts, err);
    }
    return finish(&at, status, err);
}

enum yk target_assign(const struct matter_act *act, int64_t id, int64_t seen, struct err *err) {
    struct opened at;
    enum yk status = open_target(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = target_decide_assign(at.target, &at.env, &at.drafts, err);
    }
    return finish(&at, status, err);
}

enum yk target_sign(const struct matter_act *act, int64_t id, int64_t seen, struct err *err) {
    struct opened at;
    enum yk status = open_target(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = target_decide_sign(at.target, &at.env, &at.drafts, err);
    }
    return finish(&at, status, err);
}

enum yk target_report(const struct matter_act *act, int64_t id, int64_t seen,
                      const struct target_report_command *command, struct err *err) {
    struct opened at;
    struct target_report_command report = *command;
    enum yk status = open_with_months(act, id, seen, &at, &report.locked, err);
    if (status == YK_OK) {
        status = target_decide_report(at.target, &at.env, &report, &at.drafts, err);
    }
    return finish(&at, status, err);
}

enum yk target_verify(const struct matter_act *act, int64_t id, int64_t seen, int64_t n,
                      int64_t how, const char *note, struct err *err) {
    struct opened at;
    int64_t locked = 0;
    enum yk status = open_with_months(act, id, seen, &at, &locked, err);
    if (status == YK_OK) {
        status = target_decide_verify(at.target, &at.env, n, how, locked, note, &at.drafts, err);
    }
    return finish(&at, status, err);
}

enum yk target_return(const struct matter_act *act, int64_t id, int64_t seen, int64_t n,
                      const char *reason, struct err *err) {
    struct opened at;
    enum yk status = open_target(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = target_decide_return(at.target, &at.env, n, reason, &at.drafts, err);
    }
    return finish(&at, status, err);
}

enum yk target_untrue(const struct matter_act *act, int64_t id, int64_t seen, int64_t n,
                      const char *reason, struct err *err) {
    struct opened at;
    int64_t locked = 0;
    enum yk status = open_with_months(act, id, seen, &at, &locked, err);
    if (status == YK_OK) {
        status = target_decide_untrue(at.target, &at.env, n, locked, reason, &at.drafts, err);
    }
    return finish(&at, status, err);
}

enum yk target_accept(const struct matter_act *act, int64_t id, int64_t seen, const char *note,
                      struct err *err) {
    struct opened at;
    enum yk status = open_target(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = target_decide_accept(at.target, &at.env, note, &at.drafts, err);
    }
    return finish(&at, status, err);
}
