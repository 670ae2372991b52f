SELECT max(at_ms) FROM
    (SELECT at_ms FROM fleet_audit WHERE service = @service AND at_ms < @before ORDER BY at_ms, position LIMIT @limit) AS oldest
