// SPDX-License-Identifier: Apache-2.0
// The routes of a matter's papers, and the preview of a template.
#ifndef YK_MATTER_MATTER_PAPER_HTTP_H
#define YK_MATTER_MATTER_PAPER_HTTP_H

#include "http/route.h"

extern const struct route_table matter_paper_routes;

#endif
