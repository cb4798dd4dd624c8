// SPDX-License-Identifier: Apache-2.0
// The tables of callers beside the log: claims, keys to find by, the vault, names of enterprises. Private to this folder.
#ifndef YK_PARTY_PARTY_STORE_H
#define YK_PARTY_PARTY_STORE_H

#include "crypto/hash.h"
#include "db/db.h"
#include "party/party.h"

enum party_key_purpose { PARTY_KEY_PHONE = 1, PARTY_KEY_LAST4, PARTY_KEY_NAME };

struct party_vault {
    const void *wrapped, *name, *phone; // NULL: none
    size_t wrapped_n, name_n, phone_n;
    const void
        *phone_hash; // a look-up hash like those of party_key: what events commit to is the rest
    size_t phone_hash_n;
};

// Claims a hash for an object; when it was claimed before, out_object is whose it is.
YK_NODISCARD enum yk party_store_claim(struct db *db, int32_t district, int64_t kind,
                                       const uint8_t hash[SM3_BYTES], int64_t object,
                                       int64_t *out_object, struct err *err);
// Whose it is, or YK_NOT_FOUND.
YK_NODISCARD enum yk party_store_claimed(struct db *db, int32_t district, int64_t kind,
                                         const uint8_t hash[SM3_BYTES], int64_t *out_object,
                                         struct err *err);
YK_NODISCARD enum yk party_store_add_key(struct db *db, int32_t district,
                                         enum party_key_purpose purpose,
                                         const uint8_t hash[SM3_BYTES], int64_t object,
                                         struct err *err);
YK_NODISCARD enum yk party_store_add_name(struct db *db, int32_t district, int64_t object,
                                          const char *name, struct err *err);
YK_NODISCARD enum yk party_store_put_vault(struct db *db, int32_t district, int64_t object,
                                           const struct party_vault *vault, struct err *err);
// In the arena. YK_NOT_FOUND when there is none.
YK_NODISCARD enum yk party_store_vault(struct db *db, struct arena *arena, int32_t district,
                                       int64_t object, struct party_vault *out, struct err *err);
YK_NODISCARD enum yk party_store_name(struct db *db, struct arena *arena, int32_t district,
                                      int64_t object, const char **out, struct err *err);
// Appends to out_ids (room for max), newest first.
YK_NODISCARD enum yk party_store_by_key(struct db *db, int32_t district,
                                        enum party_key_purpose purpose,
                                        const uint8_t hash[SM3_BYTES], size_t max, int64_t *out_ids,
                                        size_t *out_n, struct err *err);
YK_NODISCARD enum yk party_store_by_name_part(struct db *db, int32_t district, const char *pattern,
                                              size_t max, int64_t *out_ids, size_t *out_n,
                                              struct err *err);

#endif
