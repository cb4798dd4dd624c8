// SPDX-License-Identifier: Apache-2.0
// The commands of the program, one function each; the exit code is theirs.
#ifndef YK_APP_COMMANDS_H
#define YK_APP_COMMANDS_H

#include "app/options.h"
#include "base/err.h"
#include "http/route.h"

extern const struct route_table *const all_routes[]; // NULL-terminated

int command_serve(const struct options *options);
int command_demo(const struct options *options);
int command_district(const struct options *options);
int command_verify(const struct options *options);
int command_rebuild(const struct options *options);
int command_migrate(const struct options *options);
int command_backup(const struct options *options);
int command_restore(const struct options *options);
int command_copy(const struct options *options);
int command_doctor(const struct options *options);
int command_figure(const struct options *options);
int command_rows(const struct options *options);
// Has flags of its own: argv[0] is "calendar".
int command_calendar(int argc, char **argv);
int command_openapi(const struct options *options);
int command_figures_md(const struct options *options);

// Says on stderr what was wrong, fields first; 1.
int command_failed(const struct options *options, const struct err *err);
// A bar on a terminal, nothing elsewhere.
void command_progress(void *ctx, int64_t done, int64_t total);
void command_progress_end(void);

#endif
