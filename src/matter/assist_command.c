// SPDX-License-Identifier: Apache-2.0
// Commands about assisting units. Decides nothing itself: the rules are assist.c's.
#include "matter/assist.h"
#include "matter/opened.h"

enum yk matter_assist_add(const struct matter_act *act, int64_t id, int64_t seen, int64_t unit,
                          const char *text, struct err *err) {
    struct opened at;
    const struct matter_assist_wanted wanted = {matter_act_unit(act, unit), text};
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_assist(at.matter, &at.env, &wanted, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

// A unit was given and there is none such: that is not the same as none given.
static bool is_unknown(const struct matter_assist_command *command, int64_t unit) {
    return unit && !command->unit.id;
}

enum yk matter_assist_decide(const struct matter_act *act, int64_t id, int64_t seen, int64_t n,
                             int64_t decision, int64_t unit, const char *note, struct err *err) {
    struct opened at;
    const struct matter_assist_command command = {.n = n,
                                                  .decision = (enum assist_decision)decision,
                                                  .unit = matter_act_unit(act, unit),
                                                  .note = note};
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK && is_unknown(&command, unit)) {
        status = err_add_field(err, "unit", ERR_UNKNOWN_UNIT, "%s", "");
    }
    if (status == YK_OK) {
        status = matter_decide_assist_decide(at.matter, &at.env, &command, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_assist_urge(const struct matter_act *act, int64_t id, int64_t seen, int64_t n,
                           const char *text, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_assist_urge(at.matter, &at.env, n, text, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_assist_sign(const struct matter_act *act, int64_t id, int64_t seen,
                           struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_assist_sign(at.matter, &at.env, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_assist_object(const struct matter_act *act, int64_t id, int64_t seen,
                             const char *reason, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_assist_object(at.matter, &at.env, reason, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}

enum yk matter_assist_answer(const struct matter_act *act, int64_t id, int64_t seen,
                             const char *text, struct err *err) {
    struct opened at;
    enum yk status = matter_open(act, id, seen, &at, err);
    if (status == YK_OK) {
        status = matter_decide_assist_answer(at.matter, &at.env, text, &at.drafts, err);
    }
    return matter_record(&at, status, err);
}
