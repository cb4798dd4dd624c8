// SPDX-License-Identifier: Apache-2.0
// The routes of regular reviews.
#ifndef YK_REVIEW_REVIEW_HTTP_H
#define YK_REVIEW_REVIEW_HTTP_H

#include "http/route.h"

extern const struct route_table review_routes;

#endif
