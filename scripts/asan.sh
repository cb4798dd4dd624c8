#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# asan.sh [SUITE...]: builds with AddressSanitizer, LeakSanitizer and UBSan in build-asan and runs unit and API suites (or those named) on both engines. The first
# report ends the process that made it, and any report at all fails the run, also one of a server that a test killed afterwards. It is slow: TESTS=name
# and YIKOU_TEST_ENGINE narrow it as they do for test.sh.
set -euo pipefail
cd "$(dirname "$0")/.."

build=build-asan
if [ ! -f "$build/build.ninja" ]; then
    meson setup -Dbuildtype=debug -Doptimization=1 -Db_sanitize=address,undefined -Db_lundef=false \
        '-Dc_args=-fno-sanitize-recover=all -fno-omit-frame-pointer' "$build"
fi
ninja -C "$build" -j"${JOBS:-2}" yikou

reports=$PWD/$build/reports
rm -rf "$reports"
mkdir -p "$reports"
export ASAN_OPTIONS=halt_on_error=1:exitcode=99:detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1:log_path=$reports/asan
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1:log_path=$reports/ubsan
export LSAN_OPTIONS=suppressions=$PWD/tests/sanitizers/leaks.txt:print_suppressions=0

status=0
[ $# -gt 0 ] || set -- unit api
BUILD=$build scripts/test.sh "$@" || status=$?

n=$(find "$reports" -type f | wc -l)
if [ "$n" -gt 0 ]; then
    echo
    find "$reports" -type f -exec sh -c 'echo "== $1"; head -n 40 "$1"' _ {} \;
    status=1
fi
echo "$n sanitizer reports"
exit "$status"
