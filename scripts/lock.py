#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""lock.py FOLDER...: makes a package-lock.json fit for every machine; run it after npm install.

Takes out download addresses, and adds the builds for other platforms that npm left out because
its registry does not carry them. Without those rows `npm ci` takes the lock file for out of
step, though it would never install them.
"""

import json
import os
import re
import sys

SYSTEMS = ('aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32')
PLATFORM = re.compile(r'-(%s)-([a-z0-9]+)(?:-([a-z]+))?$' % '|'.join(SYSTEMS))
# What Node calls a processor that package names call otherwise.
PROCESSORS = {'armv7': 'arm', 'i386': 'ia32', 'loongarch64': 'loong64'}


def platform_row(name, version):
    """The lock's row of a package built for one platform, or None where it is not one."""
    match = PLATFORM.search(name)
    if not match or not re.match(r'^\d', version):
        return None
    system, processor, library = match.groups()
    row = {'version': version, 'cpu': [PROCESSORS.get(processor, processor)]}
    if library in ('musl',):
        row['libc'] = ['musl']
    elif library == 'gnu' and system == 'linux':
        row['libc'] = ['glibc']
    return {**row, 'optional': True, 'os': [system]}


def main(folder):
    path = os.path.join(folder, 'package-lock.json')
    with open(path, encoding='utf-8') as f:
        lock = json.load(f)
    packages = lock['packages']
    added = 0
    for row in list(packages.values()):
        row.pop('resolved', None)
        for name, version in row.get('optionalDependencies', {}).items():
            at = f'node_modules/{name}'
            if at not in packages:
                new = platform_row(name, version)
                if new:
                    # The flag says that only development needs it, as of its parent.
                    packages[at] = {**new, **({'dev': True} if row.get('dev') else {})}
                    added += 1
    lock['packages'] = {key: packages[key] for key in sorted(packages)}
    with open(path, 'w', encoding='utf-8') as f:
        json.dump(lock, f, ensure_ascii=False, indent=2)
        f.write('\n')
    print(f'{path}: {added} rows of other platforms added')


if __name__ == '__main__':
    if len(sys.argv) < 2:
        sys.exit('usage: lock.py FOLDER...')
    for one in sys.argv[1:]:
        main(one)
