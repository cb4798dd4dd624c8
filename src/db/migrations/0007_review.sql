-- SPDX-License-Identifier: Apache-2.0
-- Facts of regular reviews. Columns mean what src/review/review.c says of them; days are days since 1970-01-01 in UTC+8.

-- One open row (part 0) for each meeting.
CREATE TABLE review_fact (
    district INTEGER NOT NULL, -- GB/T 2260 code
    object INTEGER NOT NULL,   -- the meeting
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,  -- recorded, microseconds
    unit INTEGER NOT NULL,     -- who called it
    day INTEGER NOT NULL,      -- when it is or was held
    state INTEGER NOT NULL,    -- enum review_state
    kind INTEGER NOT NULL,     -- enum review_kind
    number INTEGER NOT NULL,   -- year x 10^8 + serial
    scope_unit INTEGER,        -- only its matters; null: all
    items INTEGER NOT NULL,    -- on the agenda
    decided INTEGER NOT NULL,
    done INTEGER NOT NULL,     -- confirmed
    PRIMARY KEY (district, object, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE review_fact_was (
    district INTEGER NOT NULL,
    object INTEGER NOT NULL,
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    day INTEGER NOT NULL,
    state INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    number INTEGER NOT NULL,
    scope_unit INTEGER,
    items INTEGER NOT NULL,
    decided INTEGER NOT NULL,
    done INTEGER NOT NULL,
    PRIMARY KEY (district, object, part, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_fact_was_at ON review_fact_was (district, to_at);
-- The list of meetings, newest first, and the figure of those held.
CREATE INDEX review_fact_by_day ON review_fact (district, day, object, part);

-- One open row for each item of a meeting held or in session (part = its number).
CREATE TABLE review_item_fact (
    district INTEGER NOT NULL,
    object INTEGER NOT NULL,      -- the meeting
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    unit INTEGER NOT NULL,        -- who must do it; the matter's lead while undecided
    day INTEGER NOT NULL,         -- of the meeting
    matter INTEGER NOT NULL,
    category INTEGER NOT NULL,
    reasons INTEGER NOT NULL,     -- bits of enum review_reason
    decision INTEGER,             -- enum review_decision; null while undecided
    decided_day INTEGER,
    decided_seq INTEGER,          -- event of the decision
    by_day INTEGER,               -- null when nothing is to be done
    open_by_day INTEGER,          -- by_day until it is confirmed
    reported_day INTEGER,
    done_day INTEGER,
    on_time INTEGER,              -- null until confirmed
    kind INTEGER NOT NULL,        -- enum review_kind
    channel INTEGER NOT NULL,     -- of the matter
    caller_kind INTEGER NOT NULL, -- of the matter
    supervision INTEGER,          -- the order that the decision set going
    park INTEGER,                 -- the parking of the matter that it set going
    PRIMARY KEY (district, object, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE review_item_fact_was (
    district INTEGER NOT NULL,
    object INTEGER NOT NULL,
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    day INTEGER NOT NULL,
    matter INTEGER NOT NULL,
    category INTEGER NOT NULL,
    reasons INTEGER NOT NULL,
    decision INTEGER,
    decided_day INTEGER,
    decided_seq INTEGER,
    by_day INTEGER,
    open_by_day INTEGER,
    reported_day INTEGER,
    done_day INTEGER,
    on_time INTEGER,
    kind INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    caller_kind INTEGER NOT NULL,
    supervision INTEGER,
    park INTEGER,
    PRIMARY KEY (district, object, part, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_item_fact_was_at ON review_item_fact_was (district, to_at);
-- The rows behind the figures of items and decisions.
CREATE INDEX review_item_fact_by_day ON review_item_fact (district, day, object, part);
CREATE INDEX review_item_fact_by_by_day ON review_item_fact (district, by_day, object, part) WHERE by_day IS NOT NULL;
-- What is to be followed up, what runs out first; with a unit, for its people.
CREATE INDEX review_item_fact_open ON review_item_fact (district, open_by_day, object, part) WHERE open_by_day IS NOT NULL;
CREATE INDEX review_item_fact_open_of_unit ON review_item_fact (district, unit, open_by_day, object, part) WHERE open_by_day IS NOT NULL;
-- What was decided on a matter before.
CREATE INDEX review_item_fact_by_matter ON review_item_fact (district, matter, day, object, part);
