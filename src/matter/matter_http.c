// SPDX-License-Identifier: Apache-2.0
// The routes of matters: the ledger page, one matter, intake and every command on it. Decodes, calls one command, renders; rules are in matter.c.
#include "matter/matter_http.h"

#include <string.h>

#include "matter/assist.h"
#include "matter/matter_list.h"
#include "matter/matter_store.h"
#include "matter/row_cache.h"

// ---- the desk ----

enum yk matter_rows_begin(struct request *rq, struct org *org, struct matter_row_source *out,
                          struct err *err) {
    (void)err;
    *out = (struct matter_row_source){
        .db = rq->db,
        .arena = rq->arena,
        .jw = rq->json,
        .org = org,
        .calendar = org_calendar(org),
        .ring = rq->app->ring,
        // What a write shows may yet be undone, so it is neither taken from the cache nor kept.
        .cache = rq->hooks_ctx ? NULL : rq->app->rows,
        .by_position = db_engine_of(rq->db) == DB_SQLITE,
        .lang = rq->lang,
        .district = rq->actor->scope.district,
        .today = rq->today,
        .now_us = rq->now_us,
    };
    return YK_OK;
}

enum yk matter_desk_open(struct request *rq, struct matter_desk *out, struct err *err) {
    memset(out, 0, sizeof *out);
    enum yk status =
        org_cache_get(rq->app->orgs, rq->db, rq->actor->scope.district, &out->org, err);
    if (status != YK_OK) {
        return status;
    }
    out->tx = log_tx_of(rq);
    out->act = (struct matter_act){
        .tx = &out->tx,
        .actor = rq->actor,
        .org = out->org,
        .calendar = org_calendar(out->org),
        .ring = rq->app->ring,
        .today = rq->today,
        .left = rq->app->matter_left,
    };
    return matter_rows_begin(rq, out->org, &out->rows, err);
}

enum yk matter_desk_turn_back(struct request *rq, struct matter_desk *desk, int64_t at_us,
                              struct err *err) {
    struct org *then = NULL;
    enum yk status =
        org_cache_get_at(rq->app->orgs, rq->db, rq->actor->scope.district, at_us, &then, err);
    if (status == YK_OK) {
        org_release(&desk->org);
        desk->org = then;
        desk->act.org = desk->rows.org = then;
        desk->act.calendar = desk->rows.calendar = org_calendar(then);
    }
    return status;
}

void matter_desk_close(struct matter_desk *desk) {
    org_release(&desk->org);
}

void matter_write_count(struct jw *jw, int64_t n, bool exact) {
    jw_key(jw, "count");
    jw_object(jw);
    jw_key(jw, "n");
    jw_i64(jw, n);
    jw_key(jw, "exact");
    jw_bool(jw, exact);
    jw_object_end(jw);
}

// ---- lists ----

static enum yk build_list(struct request *rq, struct matter_list *out, struct err *err) {
    return matter_list_build(rq->db, rq->arena, &rq->actor->scope, rq->query, rq->now_us, out, err);
}

// The pages of a list have one count, and most are asked for while nothing happens.
static enum yk count_page(const struct matter_desk *desk, const struct matter_list *list,
                          int64_t *out_n, bool *out_exact, struct err *err) {
    const struct matter_row_source *rows = &desk->rows;
    struct count_key key = {.position = rows->position, .district = rows->district};
    bool keep = rows->position &&
                matter_list_key(list, LIST_COUNT_EXACT_MAX, key.bytes, sizeof key.bytes, &key.n);
    if (keep && row_cache_find_count(rows->cache, &key, out_n, out_exact)) {
        return YK_OK;
    }
    enum yk status = matter_list_count(rows->db, list, LIST_COUNT_EXACT_MAX, out_n, out_exact, err);
    if (status == YK_OK && keep) {
        row_cache_keep_count(rows->cache, &key, *out_n, *out_exact);
    }
    return status;
}

static enum yk write_page(struct request *rq, struct matter_desk *desk, struct matter_list *list,
                          struct err *err) {
    struct fact_hit *hits = NULL;
    size_t n = 0;
    bool more = false;
    int64_t count = 0;
    bool exact = false;
    enum yk status = matter_rows_narrow(&desk->rows, &list->query, err);
    if (status == YK_OK) {
        status = matter_list_find(rq->db, rq->arena, list, &hits, &n, &more, err);
    }
    if (status == YK_OK && !more && !list->query.after.set && !list->cut) {
        count = (int64_t)n; // the first page is the whole
        exact = true;
    } else if (status == YK_OK) {
        status = count_page(desk, list, &count, &exact, err);
    }
    if (status != YK_OK) {
        return status;
    }
    jw_object(rq->json);
    jw_key(rq->json, "items");
    status = matter_write_rows(&desk->rows, hits, n, err);
    jw_key(rq->json, "next_cursor");
    jw_text(rq->json, more ? matter_list_cursor(rq->arena, list, &hits[n - 1]) : NULL);
    matter_write_count(rq->json, count, exact);
    jw_object_end(rq->json);
    return status;
}

static enum yk get_matters(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    struct matter_list list;
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK) {
        status = build_list(rq, &list, err);
    }
    return status == YK_OK ? write_page(rq, &desk, &list, err) : status;
}

static enum yk get_count(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    struct matter_list list;
    int64_t n = 0;
    bool exact = true;
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK) {
        status = build_list(rq, &list, err);
    }
    if (status == YK_OK) {
        status = matter_list_count(rq->db, &list, 0, &n, &exact, err);
    }
    if (status == YK_OK) {
        jw_object(rq->json);
        jw_key(rq->json, "n");
        jw_i64(rq->json, n);
        jw_key(rq->json, "exact");
        jw_bool(rq->json, exact);
        jw_object_end(rq->json);
    }
    return status;
}

// ---- one matter ----

static enum yk write_matter(struct matter_desk *desk, int64_t id, struct err *err) {
    struct log_object object;
    const struct matter_act *act = &desk->act;
    struct matter_row_source *rows = &desk->rows;
    enum yk status =
        log_peek(rows->db, rows->arena, &matter_ledger, rows->district, id, &object, err);
    if (status == YK_OK && !matter_visible(object.state, rows->district, act->actor)) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    return status == YK_OK ? matter_write_page(rows, id, object.state, act->actor, err) : status;
}

static enum yk get_matter(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    enum yk status = matter_desk_open(rq, &desk, err);
    return status == YK_OK ? write_matter(&desk, rq->id[0], err) : status;
}

// ---- commands ----

enum yk matter_write_changed(struct request *rq, const struct err *conflict, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    struct log_entry *entries = NULL;
    size_t n = 0;
    enum yk status = matter_desk_open(rq, &desk, err);
    // Meetings: units see of them only what was decided for them, so that their story is told to the district's people alone.
    bool told =
        conflict->conflict_ledger == LEDGER_MATTER ||
        (conflict->conflict_ledger == LEDGER_REVIEW && rq->actor->scope.level == SCOPE_DISTRICT);
    if (status == YK_OK && told) {
        status = log_story(rq->db, rq->arena,
                           ledger_by_code(rq->app->ledgers, conflict->conflict_ledger),
                           desk.rows.district, conflict->conflict_object, conflict->conflict_seen,
                           &entries, &n, err);
    }
    return status == YK_OK ? matter_write_events(&desk.rows, entries, n, err) : status;
}

// A command has answered; the fresh matter is shown once that is durable. After a replay nothing was done and it is shown as it is now.
static enum yk finish(struct request *rq, enum yk status, int64_t id) {
    if (status == YK_OK) {
        rq->location = id;
    }
    return status;
}

enum yk matter_show(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    enum yk status = matter_desk_open(rq, &desk, err);
    return status == YK_OK ? write_matter(&desk, rq->location, err) : status;
}

struct caller_body {
    int64_t party, kind;
    const char *name, *phone, *unreachable_reason;
};
struct dispatch_part {
    int64_t unit;
    const char *note;
    struct matter_assist_input *assists;
    size_t n_assists;
};
struct intake_body {
    int64_t channel, urgency, kind, join;
    int32_t day;
    struct caller_body caller;
    const char *title, *text, *category;
    int8_t secret;
    struct dispatch_part dispatch;
};
#define IN(type_, name_, ...)                                                                      \
    { .name = #name_, .offset = offsetof(struct type_, name_), .type = __VA_ARGS__ }
#define NEEDED .flags = JSON_REQUIRED
#define LINES  .flags = JSON_REQUIRED | JSON_MULTILINE
static const struct json_field caller_fields[] = {
    IN(caller_body, party, JSON_ID),
    IN(caller_body, kind, JSON_ENUM, NEEDED, .words = caller_kind_words),
    IN(caller_body, name, JSON_TEXT, .min = 1, .max = 80),
    IN(caller_body, phone, JSON_TEXT, .min = 1, .max = 30),
    IN(caller_body, unreachable_reason, JSON_TEXT, .min = 2, .max = 200),
};
static const struct json_spec caller_spec = JSON_SPEC("Caller", struct caller_body, caller_fields);
static const struct json_field assist_input_fields[] = {
    IN(matter_assist_input, unit, JSON_ID, NEEDED),
    IN(matter_assist_input, text, JSON_TEXT, LINES, .min = 2, .max = 1000),
};
static const struct json_spec assist_input_spec =
    JSON_SPEC("AssistWanted", struct matter_assist_input, assist_input_fields);
#define ASSISTS(type_)                                                                             \
    {                                                                                              \
        .name = "assists", .type = JSON_ARRAY, .offset = offsetof(struct type_, assists),          \
        .count_offset = offsetof(struct type_, n_assists), .max = ASSISTS_AT_ONCE_MAX,             \
        .sub = &assist_input_spec                                                                  \
    }
static const struct json_field dispatch_part_fields[] = {
    IN(dispatch_part, unit, JSON_ID, NEEDED),
    IN(dispatch_part, note, JSON_TEXT, .flags = JSON_MULTILINE, .max = 500),
    ASSISTS(dispatch_part),
};
static const struct json_spec dispatch_part_spec =
    JSON_SPEC("IntakeDispatch", struct dispatch_part, dispatch_part_fields);
static const struct json_field intake_fields[] = {
    IN(intake_body, channel, JSON_ENUM, NEEDED, .words = matter_channel_words),
    IN(intake_body, day, JSON_DAY, NEEDED),
    IN(intake_body, caller, JSON_OBJECT, NEEDED, .sub = &caller_spec),
    IN(intake_body, title, JSON_TEXT, NEEDED, .min = 2, .max = 60),
    IN(intake_body, text, JSON_TEXT, LINES, .min = 2, .max = 4000),
    IN(intake_body, category, JSON_TEXT, NEEDED, .min = 2, .max = 8),
    IN(intake_body, urgency, JSON_ENUM, NEEDED, .words = matter_urgency_words),
    IN(intake_body, kind, JSON_ENUM, .words = matter_kind_words),
    IN(intake_body, secret, JSON_BOOL),
    IN(intake_body, join, JSON_ID),
    IN(intake_body, dispatch, JSON_OBJECT, .sub = &dispatch_part_spec),
};
static const struct json_spec intake_spec = JSON_SPEC("Intake", struct intake_body, intake_fields);

static struct matter_intake_command intake_command(const struct intake_body *body) {
    return (struct matter_intake_command){
        .channel = body->channel,
        .urgency = body->urgency,
        .kind = body->kind == JSON_ABSENT_INT ? 0 : body->kind,
        .category = category_number(body->category),
        .day = body->day,
        .secret = body->secret == 1,
        .caller = {.kind = body->caller.kind,
                   .party = body->caller.party,
                   .name = body->caller.name,
                   .phone = body->caller.phone},
        .unreachable_reason = body->caller.unreachable_reason,
        .title = body->title,
        .text = body->text,
        .join = body->join,
        .dispatch = body->dispatch.unit != 0,
        .unit = body->dispatch.unit,
        .note = body->dispatch.note,
        .assists = body->dispatch.assists,
        .n_assists = body->dispatch.n_assists,
    };
}

static enum yk post_matter(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    const struct matter_intake_command command = intake_command(rq->body);
    int64_t id = rq->location;
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK && !rq->replay) {
        status = matter_intake(&desk.act, &command, &id, err);
    }
    return finish(rq, status, id);
}

// Every other command: what it does with a body, on the matter of the path.
struct command_body {
    int64_t seq, unit, into, urgency, kind, how, result, decision, days, class_, told;
    int32_t day, review_day;
    const char *note, *reason, *text, *title, *category, *words, *next;
    int8_t reached;
    int64_t true_, done, solved, satisfaction;
    struct matter_assist_input *assists;
    size_t n_assists;
};
typedef enum yk command_fn(const struct matter_act *act, int64_t id,
                           const struct command_body *body, struct err *err);

static enum yk run_command(struct request *rq, command_fn *fn, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    int64_t id = rq->replay ? rq->location : rq->id[0];
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK && !rq->replay) {
        status = fn(&desk.act, id, rq->body, err);
    }
    return finish(rq, status, id);
}

enum { DECISION_UPHOLD = 1, DECISION_REJECT, DECISION_APPROVE, DECISION_RETURN };
static const struct json_word arbitration_words[] = {
    {"uphold", DECISION_UPHOLD},
    {"reject", DECISION_REJECT},
    {NULL, 0},
};
static const struct json_word signoff_words[] = {
    {"approve", DECISION_APPROVE},
    {"return", DECISION_RETURN},
    {NULL, 0},
};

#define SEQ IN(command_body, seq, JSON_INT, NEEDED, .min = 1, .max = INT64_C(1) << 40)
#define COMMAND(name_, ...)                                                                        \
    static const struct json_field name_##_fields[] = {__VA_ARGS__};                               \
    static const struct json_spec name_##_spec =                                                   \
        JSON_SPEC("Matter_" #name_, struct command_body, name_##_fields);                          \
    static enum yk name_##_run(const struct matter_act *act, int64_t id,                           \
                               const struct command_body *body, struct err *err);                  \
    static enum yk post_##name_(struct request *rq, struct err *err) {                             \
        return run_command(rq, name_##_run, err);                                                  \
    }                                                                                              \
    static enum yk name_##_run(const struct matter_act *act, int64_t id,                           \
                               const struct command_body *body, struct err *err)

COMMAND(dispatch, SEQ, IN(command_body, unit, JSON_ID, NEEDED),
        IN(command_body, note, JSON_TEXT, .flags = JSON_MULTILINE, .max = 500),
        ASSISTS(command_body)) {
    return matter_dispatch_with(act, id, body->seq, body->unit, body->note, body->assists,
                                body->n_assists, err);
}

COMMAND(sign, SEQ) {
    return matter_sign(act, id, body->seq, err);
}

COMMAND(object, SEQ, IN(command_body, reason, JSON_TEXT, LINES, .min = 2, .max = 1000)) {
    return matter_object(act, id, body->seq, body->reason, err);
}

COMMAND(arbitrate, SEQ, IN(command_body, decision, JSON_ENUM, NEEDED, .words = arbitration_words),
        IN(command_body, unit, JSON_ID),
        IN(command_body, note, JSON_TEXT, LINES, .min = 2, .max = 1000)) {
    return matter_arbitrate(act, id, body->seq, body->decision == DECISION_UPHOLD, body->unit,
                            body->note, err);
}

COMMAND(note, SEQ, IN(command_body, text, JSON_TEXT, LINES, .min = 2, .max = 2000)) {
    return matter_note(act, id, body->seq, body->text, err);
}

COMMAND(contact, SEQ, IN(command_body, day, JSON_DAY, NEEDED),
        IN(command_body, how, JSON_ENUM, NEEDED, .words = matter_how_words),
        IN(command_body, text, JSON_TEXT, LINES, .min = 2, .max = 2000)) {
    return matter_contact(act, id, body->seq, body->day, body->how, body->text, err);
}

COMMAND(answer, SEQ, IN(command_body, text, JSON_TEXT, LINES, .min = 2, .max = 4000),
        IN(command_body, result, JSON_ENUM, NEEDED, .words = matter_result_words)) {
    return matter_answer(act, id, body->seq, body->text, body->result, err);
}

COMMAND(signoff, SEQ, IN(command_body, decision, JSON_ENUM, NEEDED, .words = signoff_words),
        IN(command_body, note, JSON_TEXT, .flags = JSON_MULTILINE, .max = 1000)) {
    return matter_signoff(act, id, body->seq, body->decision == DECISION_APPROVE, body->note, err);
}

COMMAND(withdraw, SEQ, IN(command_body, reason, JSON_TEXT, LINES, .min = 2, .max = 1000)) {
    return matter_withdraw(act, id, body->seq, body->reason, err);
}

COMMAND(join, SEQ, IN(command_body, into, JSON_ID, NEEDED)) {
    return matter_join(act, id, body->seq, body->into, err);
}

COMMAND(amend, SEQ, IN(command_body, title, JSON_TEXT, .min = 2, .max = 60),
        IN(command_body, category, JSON_TEXT, .min = 2, .max = 8),
        IN(command_body, urgency, JSON_ENUM, .words = matter_urgency_words),
        IN(command_body, kind, JSON_ENUM, .words = matter_kind_words),
        IN(command_body, reason, JSON_TEXT, LINES, .min = 2, .max = 1000)) {
    int64_t number = body->category ? category_number(body->category) : 0;
    return matter_amend(act, id, body->seq, body->title, body->category && !number ? -1 : number,
                        body->urgency, body->kind, body->reason, err);
}

COMMAND(callback, SEQ, IN(command_body, reached, JSON_BOOL, NEEDED),
        IN(command_body, note, JSON_TEXT, .flags = JSON_MULTILINE, .max = 500),
        IN(command_body, true_, JSON_ENUM, .words = call_answer_words),
        IN(command_body, done, JSON_ENUM, .words = call_answer_words),
        IN(command_body, solved, JSON_ENUM, .words = call_answer_words),
        IN(command_body, satisfaction, JSON_ENUM, .words = call_grade_words),
        IN(command_body, words, JSON_TEXT, .flags = JSON_MULTILINE, .max = 2000)) {
    const struct matter_call call = {
        .reached = body->reached == 1,
        .true_ = body->true_,
        .done = body->done,
        .solved = body->solved,
        .satisfaction = body->satisfaction,
        .note = body->note,
        .words = body->words,
    };
    return matter_callback(act, id, body->seq, &call, err);
}

static const struct json_word request_words[] = {
    {"approve", DECISION_APPROVE},
    {"refuse", DECISION_REJECT},
    {NULL, 0},
};

COMMAND(extend, SEQ, IN(command_body, days, JSON_INT, .min = 1, .max = 1000),
        IN(command_body, day, JSON_DAY),
        IN(command_body, reason, JSON_TEXT, LINES, .min = 2, .max = 1000)) {
    return matter_extend(act, id, body->seq, body->days, body->day, body->reason, err);
}

COMMAND(extension, SEQ, IN(command_body, decision, JSON_ENUM, NEEDED, .words = request_words),
        IN(command_body, note, JSON_TEXT, LINES, .min = 2, .max = 1000)) {
    return matter_extension(act, id, body->seq, body->decision == DECISION_APPROVE, body->note,
                            err);
}

COMMAND(park, SEQ,
        {.name = "class",
         .type = JSON_ENUM,
         NEEDED,
         .offset = offsetof(struct command_body, class_),
         .words = park_class_words},
        IN(command_body, review_day, JSON_DAY, NEEDED),
        IN(command_body, reason, JSON_TEXT, LINES, .min = 2, .max = 1000)) {
    return matter_park(act, id, body->seq, body->class_, body->review_day, body->reason, err);
}

COMMAND(parking, SEQ, IN(command_body, decision, JSON_ENUM, NEEDED, .words = request_words),
        IN(command_body, note, JSON_TEXT, LINES, .min = 2, .max = 1000)) {
    return matter_parking(act, id, body->seq, body->decision == DECISION_APPROVE, body->note, err);
}

COMMAND(unpark, SEQ, IN(command_body, note, JSON_TEXT, LINES, .min = 2, .max = 1000)) {
    return matter_unpark(act, id, body->seq, body->note, err);
}

COMMAND(stage, SEQ, IN(command_body, day, JSON_DAY, NEEDED),
        IN(command_body, told, JSON_ENUM, NEEDED, .words = promise_told_words),
        IN(command_body, text, JSON_TEXT, LINES, .min = 2, .max = 2000),
        IN(command_body, next, JSON_TEXT, LINES, .min = 2, .max = 1000)) {
    const struct matter_stage command = {
        .day = body->day, .told = body->told, .text = body->text, .next = body->next};
    return matter_stage(act, id, body->seq, &command, err);
}

COMMAND(countersign, SEQ, IN(command_body, decision, JSON_ENUM, NEEDED, .words = signoff_words),
        IN(command_body, note, JSON_TEXT, .flags = JSON_MULTILINE, .max = 1000)) {
    return matter_countersign(act, id, body->seq, body->decision == DECISION_APPROVE, body->note,
                              err);
}

// ---- the table ----

#define READ(path_, query_, response_, run_, summary_, flags_)                                     \
    {                                                                                              \
        .method = "GET", .path = "/api/v1/matters" path_, .cap = CAP_MATTER_VIEW,                  \
        .flags = (flags_), .query = (query_), .response = (response_), .status = 200,              \
        .run = (run_), .summary = (summary_)                                                       \
    }
#define ACT(name_, cap_, summary_)                                                                 \
    {                                                                                              \
        .method = "POST", .path = "/api/v1/matters/{id:id}/" #name_, .cap = (cap_),                \
        .flags = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY, .request = &name_##_spec,                     \
        .response = "Matter", .status = 200, .run = post_##name_, .render = matter_show,           \
        .summary = (summary_)                                                                      \
    }
static const struct route rows[] = {
    READ("", &matter_filter_spec, "MatterPage", get_matters, "The ledger: filtered, sorted, paged",
         ROUTE_QUICK),
    READ("/count", &matter_count_spec, "Count", get_count, "How many matters a filter has, exactly",
         0),
    READ("/{id:id}", NULL, "Matter", get_matter, "One matter with its story", ROUTE_QUICK),
    {.method = "POST",
     .path = "/api/v1/matters",
     .cap = CAP_MATTER_INTAKE,
     .flags = ROUTE_WRITE | ROUTE_IDEMPOTENT_KEY,
     .request = &intake_spec,
     .response = "Matter",
     .status = 201,
     .run = post_matter,
     .render = matter_show,
     .summary = "Register a matter; join or dispatch it in the same act"},
    ACT(dispatch, CAP_MATTER_DISPATCH, "Send to a lead unit"),
    ACT(sign, CAP_MATTER_HANDLE, "Sign for a dispatch"),
    ACT(object, CAP_MATTER_HANDLE, "Object to a dispatch, with the reason"),
    ACT(arbitrate, CAP_MATTER_ARBITRATE, "Uphold or reject an objection"),
    // Handlers and those who dispatch write notes and amend; the rules tell which of them may, on which matter.
    ACT(note, CAP_MATTER_VIEW, "Write a note"),
    ACT(contact, CAP_MATTER_HANDLE, "Record a contact with the caller"),
    ACT(answer, CAP_MATTER_HANDLE, "Answer with what was done"),
    ACT(signoff, CAP_MATTER_SIGNOFF, "Sign an answer off, or return it"),
    ACT(callback, CAP_CALLBACK_WORK, "Record a call-back: the four answers, or not reached"),
    ACT(withdraw, CAP_MATTER_WITHDRAW, "Withdraw at the caller's wish"),
    ACT(join, CAP_MATTER_VIEW, "Join a repeat to the matter it repeats"),
    ACT(amend, CAP_MATTER_VIEW, "Correct title, kind, category or urgency"),
    ACT(extend, CAP_MATTER_HANDLE, "Ask for more time, with the reason"),
    // The head of the unit and the supervision office; the rules tell which of them.
    ACT(extension, CAP_MATTER_VIEW, "Grant or refuse more time"),
    ACT(park, CAP_MATTER_HANDLE, "Ask to park what cannot be done for now"),
    ACT(parking, CAP_MATTER_ARBITRATE, "Approve or refuse a parking"),
    ACT(stage, CAP_MATTER_HANDLE, "Give a stage reply, and promise what comes next by a day"),
    ACT(countersign, CAP_MATTER_SIGNOFF, "Sign a stage reply off, or return it"),
    ACT(unpark, CAP_MATTER_VIEW, "Bring a parked matter back before its review day"),
};
const struct route_table matter_routes = {"matter", rows, sizeof rows / sizeof *rows};
