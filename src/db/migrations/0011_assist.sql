-- SPDX-License-Identifier: Apache-2.0
-- Facts of assisting units. Columns mean what src/matter/assist_state.c says of them, codes are the enumerations of src/matter/assist.h, days are days since
-- 1970-01-01 in UTC+8.

-- One open row for each unit named to assist, or asked for (part = its number on the matter).
CREATE TABLE assist_fact (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    unit INTEGER,                        -- who assists, once named: attribution; null while only asked for
    to_unit INTEGER NOT NULL,            -- who assists, or should
    lead INTEGER,                        -- whom it assists
    state INTEGER NOT NULL,              -- enum assist_state
    day INTEGER NOT NULL,                -- named; asked for before that
    named_day INTEGER,                   -- null while only asked for
    sign_due_day INTEGER,                -- null when it need not be signed for
    signed_day INTEGER,
    due_day INTEGER,                     -- of the clock of its answer
    open_due_at INTEGER,                 -- last moment in time while it is awaited, microseconds
    open_warn_at INTEGER,                -- from when it warns, while it is awaited
    counted_day INTEGER,                 -- due_day where an answer was owed
    answered_day INTEGER,
    on_time INTEGER,                     -- null while not answered
    objected_day INTEGER,
    urged_day INTEGER,                   -- the first time by hand
    to_decide INTEGER,                   -- 1 while it waits for whoever dispatches, else null
    category INTEGER NOT NULL,           -- of the matter
    channel INTEGER NOT NULL,            -- of the matter
    caller_kind INTEGER NOT NULL,        -- of the matter
    PRIMARY KEY (district, object, part)
) STRICT, WITHOUT ROWID;

-- Its closed versions, for any past moment.
CREATE TABLE assist_fact_was (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    to_at INTEGER NOT NULL,              -- superseded
    unit INTEGER,
    to_unit INTEGER NOT NULL,
    lead INTEGER,
    state INTEGER NOT NULL,
    day INTEGER NOT NULL,
    named_day INTEGER,
    sign_due_day INTEGER,
    signed_day INTEGER,
    due_day INTEGER,
    open_due_at INTEGER,
    open_warn_at INTEGER,
    counted_day INTEGER,
    answered_day INTEGER,
    on_time INTEGER,
    objected_day INTEGER,
    urged_day INTEGER,
    to_decide INTEGER,
    category INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    caller_kind INTEGER NOT NULL,
    PRIMARY KEY (district, object, part, from_at)
) STRICT, WITHOUT ROWID;
-- The rows as of a moment: those superseded after it.
CREATE INDEX assist_fact_was_at ON assist_fact_was (district, to_at);

-- The list, newest first; with a unit, for a unit's people or the filter, also of the ledger page.
CREATE INDEX assist_fact_by_day ON assist_fact (district, day, object, part);
CREATE INDEX assist_fact_by_unit_day ON assist_fact (district, unit, day, object, part);
-- What is awaited, what runs out first.
CREATE INDEX assist_fact_open ON assist_fact (district, open_due_at, object, part) WHERE open_due_at IS NOT NULL;
CREATE INDEX assist_fact_open_of_unit ON assist_fact (district, unit, open_due_at, object, part) WHERE open_due_at IS NOT NULL;
-- What waits for whoever dispatches.
CREATE INDEX assist_fact_to_decide ON assist_fact (district, to_decide, day, object, part) WHERE to_decide IS NOT NULL;
-- Rows behind a figure on assisting.
CREATE INDEX assist_fact_by_named ON assist_fact (district, named_day, object, part) WHERE named_day IS NOT NULL;
CREATE INDEX assist_fact_by_counted ON assist_fact (district, counted_day, object, part) WHERE counted_day IS NOT NULL;
CREATE INDEX assist_fact_by_answered ON assist_fact (district, answered_day, object, part) WHERE answered_day IS NOT NULL;
CREATE INDEX assist_fact_by_objected ON assist_fact (district, objected_day, object, part) WHERE objected_day IS NOT NULL;
CREATE INDEX assist_fact_by_urged ON assist_fact (district, urged_day, object, part) WHERE urged_day IS NOT NULL;
