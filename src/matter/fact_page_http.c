// SPDX-License-Identifier: Apache-2.0
// A list asks its facts in its own words; from where, how many and what comes after is the same for all of them. The count leaves the cursor out, and stops being
// exact where counting would cost more than the page. Lists of matters with their kept counts have a way of their own (matter_http.c).
#include "matter/fact_page_http.h"

enum yk fact_page_at(struct fact_query *query, int64_t limit, const char *cursor, struct err *err) {
    query->limit = limit == JSON_ABSENT_INT ? LIST_LIMIT_DEFAULT : (int)limit;
    if (cursor && !matter_cursor_parse(cursor, &query->after)) {
        return matter_refuse_param(err, "cursor", ERR_UNKNOWN_VALUE, "next_cursor");
    }
    return YK_OK;
}

enum yk fact_page_find(struct request *rq, struct fact_page *page, struct err *err) {
    enum yk status =
        fact_find(rq->db, &page->query, rq->arena, &page->hits, &page->n, &page->more, err);
    if (status == YK_OK) {
        struct fact_query all = page->query;
        all.after.set = false;
        status = fact_count(rq->db, &all, LIST_COUNT_EXACT_MAX, &page->count, &page->exact, err);
    }
    return status;
}

void fact_page_write_end(struct request *rq, const struct fact_page *page) {
    const struct fact_hit *last = page->n ? &page->hits[page->n - 1] : NULL;
    jw_key(rq->json, "next_cursor");
    jw_text(rq->json, page->more ? matter_cursor_format(rq->arena, last->v[page->query.order.col],
                                                        last->object, last->part)
                                 : NULL);
    matter_write_count(rq->json, page->count, page->exact);
}
