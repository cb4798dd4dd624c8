// SPDX-License-Identifier: Apache-2.0
// The key file outside the data folder (mode 0600): an SM2 key that signs block heads, and the secret that wraps personal keys and keys the
// look-up hashes. Made at first start. Everything that is sealed or locked away goes through here.
#ifndef YK_CRYPTO_KEYRING_H
#define YK_CRYPTO_KEYRING_H

#include <stdbool.h>

#include "base/arena.h"
#include "crypto/hash.h"

struct keyring;
enum { SIGNATURE_MAX_BYTES = 80, VAULT_OVERHEAD_BYTES = 16 + SM3_BYTES, KEYRING_PUBLIC_BYTES = 65 };

// Reads the file, or makes it (whole or not at all, 0600, synced) when absent and create is set; *out_created (may be NULL) says which.
// Refuses a file others may read, a damaged one (ERR_TAMPERED) and one of a newer program. Blocks on the disk.
YK_NODISCARD enum yk keyring_open(const char *path, bool create, bool *out_created,
                                  struct keyring **out, struct err *err);
void keyring_free(struct keyring **ring);
// SM2 with SM3 (GB/T 32918) over a digest's bytes as message; DER signature.
YK_NODISCARD enum yk keyring_sign(const struct keyring *ring, const void *data, size_t n,
                                  uint8_t out[SIGNATURE_MAX_BYTES], size_t *out_n, struct err *err);
bool keyring_verify(const struct keyring *ring, const void *data, size_t n, const uint8_t *sig,
                    size_t sig_n);
// The public point (uncompressed), to be kept beside what was signed; and a check that needs no key file.
void keyring_public_key(const struct keyring *ring, uint8_t out[KEYRING_PUBLIC_BYTES]);
bool keyring_verify_by_public(const uint8_t public_key[KEYRING_PUBLIC_BYTES], const void *data,
                              size_t n, const uint8_t *sig, size_t sig_n);
// SM4-CTR, then HMAC-SM3 over iv ‖ ciphertext (OpenSSL 3.0 has no SM4-GCM). out holds iv ‖ ciphertext ‖ tag: n + VAULT_OVERHEAD_BYTES.
// Person's key is 32 random bytes: the first 16 for SM4, the others for HMAC.
YK_NODISCARD enum yk vault_lock(const uint8_t key[32], const void *plain, size_t n, uint8_t *out,
                                struct err *err);
YK_NODISCARD enum yk vault_unlock(const uint8_t key[32], const void *locked, size_t n,
                                  struct arena *arena, char **out_plain, size_t *out_n,
                                  struct err *err); // YK_FAILED / ERR_TAMPERED when the tag differs
// Wraps a person's key under the ring's secret; wrapped form is 32 + VAULT_OVERHEAD_BYTES.
YK_NODISCARD enum yk keyring_wrap(const struct keyring *ring, const uint8_t key[32], uint8_t *out,
                                  struct err *err);
YK_NODISCARD enum yk keyring_unwrap(const struct keyring *ring, const void *wrapped, size_t n,
                                    uint8_t out_key[32], struct err *err);
// Keyed hash for finding by a whole value: HMAC-SM3(secret, purpose ‖ 0 ‖ value).
void keyring_lookup_hash(const struct keyring *ring, const char *purpose, const char *value,
                         uint8_t out[SM3_BYTES]);

#endif
