// SPDX-License-Identifier: Apache-2.0
// Passwords: Argon2id by libsodium. Slow on purpose (about 50-100 ms): never on the writer or an I/O thread.
#ifndef YK_CRYPTO_PASSWORD_H
#define YK_CRYPTO_PASSWORD_H

#include <stdbool.h>

#include "base/err.h"

enum {
    PASSWORD_HASH_BYTES = 128,
    PASSWORD_MIN_CHARS = 10,
    PASSWORD_MAX_CHARS = 128,
    INITIAL_PASSWORD_BYTES = 17
};
// How much work one hash is. Handed down by whoever owns the accounts, never read from the environment: a store in service cannot become weak silently.
// The hash itself says its cost, so password_verify needs none.
enum password_cost {
    PASSWORD_COST_SERVICE = 0, // 3 passes over 46 MiB
    PASSWORD_COST_TESTS = 1,   // as cheap as libsodium allows; for unit tests only
};
// Argon2id with a salt of its own, in libsodium's text form.
YK_NODISCARD enum yk password_hash(const char *password, char out[PASSWORD_HASH_BYTES],
                                   struct err *err);
YK_NODISCARD enum yk password_hash_at(const char *password, enum password_cost cost,
                                      char out[PASSWORD_HASH_BYTES], struct err *err);
bool password_verify(const char *hash, const char *password);
// Costs what verifying a hash made in service costs, and tells nothing: for a login nobody has, so that time does not say which logins exist.
void password_verify_nobody(const char *password);
// GB/T 22239: at least three of four kinds of characters, 10 or longer, without the login name. The reason goes to field `field` of err.
YK_NODISCARD enum yk password_check(const char *password, const char *login, const char *field,
                                    struct err *err);
// 14 random letters and digits in three groups (about 80 bits); readable, no look-alikes; passes password_check. To be changed at the first sign-in.
void password_make_initial(char out[INITIAL_PASSWORD_BYTES]);

#endif
