-- The trail of changes and refusals, one row a record; times in milliseconds since 1970. Rows are added, never changed, and dropped only when their term is over.
CREATE TABLE fleet_audit
(
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    service  TEXT    NOT NULL,
    at_ms    INTEGER NOT NULL,
    caller   TEXT,
    record   TEXT    NOT NULL
);

CREATE INDEX fleet_audit_at ON fleet_audit (service, at_ms, position);
CREATE INDEX fleet_audit_caller ON fleet_audit (service, caller, at_ms, position) WHERE caller IS NOT NULL;

-- What each record names, by the last part of its name.
CREATE TABLE fleet_audit_resource
(
    service  TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    at_ms    INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (service, id, at_ms, position)
) WITHOUT ROWID;

CREATE INDEX fleet_audit_resource_at ON fleet_audit_resource (service, at_ms);

CREATE TRIGGER fleet_audit_named AFTER INSERT ON fleet_audit
BEGIN
    INSERT INTO fleet_audit_resource (service, id, at_ms, position)
    SELECT DISTINCT NEW.service, replace(value, rtrim(value, replace(value, '/', '')), ''), NEW.at_ms, NEW.position
    FROM json_each(NEW.record, '$.resources')
    WHERE value <> '*';
END;

-- Up to when records are no longer kept.
INSERT INTO fleet_view (service, name, position) VALUES ('deskfleet', 'audit', 0);

CREATE TRIGGER fleet_audit_unchanged BEFORE UPDATE ON fleet_audit
BEGIN
    SELECT RAISE(ABORT, 'fleet_audit is append-only');
END;

CREATE TRIGGER fleet_audit_kept BEFORE DELETE ON fleet_audit
    WHEN OLD.at_ms >= coalesce((SELECT position FROM fleet_view WHERE service = OLD.service AND name = 'audit'), 0)
BEGIN
    SELECT RAISE(ABORT, 'fleet_audit is append-only: the term of this record is not over');
END;
