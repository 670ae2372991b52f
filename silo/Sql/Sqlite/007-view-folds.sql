-- Which fold made a row, and from how much of it: a silo of an earlier version moves the sequence and not these.
ALTER TABLE fleet_workspace ADD COLUMN fold INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fleet_workspace ADD COLUMN fold_sequence INTEGER NOT NULL DEFAULT 0;
UPDATE fleet_workspace SET fold = 1, fold_sequence = sequence;
