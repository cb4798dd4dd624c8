-- SPDX-License-Identifier: Apache-2.0
-- Facts of programmes and targets. Columns mean what src/target/programme.c and facts.c say of them; days are days since 1970-01-01 in UTC+8.

-- One open row for each programme (part 0) and each of its actions (part = its number).
CREATE TABLE programme_fact (
    district INTEGER NOT NULL,
    object INTEGER NOT NULL,
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    unit INTEGER NOT NULL, -- who set it up
    day INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    number INTEGER NOT NULL,
    action INTEGER, -- null: the programme itself
    PRIMARY KEY (district, object, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE programme_fact_was (
    district INTEGER NOT NULL,
    object INTEGER NOT NULL,
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    day INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    number INTEGER NOT NULL,
    action INTEGER,
    PRIMARY KEY (district, object, part, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX programme_fact_was_at ON programme_fact_was (district, to_at);
-- The list of programmes, newest first, and the figure of actions.
CREATE INDEX programme_fact_by_day ON programme_fact (district, day, object, part);

-- One open row for each task (part 0, indicator null) and each unit's share of an indicator (part = its number).
CREATE TABLE target_fact (
    district INTEGER NOT NULL,
    object INTEGER NOT NULL,
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    unit INTEGER NOT NULL, -- the lead's; a share's own
    day INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    programme INTEGER NOT NULL,
    action INTEGER NOT NULL,
    number INTEGER NOT NULL,
    state INTEGER NOT NULL,
    indicator INTEGER, -- null: the task itself
    first_share INTEGER,
    item INTEGER, -- enum target_item
    target INTEGER, -- thousandths; null: no task
    done INTEGER, -- thousandths, verified
    to_sign INTEGER, -- first day of the task until the unit signs
    due_day INTEGER, -- of the next report
    accepted_day INTEGER,
    PRIMARY KEY (district, object, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE target_fact_was (
    district INTEGER NOT NULL,
    object INTEGER NOT NULL,
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    day INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    programme INTEGER NOT NULL,
    action INTEGER NOT NULL,
    number INTEGER NOT NULL,
    state INTEGER NOT NULL,
    indicator INTEGER,
    first_share INTEGER,
    item INTEGER,
    target INTEGER,
    done INTEGER,
    to_sign INTEGER,
    due_day INTEGER,
    accepted_day INTEGER,
    PRIMARY KEY (district, object, part, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX target_fact_was_at ON target_fact_was (district, to_at);
-- The tasks of a programme in their order; with a unit, those it has to do with.
CREATE INDEX target_fact_by_programme ON target_fact (district, programme, number, object, part);
CREATE INDEX target_fact_of_unit ON target_fact (district, unit, programme, number, object, part);
-- The rows behind the figures.
CREATE INDEX target_fact_by_day ON target_fact (district, day, object, part);
-- My work: what is to be signed, what is to be reported, what is due first.
CREATE INDEX target_fact_to_sign ON target_fact (district, to_sign, object, part) WHERE to_sign IS NOT NULL;
CREATE INDEX target_fact_to_sign_of_unit ON target_fact (district, unit, to_sign, object, part) WHERE to_sign IS NOT NULL;
CREATE INDEX target_fact_due ON target_fact (district, due_day, object, part) WHERE due_day IS NOT NULL;
CREATE INDEX target_fact_due_of_unit ON target_fact (district, unit, due_day, object, part) WHERE due_day IS NOT NULL;

-- One open row for each report of a task (part = its number).
CREATE TABLE target_report_fact (
    district INTEGER NOT NULL,
    object INTEGER NOT NULL,
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    day INTEGER NOT NULL, -- last of the period that it is about
    kind INTEGER NOT NULL,
    programme INTEGER NOT NULL,
    indicator INTEGER NOT NULL,
    share INTEGER NOT NULL,
    item INTEGER,
    month INTEGER NOT NULL,
    state INTEGER NOT NULL,
    value INTEGER NOT NULL,
    base INTEGER,
    delta INTEGER, -- thousandths it adds; null unless verified
    reported_day INTEGER NOT NULL,
    waiting_day INTEGER, -- reported_day until it is judged
    PRIMARY KEY (district, object, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE target_report_fact_was (
    district INTEGER NOT NULL,
    object INTEGER NOT NULL,
    part INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    day INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    programme INTEGER NOT NULL,
    indicator INTEGER NOT NULL,
    share INTEGER NOT NULL,
    item INTEGER,
    month INTEGER NOT NULL,
    state INTEGER NOT NULL,
    value INTEGER NOT NULL,
    base INTEGER,
    delta INTEGER,
    reported_day INTEGER NOT NULL,
    waiting_day INTEGER,
    PRIMARY KEY (district, object, part, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX target_report_fact_was_at ON target_report_fact_was (district, to_at);
-- The reports behind a figure.
CREATE INDEX target_report_fact_by_day ON target_report_fact (district, day, object, part);
CREATE INDEX target_report_fact_by_item ON target_report_fact (district, item, day, object, part) WHERE item IS NOT NULL;
-- My work: what waits to be verified, the oldest first.
CREATE INDEX target_report_fact_waiting ON target_report_fact (district, waiting_day, object, part) WHERE waiting_day IS NOT NULL;
CREATE INDEX target_report_fact_waiting_of_unit ON target_report_fact (district, unit, waiting_day, object, part) WHERE waiting_day IS NOT NULL;
