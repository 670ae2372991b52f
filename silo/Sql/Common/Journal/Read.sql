SELECT position, at, kind, key, sequence, event
FROM fleet_journal
WHERE position > @after AND position <= @until AND service = @service
ORDER BY position
LIMIT @limit
