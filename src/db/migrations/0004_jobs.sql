-- SPDX-License-Identifier: Apache-2.0
-- Scheduled work. A row is one thing to be done at a time of the domain clock; it goes in the transaction that does it, and leaves a trace.

CREATE TABLE job (
    district INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,         -- a name of the program's table of kinds
    key TEXT NOT NULL,          -- of what waits, there is one of each (kind, key)
    due_at INTEGER NOT NULL,    -- what it was asked for, µs UTC on the domain clock
    at INTEGER NOT NULL,        -- when it is tried next: due_at, later after a failure
    ledger INTEGER NOT NULL,    -- what it is about; 0 nothing
    object INTEGER NOT NULL,
    arg INTEGER NOT NULL,       -- the kind knows what it means
    attempts INTEGER NOT NULL,  -- that failed
    error TEXT NOT NULL,        -- why the last one failed
    asked_by INTEGER NOT NULL,  -- account that wanted it sooner; 0 nobody
    PRIMARY KEY (district, id)
) STRICT, WITHOUT ROWID;
-- Asking twice is asking once; cancelling.
CREATE UNIQUE INDEX job_by_key ON job (district, kind, key);
-- What is due, in order.
CREATE INDEX job_by_time ON job (district, at, id);
-- What failed, for the administrator.
CREATE INDEX job_failed ON job (district, at, id) WHERE attempts > 0;

-- What was done lately; swept after a while.
CREATE TABLE job_done (
    district INTEGER NOT NULL,
    done_at INTEGER NOT NULL,  -- µs UTC on the domain clock
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    ledger INTEGER NOT NULL,
    object INTEGER NOT NULL,
    attempts INTEGER NOT NULL, -- that failed before
    missed INTEGER NOT NULL,   -- times of a repeating kind that this one stands for too
    said TEXT NOT NULL,        -- what it did, in a word, or nothing
    asked_by INTEGER NOT NULL,
    PRIMARY KEY (district, done_at, id)
) STRICT, WITHOUT ROWID;
