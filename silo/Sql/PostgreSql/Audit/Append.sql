WITH added AS
(
    INSERT INTO fleet_audit (service, at_ms, caller, record)
    SELECT @service, (line ->> 'at')::bigint, line -> 'record' ->> 'caller', line -> 'record'
    FROM json_array_elements(@rows::json) WITH ORDINALITY AS row (line, number)
    ORDER BY number
    RETURNING at_ms, position, record
)
INSERT INTO fleet_audit_resource (service, id, at_ms, position)
SELECT DISTINCT @service, regexp_replace(name, '^.*/', ''), at_ms, position
FROM added, json_array_elements_text(record -> 'resources') AS name
WHERE name <> '*'
