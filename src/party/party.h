// SPDX-License-Identifier: Apache-2.0
// Callers: enterprises by name, persons found again by phone number and name. Names of persons and all phone numbers are personal data:
// they stand in a vault under a key of the person, are found by keyed hashes, shown masked, and revealed only by a
// command with a reason, which is an event. Anonymous callers have no party.
#ifndef YK_PARTY_PARTY_H
#define YK_PARTY_PARTY_H

#include "crypto/keyring.h"
#include "log/log.h"

enum caller_kind { CALLER_ENTERPRISE = 1, CALLER_PERSON, CALLER_ANONYMOUS };
extern const struct json_word caller_kind_words[];

struct party { // the state
    int64_t seq, kind;
    int8_t has_phone;
    const char
        *vault; // hex of SM3 over what the vault holds, so that an altered vault is found out
    int64_t n_reveals;
};
extern const struct ledger party_ledger;
extern const struct db_sql_table party_sql;

// The caller as an intake names it.
struct party_caller {
    int64_t kind;  // enum caller_kind
    int64_t party; // known already, or 0
    const char *name, *phone;
};
struct party_found {
    int64_t party; // 0: anonymous
    bool has_phone;
};
// Adds what is wrong with the fields as they stand, under `caller.`: bad_phone, required.
void party_check_caller(struct arena *arena, const struct party_caller *caller, struct err *err);
// Finds the caller or makes one: a person by number and name (two who share a number are two), an enterprise by its name; two at once make one (unique claims). A known
// enterprise that gives another number keeps the new one. Refuses fields by name under `caller.`: bad_phone, required,
// unknown_value. Inside a write transaction.
YK_NODISCARD enum yk party_find_or_make(struct log_tx *tx, const struct keyring *ring,
                                        const struct party_caller *caller, int32_t today,
                                        struct party_found *out, struct err *err);

struct party_shown {
    int64_t party, kind;
    const char *name, *phone; // phone NULL: none
};
// Masked (clear false) or in clear. YK_NOT_FOUND when there is none; ERR_TAMPERED when the vault was altered.
YK_NODISCARD enum yk party_show(struct db *db, struct arena *arena, const struct keyring *ring,
                                int32_t district, int64_t party, bool clear,
                                struct party_shown *out, struct err *err);
enum { PARTY_HITS_MAX = 10, PARTY_NAME_MIN_CHARS = 2 };
// By a whole number, or its last four digits, or a person's whole name, or a part of an enterprise's name; one of the two is given. Ids, newest first.
YK_NODISCARD enum yk party_find(struct db *db, struct arena *arena, const struct keyring *ring,
                                int32_t district, const char *phone, const char *name,
                                int64_t out_ids[PARTY_HITS_MAX], size_t *out_n, struct err *err);
// Records that the actor of tx saw name and number in clear, and why.
YK_NODISCARD enum yk party_reveal(struct log_tx *tx, const struct keyring *ring, int64_t party,
                                  const char *reason, int32_t today, struct party_shown *out,
                                  struct err *err);

#endif
