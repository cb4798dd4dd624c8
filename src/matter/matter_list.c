// SPDX-License-Identifier: Apache-2.0
// From filters to conditions on facts. The lights of running clocks are places on the axes of their due and warning moments, as light_of
// has them; grey, blue and none are states of the clock.
#include "matter/matter_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "matter/assist.h"
#include "matter/matter_store.h"
#include "matter/matter_view.h"
#include "tally/tally_store.h"

static const struct json_word sort_words[] = {
    {"-day", SORT_DAY_DESC},
    {"day", SORT_DAY},
    {"due_day", SORT_DUE},
    {"-due_day", SORT_DUE_DESC},
    {"-number", SORT_NUMBER_DESC},
    {"number", SORT_NUMBER},
    {"contact_due_at", SORT_CONTACT},
    {"promise_day", SORT_PROMISE},
    {"tell_due_at", SORT_TELL},
    {NULL, 0},
};
static const struct json_word promised_words[] = {
    {"open", PROMISED_OPEN},
    {"passed", PROMISED_PASSED},
    {NULL, 0},
};
static const struct json_word light_words[] = {
    {"red", LIGHT_RED},
    {"yellow", LIGHT_YELLOW},
    {"green", LIGHT_GREEN},
    {"grey", LIGHT_GREY},
    {"blue", LIGHT_BLUE},
    {"none", LIGHT_NONE},
    {NULL, 0},
};

#define LIST_OF(name_, member_, count_, ...)                                                       \
    {                                                                                              \
        .name = (name_), .offset = offsetof(struct matter_filter, member_),                        \
        .count_offset = offsetof(struct matter_filter, count_), .min = 1, .max = 64,               \
        .type = __VA_ARGS__                                                                        \
    }
#define ONE(name_, member_, ...)                                                                   \
    { .name = (name_), .offset = offsetof(struct matter_filter, member_), .type = __VA_ARGS__ }

#define FILTERS                                                                                    \
    LIST_OF("state", states, n_states, JSON_ENUM_ARRAY, .words = matter_state_words),              \
        LIST_OF("pending", pending, n_pending, JSON_ENUM_ARRAY, .words = matter_pending_words),    \
        LIST_OF("light", lights, n_lights, JSON_ENUM_ARRAY, .words = light_words),                 \
        LIST_OF("unit", units, n_units, JSON_ID_ARRAY),                                            \
        LIST_OF("assist", assists, n_assists, JSON_ID_ARRAY),                                      \
        LIST_OF("channel", channels, n_channels, JSON_ENUM_ARRAY, .words = matter_channel_words),  \
        LIST_OF("caller_kind", kinds, n_kinds, JSON_ENUM_ARRAY, .words = caller_kind_words),       \
        LIST_OF("urgency", urgencies, n_urgencies, JSON_ENUM_ARRAY,                                \
                .words = matter_urgency_words),                                                    \
        ONE("category", category, JSON_TEXT, .min = 2, .max = 8), ONE("from", from, JSON_DAY),     \
        ONE("to", to, JSON_DAY), ONE("due_from", due_from, JSON_DAY),                              \
        ONE("due_to", due_to, JSON_DAY), ONE("q", q, JSON_TEXT, .min = 2, .max = 60),              \
        ONE("party", party, JSON_ID), ONE("returned", returned, JSON_BOOL),                        \
        ONE("promise", promise, JSON_ENUM, .words = promised_words),                               \
        LIST_OF("kind", matter_kinds, n_matter_kinds, JSON_ENUM_ARRAY, .words = matter_kind_words)

static const struct json_field list_fields[] = {
    FILTERS,
    ONE("sort", sort, JSON_ENUM, .words = sort_words),
    ONE("cursor", cursor, JSON_TEXT, .min = 1, .max = 80),
    ONE("limit", limit, JSON_INT, .min = 1, .max = LIST_LIMIT_MAX),
};
const struct json_spec matter_filter_spec =
    JSON_SPEC("matter_filter", struct matter_filter, list_fields);
// Counts and exports take the sort of the page they belong to, so that its query string can be passed on as it is.
static const struct json_field count_fields[] = {
    FILTERS,
    ONE("sort", sort, JSON_ENUM, .words = sort_words),
};
const struct json_spec matter_count_spec =
    JSON_SPEC("matter_count", struct matter_filter, count_fields);

// ---- conditions ----

struct build {
    struct arena *arena;
    const struct matter_filter *filter;
    int64_t now_us;
    int32_t today;
    struct matter_list *list;
    struct err *err;
};

static void and_cond(const struct build *build, int col, enum fact_op op, int64_t value,
                     int64_t value2) {
    fact_query_and(&build->list->query,
                   (struct fact_cond){.col = col, .op = op, .value = value, .value2 = value2});
}

static void and_list(const struct build *build, int col, const int64_t *values, size_t n) {
    if (n == 1) {
        and_cond(build, col, FACT_EQ, values[0], 0);
    } else if (n > 1) {
        fact_query_and(&build->list->query,
                       (struct fact_cond){.col = col, .op = FACT_IN, .list = values, .n_list = n});
    }
}

static void and_span(const struct build *build, int col, int32_t from, int32_t to) {
    if (from != DAY_NONE && to != DAY_NONE) {
        and_cond(build, col, FACT_BETWEEN, from, to);
    } else if (from != DAY_NONE) {
        and_cond(build, col, FACT_GE, from, 0);
    } else if (to != DAY_NONE) {
        and_cond(build, col, FACT_LE, to, 0);
    }
}

static unsigned set_of(const int64_t *values, size_t n) {
    unsigned set = 0;
    for (size_t i = 0; i < n; i++) {
        set |= 1u << values[i];
    }
    return set;
}

enum {
    SET_RUNNING = 1u << MATTER_DISPATCHED | 1u << MATTER_SIGNED | 1u << MATTER_HANDLING |
                  1u << MATTER_SIGNOFF | 1u << MATTER_OBJECTED,
    SET_IN_HAND = SET_RUNNING | 1u << MATTER_REGISTERED | 1u << MATTER_ANSWERED,
    LIGHT_SET_RED = 1u << LIGHT_RED,
    LIGHT_SET_YELLOW = 1u << LIGHT_YELLOW,
    LIGHT_SET_GREEN = 1u << LIGHT_GREEN,
    LIGHT_SET_BLUE = 1u << LIGHT_BLUE,
    LIGHT_SET_NONE = 1u << LIGHT_NONE,
    LIGHT_SET_GREY = 1u << LIGHT_GREY,
    LIGHT_SET_RUNNING = LIGHT_SET_RED | LIGHT_SET_YELLOW | LIGHT_SET_GREEN,
    LIGHT_SET_OPEN = LIGHT_SET_RUNNING | LIGHT_SET_GREY,
    LIGHT_SET_ALL = LIGHT_SET_OPEN | LIGHT_SET_BLUE | LIGHT_SET_NONE,
};

static void add_group(const struct build *build, struct fact_cond first, struct fact_cond second,
                      size_t n) {
    struct matter_list *list = build->list;
    list->groups[list->n_groups++] = (struct light_group){{first, second}, n};
}

static void add_moment_group(const struct build *build, int col, enum fact_op op) {
    const struct fact_cond cond = {.col = col, .op = op, .value = build->now_us};
    add_group(build, cond, cond, 1);
}

// A clock warns no later than it runs out, so that one moment parts red from the others and one green.
static void add_running_groups(const struct build *build, unsigned set) {
    const struct fact_cond not_late = {.col = M_OPEN_DUE_AT, .op = FACT_GE, .value = build->now_us};
    const struct fact_cond warns = {.col = M_OPEN_WARN_AT, .op = FACT_LE, .value = build->now_us};
    switch (set & LIGHT_SET_RUNNING) {
    case LIGHT_SET_RED: add_moment_group(build, M_OPEN_DUE_AT, FACT_LT); break;
    case LIGHT_SET_YELLOW: add_group(build, not_late, warns, 2); break;
    case LIGHT_SET_GREEN: add_moment_group(build, M_OPEN_WARN_AT, FACT_GT); break;
    case LIGHT_SET_RED | LIGHT_SET_YELLOW: add_moment_group(build, M_OPEN_WARN_AT, FACT_LE); break;
    case LIGHT_SET_YELLOW | LIGHT_SET_GREEN: add_moment_group(build, M_OPEN_DUE_AT, FACT_GE); break;
    case LIGHT_SET_RED | LIGHT_SET_GREEN:
        add_moment_group(build, M_OPEN_DUE_AT, FACT_LT);
        add_moment_group(build, M_OPEN_WARN_AT, FACT_GT);
        break;
    case LIGHT_SET_RUNNING: add_moment_group(build, M_OPEN_DUE_AT, FACT_NOT_NULL); break;
    default: break;
    }
}

// Blue had a clock that stopped, grey has one that is paused, none never had one.
static void add_stopped_group(const struct build *build, unsigned set) {
    static const int64_t states[] = {CLOCK_PAUSED, CLOCK_STOPPED, CLOCK_NONE};
    int64_t *chosen = arena_memdup(build->arena, states, sizeof states);
    size_t n = 0;
    if (!chosen) {
        return;
    }
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        static const unsigned sets[] = {LIGHT_SET_GREY, LIGHT_SET_BLUE, LIGHT_SET_NONE};
        if (set & sets[i]) {
            chosen[n++] = states[i];
        }
    }
    struct fact_cond cond = {.col = M_CLOCK, .op = FACT_IN, .list = chosen, .n_list = n};
    if (n == 1) {
        cond = (struct fact_cond){.col = M_CLOCK, .op = FACT_EQ, .value = chosen[0]};
    }
    // What is paused is in hand, and so few among all.
    const struct fact_cond in_hand = {.col = M_ENDED_DAY, .op = FACT_IS_NULL};
    if (n) {
        add_group(build, cond, in_hand, n == 1 && chosen[0] == CLOCK_PAUSED ? 2 : 1);
    }
}

// Lights that lie apart on the axis become lists of their own, which matter_list_find puts together.
static void and_lights(const struct build *build) {
    struct matter_list *list = build->list;
    unsigned set = set_of(build->filter->lights, build->filter->n_lights);
    if (set == 0 || set == LIGHT_SET_ALL) {
        return;
    }
    add_running_groups(build, set);
    add_stopped_group(build, set);
    if (list->n_groups == 1) {
        for (size_t i = 0; i < list->groups[0].n_conds; i++) {
            fact_query_and(&list->query, list->groups[0].conds[i]);
        }
        list->n_groups = 0;
    }
}

// States that lie before the end, or while the clock runs, are few among all: saying so lets the small indexes serve.
static void and_states(const struct build *build, bool *out_running) {
    const struct matter_filter *filter = build->filter;
    unsigned set = set_of(filter->states, filter->n_states);
    unsigned lights = set_of(filter->lights, filter->n_lights);
    bool by_due = filter->sort == SORT_DUE || filter->sort == SORT_DUE_DESC;
    bool running = set && !(set & ~(unsigned)SET_RUNNING);
    and_list(build, M_STATE, filter->states, filter->n_states);
    *out_running = running || (lights && !(lights & ~(unsigned)LIGHT_SET_RUNNING));
    if (running && by_due && !lights) {
        and_cond(build, M_OPEN_DUE_AT, FACT_NOT_NULL, 0, 0);
    } else if (set && !(set & ~(unsigned)SET_IN_HAND)) {
        and_cond(build, M_ENDED_DAY, FACT_IS_NULL, 0, 0);
    }
}

// Few are owed a promise at any time.
static void and_promise(const struct build *build) {
    switch (build->filter->promise) {
    case PROMISED_OPEN: and_cond(build, M_PROMISE_DUE_AT, FACT_GE, build->now_us, 0); break;
    case PROMISED_PASSED: and_cond(build, M_PROMISE_DUE_AT, FACT_LT, build->now_us, 0); break;
    default:
        if (build->filter->sort == SORT_PROMISE) {
            and_cond(build, M_PROMISE_DUE_AT, FACT_NOT_NULL, 0, 0);
        }
    }
}

static enum yk and_category(const struct build *build) {
    const char *code = build->filter->category;
    int32_t first;
    int32_t last;
    if (!code) {
        return YK_OK;
    }
    int32_t number = category_number(code);
    if (number == 0) {
        return matter_refuse_param(build->err, "category", ERR_UNKNOWN_CATEGORY,
                                   "03, 03-02, 03-02-01");
    }
    category_range(number, &first, &last);
    if (first == last) {
        and_cond(build, M_CATEGORY, FACT_EQ, first, 0);
    } else {
        and_cond(build, M_CATEGORY, FACT_BETWEEN, first, last);
    }
    build->list->dim_from = first;
    build->list->dim_to = last;
    return YK_OK;
}

// ---- order ----

static void set_order(const struct build *build, bool running) {
    int due = running ? M_OPEN_DUE_AT : M_DUE_KEY;
    struct fact_order *order = &build->list->query.order;
    switch (build->filter->sort) {
    case SORT_DAY: *order = (struct fact_order){M_DAY, false}; break;
    case SORT_DUE: *order = (struct fact_order){due, false}; break;
    case SORT_DUE_DESC: *order = (struct fact_order){due, true}; break;
    case SORT_CONTACT: *order = (struct fact_order){M_CONTACT_DUE_AT, false}; break;
    case SORT_PROMISE: *order = (struct fact_order){M_PROMISE_DUE_AT, false}; break;
    case SORT_TELL: *order = (struct fact_order){M_TELL_DUE_AT, false}; break;
    case SORT_NUMBER: *order = (struct fact_order){M_NUMBER, false}; break;
    case SORT_NUMBER_DESC: *order = (struct fact_order){M_NUMBER, true}; break;
    default: *order = (struct fact_order){M_DAY, true}; break;
    }
}

static enum yk set_page(const struct build *build) {
    const struct matter_filter *filter = build->filter;
    struct fact_query *query = &build->list->query;
    query->limit = filter->limit == JSON_ABSENT_INT ? LIST_LIMIT_DEFAULT : (int)filter->limit;
    if (filter->cursor && !matter_cursor_parse(filter->cursor, &query->after)) {
        return matter_refuse_param(build->err, "cursor", ERR_UNKNOWN_VALUE, "next_cursor");
    }
    return YK_OK;
}

const char *matter_list_cursor(struct arena *arena, const struct matter_list *list,
                               const struct fact_hit *last) {
    return matter_cursor_format(arena, last->v[list->query.order.col], last->object, last->part);
}

// ---- counting by tallies ----

// Which one dimension beside the unit is asked for, if tallies can tell: the whole list is then one of their cells.
static void find_plain(const struct build *build) {
    const struct matter_filter *filter = build->filter;
    struct matter_list *list = build->list;
    unsigned n_dims = 0;
    bool others = filter->n_states || filter->n_lights || filter->n_urgencies ||
                  filter->due_from != DAY_NONE || filter->due_to != DAY_NONE || filter->q ||
                  filter->n_pending || filter->n_assists || filter->n_matter_kinds ||
                  filter->sort == SORT_CONTACT || filter->sort == SORT_PROMISE ||
                  filter->sort == SORT_TELL || filter->promise != JSON_ABSENT_INT ||
                  filter->party || filter->returned == 1 || filter->n_units > 1 ||
                  filter->n_channels > 1 || filter->n_kinds > 1;
    list->dim = DIM_TOTAL;
    if (filter->category) {
        list->dim = DIM_CATEGORY;
        n_dims++;
    }
    if (filter->n_channels == 1) {
        list->dim = DIM_CHANNEL;
        list->dim_from = list->dim_to = filter->channels[0];
        n_dims++;
    }
    if (filter->n_kinds == 1) {
        list->dim = DIM_CALLER_KIND;
        list->dim_from = list->dim_to = filter->kinds[0];
        n_dims++;
    }
    list->unit = filter->n_units == 1 ? filter->units[0] : 0;
    if (list->scope->level == SCOPE_UNIT) {
        list->nothing = list->nothing || (list->unit && list->unit != list->scope->unit);
        list->unit = list->scope->unit;
    }
    // Nobody registers for a day after today: up to the end of this month is up to now, and whole months cost least.
    int32_t end = month_first_day(month_of_day(build->today) + 1) - 1;
    list->from = filter->from;
    list->to = filter->to == DAY_NONE || filter->to >= build->today ? end : filter->to;
    list->plain = !others && n_dims <= 1 && list->scope->level != SCOPE_NONE &&
                  tally_can_read(list->dim, list->from, list->to);
}

struct tally_count {
    int64_t from, to, n;
};

static enum yk add_cell(void *ctx, int32_t month, int64_t value, int64_t n, int64_t sum,
                        struct err *err) {
    struct tally_count *count = ctx;
    (void)month;
    (void)sum;
    (void)err;
    if (value >= count->from && value <= count->to) {
        count->n += n;
    }
    return YK_OK;
}

static enum yk count_plain(struct db *db, const struct matter_list *list, int64_t *out_n,
                           struct err *err) {
    const struct measure *measure = matter_find_measure("matter.registered", NULL);
    struct tally_count count = {.from = list->dim_from, .to = list->dim_to};
    const struct tally_span span = {
        .district = list->scope->district,
        .measure = measure->code,
        .unit = list->unit,
        .dim = list->dim,
        .from = list->from,
        .to = list->to,
    };
    if (list->dim == DIM_TOTAL) {
        count = (struct tally_count){.from = INT64_MIN, .to = INT64_MAX};
    }
    enum yk status = tally_read(db, &span, add_cell, &count, err);
    if (status == YK_OK) {
        *out_n = count.n;
    }
    return status;
}

// ---- the list ----

static enum yk and_search(struct db *db, const struct build *build) {
    struct matter_list *list = build->list;
    int64_t *ids = NULL;
    size_t n = 0;
    if (!build->filter->q) {
        return YK_OK;
    }
    int64_t unit = list->scope->level == SCOPE_UNIT ? list->scope->unit : 0;
    enum yk status = matter_search(db, build->arena, list->scope->district, unit, build->filter->q,
                                   build->today, &ids, &n, &list->cut, build->err);
    if (status == YK_OK) {
        list->query.objects = ids;
        list->query.n_objects = n;
        list->nothing = n == 0;
    }
    return status;
}

// Matters in which one of these units assists. A unit that looks for what it assists in itself sees that; so does a search, which may find what others lead.
static enum yk and_assists(const struct build *build) {
    const struct matter_filter *filter = build->filter;
    struct fact_query *query = &build->list->query;
    if (filter->n_assists || filter->q) {
        query->also = &assist_fact_table;
    }
    if (!filter->n_assists) {
        return YK_OK;
    }
    struct fact_query *within = arena_alloc(build->arena, sizeof *within);
    if (!within) {
        return err_set(build->err, YK_NOMEM, ERR_INTERNAL, "no memory for a list");
    }
    fact_query_init(within, &assist_fact_table, build->list->scope);
    fact_query_and(within, (struct fact_cond){.col = A_UNIT,
                                              .op = FACT_IN,
                                              .list = filter->assists,
                                              .n_list = filter->n_assists});
    query->within = within;
    return YK_OK;
}

enum yk matter_list_build(struct db *db, struct arena *arena, const struct scope *scope,
                          const struct matter_filter *filter, int64_t now_us,
                          struct matter_list *out, struct err *err) {
    struct err local = {0};
    const struct build build = {
        arena, filter, now_us, day_of_time(now_us), out, err ? err : &local};
    bool running = false;
    *out = (struct matter_list){.scope = scope};
    fact_query_init(&out->query, &matter_fact_table, scope);
    and_list(&build, M_UNIT, filter->units, filter->n_units);
    and_list(&build, M_CHANNEL, filter->channels, filter->n_channels);
    and_list(&build, M_CALLER_KIND, filter->kinds, filter->n_kinds);
    and_list(&build, M_PENDING, filter->pending, filter->n_pending);
    and_list(&build, M_URGENCY, filter->urgencies, filter->n_urgencies);
    and_span(&build, M_DAY, filter->from, filter->to);
    and_span(&build, M_DUE_DAY, filter->due_from, filter->due_to);
    and_states(&build, &running);
    if (filter->party) {
        matter_and_party(&out->query, scope, filter->party);
    }
    if (filter->returned == 1) {
        and_cond(&build, M_RETURNS, FACT_GT, 0, 0);
    }
    and_list(&build, M_KIND, filter->matter_kinds, filter->n_matter_kinds);
    if (filter->sort == SORT_CONTACT) {
        and_cond(&build, M_CONTACT_DUE_AT, FACT_NOT_NULL, 0, 0);
    }
    if (filter->sort == SORT_TELL) {
        and_cond(&build, M_TELL_DUE_AT, FACT_NOT_NULL, 0, 0);
    }
    and_promise(&build);
    and_lights(&build);
    enum yk status = and_category(&build);
    if (status == YK_OK) {
        status = and_assists(&build);
    }
    if (status == YK_OK) {
        set_order(&build, running);
        out->query.cols = matter_row_cols | UINT64_C(1) << out->query.order.col;
        status = set_page(&build);
    }
    find_plain(&build);
    return status == YK_OK ? and_search(db, &build) : status;
}

static int compare_hits(const void *a, const void *b, void *arg) {
    const struct fact_order *order = arg;
    const struct fact_hit *x = a;
    const struct fact_hit *y = b;
    int sign = order->desc ? -1 : 1;
    if (x->v[order->col] != y->v[order->col]) {
        return x->v[order->col] < y->v[order->col] ? -sign : sign;
    }
    return x->object < y->object ? -sign : x->object > y->object ? sign : 0;
}

static struct fact_query query_of_group(const struct matter_list *list, size_t group) {
    struct fact_query query = list->query;
    for (size_t i = 0; i < list->groups[group].n_conds; i++) {
        fact_query_and(&query, list->groups[group].conds[i]);
    }
    return query;
}

// A page of all groups is among the first pages of each.
static enum yk find_groups(struct db *db, struct arena *arena, struct matter_list *list,
                           struct fact_hit **out_hits, size_t *out_n, bool *out_more,
                           struct err *err) {
    size_t limit = (size_t)list->query.limit;
    size_t n = 0;
    bool more = false;
    struct fact_hit *all = arena_alloc_array(arena, limit * LIGHT_GROUPS_MAX, sizeof *all);
    if (!all) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a list");
    }
    for (size_t i = 0; i < list->n_groups; i++) {
        const struct fact_query query = query_of_group(list, i);
        struct fact_hit *hits = NULL;
        size_t n_hits = 0;
        bool group_more = false;
        enum yk status = fact_find(db, &query, arena, &hits, &n_hits, &group_more, err);
        if (status != YK_OK) {
            return status;
        }
        memcpy(all + n, hits, n_hits * sizeof *hits);
        n += n_hits;
        more = more || group_more;
    }
    qsort_r(all, n, sizeof *all, compare_hits, &list->query.order);
    *out_hits = all;
    *out_n = n > limit ? limit : n;
    *out_more = more || n > limit;
    return YK_OK;
}

static enum yk count_groups(struct db *db, const struct matter_list *list, int64_t cap,
                            int64_t *out_n, bool *out_exact, struct err *err) {
    int64_t total = 0;
    bool exact = true;
    for (size_t i = 0; i < list->n_groups && exact; i++) {
        struct fact_query query = query_of_group(list, i);
        int64_t n = 0;
        query.after.set = false;
        enum yk status = fact_count(db, &query, cap, &n, &exact, err);
        if (status != YK_OK) {
            return status;
        }
        total += n;
    }
    *out_exact = exact && (cap <= 0 || total <= cap);
    *out_n = *out_exact ? total : cap;
    return YK_OK;
}

enum yk matter_list_find(struct db *db, struct arena *arena, struct matter_list *list,
                         struct fact_hit **out_hits, size_t *out_n, bool *out_more,
                         struct err *err) {
    if (list->nothing) {
        *out_hits = NULL;
        *out_n = 0;
        *out_more = false;
        return YK_OK;
    }
    return list->n_groups ? find_groups(db, arena, list, out_hits, out_n, out_more, err)
                          : fact_find(db, &list->query, arena, out_hits, out_n, out_more, err);
}

enum yk matter_list_count(struct db *db, const struct matter_list *list, int64_t cap,
                          int64_t *out_n, bool *out_exact, struct err *err) {
    struct fact_query query = list->query;
    query.after.set = false;
    if (list->nothing) {
        *out_n = 0;
        *out_exact = true;
        return YK_OK;
    }
    if (list->plain) {
        *out_exact = true;
        return count_plain(db, list, out_n, err);
    }
    enum yk status = list->n_groups ? count_groups(db, list, cap, out_n, out_exact, err)
                                    : fact_count(db, &query, cap, out_n, out_exact, err);
    if (status == YK_OK && list->cut) {
        *out_exact = false;
    }
    return status;
}

// ---- the key of a count ----

struct key_bytes {
    unsigned char *out;
    size_t size, n;
    bool full;
};

static void put(struct key_bytes *key, int64_t value) {
    if (key->size - key->n < sizeof value) {
        key->full = true;
        return;
    }
    memcpy(key->out + key->n, &value, sizeof value);
    key->n += sizeof value;
}

static void put_conds(struct key_bytes *key, const struct fact_cond *conds, size_t n) {
    put(key, (int64_t)n);
    for (size_t i = 0; i < n; i++) {
        put(key, conds[i].col * INT64_C(256) + (int64_t)conds[i].op);
        put(key, conds[i].value);
        put(key, conds[i].value2);
        put(key, (int64_t)conds[i].n_list);
        for (size_t k = 0; k < conds[i].n_list; k++) {
            put(key, conds[i].list[k]);
        }
    }
}

bool matter_list_key(const struct matter_list *list, int64_t cap, unsigned char *out, size_t size,
                     size_t *out_n) {
    struct key_bytes key = {.out = out, .size = size};
    if (list->query.objects || list->nothing || list->cut) {
        return false;
    }
    put(&key, cap);
    put(&key, list->scope->level);
    put(&key, list->scope->unit);
    put(&key, list->plain);
    put(&key, list->to); // of a plain list: up to the end of this month
    put_conds(&key, list->query.conds, list->query.n_conds);
    put(&key, list->query.also != NULL);
    if (list->query.within) {
        put_conds(&key, list->query.within->conds, list->query.within->n_conds);
    }
    put(&key, (int64_t)list->n_groups);
    for (size_t i = 0; i < list->n_groups; i++) {
        put_conds(&key, list->groups[i].conds, list->groups[i].n_conds);
    }
    *out_n = key.n;
    return !key.full;
}
