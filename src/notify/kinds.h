// SPDX-License-Identifier: Apache-2.0
// What people are told of: one table, a row for each kind of notice with who is told, by which ways unless they chose otherwise, and its words in both languages. A ledger
// queues a notice by its name (draft_add_notice); adding a kind is adding a row. Every notice says what to do, and links there.
#ifndef YK_NOTIFY_KINDS_H
#define YK_NOTIFY_KINDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "auth/scope.h"
#include "base/arena.h"

// Ways to reach a person. More can follow (a text message, a desktop of the government): a code, a row in channel_find's table, and who carries it.
enum channel { CHANNEL_BELL = 1, CHANNEL_DIGEST = 2, CHANNEL_MAIL = 4 };
struct channel_row {
    enum channel code;
    const char *word, *zh, *en;
    bool needs_address;
};
const struct channel_row *channel_rows(size_t *out_n);

struct notice_kind {
    const char *name; // "matter.dispatched": stored, so stable for ever
    // Who is told: of a notice to a unit its people with one of these roles, of one to nobody in particular (no unit, no account) everybody in the district with one of
    // them. A notice to one account goes to that one, whatever the roles. Whoever did it is not told.
    uint32_t roles;
    unsigned ways; // by default; see also notice_settings_default
    // {subject} is the number and, where it may be seen, the title; {due} is "，明天到期" or nothing.
    const char *zh, *en;
    const char *zh_todo, *en_todo; // the link: "去签收"
    const char *zh_name, *en_name; // of the kind, where people choose
};
const struct notice_kind *notice_kinds(size_t *out_n);
const struct notice_kind *notice_find_kind(const char *name); // NULL: none

// What a notice is about, as it stands now.
struct notice_subject {
    const char *number; // "340406-2023-000123"; NULL: there is no such thing
    const char *title;  // NULL: not for this reader
    const char *path;   // of its page; NULL: not for this reader
    int32_t due_day;    // of the clock that runs; DAY_NONE: none
};
// In the arena, one line; NULL past memory. lang "zh" or "en".
const char *notice_text(const struct notice_kind *kind, const struct notice_subject *subject,
                        const char *lang, int32_t today, struct arena *arena);
// "今天到期", "明天到期", "3 天后到期", "已逾期 2 天"; "" for DAY_NONE.
const char *notice_due_text(int32_t due_day, const char *lang, int32_t today, struct arena *arena);

#endif
