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
// The generator that is to have the number, from now on; not owned.
void process_claim_serve(struct process_claim *claim, struct id_gen *ids);
// Now and then: when the connection was lost a number is claimed again, perhaps another one, which then stands in all later ids. Does nothing on SQLite. From any thread.
YK_NODISCARD enum yk process_claim_keep(struct process_claim *claim, struct err *err);
// struct pool_config's hold: sees to it that what is written on this connection has a number that is ours. The connection holds the number too, so that nobody claims it while the
// connection lives, although the claim's own was lost; and it holds it only when the claim stands. YK_LOST when that cannot be had now. arg: the claim.
YK_NODISCARD enum yk process_claim_hold(void *arg, struct db *db, uint64_t *held, struct err *err);
void process_claim_free(struct process_claim **claim); // takes NULL, sets NULL

#endif
