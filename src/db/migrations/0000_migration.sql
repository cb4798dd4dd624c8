-- SPDX-License-Identifier: Apache-2.0
-- The migrations that this store has had, the first of them this one. Kept by db/migrate.c alone.
CREATE TABLE migration (
    number     INTEGER NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL, -- of the file
    checksum   TEXT    NOT NULL, -- SM3 of its bytes, in hexadecimal
    applied_at INTEGER NOT NULL  -- microseconds, UTC
) STRICT;
