SELECT position, event FROM fleet_journal WHERE service = @service AND kind = @kind AND key = @key
