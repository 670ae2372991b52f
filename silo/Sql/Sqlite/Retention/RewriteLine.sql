UPDATE fleet_journal SET key = @key, event = @event WHERE position = @position
