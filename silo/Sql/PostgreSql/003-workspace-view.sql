-- One row a WorkSpace that exists: what lists are asked by, and its state as the journal tells it (JSON). Every way of asking that
-- WorkSpaceFilter admits has its index, which ends with the id: a page is a range of it.
CREATE TABLE fleet_workspace
(
    service   text    NOT NULL,
    id        text    NOT NULL COLLATE "C",
    account   text    NOT NULL,
    directory text    NOT NULL,
    user_name text    NOT NULL,
    bundle    text    NOT NULL,
    state     text    NOT NULL,
    sequence  bigint  NOT NULL,
    folded    text    NOT NULL,
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
    service   text    NOT NULL,
    account   text    NOT NULL,
    directory text    NOT NULL,
    zone      text    NOT NULL,
    mode      text    NOT NULL,
    state     text    NOT NULL,
    connected boolean NOT NULL,
    number    bigint  NOT NULL,
    PRIMARY KEY (service, account, directory, zone, mode, state, connected)
);

-- WorkSpaces that are gone and whose record and lines are still kept.
CREATE TABLE fleet_terminated
(
    service   text        NOT NULL,
    id        text        NOT NULL,
    directory text        NOT NULL,
    user_name text        NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (service, id)
);

CREATE INDEX fleet_terminated_at ON fleet_terminated (service, at);

-- Up to where the journal is folded in, in the same transaction as what it changed.
CREATE TABLE fleet_view
(
    service  text   NOT NULL,
    name     text   NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (service, name)
);
