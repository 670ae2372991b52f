-- Under which operation ids somebody was erased, for callers who ask again. It names nobody.
CREATE TABLE fleet_erasure
(
    service   text   NOT NULL,
    operation text   NOT NULL,
    made_at   bigint NOT NULL,
    PRIMARY KEY (service, operation)
);
