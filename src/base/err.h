// SPDX-License-Identifier: Apache-2.0
// Outcomes. Every function that can fail returns enum yk; the reason, if the caller wants one, lands in a struct err that the
// caller owns. Results are untouched on failure. Codes come from api/errors.txt, which also fixes each one's HTTP status and titles,
// so that no handler ever picks a status. This file does not log: only the edges (request loop, jobs, main) do.
#ifndef YK_BASE_ERR_H
#define YK_BASE_ERR_H

#include <stddef.h>

#include "base/banned.h" // for everyone
#include "err_codes.h" // generated from api/errors.txt: enum err_code { ERR_NONE, ERR_CONFLICT, … }

#define YK_NODISCARD          __attribute__((warn_unused_result))
#define YK_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))

enum yk {
    YK_OK = 0,
    YK_REFUSED, // the caller's mistake or a rule: err->code says which; asking again changes nothing
    YK_NOT_FOUND, // no such row, or none that the asker may know of
    YK_CONFLICT,  // somebody else was first: load again and decide anew
    YK_RETRY,     // serialisation failure or deadlock: the whole transaction may be run again
    YK_LOST,      // connection lost before commit: nothing was done
    YK_UNCERTAIN, // connection lost during commit: settle by the idempotency key, never by doing it twice
    YK_NOMEM,  // an arena's cap or memory ran out
    YK_FAILED, // our bug or the machine's trouble; err->detail is for the log, not for the person
};

enum {
    ERR_ITEMS_MAX = 16,
    ERR_FIELD_BYTES = 64,
    ERR_ACCEPTED_BYTES = 160,
    ERR_DETAIL_BYTES = 320,
};

// One refused field: a JSON pointer-less dotted path ("caller.phone"), why, and what would be accepted.
struct err_item {
    char field[ERR_FIELD_BYTES];
    enum err_code code;
    char accepted[ERR_ACCEPTED_BYTES];
};

struct err {
    enum err_code code;
    unsigned n_items;
    struct err_item items[ERR_ITEMS_MAX];
    char detail[ERR_DETAIL_BYTES];
    // With ERR_CONFLICT: which object moved on since which event, so that the reply can say what changed.
    int conflict_ledger;
    int64_t conflict_object, conflict_seen;
};

// Sets code and detail (printf form, cut at the limit). err may be NULL. Always returns the status given, so that
// `return err_set(err, YK_REFUSED, ERR_CONFLICT, "…")` reads as one act.
enum yk err_set(struct err *err, enum yk status, enum err_code code, const char *fmt, ...)
    YK_PRINTF(4, 5);

// Adds one refused field and makes the whole ERR_INVALID_FIELDS. More than ERR_ITEMS_MAX are counted out silently.
enum yk err_add_field(struct err *err, const char *field, enum err_code code,
                      const char *accepted_fmt, ...) YK_PRINTF(4, 5);

// Registry: the stable word ("conflict"), the HTTP status, the title in zh (lang "zh") or en.
const char *err_word(enum err_code code);
int err_http_status(enum err_code code);
const char *err_title(enum err_code code, const char *lang);

#endif
