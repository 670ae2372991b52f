-- The trail of changes and refusals, one row a record; times in milliseconds since 1970. Rows are added, never changed, and dropped only when their term is over.
CREATE TABLE fleet_audit
(
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service  text   NOT NULL,
    at_ms    bigint NOT NULL,
    caller   text,
    record   json   NOT NULL
);

CREATE INDEX fleet_audit_at ON fleet_audit (service, at_ms, position);
CREATE INDEX fleet_audit_caller ON fleet_audit (service, caller, at_ms, position) WHERE caller IS NOT NULL;

-- What each record names, by the last part of its name.
CREATE TABLE fleet_audit_resource
(
    service  text   NOT NULL,
    id       text   NOT NULL,
    at_ms    bigint NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (service, id, at_ms, position)
);

CREATE INDEX fleet_audit_resource_at ON fleet_audit_resource (service, at_ms);

-- Up to when records are no longer kept.
INSERT INTO fleet_view (service, name, position) VALUES ('deskfleet', 'audit', 0);

CREATE FUNCTION fleet_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at_ms < (SELECT position FROM fleet_view WHERE service = OLD.service AND name = 'audit') THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'fleet_audit is append-only';
END;
$$;

CREATE TRIGGER fleet_audit_kept BEFORE UPDATE OR DELETE ON fleet_audit FOR EACH ROW EXECUTE FUNCTION fleet_audit_append_only();
CREATE TRIGGER fleet_audit_whole BEFORE TRUNCATE ON fleet_audit FOR EACH STATEMENT EXECUTE FUNCTION fleet_audit_append_only();
