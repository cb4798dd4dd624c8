// SPDX-License-Identifier: Apache-2.0
// One page of facts as every list of rows answers it: found from a cursor on, counted, and closed with the way to the next.
#ifndef YK_MATTER_FACT_PAGE_HTTP_H
#define YK_MATTER_FACT_PAGE_HTTP_H

#include "matter/matter_http.h"
#include "matter/matter_list.h"

// Zeroed, then `query` set by the caller; what was found lies in the request's arena.
struct fact_page {
    struct fact_query query;
    struct fact_hit *hits;
    size_t n;
    bool more, exact;
    int64_t count; // of all pages; exact up to LIST_COUNT_EXACT_MAX
};

// How many and from where: `limit` 1..LIST_LIMIT_MAX or JSON_ABSENT_INT, `cursor` NULL or as given with the page before. YK_REFUSED, naming the parameter,
// for a cursor that is none.
YK_NODISCARD enum yk fact_page_at(struct fact_query *query, int64_t limit, const char *cursor,
                                  struct err *err);

// Finds and counts what page->query asks.
YK_NODISCARD enum yk fact_page_find(struct request *rq, struct fact_page *page, struct err *err);

// "next_cursor" (null on the last page) and "count", into the object that is open.
void fact_page_write_end(struct request *rq, const struct fact_page *page);

#endif
