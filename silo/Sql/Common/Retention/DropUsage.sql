DELETE FROM fleet_usage WHERE service = @service AND id = @id
