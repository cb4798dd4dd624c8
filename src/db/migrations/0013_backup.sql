-- SPDX-License-Identifier: Apache-2.0
-- What was backed up, so that doctor and the metrics can say how long ago. One row for each district that a backup holds; backups themselves do not hold it.
CREATE TABLE backup_made (
    district INTEGER NOT NULL,
    made_at INTEGER NOT NULL,  -- µs UTC, real time
    id TEXT NOT NULL,          -- of the backup; it stands in the file too
    kind INTEGER NOT NULL,     -- 1 full, 2 what came since another
    height INTEGER NOT NULL,   -- last block that it holds
    bytes INTEGER NOT NULL,    -- of the file
    file TEXT NOT NULL,        -- its name, without folders
    PRIMARY KEY (district, made_at)
) STRICT, WITHOUT ROWID;
