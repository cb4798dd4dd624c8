// SPDX-License-Identifier: Apache-2.0
// How a person wants to be told: by which ways of which kind, when the digest comes, when no letters. Pure.
#ifndef YK_NOTIFY_SETTINGS_H
#define YK_NOTIFY_SETTINGS_H

#include "notify/kinds.h"
#include "json/json.h"

struct notice_choice { // of one kind
    const char *kind;
    int8_t bell, digest, mail;
};
struct notice_settings {
    int8_t digest;      // 1: a digest every day
    int64_t digest_min; // minutes after midnight, UTC+8
    int8_t digest_mail; // also as a letter
    int64_t quiet_from_min,
        quiet_to_min; // letters wait from … to …, over midnight when from > to; equal: never
    const char *lang; // of letters: "zh" or "en"
    struct notice_choice *kinds; // those chosen; the others are by default
    size_t n_kinds;
};
extern const struct json_spec notice_settings_spec;

// Leaders have a digest at 8:00 and no letters for single matters; those who work one at 8:30; administrators none.
struct notice_settings notice_settings_default(uint32_t roles);
// Bit set of enum channel.
unsigned notice_ways(const struct notice_settings *settings, const struct notice_kind *kind,
                     uint32_t roles);
// Whether somebody with these roles can get such a notice at all.
bool notice_concerns(const struct notice_kind *kind, uint32_t roles);
// When a letter made now may go: now, or when the quiet hours end.
int64_t notice_mail_time(const struct notice_settings *settings, int64_t now_us);
// The first digest after `us`.
int64_t notice_digest_time(const struct notice_settings *settings, int64_t us);

#endif
