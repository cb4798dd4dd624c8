// SPDX-License-Identifier: Apache-2.0
// Reads tables of days in three formats. Decides which days a text names and of what kind; whether they may be set is org/'s.

#include "calendar/calendar_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum { NAME_BYTES = 64, SPAN_DAYS_MAX = 31, DECEMBER = 12 };

struct file {
    struct arena *arena;
    int year;
    struct calendar_day *days;
    size_t n;
    struct err *err;
    bool failed; // memory
};

static void refuse(const struct file *file, int line, enum err_code code, const char *accepted) {
    char field[32];
    snprintf(field, sizeof field, "line %d", line);
    (void)err_add_field(file->err, field, code, "%s", accepted);
}

static bool is_of_year(const struct file *file, int32_t day) {
    int year, month, day_of_month;
    day_to_civil(day, &year, &month, &day_of_month);
    return year == file->year || (year == file->year - 1 && month == DECEMBER);
}

static void add_day(struct file *file, int line, int32_t day, bool worked, const char *name) {
    for (size_t i = 0; i < file->n; i++) {
        if (file->days[i].day == day) {
            refuse(file, line, ERR_CALENDAR_DAY_TWICE, "");
            return;
        }
    }
    if (file->n == CALENDAR_FILE_DAYS_MAX) {
        refuse(file, line, ERR_OUT_OF_RANGE, "≤ 200");
        return;
    }
    const char *kept = name && *name ? arena_strdup(file->arena, name) : NULL;
    file->failed |= name && *name && !kept;
    file->days[file->n++] =
        (struct calendar_day){day, worked ? CALENDAR_WORKED : CALENDAR_OFF, kept};
}

// Up to `max` digits; -1 when there is none.
static int take_number(const char **at, int max) {
    int value = 0, n = 0;
    for (; **at >= '0' && **at <= '9' && n < max; (*at)++, n++) {
        value = value * 10 + (**at - '0');
    }
    return n ? value : -1;
}

// "2027-01-01", "2027/1/1", "20270101"; moves *at behind it.
static bool take_day(const char **at, int32_t *out) {
    const char *text = *at;
    int year = take_number(&text, 4);
    char mark = *text == '-' || *text == '/' ? *text : '\0';
    text += mark != '\0';
    int month = take_number(&text, 2);
    if (mark && *text++ != mark) {
        return false;
    }
    int day = take_number(&text, 2);
    int32_t found =
        year >= 1900 && month > 0 && day > 0 ? day_from_civil(year, month, day) : DAY_NONE;
    if (found == DAY_NONE) {
        return false;
    }
    *at = text;
    *out = found;
    return true;
}

static bool holds_any(const char *text, const char *const *words) {
    for (; *words; words++) {
        if (strstr(text, *words)) {
            return true;
        }
    }
    return false;
}

static const char *const worked_words[] = {"班", "work", "Work", "WORK", NULL};
static const char *const off_words[] = {"休",  "假",      "off",     "Off",
                                        "OFF", "holiday", "Holiday", NULL};

// The next line without its end into `line`; false at the end of the text. A line that does not fit is cut.
static bool next_line(const char **at, char *line, size_t size) {
    if (!**at) {
        return false;
    }
    size_t n = strcspn(*at, "\n");
    size_t kept = n < size ? n : size - 1;
    memcpy(line, *at, kept);
    line[kept] = '\0';
    while (kept && strchr("\r \t", line[kept - 1])) {
        line[--kept] = '\0';
    }
    *at += n + ((*at)[n] == '\n');
    return true;
}

// ---- CSV: day, what, name ----

static const char *unquote(char *cell) {
    while (*cell == ' ' || *cell == '"') {
        cell++;
    }
    size_t n = strlen(cell);
    while (n && strchr(" \"", cell[n - 1])) {
        cell[--n] = '\0';
    }
    return cell;
}

static void read_csv(struct file *file, const char *text) {
    char line[512];
    for (int number = 1; next_line(&text, line, sizeof line); number++) {
        char *rest = line;
        const char *first = unquote(strsep(&rest, ",;\t"));
        const char *what = rest ? unquote(strsep(&rest, ",;\t")) : "";
        const char *name = rest ? unquote(strsep(&rest, ",;\t")) : "";
        int32_t day;
        const char *at = first;
        if (!*first && !*what) {
            continue;
        }
        if (!take_day(&at, &day) || *at) {
            bool head = number == 1 && (*first < '0' || *first > '9');
            if (!head) {
                refuse(file, number, ERR_IMPOSSIBLE_DAY, "2027-01-01");
            }
            continue;
        }
        bool worked = holds_any(what, worked_words);
        if (!worked && !holds_any(what, off_words)) {
            refuse(file, number, ERR_UNKNOWN_VALUE, "off, worked, 休, 班");
        } else if (!is_of_year(file, day)) {
            refuse(file, number, ERR_OUT_OF_RANGE, "year");
        } else {
            add_day(file, number, day, worked, name);
        }
    }
}

// ---- iCalendar (RFC 5545): one VEVENT for a day or a span; its end is not part of it ----

struct vevent {
    int line;
    int32_t from, to; // DAY_NONE: not said
    char summary[NAME_BYTES];
    bool open;
};

static void end_event(struct file *file, const struct vevent *event) {
    int32_t to = event->to == DAY_NONE ? event->from + 1 : event->to;
    if (event->from == DAY_NONE) {
        refuse(file, event->line, ERR_REQUIRED, "DTSTART");
        return;
    }
    if (to <= event->from || to - event->from > SPAN_DAYS_MAX) {
        refuse(file, event->line, ERR_OUT_OF_RANGE, "DTSTART < DTEND ≤ DTSTART + 31");
        return;
    }
    bool worked = holds_any(event->summary, worked_words);
    for (int32_t day = event->from; day < to; day++) {
        if (is_of_year(file, day)) { // calendars to subscribe to hold several years
            add_day(file, event->line, day, worked, event->summary);
        }
    }
}

static void read_property(struct file *file, struct vevent *event, int number, const char *line) {
    const char *value = strchr(line, ':');
    if (!value || !event->open) {
        return;
    }
    value++;
    if (strncmp(line, "SUMMARY", 7) == 0) {
        snprintf(event->summary, sizeof event->summary, "%.60s", value);
    } else if (strncmp(line, "DTSTART", 7) == 0 || strncmp(line, "DTEND", 5) == 0) {
        int32_t day;
        if (!take_day(&value, &day) || (*value && *value != 'T')) {
            refuse(file, number, ERR_IMPOSSIBLE_DAY, "DTSTART;VALUE=DATE:20270101");
        } else {
            *(line[2] == 'S' ? &event->from : &event->to) = day;
        }
    }
}

static void read_ics(struct file *file, const char *text) {
    char line[512];
    struct vevent event = {.open = false};
    for (int number = 1; next_line(&text, line, sizeof line); number++) {
        while (*text == ' ' || *text == '\t') { // a folded line goes on
            size_t n = strlen(line);
            text++;
            if (!next_line(&text, line + n, sizeof line - n)) {
                break;
            }
            number++;
        }
        if (strcmp(line, "BEGIN:VEVENT") == 0) {
            event = (struct vevent){.line = number, .from = DAY_NONE, .to = DAY_NONE, .open = true};
        } else if (strcmp(line, "END:VEVENT") == 0 && event.open) {
            end_event(file, &event);
            event.open = false;
        } else {
            read_property(file, &event, number, line);
        }
    }
    if (event.open) {
        refuse(file, event.line, ERR_REQUIRED, "END:VEVENT");
    }
}

// ---- JSON: strings with the keys that they stand under ----

struct token_state {
    char key[NAME_BYTES]; // of the value that follows
    int under_year;       // the key "2027" above, 0: none
    bool list_worked, in_list;
    int32_t day;
    int kind; // of the object's isOffDay: 1 off, 0 worked, -1 not said
    char name[NAME_BYTES];
};

static bool take_string(const char **at, char out[NAME_BYTES]) {
    size_t n = 0;
    const char *from = *at + 1;
    const char *end = from;
    while (*end && *end != '"' && *end != '\n') {
        end += *end == '\\' && end[1] ? 2 : 1;
    }
    if (*end != '"') {
        return false;
    }
    n = (size_t)(end - from) < NAME_BYTES ? (size_t)(end - from) : NAME_BYTES - 1;
    while (n && n == NAME_BYTES - 1 && ((unsigned char)from[n] & 0xc0) == 0x80) {
        n--; // not through the middle of a character
    }
    memcpy(out, from, n);
    out[n] = '\0';
    *at = end + 1;
    return true;
}

static void json_value(struct file *file, struct token_state *state, int line, const char *text) {
    const char *at = text;
    int32_t day;
    bool listed = state->in_list && strncmp(state->key, "days_", 5) == 0;
    if (listed || strcmp(state->key, "date") == 0) {
        if (!take_day(&at, &day) || *at) {
            refuse(file, line, ERR_IMPOSSIBLE_DAY, "2027-01-01");
        } else if (!listed) {
            state->day = day;
        } else if (!state->under_year || state->under_year == file->year) {
            if (is_of_year(file, day)) {
                add_day(file, line, day, strcmp(state->key, "days_worked") == 0, NULL);
            } else {
                refuse(file, line, ERR_OUT_OF_RANGE, "year");
            }
        }
    } else if (strcmp(state->key, "name") == 0) {
        snprintf(state->name, sizeof state->name, "%s", text);
    }
}

static void end_object(struct file *file, struct token_state *state, int line) {
    if (state->day != DAY_NONE && state->kind < 0) {
        refuse(file, line, ERR_REQUIRED, "isOffDay");
    } else if (state->day != DAY_NONE && is_of_year(file, state->day)) {
        add_day(file, line, state->day, state->kind == 0, state->name);
    }
    state->day = DAY_NONE;
    state->kind = -1;
    state->name[0] = '\0';
}

static void read_json(struct file *file, const char *at) {
    struct token_state state = {.day = DAY_NONE, .kind = -1};
    int line = 1;
    int depth = 0;
    while (*at) {
        char text[NAME_BYTES];
        if (*at == '"') {
            if (!take_string(&at, text)) {
                refuse(file, line, ERR_BAD_JSON, "\"…\"");
                return;
            }
            const char *after = at + strspn(at, " \t\r\n");
            if (*after == ':') {
                snprintf(state.key, sizeof state.key, "%s", text);
                const char *digits = text;
                int year = take_number(&digits, 4);
                state.under_year = year >= 1900 && !*digits ? year : state.under_year;
            } else {
                json_value(file, &state, line, text);
            }
            continue;
        }
        state.in_list = *at == '[' ? true : *at == ']' || *at == '{' ? false : state.in_list;
        depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
        if (*at == '}') {
            end_object(file, &state, line);
        }
        if (strncmp(at, "true", 4) == 0 || strncmp(at, "false", 5) == 0) {
            state.kind = strcmp(state.key, "isOffDay") == 0 ? *at == 't' : state.kind;
        }
        line += *at == '\n';
        at++;
    }
    if (depth != 0) {
        refuse(file, line, ERR_BAD_JSON, "}");
    }
}

// ---- all of them ----

static int by_day(const void *a, const void *b) {
    const struct calendar_day *x = a, *y = b;
    return x->day < y->day ? -1 : x->day > y->day;
}

enum yk calendar_file_parse(const char *text, int year, struct arena *arena,
                            struct calendar_day **out_days, size_t *out_n, struct err *err) {
    struct err local = {0};
    struct file file = {.arena = arena, .year = year, .err = err ? err : &local};
    unsigned before = file.err->n_items;
    file.days = arena_alloc_array(arena, CALENDAR_FILE_DAYS_MAX, sizeof *file.days);
    if (!file.days) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a table of days");
    }
    text += strncmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    const char *first = text + strspn(text, " \t\r\n");
    if (*first == '{' || *first == '[') {
        read_json(&file, text);
    } else if (strncmp(first, "BEGIN:VCALENDAR", 15) == 0) {
        read_ics(&file, text);
    } else {
        read_csv(&file, text);
    }
    if (file.failed) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for a table of days");
    }
    if (file.err->n_items > before) {
        return YK_REFUSED;
    }
    if (file.n == 0) {
        (void)err_add_field(file.err, "text", ERR_REQUIRED, "JSON, CSV, .ics: %d", year);
        return YK_REFUSED;
    }
    qsort(file.days, file.n, sizeof *file.days, by_day);
    *out_days = file.days;
    *out_n = file.n;
    return YK_OK;
}
