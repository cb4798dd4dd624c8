// SPDX-License-Identifier: Apache-2.0
// Tracking codes of receipts: who holds one may ask about its matter. A code names its district, cannot be guessed, and a slip of the pen in it
// is noticed. It is not stored: it follows from the key ring, the matter and the number of the paper, so that those who may see it can be shown it
// again; only its keyed hash stands in the store, to find the matter by.
#ifndef YK_PAPER_TRACKING_H
#define YK_PAPER_TRACKING_H

#include "crypto/keyring.h"
#include "db/db.h"

// 14 letters of Crockford's base32 in groups of 4-5-5: 4 of the district's code, 9 of 45 secret bits, 1 to check.
enum { TRACKING_CHARS = 14, TRACKING_TEXT_BYTES = TRACKING_CHARS + 3 };

void tracking_code(const struct keyring *ring, int32_t district, int64_t matter, int64_t n,
                   char out[TRACKING_TEXT_BYTES]);
// As people type it: either case, with or without blanks and dashes, O for 0, I and L for 1. False when a letter is wrong or missing. out:
// the code as it is written.
bool tracking_parse(const char *text, int32_t *out_district, char out[TRACKING_TEXT_BYTES]);

extern const struct db_sql_table paper_sql;
// Lets the code of paper n of this matter find it. Inside a write transaction.
YK_NODISCARD enum yk tracking_remember(struct db *db, const struct keyring *ring, int32_t district,
                                       int64_t matter, int64_t n, struct err *err);
// The matter of a code as typed. YK_NOT_FOUND for a wrong code and for none alike; ERR_TAMPERED when the row leads to a matter that the
// code was not made for.
YK_NODISCARD enum yk tracking_find(struct db *db, const struct keyring *ring, const char *text,
                                   int32_t *out_district, int64_t *out_matter, struct err *err);

#endif
