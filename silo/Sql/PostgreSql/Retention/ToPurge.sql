SELECT id FROM fleet_terminated
WHERE service = @service AND at < @before::timestamptz AND NOT purged
  AND id NOT IN (SELECT json_array_elements_text(@passed::json))
ORDER BY at LIMIT @limit
