SELECT a.at_ms, a.position, a.record
FROM fleet_audit_resource r JOIN fleet_audit a ON a.position = r.position
WHERE r.service = @service AND r.id = @id AND r.at_ms >= @from AND r.at_ms < @to AND (r.at_ms, r.position) > (@afterAt, @after)
  AND (@caller = '' OR a.caller = @caller)
ORDER BY r.at_ms, r.position
LIMIT @limit
