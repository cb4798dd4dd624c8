// SPDX-License-Identifier: Apache-2.0
// Adds /Lang to the catalogue of a finished PDF by an incremental update (ISO 32000-1, 7.5.6 and 14.9.2), so that readers-aloud know that it is
// Chinese. Understands the documents that cairo writes, with a classic cross-reference table; others are refused.
#include <stdlib.h>
#include <string.h>

#include "paper/sheet_parts.h"

static const char *find_last(const char *from, const char *end, const char *what) {
    size_t n = strlen(what);
    for (const char *at = end - n; at >= from; at--) {
        if (memcmp(at, what, n) == 0) {
            return at;
        }
    }
    return NULL;
}

// The number after a word of the trailer; -1 when it is not there.
static long number_after(const char *at, const char *word) {
    const char *found = strstr(at, word);
    char *end;
    if (!found) {
        return -1;
    }
    long value = strtol(found + strlen(word), &end, 10);
    return end == found + strlen(word) ? -1 : value;
}

struct catalogue {
    long root, info, size, xref;
    const char *inside; // what stands between << and >>
    size_t inside_n;
};

static bool find_catalogue(const struct buf *pdf, struct catalogue *out) {
    const char *end = pdf->data + pdf->len;
    const char *trailer = find_last(pdf->data, end, "trailer");
    if (!trailer) {
        return false;
    }
    out->root = number_after(trailer, "/Root ");
    out->info = number_after(trailer, "/Info ");
    out->size = number_after(trailer, "/Size ");
    out->xref = number_after(trailer, "startxref\n");
    char head[48];
    int n = snprintf(head, sizeof head, "\n%ld 0 obj\n<<", out->root);
    const char *object = find_last(pdf->data, trailer, head);
    if (out->root < 0 || out->info < 0 || out->size < 0 || out->xref < 0 || !object) {
        return false;
    }
    out->inside = object + n;
    const char *stop = strstr(out->inside, ">>\nendobj");
    out->inside_n = stop ? (size_t)(stop - out->inside) : 0;
    return stop && strncmp(out->inside + strspn(out->inside, " \n"), "/Type /Catalog", 14) == 0;
}

enum yk pdf_add_language(struct buf *pdf, const char *language, struct err *err) {
    struct catalogue found;
    if (!find_catalogue(pdf, &found)) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "paper: the PDF's catalogue was not found");
    }
    enum { INSIDE_MAX = 512 };
    char inside[INSIDE_MAX];
    if (found.inside_n >= sizeof inside) {
        return err_set(err, YK_FAILED, ERR_INTERNAL, "paper: the PDF's catalogue is too long");
    }
    // Adding may move the buffer, and what is found in it with it.
    memcpy(inside, found.inside, found.inside_n);
    inside[found.inside_n] = '\0';
    size_t object_at = pdf->len;
    buf_add_printf(pdf, "%ld 0 obj\n<<%s   /Lang (%s)\n>>\nendobj\n", found.root, inside, language);
    size_t xref_at = pdf->len;
    buf_add_printf(pdf, "xref\n%ld 1\n%010zu 00000 n \n", found.root, object_at);
    buf_add_printf(pdf,
                   "trailer\n<< /Size %ld\n   /Root %ld 0 R\n   /Info %ld 0 R\n   /Prev %ld\n>>\n"
                   "startxref\n%zu\n%%%%EOF\n",
                   found.size, found.root, found.info, found.xref, xref_at);
    return pdf->failed ? err_set(err, YK_NOMEM, ERR_INTERNAL, "paper: no memory for the PDF")
                       : YK_OK;
}
