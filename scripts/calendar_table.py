#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns the yearly table of days off and days worked into a C table.

    calendar_table.py workdays-cn.json OUT.c

Refuses a table that cannot be right: a gap between years, a date outside its year, a day both off
and worked, a "weekend day worked" that is no weekend day.
"""

import datetime
import json
import sys

EPOCH = datetime.date(1970, 1, 1)


def days_of(year, words):
    days = [datetime.date.fromisoformat(word) for word in words]
    for day in days:
        if day.year != year:
            sys.exit(f'{day} stands under {year}')
    return days


def main(source, out):
    with open(source, encoding='utf-8') as f:
        years = {int(year): table for year, table in json.load(f)['years'].items()}
    first, last = min(years), max(years)
    off, worked = set(), set()
    for year in range(first, last + 1):
        if year not in years:
            sys.exit(f'{year} is missing between {first} and {last}')
        off |= set(days_of(year, years[year]['days_off']))
        worked |= set(days_of(year, years[year]['days_worked']))
    if off & worked:
        sys.exit(f'both off and worked: {sorted(off & worked)}')
    for day in worked:
        if day.weekday() < 5:
            sys.exit(f'{day} is no weekend day')
    begin, end = datetime.date(first, 1, 1), datetime.date(last + 1, 1, 1)
    n_days = (end - begin).days
    before, count = [], 0
    for i in range(n_days + 1):
        before.append(count)
        day = begin + datetime.timedelta(days=i)
        count += day in worked or (day.weekday() < 5 and day not in off)
    # Weekends need no naming: a day off is listed when it would be a working day otherwise.
    off = sorted((day - EPOCH).days for day in off if day.weekday() < 5)
    worked = sorted((day - EPOCH).days for day in worked)

    def array(kind, name, values):
        lines = [', '.join(map(str, values[i:i + 15])) for i in range(0, len(values), 15)]
        return f'static const {kind} {name}[] = {{\n    ' + ',\n    '.join(lines) + '};\n'

    with open(out, 'w', encoding='ascii') as f:
        f.write('// Made by scripts/calendar_table.py; not kept in the tree.\n'
                '#include "calendar/calendar_table.h"\n\n')
        f.write(array('int32_t', 'days_off', off) + array('int32_t', 'days_worked', worked))
        f.write(array('int32_t', 'workdays_before', before))
        f.write(f'''const struct calendar calendar_cn = {{
    .version = "cn-{last}",
    .first_year = {first},
    .last_year = {last},
    .first_day = {(begin - EPOCH).days},
    .n_days = {n_days},
    .workdays_before = workdays_before,
    .days_off = days_off,
    .n_days_off = {len(off)},
    .days_worked = days_worked,
    .n_days_worked = {len(worked)},
}};
''')


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit('usage: calendar_table.py TABLE.json OUT.c')
    main(sys.argv[1], sys.argv[2])
