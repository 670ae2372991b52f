UPDATE fleet_record SET payload = @payload, version = version + 1 WHERE service = @service AND kind = @kind AND key = @key AND version = @version
