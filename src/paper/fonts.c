// SPDX-License-Identifier: Apache-2.0
// Which fonts are asked for, in which order, and which characters of a text are let onto paper. The prescribed fonts of GB/T 9704 (仿宋, 黑体,
// 楷体, 小标宋, 宋体) come first under the names they are sold by; Noto CJK after them.
#include <string.h>

#include "paper/paper.h"
#include "paper/sheet_parts.h"

static const struct {
    const char *families;
    bool bold; // where the prescribed font is heavy by itself, Noto's heavy cut stands in
} faces[FACES] = {
    [FACE_FANGSONG] = {"FangSong_GB2312,FangSong,STFangsong,Noto Serif CJK SC", false},
    [FACE_KAI] = {"KaiTi_GB2312,KaiTi,STKaiti,Noto Serif CJK SC", false},
    [FACE_HEI] = {"SimHei,STHeiti,Noto Sans CJK SC", false},
    [FACE_XIAOBIAO] = {"FZXiaoBiaoSong-B05S,FZXiaoBiaoSong-B05,Noto Serif CJK SC", true},
    [FACE_SONG] = {"SimSun,STSong,Noto Serif CJK SC", false},
};

const char *face_families(enum face face) {
    return faces[face].families;
}

bool face_is_bold(enum face face) {
    return faces[face].bold;
}

bool fonts_have_chinese(PangoContext *context) {
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *font = pango_font_description_from_string(faces[FACE_FANGSONG].families);
    pango_font_description_set_absolute_size(font, BODY_SIZE_PT * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_text(layout, "一口办理", -1);
    bool have = pango_layout_get_unknown_glyphs_count(layout) == 0;
    pango_font_description_free(font);
    g_object_unref(layout);
    return have;
}

// Is the family one of those named, and no stand-in?
static bool is_prescribed(const char *families, const char *family) {
    const char *at = strstr(families, family);
    size_t n = strlen(family);
    bool whole = at && (at == families || at[-1] == ',') && (!at[n] || at[n] == ',');
    return whole && strncmp(family, "Noto", 4) != 0;
}

struct paper_fonts paper_fonts_here(void) {
    struct paper_fonts fonts = {.faces = FACES};
    PangoFontMap *map = pango_cairo_font_map_new();
    PangoContext *context = pango_font_map_create_context(map);
    PangoFontFamily **families = NULL;
    int n = 0;
    fonts.chinese = fonts_have_chinese(context);
    pango_font_map_list_families(map, &families, &n);
    for (int face = 0; face < FACES; face++) {
        bool found = false;
        for (int i = 0; i < n && !found; i++) {
            found = is_prescribed(faces[face].families, pango_font_family_get_name(families[i]));
        }
        fonts.prescribed += found;
    }
    g_free(families);
    g_object_unref(context);
    g_object_unref(map);
    return fonts;
}

static bool in(gunichar c, gunichar first, gunichar last) {
    return c >= first && c <= last;
}

// Controls, line and paragraph marks of other systems, and whatever reorders, hides or tags what stands beside it: on paper it could only deceive.
static bool is_unprintable(gunichar c) {
    return c < 0x20 || in(c, 0x7F, 0x9F) || in(c, 0x200B, 0x200F) || in(c, 0x202A, 0x202E) ||
           in(c, 0x2060, 0x206F) || c == 0x061C || c == 0xFEFF || in(c, 0xFFF0, 0xFFFC) ||
           in(c, 0xE000, 0xF8FF) || in(c, 0xE0000, 0x10FFFF) || (c & 0xFFFE) == 0xFFFE;
}

static gunichar folded(gunichar c) {
    return c == 0x2028 || c == 0x2029 ? '\n' : c == '\t' ? ' ' : c;
}

char *paper_clean_text(struct arena *arena, const char *text) {
    size_t n = strlen(text);
    char *out = arena_alloc(arena, n + 1);
    size_t len = 0;
    if (!out) {
        return NULL;
    }
    for (const char *at = text; *at;) {
        gunichar c = g_utf8_get_char_validated(at, (gssize)(text + n - at));
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            at++; // a broken byte
            continue;
        }
        at = g_utf8_next_char(at);
        c = folded(c);
        if (c == '\n' || !is_unprintable(c)) {
            len += (size_t)g_unichar_to_utf8(c, out + len);
        }
    }
    out[len] = '\0';
    return out;
}

#ifdef __SANITIZE_ADDRESS__
// cairo 1.16 forgets 768 bytes for each font of a document, fontconfig keeps its list for good: neither is ours to free.
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:libcairo\nleak:libfontconfig\n";
}
#endif
