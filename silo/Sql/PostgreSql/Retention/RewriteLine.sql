UPDATE fleet_journal SET key = @key, event = @event::json WHERE position = @position
