-- A trigger says what each names.
INSERT INTO fleet_audit (service, at_ms, caller, record)
SELECT @service, value ->> 'at', value ->> '$.record.caller', value -> 'record' FROM json_each(@rows) ORDER BY key
