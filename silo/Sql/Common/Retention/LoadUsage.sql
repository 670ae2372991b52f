SELECT usage FROM fleet_usage WHERE service = @service AND id = @id
