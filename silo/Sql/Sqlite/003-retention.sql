-- What bills need of lines that are no longer kept, one row a WorkSpace.
CREATE TABLE fleet_usage
(
    service TEXT NOT NULL,
    id      TEXT NOT NULL,
    usage   TEXT NOT NULL,
    PRIMARY KEY (service, id)
);

-- Purged: the record holds no more than that the id was used.
ALTER TABLE fleet_terminated ADD COLUMN purged INTEGER NOT NULL DEFAULT 0;

CREATE INDEX fleet_terminated_user ON fleet_terminated (service, directory, user_name);
CREATE INDEX fleet_terminated_kept ON fleet_terminated (service, at) WHERE NOT purged;
DROP INDEX fleet_terminated_at;

-- Up to where lines are no longer kept.
INSERT INTO fleet_view (service, name, position) VALUES ('deskfleet', 'trimmed', 0);
