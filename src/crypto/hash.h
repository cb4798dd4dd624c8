// SPDX-License-Identifier: Apache-2.0
// Digests over OpenSSL: SM3 (GB/T 32905) for what the law wants, SHA-256 where the web wants it. And random bytes.
#ifndef YK_CRYPTO_HASH_H
#define YK_CRYPTO_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { SM3_BYTES = 32, SM3_HEX_BYTES = 65, SHA256_BYTES = 32, SALT_BYTES = 16 };

struct iov {
    const void *data;
    size_t n;
};
void sm3(const void *data, size_t n, uint8_t out[SM3_BYTES]);
void sm3_many(const struct iov *parts, size_t n_parts,
              uint8_t out[SM3_BYTES]); // of the concatenation; reuses a per-thread context
void sha256(const void *data, size_t n, uint8_t out[SHA256_BYTES]);
void hmac_sm3(const uint8_t *key, size_t key_n, const struct iov *parts, size_t n_parts,
              uint8_t out[SM3_BYTES]);
void hex_encode(const uint8_t *data, size_t n, char *out /* 2n + 1 */);
YK_NODISCARD enum yk hex_decode(const char *text, uint8_t *out, size_t n);
void random_bytes(void *out, size_t n); // libsodium; never fails
// Compares in constant time.
int bytes_equal(const void *a, const void *b, size_t n);

#endif
