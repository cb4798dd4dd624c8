// SPDX-License-Identifier: Apache-2.0
// A matter: one thing that somebody asked of the district, from its intake to its called-back close.
// The public face of the ledger: its state, its facts, and the rules that turn commands into events.
// Everything here is pure: no clock, no store, no allocation but the arena given. What touches the
// store is in matter_store.h, what speaks HTTP in matter_http.c.
#ifndef YK_MATTER_MATTER_H
#define YK_MATTER_MATTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "auth/scope.h"
#include "calendar/calendar.h"
#include "log/log.h"
#include "org/admin.h"
#include "paper/paper.h"
#include "party/party.h"

enum matter_channel {
    CHANNEL_COUNTER = 1,
    CHANNEL_PHONE,
    CHANNEL_LETTER,
    CHANNEL_WEB,
    CHANNEL_VISIT,
};
enum matter_state {
    MATTER_REGISTERED = 1,
    MATTER_DISPATCHED,
    MATTER_SIGNED,
    MATTER_HANDLING,
    MATTER_SIGNOFF,  // an answer waits for the head of the unit
    MATTER_ANSWERED, // waits for its call-back
    MATTER_OBJECTED,
    MATTER_CLOSED,
    MATTER_WITHDRAWN, // ended; its quality call may still be open
    MATTER_JOINED,
    MATTER_PARKED, // cannot be done for now; the answer's clock stands still
    MATTER_STATE_END,
};
enum matter_result { RESULT_RESOLVED = 1, RESULT_PARTLY, RESULT_EXPLAINED, RESULT_REFUSED };
enum matter_contact_how { CONTACT_BY_PHONE = 1, CONTACT_BY_VISIT, CONTACT_BY_MESSAGE };
enum dispatch_outcome {
    DISPATCH_OPEN = 1,
    DISPATCH_SIGNED,
    DISPATCH_OBJECTION_OPEN,
    DISPATCH_OBJECTION_UPHELD,
    DISPATCH_OBJECTION_REJECTED,
    DISPATCH_WITHDRAWN,
};
enum round_kind { ROUND_ANSWER = 1, ROUND_WITHDRAWAL };
enum call_state {
    CALL_DUE = 1,
    CALL_VALID,       // reached, and the first question answered
    CALL_UNREACHABLE, // tried by the rule, never reached
    CALL_CANNOT,      // nobody to call: anonymous, or no number left
    CALL_INCOMPLETE,  // reached, but the first question not answered
};
enum call_word { WORD_YES = 1, WORD_PARTLY, WORD_NO, WORD_DECLINED, WORD_UNKNOWN };
enum call_grade {
    GRADE_SATISFIED = 1,
    GRADE_BASICALLY,
    GRADE_DISSATISFIED,
    GRADE_DECLINED,
    GRADE_UNKNOWN,
};
enum round_consequence {
    CONSEQUENCE_CLOSED = 1,
    CONSEQUENCE_RETURNED,
    CONSEQUENCE_RETURNED_SUPERVISED,
};
// What a regular review (review/) may decide on a matter.
enum review_decision {
    REVIEW_PRESS = 1, // get on with it, by a day
    REVIEW_SUPERVISE,
    REVIEW_PARK,
    REVIEW_SETTLE, // need not come again
    REVIEW_DEFER,  // comes again next time
};
enum request_outcome { REQUEST_OPEN = 1, REQUEST_APPROVED, REQUEST_REFUSED, REQUEST_LAPSED };
enum extension_level { EXTENSION_BY_HEAD = 1, EXTENSION_BY_OFFICE };
enum matter_pending { // what waits for whose decision
    PENDING_EXTENSION_HEAD = 1,
    PENDING_EXTENSION_OFFICE,
    PENDING_PARKING,
    PENDING_STAGE, // a stage reply waits for the head of the unit
};
enum park_class { PARK_POLICY = 1, PARK_FUNDS, PARK_HISTORY, PARK_PLANNING, PARK_LITIGATION };
enum promise_told { // who tells the caller of a stage reply: the unit, in this way, or the window that took the matter in
    TOLD_BY_PHONE = CONTACT_BY_PHONE,
    TOLD_BY_VISIT = CONTACT_BY_VISIT,
    TOLD_BY_MESSAGE = CONTACT_BY_MESSAGE,
    TOLD_BY_WINDOW,
};
enum promise_outcome {
    PROMISE_WAITING = 1, // for the head of the unit; nobody has been promised anything yet
    PROMISE_RETURNED,
    PROMISE_OPEN,
    PROMISE_KEPT,    // the answer stood by the day
    PROMISE_RENEWED, // a further stage reply came by the day, with a promise of its own
    PROMISE_BROKEN,  // the day passed; it stays so
    PROMISE_LAPSED,  // before its day the matter was withdrawn, joined or parked
};
enum close_cause { CLOSED_BY_CALL = 1, CLOSED_UNREACHABLE, CLOSED_CANNOT_CALL };
enum matter_action {
    ACT_DISPATCH = 1,
    ACT_SIGN,
    ACT_OBJECT,
    ACT_ARBITRATE,
    ACT_NOTE,
    ACT_CONTACT,
    ACT_ANSWER,
    ACT_SIGNOFF,
    ACT_CALLBACK,
    ACT_WITHDRAW,
    ACT_JOIN,
    ACT_REVEAL,
    ACT_AMEND,
    ACT_EXTEND,
    ACT_EXTENSION, // decide on one
    ACT_PARK,
    ACT_PARKING, // decide on it
    ACT_UNPARK,
    ACT_STAGE,       // a stage reply
    ACT_COUNTERSIGN, // sign it off
    ACT_ASSIST,      // name an assisting unit, or ask for one
    ACT_ASSIST_DECIDE,
    ACT_ASSIST_SIGN, // these three: the assisting unit, on its own part
    ACT_ASSIST_OBJECT,
    ACT_ASSIST_ANSWER,
    ACT_ASSIST_URGE, // the lead, or the supervision office, an assisting unit whose answer is awaited
    ACT_END,
};

// The words of these enumerations in JSON, for specs and writers.
extern const struct json_word matter_channel_words[];
extern const struct json_word matter_state_words[], matter_result_words[], matter_how_words[];
extern const struct json_word dispatch_outcome_words[], round_kind_words[], call_state_words[];
extern const struct json_word call_answer_words[], call_grade_words[], consequence_words[];
extern const struct json_word close_cause_words[], matter_action_words[];
extern const struct json_word review_decision_words[];
extern const struct json_word request_outcome_words[], extension_level_words[];
extern const struct json_word matter_pending_words[], park_class_words[];
extern const struct json_word promise_told_words[], promise_outcome_words[];

// A number that people see, 340406-2022-000123, kept as year × 10^8 + serial.
enum { MATTER_NUMBER_BYTES = 32 };
#define MATTER_NUMBER_YEAR INT64_C(100000000)
int64_t matter_number_of(int year, int64_t serial);
void matter_number_format(int32_t district, int64_t number, char out[MATTER_NUMBER_BYTES]);
// Whole ("340406-2022-000123"), without the district ("2022-000123"). False when it is no number.
bool matter_number_parse(const char *text, int64_t *out_number);

// A running or stopped clock, as decide fixed it: rule "5wd,warn=1wd", version of the rules of time and of the calendar. Moments are kept where days do
// not say them: by hours. A clock that has begun and has no due day is paused.
struct matter_clock {
    int32_t started_day; // DAY_NONE: there is no such clock
    int32_t due_day;     // DAY_NONE: none, or paused
    int32_t warn_day;    // the light is yellow from then on
    int64_t started_at, due_at,
        warn_at;        // JSON_ABSENT_INT: the day's beginning, its end, its beginning
    int64_t rules, row; // version of the rules of time, and which of them
    const char *rule, *calendar;
    int8_t provisional;
    int64_t extension; // days added by approval, of the rule's unit; absent: none
};
extern const struct matter_clock matter_no_clock;
bool matter_clock_is_paused(const struct matter_clock *clock);
int64_t matter_clock_due_us(const struct matter_clock *clock);  // TIME_NONE: none, or paused
int64_t matter_clock_warn_us(const struct matter_clock *clock); // the same
// Was what happened on `day`, recorded at `at`, in time? By the day, or by the moment where the rule is in hours. A paused clock misses nothing.
bool matter_clock_is_met(const struct matter_clock *clock, int32_t day, int64_t at);
// Reckons a clock anew by its own rule from its own start: by another calendar, with these pauses and so many days of extension in all. What it is
// for stays. out's texts are the clock's and the calendar's. acts.c
void matter_clock_reckon(const struct matter_clock *clock, const struct calendar *calendar,
                         const struct span_us *pauses, size_t n, int64_t extension,
                         struct matter_clock *out);
// The same of the answer's clock, with the matter's pauses and extension as they are.
struct matter;
void matter_answer_reckon(const struct matter *matter, const struct calendar *calendar,
                          struct matter_clock *out);
// For light_of; stopped: what the clock waited for has happened, or the matter has ended.
struct light_clock matter_clock_light(const struct matter_clock *clock, bool stopped);
struct matter_dispatch {
    int64_t n, unit, at;
    int32_t day;
    struct matter_clock sign;
    int32_t signed_day;
    int64_t signed_at;
    struct matter_clock
        contact; // the first word with the caller; started_day DAY_NONE: no rule asks for it
    int32_t contacted_day;
    int64_t contacted_at;
    int32_t objected_day;
    int64_t objected_at;
    int64_t outcome;
    int32_t first_due_day; // of the answer clock that began with it
    int8_t final;          // by arbitration: may not be returned
};
struct matter_try {
    int64_t at, by, seq; // of its event, whose text is the note
    int32_t day;
    int8_t reached;
};
struct matter_round {
    int64_t n, kind, unit;
    int32_t answered_day; // of the withdrawal, for its quality call
    int64_t answered_seq, answered_at;
    int64_t result;
    struct matter_clock answer, call;
    int64_t state; // enum call_state
    int32_t next_try_day;
    struct matter_try *tries;
    size_t n_tries;
    int64_t true_, done, solved, satisfaction;
    int64_t solved_points, satisfied_points; // hundredths, by the policy of the call
    int32_t called_day;
    int64_t ended_at, ended_seq;
    int64_t consequence;
};
struct matter_told { // a review gave this unit something to do about it
    int64_t meeting, item, unit;
};
// Asked by the unit, decided by its head or by the supervision office.
struct matter_extension {
    int64_t n, unit, by, level, days;
    int64_t asked_seq, decided_seq;     // of its events: reason, note
    int32_t asked_day, due_day, to_day; // due then, due by what is asked
    int64_t outcome;
    int32_t decided_day;
};
// A paper that was issued on the matter. What stands on it is what was true at its event, so that it can be printed again.
struct matter_paper {
    int64_t n;            // 1, 2, … on this matter
    int64_t kind;         // enum paper_kind
    int64_t dispatch;     // the dispatch that it orders; JSON_ABSENT_INT: none
    int64_t year, serial; // of its number; JSON_ABSENT_INT: it has none
    int64_t version;      // of the district's template; 0: none of its own yet
    int64_t shipped; // number of the shipped text, where that is in force; else JSON_ABSENT_INT
    int64_t unit;    // that issued it
    int64_t seq, at, by;
    int32_t day;
};
// Asked by the unit, decided by the supervision office. While it lasts the answer's clock stands still.
struct matter_park {
    int64_t n, unit, by, class_;
    int64_t asked_seq, decided_seq;
    int32_t asked_day, review_day;
    int64_t outcome;
    int32_t decided_day, ended_day;
    int64_t from_us, to_us; // of the pause; JSON_ABSENT_INT: none, still running
    int8_t by_itself;       // it came back on its review day
};
// A stage reply (阶段性答复): what was done so far, and by which day what comes next. A promise to a person: no calendar and no extension moves it.
struct matter_promise {
    int64_t n, unit, by, told;
    int64_t seq, decided_seq;  // of its events: texts, the head's note
    int32_t day, to_day;       // written; promised
    int32_t given_day;         // from when it stands; DAY_NONE: it waits, or was returned
    struct matter_clock clock; // from given_day to to_day
    int64_t outcome;           // enum promise_outcome
    int32_t ended_day;         // of what kept or ended it; DAY_NONE: still owed
    int8_t reminded;           // that the day is near
    int32_t passed_day;        // on which it was recorded that the day has passed
};
struct matter_assist; // assist.h
struct matter_tell;   // tell.h
struct matter {
    int64_t seq, state, number, channel, caller_kind, party, kind, category, urgency, intake_unit;
    int8_t reachable, secret;
    int32_t day; // when it was asked; registered_at is when it was entered
    int64_t registered_at;
    int64_t lead; // 0 while none
    struct matter_dispatch *dispatches;
    size_t n_dispatches;
    struct matter_clock answer; // the clock of the answer that is awaited or given
    int64_t answer_by, answer_seq, answer_result; // drafted, waiting for sign-off or standing
    int32_t answered_day;                         // of the answer that stands
    struct matter_round *rounds;
    size_t n_rounds;
    int64_t n_objections, n_returns, n_repeats;
    int32_t closed_day, withdrawn_day, joined_day;
    int64_t withdrawn_by;
    int64_t joined_into;
    int64_t title_seq; // of the event that holds the present title
    struct matter_told *told;
    size_t n_told;
    struct matter_extension *extensions;
    size_t n_extensions;
    struct matter_paper *papers;
    size_t n_papers;
    struct matter_park *parks;
    size_t n_parks;
    int64_t parked_from; // state before
    struct matter_promise *promises;
    size_t n_promises;
    struct matter_assist *assists; // assist.h
    size_t n_assists;
    struct matter_tell *tells; // tell.h
    size_t n_tells;
};

extern const struct ledger matter_ledger;

bool matter_is_ended(const struct matter *matter); // closed, withdrawn or joined
const struct matter_dispatch *matter_last_dispatch(const struct matter *matter); // NULL: none
const struct matter_round *matter_last_round(const struct matter *matter);       // NULL: none
// The extension that waits for its decision, or NULL.
const struct matter_extension *matter_open_extension(const struct matter *matter);
// The parking that waits for its decision, or NULL.
const struct matter_park *matter_open_park(const struct matter *matter);
// The parking that lasts, or NULL.
const struct matter_park *matter_present_park(const struct matter *matter);
// The stage reply that waits for the head of the unit, or NULL.
const struct matter_promise *matter_waiting_promise(const struct matter *matter);
// What the caller was promised and is still owed, its day passed or not; or NULL.
const struct matter_promise *matter_owed_promise(const struct matter *matter);
// The round whose call is due, or NULL.
const struct matter_round *matter_open_round(const struct matter *matter);

// ---- rules ----

struct matter_assist_wanted; // assist.h

// What the rules must know of a unit and of a category; id or code 0: there is no such one.
struct matter_unit {
    int64_t id;
    bool open, department, local; // local: township or street
};
struct matter_category {
    int64_t code; // "03-02-01" as 30201
    bool open, leaf;
    struct matter_unit lead; // by the catalogue; id 0: none
};
struct matter_env {
    const struct actor *actor;
    const struct policy *policy;
    const struct time_rules *rules;
    const struct calendar *calendar;
    int64_t now_us;
    int32_t today;
    struct arena *arena;
};

struct matter_intake {
    int64_t number;
    int64_t channel, caller_kind, urgency, party;
    int64_t kind; // JSON_ABSENT_INT: of an enterprise its request, else a request for help
    int32_t day;
    bool reachable, secret;
    struct matter_category category;
    const char *title, *text, *unreachable_reason;
    bool dispatch; // in the same act
    struct matter_unit unit;
    const char *note;
    const struct matter_assist_wanted *assists; // with the dispatch
    size_t n_assists;
    int64_t id;                // of the new matter, when it
    const struct matter *join; // repeats this one: NULL when not
    int64_t join_id;
};
struct matter_arbitration {
    bool uphold;
    struct matter_unit unit;         // the new lead, when upheld
    struct matter_category category; // the matter's present one: it is not pushed down here either
    const char *note;
};
struct matter_call {
    bool reached;
    int64_t true_, done, solved, satisfaction; // JSON_ABSENT_INT: not asked
    const char *note, *words;
};
struct matter_amendment {
    const char *title;               // NULL: unchanged
    struct matter_category category; // code JSON_ABSENT_INT: unchanged
    struct matter_unit lead;         // who has the matter; id 0: nobody yet
    int64_t urgency, kind;           // JSON_ABSENT_INT: unchanged
    const char *reason;
};

// Each adds drafts, or refuses: YK_REFUSED with the registered code (and fields), YK_NOMEM. Pure; the
// strings given must outlive the drafts. Capability, unit and state are checked by matter_may inside.
// Intake: out_target gets the draft for the matter that is repeated, when command->join is set.
YK_NODISCARD enum yk matter_decide_intake(const struct matter_env *env,
                                          const struct matter_intake *command, struct drafts *out,
                                          struct drafts *out_target, struct err *err);
// `category` is the matter's present one, for the rule that a department's work is not pushed down. assists: units named in the same act.
YK_NODISCARD enum yk matter_decide_dispatch(const struct matter *matter,
                                            const struct matter_env *env, struct matter_unit unit,
                                            struct matter_category category, const char *note,
                                            const struct matter_assist_wanted *assists,
                                            size_t n_assists, struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_decide_sign(const struct matter *matter, const struct matter_env *env,
                                        struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_decide_object(const struct matter *matter, const struct matter_env *env,
                                          const char *reason, struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_decide_arbitrate(const struct matter *matter,
                                             const struct matter_env *env,
                                             const struct matter_arbitration *command,
                                             struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_decide_note(const struct matter *matter, const struct matter_env *env,
                                        const char *text, struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_decide_contact(const struct matter *matter,
                                           const struct matter_env *env, int32_t day, int64_t how,
                                           const char *text, struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_decide_answer(const struct matter *matter, const struct matter_env *env,
                                          const char *text, int64_t result, struct drafts *out,
                                          struct err *err);
YK_NODISCARD enum yk matter_decide_signoff(const struct matter *matter,
                                           const struct matter_env *env, bool approve,
                                           const char *note, struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_decide_callback(const struct matter *matter,
                                            const struct matter_env *env,
                                            const struct matter_call *command, struct drafts *out,
                                            struct err *err);
YK_NODISCARD enum yk matter_decide_withdraw(const struct matter *matter,
                                            const struct matter_env *env, const char *reason,
                                            struct drafts *out, struct err *err);
// Joins `matter` (object id `id`) into `target`: drafts for both.
YK_NODISCARD enum yk matter_decide_join(const struct matter *matter, int64_t id,
                                        const struct matter *target, int64_t target_id,
                                        const struct matter_env *env, struct drafts *out,
                                        struct drafts *out_target, struct err *err);
YK_NODISCARD enum yk matter_decide_amend(const struct matter *matter, const struct matter_env *env,
                                         const struct matter_amendment *command, struct drafts *out,
                                         struct err *err);

// What happened to it in a regular review; decision JSON_ABSENT_INT: it was put on the agenda, and `text` says why.
struct matter_review {
    int64_t meeting, item, decision, unit;
    int32_t by_day;
    const char *text;
};
YK_NODISCARD enum yk matter_decide_review(const struct matter_env *env,
                                          const struct matter_review *command, struct drafts *out,
                                          struct err *err);

// More time for the answer: so many days of the clock's own kind, or (days JSON_ABSENT_INT) up to a day. Whether the head of the unit may grant it or
// the supervision office must, the policy says; who asks cannot grant.
YK_NODISCARD enum yk matter_decide_extend(const struct matter *matter, const struct matter_env *env,
                                          int64_t days, int32_t day, const char *reason,
                                          struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_decide_extension(const struct matter *matter,
                                             const struct matter_env *env, bool approve,
                                             const char *note, struct drafts *out, struct err *err);

// Parked until a day on which it is looked at again; so long the answer's clock stands still, from the approval on.
YK_NODISCARD enum yk matter_decide_park(const struct matter *matter, const struct matter_env *env,
                                        int64_t class_, int32_t review_day, const char *reason,
                                        struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_decide_parking(const struct matter *matter,
                                           const struct matter_env *env, bool approve,
                                           const char *note, struct drafts *out, struct err *err);
// Decided at once without the lead's asking, by whoever may decide on a parking (a review): asked and granted in one act.
YK_NODISCARD enum yk matter_decide_park_now(const struct matter *matter,
                                            const struct matter_env *env, int64_t class_,
                                            int32_t review_day, const char *reason,
                                            struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_decide_unpark(const struct matter *matter, const struct matter_env *env,
                                          const char *note, struct drafts *out, struct err *err);
// By itself, on the review day; env's actor is not asked. YK_REFUSED ERR_WRONG_STATE when the n-th parking does not last any more.
YK_NODISCARD enum yk matter_decide_unpark_due(const struct matter *matter,
                                              const struct matter_env *env, int64_t n,
                                              struct drafts *out, struct err *err);

// A stage reply: what was done so far, what comes next, and by which day, at most as far ahead as the rule of time "stage" allows. It keeps the promise
// before, if that one's day has not passed. Where the district wants answers signed off it stands when the head of the unit has signed it. The
// answer's clock runs on.
struct matter_stage {
    int32_t day;
    int64_t told; // enum promise_told
    const char *text, *next;
};
YK_NODISCARD enum yk matter_decide_stage(const struct matter *matter, const struct matter_env *env,
                                         const struct matter_stage *command, struct drafts *out,
                                         struct err *err);
YK_NODISCARD enum yk matter_decide_countersign(const struct matter *matter,
                                               const struct matter_env *env, bool approve,
                                               const char *note, struct drafts *out,
                                               struct err *err);
// By itself; env's actor is not asked. YK_REFUSED ERR_WRONG_STATE when the n-th promise is not owed any more, or it is not the time.
YK_NODISCARD enum yk matter_decide_promise_near(const struct matter *matter,
                                                const struct matter_env *env, int64_t n,
                                                struct drafts *out, struct err *err);
YK_NODISCARD enum yk matter_decide_promise_passed(const struct matter *matter,
                                                  const struct matter_env *env, int64_t n,
                                                  struct drafts *out, struct err *err);

// May env's actor do this now? ERR_NONE, or why not. The same rules as decide: pages offer what would be
// accepted. Fields of the command are not looked at.
enum err_code matter_may(const struct matter *matter, const struct matter_env *env,
                         enum matter_action action);
// May the actor know of it: all of the district's at district scope; at unit scope when the unit leads or
// led it, assists or assisted, answered a round, or a review gave it something to do. `district` is that of the matter.
bool matter_visible(const struct matter *matter, int32_t district, const struct actor *actor);
struct matter_issue {
    int64_t kind;             // PAPER_DISPATCH or PAPER_RECEIPT
    int64_t year, serial;     // JSON_ABSENT_INT: the kind has no number
    int64_t version, shipped; // of the template, as in matter_paper
};
// One order for each dispatch that stands, one receipt for each matter: printed again it is the same paper.
YK_NODISCARD enum yk matter_decide_issue(const struct matter *matter, const struct matter_env *env,
                                         const struct matter_issue *command, struct drafts *out,
                                         struct err *err);
// May the actor issue this paper now? ERR_NONE, or why not: ERR_ALREADY_EXISTS when it is there and is to be printed again.
enum err_code matter_may_issue(const struct matter *matter, const struct actor *actor,
                               int64_t kind);
const struct matter_paper *matter_find_paper(const struct matter *matter, int64_t n); // NULL: none
// Everything the actor may do now, the one next action first. Returns how many (≤ ACT_END).
size_t matter_actions(const struct matter *matter, const struct matter_env *env,
                      enum matter_action out[ACT_END]);

// ---- facts ----

// matter_fact: one row (part 0) a matter.
enum matter_col {
    M_NUMBER,
    M_SEQ,
    M_DAY,
    M_REGISTERED_AT,
    M_STATE,
    M_CHANNEL,
    M_CATEGORY,
    M_CALLER_KIND,
    M_URGENCY,
    M_KIND,
    M_UNIT, // attribution: the lead, or the intake unit while there is none
    M_LEAD,
    M_INTAKE_UNIT,
    M_PARTY,
    M_DISPATCHED_DAY, // of the standing dispatch
    M_SIGNED_DAY,
    M_DUE_DAY, // of the answer clock, running or stopped
    M_DUE_KEY, // due_day, or DUE_KEY_NONE: for sorting
    M_OPEN_DUE_AT, // the last moment in time while the clock runs, else null: lights and what is overdue
    M_OPEN_WARN_AT,   // the moment from which it warns
    M_CLOCK,          // enum matter_clock_state of the answer clock
    M_CONTACT_DUE_AT, // while the first word with the caller is awaited: its last moment in time
    M_FIRST_DUE_DAY,  // of the standing dispatch, not moved by a return
    M_ANSWERED_DAY,   // of the standing answer; null again after a return
    M_CLOSED_DAY,
    M_ENDED_DAY, // closed, withdrawn or joined
    M_WITHDRAWN_DAY,
    M_OBJECTIONS,
    M_RETURNS,
    M_ROUND,
    M_TITLE_SEQ,
    M_DAYS_TO_ANSWER, // natural days from the standing dispatch to the standing answer
    M_SECRET,
    M_JOINED_INTO,
    M_PENDING,        // enum matter_pending: what waits for a decision
    M_PROMISE_DUE_AT, // while a promise is owed: its last moment
    M_TELL_DUE_AT,    // while the clock "tell" runs: its last moment
    M_COLS,
};
#define DUE_KEY_NONE INT64_C(99999999)
enum matter_clock_state { CLOCK_NONE, CLOCK_RUNNING, CLOCK_PAUSED, CLOCK_STOPPED };
// dispatch_fact: part = number of the dispatch.
enum dispatch_col {
    D_UNIT,
    D_DAY,
    D_SIGN_DUE_DAY, // null while an objection waits, after one was upheld, and when withdrawn unsigned
    D_SIGNED_DAY,
    D_SIGNED_ON_TIME,
    D_CONTACT_DUE_DAY, // of the first word with the caller; null as for signing, and when no rule asks for it
    D_CONTACTED_DAY,
    D_CONTACT_ON_TIME,
    D_OBJECTED_DAY,
    D_UPHELD, // 1, 0, null while undecided
    D_OUTCOME,
    D_FINAL,
    D_CATEGORY,
    D_CHANNEL,
    D_CALLER_KIND,
    D_COLS,
};
// round_fact: part = number of the round. While an answer is awaited there is a row for it, too: due_day set, answered_day null.
enum round_col {
    R_UNIT,
    R_KIND,
    R_ANSWERED_DAY,
    R_DUE_DAY,
    R_ON_TIME,   // answered by the due day: 1, 0; null while not answered
    R_DAYS_LATE, // natural days after the due day; null when in time or awaited
    R_CALL_STATE,
    R_CALL_DUE_DAY,
    R_NEXT_TRY_DAY, // null when no call is due
    R_TRIES,
    R_LAST_TRY_AT,
    R_CALLED_DAY,
    R_TRUE,
    R_DONE,
    R_SOLVED,
    R_SATISFACTION,
    R_VALID,
    R_COVERED,      // called to an end
    R_DUE_FOR_CALL, // somebody can be called
    R_CONSEQUENCE,
    R_PARKED,     // the matter is parked now
    R_LAST_VALID, // the latest valid answer round of the matter
    R_SOLVED_POINTS,
    R_SATISFIED_POINTS,
    R_CATEGORY,
    R_CHANNEL,
    R_CALLER_KIND,
    R_COLS,
};
// extension_fact: part = number of the extension.
enum extension_col {
    X_UNIT,
    X_ASKED_DAY,
    X_LEVEL,
    X_DAYS,
    X_OUTCOME,
    X_DECIDED_DAY,
    X_CATEGORY,
    X_CHANNEL,
    X_CALLER_KIND,
    X_COLS,
};
// park_fact: part = number of the parking.
enum park_col {
    K_UNIT,
    K_CLASS,
    K_ASKED_DAY,
    K_OUTCOME,
    K_DECIDED_DAY,
    K_REVIEW_DAY,
    K_ENDED_DAY,
    K_BY_ITSELF,
    K_CATEGORY,
    K_CHANNEL,
    K_CALLER_KIND,
    K_COLS,
};
// promise_fact: part = number of the stage reply; those that stand only.
enum promise_col {
    P_UNIT,
    P_DAY,
    P_DUE_DAY, // promised; null when it lapsed
    P_TOLD,
    P_OUTCOME,
    P_ENDED_DAY,
    P_KEPT,      // 1, 0 broken, null while open
    P_DAYS_LATE, // natural days; null when in time or still owed
    P_CATEGORY,
    P_CHANNEL,
    P_CALLER_KIND,
    P_COLS,
};
extern const struct fact_table matter_fact_table, dispatch_fact_table, round_fact_table;
extern const struct fact_table extension_fact_table, park_fact_table, promise_fact_table;

// A measure of any of the tables by its key, e.g. "callback.truthfulness.n"; NULL when there is none.
const struct measure *matter_find_measure(const char *key, const struct fact_table **out_table);

#endif
