// SPDX-License-Identifier: Apache-2.0
// How an agenda collects itself: which matters in hand ask for one, by their facts and by what was decided before. Decides which reasons there are and in
// which order they come; asks the store through facts only.
#include "review/review_command.h"
#include "supervise/supervise.h"

enum { LOOK_BACK_DAYS = 92, ROWS_MAX = 400 };

struct search {
    struct db *db;
    struct arena *arena;
    const struct org *org;
    struct scope scope;
    int64_t unit;
    int32_t today;
    struct review_found *found;
    size_t n;
};

static bool is_in_scope(const struct search *search, int64_t unit) {
    return !search->unit || org_unit_within(search->org, unit, search->unit);
}

static struct review_found *find_or_add(struct search *search, int64_t matter) {
    for (size_t i = 0; i < search->n; i++) {
        if (search->found[i].matter == matter) {
            return &search->found[i];
        }
    }
    if (search->n == REVIEW_ITEMS_MAX) {
        return NULL;
    }
    search->found[search->n] = (struct review_found){.matter = matter};
    return &search->found[search->n++];
}

static void take_matter(struct search *search, const struct fact_hit *hit, int64_t reason) {
    struct review_found *found =
        is_in_scope(search, hit->v[M_UNIT]) ? find_or_add(search, hit->object) : NULL;
    if (found) {
        found->category = hit->v[M_CATEGORY];
        found->channel = hit->v[M_CHANNEL];
        found->caller_kind = hit->v[M_CALLER_KIND];
        found->lead = hit->v[M_LEAD] == FACT_NULL ? 0 : hit->v[M_LEAD];
        found->reasons |= reason;
    }
}

static enum yk take_matters(struct search *search, struct fact_query *query, int64_t reason,
                            struct err *err) {
    struct fact_hit *hits = NULL;
    size_t n = 0;
    enum yk status = fact_find(search->db, query, search->arena, &hits, &n, NULL, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        take_matter(search, &hits[i], reason);
    }
    return status;
}

static void begin_query(const struct search *search, struct fact_query *out, int order) {
    fact_query_init(out, &matter_fact_table, &search->scope);
    out->order = (struct fact_order){order, false};
    out->limit = search->unit ? 0 : 2 * REVIEW_ITEMS_MAX; // the unit is looked at row by row
}

static enum yk search_overdue(struct search *search, struct err *err) {
    struct fact_query query;
    begin_query(search, &query, M_OPEN_DUE_AT);
    fact_query_and(&query, (struct fact_cond){.col = M_OPEN_DUE_AT,
                                              .op = FACT_LT,
                                              .value = day_start_us(search->today)});
    return take_matters(search, &query, REASON_OVERDUE, err);
}

static enum yk search_objected(struct search *search, struct err *err) {
    struct fact_query query;
    begin_query(search, &query, M_DAY);
    fact_query_and(&query, (struct fact_cond){.col = M_ENDED_DAY, .op = FACT_IS_NULL});
    fact_query_and(&query, (struct fact_cond){.col = M_OBJECTIONS, .op = FACT_GE, .value = 2});
    return take_matters(search, &query, REASON_OBJECTED_TWICE, err);
}

// All that stand parked: somebody must keep looking at them.
static enum yk search_parked(struct search *search, struct err *err) {
    struct fact_query query;
    begin_query(search, &query, M_DAY);
    fact_query_and(&query, (struct fact_cond){.col = M_ENDED_DAY, .op = FACT_IS_NULL});
    fact_query_and(&query,
                   (struct fact_cond){.col = M_STATE, .op = FACT_EQ, .value = MATTER_PARKED});
    return take_matters(search, &query, REASON_PARKED, err);
}

// What the caller was promised and is still owed, its day past.
static enum yk search_promises(struct search *search, struct err *err) {
    struct fact_query query;
    begin_query(search, &query, M_PROMISE_DUE_AT);
    fact_query_and(&query, (struct fact_cond){.col = M_PROMISE_DUE_AT,
                                              .op = FACT_LT,
                                              .value = day_start_us(search->today)});
    return take_matters(search, &query, REASON_PROMISE_PASSED, err);
}

// Those of the ids that are still in hand.
static enum yk take_in_hand(struct search *search, const int64_t *ids, size_t n, int64_t reason,
                            struct err *err) {
    struct fact_query query;
    if (n == 0) {
        return YK_OK;
    }
    begin_query(search, &query, M_DAY);
    query.objects = ids;
    query.n_objects = n;
    query.limit = 0;
    fact_query_and(&query, (struct fact_cond){.col = M_ENDED_DAY, .op = FACT_IS_NULL});
    return take_matters(search, &query, reason, err);
}

// The matters that rows of another table speak of: in column `col`, or the rows' objects (-1).
static enum yk take_spoken_of(struct search *search, struct fact_query *query, int col,
                              int64_t reason, struct err *err) {
    struct fact_hit *hits = NULL;
    size_t n = 0;
    query->limit = ROWS_MAX;
    enum yk status = fact_find(search->db, query, search->arena, &hits, &n, NULL, err);
    int64_t *ids = arena_alloc_array(search->arena, n + 1, sizeof *ids);
    if (status == YK_OK && !ids) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "review: no memory for a search");
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        ids[i] = col < 0 ? hits[i].object : hits[i].v[col];
    }
    return status == YK_OK ? take_in_hand(search, ids, n, reason, err) : status;
}

// Of answers the last valid call speaks; a withdrawal that was not of the person's own will is taken up again whatever the answers before said.
static enum yk search_calls(struct search *search, enum round_kind kind,
                            const struct fact_cond *said, int64_t reason, struct err *err) {
    struct fact_query query;
    fact_query_init(&query, &round_fact_table, &search->scope);
    query.order = (struct fact_order){R_CALLED_DAY, true};
    fact_query_and(&query, (struct fact_cond){.col = R_CALLED_DAY,
                                              .op = FACT_GE,
                                              .value = search->today - LOOK_BACK_DAYS});
    fact_query_and(&query, (struct fact_cond){.col = R_KIND, .op = FACT_EQ, .value = kind});
    fact_query_and(&query, (struct fact_cond){.col = kind == ROUND_ANSWER ? R_LAST_VALID : R_VALID,
                                              .op = FACT_EQ,
                                              .value = 1});
    fact_query_and(&query, *said);
    return take_spoken_of(search, &query, -1, reason, err);
}

// Orders that have not ended; urges alone put nothing on an agenda.
static enum yk search_supervised(struct search *search, struct err *err) {
    struct fact_query query;
    fact_query_init(&query, &supervise_fact_table, &search->scope);
    query.order = (struct fact_order){V_DAY, false};
    fact_query_and(&query, (struct fact_cond){.col = V_ENDED_DAY, .op = FACT_IS_NULL});
    fact_query_and(&query,
                   (struct fact_cond){.col = V_KIND, .op = FACT_EQ, .value = SUPERVISION_ORDER});
    fact_query_and(&query,
                   (struct fact_cond){.col = V_LEDGER, .op = FACT_EQ, .value = LEDGER_MATTER});
    fact_query_and(&query, (struct fact_cond){.col = V_UNIT, .op = FACT_NOT_NULL});
    return take_spoken_of(search, &query, V_SUBJECT, REASON_SUPERVISED, err);
}

// Decisions whose day has passed and that nobody has confirmed.
static enum yk search_carried(struct search *search, struct err *err) {
    struct fact_query query;
    fact_query_init(&query, &review_item_fact_table, &search->scope);
    query.order = (struct fact_order){I_OPEN_BY_DAY, false};
    fact_query_and(&query,
                   (struct fact_cond){.col = I_OPEN_BY_DAY, .op = FACT_LT, .value = search->today});
    return take_spoken_of(search, &query, I_MATTER, REASON_CARRIED, err);
}

// Put off by the last meetings; whether that is still the last word on it shows in find_last.
static enum yk search_deferred(struct search *search, struct err *err) {
    struct fact_query query;
    fact_query_init(&query, &review_item_fact_table, &search->scope);
    query.order = (struct fact_order){I_DAY, true};
    fact_query_and(
        &query,
        (struct fact_cond){.col = I_DAY, .op = FACT_GE, .value = search->today - LOOK_BACK_DAYS});
    fact_query_and(&query,
                   (struct fact_cond){.col = I_DECISION, .op = FACT_EQ, .value = REVIEW_DEFER});
    return take_spoken_of(search, &query, I_MATTER, REASON_CARRIED, err);
}

// The last decision on a matter; *out_n 0: none.
static enum yk read_last(struct db *db, struct arena *arena, const struct scope *scope,
                         int64_t matter, struct fact_hit **out, size_t *out_n, struct err *err) {
    struct fact_query query;
    fact_query_init(&query, &review_item_fact_table, scope);
    query.order = (struct fact_order){I_DAY, true};
    query.limit = 1;
    fact_query_and(&query, (struct fact_cond){.col = I_MATTER, .op = FACT_EQ, .value = matter});
    fact_query_and(&query, (struct fact_cond){.col = I_DECISION, .op = FACT_NOT_NULL});
    return fact_find(db, &query, arena, out, out_n, NULL, err);
}

enum yk review_find_last(struct db *db, struct arena *arena, int32_t district,
                         struct review_found *found, struct err *err) {
    const struct scope scope = {.district = district, .level = SCOPE_DISTRICT};
    struct fact_hit *hits = NULL;
    size_t n = 0;
    enum yk status = read_last(db, arena, &scope, found->matter, &hits, &n, err);
    if (status == YK_OK && n) {
        found->last_meeting = hits[0].object;
        found->last_item = hits[0].part;
    }
    return status;
}

static enum yk find_last(struct search *search, struct review_found *found, struct err *err) {
    struct fact_hit *hits = NULL;
    size_t n = 0;
    enum yk status =
        read_last(search->db, search->arena, &search->scope, found->matter, &hits, &n, err);
    if (status != YK_OK || n == 0) {
        return status;
    }
    found->last_meeting = hits[0].object;
    found->last_item = hits[0].part;
    bool carried = hits[0].v[I_DECISION] == REVIEW_DEFER || hits[0].v[I_OPEN_BY_DAY] != FACT_NULL;
    if (!carried) {
        found->reasons &= ~(int64_t)REASON_CARRIED;
    }
    if (hits[0].v[I_DECISION] == REVIEW_SETTLE) {
        found->reasons &= REASON_NOT_TRUE | REASON_NOT_SATISFIED;
    }
    // Decided, and the day for it is not over: it need not come again for the same reason.
    if (hits[0].v[I_OPEN_BY_DAY] != FACT_NULL && hits[0].v[I_OPEN_BY_DAY] >= search->today) {
        found->reasons = 0;
    }
    return YK_OK;
}

static enum yk find_lasts(struct search *search, struct err *err) {
    size_t kept = 0;
    enum yk status = YK_OK;
    for (size_t i = 0; i < search->n && status == YK_OK; i++) {
        status = find_last(search, &search->found[i], err);
        if (search->found[i].reasons) {
            search->found[kept++] = search->found[i];
        }
    }
    search->n = kept;
    return status;
}

enum yk review_search(struct db *db, struct arena *arena, const struct org *org, int64_t unit,
                      int32_t today, struct review_found **out, size_t *out_n, struct err *err) {
    struct search search = {
        .db = db,
        .arena = arena,
        .org = org,
        .scope = {.district = org_district(org), .level = SCOPE_DISTRICT},
        .unit = unit,
        .today = today,
        .found = arena_alloc_array(arena, REVIEW_ITEMS_MAX, sizeof(struct review_found))};
    if (!search.found) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "review: no memory for a search");
    }
    static const struct fact_cond untrue = {.col = R_TRUE, .op = FACT_NE, .value = WORD_YES};
    static const struct fact_cond unhappy = {
        .col = R_SATISFACTION, .op = FACT_EQ, .value = GRADE_DISSATISFIED};
    enum yk status = search_carried(&search, err);
    if (status == YK_OK) {
        status = search_supervised(&search, err);
    }
    if (status == YK_OK) {
        status = search_calls(&search, ROUND_ANSWER, &untrue, REASON_NOT_TRUE, err);
    }
    if (status == YK_OK) {
        status = search_calls(&search, ROUND_WITHDRAWAL, &untrue, REASON_NOT_TRUE, err);
    }
    if (status == YK_OK) {
        status = search_promises(&search, err);
    }
    if (status == YK_OK) {
        status = search_objected(&search, err);
    }
    if (status == YK_OK) {
        status = search_calls(&search, ROUND_ANSWER, &unhappy, REASON_NOT_SATISFIED, err);
    }
    if (status == YK_OK) {
        status = search_deferred(&search, err);
    }
    if (status == YK_OK) {
        status = search_parked(&search, err);
    }
    if (status == YK_OK) {
        status = search_overdue(&search, err);
    }
    if (status == YK_OK) {
        status = find_lasts(&search, err);
    }
    if (status == YK_OK) {
        *out = search.found;
        *out_n = search.n;
    }
    return status;
}
