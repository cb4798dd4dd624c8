// SPDX-License-Identifier: Apache-2.0
// Serving an opened app until a signal comes.
#ifndef YK_APP_SERVE_H
#define YK_APP_SERVE_H

#include "app/app.h"
#include "app/options.h"

// Before any thread is started.
YK_NODISCARD enum yk serve_block_signals(struct err *err);
typedef void serve_ready_fn(void *ctx, const struct app *app, const char *address);
// Blocks until SIGINT, SIGTERM or SIGHUP; ready is called once the server listens.
YK_NODISCARD enum yk serve_until_signal(struct app *app, const struct options *options,
                                        serve_ready_fn *ready, void *ctx, struct err *err);

#endif
