SELECT a.at_ms, a.position, a.record
FROM fleet_audit_resource r JOIN fleet_audit a ON a.position = r.position
WHERE r.service = @service AND r.id = @id AND r.at_ms >= @from AND r.at_ms < @to AND (r.at_ms, r.position) < (@beforeAt, @before)
ORDER BY r.at_ms DESC, r.position DESC
LIMIT @limit
