// SPDX-License-Identifier: Apache-2.0
// The command line: flags that several commands share, each with an environment variable (YIKOU_DATA, YIKOU_LISTEN, …). A flag wins over its variable.
#ifndef YK_APP_OPTIONS_H
#define YK_APP_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct options {
    const char *command;
    const char *data, *database; // one of them, for commands that open a store
    const char *key, *heads;     // files; NULL: beside the data folder
    const char *listen, *public_url, *access_log, *metrics_listen;
    const char *clock_file; // tests and exercises
    const char *smtp, *smtp_user, *smtp_password_file, *smtp_from, *smtp_ca;
    const char *period, *by, *as_of, *district, *head;
    const char *side; // rows of "n" only
    const char *from, *to, *until; // backup, restore, copy
    int64_t seed, requests, districts; // of the demonstration
    bool json, count, fresh, any_address, smtp_plain, full;
    int n_words; // what is left: keys of figures
    char **words;
};
// 0, or the exit code after a message: 2 for a wrong flag, 0 with *out_done for --help.
int options_parse(int argc, char **argv, struct options *out, bool *out_done);
void options_usage(void);

#endif
