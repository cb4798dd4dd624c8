#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rules of the tree that a program can check. Prints path:line: rule: what and why.

    lint.py [--build DIR] [--commits] [--self-test] [RULE...]

Each rule is one function below, named in RULES. --self-test first runs every rule against the
bad samples of tests/lint/samples.py, so that a rule that no longer bites is found out.
--commits looks at the commit subjects too. Layout and clang-tidy are scripts/lint.sh's.
Ends with `lint: N passed, N failed`: samples and rules, each one check.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

# --- what the tree looks like -------------------------------------------------------------

# Includes point from a higher rank to a lower one, or within a rank as long as no circle forms.
RANKS = [
    ['base'],
    ['json', 'db', 'crypto'],
    ['org', 'auth', 'calendar', 'log', 'tally', 'jobs', 'notify'],
    ['http'],
    ['paper'],
    ['matter', 'callback', 'party', 'contact', 'target', 'voucher', 'project'],
    ['supervise'],
    ['review'],
    ['figure'],
    ['bulletin', 'exchange', 'portal', 'backup'],
    ['app'],
]
RANK = {module: i for i, modules in enumerate(RANKS) for module in modules}
HTTP_USERS = {'http', 'portal', 'app'}
# What is handed down to handlers is one record of the program; only those who answer requests
# may look into it.
APP_RECORD = 'app/app.h'

# SQL lives in the stores, the drivers, the log (which is a store), and where the one predicate of
# scope is written.
SQL_HOMES = re.compile(r'(^|/)(\w+_store\.c|test_\w+\.c)$|^src/(db|log)/|^src/auth/scope\.c$')

HANDLER_LINES_MAX = 40
FILE_BYTES_MAX = 1_000_000
SUBJECT_CHARS_MAX = 65

COMMENTED = ('.c', '.h', '.S', '.py', '.sh', '.mjs', '.js', '.ts', '.vue', '.css', '.sql')
TEXT = COMMENTED + ('.md', '.json', '.txt', '.yml', '.yaml', '.html', '.build', '')

# Put together from pieces, so that this file passes its own rules.
LEFT_TO_DO = re.compile(r'\b(' + '|'.join(['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK']) + r')\b')
ELSEWHERE = re.compile(r'(^|[^A-Za-z0-9_.])/(wo' r'rk|fa' r'rm)/|\.\./sha' r'red\b|registry\.npm' r'js\.org')


class Tree:
    """The files of one tree, read once."""

    def __init__(self, root, names, build=None):
        self.root, self.names, self.build = root, sorted(names), build
        self._bytes = {}

    def data(self, name):
        if name not in self._bytes:
            with open(os.path.join(self.root, name), 'rb') as f:
                self._bytes[name] = f.read()
        return self._bytes[name]

    def text(self, name):
        return self.data(name).decode('utf-8', 'replace')

    def c_files(self, below='src/'):
        return [n for n in self.names if n.endswith(('.c', '.h')) and n.startswith(below)]


C_PIECES = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def without_comments(text, strings_too=False):
    """C text with comments (and literals) blanked, line numbers kept."""
    def blank(match):
        piece = match.group()
        if piece[0] == '/' or strings_too:
            return re.sub(r'[^\n]', ' ', piece)
        return piece
    return C_PIECES.sub(blank, text)


def line_of(text, at):
    return text.count('\n', 0, at) + 1


def includes(tree, name):
    """(line, header) of each include of our own."""
    for match in re.finditer(r'^\s*#\s*include\s+"([^"]+)"', without_comments(tree.text(name)), re.M):
        yield line_of(tree.text(name), match.start()), match.group(1)


def module_of(path):
    return path.split('/')[0] if '/' in path else None


# --- rules: each yields (name, line, message) -----------------------------------------------

def rule_include_direction(tree):
    edges = {}
    for name in tree.c_files():
        inside = name[len('src/'):]
        module, base = module_of(inside), os.path.basename(name)
        if module is None or base.startswith('test_'):
            continue
        answers = base.endswith(('_http.c', '_http.h')) or module in HTTP_USERS
        for line, header in includes(tree, name):
            target = module_of(header)
            if target is None:
                if not header.startswith(('version', 'err_codes')):
                    yield name, line, f'"{header}": write includes from src, as "module/file.h"'
                continue
            if target not in RANK or module not in RANK:
                yield name, line, f'module {module} or {target} has no rank in lint.py'
            elif target == 'http' and not answers:
                yield name, line, f'"{header}": http is for *_http.[ch], portal and app only'
            elif header == APP_RECORD and answers:
                continue
            elif target != 'http' and RANK[target] > RANK[module]:
                yield name, line, f'"{header}": {module} may not know {target}'
            elif target != module and not answers:
                edges.setdefault(module, {}).setdefault(target, (name, line))
    for circle in circles(edges):
        name, line = edges[circle[0]][circle[1]]
        yield name, line, 'modules include each other: ' + ' -> '.join(circle)


def circles(edges):
    """One circle per set of modules that reach each other."""
    seen = set()
    for start in sorted(edges):
        paths = [[start]]
        visited = set()
        while paths:
            path = paths.pop()
            for target in sorted(edges.get(path[-1], ())):
                if target == start:
                    if frozenset(path) not in seen:
                        seen.add(frozenset(path))
                        yield path + [start]
                    paths = []
                    break
                if target not in visited:
                    visited.add(target)
                    paths.append(path + [target])


def library_flags(name):
    """Where a library keeps its headers, when not in the usual place."""
    try:
        done = subprocess.run(['pkg-config', '--cflags', name], text=True, capture_output=True, check=False)
    except OSError:
        return []
    return done.stdout.split()


def rule_header_alone(tree):
    flags = ['-std=gnu17', '-D_GNU_SOURCE', '-Wall', '-Werror', '-fsyntax-only', '-I',
             os.path.join(tree.root, 'src')]
    if tree.build:
        flags += ['-I', os.path.join(tree.build, 'src')]
    flags += library_flags('pangocairo')

    def compile_one(name):
        source = f'#include "{name[len("src/"):]}"\n'
        done = subprocess.run([os.environ.get('CC', 'cc'), *flags, '-x', 'c', '-'], input=source,
                              text=True, capture_output=True, check=False)
        return name, done
    headers = [n for n in tree.c_files() if n.endswith('.h')]
    with ThreadPoolExecutor(2) as pool:
        for name, done in pool.map(compile_one, headers):
            if done.returncode:
                first = next((ln for ln in done.stderr.splitlines() if 'error' in ln), done.stderr)
                yield name, 1, f'does not compile alone: {first.strip()}'


def rule_header_guard(tree):
    for name in tree.c_files():
        if name.endswith('.h') and not re.search(r'^#ifndef (\w+)\n#define \1$', tree.text(name), re.M):
            yield name, 1, 'has no include guard'


def rule_banned(tree):
    home = 'src/base/banned.h'
    if home not in tree.names:
        yield home, 1, 'is missing: it lists what is not called here'
        return
    banned = set(re.findall(r'^#define (\w+)\(\.\.\.\)', tree.text(home), re.M)) | {'gets'}
    pattern = re.compile(r'(?<![\w.>])(' + '|'.join(sorted(banned)) + r')\s*\(')
    for name in tree.c_files():
        if name == home:
            continue
        code = without_comments(tree.text(name), strings_too=True)
        for match in pattern.finditer(code):
            yield name, line_of(code, match.start()), f'{match.group(1)}() is banned, see {home}'


SQL = re.compile(
    r'\b(SELECT|INSERT INTO|UPDATE|FROM|WHERE|ORDER BY|GROUP BY|VALUES|PRAGMA|CREATE TABLE|ALTER TABLE'
    r'|DROP TABLE|CREATE INDEX|ON CONFLICT|LEFT JOIN)[\s(]|^\s*(select|update|with) .+ (from|set|as) '
    r'|insert into |delete from ')


def rule_sql_home(tree):
    for name in tree.c_files():
        if SQL_HOMES.search(name):
            continue
        text = tree.text(name)
        for match in C_PIECES.finditer(text):
            piece = match.group()
            if piece[0] == '"' and SQL.search(piece[1:-1] + ' '):
                yield name, line_of(text, match.start()), 'SQL belongs into a *_store.c (or db, log)'


def rule_sql_pasted(tree):
    for name in tree.c_files():
        text = tree.text(name)
        for match in C_PIECES.finditer(text):
            piece = match.group()
            if piece[0] == '"' and re.search(r"'%[-0-9.*]*(l|ll|z|h)*[sdiuxc]'|%Q|%q", piece) and SQL.search(piece[1:-1] + ' '):
                yield name, line_of(text, match.start()), 'a value pasted into SQL: bind it'


def functions(code):
    """(name, first line, lines between the braces) of functions laid out by clang-format."""
    lines = code.split('\n')
    head = None
    for i, line in enumerate(lines):
        if head is None:
            match = re.match(r'[A-Za-z_].*?(\w+)\(', line)
            if match and not line.rstrip().endswith(';'):
                head = (match.group(1), i)
                opened = i if line.rstrip().endswith('{') else None
        elif opened is None:
            if line.rstrip().endswith('{'):
                opened = i
            elif line.rstrip().endswith(';'):
                head = None
        elif line.startswith('}'):
            yield head[0], head[1] + 1, i - opened - 1
            head = None


def rule_handler_length(tree):
    for name in tree.c_files():
        if name.endswith('_http.c') and not os.path.basename(name).startswith('test_'):
            for function, line, length in functions(without_comments(tree.text(name), True)):
                if length > HANDLER_LINES_MAX:
                    yield name, line, f'{function}() has {length} lines, {HANDLER_LINES_MAX} are allowed'


def rule_licence(tree):
    for name in tree.names:
        if name.endswith(COMMENTED) or os.path.basename(name) in ('meson.build', 'Makefile'):
            if not re.search(r'SPDX-License-Identifier: Apache-2\.0\b', '\n'.join(tree.text(name).split('\n')[:3])):
                yield name, 1, 'does not start with its licence tag'


def rule_file_comment(tree):
    for name in tree.c_files():
        lines = tree.text(name).split('\n')
        said = 0
        for line in lines[1:]:
            if not line.startswith('//'):
                break
            said += len(line) > 3
        if not 1 <= said <= 8:
            yield name, 1, f'says in {said} lines what the file decides and what not; 3 to 8 are asked'


def rule_style(tree):
    for name in tree.c_files():
        code = without_comments(tree.text(name), strings_too=True)
        for pattern, message in ((r'\btypedef\s+(struct|union|enum)\s*\w*\s*(\{|\w+\s*;)', 'structs and enums are not typedef\'d'),
                                 (r'#\s*pragma\s+once', 'use an include guard'),
                                 (r'\t', 'a tab')):
            for match in re.finditer(pattern, code):
                yield name, line_of(code, match.start()), message


def rule_left_to_do(tree):
    for name in tree.names:
        if os.path.splitext(name)[1] in TEXT:
            for i, line in enumerate(tree.text(name).split('\n')):
                match = LEFT_TO_DO.search(line)
                if match:
                    yield name, i + 1, f'left to do: {match.group(1)}'


def rule_elsewhere(tree):
    for name in tree.names:
        if os.path.splitext(name)[1] in TEXT:
            for i, line in enumerate(tree.text(name).split('\n')):
                if ELSEWHERE.search(line):
                    yield name, i + 1, 'names a place outside the tree'


def rule_lock_file(tree):
    for name in tree.names:
        if os.path.basename(name) == 'package-lock.json':
            at = tree.text(name).find('"resolved": "http')
            if at >= 0:
                yield name, line_of(tree.text(name), at), 'records download addresses: run scripts/lock.py'
            packages = json.loads(tree.text(name)).get('packages', {})
            for row in packages.values():
                for other in row.get('optionalDependencies', {}):
                    if f'node_modules/{other}' not in packages:
                        yield name, 1, f'leaves out {other}, so that npm ci stops: run scripts/lock.py'


def rule_file_size(tree):
    for name in tree.names:
        if len(tree.data(name)) > FILE_BYTES_MAX:
            yield name, 1, f'{len(tree.data(name))} bytes, {FILE_BYTES_MAX} are allowed'


def rule_unit_listed(tree):
    builds = {os.path.dirname(n): tree.text(n) for n in tree.names if n.endswith('meson.build')}
    for name in tree.c_files():
        folder, base = os.path.split(name)
        if not base.endswith('.c') or name == 'src/app/main.c':
            continue
        while folder not in builds and folder:
            folder = os.path.dirname(folder)
        if f"'{os.path.relpath(name, folder)}'" not in builds.get(folder, ''):
            yield name, 1, f'is not listed in {folder}/meson.build: it is never built'


RULES = {f.__name__[len('rule_'):].replace('_', '-'): f for f in (
    rule_include_direction, rule_header_alone, rule_header_guard, rule_banned, rule_sql_home,
    rule_sql_pasted, rule_handler_length, rule_licence, rule_file_comment, rule_style,
    rule_left_to_do, rule_elsewhere, rule_lock_file, rule_file_size, rule_unit_listed)}


def bad_subjects(root):
    """Commit subjects that are too long or do not say their area; merges apart. Only of commits
    that can still be changed: those that the branch followed does not have, where there is one."""
    def log_of(*what):
        return subprocess.run(['git', '-C', root, 'log', '--no-merges', '--format=%h %s', *what],
                              text=True, capture_output=True, check=False)
    log = log_of('@{upstream}..HEAD')
    log = (log if log.returncode == 0 else log_of('-50')).stdout
    for line in log.splitlines():
        commit, _, subject = line.partition(' ')
        if len(subject) > SUBJECT_CHARS_MAX:
            yield f'commit {commit}', 1, f'subject has {len(subject)} characters: {subject}'
        elif not re.match(r'[a-z][a-z0-9/_, -]*: \S', subject):
            yield f'commit {commit}', 1, f'subject is not "area: imperative": {subject}'


def self_test(root):
    """Runs the rules over the samples; returns (passed, failed)."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.join(root, 'tests', 'lint'))
    import samples
    passed = failed = 0
    bitten = set()
    for title, files, expected in samples.SAMPLES:
        with tempfile.TemporaryDirectory(prefix='yikou-lint-') as folder:
            for name, content in files.items():
                os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
                with open(os.path.join(folder, name), 'w', encoding='utf-8') as f:
                    f.write(content)
            tree = Tree(folder, files)
            found = {rule for rule, check in RULES.items() if any(True for _ in check(tree))}
        bitten |= found
        if found == set(expected):
            passed += 1
        else:
            failed += 1
            print(f'self-test: {title}: found {sorted(found)}, expected {sorted(expected)}')
    for rule in sorted(set(RULES) - bitten):
        failed += 1
        print(f'self-test: no bad sample for the rule {rule}')
    return passed, failed


def main():
    parser = argparse.ArgumentParser(description='Checks the rules of the tree.')
    parser.add_argument('--build', help='build folder, for generated headers')
    parser.add_argument('--commits', action='store_true')
    parser.add_argument('--self-test', action='store_true')
    parser.add_argument('rules', nargs='*', help=', '.join(RULES))
    options = parser.parse_args()
    for rule in options.rules:
        if rule not in RULES:
            parser.error(f'there is no rule {rule}')

    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    passed = failed = 0
    if options.self_test:
        passed, failed = self_test(root)
        print(f'lint: {passed} of {passed + failed} samples are judged rightly')

    names = subprocess.run(['git', '-C', root, 'ls-files', '-co', '--exclude-standard'], text=True,
                           capture_output=True, check=True).stdout.split('\n')
    names = [n for n in names if n and os.path.isfile(os.path.join(root, n)) and n != 'LICENSE']
    tree = Tree(root, names, options.build and os.path.abspath(options.build))
    checks = {rule: (lambda check=RULES[rule]: check(tree)) for rule in options.rules or RULES}
    if options.commits:
        checks['commit-subject'] = lambda: bad_subjects(root)
    for rule, check in checks.items():
        found = list(check())
        for name, line, message in found:
            print(f'{name}:{line}: {rule}: {message}')
        passed, failed = passed + (not found), failed + bool(found)
    print(f'lint: {passed} passed, {failed} failed')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
