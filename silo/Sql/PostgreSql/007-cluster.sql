-- Whose the database is: one row. Two clusters on one database would each let every entity be active once.
CREATE TABLE fleet_cluster
(
    only_one boolean     NOT NULL PRIMARY KEY DEFAULT true CHECK (only_one),
    name     text        NOT NULL,
    claimed  timestamptz NOT NULL
);
