UPDATE fleet_view SET position = @position WHERE service = @service AND name = @name AND position < @position
