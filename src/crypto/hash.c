// SPDX-License-Identifier: Apache-2.0
// Digests, HMAC, hex and random bytes. Every event, text and block goes through sm3(), so the digest context is made once per
// thread and only reset afterwards: fetching SM3 from OpenSSL's providers anew costs more than hashing a short record does.
// A machine without SM3 or without memory for a context cannot do anything we promise: such a process stops at once.

#include "crypto/hash.h"

#include <assert.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SM3_BLOCK_BYTES = 64 };

static void give_up(const char *what) {
    fprintf(stderr, "yikou: cannot go on without %s\n", what);
    abort();
}

// One per thread; a digest context may not be shared.
struct digest_ctx {
    EVP_MD *sm3;
    EVP_MD *sha256;
    EVP_MD_CTX *ctx;
};

static pthread_key_t digest_key;
static pthread_once_t digest_once = PTHREAD_ONCE_INIT;
static __thread struct digest_ctx *digest_mine;

static void digest_free(void *arg) {
    struct digest_ctx *digest = arg;
    digest_mine = NULL;
    EVP_MD_CTX_free(digest->ctx);
    EVP_MD_free(digest->sm3);
    EVP_MD_free(digest->sha256);
    free(digest);
}

static void digest_key_make(void) {
    if (pthread_key_create(&digest_key, digest_free) != 0) {
        give_up("a thread key");
    }
}

static struct digest_ctx *digest_get(void) {
    if (digest_mine) {
        return digest_mine;
    }
    pthread_once(&digest_once, digest_key_make);
    struct digest_ctx *digest = calloc(1, sizeof *digest);
    if (!digest) {
        give_up("memory");
    }
    digest->sm3 = EVP_MD_fetch(NULL, "SM3", NULL);
    digest->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    digest->ctx = EVP_MD_CTX_new();
    if (!digest->sm3 || !digest->sha256 || !digest->ctx) {
        give_up("SM3 and SHA-256");
    }
    if (pthread_setspecific(digest_key, digest) != 0) {
        give_up("memory");
    }
    digest_mine = digest;
    return digest;
}

static void digest_many(struct digest_ctx *digest, const EVP_MD *md, const struct iov *parts,
                        size_t n_parts, uint8_t *out) {
    int ok = EVP_DigestInit_ex2(digest->ctx, md, NULL);
    for (size_t i = 0; i < n_parts; i++) {
        ok = ok && EVP_DigestUpdate(digest->ctx, parts[i].data, parts[i].n);
    }
    if (!ok || !EVP_DigestFinal_ex(digest->ctx, out, NULL)) {
        give_up("digests");
    }
}

void sm3_many(const struct iov *parts, size_t n_parts, uint8_t out[SM3_BYTES]) {
    struct digest_ctx *digest = digest_get();
    digest_many(digest, digest->sm3, parts, n_parts, out);
}

void sm3(const void *data, size_t n, uint8_t out[SM3_BYTES]) {
    sm3_many(&(struct iov){data, n}, 1, out);
}

void sha256(const void *data, size_t n, uint8_t out[SHA256_BYTES]) {
    struct digest_ctx *digest = digest_get();
    digest_many(digest, digest->sha256, &(struct iov){data, n}, 1, out);
}

// HMAC (RFC 2104) spelled out over sm3_many: OpenSSL's EVP_MAC takes several times as long to set up as the two digests need.
enum { HMAC_PARTS_MAX = 8 };

void hmac_sm3(const uint8_t *key, size_t key_n, const struct iov *parts, size_t n_parts,
              uint8_t out[SM3_BYTES]) {
    assert(n_parts < HMAC_PARTS_MAX);
    uint8_t pad[SM3_BLOCK_BYTES] = {0};
    if (key_n > sizeof pad) {
        sm3(key, key_n, pad);
    } else if (key_n > 0) {
        memcpy(pad, key, key_n);
    }
    for (size_t i = 0; i < sizeof pad; i++) {
        pad[i] ^= 0x36;
    }
    struct iov all[HMAC_PARTS_MAX] = {{pad, sizeof pad}};
    for (size_t i = 0; i < n_parts; i++) {
        all[i + 1] = parts[i];
    }
    uint8_t inner[SM3_BYTES];
    sm3_many(all, n_parts + 1, inner);
    for (size_t i = 0; i < sizeof pad; i++) {
        pad[i] ^= 0x36 ^ 0x5c;
    }
    sm3_many((struct iov[]){{pad, sizeof pad}, {inner, sizeof inner}}, 2, out);
    sodium_memzero(pad, sizeof pad);
}

void hex_encode(const uint8_t *data, size_t n, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[data[i] >> 4];
        out[2 * i + 1] = digits[data[i] & 15];
    }
    out[2 * n] = '\0';
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

enum yk hex_decode(const char *text, uint8_t *out, size_t n) {
    // Looked at whole before anything is written: a refused text leaves out as it was.
    if (strlen(text) != 2 * n) {
        return YK_REFUSED;
    }
    for (size_t i = 0; i < 2 * n; i++) {
        if (hex_digit(text[i]) < 0) {
            return YK_REFUSED;
        }
    }
    for (size_t i = 0; i < n; i++) {
        out[i] = (uint8_t)(hex_digit(text[2 * i]) << 4 | hex_digit(text[2 * i + 1]));
    }
    return YK_OK;
}

void random_bytes(void *out, size_t n) {
    if (sodium_init() < 0) {
        give_up("a source of random bytes");
    }
    randombytes_buf(out, n);
}

int bytes_equal(const void *a, const void *b, size_t n) {
    return sodium_memcmp(a, b, n) == 0;
}
