// SPDX-License-Identifier: Apache-2.0
// Urges, orders and notifications as documents: what was issued under a number, by the template of its day, for whoever may see it; a unit's copy of a
// notification has its own lines only, as the page has.
#include "supervise/supervise_paper_http.h"

#include <string.h>

#include "matter/matter_http.h"
#include "matter/matter_paper.h"
#include "paper/paper_http.h"
#include "supervise/events.h"

struct sheet_of { // one paper being filled
    struct request *rq;
    struct matter_desk *desk;
    const struct supervision *self;
    struct log_entry *story;
    size_t n_story;
    int64_t n; // of the step
    struct paper_data data;
};

static struct arena *arena_of(const struct sheet_of *of) {
    return of->desk->rows.arena;
}

static const char *text_of(const struct sheet_of *of, int64_t seq, const char *field) {
    for (size_t i = 0; i < of->n_story; i++) {
        const struct log_entry *entry = &of->story[i];
        for (size_t k = 0; k < entry->n_texts && entry->event.seq == seq; k++) {
            if (strcmp(entry->texts[k].field, field) == 0) {
                return entry->texts[k].content;
            }
        }
    }
    return NULL;
}

static const struct event *event_at(const struct sheet_of *of, int64_t seq) {
    for (size_t i = 0; i < of->n_story; i++) {
        if (of->story[i].event.seq == seq) {
            return &of->story[i].event;
        }
    }
    return NULL;
}

// What goes out by itself goes out in the name of the district's office.
static const char *authority_of(const struct org *org, int64_t account) {
    const struct account *by = account ? org_find_account(org, account) : NULL;
    size_t n;
    const struct unit *units = org_units(org, &n);
    for (size_t i = 0; !by && i < n; i++) {
        if (units[i].open && units[i].kind == UNIT_OFFICE) {
            return units[i].name;
        }
    }
    return by ? org_unit_name(org, by->unit, "zh") : org_name(org, "zh");
}

static enum yk set_issue(struct sheet_of *of, enum paper_kind kind, int64_t number,
                         const struct event *issued, struct err *err) {
    static const enum supervision_kind kinds[] = {
        [PAPER_URGE] = SUPERVISION_URGE,
        [PAPER_SUPERVISION] = SUPERVISION_ORDER,
        [PAPER_NOTIFICATION] = SUPERVISION_NOTIFICATION,
    };
    char text[SUPERVISION_NUMBER_BYTES];
    struct arena *arena = arena_of(of);
    if (!issued || number == JSON_ABSENT_INT) { // proposed, or being drawn up
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    enum yk status = matter_desk_turn_back(of->rq, of->desk, issued->recorded_at, err);
    if (status != YK_OK) {
        return status;
    }
    const struct org *org = of->desk->org;
    const struct account *by = org_find_account(org, issued->actor);
    paper_begin(&of->data, kind, issued->recorded_at);
    supervision_number_format(kinds[kind], number, "zh", text);
    paper_set(&of->data, "number", arena_strdup(arena, text));
    paper_set(&of->data, "year",
              arena_printf(arena, "%lld", (long long)(number / MATTER_NUMBER_YEAR)));
    paper_set(&of->data, "serial",
              arena_printf(arena, "%lld", (long long)(number % MATTER_NUMBER_YEAR)));
    paper_set(&of->data, "district", org_name(org, "zh"));
    paper_set(&of->data, "authority", authority_of(org, issued->actor));
    paper_set(&of->data, "issued_day", paper_day(arena, issued->day));
    paper_set(&of->data, "issued_by", by ? by->name : "");
    of->data.author = org_name(org, "zh");
    of->data.title = arena_printf(arena, "%s %s", paper_kind_name(kind, "zh"), text);
    return of->data.title ? YK_OK : err_set(err, YK_NOMEM, ERR_INTERNAL, "paper: no memory");
}

static enum yk set_subject(struct sheet_of *of, struct err *err) {
    const struct supervision_subject *subject = &of->self->subject;
    const struct matter_row_source *rows = &of->desk->rows;
    struct matter_brief brief;
    enum yk status = matter_read_briefs(rows->db, rows->arena, of->desk->org, rows->district,
                                        &subject->object, 1, &brief, err);
    if (status == YK_OK) {
        paper_set(&of->data, "unit", org_unit_name(of->desk->org, subject->unit, "zh"));
        paper_set(&of->data, "matter_number", brief.number);
        paper_set(&of->data, "matter_title", brief.title);
        paper_set(&of->data, "category", brief.category);
        paper_set(&of->data, "received_day", paper_day(rows->arena, brief.day));
        paper_set(&of->data, "due_day", paper_day(rows->arena, subject->due_day));
    }
    return status;
}

// ---- urge

static const char *days_text(const struct sheet_of *of, int32_t day) {
    int32_t due = of->self->subject.due_day;
    if (due == DAY_NONE) {
        return "";
    }
    int days = calendar_workdays_between(of->desk->rows.calendar, day, due);
    return days > 0    ? arena_printf(arena_of(of), "距期限还有%d个工作日", days)
           : day > due ? arena_printf(arena_of(of), "已逾期%d个工作日", -days)
                       : "今日到期";
}

static enum yk fill_urge(struct sheet_of *of, struct err *err) {
    static const char *const causes[] = {
        [URGE_BY_HAND] = "人工催办", [URGE_WARNING] = "临近期限", [URGE_OVERDUE] = "逾期未答复"};
    const struct supervision *self = of->self;
    enum yk status = set_issue(of, PAPER_URGE, self->number, event_at(of, 1), err);
    if (status == YK_OK) {
        status = set_subject(of, err);
    }
    if (status == YK_OK) {
        bool known = self->cause >= URGE_BY_HAND && self->cause <= URGE_OVERDUE;
        paper_set(&of->data, "cause", known ? causes[self->cause] : "");
        paper_set(&of->data, "days", days_text(of, self->day));
        paper_set(&of->data, "text", text_of(of, 1, "text"));
    }
    return status;
}

// ---- order

static const struct {
    const char *name, *follows;
    enum sheet_colour ink;
} colours[] = {
    [COLOUR_BLUE] = {"蓝色", "逾期未办结的，升级为橙色督办。", INK_BLUE},
    [COLOUR_ORANGE] = {"橙色", "逾期未办结的，升级为红色督办。", INK_ORANGE},
    [COLOUR_RED] = {"红色", "逾期未办结的，予以通报。", INK_RED},
};

static enum yk fill_order(struct sheet_of *of, struct err *err) {
    const struct supervision *self = of->self;
    if (of->n < 1 || of->n > (int64_t)self->n_steps) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    const struct supervision_step *step = &self->steps[of->n - 1];
    enum yk status = set_issue(of, PAPER_SUPERVISION, step->number, event_at(of, step->seq), err);
    if (status == YK_OK) {
        status = set_subject(of, err);
    }
    if (status != YK_OK) {
        return status;
    }
    const char *reason = text_of(of, step->seq, "reason");
    const char *days = step->day > self->subject.due_day ? days_text(of, step->day) : "";
    const char *why =
        *days ? arena_printf(arena_of(of), "该事项%s，仍未办结。", days) : "该事项列入重点督办。";
    paper_set(&of->data, "colour", colours[step->colour].name);
    paper_set(&of->data, "text", reason ? reason : why);
    paper_set(&of->data, "requirement", text_of(of, step->seq, "text"));
    paper_set(&of->data, "limit_day", paper_day(arena_of(of), step->limit_day));
    paper_set(&of->data, "follows", colours[step->colour].follows);
    of->data.colour = colours[step->colour].ink;
    return YK_OK;
}

// ---- notification

static const struct table_column notified_columns[] = {
    {"序号", 3, true},   {"单位", 9, false},  {"事项编号", 18, true},
    {"事项", 11, false}, {"缘由", 10, false},
};
enum { N_NOTIFIED = sizeof notified_columns / sizeof *notified_columns };

static const char *cause_of(const struct sheet_of *of, const struct supervision_item *item) {
    char text[SUPERVISION_NUMBER_BYTES];
    const char *cause = text_of(of, item->seq, "cause");
    if (cause || item->order_number == JSON_ABSENT_INT) {
        return cause ? cause : "";
    }
    supervision_number_format(SUPERVISION_ORDER, item->order_number, "zh", text);
    return arena_printf(arena_of(of), "%s逾期未办结", text);
}

static enum yk set_items(struct sheet_of *of, const struct supervision_item **items,
                         const int64_t *objects, size_t n, struct err *err) {
    struct arena *arena = arena_of(of);
    const struct matter_row_source *rows = &of->desk->rows;
    struct matter_brief *briefs = arena_alloc_array(arena, n + 1, sizeof *briefs);
    const char **cells = arena_alloc_array(arena, (n + 1) * N_NOTIFIED, sizeof *cells);
    struct paper_table *table = arena_alloc(arena, sizeof *table);
    if (!briefs || !cells || !table) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "paper: no memory for a list");
    }
    enum yk status =
        matter_read_briefs(rows->db, arena, of->desk->org, rows->district, objects, n, briefs, err);
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        const char **row = &cells[i * N_NOTIFIED];
        row[0] = arena_printf(arena, "%zu", i + 1);
        row[1] = org_unit_name(of->desk->org, items[i]->subject.unit, "zh");
        row[2] = briefs[i].number;
        row[3] = briefs[i].title;
        row[4] = cause_of(of, items[i]);
    }
    *table = (struct paper_table){notified_columns, N_NOTIFIED, cells, n};
    of->data.table = table;
    paper_set(&of->data, "n_items", arena_printf(arena, "%zu", n));
    return status;
}

static enum yk fill_notification(struct sheet_of *of, struct err *err) {
    const struct supervision *self = of->self;
    const struct event *issued = NULL;
    size_t n = 0;
    const struct supervision_item **items =
        arena_alloc_array(arena_of(of), self->n_items + 1, sizeof *items);
    int64_t *objects = arena_alloc_array(arena_of(of), self->n_items + 1, sizeof *objects);
    if (!items || !objects) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "paper: no memory for a list");
    }
    for (size_t i = 0; i < of->n_story; i++) {
        bool is = of->story[i].event.type == &supervise_event_types[SE_ISSUED];
        issued = is ? &of->story[i].event : issued;
    }
    for (size_t i = 0; i < self->n_items; i++) {
        const struct supervision_item *item = &self->items[i];
        if (supervise_item_visible(self, item, of->desk->rows.district, of->desk->act.actor)) {
            items[n] = item;
            objects[n++] = item->subject.object;
        }
    }
    enum yk status = set_issue(of, PAPER_NOTIFICATION, self->number, issued, err);
    if (status == YK_OK) {
        paper_set(&of->data, "subject", text_of(of, 1, "title"));
        paper_set(&of->data, "text", text_of(of, 1, "text"));
        status = set_items(of, items, objects, n, err);
    }
    return status;
}

// ---- the route

static enum yk fill(struct sheet_of *of, struct err *err) {
    switch (of->self->kind) {
    case SUPERVISION_ORDER: return fill_order(of, err);
    case SUPERVISION_URGE:
    case SUPERVISION_NOTIFICATION:
        if (of->n != 1) {
            break;
        }
        return of->self->kind == SUPERVISION_URGE ? fill_urge(of, err) : fill_notification(of, err);
    default: break;
    }
    return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
}

static enum yk read_one(struct request *rq, struct sheet_of *of, struct err *err) {
    struct log_object object;
    int32_t district = rq->actor->scope.district;
    enum yk status =
        log_peek(rq->db, rq->arena, &supervise_ledger, district, rq->id[0], &object, err);
    if (status == YK_OK && !supervise_visible(object.state, district, rq->actor)) {
        return err_set(err, YK_NOT_FOUND, ERR_NOT_FOUND, "");
    }
    of->self = status == YK_OK ? object.state : NULL;
    if (status == YK_OK) {
        status = log_story(rq->db, rq->arena, &supervise_ledger, district, rq->id[0], 0, &of->story,
                           &of->n_story, err);
    }
    return status == YK_OK ? fill(of, err) : status;
}

static enum yk get_paper(struct request *rq, struct err *err) {
    _cleanup_desk_ struct matter_desk desk = {0};
    struct sheet_of of = {.rq = rq, .desk = &desk, .n = rq->id[1]};
    struct paper_template template;
    enum yk status = matter_desk_open(rq, &desk, err);
    if (status == YK_OK) {
        status = read_one(rq, &of, err);
    }
    if (status == YK_OK) {
        status = paper_template_on(rq->db, rq->arena, desk.rows.district, of.data.kind,
                                   of.data.made_us, &template, err);
    }
    const char *name = status == YK_OK ? json_word_of(paper_kind_words, of.data.kind) : NULL;
    return status == YK_OK ? paper_reply(rq, &template, &of.data, name, err) : status;
}

static const struct route rows[] = {
    {.method = "GET",
     .path = "/api/v1/supervisions/{id:id}/papers/{n:int}",
     .cap = CAP_MATTER_VIEW,
     .flags = ROUTE_PDF,
     .status = 200,
     .run = get_paper,
     .summary = "An urge, a notification (1), or step n of an order, as a document"},
};
const struct route_table supervise_paper_routes = {"paper", rows, sizeof rows / sizeof *rows};
