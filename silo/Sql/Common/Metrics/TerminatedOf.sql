SELECT id FROM fleet_terminated WHERE service = @service AND directory = @directory ORDER BY id
