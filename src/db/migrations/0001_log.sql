-- SPDX-License-Identifier: Apache-2.0
-- The log and what is derived from it for every ledger. The district comes first in every key: it is also Citus' distribution column.

-- The truth: one row per event, appended and never updated. Read by object in order of seq (stories, replay).
CREATE TABLE event (
    district INTEGER NOT NULL,    -- GB/T 2260 code
    ledger INTEGER NOT NULL,      -- enum ledger_code
    object INTEGER NOT NULL,      -- what it happened to
    seq INTEGER NOT NULL,         -- 1, 2, … per object: the optimistic lock
    id INTEGER NOT NULL,          -- time-ordered, unique in the district
    recorded_at INTEGER NOT NULL, -- µs UTC on the domain clock, set by the server
    day INTEGER NOT NULL,         -- when it happened, days since 1970-01-01 in UTC+8
    actor INTEGER NOT NULL,       -- account; 0 the system
    action TEXT NOT NULL,         -- the ledger's word
    version INTEGER NOT NULL,     -- of the body's form
    body TEXT NOT NULL,           -- JSON; free text stands here only as its hash
    PRIMARY KEY (district, ledger, object, seq)
) STRICT, WITHOUT ROWID;
-- The log page: newest first; and the highest id at start-up.
CREATE UNIQUE INDEX event_by_id ON event (district, id);

-- Events that no block holds yet, one row for each commit; the sealer empties it.
CREATE TABLE waiting (
    district INTEGER NOT NULL,
    id INTEGER NOT NULL,  -- of the first event in it
    events BLOB NOT NULL, -- per event: ledger, object, seq, id, and SM3 over its exact bytes, taken as it was recorded (log/leaf.h): one altered before its seal is found out too
    PRIMARY KEY (district, id)
) STRICT, WITHOUT ROWID;

-- Sealed events, one chain per district.
CREATE TABLE block (
    district INTEGER NOT NULL,
    height INTEGER NOT NULL,    -- 1, 2, …
    first_pos INTEGER NOT NULL, -- position of its first event in the district's order
    n INTEGER NOT NULL,         -- events in it
    events BLOB NOT NULL,       -- per event: ledger, object, seq, first bytes of its leaf hash (log/seal.c)
    root BLOB NOT NULL,         -- Merkle root (SM3) over the leaves
    prev BLOB NOT NULL,         -- hash of the block before; zeros for the first
    hash BLOB NOT NULL,         -- SM3 over all of the above and sealed_at
    signature BLOB NOT NULL,    -- SM2 over hash
    sealed_at INTEGER NOT NULL, -- µs UTC, real time
    PRIMARY KEY (district, height)
) STRICT, WITHOUT ROWID;

-- The present state of each object, rebuilt from its events.
CREATE TABLE state (
    district INTEGER NOT NULL,
    ledger INTEGER NOT NULL,
    object INTEGER NOT NULL,
    seq INTEGER NOT NULL,         -- of the last event applied
    recorded_at INTEGER NOT NULL, -- of that event
    body TEXT NOT NULL,           -- JSON by the ledger's state spec
    PRIMARY KEY (district, ledger, object)
) STRICT, WITHOUT ROWID;

-- Free text of events, kept apart so that it can be erased; the event holds SM3(salt ‖ content).
CREATE TABLE text (
    district INTEGER NOT NULL,
    ledger INTEGER NOT NULL,
    object INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    field TEXT NOT NULL,
    salt BLOB NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (district, ledger, object, seq, field)
) STRICT, WITHOUT ROWID;

-- Marginals of facts. The bucket leads so that what one commit touches lies together.
CREATE TABLE tally (
    district INTEGER NOT NULL,
    grain INTEGER NOT NULL,   -- 0 day, 1 month, 2 year
    bucket INTEGER NOT NULL,  -- day number, year * 12 + month - 1, or the year
    measure INTEGER NOT NULL, -- struct measure's code
    unit INTEGER NOT NULL,    -- 0: all units
    dim INTEGER NOT NULL,     -- enum tally_dim
    value INTEGER NOT NULL,   -- of the dimension; 0 for the total
    n INTEGER NOT NULL,       -- rows
    sum INTEGER NOT NULL,     -- of the measure's value column
    PRIMARY KEY (district, grain, bucket, measure, unit, dim, value)
) STRICT, WITHOUT ROWID;

-- What commits changed in the marginals and no job has folded into them yet: one row for each commit. Who reads tallies adds these.
CREATE TABLE tally_pending (
    district INTEGER NOT NULL,
    id INTEGER NOT NULL,   -- of the commit's last event
    moves BLOB NOT NULL,   -- the id, then measure, day, unit, dimensions, n, sum of each (tally/tally_pending.c)
    PRIMARY KEY (district, id)
) STRICT, WITHOUT ROWID;

-- Notices to be told to people; filled in the transaction of the event that causes them.
CREATE TABLE outbox (
    district INTEGER NOT NULL,
    id INTEGER NOT NULL,      -- the event's id
    n INTEGER NOT NULL,       -- 0, 1 … of that event
    kind TEXT NOT NULL,       -- e.g. matter.dispatched
    unit INTEGER NOT NULL,    -- for everyone concerned in it, or 0
    account INTEGER NOT NULL, -- for one person, or 0
    ledger INTEGER NOT NULL,
    object INTEGER NOT NULL,
    at INTEGER NOT NULL,      -- µs UTC on the domain clock
    PRIMARY KEY (district, id, n)
) STRICT, WITHOUT ROWID;

-- The same act sent twice is done once.
CREATE TABLE idem (
    district INTEGER NOT NULL,
    account INTEGER NOT NULL,
    key TEXT NOT NULL,        -- the Idempotency-Key header
    hash BLOB NOT NULL,       -- SM3 of method, path and body
    object INTEGER NOT NULL,  -- what it made or changed
    at INTEGER NOT NULL,      -- µs UTC on the domain clock
    PRIMARY KEY (district, account, key)
) STRICT, WITHOUT ROWID;

-- Gapless numbers that people see.
CREATE TABLE counter (
    district INTEGER NOT NULL,
    name TEXT NOT NULL,
    year INTEGER NOT NULL,
    value INTEGER NOT NULL, -- the last one given
    PRIMARY KEY (district, name, year)
) STRICT, WITHOUT ROWID;
