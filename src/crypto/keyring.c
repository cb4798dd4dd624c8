// SPDX-License-Identifier: Apache-2.0
// The key file and what is done with it. The file is text, so that it can be printed and kept in a safe:
//
//     yikou-key 1
//     sm2-private <64 hex digits>
//     sm2-public <130 hex digits, uncompressed point>
//     secret <64 hex digits>
//     check <SM3 of all lines above>
//
// From `secret` two keys are derived, one that wraps personal keys and one for look-up hashes; neither can be found from the
// other. It does not decide what is signed, locked or looked up.

#include "crypto/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SM2_PRIVATE_BYTES = 32,
    SECRET_BYTES = 32,
    SM4_KEY_BYTES = 16,
    IV_BYTES = 16,
    FILE_MAX_BYTES = 1024,
    PATH_BYTES = 4096,
};

// GB/T 32918.2 wants a name of the signer hashed in; this is the one the standard gives when nothing else was agreed.
static const char SM2_ID[] = "1234567812345678";

struct key_parts {
    uint8_t sm2_private[SM2_PRIVATE_BYTES];
    uint8_t sm2_public[KEYRING_PUBLIC_BYTES];
    uint8_t secret[SECRET_BYTES];
};

struct keyring {
    EVP_PKEY *sm2;
    uint8_t sm2_public[KEYRING_PUBLIC_BYTES];
    uint8_t wrap_key[32];
    uint8_t lookup_key[32];
};

// ---- SM2 ----

static EVP_PKEY *sm2_from_params(OSSL_PARAM_BLD *bld, int selection) {
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
    OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(bld);
    if (!ctx || !params || EVP_PKEY_fromdata_init(ctx) <= 0 ||
        EVP_PKEY_fromdata(ctx, &key, selection, params) <= 0) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    OSSL_PARAM_free(params);
    EVP_PKEY_CTX_free(ctx);
    return key;
}

static EVP_PKEY *sm2_load(const struct key_parts *parts) {
    EVP_PKEY *key = NULL;
    BIGNUM *secret = BN_secure_new();
    OSSL_PARAM_BLD *bld = OSSL_PARAM_BLD_new();
    if (secret && bld && BN_bin2bn(parts->sm2_private, sizeof parts->sm2_private, secret) &&
        OSSL_PARAM_BLD_push_utf8_string(bld, OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0) &&
        OSSL_PARAM_BLD_push_octet_string(bld, OSSL_PKEY_PARAM_PUB_KEY, parts->sm2_public,
                                         sizeof parts->sm2_public) &&
        OSSL_PARAM_BLD_push_BN(bld, OSSL_PKEY_PARAM_PRIV_KEY, secret)) {
        key = sm2_from_params(bld, EVP_PKEY_KEYPAIR);
    }
    OSSL_PARAM_BLD_free(bld);
    BN_clear_free(secret);
    return key;
}

static EVP_PKEY *sm2_load_public(const uint8_t public_key[KEYRING_PUBLIC_BYTES]) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM_BLD *bld = OSSL_PARAM_BLD_new();
    if (bld && OSSL_PARAM_BLD_push_utf8_string(bld, OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0) &&
        OSSL_PARAM_BLD_push_octet_string(bld, OSSL_PKEY_PARAM_PUB_KEY, public_key,
                                         KEYRING_PUBLIC_BYTES)) {
        key = sm2_from_params(bld, EVP_PKEY_PUBLIC_KEY);
    }
    OSSL_PARAM_BLD_free(bld);
    return key;
}

static bool sm2_make(struct key_parts *parts) {
    bool made = false;
    BIGNUM *secret = NULL;
    size_t n = 0;
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
    // The point is asked for uncompressed, so that its length is fixed.
    if (key && EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &secret) &&
        BN_bn2binpad(secret, parts->sm2_private, sizeof parts->sm2_private) > 0 &&
        EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT,
                                       "uncompressed") &&
        EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, parts->sm2_public,
                                        sizeof parts->sm2_public, &n) &&
        n == sizeof parts->sm2_public) {
        made = true;
    }
    BN_clear_free(secret);
    EVP_PKEY_free(key);
    return made;
}

// A context ready for one signature or one check, with the signer's name in it.
static EVP_MD_CTX *sm2_begin(EVP_PKEY *key, bool sign) {
    EVP_PKEY_CTX *pctx = NULL;
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    if (!ctx) {
        return NULL;
    }
    int ok = sign ? EVP_DigestSignInit_ex(ctx, &pctx, "SM3", NULL, NULL, key, NULL)
                  : EVP_DigestVerifyInit_ex(ctx, &pctx, "SM3", NULL, NULL, key, NULL);
    if (ok <= 0 || EVP_PKEY_CTX_set1_id(pctx, SM2_ID, sizeof SM2_ID - 1) <= 0) {
        EVP_MD_CTX_free(ctx);
        return NULL;
    }
    return ctx;
}

enum yk keyring_sign(const struct keyring *ring, const void *data, size_t n,
                     uint8_t out[SIGNATURE_MAX_BYTES], size_t *out_n, struct err *err) {
    uint8_t sig[SIGNATURE_MAX_BYTES];
    size_t sig_n = sizeof sig;
    EVP_MD_CTX *ctx = sm2_begin(ring->sm2, true);
    int ok = ctx ? EVP_DigestSign(ctx, sig, &sig_n, data, n) : 0;
    EVP_MD_CTX_free(ctx);
    if (ok <= 0) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not sign with SM2");
    }
    memcpy(out, sig, sig_n);
    *out_n = sig_n;
    return YK_OK;
}

static bool sm2_check(EVP_PKEY *key, const void *data, size_t n, const uint8_t *sig, size_t sig_n) {
    EVP_MD_CTX *ctx = sm2_begin(key, false);
    int ok = ctx ? EVP_DigestVerify(ctx, sig, sig_n, data, n) : 0;
    EVP_MD_CTX_free(ctx);
    return ok == 1;
}

bool keyring_verify(const struct keyring *ring, const void *data, size_t n, const uint8_t *sig,
                    size_t sig_n) {
    return sm2_check(ring->sm2, data, n, sig, sig_n);
}

bool keyring_verify_by_public(const uint8_t public_key[KEYRING_PUBLIC_BYTES], const void *data,
                              size_t n, const uint8_t *sig, size_t sig_n) {
    EVP_PKEY *key = sm2_load_public(public_key);
    bool ok = key && sm2_check(key, data, n, sig, sig_n);
    EVP_PKEY_free(key);
    return ok;
}

void keyring_public_key(const struct keyring *ring, uint8_t out[KEYRING_PUBLIC_BYTES]) {
    memcpy(out, ring->sm2_public, KEYRING_PUBLIC_BYTES);
}

// ---- the file ----

static size_t file_format(const struct key_parts *parts, char out[FILE_MAX_BYTES]) {
    char private_hex[2 * SM2_PRIVATE_BYTES + 1], public_hex[2 * KEYRING_PUBLIC_BYTES + 1];
    char secret_hex[2 * SECRET_BYTES + 1], check_hex[SM3_HEX_BYTES];
    hex_encode(parts->sm2_private, sizeof parts->sm2_private, private_hex);
    hex_encode(parts->sm2_public, sizeof parts->sm2_public, public_hex);
    hex_encode(parts->secret, sizeof parts->secret, secret_hex);
    int n = snprintf(out, FILE_MAX_BYTES, "yikou-key 1\nsm2-private %s\nsm2-public %s\nsecret %s\n",
                     private_hex, public_hex, secret_hex);
    uint8_t check[SM3_BYTES];
    sm3(out, (size_t)n, check);
    hex_encode(check, sizeof check, check_hex);
    n += snprintf(out + n, FILE_MAX_BYTES - (size_t)n, "check %s\n", check_hex);
    sodium_memzero(private_hex, sizeof private_hex);
    sodium_memzero(secret_hex, sizeof secret_hex);
    return (size_t)n;
}

// Reads "name <hex>\n" at *at and moves *at behind it.
static bool file_line(const char **at, const char *name, uint8_t *out, size_t n) {
    size_t name_n = strlen(name);
    const char *end = strchr(*at, '\n');
    char hex[2 * KEYRING_PUBLIC_BYTES + 1];
    if (!end || strncmp(*at, name, name_n) != 0 || (*at)[name_n] != ' ') {
        return false;
    }
    const char *value = *at + name_n + 1;
    if ((size_t)(end - value) != 2 * n || 2 * n >= sizeof hex) {
        return false;
    }
    memcpy(hex, value, 2 * n);
    hex[2 * n] = '\0';
    bool ok = hex_decode(hex, out, n) == YK_OK;
    sodium_memzero(hex, sizeof hex);
    *at = end + 1;
    return ok;
}

static enum yk file_parse(const char *path, const char *text, struct key_parts *out,
                          struct err *err) {
    static const char head[] = "yikou-key 1\n";
    if (strncmp(text, "yikou-key ", 10) != 0) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "%s: not a yikou key file", path);
    }
    if (strncmp(text, head, sizeof head - 1) != 0) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "%s: made by a newer program", path);
    }
    const char *at = text + sizeof head - 1;
    uint8_t said[SM3_BYTES], is[SM3_BYTES];
    bool ok = file_line(&at, "sm2-private", out->sm2_private, sizeof out->sm2_private) &&
              file_line(&at, "sm2-public", out->sm2_public, sizeof out->sm2_public) &&
              file_line(&at, "secret", out->secret, sizeof out->secret);
    size_t checked_n = (size_t)(at - text);
    ok = ok && file_line(&at, "check", said, sizeof said) && *at == '\0';
    if (ok) {
        sm3(text, checked_n, is);
        ok = bytes_equal(said, is, sizeof is);
    }
    if (!ok) {
        return err_set(err, YK_FAILED, ERR_TAMPERED, "%s: damaged (its check line does not agree)",
                       path);
    }
    return YK_OK;
}

static bool write_all(int fd, const char *data, size_t n) {
    while (n > 0) {
        ssize_t w = write(fd, data, n);
        if (w < 0 && errno == EINTR) {
            continue;
        }
        if (w <= 0) {
            return false;
        }
        data += w;
        n -= (size_t)w;
    }
    return true;
}

// The name itself must be durable too: a key that is lost takes every locked name with it.
static bool sync_folder_of(const char *path) {
    char folder[PATH_BYTES];
    const char *slash = strrchr(path, '/');
    if (!slash) {
        snprintf(folder, sizeof folder, ".");
    } else {
        snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    }
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    bool ok = fsync(fd) == 0;
    close(fd);
    return ok;
}

// Written whole under another name and then linked, so that nobody ever reads half a key and two starts at once make one key.
// Sets *out_made false when somebody else was first.
static enum yk file_make(const char *path, const struct key_parts *parts, bool *out_made,
                         struct err *err) {
    char tmp[PATH_BYTES], text[FILE_MAX_BYTES];
    if ((size_t)snprintf(tmp, sizeof tmp, "%s.%ld.new", path, (long)getpid()) >= sizeof tmp) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "%s: the path is too long", path);
    }
    unlink(tmp);
    int fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not make %s: %s", tmp, strerror(errno));
    }
    size_t n = file_format(parts, text);
    bool ok = write_all(fd, text, n) && fsync(fd) == 0;
    int why = errno;
    sodium_memzero(text, sizeof text);
    close(fd);
    bool made = false;
    if (ok && link(tmp, path) == 0) {
        made = true;
        ok = sync_folder_of(path);
        why = errno;
    } else if (ok && errno != EEXIST) {
        why = errno;
        ok = false;
    }
    unlink(tmp);
    if (!ok) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not write %s: %s", path, strerror(why));
    }
    *out_made = made;
    return YK_OK;
}

// YK_NOT_FOUND when there is none.
static enum yk file_read(const char *path, char out[FILE_MAX_BYTES], struct err *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        enum yk status = errno == ENOENT ? YK_NOT_FOUND : YK_FAILED;
        return err_set(err, status, ERR_INTERNAL, "could not open the key file %s: %s", path,
                       strerror(errno));
    }
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return err_set(err, YK_FAILED, ERR_INTERNAL, "%s: not a plain file", path);
    }
    if (st.st_mode & 077) {
        close(fd);
        return err_set(err, YK_FAILED, ERR_INTERNAL,
                       "%s: others may read the key file; set its mode to 0600", path);
    }
    size_t n = 0;
    ssize_t got = 1;
    while (n < FILE_MAX_BYTES - 1 && got > 0) {
        got = read(fd, out + n, FILE_MAX_BYTES - 1 - n);
        n += got > 0 ? (size_t)got : 0;
    }
    close(fd);
    if (got < 0) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not read the key file %s", path);
    }
    out[n] = '\0';
    return YK_OK;
}

static enum yk ring_new(const char *path, const struct key_parts *parts, struct keyring **out,
                        struct err *err) {
    struct keyring *ring = calloc(1, sizeof *ring);
    if (!ring) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for the keys");
    }
    ring->sm2 = sm2_load(parts);
    memcpy(ring->sm2_public, parts->sm2_public, sizeof ring->sm2_public);
    hmac_sm3(parts->secret, sizeof parts->secret, &(struct iov){"yikou wrap 1", 12}, 1,
             ring->wrap_key);
    hmac_sm3(parts->secret, sizeof parts->secret, &(struct iov){"yikou lookup 1", 14}, 1,
             ring->lookup_key);
    // A private key that does not belong to the public one would seal blocks that nobody can check.
    uint8_t sig[SIGNATURE_MAX_BYTES];
    size_t sig_n = 0;
    if (!ring->sm2 || keyring_sign(ring, "yikou", 5, sig, &sig_n, NULL) != YK_OK ||
        !keyring_verify_by_public(ring->sm2_public, "yikou", 5, sig, sig_n)) {
        keyring_free(&ring);
        return err_set(err, YK_FAILED, ERR_TAMPERED, "%s: its SM2 keys do not belong together",
                       path);
    }
    *out = ring;
    return YK_OK;
}

enum yk keyring_open(const char *path, bool create, bool *out_created, struct keyring **out,
                     struct err *err) {
    char text[FILE_MAX_BYTES];
    struct key_parts parts;
    bool made = false;
    enum yk status = file_read(path, text, err);
    if (status == YK_NOT_FOUND && create) {
        if (!sm2_make(&parts)) {
            return err_set(err, YK_FAILED, ERR_INTERNAL, "could not make an SM2 key");
        }
        random_bytes(parts.secret, sizeof parts.secret);
        status = file_make(path, &parts, &made, err);
        if (status == YK_OK) {
            status = file_read(path, text, err);
        }
    } else if (status == YK_NOT_FOUND) {
        status = YK_FAILED;
    }
    if (status == YK_OK) {
        status = file_parse(path, text, &parts, err);
    }
    struct keyring *ring = NULL;
    if (status == YK_OK) {
        status = ring_new(path, &parts, &ring, err);
    }
    sodium_memzero(text, sizeof text);
    sodium_memzero(&parts, sizeof parts);
    if (status != YK_OK) {
        return status;
    }
    if (out_created) {
        *out_created = made;
    }
    *out = ring;
    return YK_OK;
}

void keyring_free(struct keyring **ring) {
    if (!ring || !*ring) {
        return;
    }
    EVP_PKEY_free((*ring)->sm2);
    sodium_memzero(*ring, sizeof **ring);
    free(*ring);
    *ring = NULL;
}

// ---- locking text away ----

static bool sm4_ctr(const uint8_t *key, const uint8_t *iv, const void *in, size_t n, uint8_t *out) {
    int len = 0, rest = 0;
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    bool ok = ctx && n <= INT32_MAX && EVP_EncryptInit_ex(ctx, EVP_sm4_ctr(), NULL, key, iv) &&
              EVP_EncryptUpdate(ctx, out, &len, in, (int)n) &&
              EVP_EncryptFinal_ex(ctx, out + len, &rest) && (size_t)len + (size_t)rest == n;
    EVP_CIPHER_CTX_free(ctx);
    return ok;
}

static void vault_tag(const uint8_t key[32], const uint8_t *locked, size_t n,
                      uint8_t out[SM3_BYTES]) {
    hmac_sm3(key + SM4_KEY_BYTES, 32 - SM4_KEY_BYTES, &(struct iov){locked, n}, 1, out);
}

enum yk vault_lock(const uint8_t key[32], const void *plain, size_t n, uint8_t *out,
                   struct err *err) {
    random_bytes(out, IV_BYTES);
    if (!sm4_ctr(key, out, plain, n, out + IV_BYTES)) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not encrypt with SM4");
    }
    vault_tag(key, out, IV_BYTES + n, out + IV_BYTES + n);
    return YK_OK;
}

// Length of the plain text, or an error; the tag is checked before anything is decrypted.
static enum yk vault_check(const uint8_t key[32], const uint8_t *locked, size_t n, size_t *out_n,
                           struct err *err) {
    if (n < VAULT_OVERHEAD_BYTES) {
        return err_set(err, YK_FAILED, ERR_TAMPERED, "a locked value is cut short");
    }
    uint8_t tag[SM3_BYTES];
    vault_tag(key, locked, n - SM3_BYTES, tag);
    if (!bytes_equal(tag, locked + n - SM3_BYTES, sizeof tag)) {
        return err_set(err, YK_FAILED, ERR_TAMPERED, "a locked value does not agree with its tag");
    }
    *out_n = n - VAULT_OVERHEAD_BYTES;
    return YK_OK;
}

enum yk vault_unlock(const uint8_t key[32], const void *locked, size_t n, struct arena *arena,
                     char **out_plain, size_t *out_n, struct err *err) {
    const uint8_t *bytes = locked;
    size_t plain_n = 0;
    enum yk status = vault_check(key, bytes, n, &plain_n, err);
    if (status != YK_OK) {
        return status;
    }
    char *plain = arena_alloc(arena, plain_n + 1); // zeroed, so it ends like a string
    if (!plain) {
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory to unlock a value");
    }
    if (!sm4_ctr(key, bytes, bytes + IV_BYTES, plain_n, (uint8_t *)plain)) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not decrypt with SM4");
    }
    *out_plain = plain;
    if (out_n) {
        *out_n = plain_n;
    }
    return YK_OK;
}

enum yk keyring_wrap(const struct keyring *ring, const uint8_t key[32], uint8_t *out,
                     struct err *err) {
    return vault_lock(ring->wrap_key, key, 32, out, err);
}

enum yk keyring_unwrap(const struct keyring *ring, const void *wrapped, size_t n,
                       uint8_t out_key[32], struct err *err) {
    const uint8_t *bytes = wrapped;
    size_t plain_n = 0;
    enum yk status = vault_check(ring->wrap_key, bytes, n, &plain_n, err);
    if (status != YK_OK) {
        return status;
    }
    uint8_t plain[32];
    if (plain_n != sizeof plain) {
        return err_set(err, YK_FAILED, ERR_TAMPERED, "a wrapped key has the wrong length");
    }
    if (!sm4_ctr(ring->wrap_key, bytes, bytes + IV_BYTES, plain_n, plain)) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "could not decrypt with SM4");
    }
    memcpy(out_key, plain, sizeof plain);
    sodium_memzero(plain, sizeof plain);
    return YK_OK;
}

void keyring_lookup_hash(const struct keyring *ring, const char *purpose, const char *value,
                         uint8_t out[SM3_BYTES]) {
    hmac_sm3(ring->lookup_key, sizeof ring->lookup_key,
             (struct iov[]){{purpose, strlen(purpose) + 1}, {value, strlen(value)}}, 2, out);
}
