DELETE FROM fleet_terminated WHERE service = @service AND id = @id
