UPDATE fleet_terminated SET purged = (1 = 1) WHERE service = @service AND id = @id
