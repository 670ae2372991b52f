-- Under which operation ids somebody was erased, for callers who ask again. It names nobody.
CREATE TABLE fleet_erasure
(
    service   TEXT    NOT NULL,
    operation TEXT    NOT NULL,
    made_at   INTEGER NOT NULL,
    PRIMARY KEY (service, operation)
);
