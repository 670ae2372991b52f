SELECT id FROM fleet_terminated
WHERE service = @service AND at < @before AND NOT purged
  AND id NOT IN (SELECT value FROM json_each(@passed))
ORDER BY at LIMIT @limit
