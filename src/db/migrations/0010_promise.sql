-- SPDX-License-Identifier: Apache-2.0
-- Stage replies: what a unit promised a caller, by when, and whether it was kept. Facts only; the promises stand in the matter's state.

-- One open row for each stage reply that stands (part = its number).
CREATE TABLE promise_fact (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    unit INTEGER NOT NULL,               -- who promised
    day INTEGER NOT NULL,                -- from when it stands
    due_day INTEGER,                     -- promised; null when it lapsed
    told INTEGER NOT NULL,               -- enum promise_told
    outcome INTEGER NOT NULL,            -- enum promise_outcome
    ended_day INTEGER,                   -- null while it is owed
    kept INTEGER,                        -- null while open
    days_late INTEGER,                   -- natural days; null when in time or owed
    category INTEGER NOT NULL,           -- of the matter
    channel INTEGER NOT NULL,            -- of the matter
    caller_kind INTEGER NOT NULL,        -- of the matter
    PRIMARY KEY (district, object, part)
) STRICT, WITHOUT ROWID;

-- Its closed versions, for any past moment.
CREATE TABLE promise_fact_was (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    to_at INTEGER NOT NULL,              -- superseded
    unit INTEGER NOT NULL,
    day INTEGER NOT NULL,
    due_day INTEGER,
    told INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    ended_day INTEGER,
    kept INTEGER,
    days_late INTEGER,
    category INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    caller_kind INTEGER NOT NULL,
    PRIMARY KEY (district, object, part, from_at)
) STRICT, WITHOUT ROWID;
-- The rows as of a moment: those superseded after it.
CREATE INDEX promise_fact_was_at ON promise_fact_was (district, to_at);

-- Rows behind figures on stage replies, and on promises by their day.
CREATE INDEX promise_fact_by_day ON promise_fact (district, day, object, part);
CREATE INDEX promise_fact_by_due ON promise_fact (district, due_day, object, part) WHERE due_day IS NOT NULL;
