// SPDX-License-Identifier: Apache-2.0
// The command line `yikou calendar`: a deadline with how it was reckoned, and a year's days off. Needs no store.
#ifndef YK_CALENDAR_CALENDAR_CLI_H
#define YK_CALENDAR_CALENDAR_CLI_H

// argv[0] is "calendar". 0, or 2 with usage on stderr. Prints on stdout; the first line of `due` is the day alone, for scripts.
int calendar_cli(int argc, char **argv);

#endif
