// SPDX-License-Identifier: Apache-2.0
// What a template may say: parts, placeholders, and what is refused with its place. Filling in and setting are render.c's.
#include "paper/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/text.h"

const struct json_word paper_kind_words[] = {
    {"dispatch", PAPER_DISPATCH},
    {"urge", PAPER_URGE},
    {"supervision", PAPER_SUPERVISION},
    {"receipt", PAPER_RECEIPT},
    {"minutes", PAPER_MINUTES},
    {"notification", PAPER_NOTIFICATION},
    {NULL, 0},
};

// ---- kinds and their placeholders

#define COUNT(list_) (sizeof(list_) / sizeof *(list_))
#define NUMBER(sample_)                                                                            \
    {"number", "文号", "Document number", true, sample_},                                          \
        {"year", "年份", "Year of the number", false, "2026"}, {                                   \
        "serial", "序号", "Serial number", false, "1"                                              \
    }
#define DISTRICT                                                                                   \
    { "district", "区县名称", "Name of the district", false, "示例区" }
#define ISSUED                                                                                     \
    {"authority", "发文单位", "Issuing unit", false, "示例区企业诉求接待中心"},                    \
        {"issued_day", "成文日期", "Day of issue", true, "2026年1月5日"}, {                        \
        "issued_by", "经办人", "Issued by", false, "李明"                                        \
    }
#define MATTER                                                                                     \
    {"matter_number", "事项编号", "Number of the matter", false, "340400-2026-000001"},            \
        {"matter_title", "事项标题", "Title of the matter", false, "路灯长期不亮"},                \
        {"category", "类别", "Category", false, "市政设施"}, {                                     \
        "received_day", "受理日期", "Day of receipt", false, "2026年1月4日"                     \
    }
#define CALLER                                                                                     \
    {"caller", "诉求人", "Caller", false, "王*"}, {                                                \
        "phone", "联系电话（隐去中间几位）", "Phone, masked", false, "139****1234"                 \
    }

static const struct paper_placeholder of_dispatch[] = {
    NUMBER("交办〔2026〕1号"),
    {"unit", "承办单位", "Responsible unit", true, "区住房和城乡建设局"},
    {"due_day", "答复期限", "Answer by", true, "2026年1月12日"},
    {"sign_due_day", "签收期限", "Sign by", false, "2026年1月6日"},
    MATTER,
    {"channel", "受理渠道", "Channel", false, "电话"},
    {"urgency", "紧急程度", "Urgency", false, "一般"},
    {"text", "诉求内容", "What was asked", false,
     "小区南门外三盏路灯已半月不亮，居民夜间出行不便，请尽快修复。"},
    {"note", "交办意见", "Note of the dispatch", false, "请核实后及时办理，并将结果告知诉求人。"},
    CALLER,
    DISTRICT,
    ISSUED,
};
static const struct paper_placeholder of_urge[] = {
    NUMBER("催办〔2026〕1号"),
    {"unit", "承办单位", "Responsible unit", true, "区住房和城乡建设局"},
    MATTER,
    {"due_day", "答复期限", "Answer by", false, "2026年1月12日"},
    {"cause", "催办原因", "Cause", false, "逾期未答复"},
    {"days", "距期限或逾期", "Days left or late", false, "已逾期1个工作日"},
    {"text", "催办内容", "What is urged", false, "请于收到本通知后1个工作日内书面答复。"},
    DISTRICT,
    ISSUED,
};
static const struct paper_placeholder of_supervision[] = {
    NUMBER("督办〔2026〕1号"),
    {"colour", "督办等级", "Colour", true, "橙色"},
    {"unit", "承办单位", "Responsible unit", true, "区住房和城乡建设局"},
    MATTER,
    {"due_day", "原答复期限", "Answer was due", false, "2026年1月12日"},
    {"text", "督办事由", "Why", false, "该事项逾期未答复，经催办仍未办结。"},
    {"requirement", "督办要求", "What is required", false,
     "查明原因，限期办结，书面报告办理结果。"},
    {"limit_day", "办结限期", "Limit", true, "2026年1月19日"},
    {"follows", "逾期后果", "What follows", false, "逾期未办结的，升级为红色督办并予以通报。"},
    DISTRICT,
    ISSUED,
};
static const struct paper_placeholder of_receipt[] = {
    {"code", "查询码", "Tracking code", true, "A2C0-00000-00000"},
    MATTER,
    {"channel", "受理渠道", "Channel", false, "窗口"},
    {"caller", "诉求人", "Caller", false, "王芳"},
    {"phone", "联系电话（隐去中间几位）", "Phone, masked", false, "139****1234"},
    {"window", "受理窗口", "Window", false, "企业诉求接待中心"},
    {"due_day", "答复期限", "Answer by", false, "2026年1月12日"},
    DISTRICT,
    ISSUED,
};
static const struct paper_placeholder of_minutes[] = {
    {"number", "文号", "Document number", false, "调度〔2026〕1号"},
    {"year", "年份", "Year of the number", false, "2026"},
    {"serial", "序号", "Serial number", false, "1"},
    {"meeting", "会议名称", "Meeting", true, "第一周诉求办理调度会"},
    {"meeting_day", "会议日期", "Day of the meeting", true, "2026年1月5日"},
    {"place", "地点", "Place", false, "区政府第二会议室"},
    {"chair", "主持人", "Chair", false, "张副区长"},
    {"attendees", "参会人员", "Attendees", false, "各承办单位负责人"},
    {"n_items", "议题数", "Items", false, "3"},
    {"text", "会议综述", "Summary", false,
     "会议听取了逾期和不满意事项的办理情况，逐项研究，议定如下。"},
    DISTRICT,
    ISSUED,
};
static const struct paper_placeholder of_notification[] = {
    NUMBER("通报〔2026〕1号"),
    {"subject", "通报题目", "Subject", true, "2026年1月诉求办理情况"},
    {"text", "通报内容", "Text", false, "现将督办后五个工作日仍未办结的事项通报如下。"},
    {"n_items", "事项数", "Items", false, "3"},
    DISTRICT,
    ISSUED,
};

static const struct {
    const char *zh, *en;
    const struct paper_placeholder *placeholders;
    size_t n;
    bool table, code;
} kinds[PAPER_KIND_END] = {
    [PAPER_DISPATCH] = {"交办单", "Dispatch order", of_dispatch, COUNT(of_dispatch), false, false},
    [PAPER_URGE] = {"催办通知书", "Urging notice", of_urge, COUNT(of_urge), false, false},
    [PAPER_SUPERVISION] = {"督办单", "Supervision order", of_supervision, COUNT(of_supervision),
                           false, false},
    [PAPER_RECEIPT] = {"受理回执", "Receipt", of_receipt, COUNT(of_receipt), false, true},
    [PAPER_MINUTES] = {"调度会纪要", "Minutes", of_minutes, COUNT(of_minutes), true, false},
    [PAPER_NOTIFICATION] = {"通报", "Notification of units", of_notification,
                            COUNT(of_notification), true, false},
};

const char *paper_kind_name(enum paper_kind kind, const char *lang) {
    return lang[0] == 'e' ? kinds[kind].en : kinds[kind].zh;
}

const struct paper_placeholder *paper_placeholders(enum paper_kind kind, size_t *out_n) {
    *out_n = kinds[kind].n;
    return kinds[kind].placeholders;
}

bool paper_has_table(enum paper_kind kind) {
    return kinds[kind].table;
}

bool paper_has_code(enum paper_kind kind) {
    return kinds[kind].code;
}

bool template_knows(enum paper_kind kind, const char *name, size_t n, size_t *out_index) {
    for (size_t i = 0; i < kinds[kind].n; i++) {
        const char *known = kinds[kind].placeholders[i].name;
        if (strlen(known) == n && memcmp(known, name, n) == 0) {
            if (out_index) {
                *out_index = i;
            }
            return true;
        }
    }
    return false;
}

// ---- lines and pieces

static const struct {
    const char *word;
    enum part part;
} parts[] = {
    {"红头：", PART_HEAD},     {"文号：", PART_NUMBER}, {"标题：", PART_TITLE},
    {"副题：", PART_SUBTITLE}, {"主送：", PART_TO},     {"居中：", PART_CENTRED},
    {"顶格：", PART_PLAIN},    {"落款：", PART_SIGNED}, {"日期：", PART_DATE},
    {"表格：", PART_TABLE},    {"二维码：", PART_QR},   {"抄送：", PART_COPY},
    {"印发：", PART_PRINTED},  {"分页：", PART_BREAK},
};

bool template_next(const char **at, struct template_line *out) {
    const char *line = *at;
    if (!*line) {
        return false;
    }
    size_t n = strcspn(line, "\n");
    *at = line + n + (line[n] == '\n');
    *out = (struct template_line){.part = PART_PARAGRAPH, .text = line, .n = n, .start = line};
    if (strspn(line, " \t") >= n) {
        out->part = PART_BLANK;
        return true;
    }
    if (line[0] == '|') {
        out->part = PART_FORM;
        return true;
    }
    for (size_t i = 0; i < COUNT(parts); i++) {
        size_t word_n = strlen(parts[i].word);
        if (n >= word_n && memcmp(line, parts[i].word, word_n) == 0) {
            out->part = parts[i].part;
            out->text += word_n;
            out->n -= word_n;
            break;
        }
    }
    return true;
}

bool template_piece_next(const char **at, const char *end, struct template_piece *out) {
    const char *from = *at;
    if (from >= end) {
        return false;
    }
    size_t left = (size_t)(end - from);
    const char *open = memmem(from, left, "{{", 2);
    if (open != from) {
        *out = (struct template_piece){.text = from, .n = (size_t)((open ? open : end) - from)};
        *at = from + out->n;
        return true;
    }
    const char *close = memmem(from + 2, left - 2, "}}", 2);
    *out = (struct template_piece){.placeholder = true, .unclosed = !close, .text = from + 2};
    const char *stop = close ? close : end;
    *at = close ? close + 2 : end;
    while (out->text < stop && *out->text == ' ') {
        out->text++;
    }
    while (stop > out->text && stop[-1] == ' ') {
        stop--;
    }
    out->n = (size_t)(stop - out->text);
    return true;
}

// ---- what is refused

enum { SHOWN_NAME_MAX = 40 };

struct check {
    enum paper_kind kind;
    const char *text;
    bool seen[PAPER_VALUES_MAX];
    struct err *err;
    bool refused;
};

// Line and character of a place, from 1, as an editor shows them.
static void place_of(const char *text, const char *at, size_t *out_line, size_t *out_char) {
    size_t line = 1, character = 1;
    for (const char *p = text; p < at; p++) {
        if (*p == '\n') {
            line++;
            character = 1;
        } else if (((unsigned char)*p & 0xC0) != 0x80) {
            character++;
        }
    }
    *out_line = line;
    *out_char = character;
}

static void refuse_at(struct check *check, const char *at, enum err_code code, const char *what,
                      size_t n) {
    size_t line, character;
    place_of(check->text, at, &line, &character);
    // Whole characters only, so that the answer is text.
    while (n > SHOWN_NAME_MAX || (n > 0 && ((unsigned char)what[n] & 0xC0) == 0x80)) {
        n--;
    }
    err_add_field(check->err, "text", code, "%zu:%zu %.*s", line, character, (int)n, what);
    check->refused = true;
}

static void check_pieces(struct check *check, const struct template_line *line) {
    const char *at = line->text;
    const char *end = line->text + line->n;
    struct template_piece piece;
    while (template_piece_next(&at, end, &piece)) {
        size_t index;
        if (!piece.placeholder) {
            continue;
        }
        const char *brace = piece.text;
        while (brace > line->start && *brace != '{') {
            brace--;
        }
        brace -= brace > line->start && brace[-1] == '{';
        size_t shown = (size_t)(at - brace);
        if (piece.unclosed) {
            refuse_at(check, brace, ERR_BAD_TEMPLATE, brace, shown);
        } else if (template_knows(check->kind, piece.text, piece.n, &index)) {
            check->seen[index] = true;
        } else {
            refuse_at(check, brace, ERR_UNKNOWN_PLACEHOLDER, brace, shown);
        }
    }
}

enum yk paper_check_template(enum paper_kind kind, const char *text, struct err *err) {
    struct err local = {0};
    struct check check = {.kind = kind, .text = text, .err = err ? err : &local};
    struct template_line line;
    bool has_table = false;
    for (const char *at = text; template_next(&at, &line);) {
        bool wrong = (line.part == PART_TABLE && (!paper_has_table(kind) || has_table)) ||
                     (line.part == PART_QR && !paper_has_code(kind));
        if (wrong) {
            refuse_at(&check, line.start, ERR_BAD_TEMPLATE, line.start,
                      (size_t)(line.text - line.start));
        }
        has_table = has_table || line.part == PART_TABLE;
        check_pieces(&check, &line);
    }
    for (size_t i = 0; i < kinds[kind].n; i++) {
        if (kinds[kind].placeholders[i].needed && !check.seen[i]) {
            err_add_field(check.err, "text", ERR_LACKS_PLACEHOLDER, "{{%s}}",
                          kinds[kind].placeholders[i].name);
            check.refused = true;
        }
    }
    return check.refused ? YK_REFUSED : YK_OK;
}

// ---- shipped texts

extern const struct embedded_file paper_templates[];
extern const size_t paper_templates_count;

const char *paper_shipped(enum paper_kind kind, int n, int *out_n) {
    const char *word = json_word_of(paper_kind_words, kind);
    const char *found = NULL;
    int best = 0;
    size_t word_n = strlen(word);
    for (size_t i = 0; i < paper_templates_count; i++) { // "dispatch-1.txt"
        const char *name = paper_templates[i].name;
        if (strncmp(name, word, word_n) != 0 || name[word_n] != '-') {
            continue;
        }
        int number = (int)strtol(name + word_n + 1, NULL, 10);
        if (n ? number == n : number > best) {
            best = number;
            found = (const char *)paper_templates[i].data;
        }
    }
    if (found && out_n) {
        *out_n = best;
    }
    return found;
}
