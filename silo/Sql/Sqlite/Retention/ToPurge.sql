SELECT id FROM fleet_terminated WHERE service = @service AND at < @before AND NOT purged ORDER BY at LIMIT @limit
