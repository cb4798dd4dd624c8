// SPDX-License-Identifier: Apache-2.0
// Builds and picks the ready replies. An address that ends like a file of ours names one, and a file that is not there
// is not there; any other belongs to the pages' own router and gets index.html.

#include "http/pages.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

#include "http/headers.h"
#include "http/static_files.h"

struct page {
    struct MHD_Response *plain, *gzip; // gzip may be NULL
    struct MHD_Response *plain_unchanged, *gzip_unchanged;
};

struct pages {
    const struct static_file *files; // sorted by path
    size_t n;
    struct page *pages;
    size_t index; // of /index.html; n when there is none
};

// Nothing from elsewhere, no inline script or style, in no frame. Pictures may be data: (charts, small icons).
static const char page_policy[] =
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'";

static bool add(struct MHD_Response *response, const char *name, const char *value) {
    return MHD_add_response_header(response, name, value) == MHD_YES;
}

static struct MHD_Response *make(const struct static_file *file, bool gzip, bool unchanged) {
    const void *data = gzip ? file->gzip : file->data;
    size_t len = gzip ? file->gzip_len : file->len;
    // libmicrohttpd does not write to a persistent buffer, but its type has no const.
    struct MHD_Response *r = MHD_create_response_from_buffer(
        unchanged ? 0 : len, (void *)(size_t)data, MHD_RESPMEM_PERSISTENT);
    if (!r) {
        return NULL;
    }
    bool ok = add(r, "ETag", gzip ? file->gzip_etag : file->etag) &&
              add(r, "Cache-Control",
                  file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (file->gzip) {
        ok = ok && add(r, "Vary", "Accept-Encoding");
    }
    if (!unchanged) {
        ok = ok && add(r, "Content-Type", file->content_type) &&
             add(r, "X-Content-Type-Options", "nosniff") &&
             add(r, "Referrer-Policy", "same-origin") &&
             add(r, "Content-Security-Policy", page_policy) && add(r, "X-Frame-Options", "DENY") &&
             add(r, "Cross-Origin-Opener-Policy", "same-origin") &&
             add(r, "Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        if (gzip) {
            ok = ok && add(r, "Content-Encoding", "gzip");
        }
    }
    if (!ok) {
        MHD_destroy_response(r);
        return NULL;
    }
    return r;
}

static bool make_page(const struct static_file *file, struct page *page) {
    page->plain = make(file, false, false);
    page->plain_unchanged = make(file, false, true);
    if (file->gzip) {
        page->gzip = make(file, true, false);
        page->gzip_unchanged = make(file, true, true);
    }
    return page->plain && page->plain_unchanged &&
           (!file->gzip || (page->gzip && page->gzip_unchanged));
}

enum yk pages_new(struct pages **out, struct err *err) {
    struct pages *pages = calloc(1, sizeof *pages);
    if (pages) {
        pages->files = static_file_list(&pages->n);
        pages->index = pages->n;
        pages->pages = calloc(pages->n + 1, sizeof *pages->pages);
    }
    bool ok = pages && pages->pages;
    for (size_t i = 0; ok && i < pages->n; i++) {
        ok = make_page(&pages->files[i], &pages->pages[i]);
        if (strcmp(pages->files[i].path, "/index.html") == 0) {
            pages->index = i;
        }
    }
    if (!ok) {
        pages_free(&pages);
        return err_set(err, YK_NOMEM, ERR_INTERNAL, "no memory for the pages");
    }
    *out = pages;
    return YK_OK;
}

static void destroy(struct MHD_Response *response) {
    if (response) {
        MHD_destroy_response(response);
    }
}

void pages_free(struct pages **pages) {
    if (!*pages) {
        return;
    }
    for (size_t i = 0; (*pages)->pages && i < (*pages)->n; i++) {
        struct page *page = &(*pages)->pages[i];
        destroy(page->plain);
        destroy(page->gzip);
        destroy(page->plain_unchanged);
        destroy(page->gzip_unchanged);
    }
    free((*pages)->pages);
    free(*pages);
    *pages = NULL;
}

// By its ending, since words with a dot in them are also keys ("/figures/matter.closed").
static bool names_a_file(const char *path) {
    static const char *const endings[] = {
        ".js",  ".css", ".map", ".html", ".json", ".txt",   ".xml",         ".ico",
        ".svg", ".png", ".jpg", ".webp", ".woff", ".woff2", ".webmanifest", ".php"};
    size_t n = strlen(path);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending_n = strlen(endings[i]);
        if (n > ending_n && strcmp(path + n - ending_n, endings[i]) == 0) {
            return true;
        }
    }
    return false;
}

struct MHD_Response *pages_find(const struct pages *pages, const char *path, bool accepts_gzip,
                                const char *if_none_match, int *out_status) {
    const struct static_file *file = static_file_find(path);
    size_t index = file ? (size_t)(file - pages->files) : pages->index;
    if (!file) {
        if (index == pages->n || names_a_file(path)) {
            return NULL;
        }
        file = &pages->files[index];
    }
    const struct page *page = &pages->pages[index];
    bool gzip = accepts_gzip && page->gzip;
    bool unchanged =
        if_none_match && header_names_etag(if_none_match, gzip ? file->gzip_etag : file->etag);
    *out_status = unchanged ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK;
    if (unchanged) {
        return gzip ? page->gzip_unchanged : page->plain_unchanged;
    }
    return gzip ? page->gzip : page->plain;
}
