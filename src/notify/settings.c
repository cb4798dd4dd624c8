// SPDX-License-Identifier: Apache-2.0
// Defaults by role, choices of a person, quiet hours. Pure.
#include "notify/settings.h"

#include <string.h>

#include "base/clock.h"

enum { MIN_PER_DAY = 1440, DIGEST_LEADER_MIN = 8 * 60, DIGEST_MIN = 8 * 60 + 30 };
#define US_PER_MIN (INT64_C(60) * US_PER_S)

#define CHOICE(name_, type_, ...)                                                                  \
    { .name = #name_, .type = type_, .offset = offsetof(struct notice_choice, name_), __VA_ARGS__ }
static const struct json_field choice_fields[] = {
    CHOICE(kind, JSON_TEXT, .flags = JSON_REQUIRED, .max = 48),
    CHOICE(bell, JSON_BOOL, .flags = JSON_REQUIRED),
    CHOICE(digest, JSON_BOOL, .flags = JSON_REQUIRED),
    CHOICE(mail, JSON_BOOL, .flags = JSON_REQUIRED),
};
static const struct json_spec choice_spec =
    JSON_SPEC("NoticeChoice", struct notice_choice, choice_fields);

#define SET(name_, type_, ...)                                                                     \
    {                                                                                              \
        .name = #name_, .type = type_, .offset = offsetof(struct notice_settings, name_),          \
        __VA_ARGS__                                                                                \
    }
static const struct json_field settings_fields[] = {
    SET(digest, JSON_BOOL, .flags = JSON_REQUIRED),
    SET(digest_min, JSON_INT, .flags = JSON_REQUIRED, .min = 0, .max = MIN_PER_DAY - 1),
    SET(digest_mail, JSON_BOOL, .flags = JSON_REQUIRED),
    SET(quiet_from_min, JSON_INT, .flags = JSON_REQUIRED, .min = 0, .max = MIN_PER_DAY - 1),
    SET(quiet_to_min, JSON_INT, .flags = JSON_REQUIRED, .min = 0, .max = MIN_PER_DAY - 1),
    SET(lang, JSON_TEXT, .flags = JSON_REQUIRED, .min = 2, .max = 2),
    SET(kinds, JSON_ARRAY, .count_offset = offsetof(struct notice_settings, n_kinds), .max = 100,
        .sub = &choice_spec),
};
const struct json_spec notice_settings_spec =
    JSON_SPEC("NoticeSettingsChange", struct notice_settings, settings_fields);

enum {
    WORKING = 1u << ROLE_CLERK | 1u << ROLE_HANDLER | 1u << ROLE_HEAD | 1u << ROLE_OPERATOR |
              1u << ROLE_SUPERVISOR | 1u << ROLE_LEADER,
    LEADER = 1u << ROLE_LEADER,
};

static bool only_leads(uint32_t roles) {
    return roles & LEADER && !(roles & (WORKING & ~(uint32_t)LEADER));
}

struct notice_settings notice_settings_default(uint32_t roles) {
    return (struct notice_settings){
        .digest = (roles & WORKING) != 0,
        .digest_min = only_leads(roles) ? DIGEST_LEADER_MIN : DIGEST_MIN,
        .digest_mail = 1,
        .quiet_from_min = 20 * 60,
        .quiet_to_min = 7 * 60 + 30,
        .lang = "zh",
    };
}

unsigned notice_ways(const struct notice_settings *settings, const struct notice_kind *kind,
                     uint32_t roles) {
    for (size_t i = 0; i < settings->n_kinds; i++) {
        const struct notice_choice *choice = &settings->kinds[i];
        if (strcmp(choice->kind, kind->name) == 0) {
            return (choice->bell == 1 ? CHANNEL_BELL : 0u) |
                   (choice->digest == 1 ? CHANNEL_DIGEST : 0u) |
                   (choice->mail == 1 ? CHANNEL_MAIL : 0u);
        }
    }
    return only_leads(roles) ? kind->ways & ~(unsigned)CHANNEL_MAIL : kind->ways;
}

bool notice_concerns(const struct notice_kind *kind, uint32_t roles) {
    return (kind->roles & roles) != 0;
}

// Microseconds since midnight in UTC+8.
static int64_t time_of_day(int64_t us) {
    return us - day_start_us(day_of_time(us));
}

int64_t notice_mail_time(const struct notice_settings *settings, int64_t now_us) {
    int64_t from = settings->quiet_from_min * US_PER_MIN, to = settings->quiet_to_min * US_PER_MIN;
    int64_t at = time_of_day(now_us);
    bool quiet = from <= to ? at >= from && at < to : at >= from || at < to;
    if (!quiet) {
        return now_us;
    }
    return now_us - at + to + (at < to ? 0 : US_PER_DAY);
}

int64_t notice_digest_time(const struct notice_settings *settings, int64_t us) {
    int64_t at = us - time_of_day(us) + settings->digest_min * US_PER_MIN;
    return at > us ? at : at + US_PER_DAY;
}
