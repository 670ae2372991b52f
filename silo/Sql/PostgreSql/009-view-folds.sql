-- Which fold made a row, and from how much of it: a silo of an earlier version that goes on during an upgrade moves the sequence and not these.
ALTER TABLE fleet_workspace ADD COLUMN fold integer NOT NULL DEFAULT 0;
ALTER TABLE fleet_workspace ADD COLUMN fold_sequence bigint NOT NULL DEFAULT 0;
UPDATE fleet_workspace SET fold = 1, fold_sequence = sequence;
