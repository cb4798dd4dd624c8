// SPDX-License-Identifier: Apache-2.0
// UTF-8 checked by table of lead bytes, and the few folds that Chinese offices need: full-width letters and digits,
// U+3000, phone numbers as people write them. What a field allows is its spec's to say, not ours.

#include "base/text.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"

enum { REPLACEMENT = 0xFFFD };

// The code point at text (n > 0 bytes left) and how many bytes it takes; 0 when it is not well-formed.
static size_t decode(const char *text, size_t n, uint32_t *out) {
    const unsigned char *at = (const unsigned char *)text;
    uint32_t lead = at[0];
    if (lead < 0x80) {
        *out = lead;
        return 1;
    }
    size_t len = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || n < len) {
        return 0;
    }
    uint32_t value = lead & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
        value = value << 6 | (at[i] & 0x3F);
    }
    if ((len == 3 && value < 0x800) || (len == 4 && value < 0x10000) || value > 0x10FFFF ||
        (value >= 0xD800 && value <= 0xDFFF)) {
        return 0;
    }
    *out = value;
    return len;
}

// The next code point of a NUL-terminated text; a broken byte counts as one character.
static uint32_t next_char(const char **at) {
    uint32_t value;
    size_t len = decode(*at, strnlen(*at, 4), &value);
    *at += len ? len : 1;
    return len ? value : REPLACEMENT;
}

static char *put_char(char *out, uint32_t c) {
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xC0 | c >> 6);
        *out++ = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *out++ = (char)(0xE0 | c >> 12);
        *out++ = (char)(0x80 | (c >> 6 & 0x3F));
        *out++ = (char)(0x80 | (c & 0x3F));
    } else {
        *out++ = (char)(0xF0 | c >> 18);
        *out++ = (char)(0x80 | (c >> 12 & 0x3F));
        *out++ = (char)(0x80 | (c >> 6 & 0x3F));
        *out++ = (char)(0x80 | (c & 0x3F));
    }
    return out;
}

bool text_is_clean(const char *text, size_t n) {
    size_t at = 0;
    while (at < n) {
        uint32_t c;
        size_t len = decode(text + at, n - at, &c);
        if (!len || (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c <= 0x9F)) {
            return false;
        }
        at += len;
    }
    return true;
}

size_t text_count_chars(const char *text) {
    size_t n = 0;
    for (; *text; text++) {
        n += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return n;
}

static bool is_space(uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

char *text_trim(struct arena *arena, const char *text, bool single_line) {
    if (!text) {
        return NULL;
    }
    char *out = arena_alloc(arena, strlen(text) + 1);
    if (!out) {
        return NULL;
    }
    char *put = out, *end = out; // end: past the last character that is no white space
    const char *at = text;
    bool pending = false; // a run of white space to be folded
    while (*at) {
        const char *from = at;
        uint32_t c = next_char(&at);
        if (is_space(c)) {
            if (put == out) {
                continue;
            }
            if (single_line) {
                pending = true;
                continue;
            }
            if (c == '\r') {
                if (*at != '\n') {
                    *put++ = '\n';
                }
                continue;
            }
        } else if (pending) {
            *put++ = ' ';
            pending = false;
        }
        memmove(put, from, (size_t)(at - from));
        put += at - from;
        if (!is_space(c)) {
            end = put;
        }
    }
    *end = '\0';
    return out;
}

char *text_mask_name(struct arena *arena, const char *name) {
    if (!name) {
        return NULL;
    }
    size_t chars = text_count_chars(name);
    char *out = arena_alloc(arena, chars * 4 + 1);
    if (!out) {
        return NULL;
    }
    char *put = out;
    const char *at = name;
    for (size_t i = 0; i < chars; i++) {
        uint32_t c = next_char(&at);
        bool shown = chars > 1 && (i == 0 || (chars > 2 && i == chars - 1));
        put = put_char(put, shown ? c : '*');
    }
    *put = '\0';
    return out;
}

char *text_mask_phone(struct arena *arena, const char *phone) {
    char *out = arena_strdup(arena, phone);
    if (!out) {
        return NULL;
    }
    size_t n = strlen(out);
    size_t from = n >= 10 ? 3 : 0, to = n >= 10 ? n - 4 : n >= 6 ? n - 2 : n;
    memset(out + from, '*', to - from);
    return out;
}

// Full-width ASCII and U+3000 as their half-width forms.
static uint32_t fold_width(uint32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) {
        return c - 0xFF01 + '!';
    }
    return c == 0x3000 ? ' ' : c;
}

static bool is_dash_or_bracket(uint32_t c) {
    return c == '-' || c == '(' || c == ')' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

static bool is_mobile(const char *digits, size_t n) {
    return n == 11 && digits[0] == '1' && digits[1] >= '3';
}

// 0, area code, number: three-digit areas are 010 and 02x, all others have four digits. A number does not begin with 0 or 1.
static bool is_land_line(const char *digits, size_t n) {
    if (n < 10 || n > 12 || digits[0] != '0' || digits[1] == '0') {
        return false;
    }
    size_t area = digits[1] == '1' || digits[1] == '2' ? 3 : 4;
    return (digits[1] != '1' || digits[2] == '0') && n - area >= 7 && n - area <= 8 &&
           digits[area] >= '2';
}

char *text_fold_phone(struct arena *arena, const char *phone) {
    enum { DIGITS_MAX = 18 };
    char digits[DIGITS_MAX + 2];
    size_t n = 1; // [0] is kept for the 0 of an area code
    bool plus = false;
    if (!phone) {
        return NULL;
    }
    for (const char *at = phone; *at;) {
        uint32_t c = fold_width(next_char(&at));
        if (c == '+' && n == 1 && !plus) {
            plus = true;
        } else if (c >= '0' && c <= '9') {
            if (n > DIGITS_MAX) {
                return NULL;
            }
            digits[n++] = (char)c;
        } else if (!is_space(c) && !is_dash_or_bracket(c)) {
            return NULL;
        }
    }
    char *from = digits + 1;
    n--;
    if (!plus && n > 4 && memcmp(from, "0086", 4) == 0) {
        plus = true;
        from += 2;
        n -= 2;
    }
    if (!plus && n == 13 && memcmp(from, "86", 2) == 0 && is_mobile(from + 2, 11)) {
        plus = true;
    }
    if (plus) {
        if (n < 3 || memcmp(from, "86", 2) != 0) {
            return NULL;
        }
        from += 2;
        n -= 2;
        if (from[0] != '0' && !is_mobile(from, n)) {
            *--from = '0';
            n++;
        }
    }
    return is_mobile(from, n) || is_land_line(from, n) ? arena_strndup(arena, from, n) : NULL;
}

enum char_class { CLASS_OTHER, CLASS_HAN, CLASS_WORD };

static enum char_class class_of(uint32_t c) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        return CLASS_WORD;
    }
    if ((c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
        (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3007 ||
        c == 0x3005) {
        return CLASS_HAN;
    }
    bool letter = (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) ||
                  (c >= 0x370 && c <= 0x52F) || (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) ||
                  (c >= 0xAC00 && c <= 0xD7A3);
    return letter ? CLASS_WORD : CLASS_OTHER;
}

char *text_bigrams(struct arena *arena, const char *text) {
    if (!text) {
        return NULL;
    }
    // Each Han character is written at most twice, with a space: 7 bytes for 3, 9 for 4; a word's byte at most twice.
    char *out = arena_alloc(arena, strlen(text) * 3 + 2);
    if (!out) {
        return NULL;
    }
    char *put = out;
    enum char_class before = CLASS_OTHER;
    uint32_t last = 0;
    size_t run = 0; // Han characters so far in this run
    for (const char *at = text;;) {
        uint32_t c = *at ? fold_width(next_char(&at)) : 0;
        enum char_class class = c ? class_of(c) : CLASS_OTHER;
        if (before == CLASS_HAN && class != CLASS_HAN && run == 1) {
            put = put_char(put, last);
        }
        if (class != before || class == CLASS_OTHER) {
            run = 0;
            if (class != CLASS_OTHER && put > out) {
                *put++ = ' ';
            }
        }
        if (class == CLASS_WORD) {
            put = put_char(put, c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        } else if (class == CLASS_HAN) {
            if (++run > 1) {
                if (run > 2) {
                    *put++ = ' ';
                }
                put = put_char(put_char(put, last), c);
            }
            last = c;
        }
        before = class;
        if (!c) {
            break;
        }
    }
    *put = '\0';
    return out;
}

void id_format(int64_t id, char out[ID_TEXT_BYTES]) {
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    uint64_t rest = (uint64_t)id;
    for (int i = ID_TEXT_BYTES - 2; i >= 0; i--) {
        out[i] = letters[rest & 31];
        rest >>= 5;
    }
    out[ID_TEXT_BYTES - 1] = '\0';
}

static int letter_value(char c) {
    static const signed char values[] = {
        // A  B   C   D   E   F   G   H  I   J   K  L   M   N  O   P   Q   R   S   T   U   V   W   X   Y   Z
        10, 11, 12, 13, 14, 15, 16, 17, 1,  18, 19, 1,  20,
        21, 0,  22, 23, 24, 25, 26, -1, 27, 28, 29, 30, 31,
    };
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'z') {
        return values[c - 'a'];
    }
    return c >= 'A' && c <= 'Z' ? values[c - 'A'] : -1;
}

bool id_parse(const char *text, int64_t *out_id) {
    if (!text) {
        return false;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < ID_TEXT_BYTES - 1; i++) {
        int digit = letter_value(text[i]);
        if (digit < 0 || (i == 0 && digit > 7)) {
            return false;
        }
        value = value << 5 | (uint64_t)digit;
    }
    if (text[ID_TEXT_BYTES - 1]) {
        return false;
    }
    *out_id = (int64_t)value;
    return true;
}

// ---- addresses ----

bool text_is_email(const char *address) {
    static const char local[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+-/=?^_`{|}~";
    static const char host[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    size_t n_local = strspn(address, local);
    if (n_local == 0 || n_local > 64 || address[n_local] != '@' || address[0] == '.' ||
        address[n_local - 1] == '.') {
        return false;
    }
    const char *at = address + n_local + 1;
    size_t n_host = strspn(at, host);
    const char *dot = strchr(at, '.');
    return n_host > 0 && n_host <= 190 && at[n_host] == '\0' && dot && dot > at && at[0] != '-' &&
           at[n_host - 1] != '.' && at[n_host - 1] != '-' && !strstr(address, "..");
}

char *text_mask_email(struct arena *arena, const char *address) {
    const char *at = strchr(address, '@');
    int kept = at && at - address > 3 ? 2 : 1;
    return at ? arena_printf(arena, "%.*s***%s", kept, address, at) : arena_strdup(arena, "***");
}
