// SPDX-License-Identifier: Apache-2.0
//
// The packed pages: the table is sorted, every path is found, and nothing else is. Holds with
// the built pages and with the page that stands in for them.

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "http/static_files.h"

static void test_table_is_sorted_and_whole(void **state) {
    (void)state;
    size_t count = 0;
    const struct static_file *files = static_file_list(&count);
    assert_true(count >= 1);
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || strcmp(files[i - 1].path, files[i].path) < 0);
        assert_ptr_equal(static_file_find(files[i].path), &files[i]);
        assert_int_equal(files[i].path[0], '/');
        assert_non_null(files[i].content_type);
        assert_int_equal(strlen(files[i].etag), 34);
        assert_true((files[i].gzip == NULL) == (files[i].gzip_etag == NULL));
    }
}

static void test_index_is_html(void **state) {
    (void)state;
    const struct static_file *index = static_file_find("/index.html");
    assert_non_null(index);
    assert_string_equal(index->content_type, "text/html; charset=utf-8");
    assert_false(index->immutable);
    assert_true(index->len > 100);
    assert_memory_equal(index->data, "<!", 2);
}

static void test_other_paths_are_not_found(void **state) {
    (void)state;
    static const char *const paths[] = {
        "", "/", "index.html", "/index.htm", "/index.html/", "/../meson.build", "/assets/"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        assert_null(static_file_find(paths[i]));
    }
}

static void test_gzip_unpacks_to_the_plain_bytes(void **state) {
    (void)state;
    size_t count = 0;
    const struct static_file *files = static_file_list(&count);
    for (size_t i = 0; i < count; i++) {
        if (files[i].gzip == NULL) {
            continue;
        }
        unsigned char *plain = test_malloc(files[i].len + 1);
        z_stream z = {.next_in = (unsigned char *)files[i].gzip,
                      .avail_in = (uInt)files[i].gzip_len,
                      .next_out = plain,
                      .avail_out = (uInt)files[i].len + 1};
        assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
        assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
        assert_int_equal(z.total_out, files[i].len);
        assert_memory_equal(plain, files[i].data, files[i].len);
        inflateEnd(&z);
        test_free(plain);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_is_sorted_and_whole),
        cmocka_unit_test(test_index_is_html),
        cmocka_unit_test(test_other_paths_are_not_found),
        cmocka_unit_test(test_gzip_unpacks_to_the_plain_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
