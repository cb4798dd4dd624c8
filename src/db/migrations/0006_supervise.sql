-- SPDX-License-Identifier: Apache-2.0
-- Facts of supervision: urges, orders and notifications. Columns mean what src/supervise/facts.c says of them, codes are the enumerations of
-- src/supervise/supervise.h, days are days since 1970-01-01 in UTC+8.

-- One open row for each urge, each step of an order, each unit in a notification.
CREATE TABLE supervise_fact (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the urge, order or notification
    part INTEGER NOT NULL,               -- 0 of an urge, else the step or the item
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    unit INTEGER,                        -- to whom, once issued: attribution; null while proposed, which units do not see
    to_unit INTEGER,                     -- to whom, also while proposed
    kind INTEGER NOT NULL,               -- enum supervision_kind
    number INTEGER,                      -- year x 10^8 + serial; null while proposed
    seq INTEGER NOT NULL,                -- of the last event
    colour INTEGER,                      -- enum order_colour
    state INTEGER NOT NULL,              -- enum supervision_state
    cause INTEGER,                       -- of an urge, enum urge_cause
    by_itself INTEGER NOT NULL,          -- urged or proposed by the sweep
    ledger INTEGER,                      -- of the subject
    subject INTEGER,                     -- the object it is about
    subject_number INTEGER,              -- as people see it
    category INTEGER,                    -- of the subject, when issued
    channel INTEGER,                     -- of the subject
    caller_kind INTEGER,                 -- of the subject
    day INTEGER NOT NULL,                -- issued; proposed or drawn up before that
    clock_day INTEGER,                   -- due day of the subject's clock then
    limit_day INTEGER,                   -- by when an order is to be answered
    warn_day INTEGER,                    -- from when the limit's light is yellow
    limit_key INTEGER NOT NULL,          -- limit_day or 99999999, for sorting
    counted_day INTEGER,                 -- limit_day where an answer was owed
    answered_day INTEGER,                -- replied, answered, signed for
    on_time INTEGER,                     -- an order's answer; null while there is none
    ended_day INTEGER,                   -- null while something is awaited
    next INTEGER,                        -- enum supervision_next, while proposed
    notification INTEGER,                -- in which an order stands
    PRIMARY KEY (district, object, part)
) STRICT, WITHOUT ROWID;

-- Its closed versions, for any past moment.
CREATE TABLE supervise_fact_was (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the urge, order or notification
    part INTEGER NOT NULL,               -- 0 of an urge, else the step or the item
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    to_at INTEGER NOT NULL,              -- superseded
    unit INTEGER,
    to_unit INTEGER,
    kind INTEGER NOT NULL,
    number INTEGER,
    seq INTEGER NOT NULL,
    colour INTEGER,
    state INTEGER NOT NULL,
    cause INTEGER,
    by_itself INTEGER NOT NULL,
    ledger INTEGER,
    subject INTEGER,
    subject_number INTEGER,
    category INTEGER,
    channel INTEGER,
    caller_kind INTEGER,
    day INTEGER NOT NULL,
    clock_day INTEGER,
    limit_day INTEGER,
    warn_day INTEGER,
    limit_key INTEGER NOT NULL,
    counted_day INTEGER,
    answered_day INTEGER,
    on_time INTEGER,
    ended_day INTEGER,
    next INTEGER,
    notification INTEGER,
    PRIMARY KEY (district, object, part, from_at)
) STRICT, WITHOUT ROWID;
-- The rows as of a moment: those superseded after it.
CREATE INDEX supervise_fact_was_at ON supervise_fact_was (district, to_at);

-- The page, newest first; with a unit, for a unit's people or the filter. Other filters are read along these.
CREATE INDEX supervise_fact_by_day ON supervise_fact (district, day, object, part);
CREATE INDEX supervise_fact_by_unit_day ON supervise_fact (district, unit, day, object, part);
-- The page sorted by limit.
CREATE INDEX supervise_fact_by_limit ON supervise_fact (district, limit_key, object, part);
CREATE INDEX supervise_fact_by_unit_limit ON supervise_fact (district, unit, limit_key, object, part);
-- What is still awaited: queues, the sweep, few among all.
CREATE INDEX supervise_fact_open ON supervise_fact (district, day, object, part, state) WHERE ended_day IS NULL;
CREATE INDEX supervise_fact_open_of_unit ON supervise_fact (district, unit, day, object, part, state) WHERE ended_day IS NULL;
CREATE INDEX supervise_fact_open_limit ON supervise_fact (district, limit_key, object, part, state) WHERE ended_day IS NULL;
CREATE INDEX supervise_fact_open_limit_of_unit ON supervise_fact (district, unit, limit_key, object, part, state) WHERE ended_day IS NULL;
-- What there is on a matter: its page, and never twice for the same cause.
CREATE INDEX supervise_fact_by_subject_limit ON supervise_fact (district, subject, limit_key, object, part) WHERE subject IS NOT NULL;
CREATE INDEX supervise_fact_by_subject ON supervise_fact (district, subject, day, object, part) WHERE subject IS NOT NULL;
-- The rows behind the figure of answers in time.
CREATE INDEX supervise_fact_by_counted ON supervise_fact (district, counted_day, object, part) WHERE counted_day IS NOT NULL;
