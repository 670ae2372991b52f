SELECT at_ms, position, record FROM fleet_audit
WHERE service = @service AND at_ms >= @from AND at_ms < @to AND (at_ms, position) < (@beforeAt, @before)
ORDER BY at_ms DESC, position DESC
LIMIT @limit
