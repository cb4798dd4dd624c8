// SPDX-License-Identifier: Apache-2.0
// From a matter's story to the placeholders of its papers. Later amendments, dispatches and extensions do not change a paper that was issued before.
#include "matter/matter_paper.h"

#include <string.h>

#include "matter/events.h"
#include "matter/matter_store.h"

struct then { // the matter as it was at the paper's event
    const char *title, *text, *note;
    int64_t category, urgency, channel;
    int32_t received_day, sign_due_day, due_day;
    int64_t unit;
};

static const char *text_of(const struct log_entry *entry, const char *field) {
    for (size_t i = 0; i < entry->n_texts; i++) {
        if (strcmp(entry->texts[i].field, field) == 0) {
            return entry->texts[i].content;
        }
    }
    return NULL;
}

static void take_dispatch(const struct log_entry *entry, struct then *out) {
    const struct ev_dispatched *body = entry->event.body;
    out->unit = body->unit;
    out->sign_due_day = body->sign.due_day;
    out->due_day = body->answer.due_day;
    out->note = text_of(entry, "note");
}

static void take_entry(const struct log_entry *entry, const struct matter_paper *paper,
                       struct then *out) {
    ptrdiff_t kind = entry->event.type - matter_event_types;
    const char *title = text_of(entry, "title");
    out->title = title ? title : out->title;
    if (kind == EV_REGISTERED) {
        const struct ev_registered *body = entry->event.body;
        out->category = body->category;
        out->urgency = body->urgency;
        out->channel = body->channel;
        out->received_day = entry->event.day;
        out->text = text_of(entry, "text");
    } else if (kind == EV_AMENDED) {
        const struct ev_amended *body = entry->event.body;
        out->category = body->category == JSON_ABSENT_INT ? out->category : body->category;
        out->urgency = body->urgency == JSON_ABSENT_INT ? out->urgency : body->urgency;
    } else if (kind == EV_DISPATCHED) {
        const struct ev_dispatched *body = entry->event.body;
        if (paper->dispatch == JSON_ABSENT_INT || body->n == paper->dispatch) {
            take_dispatch(entry, out);
        }
    }
}

static struct then read_story(const struct matter_paper_source *source,
                              const struct matter_paper *paper) {
    struct then then = {.received_day = DAY_NONE, .sign_due_day = DAY_NONE, .due_day = DAY_NONE};
    for (size_t i = 0; i < source->n_story; i++) {
        if (source->story[i].event.seq <= paper->seq) {
            take_entry(&source->story[i], paper, &then);
        }
    }
    return then;
}

static const char *channel_name(int64_t channel) {
    static const char *const names[] = {
        [CHANNEL_COUNTER] = "窗口", [CHANNEL_PHONE] = "电话", [CHANNEL_LETTER] = "来信",
        [CHANNEL_WEB] = "网络",     [CHANNEL_VISIT] = "走访",
    };
    return channel >= CHANNEL_COUNTER && channel <= CHANNEL_VISIT ? names[channel] : "";
}

static const char *urgency_name(int64_t urgency) {
    static const char *const names[] = {
        [URGENCY_NORMAL] = "一般", [URGENCY_URGENT] = "紧急", [URGENCY_CRITICAL] = "特急"};
    return urgency >= URGENCY_NORMAL && urgency <= URGENCY_CRITICAL ? names[urgency] : "";
}

static void set_issue(const struct matter_paper_source *source, const struct matter_paper *paper,
                      struct paper_data *out) {
    struct arena *arena = source->arena;
    const struct account *by = org_find_account(source->org, paper->by);
    if (paper->kind == PAPER_DISPATCH && paper->serial != JSON_ABSENT_INT) {
        paper_set(out, "number", paper_number(arena, PAPER_DISPATCH, paper->year, paper->serial));
        paper_set(out, "year", arena_printf(arena, "%lld", (long long)paper->year));
        paper_set(out, "serial", arena_printf(arena, "%lld", (long long)paper->serial));
    }
    paper_set(out, "district", org_name(source->org, "zh"));
    paper_set(out, "authority", org_unit_name(source->org, paper->unit, "zh"));
    paper_set(out, "issued_day", paper_day(arena, paper->day));
    paper_set(out, "issued_by", by ? by->name : "");
}

static void set_matter(const struct matter_paper_source *source, const struct then *then,
                       struct paper_data *out) {
    struct arena *arena = source->arena;
    char number[MATTER_NUMBER_BYTES];
    matter_number_format(source->district, source->matter->number, number);
    paper_set(out, "matter_number", arena_strdup(arena, number));
    paper_set(out, "matter_title", then->title);
    paper_set(out, "category", org_category_name(source->org, (int32_t)then->category, "zh"));
    paper_set(out, "received_day", paper_day(arena, then->received_day));
    paper_set(out, "channel", channel_name(then->channel));
    paper_set(out, "due_day", paper_day(arena, then->due_day));
    paper_set(out, "caller", source->caller.name);
    paper_set(out, "phone", source->caller.phone);
}

enum yk matter_paper_fill(const struct matter_paper_source *source,
                          const struct matter_paper *paper, struct paper_data *out,
                          struct err *err) {
    struct arena *arena = source->arena;
    struct then then = read_story(source, paper);
    paper_begin(out, (enum paper_kind)paper->kind, paper->at);
    set_issue(source, paper, out);
    set_matter(source, &then, out);
    if (paper->kind == PAPER_DISPATCH) {
        paper_set(out, "unit", org_unit_name(source->org, then.unit, "zh"));
        paper_set(out, "sign_due_day", paper_day(arena, then.sign_due_day));
        paper_set(out, "urgency", urgency_name(then.urgency));
        paper_set(out, "text", then.text);
        paper_set(out, "note", then.note);
    } else {
        paper_set(out, "code", source->code);
        paper_set(out, "window", org_unit_name(source->org, source->matter->intake_unit, "zh"));
        out->code = source->code;
    }
    out->author = org_name(source->org, "zh");
    out->title = arena_printf(arena, "%s：%s", paper_kind_name((enum paper_kind)paper->kind, "zh"),
                              then.title ? then.title : "");
    return out->title ? YK_OK : err_set(err, YK_NOMEM, ERR_INTERNAL, "paper: no memory to fill");
}

// ---- lists

static void brief_of(struct arena *arena, const struct org *org, int32_t district,
                     const struct fact_hit *hit, const char *title, struct matter_brief *out) {
    char number[MATTER_NUMBER_BYTES];
    matter_number_format(district, hit->v[M_NUMBER], number);
    const char *kept = arena_strdup(arena, number);
    *out = (struct matter_brief){
        .object = hit->object,
        .number = kept ? kept : "",
        .title = title ? title : "",
        .category = org_category_name(org, (int32_t)hit->v[M_CATEGORY], "zh"),
        .day = (int32_t)hit->v[M_DAY],
    };
}

static enum yk read_hits(struct db *db, struct arena *arena, int32_t district,
                         const int64_t *objects, size_t n, struct fact_hit **out, size_t *out_n,
                         struct err *err) {
    const struct scope scope = {.district = district, .level = SCOPE_DISTRICT};
    struct fact_query query;
    fact_query_init(&query, &matter_fact_table, &scope);
    query.objects = objects;
    query.n_objects = n;
    query.order.col = -1;
    return fact_find(db, &query, arena, out, out_n, NULL, err);
}

enum yk matter_read_briefs(struct db *db, struct arena *arena, const struct org *org,
                           int32_t district, const int64_t *objects, size_t n,
                           struct matter_brief *out, struct err *err) {
    struct fact_hit *hits = NULL;
    size_t n_hits = 0;
    const char **titles = NULL;
    int64_t *ids = arena_alloc_array(arena, n + 1, sizeof *ids);
    int64_t *seqs = arena_alloc_array(arena, n + 1, sizeof *seqs);
    if (!ids || !seqs) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "paper: no memory for a list");
    }
    enum yk status = n ? read_hits(db, arena, district, objects, n, &hits, &n_hits, err) : YK_OK;
    for (size_t i = 0; i < n_hits && status == YK_OK; i++) {
        ids[i] = hits[i].object;
        seqs[i] = hits[i].v[M_TITLE_SEQ];
    }
    if (status == YK_OK) {
        status = matter_store_titles(db, arena, district, ids, seqs, n_hits, &titles, err);
    }
    for (size_t i = 0; i < n && status == YK_OK; i++) {
        out[i] = (struct matter_brief){objects[i], "", "", "", DAY_NONE};
        for (size_t k = 0; k < n_hits; k++) {
            if (hits[k].object == objects[i]) {
                brief_of(arena, org, district, &hits[k], titles[k], &out[i]);
            }
        }
    }
    return status;
}
