#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns files into one C table, so that the program needs no file beside it.

    embed_data.py SYMBOL OUT.c FILE...

defines `const struct embedded_file SYMBOL[]` and `const size_t SYMBOL_count` (see
src/base/embedded.h), in the order given, each file under its bare name. For small
texts (migrations, calendars, registries); the web pages have a packer of their own.
"""

import os
import sys


def main(symbol, out, paths):
    lines = ['// Made by scripts/embed_data.py; not kept in the tree.', '#include "base/embedded.h"', '']
    rows = []
    for i, path in enumerate(paths):
        with open(path, 'rb') as f:
            data = f.read()
        lines.append(f'static const unsigned char file_{i}[] = {{')
        for at in range(0, len(data), 24):
            lines.append('    ' + ''.join(f'{b},' for b in data[at:at + 24]))
        # One byte more than the length says, so that text can be used as a C string.
        lines.append('    0};')
        rows.append(f'    {{"{os.path.basename(path)}", file_{i}, {len(data)}}},')
    lines += [f'const struct embedded_file {symbol}[] = {{', *rows, '};',
              f'const size_t {symbol}_count = {len(paths)};', '']
    with open(out, 'w', encoding='ascii') as f:
        f.write('\n'.join(lines))


if __name__ == '__main__':
    if len(sys.argv) < 4:
        sys.exit('usage: embed_data.py SYMBOL OUT.c FILE...')
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
