// SPDX-License-Identifier: Apache-2.0
// Writing facts, for log/ alone: ledgers emit facts and never write them.
#ifndef YK_TALLY_FACT_STORE_H
#define YK_TALLY_FACT_STORE_H

#include "tally/tally.h"

struct fact_writer; // the statements of one write connection; must outlive nothing but its use
struct fact_writer *fact_writer_new(void);
void fact_writer_free(struct fact_writer **writer);

// Closes, updates, inserts and deletes what differs between two fact sets of one object, with versions at `at`, and moves the tallies.
YK_NODISCARD enum yk fact_write(struct fact_writer *writer, struct db *db, struct tally_fold *fold,
                                int32_t district, int64_t object, int64_t at,
                                const struct fact_set *before, const struct fact_set *after,
                                struct err *err);
// Every version (open, or closed) of objects in (after, last], ordered by object, part, from_at.
YK_NODISCARD enum yk fact_scan_page(struct db *db, const struct fact_table *table, bool closed,
                                    int32_t district, int64_t after, int64_t last,
                                    struct arena *arena, struct fact_hit **out_hits, size_t *out_n,
                                    struct err *err);
// One version into NAME_new or NAME_was_new: the shadow tables of a rebuild.
YK_NODISCARD enum yk fact_put_version(struct fact_writer *writer, struct db *db,
                                      const struct fact_table *table, int32_t district,
                                      const struct fact_hit *hit, struct err *err);

#endif
