// SPDX-License-Identifier: Apache-2.0
// Passwords: Argon2id by libsodium. Slow on purpose (about 50-100 ms): never on the writer or an I/O thread.
#ifndef YK_CRYPTO_PASSWORD_H
#define YK_CRYPTO_PASSWORD_H

#include <stdbool.h>

#include "base/err.h"

enum { PASSWORD_HASH_BYTES = 128, PASSWORD_MIN_CHARS = 10, PASSWORD_MAX_CHARS = 128, INITIAL_PASSWORD_BYTES = 17 };
YK_NODISCARD enum yk password_hash(const char *password, char out[PASSWORD_HASH_BYTES], struct err *err);
bool password_verify(const char *hash, const char *password);
// GB/T 22239: at least three of four kinds of characters, 10 or longer, without the login name. The reason goes to field `field` of err.
YK_NODISCARD enum yk password_check(const char *password, const char *login, const char *field, struct err *err);
void password_make_initial(char out[INITIAL_PASSWORD_BYTES]); // readable, no look-alike letters

#endif
