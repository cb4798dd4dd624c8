#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `make lint`: the rules of lint.py, layout, and clang-tidy with clang's own warnings.
# clang-tidy passes over a file that it found clean and that has not changed since, nor any header.
#   BUILD  the build folder     LINT_TIDY=0  without clang-tidy
set -uo pipefail
cd "$(dirname "$0")/.."

build=${BUILD:-build}
status=0

ninja -C "$build" -j"${JOBS:-2}" yikou >/dev/null || exit 1
python3 scripts/lint.py --build "$build" --commits --self-test || status=1
python3 scripts/check_demo_data.py || status=1

mapfile -t sources < <(git ls-files -co --exclude-standard 'src/*.c' 'src/*.h')
clang-format --dry-run -Werror "${sources[@]}" 2>&1 | grep -E '^[^ ].*error:' | cut -d: -f1 | sort | uniq -c |
    sed 's/^ *\([0-9]*\) \(.*\)/\2: \1 places are not laid out (make fmt)/'
[ "${PIPESTATUS[0]}" -eq 0 ] || status=1

if [ "${LINT_TIDY:-1}" = 1 ]; then
    stamps=$build/tidy
    mkdir -p "$stamps"
    # Headers weigh on all files: their digest is part of each stamp.
    common=$(git ls-files -co --exclude-standard 'src/*.h' .clang-tidy | sort | xargs cat | sha256sum | cut -c1-32)
    tidy_one() {
        local file=$1 stamp want
        stamp=$stamps/$(tr / _ <<<"$file")
        want="$common $(sha256sum <"$file")"
        [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return 0
        # gcc knows flags that clang does not; those are no finding.
        if clang-tidy --quiet -p "$build" --extra-arg=-Wno-unknown-warning-option \
            --extra-arg=-Wno-gnu-zero-variadic-macro-arguments "$file" >"$stamp.out" 2>&1; then
            rm -f "$stamp.out"
            echo "$want" >"$stamp"
        else
            grep -E '(error|warning):' "$stamp.out" | sed -E "s#^$PWD/##; s#^$build/##; s#^(\.\./)+##"
            echo "$file: more in $stamp.out"
            return 1
        fi
    }
    export -f tidy_one
    export stamps common build
    # Only what the build knows can be looked at.
    printf '%s\n' "${sources[@]}" | grep '\.c$' | grep -Fxf <(python3 -c '
import json, os, sys
for row in json.load(open(sys.argv[1] + "/compile_commands.json")):
    print(os.path.relpath(os.path.join(row["directory"], row["file"])))' "$build") |
        xargs -r -P "${JOBS:-2}" -I{} bash -c 'tidy_one {}' || status=1
fi

[ $status -eq 0 ] && echo 'lint: clean'
exit $status
