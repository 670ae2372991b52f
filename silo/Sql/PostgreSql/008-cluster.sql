-- Whose the database is: one row. Two clusters on one database would each let every entity be active once.
CREATE TABLE fleet_cluster
(
    only_one boolean     NOT NULL PRIMARY KEY DEFAULT true CHECK (only_one),
    name     text        NOT NULL,
    claimed  timestamptz NOT NULL,
    proof    text        NOT NULL
);

-- Whether the member's calls prove that they come from inside the cluster; those of earlier versions do not.
ALTER TABLE fleet_member ADD COLUMN proves boolean NOT NULL DEFAULT false;
