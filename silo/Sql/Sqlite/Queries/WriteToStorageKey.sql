INSERT INTO fleet_record (service, kind, key, version, payload)
SELECT @ServiceId, @GrainTypeString, @GrainIdExtensionString, 1, @PayloadBinary
WHERE @GrainStateVersion IS NULL
   OR EXISTS (SELECT 1 FROM fleet_record WHERE service = @ServiceId AND kind = @GrainTypeString AND key = @GrainIdExtensionString)
ON CONFLICT (service, kind, key) DO UPDATE SET version = version + 1, payload = excluded.payload
WHERE version = @GrainStateVersion
RETURNING version AS NewGrainStateVersion;

-- Whoever is told the version that it came with knows that somebody else was first.
SELECT @GrainStateVersion AS NewGrainStateVersion WHERE changes() = 0
