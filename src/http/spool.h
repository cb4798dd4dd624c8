// SPDX-License-Identifier: Apache-2.0
// Files without a name: what is uploaded, and what is made to be sent, waits there. Whatever becomes of the program, nothing of them stays behind.
#ifndef YK_HTTP_SPOOL_H
#define YK_HTTP_SPOOL_H

#include "base/err.h"

// Where they lie: TMPDIR, or /tmp.
const char *spool_folder(void);
// A descriptor to read and write, closed on exec. YK_FAILED / ERR_STORAGE_FULL.
YK_NODISCARD enum yk spool_open(int *out_fd, struct err *err);

#endif
