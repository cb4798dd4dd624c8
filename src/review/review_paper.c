// SPDX-License-Identifier: Apache-2.0
// Filling the minutes. Chinese throughout: they are papers of a Chinese district.
#include "review/review_paper.h"

#include <stdio.h>
#include <string.h>

static const struct table_column columns[] = {
    {"序号", 3, true},      {"事项编号", 13, false}, {"事项", 12, false},
    {"责任单位", 9, false}, {"完成期限", 8, true},   {"会议决定", 16, false},
};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

static const char *text_at(const struct review_paper_source *source, int64_t seq,
                           const char *field) {
    if (seq < 1 || seq > (int64_t)source->n_story) {
        return "";
    }
    const struct log_entry *entry = &source->story[seq - 1];
    for (size_t i = 0; i < entry->n_texts; i++) {
        if (strcmp(entry->texts[i].field, field) == 0) {
            return entry->texts[i].content ? entry->texts[i].content : "";
        }
    }
    return "";
}

static const char *decision_name(int64_t decision) {
    switch (decision) {
    case REVIEW_PRESS: return "限期办理";
    case REVIEW_SUPERVISE: return "转督办";
    case REVIEW_PARK: return "同意挂账";
    case REVIEW_SETTLE: return "不再上会";
    default: return "下次再议";
    }
}

static const char *meeting_name(struct arena *arena, const struct review *review) {
    const char *kind = review->kind == REVIEW_WEEKLY    ? "周调度会"
                       : review->kind == REVIEW_MONTHLY ? "月调度会"
                                                        : "专题调度会";
    return arena_printf(arena, "%lld年第%lld次%s", (long long)(review->number / MATTER_NUMBER_YEAR),
                        (long long)(review->number % MATTER_NUMBER_YEAR), kind);
}

static void fill_row(const struct review_paper_source *source, const struct review_item *item,
                     int at, const char **cells) {
    struct arena *arena = source->arena;
    char *number = arena_alloc(arena, MATTER_NUMBER_BYTES);
    cells[0] = arena_printf(arena, "%d", at);
    cells[1] = cells[2] = "";
    for (size_t i = 0; i < source->n_matters; i++) {
        if (source->matters[i].object == item->matter && number) {
            matter_number_format(source->district, source->matters[i].v[M_NUMBER], number);
            cells[1] = number;
            cells[2] = source->titles[i] ? source->titles[i] : "";
        }
    }
    cells[3] = org_unit_name(source->org, item->unit, "zh");
    cells[4] = paper_day(arena, item->by_day);
    cells[5] = arena_printf(arena, "%s：%s", decision_name(item->decision),
                            text_at(source, item->decided_seq, "instruction"));
}

// Every unit once, in the order of the agenda.
static const char *units_of(const struct review_paper_source *source) {
    const struct review *review = source->review;
    struct buf names;
    buf_init(&names, 1 << 14);
    for (size_t i = 0; i < review->n_items; i++) {
        bool known = review->items[i].dropped == 1;
        for (size_t k = 0; k < i && !known; k++) {
            known = review->items[k].dropped != 1 && review->items[k].unit == review->items[i].unit;
        }
        if (!known) {
            buf_add_text(&names, names.len ? "、" : "");
            buf_add_text(&names, org_unit_name(source->org, review->items[i].unit, "zh"));
        }
    }
    const char *out =
        names.failed ? NULL : arena_strdup(source->arena, names.len ? names.data : "");
    buf_done(&names);
    return out;
}

static bool fill_table(const struct review_paper_source *source, size_t *out_rows,
                       struct paper_data *out) {
    const struct review *review = source->review;
    struct paper_table *table = arena_alloc(source->arena, sizeof *table);
    const char **cells =
        arena_alloc_array(source->arena, review->n_items * N_COLUMNS + 1, sizeof *cells);
    size_t n = 0;
    if (!table || !cells) {
        return false;
    }
    for (size_t i = 0; i < review->n_items; i++) {
        if (review->items[i].dropped != 1) {
            fill_row(source, &review->items[i], (int)n + 1, cells + n * N_COLUMNS);
            n++;
        }
    }
    for (size_t i = 0; i < n * N_COLUMNS; i++) {
        if (!cells[i]) {
            return false;
        }
    }
    *table = (struct paper_table){columns, N_COLUMNS, cells, n};
    *out_rows = n;
    out->table = table;
    return true;
}

enum yk review_paper_fill(const struct review_paper_source *source, struct paper_data *out,
                          struct err *err) {
    const struct review *review = source->review;
    struct arena *arena = source->arena;
    const struct account *chair = org_find_account(source->org, review->closed_by);
    int64_t year = review->number / MATTER_NUMBER_YEAR;
    int64_t serial = review->number % MATTER_NUMBER_YEAR;
    size_t rows = 0;
    paper_begin(out, PAPER_MINUTES, review->closed_at);
    bool ok = fill_table(source, &rows, out);
    const char *units = units_of(source);
    const char *meeting = meeting_name(arena, review);
    if (!ok || !units || !meeting) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "review: no memory for minutes");
    }
    paper_set(out, "number", paper_number(arena, PAPER_MINUTES, year, serial));
    paper_set(out, "year", arena_printf(arena, "%lld", (long long)year));
    paper_set(out, "serial", arena_printf(arena, "%lld", (long long)serial));
    paper_set(out, "meeting", meeting);
    paper_set(out, "meeting_day", paper_day(arena, review->day));
    const char *place = text_at(source, review->words_seq, "place");
    paper_set(out, "place", *place ? place : "会议室");
    paper_set(out, "chair", chair ? chair->name : "");
    paper_set(out, "attendees", units);
    paper_set(out, "n_items", arena_printf(arena, "%zu", rows));
    paper_set(out, "text", text_at(source, review->closed_seq, "conclusion"));
    paper_set(out, "district", org_name(source->org, "zh"));
    paper_set(out, "authority", org_unit_name(source->org, review->host, "zh"));
    paper_set(out, "issued_day", paper_day(arena, day_of_time(review->closed_at)));
    paper_set(out, "issued_by", chair ? chair->name : "");
    out->title = arena_printf(arena, "%s纪要", meeting);
    out->author = org_unit_name(source->org, review->host, "zh");
    return YK_OK;
}
