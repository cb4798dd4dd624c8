#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the pages, web/ into web/dist, when Node is there and something in web/ is newer.
# Without Node the program is still built; it then serves one page that says so.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -f web/package.json ]; then
    exit 0
fi
if ! command -v npm >/dev/null; then
    echo 'web: npm is missing, the pages are not built (make deps installs it)' >&2
    exit 0
fi

# What the pages are made of, node_modules and dist apart.
inputs() {
    find web api/schema -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' "$@" 2>/dev/null || true
}
if [ -f web/dist/index.html ] && [ -z "$(inputs -newer web/dist/index.html -print -quit)" ]; then
    exit 0
fi
scripts/npm.sh web
echo 'web: building the pages'
npm --prefix web run --silent build
touch web/dist/index.html
