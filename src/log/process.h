// SPDX-License-Identifier: Apache-2.0
// Which of 256 numbers a serving process has: it is part of every id, so two processes on one store never have the same.
#ifndef YK_LOG_PROCESS_H
#define YK_LOG_PROCESS_H

#include "base/id.h"
#include "db/db.h"

extern const struct db_sql_table process_sql;

struct process_claim;
enum { PROCESS_NUMBERS = 256 };
// Claims the first free number from `wanted` on, round the circle, on a connection of its own: PostgreSQL gives the number back when the process ends, however
// it ends. On SQLite one process serves a store (the folder is locked), and has 0. ERR_BUSY when 256 processes serve it already. Blocks.
YK_NODISCARD enum yk process_claim_new(const char *url, unsigned wanted, struct process_claim **out,
                                       struct err *err);
unsigned process_claim_number(const struct process_claim *claim);
// Now and then, from one thread: when the connection was lost the number is claimed again, or another one, which then stands in all
// later ids of `ids`. Does nothing on SQLite.
YK_NODISCARD enum yk process_claim_keep(struct process_claim *claim, struct id_gen *ids,
                                        struct err *err);
void process_claim_free(struct process_claim **claim); // takes NULL, sets NULL

#endif
