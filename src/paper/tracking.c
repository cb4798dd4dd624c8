// SPDX-License-Identifier: Apache-2.0
// How a tracking code is made, written and read. The check letter is a sum over GF(32) with a weight of its own at each place: it finds every single wrong
// letter and every two that changed places.
#include "paper/tracking.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { DISTRICT_CHARS = 4, SECRET_CHARS = 9, GROUP_1 = 4, GROUP_2 = 9, FIELD_POLYNOMIAL = 0x25 };
static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// Times x in GF(2)[x] / (x^5 + x^2 + 1).
static unsigned times_x(unsigned value) {
    value <<= 1;
    return value & 32 ? value ^ FIELD_POLYNOMIAL : value;
}

static unsigned check_of(const uint8_t digits[TRACKING_CHARS - 1]) {
    unsigned sum = 0;
    for (int i = 0; i < TRACKING_CHARS - 1; i++) { // Horner's rule: digit i weighs x^(13 - i)
        sum = times_x(sum ^ digits[i]);
    }
    return sum;
}

static void write_code(const uint8_t digits[TRACKING_CHARS], char out[TRACKING_TEXT_BYTES]) {
    size_t n = 0;
    for (int i = 0; i < TRACKING_CHARS; i++) {
        if (i == GROUP_1 || i == GROUP_2) {
            out[n++] = '-';
        }
        out[n++] = letters[digits[i]];
    }
    out[n] = '\0';
}

void tracking_code(const struct keyring *ring, int32_t district, int64_t matter, int64_t n,
                   char out[TRACKING_TEXT_BYTES]) {
    char what[80];
    uint8_t secret[SM3_BYTES];
    uint8_t digits[TRACKING_CHARS];
    snprintf(what, sizeof what, "%d/%lld/%lld", (int)district, (long long)matter, (long long)n);
    keyring_lookup_hash(ring, "tracking", what, secret);
    for (int i = 0; i < DISTRICT_CHARS; i++) {
        digits[i] = (uint8_t)(district >> (5 * (DISTRICT_CHARS - 1 - i)) & 31);
    }
    for (int i = 0; i < SECRET_CHARS; i++) {
        digits[DISTRICT_CHARS + i] = secret[i] & 31;
    }
    digits[TRACKING_CHARS - 1] = (uint8_t)check_of(digits);
    write_code(digits, out);
}

// The value of a letter; -1: none of ours.
static int digit_of(char c) {
    if (c >= 'a' && c <= 'z') {
        c = (char)(c - 'a' + 'A');
    }
    c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    const char *at = c ? strchr(letters, c) : NULL;
    return at ? (int)(at - letters) : -1;
}

bool tracking_parse(const char *text, int32_t *out_district, char out[TRACKING_TEXT_BYTES]) {
    uint8_t digits[TRACKING_CHARS];
    int n = 0;
    for (; *text; text++) {
        if (*text == ' ' || *text == '-') {
            continue;
        }
        int digit = digit_of(*text);
        if (digit < 0 || n == TRACKING_CHARS) {
            return false;
        }
        digits[n++] = (uint8_t)digit;
    }
    if (n != TRACKING_CHARS || check_of(digits) != digits[TRACKING_CHARS - 1]) {
        return false;
    }
    int32_t district = 0;
    for (int i = 0; i < DISTRICT_CHARS; i++) {
        district = district << 5 | digits[i];
    }
    *out_district = district;
    write_code(digits, out);
    return true;
}
