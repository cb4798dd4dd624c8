// SPDX-License-Identifier: Apache-2.0
//
// The program's entry: picks the command named by the first argument and runs it.
// It decides nothing about any ledger; each command lives in its own file.

#include <stdio.h>
#include <string.h>

#include "version.h"

static int print_version(void) {
    return puts("yikou " YIKOU_VERSION) < 0;
}

int main(int argc, char **argv) {
    if (argc == 2 && (strcmp(argv[1], "version") == 0 || strcmp(argv[1], "--version") == 0)) {
        return print_version();
    }
    fprintf(stderr, "usage: yikou version\n");
    return 2;
}
