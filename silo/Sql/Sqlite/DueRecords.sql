-- The condition on FF is the one of the index: without it the index is not used.
SELECT kind, key, substr(payload, 1, 8)
FROM fleet_record
WHERE service = @service
  AND substr(payload, 1, 8) < x'FFFFFFFFFFFFFFFF'
  AND substr(payload, 1, 8) <= @until
  AND substr(payload, 1, 8) >= @wake
  AND (substr(payload, 1, 8), kind, key) > (@wake, @kind, @key)
ORDER BY substr(payload, 1, 8), kind, key
LIMIT @batch
