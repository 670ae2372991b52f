SELECT id FROM fleet_terminated WHERE service = @service AND at < @before::timestamptz AND NOT purged ORDER BY at LIMIT @limit
