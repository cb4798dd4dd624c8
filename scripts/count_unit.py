#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads meson's testlog.json, prints each program's cmocka closing lines, and on the last
line `PASSED FAILED SKIPPED` in single tests. A program that crashed, hung, or closed on no
test at all counts as one failure more."""

import json
import re
import sys

CLOSING = re.compile(r'^\[  (PASSED|FAILED|SKIPPED) +\] (\d+) test\(s\)', re.M)


def main(path):
    total = {'PASSED': 0, 'FAILED': 0, 'SKIPPED': 0}
    programs = 0
    try:
        with open(path, encoding='utf-8') as f:
            runs = [json.loads(line) for line in f if line.strip()]
    except OSError:
        runs = []
    for run in runs:
        programs += 1
        output = (run.get('stdout') or '') + '\n' + (run.get('stderr') or '')
        counts = {'PASSED': 0, 'FAILED': 0, 'SKIPPED': 0}
        for kind, number in CLOSING.findall(output):
            counts[kind] += int(number)
        ok = run['result'] in ('OK', 'EXPECTEDFAIL')
        print(f"{run['name']}: {run['result']}")
        # cmocka says what ran on one stream, and how it closed, with the names, on the other.
        for line in output.splitlines():
            if line.startswith('[==========]') and 'run' in line:
                print(line)
        for line in (run.get('stderr') or '').splitlines():
            if CLOSING.match(line) or line.startswith('[  FAILED  ]'):
                print(line)
        if not counts['FAILED'] and (not ok or not counts['PASSED']):
            print(f"{run['name']}: did not come to its end, or ran no test")
            counts['FAILED'] = 1
        for kind in total:
            total[kind] += counts[kind]
    if programs == 0:
        print('no unit test ran')
        total['FAILED'] += 1
    print(total['PASSED'], total['FAILED'], total['SKIPPED'])


if __name__ == '__main__':
    main(sys.argv[1])
