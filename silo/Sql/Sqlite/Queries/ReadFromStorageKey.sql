SELECT payload AS PayloadBinary, version AS Version
FROM fleet_record
WHERE service = @ServiceId AND kind = @GrainTypeString AND key = @GrainIdExtensionString
