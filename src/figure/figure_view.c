// SPDX-License-Identifier: Apache-2.0
// Figures as JSON. Decides names and the address of the rows, nothing about counting.
#include "figure/figure_view.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "matter/matter.h"

const struct json_word figure_by_words[] = {
    {"unit", BY_UNIT},       {"category", BY_CATEGORY},
    {"channel", BY_CHANNEL}, {"caller_kind", BY_CALLER_KIND},
    {"month", BY_MONTH},     {NULL, 0}};

const struct json_word figure_board_words[] = {
    {"loop", BOARD_LOOP}, {"time", BOARD_TIME}, {"supervision", BOARD_SUPERVISION}, {NULL, 0}};

const char *figure_kind_word(enum figure_kind kind) {
    static const char *const words[] = {
        [FIGURE_COUNT] = "count",   [FIGURE_RATIO] = "ratio",    [FIGURE_MEAN] = "mean",
        [FIGURE_MEDIAN] = "median", [FIGURE_SNAPSHOT] = "count", [FIGURE_COMPOSITE] = "composite"};
    return words[kind];
}

void figure_weights(const struct org *org, int32_t day, double out[FIGURE_PARTS_MAX]) {
    const struct policy *policy = policy_on(org, day);
    for (int i = 0; i < COMPOSITE_PARTS; i++) {
        out[i] = (double)policy->composite[i] / 1000;
    }
}

// ---- parts ----

struct part_word {
    int64_t value;
    const char *zh, *en;
};
static const struct part_word channel_names[] = {{CHANNEL_COUNTER, "窗口", "Counter"},
                                                 {CHANNEL_PHONE, "电话", "Phone"},
                                                 {CHANNEL_LETTER, "来信", "Letter"},
                                                 {CHANNEL_WEB, "网络", "Web"},
                                                 {CHANNEL_VISIT, "走访", "Visit"}};
static const struct part_word caller_names[] = {{CALLER_ENTERPRISE, "企业", "Enterprise"},
                                                {CALLER_PERSON, "个人", "Person"},
                                                {CALLER_ANONYMOUS, "匿名", "Anonymous"}};

static const char *word_name(const struct part_word *words, size_t n, int64_t value,
                             const char *lang) {
    for (size_t i = 0; i < n; i++) {
        if (words[i].value == value) {
            return strcmp(lang, "en") == 0 ? words[i].en : words[i].zh;
        }
    }
    return "";
}

static void add_month(int64_t month, struct buf *out) {
    char day[DAY_TEXT_BYTES];
    day_format(month_first_day((int32_t)month), day);
    day[7] = 0;
    buf_add_text(out, day);
}

void figure_part_name(const struct figure_query *query, int64_t part, const struct org *org,
                      const char *lang, struct buf *out) {
    switch (query->by) {
    case BY_UNIT: buf_add_text(out, org_unit_name(org, part, lang)); break;
    case BY_CATEGORY: buf_add_text(out, org_category_name(org, (int32_t)part, lang)); break;
    case BY_CHANNEL:
        buf_add_text(out, word_name(channel_names, sizeof channel_names / sizeof *channel_names,
                                    part, lang));
        break;
    case BY_CALLER_KIND:
        buf_add_text(
            out, word_name(caller_names, sizeof caller_names / sizeof *caller_names, part, lang));
        break;
    case BY_MONTH: add_month(part, out); break;
    case BY_NONE: break;
    }
}

static void add_part_value(const struct figure_query *query, int64_t part, struct buf *out) {
    char id[ID_TEXT_BYTES], code[CATEGORY_CODE_BYTES];
    switch (query->by) {
    case BY_UNIT:
        id_format(part, id);
        buf_add_text(out, id);
        break;
    case BY_CATEGORY:
        category_code((int32_t)part, code);
        buf_add_text(out, code);
        break;
    case BY_CHANNEL: buf_add_text(out, json_word_of(matter_channel_words, part)); break;
    case BY_CALLER_KIND: buf_add_text(out, json_word_of(caller_kind_words, part)); break;
    default: add_month(part, out); break;
    }
}

static void write_part(struct jw *jw, const struct figure *figure, const struct figure_query *query,
                       const struct org *org) {
    struct buf text;
    buf_init(&text, 4096);
    jw_key(jw, "part");
    jw_object(jw);
    add_part_value(query, figure->part, &text);
    jw_key(jw, "value");
    jw_text(jw, text.data ? text.data : "");
    static const char *const langs[][2] = {{"name", "zh"}, {"name_en", "en"}};
    for (int i = 0; i < 2; i++) {
        buf_clear(&text);
        figure_part_name(query, figure->part, org, langs[i][1], &text);
        jw_key(jw, langs[i][0]);
        jw_text(jw, text.data ? text.data : "");
    }
    jw_object_end(jw);
    buf_done(&text);
}

// ---- the address of the rows ----

static void add_pair(struct buf *out, const char *key, const char *value) {
    buf_add_char(out, '&');
    buf_add_text(out, key);
    buf_add_char(out, '=');
    buf_add_text(out, value);
}

static void rows_address(const struct figure *figure, const struct figure_query *query,
                         struct buf *out) {
    char text[DAY_TEXT_BYTES], id[ID_TEXT_BYTES], code[CATEGORY_CODE_BYTES];
    struct buf part;
    bool of_part = query->by != BY_NONE;
    buf_init(&part, 256);
    if (of_part) {
        add_part_value(query, figure->part, &part);
    }
    buf_add_text(out, "/api/v1/figures/");
    buf_add_text(out, figure->def->key);
    buf_add_text(out, "/rows?period=");
    if (query->by ==
        BY_MONTH) { // a month at the edge of the period holds only the days that are in it
        int32_t first = month_first_day((int32_t)figure->part),
                last = month_first_day((int32_t)figure->part + 1) - 1;
        if (first >= query->period.from && last <= query->period.to) {
            buf_add_text(out, part.data);
        } else {
            day_format(first > query->period.from ? first : query->period.from, text);
            buf_add_text(out, text);
            day_format(last < query->period.to ? last : query->period.to, text);
            buf_add_text(out, "..");
            buf_add_text(out, text);
        }
    } else {
        buf_add_text(out, query->period.text);
    }
    if (query->as_of != DAY_NONE) {
        day_format(query->as_of, text);
        add_pair(out, "as_of", text);
    }
    if (query->by == BY_UNIT) {
        add_pair(out, "unit", part.data);
    } else if (query->unit) {
        id_format(query->unit, id);
        add_pair(out, "unit", id);
    }
    if (query->by == BY_CATEGORY) {
        add_pair(out, "category", part.data);
    } else if (query->category) {
        category_code((int32_t)query->category, code);
        add_pair(out, "category", code);
    }
    if (query->by == BY_CHANNEL || query->channel) {
        add_pair(out, "channel",
                 query->by == BY_CHANNEL ? part.data
                                         : json_word_of(matter_channel_words, query->channel));
    }
    if (query->by == BY_CALLER_KIND || query->caller_kind) {
        add_pair(out, "caller_kind",
                 query->by == BY_CALLER_KIND ? part.data
                                             : json_word_of(caller_kind_words, query->caller_kind));
    }
    buf_done(&part);
}

// ---- figures ----

static void write_count(struct jw *jw, const char *key, int64_t n) {
    jw_key(jw, key);
    if (n == FIGURE_NONE) {
        jw_null(jw);
    } else {
        jw_i64(jw, n);
    }
}

static void write_members(struct jw *jw, const struct figure *figure,
                          const struct figure_query *query, const struct org *org,
                          const char *lang) {
    const struct figure_def *def = figure->def;
    jw_key(jw, "key");
    jw_text(jw, def->key);
    jw_key(jw, "period");
    jw_text(jw, query->period.text);
    jw_key(jw, "as_of");
    jw_day(jw, query->as_of);
    jw_key(jw, "value");
    jw_real(jw, figure_rounded(figure), def->rounding);
    jw_key(jw, "unit");
    jw_text(jw, strcmp(lang, "en") == 0 ? def->unit_en : def->unit);
    jw_key(jw, "version");
    jw_i64(jw, def->version);
    write_count(jw, "n", figure->n);
    write_count(jw, "N", figure->big_n);
    write_count(jw, "amount", figure->amount);
    write_count(jw, "base", figure->base);
    if (figure->n_parts) {
        struct figure_query part = *query;
        part.by = BY_NONE;
        jw_key(jw, "parts");
        jw_array(jw);
        for (size_t i = 0; i < figure->n_parts; i++) {
            part.def = figure->parts[i].def;
            figure_write(jw, &figure->parts[i], &part, org, lang);
        }
        jw_array_end(jw);
    }
    if (query->by != BY_NONE) {
        write_part(jw, figure, query, org);
    }
    struct buf rows;
    buf_init(&rows, 2048);
    rows_address(figure, query, &rows);
    jw_key(jw, "rows");
    jw_text(jw, rows.data);
    buf_done(&rows);
    jw_key(jw, "counted");
    jw_text(jw, figure->from_tallies ? "tallies" : "rows");
}

void figure_write(struct jw *jw, const struct figure *figure, const struct figure_query *query,
                  const struct org *org, const char *lang) {
    jw_object(jw);
    write_members(jw, figure, query, org, lang);
    jw_object_end(jw);
}

static void write_then(struct jw *jw, const struct figure_compared *compared,
                       const struct figure_query *query, bool year_ago) {
    static const char *const keys[2][4] = {
        {"previous", "previous_period", "previous_rows", "change"},
        {"last_year", "last_year_period", "last_year_rows", "last_year_change"}};
    const char *const *key = keys[year_ago];
    const struct figure *now = &compared->now;
    double then = year_ago ? compared->year_ago : compared->before;
    struct figure_query of_then = *query;
    if (year_ago) {
        period_year_before(&query->period, &of_then.period);
    } else {
        period_before(&query->period, &of_then.period);
    }
    struct buf rows;
    buf_init(&rows, 2048);
    rows_address(now, &of_then, &rows);
    jw_key(jw, key[0]);
    jw_real(jw, then, now->def->rounding);
    jw_key(jw, key[1]);
    jw_text(jw, of_then.period.text);
    jw_key(jw, key[2]);
    jw_text(jw, rows.data);
    jw_key(jw, key[3]);
    jw_real(jw, figure_change(now, then), now->def->rounding);
    buf_done(&rows);
}

void figure_write_compared(struct jw *jw, const struct figure_compared *compared,
                           const struct figure_query *query, const struct org *org,
                           const char *lang) {
    jw_object(jw);
    write_members(jw, &compared->now, query, org, lang);
    write_then(jw, compared, query, false);
    write_then(jw, compared, query, true);
    if (query->by == BY_UNIT) {
        write_count(jw, "rank", compared->rank ? compared->rank : FIGURE_NONE);
        jw_key(jw, "ranked");
        jw_i64(jw, compared->ranked);
    }
    jw_object_end(jw);
}

void figure_write_def(struct jw *jw, const struct figure_def *def) {
    const struct {
        const char *key, *value;
    } texts[] = {
        {"key", def->key},
        {"name", def->name},
        {"name_en", def->name_en},
        {"unit", def->unit},
        {"unit_en", def->unit_en},
        {"kind", figure_kind_word(def->kind)},
        {"definition", def->definition},
        {"definition_en", def->definition_en},
        {"formula", def->formula},
        {"formula_en", def->formula_en},
        {"from", def->from},
        {"source", def->source},
        {"source_en", def->source_en},
        {"owner", def->owner},
        {"owner_en", def->owner_en},
    };
    jw_object(jw);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        jw_key(jw, texts[i].key);
        jw_text(jw, texts[i].value);
    }
    jw_key(jw, "version");
    jw_i64(jw, def->version);
    jw_key(jw, "rounding");
    jw_i64(jw, def->rounding);
    jw_key(jw, "better");
    if (def->better) {
        jw_text(jw, def->better > 0 ? "up" : "down");
    } else {
        jw_null(jw);
    }
    jw_key(jw, "board");
    if (def->board) {
        jw_text(jw, json_word_of(figure_board_words, def->board));
    } else {
        jw_null(jw);
    }
    jw_key(jw, "dims");
    jw_array(jw);
    for (const struct json_word *word = figure_by_words; word->word; word++) {
        jw_text(jw, word->word);
    }
    jw_array_end(jw);
    jw_object_end(jw);
}
