// SPDX-License-Identifier: Apache-2.0
// How a template is read, line by line; private to this folder. A line begins with the name of a part and a full-width colon (标题：…), with a bar (a row of a
// form), or is a paragraph. Only the template is read so: what is filled in never is.
#ifndef YK_PAPER_TEMPLATE_H
#define YK_PAPER_TEMPLATE_H

#include "paper/paper.h"

enum part {
    PART_PARAGRAPH,
    PART_BLANK,
    PART_FORM,     // | a | b |
    PART_HEAD,     // 红头：
    PART_NUMBER,   // 文号：
    PART_TITLE,    // 标题：
    PART_SUBTITLE, // 副题：
    PART_TO,       // 主送：
    PART_CENTRED,  // 居中：
    PART_PLAIN,    // 顶格：
    PART_SIGNED,   // 落款：
    PART_DATE,     // 日期：
    PART_TABLE,    // 表格：
    PART_QR,       // 二维码：
    PART_COPY,     // 抄送：
    PART_PRINTED,  // 印发：
    PART_BREAK,    // 分页：
    PARTS,
};
struct template_line {
    enum part part;
    const char *text; // after the part's name; into the template
    size_t n;
    const char *start; // of the line itself
};
// The next line, or false at the end. *at moves.
bool template_next(const char **at, struct template_line *out);

struct template_piece { // literal text, or a placeholder's name
    bool placeholder, unclosed;
    const char *text;
    size_t n;
};
// The next piece of [*at, end), or false at its end.
bool template_piece_next(const char **at, const char *end, struct template_piece *out);

// True when name (n bytes) is one of the kind's; *out may be NULL.
bool template_knows(enum paper_kind kind, const char *name, size_t n, size_t *out_index);

#endif
