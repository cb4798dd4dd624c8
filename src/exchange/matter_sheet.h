// SPDX-License-Identifier: Apache-2.0
// The ledger of matters as a table: which columns, in which words, and what its filters and order say. What a list does not show (who asked) is not here
// either. Writes rows that are handed to it; finds none.
#ifndef YK_EXCHANGE_MATTER_SHEET_H
#define YK_EXCHANGE_MATTER_SHEET_H

#include "base/buf.h"
#include "exchange/book.h"
#include "matter/matter_list.h"
#include "matter/matter_view.h"

// Begins the sheet. lang "zh" or "en".
void matter_sheet_begin(struct book *book, const char *lang);
void matter_sheet_row(struct book *book, const struct matter_row_source *source,
                      const struct fact_hit *hit, const char *title);
// The filters in use, as a person would say them; nothing where there are none.
void matter_filter_text(const struct matter_filter *filter, const struct org *org, const char *lang,
                        struct buf *out);
const char *matter_sort_text(const struct matter_filter *filter, const char *lang);

#endif
