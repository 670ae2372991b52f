-- One row a cluster: its version guards every change of the members.
CREATE TABLE fleet_membership_version
(
    cluster text        NOT NULL PRIMARY KEY,
    version integer     NOT NULL,
    changed timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE fleet_member
(
    cluster     text        NOT NULL REFERENCES fleet_membership_version,
    address     text        NOT NULL,
    port        integer     NOT NULL,
    generation  integer     NOT NULL,
    name        text        NOT NULL,
    host        text        NOT NULL,
    status      integer     NOT NULL,
    proxy_port  integer     NOT NULL,
    suspected   text,
    started     timestamptz NOT NULL,
    alive       timestamptz NOT NULL,
    PRIMARY KEY (cluster, address, port, generation)
);
