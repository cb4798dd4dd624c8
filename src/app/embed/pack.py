#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Packs the built web pages into one assembler file and one C table.

    pack.py DIST OUT.S OUT.c OUT.blob

The same files give the same output, byte for byte: gzip carries no time and no name. What is
up to date is left alone, so that ninja stops there. Where DIST is missing or has no index.html, NOT_BUILT (two languages, no script) stands in for it.
"""

import gzip
import hashlib
import os
import re
import sys

TYPES = {
    '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
    '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
    '.json': 'application/json', '.webmanifest': 'application/manifest+json',
    '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp',
    '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.woff': 'font/woff', '.ttf': 'font/ttf',
    '.txt': 'text/plain; charset=utf-8', '.map': 'application/json', '.wasm': 'application/wasm',
}
# Vite's way of naming: name-<hash of the content>.ext below assets/.
HASHED = re.compile(r'^/assets/.*-[A-Za-z0-9_-]{8,}\.[a-z0-9.]+$')

NOT_BUILT = '''<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>一口 · 页面未构建 · pages not built</title>
<h1>网页尚未构建</h1>
<p>本程序构建时没有网页文件。请安装 Node.js，运行 <code>make build</code>，再重新启动。接口（<code>/api</code>）不受影响。</p>
<h1 lang="en">The pages are not built</h1>
<p lang="en">This program was built without the web pages. Install Node.js, run <code>make build</code>, and start it
again. The interface below <code>/api</code> works as it is.</p>
</html>
'''


def read_pages(dist):
    """All files as (path, bytes), in the order of strcmp()."""
    pages = []
    for folder, _, names in os.walk(dist):
        for name in names:
            full = os.path.join(folder, name)
            with open(full, 'rb') as f:
                pages.append(('/' + os.path.relpath(full, dist).replace(os.sep, '/'), f.read()))
    if not any(path == '/index.html' for path, _ in pages):
        pages = [('/index.html', NOT_BUILT.encode())]
    return sorted(pages, key=lambda page: page[0].encode())


def etag(data):
    return hashlib.sha256(data).hexdigest()[:32]


def c_string(text):
    if not all(' ' <= ch <= '~' and ch not in '"\\' for ch in text):
        sys.exit(f'pack.py: a page may not be called {text!r}')
    return f'"{text}"'


def digest_of(pages):
    """Of all that goes into the output: the pages and this program."""
    h = hashlib.sha256()
    with open(__file__, 'rb') as f:
        h.update(f.read())
    for path, data in pages:
        h.update(f'{path}\0{len(data)}\0'.encode())
        h.update(data)
    return h.hexdigest()


def main(dist, out_s, out_c, out_blob):
    pages = read_pages(dist)
    first_line = f'// Made by pack.py. Content: {digest_of(pages)}\n'
    if all(os.path.exists(out) for out in (out_s, out_c, out_blob)):
        with open(out_s, encoding='ascii') as f:
            if f.readline() == first_line:
                return
    blob = bytearray()

    def place(data):
        at = len(blob)
        blob.extend(data)
        return f'embed_static_blob + {at}, {len(data)}'

    rows = []
    for path, data in pages:
        kind = TYPES.get(os.path.splitext(path)[1])
        if kind is None:
            sys.exit(f'pack.py: no content type is known for {path}')
        packed = gzip.compress(data, 9, mtime=0)
        zipped, zipped_tag = 'NULL, 0', 'NULL'
        plain = place(data)
        if len(packed) < len(data) * 9 // 10:
            zipped, zipped_tag = place(packed), f'"\\"{etag(packed)}\\""'
        immutable = 'true' if HASHED.match(path) else 'false'
        rows.append(f'    {{{c_string(path)}, "{kind}", "\\"{etag(data)}\\"", {zipped_tag}, '
                    f'{immutable}, {plain}, {zipped}}},')

    with open(out_blob, 'wb') as f:
        f.write(blob)
    with open(out_c, 'w', encoding='ascii') as f:
        f.write('// Made by pack.py; not kept in the tree.\n#include "app/embed/table.h"\n\n'
                'const struct static_file embed_static_files[] = {\n' + '\n'.join(rows) +
                f'\n}};\nconst size_t embed_static_files_count = {len(rows)};\n')
    # The digest in it makes the assembler file change, and so be assembled again, when the blob
    # does. Written last: it says that the others are whole.
    with open(out_s, 'w', encoding='ascii') as f:
        f.write(first_line +
                '    .section .rodata\n    .global embed_static_blob\n'
                '    .type embed_static_blob, %object\n    .balign 16\nembed_static_blob:\n'
                f'    .incbin "{os.path.abspath(out_blob)}"\n    .byte 0\n'
                f'    .size embed_static_blob, {len(blob) + 1}\n'
                '    .section .note.GNU-stack,"",%progbits\n')


if __name__ == '__main__':
    if len(sys.argv) != 5:
        sys.exit('usage: pack.py DIST OUT.S OUT.c OUT.blob')
    main(*sys.argv[1:])
