// SPDX-License-Identifier: Apache-2.0
// Supervision: urges, supervision orders (blue, orange, red) and notifications of units, each an object of its own ledger about an object of another one (its
// subject: ledger and object; matters today). The public face: state, facts, and the rules that turn commands into events. Pure: no clock, no store.
//
// Source: the district's rules of supervision (督查督办工作规则): urge before expiry and the day after; then in writing, blue (reminder), orange (warning), red,
// each with a limit; important ones may start higher, with the reason; after five working days more the unit is notified (通报).
#ifndef YK_SUPERVISE_SUPERVISE_H
#define YK_SUPERVISE_SUPERVISE_H

#include "matter/oversight.h"

enum supervision_kind { SUPERVISION_URGE = 1, SUPERVISION_ORDER, SUPERVISION_NOTIFICATION };
enum supervision_state {
    SUPERVISION_PROPOSED =
        1,                 // an order that the daily sweep proposes; a notification being drawn up
    SUPERVISION_AWAITING,  // the unit's reply, answer or signature
    SUPERVISION_ANSWERED,  // an order's answer, to be judged
    SUPERVISION_DONE,      // replied to, accepted, signed by all
    SUPERVISION_ESCALATED, // a step that another one followed
    SUPERVISION_WITHDRAWN,
    SUPERVISION_CLOSED,    // its subject ended
    SUPERVISION_DISMISSED, // a proposal that was not taken up
    SUPERVISION_STATE_END,
};
// What the sweep proposes for an order whose limit passed.
enum supervision_next {
    NEXT_ORANGE = COLOUR_ORANGE,
    NEXT_RED = COLOUR_RED,
    NEXT_NOTIFICATION,
    NEXT_DISMISSED, // proposed once, and not taken up
};
enum supervise_action {
    SUPERVISE_REPLY = 1, // the unit, to an urge
    SUPERVISE_ISSUE,     // the office: a proposal as an order; a notification that was drawn up
    SUPERVISE_DISMISS,   // the office: a proposal
    SUPERVISE_ANSWER,    // the unit, to an order
    SUPERVISE_JUDGE,     // the office: the unit's answer
    SUPERVISE_ESCALATE,
    SUPERVISE_WITHDRAW,
    SUPERVISE_LIST,   // add to a notification being drawn up
    SUPERVISE_STRIKE, // take out of it
    SUPERVISE_SIGN,   // the head of a unit, for a notification
    SUPERVISE_ACTION_END,
};
extern const struct json_word supervision_kind_words[], supervision_state_words[];
extern const struct json_word supervision_next_words[], supervise_action_words[];

// Numbers are kept as year x 10^8 + serial, gapless per kind and year: 催〔2023〕12号, 督〔2023〕3号, 通〔2023〕1号; U-2023-12, S-2023-3, N-2023-1 in English.
enum { SUPERVISION_NUMBER_BYTES = 48 };
void supervision_number_format(enum supervision_kind kind, int64_t number, const char *lang,
                               char out[SUPERVISION_NUMBER_BYTES]);

// What it is about, as it was then. Later ledgers fill the same record.
struct supervision_subject {
    int64_t ledger, object, number;
    int64_t unit; // who is responsible
    int64_t category, channel, caller_kind;
    int32_t due_day; // of the clock it is about; DAY_NONE: none
};
struct supervision_step { // one numbered order of a ladder
    int64_t n, colour, number, state, at, seq, answer_seq, refusals;
    int32_t day, limit_day, warn_day, answered_day, ended_day;
    int64_t policy;
    const char *rule, *calendar;
    int8_t provisional;
};
struct supervision_item { // a unit in a notification
    int64_t n, state, seq, order, order_number;
    struct supervision_subject subject;
    int64_t signed_at, signed_by;
    int32_t signed_day;
};
struct supervision {
    int64_t seq, kind, state, number, cause; // cause: of an urge, enum urge_cause
    int8_t by_itself;                        // urged or proposed by the sweep
    struct supervision_subject subject;      // none of a notification
    int64_t at;
    int32_t day;          // issued; proposed or drawn up before that
    int32_t answered_day; // an urge's reply
    int64_t next;         // enum supervision_next while proposed
    int64_t notification; // in which this order stands
    int32_t ended_day;
    struct supervision_step *steps;
    size_t n_steps;
    struct supervision_item *items;
    size_t n_items;
};
extern const struct ledger supervise_ledger;

const struct supervision_step *supervision_last_step(const struct supervision *self); // NULL: none
bool supervision_is_open(const struct supervision *self); // something is still awaited of somebody

// ---- rules ----

// The district's parameters (struct policy holds them, versioned).
struct supervise_rules {
    int64_t policy;             // version
    int order_after;            // working days overdue until a blue order is proposed
    int limits[COLOUR_RED + 1]; // by colour: working days for the answer
    int notify_after;           // working days after a red limit
};
struct supervise_rules supervise_rules_of(const struct policy *policy);

struct supervise_env {
    const struct actor *actor;
    struct supervise_rules rules;
    const struct calendar *calendar;
    int64_t now_us;
    int32_t today;
    struct arena *arena;
};
// How the subject stands now.
struct supervise_subject_now {
    struct supervision_subject subject;
    bool ended;
    bool running; // its clock runs
};
enum { SUPERVISE_LIMIT_DAYS_MAX = 60 }; // working days an order may give
struct supervise_order_command {
    int64_t colour; // JSON_ABSENT_INT on a proposal: the colour proposed
    int64_t days;   // working days; JSON_ABSENT_INT: by the rules
    const char *text, *reason;
    int64_t number;
};

// Each adds drafts, or refuses: YK_REFUSED with the registered code (and fields), YK_NOMEM. Strings given must outlive the drafts. Who may and in which
// state is checked by supervise_may inside; whether there is one already for this cause and clock is the caller's to know.
YK_NODISCARD enum yk supervise_decide_urge(const struct supervise_env *env,
                                           const struct supervise_subject_now *now,
                                           enum urge_cause cause, int64_t number, const char *text,
                                           struct drafts *out, struct err *err);
YK_NODISCARD enum yk supervise_decide_reply(const struct supervision *self,
                                            const struct supervise_env *env, const char *text,
                                            struct drafts *out, struct err *err);
// By the sweep: a blue order, to be decided on by the office.
YK_NODISCARD enum yk supervise_decide_propose(const struct supervise_env *env,
                                              const struct supervise_subject_now *now,
                                              struct drafts *out, struct err *err);
// By hand, a first order. Anything above blue needs a reason.
YK_NODISCARD enum yk supervise_decide_raise(const struct supervise_env *env,
                                            const struct supervise_subject_now *now,
                                            const struct supervise_order_command *command,
                                            struct drafts *out, struct err *err);
// A proposal becomes an order.
YK_NODISCARD enum yk supervise_decide_issue(const struct supervision *self,
                                            const struct supervise_env *env,
                                            const struct supervise_subject_now *now,
                                            const struct supervise_order_command *command,
                                            struct drafts *out, struct err *err);
// The next order of a ladder: a higher colour, with a reason while the limit has not passed.
YK_NODISCARD enum yk supervise_decide_escalate(const struct supervision *self,
                                               const struct supervise_env *env,
                                               const struct supervise_subject_now *now,
                                               const struct supervise_order_command *command,
                                               struct drafts *out, struct err *err);
// By the sweep: the next step that the limit calls for. what: supervise_next_of().
YK_NODISCARD enum yk supervise_decide_propose_next(const struct supervision *self,
                                                   const struct supervise_env *env, int64_t next,
                                                   struct drafts *out, struct err *err);
YK_NODISCARD enum yk supervise_decide_dismiss(const struct supervision *self,
                                              const struct supervise_env *env, const char *reason,
                                              struct drafts *out, struct err *err);
YK_NODISCARD enum yk supervise_decide_answer(const struct supervision *self,
                                             const struct supervise_env *env, const char *text,
                                             struct drafts *out, struct err *err);
YK_NODISCARD enum yk supervise_decide_judge(const struct supervision *self,
                                            const struct supervise_env *env, bool accept,
                                            const char *note, struct drafts *out, struct err *err);
YK_NODISCARD enum yk supervise_decide_withdraw(const struct supervision *self,
                                               const struct supervise_env *env, const char *reason,
                                               struct drafts *out, struct err *err);
// The subject ended. Adds nothing to what has ended already.
YK_NODISCARD enum yk supervise_decide_close(const struct supervision *self,
                                            const struct supervise_env *env, struct drafts *out,
                                            struct err *err);
// ---- notification: drawn up, filled, issued, signed for ----
YK_NODISCARD enum yk supervise_decide_draw_up(const struct supervise_env *env, const char *title,
                                              const char *text, struct drafts *out,
                                              struct err *err);
// order NULL: by hand, with a cause in words. order: a red one that stands in no notification yet.
YK_NODISCARD enum yk supervise_decide_list(const struct supervision *self,
                                           const struct supervise_env *env,
                                           const struct supervision_subject *subject, int64_t order,
                                           int64_t order_number, const char *cause,
                                           struct drafts *out, struct err *err);
YK_NODISCARD enum yk supervise_decide_strike(const struct supervision *self,
                                             const struct supervise_env *env, int64_t n,
                                             struct drafts *out, struct err *err);
YK_NODISCARD enum yk supervise_decide_notify(const struct supervision *self,
                                             const struct supervise_env *env, int64_t number,
                                             struct drafts *out, struct err *err);
// The red order's part in it.
YK_NODISCARD enum yk supervise_decide_notified(const struct supervision *self,
                                               const struct supervise_env *env,
                                               int64_t notification, int64_t number,
                                               struct drafts *out, struct err *err);
YK_NODISCARD enum yk supervise_decide_sign(const struct supervision *self,
                                           const struct supervise_env *env, struct drafts *out,
                                           struct err *err);

// What the matter's timeline says of an order: `ordered` is the body of its draft, `id` its object.
void supervise_oversight_of(const void *ordered, int64_t id, struct ev_oversight *out);

// May the actor do this now? ERR_NONE, or why not. Fields of the command are not looked at.
enum err_code supervise_may(const struct supervision *self, const struct actor *actor,
                            enum supervise_action action);
size_t supervise_actions(const struct supervision *self, const struct actor *actor,
                         enum supervise_action out[SUPERVISE_ACTION_END]);
// May the actor know of it: the district everything; a unit what was issued to it. Agrees with the predicate on V_UNIT, row by row.
bool supervise_visible(const struct supervision *self, int32_t district, const struct actor *actor);
// The same of one item of a notification.
bool supervise_item_visible(const struct supervision *self, const struct supervision_item *item,
                            int32_t district, const struct actor *actor);

// What the sweep does on a day; all pure. 0: nothing.
// Urging by itself: from the warning point to the due day (a warning), later overdue. Of what a stop left behind only what is still due.
int64_t supervise_urge_due(const struct supervise_subject_now *now, int32_t warn_day,
                           int32_t today);
bool supervise_order_due(const struct supervise_subject_now *now,
                         const struct supervise_rules *rules, const struct calendar *calendar,
                         int32_t today);
int64_t supervise_next_of(const struct supervision *self, const struct supervise_rules *rules,
                          const struct calendar *calendar, int32_t today);

// ---- facts ----

// supervise_fact: one row of an urge (part 0), of each step of an order (part = its number), of each unit in a notification (part = its number).
enum supervise_col {
    V_UNIT, // to whom, once issued: attribution. Null while proposed, which units do not see
    V_TO_UNIT,
    V_KIND,
    V_NUMBER,
    V_SEQ,
    V_COLOUR,
    V_STATE,
    V_CAUSE,
    V_BY_ITSELF,
    V_LEDGER,
    V_SUBJECT,
    V_SUBJECT_NUMBER,
    V_CATEGORY,
    V_CHANNEL,
    V_CALLER_KIND,
    V_DAY,       // issued; proposed or drawn up before that
    V_CLOCK_DAY, // due day of the subject's clock then
    V_LIMIT_DAY,
    V_WARN_DAY,
    V_LIMIT_KEY,   // limit_day, or DUE_KEY_NONE: for sorting
    V_COUNTED_DAY, // limit_day where an answer was owed: not withdrawn, nor closed before it
    V_ANSWERED_DAY,
    V_ON_TIME,
    V_ENDED_DAY,
    V_NEXT,
    V_NOTIFICATION, // an order's
    V_COLS,
};
extern const struct fact_table supervise_fact_table;

#endif
