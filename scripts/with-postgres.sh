#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# with-postgres.sh COMMAND...: runs the command beside a PostgreSQL server of its own, in a scratch
# folder, on a free port of 127.0.0.1, with YIKOU_TEST_DATABASE=postgresql://... set to a
# superuser's connection to an empty database; makes away with all of it afterwards.
# A server that is handed in by YIKOU_TEST_DATABASE is used as it is. YIKOU_TEST_DURABLE=1: it
# writes to disk what it says is written, as the bench wants it.
set -euo pipefail

if [ -n "${YIKOU_TEST_DATABASE:-}" ]; then
    exec "$@"
fi

bin=''
for candidate in /usr/lib/postgresql/*/bin; do
    [ -x "$candidate/initdb" ] && bin=$candidate
done
[ -n "$bin" ] || { echo 'with-postgres: PostgreSQL is not installed (make deps)' >&2; exit 1; }

scratch=$(mktemp -d "${TMPDIR:-/tmp}/yikou-pg.XXXXXX")
# The server refuses to run as root; Debian's package made the user postgres.
as=()
if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$scratch"
    as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi

server=''
finish() {
    trap - EXIT INT TERM
    if [ -n "$server" ]; then
        # SIGQUIT: nobody needs this data again.
        kill -QUIT "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Runs "$@" in the scratch folder as the server's user.
run_as() {
    (cd "$scratch" && exec "${as[@]}" env HOME="$scratch" "$@")
}

# Durability is the tests' subject on SQLite only; there it would merely cost time.
careless=(-c fsync=off -c full_page_writes=off -c synchronous_commit=off)
[ -z "${YIKOU_TEST_DURABLE:-}" ] || careless=()

run_as "$bin/initdb" -D "$scratch/data" -U yikou -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
    >"$scratch/initdb.log" 2>&1 || { cat "$scratch/initdb.log" >&2; exit 1; }

for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 20000))
    (cd "$scratch" && exec "${as[@]}" env HOME="$scratch" "$bin/postgres" -D "$scratch/data" \
        -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$scratch" \
        "${careless[@]}" -c max_connections=200 -c timezone=UTC) >"$scratch/server.log" 2>&1 &
    server=$!
    for _ in $(seq 100); do
        "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" && break 2
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    kill -QUIT "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=''
done
[ -n "$server" ] || { echo 'with-postgres: the server did not start:' >&2; cat "$scratch/server.log" >&2; exit 1; }

"$bin/createdb" -h 127.0.0.1 -p "$port" -U yikou yikou_test
export YIKOU_TEST_DATABASE="postgresql://yikou@127.0.0.1:$port/yikou_test"
"$@"
