// SPDX-License-Identifier: Apache-2.0
// The clock of tests and exercises: a file that says by how many seconds the program's time is ahead. Never on unless asked for.
#ifndef YK_APP_CLOCK_FILE_H
#define YK_APP_CLOCK_FILE_H

#include "base/clock.h"
#include "base/err.h"

struct clock_file;
// Reads the file (a whole number of seconds, ±CLOCK_FILE_MAX_S) and starts the thread that reads it again whenever it changes; says on stderr that a test
// clock is on, and each value once it is in force. What is not a number is named on stderr and changes nothing. ERR_NOT_FOUND on "clock-file" when the
// file cannot be read at first, ERR_WRONG_TYPE when it holds something else.
enum { CLOCK_FILE_MAX_S = 20 * 366 * 86400 };
YK_NODISCARD enum yk clock_file_open(const char *path, struct clock_file **out, struct err *err);
// What struct clock takes; lives as long as the file is open.
struct clock_ahead *clock_file_ahead(struct clock_file *file);
void clock_file_close(struct clock_file **file); // takes NULL, sets NULL

#endif
