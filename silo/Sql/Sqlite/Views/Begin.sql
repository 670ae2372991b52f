SELECT position FROM fleet_view WHERE service = @service AND name = @name
