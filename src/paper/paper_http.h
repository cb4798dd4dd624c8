// SPDX-License-Identifier: Apache-2.0
// The routes of templates; and how a handler of any module answers with a paper.
#ifndef YK_PAPER_PAPER_HTTP_H
#define YK_PAPER_PAPER_HTTP_H

#include "http/route.h"
#include "paper/district.h"

extern const struct route_table paper_routes;

// For a route with ROUTE_PDF: sets data by the template into the reply. The file is saved as name.pdf (ASCII).
YK_NODISCARD enum yk paper_reply(struct request *rq, const struct paper_template *template,
                                 const struct paper_data *data, const char *name, struct err *err);
// The kind that a path's word names. YK_NOT_FOUND for another word.
YK_NODISCARD enum yk paper_kind_of_word(const char *word, enum paper_kind *out, struct err *err);

#endif
