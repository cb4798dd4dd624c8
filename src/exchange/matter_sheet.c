// SPDX-License-Identifier: Apache-2.0
// Columns, words and fills of the ledger of matters, in both languages.
#include "exchange/matter_sheet.h"

#include <string.h>

#include "base/clock.h"
#include "calendar/calendar.h"
#include "tally/fact.h"

static const struct {
    const char *zh, *en;
    int width;
} columns[] = {
    {"编号", "Number", 21},     {"标题", "Title", 40},          {"状态", "State", 9},
    {"紧急程度", "Urgency", 9}, {"渠道", "Channel", 8},         {"来访类别", "Caller", 9},
    {"诉求性质", "Kind", 10},   {"类别", "Category", 18},       {"承办单位", "Unit", 20},
    {"反映日", "Day", 12},      {"登记时间", "Registered", 17}, {"到期日", "Due", 12},
    {"亮灯", "Light", 9},       {"答复日", "Answered", 12},     {"办结日", "Closed", 12},
    {"轮次", "Round", 6},
};
enum { N_COLUMNS = sizeof columns / sizeof *columns, LABELS_MAX = 16 };

struct label {
    const struct json_word *words;
    const char *zh[LABELS_MAX]; // by value
};
static const struct label state_label = {matter_state_words,
                                         {"", "待派单", "待签收", "已签收", "办理中", "待审签",
                                          "待回访", "异议中", "已办结", "已撤回", "已并案",
                                          "挂账"}};
static const struct label urgency_label = {matter_urgency_words, {"", "一般", "紧急", "特急"}};
static const struct label channel_label = {matter_channel_words,
                                           {"", "窗口", "电话", "来信", "网络", "来访"}};
static const struct label kind_label = {caller_kind_words, {"", "企业", "个人", "匿名"}};
static const struct label matter_kind_label = {matter_kind_words,
                                               {"", "求助", "咨询", "投诉", "建议", "企业诉求"}};
static const struct label pending_label = {matter_pending_words, {NULL}};
static const struct {
    const char *zh, *en;
    enum book_fill fill;
} lights[] = {
    [LIGHT_NONE] = {"未计时", "no clock", FILL_NONE},
    [LIGHT_GREEN] = {"正常", "on time", FILL_GREEN},
    [LIGHT_YELLOW] = {"临期", "due soon", FILL_YELLOW},
    [LIGHT_RED] = {"超期", "overdue", FILL_RED},
    [LIGHT_BLUE] = {"停表", "ended", FILL_BLUE},
    [LIGHT_GREY] = {"中止", "paused", FILL_GREY},
};

static bool is_en(const char *lang) {
    return strcmp(lang, "en") == 0;
}

// A value without a Chinese word yet is shown as the program calls it.
static const char *label_text(const struct label *label, int64_t value, const char *lang) {
    const char *zh = value >= 0 && value < LABELS_MAX ? label->zh[value] : NULL;
    const char *en = json_word_of(label->words, value);
    return !is_en(lang) && zh ? zh : en ? en : "";
}

void matter_sheet_begin(struct book *book, const char *lang) {
    struct book_column heads[N_COLUMNS];
    bool en = is_en(lang);
    for (size_t i = 0; i < N_COLUMNS; i++) {
        heads[i] = (struct book_column){en ? columns[i].en : columns[i].zh,
                                        columns[i].width + (en ? 3 : 0)};
    }
    book_sheet(book, en ? "Matters" : "台账", heads, N_COLUMNS);
}

static int32_t day_of_fact(int64_t day) {
    return day == FACT_NULL ? DAY_NONE : (int32_t)day;
}

void matter_sheet_row(struct book *book, const struct matter_row_source *source,
                      const struct fact_hit *hit, const char *title) {
    char number[MATTER_NUMBER_BYTES];
    const int64_t *v = hit->v;
    const char *lang = source->lang;
    int64_t lead = v[M_LEAD] == FACT_NULL ? 0 : v[M_LEAD];
    enum light light = matter_row_light(hit, source->now_us);
    matter_number_format(source->district, v[M_NUMBER], number);
    book_text(book, number);
    book_text(book, title);
    book_text(book, label_text(&state_label, v[M_STATE], lang));
    book_text(book, label_text(&urgency_label, v[M_URGENCY], lang));
    book_text(book, label_text(&channel_label, v[M_CHANNEL], lang));
    book_text(book, label_text(&kind_label, v[M_CALLER_KIND], lang));
    book_text(book, label_text(&matter_kind_label, v[M_KIND], lang));
    book_text(book, org_category_name(source->org, (int32_t)v[M_CATEGORY], lang));
    book_text(book, lead ? org_unit_name(source->org, lead, lang) : "");
    book_day(book, day_of_fact(v[M_DAY]));
    book_time(book, v[M_REGISTERED_AT]);
    book_day(book, day_of_fact(v[M_DUE_DAY]));
    book_filled(book, is_en(lang) ? lights[light].en : lights[light].zh, lights[light].fill);
    book_day(book, day_of_fact(v[M_ANSWERED_DAY]));
    book_day(book, day_of_fact(v[M_CLOSED_DAY]));
    book_count(book, v[M_ROUND]);
    book_row_end(book);
}

// ---- what was asked ----

struct saying {
    struct buf *out;
    const struct org *org;
    const char *lang;
};

static void begin(const struct saying *saying, const char *zh, const char *en) {
    if (saying->out->len) {
        buf_add_text(saying->out, is_en(saying->lang) ? "; " : "；");
    }
    buf_add_text(saying->out, is_en(saying->lang) ? en : zh);
    buf_add_text(saying->out, is_en(saying->lang) ? ": " : "：");
}

static void comma(const struct saying *saying, size_t i) {
    if (i) {
        buf_add_text(saying->out, is_en(saying->lang) ? ", " : "、");
    }
}

static void say_words(const struct saying *saying, const char *zh, const char *en,
                      const struct label *label, const int64_t *values, size_t n) {
    if (n) {
        begin(saying, zh, en);
    }
    for (size_t i = 0; i < n; i++) {
        comma(saying, i);
        buf_add_text(saying->out, label_text(label, values[i], saying->lang));
    }
}

static void say_lights(const struct saying *saying, const int64_t *values, size_t n) {
    if (n) {
        begin(saying, "亮灯", "Light");
    }
    for (size_t i = 0; i < n; i++) {
        comma(saying, i);
        buf_add_text(saying->out,
                     is_en(saying->lang) ? lights[values[i]].en : lights[values[i]].zh);
    }
}

static void say_units(const struct saying *saying, const char *zh, const char *en,
                      const int64_t *units, size_t n) {
    if (n) {
        begin(saying, zh, en);
    }
    for (size_t i = 0; i < n; i++) {
        comma(saying, i);
        buf_add_text(saying->out, org_unit_name(saying->org, units[i], saying->lang));
    }
}

static void say_span(const struct saying *saying, const char *zh, const char *en, int32_t from,
                     int32_t to) {
    char text[DAY_TEXT_BYTES];
    if (from == DAY_NONE && to == DAY_NONE) {
        return;
    }
    begin(saying, zh, en);
    if (from != DAY_NONE) {
        day_format(from, text);
        buf_add_text(saying->out, text);
    }
    buf_add_text(saying->out, "..");
    if (to != DAY_NONE) {
        day_format(to, text);
        buf_add_text(saying->out, text);
    }
}

void matter_filter_text(const struct matter_filter *filter, const struct org *org, const char *lang,
                        struct buf *out) {
    const struct saying saying = {out, org, lang};
    say_words(&saying, "状态", "State", &state_label, filter->states, filter->n_states);
    say_lights(&saying, filter->lights, filter->n_lights);
    say_units(&saying, "承办单位", "Unit", filter->units, filter->n_units);
    say_units(&saying, "协办单位", "Assisting unit", filter->assists, filter->n_assists);
    say_words(&saying, "渠道", "Channel", &channel_label, filter->channels, filter->n_channels);
    say_words(&saying, "来访类别", "Caller", &kind_label, filter->kinds, filter->n_kinds);
    say_words(&saying, "诉求性质", "Kind", &matter_kind_label, filter->matter_kinds,
              filter->n_matter_kinds);
    say_words(&saying, "紧急程度", "Urgency", &urgency_label, filter->urgencies,
              filter->n_urgencies);
    say_words(&saying, "待审批", "Waiting for", &pending_label, filter->pending, filter->n_pending);
    if (filter->category) {
        begin(&saying, "类别", "Category");
        buf_add_text(out, filter->category);
        buf_add_text(out, " ");
        buf_add_text(out, org_category_name(org, category_number(filter->category), lang));
    }
    say_span(&saying, "反映日", "Day", filter->from, filter->to);
    say_span(&saying, "到期日", "Due", filter->due_from, filter->due_to);
    if (filter->q) {
        begin(&saying, "关键词", "Words");
        buf_add_text(out, filter->q);
    }
    if (filter->party) {
        begin(&saying, "诉求人", "Caller");
        buf_add_text(out, is_en(lang) ? "one" : "同一人");
    }
    if (filter->promise == PROMISED_OPEN || filter->promise == PROMISED_PASSED) {
        bool open = filter->promise == PROMISED_OPEN;
        begin(&saying, "阶段答复承诺", "Promise");
        buf_add_text(out, is_en(lang) ? (open ? "still to come" : "day has passed")
                                      : (open ? "未到期" : "已过期"));
    }
    if (filter->returned == 1) {
        begin(&saying, "回访退回", "Sent back by a call");
        buf_add_text(out, is_en(lang) ? "yes" : "是");
    }
}

const char *matter_sort_text(const struct matter_filter *filter, const char *lang) {
    static const struct {
        int64_t sort;
        const char *zh, *en;
    } sorts[] = {
        {SORT_DAY_DESC, "反映日，新的在前", "day, latest first"},
        {SORT_DAY, "反映日，旧的在前", "day, oldest first"},
        {SORT_DUE, "到期日，早的在前", "due day, earliest first"},
        {SORT_DUE_DESC, "到期日，晚的在前", "due day, latest first"},
        {SORT_NUMBER_DESC, "编号，大的在前", "number, highest first"},
        {SORT_NUMBER, "编号，小的在前", "number, lowest first"},
        {SORT_CONTACT, "首次联系时限，先到期的在前", "first contact, earliest first"},
        {SORT_PROMISE, "承诺日，早的在前", "promised day, earliest first"},
        {SORT_TELL, "阶段性答复时限，先到期的在前", "word to the caller, earliest first"},
    };
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        if (sorts[i].sort == filter->sort) {
            return is_en(lang) ? sorts[i].en : sorts[i].zh;
        }
    }
    return is_en(lang) ? sorts[0].en : sorts[0].zh;
}
