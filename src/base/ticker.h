// SPDX-License-Identifier: Apache-2.0
// A thread that looks for something to do, again and again, until it is stopped. What it does is its owner's business.
#ifndef YK_BASE_TICKER_H
#define YK_BASE_TICKER_H

#include <stdbool.h>

struct ticker;
// look answers whether there is more to do at once; else it is called again after every_ms. NULL when no thread can be had.
struct ticker *ticker_start(bool (*look)(void *arg), void *arg, unsigned every_ms);
void ticker_stop(struct ticker **ticker); // waits for the look in hand; takes NULL

#endif
