SELECT payload, version FROM fleet_record WHERE service = @service AND kind = @kind AND key = @key
