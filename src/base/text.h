// SPDX-License-Identifier: Apache-2.0
// Text as people type it: UTF-8 checked, counted in characters, trimmed, masked, and cut into two-character tokens for search.
// Knows nothing of fields or languages.
#ifndef YK_BASE_TEXT_H
#define YK_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

// Well-formed UTF-8 (no surrogates, no overlong forms, RFC 3629) without U+0000 and without control characters other than
// tab and line feed.
bool text_is_clean(const char *text, size_t n);
size_t text_count_chars(const char *text); // code points; text must be clean
// Trims Unicode white space (also U+3000) at both ends, folds CR LF to LF; with single_line also folds inner runs of white space to one space.
char *text_trim(struct arena *arena, const char *text, bool single_line);
// Masking as PIPL practice: 王芳 → 王*, 欧阳小芳 → 欧**芳, 13900001234 → 139****1234. In the arena.
char *text_mask_name(struct arena *arena, const char *name);
char *text_mask_phone(struct arena *arena, const char *phone);
// li***@example.cn: the first two letters at most; *** when it is no address.
char *text_mask_email(struct arena *arena, const char *address);
// Something@host.tld, of letters that need no quoting: nothing that could end a line of a letter's head.
bool text_is_email(const char *address);
// Digits of a phone number (full-width digits, spaces, dashes, +86 folded). NULL when it is not a whole number: 11-digit mobile, or land line
// with area code (10-12 digits), or 95xxx/12345-like service numbers are refused.
char *text_fold_phone(struct arena *arena, const char *phone);
// Search form of a text: ASCII lower-cased, full-width folded, each maximal run of Han characters as overlapping two-character tokens
// (one character alone stays), ASCII words and numbers whole; tokens separated by one space.
char *text_bigrams(struct arena *arena, const char *text);

// 64-bit id ↔ 13 characters of Crockford base32 (upper case on output; input takes either case, I L → 1, O → 0).
// Ids are never negative, so a text that would give a negative one is refused.
enum { ID_TEXT_BYTES = 14 };
void id_format(int64_t id, char out[ID_TEXT_BYTES]);
bool id_parse(const char *text, int64_t *out_id);

#endif
