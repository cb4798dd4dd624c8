#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns the registry of error codes into C.

    err_codes.py api/errors.txt OUT_codes.h OUT_table.c

The header has enum err_code in the registry's order; the table has each code's word,
HTTP status and titles. A registry that is not well-formed stops the build and is named
by its line.
"""

import re
import sys


def fail(path, number, why):
    sys.exit(f'{path}:{number}: {why}')


def read_registry(path):
    rows, seen = [], set()
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            line = line.strip()
            if not line or line.startswith('#'):
                continue
            parts = [part.strip() for part in line.split('|')]
            if len(parts) != 4 or not all(parts):
                fail(path, number, 'want: word | status | zh | en')
            word, status, zh, en = parts
            if not re.fullmatch(r'[a-z][a-z0-9_]*', word):
                fail(path, number, f'not a word: {word}')
            if not re.fullmatch(r'[45][0-9][0-9]', status):
                fail(path, number, f'not an error status: {status}')
            if word in seen:
                fail(path, number, f'twice: {word}')
            seen.add(word)
            rows.append((word, int(status), zh, en))
    return rows


def quote(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


def main(registry, header, table):
    rows = read_registry(registry)
    with open(header, 'w', encoding='utf-8') as f:
        f.write('// Made by scripts/err_codes.py from api/errors.txt; not kept in the tree.\n'
                '#ifndef YK_ERR_CODES_H\n#define YK_ERR_CODES_H\n\n'
                'enum err_code {\n    ERR_NONE = 0,\n')
        for word, *_ in rows:
            f.write(f'    ERR_{word.upper()},\n')
        f.write('    ERR_CODE_END,\n};\n\n#endif\n')
    with open(table, 'w', encoding='utf-8') as f:
        f.write('// Made by scripts/err_codes.py from api/errors.txt; not kept in the tree.\n'
                '#include "base/err_table.h"\n\n'
                'const struct err_entry err_entries[ERR_CODE_END] = {\n'
                '    [ERR_NONE] = {"none", 200, "", ""},\n')
        for word, status, zh, en in rows:
            f.write(f'    [ERR_{word.upper()}] = {{{quote(word)}, {status}, {quote(zh)}, {quote(en)}}},\n')
        f.write('};\n')


if __name__ == '__main__':
    if len(sys.argv) != 4:
        sys.exit('usage: err_codes.py REGISTRY OUT.h OUT.c')
    main(*sys.argv[1:])
