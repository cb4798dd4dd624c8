-- SPDX-License-Identifier: Apache-2.0
-- Notices as people have them. The outbox (0001) is the queue before; a row of it goes in the transaction that makes these.

-- What one person was told: in the bell, or kept for the digest. Its words are made when it is read, from the kind and from what it is about as that stands then.
CREATE TABLE notice (
    district INTEGER NOT NULL,
    account INTEGER NOT NULL,
    id INTEGER NOT NULL,       -- time-ordered
    kind TEXT NOT NULL,        -- a name of the program's table of kinds
    ledger INTEGER NOT NULL,   -- what it is about; 0 nothing
    object INTEGER NOT NULL,
    at INTEGER NOT NULL,       -- when it happened, µs UTC on the domain clock
    bell INTEGER NOT NULL,     -- 1: shown in the bell and on the page of notices
    digest INTEGER NOT NULL,   -- 1: counted in the next digest
    body TEXT NOT NULL,        -- what it holds of itself, JSON (a digest's numbers); else empty
    read_at INTEGER,           -- µs UTC on the domain clock
    PRIMARY KEY (district, account, id)
) STRICT, WITHOUT ROWID;
-- The number on the bell, and what is behind it.
CREATE INDEX notice_unread ON notice (district, account, id) WHERE bell = 1 AND read_at IS NULL;

-- Letters: those that wait, those sent lately, those that cannot be sent. Addresses are looked up when a letter goes.
CREATE TABLE mail (
    district INTEGER NOT NULL,
    id INTEGER NOT NULL,
    account INTEGER NOT NULL,  -- to whom
    kind TEXT NOT NULL,
    ledger INTEGER NOT NULL,
    object INTEGER NOT NULL,
    body TEXT NOT NULL,        -- as in notice
    made_at INTEGER NOT NULL,  -- µs UTC on the domain clock, as all times here
    at INTEGER NOT NULL,       -- when it is tried next; while one server sends it, when another may
    tries INTEGER NOT NULL,
    state INTEGER NOT NULL,    -- 0 waits, 1 sent, 2 cannot be sent
    error TEXT NOT NULL,       -- of the last try that failed
    PRIMARY KEY (district, id)
) STRICT, WITHOUT ROWID;
-- What is to be sent now, in order.
CREATE INDEX mail_waiting ON mail (district, at, id) WHERE state = 0;
-- What cannot be sent.
CREATE INDEX mail_failed ON mail (district, id) WHERE state = 2;

-- How a person wants to be told; no row: the defaults of their roles.
CREATE TABLE notice_settings (
    district INTEGER NOT NULL,
    account INTEGER NOT NULL,
    body TEXT NOT NULL,        -- JSON (notify/settings.h)
    PRIMARY KEY (district, account)
) STRICT, WITHOUT ROWID;
