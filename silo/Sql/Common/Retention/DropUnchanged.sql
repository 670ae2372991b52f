DELETE FROM fleet_record WHERE service = @service AND kind = @kind AND key = @key AND version = @version
