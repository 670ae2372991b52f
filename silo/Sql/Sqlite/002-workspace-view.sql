-- One row a WorkSpace that exists: what lists are asked by, and its state as the journal tells it (JSON). Every way of asking that
-- WorkSpaceFilter admits has its index, which ends with the id: a page is a range of it.
CREATE TABLE fleet_workspace
(
    service   TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    account   TEXT    NOT NULL,
    directory TEXT    NOT NULL,
    user_name TEXT    NOT NULL,
    bundle    TEXT    NOT NULL,
    state     TEXT    NOT NULL,
    sequence  INTEGER NOT NULL,
    folded    TEXT    NOT NULL,
    PRIMARY KEY (service, id)
);

CREATE INDEX fleet_workspace_state ON fleet_workspace (service, state, id);
CREATE INDEX fleet_workspace_account ON fleet_workspace (service, account, id);
CREATE INDEX fleet_workspace_account_state ON fleet_workspace (service, account, state, id);
CREATE INDEX fleet_workspace_bundle ON fleet_workspace (service, account, bundle, id);
CREATE INDEX fleet_workspace_directory ON fleet_workspace (service, directory, id);
CREATE INDEX fleet_workspace_directory_state ON fleet_workspace (service, directory, state, id);
CREATE INDEX fleet_workspace_user ON fleet_workspace (service, directory, user_name, id);

-- How many there are of each kind, kept with the rows.
CREATE TABLE fleet_workspace_count
(
    service   TEXT    NOT NULL,
    account   TEXT    NOT NULL,
    directory TEXT    NOT NULL,
    zone      TEXT    NOT NULL,
    mode      TEXT    NOT NULL,
    state     TEXT    NOT NULL,
    connected INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    PRIMARY KEY (service, account, directory, zone, mode, state, connected)
);

-- WorkSpaces that are gone and whose record and lines are still kept.
CREATE TABLE fleet_terminated
(
    service   TEXT        NOT NULL,
    id        TEXT        NOT NULL,
    directory TEXT        NOT NULL,
    user_name TEXT        NOT NULL,
    at        TEXT NOT NULL,
    PRIMARY KEY (service, id)
);

CREATE INDEX fleet_terminated_at ON fleet_terminated (service, at);

-- Up to where the journal is folded in, in the same transaction as what it changed.
CREATE TABLE fleet_view
(
    service  TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    position INTEGERNOT NULL,
    PRIMARY KEY (service, name)
);
