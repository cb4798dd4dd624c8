// SPDX-License-Identifier: Apache-2.0
// The rules of programmes: who plans one, which months may be closed and opened, what can be counted of it.
#include "target/programme.h"

#include <assert.h>
#include <string.h>

#include "target/target_spec.h"

bool programme_may(const struct programme *programme, const struct actor *actor,
                   enum programme_act act) {
    assert(act > 0 && act < PACT_END);
    if (act == PACT_OPEN) {
        return programme->locked > 0 && actor_may(actor, CAP_TARGET_OPEN);
    }
    return actor_may(actor, CAP_TARGET_MANAGE);
}

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "programme: no memory for an event");
}

static enum yk check_plan(const struct programme_plan *command, struct err *err) {
    enum yk status = YK_OK;
    if (command->to < command->from || command->to - command->from > PROGRAMME_DAYS_MAX) {
        err_add_field(err, "to", ERR_OUT_OF_RANGE, "from … from + %d days", PROGRAMME_DAYS_MAX);
        status = YK_REFUSED;
    }
    for (size_t i = 0; i < command->n_actions; i++) {
        for (size_t k = 0; k < i; k++) {
            if (strcmp(command->actions[i].name, command->actions[k].name) == 0) {
                err_add_field(err, "actions", ERR_ALREADY_EXISTS, "each name once");
                return YK_REFUSED;
            }
        }
    }
    return status;
}

enum yk programme_decide_plan(const struct target_env *env, const struct programme_plan *command,
                              struct drafts *out, struct err *err) {
    if (!actor_may(env->actor, CAP_TARGET_MANAGE)) {
        return err_set(err, YK_REFUSED, ERR_FORBIDDEN, "plan");
    }
    enum yk status = check_plan(command, err);
    if (status != YK_OK) {
        return status;
    }
    struct ev_programme_planned *body = arena_alloc(env->arena, sizeof *body);
    struct programme_action *actions =
        arena_alloc_array(env->arena, command->n_actions + 1, sizeof *actions);
    if (!body || !actions) {
        return no_memory(err);
    }
    for (size_t i = 0; i < command->n_actions; i++) {
        actions[i] = command->actions[i];
        actions[i].n = (int64_t)i + 1;
    }
    *body = (struct ev_programme_planned){.kind = command->kind,
                                          .number = command->number,
                                          .host = env->actor->unit,
                                          .report_days = command->report_days,
                                          .from = command->from,
                                          .to = command->to,
                                          .name = command->name,
                                          .name_en = command->name_en,
                                          .actions = actions,
                                          .n_actions = command->n_actions};
    drafts_add(out, &programme_event_types[PE_PLANNED], env->today, body);
    return YK_OK;
}

static enum yk add_month(const struct target_env *env, enum programme_event event, int64_t month,
                         const char *reason, struct drafts *out, struct err *err) {
    struct ev_month *body = arena_alloc(env->arena, sizeof *body);
    if (!body) {
        return no_memory(err);
    }
    body->month = month;
    draft_add_text(drafts_add(out, &programme_event_types[event], env->today, body), "reason",
                   reason);
    return YK_OK;
}

static enum yk bad_month(struct err *err) {
    err_add_field(err, "month", ERR_OUT_OF_RANGE, "YYYY-MM");
    return YK_REFUSED;
}

enum yk programme_decide_lock(const struct programme *programme, const struct target_env *env,
                              int64_t month, struct drafts *out, struct err *err) {
    if (!programme_may(programme, env->actor, PACT_LOCK)) {
        return err_set(err, YK_REFUSED, ERR_FORBIDDEN, "lock");
    }
    if (month < month_of_day(programme->from) || month > month_of_day(programme->to) ||
        month <= programme->locked || month >= month_of_day(env->today)) {
        return bad_month(err);
    }
    return add_month(env, PE_LOCKED, month, NULL, out, err);
}

enum yk programme_decide_open(const struct programme *programme, const struct target_env *env,
                              int64_t month, const char *reason, struct drafts *out,
                              struct err *err) {
    if (!actor_may(env->actor, CAP_TARGET_OPEN)) {
        return err_set(err, YK_REFUSED, ERR_FORBIDDEN, "open");
    }
    if (programme->locked <= 0) {
        return err_set(err, YK_REFUSED, ERR_WRONG_STATE, "no month is closed");
    }
    if (month < month_of_day(programme->from) || month > programme->locked) {
        return bad_month(err);
    }
    return add_month(env, PE_OPENED, month, reason, out, err);
}

static enum yk programme_apply(void *state, const struct event *event, struct arena *arena,
                               struct err *err) {
    (void)arena;
    struct programme *programme = state;
    ptrdiff_t kind = event->type - programme_event_types;
    if (kind < 0 || kind >= PE_COUNT || (kind == PE_PLANNED) != (event->seq == 1) ||
        (kind != PE_PLANNED && event->seq != programme->seq + 1)) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "programme: event %lld (%s) cannot follow",
                       (long long)event->seq, event->type->action);
    }
    if (kind == PE_PLANNED) {
        const struct ev_programme_planned *body = event->body;
        *programme = (struct programme){.kind = body->kind,
                                        .number = body->number,
                                        .host = body->host,
                                        .from = body->from,
                                        .to = body->to,
                                        .report_days = body->report_days,
                                        .name = body->name,
                                        .name_en = body->name_en,
                                        .actions = body->actions,
                                        .n_actions = body->n_actions};
    } else {
        int64_t month = ((const struct ev_month *)event->body)->month;
        programme->locked = kind == PE_LOCKED ? month : month - 1;
        if (programme->locked < month_of_day(programme->from)) {
            programme->locked = 0;
        }
    }
    programme->seq = event->seq;
    return YK_OK;
}

static enum yk programme_facts(const void *state, int64_t object, struct fact_set *out,
                               struct err *err) {
    (void)object;
    const struct programme *programme = state;
    for (size_t i = 0; i <= programme->n_actions; i++) {
        struct fact_row *row = fact_emit(out, &programme_fact_table, (int32_t)i);
        if (!row) {
            return err_set(err, YK_NOMEM, ERR_INTERNAL, "programme: no memory for facts");
        }
        row->v[PG_UNIT] = programme->host;
        row->v[PG_DAY] = programme->to;
        row->v[PG_KIND] = programme->kind;
        row->v[PG_NUMBER] = programme->number;
        row->v[PG_ACTION] = i ? (int64_t)i : FACT_NULL;
    }
    return YK_OK;
}

static const struct fact_col programme_cols[PG_COLS] = {
    [PG_UNIT] = {"unit", FACT_UNIT, "who set it up"},
    [PG_DAY] = {"day", FACT_DAY, "its last day"},
    [PG_KIND] = {"kind", FACT_CODE, "enum programme_kind"},
    [PG_NUMBER] = {"number", FACT_NUMBER, "year x 10^8 + serial"},
    [PG_ACTION] = {"action", FACT_NUMBER, "null: the programme itself"},
};
static const struct fact_cond actions_of_lives[] = {
    {.col = PG_ACTION, .op = FACT_NOT_NULL},
    {.col = PG_KIND, .op = FACT_EQ, .value = PROGRAMME_LIVES},
};
static const struct measure programme_measures[] = {
    {.code = 1001,
     .key = "programme.actions",
     .day_col = PG_DAY,
     .value_col = -1,
     .hist_col = -1,
     .conds = actions_of_lives,
     .n_conds = 2},
};
const struct fact_table programme_fact_table = {
    .name = "programme_fact",
    .code = 13,
    .cols = programme_cols,
    .n_cols = PG_COLS,
    .unit_col = PG_UNIT,
    .dim_cols = {-1, -1, -1, -1, -1, -1},
    .measures = programme_measures,
    .n_measures = 1,
};
static const struct fact_table *const tables[] = {&programme_fact_table, NULL};
const struct ledger programme_ledger = {
    .code = LEDGER_PROGRAMME,
    .name = "programme",
    .state_bytes = sizeof(struct programme),
    .state_spec = &programme_state_spec,
    .types = programme_event_types,
    .n_types = PE_COUNT,
    .apply = programme_apply,
    .facts = programme_facts,
    .tables = tables,
};
