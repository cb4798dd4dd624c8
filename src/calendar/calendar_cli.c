// SPDX-License-Identifier: Apache-2.0
// `yikou calendar due` and `yikou calendar year`. The day is printed first, alone on its line; below it every day from the start with
// what it counted as, so that whoever doubts a deadline can tick it off against the State Council's notice.

#include "calendar/calendar_cli.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "calendar/calendar.h"

enum { PAUSES_MAX = 16, EXCEPTIONS_MAX = 64, LISTED_DAYS_MAX = 400 };

static const char usage_text[] =
    "用法 usage:\n"
    "  yikou calendar due --from DAY[THH:MM] --add 5wd|60d|2h [--count-first] [--no-roll]\n"
    "                     [--pause DAY..DAY]... [--extend DAYS] [--lang zh|en]\n"
    "                     [--data DIR | --database URL] [--district CODE]   that district's calendar in force\n"
    "  yikou calendar year YEAR\n";

static int usage(const char *why, const char *value) {
    if (why) {
        fprintf(stderr, "yikou calendar: %s: %s\n", why, value ? value : "");
    }
    fputs(usage_text, stderr);
    return 2;
}

struct due_args {
    int32_t from;
    int64_t from_us; // of the day, and the time of day when one is given
    struct deadline_rule rule;
    bool has_rule;
    struct span_us pauses[PAUSES_MAX];
    size_t n_pauses;
    int extend;
    bool english;
    struct calendar_place place;
};

// "2022-03-01..2022-03-05"; the second day left out while the pause runs.
static bool pause_parse(const char *text, struct span_us *out) {
    char first[DAY_TEXT_BYTES];
    int32_t from, to;
    const char *dots = strstr(text, "..");
    if (!dots || (size_t)(dots - text) != sizeof first - 1) {
        return false;
    }
    memcpy(first, text, sizeof first - 1);
    first[sizeof first - 1] = '\0';
    if (!day_parse(first, &from)) {
        return false;
    }
    if (dots[2] == '\0') {
        *out = (struct span_us){day_start_us(from), TIME_NONE};
        return true;
    }
    if (!day_parse(dots + 2, &to) || to < from) {
        return false;
    }
    *out = (struct span_us){day_start_us(from), day_start_us(to)};
    return true;
}

static bool number_parse(const char *text, int min, int max, int *out) {
    char *end = NULL;
    long value = strtol(text, &end, 10);
    if (end == text || *end != '\0' || value < min || value > max) {
        return false;
    }
    *out = (int)value;
    return true;
}

// "2022-01-28" or "2022-01-28T16:30".
static bool from_parse(const char *text, struct due_args *args) {
    char first[DAY_TEXT_BYTES] = "";
    size_t n = strlen(text);
    bool timed = n == sizeof first - 1 + 6 && text[10] == 'T' && text[13] == ':';
    if (!timed && n != sizeof first - 1) {
        return false;
    }
    memcpy(first, text, sizeof first - 1);
    int hour = 0, minute = 0;
    for (int i = 11; timed && i < 16; i++) {
        if (i != 13 && (text[i] < '0' || text[i] > '9')) {
            return false;
        }
    }
    if (timed) {
        hour = (text[11] - '0') * 10 + text[12] - '0';
        minute = (text[14] - '0') * 10 + text[15] - '0';
    }
    if (hour > 23 || minute > 59 || !day_parse(first, &args->from)) {
        return false;
    }
    args->from_us = day_start_us(args->from) + (hour * 60 + minute) * 60 * US_PER_S;
    return true;
}

// What was wrong with the option, NULL when nothing.
static const char *due_option(int option, const char *value, struct due_args *args) {
    switch (option) {
    case 'f': return from_parse(value, args) ? NULL : "--from";
    case 'a':
        // The flags may stand before or after it.
        {
            struct deadline_rule rule;
            if (!deadline_rule_parse(value, &rule)) {
                return "--add";
            }
            args->rule.unit = rule.unit;
            args->rule.amount = rule.amount;
            args->rule.count_first_day |= rule.count_first_day;
            args->rule.no_roll |= rule.no_roll;
            args->has_rule = true;
            return NULL;
        }
    case 'd': args->place.data = value; return NULL;
    case 'b': args->place.database = value; return NULL;
    case 'i': args->place.district = value; return NULL;
    case 'c': args->rule.count_first_day = true; return NULL;
    case 'n': args->rule.no_roll = true; return NULL;
    case 'p':
        if (args->n_pauses == PAUSES_MAX || !pause_parse(value, &args->pauses[args->n_pauses])) {
            return "--pause";
        }
        args->n_pauses++;
        return NULL;
    case 'e': return number_parse(value, 0, 1000, &args->extend) ? NULL : "--extend";
    case 'l':
        args->english = strcmp(value, "en") == 0;
        return args->english || strcmp(value, "zh") == 0 ? NULL : "--lang";
    default: return "?";
    }
}

static bool paused_on(const struct due_args *args, int32_t day) {
    for (size_t i = 0; i < args->n_pauses; i++) {
        const struct span_us *p = &args->pauses[i];
        if (day > day_of_time(p->from) && (p->to == TIME_NONE || day <= day_of_time(p->to))) {
            return true;
        }
    }
    return false;
}

static const char *day_kind(const struct calendar *calendar, int32_t day, bool english) {
    bool weekend = day_weekday(day) >= 6;
    if (calendar_is_workday(calendar, day)) {
        if (weekend) {
            return english ? "weekend day worked" : "调休上班";
        }
        return english ? "working day" : "工作日";
    }
    if (weekend) {
        return english ? "weekend or holiday" : "周末或节假日";
    }
    return english ? "holiday" : "节假日";
}

// The story from the start to the due day.
static void print_reckoning(const struct calendar *calendar, const struct due_args *args,
                            const struct deadline *due) {
    static const char *const zh_days[] = {"",     "周一", "周二", "周三",
                                          "周四", "周五", "周六", "周日"};
    static const char *const en_days[] = {"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    int total = args->rule.amount + args->extend, n = 0;
    bool working = args->rule.unit == DEADLINE_WORKING_DAYS;
    for (int32_t day = args->from; day <= due->due_day && day - args->from < LISTED_DAYS_MAX;
         day++) {
        char text[DAY_TEXT_BYTES];
        const char *mark = "";
        bool first_out = day == args->from && !args->rule.count_first_day;
        day_format(day, text);
        bool paused = paused_on(args, day);
        bool counts =
            !first_out && !paused && n < total && (!working || calendar_is_workday(calendar, day));
        n += counts;
        if (first_out) {
            mark = args->english ? "first day, not counted" : "首日不计";
        } else if (paused) {
            mark = args->english ? "paused" : "中止，不计";
        } else if (!counts && n >= total) {
            mark = args->english ? "last day moved on" : "期满顺延";
        }
        printf("  %s %s %s", text, (args->english ? en_days : zh_days)[day_weekday(day)],
               day_kind(calendar, day, args->english));
        if (counts) {
            printf(" %d", n);
        }
        printf("%s%s\n", *mark ? " · " : "", mark);
    }
}

// Hours run day and night: no day is skipped, and the hour is what counts.
static void print_hour(const struct due_args *args, const struct deadline *due) {
    int64_t minute = (due->due_us - day_start_us(due->due_day)) / US_PER_S / 60;
    printf(args->english ? "  at %02d:%02d; hours run day and night, days off are not skipped\n"
                         : "  %02d:%02d；按小时昼夜连续计算，不扣除休息日，不顺延\n",
           (int)(minute / 60), (int)(minute % 60));
}

static void print_due(const struct calendar *calendar, const char *whose,
                      const struct due_args *args) {
    char rule[RULE_TEXT_BYTES], from[DAY_TEXT_BYTES], day[DAY_TEXT_BYTES];
    struct deadline due;
    deadline_compute(calendar, args->from_us, &args->rule, args->pauses, args->n_pauses,
                     args->extend, &due);
    deadline_rule_format(&args->rule, rule);
    day_format(args->from, from);
    if (due.due_day == DAY_NONE) {
        puts(args->english ? "none: the clock is paused" : "无：时限中止中");
        return;
    }
    day_format(due.due_day, day);
    puts(day);
    if (args->english) {
        printf("%s from %s%s, calendar %s (%s)%s\n", rule, from, args->extend ? ", extended" : "",
               calendar_version(calendar), whose ? whose : "as shipped",
               due.provisional ? ", provisional: a year's table is missing" : "");
    } else {
        printf("%s 起 %s%s，日历 %s（%s）%s\n", from, rule, args->extend ? "（经批准延期）" : "",
               calendar_version(calendar), whose ? whose : "程序自带",
               due.provisional ? "，暂定：尚缺年度放假安排" : "");
    }
    if (args->rule.unit == DEADLINE_HOURS) {
        print_hour(args, &due);
    } else {
        print_reckoning(calendar, args, &due);
    }
}

static int cli_due(int argc, char **argv, calendar_find_fn *find, void *ctx) {
    static const struct option options[] = {
        {"from", required_argument, NULL, 'f'},
        {"add", required_argument, NULL, 'a'},
        {"count-first", no_argument, NULL, 'c'},
        {"no-roll", no_argument, NULL, 'n'},
        {"pause", required_argument, NULL, 'p'},
        {"extend", required_argument, NULL, 'e'},
        {"lang", required_argument, NULL, 'l'},
        {"data", required_argument, NULL, 'd'},
        {"database", required_argument, NULL, 'b'},
        {"district", required_argument, NULL, 'i'},
        {NULL, 0, NULL, 0},
    };
    const char *lang = getenv("LANG");
    struct due_args args = {.from = DAY_NONE, .english = lang && strncmp(lang, "en", 2) == 0};
    int option;
    optind = 1;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        const char *wrong = due_option(option, optarg, &args);
        if (wrong) {
            return usage(wrong, optarg);
        }
    }
    if (args.from == DAY_NONE || !args.has_rule || optind != argc) {
        return usage(NULL, NULL);
    }
    const struct calendar *calendar = calendar_builtin();
    const char *whose = NULL;
    bool of_store = args.place.data || args.place.database;
    if (args.place.district && !of_store) {
        return usage("--district needs --data or --database", args.place.district);
    }
    if (of_store) {
        args.place.lang = args.english ? "en" : "zh";
        calendar = find(ctx, &args.place, &whose);
    }
    if (!calendar) {
        return 1; // find has said why
    }
    print_due(calendar, whose, &args);
    return 0;
}

static void print_days(const char *title, const int32_t *days, size_t n) {
    printf("%s\n", title);
    for (size_t i = 0; i < n; i++) {
        char text[DAY_TEXT_BYTES];
        day_format(days[i], text);
        printf("  %s\n", text);
    }
}

static int cli_year(int argc, char **argv) {
    const struct calendar *calendar = calendar_builtin();
    int year;
    if (argc != 2 || !number_parse(argv[1], 1900, 2199, &year)) {
        return usage(NULL, NULL);
    }
    if (!calendar_knows_year(calendar, year)) {
        fprintf(stderr, "%d: 尚无放假安排 no table yet\n", year);
        return 1;
    }
    int32_t days[EXCEPTIONS_MAX];
    size_t n = calendar_days_off(calendar, year, days, EXCEPTIONS_MAX);
    print_days("周一至周五放假 weekdays off", days, n);
    n = calendar_days_worked(calendar, year, days, EXCEPTIONS_MAX);
    print_days("周末上班 weekend days worked", days, n);
    return 0;
}

int calendar_cli(int argc, char **argv, calendar_find_fn *find, void *ctx) {
    if (argc >= 2 && strcmp(argv[1], "due") == 0) {
        return cli_due(argc - 1, argv + 1, find, ctx);
    }
    if (argc >= 2 && strcmp(argv[1], "year") == 0) {
        return cli_year(argc - 1, argv + 1);
    }
    return usage(NULL, NULL);
}
