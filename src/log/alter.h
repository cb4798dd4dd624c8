// SPDX-License-Identifier: Apache-2.0
// For unit tests only: alters one place of a store at a time, at random, and fails the test when nobody notices. Each alteration is made in a transaction
// that is undone afterwards. Include cmocka.h before.
#ifndef YK_LOG_ALTER_H
#define YK_LOG_ALTER_H

#include "db/db.h"

struct alter_place {
    const char *table;
    const char *key; // key columns, comma separated
    const char
        *columns; // what is altered, space separated: name:i (integer) name:t (text) name:b (bytes)
};
struct alter {
    struct db *db;
    uint64_t seed;
    int64_t (*differences)(void *ctx); // what verify finds, inside the open transaction
    void *ctx;
};
// Goes round the places until `wanted` alterations were made; places without a row are passed over. Returns how many were made.
int alter_run(struct alter *alter, const struct alter_place *places, size_t n_places, int wanted);

// The tables of every store.
#define ALTER_LOG_PLACES                                                                           \
    {"state", "district, ledger, object",                                                          \
     "district:i ledger:i object:i seq:i recorded_at:i body:t"},                                   \
        {"tally", "district, grain, bucket, measure, unit, dim, value",                            \
         "district:i grain:i bucket:i measure:i unit:i dim:i value:i n:i sum:i"},                  \
        {"tally_pending", "district, id", "district:i id:i moves:b"},                              \
        {"event", "district, ledger, object, seq",                                                 \
         "district:i ledger:i object:i seq:i id:i recorded_at:i day:i actor:i action:t version:i " \
         "body:t"},                                                                                \
        {"block", "district, height",                                                              \
         "district:i height:i first_pos:i n:i events:b root:b prev:b hash:b signature:b "          \
         "sealed_at:i"},                                                                           \
        {"text", "district, ledger, object, seq, field",                                           \
         "district:i ledger:i object:i seq:i field:t salt:b content:t"},                           \
    {                                                                                              \
        "waiting", "district, id", "district:i id:i events:b"                                      \
    }

#endif
