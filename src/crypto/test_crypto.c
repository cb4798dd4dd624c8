// SPDX-License-Identifier: Apache-2.0
// Digests, ciphers and signatures against the vectors of their standards and against OpenSSL's own one-shot forms; the key file and
// what it refuses; passwords.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/hash.h"
#include "crypto/keyring.h"
#include "crypto/password.h"

static void assert_hex(const uint8_t *data, size_t n, const char *want) {
    char hex[257];
    assert_true(2 * n < sizeof hex);
    hex_encode(data, n, hex);
    assert_string_equal(hex, want);
}

static void test_digests(void **state) {
    (void)state;
    uint8_t out[32];
    // GB/T 32905-2016, A.1 and A.2.
    sm3("abc", 3, out);
    assert_hex(out, 32, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    const char *abcd = "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd";
    sm3(abcd, 64, out);
    assert_hex(out, 32, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    sm3_many((struct iov[]){{abcd, 1}, {abcd, 0}, {abcd + 1, 63}}, 3, out);
    assert_hex(out, 32, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    // FIPS 180-4.
    sha256("abc", 3, out);
    assert_hex(out, 32, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sm3("abc", 3, out);
    assert_hex(out, 32, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

static void test_hmac_agrees_with_openssl(void **state) {
    (void)state;
    uint8_t key[150], text[200], ours[32], theirs[32];
    random_bytes(key, sizeof key);
    random_bytes(text, sizeof text);
    for (size_t key_n = 0; key_n <= sizeof key; key_n += 10) {
        size_t n = 0;
        hmac_sm3(key, key_n, (struct iov[]){{text, 7}, {text + 7, 193}}, 2, ours);
        assert_non_null(EVP_Q_mac(NULL, "HMAC", NULL, "SM3", NULL, key, key_n, text, sizeof text,
                                  theirs, sizeof theirs, &n));
        assert_memory_equal(ours, theirs, 32);
    }
    // GB/T 15852.2's example key and message.
    for (int i = 0; i < 32; i++) {
        key[i] = (uint8_t)(i + 1);
    }
    const char *message = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
                          "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    hmac_sm3(key, 32, &(struct iov){message, strlen(message)}, 1, ours);
    assert_hex(ours, 32, "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a");
}

static void *digest_in_thread(void *arg) {
    uint8_t *out = arg;
    for (int i = 0; i < 1000; i++) {
        sm3("abc", 3, out);
    }
    return NULL;
}

static void test_threads(void **state) {
    (void)state;
    pthread_t threads[4];
    uint8_t outs[4][32];
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, digest_in_thread, outs[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_hex(outs[i], 32, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }
}

static void test_hex(void **state) {
    (void)state;
    uint8_t out[3] = {1, 2, 3};
    assert_int_equal(hex_decode("00ffA", out, 3), YK_REFUSED);
    assert_int_equal(hex_decode("00ffAg", out, 3), YK_REFUSED);
    assert_int_equal(hex_decode("00ffAabb", out, 3), YK_REFUSED);
    assert_hex(out, 3, "010203");
    assert_int_equal(hex_decode("00ffAa", out, 3), YK_OK);
    assert_hex(out, 3, "00ffaa");
    assert_true(bytes_equal("abc", "abc", 3));
    assert_false(bytes_equal("abc", "abd", 3));
}

// GB/T 32907-2016, A.1: the block 0123…3210 under the key of the same digits. In counter mode the first block of key stream is the
// encrypted initial counter, so sixteen zero bytes locked under that counter are the example's cipher text.
static void test_vault_standard_vector(void **state) {
    (void)state;
    uint8_t key[32] = {0}, locked[16 + VAULT_OVERHEAD_BYTES];
    assert_int_equal(hex_decode("0123456789abcdeffedcba9876543210", key, 16), YK_OK);
    assert_int_equal(hex_decode("0123456789abcdeffedcba9876543210"
                                "681edf34d206965e86b3e94f536e4246",
                                locked, 32),
                     YK_OK);
    hmac_sm3(key + 16, 16, &(struct iov){locked, 32}, 1, locked + 32);
    struct arena *arena = arena_new(0);
    char *plain = NULL;
    size_t n = 0;
    assert_int_equal(vault_unlock(key, locked, sizeof locked, arena, &plain, &n, NULL), YK_OK);
    assert_int_equal(n, 16);
    assert_hex((uint8_t *)plain, 16, "00000000000000000000000000000000");
    arena_free(&arena);
}

static void test_vault_refuses_every_changed_byte(void **state) {
    (void)state;
    const char name[] = "王芳 13900001234";
    uint8_t key[32], locked[sizeof name + VAULT_OVERHEAD_BYTES], again[sizeof locked];
    struct arena *arena = arena_new(0);
    char *plain = NULL;
    size_t n = 0;
    random_bytes(key, sizeof key);
    assert_int_equal(vault_lock(key, name, sizeof name, locked, NULL), YK_OK);
    assert_int_equal(vault_lock(key, name, sizeof name, again, NULL), YK_OK);
    assert_memory_not_equal(locked, again, sizeof locked); // an iv of its own each time
    assert_int_equal(vault_unlock(key, locked, sizeof locked, arena, &plain, &n, NULL), YK_OK);
    assert_int_equal(n, sizeof name);
    assert_string_equal(plain, name);
    for (size_t i = 0; i < sizeof locked; i++) {
        struct err err = {0};
        char *kept = plain;
        locked[i] ^= 1;
        assert_int_equal(vault_unlock(key, locked, sizeof locked, arena, &plain, &n, &err),
                         YK_FAILED);
        assert_int_equal(err.code, ERR_TAMPERED);
        assert_ptr_equal(plain, kept);
        locked[i] ^= 1;
    }
    for (size_t cut = 0; cut < sizeof locked; cut++) {
        assert_int_equal(vault_unlock(key, locked, cut, arena, &plain, &n, NULL), YK_FAILED);
    }
    assert_int_equal(vault_lock(key, "", 0, locked, NULL), YK_OK);
    assert_int_equal(vault_unlock(key, locked, VAULT_OVERHEAD_BYTES, arena, &plain, &n, NULL),
                     YK_OK);
    assert_int_equal(n, 0);
    arena_free(&arena);
}

struct folder {
    char path[64], key[96];
};

static int folder_make(void **state) {
    struct folder *folder = calloc(1, sizeof *folder);
    if (!folder) {
        return -1;
    }
    snprintf(folder->path, sizeof folder->path, "/tmp/yikou-key-XXXXXX");
    if (!mkdtemp(folder->path)) {
        free(folder);
        return -1;
    }
    snprintf(folder->key, sizeof folder->key, "%s/key", folder->path);
    *state = folder;
    return 0;
}

static int folder_remove(void **state) {
    struct folder *folder = *state;
    unlink(folder->key);
    int result = rmdir(folder->path); // fails when a temporary file was left
    free(folder);
    return result;
}

static size_t file_load(const char *path, char *out, size_t max) {
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    size_t n = fread(out, 1, max - 1, f);
    out[n] = '\0';
    fclose(f);
    return n;
}

static void file_store(const char *path, const char *data, size_t n) {
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, n, f), n);
    fclose(f);
}

static void test_keyring_file(void **state) {
    struct folder *folder = *state;
    struct keyring *ring = NULL, *again = NULL;
    bool created = false;
    struct err err = {0};
    assert_int_equal(keyring_open(folder->key, false, &created, &ring, &err), YK_FAILED);
    assert_null(ring);
    assert_int_equal(keyring_open(folder->key, true, &created, &ring, &err), YK_OK);
    assert_true(created);
    struct stat st;
    assert_int_equal(stat(folder->key, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(keyring_open(folder->key, true, &created, &again, &err), YK_OK);
    assert_false(created);

    // The same keys: what one signs, wraps and hashes, the other checks, unwraps and finds.
    uint8_t sig[SIGNATURE_MAX_BYTES], public_key[KEYRING_PUBLIC_BYTES];
    size_t n = 0;
    assert_int_equal(keyring_sign(ring, "head", 4, sig, &n, &err), YK_OK);
    assert_true(keyring_verify(again, "head", 4, sig, n));
    assert_false(keyring_verify(again, "heae", 4, sig, n));
    keyring_public_key(again, public_key);
    assert_true(keyring_verify_by_public(public_key, "head", 4, sig, n));
    sig[n - 1] ^= 1;
    assert_false(keyring_verify(again, "head", 4, sig, n));
    assert_false(keyring_verify(again, "head", 4, sig, 3));
    uint8_t key[32], back[32] = {0}, wrapped[32 + VAULT_OVERHEAD_BYTES], a[32], b[32];
    random_bytes(key, sizeof key);
    assert_int_equal(keyring_wrap(ring, key, wrapped, &err), YK_OK);
    assert_int_equal(keyring_unwrap(again, wrapped, sizeof wrapped, back, &err), YK_OK);
    assert_memory_equal(key, back, 32);
    wrapped[20] ^= 4;
    assert_int_equal(keyring_unwrap(again, wrapped, sizeof wrapped, back, &err), YK_FAILED);
    keyring_lookup_hash(ring, "phone", "13900001234", a);
    keyring_lookup_hash(again, "phone", "13900001234", b);
    assert_memory_equal(a, b, 32);
    keyring_lookup_hash(again, "phone1", "3900001234", b);
    assert_memory_not_equal(a, b, 32);
    keyring_free(&ring);
    keyring_free(&again);
    assert_null(ring);
    keyring_free(&ring);
}

static void test_keyring_refusals(void **state) {
    struct folder *folder = *state;
    struct keyring *ring = NULL;
    char good[1024], bad[1100];
    assert_int_equal(keyring_open(folder->key, true, NULL, &ring, NULL), YK_OK);
    keyring_free(&ring);
    size_t n = file_load(folder->key, good, sizeof good);
    // Each single changed byte, each cut, and one byte more.
    for (size_t i = 0; i < n; i++) {
        memcpy(bad, good, n);
        bad[i] ^= 1;
        file_store(folder->key, bad, n);
        assert_int_equal(keyring_open(folder->key, true, NULL, &ring, NULL), YK_FAILED);
        file_store(folder->key, good, i);
        assert_int_equal(keyring_open(folder->key, true, NULL, &ring, NULL), YK_FAILED);
    }
    memcpy(bad, good, n);
    memset(bad + n, '\n', 50);
    file_store(folder->key, bad, n + 1);
    assert_int_equal(keyring_open(folder->key, true, NULL, &ring, NULL), YK_FAILED);
    file_store(folder->key, good, n);
    assert_int_equal(chmod(folder->key, 0640), 0);
    assert_int_equal(keyring_open(folder->key, true, NULL, &ring, NULL), YK_FAILED);
    assert_int_equal(chmod(folder->key, 0600), 0);
    assert_int_equal(keyring_open(folder->key, false, NULL, &ring, NULL), YK_OK);
    keyring_free(&ring);
    assert_null(ring);
}

// GM/T 0003.5-2012 gives its signature example on the recommended curve with this public key and id; message "message digest".
static void test_sm2_standard_signature(void **state) {
    (void)state;
    uint8_t public_key[KEYRING_PUBLIC_BYTES], sig[72];
    assert_int_equal(hex_decode("0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                                "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
                                public_key, sizeof public_key),
                     YK_OK);
    assert_int_equal(
        hex_decode("3046"
                   "022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
                   "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa",
                   sig, sizeof sig),
        YK_OK);
    assert_true(keyring_verify_by_public(public_key, "message digest", 14, sig, sizeof sig));
    assert_false(keyring_verify_by_public(public_key, "message digesu", 14, sig, sizeof sig));
    public_key[64] ^= 1; // no point of the curve
    assert_false(keyring_verify_by_public(public_key, "message digest", 14, sig, sizeof sig));
}

static void test_password_hash(void **state) {
    (void)state;
    char a[PASSWORD_HASH_BYTES], b[PASSWORD_HASH_BYTES];
    assert_int_equal(password_hash_at("正确-Horse1", PASSWORD_COST_TESTS, a, NULL), YK_OK);
    assert_int_equal(password_hash_at("正确-Horse1", PASSWORD_COST_TESTS, b, NULL), YK_OK);
    assert_string_not_equal(a, b);
    assert_true(password_verify(a, "正确-Horse1"));
    assert_true(password_verify(b, "正确-Horse1"));
    assert_false(password_verify(a, "正确-Horse2"));
    assert_false(password_verify(a, ""));
    assert_false(password_verify("", "正确-Horse1"));
    assert_false(password_verify("$argon2id$nonsense", "正确-Horse1"));
    assert_int_equal(password_hash("x", a, NULL), YK_OK);
    assert_non_null(strstr(a, "$argon2id$v=19$m=47104,t=3,p=1$"));
}

static void test_password_rule(void **state) {
    (void)state;
    static const struct {
        const char *password, *login;
        enum err_code code; // ERR_NONE: accepted
    } cases[] = {
        {"", "clerk1", ERR_TOO_SHORT},
        {"Abcdef12!", "clerk1", ERR_TOO_SHORT},
        {"Abcdef123!", "clerk1", ERR_NONE},
        {"abcdefgh123", "clerk1", ERR_WEAK_PASSWORD},
        {"abcdefgh12!", "clerk1", ERR_NONE},
        {"ABCDEFGHIJKL", "clerk1", ERR_WEAK_PASSWORD},
        {"xxCLERK1!xxyy", "clerk1", ERR_WEAK_PASSWORD},
        {"xxCLERK1!xxyy", "clerk2", ERR_NONE},
        {"一二三四五六七八九Aa", "clerk2", ERR_NONE},
        {"一二三四五六七Aa", "clerk2", ERR_TOO_SHORT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err err = {0};
        enum yk status = password_check(cases[i].password, cases[i].login, "password", &err);
        assert_int_equal(status, cases[i].code == ERR_NONE ? YK_OK : YK_REFUSED);
        assert_int_equal(err.n_items ? err.items[0].code : ERR_NONE, cases[i].code);
    }
    char longest[PASSWORD_MAX_CHARS + 2];
    memset(longest, 'a', sizeof longest);
    memcpy(longest, "A1", 2);
    longest[PASSWORD_MAX_CHARS + 1] = '\0';
    struct err err = {0};
    assert_int_equal(password_check(longest, "x", "password", &err), YK_REFUSED);
    longest[PASSWORD_MAX_CHARS] = '\0';
    assert_int_equal(password_check(longest, "x", "password", NULL), YK_OK);
    char one[INITIAL_PASSWORD_BYTES], two[INITIAL_PASSWORD_BYTES];
    for (int i = 0; i < 200; i++) {
        password_make_initial(one);
        password_make_initial(two);
        assert_int_equal(strlen(one), INITIAL_PASSWORD_BYTES - 1);
        assert_string_not_equal(one, two);
        assert_int_equal(password_check(one, "someone", "password", NULL), YK_OK);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digests),
        cmocka_unit_test(test_hmac_agrees_with_openssl),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_hex),
        cmocka_unit_test(test_vault_standard_vector),
        cmocka_unit_test(test_vault_refuses_every_changed_byte),
        cmocka_unit_test_setup_teardown(test_keyring_file, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(test_keyring_refusals, folder_make, folder_remove),
        cmocka_unit_test(test_sm2_standard_signature),
        cmocka_unit_test(test_password_hash),
        cmocka_unit_test(test_password_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
