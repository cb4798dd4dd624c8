// SPDX-License-Identifier: Apache-2.0
// Reading the command line and the environment. Decides names and defaults of flags, not what they mean.
#include "app/options.h"

#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum flag_kind { FLAG_TEXT, FLAG_BOOL, FLAG_NUMBER };
struct flag {
    const char *name, *variable;
    enum flag_kind kind;
    size_t offset;
    const char *help;
};

#define AT(member) offsetof(struct options, member)
static const struct flag flags[] = {
    {"data", "YIKOU_DATA", FLAG_TEXT, AT(data), "folder of the embedded store"},
    {"database", "YIKOU_DATABASE", FLAG_TEXT, AT(database), "postgresql://… instead of --data"},
    {"key", "YIKOU_KEY", FLAG_TEXT, AT(key),
     "key file, kept outside the data folder (default: DATA.key)"},
    {"heads", "YIKOU_HEADS", FLAG_TEXT, AT(heads),
     "file to which block heads are appended (default: DATA.heads)"},
    {"listen", "YIKOU_LISTEN", FLAG_TEXT, AT(listen),
     "address:port (default 127.0.0.1:8340; port 0 picks one)"},
    {"public-url", "YIKOU_PUBLIC_URL", FLAG_TEXT, AT(public_url),
     "address that people use, behind a proxy"},
    {"access-log", "YIKOU_ACCESS_LOG", FLAG_TEXT, AT(access_log),
     "file for one JSON line per request, without personal data"},
    {"metrics-listen", "YIKOU_METRICS_LISTEN", FLAG_TEXT, AT(metrics_listen),
     "address:port of its own for /metrics (default: the same, for this machine only)"},
    {"clock-file", "YIKOU_CLOCK_FILE", FLAG_TEXT, AT(clock_file),
     "serve, demo: for tests and exercises only, a file with seconds that time is ahead"},
    {"smtp", "YIKOU_SMTP", FLAG_TEXT, AT(smtp),
     "serve, demo: mail server for notices, smtp://HOST:PORT (STARTTLS) or smtps://HOST:PORT"},
    {"smtp-from", "YIKOU_SMTP_FROM", FLAG_TEXT, AT(smtp_from), "address that letters come from"},
    {"smtp-user", "YIKOU_SMTP_USER", FLAG_TEXT, AT(smtp_user), "to sign in there"},
    {"smtp-password-file", "YIKOU_SMTP_PASSWORD_FILE", FLAG_TEXT, AT(smtp_password_file),
     "file whose first line is the password"},
    {"smtp-ca", "YIKOU_SMTP_CA", FLAG_TEXT, AT(smtp_ca),
     "file of authorities that vouch for it (default: the system's)"},
    {"smtp-plain", "YIKOU_SMTP_PLAIN", FLAG_BOOL, AT(smtp_plain),
     "no TLS: only for a relay on this machine"},
    {"any-address", "YIKOU_ANY_ADDRESS", FLAG_BOOL, AT(any_address),
     "let demo listen on other than loopback"},
    {"seed", "YIKOU_SEED", FLAG_NUMBER, AT(seed), "of the demonstration district (default 1)"},
    {"requests", "", FLAG_NUMBER, AT(requests), "demo: how many it begins with (default 3000)"},
    {"districts", "", FLAG_NUMBER, AT(districts),
     "demo: so many districts, with their city and province above them (default 1)"},
    {"period", "", FLAG_TEXT, AT(period),
     "2022, 2022-07, 2022-07-15 or 2022-07-01..2022-09-30 (default: last whole year)"},
    {"by", "", FLAG_TEXT, AT(by), "unit, category, channel, caller_kind or month"},
    {"as-of", "", FLAG_TEXT, AT(as_of), "as recorded by the end of that day"},
    {"district", "YIKOU_DISTRICT", FLAG_TEXT, AT(district),
     "GB/T 2260 code (default: the only one)"},
    {"side", "", FLAG_TEXT, AT(side), "rows: n (numerator only) or N (default)"},
    {"head", "", FLAG_TEXT, AT(head), "verify: heads file to hold against the chain"},
    {"to", "", FLAG_TEXT, AT(to),
     "backup: folder or file; copy: folder or postgresql://… to move into"},
    {"from", "", FLAG_TEXT, AT(from),
     "restore: backup, or folder of backups; copy: folder or postgresql://… to move from"},
    {"until", "", FLAG_TEXT, AT(until),
     "restore: as recorded by then: \"2023-02-01 12:00\", 2023-02-01 (its end), or RFC 3339"},
    {"full", "", FLAG_BOOL, AT(full), "backup: all of it, not what came since the last"},
    {"json", "", FLAG_BOOL, AT(json), "print JSON"},
    {"count", "", FLAG_BOOL, AT(count), "rows: print their number"},
};
enum { N_FLAGS = sizeof flags / sizeof *flags };

void options_usage(void) {
    fputs(
        "usage: yikou COMMAND [FLAGS]\n\n"
        "  serve      serve the store of --data DIR or --database URL; an empty one is set up in the browser\n"
        "  demo       serve the Panji demonstration district, from a fresh or given --data DIR\n"
        "  figure     [KEY…]  figures, counted\n"
        "  rows       KEY     the rows behind a figure\n"
        "  district   list, or add CODE NAME [NAME-EN]: one more district, with its three administrators\n"
        "  verify     blocks, replay, facts, tallies; exit 1 and names on any difference\n"
        "  rebuild    states, facts and tallies anew from the log\n"
        "  backup     --to FOLDER|FILE: while it is served; in a folder, what came since the last one\n"
        "  restore    --from BACKUP: into a new store, replayed and verified; --until a moment\n"
        "  copy       --from STORE --to STORE: districts from one store into another, of either engine\n"
        "  doctor     looks at a running or stopped system and says what to do; exit 1 warns, 2 fails\n"
        "  migrate    bring a store up to this program's version\n"
        "  calendar   due, year: deadlines by the working-day calendar\n"
        "  openapi    the API's description\n"
        "  figures-md the registry of figures as docs/figures.md\n"
        "  version\n\nflags (each with its environment variable):\n",
        stderr);
    for (size_t i = 0; i < N_FLAGS; i++) {
        fprintf(stderr, "  --%-12s %-18s %s\n", flags[i].name, flags[i].variable, flags[i].help);
    }
}

static int set(struct options *options, const struct flag *flag, const char *text) {
    char *at = (char *)options + flag->offset;
    switch (flag->kind) {
    case FLAG_TEXT: *(const char **)(void *)at = text; return 0;
    case FLAG_BOOL: *(bool *)(void *)at = !text || strcmp(text, "0") != 0; return 0;
    case FLAG_NUMBER: break;
    }
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (errno || end == text || *end) {
        fprintf(stderr, "yikou: --%s takes a whole number, not \"%s\"\n", flag->name, text);
        return 2;
    }
    *(int64_t *)(void *)at = number;
    return 0;
}

int options_parse(int argc, char **argv, struct options *out, bool *out_done) {
    struct option longs[N_FLAGS + 2];
    struct options options = {.command = argc > 1 ? argv[1] : "help", .seed = 1};
    for (size_t i = 0; i < N_FLAGS; i++) {
        longs[i] = (struct option){flags[i].name,
                                   flags[i].kind == FLAG_BOOL ? no_argument : required_argument,
                                   NULL, (int)i};
        const char *text = flags[i].variable[0] ? getenv(flags[i].variable) : NULL;
        int code = text && *text ? set(&options, &flags[i], text) : 0;
        if (code) {
            return code;
        }
    }
    longs[N_FLAGS] = (struct option){"help", no_argument, NULL, N_FLAGS};
    longs[N_FLAGS + 1] = (struct option){0};
    *out_done = argc < 2;
    optind = 2;
    int found;
    while (argc > 1 && (found = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
        if (found == '?') {
            return 2;
        }
        *out_done = *out_done || found == 'h' || found == N_FLAGS;
        int code = found < N_FLAGS ? set(&options, &flags[found], optarg) : 0;
        if (code) {
            return code;
        }
    }
    options.n_words = argc > optind ? argc - optind : 0;
    options.words = argv + optind;
    *out = options;
    return 0;
}
