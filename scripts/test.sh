#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# test.sh SUITE...: runs the suites (lint unit api web fault citus), shows each runner's own closing
# lines, and ends with "N passed, N failed", the sum over all of them. A suite that has no test,
# or does not come to its end, is a failure. Exit status 1 on any.
#
#   BUILD                the build folder with the program to test (build)
#   YIKOU_TEST_ENGINE    sqlite or postgres: only this one (both for api and fault, sqlite for web)
#   TESTS                only the node:test files whose path contains this
set -uo pipefail
cd "$(dirname "$0")/.."

build=${BUILD:-build}
jobs=${JOBS:-2}
logs=$build/test-logs
mkdir -p "$logs"
passed=0 failed=0 skipped=0
declare -a summary=()

# add NAME PASSED FAILED SKIPPED
add() {
    passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
    summary+=("$(printf '  %-16s %5d passed %5d failed %5d skipped' "$1" "$2" "$3" "$4")")
}

headline() {
    printf '\n== %s\n' "$1"
}

suite_lint() {
    headline 'lint: the rules of the tree, and the linter against its bad samples'
    local log=$logs/lint.log numbers
    python3 scripts/lint.py --self-test --build "$build" 2>&1 | tee "$log"
    numbers=$(sed -nE 's/^lint: ([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$log" | tail -1)
    # shellcheck disable=SC2086
    add lint ${numbers:-0 1} 0
}

suite_unit() {
    headline 'unit: cmocka, by meson'
    local numbers
    if [ ! -f "$build/build.ninja" ]; then
        meson setup "$build" >"$logs/setup.log" 2>&1 || { cat "$logs/setup.log"; add unit 0 1 0; return; }
    fi
    rm -f "$build/meson-logs/testlog.json"
    scripts/with-postgres.sh meson test -C "$build" --num-processes "$jobs" --print-errorlogs </dev/null
    python3 scripts/count_unit.py "$build/meson-logs/testlog.json" >"$logs/unit.count"
    head -n -1 "$logs/unit.count"
    numbers=$(tail -1 "$logs/unit.count")
    # shellcheck disable=SC2086
    add unit ${numbers:-0 1 0}
}

# node_suite NAME FOLDER ENGINE
node_suite() {
    local name=$1 folder=$2 engine=$3 tap=$logs/$1.tap run=()
    headline "$name: node:test in $folder, on $engine"
    local files=()
    if [ -d "$folder" ]; then
        local apart=postgres
        [ "$engine" = postgres ] && apart=sqlite
        mapfile -t files < <(find "$folder" \( -name node_modules -o -name "$apart" \) -prune -o -name '*.test.mjs' -print |
            grep -F -- "${TESTS:-}" | sort)
    fi
    if [ ${#files[@]} -eq 0 ]; then
        echo "no test: $folder has no *.test.mjs"
        add "$name" 0 1 0
        return
    fi
    if [ ! -x "$build/yikou" ]; then
        echo "no program: $build/yikou is not built (make build)"
        add "$name" 0 1 0
        return
    fi
    if [ -f tests/package-lock.json ]; then
        scripts/npm.sh tests || { add "$name" 0 1 0; return; }
    fi
    [ "$engine" = postgres ] && run=(scripts/with-postgres.sh)
    rm -f "$tap"
    YIKOU_TEST_ENGINE=$engine YIKOU_BIN=$PWD/$build/yikou "${run[@]}" node --test \
        --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=tap --test-reporter-destination="$tap" "${files[@]}"
    local status=$?
    # The closing lines of node:test; cancelled tests did not pass.
    local p f c s t
    p=$(sed -nE 's/^# pass ([0-9]+)$/\1/p' "$tap" 2>/dev/null | tail -1)
    f=$(sed -nE 's/^# fail ([0-9]+)$/\1/p' "$tap" 2>/dev/null | tail -1)
    c=$(sed -nE 's/^# cancelled ([0-9]+)$/\1/p' "$tap" 2>/dev/null | tail -1)
    s=$(sed -nE 's/^# skipped ([0-9]+)$/\1/p' "$tap" 2>/dev/null | tail -1)
    t=$(sed -nE 's/^# todo ([0-9]+)$/\1/p' "$tap" 2>/dev/null | tail -1)
    p=${p:-0} f=$((${f:-0} + ${c:-0})) s=$((${s:-0} + ${t:-0}))
    # A file that leaves before its first test is reported as a test named by its path.
    local empty
    empty=$(grep -cE '^ok [0-9]+ - .*\.test\.mjs$' "$tap" 2>/dev/null)
    if [ "${empty:-0}" -gt 0 ]; then
        grep -E '^ok [0-9]+ - .*\.test\.mjs$' "$tap" | sed 's/^ok [0-9]* - /ran no test: /'
        p=$((p - empty)) f=$((f + empty))
    fi
    if [ "$f" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$p" -eq 0 ]; }; then
        echo "$name: the runner ended with status $status and $p tests passed"
        f=1
    fi
    add "$name" "$p" "$f" "$s"
}

suite_api() {
    local engine
    for engine in ${YIKOU_TEST_ENGINE:-sqlite postgres}; do
        node_suite "api-$engine" tests/api "$engine"
    done
}

suite_web() {
    node_suite web tests/web "${YIKOU_TEST_ENGINE:-sqlite}"
}

# What stands in tests/fault/postgres is about PostgreSQL alone.
suite_fault() {
    local engine
    for engine in ${YIKOU_TEST_ENGINE:-sqlite postgres}; do
        node_suite "fault-$engine" tests/fault "$engine"
    done
}

# On a cluster that is handed in: YIKOU_TEST_CITUS, an empty database on its coordinator. Never part of the whole.
suite_citus() {
    YIKOU_TEST_DATABASE=${YIKOU_TEST_CITUS:?an empty database with the extension, on the coordinator} node_suite citus tests/citus postgres
}

[ $# -gt 0 ] || { echo 'usage: test.sh lint|unit|api|web|fault|citus ...' >&2; exit 2; }
for suite in "$@"; do
    case $suite in
        lint | unit | api | web | fault | citus) "suite_$suite" ;;
        *) echo "test.sh: there is no suite $suite" >&2; exit 2 ;;
    esac
done

headline 'all suites'
printf '%s\n' "${summary[@]}"
echo
if [ "$skipped" -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
