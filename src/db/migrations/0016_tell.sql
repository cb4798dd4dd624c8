-- SPDX-License-Identifier: Apache-2.0
-- The clock of stage replies: by when callers were to be told where things stand, and whether they were. Facts only; the clocks stand in the matter's state.

-- One open row for each stretch of time (part = its number).
CREATE TABLE tell_fact (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    unit INTEGER NOT NULL,               -- who was to tell
    day INTEGER NOT NULL,                -- from when it runs
    due_day INTEGER,                     -- null when nothing was owed, or is not for now
    told_day INTEGER,                    -- null while nobody was told
    on_time INTEGER,                     -- null while nobody was told
    outcome INTEGER NOT NULL,            -- enum tell_outcome
    category INTEGER NOT NULL,           -- of the matter
    channel INTEGER NOT NULL,            -- of the matter
    caller_kind INTEGER NOT NULL,        -- of the matter
    PRIMARY KEY (district, object, part)
) STRICT, WITHOUT ROWID;

-- Its closed versions, for any past moment.
CREATE TABLE tell_fact_was (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    to_at INTEGER NOT NULL,              -- superseded
    unit INTEGER NOT NULL,
    day INTEGER NOT NULL,
    due_day INTEGER,
    told_day INTEGER,
    on_time INTEGER,
    outcome INTEGER NOT NULL,
    category INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    caller_kind INTEGER NOT NULL,
    PRIMARY KEY (district, object, part, from_at)
) STRICT, WITHOUT ROWID;
-- The rows as of a moment: those superseded after it.
CREATE INDEX tell_fact_was_at ON tell_fact_was (district, to_at);

-- Rows behind the figure, by the day they were due.
CREATE INDEX tell_fact_by_due ON tell_fact (district, due_day, object, part) WHERE due_day IS NOT NULL;
