-- One row an entity. The payload begins with when to wake it (8 bytes that sort as instants do; all FF: never), the version of the
-- format, and the length of the record in eight digits; then the record and the journal lines of its last write, both JSON.
CREATE TABLE fleet_record
(
    service text    NOT NULL,
    kind    text    NOT NULL,
    key     text    NOT NULL,
    version integer NOT NULL,
    payload bytea   NOT NULL,
    PRIMARY KEY (service, kind, key)
);

-- Who has nothing to wait for is not in it: an idle fleet costs the scan nothing.
CREATE INDEX fleet_record_wake ON fleet_record (service, substring(payload FROM 1 FOR 8), kind, key)
    WHERE substring(payload FROM 1 FOR 8) < '\xffffffffffffffff'::bytea;

CREATE TABLE fleet_journal
(
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service  text        NOT NULL,
    kind     text        NOT NULL,
    key      text        NOT NULL,
    sequence bigint      NOT NULL,
    at       timestamptz NOT NULL,
    event    json        NOT NULL,
    UNIQUE (service, kind, key, sequence)
);

-- Where Orleans looks for its statements; filled at every start from the files beside this one.
CREATE TABLE OrleansQuery
(
    QueryKey  text NOT NULL PRIMARY KEY,
    QueryText text NOT NULL
);
