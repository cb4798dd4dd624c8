-- SPDX-License-Identifier: Apache-2.0
-- Facts of matters, their full-text index, and callers. Each fact table has the open versions in NAME and the closed ones in NAME_was; columns mean what
-- src/matter/facts.c says of them, codes are the enumerations of src/matter/matter.h, days are days since 1970-01-01 in UTC+8.

-- One open row (part 0) for each matter: what the ledger page shows, filters and sorts, and what is counted.
CREATE TABLE matter_fact (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    number INTEGER NOT NULL,             -- year x 10^8 + serial, as people see it
    seq INTEGER NOT NULL,                -- of the last event
    day INTEGER NOT NULL,                -- when it was asked
    registered_at INTEGER NOT NULL,      -- when it was entered, microseconds
    state INTEGER NOT NULL,              -- enum matter_state
    channel INTEGER NOT NULL,            -- enum matter_channel
    category INTEGER NOT NULL,           -- level-3 code 03-02-01 as 30201
    caller_kind INTEGER NOT NULL,        -- enum caller_kind
    urgency INTEGER NOT NULL,            -- enum matter_urgency
    kind INTEGER NOT NULL,               -- enum matter_kind
    unit INTEGER NOT NULL,               -- attribution: the lead, or the intake unit while there is none
    lead INTEGER,                        -- null while none
    intake_unit INTEGER NOT NULL,        -- who registered it
    party INTEGER,                       -- caller; null when anonymous
    dispatched_day INTEGER,              -- of the standing dispatch
    signed_day INTEGER,                  -- of the standing dispatch
    due_day INTEGER,                     -- of the answer clock, running or stopped
    due_key INTEGER NOT NULL,            -- due_day or 99999999, for sorting
    open_due_at INTEGER,                 -- last moment in time while the clock runs, microseconds
    open_warn_at INTEGER,                -- from when it warns, while the clock runs
    clock INTEGER NOT NULL,              -- enum matter_clock_state of the answer clock
    contact_due_at INTEGER,              -- while the first contact is awaited: its last moment in time
    first_due_day INTEGER,               -- of the standing dispatch, before any return
    answered_day INTEGER,                -- of the standing answer
    closed_day INTEGER,
    ended_day INTEGER,                   -- closed, withdrawn or joined
    withdrawn_day INTEGER,               -- null again when the withdrawal did not stand
    objections INTEGER NOT NULL,
    returns INTEGER NOT NULL,            -- sent back by a call-back
    round INTEGER NOT NULL,              -- rounds so far
    title_seq INTEGER NOT NULL,          -- event that holds the title
    days_to_answer INTEGER,              -- natural days, dispatch to answer
    secret INTEGER NOT NULL,             -- the caller asks for secrecy
    joined_into INTEGER,                 -- the matter that this one repeats
    pending INTEGER,                     -- enum matter_pending: what waits for a decision
    promise_due_at INTEGER,              -- last moment of a promise still owed, microseconds
    tell_due_at INTEGER,                 -- by when the caller is to be told where things stand, microseconds
    PRIMARY KEY (district, object, part)
) STRICT, WITHOUT ROWID;

-- Its closed versions, for any past moment.
CREATE TABLE matter_fact_was (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    to_at INTEGER NOT NULL,              -- superseded
    number INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    day INTEGER NOT NULL,
    registered_at INTEGER NOT NULL,
    state INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    category INTEGER NOT NULL,
    caller_kind INTEGER NOT NULL,
    urgency INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    lead INTEGER,
    intake_unit INTEGER NOT NULL,
    party INTEGER,
    dispatched_day INTEGER,
    signed_day INTEGER,
    due_day INTEGER,
    due_key INTEGER NOT NULL,
    open_due_at INTEGER,
    open_warn_at INTEGER,
    clock INTEGER NOT NULL,
    contact_due_at INTEGER,
    first_due_day INTEGER,
    answered_day INTEGER,
    closed_day INTEGER,
    ended_day INTEGER,
    withdrawn_day INTEGER,
    objections INTEGER NOT NULL,
    returns INTEGER NOT NULL,
    round INTEGER NOT NULL,
    title_seq INTEGER NOT NULL,
    days_to_answer INTEGER,
    secret INTEGER NOT NULL,
    joined_into INTEGER,
    pending INTEGER,
    promise_due_at INTEGER,
    tell_due_at INTEGER,
    PRIMARY KEY (district, object, part, from_at)
) STRICT, WITHOUT ROWID;
-- The rows as of a moment: those superseded after it.
CREATE INDEX matter_fact_was_at ON matter_fact_was (district, to_at);

-- The ledger page, newest first; with a unit, for a unit's people or the filter. Other filters are read along these: those by what hardly ever changes stand
-- in them, so that passing over a row does not look it up.
CREATE INDEX matter_fact_by_day ON matter_fact (district, day, object, part, channel, category, caller_kind, urgency);
CREATE INDEX matter_fact_by_unit_day ON matter_fact (district, unit, day, object, part, channel, category, caller_kind, urgency);
-- The page sorted by due day.
CREATE INDEX matter_fact_by_due ON matter_fact (district, due_key, object, part, channel, category, caller_kind, urgency);
CREATE INDEX matter_fact_by_unit_due ON matter_fact (district, unit, due_key, object, part, channel, category, caller_kind, urgency);
-- The page sorted by number, and a number typed into the search field.
CREATE INDEX matter_fact_by_number ON matter_fact (district, number, object, part, channel, category, caller_kind, urgency);
-- Matters in hand, few among all: states before the end, newest first. With the state, so that counting them reads nothing else.
CREATE INDEX matter_fact_in_hand ON matter_fact (district, day, object, part, state, ended_day) WHERE ended_day IS NULL;
CREATE INDEX matter_fact_in_hand_of_unit ON matter_fact (district, unit, day, object, part, state, ended_day) WHERE ended_day IS NULL;
-- Clocks that run: lights, my work, what runs out first.
CREATE INDEX matter_fact_running ON matter_fact (district, open_due_at, object, part, state, open_warn_at) WHERE open_due_at IS NOT NULL;
CREATE INDEX matter_fact_running_of_unit ON matter_fact (district, unit, open_due_at, object, part, state, open_warn_at) WHERE open_due_at IS NOT NULL;
-- Whom nobody has spoken to yet, what runs out first.
CREATE INDEX matter_fact_to_contact ON matter_fact (district, contact_due_at, object, part, state) WHERE contact_due_at IS NOT NULL;
CREATE INDEX matter_fact_to_contact_of_unit ON matter_fact (district, unit, contact_due_at, object, part, state) WHERE contact_due_at IS NOT NULL;
-- The rows behind figures that go by another day than that of the request; those of a unit are read along.
CREATE INDEX matter_fact_by_answered ON matter_fact (district, answered_day, object, part) WHERE answered_day IS NOT NULL;
CREATE INDEX matter_fact_by_closed ON matter_fact (district, closed_day, object, part) WHERE closed_day IS NOT NULL;
CREATE INDEX matter_fact_by_withdrawn ON matter_fact (district, withdrawn_day, object, part) WHERE withdrawn_day IS NOT NULL;
CREATE INDEX matter_fact_by_first_due ON matter_fact (district, first_due_day, object, part) WHERE first_due_day IS NOT NULL;
-- A caller's matters.
CREATE INDEX matter_fact_by_party ON matter_fact (district, party, day, object, part) WHERE party IS NOT NULL;
-- The repeats of a matter.
CREATE INDEX matter_fact_by_first ON matter_fact (district, joined_into, day, object, part) WHERE joined_into IS NOT NULL;

-- What waits for a decision: few at any time.
CREATE INDEX matter_fact_pending ON matter_fact (district, pending, due_key, object, part) WHERE pending IS NOT NULL;

-- What somebody was promised and is still owed: few at any time.
CREATE INDEX matter_fact_promised ON matter_fact (district, promise_due_at, object, part) WHERE promise_due_at IS NOT NULL;
CREATE INDEX matter_fact_promised_of_unit ON matter_fact (district, unit, promise_due_at, object, part) WHERE promise_due_at IS NOT NULL;
-- Whose caller is to be told where things stand: none where no rule of time asks for it.
CREATE INDEX matter_fact_tell ON matter_fact (district, tell_due_at, object, part) WHERE tell_due_at IS NOT NULL;
CREATE INDEX matter_fact_tell_of_unit ON matter_fact (district, unit, tell_due_at, object, part) WHERE tell_due_at IS NOT NULL;

-- One open row for each dispatch (part = its number).
CREATE TABLE dispatch_fact (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    unit INTEGER NOT NULL,               -- to whom
    day INTEGER NOT NULL,
    sign_due_day INTEGER,                -- null when it need not be signed
    signed_day INTEGER,
    signed_on_time INTEGER,              -- null while unsigned
    contact_due_day INTEGER,             -- of the first contact; null: not asked
    contacted_day INTEGER,               -- of the first contact
    contact_on_time INTEGER,             -- null while awaited
    objected_day INTEGER,
    upheld INTEGER,                      -- the objection; null while undecided
    outcome INTEGER NOT NULL,            -- enum dispatch_outcome
    final INTEGER NOT NULL,              -- by arbitration
    category INTEGER NOT NULL,           -- of the matter
    channel INTEGER NOT NULL,            -- of the matter
    caller_kind INTEGER NOT NULL,        -- of the matter
    PRIMARY KEY (district, object, part)
) STRICT, WITHOUT ROWID;

-- Its closed versions, for any past moment.
CREATE TABLE dispatch_fact_was (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    to_at INTEGER NOT NULL,              -- superseded
    unit INTEGER NOT NULL,
    day INTEGER NOT NULL,
    sign_due_day INTEGER,
    signed_day INTEGER,
    signed_on_time INTEGER,
    contact_due_day INTEGER,
    contacted_day INTEGER,
    contact_on_time INTEGER,
    objected_day INTEGER,
    upheld INTEGER,
    outcome INTEGER NOT NULL,
    final INTEGER NOT NULL,
    category INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    caller_kind INTEGER NOT NULL,
    PRIMARY KEY (district, object, part, from_at)
) STRICT, WITHOUT ROWID;
-- The rows as of a moment: those superseded after it.
CREATE INDEX dispatch_fact_was_at ON dispatch_fact_was (district, to_at);

-- Rows behind a figure on dispatches.
CREATE INDEX dispatch_fact_by_day ON dispatch_fact (district, day, object, part);
CREATE INDEX dispatch_fact_by_sign_due ON dispatch_fact (district, sign_due_day, object, part) WHERE sign_due_day IS NOT NULL;
CREATE INDEX dispatch_fact_by_contact_due ON dispatch_fact (district, contact_due_day, object, part) WHERE contact_due_day IS NOT NULL;
CREATE INDEX dispatch_fact_by_objected ON dispatch_fact (district, objected_day, object, part) WHERE objected_day IS NOT NULL;

-- One open row for each round of answer and call-back (part = its number); an awaited answer has one, too.
CREATE TABLE round_fact (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    unit INTEGER NOT NULL,               -- who answered, or must
    kind INTEGER NOT NULL,               -- enum round_kind
    answered_day INTEGER,                -- or withdrawn; null while awaited
    due_day INTEGER,                     -- of this answer's clock
    on_time INTEGER,                     -- null while awaited
    days_late INTEGER,                   -- natural days after the due day; null when in time or awaited
    call_state INTEGER,                  -- enum call_state; null while awaited
    call_due_day INTEGER,                -- null when nobody can be called
    next_try_day INTEGER,                -- null when no call is due
    tries INTEGER,
    last_try_at INTEGER,                 -- microseconds
    called_day INTEGER,                  -- when the call came to its end
    true_ INTEGER,                       -- enum call_word
    done INTEGER,                        -- enum call_word
    solved INTEGER,                      -- enum call_word
    satisfaction INTEGER,                -- enum call_grade
    valid INTEGER,                       -- reached, and the first question answered
    covered INTEGER,                     -- called to an end
    due_for_call INTEGER,                -- somebody can be called
    consequence INTEGER,                 -- enum round_consequence
    parked INTEGER,                      -- the matter is parked now; null while awaited
    last_valid INTEGER,                  -- the latest valid answer round of the matter
    solved_points INTEGER,               -- hundredths, by the policy of the call
    satisfied_points INTEGER,            -- hundredths, by that policy
    category INTEGER NOT NULL,           -- of the matter
    channel INTEGER NOT NULL,            -- of the matter
    caller_kind INTEGER NOT NULL,        -- of the matter
    PRIMARY KEY (district, object, part)
) STRICT, WITHOUT ROWID;

-- Its closed versions, for any past moment.
CREATE TABLE round_fact_was (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    to_at INTEGER NOT NULL,              -- superseded
    unit INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    answered_day INTEGER,
    due_day INTEGER,
    on_time INTEGER,
    days_late INTEGER,
    call_state INTEGER,
    call_due_day INTEGER,
    next_try_day INTEGER,
    tries INTEGER,
    last_try_at INTEGER,
    called_day INTEGER,
    true_ INTEGER,
    done INTEGER,
    solved INTEGER,
    satisfaction INTEGER,
    valid INTEGER,
    covered INTEGER,
    due_for_call INTEGER,
    consequence INTEGER,
    parked INTEGER,
    last_valid INTEGER,
    solved_points INTEGER,
    satisfied_points INTEGER,
    category INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    caller_kind INTEGER NOT NULL,
    PRIMARY KEY (district, object, part, from_at)
) STRICT, WITHOUT ROWID;
-- The rows as of a moment: those superseded after it.
CREATE INDEX round_fact_was_at ON round_fact_was (district, to_at);

-- The queue of calls.
CREATE INDEX round_fact_to_call ON round_fact (district, next_try_day, object, part) WHERE next_try_day IS NOT NULL;
-- Rows behind a figure on answers and calls.
CREATE INDEX round_fact_by_due ON round_fact (district, due_day, object, part) WHERE due_day IS NOT NULL;
CREATE INDEX round_fact_by_called ON round_fact (district, called_day, object, part) WHERE called_day IS NOT NULL;
CREATE INDEX round_fact_by_call_due ON round_fact (district, call_due_day, object, part) WHERE call_due_day IS NOT NULL;

-- One open row for each extension asked for (part = its number).
CREATE TABLE extension_fact (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    unit INTEGER NOT NULL,               -- who asked
    asked_day INTEGER NOT NULL,
    level INTEGER NOT NULL,              -- enum extension_level: who decides
    days INTEGER NOT NULL,               -- of the clock's own kind
    outcome INTEGER NOT NULL,            -- enum request_outcome
    decided_day INTEGER,                 -- null while it waits, and when it lapsed
    category INTEGER NOT NULL,           -- of the matter
    channel INTEGER NOT NULL,            -- of the matter
    caller_kind INTEGER NOT NULL,        -- of the matter
    PRIMARY KEY (district, object, part)
) STRICT, WITHOUT ROWID;

-- Its closed versions, for any past moment.
CREATE TABLE extension_fact_was (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    to_at INTEGER NOT NULL,              -- superseded
    unit INTEGER NOT NULL,
    asked_day INTEGER NOT NULL,
    level INTEGER NOT NULL,
    days INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    decided_day INTEGER,
    category INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    caller_kind INTEGER NOT NULL,
    PRIMARY KEY (district, object, part, from_at)
) STRICT, WITHOUT ROWID;
-- The rows as of a moment: those superseded after it.
CREATE INDEX extension_fact_was_at ON extension_fact_was (district, to_at);

-- Rows behind a figure on extensions.
CREATE INDEX extension_fact_by_decided ON extension_fact (district, decided_day, object, part) WHERE decided_day IS NOT NULL;

-- One open row for each parking asked for (part = its number).
CREATE TABLE park_fact (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    unit INTEGER NOT NULL,               -- who asked
    class INTEGER NOT NULL,              -- enum park_class
    asked_day INTEGER NOT NULL,
    outcome INTEGER NOT NULL,            -- enum request_outcome
    decided_day INTEGER,                 -- null while it waits, and when it lapsed
    review_day INTEGER NOT NULL,         -- comes back by itself
    ended_day INTEGER,                   -- null while parked
    by_itself INTEGER NOT NULL,          -- came back on the review day
    category INTEGER NOT NULL,           -- of the matter
    channel INTEGER NOT NULL,            -- of the matter
    caller_kind INTEGER NOT NULL,        -- of the matter
    PRIMARY KEY (district, object, part)
) STRICT, WITHOUT ROWID;

-- Its closed versions, for any past moment.
CREATE TABLE park_fact_was (
    district INTEGER NOT NULL,           -- GB/T 2260 code
    object INTEGER NOT NULL,             -- the matter
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,            -- recorded, microseconds
    to_at INTEGER NOT NULL,              -- superseded
    unit INTEGER NOT NULL,
    class INTEGER NOT NULL,
    asked_day INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    decided_day INTEGER,
    review_day INTEGER NOT NULL,
    ended_day INTEGER,
    by_itself INTEGER NOT NULL,
    category INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    caller_kind INTEGER NOT NULL,
    PRIMARY KEY (district, object, part, from_at)
) STRICT, WITHOUT ROWID;
-- The rows as of a moment: those superseded after it.
CREATE INDEX park_fact_was_at ON park_fact_was (district, to_at);

-- Rows behind a figure on parkings.
CREATE INDEX park_fact_by_decided ON park_fact (district, decided_day, object, part) WHERE decided_day IS NOT NULL;

-- Words of an event's texts, as two-character tokens, filled from the log some moments after the event. Keeps no text: what it finds is read from `text`.
--@ sqlite
-- rowid is the event's id; the first word is the district's.
CREATE VIRTUAL TABLE matter_search USING fts5 (words, content = '', detail = 'none', tokenize = "unicode61 remove_diacritics 0");
--@ postgres
CREATE TABLE matter_search (
    district BIGINT NOT NULL,
    id BIGINT NOT NULL, -- of the event
    words TSVECTOR NOT NULL,
    PRIMARY KEY (district, id)
);
CREATE INDEX matter_search_words ON matter_search USING gin (words);
--@ both
-- How far the index has come.
CREATE TABLE matter_search_at (
    district INTEGER NOT NULL,
    id INTEGER NOT NULL, -- of the last event read
    PRIMARY KEY (district)
) STRICT, WITHOUT ROWID;

-- Who may be found again: one row for each person's phone number and each enterprise's name, so that nobody is made twice. Keyed hashes only.
CREATE TABLE party_claim (
    district INTEGER NOT NULL,
    kind INTEGER NOT NULL, -- enum caller_kind
    hash BLOB NOT NULL,
    object INTEGER NOT NULL,
    PRIMARY KEY (district, kind, hash)
) STRICT, WITHOUT ROWID;

-- Keyed hashes of the whole number, of its last four digits and of the name.
CREATE TABLE party_key (
    district INTEGER NOT NULL,
    purpose INTEGER NOT NULL, -- 1 number, 2 last four digits, 3 name
    hash BLOB NOT NULL,
    object INTEGER NOT NULL,
    PRIMARY KEY (district, purpose, hash, object)
) STRICT, WITHOUT ROWID;

-- Names and numbers under a key of the person, which is wrapped by the key ring. Events hold the hash of what stands here.
CREATE TABLE party_vault (
    district INTEGER NOT NULL,
    object INTEGER NOT NULL,
    wrapped BLOB NOT NULL,
    name BLOB,  -- persons; an enterprise's name is text
    phone BLOB, -- null: none given
    phone_hash BLOB, -- keyed, of that number: whether one given again is the same is told without unlocking it
    PRIMARY KEY (district, object)
) STRICT, WITHOUT ROWID;

-- Enterprises by part of the name.
CREATE TABLE party_name (
    district INTEGER NOT NULL,
    object INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (district, object)
) STRICT, WITHOUT ROWID;
