// SPDX-License-Identifier: Apache-2.0
// From a command on a review to its events in the log. Decides nothing itself: rules are review.c's and matter.c's, recording log/'s.
#include "review/opening.h"

#include <string.h>

#include "paper/district.h"
#include "review/review_spec.h"

struct review_env review_env_of(const struct matter_act *act) {
    return (struct review_env){.actor = act->actor, .today = act->today, .arena = act->tx->arena};
}

static bool unit_is_open(const struct matter_act *act, int64_t id) {
    const struct unit *unit = id ? org_find_unit(act->org, id) : NULL;
    return unit && unit->open;
}

enum yk review_open_one(const struct matter_act *act, int64_t id, int64_t seen,
                        struct review_opened *out, struct err *err) {
    memset(out, 0, sizeof *out);
    out->act = act;
    enum yk status = log_load(act->tx, &review_ledger, id, &out->object, err);
    if (status == YK_OK && !review_visible(out->object.state, act->actor)) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    if (status == YK_OK) {
        status = log_check_seq(&out->object, seen, err);
    }
    out->review = out->object.state;
    out->env = review_env_of(act);
    return status;
}

enum yk review_record(struct review_opened *at, enum yk decided, struct err *err) {
    return decided == YK_OK && at->drafts.n ? log_record(at->act->tx, &at->object, &at->drafts, err)
                                            : decided;
}

static enum yk decide_collect(struct review_opened *at, struct err *err) {
    const struct matter_act *act = at->act;
    struct review_found *found = NULL;
    size_t n = 0;
    enum yk status = review_search(act->tx->db, act->tx->arena, act->org, at->review->unit,
                                   act->today, &found, &n, err);
    return status == YK_OK ? review_decide_collect(at->review, &at->env, found, n, &at->drafts, err)
                           : status;
}

static enum yk take_number(const struct matter_act *act, int64_t *out, struct err *err) {
    int year;
    int month;
    int day;
    int64_t serial;
    day_to_civil(act->today, &year, &month, &day);
    enum yk status = log_next_number(act->tx, "review", year, &serial, err);
    if (status == YK_OK) {
        *out = matter_number_of(year, serial);
    }
    return status;
}

static bool knows_unit(const struct matter_act *act, int64_t unit) {
    return !unit || unit_is_open(act, unit);
}

enum yk review_plan(const struct matter_act *act, const struct review_plan *command,
                    int64_t *out_id, struct err *err) {
    struct review_opened at = {.act = act, .env = review_env_of(act)};
    struct review_plan plan = *command;
    struct drafts unused = {0};
    plan.unit_known = knows_unit(act, plan.unit);
    // What the rules refuse is refused before a number is taken.
    enum yk status = review_decide_plan(&at.env, &plan, &unused, err);
    if (status == YK_OK) {
        status = log_new(act->tx, &review_ledger, 0, &at.object, err);
    }
    if (status == YK_OK) {
        status = take_number(act, &plan.number, err);
    }
    if (status == YK_OK) {
        status = review_record(&at, review_decide_plan(&at.env, &plan, &at.drafts, err), err);
    }
    if (status != YK_OK) {
        return status;
    }
    *out_id = at.object.object;
    return review_collect(act, at.object.object, 0, err);
}

enum yk review_change(const struct matter_act *act, int64_t id, int64_t seen,
                      const struct review_plan *command, struct err *err) {
    struct review_opened at;
    struct review_plan plan = *command;
    enum yk status = review_open_one(act, id, seen, &at, err);
    if (status == YK_OK) {
        plan.unit_known = knows_unit(act, plan.unit);
        plan.day = plan.day == DAY_NONE ? at.review->day : plan.day;
        status = review_decide_change(at.review, &at.env, &plan, &at.drafts, err);
    }
    return review_record(&at, status, err);
}

enum yk review_collect(const struct matter_act *act, int64_t id, int64_t seen, struct err *err) {
    struct review_opened at;
    enum yk status = review_open_one(act, id, seen, &at, err);
    return review_record(&at, status == YK_OK ? decide_collect(&at, err) : status, err);
}

// ---- on a meeting and a matter at once ----

struct both {
    struct review_opened at;
    struct log_object matter;
};

enum yk review_load_matter(const struct matter_act *act, int64_t id, struct log_object *out,
                           struct err *err) {
    enum yk status = log_load(act->tx, &matter_ledger, id, out, err);
    if (status == YK_NOT_FOUND ||
        (status == YK_OK && !matter_visible(out->state, act->tx->district, act->actor))) {
        err_add_field(err, "matter", ERR_UNKNOWN_VALUE, "%s", "GET /api/v1/matters");
        return YK_REFUSED;
    }
    return status;
}

// Always the lower id first, so that two who come crosswise cannot wait for each other.
static enum yk open_both(const struct matter_act *act, int64_t id, int64_t seen, int64_t matter,
                         struct both *out, struct err *err) {
    enum yk status = matter < id ? review_load_matter(act, matter, &out->matter, err) : YK_OK;
    if (status == YK_OK) {
        status = review_open_one(act, id, seen, &out->at, err);
    }
    return status == YK_OK && matter > id ? review_load_matter(act, matter, &out->matter, err)
                                          : status;
}

enum yk review_record_both(struct review_opened *at, struct log_object *matter,
                           const struct matter_review *on_matter, struct err *err) {
    const struct matter_act *act = at->act;
    const struct matter_env env = {
        .actor = act->actor, .today = act->today, .arena = act->tx->arena};
    struct drafts drafts = {0};
    enum yk status = matter_decide_review(&env, on_matter, &drafts, err);
    if (status == YK_OK) {
        status = log_record(act->tx, matter, &drafts, err);
    }
    return review_record(at, status, err);
}

enum yk review_ask(const struct matter_act *act, int64_t id, int64_t seen, int64_t matter,
                   const char *reason, struct err *err) {
    struct both both = {0};
    struct err local = {0};
    struct err *use = err ? err : &local;
    enum yk status = open_both(act, id, seen, matter, &both, use);
    if (status == YK_OK) {
        const struct matter *asked = both.matter.state;
        struct review_found found = {.matter = matter,
                                     .category = asked->category,
                                     .channel = asked->channel,
                                     .caller_kind = asked->caller_kind,
                                     .lead = asked->lead};
        status = review_find_last(act->tx->db, act->tx->arena, act->tx->district, &found, use);
        if (status == YK_OK) {
            status = review_decide_ask(both.at.review, &both.at.env, &found, reason,
                                       &both.at.drafts, use);
        }
    }
    if (status != YK_OK) {
        return status;
    }
    const struct ev_item *asked_for = both.at.drafts.items[0].body;
    const struct matter_review on_matter = {.meeting = id,
                                            .item = asked_for->n,
                                            .decision = JSON_ABSENT_INT,
                                            .by_day = DAY_NONE,
                                            .text = reason};
    return review_record_both(&both.at, &both.matter, &on_matter, use);
}

// ---- the others ----

enum yk review_drop(const struct matter_act *act, int64_t id, int64_t seen, int64_t n,
                    const char *reason, struct err *err) {
    struct review_opened at;
    enum yk status = review_open_one(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = review_decide_drop(at.review, &at.env, n, reason, &at.drafts, err);
    }
    return review_record(&at, status, err);
}

enum yk review_open(const struct matter_act *act, int64_t id, int64_t seen, struct err *err) {
    struct review_opened at;
    enum yk status = review_open_one(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = review_decide_open(at.review, &at.env, &at.drafts, err);
    }
    return review_record(&at, status, err);
}

enum yk review_close(const struct matter_act *act, int64_t id, int64_t seen, const char *conclusion,
                     struct err *err) {
    struct review_opened at;
    struct paper_template template;
    enum yk status = review_open_one(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = paper_template_current(act->tx->db, act->tx->arena, act->tx->district,
                                        PAPER_MINUTES, &template, err);
    }
    if (status == YK_OK) {
        status = review_decide_close(at.review, &at.env, conclusion, template.version,
                                     template.shipped, &at.drafts, err);
    }
    return review_record(&at, status, err);
}

enum yk review_cancel(const struct matter_act *act, int64_t id, int64_t seen, const char *reason,
                      struct err *err) {
    struct review_opened at;
    enum yk status = review_open_one(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = review_decide_cancel(at.review, &at.env, reason, &at.drafts, err);
    }
    return review_record(&at, status, err);
}

enum yk review_follow(const struct matter_act *act, int64_t id, int64_t seen, int64_t n,
                      const char *text, struct err *err) {
    struct review_opened at;
    enum yk status = review_open_one(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = review_decide_follow(at.review, &at.env, n, text, &at.drafts, err);
    }
    return review_record(&at, status, err);
}

enum yk review_confirm(const struct matter_act *act, int64_t id, int64_t seen, int64_t n,
                       bool accept, const char *note, struct err *err) {
    struct review_opened at;
    enum yk status = review_open_one(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = review_decide_confirm(at.review, &at.env, n, accept, note, &at.drafts, err);
    }
    return review_record(&at, status, err);
}
