// SPDX-License-Identifier: Apache-2.0
// The command line `yikou calendar`: a deadline with how it was reckoned, and a year's days off. Knows no store; whoever calls it may.
#ifndef YK_CALENDAR_CALENDAR_CLI_H
#define YK_CALENDAR_CALENDAR_CLI_H

struct calendar;
// Whose calendar is asked for, as given on the command line; NULL: not given.
struct calendar_place {
    const char *data, *database, *district, *lang;
};
// The calendar in force there, and whose it is in words of `lang`; both last until calendar_cli returns. NULL: there is none, and why was said on stderr.
typedef const struct calendar *calendar_find_fn(void *ctx, const struct calendar_place *place,
                                                const char **out_whose);

// argv[0] is "calendar". 0, 1 when a store could not be read, or 2 with usage on stderr. Prints on stdout; the first line of `due` is the day alone, for scripts.
int calendar_cli(int argc, char **argv, calendar_find_fn *find, void *ctx);

#endif
