// SPDX-License-Identifier: Apache-2.0
// Problem documents (RFC 9457) from a struct err: the status, the word and the titles are the registry's, in the language asked for.
#ifndef YK_HTTP_PROBLEM_H
#define YK_HTTP_PROBLEM_H

#include "base/buf.h"
#include "base/err.h"

// What goes to the person when a handler or a transaction ended with this status: err's own code where it has one that fits, else
// the status's (YK_NOT_FOUND → not_found, YK_RETRY → busy, …).
enum err_code problem_code(enum yk status, const struct err *err);
// True when the outcome is our trouble and belongs in the log, with err->detail.
bool problem_is_ours(enum yk status);
// members: more JSON members ("\"changed\":[…]"), or NULL. Details of our own troubles are left out: they are for the log.
void problem_write(struct buf *out, enum yk status, const struct err *err, const char *lang,
                   const char *request_id, const char *members);

#endif
