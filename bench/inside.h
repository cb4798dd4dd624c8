// SPDX-License-Identifier: Apache-2.0
// Intakes in this very process: through the pool's writer, so many in flight, each told after its commit; no HTTP and no client. What is left is the writing itself.
#ifndef YK_BENCH_INSIDE_H
#define YK_BENCH_INSIDE_H

#include "app/options.h"
#include "bare.h"

// The same command as over HTTP, with its key, while sealing and folding go on as in service. The store that the options name
// is written to.
YK_NODISCARD enum yk inside_intakes(const struct options *options, int in_flight, int64_t n,
                                    struct bare_result *out, struct err *err);

#endif
