WITH inserted AS
(
    INSERT INTO fleet_record (service, kind, key, version, payload)
    SELECT @ServiceId, @GrainTypeString, @GrainIdExtensionString, 1, @PayloadBinary
    WHERE @GrainStateVersion::integer IS NULL
    ON CONFLICT DO NOTHING
    RETURNING version
),
updated AS
(
    UPDATE fleet_record SET version = version + 1, payload = @PayloadBinary
    WHERE service = @ServiceId AND kind = @GrainTypeString AND key = @GrainIdExtensionString AND version = @GrainStateVersion::integer
    RETURNING version
),
written AS
(
    SELECT version FROM inserted UNION ALL SELECT version FROM updated
),
journaled AS
(
    -- The lines come with the record and are stored by the same statement. A line that is there already stays as it is.
    INSERT INTO fleet_journal (service, kind, key, sequence, at, event)
    SELECT @ServiceId, @GrainTypeString, @GrainIdExtensionString, (line ->> 'n')::bigint, (line ->> 'at')::timestamptz, line -> 'event'
    FROM written, json_array_elements(
        convert_from(substring(@PayloadBinary FROM 18 + convert_from(substring(@PayloadBinary FROM 10 FOR 8), 'UTF8')::integer), 'UTF8')::json) AS line
    ON CONFLICT DO NOTHING
)
-- Whoever is told the version that it came with knows that somebody else was first.
SELECT coalesce((SELECT version FROM written), @GrainStateVersion::integer) AS NewGrainStateVersion
