# SPDX-License-Identifier: Apache-2.0
"""Small trees for the linter's self-test: (title, files, rules that must bite, and no others).

Words that the rules forbid are put together from pieces, as this file is looked at too.
"""

BANNED = '''// SPDX-License-Identifier: Apache-2.0
// What is not called here.
#ifndef BANNED_H
#define BANNED_H
#define strcpy(...) banned_strcpy
#define rand(...) banned_rand
#endif
'''
HEAD = '// SPDX-License-Identifier: Apache-2.0\n// A sample: it decides nothing.\n\n'


def header(guard, body=''):
    return f'{HEAD}#ifndef {guard}\n#define {guard}\n{body}\n#endif\n'


def tree(files):
    """A clean tree with these files; C files are listed in their module's meson.build."""
    whole = {'src/base/banned.h': BANNED, **files}
    for name in files:
        if name.endswith('.c'):
            folder, base = name.rsplit('/', 1)
            build = whole.get(f'{folder}/meson.build', '# SPDX-License-Identifier: Apache-2.0\n')
            whole[f'{folder}/meson.build'] = build + f"yikou_sources += files('{base}')\n"
    return whole


def source(body):
    return HEAD + body


def handler(lines):
    return source('static int put(int a) {\n' + '    a++;\n' * lines + '    return a;\n}\n')


SAMPLES = [
    ('a clean tree', tree({
        'src/base/text.h': header('TEXT_H', 'typedef struct text *text_maker(int n);\n'
                                  'int text_check(const char *s);'),
        'src/base/text.c': source('#include "base/text.h"\n\n// strcpy(a, b) is only named here.\n'
                                  'int text_check(const char *s) {\n    return s == "rand()";\n}\n'),
        'src/matter/matter_store.c': source('const char *q = "SELECT a FROM b WHERE c = ?";\n'),
        'src/matter/matter_http.c': source('#include "http/route.h"\n#include "app/app.h"\n'),
        'src/http/route.h': header('ROUTE_H', '#include "base/text.h"'),
        'src/http/route.c': source('static const char *const method = "DELETE";\n'),
        'src/app/app.h': header('APP_H', '#include "http/route.h"'),
    }), []),
    ('base includes a ledger', tree({
        'src/base/a.c': source('#include "matter/matter.h"\n'),
        'src/matter/matter.h': header('MATTER_H')}), ['include-direction']),
    ('a ledger includes figures', tree({
        'src/matter/matter.c': source('#include "figure/figure.h"\n'),
        'src/figure/figure.h': header('FIGURE_H')}), ['include-direction']),
    ('rules include http', tree({
        'src/matter/matter.c': source('#include "http/route.h"\n'),
        'src/http/route.h': header('ROUTE_H')}), ['include-direction']),
    ('rules look into the program', tree({
        'src/matter/matter.c': source('#include "app/app.h"\n'),
        'src/app/app.h': header('APP_H')}), ['include-direction']),
    ('two modules of a rank in a circle', tree({
        'src/auth/a.h': header('A_H', '#include "org/b.h"'),
        'src/org/b.c': source('#include "auth/a.h"\n'),
        'src/org/b.h': header('B_H')}), ['include-direction']),
    ('an include from beside the file', tree({
        'src/org/a.c': source('#include "b.h"\n'), 'src/org/b.h': header('B_H')}), ['include-direction']),
    ('a module nobody has ranked', tree({
        'src/gizmo/a.c': source('#include "base/banned.h"\n')}), ['include-direction']),
    ('a header that needs another first', tree({
        'src/org/a.h': header('A_H', 'bool org_check(size_t n);')}), ['header-alone']),
    ('a header without a guard', tree({
        'src/org/a.h': HEAD + 'int org_check(int n);\n'}), ['header-guard']),
    ('a banned call', tree({
        'src/org/a.c': source('int a(void) {\n    return rand ();\n}\n')}), ['banned']),
    ('SQL in the rules', tree({
        'src/org/org.c': source('const char *q = "SELECT name FROM unit";\n')}), ['sql-home']),
    ('a piece of SQL in a handler', tree({
        'src/org/org_http.c': source('const char *q = " WHERE id = ?";\n')}), ['sql-home']),
    ('SQL in small letters', tree({
        'src/org/org.c': source('const char *q = "delete from unit";\n')}), ['sql-home']),
    ('a value pasted into SQL', tree({
        'src/org/org_store.c': source('const char *q = "SELECT a FROM b WHERE c = \'%s\'";\n')}), ['sql-pasted']),
    ('a handler of 40 lines', tree({'src/org/org_http.c': handler(39)}), []),
    ('a handler of 41 lines', tree({'src/org/org_http.c': handler(40)}), ['handler-length']),
    ('a file without its licence', tree({
        'src/org/a.c': '// A sample.\n// It decides nothing.\nint a;\n'}), ['licence']),
    ('a page without its licence', tree({'web/src/A.vue': '<template></template>\n'}), ['licence']),
    ('a file that does not say what it is', tree({
        'src/org/a.c': '// SPDX-License-Identifier: Apache-2.0\nint a;\n'}), ['file-comment']),
    ('a typedef\'d struct', tree({
        'src/org/a.c': source('typedef struct { int a; } a_t;\n')}), ['style']),
    ('something left to do', tree({
        'src/org/a.c': source('// TO' 'DO later\nint a;\n')}), ['left-to-do']),
    ('a path of one machine', tree({
        'docs/a.md': 'See /wo' 'rk/place/file.\n'}), ['elsewhere']),
    ('a lock file with addresses', tree({
        'web/package-lock.json': '{"resolved": "http' '://example.org/a.tgz"}\n'}), ['lock-file']),
    ('a lock file that knows one platform only', tree({
        'web/package-lock.json': '{"packages": {"node_modules/a": {"optionalDependencies": '
                                 '{"a-win32-x64": "1.0.0"}}}}\n'}), ['lock-file']),
    ('a file that is too large', tree({'docs/a.md': 'a' * 1_000_001}), ['file-size']),
    ('a source that is never built', {
        'src/base/banned.h': BANNED, 'src/org/a.c': source('int a;\n'),
        'src/org/meson.build': '# SPDX-License-Identifier: Apache-2.0\n'}, ['unit-listed']),
]
