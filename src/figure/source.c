// SPDX-License-Identifier: Apache-2.0
// Where figures count: the fact tables of all ledgers, by their measures' keys, and which matter a row of each speaks of. A ledger with figures has its tables here.
#include <string.h>

#include "figure/figure.h"
#include "matter/assist.h"
#include "matter/matter.h"
#include "matter/tell.h"
#include "review/review.h"
#include "supervise/supervise.h"

static const struct {
    const struct fact_table *table;
    int matter_col; // holds the matter that a row is about; -1: the row's object is the matter
} sources[] = {
    {&matter_fact_table, -1},
    {&dispatch_fact_table, -1},
    {&round_fact_table, -1},
    {&supervise_fact_table, V_SUBJECT},
    {&review_item_fact_table, I_MATTER},
    {&extension_fact_table, -1},
    {&park_fact_table, -1},
    {&promise_fact_table, -1},
    {&assist_fact_table, -1},
    {&tell_fact_table, -1},
};
enum { N_SOURCES = sizeof sources / sizeof *sources };

const struct measure *figure_find_measure(const char *key, const struct fact_table **out_table) {
    for (size_t t = 0; t < N_SOURCES; t++) {
        const struct fact_table *table = sources[t].table;
        for (size_t i = 0; i < table->n_measures; i++) {
            if (strcmp(table->measures[i].key, key) == 0) {
                if (out_table) {
                    *out_table = table;
                }
                return &table->measures[i];
            }
        }
    }
    return NULL;
}

int64_t figure_row_matter(const struct fact_table *table, const struct fact_hit *hit) {
    for (size_t t = 0; t < N_SOURCES; t++) {
        if (sources[t].table == table && sources[t].matter_col >= 0) {
            return hit->v[sources[t].matter_col];
        }
    }
    return hit->object;
}
