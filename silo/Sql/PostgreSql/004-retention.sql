-- What bills need of lines that are no longer kept, one row a WorkSpace.
CREATE TABLE fleet_usage
(
    service text NOT NULL,
    id      text NOT NULL,
    usage   text NOT NULL,
    PRIMARY KEY (service, id)
);

-- Purged: the record holds no more than that the id was used.
ALTER TABLE fleet_terminated ADD COLUMN purged boolean NOT NULL DEFAULT false;

CREATE INDEX fleet_terminated_user ON fleet_terminated (service, directory, user_name);
CREATE INDEX fleet_terminated_kept ON fleet_terminated (service, at) WHERE NOT purged;
DROP INDEX fleet_terminated_at;

-- Up to where lines are no longer kept.
INSERT INTO fleet_view (service, name, position) VALUES ('deskfleet', 'trimmed', 0);
