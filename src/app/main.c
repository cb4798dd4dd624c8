// SPDX-License-Identifier: Apache-2.0
// The program's entry: picks the command named by the first argument and runs it.
// It decides nothing about any ledger; each command lives in its own file.

#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "version.h"

static int print_version(const struct options *options) {
    (void)options;
    return puts("yikou " YIKOU_VERSION) < 0;
}

static const struct {
    const char *name;
    int (*run)(const struct options *options);
} commands[] = {
    {"serve", command_serve},
    {"demo", command_demo},
    {"figure", command_figure},
    {"rows", command_rows},
    {"verify", command_verify},
    {"rebuild", command_rebuild},
    {"migrate", command_migrate},
    {"openapi", command_openapi},
    {"figures-md", command_figures_md},
    {"district", command_district},
    {"backup", command_backup},
    {"restore", command_restore},
    {"copy", command_copy},
    {"doctor", command_doctor},
    {"version", print_version},
    {"--version", print_version},
};

int main(int argc, char **argv) {
    // One heap for a dozen threads costs less memory than one for each; what is hot lives in arenas.
    mallopt(M_ARENA_MAX, 2);
    if (argc > 1 && strcmp(argv[1], "calendar") == 0) { // has flags of its own
        return command_calendar(argc - 1, argv + 1);
    }
    struct options options;
    bool done;
    int code = options_parse(argc, argv, &options, &done);
    if (code || done) {
        options_usage();
        return code;
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(commands[i].name, options.command) == 0) {
            return commands[i].run(&options);
        }
    }
    fprintf(stderr, "yikou: there is no command \"%s\"\n", options.command);
    options_usage();
    return 2;
}
