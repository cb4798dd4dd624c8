#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# fuzz.sh [SECONDS] [NAME...]: builds tests/fuzz/fuzz_NAME.c with clang's libFuzzer, ASan and UBSan, replays the corpus
# in the tree, then fuzzes each for SECONDS (20). What it finds lands in build/fuzz/NAME; put a find that mattered into
# tests/fuzz/corpus/NAME, where it is kept for ever and replayed first. Ends with "fuzz: N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-20}
shift $(($# > 0 ? 1 : 0))
names=("$@")
if [ ${#names[@]} -eq 0 ]; then
    for file in tests/fuzz/fuzz_*.c; do
        name=${file##*/fuzz_}
        names+=("${name%.c}")
    done
fi

out=build/fuzz
mkdir -p "$out/gen"
python3 scripts/err_codes.py api/errors.txt "$out/gen/err_codes.h" "$out/gen/err_table.c"
sources=(src/base/{arena,buf,clock,err,text}.c src/json/{decode,schema,tree,write}.c src/http/{uri,headers}.c src/exchange/xlsx_{book,read,zip}.c "$out/gen/err_table.c")
passed=0 failed=0
for name in "${names[@]}"; do
    mkdir -p "$out/$name"
    clang -std=gnu17 -g -O1 -D_GNU_SOURCE -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
        -Isrc -I"$out/gen" "tests/fuzz/fuzz_$name.c" "${sources[@]}" -ljansson -lzip -lexpat -lm -o "$out/fuzz_$name" &&
        "$out/fuzz_$name" -runs=0 "tests/fuzz/corpus/$name" >"$out/$name.log" 2>&1 &&
        "$out/fuzz_$name" -max_total_time="$seconds" -max_len=4096 -artifact_prefix="$out/$name/" \
            "$out/$name" "tests/fuzz/corpus/$name" >>"$out/$name.log" 2>&1
    if [ $? -eq 0 ]; then
        passed=$((passed + 1))
        echo "fuzz $name: $(grep -E '^Done' "$out/$name.log" | tail -1)"
    else
        failed=$((failed + 1))
        tail -40 "$out/$name.log"
    fi
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
