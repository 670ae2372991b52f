-- One row an entity. The payload begins with when to wake it (8 bytes that sort as instants do; all FF: never), the version of the
-- format, and the length of the record in eight digits; then the record and the journal lines of its last write, both JSON.
CREATE TABLE fleet_record
(
    service TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    key     TEXT    NOT NULL,
    version INTEGER NOT NULL,
    payload BLOB    NOT NULL,
    PRIMARY KEY (service, kind, key)
);

-- Who has nothing to wait for is not in it: an idle fleet costs the scan nothing.
CREATE INDEX fleet_record_wake ON fleet_record (service, substr(payload, 1, 8), kind, key)
    WHERE substr(payload, 1, 8) < x'FFFFFFFFFFFFFFFF';

CREATE TABLE fleet_journal
(
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    service  TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    key      TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    at       TEXT    NOT NULL,
    event    TEXT    NOT NULL,
    UNIQUE (service, kind, key, sequence)
);

-- The lines come with the record and are stored by the same statement. A line that is there already stays as it is.
CREATE TRIGGER fleet_record_inserted AFTER INSERT ON fleet_record
BEGIN
    INSERT INTO fleet_journal (service, kind, key, sequence, at, event)
    SELECT NEW.service, NEW.kind, NEW.key, line.value ->> 'n', line.value ->> 'at', line.value -> 'event'
    FROM json_each(CAST(substr(NEW.payload, 18 + CAST(CAST(substr(NEW.payload, 10, 8) AS TEXT) AS INTEGER)) AS TEXT)) AS line
    WHERE true
    ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER fleet_record_updated AFTER UPDATE OF payload ON fleet_record
BEGIN
    INSERT INTO fleet_journal (service, kind, key, sequence, at, event)
    SELECT NEW.service, NEW.kind, NEW.key, line.value ->> 'n', line.value ->> 'at', line.value -> 'event'
    FROM json_each(CAST(substr(NEW.payload, 18 + CAST(CAST(substr(NEW.payload, 10, 8) AS TEXT) AS INTEGER)) AS TEXT)) AS line
    WHERE true
    ON CONFLICT DO NOTHING;
END;

-- Where Orleans' grain storage looks for its statements; filled at every start from the files beside this one.
CREATE TABLE OrleansQuery
(
    QueryKey  TEXT NOT NULL PRIMARY KEY,
    QueryText TEXT NOT NULL
);
