#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what the build and the tests need and what is missing, from Debian 12 and npm.
# Quick, and asks for nothing, when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

# Package, and the reason it is here.
packages='
gcc                 the compiler
libc6-dev           its headers
make                the front door
meson               the build
ninja-build         the build
pkg-config          finds the libraries
python3             packs the pages and data files at build time
libmicrohttpd-dev   HTTP
libjansson-dev      JSON in
libsqlite3-dev      the embedded store
sqlite3             the tests read what must be gone from it
libpq-dev           the PostgreSQL driver
libssl-dev          SM2, SM3, SM4
libsodium-dev       Argon2id
zlib1g-dev          compressed replies
libcurl4-openssl-dev  letters by SMTP
python3-aiosmtpd    the tests send letters to a real SMTP server
libpango1.0-dev     sets printed papers: Chinese text, with cairo into PDF
libqrencode-dev     the QR code of a receipt
libzip-dev          workbooks (.xlsx) in: the archive
libexpat1-dev       workbooks in: its XML
libxlsxwriter-dev   workbooks out
libcmocka-dev       unit tests
postgresql-15       the tests run on it, in a scratch folder
nodejs              builds the pages, runs the API and browser tests
npm                 installs what they need
chromium            browser tests
fonts-noto-cjk      Chinese letters: on printed papers, in the browser tests and screenshots
poppler-utils       pdftotext, pdfinfo, pdffonts: the tests read what was printed
prometheus          promtool: the tests check metrics, alert rules and the queries of the dashboard
clang               warnings of a second compiler
libclang-rt-14-dev  make fuzz
clang-format        make fmt
clang-tidy          make lint
git                 make lint looks at the files that git knows
'

installed() {
    dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^ii'
}

missing=()
while read -r name _; do
    # Node may also come from elsewhere, with npm in the same package.
    case "$name" in
        '') continue ;;
        nodejs) command -v node >/dev/null && continue ;;
        npm) command -v npm >/dev/null && continue ;;
        *) installed "$name" && continue ;;
    esac
    missing+=("$name")
done <<<"$packages"

if [ ${#missing[@]} -gt 0 ]; then
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo)
    fi
    echo "deps: installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
fi

for folder in web tests; do
    if [ -f "$folder/package-lock.json" ]; then
        scripts/npm.sh "$folder"
    fi
done
