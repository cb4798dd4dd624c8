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
# Not `npm ci`: it refuses a lock file when optional packages of other platforms cannot be looked up. This installs
# the versions of the lock file as well, and --no-save keeps both files as they are.
npm install --no-save --no-audit --no-fund --loglevel=error
cp package-lock.json "$stamp"
