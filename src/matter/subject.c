// SPDX-License-Identifier: Apache-2.0
// A matter in a notice, and a person's matters in a digest. Counts are those of the ledger page: each line opens the rows it counted.
#include "matter/subject.h"

#include <string.h>

#include "base/text.h"
#include "matter/matter_list.h"
#include "matter/matter_store.h"

// ---- one matter ----

static enum yk no_memory(struct err *err) {
    return err_set(err, YK_NOMEM, ERR_INTERNAL, "could not hold a notice");
}

static bool is_open(const struct matter *matter) {
    return matter->closed_day == DAY_NONE && matter->withdrawn_day == DAY_NONE &&
           matter->joined_day == DAY_NONE && matter->answered_day == DAY_NONE;
}

enum yk matter_subject(struct db *db, struct arena *arena, const struct actor *actor,
                       int64_t object, struct notice_subject *out, struct err *err) {
    int32_t district = actor->scope.district;
    struct log_object found;
    enum yk status = log_peek(db, arena, &matter_ledger, district, object, &found, err);
    if (status == YK_NOT_FOUND) {
        return YK_OK;
    }
    if (status != YK_OK) {
        return status;
    }
    const struct matter *matter = found.state;
    char number[MATTER_NUMBER_BYTES], id[ID_TEXT_BYTES];
    matter_number_format(district, matter->number, number);
    id_format(object, id);
    struct notice_subject subject = {.number = arena_strdup(arena, number), .due_day = DAY_NONE};
    if (matter_visible(matter, district, actor)) {
        const char **titles = NULL;
        status =
            matter_store_titles(db, arena, district, &object, &matter->title_seq, 1, &titles, err);
        if (status != YK_OK) {
            return status;
        }
        subject.title = titles[0];
        subject.path = arena_printf(arena, "/matter/%s", id);
        subject.due_day = is_open(matter) ? matter->answer.due_day : DAY_NONE;
        if (!subject.path) {
            return no_memory(err);
        }
    }
    if (!subject.number) {
        return no_memory(err);
    }
    *out = subject;
    return YK_OK;
}

// ---- a person's day ----

struct line {
    const char *key, *zh, *en;
    uint64_t caps;  // any of these
    uint32_t roles; // or any of these
    int64_t state;  // 0: any
    int64_t light;  // 0: any
    int due_in;     // days from today, when `due` is set
    bool due, returned;
    const char *query; // of the ledger page; with due, the day follows
};
#define CAP(cap_) (UINT64_C(1) << (cap_))
#define WATCHES   CAP(CAP_MATTER_HANDLE) | CAP(CAP_MATTER_ARBITRATE)
static const struct line lines[] = {
    {.key = "overdue",
     .zh = "已逾期",
     .en = "Overdue",
     .caps = WATCHES,
     .roles = 1u << ROLE_LEADER,
     .light = LIGHT_RED,
     .query = "light=red&sort=due_day"},
    {.key = "today",
     .zh = "今天到期",
     .en = "Due today",
     .caps = WATCHES,
     .roles = 1u << ROLE_LEADER,
     .due = true},
    {.key = "tomorrow",
     .zh = "明天到期",
     .en = "Due tomorrow",
     .caps = WATCHES,
     .roles = 1u << ROLE_LEADER,
     .due = true,
     .due_in = 1},
    {.key = "to_dispatch",
     .zh = "待派单",
     .en = "To dispatch",
     .caps = CAP(CAP_MATTER_DISPATCH),
     .state = MATTER_REGISTERED,
     .query = "state=registered&sort=day"},
    {.key = "to_arbitrate",
     .zh = "待裁定",
     .en = "To decide on",
     .caps = CAP(CAP_MATTER_ARBITRATE),
     .state = MATTER_OBJECTED,
     .query = "state=objected&sort=due_day"},
    {.key = "to_sign",
     .zh = "待签收",
     .en = "To sign for",
     .caps = CAP(CAP_MATTER_HANDLE),
     .state = MATTER_DISPATCHED,
     .query = "state=dispatched&sort=due_day"},
    {.key = "to_sign_off",
     .zh = "待审签",
     .en = "To sign off",
     .caps = CAP(CAP_MATTER_SIGNOFF),
     .state = MATTER_SIGNOFF,
     .query = "state=signoff&sort=due_day"},
    {.key = "returned",
     .zh = "退回重办",
     .en = "Returned",
     .caps = CAP(CAP_MATTER_HANDLE),
     .state = MATTER_HANDLING,
     .returned = true,
     .query = "state=handling&returned=true&sort=due_day"},
};

static const char *path_of(const struct line *line, int32_t due_day, struct arena *arena) {
    char day[DAY_TEXT_BYTES];
    if (!line->due) {
        return arena_printf(arena, "/ledger?%s", line->query);
    }
    day_format(due_day, day);
    return arena_printf(arena, "/ledger?light=green,yellow&due_from=%s&due_to=%s&sort=due_day", day,
                        day);
}

// Those whose clock runs: what was answered in time is not due any more.
static const int64_t running[] = {LIGHT_GREEN, LIGHT_YELLOW};

static void filter_of(const struct line *line, int32_t due_day, int64_t state[1], int64_t light[1],
                      struct matter_filter *out) {
    json_spec_clear(&matter_filter_spec, out);
    if (line->state) {
        state[0] = line->state;
        out->states = state;
        out->n_states = 1;
    }
    if (line->light) {
        light[0] = line->light;
        out->lights = light;
        out->n_lights = 1;
    }
    if (line->due) {
        out->lights = (int64_t *)(uintptr_t)running; // the list only reads them
        out->n_lights = sizeof running / sizeof *running;
        out->due_from = out->due_to = due_day;
    }
    out->returned = line->returned ? 1 : -1;
}

static enum yk count_line(struct db *db, struct arena *arena, const struct actor *actor,
                          int64_t now_us, const struct line *line, struct digest_line *out,
                          struct err *err) {
    struct matter_filter filter;
    struct matter_list list;
    int64_t state[1], light[1];
    int32_t due_day = day_of_time(now_us) + line->due_in;
    filter_of(line, due_day, state, light, &filter);
    *out = (struct digest_line){
        .key = line->key, .zh = line->zh, .en = line->en, .path = path_of(line, due_day, arena)};
    enum yk status = matter_list_build(db, arena, &actor->scope, &filter, now_us, &list, err);
    if (status == YK_OK) {
        status = matter_list_count(db, &list, LIST_COUNT_EXACT_MAX, &out->n, &out->exact, err);
    }
    return status == YK_OK && !out->path ? no_memory(err) : status;
}

static enum yk count_calls(struct db *db, const struct actor *actor, int64_t now_us,
                           struct digest_line *out, struct err *err) {
    struct fact_query query;
    fact_query_init(&query, &round_fact_table, &actor->scope);
    fact_query_and(&query, (struct fact_cond){
                               .col = R_NEXT_TRY_DAY, .op = FACT_LE, .value = day_of_time(now_us)});
    *out = (struct digest_line){
        .key = "to_call_today", .zh = "今天要回访", .en = "To call today", .path = "/callback"};
    return fact_count(db, &query, LIST_COUNT_EXACT_MAX, &out->n, &out->exact, err);
}

enum yk matter_digest(struct db *db, struct arena *arena, const struct actor *actor, int64_t now_us,
                      struct digest_line *out, size_t *out_n, struct err *err) {
    _Static_assert(sizeof lines / sizeof *lines < DIGEST_LINES_MAX, "one more for calls");
    enum yk status = YK_OK;
    size_t n = 0;
    for (size_t i = 0; i < sizeof lines / sizeof *lines && status == YK_OK; i++) {
        if ((actor->caps & lines[i].caps) || (actor->roles & lines[i].roles)) {
            status = count_line(db, arena, actor, now_us, &lines[i], &out[n++], err);
        }
    }
    if (status == YK_OK && actor_may(actor, CAP_CALLBACK_WORK)) {
        status = count_calls(db, actor, now_us, &out[n++], err);
    }
    if (status == YK_OK) {
        *out_n = n;
    }
    return status;
}
