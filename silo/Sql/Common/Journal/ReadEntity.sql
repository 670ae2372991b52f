SELECT position, at, kind, key, sequence, event
FROM fleet_journal
WHERE service = @service AND kind = @kind AND key = @key AND sequence > @after
ORDER BY sequence
LIMIT @limit
