DELETE FROM fleet_audit WHERE position IN
    (SELECT position FROM fleet_audit WHERE service = @service AND at_ms < @before ORDER BY at_ms, position LIMIT @limit)
