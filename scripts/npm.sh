#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# npm.sh FOLDER: installs exactly what the folder's lock file says, when it is not there yet.
set -euo pipefail
cd "$(dirname "$0")/../$1"

stamp=node_modules/.installed-lock
if [ -f "$stamp" ] && cmp -s package-lock.json "$stamp"; then
    exit 0
fi
echo "npm: installing what $1/package-lock.json names"
npm ci --no-audit --no-fund --loglevel=error
cp package-lock.json "$stamp"
