-- SPDX-License-Identifier: Apache-2.0
-- What of organisations and sign-in is no event. Units, catalogue, policy and accounts are states of the ledger admin (table state).

-- The districts kept here, each with the id of the last change of its ledger admin: servers keep a picture of the district and
-- look here whether it still holds; changes of it stand in line on this row.
CREATE TABLE org_version (
    district INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (district)
) STRICT, WITHOUT ROWID;

-- One row once the first run is over: the claim that set-up is done only once.
CREATE TABLE installation (
    one INTEGER NOT NULL CHECK (one = 1),
    at INTEGER NOT NULL, -- µs UTC, real time
    PRIMARY KEY (one)
) STRICT, WITHOUT ROWID;

-- How an account proves who it is. An input like the vault: never in events, not rebuilt. A login is unique in the whole store; on
-- Citus this is a reference table.
CREATE TABLE credential (
    district INTEGER NOT NULL,
    account INTEGER NOT NULL,
    login TEXT NOT NULL,
    hash TEXT NOT NULL,            -- Argon2id, libsodium's text form
    shared INTEGER NOT NULL,       -- 1: made for the demonstration, salted once for all its accounts
    failures INTEGER NOT NULL,     -- wrong passwords since the last right one
    failed_at INTEGER NOT NULL,    -- of the last of them, µs UTC real time
    last_sign_in_at INTEGER,       -- µs UTC real time
    PRIMARY KEY (district, account)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX credential_by_login ON credential (login);

-- Sign-ins with a login that nobody has, counted and locked like those of somebody, so that the answer tells nothing about which logins there are. A
-- keyed hash: people type passwords where the login goes. Rows go when their lock is over; on Citus a reference table.
CREATE TABLE stranger (
    login_hash BLOB NOT NULL,
    failures INTEGER NOT NULL,
    failed_at INTEGER NOT NULL,    -- of the last that counted, µs UTC real time
    PRIMARY KEY (login_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX stranger_by_time ON stranger (failed_at);

-- Who is signed in. Rows go when a session ends; times are real time.
CREATE TABLE session (
    district INTEGER NOT NULL,
    id INTEGER NOT NULL,
    account INTEGER NOT NULL,
    token_hash BLOB NOT NULL,      -- SM3 of the token; the token itself is known to the browser only
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL, -- to the minute
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    PRIMARY KEY (district, id)
) STRICT, WITHOUT ROWID;
-- Each request: who has this token?
CREATE UNIQUE INDEX session_by_token ON session (district, token_hash);
-- The sessions of an account: listing, ending all, sweeping away those long unseen.
CREATE INDEX session_by_account ON session (district, account, last_seen_at);
-- Sweeping the whole district.
CREATE INDEX session_by_seen ON session (district, last_seen_at);
