// SPDX-License-Identifier: Apache-2.0
// Any bytes as a text, a name, a phone number, a day, an id: nothing strays, what comes out of clean text is clean, and
// what is folded once stays as it is when folded again.

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_same(const char *once, const char *twice) {
    assert(once && twice && strcmp(once, twice) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct arena *arena = arena_new(16 * 1024 * 1024);
    char *text = malloc(n + 1);
    if (!text || !arena) {
        abort();
    }
    memcpy(text, data, n);
    text[n] = '\0';
    bool clean = text_is_clean(text, strlen(text));
    const char *line = text_trim(arena, text, true), *lines = text_trim(arena, text, false);
    const char *tokens = text_bigrams(arena, text);
    const char *masked = text_mask_name(arena, text);
    check_same(line, text_trim(arena, line, true));
    check_same(lines, text_trim(arena, lines, false));
    if (clean) {
        assert(text_is_clean(line, strlen(line)) && text_is_clean(lines, strlen(lines)));
        assert(text_is_clean(tokens, strlen(tokens)) && text_is_clean(masked, strlen(masked)));
        assert(text_count_chars(masked) == text_count_chars(text));
    }
    const char *phone = text_fold_phone(arena, text);
    if (phone) {
        check_same(phone, text_fold_phone(arena, phone));
        assert(strlen(text_mask_phone(arena, phone)) == strlen(phone));
    }
    int32_t day;
    if (day_parse(text, &day)) {
        char shown[DAY_TEXT_BYTES];
        day_format(day, shown);
        check_same(shown, text);
    }
    int64_t time_us, id, same;
    if (time_parse(text, &time_us)) {
        char shown[TIME_TEXT_BYTES];
        time_format(time_us, shown);
        assert(!*shown || (time_parse(shown, &same) && same == time_us) ||
               time_us < day_start_us(day_from_civil(1900, 1, 2)) ||
               time_us > day_start_us(day_from_civil(2199, 12, 31)));
    }
    if (id_parse(text, &id)) {
        char shown[ID_TEXT_BYTES];
        id_format(id, shown);
        assert(id >= 0 && id_parse(shown, &same) && same == id);
    }
    free(text);
    arena_free(&arena);
    return 0;
}
