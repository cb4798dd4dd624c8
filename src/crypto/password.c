// SPDX-License-Identifier: Apache-2.0
// Argon2id by libsodium, at a cost fixed here; the rule for passwords people choose; and first passwords. Stores nothing and
// knows no account.

#include "crypto/password.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "crypto/hash.h"

// About 50 ms on a machine of 2024, and four times the memory that the OWASP guidance of 2023 wants at three passes. More memory would
// let a handful of people who sign in at once push a small server into swap.
enum { SERVICE_PASSES = 3 };
#define SERVICE_MEMORY_BYTES ((size_t)46 << 20)

_Static_assert(PASSWORD_HASH_BYTES == crypto_pwhash_STRBYTES, "libsodium's text form fits exactly");

enum yk password_hash_at(const char *password, enum password_cost cost,
                         char out[PASSWORD_HASH_BYTES], struct err *err) {
    char hash[PASSWORD_HASH_BYTES];
    bool weak = cost == PASSWORD_COST_TESTS;
    unsigned long long passes = weak ? crypto_pwhash_OPSLIMIT_MIN : SERVICE_PASSES;
    size_t memory = weak ? crypto_pwhash_MEMLIMIT_MIN : SERVICE_MEMORY_BYTES;
    if (sodium_init() < 0 || crypto_pwhash_str_alg(hash, password, strlen(password), passes, memory,
                                                   crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return err_set(err, YK_NOMEM, ERR_BUSY, "no memory to hash a password");
    }
    memcpy(out, hash, sizeof hash);
    return YK_OK;
}

enum yk password_hash(const char *password, char out[PASSWORD_HASH_BYTES], struct err *err) {
    return password_hash_at(password, PASSWORD_COST_SERVICE, out, err);
}

bool password_verify(const char *hash, const char *password) {
    // libsodium reads a fixed number of bytes; what a store holds may be shorter.
    char fixed[PASSWORD_HASH_BYTES] = {0};
    size_t n = strlen(hash);
    if (n >= sizeof fixed || sodium_init() < 0) {
        return false;
    }
    memcpy(fixed, hash, n);
    return crypto_pwhash_str_verify(fixed, password, strlen(password)) == 0;
}

void password_verify_nobody(const char *password) {
    static const unsigned char salt[crypto_pwhash_SALTBYTES] = "nobody's salt";
    unsigned char out[32];
    if (sodium_init() >= 0 &&
        crypto_pwhash(out, sizeof out, password, strlen(password), salt, SERVICE_PASSES,
                      SERVICE_MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13) == 0) {
        sodium_memzero(out, sizeof out);
    }
}

static int kinds_of_characters(const char *password) {
    bool lower = false, upper = false, digit = false, other = false;
    for (const unsigned char *c = (const unsigned char *)password; *c; c++) {
        lower |= islower(*c) != 0;
        upper |= isupper(*c) != 0;
        digit |= isdigit(*c) != 0;
        other |= !isalnum(*c);
    }
    return lower + upper + digit + other;
}

enum yk password_check(const char *password, const char *login, const char *field,
                       struct err *err) {
    size_t chars = text_count_chars(password);
    if (chars < PASSWORD_MIN_CHARS) {
        return err_add_field(err, field, ERR_TOO_SHORT, "%d..%d", PASSWORD_MIN_CHARS,
                             PASSWORD_MAX_CHARS);
    }
    if (chars > PASSWORD_MAX_CHARS) {
        return err_add_field(err, field, ERR_TOO_LONG, "%d..%d", PASSWORD_MIN_CHARS,
                             PASSWORD_MAX_CHARS);
    }
    if (kinds_of_characters(password) < 3) {
        return err_add_field(err, field, ERR_WEAK_PASSWORD, "3 / 4: A-Z, a-z, 0-9, !@#%%…");
    }
    if (*login && strcasestr(password, login)) {
        return err_add_field(err, field, ERR_WEAK_PASSWORD, "≠ …%s…", login);
    }
    return YK_OK;
}

void password_make_initial(char out[INITIAL_PASSWORD_BYTES]) {
    // Without 0 O o, 1 l I i: people read these aloud over the phone.
    static const char letters[] = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    do {
        for (int i = 0; i < INITIAL_PASSWORD_BYTES - 1; i++) {
            out[i] = i == 5 || i == 11 ? '-' : letters[randombytes_uniform(sizeof letters - 1)];
        }
        out[INITIAL_PASSWORD_BYTES - 1] = '\0';
    } while (kinds_of_characters(out) < 4);
}
