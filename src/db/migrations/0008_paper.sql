-- SPDX-License-Identifier: Apache-2.0
-- Papers. Templates are events of the ledger admin and what was issued are events of its matter; here is only how a tracking code finds its matter.

-- One row for each receipt. The code itself is nowhere: it follows from the key ring, the matter and the paper's number, and is checked against them when found.
CREATE TABLE paper_code (
    district INTEGER NOT NULL,
    hash BLOB NOT NULL,      -- keyed hash of the whole code
    object INTEGER NOT NULL, -- the matter
    n INTEGER NOT NULL,      -- the paper's number on it
    PRIMARY KEY (district, hash)
) STRICT, WITHOUT ROWID;
